/* Pareto classes: the smallest values that still belong to the cuts of a total, per group, as thresholds.

   Definition. T is the sum of the positive values of a group. The cut-off of a share p is the largest value c with sum{v : v >= c} >= p * T. A row is in class k when its value reaches the
   k-th cut-off and misses the ones before. Zero and negative values are in no class and do not move a cut.
   Source: design of the product; the crossing customer is in ("the fewest customers that make at least 80 %", J. M. Juran, Quality Control Handbook, 1951), and so is whoever equals it.
   Example: 50, 10, 10, 10, 10, 10 with p = 80 %: T = 100, the fourth value reaches 80, c = 10, all six are inside, four would do.

   The comparison is sum * 1000000 >= share_ppm * T in whole numbers, for doubles, too. */
#include "base/memory.h"
#include "rules/columns.h"
#include "rules/pareto_bins.h"

patron_status patron__pareto_check_cuts(const int64_t *cuts_ppm, int32_t ncuts)
{
  if (!cuts_ppm || ncuts < 1 || ncuts > PATRON__PARETO_CUTS) return PATRON_E_INVALID_ARGUMENT;
  if (cuts_ppm[0] < 1 || cuts_ppm[ncuts - 1] > 1000000) return PATRON_E_RANGE;
  for (int32_t k = 1; k < ncuts; k++) {
    if (cuts_ppm[k] <= cuts_ppm[k - 1]) return PATRON_E_INVALID_ARGUMENT;
  }
  return PATRON_OK;
}

static patron_status check_call(const patron__pareto_call *call)
{
  if (call->n < 0 || (call->n > 0 && !call->values) || call->ngroups < 0 || (!call->groups && call->ngroups != 1)) return PATRON_E_INVALID_ARGUMENT;
  return patron__pareto_check_cuts(call->cuts_ppm, call->ncuts);
}

/* Most books of customers hold no surprise; where a row is out of the guessed range, or unknown, or wrong, all rows are looked at first. */
static patron_status cut(const patron__pareto_call *call, int64_t *cutoffs)
{
  patron__pareto_scan range;
  patron__pareto_layout layout;
  patron_status status = PATRON_UNKNOWN;
  if (patron__pareto_sample_rows(call, &range) && patron__pareto_choose_layout(call, &range, &layout)) status = patron__pareto_by_bins(call, &range, 1, &layout, cutoffs);
  if (status != PATRON_UNKNOWN) return status;
  status = patron__pareto_scan_rows(call, &range);
  if (status != PATRON_OK) return status;
  if (patron__pareto_choose_layout(call, &range, &layout)) return patron__pareto_by_bins(call, &range, 0, &layout, cutoffs);
  status = patron__pareto_by_gathering(call, range.n_known != call->n, cutoffs);
  if (status == PATRON_OK && call->class_out) patron__pareto_classify(call, cutoffs, range.n_known != call->n);
  return status;
}

patron_status patron__pareto_run(const patron__pareto_call *call)
{
  const uint64_t cutoffs_size = ((uint64_t)call->ngroups * (uint64_t)call->ncuts + 1) * sizeof(int64_t);
  int64_t *cutoffs;
  patron_status status = check_call(call);
  if (status != PATRON_OK) return status;
  cutoffs = patron__scratch_allocate(call->scratch, cutoffs_size);
  if (!cutoffs) return PATRON_E_NO_MEMORY;
  status = cut(call, cutoffs);
  patron__scratch_release(call->scratch, cutoffs, cutoffs_size);
  return status;
}

static patron_status classes(int32_t kind, const void *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                             int32_t threads, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out)
{
  patron_pareto_groups out;
  const patron__pareto_call call = {kind, threads, 0, values, validity, groups, n, ngroups, ncuts, cuts_ppm, scratch, class_out, groups_out ? &out : NULL};
  patron_status status = patron__allocator_check(scratch);
  if (status == PATRON_OK && groups_out) status = patron__struct_take_reserved(groups_out, &out, sizeof out);
  if (status != PATRON_OK) return status;
  return patron__pareto_run(&call);
}

patron_status patron__pareto_classes_i64(const int64_t *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                         int32_t threads, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out)
{
  return classes(PATRON_PARETO_I64, values, validity, groups, n, ngroups, cuts_ppm, ncuts, threads, scratch, class_out, groups_out);
}

patron_status patron__pareto_classes_f64(const double *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                         int32_t threads, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out)
{
  return classes(PATRON_PARETO_F64, values, validity, groups, n, ngroups, cuts_ppm, ncuts, threads, scratch, class_out, groups_out);
}

patron_status patron_pareto_classes_i64(const int64_t *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                        const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out)
{
  return classes(PATRON_PARETO_I64, values, validity, groups, n, ngroups, cuts_ppm, ncuts, 1, scratch, class_out, groups_out);
}

patron_status patron_pareto_classes_f64(const double *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                        const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out)
{
  return classes(PATRON_PARETO_F64, values, validity, groups, n, ngroups, cuts_ppm, ncuts, 1, scratch, class_out, groups_out);
}

static patron_status cutoff(int32_t kind, const void *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out)
{
  patron_pareto_result result;
  patron_pareto_groups into;
  int8_t outcome = 0;
  patron_status status;
  if (!out) return PATRON_E_INVALID_ARGUMENT;
  if (patron__struct_check_size(out) != PATRON_OK) return PATRON_E_ABI;
  memset(&result, 0, sizeof result);
  memset(&into, 0, sizeof into);
  into.struct_size = sizeof into;
  into.outcome = &outcome;
  into.n = &result.n;
  into.n_positive = &result.n_positive;
  into.total_i64 = &result.total_i64;
  into.total_f64 = &result.total_f64;
  into.cutoff_i64 = &result.cutoff_i64;
  into.cutoff_f64 = &result.cutoff_f64;
  into.n_inside = &result.n_inside;
  into.n_minimum = &result.n_minimum;
  into.total_net_i64 = &result.total_net_i64;
  into.total_net_f64 = &result.total_net_f64;
  into.sum_inside_i64 = &result.sum_inside_i64;
  into.sum_inside_f64 = &result.sum_inside_f64;
  status = classes(kind, values, validity, NULL, n, 1, &share_ppm, 1, 1, scratch, NULL, &into);
  if (status != PATRON_OK) return status;
  result.outcome = outcome;
  return patron__struct_write(out, &result, sizeof result);
}

patron_status patron_pareto_cutoff_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out)
{
  return cutoff(PATRON_PARETO_I64, values, validity, n, share_ppm, scratch, out);
}

patron_status patron_pareto_cutoff_f64(const double *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out)
{
  return cutoff(PATRON_PARETO_F64, values, validity, n, share_ppm, scratch, out);
}
