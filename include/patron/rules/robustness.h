/**
 * @file robustness.h
 * How much of a ranking is the customers' and how much the weights': rank agreement, weight stability intervals, acceptability under all weights.
 *
 * These are pure functions with the conventions of score.h.
 */
#ifndef PATRON_RULES_ROBUSTNESS_H
#define PATRON_RULES_ROBUSTNESS_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Rank agreement of two scorings of the same rows: Kendall's tau-b (1945, Biometrika 33(3)), which allows for ties, and Spearman's rho (1904) on mid-ranks. Both are 1 for the same order, -1 for
 * the reverse. Linear but for a merge sort (Knight 1966, JASA 61).
 * @param x `n` scores.
 * @param x_validity which are known; NULL: all. Rows that do not know both are left out.
 * @param y `n` other scores.
 * @param y_validity which are known; NULL: all.
 * @param n number of rows, 0 to 2^30.
 * @param scratch memory for the call, 49 bytes a row; NULL: the C library's.
 * @param tau_b Kendall's tau-b, -1 to 1; NULL: not wanted.
 * @param rho Spearman's rho, -1 to 1; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (fewer than two rows, or all equal in one of the two: neither is defined); PATRON_E_INVALID_ARGUMENT (NULL, n < 0); PATRON_E_NOT_FINITE; PATRON_E_RANGE (too many
 * rows); PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_rank_correlation(const double *x, const uint8_t *x_validity, const double *y, const uint8_t *y_validity, int64_t n, const patron_allocator *scratch,
                                                 double *tau_b, double *rho);

/**
 * What a stability interval preserves. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_STABILITY_ORDER = 0, /**< The whole order of the rows; equal scores in the order of rows. */
  PATRON_STABILITY_TOP = 1,   /**< The set of the first `which` rows; for tiers by number, cut by cut. */
  PATRON_STABILITY_RANK = 2,  /**< Who is above and who is below row `which`. */
  PATRON_STABILITY_BOUND = 3  /**< Which scores are at `bound` or above: tiers and bands by score. */
};

/**
 * How far a weight may move. @since 0.1.0
 */
typedef struct patron_stability {
  uint32_t struct_size; /**< In: sizeof(patron_stability). */
  uint32_t reserved;    /**< 0. */
  double current;       /**< The weight in force, of a total of 1. */
  double low;           /**< Smallest weight that preserves the decision, 0 to 1. */
  double high;          /**< Largest weight that preserves it, 0 to 1. */
  int64_t low_pair[2];  /**< The two rows that tie at `low`, ascending (BOUND: the row that meets the bound, and -1); both -1 when nothing gives way down to 0. */
  int64_t high_pair[2]; /**< The two rows that tie at `high`; both -1 when nothing gives way up to 1. */
} patron_stability;

/**
 * The exact interval of one weight over which a decision by weighted sum stays as it is, the other weights keeping their proportions. Scores are straight lines in the weight, f(t) = t v + (1 - t) r, so
 * the interval is closed and its ends are crossings of two of them (Triantaphyllou & Sanchez 1997, Decision Sciences 28(1), for one pair). For a weighted product give logarithms.
 * @param columns `n` columns of `rows` normalised values.
 * @param validity `n` bitmaps, or NULL; each may be NULL. Rows that lack a value of positive weight, or of `criterion`, are left out.
 * @param weights `n` weights, 0 or more.
 * @param rows number of rows, 0 to 2^31 - 1.
 * @param n number of criteria.
 * @param criterion index of the weight that moves, from 0; the others must not all be 0.
 * @param preserve PATRON_STABILITY_*.
 * @param which TOP: size of the set, 1 or more; RANK: the row, from 0; else not used.
 * @param bound BOUND: the score, on the scale of the values; else not used.
 * @param scratch memory for the call, about 110 bytes a row; NULL: the C library's.
 * @param out the interval, its struct_size set by the caller.
 * @return PATRON_OK; PATRON_UNKNOWN (no row is complete; RANK: that row is not); PATRON_E_INVALID_ARGUMENT; PATRON_E_NOT_FINITE; PATRON_E_RANGE (a negative weight; all other weights 0; `which`; too many
 * rows); PATRON_E_NO_MEMORY; PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_weight_stability(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t criterion,
                                                 int32_t preserve, int64_t which, double bound, const patron_allocator *scratch, patron_stability *out);

/**
 * Weights drawn evenly from all weights, or from all that keep a ranking; the same on every machine. Generator: SplitMix64 (Steele, Lea & Flood 2014); output k of a seed is
 * mix(seed + (k + 1) * 0x9E3779B97F4A7C15), u = (output >> 11)/2^53; sample s takes outputs s(n - 1) to s(n - 1) + n - 2, sorts them, and its weights are the spacings between 0, them and 1.
 * With ranks the spacings are given out largest first, within equal ranks in the order of the sample.
 * @param seed any number.
 * @param first number of the first sample, from 0.
 * @param count how many, 0 or more.
 * @param n number of criteria, 1 to 256.
 * @param ranks `n` ranks, 1 the most important, only their order counts; NULL: no ranking.
 * @param weights `count` x `n` weights, sample by sample.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 1, first or count < 0); PATRON_E_NOT_FINITE (a rank); PATRON_E_RANGE (n above 256).
 * @since 0.1.0
 */
