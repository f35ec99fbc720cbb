/* The stages position and engage by hand: bands, relative winnability, gates one by one, caps of programs, over- and under-engagement, investment. */
#include "decided.h"

/* Attractiveness and winnability are what strategic_fit and market_share say; no program caps. */
static const book_lines plain[] = {
  {"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
  {"criteria", "scorecard criterion column low high\nobjective o current_value 0 100\npriority p objective 0 100\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"},
  {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"}, {NULL, NULL}};

static void each_gate_blocks_what_it_guards(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer   strategic_fit market_share our_commitment our_trust their_commitment their_trust profit customer_margin conditional_terms joint_objectives alignment\n"
    "open       90            90           90             90        90               90          1.00   1.00            yes               yes              -\n"
    "aligned    90            90           90             90        90               90          1.00   1.00            yes               yes              50\n"
    "apart      90            90           90             90        90               90          1.00   1.00            yes               yes              49.99\n"
    "objectives 90            90           90             90        90               90          1.00   1.00            yes               no               60\n"
    "unrecorded 90            90           90             90        90               90          1.00   1.00            yes               -                60\n"
    "term       90            90           90             90        90               90          1.00   1.00            no                yes              60\n"
    "unknown    90            90           90             90        90               90          1.00   -               yes               yes              60\n"
    "theirs     90            90           90             90        90               90          1.00   -0.01           yes               yes              60\n"
    "zero       90            90           90             90        90               90          0.00   1.00            yes               yes              60\n"
    "ours       90            90           90             90        90               90          -0.01  1.00            yes               yes              60\n"
    "several    90            90           20             20        20               20          1.00   -1.00           no                no               60\n"
    "worst      90            90           20             20        20               20          -1.00  -1.00           no                no               10\n"
    "stranger   90            90           -              20        20               20          1.00   1.00            yes               yes              60\n"
    "us         90            90           90             90        10               10          1.00   1.00            yes               yes              60\n"
    "them       90            90           10             10        90               90          1.00   1.00            yes               yes              60\n"
    "halfknown  90            -            90             90        90               90          1.00   1.00            yes               yes              60\n"
    "nomargin   90            90           90             90        90               90          -      1.00            yes               yes              60\n"}, {NULL, NULL}};
  (void)state;
  check(facts, plain,
        "customer   target_approach recommended_approach approach_gap blocked_by\n"
        "open       STRATEGIC       STRATEGIC            0            NONE\n"
        "aligned    STRATEGIC       STRATEGIC            0            NONE\n"
        "apart      STRATEGIC       TACTICAL             3            ALIGNMENT\n"
        "objectives STRATEGIC       COLLABORATIVE        1            JOINT_OBJECTIVES\n"
        "unrecorded STRATEGIC       COLLABORATIVE        1            JOINT_OBJECTIVES\n"
        "term       STRATEGIC       CONSULTATIVE         2            CONDITIONAL_TERM\n"
        "unknown    STRATEGIC       COLLABORATIVE        1            CUSTOMER_MARGIN\n"
        "theirs     STRATEGIC       CONSULTATIVE         2            CUSTOMER_MARGIN\n"
        "zero       STRATEGIC       COLLABORATIVE        1            OUR_MARGIN\n"
        "ours       STRATEGIC       TACTICAL             3            OUR_MARGIN\n"
        "several    STRATEGIC       CONSULTATIVE         2            RELATIONSHIP\n"      /* the first in the order of those that allow least */
        "worst      STRATEGIC       TACTICAL             3            OUR_MARGIN\n"
        "stranger   STRATEGIC       CONSULTATIVE         2            RELATIONSHIP\n"
        "us         STRATEGIC       TACTICAL             3            RELATIONSHIP\n"      /* limited, we are exposed: no step up from TRANSACTIONAL */
        "them       STRATEGIC       CONSULTATIVE         2            RELATIONSHIP\n"      /* they are: our stepping up is the repair */
        "halfknown  -               -                    -            -\n"
        "nomargin   STRATEGIC       COLLABORATIVE        1            OUR_MARGIN\n");
}

/* Without the columns of a gate: records count as absent, unknown margins pass the first two. */
static void what_nobody_recorded_counts_as_absent(void **state)
{
  static const book_lines facts[] = {{"customers", "customer strategic_fit market_share\nA 90 90\nB 10 90\nC 50 50\n"}, {NULL, NULL}};
  (void)state;
  check(facts, plain, "customer target_approach recommended_approach blocked_by engagement\nA STRATEGIC CONSULTATIVE RELATIONSHIP -\nB CONSULTATIVE CONSULTATIVE NONE -\nC CONSULTATIVE CONSULTATIVE NONE -\n");
}

static void today_is_compared_with_target_and_recommendation(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer strategic_fit market_share our_commitment our_trust their_commitment their_trust profit customer_margin conditional_terms joint_objectives actual_approach\n"
    "over     50            90           90 90 90 90 1.00 1.00 yes yes STRATEGIC\n"
    "target   50            90           50 50 50 50 1.00 1.00 no  no  COLLABORATIVE\n"    /* above what is recommended, not above the target */
    "fit      50            90           50 50 50 50 1.00 1.00 no  no  CONSULTATIVE\n"
    "under    50            90           50 50 50 50 1.00 1.00 no  no  TACTICAL\n"
    "unknown  50            90           50 50 50 50 1.00 1.00 no  no  -\n"}, {NULL, NULL}};
  (void)state;
  check(facts, plain,
        "customer target_approach recommended_approach engagement\n"
        "over     COLLABORATIVE   COLLABORATIVE        OVER_ENGAGED\n"
        "target   COLLABORATIVE   CONSULTATIVE         FIT\n"
        "fit      COLLABORATIVE   CONSULTATIVE         FIT\n"
        "under    COLLABORATIVE   CONSULTATIVE         UNDER_ENGAGED\n"
        "unknown  COLLABORATIVE   CONSULTATIVE         -\n");
}

