/* The weighted sum: missing values, coverage, weights of 0, and contributions that add up. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/score.h"

enum { ROWS = 700, N = 3 };

static double cells[N][ROWS];
static uint8_t bits[N][(ROWS + 7) / 8];
static const double *columns[N] = {cells[0], cells[1], cells[2]};
static const uint8_t *validity[N] = {bits[0], bits[1], bits[2]};

static void make_rows(void) {
  memset(bits, 0xff, sizeof bits);
  for (int32_t j = 0; j < N; j++) {
    for (int32_t i = 0; i < ROWS; i++) {
      uint32_t mixed = ((uint32_t)i * 2654435761u + (uint32_t)j * 97u) >> 8;
      cells[j][i] = (double)(mixed % 1000) / 999.0;
      if (i >= 300 && mixed % 3 == 0) {
        bits[j][i / 8] = (uint8_t)(bits[j][i / 8] & ~(1u << (i % 8)));
        cells[j][i] = NAN;
      }
    }
  }
}

static int32_t known(int32_t j, int32_t i) { return (bits[j][i / 8] >> (i % 8)) & 1; }

static void policies_say_what_a_missing_value_is_worth(void **state) {
  static const double expected[4] = {0.8, 0.0, 0.725, 0.6};
  const double value[2] = {0.8, NAN}, weights[2] = {0.75, 0.25}, *pair[2] = {value, value + 1};
  const uint8_t yes = 1, no = 0, *of[2] = {&yes, &no};
  (void)state;
  for (int32_t missing = 0; missing < 4; missing++) {
    double score = 7, coverage = 7;
    uint8_t has = 0;
    assert_int_equal(patron_aggregate_weighted_sum(pair, of, weights, 1, 2, missing, &score, &coverage, &has), PATRON_OK);
    assert_true(fabs(score - expected[missing]) < 1e-15);
    assert_true(coverage == 0.75);
    assert_int_equal(has & 1, missing != PATRON_MISSING_FAIL);
  }
}

static void an_unknown_score_needs_a_place_to_say_so(void **state) {
  const double value[2] = {0.8, NAN}, weights[2] = {0.75, 0.25}, *pair[2] = {value, value + 1};
  const uint8_t yes = 1, no = 0, *of[2] = {&yes, &no}, *none[2] = {&no, &no};
  double score = 7, coverage = 7;
  uint8_t has = 0xff;
  (void)state;
  assert_int_equal(patron_aggregate_weighted_sum(pair, of, weights, 1, 2, PATRON_MISSING_FAIL, &score, &coverage, NULL), PATRON_UNKNOWN);
  assert_int_equal(patron_aggregate_weighted_sum(pair, none, weights, 1, 2, PATRON_MISSING_WORST, &score, &coverage, NULL), PATRON_UNKNOWN);
  assert_true(score == 7 && coverage == 7);
  assert_int_equal(patron_aggregate_weighted_sum(pair, of, weights, 1, 2, PATRON_MISSING_RENORMALISE, &score, &coverage, NULL), PATRON_OK);
  for (int32_t missing = 0; missing < 4; missing++) {
    has = 0xff;
    assert_int_equal(patron_aggregate_weighted_sum(pair, none, weights, 1, 2, missing, &score, &coverage, &has), PATRON_OK);
    assert_true(score == 0 && coverage == 0 && has == 0xfe);
  }
}

static void contributions_add_up_to_the_score(void **state) {
  const double weights[N] = {0.3, 0.9, 0.47};
  static double score[ROWS], coverage[ROWS];
  static uint8_t has[(ROWS + 7) / 8];
  (void)state;
  make_rows();
  assert_int_equal(patron_aggregate_weighted_sum(columns, validity, weights, ROWS, N, PATRON_MISSING_RENORMALISE, score, coverage, has), PATRON_OK);
  for (int32_t i = 0; i < ROWS; i++) {
    double covered = 0, sum = 0, all = 0;
    for (int32_t j = 0; j < N; j++) all += weights[j], covered += known(j, i) ? weights[j] : 0;
    for (int32_t j = 0; j < N; j++) sum += known(j, i) ? weights[j] / covered * cells[j][i] : 0;
    assert_true(coverage[i] == covered / all);
    assert_int_equal((has[i / 8] >> (i % 8)) & 1, covered > 0);
    assert_true(score[i] == sum);
  }
}

/* Rows that know everything are summed in blocks and some criteria at a time: each gets what it would get alone, in whatever block it stands and however many criteria there are. */
static void every_block_is_summed_with_its_own_values(void **state) {
  enum { MOST = 6 };
  static double many[MOST][ROWS], score[ROWS], coverage[ROWS];
  static uint8_t has[(ROWS + 7) / 8];
  const double *of[MOST], weights[MOST] = {1, 2, 3, 4, 5, 6};
  (void)state;
  for (int32_t j = 0; j < MOST; j++) {
    of[j] = many[j];
    for (int32_t i = 0; i < ROWS; i++) many[j][i] = (double)((i * 37 + j * 11) % 101) / 101;
  }
  for (int32_t n = 1; n <= MOST; n++) {
    const double total = (double)(n * (n + 1) / 2);
    assert_int_equal(patron_aggregate_weighted_sum(of, NULL, weights, ROWS, n, PATRON_MISSING_FAIL, score, coverage, has), PATRON_OK);
    for (int32_t i = 0; i < ROWS; i++) {
      double sum = 0;
      for (int32_t j = 0; j < n; j++) sum += weights[j] / total * many[j][i];
      assert_true(score[i] == sum);
      assert_true(coverage[i] == 1 && ((has[i / 8] >> (i % 8)) & 1));
    }
  }
}

