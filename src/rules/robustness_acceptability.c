/* SMAA-2: in what share of all weights a row ranks where (Lahdelma & Salminen 2001, Operations Research 49(3)).
 *
 *   acceptability of tier (a, b]   share of the samples with a < rank <= b
 *   central weights                mean weights of the samples in which the row is first
 *   confidence                     share of the samples (of measurements) in which it is first with its central weights
 *   pairwise winning               share of the samples in which one row scores above another
 *
 * Rank is 1 + the number strictly better, so a rank is at most k exactly where the score is at least the k-th largest: a sample needs a selection and no sort. Tables of rows x rows are made for
 * those only who ask for them; for many customers tiers say what is wanted.
 *
 * Worked example: values (1, 0), (0, 1), (0.6, 0.6). The first leads where its weight is above 0.6, the second below 0.4, the third between: 0.4, 0.4, 0.2. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "patron/rules/robustness.h"
#include "rules/aggregate.h"
#include "rules/robustness.h"

typedef struct acceptability {
  int64_t rows;
  int32_t n, tiers;
  const int64_t *bounds;
  const patron_acceptability_samples *samples;
  const patron_acceptability_columns *out;
  patron__rows call;            /* columns and weights of the sample at hand */
  const double **columns;       /* [n]: the caller's columns, or `values` */
  double *values;               /* [n * rows]: the sample's values, column by column; NULL: the caller's columns serve */
  double *weights, *score, *sorted, *thresholds;
  int64_t *firsts;
  uint8_t *known;               /* which rows have a score */
} acceptability;

static void swap(double *values, int64_t a, int64_t b) {
  double value = values[a];
  values[a] = values[b], values[b] = value;
}

/* Parts around a pivot, descending, and goes on where there are bounds. */
void patron__select_largest(double *values, int64_t first, int64_t end, const int64_t *bounds, int32_t low, int32_t high, double *thresholds) {
  while (low < high) {
    double a = values[first], b = values[first + (end - first) / 2], c = values[end - 1];
    double pivot = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
    int64_t above = first, at = first, below = end;
    int32_t left = low, right = high;
    while (at < below) {
      if (values[at] > pivot) swap(values, at++, above++);
      else if (values[at] < pivot) swap(values, at, --below);
      else at++;
    }
    while (left < high && bounds[left] <= above) left++;
    while (right > left && bounds[right - 1] > below) right--;
    for (int32_t i = left; i < right; i++) thresholds[i] = pivot;
    if (above - first < end - below) {   /* the shorter part by a call of its own: the depth is a logarithm */
      patron__select_largest(values, first, above, bounds, low, left, thresholds);
      first = below, low = right;
    } else {
      patron__select_largest(values, below, end, bounds, right, high, thresholds);
      end = above, high = left;
    }
  }
}

/* Scores of all rows by call.weights, with the values of sample s where it brings its own. */
static void score_sample(acceptability *a, int64_t s) {
  if (a->values != NULL) {
    const double *values = a->samples->values + s * a->rows * a->n;
    for (int64_t i = 0; i < a->rows; i++) {
      for (int32_t j = 0; j < a->n; j++) a->values[j * a->rows + i] = values[i * a->n + j];
    }
  }
  a->call.total = 0.0;
  for (int32_t j = 0; j < a->n; j++) a->call.total += a->call.weights[j];
  patron__rows_sum(&a->call, a->rows, a->score, NULL, a->known);
}

static double best_score(const acceptability *a) {
  double best = -INFINITY;
  for (int64_t i = 0; i < a->rows; i++) {
    if (patron__known(a->known, i) && a->score[i] > best) best = a->score[i];
  }
  return best;
}

