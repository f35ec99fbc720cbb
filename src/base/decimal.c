/* Decimal text of whole numbers and money: int64 from and into digits, exactly. */
#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum { MOST_DECIMALS = 18 };

static const uint64_t powers_of_ten[MOST_DECIMALS + 1] = {
  1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, UINT64_C(10000000000), UINT64_C(100000000000), UINT64_C(1000000000000),
  UINT64_C(10000000000000), UINT64_C(100000000000000), UINT64_C(1000000000000000), UINT64_C(10000000000000000), UINT64_C(100000000000000000), UINT64_C(1000000000000000000)
};

static const uint64_t MOST_NEGATIVE = UINT64_C(1) << 63;

/* What stands in a decimal text: digits as one number, and how many of them are behind the point (trailing zeros there are left out). */
typedef struct decimal {
  uint64_t digits;
  int64_t decimals;
  int32_t negative;
  int32_t too_large;   /* digits do not fit */
} decimal;

static int32_t is_digit(char c) { return c >= '0' && c <= '9'; }

static void take_digit(decimal *number, char c)
{
  uint64_t digit = (uint64_t)(c - '0');
  if (number->digits > (UINT64_MAX - digit) / 10) number->too_large = 1;
  else number->digits = number->digits * 10 + digit;
}

/* [sign] digits [. digits]: 0 when `text` is something else. */
static int32_t read_decimal(const char *text, int64_t length, int32_t plus_allowed, decimal *out)
{
  decimal number = { 0, 0, 0, 0 };
  int64_t at = 0;
  if (at < length && (text[at] == '-' || (plus_allowed && text[at] == '+'))) number.negative = text[at++] == '-';
  int64_t begin = at;
  while (at < length && is_digit(text[at])) take_digit(&number, text[at++]);
  if (at == begin) return 0;
  if (at < length && text[at] == '.') {
    int64_t first = ++at;
    while (at < length && is_digit(text[at])) at++;
    if (at == first || at != length) return 0;
    int64_t end = at;
    while (end > first && text[end - 1] == '0') end--;
    number.decimals = end - first;
    for (int64_t i = first; i < end; i++) take_digit(&number, text[i]);
  }
  if (at != length) return 0;
  *out = number;
  return 1;
}

static patron_status give(uint64_t magnitude, int32_t negative, int64_t *out)
{
  if (magnitude > MOST_NEGATIVE - (negative ? 0 : 1)) return PATRON_E_RANGE;
  *out = magnitude == MOST_NEGATIVE ? INT64_MIN : negative ? -(int64_t)magnitude : (int64_t)magnitude;
  return PATRON_OK;
}

patron_status patron_money_parse(const char *text, int64_t len, int32_t exponent, int64_t *out)
{
  decimal number;
  if (text == NULL || out == NULL || len < -1 || exponent < 0 || exponent > MOST_DECIMALS) return PATRON_E_INVALID_ARGUMENT;
  if (!read_decimal(text, patron__text_length(text, len), 0, &number)) return PATRON_E_FORMAT;
  if (number.too_large || number.decimals > exponent) return PATRON_E_RANGE;
  uint64_t factor = powers_of_ten[exponent - number.decimals];
  if (number.digits > UINT64_MAX / factor) return PATRON_E_RANGE;
  return give(number.digits * factor, number.negative, out);
}

patron_status patron__parse_i64(const char *text, int64_t len, int64_t *out)
{
  decimal number;
  int64_t length = patron__text_length(text, len);
  if (length > 0 && memchr(text, '.', (size_t)length) != NULL) return PATRON_E_FORMAT;
  if (!read_decimal(text, length, 1, &number)) return PATRON_E_FORMAT;
  return number.too_large ? PATRON_E_RANGE : give(number.digits, number.negative, out);
}

/* digits / 10^decimals * scale is whole exactly when the twos and fives of 10^decimals are found in digits and scale. */
patron_status patron__parse_scaled(const char *text, int64_t len, int64_t scale, int64_t *out)
{
  decimal number;
  if (scale <= 0) return PATRON_E_INVALID_ARGUMENT;
  if (!read_decimal(text, patron__text_length(text, len), 1, &number)) return PATRON_E_FORMAT;
  if (number.too_large) return number.decimals > MOST_DECIMALS ? PATRON_E_FORMAT : PATRON_E_RANGE;
  uint64_t factor = (uint64_t)scale;
  for (uint64_t prime = 2; prime <= 5; prime += 3)
    for (int64_t left = number.digits == 0 ? 0 : number.decimals; left > 0; left--) {
      if (factor % prime == 0) factor /= prime;
      else if (number.digits % prime == 0) number.digits /= prime;
      else return PATRON_E_FORMAT;
    }
  if (number.digits > UINT64_MAX / factor) return PATRON_E_RANGE;
  return give(number.digits * factor, number.negative, out);
}

int64_t patron__format_i64(int64_t value, char out[PATRON__NUMBER_TEXT]) { return patron__format_money(value, 0, out); }

int64_t patron__format_money(int64_t value, int32_t exponent, char out[PATRON__NUMBER_TEXT])
{
  char backwards[PATRON__NUMBER_TEXT];
  uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  int32_t count = 0, digit = 0;
  do {
    if (digit == exponent && exponent > 0) backwards[count++] = '.';
    backwards[count++] = (char)('0' + left % 10);
    left /= 10;
    digit++;
  } while (left != 0 || digit <= exponent);
  if (value < 0) backwards[count++] = '-';
  for (int32_t i = 0; i < count; i++) out[i] = backwards[count - 1 - i];
  out[count] = 0;
  return count;
}

patron_status patron_money_format(int64_t value, int32_t exponent, char *buf, int64_t cap, int64_t *needed)
{
  char text[PATRON__NUMBER_TEXT];
  if (exponent < 0 || exponent > MOST_DECIMALS) return PATRON_E_INVALID_ARGUMENT;
  return patron__text_out(text, patron__format_money(value, exponent, text), buf, cap, needed);
}
