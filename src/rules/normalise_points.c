/* The normaliser of a scoring guide and of a stored grid: straight lines between points, clamped at both ends.
 *
 * The same `from` twice makes a step, whose upper part begins at the bound itself: ">= 10 % scores 1, from 5 % 0.5, else 0" is (0.05, 0), (0.05, 0.5), (0.10, 0.5), (0.10, 1). Bounds of a guide are
 * raw values and compared exactly.
 *
 * Worked example: points (0, 0), (10, 0.5), (100, 1). The value 55 lies half way between the last two: 0.75. */
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/points.h"

/* Number of points at or below x. */
static int32_t points_below(const double *from, int32_t points, double x) {
  const double *base = from;
  int32_t left = points;
  while (left > 1) {   /* without branches that depend on the values: a million values on a grid of a thousand points mispredict half of them */
    int32_t half = left / 2;
    base = base[half - 1] <= x ? base + half : base;
    left -= half;
  }
  return (int32_t)(base - from) + (*base <= x);
}

/* The score at x, `k` points being at or below it. */
static double between(const double *from, const double *score, int32_t points, int32_t k, double x) {
  double share;
  if (k == 0) return score[0];
  if (k == points || from[k - 1] == x) return score[k - 1];
  share = (x * 0.5 - from[k - 1] * 0.5) / (from[k] * 0.5 - from[k - 1] * 0.5);   /* halves: the difference of two doubles may overflow */
  return score[k - 1] + share * (score[k] - score[k - 1]);
}

double patron__points_value(const double *from, const double *score, int32_t points, double x) { return between(from, score, points, points_below(from, points, x), x); }

void patron__points_lanes(const double *const from[PATRON__POINTS_LANES], const double *const score[PATRON__POINTS_LANES], int32_t points, const double x[PATRON__POINTS_LANES],
                          double out[PATRON__POINTS_LANES]) {
  const double *base[PATRON__POINTS_LANES];
  for (int32_t l = 0; l < PATRON__POINTS_LANES; l++) base[l] = from[l];
  for (int32_t left = points; left > 1;) {
    const int64_t half = left / 2;
    for (int32_t l = 0; l < PATRON__POINTS_LANES; l++) base[l] += half & -(int64_t)(base[l][half - 1] <= x[l]);   /* half where the value lies above, else 0 */
    left -= (int32_t)half;
  }
  for (int32_t l = 0; l < PATRON__POINTS_LANES; l++) out[l] = between(from[l], score[l], points, (int32_t)(base[l] - from[l]) + (*base[l] <= x[l]), x[l]);
}

patron_status patron_normalise_points(const double *values, const uint8_t *validity, int64_t n, const double *from, const double *score, int32_t points, double *out) {
  if (n < 0 || ((values == NULL || out == NULL) && n > 0) || from == NULL || score == NULL || points < 1) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t k = 0; k < points; k++) {
    if (!patron__finite(from[k]) || !patron__finite(score[k])) return PATRON_E_NOT_FINITE;
    if (k > 0 && from[k] < from[k - 1]) return PATRON_E_RANGE;
  }
  if (patron__check_finite(values, validity, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  for (int64_t i = 0; i < n; i++) out[i] = patron__known(validity, i) ? patron__points_value(from, score, points, values[i]) : 0.0;
  return PATRON_OK;
}
