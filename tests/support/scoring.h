/* Scoring vectors in a unit test: matrices as columns, directions, tolerances. */
#ifndef PATRON_TESTS_SCORING_H
#define PATRON_TESTS_SCORING_H

#include <math.h>

#include "patron/rules/score.h"
#include "vectors.h"

enum { MOST_ROWS = 64, MOST_CRITERIA = 16 };

/* A decision matrix: column j holds the values of criterion j. A null cell is unknown. */
typedef struct matrix {
  int32_t rows, n;
  double cell[MOST_CRITERIA][MOST_ROWS];
  uint8_t bits[MOST_CRITERIA][MOST_ROWS / 8];
  const double *columns[MOST_CRITERIA];
  const uint8_t *validity[MOST_CRITERIA];
  int32_t directions[MOST_CRITERIA];
} matrix;

/* A JSON array of numbers; null is NaN. Returns the length. */
static inline int32_t read_numbers(const json_t *array, double *out, int32_t room) {
  size_t index;
  json_t *item;
  assert_true(json_is_array(array) && json_array_size(array) <= (size_t)room);
  json_array_foreach(array, index, item) out[index] = json_is_null(item) ? NAN : json_number_value(item);
  return (int32_t)json_array_size(array);
}

/* `rows`: an array of rows. `directions`: max, min; NULL: all max. */
static inline void read_matrix(const json_t *rows, const json_t *directions, matrix *m) {
  memset(m, 0, sizeof *m);
  m->rows = (int32_t)json_array_size(rows);
  m->n = (int32_t)json_array_size(json_array_get(rows, 0));
  assert_true(m->rows > 0 && m->rows <= MOST_ROWS && m->n > 0 && m->n <= MOST_CRITERIA);
  for (int32_t j = 0; j < m->n; j++) {
    m->columns[j] = m->cell[j];
    m->validity[j] = m->bits[j];
    if (directions) m->directions[j] = strcmp(json_string_value(json_array_get(directions, (size_t)j)), "min") == 0 ? PATRON_DIRECTION_LOWER : PATRON_DIRECTION_HIGHER;
    for (int32_t i = 0; i < m->rows; i++) {
      const json_t *cell = json_array_get(json_array_get(rows, (size_t)i), (size_t)j);
      m->cell[j][i] = json_is_number(cell) ? json_number_value(cell) : json_is_string(cell) ? INFINITY : NAN;
      if (!json_is_null(cell)) m->bits[j][i / 8] = (uint8_t)(m->bits[j][i / 8] | 1u << (i % 8));
    }
  }
}

/* Within the tolerance of the vector; expected NaN: NaN. */
static inline void assert_close(double actual, double expected, const json_t *tolerance) {
  double limit = vectors_number(tolerance, "abs") + vectors_number(tolerance, "rel") * fabs(expected);
  if (isnan(expected) ? !isnan(actual) : !(fabs(actual - expected) <= limit)) fail_msg("%.17g instead of %.17g", actual, expected);
}

static inline void assert_all_close(const double *actual, const json_t *expected, const json_t *tolerance) {
  size_t index;
  json_t *item;
  json_array_foreach(expected, index, item) assert_close(actual[index], json_is_null(item) ? NAN : json_number_value(item), tolerance);
}

static inline void assert_ranks(const double *scores, int32_t n, const json_t *expected) {
  int64_t ranks[MOST_ROWS];
  assert_int_equal(json_array_size(expected), n);
  assert_int_equal(patron_rank(scores, NULL, n, NULL, ranks), PATRON_OK);
  for (int32_t i = 0; i < n; i++) assert_int_equal(ranks[i], json_integer_value(json_array_get(expected, (size_t)i)));
}

/* MINMAX of one column. */
static inline patron_status scale_column(const double *values, const uint8_t *validity, int32_t rows, int32_t direction, double *out) {
  double low, high;
  patron_status status = patron_value_range(values, validity, rows, &low, &high);
  return status == PATRON_OK ? patron_normalise_linear(values, validity, rows, low, high, direction, out) : status;
}

#endif
