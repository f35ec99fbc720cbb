/* MEREC, a weighting that Patron does not build in, as a plug-in. */
#ifndef MEREC_H
#define MEREC_H

#include "patron/patron.h"

/* The weights of `criteria` criteria over `rows` rows; values[j][i] > 0, lower[j]: less is better. PATRON_E_RANGE: a value is not positive, or nothing tells the rows apart. */
patron_status merec_weights(const double *const *values, const int32_t *lower, int64_t rows, int64_t criteria, double *weights);

/* The plug-in: the policy calls it MEREC. Rows of which a criterion is unknown do not count. */
extern const patron_weighting merec_weighting;

#endif
