/* Tables from lines of comma-separated cells, in memory or in a file. */
#ifndef PATRON_TESTS_GOLDEN_CSV_H
#define PATRON_TESTS_GOLDEN_CSV_H

#include "golden.h"

/* A table of TEXT columns; the first line has the names, an empty cell is unknown, a cell in quotes may hold commas and doubled quotes. `text` is cut into pieces. */
patron_table *golden_csv_table(patron_context *context, const char *name, char *text);
/* All bytes of a file, to be freed; NULL: there is none. */
char *golden_file(const char *folder, const char *name);

#endif
