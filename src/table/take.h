/* Some rows of a column, in any order, as a column of its own. */
#ifndef PATRON_SRC_TABLE_TAKE_H
#define PATRON_SRC_TABLE_TAKE_H

#include "table/column.h"

/* Row i of the new column is row rows[i] of `from`; the dictionary is shared. */
patron_status patron__column_take(const patron__column *from, patron_context *context, const int64_t *rows, int64_t count, patron__column **out);

#endif
