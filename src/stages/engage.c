/*
 * The stage `engage`: how to work with a customer.
 *
 *   target      = approach of the matrix cell, at most the maximum_approach of the program's tier
 *   recommended = min(target, what the relationship allows, highest gate passed)
 *
 * The relationship allows one step more than its base level; none more while we are the exposed side of limited collaboration. Gates are cumulative: CONSULTATIVE
 * needs our margin >= 0 and alignment (where known), COLLABORATIVE the customer's margin >= 0 and a conditional term, STRATEGIC both margins known and > 0 and
 * joint objectives. An unknown margin passes the first two; a record that is not known counts as absent.
 * Example: target STRATEGIC, limited collaboration with us exposed at base level COOPERATIVE: CONSULTATIVE, blocked by RELATIONSHIP.
 */
#include "stages/engage.h"

#include <math.h>

#include "base/sum.h"
#include "base/text.h"
#include "patron/rules/relationship.h"
#include "stages/cells.h"
#include "stages/cross_functional.h"
#include "stages/initiatives.h"
#include "stages/override.h"
#include "stages/position.h"
#include "stages/score.h"
#include "stages/tier.h"
#include "stages/values.h"

int32_t patron__gate_allows(const patron__gates *g, int32_t what) {
  switch (what) {
    case PATRON__BLOCKED_RELATIONSHIP: return g->relationship_ceiling;
    case PATRON__BLOCKED_OUR_MARGIN: return g->our_margin == -1 ? PATRON__APPROACH_TACTICAL : g->our_margin == 1 ? PATRON__APPROACH_STRATEGIC : PATRON__APPROACH_COLLABORATIVE;
    case PATRON__BLOCKED_ALIGNMENT: return g->aligned ? PATRON__APPROACH_STRATEGIC : PATRON__APPROACH_TACTICAL;
    case PATRON__BLOCKED_CUSTOMER_MARGIN: return g->customer_margin == -1 ? PATRON__APPROACH_CONSULTATIVE : g->customer_margin == 1 ? PATRON__APPROACH_STRATEGIC : PATRON__APPROACH_COLLABORATIVE;
    case PATRON__BLOCKED_CONDITIONAL_TERM: return g->conditional_term ? PATRON__APPROACH_STRATEGIC : PATRON__APPROACH_CONSULTATIVE;
    default: return g->joint_objectives ? PATRON__APPROACH_STRATEGIC : PATRON__APPROACH_COLLABORATIVE;
  }
}

int32_t patron__recommend(const patron__gates *gates, int32_t *blocked_by) {
  int32_t best = gates->target;
  *blocked_by = PATRON__BLOCKED_NONE;
  for (int32_t what = PATRON__BLOCKED_RELATIONSHIP; what <= PATRON__BLOCKED_JOINT_OBJECTIVES; what++) {
    const int32_t ceiling = patron__gate_allows(gates, what);
    if (ceiling >= best) continue;
    best = ceiling;
    *blocked_by = what;
  }
  return best;
}

int32_t patron__investment_level(double ratio, const double bounds[3]) {
  int32_t level = PATRON__INVEST_NONE;
  while (level < PATRON__INVEST_HIGH && ratio >= bounds[level]) level++;
  return level;
}

typedef struct state { patron__matrix matrix; double alignment, bounds[3], ceiling_share; } state;

static patron_status prepare(patron_context *context, const patron__tables *model, void **out) {
  const patron_table *settings = patron__tables_find(model, "settings");
  state *made = patron__allocate_array(context, 1, sizeof *made);
  patron_status status;
  if (made == NULL) return patron__memory_status(context);
  status = patron__matrix_read(context, model, &made->matrix);
  if (status != PATRON_OK) { patron__release(context, made); return status; }
  made->alignment = patron__settings_number(settings, "engage.minimum_alignment");
  made->ceiling_share = patron__settings_number(settings, "invest.ceiling_share");
  (void)patron__settings_numbers(settings, "invest.bounds", made->bounds, 3);
  *out = made;
  return PATRON_OK;
}

static void release(patron_context *context, void *opaque) { patron__release(context, opaque); }

typedef struct inputs {
  const patron__column *a_band, *w_band, *cap, *level, *base_level, *exposed, *margin, *customer_margin, *alignment, *terms, *objectives, *actual, *winnable, *cost;
  int32_t level_is_set;   /* by hand */
} inputs;

