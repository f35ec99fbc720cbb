/* Sorting in place without memory, n log n whatever the items; the C library's qsort may allocate. */
#ifndef PATRON_SRC_BASE_SORT_H
#define PATRON_SRC_BASE_SORT_H

#include <stdint.h>

enum { PATRON__SORT_ITEM = 64 };   /* bytes of an item at most */

/* Whether a comes before b: a total order where equal items could be told apart, since equal ones may change places. */
typedef int32_t (*patron__before_fn)(const void *context, const void *a, const void *b);
void patron__sort_items(void *items, int64_t count, int32_t size, patron__before_fn before, const void *context);

#endif
