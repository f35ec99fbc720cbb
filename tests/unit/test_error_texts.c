/*
 * The error text of a context is that of the call that failed last in it, never of an earlier one; its parts come with it; and calls on finished objects, which any thread may make, leave it alone.
 */
#include "checks.h"
#include "text_tables.h"

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_table *table; patron_customer ann; patron_model *model; patron_assessment *result; } desk;

static void open_desk(desk *d) {
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(patron_portfolio_add_customer(d->book, "ANN", -1, &d->ann));
  expect_ok(patron_customer_set_money(d->book, d->ann, "sales", 100));
  expect_ok(patron_table_create(d->context, "ledger", 2, &d->table));
  expect_ok(patron_fit(d->book, d->policy, &d->model));
  expect_ok(patron_apply(d->model, d->book, &d->result));
}

static void close_desk(desk *d) {
  patron_assessment_destroy(d->result);
  patron_model_destroy(d->model);
  patron_table_destroy(d->table);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

/* A failure with every part: what a later one must not show. */
static void fail_before(const desk *d) {
  expect_status(put_facts(d->context, d->book, "customers", "customer|sales\nBOB|1\nCARL|stale\n"), PATRON_E_FORMAT);
}

static void parts_of(const patron_context *context, char all[512]) {
  static const char *const parts[] = {"table", "column", "row", "value", "expected"};
  all[0] = '\0';
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    char one[600] = "";
    if (patron_context_error_part(context, parts[i], one, sizeof one, NULL) != PATRON_OK) strcpy(one, "-");
    one[80] = '\0';
    strcat(strcat(all, i > 0 ? "|" : ""), one);
  }
}

static void nothing(void *user) { (void)user; }

/* Calls whose arguments cannot be right, one of each function that has a context to tell. */
static patron_status refused(desk *d, int which, const char **name) {
  const double one[2] = {0, 0};
  const int64_t whole[2] = {0, 0};
  const int32_t small[2] = {0, 0};
  patron_table *table = NULL;
  patron_customer customer;
#define CALL(call) case __LINE__ - FIRST: *name = #call; return call
  enum { FIRST = __LINE__ + 2 };
  switch (which) {
    CALL(patron_context_set_i64(d->context, NULL, 1));
    CALL(patron_table_create(d->context, NULL, 1, &table));
    CALL(patron_table_add_f64(d->table, NULL, PATRON_NUMBER, one, NULL));
    CALL(patron_table_add_i64(d->table, NULL, PATRON_MONEY, whole, NULL));
    CALL(patron_table_add_i32(d->table, NULL, PATRON_DATE, small, NULL));
    CALL(patron_table_add_strings(d->table, NULL, NULL));
    CALL(patron_table_add_text(d->table, NULL, NULL, NULL, NULL));
    CALL(patron_table_add_code(d->table, NULL, small, NULL, NULL, 0));
    CALL(patron_table_borrow_f64(d->table, "x", PATRON_NUMBER, one, NULL, NULL, NULL));
    CALL(patron_table_borrow_i64(d->table, NULL, PATRON_MONEY, whole, NULL, nothing, NULL));
    CALL(patron_table_append(d->table, NULL));
    CALL(patron_schema(d->context, "settings", NULL));
    CALL(patron_portfolio_create(d->context, NULL, NULL));
    CALL(patron_portfolio_put(d->book, NULL));
    CALL(patron_portfolio_table(d->book, NULL, &table));
    CALL(patron_portfolio_declare(d->book, NULL, PATRON_NUMBER));
    CALL(patron_portfolio_add_customer(d->book, NULL, 0, &customer));
    CALL(patron_portfolio_add_customer(d->book, "x", -2, &customer));
    CALL(patron_portfolio_add_customer_i64(d->book, 7, NULL));
    CALL(patron_portfolio_find_customer(d->book, NULL, 0, &customer));
    CALL(patron_portfolio_find_customer_i64(d->book, 7, NULL));
    CALL(patron_portfolio_customer_at(d->book, 0, NULL));
    CALL(patron_customer_row(d->book, d->ann, NULL));
    CALL(patron_customer_set_money(d->book, d->ann, NULL, 1));
    CALL(patron_customer_set_text(d->book, d->ann, "name", NULL, 0));
    CALL(patron_customer_set_code(d->book, d->ann, "layer", NULL));
    CALL(patron_policy_create(d->context, NULL, NULL));
    CALL(patron_policy_put(d->policy, NULL));
    CALL(patron_policy_table(d->policy, NULL, &table));
    CALL(patron_policy_set(d->policy, NULL, "1"));
    CALL(patron_policy_set_weight(d->policy, NULL, NULL, 1));
    CALL(patron_policy_get(d->policy, NULL, NULL, 0, NULL));
    CALL(patron_policy_check(d->policy, NULL));
    CALL(patron_policy_register_weighting(d->policy, NULL, NULL, NULL));
    CALL(patron_policy_register_normaliser(d->policy, NULL, NULL, NULL));
    CALL(patron_fit(d->book, d->policy, NULL));
    CALL(patron_assess(d->book, d->policy, NULL));
    CALL(patron_robustness(d->book, d->policy, NULL));
    CALL(patron_apply(NULL, d->book, &d->result));
    CALL(patron_model_load(d->context, NULL, 0, &d->model));
    CALL(patron_changes(d->context, NULL, d->result, &table));
    default: break;
  }
#undef CALL
  return PATRON_OK;
}

