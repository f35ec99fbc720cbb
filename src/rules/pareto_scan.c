/* The first look at the rows of a Pareto call: refuses what cannot be ranked and finds the range of the values.

   Four running extremes say all of it, without a branch per row. Read as signed numbers the positive keys are the largest, read as unsigned ones the negative keys are; taking one away
   puts zero out of the way of the smallest, and turning the sign bit over lets the negative keys take the place of the positive ones. Rows that do not count are read as zero. */
#include "rules/pareto.h"

#define SIGN (UINT64_C(1) << 63)

static const int64_t INFINITE = (int64_t)0x7ff << 52;

typedef struct extremes {
  int64_t highest;         /* largest positive key, or 0 */
  uint64_t highest_bits;   /* SIGN + largest negative magnitude, or without SIGN */
  uint64_t above_zero;     /* smallest positive key - 1, or SIGN - 1 and more */
  uint64_t under_zero;     /* smallest negative magnitude that is not 0, - 1, or SIGN - 1 and more */
  int64_t known;
  int32_t highest_group;
} extremes;

static inline void look(extremes *of, const patron__pareto_call *call, int32_t with_validity, int32_t with_groups)
{
  extremes seen = *of;
  for (int64_t i = 0; i < call->n; i++) {
    int64_t counts = -1, key = patron__pareto_key(call->values, i);
    if (with_validity) counts = -(int64_t)patron__pareto_bit(call->validity, i);
    if (with_groups) {
      const int32_t group = call->groups[i];
      counts &= ~((int64_t)group >> 63);
      seen.highest_group = group > seen.highest_group ? group : seen.highest_group;
    }
    key &= counts;
    seen.known -= counts;
    seen.highest = key > seen.highest ? key : seen.highest;
    seen.highest_bits = (uint64_t)key > seen.highest_bits ? (uint64_t)key : seen.highest_bits;
    seen.above_zero = (uint64_t)key - 1u < seen.above_zero ? (uint64_t)key - 1u : seen.above_zero;
    seen.under_zero = ((uint64_t)key ^ SIGN) - 1u < seen.under_zero ? ((uint64_t)key ^ SIGN) - 1u : seen.under_zero;
  }
  *of = seen;
}

patron_status patron__pareto_scan_rows(const patron__pareto_call *call, patron__pareto_scan *out)
{
  extremes seen = {0, 0, SIGN - 1u, SIGN - 1u, 0, -1};
  if (call->validity && call->groups) look(&seen, call, 1, 1);
  else if (call->validity) look(&seen, call, 1, 0);
  else if (call->groups) look(&seen, call, 0, 1);
  else look(&seen, call, 0, 0);
  if (seen.highest_group >= call->ngroups) return PATRON_E_RANGE;
  if (call->kind == PATRON_PARETO_F64 && (seen.highest >= INFINITE || seen.highest_bits >= SIGN + (uint64_t)INFINITE)) return PATRON_E_NOT_FINITE;
  out->n_known = seen.known;
  out->largest_positive = seen.highest;
  out->smallest_positive = seen.highest > 0 ? (int64_t)seen.above_zero + 1 : 0;
  /* Only doubles need the range of their negative values. */
  out->largest_negative = call->kind == PATRON_PARETO_F64 && seen.highest_bits > SIGN ? (int64_t)(seen.highest_bits - SIGN) : 0;
  out->smallest_negative = out->largest_negative > 0 ? (int64_t)seen.under_zero + 1 : 0;
  return PATRON_OK;
}
