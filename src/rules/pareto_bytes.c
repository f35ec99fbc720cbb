/* Numbers as bytes, for plans and states. */
#include "rules/pareto_bytes.h"

#include <string.h>

void patron__put(patron__writer *to, uint64_t value, int32_t bytes)
{
  for (int32_t i = 0; to->out && i < bytes; i++) to->out[to->length + i] = (unsigned char)(value >> 8 * i);
  to->length += bytes;
}

void patron__put_bytes(patron__writer *to, const void *bytes, int64_t len)
{
  if (to->out && len > 0) memcpy(to->out + to->length, bytes, (size_t)len);
  to->length += len;
}

void patron__put_varying(patron__writer *to, patron__i128 value)
{
  uint64_t low = value.low, high = (uint64_t)value.high;
  while (high != 0 || low > 0x7fu) {
    patron__put(to, (low & 0x7fu) | 0x80u, 1);
    low = low >> 7 | high << 57;
    high >>= 7;
  }
  patron__put(to, low, 1);
}

void patron__put_natural(patron__writer *to, const patron__natural *number)
{
  patron__put(to, (uint64_t)number->used, 4);
  for (int32_t i = 0; i < number->used; i++) patron__put(to, number->digit[i], 4);
}

uint64_t patron__take(patron__reader *from, int32_t bytes)
{
  uint64_t value = 0;
  from->left -= bytes;
  if (from->left < 0) return 0;
  for (int32_t i = 0; i < bytes; i++) value |= (uint64_t)*from->at++ << 8 * i;
  return value;
}

/* Without a word on what the compiler does with the sign bit. */
int64_t patron__take_signed(patron__reader *from)
{
  const uint64_t bits = patron__take(from, 8);
  int64_t value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

int32_t patron__take_varying(patron__reader *from, patron__i128 *out)
{
  uint64_t low = 0, high = 0;
  for (int32_t shift = 0; shift < 127; shift += 7) {
    const uint64_t byte = patron__take(from, 1), digits = byte & 0x7fu;
    if (from->left < 0 || (shift == 126 && digits > 1)) return 0;
    if (shift < 64) low |= digits << shift;
    if (shift > 57) high |= shift < 64 ? digits >> (64 - shift) : digits << (shift - 64);
    if (byte & 0x80u) continue;
    if (byte == 0 && shift > 0) return 0;   /* a shorter form would do */
    out->low = low;
    out->high = (int64_t)high;
    return 1;
  }
  return 0;
}

int32_t patron__take_natural(patron__reader *from, patron__natural *out)
{
  const uint64_t used = patron__take(from, 4);
  if (used > PATRON__NATURAL_DIGITS) return 0;
  out->used = (int32_t)used;
  for (int32_t i = 0; i < out->used; i++) out->digit[i] = (uint32_t)patron__take(from, 4);
  return out->used == 0 || out->digit[out->used - 1] != 0;
}

/* Four bits at a time: entry i is what the polynomial makes of i. */
uint32_t patron__crc32(const unsigned char *bytes, int64_t len)
{
  static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                     0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
  uint32_t crc = 0xffffffffu;
  for (int64_t i = 0; i < len; i++) {
    crc ^= bytes[i];
    crc = crc >> 4 ^ table[crc & 15u];
    crc = crc >> 4 ^ table[crc & 15u];
  }
  return ~crc;
}

uint64_t patron__bytes_hash(const unsigned char *bytes, int64_t len)
{
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (int64_t i = 0; i < len; i++) hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  return hash;
}
