/* What tiers come to over all customers: members, places, value and visits per tier; load per person; and why one customer is where it is. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/checklist.h"
#include "stages/measures.h"
#include "stages/override.h"
#include "stages/tier.h"
#include "stages/values.h"
#include "table/rows.h"

typedef struct tally { int64_t n, beyond, visited; patron__i128 value; double now; } tally;   /* visited: whose visits of today are known */

static void count(const patron__run *run, const patron__tier_state *state, tally tallies[PATRON__PROGRAMS][PATRON__TIERS]) {
  const patron__column *held = patron__table_find(run->customers, "held_tier"), *value = patron__table_find(run->customers, "tier_value"), *beyond = patron__table_find(run->customers, "beyond_capacity");
  const patron__column *now = patron__table_find(run->customers, "visits_now");
  const patron__tier_inputs in = patron__tier_inputs_of(run);
  for (int64_t row = 0; row < run->rows; row++) {
    const int32_t p = patron__program_of(&in, state->programs, state->program_count, row);
    const char *name;
    int64_t len;
    int32_t t;
    tally *into;
    if (p < 0 || !patron__known(held, row)) continue;
    name = patron__dictionary_name(held->dictionary, patron__column_i32(held, row), &len);
    t = patron__tier_find(&state->programs[p], name, len);
    if (t < 0) continue;
    into = &tallies[p][t];
    into->n++;
    into->beyond += patron__known(beyond, row) && patron__column_flag(beyond, row);
    if (patron__known(value, row)) patron__i128_add(&into->value, patron__column_i64(value, row));
    into->visited += patron__known(now, row);
    if (patron__known(now, row)) into->now += floor(patron__column_f64(now, row) * 1000000 + 0.5);   /* whole millionths: their sum is exact */
  }
}

static patron_status write_tiers(patron__run *run, const patron__tier_state *state, tally tallies[PATRON__PROGRAMS][PATRON__TIERS]) {
  static const patron__rows_column columns[] = {{"program", PATRON_TEXT, NULL}, {"tier", PATRON_TEXT, NULL}, {"rank", PATRON_INTEGER, NULL}, {"above_fence", PATRON_FLAG, NULL}, {"n", PATRON_INTEGER, NULL},
                                                {"capacity", PATRON_INTEGER, NULL}, {"beyond_capacity", PATRON_INTEGER, NULL}, {"cutoff", PATRON_MONEY, NULL}, {"tier_value", PATRON_MONEY, NULL},
                                                {"visits_now", PATRON_NUMBER, NULL}, {"visits_per_year", PATRON_NUMBER, NULL}};
  const patron__column *visits = patron__table_find(run->customers, "visits_now");
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "tiers", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int32_t p = 0; p < state->program_count; p++)
    for (int32_t t = 0; t < state->programs[p].tier_count; t++) {
      const patron__program *program = &state->programs[p];
      const tally *from = &tallies[p][t];
      patron__rows_next(&rows);
      if (program->name[0] != '\0') patron__rows_text(&rows, 0, program->name, -1);
      patron__rows_text(&rows, 1, program->tiers[t].tier, -1);
      patron__rows_i64(&rows, 2, program->tiers[t].rank);
      patron__rows_i32(&rows, 3, program->tiers[t].above_fence);
      patron__rows_i64(&rows, 4, from->n);
      if (program->tiers[t].capacity >= 0) patron__rows_i64(&rows, 5, program->tiers[t].capacity);
      patron__rows_i64(&rows, 6, from->beyond);
      if (program->fitted && t < program->above - 1) patron__rows_i64(&rows, 7, program->cutoffs[t]);
      patron__rows_i64(&rows, 8, patron__i128_saturate(from->value));
      if (from->visited > 0 || (from->n == 0 && visits != NULL)) patron__rows_f64(&rows, 9, from->now / 1000000);
      patron__rows_f64(&rows, 10, (double)from->n * program->tiers[t].visits);
    }
  return patron__rows_keep(&rows, run->out);
}

patron_status patron__tier_finish(patron__run *run, const void *opaque) {
  const patron__tier_state *state = opaque;
  tally (*tallies)[PATRON__TIERS];
  patron_status status = patron__checklist_report(run, state);
  if (status != PATRON_OK || patron__table_find(run->customers, "held_tier") == NULL) return status;
  tallies = patron__allocate_array(run->context, PATRON__PROGRAMS, sizeof *tallies);
  if (tallies == NULL) return patron__memory_status(run->context);
  count(run, state, tallies);
  status = write_tiers(run, state, tallies);
  patron__release(run->context, tallies);
  return status;
}

