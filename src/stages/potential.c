/*
 * Who is a potential key customer: not key, able and in a position to grow where that is known, and either likely by what happened to others before
 * (probability at least the minimum, something sold in one of the last two periods), or within reach of the yearly cut-off by the headroom of a given wallet.
 */
#include "stages/potential.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "patron/rules/pareto.h"
#include "stages/measures.h"
#include "stages/override.h"
#include "stages/values.h"
#include "stages/winnability.h"

enum { REACH_WINNABLE, REACH_FULL };
enum { WALLET_GIVEN };

static patron_status broken(patron_context *context, const char *what) { return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: %s", what); }

static const patron__column *typed(const patron_table *table, const char *name, int32_t type) {
  const patron__column *column = table == NULL ? NULL : patron__table_find(table, name);
  return column != NULL && column->type == type ? column : NULL;
}

static int32_t is_named(const patron__column *names, int64_t row, const char *segment) {
  int64_t len;
  const char *name = patron__column_text(names, row, &len);
  return patron__text_equal(name, len, segment, -1);
}

static patron_status make_segment(patron_context *context, int32_t index, int32_t groups, int32_t bands, patron__potential_segment *out) {
  memset(out, 0, sizeof *out);
  out->segment = index;
  out->groups = groups;
  out->bands = bands;
  out->cut = patron__allocate_array(context, groups + 1, sizeof *out->cut);
  out->cut_before = patron__allocate_array(context, groups + 1, sizeof *out->cut_before);
  out->minimum = patron__allocate_array(context, groups + 1, sizeof *out->minimum);
  out->probability = patron__allocate_array(context, (int64_t)groups * bands + 1, sizeof *out->probability);
  out->counted = patron__allocate_array(context, (int64_t)groups * bands + 1, sizeof *out->counted);
  return out->cut == NULL || out->cut_before == NULL || out->minimum == NULL || out->probability == NULL || out->counted == NULL ? patron__memory_status(context) : PATRON_OK;
}

/* Reads the rows of one segment; PATRON_UNKNOWN: the model has none. */
static patron_status read_segment(patron_context *context, const patron_table *groups, const patron_table *calibration, const char *name, patron__potential_segment *out) {
  const patron__column *g_segment = typed(groups, "segment", PATRON_TEXT), *cut = typed(groups, "cut", PATRON_MONEY), *before = typed(groups, "cut_before", PATRON_MONEY);
  const patron__column *minimum = typed(groups, "minimum", PATRON_NUMBER), *c_segment = typed(calibration, "segment", PATRON_TEXT), *p = typed(calibration, "p", PATRON_NUMBER), *n = typed(calibration, "n", PATRON_INTEGER);
  int64_t found = 0, cells = 0;
  if (g_segment == NULL || cut == NULL || before == NULL || minimum == NULL || c_segment == NULL || p == NULL || n == NULL) return broken(context, "its potential keys lack a column");
  for (int64_t row = 0; row < groups->rows; row++) {
    if (!is_named(g_segment, row, name)) continue;
    if (found == out->groups) return broken(context, "its potential keys have too many groups");
    out->cut[found] = patron__known(cut, row) ? patron__column_i64(cut, row) : INT64_MAX;
    out->cut_before[found] = patron__known(before, row) ? patron__column_i64(before, row) : INT64_MAX;
    out->minimum[found++] = patron__known(minimum, row) ? patron__column_f64(minimum, row) : NAN;
  }
  for (int64_t row = 0; row < calibration->rows; row++) {
    if (!is_named(c_segment, row, name)) continue;
    if (cells == (int64_t)out->groups * out->bands) return broken(context, "its calibration has too many rows");
    out->counted[cells] = patron__known(n, row) ? patron__column_i64(n, row) : 0;
    out->probability[cells++] = patron__known(p, row) ? patron__column_f64(p, row) : NAN;
  }
  if (found == 0) return PATRON_UNKNOWN;
  return found == out->groups && cells == found * out->bands ? PATRON_OK : broken(context, "its potential keys do not fit its groups");
}

static void clear_segment(patron_context *context, patron__potential_segment *segment) {
  patron__release(context, segment->cut);
  patron__release(context, segment->cut_before);
  patron__release(context, segment->minimum);
  patron__release(context, segment->probability);
  patron__release(context, segment->counted);
}

void patron__potential_release(patron_context *context, patron__potential_state *state) {
  if (state == NULL) return;
  for (int32_t i = 0; i < state->count; i++) clear_segment(context, &state->segments[i]);
  patron__release(context, state->segments);
  patron__release(context, state);
}

static patron_status read_settings(patron_context *context, const patron__tables *model, patron__potential_state *out) {
  const patron_table *settings = patron__tables_find(model, "settings"), *periods = patron__tables_find(model, "history_periods");
  const patron__column *days = typed(periods, "period", PATRON_DATE);
  if (days == NULL || periods->rows > PATRON__PERIODS) return broken(context, "its history periods are broken");
  for (int64_t row = 0; row < periods->rows; row++) out->starts[out->periods++] = patron__column_i32(days, row);
  out->bound_count = patron__settings_numbers(settings, "potential.bands", out->bounds, PATRON__POTENTIAL_BANDS);
  out->decay = patron__settings_number(settings, "potential.decay");
  out->capability = patron__settings_number(settings, "potential.capability");
  out->conditions = patron__settings_number(settings, "potential.conditions");
  out->full_reach = patron__settings_code(settings, "potential.reach") == REACH_FULL;
  return PATRON_OK;
}

patron_status patron__potential_prepare(patron_context *context, const patron__tables *model, const patron__segment_state *segments, patron__potential_state **out) {
  const patron_table *groups = patron__tables_find(model, "potential_groups"), *calibration = patron__tables_find(model, "potential_calibration");
  patron__potential_state *state = patron__allocate_array(context, 1, sizeof *state);
  patron_status status;
  if (state == NULL) return patron__memory_status(context);
  status = read_settings(context, model, state);
  if (status == PATRON_OK && (groups == NULL || calibration == NULL)) status = broken(context, "its potential keys are missing");
  state->segments = patron__allocate_array(context, segments->count + 1, sizeof *state->segments);
  if (status == PATRON_OK && state->segments == NULL) status = patron__memory_status(context);
  for (int32_t i = 0; status == PATRON_OK && i < segments->count; i++) {
    const patron__segment *segment = &segments->segments[i];
    patron__potential_segment *into = &state->segments[state->count];
    if (segment->rule.bit != PATRON__BIT_SALES || strcmp(segment->rule.measure, "current_value") != 0) continue;
    status = make_segment(context, i, segment->groups.count, state->bound_count + 1, into);
    state->count++;
    if (status == PATRON_OK) status = read_segment(context, groups, calibration, segment->rule.name, into);
    if (status != PATRON_UNKNOWN) continue;
    for (int32_t g = 0; g < into->groups; g++) { into->cut[g] = into->cut_before[g] = INT64_MAX; into->minimum[g] = NAN; }   /* no past: the headroom alone */
    status = PATRON_OK;
  }
  if (status != PATRON_OK) { patron__potential_release(context, state); return status; }
  *out = state;
  return PATRON_OK;
}

typedef struct inputs {
  const patron__column *key, *value, *source, *headroom, *capability, *conditions;
  patron__winnability winnability;
  const patron__history *history;
} inputs;

typedef struct columns { patron__column *flag, *score, *probability, *reason; } columns;

static int32_t passes(const patron__column *mark, int64_t row, double least) { return !patron__known(mark, row) || patron__column_f64(mark, row) >= least - 1e-9; }

/* What can be won of the headroom of a given wallet; 0: not known. */
static int32_t find_reach(const patron__potential_state *state, const inputs *in, int64_t row, int64_t *out) {
  if (!patron__known(in->value, row) || !patron__known(in->headroom, row)) return 0;
  if (!patron__known(in->source, row) || patron__column_i32(in->source, row) != WALLET_GIVEN) return 0;   /* what peers buy is no promise */
  *out = patron__column_i64(in->headroom, row);
  if (state->full_reach) return 1;
  if (!patron__winnability_known(&in->winnability, row)) return 0;
  *out = patron__multiply_divide(*out, (int64_t)floor(patron__winnability_at(&in->winnability, row) * 10000 + 0.5), 1000000);
  return 1;
}

/* Whether it reaches the yearly cut-off. */
static int32_t reaches(const patron__potential_state *state, const inputs *in, int64_t row, int64_t cutoff) {
  int64_t more;
  return find_reach(state, in, row, &more) && more >= patron__money_difference(cutoff, patron__column_i64(in->value, row));
}

static void judge(const patron__potential_state *state, const patron__potential_segment *segment, const patron__column *cutoff, int32_t group, const inputs *in, int64_t row, const columns *out) {
  const patron__history *history = in->history;
  const int32_t seen = history->periods > 0 && history->first[row] >= 0;
  int32_t reason = PATRON__REASON_NONE;
  double p = NAN;
  if (seen && segment->cut[group] != INT64_MAX) {
    const double d = (1 - state->decay) * patron__decayed_sum(history, row, 0, state->decay) / (double)segment->cut[group];
    patron__put_f64(out->score, row, d);
    if (segment->minimum[group] == segment->minimum[group]) p = segment->probability[(int64_t)group * segment->bands + patron__potential_band(d, state->bounds, state->bound_count)];
    if (p == p) patron__put_f64(out->probability, row, p);
  }
  if (!patron__known(in->key, row)) return;
  if (!patron__column_flag(in->key, row) && passes(in->capability, row, state->capability) && passes(in->conditions, row, state->conditions)) {
    const int32_t active = seen && (history->sales[0][row] > 0 || (history->periods > 1 && history->sales[1][row] > 0));
    const int32_t was_key = seen && history->periods > 1 && history->sales[1][row] > 0 && history->sales[1][row] >= segment->cut_before[group];
    if (active && p == p && p >= segment->minimum[group]) reason = was_key ? PATRON__REASON_WAS_KEY : PATRON__REASON_CLOSE_TO_CUT;
    else if (patron__known(cutoff, row) && reaches(state, in, row, patron__column_i64(cutoff, row))) reason = PATRON__REASON_HEADROOM;
  }
  patron__put_flag(out->flag, row, reason != PATRON__REASON_NONE);
  patron__put_code(out->reason, row, reason);
}

static patron_status apply_all(patron__run *run, const patron__segment_state *segments, const patron__potential_state *state, const inputs *in, const columns *out) {
  int8_t *taken = patron__allocate_array(run->context, run->rows + 1, 1);
  int32_t *row_group = patron__allocate_array(run->context, run->rows + 1, sizeof *row_group);
  patron_status status = taken == NULL || row_group == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && i < state->count; i++) {
    const patron__segment *of = &segments->segments[state->segments[i].segment];
    char name[96];
    const patron__column *cutoff;
    patron__segment_column(of->rule.name, "_cutoff", name);
    cutoff = patron__table_find(run->customers, name);   /* of the row, as it was judged by */
    status = patron__groups_match(run, &of->groups, segments->merge, of->rule.layers, row_group);
    for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
      if (taken[row] || row_group[row] == PATRON__GROUP_NOT_COVERED) continue;
      taken[row] = 1;
      if (row_group[row] >= 0) judge(state, &state->segments[i], cutoff, row_group[row], in, row, out);
    }
  }
  patron__release(run->context, taken);
  patron__release(run->context, row_group);
  return status;
}

