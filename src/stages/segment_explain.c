/* Why a customer has its class: its value against the cut-offs of its group, and the smallest change that would alter it. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/pareto.h"
#include "stages/measures.h"
#include "stages/segment.h"

/* "KA_RETAIL, North"; "all customers" without group columns. */
static void group_name(const patron__groups *groups, int32_t group, char *out, int64_t cap) {
  int64_t at = 0;
  for (int32_t i = 0; i < groups->by_count; i++) {
    int64_t len;
    const char *value = patron__groups_value(groups, group, i, &len);
    if (value == NULL) { value = "unknown"; len = 7; }
    if (at + len + 3 > cap) break;
    if (at > 0) { out[at++] = ','; out[at++] = ' '; }
    memcpy(out + at, value, (size_t)len);
    at += len;
  }
  if (at == 0) { memcpy(out, "all customers", 13); at = 13; }
  out[at] = '\0';
}

typedef struct figures { char value[PATRON__NUMBER_TEXT], bound[PATRON__NUMBER_TEXT], distance[PATRON__NUMBER_TEXT]; double raw, threshold, margin; int32_t class; } figures;

/* The class, and the bound that the smallest change would cross: the one just above, or the class's own lower bound for class A. */
static void read_money(const patron__run *run, const patron__segment *segment, int32_t group, int64_t value, figures *out) {
  const int32_t cuts = segment->rule.cut_count;
  const int64_t *cutoffs = segment->cutoff_i64 + (int64_t)group * cuts;
  int32_t class = 0, nearest;
  while (class < cuts && value < cutoffs[class]) class++;
  nearest = class > 0 ? class - 1 : 0;
  out->class = value > 0 ? class : PATRON__SEGMENT_NOT_POSITIVE;
  if (value <= 0) nearest = cuts - 1;
  const int64_t margin = patron__money_difference(value, cutoffs[nearest]);
  (void)patron__format_money(value, run->exponent, out->value);
  (void)patron__format_money(cutoffs[nearest], run->exponent, out->bound);
  (void)patron__format_money(margin < 0 ? patron__money_difference(0, margin) : margin, run->exponent, out->distance);
  (void)patron_number_parse(out->value, -1, &out->raw);
  (void)patron_number_parse(out->bound, -1, &out->threshold);
  (void)patron_number_parse(out->distance, -1, &out->margin);
  if (margin < 0) out->margin = -out->margin;
}

static void read_number(const patron__segment *segment, int32_t group, double value, figures *out) {
  const int32_t cuts = segment->rule.cut_count;
  const double *cutoffs = segment->cutoff_f64 + (int64_t)group * cuts;
  int32_t class = 0, nearest;
  while (class < cuts && value < cutoffs[class]) class++;
  nearest = value > 0 ? (class > 0 ? class - 1 : 0) : cuts - 1;
  out->class = value > 0 ? class : PATRON__SEGMENT_NOT_POSITIVE;
  out->raw = value;
  out->threshold = cutoffs[nearest];
  out->margin = value - cutoffs[nearest];
  (void)patron__format_f64(value, out->value);
  (void)patron__format_f64(cutoffs[nearest], out->bound);
  (void)patron__format_f64(fabs(out->margin), out->distance);
}

static patron_status explain_class(const patron__run *run, const patron__segment *segment, int32_t group, const patron__column *measure, int64_t row, patron_table *explanations) {
  const char *class;
  char where[512];
  figures f;
  patron__reason reason = {segment->rule.name, "CLASS", NAN, NAN, NAN, NAN, NAN, NAN};
  memset(&f, 0, sizeof f);
  if (measure->type == PATRON_MONEY) read_money(run, segment, group, patron__column_i64(measure, row), &f);
  else read_number(segment, group, patron__column_f64(measure, row), &f);
  group_name(&segment->groups, group, where, sizeof where);
  class = patron__code_text("class", f.class);
  reason.raw = f.raw;
  reason.threshold = f.threshold;
  reason.margin = f.margin;
  if (f.class == 0)
    return patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class A of %s, since %s %s reaches the cut-off %s; it stays A while the value falls by no more than %s.", segment->rule.name, where,
                               segment->rule.measure, f.value, f.bound, f.distance);
  return patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class %s of %s, since %s %s is under the next cut-off %s; %s more would reach it.", segment->rule.name,
                             class == NULL ? "?" : class, where, segment->rule.measure, f.value, f.bound, f.distance);
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
      status = patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: no class, since %s is unknown.", segment->rule.name, segment->rule.measure);
    else if (group < 0)
      status = patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: no class, since the model has not seen this group.", segment->rule.name);
    else if (segment->outcome[group] != PATRON_PARETO_OK)
      status = patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: no cut-off, since nobody in the group had a positive value.", segment->rule.name);
    else
      status = explain_class(run, segment, group, measure, row, explanations);
  }
  return status;
}
