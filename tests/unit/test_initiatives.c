/* Initiatives of both sides, counted by kind; what the customer itself is after; and whether the whole organisation carries the relationship. */
#include "decided.h"

static const char NAMES[] = "customer strategic_fit market_share our_commitment our_trust their_commitment their_trust profit customer_margin conditional_terms joint_objectives\n";

/* All gates are open but for the joint objectives. */
static const book_lines rules[] = {
  {"scorecards", "scorecard weighting\nattractiveness EQUAL\nwinnability EQUAL\n"},
  {"criteria", "scorecard criterion column low high\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"},
  {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"},
  {"settings", "key value\nscore.rank_by ''\nas_of 2026-07-01\n"}, {NULL, NULL}};

/* As of 2026-07-01: an end on that day is over, a start on it runs. Whose C's plain one is was not said: of both. */
static const char started[] =
  "customer initiative kind side linked_to start end\n"
  "A market GEOGRAPHY      JOINT -    2026-01-01 2027-01-01\n"
  "A shelf  CATEGORY       JOINT -    2026-07-01 -\n"
  "A ours   CATEGORY       US    -    -          -\n"
  "A theirs CATEGORY       THEM  ours -          -\n"
  "B over   VALUE_CREATION JOINT -    2025-01-01 2026-07-01\n"
  "B later  VALUE_CREATION JOINT -    2026-07-02 -\n"
  "B alone  BUSINESS_MODEL US    -    -          -\n"
  "C plain  INVESTMENT     -     -    -          -\n"
  "C other  INVESTMENT     JOINT -    -          -\n";

static void initiatives_that_run_are_counted(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 1.00\nB 1.00\nC 1.00\nD 1.00\n"}, {"initiatives", started}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer joint_initiatives aligned_share\nA 2 0.75\nB 0 0\nC 2 1\nD 0 -\n");
  expect_rows(result, "initiatives",
    "kind initiatives joint aligned customers\nVALUE_CREATION 0 0 0 0\nBUSINESS_MODEL 1 0 0 1\nGEOGRAPHY 1 1 1 1\nCATEGORY 3 1 2 1\nINVESTMENT 2 2 2 1\nOTHER 0 0 0 0\n");
  patron_assessment_destroy(result);
}

