/* What the files of the stage `override` share: the overrides of a call, and how good one value of a decision is against another. */
#ifndef PATRON_SRC_STAGES_OVERRIDE_PARTS_H
#define PATRON_SRC_STAGES_OVERRIDE_PARTS_H

#include "stages/override.h"
#include "stages/position.h"
#include "stages/tier.h"

enum { PATRON__OVERRIDE_PIN, PATRON__OVERRIDE_FLOOR, PATRON__OVERRIDE_CAP };
enum { PATRON__OVERRIDE_APPLIED, PATRON__OVERRIDE_LAPSED, PATRON__OVERRIDE_REFUSED, PATRON__OVERRIDE_CLOSED, PATRON__OVERRIDE_PENDING };

/* What may be overridden, in the order in which one follows from another: what stands here comes before whatever follows from it. */
enum { PATRON__OVERRIDE_ATTRACTIVENESS, PATRON__OVERRIDE_WINNABILITY, PATRON__OVERRIDE_INTENT, PATRON__OVERRIDE_LEVEL, PATRON__OVERRIDE_COVERAGE, PATRON__OVERRIDE_TIER, PATRON__OVERRIDE_TARGET, PATRON__OVERRIDE_RECOMMENDED,
       PATRON__OVERRIDE_KEY, PATRON__OVERRIDABLE };

/* `tier`, `engage` and `matrix` are the states of those stages, compiled once more. */
typedef struct patron__override_state { patron__tier_state *tier; void *engage; patron__matrix matrix; int64_t days, steps; double warning_share; } patron__override_state;

typedef struct patron__overrides {
  patron__run *run;
  const patron__override_state *state;
  const patron_table *table;
  patron__tier_inputs tiers;
  int32_t *customer, *order, *result;   /* result: PATRON__OVERRIDE_APPLIED .. per row of `overrides` */
  int8_t *which;                        /* per row of `overrides` what it overrides, PATRON__OVERRIDE_ATTRACTIVENESS .. */
} patron__overrides;

/* The column to write into: whoever is first keeps the computed one beside it. */
patron_status patron__override_writable(patron__run *run, const char *name, patron__column **out);
/* Once all overrides of what stands up to `last` are in force: writes what follows from them. */
patron_status patron__override_follow(const patron__overrides *overrides, int32_t last);
/* What follows from the hands laid on one customer, in sentences. */
patron_status patron__override_explain_following(const patron__run *run, int64_t row, patron_table *explanations);
/* How good a value is, for an order; -1: it has none. */
int32_t patron__override_goodness(const patron__overrides *overrides, const char *column, int64_t row, const char *name, int64_t len);
patron_status patron__override_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations);
/* The report `override_authors`. */
patron_status patron__override_authors(patron__run *run, const patron__override_state *of_model);

#endif
