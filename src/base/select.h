/* Keys: positive values as integers that keep their order, what they weigh, exactly, and how to find the one where a running sum reaches a target. */
#ifndef PATRON_SRC_BASE_SELECT_H
#define PATRON_SRC_BASE_SELECT_H

#include "base/natural.h"

/* A key is an int64 itself, or the bits of a double. For positive values the order of the keys is that of the values; keys that are not positive stand for values that are not
   (the sign bit is that of the double; -0.0 is INT64_MIN). */

/* How a positive key weighs: an int64 weighs itself. A double weighs its mantissa, shifted by its exponent over `lowest` (a field of 1 or more, not above that of any key), so that all
   weights are whole multiples of 2^(lowest - 1075). `lowest` 0 stands for integers. */
typedef struct patron__scale { int32_t lowest; } patron__scale;

/* The field that `scale.lowest` and patron__natural shifts go by: subnormal numbers share that of the smallest normal ones. */
static inline int32_t patron__key_exponent(int64_t key)
{
  const int32_t field = (int32_t)((uint64_t)key >> 52 & 0x7ffu);
  return field == 0 ? 1 : field;
}

/* The mantissa of a double's key with its leading bit, or the integer. */
static inline int64_t patron__key_mantissa(patron__scale scale, int64_t key)
{
  const int64_t leading = (int64_t)1 << 52;
  if (scale.lowest == 0) return key;
  return (key & (leading - 1)) | (key >> 52 & 0x7ff ? leading : 0);
}

/* Fits when key_exponent - lowest is at most 74. */
static inline patron__i128 patron__key_weight(patron__scale scale, int64_t key)
{
  const uint64_t mantissa = (uint64_t)patron__key_mantissa(scale, key);
  patron__i128 weight = {mantissa, 0};
  if (scale.lowest != 0) {
    const int32_t shift = patron__key_exponent(key) - scale.lowest;
    if (shift >= 64) {
      weight.low = 0;
      weight.high = (int64_t)(mantissa << (shift - 64));
    } else if (shift > 0) {
      weight.low = mantissa << shift;
      weight.high = (int64_t)(mantissa >> (64 - shift));
    }
  }
  return weight;
}

/* sum += what the keys weigh, in units of 2^(lowest - 1075) or 1. Quick where neighbours share an exponent, as sorted ones do; right for any keys that are not negative. */
void patron__natural_add_keys(patron__natural *sum, const int64_t *keys, int64_t n, patron__scale scale);

/* Where the running sum from the largest key downwards reaches the target. */
typedef struct patron__selection {
  int64_t key;            /* the largest key for which keys at or above it weigh at least the target */
  int64_t above;          /* keys above it */
  int64_t equal;          /* keys equal to it */
  patron__i128 sum_above; /* what the keys above it weigh; under the target */
  patron__i128 sum;       /* what the keys at or above it weigh */
} patron__selection;

/* keys[n] are positive and are rearranged; 0 < target <= their weight together, which fits in 126 bits. O(n). */
void patron__select_weighted(int64_t *keys, int64_t n, patron__scale scale, patron__i128 target, patron__selection *out);

/* Ascending; any int64. `buffer` has room for n. */
void patron__sort_keys(int64_t *keys, int64_t n, int64_t *buffer);

/* Whole weights of `weight` each that it takes to reach target from sum: ceil((target - sum) / weight), for weight > 0 and an answer that fits. */
int64_t patron__weights_to_reach(patron__i128 target, patron__i128 sum, patron__i128 weight);

#endif
