/* The exact sum of doubles: a fixed-point number wide enough for all of them, as in Kulisch's long accumulator, in digits of 32 bits with room to carry later.

   U. Kulisch, Computer Arithmetic and Validity, 2nd ed. 2013, chapter 8; carrying late: R. Neal, Fast exact summation using small and large superaccumulators, 2015.
   Arrays take a short cut: split each value on a common grid so coarse that no addition of a block can round, add the parts as doubles, and put only the sums of a block into
   the accumulator (the idea of the pre-rounded sums of S. M. Rump, T. Ogita, S. Oishi, Accurate floating-point summation part I, 2008).
   Example: 1e300 + 1 - 1e300 is 1, in any order. */
#include "base/natural.h"

#include <float.h>
#include <string.h>

enum { WORDS = 72, BLOCK = 2048 };
/* A word holds a digit and 2^29 additions of less than 2^32 each: two such sums still fit in 63 bits when they are merged. */
#define CARRY_AT ((int64_t)1 << 29)

static const uint64_t MANTISSA = (UINT64_C(1) << 52) - 1u;

void patron__exact_sum_clear(patron__exact_sum *sum)
{
  memset(sum, 0, sizeof *sum);
}

/* Every word but the last becomes a digit of 0 .. 2^32 - 1; the last keeps the sign. */
static void carry(patron__exact_sum *sum)
{
  for (int32_t i = 0; i + 1 < WORDS; i++) {
    const int64_t digit = (int64_t)((uint64_t)sum->words[i] & 0xffffffffu);
    sum->words[i + 1] += (sum->words[i] - digit) / ((int64_t)1 << 32);
    sum->words[i] = digit;
  }
  sum->pending = 0;
}

void patron__exact_sum_add(patron__exact_sum *sum, double value)
{
  const uint64_t bits = patron__double_bits(value);
  const int32_t exponent = (int32_t)(bits >> 52 & 0x7ff);
  const int32_t position = exponent == 0 ? 0 : exponent - 1;
  const uint64_t mantissa = (bits & MANTISSA) | (exponent == 0 ? 0u : MANTISSA + 1u);
  const int32_t within = position & 31;
  const uint64_t low = mantissa << within, high = within == 0 ? 0u : mantissa >> (64 - within);
  int64_t *word = sum->words + (position >> 5);
  if (bits >> 63) {
    word[0] -= (int64_t)(low & 0xffffffffu);
    word[1] -= (int64_t)(low >> 32);
    word[2] -= (int64_t)high;
  } else {
    word[0] += (int64_t)(low & 0xffffffffu);
    word[1] += (int64_t)(low >> 32);
    word[2] += (int64_t)high;
  }
  if (++sum->pending >= CARRY_AT) carry(sum);
}

/* The largest |value| of a block as a pattern, of known values only. */
static uint64_t largest_pattern(const double *values, const uint8_t *validity, int64_t first, int64_t count)
{
  uint64_t largest = 0;
  for (int64_t i = first; i < first + count; i++) {
    uint64_t bits = patron__double_bits(values[i]) & ~(UINT64_C(1) << 63);
    if (validity && (validity[i >> 3] >> (i & 7) & 1) == 0) bits = 0;
    if (bits > largest) largest = bits;
  }
  return largest;
}

static void add_singly(patron__exact_sum *sum, const double *values, const uint8_t *validity, int64_t first, int64_t count)
{
  for (int64_t i = first; i < first + count; i++) {
    if (!validity || (validity[i >> 3] >> (i & 7) & 1)) patron__exact_sum_add(sum, values[i]);
  }
}

/* Adds a block (a multiple of 4 values) through three grids; 0 when a value reaches below the finest, and nothing has been added then.
   All |x| < 2^e. The first grid is 2^(e-41): |(x + shift) - shift| <= 2^e is a multiple of it, and 2048 of them stay within 2^(e+11), so 52 bits hold every partial sum
   and no addition rounds. What is left is at most half a grid, and the next grid lies 41 bits lower: its partial sums need 51 bits. */
