/* Tables over the call as a whole, by hand: curves, profit centres, the checklist. */
#include "decided.h"

static int64_t rows_in(const patron_assessment *result, const char *name)
{
  patron_table *table = NULL;
  int64_t rows;
  expect_ok(patron_assessment_table(result, name, &table));
  expect_ok(patron_table_rows(table, &rows));
  patron_table_destroy(table);
  return rows;
}

/* One line "segment/group/curve x y" a point of a curve, joined. */
static void expect_curve(const patron_assessment *result, const char *segment, const char *layer, const char *curve, const char *expected)
{
  patron_table *table = NULL;
  int64_t rows;
  char cell[BOOK_CELL], all[4000] = "";
  expect_ok(patron_assessment_table(result, "curves", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) {
    if (strcmp(book_cell(table, "segment", row, cell), segment) != 0 || strcmp(book_cell(table, "layer", row, cell), layer) != 0 || strcmp(book_cell(table, "curve", row, cell), curve) != 0) continue;
    snprintf(all + strlen(all), sizeof all - strlen(all), "%s:", book_cell(table, "x", row, cell));
    snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", book_cell(table, "y", row, cell));
  }
  assert_string_equal(all, expected);
  patron_table_destroy(table);
}

/* 100, 50, 10, -20, -60 of segmentation.md 4.2: positive total 160, net 80. */
static void curves_are_those_of_the_worked_example(void **state)
{
  const book_lines facts[] = {{"customers", "customer layer sales profit\n"
    "A KA_RETAIL 100.00 100.00\nB KA_RETAIL 100.00 -20.00\nC KA_RETAIL 100.00 50.00\nD KA_RETAIL 100.00 -60.00\nE KA_RETAIL 100.00 10.00\nF END_USER - -5.00\nG - 7.00 3.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_curve(result, "profit", "KA_RETAIL", "PARETO", "0:0 0.2:0.625 0.4:0.9375 0.6:1 0.8:1 1:1 ");
  expect_curve(result, "profit", "KA_RETAIL", "LORENZ", "0:0 0.2:0 0.4:0 0.6:0.0625 0.8:0.375 1:1 ");
  expect_curve(result, "profit", "KA_RETAIL", "WHALE", "0:0 0.2:1.25 0.4:1.875 0.6:2 0.8:1.75 1:1 ");
  expect_curve(result, "sales", "KA_RETAIL", "LORENZ", "0:0 0.2:0.2 0.4:0.4 0.6:0.6 0.8:0.8 1:1 ");
  expect_curve(result, "profit", "END_USER", "PARETO", "");   /* nobody positive, and nothing earned: nothing to divide by */
  expect_curve(result, "profit", "END_USER", "LORENZ", "");
  expect_curve(result, "profit", "END_USER", "WHALE", "");
  expect_curve(result, "profit", "?", "WHALE", "0:0 1:1 ");   /* without a layer: a group of its own */
  patron_assessment_destroy(result);
}

/* What a model cuts and later facts do not give has no curve. */
static void what_is_not_given_has_no_curve(void **state)
{
  static const book_lines first[] = {{"customers", "customer sales strategic_fit\nA 100.00 70\nB 50.00 30\n"}, {NULL, NULL}}, later[] = {{"customers", "customer sales\nA 100.00\nB 50.00\n"}, {NULL, NULL}};
  patron_portfolio *book = NULL, *next = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  patron_table *table = NULL;
  char text[BOOK_CELL];
  int64_t rows;
  (void)state;
  expect_ok(book_open(context, "EUR", first, &book));
  expect_ok(book_open(context, "EUR", later, &next));
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(book_rule(context, policy, "segments", "segment measure cuts bit purpose use\nfit strategic_fit 50 NONE a b\nsales current_value 80 SALES a b\n"));
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_apply(model, next, &result));
  expect_ok(patron_assessment_table(result, "curves", &table));
  expect_ok(patron_table_rows(table, &rows));
  assert_true(rows > 0);
  for (int64_t row = 0; row < rows; row++) assert_string_equal(book_cell(table, "segment", row, text), "sales");
  patron_table_destroy(table);
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(next);
  patron_portfolio_destroy(book);
}

/* Number measures are drawn, too; of many customers each percent has a point. */
static void curves_of_numbers_and_of_many_customers(void **state)
{
  char *customers = malloc(60 * 300), *at = customers;
  patron_assessment *result;
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  const book_lines rules[] = {{"segments", "segment by layers measure cuts bit purpose use\nmarks - - strategic_fit 80,95 NONE p u\n"}, {NULL, NULL}};
  (void)state;
  at += sprintf(at, "customer strategic_fit\n");
  for (int i = 0; i < 250; i++) at += sprintf(at, "c%03d %d\n", i, i % 2);
  result = decide(facts, rules);
  assert_int_equal(rows_in(result, "curves"), 3 * 101);
  expect_rows(result, "curves", "x y curve\n0 0 PARETO\n0.012 0.024 PARETO\n");   /* the first percent of 250 is 3 customers, of the 125 with a mark */
  patron_assessment_destroy(result);
  free(customers);
}

static const char accounts[] =
  "customer layer        territory gross_sales on_invoice_terms off_invoice_terms sales  cogs   gross_margin cost_to_serve profit\n"
  "A        KA_RETAIL    North     120.00      10.00            10.00             -      60.00  -            15.00         -\n"
  "B        KA_RETAIL    South     -           -                -                 50.00  -      20.00        30.00         -\n"
  "C        SMALL_RETAIL South     -           -                -                 20.00  -      -            -             4.00\n"
  "D        -            South     -           -                -                 -      -      -            -             -\n";

/* A: 100.00 less 60.00 less 15.00 = 25.00; B: 20.00 - 30.00 = -10.00; C 4.00. In all 170.00 and 19.00 whatever makes the groups. */
static void profit_centres_add_up_to_the_portfolio(void **state)
{
  const book_lines facts[] = {{"customers", accounts}, {NULL, NULL}};
  const book_lines rules[] = {{"segments", "segment by layers measure cuts bit purpose use\nsales layer - current_value 80,95 SALES p u\nall - - net_margin 80 PROFIT p u\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  assert_int_equal(rows_in(result, "profit_centres"), 3 + 1 + 2);
  expect_rows(result, "profit_centres",
    "by        layer        territory gross_sales on_invoice_terms off_invoice_terms sales  cogs  gross_margin cost_to_serve net_margin n loss_makers rank\n"
    "layer     KA_RETAIL    -         120.00      10.00            10.00             150.00 60.00 60.00        45.00         15.00      2 1           1\n"
    "layer     SMALL_RETAIL -         -           -                -                 20.00  -     -            -             4.00       1 0           2\n"
    "layer     -            -         -           -                -                 -      -     -            -             -          1 -           -\n"
    "''        -            -         120.00      10.00            10.00             170.00 60.00 60.00        45.00         19.00      4 1           1\n"
    "territory -            North     120.00      10.00            10.00             100.00 60.00 40.00        15.00         25.00      1 0           1\n"
    "territory -            South     -           -                -                 70.00  -     20.00        30.00         -6.00      3 1           2\n");
  patron_assessment_destroy(result);
}

/* What a wholesaler sold on is the shop's value, but no second sale of ours. */
static void secondary_sales_are_counted_once(void **state)
{
  const book_lines facts[] = {{"customers", "customer layer\nW FIRST_TIER_WHOLESALER\nS SMALL_RETAIL\n"},
    {"ledger", "customer date amount margin seller\nW 2026-01-01 100.00 30.00 -\nS 2026-02-01 60.00 - W\nS 2026-03-01 5.00 2.00 -\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_decided(result, "customer current_value\nW 100.00\nS 65.00\n");
  expect_rows(result, "profit_centres", "by layer sales gross_margin n\nlayer FIRST_TIER_WHOLESALER 100.00 30.00 1\nlayer SMALL_RETAIL 5.00 2.00 1\n");
  patron_assessment_destroy(result);
}

static void expect_rule(const patron_assessment *result, int64_t number, const char *met, const char *says)
{
  patron_table *table = NULL;
  char cell[BOOK_CELL];
  expect_ok(patron_assessment_table(result, "checklist", &table));
  if (strcmp(book_cell(table, "met", number - 1, cell), met) != 0) fail_msg("rule %d is met: %s", (int)number, cell);
  if (strstr(book_cell(table, "why", number - 1, cell), says) == NULL) fail_msg("rule %d says: %s", (int)number, cell);
  patron_table_destroy(table);
}

/* The default policy over sales alone, and with everything that the ten rules ask for. */
static void the_checklist_says_what_is_missing(void **state)
{
  const book_lines little[] = {{"customers", "customer layer sales\nA KA_RETAIL 100.00\nB KA_RETAIL 50.00\n"}, {NULL, NULL}};
  const book_lines much[] = {{"customers", "customer layer sales profit potential\nA KA_RETAIL 100.00 40.00 200.00\nB KA_RETAIL 50.00 10.00 -\n"},
    {"activities", "customer activity per_year minutes needs_face_to_face reason\nA VISIT 2 30 yes shelf\nA CALL 2 5 no -\n"}, {NULL, NULL}};
  const book_lines rules[] = {{"settings", "key value\nfence.visit_cost 5.00\nhouse.minimum_order 20.00\n"},
    {"terms", "term tier measure method controller conditional\ngrowth GOLD GROWTH_INDEX RETROACTIVE CUSTOMER yes\n"}, {"rungs", "term from rate\ngrowth 105 0.02\n"}, {NULL, NULL}};
  const book_lines wrong[] = {{"entitlements", "service tier quantity controller\nS1 GOLD 1 CUSTOMER\nS1 SILVER 2 COMPANY\n"}, {"terms", "term measure method controller conditional\nroute orders FIXED COMPANY no\n"}, {"rungs", "term from amount\nroute 10 5.00\n"}, {NULL, NULL}};
  const book_lines one[] = {{"customers", "customer layer sales potential\nA KA_RETAIL 100.00 200.00\n"}, {NULL, NULL}}, nobody[] = {{"customers", "customer layer sales potential\nA KA_RETAIL - 5.00\n"}, {NULL, NULL}};
  const book_lines bare[] = {{"segments", "segment measure cuts bit purpose use\n"}, {"entitlements", "service tier quantity controller\n"}, {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"},
    {"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser low high\npriority f strategic_fit LINEAR 0 100\n"}, {"settings", "key value\nhouse.self_service_cost 3.00\n"},
    {"terms", "term measure method controller conditional\ngrowth GROWTH_INDEX RETROACTIVE CUSTOMER yes\n"}, {"rungs", "term from rate\ngrowth 105 0.02\n"}, {NULL, NULL}};
  patron_assessment *result = decide(little, NULL);
  (void)state;
  assert_int_equal(rows_in(result, "checklist"), 10);
  expect_rule(result, 1, "yes", "3 criteria, 0 of them judged; 2 of 2 customers");
  expect_rule(result, 2, "no", "2 have a current value, 0 a potential value");
  expect_rule(result, 3, "yes", "of 2 segments 2 say why");
  expect_rule(result, 4, "yes", "1 programs with 4 tiers");
  expect_rule(result, 5, "no", "fence.visit_cost");
  expect_rule(result, 6, "no", "there is no table activities");
  expect_rule(result, 7, "no", "0 of house.minimum_order");
  expect_rule(result, 8, "yes", "4 tiers, 15 entitlements, 0 of them better");
  expect_rule(result, 9, "yes", "0 entitlements");
  expect_rule(result, 10, "no", "of 0 terms");
  patron_assessment_destroy(result);
  result = decide(much, rules);
  for (int64_t rule = 1; rule <= 10; rule++) expect_rule(result, rule, "yes", "");
  patron_assessment_destroy(result);
  result = decide(one, NULL);
  expect_rule(result, 1, "yes", "1 of 1 customers");
  expect_rule(result, 2, "yes", "of 1 customers 1 have a current value, 1 a potential value");
  patron_assessment_destroy(result);
  result = decide(nobody, bare);
  expect_rule(result, 1, "no", "the scorecard objective has 0 criteria");
  expect_rule(result, 2, "no", "of 1 customers 0 have a current value, 1 a potential value");
  expect_rule(result, 3, "no", "of 0 segments");
  expect_rule(result, 4, "no", "1 programs with 1 tiers");
  expect_rule(result, 7, "yes", "1 of house.minimum_order");
  expect_rule(result, 8, "no", "1 tiers, 0 entitlements");
  expect_rule(result, 9, "no", "0 entitlements");
  expect_rule(result, 10, "no", "of 1 terms 1 are conditional, 0 are for a tier");
  patron_assessment_destroy(result);
  result = decide(much, wrong);
  expect_rule(result, 8, "no", "2 entitlements, 1 of them better");
  expect_rule(result, 9, "no", "1 entitlements hang on what the customer controls and belong among terms; 1 terms");
  expect_rule(result, 10, "no", "of 1 terms 0 are conditional, 0 are for a tier");
  patron_assessment_destroy(result);
}

static patron_status make_reports(patron_context *own, scenario_output *output)
{
  const book_lines facts[] = {{"customers", accounts}, {"ledger", "customer date amount margin seller\nA 2026-01-01 100.00 30.00 -\nD 2026-02-01 60.00 - A\n"}, {NULL, NULL}};
  static const char *const names[] = {"curves", "profit_centres", "checklist"};
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  patron_table *table = NULL;
  patron_status status;
  SCENARIO_TRY(book_open(own, "EUR", facts, &book));
  SCENARIO_TRY(patron_assess(book, NULL, &result));
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *text;
    SCENARIO_TRY(patron_assessment_table(result, names[i], &table));
    text = book_text(table);
    scenario_write_text(output, text);
    free(text);
    patron_table_destroy(table);
    table = NULL;
  }
done:
  patron_table_destroy(table);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
  return status;
}

static void every_failure_is_survived(void **state)
{
  const scenario_options options = {.allocation_stride = 13, .limit_steps = 8};
  (void)state;
  scenario_torture("report tables", make_reports, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(curves_are_those_of_the_worked_example, start, stop),
    cmocka_unit_test_setup_teardown(what_is_not_given_has_no_curve, start, stop),
    cmocka_unit_test_setup_teardown(curves_of_numbers_and_of_many_customers, start, stop),
    cmocka_unit_test_setup_teardown(profit_centres_add_up_to_the_portfolio, start, stop),
    cmocka_unit_test_setup_teardown(secondary_sales_are_counted_once, start, stop),
    cmocka_unit_test_setup_teardown(the_checklist_says_what_is_missing, start, stop),
    cmocka_unit_test(every_failure_is_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