static inputs find_inputs(const patron__run *run) {
  const inputs in = {patron__computed_column(run->customers, "key"), patron__table_find(run->customers, "current_value"), patron__table_find(run->customers, "wallet_source"), patron__run_find(run, "headroom"),
                     patron__run_fact(run, "capability"), patron__run_fact(run, "conditions"), patron__winnability_of(run), NULL};
  return in;
}

patron_status patron__potential_apply(patron__run *run, const patron__segment_state *segments, const patron__potential_state *state) {
  patron__history history;
  inputs in = find_inputs(run);
  columns out;
  patron_status status;
  if (in.key == NULL || state->count == 0) return PATRON_OK;
  status = state->periods >= 3 ? PATRON_OK : patron__run_skip(run, "segment", patron__tables_find(run->facts, "ledger") != NULL ? "ledger.date" : "history.sales");   /* no probability without two past transitions */
  if (status != PATRON_OK || (state->periods == 0 && in.headroom == NULL)) return status;
  in.history = &history;
  if (run->lent_history != NULL) history = *run->lent_history;
  else status = patron__history_read(run, state->starts, state->periods, &history);
  if (status == PATRON_OK || status == PATRON_UNKNOWN) status = patron__run_add(run, "potential_key", PATRON_FLAG, NULL, 0, &out.flag);
  if (status == PATRON_OK) status = patron__run_add(run, "potential_score", PATRON_NUMBER, NULL, 0, &out.score);
  if (status == PATRON_OK) status = patron__run_add(run, "potential_probability", PATRON_NUMBER, NULL, 0, &out.probability);
  if (status == PATRON_OK) status = patron__run_add(run, "potential_reason", PATRON_CODE, "potential_reason", 0, &out.reason);
  if (status == PATRON_OK) status = apply_all(run, segments, state, &in, &out);
  if (run->lent_history == NULL) patron__history_clear(run->context, &history);
  return status;
}

