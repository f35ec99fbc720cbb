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

#ifdef __cplusplus
}
#endif

#endif
