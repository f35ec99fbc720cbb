/*
 * The ten rules of a segmentation that holds (salessystem.com.au, "Ten rules of customer segmentation", the author of the fence and of the cost of a visit), each held against
 * the policy, the facts and what came of them. A rule that nobody has given the means to judge is not met: `why` says what is missing.
 */
#include "stages/checklist.h"

#include <stdio.h>
#include <string.h>

#include "stages/cells.h"
#include "stages/values.h"
#include "table/rows.h"

typedef struct list { patron__run *run; patron__rows rows; } list;

static void say(list *l, const char *rule, int32_t met, const char *why) {
  patron__rows_next(&l->rows);
  patron__rows_text(&l->rows, 0, rule, -1);
  patron__rows_i32(&l->rows, 1, met);
  patron__rows_text(&l->rows, 2, why, -1);
}

static const patron_table *rule_table(const list *l, const char *name) { return patron__tables_find(l->run->rules, name); }

static int64_t known_count(const patron__run *run, const char *name) {
  const patron__column *column = patron__table_find(run->customers, name);
  return column == NULL ? 0 : run->rows - patron__column_unknown_count(column);
}

static int64_t count_text(const patron_table *table, const char *column) {
  int64_t count = 0;
  char text[8];
  for (int64_t row = 0; row < patron__cells_rows(table); row++) {
    const int64_t len = patron__cell_text(table, column, row, text, sizeof text);
    count += len > 0 || len == PATRON__CELL_BAD;   /* too long for here is a text all the same */
  }
  return count;
}

static int64_t count_flag(const patron_table *table, const char *column) {
  int64_t count = 0;
  for (int64_t row = 0; row < patron__cells_rows(table); row++) count += patron__cell_flag(table, column, row);
  return count;
}

static int64_t count_is(const patron_table *table, const char *column, const char *text) {
  int64_t count = 0;
  for (int64_t row = 0; row < patron__cells_rows(table); row++) count += patron__cell_is(table, column, row, text);
  return count;
}

/* 1: what is judged stays out of the objective score, and the score is there. */
static void objective_first(list *l) {
  const patron_table *criteria = rule_table(l, "criteria");
  int64_t criteria_of_it = 0, judged = 0;
  char why[160];
  for (int64_t row = 0; row < patron__cells_rows(criteria); row++) {
    if (!patron__cell_is(criteria, "scorecard", row, "objective")) continue;
    criteria_of_it++;
    judged += patron__cell_flag(criteria, "subjective", row);
  }
  (void)snprintf(why, sizeof why, "the scorecard objective has %lld criteria, %lld of them judged; %lld of %lld customers have its score", (long long)criteria_of_it, (long long)judged,
                 (long long)known_count(l->run, "objective"), (long long)l->run->rows);
  say(l, "1: measured before it is judged", criteria_of_it > 0 && judged == 0 && known_count(l->run, "objective") > 0, why);
}

/* 2 */
static void both_values(list *l) {
  const int64_t value = known_count(l->run, "current_value"), potential = known_count(l->run, "potential_value");
  char why[160];
  (void)snprintf(why, sizeof why, "of %lld customers %lld have a current value, %lld a potential value", (long long)l->run->rows, (long long)value, (long long)potential);
  say(l, "2: current and potential value are covered", value > 0 && potential > 0, why);
}

/* 3 */
static void purpose(list *l) {
  const patron_table *segments = rule_table(l, "segments");
  const int64_t rows = patron__cells_rows(segments), purposes = count_text(segments, "purpose"), uses = count_text(segments, "use");
  char why[160];
  (void)snprintf(why, sizeof why, "of %lld segments %lld say why the line is drawn, %lld what it is for", (long long)rows, (long long)purposes, (long long)uses);
  say(l, "3: each line has a reason and a use", rows > 0 && purposes == rows && uses == rows, why);
}

/* 4 */
static void parallel_programs(list *l) {
  const patron_table *programs = rule_table(l, "programs");
  const int64_t tiers = patron__cells_rows(programs);
  int64_t count = 0;
  char why[160];
  for (int64_t row = 0; row < tiers; row++) {
    char name[64], other[64];
    int64_t earlier = 0;
    (void)patron__cell_text(programs, "program", row, name, sizeof name);
    for (int64_t before = 0; before < row; before++) {
      (void)patron__cell_text(programs, "program", before, other, sizeof other);
      earlier += strcmp(name, other) == 0;
    }
    count += earlier == 0;
  }
  (void)snprintf(why, sizeof why, "%lld programs with %lld tiers in all", (long long)count, (long long)tiers);
  say(l, "4: tiered programs", tiers > count, why);
}

/* 5 */
static void fence(list *l) {
  const int64_t covered = known_count(l->run, "coverage");
  say(l, "5: the lower end goes to inside sales by arithmetic", covered > 0, covered > 0 ? "a fence by the cost of a visit says who is served face to face" : "there is no fence: set fence.visit_cost, or what it is computed from");
}

