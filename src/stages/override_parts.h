/* What the files of the stage `override` share: the overrides of a call, and how good one value of a decision is against another. */
#ifndef PATRON_SRC_STAGES_OVERRIDE_PARTS_H
#define PATRON_SRC_STAGES_OVERRIDE_PARTS_H

#include "stages/override.h"
#include "stages/tier.h"

enum { PATRON__OVERRIDE_PIN, PATRON__OVERRIDE_FLOOR, PATRON__OVERRIDE_CAP };
enum { PATRON__OVERRIDE_APPLIED, PATRON__OVERRIDE_LAPSED, PATRON__OVERRIDE_REFUSED, PATRON__OVERRIDE_CLOSED, PATRON__OVERRIDE_PENDING };

typedef struct patron__override_state { patron__program *programs; int32_t program_count; int64_t days, steps; double warning_share; } patron__override_state;

typedef struct patron__overrides {
  patron__run *run;
  const patron__override_state *state;
  const patron_table *table;
  patron__tier_inputs tiers;
  int32_t *customer, *order, *result;   /* result: PATRON__OVERRIDE_APPLIED .. per row of `overrides` */
} patron__overrides;

/* How good a value is, for an order; -1: it has none. */
int32_t patron__override_goodness(const patron__overrides *overrides, const char *column, int64_t row, const char *name, int64_t len);
/* The report `override_authors`. */
patron_status patron__override_authors(patron__run *run, const patron__override_state *of_model);

#endif
