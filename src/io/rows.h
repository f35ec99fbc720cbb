/* Rows of a table on their way out: blocks of texts, column by column, handed to writers cell by cell. */
#ifndef PATRON_SRC_IO_ROWS_H
#define PATRON_SRC_IO_ROWS_H

#include "io/session.h"

enum { PATRON__IO_BLOCK = 2048 };   /* rows */

typedef struct patron__io_out_column {
  char *name;
  int32_t type;
  int64_t offsets[PATRON__IO_BLOCK + 1];
  uint8_t validity[PATRON__IO_BLOCK / 8];
  char *bytes;
  int64_t capacity;
  double *numbers;             /* NUMBER: the text is made when it is asked for */
  int64_t *integers;           /* INTEGER, FLAG, when values are asked for */
} patron__io_out_column;

typedef struct patron__io_rows {
  patron_io *io;
  const patron_table *table;
  char *name;
  int32_t count;               /* columns */
  patron__io_out_column *columns;
  int64_t rows, first, block;  /* of the table; first row of the block and rows in it */
  int32_t values;              /* whole numbers and flags are wanted as such, not as text */
  char digits[64];
} patron__io_rows;

patron_status patron__io_rows_open(patron_io *io, const patron_table *table, int32_t values, patron__io_rows *out);
/* The next block. PATRON_UNKNOWN: there is none. */
patron_status patron__io_rows_next(patron__io_rows *rows);
/* The text of a cell of the block, until the next is asked for; NULL: unknown. Not of whole numbers and flags that were wanted as values. */
const char *patron__io_rows_text(patron__io_rows *rows, int32_t column, int64_t i, int64_t *len);
int32_t patron__io_rows_known(const patron__io_rows *rows, int32_t column, int64_t i);
void patron__io_rows_close(patron__io_rows *rows);

/* Names in new blocks; NULL: out of memory, or no such column. */
char *patron__io_table_name(const patron_table *table);
char *patron__io_column_name(const patron_table *table, int64_t column);

#endif
