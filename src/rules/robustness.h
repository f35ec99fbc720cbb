/* What the measures of robustness share. */
#ifndef PATRON_SRC_RULES_ROBUSTNESS_H
#define PATRON_SRC_RULES_ROBUSTNESS_H

#include "patron/base.h"

enum { PATRON__SAMPLE_CRITERIA = 256 };   /* most criteria of a sample: their weights are sorted by insertion */

/* One sample of n weights, its place in the sequence of the seed. `ranks` NULL: no ranking. */
void patron__sample_weights(uint64_t seed, int64_t sample, int32_t n, const double *ranks, double *weights);
patron_status patron__check_ranks(const double *ranks, int32_t n);

#endif
