/* Writes the class of every row: how many cut-offs its value misses. */
#include "rules/pareto.h"

/* ncuts and partial are constants where this is expanded, so that nothing is left to decide in the loop. */
PATRON__INLINE void classify(const patron__pareto_call *call, const int64_t *cutoffs, int32_t ncuts, int32_t partial)
{
  for (int64_t i = 0; i < call->n; i++) {
    const int32_t left_out = partial && !patron__pareto_counts(call, i);
    const int64_t key = left_out ? 0 : patron__pareto_key(call->values, i);
    const int64_t *cutoff = cutoffs + (!call->groups || left_out ? 0 : (int64_t)call->groups[i] * ncuts);
    int64_t class_of_row = 0;
    for (int32_t k = 0; k < ncuts; k++) class_of_row += key < cutoff[k];
    class_of_row |= -(int64_t)(key <= 0);   /* all bits set: PATRON_PARETO_NOT_POSITIVE */
    call->class_out[i] = (int8_t)(left_out ? PATRON_PARETO_LEFT_OUT : class_of_row);
  }
}

void patron__pareto_classify(const patron__pareto_call *call, const int64_t *cutoffs, int32_t partial)
{
  if (partial) classify(call, cutoffs, call->ncuts, 1);
  else if (call->ncuts == 1) classify(call, cutoffs, 1, 0);
  else if (call->ncuts == 2) classify(call, cutoffs, 2, 0);
  else classify(call, cutoffs, call->ncuts, 0);
}
