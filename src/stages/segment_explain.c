/* Why a customer has its class: its value against the cut-offs of its group, and the smallest change that would alter it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/pareto.h"
#include "stages/potential.h"
#include "stages/segment.h"
#include "stages/values.h"

static int32_t class_of(const patron__segment *segment, int32_t group, const patron__column *measure, int64_t row) {
  const int32_t cuts = segment->rule.cut_count;
  const int64_t first = (int64_t)group * cuts;
  const int32_t money = measure->type == PATRON_MONEY;
  int32_t class = 0;
  if (money ? patron__column_i64(measure, row) <= 0 : !(patron__column_f64(measure, row) > 0)) return PATRON__SEGMENT_NOT_POSITIVE;
  while (class < cuts && (money ? patron__column_i64(measure, row) < segment->cutoff_i64[first + class] : patron__column_f64(measure, row) < segment->cutoff_f64[first + class])) class++;
  return class;
}

static void compare_numbers(double value, double line, patron__reason *reason, patron__against *out) {
  reason->raw = value;
  reason->threshold = line;
  reason->margin = value - line;
  (void)patron__format_f64(reason->raw, out->sum);
  (void)patron__format_f64(reason->threshold, out->line);
  (void)patron__format_f64(fabs(reason->margin), out->distance);
}

/* The value against a cut-off of its group, or (cut -1) against 0. */
static void compare(const patron__run *run, const patron__segment *segment, int32_t group, int32_t cut, const patron__column *measure, int64_t row, patron__reason *reason, patron__against *out) {
  const int64_t at = cut < 0 ? -1 : (int64_t)group * segment->rule.cut_count + cut;
  if (measure->type == PATRON_MONEY) { patron__compare_money(patron__column_i64(measure, row), at < 0 ? 0 : segment->cutoff_i64[at], run->exponent, reason, out); return; }
  compare_numbers(patron__column_f64(measure, row), at < 0 ? 0 : segment->cutoff_f64[at], reason, out);
}

/* What the page calls it. */
static const char *measure_words(const char *measure) { return strcmp(measure, "current_value") == 0 ? "sales" : strcmp(measure, "net_margin") == 0 ? "net margin" : measure; }

/* Where a class that is not the first ends: at its own cut-off, the last one at 0. */
static patron_status explain_end(const patron__run *run, const patron__segment *segment, int32_t group, int32_t class, const patron__column *measure, int64_t row, patron_table *explanations) {
  const int32_t last = class == segment->rule.cut_count;
  patron__reason reason = {segment->rule.name, "CLASS_END", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against end;
  char percent[PATRON__NUMBER_TEXT];
  compare(run, segment, group, last ? -1 : class, measure, row, &reason, &end);
  if (last) return patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class %s ends at 0, which is %s below.", segment->rule.name, patron__code_text("class", class), end.distance);
  return patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class %s ends at %s, the cut-off at %s percent, which is %s below.", segment->rule.name, patron__code_text("class", class), end.line,
                             patron__readable((double)segment->rule.cuts_ppm[class] / 10000, percent), end.distance);
}

