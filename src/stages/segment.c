/*
 * The stage `segment`: the class of each customer in each segment, and who is key.
 *
 * A class is a threshold: A from the least value that is still inside the first cut of the group, B from that of the second, ..., the last class for other
 * positive values, N for values that are not positive. Key by a segment with a bit: class A. Example: 50, 10, 10, 10, 10, 10 at 80 %: cut-off 10, all six are A.
 */
#include "stages/segment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/pareto.h"
#include "rules/hysteresis.h"
#include "stages/potential.h"
#include "stages/values.h"

static patron_status add(patron__run *run, const char *segment, const char *what, int32_t type, const char *codes, patron__column **out) {
  char name[96];
  patron__segment_column(segment, what, name);
  return patron__run_add(run, name, type, codes, 0, out);
}

static const patron__column *given(const patron__run *run, const char *segment, const char *what) {
  char name[96];
  patron__segment_column(segment, what, name);
  return patron__run_fact(run, name);
}

/* Class of a known value in an open group: 0 .. cuts. */
static int32_t class_i64(int64_t value, const int64_t *cutoffs, int32_t cuts) {
  int32_t class = 0;
  if (value <= 0) return PATRON__SEGMENT_NOT_POSITIVE;
  while (class < cuts && value < cutoffs[class]) class++;
  return class;
}

static int32_t class_f64(double value, const double *cutoffs, int32_t cuts) {
  int32_t class = 0;
  if (!(value > 0)) return PATRON__SEGMENT_NOT_POSITIVE;
  while (class < cuts && value < cutoffs[class]) class++;
  return class;
}

typedef struct columns { patron__column *class, *held, *cutoff, *margin; const patron__column *previous; } columns;

static int32_t previous_class(const patron__column *previous, int64_t row, int32_t cuts) {
  int32_t code;
  if (!patron__column_known(previous, row)) return -1;
  code = patron__column_i32(previous, row);
  return code >= 0 && code <= cuts ? code : -1;
}

/* What is not positive has a class without any cut-off, and holds none. */
static void put_nothing(const columns *out, int64_t row) {
  patron__put_code(out->class, row, PATRON__SEGMENT_NOT_POSITIVE);
  if (out->held != NULL) patron__put_code(out->held, row, PATRON__SEGMENT_NOT_POSITIVE);
}

static void classify_i64(const patron__segment *segment, int64_t band_ppm, const patron__column *measure, const int32_t *row_group, int64_t rows, const columns *out) {
  const int64_t *values = measure->values;
  const int32_t cuts = segment->rule.cut_count;
  for (int64_t row = 0; row < rows; row++) {
    const int32_t group = row_group[row];
    if (group < 0 || !patron__column_known(measure, row)) continue;
    if (segment->outcome[group] != PATRON_PARETO_OK) {   /* nobody was positive when the model was fitted */
      if (values[row] <= 0) put_nothing(out, row);
      continue;
    }
    const int64_t *cutoffs = segment->cutoff_i64 + (int64_t)group * cuts;
    patron__put_code(out->class, row, class_i64(values[row], cutoffs, cuts));
    patron__put_i64(out->cutoff, row, cutoffs[0]);
    patron__put_i64(out->margin, row, values[row] < 0 && cutoffs[0] > INT64_MAX + values[row] ? INT64_MIN : values[row] - cutoffs[0]);
    if (out->held != NULL) {
      const int32_t held = patron__held_class_i64(values[row], cutoffs, cuts, previous_class(out->previous, row, cuts), band_ppm);
      patron__put_code(out->held, row, held < 0 ? PATRON__SEGMENT_NOT_POSITIVE : held);
    }
  }
}

static void classify_f64(const patron__segment *segment, int64_t band_ppm, const patron__column *measure, const int32_t *row_group, int64_t rows, const columns *out) {
  const double *values = measure->values;
  const int32_t cuts = segment->rule.cut_count;
  for (int64_t row = 0; row < rows; row++) {
    const int32_t group = row_group[row];
    if (group < 0 || !patron__column_known(measure, row)) continue;
    if (segment->outcome[group] != PATRON_PARETO_OK) {
      if (!(values[row] > 0)) put_nothing(out, row);
      continue;
    }
    const double *cutoffs = segment->cutoff_f64 + (int64_t)group * cuts;
    patron__put_code(out->class, row, class_f64(values[row], cutoffs, cuts));
    patron__put_f64(out->cutoff, row, cutoffs[0]);
    patron__put_f64(out->margin, row, values[row] - cutoffs[0]);
    if (out->held != NULL) {
      const int32_t held = patron__held_class_f64(values[row], cutoffs, cuts, previous_class(out->previous, row, cuts), band_ppm);
      patron__put_code(out->held, row, held < 0 ? PATRON__SEGMENT_NOT_POSITIVE : held);
    }
  }
}

