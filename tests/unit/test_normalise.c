/* Normalisers: bounds, targets, points and percent ranks where formulas meet their edges. */
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

static double linear(double x, double low, double high, int32_t direction) {
  double out = -7;
  assert_int_equal(patron_normalise_linear(&x, NULL, 1, low, high, direction, &out), PATRON_OK);
  return out;
}

static void bounds_clip_and_both_directions_mirror(void **state) {
  (void)state;
  assert_true(linear(-0.25, -0.2, 0.2, HIGHER) == 0.0);
  assert_true(linear(0.3, -0.2, 0.2, HIGHER) == 1.0);
  assert_true(linear(-0.25, -0.2, 0.2, LOWER) == 1.0);
  assert_true(linear(0.3, -0.2, 0.2, LOWER) == 0.0);
  assert_true(linear(25, 0, 100, HIGHER) == 0.25);
  assert_true(linear(25, 0, 100, LOWER) == 0.75);
  assert_true(linear(0.0, -DBL_MAX, DBL_MAX, HIGHER) == 0.5);
  assert_true(linear(DBL_MAX, -DBL_MAX, DBL_MAX, LOWER) == 0.0);
  assert_true(linear(DBL_MAX / 2, -DBL_MAX, DBL_MAX, HIGHER) == 0.75);
  assert_true(linear(DBL_MAX / 2, -DBL_MAX, DBL_MAX, LOWER) == 0.25);
}

static void a_constant_column_is_in_the_middle(void **state) {
  (void)state;
  assert_true(linear(5, 5, 5, HIGHER) == 0.5 && linear(5, 5, 5, LOWER) == 0.5);
  assert_true(linear(6, 5, 5, HIGHER) == 1.0 && linear(6, 5, 5, LOWER) == 0.0);
  assert_true(linear(4, 5, 5, HIGHER) == 0.0 && linear(4, 5, 5, LOWER) == 1.0);
}

static void unknown_stays_unknown(void **state) {
  double values[3] = {NAN, 5, INFINITY}, out[3] = {7, 7, 7}, low, high;
  const uint8_t known = 2, none = 0;
  (void)state;
  assert_int_equal(patron_normalise_linear(values, &known, 3, 0, 10, HIGHER, out), PATRON_OK);
  assert_true(out[0] == 0.0 && out[1] == 0.5 && out[2] == 0.0);
  assert_int_equal(patron_normalise_target(values, &known, 3, 0, 5, 6, 10, out), PATRON_OK);
  assert_true(out[0] == 0.0 && out[1] == 1.0 && out[2] == 0.0);
  assert_int_equal(patron_normalise_percent_rank(values, &known, 3, HIGHER, NULL, out), PATRON_OK);
  assert_true(out[0] == 0.0 && out[1] == 0.5 && out[2] == 0.0);
  assert_int_equal(patron_value_range(values, &known, 3, &low, &high), PATRON_OK);
  assert_true(low == 5 && high == 5);
  assert_int_equal(patron_value_range(values, &none, 3, &low, &high), PATRON_UNKNOWN);
  assert_int_equal(patron_value_range(NULL, NULL, 0, &low, &high), PATRON_UNKNOWN);
}

static void the_range_does_not_depend_on_the_order_of_rows(void **state) {
  double values[37], low, high;
  (void)state;
  for (int32_t first = 0; first < 37; first++) {
    for (int32_t i = 0; i < 37; i++) values[(i + first) % 37] = i == 5 ? -3 : i == 9 ? 8 : (double)(i % 7);
    assert_int_equal(patron_value_range(values, NULL, 37, &low, &high), PATRON_OK);
    assert_true(low == -3 && high == 8);
  }
  values[0] = 0.0, values[1] = -0.0;
  assert_int_equal(patron_value_range(values + 1, NULL, 1, &low, &high), PATRON_OK);
  assert_false(signbit(low) || signbit(high));
}