static void count_tiers(acceptability *a) {
  int64_t known = 0;
  int32_t within = 0;
  for (int64_t i = 0; i < a->rows; i++) {
    a->sorted[known] = a->score[i];
    known += patron__known(a->known, i);
  }
  while (within < a->tiers && a->bounds[within] <= known) within++;
  patron__select_largest(a->sorted, 0, known, a->bounds, 0, within, a->thresholds);
  for (int32_t t = within; t < a->tiers; t++) a->thresholds[t] = -INFINITY;
  for (int64_t i = 0; i < a->rows; i++) {
    int32_t low = 0, high = a->tiers;
    while (low < high) {   /* thresholds fall: the first that the score reaches */
      int32_t middle = low + (high - low) / 2;
      if (a->score[i] >= a->thresholds[middle]) high = middle;
      else low = middle + 1;
    }
    if (low < a->tiers && patron__known(a->known, i)) a->out->tiers[i * a->tiers + low] += 1.0;
  }
}

static void count_firsts(acceptability *a) {
  double best = best_score(a);
  for (int64_t i = 0; i < a->rows; i++) {
    if (!patron__known(a->known, i) || a->score[i] < best) continue;
    a->firsts[i]++;
    for (int32_t j = 0; a->out->central_weights && j < a->n; j++) a->out->central_weights[i * a->n + j] += a->call.weights[j] / a->call.total;
  }
}

static void count_pairs(acceptability *a) {
  for (int64_t i = 0; i < a->rows; i++) {
    for (int64_t k = 0; k < a->rows; k++) {
      a->out->pairwise[i * a->rows + k] += patron__known(a->known, i) && patron__known(a->known, k) && a->score[i] > a->score[k] ? 1.0 : 0.0;
    }
  }
}

static void clear(double *values, int64_t n) {
  for (int64_t i = 0; values && i < n; i++) values[i] = 0.0;
}

static void divide(double *values, int64_t n, double by) {
  for (int64_t i = 0; values && i < n; i++) values[i] /= by;
}

static void run_samples(acceptability *a) {
  const patron_acceptability_columns *out = a->out;
  clear(out->tiers, a->rows * a->tiers);
  clear(out->central_weights, a->rows * a->n);
  clear(out->pairwise, a->rows * a->rows);
  memset(a->firsts, 0, (size_t)a->rows * sizeof *a->firsts);
  for (int64_t s = 0; s < a->samples->count; s++) {
    if (a->samples->weights) a->call.weights = a->samples->weights + s * a->n;
    else patron__sample_weights((uint64_t)a->samples->seed, s, a->n, a->samples->ranks, a->weights);
    score_sample(a, s);
    if (out->tiers) count_tiers(a);
    count_firsts(a);
    if (out->pairwise) count_pairs(a);
  }
  divide(out->tiers, a->rows * a->tiers, (double)a->samples->count);
  divide(out->pairwise, a->rows * a->rows, (double)a->samples->count);
  for (int64_t i = 0; out->central_weights && i < a->rows; i++) {
    patron__set_known(out->central_validity, i, a->firsts[i] > 0);
    for (int32_t j = 0; j < a->n; j++) out->central_weights[i * a->n + j] = a->firsts[i] ? out->central_weights[i * a->n + j] / (double)a->firsts[i] : 0.0;
  }
}

/* Needs the central weights. Without measurements one look says whether the row is first. */
static void find_confidence(acceptability *a) {
  int64_t looks = a->values ? a->samples->count : 1;
  for (int64_t i = 0; i < a->rows; i++) {
    double firsts = 0.0;
    a->call.weights = a->out->central_weights + i * a->n;
    for (int64_t s = 0; a->firsts[i] && s < looks; s++) {
      score_sample(a, s);
      firsts += patron__known(a->known, i) && a->score[i] >= best_score(a) ? 1.0 : 0.0;
    }
    a->out->confidence[i] = a->firsts[i] ? firsts / (double)looks : 0.0;
  }
}

