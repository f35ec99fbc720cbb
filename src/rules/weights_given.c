/* Weights that need no data: given by hand, or equal.
 *
 * Any positive total is scaled to 1: 20, 30, 50 and 0.2, 0.3, 0.5 are the same weights. A total of 0 is an error and never silently equal weights. */
#include "patron/rules/weights.h"
#include "rules/columns.h"
#include "rules/weights.h"

patron_status patron__scale_weights(const double *raw, int32_t n, double *weights) {
  double total = 0.0, scale = 1.0;
  for (int32_t i = 0; i < n; i++) {
    if (!patron__finite(raw[i])) return PATRON_E_NOT_FINITE;
    if (raw[i] < 0.0) return PATRON_E_RANGE;
  }
  for (int32_t i = 0; i < n; i++) total += raw[i];
  if (!patron__finite(total)) {
    scale = 0x1p-40;   /* n is below 2^31 and a weight below 2^1024: no total of quotients overflows once each is cut by 2^40 */
    total = 0.0;
    for (int32_t i = 0; i < n; i++) total += raw[i] * scale;
  }
  if (!(total > 0.0)) return PATRON_E_RANGE;
  for (int32_t i = 0; i < n; i++) weights[i] = raw[i] * scale / total;
  return PATRON_OK;
}

patron_status patron_weights_direct(const double *raw, int32_t n, double *weights) {
  if (raw == NULL || weights == NULL || n < 1) return PATRON_E_INVALID_ARGUMENT;
  return patron__scale_weights(raw, n, weights);
}

patron_status patron_weights_equal(int32_t n, double *weights) {
  if (weights == NULL || n < 1) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t i = 0; i < n; i++) weights[i] = 1.0 / n;
  return PATRON_OK;
}
