/**
 * @file score.h
 * From raw values to scores: normalisers, aggregations, coverage and ranks.
 *
 * Normalised values and scores of these functions are 0 to 1, 1 the best (the engine shows them times 100). Validity is a bitmap (bit i, lowest first, 1 = known; NULL: all known); values under a
 * 0 bit are not read and their results are written as 0: what was unknown stays unknown, so the validity of the input is that of the output. NaN and infinity are refused, never taken as
 * missing. Functions that take `scratch` need memory for the call: NULL is the C library's. All are pure, may be called from any thread, and leave out-parameters untouched unless they
 * return PATRON_OK.
 */
#ifndef PATRON_RULES_SCORE_H
#define PATRON_RULES_SCORE_H

#include "patron/base.h"
#include "patron/rules/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Normalisers. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_NORMALISER_LINEAR = 0,       /**< Between fixed bounds: patron_normalise_linear(), or patron_normalise_target() for a target. */
  PATRON_NORMALISER_PIECEWISE = 1,    /**< Straight lines between the rows of a scoring guide: patron_normalise_points(). */
  PATRON_NORMALISER_STEP = 2,         /**< Steps at the rows of a scoring guide: patron_normalise_points() with each bound twice. */
  PATRON_NORMALISER_PERCENT_RANK = 3, /**< Share of the peers that are worse: patron_percent_rank_points(), patron_normalise_percent_rank(). */
  PATRON_NORMALISER_MINMAX = 4,       /**< Between the smallest and the largest value: patron_value_range(), then patron_normalise_linear(). */
  PATRON_NORMALISER_ZSCORE = 5,       /**< Standard deviations from the mean: patron_normalise_statistics(). */
  PATRON_NORMALISER_VECTOR = 6,       /**< Share of the Euclidean length of the column: patron_normalise_statistics(). */
  PATRON_NORMALISER_MAX = 7,          /**< Share of the largest value: patron_normalise_statistics(). */
  PATRON_NORMALISER_SUM = 8           /**< Share of the sum: patron_normalise_statistics(). */
};

/**
 * Aggregations. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_AGGREGATION_WEIGHTED_SUM = 0,     /**< patron_aggregate_weighted_sum(): the default. */
  PATRON_AGGREGATION_WEIGHTED_PRODUCT = 1, /**< Product of powers: patron_aggregate_weighted_product(). */
  PATRON_AGGREGATION_TOPSIS = 2,           /**< Closeness to the ideal point: patron_aggregate_topsis(). */
  PATRON_AGGREGATION_VIKOR = 3,            /**< Compromise of group utility and individual regret: patron_aggregate_vikor(). */
  PATRON_AGGREGATION_PROMETHEE = 4         /**< Net flow of pairwise preferences: patron_aggregate_promethee(). */
};

/**
 * What becomes of a row that lacks a value. The numbers stay for ever. A criterion of weight 0 is never missed. @since 0.1.0
 */
enum {
  PATRON_MISSING_RENORMALISE = 0, /**< The known criteria share the whole weight: the default of a scorecard. */
  PATRON_MISSING_FAIL = 1,        /**< The row has no score. */
  PATRON_MISSING_NEUTRAL = 2,     /**< 0.5 stands for what is missing. */
  PATRON_MISSING_WORST = 3        /**< 0 stands for what is missing. */
};

/**
 * What normalisers by a statistic need to know of a column: taken once, kept in a model, used for later rows. @since 0.1.0
 */
typedef struct patron_value_statistics {
  uint32_t struct_size;  /**< In: sizeof(patron_value_statistics). */
  uint32_t reserved;     /**< 0. */
  int64_t count;         /**< Number of known values. */
  double low;            /**< The smallest. */
  double high;           /**< The largest. */
  double mean;           /**< Their mean. */
  double deviation;      /**< Their standard deviation, divisor `count`; 0 when all are equal. */
  double sum;            /**< Their sum. */
  double norm;           /**< Their Euclidean length. */
  double reciprocal_sum; /**< The sum of 1/x; 0 unless all are positive. */
} patron_value_statistics;

/**
 * Scales between bounds, clamped: (x - low)/(high - low), or (high - x)/(high - low) where lower is better. With fixed bounds the result for a row depends on that row alone (1 - v is the
 * distance of SPOTIS, Dezert et al. 2020). Equal bounds: 0 below, 0.5 at, 1 above them, so a constant column gives 0.5.
 * A z-score as 0.5 + z/6, clipped, is this function with the bounds mean - 3 deviations and mean + 3 deviations.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param low worst (or best) value; not above `high`.
 * @param high best (or worst) value.
 * @param direction PATRON_DIRECTION_HIGHER or PATRON_DIRECTION_LOWER.
 * @param out `n` values 0 to 1; may be `values`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0, another direction); PATRON_E_NOT_FINITE (a known value or a bound); PATRON_E_RANGE (low above high).
 * @since 0.1.0
 */
