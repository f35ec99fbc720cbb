/* How long a decision by weighted sum lasts while one weight moves: rows as curves over that weight. */
#ifndef PATRON_SRC_RULES_STABILITY_H
#define PATRON_SRC_RULES_STABILITY_H

#include "patron/base.h"

/* The score of a row at weight t: (one t + zero (1 - t)) / (known t + share (1 - t)). A straight line where the row knows all criteria, else monotone, as known and share are what it knows of the weight. */
typedef struct patron__curve { double one, zero, known, share; } patron__curve;

/* A row in a decision: it takes part from one weight to another. */
typedef struct patron__candidate {
  patron__curve curve;
  double from, to, bound;
  uint32_t row, present;   /* present: takes part at the weight in force */
} patron__candidate;

typedef struct patron__interval { double low, high; int64_t low_pair[2], high_pair[2]; } patron__interval;

/* `own` at the whole weight, `others` at none of it; known and share say what counts of them, and are not both 0. */
patron__curve patron__curve_of(double own, double others, double known, double share);

static inline double patron__curve_at(const patron__curve *curve, double t) { return (curve->one * t + curve->zero * (1 - t)) / (curve->known * t + curve->share * (1 - t)); }

static inline double patron__smaller(double a, double b) { return a < b ? a : b; }
static inline double patron__larger(double a, double b) { return a > b ? a : b; }

/* The interval around `current` over which a decision stays (PATRON_STABILITY_*). `which`: as in patron_weight_stability(). The candidates are in the order of rows; what they hold is not kept.
   PATRON_UNKNOWN: none of them is present, or RANK's is not. */
patron_status patron__find_stability(patron__candidate *candidates, int64_t count, double current, int32_t preserve, int64_t which, const patron_allocator *scratch, patron__interval *out);

#endif
