/* The second look at the rows: writes the classes that are certain and lists the rows of the crossings, whose classes follow once the cut-offs are known. */
#include "base/threads.h"
#include "rules/pareto_bins.h"

enum { BLOCK = 512 };

/* The rows of a block that lie in a crossing. Cut-offs descend, so a key can only be in the first crossing that does not begin above it. */
static void list_rows(const patron__pareto_work *work, int64_t *cursors, const int64_t *hits, int64_t count)
{
  const patron__pareto_call *call = work->call;
  for (int64_t h = 0; h < count; h++) {
    const int64_t row = hits[h], key = patron__pareto_key(call->values, row), group = call->groups ? call->groups[row] : 0;
    int64_t k = 0, at;
    while (key < work->spans[group * (call->ncuts + 1) + k].low) k++;
    at = cursors[group * call->ncuts + k]++;
    work->keys[at] = key;
    if (work->rows) work->rows[at] = row;
  }
}

/* No branch depends on a value: every row is noted as a hit, and the next overwrites it unless it was one. ncuts and partial are constants where this is expanded. */
PATRON__INLINE void collect(const patron__pareto_work *work, int64_t *cursors, int64_t first, int64_t end, int32_t ncuts, int32_t partial)
{
  const patron__pareto_call call = *work->call;
  const patron__pareto_span *spans = work->spans;
  int8_t unwanted[BLOCK];
  int64_t hits[BLOCK + 1];
  for (int64_t start = first; start < end; start += BLOCK) {
    const int64_t stop = end - start < BLOCK ? end : start + BLOCK;
    int8_t *classes = call.class_out ? call.class_out + start : unwanted;
    int64_t count = 0;
    for (int64_t i = start; i < stop; i++) {
      const int32_t left_out = partial && !patron__pareto_counts(&call, i);
      const int64_t group = !call.groups || left_out ? 0 : call.groups[i], key = left_out ? 0 : patron__pareto_key(call.values, i);
      const patron__pareto_span *of = spans + group * (ncuts + 1);
      int64_t class_of_row = 0;
      for (int32_t k = 0; k < ncuts; k++) class_of_row += key < of[k].low;
      hits[count] = i;
      count += (uint64_t)key - (uint64_t)of[class_of_row].low < of[class_of_row].width;
      class_of_row |= -(int64_t)(key <= 0);   /* all bits set: PATRON_PARETO_NOT_POSITIVE */
      classes[i - start] = (int8_t)(left_out ? PATRON_PARETO_LEFT_OUT : class_of_row);
    }
    list_rows(work, cursors, hits, count);
  }
}

PATRON__INLINE void collect_by_cuts(const patron__pareto_work *work, int64_t *cursors, int64_t first, int64_t end)
{
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

static void collect_portably(const patron__pareto_work *work, int64_t *cursors, int64_t first, int64_t end)
{
  collect_by_cuts(work, cursors, first, end);
}

PATRON__NEWER_PROCESSOR static void collect_newer(const patron__pareto_work *work, int64_t *cursors, int64_t first, int64_t end)
{
  collect_by_cuts(work, cursors, first, end);
}

static void collect_job(void *argument, int64_t job)
{
  const patron__pareto_work *work = argument;
  const int64_t first = patron__pareto_first_row(work->call->n, work->jobs, job), end = patron__pareto_first_row(work->call->n, work->jobs, job + 1);
  int64_t *cursors = work->cursors + job * work->call->ngroups * work->call->ncuts;
  if (patron__pareto_newer(work->call)) collect_newer(work, cursors, first, end);
  else collect_portably(work, cursors, first, end);
}

void patron__pareto_collect(patron__pareto_work *work)
{
  const int32_t ncuts = work->call->ncuts;
  for (int32_t g = 0; g < work->call->ngroups; g++) {
    patron__pareto_span *spans = work->spans + (int64_t)g * (ncuts + 1);
    for (int32_t k = 0; k < ncuts; k++) {
      const patron__pareto_crossing *crossing = work->crossings + (int64_t)g * ncuts + k;
      spans[k].low = crossing->low;
      spans[k].width = crossing->low != crossing->high && crossing->owner == k ? (uint64_t)(crossing->high - crossing->low) + 1u : 0u;
    }
    spans[ncuts].low = 0;
    spans[ncuts].width = 0;
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
      else {
        memcpy(work->sorting, work->keys + owner->start, (size_t)owner->count * sizeof *work->sorting);
        patron__select_weighted(work->sorting, owner->count, crossings[k].scale, crossings[k].need, &crossings[k].found);
      }
    }
  }
}

/* Listed rows got the class of their crossing's first cut; those that miss its cut-off, or those of cuts that fall into the same bin, are in a lower one. */
void patron__pareto_correct(const patron__pareto_work *work)
{
  const int32_t ncuts = work->call->ncuts;
  for (int64_t c = 0; c < (int64_t)work->call->ngroups * ncuts; c++) {
    const patron__pareto_crossing *crossing = work->crossings + c;
    const int32_t cut = (int32_t)(c % ncuts);
    if (crossing->count == 0 || crossing->low == crossing->high || crossing->owner != cut) continue;
    for (int64_t i = crossing->start; i < crossing->start + crossing->count; i++) {
      int32_t class_of_row = cut;
      for (int32_t k = cut; k < ncuts && crossing[k - cut].owner == cut; k++) class_of_row += work->keys[i] < crossing[k - cut].found.key;
      work->call->class_out[work->rows[i]] = (int8_t)class_of_row;
    }
  }
}
