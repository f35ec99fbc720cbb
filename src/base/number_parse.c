/* Decimal text to the nearest double, ties to even: exactly, whatever the number of digits.

   Digits below 2^53 and a small power of ten are one multiplication or division of doubles that are exact, hence rounded
   once (Clinger, How to read floating point numbers accurately, 1990). Everything else is a quotient of natural numbers,
   of which 62 bits or more and "is there a remainder" decide the rounding. */
#include "base/wide.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

/* A midpoint between two doubles has at most 767 significant digits: of what follows only "not zero" matters. */
enum { MOST_DIGITS = 780, WORD_DIGITS = 19, FAST_POWER = 22, POWER_LIMIT = 100000 };

static const uint64_t EXACT_WHOLE = UINT64_C(1) << 53;

static const double exact_powers[FAST_POWER + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/* The text taken apart: digits without leading zeros, times 10^power. `text` may hold a point among the digits. */
typedef struct parts {
  const char *text;     /* first digit that is not zero */
  int64_t text_length;
  int64_t digits;
  int64_t power;        /* of the last digit */
  uint64_t word;        /* the first 19 digits */
  int32_t negative;
} parts;

static int32_t is_digit(char c) { return c >= '0' && c <= '9'; }

static int64_t skip_digits(const char *text, int64_t at, int64_t length)
{
  while (at < length && is_digit(text[at])) at++;
  return at;
}

/* e[sign]digits at `at`, to the end of the text: 0 when it is none. Beyond the limit the size does not matter. */
static int32_t read_power(const char *text, int64_t at, int64_t length, int64_t *power)
{
  at++;
  int32_t negative = at < length && text[at] == '-';
  if (at < length && (text[at] == '-' || text[at] == '+')) at++;
  if (at == length || skip_digits(text, at, length) != length) return 0;
  int64_t value = 0;
  for (; at < length; at++)
    if (value < POWER_LIMIT * (int64_t)1000000000) value = value * 10 + (text[at] - '0');
  *power = negative ? -value : value;
  return 1;
}

static int32_t take_apart(const char *text, int64_t length, parts *out)
{
  int64_t at = 0, power = 0;
  out->negative = length > 0 && text[0] == '-';
  if (length > 0 && (text[0] == '-' || text[0] == '+')) at++;
  int64_t first = at, point = at = skip_digits(text, at, length);
  if (at == first) return 0;
  if (at < length && text[at] == '.') {
    at = skip_digits(text, at + 1, length);
    if (at == point + 1) return 0;
  }
  int64_t end = at;
  if (at < length && ((text[at] != 'e' && text[at] != 'E') || !read_power(text, at, length, &power))) return 0;
  while (first < end && (text[first] == '0' || text[first] == '.')) first++;
  out->text = text + first;
  out->text_length = end - first;
  out->power = power - (end > point ? end - point - 1 : 0);
  out->digits = 0;
  out->word = 0;
  for (int64_t i = first; i < end; i++) {
    if (text[i] == '.') continue;
    if (out->digits++ < WORD_DIGITS) out->word = out->word * 10 + (uint64_t)(text[i] - '0');
  }
  return 1;
}

/* (quotient, and a little more when `rest`) * 2^power, rounded once; 0 when it is beyond the largest double. */
static int32_t assemble(uint64_t quotient, int32_t rest, int32_t power, double *out)
{
  int32_t length = 0;
  for (uint64_t bits = quotient; bits != 0; bits >>= 1) length++;
  int32_t exponent = length - 1 + power;
  int32_t kept = exponent < -1022 ? 53 - (-1022 - exponent) : 53;   /* below the normal doubles bits are lost */
  int32_t dropped = length - kept;
  uint64_t fraction = 0, lost = 0, half = 1;
  if (dropped > 64) { *out = 0; return 1; }
  if (dropped == 64) { lost = quotient; half = UINT64_C(1) << 63; }
  else {
    fraction = quotient >> dropped;
    lost = quotient & ((UINT64_C(1) << dropped) - 1);
    half = UINT64_C(1) << (dropped - 1);   /* 62 bits or more came, at most 53 stay: something is dropped */
  }
  if (lost > half || (lost == half && (rest || (fraction & 1) != 0))) fraction++;
  /* The hidden bit adds 1 to the exponent field, a carry out of the fraction another: both are what they should be. */
  uint64_t bits = exponent < -1022 ? fraction : fraction + ((uint64_t)(exponent + 1022) << 52);
  if (exponent > 1023 || bits >= UINT64_C(0x7FF0000000000000)) return 0;
  memcpy(out, &bits, sizeof bits);
  return 1;
}

/* All digits as a natural number; how many trailing ones were folded into "not zero" is given back. */
static int64_t read_digits(const parts *number, patron__wide *out)
{
  int64_t taken = 0;
  uint32_t more = 0;
  patron__wide_set(out, 0);
  for (int64_t i = 0; i < number->text_length; i++) {
    char c = number->text[i];
    if (c == '.') continue;
    if (taken < MOST_DIGITS) { patron__wide_multiply_add(out, 10, (uint32_t)(c - '0')); taken++; }
    else if (c != '0') more = 1;
  }
  if (taken == number->digits) return 0;
  patron__wide_multiply_add(out, 10, more);
  return number->digits - taken - 1;
}

static int32_t divide_exactly(const parts *number, double *out)
{
  patron__wide numerator, denominator;
  int64_t power = number->power;
  if (number->digits <= WORD_DIGITS) patron__wide_set(&numerator, number->word);
  else power += read_digits(number, &numerator);
  patron__wide_set(&denominator, 1);
  if (power >= 0) patron__wide_multiply_power_of_ten(&numerator, (int32_t)power);
  else patron__wide_multiply_power_of_ten(&denominator, (int32_t)-power);
  /* Both are shifted until the quotient is between 2^62 and 2^64 and the denominator fills its highest limb. */
  int32_t shift = patron__wide_bits(&denominator) + 63 - patron__wide_bits(&numerator);
  if (shift > 0) patron__wide_shift_left(&numerator, shift);
  else patron__wide_shift_left(&denominator, -shift);
  int32_t align = (32 - patron__wide_bits(&denominator) % 32) % 32;
  patron__wide_shift_left(&numerator, align);
  patron__wide_shift_left(&denominator, align);
  uint64_t high = patron__wide_divide(&numerator, &denominator, 1);
  uint64_t low = patron__wide_divide(&numerator, &denominator, 0);
  return assemble(high << 32 | low, numerator.count != 0, -shift, out);
}

patron_status patron__parse_f64(const char *text, int64_t len, double *out)
{
  parts number;
  double value = 0;
  if (text == NULL || !take_apart(text, patron__text_length(text, len), &number)) return PATRON_E_FORMAT;
  int64_t first_place = number.digits + number.power;   /* the value is below 10^first_place and not below a tenth of it */
  if (number.word == 0 || first_place < -323) value = 0;   /* below 10^-324: less than half of the smallest double */
  else if (first_place > 309) return PATRON_E_RANGE;
  else if (number.digits <= WORD_DIGITS && number.word <= EXACT_WHOLE && number.power >= -FAST_POWER && number.power <= FAST_POWER)
    value = number.power < 0 ? (double)number.word / exact_powers[-number.power] : (double)number.word * exact_powers[number.power];
  else if (!divide_exactly(&number, &value)) return PATRON_E_RANGE;
  *out = number.negative ? -value : value;
  return PATRON_OK;
}

patron_status patron_number_parse(const char *text, int64_t len, double *out)
{
  if (text == NULL || out == NULL || len < -1) return PATRON_E_INVALID_ARGUMENT;
  return patron__parse_f64(text, len, out);
}
