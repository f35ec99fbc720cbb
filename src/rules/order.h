/* The order of rows by a number: what ranks, percent ranks, flows and correlations are made of. */
#ifndef PATRON_SRC_RULES_ORDER_H
#define PATRON_SRC_RULES_ORDER_H

#include "patron/base.h"

/* A place in the order: the row, and in the highest bit whether its value equals that of the place before. */
enum { PATRON__ORDER_ROWS = 0x7fffffff, PATRON__SORTED_CURSORS = 6144 };
static inline uint32_t patron__order_row(uint32_t place) { return place & 0x7fffffffu; }
static inline int32_t patron__order_ties(uint32_t place) { return (int32_t)(place >> 31); }

/* Writes the known rows to `places` (room for n), by value and then by row; *count of them. -0 equals 0. Known values must be finite: the caller has checked. n above PATRON__ORDER_ROWS is
   PATRON_E_RANGE. Linear in n on any data that occurs, never worse than a merge sort; takes 16 bytes of scratch a row. */
patron_status patron__order(const double *values, const uint8_t *validity, int64_t n, int32_t descending, const patron_allocator *scratch, uint32_t *places, int64_t *count);

/* The same order as it comes out of the sort, for those who go through it once. */
typedef struct patron__sorted {
  const uint64_t *words;   /* in order: the row in the low bits, above them bits of the value; equal values have equal bits */
  int64_t count;
  uint64_t rows;           /* mask of the row */
  int32_t row_bits;
  const double *values;
  uint64_t *spare;         /* count words that are free for use */
  uint32_t *cursors;       /* PATRON__SORTED_CURSORS of them, free too */
  void *memory;
  uint64_t size;
} patron__sorted;

patron_status patron__sort(const double *values, const uint8_t *validity, int64_t n, int32_t descending, const patron_allocator *scratch, patron__sorted *out);
void patron__sorted_release(const patron_allocator *scratch, patron__sorted *sorted);
/* Does place i tie with the one before? The values themselves are looked at only where the bits agree. */
static inline int32_t patron__sorted_ties(const patron__sorted *s, int64_t i) {
  return i > 0 && s->words[i] >> s->row_bits == s->words[i - 1] >> s->row_bits && s->values[s->words[i] & s->rows] == s->values[s->words[i - 1] & s->rows];
}

/* The place after the last that ties with `first`. */
int64_t patron__order_tie_end(const uint32_t *places, int64_t first, int64_t count);

#endif
