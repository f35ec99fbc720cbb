/* CRITIC: weights by the spread of a criterion and by its conflict with the others (Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22(7)).
 *
 *   u = values scaled to 0 .. 1 by their own range, 1 the best;   C_j = sd(u_j) sum_k (1 - r_jk);   w = C / sum C
 *
 * r is the correlation of Pearson, or of Spearman where outliers are feared. Rescaling a column changes nothing, which makes this the best of the weightings from data. A constant column has no
 * correlation: it gets weight 0 and enters no sum, so it cannot add to the conflict of the others. Where values are missing, a correlation is over the rows that know both.
 *
 * Worked example: columns 1 2 3 5, 2 1 4 3 and 7 3 4 1 (all higher the better): weights 0.3381, 0.2358, 0.4260. */
#include <math.h>

#include "base/memory.h"
#include "base/sum.h"
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/weights_data.h"

/* A correlation this near to 1 is 1 but for rounding: the conflict of equal columns must be none. */
static const double NO_CONFLICT = 1e-12;

typedef struct critic {
  const double *const *columns;
  const uint8_t *const *validity;
  const int32_t *directions;
  int64_t rows;
  int32_t n;
  patron__spread *spreads;
  double *raw, *ranks;         /* ranks: percent ranks of each column, or NULL */
  int32_t *constant;
} critic;

/* Sums over the rows that know both columns, of values less the mean of their column. */
typedef struct pair_sums { patron__exact_sum a, b, aa, bb, ab; } pair_sums;

/* One block of a column, 0 where it or the other column is unknown; the direction is left to the sign of the correlation. */
static void read_block(const critic *c, int32_t j, int32_t other, int64_t first, int64_t count, double *out) {
  const uint8_t *own = patron__bits_of(c->validity, j, 0), *others = patron__bits_of(c->validity, other, 0);
  const patron__spread *s = &c->spreads[j];
  if (c->ranks != NULL) {
    for (int64_t i = 0; i < count; i++) out[i] = c->ranks[(int64_t)j * c->rows + first + i] - 0.5;
  } else {
    patron_normalise_linear(c->columns[j] + first, patron__bits_of(c->validity, j, first), count, s->low, s->high, PATRON_DIRECTION_HIGHER, out);
    for (int64_t i = 0; i < count; i++) out[i] -= s->mean;
  }
  if (own == NULL && others == NULL) return;
  for (int64_t i = 0; i < count; i++) {
    if (!patron__known(own, first + i) || !patron__known(others, first + i)) out[i] = 0.0;
  }
}

static void add_products(patron__exact_sum *sum, const double *a, const double *b, int64_t count) {
  double products[PATRON__DATA_BLOCK];
  for (int64_t i = 0; i < count; i++) products[i] = a[i] * b[i];
  patron__exact_sum_add_array(sum, products, NULL, count);
}

static int64_t rows_known(const critic *c, int32_t j, int32_t k) {
  const uint8_t *one = patron__bits_of(c->validity, j, 0), *two = patron__bits_of(c->validity, k, 0);
  int64_t known = 0;
  for (int64_t i = 0; i < c->rows; i++) known += patron__known(one, i) & patron__known(two, i);
  return known;
}

