/* Hashes for tables in memory: the same on every platform, but not for storage. */
#include "base/text.h"

#include <stddef.h>

static const uint64_t FACTOR = UINT64_C(0x9E3779B97F4A7C15);   /* 2^64 / golden ratio, odd */

/* Each bit of the argument changes about half of the bits of the result: two rounds of multiply and fold, both of which can be undone, so that no two arguments meet. */
uint64_t patron__hash_u64(uint64_t value)
{
  value = (value ^ (value >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
  value = (value ^ (value >> 29)) * UINT64_C(0xA0761D6478BD642F);
  return value ^ (value >> 32);
}

static uint64_t little_endian(const unsigned char *bytes, int64_t count)
{
  uint64_t word = 0;
  for (int64_t i = 0; i < count; i++) word |= (uint64_t)bytes[i] << (8 * i);
  return word;
}

uint64_t patron__hash_bytes(const void *bytes, int64_t len)
{
  const unsigned char *at = bytes;
  uint64_t hash = FACTOR ^ ((uint64_t)len * UINT64_C(0xD6E8FEB86659FD93));
  for (; len >= 8; len -= 8, at += 8) {
    hash = (hash ^ little_endian(at, 8)) * FACTOR;
    hash ^= hash >> 29;
  }
  if (len > 0) hash = (hash ^ little_endian(at, len)) * FACTOR;
  return patron__hash_u64(hash);
}
