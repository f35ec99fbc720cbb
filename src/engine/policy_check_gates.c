/*
 * Gates that can never open: an approach that no relationship or no tier allows, a fence that stands at nothing, a danger that nobody can be in.
 *
 * What a customer may get is the least that several rules allow (domain-model.md 7 and 9), so one rule can promise what another never lets through. Each is held against the best that the others
 * can give.
 */
#include "base/text.h"
#include "engine/policy_check.h"
#include "patron/rules/relationship.h"
#include "stages/cells.h"
#include "stages/engage.h"

enum { STEPS = 4, TIER_ROOM = 64 };

/* The closest approach that the best base level allows: one step above it. Bounds above 100 switch a level off. */
static int32_t allowed_by_levels(const patron_table *relationship) {
  int32_t best = PATRON_LEVEL_TRANSACTIONAL;
  if (patron__cells_rows(relationship) == 0) return PATRON__APPROACH_STRATEGIC;
  for (int64_t row = 0; row < relationship->rows; row++) {
    const int32_t level = patron__cell_code(relationship, "level", row, "relationship_level");
    if (level > best && level <= PATRON_LEVEL_STRATEGIC && patron__cell_number(relationship, "from", row) <= 100) best = level;
  }
  return best + 1 > PATRON__APPROACH_STRATEGIC ? PATRON__APPROACH_STRATEGIC : best + 1;
}

/* The closest approach that any tier allows. Who is in no program has no bound. */
static int32_t allowed_by_tiers(const patron_table *programs) {
  int32_t best = PATRON__APPROACH_TACTICAL, covered = 0;
  for (int64_t row = 0; row < patron__cells_rows(programs); row++) {
    const int32_t maximum = patron__cell_code(programs, "maximum_approach", row, "approach");
    int64_t len;
    if (maximum < 0) return PATRON__APPROACH_STRATEGIC;
    if (maximum > best) best = maximum;
    (void)patron__rule_text(programs, "layers", row, &len);
    covered |= len == 0;   /* all other layers */
  }
  return covered ? best : PATRON__APPROACH_STRATEGIC;
}

static void check_approaches(patron__finding *finding) {
  const patron_table *matrix = patron__tables_find(finding->rules, "matrix"), *settings = patron__tables_find(finding->rules, "settings");
  const int32_t by_levels = allowed_by_levels(patron__tables_find(finding->rules, "relationship")), by_tiers = allowed_by_tiers(patron__tables_find(finding->rules, "programs"));
  double bounds[2];
  const int32_t two_by_two = settings != NULL && patron__settings_numbers(settings, "matrix.bands", bounds, 2) == 1;
  for (int64_t row = 0; row < patron__cells_rows(matrix); row++) {
    const int32_t approach = patron__cell_code(matrix, "approach", row, "approach");
    if (two_by_two && (patron__cell_is(matrix, "attractiveness", row, "MEDIUM") || patron__cell_is(matrix, "winnability", row, "MEDIUM"))) continue;   /* nobody stands there */
    if (approach > by_levels)
      patron__find_problem(finding, matrix, row, "approach", "an approach that some relationship allows, at most %s: lower it, or set the bound of %s in relationship to 100 or less", patron__code_text("approach", by_levels),
                           patron__code_text("relationship_level", approach - 1));
    else if (approach > by_tiers)
      patron__find_problem(finding, matrix, row, "approach", "an approach that some tier allows, at most %s: lower it, or raise maximum_approach of a tier in programs", patron__code_text("approach", by_tiers));
  }
}