static void bad_bounds_are_refused(void **state) {
  double x = 1, nothing = NAN, out = 7, low = 7, high = 7;
  (void)state;
  assert_int_equal(patron_normalise_linear(&x, NULL, 1, 2, 1, HIGHER, &out), PATRON_E_RANGE);
  assert_int_equal(patron_normalise_linear(&x, NULL, 1, NAN, 1, HIGHER, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_linear(&x, NULL, 1, 0, INFINITY, HIGHER, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_linear(&nothing, NULL, 1, 0, 1, HIGHER, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_linear(&x, NULL, 1, 0, 1, PATRON_DIRECTION_TARGET, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_linear(NULL, NULL, 1, 0, 1, HIGHER, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_linear(&x, NULL, 1, 0, 1, HIGHER, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_linear(&x, NULL, -1, 0, 1, HIGHER, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_target(&x, NULL, 1, 0, 2, 1, 3, &out), PATRON_E_RANGE);
  assert_int_equal(patron_normalise_target(&x, NULL, 1, 1, 0, 2, 3, &out), PATRON_E_RANGE);
  assert_int_equal(patron_normalise_target(&x, NULL, 1, 0, 1, 4, 3, &out), PATRON_E_RANGE);
  assert_int_equal(patron_normalise_target(&x, NULL, 1, 0, 1, 4, INFINITY, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_target(&nothing, NULL, 1, 0, 1, 4, 5, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_target(NULL, NULL, 1, 0, 1, 4, 5, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_value_range(&nothing, NULL, 1, &low, &high), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_value_range(NULL, NULL, 1, &low, &high), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_value_range(&x, NULL, 1, NULL, &high), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_value_range(&x, NULL, 1, &low, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_true(out == 7 && low == 7 && high == 7);
}

static double point(double x, const double *from, const double *score, int32_t points) {
  double out = -7;
  assert_int_equal(patron_normalise_points(&x, NULL, 1, from, score, points, &out), PATRON_OK);
  return out;
}

static void the_upper_part_of_a_step_begins_at_its_bound(void **state) {
  const double from[] = {0.05, 0.05, 0.10, 0.10}, score[] = {0, 0.5, 0.5, 1};
  (void)state;
  assert_true(point(-3, from, score, 4) == 0.0);
  assert_true(point(0.0499999, from, score, 4) == 0.0);
  assert_true(point(0.05, from, score, 4) == 0.5);
  assert_true(point(0.07, from, score, 4) == 0.5);
  assert_true(point(0.10, from, score, 4) == 1.0);
  assert_true(point(9, from, score, 4) == 1.0);
}

static void between_points_lies_a_straight_line(void **state) {
  const double from[] = {0, 10, 100}, score[] = {0, 0.5, 1}, wide[] = {-DBL_MAX, DBL_MAX};
  (void)state;
  assert_true(point(-1, from, score, 3) == 0.0);
  assert_true(point(5, from, score, 3) == 0.25);
  assert_true(point(10, from, score, 3) == 0.5);
  assert_true(point(55, from, score, 3) == 0.75);
  assert_true(point(100, from, score, 3) == 1.0 && point(101, from, score, 3) == 1.0);
  assert_true(point(0, wide, score, 2) == 0.25);
  assert_true(point(0, wide, score + 1, 1) == 0.5);
}

static void points_out_of_order_are_refused(void **state) {
  const double falling[] = {1, 0}, rising[] = {0, 1}, nothing[] = {0, NAN};
  double x = 1, out = 7;
  (void)state;
  assert_int_equal(patron_normalise_points(&x, NULL, 1, falling, rising, 2, &out), PATRON_E_RANGE);
  assert_int_equal(patron_normalise_points(&x, NULL, 1, nothing, rising, 2, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_points(&x, NULL, 1, rising, nothing, 2, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_points(nothing + 1, NULL, 1, rising, rising, 2, &out), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_normalise_points(&x, NULL, 1, rising, rising, 0, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_points(&x, NULL, 1, NULL, rising, 2, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_points(&x, NULL, 1, rising, NULL, 2, &out), PATRON_E_INVALID_ARGUMENT);
  assert_true(out == 7);
}

static void a_full_grid_gives_exactly_the_percent_rank(void **state) {
  enum { N = 300 };
  double values[N], exact[N], from[N], score[N], read[N];
  int32_t points = 0;
  (void)state;
  for (int32_t i = 0; i < N; i++) values[i] = (double)((i * 7919) % 101) - 50.0;
  for (int32_t direction = HIGHER; direction <= LOWER; direction++) {
    assert_int_equal(patron_normalise_percent_rank(values, NULL, N, direction, NULL, exact), PATRON_OK);
    for (int32_t i = 0; i < N; i++) {
      double better = 0, equal = 0;
      for (int32_t k = 0; k < N; k++) better += direction == HIGHER ? values[k] < values[i] : values[k] > values[i], equal += values[k] == values[i];
      assert_true(exact[i] == (better + 0.5 * equal) / N);
    }
    assert_int_equal(patron_percent_rank_points(values, NULL, N, 101, direction, NULL, from, score, &points), PATRON_OK);
    assert_int_equal(points, 101);
    assert_int_equal(patron_normalise_points(values, NULL, N, from, score, points, read), PATRON_OK);
    assert_memory_equal(read, exact, sizeof exact);
  }
}

static void a_coarse_grid_holds_values_at_equal_ranks_ends_included(void **state) {
  enum { N = 1000 };
  double values[N], from[16], score[16];
  int32_t points = 0;
  (void)state;
  for (int32_t i = 0; i < N; i++) values[i] = (double)((i * 387) % N);
  assert_int_equal(patron_percent_rank_points(values, NULL, N, 16, HIGHER, NULL, from, score, &points), PATRON_OK);
  assert_int_equal(points, 16);
  for (int32_t k = 0; k < 16; k++) {
    assert_true(from[k] == floor(k * 999.0 / 15.0));
    assert_true(score[k] == (from[k] + 0.5) / N);
  }
  for (int32_t i = 0; i < N; i++) values[i] = i < 900 ? 5.0 : (double)i;   /* most of the grid falls on one value */
  assert_int_equal(patron_percent_rank_points(values, NULL, N, 16, HIGHER, NULL, from, score, &points), PATRON_OK);
  assert_int_equal(points, 3);
  assert_true(from[0] == 5.0 && score[0] == 0.45 && from[1] == 932.0 && from[2] == 999.0);
}

static void percent_ranks_of_nothing_are_unknown(void **state) {
  double value = 3, from[2], score[2], out = 7;
  const uint8_t none = 0;
  int32_t points = 7;
  (void)state;
  assert_int_equal(patron_percent_rank_points(&value, &none, 1, 2, HIGHER, NULL, from, score, &points), PATRON_UNKNOWN);
  assert_int_equal(patron_percent_rank_points(NULL, NULL, 0, 2, HIGHER, NULL, from, score, &points), PATRON_UNKNOWN);
  assert_int_equal(patron_percent_rank_points(&value, NULL, 1, 1, HIGHER, NULL, from, score, &points), PATRON_E_RANGE);
  assert_int_equal(patron_percent_rank_points(&value, NULL, 1, 70000, HIGHER, NULL, from, score, &points), PATRON_E_RANGE);
  assert_int_equal(patron_percent_rank_points(&value, NULL, 1, 2, HIGHER, NULL, NULL, score, &points), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_percent_rank_points(&value, NULL, 1, 2, PATRON_DIRECTION_TARGET, NULL, from, score, &points), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(points, 7);
  assert_int_equal(patron_percent_rank_points(&value, NULL, 1, 2, LOWER, NULL, from, score, &points), PATRON_OK);
  assert_true(points == 1 && from[0] == 3 && score[0] == 0.5);
  assert_int_equal(patron_normalise_percent_rank(NULL, NULL, 0, HIGHER, NULL, NULL), PATRON_OK);
  assert_int_equal(patron_normalise_percent_rank(&value, NULL, 1, HIGHER, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_normalise_percent_rank(&value, NULL, 1, 9, NULL, &out), PATRON_E_INVALID_ARGUMENT);
  assert_true(out == 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(bounds_clip_and_both_directions_mirror),
    cmocka_unit_test(a_constant_column_is_in_the_middle),
    cmocka_unit_test(unknown_stays_unknown),
    cmocka_unit_test(the_range_does_not_depend_on_the_order_of_rows),
    cmocka_unit_test(bad_bounds_are_refused),
    cmocka_unit_test(the_upper_part_of_a_step_begins_at_its_bound),
    cmocka_unit_test(between_points_lies_a_straight_line),
    cmocka_unit_test(points_out_of_order_are_refused),
    cmocka_unit_test(a_full_grid_gives_exactly_the_percent_rank),
    cmocka_unit_test(a_coarse_grid_holds_values_at_equal_ranks_ends_included),
    cmocka_unit_test(percent_ranks_of_nothing_are_unknown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
