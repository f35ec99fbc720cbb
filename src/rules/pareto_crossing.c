/* Where the cuts of each group fall, from the bins alone; and at the end, what is handed out about the group.

   Bins that share an exponent make a run: within it sums are whole numbers of one unit and 128 bits are enough. Between runs sums are natural numbers. For integers all bins are one run. */
#include "rules/pareto_bins.h"

/* Puts the bins of a group together from all tables. Payloads of doubles get their leading bits. */
static void merge(const patron__pareto_work *work, int32_t group)
{
  const patron__pareto_layout *layout = &work->layout;
  const int64_t stride = ((int64_t)work->call->ngroups + 1) * layout->per_group;
  for (int32_t b = 0; b < layout->per_group; b++) {
    const patron__pareto_bin *bin = work->tables + (int64_t)group * layout->per_group + b;
    int64_t count = 0;
    patron__i128 sum = {0, 0};
    for (int32_t job = 0; job < work->jobs; job++, bin += stride) {
      const patron__i128 part = {bin->low, (int64_t)(bin->high & ((1u << PATRON__PARETO_COUNT_SHIFT) - 1u))};
      count += (int64_t)(bin->high >> PATRON__PARETO_COUNT_SHIFT);
      patron__i128_add_i128(&sum, part);
    }
    work->merged.count[b] = count;
    work->merged.sum[b] = sum;
  }
}

/* The exponent field that the values of a bin share; 0 for integers and subnormal numbers. */
static int32_t field_of(const patron__pareto_layout *layout, int32_t bin)
{
  if (layout->kind != PATRON_PARETO_F64 || bin == 0) return 0;
  if (bin > layout->positive) return (int32_t)(bin + layout->negative_offset);
  return (int32_t)(((bin + layout->positive_offset) << layout->shift) >> 52);
}

static patron__i128 weight_of(const patron__pareto_work *work, int32_t bin, int32_t field)
{
  patron__i128 weight = work->merged.sum[bin];
  if (field > 0) patron__i128_add_i128(&weight, patron__i128_multiply(work->merged.count[bin], (int64_t)1 << 52));
  return weight;
}

/* A stretch of bins with one exponent, from the top. */
typedef struct run { int32_t first, last, shift; int64_t count; patron__i128 weight; patron__scale scale; } run;

static void take_run(const patron__pareto_work *work, int32_t top, int32_t lowest, run *out)
{
  const int32_t field = field_of(&work->layout, top);
  int32_t bin = top;
  out->last = top;
  out->count = 0;
  out->weight.low = 0;
  out->weight.high = 0;
  out->scale.lowest = work->layout.kind == PATRON_PARETO_F64 ? (field > 0 ? field : 1) : 0;
  out->shift = work->layout.kind == PATRON_PARETO_F64 ? out->scale.lowest - lowest : 0;
  for (; bin > 0 && field_of(&work->layout, bin) == field; bin--) {
    if (work->merged.count[bin] == 0) continue;
    out->count += work->merged.count[bin];
    patron__i128_add_i128(&out->weight, weight_of(work, bin, field));
  }
  out->first = bin + 1;
}

/* Counts and totals of a group whose bins are merged. Sums count from the lowest exponent that the layout has. */
static int32_t add_up(const patron__pareto_work *work, patron__pareto_group *out)
{
  const patron__pareto_layout *layout = &work->layout;
  int32_t lowest = 0;
  patron__pareto_group_clear(out, work->call->ncuts);
  if (layout->kind == PATRON_PARETO_F64) {
    const int32_t positive = field_of(layout, 1), negative = layout->negative > 0 ? field_of(layout, layout->positive + 1) : positive;
    lowest = positive < negative ? positive : negative;
    lowest = lowest > 0 ? lowest : 1;
    out->lowest_bit = lowest - 1;
  }
  out->n = work->merged.count[0];
  if (layout->kind != PATRON_PARETO_F64) patron__natural_add(&out->negative, work->merged.sum[0], 0);
  for (int32_t b = layout->positive + 1; b < layout->per_group; b++) {
    const int32_t field = field_of(layout, b);
    if (work->merged.count[b] == 0) continue;
    out->n += work->merged.count[b];
    patron__natural_add(&out->negative, weight_of(work, b, field), (field > 0 ? field : 1) - lowest);
  }
  for (int32_t top = layout->positive; top > 0;) {
    run of;
    take_run(work, top, lowest, &of);
    out->n_positive += of.count;
    patron__natural_add(&out->positive, of.weight, of.shift);
    top = of.first - 1;
  }
  out->n += out->n_positive;
  return lowest;
}

