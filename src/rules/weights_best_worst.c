/* Weights from comparisons with the best and the worst criterion: the linear best-worst method (Rezaei 2016, Omega 64).
 *
 *   minimise xi   subject to   |w_B - a_Bj w_j| <= xi,   |w_j - a_jW w_W| <= xi,   sum w = 1,   w >= 0
 *
 * Divided by xi this is: maximise sum y subject to the same differences of y within 1, y >= 0; then xi = 1 / sum y and w = y xi. The origin is feasible, so the simplex method needs no first
 * phase, and comparisons that agree perfectly are an unbounded ray, which is w itself with xi = 0. Bland's rule makes the path, and so the result, one and the same everywhere.
 *
 *   consistency ratio of the input = max_j |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW)   (Liang, Brunelli & Rezaei 2020, Omega 96)
 *
 * Worked example (buying a car, Rezaei 2016): best to others 2 1 4 3 8, others to worst 4 8 2 3 1. Weights 0.2295, 0.4481, 0.1148, 0.1530, 0.0546; xi 0.0109; ratio 0.0179. */
#include <math.h>

#include "base/memory.h"
#include "patron/rules/weights.h"
#include "rules/columns.h"
#include "rules/weights.h"

enum { MOST_CRITERIA = 500 };

/* Below this a coefficient is rounding: judgements are numbers between 1 and 1e6. */
static const double NOTHING = 1e-11, LARGEST = 1e6;

/* Tableau without the unit columns: rows are basic variables, columns the others; the last column the right side, the last row the gains. Variables 0 .. n-1 are y, then the slacks. */
typedef struct tableau {
  int32_t rows, n;
  double *cell;                /* (rows + 1) * (n + 1) */
  int32_t *basic, *other;
} tableau;

static double *at(const tableau *t, int32_t row, int32_t column) { return t->cell + (int64_t)row * (t->n + 1) + column; }

static void add_pair(tableau *t, int32_t *row, int32_t one, int32_t many, double ratio) {
  for (int32_t sign = 1; sign >= -1; sign -= 2, (*row)++) {
    *at(t, *row, one) = sign;
    *at(t, *row, many) = -sign * ratio;
    *at(t, *row, t->n) = 1.0;
  }
}

static void fill(tableau *t, const double *best_to_others, const double *others_to_worst, int32_t best, int32_t worst) {
  int32_t row = 0;
  for (int64_t i = 0; i < (int64_t)(t->rows + 1) * (t->n + 1); i++) t->cell[i] = 0.0;
  for (int32_t j = 0; j < t->n; j++) {
    if (j != best) add_pair(t, &row, best, j, best_to_others[j]);
  }
  for (int32_t j = 0; j < t->n; j++) {
    if (j != best && j != worst) add_pair(t, &row, j, worst, others_to_worst[j]);
  }
  for (int32_t j = 0; j < t->n; j++) *at(t, t->rows, j) = 1.0;
  for (int32_t i = 0; i < t->rows; i++) t->basic[i] = t->n + i;
  for (int32_t j = 0; j < t->n; j++) t->other[j] = j;
}

/* Bland: of the columns that gain, that of the lowest variable; -1: none. */
static int32_t entering(const tableau *t) {
  int32_t found = -1;
  for (int32_t j = 0; j < t->n; j++) {
    if (*at(t, t->rows, j) > NOTHING && (found < 0 || t->other[j] < t->other[found])) found = j;
  }
  return found;
}

/* Of the rows that bind first, that of the lowest variable; -1: none binds. */
static int32_t leaving(const tableau *t, int32_t column) {
  int32_t found = -1;
  double least = 0.0;
  for (int32_t i = 0; i < t->rows; i++) {
    double by = *at(t, i, column), ratio;
    if (by <= NOTHING) continue;
    ratio = *at(t, i, t->n) / by;
    if (found < 0 || ratio < least * (1.0 - NOTHING) || (ratio <= least * (1.0 + NOTHING) && t->basic[i] < t->basic[found])) found = i, least = ratio;
  }
  return found;
}

static void pivot(tableau *t, int32_t row, int32_t column) {
  double by = *at(t, row, column);
  int32_t swap = t->basic[row];
  for (int32_t j = 0; j <= t->n; j++) *at(t, row, j) /= by;
  *at(t, row, column) = 1.0 / by;
  for (int32_t i = 0; i <= t->rows; i++) {
    double times = *at(t, i, column);
    if (i == row || times == 0.0) continue;
    for (int32_t j = 0; j <= t->n; j++) *at(t, i, j) -= j == column ? 0.0 : times * *at(t, row, j);
    *at(t, i, column) = -times / by;
  }
  t->basic[row] = t->other[column];
  t->other[column] = swap;
}

