/* One weight of a scorecard: what a slider of a host changes, without building the table `criteria` again. */
#include "base/text.h"
#include "engine/policy_parts.h"
#include "stages/cells.h"

/* The row of a criterion; where its scorecard does not take weights as they are given, that is the error. */
static patron_status find_criterion(const patron_policy *policy, const char *scorecard, const char *criterion, int64_t *row) {
  const patron_table *cards = patron__tables_find(&policy->rules, "scorecards"), *criteria = patron__tables_find(&policy->rules, "criteria");
  const patron__where no_card = {"scorecards", "scorecard", -1, scorecard, -1, "a scorecard of the policy"}, none = {"criteria", "criterion", -1, criterion, -1, "a criterion of the scorecard"};
  int64_t card = 0;
  char weighting[128];
  while (card < patron__cells_rows(cards) && !patron__cell_is(cards, "scorecard", card, scorecard)) card++;
  if (card == patron__cells_rows(cards)) return patron__fail(policy->context, PATRON_E_NOT_FOUND, &no_card, "there is no such scorecard");
  if (!patron__cell_is(cards, "weighting", card, "DIRECT")) {
    const patron__where where = {"scorecards", "weighting", card, weighting, -1, "DIRECT, which takes the weights that are given"};
    (void)patron__cell_text(cards, "weighting", card, weighting, sizeof weighting);
    return patron__fail(policy->context, PATRON_E_STATE, &where, "the weights of scorecard %s come from elsewhere", scorecard);
  }
  for (*row = 0; *row < patron__cells_rows(criteria); ++*row)
    if (patron__cell_is(criteria, "scorecard", *row, scorecard) && patron__cell_is(criteria, "criterion", *row, criterion)) return PATRON_OK;
  return patron__fail(policy->context, PATRON_E_NOT_FOUND, &none, "scorecard %s has no such criterion", scorecard);
}

/* The table with another weight in a row: all other columns are shared. */
static patron_status with_weight(const patron_table *criteria, int64_t row, double weight, patron_table **out) {
  const patron__column *from = patron__table_find(criteria, "weight");
  patron_table *made = NULL;
  patron__column *column = NULL;
  patron_status status = patron__table_copy(criteria, criteria->name, &made);
  if (status == PATRON_OK) status = patron__column_create(criteria->context, PATRON_NUMBER, criteria->rows, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  for (int64_t at = 0; at < criteria->rows && status == PATRON_OK; at++) {
    ((double *)column->values)[at] = at == row ? weight : patron__column_f64(from, at);
    if (at != row && !patron__column_known(from, at)) patron__column_set_unknown(column, at);
  }
  if (status == PATRON_OK) status = patron__table_replace(made, "weight", column);
  patron__column_drop(column);
  if (status == PATRON_OK) { patron__table_finish(made); *out = made; }
  else patron_table_destroy(made);
  return status;
}

patron_status patron_policy_set_weight(patron_policy *policy, const char *scorecard, const char *criterion, double weight) {
  if (policy == NULL || scorecard == NULL || criterion == NULL) return patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_set_weight");
  const patron__where where = {"criteria", "weight", -1, NULL, -1, "a number of 0 or more"};
  patron_table *made = NULL;
  int64_t row = 0;
  patron_status status = patron__context_idle(policy->context);
  if (status == PATRON_OK && !(weight - weight == 0)) status = patron__fail(policy->context, PATRON_E_NOT_FINITE, &where, "this is no weight");
  if (status == PATRON_OK && weight < 0) status = patron__fail(policy->context, PATRON_E_RANGE, &where, "this is no weight");
  if (status == PATRON_OK) status = find_criterion(policy, scorecard, criterion, &row);
  if (status == PATRON_OK) status = with_weight(patron__tables_find(&policy->rules, "criteria"), row, weight, &made);
  if (status == PATRON_OK) status = patron__tables_put(&policy->rules, made);
  if (status == PATRON_OK) patron__policy_name_changes(policy);
  patron_table_destroy(made);
  return status;
}
