/**
 * @file natural_breaks.h
 * Natural breaks: values cut into k classes so that values of a class lie close together and classes far apart. For tiers by the shape of the values rather than by their share.
 *
 * Worked example: 1, 2, 4, 10, 11, 30 in three classes: {1, 2, 4}, {10, 11}, {30}, with inner breaks at the midpoints 7 and 20.5 and a sum of squares within classes of 14/3 + 1/2.
 *
 * Threads: every function may be called from any thread at any time; scratch memory is taken and given back within the call.
 */
#ifndef PATRON_RULES_NATURAL_BREAKS_H
#define PATRON_RULES_NATURAL_BREAKS_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The optimal classes of numbers: of all ways to cut the sorted values into `k` classes the one with the least sum of squares within classes; equal values are never parted.
 *
 * Which customer a value belongs to, and the order of the rows, do not matter. Of several best ways the one with the smaller lower classes is found.
 * The problem is W. D. Fisher's (On grouping for maximum homogeneity, 1958), the classes are known after G. F. Jenks (1967); O(k n log n), since the best cut never moves down as
 * values are added (X. Wu, Optimal quantization by matrix searching, 1991).
 * @param values      `n` values of any sign and unit; NULL only when n is 0.
 * @param validity    Arrow bitmap, NULL: all known. Values under a 0 bit are left out and not looked at.
 * @param n           Rows, 0 to 2^31 - 1.
 * @param k           Classes, 1 to 1000.
 * @param scratch     Memory for the call, about 4 (k + 12) bytes a row; NULL: that of the C library.
 * @param breaks_out  `k + 1` bounds: the least value, between two classes the midpoint of the values beside it (the upper one where rounding takes it to the lower), the largest value. The class of a value is the number of inner breaks
 *                    (all but the first and last) at or below it. NULL: not wanted.
 * @param sizes_out   `k` numbers of values in the classes, lowest class first; NULL: not wanted.
 * @param within_out  The sum of squares within classes, in the square of the unit of the values; NULL: not wanted.
 * @return PATRON_OK; PATRON_UNKNOWN, with nothing written: fewer than `k` different values are known; PATRON_E_INVALID_ARGUMENT (NULL values or n < 0), PATRON_E_RANGE (n or k),
 *         PATRON_E_NOT_FINITE (a known value is NaN or infinite), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_natural_breaks_f64(const double *values, const uint8_t *validity, int64_t n, int32_t k, const patron_allocator *scratch, double *breaks_out,
                                                   int64_t *sizes_out, double *within_out);

#ifdef __cplusplus
}
#endif

#endif