static void a_criterion_of_weight_zero_changes_nothing(void **state) {
  const double three[N] = {2, 0, 3}, two[2] = {2, 3}, *without[2] = {cells[0], cells[2]};
  const uint8_t *of[2] = {bits[0], bits[2]};
  static double a[ROWS], b[ROWS], ca[ROWS], cb[ROWS];
  static uint8_t ha[(ROWS + 7) / 8], hb[(ROWS + 7) / 8];
  (void)state;
  make_rows();
  for (int32_t missing = 0; missing < 4; missing++) {
    assert_int_equal(patron_aggregate_weighted_sum(columns, validity, three, ROWS, N, missing, a, ca, ha), PATRON_OK);
    assert_int_equal(patron_aggregate_weighted_sum(without, of, two, ROWS, 2, missing, b, cb, hb), PATRON_OK);
    assert_memory_equal(a, b, sizeof a);
    assert_memory_equal(ca, cb, sizeof ca);
    assert_memory_equal(ha, hb, ROWS / 8);
  }
}

static void a_total_of_two_scores_as_a_total_of_one(void **state) {
  const double one[N] = {0.25, 0.25, 0.5}, two[N] = {0.5, 0.5, 1};
  static double a[ROWS], b[ROWS];
  static uint8_t has[(ROWS + 7) / 8];
  (void)state;
  make_rows();
  assert_int_equal(patron_aggregate_weighted_sum(columns, validity, one, ROWS, N, 0, a, NULL, has), PATRON_OK);
  assert_int_equal(patron_aggregate_weighted_sum(columns, validity, two, ROWS, N, 0, b, NULL, has), PATRON_OK);
  assert_memory_equal(a, b, sizeof a);
}

static void bad_calls_are_refused(void **state) {
  const double good[N] = {1, 1, 1}, zero[N] = {0, 0, 0}, negative[N] = {2, -1, 1}, endless[N] = {1, INFINITY, 1}, nan = NAN, *bad[1] = {&nan}, *hole[1] = {NULL};
  double score = 7;
  uint8_t has;
  (void)state;
  make_rows();
  assert_int_equal(patron_aggregate_weighted_sum(columns, validity, zero, 1, N, 0, &score, NULL, &has), PATRON_E_RANGE);
  assert_int_equal(patron_aggregate_weighted_sum(columns, validity, negative, 1, N, 0, &score, NULL, &has), PATRON_E_RANGE);
  assert_int_equal(patron_aggregate_weighted_sum(columns, validity, endless, 1, N, 0, &score, NULL, &has), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_aggregate_weighted_sum(bad, NULL, good, 1, 1, 0, &score, NULL, &has), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_aggregate_weighted_sum(hole, NULL, good, 1, 1, 0, &score, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_weighted_sum(NULL, NULL, good, 1, 1, 0, &score, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, NULL, 1, N, 0, &score, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, good, 1, 0, 0, &score, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, good, -1, N, 0, &score, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, good, 1, N, 4, &score, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, good, 1, N, 0, NULL, NULL, &has), PATRON_E_INVALID_ARGUMENT);
  assert_true(score == 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(policies_say_what_a_missing_value_is_worth),
    cmocka_unit_test(an_unknown_score_needs_a_place_to_say_so),
    cmocka_unit_test(contributions_add_up_to_the_score),
    cmocka_unit_test(every_block_is_summed_with_its_own_values),
    cmocka_unit_test(a_criterion_of_weight_zero_changes_nothing),
    cmocka_unit_test(a_total_of_two_scores_as_a_total_of_one),
    cmocka_unit_test(bad_calls_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
