/* Brings the values of each group together, group after group, and cuts each by itself: for groups of some thousand rows and fewer, where tables of bins would cost more than they save. */
#include "base/memory.h"
#include "base/processor.h"
#include "rules/pareto.h"

enum { SOON = 16 };

/* starts[g + 2] counts group g. */
static void count_rows(const patron__pareto_call *call, int32_t partial, int64_t *starts)
{
  if (partial || !call->groups) {
    for (int64_t i = 0; i < call->n; i++) {
      if (patron__pareto_counts(call, i)) starts[(call->groups ? call->groups[i] : 0) + 2]++;
    }
  } else {
    for (int64_t i = 0; i < call->n; i++) starts[call->groups[i] + 2]++;
  }
}

/* starts[g + 1] is where group g begins, and once its rows are in, where it ends. */
static void gather(const patron__pareto_call *call, int32_t partial, int64_t *starts, int64_t *keys)
{
  if (partial || !call->groups) {
    for (int64_t i = 0; i < call->n; i++) {
      if (patron__pareto_counts(call, i)) keys[starts[(call->groups ? call->groups[i] : 0) + 1]++] = patron__pareto_key(call->values, i);
    }
  } else {
    const int32_t *groups = call->groups;
    const void *values = call->values;
    const int64_t n = call->n;
    for (int64_t i = 0; i < n; i++) {
      if (i + SOON < n) patron__fetch_ahead(keys + starts[groups[i + SOON] + 1], 0);   /* groups come in any order: each row goes to another place */
      keys[starts[groups[i] + 1]++] = patron__pareto_key(values, i);
    }
  }
}

patron_status patron__pareto_by_gathering(const patron__pareto_call *call, int32_t partial, int64_t *cutoffs)
{
  const uint64_t starts_size = ((uint64_t)call->ngroups + 2) * sizeof(int64_t);
  uint64_t keys_size = 0, buffer_size = 0;
  int64_t *starts, *keys = NULL, *buffer = NULL;
  int64_t largest = 1;
  patron_status status = PATRON_E_NO_MEMORY;
  starts = patron__scratch_allocate(call->scratch, starts_size);
  if (!starts) return PATRON_E_NO_MEMORY;
  memset(starts, 0, (size_t)starts_size);
  count_rows(call, partial, starts);
  for (int32_t g = 0; g < call->ngroups; g++) {
    largest = starts[g + 2] > largest ? starts[g + 2] : largest;
    starts[g + 2] += starts[g + 1];
  }
  keys_size = ((uint64_t)starts[call->ngroups + 1] + 1) * sizeof(int64_t);
  keys = patron__scratch_allocate(call->scratch, keys_size);
  if (!keys) goto done;
  buffer_size = (uint64_t)largest * sizeof(int64_t);
  buffer = patron__scratch_allocate(call->scratch, buffer_size);
  if (!buffer) goto done;
  gather(call, partial, starts, keys);
  for (int32_t g = 0; g < call->ngroups; g++) {
    patron__pareto_group group;
    if (patron__pareto_cut_handful(call, keys + starts[g], starts[g + 1] - starts[g], cutoffs + (int64_t)g * call->ncuts)) continue;
    patron__pareto_group_from_keys(call, keys + starts[g], starts[g + 1] - starts[g], buffer, &group);
    patron__pareto_group_store(call, g, &group, cutoffs);
  }
  status = PATRON_OK;
done:
  patron__scratch_release(call->scratch, buffer, buffer_size);
  patron__scratch_release(call->scratch, keys, keys_size);
  patron__scratch_release(call->scratch, starts, starts_size);
  return status;
}
