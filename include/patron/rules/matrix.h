/**
 * @file matrix.h
 * The matrix of attractiveness and winnability: bands of scores, and what each cell means by default.
 *
 * Pure functions: any thread, no memory, out-parameters untouched unless PATRON_OK.
 */
#ifndef PATRON_RULES_MATRIX_H
#define PATRON_RULES_MATRIX_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Bands of a score. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_BAND_LOW = 0,    /**< Below the first bound. */
  PATRON_BAND_MEDIUM = 1, /**< From the first of two bounds. */
  PATRON_BAND_HIGH = 2    /**< From the last bound. */
};

/**
 * Intents of a cell. The numbers stay for ever and are the order of priority. @since 0.1.0
 */
enum {
  PATRON_INTENT_INVEST = 0,    /**< Invest to grow. */
  PATRON_INTENT_PROTECT = 1,   /**< Maintain, defend the margin. */
  PATRON_INTENT_SELECTIVE = 2, /**< A few tested thrusts. */
  PATRON_INTENT_CASH = 3,      /**< Lower the cost, no new investment. */
  PATRON_INTENT_WITHDRAW = 4   /**< Move to self-service, delegate or exit. */
};

/**
 * Approaches of engagement, ordered. The numbers stay for ever. @since 0.1.0
 */
enum {
  PATRON_APPROACH_TACTICAL = 0,      /**< Basic selling. */
  PATRON_APPROACH_CONSULTATIVE = 1,  /**< Aligned and commercially viable. */
  PATRON_APPROACH_COLLABORATIVE = 2, /**< A mutual agreement that is based on performance. */
  PATRON_APPROACH_STRATEGIC = 3      /**< Joint objectives, joint investment. */
};

/**
 * The bands of many scores. A bound belongs to the band above it; the test is score >= bound - 1e-9.
 * @param scores `n` scores, on the scale of the bounds.
 * @param validity which are known; NULL: all.
 * @param n number of rows, 0 or more.
 * @param bounds `count` lower bounds, ascending: one parts LOW from HIGH, two part LOW, MEDIUM and HIGH (33 and 67 by default, 50 in the 2 x 2).
 * @param count 1 or 2.
 * @param bands `n` bands, PATRON_BAND_*; -1 where the score is unknown.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, n < 0, count); PATRON_E_NOT_FINITE (a known score or a bound); PATRON_E_RANGE (bounds not ascending).
 * @since 0.1.0
 */
PATRON_API patron_status patron_matrix_bands(const double *scores, const uint8_t *validity, int64_t n, const double *bounds, int32_t count, int8_t *bands);

/**
 * What a cell means by default: the nine cells of the attractiveness and strength screen (cells 1, 2, 4 invest, 3, 5, 7 selective, 6, 8, 9 harvest), low and high being "maintain" as in Millman & Wilson
 * 1995. Its four corners are the 2 x 2, but for low and low: there it is CASH.
 * @param bands 2 or 3: how many bands each side has.
 * @param attractiveness PATRON_BAND_*; with 2 bands not MEDIUM.
 * @param winnability PATRON_BAND_*; with 2 bands not MEDIUM.
 * @param intent PATRON_INTENT_*; NULL: not wanted.
 * @param approach PATRON_APPROACH_* aimed at; NULL: not wanted.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (another number of bands, or a band that is none of them).
 * @since 0.1.0
 */
PATRON_API patron_status patron_matrix_cell(int32_t bands, int32_t attractiveness, int32_t winnability, int32_t *intent, int32_t *approach);

#ifdef __cplusplus
}
#endif

#endif
