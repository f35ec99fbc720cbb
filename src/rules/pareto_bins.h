/* The quick way through large groups: rows are counted into bins, the bins where a cut falls are opened, and only the rows of those are looked at one by one. */
#ifndef PATRON_SRC_RULES_PARETO_BINS_H
#define PATRON_SRC_RULES_PARETO_BINS_H

#include "base/threads.h"
#include "rules/pareto.h"

/* Rows of a bin and the sum of their payloads: low and the lower 24 bits of high are the sum, the upper 40 bits of high the rows. One addition with carry keeps both.
   A payload has at most 63 bits (2^63 itself only for magnitudes) and a table takes at most 2^24 rows, so the sum stays under 2^88. */
typedef struct patron__pareto_bin { uint64_t low, high; } patron__pareto_bin;

enum { PATRON__PARETO_COUNT_SHIFT = 24, PATRON__PARETO_TABLE_ROWS = 1 << 24 };

/* Which bin a key falls into. A positive double goes by the upper bits of its pattern, so that all values of a bin share an exponent and the payload is the mantissa without its leading bit.
   An int64 goes by the pattern of the nearest double, which only has to keep the order; its payload is itself. Negative doubles have a bin per exponent, negative integers are in bin 0, with
   zeros. Rows that are left out count in bin 0 of a group of their own, the last. */
typedef struct patron__pareto_layout {
  int32_t kind, shift;
  int32_t positive, negative;   /* number of bins for positive values, from bin 1 on; for negative values, after them */
  int32_t per_group;
  int64_t positive_offset, negative_offset;   /* bin = (pattern >> shift) - offset */
} patron__pareto_layout;

/* The bin where a cut of a group falls. */
typedef struct patron__pareto_crossing {
  int64_t low, high;            /* smallest and largest key that may be the cut-off; equal: it is */
  int64_t count;                /* rows between them */
  int64_t above;                /* rows of the group over high */
  int64_t start;                /* where its rows are listed */
  int32_t bin;
  int32_t owner;                /* the first cut of the group that falls into the same bin */
  patron__scale scale;          /* weighs the keys between low and high */
  patron__i128 need;            /* what those inside must weigh */
  patron__i128 passed;          /* what rows of the bin weigh that refining has put above high */
  patron__selection found;
} patron__pareto_crossing;

/* What classifying needs of a crossing, close together: keys under low are in a lower class, and the `width` keys from low on are listed. Behind those of a group stands one of no width, for
   keys under them all. */
typedef struct patron__pareto_span { int64_t low; uint64_t width; } patron__pareto_span;

/* One group, its bins put together from all tables. */
typedef struct patron__pareto_merged { int64_t *count; patron__i128 *sum; } patron__pareto_merged;

typedef struct patron__pareto_work {
  const patron__pareto_call *call;
  patron__pareto_layout layout;
  int32_t jobs;                 /* parts of the rows, each with a table of its own */
  int32_t partial;              /* some rows are left out */
  int32_t guessed;              /* the range is: blocks of rows are held against it while they are counted */
  patron__count surprises;      /* jobs that met a row out of the range, left out, or wrong */
  patron__pareto_scan range;    /* of all rows */
  patron__pareto_bin *tables;   /* [jobs][ngroups + 1][per_group] */
  patron__pareto_merged merged; /* [per_group] */
  patron__pareto_crossing *crossings;   /* [ngroups * ncuts] */
  patron__pareto_span *spans;   /* [ngroups * (ncuts + 1)] */
  int64_t listed;               /* rows in lists */
  int64_t *keys, *rows;         /* [listed]; rows only when classes are wanted */
  int64_t *sorting;             /* room for the longest list */
  int64_t *cursors;             /* [jobs][ngroups * ncuts]: where a job lists its next row */
} patron__pareto_work;

/* The first row of a job; that of job `jobs` is the end. A multiple of 64, so that no byte of the bitmap is shared. */
static inline int64_t patron__pareto_first_row(int64_t n, int32_t jobs, int64_t job)
{
  return job >= jobs ? n : n / jobs * job / 64 * 64;
}

/* pareto_layout.c: 0 when the rows are better gathered. */
int32_t patron__pareto_choose_layout(const patron__pareto_call *call, const patron__pareto_scan *scan, patron__pareto_layout *out);
/* The smallest key that falls into `bin` (1 .. positive + 1). */
int64_t patron__pareto_bin_start(const patron__pareto_layout *layout, int32_t bin);

/* pareto_bins.c: PATRON_UNKNOWN, with nothing done, when the range was guessed and wrong. */
patron_status patron__pareto_by_bins(const patron__pareto_call *call, const patron__pareto_scan *range, int32_t guessed, const patron__pareto_layout *layout, int64_t *cutoffs);
/* pareto_fill.c */
void patron__pareto_fill(patron__pareto_work *work);
/* pareto_crossing.c */
void patron__pareto_find_crossings(patron__pareto_work *work);
void patron__pareto_finish(patron__pareto_work *work, int64_t *cutoffs);
/* pareto_refine.c: narrows crossings until at most `most` rows have to be listed. */
patron_status patron__pareto_refine(patron__pareto_work *work, int64_t most);
int64_t patron__pareto_rows_to_list(const patron__pareto_work *work);
/* pareto_collect.c: lists the rows of the crossings, whose classes come last, and writes those of all others. */
void patron__pareto_collect(patron__pareto_work *work);
void patron__pareto_select(patron__pareto_work *work);
void patron__pareto_correct(const patron__pareto_work *work);

#endif
