/* Weighted selection by digits, and the sort for those who need every rank.

   Selection looks at the eight highest bits in which the keys differ, sums what falls into each of the 256 values, finds the one where the running sum reaches the target, and goes on
   with its keys alone. Each round takes at least one bit off the range, most take eight, so there is no bad order and no bad data: at most 63 keys are looked at per key and in practice two.
   Example: 50, 10, 10, 10, 10, 10 and target 80: the fourth key reaches it, so the key is 10, with one key above it that weighs 50. */
#include "base/select.h"

#include <string.h>

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS, SMALL = 24 };

void patron__natural_add_keys(patron__natural *sum, const int64_t *keys, int64_t n, patron__scale scale)
{
  patron__i128 run = {0, 0};
  int32_t shift = 0;
  for (int64_t i = 0; i < n; i++) {
    const patron__i128 mantissa = {(uint64_t)patron__key_mantissa(scale, keys[i]), 0};
    const int32_t needed = scale.lowest == 0 || mantissa.low == 0 ? shift : patron__key_exponent(keys[i]) - scale.lowest;
    if (needed != shift) {
      patron__natural_add(sum, run, shift);
      run.low = 0;
      run.high = 0;
      shift = needed;
    }
    patron__i128_add_i128(&run, mantissa);   /* fits: rows number under 2^63 */
  }
  patron__natural_add(sum, run, shift);
}

static void insertion_sort(int64_t *keys, int64_t n)
{
  for (int64_t i = 1; i < n; i++) {
    const int64_t key = keys[i];
    int64_t j = i;
    for (; j > 0 && keys[j - 1] > key; j--) keys[j] = keys[j - 1];
    keys[j] = key;
  }
}

/* Walks down sorted keys, one block of equal ones after the other. */
static void select_sorted(const int64_t *keys, int64_t n, patron__scale scale, patron__i128 target, patron__selection *out)
{
  patron__i128 sum = out->sum_above;
  int64_t at = n;
  while (at > 0) {
    const int64_t key = keys[at - 1];
    const patron__i128 weight = patron__key_weight(scale, key);
    const patron__i128 before = sum;
    int64_t equal = 0;
    for (; at > 0 && keys[at - 1] == key; at--, equal++) patron__i128_add_i128(&sum, weight);
    out->key = key;
    out->equal = equal;
    out->sum_above = before;
    out->sum = sum;
    if (patron__i128_compare(sum, target) >= 0) return;
    out->above += equal;
  }
}

static int32_t highest_bit(uint64_t bits)
{
  int32_t bit = 0;
  for (int32_t step = 32; step > 0; step >>= 1) {
    if (bits >> step) {
      bits >>= step;
      bit += step;
    }
  }
  return bit;
}

void patron__select_weighted(int64_t *keys, int64_t n, patron__scale scale, patron__i128 target, patron__selection *out)
{
  memset(out, 0, sizeof *out);
  while (n > SMALL) {
    patron__i128 weight[DIGITS] = {{0, 0}};
    int64_t count[DIGITS] = {0};
    int64_t low = keys[0], high = keys[0], kept = 0;
    int32_t shift, digit;
    for (int64_t i = 1; i < n; i++) {
      low = keys[i] < low ? keys[i] : low;
      high = keys[i] > high ? keys[i] : high;
    }
    if (low == high) break;
    shift = highest_bit((uint64_t)(high - low)) - (DIGIT_BITS - 1);
    if (shift < 0) shift = 0;
    for (int64_t i = 0; i < n; i++) {
      digit = (int32_t)((keys[i] - low) >> shift);
      count[digit]++;
      patron__i128_add_i128(weight + digit, patron__key_weight(scale, keys[i]));
    }
    for (digit = DIGITS - 1; digit > 0; digit--) {
      patron__i128 reached = out->sum_above;
      patron__i128_add_i128(&reached, weight[digit]);
      if (patron__i128_compare(reached, target) >= 0) break;
      out->sum_above = reached;
      out->above += count[digit];
    }
    for (int64_t i = 0; i < n; i++) {
      const int64_t key = keys[i];
      if ((int32_t)((key - low) >> shift) != digit) continue;
      keys[i] = keys[kept];
      keys[kept++] = key;
    }
    n = kept;
  }
  if (n <= SMALL) insertion_sort(keys, n);   /* what is longer is all equal, and so sorted */
  select_sorted(keys, n, scale, target, out);
}

/* Sorted runs of SMALL are merged, from keys to buffer and back; for what is too short for counting. */
static void merge_sort(int64_t *keys, int64_t n, int64_t *buffer)
{
  int64_t *from = keys, *to = buffer;
  for (int64_t first = 0; first < n; first += SMALL) insertion_sort(keys + first, n - first < SMALL ? n - first : SMALL);
  for (int64_t width = SMALL; width < n; width *= 2) {
    for (int64_t first = 0; first < n; first += 2 * width) {
      const int64_t middle = first + width < n ? first + width : n, end = middle + width < n ? middle + width : n;
      int64_t left = first, right = middle;
      for (int64_t i = first; i < end; i++) to[i] = left < middle && (right >= end || from[left] <= from[right]) ? from[left++] : from[right++];
    }
    int64_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != keys) memcpy(keys, from, (size_t)n * sizeof *keys);
}

static uint64_t ordered(int64_t key)
{
  return (uint64_t)key ^ UINT64_C(1) << 63;
}

/* From the lowest digit of eight bits to the highest; digits that are all alike cost nothing. */
static void radix_sort(int64_t *keys, int64_t n, int64_t *buffer)
{
  int64_t count[8][DIGITS] = {{0}};
  int64_t *from = keys, *to = buffer;
  for (int64_t i = 0; i < n; i++) {
    const uint64_t key = ordered(keys[i]);
    for (int32_t k = 0; k < 8; k++) count[k][key >> 8 * k & 255u]++;
  }
  for (int32_t k = 0; k < 8; k++) {
    int64_t start = 0;
    if (count[k][ordered(from[0]) >> 8 * k & 255u] == n) continue;   /* all alike in this digit */
    for (int32_t digit = 0; digit < DIGITS; digit++) {
      const int64_t here = count[k][digit];
      count[k][digit] = start;
      start += here;
    }
    for (int64_t i = 0; i < n; i++) to[count[k][ordered(from[i]) >> 8 * k & 255u]++] = from[i];
    int64_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != keys) memcpy(keys, from, (size_t)n * sizeof *keys);
}

void patron__sort_keys(int64_t *keys, int64_t n, int64_t *buffer)
{
  if (n <= SMALL) insertion_sort(keys, n);
  else if (n < 8 * DIGITS / 2) merge_sort(keys, n, buffer);
  else radix_sort(keys, n, buffer);
}

int64_t patron__weights_to_reach(patron__i128 target, patron__i128 sum, patron__i128 weight)
{
  /* The answer is a number of rows, so few steps double up to it and as many come down. */
  patron__i128 missing = target, step = weight;
  int64_t count = 0, units = 1;
  patron__i128_add_i128(&missing, patron__i128_negate(sum));
  while (patron__i128_compare(step, missing) < 0 && units < (int64_t)1 << 62) {
    patron__i128_add_i128(&step, step);
    units *= 2;
  }
  for (; units > 0; units /= 2) {
    if (patron__i128_compare(missing, step) >= 0) {
      patron__i128_add_i128(&missing, patron__i128_negate(step));
      count += units;
    }
    step.low = step.low >> 1 | (uint64_t)step.high << 63;
    step.high = step.high >> 1;
  }
  return missing.high == 0 && missing.low == 0 ? count : count + 1;
}
