/* TOPSIS, VIKOR and PROMETHEE II: against all pairs by hand, on shuffled rows, with missing values, and what they refuse. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/comparison.h"
#include "random.h"

enum { ROWS = 300, N = 6 };

static double cells[N][ROWS], shuffled[N][ROWS];
static uint8_t bits[N][(ROWS + 7) / 8], shuffled_bits[N][(ROWS + 7) / 8];
static const double *columns[N], *shuffled_columns[N];
static const uint8_t *validity[N], *shuffled_validity[N];
static int32_t order[ROWS];
static const double weights[N] = {3, 1, 2, 0, 4, 1};
static const int32_t directions[N] = {0, 1, 0, 1, 1, 0};

/* Values with many ties; the criterion of weight 0 is unknown in most rows. */
static void make_rows(int32_t missing) {
  memset(bits, 0xff, sizeof bits);
  memset(shuffled_bits, 0xff, sizeof shuffled_bits);
  random_order(order, ROWS);
  for (int32_t j = 0; j < N; j++) {
    columns[j] = cells[j], shuffled_columns[j] = shuffled[j], validity[j] = bits[j], shuffled_validity[j] = shuffled_bits[j];
    for (int32_t i = 0; i < ROWS; i++) {
      int32_t unknown = missing && (j == 3 ? i % 5 != 0 : random_bits() % 7 == 0);
      cells[j][i] = unknown ? NAN : (double)(random_bits() % 40) / 4.0 - 2.0;
      if (unknown) bits[j][i / 8] = (uint8_t)(bits[j][i / 8] & ~(1u << (i % 8)));
    }
    for (int32_t i = 0; i < ROWS; i++) {
      shuffled[j][i] = cells[j][order[i]];
      if (!((bits[j][order[i] / 8] >> (order[i] % 8)) & 1)) shuffled_bits[j][i / 8] = (uint8_t)(shuffled_bits[j][i / 8] & ~(1u << (i % 8)));
    }
  }
}

static int32_t known(int32_t j, int32_t i) { return (bits[j][i / 8] >> (i % 8)) & 1; }

static double preference(int32_t type, double d, double q, double p) {
  switch (type) {
    case PATRON_PREFERENCE_USUAL: return d > 0 ? 1 : 0;
    case PATRON_PREFERENCE_U: return d > q ? 1 : 0;
    case PATRON_PREFERENCE_V: return d <= 0 ? 0 : d > p ? 1 : d / p;
    case PATRON_PREFERENCE_LEVEL: return d > p ? 1 : d > q ? 0.5 : 0;
    case PATRON_PREFERENCE_LINEAR: return d > p ? 1 : d > q ? (d - q) / (p - q) : 0;
    default: return d > 0 ? 1 - exp(-d * d / (2 * p * p)) : 0;
  }
}

/* Flows by comparing all pairs, RENORMALISE. */
static void compare_all(const int32_t *type, const double *q, const double *p, double *plus, double *minus) {
  for (int32_t i = 0; i < ROWS; i++) {
    double covered = 0;
    plus[i] = minus[i] = 0;
    for (int32_t j = 0; j < N; j++) covered += known(j, i) ? weights[j] : 0;
    for (int32_t j = 0; j < N; j++) {
      double up = 0, down = 0, others = -1;
      if (weights[j] == 0 || !known(j, i)) continue;
      for (int32_t k = 0; k < ROWS; k++) {
        double d = directions[j] == PATRON_DIRECTION_LOWER ? cells[j][k] - cells[j][i] : cells[j][i] - cells[j][k];
        if (!known(j, k)) continue;
        others += 1;
        up += preference(type[j], d, q[j], p[j]);
        down += preference(type[j], -d, q[j], p[j]);
      }
      plus[i] += weights[j] / covered * up / others;
      minus[i] += weights[j] / covered * down / others;
    }
  }
}