/* GOLD 80, SILVER 16, BRONZE 4 of the margin: a corner shop at the top of its layer gets no joint plan. */
static void the_program_caps_the_target(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer strategic_fit market_share our_commitment our_trust their_commitment their_trust profit customer_margin conditional_terms joint_objectives\n"
    "gold     90            90           90 90 90 90 80.00 1.00 yes yes\n"
    "silver   90            90           90 90 90 90 16.00 1.00 yes yes\n"
    "bronze   90            90           90 90 90 90 3.00  1.00 yes yes\n"
    "low      10            10           90 90 90 90 1.00  1.00 yes yes\n"}, {NULL, NULL}};
  const book_lines rules[] = {plain[0], plain[1], {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer tier target_approach recommended_approach blocked_by\ngold GOLD STRATEGIC STRATEGIC NONE\nsilver SILVER COLLABORATIVE COLLABORATIVE NONE\nbronze BRONZE CONSULTATIVE CONSULTATIVE NONE\nlow BRONZE TACTICAL TACTICAL NONE\n");
}

/* McDonald & Rogers: r = own / best competitor, winnability 100 r/(1+r): 50 is parity. What can be won goes by it, too. */
static void winnability_may_be_relative_to_the_best_competitor(void **state)
{
  static const char facts_text[] = "customer strategic_fit market_share competitor_strength sales potential contribution_rate\n"
    "parity   50 40 40 0.00 100.00 1\n"
    "twice    50 80 40 0.00 100.00 1\n"     /* 66.67: just not HIGH */
    "triple   50 90 30 0.00 100.00 1\n"     /* 75 */
    "weak     50 20 60 0.00 100.00 1\n"     /* 25 */
    "none     50 20 0  0.00 100.00 1\n"     /* no competitor: 100 */
    "nobody   50 0  0  0.00 100.00 1\n"
    "unknown  50 90 -  0.00 100.00 1\n";
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  const book_lines relative[] = {plain[0], plain[1], plain[2], {"settings", "key value\nwinnability.mode RELATIVE\n"}, {NULL, NULL}};
  (void)state;
  check(facts, plain, "customer winnability_band winnable_headroom\nparity MEDIUM 40.00\ntwice HIGH 80.00\nweak LOW 20.00\nnobody LOW 0.00\nunknown HIGH 90.00\n");
  check(facts, relative, "customer winnability_band winnable_headroom\nparity MEDIUM 50.00\ntwice MEDIUM 66.67\ntriple HIGH 75.00\nweak LOW 25.00\nnone HIGH 100.00\nnobody MEDIUM 50.00\nunknown HIGH 90.00\n");
}

/* The matrix in two bands, and sums of its cells. */
static void a_matrix_of_four_cells_and_its_sums(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer strategic_fit market_share sales potential\n"
    "a        50            50           10.00 30.00\n"
    "b        49.9999       50           20.00 20.00\n"
    "c        50            49.9999      40.00 -\n"
    "d        0             0            -     5.00\n"
    "e        80            80           7.00  7.00\n"
    "f        80            -            9.00  9.00\n"}, {NULL, NULL}};
  static const char cells[] = "attractiveness winnability intent approach\nHIGH HIGH INVEST STRATEGIC\nHIGH LOW SELECTIVE CONSULTATIVE\nLOW HIGH PROTECT CONSULTATIVE\nLOW LOW CASH TACTICAL\n";
  const book_lines rules[] = {plain[0], plain[1], plain[2], {"matrix", cells}, {"settings", "key value\nmatrix.bands 50\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer intent\na INVEST\nb PROTECT\nc SELECTIVE\nd CASH\ne INVEST\nf -\n");
  expect_rows(result, "matrix", "intent attractiveness winnability members current_value potential_value\nINVEST HIGH HIGH 2 17.00 37.00\nSELECTIVE HIGH LOW 1 40.00 0.00\nPROTECT LOW HIGH 1 20.00 20.00\nCASH LOW LOW 1 0.00 5.00\n");
  patron_assessment_destroy(result);
}

