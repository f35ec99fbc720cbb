/* Normalisers by a statistic of the column: standard deviations from the mean, shares of the length, of the largest value, of the sum; and the logarithm before them.
 *
 *   ZSCORE   (x - mean)/deviation                 lower is better: the negative            any x; not bounded
 *   VECTOR   x / sqrt(sum x^2)                    1 - that                                 any x (Hwang & Yoon 1981)
 *   MAX      x / largest                          smallest / x                             x >= 0; x > 0 where lower is better
 *   SUM      x / sum x                            (1/x) / sum (1/x)                        x >= 0; x > 0 where lower is better
 *
 * Statistics are taken once, so that later rows are scored by those of the rows that were fitted. A constant column is what patron_normalise_linear makes of it: 0.5 at its value (z-score: 0).
 * Shares of unseen rows are cut at 1. Sums are exact: the order of rows never shows.
 *
 * Worked example: 1, 2, 4 by MAX: 0.25, 0.5, 1; lower the better 1, 0.5, 0.25. By SUM: 1/7, 2/7, 4/7; lower the better 4/7, 2/7, 1/7. */
#include <math.h>

#include "base/mathematics.h"
#include "base/memory.h"
#include "base/sum.h"
#include "patron/rules/score.h"
#include "rules/columns.h"

/* Values are divided by the largest magnitude first: neither sums nor squares overflow. */
static double magnitude(double low, double high) {
  double most = fabs(low) > fabs(high) ? fabs(low) : fabs(high);
  return most > 0.0 ? most : 1.0;
}

static void add_all(const double *values, const uint8_t *validity, int64_t n, patron_value_statistics *s, double scale) {
  patron__exact_sum sum, squares, spread, reciprocals;
  double mean;
  patron__exact_sum_clear(&sum), patron__exact_sum_clear(&squares), patron__exact_sum_clear(&spread), patron__exact_sum_clear(&reciprocals);
  for (int64_t i = 0; i < n; i++) {
    double x = patron__known(validity, i) ? values[i] / scale : 0.0;
    patron__exact_sum_add(&sum, x);
    patron__exact_sum_add(&squares, x * x);
    if (s->low > 0.0 && patron__known(validity, i)) patron__exact_sum_add(&reciprocals, s->low / values[i]);
  }
  mean = patron__exact_sum_round(&sum) / (double)s->count;
  for (int64_t i = 0; i < n; i++) {
    double x = patron__known(validity, i) ? values[i] / scale - mean : 0.0;
    patron__exact_sum_add(&spread, x * x);
  }
  s->mean = mean * scale;
  s->deviation = s->low == s->high ? 0.0 : sqrt(patron__exact_sum_round(&spread) / (double)s->count) * scale;
  s->sum = patron__exact_sum_round(&sum) * scale;
  s->norm = sqrt(patron__exact_sum_round(&squares)) * scale;
  s->reciprocal_sum = s->low > 0.0 ? patron__exact_sum_round(&reciprocals) / s->low : 0.0;
}

patron_status patron_value_statistics_of(const double *values, const uint8_t *validity, int64_t n, patron_value_statistics *out) {
  patron_value_statistics s = {0};
  patron_status status;
  if (out == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (patron__struct_check_size(out) != PATRON_OK) return PATRON_E_ABI;
  status = patron_value_range(values, validity, n, &s.low, &s.high);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < n; i++) s.count += patron__known(validity, i);
  add_all(values, validity, n, &s, magnitude(s.low, s.high));
  return patron__struct_write(out, &s, sizeof s);
}

/* Which values a ratio is defined for. */
static patron_status check_ratio(const double *values, const uint8_t *validity, int64_t n, int32_t direction) {
  for (int64_t i = 0; i < n; i++) {
    if (patron__known(validity, i) && (values[i] < 0.0 || (direction == PATRON_DIRECTION_LOWER && values[i] == 0.0))) return PATRON_E_RANGE;
  }
  return PATRON_OK;
}

