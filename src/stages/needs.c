/*
 * What the fit of each stage looks at.
 *
 * A question is a set of columns that must be known of the same row: a peer group and the value that is ranked in it. Columns that two questions share make them one. So criteria
 * that do not meet in a formula are asked for one by one, and each costs as many entries as it has different values, while a weighting by correlation asks for the whole row.
 */
#include "stages/needs.h"

#include <string.h>

#include "base/text.h"
#include "patron/rules/score.h"
#include "stages/lists.h"
#include "stages/score.h"
#include "stages/segment.h"
#include "stages/tier.h"
#include "stages/wallet.h"

int32_t patron__steps(void) {
  int32_t stages = 0;
  while (patron__stage_at(stages) != NULL) stages++;
  return PATRON__STEP_STAGES + stages - 1;
}

const patron__stage *patron__step_stage(int32_t step) { return patron__stage_at(step - PATRON__STEP_STAGES + 1); }

void patron__needs_clear(patron__needs *needs) {
  patron__release(needs->context, needs->items);
  needs->items = NULL;
  needs->count = needs->capacity = 0;
}

/* One question in the making, known by its first column: its number may change when it is united with another. */
typedef struct asking { patron__needs *needs; char first[sizeof((patron__need *)0)->name]; int32_t fact; } asking;

static patron_status make_room(patron__needs *needs) {
  const int32_t capacity = needs->capacity == 0 ? 32 : 2 * needs->capacity;
  patron__need *items;
  if (needs->count < needs->capacity) return PATRON_OK;
  items = patron__reallocate(needs->context, needs->items, (uint64_t)capacity * sizeof *items);
  if (items == NULL) return patron__memory_status(needs->context);
  needs->items = items;
  needs->capacity = capacity;
  return PATRON_OK;
}

static void unite(patron__needs *needs, int32_t a, int32_t b) {
  for (int32_t i = 0; i < needs->count; i++)
    if (needs->items[i].question == b) needs->items[i].question = a;
}

/* Where the column is, or belongs. */
static int32_t place_of(const patron__needs *needs, const char *name, int64_t len, int32_t *found) {
  int32_t at = 0, order = -1;
  while (at < needs->count && (order = patron__text_compare(needs->items[at].name, (int64_t)strlen(needs->items[at].name), name, len)) < 0) at++;
  *found = at < needs->count && order == 0;
  return at;
}

static int32_t question_of(asking *a) {
  int32_t found;
  const int32_t at = place_of(a->needs, a->first, (int64_t)strlen(a->first), &found);
  return found ? a->needs->items[at].question : a->needs->questions++;
}

/* Adds a column to the question; one that another question has brings that question along. */
static patron_status ask(asking *a, const char *name, int64_t len) {
  patron__needs *needs = a->needs;
  int32_t at, found;
  patron_status status;
  if (len < 0) len = (int64_t)strlen(name);
  if (len == 0 || len >= (int64_t)sizeof a->first) return PATRON_OK;   /* no column has such a name */
  at = place_of(needs, name, len, &found);
  if (!found) {
    const int32_t question = question_of(a);
    status = make_room(needs);
    if (status != PATRON_OK) return status;
    memmove(needs->items + at + 1, needs->items + at, (size_t)(needs->count - at) * sizeof *needs->items);
    memset(&needs->items[at], 0, sizeof needs->items[at]);
    memcpy(needs->items[at].name, name, (size_t)len);
    needs->items[at].fact = a->fact;
    needs->items[at].question = question;
    needs->count++;
  } else if (a->first[0] != '\0') {
    unite(needs, question_of(a), needs->items[at].question);
  }
  if (a->first[0] == '\0') memcpy(a->first, name, (size_t)len);
  return PATRON_OK;
}

static patron_status ask_list(asking *a, const char *names) {
  const char *item;
  int64_t len;
  patron_status status = PATRON_OK;
  while (status == PATRON_OK && patron__list_next(&names, &item, &len)) status = ask(a, item, len);
  return status;
}

/* Numbers of united questions are given up: those left are numbered anew, in the order of the names. */
static patron_status number_questions(patron__needs *needs) {
  int32_t *number = patron__allocate_array(needs->context, needs->questions + 1, sizeof *number), questions = 0;
  if (number == NULL) return patron__memory_status(needs->context);
  for (int32_t i = 0; i < needs->count; i++) {
    int32_t *of = number + needs->items[i].question;
    if (*of == 0) *of = ++questions;
    needs->items[i].question = *of - 1;
  }
  needs->questions = questions;
  patron__release(needs->context, number);
  return PATRON_OK;
}

