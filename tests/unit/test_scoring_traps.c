/*
 * Defects found in other libraries (design study of scoring, section 3), each a test that Patron does not have it.
 *
 * The edge rules of the same study (section 7) and where they are tested; all vectors of edge_cases.json besides (test_edge_vectors):
 *    1  constant column      normalise, normalise_statistics: a_constant_column_is_in_the_middle; traps 4, 5; score_stage (the warning of a fit)
 *    2  all columns constant trap 14; weights_derived: columns_that_say_nothing_weigh_nothing
 *    3  single alternative   edge_vectors; robustness_stage: one_row_has_no_net_flow
 *    4  missing values       aggregate_sum: policies_say_what_a_missing_value_is_worth, an_unknown_score_needs_a_place_to_say_so; comparison: a_missing_value_is_neutral_or_worst_as_asked
 *    5  infinity             trap 14; bad_calls_are_refused of aggregate_sum and comparison; table_columns (facts)
 *    6  negative values      weights_derived: data_that_a_measure_cannot_take_is_refused; normalise_statistics: values_that_a_ratio_has_no_place_for_are_refused; trap 16
 *    7  zeros                trap 7; normalise_statistics: a_product_refuses_zero_without_a_floor; policy_contradictions (MINMAX in a product)
 *    8  weights              weights: bad_weights_are_refused_and_never_made_equal; aggregate_sum, comparison: a_criterion_of_weight_zero_changes_nothing
 *    9  ties                 trap 12; rank: a_rank_is_one_more_than_the_number_strictly_better; trap 15
 *   10  AHP                  traps 9 to 11; rule_10 below; weights_derived: ahp_refuses_what_is_no_comparison; policy_contradictions (a policy)
 *   11  stability            robustness: an_interval_holds_to_its_ends_and_not_beyond, a_question_without_an_answer_is_refused
 *   12  samples              robustness: samples_are_those_of_the_documented_generator, rows_without_values_are_nowhere; trap 15
 *   13  fixed order of sums  comparison, weights_derived: the_order_of_rows_changes_no_byte; trap 12 (no tolerance)
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/comparison.h"
#include "patron/rules/robustness.h"
#include "patron/rules/weights.h"

enum { ROWS = 5 };

static const double A[ROWS] = {9, 1, 4, 6, 3}, B[ROWS] = {8, 2, 7, 5, 1}, C[ROWS] = {7, 4, 1, 6, 2}, SAME[ROWS] = {5, 5, 5, 5, 5};
static const double THIRDS[3] = {1, 1, 1};
static const patron_promethee_preferences USUAL = {.struct_size = sizeof USUAL};

static patron_status flows_of(const double *const *columns, const int32_t *directions, const double *weights, const patron_promethee_preferences *preferences, int32_t n, double *plus, double *net) {
  patron_promethee_columns out = {.struct_size = sizeof out, .plus = plus, .net = net};
  return patron_aggregate_promethee(columns, NULL, directions, weights, preferences, ROWS, n, PATRON_MISSING_FAIL, NULL, &out, NULL);
}

static void trap_01_promethee_flows_have_the_right_sign(void **state) {
  const double *columns[3] = {A, B, C};
  double plus[ROWS], net[ROWS];
  (void)state;
  assert_int_equal(flows_of(columns, NULL, THIRDS, &USUAL, 3, plus, net), PATRON_OK);
  for (int32_t i = 1; i < ROWS; i++) assert_true(net[0] > net[i]);   /* the first row dominates all */
}

static void trap_02_promethee_flows_are_divided_by_the_others(void **state) {
  const double *columns[3] = {A, B, C};
  double plus[ROWS], net[ROWS];
  (void)state;
  assert_int_equal(flows_of(columns, NULL, THIRDS, &USUAL, 3, plus, net), PATRON_OK);
  assert_true(fabs(plus[0] - 1.0) <= 1e-15);
  assert_true(fabs(net[0] - 1.0) <= 1e-15);
}

static void trap_03_a_second_promethee_call_says_the_same(void **state) {
  const double *columns[3] = {A, B, C}, q[3] = {1, 1, 1}, p[3] = {3, 3, 3};
  const int32_t type[3] = {PATRON_PREFERENCE_LINEAR, PATRON_PREFERENCE_LEVEL, PATRON_PREFERENCE_V};
  const patron_promethee_preferences preferences = {sizeof preferences, 0, type, q, p};
  double plus[ROWS], first[ROWS], second[ROWS];
  (void)state;
  assert_int_equal(flows_of(columns, NULL, THIRDS, &preferences, 3, plus, first), PATRON_OK);
  assert_int_equal(flows_of(columns, NULL, THIRDS, &preferences, 3, plus, second), PATRON_OK);
  assert_memory_equal(first, second, sizeof first);
}

