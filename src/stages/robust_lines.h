/* Customers as curves over one weight: how V and the margin within reach follow it, and how far it may move before a tier is another one. */
#ifndef PATRON_SRC_STAGES_ROBUST_LINES_H
#define PATRON_SRC_STAGES_ROBUST_LINES_H

#include "rules/stability.h"
#include "stages/tier.h"

/* A customer with a V and a program that has tiers above the fence. */
typedef struct patron__line {
  int64_t row, margin, headroom, value;   /* net margin; V as placed */
  patron__standing standing;              /* as placed */
  double rate, competitor;                /* NaN: not set against a competitor */
  patron__curve curve;                    /* the scorecard's score; winnability is base + slope * score */
  double base, slope;
  double winnability;                     /* what it is placed by; NaN: not known */
  double v, low, high;                    /* V before rounding at a weight, and what it rises at least and at most on the way to another */
  double slack;                           /* what rounding may add to V or take */
  int32_t known;                          /* whether winnability is, at any weight between 0 and 1 */
  int32_t tier, given;                    /* as placed; in force */
} patron__line;

typedef struct patron__lines {
  patron__run *run;
  patron__tier_state state;               /* with programs of its own, to be cut again */
  patron__line *lines;                    /* those of a program stand together */
  int64_t count, first[PATRON__PROGRAMS + 1];
  int64_t *values;
  int32_t *programs, *groups;
} patron__lines;

/* All customers with winnability unknown. PATRON_UNKNOWN: there are no tiers. To be released in any case. */
patron_status patron__lines_create(patron__run *run, const patron__tier_state *state, patron__lines *out);
void patron__lines_release(patron__lines *lines);
/* Fence, cut-offs and tiers from the winnability that each line holds. */
patron_status patron__lines_place(patron__lines *lines);
/* The winnability of a score of 0..1, and how fast it rises with it. */
double patron__line_winnability(const patron__line *line, double score, double *rise);

/* An end of an interval: the weight, and up to two customers who change there, in the order of rows. */
typedef struct patron__line_end { double weight; int64_t row[2]; int32_t from[2], to[2]; } patron__line_end;
/* Walks from the weight in force towards `limit`, 0 or 1, until a tier is another one. */
patron_status patron__lines_walk(patron__lines *lines, double weight, double limit, patron__line_end *out);

#endif