/* Returns on serving of 1, 2 and 5; a loss of ours caps at LOW, one of the customer's at MEDIUM. */
static void investment_has_bounds_and_caps(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer sales potential contribution_rate market_share cost_to_serve profit customer_margin\n"
    "none     0.00  99.99     1                 100          100.00        1.00   1.00\n"
    "low      0.00  100.00    1                 100          100.00        1.00   1.00\n"
    "medium   0.00  200.00    1                 100          100.00        1.00   1.00\n"
    "high     0.00  500.00    1                 100          100.00        1.00   1.00\n"
    "ours     0.00  500.00    1                 100          100.00        -0.01  1.00\n"
    "theirs   0.00  500.00    1                 100          100.00        1.00   -0.01\n"
    "small    0.00  50.00     1                 100          100.00        -1.00  -1.00\n"
    "unknown  0.00  500.00    1                 100          -             1.00   1.00\n"
    "negative 0.00  500.00    1                 100          -5.00         1.00   1.00\n"
    "nowallet 0.00  -         1                 100          100.00        1.00   1.00\n"}, {NULL, NULL}};
  (void)state;
  check(facts, plain,
        "customer return_on_serving investment_level investment_ceiling\n"
        "none     0.9999            NONE             20.00\n"
        "low      1                 LOW              20.00\n"
        "medium   2                 MEDIUM           40.00\n"
        "high     5                 HIGH             100.00\n"
        "ours     5                 LOW              100.00\n"
        "theirs   5                 MEDIUM           100.00\n"
        "small    0.5               NONE             10.00\n"
        "unknown  -                 -                100.00\n"
        "negative -                 -                100.00\n"
        "nowallet -                 -                -\n");
}

/* The priority is what market_growth says, -0.2 .. 0.2: b and c are equal, d has none, the cell of e and f is another, g stands in no cell. */
static void within_a_cell_customers_stand_by_priority(void **state)
{
  static const char names[] = "customer strategic_fit market_share market_growth\n";
  static const char lines[] = "a 90 90 0.0\nb 90 90 0.1\nc 80 70 0.1\nd 90 90 -\ne 50 90 -0.1\nf 50 95 0.2\ng - 90 0.2\nh 90 90 -0.2\n";
  char text[512];
  const book_lines facts[] = {{"customers", text}, {NULL, NULL}};
  static const book_lines rules[] = {
    {"scorecards", "scorecard weighting\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
    {"criteria", "scorecard criterion column low high\npriority p market_growth -0.2 0.2\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"}, {NULL, NULL}};
  static const book_lines nobody[] = {{"settings", "key value\nscore.rank_by ''\n"}, {NULL, NULL}};
  (void)state;
  snprintf(text, sizeof text, "%s%s", names, lines);
  check(facts, rules, "customer rank rank_in_cell\na 5 3\nb 3 1\nc 3 1\nd - -\ne 6 2\nf 1 1\ng 1 -\nh 7 4\n");
  snprintf(text, sizeof text, "%sh 90 90 -0.2\n", names);
  check(facts, rules, "customer rank_in_cell\nh 1\n");
  snprintf(text, sizeof text, "%sd 90 90 -\n", names);
  check(facts, rules, "customer rank_in_cell\nd -\n");
  check(facts, nobody, "customer rank_in_cell\nd !\n");
}

/* Whom an override moves stands in the order of the cell where it is now. */
static void an_override_of_a_band_moves_the_order_too(void **state)
{
  static const book_lines facts[] = {
    {"customers", "customer strategic_fit market_share market_growth\na 90 90 0.0\nb 90 90 0.1\nc 10 90 0.2\n"},
    {"overrides", "customer column kind value reason author approver date\nc attractiveness_band PIN HIGH law ann bea 2026-01-01\n"},
    {"evidence", "customer party dimension item value date\na US TRUST q 50 2026-02-01\n"}, {NULL, NULL}};
  static const book_lines rules[] = {
    {"scorecards", "scorecard weighting\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
    {"criteria", "scorecard criterion column low high\npriority p market_growth -0.2 0.2\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer attractiveness_band rank_in_cell\na HIGH 3\nb HIGH 2\nc HIGH 1\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(each_gate_blocks_what_it_guards, start, stop),
    cmocka_unit_test_setup_teardown(what_nobody_recorded_counts_as_absent, start, stop),
    cmocka_unit_test_setup_teardown(today_is_compared_with_target_and_recommendation, start, stop),
    cmocka_unit_test_setup_teardown(the_program_caps_the_target, start, stop),
    cmocka_unit_test_setup_teardown(winnability_may_be_relative_to_the_best_competitor, start, stop),
    cmocka_unit_test_setup_teardown(a_matrix_of_four_cells_and_its_sums, start, stop),
    cmocka_unit_test_setup_teardown(investment_has_bounds_and_caps, start, stop),
    cmocka_unit_test_setup_teardown(within_a_cell_customers_stand_by_priority, start, stop),
    cmocka_unit_test_setup_teardown(an_override_of_a_band_moves_the_order_too, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