static void trap_04_critic_heeds_directions_and_survives_a_constant_column(void **state) {
  const double *columns[3] = {A, B, C}, *with[4] = {A, SAME, B, C};
  const int32_t mixed[3] = {PATRON_DIRECTION_HIGHER, PATRON_DIRECTION_LOWER, PATRON_DIRECTION_HIGHER};
  double all_up[3], one_down[3], four[4];
  uint32_t warnings = 0;
  (void)state;
  assert_int_equal(patron_weights_critic(columns, NULL, NULL, ROWS, 3, PATRON_CORRELATION_PEARSON, NULL, all_up, NULL), PATRON_OK);
  assert_int_equal(patron_weights_critic(columns, NULL, mixed, ROWS, 3, PATRON_CORRELATION_PEARSON, NULL, one_down, NULL), PATRON_OK);
  assert_true(fabs(all_up[1] - one_down[1]) > 0.01);
  assert_int_equal(patron_weights_critic(with, NULL, NULL, ROWS, 4, PATRON_CORRELATION_PEARSON, NULL, four, &warnings), PATRON_OK);
  assert_int_equal(warnings, PATRON_WARNING_DEGENERATE_CRITERION);
  assert_true(four[1] == 0.0);
}

static void trap_05_a_constant_column_adds_no_conflict(void **state) {
  const double *columns[3] = {A, B, C}, *with[4] = {A, B, C, SAME};
  double three[3], four[4];
  (void)state;
  for (int32_t correlation = PATRON_CORRELATION_PEARSON; correlation <= PATRON_CORRELATION_SPEARMAN; correlation++) {
    assert_int_equal(patron_weights_critic(columns, NULL, NULL, ROWS, 3, correlation, NULL, three, NULL), PATRON_OK);
    assert_int_equal(patron_weights_critic(with, NULL, NULL, ROWS, 4, correlation, NULL, four, NULL), PATRON_OK);
    assert_memory_equal(three, four, sizeof three);
  }
}

static void trap_06_deviations_do_not_depend_on_units(void **state) {
  double cents[ROWS], euros[2], weights[2];
  const double *one[2] = {A, B}, *other[2] = {cents, B};
  (void)state;
  for (int32_t i = 0; i < ROWS; i++) cents[i] = A[i] * 100.0;
  assert_int_equal(patron_weights_deviation(one, NULL, NULL, ROWS, 2, NULL, euros, NULL), PATRON_OK);
  assert_int_equal(patron_weights_deviation(other, NULL, NULL, ROWS, 2, NULL, weights, NULL), PATRON_OK);
  assert_true(fabs(weights[0] - euros[0]) <= 1e-15);
}

static void trap_07_entropy_takes_zero_as_zero_and_costs_as_they_are(void **state) {
  const double zeros[3] = {0, 1, 3}, plain[3] = {1, 2, 3}, *columns[2] = {zeros, plain};
  const int32_t cost[2] = {PATRON_DIRECTION_LOWER, PATRON_DIRECTION_LOWER};
  double up[2], down[2];
  (void)state;
  assert_int_equal(patron_weights_entropy(columns, NULL, NULL, 3, 2, NULL, up, NULL), PATRON_OK);
  assert_int_equal(patron_weights_entropy(columns, NULL, cost, 3, 2, NULL, down, NULL), PATRON_OK);
  assert_memory_equal(up, down, sizeof up);
  /* shares 1/4, 3/4 and 1/6, 1/3, 1/2 of m = 3 */
  assert_true(fabs(up[0] / up[1] - ((1.0 - 0.5623351446188083 / log(3.0)) / (1.0 - 1.0114042647073518 / log(3.0)))) <= 1e-12);
}

static void trap_08_best_worst_is_the_optimum_and_counts_under_consistency(void **state) {
  const double to_others[5] = {2, 1, 4, 3, 8}, to_worst[5] = {4, 8, 2, 3, 1}, exact[5] = {0.2295081967213115, 0.4480874316939891, 0.1147540983606557, 0.1530054644808743, 0.0546448087431694};
  const double others[4] = {1, 2, 4, 8}, worst[4] = {8, 3, 1.5, 1};
  double weights[5], ratio;
  (void)state;
  assert_int_equal(patron_weights_best_worst(to_others, to_worst, 5, 1, 4, NULL, weights, NULL, NULL), PATRON_OK);
  for (int32_t j = 0; j < 5; j++) assert_true(fabs(weights[j] - exact[j]) <= 1e-13);
  assert_int_equal(patron_weights_best_worst(others, worst, 4, 0, 3, NULL, weights, NULL, &ratio), PATRON_OK);
  assert_true(fabs(ratio - 2.0 / 56.0) <= 1e-15);
}

