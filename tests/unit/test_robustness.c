/* Stability intervals against a look at every pair, samples against their documented generator, and what both refuse. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/robustness.h"
#include "patron/rules/score.h"
#include "random.h"
#include "rules/stability.h"

enum { ROWS = 200, N = 4 };   /* enough for a set of half of them to be looked at piece by piece */

static double cells[N][ROWS];
static const double *columns[N] = {cells[0], cells[1], cells[2], cells[3]};

static void make_rows(int32_t coarse) {
  for (int32_t j = 0; j < N; j++) {
    for (int32_t i = 0; i < ROWS; i++) cells[j][i] = coarse ? (double)(random_bits() % 5) / 4.0 : random_share();
  }
}

static double score_at(const double *weights, int32_t criterion, int32_t row, double t) {
  double others = 0.0, rest = 0.0;
  for (int32_t j = 0; j < N; j++) others += j == criterion ? 0.0 : weights[j];
  for (int32_t j = 0; j < N; j++) rest += j == criterion ? 0.0 : weights[j] / others * cells[j][row];
  return t * cells[criterion][row] + (1.0 - t) * rest;
}

/* Does the decision taken at `current` still hold at t, but for rounding? */
static int32_t holds(const double *weights, int32_t criterion, int32_t preserve, int64_t which, double bound, double current, double t) {
  int32_t order[ROWS];
  for (int32_t i = 0; i < ROWS; i++) {
    int32_t at = i;
    for (; at > 0 && score_at(weights, criterion, order[at - 1], current) < score_at(weights, criterion, i, current); at--) order[at] = order[at - 1];
    order[at] = i;
  }
  for (int32_t a = 0; a < ROWS; a++) {
    double mine = score_at(weights, criterion, order[a], t);
    if (preserve == PATRON_STABILITY_BOUND && (score_at(weights, criterion, order[a], current) >= bound ? mine < bound - 1e-12 : mine > bound + 1e-12)) return 0;
    for (int32_t b = a + 1; b < ROWS && preserve != PATRON_STABILITY_BOUND; b++) {
      int32_t asked = preserve == PATRON_STABILITY_ORDER || (preserve == PATRON_STABILITY_TOP && a < which && b >= which) ||
                      (preserve == PATRON_STABILITY_RANK && (order[a] == which || order[b] == which));
      if (asked && mine < score_at(weights, criterion, order[b], t) - 1e-12) return 0;
    }
  }
  return 1;
}

static void check_interval(const double *weights, int32_t criterion, int32_t preserve, int64_t which, double bound) {
  patron_stability found = {.struct_size = sizeof found};
  assert_int_equal(patron_weight_stability(columns, NULL, weights, ROWS, N, criterion, preserve, which, bound, NULL, &found), PATRON_OK);
  assert_true(0.0 <= found.low && found.low <= found.current && found.current <= found.high && found.high <= 1.0);
  assert_true(holds(weights, criterion, preserve, which, bound, found.current, found.low));
  assert_true(holds(weights, criterion, preserve, which, bound, found.current, found.high));
  if (found.low > 1e-6) assert_false(holds(weights, criterion, preserve, which, bound, found.current, found.low - 1e-7));
  if (found.high < 1.0 - 1e-6) assert_false(holds(weights, criterion, preserve, which, bound, found.current, found.high + 1e-7));
  assert_int_equal(found.low > 0.0 && found.low_pair[0] < 0, 0);
  assert_int_equal(found.high < 1.0 && found.high_pair[0] < 0, 0);
}

static void an_interval_holds_to_its_ends_and_not_beyond(void **state) {
  (void)state;
  for (int32_t round = 0; round < 12; round++) {
    double weights[N];
    make_rows(0);
    for (int32_t j = 0; j < N; j++) weights[j] = 0.05 + random_share();
    for (int32_t k = 0; k < N; k++) {
      check_interval(weights, k, PATRON_STABILITY_ORDER, 0, 0.0);
      check_interval(weights, k, PATRON_STABILITY_TOP, 1 + (int64_t)(random_bits() % ROWS), 0.0);
      check_interval(weights, k, PATRON_STABILITY_RANK, (int64_t)(random_bits() % ROWS), 0.0);
      check_interval(weights, k, PATRON_STABILITY_BOUND, 0, random_share());
    }
  }
}

