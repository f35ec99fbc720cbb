/* Heap sort (Williams 1964, Communications of the ACM 7(6)): the largest of what is left goes to the end, one after the other. */
#include "base/sort.h"

#include <string.h>

typedef struct heap { char *items; size_t size; patron__before_fn before; const void *context; } heap;

static char *item(const heap *h, int64_t index) { return h->items + (size_t)index * h->size; }

/* Lets the item at `root` sink below all that come after it. */
static void sink(const heap *h, int64_t root, int64_t count) {
  char held[PATRON__SORT_ITEM];
  memcpy(held, item(h, root), h->size);
  for (int64_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && h->before(h->context, item(h, child), item(h, child + 1))) child++;
    if (!h->before(h->context, held, item(h, child))) break;
    memcpy(item(h, root), item(h, child), h->size);
  }
  memcpy(item(h, root), held, h->size);
}

void patron__sort_items(void *items, int64_t count, int32_t size, patron__before_fn before, const void *context) {
  const heap h = {items, (size_t)size, before, context};
  for (int64_t root = count / 2; root-- > 0;) sink(&h, root, count);
  for (int64_t last = count - 1; last > 0; last--) {
    char held[PATRON__SORT_ITEM];
    memcpy(held, item(&h, 0), h.size);
    memcpy(item(&h, 0), item(&h, last), h.size);
    memcpy(item(&h, last), held, h.size);
    sink(&h, 0, last);
  }
}