static void sorted_flows_are_those_of_all_pairs(void **state) {
  const int32_t type[N] = {PATRON_PREFERENCE_USUAL, PATRON_PREFERENCE_U, PATRON_PREFERENCE_V, PATRON_PREFERENCE_USUAL, PATRON_PREFERENCE_LEVEL, PATRON_PREFERENCE_LINEAR};
  const int32_t other[N] = {PATRON_PREFERENCE_LINEAR, PATRON_PREFERENCE_GAUSSIAN, PATRON_PREFERENCE_LEVEL, PATRON_PREFERENCE_USUAL, PATRON_PREFERENCE_V, PATRON_PREFERENCE_U};
  const double q[N] = {0.25, 0.75, 0.5, 0, 1, 0.5}, p[N] = {0.25, 3, 2, 0, 2.5, 4};
  static double plus[ROWS], minus[ROWS], net[ROWS], by_hand[ROWS], against[ROWS];
  patron_promethee_columns out = {.struct_size = sizeof out, .plus = plus, .minus = minus, .net = net};
  (void)state;
  for (int32_t missing = 0; missing < 2; missing++) {
    for (int32_t round = 0; round < 2; round++) {
      patron_promethee_preferences preferences = {sizeof preferences, 0, round ? other : type, q, p};
      make_rows(missing);
      assert_int_equal(patron_aggregate_promethee(columns, validity, directions, weights, &preferences, ROWS, N, PATRON_MISSING_RENORMALISE, NULL, &out, NULL), PATRON_OK);
      compare_all(round ? other : type, q, p, by_hand, against);
      for (int32_t i = 0; i < ROWS; i++) {
        assert_true(fabs(plus[i] - by_hand[i]) < 1e-13);
        assert_true(fabs(minus[i] - against[i]) < 1e-13);
        assert_true(net[i] == plus[i] - minus[i]);
      }
    }
  }
}

static void far_from_zero_flows_lose_no_digits(void **state) {
  static double x[ROWS], flow[2][ROWS];
  const double *column[1] = {x}, one[1] = {1}, p[1] = {0.5};
  const int32_t type[1] = {PATRON_PREFERENCE_V};
  patron_promethee_preferences preferences = {sizeof preferences, 0, type, NULL, p};
  (void)state;
  for (int32_t far = 0; far < 2; far++) {
    patron_promethee_columns out = {.struct_size = sizeof out, .net = flow[far]};
    for (int32_t i = 0; i < ROWS; i++) x[i] = (double)(i * i % 97) / 64.0 + (far ? 1099511627776.0 : 0.0);
    assert_int_equal(patron_aggregate_promethee(column, NULL, NULL, one, &preferences, ROWS, 1, 0, NULL, &out, NULL), PATRON_OK);
  }
  for (int32_t i = 0; i < ROWS; i++) assert_true(fabs(flow[0][i] - flow[1][i]) < 1e-15);
}

/* All three on the given columns into out[3]. */
static void run_all(const double *const *given, const uint8_t *const *given_bits, const double *w, int32_t n, const int32_t *up, int32_t missing, double out[3][ROWS], uint8_t has[(ROWS + 7) / 8]) {
  const int32_t type[N] = {PATRON_PREFERENCE_LINEAR, PATRON_PREFERENCE_V, PATRON_PREFERENCE_LEVEL, PATRON_PREFERENCE_U, PATRON_PREFERENCE_GAUSSIAN, PATRON_PREFERENCE_USUAL};
  const double q[N] = {0.25, 0.5, 0.5, 0.5, 0.5, 0.5}, p[N] = {2, 2, 2, 2, 2, 2};
  patron_promethee_preferences preferences = {sizeof preferences, 0, type, q, p};
  patron_topsis_columns topsis = {.struct_size = sizeof topsis, .score = out[0], .validity = has};
  patron_vikor_columns vikor = {.struct_size = sizeof vikor, .compromise = out[1], .validity = has};
  patron_promethee_columns promethee = {.struct_size = sizeof promethee, .net = out[2], .validity = has};
  assert_int_equal(patron_aggregate_topsis(given, given_bits, w, ROWS, n, missing, NULL, NULL, NULL, &topsis, NULL), PATRON_OK);
  assert_int_equal(patron_aggregate_vikor(given, given_bits, w, ROWS, n, missing, 0.5, NULL, NULL, NULL, NULL, &vikor, NULL), PATRON_OK);
  assert_int_equal(patron_aggregate_promethee(given, given_bits, up, w, &preferences, ROWS, n, missing, NULL, &promethee, NULL), PATRON_OK);
}

