/* The tests of the relationship rule, as the loops over rows write them. */
#ifndef PATRON_SRC_RULES_RELATIONSHIP_PARTS_H
#define PATRON_SRC_RULES_RELATIONSHIP_PARTS_H

#include <string.h>

#include "base/processor.h"
#include "rules/relationship.h"

PATRON__INLINE uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* 1 where value < bound. */
PATRON__INLINE uint64_t below(double value, double bound) { return bits_of(value - bound) >> 63; }

PATRON__INLINE double smaller(double a, double b) { return a < b ? a : b; }
PATRON__INLINE double larger(double a, double b) { return a < b ? b : a; }

/* 1 where the stronger side is high, the weaker is not, and the gap reaches. */
PATRON__INLINE uint64_t is_limited(const patron__relationship_batch *b, double low, double high) { return ~below(high, b->high) & below(low, b->high) & ~below(high - low, b->gap) & 1; }

PATRON__INLINE uint64_t band_of(const patron__relationship_batch *b, double index) { return 3 - below(index, b->bands[0]) - below(index, b->bands[1]) - below(index, b->bands[2]); }

#endif