static patron_status need_wallets(const patron__tables *rules, patron__needs *needs) {
  const patron_table *segments = patron__tables_find(rules, "segments");
  asking a = {needs, "", 1};
  patron_status status;
  if (!patron__wallet_asks_peers(patron__tables_find(rules, "settings"))) return PATRON_OK;
  status = ask(&a, "wallet_proxy", -1);
  for (int64_t row = 0; status == PATRON_OK && segments != NULL && row < segments->rows; row++) {
    patron__segment_rule rule;
    status = patron__segment_rule_read(needs->context, segments, row, &rule);
    if (status != PATRON_OK || rule.bit != PATRON__BIT_SALES) continue;
    status = ask_list(&a, rule.by);   /* the first one's groups are those of the wallets */
    break;
  }
  a.fact = 0;
  return status == PATRON_OK ? ask(&a, "current_value", -1) : status;
}

static patron_status ask_card(asking *a, const patron__score_cards *cards, const patron__score_card *card);

/* A criterion's column with that of its peers; a nested card with all that it is made of. */
static patron_status ask_criterion(asking *a, const patron__score_cards *cards, const patron__score_criterion *criterion) {
  patron_status status = PATRON_OK;
  if (patron__score_points_need_rows(criterion)) status = ask_list(a, criterion->within);
  if (status != PATRON_OK) return status;
  return criterion->card >= 0 ? ask_card(a, cards, &cards->cards[criterion->card]) : ask(a, criterion->column, -1);
}

static patron_status ask_card(asking *a, const patron__score_cards *cards, const patron__score_card *card) {
  patron_status status = PATRON_OK;
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) status = ask_criterion(a, cards, &card->criteria[j]);
  return status;
}

/* Whether fitting the card looks at whole rows. */
static int32_t is_joint(const patron__score_card *card) {
  return patron__score_weights_need_rows(card) || card->aggregation == PATRON_AGGREGATION_VIKOR;
}

static patron_status need_scores(const patron__tables *rules, patron__needs *needs) {
  patron__score_sink sink = {needs->context, NULL, PATRON_E_RANGE, 0};
  patron__score_cards cards;
  patron_status status = patron__score_cards_read(rules, &sink, &cards);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < cards.count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards.cards[i];
    asking whole = {needs, "", 0};
    if (card->table == PATRON__SCORE_CHANNELS) { needs->channels = 1; continue; }
    if (card->table == PATRON__SCORE_CATEGORIES) continue;   /* refused by patron__needs_check */
    if (is_joint(card)) status = ask_card(&whole, &cards, card);
    for (int32_t j = 0; j < card->count && status == PATRON_OK && !is_joint(card); j++) {
      asking one = {needs, "", 0};
      status = ask_criterion(&one, &cards, &card->criteria[j]);
    }
  }
  if (status == PATRON_OK && needs->channels) {
    asking sums = {needs, "", 0};
    status = ask_list(&sums, "channel,current_value,sales_previous,net_margin");
  }
  patron__score_cards_clear(&cards);
  return status;
}

/* The groups in which potential keys are calibrated are matched one after the other on the same rows, beside the past of those rows. */
static patron_status need_segments(const patron__tables *rules, patron__needs *needs) {
  const patron_table *segments = patron__tables_find(rules, "segments");
  asking past = {needs, "", 0}, standing = {needs, "", 0};
  patron_status status = ask(&past, PATRON__NEED_HISTORY, -1);   /* the model names the past periods, whether or not anybody is judged by them */
  if (status == PATRON_OK) status = ask_list(&standing, "layer,current_value,net_margin");   /* the largest of each layer, for the stage serve */
  for (int64_t row = 0; status == PATRON_OK && segments != NULL && row < segments->rows; row++) {
    patron__segment_rule rule;
    asking a = {needs, "", 0};
    status = patron__segment_rule_read(needs->context, segments, row, &rule);
    if (status == PATRON_OK) status = ask(&a, rule.measure, -1);
    if (status == PATRON_OK) status = ask_list(&a, rule.by);
    if (status == PATRON_OK && rule.layers[0] != '\0') status = ask(&a, "layer", -1);
    if (status != PATRON_OK || rule.bit != PATRON__BIT_SALES || strcmp(rule.measure, "current_value") != 0) continue;
    status = ask_list(&past, rule.by);
    if (status == PATRON_OK && rule.layers[0] != '\0') status = ask(&past, "layer", -1);
  }
  return status;
}

