/* Columns of a table in plain arrays, the way a program reads many rows; and one cell as text. */
#ifndef PATRON_CLI_COLUMNS_H
#define PATRON_CLI_COLUMNS_H

#include <patron/patron.h>

#include <stddef.h>

/* A column that is missing has no rows: everything in it is unknown. */
typedef struct column {
  int64_t rows;
  uint8_t *validity;
  int64_t *integers;    /* MONEY, INTEGER */
  double *numbers;      /* NUMBER */
  int32_t *flags;       /* FLAG */
  int64_t *offsets;     /* everything, when loaded as text */
  char *bytes;
} column;

enum { AS_VALUES = 0, AS_TEXT = 1 };

/* 0: out of memory. A column that the table does not have is loaded as missing. `table` may be NULL. */
int column_load(const patron_table *table, const char *name, int as, column *out);
void column_free(column *c);
int column_known(const column *c, int64_t row);
/* The text of a cell, cut to `cap`; "" when unknown. Returns 1 when known. */
int column_text(const column *c, int64_t row, char *buf, size_t cap);
int column_is(const column *c, int64_t row, const char *text);
/* 0 when unknown. */
int column_flag(const column *c, int64_t row);

/* A cell of a column of texts as it lies there, for sorting and finding many. */
typedef struct piece { const char *text; size_t length; } piece;
piece column_piece(const column *c, int64_t row);
int compare_pieces(const void *a, const void *b);

/* One cell of any type as text, cut to `cap`; "" when unknown or missing. Returns 1 when known. */
int cell_text(const patron_table *table, const char *name, int64_t row, char *buf, size_t cap);

/* The value of a key in a table of keys and values, such as `about`; "" when it is not there. Returns 1 when known. */
int keyed_text(const patron_table *table, const char *key, char *buf, size_t cap);

#endif