static void the_order_of_rows_changes_no_byte(void **state) {
  static double out[3][ROWS], again[3][ROWS];
  uint8_t has[(ROWS + 7) / 8] = {0}, has_again[(ROWS + 7) / 8] = {0};
  (void)state;
  for (int32_t missing = 0; missing < 4; missing++) {
    make_rows(1);
    run_all(columns, validity, weights, N, directions, missing, out, has);
    run_all(shuffled_columns, shuffled_validity, weights, N, directions, missing, again, has_again);
    for (int32_t i = 0; i < ROWS; i++) {
      for (int32_t k = 0; k < 3; k++) assert_memory_equal(&again[k][i], &out[k][order[i]], sizeof(double));
      assert_int_equal((has_again[i / 8] >> (i % 8)) & 1, (has[order[i] / 8] >> (order[i] % 8)) & 1);
    }
  }
}

static void a_criterion_of_weight_zero_changes_no_byte(void **state) {
  static double out[3][ROWS], again[3][ROWS];
  const double *without[3] = {cells[0], cells[1], cells[2]}, *with[4] = {cells[0], cells[1], cells[2], cells[3]}, three[3] = {3, 1, 2};
  const uint8_t *of[4] = {bits[0], bits[1], bits[2], bits[3]};
  uint8_t has[(ROWS + 7) / 8] = {0}, has_again[(ROWS + 7) / 8] = {0};
  (void)state;
  for (int32_t missing = 0; missing < 4; missing++) {
    make_rows(1);
    run_all(with, of, weights, 4, directions, missing, out, has);
    run_all(without, of, three, 3, directions, missing, again, has_again);
    assert_memory_equal(out, again, sizeof out);
    assert_memory_equal(has, has_again, sizeof has);
  }
}

static void a_missing_value_is_neutral_or_worst_as_asked(void **state) {
  const double a[3] = {0, 1, NAN}, b[3] = {1, 0, 0.5}, *two[2] = {a, b}, equal[2] = {1, 1};
  const uint8_t of_a = 3, *of[2] = {&of_a, NULL};
  double score[3], regret[3], net[3], coverage[3];
  uint8_t has = 0;
  patron_topsis_columns topsis = {.struct_size = sizeof topsis, .score = score, .coverage = coverage};
  patron_vikor_columns vikor = {.struct_size = sizeof vikor, .utility = regret};
  patron_promethee_columns promethee = {.struct_size = sizeof promethee, .net = net};
  patron_promethee_preferences usual = {.struct_size = sizeof usual};
  (void)state;
  assert_int_equal(patron_aggregate_topsis(two, of, equal, 3, 2, PATRON_MISSING_NEUTRAL, NULL, NULL, NULL, &topsis, NULL), PATRON_OK);
  assert_true(score[2] == 0.5 && coverage[2] == 0.5 && coverage[0] == 1.0);
  assert_int_equal(patron_aggregate_topsis(two, of, equal, 3, 2, PATRON_MISSING_WORST, NULL, NULL, NULL, &topsis, NULL), PATRON_OK);
  assert_true(fabs(score[2] - 0.25 / (0.25 + sqrt(0.25 + 0.0625))) < 1e-15);
  assert_int_equal(patron_aggregate_vikor(two, of, equal, 3, 2, PATRON_MISSING_NEUTRAL, 0.5, NULL, NULL, NULL, NULL, &vikor, NULL), PATRON_OK);
  assert_true(regret[2] == 0.5);
  assert_int_equal(patron_aggregate_vikor(two, of, equal, 3, 2, PATRON_MISSING_WORST, 0.5, NULL, NULL, NULL, NULL, &vikor, NULL), PATRON_OK);
  assert_true(regret[2] == 0.75);
  assert_int_equal(patron_aggregate_promethee(two, of, NULL, equal, &usual, 3, 2, PATRON_MISSING_NEUTRAL, NULL, &promethee, NULL), PATRON_OK);
  assert_true(net[2] == 0.0);
  assert_int_equal(patron_aggregate_promethee(two, of, NULL, equal, &usual, 3, 2, PATRON_MISSING_WORST, NULL, &promethee, NULL), PATRON_OK);
  assert_true(net[2] == -0.5);
  assert_int_equal(patron_aggregate_topsis(two, of, equal, 3, 2, PATRON_MISSING_FAIL, NULL, NULL, NULL, &topsis, NULL), PATRON_UNKNOWN);
  assert_int_equal(patron_aggregate_vikor(two, of, equal, 3, 2, PATRON_MISSING_FAIL, 0.5, NULL, NULL, NULL, NULL, &vikor, NULL), PATRON_UNKNOWN);
  assert_int_equal(patron_aggregate_promethee(two, of, NULL, equal, &usual, 3, 2, PATRON_MISSING_FAIL, NULL, &promethee, NULL), PATRON_UNKNOWN);
  topsis.validity = &has;
  assert_int_equal(patron_aggregate_topsis(two, of, equal, 3, 2, PATRON_MISSING_FAIL, NULL, NULL, NULL, &topsis, NULL), PATRON_OK);
  assert_int_equal(has & 7, 3);
}

