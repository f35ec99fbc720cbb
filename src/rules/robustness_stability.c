/* Weight stability intervals: between which values of one weight a decision stays as it is, the other weights keeping their proportions.
 *
 * With the weight of criterion k at t, the score of a row is a straight line:
 *
 *   f_i(t) = t v_ik + (1 - t) r_i,   r_i = sum_{j != k} w_j v_ij / (1 - w_k)
 *
 * so what a decision asks (row a not below row b; row a not below a bound) holds on one side of the point where two lines cross, and all of it on one closed interval. The whole order holds while
 * neighbours in it do not change places. The top set holds while its lowest line is not below the highest of the others: a concave function less a convex one, whose zero Newton's method
 * reaches from outside in a few scans, always from the side where it fails, ending exactly on a crossing.
 * (Interval for one pair: Triantaphyllou & Sanchez 1997, Decision Sciences 28(1).)
 *
 * Worked example: values (1, 0) and (0.4, 0.5), weights 0.5, 0.5: scores 0.5 and 0.45. t against 0.4 t + 0.5 (1 - t): they meet at 0.5/1.1 = 0.4545. The first stays first from there to 1. */
#include "base/memory.h"
#include "patron/rules/robustness.h"
#include "rules/columns.h"
#include "rules/order.h"

/* Lines of the rows that know every criterion in play; `row` says which they are. */
typedef struct lines {
  int64_t count;
  double *at_one, *at_zero, *now;   /* v_ik, r_i, f_i at the weight in force */
  uint32_t *row, *places;
  double current;
} lines;

typedef struct interval {
  double low, high;
  int64_t low_pair[2], high_pair[2];
} interval;

/* Demands that line (one, zero) minus the other stays at or above 0, where it is now; cuts the interval if it must. */
static void demand(interval *at, double current, double one, double zero, int64_t a, int64_t b) {
  double slope = one - zero, crossing;
  if (slope == 0.0) return;
  crossing = -zero / slope;
  if (slope > 0.0 && crossing > at->low) {
    at->low = crossing < current ? crossing : current;
    at->low_pair[0] = a, at->low_pair[1] = b;
  } else if (slope < 0.0 && crossing < at->high) {
    at->high = crossing > current ? crossing : current;
    at->high_pair[0] = a, at->high_pair[1] = b;
  }
}

static void demand_above(const lines *l, int64_t upper, int64_t lower, interval *at) {
  demand(at, l->current, l->at_one[upper] - l->at_one[lower], l->at_zero[upper] - l->at_zero[lower], l->row[upper], l->row[lower]);
}

static void hold_order(const lines *l, interval *at) {
  for (int64_t i = 1; i < l->count; i++) demand_above(l, patron__order_row(l->places[i - 1]), patron__order_row(l->places[i]), at);
}

/* Those above the row stay above it, those below it below. */
static void hold_rank(const lines *l, int64_t place, interval *at) {
  int64_t line = patron__order_row(l->places[place]);
  for (int64_t i = 0; i < l->count; i++) {
    if (i < place) demand_above(l, patron__order_row(l->places[i]), line, at);
    if (i > place) demand_above(l, line, patron__order_row(l->places[i]), at);
  }
}

static void hold_bound(const lines *l, double bound, interval *at) {
  for (int64_t i = 0; i < l->count; i++) {
    double sign = l->now[i] >= bound ? 1.0 : -1.0;
    demand(at, l->current, sign * (l->at_one[i] - bound), sign * (l->at_zero[i] - bound), l->row[i], -1);
  }
}

static double value_at(const lines *l, int64_t line, double t) { return t * l->at_one[line] + (1.0 - t) * l->at_zero[line]; }

/* The lowest line of the first `top` places and the highest of the others at t. */
static void find_edge(const lines *l, int64_t top, double t, int64_t *inside, int64_t *outside) {
  double least = 0.0, most = 0.0;
  for (int64_t i = 0; i < l->count; i++) {
    int64_t line = patron__order_row(l->places[i]);
    double value = value_at(l, line, t);
    if (i < top && (i == 0 || value < least)) least = value, *inside = line;
    if (i >= top && (i == top || value > most)) most = value, *outside = line;
  }
}

/* From an end of [0, 1] inwards: the pair that fails there names the next, nearer point, until none fails. */
static void hold_top(const lines *l, int64_t top, interval *at) {
  if (top >= l->count) return;
  for (int32_t upper = 0; upper < 2; upper++) {
    for (;;) {
      double before = upper ? at->high : at->low;
      int64_t inside = 0, outside = 0;
      find_edge(l, top, before, &inside, &outside);
      if (value_at(l, inside, before) >= value_at(l, outside, before)) break;
      demand_above(l, inside, outside, at);
      if ((upper ? at->high : at->low) == before) break;   /* rounding: the pair meets at this very point */
    }
  }
}

