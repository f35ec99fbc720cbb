/* The stage `engage`: target and recommended approach, what blocks, and how much to invest. */
#ifndef PATRON_SRC_STAGES_ENGAGE_H
#define PATRON_SRC_STAGES_ENGAGE_H

#include "stages/stage.h"

extern const patron__stage patron__stage_engage;

enum { PATRON__APPROACH_TACTICAL, PATRON__APPROACH_CONSULTATIVE, PATRON__APPROACH_COLLABORATIVE, PATRON__APPROACH_STRATEGIC };
enum { PATRON__BLOCKED_NONE, PATRON__BLOCKED_RELATIONSHIP, PATRON__BLOCKED_OUR_MARGIN, PATRON__BLOCKED_ALIGNMENT, PATRON__BLOCKED_CUSTOMER_MARGIN, PATRON__BLOCKED_CONDITIONAL_TERM, PATRON__BLOCKED_JOINT_OBJECTIVES };
enum { PATRON__FIT, PATRON__OVER_ENGAGED, PATRON__UNDER_ENGAGED };
enum { PATRON__INVEST_NONE, PATRON__INVEST_LOW, PATRON__INVEST_MEDIUM, PATRON__INVEST_HIGH };

/* What the gates look at; the signs of margins: -1, 0, 1, PATRON__SIGN_UNKNOWN. */
enum { PATRON__SIGN_UNKNOWN = 2 };
typedef struct patron__gates {
  int32_t target;               /* approach of the cell, capped by the program */
  int32_t relationship_ceiling;
  int32_t our_margin, customer_margin;
  int32_t aligned;              /* 0: known and too low */
  int32_t conditional_term, joint_objectives;   /* on record */
} patron__gates;
/* The highest approach that each of `blocked_by` leaves open. */
int32_t patron__gate_allows(const patron__gates *gates, int32_t what);
/* The recommended approach; *blocked_by gets what allows least (the first of equals), PATRON__BLOCKED_NONE when the target is open. */
int32_t patron__recommend(const patron__gates *gates, int32_t *blocked_by);
/* What the gates of a customer would look at, were its bands and its level as they are in force: `cap` is the approach of its tier (-1: none), and a plain level that was `set` by hand stands for the base level, too. 0: no target. */
int32_t patron__gates_in_force(const patron__run *run, const void *opaque, int64_t row, int32_t cap, int32_t set, patron__gates *out);
/* FIT, OVER_ENGAGED or UNDER_ENGAGED. */
int32_t patron__engagement(int32_t actual, int32_t target, int32_t recommended);
/* 0 NONE .. 3 HIGH from the ratio of winnable headroom margin to cost to serve, before caps. */
int32_t patron__investment_level(double ratio, const double bounds[3]);

/* Why an approach is recommended, gate by gate of those that the target asks for, and whether today's fits; `alignment`: the least that passes. */
patron_status patron__approach_explain(const patron__run *run, const patron__gates *gates, double alignment, int64_t row, patron_table *explanations);
patron_status patron__investment_explain(const patron__run *run, const double bounds[3], int64_t row, patron_table *explanations);

#endif