PATRON_API patron_status patron_sample_weights(int64_t seed, int64_t first, int64_t count, int32_t n, const double *ranks, double *weights);

/**
 * The samples that acceptability is counted over. @since 0.1.0
 */
typedef struct patron_acceptability_samples {
  uint32_t struct_size;   /**< sizeof(patron_acceptability_samples). */
  uint32_t reserved;      /**< 0. */
  int64_t count;          /**< How many, 1 or more. The standard error of a share b is sqrt(b(1 - b)/count): 10 000 give +-0.01 at 95 %. */
  int64_t seed;           /**< Of patron_sample_weights(). */
  const double *weights;  /**< `count` x n weights of the caller's own, none negative; NULL: drawn by the seed. */
  const double *ranks;    /**< A ranking that drawn weights keep; NULL: none. */
  const double *values;   /**< `count` x rows x n normalised values, measurements with their errors; NULL: the columns, in every sample. */
} patron_acceptability_samples;

/**
 * Results of acceptability; NULL: not wanted. @since 0.1.0
 */
typedef struct patron_acceptability_columns {
  uint32_t struct_size;     /**< sizeof(patron_acceptability_columns). */
  uint32_t reserved;        /**< 0. */
  double *tiers;            /**< [rows * tiers]: share of the samples in which the row's rank lies in the tier. Equal scores share the better rank, so a tier may count more rows than it has places. */
  double *central_weights;  /**< [rows * n]: mean weights of the samples in which the row is first; needs `central_validity`. */
  double *confidence;       /**< [rows]: share of the samples in which the row is first with its central weights, which it needs. Takes count x rows x rows x n steps. */
  uint8_t *central_validity;   /**< Bitmap of `rows` bits, needed with `central_weights`: 1 where the row is first in some sample, so that its central weights and confidence are known. */
  double *pairwise;         /**< [rows * rows]: share of the samples in which the row of the line scores above the row of the column. */
} patron_acceptability_columns;

/**
 * SMAA-2 by weighted sum: in what share of all weights (and of measurements) a row ranks where (Lahdelma & Salminen 2001, Operations Research 49(3); counted as in Tervonen & Lahdelma 2007, EJOR
 * 178(2)). In each sample, missing values are RENORMALISE; rows without any value have shares of 0.
 * @param columns `n` columns of `rows` normalised values; not read where samples bring values.
 * @param validity `n` bitmaps, or NULL; each may be NULL.
 * @param rows number of rows, 1 or more.
 * @param n number of criteria, 1 to 256.
 * @param samples the samples.
 * @param bounds `tiers` last ranks of the tiers, strictly ascending, 1 or more: 1, 2, ..., rows are rank acceptabilities, a single k is the top k.
 * @param tiers number of bounds, 0 or more.
 * @param scratch memory for the call, about 32 bytes a row, with values also 8 n a row; NULL: the C library's.
 * @param out the arrays wanted.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT; PATRON_E_NOT_FINITE; PATRON_E_RANGE (count, n, bounds, negative weights or a sum of 0); PATRON_E_NO_MEMORY; PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_acceptability(const double *const *columns, const uint8_t *const *validity, int64_t rows, int32_t n, const patron_acceptability_samples *samples,
                                              const int64_t *bounds, int32_t tiers, const patron_allocator *scratch, const patron_acceptability_columns *out);

#ifdef __cplusplus
}
#endif

#endif
