/* Rows appended by column name, sets of tables, and columns encoded for grouping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "table/store.h"

static patron_context *context;
static uint64_t used_at_first;

static int start(void **state) {
  (void)state;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  return 0;
}

static int stop(void **state) {
  (void)state;
  int left = patron_context_memory_used(context) != used_at_first;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

static void assert_text(const patron_table *table, const char *column, int64_t row, const char *expected) {
  int64_t index, offsets[2];
  char buf[64];
  uint8_t known = 0;
  assert_int_equal(patron_table_find_column(table, column, &index), PATRON_OK);
  assert_int_equal(patron_table_read_text(table, index, row, 1, offsets, buf, sizeof buf - 1, NULL, &known), PATRON_OK);
  assert_int_equal(known, expected != NULL);
  buf[offsets[1]] = 0;
  if (expected != NULL) assert_string_equal(buf, expected);
}

static patron_table *chunk(int64_t rows, const char *const *ids, const int32_t *codes, const char *const *names, int32_t name_count) {
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "customers", rows, &table), PATRON_OK);
  if (ids != NULL) assert_int_equal(patron_table_add_strings(table, "customer", ids), PATRON_OK);
  if (codes != NULL) assert_int_equal(patron_table_add_code(table, "layer", codes, NULL, names, name_count), PATRON_OK);
  return table;
}

static void chunks_become_one_table_by_column_name(void **state) {
  (void)state;
  const char *const ids[] = {"a", "bb"}, *const more_ids[] = {"ccc", NULL, "e"}, *const names[] = {"X", "Y"}, *const other[] = {"Y", "Z"};
  const int32_t codes[] = {1, 0}, more_codes[] = {1, 0, -1}, flags[] = {1, 0, 1};
  const double numbers[] = {1, 2};
  patron_table *all = chunk(2, ids, codes, names, 2), *more = chunk(3, more_ids, more_codes, other, 2);
  assert_int_equal(patron_table_add_f64(all, "growth", PATRON_NUMBER, numbers, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_i32(more, "direct", PATRON_FLAG, flags, NULL), PATRON_OK);
  assert_int_equal(patron_table_append(all, more), PATRON_OK);
  assert_int_equal(patron_table_append(all, more), PATRON_OK);
  int64_t rows, columns;
  int32_t count;
  assert_int_equal(patron_table_rows(all, &rows), PATRON_OK);
  assert_int_equal(rows, 8);
  assert_int_equal(patron_table_columns(all, &columns), PATRON_OK);
  assert_int_equal(columns, 4);
  assert_int_equal(patron_table_code_count(all, 1, &count), PATRON_OK);
  assert_int_equal(count, 3);
  const char *const customers[] = {"a", "bb", "ccc", NULL, "e", "ccc", NULL, "e"}, *const layers[] = {"Y", "X", "Z", "Y", NULL, "Z", "Y", NULL};
  const char *const growth[] = {"1", "2", NULL, NULL, NULL, NULL, NULL, NULL}, *const direct[] = {NULL, NULL, "yes", "no", "yes", "yes", "no", "yes"};
  for (int64_t row = 0; row < 8; row++) {
    assert_text(all, "customer", row, customers[row]);
    assert_text(all, "layer", row, layers[row]);
    assert_text(all, "growth", row, growth[row]);
    assert_text(all, "direct", row, direct[row]);
  }
  assert_text(more, "layer", 0, "Z");
  patron_table_destroy(all);
  patron_table_destroy(more);
}

static void an_append_that_is_refused_changes_nothing(void **state) {
  (void)state;
  const char *const ids[] = {"a"};
  const int64_t numbers[] = {1};
  patron_table *all = chunk(1, ids, NULL, NULL, 0), *more = chunk(1, NULL, NULL, NULL, 0);
  assert_int_equal(patron_table_add_i64(more, "customer", PATRON_INTEGER, numbers, NULL), PATRON_OK);
  assert_int_equal(patron_table_append(all, more), PATRON_E_TYPE);
  assert_int_equal(patron_table_append(all, all), PATRON_E_INVALID_ARGUMENT);
  int64_t rows;
  assert_int_equal(patron_table_rows(all, &rows), PATRON_OK);
  assert_int_equal(rows, 1);
  assert_text(all, "customer", 0, "a");
  patron_table_destroy(all);
  patron_table_destroy(more);
}

static void appending_leaves_shared_columns_alone(void **state) {
  (void)state;
  const char *const ids[] = {"a", "b"};
  patron_table *first = chunk(2, ids, NULL, NULL, 0), *copy = NULL;
  assert_int_equal(patron__table_copy(first, "customers", &copy), PATRON_OK);
  assert_int_equal(patron_table_append(copy, first), PATRON_OK);
  assert_text(copy, "customer", 3, "b");
  int64_t rows;
  assert_int_equal(patron_table_rows(first, &rows), PATRON_OK);
  assert_int_equal(rows, 2);
  assert_int_equal(patron__table_find(first, "customer")->rows, 2);
  patron_table_destroy(first);
  patron_table_destroy(copy);
}

static void many_small_appends_stay_cheap(void **state) {
  (void)state;
  const char *const ids[] = {"some id", "another id"};
  patron_table *all = chunk(0, NULL, NULL, NULL, 0), *more = chunk(2, ids, NULL, NULL, 0);
  for (int i = 0; i < 20000; i++) assert_int_equal(patron_table_append(all, more), PATRON_OK);
  assert_text(all, "customer", 39999, "another id");
  assert_text(all, "customer", 20000, "some id");
  patron_table_destroy(all);
  patron_table_destroy(more);
}

static void assert_encoded(const patron__column *column, int64_t distinct, const int32_t *expected, const char *first, const char *last) {
  int32_t *codes = calloc((size_t)column->rows + 1, sizeof *codes);
  patron__dictionary *names = NULL;
  assert_int_equal(patron__column_encode(context, column, codes, &names), PATRON_OK);
  assert_int_equal(names->count, distinct);
  if (expected != NULL) assert_memory_equal(codes, expected, (size_t)column->rows * sizeof *codes);
  int64_t len;
  for (int32_t i = 0; i < names->count; i++) {
    const char *name = patron__dictionary_name(names, i, &len);
    assert_int_equal(patron__dictionary_find(names, name, len), i);
    if (i == 0) assert_memory_equal(name, first, strlen(first));
    if (i == names->count - 1) assert_memory_equal(name, last, strlen(last));
  }
  assert_int_equal(patron__dictionary_find(names, "no such name", -1), -1);
  patron__dictionary_drop(names);
  free(codes);
}

static void distinct_values_are_numbered_in_their_order(void **state) {
  (void)state;
  const char *const texts[] = {"prefix_b", "prefix_a", NULL, "prefix_", "prefix_b", "prefix_aaaaaaaaaaaaaab", "prefix_aaaaaaaaaaaaaaa"};
  const int32_t text_codes[] = {4, 1, -1, 0, 4, 3, 2}, whole_codes[] = {3, 2, -1, 0, 1, 3, 1}, layer_codes[] = {1, -1, 0, 0, 1, 0, 0};
  const int64_t whole[] = {10, 9, 5, -3, 0, 10, 0};
  const uint8_t known = 0x7b;
  const char *const names[] = {"B", "unused", "A"};
  const int32_t codes[] = {0, -1, 2, 2, 0, 2, 2};
  patron_table *table = chunk(7, texts, codes, names, 3);
  assert_int_equal(patron_table_add_i64(table, "id", PATRON_INTEGER, whole, &known), PATRON_OK);
  assert_encoded(table->columns[0].column, 5, text_codes, "prefix_", "prefix_b");
  assert_encoded(table->columns[1].column, 2, layer_codes, "A", "B");
  assert_encoded(table->columns[2].column, 4, whole_codes, "-3", "10");
  patron_table_destroy(table);
}

static void many_distinct_values_are_sorted_by_bytes(void **state) {
  (void)state;
  enum { ROWS = 20000 };
  patron__column *column = NULL;
  assert_int_equal(patron__column_create(context, PATRON_TEXT, 0, &column), PATRON_OK);
  uint32_t seed = 7;
  char text[32];
  for (int i = 0; i < ROWS; i++) {
    seed = seed * 1664525u + 1013904223u;
    int64_t len = patron__format_i64(seed % 15000, text);
    assert_int_equal(patron__column_append_text(column, text, len), PATRON_OK);
  }
  int32_t *codes = calloc(ROWS, sizeof *codes);
  patron__dictionary *names = NULL;
  assert_int_equal(patron__column_encode(context, column, codes, &names), PATRON_OK);
  for (int32_t i = 1; i < names->count; i++) {
    int64_t a_len, b_len;
    const char *a = patron__dictionary_name(names, i - 1, &a_len), *b = patron__dictionary_name(names, i, &b_len);
    assert_true(patron__text_compare(a, a_len, b, b_len) < 0);
  }
  for (int64_t row = 0; row < ROWS; row++) {
    int64_t a_len, b_len;
    const char *a = patron__dictionary_name(names, codes[row], &a_len), *b = patron__column_text(column, row, &b_len);
    assert_true(patron__text_equal(a, a_len, b, b_len));
  }
  patron__dictionary_drop(names);
  free(codes);
  patron__column_drop(column);
}

static void a_set_keeps_one_table_of_a_name(void **state) {
  (void)state;
  patron__tables set, copy;
  patron__tables_init(&set, context);
  patron__tables_init(&copy, context);
  patron_table *one = chunk(1, NULL, NULL, NULL, 0), *two = chunk(2, NULL, NULL, NULL, 0), *got = NULL;
  assert_int_equal(patron__tables_put(&set, one), PATRON_OK);
  assert_int_equal(patron__tables_put(&set, two), PATRON_OK);
  assert_int_equal(set.count, 1);
  assert_int_equal(patron__tables_copy(&set, &copy), PATRON_OK);
  assert_ptr_equal(patron__tables_find(&copy, "customers"), two);
  assert_int_equal(patron__tables_get(&set, "nothing", &got), PATRON_E_NOT_FOUND);
  assert_int_equal(patron__tables_get(&set, "tables", &got), PATRON_OK);
  assert_text(got, "table", 0, "customers");
  assert_text(got, "rows", 0, "2");
  patron_table_destroy(got);
  patron__tables_clear(&set);
  patron__tables_clear(&copy);
  patron_table_destroy(one);
  patron_table_destroy(two);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(chunks_become_one_table_by_column_name, start, stop),
    cmocka_unit_test_setup_teardown(an_append_that_is_refused_changes_nothing, start, stop),
    cmocka_unit_test_setup_teardown(appending_leaves_shared_columns_alone, start, stop),
    cmocka_unit_test_setup_teardown(many_small_appends_stay_cheap, start, stop),
    cmocka_unit_test_setup_teardown(distinct_values_are_numbered_in_their_order, start, stop),
    cmocka_unit_test_setup_teardown(many_distinct_values_are_sorted_by_bytes, start, stop),
    cmocka_unit_test_setup_teardown(a_set_keeps_one_table_of_a_name, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
