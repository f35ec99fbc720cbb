/*
 * The stage `tier`: who is served face to face, and in which tier of which program.
 *
 *   Mv = net margin + the cost of the customer's activities that need face to face (net margin is already less by it)
 *   fence: FIELD if Mv >= F or Mv + winnable headroom >= 3 F, F = cost of a visit * least visits a year; else OUTBOUND if Mv >= F / 2, else INBOUND
 *   V  = net margin + 0.5 * winnable headroom; above the fence tiers are Pareto classes of V per program, below it the first tier below
 *
 * Factors are settings. Without a cost of a visit there is no fence: everybody is above it and coverage is unknown.
 * Example: cost of a visit 108.70, 4 visits: F = 434.80; Mv 434.80 is FIELD, Mv 434.79 is FIELD only with 869.61 more within reach.
 */
#include "stages/tier.h"

#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "rules/hysteresis.h"
#include "stages/activities.h"
#include "stages/cells.h"
#include "stages/measures.h"
#include "stages/values.h"

patron__tier_inputs patron__tier_inputs_of(const patron__run *run) {
  const patron__tier_inputs in = {run->input, patron__run_find(run, "net_margin"), patron__run_find(run, "face_to_face_cost"), patron__run_find(run, "winnable_headroom"), patron__run_fact(run, "layer"),
                                  patron__run_fact(run, "previous_tier"), patron__run_fact(run, "tier_periods_below"), patron__run_find(run, "share_of_wallet")};
  return in;
}

void patron__stand_at_fence(const patron__fence *fence, int64_t reach, patron__standing *standing) {
  const int64_t margin = standing->margin_before_visits;
  if (!fence->set) return;
  standing->coverage = margin >= fence->full || patron__money_sum(margin, reach) >= fence->reach ? PATRON__COVERAGE_FIELD : margin >= fence->lower ? PATRON__COVERAGE_OUTBOUND : PATRON__COVERAGE_INBOUND;
  standing->above = standing->coverage == PATRON__COVERAGE_FIELD;
}

void patron__stand_reaching(const patron__tier_state *state, int64_t margin, int64_t reach, patron__standing *standing) {
  standing->above = 1;
  standing->value = reach == 0 ? margin : patron__money_sum(margin, patron__multiply_divide(reach, state->headroom_ppm, 1000000));
  patron__stand_at_fence(&state->fence, reach, standing);
}

patron__standing patron__stand(const patron__tier_inputs *in, const patron__tier_state *state, int64_t row) {
  patron__standing out = {patron__program_of(in, state->programs, state->program_count, row), -1, 1, 0, 0, 0};
  const int64_t reach = patron__known(in->winnable, row) ? patron__column_i64(in->winnable, row) : 0;
  if (!patron__known(in->margin, row)) return out;
  out.value_known = 1;
  out.margin_before_visits = patron__known(in->face, row) ? patron__money_sum(patron__column_i64(in->margin, row), patron__column_i64(in->face, row)) : patron__column_i64(in->margin, row);
  patron__stand_reaching(state, patron__column_i64(in->margin, row), reach, &out);
  return out;
}

/* Below the fence the first tier there, or the last of the program where it has none below. */
static int32_t tier_below(const patron__program *program) { return program->above < program->tier_count ? program->above : program->tier_count - 1; }

int32_t patron__plain_tier(const patron__program *program, const patron__standing *standing) {
  int32_t tier = 0;
  if (!standing->above || program->above == 0) return tier_below(program);
  if (!program->fitted || standing->value <= 0) return program->above - 1;
  while (tier < program->above - 1 && standing->value < program->cutoffs[tier]) tier++;
  return tier;
}

int32_t patron__held_tier(const patron__tier_state *state, const patron__program *program, const patron__standing *standing, const patron__tier_inputs *in, int64_t row) {
  const int64_t periods_below = patron__known(in->periods_below, row) ? patron__column_i64(in->periods_below, row) : 0;
  int32_t previous = patron__tier_previous(in, program, row), held;
  if (!standing->above || program->above == 0) return tier_below(program);
  if (!program->fitted || standing->value <= 0) return program->above - 1;
  if (previous >= program->above) previous = -1;   /* from below the fence the plain rule leads back */
  held = patron__held_class_i64(standing->value, program->cutoffs, program->above - 1, previous, state->band_ppm);
  if (previous >= 0 && held > previous && periods_below + 1 < state->demote_after) return previous;
  return held;
}

