/* The Pareto segmenter from inside: what a call is about, what is found out per group, and the steps that share it. */
#ifndef PATRON_SRC_RULES_PARETO_H
#define PATRON_SRC_RULES_PARETO_H

#include <string.h>

#include "base/natural.h"
#include "base/processor.h"
#include "base/select.h"
#include "patron/rules/pareto.h"

enum { PATRON__PARETO_CUTS = 24 };   /* classes fit an int8 and a group fits the stack */

/* The arguments of one call, checked. */
typedef struct patron__pareto_call {
  int32_t kind;               /* PATRON_PARETO_I64 or _F64 */
  int32_t threads;
  int32_t portable;           /* 1: not the loops for newer processors (tests) */
  const void *values;         /* read as keys: the int64, or the bits of the double */
  const uint8_t *validity;
  const int32_t *groups;      /* NULL: all rows are of group 0 */
  int64_t n;
  int32_t ngroups, ncuts;
  const int64_t *cuts_ppm;    /* ascending */
  const patron_allocator *scratch;
  int8_t *class_out;          /* NULL: not wanted */
  const patron_pareto_groups *out;   /* NULL: not wanted */
} patron__pareto_call;

/* One cut of one group. */
typedef struct patron__pareto_cut {
  int64_t cutoff;             /* key; without positive values INT64_MAX, which no key reaches */
  int64_t inside;             /* rows at or above it */
  int64_t minimum;            /* rows that would do, were ties not all let in */
  patron__natural sum;        /* what the rows inside weigh */
} patron__pareto_cut;

/* One group. Sums count in units of 2^(lowest_bit - 1074). */
typedef struct patron__pareto_group {
  int64_t n, n_positive;
  int32_t lowest_bit, ncuts;
  patron__natural positive, negative;   /* sums of the positive values and of the magnitudes of the negative ones */
  patron__pareto_cut cut[PATRON__PARETO_CUTS];
} patron__pareto_group;

/* What one look at all rows tells. Keys of magnitudes; 0 where there are none. */
typedef struct patron__pareto_scan {
  int64_t n_known;
  int64_t smallest_positive, largest_positive;
  int64_t smallest_negative, largest_negative;
} patron__pareto_scan;

static inline int64_t patron__pareto_key(const void *values, int64_t row)
{
  int64_t key;
  memcpy(&key, (const unsigned char *)values + 8 * row, sizeof key);
  return key;
}

static inline int32_t patron__pareto_bit(const uint8_t *validity, int64_t row)
{
  return validity[row >> 3] >> (row & 7) & 1;
}

/* Is the row one that counts? Its key may be read then. */
static inline int32_t patron__pareto_counts(const patron__pareto_call *call, int64_t row)
{
  return (!call->validity || patron__pareto_bit(call->validity, row)) && (!call->groups || call->groups[row] >= 0);
}

/* The magnitude of a key that is not positive, as a key; INT64_MIN as an integer becomes 2^63, read as unsigned. */
static inline uint64_t patron__pareto_magnitude(int32_t kind, int64_t key)
{
  return kind == PATRON_PARETO_F64 ? (uint64_t)key & ~(UINT64_C(1) << 63) : 0u - (uint64_t)key;
}

static inline int32_t patron__pareto_newer(const patron__pareto_call *call)
{
  return !call->portable && patron__processor_is_newer();
}

/* pareto.c */
patron_status patron__pareto_check_cuts(const int64_t *cuts_ppm, int32_t ncuts);
/* All of it, after checking the arguments. */
patron_status patron__pareto_run(const patron__pareto_call *call);
/* pareto_scan.c */
patron_status patron__pareto_scan_rows(const patron__pareto_call *call, patron__pareto_scan *out);
/* A guess from a few thousand rows; 0: there is none. Later rows may prove it wrong. */
int32_t patron__pareto_sample_rows(const patron__pareto_call *call, patron__pareto_scan *out);
/* pareto_gather.c: brings the values of each group together; for many small groups. partial: some rows are left out. cutoffs[ngroups * ncuts] is filled. */
patron_status patron__pareto_by_gathering(const patron__pareto_call *call, int32_t partial, int64_t *cutoffs);
/* pareto_group.c */
void patron__pareto_group_clear(patron__pareto_group *group, int32_t ncuts);
void patron__pareto_group_from_keys(const patron__pareto_call *call, int64_t *keys, int64_t n, int64_t *buffer, patron__pareto_group *out);
/* Cut-offs alone, where nothing else is asked, of so few values that lie so close together that their sums are short; 0: it is not so, and nothing is done. */
int32_t patron__pareto_cut_handful(const patron__pareto_call *call, const int64_t *keys, int64_t n, int64_t *cutoffs);
void patron__pareto_group_store(const patron__pareto_call *call, int32_t group, const patron__pareto_group *from, int64_t *cutoffs);
/* pareto_classify.c */
void patron__pareto_classify(const patron__pareto_call *call, const int64_t *cutoffs, int32_t partial);

/* As the public functions, with worker threads; the same bytes for any number of them. */
patron_status patron__pareto_classes_i64(const int64_t *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                         int32_t threads, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out);
patron_status patron__pareto_classes_f64(const double *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                         int32_t threads, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out);

#endif
