/* PROMETHEE II: net flow of preferences between all pairs of rows (Brans & Vincke 1985, Management Science 31(6)).
 *
 *   pi(i, k) = sum e_j P_j(x_ij - x_kj);   phi+(i) = sum_k pi(i, k)/(m - 1);   phi-(i) = sum_k pi(k, i)/(m - 1);   phi = phi+ - phi-, higher is better
 *
 * A row is compared with every other, so m - 1 divides, criterion by criterion among the rows that know it. Where lower is better the difference changes its sign.
 *
 * Worked example: values 1, 2, 4, usual preference: phi+ = 0, 1/2, 1; phi- = 1, 1/2, 0; phi = -1, 0, 1. */
#include "base/memory.h"
#include "patron/rules/comparison.h"
#include "rules/aggregate.h"
#include "rules/order.h"
#include "rules/promethee_flows.h"

enum { MOST_PAIRWISE_ROWS = 20000 };

typedef struct flows {
  patron__rows rows;
  const int32_t *directions;
  const patron_promethee_preferences *preferences;
  int64_t count;
  double *covered, *plus, *minus;     /* [count] */
  double *x, *flow;                   /* [count]: one criterion in ascending order */
  double_pair *prefix;         /* [count + 1] */
  uint32_t *places;                   /* [count] */
} flows;

static double threshold(const double *values, int32_t j) { return values ? values[j] : 0.0; }

static patron_status check_preferences(const patron_promethee_preferences *p, const int32_t *directions, int64_t rows, int32_t n) {
  for (int32_t j = 0; j < n; j++) {
    int32_t type = p->type ? p->type[j] : PATRON_PREFERENCE_USUAL;
    double q = threshold(p->indifference, j), s = threshold(p->strict, j);
    if (type < PATRON_PREFERENCE_USUAL || type > PATRON_PREFERENCE_GAUSSIAN) return PATRON_E_INVALID_ARGUMENT;
    if (directions != NULL && directions[j] != PATRON_DIRECTION_HIGHER && directions[j] != PATRON_DIRECTION_LOWER) return PATRON_E_INVALID_ARGUMENT;
    if (!patron__finite(q) || !patron__finite(s)) return PATRON_E_NOT_FINITE;
    if (q < 0.0 || s < 0.0) return PATRON_E_RANGE;
    if ((type == PATRON_PREFERENCE_LEVEL || type == PATRON_PREFERENCE_LINEAR) && q > s) return PATRON_E_RANGE;
    if (type == PATRON_PREFERENCE_GAUSSIAN && (!(s > 0.0) || rows > MOST_PAIRWISE_ROWS)) return PATRON_E_RANGE;
  }
  return PATRON_OK;
}

/* Adds one criterion's share to the sums of the rows: flow of the rows at `places`, turned round for the flow of losses. */
static void add_flow(flows *f, int32_t j, int64_t known, int32_t turned, double *sums) {
  for (int64_t i = 0; i < known; i++) {
    int64_t row = patron__order_row(f->places[turned ? known - 1 - i : i]);
    patron__row r = {f->covered[row], 1, 0};
    double weight = f->covered[row] > 0.0 ? patron__row_weight(&f->rows, &r, j, 1) : 0.0;
    sums[row] += weight * f->flow[i] / ((double)known - 1.0);
  }
}

static patron_status add_criterion(flows *f, int32_t j, const patron_allocator *scratch) {
  const uint8_t *bits = f->rows.validity ? f->rows.validity[j] : NULL;
  int32_t type = f->preferences->type ? f->preferences->type[j] : PATRON_PREFERENCE_USUAL, lower = f->directions != NULL && f->directions[j] == PATRON_DIRECTION_LOWER;
  double q = threshold(f->preferences->indifference, j), p = threshold(f->preferences->strict, j);
  int64_t known;
  patron_status status;
  if (f->rows.weights[j] == 0.0) return PATRON_OK;
  status = patron__order(f->rows.columns[j], bits, f->count, 0, scratch, f->places, &known);
  if (status != PATRON_OK) return status;
  if (f->rows.missing == PATRON_MISSING_WORST) {
    for (int64_t i = 0; i < f->count; i++) f->minus[i] += patron__known(bits, i) ? 0.0 : f->rows.weights[j] / f->rows.total;
  }
  if (known < 2) return PATRON_OK;
  for (int64_t i = 0; i < known; i++) f->x[i] = f->rows.columns[j][patron__order_row(f->places[i])];
  patron__promethee_flows(f->x, known, type, q, p, f->prefix, f->flow);
  add_flow(f, j, known, 0, lower ? f->minus : f->plus);
  for (int64_t i = 0; i < known; i++) f->x[i] = -f->rows.columns[j][patron__order_row(f->places[known - 1 - i])];
  patron__promethee_flows(f->x, known, type, q, p, f->prefix, f->flow);
  add_flow(f, j, known, 1, lower ? f->plus : f->minus);
  return PATRON_OK;
}