/* 6 */
static void activities(list *l) {
  const patron_table *table = patron__tables_find(l->run->facts, "activities");
  int64_t face = 0, reasons = 0;
  char why[160], text[8];
  for (int64_t row = 0; row < patron__cells_rows(table); row++) {
    int64_t len;
    if (!patron__cell_flag(table, "needs_face_to_face", row)) continue;
    face++;
    len = patron__cell_text(table, "reason", row, text, sizeof text);
    reasons += len > 0 || len == PATRON__CELL_BAD;
  }
  (void)snprintf(why, sizeof why, table == NULL ? "there is no table activities" : "of %lld activities %lld need face to face, %lld of them with a reason", (long long)patron__cells_rows(table), (long long)face, (long long)reasons);
  say(l, "6: face to face only with a reason", patron__cells_rows(table) > 0 && reasons == face, why);
}

static int32_t is_set(const list *l, const char *key) {
  char text[64];
  return patron__settings_copy(l->run->settings, key, text, sizeof text) == PATRON_OK && text[0] != '\0' && strcmp(text, "-") != 0;
}

/* 7 */
static void rules_of_engagement(list *l) {
  const int32_t set = is_set(l, "house.minimum_order") + is_set(l, "house.small_order_fee") + is_set(l, "house.self_service_cost");
  char why[160];
  (void)snprintf(why, sizeof why, "%d of house.minimum_order, house.small_order_fee and house.self_service_cost are set", (int)set);
  say(l, "7: rules of engagement make the lower end pay", set > 0, why);
}

/* 8. Fit has warned of what is wrong, but a loaded model has no warnings: it is looked for again. */
static patron_status better_for_better(list *l, const patron__tier_state *tiers_of) {
  enum { NOTES = 4096 };
  patron__run aside = *l->run;
  patron__arena *arena = NULL;
  char why[160];
  int64_t wrong = 0, promises, tiers;
  patron_status status = patron__arena_create(l->run->context, NOTES, &arena);
  if (status != PATRON_OK) return status;
  status = patron__notes_create(arena, &aside.notes);
  if (status == PATRON_OK) status = patron__tier_promises(&aside, tiers_of);
  if (status == PATRON_OK)
    for (const patron__note *one = aside.notes->warnings.first; one != NULL; one = one->next) wrong += strcmp(one->code, "NOT_MONOTONE") == 0;
  patron__arena_drop(arena, 1);
  if (status != PATRON_OK) return status;
  promises = patron__cells_rows(rule_table(l, "entitlements"));
  tiers = patron__cells_rows(rule_table(l, "programs"));
  (void)snprintf(why, sizeof why, "%lld tiers, %lld entitlements, %lld of them better than those of the tier above", (long long)tiers, (long long)promises, (long long)wrong);
  say(l, "8: better programs for better customers", tiers > 1 && promises > 0 && wrong == 0, why);
  return PATRON_OK;
}

/* 9 */
static void placement(list *l) {
  const int64_t services = count_is(rule_table(l, "entitlements"), "controller", "CUSTOMER"), terms = count_is(rule_table(l, "terms"), "controller", "COMPANY");
  char why[200];
  (void)snprintf(why, sizeof why, "%lld entitlements hang on what the customer controls and belong among terms; %lld terms hang on what we control and belong among entitlements", (long long)services, (long long)terms);
  say(l, "9: what we control is service, what they control is terms", services == 0 && terms == 0 && patron__cells_rows(rule_table(l, "entitlements")) > 0, why);
}

/* 10 */
static void mutual_terms(list *l) {
  const patron_table *terms = rule_table(l, "terms");
  const int64_t conditional = count_flag(terms, "conditional"), tiered = count_text(terms, "tier");
  char why[160];
  (void)snprintf(why, sizeof why, "of %lld terms %lld are conditional, %lld are for a tier", (long long)patron__cells_rows(terms), (long long)conditional, (long long)tiered);
  say(l, "10: conditional terms for the upper end", conditional > 0 && tiered > 0, why);
}

patron_status patron__checklist_report(patron__run *run, const patron__tier_state *tiers) {
  static const patron__rows_column columns[] = {{"rule", PATRON_TEXT, NULL}, {"met", PATRON_FLAG, NULL}, {"why", PATRON_TEXT, NULL}};
  list l = {.run = run};
  patron_status status = patron__rows_create(run->context, "checklist", columns, 3, &l.rows);
  if (status != PATRON_OK) return status;
  objective_first(&l);
  both_values(&l);
  purpose(&l);
  parallel_programs(&l);
  fence(&l);
  activities(&l);
  rules_of_engagement(&l);
  status = better_for_better(&l, tiers);
  placement(&l);
  mutual_terms(&l);
  if (status == PATRON_OK) return patron__rows_keep(&l.rows, run->out);
  patron__rows_abandon(&l.rows);
  return status;
}
