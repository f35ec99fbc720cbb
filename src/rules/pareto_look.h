/* The extremes of a stretch of rows: what their keys range over, found without a branch per row.

   Four running extremes say all of it. Read as signed numbers the positive keys are the largest, read as unsigned ones the negative keys are; taking one away puts zero out of the way of the
   smallest, and turning the sign bit over lets the negative keys take the place of the positive ones. Rows that do not count are read as zero. Comparisons are signed, which vectors can do, so
   what should be compared unsigned has its sign bit turned over. */
#ifndef PATRON_SRC_RULES_PARETO_LOOK_H
#define PATRON_SRC_RULES_PARETO_LOOK_H

#include "rules/pareto.h"

#define PATRON__PARETO_SIGN (UINT64_C(1) << 63)
/* The key of infinity: finite magnitudes are under it. */
#define PATRON__PARETO_INFINITE ((int64_t)0x7ff << 52)

typedef struct patron__pareto_extremes {
  int64_t highest;        /* largest positive key, or 0 */
  int64_t highest_loss;   /* largest magnitude of a negative key, or less than 0 */
  int64_t above_zero;     /* smallest positive key - 1, turned; -1: none */
  int64_t under_zero;     /* smallest magnitude of a negative key that is not 0, - 1, turned; -1: none */
} patron__pareto_extremes;

static inline void patron__pareto_see_nothing(patron__pareto_extremes *seen)
{
  seen->highest = 0;
  seen->highest_loss = INT64_MIN;
  seen->above_zero = seen->under_zero = -1;
}

static inline int64_t patron__pareto_turned(uint64_t bits)
{
  return (int64_t)(bits ^ PATRON__PARETO_SIGN);
}

PATRON__INLINE void patron__pareto_look_at(patron__pareto_extremes *seen, int64_t key)
{
  const int64_t loss = patron__pareto_turned((uint64_t)key);
  const int64_t above = patron__pareto_turned((uint64_t)key - 1u), under = patron__pareto_turned((uint64_t)loss - 1u);
  seen->highest = key > seen->highest ? key : seen->highest;
  seen->highest_loss = loss > seen->highest_loss ? loss : seen->highest_loss;
  seen->above_zero = above < seen->above_zero ? above : seen->above_zero;
  seen->under_zero = under < seen->under_zero ? under : seen->under_zero;
}

/* Rows that all count. */
PATRON__INLINE void patron__pareto_look(const void *values, int64_t first, int64_t end, patron__pareto_extremes *out)
{
  patron__pareto_extremes seen = *out;
  for (int64_t i = first; i < end; i++) patron__pareto_look_at(&seen, patron__pareto_key(values, i));
  *out = seen;
}

/* Smallest and largest group number, from 0 and -1 on. */
PATRON__INLINE void patron__pareto_look_at_groups(const int32_t *groups, int64_t first, int64_t end, int32_t *lowest, int32_t *highest)
{
  int32_t low = *lowest, high = *highest;
  for (int64_t i = first; groups && i < end; i++) {
    low = groups[i] < low ? groups[i] : low;
    high = groups[i] > high ? groups[i] : high;
  }
  *lowest = low;
  *highest = high;
}

/* No 0 bit from row first, a multiple of 8, on. */
static inline int32_t patron__pareto_all_known(const uint8_t *validity, int64_t first, int64_t end)
{
  uint8_t bits = 0xff;
  if (!validity) return 1;
  for (int64_t i = first / 8; i < end / 8; i++) bits &= validity[i];
  for (int64_t i = end / 8 * 8; i < end; i++) bits &= patron__pareto_bit(validity, i) ? 0xff : 0;
  return bits == 0xff;
}

static inline void patron__pareto_range_of(int32_t kind, const patron__pareto_extremes *seen, patron__pareto_scan *out)
{
  out->largest_positive = seen->highest;
  out->smallest_positive = seen->highest > 0 ? patron__pareto_turned((uint64_t)seen->above_zero) + 1 : 0;
  /* Only doubles need the range of their negative values. */
  out->largest_negative = kind == PATRON_PARETO_F64 && seen->highest_loss > 0 ? seen->highest_loss : 0;
  out->smallest_negative = out->largest_negative > 0 ? patron__pareto_turned((uint64_t)seen->under_zero) + 1 : 0;
}

#endif