static double share(double x, int32_t normaliser, const patron_value_statistics *s, int32_t direction) {
  double v;
  if (normaliser == PATRON_NORMALISER_ZSCORE) return s->deviation > 0.0 ? (direction == PATRON_DIRECTION_HIGHER ? x - s->mean : s->mean - x) / s->deviation : 0.0;
  if (normaliser == PATRON_NORMALISER_VECTOR) return direction == PATRON_DIRECTION_HIGHER ? x / s->norm : 1.0 - x / s->norm;
  if (normaliser == PATRON_NORMALISER_MAX) v = direction == PATRON_DIRECTION_HIGHER ? x / s->high : s->low / x;
  else v = direction == PATRON_DIRECTION_HIGHER ? x / s->sum : 1.0 / x / s->reciprocal_sum;
  return v > 1.0 ? 1.0 : v;
}

static patron_status check_statistics(const patron_value_statistics *s, int32_t normaliser, int32_t direction) {
  if (normaliser < PATRON_NORMALISER_ZSCORE || normaliser > PATRON_NORMALISER_SUM) return PATRON_E_INVALID_ARGUMENT;
  if (direction != PATRON_DIRECTION_HIGHER && direction != PATRON_DIRECTION_LOWER) return PATRON_E_INVALID_ARGUMENT;
  if (!patron__finite(s->low) || !patron__finite(s->high) || !patron__finite(s->mean) || !patron__finite(s->deviation) || !patron__finite(s->sum) || !patron__finite(s->norm) ||
      !patron__finite(s->reciprocal_sum)) return PATRON_E_NOT_FINITE;
  if (s->low > s->high || s->deviation < 0.0) return PATRON_E_RANGE;
  if (normaliser == PATRON_NORMALISER_ZSCORE || s->low == s->high) return PATRON_OK;
  if (normaliser == PATRON_NORMALISER_VECTOR) return s->norm > 0.0 ? PATRON_OK : PATRON_E_RANGE;
  if (s->low < 0.0 || (direction == PATRON_DIRECTION_LOWER && !(s->low > 0.0))) return PATRON_E_RANGE;
  if (normaliser == PATRON_NORMALISER_SUM && !((direction == PATRON_DIRECTION_LOWER ? s->reciprocal_sum : s->sum) > 0.0)) return PATRON_E_RANGE;
  return PATRON_OK;
}

patron_status patron_normalise_statistics(const double *values, const uint8_t *validity, int64_t n, int32_t normaliser, const patron_value_statistics *statistics, int32_t direction,
                                          double *out) {
  patron_value_statistics s;
  patron_status status;
  if (n < 0 || ((values == NULL || out == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__struct_take(statistics, &s, sizeof s);
  if (status == PATRON_OK) status = check_statistics(&s, normaliser, direction);
  if (status == PATRON_OK) status = patron__check_finite(values, validity, n);
  if (status == PATRON_OK && normaliser >= PATRON_NORMALISER_MAX) status = check_ratio(values, validity, n, direction);
  if (status != PATRON_OK) return status;
  if (s.low == s.high && normaliser != PATRON_NORMALISER_ZSCORE) {
    return patron_normalise_linear(values, validity, n, s.low, s.high, direction, out);
  }
  for (int64_t i = 0; i < n; i++) out[i] = patron__known(validity, i) ? share(values[i], normaliser, &s, direction) : 0.0;
  return PATRON_OK;
}

patron_status patron_transform_log1p(const double *values, const uint8_t *validity, int64_t n, double *out) {
  patron_status status;
  if (n < 0 || ((values == NULL || out == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__check_finite(values, validity, n);
  if (status == PATRON_OK) status = check_ratio(values, validity, n, PATRON_DIRECTION_HIGHER);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < n; i++) out[i] = patron__known(validity, i) ? patron__log1p(values[i]) : 0.0;
  return PATRON_OK;
}
