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
  PATRON_WEIGHTING_AHP = 5,                 /**< From pairwise comparisons, by the principal eigenvector: patron_weights_ahp(). */
  PATRON_WEIGHTING_AHP_GEOMETRIC = 6,       /**< From pairwise comparisons, by geometric means of rows: patron_weights_ahp(). */
  PATRON_WEIGHTING_BEST_WORST = 7,          /**< From comparisons with the best and with the worst criterion: patron_weights_best_worst(). */
  PATRON_WEIGHTING_ENTROPY = 8,             /**< From the data: how unequal the shares in a column are: patron_weights_entropy(). */
  PATRON_WEIGHTING_CRITIC = 9,              /**< From the data: spread, and conflict with the other columns: patron_weights_critic(). */
  PATRON_WEIGHTING_DEVIATION = 10           /**< From the data: spread alone: patron_weights_deviation(). */
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
 * Bits of `warnings`: the result stands, but says less than it seems. @since 0.1.0
 */
enum {
  PATRON_WARNING_DEGENERATE_CRITERION = 1, /**< A criterion has one value only: it weighs nothing, or is the same for all. */
  PATRON_WARNING_DEGENERATE_ALL = 2,       /**< All criteria have one value only: weights are equal, rows tie. */
  PATRON_WARNING_SINGLE_ALTERNATIVE = 4,   /**< There is one row only. */
  PATRON_WARNING_INCONSISTENT = 8,         /**< The consistency ratio of the comparisons is above 0.10. */
  PATRON_WARNING_NO_RANDOM_INDEX = 16,     /**< More than 15 criteria: there is no consistency ratio. */
  PATRON_WARNING_NO_CONFLICT = 32          /**< CRITIC: no two criteria differ in what they say, so spread alone makes the weights. */
};

/**
 * Tables of the random index, the mean consistency index of random comparisons. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_RANDOM_INDEX_ALONSO_LAMATA = 0, /**< Alonso & Lamata 2006, 100 000 matrices: the default; exact enumeration for n = 3 agrees with it. */
  PATRON_RANDOM_INDEX_SAATY = 1          /**< Saaty 2005. */
};

/**
 * Correlations that CRITIC may use. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_CORRELATION_PEARSON = 0, /**< Of the values: the original. */
  PATRON_CORRELATION_SPEARMAN = 1 /**< Of their mid-ranks, where outliers are feared. */
};

/**
 * How consistent pairwise comparisons are. @since 0.1.0
 */
typedef struct patron_ahp_consistency {
  uint32_t struct_size;   /**< In: sizeof(patron_ahp_consistency). */
  uint32_t warnings;      /**< PATRON_WARNING_INCONSISTENT, PATRON_WARNING_NO_RANDOM_INDEX. */
  double lambda_max;      /**< Principal eigenvalue; n when consistent. */
  double index;           /**< Consistency index, (lambda_max - n)/(n - 1); 0 below 3 criteria. */
  double ratio;           /**< Consistency ratio, index / random index; 0 below 3 criteria, and above 15, where PATRON_WARNING_NO_RANDOM_INDEX says that there is none. */
  double geometric_index; /**< Geometric consistency index (Aguaron & Moreno-Jimenez 2003, EJOR 147(1)), from the geometric means; 0 below 3 criteria. */
} patron_ahp_consistency;

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

/**
 * The random index of a table.
 * @param table PATRON_RANDOM_INDEX_*.
 * @param n number of criteria, 1 or more.
 * @param out the index; 0 for 1 and 2 criteria.
 * @return PATRON_OK; PATRON_UNKNOWN (n above 15); PATRON_E_INVALID_ARGUMENT (NULL, n < 1, another table).
 * @since 0.1.0
 */
PATRON_API patron_status patron_random_index(int32_t table, int32_t n, double *out);

