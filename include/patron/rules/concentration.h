/**
 * @file concentration.h
 * How concentrated a portfolio is: Lorenz curve, Gini coefficient, share of the top customers, and the whale curve of cumulated profit.
 *
 * All functions look at the values alone: which customer a value belongs to, and the order of the rows, never matter. Sums are exact; each ratio is the quotient of two exact sums, each
 * rounded to a double before the division, so results have the same bits everywhere.
 *
 * Worked example, used below: the values 100, 50, 10, -20, -60.
 *
 * | What | Value |
 * |---|---|
 * | Gini of the positive values | 2(1*10 + 2*50 + 3*100) / (3 * 160) - 4/3 = 0.375 |
 * | Gini with negatives as 0 | 2(3*10 + 4*50 + 5*100) / (5 * 160) - 6/5 = 0.625 |
 * | whale curve | 100, 150, 160, 140, 80: peak 160 at rank 3, net 80, erosion 80, peak over net 2 |
 * | break even | rank 1: the first customer alone brings at least the net total |
 * | top 20 % | one customer: 100, which is 62.5 % of the positive total and 125 % of the net total |
 *
 * Threads: every function may be called from any thread at any time; scratch memory is taken and given back within the call.
 */
#ifndef PATRON_RULES_CONCENTRATION_H
#define PATRON_RULES_CONCENTRATION_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which of the ratios in a result are known; the others are 0. */
enum {
  PATRON_CONCENTRATION_GINI = 1,         /**< There are positive values: both Gini coefficients, or the share of the positive total, are known. @since 0.1.0 */
  PATRON_CONCENTRATION_OVER_NET = 2      /**< The net total is positive: what is divided by it, and the break-even rank, are known. @since 0.1.0 */
};

/** Which values a Lorenz curve is of. */
enum {
  PATRON_LORENZ_CLIP0 = 0,               /**< All known values; negative ones count as 0. @since 0.1.0 */
  PATRON_LORENZ_POSITIVE = 1             /**< The positive values alone. @since 0.1.0 */
};

/**
 * What patron_concentration_i64() and patron_concentration_f64() find. Sums of integers saturate in the `_i64` fields and are rounded to the nearest double in the `_f64` fields; of
 * doubles the `_i64` fields are 0.
 * @since 0.1.0
 */
typedef struct patron_concentration {
  uint32_t struct_size;     /**< In: sizeof(patron_concentration). No more than that is written. */
  uint32_t flags;           /**< Out: PATRON_CONCENTRATION_GINI and _OVER_NET, or-ed. */
  double gini_positive;     /**< 0 (all equal) to under 1, of the positive values. Without correction for small samples: multiply by n_positive / (n_positive - 1) for that. */
  double gini_clip0;        /**< 0 to under 1, of all known values, negative ones as 0. */
  double peak_over_net;     /**< Height of the whale curve in net totals, 1 or more. */
  int64_t peak_i64;         /**< Highest point of the whale curve: the sum of the positive values. */
  int64_t net_i64;          /**< Its end: the sum of all known values. */
  int64_t erosion_i64;      /**< What is lost between them: the sum of the magnitudes of the negative values. */
  double peak_f64;          /**< As peak_i64. */
  double net_f64;           /**< As net_i64. */
  double erosion_f64;       /**< As erosion_i64. */
  int64_t peak_rank;        /**< Customers at the peak: the number of positive values. */
  int64_t n;                /**< Known values. */
  int64_t n_negative;       /**< Negative values: loss makers. */
  int64_t break_even_rank;  /**< The fewest customers, best first, that together bring at least the net total. Known when PATRON_CONCENTRATION_OVER_NET is set, else 0. */
} patron_concentration;

/**
 * What the best customers hold.
 * @since 0.1.0
 */
typedef struct patron_top_share {
  uint32_t struct_size;      /**< In: sizeof(patron_top_share). No more than that is written. */
  uint32_t flags;            /**< Out: PATRON_CONCENTRATION_GINI when share_of_positive is known, PATRON_CONCENTRATION_OVER_NET when share_of_net is. */
  int64_t n;                 /**< Known values. */
  int64_t count;             /**< Customers at the top: share of n, rounded up. */
  int64_t sum_i64;           /**< Sum of their values, saturating; 0 for doubles. May be under that of fewer customers, when there are losses among them. */
  double sum_f64;            /**< Sum of their values. */
  double share_of_positive;  /**< Sum of the positive values among them over the sum of all positive values: 0 to 1. */
  double share_of_net;       /**< sum over the net total; may exceed 1. */
} patron_top_share;

/**
 * Gini coefficients and whale curve of integers, such as money in minor units.
 *
 * Gini: G = 2 * sum(i * x_i) / (m * sum(x_i)) - (m + 1) / m for x ascending, i = 1..m (C. Gini, Variabilita e mutabilita, 1912; the form of cran/ineq, `Gini`).
 * Whale curve: running sum of all values, largest first (R. Kaplan, V. G. Narayanan, Measuring and managing customer profitability, 2001).
 * @param values    `n` values of any sign; NULL only when n is 0.
 * @param validity  Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n         Rows, 0 or more.
 * @param scratch   Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param out       Filled on success, else untouched. Nothing in it is owned.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL or n < 0), PATRON_E_ABI (struct_size), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_concentration_i64(const int64_t *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out);

/**
 * As patron_concentration_i64(), of doubles.
 * @param values    `n` values of any sign; NULL only when n is 0.
 * @param validity  Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n         Rows, 0 or more.
 * @param scratch   Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param out       Filled on success, else untouched. Nothing in it is owned.
 * @return As patron_concentration_i64(), and PATRON_E_NOT_FINITE: a known value is NaN or infinite.
 * @since 0.1.0
 */
