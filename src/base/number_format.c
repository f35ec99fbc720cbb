/* Doubles to the shortest decimal text that reads back as the same double; of those of one length the nearest.

   Digits are generated one by one from exact remainders until what is left is less than what rounding forgives (Steele and
   White, How to print floating-point numbers accurately, 1990; the scaling of Burger and Dybvig, 1996). Most numbers of business
   are fractions from 1/2048 to 2^53: their remainder fits in 64 bits. Next come whole numbers and small numbers with few
   digits: a whole number below 2^50 divided by a power of ten that gives the very double is the text, as below 2^50 no two
   texts with as many decimals lie in the half-unit around one double. All others take long arithmetic. */
#include "base/mathematics.h"
#include "base/wide.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum { MOST_DIGITS = 17, FAST_DECIMALS = 15, MOST_WHOLE_DIGITS = 21, MOST_LEADING_ZEROS = 5 };

/* 0.d1 d2 d3 ... * 10^point. */
typedef struct digits {
  char text[MOST_DIGITS + 3];
  int32_t count;
  int32_t point;
} digits;

static int32_t put_whole(uint64_t whole, char *out)
{
  char backwards[MOST_DIGITS + 3];
  int32_t count = 0;
  for (; whole != 0; whole /= 10) backwards[count++] = (char)('0' + whole % 10);
  for (int32_t i = 0; i < count; i++) out[i] = backwards[count - 1 - i];
  return count;
}

/* *fraction * 10, in units of 2^-64: the digit in front of the point, which is taken off. */
static uint32_t next_digit(uint64_t *fraction)
{
  uint64_t carried = (*fraction & UINT32_MAX) * 10 >> 32;
  uint32_t digit = (uint32_t)(((*fraction >> 32) * 10 + carried) >> 32);
  *fraction *= 10;
  return digit;
}

/* Numbers f * 2^e with -63 <= e < 0 that are not whole. Rounding forgives half of 2^e; the digits in front of the point are never touched by it, as the fraction is at least 2^e away from 0 and 1. */
static int32_t fraction_digits(double value, digits *out)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  int32_t power = (int32_t)(bits >> 52) - 1075;
  uint64_t f = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
  if (power < -63 || power >= 0 || f == UINT64_C(1) << 52) return 0;   /* below a power of two the doubles are twice as close: not here */
  uint64_t fraction = f << (64 + power), forgiven = UINT64_C(1) << (63 + power);
  if (fraction == 0) return 0;
  out->count = out->point = put_whole(f >> -power, out->text);
  for (;;) {
    uint32_t digit = next_digit(&fraction);
    forgiven = forgiven > UINT64_MAX / 10 ? UINT64_MAX : forgiven * 10;
    /* Neither is ever equal: a midpoint has one decimal more than the number, whose last decimal leaves nothing. */
    int32_t low = fraction < forgiven;
    int32_t high = fraction > 0 - forgiven;
    if (low && high) high = fraction > UINT64_C(1) << 63 || (fraction == UINT64_C(1) << 63 && (digit & 1) != 0);
    digit += high ? 1 : 0;
    if (out->count == 0 && digit == 0) out->point--;
    else out->text[out->count++] = (char)('0' + digit);
    if (low || high) return 1;
  }
}

