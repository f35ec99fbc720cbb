/* Writes the class of every row: how many cut-offs its value misses. */
#include "rules/pareto.h"

/* `ncuts` is a constant where this is expanded for the usual numbers of cuts, so that the inner loop goes away. */
static inline void classify(const patron__pareto_call *call, const int64_t *cutoffs, int32_t ncuts)
{
  for (int64_t i = 0; i < call->n; i++) {
    int64_t key;
    int32_t class_of_row = 0;
    if (!patron__pareto_counts(call, i)) {
      call->class_out[i] = PATRON_PARETO_LEFT_OUT;
      continue;
    }
    key = patron__pareto_key(call->values, i);
    const int64_t *cutoff = cutoffs + (call->groups ? (int64_t)call->groups[i] * ncuts : 0);
    for (int32_t k = 0; k < ncuts; k++) class_of_row += key < cutoff[k];
    call->class_out[i] = (int8_t)(key > 0 ? class_of_row : PATRON_PARETO_NOT_POSITIVE);
  }
}

void patron__pareto_classify(const patron__pareto_call *call, const int64_t *cutoffs)
{
  switch (call->ncuts) {
  case 1: classify(call, cutoffs, 1); break;
  case 2: classify(call, cutoffs, 2); break;
  case 3: classify(call, cutoffs, 3); break;
  default: classify(call, cutoffs, call->ncuts); break;
  }
}
