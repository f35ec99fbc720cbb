/* Tables that tell the whole portfolio what can be done better, by hand: where measures come from, what can be moved inside, promises that fall with the tier. */
#include "decided.h"

/* Two customers with sales, one without; one of the sales was told by the customer, later than what was written down before. */
static void completeness_counts_what_is_known_by_source(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales potential\nA 10.00 -\nB 20.00 -\nC - 5.00\n"},
    {"sources", "customer column source        date\nA        sales  ESTIMATED     2026-01-01\nA        sales  CUSTOMER_SAID 2026-03-01\nC        potential OBSERVED  2025-05-05\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_rows(result, "completeness", "column known unknown source oldest newest\n"
                                      "sales     1 1 RECORDED      -          -\n"
                                      "sales     1 1 CUSTOMER_SAID 2026-03-01 2026-03-01\n"
                                      "potential 1 2 OBSERVED      2025-05-05 2025-05-05\n");
  patron_assessment_destroy(result);
}

/* Orders take ann 10 * 24 = 240 minutes at 1.50: 360.00; bob needs 240 * 0.33 = 79.20 for them. What needs a visit stays, and what bob does is inside already. */
static void what_needs_no_visit_can_be_moved(void **state)
{
  static const book_lines facts[] = {{"customers", "customer owner sales\nA ann 100.00\nB ann 100.00\n"},
    {"staff", "person role cost_per_minute\nann FIELD 1.50\nbob INSIDE 0.33\n"},
    {"activities", "customer activity by minutes per_year needs_face_to_face\nA visit ann 60 6 yes\nA order ann 10 12 no\nB order ann 10 12 no\nB stock ann 4 5 no\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  patron_table *table;
  int64_t rows;
  (void)state;
  expect_rows(result, "movable", "activity person minutes cost saving\norder ann 240 360.00 280.80\nstock ann 20 30.00 23.40\n");
  expect_ok(patron_assessment_table(result, "movable", &table));
  expect_ok(patron_table_rows(table, &rows));
  assert_int_equal(rows, 2);
  patron_table_destroy(table);
  patron_assessment_destroy(result);
}

/* Silver is promised more visits of the help desk than gold, and an answer sooner in another service; what gold gets more of is as it should be. */
static void a_lower_tier_that_is_promised_more_is_told(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales profit\nA 100.00 50.00\nB 90.00 40.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"programs", "program tier rank up_to_share above_fence\n- gold 1 60 yes\n- silver 2 100 yes\n- house 3 - no\n"},
    {"entitlements", "service tier quantity response_hours\ndesk gold 2 -\ndesk silver 5 -\nvan gold 9 -\nvan silver 1 -\nhotline gold 1 24\nhotline silver 1 8\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  patron_table *table;
  char text[BOOK_CELL];
  int64_t rows, told = 0;
  (void)state;
  expect_rows(result, "warnings", "code column row table\nNOT_MONOTONE quantity 1 entitlements\nNOT_MONOTONE response_hours 5 entitlements\n");
  expect_ok(patron_assessment_table(result, "warnings", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) told += strcmp(book_cell(table, "code", row, text), "NOT_MONOTONE") == 0;
  assert_int_equal(told, 2);
  patron_table_destroy(table);
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(completeness_counts_what_is_known_by_source, start, stop),
    cmocka_unit_test_setup_teardown(what_needs_no_visit_can_be_moved, start, stop),
    cmocka_unit_test_setup_teardown(a_lower_tier_that_is_promised_more_is_told, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
