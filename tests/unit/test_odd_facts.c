/* Facts that are seldom met, where rules meet them: values that a scale cannot take, books of several currencies, names that are long or gone. */
#include "decided.h"
#include "patron/fitting.h"
#include "told.h"

static void assert_told(const char *expected)
{
  char text[1200] = "";
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  if (strstr(text, expected) == NULL) fail_msg("\"%s\" does not say \"%s\"", text, expected);
}

static patron_portfolio *book_of(const char *currency, const char *customers)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  expect_ok(book_open(context, currency, facts, &book));
  return book;
}

static patron_policy *policy_of(const book_lines *rules)
{
  patron_policy *policy = NULL;
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; rules->name != NULL; rules++) expect_ok(book_rule(context, policy, rules->name, rules->text));
  return policy;
}

/* A criterion that takes logarithms was fitted to margins of 0 and more; later somebody makes a loss. Each way to aggregate meets it in another place. */
static void a_loss_has_no_logarithm(void **state)
{
  static const char *const aggregations[] = {"WEIGHTED_SUM", "TOPSIS", "WEIGHTED_PRODUCT", "VIKOR"};
  static const char good[] = "customer sales profit\na 10.00 1.00\nb 20.00 4.00\nc 30.00 9.00\n", bad[] = "customer sales profit\na 10.00 1.00\nb 20.00 4.00\nc 30.00 9.00\nd 5.00 -0.01\n", first[] = "customer sales profit\na 10.00 -2.00\nb 20.00 4.00\n";
  (void)state;
  for (size_t i = 0; i < sizeof aggregations / sizeof *aggregations; i++) {
    char cards[128];
    const book_lines rules[] = {{"scorecards", cards}, {"criteria", "scorecard criterion column normaliser transform\npriority size current_value MINMAX NONE\npriority margin net_margin MINMAX LOG1P\n"}, {"settings", "key value\nscore.product_floor 0.01\n"}, {NULL, NULL}};
    patron_portfolio *book = book_of("EUR", good), *later = book_of("EUR", bad), *worst = book_of("EUR", first);
    patron_model *model = NULL;
    patron_assessment *result = NULL;
    snprintf(cards, sizeof cards, "scorecard weighting aggregation\npriority EQUAL %s\n", aggregations[i]);
    patron_policy *policy = policy_of(rules);
    expect_ok(patron_fit(book, policy, &model));
    expect_status(patron_apply(model, later, &result), PATRON_E_RANGE);
    assert_told("criterion margin of scorecard priority takes the logarithm of its values; use transform NONE, or PERCENT_RANK, where they can be negative (table customers, column net_margin, row 4, value \"-0.01\"; expected a number of 0 or more)");
    expect_status(patron_assess(later, policy, &result), PATRON_E_RANGE);
    assert_told("column net_margin, row 4");
    expect_status(patron_apply(model, worst, &result), PATRON_E_RANGE);
    assert_told("column net_margin, row 1, value \"-2\"");
    patron_portfolio_destroy(worst);
    assert_null(result);
    patron_model_destroy(model);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(book);
    patron_portfolio_destroy(later);
  }
}

