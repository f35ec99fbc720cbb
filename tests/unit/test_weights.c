/* Weights that are given or ranked: what is scaled, shared and refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/weights.h"

static void any_positive_total_is_scaled_to_one(void **state) {
  double raw[3] = {20, 30, 50}, huge[3] = {1.7e308, 1.7e308, 0}, weights[3];
  (void)state;
  assert_int_equal(patron_weights_direct(raw, 3, weights), PATRON_OK);
  assert_true(weights[0] == 0.2 && weights[1] == 0.3 && weights[2] == 0.5);
  assert_int_equal(patron_weights_direct(huge, 3, huge), PATRON_OK);
  assert_true(huge[0] == 0.5 && huge[1] == 0.5 && huge[2] == 0.0);
}

static void bad_weights_are_refused_and_never_made_equal(void **state) {
  double zero[2] = {0, 0}, negative[2] = {1, -0.1}, nothing[2] = {NAN, 1}, endless[2] = {1, INFINITY}, weights[2] = {7, 7};
  (void)state;
  assert_int_equal(patron_weights_direct(zero, 2, weights), PATRON_E_RANGE);
  assert_int_equal(patron_weights_direct(negative, 2, weights), PATRON_E_RANGE);
  assert_int_equal(patron_weights_direct(nothing, 2, weights), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weights_direct(endless, 2, weights), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weights_direct(NULL, 2, weights), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_direct(zero, 2, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_direct(zero, 0, weights), PATRON_E_INVALID_ARGUMENT);
  assert_true(weights[0] == 7 && weights[1] == 7);
}

static void equal_weights_are_equal(void **state) {
  double weights[4];
  (void)state;
  assert_int_equal(patron_weights_equal(4, weights), PATRON_OK);
  for (int32_t i = 0; i < 4; i++) assert_true(weights[i] == 0.25);
  assert_int_equal(patron_weights_equal(0, weights), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_equal(4, NULL), PATRON_E_INVALID_ARGUMENT);
}

static void ties_share_whatever_their_ranks_are_called(void **state) {
  static const double names[3][4] = {{1, 2, 2, 4}, {1, 2, 2, 3}, {1, 2.5, 2.5, 4}};
  double first[4], weights[4], sum = 0.0;
  (void)state;
  for (int32_t method = PATRON_WEIGHTING_RANK_ORDER_CENTROID; method <= PATRON_WEIGHTING_RANK_RECIPROCAL; method++) {
    assert_int_equal(patron_weights_rank(method, names[0], 4, first), PATRON_OK);
    for (int32_t k = 1; k < 3; k++) {
      assert_int_equal(patron_weights_rank(method, names[k], 4, weights), PATRON_OK);
      assert_memory_equal(first, weights, sizeof first);
    }
    sum = first[0] + first[1] + first[2] + first[3];
    assert_true(fabs(sum - 1.0) < 1e-15);
  }
}

static void a_ranking_that_is_none_is_refused(void **state) {
  double zero[2] = {0, 1}, nothing[2] = {1, NAN}, good[2] = {1, 2}, weights[2];
  (void)state;
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_SUM, zero, 2, weights), PATRON_E_RANGE);
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_SUM, nothing, 2, weights), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_DIRECT, good, 2, weights), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_SUM, NULL, 2, weights), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_SUM, good, 2, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_SUM, good, 0, weights), PATRON_E_INVALID_ARGUMENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(any_positive_total_is_scaled_to_one),
    cmocka_unit_test(bad_weights_are_refused_and_never_made_equal),
    cmocka_unit_test(equal_weights_are_equal),
    cmocka_unit_test(ties_share_whatever_their_ranks_are_called),
    cmocka_unit_test(a_ranking_that_is_none_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