PATRON_API patron_status patron_concentration_f64(const double *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out);

/**
 * What the best customers hold: with 200000 ppm, the top 20 %.
 * @param values     `n` values of any sign; NULL only when n is 0.
 * @param validity   Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n          Rows, 0 or more.
 * @param share_ppm  Share of the known values that are "top", 0 to 1000000 parts per million; the count is rounded up.
 * @param scratch    Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param out        Filled on success, else untouched.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_RANGE (share_ppm), PATRON_E_ABI, PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_top_share_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_top_share *out);

/**
 * As patron_top_share_i64(), of doubles.
 * @param values     `n` values of any sign; NULL only when n is 0.
 * @param validity   Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n          Rows, 0 or more.
 * @param share_ppm  Share of the known values that are "top", 0 to 1000000 parts per million; the count is rounded up.
 * @param scratch    Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param out        Filled on success, else untouched.
 * @return As patron_top_share_i64(), and PATRON_E_NOT_FINITE: a known value is NaN or infinite.
 * @since 0.1.0
 */
PATRON_API patron_status patron_top_share_f64(const double *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_top_share *out);

/**
 * Points of the Lorenz curve, to be drawn: what share of the total the smallest customers hold (M. O. Lorenz, Methods of measuring the concentration of wealth, 1905).
 *
 * Point d of `points` stands at the share d / (points - 1) of the customers; between whole customers the curve is a straight line.
 * In the example, with 11 points and CLIP0: 0, 0, 0, 0, 0, 0.03125, 0.0625, 0.21875, 0.375, 0.6875, 1.
 * @param values          `n` values of any sign; NULL only when n is 0.
 * @param validity        Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n               Rows, 0 or more.
 * @param base            PATRON_LORENZ_CLIP0 or PATRON_LORENZ_POSITIVE.
 * @param points          2 to 1000000.
 * @param scratch         Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param population_out  `points` shares of customers, 0 to 1; NULL: not wanted.
 * @param share_out       `points` shares of the total, 0 to 1; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN, with nothing written, when no value is positive; PATRON_E_INVALID_ARGUMENT, PATRON_E_RANGE (points), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_lorenz_points_i64(const int64_t *values, const uint8_t *validity, int64_t n, int32_t base, int64_t points, const patron_allocator *scratch,
                                                  double *population_out, double *share_out);

/**
 * As patron_lorenz_points_i64(), of doubles.
 * @param values          `n` values of any sign; NULL only when n is 0.
 * @param validity        Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n               Rows, 0 or more.
 * @param base            PATRON_LORENZ_CLIP0 or PATRON_LORENZ_POSITIVE.
 * @param points          2 to 1000000.
 * @param scratch         Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param population_out  `points` shares of customers, 0 to 1; NULL: not wanted.
 * @param share_out       `points` shares of the total, 0 to 1; NULL: not wanted.
 * @return As patron_lorenz_points_i64(), and PATRON_E_NOT_FINITE: a known value is NaN or infinite.
 * @since 0.1.0
 */
PATRON_API patron_status patron_lorenz_points_f64(const double *values, const uint8_t *validity, int64_t n, int32_t base, int64_t points, const patron_allocator *scratch,
                                                  double *population_out, double *share_out);

/**
 * Points of the whale curve, to be drawn: the running sum of all values, largest first.
 *
 * Point d of `points` stands at the first ceil(n * d / (points - 1)) customers, the first at none.
 * In the example, with 6 points: (0, 0), (1, 100), (2, 150), (3, 160), (4, 140), (5, 80).
 * @param values    `n` values of any sign; NULL only when n is 0.
 * @param validity  Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n         Rows, 0 or more.
 * @param points    2 to 1000000.
 * @param scratch   Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param rank_out  `points` numbers of customers; NULL: not wanted.
 * @param sum_out   `points` running sums, saturating; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN, with nothing written, when no value is known; PATRON_E_INVALID_ARGUMENT, PATRON_E_RANGE (points), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_whale_points_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t points, const patron_allocator *scratch, int64_t *rank_out,
                                                 int64_t *sum_out);

/**
 * As patron_whale_points_i64(), of doubles; sums are rounded once.
 * @param values    `n` values of any sign; NULL only when n is 0.
 * @param validity  Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n         Rows, 0 or more.
 * @param points    2 to 1000000.
 * @param scratch   Memory for the call, 16 bytes a row; NULL: that of the C library.
 * @param rank_out  `points` numbers of customers; NULL: not wanted.
 * @param sum_out   `points` running sums; NULL: not wanted.
 * @return As patron_whale_points_i64(), and PATRON_E_NOT_FINITE: a known value is NaN or infinite.
 * @since 0.1.0
 */
PATRON_API patron_status patron_whale_points_f64(const double *values, const uint8_t *validity, int64_t n, int64_t points, const patron_allocator *scratch, int64_t *rank_out,
                                                 double *sum_out);

#ifdef __cplusplus
}
#endif

#endif
