/* Scorecards as seen from outside the score stage: names of plug-ins, and the comparisons that AHP and the best-worst method need. */
#include "base/text.h"
#include "engine/policy_check.h"

static int32_t is_registered(const patron__plugins *plugins, int32_t weighting, const char *name, int64_t len) {
  if (plugins == NULL) return 0;
  for (int32_t i = 0; weighting && i < plugins->weighting_count; i++)
    if (patron__text_equal(plugins->weightings[i].name, -1, name, len)) return 1;
  for (int32_t i = 0; !weighting && i < plugins->normaliser_count; i++)
    if (patron__text_equal(plugins->normalisers[i].name, -1, name, len)) return 1;
  return 0;
}

static void check_names(patron__finding *finding, const char *table_name, const char *column, int32_t weighting) {
  const patron_table *table = patron__tables_find(finding->rules, table_name);
  for (int64_t row = 0; row < patron__rule_rows(table); row++) {
    int64_t len;
    const char *name = patron__rule_text(table, column, row, &len);
    if (len == 0 || patron__code_of(column, name, len) >= 0 || is_registered(finding->plugins, weighting, name, len)) continue;
    patron__find_problem(finding, table, row, column, "a %s that is built in, or the name of a plug-in registered with the policy", column);
  }
}

void patron__check_plugins(patron__finding *finding) {
  check_names(finding, "scorecards", "weighting", 1);
  check_names(finding, "criteria", "normaliser", 0);
}

/* A row of comparisons for scorecard and criteria; `both_ways`: b against a will do, too. */
static int32_t is_compared(const patron_table *comparisons, const patron_table *criteria, int64_t a, int64_t b, int32_t both_ways) {
  for (int64_t row = 0; row < patron__rule_rows(comparisons); row++) {
    if (!patron__rule_same(comparisons, "scorecard", row, criteria, "scorecard", a)) continue;
    if (patron__rule_same(comparisons, "a", row, criteria, "criterion", a) && patron__rule_same(comparisons, "b", row, criteria, "criterion", b)) return 1;
    if (both_ways && patron__rule_same(comparisons, "a", row, criteria, "criterion", b) && patron__rule_same(comparisons, "b", row, criteria, "criterion", a)) return 1;
  }
  return 0;
}

static int32_t belongs(const patron_table *criteria, int64_t row, const patron_table *scorecards, int64_t card) {
  return patron__rule_same(criteria, "scorecard", row, scorecards, "scorecard", card);
}

/* AHP: each pair of criteria, one way or the other. */
static void check_pairs(patron__finding *finding, const patron_table *scorecards, int64_t card) {
  const patron_table *criteria = patron__tables_find(finding->rules, "criteria"), *comparisons = patron__tables_find(finding->rules, "comparisons");
  for (int64_t a = 0; a < patron__rule_rows(criteria); a++) {
    if (!belongs(criteria, a, scorecards, card)) continue;
    for (int64_t b = a + 1; b < criteria->rows; b++) {
      if (!belongs(criteria, b, scorecards, card) || is_compared(comparisons, criteria, a, b, 1)) continue;
      int64_t a_len, b_len;
      const char *a_name = patron__rule_text(criteria, "criterion", a, &a_len), *b_name = patron__rule_text(criteria, "criterion", b, &b_len);
      patron__find_problem(finding, scorecards, card, "weighting", "a row of comparisons for %.*s and %.*s, as AHP needs for each pair of criteria", (int)a_len, a_name, (int)b_len, b_name);
      return;
    }
  }
}

/* Whether criterion `one` is compared with all others of its scorecard, as a (the best) or as b (the worst). */
static int32_t is_extreme(const patron_table *comparisons, const patron_table *criteria, int64_t one, int32_t best) {
  for (int64_t other = 0; other < criteria->rows; other++) {
    if (other == one || !patron__rule_same(criteria, "scorecard", one, criteria, "scorecard", other)) continue;
    if (!is_compared(comparisons, criteria, best ? one : other, best ? other : one, 0)) return 0;
  }
  return 1;
}

static void check_extremes(patron__finding *finding, const patron_table *scorecards, int64_t card) {
  const patron_table *criteria = patron__tables_find(finding->rules, "criteria"), *comparisons = patron__tables_find(finding->rules, "comparisons");
  int32_t best = 0, worst = 0;
  for (int64_t row = 0; row < patron__rule_rows(criteria); row++) {
    if (!belongs(criteria, row, scorecards, card)) continue;
    best |= is_extreme(comparisons, criteria, row, 1);
    worst |= is_extreme(comparisons, criteria, row, 0);
  }
  if (!best || !worst) patron__find_problem(finding, scorecards, card, "weighting", "comparisons of the %s criterion with every other one (as %s)", best ? "worst" : "best", best ? "b" : "a");
}

/* Rows that name nothing. */
static void check_stray(patron__finding *finding, const patron_table *comparisons) {
  const patron_table *criteria = patron__tables_find(finding->rules, "criteria");
  for (int64_t row = 0; row < patron__rule_rows(comparisons); row++) {
    int32_t a = 0, b = 0;
    for (int64_t one = 0; one < patron__rule_rows(criteria); one++) {
      if (!patron__rule_same(comparisons, "scorecard", row, criteria, "scorecard", one)) continue;
      a |= patron__rule_same(comparisons, "a", row, criteria, "criterion", one);
      b |= patron__rule_same(comparisons, "b", row, criteria, "criterion", one);
    }
    if (!a || !b) patron__find_problem(finding, comparisons, row, a ? "b" : "a", "a criterion of the scorecard that the row names");
    else if (patron__rule_number(comparisons, "ratio", row) <= 0) patron__find_problem(finding, comparisons, row, "ratio", "a ratio above 0");
  }
}

void patron__check_comparisons(patron__finding *finding) {
  const patron_table *scorecards = patron__tables_find(finding->rules, "scorecards");
  for (int64_t card = 0; card < patron__rule_rows(scorecards); card++) {
    if (patron__rule_is(scorecards, "weighting", card, "AHP") || patron__rule_is(scorecards, "weighting", card, "AHP_GEOMETRIC")) check_pairs(finding, scorecards, card);
    if (patron__rule_is(scorecards, "weighting", card, "BEST_WORST")) check_extremes(finding, scorecards, card);
  }
  check_stray(finding, patron__tables_find(finding->rules, "comparisons"));
}
