/**
 * @file comparison.h
 * Aggregations that compare rows with each other: TOPSIS, VIKOR and PROMETHEE II.
 *
 * Unlike a weighted sum with fixed bounds, the score of a row depends on the other rows (or, for TOPSIS and VIKOR, on the points and bounds of the rows that a model was fitted to). Conventions are
 * those of score.h. Missing values: RENORMALISE and FAIL leave the criterion out of the row; NEUTRAL and WORST put the middle and the worst of what is possible.
 */
#ifndef PATRON_RULES_COMPARISON_H
#define PATRON_RULES_COMPARISON_H

#include "patron/base.h"
#include "patron/rules/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Preference functions of PROMETHEE; d is the difference in the better direction, q and p the indifference and strict thresholds. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_PREFERENCE_USUAL = 0,   /**< 1 where d > 0. */
  PATRON_PREFERENCE_U = 1,       /**< 1 where d > q. */
  PATRON_PREFERENCE_V = 2,       /**< d/p where d > 0, at most 1. */
  PATRON_PREFERENCE_LEVEL = 3,   /**< 1/2 where d > q, 1 where d > p. */
  PATRON_PREFERENCE_LINEAR = 4,  /**< (d - q)/(p - q) where d > q, at most 1. */
  PATRON_PREFERENCE_GAUSSIAN = 5 /**< 1 - exp(-d^2/(2 s^2)) where d > 0; s is the strict threshold. */
};

/**
 * Results of TOPSIS, one array per field, an entry a row; NULL: not wanted, but for `score`. @since 0.1.0
 */
typedef struct patron_topsis_columns {
  uint32_t struct_size;    /**< sizeof(patron_topsis_columns). */
  uint32_t reserved;       /**< 0. */
  double *score;           /**< Closeness, 0 to 1; 0 where there is none. Not NULL. */
  double *distance_best;   /**< Weighted distance to the ideal point. */
  double *distance_worst;  /**< Weighted distance to the worst point. */
  double *coverage;        /**< Known weight / all weight, 0 to 1. */
  uint8_t *validity;       /**< Bitmap: the row has a score. NULL: then a row without one gives PATRON_UNKNOWN. */
} patron_topsis_columns;

/**
 * Results of VIKOR, one array per field, an entry a row; NULL: not wanted. Smaller is better in all. @since 0.1.0
 */
typedef struct patron_vikor_columns {
  uint32_t struct_size;  /**< sizeof(patron_vikor_columns). */
  uint32_t reserved;     /**< 0. */
  double *utility;       /**< S, weighted sum of regrets, 0 to 1. */
  double *regret;        /**< R, largest weighted regret, 0 to 1. */
  double *compromise;    /**< Q, 0 to 1 for the rows whose bounds are used; a score is 1 - Q. */
  double *coverage;      /**< Known weight / all weight, 0 to 1. */
  uint8_t *validity;     /**< Bitmap: the row has a score. NULL: then a row without one gives PATRON_UNKNOWN. */
  double *bounds;        /**< [4]: smallest and largest S, smallest and largest R, as used. */
} patron_vikor_columns;

/**
 * How PROMETHEE turns differences into preferences, an entry per criterion. @since 0.1.0
 */
typedef struct patron_promethee_preferences {
  uint32_t struct_size;        /**< sizeof(patron_promethee_preferences). */
  uint32_t reserved;           /**< 0. */
  const int32_t *type;         /**< PATRON_PREFERENCE_*; NULL: USUAL. */
  const double *indifference;  /**< q in units of the values, 0 or more; NULL: 0. */
  const double *strict;        /**< p, or s of GAUSSIAN (above 0), in units of the values, 0 or more; for LEVEL and LINEAR not below q; NULL: 0. */
} patron_promethee_preferences;

/**
 * Results of PROMETHEE II, one array per field, an entry a row; NULL: not wanted. @since 0.1.0
 */
typedef struct patron_promethee_columns {
  uint32_t struct_size;  /**< sizeof(patron_promethee_columns). */
  uint32_t reserved;     /**< 0. */
  double *plus;          /**< How much the row is preferred to the others, 0 to 1. */
  double *minus;         /**< How much the others are preferred to it, 0 to 1. */
  double *net;           /**< plus - minus, -1 to 1, higher is better; a score is (1 + net)/2. */
  double *coverage;      /**< Known weight / all weight, 0 to 1. */
  uint8_t *validity;     /**< Bitmap: the row has flows. NULL: then a row without gives PATRON_UNKNOWN. */
} patron_promethee_columns;

