/* Weights by entropy: a column whose shares are nearly equal says little (Shannon 1948; Zeleny 1982, Multiple Criteria Decision Making).
 *
 *   p = x / sum x,   E = -(1/ln m) sum p ln p with 0 ln 0 = 0,   w = (1 - E) / sum (1 - E)
 *
 * Directions do not enter. Values may not be negative, and are never shifted to make them so: adding a constant changes the weights. The measure rewards skew.
 *
 * Worked example: columns 1 3 and 1 9 (m = 2). Shares .25 .75 and .1 .9, entropies .8113 and .4690: weights .2622 and .7378. */
#include "base/mathematics.h"
#include "base/memory.h"
#include "base/sum.h"
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/weights_data.h"

/* 1 - E of a column; `scale` is its largest value, so that no sum overflows. */
static double information(const double *values, const uint8_t *validity, int64_t rows, double scale) {
  patron__exact_sum total, entropy;
  double sum, result;
  int64_t known = 0;
  patron__exact_sum_clear(&total);
  patron__exact_sum_clear(&entropy);
  for (int64_t i = 0; i < rows; i++) {
    if (!patron__known(validity, i)) continue;
    patron__exact_sum_add(&total, values[i] / scale);
    known++;
  }
  sum = patron__exact_sum_round(&total);
  for (int64_t i = 0; i < rows; i++) {
    double share = patron__known(validity, i) ? values[i] / scale / sum : 0.0;
    if (share > 0.0) patron__exact_sum_add(&entropy, share * patron__log(share));
  }
  result = 1.0 + patron__exact_sum_round(&entropy) / patron__log((double)known);
  return result > 0.0 ? result : 0.0;
}

patron_status patron_weights_entropy(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, int64_t rows, int32_t n, const patron_allocator *scratch,
                                     double *weights, uint32_t *warnings) {
  uint64_t size;
  double *raw;
  int32_t *constant;
  patron_status status = patron__check_data(columns, directions, rows, n, weights);
  if (status != PATRON_OK) return status;
  size = (uint64_t)n * (sizeof *raw + sizeof *constant);
  status = patron__take_scratch(scratch, size, &raw);
  if (status != PATRON_OK) return status;
  constant = (int32_t *)(void *)(raw + n);
  for (int32_t j = 0; j < n && status == PATRON_OK; j++) {
    const uint8_t *bits = patron__bits_of(validity, j, 0);
    double low = 0.0, high = 0.0;
    status = patron_value_range(columns[j], bits, rows, &low, &high);
    constant[j] = status == PATRON_UNKNOWN || low == high;
    if (status == PATRON_UNKNOWN) status = PATRON_OK;
    if (status == PATRON_OK && low < 0.0) status = PATRON_E_RANGE;
    raw[j] = status == PATRON_OK && !constant[j] ? information(columns[j], bits, rows, high) : 0.0;
  }
  if (status == PATRON_OK) patron__share_weights(raw, constant, n, rows, weights, warnings);
  patron__scratch_release(scratch, raw, size);
  return status;
}
