/* Texts: length, comparison, the (buf, cap, *needed) convention, and the distance of two names. */
#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum { LONGEST_NAME = 63 };

int64_t patron__text_length(const char *text, int64_t len)
{
  if (text == NULL) return 0;
  return len < 0 ? (int64_t)strlen(text) : len;
}

int32_t patron__text_compare(const char *a, int64_t a_len, const char *b, int64_t b_len)
{
  int64_t a_length = patron__text_length(a, a_len), b_length = patron__text_length(b, b_len);
  int64_t both = a_length < b_length ? a_length : b_length;
  int order = both > 0 ? memcmp(a, b, (size_t)both) : 0;
  if (order != 0) return order < 0 ? -1 : 1;
  return (a_length > b_length) - (a_length < b_length);
}

int32_t patron__text_equal(const char *a, int64_t a_len, const char *b, int64_t b_len)
{
  int64_t a_length = patron__text_length(a, a_len), b_length = patron__text_length(b, b_len);
  return a_length == b_length && (a_length == 0 || memcmp(a, b, (size_t)a_length) == 0);
}

patron_status patron__text_out(const char *text, int64_t len, char *buf, int64_t cap, int64_t *needed)
{
  if (cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  int64_t length = patron__text_length(text, len);
  if (needed != NULL) *needed = length + 1;
  if (buf == NULL) return PATRON_OK;
  if (cap < length + 1) return PATRON_E_BUFFER_TOO_SMALL;
  if (length > 0) memcpy(buf, text, (size_t)length);
  buf[length] = 0;
  return PATRON_OK;
}

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

static int32_t same_letter(char a, char b) { return a == b || ((a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z'); }

int32_t patron__text_distance(const char *a, const char *b, int32_t limit)
{
  int32_t rows[3][LONGEST_NAME + 1];
  size_t a_length = strlen(a), b_length = strlen(b);
  if (a_length > LONGEST_NAME || b_length > LONGEST_NAME) return strcmp(a, b) == 0 ? 0 : limit + 1;
  int32_t *last_but_one = rows[0], *last = rows[1], *row = rows[2];
  for (size_t j = 0; j <= b_length; j++) last[j] = (int32_t)j;
  for (size_t i = 1; i <= a_length; i++) {
    row[0] = (int32_t)i;
    for (size_t j = 1; j <= b_length; j++) {
      row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !same_letter(a[i - 1], b[j - 1]));
      if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1])) row[j] = least(row[j], last_but_one[j - 2] + 1);
    }
    int32_t *free_row = last_but_one;
    last_but_one = last;
    last = row;
    row = free_row;
  }
  return least(last[b_length], limit + 1);
}

/* Beyond that, a name is another name. */
static int32_t near(size_t length) { return length < 3 ? 0 : length < 5 ? 1 : length < 10 ? 2 : 3; }

patron__guess patron__guess_begin(const char *given) { return (patron__guess){given, NULL, near(strlen(given)) + 1}; }

void patron__guess_offer(patron__guess *guess, const char *name)
{
  const int32_t distance = patron__text_distance(guess->given, name, guess->distance);
  if (distance >= guess->distance) return;
  guess->distance = distance;
  guess->name = name;
}

const char *patron__text_at(const char *texts, int32_t index) {
  for (; index > 0; index--) texts += strlen(texts) + 1;
  return texts;
}
