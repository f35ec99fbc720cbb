/*
 * What follows from decisions that were set by hand. Once the overrides of a column are in force, those columns that are looked up by it are looked up again:
 *
 *   both bands -> intent; bands, tier -> target approach; target, level -> recommended approach; both approaches -> gap, what blocks, engagement
 *   level -> its gap to the target level; coverage -> tier, margin after rules, advice; tier -> visits, state, subtype, places; key -> no longer potential
 *
 * Each may be overridden in turn. Evidence, scores, cut-offs and other customers never follow.
 * Example: attractiveness set to HIGH where winnability is HIGH: the intent is INVEST, the target STRATEGIC, and the gates decide anew what is recommended.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/relationship.h"
#include "stages/engage.h"
#include "stages/override_parts.h"
#include "stages/values.h"

enum { UNKNOWN = -1 };

static const patron__column *find(const patron__overrides *w, const char *name) { return patron__table_find(w->run->customers, name); }

static int32_t code_at(const patron__overrides *w, const char *name, int64_t row) {
  const patron__column *column = find(w, name);
  return patron__known(column, row) ? patron__column_i32(column, row) : UNKNOWN;
}

/* Sets a cell, or (`known` 0) takes away what it says; nothing is kept beside a column in which nothing changes, nor is a column made that its stage has not. */
static patron_status set(const patron__overrides *w, const char *name, int64_t row, int32_t known, double value) {
  const patron__column *now = find(w, name);
  patron__column *column = NULL;
  patron_status status;
  if (now == NULL || (!known && !patron__known(now, row))) return PATRON_OK;
  if (known && patron__known(now, row)) {
    const double is = now->type == PATRON_FLAG ? patron__column_flag(now, row) : now->type == PATRON_CODE ? patron__column_i32(now, row) : now->type == PATRON_INTEGER ? (double)patron__column_i64(now, row) : patron__column_f64(now, row);
    if (is == value) return PATRON_OK;
  }
  status = patron__override_writable(w->run, name, &column);
  if (status == PATRON_OK && !known) status = patron__column_need_validity(column);
  if (status != PATRON_OK) return status;
  if (!known) patron__column_set_unknown(column, row);
  else if (column->type == PATRON_FLAG) patron__put_flag(column, row, value != 0);
  else if (column->type == PATRON_CODE) patron__put_code(column, row, (int32_t)value);
  else if (column->type == PATRON_INTEGER) patron__put_i64(column, row, (int64_t)value);
  else patron__put_f64(column, row, value);
  return PATRON_OK;
}

static patron_status set_code(const patron__overrides *w, const char *name, int64_t row, int32_t code) { return set(w, name, row, code >= 0, code); }

/* Place in the matrix; -1: a band is unknown. */
static int32_t cell_of(const patron__overrides *w, int64_t row, const int32_t cells[PATRON__BANDS][PATRON__BANDS]) {
  const int32_t a = code_at(w, "attractiveness_band", row), b = code_at(w, "winnability_band", row);
  return a < 0 || b < 0 ? UNKNOWN : cells[a][b];
}

static patron_status follow_bands(const patron__overrides *w, int64_t row) { return set_code(w, "intent", row, cell_of(w, row, w->state->matrix.intent)); }

static patron_status follow_level(const patron__overrides *w, int64_t row) {
  const patron__column *target = patron__run_fact(w->run, "target_level");
  const int32_t level = code_at(w, "relationship_level", row);
  int64_t len;
  const char *name;
  int32_t wanted;
  if (!patron__known(target, row) || target->type != PATRON_CODE || level < 0 || level > PATRON_LEVEL_STRATEGIC) return PATRON_OK;
  name = patron__dictionary_name(target->dictionary, patron__column_i32(target, row), &len);
  wanted = patron__code_of("relationship_level", name, len);
  return wanted < 0 || wanted > PATRON_LEVEL_STRATEGIC ? PATRON_OK : set(w, "level_gap", row, 1, wanted - level);
}

static patron_status set_money(const patron__overrides *w, const char *name, int64_t row, int32_t known, int64_t value) {
  const patron__column *now = find(w, name);
  patron__column *column = NULL;
  patron_status status;
  if (now == NULL || (known ? patron__known(now, row) && patron__column_i64(now, row) == value : !patron__known(now, row))) return PATRON_OK;
  status = patron__override_writable(w->run, name, &column);
  if (status != PATRON_OK) return status;
  if (known) patron__put_i64(column, row, value);
  else patron__column_set_unknown(column, row);   /* the column has a bitmap: it is unknown above the fence */
  return PATRON_OK;
}

