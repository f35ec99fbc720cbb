/* Reading single cells of rule and model tables. Rules are small: each read looks its column up again, so that callers need no list of columns. */
#include "stages/cells.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

int64_t patron__cells_rows(const patron_table *table) { return table == NULL ? 0 : table->rows; }

/* The column, where the cell is known. */
static const patron__column *known_cell(const patron_table *table, const char *name, int64_t row) {
  const patron__column *column = table == NULL ? NULL : patron__table_find(table, name);
  return column != NULL && row >= 0 && row < column->rows && patron__column_known(column, row) ? column : NULL;
}

/* The bytes of a TEXT, CODE or INTEGER cell; NULL: another type. `number` is where an integer is written. */
static const char *cell_bytes(const patron__column *column, int64_t row, char number[PATRON__NUMBER_TEXT], int64_t *len) {
  if (column->type == PATRON_TEXT) return patron__column_text(column, row, len);
  if (column->type == PATRON_CODE) return patron__dictionary_name(column->dictionary, patron__column_i32(column, row), len);
  if (column->type != PATRON_INTEGER) return NULL;
  *len = patron__format_i64(patron__column_i64(column, row), number);
  return number;
}

int64_t patron__cell_text(const patron_table *table, const char *name, int64_t row, char *out, int64_t capacity) {
  const patron__column *column = known_cell(table, name, row);
  char number[PATRON__NUMBER_TEXT];
  const char *text;
  int64_t len = 0;
  out[0] = '\0';
  if (column == NULL) return PATRON__CELL_UNKNOWN;
  text = cell_bytes(column, row, number, &len);
  if (text == NULL || len >= capacity || (len > 0 && memchr(text, '\0', (size_t)len) != NULL)) return PATRON__CELL_BAD;
  if (len > 0) memcpy(out, text, (size_t)len);
  out[len] = '\0';
  return len;
}

int32_t patron__cell_is(const patron_table *table, const char *name, int64_t row, const char *text) {
  const patron__column *column = known_cell(table, name, row);
  char number[PATRON__NUMBER_TEXT];
  int64_t len = 0;
  const char *bytes = column == NULL ? NULL : cell_bytes(column, row, number, &len);
  return bytes != NULL && patron__text_equal(bytes, len, text, -1);
}

int32_t patron__cells_name(const patron_table *table, const char *column, const char *name, const char *end) {
  const int64_t length = (int64_t)strlen(name) - (int64_t)strlen(end);
  if (length <= 0 || strcmp(name + length, end) != 0) return 0;
  for (int64_t row = 0; row < patron__cells_rows(table); row++) {
    const patron__column *cell = known_cell(table, column, row);
    char number[PATRON__NUMBER_TEXT];
    int64_t len = 0;
    const char *bytes = cell == NULL ? NULL : cell_bytes(cell, row, number, &len);
    if (bytes != NULL && patron__text_equal(bytes, len, name, length)) return 1;
  }
  return 0;
}

double patron__cell_number(const patron_table *table, const char *name, int64_t row) {
  const patron__column *column = known_cell(table, name, row);
  if (column == NULL) return NAN;
  if (column->type == PATRON_NUMBER) return patron__column_f64(column, row);
  return column->type == PATRON_INTEGER ? (double)patron__column_i64(column, row) : NAN;
}

int32_t patron__cell_code(const patron_table *table, const char *name, int64_t row, const char *codes) {
  const patron__column *column = known_cell(table, name, row);
  char number[PATRON__NUMBER_TEXT];
  int64_t len = 0;
  const char *bytes = column == NULL ? NULL : cell_bytes(column, row, number, &len);
  int32_t code;
  if (column == NULL) return PATRON__CELL_UNKNOWN;
  code = bytes == NULL ? -1 : patron__code_of(codes, bytes, len);
  return code < 0 ? PATRON__CELL_BAD : code;
}

int32_t patron__cell_flag(const patron_table *table, const char *name, int64_t row) {
  const patron__column *column = known_cell(table, name, row);
  return column != NULL && column->type == PATRON_FLAG && patron__column_flag(column, row);
}
