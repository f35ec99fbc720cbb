/* What patron_schema() says about tables and columns, in a form that the readers can ask quickly. */
#ifndef PATRON_SRC_IO_SCHEMA_H
#define PATRON_SRC_IO_SCHEMA_H

#include "io/session.h"

enum { PATRON__IO_FACT = 1, PATRON__IO_RULE = 2, PATRON__IO_DECISION = 3 };

typedef struct patron__io_known {
  const char *table, *column;
  const char *type_name, *expected, *text;   /* "MONEY", what a value must be, and what the column says */
  int32_t kind, type, required, pattern;
} patron__io_known;

typedef struct patron__io_schema patron__io_schema;

patron_status patron__io_schema_create(patron_io *io, patron__io_schema **out);
void patron__io_schema_destroy(patron__io_schema *schema);

/* The names of the tables of a kind in the order of the schema; NULL past the end. */
const char *patron__io_schema_table(const patron_io *io, int32_t kind, int32_t index);
int32_t patron__io_schema_has(const patron_io *io, int32_t kind, const char *table);
/* The columns of a table; NULL past the end. */
const patron__io_known *patron__io_schema_at(const patron_io *io, int32_t kind, const char *table, int32_t index);
/* NULL: not a well-known column. A name of the form "<segment>_previous_class" matches whatever stands before the underscore. */
const patron__io_known *patron__io_schema_find(const patron_io *io, int32_t kind, const char *table, const char *column);
/* Names as SQLite takes them, whatever their case: as the schema spells the table; NULL: it has none of the kind. As it spells a column of a table of facts or rules; else the name itself. */
const char *patron__io_schema_spelled(const patron_io *io, int32_t kind, const char *table);
const char *patron__io_schema_spelled_column(const patron_io *io, const char *table, const char *column);
/* One line on the table; "" where there is none. In a new block; NULL: out of memory. */
char *patron__io_schema_text(const patron_io *io, int32_t kind, const char *table);
/* The table that was perhaps meant; NULL: none is near. */
const char *patron__io_schema_likely(const patron_io *io, int32_t kind, const char *name);
/* Whether `name` is more likely meant by `given` than `best` is; NULL: than nothing. */
int32_t patron__io_is_nearer(const char *given, const char *name, const char *best);

#endif