static patron_status follow_coverage(const patron__overrides *w, int64_t row) {
  const patron__tier_state *tiers = w->state->tier;
  patron__standing standing = patron__stand(&w->tiers, tiers, row);
  const patron__program *program = standing.program < 0 ? NULL : &tiers->programs[standing.program];
  patron__house_rules house;
  int64_t earned = 0;
  int32_t advice;
  patron_status status = patron__house_rules_of(w->run, &house);
  standing.coverage = code_at(w, "coverage", row);
  standing.above = standing.coverage == PATRON__COVERAGE_FIELD;
  if (program != NULL && standing.value_known) {
    const int32_t held = patron__held_tier(tiers, program, &standing, &w->tiers, row);
    if (status == PATRON_OK) status = set_code(w, "held_tier", row, program->tiers[held].code);
  }
  if (status == PATRON_OK) status = set_code(w, "tier_subtype", row, standing.above && patron__known(w->tiers.share, row) ? patron__tier_subtype(&w->tiers, tiers, row) : UNKNOWN);
  advice = patron__advise(&house, standing.coverage, row, &earned);
  if (status == PATRON_OK) status = set_money(w, "margin_after_rules", row, advice >= 0, earned);
  return status == PATRON_OK ? set_code(w, "advice", row, advice) : status;
}

/* The tier in force as index into its program, which *program gets; -1: none. */
static int32_t tier_in_force(const patron__overrides *w, int64_t row, const patron__program **program) {
  const patron__tier_state *tiers = w->state->tier;
  const int32_t p = patron__program_of(&w->tiers, tiers->programs, tiers->program_count, row), code = code_at(w, "held_tier", row);
  const char *name;
  int64_t len;
  if (p < 0 || code < 0) return -1;
  *program = &tiers->programs[p];
  name = patron__dictionary_name(tiers->tier_names, code, &len);
  return patron__tier_find(*program, name, len);
}

static patron_status follow_tier(const patron__overrides *w, int64_t row) {
  const patron__program *program = NULL;
  const int32_t held = tier_in_force(w, row, &program);
  const patron__column *now = find(w, "visits_now"), *value = find(w, "tier_value");
  patron_status status;
  if (held < 0) return PATRON_OK;
  status = set(w, "visits_per_year", row, 1, program->tiers[held].visits);
  if (status == PATRON_OK && patron__known(now, row)) status = set(w, "visit_gap", row, 1, program->tiers[held].visits - patron__column_f64(now, row));
  if (status == PATRON_OK) status = set_code(w, "tier_state", row, patron__tier_change(patron__tier_previous(&w->tiers, program, row), held));
  if (status == PATRON_OK && patron__known(value, row)) status = set(w, "beyond_capacity", row, 1, patron__tier_is_full(program, held, patron__column_i64(value, row)));
  return status;
}

/* The gates as they look now; `level_is_set`: one of the row's overrides sets the level. */
static int32_t gates_now(const patron__overrides *w, int64_t row, patron__gates *out) {
  const patron__program *program = NULL;
  const int32_t held = tier_in_force(w, row, &program);
  const patron__column *level = find(w, "relationship_level"), *computed = patron__computed_column(w->run->customers, "relationship_level");
  const int32_t level_is_set = level != computed && patron__known(level, row) && patron__column_i32(level, row) != patron__column_i32(computed, row);
  return patron__gates_in_force(w->run, w->state->engage, row, held < 0 ? -1 : program->tiers[held].maximum_approach, level_is_set, out);
}

static patron_status follow_target(const patron__overrides *w, int64_t row) {
  patron__gates gates;
  return set_code(w, "target_approach", row, gates_now(w, row, &gates) ? gates.target : UNKNOWN);
}

static patron_status follow_recommended(const patron__overrides *w, int64_t row) {
  const int32_t target = code_at(w, "target_approach", row);
  patron__gates gates;
  int32_t best, why;
  if (target < 0 || !gates_now(w, row, &gates)) return PATRON_OK;
  gates.target = target;
  best = patron__recommend(&gates, &why);
  const patron_status status = set_code(w, "recommended_approach", row, best);
  return status == PATRON_OK ? set_code(w, "blocked_by", row, why) : status;
}

/* Nothing blocks what a hand has opened. */
static patron_status follow_approaches(const patron__overrides *w, int64_t row) {
  const int32_t target = code_at(w, "target_approach", row), recommended = code_at(w, "recommended_approach", row);
  const patron__column *actual = patron__run_fact(w->run, "actual_approach");
  patron_status status;
  if (target < 0 || recommended < 0) return PATRON_OK;
  status = set(w, "approach_gap", row, 1, target - recommended);
  if (status == PATRON_OK && recommended >= target) status = set_code(w, "blocked_by", row, PATRON__BLOCKED_NONE);
  if (status == PATRON_OK && patron__known(actual, row)) status = set_code(w, "engagement", row, patron__engagement(patron__column_i32(actual, row), target, recommended));
  return status;
}

/* Who is key is no potential key customer. */
static patron_status follow_key(const patron__overrides *w, int64_t row) {
  const patron__column *key = find(w, "key"), *potential = find(w, "potential_key");
  if (!patron__known(key, row) || !patron__column_flag(key, row) || !patron__known(potential, row)) return PATRON_OK;
  return set(w, "potential_key", row, 1, 0);
}

