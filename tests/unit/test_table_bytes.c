/* Tables as bytes: the same for equal tables, back to equal tables, and nothing else is ever accepted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "table/bytes.h"

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

static void add_table(patron__tables *set, const char *name) {
  const int64_t whole[] = {-1, INT64_MIN, 3};
  const double numbers[] = {0.1, -0.0, 1e300};
  const int32_t days[] = {1, -2, 20000}, flags[] = {1, 0, 1}, codes[] = {0, -1, 1};
  const char *const names[] = {"GOLD", "SILVER"}, *const texts[] = {"one", NULL, "\xe6\xb5\xb7"};
  const uint8_t known = 5;
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, name, 3, &table), PATRON_OK);
  assert_int_equal(patron_table_add_i64(table, "money", PATRON_MONEY, whole, &known), PATRON_OK);
  assert_int_equal(patron_table_add_i64(table, "integer", PATRON_INTEGER, whole, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_f64(table, "number", PATRON_NUMBER, numbers, &known), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "date", PATRON_DATE, days, &known), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "flag", PATRON_FLAG, flags, &known), PATRON_OK);
  assert_int_equal(patron_table_add_code(table, "code", codes, NULL, names, 2), PATRON_OK);
  assert_int_equal(patron_table_add_strings(table, "text", texts), PATRON_OK);
  assert_int_equal(patron__tables_put(set, table), PATRON_OK);
  patron_table_destroy(table);
}

static uint8_t *save(const patron__tables *set, int64_t *length) {
  assert_int_equal(patron__tables_save(set, NULL, 0, length), PATRON_OK);
  uint8_t *bytes = malloc((size_t)*length);
  assert_non_null(bytes);
  assert_int_equal(patron__tables_save(set, bytes, *length - 1, NULL), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(patron__tables_save(set, bytes, *length, NULL), PATRON_OK);
  return bytes;
}

static void seal(uint8_t *bytes, int64_t length) {
  uint64_t sum = patron__checksum(bytes, length - PATRON__TABLES_TAIL);
  for (int i = 0; i < 8; i++) bytes[length - 8 + i] = (uint8_t)(sum >> (8 * i));
}

/* Whatever is loaded is saved as the bytes it was loaded from. */
static patron_status load_and_compare(const uint8_t *bytes, int64_t length) {
  patron__tables loaded;
  patron__tables_init(&loaded, context);
  patron_status status = patron__tables_load(context, bytes, length, &loaded);
  if (status == PATRON_OK) {
    int64_t again_length;
    uint8_t *again = save(&loaded, &again_length);
    assert_int_equal(again_length, length);
    assert_memory_equal(again, bytes, (size_t)length);
    free(again);
  } else {
    assert_int_equal(status, PATRON_E_FORMAT);
    assert_int_equal(loaded.count, 0);
  }
  patron__tables_clear(&loaded);
  return status;
}

static void tables_come_back_from_their_bytes(void **state) {
  (void)state;
  patron__tables set, loaded;
  patron__tables_init(&set, context);
  patron__tables_init(&loaded, context);
  int64_t length;
  uint8_t *bytes = save(&set, &length);
  assert_int_equal(load_and_compare(bytes, length), PATRON_OK);
  free(bytes);
  add_table(&set, "customers");
  add_table(&set, "groups");
  bytes = save(&set, &length);
  assert_int_equal(load_and_compare(bytes, length), PATRON_OK);
  assert_int_equal(patron__tables_load(context, bytes, length, &loaded), PATRON_OK);
  patron_table *table = patron__tables_find(&loaded, "groups");
  assert_true(table->finished);
  assert_true(patron__column_f64(patron__table_find(table, "number"), 0) == 0.1);
  assert_true(patron__column_i64(patron__table_find(table, "integer"), 1) == INT64_MIN);
  assert_int_equal(patron__column_unknown_count(patron__table_find(table, "code")), 1);
  assert_int_equal(patron__dictionary_find(patron__table_find(table, "code")->dictionary, "SILVER", -1), 1);
  free(bytes);
  patron__tables_clear(&loaded);
  patron__tables_clear(&set);
}