int32_t patron__tier_find(const patron__program *program, const char *name, int64_t len) {
  for (int32_t t = 0; t < program->tier_count; t++)
    if (patron__text_equal(program->tiers[t].tier, -1, name, len)) return t;
  return -1;
}

int32_t patron__tier_previous(const patron__tier_inputs *in, const patron__program *program, int64_t row) {
  char digits[PATRON__NUMBER_TEXT];
  const char *name;
  int64_t len;
  if (!patron__known(in->previous, row)) return -1;
  name = patron__table_value_text(in->customers, in->previous, row, digits, &len);
  return patron__tier_find(program, name, len);
}

enum { STATE_NEW, STATE_UP, STATE_DOWN, STATE_SAME };
enum { LOYAL, CULTIVATE };

int32_t patron__tier_change(int32_t previous, int32_t held) { return previous < 0 ? STATE_NEW : held < previous ? STATE_UP : held > previous ? STATE_DOWN : STATE_SAME; }

int32_t patron__tier_subtype(const patron__tier_inputs *in, const patron__tier_state *state, int64_t row) { return patron__column_f64(in->share, row) >= state->loyal_share ? LOYAL : CULTIVATE; }

int32_t patron__tier_is_full(const patron__program *program, int32_t tier, int64_t value) { return program->tiers[tier].capacity >= 0 && value < program->capacity_cutoffs[tier]; }

typedef struct columns {
  patron__column *before_visits, *coverage, *program, *value, *tier, *held, *subtype, *change, *cutoff, *margin, *beyond, *visits, *cap;
} columns;

static patron_status add_tier_column(patron__run *run, const patron__tier_state *state, const char *name, patron__column **out) {
  const patron_status status = patron__run_add(run, name, PATRON_CODE, NULL, 0, out);
  if (status != PATRON_OK) return status;
  patron__dictionary_retain(state->tier_names);
  (*out)->dictionary = state->tier_names;
  return PATRON_OK;
}

static patron_status add_columns(patron__run *run, const patron__tier_state *state, columns *out) {
  patron_status status = patron__run_add(run, "margin_before_visits", PATRON_MONEY, NULL, 0, &out->before_visits);
  if (status == PATRON_OK && state->fence.set) status = patron__run_add(run, "coverage", PATRON_CODE, "coverage", 0, &out->coverage);
  if (status == PATRON_OK) status = patron__run_add(run, "tier_value", PATRON_MONEY, NULL, 0, &out->value);
  if (status == PATRON_OK) status = add_tier_column(run, state, "tier", &out->tier);
  if (status == PATRON_OK) status = add_tier_column(run, state, "held_tier", &out->held);
  if (status == PATRON_OK) status = patron__run_add(run, "tier_subtype", PATRON_CODE, "tier_subtype", 0, &out->subtype);
  if (status == PATRON_OK) status = patron__run_add(run, "tier_state", PATRON_CODE, "tier_state", 0, &out->change);
  if (status == PATRON_OK) status = patron__run_add(run, "tier_cutoff", PATRON_MONEY, NULL, 0, &out->cutoff);
  if (status == PATRON_OK) status = patron__run_add(run, "tier_margin", PATRON_MONEY, NULL, 0, &out->margin);
  if (status == PATRON_OK) status = patron__run_add(run, "beyond_capacity", PATRON_FLAG, NULL, 0, &out->beyond);
  if (status == PATRON_OK) status = patron__run_add(run, "visits_per_year", PATRON_NUMBER, NULL, 0, &out->visits);
  if (status == PATRON_OK) status = patron__run_derive(run, "maximum_approach", PATRON_CODE, "approach", &out->cap);
  return status;
}

