/* Tables that are built row by row: each column grows by doubling, a new row is unknown until it is written. */
#include "table/rows.h"

#include <string.h>

#include "base/text.h"
#include "table/schema.h"

/* Room for one row more, in a column that nobody else holds: columns grow by doubling. */
static patron_status column_room(patron__column **column, int64_t rows) {
  int64_t to = 8;
  while (to < rows) to *= 2;
  return patron__column_reserve(column, to, 0, 1);
}

/* `rows` unknown rows. */
static patron_status column_create(patron_context *context, const patron__rows_column *shape, int64_t rows, patron__column **out) {
  patron__column *column = NULL;
  patron_status status = patron__column_create(context, shape->type, rows, &column);
  if (status != PATRON_OK) return status;
  if (shape->type == PATRON_CODE) status = patron__code_dictionary(context, shape->codes, &column->dictionary);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  for (int64_t row = 0; row < rows; row++) patron__column_set_unknown(column, row);
  *out = column;
  return PATRON_OK;
}

patron_status patron__rows_create(patron_context *context, const char *name, const patron__rows_column *columns, int32_t count, patron__rows *out) {
  out->table = NULL;
  out->row = -1;
  out->status = patron__table_create(context, name, 0, &out->table);
  for (int32_t i = 0; i < count; i++) patron__rows_add_column(out, columns[i].name, columns[i].type, columns[i].codes);
  if (out->status != PATRON_OK) patron__rows_abandon(out);
  return out->status;
}

void patron__rows_open(patron_table *table, patron__rows *out) {
  patron__table_retain(table);
  out->table = table;
  out->row = table->rows - 1;
  out->status = PATRON_OK;
}

int32_t patron__rows_add_column(patron__rows *rows, const char *name, int32_t type, const char *codes) {
  const patron__rows_column shape = {name, type, codes};
  patron__column *column = NULL;
  if (rows->status != PATRON_OK) return -1;
  rows->status = column_create(rows->table->context, &shape, rows->table->rows, &column);
  if (rows->status == PATRON_OK) rows->status = patron__table_attach(rows->table, name, column);
  patron__column_drop(column);
  return rows->status == PATRON_OK ? rows->table->column_count - 1 : -1;
}

void patron__rows_next(patron__rows *rows) {
  if (rows->status != PATRON_OK) return;
  for (int32_t i = 0; i < rows->table->column_count; i++) {
    rows->status = column_room(&rows->table->columns[i].column, rows->table->rows + 1);
    if (rows->status != PATRON_OK) return;
  }
  for (int32_t i = 0; i < rows->table->column_count; i++) patron__column_extend(rows->table->columns[i].column, rows->table->rows + 1);
  rows->row = rows->table->rows++;
}

static patron__column *cell(patron__rows *rows, int32_t column) {
  if (rows->status != PATRON_OK || column < 0) return NULL;
  return rows->table->columns[column].column;
}

void patron__rows_text(patron__rows *rows, int32_t column, const char *text, int64_t len) {
  patron__column *into = cell(rows, column);
  if (into == NULL || text == NULL) return;
  rows->status = patron__column_set_text(into, rows->row, text, patron__text_length(text, len));
}

void patron__rows_i64(patron__rows *rows, int32_t column, int64_t value) {
  patron__column *into = cell(rows, column);
  if (into == NULL) return;
  ((int64_t *)into->values)[rows->row] = value;
  patron__bit_set(into->validity, rows->row);
}

void patron__rows_f64(patron__rows *rows, int32_t column, double value) {
  patron__column *into = cell(rows, column);
  if (into == NULL || value != value) return;
  ((double *)into->values)[rows->row] = value;
  patron__bit_set(into->validity, rows->row);
}

void patron__rows_i32(patron__rows *rows, int32_t column, int32_t value) {
  patron__column *into = cell(rows, column);
  if (into == NULL || (into->type == PATRON_CODE && value < 0)) return;
  if (into->type != PATRON_FLAG) ((int32_t *)into->values)[rows->row] = value;
  else if (value) patron__bit_set((uint8_t *)into->values, rows->row);
  else patron__bit_clear((uint8_t *)into->values, rows->row);
  patron__bit_set(into->validity, rows->row);
}

void patron__rows_cell(patron__rows *rows, int32_t column, const patron__column *from, int64_t row) {
  const patron__column *into = cell(rows, column);
  const char *text;
  int64_t len;
  if (into == NULL || from == NULL || !patron__column_known(from, row)) return;
  if (into->type == PATRON_TEXT) {
    char number[PATRON__NUMBER_TEXT];
    if (from->type == PATRON_CODE) text = patron__dictionary_name(from->dictionary, patron__column_i32(from, row), &len);
    else if (from->type == PATRON_INTEGER) { len = patron__format_i64(patron__column_i64(from, row), number); text = number; }
    else text = patron__column_text(from, row, &len);
    patron__rows_text(rows, column, text, len);
  } else if (into->type == PATRON_MONEY || into->type == PATRON_INTEGER) {
    patron__rows_i64(rows, column, patron__column_i64(from, row));
  } else if (into->type == PATRON_NUMBER) {
    patron__rows_f64(rows, column, patron__column_f64(from, row));
  } else {
    patron__rows_i32(rows, column, into->type == PATRON_FLAG ? patron__column_flag(from, row) : patron__column_i32(from, row));
  }
}

patron_status patron__rows_finish(patron__rows *rows, patron_table **out) {
  if (rows->status == PATRON_OK) {
    patron__table_finish(rows->table);
    *out = rows->table;
    rows->table = NULL;
    return PATRON_OK;
  }
  patron__rows_abandon(rows);
  return rows->status;
}

patron_status patron__rows_keep(patron__rows *rows, patron__tables *set) {
  patron_table *table = NULL;
  patron_status status = patron__rows_finish(rows, &table);
  if (status == PATRON_OK) status = patron__tables_put(set, table);
  patron_table_destroy(table);
  return status;
}

void patron__rows_abandon(patron__rows *rows) {
  patron_table_destroy(rows->table);
  rows->table = NULL;
}