static void ties_keep_the_order_of_rows_while_they_can(void **state) {
  const double a[3] = {1, 0.5, 0}, b[3] = {0, 0.5, 1}, *two[2] = {a, b}, equal[2] = {1, 1};
  patron_stability found = {.struct_size = sizeof found};
  (void)state;
  /* all three score 0.5: in the order of rows they stay as the first weight grows, and only then */
  assert_int_equal(patron_weight_stability(two, NULL, equal, 3, 2, 0, PATRON_STABILITY_ORDER, 0, 0, NULL, &found), PATRON_OK);
  assert_true(found.low == 0.5 && found.high == 1.0);
  assert_int_equal(patron_weight_stability(two, NULL, equal, 3, 2, 1, PATRON_STABILITY_ORDER, 0, 0, NULL, &found), PATRON_OK);
  assert_true(found.low == 0.0 && found.high == 0.5);
}

static void coarse_values_with_many_ties_give_intervals_too(void **state) {
  const double weights[N] = {1, 1, 2, 4};
  (void)state;
  for (int32_t round = 0; round < 20; round++) {
    make_rows(1);
    for (int32_t preserve = PATRON_STABILITY_ORDER; preserve <= PATRON_STABILITY_BOUND; preserve++) {
      patron_stability found = {.struct_size = sizeof found};
      assert_int_equal(patron_weight_stability(columns, NULL, weights, ROWS, N, round % N, preserve, 7, 0.5, NULL, &found), PATRON_OK);
      assert_true(0.0 <= found.low && found.low <= found.current && found.current <= found.high && found.high <= 1.0);
    }
  }
}

static void rows_with_gaps_take_no_part(void **state) {
  const double a[3] = {1, NAN, 0}, b[3] = {0.2, 5, 0.9}, c[3] = {NAN, NAN, NAN}, *three[3] = {a, b, c}, weights[3] = {1, 1, 0};
  const uint8_t of_a = 5, none = 0, *of[3] = {&of_a, NULL, &none};
  patron_stability found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_weight_stability(three, of, weights, 3, 3, 0, PATRON_STABILITY_TOP, 1, 0, NULL, &found), PATRON_OK);
  assert_true(fabs(found.low - 0.7 / 1.7) < 1e-15 && found.high == 1.0 && found.low_pair[0] == 0 && found.low_pair[1] == 2);
  assert_int_equal(patron_weight_stability(three, of, weights, 3, 3, 0, PATRON_STABILITY_RANK, 1, 0, NULL, &found), PATRON_UNKNOWN);
  assert_int_equal(patron_weight_stability(three, of, weights, 3, 3, 2, PATRON_STABILITY_TOP, 1, 0, NULL, &found), PATRON_UNKNOWN);
}

static patron_status stability(const double *weights, int32_t criterion, int32_t preserve, int64_t which, double bound) {
  patron_stability found = {.struct_size = sizeof found};
  return patron_weight_stability(columns, NULL, weights, ROWS, N, criterion, preserve, which, bound, NULL, &found);
}

