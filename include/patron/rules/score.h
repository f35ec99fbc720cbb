/**
 * @file score.h
 * From raw values to scores: normalisers, aggregations, coverage and ranks.
 */
#ifndef PATRON_RULES_SCORE_H
#define PATRON_RULES_SCORE_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PATRON_NORMALISER_LINEAR = 0, PATRON_NORMALISER_PIECEWISE = 1, PATRON_NORMALISER_STEP = 2, PATRON_NORMALISER_PERCENT_RANK = 3,
       PATRON_NORMALISER_MINMAX = 4, PATRON_NORMALISER_ZSCORE = 5, PATRON_NORMALISER_VECTOR = 6, PATRON_NORMALISER_MAX = 7, PATRON_NORMALISER_SUM = 8 };
enum { PATRON_AGGREGATION_WEIGHTED_SUM = 0, PATRON_AGGREGATION_WEIGHTED_PRODUCT = 1, PATRON_AGGREGATION_TOPSIS = 2, PATRON_AGGREGATION_VIKOR = 3, PATRON_AGGREGATION_PROMETHEE = 4 };
enum { PATRON_MISSING_RENORMALISE = 0, PATRON_MISSING_FAIL = 1, PATRON_MISSING_NEUTRAL = 2, PATRON_MISSING_WORST = 3 };

/* All normalised values and scores of the pure functions are 0..1 (the engine multiplies by 100). Unknown stays unknown (validity_out, may be NULL when validity is NULL). */
PATRON_API patron_status patron_normalise_linear(const double *values, const uint8_t *validity, int64_t n, double low, double high, int32_t direction, double *out);
PATRON_API patron_status patron_normalise_points(const double *values, const uint8_t *validity, int64_t n, const double *from, const double *score, int32_t points, double *out); /* straight lines between points, clamped; twice the same from: a step */
PATRON_API patron_status patron_percent_rank_points(const double *values, const uint8_t *validity, int64_t n, int32_t capacity, int32_t direction, const patron_allocator *scratch, double *from_out, double *score_out, int32_t *points_out); /* the grid of scoring.md 9; score 0..1 */
PATRON_API patron_status patron_value_range(const double *values, const uint8_t *validity, int64_t n, double *low, double *high); /* PATRON_UNKNOWN when none is known */
PATRON_API patron_status patron_aggregate_weighted_sum(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, double *score, double *coverage, uint8_t *validity_out);
PATRON_API patron_status patron_rank(const double *scores, const uint8_t *validity, int64_t n, const patron_allocator *scratch, int64_t *ranks); /* 1 + number strictly better; 0 where unknown */

#ifdef __cplusplus
}
#endif

#endif