/* A judge's mark that is too low, whatever else is known; PATRON_UNKNOWN: neither is. */
static patron_status explain_marks(const patron__run *run, const patron__potential_state *state, const inputs *in, int64_t row, patron_table *explanations) {
  const struct { const patron__column *mark; double least; const char *name, *code; } marks[] = {{in->capability, state->capability, "capability", "NOT_CAPABLE"}, {in->conditions, state->conditions, "conditions", "NO_CONDITIONS"}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    patron__reason reason = {"potential_key", marks[i].code, NAN, NAN, NAN, NAN, marks[i].least, NAN};
    char mark[PATRON__NUMBER_TEXT], least[PATRON__NUMBER_TEXT];
    if (passes(marks[i].mark, row, marks[i].least)) continue;
    reason.raw = patron__column_f64(marks[i].mark, row);
    reason.margin = reason.raw - reason.threshold;
    return patron__explain_add(explanations, run, row, "segment", &reason, "Potential key customer: no, since %s is %s, and takes %s.", marks[i].name, patron__readable_beside(reason.raw, reason.threshold, 1e-9, mark), patron__readable(reason.threshold, least));
  }
  return PATRON_UNKNOWN;
}

/* By what became of others like it. */
static patron_status explain_chance(const patron__run *run, const patron__potential_state *state, const patron__potential_segment *segment, int32_t group, int32_t why, double score, double p, int64_t row, patron_table *explanations) {
  const int64_t counted = segment->counted[(int64_t)group * segment->bands + patron__potential_band(score, state->bounds, state->bound_count)];
  patron__reason reason = {"potential_key", patron__code_text("potential_reason", why), p, NAN, NAN, NAN, segment->minimum[group], p - segment->minimum[group]};
  const char *begins = why == PATRON__REASON_WAS_KEY ? "not key yet; it was key a period ago, and" : why == PATRON__REASON_CLOSE_TO_CUT ? "not key yet;" : reason.margin < 0 ? "no, since only" : "no, since nothing was sold in its last two periods; else";
  char percent[PATRON__NUMBER_TEXT], least[PATRON__NUMBER_TEXT];
  if (why == PATRON__REASON_NONE) reason.code = reason.margin < 0 ? "NOT_LIKELY" : "NOT_ACTIVE";
  return patron__explain_add(explanations, run, row, "segment", &reason, "Potential key customer: %s %s percent of those whose last periods were like its own became key (%lld of its group were such); it takes %s.", begins,
                             patron__readable_beside(100 * p, 100 * reason.threshold, 0, percent), (long long)counted, patron__readable(100 * reason.threshold, least));
}

