/* Weights derived from data and from comparisons: invariances, optimality, statuses. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/robustness.h"
#include "patron/rules/weights.h"
#include "random.h"

enum { ROWS = 400, N = 4 };

static double cells[N][ROWS], other[N][ROWS];
static const double *columns[N] = {cells[0], cells[1], cells[2], cells[3]}, *others[N] = {other[0], other[1], other[2], other[3]};

static void make_columns(void) {
  for (int32_t i = 0; i < ROWS; i++) {
    double common = random_share();
    for (int32_t j = 0; j < N; j++) cells[j][i] = j * 3.0 + common + (j + 1) * random_share();
  }
}

static patron_status weigh(int32_t method, const double *const *given, const uint8_t *const *validity, int64_t rows, double *weights, uint32_t *warnings) {
  if (method == 0) return patron_weights_entropy(given, validity, NULL, rows, N, NULL, weights, warnings);
  if (method == 1) return patron_weights_deviation(given, validity, NULL, rows, N, NULL, weights, warnings);
  return patron_weights_critic(given, validity, NULL, rows, N, method == 2 ? PATRON_CORRELATION_PEARSON : PATRON_CORRELATION_SPEARMAN, NULL, weights, warnings);
}

static void the_order_of_rows_changes_no_byte(void **state) {
  int32_t order[ROWS];
  double first[N], second[N];
  (void)state;
  make_columns();
  random_order(order, ROWS);
  for (int32_t j = 0; j < N; j++) {
    for (int32_t i = 0; i < ROWS; i++) other[j][i] = cells[j][order[i]];
  }
  for (int32_t method = 0; method < 4; method++) {
    assert_int_equal(weigh(method, columns, NULL, ROWS, first, NULL), PATRON_OK);
    assert_int_equal(weigh(method, others, NULL, ROWS, second, NULL), PATRON_OK);
    assert_memory_equal(first, second, sizeof first);
    assert_true(fabs(first[0] + first[1] + first[2] + first[3] - 1.0) < 1e-15);
  }
}

static void critic_and_deviation_are_the_same_in_any_unit(void **state) {
  static const double times[N] = {100, 0.001, 12345.678, 1e-150}, plus[N] = {-7, 3, 0, 4e-151};
  double first[N], second[N];
  (void)state;
  make_columns();
  for (int32_t j = 0; j < N; j++) {
    for (int32_t i = 0; i < ROWS; i++) other[j][i] = cells[j][i] * times[j] + plus[j];
  }
  for (int32_t method = 1; method < 4; method++) {
    assert_int_equal(weigh(method, columns, NULL, ROWS, first, NULL), PATRON_OK);
    assert_int_equal(weigh(method, others, NULL, ROWS, second, NULL), PATRON_OK);
    for (int32_t j = 0; j < N; j++) assert_true(fabs(first[j] - second[j]) < 1e-9);
  }
}

static void rows_with_unknown_values_are_as_good_as_absent(void **state) {
  static uint8_t bits[(ROWS + 7) / 8];
  const uint8_t *validity[N] = {bits, bits, bits, bits};
  double first[N], second[N];
  int32_t kept = 0;
  (void)state;
  make_columns();
  memset(bits, 0, sizeof bits);
  for (int32_t i = 0; i < ROWS; i++) {
    if (i % 3 == 0) continue;
    bits[i / 8] = (uint8_t)(bits[i / 8] | 1u << (i % 8));
    for (int32_t j = 0; j < N; j++) other[j][kept] = cells[j][i];
    kept++;
  }
  for (int32_t i = 0; i < ROWS; i += 3) cells[0][i] = NAN, cells[1][i] = 1e300;
  for (int32_t method = 0; method < 4; method++) {
    assert_int_equal(weigh(method, columns, validity, ROWS, first, NULL), PATRON_OK);
    assert_int_equal(weigh(method, others, NULL, kept, second, NULL), PATRON_OK);
    assert_memory_equal(first, second, sizeof first);
  }
}

static void columns_that_say_nothing_weigh_nothing(void **state) {
  double weights[N];
  uint32_t warnings = 0;
  (void)state;
  make_columns();
  for (int32_t i = 0; i < ROWS; i++) cells[2][i] = 7.0;
  for (int32_t method = 0; method < 4; method++) {
    assert_int_equal(weigh(method, columns, NULL, ROWS, weights, &warnings), PATRON_OK);
    assert_true(weights[2] == 0.0);
    assert_int_equal(warnings, PATRON_WARNING_DEGENERATE_CRITERION);
    assert_int_equal(weigh(method, columns, NULL, 1, weights, &warnings), PATRON_OK);
    assert_true(weights[0] == 0.25 && weights[2] == 0.25);
    assert_int_equal(warnings & ~(uint32_t)PATRON_WARNING_NO_CONFLICT, PATRON_WARNING_DEGENERATE_ALL | PATRON_WARNING_SINGLE_ALTERNATIVE);
    assert_int_equal(weigh(method, columns, NULL, 0, weights, &warnings), PATRON_UNKNOWN);
  }
}

static void equal_columns_without_conflict_weigh_by_their_spread(void **state) {
  const double *same[2] = {cells[0], cells[0]}, *scaled[2] = {cells[0], other[0]};
  double weights[2];
  uint32_t warnings = 0;
  (void)state;
  make_columns();
  for (int32_t i = 0; i < ROWS; i++) other[0][i] = cells[0][i] * 3.7 + 0.1;
  assert_int_equal(patron_weights_critic(same, NULL, NULL, ROWS, 2, PATRON_CORRELATION_PEARSON, NULL, weights, &warnings), PATRON_OK);
  assert_true(weights[0] == 0.5 && weights[1] == 0.5);
  assert_int_equal(warnings, PATRON_WARNING_NO_CONFLICT);
  assert_int_equal(patron_weights_critic(scaled, NULL, NULL, ROWS, 2, PATRON_CORRELATION_PEARSON, NULL, weights, &warnings), PATRON_OK);
  assert_true(fabs(weights[0] - 0.5) < 1e-12);
  assert_int_equal(warnings, PATRON_WARNING_NO_CONFLICT);
}

static void data_that_a_measure_cannot_take_is_refused(void **state) {
  const int32_t target[N] = {PATRON_DIRECTION_TARGET};
  const double *hole[N] = {cells[0], NULL, cells[2], cells[3]};
  double weights[N];
  (void)state;
  make_columns();
  assert_int_equal(patron_weights_critic(columns, NULL, target, ROWS, N, 0, NULL, weights, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_critic(columns, NULL, NULL, ROWS, N, 2, NULL, weights, NULL), PATRON_E_INVALID_ARGUMENT);
  for (int32_t method = 0; method < 4; method++) {
    assert_int_equal(weigh(method, NULL, NULL, ROWS, weights, NULL), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(weigh(method, hole, NULL, ROWS, weights, NULL), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(weigh(method, columns, NULL, -1, weights, NULL), PATRON_E_INVALID_ARGUMENT);
    assert_int_equal(weigh(method, columns, NULL, ROWS, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  }
  cells[1][5] = -0.5;
  assert_int_equal(weigh(0, columns, NULL, ROWS, weights, NULL), PATRON_E_RANGE);
  assert_int_equal(weigh(2, columns, NULL, ROWS, weights, NULL), PATRON_OK);
  cells[1][5] = INFINITY;
  for (int32_t method = 0; method < 4; method++) assert_int_equal(weigh(method, columns, NULL, ROWS, weights, NULL), PATRON_E_NOT_FINITE);
}

static double violation(const double *to_others, const double *to_worst, int32_t n, int32_t best, int32_t worst, const double *w) {
  double most = 0.0;
  for (int32_t j = 0; j < n; j++) {
    most = fmax(most, fabs(w[best] - to_others[j] * w[j]));
    most = fmax(most, fabs(w[j] - to_worst[j] * w[worst]));
  }
  return most;
}

/* The problem is convex: a point that no small step in any of many directions improves is the optimum. */
static void best_worst_cannot_be_improved(void **state) {
  (void)state;
  for (int32_t round = 0; round < 300; round++) {
    int32_t n = 2 + round % 8;
    double to_others[10], to_worst[10], w[10], moved[10], xi = -1, total = 0, most;
    for (int32_t j = 0; j < n; j++) to_others[j] = 1 + (double)(random_bits() % 8), to_worst[j] = 1 + (double)(random_bits() % 8);
    to_others[0] = 1, to_worst[n - 1] = 1, to_others[n - 1] = to_worst[0] = 9;
    assert_int_equal(patron_weights_best_worst(to_others, to_worst, n, 0, n - 1, NULL, w, &xi, NULL), PATRON_OK);
    for (int32_t j = 0; j < n; j++) total += w[j];
    assert_true(fabs(total - 1.0) < 1e-14);
    most = violation(to_others, to_worst, n, 0, n - 1, w);
    assert_true(fabs(most - xi) < 1e-13);
    for (int32_t step = 0; step < 300; step++) {
      double sum = 0.0;
      for (int32_t j = 0; j < n; j++) moved[j] = fmax(0.0, w[j] + 1e-5 * (random_share() - 0.5)), sum += moved[j];
      for (int32_t j = 0; j < n; j++) moved[j] /= sum;
      assert_true(violation(to_others, to_worst, n, 0, n - 1, moved) >= xi - 1e-13);
    }
  }
}

