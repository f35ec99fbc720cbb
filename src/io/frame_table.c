/* From a frame to a table: which type each column goes with, and its memory handed over without a copy. */
#include "io/frame.h"
#include "io/schema.h"

#include <stdlib.h>
#include <string.h>

/* Columns that hold ids of customers and nodes: one kind a portfolio. */
static int32_t is_id(const patron__io_known *known)
{
  static const char *const names[] = { "customer", "from", "to", "node" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp(known->column, names[i]) == 0) return 1;
  return strcmp(known->column, "parent") == 0 && strcmp(known->table, "customers") == 0;
}

int32_t patron__io_frames_ids_are_integers(const patron_io *io, const patron__io_frames *frames, int32_t kind)
{
  for (int32_t i = 0; i < frames->count; i++) {
    const patron__io_frame *frame = frames->items[i];
    for (int32_t c = 0; c < frame->count; c++) {
      const patron__io_cells *cells = &frame->columns[c];
      const patron__io_known *known = patron__io_schema_find(io, kind, frame->name, cells->name);
      if (known != NULL && known->type == PATRON_TEXT && is_id(known) && cells->unknown < cells->count && cells->stored != PATRON__IO_INTEGER) return 0;
    }
  }
  return 1;
}

/* A whole number as a program writes it: no sign +, no zeros in front ("007" is a code, not a number), within int64. */
static int32_t whole_number(const char *text, int64_t len, int64_t *out)
{
  int64_t at = text[0] == '-' ? 1 : 0, digits = len - at;
  if (digits < 1 || digits > 19 || (text[at] == '0' && len > 1)) return 0;
  uint64_t value = 0, limit = (uint64_t)INT64_MAX + (uint64_t)at;
  for (int64_t i = at; i < len; i++) {
    if (text[i] < '0' || text[i] > '9') return 0;
    value = value * 10u + (uint64_t)(text[i] - '0');   /* 19 digits fit in 64 bits */
  }
  if (value > limit) return 0;
  *out = at == 1 ? (int64_t)(0u - value) : (int64_t)value;
  return 1;
}

/* "007" and "+5" stay text: numbers in front of which something stands are codes of the host's. */
static int32_t plain_number(const char *text, int64_t len, double *out)
{
  int64_t at = text[0] == '-' ? 1 : 0;
  if (text[0] == '+' || (len > at + 1 && text[at] == '0' && text[at + 1] >= '0' && text[at + 1] <= '9')) return 0;
  return patron_number_parse(text, len, out) == PATRON_OK;
}

/* The values of every known cell as int64 or double; NULL and *failed 0: a cell is none. */
static void *parse_all(const patron__io_cells *cells, int32_t type, int32_t *failed)
{
  void *values = patron__io_allocate((size_t)cells->count, 8);
  *failed = values == NULL;
  if (values == NULL) return NULL;
  for (int64_t row = 0; row < cells->count; row++) {
    int64_t len = 0, integer = 0;
    double number = 0.0;
    const char *text = patron__io_cells_text(cells, row, &len);
    int32_t fine = text == NULL || (type == PATRON_INTEGER ? whole_number(text, len, &integer) : plain_number(text, len, &number));
    if (!fine) { free(values); return NULL; }
    if (type == PATRON_INTEGER) ((int64_t *)values)[row] = integer;
    else ((double *)values)[row] = number;
  }
  return values;
}

/* The type to try for a column: TEXT where libpatron converts by the schema, or where the file says so. */
static int32_t wanted_type(const patron__io_cells *cells, const patron__io_known *known, int32_t kind, int32_t integer_ids)
{
  if (cells->unknown == cells->count) return PATRON_TEXT;
  if (known != NULL) {
    if (known->type != PATRON_TEXT || cells->stored != PATRON__IO_INTEGER) return PATRON_TEXT;
    return !is_id(known) || integer_ids ? PATRON_INTEGER : PATRON_TEXT;
  }
  if (cells->stored == PATRON__IO_UNTYPED) return kind == 0 ? PATRON_TEXT : PATRON_INTEGER;
  if (cells->stored == PATRON__IO_INTEGER) return PATRON_INTEGER;
  return (cells->stored & PATRON__IO_TEXT) != 0 ? PATRON_TEXT : PATRON_NUMBER;
}

/* A block of a table's lent memory. */
typedef struct lent { void *first, *second, *third; } lent;

static void release_lent(void *user)
{
  lent *blocks = user;
  free(blocks->first);
  free(blocks->second);
  free(blocks->third);
  free(blocks);
}

static patron_status lend(patron_table *table, patron__io_cells *cells, int32_t type, void *values)
{
  const uint8_t *validity = cells->unknown == 0 ? NULL : cells->validity;
  lent *blocks = patron__io_allocate(1, sizeof *blocks);
  if (blocks == NULL) { free(values); return PATRON_E_NO_MEMORY; }
  blocks->first = type == PATRON_TEXT ? (void *)cells->offsets : values;
  blocks->second = cells->validity;
  blocks->third = type == PATRON_TEXT ? cells->bytes : NULL;
  const int64_t *offsets = cells->offsets;
  const char *bytes = cells->bytes;
  if (type != PATRON_TEXT) { free(cells->offsets); free(cells->bytes); }
  cells->offsets = NULL;
  cells->bytes = NULL;
  cells->validity = NULL;
  if (type == PATRON_INTEGER) return patron_table_borrow_i64(table, cells->name, type, values, validity, release_lent, blocks);
  if (type == PATRON_NUMBER) return patron_table_borrow_f64(table, cells->name, type, values, validity, release_lent, blocks);
  return patron_table_borrow_text(table, cells->name, offsets, bytes == NULL ? "" : bytes, validity, release_lent, blocks);
}

static patron_status add_column(patron_table *table, patron__io_cells *cells, int32_t type)
{
  void *values = NULL;
  int32_t failed = 0;
  if (type == PATRON_INTEGER) {
    values = parse_all(cells, type, &failed);
    if (values == NULL) type = cells->stored == PATRON__IO_UNTYPED ? PATRON_NUMBER : PATRON_TEXT;
  }
  if (type == PATRON_NUMBER && !failed) {
    values = parse_all(cells, type, &failed);
    if (values == NULL) type = PATRON_TEXT;
  }
  if (failed) return PATRON_E_NO_MEMORY;
  if (cells->offsets == NULL) {   /* no rows: a table wants its one offset */
    cells->offsets = calloc(1, sizeof *cells->offsets);
    if (cells->offsets == NULL) return PATRON_E_NO_MEMORY;
  }
  return lend(table, cells, type, values);
}

patron_status patron__io_frame_table(patron_io *io, patron__io_frame *frame, int32_t kind, int32_t integer_ids, patron_table **out)
{
  patron_table *table = NULL;
  patron_status status = patron_table_create(io->context, frame->name, frame->rows, &table);
  if (status != PATRON_OK) return patron__io_fail_context(io, status, frame->origin);
  for (int32_t c = 0; c < frame->count; c++) {
    patron__io_cells *cells = &frame->columns[c];
    const patron__io_known *known = kind == 0 ? NULL : patron__io_schema_find(io, kind, frame->name, cells->name);
    status = add_column(table, cells, wanted_type(cells, known, kind, integer_ids));
    if (status != PATRON_OK) {
      patron_table_destroy(table);
      return status == PATRON_E_NO_MEMORY ? patron__io_no_memory(io) : patron__io_frame_fail(io, frame, status);
    }
  }
  *out = table;
  return PATRON_OK;
}
