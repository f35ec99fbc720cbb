/* The stage tier by hand: cut-offs of the tier value per program, tiers with memory, places, what happens below the fence, visits. */
#include "decided.h"

/* One margin a customer, no headroom: V is the margin. 50 + 30 = 80 %; with 15 and 4 to 95 %; two programs by layer. */
static void tiers_are_shares_of_the_value_above_the_fence(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer profit\n"
    "a        50.00\n"
    "b        30.00\n"
    "c        11.00\n"
    "d        4.00\n"
    "e        3.00\n"
    "f        2.00\n"
    "g        0.00\n"
    "h        -9.00\n"
    "i        -\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL,   /* without a cost of a visit everybody is above the fence; V <= 0 is in the last tier */
        "customer tier_value tier   held_tier tier_state tier_cutoff tier_margin coverage visits_per_year margin_before_visits\n"
        "a        50.00      GOLD   GOLD      NEW        30.00       20.00       !        12              50.00\n"
        "b        30.00      GOLD   GOLD      NEW        30.00       0.00        !        12              30.00\n"
        "c        11.00      SILVER SILVER    NEW        4.00        7.00        !        4               11.00\n"
        "d        4.00       SILVER SILVER    NEW        4.00        0.00        !        4               4.00\n"
        "e        3.00       BRONZE BRONZE    NEW        -           -           !        2               3.00\n"
        "f        2.00       BRONZE BRONZE    NEW        -           -           !        2               2.00\n"
        "g        0.00       BRONZE BRONZE    NEW        -           -           !        2               0.00\n"
        "h        -9.00      BRONZE BRONZE    NEW        -           -           !        2               -9.00\n"
        "i        -          -      -         -          -           -           !        -               -\n");
}

