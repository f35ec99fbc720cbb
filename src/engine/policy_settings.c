/* The `settings` table of a policy: every key once, ascending, so that readers find it by halving. */
#include "base/text.h"
#include "engine/policy.h"

/* Ascending by bytes. There are under a hundred. */
static void sort_settings(const patron__setting **settings, int32_t count) {
  for (int32_t i = 1; i < count; i++) {
    const patron__setting *one = settings[i];
    int32_t at = i;
    for (; at > 0 && strcmp(patron__setting_text(settings[at - 1], PATRON__NAME_TEXT), patron__setting_text(one, PATRON__NAME_TEXT)) > 0; at--) settings[at] = settings[at - 1];
    settings[at] = one;
  }
}

/* The last value given for a key; else that of `from`; else the schema's. */
static const char *value_of(const patron__setting *setting, const patron_table *from, const char *const *keys, const char *const *values, const int64_t *lengths, int32_t count, int64_t *len) {
  const char *key = patron__setting_text(setting, PATRON__NAME_TEXT), *standard = patron__setting_text(setting, PATRON__DEFAULT_TEXT);
  for (int32_t i = count - 1; i >= 0; i--) {
    if (strcmp(keys[i], key) != 0) continue;
    *len = patron__text_length(values[i], lengths[i]);
    return values[i];
  }
  if (from != NULL) return patron__settings_value(from, key, len);
  *len = (int64_t)strlen(standard);
  return standard;
}

patron_status patron__settings_build(patron_context *context, const patron_table *from, const char *const *keys, const char *const *values, const int64_t *lengths, int32_t count, patron_table **out) {
  int32_t settings = 0;
  while (patron__setting_at(settings) != NULL) settings++;
  patron_table *made = NULL;
  patron__column *key_column = NULL, *value_column = NULL;
  const patron__setting **sorted = patron__allocate_array(context, settings, sizeof *sorted);
  if (sorted == NULL) return patron__memory_status(context);
  for (int32_t i = 0; i < settings; i++) sorted[i] = patron__setting_at(i);
  sort_settings(sorted, settings);
  patron_status status = patron__table_create(context, "settings", settings, &made);
  if (status == PATRON_OK) status = patron__table_new_column(made, "key", PATRON_TEXT, &key_column);
  if (status == PATRON_OK) status = patron__table_new_column(made, "value", PATRON_TEXT, &value_column);
  for (int32_t i = 0; i < settings && status == PATRON_OK; i++) {
    int64_t len = 0;
    const char *value = value_of(sorted[i], from, keys, values, lengths, count, &len);
    status = patron__column_set_text(key_column, i, patron__setting_text(sorted[i], PATRON__NAME_TEXT), -1);
    if (status == PATRON_OK) status = patron__column_set_text(value_column, i, value == NULL ? "" : value, len);
  }
  patron__release(context, (void *)sorted);
  if (status != PATRON_OK) {
    patron_table_destroy(made);
    return status;
  }
  patron__table_finish(made);
  *out = made;
  return PATRON_OK;
}
