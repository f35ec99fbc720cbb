/* The schema as tables: what a host shows in its forms, what templates and reference pages are made from. */
#include <float.h>

#include "table/settings.h"

/* A table written row by row: columns by their place, texts and flags and numbers. */
typedef struct builder {
  patron_table *table;
  patron_status status;
} builder;

static void begin(builder *to, patron_context *context, const char *name, int64_t rows) { to->status = patron__table_create(context, name, rows, &to->table); }

static void column(builder *to, const char *name, int32_t type, int32_t with_unknown) {
  patron__column *made = NULL;
  if (to->status == PATRON_OK) to->status = patron__table_new_column(to->table, name, type, &made);
  if (to->status == PATRON_OK && with_unknown) to->status = patron__column_need_validity(made);
}

/* NULL and "": unknown where the column may be. */
static void put_text(builder *to, int32_t index, int64_t row, const char *text) {
  if (to->status != PATRON_OK) return;
  patron__column *one = to->table->columns[index].column;
  if (text == NULL || (text[0] == 0 && one->validity != NULL)) patron__column_set_unknown(one, row);
  else to->status = patron__column_set_text(one, row, text, -1);
}

static void put_flag(builder *to, int32_t index, int64_t row, int32_t value) {
  if (to->status == PATRON_OK && value) patron__bit_set(to->table->columns[index].column->values, row);
}

static void put_integer(builder *to, int32_t index, int64_t row, int64_t value) {
  if (to->status == PATRON_OK) ((int64_t *)to->table->columns[index].column->values)[row] = value;
}

/* A bound of a range; what is no bound is unknown. "Above 0" is told by the text of the expectation. */
static void put_bound(builder *to, int32_t index, int64_t row, double low, double high, double value) {
  if (to->status != PATRON_OK) return;
  patron__column *one = to->table->columns[index].column;
  if (low > high || value >= DBL_MAX) patron__column_set_unknown(one, row);
  else ((double *)one->values)[row] = value == PATRON__ABOVE_ZERO ? 0.0 : value;
}

static void put_bounds(builder *to, int32_t index, int64_t row, double low, double high) {
  put_bound(to, index, row, low, high, low);
  put_bound(to, index + 1, row, low, high, high);
}

static patron_status end(builder *to, patron_table **out) {
  if (to->status == PATRON_OK) {
    patron__table_finish(to->table);
    *out = to->table;
  } else {
    patron_table_destroy(to->table);
  }
  return to->status;
}

/* All columns, or those of the tables of one name. */
static patron_status list_columns(patron_context *context, const char *name, const char *table, patron_table **out) {
  static const struct { const char *name; int32_t type, with_unknown; } shape[] = {
    {"table", PATRON_TEXT, 0}, {"kind", PATRON_TEXT, 0}, {"column", PATRON_TEXT, 0}, {"type", PATRON_TEXT, 0}, {"required", PATRON_FLAG, 0}, {"key", PATRON_FLAG, 0},
    {"pattern", PATRON_FLAG, 0}, {"codes", PATRON_TEXT, 1}, {"free_codes", PATRON_FLAG, 0}, {"low", PATRON_NUMBER, 1}, {"high", PATRON_NUMBER, 1},
    {"expected", PATRON_TEXT, 0}, {"unit", PATRON_TEXT, 1}, {"default", PATRON_TEXT, 1}, {"stage", PATRON_TEXT, 1}, {"doc", PATRON_TEXT, 0},
  };
  int64_t rows = 0;
  const patron__schema_column *one;
  for (int32_t i = 0; (one = patron__schema_at(i)) != NULL; i++) rows += table == NULL || strcmp(patron__schema_table(one), table) == 0;
  builder to = {NULL, PATRON_OK};
  begin(&to, context, name, rows);
  for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) column(&to, shape[i].name, shape[i].type, shape[i].with_unknown);
  int64_t row = 0;
  for (int32_t i = 0; (one = patron__schema_at(i)) != NULL; i++) {
    if (table != NULL && strcmp(patron__schema_table(one), table) != 0) continue;
    char expectation[PATRON__EXPECTATION];
    patron__describe_column(one, -1, expectation);
    put_text(&to, 0, row, patron__schema_table(one));
    put_text(&to, 1, row, patron__kind_name(one->kind));
    put_text(&to, 2, row, patron__schema_text(one, PATRON__NAME_TEXT));
    put_text(&to, 3, row, patron__type_name(one->type));
    put_flag(&to, 4, row, one->flags & PATRON__REQUIRED);
    put_flag(&to, 5, row, one->flags & PATRON__KEY);
    put_flag(&to, 6, row, one->flags & PATRON__PATTERN);
    put_text(&to, 7, row, patron__schema_text(one, PATRON__CODES_TEXT));
    put_flag(&to, 8, row, one->flags & PATRON__FREE_CODES);
    put_bounds(&to, 9, row, patron__schema_low(one), patron__schema_high(one));
    put_text(&to, 11, row, expectation);
    put_text(&to, 12, row, patron__schema_text(one, PATRON__UNIT_TEXT));
    put_text(&to, 13, row, patron__schema_text(one, PATRON__DEFAULT_TEXT));
    put_text(&to, 14, row, patron__schema_text(one, PATRON__STAGE_TEXT));
    put_text(&to, 15, row, patron__schema_text(one, PATRON__DOC_TEXT));
    row++;
  }
  return end(&to, out);
}

