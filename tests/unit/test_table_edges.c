/* The edges of tables: bits at any place, views, lent memory that is copied, text that is lent, values that just do not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "table/schema.h"

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

static void bits_are_moved_from_any_place_to_any_place(void **state) {
  (void)state;
  enum { BITS = 300, BYTES = 40 };
  uint32_t seed = 11;
  for (int round = 0; round < 3000; round++) {
    uint8_t from[BYTES], to[BYTES], expected[BYTES];
    for (int i = 0; i < BYTES; i++) {
      seed = seed * 1664525u + 1013904223u;
      from[i] = (uint8_t)(seed >> 24);
      to[i] = expected[i] = (uint8_t)(seed >> 16);
    }
    seed = seed * 1664525u + 1013904223u;
    int64_t from_first = (seed >> 8) % 20, to_first = (seed >> 16) % 20, count = (seed >> 3) % (BITS - 20), ones = 0;
    for (int64_t i = 0; i < count; i++) {
      if (patron__bit_get(from, from_first + i)) patron__bit_set(expected, to_first + i), ones++;
      else patron__bit_clear(expected, to_first + i);
    }
    patron__bitmap_copy(to, to_first, from, from_first, count);
    assert_memory_equal(to, expected, BYTES);
    assert_int_equal(patron__bitmap_count(from, from_first, count), ones);
    for (int64_t i = 0; i < count; i++) {
      if (round & 1) patron__bit_set(expected, to_first + i);
      else patron__bit_clear(expected, to_first + i);
    }
    patron__bitmap_fill(to, to_first, count, round & 1);
    assert_memory_equal(to, expected, BYTES);
  }
}

static void count_release(void *user) { ++*(int *)user; }

static void lent_texts_are_shared_and_copied_only_to_change(void **state) {
  (void)state;
  const int64_t offsets[] = {1, 3, 3, 6}, down[] = {3, 2, 3, 3};
  const char bytes[] = "xab\xff\xff\xff";
  const uint8_t first_two = 3;
  int released = 0;
  patron_table *table = NULL, *copy = NULL;
  assert_int_equal(patron_table_create(context, "t", 3, &table), PATRON_OK);
  assert_int_equal(patron_table_borrow_text(table, "t", offsets, bytes, NULL, count_release, &released), PATRON_E_FORMAT);
  assert_int_equal(patron_table_borrow_text(table, "t", down, bytes, NULL, count_release, &released), PATRON_E_RANGE);
  assert_int_equal(patron_table_borrow_text(table, "t", offsets, NULL, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_borrow_text(table, "t", NULL, bytes, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_borrow_text(table, "t", (const int64_t *)(uintptr_t)((uintptr_t)offsets + 1), bytes, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(released, 5);
  assert_int_equal(patron_table_borrow_text(table, "t", offsets, bytes, &first_two, count_release, &released), PATRON_OK);
  assert_int_equal(patron__table_copy(table, "u", &copy), PATRON_OK);
  patron__table_finish(table);
  const int64_t *seen_offsets;
  const char *seen_bytes;
  const uint8_t *seen_validity;
  assert_int_equal(patron_table_view_text(table, 0, &seen_offsets, &seen_bytes, &seen_validity), PATRON_OK);
  assert_ptr_equal(seen_offsets, offsets);
  assert_ptr_equal(seen_bytes, bytes);
  assert_ptr_equal(seen_validity, &first_two);
  assert_int_equal(patron_table_append(copy, table), PATRON_OK);
  assert_int_equal(released, 5);
  patron_table_destroy(table);
  assert_int_equal(released, 6);
  const patron__column *column = patron__table_find(copy, "t");
  assert_int_equal(column->rows, 6);
  assert_int_equal(column->offsets[6], 4);
  assert_int_equal(patron__column_unknown_count(column), 2);
  patron_table_destroy(copy);
}

/* What is lent is given back by each refusal, once; what nobody can give back is not taken. */
static void what_cannot_be_lent_is_given_back(void **state) {
  (void)state;
  const double numbers[] = {1, 2};
  const int64_t whole[] = {1, 2}, offsets[] = {0, 1, 2};
  const int32_t days[] = {1, INT32_MAX};
  const int32_t *between = (const int32_t *)(uintptr_t)((uintptr_t)days + 1);
  int released = 0, refused = 0;
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "t", 2, &table), PATRON_OK);
#define REFUSED(call, status) assert_int_equal(call, status); assert_int_equal(released, ++refused)
  REFUSED(patron_table_borrow_f64(table, "n", PATRON_MONEY, numbers, NULL, count_release, &released), PATRON_E_TYPE);
  REFUSED(patron_table_borrow_f64(table, "n", PATRON_NUMBER, NULL, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  REFUSED(patron_table_borrow_f64(table, NULL, PATRON_NUMBER, numbers, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  REFUSED(patron_table_borrow_i32(NULL, "d", PATRON_DATE, days, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  REFUSED(patron_table_borrow_i32(table, "d", PATRON_CODE, days, NULL, count_release, &released), PATRON_E_TYPE);
  REFUSED(patron_table_borrow_i32(table, "d", PATRON_DATE, between, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  REFUSED(patron_table_borrow_i32(table, "d", PATRON_DATE, days, NULL, count_release, &released), PATRON_E_RANGE);
  patron__table_finish(table);
  REFUSED(patron_table_borrow_text(table, "t", offsets, "ab", NULL, count_release, &released), PATRON_E_STATE);
#undef REFUSED
  for (int given = 0; given < 2; given++) {
    patron_table *into = given ? table : NULL;
    assert_int_equal(patron_table_borrow_f64(into, "n", PATRON_NUMBER, numbers, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(patron_table_borrow_i64(into, "n", PATRON_INTEGER, whole, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(patron_table_borrow_i32(into, "n", PATRON_DATE, days, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(patron_table_borrow_text(into, "n", offsets, "ab", NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  }
  patron_table_destroy(table);
  assert_int_equal(released, refused);
}

static void what_is_lent_under_an_unknown_is_never_shown(void **state) {
  (void)state;
  const double numbers[] = {1, NAN, 3};
  const int64_t whole[] = {1, 77, 3};
  const int32_t days[] = {1, INT32_MAX, 3};
  const uint8_t not_second = 5;
  int released = 0;
  patron_table *table = NULL, *copy = NULL;
  assert_int_equal(patron_table_create(context, "t", 3, &table), PATRON_OK);
  assert_int_equal(patron_table_borrow_f64(table, "n", PATRON_NUMBER, numbers, &not_second, count_release, &released), PATRON_OK);
  assert_int_equal(patron_table_borrow_i64(table, "i", PATRON_INTEGER, whole, &not_second, count_release, &released), PATRON_OK);
  assert_int_equal(patron_table_borrow_i32(table, "d", PATRON_DATE, days, &not_second, count_release, &released), PATRON_OK);
  double numbers_out[3];
  int64_t whole_out[3];
  int32_t days_out[3];
  uint8_t validity;
  assert_int_equal(patron_table_read_f64(table, 0, 0, 3, numbers_out, &validity), PATRON_OK);
  assert_int_equal(patron_table_read_i64(table, 1, 0, 3, whole_out, &validity), PATRON_OK);
  assert_int_equal(patron_table_read_i32(table, 2, 0, 3, days_out, &validity), PATRON_OK);
  assert_true(numbers_out[1] == 0.0 && whole_out[1] == 0 && days_out[1] == 0 && days_out[2] == 3);
  assert_int_equal(patron__table_copy(table, "u", &copy), PATRON_OK);
  assert_int_equal(patron_table_append(copy, table), PATRON_OK);   /* copies what is lent */
  assert_true(patron__column_f64(patron__table_find(copy, "n"), 1) == 0.0 && patron__column_i32(patron__table_find(copy, "d"), 4) == 0);
  patron_table_destroy(table);
  assert_int_equal(released, 3);
  patron_table_destroy(copy);
}

static void each_type_has_the_view_of_its_memory(void **state) {
  (void)state;
  const double number = 1;
  const int64_t whole = 2;
  const int32_t day = 3, flag = 1, code = 0;
  const char *const name = "A";
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "t", 1, &table), PATRON_OK);
  patron_table_add_f64(table, "n", PATRON_NUMBER, &number, NULL);
  patron_table_add_i64(table, "m", PATRON_MONEY, &whole, NULL);
  patron_table_add_i32(table, "d", PATRON_DATE, &day, NULL);
  patron_table_add_code(table, "c", &code, NULL, &name, 1);
  patron_table_add_i32(table, "f", PATRON_FLAG, &flag, NULL);
  patron_table_add_strings(table, "t", &name);
  patron__table_finish(table);
  const double *f64;
  const int64_t *i64, *offsets;
  const int32_t *i32;
  const char *bytes;
  const uint8_t *validity;
  for (int64_t column = 0; column < 6; column++) {
    assert_int_equal(patron_table_view_f64(table, column, &f64, &validity), column == 0 ? PATRON_OK : PATRON_E_TYPE);
    assert_int_equal(patron_table_view_i64(table, column, &i64, &validity), column == 1 ? PATRON_OK : PATRON_E_TYPE);
    assert_int_equal(patron_table_view_i32(table, column, &i32, &validity), column == 2 || column == 3 ? PATRON_OK : PATRON_E_TYPE);
    assert_int_equal(patron_table_view_text(table, column, &offsets, &bytes, &validity), column == 5 ? PATRON_OK : PATRON_E_TYPE);
  }
  assert_int_equal(patron_table_view_i64(table, 6, &i64, &validity), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_table_view_i64(table, -1, &i64, &validity), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_table_view_i64(table, 1, NULL, &validity), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_view_i64(table, 1, &i64, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_view_text(table, 5, &offsets, NULL, &validity), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_view_f64(NULL, 1, &f64, &validity), PATRON_E_INVALID_ARGUMENT);
  int32_t count;
  assert_int_equal(patron_table_code_count(table, 0, &count), PATRON_E_TYPE);
  assert_int_equal(patron_table_code_count(table, 9, &count), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_table_code_name(table, 0, 0, NULL, 0, NULL), PATRON_E_TYPE);
  assert_int_equal(patron_table_code_name(table, 9, 0, NULL, 0, NULL), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_table_column_name(table, 9, NULL, 0, NULL), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_table_column_type(table, 9, &count), PATRON_E_NOT_FOUND);
  patron_table_destroy(table);
}

/* Slices of other languages begin at an address, also those of nothing. */
static void a_view_of_no_rows_points_somewhere(void **state) {
  (void)state;
  const double *f64 = NULL;
  const int64_t *i64 = NULL, *offsets = NULL;
  const int32_t *i32 = NULL;
  const char *bytes = NULL, *empty = "";
  const uint8_t *validity;
  patron_table *table = NULL, *blank = NULL;
  assert_int_equal(patron_table_create(context, "t", 0, &table), PATRON_OK);
  assert_int_equal(patron_table_add_f64(table, "n", PATRON_NUMBER, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_i64(table, "m", PATRON_MONEY, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "d", PATRON_DATE, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_strings(table, "t", NULL), PATRON_OK);
  patron__table_finish(table);
  assert_int_equal(patron_table_view_f64(table, 0, &f64, &validity), PATRON_OK);
  assert_int_equal(patron_table_view_i64(table, 1, &i64, &validity), PATRON_OK);
  assert_int_equal(patron_table_view_i32(table, 2, &i32, &validity), PATRON_OK);
  assert_int_equal(patron_table_view_text(table, 3, &offsets, &bytes, &validity), PATRON_OK);
  assert_true(f64 != NULL && i64 != NULL && i32 != NULL && bytes != NULL);
  assert_int_equal(offsets[0], 0);
  patron_table_destroy(table);

  bytes = NULL;
  assert_int_equal(patron_table_create(context, "t", 1, &blank), PATRON_OK);
  assert_int_equal(patron_table_add_strings(blank, "t", &empty), PATRON_OK);
  patron__table_finish(blank);
  assert_int_equal(patron_table_view_text(blank, 0, &offsets, &bytes, &validity), PATRON_OK);
  assert_true(bytes != NULL && offsets[0] == offsets[1]);
  patron_table_destroy(blank);
}

static void answers_stay_unwritten_when_a_read_is_refused(void **state) {
  (void)state;
  const double number = 1;
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "t", 1, &table), PATRON_OK);
  patron_table_add_f64(table, "n", PATRON_NUMBER, &number, NULL);
  int64_t whole = 42, offsets[2] = {42, 42}, needed = 42;
  int32_t small = 42;
  char bytes[4] = "abc";
  assert_int_equal(patron_table_read_i64(table, 0, 0, 1, &whole, NULL), PATRON_E_TYPE);
  assert_int_equal(patron_table_read_i32(table, 0, 0, 1, &small, NULL), PATRON_E_TYPE);
  const int32_t day = 7;
  const uint8_t unknown = 0;
  patron_table_add_i32(table, "d", PATRON_DATE, &day, &unknown);
  assert_int_equal(patron_table_read_i32(table, 1, 0, 1, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_read_i32(table, 1, 0, 1, &small, NULL), PATRON_UNKNOWN);
  assert_int_equal(patron_table_read_i32(table, 1, 0, 0, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_table_read_f64(table, 0, 0, 1, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_read_text(table, 0, 0, 1, NULL, bytes, 4, &needed, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_read_text(table, 0, 0, 1, offsets, NULL, 4, &needed, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_read_text(table, 0, 0, 1, offsets, bytes, -1, &needed, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_read_text(table, 0, 0, 2, offsets, bytes, 4, &needed, NULL), PATRON_E_RANGE);
  assert_true(whole == 42 && small == 42 && offsets[0] == 42 && needed == 42 && strcmp(bytes, "abc") == 0);
  assert_int_equal(patron_table_read_text(table, 0, 0, 1, offsets, NULL, 0, &needed, NULL), PATRON_E_BUFFER_TOO_SMALL);
  assert_true(needed == 1 && offsets[0] == 42 && offsets[1] == 42);
  needed = 42;
  assert_int_equal(patron_table_read_text(table, 0, 0, 1, NULL, NULL, 0, &needed, NULL), PATRON_OK);
  assert_int_equal(needed, 1);
  assert_int_equal(patron_table_read_text(table, 0, 0, 0, offsets, NULL, 0, &needed, NULL), PATRON_OK);
  assert_int_equal(offsets[0], 0);
  patron_table_destroy(table);
}

static void a_table_has_limits(void **state) {
  (void)state;
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "t", -1, &table), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_create(context, "t", INT64_MAX, &table), PATRON_E_RANGE);
  assert_int_equal(patron_table_create(context, "\xff", 0, &table), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_create(context, "t", 0, &table), PATRON_OK);
  char name[16];
  for (int i = 0; i < PATRON__COLUMNS_MAX; i++) {
    snprintf(name, sizeof name, "c%d", i);
    assert_int_equal(patron_table_add_i64(table, name, PATRON_INTEGER, NULL, NULL), PATRON_OK);
  }
  assert_int_equal(patron_table_add_i64(table, "one more", PATRON_INTEGER, NULL, NULL), PATRON_E_RANGE);
  patron_table_destroy(table);
}

static void every_type_is_appended_and_given_its_key(void **state) {
  (void)state;
  const double number = 1;
  const int64_t whole[] = {3, 3};
  const int32_t day = 3;
  const char *const text = "x";
  patron_table *table = NULL, *more = NULL;
  assert_int_equal(patron_table_create(context, "customers", 1, &table), PATRON_OK);
  patron_table_add_f64(table, "n", PATRON_NUMBER, &number, NULL);
  patron_table_add_i64(table, "m", PATRON_MONEY, whole, NULL);
  patron_table_add_i32(table, "d", PATRON_DATE, &day, NULL);
  patron_table_add_strings(table, "t", &text);
  assert_int_equal(patron_table_create(context, "customers", 0, &more), PATRON_OK);
  assert_int_equal(patron_table_append(more, table), PATRON_OK);
  assert_int_equal(patron_table_append(more, table), PATRON_OK);
  assert_int_equal(patron__column_i32(patron__table_find(more, "d"), 1), 3);
  assert_true(patron__column_f64(patron__table_find(more, "n"), 1) == 1.0);
  more->money_exponent = 3;
  assert_int_equal(patron_table_append(more, table), PATRON_E_TYPE);
  patron_table_destroy(table);
  patron_table_destroy(more);
  const int64_t ids[] = {5, 3, 5};
  const int32_t codes[] = {0, 1, 0};
  const char *const names[] = {"a", "b"};
  assert_int_equal(patron_table_create(context, "customers", 3, &table), PATRON_OK);
  assert_int_equal(patron_table_add_i64(table, "customer", PATRON_INTEGER, ids, NULL), PATRON_OK);
  assert_int_equal(patron__schema_check_keys(context, table, PATRON__FACT), PATRON_E_DUPLICATE);
  patron_table_destroy(table);
  assert_int_equal(patron_table_create(context, "customers", 3, &table), PATRON_OK);
  assert_int_equal(patron_table_add_code(table, "customer", codes, NULL, names, 2), PATRON_OK);
  assert_int_equal(patron__schema_check_keys(context, table, PATRON__FACT), PATRON_E_DUPLICATE);
  char row[8];
  assert_int_equal(patron_context_error_part(context, "row", row, sizeof row, NULL), PATRON_OK);
  assert_string_equal(row, "3");
  patron_table_destroy(table);
}

static void only_what_can_be_grouped_is_encoded(void **state) {
  (void)state;
  const double number = 1;
  const int64_t whole[] = {4, 4, 4};
  int32_t codes[3];
  patron_table *table = NULL;
  patron__dictionary *names = NULL;
  assert_int_equal(patron_table_create(context, "t", 1, &table), PATRON_OK);
  patron_table_add_f64(table, "n", PATRON_NUMBER, &number, NULL);
  assert_int_equal(patron__column_encode(context, table->columns[0].column, codes, &names), PATRON_E_TYPE);
  patron_table_destroy(table);
  assert_int_equal(patron_table_create(context, "t", 3, &table), PATRON_OK);
  patron_table_add_i64(table, "i", PATRON_INTEGER, whole, NULL);
  assert_int_equal(patron__column_encode(context, table->columns[0].column, codes, &names), PATRON_OK);
  assert_int_equal(names->count, 1);
  assert_true(codes[0] == 0 && codes[2] == 0);
  patron__dictionary_drop(names);
  patron_table_destroy(table);
}

static void expectations_are_words(void **state) {
  (void)state;
  char text[PATRON__EXPECTATION];
  patron__describe(PATRON_NUMBER, "", 0, PATRON__ABOVE_ZERO, 1e308 * 1.79, -1, text);
  assert_string_equal(text, "a number above 0");
  patron__describe(PATRON_INTEGER, "", 0, 1, 1000000000, -1, text);
  assert_string_equal(text, "a whole number of at least 1");
  patron__describe(PATRON_MONEY, "", 0, 1, 0, 0, text);
  assert_string_equal(text, "an amount of money without decimals");
  patron__describe(PATRON_CODE, "", 1, 1, 0, -1, text);
  assert_string_equal(text, "a name");
  patron__describe(PATRON_DATE, "", 0, 1, 0, -1, text);
  assert_string_equal(text, "a date such as 2026-11-22");
  patron__describe(PATRON_CODE, "service", 1, 1, 0, -1, text);
  assert_string_equal(text, "one of S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11, S12, or a name of your own");
}

static void columns_with_own_decimals_become_what_is_expected(void **state) {
  (void)state;
  const int64_t amounts[] = {INT64_C(9007199254740993), 15}, whole[] = {300, -100};
  const patron__schema_column number = {.type = PATRON_NUMBER, .low = 1}, integer = {.type = PATRON_INTEGER, .low = 1};
  const patron__schema_column money = {.type = PATRON_MONEY, .low = 1}, date = {.type = PATRON_DATE, .low = 1};
  patron_table *table = NULL;
  patron__column *made = NULL;
  assert_int_equal(patron_table_create(context, "t", 2, &table), PATRON_OK);
  patron_table_add_i64(table, "a", PATRON_MONEY, amounts, NULL);
  patron_table_add_i64(table, "w", PATRON_MONEY, whole, NULL);
  for (int i = 0; i < 2; i++) table->columns[i].column->decimals = 2, table->columns[i].column->any_decimal = 1;
  patron__column *given = table->columns[0].column, *even = table->columns[1].column;
  assert_int_equal(patron__column_convert(context, "t", "c", &number, given, 2, &made), PATRON_OK);
  assert_true(patron__column_f64(made, 0) == 90071992547409.93 && patron__column_f64(made, 1) == 0.15);
  patron__column_drop(made);
  assert_int_equal(patron__column_convert(context, "t", "c", &integer, even, 2, &made), PATRON_OK);
  assert_true(made->type == PATRON_INTEGER && patron__column_i64(made, 1) == -1);
  patron__column_drop(made);
  assert_int_equal(patron__column_convert(context, "t", "c", &integer, given, 2, &made), PATRON_E_RANGE);
  assert_int_equal(patron__column_convert(context, "t", "c", &money, given, 2, &made), PATRON_OK);
  assert_ptr_equal(made, given);
  patron__column_drop(made);
  assert_int_equal(patron__column_convert(context, "t", "c", &money, given, 18, &made), PATRON_E_RANGE);
  assert_int_equal(patron__column_convert(context, "t", "c", &money, even, -1, &made), PATRON_OK);
  int64_t len;
  assert_memory_equal(patron__column_text(made, 1, &len), "-1.00", 5);
  patron__column_drop(made);
  assert_int_equal(patron__column_convert(context, "t", "c", &date, given, 2, &made), PATRON_E_TYPE);
  int64_t row = -1;
  assert_int_equal(patron__column_rescale(given, 0, 19, &row, &made), PATRON_E_RANGE);
  assert_int_equal(row, 0);
  patron_table_destroy(table);
}

/* Of a column that the schema does not know: decimals of another engine are numbers; money with decimals of its own is brought to those of the currency, if it can be. */
static void own_columns_keep_their_decimals(void **state) {
  static const struct { int32_t any_decimal, exponent, status, type; } cases[] = {
    {1, 2, PATRON_OK, PATRON_NUMBER}, {1, -1, PATRON_OK, PATRON_NUMBER}, {0, 4, PATRON_OK, PATRON_MONEY}, {0, 0, PATRON_E_RANGE, 0}, {0, -1, PATRON_OK, PATRON_MONEY}};
  const int64_t amounts[] = {150, -25};
  const char *const ids[] = {"a", "b"};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    patron_table *given = NULL, *made = NULL;
    assert_int_equal(patron_table_create(context, "customers", 2, &given), PATRON_OK);
    patron_table_add_strings(given, "customer", ids);
    patron_table_add_i64(given, "own", PATRON_MONEY, amounts, NULL);
    given->columns[1].column->decimals = 2;
    given->columns[1].column->any_decimal = cases[i].any_decimal;
    assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, cases[i].exponent, NULL, &made), cases[i].status);
    if (cases[i].status == PATRON_OK) {
      const patron__column *own = patron__table_find(made, "own");
      assert_int_equal(own->type, cases[i].type);
      if (own->type == PATRON_NUMBER) assert_true(patron__column_f64(own, 0) == 1.5 && patron__column_f64(own, 1) == -0.25);
      else assert_int_equal(patron__column_i64(own, 1), cases[i].exponent < 0 ? -25 : -2500);
    }
    patron_table_destroy(made);
    patron_table_destroy(given);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(bits_are_moved_from_any_place_to_any_place),
    cmocka_unit_test_setup_teardown(lent_texts_are_shared_and_copied_only_to_change, start, stop),
    cmocka_unit_test_setup_teardown(what_cannot_be_lent_is_given_back, start, stop),
    cmocka_unit_test_setup_teardown(what_is_lent_under_an_unknown_is_never_shown, start, stop),
    cmocka_unit_test_setup_teardown(each_type_has_the_view_of_its_memory, start, stop),
    cmocka_unit_test_setup_teardown(a_view_of_no_rows_points_somewhere, start, stop),
    cmocka_unit_test_setup_teardown(answers_stay_unwritten_when_a_read_is_refused, start, stop),
    cmocka_unit_test_setup_teardown(a_table_has_limits, start, stop),
    cmocka_unit_test_setup_teardown(every_type_is_appended_and_given_its_key, start, stop),
    cmocka_unit_test_setup_teardown(only_what_can_be_grouped_is_encoded, start, stop),
    cmocka_unit_test(expectations_are_words),
    cmocka_unit_test_setup_teardown(columns_with_own_decimals_become_what_is_expected, start, stop),
    cmocka_unit_test_setup_teardown(own_columns_keep_their_decimals, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
