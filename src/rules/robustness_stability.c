/* Weight stability intervals: between which values of one weight a decision stays as it is, the other weights keeping their proportions.
 *
 * With the weight of criterion k at t, the score of a row that knows all criteria is a straight line:
 *
 *   f_i(t) = t v_ik + (1 - t) r_i,   r_i = sum_{j != k} w_j v_ij / (1 - w_k)
 *
 * so what a decision asks (row a not below row b; row a not below a bound) holds on one side of the point where two lines cross, and all of it on one closed interval.
 * (Interval for one pair: Triantaphyllou & Sanchez 1997, Decision Sciences 28(1).)
 *
 * Worked example: values (1, 0) and (0.4, 0.5), weights 0.5, 0.5: scores 0.5 and 0.45. t against 0.4 t + 0.5 (1 - t): they meet at 0.5/1.1 = 0.4545. The first stays first from there to 1. */
#include "base/memory.h"
#include "patron/rules/robustness.h"
#include "rules/columns.h"
#include "rules/order.h"
#include "rules/stability.h"

/* Known in every criterion of positive weight and in the one that moves. */
static int32_t in_play(const uint8_t *const *validity, const double *weights, int32_t n, int32_t criterion, int64_t row) {
  for (int32_t j = 0; j < n; j++) {
    if ((weights[j] > 0.0 || j == criterion) && validity != NULL && !patron__known(validity[j], row)) return 0;
  }
  return 1;
}

/* The rows that know every criterion in play, as straight lines. */
static int64_t draw_lines(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t criterion, double bound, patron__candidate *out) {
  double others = 0.0;
  int64_t count = 0;
  for (int32_t j = 0; j < n; j++) others += j == criterion ? 0.0 : weights[j];
  for (int64_t i = 0; i < rows; i++) {
    double rest = 0.0;
    if (!in_play(validity, weights, n, criterion, i)) continue;
    for (int32_t j = 0; j < n; j++) {
      if (j != criterion && weights[j] > 0.0) rest += weights[j] / others * columns[j][i];
    }
    out[count++] = (patron__candidate){patron__curve_of(columns[criterion][i], rest, 1, 1), 0, 1, bound, (uint32_t)i, 1};
  }
  return count;
}

static patron_status check(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t criterion, int32_t preserve, double *total) {
  double sum = 0.0;
  if (columns == NULL || weights == NULL || n < 1 || rows < 0 || criterion < 0 || criterion >= n) return PATRON_E_INVALID_ARGUMENT;
  if (preserve < PATRON_STABILITY_ORDER || preserve > PATRON_STABILITY_BOUND) return PATRON_E_INVALID_ARGUMENT;
  if (rows > PATRON__ORDER_ROWS) return PATRON_E_RANGE;
  for (int32_t j = 0; j < n; j++) {
    if (columns[j] == NULL && rows > 0) return PATRON_E_INVALID_ARGUMENT;
    if (!patron__finite(weights[j])) return PATRON_E_NOT_FINITE;
    if (weights[j] < 0.0) return PATRON_E_RANGE;
    sum += weights[j];
  }
  if (!patron__finite(sum) || !(sum > weights[criterion])) return PATRON_E_RANGE;   /* the others have no proportions */
  for (int32_t j = 0; j < n; j++) {
    if (patron__check_finite(columns[j], validity ? validity[j] : NULL, rows) != PATRON_OK) return PATRON_E_NOT_FINITE;
  }
  *total = sum;
  return PATRON_OK;
}

patron_status patron_weight_stability(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t criterion, int32_t preserve,
                                      int64_t which, double bound, const patron_allocator *scratch, patron_stability *out) {
  uint64_t size = (uint64_t)rows * sizeof(patron__candidate);
  patron__interval at;
  patron__candidate *lines;
  double total = 0.0;
  patron_status status = check(columns, validity, weights, rows, n, criterion, preserve, &total);
  if (status == PATRON_OK && out == NULL) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK) status = patron__struct_check_size(out);
  if (status == PATRON_OK && preserve == PATRON_STABILITY_BOUND && !patron__finite(bound)) status = PATRON_E_NOT_FINITE;
  if (status == PATRON_OK && ((preserve == PATRON_STABILITY_TOP && which < 1) || (preserve == PATRON_STABILITY_RANK && (which < 0 || which >= rows)))) status = PATRON_E_RANGE;
  if (status != PATRON_OK) return status;
  status = patron__take_scratch(scratch, size, &lines);
  if (status != PATRON_OK) return status;
  const double current = weights[criterion] / total;
  const int64_t count = draw_lines(columns, validity, weights, rows, n, criterion, preserve == PATRON_STABILITY_BOUND ? bound : 0, lines);
  status = patron__find_stability(lines, count, current, preserve, which, scratch, &at);
  if (status == PATRON_OK) {
    const patron_stability found = {sizeof found, 0, current, at.low, at.high, {at.low_pair[0], at.low_pair[1]}, {at.high_pair[0], at.high_pair[1]}};
    status = patron__struct_write(out, &found, sizeof found);
  }
  patron__scratch_release(scratch, lines, size);
  return status;
}
