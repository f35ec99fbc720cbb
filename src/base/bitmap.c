/* Validity as one byte a row, for hosts that cannot set bits, from and into Arrow's bitmap. */
#include "patron/base.h"

#include <stddef.h>

patron_status patron_bitmap_pack(const uint8_t *bytes, int64_t n, uint8_t *bitmap)
{
  if (n < 0 || (n > 0 && (bytes == NULL || bitmap == NULL))) return PATRON_E_INVALID_ARGUMENT;
  for (int64_t first = 0; first < n; first += 8) {
    int64_t count = n - first < 8 ? n - first : 8;
    uint32_t packed = 0;
    for (int64_t i = 0; i < count; i++)
      if (bytes[first + i] != 0) packed |= 1u << i;
    bitmap[first / 8] = (uint8_t)packed;
  }
  return PATRON_OK;
}

patron_status patron_bitmap_unpack(const uint8_t *bitmap, int64_t n, uint8_t *bytes)
{
  if (n < 0 || (n > 0 && bytes == NULL)) return PATRON_E_INVALID_ARGUMENT;
  for (int64_t i = 0; i < n; i++)
    bytes[i] = (uint8_t)(bitmap == NULL ? 1 : (bitmap[i / 8] >> (i % 8)) & 1);
  return PATRON_OK;
}
