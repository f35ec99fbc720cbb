/* Calendar periods that end at the as-of date. The civil calendar in days since 1970-01-01: a year is counted from 1 March, so that the leap day ends it. */
#include "stages/periods.h"

static int64_t floor_divide(int64_t a, int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

static int64_t days_from_civil(int64_t year, int32_t month, int32_t day) {
  const int64_t shifted = month <= 2 ? year - 1 : year;
  const int64_t era = floor_divide(shifted, 400), of_era = shifted - era * 400;
  const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, int32_t *month, int32_t *day) {
  const int64_t moved = days + 719468, era = floor_divide(moved, 146097), of_era = moved - era * 146097;
  const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * of_year + 2) / 153;
  *day = (int32_t)(of_year - (153 * shifted + 2) / 5 + 1);
  *month = (int32_t)(shifted < 10 ? shifted + 3 : shifted - 9);
  *year = year_of_era + era * 400 + (*month <= 2);
}

static int32_t month_length(int64_t year, int32_t month) {
  static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int32_t leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return lengths[month - 1] + (month == 2 && leap);
}

int32_t patron__months_after(int32_t days, int32_t months) {
  int64_t year, count;
  int32_t month, day, length;
  civil_from_days(days, &year, &month, &day);
  count = year * 12 + month - 1 + months;
  year = floor_divide(count, 12);
  month = (int32_t)(count - year * 12) + 1;
  length = month_length(year, month);
  return (int32_t)days_from_civil(year, month, day < length ? day : length);
}
