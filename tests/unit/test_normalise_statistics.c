/* Normalisers by a statistic, the logarithm, and the weighted product: worked examples and what they refuse. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/score.h"

enum { HIGHER = PATRON_DIRECTION_HIGHER, LOWER = PATRON_DIRECTION_LOWER };
enum { ZSCORE = PATRON_NORMALISER_ZSCORE, VECTOR = PATRON_NORMALISER_VECTOR, MAX = PATRON_NORMALISER_MAX, SUM = PATRON_NORMALISER_SUM };

static patron_value_statistics statistics_of(const double *values, const uint8_t *validity, int64_t n) {
  patron_value_statistics s = {.struct_size = sizeof s};
  assert_int_equal(patron_value_statistics_of(values, validity, n, &s), PATRON_OK);
  return s;
}

static void statistics_are_of_the_known_values(void **state) {
  const double values[4] = {1, NAN, 2, 4};
  const uint8_t known = 13;
  patron_value_statistics s = statistics_of(values, &known, 4);
  (void)state;
  assert_true(s.count == 3 && s.low == 1 && s.high == 4 && s.sum == 7);
  assert_true(fabs(s.mean - 7.0 / 3) < 1e-15 && fabs(s.deviation - sqrt(14.0 / 9)) < 1e-15 && fabs(s.norm - sqrt(21)) < 1e-15 && fabs(s.reciprocal_sum - 1.75) < 1e-15);
}

static void statistics_neither_overflow_nor_invent_a_spread(void **state) {
  const double huge[2] = {DBL_MAX, DBL_MAX}, tenths[3] = {0.1, 0.1, 0.1}, zeros[2] = {0, 0}, mixed[2] = {-1, 1};
  patron_value_statistics s = statistics_of(huge, NULL, 2);
  (void)state;
  assert_true(s.mean == DBL_MAX && s.deviation == 0.0);
  s = statistics_of(tenths, NULL, 3);
  assert_true(s.deviation == 0.0);
  s = statistics_of(zeros, NULL, 2);
  assert_true(s.norm == 0.0 && s.reciprocal_sum == 0.0);
  s = statistics_of(mixed, NULL, 2);
  assert_true(s.mean == 0.0 && s.deviation == 1.0 && s.reciprocal_sum == 0.0);
}

static void ratios_are_those_of_the_worked_example(void **state) {
  const double values[3] = {1, 2, 4}, expected[4][3] = {{0.25, 0.5, 1}, {1, 0.5, 0.25}, {1.0 / 7, 2.0 / 7, 4.0 / 7}, {4.0 / 7, 2.0 / 7, 1.0 / 7}};
  patron_value_statistics s = statistics_of(values, NULL, 3);
  double out[3];
  (void)state;
  for (int32_t k = 0; k < 4; k++) {
    assert_int_equal(patron_normalise_statistics(values, NULL, 3, k < 2 ? MAX : SUM, &s, k % 2 ? LOWER : HIGHER, out), PATRON_OK);
    for (int32_t i = 0; i < 3; i++) assert_true(fabs(out[i] - expected[k][i]) < 1e-15);
  }
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, VECTOR, &s, LOWER, out), PATRON_OK);
  assert_true(fabs(out[2] - (1.0 - 4.0 / sqrt(21))) < 1e-15);
}

static void a_row_that_was_not_fitted_keeps_within_one(void **state) {
  const double fitted[3] = {1, 2, 4}, later[2] = {8, 0.5};
  const uint8_t first = 1;
  patron_value_statistics s = statistics_of(fitted, NULL, 3);
  double out[2];
  (void)state;
  assert_int_equal(patron_normalise_statistics(later, NULL, 2, MAX, &s, HIGHER, out), PATRON_OK);
  assert_true(out[0] == 1.0 && out[1] == 0.125);
  assert_int_equal(patron_normalise_statistics(later, NULL, 2, MAX, &s, LOWER, out), PATRON_OK);
  assert_true(out[0] == 0.125 && out[1] == 1.0);
  assert_int_equal(patron_normalise_statistics(later, &first, 2, ZSCORE, &s, LOWER, out), PATRON_OK);
  assert_true(out[0] < -4.0 && out[1] == 0.0);
}

static void a_constant_column_is_in_the_middle(void **state) {
  const double same[2] = {3, 3}, zeros[2] = {0, 0};
  patron_value_statistics of_same = statistics_of(same, NULL, 2), of_zeros = statistics_of(zeros, NULL, 2);
  double out[2];
  (void)state;
  for (int32_t normaliser = VECTOR; normaliser <= SUM; normaliser++) {
    for (int32_t direction = HIGHER; direction <= LOWER; direction++) {
      assert_int_equal(patron_normalise_statistics(same, NULL, 2, normaliser, &of_same, direction, out), PATRON_OK);
      assert_true(out[0] == 0.5 && out[1] == 0.5);
    }
    assert_int_equal(patron_normalise_statistics(zeros, NULL, 2, normaliser, &of_zeros, HIGHER, out), PATRON_OK);
    assert_true(out[0] == 0.5);
  }
  assert_int_equal(patron_normalise_statistics(same, NULL, 2, ZSCORE, &of_same, HIGHER, out), PATRON_OK);
  assert_true(out[0] == 0.0 && out[1] == 0.0);
}

static void values_that_a_ratio_has_no_place_for_are_refused(void **state) {
  const double values[3] = {1, 2, 4}, minus[3] = {-1, 2, 4}, zero[3] = {0, 2, 4}, nan[1] = {NAN};
  patron_value_statistics s = statistics_of(values, NULL, 3), of_minus = statistics_of(minus, NULL, 3), of_zero = statistics_of(zero, NULL, 3), bad;
  double out[3] = {7, 7, 7};
  (void)state;
  for (int32_t normaliser = MAX; normaliser <= SUM; normaliser++) {
    assert_int_equal(patron_normalise_statistics(minus, NULL, 3, normaliser, &of_minus, HIGHER, out), PATRON_E_RANGE);
    assert_int_equal(patron_normalise_statistics(minus, NULL, 3, normaliser, &s, HIGHER, out), PATRON_E_RANGE);
    assert_int_equal(patron_normalise_statistics(zero, NULL, 3, normaliser, &of_zero, LOWER, out), PATRON_E_RANGE);
    assert_int_equal(patron_normalise_statistics(zero, NULL, 3, normaliser, &s, LOWER, out), PATRON_E_RANGE);
    assert_int_equal(patron_normalise_statistics(values, NULL, 3, normaliser, &of_zero, HIGHER, (double[3]){0}), PATRON_OK);
  }
  assert_int_equal(patron_normalise_statistics(nan, NULL, 1, ZSCORE, &s, HIGHER, out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, PATRON_NORMALISER_LINEAR, &s, HIGHER, out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, SUM + 1, &s, HIGHER, out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, MAX, &s, PATRON_DIRECTION_TARGET, out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, MAX, NULL, HIGHER, out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_statistics(NULL, NULL, 3, MAX, &s, HIGHER, out), PATRON_E_INVALID_ARGUMENT);
  bad = s, bad.struct_size = 3;
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, MAX, &bad, HIGHER, out), PATRON_E_ABI);
  bad = s, bad.mean = NAN;
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, MAX, &bad, HIGHER, out), PATRON_E_NOT_FINITE);
  bad = s, bad.low = 9;
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, MAX, &bad, HIGHER, out), PATRON_E_RANGE);
  bad = s, bad.norm = 0;
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, VECTOR, &bad, HIGHER, out), PATRON_E_RANGE);
  bad = s, bad.sum = 0;
  assert_int_equal(patron_normalise_statistics(values, NULL, 3, SUM, &bad, HIGHER, out), PATRON_E_RANGE);
  assert_int_equal(patron_value_statistics_of(values, NULL, 0, &s), PATRON_UNKNOWN);
  assert_int_equal(patron_value_statistics_of(values, NULL, 3, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_value_statistics_of(values, NULL, 3, &(patron_value_statistics){.struct_size = 3}), PATRON_E_ABI);
  assert_true(out[0] == 7 && out[1] == 7 && out[2] == 7);
}

static void logarithms_take_zero_and_refuse_less(void **state) {
  const double values[3] = {0, 1, NAN}, minus = -0.5;
  const uint8_t known = 3;
  double out[3];
  (void)state;
  assert_int_equal(patron_transform_log1p(values, &known, 3, out), PATRON_OK);
  assert_true(out[0] == 0.0 && fabs(out[1] - log(2.0)) < 1e-15 && out[2] == 0.0);
  assert_int_equal(patron_transform_log1p(values, NULL, 3, out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_transform_log1p(&minus, NULL, 1, out), PATRON_E_RANGE);
  assert_int_equal(patron_transform_log1p(NULL, NULL, 1, out), PATRON_E_INVALID_ARGUMENT);
}

static patron_status product(double a, double b, uint8_t known_b, int32_t missing, double floor, double *score, uint8_t *has) {
  const double *columns[2] = {&a, &b}, weights[2] = {0.75, 0.25};
  const uint8_t yes = 1, *validity[2] = {&yes, &known_b};
  return patron_aggregate_weighted_product(columns, validity, weights, 1, 2, missing, floor, NULL, score, NULL, has);
}

static void a_product_treats_missing_values_as_a_sum_does(void **state) {
  double score = 7;
  uint8_t has = 1;
  (void)state;
  assert_int_equal(product(0.16, 1.0, 1, 0, 0, &score, NULL), PATRON_OK);
  assert_true(fabs(score - 0.253) < 1e-3);
  assert_int_equal(product(0.16, NAN, 0, PATRON_MISSING_RENORMALISE, 0, &score, NULL), PATRON_OK);
  assert_true(fabs(score - 0.16) < 1e-15);
  assert_int_equal(product(1.0, NAN, 0, PATRON_MISSING_NEUTRAL, 0, &score, NULL), PATRON_OK);
  assert_true(fabs(score - pow(0.5, 0.25)) < 1e-15);
  assert_int_equal(product(1.0, NAN, 0, PATRON_MISSING_WORST, 1e-4, &score, NULL), PATRON_OK);
  assert_true(fabs(score - 0.1) < 1e-15);
  assert_int_equal(product(1.0, NAN, 0, PATRON_MISSING_WORST, 0, &score, NULL), PATRON_E_RANGE);
  assert_int_equal(product(1.0, NAN, 0, PATRON_MISSING_FAIL, 0, &score, NULL), PATRON_UNKNOWN);
  assert_int_equal(product(1.0, NAN, 0, PATRON_MISSING_FAIL, 0, &score, &has), PATRON_OK);
  assert_true(score == 0.0 && !(has & 1));
}

static void a_product_refuses_zero_without_a_floor(void **state) {
  double score = 7;
  (void)state;
  assert_int_equal(product(0.0, 1.0, 1, 0, 0, &score, NULL), PATRON_E_RANGE);
  assert_int_equal(product(-0.1, 1.0, 1, 0, 0.5, &score, NULL), PATRON_E_RANGE);
  assert_int_equal(product(NAN, 1.0, 1, 0, 0.5, &score, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(product(0.5, 1.0, 1, 0, -0.5, &score, NULL), PATRON_E_RANGE);
  assert_int_equal(product(0.5, 1.0, 1, 0, 1.5, &score, NULL), PATRON_E_RANGE);
  assert_int_equal(product(0.5, 1.0, 1, 0, NAN, &score, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(product(0.5, 1.0, 1, 7, 0, &score, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(product(0.5, 1.0, 1, 0, 0, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_true(score == 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(statistics_are_of_the_known_values),
    cmocka_unit_test(statistics_neither_overflow_nor_invent_a_spread),
    cmocka_unit_test(ratios_are_those_of_the_worked_example),
    cmocka_unit_test(a_row_that_was_not_fitted_keeps_within_one),
    cmocka_unit_test(a_constant_column_is_in_the_middle),
    cmocka_unit_test(values_that_a_ratio_has_no_place_for_are_refused),
    cmocka_unit_test(logarithms_take_zero_and_refuse_less),
    cmocka_unit_test(a_product_treats_missing_values_as_a_sum_does),
    cmocka_unit_test(a_product_refuses_zero_without_a_floor),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
