/* The weighted sum of normalised values: the one aggregation whose contributions explain it exactly.
 *
 *   score = sum e_j v_j over the known criteria, in their order; e_j = w_j / (sum of the w of the known criteria)
 *   coverage = sum of the w of the known criteria / sum of all w
 *
 * The contributions e_j v_j, added in the order of the criteria, are the score to the last bit. A criterion of weight 0 is left out and changes nothing, known or not.
 *
 * Worked example: weights 0.75, 0.25; values 0.8 and unknown. RENORMALISE 0.8, NEUTRAL 0.75 * 0.8 + 0.25 * 0.5 = 0.725, WORST 0.6; coverage 0.75 in all three; FAIL: no score. */
#include "patron/rules/score.h"
#include "rules/columns.h"

enum { BLOCK = 256 };

typedef struct sum_call {
  const double *const *columns;
  const uint8_t *const *validity;
  const double *weights;
  int32_t n, missing;
  double total;
} sum_call;

static const uint8_t *bits_of(const sum_call *call, int32_t j) { return call->validity ? call->validity[j] : NULL; }

/* Sums of the known weights, and whether a known value or a weight is missing. */
typedef struct row_sum { double covered, score; int32_t known, missing; } row_sum;

static row_sum look_at(const sum_call *call, int64_t row) {
  row_sum r = {0.0, 0.0, 0, 0};
  for (int32_t j = 0; j < call->n; j++) {
    if (call->weights[j] == 0.0) continue;
    if (patron__known(bits_of(call, j), row)) {
      r.covered += call->weights[j];
      r.known = 1;
    } else {
      r.missing = 1;
    }
  }
  return r;
}

static row_sum sum_row(const sum_call *call, int64_t row) {
  row_sum r = look_at(call, row);
  double instead = call->missing == PATRON_MISSING_NEUTRAL ? 0.5 : 0.0;
  double base = call->missing == PATRON_MISSING_RENORMALISE || call->missing == PATRON_MISSING_FAIL ? r.covered : call->total;
  if (!r.known) return r;
  for (int32_t j = 0; j < call->n; j++) {
    double weight = call->weights[j] / base;
    if (call->weights[j] == 0.0) continue;
    if (patron__known(bits_of(call, j), row)) r.score += weight * call->columns[j][row];
    else if (call->missing == PATRON_MISSING_NEUTRAL || call->missing == PATRON_MISSING_WORST) r.score += weight * instead;
  }
  return r;
}

static int32_t has_score(const sum_call *call, const row_sum *r) { return r->known && !(r->missing && call->missing == PATRON_MISSING_FAIL); }

/* A block of rows whose criteria are all known. */
static void sum_complete(const sum_call *call, int64_t first, int64_t rows, double *restrict score) {
  for (int64_t i = 0; i < rows; i++) score[i] = 0.0;
  for (int32_t j = 0; j < call->n; j++) {
    const double *restrict column = call->columns[j] + first;
    double weight = call->weights[j] / call->total;
    if (call->weights[j] == 0.0) continue;
    for (int64_t i = 0; i < rows; i++) score[i] += weight * column[i];
  }
}

static int32_t complete(const sum_call *call, int64_t first, int64_t rows) {
  for (int32_t j = 0; j < call->n; j++) {
    const uint8_t *bits = bits_of(call, j);
    if (bits == NULL || call->weights[j] == 0.0) continue;
    for (int64_t i = 0; i < rows; i++) {
      if (!patron__known(bits, first + i)) return 0;
    }
  }
  return 1;
}

/* Without validity_out nothing could say that a score is unknown. */
static patron_status every_row_has_a_score(const sum_call *call, int64_t rows) {
  for (int64_t first = 0; first < rows; first += BLOCK) {
    int64_t count = rows - first < BLOCK ? rows - first : BLOCK;
    if (complete(call, first, count)) continue;
    for (int64_t i = first; i < first + count; i++) {
      row_sum r = look_at(call, i);
      if (!has_score(call, &r)) return PATRON_UNKNOWN;
    }
  }
  return PATRON_OK;
}

static patron_status check(const sum_call *call, int64_t rows, const double *score, const uint8_t *validity_out) {
  if (call->columns == NULL || call->weights == NULL || call->n < 1 || rows < 0 || (score == NULL && rows > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (call->missing < PATRON_MISSING_RENORMALISE || call->missing > PATRON_MISSING_WORST) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t j = 0; j < call->n; j++) {
    if (call->columns[j] == NULL && rows > 0) return PATRON_E_INVALID_ARGUMENT;
    if (!patron__finite(call->weights[j])) return PATRON_E_NOT_FINITE;
    if (call->weights[j] < 0.0) return PATRON_E_RANGE;
  }
  if (!(call->total > 0.0) || !patron__finite(call->total)) return PATRON_E_RANGE;
  for (int32_t j = 0; j < call->n; j++) {
    if (patron__check_finite(call->columns[j], bits_of(call, j), rows) != PATRON_OK) return PATRON_E_NOT_FINITE;
  }
  return validity_out == NULL ? every_row_has_a_score(call, rows) : PATRON_OK;
}

patron_status patron_aggregate_weighted_sum(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, double *score,
                                            double *coverage, uint8_t *validity_out) {
  sum_call call = {columns, validity, weights, n, missing, 0.0};
  patron_status status;
  for (int32_t j = 0; weights != NULL && j < n; j++) call.total += weights[j];
  status = check(&call, rows, score, validity_out);
  if (status != PATRON_OK) return status;
  for (int64_t first = 0; first < rows; first += BLOCK) {
    int64_t count = rows - first < BLOCK ? rows - first : BLOCK;
    int32_t all = complete(&call, first, count);
    if (all) sum_complete(&call, first, count, score + first);
    for (int64_t i = first; !all && i < first + count; i++) {
      row_sum r = sum_row(&call, i);
      int32_t known = has_score(&call, &r);
      score[i] = known ? r.score : 0.0;
      if (coverage) coverage[i] = r.covered / call.total;
      if (validity_out) patron__set_known(validity_out, i, known);
    }
    for (int64_t i = first; all && coverage && i < first + count; i++) coverage[i] = 1.0;
    for (int64_t i = first; all && validity_out && i < first + count; i++) patron__set_known(validity_out, i, 1);
  }
  return PATRON_OK;
}