static patron_status check_samples(const patron_acceptability_samples *samples, int64_t rows, int32_t n) {
  if (samples->count < 1 || samples->count > INT64_MAX / n / rows) return PATRON_E_RANGE;
  if (patron__check_ranks(samples->ranks, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  if (samples->values && patron__check_finite(samples->values, NULL, samples->count * rows * n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  if (samples->weights && patron__check_finite(samples->weights, NULL, samples->count * n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  for (int64_t s = 0; samples->weights && s < samples->count; s++) {
    double total = 0.0;
    for (int32_t j = 0; j < n; j++) {
      if (samples->weights[s * n + j] < 0.0) return PATRON_E_RANGE;
      total += samples->weights[s * n + j];
    }
    if (!(total > 0.0) || !patron__finite(total)) return PATRON_E_RANGE;
  }
  return PATRON_OK;
}

static patron_status check(const double *const *columns, const uint8_t *const *validity, int64_t rows, int32_t n, const patron_acceptability_samples *samples, const int64_t *bounds,
                           int32_t tiers, const patron_acceptability_columns *out) {
  patron_status status;
  if (rows < 1 || n < 1 || tiers < 0 || (tiers > 0 && bounds == NULL)) return PATRON_E_INVALID_ARGUMENT;
  if ((out->confidence && out->central_weights == NULL) || (out->central_weights && out->central_validity == NULL)) return PATRON_E_INVALID_ARGUMENT;
  if (n > PATRON__SAMPLE_CRITERIA || rows > INT64_MAX / 64 / n) return PATRON_E_RANGE;
  for (int32_t t = 0; t < tiers; t++) {
    if (bounds[t] < 1 || (t > 0 && bounds[t] <= bounds[t - 1])) return PATRON_E_RANGE;
  }
  status = check_samples(samples, rows, n);
  if (status != PATRON_OK || samples->values) return status;
  if (columns == NULL) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t j = 0; j < n; j++) {
    if (columns[j] == NULL) return PATRON_E_INVALID_ARGUMENT;
    if (patron__check_finite(columns[j], validity ? validity[j] : NULL, rows) != PATRON_OK) return PATRON_E_NOT_FINITE;
  }
  return PATRON_OK;
}

patron_status patron_acceptability(const double *const *columns, const uint8_t *const *validity, int64_t rows, int32_t n, const patron_acceptability_samples *samples, const int64_t *bounds,
                                   int32_t tiers, const patron_allocator *scratch, const patron_acceptability_columns *out) {
  patron_acceptability_samples drawn;
  patron_acceptability_columns into;
  acceptability a = {.rows = rows, .n = n, .tiers = tiers, .bounds = bounds, .samples = &drawn, .out = &into};
  uint64_t size, m = (uint64_t)rows, own;
  patron_status status = patron__struct_take_reserved(samples, &drawn, sizeof drawn);
  if (status == PATRON_OK) status = patron__struct_take_reserved(out, &into, sizeof into);
  if (status == PATRON_OK) status = check(columns, validity, rows, n, &drawn, bounds, tiers, &into);
  if (status != PATRON_OK) return status;
  own = drawn.values ? m * (uint64_t)n : 0;
  size = (2 * m + own + (uint64_t)n + (uint64_t)tiers) * sizeof(double) + m * sizeof *a.firsts + (uint64_t)n * sizeof *a.columns + m / 8 + 1;
  status = patron__take_scratch(scratch, size, &a.score);
  if (status != PATRON_OK) return status;
  a.sorted = a.score + rows, a.values = a.sorted + rows, a.weights = a.values + own, a.thresholds = a.weights + n;
  a.firsts = (int64_t *)(void *)(a.thresholds + tiers);
  a.columns = (const double **)(void *)(a.firsts + rows);
  a.known = (uint8_t *)(void *)(a.columns + n);
  memset(a.known, 0, (size_t)(rows / 8 + 1));
  for (int32_t j = 0; j < n; j++) a.columns[j] = drawn.values ? a.values + j * rows : columns[j];
  if (!drawn.values) a.values = NULL;
  a.call = (patron__rows){a.columns, validity, a.weights, n, PATRON_MISSING_RENORMALISE, 0.0, NULL, NULL};
  run_samples(&a);
  if (into.confidence) find_confidence(&a);
  patron__scratch_release(scratch, a.score, size);
  return PATRON_OK;
}
