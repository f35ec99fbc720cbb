/* Arithmetic of whole numbers of up to 4096 bits: as much of it as decimal text needs. */
#include "base/wide.h"

#include <string.h>

void patron__wide_set(patron__wide *number, uint64_t value)
{
  number->count = 0;
  for (; value != 0; value >>= 32) number->limbs[number->count++] = (uint32_t)value;
}

void patron__wide_multiply_add(patron__wide *number, uint32_t factor, uint32_t more)
{
  uint64_t carry = more;
  for (int32_t i = 0; i < number->count; i++) {
    carry += (uint64_t)number->limbs[i] * factor;   /* (2^32 - 1)^2 + 2^32 - 1 < 2^64 */
    number->limbs[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry != 0) number->limbs[number->count++] = (uint32_t)carry;
}

/* 10^p = 5^p * 2^p; 5^13 is the largest power in a limb. */
void patron__wide_multiply_power_of_ten(patron__wide *number, int32_t power)
{
  static const uint32_t fives[13] = { 1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625 };
  int32_t left = power;
  for (; left >= 13; left -= 13) patron__wide_multiply_add(number, 1220703125u, 0);
  if (left > 0) patron__wide_multiply_add(number, fives[left], 0);
  patron__wide_shift_left(number, power);
}

void patron__wide_shift_left(patron__wide *number, int32_t bits)
{
  int32_t whole = bits / 32, part = bits % 32;
  if (bits == 0) return;
  if (part != 0) patron__wide_multiply_add(number, 1u << part, 0);
  if (whole == 0) return;
  memmove(number->limbs + whole, number->limbs, sizeof(uint32_t) * (uint32_t)number->count);
  memset(number->limbs, 0, sizeof(uint32_t) * (uint32_t)whole);
  number->count += whole;
}

int32_t patron__wide_bits(const patron__wide *number)
{
  int32_t bits = 32 * (number->count - 1);
  for (uint32_t top = number->limbs[number->count - 1]; top != 0; top >>= 1) bits++;
  return bits;
}

int32_t patron__wide_compare(const patron__wide *a, const patron__wide *b)
{
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (int32_t i = a->count - 1; i >= 0; i--)
    if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
  return 0;
}

static uint64_t limb(const patron__wide *number, int32_t i) { return i < number->count ? number->limbs[i] : 0; }

/* From the top: `owed` is what c has more than the sum so far, in units of the limb at hand; from 2 on no lower limbs make up for it. */
int32_t patron__wide_compare_sum(const patron__wide *a, const patron__wide *b, const patron__wide *c)
{
  int32_t count = a->count > b->count ? a->count : b->count;
  if (c->count > count) count = c->count;
  uint64_t owed = 0;
  for (int32_t i = count - 1; i >= 0; i--) {
    uint64_t sum = limb(a, i) + limb(b, i);
    uint64_t wanted = limb(c, i) + (owed << 32);
    if (sum > wanted) return 1;
    owed = wanted - sum;
    if (owed > 1) return -1;
  }
  return owed == 0 ? 0 : -1;
}

/* number -= by * factor * 2^(32 * limbs), which is not larger than number. */
static void subtract(patron__wide *number, const patron__wide *by, uint32_t factor, int32_t limbs)
{
  uint64_t carry = 0;
  for (int32_t i = 0; i + limbs < number->count; i++) {
    uint64_t product = limb(by, i) * factor + carry;
    uint32_t low = (uint32_t)product;
    carry = (product >> 32) + (number->limbs[i + limbs] < low ? 1 : 0);
    number->limbs[i + limbs] -= low;
  }
  while (number->count > 0 && number->limbs[number->count - 1] == 0) number->count--;
}

static int32_t at_least(const patron__wide *number, const patron__wide *by, int32_t limbs)
{
  if (number->count != by->count + limbs) return number->count > by->count + limbs;
  for (int32_t i = by->count - 1; i >= 0; i--)
    if (number->limbs[i + limbs] != by->limbs[i]) return number->limbs[i + limbs] > by->limbs[i];
  return 1;
}

/* The estimate from the two highest limbs is at most 2 too large (Knuth, The Art of Computer Programming 2, 4.3.1, theorem B): begin 2 lower and go up. */
uint32_t patron__wide_divide(patron__wide *number, const patron__wide *by, int32_t limbs)
{
  int32_t top = by->count + limbs;
  uint64_t high = limb(number, top) << 32 | limb(number, top - 1);
  uint64_t estimate = high / by->limbs[by->count - 1];
  if (estimate > UINT32_MAX) estimate = UINT32_MAX;
  uint32_t quotient = estimate > 2 ? (uint32_t)(estimate - 2) : 0;
  if (quotient > 0) subtract(number, by, quotient, limbs);
  for (; at_least(number, by, limbs); quotient++) subtract(number, by, 1, limbs);
  return quotient;
}