static patron_status list_settings(patron_context *context, patron_table **out) {
  static const struct { const char *name; int32_t type, with_unknown; } shape[] = {
    {"key", PATRON_TEXT, 0}, {"type", PATRON_TEXT, 0}, {"list_minimum", PATRON_INTEGER, 0}, {"list_maximum", PATRON_INTEGER, 0}, {"ascending", PATRON_FLAG, 0}, {"codes", PATRON_TEXT, 1},
    {"low", PATRON_NUMBER, 1}, {"high", PATRON_NUMBER, 1}, {"expected", PATRON_TEXT, 0}, {"default", PATRON_TEXT, 1}, {"doc", PATRON_TEXT, 0},
  };
  int32_t rows = 0;
  while (patron__setting_at(rows) != NULL) rows++;
  builder to = {NULL, PATRON_OK};
  begin(&to, context, "settings", rows);
  for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) column(&to, shape[i].name, shape[i].type, shape[i].with_unknown);
  for (int32_t row = 0; row < rows; row++) {
    const patron__setting *one = patron__setting_at(row);
    char expectation[PATRON__SETTING_EXPECTATION];
    patron__settings_expectation(one, expectation);
    put_text(&to, 0, row, patron__setting_text(one, PATRON__NAME_TEXT));
    put_text(&to, 1, row, patron__type_name(one->type));
    put_integer(&to, 2, row, one->list_minimum);
    put_integer(&to, 3, row, one->list_maximum);
    put_flag(&to, 4, row, one->ascending);
    put_text(&to, 5, row, patron__setting_text(one, PATRON__CODES_TEXT));
    put_bounds(&to, 6, row, one->low, one->high);
    put_text(&to, 8, row, expectation);
    put_text(&to, 9, row, patron__setting_text(one, PATRON__DEFAULT_TEXT));
    put_text(&to, 10, row, patron__setting_text(one, PATRON__DOC_TEXT));
  }
  return end(&to, out);
}

static patron_status list_codes(patron_context *context, patron_table **out) {
  const char *doc, *list;
  int64_t rows = 0, row = 0;
  for (int32_t i = 0; (list = patron__code_list_at(i, &doc)) != NULL; i++) rows += patron__code_count(list);
  builder to = {NULL, PATRON_OK};
  begin(&to, context, "codes", rows);
  column(&to, "codes", PATRON_TEXT, 0);
  column(&to, "code", PATRON_INTEGER, 0);
  column(&to, "name", PATRON_TEXT, 0);
  column(&to, "doc", PATRON_TEXT, 0);
  for (int32_t i = 0; (list = patron__code_list_at(i, &doc)) != NULL; i++)
    for (int32_t code = 0; code < patron__code_count(list); code++, row++) {
      put_text(&to, 0, row, list);
      put_integer(&to, 1, row, code);
      put_text(&to, 2, row, patron__code_text(list, code));
      put_text(&to, 3, row, patron__code_doc(list, code));
    }
  return end(&to, out);
}

static patron_status list_presets(patron_context *context, patron_table **out) {
  const char *doc = NULL;
  int32_t rows = 0;
  while (patron__preset_at(rows, &doc) != NULL) rows++;
  builder to = {NULL, PATRON_OK};
  begin(&to, context, "presets", rows);
  column(&to, "preset", PATRON_TEXT, 0);
  column(&to, "doc", PATRON_TEXT, 0);
  for (int32_t row = 0; row < rows; row++) {
    put_text(&to, 0, row, patron__preset_at(row, &doc));
    put_text(&to, 1, row, doc);
  }
  return end(&to, out);
}

static patron_status list_tables(patron_context *context, patron_table **out) {
  int64_t rows = 0, row = 0;
  const char *table;
  for (int32_t kind = PATRON__FACT; kind <= PATRON__DECISION; kind++)
    for (int32_t i = 0; patron__schema_table_at(i, kind) != NULL; i++) rows++;
  builder to = {NULL, PATRON_OK};
  begin(&to, context, "tables", rows);
  column(&to, "table", PATRON_TEXT, 0);
  column(&to, "kind", PATRON_TEXT, 0);
  column(&to, "doc", PATRON_TEXT, 0);
  for (int32_t kind = PATRON__FACT; kind <= PATRON__DECISION; kind++)
    for (int32_t i = 0; (table = patron__schema_table_at(i, kind)) != NULL; i++, row++) {
      put_text(&to, 0, row, table);
      put_text(&to, 1, row, patron__kind_name(kind));
      put_text(&to, 2, row, patron__schema_table_doc(table, kind));
    }
  return end(&to, out);
}

patron_status patron_schema(patron_context *context, const char *name, patron_table **out) {
  if (context == NULL || out == NULL) return patron__refuse_arguments(context, "patron_schema");
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  if (name == NULL || strcmp(name, "columns") == 0) return list_columns(context, "columns", NULL, out);
  if (strcmp(name, "settings") == 0) return list_settings(context, out);
  if (strcmp(name, "codes") == 0) return list_codes(context, out);
  if (strcmp(name, "presets") == 0) return list_presets(context, out);
  if (strcmp(name, "tables") == 0) return list_tables(context, out);
  for (int32_t kind = PATRON__FACT; kind <= PATRON__DECISION; kind++)
    if (patron__schema_has_table(name, kind)) return list_columns(context, name, name, out);
  patron__where where = {name, NULL, -1, NULL, -1, "columns, settings, codes, presets, tables, or the name of a table"};
  patron__guess guess = patron__guess_begin(name);
  const char *table;
  for (int32_t kind = PATRON__FACT; kind <= PATRON__DECISION; kind++)
    for (int32_t i = 0; (table = patron__schema_table_at(i, kind)) != NULL; i++) patron__guess_offer(&guess, table);
  if (guess.name != NULL) return patron__fail(context, PATRON_E_NOT_FOUND, &where, "the schema has no table of this name: did you mean %s?", guess.name);
  return patron__fail(context, PATRON_E_NOT_FOUND, &where, "the schema has no table of this name");
}
