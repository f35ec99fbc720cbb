/* Plans: what a pass over the rows has found out about the cuts, and where the next one has to look. */
#ifndef PATRON_SRC_RULES_PARETO_PLAN_H
#define PATRON_SRC_RULES_PARETO_PLAN_H

#include "rules/pareto.h"

/* More rows than any machine has, and few enough that sums of counts and weights stay far from overflow. */
#define PATRON__PARETO_MOST_ROWS ((int64_t)1 << 56)

/* One cut. Known when low == high: that key is the cut-off. Else the cut-off lies between them, and the keys from `high` down must weigh `need` to reach it. */
typedef struct patron__pareto_plan_cut {
  int64_t share_ppm;
  int64_t low, high;        /* 0: the group has no positive values */
  int64_t above;            /* rows over high */
  int64_t count;            /* rows from low to high */
  patron__i128 need;        /* in the unit of keys that share the exponent of low and high */
  patron__natural sum;      /* what rows over high weigh */
  patron__natural inside;   /* what rows from low on weigh */
} patron__pareto_plan_cut;

/* Natural numbers count in units of 2^(lowest - 1075), or 1 for integers, where lowest is 0. */
typedef struct patron__pareto_plan {
  int32_t kind, lowest, ncuts;
  int64_t n, n_positive;
  int64_t total_i64, total_net_i64;
  double total_f64, total_net_f64;
  patron__pareto_plan_cut cut[PATRON__PARETO_CUTS];
} patron__pareto_plan;

int64_t patron__pareto_plan_size(const patron__pareto_plan *plan);
void patron__pareto_plan_write(const patron__pareto_plan *plan, void *out);
/* Validates every field. PATRON_E_FORMAT: these bytes are no plan. */
patron_status patron__pareto_plan_read(const void *bytes, int64_t len, patron__pareto_plan *out);
static inline int32_t patron__pareto_plan_is_open(const patron__pareto_plan_cut *cut)
{
  return cut->low != cut->high;
}

#endif
