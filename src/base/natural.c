/* Natural numbers of up to 2432 bits: school arithmetic in digits of 32 bits, which every compiler has. */
#include "base/natural.h"

void patron__natural_clear(patron__natural *number)
{
  number->used = 0;
}

static void trim(patron__natural *number)
{
  while (number->used > 0 && number->digit[number->used - 1] == 0) number->used--;
}

static void extend(patron__natural *number, int32_t used)
{
  while (number->used < used) number->digit[number->used++] = 0;
}

/* Adds `carry` from digit `at` upwards. */
static void carry_up(patron__natural *number, int32_t at, uint64_t carry)
{
  for (; carry != 0 && at < PATRON__NATURAL_DIGITS; at++) {
    extend(number, at + 1);
    carry += number->digit[at];
    number->digit[at] = (uint32_t)carry;
    carry >>= 32;
  }
}

void patron__natural_add(patron__natural *number, patron__i128 value, int32_t shift)
{
  const uint64_t high = (uint64_t)value.high;
  const int32_t within = shift & 31;
  int32_t at = shift >> 5;
  uint32_t part[5];
  uint64_t carry = 0;
  if (value.low == 0 && high == 0) return;
  if (number->used == 0 && shift == 0) {   /* most sums begin so */
    number->digit[0] = (uint32_t)value.low;
    number->digit[1] = (uint32_t)(value.low >> 32);
    number->digit[2] = (uint32_t)high;
    number->digit[3] = (uint32_t)(high >> 32);
    number->used = 4;
    trim(number);
    return;
  }
  part[0] = (uint32_t)(value.low << within);
  part[1] = (uint32_t)((value.low << within) >> 32);
  part[2] = (uint32_t)(high << within);
  part[3] = (uint32_t)((high << within) >> 32);
  part[4] = 0;
  if (within != 0) {
    const uint64_t middle = value.low >> (64 - within);   /* under 2^31: within is at most 31 */
    part[2] |= (uint32_t)middle;
    part[4] = (uint32_t)(high >> (64 - within));
  }
  for (int32_t i = 0; i < 5 && at < PATRON__NATURAL_DIGITS; i++, at++) {
    extend(number, at + 1);
    carry += (uint64_t)number->digit[at] + part[i];
    number->digit[at] = (uint32_t)carry;
    carry >>= 32;
  }
  carry_up(number, at, carry);
  trim(number);
}

void patron__natural_add_natural(patron__natural *number, const patron__natural *value)
{
  uint64_t carry = 0;
  extend(number, value->used);
  for (int32_t i = 0; i < value->used; i++) {
    carry += (uint64_t)number->digit[i] + value->digit[i];
    number->digit[i] = (uint32_t)carry;
    carry >>= 32;
  }
  carry_up(number, value->used, carry);
}

void patron__natural_multiply(patron__natural *number, uint32_t factor)
{
  uint64_t carry = 0;
  for (int32_t i = 0; i < number->used; i++) {
    carry += (uint64_t)number->digit[i] * factor;   /* fits: (2^32 - 1)^2 + 2^32 - 1 < 2^64 */
    number->digit[i] = (uint32_t)carry;
    carry >>= 32;
  }
  carry_up(number, number->used, carry);
  trim(number);
}

void patron__natural_multiply_u64(patron__natural *number, uint64_t factor)
{
  patron__natural upper = *number;
  uint64_t carry = 0;
  int32_t at;
  patron__natural_multiply(number, (uint32_t)factor);
  patron__natural_multiply(&upper, (uint32_t)(factor >> 32));
  extend(number, upper.used + 1);   /* upper counts one digit higher */
  for (at = 0; at < upper.used; at++) {
    carry += (uint64_t)number->digit[at + 1] + upper.digit[at];
    number->digit[at + 1] = (uint32_t)carry;
    carry >>= 32;
  }
  carry_up(number, at + 1, carry);
  trim(number);
}

int32_t patron__natural_compare(const patron__natural *a, const patron__natural *b)
{
  if (a->used != b->used) return a->used < b->used ? -1 : 1;
  for (int32_t i = a->used - 1; i >= 0; i--) {
    if (a->digit[i] != b->digit[i]) return a->digit[i] < b->digit[i] ? -1 : 1;
  }
  return 0;
}

void patron__natural_subtract(patron__natural *a, const patron__natural *b)
{
  uint64_t borrow = 0;
  for (int32_t i = 0; i < a->used; i++) {
    const uint64_t take = borrow + (i < b->used ? b->digit[i] : 0u);
    borrow = a->digit[i] < take ? 1 : 0;
    a->digit[i] = (uint32_t)((uint64_t)a->digit[i] - take);
  }
  trim(a);
}

