/*
 * What goes wrong in other systems (design page on hosts, section 1), each a test that it does not here. What is tested elsewhere:
 *    segments with gaps and overlaps  policy_contradictions: each_contradiction_is_named_and_refused
 *    manual levels that never move    rules_overrides (pin, floor and cap; expiry; the computed value beside; who and how often)
 *    mixed currencies                 assessment (a model of another currency); one currency a portfolio by construction
 *    one account against the batch    apply_one_row, score_stage
 *    write only what has changed      changes
 *    places that a team can serve     rules_tiers: capacity
 *    calculated fields                score_stage, segments by columns of the host's own (policy_contradictions: what_looks_alike_and_means_something_is_used)
 *    a level from both sides          relationship, relationship_vectors
 */
#include "decided.h"

#include "patron/rules/pareto.h"

#define ROWS 3000

/* 3000, 2999, ..., 1: every share is below 0.001, so shares rounded to three decimals would add up to anything between 0 and 3. */
static void shares_are_not_rounded_before_they_are_added(void **state)
{
  static int64_t values[ROWS];
  const int64_t total = (int64_t)ROWS * (ROWS + 1) / 2;
  patron_pareto_result result = {.struct_size = sizeof result};
  int64_t sum = 0, inside = 0;
  (void)state;
  for (int64_t i = 0; i < ROWS; i++) values[i] = ROWS - i;
  while (5 * sum < 4 * total) sum += values[inside++];
  expect_ok(patron_pareto_cutoff_i64(values, NULL, ROWS, 800000, NULL, &result));
  assert_int_equal(result.n_inside, inside);
  assert_int_equal(result.cutoff_i64, values[inside - 1]);
}

/* Running shares, not single ones: none of ten equal parts is above 80 %, and eight of them are. */
static void shares_are_added_up(void **state)
{
  const int64_t values[10] = {110, 109, 108, 107, 106, 94, 93, 92, 91, 90};
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  expect_ok(patron_pareto_cutoff_i64(values, NULL, 10, 800000, NULL, &result));
  assert_int_equal(result.n_inside, 8);   /* 110 + 109 + 108 + 107 + 106 + 94 + 93 = 727, and 92 more pass 800 of 1000 */
}

/* The first customer alone passes both cuts, and is class A; nobody is without a class, and no band is left out for those behind it. */
static void one_that_dominates_has_a_class_and_leaves_the_others_theirs(void **state)
{
  (void)state;
  check_customers("customer layer sales\nBIG X 990000\nA X 6000\nB X 3000\nC X 1000\n", NULL, "customer sales_class\nBIG A\nA C\nB C\nC C\n");
  check_customers("customer layer sales\nBIG X 900\nA X 60\nB X 30\nC X 10\n", NULL, "customer sales_class\nBIG A\nA B\nB C\nC C\n");
  check_customers("customer layer sales\nONLY X 5\n", NULL, "customer sales_class\nONLY A\n");
}

/* Exactly at a bound is inside, and a bound that is passed by one that falls exactly on it takes no more. */
static void exactly_at_the_bound_is_inside(void **state)
{
  (void)state;
  check_customers("customer layer sales\nA X 80.00\nB X 15.00\nC X 5.00\n", NULL, "customer sales_class\nA A\nB B\nC C\n");
  check_customers("customer layer sales\nA X 79.99\nB X 15.01\nC X 5.00\n", NULL, "customer sales_class\nA A\nB A\nC C\n");   /* 79.99 is not 80; with B it is 95.00, which both cuts end at */
}

/* Equal customers are in one class in whatever order they come, and with whatever ids. */
static void equal_customers_are_in_one_class_in_any_order(void **state)
{
  (void)state;
  check_customers("customer layer sales\nA X 50\nB X 10\nC X 10\nD X 10\nE X 10\nF X 10\n", NULL, "customer sales_class\nA A\nB A\nC A\nD A\nE A\nF A\n");
  check_customers("customer layer sales\nZ X 10\nF X 10\nA X 10\nE X 10\nC X 10\nB X 50\n", NULL, "customer sales_class\nB A\nZ A\nF A\nE A\nC A\nA A\n");
}

/* A tier from the first unit of its cut-off on; who has nothing stays in the last tier above the fence, not in the second, and not in none. */
static void nobody_is_in_a_tier_that_was_not_reached(void **state)
{
  (void)state;
  check_customers("customer sales profit\nA 100 80.00\nB 100 15.00\nC 100 4.99\nD 100 0.01\nE 100 0\nF 100 -5\n", NULL,
                  "customer tier held_tier tier_state\nA GOLD GOLD NEW\nB SILVER SILVER NEW\nC BRONZE BRONZE NEW\nD BRONZE BRONZE NEW\nE BRONZE BRONZE NEW\nF BRONZE BRONZE NEW\n");
}

/* Credit notes count as what they are: a negative total is class N, and takes nothing from the cut of the others. */
static void credit_notes_do_not_move_the_cut_of_others(void **state)
{
  (void)state;
  check_customers("customer layer sales\nA X 80\nB X 15\nC X 5\nD X -500\nE X 0\n", NULL, "customer sales_class sales_cutoff\nA A 80.00\nB B 80.00\nC C 80.00\nD N 80.00\nE N 80.00\n");
}

/* A company, or a layer, of its own: what happens in another group changes nothing here. */
static void groups_do_not_mix(void **state)
{
  (void)state;
  check_customers("customer layer sales\nA X 80\nB X 15\nC X 5\nHUGE Y 100000\n", NULL, "customer sales_class\nA A\nB B\nC C\nHUGE A\n");
}

int main(void)
{
#define DECIDED(name) cmocka_unit_test_setup_teardown(name, start, stop)
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(shares_are_not_rounded_before_they_are_added), cmocka_unit_test(shares_are_added_up), DECIDED(one_that_dominates_has_a_class_and_leaves_the_others_theirs),
    DECIDED(exactly_at_the_bound_is_inside), DECIDED(equal_customers_are_in_one_class_in_any_order), DECIDED(nobody_is_in_a_tier_that_was_not_reached),
    DECIDED(credit_notes_do_not_move_the_cut_of_others), DECIDED(groups_do_not_mix),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
