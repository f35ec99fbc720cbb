/* How far two scorings agree on the order of the rows: Kendall's tau-b and Spearman's rho.
 *
 *   tau-b = (concordant - discordant)/sqrt((pairs - tied in x)(pairs - tied in y))      (Kendall 1945, Biometrika 33(3); counted as Knight 1966, JASA 61)
 *   rho = Pearson's correlation of the mid-ranks      (Spearman 1904)
 *
 * Discordant pairs are the exchanges that a merge sort of y makes once the rows stand in the order of x. Everything is counted in integers, so the order of rows never shows. Where one of the two is
 * constant neither is defined.
 *
 * Worked example: x 1 2 3, y 1 3 2: one of three pairs is discordant, tau-b 1/3; mid-ranks differ by 0, 1, 1, rho 1 - 6*2/(3*8) = 0.5. */
#include <math.h>

#include "base/memory.h"
#include "base/sum.h"
#include "patron/rules/robustness.h"
#include "rules/columns.h"
#include "rules/order.h"

enum { MOST_ROWS = 1 << 30 };   /* the square of a difference of doubled ranks fits an int64 */

typedef struct tau_work {
  uint32_t *by_x, *by_y;         /* the rows in order */
  uint32_t *rank_x, *rank_y;     /* of each row: its mid-rank, doubled */
  uint32_t *block, *next;        /* of each row: where its block of equal x begins; of each block: the next free place */
  uint32_t *sequence, *spare;
  uint8_t *known;
} tau_work;

/* What ties take away: t (t - 1)/2 pairs and t^3 - t for every block of t equal values. */
typedef struct tied { int64_t pairs; double cubes; } tied;

static tied rank_doubled(const uint32_t *places, int64_t n, uint32_t *ranks) {
  tied sums = {0, 0.0};
  for (int64_t first = 0, end; first < n; first = end) {
    int64_t t;
    end = patron__order_tie_end(places, first, n);
    t = end - first;
    for (int64_t i = first; i < end; i++) ranks[patron__order_row(places[i])] = (uint32_t)(first + end + 1);
    sums.pairs += t * (t - 1) / 2;
    sums.cubes += (double)t * ((double)t * (double)t - 1.0);
  }
  return sums;
}

/* The ranks of y in the order of x, ascending where x ties. Returns the pairs that tie in both. */
static int64_t arrange(const tau_work *w, int64_t n) {
  int64_t both = 0;
  for (int64_t first = 0, end; first < n; first = end) {
    end = patron__order_tie_end(w->by_x, first, n);
    for (int64_t i = first; i < end; i++) w->block[patron__order_row(w->by_x[i])] = (uint32_t)first;
    w->next[first] = (uint32_t)first;
  }
  for (int64_t i = 0; i < n; i++) {
    uint32_t row = patron__order_row(w->by_y[i]);
    w->sequence[w->next[w->block[row]]++] = w->rank_y[row];
  }
  for (int64_t first = 0, end; first < n; first = end) {
    int64_t run = 0;
    end = patron__order_tie_end(w->by_x, first, n);
    for (int64_t i = first + 1; i < end; i++) {
      run = w->sequence[i] == w->sequence[i - 1] ? run + 1 : 0;
      both += run;
    }
  }
  return both;
}

/* Exchanges of a merge sort: pairs i < k with values[i] > values[k]. */
static int64_t count_exchanges(uint32_t *values, uint32_t *spare, int64_t n) {
  int64_t exchanges = 0;
  uint32_t *from = values, *to = spare;
  for (int64_t width = 1; width < n; width *= 2) {
    uint32_t *swap = from;
    for (int64_t first = 0; first < n; first += 2 * width) {
      int64_t middle = first + width < n ? first + width : n, end = first + 2 * width < n ? first + 2 * width : n, a = first, b = middle;
      for (int64_t i = first; i < end; i++) {
        if (b >= end || (a < middle && from[a] <= from[b])) {
          to[i] = from[a++];
        } else {
          exchanges += middle - a;
          to[i] = from[b++];
        }
      }
    }
    from = to, to = swap;
  }
  return exchanges;
}

static double squared_differences(const tau_work *w, int64_t n) {
  patron__i128 sum = {0, 0};
  for (int64_t i = 0; i < n; i++) {
    uint32_t row = patron__order_row(w->by_x[i]);
    int64_t d = (int64_t)w->rank_x[row] - (int64_t)w->rank_y[row];
    patron__i128_add(&sum, d * d);
  }
  return patron__i128_to_double(sum) / 4.0;   /* doubled ranks */
}

static patron_status correlate(const tau_work *w, int64_t n, double *tau_b, double *rho) {
  tied x = rank_doubled(w->by_x, n, w->rank_x), y = rank_doubled(w->by_y, n, w->rank_y);
  int64_t pairs = n * (n - 1) / 2, both = arrange(w, n), discordant = count_exchanges(w->sequence, w->spare, n);
  double m = (double)n, spread_x = (m * (m * m - 1.0) - x.cubes) / 12.0, spread_y = (m * (m * m - 1.0) - y.cubes) / 12.0;
  if (x.pairs == pairs || y.pairs == pairs) return PATRON_UNKNOWN;
  if (tau_b) *tau_b = (double)(pairs - x.pairs - y.pairs + both - 2 * discordant) / sqrt((double)(pairs - x.pairs) * (double)(pairs - y.pairs));
  if (rho) *rho = (spread_x + spread_y - squared_differences(w, n)) / (2.0 * sqrt(spread_x * spread_y));
  return PATRON_OK;
}

patron_status patron_rank_correlation(const double *x, const uint8_t *x_validity, const double *y, const uint8_t *y_validity, int64_t n, const patron_allocator *scratch, double *tau_b,
                                      double *rho) {
  tau_work w;
  uint64_t rows = (uint64_t)n, size = 8 * rows * sizeof(uint32_t) + rows / 8 + 1;
  int64_t known = 0;
  patron_status status;
  if (n < 0 || ((x == NULL || y == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (n > MOST_ROWS) return PATRON_E_RANGE;
  if (patron__check_finite(x, x_validity, n) != PATRON_OK || patron__check_finite(y, y_validity, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  status = patron__take_scratch(scratch, size, &w.by_x);
  if (status != PATRON_OK) return status;
  w.by_y = w.by_x + n, w.rank_x = w.by_y + n, w.rank_y = w.rank_x + n, w.block = w.rank_y + n, w.next = w.block + n, w.sequence = w.next + n, w.spare = w.sequence + n;
  w.known = (uint8_t *)(void *)(w.spare + n);
  for (int64_t i = 0; i <= n / 8; i++) w.known[i] = 0;
  for (int64_t i = 0; i < n; i++) patron__set_known(w.known, i, patron__known(x_validity, i) & patron__known(y_validity, i));
  status = patron__order(x, w.known, n, 0, scratch, w.by_x, &known);
  if (status == PATRON_OK) status = patron__order(y, w.known, n, 0, scratch, w.by_y, &known);
  if (status == PATRON_OK) status = correlate(&w, known, tau_b, rho);
  patron__scratch_release(scratch, w.by_x, size);
  return status;
}
