/* Why a customer has its relationship level: both sides against the bound of being high, the gap, the mutual index against its band, and the step to the next level. */
#include <math.h>

#include "base/text.h"
#include "stages/override.h"
#include "stages/relate.h"
#include "stages/trend.h"

static const double SLACK = 1e-9;

/* As computed, whatever was set by hand since. */
static const patron__column *decision(const patron__run *run, const char *name) { return patron__computed_column(run->customers, name); }

static double number_at(const patron__run *run, const char *name, int64_t row) {
  const patron__column *column = decision(run, name);
  return column == NULL || !patron__column_known(column, row) ? NAN : patron__column_f64(column, row);
}

static int32_t code_at(const patron__run *run, const char *name, int64_t row) {
  const patron__column *column = decision(run, name);
  return column == NULL || !patron__column_known(column, row) ? -1 : patron__column_i32(column, row);
}

static patron_status explain_side(const patron__run *run, const patron_relationship_rule *rule, int64_t row, int32_t side, patron_table *explanations) {
  static const char *const names[] = {"side_us", "side_them"}, *const whose[] = {"Our side", "Their side"};
  const double commitment = number_at(run, patron__relate_names[2 * side], row), trust = number_at(run, patron__relate_names[2 * side + 1], row), index = number_at(run, names[side], row);
  const patron__reason reason = {names[side], index == index ? "SIDE" : "UNKNOWN", index, NAN, NAN, NAN, rule->high, index - rule->high};
  char c[PATRON__NUMBER_TEXT], t[PATRON__NUMBER_TEXT], s[PATRON__NUMBER_TEXT], h[PATRON__NUMBER_TEXT];
  if (index != index)
    return patron__explain_add(explanations, run, row, "relate", &reason, "%s is not known: %s missing.", whose[side],
                               commitment != commitment ? (trust != trust ? "commitment and trust are" : "commitment is") : "trust is");
  return patron__explain_add(explanations, run, row, "relate", &reason, "%s is %s (commitment %s, trust %s), which is %s: high begins at %s.", whose[side], patron__readable_beside(index, rule->high, SLACK, s), patron__readable(commitment, c),
                             patron__readable(trust, t), index >= rule->high - SLACK ? "high" : "not high", patron__readable(rule->high, h));
}

/* The band that the mutual index lies in, and how far below the next bound: the margin is negative then. */
static patron_status explain_mutual(const patron__run *run, const patron_relationship_rule *rule, int64_t row, patron_table *explanations) {
  const double mutual = number_at(run, "mutual", row);
  const int32_t base = code_at(run, "base_level", row);
  const double next = base >= 0 && base < PATRON_LEVEL_STRATEGIC && rule->bands[base] <= 100 ? rule->bands[base] : NAN;
  const patron__reason reason = {"mutual", "BAND", mutual, NAN, NAN, NAN, next, mutual - next};
  char m[PATRON__NUMBER_TEXT], n[PATRON__NUMBER_TEXT];
  if (base < 0) return PATRON_OK;
  if (next != next) return patron__explain_add(explanations, run, row, "relate", &reason, "The weaker side is %s: level %s by itself, the highest there is.", patron__readable(mutual, m), patron__code_text("relationship_level", base));
  return patron__explain_add(explanations, run, row, "relate", &reason, "The weaker side is %s: level %s by itself; the next begins at %s.", patron__readable_beside(mutual, next, SLACK, m), patron__code_text("relationship_level", base), patron__readable(next, n));
}

static patron_status explain_gap(const patron__run *run, const patron_relationship_rule *rule, int64_t row, patron_table *explanations) {
  const double gap = number_at(run, "gap", row);
  const patron__reason reason = {"gap", "GAP", gap, NAN, NAN, NAN, rule->gap, gap - rule->gap};
  char g[PATRON__NUMBER_TEXT], b[PATRON__NUMBER_TEXT];
  if (gap != gap) return PATRON_OK;
  return patron__explain_add(explanations, run, row, "relate", &reason, "The sides differ by %s points; a collaboration is limited when they differ by %s and only one is high.", patron__readable_beside(gap, rule->gap, SLACK, g), patron__readable(rule->gap, b));
}

static patron_status explain_level(const patron__run *run, int64_t row, patron_table *explanations) {
  const int32_t level = code_at(run, "relationship_level", row), base = code_at(run, "base_level", row), exposed = code_at(run, "exposed", row), severity = code_at(run, "severity", row);
  const patron__reason reason = {"relationship_level", patron__code_text("relationship_level", level), number_at(run, "mutual", row), NAN, NAN, NAN, NAN, NAN};
  const char *name = patron__code_text("relationship_level", level);
  if (level == PATRON_LEVEL_UNDETERMINED) return patron__explain_add(explanations, run, row, "relate", &reason, "The relationship is UNDETERMINED: it needs commitment and trust of both sides.");
  if (level == PATRON_LEVEL_LIMITED_COLLABORATION)
    return patron__explain_add(explanations, run, row, "relate", &reason, "The relationship is a LIMITED_COLLABORATION, severity %s: %s.", patron__code_text("severity", severity),
                               exposed == PATRON_EXPOSED_US ? "we have committed and they have not answered" : "they have committed and we have not answered");
  if (level != base)
    return patron__explain_add(explanations, run, row, "relate", &reason, "The relationship stays at %s: the bound to %s was not passed by the points that hysteresis asks for.", name, patron__code_text("relationship_level", base));
  return patron__explain_add(explanations, run, row, "relate", &reason, "The relationship is %s.", name);
}

static patron_status explain_next(const patron__run *run, int64_t row, patron_table *explanations) {
  const int32_t side = code_at(run, "next_level_side", row), dimension = code_at(run, "next_level_dimension", row);
  const double points = number_at(run, "next_level_points", row);
  const int32_t limited = code_at(run, "relationship_level", row) == PATRON_LEVEL_LIMITED_COLLABORATION;
  patron__reason reason = {NULL, "NEXT_STEP", NAN, NAN, NAN, NAN, NAN, -points};
  char p[PATRON__NUMBER_TEXT];
  if (side < 0 || dimension < 0) return PATRON_OK;
  reason.factor = patron__relate_names[2 * side + dimension];
  reason.raw = number_at(run, reason.factor, row);
  reason.threshold = reason.raw + points;
  return patron__explain_add(explanations, run, row, "relate", &reason, "%s %s lacks %s points %s.", side == 0 ? "Our" : "Their", dimension == 0 ? "commitment" : "trust", patron__readable_beside(points, 2e-9, SLACK, p),
                             limited ? "to be high: it is the largest step out of the danger" : "for the next level: it is the largest step");
}

patron_status patron__relate_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations) {
  const patron__relate_rule *rule = state;
  patron_status status;
  if (decision(run, "relationship_level") == NULL) return PATRON_OK;
  status = explain_level(run, row, explanations);
  if (status == PATRON_OK) status = explain_side(run, &rule->rule, row, 0, explanations);
  if (status == PATRON_OK) status = explain_side(run, &rule->rule, row, 1, explanations);
  if (status == PATRON_OK) status = explain_gap(run, &rule->rule, row, explanations);
  if (status == PATRON_OK) status = explain_mutual(run, &rule->rule, row, explanations);
  if (status == PATRON_OK) status = patron__trend_explain(run, row, explanations);
  return status == PATRON_OK ? explain_next(run, row, explanations) : status;
}
