/* Narrows the crossings of unkind data: a few values that fill a bin each, or most values in one corner of the range. Everything else is done after one look that finds nothing to do.

   Each round looks for the smallest and largest key of every crossing, which ends it when they are equal, and then counts the keys between them into up to 512 finer bins. A range of 2^52 keys is
   thus down to one key after six rounds at the latest; lists are made as soon as they are short. */
#include "base/memory.h"
#include "rules/pareto_bins.h"

enum { MOST_FINE_BITS = 9, FINE_BINS = 512 * 1024 };   /* a crossing; all crossings: 12 MB */

typedef struct fine_bin { int64_t count; patron__i128 sum; } fine_bin;

/* What the loops over rows need of a crossing, close together. One that is not open has nothing between low and high. */
typedef struct reach { int64_t low, high, smallest, largest; int32_t shift; patron__scale scale; } reach;

static int32_t is_open(const patron__pareto_crossing *crossing)
{
  return crossing->count > 0 && crossing->low != crossing->high;
}

int64_t patron__pareto_rows_to_list(const patron__pareto_work *work)
{
  const int32_t ncuts = work->call->ncuts;
  int64_t rows = 0;
  for (int64_t c = 0; c < (int64_t)work->call->ngroups * ncuts; c++) {
    if (is_open(work->crossings + c) && work->crossings[c].owner == c % ncuts) rows += work->crossings[c].count;
  }
  return rows;
}

/* Binary digits to drop so that the keys of a crossing fall into 2^bits bins. */
static int32_t fine_shift(const patron__pareto_crossing *crossing, int32_t bits)
{
  int32_t shift = 0;
  while ((crossing->high - crossing->low) >> shift >> bits != 0) shift++;
  return shift;
}

static void measure(const patron__pareto_work *work, reach *reaches, int32_t bits)
{
  for (int64_t c = 0; c < (int64_t)work->call->ngroups * work->call->ncuts; c++) {
    const patron__pareto_crossing *crossing = work->crossings + c;
    const int32_t open = is_open(crossing);
    reaches[c].low = open ? crossing->low : INT64_MAX;
    reaches[c].high = open ? crossing->high : 0;
    reaches[c].smallest = INT64_MAX;
    reaches[c].largest = 0;
    reaches[c].shift = fine_shift(crossing, bits);
    reaches[c].scale = crossing->scale;
  }
}

/* Shrinks every open crossing to the keys that are there. Cuts that share a bin see the same keys and stay alike. */
static void shrink(patron__pareto_work *work, reach *reaches)
{
  const patron__pareto_call *call = work->call;
  measure(work, reaches, 1);
  for (int64_t i = 0; i < call->n; i++) {
    reach *of = reaches;
    int64_t key;
    if (!patron__pareto_counts(call, i)) continue;
    key = patron__pareto_key(call->values, i);
    if (call->groups) of += (int64_t)call->groups[i] * call->ncuts;
    for (int32_t k = 0; k < call->ncuts; k++, of++) {
      const int32_t inside = key >= of->low && key <= of->high;
      of->smallest = inside && key < of->smallest ? key : of->smallest;
      of->largest = inside && key > of->largest ? key : of->largest;
    }
  }
  for (int64_t c = 0; c < (int64_t)call->ngroups * call->ncuts; c++) {
    if (!is_open(work->crossings + c)) continue;
    work->crossings[c].low = reaches[c].smallest;
    work->crossings[c].high = reaches[c].largest;
  }
}

/* Counts the keys of every open crossing into 2^bits fine bins. */
static void count_finely(patron__pareto_work *work, reach *reaches, fine_bin *bins, int32_t bits)
{
  const patron__pareto_call *call = work->call;
  memset(bins, 0, (((size_t)call->ngroups * (size_t)call->ncuts) << bits) * sizeof *bins);
  measure(work, reaches, bits);
  for (int64_t i = 0; i < call->n; i++) {
    int64_t key, c;
    if (!patron__pareto_counts(call, i)) continue;
    key = patron__pareto_key(call->values, i);
    c = call->groups ? (int64_t)call->groups[i] * call->ncuts : 0;
    for (int32_t k = 0; k < call->ncuts; k++, c++) {
      fine_bin *bin;
      if (key < reaches[c].low || key > reaches[c].high) continue;
      bin = bins + (c << bits) + ((key - reaches[c].low) >> reaches[c].shift);
      bin->count++;
      patron__i128_add_i128(&bin->sum, patron__key_weight(reaches[c].scale, key));
    }
  }
}

/* Takes the fine bin where the cut falls in place of the crossing. */
static void narrow(patron__pareto_crossing *crossing, const fine_bin *bins, int32_t bits)
{
  const int32_t shift = fine_shift(crossing, bits);
  int32_t bin = (int32_t)((crossing->high - crossing->low) >> shift);
  patron__i128 passed = {0, 0};
  int64_t low;
  for (;; bin--) {
    patron__i128 reached = passed;
    patron__i128_add_i128(&reached, bins[bin].sum);
    if (patron__i128_compare(reached, crossing->need) >= 0) break;
    passed = reached;
    crossing->above += bins[bin].count;
  }
  patron__i128_add_i128(&crossing->passed, passed);
  patron__i128_add_i128(&crossing->need, patron__i128_negate(passed));
  crossing->count = bins[bin].count;
  low = crossing->low + (int64_t)((uint64_t)bin << shift);
  if (crossing->high - low >= (int64_t)1 << shift) crossing->high = low + (((int64_t)1 << shift) - 1);
  crossing->low = low;
}

static void share_again(patron__pareto_crossing *crossings, int32_t ncuts)
{
  for (int32_t k = 0; k < ncuts; k++) {
    crossings[k].owner = k > 0 && crossings[k].low == crossings[k - 1].low && crossings[k].high == crossings[k - 1].high ? crossings[k - 1].owner : k;
  }
}

patron_status patron__pareto_refine(patron__pareto_work *work, int64_t most)
{
  const patron__pareto_call *call = work->call;
  const int64_t all = (int64_t)call->ngroups * call->ncuts;
  const uint64_t reaches_size = (uint64_t)all * sizeof(reach);
  int32_t bits = MOST_FINE_BITS;
  uint64_t size;
  fine_bin *bins = NULL;
  reach *reaches = patron__scratch_allocate(call->scratch, reaches_size);
  if (!reaches) return PATRON_E_NO_MEMORY;
  while (bits > 1 && all << bits > FINE_BINS) bits--;
  size = ((uint64_t)all << bits) * sizeof *bins;
  while (patron__pareto_rows_to_list(work) > most) {
    shrink(work, reaches);
    if (patron__pareto_rows_to_list(work) <= most) break;
    if (!bins) bins = patron__scratch_allocate(call->scratch, size);
    if (!bins) {
      patron__scratch_release(call->scratch, reaches, reaches_size);
      return PATRON_E_NO_MEMORY;
    }
    count_finely(work, reaches, bins, bits);
    for (int64_t c = 0; c < all; c++) {
      if (is_open(work->crossings + c)) narrow(work->crossings + c, bins + (c << bits), bits);
    }
    for (int32_t g = 0; g < call->ngroups; g++) share_again(work->crossings + (int64_t)g * call->ncuts, call->ncuts);
  }
  patron__scratch_release(call->scratch, bins, size);
  patron__scratch_release(call->scratch, reaches, reaches_size);
  return PATRON_OK;
}
