/**
 * @file weights.h
 * Criterion weights: given directly, derived from a ranking, from comparisons, or from the data.
 *
 * Every weighting writes `n` weights, none negative, whose sum is 1. These are pure functions: they may be called from any thread and keep nothing. Out-parameters are untouched unless
 * PATRON_OK is returned.
 */
#ifndef PATRON_RULES_WEIGHTS_H
#define PATRON_RULES_WEIGHTS_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Weightings. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_WEIGHTING_DIRECT = 0,              /**< Given numbers, scaled to 1: patron_weights_direct(). */
  PATRON_WEIGHTING_EQUAL = 1,               /**< 1/n: patron_weights_equal(). */
  PATRON_WEIGHTING_RANK_ORDER_CENTROID = 2, /**< From a ranking: patron_weights_rank(). */
  PATRON_WEIGHTING_RANK_SUM = 3,            /**< From a ranking: patron_weights_rank(). */
  PATRON_WEIGHTING_RANK_RECIPROCAL = 4,     /**< From a ranking: patron_weights_rank(). */
  PATRON_WEIGHTING_AHP = 5,                 /**< From pairwise comparisons, by the principal eigenvector. */
  PATRON_WEIGHTING_AHP_GEOMETRIC = 6,       /**< From pairwise comparisons, by geometric means of rows. */
  PATRON_WEIGHTING_BEST_WORST = 7,          /**< From comparisons with the best and with the worst criterion. */
  PATRON_WEIGHTING_ENTROPY = 8,             /**< From the data: how unequal the shares in a column are. */
  PATRON_WEIGHTING_CRITIC = 9,              /**< From the data: spread, and conflict with the other columns. */
  PATRON_WEIGHTING_DEVIATION = 10           /**< From the data: spread alone. */
};

/**
 * What is better in a criterion. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_DIRECTION_HIGHER = 0, /**< The higher the better. */
  PATRON_DIRECTION_LOWER = 1,  /**< The lower the better. */
  PATRON_DIRECTION_TARGET = 2  /**< Best within an interval: patron_normalise_target(); refused where only the other two make sense. */
};

/**
 * Scales given weights to a sum of 1; any positive total will do. A single weight of 0 is legal.
 * @param raw `n` numbers, 0 or more, not all 0.
 * @param n number of criteria, 1 or more.
 * @param weights `n` weights; may be `raw`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 1); PATRON_E_NOT_FINITE; PATRON_E_RANGE (a negative weight, or a sum of 0: never silently equal weights).
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_direct(const double *raw, int32_t n, double *weights);

/**
 * Equal weights, 1/n.
 * @param n number of criteria, 1 or more.
 * @param weights `n` weights.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 1).
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_equal(int32_t n, double *weights);

/**
 * Weights from a ranking of the criteria; criteria of equal rank get the mean of what their positions get. Takes time quadratic in `n`, or cubic where all ranks are equal.
 *
 * With position k of n, 1 the most important: rank order centroid (1/n) sum of 1/i for i = k..n, the centroid of all weights in that order (Barron & Barrett 1996, Management Science 42(11)); rank
 * sum 2(n + 1 - k)/(n(n + 1)) and rank reciprocal (1/k)/(sum of 1/i for i = 1..n) (Stillwell, Seaver & Edwards 1981, Organizational Behavior and Human Performance 28(1)).
 * @param method PATRON_WEIGHTING_RANK_ORDER_CENTROID, _RANK_SUM or _RANK_RECIPROCAL.
 * @param ranks `n` numbers, 1 or more, 1 the most important; only their order counts, so 1, 2, 2, 3 and 1, 2.5, 2.5, 4 are the same.
 * @param n number of criteria, 1 or more.
 * @param weights `n` weights; not `ranks`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 1, another method); PATRON_E_NOT_FINITE; PATRON_E_RANGE (a rank below 1).
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_rank(int32_t method, const double *ranks, int32_t n, double *weights);

#ifdef __cplusplus
}
#endif

#endif