static void best_worst_refuses_what_contradicts_itself(void **state) {
  const double good[3] = {1, 2, 4}, back[3] = {4, 2, 1}, lower[3] = {1, 0.5, 4}, above[3] = {1, 5, 4}, disagree[3] = {3, 2, 1}, nan[3] = {1, NAN, 4}, one[3] = {1, 1, 1};
  double w[3], xi, ratio;
  (void)state;
  assert_int_equal(patron_weights_best_worst(good, back, 3, 0, 2, NULL, w, &xi, &ratio), PATRON_OK);
  assert_true(xi == 0.0 && ratio == 0.0 && fabs(w[0] - 4.0 / 7.0) < 1e-15);
  assert_int_equal(patron_weights_best_worst(one, one, 3, 0, 2, NULL, w, &xi, &ratio), PATRON_OK);
  assert_true(ratio == 0.0 && fabs(w[1] - 1.0 / 3.0) < 1e-15);
  assert_int_equal(patron_weights_best_worst(good, back, 1, 0, 0, NULL, w, &xi, &ratio), PATRON_E_RANGE);
  assert_int_equal(patron_weights_best_worst(one, one, 1, 0, 0, NULL, w, &xi, &ratio), PATRON_OK);
  assert_true(w[0] == 1.0 && xi == 0.0);
  assert_int_equal(patron_weights_best_worst(lower, back, 3, 0, 2, NULL, w, NULL, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_best_worst(above, back, 3, 0, 2, NULL, w, NULL, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_best_worst(good, disagree, 3, 0, 2, NULL, w, NULL, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_best_worst(nan, back, 3, 0, 2, NULL, w, NULL, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weights_best_worst(good, back, 3, 0, 0, NULL, w, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_best_worst(good, back, 3, 0, 3, NULL, w, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_best_worst(good, back, 3, 0, 2, NULL, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_best_worst(NULL, back, 3, 0, 2, NULL, w, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_best_worst(good, back, 501, 0, 2, NULL, w, NULL, NULL), PATRON_E_RANGE);
}

static void ahp_refuses_what_is_no_comparison(void **state) {
  const double zero[4] = {1, 0, 1, 1}, minus[4] = {1, -2, -0.5, 1}, nan[4] = {1, NAN, 1, 1}, diagonal[4] = {2, 1, 1, 0.5}, one[1] = {1}, two[4] = {1, 4, 0.25, 1};
  static double sixteen[256];
  double w[16] = {7};
  patron_ahp_consistency found = {.struct_size = sizeof found}, small = {.struct_size = 3};
  (void)state;
  assert_int_equal(patron_weights_ahp(zero, 2, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_ahp(minus, 2, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_ahp(nan, 2, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weights_ahp(diagonal, 2, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_ahp(two, 2, PATRON_WEIGHTING_CRITIC, 0, 0, NULL, w, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_ahp(two, 2, PATRON_WEIGHTING_AHP, 2, 0, NULL, w, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_weights_ahp(two, 2, PATRON_WEIGHTING_AHP, 0, -1, NULL, w, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_weights_ahp(two, 2, PATRON_WEIGHTING_AHP, 0, NAN, NULL, w, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_weights_ahp(two, 2, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, &small), PATRON_E_ABI);
  assert_int_equal(patron_weights_ahp(NULL, 2, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_true(w[0] == 7);
  assert_int_equal(patron_weights_ahp(one, 1, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, &found), PATRON_OK);
  assert_true(w[0] == 1.0 && found.ratio == 0.0 && found.warnings == 0);
  assert_int_equal(patron_weights_ahp(two, 2, PATRON_WEIGHTING_AHP_GEOMETRIC, 0, 0, NULL, w, &found), PATRON_OK);
  assert_true(fabs(w[0] - 0.8) < 1e-15 && found.ratio == 0.0);
  for (int32_t i = 0; i < 256; i++) sixteen[i] = 1.0;
  assert_int_equal(patron_weights_ahp(sixteen, 16, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, &found), PATRON_OK);
  assert_true(found.ratio == 0.0 && found.warnings == PATRON_WARNING_NO_RANDOM_INDEX && fabs(w[15] - 0.0625) < 1e-15);
}

/* Circles of preferences hundreds of times as strong converge slowly; the result must still be the eigenvector. */
static void ahp_settles_bitter_contradictions(void **state) {
  (void)state;
  for (int32_t round = 0; round < 20; round++) {
    double a[36], w[6];
    patron_ahp_consistency found = {.struct_size = sizeof found};
    for (int32_t i = 0; i < 6; i++) {
      for (int32_t j = i; j < 6; j++) a[6 * i + j] = i == j ? 1.0 : pow(1000.0, 2.0 * random_share() - 1.0), a[6 * j + i] = 1.0 / a[6 * i + j];
    }
    assert_int_equal(patron_weights_ahp(a, 6, PATRON_WEIGHTING_AHP, 0, 0, NULL, w, &found), PATRON_OK);
    for (int32_t i = 0; i < 6; i++) {
      double sum = 0.0;
      for (int32_t j = 0; j < 6; j++) sum += a[6 * i + j] * w[j];
      assert_true(fabs(sum / w[i] / found.lambda_max - 1.0) < 1e-12);
    }
  }
}

static void correlations_are_those_of_all_pairs(void **state) {
  enum { FEW = 200 };
  double x[FEW], y[FEW], tau, rho;
  uint8_t of_x[FEW / 8], of_y[FEW / 8];
  (void)state;
  for (int32_t i = 0; i < FEW; i++) x[i] = (double)(random_bits() % 30), y[i] = x[i] / 2 + (double)(random_bits() % 20);
  for (int32_t i = 0; i < FEW / 8; i++) of_x[i] = (uint8_t)(random_bits() | 7), of_y[i] = (uint8_t)(random_bits() | 3);
  double concordant = 0, tied_x = 0, tied_y = 0, pairs = 0;
  for (int32_t i = 0; i < FEW; i++) {
    for (int32_t k = 0; k < i; k++) {
      double product = (x[i] - x[k]) * (y[i] - y[k]);
      if (!((of_x[i / 8] & of_y[i / 8]) >> (i % 8) & 1) || !((of_x[k / 8] & of_y[k / 8]) >> (k % 8) & 1)) continue;
      pairs += 1, tied_x += x[i] == x[k], tied_y += y[i] == y[k];
      concordant += product > 0 ? 1 : product < 0 ? -1 : 0;
    }
  }
  assert_int_equal(patron_rank_correlation(x, of_x, y, of_y, FEW, NULL, &tau, &rho), PATRON_OK);
  assert_true(fabs(tau - concordant / sqrt((pairs - tied_x) * (pairs - tied_y))) < 1e-14);
  assert_true(rho > tau && rho < 1.0);
}

static void correlation_with_a_constant_is_unknown(void **state) {
  const double x[3] = {1, 2, 3}, same[3] = {5, 5, 5}, down[3] = {9, 4, 2}, nan[3] = {1, NAN, 2};
  double tau = 7, rho = 7;
  (void)state;
  assert_int_equal(patron_rank_correlation(x, NULL, same, NULL, 3, NULL, &tau, &rho), PATRON_UNKNOWN);
  assert_int_equal(patron_rank_correlation(x, NULL, x, NULL, 1, NULL, &tau, &rho), PATRON_UNKNOWN);
  assert_int_equal(patron_rank_correlation(NULL, NULL, NULL, NULL, 0, NULL, &tau, &rho), PATRON_UNKNOWN);
  assert_int_equal(patron_rank_correlation(x, NULL, nan, NULL, 3, NULL, &tau, &rho), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_rank_correlation(x, NULL, NULL, NULL, 3, NULL, &tau, &rho), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_rank_correlation(x, NULL, x, NULL, -1, NULL, &tau, &rho), PATRON_E_INVALID_ARGUMENT);
  assert_true(tau == 7 && rho == 7);
  assert_int_equal(patron_rank_correlation(x, NULL, down, NULL, 3, NULL, &tau, &rho), PATRON_OK);
  assert_true(tau == -1.0 && rho == -1.0);
  assert_int_equal(patron_rank_correlation(x, NULL, down, NULL, 3, NULL, NULL, NULL), PATRON_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_order_of_rows_changes_no_byte),
    cmocka_unit_test(critic_and_deviation_are_the_same_in_any_unit),
    cmocka_unit_test(rows_with_unknown_values_are_as_good_as_absent),
    cmocka_unit_test(columns_that_say_nothing_weigh_nothing),
    cmocka_unit_test(equal_columns_without_conflict_weigh_by_their_spread),
    cmocka_unit_test(data_that_a_measure_cannot_take_is_refused),
    cmocka_unit_test(best_worst_cannot_be_improved),
    cmocka_unit_test(best_worst_refuses_what_contradicts_itself),
    cmocka_unit_test(ahp_refuses_what_is_no_comparison),
    cmocka_unit_test(ahp_settles_bitter_contradictions),
    cmocka_unit_test(correlations_are_those_of_all_pairs),
    cmocka_unit_test(correlation_with_a_constant_is_unknown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