PATRON_API patron_status patron_normalise_linear(const double *values, const uint8_t *validity, int64_t n, double low, double high, int32_t direction, double *out);

/**
 * Scores nearness to a target interval: 1 inside it, falling in straight lines to 0 at `low` and at `high` (Derringer & Suich 1980, Journal of Quality Technology 12(4), exponent 1). Where a bound
 * and the interval meet, the fall is a step.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param low at or below: 0 (unless it is the interval's own end).
 * @param target_low lower end of the interval, not below `low`.
 * @param target_high upper end of the interval, not below `target_low`.
 * @param high at or above: 0 (unless it is the interval's own end); not below `target_high`.
 * @param out `n` values 0 to 1; may be `values`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0); PATRON_E_NOT_FINITE (a known value or a bound); PATRON_E_RANGE (bounds out of order).
 * @since 0.1.0
 */
PATRON_API patron_status patron_normalise_target(const double *values, const uint8_t *validity, int64_t n, double low, double target_low, double target_high, double high, double *out);

/**
 * Straight lines between points, the first and last score beyond them. The same `from` twice makes a step; at the bound itself the upper part counts. A scoring guide, a fitted grid and the
 * points of a plug-in are all read with this.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param from `points` raw values, ascending, equal ones allowed.
 * @param score the score at each of them; 0 to 1 by convention, not checked.
 * @param points number of points, 1 or more.
 * @param out `n` values; may be `values`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0, points < 1); PATRON_E_NOT_FINITE (a known value or a point); PATRON_E_RANGE (from not ascending).
 * @since 0.1.0
 */
PATRON_API patron_status patron_normalise_points(const double *values, const uint8_t *validity, int64_t n, const double *from, const double *score, int32_t points, double *out);

/**
 * The exact percent rank among the known values of the call: (number below + half of the number equal)/n, or 1 minus that where lower is better. A constant column gives 0.5.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 to 2^31 - 1.
 * @param direction PATRON_DIRECTION_HIGHER or PATRON_DIRECTION_LOWER.
 * @param scratch memory for the call, 20 bytes a row; NULL: the C library's.
 * @param out `n` values 0 to 1; not `values`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0, another direction); PATRON_E_NOT_FINITE; PATRON_E_RANGE (too many rows); PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_normalise_percent_rank(const double *values, const uint8_t *validity, int64_t n, int32_t direction, const patron_allocator *scratch, double *out);

/**
 * The distribution behind percent ranks as points for patron_normalise_points(): every distinct value with its exact percent rank while there are at most `capacity` of them, else the values
 * at `capacity` equally spaced ranks (k(n - 1)/(capacity - 1), rounded down), each with its exact percent rank; equal ones give one point. A batch and a single row read the same points, so they agree.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 to 2^31 - 1.
 * @param capacity room in `from_out` and `score_out`, 2 to 65536.
 * @param direction PATRON_DIRECTION_HIGHER or PATRON_DIRECTION_LOWER.
 * @param scratch memory for the call, 20 bytes a row; NULL: the C library's.
 * @param from_out the raw values, strictly ascending.
 * @param score_out their percent ranks, 0 to 1.
 * @param points_out how many were written.
 * @return PATRON_OK; PATRON_UNKNOWN (no value is known); PATRON_E_INVALID_ARGUMENT (NULL, n < 0, another direction); PATRON_E_NOT_FINITE; PATRON_E_RANGE (capacity, too many rows);
 * PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_percent_rank_points(const double *values, const uint8_t *validity, int64_t n, int32_t capacity, int32_t direction, const patron_allocator *scratch,
                                                    double *from_out, double *score_out, int32_t *points_out);

/**
 * The smallest and the largest known value: the bounds of MINMAX.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param low the smallest.
 * @param high the largest.
 * @return PATRON_OK; PATRON_UNKNOWN (no value is known); PATRON_E_INVALID_ARGUMENT (NULL, n < 0); PATRON_E_NOT_FINITE.
 * @since 0.1.0
 */
PATRON_API patron_status patron_value_range(const double *values, const uint8_t *validity, int64_t n, double *low, double *high);