/* Limited collaboration is found where one side is high and the other is not: both must be possible, and so must the least severity. */
static void check_danger(patron__finding *finding, const patron_table *settings) {
  const patron_table *relationship = patron__tables_find(finding->rules, "relationship");
  const double gap = patron__settings_number(settings, "relationship.gap");
  double severity[STEPS];
  if (patron__settings_is_set(settings, "relationship.high")) {
    if (!(patron__settings_number(settings, "relationship.high") > 0))
      patron__find_problem(finding, settings, patron__find_setting(settings, "relationship.high"), "value", "a number above 0: with 0 every side is high, and no danger is ever found");
  } else {
    for (int64_t row = 0; row < patron__cells_rows(relationship); row++)
      if (patron__cell_is(relationship, "level", row, "COLLABORATIVE") && patron__cell_number(relationship, "from", row) > 100)
        patron__find_problem(finding, relationship, row, "from", "a bound up to 100, or the setting relationship.high: without it no side is ever high and no danger is found");
  }
  if (patron__settings_numbers(settings, "relationship.severity", severity, STEPS) == STEPS && gap >= severity[1])
    patron__find_problem(finding, settings, patron__find_setting(settings, "relationship.gap"), "value", "a gap below the second of relationship.severity (%g): from there on no danger would ever be LOW", severity[1]);
}

/* A cost of a visit needs all its parts, and the fence that it makes stands above 0. */
static void check_fence(patron__finding *finding, const patron_table *settings) {
  static const char *const parts[] = {"fence.field_cost", "fence.people", "fence.weeks", "fence.visits_per_week"};
  enum { PARTS = (int)(sizeof parts / sizeof *parts) };
  const patron_table *programs = patron__tables_find(finding->rules, "programs");
  int32_t given = 0;
  for (int32_t i = 0; i < PARTS; i++) given += patron__settings_is_set(settings, parts[i]);
  if (!patron__settings_is_set(settings, "fence.visit_cost")) {
    for (int32_t i = 0; given > 0 && i < PARTS; i++)
      if (!patron__settings_is_set(settings, parts[i]))
        patron__find_problem(finding, settings, patron__find_setting(settings, parts[i]), "value", "a value: the cost of a visit needs it, or set fence.visit_cost");
    if (given < PARTS) return;
  }
  if (patron__settings_is_set(settings, "fence.minimum_visits")) return;
  for (int64_t row = 0; row < patron__cells_rows(programs); row++) {
    char tier[TIER_ROOM];
    if (!patron__cell_flag(programs, "above_fence", row) || patron__cell_number(programs, "visits_per_year", row) > 0 || !patron__is_last_above(programs, row)) continue;
    if (patron__cell_text(programs, "tier", row, tier, sizeof tier) < 0) tier[0] = '\0';
    patron__find_problem(finding, programs, row, "visits_per_year", "visits above 0, or the setting fence.minimum_visits: the fence is the cost of the visits of %s, the lowest tier above it, and would keep nobody out", tier);
  }
}

/* Answers that no source makes count for nothing, and chances above 1, which nobody has. */
static void check_weight_of_evidence(patron__finding *finding, const patron_table *settings) {
  double confidence[STEPS], sum = 0;
  if (patron__settings_numbers(settings, "evidence.confidence", confidence, STEPS) != STEPS) return;
  for (int32_t i = 0; i < STEPS; i++) sum += confidence[i];
  if (!(sum > 0))
    patron__find_problem(finding, settings, patron__find_setting(settings, "evidence.confidence"), "value", "a share above 0 of at least one of the four: with 0 of each no answer would ever count");
}

void patron__check_gates(patron__finding *finding) {
  const patron_table *settings = patron__tables_find(finding->rules, "settings");
  double bounds[2];
  if (settings != NULL) check_danger(finding, settings);
  check_approaches(finding);
  if (settings == NULL) return;
  check_fence(finding, settings);
  check_weight_of_evidence(finding, settings);
  if (patron__settings_numbers(settings, "matrix.bands", bounds, 2) > 0 && !(bounds[0] > 0))
    patron__find_problem(finding, settings, patron__find_setting(settings, "matrix.bands"), "value", "a first bound above 0: below 0 there is no score, so nobody would ever be LOW");
}
