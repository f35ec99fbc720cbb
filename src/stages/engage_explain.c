/*
 * Why an approach is recommended and how much to invest: each gate that the target asks for with its figure and its line, and the ratio of investment between its bounds.
 *
 * The gate that blocks is told with the recommendation; the others follow, open or shut, since what is shut behind it is the next to block.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "patron/rules/relationship.h"
#include "stages/engage.h"
#include "stages/override.h"
#include "stages/score.h"
#include "stages/values.h"

enum { WORDS = 256 };

/* The side that holds the relationship down. */
static const char *weaker_side(const patron__run *run, int64_t row) {
  const patron__column *ours = patron__table_find(run->customers, "side_us"), *theirs = patron__table_find(run->customers, "side_them");
  if (!patron__known(ours, row) || !patron__known(theirs, row)) return "it is";
  const double difference = patron__column_f64(ours, row) - patron__column_f64(theirs, row);
  return difference < 0 ? "our side is the weaker one," : difference > 0 ? "their side is the weaker one," : "both sides are alike,";
}

static void tell_relationship(const patron__run *run, const patron__gates *gates, int64_t row, patron__reason *reason, char words[WORDS]) {
  const patron__column *base = patron__run_find(run, "base_level"), *level = patron__computed_column(run->customers, "relationship_level");
  const char *carries = patron__code_text("approach", gates->relationship_ceiling);
  reason->raw = gates->relationship_ceiling;   /* approaches in their order, 0 TACTICAL */
  reason->threshold = gates->target;
  reason->margin = reason->raw - reason->threshold;
  if (!patron__known(base, row) || !patron__known(level, row) || patron__column_i32(level, row) == PATRON_LEVEL_UNDETERMINED) (void)snprintf(words, WORDS, ": it is not known, which carries %s", carries);
  else
    (void)snprintf(words, WORDS, ": %s %s by itself, which carries %s%s", weaker_side(run, row), patron__code_text("relationship_level", patron__column_i32(base, row)), carries,
                   gates->relationship_ceiling == patron__column_i32(base, row) && gates->relationship_ceiling < PATRON__APPROACH_STRATEGIC ? ", and no step more while we are the exposed side" : "");
}

static void tell_margin(const patron__run *run, const char *whose, const patron__column *margin, int32_t allows, int64_t row, patron__reason *reason, char words[WORDS]) {
  patron__against line;
  reason->threshold = 0;
  if (!patron__known(margin, row)) { (void)snprintf(words, WORDS, ": %s is not known, which carries %s", whose, patron__code_text("approach", allows)); return; }
  patron__compare_money(patron__column_i64(margin, row), 0, run->exponent, reason, &line);
  (void)snprintf(words, WORDS, ": %s is %s, which carries %s", whose, line.sum, patron__code_text("approach", allows));
}

static void tell_alignment(const patron__run *run, double least, int64_t row, patron__reason *reason, char words[WORDS]) {
  const patron__column *alignment = patron__run_fact(run, "alignment");
  char own[PATRON__NUMBER_TEXT], line[PATRON__NUMBER_TEXT];
  reason->threshold = least;
  (void)patron__readable(least, line);
  if (!patron__known(alignment, row)) { (void)snprintf(words, WORDS, ": alignment is not known; it takes %s where it is", line); return; }
  reason->raw = patron__column_f64(alignment, row);
  reason->margin = reason->raw - least;
  (void)snprintf(words, WORDS, ": alignment is %s, and takes %s", patron__readable_beside(reason->raw, least, 1e-9, own), line);
}

static void tell_record(const char *what, int32_t on_record, patron__reason *reason, char words[WORDS]) {
  reason->raw = on_record;
  reason->threshold = 1;
  reason->margin = on_record - 1;
  (void)snprintf(words, WORDS, ": %s on record", on_record ? what : "nothing");
}

/* What a gate looks at, as numbers and in words. */
static void tell_gate(const patron__run *run, const patron__gates *gates, double alignment, int32_t what, int64_t row, patron__reason *reason, char words[WORDS]) {
  const int32_t allows = patron__gate_allows(gates, what);
  switch (what) {
    case PATRON__BLOCKED_RELATIONSHIP: tell_relationship(run, gates, row, reason, words); break;
    case PATRON__BLOCKED_OUR_MARGIN: tell_margin(run, "our net margin", patron__run_find(run, "net_margin"), allows, row, reason, words); break;
    case PATRON__BLOCKED_ALIGNMENT: tell_alignment(run, alignment, row, reason, words); break;
    case PATRON__BLOCKED_CUSTOMER_MARGIN: tell_margin(run, "what the customer earns with us", patron__run_fact(run, "customer_margin"), allows, row, reason, words); break;
    case PATRON__BLOCKED_CONDITIONAL_TERM: tell_record("a conditional term is", gates->conditional_term, reason, words); break;
    default: tell_record("joint objectives are", gates->joint_objectives, reason, words); break;
  }
}

/* The least that a gate leaves open, whatever it looks at: a target that is no higher does not ask it. */
static int32_t least_allowed(int32_t what) {
  return what <= PATRON__BLOCKED_ALIGNMENT ? PATRON__APPROACH_TACTICAL : what < PATRON__BLOCKED_JOINT_OBJECTIVES ? PATRON__APPROACH_CONSULTATIVE : PATRON__APPROACH_COLLABORATIVE;
}