/**
 * The statistics of the known values of a column, from exact sums: the order of rows never shows.
 * @param values `n` raw values.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param out the statistics, its struct_size set by the caller.
 * @return PATRON_OK; PATRON_UNKNOWN (no value is known); PATRON_E_INVALID_ARGUMENT (NULL, n < 0); PATRON_E_NOT_FINITE; PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_value_statistics_of(const double *values, const uint8_t *validity, int64_t n, patron_value_statistics *out);

/**
 * Scales by a statistic of the column. ZSCORE (x - mean)/deviation, the negative where lower is better, not bounded, 0 in a constant column. VECTOR x/norm, or 1 - x/norm. MAX x/high, or low/x where
 * lower is better (1 - x/high is patron_normalise_linear() from 0 to high). SUM x/sum, or (1/x)/(sum of 1/x). MAX and SUM are cut at 1. Where low and high are equal, VECTOR, MAX and SUM
 * are patron_normalise_linear(): 0.5 at that value.
 * @param values `n` raw values; for MAX and SUM 0 or more, where lower is better above 0.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param normaliser PATRON_NORMALISER_ZSCORE, _VECTOR, _MAX or _SUM.
 * @param statistics those of the fitted rows.
 * @param direction PATRON_DIRECTION_HIGHER or PATRON_DIRECTION_LOWER.
 * @param out `n` values; may be `values`.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0, another normaliser or direction); PATRON_E_NOT_FINITE (a known value or a statistic); PATRON_E_RANGE (a value or a statistic that the ratio is
 * not defined for); PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_normalise_statistics(const double *values, const uint8_t *validity, int64_t n, int32_t normaliser, const patron_value_statistics *statistics, int32_t direction,
                                                     double *out);

/**
 * ln(1 + x), before another normaliser: for revenues and other long tails.
 * @param values `n` raw values, 0 or more.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param out `n` values; may be `values`. The same bits on every platform.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0); PATRON_E_NOT_FINITE; PATRON_E_RANGE (a negative value).
 * @since 0.1.0
 */
PATRON_API patron_status patron_transform_log1p(const double *values, const uint8_t *validity, int64_t n, double *out);

/**
 * The weighted sum of normalised values, with coverage. score = sum of e_j v_j in the order of the criteria, where e_j is w_j divided by the sum of the weights of the row's known criteria
 * (RENORMALISE, FAIL) or of all (NEUTRAL, WORST): the contributions add up to the score exactly. A row without any known criterion of positive weight has no score.
 * @param columns `n` columns of `rows` normalised values.
 * @param validity `n` bitmaps, or NULL; each may be NULL: all known.
 * @param weights `n` weights, 0 or more, of any positive total.
 * @param rows number of rows, 0 or more.
 * @param n number of criteria, 1 or more.
 * @param missing PATRON_MISSING_*.
 * @param score `rows` scores, 0 where there is none; none of the columns.
 * @param coverage known weight / all weight of each row, 0 to 1; NULL: not wanted.
 * @param validity_out which rows have a score; NULL: not wanted, then a row without one gives PATRON_UNKNOWN.
 * @return PATRON_OK; PATRON_UNKNOWN (see validity_out; nothing is written); PATRON_E_INVALID_ARGUMENT (NULL, n < 1, rows < 0, another policy); PATRON_E_NOT_FINITE (a known value or a weight);
 * PATRON_E_RANGE (a negative weight, or a sum of 0).
 * @since 0.1.0
 */
PATRON_API patron_status patron_aggregate_weighted_sum(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing,
                                                       double *score, double *coverage, uint8_t *validity_out);

/**
 * The weighted product of normalised values: exp(sum of e_j ln v_j), with the e_j, the coverage and the rows without a score of patron_aggregate_weighted_sum() (Bridgman 1922; Miller & Starr 1969).
 * @param columns `n` columns of `rows` normalised values, above 0 (0 or more with a floor).
 * @param validity `n` bitmaps, or NULL; each may be NULL: all known.
 * @param weights `n` weights, 0 or more, of any positive total.
 * @param rows number of rows, 0 or more.
 * @param n number of criteria, 1 or more.
 * @param missing PATRON_MISSING_*; WORST needs a floor where a value is missing.
 * @param floor stands for every value below it, 0 to 1; 0: none, and a value of 0 is an error.
 * @param scratch memory for the call, about 2 KiB per criterion; NULL: the C library's.
 * @param score `rows` scores, 0 where there is none; none of the columns.
 * @param coverage known weight / all weight of each row, 0 to 1; NULL: not wanted.
 * @param validity_out which rows have a score; NULL: not wanted, then a row without one gives PATRON_UNKNOWN.
 * @return PATRON_OK; PATRON_UNKNOWN (see validity_out; nothing is written); PATRON_E_INVALID_ARGUMENT (NULL, n < 1, rows < 0, another policy); PATRON_E_NOT_FINITE; PATRON_E_RANGE (a negative weight or a sum of
 * 0; a value below 0, or 0 without a floor; the floor); PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_aggregate_weighted_product(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing,
                                                           double floor, const patron_allocator *scratch, double *score, double *coverage, uint8_t *validity_out);

/**
 * Competition ranks: 1 + the number of rows that are strictly better. Equal scores share the better rank; there is no tolerance.
 * @param scores `n` scores, higher is better.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 to 2^31 - 1.
 * @param scratch memory for the call, 16 bytes a row; NULL: the C library's.
 * @param ranks `n` ranks; 0 where the score is unknown.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0); PATRON_E_NOT_FINITE; PATRON_E_RANGE (too many rows); PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_rank(const double *scores, const uint8_t *validity, int64_t n, const patron_allocator *scratch, int64_t *ranks);

#ifdef __cplusplus
}
#endif

#endif
