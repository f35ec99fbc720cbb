/* Pareto classes of large groups in two looks at the rows.

   0. Guess the range of the values from a few thousand of them, with room to spare; a third look is taken only when a row proves the guess wrong.
   1. Count every row into one of some hundred bins of its group; add up counts and exact sums of each bin.
   2. From the bins alone: the total of each group, and for each cut the bin where the running sum reaches the share. What the rows of that bin must bring is a whole number of its unit.
   3. Look again: the class of a row follows from its value, but for the rows of the bins where a cut falls (one or two of a hundred); these are listed.
   4. Select the cut-off among the listed rows of each cut, and correct their classes.

   All sums are exact, so the parts that threads work on may be put together in any order. Memory: the tables (under a megabyte for each thread, ordinarily) and at most a byte a row for the lists. */
#include "base/memory.h"
#include "rules/pareto_bins.h"

enum { LISTED_ANYWAY = 4096, MANY_GROUPS = 256 };

/* Rows that may be listed before narrowing them down costs less than the room they take: 16 bytes each. Many groups have few bins each, so more rows fall into those of the cuts. */
static int64_t most_listed(const patron__pareto_call *call)
{
  const int64_t most = call->ngroups > MANY_GROUPS ? call->n / 4 : call->n / 16;
  return most > LISTED_ANYWAY ? most : LISTED_ANYWAY;
}

typedef struct block { void **to; uint64_t size; } block;

static patron_status allocate(const patron_allocator *scratch, const block *blocks, int32_t count)
{
  for (int32_t i = 0; i < count; i++) {
    if (blocks[i].size == 0) continue;
    *blocks[i].to = patron__scratch_allocate(scratch, blocks[i].size);
    if (!*blocks[i].to) return PATRON_E_NO_MEMORY;
  }
  return PATRON_OK;
}

static void release(const patron_allocator *scratch, const block *blocks, int32_t count)
{
  for (int32_t i = count - 1; i >= 0; i--) patron__scratch_release(scratch, *blocks[i].to, blocks[i].size);
}

/* Where each list starts, and where each job goes on in it: behind what the jobs before it bring, which their tables tell. */
static void place_lists(patron__pareto_work *work)
{
  const patron__pareto_call *call = work->call;
  const int64_t all = (int64_t)call->ngroups * call->ncuts, stride = ((int64_t)call->ngroups + 1) * work->layout.per_group;
  int64_t at = 0;
  for (int64_t c = 0; c < all; c++) {
    patron__pareto_crossing *crossing = work->crossings + c;
    const patron__pareto_bin *bin = work->tables + c / call->ncuts * work->layout.per_group + crossing->bin;
    int64_t next = at;
    crossing->start = at;
    if (crossing->count == 0 || crossing->low == crossing->high || crossing->owner != c % call->ncuts) continue;
    for (int32_t job = 0; job < work->jobs; job++, bin += stride) {
      work->cursors[job * all + c] = next;
      next += (int64_t)(bin->high >> PATRON__PARETO_COUNT_SHIFT);
    }
    at += crossing->count;
  }
}

static int32_t jobs_for(const patron__pareto_call *call)
{
  const int64_t least = (call->n + PATRON__PARETO_TABLE_ROWS - 1) / PATRON__PARETO_TABLE_ROWS + 1;   /* parts begin at multiples of 64, so the last may be longer */
  const int64_t enough = call->n / 16384 + 1;
  int64_t jobs = call->threads < 1 ? 1 : call->threads;
  jobs = jobs > enough ? enough : jobs;
  return (int32_t)(call->n <= PATRON__PARETO_TABLE_ROWS || jobs >= least ? jobs : least);
}

static int64_t longest_list(const patron__pareto_work *work)
{
  int64_t longest = 0;
  for (int64_t c = 0; c < (int64_t)work->call->ngroups * work->call->ncuts; c++) {
    const patron__pareto_crossing *crossing = work->crossings + c;
    if (crossing->low != crossing->high && crossing->count > longest) longest = crossing->count;
  }
  return longest;
}

static patron_status list_and_finish(patron__pareto_work *work, int64_t *cutoffs)
{
  const patron__pareto_call *call = work->call;
  const int32_t all_jobs = work->jobs;
  patron_status status;
  const int64_t most = most_listed(call);
  work->listed = patron__pareto_rows_to_list(work);
  if (work->listed > most) {
    status = patron__pareto_refine(work, most);
    if (status != PATRON_OK) return status;
    work->listed = patron__pareto_rows_to_list(work);
    work->jobs = 1;   /* the tables no longer tell which part of a list is whose */
  }
  {
    const block lists[] = {{(void **)&work->keys, (uint64_t)work->listed * sizeof(int64_t)},
                           {(void **)&work->rows, call->class_out ? (uint64_t)work->listed * sizeof(int64_t) : 0},
                           {(void **)&work->sorting, (uint64_t)longest_list(work) * sizeof(int64_t)}};
    enum { LISTS = sizeof lists / sizeof *lists };
    status = allocate(call->scratch, lists, LISTS);
    if (status == PATRON_OK) {
      place_lists(work);
      patron__pareto_collect(work);
      patron__pareto_select(work);
      work->jobs = all_jobs;
      patron__pareto_finish(work, cutoffs);
      if (call->class_out) patron__pareto_correct(work);
    }
    release(call->scratch, lists, LISTS);
  }
  return status;
}

patron_status patron__pareto_by_bins(const patron__pareto_call *call, const patron__pareto_scan *range, int32_t guessed, const patron__pareto_layout *layout, int64_t *cutoffs)
{
  const uint64_t crossings = (uint64_t)call->ngroups * (uint64_t)call->ncuts;
  patron__pareto_work work;
  patron_status status;
  memset(&work, 0, sizeof work);
  work.call = call;
  work.layout = *layout;
  work.range = *range;
  work.guessed = guessed;
  work.partial = range->n_known != call->n;
  work.jobs = jobs_for(call);
  {
    const uint64_t bins = ((uint64_t)call->ngroups + 1) * (uint64_t)layout->per_group;
    const block blocks[] = {{(void **)&work.tables, (uint64_t)work.jobs * bins * sizeof *work.tables},
                            {(void **)&work.merged.count, (uint64_t)layout->per_group * sizeof *work.merged.count},
                            {(void **)&work.merged.sum, (uint64_t)layout->per_group * sizeof *work.merged.sum},
                            {(void **)&work.crossings, crossings * sizeof *work.crossings},
                            {(void **)&work.spans, (crossings + (uint64_t)call->ngroups) * sizeof *work.spans},
                            {(void **)&work.cursors, (uint64_t)work.jobs * crossings * sizeof *work.cursors}};
    enum { BLOCKS = sizeof blocks / sizeof *blocks };
    status = allocate(call->scratch, blocks, BLOCKS);
    if (status == PATRON_OK) {
      patron__pareto_fill(&work);
      if (patron__count_get(&work.surprises) > 0) {
        status = PATRON_UNKNOWN;
      } else {
        patron__pareto_find_crossings(&work);
        status = list_and_finish(&work, cutoffs);
      }
    }
    release(call->scratch, blocks, BLOCKS);
  }
  return status;
}
