/* Flows of one criterion: how much each value is preferred to the others. */
#ifndef PATRON_SRC_RULES_PROMETHEE_FLOWS_H
#define PATRON_SRC_RULES_PROMETHEE_FLOWS_H

#include "base/double_pair.h"
#include "patron/base.h"

/* For ascending x: flow[i] = sum over k of P(x_i - x_k). `type` is PATRON_PREFERENCE_*; prefix has room for n + 1: running sums in two doubles, since what a sum of a million values loses would show in the difference of two of them. Linear in n, but quadratic for GAUSSIAN. */
void patron__promethee_flows(const double *x, int64_t n, int32_t type, double indifference, double strict, double_pair *prefix, double *flow);

#endif
