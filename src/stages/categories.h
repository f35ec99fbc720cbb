/* What customers buy by category, from a ledger that names categories, or from history where there is no ledger. */
#ifndef PATRON_SRC_STAGES_CATEGORIES_H
#define PATRON_SRC_STAGES_CATEGORIES_H

#include "stages/windows.h"

/* Amounts of the current and the previous period, and the margin of the current one; `unknown` counts rows of the current period that do not tell theirs. */
typedef struct patron__category_cell { int32_t customer, category; int64_t now, before, margin, unknown; } patron__category_cell;

/* One cell per customer and category that occur, sorted by both. */
typedef struct patron__category_cells {
  patron__category_cell *items;
  int64_t count;
  patron__dictionary *names;   /* of the categories; NULL: no table names any */
  int32_t complete;            /* the previous period is known as a whole, so that there is growth */
} patron__category_cells;

/* `only`: the row of one customer, -1: all. Nothing (count 0) without categories. */
patron_status patron__category_cells_read(patron__run *run, const patron__windows *windows, int64_t only, patron__category_cells *out);
void patron__category_cells_clear(patron_context *context, patron__category_cells *cells);
/* Adds the amounts of a cell to a sum, held at the ends of int64. */
void patron__category_add(patron__category_cell *sum, const patron__category_cell *cell);
/* Arc growth of a cell, NAN where the previous period is not known. */
double patron__category_growth(const patron__category_cells *cells, const patron__category_cell *cell);

#endif
