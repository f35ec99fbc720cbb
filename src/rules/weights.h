/* What the weightings share. */
#ifndef PATRON_SRC_RULES_WEIGHTS_H
#define PATRON_SRC_RULES_WEIGHTS_H

#include "patron/rules/weights.h"

/* Scales to a sum of 1; `weights` may be `raw`. PATRON_E_NOT_FINITE, PATRON_E_RANGE (negative, or all 0): then `weights` is untouched. */
patron_status patron__scale_weights(const double *raw, int32_t n, double *weights);

#endif