/* By its margin alone a customer passes the fence; else by its potential a line that stands higher. */
static patron_status explain_fence(const patron__run *run, const patron__tier_state *state, const patron__tier_inputs *in, const patron__standing *standing, int64_t row, patron_table *explanations) {
  static const char *const words[] = {"FIELD", "OUTBOUND", "INBOUND"};
  const int64_t reach = patron__known(in->winnable, row) ? patron__column_i64(in->winnable, row) : 0;
  const char *word = words[standing->coverage];
  patron__reason reason = {"coverage", "COVERAGE", NAN, NAN, NAN, NAN, NAN, NAN}, unused;
  char times[PATRON__NUMBER_TEXT];
  patron__against fence, potential;
  patron__compare_money(standing->margin_before_visits, state->fence.full, run->exponent, &reason, &fence);
  if (standing->margin_before_visits >= state->fence.full || reach == 0)
    return patron__explain_add(explanations, run, row, "tier", &reason, "Coverage %s: the margin before visits is %s, which is %s %s the fence of %s.", word, fence.sum, fence.distance, fence.side, fence.line);
  patron__compare_money(patron__money_sum(standing->margin_before_visits, reach), state->fence.reach, run->exponent, standing->coverage == PATRON__COVERAGE_FIELD ? &reason : &unused, &potential);
  return patron__explain_add(explanations, run, row, "tier", &reason, "Coverage %s: the margin before visits is %s, which is %s %s the fence of %s; with the margin that can be won it is %s, which is %s %s the %s (%s times the fence) that admit by potential.",
                             word, fence.sum, fence.distance, fence.side, fence.line, potential.sum, potential.distance, potential.side, potential.line,
                             patron__readable(patron__settings_number(run->settings, "fence.potential_multiple"), times));
}

