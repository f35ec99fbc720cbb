/* MEREC: a criterion matters as much as the result changes when it is left out.

   Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis, Antucheviciene 2021, "Determination of Objective Weights Using a New Method Based on the
   Removal Effects of Criteria (MEREC)", Symmetry 13(4):525. In their symbols, for rows i and criteria j = 1..m:
     n_ij = min_k x_kj / x_ij where more is better, x_ij / max_k x_kj where less is better
     S_i = ln(1 + 1/m sum_j |ln n_ij|)      S'_ij = the same without criterion j, still over m
     E_j = sum_i |S'_ij - S_i|              w_j = E_j / sum_k E_k */
#include "merec.h"

#include <math.h>
#include <stdlib.h>

patron_status merec_weights(const double *const *values, const int32_t *lower, int64_t rows, int64_t criteria, double *weights) {
  double *reference = malloc((size_t)criteria * sizeof *reference);
  patron_status status = PATRON_OK;
  double total = 0.0;
  if (reference == NULL) return PATRON_E_NO_MEMORY;
  for (int64_t j = 0; j < criteria && status == PATRON_OK; j++) {
    weights[j] = 0.0;
    reference[j] = rows > 0 ? values[j][0] : 0.0;
    for (int64_t i = 0; i < rows; i++) {
      if (!(values[j][i] > 0.0)) status = PATRON_E_RANGE;
      if (lower[j] ? values[j][i] > reference[j] : values[j][i] < reference[j]) reference[j] = values[j][i];
    }
  }
  for (int64_t i = 0; i < rows && status == PATRON_OK; i++) {
    double sum = 0.0;
    for (int64_t j = 0; j < criteria; j++) sum += fabs(log(values[j][i] / reference[j]));
    double whole = log(1.0 + sum / (double)criteria);
    for (int64_t j = 0; j < criteria; j++) {
      double without = sum - fabs(log(values[j][i] / reference[j]));
      weights[j] += fabs(log(1.0 + without / (double)criteria) - whole);
    }
  }
  for (int64_t j = 0; j < criteria; j++) total += weights[j];
  if (status == PATRON_OK && !(total > 0.0)) status = PATRON_E_RANGE;
  for (int64_t j = 0; j < criteria && status == PATRON_OK; j++) weights[j] /= total;
  free(reference);
  return status;
}

/* Reads criterion j of the raw values; clears the bit of each row that is unknown. */
static patron_status read_column(const patron_table *raw, int64_t column, int64_t rows, double *values, uint8_t *validity, uint8_t *complete) {
  patron_status status = patron_table_read_f64(raw, column, 0, rows, values, validity);
  for (int64_t i = 0; i < (rows + 7) / 8 && status == PATRON_OK; i++) complete[i] = (uint8_t)(complete[i] & validity[i]);
  return status;
}

/* Moves the rows that are complete to the front. */
static int64_t keep_complete(double *values, const uint8_t *complete, int64_t rows) {
  int64_t kept = 0;
  for (int64_t i = 0; i < rows; i++)
    if (complete[i / 8] >> (i % 8) & 1) values[kept++] = values[i];
  return kept;
}

static patron_status read_directions(const patron_table *criteria, int64_t count, int32_t *lower) {
  int64_t column = 0;
  patron_status status = patron_table_find_column(criteria, "direction", &column);
  if (status == PATRON_OK) status = patron_table_read_i32(criteria, column, 0, count, lower, NULL);
  for (int64_t j = 0; j < count && status == PATRON_OK; j++) lower[j] = lower[j] == PATRON_DIRECTION_LOWER;
  return status;
}

static patron_status weigh(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights) {
  (void)user;
  (void)normalised; /* MEREC normalises in its own way */
  int64_t rows = 0, kept = 0;
  patron_status status = patron_table_rows(raw, &rows);
  size_t bytes = (size_t)(rows / 8 + 1);
  double *values = malloc((size_t)(count * rows + 1) * sizeof *values);
  const double **columns = malloc((size_t)count * sizeof *columns);
  int32_t *lower = malloc((size_t)count * sizeof *lower);
  uint8_t *validity = malloc(bytes), *complete = malloc(bytes);
  if (values == NULL || columns == NULL || lower == NULL || validity == NULL || complete == NULL) status = PATRON_E_NO_MEMORY;
  if (status == PATRON_OK) status = read_directions(criteria, count, lower);
  for (size_t i = 0; i < bytes && status == PATRON_OK; i++) complete[i] = 0xff;
  for (int64_t j = 0; j < count && status == PATRON_OK; j++) status = read_column(raw, j, rows, values + j * rows, validity, complete);
  for (int64_t j = 0; j < count && status == PATRON_OK; j++) {
    kept = keep_complete(values + j * rows, complete, rows);
    columns[j] = values + j * rows;
  }
  if (status == PATRON_OK) status = merec_weights(columns, lower, kept, count, weights);
  free(values);
  free(columns);
  free(lower);
  free(validity);
  free(complete);
  return status;
}

const patron_weighting merec_weighting = {sizeof(patron_weighting), 1, "MEREC", weigh};
