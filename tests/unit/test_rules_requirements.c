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

/* ann costs 1000 * 1.50 a year; her customers A and B leave 60.00 of 200.00, what C leaves is not known, and of D 50.00 are what C sold to it: 30.00 of 50.00 are left. 1500 * 250 / 90 pay for her. */
static void a_person_pays_from_the_break_even_sales_on(void **state)
{
  static const book_lines facts[] = {{"customers", "customer owner gross_margin cogs\nA ann - 80.00\nB ann 40.00 -\nC ann - -\nD ann 30.00 -\nE bob 10.00 -\nF cat -5.00 -\nG dan 10.00 -\nH eve 10.00 -\n"},
    {"ledger", "customer date amount seller\nA 2026-03-01 100.00 -\nB 2026-03-01 100.00 -\nC 2026-03-01 900.00 -\nD 2026-03-01 50.00 -\nD 2026-03-01 50.00 C\nE 2026-03-01 100.00 -\nF 2026-03-01 100.00 -\nG 2026-03-01 100.00 -\nH 2026-03-01 100.00 -\n"},
    {"staff", "person minutes_per_year cost_per_minute incremental_sales\nann 1000 1.50 2083.34\nbob 100.5 2.00 -\ncat 100 1.00 50.00\ndan - 1.00 50.00\neve 0 1.00 50.00\nfay 100 1.00 50.00\n"},
    {"activities", "customer activity by per_year\nA visit ann 6\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nas_of 2026-07-01\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "coverage", "person customers break_even_sales break_even_ratio\nann 4 4166.67 ~0.500001\nbob 1 2010.00 -\ncat 1 - -\ndan 1 - -\neve 1 0.00 -\nfay 0 - -\n");
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

/* The cheapest minute inside is 0.33, of 3: who has no role or no price is not counted, nor is who works in the field for less. Orders are 120 minutes at 1.50, 180.00, and 39.60 inside; stock 60 minutes at 0.30, which
   saves nothing; calls take no time that is known. People may be numbers, which are ordered as numbers. */
static void the_cheapest_minute_inside_is_what_can_be_saved(void **state)
{
  static const book_lines facts[] = {{"customers", "customer owner:i sales\nA 1 100.00\nB 10 90.00\n"},
    {"staff", "person:i role cost_per_minute\n1 FIELD 1.50\n10 FIELD 0.30\n2 INSIDE 0.50\n3 INSIDE 0.33\n4 - 0.10\n5 INSIDE -\n6 INSIDE 0.40\n"},
    {"activities", "customer activity by:i minutes per_year needs_face_to_face\nB stock 10 5 12 no\nA order 1 10 12 no\nA call 1 0 12 no\nA visit 1 30 12 yes\n"}, {NULL, NULL}};
  static const book_lines alone[] = {{"customers", "customer owner:i sales\nA 1 100.00\n"}, {"staff", "person:i cost_per_minute\n1 1.50\n"},
    {"activities", "customer activity by:i minutes per_year needs_face_to_face\nA order 1 10 12 no\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  patron_table *table;
  char text[BOOK_CELL];
  (void)state;
  expect_rows(result, "movable", "activity person minutes cost saving\norder 1 120 180.00 140.40\nstock 10 60 18.00 0.00\n");
  expect_ok(patron_assessment_table(result, "movable", &table));
  assert_string_equal(book_cell(table, "person", 0, text), "1");
  patron_table_destroy(table);
  patron_assessment_destroy(result);
  result = decide(alone, NULL);
  expect_rows(result, "movable", "activity person minutes cost saving\norder 1 120 180.00 -\n");   /* nobody is known to work inside */
  patron_assessment_destroy(result);
}

/* What holds for all and what holds for the layer is one promise: 6 of the desk for gold in KA_RETAIL, an answer in 4 hours. Rows of another program or layer say nothing of this one. */
static void promises_are_compared_within_a_program_and_a_layer(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer sales profit\nA KA_RETAIL 100.00 50.00\nB SMALL_RETAIL 90.00 40.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"programs", "program layers tier rank up_to_share above_fence\nbig KA_RETAIL gold 1 60 yes\nbig KA_RETAIL silver 2 100 yes\nsmall SMALL_RETAIL gold 1 60 yes\nsmall SMALL_RETAIL silver 2 100 yes\n"},
    {"entitlements", "service program layer tier quantity response_hours\n"
                     "desk - - gold 3 9\ndesk - KA_RETAIL gold 6 4\ndesk - - silver 3 9\ndesk - KA_RETAIL silver 6 4\n"   /* as much, as soon */
                     "van small - gold 5 -\nvan big - gold 9 -\nvan small - silver 7 -\n"                               /* row 6: more than gold of the same program */
                     "line - KA_RETAIL gold 5 -\nline - SMALL_RETAIL gold 1 -\nline small SMALL_RETAIL silver 2 -\n"    /* row 9: more than gold of the same layer */
                     "hot small - gold 2 8\nhot small - silver 2 9\nhot small KA_RETAIL silver 1 3\n"}, {NULL, NULL}};  /* row 12: sooner, in that layer */
  patron_assessment *result = decide(facts, rules);
  patron_table *table;
  char text[BOOK_CELL];
  char all[BOOK_CELL] = "";
  int64_t rows;
  (void)state;
  expect_ok(patron_assessment_table(result, "warnings", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) {
    if (strcmp(book_cell(table, "code", row, text), "NOT_MONOTONE") != 0) continue;
    strcat(all, book_cell(table, "row", row, text));
    strcat(all, " ");
    strcat(all, book_cell(table, "column", row, text));
    strcat(all, "; ");
  }
  assert_string_equal(all, "6 quantity; 9 quantity; 12 response_hours; ");
  patron_table_destroy(table);
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(completeness_counts_what_is_known_by_source, start, stop),
    cmocka_unit_test_setup_teardown(what_needs_no_visit_can_be_moved, start, stop),
    cmocka_unit_test_setup_teardown(a_person_pays_from_the_break_even_sales_on, start, stop),
    cmocka_unit_test_setup_teardown(a_lower_tier_that_is_promised_more_is_told, start, stop),
    cmocka_unit_test_setup_teardown(the_cheapest_minute_inside_is_what_can_be_saved, start, stop),
    cmocka_unit_test_setup_teardown(promises_are_compared_within_a_program_and_a_layer, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
