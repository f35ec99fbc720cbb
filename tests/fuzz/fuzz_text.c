/* Any bytes as a number, an amount of money or a date: what is accepted means what a second reader says, and comes back from its own text. */
#include "fuzz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { LONGEST = 2000 };

__extension__ typedef unsigned __int128 wide;

/* An amount by hand: digits and at most one point, scaled in 128 bits. Answers 0 where it does not fit. */
static int32_t money_by_hand(const char *text, int32_t exponent, int64_t *out)
{
  const int32_t negative = text[0] == '-';
  wide value = 0, most = ((wide)1 << 63) - (negative ? 0 : 1);
  int32_t decimals = -1;
  for (const char *at = text + negative; *at != 0; at++) {
    if (*at == '.') { decimals = 0; continue; }
    if (decimals >= exponent) {
      if (*at != '0') return 0;
      continue;
    }
    value = value * 10 + (unsigned)(*at - '0');
    if (value > most) return 0;
    if (decimals >= 0) decimals++;
  }
  for (int32_t i = decimals < 0 ? 0 : decimals; i < exponent; i++)
    if ((value *= 10) > most) return 0;
  *out = negative ? (int64_t)(0 - (uint64_t)value) : (int64_t)value;
  return 1;
}

static void check_money(const char *text, int64_t length, int32_t exponent)
{
  int64_t got = 77, wanted = 0, again = 0, needed = 0;
  char out[64];
  const patron_status status = patron_money_parse(text, length, exponent, &got);
  if (status == PATRON_E_RANGE) fuzz_promise(!money_by_hand(text, exponent, &wanted), "an amount that fits is not refused");
  if (status != PATRON_OK) {
    fuzz_promise(got == 77, "a refusal leaves the amount");
    return;
  }
  fuzz_promise(money_by_hand(text, exponent, &wanted) && got == wanted, "an amount is what its digits say");
  fuzz_promise(patron_money_format(got, exponent, out, sizeof out, &needed) == PATRON_OK && needed <= 22 && needed == (int64_t)strlen(out) + 1, "22 bytes are enough");
  fuzz_promise(patron_money_parse(out, -1, exponent, &again) == PATRON_OK && again == got, "an amount reads back");
}

/* Digits of the significand: what makes a text short. */
static int32_t digits_of(const char *text)
{
  int32_t count = 0, zeros = 0;
  for (; *text != 0 && *text != 'e'; text++) {
    if (*text < '0' || *text > '9' || (count == 0 && *text == '0')) continue;
    count++;
    zeros = *text == '0' ? zeros + 1 : 0;
  }
  return count - zeros;
}

static void check_format(double value)
{
  char out[64], other[64];
  double again = 0;
  int64_t needed = 0;
  fuzz_promise(patron_number_format(value, out, sizeof out, &needed) == PATRON_OK && needed <= 32, "32 bytes are enough");
  fuzz_promise(patron_number_parse(out, -1, &again) == PATRON_OK && memcmp(&again, &value, sizeof value) == 0, "a number reads back");
  again = strtod(out, NULL);
  fuzz_promise(memcmp(&again, &value, sizeof value) == 0, "the C library reads the same number");
  if (value == 0) return;
  for (int32_t precision = 1; precision <= 17; precision++) {
    snprintf(other, sizeof other, "%.*e", precision - 1, value);
    if (strtod(other, NULL) != value) continue;
    fuzz_promise(digits_of(out) <= precision, "no shorter text gives the number");
    return;
  }
}

static void check_number(const char *text, int64_t length)
{
  double got = 77;
  const patron_status status = patron_number_parse(text, length, &got);
  if (status == PATRON_E_RANGE) fuzz_promise(isinf(strtod(text, NULL)), "a number that fits is not refused");
  if (status != PATRON_OK) {
    fuzz_promise(got == 77, "a refusal leaves the number");
    return;
  }
  const double wanted = strtod(text, NULL);
  fuzz_promise(memcmp(&got, &wanted, sizeof got) == 0, "a number is rounded as IEEE 754 has it");
  check_format(got);
}

static void check_date(const char *text, int64_t length)
{
  int32_t days = 77;
  char out[16];
  const patron_status status = patron_date_parse(text, length, &days);
  fuzz_promise(status == PATRON_OK || days == 77, "a refusal leaves the date");
  if (status == PATRON_OK) fuzz_promise(patron_date_format(days, out, sizeof out, NULL) == PATRON_OK && strcmp(out, text) == 0, "a date has one text");
  else fuzz_promise(status == PATRON_E_FORMAT || status == PATRON_E_RANGE, "a date is refused by its form or its day");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  fuzz_source from = { bytes, size };
  const int32_t exponent = fuzz_take(&from) % 19;
  char text[LONGEST + 1];
  uint64_t bits = 0;
  double value;
  int64_t scaled, whole;
  const size_t length = from.left < LONGEST ? from.left : LONGEST;
  if (length > 0) memcpy(text, from.at, length);
  text[length] = 0;
  if (strlen(text) == length) {
    check_money(text, (int64_t)length, exponent);
    check_number(text, (int64_t)length);
    check_date(text, (int64_t)length);
  }
  (void)patron__parse_scaled(text, (int64_t)length, 10000, &scaled);
  if (patron__parse_i64(text, (int64_t)length, &whole) == PATRON_OK) fuzz_promise(whole == strtoll(text, NULL, 10), "an integer is what its digits say");
  if (length >= 8) memcpy(&bits, text, 8);
  memcpy(&value, &bits, 8);
  if (isfinite(value)) check_format(value);
  return 0;
}
