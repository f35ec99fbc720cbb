/* Scores by product category, by hand: what each category scores among its peers, and the mean weighted by revenue that the customer gets of them. */
#include "decided.h"
#include "scenario.h"

static const char customers[] = "customer layer cost_to_serve\nA K 40.00\nB K -\nC K -\nD K -\n";
/* As of 2026-07-01. A has beer 300.00 after 100.00 and soft 100.00 after 100.00, B beer 200.00 after 100.00, C nothing with a category; D has lost its beer and its soft. */
static const char ledger[] =
  "customer date       amount margin category\n"
  "A        2024-07-01 100.00 20.00  beer\n"
  "A        2025-08-01 200.00 40.00  beer\n"
  "A        2026-06-30 100.00 20.00  beer\n"
  "A        2024-07-01 100.00 20.00  soft\n"
  "A        2025-07-01 100.00 40.00  soft\n"
  "B        2025-01-01 100.00 20.00  beer\n"
  "B        2025-09-01 200.00 40.00  beer\n"
  "C        2025-01-01 50.00  10.00  -\n"
  "C        2026-01-01 50.00  10.00  -\n"
  "D        2025-01-01 70.00  10.00  beer\n"
  "D        2025-01-01 70.00  10.00  soft\n";
static const book_lines facts[] = {{"customers", customers}, {"ledger", ledger}, {NULL, NULL}};
static const char by_score[] = "key value\nscore.rank_by overall\noutput.explanations ALL\n";

static const book_lines rules[] = {
  {"scorecards", "scorecard table weighting\nperformance CATEGORIES EQUAL\noverall CUSTOMERS EQUAL\n"},
  {"criteria", "scorecard criterion column normaliser within low high\nperformance size current_value PERCENT_RANK layer,category - -\nperformance growth growth LINEAR - -1 1\noverall p performance PERCENT_RANK - - -\n"},
  {"settings", by_score}, {NULL, NULL}};

/*
 * Size: beer 300 of {300, 200, 0} is 100*2.5/3, B 50, D 100*0.5/3; soft 100 of {100, 0} is 75, D 25; C alone 50. Growth: A beer 2*200/400 = 1 is 100, soft 0 is 50; B 200/300 of -1..1 is 83.3333;
 * C 0 is 50; D lost, -2, is 0. So A beer 91.66667 (three quarters of the revenue) and soft 62.5: 84.375. D has no revenue, so its categories count alike: (8.33333 + 12.5)/2.
 */
static void categories_are_scored_among_their_peers_and_weighted_by_revenue(void **state)
{
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer performance performance_coverage overall rank\nA 84.375 1 87.5 1\nB ~66.666667 1 62.5 2\nC 50 1 37.5 3\nD ~10.416667 1 12.5 4\n");
  expect_rows(result, "categories", "customer category value  growth    performance growth_above_category\n"
                                    "A        beer     300.00 1         ~91.666667  ~0.402597\n"    /* all beer: 500.00 after 270.00, 460/770 = 0.597403 */
                                    "A        soft     100.00 0         62.5        ~0.518519\n"    /* all soft: 100.00 after 170.00, -140/270 */
                                    "B        beer     200.00 ~0.666667 ~66.666667  ~0.069264\n"
                                    "D        beer     0.00   -2        ~8.333333   ~-2.597403\n"
                                    "D        soft     0.00   -2        12.5        ~-1.481481\n");
  patron_assessment_destroy(result);
}

/* B sells nothing any more, in its one category: there is nothing to divide, so that the category's rate is the customer's, 30.00 of 100.00. A's beer and soft share what A's rate of 0.1 lacks of 0.3: 0.2 - 0.2 and 0.4 - 0.2. */
static void the_one_category_of_a_customer_has_the_rate_of_the_customer(void **state)
{
  static const book_lines given[] = {{"customers", "customer layer sales profit\nA K 200.00 20.00\nB K 100.00 30.00\n"},
    {"ledger", "customer date amount margin category\nA 2025-08-01 100.00 20.00 beer\nA 2026-06-30 100.00 40.00 soft\nB 2025-01-01 50.00 10.00 beer\n"}, {NULL, NULL}};
  static const book_lines margins[] = {{"scorecards", "scorecard table weighting\nperformance CATEGORIES EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser within low high\nperformance profitability net_margin_rate LINEAR - 0 1\n"}, {NULL, NULL}};
  patron_assessment *result = decide(given, margins);
  (void)state;
  expect_rows(result, "categories", "customer category performance\nA beer ~0.000000\nA soft ~20.000000\nB beer ~30.000000\n");
  expect_decided(result, "customer performance\nA ~10.000000\nB ~30.000000\n");
  patron_assessment_destroy(result);
}