/* A program, with the cut-offs as its customer's own V moves them. */
static const patron__program *program_of(const patron__tier_state *state, const patron__standing *standing, patron__program *moved) {
  const patron__program *program = &state->programs[standing->program];
  int64_t shares[PATRON__TIERS];
  if (state->others == NULL || standing->program != state->others->group || !standing->above || program->above < 2) return program;
  *moved = *program;
  moved->fitted = patron__others_cut_money(state->others, standing->value, shares, patron__tier_shares(program, shares), moved->cutoffs);
  return moved;
}

static void write_row(const patron__tier_inputs *in, const patron__tier_state *state, int64_t row, const columns *out) {
  const patron__standing standing = patron__stand(in, state, row);
  const patron__program *program;
  patron__program moved;
  int32_t plain, held, previous;
  if (!standing.value_known) return;
  patron__put_i64(out->before_visits, row, standing.margin_before_visits);
  patron__put_i64(out->value, row, standing.value);
  if (standing.coverage >= 0) patron__put_code(out->coverage, row, standing.coverage);
  if (standing.program < 0) return;
  program = program_of(state, &standing, &moved);
  previous = patron__tier_previous(in, program, row);
  plain = patron__plain_tier(program, &standing);
  held = patron__held_tier(state, program, &standing, in, row);
  patron__put_code(out->tier, row, program->tiers[plain].code);
  patron__put_code(out->held, row, program->tiers[held].code);
  patron__put_code(out->change, row, patron__tier_change(previous, held));
  if (standing.above && patron__known(in->share, row)) patron__put_code(out->subtype, row, patron__tier_subtype(in, state, row));
  if (program->fitted && plain < program->above - 1) {
    patron__put_i64(out->cutoff, row, program->cutoffs[plain]);
    patron__put_i64(out->margin, row, patron__money_difference(standing.value, program->cutoffs[plain]));
  }
  patron__put_flag(out->beyond, row, patron__tier_is_full(program, held, standing.value));
  patron__put_f64(out->visits, row, program->tiers[held].visits);
  if (program->tiers[held].maximum_approach >= 0) patron__put_code(out->cap, row, program->tiers[held].maximum_approach);
}

/* Visits that are made now against those of the tier. */
static patron_status visits(patron__run *run, const patron__column *per_year) {
  const patron__column *now = patron__run_find(run, "visits_now");
  patron__column *made, *gap;
  patron_status status;
  if (now == NULL) return patron__run_skip(run, "tier", "activities.per_year");
  status = patron__run_add(run, "visits_now", PATRON_NUMBER, NULL, 0, &made);
  if (status == PATRON_OK) status = patron__run_add(run, "visit_gap", PATRON_NUMBER, NULL, 0, &gap);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    if (!patron__known(now, row)) continue;
    patron__put_f64(made, row, patron__column_f64(now, row));
    if (patron__known(per_year, row)) patron__put_f64(gap, row, patron__column_f64(per_year, row) - patron__column_f64(now, row));
  }
  return status;
}

static patron_status program_names(patron__run *run, const patron__tier_inputs *in, const patron__tier_state *state) {
  patron__column *column = NULL;
  int32_t named = 0;
  patron_status status;
  for (int32_t p = 0; p < state->program_count; p++) named |= state->programs[p].name[0] != '\0';
  if (!named) return PATRON_OK;
  status = patron__column_create(run->context, PATRON_TEXT, 0, &column);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const int32_t p = patron__program_of(in, state->programs, state->program_count, row);
    const char *name = p < 0 || state->programs[p].name[0] == '\0' ? NULL : state->programs[p].name;
    status = patron__column_append_text(column, name, name == NULL ? -1 : (int64_t)strlen(name));
  }
  if (status == PATRON_OK) status = patron__table_attach(run->customers, "program", column);
  patron__column_drop(column);
  return status;
}

enum { ADVICE_KEEP, ADVICE_MIGRATE, ADVICE_EXIT_REVIEW };

