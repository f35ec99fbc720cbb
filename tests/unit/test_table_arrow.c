/* Tables through Arrow's C interfaces: out and back without a change, other engines' layouts, and every array released exactly once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "patron/arrow.h"
#include "scenario.h"
#include "table/schema.h"

static patron_context *context;
static uint64_t used_at_first;
static int schemas_out, arrays_out;   /* made by the producer below and not released yet */

static int start(void **state) {
  (void)state;
  schemas_out = arrays_out = 0;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  return 0;
}

static int stop(void **state) {
  (void)state;
  int left = patron_context_memory_used(context) != used_at_first || schemas_out != 0 || arrays_out != 0;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

/* A producer of a struct with one column, over memory that the test owns. */
typedef struct product {
  struct ArrowSchema field, dictionary_field, *fields[1];
  struct ArrowArray column, dictionary, *columns[1];
  const void *buffers[4], *dictionary_buffers[3], *none[1];
} product;

static void release_schema(struct ArrowSchema *schema) { schemas_out--; schema->release = NULL; }
static void release_array(struct ArrowArray *array) { arrays_out--; array->release = NULL; }

static void produce(product *of, const char *format, int64_t rows, int64_t offset, const void *validity, const void *first, const void *second, struct ArrowSchema *schema, struct ArrowArray *array) {
  memset(of, 0, sizeof *of);
  of->buffers[0] = validity;
  of->buffers[1] = first;
  of->buffers[2] = second;
  of->field.format = format;
  of->field.name = "column";
  of->fields[0] = &of->field;
  of->column = (struct ArrowArray){rows, validity != NULL ? -1 : 0, offset, 3, 0, of->buffers, NULL, NULL, NULL, NULL};
  of->columns[0] = &of->column;
  *schema = (struct ArrowSchema){"+s", "", NULL, 0, 1, of->fields, NULL, release_schema, NULL};
  *array = (struct ArrowArray){rows, 0, 0, 1, 1, of->none, of->columns, NULL, release_array, NULL};
  schemas_out++;
  arrays_out++;
}

static patron_status take(struct ArrowSchema *schema, struct ArrowArray *array, patron_table **out) {
  patron_status status = patron_table_import_arrow(context, "customers", schema, array, out);
  assert_null(schema->release);
  assert_null(array->release);
  assert_int_equal(schemas_out, 0);
  return status;
}

static void assert_text(const patron_table *table, int64_t column, int64_t row, const char *expected) {
  int64_t offsets[2];
  char text[64];
  uint8_t known = 0;
  assert_int_equal(patron_table_read_text(table, column, row, 1, offsets, text, sizeof text - 1, NULL, &known), PATRON_OK);
  text[offsets[1]] = 0;
  assert_int_equal(known, expected != NULL);
  if (expected != NULL) assert_string_equal(text, expected);
}

static void assert_taken(const char *format, int64_t rows, int64_t offset, const void *validity, const void *first, const void *second, int32_t type, const char *const *expected) {
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_table *table = NULL;
  int32_t got;
  produce(&of, format, rows, offset, validity, first, second, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_OK);
  assert_int_equal(patron_table_column_type(table, 0, &got), PATRON_OK);
  assert_int_equal(got, type);
  for (int64_t row = 0; row < rows; row++) assert_text(table, 0, row, expected[row]);
  patron_table_destroy(table);
  assert_int_equal(arrays_out, 0);
}

static void every_layout_is_read(void **state) {
  (void)state;
  const uint8_t all_but_third = 0xfb, bits[] = {0x0d, 0}, shifted = 0xf7;
  const int64_t wide[] = {1, -2, 99, INT64_MAX};
  const int32_t narrow[] = {1, -2, 99, 4}, days[] = {0, -1, 77, 20000};
  const int8_t tiny[] = {1, -2, 99, 4};
  const uint8_t tiny_positive[] = {1, 254, 99, 4};
  const double numbers[] = {0.5, -2, NAN, 4};
  const float floats[] = {0.5f, -2, 99, 4};
  const int64_t milliseconds[] = {0, -86400000, 5, 1728000000000};
  assert_taken("l", 4, 0, &all_but_third, wide, NULL, PATRON_INTEGER, (const char *const[]){"1", "-2", NULL, "9223372036854775807"});
  assert_taken("l", 3, 1, &shifted, wide, NULL, PATRON_INTEGER, (const char *const[]){"-2", "99", NULL});
  assert_taken("i", 4, 0, &all_but_third, narrow, NULL, PATRON_INTEGER, (const char *const[]){"1", "-2", NULL, "4"});
  assert_taken("c", 4, 0, NULL, tiny, NULL, PATRON_INTEGER, (const char *const[]){"1", "-2", "99", "4"});
  assert_taken("C", 3, 1, NULL, tiny_positive, NULL, PATRON_INTEGER, (const char *const[]){"254", "99", "4"});
  assert_taken("g", 4, 0, &all_but_third, numbers, NULL, PATRON_NUMBER, (const char *const[]){"0.5", "-2", NULL, "4"});
  assert_taken("f", 4, 0, &all_but_third, floats, NULL, PATRON_NUMBER, (const char *const[]){"0.5", "-2", NULL, "4"});
  assert_taken("b", 4, 0, &all_but_third, bits, NULL, PATRON_FLAG, (const char *const[]){"yes", "no", NULL, "yes"});
  assert_taken("b", 3, 1, NULL, bits, NULL, PATRON_FLAG, (const char *const[]){"no", "yes", "yes"});
  assert_taken("tdD", 4, 0, &all_but_third, days, NULL, PATRON_DATE, (const char *const[]){"1970-01-01", "1969-12-31", NULL, "2024-10-04"});
  assert_taken("tdm", 4, 0, &all_but_third, milliseconds, NULL, PATRON_DATE, (const char *const[]){"1970-01-01", "1969-12-31", NULL, "2024-10-04"});
  assert_taken("n", 2, 0, NULL, NULL, NULL, PATRON_TEXT, (const char *const[]){NULL, NULL});
}

static void texts_are_read_from_all_three_layouts(void **state) {
  (void)state;
  const int32_t small[] = {0, 3, 3, 8, 9};
  const int64_t large[] = {0, 3, 3, 8, 9};
  const uint8_t not_first = 0xfe;
  assert_taken("u", 4, 0, NULL, small, "onethreex", PATRON_TEXT, (const char *const[]){"one", "", "three", "x"});
  assert_taken("u", 3, 1, NULL, small, "onethreex", PATRON_TEXT, (const char *const[]){"", "three", "x"});
  assert_taken("U", 4, 0, &not_first, large, "\xff\xff\xffthreex", PATRON_TEXT, (const char *const[]){NULL, "", "three", "x"});
  assert_taken("U", 0, 0, NULL, NULL, NULL, PATRON_TEXT, NULL);
  struct { int32_t length; char text[12]; } views[2] = {{3, "one"}, {20, "aaaa"}};
  const char bytes[] = "....a text of 20 bytes..";
  const int64_t sizes[] = {24};
  const int32_t where[] = {0, 4};
  memcpy(views[1].text + 4, where, sizeof where);
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_table *table = NULL;
  produce(&of, "vu", 2, 0, NULL, views, bytes, &schema, &array);
  of.buffers[3] = sizes;
  of.column.n_buffers = 4;
  assert_int_equal(take(&schema, &array, &table), PATRON_OK);
  assert_text(table, 0, 0, "one");
  assert_text(table, 0, 1, "a text of 20 bytes..");
  patron_table_destroy(table);
  for (int twice = 0; twice < 8; twice++) {   /* too long; below 0; in no buffer; before its buffer; sizes or bytes that are not there */
    const int32_t wrong[][3] = {{21, 0, 4}, {-1, 0, 4}, {20, 1, 4}, {20, -1, 4}, {20, 0, -1}, {20, 0, 4}, {20, 0, 4}, {20, 0, INT32_MAX}};
    views[1].length = wrong[twice][0];
    memcpy(views[1].text + 4, &wrong[twice][1], 8);
    produce(&of, "vu", 2, 0, NULL, views, twice == 5 ? NULL : bytes, &schema, &array);
    of.buffers[3] = twice == 6 ? NULL : sizes;
    of.column.n_buffers = 4;
    assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  }
  views[1].length = 21;
  memcpy(views[1].text + 4, where, sizeof where);
  produce(&of, "vu", 2, 0, NULL, views, bytes, &schema, &array);
  of.buffers[3] = sizes;
  of.column.n_buffers = 4;
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
}

static void dictionaries_become_codes(void **state) {
  (void)state;
  const int8_t indices[] = {2, 0, 1, 2};
  const int32_t offsets[] = {0, 1, 2, 3}, doubled[] = {0, 1, 2, 3};
  const uint8_t not_second = 0xfd;
  for (int twice = 0; twice < 2; twice++) {
    product of;
    struct ArrowSchema schema;
    struct ArrowArray array;
    patron_table *table = NULL;
    int32_t count;
    produce(&of, "c", 4, 0, &not_second, indices, NULL, &schema, &array);
    of.dictionary_field = (struct ArrowSchema){"u", "", NULL, 0, 0, NULL, NULL, NULL, NULL};
    of.dictionary_buffers[1] = twice ? doubled : offsets;
    of.dictionary_buffers[2] = twice ? "BAB" : "BAC";
    of.dictionary = (struct ArrowArray){3, 0, 0, 3, 0, of.dictionary_buffers, NULL, NULL, NULL, NULL};
    of.field.dictionary = &of.dictionary_field;
    of.column.dictionary = &of.dictionary;
    assert_int_equal(take(&schema, &array, &table), PATRON_OK);
    assert_int_equal(patron_table_code_count(table, 0, &count), PATRON_OK);
    assert_int_equal(count, twice ? 2 : 3);
    assert_text(table, 0, 0, twice ? "B" : "C");
    assert_text(table, 0, 1, NULL);
    assert_text(table, 0, 2, "A");
    patron_table_destroy(table);
    assert_int_equal(arrays_out, 0);
  }
}

static void values_that_are_not_aligned_are_copied(void **state) {
  (void)state;
  const int64_t wide[] = {1, -2};
  const double numbers[] = {0.5, -2};
  const int32_t days[] = {1, 2};
  const int16_t shorts[] = {-300, 300};
  const uint16_t positive[] = {65535, 1};
  const uint32_t larger[] = {UINT32_MAX, 1};
  const uint64_t largest[] = {INT64_MAX, 1};
  static uint64_t room[4];
  char *odd = (char *)room + 1;
  const uint8_t first_only = 1;
  memcpy(odd, wide, sizeof wide);
  assert_taken("l", 2, 0, &first_only, odd, NULL, PATRON_INTEGER, (const char *const[]){"1", NULL});
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_table *table = NULL;
  produce(&of, "U", 1, 0, NULL, odd, "x", &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  memcpy(odd, numbers, sizeof numbers);
  assert_taken("g", 2, 0, &first_only, odd, NULL, PATRON_NUMBER, (const char *const[]){"0.5", NULL});
  memcpy(odd, days, sizeof days);
  assert_taken("tdD", 2, 0, &first_only, odd, NULL, PATRON_DATE, (const char *const[]){"1970-01-02", NULL});
  memcpy(odd, shorts, sizeof shorts);
  assert_taken("s", 2, 0, NULL, odd, NULL, PATRON_INTEGER, (const char *const[]){"-300", "300"});
  assert_taken("S", 2, 0, NULL, positive, NULL, PATRON_INTEGER, (const char *const[]){"65535", "1"});
  assert_taken("I", 2, 0, NULL, larger, NULL, PATRON_INTEGER, (const char *const[]){"4294967295", "1"});
  assert_taken("L", 2, 0, NULL, largest, NULL, PATRON_INTEGER, (const char *const[]){"9223372036854775807", "1"});
}

static patron_status take_dictionary(const char *index_format, const void *indices, const char *value_format, int64_t length, const uint8_t *validity, patron_table **table) {
  static const int32_t offsets[] = {0, 1, 2};
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  produce(&of, index_format, 2, 0, NULL, indices, NULL, &schema, &array);
  of.dictionary_field = (struct ArrowSchema){value_format, "", NULL, 0, 0, NULL, NULL, NULL, NULL};
  of.dictionary_buffers[0] = validity;
  of.dictionary_buffers[1] = offsets;
  of.dictionary_buffers[2] = "AB";
  of.dictionary = (struct ArrowArray){length, -1, 0, 3, 0, of.dictionary_buffers, NULL, NULL, NULL, NULL};
  of.field.dictionary = &of.dictionary_field;
  of.column.dictionary = length < 0 ? NULL : &of.dictionary;
  return take(&schema, &array, table);
}

static void dictionaries_that_are_none_are_refused(void **state) {
  (void)state;
  const int32_t indices[] = {1, 0}, beyond[] = {0, 2}, below[] = {-1, 0};
  const uint64_t huge[] = {0, UINT64_MAX};
  const uint8_t second_only = 2;
  patron_table *table = NULL;
  assert_int_equal(take_dictionary("i", indices, "l", 2, NULL, &table), PATRON_E_TYPE);
  assert_int_equal(take_dictionary("i", indices, "u", -1, NULL, &table), PATRON_E_FORMAT);
  assert_int_equal(take_dictionary("i", beyond, "u", 2, NULL, &table), PATRON_E_RANGE);
  assert_int_equal(take_dictionary("i", below, "u", 2, NULL, &table), PATRON_E_RANGE);
  assert_int_equal(take_dictionary("g", indices, "u", 2, NULL, &table), PATRON_E_FORMAT);
  assert_int_equal(take_dictionary("i", NULL, "u", 2, NULL, &table), PATRON_E_FORMAT);
  assert_int_equal(take_dictionary("i", indices, NULL, 2, NULL, &table), PATRON_E_FORMAT);
  assert_int_equal(take_dictionary("i", indices, "u", (int64_t)INT32_MAX + 1, NULL, &table), PATRON_E_FORMAT);
  assert_int_equal(take_dictionary("L", huge, "u", 2, NULL, &table), PATRON_E_RANGE);
  assert_int_equal(take_dictionary("i", indices, "u", 2, &second_only, &table), PATRON_OK);
  assert_text(table, 0, 0, "B");
  assert_text(table, 0, 1, NULL);
  patron_table_destroy(table);
}

static void texts_that_are_nowhere_are_refused(void **state) {
  (void)state;
  const int32_t small[] = {0, 3, 5}, empty[] = {7, 7, 7};
  const int64_t large[] = {0, 3, 5};
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_table *table = NULL;
  produce(&of, "u", 2, 0, NULL, small, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  produce(&of, "U", 2, 0, NULL, large, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  produce(&of, "u", 2, 0, NULL, small, "three", &schema, &array);
  of.column.n_buffers = 2;   /* it has none that may be looked at */
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  assert_null(table);
  assert_taken("u", 2, 0, NULL, empty, NULL, PATRON_TEXT, (const char *const[]){"", ""});
}

typedef struct int128 { uint64_t low, high; } int128;

static void decimals_are_taken_exactly(void **state) {
  (void)state;
  const int128 amounts[] = {{123450000, 0}, {0 - UINT64_C(7000000), UINT64_MAX}, {5, 5}, {0, 0}};   /* scale 6: 123.45, -7, (unknown), 0 */
  const uint8_t not_third = 0xfb;
  const int64_t small[] = {1, 2};
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_table *table = NULL, *kept = NULL;
  produce(&of, "d:38,6", 4, 0, &not_third, amounts, NULL, &schema, &array);
  of.field.name = "sales";
  assert_int_equal(take(&schema, &array, &table), PATRON_OK);
  assert_text(table, 0, 0, "123.45");
  assert_text(table, 0, 1, "-7.00");
  assert_text(table, 0, 2, NULL);
  assert_int_equal(patron_table_add_strings(table, "customer", (const char *const[]){"a", "b", "c", "d"}), PATRON_OK);
  for (int32_t exponent = 2; exponent <= 4; exponent++) {
    assert_int_equal(patron__schema_conform(context, table, PATRON__FACT, exponent, NULL, &kept), PATRON_OK);
    int64_t minor = exponent == 2 ? 12345 : exponent == 3 ? 123450 : 1234500;
    assert_true(patron__column_i64(patron__table_find(kept, "sales"), 0) == minor);
    patron_table_destroy(kept);
  }
  assert_int_equal(patron__schema_conform(context, table, PATRON__FACT, 0, NULL, &kept), PATRON_E_RANGE);
  char row[8];
  assert_int_equal(patron_context_error_part(context, "row", row, sizeof row, NULL), PATRON_OK);
  assert_string_equal(row, "1");
  patron_table_destroy(table);
  produce(&of, "d:9,4,64", 2, 0, NULL, small, NULL, &schema, &array);
  of.field.name = "contribution_rate";
  assert_int_equal(take(&schema, &array, &table), PATRON_OK);
  assert_int_equal(patron_table_add_strings(table, "customer", (const char *const[]){"a", "b"}), PATRON_OK);
  assert_int_equal(patron__schema_conform(context, table, PATRON__FACT, 2, NULL, &kept), PATRON_OK);
  assert_true(patron__column_f64(patron__table_find(kept, "contribution_rate"), 1) == 0.0002);
  patron_table_destroy(kept);
  patron_table_destroy(table);
  produce(&of, "d:38,0", 4, 0, NULL, amounts, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_RANGE);
  produce(&of, "d:38,-2", 4, 0, NULL, amounts, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_TYPE);
}

static void chunks_with_other_decimals_are_brought_together(void **state) {
  (void)state;
  const int64_t first[] = {150, 200}, second[] = {125, -1};
  product of, other;
  struct ArrowSchema schema, other_schema;
  struct ArrowArray array, other_array;
  patron_table *all = NULL, *more = NULL;
  produce(&of, "d:9,2,64", 2, 0, NULL, first, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &all), PATRON_OK);
  produce(&other, "d:9,2,64", 2, 0, NULL, second, NULL, &other_schema, &other_array);
  assert_int_equal(take(&other_schema, &other_array, &more), PATRON_OK);
  assert_text(all, 0, 0, "1.5");
  assert_int_equal(patron_table_append(all, more), PATRON_OK);
  assert_int_equal(patron_table_append(more, all), PATRON_OK);
  assert_text(all, 0, 0, "1.50");
  assert_text(all, 0, 3, "-0.01");
  assert_text(more, 0, 5, "-0.01");
  assert_text(more, 0, 2, "1.50");
  patron_table_destroy(all);
  patron_table_destroy(more);
}

static void what_cannot_be_taken_is_refused_and_released(void **state) {
  (void)state;
  const double bad[] = {1, INFINITY};
  const uint64_t large[] = {1, UINT64_MAX};
  const int64_t noon[] = {0, 43200000}, down[] = {0, 2, 1};
  product of;
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_table *table = NULL;
  produce(&of, "g", 2, 0, NULL, bad, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_NOT_FINITE);
  produce(&of, "L", 2, 0, NULL, large, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_RANGE);
  produce(&of, "tdm", 2, 0, NULL, noon, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_RANGE);
  produce(&of, "U", 2, 0, NULL, down, "xx", &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_RANGE);
  produce(&of, "tss:", 2, 0, NULL, noon, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_TYPE);
  produce(&of, "g", 2, 0, NULL, NULL, NULL, &schema, &array);
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  produce(&of, "g", 2, 0, NULL, bad, NULL, &schema, &array);
  of.column.length = 1;
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  produce(&of, "g", 2, 0, NULL, bad, NULL, &schema, &array);
  schema.format = "g";
  assert_int_equal(take(&schema, &array, &table), PATRON_E_FORMAT);
  produce(&of, "g", 2, 0, NULL, bad, NULL, &schema, &array);
  assert_int_equal(patron_table_import_arrow(NULL, "t", &schema, &array, &table), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(arrays_out, 0);
  assert_int_equal(schemas_out, 0);
  assert_int_equal(patron_table_import_arrow(context, "t", &schema, &array, &table), PATRON_E_INVALID_ARGUMENT);
}

/* What a producer may get wrong in the structs, one word at a time. Everything is released all the same. */
static void each_word_that_cannot_be_is_refused(void **state) {
  enum { NO_FORMAT, FEWER_THAN_NONE, NO_FIELDS, NO_FIELD, NO_FIELD_FORMAT, OTHER_COUNT, NO_COLUMNS, NO_COLUMN, SHORTER_THAN_NONE, BEFORE_ITSELF, ENDLESS, FAR_AWAY, COLUMN_BEFORE_ITSELF, COLUMN_FAR_AWAY, UNKNOWN_ROW, WORDS };
  static const int64_t values[] = {1, 2};
  static const uint8_t first_only = 1;
  static const void *struct_buffers[] = {&first_only};
  struct ArrowSchema *no_field[] = {NULL};
  struct ArrowArray *no_column[] = {NULL};
  (void)state;
  for (int word = 0; word < WORDS; word++) {
    product of;
    struct ArrowSchema schema;
    struct ArrowArray array;
    patron_table *table = NULL;
    produce(&of, "l", 2, 0, NULL, values, NULL, &schema, &array);
    switch (word) {
      case NO_FORMAT: schema.format = NULL; break;
      case FEWER_THAN_NONE: schema.n_children = -1; break;
      case NO_FIELDS: schema.children = NULL; break;
      case NO_FIELD: schema.children = no_field; break;
      case NO_FIELD_FORMAT: of.field.format = NULL; break;
      case OTHER_COUNT: array.n_children = 2; break;
      case NO_COLUMNS: array.children = NULL; break;
      case NO_COLUMN: array.children = no_column; break;
      case SHORTER_THAN_NONE: array.length = -1; break;
      case BEFORE_ITSELF: array.offset = -1; break;
      case ENDLESS: array.length = INT64_C(1) << 60; break;
      case FAR_AWAY: array.offset = INT64_C(1) << 60; break;
      case COLUMN_BEFORE_ITSELF: of.column.offset = -1; break;
      case COLUMN_FAR_AWAY: of.column.offset = INT64_C(1) << 60; break;
      default: array.null_count = 1; array.buffers = struct_buffers; break;
    }
    if (take(&schema, &array, &table) != PATRON_E_FORMAT) fail_msg("word %d is not refused", word);
    assert_null(table);
    assert_int_equal(arrays_out, 0);
  }
}

/* A struct that says that rows may be unknown, but whose bitmap is not there or full, is one of known rows; a struct without columns is a table of rows alone. */
static void what_looks_odd_and_is_right_is_taken(void **state) {
  static const int64_t values[] = {1, 2};
  static const uint8_t both = 3;
  static const void *full[] = {&both};
  (void)state;
  for (int way = 0; way < 6; way++) {
    product of;
    struct ArrowSchema schema;
    struct ArrowArray array;
    patron_table *table = NULL;
    int64_t rows, columns;
    char name[16];
    produce(&of, "l", 2, 0, NULL, values, NULL, &schema, &array);
    if (way < 4) array.null_count = -1;
    if (way == 1) array.n_buffers = 0;
    if (way == 2) array.buffers = NULL;
    if (way == 3) array.buffers = full;
    if (way == 4) of.field.name = NULL;
    if (way == 5) { schema.n_children = array.n_children = 0; schema.children = NULL; array.children = NULL; }
    assert_int_equal(take(&schema, &array, &table), way == 4 ? PATRON_E_INVALID_ARGUMENT : PATRON_OK);
    if (way == 4) continue;   /* a column must have a name */
    assert_int_equal(patron_table_rows(table, &rows), PATRON_OK);
    assert_int_equal(patron_table_columns(table, &columns), PATRON_OK);
    assert_int_equal(rows, 2);
    assert_int_equal(columns, way < 5);
    if (way < 5) assert_int_equal(patron_table_column_name(table, 0, name, sizeof name, NULL), PATRON_OK);
    for (int64_t row = 0; way < 5 && row < 2; row++) assert_text(table, 0, row, row == 0 ? "1" : "2");
    patron_table_destroy(table);
    assert_int_equal(arrays_out, 0);
  }
}

static void arguments_that_are_not_there_are_refused_and_the_rest_released(void **state) {
  static const int64_t values[] = {1, 2};
  (void)state;
  for (int missing = 0; missing < 6; missing++) {
    product of;
    struct ArrowSchema schema;
    struct ArrowArray array;
    patron_table *table = NULL;
    produce(&of, "l", 2, 0, NULL, values, NULL, &schema, &array);
    if (missing == 5) { array.release = NULL; arrays_out--; }
    assert_int_equal(patron_table_import_arrow(missing == 0 ? NULL : context, missing == 1 ? NULL : "t", missing == 2 ? NULL : &schema, missing == 3 ? NULL : &array, missing == 4 ? NULL : &table), PATRON_E_INVALID_ARGUMENT);
    assert_null(table);
    if (missing == 2) release_schema(&schema);   /* what was not given is still the caller's */
    if (missing == 3) release_array(&array);
    assert_int_equal(schemas_out, 0);
    assert_int_equal(arrays_out, 0);
  }
}

static patron_status mixed_table(patron_context *of, patron_table **out) {
  static const int64_t money[] = {-100, 5, 7};
  static const double numbers[] = {0.5, NAN, 3};
  static const int32_t days[] = {1, 2, 3}, flags[] = {1, 0, 1}, codes[] = {1, -1, 0};
  static const char *const texts[] = {"one", NULL, "three"}, *const names[] = {"A", "B"};
  static const uint8_t not_second = 5;
  patron_table *table = NULL;
  patron_status status = patron_table_create(of, "customers", 3, &table);
  if (status == PATRON_OK) status = patron_table_add_i64(table, "money", PATRON_MONEY, money, &not_second);
  if (status == PATRON_OK) status = patron_table_add_i64(table, "integer", PATRON_INTEGER, money, NULL);
  if (status == PATRON_OK) status = patron_table_add_f64(table, "number", PATRON_NUMBER, numbers, &not_second);
  if (status == PATRON_OK) status = patron_table_add_i32(table, "date", PATRON_DATE, days, NULL);
  if (status == PATRON_OK) status = patron_table_add_i32(table, "flag", PATRON_FLAG, flags, &not_second);
  if (status == PATRON_OK) status = patron_table_add_code(table, "code", codes, NULL, names, 2);
  if (status == PATRON_OK) status = patron_table_add_strings(table, "text", texts);
  if (status == PATRON_OK) *out = table;
  else patron_table_destroy(table);
  return status;
}

static void a_table_comes_back_as_it_went(void **state) {
  (void)state;
  for (uint32_t flags = 0; flags <= PATRON_ARROW_DECIMAL; flags++) {
    patron_table *table = NULL, *back = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;
    assert_int_equal(mixed_table(context, &table), PATRON_OK);
    assert_int_equal(patron_table_export_arrow(table, flags, &schema, &array), PATRON_E_STATE);
    patron__table_finish(table);
    assert_int_equal(patron_table_export_arrow(table, 2, &schema, &array), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(patron_table_export_arrow(table, flags, &schema, &array), PATRON_OK);
    patron_table_destroy(table);   /* the array keeps it alive */
    assert_string_equal(schema.children[0]->format, flags ? "d:38,2" : "l");
    assert_int_equal(array.children[0]->null_count, 1);
    assert_int_equal(patron_table_import_arrow(context, "customers", &schema, &array, &back), PATRON_OK);
    const char *const expected[7][3] = {{"-1.00", NULL, "0.07"}, {"-100", "5", "7"}, {"0.5", NULL, "3"}, {"1970-01-02", "1970-01-03", "1970-01-04"},
                                        {"yes", NULL, "yes"}, {"B", NULL, "A"}, {"one", NULL, "three"}};
    for (int64_t column = 0; column < 7; column++)
      for (int64_t row = 0; row < 3; row++) assert_text(back, column, row, expected[column][row]);
    patron_table_destroy(back);
  }
}

static void a_child_may_be_moved_away_and_outlive_its_parent(void **state) {
  (void)state;
  patron_table *table = NULL;
  struct ArrowSchema schema;
  struct ArrowArray array, moved;
  assert_int_equal(mixed_table(context, &table), PATRON_OK);
  patron__table_finish(table);
  assert_int_equal(patron_table_export_arrow(table, 0, &schema, &array), PATRON_OK);
  patron_table_destroy(table);
  moved = *array.children[1];
  array.children[1]->release = NULL;
  array.release(&array);
  schema.release(&schema);
  assert_int_equal(((const int64_t *)moved.buffers[1])[2], 7);
  moved.release(&moved);
}

/* A stream of a few arrays of the same column. */
typedef struct river {
  product products[3];
  int64_t values[3][2];
  int next, count, fails_at, released;
} river;

static int river_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  river *of = stream->private_data;
  struct ArrowArray unused;
  if (of->fails_at == 0) return 5;
  produce(&of->products[0], "l", 2, 0, NULL, of->values[0], NULL, out, &unused);
  arrays_out--;
  return 0;
}

static int river_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  river *of = stream->private_data;
  struct ArrowSchema unused;
  int at = of->next++;
  if (at + 1 == of->fails_at) return 7;
  if (at >= of->count) return 0;
  /* The schema of the first product is in use: the others get one that is thrown away. */
  product fresh;
  produce(&fresh, "l", 2, 0, NULL, of->values[at], NULL, &unused, out);
  schemas_out--;
  of->products[at].column = fresh.column;
  of->products[at].buffers[1] = of->values[at];
  of->products[at].column.buffers = of->products[at].buffers;
  of->products[at].columns[0] = &of->products[at].column;
  out->children = of->products[at].columns;
  out->buffers = of->products[at].none;
  return 0;
}

static const char *river_error(struct ArrowArrayStream *stream) { (void)stream; return "dry"; }
static void river_release(struct ArrowArrayStream *stream) { ((river *)stream->private_data)->released++; stream->release = NULL; }

static void a_stream_becomes_one_table(void **state) {
  (void)state;
  for (int count = 0; count <= 3; count++)
    for (int fails_at = -1; fails_at <= count + 1; fails_at++) {
      river of = {.values = {{1, 2}, {3, 4}, {5, 6}}, .count = count, .fails_at = fails_at};
      struct ArrowArrayStream stream = {river_schema, river_next, river_error, river_release, &of};
      patron_table *table = NULL;
      patron_status status = patron_table_import_arrow_stream(context, "customers", &stream, &table);
      assert_int_equal(status, fails_at >= 0 ? PATRON_E_CALLBACK : PATRON_OK);
      assert_int_equal(of.released, 1);
      if (fails_at < 0) {
        int64_t rows, value;
        assert_int_equal(patron_table_rows(table, &rows), PATRON_OK);
        assert_int_equal(rows, 2 * count);
        for (int64_t row = 0; row < rows; row++) {
          assert_int_equal(patron_table_read_i64(table, 0, row, 1, &value, NULL), PATRON_OK);
          assert_int_equal(value, row + 1);
        }
      }
      patron_table_destroy(table);
      assert_int_equal(arrays_out, 0);
      assert_int_equal(schemas_out, 0);
    }
  struct ArrowArrayStream none = {0};
  assert_int_equal(patron_table_import_arrow_stream(context, "customers", &none, NULL), PATRON_E_INVALID_ARGUMENT);
}

/* A stream without arrays tells its columns all the same: whoever appends to them later finds the type. */
static const struct ArrowSchema *only_field;
static int field_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  river *of = stream->private_data;
  struct ArrowArray unused;
  produce(&of->products[0], "l", 0, 0, NULL, NULL, NULL, out, &unused);
  arrays_out--;
  of->products[0].field = *only_field;
  return 0;
}

static void a_stream_of_nothing_has_the_columns_of_its_schema(void **state) {
  static struct ArrowSchema names = {.format = "u", .name = ""};
  static const struct { struct ArrowSchema field; int32_t status, type; } cases[] = {
    {{.format = "g", .name = "x"}, PATRON_OK, PATRON_NUMBER}, {{.format = "u", .name = NULL}, PATRON_E_INVALID_ARGUMENT, 0}, {{.format = "i", .name = "x", .dictionary = &names}, PATRON_OK, PATRON_CODE},
    {{.format = "d:9,2,64", .name = "x"}, PATRON_OK, PATRON_MONEY}, {{.format = "tin", .name = "x"}, PATRON_E_TYPE, 0}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    river of = {.count = 0, .fails_at = -1};
    struct ArrowArrayStream stream = {field_schema, river_next, river_error, river_release, &of};
    patron_table *table = NULL;
    int64_t rows = -1;
    int32_t type = 0;
    only_field = &cases[i].field;
    assert_int_equal(patron_table_import_arrow_stream(context, "customers", &stream, &table), cases[i].status);
    assert_int_equal(of.released, 1);
    assert_true((table != NULL) == (cases[i].status == PATRON_OK));
    if (table == NULL) continue;
    assert_int_equal(patron_table_rows(table, &rows), PATRON_OK);
    assert_int_equal(patron_table_column_type(table, 0, &type), PATRON_OK);
    assert_true(rows == 0 && type == cases[i].type);
    patron_table_destroy(table);
  }
}

/* A stream that may be silent about its fault, and one that was released before or given to nobody. */
static void streams_that_are_none_are_refused(void **state) {
  (void)state;
  for (int way = 0; way < 6; way++) {
    river of = {.values = {{1, 2}}, .count = 1, .fails_at = way == 0 ? 1 : -1};
    struct ArrowArrayStream stream = {river_schema, river_next, way == 0 ? NULL : river_error, river_release, &of};
    patron_table *table = NULL;
    char text[200];
    if (way == 1) stream.release = NULL;
    const patron_status status = patron_table_import_arrow_stream(way == 2 ? NULL : context, way == 3 ? NULL : "t", way == 4 ? NULL : &stream, way == 5 ? NULL : &table);
    assert_int_equal(status, way == 0 ? PATRON_E_CALLBACK : PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(of.released, way != 1 && way != 4);
    assert_null(table);
    assert_int_equal(arrays_out, 0);
    assert_int_equal(schemas_out, 0);
    if (way != 0) continue;
    assert_int_equal(patron_context_error(context, text, sizeof text, NULL), PATRON_OK);
    assert_string_equal(text, "the Arrow stream failed with error 7: it does not say why");
  }
}

/* One call, as an import takes over what it is given and so cannot be repeated alone. */
static patron_status round_trip(patron_context *of, scenario_output *output, const patron_table *table, patron_table **back) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  patron_status status = patron_table_export_arrow(table, PATRON_ARROW_DECIMAL, &schema, &array);
  output->silent = status != PATRON_OK;   /* other threads may export the same table, and another one may work in its context */
  return status != PATRON_OK ? status : patron_table_import_arrow(of, "customers", &schema, &array, back);
}

static patron_status out_and_back(patron_context *of, scenario_output *output) {
  patron_status status = PATRON_OK;
  patron_table *table = NULL, *back = NULL;
  int64_t offsets[4] = {0};
  char text[200];
  uint8_t known;
  SCENARIO_TRY(mixed_table(of, &table));
  patron__table_finish(table);
  SCENARIO_TRY(round_trip(of, output, table, &back));
  for (int64_t column = 0; column < 7; column++) {
    SCENARIO_TRY(patron_table_read_text(back, column, 0, 3, offsets, text, sizeof text, NULL, &known));
    scenario_write(output, text, offsets[3]);
  }
done:
  patron_table_destroy(table);
  patron_table_destroy(back);
  return status;
}

/* What a column is imported from: three rows, the second of them unknown, at an address that no int64 may have where `odd`. */
typedef struct layout { const char *format, *name; int32_t odd, dictionary; } layout;

/* One call, for the same reason. */
static patron_status import_layout(patron_context *of, const layout *from, patron_table **out) {
  static const uint8_t not_second[] = {0xfd, 0xff}, first_only[] = {1};
  static const int64_t wide[] = {1, 2, 3, 4}, views[] = {0x6161610000000aLL, 0x6161616161616161LL, 0, 0, 0x7878780000000bLL, 0x7878787878787878LL};
  static const int32_t small[] = {0, 3, 3, 8}, places[] = {0, 0, 1}, ends[] = {0, 1, 2};
  static const int64_t large[] = {0, 3, 3, 8}, days[] = {0, 1, 86400000, 0};
  static unsigned char room[80];
  product made;
  struct ArrowSchema schema;
  struct ArrowArray array;
  const void *first = wide, *second = "onethree";
  if (strcmp(from->format, "u") == 0) first = small;
  if (strcmp(from->format, "U") == 0) first = large;
  if (strcmp(from->format, "vu") == 0) first = views;
  if (strcmp(from->format, "tdm") == 0) first = days;
  if (from->dictionary) first = places;
  if (from->odd) first = memcpy(room + 1, wide, sizeof wide);
  produce(&made, from->format, 3, from->format[0] == 'b', not_second, first, second, &schema, &array);
  made.field.name = from->name;
  if (from->dictionary) {
    made.dictionary_field = (struct ArrowSchema){"u", "", NULL, 0, 0, NULL, NULL, NULL, NULL};
    made.dictionary_buffers[0] = from->dictionary > 1 ? first_only : NULL;
    made.dictionary_buffers[1] = ends;
    made.dictionary_buffers[2] = "AB";
    made.dictionary = (struct ArrowArray){2, -1, 0, 3, 0, made.dictionary_buffers, NULL, NULL, NULL, NULL};
    made.field.dictionary = &made.dictionary_field;
    made.column.dictionary = &made.dictionary;
  }
  return patron_table_import_arrow(of, "customers", &schema, &array, out);
}

static patron_status all_layouts_are_imported(patron_context *of, scenario_output *output) {
  static const layout layouts[] = {{"l", "a", 1, 0}, {"g", "a", 1, 0}, {"tdD", "a", 1, 0}, {"l", "a", 0, 0}, {"i", "a", 0, 0}, {"tdm", "a", 0, 0}, {"f", "a", 0, 0}, {"b", "a", 0, 0}, {"u", "a", 0, 0}, {"U", "a", 0, 0}, {"vu", "a", 0, 0},
                                   {"n", "a", 0, 0}, {"i", "a", 0, 1}, {"i", "a", 0, 2}, {"d:9,2,64", "a", 0, 0}};
  patron_status status = PATRON_OK;
  patron_table *table = NULL;
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
    int64_t offsets[4] = {0};
    char text[200];
    uint8_t known[1] = {0};
    SCENARIO_TRY(import_layout(of, &layouts[i], &table));
    SCENARIO_TRY(patron_table_read_text(table, 0, 0, 3, offsets, text, sizeof text, NULL, known));
    scenario_write(output, text, offsets[3]);
    scenario_write(output, known, 1);
    patron_table_destroy(table);
    table = NULL;
  }
done:
  patron_table_destroy(table);
  return status;
}

/* 0.01, unknown and 0.03 as money of a currency, as numbers and as text of a rule; chunks of other decimals that join. */
static patron_status decimals_find_their_way(patron_context *of, scenario_output *output) {
  static const layout cents = {"d:9,2,64", "sales", 0, 0}, mills = {"d:9,3,64", "sales", 0, 0}, rates = {"d:9,4,64", "contribution_rate", 0, 0};
  static const char *const ids[] = {"x", "y", "z"};
  patron_status status = PATRON_OK;
  patron_table *all = NULL, *more = NULL, *kept = NULL, *numbers = NULL;
  SCENARIO_TRY(import_layout(of, &cents, &all));
  SCENARIO_TRY(import_layout(of, &mills, &more));
  SCENARIO_TRY(patron_table_append(all, more));
  SCENARIO_TRY(import_layout(of, &rates, &numbers));
  SCENARIO_TRY(patron_table_add_strings(numbers, "customer", ids));
  SCENARIO_TRY(patron__schema_conform(of, numbers, PATRON__FACT, 2, NULL, &kept));
  scenario_write_f64(output, patron__column_f64(patron__table_find(kept, "contribution_rate"), 2));
  patron_table_destroy(kept);
  kept = NULL;
  SCENARIO_TRY(patron_table_add_strings(more, "customer", ids));
  SCENARIO_TRY(patron__schema_conform(of, more, PATRON__FACT, 4, NULL, &kept));
  scenario_write_i64(output, patron__column_i64(patron__table_find(kept, "sales"), 2));
  SCENARIO_REFUSED(patron__schema_conform(of, more, PATRON__FACT, 2, NULL, &kept), PATRON_E_RANGE);
  for (int64_t row = 0; row < 6; row++) scenario_write_i64(output, row % 3 == 1 ? -1 : patron__column_i64(patron__table_find(all, "sales"), row));
done:
  patron_table_destroy(all);
  patron_table_destroy(more);
  patron_table_destroy(kept);
  patron_table_destroy(numbers);
  return status;
}

static void nothing_is_lost_when_memory_is(void **state) {
  (void)state;
  scenario_torture("out and back", out_and_back, NULL);
  scenario_torture("all layouts", all_layouts_are_imported, NULL);
  scenario_torture("decimals", decimals_find_their_way, NULL);
  assert_int_equal(schemas_out, 0);
  assert_int_equal(arrays_out, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(every_layout_is_read, start, stop),
    cmocka_unit_test_setup_teardown(texts_are_read_from_all_three_layouts, start, stop),
    cmocka_unit_test_setup_teardown(dictionaries_become_codes, start, stop),
    cmocka_unit_test_setup_teardown(values_that_are_not_aligned_are_copied, start, stop),
    cmocka_unit_test_setup_teardown(texts_that_are_nowhere_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(dictionaries_that_are_none_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(decimals_are_taken_exactly, start, stop),
    cmocka_unit_test_setup_teardown(chunks_with_other_decimals_are_brought_together, start, stop),
    cmocka_unit_test_setup_teardown(what_cannot_be_taken_is_refused_and_released, start, stop),
    cmocka_unit_test_setup_teardown(each_word_that_cannot_be_is_refused, start, stop),
    cmocka_unit_test_setup_teardown(what_looks_odd_and_is_right_is_taken, start, stop),
    cmocka_unit_test_setup_teardown(arguments_that_are_not_there_are_refused_and_the_rest_released, start, stop),
    cmocka_unit_test_setup_teardown(a_table_comes_back_as_it_went, start, stop),
    cmocka_unit_test_setup_teardown(a_child_may_be_moved_away_and_outlive_its_parent, start, stop),
    cmocka_unit_test_setup_teardown(a_stream_becomes_one_table, start, stop),
    cmocka_unit_test_setup_teardown(a_stream_of_nothing_has_the_columns_of_its_schema, start, stop),
    cmocka_unit_test_setup_teardown(streams_that_are_none_are_refused, start, stop),
    cmocka_unit_test(nothing_is_lost_when_memory_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
