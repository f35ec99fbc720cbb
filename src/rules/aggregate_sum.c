/* The weighted sum of normalised values: the one aggregation whose contributions explain it exactly.
 *
 *   score = sum e_j v_j over the known criteria, in their order; e_j = w_j / (sum of the w of the known criteria)
 *   coverage = sum of the w of the known criteria / sum of all w
 *
 * The contributions e_j v_j, added in the order of the criteria, are the score to the last bit. A criterion of weight 0 is left out and changes nothing, known or not.
 *
 * Worked example: weights 0.75, 0.25; values 0.8 and unknown. RENORMALISE 0.8, NEUTRAL 0.75 * 0.8 + 0.25 * 0.5 = 0.725, WORST 0.6; coverage 0.75 in all three; FAIL: no score. */
#include <string.h>

#include "base/processor.h"
#include "rules/aggregate.h"

static double sum_row(const patron__rows *call, const patron__row *r, int64_t row) {
  double score = 0.0;
  for (int32_t j = 0; j < call->n; j++) {
    int32_t known = patron__row_knows(call, row, j);
    double weight = patron__row_weight(call, r, j, known);
    if (weight != 0.0) score += weight * (known ? call->columns[j][row] : patron__row_filler(call, j));
  }
  return score;
}

enum { TOGETHER = 4 };

/* Adds a few criteria at once to the scores of rows that know them all, in their order, so that the scores are loaded and stored less often. `n` is up to TOGETHER. */
PATRON__INLINE void add_columns(const double *const *columns, const double *weights, int32_t n, int64_t first, int64_t rows, double *restrict score) {
  if (n == TOGETHER) {
    const double *restrict a = columns[0] + first, *restrict b = columns[1] + first, *restrict c = columns[2] + first, *restrict d = columns[3] + first;
    double of_a = weights[0], of_b = weights[1], of_c = weights[2], of_d = weights[3];
    for (int64_t i = 0; i < rows; i++) score[i] = score[i] + of_a * a[i] + of_b * b[i] + of_c * c[i] + of_d * d[i];
    return;
  }
  for (int32_t j = 0; j < n; j++) {
    const double *restrict column = columns[j] + first;
    for (int64_t i = 0; i < rows; i++) score[i] += weights[j] * column[i];
  }
}

/* Rows whose criteria are all known. */
PATRON__INLINE void sum_columns(const patron__rows *call, int64_t first, int64_t rows, double *restrict score) {
  const double *columns[TOGETHER];
  double weights[TOGETHER];
  int32_t n = 0;
  for (int64_t i = 0; i < rows; i++) score[i] = 0.0;
  for (int32_t j = 0; j < call->n; j++) {
    if (call->weights[j] != 0.0) {
      columns[n] = call->columns[j];
      weights[n++] = call->weights[j] / call->total;
    }
    if (n == TOGETHER || j == call->n - 1) {
      add_columns(columns, weights, n, first, rows, score);
      n = 0;
    }
  }
}

static void sum_anywhere(const patron__rows *call, int64_t first, int64_t rows, double *score) { sum_columns(call, first, rows, score); }
PATRON__NEWER_PROCESSOR static void sum_newer(const patron__rows *call, int64_t first, int64_t rows, double *score) { sum_columns(call, first, rows, score); }

static void sum_complete(const patron__rows *call, int64_t first, int64_t rows, double *score) {
  if (patron__processor_is_newer()) sum_newer(call, first, rows, score);
  else sum_anywhere(call, first, rows, score);
}

static void set_all_known(uint8_t *validity, int64_t first, int64_t rows) {
  memset(validity + first / 8, 0xff, (size_t)(rows / 8));
  for (int64_t i = first + rows / 8 * 8; i < first + rows; i++) patron__set_known(validity, i, 1);
}

void patron__rows_sum(const patron__rows *call, int64_t rows, double *score, double *coverage, uint8_t *validity_out) {
  for (int64_t first = 0; first < rows; first += PATRON__ROWS_BLOCK) {
    int64_t count = rows - first < PATRON__ROWS_BLOCK ? rows - first : PATRON__ROWS_BLOCK;
    if (patron__rows_complete(call, first, count)) {
      sum_complete(call, first, count, score + first);
      for (int64_t i = first; coverage && i < first + count; i++) coverage[i] = 1.0;
      if (validity_out) set_all_known(validity_out, first, count);
      continue;
    }
    for (int64_t i = first; i < first + count; i++) {
      patron__row r = patron__row_look(call, i);
      int32_t known = patron__row_has_score(call, &r);
      score[i] = known ? sum_row(call, &r, i) : 0.0;
      if (coverage) coverage[i] = r.covered / call->total;
      if (validity_out) patron__set_known(validity_out, i, known);
    }
  }
}

patron_status patron_aggregate_weighted_sum(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, double *score,
                                            double *coverage, uint8_t *validity_out) {
  patron__rows call;
  patron_status status = patron__rows_check(columns, validity, weights, rows, n, missing, &call);
  if (status == PATRON_OK && score == NULL && rows > 0) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK && validity_out == NULL) status = patron__rows_all_scored(&call, rows);
  if (status == PATRON_OK) patron__rows_sum(&call, rows, score, coverage, validity_out);
  return status;
}
