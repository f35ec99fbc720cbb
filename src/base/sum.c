/* 128-bit integers as two halves: sums of money that cannot overflow, and the division that shares are rounded with. */
#include "base/sum.h"

#include <string.h>

uint64_t patron__double_bits(double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

double patron__double_from_bits(uint64_t bits)
{
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

void patron__i128_add(patron__i128 *sum, int64_t value)
{
  const patron__i128 wide = {(uint64_t)value, value < 0 ? -1 : 0};
  patron__i128_add_i128(sum, wide);
}

patron__i128 patron__i128_negate(patron__i128 value)
{
  value.low = ~value.low + 1u;
  value.high = (int64_t)(~(uint64_t)value.high + (value.low == 0 ? 1u : 0u));
  return value;
}

patron__i128 patron__u64_multiply(uint64_t a, uint64_t b)
{
  const uint64_t a_low = a & 0xffffffffu, a_high = a >> 32, b_low = b & 0xffffffffu, b_high = b >> 32;
  const uint64_t low = a_low * b_low;
  const uint64_t first = a_high * b_low + (low >> 32);            /* fits: (2^32 - 1)^2 + 2^32 - 1 < 2^64 */
  const uint64_t second = a_low * b_high + (first & 0xffffffffu);   /* fits likewise */
  patron__i128 product;
  product.low = second << 32 | (low & 0xffffffffu);
  product.high = (int64_t)(a_high * b_high + (first >> 32) + (second >> 32));
  return product;
}

static uint64_t magnitude(int64_t value)
{
  return value < 0 ? ~(uint64_t)value + 1u : (uint64_t)value;
}

patron__i128 patron__i128_multiply(int64_t a, int64_t b)
{
  const patron__i128 product = patron__u64_multiply(magnitude(a), magnitude(b));
  return (a < 0) != (b < 0) ? patron__i128_negate(product) : product;
}

int32_t patron__i128_fits(patron__i128 value)
{
  return value.high == (value.low >> 63 ? -1 : 0);
}

int64_t patron__i128_saturate(patron__i128 value)
{
  if (!patron__i128_fits(value)) return value.high < 0 ? INT64_MIN : INT64_MAX;
  return value.high < 0 ? -(int64_t)~value.low - 1 : (int64_t)value.low;
}

double patron__i128_to_double(patron__i128 value)
{
  const int32_t negative = value.high < 0;
  const patron__i128 positive = negative ? patron__i128_negate(value) : value;   /* -2^127 stays itself and reads as 2^127 */
  uint64_t high = (uint64_t)positive.high, low = positive.low, pattern;
  int32_t shift = 0;
  if (high == 0 && low == 0) return 0.0;
  /* Bring the leading bit to bit 127; what is under bit 75 decides the rounding. */
  while (high >> 63 == 0) {
    high = high << 1 | low >> 63;
    low <<= 1;
    shift++;
  }
  pattern = ((uint64_t)(1023 + 127 - shift - 1) << 52) + (high >> 11);
  if (high >> 10 & 1u) {
    const int32_t above_half = (high & 0x3ffu) != 0 || low != 0;
    if (above_half || (pattern & 1u)) pattern++;
  }
  return patron__double_from_bits(pattern | (negative ? UINT64_C(1) << 63 : 0u));
}

uint64_t patron__u128_divide(uint64_t high, uint64_t low, uint64_t divisor, uint64_t *remainder)
{
  uint64_t quotient = 0;
  if (high == 0) {
    quotient = low / divisor;
    high = low % divisor;
  } else {
    for (int32_t bit = 0; bit < 64; bit++) {
      const uint64_t carried = high >> 63;
      high = high << 1 | low >> 63;
      low <<= 1;
      quotient <<= 1;
      if (carried || high >= divisor) {
        high -= divisor;   /* with a carried bit the wrapped difference is the right one: it is under the divisor */
        quotient |= 1u;
      }
    }
  }
  if (remainder) *remainder = high;
  return quotient;
}

patron__i128 patron__i128_share(patron__i128 value, int64_t share_ppm)
{
  const uint32_t million = 1000000;
  const uint64_t high = (uint64_t)value.high * (uint64_t)share_ppm;   /* fits: 2^43 * 2^20 */
  patron__i128 product = patron__u64_multiply(value.low, (uint64_t)share_ppm), quotient;
  uint64_t part[4], remainder = 0;
  product.high = (int64_t)((uint64_t)product.high + high);
  if (product.high == 0) {
    quotient.low = product.low / million + (product.low % million != 0);
    quotient.high = 0;
    return quotient;
  }
  part[0] = (uint64_t)product.high >> 32;
  part[1] = (uint64_t)product.high & 0xffffffffu;
  part[2] = product.low >> 32;
  part[3] = product.low & 0xffffffffu;
  for (int32_t i = 0; i < 4; i++) {
    const uint64_t dividend = remainder << 32 | part[i];
    part[i] = dividend / million;
    remainder = dividend % million;
  }
  quotient.high = (int64_t)(part[0] << 32 | part[1]);
  quotient.low = part[2] << 32 | part[3];
  if (remainder != 0) patron__i128_add(&quotient, 1);
  return quotient;
}

int64_t patron__multiply_divide(int64_t value, int64_t numerator, int64_t denominator)
{
  const uint64_t divisor = (uint64_t)denominator;
  const int32_t negative = (value < 0) != (numerator < 0);
  const patron__i128 product = patron__u64_multiply(magnitude(value), magnitude(numerator));
  uint64_t quotient, remainder;
  if ((uint64_t)product.high >= divisor) return negative ? INT64_MIN : INT64_MAX;
  quotient = patron__u128_divide((uint64_t)product.high, product.low, divisor, &remainder);
  /* Half to even: compare the remainder with what is left to the divisor, which cannot overflow. */
  if (remainder > divisor - remainder || (remainder == divisor - remainder && (quotient & 1u))) {
    if (quotient != UINT64_MAX) quotient++;
  }
  if (negative) return quotient >= UINT64_C(1) << 63 ? INT64_MIN : -(int64_t)quotient;
  return quotient > (uint64_t)INT64_MAX ? INT64_MAX : (int64_t)quotient;
}
