/* VIKOR: a compromise between the utility of the group and the regret of the individual (Opricovic & Tzeng 2004, European Journal of Operational Research 156(2)).
 *
 *   r_j = (best_j - v_j)/(best_j - worst_j), 0 in a constant column;   S = sum e_j r_j;   R = max e_j r_j
 *   Q = v (S - S*)/(S- - S*) + (1 - v)(R - R*)/(R- - R*),   * the smallest and - the largest of the rows; a part without spread is 0; the smaller the better
 *
 * The compromise set: the first by Q alone when it leads the second by at least 1/(m - 1) (advantage) and is first by S or by R as well (stability); with the second when only stability fails;
 * all within 1/(m - 1) of the first when advantage fails.
 *
 * Worked example: one column 1 2 3, weight 1: S = R = 1, 0.5, 0 and Q = 1, 0.5, 0; 0.5 - 0 reaches 1/2, so the third row is the compromise. */
#include "base/memory.h"
#include "patron/rules/comparison.h"
#include "rules/aggregate.h"
#include "rules/comparison.h"

static double regret(double value, double best, double worst) { return best > worst ? (best * 0.5 - value * 0.5) / (best * 0.5 - worst * 0.5) : 0.0; }

/* S and R of a row; 0: it has no score. */
static int32_t measure(const patron__rows *call, int64_t row, const double *best, const double *worst, double *utility, double *most, double *coverage) {
  patron__row r = patron__row_look(call, row);
  *utility = *most = 0.0;
  *coverage = r.covered / call->total;
  if (!patron__row_has_score(call, &r)) return 0;
  for (int32_t j = 0; j < call->n; j++) {
    int32_t known = patron__row_knows(call, row, j);
    double weight = patron__row_weight(call, &r, j, known), part;
    if (weight == 0.0) continue;
    part = weight * (known ? regret(call->columns[j][row], best[j], worst[j]) : best[j] > worst[j] ? patron__row_filler(call, j) : 0.0);
    *utility += part;
    *most = part > *most ? part : *most;
  }
  return 1;
}

/* Part of the way from least to most. */
static double part_of(double x, double least, double most) { return most > least ? (x - least) / (most - least) : 0.0; }

static patron_status take_bounds(const double *given, const double *utility, const double *most, const uint8_t *known, int64_t rows, double bounds[4]) {
  if (given == NULL) {
    bounds[0] = bounds[1] = bounds[2] = bounds[3] = 0.0;
    (void)patron_value_range(utility, known, rows, &bounds[0], &bounds[1]);   /* without any scored row they stay 0, and nothing reads them */
    (void)patron_value_range(most, known, rows, &bounds[2], &bounds[3]);
    return PATRON_OK;
  }
  for (int32_t i = 0; i < 4; i++) {
    if (!patron__finite(given[i])) return PATRON_E_NOT_FINITE;
    bounds[i] = given[i];
  }
  return bounds[0] > bounds[1] || bounds[2] > bounds[3] ? PATRON_E_RANGE : PATRON_OK;
}

/* work: 2 n + 2 rows doubles, then the bitmap of the rows. NEUTRAL and WORST are regrets here. */
static patron_status compute(patron__rows *call, int64_t rows, const double *best, const double *worst, double v, const double *given, double *work, const patron_vikor_columns *out,
                             uint32_t *warnings) {
  double *top = work, *bottom = top + call->n, *utility = bottom + call->n, *most = utility + rows, *half = most + rows, *one = half + call->n, bounds[4], coverage;
  uint8_t *known = (uint8_t *)(void *)(one + call->n);
  patron_status status = patron__ideal_points(call, rows, best, worst, top, bottom);
  for (int32_t j = 0; j < call->n; j++) half[j] = 0.5, one[j] = 1.0;
  call->neutral = half, call->worst = one;
  for (int64_t i = 0; status == PATRON_OK && i < rows; i++) patron__set_known(known, i, measure(call, i, top, bottom, &utility[i], &most[i], &coverage));
  if (status == PATRON_OK) status = take_bounds(given, utility, most, known, rows, bounds);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < rows; i++) {
    int32_t has = measure(call, i, top, bottom, &utility[i], &most[i], &coverage);
    if (out->utility) out->utility[i] = utility[i];
    if (out->regret) out->regret[i] = most[i];
    if (out->compromise) out->compromise[i] = has ? v * part_of(utility[i], bounds[0], bounds[1]) + (1.0 - v) * part_of(most[i], bounds[2], bounds[3]) : 0.0;
    if (out->coverage) out->coverage[i] = coverage;
    if (out->validity) patron__set_known(out->validity, i, has);
  }
  for (int32_t i = 0; out->bounds && i < 4; i++) out->bounds[i] = bounds[i];
  if (warnings) *warnings = patron__ideal_warnings(call, rows, top, bottom);
  return PATRON_OK;
}

