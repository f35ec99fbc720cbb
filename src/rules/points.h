/* One value on the straight lines between points: what patron_normalise_points does for many. */
#ifndef PATRON_SRC_RULES_POINTS_H
#define PATRON_SRC_RULES_POINTS_H

#include "patron/base.h"

/* `points` is at least 1; `from` ascends, twice the same is a step whose upper part begins at the bound itself; clamped at both ends. */
double patron__points_value(const double *from, const double *score, int32_t points, double x);

/* Eight values, each on points of its own, all lists of one length. The searches go on side by side and without branches: one waits for memory while the others compute. */
enum { PATRON__POINTS_LANES = 8 };
void patron__points_lanes(const double *const from[PATRON__POINTS_LANES], const double *const score[PATRON__POINTS_LANES], int32_t points, const double x[PATRON__POINTS_LANES],
                          double out[PATRON__POINTS_LANES]);

#endif