/**
 * TOPSIS, closeness to the ideal point: D-/(D+ + D-), with weights inside the squares of the distances (Hwang & Yoon 1981). Where both distances are 0 it is 0.5.
 * @param columns `n` columns of `rows` normalised values, higher is better (by VECTOR in the original).
 * @param validity `n` bitmaps, or NULL; each may be NULL: all known.
 * @param weights `n` weights, 0 or more, of any positive total.
 * @param rows number of rows, 0 or more.
 * @param n number of criteria, 1 or more.
 * @param missing PATRON_MISSING_*.
 * @param best `n` values of the ideal point; NULL (then `worst` too): the largest known of each column.
 * @param worst `n` values of the worst point, none above `best`.
 * @param scratch memory for the call, 24 n bytes; NULL: the C library's.
 * @param out the arrays wanted.
 * @param warnings PATRON_WARNING_* bits; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (see validity; nothing is written); PATRON_E_INVALID_ARGUMENT; PATRON_E_NOT_FINITE; PATRON_E_RANGE (weights, points); PATRON_E_NO_MEMORY; PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_aggregate_topsis(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing,
                                                 const double *best, const double *worst, const patron_allocator *scratch, const patron_topsis_columns *out, uint32_t *warnings);

/**
 * VIKOR: a compromise Q between S, the weighted sum of regrets, and R, the largest of them (Opricovic & Tzeng 2004, EJOR 156(2)). Regret is (best - x)/(best - worst), 0 in a constant column.
 * @param columns `n` columns of `rows` values, higher is better; normalising them between bounds changes nothing.
 * @param validity `n` bitmaps, or NULL; each may be NULL: all known.
 * @param weights `n` weights, 0 or more, of any positive total.
 * @param rows number of rows, 0 or more.
 * @param n number of criteria, 1 or more.
 * @param missing PATRON_MISSING_*; NEUTRAL is regret 0.5, WORST regret 1.
 * @param v weight of S in Q, 0 to 1; 0.5 by convention.
 * @param best `n` best values; NULL (then `worst` too): the largest known of each column.
 * @param worst `n` worst values, none above `best`.
 * @param bounds smallest and largest S, smallest and largest R of the rows that a model was fitted to; NULL: those of the rows given.
 * @param scratch memory for the call, 32 n bytes and 17 a row; NULL: the C library's.
 * @param out the arrays wanted.
 * @param warnings PATRON_WARNING_* bits; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (see validity; nothing is written); PATRON_E_INVALID_ARGUMENT; PATRON_E_NOT_FINITE; PATRON_E_RANGE (weights, v, points, bounds); PATRON_E_NO_MEMORY;
 * PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_aggregate_vikor(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, double v,
                                                const double *best, const double *worst, const double *bounds, const patron_allocator *scratch, const patron_vikor_columns *out,
                                                uint32_t *warnings);

/**
 * The compromise set of VIKOR: the first by Q when it leads by at least 1/(rows - 1) (advantage) and is first by S or R too (stability); with the second when only stability fails; every row less than
 * 1/(rows - 1) behind the first when advantage fails. Equal Q: the lower row is first.
 * @param utility S of `rows` rows.
 * @param regret R of `rows` rows.
 * @param compromise Q of `rows` rows.
 * @param rows number of rows, 1 or more.
 * @param advantage 1 or 0; NULL: not wanted.
 * @param stability 1 or 0; NULL: not wanted.
 * @param members one byte a row: 1, it belongs to the set.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, rows < 1); PATRON_E_NOT_FINITE.
 * @since 0.1.0
 */
PATRON_API patron_status patron_vikor_compromise(const double *utility, const double *regret, const double *compromise, int64_t rows, int32_t *advantage, int32_t *stability, uint8_t *members);

/**
 * PROMETHEE II: mean preference over all other rows less their mean preference over it, divided by rows - 1 (Brans & Vincke 1985, Management Science 31(6)). By sorting and prefix sums, so a million
 * rows are no matter (Calders & Van Assche 2018), but for GAUSSIAN, which compares all pairs.
 * @param columns `n` columns of `rows` raw values.
 * @param validity `n` bitmaps, or NULL; each may be NULL: all known. A criterion compares the rows that know it.
 * @param directions PATRON_DIRECTION_HIGHER or _LOWER of each criterion; NULL: all HIGHER.
 * @param weights `n` weights, 0 or more, of any positive total.
 * @param preferences preference functions and thresholds.
 * @param rows number of rows, 0 to 2^31 - 1; with GAUSSIAN at most 20 000.
 * @param n number of criteria, 1 or more.
 * @param missing PATRON_MISSING_*; NEUTRAL is no preference either way, WORST all others preferred.
 * @param scratch memory for the call, 80 bytes a row; NULL: the C library's.
 * @param out the arrays wanted.
 * @param warnings PATRON_WARNING_* bits; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN (see validity; nothing is written); PATRON_E_INVALID_ARGUMENT; PATRON_E_NOT_FINITE; PATRON_E_RANGE (weights, thresholds, too many rows); PATRON_E_NO_MEMORY;
 * PATRON_E_ABI.
 * @since 0.1.0
 */
PATRON_API patron_status patron_aggregate_promethee(const double *const *columns, const uint8_t *const *validity, const int32_t *directions, const double *weights,
                                                    const patron_promethee_preferences *preferences, int64_t rows, int32_t n, int32_t missing, const patron_allocator *scratch,
                                                    const patron_promethee_columns *out, uint32_t *warnings);

#ifdef __cplusplus
}
#endif

#endif
