/* What the aggregations share: rows with missing values, and the weight that each criterion has in them. */
#ifndef PATRON_SRC_RULES_AGGREGATE_H
#define PATRON_SRC_RULES_AGGREGATE_H

#include "patron/rules/score.h"
#include "rules/columns.h"

enum { PATRON__ROWS_BLOCK = 256 };   /* a multiple of 8, so that bitmaps stay on bytes */

typedef struct patron__rows {
  const double *const *columns;
  const uint8_t *const *validity;   /* NULL, or each may be NULL: all known */
  const double *weights;            /* 0 or more; criteria of weight 0 are left out of everything */
  int32_t n, missing;
  double total;                     /* sum of the weights, in their order */
  const double *neutral, *worst;    /* [n]: what stands for a missing value under NEUTRAL and WORST; NULL: 0.5 and 0 */
} patron__rows;

/* What a row has: known weight (in the order of the criteria), whether any is known, whether any is missing. */
typedef struct patron__row { double covered; int32_t known, missing; } patron__row;

/* Fills `out` and checks everything but columns and weights against each other: PATRON_E_INVALID_ARGUMENT, PATRON_E_NOT_FINITE, PATRON_E_RANGE. */
patron_status patron__rows_check(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, patron__rows *out);
patron__row patron__row_look(const patron__rows *call, int64_t row);
int32_t patron__row_has_score(const patron__rows *call, const patron__row *row);
/* 1: every criterion of positive weight is known in rows first .. first + count - 1; first is a multiple of 8. */
int32_t patron__rows_complete(const patron__rows *call, int64_t first, int64_t count);
/* PATRON_UNKNOWN when a row has no score: what a call without validity_out must answer before it writes. */
patron_status patron__rows_all_scored(const patron__rows *call, int64_t rows);
/* Weighted sums of all rows. */
void patron__rows_sum(const patron__rows *call, int64_t rows, double *score, double *coverage, uint8_t *validity_out);

/* The weight of criterion j in a row: 0 when it is left out. */
static inline double patron__row_weight(const patron__rows *call, const patron__row *row, int32_t j, int32_t known) {
  int32_t filled = call->missing == PATRON_MISSING_NEUTRAL || call->missing == PATRON_MISSING_WORST;
  if (call->weights[j] == 0.0 || (!known && !filled)) return 0.0;
  return call->weights[j] / (filled ? call->total : row->covered);
}

static inline int32_t patron__row_knows(const patron__rows *call, int64_t row, int32_t j) { return call->validity == NULL || patron__known(call->validity[j], row); }

/* The value that stands for criterion j where it is missing. */
static inline double patron__row_filler(const patron__rows *call, int32_t j) {
  if (call->missing == PATRON_MISSING_NEUTRAL) return call->neutral ? call->neutral[j] : 0.5;
  return call->worst ? call->worst[j] : 0.0;
}

#endif
