/* What the weightings from data share, and the simplest of them: the deviation of the scaled values.
 *
 *   u = (x - low)/(high - low), w = sd(u) / sum of sd(u)      (Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22(7))
 *
 * Raw deviations would depend on units: a column in cents would weigh a hundred times the same column in euros. Means and deviations are exact sums, so the order of rows never shows.
 *
 * Worked example: columns 0 1 2 and 0 0 9. Scaled deviations 0.4082 and 0.4714: weights 0.4641 and 0.5359. */
#include <math.h>

#include "base/memory.h"
#include "base/sum.h"
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/weights_data.h"

patron_status patron__check_data(const double *const *columns, const int32_t *directions, int64_t rows, int32_t n, const double *weights) {
  if (columns == NULL || weights == NULL || n < 1 || rows < 0) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t j = 0; j < n; j++) {
    if (columns[j] == NULL && rows > 0) return PATRON_E_INVALID_ARGUMENT;
    if (directions != NULL && directions[j] != PATRON_DIRECTION_HIGHER && directions[j] != PATRON_DIRECTION_LOWER) return PATRON_E_INVALID_ARGUMENT;
  }
  return rows == 0 ? PATRON_UNKNOWN : PATRON_OK;
}

/* The exact sum of u - centre, or of its square, over the known rows. */
static double sum_scaled(const double *values, const uint8_t *validity, int64_t rows, const patron__spread *s, int32_t squares) {
  double scaled[PATRON__DATA_BLOCK];
  patron__exact_sum sum;
  patron__exact_sum_clear(&sum);
  for (int64_t first = 0; first < rows; first += PATRON__DATA_BLOCK) {
    int64_t count = rows - first < PATRON__DATA_BLOCK ? rows - first : PATRON__DATA_BLOCK;
    const uint8_t *bits = validity ? validity + first / 8 : NULL;
    patron_normalise_linear(values + first, bits, count, s->low, s->high, PATRON_DIRECTION_HIGHER, scaled);
    for (int64_t i = 0; i < count; i++) scaled[i] -= s->mean;
    for (int64_t i = 0; squares && i < count; i++) scaled[i] *= scaled[i];
    patron__exact_sum_add_array(&sum, scaled, bits, count);
  }
  return patron__exact_sum_round(&sum);
}

patron_status patron__spread_of(const double *values, const uint8_t *validity, int64_t rows, patron__spread *out) {
  patron__spread s = {0};
  patron_status status = patron_value_range(values, validity, rows, &s.low, &s.high);
  if (status != PATRON_OK && status != PATRON_UNKNOWN) return status;
  for (int64_t i = 0; i < rows; i++) s.known += patron__known(validity, i);
  s.constant = status == PATRON_UNKNOWN || s.low == s.high;
  if (!s.constant) {
    s.mean = sum_scaled(values, validity, rows, &s, 0) / (double)s.known;
    s.deviation = sqrt(sum_scaled(values, validity, rows, &s, 1) / (double)s.known);
  }
  *out = s;
  return PATRON_OK;
}

void patron__share_weights(const double *raw, const int32_t *constant, int32_t n, int64_t rows, double *weights, uint32_t *warnings) {
  uint32_t found = rows == 1 ? PATRON_WARNING_SINGLE_ALTERNATIVE : 0u;
  double total = 0.0;
  int32_t telling = 0;
  for (int32_t j = 0; j < n; j++) {
    telling += !constant[j];
    total += constant[j] ? 0.0 : raw[j];
  }
  if (telling == 0) found |= PATRON_WARNING_DEGENERATE_ALL;
  else if (telling < n) found |= PATRON_WARNING_DEGENERATE_CRITERION;
  for (int32_t j = 0; j < n; j++) {
    if (telling == 0) weights[j] = 1.0 / n;
    else if (constant[j]) weights[j] = 0.0;
    else weights[j] = total > 0.0 ? raw[j] / total : 1.0 / telling;
  }
  if (warnings != NULL) *warnings = found;
}

patron_status patron_weights_deviation(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, int64_t rows, int32_t n, const patron_allocator *scratch,
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
    patron__spread spread = {0};
    status = patron__spread_of(columns[j], patron__bits_of(validity, j, 0), rows, &spread);
    raw[j] = spread.deviation;
    constant[j] = spread.constant;
  }
  if (status == PATRON_OK) patron__share_weights(raw, constant, n, rows, weights, warnings);
  patron__scratch_release(scratch, raw, size);
  return status;
}
