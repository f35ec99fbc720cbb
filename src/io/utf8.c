/* UTF-8 checked in chunks. Files are nearly all ASCII, so eight such bytes are passed over at a time. */
#include "io/utf8.h"

#include <string.h>

/* Eight bytes without a high bit and without a NUL (the classic test: x - 1 borrows only below 1). */
static int32_t eight_are_plain(const char *bytes)
{
  uint64_t word;
  memcpy(&word, bytes, 8);
  return ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

/* What a first byte asks for (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). 0: it begins no character. */
static int32_t begin(patron__io_utf8 *state, unsigned char lead)
{
  state->low = 0x80;
  state->high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) state->missing = 1;
  else if (lead >= 0xE0 && lead <= 0xEF) {
    state->missing = 2;
    if (lead == 0xE0) state->low = 0xA0;
    if (lead == 0xED) state->high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    state->missing = 3;
    if (lead == 0xF0) state->low = 0x90;
    if (lead == 0xF4) state->high = 0x8F;
  } else return 0;
  return 1;
}

int64_t patron__io_utf8_check(patron__io_utf8 *state, const char *bytes, int64_t len)
{
  int64_t at = 0;
  while (at < len) {
    if (state->missing == 0 && len - at >= 8 && eight_are_plain(bytes + at)) { at += 8; continue; }
    unsigned char byte = (unsigned char)bytes[at];
    if (state->missing > 0) {
      if (byte < state->low || byte > state->high) return at;
      state->missing--;
      state->low = 0x80;
      state->high = 0xBF;
    } else if (byte == 0 || (byte >= 0x80 && !begin(state, byte))) return at;
    at++;
  }
  return at;
}