/* y at the optimum, or the direction in which there is none: *unbounded. Bland's rule ends; the limit is for what rounding could do to it. */
static patron_status solve(tableau *t, double *y, int32_t *unbounded) {
  int64_t limit = 1000 + 100 * (int64_t)(t->rows + t->n);
  int32_t column = entering(t), row = -1;
  for (; column >= 0 && limit > 0; limit--) {
    row = leaving(t, column);
    if (row < 0) break;
    pivot(t, row, column);
    column = entering(t);
  }
  if (limit == 0) return PATRON_E_INTERNAL;
  *unbounded = column >= 0;
  for (int32_t j = 0; j < t->n; j++) y[j] = 0.0;
  if (column >= 0 && t->other[column] < t->n) y[t->other[column]] = 1.0;
  for (int32_t i = 0; i < t->rows; i++) {
    double value = column >= 0 ? -*at(t, i, column) : *at(t, i, t->n);
    if (t->basic[i] < t->n) y[t->basic[i]] = value > 0.0 ? value : 0.0;
  }
  return PATRON_OK;
}

static patron_status check(const double *best_to_others, const double *others_to_worst, int32_t n, int32_t best, int32_t worst) {
  double most;
  if (best_to_others == NULL || others_to_worst == NULL || n < 1 || best < 0 || best >= n || worst < 0 || worst >= n) return PATRON_E_INVALID_ARGUMENT;
  if (best == worst && n > 1) return PATRON_E_INVALID_ARGUMENT;
  if (n > MOST_CRITERIA) return PATRON_E_RANGE;
  most = best_to_others[worst];
  for (int32_t j = 0; j < n; j++) {
    if (!patron__finite(best_to_others[j]) || !patron__finite(others_to_worst[j])) return PATRON_E_NOT_FINITE;
  }
  if (best_to_others[best] != 1.0 || others_to_worst[worst] != 1.0 || others_to_worst[best] != most || most > LARGEST) return PATRON_E_RANGE;
  for (int32_t j = 0; j < n; j++) {
    if (best_to_others[j] < 1.0 || others_to_worst[j] < 1.0 || best_to_others[j] > most || others_to_worst[j] > most) return PATRON_E_RANGE;
  }
  return PATRON_OK;
}

static double input_ratio(const double *best_to_others, const double *others_to_worst, int32_t n, int32_t best, int32_t worst) {
  double whole = best_to_others[worst], most = 0.0;
  if (whole == 1.0) return 0.0;
  for (int32_t j = 0; j < n; j++) {
    double miss = fabs(best_to_others[j] * others_to_worst[j] - whole);
    if (j != best && j != worst && miss > most) most = miss;
  }
  return most / (whole * whole - whole);
}

patron_status patron_weights_best_worst(const double *best_to_others, const double *others_to_worst, int32_t n, int32_t best, int32_t worst, const patron_allocator *scratch, double *weights,
                                        double *xi, double *consistency_ratio) {
  tableau t;
  double total = 0.0, *y;
  uint64_t size;
  int32_t unbounded = 1;
  patron_status status = check(best_to_others, others_to_worst, n, best, worst);
  if (status == PATRON_OK && weights == NULL) status = PATRON_E_INVALID_ARGUMENT;
  if (status != PATRON_OK) return status;
  t.n = n;
  t.rows = n > 1 ? 4 * n - 6 : 0;
  size = ((uint64_t)(t.rows + 1) * (uint64_t)(n + 1) + (uint64_t)n) * sizeof(double) + (uint64_t)(t.rows + n) * sizeof(int32_t);
  status = patron__take_scratch(scratch, size, &t.cell);
  if (status != PATRON_OK) return status;
  y = t.cell + (int64_t)(t.rows + 1) * (n + 1);
  t.basic = (int32_t *)(void *)(y + n);
  t.other = t.basic + t.rows;
  fill(&t, best_to_others, others_to_worst, best, worst);
  status = solve(&t, y, &unbounded);
  for (int32_t j = 0; status == PATRON_OK && j < n; j++) total += y[j];
  if (status == PATRON_OK) status = patron__scale_weights(y, n, weights);
  if (status == PATRON_OK && xi != NULL) *xi = unbounded ? 0.0 : 1.0 / total;
  if (status == PATRON_OK && consistency_ratio != NULL) *consistency_ratio = input_ratio(best_to_others, others_to_worst, n, best, worst);
  patron__scratch_release(scratch, t.cell, size);
  return status;
}