static int32_t add_on_grids(patron__exact_sum *sum, const double *values, int64_t count, int32_t exponent)
{
  double shift[3], part[3][4] = {{0.0}}, left[4] = {0.0};
  for (int32_t k = 0; k < 3; k++) {
    /* 1.5 * 2^(grid + 52), grid = e - 41 - 41 k; `exponent` is the field of the largest value, so e = exponent - 1022. */
    shift[k] = patron__double_from_bits((uint64_t)(exponent + 12 - 41 * k) << 52 | UINT64_C(1) << 51);
  }
  for (int64_t i = 0; i < count; i += 4) {
    for (int32_t lane = 0; lane < 4; lane++) {
      const double x = values[i + lane];
      const double first = (x + shift[0]) - shift[0], rest = x - first;
      const double second = (rest + shift[1]) - shift[1], small = rest - second;
      const double third = (small + shift[2]) - shift[2];
      part[0][lane] += first;
      part[1][lane] += second;
      part[2][lane] += third;
      left[lane] += small == third ? 0.0 : 1.0;
    }
  }
  if (left[0] + left[1] + left[2] + left[3] != 0.0) return 0;
  for (int32_t k = 0; k < 3; k++) {
    for (int32_t lane = 0; lane < 4; lane++) patron__exact_sum_add(sum, part[k][lane]);
  }
  return 1;
}

void patron__exact_sum_add_array(patron__exact_sum *sum, const double *values, const uint8_t *validity, int64_t n)
{
  for (int64_t first = 0; first < n; first += BLOCK) {
    const int64_t count = n - first < BLOCK ? n - first : BLOCK;
    const uint64_t largest = largest_pattern(values, validity, first, count);
    const int32_t exponent = (int32_t)(largest >> 52);
    double known[BLOCK];
    if (largest == 0) continue;
    if (FLT_EVAL_METHOD != 0 || count < 32 || exponent < 200 || exponent > 2000) {   /* so that no grid leaves the range of normal doubles */
      add_singly(sum, values, validity, first, count);
      continue;
    }
    if (validity || count % 4 != 0) {
      for (int64_t i = 0; i < count; i++) known[i] = !validity || (validity[(first + i) >> 3] >> ((first + i) & 7) & 1) ? values[first + i] : 0.0;
      for (int64_t i = count; i % 4 != 0; i++) known[i] = 0.0;
    }
    if (!add_on_grids(sum, validity || count % 4 != 0 ? known : values + first, count, exponent)) add_singly(sum, values, validity, first, count);
  }
}

void patron__exact_sum_merge(patron__exact_sum *into, const patron__exact_sum *from)
{
  for (int32_t i = 0; i < WORDS; i++) into->words[i] += from->words[i];
  into->pending += from->pending + 1;
  if (into->pending >= CARRY_AT) carry(into);
}

int32_t patron__exact_sum_split(const patron__exact_sum *sum, patron__natural *magnitude)
{
  patron__exact_sum copy = *sum;
  int32_t negative;
  carry(&copy);
  negative = copy.words[WORDS - 1] < 0;
  if (negative) {
    for (int32_t i = 0; i < WORDS; i++) copy.words[i] = -copy.words[i];
    carry(&copy);
  }
  /* The last word may have more than 32 bits: it becomes two digits. */
  patron__natural_clear(magnitude);
  for (int32_t i = 0; i < WORDS; i++) {
    const patron__i128 word = {(uint64_t)copy.words[i], 0};
    patron__natural_add(magnitude, word, 32 * i);
  }
  return negative;
}

void patron__exact_sum_join(patron__exact_sum *sum, int32_t negative, const patron__natural *magnitude)
{
  patron__exact_sum_clear(sum);
  for (int32_t i = 0; i < magnitude->used && i < WORDS; i++) sum->words[i] = negative ? -(int64_t)magnitude->digit[i] : (int64_t)magnitude->digit[i];
}

double patron__exact_sum_round(const patron__exact_sum *sum)
{
  patron__natural digits;
  const int32_t negative = patron__exact_sum_split(sum, &digits);
  const double result = patron__natural_round(&digits, 0);
  return negative ? -result : result;
}
