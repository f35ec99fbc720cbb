/* The formatting of sentences: the few conversions of printf that they need, without a locale and without allocation. */
#include "base/text.h"

#include <stddef.h>
#include <string.h>

/* Counts all that is put, keeps what fits. */
typedef struct sink {
  char *buf;
  int64_t cap, length;
} sink;

static void put(sink *to, const char *text, int64_t len)
{
  int64_t room = to->cap - 1 - to->length;
  int64_t fits = room < 0 ? 0 : room < len ? room : len;
  if (fits > 0) memcpy(to->buf + to->length, text, (size_t)fits);
  to->length += len;
}

static void put_unsigned(sink *to, unsigned long long value)
{
  char digits[PATRON__NUMBER_TEXT];
  int64_t at = PATRON__NUMBER_TEXT;
  do digits[--at] = (char)('0' + value % 10); while ((value /= 10) != 0);
  put(to, digits + at, PATRON__NUMBER_TEXT - at);
}

static void put_signed(sink *to, long long value)
{
  if (value < 0) put(to, "-", 1);
  put_unsigned(to, value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value);
}

/* Up to `most` bytes (-1: all of them) of a text that need not end in NUL then. */
static void put_text(sink *to, const char *text, int most)
{
  if (text == NULL) text = "(null)";
  int64_t length = 0;
  while ((most < 0 || length < most) && text[length] != 0) length++;
  put(to, text, length);
}

static void put_number(sink *to, double value)
{
  char digits[PATRON__NUMBER_TEXT];
  put(to, digits, patron__format_f64(value, digits));
}

int64_t patron__text_format(char *buf, int64_t cap, const char *format, va_list arguments)
{
  sink to = { buf, cap, 0 };
  for (const char *at = format; *at != 0; at++) {
    if (*at != '%') { put(&to, at, 1); continue; }
    int most = -1, longs = 0;
    at++;
    if (at[0] == '.' && at[1] == '*') { most = va_arg(arguments, int); at += 2; if (most < 0) most = 0; }
    while (*at == 'l') { longs++; at++; }
    if (*at == 's') put_text(&to, va_arg(arguments, const char *), most);
    else if (*at == 'c') { char c = (char)va_arg(arguments, int); put(&to, &c, 1); }
    else if (*at == 'd') put_signed(&to, longs == 0 ? va_arg(arguments, int) : longs == 1 ? va_arg(arguments, long) : va_arg(arguments, long long));
    else if (*at == 'u') put_unsigned(&to, longs == 0 ? va_arg(arguments, unsigned) : longs == 1 ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned long long));
    else if (*at == 'g') put_number(&to, va_arg(arguments, double));
    else if (*at == '%') put(&to, "%", 1);
    else break;   /* no conversion of ours: its argument could not be skipped */
  }
  int64_t end = to.length < cap ? to.length : patron__text_cut(buf, cap - 1);
  buf[end] = 0;
  return to.length;
}