static int32_t few_digits(double value, digits *out)
{
  static const double powers[FAST_DECIMALS + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  const double most = 1125899906842624.0;   /* 2^50 */
  for (int32_t decimals = 0; decimals <= FAST_DECIMALS; decimals++) {
    double scaled = value * powers[decimals] + 0.5;
    if (!(scaled < most)) return 0;
    uint64_t whole = (uint64_t)scaled;
    if ((double)whole / powers[decimals] != value) continue;
    out->count = put_whole(whole, out->text);
    out->point = out->count - decimals;
    while (out->count > 1 && out->text[out->count - 1] == '0') out->count--;
    return 1;
  }
  return 0;
}

/* The value is rest / unit; half the way to its neighbours is above / unit and below / unit. */
typedef struct scaled_value {
  patron__wide rest, unit, above, below;
  int32_t closed;   /* a text on the very midpoint reads back, as ties go to the even one, which is ours */
} scaled_value;

static int32_t reaches_next(const scaled_value *value)
{
  int32_t order = patron__wide_compare_sum(&value->rest, &value->above, &value->unit);
  return order > 0 || (order == 0 && value->closed);
}

/* rest / unit = the value / 10^point, between 1/10 and 1 with what rounds to it. Returns point. */
static int32_t scale(uint64_t fraction, int32_t power, scaled_value *value)
{
  int32_t uneven = fraction == UINT64_C(1) << 52 && power > -1074;   /* below a power of two the doubles are twice as close */
  int32_t up = power > 0 ? power : 0, down = power < 0 ? -power : 0;
  patron__wide_set(&value->rest, fraction);
  patron__wide_shift_left(&value->rest, up + 1 + uneven);
  patron__wide_set(&value->unit, 1);
  patron__wide_shift_left(&value->unit, down + 1 + uneven);
  patron__wide_set(&value->above, 1);
  patron__wide_shift_left(&value->above, up + uneven);
  patron__wide_set(&value->below, 1);
  patron__wide_shift_left(&value->below, up);
  value->closed = (fraction & 1) == 0;
  int32_t bits = 0;
  for (uint64_t left = fraction; left != 0; left >>= 1) bits++;
  /* log10 from the position of the highest bit: at most one too small, never too large. 30103 / 100000 is log10(2) to 5e-9. */
  int32_t scaled_log = (bits - 1 + power) * 30103 - 100;
  int32_t point = scaled_log >= 0 ? (scaled_log + 99999) / 100000 : -(-scaled_log / 100000);
  if (point >= 0) patron__wide_multiply_power_of_ten(&value->unit, point);
  else {
    patron__wide_multiply_power_of_ten(&value->rest, -point);
    patron__wide_multiply_power_of_ten(&value->above, -point);
    patron__wide_multiply_power_of_ten(&value->below, -point);
  }
  if (reaches_next(value)) {
    patron__wide_multiply_add(&value->unit, 10, 0);
    point++;
  }
  int32_t align = (32 - patron__wide_bits(&value->unit) % 32) % 32;
  patron__wide_shift_left(&value->rest, align);
  patron__wide_shift_left(&value->unit, align);
  patron__wide_shift_left(&value->above, align);
  patron__wide_shift_left(&value->below, align);
  return point;
}

static void all_digits(double number, digits *out)
{
  uint64_t bits;
  scaled_value value;
  memcpy(&bits, &number, sizeof bits);
  uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
  int32_t field = (int32_t)(bits >> 52);
  out->point = field == 0 ? scale(fraction, -1074, &value) : scale(fraction | UINT64_C(1) << 52, field - 1075, &value);
  out->count = 0;
  int32_t low, high;
  uint32_t digit;
  for (;;) {
    patron__wide_multiply_add(&value.rest, 10, 0);
    patron__wide_multiply_add(&value.above, 10, 0);
    patron__wide_multiply_add(&value.below, 10, 0);
    digit = patron__wide_divide(&value.rest, &value.unit, 0);
    int32_t order = patron__wide_compare(&value.rest, &value.below);
    low = order < 0 || (order == 0 && value.closed);
    high = reaches_next(&value);
    if (low || high) break;
    out->text[out->count++] = (char)('0' + digit);
  }
  if (low && high) {
    int32_t order = patron__wide_compare_sum(&value.rest, &value.rest, &value.unit);
    high = order > 0 || (order == 0 && (digit & 1) != 0);
  }
  out->text[out->count++] = (char)('0' + digit + (high ? 1 : 0));
}

static char *put(char *to, const char *text, int32_t count)
{
  memcpy(to, text, (size_t)count);
  return to + count;
}

static char *put_zeros(char *to, int32_t count)
{
  memset(to, '0', (size_t)count);
  return to + count;
}

/* The layout of ECMAScript's Number to String: plain from 1e-6 up to 1e21, with an exponent elsewhere. */
static char *lay_out(char *to, const digits *number)
{
  int32_t count = number->count, point = number->point;
  if (point > 0 && point <= MOST_WHOLE_DIGITS) {
    if (count <= point) return put_zeros(put(to, number->text, count), point - count);
    to = put(put(to, number->text, point), ".", 1);
    return put(to, number->text + point, count - point);
  }
  if (point <= 0 && -point <= MOST_LEADING_ZEROS) return put(put_zeros(put(to, "0.", 2), -point), number->text, count);
  to = put(to, number->text, 1);
  if (count > 1) to = put(put(to, ".", 1), number->text + 1, count - 1);
  to = put(to, point > 0 ? "e+" : "e-", 2);
  char power[PATRON__NUMBER_TEXT];
  return put(to, power, (int32_t)patron__format_i64(point > 0 ? point - 1 : 1 - point, power));
}

int64_t patron__format_f64(double value, char out[PATRON__NUMBER_TEXT])
{
  digits number;
  uint64_t bits;
  char *to = out;
  out[0] = 0;
  if (!patron__is_finite(value)) return 0;
  memcpy(&bits, &value, sizeof bits);
  if (bits >> 63 != 0) *to++ = '-';
  double magnitude = value < 0 ? -value : value;
  if (value == 0) *to++ = '0';
  else {
    if (!fraction_digits(magnitude, &number) && !few_digits(magnitude, &number)) all_digits(magnitude, &number);
    to = lay_out(to, &number);
  }
  *to = 0;
  return to - out;
}

patron_status patron_number_format(double value, char *buf, int64_t cap, int64_t *needed)
{
  char text[PATRON__NUMBER_TEXT];
  if (!patron__is_finite(value)) return PATRON_E_NOT_FINITE;
  return patron__text_out(text, patron__format_f64(value, text), buf, cap, needed);
}
