/* What a mergeable Pareto state is made of. */
#ifndef PATRON_SRC_RULES_PARETO_STATE_H
#define PATRON_SRC_RULES_PARETO_STATE_H

#include "rules/pareto_map.h"
#include "rules/pareto_plan.h"

/* Maps of a first pass: one, of all positive values. Of a later pass: one for each range of the plan that is still open, in the order of the cuts. All that a state holds, maps included, is a
   function of the rows it has seen, so its bytes will be, too. */
struct patron_pareto_state {
  patron_allocator allocator;
  const patron_allocator *scratch;   /* &allocator, or NULL: the C library's */
  int32_t kind;
  int32_t nmaps;
  int64_t n, n_positive;
  patron__i128 net_i64;              /* first pass: sum of all known values, in one of the two forms */
  patron__exact_sum net_f64;
  patron__pareto_plan *plan;         /* NULL: first pass */
  unsigned char *bytes;              /* of the plan */
  int64_t len;
  patron__pareto_map maps[PATRON__PARETO_CUTS];
};

/* Which map takes the values of a cut; -1 when its cut-off is known. Cuts of one range share a map. */
int32_t patron__pareto_map_of_cut(const patron__pareto_plan *plan, int32_t cut);

#endif