static void a_row_scores_by_the_points_it_was_fitted_to(void **state) {
  static double all[ROWS], one[1], q[ROWS], single[1], bounds[4];
  double top[N], bottom[N];
  patron_topsis_columns many = {.struct_size = sizeof many, .score = all}, alone = {.struct_size = sizeof alone, .score = one};
  patron_vikor_columns of_many = {.struct_size = sizeof of_many, .compromise = q, .bounds = bounds}, of_one = {.struct_size = sizeof of_one, .compromise = single};
  (void)state;
  make_rows(0);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, NULL, NULL, NULL, &many, NULL), PATRON_OK);
  assert_int_equal(patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, 0.3, NULL, NULL, NULL, NULL, &of_many, NULL), PATRON_OK);
  for (int32_t j = 0; j < N; j++) assert_int_equal(patron_value_range(columns[j], NULL, ROWS, &bottom[j], &top[j]), PATRON_OK);
  for (int32_t i = 0; i < ROWS; i++) {
    const double *row[N];
    for (int32_t j = 0; j < N; j++) row[j] = &cells[j][i];
    assert_int_equal(patron_aggregate_topsis(row, NULL, weights, 1, N, 0, top, bottom, NULL, &alone, NULL), PATRON_OK);
    assert_int_equal(patron_aggregate_vikor(row, NULL, weights, 1, N, 0, 0.3, top, bottom, bounds, NULL, &of_one, NULL), PATRON_OK);
    assert_true(one[0] == all[i] && single[0] == q[i]);
  }
}

static void bad_calls_are_refused(void **state) {
  double score[ROWS], high[N] = {9, 9, 9, 9, 9, 9}, low[N] = {0, 0, 0, 0, 0, 0}, nan[N] = {NAN}, mixed[4] = {1, 0, 0, 1}, q[N] = {3}, p[N] = {1}, minus[N] = {-1};
  int32_t type[N] = {PATRON_PREFERENCE_LINEAR}, gaussian[N] = {PATRON_PREFERENCE_GAUSSIAN}, wrong[N] = {6}, target[N] = {PATRON_DIRECTION_TARGET};
  patron_topsis_columns topsis = {.struct_size = sizeof topsis, .score = score}, none = {.struct_size = sizeof none}, small = {.struct_size = 3};
  patron_vikor_columns vikor = {.struct_size = sizeof vikor, .compromise = score}, tiny = {.struct_size = 3};
  patron_promethee_columns flows = {.struct_size = sizeof flows, .net = score}, little = {.struct_size = 3};
  patron_promethee_preferences usual = {.struct_size = sizeof usual}, bad = {.struct_size = sizeof bad};
  (void)state;
  make_rows(0);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, high, NULL, NULL, &topsis, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, low, high, NULL, &topsis, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, nan, low, NULL, &topsis, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, NULL, NULL, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, NULL, NULL, NULL, &none, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, NULL, NULL, NULL, &small, NULL), PATRON_E_ABI);
  assert_int_equal(patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, 1.5, NULL, NULL, NULL, NULL, &vikor, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, NAN, NULL, NULL, NULL, NULL, &vikor, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, 0.5, NULL, NULL, mixed, NULL, &vikor, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, 0.5, NULL, NULL, nan, NULL, &vikor, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, 0.5, NULL, NULL, NULL, NULL, &tiny, NULL), PATRON_E_ABI);
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, NULL, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_promethee(columns, NULL, target, weights, &usual, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, &usual, ROWS, N, 0, NULL, &little, NULL), PATRON_E_ABI);
  bad.type = wrong;
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, &bad, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_INVALID_ARGUMENT);
  bad.type = type, bad.indifference = q, bad.strict = p;
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, &bad, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_RANGE);
  bad.indifference = minus;
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, &bad, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_RANGE);
  bad.indifference = nan;
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, &bad, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_NOT_FINITE);
  bad.type = gaussian, bad.indifference = bad.strict = NULL;
  assert_int_equal(patron_aggregate_promethee(columns, NULL, NULL, weights, &bad, ROWS, N, 0, NULL, &flows, NULL), PATRON_E_RANGE);
}

