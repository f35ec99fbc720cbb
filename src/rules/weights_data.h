/* What the weightings from data share: a column scaled by its own range, and what becomes of columns that say nothing. */
#ifndef PATRON_SRC_RULES_WEIGHTS_DATA_H
#define PATRON_SRC_RULES_WEIGHTS_DATA_H

#include "rules/weights.h"

enum { PATRON__DATA_BLOCK = 256 };   /* rows at a time; a multiple of 8, so that bitmaps stay on bytes */

/* Range, mean and deviation of one column, the last two after scaling to 0 .. 1. */
typedef struct patron__spread {
  double low, high;
  double mean, deviation;    /* of (x - low)/(high - low) over the known values; divisor: their number */
  int64_t known;
  int32_t constant;          /* at most one distinct value is known */
} patron__spread;

/* PATRON_E_NOT_FINITE. A column without any known value is constant. */
patron_status patron__spread_of(const double *values, const uint8_t *validity, int64_t rows, patron__spread *out);

/* Shares a total of 1 by `raw` among the columns that are not constant, and tells the warnings: all constant, or no raw above 0: equal shares. */
void patron__share_weights(const double *raw, const int32_t *constant, int32_t n, int64_t rows, double *weights, uint32_t *warnings);

/* What all of them refuse. directions may be NULL. */
patron_status patron__check_data(const double *const *columns, const int32_t *directions, int64_t rows, int32_t n, const double *weights);

static inline const uint8_t *patron__bits_of(const uint8_t *const *validity, int32_t j, int64_t first) {
  return validity == NULL || validity[j] == NULL ? NULL : validity[j] + first / 8;
}

#endif
