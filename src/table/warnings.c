/* The table of warnings: what is odd in facts or rules, but no error. */
#include "table/schema.h"

patron_status patron__warnings_create(patron_context *context, patron_table **out) {
  static const char *const texts[] = {"table", "column", NULL, "code", "text"};
  patron_table *table = NULL;
  patron_status status = patron__table_create(context, "warnings", 0, &table);
  for (int32_t i = 0; i < 5 && status == PATRON_OK; i++) {
    patron__column *column = NULL;
    status = patron__table_new_column(table, texts[i] != NULL ? texts[i] : "row", texts[i] != NULL ? PATRON_TEXT : PATRON_INTEGER, &column);
  }
  if (status != PATRON_OK) {
    patron_table_destroy(table);
    return status;
  }
  *out = table;
  return PATRON_OK;
}

patron_status patron__warnings_add(patron_table *warnings, const char *table, const char *column, int64_t row, const char *code, const char *text) {
  const char *const values[] = {table, column, NULL, code, text};
  patron__table_column *columns = warnings->columns;
  int64_t at = warnings->rows;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < 5 && status == PATRON_OK; i++)
    status = patron__column_reserve(&columns[i].column, at + 1, values[i] != NULL ? (int64_t)strlen(values[i]) : 0, i == 2 ? row < 0 : values[i] == NULL);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < 5; i++) {
    patron__column *one = columns[i].column;
    patron__column_extend(one, at + 1);
    if (i == 2 && row >= 0) ((int64_t *)one->values)[at] = row;
    else if (i != 2 && values[i] != NULL) status = patron__column_set_text(one, at, values[i], -1);
    if (i == 2 ? row >= 0 : values[i] != NULL) patron__column_set_known(one, at);
  }
  warnings->rows = at + 1;
  return status;   /* the room is there: only OK */
}

void patron__warnings_cut(patron_table *warnings, int64_t rows) {
  for (int32_t i = 0; i < warnings->column_count; i++) {
    patron__column *column = warnings->columns[i].column;
    if (column->rows <= rows) continue;
    column->rows = rows;
    if (column->type == PATRON_TEXT && column->offsets_filled > rows) column->offsets_filled = rows;
  }
  warnings->rows = rows;
}
