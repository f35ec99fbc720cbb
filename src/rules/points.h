/* One value on the straight lines between points: what patron_normalise_points does for many. */
#ifndef PATRON_SRC_RULES_POINTS_H
#define PATRON_SRC_RULES_POINTS_H

#include "patron/base.h"

/* `points` is at least 1; `from` ascends, twice the same is a step whose upper part begins at the bound itself; clamped at both ends. */
double patron__points_value(const double *from, const double *score, int32_t points, double x);

#endif
