/* Why a customer has its class: its value against the cut-offs of its group, and the smallest change that would alter it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/pareto.h"
#include "stages/measures.h"
#include "stages/potential.h"
#include "stages/segment.h"
#include "stages/values.h"

typedef struct figures { char value[PATRON__NUMBER_TEXT], bound[PATRON__NUMBER_TEXT], distance[PATRON__NUMBER_TEXT]; double raw, threshold, margin; int32_t class, nearest; } figures;

/* The class, and the bound to be reached: the one just above (0 for what is not positive), or the class's own lower bound for class A. */
static void read_money(const patron__run *run, const patron__segment *segment, int32_t group, int64_t value, figures *out) {
  const int32_t cuts = segment->rule.cut_count;
  const int64_t *cutoffs = segment->cutoff_i64 + (int64_t)group * cuts;
  int32_t class = 0;
  while (class < cuts && value < cutoffs[class]) class++;
  out->class = value > 0 ? class : PATRON__SEGMENT_NOT_POSITIVE;
  out->nearest = class > 0 ? class - 1 : 0;
  const int64_t bound = value > 0 ? cutoffs[out->nearest] : 0, margin = patron__money_difference(value, bound);
  (void)patron__format_money(value, run->exponent, out->value);
  (void)patron__format_money(bound, run->exponent, out->bound);
  (void)patron__format_money(margin < 0 ? patron__money_difference(0, margin) : margin, run->exponent, out->distance);
  (void)patron_number_parse(out->value, -1, &out->raw);
  (void)patron_number_parse(out->bound, -1, &out->threshold);
  (void)patron_number_parse(out->distance, -1, &out->margin);
  if (margin < 0) out->margin = -out->margin;
}

static void read_number(const patron__segment *segment, int32_t group, double value, figures *out) {
  const int32_t cuts = segment->rule.cut_count;
  const double *cutoffs = segment->cutoff_f64 + (int64_t)group * cuts;
  int32_t class = 0;
  while (class < cuts && value < cutoffs[class]) class++;
  out->class = value > 0 ? class : PATRON__SEGMENT_NOT_POSITIVE;
  out->nearest = class > 0 ? class - 1 : 0;
  out->raw = value;
  out->threshold = value > 0 ? cutoffs[out->nearest] : 0;
  out->margin = value - out->threshold;
  (void)patron__format_f64(value, out->value);
  (void)patron__format_f64(out->threshold, out->bound);
  (void)patron__format_f64(fabs(out->margin), out->distance);
}

/* What the page calls it. */
static const char *measure_words(const char *measure) { return strcmp(measure, "current_value") == 0 ? "sales" : strcmp(measure, "net_margin") == 0 ? "net margin" : measure; }

static patron_status explain_class(const patron__run *run, const patron__segment *segment, int32_t group, const patron__column *measure, int64_t row, patron_table *explanations) {
  static const char not_positive[] = "which is not positive: what is above 0 has a class by its cut-offs";
  char where[512], rest[128];
  figures f;
  patron__reason reason = {segment->rule.name, "CLASS", NAN, NAN, NAN, NAN, NAN, NAN};
  memset(&f, 0, sizeof f);
  if (measure->type == PATRON_MONEY) read_money(run, segment, group, patron__column_i64(measure, row), &f);
  else read_number(segment, group, patron__column_f64(measure, row), &f);
  patron__groups_name(&segment->groups, group, where, sizeof where);
  reason.raw = f.raw;
  reason.threshold = f.threshold;
  reason.margin = f.margin;
  if (f.class == PATRON__SEGMENT_NOT_POSITIVE)
    memcpy(rest, not_positive, sizeof not_positive);
  else if (f.class > 0)
    (void)snprintf(rest, sizeof rest, "%s short of %s, where %s begins", f.distance, f.bound, patron__code_text("class", f.nearest));
  else
    (void)snprintf(rest, sizeof rest, "%s above the cut-off %s%s", f.distance, f.bound, f.margin == 0 ? ": it is the last one in" : "");
  return patron__explain_add(explanations, run, row, "segment", &reason, "Segment %s: class %s of %s, by %s of %s, %s.", segment->rule.name, patron__code_text("class", f.class), where, measure_words(segment->rule.measure), f.value, rest);
}

static patron_status explain_unseen(const patron__run *run, const patron__segment *segment, const char *merge, const patron__reason *reason, int64_t row, patron_table *explanations) {
  char name[256];
  (void)patron__groups_name_row(run, &segment->groups, merge, row, name, sizeof name);
  return patron__explain_add(explanations, run, row, "segment", reason, "Segment %s: no class, since the model has no group for %s.", segment->rule.name, name);
}

/* Why it may become key: by what it buys elsewhere, or by what became of others like it. */
static patron_status explain_potential(const patron__run *run, int64_t row, patron_table *explanations) {
  const patron__column *flag = patron__table_find(run->customers, "potential_key"), *why = patron__table_find(run->customers, "potential_reason"), *chance = patron__table_find(run->customers, "potential_probability");
  patron__reason reason = {"potential_key", NULL, NAN, NAN, NAN, NAN, NAN, NAN};
  char percent[PATRON__NUMBER_TEXT];
  if (!patron__known(flag, row) || !patron__column_flag(flag, row) || !patron__known(why, row)) return PATRON_OK;
  reason.code = patron__code_text("potential_reason", patron__column_i32(why, row));
  if (patron__column_i32(why, row) == PATRON__REASON_HEADROOM)
    return patron__explain_add(explanations, run, row, "segment", &reason, "Potential key customer: not key yet; its sales and what can be won of its purchases elsewhere reach the cut-off.");
  if (patron__known(chance, row)) reason.raw = patron__column_f64(chance, row);
  return patron__explain_add(explanations, run, row, "segment", &reason, "Potential key customer: not key yet; %s%s percent of those whose last periods were like its own became key.",
                             patron__column_i32(why, row) == PATRON__REASON_WAS_KEY ? "it was key a period ago, and " : "", patron__readable(100 * reason.raw, percent));
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
      status = explain_class(run, segment, group, measure, row, explanations);
  }
  return status == PATRON_OK ? explain_potential(run, row, explanations) : status;
}