/* A key flag gathers the segments that set its bit: yes where one says A, no where one is known and none says A. */
static patron_status set_key(patron__run *run, const char *flag, const patron__column *class) {
  patron__column *key = patron__table_find(run->customers, flag);
  patron_status status = PATRON_OK;
  if (key == NULL) status = patron__run_add(run, flag, PATRON_FLAG, NULL, 0, &key);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    if (!patron__column_known(class, row)) continue;
    patron__bit_set(key->validity, row);
    if (patron__column_i32(class, row) == 0) patron__bit_set(key->values, row);
  }
  return status;
}

/* Columns that would say more: the layer where a segment is for some layers only, and group columns that nobody in the call has. */
static patron_status tell_lacking(patron__run *run, const patron__segment *segment, const int32_t *row_group) {
  const patron__column *layer = patron__run_find(run, "layer");
  patron_status status = PATRON_OK;
  int64_t first = 0;
  while (first < run->rows && row_group[first] == PATRON__GROUP_NOT_COVERED) first++;
  if (segment->rule.layers[0] != '\0' && (layer == NULL || patron__column_unknown_count(layer) > 0)) status = patron__run_skip(run, "segment", "layer");
  for (int32_t i = 0; first < run->rows && i < segment->groups.by_count && status == PATRON_OK; i++) {   /* asked for by somebody that it covers */
    const patron__column *by = patron__run_find(run, segment->groups.by[i]);
    if (by == NULL || patron__column_unknown_count(by) == by->rows) status = patron__run_skip(run, "segment", segment->groups.by[i]);
  }
  return status;
}

static patron_status tell_unseen_row(patron__run *run, const patron__segment *segment, const char *merge, int64_t row) {
  char name[256], text[512];
  const char *lacking = patron__groups_name_row(run, &segment->groups, merge, row, name, sizeof name);
  const patron_status status = lacking == NULL ? PATRON_OK : patron__run_skip(run, "segment", lacking);
  (void)snprintf(text, sizeof text, "segment %s: no class, since the model has no group for %s", segment->rule.name, name);
  return status != PATRON_OK ? status : patron__run_warn_row(run, "customers", lacking != NULL ? lacking : segment->groups.by[0], run->heads != NULL ? run->heads[row] : row, "UNKNOWN_GROUP", text);
}

/* Who has a value and no class, since the model has not seen the group: each of the first few is told, the rest counted. */
static patron_status tell_unseen(patron__run *run, const patron__segment *segment, const char *merge, const patron__column *measure, const int32_t *row_group) {
  enum { MOST_TOLD = 100 };
  char text[512];
  int64_t unseen = 0;
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++)
    if (row_group[row] == PATRON__GROUP_UNSEEN && patron__column_known(measure, row) && unseen++ < MOST_TOLD) status = tell_unseen_row(run, segment, merge, row);
  if (unseen <= MOST_TOLD || status != PATRON_OK) return status;
  (void)snprintf(text, sizeof text, "segment %s: no class for %lld more customers, since the model has not seen their groups", segment->rule.name, (long long)(unseen - MOST_TOLD));
  return patron__run_warn(run, segment->groups.by[0], "UNKNOWN_GROUP", text);
}

/* The cut-offs of one row: those of its group, or where it stands among `others`, with its own value. */
static patron_status cut_row(patron__run *run, const patron__segment *segment, const patron__column *measure, int32_t group, int64_t row, const patron__segment *out) {
  const int32_t cuts = segment->rule.cut_count;
  const int64_t from = (int64_t)group * cuts, to = row * cuts;
  patron_status status;
  if (group != segment->others->group || !patron__column_known(measure, row)) {
    out->outcome[row] = segment->outcome[group];
    memcpy(out->cutoff_i64 + to, segment->cutoff_i64 + from, (size_t)cuts * sizeof *out->cutoff_i64);
    memcpy(out->cutoff_f64 + to, segment->cutoff_f64 + from, (size_t)cuts * sizeof *out->cutoff_f64);
    return PATRON_OK;
  }
  if (measure->type == PATRON_MONEY) {
    out->outcome[row] = patron__others_cut_money(segment->others, patron__column_i64(measure, row), segment->rule.cuts_ppm, cuts, out->cutoff_i64 + to) ? PATRON_PARETO_OK : PATRON_PARETO_NO_POSITIVE;
    return PATRON_OK;
  }
  status = patron__others_cut_number(run->context, segment->others, patron__column_f64(measure, row), segment->rule.cuts_ppm, cuts, out->cutoff_f64 + to);
  out->outcome[row] = status == PATRON_UNKNOWN ? PATRON_PARETO_NO_POSITIVE : PATRON_PARETO_OK;
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}

