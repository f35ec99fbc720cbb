/* Scorecards as seen from outside the score stage: names that only the plug-ins registered with the policy can explain. */
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