/* A category whose sales were all given back has no share of the revenue beside one that has some. */
static void a_category_without_revenue_counts_for_nothing_beside_others(void **state)
{
  static const book_lines given[] = {{"customers", "customer layer\nA K\n"},
    {"ledger", "customer date amount category\nA 2024-07-01 100.00 beer\nA 2024-08-01 100.00 soft\nA 2025-08-01 100.00 beer\nA 2025-09-01 70.00 soft\nA 2026-06-30 -70.00 soft\n"}, {NULL, NULL}};
  static const book_lines growing[] = {{"scorecards", "scorecard table weighting\nperformance CATEGORIES EQUAL\n"}, {"criteria", "scorecard criterion column normaliser low high\nperformance growth growth LINEAR -1 1\n"}, {NULL, NULL}};
  patron_assessment *result = decide(given, growing);
  (void)state;
  expect_rows(result, "categories", "customer category value growth performance\nA beer 100.00 0 50\nA soft 0.00 -2 0\n");
  expect_decided(result, "customer performance\nA 50\n");
  patron_assessment_destroy(result);
}

/* A's gross margin is 100.00 of 400.00, its net margin 60.00: ten points of every category's rate are cost to serve. Beer 20 - 10, soft 40 - 10, and three quarters of A is beer. */
static void cost_to_serve_falls_on_categories_by_revenue(void **state)
{
  static const book_lines margins[] = {{"scorecards", "scorecard table weighting\nperformance CATEGORIES EQUAL\n"},
                                       {"criteria", "scorecard criterion column normaliser within low high\nperformance profitability net_margin_rate LINEAR - 0 1\n"},
                                       {"settings", "key value\nscore.rank_by performance\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, margins);
  (void)state;
  expect_decided(result, "customer net_margin_rate performance\nA 0.15 ~15.000000\n");
  expect_rows(result, "categories", "customer category performance\nA beer ~10.000000\nA soft ~30.000000\n");
  patron_assessment_destroy(result);
}

/* Where no category is named, the card is that over customers, to the last digit. */
static void without_categories_it_is_the_score_of_the_customer(void **state)
{
  static const book_lines plain[] = {{"customers", "customer layer sales sales_previous profit\nA K 300.00 100.00 40.00\nB K 200.00 190.00 -\nC E 7.00 9.00 1.00\nD K - - -\n"}, {NULL, NULL}};
  static const book_lines both[] = {{"scorecards", "scorecard table weighting\nobjective CUSTOMERS EQUAL\nperformance CATEGORIES EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser within low high\nobjective size current_value PERCENT_RANK layer - -\nobjective growth growth LINEAR - -0.2 0.2\nobjective profitability net_margin_rate LINEAR - -0.1 0.3\n"
                 "performance size current_value PERCENT_RANK layer,category - -\nperformance growth growth LINEAR - -0.2 0.2\nperformance profitability net_margin_rate LINEAR - -0.1 0.3\n"},
    {"settings", "key value\nscore.rank_by objective\n"}, {NULL, NULL}};
  patron_assessment *result = decide(plain, both);
  patron_table *table;
  (void)state;
  expect_ok(patron_assessment_table(result, "customers", &table));
  for (int64_t row = 0; row < 4; row++) {
    static const char *const pairs[][2] = {{"objective", "performance"}, {"objective_coverage", "performance_coverage"}};
    for (int i = 0; i < 2; i++) {
      char expected[BOOK_CELL], got[BOOK_CELL];
      assert_string_equal(book_cell(table, pairs[i][1], row, got), book_cell(table, pairs[i][0], row, expected));
      assert_true((strcmp(got, "?") == 0) == (row == 3 && i == 0));
    }
  }
  patron_table_destroy(table);
  patron_assessment_destroy(result);
}

/* The parts of A's score, in their order, with their sentences. */
static void explanations_name_the_categories(void **state)
{
  patron_assessment *result = decide(facts, rules);
  patron_table *table;
  char text[BOOK_CELL];
  int64_t rows, seen = 0;
  double sum = 0;
  (void)state;
  expect_ok(patron_assessment_table(result, "explanations", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) {
    double part;
    if (strcmp(book_cell(table, "customer", row, text), "A") != 0 || strcmp(book_cell(table, "code", row, text), "CATEGORY") != 0) continue;
    assert_string_equal(book_cell(table, "factor", row, text), "performance");
    expect_ok(patron_number_parse(book_cell(table, "contribution", row, text), -1, &part));
    sum += part;
    assert_string_equal(book_cell(table, "text", row, text), seen == 0 ? "performance: beer is 91.67 of 100; with 75 percent of the revenue it contributes 68.75 points."
                                                                       : "performance: soft is 62.5 of 100; with 25 percent of the revenue it contributes 15.63 points.");
    assert_string_equal(book_cell(table, "factor", row + 2, text), "performance.growth");
    book_cell(table, "text", row + 2, text);
    assert_string_equal(text, seen == 0 ? "performance, beer: growth is 1, that is 100 of 100; it has 50 percent of the weight." : "performance, soft: growth is 0, that is 50 of 100; it has 50 percent of the weight.");
    seen++;
  }
  assert_int_equal(seen, 2);
  assert_true(sum == 84.375);
  patron_table_destroy(table);
  patron_assessment_destroy(result);
}

/* Scores by category are there before those over customers: never the other way round. */
static void a_card_by_category_cannot_read_a_card_over_customers(void **state)
{
  patron_policy *policy = NULL;
  patron_table *problems = NULL;
  int64_t rows;
  char text[BOOK_CELL];
  (void)state;
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(book_rule(context, policy, "scorecards", "scorecard table weighting\nobjective CUSTOMERS EQUAL\nperformance CATEGORIES EQUAL\n"));
  expect_ok(book_rule(context, policy, "criteria", "scorecard criterion column normaliser low high\nobjective growth growth LINEAR -1 1\nperformance o objective LINEAR 0 100\n"));
  expect_ok(patron_policy_check(policy, &problems));
  expect_ok(patron_table_rows(problems, &rows));
  for (int64_t row = 0; row < rows; row++)
    if (strstr(book_cell(problems, "expectation", row, text), "objective scores the other one") != NULL) rows = -1;
  assert_int_equal(rows, -1);
  patron_table_destroy(problems);
  patron_policy_destroy(policy);
}

static patron_status scored_and_explained(patron_context *failing, scenario_output *output)
{
  static const char *const tables[] = {"customers", "categories", "explanations", "skipped"};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(book_open(failing, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(failing, NULL, &policy));
  for (const book_lines *rule = rules; rule->name != NULL; rule++) SCENARIO_TRY(book_rule(failing, policy, rule->name, rule->text));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    static const char *const columns[] = {"customer", "performance", "overall", "text"};
    patron_table *table = NULL;
    int64_t rows = 0;
    char text[BOOK_CELL];
    SCENARIO_TRY(patron_assessment_table(result, tables[i], &table));
    (void)patron_table_rows(table, &rows);
    for (int64_t row = 0; row < rows; row++)
      for (size_t c = 0; c < 4; c++) scenario_write_text(output, book_cell(table, columns[c], row, text));
    patron_table_destroy(table);
  }
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void categories_survive_every_failure(void **state)
{
  const scenario_options options = {.allocation_stride = 61, .tick_stride = 5, .limit_steps = 2};
  (void)state;
  scenario_torture("score by category", scored_and_explained, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(categories_are_scored_among_their_peers_and_weighted_by_revenue, start, stop),
    cmocka_unit_test_setup_teardown(the_one_category_of_a_customer_has_the_rate_of_the_customer, start, stop),
    cmocka_unit_test_setup_teardown(a_category_without_revenue_counts_for_nothing_beside_others, start, stop),
    cmocka_unit_test_setup_teardown(cost_to_serve_falls_on_categories_by_revenue, start, stop),
    cmocka_unit_test_setup_teardown(without_categories_it_is_the_score_of_the_customer, start, stop),
    cmocka_unit_test_setup_teardown(explanations_name_the_categories, start, stop),
    cmocka_unit_test_setup_teardown(a_card_by_category_cannot_read_a_card_over_customers, start, stop),
    cmocka_unit_test(categories_survive_every_failure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
