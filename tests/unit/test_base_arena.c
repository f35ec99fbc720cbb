/* Arenas, and the columns and tables that are made of their pieces: zeroed, aligned, kept while anybody holds one, released as a whole; whatever allocation fails. */
#include "checks.h"
#include "base/arena.h"
#include "base/context.h"
#include "scenario_memory.h"
#include "stages/stage.h"
#include "table/store.h"

static void pieces_are_aligned_zeroed_and_apart(void **state)
{
  patron_context *context;
  patron__arena *arena = NULL;
  unsigned char *pieces[400];
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron__arena_create(context, 0, &arena));
  for (int32_t i = 0; i < 400; i++) {   /* 400 * 200 bytes on average: many blocks */
    const uint64_t size = (uint64_t)i;
    pieces[i] = patron__arena_take(arena, size);
    assert_non_null(pieces[i]);
    assert_int_equal((uintptr_t)pieces[i] % 8, 0);
    for (uint64_t b = 0; b < size; b++) assert_int_equal(pieces[i][b], 0);
    memset(pieces[i], i & 255, (size_t)size);
  }
  for (int32_t i = 0; i < 400; i++)
    for (int32_t b = 0; b < i; b++) assert_int_equal(pieces[i][b], i & 255);
  unsigned char *large = patron__arena_take(arena, 1000000);
  assert_non_null(large);
  assert_int_equal(large[999999], 0);
  patron__arena_drop(arena, 1);
  patron__arena_drop(NULL, 1);
  patron_context_destroy(context);
}

/* A table of every type, three rows, of which one is known; then it alone keeps the arena. */
static patron_status make_table(patron_context *context, patron_table **out)
{
  static const char *const names[] = {"no", "yes"};
  patron__arena *arena = NULL;
  patron_table *table = NULL;
  patron_status status = patron__arena_create(context, 100, &arena);
  if (status != PATRON_OK) return status;
  status = patron__table_create_in(arena, "few", 3, &table);
  for (int32_t type = PATRON_MONEY; type <= PATRON_FLAG && status == PATRON_OK; type++) {
    char name[8] = "type_";
    patron__column *column = NULL;
    name[5] = (char)('0' + type);
    status = patron__column_create_in(arena, context, type, 3, type != PATRON_TEXT, &column);
    if (status == PATRON_OK && type == PATRON_CODE) {
      status = patron__dictionary_create(context, names, NULL, 2, &column->dictionary);
      if (status != PATRON_OK) patron__column_drop(column);
    }
    if (status == PATRON_OK) status = patron__table_adopt(table, name, column);
    if (status == PATRON_OK && type != PATRON_TEXT) patron__bit_set(column->validity, 1);
  }
  patron__arena_drop(arena, 1);
  if (status == PATRON_OK) *out = table; else patron_table_destroy(table);
  return status;
}

static void a_column_of_an_arena_outlives_its_table(void **state)
{
  patron_context *context;
  patron_table *table = NULL;
  uint64_t before;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  before = patron_context_memory_used(context);
  expect_ok(make_table(context, &table));
  patron__table_finish(table);
  for (int32_t type = PATRON_MONEY; type <= PATRON_FLAG; type++) {
    char name[8] = "type_";
    name[5] = (char)('0' + type);
    const patron__column *column = patron__table_find(table, name);
    assert_non_null(column);
    assert_int_equal(column->type, type);
    for (int64_t row = 0; row < 3; row++) assert_int_equal(patron__column_known(column, row), type == PATRON_TEXT || row == 1);
  }
  patron__column *kept = patron__table_find(table, "type_2");
  patron__column_retain(kept);
  patron_table_destroy(table);
  assert_true(patron__column_f64(kept, 1) == 0.0);
  patron__column *grown = kept;
  expect_ok(patron__column_make_writable(&grown, 100));   /* copied: what stands in an arena does not grow */
  assert_ptr_not_equal(grown, kept);
  ((double *)grown->values)[99] = 5;
  patron__column_drop(grown);
  assert_int_equal(patron_context_memory_used(context), before);
  patron_context_destroy(context);
}

