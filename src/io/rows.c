/* Rows of a table on their way out. What only reads a table that is there, in columns that it has, cannot fail. */
#include "io/rows.h"

#include <stdlib.h>
#include <string.h>

char *patron__io_table_name(const patron_table *table)
{
  int64_t needed = 0;
  (void)patron_table_name(table, NULL, 0, &needed);
  char *name = patron__io_allocate((size_t)needed, 1);
  if (name != NULL) (void)patron_table_name(table, name, needed, NULL);
  return name;
}

char *patron__io_column_name(const patron_table *table, int64_t column)
{
  int64_t needed = 0;
  (void)patron_table_column_name(table, column, NULL, 0, &needed);
  char *name = patron__io_allocate((size_t)needed, 1);
  if (name != NULL) (void)patron_table_column_name(table, column, name, needed, NULL);
  return name;
}

static int32_t open_column(patron__io_rows *rows, int32_t c)
{
  patron__io_out_column *column = &rows->columns[c];
  column->name = patron__io_column_name(rows->table, c);
  column->capacity = 4096;
  column->bytes = malloc((size_t)column->capacity);
  (void)patron_table_column_type(rows->table, c, &column->type);
  if (column->type == PATRON_NUMBER) {
    column->numbers = malloc(PATRON__IO_BLOCK * sizeof *column->numbers);
    if (column->numbers == NULL) return 0;
  }
  if (rows->values && (column->type == PATRON_INTEGER || column->type == PATRON_FLAG)) {
    column->integers = malloc(PATRON__IO_BLOCK * sizeof *column->integers);
    if (column->integers == NULL) return 0;
  }
  return column->name != NULL && column->bytes != NULL;
}

patron_status patron__io_rows_open(patron_io *io, const patron_table *table, int32_t values, patron__io_rows *out)
{
  int64_t columns = 0;
  memset(out, 0, sizeof *out);
  out->io = io;
  out->table = table;
  out->values = values;
  (void)patron_table_columns(table, &columns);
  (void)patron_table_rows(table, &out->rows);
  out->name = patron__io_table_name(table);
  out->columns = columns == 0 ? malloc(1) : calloc((size_t)columns, sizeof *out->columns);
  int32_t fine = out->name != NULL && out->columns != NULL;
  out->count = out->columns == NULL ? 0 : (int32_t)columns;
  for (int32_t c = 0; c < out->count && fine; c++) fine = open_column(out, c);
  if (fine) return PATRON_OK;
  patron__io_rows_close(out);
  return patron__io_no_memory(io);
}

static patron_status read_texts(patron__io_rows *rows, int32_t c)
{
  patron__io_out_column *column = &rows->columns[c];
  for (;;) {
    int64_t needed = 0;
    patron_status status = patron_table_read_text(rows->table, c, rows->first, rows->block, column->offsets, column->bytes, column->capacity, &needed, column->validity);
    if (status != PATRON_E_BUFFER_TOO_SMALL) return status;
    void *bytes = column->bytes;
    if (!patron__io_grow(&bytes, &column->capacity, needed, 1)) return PATRON_E_NO_MEMORY;
    column->bytes = bytes;
  }
}

static void read_values(patron__io_rows *rows, int32_t c)
{
  patron__io_out_column *column = &rows->columns[c];
  int32_t flags[PATRON__IO_BLOCK];
  if (column->numbers != NULL) (void)patron_table_read_f64(rows->table, c, rows->first, rows->block, column->numbers, column->validity);
  else if (column->type == PATRON_INTEGER) (void)patron_table_read_i64(rows->table, c, rows->first, rows->block, column->integers, column->validity);
  else {
    (void)patron_table_read_i32(rows->table, c, rows->first, rows->block, flags, column->validity);
    for (int64_t i = 0; i < rows->block; i++) column->integers[i] = flags[i];
  }
}

patron_status patron__io_rows_next(patron__io_rows *rows)
{
  rows->first += rows->block;
  rows->block = rows->rows - rows->first < PATRON__IO_BLOCK ? rows->rows - rows->first : PATRON__IO_BLOCK;
  if (rows->block == 0) return PATRON_UNKNOWN;
  patron_status status = patron__io_tick(rows->io, "write", rows->first, rows->rows);
  if (status != PATRON_OK) return status;
  for (int32_t c = 0; c < rows->count && status == PATRON_OK; c++) {
    const patron__io_out_column *column = &rows->columns[c];
    if (column->numbers != NULL || column->integers != NULL) read_values(rows, c);
    else status = read_texts(rows, c);
  }
  return status == PATRON_OK ? PATRON_OK : patron__io_no_memory(rows->io);
}

int32_t patron__io_rows_known(const patron__io_rows *rows, int32_t column, int64_t i)
{
  return (rows->columns[column].validity[i >> 3] >> (i & 7)) & 1;
}

const char *patron__io_rows_text(patron__io_rows *rows, int32_t column, int64_t i, int64_t *len)
{
  const patron__io_out_column *from = &rows->columns[column];
  if (!patron__io_rows_known(rows, column, i)) return NULL;
  if (from->numbers != NULL) {
    (void)patron_number_format(from->numbers[i], rows->digits, (int64_t)sizeof rows->digits, len);   /* what is known is finite */
    --*len;   /* the NUL counts in `needed` */
    return rows->digits;
  }
  *len = from->offsets[i + 1] - from->offsets[i];
  return from->bytes + from->offsets[i];
}

void patron__io_rows_close(patron__io_rows *rows)
{
  for (int32_t c = 0; c < rows->count; c++) {
    free(rows->columns[c].name);
    free(rows->columns[c].bytes);
    free(rows->columns[c].numbers);
    free(rows->columns[c].integers);
  }
  free(rows->columns);
  free(rows->name);
  memset(rows, 0, sizeof *rows);
}
