/* The check of one setting against the schema: type, range, number of values, their order, and the names of a list. */
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "table/convert.h"
#include "table/settings.h"

enum { DECIMALS_MAX = 4 };   /* no currency of ISO 4217 has more; the currency is known at fit only */

static void format(char expected[PATRON__SETTING_EXPECTATION], const char *text, ...) PATRON__PRINTF(2, 3);

static void format(char expected[PATRON__SETTING_EXPECTATION], const char *text, ...) {
  va_list arguments;
  va_start(arguments, text);
  (void)patron__text_format(expected, PATRON__SETTING_EXPECTATION, text, arguments);
  va_end(arguments);
}

void patron__settings_expectation(const patron__setting *setting, char expected[PATRON__SETTING_EXPECTATION]) {
  const int32_t least = setting->list_minimum, most = setting->list_maximum;
  char one[PATRON__EXPECTATION];
  patron__describe(setting->type, patron__setting_text(setting, PATRON__CODES_TEXT), 0, setting->low, setting->high, -1, one);
  if (least == 0) format(expected, "%s%s", one, patron__setting_text(setting, PATRON__DEFAULT_TEXT)[0] == 0 ? ", or nothing" : "");
  else if (most == least) format(expected, "%d values%s, separated by commas, each %s", least, setting->ascending ? " in ascending order" : "", one);
  else format(expected, "%d to %d values%s, separated by commas, each %s", least, most, setting->ascending ? " in ascending order" : "", one);
}

static patron_status check_number(const patron__setting *setting, const char *value, int64_t len, double *number) {
  int64_t whole;
  patron_status status = PATRON_OK;
  if (setting->type == PATRON_INTEGER) status = patron__parse_i64(value, len, &whole);
  if (setting->type == PATRON_MONEY) status = patron_money_parse(value, len, DECIMALS_MAX, &whole);
  if (status == PATRON_OK) status = patron__parse_f64(value, len, number);
  if (status != PATRON_OK) return status;
  return setting->low <= setting->high && (*number < setting->low || *number > setting->high) ? PATRON_E_RANGE : PATRON_OK;
}

static patron_status check_list(const patron__setting *setting, const char *value, int64_t len) {
  double number = 0, last = 0;
  int64_t from = 0;
  int32_t count = 0;
  while (from <= len) {
    int64_t to = from;
    while (to < len && value[to] != ',') to++;
    patron_status status = check_number(setting, value + from, to - from, &number);
    if (status != PATRON_OK) return status;
    if (setting->ascending && count > 0 && number <= last) return PATRON_E_RANGE;
    last = number;
    count++;
    from = to + 1;
  }
  return count < setting->list_minimum || count > setting->list_maximum ? PATRON_E_RANGE : PATRON_OK;
}

static patron_status check_flag(const char *value, int64_t len) {
  static const char *const texts[] = {"yes", "no", "true", "false", "1", "0"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (patron__text_equal(value, len, texts[i], -1)) return PATRON_OK;
  return PATRON_E_FORMAT;
}

static patron_status check_value(const patron__setting *setting, const char *value, int64_t len) {
  double number;
  int32_t days;
  if (len == 0 && patron__setting_text(setting, PATRON__DEFAULT_TEXT)[0] == 0) return PATRON_OK;   /* not set */
  if (setting->list_minimum > 0) return check_list(setting, value, len);
  switch (setting->type) {
    case PATRON_DATE: return patron_date_parse(value, len, &days);
    case PATRON_CODE: return patron__code_of(patron__setting_text(setting, PATRON__CODES_TEXT), value, len) < 0 ? PATRON_E_RANGE : PATRON_OK;
    case PATRON_FLAG: return check_flag(value, len);
    case PATRON_TEXT: return patron__text_is_utf8(value, len) ? PATRON_OK : PATRON_E_FORMAT;
    default: return check_number(setting, value, len, &number);
  }
}

/* The key that was perhaps meant: one that is written nearly so, else the first that the given one is a part of ("few_positive", "pareto.few"). */
static const char *nearest(const char *key) {
  const patron__setting *one;
  const char *part = NULL;
  patron__guess guess = patron__guess_begin(key);
  for (int32_t i = 0; (one = patron__setting_at(i)) != NULL; i++) {
    const char *name = patron__setting_text(one, PATRON__NAME_TEXT);
    patron__guess_offer(&guess, name);
    if (part == NULL && strlen(key) >= 4 && strstr(name, key) != NULL) part = name;
  }
  return guess.name != NULL ? guess.name : part;
}

/* What to change, where it is the way of writing. */
static const char *why_not(const patron__setting *setting, patron_status status, const char *value, int64_t len) {
  if (status != PATRON_E_FORMAT || len == 0) return NULL;
  if (setting->list_minimum > 0) return memchr(value, ';', (size_t)len) != NULL ? "commas separate the values of a list, and decimals follow a point" : NULL;
  return setting->type == PATRON_MONEY || setting->type == PATRON_NUMBER || setting->type == PATRON_INTEGER ? patron__why_no_number(value, len) : NULL;
}

patron_status patron__settings_check_row(patron_context *context, int64_t row, const char *key, const char *value, int64_t len) {
  char expected[PATRON__SETTING_EXPECTATION];
  const patron__setting *setting = patron__setting_find(key);
  patron__where where = {"settings", "key", row, key, -1, NULL};
  if (setting == NULL) {
    const char *meant = nearest(key);
    if (meant != NULL) return patron__fail(context, PATRON_E_NOT_FOUND, &where, "there is no such setting: did you mean %s?", meant);
    where.expected = "a key of those that the schema lists as settings";
    return patron__fail(context, PATRON_E_NOT_FOUND, &where, "there is no such setting");
  }
  len = patron__text_length(value, len);
  patron_status status = check_value(setting, value, len);
  if (status == PATRON_OK) return PATRON_OK;
  patron__settings_expectation(setting, expected);
  where = (patron__where){"settings", "value", row, value, len, expected};
  const char *why = why_not(setting, status, value, len);
  return patron__fail(context, status, &where, "%s cannot have this value%s%s", key, why == NULL ? "" : ": ", why == NULL ? "" : why);
}

patron_status patron__settings_check(patron_context *context, const char *key, const char *value, int64_t len) {
  return patron__settings_check_row(context, -1, key, value, len);
}