static void every_failing_allocation_leaves_nothing(void **state)
{
  scenario_memory memory;
  patron_context *context;
  int64_t failures = 0;
  (void)state;
  scenario_memory_open(&memory);
  patron_allocator allocator = scenario_memory_allocator(&memory);
  expect_ok(patron_context_create(&(patron_context_options){ sizeof(patron_context_options), 0, &allocator, 0, 0, 0 }, &context));
  const uint64_t before = patron_context_memory_used(context);
  for (uint64_t limit = before;; limit += 64) {
    patron_table *table = NULL;
    expect_ok(patron_context_set_i64(context, "memory_limit", (int64_t)limit));
    const patron_status status = make_table(context, &table);
    if (status == PATRON_OK) { patron_table_destroy(table); break; }
    assert_int_equal(status, PATRON_E_MEMORY_LIMIT);
    assert_null(table);
    assert_int_equal(patron_context_memory_used(context), before);
    failures++;
  }
  assert_true(failures > 10);
  assert_int_equal(patron_context_memory_used(context), before);
  patron_context_destroy(context);
  assert_int_equal(memory.blocks, 0);
  scenario_memory_close(&memory);
}

static void columns_are_found_by_name_however_many(void **state)
{
  patron_context *context;
  patron_table *table = NULL, *copy = NULL;
  char name[32];
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron_table_create(context, "wide", 1, &table));
  for (int64_t i = 0; i < PATRON__COLUMNS_MAX; i++) {
    (void)snprintf(name, sizeof name, "column_%lld_end", (long long)i);
    expect_ok(patron_table_add_i64(table, name, PATRON_INTEGER, &i, NULL));
  }
  expect_ok(patron__table_copy(table, "copy", &copy));
  for (int64_t i = 0; i < PATRON__COLUMNS_MAX; i++) {
    (void)snprintf(name, sizeof name, "column_%lld_end", (long long)i);
    const patron__column *found = patron__table_find(copy, name);
    assert_non_null(found);
    assert_int_equal(patron__column_i64(found, 0), i);
  }
  assert_null(patron__table_find(copy, "column_4096_end"));
  assert_null(patron__table_find(copy, ""));
  expect_status(patron_table_add_i64(table, "column_7_end", PATRON_INTEGER, &(int64_t){0}, NULL), PATRON_E_DUPLICATE);
  patron_table_destroy(table);
  patron_table_destroy(copy);
  patron_context_destroy(context);
}

/* Wherever the byte stands: names are looked at eight bytes at a time. */
static void a_control_character_anywhere_in_a_name_is_refused(void **state)
{
  static const unsigned char bad[] = {0x01, 0x1f, 0x7f, '\n', 0x80, 0xff}, good[] = {0x20, 0x21, 0x60, 0x7e};
  patron_context *context;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  for (size_t len = 1; len <= 20; len++)
    for (size_t at = 0; at < len; at++) {
      patron_table *table = NULL;
      char name[32];
      memset(name, 'x', len);
      name[len] = 0;
      for (size_t i = 0; i < sizeof bad; i++) {
        name[at] = (char)bad[i];
        expect_status(patron_table_create(context, name, 0, &table), PATRON_E_INVALID_ARGUMENT);
        assert_null(table);
      }
      for (size_t i = 0; i < sizeof good; i++) {
        name[at] = (char)good[i];
        expect_ok(patron_table_create(context, name, 0, &table));
        patron_table_destroy(table);
        table = NULL;
      }
    }
  patron_table *table = NULL;
  expect_ok(patron_table_create(context, "Umsatz in \xe2\x82\xac", 0, &table));
  patron_table_destroy(table);
  expect_status(patron_table_create(context, "", 0, &table), PATRON_E_INVALID_ARGUMENT);
  patron_context_destroy(context);
}

