/* What the files of the Arrow import share: the array that columns hold on to, and one child on its way to a column. */
#ifndef PATRON_SRC_TABLE_ARROW_PARTS_H
#define PATRON_SRC_TABLE_ARROW_PARTS_H

#include "patron/arrow.h"
#include "table/check.h"

/* An array that was taken over; released with the last column that lies in its memory. */
typedef struct patron__arrow_holder {
  patron__count references;
  patron_context *context;
  struct ArrowArray array;
} patron__arrow_holder;

typedef struct patron__arrow_child {
  patron_table *table;                /* has the rows, and the name for messages */
  const char *name;
  const struct ArrowSchema *schema;
  const struct ArrowArray *array;
  int64_t offset;                     /* of row 0 in the buffers: the struct's and the child's together */
  int64_t rows;
  patron__arrow_holder *holder;
} patron__arrow_child;

/* A column over the array's memory. `values` and `offsets` point to row 0 (FLAG: to the byte that holds it, offset a multiple of 8). */
patron_status patron__arrow_lend(const patron__arrow_child *child, int32_t type, const void *values, const int64_t *offsets, patron__column **out);
/* A column of our own with the child's validity, values not written. */
patron_status patron__arrow_new(const patron__arrow_child *child, int32_t type, int64_t text_bytes, patron__column **out);
patron_status patron__arrow_refuse(const patron__arrow_child *child, patron_status status, int64_t row, const char *value, const char *expected, const char *sentence);
const void *patron__arrow_buffer(const patron__arrow_child *child, int32_t index);   /* NULL: there is none */

/* One child by the kind of its format; PATRON_E_TYPE when it is none of theirs. */
patron_status patron__arrow_number(const patron__arrow_child *child, patron__column **out);   /* integers, floats, bool, dates */
patron_status patron__arrow_text(const patron__arrow_child *child, patron__column **out);     /* utf8, large utf8, utf8 view, null */
patron_status patron__arrow_codes(const patron__arrow_child *child, patron__column **out);    /* a dictionary of texts */
patron_status patron__arrow_decimal(const patron__arrow_child *child, patron__column **out);
/* An integer of any width at `row` of a buffer; 0: the format is no integer, or it does not fit an int64 (`fits` says which). */
int32_t patron__arrow_integer(const char *format, const void *values, int64_t row, int64_t *value, int32_t *fits);

#endif