enum {
  BANDS = 1 << PATRON__OVERRIDE_ATTRACTIVENESS | 1 << PATRON__OVERRIDE_WINNABILITY,
  TIERS = 1 << PATRON__OVERRIDE_COVERAGE | 1 << PATRON__OVERRIDE_TIER,
  TARGETS = BANDS | TIERS | 1 << PATRON__OVERRIDE_TARGET | 1 << PATRON__OVERRIDE_LEVEL
};

/* What is looked up again once the column `after` is in force, for customers of whom one of `because` was set by hand. */
typedef struct following { int32_t after, because; patron_status (*look_up)(const patron__overrides *w, int64_t row); } following;
static const following all[] = {
  {PATRON__OVERRIDE_WINNABILITY, BANDS, follow_bands}, {PATRON__OVERRIDE_LEVEL, 1 << PATRON__OVERRIDE_LEVEL, follow_level}, {PATRON__OVERRIDE_COVERAGE, 1 << PATRON__OVERRIDE_COVERAGE, follow_coverage},
  {PATRON__OVERRIDE_TIER, TIERS, follow_tier}, {PATRON__OVERRIDE_TIER, BANDS | TIERS, follow_target}, {PATRON__OVERRIDE_TARGET, TARGETS, follow_recommended},
  {PATRON__OVERRIDE_RECOMMENDED, TARGETS | 1 << PATRON__OVERRIDE_RECOMMENDED, follow_approaches}, {PATRON__OVERRIDE_KEY, 1 << PATRON__OVERRIDE_KEY, follow_key}};

patron_status patron__override_follow(const patron__overrides *w, int32_t last) {
  patron_status status = PATRON_OK;
  for (size_t f = 0; f < sizeof all / sizeof *all; f++)
    for (int64_t i = 0; all[f].after == last && i < w->table->rows && status == PATRON_OK; i++)
      if (w->which[i] <= last && w->result[i] == PATRON__OVERRIDE_APPLIED && (1 << w->which[i] & all[f].because) != 0) status = all[f].look_up(w, w->customer[i]);
  return status;
}

static const char *const followers[] = {"intent", "level_gap", "held_tier", "tier_subtype", "tier_state", "beyond_capacity", "visits_per_year", "visit_gap", "margin_after_rules", "advice",
                                        "target_approach", "recommended_approach", "approach_gap", "blocked_by", "engagement", "potential_key"};

patron_status patron__override_explain_following(const patron__run *run, int64_t row, patron_table *explanations) {
  patron_status status = PATRON_OK;
  for (size_t i = 0; i < sizeof followers / sizeof *followers && status == PATRON_OK; i++) {
    const patron__column *now = patron__table_find(run->customers, followers[i]), *computed = patron__computed_column(run->customers, followers[i]);
    const patron__reason reason = {followers[i], "FOLLOWS", NAN, NAN, NAN, NAN, NAN, NAN};
    char digits[2][PATRON__NUMBER_TEXT];
    const char *is = "unknown", *was = "unknown";
    int64_t is_len = 7, was_len = 7;
    if (now == computed || !patron__decided_by_hand(run->customers, followers[i], row) || patron__names_overridden(run->customers, followers[i], row)) continue;
    if (patron__known(now, row)) is = patron__table_value_text(run->customers, now, row, digits[0], &is_len);
    if (patron__known(computed, row)) was = patron__table_value_text(run->customers, computed, row, digits[1], &was_len);
    status = patron__explain_add(explanations, run, row, "override", &reason, "From what is set by hand follows %s %.*s; computed is %.*s.", followers[i], (int)is_len, is, (int)was_len, was);
  }
  return status;
}

const patron__column *patron__computed_column(const patron_table *customers, const char *name) {
  char kept[96];
  const size_t length = strlen(name);
  const patron__column *column = NULL;
  if (length + sizeof "_computed" <= sizeof kept) {
    memcpy(kept, name, length);
    memcpy(kept + length, "_computed", sizeof "_computed");
    column = patron__table_find(customers, kept);
  }
  return column != NULL ? column : patron__table_find(customers, name);
}

int32_t patron__decided_by_hand(const patron_table *table, const char *column, int64_t row) {
  const patron__column *now = patron__table_find(table, column), *computed = patron__computed_column(table, column);
  char digits[2][PATRON__NUMBER_TEXT];
  int64_t is_len = 0, was_len = 0;
  const char *is, *was;
  if (patron__names_overridden(table, column, row)) return 1;
  if (now == computed || patron__known(now, row) != patron__known(computed, row)) return now != computed;
  if (!patron__known(now, row)) return 0;
  is = patron__table_value_text(table, now, row, digits[0], &is_len);
  was = patron__table_value_text(table, computed, row, digits[1], &was_len);
  return !patron__text_equal(is, is_len, was, was_len);
}