patron_status patron__house_rules_of(const patron__run *run, patron__house_rules *out) {
  memset(out, 0, sizeof *out);
  out->margin = patron__run_find(run, "net_margin");
  out->small_orders = patron__run_fact(run, "small_orders");
  out->cost = patron__run_find(run, "cost_to_serve");
  out->has_fee = patron__settings_money(run->settings, "house.small_order_fee", run->exponent, &out->fee);
  out->has_self_service = patron__settings_money(run->settings, "house.self_service_cost", run->exponent, &out->self_service);
  const patron_status status = out->has_fee < 0 ? out->has_fee : out->has_self_service < 0 ? out->has_self_service : PATRON_OK;
  return status == PATRON_OK ? status : patron__fail(run->context, status, NULL, "an amount of the settings house.* has more decimals than the currency");
}

int32_t patron__advise(const patron__house_rules *rules, int32_t coverage, int64_t row, int64_t *earned) {
  int64_t served;
  if (coverage < 0 || coverage == PATRON__COVERAGE_FIELD || !patron__known(rules->margin, row)) return -1;
  *earned = patron__column_i64(rules->margin, row);
  if (rules->has_fee == PATRON_OK && patron__known(rules->small_orders, row))
    *earned = patron__money_sum(*earned, patron__i128_saturate(patron__i128_multiply(rules->fee, patron__column_i64(rules->small_orders, row))));
  if (*earned >= 0) return ADVICE_KEEP;
  served = *earned;
  if (rules->has_self_service == PATRON_OK && patron__known(rules->cost, row)) served = patron__money_difference(patron__money_sum(served, patron__column_i64(rules->cost, row)), rules->self_service);
  return served >= 0 ? ADVICE_MIGRATE : ADVICE_EXIT_REVIEW;
}

static patron_status advise(patron__run *run, const columns *in) {
  patron__house_rules rules;
  patron__column *after, *advice;
  patron_status status = patron__house_rules_of(run, &rules);
  if (status == PATRON_OK) status = patron__run_add(run, "margin_after_rules", PATRON_MONEY, NULL, 0, &after);
  if (status == PATRON_OK) status = patron__run_add(run, "advice", PATRON_CODE, "advice", 0, &advice);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    int64_t earned;
    const int32_t found = patron__advise(&rules, patron__known(in->coverage, row) ? patron__column_i32(in->coverage, row) : -1, row, &earned);
    if (found < 0) continue;
    patron__put_i64(after, row, earned);
    patron__put_code(advice, row, found);
  }
  return status;
}

static patron_status apply(patron__run *run, const void *opaque) {
  const patron__tier_state *state = opaque;
  const patron__tier_inputs in = patron__tier_inputs_of(run);
  columns out;
  patron_status status;
  memset(&out, 0, sizeof out);
  if (in.margin == NULL) return patron__run_skip(run, "tier", "profit");
  if (!state->fence.set) status = patron__run_skip(run, "tier", "settings.fence.visit_cost"); else status = PATRON_OK;
  if (status == PATRON_OK) status = add_columns(run, state, &out);
  if (status == PATRON_OK) status = program_names(run, &in, state);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) write_row(&in, state, row, &out);
  if (status == PATRON_OK) status = patron__served_by(run);
  if (status == PATRON_OK) status = visits(run, out.visits);
  return status == PATRON_OK && out.coverage != NULL ? advise(run, &out) : status;
}

static const char *const reads[] = {"net_margin", "winnable_headroom", "share_of_wallet", "derived.face_to_face_cost", "derived.visits_now", "customers.layer", "customers.previous_tier", "customers.tier_periods_below", "customers.small_orders", "customers.cost_to_serve", "customers.owner", "staff.role", NULL};
static const char *const writes[] = {"margin_before_visits", "coverage", "served_by", "visits_now", "visit_gap", "program", "tier_value", "tier", "held_tier", "tier_subtype", "tier_state", "tier_cutoff",
                                     "tier_margin", "beyond_capacity", "visits_per_year", "margin_after_rules", "advice", NULL};

const patron__stage patron__stage_tier = {"tier", reads, writes, patron__tier_check, patron__tier_fit, patron__tier_prepare, patron__tier_release, apply, NULL, patron__tier_explain, patron__tier_finish};