static void write_flows(const flows *f, const patron_promethee_columns *out) {
  for (int64_t i = 0; i < f->count; i++) {
    patron__row r = patron__row_look(&f->rows, i);
    int32_t has = patron__row_has_score(&f->rows, &r);
    if (out->plus) out->plus[i] = has ? f->plus[i] : 0.0;
    if (out->minus) out->minus[i] = has ? f->minus[i] : 0.0;
    if (out->net) out->net[i] = has ? f->plus[i] - f->minus[i] : 0.0;
    if (out->coverage) out->coverage[i] = r.covered / f->rows.total;
    if (out->validity) patron__set_known(out->validity, i, has);
  }
}

static uint32_t find_warnings(const flows *f) {
  int32_t constant = 0, counted = 0;
  for (int32_t j = 0; j < f->rows.n; j++) {
    double low = 0.0, high = 0.0;
    if (f->rows.weights[j] == 0.0) continue;
    counted++;
    constant += patron_value_range(f->rows.columns[j], f->rows.validity ? f->rows.validity[j] : NULL, f->count, &low, &high) != PATRON_OK || low == high;
  }
  return (f->count == 1 ? (uint32_t)PATRON_WARNING_SINGLE_ALTERNATIVE : 0u) |
         (constant == 0 ? 0u : constant == counted ? (uint32_t)PATRON_WARNING_DEGENERATE_ALL : (uint32_t)PATRON_WARNING_DEGENERATE_CRITERION);
}

patron_status patron_aggregate_promethee(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, const double *weights,
                                         const patron_promethee_preferences *preferences, int64_t rows, int32_t n, int32_t missing, const patron_allocator *scratch,
                                         const patron_promethee_columns *out, uint32_t *warnings) {
  patron_promethee_preferences wanted;
  patron_promethee_columns into;
  flows f = {.directions = directions, .preferences = &wanted, .count = rows};
  uint64_t size = (5 * (uint64_t)rows) * sizeof(double) + ((uint64_t)rows + 1) * sizeof *f.prefix + (uint64_t)rows * sizeof *f.places;
  patron_status status = patron__rows_check(columns, validity, weights, rows, n, missing, &f.rows);
  if (status == PATRON_OK) status = patron__struct_take_reserved(out, &into, sizeof into);
  if (status == PATRON_OK) status = patron__struct_take_reserved(preferences, &wanted, sizeof wanted);
  if (status == PATRON_OK) status = check_preferences(&wanted, directions, rows, n);
  if (status == PATRON_OK && rows > PATRON__ORDER_ROWS) status = PATRON_E_RANGE;
  if (status == PATRON_OK && into.validity == NULL) status = patron__rows_all_scored(&f.rows, rows);
  if (status == PATRON_OK) status = patron__take_scratch(scratch, size, &f.covered);
  if (status != PATRON_OK) return status;
  f.plus = f.covered + rows, f.minus = f.plus + rows, f.x = f.minus + rows, f.flow = f.x + rows;
  f.prefix = (double_pair *)(void *)(f.flow + rows);
  f.places = (uint32_t *)(void *)(f.prefix + rows + 1);
  for (int64_t i = 0; i < rows; i++) {
    f.covered[i] = patron__row_look(&f.rows, i).covered;
    f.plus[i] = f.minus[i] = 0.0;
  }
  for (int32_t j = 0; j < n && status == PATRON_OK; j++) status = add_criterion(&f, j, scratch);
  if (status == PATRON_OK) {
    write_flows(&f, &into);
    if (warnings) *warnings = find_warnings(&f);
  }
  patron__scratch_release(scratch, f.covered, size);
  return status;
}