/* V = margin + half of the winnable headroom margin; the share of wallet tells LOYAL from CULTIVATE. Winnability is 100. */
static void half_of_what_can_be_won_counts(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer profit sales  potential contribution_rate market_share\n"
    "a        10.00  60.00  100.00    0.25              100\n"    /* 40 * 0.25 = 10: V 15 */
    "b        10.01  59.99  100.00    0.25              100\n"    /* 40.01 * 0.25 = 10.0025 -> 10.00: V 15.01 */
    "c        10.00  100.00 -         0.25              100\n"    /* no wallet: V is the margin */
    "d        -1.00  10.00  10.05     1                 50\n"}, {NULL, NULL}};   /* 0.05 * 0.5 = 0.025 -> 0.02; half 0.01: V -0.99 */
  static const book_lines rules[] = {{"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
    {"criteria", "scorecard criterion column low high\nobjective o current_value 0 100\npriority p objective 0 100\nattractiveness a market_share 0 100\nwinnability w market_share 0 100\n"},
    {"settings", "key value\ntier.loyal_share 0.6\n"}, {NULL, NULL}};
  const book_lines none[] = {rules[0], rules[1], {"settings", "key value\ntier.headroom_weight 0\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer winnable_headroom tier_value tier_subtype\na 10.00 15.00 LOYAL\nb 10.00 15.01 CULTIVATE\nc - 10.00 -\nd 0.02 -0.99 LOYAL\n");
  check(facts, none, "customer tier_value\na 10.00\nb 10.01\n");
}

/* Cut-offs 30 and 4, band 10 %: GOLD is left below 27, entered from 33; SILVER left below 3.60, entered from 4.40. */
static const char remembering[] =
  "customer profit previous_tier tier_periods_below\n"
  "a        50.00  GOLD          -\n"
  "b        30.00  SILVER        -\n"    /* reaches the cut-off, not 33 */
  "d        4.00   BRONZE        -\n"    /* the same at 4.40 */
  "c        11.00  GOLD          -\n"    /* far below */
  "e        3.00   SILVER        -\n"
  "f        2.00   PLATINUM      -\n";   /* no tier of the program: the plain rule */

static void a_tier_is_held_until_its_bound_is_passed_by_the_band(void **state)
{
  static const book_lines facts[] = {{"customers", remembering}, {NULL, NULL}};
  (void)state;
  check(facts, NULL,
        "customer tier   held_tier tier_state visits_per_year\n"
        "a        GOLD   GOLD      SAME       12\n"
        "b        GOLD   SILVER    SAME       4\n"
        "c        SILVER SILVER    DOWN       4\n"
        "d        SILVER BRONZE    SAME       2\n"
        "e        BRONZE BRONZE    DOWN       2\n"
        "f        BRONZE BRONZE    NEW        2\n");
  check_customers("customer profit previous_tier\nx 70.00 GOLD\ny 10.00 SILVER\nz 10.00 GOLD\nw 10.00 -\n", "key value\ntier.hysteresis 0\n",
                  "customer tier held_tier tier_state\nx GOLD GOLD SAME\ny GOLD GOLD UP\nz GOLD GOLD SAME\nw GOLD GOLD NEW\n");   /* 70 and a tied block of 10 */
}

static void just_inside_the_band_the_tier_is_held(void **state)
{
  (void)state;
  /* 60 + 20 = 80 % of 100: cut-off 20.00; 18.00 is 90 % of it, 22.00 would be 110 % */
  check_customers("customer profit previous_tier\na 60.00 GOLD\nb 20.00 SILVER\nheld 18.00 GOLD\nlost 2.00 GOLD\n", NULL,
                  "customer tier held_tier tier_state\na GOLD GOLD SAME\nb GOLD SILVER SAME\nheld SILVER GOLD SAME\nlost BRONZE BRONZE DOWN\n");
  check_customers("customer profit previous_tier\na 60.00 GOLD\nb 20.00 SILVER\nheld 17.99 GOLD\nlost 2.01 GOLD\n", NULL,
                  "customer tier held_tier tier_state\nheld SILVER SILVER DOWN\n");
}

/* tier.demote_after 2: the first period below is forgiven, the second is not; a value that is not positive is never forgiven. Cut-offs 30 and 3. */
static void a_tier_is_lost_after_so_many_periods_below(void **state)
{
  static const char facts[] =
    "customer profit previous_tier tier_periods_below\n"
    "a        70.00  GOLD          -\n"
    "b        30.00  GOLD          -\n"
    "first    3.00   GOLD          0\n"
    "second   3.00   GOLD          1\n"
    "third    3.00   GOLD          2\n"
    "unsaid   3.00   GOLD          -\n"
    "up       30.00  SILVER        9\n"
    "loss     -1.00  GOLD          0\n";
  (void)state;
  check_customers(facts, "key value\ntier.demote_after 2\n",
                  "customer held_tier tier_state\na GOLD SAME\nfirst GOLD SAME\nsecond SILVER DOWN\nthird SILVER DOWN\nunsaid GOLD SAME\nup SILVER SAME\nloss BRONZE DOWN\n");
  check_customers(facts, "key value\ntier.demote_after 3\n", "customer held_tier\nfirst GOLD\nsecond GOLD\nthird SILVER\nunsaid GOLD\nloss BRONZE\n");
  check_customers(facts, NULL, "customer held_tier\nfirst SILVER\nsecond SILVER\nunsaid SILVER\n");
}

/* Places never change a tier. Those below the line of a tier with fewer places are marked; a block of equals that does not fit stays out as a whole. */
static void places_go_to_the_largest_values(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 40.00\nb 20.00\nc 20.00\nd 20.00\ne 5.00\nf 5.00\ng -1.00\n"}, {NULL, NULL}};
  static const book_lines none[] = {{"programs", "program tier rank up_to_share above_fence capacity\n- TOP 1 80 yes 0\n- REST 2 100 yes -\n"}, {NULL, NULL}};
  static const book_lines one[] = {{"programs", "program tier rank up_to_share above_fence capacity\n- TOP 1 80 yes 1\n- REST 2 100 yes 2\n"}, {NULL, NULL}};
  static const book_lines three[] = {{"programs", "program tier rank up_to_share above_fence capacity\n- TOP 1 80 yes 3\n- REST 2 100 yes 1\n"}, {NULL, NULL}};
  static const book_lines four[] = {{"programs", "program tier rank up_to_share above_fence capacity\n- TOP 1 80 yes 4\n- REST 2 100 yes 3\n"}, {NULL, NULL}};
  patron_assessment *result;
  (void)state;
  /* 110 positive: 80 % are 88, reached by 40 + 20 + 20 + 20 with the tied block: cut-off 20 */
  check(facts, none, "customer tier beyond_capacity\na TOP yes\nb TOP yes\nc TOP yes\nd TOP yes\ne REST no\ng REST no\n");
  check(facts, one, "customer tier beyond_capacity\na TOP no\nb TOP yes\nc TOP yes\nd TOP yes\ne REST no\nf REST no\ng REST yes\n");
  check(facts, four, "customer beyond_capacity\na no\nb no\nc no\nd no\ne no\nf no\ng no\n");
  result = decide(facts, three);
  expect_decided(result, "customer tier beyond_capacity\na TOP no\nb TOP yes\nc TOP yes\nd TOP yes\ne REST yes\nf REST yes\ng REST yes\n");
  expect_rows(result, "tiers", "tier n capacity beyond_capacity cutoff tier_value\nTOP 4 3 3 20.00 100.00\nREST 3 1 3 - 9.00\n");
  patron_assessment_destroy(result);
}

/* A program for the layers that it names, one for all others. */
static void each_program_cuts_its_own_customers(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer profit\na KA_RETAIL 50.00\nb KA_RETAIL 50.00\nc SMALL_RETAIL 3.00\nd SMALL_RETAIL 1.00\ne - 7.00\nf END_USER 1.00\n"}, {NULL, NULL}};
  static const book_lines both[] = {{"programs",
    "program tier rank up_to_share above_fence layers                  visits_per_year\n"
    "shops   STAR 1    75          yes         SMALL_RETAIL,END_USER   5\n"
    "shops   DOT  2    100         yes         SMALL_RETAIL,END_USER   1\n"
    "big     GOLD 1    50          yes         -                       10\n"
    "big     REST 2    100         yes         -                       3\n"}, {NULL, NULL}};
  static const book_lines only[] = {{"programs", "program tier rank up_to_share above_fence layers\nshops STAR 1 100 yes SMALL_RETAIL\n"}, {NULL, NULL}};
  (void)state;
  check(facts, both, "customer program tier tier_cutoff visits_per_year\na big GOLD 50.00 10\nb big GOLD 50.00 10\nc shops STAR 1.00 5\nd shops STAR 1.00 5\ne big REST - 3\nf shops STAR 1.00 5\n");
  check(facts, only, "customer program tier tier_value\na - - 50.00\nc shops STAR 3.00\nd shops STAR 1.00\ne - - 7.00\n");
}

/* Cost of a visit 10, 4 visits: fence 40, reach 120, lower line 20. Below the fence: HOUSE at once whatever was held. */
static void below_the_fence_it_is_house_at_once(void **state)
{
  static const char facts[] =
    "customer profit previous_tier\n"
    "field    40.00  -\n"
    "call     39.99  GOLD\n"
    "lower    20.00  SILVER\n"
    "inbound  19.99  -\n"
    "loss     -5.00  HOUSE\n"
    "back     50.00  HOUSE\n";
  (void)state;
  check_customers(facts, "key value\nfence.visit_cost 10.00\nfence.minimum_visits 4\n",
                  "customer coverage tier   held_tier tier_state visits_per_year\n"
                  "field    FIELD    GOLD   GOLD      NEW        12\n"
                  "back     FIELD    GOLD   GOLD      UP         12\n"    /* from below the plain rule leads back */
                  "call     OUTBOUND HOUSE  HOUSE     DOWN       0\n"
                  "lower    OUTBOUND HOUSE  HOUSE     DOWN       0\n"
                  "inbound  INBOUND  HOUSE  HOUSE     NEW        0\n"
                  "loss     INBOUND  HOUSE  HOUSE     SAME       0\n");
  check_customers(facts, "key value\nfence.visit_cost 10.00\n", "customer coverage\nfield FIELD\ncall FIELD\nlower FIELD\ninbound OUTBOUND\nloss INBOUND\n");   /* 2 visits of BRONZE: 20 */
}

/* The fence adds back what face-to-face work costs: net margin is already less by it. */
static void visits_are_not_charged_twice(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 30.00\nb 29.99\n"}, {"activities", "customer activity per_year cost needs_face_to_face\na visit 2 5.00 yes\nb visit 2 5.00 yes\nb order 9 1.00 no\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nfence.visit_cost 10.00\nfence.minimum_visits 4\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer margin_before_visits coverage visits_now visit_gap tier\na 40.00 FIELD 2 10 GOLD\nb 39.99 OUTBOUND 2 -2 HOUSE\n");
}

/* Below the fence: margin after the fee on small orders; KEEP from 0, MIGRATE when only self-service pays, else EXIT_REVIEW. */
static void advice_below_the_fence(void **state)
{
  static const char facts[] =
    "customer profit small_orders cost_to_serve\n"
    "far      500.00 9            -\n"
    "keep     -6.00  3            50.00\n"
    "just     -9.00  3            -\n"
    "migrate  -20.00 1            40.00\n"
    "exit     -20.00 1            20.00\n"
    "edge     -20.00 1            22.00\n"
    "blind    -20.00 -            -\n";
  (void)state;
  check_customers(facts, "key value\nfence.visit_cost 10.00\nfence.minimum_visits 4\nhouse.small_order_fee 3.00\nhouse.self_service_cost 5.00\n",
                  "customer margin_after_rules advice\n"
                  "far      -                  -\n"
                  "keep     3.00               KEEP\n"
                  "just     0.00               KEEP\n"
                  "migrate  -17.00             MIGRATE\n"        /* -17 + 40 - 5 = 18 */
                  "exit     -17.00             EXIT_REVIEW\n"    /* -17 + 20 - 5 = -2 */
                  "edge     -17.00             MIGRATE\n"        /* 0 */
                  "blind    -20.00             EXIT_REVIEW\n");
}

/* The line is drawn with the visits of the lowest tier above the fence, in whichever program: 2 times 10.00. A program that has none there says nothing of visits. */
static void a_program_below_the_fence_does_not_move_it(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer profit\na - 20.00\nb - 19.99\nc END_USER 25.00\nd END_USER 5.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nfence.visit_cost 10.00\n"},
    {"programs", "program tier rank up_to_share above_fence layers visits_per_year\nmain GOLD 1 80 yes - 6\nmain REST 2 100 yes - 2\nmain HOUSE 3 - no - 0\nusers CLUB 1 - no END_USER 0\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer program tier coverage\na main GOLD FIELD\nb main HOUSE OUTBOUND\nc users CLUB FIELD\nd users CLUB INBOUND\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(tiers_are_shares_of_the_value_above_the_fence, start, stop),
    cmocka_unit_test_setup_teardown(half_of_what_can_be_won_counts, start, stop),
    cmocka_unit_test_setup_teardown(a_tier_is_held_until_its_bound_is_passed_by_the_band, start, stop),
    cmocka_unit_test_setup_teardown(just_inside_the_band_the_tier_is_held, start, stop),
    cmocka_unit_test_setup_teardown(a_tier_is_lost_after_so_many_periods_below, start, stop),
    cmocka_unit_test_setup_teardown(places_go_to_the_largest_values, start, stop),
    cmocka_unit_test_setup_teardown(each_program_cuts_its_own_customers, start, stop),
    cmocka_unit_test_setup_teardown(below_the_fence_it_is_house_at_once, start, stop),
    cmocka_unit_test_setup_teardown(visits_are_not_charged_twice, start, stop),
    cmocka_unit_test_setup_teardown(advice_below_the_fence, start, stop),
    cmocka_unit_test_setup_teardown(a_program_below_the_fence_does_not_move_it, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