static void a_question_without_an_answer_is_refused(void **state) {
  const double good[N] = {1, 1, 1, 1}, alone[N] = {0, 1, 0, 0}, minus[N] = {1, -1, 1, 1}, nan[N] = {1, NAN, 1, 1};
  patron_stability small = {.struct_size = 3};
  (void)state;
  make_rows(0);
  assert_int_equal(stability(alone, 1, PATRON_STABILITY_ORDER, 0, 0), PATRON_E_RANGE);   /* the others have no proportions */
  assert_int_equal(stability(alone, 0, PATRON_STABILITY_ORDER, 0, 0), PATRON_OK);
  assert_int_equal(stability(minus, 0, PATRON_STABILITY_ORDER, 0, 0), PATRON_E_RANGE);
  assert_int_equal(stability(nan, 0, PATRON_STABILITY_ORDER, 0, 0), PATRON_E_NOT_FINITE);
  assert_int_equal(stability(good, N, PATRON_STABILITY_ORDER, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability(good, 0, 4, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability(good, 0, PATRON_STABILITY_TOP, 0, 0), PATRON_E_RANGE);
  assert_int_equal(stability(good, 0, PATRON_STABILITY_TOP, 10 * ROWS, 0), PATRON_OK);
  assert_int_equal(stability(good, 0, PATRON_STABILITY_RANK, ROWS, 0), PATRON_E_RANGE);
  assert_int_equal(stability(good, 0, PATRON_STABILITY_BOUND, 0, NAN), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weight_stability(columns, NULL, good, ROWS, N, 0, 0, 0, 0, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weight_stability(columns, NULL, good, ROWS, N, 0, 0, 0, 0, NULL, &small), PATRON_E_ABI);
}

static patron__interval interval_of(patron__candidate *candidates, int64_t count, double current, int32_t preserve, int64_t which) {
  patron__interval out;
  assert_int_equal(patron__find_stability(candidates, count, current, preserve, which, NULL, &out), PATRON_OK);
  return out;
}

/* A row that knows half of the other weight: (t 0.9 + (1 - t)/2 0.1)/(t + (1 - t)/2). Against 0.5 for all weights, 0.4 t = 0.2 (1 - t), so t = 1/3; against the straight line u = 1 - t: in x = t/u, (0.9 x + 0.05)(x + 1) = x + 0.5, so
   0.9 x^2 - 0.05 x - 0.45 = 0, x = 0.7354, t = 0.4238. */
static void curves_meet_where_a_quadratic_is_0(void **state) {
  const double x = (0.05 + sqrt(0.05 * 0.05 + 4 * 0.9 * 0.45)) / 1.8;
  for (int32_t against = 0; against < 2; against++) {
    patron__candidate two[2] = {{patron__curve_of(0.9, 0.1, 1, 0.5), 0, 1, 0, 0, 1}, {against ? patron__curve_of(0, 1, 1, 1) : patron__curve_of(0.5, 0.5, 1, 1), 0, 1, 0, 1, 1}};
    const patron__interval found = interval_of(two, 2, 0.9, PATRON_STABILITY_TOP, 1);
    assert_true(fabs(found.low - (against ? x / (1 + x) : 1.0 / 3)) < 1e-12 && found.high == 1);
    assert_true(found.low_pair[0] == 0 && found.low_pair[1] == 1 && found.high_pair[0] == -1);
  }
  (void)state;
}

/* (4 t + 2 (1 - t))/(t/2 + 1 - t) less 6 t/(t + (1 - t)/2) has (2 t - 1)^2 above the line, all in exact numbers: at t = 1/2 both are 4, and nowhere is the first under the second. */
static void curves_that_only_touch_end_nothing(void **state) {
  const patron__curve upper = {4, 2, 0.5, 1}, other = {6, 0, 1, 0.5};
  (void)state;
  assert_true(patron__curve_at(&upper, 0.5) == 4 && patron__curve_at(&other, 0.5) == 4);
  for (int32_t side = 0; side < 2; side++) {
    patron__candidate two[2] = {{upper, 0, 1, 0, 0, 1}, {other, 0, 1, 0, 1, 1}};
    const patron__interval found = interval_of(two, 2, side ? 0.875 : 0.125, PATRON_STABILITY_TOP, 1);
    assert_true(found.low == 0 && found.high == 1);
    assert_true(found.low_pair[0] == -1 && found.high_pair[0] == -1);
  }
}

/* Two curves that meet twice: above each other outside, the other way round between. From each of the three sides the interval ends at the next of them. */
static void curves_that_meet_twice_bound_each_part(void **state) {
  const patron__curve bent = patron__curve_of(0.8, 0.3, 1, 0.2), line = patron__curve_of(0.82, 0.35, 1, 1);
  double ends[4] = {0, 0, 0, 1};
  int32_t found = 0;
  (void)state;
  for (int32_t i = 1; i < 1000000; i++) {
    const double before = (i - 1) / 1e6, after = i / 1e6;
    if ((patron__curve_at(&bent, before) > patron__curve_at(&line, before)) != (patron__curve_at(&bent, after) > patron__curve_at(&line, after))) ends[1 + found++] = after;
  }
  assert_int_equal(found, 2);
  for (int32_t part = 0; part < 3; part++) {
    patron__candidate two[2] = {{bent, 0, 1, 0, 0, 1}, {line, 0, 1, 0, 1, 1}};
    const patron__interval at = interval_of(two, 2, (ends[part] + ends[part + 1]) / 2, PATRON_STABILITY_ORDER, 0);
    assert_true(fabs(at.low - ends[part]) < 2e-6 && fabs(at.high - ends[part + 1]) < 2e-6);
  }
}

/* They touch at the weight in force, where both score the same: the first of them gives way at once upwards or downwards, or nowhere, as their curves say. */
static void a_tie_in_force_gives_way_where_the_curves_part(void **state) {
  const patron__curve low = patron__curve_of(0.2, 0.8, 1, 0.5), high = patron__curve_of(0.9, 0.1, 1, 0.5);
  (void)state;
  for (int32_t first = 0; first < 2; first++) {
    const double t = 0.35 / 1.05;   /* 0.2 t + 0.4 u = 0.9 t + 0.05 u */
    patron__candidate two[2] = {{first ? high : low, 0, 1, 0, 0, 1}, {first ? low : high, 0, 1, 0, 1, 1}};
    const patron__interval at = interval_of(two, 2, t, PATRON_STABILITY_ORDER, 0);
    if (patron__curve_at(&low, t) != patron__curve_at(&high, t)) assert_true(fabs(patron__curve_at(&low, t) - patron__curve_at(&high, t)) < 1e-15);
    assert_true(fabs(at.low - t) < 1e-12 || at.low == 0);
    assert_true(fabs(at.high - t) < 1e-12 || at.high == 1);
    assert_true((at.low == 0) != (at.high == 1));   /* it holds on one side only */
  }
}

/* Who takes part from 0.6 on, above everybody, ends the first place there, and where there is room for two it joins; who has left before the weight in force is not in question. */
static void rows_join_and_leave_on_the_way(void **state) {
  (void)state;
  for (int32_t top = 1; top <= 3; top++) {
    patron__candidate rows[4] = {{patron__curve_of(0.7, 0.6, 1, 1), 0, 0.95, 0, 0, 1}, {patron__curve_of(0.5, 0.5, 1, 1), 0.2, 1, 0, 1, 1},
                                 {patron__curve_of(0.9, 0.9, 1, 1), 0.6, 1, 0, 2, 0}, {patron__curve_of(0.99, 0.99, 1, 1), 0, 0.1, 0, 3, 0}};
    const patron__interval at = interval_of(rows, 4, 0.5, PATRON_STABILITY_TOP, top);
    assert_true(at.high == 0.6 && at.high_pair[0] == (top == 3 ? 2 : top - 1) && at.high_pair[1] == (top == 3 ? -1 : 2));
    assert_true(fabs(at.low - (top == 1 ? 0.1 : 0.2)) < 1e-15);   /* one: the fourth, which is above it up to 0.1; two and three: the second leaves */
  }
}

static patron_status stability_of(const double *const *of, const double *weights, int64_t rows, int32_t n, int32_t criterion, int32_t preserve) {
  patron_stability found = {.struct_size = sizeof found};
  return patron_weight_stability(of, NULL, weights, rows, n, criterion, preserve, 1, 0, NULL, &found);
}

static void arguments_of_pure_functions_are_looked_at(void **state) {
  const double good[N] = {1, 1, 1, 1}, *const gap[N] = {cells[0], NULL, cells[2], cells[3]};
  const int64_t one = 1;
  double out[8];
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = 1};
  patron_acceptability_columns central = {.struct_size = sizeof central, .central_weights = out}, tiers = {.struct_size = sizeof tiers, .tiers = out};
  (void)state;
  make_rows(0);
  assert_int_equal(stability_of(NULL, good, ROWS, N, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(columns, NULL, ROWS, N, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(columns, good, ROWS, 0, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(columns, good, -1, N, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(columns, good, ROWS, N, -1, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(columns, good, ROWS, N, 0, -1), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(columns, good, INT64_C(1) << 31, N, 0, 0), PATRON_E_RANGE);
  assert_int_equal(stability_of(gap, good, ROWS, N, 0, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(stability_of(gap, good, 0, N, 0, 0), PATRON_UNKNOWN);   /* no rows, no columns needed */
  cells[1][7] = NAN;
  assert_int_equal(stability_of(columns, good, ROWS, N, 0, 0), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_sample_weights(1, 0, 1, 2, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_sample_weights(1, 0, 1, 0, NULL, out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_sample_weights(1, 0, -1, 2, NULL, out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_sample_weights(1, INT64_MAX, 1, 2, NULL, out), PATRON_E_RANGE);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, 0, &samples, &one, 1, NULL, &tiers), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &samples, &one, -1, NULL, &tiers), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &samples, &one, 1, NULL, &central), PATRON_E_INVALID_ARGUMENT);   /* central weights need their bitmap */
  assert_int_equal(patron_acceptability(columns, NULL, INT64_MAX / 32, N, &samples, &one, 1, NULL, &tiers), PATRON_E_RANGE);
  assert_int_equal(patron_acceptability(gap, NULL, ROWS, N, &samples, &one, 1, NULL, &tiers), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &samples, &one, 1, NULL, &tiers), PATRON_E_NOT_FINITE);
}

static void samples_are_those_of_the_documented_generator(void **state) {
  double w[4], part[6], whole[30];
  (void)state;
  assert_int_equal(patron_sample_weights(1, 0, 1, 2, NULL, w), PATRON_OK);
  assert_true(w[0] == (double)(UINT64_C(0x910A2DEC89025CC1) >> 11) * 0x1p-53 && w[1] == 1.0 - w[0]);
  assert_int_equal(patron_sample_weights(-5, 0, 10, 3, NULL, whole), PATRON_OK);
  assert_int_equal(patron_sample_weights(-5, 4, 2, 3, NULL, part), PATRON_OK);
  assert_memory_equal(part, whole + 12, sizeof part);
  for (int32_t s = 0; s < 10; s++) {
    assert_true(fabs(whole[3 * s] + whole[3 * s + 1] + whole[3 * s + 2] - 1.0) < 1e-15);
    for (int32_t j = 0; j < 3; j++) assert_true(whole[3 * s + j] >= 0.0);
  }
  assert_int_equal(patron_sample_weights(1, 0, 1, 1, NULL, w), PATRON_OK);
  assert_true(w[0] == 1.0);
}

static void samples_keep_a_ranking_and_have_its_centroid_as_mean(void **state) {
  enum { COUNT = 50000 };
  const double ranks[4] = {2, 1, 2, 4};
  static double w[4 * COUNT];
  double centroid[4], mean[4] = {0};
  int32_t first_larger = 0;
  (void)state;
  assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_ORDER_CENTROID, ranks, 4, centroid), PATRON_OK);
  assert_int_equal(patron_sample_weights(11, 0, COUNT, 4, ranks, w), PATRON_OK);
  for (int32_t s = 0; s < COUNT; s++) {
    const double *v = w + 4 * s;
    assert_true(v[1] >= v[0] && v[1] >= v[2] && v[0] >= v[3] && v[2] >= v[3]);
    first_larger += v[0] > v[2];
    for (int32_t j = 0; j < 4; j++) mean[j] += v[j] / COUNT;
  }
  for (int32_t j = 0; j < 4; j++) assert_true(fabs(mean[j] - centroid[j]) < 0.004);
  assert_true(abs(first_larger - COUNT / 2) < 500);   /* equal ranks are in either order equally often */
}

static void tiers_are_counted_as_ranks_would_be(void **state) {
  enum { COUNT = 50 };
  const int64_t bounds[3] = {3, 10, 59};
  static double tiers[ROWS * 3], expected[ROWS * 3], score[ROWS], w[COUNT * N];
  static int64_t ranks[ROWS];
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = COUNT, .seed = 3};
  patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = tiers};
  (void)state;
  for (int32_t coarse = 0; coarse < 2; coarse++) {
    make_rows(coarse);
    memset(expected, 0, sizeof expected);
    assert_int_equal(patron_sample_weights(3, 0, COUNT, N, NULL, w), PATRON_OK);
    for (int32_t s = 0; s < COUNT; s++) {
      assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, w + s * N, ROWS, N, PATRON_MISSING_RENORMALISE, score, NULL, NULL), PATRON_OK);
      assert_int_equal(patron_rank(score, NULL, ROWS, NULL, ranks), PATRON_OK);
      for (int32_t i = 0; i < ROWS; i++) {
        if (ranks[i] <= 59) expected[3 * i + (ranks[i] <= 3 ? 0 : ranks[i] <= 10 ? 1 : 2)] += 1.0;
      }
    }
    assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &samples, bounds, 3, NULL, &out), PATRON_OK);
    for (int32_t i = 0; i < 3 * ROWS; i++) assert_true(tiers[i] == expected[i] / COUNT);
  }
}

