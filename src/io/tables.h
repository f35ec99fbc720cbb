/* The tables of an assessment, all of them, by name. */
#ifndef PATRON_SRC_IO_TABLES_H
#define PATRON_SRC_IO_TABLES_H

#include "io/session.h"

typedef struct patron__io_tables {
  patron_table **items;
  char **names;
  int32_t count;
} patron__io_tables;

patron_status patron__io_tables_of(patron_io *io, const patron_assessment *assessment, patron__io_tables *out);
const patron_table *patron__io_tables_find(const patron__io_tables *tables, const char *name);
void patron__io_tables_clear(patron__io_tables *tables);

/* The text of a cell in a new block, "" where it is unknown; NULL: out of memory, or no such column. */
char *patron__io_cell(const patron_table *table, const char *column, int64_t row);
/* The value of `key` in a table of `key` and `value`; "": unknown. 0: out of memory. */
int32_t patron__io_about(const patron_table *about, const char *key, char *buf, size_t cap);

#endif
