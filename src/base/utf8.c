/* UTF-8: is it, where may it be cut, and how is what is none made fit to be shown. */
#include "base/text.h"

#include <string.h>

/* Bytes of the character at `text` (1 to 4), or 0 when none begins there: too short, overlong, a surrogate, beyond U+10FFFF. */
static int32_t character_length(const unsigned char *text, int64_t room)
{
  unsigned char first = text[0];
  if (first < 0x80) return 1;
  int32_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || length > room) return 0;
  for (int32_t i = 1; i < length; i++)
    if ((text[i] & 0xC0) != 0x80) return 0;
  if (first == 0xE0 && text[1] < 0xA0) return 0;
  if (first == 0xED && text[1] > 0x9F) return 0;
  if (first == 0xF0 && text[1] < 0x90) return 0;
  if (first == 0xF4 && text[1] > 0x8F) return 0;
  return length;
}

int32_t patron__text_is_utf8(const char *text, int64_t len)
{
  const unsigned char *bytes = (const unsigned char *)text;
  int64_t length = patron__text_length(text, len);
  int64_t at = 0;
  while (at < length) {
    uint64_t eight;
    while (length - at >= 8 && (memcpy(&eight, bytes + at, 8), (eight & UINT64_C(0x8080808080808080)) == 0)) at += 8;
    if (at == length) break;
    int32_t step = character_length(bytes + at, length - at);
    if (step == 0) return 0;
    at += step;
  }
  return 1;
}

int64_t patron__text_cut(const char *text, int64_t most)
{
  int64_t back = most;
  while (back > 0 && most - back < 4 && ((unsigned char)text[back - 1] & 0xC0) == 0x80) back--;
  if (back == 0 || (unsigned char)text[back - 1] < 0xC0) return most;
  int64_t begin = back - 1;
  int32_t length = (unsigned char)text[begin] >= 0xF0 ? 4 : (unsigned char)text[begin] >= 0xE0 ? 3 : 2;
  return begin + length <= most ? most : begin;
}

void patron__text_clean(char *text, int64_t len)
{
  int64_t at = 0;
  while (at < len) {
    int32_t step = character_length((const unsigned char *)text + at, len - at);
    unsigned char first = (unsigned char)text[at];
    if (step == 0 || first < 0x20 || first == 0x7F) {
      text[at] = '?';
      step = 1;
    }
    at += step;
  }
}