/* By what it buys elsewhere. */
static patron_status explain_reach(const patron__run *run, const patron__potential_state *state, const patron__segment *of, int32_t group, const inputs *in, int32_t why, int64_t row, patron_table *explanations) {
  patron__reason reason = {"potential_key", why == PATRON__REASON_HEADROOM ? "HEADROOM" : "NOT_IN_REACH", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against reach;
  int64_t more;
  if (of->outcome[group] != PATRON_PARETO_OK || !find_reach(state, in, row, &more)) return PATRON_UNKNOWN;
  patron__compare_money(patron__money_sum(patron__column_i64(in->value, row), more), of->cutoff_i64[(int64_t)group * of->rule.cut_count], run->exponent, &reason, &reach);
  return patron__explain_add(explanations, run, row, "segment", &reason, "Potential key customer: %s; its sales and what can be won of its purchases elsewhere come to %s, which is %s %s the cut-off %s.", why == PATRON__REASON_HEADROOM ? "not key yet" : "no", reach.sum,
                             reach.distance, reach.side, reach.line);
}

static patron_status explain_judged(const patron__run *run, const patron__segment_state *segments, const patron__potential_segment *segment, int32_t group, int32_t why, int64_t row, patron_table *explanations) {
  const patron__potential_state *state = segments->potential;
  const patron__column *score = patron__table_find(run->customers, "potential_score"), *chance = patron__table_find(run->customers, "potential_probability");
  const inputs in = find_inputs(run);
  patron_status by_chance = PATRON_UNKNOWN, by_reach = PATRON_UNKNOWN;
  const patron__reason reason = {"potential_key", "NOT_KNOWN", NAN, NAN, NAN, NAN, NAN, NAN};
  if (why == PATRON__REASON_NONE) {
    const patron_status by_marks = explain_marks(run, state, &in, row, explanations);
    if (by_marks != PATRON_UNKNOWN) return by_marks;
  }
  if (why != PATRON__REASON_HEADROOM && patron__known(score, row) && patron__known(chance, row)) by_chance = explain_chance(run, state, segment, group, why, patron__column_f64(score, row), patron__column_f64(chance, row), row, explanations);
  if (by_chance < 0) return by_chance;
  if (why == PATRON__REASON_HEADROOM || why == PATRON__REASON_NONE) by_reach = explain_reach(run, state, &segments->segments[segment->segment], group, &in, why, row, explanations);
  if (by_chance == PATRON_OK || by_reach != PATRON_UNKNOWN) return by_reach < 0 ? by_reach : PATRON_OK;
  return patron__explain_add(explanations, run, row, "segment", &reason, "Potential key customer: no, since neither enough of its past nor a wallet that was given is known.");
}

patron_status patron__potential_explain(const patron__run *run, const patron__segment_state *segments, int64_t row, patron_table *explanations) {
  const patron__potential_state *state = segments->potential;
  const patron__column *why = patron__table_find(run->customers, "potential_reason"), *key = patron__computed_column(run->customers, "key");
  if (!patron__known(why, row) || (patron__column_i32(why, row) == PATRON__REASON_NONE && patron__known(key, row) && patron__column_flag(key, row))) return PATRON_OK;
  for (int32_t i = 0; i < state->count; i++) {
    const patron__segment *of = &segments->segments[state->segments[i].segment];
    const int32_t group = patron__groups_match_row(run, &of->groups, segments->merge, of->rule.layers, row);
    if (group == PATRON__GROUP_NOT_COVERED) continue;
    return group < 0 ? PATRON_OK : explain_judged(run, segments, &state->segments[i], group, patron__column_i32(why, row), row, explanations);
  }
  return PATRON_OK;
}