static void rows_without_values_are_nowhere(void **state) {
  const double a[3] = {1, NAN, 0}, b[3] = {0, NAN, NAN}, *two[2] = {a, b};
  const uint8_t of_a = 5, of_b = 1, *of[2] = {&of_a, &of_b};
  const int64_t bounds[2] = {1, 5};
  double tiers[6], central[6], confidence[3], pairwise[9];
  uint8_t firsts = 0xff;
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = 100, .seed = 3};
  patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = tiers, .central_weights = central, .confidence = confidence, .pairwise = pairwise, .central_validity = &firsts};
  (void)state;
  assert_int_equal(patron_acceptability(two, of, 3, 2, &samples, bounds, 2, NULL, &out), PATRON_OK);
  assert_true(tiers[0] == 1.0 && tiers[1] == 0.0 && tiers[2] == 0.0 && tiers[3] == 0.0 && tiers[4] == 0.0 && tiers[5] == 1.0);
  assert_true((firsts & 7) == 1 && confidence[0] == 1.0 && confidence[1] == 0.0 && central[2] == 0.0 && central[4] == 0.0);
  assert_true(pairwise[2] == 1.0 && pairwise[1] == 0.0 && pairwise[3] == 0.0);
}

static patron_status accept(int64_t count, const double *weights, const double *ranks, const double *values, const int64_t *bounds, int32_t tiers) {
  static double table[ROWS * 4];
  patron_acceptability_samples samples = {sizeof samples, 0, count, 1, weights, ranks, values};
  patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = table};
  return patron_acceptability(columns, NULL, ROWS, N, &samples, bounds, tiers, NULL, &out);
}

