/* What can be worked on with each customer, by hand. */
#include "decided.h"

/*
 * beer: 240 before, 400 now, so +0.5. A bought 100 and 100 (0), B 100 and 300 (+1), E 40 and nothing (-2). Growing like all, A would buy 166.67 and E 66.67.
 * Of the three buyers in KA_RETAIL two buy beer and two wine, so C lacks beer and A wine; E buys nothing, and D's peers are no others.
 */
static const char LEDGER[] =
  "customer date amount category\n"
  "A 2024-07-05 100.00 beer\nA 2025-08-01 100.00 beer\n"
  "B 2024-08-01 100.00 beer\nB 2025-08-01 300.00 beer\nB 2025-09-01 50.00 wine\n"
  "C 2025-09-01 70.00 wine\n"
  "D 2025-09-01 5.00 gin\n"
  "E 2024-09-01 40.00 beer\n";

static const char CUSTOMERS[] =
  "customer layer potential contribution_rate market_share strategic_fit our_commitment our_trust their_commitment their_trust actual_approach\n"
  "A KA_RETAIL    500.00 0.25 50 90 50 50 40 50 TACTICAL\n"
  "B KA_RETAIL    -      0.25 50 90 80 80 80 80 TACTICAL\n"       /* nothing is above STRATEGIC */
  "C KA_RETAIL    70.00  -    -  90 85 90 45 50 TACTICAL\n"       /* limited: the weaker side lacks 15 and 10 */
  "D SMALL_RETAIL 9.00   -    -  -  -  -  -  -  -\n"
  "E KA_RETAIL    -      -    -  -  -  -  -  -  -\n";

#define OPPORTUNITY_RULES \
  {"scorecards", "scorecard weighting\nattractiveness EQUAL\nwinnability EQUAL\n"}, \
  {"criteria", "scorecard criterion column low high\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"}

static const book_lines rules[] = {OPPORTUNITY_RULES, {"settings", "key value\nas_of 2026-07-01\nscore.rank_by ''\n"}, {NULL, NULL}};

static int64_t count_rows(const patron_assessment *result)
{
  patron_table *table = NULL;
  int64_t rows = -1;
  expect_ok(patron_assessment_table(result, "opportunities", &table));
  expect_ok(patron_table_rows(table, &rows));
  patron_table_destroy(table);
  return rows;
}

static void headroom_categories_and_steps_are_listed(void **state)
{
  static const book_lines facts[] = {{"customers", CUSTOMERS}, {"ledger", LEDGER}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "opportunities",
    "kind            customer subject          sales  margin gap   minutes\n"
    "HEADROOM        A        -                400.00 50.00  -     -\n"
    "HEADROOM        D        -                4.00   -      -     -\n"
    "CATEGORY_BEHIND A        beer             66.67  -      0.5   -\n"
    "CATEGORY_BEHIND E        beer             66.67  -      2.5   -\n"
    "CATEGORY_EMPTY  A        wine             -      -      -     -\n"
    "CATEGORY_EMPTY  C        beer             -      -      -     -\n"
    "NEXT_LEVEL      A        their_commitment -      -      20    -\n"
    "NEXT_LEVEL      C        their_commitment -      -      15    -\n"
    "APPROACH        A        CONSULTATIVE     -      -      -     -\n"
    "APPROACH        B        CONSULTATIVE     -      -      -     -\n");
  assert_int_equal(count_rows(result), 10);
  patron_assessment_destroy(result);
}

static void how_common_a_category_must_be_is_a_setting(void **state)
{
  static const book_lines facts[] = {{"customers", CUSTOMERS}, {"ledger", LEDGER}, {NULL, NULL}};
  static const book_lines rare[] = {OPPORTUNITY_RULES, {"settings", "key value\nas_of 2026-07-01\nscore.rank_by ''\nopportunity.category_share 0.7\n"}, {NULL, NULL}};
  static const book_lines common[] = {OPPORTUNITY_RULES, {"settings", "key value\nas_of 2026-07-01\nscore.rank_by ''\nopportunity.category_share 0\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rare);
  (void)state;
  assert_int_equal(count_rows(result), 8);
  patron_assessment_destroy(result);
  result = decide(facts, common);   /* nobody in KA_RETAIL buys gin: more than none is at least one */
  assert_int_equal(count_rows(result), 10);
  patron_assessment_destroy(result);
}

/* A ledger of one year says nothing of growth; without layers all are peers: of the four buyers two buy beer, which is not more than half. */
static void without_a_year_before_and_without_layers(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA -\nB -\nC -\nD -\n"},
    {"ledger", "customer date amount category\nA 2025-08-01 1.00 beer\nB 2025-08-01 1.00 beer\nC 2025-08-01 1.00 wine\nC 2025-08-01 1.00 ale\nD 2025-08-01 1.00 ale\nB 2025-08-01 1.00 ale\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "opportunities", "kind customer subject\nCATEGORY_EMPTY A ale\n");
  assert_int_equal(count_rows(result), 1);
  patron_assessment_destroy(result);
}

/* ann: 12 * (10 + 5) = 180 minutes at 1.50 are 270.00, and 59.40 inside. Bob is inside already, and who does C's calls nobody knows. */
static void work_and_initiatives_are_listed(void **state)
{
  static const book_lines facts[] = {{"customers", "customer owner sales\nA ann 1.00\nB - 1.00\nC - 1.00\n"},
    {"staff", "person role cost_per_minute\nann FIELD 1.50\nbob INSIDE 0.33\n"},
    {"activities", "customer activity by minutes per_year needs_face_to_face\nC calls - 5 12 no\nA visit ann 60 6 yes\nA order ann 10 12 no\nA order - 5 12 no\nB stock bob 4 5 no\nA rest ann - 5 no\n- office ann 4 5 no\n"},
    {"initiatives", "customer initiative kind side linked_to end\nB zebra CATEGORY US - -\nB apple CATEGORY THEM - -\nB joint CATEGORY JOINT - -\nA theirs CATEGORY THEM ours -\nA over CATEGORY US - 2026-01-01\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "opportunities",
    "kind customer subject minutes margin\n"
    "MOVABLE_WORK A order 180 210.60\nMOVABLE_WORK C calls 60 -\nUNLINKED_INITIATIVE B apple - -\nUNLINKED_INITIATIVE B zebra - -\n");
  assert_int_equal(count_rows(result), 4);
  patron_assessment_destroy(result);
}

static void nothing_to_work_on_is_an_empty_table(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 1.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  assert_int_equal(count_rows(result), 0);
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(headroom_categories_and_steps_are_listed, start, stop),
    cmocka_unit_test_setup_teardown(how_common_a_category_must_be_is_a_setting, start, stop),
    cmocka_unit_test_setup_teardown(without_a_year_before_and_without_layers, start, stop),
    cmocka_unit_test_setup_teardown(work_and_initiatives_are_listed, start, stop),
    cmocka_unit_test_setup_teardown(nothing_to_work_on_is_an_empty_table, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