/* What would be if a profit were a loss cannot be asked there. Up to there it is tried, as are all other figures. */
static void changes_are_told_of_a_figure_as_far_as_it_can_be_tried(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales profit strategic_fit\na 10.00 1.00 10\nb 20.00 4.00 70\nc 30.00 9.00 30\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"scorecards", "scorecard weighting\npriority EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser transform low high\npriority fit strategic_fit LINEAR NONE 0 100\npriority margin net_margin LINEAR LOG1P 0 5\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  patron_customer customer = 0;
  patron_table *why = NULL;
  int64_t rows;
  int by_sales = 0, by_profit = 0, by_fit = 0;
  (void)state;
  expect_ok(patron_assessment_find_customer(result, "a", -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_ok(patron_table_rows(why, &rows));
  for (int64_t line = 0; line < rows; line++) {
    told t;
    if (!read_told(why, line, &t)) continue;
    if (strcmp(t.factor, "profit") == 0) assert_true(t.threshold >= 0);
    if (strcmp(t.decision, "key_sales") == 0) by_sales += strcmp(t.factor, "sales") == 0 && t.threshold == 12.51;      /* 20 and 30 are 80 percent of 62.50 */
    if (strcmp(t.decision, "key_profit") == 0) by_profit += strcmp(t.factor, "profit") == 0 && t.threshold == 3.26;   /* 4 and 9 of 16.25 */
    if (strcmp(t.decision, "rank") == 0) by_fit += strcmp(t.factor, "strategic_fit") == 0;
  }
  assert_int_equal(by_sales, 1);
  assert_int_equal(by_profit, 1);
  assert_int_equal(by_fit, 1);
  patron_table_destroy(why);
  patron_assessment_destroy(result);
}

/* Of two currencies no fit is made, and no table. */
static void currencies_are_kept_apart(void **state)
{
  static const char customers[] = "customer sales\na 10\nb 20\n";
  static const char *const currencies[] = {"EUR", "JPY"};
  patron_fitting *parts[2] = {NULL, NULL};
  patron_table *all = NULL;
  (void)state;
  for (int i = 0; i < 2; i++) {
    patron_portfolio *book = book_of(currencies[i], customers);
    expect_ok(patron_fitting_create(context, NULL, NULL, 0, &parts[i]));
    expect_ok(patron_fitting_accumulate(parts[i], book));
    if (i == 1) {
      expect_status(patron_fitting_merge(parts[0], parts[1]), PATRON_E_STATE);
      assert_told("a fit is in one currency");
      expect_status(patron_fitting_accumulate(parts[0], book), PATRON_E_STATE);
    }
    patron_portfolio_destroy(book);
  }
  for (int i = 0; i < 2; i++) patron_fitting_destroy(parts[i]);
  expect_ok(patron_table_create(context, "all", 0, &all));
  for (int i = 0; i < 2; i++) {
    patron_portfolio *book = book_of(currencies[i], customers);
    patron_assessment *result = NULL;
    patron_table *decided = NULL;
    expect_ok(patron_assess(book, NULL, &result));
    expect_ok(patron_assessment_table(result, "customers", &decided));
    expect_status(patron_table_append(all, decided), i == 0 ? PATRON_OK : PATRON_E_TYPE);
    if (i == 1) assert_told("money to append is of another currency (table all, column current_value, expected the same number of decimals in both tables)");
    patron_table_destroy(decided);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
  }
  patron_table_destroy(all);
}

/* 20 000 are compared pair by pair, one more is not. */
static void only_so_many_are_compared_pair_by_pair(void **state)
{
  static const book_lines rules[] = {{"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\n"}, {"criteria", "scorecard criterion column preference strict\npriority fit strategic_fit GAUSSIAN 10\n"}, {NULL, NULL}};
  enum { MANY = 20001 };
  static double marks[MANY];
  static int64_t ids[MANY];
  patron_portfolio *book = NULL;
  patron_policy *policy = policy_of(rules);
  patron_assessment *result = NULL;
  patron_table *customers = NULL;
  (void)state;
  for (int i = 0; i < MANY; i++) {
    ids[i] = i;
    marks[i] = i % 101;
  }
  expect_ok(patron_portfolio_create(context, "EUR", &book));
  expect_ok(patron_table_create(context, "customers", MANY, &customers));
  expect_ok(patron_table_add_i64(customers, "customer", PATRON_INTEGER, ids, NULL));
  expect_ok(patron_table_add_f64(customers, "strategic_fit", PATRON_NUMBER, marks, NULL));
  expect_ok(patron_portfolio_put(book, customers));
  expect_status(patron_assess(book, policy, &result), PATRON_E_RANGE);
  assert_told("scorecard priority cannot be compared pair by pair: GAUSSIAN takes at most 20 000 rows");
  assert_null(result);
  patron_table_destroy(customers);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

/* Hosts keep numbers as numbers: a cut of 80 percent, a name of a criterion that is a year, a rule's money. */
static void rules_may_be_given_as_whole_numbers(void **state)
{
  static const int64_t cuts[] = {80, 60}, names[] = {2025, 2026};
  static const char *const bits[] = {"SALES", "PROFIT"}, *const measures[] = {"current_value", "net_margin"}, *const words[] = {"a", "b"};
  patron_portfolio *book = book_of("EUR", "customer sales profit\na 70.00 1.00\nb 30.00 9.00\n");
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_table *segments = NULL;
  (void)state;
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(patron_table_create(context, "segments", 2, &segments));
  expect_ok(patron_table_add_i64(segments, "segment", PATRON_INTEGER, names, NULL));
  expect_ok(patron_table_add_i64(segments, "cuts", PATRON_INTEGER, cuts, NULL));
  expect_ok(patron_table_add_strings(segments, "measure", measures));
  expect_ok(patron_table_add_strings(segments, "bit", bits));
  expect_ok(patron_table_add_strings(segments, "purpose", words));
  expect_ok(patron_table_add_strings(segments, "use", words));
  expect_ok(patron_policy_put(policy, segments));
  expect_ok(patron_assess(book, policy, &result));
  expect_decided(result, "customer 2025_class 2026_class key_sales key_profit\na A B yes no\nb A A yes yes\n");
  patron_assessment_destroy(result);
  patron_table_destroy(segments);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

/* A category's name is told as far as there is room, up to the end of a character. */
static void long_names_of_categories_end_with_a_character(void **state)
{
  static const book_lines rules[] = {{"scorecards", "scorecard table weighting\npriority CATEGORIES EQUAL\n"}, {"criteria", "scorecard criterion column normaliser low high\npriority growth growth LINEAR -1 1\n"}, {NULL, NULL}};
  (void)state;
  for (int shift = 0; shift < 3; shift++) {
    char name[256] = "", ledger[1200], told_name[300];
    patron_customer customer = 0;
    patron_assessment *result;
    patron_table *why = NULL;
    int64_t rows;
    int found = 0;
    memset(name, 'x', (size_t)shift);
    for (int at = shift; at + 3 < 200; at += 3) memcpy(name + at, "\xE2\x82\xAC", 4);
    snprintf(ledger, sizeof ledger, "customer date amount category\na 2024-07-01 5.00 %s\na 2025-06-30 6.00 %s\na 2025-07-01 7.00 %s\na 2026-06-30 1.00 other\n", name, name, name);
    const book_lines facts[] = {{"customers", "customer\na\n"}, {"ledger", ledger}, {NULL, NULL}};
    result = decide(facts, rules);
    expect_ok(patron_assessment_find_customer(result, "a", -1, &customer));
    expect_ok(patron_assessment_explain(result, customer, &why));
    expect_ok(patron_table_rows(why, &rows));
    snprintf(told_name, sizeof told_name, "priority: %.*s is ", shift + (127 - shift) / 3 * 3, name);
    for (int64_t row = 0; row < rows; row++) {
      char cell[BOOK_CELL];
      found += strncmp(book_cell(why, "text", row, cell), told_name, strlen(told_name)) == 0;
    }
    assert_int_equal(found, 1);
    patron_table_destroy(why);
    patron_assessment_destroy(result);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_loss_has_no_logarithm, start, stop),
    cmocka_unit_test_setup_teardown(changes_are_told_of_a_figure_as_far_as_it_can_be_tried, start, stop),
    cmocka_unit_test_setup_teardown(currencies_are_kept_apart, start, stop),
    cmocka_unit_test_setup_teardown(only_so_many_are_compared_pair_by_pair, start, stop),
    cmocka_unit_test_setup_teardown(rules_may_be_given_as_whole_numbers, start, stop),
    cmocka_unit_test_setup_teardown(long_names_of_categories_end_with_a_character, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
