/* Counts rows into bins. This loop and the one that writes the classes are all that most rows ever see, so they have no branch that depends on a value. */
#include "base/threads.h"
#include "rules/pareto_bins.h"

static const int64_t MANTISSA = ((int64_t)1 << 52) - 1;

static inline void count_row(patron__pareto_bin *bin, uint64_t payload)
{
  const uint64_t low = bin->low + payload;
  bin->high += (UINT64_C(1) << PATRON__PARETO_COUNT_SHIFT) + (low < payload);
  bin->low = low;
}

static inline int64_t bin_of_double(const patron__pareto_layout *layout, int64_t key, uint64_t *payload)
{
  const int64_t magnitude = key & INT64_MAX;
  const int64_t shift = key < 0 ? 52 : layout->shift, offset = key < 0 ? layout->negative_offset : layout->positive_offset;
  const int64_t bin = (magnitude >> shift) - offset;
  *payload = (uint64_t)(magnitude & MANTISSA);
  return magnitude == 0 ? 0 : bin;
}

static inline int64_t bin_of_integer(const patron__pareto_layout *layout, int64_t key, uint64_t *payload)
{
  const double value = (double)key;
  int64_t pattern;
  memcpy(&pattern, &value, sizeof pattern);
  *payload = key > 0 ? (uint64_t)key : 0u - (uint64_t)key;
  return key > 0 ? (pattern >> layout->shift) - layout->positive_offset : 0;
}

/* kind and partial are constants where this is expanded. */
static inline void fill(const patron__pareto_work *work, int64_t first, int64_t end, patron__pareto_bin *table, int32_t kind, int32_t partial)
{
  const patron__pareto_call call = *work->call;
  const patron__pareto_layout layout = work->layout;
  for (int64_t i = first; i < end; i++) {
    int64_t key = patron__pareto_key(call.values, i), group = call.groups ? call.groups[i] : 0, bin;
    uint64_t payload;
    if (partial) {
      const int32_t counts = patron__pareto_counts(&call, i);
      group = counts ? group : call.ngroups;
      key = counts ? key : 0;
    }
    bin = kind == PATRON_PARETO_F64 ? bin_of_double(&layout, key, &payload) : bin_of_integer(&layout, key, &payload);
    count_row(table + group * layout.per_group + bin, payload);
  }
}

static void fill_job(void *argument, int64_t job)
{
  const patron__pareto_work *work = argument;
  const int64_t first = patron__pareto_first_row(work->call->n, work->jobs, job), end = patron__pareto_first_row(work->call->n, work->jobs, job + 1);
  const uint64_t bins = ((uint64_t)work->call->ngroups + 1) * (uint64_t)work->layout.per_group;
  patron__pareto_bin *table = work->tables + (uint64_t)job * bins;
  memset(table, 0, bins * sizeof *table);
  if (work->layout.kind == PATRON_PARETO_F64) {
    if (work->partial) fill(work, first, end, table, PATRON_PARETO_F64, 1);
    else fill(work, first, end, table, PATRON_PARETO_F64, 0);
  } else {
    if (work->partial) fill(work, first, end, table, PATRON_PARETO_I64, 1);
    else fill(work, first, end, table, PATRON_PARETO_I64, 0);
  }
}

void patron__pareto_fill(patron__pareto_work *work)
{
  patron__run_jobs(work->call->threads, work->jobs, fill_job, work);
}