/* The bin of the run in which the rows from the run's top weigh `need`. */
static void cross_in(const patron__pareto_work *work, const run *of, patron__i128 need, int64_t above, patron__pareto_crossing *out)
{
  const int32_t field = field_of(&work->layout, of->last);
  patron__i128 sum = {0, 0};
  int32_t bin = of->last;
  for (;; bin--) {
    patron__i128 reached = sum;
    if (work->merged.count[bin] == 0) continue;
    patron__i128_add_i128(&reached, weight_of(work, bin, field));
    if (patron__i128_compare(reached, need) >= 0) break;
    sum = reached;
    above += work->merged.count[bin];
  }
  memset(out, 0, sizeof *out);
  out->bin = bin;
  out->low = patron__pareto_bin_start(&work->layout, bin);
  if (out->low < 1) out->low = 1;   /* zero is not positive */
  out->high = patron__pareto_bin_start(&work->layout, bin + 1);
  /* The start of the bin after INT64_MAX is not there to be one less than. */
  if (work->layout.kind == PATRON_PARETO_F64 || out->high < INT64_MAX) out->high--;
  out->count = work->merged.count[bin];
  out->above = above;
  out->scale = of->scale;
  out->need = need;
  patron__i128_add_i128(&out->need, patron__i128_negate(sum));
}

/* For each cut in turn: skips the runs that do not reach it, and crosses in the one that does. With `finished`, adds what lies above the crossing to the sums of the cuts instead. */
static void walk_runs(const patron__pareto_work *work, patron__pareto_group *group, int32_t lowest, patron__pareto_crossing *crossings, int32_t finished)
{
  patron__natural running;
  int64_t above = 0;
  int32_t k = 0;
  patron__natural_clear(&running);
  for (int32_t top = work->layout.positive; k < group->ncuts && top > 0;) {
    patron__natural reached = running;
    run of;
    take_run(work, top, lowest, &of);
    patron__natural_add(&reached, of.weight, of.shift);
    for (; k < group->ncuts; k++) {
      patron__natural target = group->positive, scaled = reached;
      patron__natural_multiply(&target, (uint32_t)work->call->cuts_ppm[k]);
      patron__natural_multiply(&scaled, 1000000);
      if (patron__natural_compare(&scaled, &target) < 0) break;
      if (finished) {
        patron__i128 inside = crossings[k].passed;
        patron__natural *sum = &group->cut[k].sum;
        *sum = running;
        for (int32_t b = of.last; b > crossings[k].bin; b--) patron__i128_add_i128(&inside, weight_of(work, b, field_of(&work->layout, b)));
        patron__i128_add_i128(&inside, crossings[k].found.sum);
        patron__natural_add(sum, inside, of.shift);
      } else {
        scaled = running;
        patron__natural_multiply(&scaled, 1000000);
        patron__natural_subtract(&target, &scaled);
        cross_in(work, &of, patron__natural_divide_up(&target, of.shift, 1000000), above, crossings + k);
      }
    }
    running = reached;
    above += of.count;
    top = of.first - 1;
  }
}

void patron__pareto_find_crossings(patron__pareto_work *work)
{
  const int32_t ncuts = work->call->ncuts;
  for (int32_t g = 0; g < work->call->ngroups; g++) {
    patron__pareto_crossing *crossings = work->crossings + (int64_t)g * ncuts;
    patron__pareto_group group;
    int32_t lowest;
    merge(work, g);
    lowest = add_up(work, &group);
    memset(crossings, 0, (size_t)ncuts * sizeof *crossings);
    if (group.n_positive > 0) walk_runs(work, &group, lowest, crossings, 0);
    for (int32_t k = 0; k < ncuts; k++) {
      crossings[k].owner = k > 0 && crossings[k].bin == crossings[k - 1].bin ? crossings[k - 1].owner : k;
      if (group.n_positive == 0) crossings[k].low = crossings[k].high = INT64_MAX;
    }
  }
}

void patron__pareto_finish(patron__pareto_work *work, int64_t *cutoffs)
{
  const int32_t ncuts = work->call->ncuts;
  for (int32_t g = 0; g < work->call->ngroups; g++) {
    patron__pareto_crossing *crossings = work->crossings + (int64_t)g * ncuts;
    patron__pareto_group group;
    int32_t lowest;
    merge(work, g);
    lowest = add_up(work, &group);
    if (group.n_positive > 0) {
      walk_runs(work, &group, lowest, crossings, 1);
      for (int32_t k = 0; k < ncuts; k++) {
        const patron__selection *found = &crossings[k].found;
        group.cut[k].cutoff = found->key;
        group.cut[k].inside = crossings[k].above + found->above + found->equal;
        group.cut[k].minimum = crossings[k].above + found->above + patron__weights_to_reach(crossings[k].need, found->sum_above, patron__key_weight(crossings[k].scale, found->key));
      }
    }
    patron__pareto_group_store(work->call, g, &group, cutoffs);
  }
}
