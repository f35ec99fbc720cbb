/* Whole numbers of up to 4096 bits, for the exact way between doubles and decimal text. Fixed size: they stand on the stack. */
#ifndef PATRON_SRC_BASE_WIDE_H
#define PATRON_SRC_BASE_WIDE_H

#include <stdint.h>

/* The largest that occurs: 780 digits against 10^1104 (the smallest double has its first digit 324 places behind the point) is 3668 bits, 64 more for the quotient and 31 for the alignment. */
enum { PATRON__WIDE_LIMBS = 128 };

/* Little-endian limbs; the highest is not 0, zero has none. */
typedef struct patron__wide {
  int32_t count;
  uint32_t limbs[PATRON__WIDE_LIMBS];
} patron__wide;

void patron__wide_set(patron__wide *number, uint64_t value);
/* number * factor + more; factor > 0. */
void patron__wide_multiply_add(patron__wide *number, uint32_t factor, uint32_t more);
void patron__wide_multiply_power_of_ten(patron__wide *number, int32_t power);
/* These two: number > 0. */
void patron__wide_shift_left(patron__wide *number, int32_t bits);
int32_t patron__wide_bits(const patron__wide *number);
int32_t patron__wide_compare(const patron__wide *a, const patron__wide *b);
/* a + b against c, without the sum. */
int32_t patron__wide_compare_sum(const patron__wide *a, const patron__wide *b, const patron__wide *c);
/* The quotient by (by * 2^(32 * limbs)), which must be below 2^32; the remainder stays in `number`. The highest bit of the highest limb of `by` is set. */
uint32_t patron__wide_divide(patron__wide *number, const patron__wide *by, int32_t limbs);

#endif