static patron_status need_tiers(const patron__tables *rules, patron__needs *needs) {
  const patron_table *programs = patron__tables_find(rules, "programs");
  asking facts = {needs, "", 1};
  patron_status status = programs == NULL || programs->rows == 0 ? PATRON_UNKNOWN : ask_list(&facts, "layer,previous_tier,tier_periods_below");
  facts.fact = 0;
  if (status == PATRON_OK) status = ask_list(&facts, "face_to_face_cost,net_margin,winnable_headroom");
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}

patron_status patron__needs_of(patron_context *context, const patron__tables *rules, int32_t step, patron__needs *out) {
  const patron__stage *stage = step >= PATRON__STEP_STAGES ? patron__step_stage(step) : NULL;
  patron_status status = PATRON_OK;
  memset(out, 0, sizeof *out);
  out->context = context;
  if (step == PATRON__STEP_WALLETS) status = need_wallets(rules, out);
  else if (stage == &patron__stage_score) status = need_scores(rules, out);
  else if (stage == &patron__stage_segment) status = need_segments(rules, out);
  else if (stage == &patron__stage_tier) status = need_tiers(rules, out);
  return status == PATRON_OK ? number_questions(out) : status;
}

int32_t patron__needs_channel_column(const patron__tables *rules, const char *column) {
  static const char *const always[] = {"channel", "size", "growth", "profitability"};
  const patron_table *criteria = patron__tables_find(rules, "criteria");
  for (size_t i = 0; i < sizeof always / sizeof *always; i++)
    if (strcmp(always[i], column) == 0) return 1;
  for (int64_t row = 0; criteria != NULL && row < criteria->rows; row++) {
    static const char *const names[] = {"column", "within"};
    for (int32_t i = 0; i < 2; i++) {
      const patron__column *cells = patron__table_find(criteria, names[i]);
      const char *list, *item;
      char copy[PATRON__SCORE_WITHIN];
      int64_t len;
      if (cells == NULL || cells->type != PATRON_TEXT || !patron__column_known(cells, row)) continue;
      list = patron__column_text(cells, row, &len);
      if (len >= (int64_t)sizeof copy) continue;
      memcpy(copy, list, (size_t)len);
      copy[len] = '\0';
      list = copy;
      while (patron__list_next(&list, &item, &len))
        if (patron__text_equal(item, len, column, -1)) return 1;
    }
  }
  return 0;
}

patron_status patron__needs_check(patron_context *context, const patron__tables *rules) {
  patron__score_sink sink = {context, NULL, PATRON_E_RANGE, 0};
  patron__score_cards cards;
  patron_status status = patron__score_cards_read(rules, &sink, &cards);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < cards.count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards.cards[i];
    const patron__where by_category = {"scorecards", "table", card->row, "CATEGORIES", -1, "what can be fitted over partitions"};
    const patron__where where = {"scorecards", card->weighting == PATRON__SCORE_PLUGIN ? "weighting" : "aggregation", card->row, NULL, 0, "what can be fitted over partitions"};
    if (card->table == PATRON__SCORE_CATEGORIES)
      status = patron__fail(context, PATRON_E_STATE, &by_category, "scorecard %s scores customers by category, from rows of the ledger: that cannot be fitted part by part", card->name);
    else if (card->table == PATRON__SCORE_CUSTOMERS && card->aggregation == PATRON_AGGREGATION_PROMETHEE)
      status = patron__fail(context, PATRON_E_STATE, &where, "scorecard %s compares all customers with each other (PROMETHEE): that cannot be fitted part by part", card->name);
    else if (card->table == PATRON__SCORE_CUSTOMERS && card->weighting == PATRON__SCORE_PLUGIN)
      status = patron__fail(context, PATRON_E_STATE, &where, "scorecard %s is weighted by a plug-in that is given all customers at once: that cannot be fitted part by part", card->name);
  }
  patron__score_cards_clear(&cards);
  return status;
}
