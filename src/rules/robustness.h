/* What the measures of robustness share. */
#ifndef PATRON_SRC_RULES_ROBUSTNESS_H
#define PATRON_SRC_RULES_ROBUSTNESS_H

#include "patron/base.h"

enum { PATRON__SAMPLE_CRITERIA = 256 };   /* most criteria of a sample: their weights are sorted by insertion */

/* One sample of n weights, its place in the sequence of the seed. `ranks` NULL: no ranking. */
void patron__sample_weights(uint64_t seed, int64_t sample, int32_t n, const double *ranks, double *weights);
/* The bounds[b]-th largest of values[first .. end - 1] for b = low .. high - 1, all of them within; reorders the values. */
void patron__select_largest(double *values, int64_t first, int64_t end, const int64_t *bounds, int32_t low, int32_t high, double *thresholds);
patron_status patron__check_ranks(const double *ranks, int32_t n);

#endif
