/**
 * @file pareto.h
 * The Pareto segmenter: which values make a given share of the total, as a threshold, exactly.
 */
#ifndef PATRON_RULES_PARETO_H
#define PATRON_RULES_PARETO_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PATRON_PARETO_OK = 0, PATRON_PARETO_EMPTY = 1, PATRON_PARETO_NO_POSITIVE = 2, PATRON_PARETO_UNKNOWN_GROUP = 3 };
enum { PATRON_PARETO_I64 = 1, PATRON_PARETO_F64 = 2 };

typedef struct patron_pareto_result {
  uint32_t struct_size;
  int32_t outcome;
  int64_t cutoff_i64;
  double cutoff_f64;
  int64_t total_i64;
  double total_f64;
  int64_t n;
  int64_t n_positive;
  int64_t n_inside;
  int64_t n_minimum;
  int64_t total_net_i64;
  double total_net_f64;
  int64_t sum_inside_i64;
  double sum_inside_f64;
} patron_pareto_result;

typedef struct patron_pareto_groups {
  uint32_t struct_size;
  uint32_t reserved;
  int8_t *outcome;
  int64_t *n;
  int64_t *n_positive;
  int64_t *total_i64;
  double *total_f64;
  int64_t *cutoff_i64;
  double *cutoff_f64;
  int64_t *n_inside;
  int64_t *n_minimum;
  int64_t *total_net_i64;
  double *total_net_f64;
  int64_t *sum_inside_i64;
  double *sum_inside_f64;
} patron_pareto_groups;

typedef struct patron_pareto_state patron_pareto_state;

PATRON_API patron_status patron_pareto_cutoff_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out);
PATRON_API patron_status patron_pareto_cutoff_f64(const double *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out);

PATRON_API patron_status patron_pareto_classes_i64(const int64_t *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups,
                                                   const int64_t *cuts_ppm, int32_t ncuts, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out);
PATRON_API patron_status patron_pareto_classes_f64(const double *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups,
                                                   const int64_t *cuts_ppm, int32_t ncuts, const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out);

PATRON_API patron_status patron_pareto_state_create(const patron_allocator *allocator, int32_t kind, const void *plan, int64_t len, patron_pareto_state **out);
PATRON_API void patron_pareto_state_destroy(patron_pareto_state *state);
PATRON_API patron_status patron_pareto_state_accumulate_i64(patron_pareto_state *state, const int64_t *values, const uint8_t *validity, int64_t n);
PATRON_API patron_status patron_pareto_state_accumulate_f64(patron_pareto_state *state, const double *values, const uint8_t *validity, int64_t n);
PATRON_API patron_status patron_pareto_state_merge(patron_pareto_state *into, const patron_pareto_state *from);
PATRON_API patron_status patron_pareto_state_next(const patron_pareto_state *state, const int64_t *cuts_ppm, int32_t ncuts, void *plan, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_pareto_plan_result(const void *plan, int64_t len, int32_t cut, patron_pareto_result *out);

#ifdef __cplusplus
}
#endif

#endif
