/* From the text of the built-in rules to the tables of a preset, on the path that the rules of a host take. */
#include "base/text.h"
#include "engine/policy.h"
#include "engine/policy_defaults.h"

static const patron__preset_rules *find_preset(const char *name) {
  const patron__preset_rules *one;
  if (name == NULL) return patron__preset_rules_at(0);
  for (int32_t i = 0; (one = patron__preset_rules_at(i)) != NULL; i++)
    if (strcmp(one->name, name) == 0) return one;
  return NULL;
}

static patron_status read_column(patron_context *context, const patron__default_rules *rules, int32_t at, patron_table *into) {
  patron__column *column = NULL;
  patron_status status = patron__column_create(context, PATRON_TEXT, 0, &column);
  for (int32_t row = 0; row < rules->rows && status == PATRON_OK; row++)
    status = patron__column_append_text(column, rules->cells[row * rules->column_count + at], -1);
  if (status == PATRON_OK) status = patron__table_attach(into, rules->columns[at], column);
  patron__column_drop(column);
  return status;
}

static patron_status put_rules(patron_context *context, const patron__default_rules *rules, patron__tables *out) {
  patron_table *text = NULL, *conformed = NULL, *complete = NULL;
  patron_status status = patron__table_create(context, rules->table, rules->rows, &text);
  for (int32_t i = 0; i < rules->column_count && status == PATRON_OK; i++) status = read_column(context, rules, i, text);
  if (status == PATRON_OK) status = patron__schema_conform(context, text, PATRON__RULE, -1, NULL, &conformed);
  if (status == PATRON_OK) status = patron__rules_complete(context, conformed, &complete);
  if (status == PATRON_OK) status = patron__tables_put(out, complete);
  patron_table_destroy(complete);
  patron_table_destroy(conformed);
  patron_table_destroy(text);
  return status;
}

static patron_status put_settings(patron_context *context, const patron__preset_rules *preset, patron__tables *out) {
  enum { SETTINGS_MAX = 8 };
  const char *keys[SETTINGS_MAX], *values[SETTINGS_MAX];
  int64_t lengths[SETTINGS_MAX];
  patron_table *settings = NULL;
  for (int32_t i = 0; i < preset->setting_count; i++) {
    keys[i] = preset->settings[2 * i];
    values[i] = preset->settings[2 * i + 1];
    lengths[i] = -1;
  }
  patron_status status = patron__settings_build(context, NULL, keys, values, lengths, preset->setting_count, &settings);
  if (status == PATRON_OK) status = patron__tables_put(out, settings);
  patron_table_destroy(settings);
  return status;
}

patron_status patron__policy_preset(patron_context *context, const char *name, patron__tables *out) {
  const patron__preset_rules *preset = find_preset(name);
  const patron__default_rules *rules;
  if (preset == NULL) {
    const patron__where where = {NULL, NULL, -1, name, -1, "DEFAULT, KAM_DIAGNOSTIC, THREE_LEVELS or MATRIX_2X2"};
    return patron__fail(context, PATRON_E_NOT_FOUND, &where, "there is no such preset");
  }
  patron_status status = put_settings(context, preset, out);
  for (int32_t i = 0; (rules = patron__default_rules_at(i)) != NULL && status == PATRON_OK; i++) {
    const patron__default_rules *chosen = rules;
    for (int32_t j = 0; j < preset->table_count; j++)
      if (strcmp(preset->tables[j].table, rules->table) == 0) chosen = &preset->tables[j];
    status = put_rules(context, chosen, out);
  }
  if (status != PATRON_OK) patron__tables_clear(out);
  return status;
}
