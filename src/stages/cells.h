/* Reading single cells of rule and model tables, whatever the column was given as: TEXT as CODE or INTEGER, a table without the column. */
#ifndef PATRON_SRC_STAGES_CELLS_H
#define PATRON_SRC_STAGES_CELLS_H

#include "table/schema.h"

enum { PATRON__CELL_UNKNOWN = -1, PATRON__CELL_BAD = -2 };

/* Rows of a table of the set; 0 where there is no such table. */
int64_t patron__cells_rows(const patron_table *table);
/* The text of a TEXT, CODE or INTEGER cell with a NUL behind it. Its length; PATRON__CELL_UNKNOWN, or PATRON__CELL_BAD (too long, a NUL inside, another type): `out` is then "". */
int64_t patron__cell_text(const patron_table *table, const char *column, int64_t row, char *out, int64_t capacity);
/* Whether a known cell says exactly `text`. */
int32_t patron__cell_is(const patron_table *table, const char *column, int64_t row, const char *text);
/* Whether `name` is the text of a cell of the column with `end` (may be "") behind it. */
int32_t patron__cells_name(const patron_table *table, const char *column, const char *name, const char *end);
/* A NUMBER or INTEGER cell; NaN where unknown. */
double patron__cell_number(const patron_table *table, const char *column, int64_t row);
/* The number of a code of a fixed list; PATRON__CELL_UNKNOWN, or PATRON__CELL_BAD (not in the list). */
int32_t patron__cell_code(const patron_table *table, const char *column, int64_t row, const char *codes);
/* A FLAG cell; 0 where unknown. */
int32_t patron__cell_flag(const patron_table *table, const char *column, int64_t row);

#endif
