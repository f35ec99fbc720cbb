/* Customers whose group a model has not seen: who they are, and which column would have given them a group. Of many rows, of one, of families. */
#include "decided.h"

static const book_lines known[] = {{"customers", "customer layer sales\nA KA_RETAIL 90.00\nB KA_RETAIL 10.00\nC DISTRIBUTOR 50.00\n"}, {NULL, NULL}};

/* `customers` judged by a model fitted to `before`. */
static patron_assessment *fit_and_apply(const book_lines *before, const char *customers, const book_lines *rules)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  patron_portfolio *first = NULL, *second = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  expect_ok(book_open(context, "EUR", before, &first));
  expect_ok(book_open(context, "EUR", facts, &second));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; rules != NULL && rules->name != NULL; rules++) expect_ok(book_rule(context, policy, rules->name, rules->text));
  expect_ok(patron_fit(first, policy, &model));
  expect_ok(patron_apply(model, second, &result));
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(second);
  patron_portfolio_destroy(first);
  return result;
}

static patron_assessment *apply_to(const char *customers, const book_lines *rules) { return fit_and_apply(known, customers, rules); }

/* Rows of a table in which `column` holds `value`; NULL: all. */
static int64_t count_rows(const patron_assessment *result, const char *name, const char *column, const char *value)
{
  patron_table *table = NULL;
  char cell[BOOK_CELL];
  int64_t rows, count = 0;
  expect_ok(patron_assessment_table(result, name, &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) count += value == NULL || strcmp(book_cell(table, column, row, cell), value) == 0;
  patron_table_destroy(table);
  return count;
}

/* How often `skipped` says that segments miss a column. */
static int64_t times_missed(const patron_assessment *result, const char *column)
{
  patron_table *table = NULL;
  char cell[BOOK_CELL];
  int64_t rows, count = 0;
  expect_ok(patron_assessment_table(result, "skipped", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) count += strcmp(book_cell(table, "stage", row, cell), "segment") == 0 && strcmp(book_cell(table, "column", row, cell), column) == 0;
  patron_table_destroy(table);
  return count;
}

static void each_customer_of_an_unseen_group_is_named(void **state)
{
  patron_assessment *result = apply_to("customer layer sales\nA KA_RETAIL 90.00\nM MARS 1000.00\nU - 1000.00\nV MARS -\nF FIRST_TIER_WHOLESALER 1.00\n", NULL);
  (void)state;
  expect_decided(result, "customer sales_class key\nA A yes\nM - -\nU - -\nV - -\nF C no\n");
  expect_rows(result, "warnings", "code column row table text\n"
    "UNKNOWN_GROUP layer 1 customers segment+sales:+no+class,+since+the+model+has+no+group+for+MARS\n"
    "UNKNOWN_GROUP layer 2 customers segment+sales:+no+class,+since+the+model+has+no+group+for+customers+without+layer\n");
  assert_int_equal(count_rows(result, "warnings", NULL, NULL), 2);   /* V has no sales to be judged by */
  assert_int_equal(times_missed(result, "layer"), 1);
  patron_assessment_destroy(result);
}

static void one_customer_alone_is_told_the_same(void **state)
{
  patron_assessment *mars = apply_to("customer layer sales\nM MARS 1000.00\n", NULL), *none = apply_to("customer sales\nU 1000.00\n", NULL), *seen = apply_to("customer layer sales\nC DISTRIBUTOR 1.00\n", NULL);
  (void)state;
  expect_rows(mars, "warnings", "code column row text\nUNKNOWN_GROUP layer 0 segment+sales:+no+class,+since+the+model+has+no+group+for+MARS\n");
  assert_int_equal(times_missed(mars, "layer"), 0);   /* it is known, and strange */
  expect_rows(none, "warnings", "code column row text\nUNKNOWN_GROUP layer 0 segment+sales:+no+class,+since+the+model+has+no+group+for+customers+without+layer\n");
  assert_int_equal(times_missed(none, "layer"), 1);
  assert_int_equal(count_rows(seen, "warnings", NULL, NULL), 0);
  assert_int_equal(times_missed(seen, "layer"), 0);
  patron_assessment_destroy(seen);
  patron_assessment_destroy(none);
  patron_assessment_destroy(mars);
}

static void of_many_a_hundred_are_named_and_the_rest_counted(void **state)
{
  static char customers[20000];
  int at = snprintf(customers, sizeof customers, "customer layer sales\n");
  patron_assessment *result;
  (void)state;
  for (int i = 0; i < 250; i++) at += snprintf(customers + at, sizeof customers - (size_t)at, "c%d %s %d\n", i, i % 2 == 0 ? "MARS" : "KA_RETAIL", i + 1);
  result = apply_to(customers, NULL);
  assert_int_equal(count_rows(result, "warnings", "code", "UNKNOWN_GROUP"), 101);
  assert_int_equal(count_rows(result, "warnings", "row", "198"), 1);   /* the hundredth */
  assert_int_equal(count_rows(result, "warnings", "text", "segment sales: no class for 25 more customers, since the model has not seen their groups"), 1);
  patron_assessment_destroy(result);
}

static void a_family_is_named_by_the_row_of_its_head(void **state)
{
  static const book_lines ultimate[] = {{"settings", "key value\nrollup.to ULTIMATE\n"}, {NULL, NULL}};
  patron_assessment *result = apply_to("customer parent layer sales\nL1 H MARS 1.00\nL2 H MARS 1.00\nH - MARS 2.00\n", ultimate);
  (void)state;
  expect_rows(result, "warnings", "code row\nUNKNOWN_GROUP 2\n");
  patron_assessment_destroy(result);
}

static void who_lacks_a_column_of_several_is_told_which(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer territory sales\nA KA_RETAIL North 90.00\nB KA_RETAIL South 10.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\ncell layer,territory current_value 80 SALES p u\n"}, {NULL, NULL}};
  patron_assessment *result = fit_and_apply(facts, "customer layer territory sales\nX KA_RETAIL - 90.00\nY MARS South 10.00\n", rules);
  (void)state;
  expect_rows(result, "warnings", "code column row text\n"
    "UNKNOWN_GROUP territory 0 segment+cell:+no+class,+since+the+model+has+no+group+for+KA_RETAIL,+without+territory\n"
    "UNKNOWN_GROUP layer 1 segment+cell:+no+class,+since+the+model+has+no+group+for+MARS,+South\n");
  assert_int_equal(times_missed(result, "territory"), 1);
  assert_int_equal(times_missed(result, "layer"), 0);
  patron_assessment_destroy(result);
}

/* With sales alone all are one group: the layer would tell them apart. A segment for some layers passes over those whose layer nobody knows. */
static void columns_that_would_tell_groups_apart_are_named(void **state)
{
  static const book_lines sales[] = {{"customers", "customer sales\nA 90.00\nB 10.00\n"}, {NULL, NULL}}, some[] = {{"customers", "customer layer sales\nA KA_RETAIL 90.00\nB - 10.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by layers measure cuts bit purpose use\nretail territory KA_RETAIL current_value 80 SALES p u\n"}, {NULL, NULL}};
  static const book_lines none[] = {{"segments", "segment by layers measure cuts bit purpose use\nretail territory MARS current_value 80 SALES p u\n"}, {NULL, NULL}};
  patron_assessment *one = decide(sales, NULL), *two = decide(some, NULL), *three = decide(some, rules), *four = decide(some, none);
  (void)state;
  expect_decided(one, "customer sales_class\nA A\nB B\n");
  assert_int_equal(times_missed(one, "layer"), 1);
  assert_int_equal(times_missed(two, "layer"), 0);   /* B is a group of its own */
  expect_decided(three, "customer retail_class\nA A\nB -\n");
  assert_int_equal(times_missed(three, "layer"), 1);
  assert_int_equal(times_missed(three, "territory"), 1);
  assert_int_equal(times_missed(four, "territory"), 0);   /* nobody is there to be told apart */
  assert_int_equal(count_rows(one, "warnings", "code", "UNKNOWN_GROUP") + count_rows(two, "warnings", "code", "UNKNOWN_GROUP") + count_rows(three, "warnings", "code", "UNKNOWN_GROUP"), 0);
  patron_assessment_destroy(four);
  patron_assessment_destroy(three);
  patron_assessment_destroy(two);
  patron_assessment_destroy(one);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(each_customer_of_an_unseen_group_is_named, start, stop),
    cmocka_unit_test_setup_teardown(one_customer_alone_is_told_the_same, start, stop),
    cmocka_unit_test_setup_teardown(of_many_a_hundred_are_named_and_the_rest_counted, start, stop),
    cmocka_unit_test_setup_teardown(a_family_is_named_by_the_row_of_its_head, start, stop),
    cmocka_unit_test_setup_teardown(who_lacks_a_column_of_several_is_told_which, start, stop),
    cmocka_unit_test_setup_teardown(columns_that_would_tell_groups_apart_are_named, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