/* The class and the bound to be reached: the one just above (0 for what is not positive), or the class's own lower bound for class A. */
static patron_status explain_class(const patron__run *run, const patron__segment *segment, const char *merge, int32_t group, const patron__column *measure, int64_t row, patron_table *explanations) {
  static const char not_positive[] = "which is not positive: what is above 0 has a class by its cut-offs";
  const int32_t class = class_of(segment, group, measure, row), positive = class != PATRON__SEGMENT_NOT_POSITIVE, nearest = !positive ? -1 : class > 0 ? class - 1 : 0;
  char where[512], merged[128], rest[192], percent[PATRON__NUMBER_TEXT];
  patron__reason reason = {segment->rule.name, "CLASS", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against bound;
  patron_status status;
  compare(run, segment, group, nearest, measure, row, &reason, &bound);
  patron__groups_name(&segment->groups, group, where, sizeof where);
  patron__groups_merged(run, &segment->groups, merge, row, merged, sizeof merged);
  if (!positive)
    memcpy(rest, not_positive, sizeof not_positive);
  else if (class > 0)
    (void)snprintf(rest, sizeof rest, "%s short of %s, where %s begins", bound.distance, bound.line, patron__code_text("class", nearest));
  else
    (void)snprintf(rest, sizeof rest, "%s above the cut-off %s at %s percent%s", bound.distance, bound.line, patron__readable((double)segment->rule.cuts_ppm[0] / 10000, percent), reason.margin == 0 ? ": it is the last one in" : "");
  status = patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class %s of %s%s, by %s of %s, %s.", segment->rule.name, patron__code_text("class", class), where, merged, measure_words(segment->rule.measure), bound.sum, rest);
  return status == PATRON_OK && positive && class > 0 ? explain_end(run, segment, group, class, measure, row, explanations) : status;
}

/* The least value, in units of the least coin, that reaches a line so much above or below its cut-off; the end of the range where that is beyond it. */
static int64_t line_of(int64_t cutoff, int64_t factor_ppm) {
  const uint64_t parts = (uint64_t)(cutoff % 1000000) * (uint64_t)factor_ppm, line = (uint64_t)(cutoff / 1000000) * (uint64_t)factor_ppm + (parts + 999999) / 1000000;
  return line > INT64_MAX ? INT64_MAX : (int64_t)line;
}

/* A class that is kept from before, though the value alone would give another: up to where. */
static patron_status explain_held(const patron__run *run, const patron__segment *segment, int64_t band_ppm, int32_t group, const patron__column *measure, int64_t row, patron_table *explanations) {
  char name[96], percent[PATRON__NUMBER_TEXT];
  patron__segment_column(segment->rule.name, "_held", name);
  const patron__column *column = patron__table_find(run->customers, name);
  const int32_t class = class_of(segment, group, measure, row), held = column == NULL ? class : patron__column_i32(column, row), above = held < class;
  const int64_t at = (int64_t)group * segment->rule.cut_count + (above ? held : held - 1), factor = above ? 1000000 - band_ppm : 1000000 + band_ppm;
  patron__reason reason = {segment->rule.name, "HELD", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__against line;
  if (held == class) return PATRON_OK;
  if (measure->type == PATRON_MONEY) patron__compare_money(patron__column_i64(measure, row), line_of(segment->cutoff_i64[at], factor), run->exponent, &reason, &line);
  else compare_numbers(patron__column_f64(measure, row), segment->cutoff_f64[at] * ((double)factor / 1000000), &reason, &line);
  return patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class %s is held from before: %s%s %s, %s percent %s the cut-off, which is %s away.", segment->rule.name, patron__code_text("class", held),
                             above ? "it is lost below" : patron__code_text("class", held - 1), above ? "" : " begins at", line.line, patron__readable((double)band_ppm / 10000, percent), above ? "under" : "over", line.distance);
}

static patron_status explain_unseen(const patron__run *run, const patron__segment *segment, const char *merge, const patron__reason *reason, int64_t row, patron_table *explanations) {
  char name[256];
  (void)patron__groups_name_row(run, &segment->groups, merge, row, name, sizeof name);
  return patron__explain_add(explanations, run, row, "segment", reason, "Segment %s: no class, since the model has no group for %s.", segment->rule.name, name);
}

patron_status patron__segment_explain(const patron__run *run, const void *opaque, int64_t row, patron_table *explanations) {
  const patron__segment_state *state = opaque;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < state->count && status == PATRON_OK; i++) {
    const patron__segment *segment = &state->segments[i];
    const patron__column *measure = patron__run_find(run, segment->rule.measure);
    patron__reason reason = {segment->rule.name, "UNKNOWN", NAN, NAN, NAN, NAN, NAN, NAN};
    const int32_t group = patron__groups_match_row(run, &segment->groups, state->merge, segment->rule.layers, row);
    if (group == PATRON__GROUP_NOT_COVERED) continue;
    if (measure == NULL || !patron__column_known(measure, row))
      status = patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: no class, since the value (%s) is not known.", segment->rule.name, measure_words(segment->rule.measure));
    else if (group < 0)
      status = explain_unseen(run, segment, state->merge, &reason, row, explanations);
    else if (segment->outcome[group] != PATRON_PARETO_OK)
      status = patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: no cut-off, since nobody in the group had a positive value.", segment->rule.name);
    else
      status = explain_class(run, segment, state->merge, group, measure, row, explanations);
    if (status == PATRON_OK && measure != NULL && patron__column_known(measure, row) && group >= 0 && segment->outcome[group] == PATRON_PARETO_OK)
      status = explain_held(run, segment, state->band_ppm, group, measure, row, explanations);
  }
  return status == PATRON_OK ? patron__potential_explain(run, state, row, explanations) : status;
}
