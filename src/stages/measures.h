/* The stage `measures`: what a customer is worth today and could be worth, as the columns that every later stage reads. */
#ifndef PATRON_SRC_STAGES_MEASURES_H
#define PATRON_SRC_STAGES_MEASURES_H

#include "stages/windows.h"

extern const patron__stage patron__stage_measures;

/* current_value and net_margin of every row by itself, and what other tables say of it under the names of facts: the first half of apply. */
patron_status patron__measures_own(patron__run *run, const patron__windows *windows);
/* a - b and a + b, held at the ends of int64. */
int64_t patron__money_difference(int64_t a, int64_t b);
static inline int64_t patron__money_sum(int64_t a, int64_t b) { return patron__money_difference(a, b == INT64_MIN ? INT64_MAX : -b); }
/* Arc growth 2(now - before)/(|now| + |before|), 0 when both are 0 (segmentation by value: -2 lost .. 2 new), and its state. */
double patron__arc_growth(double now, double before, int32_t *state);

enum { PATRON__GROWTH_NORMAL, PATRON__GROWTH_NEW, PATRON__GROWTH_LOST, PATRON__GROWTH_TURNED_POSITIVE, PATRON__GROWTH_TURNED_NEGATIVE, PATRON__GROWTH_NONE };

#endif
