/* Explanations add up exactly to what they explain, for every customer; they name the decisions that were made and the bounds that decide them. */
#include "decided.h"

#include "company.h"
#include "crowd.h"

static double number_of(const patron_table *table, const char *column, int64_t row, int *known)
{
  int64_t index;
  double value = 0;
  uint8_t bits = 0;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_read_f64(table, index, row, 1, &value, &bits));
  *known = bits & 1;
  return value;
}

/* The contributions of a scorecard's rows add up to its score, bit for bit, in the order in which they stand. */
static int64_t check_sums(const patron_assessment *result)
{
  static const char *const cards[] = {"objective", "priority", "attractiveness", "winnability", "performance"};
  patron_table *customers = NULL;
  int64_t rows, checked = 0;
  expect_ok(patron_assessment_table(result, "customers", &customers));
  expect_ok(patron_table_rows(customers, &rows));
  for (int64_t row = 0; row < rows; row++) {
    patron_customer customer;
    patron_table *why = NULL;
    int64_t lines;
    expect_ok(patron_assessment_customer_at(result, row, &customer));
    expect_ok(patron_assessment_explain(result, customer, &why));
    expect_ok(patron_table_rows(why, &lines));
    for (size_t c = 0; c < sizeof cards / sizeof *cards; c++) {
      double score = 0, sum = 0;
      int64_t parts = 0;
      int known;
      char prefix[64], factor[BOOK_CELL], code[BOOK_CELL], stage[BOOK_CELL];
      const patron_status status = patron_assessment_number(result, customer, cards[c], &score);
      snprintf(prefix, sizeof prefix, "%s.", cards[c]);
      for (int64_t line = 0; line < lines; line++) {
        if (strcmp(book_cell(why, "stage", line, stage), "score") != 0) continue;
        book_cell(why, "factor", line, factor);
        book_cell(why, "code", line, code);
        if (strncmp(factor, prefix, strlen(prefix)) != 0) continue;
        const double part = number_of(why, "contribution", line, &known);
        if (!known) continue;
        sum += part;
        parts++;
      }
      if (status != PATRON_OK) continue;
      if (parts == 0) fail_msg("the score %s of row %lld has no parts", cards[c], (long long)row);
      if (sum != score) fail_msg("the parts of %s of row %lld add up to %.17g instead of %.17g", cards[c], (long long)row, sum, score);
      checked++;
    }
    patron_table_destroy(why);
  }
  patron_table_destroy(customers);
  return checked;
}

static void contributions_add_up_to_the_score(void **state)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  crowd c;
  (void)state;
  expect_ok(book_open(context, "EUR", company_facts, &book));
  expect_ok(company_policy(context, &policy));
  expect_ok(patron_assess(book, policy, &result));
  assert_true(check_sums(result) > 40);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
  crowd_make(&c, 31, 300, 1);
  expect_ok(crowd_open(context, "EUR", &c, 0, &book));
  expect_ok(patron_assess(book, policy, &result));
  assert_true(check_sums(result) > 1000);
  crowd_clear(&c);
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

/* One line of the explanations of a customer: by stage and factor. */
static void expect_line(const patron_table *why, const char *stage, const char *factor, const char *raw, const char *threshold, const char *margin, const char *words)
{
  int64_t lines;
  char cell[BOOK_CELL];
  expect_ok(patron_table_rows(why, &lines));
  for (int64_t line = 0; line < lines; line++) {
    if (strcmp(book_cell(why, "stage", line, cell), stage) != 0 || strcmp(book_cell(why, "factor", line, cell), factor) != 0) continue;
    if (raw != NULL) assert_string_equal(book_cell(why, "raw", line, cell), raw);
    if (threshold != NULL) assert_string_equal(book_cell(why, "threshold", line, cell), threshold);
    if (margin != NULL) assert_string_equal(book_cell(why, "margin", line, cell), margin);
    if (strstr(book_cell(why, "text", line, cell), words) == NULL) fail_msg("\"%s\" does not say \"%s\"", cell, words);
    return;
  }
  fail_msg("no line of %s about %s", stage, factor);
}

