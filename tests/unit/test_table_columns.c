/* What tables promise about the columns put into them and read out of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
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
  int left = patron_context_memory_used(context) != used_at_first;   /* the tests destroy what they make */
  patron_context_destroy(context);
  return left ? -1 : 0;
}

static patron_table *table_of(int64_t rows) {
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "customers", rows, &table), PATRON_OK);
  return table;
}

static void assert_part(const char *part, const char *expected) {
  char text[256];
  assert_int_equal(patron_context_error_part(context, part, text, sizeof text, NULL), PATRON_OK);
  assert_string_equal(text, expected);
}

static const char *text_of(const patron_table *table, int64_t column, int64_t row, char *buf, int64_t cap) {
  int64_t offsets[2];
  assert_int_equal(patron_table_read_text(table, column, row, 1, offsets, buf, cap - 1, NULL, NULL), PATRON_OK);
  buf[offsets[1]] = 0;
  return buf;
}

static void values_come_back_as_they_were_given(void **state) {
  (void)state;
  patron_table *table = table_of(3);
  const int64_t money[] = {100, -5, 0};
  const double numbers[] = {1.5, -0.25, 1e300};
  const int32_t dates[] = {0, 20000, -1}, flags[] = {1, 0, 1};
  assert_int_equal(patron_table_add_i64(table, "sales", PATRON_MONEY, money, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_f64(table, "growth", PATRON_NUMBER, numbers, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "since", PATRON_DATE, dates, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "direct", PATRON_FLAG, flags, NULL), PATRON_OK);
  int64_t money_out[3], count;
  double numbers_out[3];
  int32_t whole_out[3], type;
  assert_int_equal(patron_table_read_i64(table, 0, 0, 3, money_out, NULL), PATRON_OK);
  assert_memory_equal(money, money_out, sizeof money);
  assert_int_equal(patron_table_read_f64(table, 1, 0, 3, numbers_out, NULL), PATRON_OK);
  assert_memory_equal(numbers, numbers_out, sizeof numbers);
  assert_int_equal(patron_table_read_i32(table, 2, 1, 2, whole_out, NULL), PATRON_OK);
  assert_int_equal(whole_out[0], 20000);
  assert_int_equal(whole_out[1], -1);
  assert_int_equal(patron_table_read_i32(table, 3, 0, 3, whole_out, NULL), PATRON_OK);
  assert_memory_equal(flags, whole_out, sizeof flags);
  assert_int_equal(patron_table_columns(table, &count), PATRON_OK);
  assert_int_equal(count, 4);
  assert_int_equal(patron_table_find_column(table, "since", &count), PATRON_OK);
  assert_int_equal(patron_table_column_type(table, count, &type), PATRON_OK);
  assert_int_equal(type, PATRON_DATE);
  assert_int_equal(patron_table_find_column(table, "nothing", &count), PATRON_E_NOT_FOUND);
  patron_table_destroy(table);
}

static void unknown_values_are_never_read_and_come_back_as_zero(void **state) {
  (void)state;
  patron_table *table = table_of(3);
  const double numbers[] = {1.0, NAN, INFINITY};
  const int64_t money[] = {7, 8, 9};
  const int32_t flags[] = {0, 99, 1};
  const uint8_t first_only = 1, not_second = 5;
  assert_int_equal(patron_table_add_f64(table, "n", PATRON_NUMBER, numbers, &first_only), PATRON_OK);
  assert_int_equal(patron_table_add_i64(table, "m", PATRON_MONEY, money, &not_second), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "f", PATRON_FLAG, flags, &not_second), PATRON_OK);
  double out[3];
  int64_t money_out[3];
  uint8_t validity = 0xff;
  assert_int_equal(patron_table_read_f64(table, 0, 0, 3, out, &validity), PATRON_OK);
  assert_int_equal(validity, 1);
  assert_true(out[0] == 1.0 && out[1] == 0.0 && out[2] == 0.0);
  assert_int_equal(patron_table_read_i64(table, 1, 1, 2, money_out, &validity), PATRON_OK);
  assert_int_equal(validity, 2);
  assert_int_equal(money_out[0], 0);
  assert_int_equal(money_out[1], 9);
  out[0] = 42.0;
  assert_int_equal(patron_table_read_f64(table, 0, 0, 3, out, NULL), PATRON_UNKNOWN);
  assert_true(out[0] == 42.0);
  assert_int_equal(patron_table_read_f64(table, 0, 0, 1, out, NULL), PATRON_OK);
  patron_table_destroy(table);
}