/* -1 .. 1; 1 (no conflict) where two columns share too few rows to say. */
static double correlation(const critic *c, int32_t j, int32_t k) {
  double a[PATRON__DATA_BLOCK], b[PATRON__DATA_BLOCK], m = (double)rows_known(c, j, k), sum_a, sum_b, of_a, of_b, r;
  pair_sums s;
  patron__exact_sum *const all[5] = {&s.a, &s.b, &s.aa, &s.bb, &s.ab};
  for (int32_t i = 0; i < 5; i++) patron__exact_sum_clear(all[i]);
  for (int64_t first = 0; first < c->rows; first += PATRON__DATA_BLOCK) {
    int64_t count = c->rows - first < PATRON__DATA_BLOCK ? c->rows - first : PATRON__DATA_BLOCK;
    read_block(c, j, k, first, count, a);
    read_block(c, k, j, first, count, b);
    patron__exact_sum_add_array(&s.a, a, NULL, count);
    patron__exact_sum_add_array(&s.b, b, NULL, count);
    add_products(&s.aa, a, a, count);
    add_products(&s.bb, b, b, count);
    add_products(&s.ab, a, b, count);
  }
  if (m < 2.0) return 1.0;
  sum_a = patron__exact_sum_round(&s.a), sum_b = patron__exact_sum_round(&s.b);
  of_a = patron__exact_sum_round(&s.aa) - sum_a * sum_a / m;
  of_b = patron__exact_sum_round(&s.bb) - sum_b * sum_b / m;
  if (!(of_a > 0.0) || !(of_b > 0.0)) return 1.0;
  r = (patron__exact_sum_round(&s.ab) - sum_a * sum_b / m) / (sqrt(of_a) * sqrt(of_b));
  r = r > 1.0 ? 1.0 : r < -1.0 ? -1.0 : r;
  return c->directions != NULL && c->directions[j] != c->directions[k] ? -r : r;
}

static patron_status measure(critic *c, int32_t method, const patron_allocator *scratch) {
  patron_status status = PATRON_OK;
  for (int32_t j = 0; j < c->n && status == PATRON_OK; j++) {
    const uint8_t *bits = patron__bits_of(c->validity, j, 0);
    status = patron__spread_of(c->columns[j], bits, c->rows, &c->spreads[j]);
    c->constant[j] = c->spreads[j].constant;
    c->raw[j] = 0.0;
    if (status == PATRON_OK && method == PATRON_CORRELATION_SPEARMAN) {
      status = patron_normalise_percent_rank(c->columns[j], bits, c->rows, PATRON_DIRECTION_HIGHER, scratch, c->ranks + (int64_t)j * c->rows);
    }
  }
  return status;
}

/* C_j, in the order of the criteria; 1 when there is any conflict at all. */
static int32_t weigh_conflicts(critic *c) {
  int32_t any = 0;
  for (int32_t j = 0; j < c->n; j++) {
    for (int32_t k = j + 1; k < c->n; k++) {
      double conflict;
      if (c->constant[j] || c->constant[k]) continue;
      conflict = 1.0 - correlation(c, j, k);
      if (conflict <= NO_CONFLICT) continue;
      c->raw[j] += conflict;
      c->raw[k] += conflict;
      any = 1;
    }
  }
  for (int32_t j = 0; j < c->n; j++) c->raw[j] = any ? c->raw[j] * c->spreads[j].deviation : c->spreads[j].deviation;
  return any;
}

patron_status patron_weights_critic(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, int64_t rows, int32_t n, int32_t correlation_method,
                                    const patron_allocator *scratch, double *weights, uint32_t *warnings) {
  critic c = {columns, validity, directions, rows, n, NULL, NULL, NULL, NULL};
  int32_t spearman = correlation_method == PATRON_CORRELATION_SPEARMAN, any;
  uint64_t size;
  patron_status status = patron__check_data(columns, directions, rows, n, weights);
  if (status < 0) return status;
  if (!spearman && correlation_method != PATRON_CORRELATION_PEARSON) return PATRON_E_INVALID_ARGUMENT;
  if (status != PATRON_OK) return status;
  size = (uint64_t)n * (sizeof *c.spreads + sizeof *c.raw + sizeof *c.constant) + (spearman ? (uint64_t)n * (uint64_t)rows * sizeof *c.ranks : 0);
  status = patron__take_scratch(scratch, size, &c.spreads);
  if (status != PATRON_OK) return status;
  c.raw = (double *)(void *)(c.spreads + n);
  c.ranks = spearman ? c.raw + n : NULL;
  c.constant = (int32_t *)(void *)(c.raw + n + (spearman ? (int64_t)n * rows : 0));
  status = measure(&c, correlation_method, scratch);
  if (status == PATRON_OK) {
    any = weigh_conflicts(&c);
    patron__share_weights(c.raw, c.constant, n, rows, weights, warnings);
    if (warnings != NULL && !any) *warnings |= PATRON_WARNING_NO_CONFLICT;
  }
  patron__scratch_release(scratch, c.spreads, size);
  return status;
}