static void bounds_and_margins_are_those_that_decide(void **state)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_customer customer = 0;
  patron_table *why = NULL;
  (void)state;
  expect_ok(book_open(context, "EUR", company_facts, &book));
  expect_ok(company_policy(context, &policy));
  expect_ok(patron_assess(book, policy, &result));

  expect_ok(patron_assessment_find_customer(result, "CHARLY", -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_line(why, "measures", "current_value", "20000", NULL, NULL, "20000.00");
  expect_line(why, "segment", "sales", "20000", "60000", "-40000", "class B of KA_RETAIL");
  expect_line(why, "segment", "profit", "-500", "0", "-500", "not positive: what is above 0 has a class");
  expect_line(why, "tier", "coverage", "820", "217.4", "602.6", "FIELD");
  expect_line(why, "tier", "tier", "-500", NULL, NULL, "BRONZE");
  expect_line(why, "override", "overridden", NULL, NULL, NULL, "recommended_approach");
  patron_table_destroy(why);

  expect_ok(patron_assessment_find_customer(result, "ALPHA", -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_line(why, "segment", "sales", "120000", "60000", "60000", "class A of KA_RETAIL");
  expect_line(why, "relate", "relationship_level", NULL, NULL, NULL, "LIMITED_COLLABORATION");
  expect_line(why, "position", "attractiveness", "75.625", "67", "8.625", "HIGH");
  expect_line(why, "engage", "recommended_approach", NULL, NULL, NULL, "blocked by RELATIONSHIP");
  expect_line(why, "engage", "investment_level", NULL, NULL, NULL, "MEDIUM");
  patron_table_destroy(why);

  expect_ok(patron_assessment_find_customer(result, "HOTEL", -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_line(why, "segment", "sales", NULL, NULL, NULL, "no class, since the value (sales) is not known");
  patron_table_destroy(why);
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

/* The table `explanations` is what patron_assessment_explain says of those whom the setting names. */
static void the_table_says_what_each_customer_is_told(void **state)
{
  static const char *const whom[] = {"NONE", "KEY", "ALL"};
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    patron_portfolio *book = NULL;
    patron_policy *policy = NULL;
    patron_assessment *result = NULL;
    patron_table *all = NULL, *customers = NULL;
    int64_t rows, told = 0, lines = 0;
    expect_ok(book_open(context, "EUR", company_facts, &book));
    expect_ok(company_policy(context, &policy));
    expect_ok(patron_policy_set(policy, "output.explanations", whom[i]));
    expect_ok(patron_policy_set(policy, "output.smallest_changes", "yes"));
    expect_ok(patron_assess(book, policy, &result));
    if (i == 0) expect_status(patron_assessment_table(result, "explanations", &all), PATRON_E_NOT_FOUND);
    else expect_ok(patron_assessment_table(result, "explanations", &all));
    expect_ok(patron_assessment_table(result, "customers", &customers));
    expect_ok(patron_table_rows(customers, &rows));
    for (int64_t row = 0; row < rows; row++) {
      patron_customer customer;
      patron_table *why = NULL;
      int64_t count;
      char key[BOOK_CELL], left[BOOK_CELL], right[BOOK_CELL];
      expect_ok(patron_assessment_customer_at(result, row, &customer));
      expect_ok(patron_assessment_explain(result, customer, &why));
      expect_ok(patron_table_rows(why, &count));
      assert_true(count > 0);
      if (i == 2 || (i == 1 && strcmp(book_cell(customers, "key", row, key), "yes") == 0)) {
        for (int64_t line = 0; line < count; line++) {
          assert_string_equal(book_cell(why, "text", line, left), book_cell(all, "text", told + line, right));
          assert_string_equal(book_cell(why, "customer", line, left), book_cell(all, "customer", told + line, right));
        }
        told += count;
      }
      patron_table_destroy(why);
    }
    if (all != NULL) expect_ok(patron_table_rows(all, &lines));
    assert_int_equal(lines - told, i == 2 ? 16 : 0);   /* four channels, each with a score of three parts, at the end */
    for (int64_t line = told; line < lines; line++) {
      char cell[BOOK_CELL];
      assert_string_equal(book_cell(all, "customer", line, cell), "?");
      assert_string_not_equal(book_cell(all, "channel", line, cell), "?");
    }
    patron_table_destroy(customers);
    patron_table_destroy(all);
    patron_assessment_destroy(result);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(book);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(contributions_add_up_to_the_score, start, stop),
    cmocka_unit_test_setup_teardown(bounds_and_margins_are_those_that_decide, start, stop),
    cmocka_unit_test_setup_teardown(the_table_says_what_each_customer_is_told, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
