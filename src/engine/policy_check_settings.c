/* Settings against each other and against the rule tables; each alone was checked when it was put. */
#include "base/text.h"
#include "engine/policy_check.h"

/* The row of a setting, for the listing. */
static int64_t find_setting(const patron_table *settings, const char *key) {
  int64_t row = 0;
  while (row < settings->rows && !patron__rule_is(settings, "key", row, key)) row++;
  return row < settings->rows ? row : -1;
}

static void check_sum(patron__finding *finding, const patron_table *settings, const char *key) {
  double weights[8], sum = 0;
  const int32_t count = patron__settings_numbers(settings, key, weights, 8);
  for (int32_t i = 0; i < count; i++) sum += weights[i];
  if (!(sum > 0)) patron__find_problem(finding, settings, find_setting(settings, key), "value", "weights of %s whose sum is above 0", key);
}

/* Limited collaboration is found where one side is high: that must be possible. */
static void check_high(patron__finding *finding, const patron_table *settings) {
  const patron_table *relationship = patron__tables_find(finding->rules, "relationship");
  if (patron__settings_is_set(settings, "relationship.high")) return;
  for (int64_t row = 0; row < patron__rule_rows(relationship); row++)
    if (patron__rule_is(relationship, "level", row, "COLLABORATIVE") && patron__rule_number(relationship, "from", row) > 100)
      patron__find_problem(finding, relationship, row, "from", "a bound up to 100, or the setting relationship.high: without it no side is ever high and no danger is found");
}

void patron__check_settings(patron__finding *finding) {
  const patron_table *settings = patron__tables_find(finding->rules, "settings"), *scorecards = patron__tables_find(finding->rules, "scorecards");
  const char *value, *item;
  int64_t len, item_len, card = 0;
  if (settings == NULL) return;
  check_sum(finding, settings, "loyalty.weights");
  check_sum(finding, settings, "identity.weights");
  check_high(finding, settings);
  value = patron__settings_value(settings, "segment.merge", &len);
  if (len == 0) len = -1;   /* no pairs */
  while (patron__rule_list_next(&value, &len, &item, &item_len)) {
    int64_t colon = 0;
    while (colon < item_len && item[colon] != ':') colon++;
    if (colon > 0 && colon < item_len - 1) continue;
    patron__find_problem(finding, settings, find_setting(settings, "segment.merge"), "value", "pairs of layers such as FIRST_TIER_WHOLESALER:DISTRIBUTOR, separated by commas");
    break;
  }
  value = patron__settings_value(settings, "score.rank_by", &len);
  if (patron__text_equal(value, len, patron__setting_find("score.rank_by")->default_value, -1)) return;   /* who has scorecards of his own need not rank */
  while (card < patron__rule_rows(scorecards)) {
    const char *name = patron__rule_text(scorecards, "scorecard", card, &item_len);
    if (patron__text_equal(name, item_len, value, len)) break;
    card++;
  }
  if (len > 0 && card == patron__rule_rows(scorecards)) patron__find_problem(finding, settings, find_setting(settings, "score.rank_by"), "value", "the name of a scorecard");
}
