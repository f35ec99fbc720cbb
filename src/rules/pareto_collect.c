/* The second look at the rows: writes the classes that are certain and lists the rows of the crossings, whose classes follow once the cut-offs are known. */
#include "base/threads.h"
#include "rules/pareto_bins.h"

static void list_row(const patron__pareto_work *work, int64_t *cursors, int64_t group, int64_t key, int64_t row)
{
  const int32_t ncuts = work->call->ncuts;
  for (int32_t k = 0; k < ncuts; k++) {
    const patron__pareto_crossing *crossing = work->crossings + group * ncuts + k;
    int64_t at;
    if (key < crossing->low || key > crossing->high || crossing->low == crossing->high || crossing->owner != k) continue;
    at = cursors[group * ncuts + k]++;
    work->keys[at] = key;
    if (work->rows) work->rows[at] = row;
  }
}

/* Being in a crossing is rare, and that is the only branch that depends on a value. ncuts and partial are constants where this is expanded. */
static inline void collect(const patron__pareto_work *work, int64_t *cursors, int64_t first, int64_t end, int32_t ncuts, int32_t partial)
{
  const patron__pareto_call call = *work->call;
  const patron__pareto_span *spans = work->spans;
  for (int64_t i = first; i < end; i++) {
    const int64_t group = call.groups ? call.groups[i] : 0;
    int64_t key;
    int32_t class_of_row = 0, within = 0;
    if (partial && !patron__pareto_counts(&call, i)) {
      if (call.class_out) call.class_out[i] = PATRON__PARETO_LEFT_OUT;
      continue;
    }
    key = patron__pareto_key(call.values, i);
    for (int32_t k = 0; k < ncuts; k++) {
      const patron__pareto_span *of = spans + group * ncuts + k;
      class_of_row += key < of->low;
      within |= (uint64_t)key - (uint64_t)of->low <= of->width;
    }
    if (call.class_out) call.class_out[i] = (int8_t)(key > 0 ? class_of_row : PATRON__PARETO_NOT_POSITIVE);
    if (within) list_row(work, cursors, group, key, i);
  }
}

static void collect_job(void *argument, int64_t job)
{
  const patron__pareto_work *work = argument;
  const int64_t first = patron__pareto_first_row(work->call->n, work->jobs, job), end = patron__pareto_first_row(work->call->n, work->jobs, job + 1);
  int64_t *cursors = work->cursors + job * work->call->ngroups * work->call->ncuts;
  if (work->partial) {
    collect(work, cursors, first, end, work->call->ncuts, 1);
    return;
  }
  switch (work->call->ncuts) {
  case 1: collect(work, cursors, first, end, 1, 0); break;
  case 2: collect(work, cursors, first, end, 2, 0); break;
  case 3: collect(work, cursors, first, end, 3, 0); break;
  default: collect(work, cursors, first, end, work->call->ncuts, 0); break;
  }
}

void patron__pareto_collect(patron__pareto_work *work)
{
  const int64_t crossings = (int64_t)work->call->ngroups * work->call->ncuts;
  for (int64_t c = 0; c < crossings; c++) {
    work->spans[c].low = work->crossings[c].low;
    work->spans[c].width = (uint64_t)(work->crossings[c].high - work->crossings[c].low);
  }
  patron__run_jobs(work->call->threads, work->jobs, collect_job, work);
}

/* A crossing of one key needs no list. */
static void select_single(patron__pareto_crossing *crossing)
{
  patron__natural sum;
  patron__selection *found = &crossing->found;
  memset(found, 0, sizeof *found);
  found->key = crossing->low;
  found->equal = crossing->count;
  patron__natural_clear(&sum);
  patron__natural_add(&sum, patron__key_weight(crossing->scale, crossing->low), 0);
  patron__natural_multiply_u64(&sum, (uint64_t)crossing->count);
  found->sum = patron__natural_divide_up(&sum, 0, 1);
}

void patron__pareto_select(patron__pareto_work *work)
{
  const int32_t ncuts = work->call->ncuts;
  for (int32_t g = 0; g < work->call->ngroups; g++) {
    patron__pareto_crossing *crossings = work->crossings + (int64_t)g * ncuts;
    for (int32_t k = 0; k < ncuts; k++) {
      const patron__pareto_crossing *owner = crossings + crossings[k].owner;
      if (crossings[k].count == 0) continue;   /* no positive values */
      if (crossings[k].low == crossings[k].high) select_single(crossings + k);
      else patron__select_weighted(work->keys + owner->start, owner->count, crossings[k].scale, crossings[k].need, &crossings[k].found);
    }
  }
}

void patron__pareto_correct(const patron__pareto_work *work, const int64_t *cutoffs)
{
  const patron__pareto_call *call = work->call;
  for (int64_t i = 0; i < work->listed; i++) {
    const int64_t row = work->rows[i], key = patron__pareto_key(call->values, row);
    const int64_t *cutoff = cutoffs + (call->groups ? (int64_t)call->groups[row] * call->ncuts : 0);
    int32_t class_of_row = 0;
    for (int32_t k = 0; k < call->ncuts; k++) class_of_row += key < cutoff[k];
    call->class_out[row] = (int8_t)class_of_row;
  }
}
