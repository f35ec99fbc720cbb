/* Rules that speak of tiers: a promise, a term or a level of investment for a tier that no program gives would never be kept. */
#include "base/text.h"
#include "engine/policy_check.h"
#include "engine/policy_defaults.h"

/* Whether a program (an empty one: any) has the tier. */
static int32_t has_tier(const patron_table *programs, const patron_table *table, int64_t row, const char *program_column) {
  int64_t len = 0;
  if (program_column != NULL) (void)patron__rule_text(table, program_column, row, &len);
  for (int64_t other = 0; other < patron__rule_rows(programs); other++)
    if (patron__rule_same(programs, "tier", other, table, "tier", row) && (len == 0 || patron__rule_same(programs, "program", other, table, program_column, row))) return 1;
  return 0;
}

static int32_t has_program(const patron_table *programs, const patron_table *table, int64_t row) {
  for (int64_t other = 0; other < patron__rule_rows(programs); other++)
    if (patron__rule_same(programs, "program", other, table, "program", row)) return 1;
  return 0;
}

/* Rows of the default policy come along unasked: who writes programs of his own need not write promises, too. */
static int32_t is_default(const patron_table *entitlements, int64_t row) {
  const patron__default_rules *rules;
  int32_t i = 0;
  while ((rules = patron__default_rules_at(i)) != NULL && strcmp(rules->table, "entitlements") != 0) i++;
  return rules != NULL && row < rules->rows && entitlements->rows == rules->rows && patron__rule_is(entitlements, rules->columns[0], row, rules->cells[row * rules->column_count]) &&
         patron__rule_is(entitlements, rules->columns[1], row, rules->cells[row * rules->column_count + 1]);
}

static void check_entitlements(patron__finding *finding, const patron_table *programs) {
  const patron_table *entitlements = patron__tables_find(finding->rules, "entitlements");
  for (int64_t row = 0; row < patron__rule_rows(entitlements); row++) {
    int64_t len;
    (void)patron__rule_text(entitlements, "program", row, &len);
    if (is_default(entitlements, row)) continue;
    if (len > 0 && !has_program(programs, entitlements, row)) patron__find_problem(finding, entitlements, row, "program", "a program that stands in programs");
    else if (!has_tier(programs, entitlements, row, "program")) patron__find_problem(finding, entitlements, row, "tier", "a tier that %s in programs", len > 0 ? "this program has" : "some program has");
    for (int64_t other = 0; other < row; other++) {
      if (!patron__rule_same(entitlements, "service", row, entitlements, "service", other) || !patron__rule_same(entitlements, "program", row, entitlements, "program", other) ||
          !patron__rule_same(entitlements, "tier", row, entitlements, "tier", other) || !patron__rule_same(entitlements, "layer", row, entitlements, "layer", other) ||
          !patron__rule_same(entitlements, "unit", row, entitlements, "unit", other)) continue;
      patron__find_problem(finding, entitlements, row, "service", "one promise of a service and unit to a tier and layer: row %lld makes one already", (long long)other + 1);
      break;
    }
  }
}

/* Tables in which the tier may be left out. */
static void check_tier(patron__finding *finding, const patron_table *programs, const char *name) {
  const patron_table *table = patron__tables_find(finding->rules, name);
  for (int64_t row = 0; row < patron__rule_rows(table); row++) {
    int64_t len;
    (void)patron__rule_text(table, "tier", row, &len);
    if (len > 0 && !has_tier(programs, table, row, NULL)) patron__find_problem(finding, table, row, "tier", "a tier that some program has in programs, or nothing");
  }
}

void patron__check_promises(patron__finding *finding) {
  const patron_table *programs = patron__tables_find(finding->rules, "programs");
  check_entitlements(finding, programs);
  check_tier(finding, programs, "terms");
  check_tier(finding, programs, "investment_levels");
}
