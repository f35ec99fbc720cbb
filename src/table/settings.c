/* Reading settings: from text to the type that the schema gives the key. Values were checked when they were put, so that a reader cannot fail. */
#include "table/settings.h"

#include <string.h>

#include "base/text.h"

/* Policies keep the keys ascending; a table that came another way is searched from end to end. */
static int64_t find_row(const patron__column *keys, const char *key) {
  const int64_t key_len = patron__text_length(key, -1);
  int64_t low = 0, high = keys->rows - 1, len;
  while (low <= high) {
    const int64_t middle = low + (high - low) / 2;
    const char *other = patron__column_text(keys, middle, &len);
    const int32_t order = patron__text_compare(key, key_len, other, len);
    if (order == 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  for (int64_t row = 0; row < keys->rows; row++) {
    const char *other = patron__column_text(keys, row, &len);
    if (patron__text_equal(key, key_len, other, len)) return row;
  }
  return -1;
}

const char *patron__settings_value(const patron_table *settings, const char *key, int64_t *len) {
  const patron__column *keys = settings == NULL ? NULL : patron__table_find(settings, "key");
  const patron__column *values = settings == NULL ? NULL : patron__table_find(settings, "value");
  *len = 0;
  if (keys == NULL || values == NULL || keys->type != PATRON_TEXT || values->type != PATRON_TEXT) return NULL;
  const int64_t row = find_row(keys, key);
  if (row < 0) return NULL;
  return patron__column_known(values, row) ? patron__column_text(values, row, len) : "";
}

patron_status patron__settings_copy(const patron_table *settings, const char *key, char *out, int64_t capacity) {
  int64_t len;
  const char *value = patron__settings_value(settings, key, &len);
  if (len >= capacity) return PATRON_E_RANGE;
  if (len > 0) memcpy(out, value, (size_t)len);
  out[len] = 0;
  return PATRON_OK;
}

int32_t patron__settings_is_set(const patron_table *settings, const char *key) {
  int64_t len;
  (void)patron__settings_value(settings, key, &len);
  return len > 0;
}

double patron__settings_number(const patron_table *settings, const char *key) {
  double number = 0;
  (void)patron__settings_numbers(settings, key, &number, 1);
  return number;
}

int64_t patron__settings_integer(const patron_table *settings, const char *key) {
  int64_t len, number = 0;
  const char *value = patron__settings_value(settings, key, &len);
  if (len > 0) (void)patron__parse_i64(value, len, &number);
  return number;
}

int32_t patron__settings_code(const patron_table *settings, const char *key) {
  const patron__setting *setting = patron__setting_find(key);
  int64_t len;
  const char *value = patron__settings_value(settings, key, &len);
  return setting == NULL || len == 0 ? -1 : patron__code_of(patron__setting_text(setting, PATRON__CODES_TEXT), value, len);
}

int32_t patron__settings_flag(const patron_table *settings, const char *key) {
  int64_t len;
  const char *value = patron__settings_value(settings, key, &len);
  return patron__text_equal(value, len, "yes", 3) || patron__text_equal(value, len, "true", 4) || patron__text_equal(value, len, "1", 1);
}

int32_t patron__settings_numbers(const patron_table *settings, const char *key, double *out, int32_t capacity) {
  int64_t len, from = 0;
  const char *value = patron__settings_value(settings, key, &len);
  int32_t count = 0;
  while (from < len && count < capacity) {
    int64_t to = from;
    while (to < len && value[to] != ',') to++;
    if (patron__parse_f64(value + from, to - from, &out[count]) != PATRON_OK) return count;
    count++;
    from = to + 1;
  }
  return count;
}

patron_status patron__settings_date(const patron_table *settings, const char *key, int32_t *out) {
  int64_t len;
  const char *value = patron__settings_value(settings, key, &len);
  return len == 0 ? PATRON_UNKNOWN : patron_date_parse(value, len, out);
}

patron_status patron__settings_money(const patron_table *settings, const char *key, int32_t exponent, int64_t *out) {
  int64_t len;
  const char *value = patron__settings_value(settings, key, &len);
  return len == 0 ? PATRON_UNKNOWN : patron_money_parse(value, len, exponent, out);
}