/* 32 bits of the number from bit `at` upwards. */
static uint32_t bits_from(const patron__natural *number, int32_t at)
{
  const int32_t index = at >> 5, within = at & 31;
  const uint64_t low = index < number->used ? number->digit[index] : 0u;
  const uint64_t high = index + 1 < number->used ? number->digit[index + 1] : 0u;
  return (uint32_t)((low | high << 32) >> within);
}

static int32_t any_bit_under(const patron__natural *number, int32_t bit)
{
  const int32_t whole = bit >> 5;
  for (int32_t i = 0; i < whole && i < number->used; i++) {
    if (number->digit[i] != 0) return 1;
  }
  return whole < number->used && (bit & 31) != 0 && (number->digit[whole] & ((1u << (bit & 31)) - 1u)) != 0;
}

patron__i128 patron__natural_divide_up(const patron__natural *number, int32_t shift, uint32_t divisor)
{
  /* Rounding up twice is rounding up once: the inner one moves to a whole number, which no multiple of the divisor lies between. */
  uint64_t remainder = 0, quotient[2] = {0, 0};
  int32_t inexact = any_bit_under(number, shift);
  patron__i128 result;
  for (int32_t at = number->used * 32 - shift; at >= 0; at -= 32) {
    const int32_t digit = at / 32;
    const uint64_t dividend = remainder << 32 | bits_from(number, shift + digit * 32);
    const uint64_t part = dividend / divisor;   /* under 2^32: remainder < divisor */
    if (digit < 4) quotient[digit / 2] |= part << 32 * (digit & 1);
    remainder = dividend % divisor;
  }
  result.low = quotient[0];
  result.high = (int64_t)quotient[1];
  if (inexact || remainder != 0) patron__i128_add(&result, 1);
  return result;
}

static int32_t highest_bit(const patron__natural *number)
{
  int32_t top = number->used * 32 - 1;
  while ((number->digit[top >> 5] >> (top & 31) & 1u) == 0) top--;
  return top;
}

double patron__natural_ratio(const patron__natural *a, const patron__natural *b)
{
  /* Both by the same power of two, so that the divisor is about 1. */
  const int32_t lowest_bit = 1074 - highest_bit(b);
  return patron__natural_round(a, lowest_bit) / patron__natural_round(b, lowest_bit);
}

double patron__natural_round(const patron__natural *number, int32_t lowest_bit)
{
  int32_t top, shift;
  uint64_t mantissa, pattern;
  if (number->used == 0) return 0.0;
  top = highest_bit(number);
  /* A unit in the last place is never under 2^-1074, so the shift is not under that. */
  shift = top - 52 > -lowest_bit ? top - 52 : -lowest_bit;
  if (shift <= 0) {
    mantissa = (uint64_t)bits_from(number, 0) | (uint64_t)bits_from(number, 32) << 32;
    mantissa <<= -shift;
  } else {
    mantissa = (uint64_t)bits_from(number, shift) | (uint64_t)bits_from(number, shift + 32) << 32;
    const uint32_t half = bits_from(number, shift - 1) & 1u;
    if (half && (any_bit_under(number, shift - 1) || (mantissa & 1u))) mantissa++;
  }
  if (shift + lowest_bit >= 2046) return patron__double_from_bits(UINT64_C(0x7fefffffffffffff));
  /* The leading bit of the mantissa adds one to the exponent field; a rounding that carries over adds another. */
  pattern = ((uint64_t)(shift + lowest_bit) << 52) + mantissa;
  if (pattern >= UINT64_C(0x7ff0000000000000)) pattern = UINT64_C(0x7fefffffffffffff);
  return patron__double_from_bits(pattern);
}

int64_t patron__natural_saturate(const patron__natural *number)
{
  if (number->used > 2 || (number->used == 2 && number->digit[1] > 0x7fffffffu)) return INT64_MAX;
  return (int64_t)((number->used > 0 ? number->digit[0] : 0u) | (number->used > 1 ? (uint64_t)number->digit[1] << 32 : 0u));
}

int64_t patron__natural_saturate_negative(const patron__natural *number)
{
  const int64_t magnitude = patron__natural_saturate(number);
  /* -2^63 has no counterpart: INT64_MAX stands for itself only when the number is no larger. */
  if (magnitude == INT64_MAX && (number->used > 2 || number->digit[1] > 0x7fffffffu)) return INT64_MIN;
  return -magnitude;
}
