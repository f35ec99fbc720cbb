/* exp and pow out of operations that IEEE 754 makes exact, so that every platform gives the same bits.

   e^x = 2^(n/32) * e^r with n the whole number nearest to 32 x / ln 2, so that |r| <= ln 2 / 64 = 0.0109: 2^(j/32) from a table of
   pairs, e^r from its series (the first term left out is below 2^-67). The only roundings that matter are those of the last sum: 0.51 units in the last place.
   pow(x, y) = e^(y log x) with the logarithm as a pair: its error of 2^-65 grows to at most 745 * 2^-65 in the exponent, 0.1 units. */
#include "base/double_pair.h"
#include "base/mathematics.h"

/* 2^(j/32) as high + low. */
static const double_pair powers[32] = {
  { 0x1p+0, 0 }, { 0x1.059b0d3158574p+0, 0x1.d73e2a475b465p-55 },
  { 0x1.0b5586cf9890fp+0, 0x1.8a62e4adc610bp-54 }, { 0x1.11301d0125b51p+0, -0x1.6c51039449b3ap-54 },
  { 0x1.172b83c7d517bp+0, -0x1.19041b9d78a76p-55 }, { 0x1.1d4873168b9aap+0, 0x1.e016e00a2643cp-54 },
  { 0x1.2387a6e756238p+0, 0x1.9b07eb6c70573p-54 }, { 0x1.29e9df51fdee1p+0, 0x1.612e8afad1255p-55 },
  { 0x1.306fe0a31b715p+0, 0x1.6f46ad23182e4p-55 }, { 0x1.371a7373aa9cbp+0, -0x1.63aeabf42eae2p-54 },
  { 0x1.3dea64c123422p+0, 0x1.ada0911f09ebcp-55 }, { 0x1.44e086061892dp+0, 0x1.89b7a04ef80dp-59 },
  { 0x1.4bfdad5362a27p+0, 0x1.d4397afec42e2p-56 }, { 0x1.5342b569d4f82p+0, -0x1.07abe1db13cadp-55 },
  { 0x1.5ab07dd485429p+0, 0x1.6324c054647adp-54 }, { 0x1.6247eb03a5585p+0, -0x1.383c17e40b497p-54 },
  { 0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54 }, { 0x1.71f75e8ec5f74p+0, -0x1.16e4786887a99p-55 },
  { 0x1.7a11473eb0187p+0, -0x1.41577ee04992fp-55 }, { 0x1.82589994cce13p+0, -0x1.d4c1dd41532d8p-54 },
  { 0x1.8ace5422aa0dbp+0, 0x1.6e9f156864b27p-54 }, { 0x1.93737b0cdc5e5p+0, -0x1.75fc781b57ebcp-57 },
  { 0x1.9c49182a3f09p+0, 0x1.c7c46b071f2bep-56 }, { 0x1.a5503b23e255dp+0, -0x1.d2f6edb8d41e1p-54 },
  { 0x1.ae89f995ad3adp+0, 0x1.7a1cd345dcc81p-54 }, { 0x1.b7f76f2fb5e47p+0, -0x1.5584f7e54ac3bp-56 },
  { 0x1.c199bdd85529cp+0, 0x1.11065895048ddp-55 }, { 0x1.cb720dcef9069p+0, 0x1.503cbd1e949dbp-56 },
  { 0x1.d5818dcfba487p+0, 0x1.2ed02d75b3707p-55 }, { 0x1.dfc97337b9b5fp+0, -0x1.1a5cd4f184b5cp-54 },
  { 0x1.ea4afa2a490dap+0, -0x1.e9c23179c2893p-54 }, { 0x1.f50765b6e454p+0, 0x1.9d3e12dd8a18bp-54 },
};

static const double LN2_32_HIGH = 0x1.62e42fefap-6, LN2_32_LOW = 0x1.cf79abc9e3b3ap-45;   /* high has 36 bits: times n < 2^16 it is exact */
static const double INVERSE_LN2_32 = 0x1.71547652b82fep+5;
static const double OVERFLOW_FROM = 0x1.62e42fefa39fp+9, ZERO_BELOW = -745.5;   /* log(2^1024); log(2^-1075) = -745.13 */

static double from_bits(uint64_t bits)
{
  double value;
  memcpy(&value, &bits, sizeof bits);
  return value;
}

static double infinity(void) { return from_bits(UINT64_C(0x7FF0000000000000)); }
static double not_a_number(void) { return from_bits(UINT64_C(0x7FF8000000000000)); }

static double floor_of(double x)
{
  double whole = (double)(int64_t)x;   /* |x| < 2^17 here */
  return whole > x ? whole - 1 : whole;
}

/* value * 2^k with one rounding at most: value is between 1 and 2, or a rounding above. */
static double scale(double value, int32_t k)
{
  if (k > 1023) return value * power_of_two(1023) * power_of_two(k - 1023);
  if (k < -1021) return value * power_of_two(k + 64) * power_of_two(-64);
  return value * power_of_two(k);
}

double patron__exp_pair(double high, double low)
{
  if (!(high < OVERFLOW_FROM)) return infinity();
  if (high < ZERO_BELOW) return 0;
  double n = floor_of(high * INVERSE_LN2_32 + 0.5);
  double near = high - n * LN2_32_HIGH;   /* exact: both are within a factor of two of each other, or n is 0 */
  double_pair r = exact_sum(near, low - n * LN2_32_LOW);
  double x = r.high;
  double series = x * x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720 + x * (1.0 / 5040))))));
  int32_t whole = (int32_t)n, j = whole & 31;
  double growth = x + (r.low + series);
  double value = powers[j].high + (powers[j].low + powers[j].high * growth);
  return scale(value, (whole - j) / 32);
}

double patron__exp(double x)
{
  if (x != x) return x;
  return patron__exp_pair(x, 0);
}

double patron__pow(double x, double y)
{
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y || x < 0) return not_a_number();
  if (x == 0 || x == infinity()) return (x == 0) == (y > 0) ? 0 : infinity();
  double_pair logarithm = patron__log_pair(x, 0);
  /* |log x| is between 2^-53 and 745: beyond 2^64 the power is 0 or infinite, below 2^-64 it rounds to 1. */
  if (y > 0x1p64 || y < -0x1p64) return (y > 0) == (logarithm.high > 0) ? infinity() : 0;
  if (y < 0x1p-64 && y > -0x1p-64) return 1;
  double_pair product = exact_product(y, logarithm.high);
  return patron__exp_pair(product.high, product.low + y * logarithm.low);
}