/* As computed, whatever was set by hand since. */
static inputs find_inputs(const patron__run *run) {
  const inputs in = {patron__computed_column(run->customers, "attractiveness_band"), patron__computed_column(run->customers, "winnability_band"), patron__run_find(run, "maximum_approach"),
                     patron__computed_column(run->customers, "relationship_level"), patron__run_find(run, "base_level"), patron__run_find(run, "exposed"), patron__run_find(run, "net_margin"), patron__run_fact(run, "customer_margin"),
                     patron__run_fact(run, "alignment"), patron__run_fact(run, "conditional_terms"), patron__run_find(run, "joint_objectives"), patron__run_fact(run, "actual_approach"),
                     patron__run_find(run, "winnable_headroom"), patron__run_find(run, "cost_to_serve"), 0};
  return in;
}

static int32_t sign(const patron__column *money, int64_t row) {
  if (!patron__known(money, row)) return PATRON__SIGN_UNKNOWN;
  return (patron__column_i64(money, row) > 0) - (patron__column_i64(money, row) < 0);
}

static int32_t flag(const patron__column *column, int64_t row) { return patron__known(column, row) && patron__column_flag(column, row); }

static int32_t relationship_ceiling(const inputs *in, int64_t row) {
  const patron__column *own = in->level_is_set && patron__known(in->level, row) && patron__column_i32(in->level, row) <= PATRON_LEVEL_STRATEGIC ? in->level : in->base_level;
  int32_t base, ceiling;
  if (!patron__known(in->level, row) || !patron__known(own, row) || patron__column_i32(in->level, row) == PATRON_LEVEL_UNDETERMINED) return PATRON__APPROACH_CONSULTATIVE;
  base = patron__column_i32(own, row);
  ceiling = base + 1;
  if (patron__column_i32(in->level, row) == PATRON_LEVEL_LIMITED_COLLABORATION && patron__known(in->exposed, row) && patron__column_i32(in->exposed, row) == PATRON_EXPOSED_US) ceiling = base;
  return ceiling > PATRON__APPROACH_STRATEGIC ? PATRON__APPROACH_STRATEGIC : ceiling;
}

/* Fills the gates of a row; 0: no target, since a band is unknown. */
static int32_t read_gates(const state *s, const inputs *in, int64_t row, patron__gates *out) {
  int32_t a, w;
  if (!patron__known(in->a_band, row) || !patron__known(in->w_band, row)) return 0;
  a = patron__column_i32(in->a_band, row);
  w = patron__column_i32(in->w_band, row);
  out->target = s->matrix.approach[a][w];
  if (out->target < 0) return 0;
  if (patron__known(in->cap, row) && patron__column_i32(in->cap, row) < out->target) out->target = patron__column_i32(in->cap, row);
  out->relationship_ceiling = relationship_ceiling(in, row);
  out->our_margin = sign(in->margin, row);
  out->customer_margin = sign(in->customer_margin, row);
  out->aligned = !patron__known(in->alignment, row) || patron__column_f64(in->alignment, row) >= s->alignment - 1e-9;
  out->conditional_term = flag(in->terms, row);
  out->joint_objectives = flag(in->objectives, row);
  return 1;
}

int32_t patron__gates_in_force(const patron__run *run, const void *opaque, int64_t row, int32_t cap, int32_t set, patron__gates *out) {
  inputs in = find_inputs(run);
  in.a_band = patron__table_find(run->customers, "attractiveness_band");
  in.w_band = patron__table_find(run->customers, "winnability_band");
  in.level = patron__table_find(run->customers, "relationship_level");
  in.level_is_set = set;
  in.cap = NULL;
  if (!read_gates(opaque, &in, row, out)) return 0;
  if (cap >= 0 && cap < out->target) out->target = cap;
  return 1;
}

int32_t patron__engagement(int32_t actual, int32_t target, int32_t recommended) { return actual > target ? PATRON__OVER_ENGAGED : actual < recommended ? PATRON__UNDER_ENGAGED : PATRON__FIT; }

