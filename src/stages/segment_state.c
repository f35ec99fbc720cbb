/* The model's `groups` and `cuts` in the form that apply reads; a loaded model is checked here as hostile input. */
#include <string.h>

#include "base/text.h"
#include "patron/rules/pareto.h"
#include "stages/potential.h"
#include "stages/segment.h"

static patron_status broken(patron_context *context, const char *what) { return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: %s", what); }

static const patron__column *typed(const patron_table *table, const char *name, int32_t type) {
  const patron__column *column = patron__table_find(table, name);
  return column != NULL && column->type == type ? column : NULL;
}

static int32_t is_segment(const patron__column *names, int64_t row, const char *segment) {
  int64_t len;
  const char *name;
  if (!patron__column_known(names, row)) return 0;
  name = patron__column_text(names, row, &len);
  return patron__text_equal(name, len, segment, -1);
}

/* The rows of `groups` that belong to the segment stand together. */
static patron_status read_groups(patron_context *context, const patron_table *table, patron__segment *segment) {
  const patron__column *names = typed(table, "segment", PATRON_TEXT), *status_codes = typed(table, "status", PATRON_CODE);
  int64_t first = -1, count = 0;
  patron_status status;
  if (names == NULL || status_codes == NULL) return broken(context, "its groups lack a segment or a status");
  for (int64_t row = 0; row < table->rows; row++) {
    if (!is_segment(names, row, segment->rule.name)) continue;
    if (first < 0) first = row;
    if (row != first + count) return broken(context, "the groups of a segment are scattered");
    count++;
  }
  if (count == 0) return PATRON_UNKNOWN;
  status = patron__groups_read(context, table, segment->rule.by, first, (int32_t)count, &segment->groups);
  if (status != PATRON_OK) return status;
  segment->outcome = patron__allocate_array(context, count, 1);
  if (segment->outcome == NULL) return patron__memory_status(context);
  for (int64_t group = 0; group < count; group++) {
    if (!patron__column_known(status_codes, first + group)) return broken(context, "a group has no status");
    segment->outcome[group] = (int8_t)patron__column_i32(status_codes, first + group);
  }
  return PATRON_OK;
}

static patron_status read_cuts(patron_context *context, const patron_table *table, patron__segment *segment) {
  const patron__column *names = typed(table, "segment", PATRON_TEXT), *groups = typed(table, "group", PATRON_INTEGER), *shares = typed(table, "share_ppm", PATRON_INTEGER);
  const patron__column *money = typed(table, "cutoff", PATRON_MONEY), *numbers = typed(table, "cutoff_number", PATRON_NUMBER);
  const int64_t cells = (int64_t)segment->groups.count * segment->rule.cut_count;
  int64_t read = 0, wanted = 0;
  if (names == NULL || groups == NULL || shares == NULL || money == NULL || numbers == NULL) return broken(context, "its cuts lack a column");
  segment->cutoff_i64 = patron__allocate_array(context, cells, sizeof *segment->cutoff_i64);
  segment->cutoff_f64 = patron__allocate_array(context, cells, sizeof *segment->cutoff_f64);
  if (segment->cutoff_i64 == NULL || segment->cutoff_f64 == NULL) return patron__memory_status(context);
  for (int64_t row = 0; row < table->rows; row++) {
    int64_t group, cut, at;
    if (!is_segment(names, row, segment->rule.name)) continue;
    group = patron__column_i64(groups, row);
    cut = read % segment->rule.cut_count;
    if (group < 0 || group >= segment->groups.count || segment->outcome[group] != PATRON_PARETO_OK || patron__column_i64(shares, row) != segment->rule.cuts_ppm[cut])
      return broken(context, "its cuts do not fit its groups");
    at = group * segment->rule.cut_count + cut;
    const int32_t type = patron__column_known(numbers, row) ? PATRON_NUMBER : PATRON_MONEY;
    if (type == PATRON_MONEY && !patron__column_known(money, row)) return broken(context, "a cut has no value");
    if (segment->type != 0 && segment->type != type) return broken(context, "the cuts of a segment are of two types");
    segment->type = type;
    segment->cutoff_i64[at] = patron__column_i64(money, row);
    segment->cutoff_f64[at] = patron__column_f64(numbers, row);
    read++;
  }
  for (int32_t group = 0; group < segment->groups.count; group++) wanted += segment->outcome[group] == PATRON_PARETO_OK ? segment->rule.cut_count : 0;
  return read == wanted ? PATRON_OK : broken(context, "its cuts are incomplete");
}

void patron__segment_clear_cuts(patron_context *context, patron__segment *segment) {
  patron__release(context, segment->outcome);
  patron__release(context, segment->cutoff_i64);
  patron__release(context, segment->cutoff_f64);
}

static void clear_segment(patron_context *context, patron__segment *segment) {
  patron__groups_clear(&segment->groups);
  patron__segment_clear_cuts(context, segment);
}

void patron__segment_release(patron_context *context, void *opaque) {
  patron__segment_state *state = opaque;
  if (state == NULL) return;
  patron__potential_release(context, state->potential);
  for (int32_t i = 0; i < state->count; i++) clear_segment(context, &state->segments[i]);
  patron__release(context, state->segments);
  patron__release(context, state->skipped);
  patron__release(context, state);
}

patron_status patron__segment_state_read(patron_context *context, const patron__tables *model, patron__segment_state **out) {
  const patron_table *segments = patron__tables_find(model, "segments"), *groups = patron__tables_find(model, "groups"), *cuts = patron__tables_find(model, "cuts");
  const patron_table *settings = patron__tables_find(model, "settings");
  patron__segment_state *state;
  double band;
  patron_status status = PATRON_OK;
  if (segments == NULL || groups == NULL || cuts == NULL || settings == NULL) return broken(context, "a table is missing");
  state = patron__allocate_array(context, 1, sizeof *state);
  if (state == NULL) return patron__memory_status(context);
  if (patron__settings_copy(settings, "segment.merge", state->merge, sizeof state->merge) != PATRON_OK) { patron__release(context, state); return broken(context, "segment.merge is too long"); }
  band = patron__settings_number(settings, "pareto.hysteresis");
  state->band_ppm = (int64_t)(band * 1000000 + 0.5);
  state->segments = patron__allocate_array(context, segments->rows + 1, sizeof *state->segments);
  state->skipped = patron__allocate_array(context, segments->rows + 1, sizeof *state->skipped);
  if (state->segments == NULL || state->skipped == NULL) status = patron__memory_status(context);
  for (int64_t row = 0; row < segments->rows && status == PATRON_OK; row++) {
    patron__segment *segment = &state->segments[state->count];
    status = patron__segment_rule_read(context, segments, row, &segment->rule);
    if (status != PATRON_OK) break;
    segment->groups.context = context;
    state->count++;
    status = read_groups(context, groups, segment);
    if (status == PATRON_OK) status = read_cuts(context, cuts, segment);
    if (status != PATRON_UNKNOWN) continue;
    memcpy(state->skipped[state->skipped_count++], segment->rule.measure, sizeof *state->skipped);
    clear_segment(context, segment);   /* a segment that fit skipped */
    memset(segment, 0, sizeof *segment);
    state->count--;
    status = PATRON_OK;
  }
  if (status != PATRON_OK) { patron__segment_release(context, state); return status; }
  *out = state;
  return PATRON_OK;
}

patron_status patron__segment_prepare(patron_context *context, const patron__tables *model, void **out) {
  patron__segment_state *state;
  patron_status status = patron__segment_state_read(context, model, &state);
  if (status != PATRON_OK) return status;
  status = patron__potential_prepare(context, model, state, &state->potential);
  if (status != PATRON_OK) { patron__segment_release(context, state); return status; }
  *out = state;
  return PATRON_OK;
}
