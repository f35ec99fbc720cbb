/* Dates: ISO 8601 text from and into days since 1970-01-01, in the Gregorian calendar carried back to year 1.

   A year is taken to begin in March, so that the leap day is its last and the months before it have fixed lengths: the
   day of the year on which month m (March = 0) begins is (153*m + 2) / 5, as 153 days are five months of 31, 30, 31, 30, 31.
   400 years have 146097 days.
   Worked example: 2000-03-01 begins the year 2000 of this count; 2000 years are 5 * 146097 = 730485 days; 1970-01-01 is
   day 719468 of the same count, hence 2000-03-01 is day 11017. */
#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum { DAYS_OF_400_YEARS = 146097, EPOCH = 719468, FIRST_DAY = -719162, LAST_DAY = 2932896 };   /* 0001-01-01, 9999-12-31 */

static int32_t days_of(int32_t year, int32_t month, int32_t day)
{
  int32_t march_year = month > 2 ? year : year - 1;
  int32_t march_month = month > 2 ? month - 3 : month + 9;
  return march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400 + (153 * march_month + 2) / 5 + day - 1 - EPOCH;
}

static int32_t days_of_month(int32_t year, int32_t month)
{
  static const int32_t lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int32_t leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* -1: not all of them are digits. */
static int32_t digits(const char *text, int32_t count)
{
  int32_t value = 0;
  for (int32_t i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

patron_status patron_date_parse(const char *text, int64_t len, int32_t *out)
{
  if (text == NULL || out == NULL || len < -1) return PATRON_E_INVALID_ARGUMENT;
  if (patron__text_length(text, len) != 10 || text[4] != '-' || text[7] != '-') return PATRON_E_FORMAT;
  int32_t year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
  if (year < 0 || month < 0 || day < 0) return PATRON_E_FORMAT;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) return PATRON_E_RANGE;
  *out = days_of(year, month, day);
  return PATRON_OK;
}

int64_t patron__format_date(int32_t days, char out[PATRON__NUMBER_TEXT])
{
  out[0] = 0;
  if (days < FIRST_DAY || days > LAST_DAY) return 0;
  int32_t day = days + EPOCH;   /* not negative from here on */
  int32_t era = day / DAYS_OF_400_YEARS;
  int32_t day_of_era = day % DAYS_OF_400_YEARS;
  int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int32_t march_month = (5 * day_of_year + 2) / 153;
  int32_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  int32_t year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
  int32_t day_of_month = day_of_year - (153 * march_month + 2) / 5 + 1;
  int32_t number = (year * 100 + month) * 100 + day_of_month;   /* 99991231 fits */
  for (int32_t i = 9; i >= 0; i--) {
    if (i == 4 || i == 7) { out[i] = '-'; continue; }
    out[i] = (char)('0' + number % 10);
    number /= 10;
  }
  out[10] = 0;
  return 10;
}

patron_status patron_date_format(int32_t days, char *buf, int64_t cap, int64_t *needed)
{
  char text[PATRON__NUMBER_TEXT];
  int64_t length = patron__format_date(days, text);
  if (length == 0) return PATRON_E_RANGE;
  return patron__text_out(text, length, buf, cap, needed);
}