/* What becomes of a customer below the fence. */
static patron_status explain_advice(const patron__run *run, int64_t row, patron_table *explanations) {
  static const char *const ends[] = {"", ", but not where self-service takes the place of the cost to serve", ", and nothing that is known of self-service would change that"};
  const patron__column *advice = patron__computed_column(run->customers, "advice"), *after = patron__computed_column(run->customers, "margin_after_rules");
  patron__reason reason = {"advice", NULL, NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against line;
  if (!patron__known(advice, row) || !patron__known(after, row)) return PATRON_OK;
  reason.code = patron__code_text("advice", patron__column_i32(advice, row));
  patron__compare_money(patron__column_i64(after, row), 0, run->exponent, &reason, &line);
  return patron__explain_add(explanations, run, row, "tier", &reason, "Advice %s: the margin with the fees for small orders is %s, %s%s.", reason.code, line.sum, patron__column_i64(after, row) < 0 ? "which is a loss" : "which is no loss",
                             ends[patron__column_i32(advice, row)]);
}

/* What a customer above the fence needs: more of its wallet, or to be kept. */
static patron_status explain_subtype(const patron__run *run, const patron__tier_state *state, int64_t row, patron_table *explanations) {
  const patron__column *subtype = patron__computed_column(run->customers, "tier_subtype"), *share = patron__table_find(run->customers, "share_of_wallet");
  patron__reason reason = {"tier_subtype", NULL, NAN, NAN, NAN, NAN, state->loyal_share, NAN};
  char own[PATRON__NUMBER_TEXT], line[PATRON__NUMBER_TEXT];
  if (!patron__known(subtype, row) || !patron__known(share, row)) return PATRON_OK;
  reason.code = patron__code_text("tier_subtype", patron__column_i32(subtype, row));
  reason.raw = patron__column_f64(share, row);
  reason.margin = reason.raw - reason.threshold;
  return patron__explain_add(explanations, run, row, "tier", &reason, "Subtype %s: it buys %s percent of its wallet from us; LOYAL begins at %s.", reason.code, patron__readable_beside(100 * reason.raw, 100 * reason.threshold, 0, own),
                             patron__readable(100 * reason.threshold, line));
}

/* Whether the tier in force has a place for it; a tier that takes as many as come has no line. */
static patron_status explain_place(const patron__run *run, const patron__program *program, int32_t held, int64_t value, int64_t row, patron_table *explanations) {
  const patron__tier_rule *tier = &program->tiers[held];
  const int64_t cutoff = program->capacity_cutoffs[held];
  patron__reason reason = {"beyond_capacity", "CAPACITY", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against place;
  if (tier->capacity < 0) return PATRON_OK;
  patron__compare_money(value, cutoff, run->exponent, &reason, &place);
  if (cutoff == INT64_MIN || cutoff == INT64_MAX) reason.threshold = reason.margin = NAN;   /* no customer's value */
  if (cutoff == INT64_MIN) return patron__explain_add(explanations, run, row, "tier", &reason, "Places: %s has %lld, enough for all of its customers.", tier->tier, (long long)tier->capacity);
  if (cutoff == INT64_MAX) return patron__explain_add(explanations, run, row, "tier", &reason, "Places: beyond capacity, since of the %lld that %s has none could be given without parting equals.", (long long)tier->capacity, tier->tier);
  return patron__explain_add(explanations, run, row, "tier", &reason, "Places: %s, since %s has %lld and its value is %s %s %s, the last that has one.", value < cutoff ? "beyond capacity" : "there is one for it", tier->tier, (long long)tier->capacity, place.distance, place.side, place.line);
}

/* Where a tier that is neither the first nor the last of those above the fence ends. */
static patron_status explain_tier_end(const patron__run *run, const patron__program *program, const patron__standing *standing, int64_t row, patron_table *explanations) {
  const int32_t plain = patron__plain_tier(program, standing);
  patron__reason reason = {"tier", "TIER_END", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against end;
  if (!standing->above || !program->fitted || plain == 0 || plain >= program->above - 1) return PATRON_OK;
  patron__compare_money(standing->value, program->cutoffs[plain], run->exponent, &reason, &end);
  return patron__explain_add(explanations, run, row, "tier", &reason, "Tier %s ends at %s, which is %s below.", program->tiers[plain].tier, end.line, end.distance);
}

/* The tier by its value, and the one that is in force. */
static patron_status explain_tier(const patron__run *run, const patron__tier_state *state, const patron__program *program, const patron__standing *standing, int32_t held, int64_t row, patron_table *explanations) {
  const int32_t plain = patron__plain_tier(program, standing), bound = plain > 0 ? plain - 1 : 0;
  patron__reason reason = {"tier", "TIER", NAN, NAN, NAN, NAN, NAN, NAN};
  char value[PATRON__NUMBER_TEXT], cutoff[PATRON__NUMBER_TEXT], percent[PATRON__NUMBER_TEXT], band[128] = "";
  (void)patron__format_money(standing->value, run->exponent, value);
  (void)patron_number_parse(value, -1, &reason.raw);
  if (!standing->above) return patron__explain_add(explanations, run, row, "tier", &reason, "Tier %s: the customer is below the fence.", program->tiers[held].tier);
  if (!program->fitted || program->above < 2) return patron__explain_add(explanations, run, row, "tier", &reason, "Tier %s: its value %s; the program has no cut-off.", program->tiers[held].tier, value);
  (void)patron__format_money(program->cutoffs[bound], run->exponent, cutoff);
  (void)patron_number_parse(cutoff, -1, &reason.threshold);
  reason.margin = reason.raw - reason.threshold;
  if (held != plain) (void)snprintf(band, sizeof band, ", but not by the %s percent%s that hysteresis asks for", patron__readable((double)state->band_ppm / 10000, percent), held < plain ? ", or for as long," : "");
  return patron__explain_add(explanations, run, row, "tier", &reason, "Tier %s%s%s: its value %s %s %s, where %s begins%s.", program->tiers[plain].tier, held == plain ? "" : ", held in ",
                             held == plain ? "" : program->tiers[held].tier, value, plain > 0 ? "is under" : "reaches", cutoff, program->tiers[bound].tier, band);
}

patron_status patron__tier_explain(const patron__run *run, const void *opaque, int64_t row, patron_table *explanations) {
  const patron__tier_state *state = opaque;
  const patron__tier_inputs in = patron__tier_inputs_of(run);
  const patron__standing standing = patron__stand(&in, state, row);
  const patron__program *program;
  int32_t held;
  patron_status status = PATRON_OK;
  if (!standing.value_known) return PATRON_OK;
  if (standing.coverage >= 0) status = explain_fence(run, state, &in, &standing, row, explanations);
  if (status == PATRON_OK && standing.coverage >= 0) status = explain_advice(run, row, explanations);
  if (status != PATRON_OK || standing.program < 0) return status;
  program = &state->programs[standing.program];
  held = patron__held_tier(state, program, &standing, &in, row);
  status = explain_tier(run, state, program, &standing, held, row, explanations);
  if (status == PATRON_OK) status = explain_tier_end(run, program, &standing, row, explanations);
  if (status == PATRON_OK) status = explain_place(run, program, held, standing.value, row, explanations);
  return status == PATRON_OK ? explain_subtype(run, state, row, explanations) : status;
}
