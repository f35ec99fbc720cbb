/* Exact sums: int64 in 128 bits, doubles in a superaccumulator; order never matters. */
#ifndef PATRON_SRC_BASE_SUM_H
#define PATRON_SRC_BASE_SUM_H

#include "patron/base.h"

/* Two's complement, 128 bits, as two halves: compilers without __int128 give the same bits. */
typedef struct patron__i128 { uint64_t low; int64_t high; } patron__i128;

static inline void patron__i128_add_i128(patron__i128 *sum, patron__i128 value)
{
  sum->low += value.low;
  sum->high = (int64_t)((uint64_t)sum->high + (uint64_t)value.high + (sum->low < value.low ? 1u : 0u));
}

void patron__i128_add(patron__i128 *sum, int64_t value);
patron__i128 patron__i128_negate(patron__i128 value);
patron__i128 patron__i128_multiply(int64_t a, int64_t b);
/* Both taken as unsigned; the product may be read as one, too (high is its upper half). */
patron__i128 patron__u64_multiply(uint64_t a, uint64_t b);
static inline int32_t patron__i128_compare(patron__i128 a, patron__i128 b)
{
  if (a.high != b.high) return a.high < b.high ? -1 : 1;
  return a.low < b.low ? -1 : a.low > b.low;
}

int64_t patron__i128_saturate(patron__i128 value);          /* to int64 */
int32_t patron__i128_fits(patron__i128 value);              /* fits an int64 */
double patron__i128_to_double(patron__i128 value);          /* nearest, ties to even */
/* Quotient of the unsigned number high:low by divisor, for high < divisor (else it would not fit); *remainder may be NULL. */
uint64_t patron__u128_divide(uint64_t high, uint64_t low, uint64_t divisor, uint64_t *remainder);
/* ceil(value * share_ppm / 1000000), for 0 <= value < 2^107 and share_ppm of 0 to 1000000. */
patron__i128 patron__i128_share(patron__i128 value, int64_t share_ppm);
/* value * numerator / denominator, half to even, saturating; denominator > 0. */
int64_t patron__multiply_divide(int64_t value, int64_t numerator, int64_t denominator);

/* Exact sum of finite doubles. 72 words of 32 bits each, with 31 bits above for what has not been carried yet; word 0 begins at
   2^-1074. The size is fixed so that it can stand in an array. */
typedef struct patron__exact_sum { int64_t words[72]; int64_t pending; } patron__exact_sum;

void patron__exact_sum_clear(patron__exact_sum *sum);
void patron__exact_sum_add(patron__exact_sum *sum, double value);
void patron__exact_sum_add_array(patron__exact_sum *sum, const double *values, const uint8_t *validity, int64_t n);
void patron__exact_sum_merge(patron__exact_sum *into, const patron__exact_sum *from);
double patron__exact_sum_round(const patron__exact_sum *sum);   /* nearest, ties to even; +-DBL_MAX when beyond */

/* The pattern of a double: its order among positive numbers is that of the numbers. */
uint64_t patron__double_bits(double value);
double patron__double_from_bits(uint64_t bits);

#endif
