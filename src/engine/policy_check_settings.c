/* Settings against each other and against the rule tables; each alone was checked when it was put. */
#include "base/text.h"
#include "engine/policy_check.h"
#include "stages/cells.h"
#include "stages/lists.h"
#include "stages/segment.h"

int64_t patron__find_setting(const patron_table *settings, const char *key) {
  int64_t row = 0;
  while (row < settings->rows && !patron__rule_is(settings, "key", row, key)) row++;
  return row < settings->rows ? row : -1;
}

static void check_sum(patron__finding *finding, const patron_table *settings, const char *key) {
  double weights[8], sum = 0;
  const int32_t count = patron__settings_numbers(settings, key, weights, 8);
  for (int32_t i = 0; i < count; i++) sum += weights[i];
  if (!(sum > 0)) patron__find_problem(finding, settings, patron__find_setting(settings, key), "value", "weights whose sum is above 0");
}

/* Pairs of layers: each layer goes into at most one other, and that one stays what it is. */
static void check_merge(patron__finding *finding, const patron_table *settings) {
  const int64_t row = patron__find_setting(settings, "segment.merge");
  char pairs[PATRON__SEGMENT_MERGE];
  const char *at = pairs, *item;
  int64_t len;
  if (patron__cell_text(settings, "value", row, pairs, sizeof pairs) == PATRON__CELL_BAD) {
    patron__find_problem(finding, settings, row, "value", "at most %d bytes", PATRON__SEGMENT_MERGE - 1);
    return;
  }
  while (patron__list_next(&at, &item, &len)) {
    const char *colon = memchr(item, ':', (size_t)len), *other = pairs, *next;
    int64_t next_len;
    if (colon == NULL || colon == item || colon == item + len - 1) {
      patron__find_problem(finding, settings, row, "value", "pairs of layers such as FIRST_TIER_WHOLESALER:DISTRIBUTOR, separated by commas");
      return;
    }
    while (patron__list_next(&other, &next, &next_len)) {
      const char *mark = memchr(next, ':', (size_t)next_len);
      if (mark == NULL || next == item || !(patron__text_equal(next, mark - next, item, colon - item) || patron__text_equal(next, mark - next, colon + 1, item + len - colon - 1))) continue;
      patron__find_problem(finding, settings, row, "value", "pairs in which no layer is left of two colons, or left of one and right of another: take one of those with %.*s out", (int)(mark - next), next);
      return;
    }
  }
}

/* Customers are ranked by a scorecard over customers. Who has scorecards of his own need not rank: the default may name none. */
static void check_rank_by(patron__finding *finding, const patron_table *settings) {
  const patron_table *scorecards = patron__tables_find(finding->rules, "scorecards");
  const int64_t row = patron__find_setting(settings, "score.rank_by");
  const char *standard = patron__setting_text(patron__setting_find("score.rank_by"), PATRON__DEFAULT_TEXT);
  int64_t card = 0;
  while (card < patron__rule_rows(scorecards) && !patron__rule_same(scorecards, "scorecard", card, settings, "value", row)) card++;
  if (card < patron__rule_rows(scorecards) ? patron__rule_is(scorecards, "table", card, "CHANNELS") : !patron__rule_is(settings, "value", row, standard) && !patron__rule_is(settings, "value", row, ""))
    patron__find_problem(finding, settings, row, "value", "the name of a scorecard over customers");
}

void patron__check_settings(patron__finding *finding) {
  const patron_table *settings = patron__tables_find(finding->rules, "settings");
  if (settings == NULL) return;
  check_sum(finding, settings, "loyalty.weights");
  check_sum(finding, settings, "identity.weights");
  check_merge(finding, settings);
  check_rank_by(finding, settings);
}
