/* Counts rows into bins. This loop and the one that writes the classes are all that most rows ever see, so they have no branch that depends on a value. */
#include "rules/pareto_bins.h"
#include "rules/pareto_look.h"

static const int64_t MANTISSA = ((int64_t)1 << 52) - 1;

PATRON__INLINE void count_row(patron__pareto_bin *bin, uint64_t payload)
{
  const uint64_t low = bin->low + payload;
  bin->high += (UINT64_C(1) << PATRON__PARETO_COUNT_SHIFT) + (low < payload);
  bin->low = low;
}

/* Both answers are computed and one is masked out: compilers turn a choice into a jump, and signs are not to be foretold. */
PATRON__INLINE int64_t bin_of_double(const patron__pareto_layout *layout, int64_t key, uint64_t *payload)
{
  const int64_t magnitude = key & INT64_MAX, is_negative = -(int64_t)((uint64_t)key >> 63), is_not_zero = -(int64_t)((uint64_t)-magnitude >> 63);
  const int64_t positive = (magnitude >> layout->shift) - layout->positive_offset, negative = (magnitude >> 52) - layout->negative_offset;
  *payload = (uint64_t)(magnitude & MANTISSA);
  return (positive ^ ((positive ^ negative) & is_negative)) & is_not_zero;
}

PATRON__INLINE int64_t bin_of_integer(const patron__pareto_layout *layout, int64_t key, uint64_t *payload)
{
  const double value = (double)key;
  const int64_t is_negative = -(int64_t)((uint64_t)key >> 63), is_positive = -(int64_t)((0u - (uint64_t)key) >> 63) & ~is_negative;
  int64_t pattern;
  memcpy(&pattern, &value, sizeof pattern);
  *payload = ((uint64_t)key ^ (uint64_t)is_negative) - (uint64_t)is_negative;
  return ((pattern >> layout->shift) - layout->positive_offset) & is_positive;
}

enum { BLOCK = 256 };

/* Is a guessed range right for these rows, and do they all count? A row that is not finite is out of any range. */
PATRON__INLINE int32_t is_as_expected(const patron__pareto_work *work, int64_t first, int64_t end)
{
  const patron__pareto_call *call = work->call;
  patron__pareto_extremes seen;
  patron__pareto_scan range;
  int32_t lowest_group = 0, highest_group = -1;
  patron__pareto_see_nothing(&seen);
  patron__pareto_look(call->values, first, end, &seen);
  patron__pareto_look_at_groups(call->groups, first, end, &lowest_group, &highest_group);
  patron__pareto_range_of(call->kind, &seen, &range);
  return lowest_group >= 0 && highest_group < call->ngroups && patron__pareto_all_known(call->validity, first, end)
    && range.largest_positive <= work->range.largest_positive && (range.largest_positive == 0 || range.smallest_positive >= work->range.smallest_positive)
    && range.largest_negative <= work->range.largest_negative && (range.largest_negative == 0 || range.smallest_negative >= work->range.smallest_negative);
}

/* kind and partial are constants where this is expanded. */
PATRON__INLINE void fill_block(const patron__pareto_work *work, int64_t first, int64_t end, patron__pareto_bin *table, int32_t kind, int32_t partial)
{
  const patron__pareto_call call = *work->call;
  const patron__pareto_layout layout = work->layout;
  for (int64_t i = first; i < end; i++) {
    int64_t key = patron__pareto_key(call.values, i), group = call.groups ? call.groups[i] : 0, bin;
    uint64_t payload;
    /* Looking at a block before it is counted keeps the processor from seeing the rows as one stream. */
    patron__fetch_ahead((const unsigned char *)call.values + 8 * i, 8 * BLOCK);
    if (call.groups) patron__fetch_ahead(call.groups + i, 4 * BLOCK);
    if (partial) {
      const int32_t counts = patron__pareto_counts(&call, i);
      group = counts ? group : call.ngroups;
      key = counts ? key : 0;
    }
    bin = kind == PATRON_PARETO_F64 ? bin_of_double(&layout, key, &payload) : bin_of_integer(&layout, key, &payload);
    count_row(table + group * layout.per_group + bin, payload);
  }
}

/* 0: a surprise. */
PATRON__INLINE int32_t fill(const patron__pareto_work *work, int64_t first, int64_t end, patron__pareto_bin *table)
{
  const int32_t is_double = work->layout.kind == PATRON_PARETO_F64;
  for (; first < end; first += BLOCK) {
    const int64_t stop = end - first < BLOCK ? end : first + BLOCK;
    if (work->guessed && !is_as_expected(work, first, stop)) return 0;
    if (is_double && work->partial) fill_block(work, first, stop, table, PATRON_PARETO_F64, 1);
    else if (is_double) fill_block(work, first, stop, table, PATRON_PARETO_F64, 0);
    else if (work->partial) fill_block(work, first, stop, table, PATRON_PARETO_I64, 1);
    else fill_block(work, first, stop, table, PATRON_PARETO_I64, 0);
  }
  return 1;
}

static int32_t fill_portably(const patron__pareto_work *work, int64_t first, int64_t end, patron__pareto_bin *table)
{
  return fill(work, first, end, table);
}

PATRON__NEWER_PROCESSOR static int32_t fill_newer(const patron__pareto_work *work, int64_t first, int64_t end, patron__pareto_bin *table)
{
  return fill(work, first, end, table);
}

static void fill_job(void *argument, int64_t job)
{
  patron__pareto_work *work = argument;
  const int64_t first = patron__pareto_first_row(work->call->n, work->jobs, job), end = patron__pareto_first_row(work->call->n, work->jobs, job + 1);
  const uint64_t bins = ((uint64_t)work->call->ngroups + 1) * (uint64_t)work->layout.per_group;
  patron__pareto_bin *table = work->tables + (uint64_t)job * bins;
  memset(table, 0, (size_t)(bins * sizeof *table));
  if (!(patron__pareto_newer(work->call) ? fill_newer(work, first, end, table) : fill_portably(work, first, end, table))) patron__count_add(&work->surprises, 1);
}

void patron__pareto_fill(patron__pareto_work *work)
{
  patron__run_jobs(work->call->threads, work->jobs, fill_job, work);
}
