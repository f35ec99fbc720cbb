/* Weights from a ranking of the criteria, k = 1 the most important of n.
 *
 *   rank order centroid   w_k = (1/n) sum_{i=k..n} 1/i      the centroid of all weights w_1 >= ... >= w_n (Barron & Barrett 1996, Management Science 42(11))
 *   rank sum              w_k = 2 (n + 1 - k) / (n (n + 1))
 *   rank reciprocal       w_k = (1/k) / sum_{i=1..n} 1/i    (both: Stillwell, Seaver & Edwards 1981, Organizational Behavior and Human Performance 28(1))
 *
 * Criteria of equal rank share what their positions get: each the mean, so the sum stays 1.
 *
 * Worked example: ranks 1, 2, 2, 4 by rank order centroid. Positions get 25/48, 13/48, 7/48, 3/48; the two in the middle 10/48 each: 0.5208, 0.2083, 0.2083, 0.0625. */
#include "patron/rules/weights.h"
#include "rules/columns.h"

static double weight_at(int32_t method, int32_t k, int32_t n) {
  double sum = 0.0;
  if (method == PATRON_WEIGHTING_RANK_SUM) return 2.0 * (n + 1.0 - k) / ((double)n * (n + 1.0));
  if (method == PATRON_WEIGHTING_RANK_RECIPROCAL) {
    for (int32_t i = n; i >= 1; i--) sum += 1.0 / i;
    return 1.0 / (k * sum);
  }
  for (int32_t i = n; i >= k; i--) sum += 1.0 / i;
  return sum / n;
}

patron_status patron_weights_rank(int32_t method, const double *ranks, int32_t n, double *weights) {
  if (ranks == NULL || weights == NULL || n < 1) return PATRON_E_INVALID_ARGUMENT;
  if (method != PATRON_WEIGHTING_RANK_ORDER_CENTROID && method != PATRON_WEIGHTING_RANK_SUM && method != PATRON_WEIGHTING_RANK_RECIPROCAL) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t i = 0; i < n; i++) {
    if (!patron__finite(ranks[i])) return PATRON_E_NOT_FINITE;
    if (ranks[i] < 1.0) return PATRON_E_RANGE;
  }
  for (int32_t i = 0; i < n; i++) {
    int32_t better = 0, equal = 0;
    double sum = 0.0;
    for (int32_t j = 0; j < n; j++) {
      better += ranks[j] < ranks[i];
      equal += ranks[j] == ranks[i];
    }
    for (int32_t k = better + 1; k <= better + equal; k++) sum += weight_at(method, k, n);
    weights[i] = sum / equal;
  }
  return PATRON_OK;
}