static patron_status approaches(patron__run *run, const state *s, const inputs *in) {
  patron__column *target, *recommended, *gap, *blocked, *engagement;
  patron_status status = patron__run_add(run, "target_approach", PATRON_CODE, "approach", 0, &target);
  if (status == PATRON_OK) status = patron__run_add(run, "recommended_approach", PATRON_CODE, "approach", 0, &recommended);
  if (status == PATRON_OK) status = patron__run_add(run, "approach_gap", PATRON_INTEGER, NULL, 0, &gap);
  if (status == PATRON_OK) status = patron__run_add(run, "blocked_by", PATRON_CODE, "blocked_by", 0, &blocked);
  if (status == PATRON_OK) status = patron__run_add(run, "engagement", PATRON_CODE, "engagement", 0, &engagement);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    patron__gates gates;
    int32_t best, why;
    if (!read_gates(s, in, row, &gates)) continue;
    best = patron__recommend(&gates, &why);
    patron__put_code(target, row, gates.target);
    patron__put_code(recommended, row, best);
    patron__put_i64(gap, row, gates.target - best);
    patron__put_code(blocked, row, why);
    if (!patron__known(in->actual, row)) continue;
    patron__put_code(engagement, row, patron__engagement(patron__column_i32(in->actual, row), gates.target, best));
  }
  return status;
}

static patron_status investment(patron__run *run, const state *s, const inputs *in) {
  const int64_t share_ppm = (int64_t)floor(s->ceiling_share * 1000000 + 0.5);
  patron__column *level, *ceiling, *ratio;
  patron_status status;
  if (in->winnable == NULL) return PATRON_OK;
  if (in->cost == NULL) return patron__run_skip(run, "engage", "cost_to_serve");
  status = patron__run_add(run, "return_on_serving", PATRON_NUMBER, NULL, 0, &ratio);
  if (status == PATRON_OK) status = patron__run_add(run, "investment_level", PATRON_CODE, "investment_level", 0, &level);
  if (status == PATRON_OK) status = patron__run_add(run, "investment_ceiling", PATRON_MONEY, NULL, 0, &ceiling);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    int32_t step;
    double r;
    if (!patron__known(in->winnable, row)) continue;
    patron__put_i64(ceiling, row, patron__multiply_divide(patron__column_i64(in->winnable, row), share_ppm, 1000000));
    if (!patron__known(in->cost, row) || patron__column_i64(in->cost, row) <= 0) continue;
    r = (double)patron__column_i64(in->winnable, row) / (double)patron__column_i64(in->cost, row);
    step = patron__investment_level(r, s->bounds);
    if (sign(in->margin, row) == -1 && step > PATRON__INVEST_LOW) step = PATRON__INVEST_LOW;
    if (sign(in->customer_margin, row) == -1 && step > PATRON__INVEST_MEDIUM) step = PATRON__INVEST_MEDIUM;
    patron__put_f64(ratio, row, r);
    patron__put_code(level, row, step);
  }
  return status;
}

static patron_status apply(patron__run *run, const void *opaque) {
  patron_status status = patron__initiatives_apply(run);
  const inputs in = find_inputs(run);   /* joint objectives are among them */
  if (status == PATRON_OK) status = patron__cross_functional_apply(run);
  if (status != PATRON_OK) return status;
  if (in.a_band != NULL && in.w_band != NULL) status = approaches(run, opaque, &in);
  else status = patron__run_skip(run, "engage", in.a_band == NULL ? "attractiveness_band" : "winnability_band");
  return status == PATRON_OK ? investment(run, opaque, &in) : status;
}

static patron_status explain(const patron__run *run, const void *opaque, int64_t row, patron_table *explanations) {
  const state *s = opaque;
  const inputs in = find_inputs(run);
  patron__gates gates;
  const patron_status status = read_gates(s, &in, row, &gates) ? patron__approach_explain(run, &gates, s->alignment, row, explanations) : PATRON_OK;
  return status == PATRON_OK ? patron__investment_explain(run, s->bounds, row, explanations) : status;
}

static patron_status report(patron__run *run, const void *opaque) {
  (void)opaque;
  return patron__initiatives_report(run);
}

static const char *const reads[] = {"attractiveness_band", "winnability_band", "derived.maximum_approach", "relationship_level", "base_level", "exposed", "net_margin", "winnable_headroom",
                                    "customers.customer_margin", "customers.alignment", "customers.conditional_terms", "customers.joint_objectives", "customers.actual_approach", "customers.cost_to_serve", "initiatives.kind", "initiatives.side", "initiatives.linked_to", "initiatives.start", "initiatives.end", "interactions.per_year", "interactions.beyond_price", "contacts.counterpart_function", "customers.target_level", NULL};
static const char *const writes[] = {"target_approach", "recommended_approach", "approach_gap", "blocked_by", "engagement", "investment_level", "investment_ceiling", "return_on_serving", "joint_initiatives", "aligned_share", "beyond_price_share", "functions_in_contact", "functions_gap", NULL};

const patron__stage patron__stage_engage = {"engage", reads, writes, NULL, NULL, prepare, release, apply, NULL, explain, report};