static void pairs_of_more_than_twenty_thousand_rows_are_refused(void **state) {
  double *x = calloc(20001, sizeof *x), *net = calloc(20001, sizeof *net);
  const double *column[1] = {x}, one[1] = {1}, s[1] = {1};
  const int32_t gaussian[1] = {PATRON_PREFERENCE_GAUSSIAN};
  patron_promethee_preferences preferences = {sizeof preferences, 0, gaussian, NULL, s};
  patron_promethee_columns out = {.struct_size = sizeof out, .net = net};
  (void)state;
  assert_int_equal(patron_aggregate_promethee(column, NULL, NULL, one, &preferences, 20001, 1, 0, NULL, &out, NULL), PATRON_E_RANGE);
  free(x);
  free(net);
}

static void a_compromise_shows_what_failed(void **state) {
  const double s[3] = {0.1, 0.2, 0.9}, r[3] = {0.3, 0.2, 0.9}, worse[3] = {0.3, 0.2, 0.1}, far[3] = {0.0, 0.6, 1.0}, near[3] = {0.0, 0.4, 1.0};
  int32_t advantage, stability;
  uint8_t members[3];
  (void)state;
  assert_int_equal(patron_vikor_compromise(s, r, far, 3, &advantage, &stability, members), PATRON_OK);
  assert_true(advantage && stability && members[0] && !members[1] && !members[2]);
  assert_int_equal(patron_vikor_compromise(worse, r, far, 3, &advantage, &stability, members), PATRON_OK);
  assert_true(advantage && !stability && members[0] && members[1] && !members[2]);
  assert_int_equal(patron_vikor_compromise(s, r, near, 3, &advantage, &stability, members), PATRON_OK);
  assert_true(!advantage && members[0] && members[1] && !members[2]);
  assert_int_equal(patron_vikor_compromise(s, r, far, 1, &advantage, NULL, members), PATRON_OK);
  assert_true(advantage && members[0]);
  assert_int_equal(patron_vikor_compromise(s, r, far, 0, NULL, NULL, members), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_vikor_compromise(s, NULL, far, 3, NULL, NULL, members), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_vikor_compromise(s, (double[3]){NAN}, far, 3, NULL, NULL, members), PATRON_E_NOT_FINITE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(sorted_flows_are_those_of_all_pairs),
    cmocka_unit_test(far_from_zero_flows_lose_no_digits),
    cmocka_unit_test(the_order_of_rows_changes_no_byte),
    cmocka_unit_test(a_criterion_of_weight_zero_changes_no_byte),
    cmocka_unit_test(a_missing_value_is_neutral_or_worst_as_asked),
    cmocka_unit_test(a_row_scores_by_the_points_it_was_fitted_to),
    cmocka_unit_test(bad_calls_are_refused),
    cmocka_unit_test(pairs_of_more_than_twenty_thousand_rows_are_refused),
    cmocka_unit_test(a_compromise_shows_what_failed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