static void a_refused_argument_has_a_text_of_its_own(void **state) {
  int which = 0;
  (void)state;
  for (;; which++) {
    const char *name = NULL;
    char before[1100] = "", text[1100] = "", parts[512], function[64] = "";
    desk d;
    open_desk(&d);
    fail_before(&d);
    expect_ok(patron_context_error(d.context, before, sizeof before, NULL));
    const patron_status status = refused(&d, which, &name);
    if (name != NULL) {
      if (status != PATRON_E_INVALID_ARGUMENT) fail_msg("%s: %s", name, patron_status_name(status));
      expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
      parts_of(d.context, parts);
      if (strcmp(text, before) == 0 || strstr(text, "stale") != NULL) fail_msg("%s leaves the text of an earlier failure", name);
      memcpy(function, name, strcspn(name, "("));
      if (strcmp(parts, "-|-|-|-|-") != 0) fail_msg("%s leaves parts of an earlier failure: %s", name, parts);
    }
    close_desk(&d);
    if (name == NULL) break;
  }
  assert_true(which >= 40);
}

/* Every kind of part, and what a failure does not know is unknown, not empty. */
static void the_parts_are_those_of_the_failure(void **state) {
  char parts[512], text[1100] = "", out[8] = "";
  int64_t needed = 0;
  desk d;
  (void)state;
  open_desk(&d);
  parts_of(d.context, parts);
  assert_string_equal(parts, "-|-|-|-|-");   /* nothing has failed */
  fail_before(&d);
  parts_of(d.context, parts);
  if (strncmp(parts, "customers|sales|2|stale|", 24) != 0) fail_msg("%s", parts);
  expect_status(patron_context_error_part(d.context, "value", out, 3, &needed), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(needed, 6);
  expect_status(patron_context_error_part(d.context, "colour", out, sizeof out, NULL), PATRON_E_NOT_FOUND);
  expect_status(patron_context_error_part(NULL, "table", out, sizeof out, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_context_error_part(d.context, NULL, out, sizeof out, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_policy_set(d.policy, "matrix.bands", "67,33"), PATRON_E_RANGE);
  parts_of(d.context, parts);
  if (strncmp(parts, "settings|value|-|67,33|", 23) != 0) fail_msg("%s", parts);
  expect_status(patron_customer_set_number(d.book, d.ann, "their_trust", 101), PATRON_E_RANGE);
  parts_of(d.context, parts);
  if (strncmp(parts, "customers|their_trust|1|101|", 28) != 0) fail_msg("%s", parts);
  expect_status(patron_customer_set_number(d.book, d.ann, "their_truts", 1), PATRON_E_NOT_FOUND);
  expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
  assert_non_null(strstr(text, "their_trust"));   /* what was perhaps meant */
  close_desk(&d);
}

static void a_unit_without_money_is_no_currency_of_books(void **state) {
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  int32_t exponent = 7;
  char text[512] = "", value[8] = "";
  (void)state;
  expect_status(patron_currency_exponent("XAU", &exponent), PATRON_UNKNOWN);
  assert_int_equal(exponent, 7);
  expect_ok(patron_context_create(NULL, &context));
  expect_status(patron_portfolio_create(context, "XAU", &book), PATRON_E_NOT_FOUND);
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  assert_non_null(strstr(text, "no minor unit"));
  expect_ok(patron_context_error_part(context, "value", value, sizeof value, NULL));
  assert_string_equal(value, "XAU");
  expect_status(patron_portfolio_create(context, "EUX", &book), PATRON_E_NOT_FOUND);
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  assert_non_null(strstr(text, "no such currency"));
  patron_context_destroy(context);
}

static void finished_objects_leave_the_text_alone(void **state) {
  patron_table *table = NULL, *none = NULL;
  patron_customer customer;
  struct ArrowSchema schema;
  struct ArrowArray array;
  double number;
  int64_t integer;
  char before[1100] = "", text[1100] = "";
  desk d;
  (void)state;
  open_desk(&d);
  expect_ok(patron_assessment_table(d.result, "customers", &table));
  fail_before(&d);
  expect_ok(patron_context_error(d.context, before, sizeof before, NULL));
  assert_true(patron_assessment_table(d.result, NULL, &none) < 0);
  assert_true(patron_assessment_table(d.result, "nothing", &none) < 0);
  assert_true(patron_assessment_find_customer(d.result, "NOBODY", -1, &customer) < 0);
  assert_true(patron_assessment_customer_at(d.result, 7, &customer) < 0);
  assert_true(patron_assessment_number(d.result, d.ann, "nothing", &number) != PATRON_OK);
  assert_true(patron_assessment_money(d.result, 12345, "current_value", &integer) < 0);
  assert_true(patron_model_table(d.model, "nothing", &none) < 0);
  assert_true(patron_model_save(d.model, text, 3, NULL) < 0);
  assert_true(patron_table_find_column(table, "nothing", &integer) < 0);
  assert_true(patron_table_read_f64(table, 0, 0, 1, &number, NULL) < 0);
  assert_true(patron_table_export_arrow(d.table, 0, &schema, &array) < 0);   /* not finished */
  assert_true(patron_table_export_arrow(table, 0, NULL, &array) < 0);
  expect_ok(patron_context_set_i64(d.context, "memory_limit", 1));
  assert_int_equal(patron_table_export_arrow(table, 0, &schema, &array), PATRON_E_MEMORY_LIMIT);
  expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
  assert_string_equal(text, before);
  patron_table_destroy(table);
  close_desk(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_refused_argument_has_a_text_of_its_own),
    cmocka_unit_test(the_parts_are_those_of_the_failure),
    cmocka_unit_test(a_unit_without_money_is_no_currency_of_books),
    cmocka_unit_test(finished_objects_leave_the_text_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
