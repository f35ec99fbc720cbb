/* Sums and products of doubles together with their rounding errors, as unevaluated pairs: what exp and log stand on. */
#ifndef PATRON_SRC_BASE_DOUBLE_PAIR_H
#define PATRON_SRC_BASE_DOUBLE_PAIR_H

#include <stdint.h>
#include <string.h>

/* high + low, where low is at most half a unit in the last place of high. */
typedef struct double_pair { double high, low; } double_pair;

/* a + b exactly (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B). */
static inline double_pair exact_sum(double a, double b)
{
  double sum = a + b;
  double b_part = sum - a;
  return (double_pair){ sum, (a - (sum - b_part)) + (b - b_part) };
}

/* The same for |a| >= |b| (Dekker 1971). */
static inline double_pair exact_sum_ordered(double a, double b)
{
  double sum = a + b;
  return (double_pair){ sum, b - (sum - a) };
}

/* The upper 26 bits of a double: products of two such halves are exact. */
static inline double upper_half(double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits &= UINT64_C(0xFFFFFFFFF8000000);
  memcpy(&x, &bits, sizeof bits);
  return x;
}

/* a * b exactly, but for underflow (Dekker 1971; halves cut instead of rounded: a lower half has 27 bits, its product with a lower half may round below 2^-106). */
static inline double_pair exact_product(double a, double b)
{
  double product = a * b;
  double a_high = upper_half(a), b_high = upper_half(b);
  double a_low = a - a_high, b_low = b - b_high;
  return (double_pair){ product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low };
}

/* 2^n for -1022 <= n <= 1023. */
static inline double power_of_two(int32_t n)
{
  uint64_t bits = (uint64_t)(n + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof bits);
  return value;
}

/* The logarithm of a positive, finite high + low, to 2^-65 of its value. */
double_pair patron__log_pair(double high, double low);
/* e^(high + low), rounded. */
double patron__exp_pair(double high, double low);

#endif
