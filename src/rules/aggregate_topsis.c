/* TOPSIS: closeness to the ideal point, away from the worst (Hwang & Yoon 1981, Multiple Attribute Decision Making).
 *
 *   D+ = sqrt(sum (e_j (best_j - v_j))^2),   D- = sqrt(sum (e_j (v_j - worst_j))^2),   C = D- / (D+ + D-);   0/0 = 0.5
 *
 * Weights go inside the square, before the distance; Deng 2000 puts them outside and gets other numbers. Values are normalised beforehand (by vector length in the original), higher the better:
 * 1 - x/|x| for a cost gives the same closeness as turning the ideal points round. The ideal points are those of the rows given, or of the rows a model was fitted to.
 *
 * Worked example: rows (1, 0), (0, 1), (1, 1), equal weights. The third is the ideal point: C = 1; the others 0.5. */
#include <math.h>

#include "base/memory.h"
#include "patron/rules/comparison.h"
#include "rules/aggregate.h"
#include "rules/comparison.h"

patron_status patron__ideal_points(const patron__rows *call, int64_t rows, const double *best, const double *worst, double *best_out, double *worst_out) {
  for (int32_t j = 0; j < call->n; j++) {
    if (best == NULL) {
      patron_status status = patron_value_range(call->columns[j], call->validity ? call->validity[j] : NULL, rows, &worst_out[j], &best_out[j]);
      if (status == PATRON_UNKNOWN) worst_out[j] = best_out[j] = 0.0;
    } else {
      if (!patron__finite(best[j]) || !patron__finite(worst[j])) return PATRON_E_NOT_FINITE;
      if (worst[j] > best[j]) return PATRON_E_RANGE;
      worst_out[j] = worst[j], best_out[j] = best[j];
    }
  }
  return PATRON_OK;
}

uint32_t patron__ideal_warnings(const patron__rows *call, int64_t rows, const double *best, const double *worst) {
  int32_t constant = 0, counted = 0;
  for (int32_t j = 0; j < call->n; j++) {
    counted += call->weights[j] != 0.0;
    constant += call->weights[j] != 0.0 && best[j] == worst[j];
  }
  return (rows == 1 ? (uint32_t)PATRON_WARNING_SINGLE_ALTERNATIVE : 0u) | (constant == 0 ? 0u : constant == counted ? (uint32_t)PATRON_WARNING_DEGENERATE_ALL : (uint32_t)PATRON_WARNING_DEGENERATE_CRITERION);
}

static void score_row(const patron__rows *call, int64_t row, const double *best, const double *worst, const patron_topsis_columns *out) {
  patron__row r = patron__row_look(call, row);
  int32_t has = patron__row_has_score(call, &r);
  double to_best = 0.0, to_worst = 0.0;
  for (int32_t j = 0; has && j < call->n; j++) {
    int32_t known = patron__row_knows(call, row, j);
    double weight = patron__row_weight(call, &r, j, known), value, below, above;
    if (weight == 0.0) continue;
    value = known ? call->columns[j][row] : patron__row_filler(call, j);
    below = weight * (best[j] - value), above = weight * (value - worst[j]);
    to_best += below * below;
    to_worst += above * above;
  }
  to_best = sqrt(to_best), to_worst = sqrt(to_worst);
  out->score[row] = !has ? 0.0 : to_best + to_worst > 0.0 ? to_worst / (to_best + to_worst) : 0.5;
  if (out->distance_best) out->distance_best[row] = to_best;
  if (out->distance_worst) out->distance_worst[row] = to_worst;
  if (out->coverage) out->coverage[row] = r.covered / call->total;
  if (out->validity) patron__set_known(out->validity, row, has);
}

patron_status patron_aggregate_topsis(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, const double *best,
                                      const double *worst, const patron_allocator *scratch, const patron_topsis_columns *out, uint32_t *warnings) {
  patron_topsis_columns into;
  patron__rows call;
  double *points;
  uint64_t size;
  patron_status status = patron__rows_check(columns, validity, weights, rows, n, missing, &call);
  if (status == PATRON_OK && (best == NULL) != (worst == NULL)) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK) status = patron__struct_take_reserved(out, &into, sizeof into);
  if (status == PATRON_OK && into.score == NULL && rows > 0) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK && into.validity == NULL) status = patron__rows_all_scored(&call, rows);
  if (status != PATRON_OK) return status;
  size = 3 * (uint64_t)n * sizeof *points;
  status = patron__take_scratch(scratch, size, &points);
  if (status != PATRON_OK) return status;
  status = patron__ideal_points(&call, rows, best, worst, points, points + n);
  if (status == PATRON_OK) {
    double *middle = points + 2 * (int64_t)n;
    for (int32_t j = 0; j < n; j++) middle[j] = 0.5 * points[j] + 0.5 * points[n + j];
    call.neutral = middle, call.worst = points + n;
    for (int64_t i = 0; i < rows; i++) score_row(&call, i, points, points + n, &into);
    if (warnings) *warnings = patron__ideal_warnings(&call, rows, points, points + n);
  }
  patron__scratch_release(scratch, points, size);
  return status;
}
