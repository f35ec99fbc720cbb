/* Normalisers between bounds: fixed bounds (the default of production scores), the smallest and largest value as bounds, and a target interval.
 *
 *   higher is better   v = (x - low) / (high - low)
 *   lower is better    v = (high - x) / (high - low)         x clipped to [low, high] first
 *   target [a, b]      1 inside; (x - low)/(a - low) below; (high - x)/(high - b) above; 0 beyond low and high
 *
 * With fixed bounds the score of a customer depends on that customer alone, whoever else is in the table: 1 - v is the distance of SPOTIS (Dezert, Tchamova, Han & Tacnet 2020). The target form is
 * the two-sided desirability of Derringer & Suich 1980 (Journal of Quality Technology 12(4)) with exponent 1. Equal bounds (a constant column) give 0.5, the only value with v(lower) = 1 - v(higher).
 *
 * Worked example: growth 0.12 between -0.2 and 0.2: 0.32/0.4 = 0.8. */
#include "base/processor.h"
#include "patron/rules/score.h"
#include "rules/columns.h"

enum { LANES = 128 };

typedef struct extremes { double least, most; uint64_t endless; } extremes;   /* endless: a value is NaN or infinite */

/* Lanes keep the comparisons from waiting for each other; so many of them that compilers make vectors of a loop and not single numbers of its unrolling. n > 0. */
PATRON__INLINE extremes scan(const double *values, int64_t n) {
  double least[LANES], most[LANES];
  uint64_t endless[LANES] = {0};
  int64_t i = 0;
  for (int32_t k = 0; k < LANES; k++) least[k] = most[k] = values[0];
  for (; i + LANES <= n; i += LANES) {
    for (int32_t k = 0; k < LANES; k++) {
      double x = values[i + k];
      least[k] = x < least[k] ? x : least[k];
      most[k] = x > most[k] ? x : most[k];
      endless[k] |= patron__endless(x);
    }
  }
  for (; i < n; i++) {
    least[0] = values[i] < least[0] ? values[i] : least[0];
    most[0] = values[i] > most[0] ? values[i] : most[0];
    endless[0] |= patron__endless(values[i]);
  }
  for (int32_t k = 1; k < LANES; k++) {
    least[0] = least[k] < least[0] ? least[k] : least[0];
    most[0] = most[k] > most[0] ? most[k] : most[0];
    endless[0] |= endless[k];
  }
  return (extremes){least[0], most[0], endless[0] >> 63};
}

static extremes scan_anywhere(const double *values, int64_t n) { return scan(values, n); }
PATRON__NEWER_PROCESSOR static extremes scan_newer(const double *values, int64_t n) { return scan(values, n); }

/* At least one row is known. */
static extremes scan_known(const double *values, const uint8_t *validity, int64_t n) {
  extremes found = {0.0, 0.0, 0};
  int32_t any = 0;
  for (int64_t i = 0; i < n; i++) {
    if (!patron__known(validity, i)) continue;
    found.endless |= patron__endless(values[i]) >> 63;
    found.least = !any || values[i] < found.least ? values[i] : found.least;
    found.most = !any || values[i] > found.most ? values[i] : found.most;
    any = 1;
  }
  return found;
}

static int32_t any_known(const uint8_t *validity, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    if (patron__known(validity, i)) return 1;
  }
  return 0;
}

patron_status patron_value_range(const double *values, const uint8_t *validity, int64_t n, double *low, double *high) {
  extremes found;
  if (low == NULL || high == NULL || n < 0 || (values == NULL && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (n == 0 || !any_known(validity, n)) return PATRON_UNKNOWN;
  if (validity != NULL) found = scan_known(values, validity, n);
  else found = patron__processor_is_newer() ? scan_newer(values, n) : scan_anywhere(values, n);
  if (found.endless) return PATRON_E_NOT_FINITE;
  *low = found.least + 0.0;   /* -0 becomes 0, else the order of rows could show */
  *high = found.most + 0.0;
  return PATRON_OK;
}

/* 0 where unknown. */
static void clear_unknown(const uint8_t *validity, int64_t n, double *out) {
  if (validity == NULL) return;
  for (int64_t i = 0; i < n; i++) {
    if (!patron__known(validity, i)) out[i] = 0.0;
  }
}

patron_status patron_normalise_linear(const double *values, const uint8_t *validity, int64_t n, double low, double high, int32_t direction, double *out) {
  double scale = 1.0, span, from;
  if (n < 0 || ((values == NULL || out == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (direction != PATRON_DIRECTION_HIGHER && direction != PATRON_DIRECTION_LOWER) return PATRON_E_INVALID_ARGUMENT;
  if (!patron__finite(low) || !patron__finite(high)) return PATRON_E_NOT_FINITE;
  if (low > high) return PATRON_E_RANGE;
  if (patron__check_finite(values, validity, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  if (!patron__finite(high - low)) scale = 0.5;   /* bounds more than the largest number apart */
  span = high * scale - low * scale;
  from = direction == PATRON_DIRECTION_HIGHER ? low : high;
  if (low == high) {
    double below = direction == PATRON_DIRECTION_HIGHER ? 0.0 : 1.0;
    for (int64_t i = 0; i < n; i++) out[i] = values[i] < low ? below : values[i] > low ? 1.0 - below : 0.5;
  } else if (scale == 1.0) {
    for (int64_t i = 0; i < n; i++) {
      double x = values[i] < low ? low : values[i];
      x = x > high ? high : x;
      out[i] = (direction == PATRON_DIRECTION_HIGHER ? x - low : high - x) / span;
    }
  } else {
    for (int64_t i = 0; i < n; i++) {
      double x = values[i] < low ? low : values[i];
      x = x > high ? high : x;
      x = x * scale - from * scale;
      out[i] = (x < 0.0 ? -x : x) / span;
    }
  }
  clear_unknown(validity, n, out);
  return PATRON_OK;
}

/* Up to 1 on the way from `zero` to `one`; bounds that meet make a step. */
static double slope(double x, double zero, double one) { return (x * 0.5 - zero * 0.5) / (one * 0.5 - zero * 0.5); }

patron_status patron_normalise_target(const double *values, const uint8_t *validity, int64_t n, double low, double target_low, double target_high, double high, double *out) {
  if (n < 0 || ((values == NULL || out == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (!patron__finite(low) || !patron__finite(target_low) || !patron__finite(target_high) || !patron__finite(high)) return PATRON_E_NOT_FINITE;
  if (low > target_low || target_low > target_high || target_high > high) return PATRON_E_RANGE;
  if (patron__check_finite(values, validity, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  for (int64_t i = 0; i < n; i++) {
    double x = values[i];
    if (x >= target_low && x <= target_high) out[i] = 1.0;
    else if (x <= low || x >= high) out[i] = 0.0;
    else out[i] = x < target_low ? slope(x, low, target_low) : slope(x, high, target_high);
  }
  clear_unknown(validity, n, out);
  return PATRON_OK;
}
