/* The limits that doc/security.md names, each at its edge: what is just within is taken, what is just beyond is refused with a text, and nothing is left behind. */
#include "checks.h"
#include "company.h"

#include "patron/rules/pareto.h"
#include "table/bytes.h"

enum { COLUMNS = 4096, NAME = 255 };

static patron_context *context;
static uint64_t used_at_first;

static int start(void **state)
{
  (void)state;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  return 0;
}

static int stop(void **state)
{
  (void)state;
  const int left = patron_context_memory_used(context) != used_at_first;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

static void assert_says(const char *part)
{
  char text[1200] = "";
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  if (strstr(text, part) == NULL) fail_msg("\"%s\" does not say \"%s\"", text, part);
}

static void a_table_has_at_most_two_to_the_48_rows(void **state)
{
  patron_table *table = NULL;
  (void)state;
  expect_ok(patron_table_create(context, "rows", INT64_C(1) << 48, &table));   /* without columns it holds nothing */
  patron_table_destroy(table);
  table = NULL;
  expect_status(patron_table_create(context, "rows", (INT64_C(1) << 48) + 1, &table), PATRON_E_RANGE);
  assert_says("so many rows");
  assert_null(table);
}

static void a_table_has_at_most_4096_columns(void **state)
{
  patron_table *table = NULL;
  char name[16];
  const int64_t one = 1;
  (void)state;
  expect_ok(patron_table_create(context, "columns", 1, &table));
  for (int i = 0; i < COLUMNS; i++) {
    plain_snprintf(name, sizeof name, "c%d", i);
    expect_ok(patron_table_add_i64(table, name, PATRON_INTEGER, &one, NULL));
  }
  expect_status(patron_table_add_i64(table, "one more", PATRON_INTEGER, &one, NULL), PATRON_E_RANGE);
  assert_says("4096 columns");
  patron_table_destroy(table);
}

static void a_name_has_at_most_255_bytes(void **state)
{
  char name[NAME + 2];
  patron_table *table = NULL;
  (void)state;
  memset(name, 'n', sizeof name);
  name[NAME] = 0;
  expect_ok(patron_table_create(context, name, 0, &table));
  patron_table_destroy(table);
  table = NULL;
  name[NAME] = 'n';
  name[NAME + 1] = 0;
  expect_status(patron_table_create(context, name, 0, &table), PATRON_E_INVALID_ARGUMENT);
  assert_says("1 to 255 bytes");
}

static void a_set_has_at_most_1024_tables(void **state)
{
  patron__tables set;
  char name[16];
  (void)state;
  patron__tables_init(&set, context);
  for (int i = 0; i <= PATRON__TABLES_MAX; i++) {
    patron_table *table = NULL;
    plain_snprintf(name, sizeof name, "t%d", i);
    expect_ok(patron_table_create(context, name, 0, &table));
    expect_status(patron__tables_put(&set, table), i < 1024 ? PATRON_OK : PATRON_E_RANGE);
    patron_table_destroy(table);
  }
  assert_says("too many tables");
  patron__tables_clear(&set);
}

static void a_call_has_at_most_1024_threads(void **state)
{
  (void)state;
  expect_ok(patron_context_set_i64(context, "max_threads", 1024));
  expect_status(patron_context_set_i64(context, "max_threads", 1025), PATRON_E_RANGE);
}

static void a_question_has_at_most_24_cuts(void **state)
{
  int64_t cuts[25];
  const int64_t values[] = {5, 4, 3};
  int8_t classes[3];
  (void)state;
  for (int i = 0; i < 25; i++) cuts[i] = 1000 * (i + 1);
  expect_ok(patron_pareto_classes_i64(values, NULL, NULL, 3, 1, cuts, 24, NULL, classes, NULL));
  expect_status(patron_pareto_classes_i64(values, NULL, NULL, 3, 1, cuts, 25, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
}

/* Whoever damages the bytes of a model may put the checksum right, too. */
static void put_right(uint8_t *bytes, int64_t length)
{
  const uint64_t sum = patron__checksum(bytes, length - 8);
  for (int32_t i = 0; i < 8; i++) bytes[length - 8 + i] = (uint8_t)(sum >> 8 * i);
}

/* Counts that promise more than the bytes hold must not be believed: not a block is asked for that is larger than the model itself. */
static void bytes_that_promise_much_get_little(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 5.00\nB 4.00\n"}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  patron_model *model = NULL;
  int64_t length = 0;
  (void)state;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_fit(book, NULL, &model));
  expect_ok(patron_model_save(model, NULL, 0, &length));
  uint8_t *bytes = malloc((size_t)length), *changed = malloc((size_t)length);
  assert_non_null(bytes);
  assert_non_null(changed);
  expect_ok(patron_model_save(model, bytes, length, NULL));
  patron_model_destroy(model);
  patron_portfolio_destroy(book);
  for (int64_t at = 8; at + 16 < length; at += 5) {   /* a very large number at every place where a count may stand */
    patron_context_options options = { .struct_size = sizeof options, .memory_limit = (uint64_t)length * 40 + 1000000 };
    patron_context *other = NULL;
    expect_ok(patron_context_create(&options, &other));
    memcpy(changed, bytes, (size_t)length);
    memset(changed + at, 0x7f, 8);
    put_right(changed, length);
    model = NULL;
    const patron_status status = patron_model_load(other, changed, length, &model);
    if (status == PATRON_E_MEMORY_LIMIT || status == PATRON_E_NO_MEMORY) fail_msg("a count at byte %lld was believed", (long long)at);
    patron_model_destroy(model);
    patron_context_destroy(other);
  }
  free(changed);
  free(bytes);
}

/* The limit of the context holds for whatever is asked of it, and what is there stays usable. */
static void memory_ends_at_the_limit(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 5.00\nB 4.00\n"}, {NULL, NULL}};
  static const int64_t many = 4000000;
  patron_portfolio *book = NULL;
  patron_table *table = NULL;
  patron_assessment *result = NULL;
  (void)state;
  expect_ok(patron_context_set_i64(context, "memory_limit", 8 << 20));
  expect_ok(book_open(context, "EUR", facts, &book));
  double *values = calloc((size_t)many, sizeof *values);
  assert_non_null(values);
  expect_ok(patron_table_create(context, "customers", many, &table));
  expect_status(patron_table_add_f64(table, "sales", PATRON_NUMBER, values, NULL), PATRON_E_MEMORY_LIMIT);
  assert_says("memory limit");
  free(values);
  patron_table_destroy(table);
  assert_true(patron_context_memory_peak(context) <= 8 << 20);
  expect_ok(patron_assess(book, NULL, &result));
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_table_has_at_most_two_to_the_48_rows, start, stop),
    cmocka_unit_test_setup_teardown(a_table_has_at_most_4096_columns, start, stop),
    cmocka_unit_test_setup_teardown(a_name_has_at_most_255_bytes, start, stop),
    cmocka_unit_test_setup_teardown(a_set_has_at_most_1024_tables, start, stop),
    cmocka_unit_test_setup_teardown(a_call_has_at_most_1024_threads, start, stop),
    cmocka_unit_test_setup_teardown(a_question_has_at_most_24_cuts, start, stop),
    cmocka_unit_test_setup_teardown(bytes_that_promise_much_get_little, start, stop),
    cmocka_unit_test_setup_teardown(memory_ends_at_the_limit, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