/* Known in every criterion of positive weight and in the one that moves. */
static int32_t in_play(const uint8_t *const *validity, const double *weights, int32_t n, int32_t criterion, int64_t row) {
  for (int32_t j = 0; j < n; j++) {
    if ((weights[j] > 0.0 || j == criterion) && validity != NULL && !patron__known(validity[j], row)) return 0;
  }
  return 1;
}

static void draw_lines(const double *const *columns, const uint8_t *const *validity, const double *weights, double total, int64_t rows, int32_t n, int32_t criterion, lines *l) {
  double others = 0.0;
  for (int32_t j = 0; j < n; j++) others += j == criterion ? 0.0 : weights[j];
  l->current = weights[criterion] / total;
  l->count = 0;
  for (int64_t i = 0; i < rows; i++) {
    double rest = 0.0;
    if (!in_play(validity, weights, n, criterion, i)) continue;
    for (int32_t j = 0; j < n; j++) {
      if (j != criterion && weights[j] > 0.0) rest += weights[j] / others * columns[j][i];
    }
    l->at_one[l->count] = columns[criterion][i];
    l->at_zero[l->count] = rest;
    l->now[l->count] = value_at(l, l->count, l->current);
    l->row[l->count++] = (uint32_t)i;
  }
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

/* The place of a row among the lines; PATRON_UNKNOWN: it is not among them. */
static patron_status find_place(const lines *l, int64_t row, int64_t *place) {
  for (int64_t i = 0; i < l->count; i++) {
    if (l->row[patron__order_row(l->places[i])] == row) {
      *place = i;
      return PATRON_OK;
    }
  }
  return PATRON_UNKNOWN;
}

static patron_status find_interval(const lines *l, int32_t preserve, int64_t which, double bound, interval *at) {
  int64_t place = 0;
  patron_status status = PATRON_OK;
  if (l->count == 0) return PATRON_UNKNOWN;
  if (preserve == PATRON_STABILITY_RANK) status = find_place(l, which, &place);
  if (status != PATRON_OK) return status;
  if (preserve == PATRON_STABILITY_ORDER) hold_order(l, at);
  else if (preserve == PATRON_STABILITY_TOP) hold_top(l, which, at);
  else if (preserve == PATRON_STABILITY_RANK) hold_rank(l, place, at);
  else hold_bound(l, bound, at);
  return PATRON_OK;
}

static void write_pair(const int64_t from[2], int64_t to[2]) {
  int32_t swapped = from[1] >= 0 && from[1] < from[0];
  to[0] = from[swapped ? 1 : 0];
  to[1] = from[swapped ? 0 : 1];
}

patron_status patron_weight_stability(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t criterion, int32_t preserve,
                                      int64_t which, double bound, const patron_allocator *scratch, patron_stability *out) {
  interval at = {0.0, 1.0, {-1, -1}, {-1, -1}};
  uint64_t size = (uint64_t)rows * (3 * sizeof(double) + 2 * sizeof(uint32_t));
  double total = 0.0;
  int64_t known;
  lines l;
  patron_status status = check(columns, validity, weights, rows, n, criterion, preserve, &total);
  if (status == PATRON_OK && out == NULL) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK) status = patron__struct_check_size(out);
  if (status == PATRON_OK && preserve == PATRON_STABILITY_BOUND && !patron__finite(bound)) status = PATRON_E_NOT_FINITE;
  if (status == PATRON_OK && ((preserve == PATRON_STABILITY_TOP && which < 1) || (preserve == PATRON_STABILITY_RANK && (which < 0 || which >= rows)))) status = PATRON_E_RANGE;
  if (status != PATRON_OK) return status;
  status = patron__take_scratch(scratch, size, &l.at_one);
  if (status != PATRON_OK) return status;
  l.at_zero = l.at_one + rows, l.now = l.at_zero + rows;
  l.row = (uint32_t *)(void *)(l.now + rows), l.places = l.row + rows;
  draw_lines(columns, validity, weights, total, rows, n, criterion, &l);
  status = patron__order(l.now, NULL, l.count, 1, scratch, l.places, &known);
  if (status == PATRON_OK) status = find_interval(&l, preserve, which, bound, &at);
  if (status == PATRON_OK) {
    patron_stability found = {sizeof found, 0, l.current, at.low, at.high, {-1, -1}, {-1, -1}};
    write_pair(at.low_pair, found.low_pair);
    write_pair(at.high_pair, found.high_pair);
    status = patron__struct_write(out, &found, sizeof found);
  }
  patron__scratch_release(scratch, l.at_one, size);
  return status;
}