static patron_status explain_gates(const patron__run *run, const patron__gates *gates, double alignment, int32_t told, int64_t row, patron_table *explanations) {
  static const char *const factors[] = {NULL, "base_level", "net_margin", "alignment", "customer_margin", "conditional_terms", "joint_objectives"};
  patron_status status = PATRON_OK;
  for (int32_t what = PATRON__BLOCKED_RELATIONSHIP; what <= PATRON__BLOCKED_JOINT_OBJECTIVES && status == PATRON_OK; what++) {
    const int32_t open = patron__gate_allows(gates, what) >= gates->target;
    patron__reason reason = {factors[what], open ? "GATE_OPEN" : "GATE_SHUT", NAN, NAN, NAN, NAN, NAN, NAN};
    char words[WORDS];
    if (what == told || gates->target <= least_allowed(what)) continue;
    tell_gate(run, gates, alignment, what, row, &reason, words);
    status = patron__explain_add(explanations, run, row, "engage", &reason, "Gate %s is %s%s.", patron__code_text("blocked_by", what), open ? "open" : "shut, too", words);
  }
  return status;
}

/* Today's approach against the target and what is recommended. */
static patron_status explain_engagement(const patron__run *run, const patron__gates *gates, int32_t best, int64_t row, patron_table *explanations) {
  const patron__column *engagement = patron__computed_column(run->customers, "engagement"), *actual = patron__run_fact(run, "actual_approach");
  patron__reason reason = {"engagement", NULL, NAN, NAN, NAN, NAN, NAN, NAN};
  const char *today;
  if (!patron__known(engagement, row) || !patron__known(actual, row)) return PATRON_OK;
  reason.code = patron__code_text("engagement", patron__column_i32(engagement, row));
  today = patron__code_text("approach", patron__column_i32(actual, row));
  if (patron__column_i32(engagement, row) == PATRON__OVER_ENGAGED) return patron__explain_add(explanations, run, row, "engage", &reason, "Engagement: OVER_ENGAGED, since today's %s is more than the target, %s.", today, patron__code_text("approach", gates->target));
  if (patron__column_i32(engagement, row) == PATRON__UNDER_ENGAGED) return patron__explain_add(explanations, run, row, "engage", &reason, "Engagement: UNDER_ENGAGED, since today's %s is less than what is recommended, %s.", today, patron__code_text("approach", best));
  return patron__explain_add(explanations, run, row, "engage", &reason, "Engagement: FIT, since today's %s is neither less than what is recommended nor more than the target.", today);
}

patron_status patron__approach_explain(const patron__run *run, const patron__gates *gates, double alignment, int64_t row, patron_table *explanations) {
  const char *rests = patron__position_incomplete(run, row) ? "; the place in the matrix rests on an INCOMPLETE score" : "";
  patron__reason reason = {"recommended_approach", NULL, NAN, NAN, NAN, NAN, NAN, NAN};
  char words[WORDS];
  int32_t why;
  const int32_t best = patron__recommend(gates, &why);
  patron_status status;
  reason.code = patron__code_text("blocked_by", why);
  if (why == PATRON__BLOCKED_NONE)
    status = patron__explain_add(explanations, run, row, "engage", &reason, "Approach: %s, as the place in the matrix and the programme ask%s.", patron__code_text("approach", best), rests);
  else {
    tell_gate(run, gates, alignment, why, row, &reason, words);
    status = patron__explain_add(explanations, run, row, "engage", &reason, "Approach: the target is %s, recommended for now is %s; blocked by %s%s%s.", patron__code_text("approach", gates->target), patron__code_text("approach", best),
                                 reason.code, words, rests);
  }
  if (status == PATRON_OK) status = explain_gates(run, gates, alignment, why, row, explanations);
  return status == PATRON_OK ? explain_engagement(run, gates, best, row, explanations) : status;
}

patron_status patron__investment_explain(const patron__run *run, const double bounds[3], int64_t row, patron_table *explanations) {
  static const char *const whose[] = {"", ", but our net margin is negative: LOW at most", ", but what the customer earns with us is negative: MEDIUM at most"};
  const patron__column *ratio = patron__table_find(run->customers, "return_on_serving"), *level = patron__table_find(run->customers, "investment_level");
  patron__reason reason = {"investment_level", "INVESTMENT", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT], low[PATRON__NUMBER_TEXT], medium[PATRON__NUMBER_TEXT], high[PATRON__NUMBER_TEXT];
  int32_t by_ratio, capped;
  if (!patron__known(ratio, row) || !patron__known(level, row)) return PATRON_OK;
  reason.raw = patron__column_f64(ratio, row);
  by_ratio = patron__investment_level(reason.raw, bounds);
  capped = patron__column_i32(level, row) == by_ratio ? 0 : patron__column_i32(level, row) == PATRON__INVEST_LOW ? 1 : 2;
  reason.threshold = bounds[by_ratio < PATRON__INVEST_HIGH ? by_ratio : by_ratio - 1];
  if (by_ratio > PATRON__INVEST_NONE && reason.raw - bounds[by_ratio - 1] < fabs(reason.threshold - reason.raw)) reason.threshold = bounds[by_ratio - 1];   /* the nearest */
  reason.margin = reason.raw - reason.threshold;
  return patron__explain_add(explanations, run, row, "engage", &reason, "Investment: %s, since the margin that can be won is %s times the cost to serve; LOW begins at %s, MEDIUM at %s, HIGH at %s%s.", patron__code_text("investment_level", patron__column_i32(level, row)),
                             patron__readable_beside(reason.raw, reason.threshold, 0, text), patron__readable(bounds[0], low), patron__readable(bounds[1], medium), patron__readable(bounds[2], high), whose[capped]);
}
