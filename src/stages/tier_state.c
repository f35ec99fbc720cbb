/* The rules and cut-offs of tiers in the form that apply reads; a loaded model is checked here. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stages/cells.h"
#include "stages/tier.h"
#include "stages/values.h"

static int64_t ppm(double fraction) { return (int64_t)floor(fraction * 1000000 + 0.5); }

/* Every tier name once, in the order of programs and ranks. */
static patron_status name_tiers(patron_context *context, patron__tier_state *state) {
  const char *names[PATRON__PROGRAMS * PATRON__TIERS];
  int32_t count = 0;
  for (int32_t p = 0; p < state->program_count; p++)
    for (int32_t t = 0; t < state->programs[p].tier_count; t++) {
      int32_t i = 0;
      while (i < count && strcmp(names[i], state->programs[p].tiers[t].tier) != 0) i++;
      if (i == count) names[count++] = state->programs[p].tiers[t].tier;
    }
  const patron_status status = patron__dictionary_create(context, names, NULL, count, &state->tier_names);
  for (int32_t p = 0; p < state->program_count && status == PATRON_OK; p++)
    for (int32_t t = 0; t < state->programs[p].tier_count; t++) {
      patron__tier_rule *tier = &state->programs[p].tiers[t];
      tier->code = patron__dictionary_find(state->tier_names, tier->tier, -1);
    }
  return status;
}

patron_status patron__tier_state_read(patron_context *context, const patron__tables *rules, patron__tier_state **out) {
  const patron_table *programs = patron__tables_find(rules, "programs"), *settings = patron__tables_find(rules, "settings");
  patron__tier_state *state;
  patron_status status;
  if (programs == NULL || settings == NULL) return patron__fail(context, PATRON_E_FORMAT, NULL, "the rules lack programs or settings");
  state = patron__allocate_array(context, 1, sizeof *state);
  if (state == NULL) return patron__memory_status(context);
  status = patron__programs_read(context, programs, &state->programs, &state->program_count);
  if (status == PATRON_OK) status = name_tiers(context, state);
  if (status != PATRON_OK) { patron__tier_release(context, state); return status; }
  state->headroom_ppm = ppm(patron__settings_number(settings, "tier.headroom_weight"));
  state->band_ppm = ppm(patron__settings_number(settings, "tier.hysteresis"));
  state->demote_after = patron__settings_integer(settings, "tier.demote_after");
  state->loyal_share = patron__settings_number(settings, "tier.loyal_share");
  *out = state;
  return PATRON_OK;
}

void patron__tier_release(patron_context *context, void *opaque) {
  patron__tier_state *state = opaque;
  if (state == NULL) return;
  patron__dictionary_drop(state->tier_names);
  patron__release(context, state->programs);
  patron__release(context, state);
}

static const patron__column *money(const patron_table *table, const char *name) {
  const patron__column *column = patron__table_find(table, name);
  return column != NULL && column->type == PATRON_MONEY ? column : NULL;
}

/* The rows of `tier_cuts` stand in the order of programs and tiers. */
static patron_status read_cuts(patron_context *context, const patron_table *table, const patron_table *settings, patron__tier_state *state) {
  const patron__column *cutoff = money(table, "cutoff"), *capacity = money(table, "capacity_cutoff"), *visit = money(table, "fence_visit_cost"), *fence = money(table, "fence_amount");
  int64_t row = 0;
  if (cutoff == NULL || capacity == NULL || visit == NULL || fence == NULL) return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: its tier cuts lack a column");
  for (int32_t p = 0; p < state->program_count; p++)
    for (int32_t t = 0; t < state->programs[p].tier_count; t++, row++) {
      patron__program *program = &state->programs[p];
      if (row >= table->rows || !patron__cell_is(table, "tier", row, program->tiers[t].tier)) return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: its tier cuts do not fit its programs");
      program->fitted |= patron__known(cutoff, row);
      program->cutoffs[t] = patron__known(cutoff, row) ? patron__column_i64(cutoff, row) : INT64_MAX;
      program->capacity_cutoffs[t] = patron__known(capacity, row) ? patron__column_i64(capacity, row) : INT64_MIN;
    }
  if (row != table->rows) return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: it has more tier cuts than tiers");
  state->fence.set = row > 0 && patron__known(fence, 0) && patron__known(visit, 0);
  if (state->fence.set) {
    state->fence.visit_cost = patron__column_i64(visit, 0);
    patron__fence_from(settings, patron__column_i64(fence, 0), &state->fence);
  }
  return PATRON_OK;
}

patron_status patron__tier_prepare(patron_context *context, const patron__tables *model, void **out) {
  const patron_table *cuts = patron__tables_find(model, "tier_cuts");
  patron__tier_state *state;
  patron_status status;
  if (cuts == NULL) return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: the table tier_cuts is missing");
  status = patron__tier_state_read(context, model, &state);
  if (status != PATRON_OK) return status;
  status = read_cuts(context, cuts, patron__tables_find(model, "settings"), state);
  if (status != PATRON_OK) { patron__tier_release(context, state); return status; }
  *out = state;
  return PATRON_OK;
}
