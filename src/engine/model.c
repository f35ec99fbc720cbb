/* A policy fitted to a portfolio: tables that can be saved, read and applied. */
#include "engine/model.h"

#include <string.h>

#include "base/text.h"
#include "engine/given.h"
#include "table/rows.h"

/* The lists that stages write, those of most columns first. */
static patron_status make_codes(patron_model *model) {
  static const char *const names[] = {"class", "relationship_level", "exposed", "severity", "party", "dimension", "band", "intent", "approach", "blocked_by", "engagement", "investment_level",
                                      "coverage", "tier_subtype", "tier_state", "advice", "growth_state", "wallet_source", "potential_reason", "staff_role"};
  patron_status status = PATRON_OK;
  _Static_assert(sizeof names / sizeof *names <= PATRON__CODES, "there is room for every list");
  for (size_t i = 0; i < sizeof names / sizeof *names && status == PATRON_OK; i++) {
    status = patron__code_dictionary(model->context, names[i], &model->codes[i].names);
    if (status == PATRON_OK) model->codes[i].name = names[i];
  }
  return status;
}

patron_status patron__model_create(patron_context *context, patron_model **out) {
  patron_model *model = patron__allocate_array(context, 1, sizeof *model);
  patron_status status;
  if (model == NULL) return patron__memory_status(context);
  patron__count_add(&model->references, 1);
  patron__context_retain(context);
  model->context = context;
  patron__tables_init(&model->tables, context);
  patron__tables_init(&model->given, context);
  status = make_codes(model);
  if (status != PATRON_OK) { patron_model_destroy(model); return status; }
  *out = model;
  return PATRON_OK;
}

void patron__model_retain(patron_model *model) { patron__count_add(&model->references, 1); }

void patron_model_destroy(patron_model *model) {
  const patron__stage *stage;
  patron_context *context;
  if (model == NULL || patron__count_add(&model->references, -1) > 0) return;
  context = model->context;
  for (int32_t i = 0; (stage = patron__stage_at(i)) != NULL; i++)
    if (stage->release != NULL) stage->release(context, model->states[i]);
  for (int32_t i = 0; i < PATRON__CODES; i++) patron__dictionary_drop(model->codes[i].names);
  patron__tables_clear(&model->tables);
  patron__tables_clear(&model->given);
  patron__release(context, model);
  patron__context_drop(context);
}

patron_status patron__model_describe(patron_model *model, const char *policy) {
  static const patron__rows_column columns[] = {{"key", PATRON_TEXT, NULL}, {"value", PATRON_TEXT, NULL}};
  char date[PATRON__NUMBER_TEXT] = "";
  const char *rows_of_about[][2] = {{"currency", model->currency}, {"as_of", NULL}, {"policy", policy}, {"version", patron_version_string()}};
  patron__rows rows;
  patron_status status = patron__rows_create(model->context, "about", columns, 2, &rows);
  if (status != PATRON_OK) return status;
  if (model->as_of_known) {
    (void)patron__format_date(model->as_of, date);
    rows_of_about[1][1] = date;
  }
  for (size_t i = 0; i < sizeof rows_of_about / sizeof *rows_of_about; i++) {
    patron__rows_next(&rows);
    patron__rows_text(&rows, 0, rows_of_about[i][0], -1);
    patron__rows_text(&rows, 1, rows_of_about[i][1], -1);
  }
  return patron__rows_keep(&rows, &model->tables);
}

const void *patron__model_state(const patron_model *model, const patron__stage *stage) {
  int32_t i = 0;
  while (patron__stage_at(i) != stage) i++;
  return model->states[i];
}

patron_status patron__model_prepare_stage(patron_model *model, int32_t index) {
  const patron__stage *stage = patron__stage_at(index);
  return stage->prepare == NULL ? PATRON_OK : stage->prepare(model->context, &model->tables, &model->states[index]);
}