static void trap_09_the_random_index_rises_and_names_its_table(void **state) {
  (void)state;
  for (int32_t table = PATRON_RANDOM_INDEX_ALONSO_LAMATA; table <= PATRON_RANDOM_INDEX_SAATY; table++) {
    double last = -1.0, index = 0.0;
    for (int32_t n = 2; n <= 15; n++) {
      assert_int_equal(patron_random_index(table, n, &index), PATRON_OK);
      assert_true(index > last);
      last = index;
    }
    assert_int_equal(patron_random_index(table, 16, &index), PATRON_UNKNOWN);
  }
  assert_int_equal(patron_random_index(2, 3, &(double){0}), PATRON_E_INVALID_ARGUMENT);
}

static void trap_10_rounded_thirds_and_halves_between_grades_are_accepted(void **state) {
  const double thirds[9] = {1, 3, 5, 0.3333333, 1, 1.5, 0.2, 0.6666667, 1}, coarse[9] = {1, 3, 5, 0.33, 1, 2, 0.2, 0.5, 1};
  double weights[3];
  (void)state;
  assert_int_equal(patron_weights_ahp(thirds, 3, PATRON_WEIGHTING_AHP, 0, 0.0, NULL, weights, NULL), PATRON_OK);
  assert_int_equal(patron_weights_ahp(coarse, 3, PATRON_WEIGHTING_AHP, 0, 0.0, NULL, weights, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_ahp(coarse, 3, PATRON_WEIGHTING_AHP, 0, 0.05, NULL, weights, NULL), PATRON_OK);
}

static void trap_11_ahp_is_the_eigenvector_to_the_last_digits(void **state) {
  const double comparisons[16] = {1, 2, 1.0 / 7, 9, 0.5, 1, 3, 1.0 / 5, 7, 1.0 / 3, 1, 4, 1.0 / 9, 5, 0.25, 1};   /* contradictory on purpose */
  double w[4];
  patron_ahp_consistency found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_weights_ahp(comparisons, 4, PATRON_WEIGHTING_AHP, 0, 0.0, NULL, w, &found), PATRON_OK);
  for (int32_t i = 0; i < 4; i++) {
    double sum = 0.0;
    for (int32_t j = 0; j < 4; j++) sum += comparisons[4 * i + j] * w[j];
    assert_true(fabs(sum / w[i] - found.lambda_max) <= 1e-13);
  }
  assert_int_equal(found.warnings, PATRON_WARNING_INCONSISTENT);
}

static void trap_12_ranks_are_one_more_than_the_number_strictly_better(void **state) {
  const double scores[5] = {0.7, 0.9, 0.7, 0.1, 0.9};
  const int64_t expected[5] = {3, 1, 3, 5, 1};   /* no ordering, not dense, not averaged */
  int64_t ranks[5];
  (void)state;
  assert_int_equal(patron_rank(scores, NULL, 5, NULL, ranks), PATRON_OK);
  assert_memory_equal(ranks, expected, sizeof ranks);
}

static void trap_13_logarithms_of_many_rows_do_not_overflow(void **state) {
  static double revenue[2000], logs[2000];
  double low, high;
  (void)state;
  for (int32_t i = 0; i < 2000; i++) revenue[i] = i == 0 ? 0.0 : pow(10.0, i % 9);
  assert_int_equal(patron_transform_log1p(revenue, NULL, 2000, logs), PATRON_OK);
  assert_int_equal(patron_value_range(logs, NULL, 2000, &low, &high), PATRON_OK);
  assert_true(low == 0.0 && high > 18.0 && high < 19.0);
}

static void trap_14_topsis_knows_no_nan(void **state) {
  const double *same[2] = {SAME, SAME}, nan[ROWS] = {1, NAN, 3, 4, 5}, *poisoned[2] = {A, nan}, two[2] = {1, 1}, one[2] = {0.5, 0.5}, zero[2] = {0, 0}, *columns[2] = {A, B};
  double score[ROWS], double_weight[ROWS];
  patron_topsis_columns out = {.struct_size = sizeof out, .score = score}, twice = {.struct_size = sizeof twice, .score = double_weight};
  uint32_t warnings = 0;
  (void)state;
  assert_int_equal(patron_aggregate_topsis(same, NULL, two, ROWS, 2, 0, NULL, NULL, NULL, &out, &warnings), PATRON_OK);
  for (int32_t i = 0; i < ROWS; i++) assert_true(score[i] == 0.5);
  assert_int_equal(warnings, PATRON_WARNING_DEGENERATE_ALL);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, zero, ROWS, 2, 0, NULL, NULL, NULL, &out, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_aggregate_topsis(poisoned, NULL, two, ROWS, 2, 0, NULL, NULL, NULL, &out, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, one, ROWS, 2, 0, NULL, NULL, NULL, &out, NULL), PATRON_OK);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, two, ROWS, 2, 0, NULL, NULL, NULL, &twice, NULL), PATRON_OK);
  assert_memory_equal(score, double_weight, sizeof score);
}

