/* Best and worst points, which TOPSIS and VIKOR share. */
#ifndef PATRON_SRC_RULES_COMPARISON_H
#define PATRON_SRC_RULES_COMPARISON_H

#include "rules/aggregate.h"

/* The given points, checked, or (best NULL) the largest and smallest known value of each column. PATRON_E_NOT_FINITE, PATRON_E_RANGE. */
patron_status patron__ideal_points(const patron__rows *call, int64_t rows, const double *best, const double *worst, double *best_out, double *worst_out);
/* SINGLE_ALTERNATIVE, DEGENERATE_CRITERION or DEGENERATE_ALL. */
uint32_t patron__ideal_warnings(const patron__rows *call, int64_t rows, const double *best, const double *worst);

#endif