patron_status patron_model_table(const patron_model *model, const char *name, patron_table **out) {
  if (model == NULL || name == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  return patron__tables_get(&model->tables, name, out);
}

patron_status patron_model_save(const patron_model *model, void *buf, int64_t cap, int64_t *needed) {
  if (model == NULL || cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  return patron__tables_save(&model->tables, buf, cap, needed);
}

static patron_status broken(patron_context *context, const char *what) { return patron__fail(context, PATRON_E_FORMAT, NULL, "the bytes are no model of this version: %s", what); }

/* The value of a key in `about`; NULL: unknown. */
static const char *about(const patron_table *table, const char *key, int64_t *len) {
  const patron__column *keys = patron__table_find(table, "key"), *values = patron__table_find(table, "value");
  if (keys == NULL || values == NULL || keys->type != PATRON_TEXT || values->type != PATRON_TEXT) return NULL;
  for (int64_t row = 0; row < table->rows; row++) {
    int64_t key_len;
    const char *name = patron__column_text(keys, row, &key_len);
    if (patron__column_known(values, row) && patron__text_equal(name, key_len, key, -1)) return patron__column_text(values, row, len);
  }
  return NULL;
}

static patron_status read_about(patron_model *model) {
  const patron_table *table = patron__tables_find(&model->tables, "about");
  const char *currency, *as_of;
  int64_t len = 0;
  int32_t exponent;
  if (table == NULL) return broken(model->context, "the table about is missing");
  currency = about(table, "currency", &len);
  if (currency == NULL || len != 3) return broken(model->context, "it has no currency");
  memcpy(model->currency, currency, 3);
  if (patron_currency_exponent(model->currency, &exponent) != PATRON_OK) return broken(model->context, "its currency is unknown");
  as_of = about(table, "as_of", &len);
  if (as_of != NULL && patron_date_parse(as_of, len, &model->as_of) != PATRON_OK) return broken(model->context, "its as-of date is no date");
  model->as_of_known = as_of != NULL;
  return PATRON_OK;
}

/* Settings of a loaded model are read without further checks by the stages: every key must be there and in range. */
static patron_status check_settings(const patron_model *model) {
  const patron_table *settings = patron__tables_find(&model->tables, "settings");
  const patron__setting *setting;
  if (settings == NULL) return broken(model->context, "the table settings is missing");
  for (int32_t i = 0; (setting = patron__setting_at(i)) != NULL; i++) {
    int64_t len = 0;
    const char *key = patron__setting_text(setting, PATRON__NAME_TEXT), *value = patron__settings_value(settings, key, &len);
    if (value == NULL) return broken(model->context, "a setting is missing");
    if (len > 0 && patron__settings_check(model->context, key, value, len) != PATRON_OK) return broken(model->context, "a setting is out of range");
  }
  return PATRON_OK;
}

/* Rules too: types, ranges, lists and keys are those of the schema, as if they had been put into a policy. */
static patron_status check_rules(patron_model *model) {
  int32_t exponent = 0;
  patron_status status = patron_currency_exponent(model->currency, &exponent);
  for (int32_t i = 0; i < model->tables.count && status == PATRON_OK; i++) {
    const patron_table *table = model->tables.items[i];
    patron_table *conformed = NULL;
    if (!patron__schema_has_table(table->name, PATRON__RULE) || strcmp(table->name, "settings") == 0) continue;
    status = patron__schema_conform(model->context, table, PATRON__RULE, exponent, NULL, &conformed);
    if (status != PATRON_OK) return status == PATRON_E_NO_MEMORY || status == PATRON_E_MEMORY_LIMIT ? status : broken(model->context, "a rule has a value that it cannot have");
    for (int32_t c = 0; c < table->column_count; c++)   /* a policy keeps names as texts */
      if (conformed->columns[c].column->type == PATRON_TEXT && table->columns[c].column->type != PATRON_TEXT) status = broken(model->context, "names of a rule are no texts");
    patron_table_destroy(conformed);
  }
  return status;
}

patron_status patron_model_load(patron_context *context, const void *bytes, int64_t len, patron_model **out) {
  patron_model *model = NULL;
  patron_status status;
  if (context == NULL || bytes == NULL || len < 0 || out == NULL) return patron__refuse_arguments(context, "patron_model_load");
  status = patron__context_idle(context);
  if (status == PATRON_OK) status = patron__model_create(context, &model);
  if (status != PATRON_OK) return status;
  status = patron__tables_load(context, bytes, len, &model->tables);
  if (status == PATRON_OK) status = read_about(model);
  if (status == PATRON_OK) status = check_settings(model);
  if (status == PATRON_OK) status = check_rules(model);
  if (status == PATRON_OK) status = patron__given_prepare(model);
  for (int32_t i = 0; status == PATRON_OK && patron__stage_at(i) != NULL; i++) status = patron__model_prepare_stage(model, i);
  if (status != PATRON_OK) { patron_model_destroy(model); return status; }
  *out = model;
  return PATRON_OK;
}
