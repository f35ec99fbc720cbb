/* Natural numbers of up to 2432 bits: the exact total of any doubles, times a share in parts per million, and the comparison that decides a cut. */
#ifndef PATRON_SRC_BASE_NATURAL_H
#define PATRON_SRC_BASE_NATURAL_H

#include "base/sum.h"

/* 2098 bits of a double's range, 64 for the number of rows, 20 for parts per million, and a reserve. */
enum { PATRON__NATURAL_DIGITS = 76 };

/* Digits of 32 bits, lowest first. Invariant: digit[i] is set for i < used only, and the highest used one is not zero. Costs follow `used`, so a
   narrow range of values costs little. */
typedef struct patron__natural { int32_t used; uint32_t digit[PATRON__NATURAL_DIGITS]; } patron__natural;

void patron__natural_clear(patron__natural *number);
/* number += value * 2^shift; value >= 0, read as unsigned. What does not fit in the digits is the caller's to exclude. */
void patron__natural_add(patron__natural *number, patron__i128 value, int32_t shift);
void patron__natural_add_natural(patron__natural *number, const patron__natural *value);
void patron__natural_multiply(patron__natural *number, uint32_t factor);
void patron__natural_multiply_u64(patron__natural *number, uint64_t factor);
int32_t patron__natural_compare(const patron__natural *a, const patron__natural *b);
/* a -= b, for a >= b. */
void patron__natural_subtract(patron__natural *a, const patron__natural *b);
/* The smallest whole number not under number / (divisor * 2^shift); it must fit in 127 bits. */
patron__i128 patron__natural_divide_up(const patron__natural *number, int32_t shift, uint32_t divisor);
/* number * 2^(lowest_bit - 1074) to the nearest double, ties to even, at most DBL_MAX. */
double patron__natural_round(const patron__natural *number, int32_t lowest_bit);
int64_t patron__natural_saturate(const patron__natural *number);
int64_t patron__natural_saturate_negative(const patron__natural *number);   /* of -number */
/* An exact sum of doubles as sign (1: negative) and magnitude in units of 2^-1074, which is the same for the same sum however it came about; and back. */
int32_t patron__exact_sum_split(const patron__exact_sum *sum, patron__natural *magnitude);
void patron__exact_sum_join(patron__exact_sum *sum, int32_t negative, const patron__natural *magnitude);
/* a / b, both rounded to 53 bits before: three roundings in all. b is not 0. */
double patron__natural_ratio(const patron__natural *a, const patron__natural *b);

#endif
