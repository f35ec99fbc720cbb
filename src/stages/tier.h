/* The stage `tier`: the fence between field and inside sales, and the tiers of the programs above it. */
#ifndef PATRON_SRC_STAGES_TIER_H
#define PATRON_SRC_STAGES_TIER_H

#include "stages/others.h"
#include "stages/stage.h"

extern const patron__stage patron__stage_tier;

enum { PATRON__TIERS = 24, PATRON__PROGRAMS = 64 };
enum { PATRON__COVERAGE_FIELD, PATRON__COVERAGE_OUTBOUND, PATRON__COVERAGE_INBOUND };

/* A row of the rule table `programs`. */
typedef struct patron__tier_rule {
  char tier[64];
  int64_t up_to_ppm;        /* of V; 1000000 in the last tier above the fence; -1 below the fence */
  int64_t capacity;         /* places; -1: as many as come */
  double visits;
  int32_t rank, maximum_approach, above_fence;   /* approach -1: no cap */
  int32_t code;             /* among the tier names of a model's state; else 0 */
} patron__tier_rule;

/* The tiers of one program, best first; those above the fence come before those below it. */
typedef struct patron__program {
  char name[64], layers[512];
  patron__tier_rule tiers[PATRON__TIERS];
  int32_t tier_count, above;      /* tiers in all, and of them above the fence */
  int64_t cutoffs[PATRON__TIERS];         /* of tiers 0 .. above - 2: least V */
  int64_t capacity_cutoffs[PATRON__TIERS]; /* least V that has a place; INT64_MIN: all have */
  int32_t fitted;                          /* cut-offs stand: somebody above the fence had a positive V */
} patron__program;

typedef struct patron__fence {
  int32_t set;              /* a cost of a visit is known */
  int64_t visit_cost, full, reach, lower;   /* cost of minimum account management, times fence.potential_multiple, times fence.lower_share */
} patron__fence;

typedef struct patron__tier_state {
  int32_t program_count;
  patron__program *programs;
  patron__dictionary *tier_names;   /* of all programs, in order of rank */
  patron__fence fence;
  int64_t headroom_ppm, band_ppm, demote_after;
  double loyal_share;
  const patron__others *others;     /* above the fence in the program `group`, of a customer whose figures are changed: cut-offs move with its V; NULL: they stand */
} patron__tier_state;

/* Programs in the order of their first row. PATRON_E_RANGE / PATRON_E_FORMAT with text. */
patron_status patron__programs_read(patron_context *context, const patron_table *programs, patron__program **out, int32_t *count);
/* The columns that fence and tiers look at, found once a run. */
typedef struct patron__tier_inputs {
  const patron_table *customers;    /* facts: for the texts of layer and previous_tier */
  const patron__column *margin, *face, *winnable, *layer, *previous, *periods_below, *share;
} patron__tier_inputs;
patron__tier_inputs patron__tier_inputs_of(const patron__run *run);
/* The program of a customer: one that names its layer, else one for all others; -1: none. */
int32_t patron__program_of(const patron__tier_inputs *in, const patron__program *programs, int32_t count, int64_t row);
patron_status patron__fence_read(patron_context *context, const patron_table *settings, int32_t exponent, const patron__program *programs, int32_t count, patron__fence *out);
/* The other lines of the fence from the cost of minimum account management. */
void patron__fence_from(const patron_table *settings, int64_t full, patron__fence *out);
patron_status patron__tier_check(patron_context *context, const patron__tables *rules, patron_table *problems);

/* What fence and tier look at, of one row. */
typedef struct patron__standing {
  int32_t program, coverage;        /* -1: none; -1: unknown */
  int32_t above;                    /* above the fence */
  int32_t value_known;
  int64_t margin_before_visits, value;   /* Mv and V */
} patron__standing;
patron__standing patron__stand(const patron__tier_inputs *in, const patron__tier_state *state, int64_t row);
/* Coverage and side of the fence from the standing's margin before visits and the margin within reach. */
void patron__stand_at_fence(const patron__fence *fence, int64_t reach, patron__standing *standing);
/* The same and V, were this the margin within reach. */
void patron__stand_reaching(const patron__tier_state *state, int64_t margin, int64_t reach, patron__standing *standing);
/* The cut-offs of all programs among `count` customers. `programs`: of each, -1: below the fence or V unknown; `groups`: `count` entries to work in. */
patron_status patron__tier_cut(patron__run *run, patron__tier_state *state, const int64_t *values, const int32_t *programs, int64_t count, int32_t *groups);
/* The shares of V at which the tiers above the fence end; how many there are. */
int32_t patron__tier_shares(const patron__program *program, int64_t shares[PATRON__TIERS]);
/* Plain tier of a standing (index into the program's tiers), and the one in force after hysteresis. */
int32_t patron__plain_tier(const patron__program *program, const patron__standing *standing);
int32_t patron__held_tier(const patron__tier_state *state, const patron__program *program, const patron__standing *standing, const patron__tier_inputs *in, int64_t row);
/* What follows from the tier in force: tier_state; where the share of wallet is known tier_subtype; whether the places of the tier are taken by customers of more value. */
int32_t patron__tier_change(int32_t previous, int32_t held);
int32_t patron__tier_subtype(const patron__tier_inputs *in, const patron__tier_state *state, int64_t row);
int32_t patron__tier_is_full(const patron__program *program, int32_t tier, int64_t value);

/* What the rules of engagement ask of customers below the fence, and what they pay. */
typedef struct patron__house_rules { const patron__column *margin, *small_orders, *cost; int64_t fee, self_service; int32_t has_fee, has_self_service; } patron__house_rules;
patron_status patron__house_rules_of(const patron__run *run, patron__house_rules *out);
/* Below the fence: whether the rules make the customer pay (KEEP), or self-service would (MIGRATE), or neither (EXIT_REVIEW); *earned gets margin_after_rules. -1: nothing is advised. */
int32_t patron__advise(const patron__house_rules *rules, int32_t coverage, int64_t row, int64_t *earned);
/* The tier of that name in the program; -1: none. */
int32_t patron__tier_find(const patron__program *program, const char *name, int64_t len);
/* The tier held until now, as index into the program's tiers; -1: none or not of this program. */
int32_t patron__tier_previous(const patron__tier_inputs *in, const patron__program *program, int64_t row);

patron_status patron__tier_state_read(patron_context *context, const patron__tables *rules, patron__tier_state **out);
void patron__tier_release(patron_context *context, void *state);
/* Warnings NOT_MONOTONE: a lower tier is promised more of a service, or sooner. */
patron_status patron__tier_promises(patron__run *run, const patron__tier_state *state);
patron_status patron__tier_fit(patron__run *run);
patron_status patron__tier_prepare(patron_context *context, const patron__tables *model, void **out);
patron_status patron__tier_finish(patron__run *run, const void *state);
patron_status patron__tier_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations);

#endif
