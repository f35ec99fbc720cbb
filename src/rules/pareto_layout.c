/* Decides whether and how the rows of a Pareto call are counted into bins.

   Usage that made the choice: around a hundred groups of some ten thousand rows, values over 15 to 30 binary orders of magnitude. Some hundred bins a group then leave one or two rows of a hundred
   in the bins where cuts fall, and all tables together stay in a second-level cache. With few rows a group, or very many groups, tables cost more than they save. */
#include "rules/pareto_bins.h"

enum {
  LEAST_ROWS = 512,               /* a group; fewer are gathered */
  MOST_BINS = 1024,               /* of positive values, wished for; 600 decades of doubles take more */
  FEWEST_BINS = 192,
  CACHED_BINS = 48 * 1024,        /* of all groups, wished for: 768 KB */
  TABLE_BINS = 512 * 1024         /* of all groups, at most: 8 MB, or 4 bytes a row if that is more */
};

static int64_t pattern(int32_t kind, int64_t key)
{
  return kind == PATRON_PARETO_F64 ? key : (int64_t)patron__double_bits((double)key);
}

int32_t patron__pareto_choose_layout(const patron__pareto_call *call, const patron__pareto_scan *scan, patron__pareto_layout *out)
{
  const int64_t groups = (int64_t)call->ngroups + 1;
  int64_t low, high, wished = CACHED_BINS / groups;
  if (scan->largest_positive == 0 || call->n / LEAST_ROWS < groups - 1) return 0;
  out->kind = call->kind;
  out->negative = 0;
  out->negative_offset = 0;
  if (scan->largest_negative > 0) {
    out->negative = (int32_t)((scan->largest_negative >> 52) - (scan->smallest_negative >> 52)) + 1;
    wished -= out->negative;
  }
  wished = wished > MOST_BINS ? MOST_BINS : wished < FEWEST_BINS ? FEWEST_BINS : wished;
  low = pattern(call->kind, scan->smallest_positive);
  high = pattern(call->kind, scan->largest_positive);
  out->shift = 0;
  while (out->shift < 52 && (high >> out->shift) - (low >> out->shift) >= wished) out->shift++;
  out->positive = (int32_t)((high >> out->shift) - (low >> out->shift)) + 1;
  out->per_group = 1 + out->positive + out->negative;
  out->positive_offset = (low >> out->shift) - 1;
  if (out->negative > 0) out->negative_offset = (scan->smallest_negative >> 52) - 1 - out->positive;
  return groups * out->per_group <= (call->n / 4 > TABLE_BINS ? call->n / 4 : TABLE_BINS);
}

int64_t patron__pareto_bin_start(const patron__pareto_layout *layout, int32_t bin)
{
  const int64_t wanted = (bin + layout->positive_offset) * ((int64_t)1 << layout->shift);
  int64_t low = 0, high = INT64_MAX;
  if (layout->kind == PATRON_PARETO_F64) return wanted;
  /* Nearest doubles keep the order of integers, so halving finds the first that reaches the pattern; INT64_MAX when none does. */
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    if (pattern(layout->kind, middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}