/* Three equal rows and one worse than all: the equal ones share rank 1, and who is never first has no central weight. */
static void trap_15_ties_share_the_better_rank_and_never_first_has_no_central_weight(void **state) {
  const double x[4] = {0.5, 0.5, 0.5, 0.1}, *columns[2] = {x, x};
  const int64_t bounds[4] = {1, 2, 3, 4};
  double tiers[16], central[8];
  uint8_t firsts = 0;
  const patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = 50, .seed = 1};
  const patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = tiers, .central_weights = central, .central_validity = &firsts};
  (void)state;
  assert_int_equal(patron_acceptability(columns, NULL, 4, 2, &samples, bounds, 4, NULL, &out), PATRON_OK);
  for (int32_t i = 0; i < 3; i++) assert_true(tiers[4 * i] == 1.0 && tiers[4 * i + 1] == 0.0 && tiers[4 * i + 2] == 0.0);
  assert_true(tiers[12] == 0.0 && tiers[15] == 1.0);   /* one more than the three strictly better */
  for (int32_t i = 0; i < 3; i++) assert_true(fabs(central[2 * i] + central[2 * i + 1] - 1.0) <= 1e-12);
  assert_true(firsts == 7 && central[6] == 0.0 && central[7] == 0.0);
}

static void rule_10_one_or_two_criteria_cannot_contradict_each_other(void **state) {
  const double one[1] = {1}, two[4] = {1, 7, 1.0 / 7, 1};
  double weights[2];
  (void)state;
  for (int32_t n = 1; n <= 2; n++) {
    patron_ahp_consistency found = {.struct_size = sizeof found, .ratio = 7};
    assert_int_equal(patron_weights_ahp(n == 1 ? one : two, n, PATRON_WEIGHTING_AHP, 0, 0.0, NULL, weights, &found), PATRON_OK);
    assert_true(found.ratio == 0.0 && found.warnings == 0);
    assert_true(fabs(weights[0] - (n == 1 ? 1.0 : 0.875)) <= 1e-15);
  }
}

static void trap_16_costs_need_no_inverter(void **state) {
  const double *columns[2] = {A, B};
  const int32_t cost[2] = {PATRON_DIRECTION_LOWER, PATRON_DIRECTION_LOWER};
  double plus[ROWS], up[ROWS], down[ROWS], scaled[ROWS], negative[ROWS] = {-3, -1, 0, 2, 4};
  (void)state;
  assert_int_equal(flows_of(columns, NULL, THIRDS, &USUAL, 2, plus, up), PATRON_OK);
  assert_int_equal(flows_of(columns, cost, THIRDS, &USUAL, 2, plus, down), PATRON_OK);
  for (int32_t i = 0; i < ROWS; i++) assert_true(up[i] == -down[i]);
  assert_int_equal(patron_normalise_linear(negative, NULL, ROWS, -3, 4, PATRON_DIRECTION_LOWER, scaled), PATRON_OK);
  assert_true(scaled[0] == 1.0 && scaled[4] == 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(trap_01_promethee_flows_have_the_right_sign),
    cmocka_unit_test(trap_02_promethee_flows_are_divided_by_the_others),
    cmocka_unit_test(trap_03_a_second_promethee_call_says_the_same),
    cmocka_unit_test(trap_04_critic_heeds_directions_and_survives_a_constant_column),
    cmocka_unit_test(trap_05_a_constant_column_adds_no_conflict),
    cmocka_unit_test(trap_06_deviations_do_not_depend_on_units),
    cmocka_unit_test(trap_07_entropy_takes_zero_as_zero_and_costs_as_they_are),
    cmocka_unit_test(trap_08_best_worst_is_the_optimum_and_counts_under_consistency),
    cmocka_unit_test(trap_09_the_random_index_rises_and_names_its_table),
    cmocka_unit_test(trap_10_rounded_thirds_and_halves_between_grades_are_accepted),
    cmocka_unit_test(trap_11_ahp_is_the_eigenvector_to_the_last_digits),
    cmocka_unit_test(trap_12_ranks_are_one_more_than_the_number_strictly_better),
    cmocka_unit_test(trap_13_logarithms_of_many_rows_do_not_overflow),
    cmocka_unit_test(trap_14_topsis_knows_no_nan),
    cmocka_unit_test(trap_15_ties_share_the_better_rank_and_never_first_has_no_central_weight),
    cmocka_unit_test(rule_10_one_or_two_criteria_cannot_contradict_each_other),
    cmocka_unit_test(trap_16_costs_need_no_inverter),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
