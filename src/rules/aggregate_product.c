/* The weighted product of normalised values: a weak criterion cannot be bought off by a strong one.
 *
 *   score = product of v_j ^ e_j = exp(sum e_j ln v_j), with the e_j of the weighted sum      (Bridgman 1922; Miller & Starr 1969)
 *
 * A value of 0 makes the score 0 whatever else is known, so it is an error unless a floor is given that stands for everything below it. MISSING_WORST needs the floor, too.
 *
 * Worked example: values 0.25 and 1, equal weights: sqrt(0.25) = 0.5. Values 0 and 1 with floor 1e-6: 0.001. */
#include "base/mathematics.h"
#include "base/memory.h"
#include "rules/aggregate.h"

/* Logarithms of a block; 0 where unknown. */
static void take_logarithms(const patron__rows *call, int64_t first, int64_t count, double floor, double *logs) {
  for (int32_t j = 0; j < call->n; j++) {
    double *out = logs + (int64_t)j * PATRON__ROWS_BLOCK;
    for (int64_t i = 0; i < count; i++) {
      double v = patron__row_knows(call, first + i, j) && call->weights[j] != 0.0 ? call->columns[j][first + i] : 1.0;
      out[i] = patron__log(v > floor ? v : floor);
    }
  }
}

static patron_status check_values(const patron__rows *call, int64_t rows, double floor) {
  for (int32_t j = 0; j < call->n; j++) {
    if (call->weights[j] == 0.0) continue;
    for (int64_t i = 0; i < rows; i++) {
      int32_t known = patron__row_knows(call, i, j);
      if (known && (call->columns[j][i] < 0.0 || (call->columns[j][i] == 0.0 && floor == 0.0))) return PATRON_E_RANGE;
      if (!known && call->missing == PATRON_MISSING_WORST && floor == 0.0) return PATRON_E_RANGE;
    }
  }
  return PATRON_OK;
}

/* The logarithms are summed by the weighted sum, block by block, so that missing values mean the same in both. work: n (BLOCK + 2) doubles, then n columns and n bitmaps. */
static void multiply(const patron__rows *call, int64_t rows, double floor, double *work, double *score, double *coverage, uint8_t *validity_out) {
  int64_t n = call->n;
  double *logs = work, *neutral = logs + n * PATRON__ROWS_BLOCK, *worst = neutral + n;
  const double **columns = (const double **)(void *)(worst + n);
  const uint8_t **validity = (const uint8_t **)(void *)(columns + n);
  patron__rows part = *call;
  for (int64_t j = 0; j < n; j++) {
    columns[j] = logs + j * PATRON__ROWS_BLOCK;
    neutral[j] = patron__log(0.5 > floor ? 0.5 : floor);
    worst[j] = patron__log(floor);   /* with a floor of 0 nobody asks for it: check_values */
  }
  part.columns = columns, part.neutral = neutral, part.worst = worst;
  for (int64_t first = 0; first < rows; first += PATRON__ROWS_BLOCK) {
    int64_t count = rows - first < PATRON__ROWS_BLOCK ? rows - first : PATRON__ROWS_BLOCK;
    for (int64_t j = 0; j < n; j++) validity[j] = call->validity && call->validity[j] ? call->validity[j] + first / 8 : NULL;
    part.validity = call->validity ? validity : NULL;
    take_logarithms(call, first, count, floor, logs);
    patron__rows_sum(&part, count, score + first, coverage ? coverage + first : NULL, validity_out ? validity_out + first / 8 : NULL);
    for (int64_t i = first; i < first + count; i++) {
      patron__row r = patron__row_look(call, i);
      score[i] = patron__row_has_score(call, &r) ? patron__exp(score[i]) : 0.0;
    }
  }
}

patron_status patron_aggregate_weighted_product(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, double floor,
                                                const patron_allocator *scratch, double *score, double *coverage, uint8_t *validity_out) {
  patron__rows call;
  uint64_t size;
  double *work;
  patron_status status = patron__rows_check(columns, validity, weights, rows, n, missing, &call);
  if (status == PATRON_OK && score == NULL && rows > 0) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK && !patron__finite(floor)) status = PATRON_E_NOT_FINITE;
  if (status == PATRON_OK && (floor < 0.0 || floor > 1.0)) status = PATRON_E_RANGE;
  if (status == PATRON_OK) status = check_values(&call, rows, floor);
  if (status == PATRON_OK && validity_out == NULL) status = patron__rows_all_scored(&call, rows);
  if (status != PATRON_OK) return status;
  size = (uint64_t)n * ((PATRON__ROWS_BLOCK + 2) * sizeof(double) + sizeof(double *) + sizeof(uint8_t *));
  status = patron__take_scratch(scratch, size, &work);
  if (status != PATRON_OK) return status;
  multiply(&call, rows, floor, work, score, coverage, validity_out);
  patron__scratch_release(scratch, work, size);
  return PATRON_OK;
}