/* Without an as-of date nothing is over. Two customers with the same kind are two. */
static void without_a_date_all_run(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 1.00\nB 1.00\n"},
    {"initiatives", "customer initiative kind side start end\nA one CATEGORY JOINT 2030-01-01 -\nA two CATEGORY US - 2000-01-01\nB three CATEGORY THEM - -\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_decided(result, "customer joint_initiatives aligned_share\nA 1 0.5\nB 0 0\n");
  expect_rows(result, "initiatives", "kind initiatives joint aligned customers\nCATEGORY 3 1 1 2\n");
  patron_assessment_destroy(result);
}

/* The STRATEGIC gate asks for joint objectives: a joint initiative that runs is one, unless the host says that there is none. */
static void a_joint_initiative_is_a_joint_objective_on_record(void **state)
{
  char text[1024];
  const book_lines facts[] = {{"customers", text}, {"initiatives", "customer initiative kind side end\nA a CATEGORY JOINT -\nB b CATEGORY US -\nC c CATEGORY JOINT 2026-07-01\nD d CATEGORY JOINT -\n"}, {NULL, NULL}};
  (void)state;
  snprintf(text, sizeof text, "%sA 90 90 90 90 90 90 1.00 1.00 yes -\nB 90 90 90 90 90 90 1.00 1.00 yes -\nC 90 90 90 90 90 90 1.00 1.00 yes -\nD 90 90 90 90 90 90 1.00 1.00 yes no\nE 90 90 90 90 90 90 1.00 1.00 yes yes\n", NAMES);
  check(facts, rules, "customer recommended_approach blocked_by\nA STRATEGIC NONE\nB COLLABORATIVE JOINT_OBJECTIVES\nC COLLABORATIVE JOINT_OBJECTIVES\nD COLLABORATIVE JOINT_OBJECTIVES\nE STRATEGIC NONE\n");
}

static void an_initiative_with_a_stranger_is_refused(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 1.00\n"}, {"initiatives", "customer initiative kind\nX a CATEGORY\n"}, {NULL, NULL}};
  patron_assessment *result = NULL;
  (void)state;
  expect_status(try_to_decide("EUR", facts, NULL, &result), PATRON_E_NOT_FOUND);
  assert_null(result);
}

/* A is marked by hand; B's intent is known to the rules, C's is not; D has told nothing. */
static const char intents[] =
  "customer market_share strategic_fit customer_intent customer_intent_text\n"
  "A 50 10 GROW_CATEGORY two+new+shelves\nB 50 - GROW_CATEGORY -\nC 50 - MARRIAGE -\nD 50 - - -\nE 50 - - cheaper\n";

static void the_customers_own_intent_is_a_mark_where_none_is_given(void **state)
{
  static const book_lines facts[] = {{"customers", intents}, {NULL, NULL}};
  const book_lines known[] = {rules[0], rules[1], rules[2], {"settings", "key value\nscore.rank_by ''\noutput.explanations ALL\n"}, {"customer_intents", "intent fit\nGROW_CATEGORY 80\nEXIT 5\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, known);
  (void)state;
  expect_decided(result, "customer attractiveness attractiveness_band intent\nA 10 LOW CASH\nB 80 HIGH INVEST\nC - - -\nD - - -\nE - - -\n");
  expect_rows(result, "explanations",
    "code customer factor raw text\n"
    "CUSTOMER_INTENT A customer_intent 10 The+customer's+own+intent:+GROW_CATEGORY:+two+new+shelves.\n"
    "CUSTOMER_INTENT B customer_intent 80 The+customer's+own+intent:+GROW_CATEGORY.\n"
    "CUSTOMER_INTENT C customer_intent - The+customer's+own+intent:+MARRIAGE.\n"
    "CUSTOMER_INTENT E customer_intent - The+customer's+own+intent:+not+named:+cheaper.\n");
  patron_assessment_destroy(result);
  check(facts, rules, "customer attractiveness\nA 10\nB -\n");   /* by default no intent has a fit: that is for the host to say */
}

static void customers_can_be_grouped_by_their_intent(void **state)
{
  static const book_lines facts[] = {{"customers", "customer customer_intent sales\nA EXIT 9.00\nB EXIT 1.00\nC GROW_SHARE 2.00\n"}, {NULL, NULL}};
  static const book_lines by_intent[] = {{"segments", "segment by measure cuts bit purpose use\nsales customer_intent current_value 80 SALES why what\n"}, {NULL, NULL}};
  (void)state;
  check(facts, by_intent, "customer sales_class key\nA A yes\nB B no\nC A yes\n");
}

/* A: 6 of 24 times a year; B tells no times, C not what about, D never. */
static void the_talk_is_of_more_than_price(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 1.00\nB 1.00\nC 1.00\nD 1.00\nE 1.00\n"},
    {"interactions", "customer kind per_year beyond_price\nA ORDER 12 no\nA VISIT 6 yes\nA CALL 6 no\nA CALL - yes\nB CALL - yes\nC CALL 4 -\nD CALL 0 yes\n"}, {NULL, NULL}};
  static const book_lines none[] = {{"customers", "customer sales\nA 1.00\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL, "customer beyond_price_share\nA 0.25\nB -\nC -\nD -\nE -\n");
  check(none, NULL, "customer beyond_price_share functions_in_contact\nA ! !\n");
}

/* Two of ours from SALES are one department. STRATEGIC asks for five, COOPERATIVE for two. */
static void the_level_aimed_at_asks_for_departments(void **state)
{
  static const book_lines facts[] = {{"customers", "customer target_level our_commitment our_trust their_commitment their_trust\nA STRATEGIC 50 50 50 50\nB - 50 50 50 50\nC TRANSACTIONAL 50 50 50 50\nD - - - - -\nE LIMITED_COLLABORATION 50 50 50 50\n"},
    {"contacts", "contact customer counterpart_function\na A SALES\nb A SALES\nc A FINANCE\nd A -\ne C SALES\nf C IT\ng D OTHER\n"}, {NULL, NULL}};
  static const book_lines more[] = {{"settings", "key value\nrelationship.functions 3,3,3,3\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL, "customer functions_in_contact functions_gap\nA 2 3\nB 0 2\nC 2 0\nD 1 -\nE 0 2\n");
  check(facts, more, "customer functions_gap\nA 1\nB 3\nC 1\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(initiatives_that_run_are_counted, start, stop),
    cmocka_unit_test_setup_teardown(without_a_date_all_run, start, stop),
    cmocka_unit_test_setup_teardown(a_joint_initiative_is_a_joint_objective_on_record, start, stop),
    cmocka_unit_test_setup_teardown(an_initiative_with_a_stranger_is_refused, start, stop),
    cmocka_unit_test_setup_teardown(the_customers_own_intent_is_a_mark_where_none_is_given, start, stop),
    cmocka_unit_test_setup_teardown(customers_can_be_grouped_by_their_intent, start, stop),
    cmocka_unit_test_setup_teardown(the_talk_is_of_more_than_price, start, stop),
    cmocka_unit_test_setup_teardown(the_level_aimed_at_asks_for_departments, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
