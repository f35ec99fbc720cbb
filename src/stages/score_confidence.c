/*
 * How sure a score is: the confidence of what it was made from.
 *
 *   <scorecard>_confidence = sum w c / sum w over all criteria;  c: the least confidence of the facts behind the criterion's column, 0 where it is not known, that of the card where another is read
 *
 * So what is not known, what is old and what was only estimated all take from it. Example: weights 2 and 1, sales recorded (1), a fit estimated (0.5) a half-life ago: (2 * 1 + 1 * 0.25) / 3 = 0.75.
 * Without facts `sources` everything is recorded, and the coverage says it all: then there is no such column.
 */
#include <math.h>
#include <string.h>

#include "stages/lists.h"
#include "stages/score.h"
#include "stages/sources.h"
#include "stages/values.h"

/* The facts that decisions of earlier stages are made from; any other column stands for itself. */
static const char *facts_behind(const char *column) {
  static const char *const behind[][2] = {
    {"current_value", "sales"}, {"net_margin", "profit,gross_margin,cost_to_serve"}, {"net_margin_rate", "sales,profit,gross_margin,cost_to_serve"}, {"growth", "sales,sales_previous"},
    {"potential_value", "potential,sales"}, {"share_of_wallet", "potential,sales"}, {"headroom", "potential,sales"}, {"people_factor", "willingness"}, {"willingness_index", "willingness"},
    {"loyalty", "loyalty,tenure_days,on_time_share"}, {"strategic_fit", "strategic_fit,customer_intent"}};
  for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
    if (strcmp(behind[i][0], column) == 0) return behind[i][1];
  return column;
}

/* Least confidence of the facts behind a column, per row; a fact that is not known has made nothing. What nobody tells of is RECORDED, and so is what comes from other tables. */
static void find_least(const patron__run *run, patron__sources *sources, const char *column, double *least) {
  const char *list = facts_behind(column), *fact;
  int64_t len;
  for (int64_t row = 0; row < run->rows; row++) least[row] = NAN;
  while (patron__list_next(&list, &fact, &len)) {
    char name[PATRON__SCORE_NAME];
    const patron__column *given;
    patron__sources_turn(run, sources, fact, len);
    memcpy(name, fact, (size_t)len);
    name[len] = '\0';
    given = patron__run_fact(run, name);
    for (int64_t row = 0; row < run->rows; row++) {
      const double sure = patron__sources_sure(sources, row);
      if (patron__known(given, row) && !(sure >= least[row])) least[row] = sure;
    }
  }
  for (int64_t row = 0; row < run->rows; row++)
    if (isnan(least[row])) least[row] = sources->by_kind[0];
}

/* Adds the weighted confidence of one criterion to those before it. */
static void add_criterion(const patron__run *run, const patron__score_cards *cards, const patron__score_criterion *criterion, patron__sources *sources, double *least, double *sums) {
  char name[PATRON__SCORE_COLUMN];
  const patron__column *value = patron__run_find(run, criterion->column), *nested = NULL;
  if (criterion->card >= 0) nested = patron__table_find(run->customers, patron__score_column(cards->cards[criterion->card].name, "_confidence", name));
  if (nested == NULL) find_least(run, sources, criterion->column, least);
  for (int64_t row = 0; row < run->rows; row++)
    if (patron__known(value, row)) sums[row] += criterion->weight * (nested == NULL ? least[row] : patron__column_f64(nested, row));
}

static patron_status write_card(patron__run *run, const patron__score_cards *cards, const patron__score_card *card, patron__sources *sources, double *least, double *sums) {
  char name[PATRON__SCORE_COLUMN];
  patron__column *out;
  double total = 0;
  patron_status status;
  memset(sums, 0, (size_t)run->rows * sizeof *sums);
  for (int32_t j = 0; j < card->count; j++) {
    if (!(card->criteria[j].weight > 0)) continue;
    total += card->criteria[j].weight;
    add_criterion(run, cards, &card->criteria[j], sources, least, sums);
  }
  if (!(total > 0)) return PATRON_OK;
  status = patron__run_add(run, patron__score_column(card->name, "_confidence", name), PATRON_NUMBER, NULL, 1, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) ((double *)out->values)[row] = sums[row] / total;   /* at most 1: each part is at most its weight, and rounding keeps the order of sums */
  return status;
}

patron_status patron__score_confidence(patron__run *run, const patron__score_cards *cards) {
  patron__sources sources;
  double *least = NULL, *sums = NULL;
  patron_status status = patron__sources_open(run, &sources);
  if (status == PATRON_OK && sources.table != NULL) {
    least = patron__allocate_array(run->context, run->rows + 1, sizeof *least);
    sums = patron__allocate_array(run->context, run->rows + 1, sizeof *sums);
    if (least == NULL || sums == NULL) status = patron__memory_status(run->context);
  }
  for (int32_t i = 0; status == PATRON_OK && sources.table != NULL && i < cards->count; i++) {
    const patron__score_card *card = &cards->cards[cards->order[i]];
    if (card->table == PATRON__SCORE_CUSTOMERS && patron__table_find(run->customers, card->name) != NULL) status = write_card(run, cards, card, &sources, least, sums);
  }
  patron__release(run->context, least);
  patron__release(run->context, sums);
  patron__sources_close(&sources);
  return status;
}
