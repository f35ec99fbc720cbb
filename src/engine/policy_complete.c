/* Rule tables as they are kept: every column of the schema, in its order, with its default where nothing was said; so that whoever reads rules need not ask. */
#include "base/text.h"
#include "engine/policy.h"

/* Amounts of money have no default that is one (theirs is a sentence), and no number of a rule table has any. */
static int32_t has_default(const patron__schema_column *schema) {
  return patron__schema_text(schema, PATRON__DEFAULT_TEXT)[0] != 0 && (schema->type == PATRON_TEXT || schema->type == PATRON_FLAG || schema->type == PATRON_CODE);
}

static patron_status write_default(patron_context *context, patron__column *column, const patron__schema_column *schema, int64_t row) {
  const char *value = patron__schema_text(schema, PATRON__DEFAULT_TEXT);
  int32_t code = 0;
  if (schema->type == PATRON_TEXT) return patron__column_set_text(column, row, value, -1);
  if (schema->type == PATRON_FLAG) {
    if (strcmp(value, "yes") == 0) patron__bit_set(column->values, row);
  } else {
    patron_status status = patron__dictionary_add(context, &column->dictionary, value, -1, &code);
    if (status != PATRON_OK) return status;
    ((int32_t *)column->values)[row] = code;
  }
  patron__column_set_known(column, row);
  return PATRON_OK;
}

static patron_status fill_defaults(patron_context *context, patron__column **column, const patron__schema_column *schema) {
  if (!has_default(schema) || patron__column_unknown_count(*column) == 0) return PATRON_OK;
  patron_status status = patron__column_reserve(column, (*column)->rows, 0, 1);
  for (int64_t row = 0; row < (*column)->rows && status == PATRON_OK; row++)
    if (!patron__column_known(*column, row)) status = write_default(context, *column, schema, row);
  return status;
}

/* All unknown. Money in rules stays text until the currency is known. */
static patron_status new_column(patron_context *context, const patron__schema_column *schema, int64_t rows, patron__column **out) {
  patron__column *made = NULL;
  patron_status status = patron__column_create(context, schema->type == PATRON_MONEY ? PATRON_TEXT : schema->type, rows, &made);
  if (status != PATRON_OK) return status;
  status = patron__column_need_validity(made);
  if (status == PATRON_OK && rows > 0) memset(made->validity, 0, (size_t)patron__bitmap_bytes(rows));
  if (status == PATRON_OK && schema->type == PATRON_CODE) status = patron__code_dictionary(context, patron__schema_text(schema, PATRON__CODES_TEXT), &made->dictionary);
  if (status == PATRON_OK) *out = made;
  else patron__column_drop(made);
  return status;
}

static patron_status complete_column(patron_context *context, const patron_table *given, const patron__schema_column *schema, patron_table *into) {
  const char *name = patron__schema_text(schema, PATRON__NAME_TEXT);
  patron__column *column = patron__table_find(given, name);
  patron_status status = PATRON_OK;
  if (column == NULL) status = new_column(context, schema, given->rows, &column);
  else patron__column_retain(column);
  if (status != PATRON_OK) return status;
  status = fill_defaults(context, &column, schema);
  if (status == PATRON_OK) status = patron__table_attach(into, name, column);
  patron__column_drop(column);
  return status;
}

/* The closest approach of the four tiers that everybody knows (a corner shop at the top of its layer gets no joint plan); other tiers have no bound. */
static patron_status bound_approaches(patron_context *context, patron_table *programs) {
  static const char *const bounds[][2] = {{"GOLD", "STRATEGIC"}, {"SILVER", "COLLABORATIVE"}, {"BRONZE", "CONSULTATIVE"}, {"HOUSE", "TACTICAL"}};
  const patron__column *tiers = patron__table_find(programs, "tier");
  patron__column **approaches = NULL;
  for (int32_t i = 0; i < programs->column_count; i++)
    if (strcmp(programs->columns[i].name, "maximum_approach") == 0) approaches = &programs->columns[i].column;
  if (patron__column_unknown_count(*approaches) == 0) return PATRON_OK;
  patron_status status = patron__column_reserve(approaches, programs->rows, 0, 1);
  for (int64_t row = 0; row < programs->rows && status == PATRON_OK; row++) {
    int64_t len;
    const char *tier = patron__column_text(tiers, row, &len);
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds && !patron__column_known(*approaches, row); i++) {
      int32_t code;
      if (!patron__text_equal(tier, len, bounds[i][0], -1)) continue;
      status = patron__dictionary_add(context, &(*approaches)->dictionary, bounds[i][1], -1, &code);
      if (status != PATRON_OK) break;
      ((int32_t *)(*approaches)->values)[row] = code;
      patron__column_set_known(*approaches, row);
    }
  }
  return status;
}

patron_status patron__rules_complete(patron_context *context, const patron_table *given, patron_table **out) {
  const patron__schema_column *schema;
  patron_table *made = NULL;
  patron_status status = patron__table_create(context, given->name, given->rows, &made);
  for (int32_t i = 0; status == PATRON_OK && (schema = patron__schema_of(given->name, PATRON__RULE, i)) != NULL; i++) status = complete_column(context, given, schema, made);
  if (status == PATRON_OK && strcmp(given->name, "programs") == 0) status = bound_approaches(context, made);
  if (status != PATRON_OK) {
    patron_table_destroy(made);
    return status;
  }
  patron__table_finish(made);
  *out = made;
  return PATRON_OK;
}