/**
 * Weights from pairwise comparisons: the principal eigenvector (Saaty 1977, Journal of Mathematical Psychology 15(3)), by power iteration to full precision, or the geometric means of rows
 * (Crawford & Williams 1985, ibid. 29(4)).
 * @param matrix `n` x `n`, row by row: how many times as important is i as j; 1e-9 to 1e9. The upper triangle counts; the lower must be its reciprocal within `tolerance`, the diagonal 1.
 * @param n number of criteria, 1 to 1000.
 * @param method PATRON_WEIGHTING_AHP or PATRON_WEIGHTING_AHP_GEOMETRIC.
 * @param random_index PATRON_RANDOM_INDEX_*: the table of the consistency ratio.
 * @param tolerance largest |a_ij a_ji - 1|; 0: 1e-6.
 * @param scratch memory for the call, 24 n^2 + 16 n bytes; NULL: the C library's.
 * @param weights `n` weights.
 * @param consistency how consistent the comparisons are, its struct_size set by the caller; NULL: not wanted. Inconsistency is a warning, no error.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 1, another method or table); PATRON_E_NOT_FINITE; PATRON_E_RANGE (a comparison that is not positive, out of range or not reciprocal;
 * a negative tolerance; n above 1000); PATRON_E_NO_MEMORY; PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_ahp(const double *matrix, int32_t n, int32_t method, int32_t random_index, double tolerance, const patron_allocator *scratch, double *weights,
                                            patron_ahp_consistency *consistency);

/**
 * Weights from comparisons of the best criterion with all and of all with the worst: the linear best-worst method (Rezaei 2016, Omega 64), its linear program solved exactly.
 * @param best_to_others `n` numbers, 1 to 1e6: how many times as important is the best as each; 1 at the best itself.
 * @param others_to_worst `n` numbers, 1 to 1e6: how many times as important is each as the worst; 1 at the worst itself. At the best it says what best_to_others says at the worst, and nothing
 * is larger than that.
 * @param n number of criteria, 1 to 500.
 * @param best index of the best, from 0.
 * @param worst index of the worst, from 0; not the best unless n is 1.
 * @param scratch memory for the call, about 32 n^2 bytes; NULL: the C library's.
 * @param weights `n` weights.
 * @param xi largest violation that is left; NULL: not wanted.
 * @param consistency_ratio of the input, max |a_Bj a_jW - a_BW|/(a_BW^2 - a_BW) (Liang, Brunelli & Rezaei 2020, Omega 96); NULL: not wanted.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, an index); PATRON_E_NOT_FINITE; PATRON_E_RANGE (comparisons as above do not hold, n above 500); PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_best_worst(const double *best_to_others, const double *others_to_worst, int32_t n, int32_t best, int32_t worst, const patron_allocator *scratch,
                                                   double *weights, double *xi, double *consistency_ratio);

/**
 * Weights by entropy: a criterion whose shares are nearly equal says little. w = (1 - E)/sum (1 - E), E = -(1/ln m) sum p ln p, p = x/sum x, 0 ln 0 = 0 (Zeleny 1982). Not invariant to adding a
 * constant, and it rewards skew. A column with one value only weighs 0.
 * @param columns `n` columns of `rows` raw values, 0 or more.
 * @param validity `n` bitmaps, or NULL; each may be NULL. Each column counts the values it knows.
 * @param directions not used, since entropy has none; PATRON_DIRECTION_HIGHER or _LOWER each, or NULL.
 * @param rows number of rows.
 * @param n number of criteria, 1 or more.
 * @param scratch memory for the call, 12 n bytes; NULL: the C library's.
 * @param weights `n` weights.
 * @param warnings PATRON_WARNING_* bits; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (no rows); PATRON_E_INVALID_ARGUMENT (NULL, n < 1, rows < 0, a direction); PATRON_E_NOT_FINITE; PATRON_E_RANGE (a negative value: never shifted silently);
 * PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_entropy(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, int64_t rows, int32_t n, const patron_allocator *scratch,
                                                double *weights, uint32_t *warnings);

/**
 * CRITIC: spread times conflict. C_j = sd(u_j) sum_k (1 - r_jk) with u scaled to 0..1 in its direction, w = C/sum C (Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research
 * 22(7)). Rescaling a column changes nothing. A column with one value only weighs 0 and is left out of every sum.
 * @param columns `n` columns of `rows` raw values.
 * @param validity `n` bitmaps, or NULL; each may be NULL. Correlations are over the rows that know both.
 * @param directions PATRON_DIRECTION_HIGHER or _LOWER of each criterion; NULL: all HIGHER.
 * @param rows number of rows.
 * @param n number of criteria, 1 or more.
 * @param correlation PATRON_CORRELATION_*.
 * @param scratch memory for the call: about 70 n bytes, with SPEARMAN also 8 n rows; NULL: the C library's.
 * @param weights `n` weights.
 * @param warnings PATRON_WARNING_* bits; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (no rows); PATRON_E_INVALID_ARGUMENT (NULL, n < 1, rows < 0, a direction or correlation); PATRON_E_NOT_FINITE; PATRON_E_RANGE (SPEARMAN above 2^31 - 1 rows);
 * PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_critic(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, int64_t rows, int32_t n, int32_t correlation,
                                               const patron_allocator *scratch, double *weights, uint32_t *warnings);

/**
 * Weights by the standard deviation of the values scaled to 0..1 by their range (Diakoulaki et al. 1995); raw deviations would depend on units. A column with one value only weighs 0.
 * @param columns `n` columns of `rows` raw values.
 * @param validity `n` bitmaps, or NULL; each may be NULL. Each column counts the values it knows.
 * @param directions not used, since a deviation has none; PATRON_DIRECTION_HIGHER or _LOWER each, or NULL.
 * @param rows number of rows.
 * @param n number of criteria, 1 or more.
 * @param scratch memory for the call, 12 n bytes; NULL: the C library's.
 * @param weights `n` weights.
 * @param warnings PATRON_WARNING_* bits; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (no rows); PATRON_E_INVALID_ARGUMENT (NULL, n < 1, rows < 0, a direction); PATRON_E_NOT_FINITE; PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_weights_deviation(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, int64_t rows, int32_t n,
                                                  const patron_allocator *scratch, double *weights, uint32_t *warnings);

#ifdef __cplusplus
}
#endif

#endif
