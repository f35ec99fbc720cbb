/* Tables that are built row by row: small results, whose number of rows nobody knows beforehand. */
#ifndef PATRON_SRC_TABLE_ROWS_H
#define PATRON_SRC_TABLE_ROWS_H

#include "table/store.h"

/* The first failure is kept and later writes do nothing, so that a row is written without looking at each value. */
typedef struct patron__rows {
  patron_table *table;       /* a reference of the builder's own until patron__rows_finish */
  int64_t row;               /* the row that is being written; -1 before the first */
  patron_status status;
} patron__rows;

typedef struct patron__rows_column { const char *name; int32_t type; const char *codes; } patron__rows_column;

/* An empty table with these columns. CODE columns name a fixed code list. */
patron_status patron__rows_create(patron_context *context, const char *name, const patron__rows_column *columns, int32_t count, patron__rows *out);
/* Starts to append to a table whose columns nobody else holds. */
void patron__rows_open(patron_table *table, patron__rows *out);
/* A further column, unknown in the rows that are there. Its index: -1 after a failure. */
int32_t patron__rows_add_column(patron__rows *rows, const char *name, int32_t type, const char *codes);
/* The next row, all unknown. */
void patron__rows_next(patron__rows *rows);
void patron__rows_text(patron__rows *rows, int32_t column, const char *text, int64_t len);   /* text NULL: stays unknown */
void patron__rows_i64(patron__rows *rows, int32_t column, int64_t value);                    /* MONEY, INTEGER */
void patron__rows_f64(patron__rows *rows, int32_t column, double value);                     /* NaN: stays unknown */
void patron__rows_i32(patron__rows *rows, int32_t column, int32_t value);                    /* DATE, CODE, FLAG; a negative CODE: stays unknown */
/* Copies a cell of another column of the same type (CODE into TEXT too). */
void patron__rows_cell(patron__rows *rows, int32_t column, const patron__column *from, int64_t row);
/* The table, finished; on failure nothing is left. */
patron_status patron__rows_finish(patron__rows *rows, patron_table **out);
/* The same into a set of tables, which keeps it; the builder is spent either way. */
patron_status patron__rows_keep(patron__rows *rows, patron__tables *set);
void patron__rows_abandon(patron__rows *rows);

#endif