static void bytes_do_not_depend_on_what_lies_under_unknowns(void **state) {
  (void)state;
  const double one[] = {1, 2, 3}, other[] = {1, 99, 3};
  const uint8_t known = 5, padded = 0xfd;
  patron__tables a, b;
  patron__tables_init(&a, context);
  patron__tables_init(&b, context);
  for (int i = 0; i < 2; i++) {
    patron_table *table = NULL;
    assert_int_equal(patron_table_create(context, "t", 3, &table), PATRON_OK);
    assert_int_equal(patron_table_add_f64(table, "n", PATRON_NUMBER, i ? other : one, i ? &padded : &known), PATRON_OK);
    assert_int_equal(patron__tables_put(i ? &b : &a, table), PATRON_OK);
    patron_table_destroy(table);
  }
  int64_t a_length, b_length;
  uint8_t *a_bytes = save(&a, &a_length), *b_bytes = save(&b, &b_length);
  assert_int_equal(a_length, b_length);
  assert_memory_equal(a_bytes, b_bytes, (size_t)a_length);
  free(a_bytes);
  free(b_bytes);
  patron__tables_clear(&a);
  patron__tables_clear(&b);
}

static void the_bytes_of_today_can_be_read_for_ever(void **state) {
  (void)state;
  static const uint8_t expected[] = {
    'P', 'A', 'T', 'R', 'O', 'N', '\r', '\n', 1, 0, 0, 0, 1, 0, 0, 0, 69, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 0, 0, 't', 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0,
    1, 0, 0, 0, 'd', 4, 1, 2, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff,
  };
  const int32_t days[] = {5, -2};
  const uint8_t known = 2;
  patron__tables set;
  patron__tables_init(&set, context);
  patron_table *table = NULL;
  assert_int_equal(patron_table_create(context, "t", 2, &table), PATRON_OK);
  assert_int_equal(patron_table_add_i32(table, "d", PATRON_DATE, days, &known), PATRON_OK);
  assert_int_equal(patron__tables_put(&set, table), PATRON_OK);
  patron_table_destroy(table);
  int64_t length;
  uint8_t *bytes = save(&set, &length);
  assert_int_equal(length, (int64_t)sizeof expected + 8);
  assert_memory_equal(bytes, expected, sizeof expected);
  free(bytes);
  patron__tables_clear(&set);
}

static void damaged_bytes_are_refused(void **state) {
  (void)state;
  patron__tables set;
  patron__tables_init(&set, context);
  add_table(&set, "customers");
  int64_t length;
  uint8_t *bytes = save(&set, &length), *copy = malloc((size_t)length + 1);
  assert_non_null(copy);
  for (int64_t at = 0; at < length; at++) {
    memcpy(copy, bytes, (size_t)length);
    copy[at] = (uint8_t)(copy[at] ^ 0x10);
    assert_int_equal(load_and_compare(copy, length), PATRON_E_FORMAT);
    uint8_t *cut = malloc((size_t)at + 1);   /* of its own, so that reading behind the end is seen */
    assert_non_null(cut);
    memcpy(cut, bytes, (size_t)at);
    assert_int_equal(load_and_compare(cut, at), PATRON_E_FORMAT);
    free(cut);
  }
  assert_int_equal(patron__tables_load(context, NULL, 0, &set), PATRON_E_INVALID_ARGUMENT);
  free(copy);
  free(bytes);
  patron__tables_clear(&set);
}

static void forged_bytes_are_refused_or_mean_what_they_say(void **state) {
  (void)state;
  static const uint8_t forged[] = {0, 1, 2, 3, 7, 0x7f, 0x80, 0xc0, 0xfe, 0xff};
  patron__tables set;
  patron__tables_init(&set, context);
  add_table(&set, "customers");
  int64_t length, accepted = 0, refused = 0;
  uint8_t *bytes = save(&set, &length);
  for (int64_t at = 0; at < length - PATRON__TABLES_TAIL; at++) {
    uint8_t before = bytes[at];
    for (size_t i = 0; i < sizeof forged; i++) {
      bytes[at] = forged[i];
      seal(bytes, length);
      if (load_and_compare(bytes, length) == PATRON_OK) accepted++;
      else refused++;
    }
    bytes[at] = before;
  }
  assert_true(accepted > 0 && refused > 0);
  free(bytes);
  patron__tables_clear(&set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(tables_come_back_from_their_bytes, start, stop),
    cmocka_unit_test_setup_teardown(bytes_do_not_depend_on_what_lies_under_unknowns, start, stop),
    cmocka_unit_test_setup_teardown(the_bytes_of_today_can_be_read_for_ever, start, stop),
    cmocka_unit_test_setup_teardown(damaged_bytes_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(forged_bytes_are_refused_or_mean_what_they_say, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