patron_status patron_aggregate_vikor(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, double v,
                                     const double *best, const double *worst, const double *bounds, const patron_allocator *scratch, const patron_vikor_columns *out, uint32_t *warnings) {
  patron_vikor_columns into;
  patron__rows call;
  double *work;
  uint64_t size;
  patron_status status = patron__rows_check(columns, validity, weights, rows, n, missing, &call);
  if (status == PATRON_OK && (best == NULL) != (worst == NULL)) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK) status = patron__struct_take_reserved(out, &into, sizeof into);
  if (status == PATRON_OK && !patron__finite(v)) status = PATRON_E_NOT_FINITE;
  if (status == PATRON_OK && (v < 0.0 || v > 1.0)) status = PATRON_E_RANGE;
  if (status == PATRON_OK && into.validity == NULL) status = patron__rows_all_scored(&call, rows);
  if (status != PATRON_OK) return status;
  size = (4 * (uint64_t)n + 2 * (uint64_t)rows) * sizeof *work + (uint64_t)rows / 8 + 1;
  status = patron__take_scratch(scratch, size, &work);
  if (status != PATRON_OK) return status;
  status = compute(&call, rows, best, worst, v, bounds, work, &into, warnings);
  patron__scratch_release(scratch, work, size);
  return status;
}

/* 1 when no row is better than `row`. */
static int32_t is_first(const double *values, int64_t rows, int64_t row) {
  for (int64_t i = 0; i < rows; i++) {
    if (values[i] < values[row]) return 0;
  }
  return 1;
}

patron_status patron_vikor_compromise(const double *utility, const double *regret, const double *compromise, int64_t rows, int32_t *advantage, int32_t *stability, uint8_t *members) {
  int64_t first = 0, second = -1;
  double needed;
  int32_t ahead, stable;
  if (utility == NULL || regret == NULL || compromise == NULL || members == NULL || rows < 1) return PATRON_E_INVALID_ARGUMENT;
  if (patron__check_finite(utility, NULL, rows) != PATRON_OK || patron__check_finite(regret, NULL, rows) != PATRON_OK || patron__check_finite(compromise, NULL, rows) != PATRON_OK) {
    return PATRON_E_NOT_FINITE;
  }
  for (int64_t i = 1; i < rows; i++) first = compromise[i] < compromise[first] ? i : first;
  for (int64_t i = 0; i < rows; i++) {
    if (i != first && (second < 0 || compromise[i] < compromise[second])) second = i;
  }
  needed = rows > 1 ? 1.0 / ((double)rows - 1.0) : 0.0;
  ahead = second < 0 || compromise[second] - compromise[first] >= needed;
  stable = is_first(utility, rows, first) || is_first(regret, rows, first);
  for (int64_t i = 0; i < rows; i++) {
    int32_t near = !ahead && compromise[i] - compromise[first] < needed;
    members[i] = (uint8_t)(i == first || near || (ahead && !stable && i == second));
  }
  if (advantage) *advantage = ahead;
  if (stability) *stability = stable;
  return PATRON_OK;
}
