/* Columns of a table in plain arrays. */
#include "columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(int64_t count, size_t size) { return malloc((size_t)(count < 1 ? 1 : count) * size); }

static int load_text(const patron_table *table, int64_t index, column *c)
{
  int64_t needed = 0;
  if (patron_table_read_text(table, index, 0, c->rows, NULL, NULL, 0, &needed, NULL) != PATRON_OK) return 0;
  c->offsets = allocate(c->rows + 1, sizeof *c->offsets);
  c->bytes = allocate(needed, 1);
  if (c->offsets == NULL || c->bytes == NULL) return 0;
  return patron_table_read_text(table, index, 0, c->rows, c->offsets, c->bytes, needed < 1 ? 1 : needed, NULL, c->validity) == PATRON_OK;
}

static int load_values(const patron_table *table, int64_t index, int32_t type, column *c)
{
  switch (type) {
  case PATRON_MONEY:
  case PATRON_INTEGER:
    c->integers = allocate(c->rows, sizeof *c->integers);
    return c->integers != NULL && patron_table_read_i64(table, index, 0, c->rows, c->integers, c->validity) == PATRON_OK;
  case PATRON_NUMBER:
    c->numbers = allocate(c->rows, sizeof *c->numbers);
    return c->numbers != NULL && patron_table_read_f64(table, index, 0, c->rows, c->numbers, c->validity) == PATRON_OK;
  case PATRON_FLAG:
    c->flags = allocate(c->rows, sizeof *c->flags);
    return c->flags != NULL && patron_table_read_i32(table, index, 0, c->rows, c->flags, c->validity) == PATRON_OK;
  default:
    return load_text(table, index, c);
  }
}

int column_load(const patron_table *table, const char *name, int as, column *out)
{
  int64_t index;
  int32_t type;
  memset(out, 0, sizeof *out);
  if (table == NULL || patron_table_find_column(table, name, &index) != PATRON_OK) return 1;
  if (patron_table_column_type(table, index, &type) != PATRON_OK || patron_table_rows(table, &out->rows) != PATRON_OK) return 0;
  out->validity = calloc((size_t)(out->rows + 8) / 8, 1);
  if (out->validity != NULL && (as == AS_TEXT ? load_text(table, index, out) : load_values(table, index, type, out))) return 1;
  column_free(out);
  return 0;
}

void column_free(column *c)
{
  free(c->validity);
  free(c->integers);
  free(c->numbers);
  free(c->flags);
  free(c->offsets);
  free(c->bytes);
  memset(c, 0, sizeof *c);
}

int column_known(const column *c, int64_t row)
{
  return row >= 0 && row < c->rows && ((c->validity[row >> 3] >> (row & 7)) & 1) != 0;
}

int column_text(const column *c, int64_t row, char *buf, size_t cap)
{
  buf[0] = 0;
  if (!column_known(c, row) || c->offsets == NULL) return 0;
  int64_t length = c->offsets[row + 1] - c->offsets[row];
  if (length >= (int64_t)cap) {
    length = (int64_t)cap - 1;
    while (length > 0 && ((unsigned char)c->bytes[c->offsets[row] + length] & 0xC0u) == 0x80u) length--;   /* not inside a character */
  }
  memcpy(buf, c->bytes + c->offsets[row], (size_t)length);
  buf[length] = 0;
  return 1;
}

int column_is(const column *c, int64_t row, const char *text)
{
  if (!column_known(c, row) || c->offsets == NULL) return 0;
  size_t length = strlen(text);
  return (size_t)(c->offsets[row + 1] - c->offsets[row]) == length && memcmp(c->bytes + c->offsets[row], text, length) == 0;
}

piece column_piece(const column *c, int64_t row) { return (piece){ c->bytes + c->offsets[row], (size_t)(c->offsets[row + 1] - c->offsets[row]) }; }

int compare_pieces(const void *a, const void *b)
{
  const piece *x = a, *y = b;
  int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
  return order != 0 ? order : x->length < y->length ? -1 : x->length > y->length;
}

int column_flag(const column *c, int64_t row) { return column_known(c, row) && c->flags != NULL && c->flags[row] != 0; }

int cell_text(const patron_table *table, const char *name, int64_t row, char *buf, size_t cap)
{
  int64_t index, needed = 0, offsets[2];
  uint8_t validity = 0;
  buf[0] = 0;
  if (patron_table_find_column(table, name, &index) != PATRON_OK) return 0;
  if (patron_table_read_text(table, index, row, 1, NULL, NULL, 0, &needed, NULL) != PATRON_OK) return 0;
  char *text = allocate(needed, 1);
  if (text == NULL) return 0;
  if (patron_table_read_text(table, index, row, 1, offsets, text, needed < 1 ? 1 : needed, NULL, &validity) == PATRON_OK && (validity & 1) != 0)
    snprintf(buf, cap, "%.*s", (int)offsets[1], text);
  free(text);
  return (validity & 1) != 0;
}

int keyed_text(const patron_table *table, const char *key, char *buf, size_t cap)
{
  int64_t rows = 0;
  buf[0] = 0;
  if (table == NULL || patron_table_rows(table, &rows) != PATRON_OK) return 0;
  for (int64_t row = 0; row < rows; row++) {
    char name[64];
    if (cell_text(table, "key", row, name, sizeof name) && strcmp(name, key) == 0) return cell_text(table, "value", row, buf, cap);
  }
  return 0;
}
