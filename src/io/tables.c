/* The tables of an assessment, all of them, by name. */
#include "io/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *patron__io_cell(const patron_table *table, const char *column, int64_t row)
{
  int64_t index, needed = 0, offsets[2];
  uint8_t validity = 0;
  if (patron_table_find_column(table, column, &index) != PATRON_OK) return NULL;
  (void)patron_table_read_text(table, index, row, 1, NULL, NULL, 0, &needed, NULL);
  char *text = patron__io_allocate((size_t)needed + 1, 1);
  if (text == NULL) return NULL;
  (void)patron_table_read_text(table, index, row, 1, offsets, text, needed + 1, NULL, &validity);   /* a row that there is, with room for its text */
  text[(validity & 1) == 0 ? 0 : offsets[1]] = 0;
  return text;
}

int32_t patron__io_about(const patron_table *about, const char *key, char *buf, size_t cap)
{
  int64_t rows = 0;
  int32_t wanted = 0;
  *buf = 0;
  (void)patron_table_rows(about, &rows);
  for (int64_t row = 0; row < rows && !wanted; row++) {
    char *name = patron__io_cell(about, "key", row), *value = NULL;
    wanted = name == NULL || strcmp(name, key) == 0;
    if (name != NULL && wanted) value = patron__io_cell(about, "value", row);
    if (value != NULL) snprintf(buf, cap, "%s", value);
    free(name);
    if (wanted && value == NULL) return 0;
    free(value);
  }
  return 1;
}

static patron_status take(patron_io *io, const patron_assessment *assessment, const patron_table *list, patron__io_tables *out)
{
  int64_t rows = 0;
  patron_status status = PATRON_OK;
  (void)patron_table_rows(list, &rows);
  out->items = patron__io_allocate((size_t)rows, sizeof *out->items);
  out->names = patron__io_allocate((size_t)rows, sizeof *out->names);
  if (out->items == NULL || out->names == NULL) return patron__io_no_memory(io);
  for (int64_t row = 0; row < rows; row++) {
    char *name = patron__io_cell(list, "table", row);
    patron_table *table = NULL;
    if (name == NULL) return patron__io_no_memory(io);
    status = patron_assessment_table(assessment, name, &table);
    if (status != PATRON_OK) {
      patron__io_fail(io, status, "decision table %s: %s", name, patron_status_message(status));
      free(name);
      return status;
    }
    out->names[out->count] = name;
    out->items[out->count++] = table;
  }
  return PATRON_OK;
}

patron_status patron__io_tables_of(patron_io *io, const patron_assessment *assessment, patron__io_tables *out)
{
  patron_table *list = NULL;
  memset(out, 0, sizeof *out);
  patron_status status = patron_assessment_table(assessment, "tables", &list);
  if (status != PATRON_OK) return patron__io_fail(io, status, "the list of tables: %s", patron_status_message(status));
  status = take(io, assessment, list, out);
  patron_table_destroy(list);
  if (status != PATRON_OK) patron__io_tables_clear(out);
  return status;
}

const patron_table *patron__io_tables_find(const patron__io_tables *tables, const char *name)
{
  for (int32_t i = 0; i < tables->count; i++)
    if (strcmp(tables->names[i], name) == 0) return tables->items[i];
  return NULL;
}

void patron__io_tables_clear(patron__io_tables *tables)
{
  for (int32_t i = 0; i < tables->count; i++) {
    free(tables->names[i]);
    patron_table_destroy(tables->items[i]);
  }
  free(tables->items);
  free(tables->names);
  memset(tables, 0, sizeof *tables);
}