static void samples_that_are_none_are_refused(void **state) {
  const int64_t up[2] = {1, 5}, down[2] = {5, 1}, zero[2] = {0, 1};
  const double minus[N] = {1, -1, 1, 1}, none[N] = {0, 0, 0, 0}, nan[N] = {1, NAN, 1, 1};
  static double values[ROWS * N];
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = 1}, small = {.struct_size = 3};
  patron_acceptability_columns lonely = {.struct_size = sizeof lonely, .confidence = values}, little = {.struct_size = 3}, out = {.struct_size = sizeof out};
  (void)state;
  make_rows(0);
  assert_int_equal(accept(10, NULL, NULL, NULL, up, 2), PATRON_OK);
  assert_int_equal(accept(0, NULL, NULL, NULL, up, 2), PATRON_E_RANGE);
  assert_int_equal(accept(10, NULL, NULL, NULL, down, 2), PATRON_E_RANGE);
  assert_int_equal(accept(10, NULL, NULL, NULL, zero, 2), PATRON_E_RANGE);
  assert_int_equal(accept(10, NULL, NULL, NULL, NULL, 2), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(accept(1, minus, NULL, NULL, up, 2), PATRON_E_RANGE);
  assert_int_equal(accept(1, none, NULL, NULL, up, 2), PATRON_E_RANGE);
  assert_int_equal(accept(1, nan, NULL, NULL, up, 2), PATRON_E_NOT_FINITE);
  assert_int_equal(accept(1, NULL, nan, NULL, up, 2), PATRON_E_NOT_FINITE);
  values[7] = INFINITY;
  assert_int_equal(accept(1, NULL, NULL, values, up, 2), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &samples, NULL, 0, NULL, &lonely), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &samples, NULL, 0, NULL, &little), PATRON_E_ABI);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, N, &small, NULL, 0, NULL, &out), PATRON_E_ABI);
  assert_int_equal(patron_acceptability(columns, NULL, 0, N, &samples, NULL, 0, NULL, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_acceptability(NULL, NULL, ROWS, N, &samples, NULL, 0, NULL, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_acceptability(columns, NULL, ROWS, 257, &samples, NULL, 0, NULL, &out), PATRON_E_RANGE);
  assert_int_equal(patron_sample_weights(1, 0, 1, 257, NULL, values), PATRON_E_RANGE);
  assert_int_equal(patron_sample_weights(1, -1, 1, 2, NULL, values), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_sample_weights(1, 0, 1, 4, nan, values), PATRON_E_NOT_FINITE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_interval_holds_to_its_ends_and_not_beyond),
    cmocka_unit_test(ties_keep_the_order_of_rows_while_they_can),
    cmocka_unit_test(coarse_values_with_many_ties_give_intervals_too),
    cmocka_unit_test(rows_with_gaps_take_no_part),
    cmocka_unit_test(a_question_without_an_answer_is_refused),
    cmocka_unit_test(curves_meet_where_a_quadratic_is_0),
    cmocka_unit_test(curves_that_only_touch_end_nothing),
    cmocka_unit_test(curves_that_meet_twice_bound_each_part),
    cmocka_unit_test(a_tie_in_force_gives_way_where_the_curves_part),
    cmocka_unit_test(rows_join_and_leave_on_the_way),
    cmocka_unit_test(arguments_of_pure_functions_are_looked_at),
    cmocka_unit_test(samples_are_those_of_the_documented_generator),
    cmocka_unit_test(samples_keep_a_ranking_and_have_its_centroid_as_mean),
    cmocka_unit_test(tiers_are_counted_as_ranks_would_be),
    cmocka_unit_test(rows_without_values_are_nowhere),
    cmocka_unit_test(samples_that_are_none_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
