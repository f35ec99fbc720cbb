/**
 * @file weights.h
 * Criterion weights: given directly, derived from a ranking, from comparisons, or from the data.
 */
#ifndef PATRON_RULES_WEIGHTS_H
#define PATRON_RULES_WEIGHTS_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PATRON_WEIGHTING_DIRECT = 0, PATRON_WEIGHTING_EQUAL = 1, PATRON_WEIGHTING_RANK_ORDER_CENTROID = 2, PATRON_WEIGHTING_RANK_SUM = 3,
       PATRON_WEIGHTING_RANK_RECIPROCAL = 4, PATRON_WEIGHTING_AHP = 5, PATRON_WEIGHTING_AHP_GEOMETRIC = 6, PATRON_WEIGHTING_BEST_WORST = 7,
       PATRON_WEIGHTING_ENTROPY = 8, PATRON_WEIGHTING_CRITIC = 9, PATRON_WEIGHTING_DEVIATION = 10 };
enum { PATRON_DIRECTION_HIGHER = 0, PATRON_DIRECTION_LOWER = 1, PATRON_DIRECTION_TARGET = 2 };

PATRON_API patron_status patron_weights_direct(const double *raw, int32_t n, double *weights);
PATRON_API patron_status patron_weights_equal(int32_t n, double *weights);
PATRON_API patron_status patron_weights_rank(int32_t method, const double *ranks, int32_t n, double *weights);

#ifdef __cplusplus
}
#endif

#endif