static void what_is_not_finite_is_refused_with_table_column_and_row(void **state) {
  (void)state;
  enum { ROWS = 1000 };
  static double numbers[ROWS];
  static uint8_t validity[ROWS / 8];
  patron_table *table = table_of(ROWS);
  memset(validity, 0xff, sizeof validity);
  for (int bad = 0; bad < ROWS; bad += 37) {
    for (int row = 0; row < ROWS; row++) numbers[row] = row;
    numbers[bad] = bad % 2 ? NAN : -INFINITY;
    char row[PATRON__NUMBER_TEXT];
    assert_int_equal(patron_table_add_f64(table, "growth", PATRON_NUMBER, numbers, bad % 3 ? NULL : validity), PATRON_E_NOT_FINITE);
    assert_part("table", "customers");
    assert_part("column", "growth");
    patron__format_i64(bad + 1, row);
    assert_part("row", row);
    assert_part("value", bad % 2 ? "NaN" : "-inf");
  }
  int64_t count;
  assert_int_equal(patron_table_columns(table, &count), PATRON_OK);
  assert_int_equal(count, 0);
  patron_table_destroy(table);
}

static void values_of_the_wrong_kind_are_refused(void **state) {
  (void)state;
  patron_table *table = table_of(1);
  const double number = 1.0;
  const int64_t whole = 1;
  const int32_t small = 2;
  assert_int_equal(patron_table_add_f64(table, "a", PATRON_MONEY, &number, NULL), PATRON_E_TYPE);
  assert_int_equal(patron_table_add_i64(table, "a", PATRON_NUMBER, &whole, NULL), PATRON_E_TYPE);
  assert_int_equal(patron_table_add_i32(table, "a", PATRON_CODE, &small, NULL), PATRON_E_TYPE);
  assert_int_equal(patron_table_add_i32(table, "a", PATRON_FLAG, &small, NULL), PATRON_E_RANGE);
  assert_part("value", "2");
  const int32_t year_zero = -719163;
  assert_int_equal(patron_table_add_i32(table, "a", PATRON_DATE, &year_zero, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_table_add_i64(table, "a", PATRON_INTEGER, &whole, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_f64(table, "a", PATRON_NUMBER, &number, NULL), PATRON_E_DUPLICATE);
  assert_int_equal(patron_table_add_f64(table, "", PATRON_NUMBER, &number, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_add_f64(table, "line\nbreak", PATRON_NUMBER, &number, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_add_f64(table, "b", PATRON_NUMBER, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  double out;
  assert_int_equal(patron_table_read_f64(table, 0, 0, 1, &out, NULL), PATRON_E_TYPE);
  assert_int_equal(patron_table_read_f64(table, 1, 0, 1, &out, NULL), PATRON_E_NOT_FOUND);
  int64_t whole_out;
  assert_int_equal(patron_table_read_i64(table, 0, 1, 1, &whole_out, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_table_read_i64(table, 0, 0, INT64_MAX, &whole_out, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_table_read_i64(table, 0, -1, 1, &whole_out, NULL), PATRON_E_INVALID_ARGUMENT);
  patron_table_destroy(table);
}

static void codes_bring_their_names(void **state) {
  (void)state;
  patron_table *table = table_of(4);
  const char *const names[] = {"KA_RETAIL", "END_USER"}, *const twice[] = {"A", "A"}, *const broken[] = {"\xff"};
  const int32_t codes[] = {1, -1, 0, 77}, beyond[] = {0, 2, 0, 0};
  const uint8_t validity = 7;
  char text[16];
  assert_int_equal(patron_table_add_code(table, "layer", codes, &validity, names, 2), PATRON_OK);
  int32_t count, out[4];
  uint8_t known;
  assert_int_equal(patron_table_code_count(table, 0, &count), PATRON_OK);
  assert_int_equal(count, 2);
  assert_int_equal(patron_table_read_i32(table, 0, 0, 4, out, &known), PATRON_OK);
  assert_int_equal(known, 5);
  assert_int_equal(out[0], 1);
  assert_int_equal(out[1], 0);
  assert_int_equal(out[3], 0);
  assert_int_equal(patron_table_code_name(table, 0, 1, text, sizeof text, NULL), PATRON_OK);
  assert_string_equal(text, "END_USER");
  assert_int_equal(patron_table_code_name(table, 0, 2, text, sizeof text, NULL), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_table_add_code(table, "x", beyond, NULL, names, 2), PATRON_E_RANGE);
  assert_part("row", "2");
  assert_int_equal(patron_table_add_code(table, "x", codes, &validity, twice, 2), PATRON_E_DUPLICATE);
  assert_int_equal(patron_table_add_code(table, "x", codes, &validity, broken, 1), PATRON_E_FORMAT);
  patron_table_destroy(table);
}

static void text_is_checked_to_be_utf8_row_by_row(void **state) {
  (void)state;
  patron_table *table = table_of(3);
  const char bytes[] = "xx\xe6\xb5\xb7" "a\xff\xff";   /* from 2: a character of three bytes, "a", two bytes that are no text */
  const int64_t offsets[] = {2, 5, 6, 8}, halved[] = {2, 3, 6, 6}, down[] = {2, 1, 3, 3};
  const uint8_t first_two = 3;
  char text[16];
  assert_int_equal(patron_table_add_text(table, "t", offsets, bytes, NULL), PATRON_E_FORMAT);
  assert_part("row", "3");
  assert_int_equal(patron_table_add_text(table, "t", halved, bytes, NULL), PATRON_E_FORMAT);
  assert_part("row", "1");
  assert_int_equal(patron_table_add_text(table, "t", down, bytes, NULL), PATRON_E_RANGE);
  assert_part("row", "1");
  assert_int_equal(patron_table_add_text(table, "t", offsets, bytes, &first_two), PATRON_OK);
  assert_string_equal(text_of(table, 0, 0, text, sizeof text), "\xe6\xb5\xb7");
  assert_string_equal(text_of(table, 0, 1, text, sizeof text), "a");
  const char *const strings[] = {"one", NULL, ""};
  assert_int_equal(patron_table_add_strings(table, "s", strings), PATRON_OK);
  int64_t got[4], needed = -1;
  uint8_t known;
  assert_int_equal(patron_table_read_text(table, 1, 0, 3, NULL, NULL, 0, &needed, NULL), PATRON_OK);
  assert_int_equal(needed, 3);
  got[0] = -7;
  assert_int_equal(patron_table_read_text(table, 1, 0, 3, got, text, 2, &needed, &known), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(got[0], -7);
  assert_int_equal(patron_table_read_text(table, 1, 0, 3, got, text, 3, &needed, NULL), PATRON_UNKNOWN);
  assert_int_equal(patron_table_read_text(table, 1, 0, 3, got, text, 3, &needed, &known), PATRON_OK);
  assert_int_equal(known, 5);
  assert_int_equal(got[1], 3);
  assert_int_equal(got[3], 3);
  patron_table_destroy(table);
}

static void every_type_has_its_text(void **state) {
  (void)state;
  patron_table *table = table_of(1);
  const int64_t money = -123450, whole = 42;
  const double number = 0.1;
  const int32_t date = 0, flag = 1, code = 0;
  const char *const name = "GOLD", *const text = "T";
  char buf[40];
  patron_table_add_i64(table, "m", PATRON_MONEY, &money, NULL);
  patron_table_add_i64(table, "i", PATRON_INTEGER, &whole, NULL);
  patron_table_add_f64(table, "n", PATRON_NUMBER, &number, NULL);
  patron_table_add_i32(table, "d", PATRON_DATE, &date, NULL);
  patron_table_add_i32(table, "f", PATRON_FLAG, &flag, NULL);
  patron_table_add_code(table, "c", &code, NULL, &name, 1);
  patron_table_add_strings(table, "t", &text);
  const char *const expected[] = {"-1234.50", "42", "0.1", "1970-01-01", "yes", "GOLD", "T"};
  for (int64_t column = 0; column < 7; column++) assert_string_equal(text_of(table, column, 0, buf, sizeof buf), expected[column]);
  patron_table_destroy(table);
}

static void count_release(void *user) { ++*(int *)user; }

static void lent_memory_is_released_exactly_once(void **state) {
  (void)state;
  const int64_t money[] = {1, 2};
  const double numbers[] = {1.0, NAN};
  const int32_t days[] = {3, 1};
  int released = 0;
  patron_table *table = table_of(2);
  assert_int_equal(patron_table_borrow_i64(table, "m", PATRON_MONEY, money, NULL, count_release, &released), PATRON_OK);
  assert_int_equal(released, 0);
  assert_int_equal(patron_table_borrow_i64(table, "m", PATRON_MONEY, money, NULL, count_release, &released), PATRON_E_DUPLICATE);
  assert_int_equal(released, 1);
  assert_int_equal(patron_table_borrow_f64(table, "n", PATRON_NUMBER, numbers, NULL, count_release, &released), PATRON_E_NOT_FINITE);
  assert_int_equal(released, 2);
  assert_int_equal(patron_table_borrow_i64(NULL, "n", PATRON_MONEY, money, NULL, count_release, &released), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(released, 3);
  assert_int_equal(patron_table_borrow_i64(table, "n", PATRON_NUMBER, money, NULL, count_release, &released), PATRON_E_TYPE);
  assert_int_equal(released, 4);
  assert_int_equal(patron_table_borrow_i64(table, "n", PATRON_MONEY, money, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_borrow_i32(table, "f", PATRON_FLAG, days, NULL, count_release, &released), PATRON_E_RANGE);
  assert_int_equal(released, 5);
  assert_int_equal(patron_table_borrow_i32(table, "d", PATRON_DATE, days, NULL, count_release, &released), PATRON_OK);
  patron__table_finish(table);
  const int64_t *view = NULL;
  const uint8_t *validity = NULL;
  assert_int_equal(patron_table_view_i64(table, 0, &view, &validity), PATRON_OK);
  assert_ptr_equal(view, money);
  assert_null(validity);
  assert_int_equal(released, 5);
  patron_table_destroy(table);
  assert_int_equal(released, 7);
}

static void a_finished_table_does_not_change(void **state) {
  (void)state;
  patron_table *table = table_of(1), *more = table_of(1);
  const double number = 1.0;
  const double *view;
  const uint8_t *validity;
  assert_int_equal(patron_table_add_f64(table, "n", PATRON_NUMBER, &number, NULL), PATRON_OK);
  assert_int_equal(patron_table_view_f64(table, 0, &view, &validity), PATRON_E_STATE);
  patron__table_finish(table);
  assert_int_equal(patron_table_view_f64(table, 0, &view, &validity), PATRON_OK);
  assert_true(view[0] == 1.0);
  assert_int_equal(patron_table_add_f64(table, "o", PATRON_NUMBER, &number, NULL), PATRON_E_STATE);
  assert_int_equal(patron_table_append(table, more), PATRON_E_STATE);
  patron_table_destroy(table);
  patron_table_destroy(more);
}

static void texts_may_be_written_in_any_order(void **state) {
  (void)state;
  patron__column *column = NULL;
  int64_t len;
  assert_int_equal(patron__column_create(context, PATRON_TEXT, 5, &column), PATRON_OK);
  assert_int_equal(patron__column_set_text(column, 3, "three", -1), PATRON_OK);
  patron__column_text(column, 4, &len);
  assert_int_equal(len, 0);
  assert_int_equal(patron__column_set_text(column, 1, "one", -1), PATRON_OK);
  assert_int_equal(patron__column_set_text(column, 3, "3", -1), PATRON_OK);
  assert_int_equal(patron__column_make_writable(&column, 7), PATRON_OK);
  assert_int_equal(patron__column_set_text(column, 6, "six", -1), PATRON_OK);
  const char *text = patron__column_text(column, 1, &len);
  assert_true(len == 3 && memcmp(text, "one", 3) == 0);
  text = patron__column_text(column, 3, &len);
  assert_true(len == 1 && text[0] == '3');
  text = patron__column_text(column, 6, &len);
  assert_true(len == 3 && memcmp(text, "six", 3) == 0);
  assert_int_equal(patron__column_known(column, 4), 1);
  assert_int_equal(patron__column_known(column, 5), 0);
  assert_int_equal(patron__column_unknown_count(column), 1);
  assert_int_equal(patron__column_append_text(column, NULL, -1), PATRON_OK);
  assert_int_equal(patron__column_append_text(column, "eight", -1), PATRON_OK);
  assert_int_equal(column->rows, 9);
  assert_int_equal(patron__column_unknown_count(column), 2);
  patron__column_drop(column);
}

static void nothing_is_done_with_null(void **state) {
  (void)state;
  int64_t whole;
  int32_t small;
  char text[4];
  patron_table_destroy(NULL);
  assert_int_equal(patron_table_create(NULL, "t", 0, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_rows(NULL, &whole), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_columns(NULL, &whole), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_name(NULL, text, 4, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_column_name(NULL, 0, text, 4, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_column_type(NULL, 0, &small), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_code_count(NULL, 0, &small), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_read_text(NULL, 0, 0, 0, NULL, NULL, 0, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_table_append(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  patron_table *empty = table_of(0);
  assert_int_equal(patron_table_add_f64(empty, "n", PATRON_NUMBER, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_text(empty, "t", NULL, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_table_read_f64(empty, 0, 0, 0, NULL, NULL), PATRON_OK);
  patron_table_destroy(empty);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(values_come_back_as_they_were_given, start, stop),
    cmocka_unit_test_setup_teardown(unknown_values_are_never_read_and_come_back_as_zero, start, stop),
    cmocka_unit_test_setup_teardown(what_is_not_finite_is_refused_with_table_column_and_row, start, stop),
    cmocka_unit_test_setup_teardown(values_of_the_wrong_kind_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(codes_bring_their_names, start, stop),
    cmocka_unit_test_setup_teardown(text_is_checked_to_be_utf8_row_by_row, start, stop),
    cmocka_unit_test_setup_teardown(every_type_has_its_text, start, stop),
    cmocka_unit_test_setup_teardown(lent_memory_is_released_exactly_once, start, stop),
    cmocka_unit_test_setup_teardown(a_finished_table_does_not_change, start, stop),
    cmocka_unit_test_setup_teardown(texts_may_be_written_in_any_order, start, stop),
    cmocka_unit_test_setup_teardown(nothing_is_done_with_null, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
