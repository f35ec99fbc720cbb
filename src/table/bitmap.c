/* Runs of bits: validity and flags are copied, filled and counted here, eight or more at a time. */
#include "table/column.h"

void patron__bitmap_copy(uint8_t *to, int64_t to_first, const uint8_t *from, int64_t from_first, int64_t count) {
  while (count > 0 && (to_first & 7) != 0) {
    if (patron__bit_get(from, from_first)) patron__bit_set(to, to_first);
    else patron__bit_clear(to, to_first);
    to_first++, from_first++, count--;
  }
  int64_t whole = count / 8;
  uint8_t *target = to + (to_first >> 3);
  const uint8_t *source = from + (from_first >> 3);
  unsigned shift = (unsigned)(from_first & 7);
  if (whole > 0 && shift == 0) {
    memcpy(target, source, (size_t)whole);
  } else {
    for (int64_t i = 0; i < whole; i++) target[i] = (uint8_t)((source[i] >> shift) | (source[i + 1] << (8 - shift)));
  }
  for (int64_t i = whole * 8; i < count; i++) {
    if (patron__bit_get(from, from_first + i)) patron__bit_set(to, to_first + i);
    else patron__bit_clear(to, to_first + i);
  }
}

void patron__bitmap_fill(uint8_t *bitmap, int64_t first, int64_t count, int32_t bit) {
  int64_t end = first + count;
  while (first < end && (first & 7) != 0) {
    if (bit) patron__bit_set(bitmap, first);
    else patron__bit_clear(bitmap, first);
    first++;
  }
  int64_t whole = (end - first) / 8;
  if (whole > 0) memset(bitmap + (first >> 3), bit ? 0xff : 0, (size_t)whole);
  for (first += whole * 8; first < end; first++) {
    if (bit) patron__bit_set(bitmap, first);
    else patron__bit_clear(bitmap, first);
  }
}

static int64_t ones(uint64_t word) {
  word = word - ((word >> 1) & UINT64_C(0x5555555555555555));
  word = (word & UINT64_C(0x3333333333333333)) + ((word >> 2) & UINT64_C(0x3333333333333333));
  word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return (int64_t)((word * UINT64_C(0x0101010101010101)) >> 56);
}

int64_t patron__bitmap_count(const uint8_t *bitmap, int64_t first, int64_t count) {
  int64_t end = first + count, sum = 0;
  for (; first < end && (first & 7) != 0; first++) sum += patron__bit_get(bitmap, first);
  for (; end - first >= 64; first += 64) {
    uint64_t word;
    memcpy(&word, bitmap + (first >> 3), 8);   /* the order of the bytes does not matter to a count */
    sum += ones(word);
  }
  for (; first < end; first++) sum += patron__bit_get(bitmap, first);
  return sum;
}