static const char *cell(const patron_table *table, const char *name, int64_t row)
{
  const patron__column *column = patron__table_find(table, name);
  static char digits[4][PATRON__NUMBER_TEXT];
  static int32_t turn;
  int64_t len;
  assert_non_null(column);
  if (!patron__column_known(column, row)) return "?";
  char *out = digits[turn++ & 3];
  const char *text = patron__table_value_text(table, column, row, out, &len);
  memmove(out, text, (size_t)len);
  out[len] = 0;
  return out;
}

static void notes_become_rows_in_their_order(void **state)
{
  patron_context *context;
  patron__arena *arena = NULL;
  patron_table *skipped = NULL, *fresh = NULL, *open = NULL;
  patron__run run;
  (void)state;
  memset(&run, 0, sizeof run);
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron__arena_create(context, 100, &arena));
  expect_ok(patron__notes_create(arena, &run.notes));
  run.context = context;
  expect_ok(patron__run_skip(&run, "score", "growth"));
  expect_ok(patron__run_skip(&run, "tier", "profit"));
  assert_true(patron__run_has_skipped(&run, "tier", "profit"));
  assert_false(patron__run_has_skipped(&run, "score", "profit"));
  expect_ok(patron__run_warn(&run, "sales", "ODD", "first"));
  expect_ok(patron__run_warn_row(&run, "terms", NULL, 7, "EVEN", "second"));
  expect_ok(patron__table_create_in(arena, "skipped", 0, &skipped));
  expect_ok(patron__table_create_in(arena, "warnings", 0, &fresh));
  expect_ok(patron__notes_skipped(run.notes, skipped));
  expect_ok(patron__notes_warnings(run.notes, fresh));
  expect_ok(patron__warnings_create(context, &open));
  expect_ok(patron__warnings_add(open, "ledger", "date", 3, "OLD", "there before"));
  expect_ok(patron__notes_warnings(run.notes, open));
  assert_int_equal(skipped->rows, 2);
  assert_string_equal(cell(skipped, "stage", 0), "score");
  assert_string_equal(cell(skipped, "column", 1), "profit");
  for (int32_t i = 0; i < 2; i++) {
    const patron_table *table = i == 0 ? fresh : open;
    const int64_t first = i;
    assert_int_equal(table->rows, 2 + i);
    assert_string_equal(cell(table, "table", first), "customers");
    assert_string_equal(cell(table, "column", first), "sales");
    assert_string_equal(cell(table, "row", first), "?");
    assert_string_equal(cell(table, "code", first), "ODD");
    assert_string_equal(cell(table, "text", first), "first");
    assert_string_equal(cell(table, "table", first + 1), "terms");
    assert_string_equal(cell(table, "column", first + 1), "?");
    assert_string_equal(cell(table, "row", first + 1), "7");
    assert_string_equal(cell(table, "text", first + 1), "second");
  }
  run.notes = NULL;   /* reports have nothing left to say */
  expect_ok(patron__run_skip(&run, "tier", "profit"));
  expect_ok(patron__run_warn(&run, "sales", "ODD", "third"));
  assert_false(patron__run_has_skipped(&run, "tier", "profit"));
  patron_table_destroy(skipped);
  patron_table_destroy(fresh);
  patron_table_destroy(open);
  patron__arena_drop(arena, 1);
  patron_context_destroy(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(pieces_are_aligned_zeroed_and_apart),
    cmocka_unit_test(a_column_of_an_arena_outlives_its_table),
    cmocka_unit_test(every_failing_allocation_leaves_nothing),
    cmocka_unit_test(columns_are_found_by_name_however_many),
    cmocka_unit_test(a_control_character_anywhere_in_a_name_is_refused),
    cmocka_unit_test(notes_become_rows_in_their_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