/* The segment with cut-offs of each row's own: every row becomes a group. */
static patron_status move_cuts(patron__run *run, const patron__segment *segment, const patron__column *measure, int32_t *row_group, patron__segment *out) {
  const int64_t cells = run->rows * segment->rule.cut_count + 1;
  patron_status status = PATRON_OK;
  out->outcome = patron__allocate_array(run->context, run->rows + 1, 1);
  out->cutoff_i64 = patron__allocate_array(run->context, cells, sizeof *out->cutoff_i64);
  out->cutoff_f64 = patron__allocate_array(run->context, cells, sizeof *out->cutoff_f64);
  if (out->outcome == NULL || out->cutoff_i64 == NULL || out->cutoff_f64 == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++) {
    if (row_group[row] < 0) continue;
    status = cut_row(run, segment, measure, row_group[row], row, out);
    row_group[row] = (int32_t)row;
  }
  return status;
}

static patron_status apply_segment(patron__run *run, const patron__segment_state *state, const patron__segment *segment) {
  const patron__column *measure = patron__run_find(run, segment->rule.measure);
  patron__segment used = *segment;
  int32_t *row_group;
  columns out;
  patron_status status;
  memset(&out, 0, sizeof out);
  if (segment->others != NULL) { used.outcome = NULL; used.cutoff_i64 = NULL; used.cutoff_f64 = NULL; }
  if (measure == NULL) return patron__run_skip(run, "segment", segment->rule.measure);
  if (segment->type != 0 && measure->type != segment->type) return patron__fail(run->context, PATRON_E_TYPE, NULL, "the measure %s has another type than in the model", segment->rule.measure);
  row_group = patron__allocate(run->context, (uint64_t)run->rows * sizeof *row_group);
  if (row_group == NULL) return patron__memory_status(run->context);
  status = patron__groups_match(run, &segment->groups, state->merge, segment->rule.layers, row_group);
  out.previous = given(run, segment->rule.name, "_previous_class");
  if (status == PATRON_OK) status = add(run, segment->rule.name, "_class", PATRON_CODE, "class", &out.class);
  if (status == PATRON_OK && out.previous != NULL) status = add(run, segment->rule.name, "_held", PATRON_CODE, "class", &out.held);
  if (status == PATRON_OK) status = add(run, segment->rule.name, "_cutoff", measure->type, NULL, &out.cutoff);
  if (status == PATRON_OK) status = add(run, segment->rule.name, "_margin", measure->type, NULL, &out.margin);
  if (status == PATRON_OK) status = tell_lacking(run, segment, row_group);
  if (status == PATRON_OK) status = tell_unseen(run, segment, state->merge, measure, row_group);
  if (status == PATRON_OK && segment->others != NULL) status = move_cuts(run, segment, measure, row_group, &used);
  if (status == PATRON_OK) {
    if (measure->type == PATRON_MONEY) classify_i64(&used, state->band_ppm, measure, row_group, run->rows, &out);
    else classify_f64(&used, state->band_ppm, measure, row_group, run->rows, &out);
    if (segment->rule.bit != PATRON__BIT_NONE) status = set_key(run, segment->rule.bit == PATRON__BIT_SALES ? "key_sales" : "key_profit", out.class);
  }
  if (segment->others != NULL) patron__segment_clear_cuts(run->context, &used);
  patron__release(run->context, row_group);
  return status;
}

static patron_status either_key(patron__run *run) {
  static const char *const flags[] = {"key_sales", "key_profit"};
  patron__column *key = NULL;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < 2; i++) {
    const patron__column *flag = patron__table_find(run->customers, flags[i]);
    if (flag == NULL) continue;
    if (key == NULL) status = patron__run_add(run, "key", PATRON_FLAG, NULL, 0, &key);
    if (status != PATRON_OK) return status;
    for (int64_t byte = 0; byte < patron__bitmap_bytes(run->rows); byte++) {
      key->validity[byte] |= flag->validity[byte];
      ((uint8_t *)key->values)[byte] |= ((const uint8_t *)flag->values)[byte];
    }
  }
  return status;
}

static patron_status apply(patron__run *run, const void *opaque) {
  const patron__segment_state *state = opaque;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < state->skipped_count && status == PATRON_OK; i++) status = patron__run_skip(run, "segment", state->skipped[i]);
  for (int32_t i = 0; i < state->count && status == PATRON_OK; i++) status = apply_segment(run, state, &state->segments[i]);
  if (status == PATRON_OK) status = either_key(run);
  return status == PATRON_OK ? patron__potential_apply(run, state, state->potential) : status;
}

static const char *const reads[] = {"current_value", "net_margin", "wallet_source", "headroom", "winnability", "customers.layer", "customers.capability", "customers.conditions", "customers.competitor_strength", NULL};
static const char *const writes[] = {"<segment>_class", "<segment>_held", "<segment>_cutoff", "<segment>_margin", "key_sales", "key_profit", "key", "potential_key", "potential_score", "potential_probability", "potential_reason", NULL};

const patron__stage patron__stage_segment = {"segment", reads, writes, patron__segment_check, patron__segment_fit, patron__segment_prepare, patron__segment_release, apply, NULL, patron__segment_explain, patron__segment_curves};
