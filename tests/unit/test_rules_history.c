/* Values of customers from the table `history`, by hand: the order of sources, whole periods, what is unknown. */
#include "decided.h"

static const char yearly[] =
  "customer period     sales  profit potential\n"
  "A        2024-01-01 100.00 10.00  400.00\n"
  "A        2025-01-01 150.00 20.00  500.00\n"
  "B        2024-01-01 80.00  -      -\n"
  "B        2025-01-01 -      5.00   -\n"
  "C        2024-01-01 60.00  6.00   90.00\n"
  "E        2025-01-01 70.00  7.00   -\n";

/* One period is the year before the as-of date, which is the end of the last one: 2026-01-01. D has no row: a prospect. C has bought nothing in the last year. */
static void a_year_of_history_is_the_current_period(void **state)
{
  const book_lines facts[] = {{"customers", "customer name\nA -\nB -\nC -\nD -\nE -\n"}, {"history", yearly}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_decided(result, "customer current_value net_margin growth growth_state potential_value share_of_wallet headroom\n"
                         "A        150.00        20.00      0.4    NORMAL       500.00          0.3             350.00\n"
                         "B        -             5.00       -      -            -               -               -\n"
                         "C        0.00          0.00       -2     LOST         -               -               -\n"
                         "D        -             -          -      -            -               -               -\n"
                         "E        70.00         7.00       2      NEW          -               -               -\n");
  patron_assessment_destroy(result);
}

/* What the customers table gives wins, cell by cell; with a ledger history is not asked. */
static void sources_are_the_own_column_then_the_ledger_then_history(void **state)
{
  const book_lines own[] = {{"customers", "customer sales sales_previous profit potential\nA 999.00 - - 1000.00\nB - 50.00 - -\nC - - -1.00 -\nE - - - -\n"}, {"history", yearly}, {NULL, NULL}};
  const book_lines ledger[] = {{"customers", "customer name\nA -\nB -\nC -\nE -\n"}, {"history", yearly}, {"ledger", "customer date amount\nA 2025-06-01 11.00\nC 2025-12-31 12.00\n"}, {NULL, NULL}};
  patron_assessment *result;
  (void)state;
  check(own, NULL, "customer current_value growth net_margin potential_value\n"
                   "A 999.00 ~1.636033 20.00 1000.00\n"   /* (999 - 100) / 549.5 */
                   "B - - 5.00 -\n"
                   "C 0.00 -2 -1.00 -\n"
                   "E 70.00 2 7.00 -\n");
  result = decide(ledger, NULL);
  expect_decided(result, "customer current_value growth net_margin potential_value\nA 11.00 ! ! !\nB - ! ! !\nC 12.00 ! ! !\nE - ! ! !\n");
  patron_assessment_destroy(result);
}

/* Months and categories add up; the previous period needs all of its months. */
static void shorter_periods_and_categories_add_up(void **state)
{
  static const char months[] =
    "customer period     category sales  profit\n"
    "A        2026-03-01 beer     10.00  1.00\n"
    "A        2026-03-01 soft     5.00   1.00\n"
    "A        2026-04-01 beer     20.00  2.00\n"
    "A        2026-05-01 beer     40.00  4.00\n"
    "A        2026-06-01 soft     80.00  8.00\n"
    "B        2026-06-01 beer     7.00   -\n"
    "B        2026-05-01 beer     1.00   1.00\n";
  const book_lines facts[] = {{"customers", "customer name\nA -\nB -\n"}, {"history", months}, {NULL, NULL}};
  const book_lines two[] = {{"settings", "key value\nperiod.months 2\n"}, {NULL, NULL}}, three[] = {{"settings", "key value\nperiod.months 3\n"}, {NULL, NULL}};
  patron_assessment *result;
  (void)state;
  result = decide(facts, two);   /* beer 48.00 after 30.00, soft 80.00 after 5.00 */
  expect_rows(result, "categories", "customer category value growth growth_above_category\n"
                                    "A        beer     40.00 ~0.285714 ~-0.175824\n"
                                    "A        soft     80.00 ~1.764706 0\n"
                                    "B        beer     8.00  2         ~1.538462\n");
  patron_assessment_destroy(result);
  check(facts, two, "customer current_value growth growth_state net_margin\nA 120.00 ~1.096774 NORMAL 12.00\nB 8.00 2 NEW -\n");   /* [05-01, 07-01) against 35.00 before */
  result = decide(facts, three);
  expect_decided(result, "customer current_value growth net_margin\nA 140.00 ! 14.00\nB 8.00 ! -\n");
  expect_rows(result, "skipped", "column stage\nsales_previous measures\n");
  patron_assessment_destroy(result);
  result = decide(facts, NULL);   /* twelve months: what there is */
  expect_decided(result, "customer current_value\nA 155.00\nB 8.00\n");
  patron_assessment_destroy(result);
}

/* Years cannot be cut into quarters: history says nothing then, and the run tells what is missing. */
static void periods_longer_than_the_current_one_say_nothing(void **state)
{
  const book_lines facts[] = {{"customers", "customer name\nA -\nB -\nC -\nE -\n"}, {"history", yearly}, {NULL, NULL}};
  const book_lines rules[] = {{"settings", "key value\nperiod.months 3\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer current_value\nA !\n");
  expect_rows(result, "skipped", "column stage\nsales measures\n");
  patron_assessment_destroy(result);
}

/* Rows from the as-of date on are not seen yet. */
static void the_as_of_date_hides_what_comes_after(void **state)
{
  const book_lines facts[] = {{"customers", "customer name\nA -\nB -\nC -\nE -\n"}, {"history", yearly}, {NULL, NULL}};
  const book_lines rules[] = {{"settings", "key value\nas_of 2025-01-01\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer current_value growth net_margin potential_value\nA 100.00 ! 10.00 400.00\nB 80.00 ! - -\nC 60.00 ! 6.00 90.00\nE - ! - -\n");
}

/* A model of yesterday reads the same periods from one customer's rows: the oldest rows of A are not in the call, its previous period is complete all the same. */
static void one_row_answers_as_the_batch(void **state)
{
  const book_lines all[] = {{"customers", "customer layer\nA KA_RETAIL\nB KA_RETAIL\nC KA_RETAIL\nE KA_RETAIL\n"}, {"history", yearly}, {NULL, NULL}};
  const book_lines one[] = {{"customers", "customer layer\nE KA_RETAIL\n"}, {"history", "customer period sales profit potential\nE 2025-01-01 70.00 7.00 -\n"}, {NULL, NULL}};
  patron_portfolio *many = NULL, *single = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  (void)state;
  expect_ok(book_open(context, "EUR", all, &many));
  expect_ok(book_open(context, "EUR", one, &single));
  expect_ok(patron_fit(many, NULL, &model));
  expect_ok(patron_apply(model, single, &result));
  expect_decided(result, "customer current_value growth growth_state net_margin sales_class\nE 70.00 2 NEW 7.00 A\n");
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_portfolio_destroy(single);
  patron_portfolio_destroy(many);
}

/* Without two past transitions the run names what it lacks: of a ledger older rows, else a history. */
static void what_is_missing_for_potential_keys_is_named_by_its_source(void **state)
{
  const book_lines ledger[] = {{"customers", "customer layer\nA KA_RETAIL\nB KA_RETAIL\n"}, {"ledger", "customer date amount\nA 2025-06-01 11.00\nB 2025-12-31 12.00\n"}, {NULL, NULL}};
  const book_lines none[] = {{"customers", "customer layer sales\nA KA_RETAIL 1.00\nB KA_RETAIL 2.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(ledger, NULL);
  patron_table *skipped = NULL;
  int64_t rows;
  char cell[BOOK_CELL];
  (void)state;
  expect_rows(result, "skipped", "column stage\nledger.date segment\n");
  expect_ok(patron_assessment_table(result, "skipped", &skipped));
  expect_ok(patron_table_rows(skipped, &rows));
  for (int64_t row = 0; row < rows; row++) assert_string_not_equal(book_cell(skipped, "column", row, cell), "history.sales");
  patron_table_destroy(skipped);
  patron_assessment_destroy(result);
  result = decide(none, NULL);
  expect_rows(result, "skipped", "column stage\nhistory.sales segment\n");
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_year_of_history_is_the_current_period, start, stop),
    cmocka_unit_test_setup_teardown(sources_are_the_own_column_then_the_ledger_then_history, start, stop),
    cmocka_unit_test_setup_teardown(shorter_periods_and_categories_add_up, start, stop),
    cmocka_unit_test_setup_teardown(periods_longer_than_the_current_one_say_nothing, start, stop),
    cmocka_unit_test_setup_teardown(the_as_of_date_hides_what_comes_after, start, stop),
    cmocka_unit_test_setup_teardown(one_row_answers_as_the_batch, start, stop),
    cmocka_unit_test_setup_teardown(what_is_missing_for_potential_keys_is_named_by_its_source, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
