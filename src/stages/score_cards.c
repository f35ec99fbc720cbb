/* Scorecards and criteria from their tables, and the order in which they can be computed: a card after those whose scores it reads. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "patron/rules/comparison.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/cells.h"
#include "stages/score.h"

patron_status patron__score_problem(patron__score_sink *sink, const char *table, int64_t row, const char *column, const char *value, const char *format, ...) {
  char expectation[512];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(expectation, sizeof expectation, format, arguments);
  va_end(arguments);
  sink->found++;
  if (sink->problems != NULL) return patron__problem_add(sink->problems, table, row, column, value, expectation);
  const patron__where where = {table, column, row, value, -1, expectation};
  return patron__fail(sink->context, sink->status, &where, "this rule cannot be used");
}

const char *patron__score_column(const char *card, const char *end, char out[PATRON__SCORE_COLUMN]) {
  const size_t len = strlen(card);
  memcpy(out, card, len);
  memcpy(out + len, end, strlen(end) + 1);
  return out;
}

/* A name of at most 63 bytes that is needed. */
static patron_status read_name(patron__score_sink *sink, const patron_table *table, const char *table_name, const char *column, int64_t row, char out[PATRON__SCORE_NAME]) {
  const int64_t len = patron__cell_text(table, column, row, out, PATRON__SCORE_NAME);
  if (len > 0) return PATRON_OK;
  return patron__score_problem(sink, table_name, row, column, NULL, "a name of 1 to %d bytes", PATRON__SCORE_NAME - 1);
}

/* A code of a fixed list, `standard` where it is not given. */
static patron_status read_code(patron__score_sink *sink, const patron_table *table, const char *table_name, const char *column, int64_t row, const char *codes, int32_t standard, int32_t *out) {
  const int32_t code = patron__cell_code(table, column, row, codes);
  *out = code >= 0 ? code : standard;
  if (code != PATRON__CELL_BAD) return PATRON_OK;
  return patron__score_problem(sink, table_name, row, column, NULL, "one of the names that the schema lists for %s", column);
}

/* A built-in name, or else the name of a plug-in, which only fit can look up. */
static int32_t read_pluggable(const patron_table *table, const char *column, int64_t row, const char *codes, int32_t standard, char name[PATRON__SCORE_NAME]) {
  const int32_t code = patron__cell_code(table, column, row, codes);
  (void)patron__cell_text(table, column, row, name, PATRON__SCORE_NAME);
  if (code == PATRON__CELL_UNKNOWN) return standard;
  return code == PATRON__CELL_BAD ? PATRON__SCORE_PLUGIN : code;
}

int32_t patron__score_cards_find(const patron__score_cards *cards, const char *name) {
  for (int32_t i = 0; i < cards->count; i++)
    if (strcmp(cards->cards[i].name, name) == 0) return i;
  return -1;
}

/* A score is written under its card's name, so no other column may have that name. */
static int32_t names_a_column(const char *table, const char *name) {
  const patron__schema_column *decision = patron__schema_find(table, name, PATRON__DECISION);
  return patron__schema_find(table, name, PATRON__FACT) != NULL || (decision != NULL && patron__schema_text(decision, PATRON__NAME_TEXT)[0] != '<');
}

static patron_status read_card(const patron_table *table, int64_t row, patron__score_sink *sink, patron__score_cards *out) {
  patron__score_card *card = &out->cards[out->count];
  const int32_t found = sink->found;
  patron_status status;
  memset(card, 0, sizeof *card);
  card->row = row;
  status = read_code(sink, table, "scorecards", "table", row, "scorecard_table", PATRON__SCORE_CUSTOMERS, &card->table);
  if (status != PATRON_OK) return status;
  card->same_as = -1;
  status = read_name(sink, table, "scorecards", "scorecard", row, card->name);
  if (status == PATRON_OK && sink->found == found && patron__score_cards_find(out, card->name) >= 0)
    status = patron__score_problem(sink, "scorecards", row, "scorecard", card->name, "a name of its own: another scorecard has it already");
  if (status == PATRON_OK && sink->found == found && names_a_column(card->table == PATRON__SCORE_CHANNELS ? "channels" : "customers", card->name))
    status = patron__score_problem(sink, "scorecards", row, "scorecard", card->name, "a name that no other column has");
  card->weighting = read_pluggable(table, "weighting", row, "weighting", PATRON_WEIGHTING_DIRECT, card->weighting_name);
  if (status == PATRON_OK) status = read_code(sink, table, "scorecards", "aggregation", row, "aggregation", PATRON_AGGREGATION_WEIGHTED_SUM, &card->aggregation);
  if (status == PATRON_OK) status = read_code(sink, table, "scorecards", "missing", row, "missing", PATRON_MISSING_RENORMALISE, &card->missing);
  if (status == PATRON_OK && sink->found == found) out->count++;
  return status;
}

static patron_status read_cards(const patron_table *table, patron__score_sink *sink, patron__score_cards *out) {
  const int64_t rows = patron__cells_rows(table);
  patron_status status = PATRON_OK;
  out->cards = patron__allocate_array(out->context, rows + 1, sizeof *out->cards);
  out->order = patron__allocate_array(out->context, rows + 1, sizeof *out->order);
  if (out->cards == NULL || out->order == NULL) return patron__memory_status(out->context);
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) status = read_card(table, row, sink, out);
  return status;
}

/* Cost criteria of MAX and SUM are judged by their reciprocal, which keeps ratios: best/x, and shares of 1/x. */
static int32_t transform_of(const patron__score_criterion *criterion, int32_t log1p) {
  const int32_t ratio = criterion->normaliser == PATRON_NORMALISER_MAX || criterion->normaliser == PATRON_NORMALISER_SUM;
  return (log1p ? PATRON__TRANSFORM_LOG1P : 0) | (ratio && criterion->direction == PATRON_DIRECTION_LOWER ? PATRON__TRANSFORM_RECIPROCAL : 0);
}

static patron_status read_criterion(const patron_table *table, int64_t row, patron__score_sink *sink, patron__score_card *card, patron__score_criterion *criterion) {
  int32_t log1p = 0;
  patron_status status;
  memset(criterion, 0, sizeof *criterion);
  criterion->row = row;
  criterion->table = card->table;
  criterion->card = -1;
  criterion->weight = criterion->ideal = criterion->anti_ideal = NAN;
  status = read_name(sink, table, "criteria", "criterion", row, criterion->name);
  if (status == PATRON_OK) status = read_name(sink, table, "criteria", "column", row, criterion->column);
  for (int32_t i = 0; i < card->count && status == PATRON_OK; i++)
    if (strcmp(card->criteria[i].name, criterion->name) == 0) status = patron__score_problem(sink, "criteria", row, "criterion", criterion->name, "a name that stands once in scorecard %s", card->name);
  if (status == PATRON_OK && patron__cell_text(table, "within", row, criterion->within, PATRON__SCORE_WITHIN) == PATRON__CELL_BAD)
    status = patron__score_problem(sink, "criteria", row, "within", NULL, "comma-separated columns, at most %d bytes", PATRON__SCORE_WITHIN - 1);
  if (status == PATRON_OK) status = read_code(sink, table, "criteria", "direction", row, "direction", PATRON_DIRECTION_HIGHER, &criterion->direction);
  if (status == PATRON_OK) status = read_code(sink, table, "criteria", "transform", row, "transform", 0, &log1p);
  if (status == PATRON_OK) status = read_code(sink, table, "criteria", "preference", row, "preference", PATRON_PREFERENCE_USUAL, &criterion->preference);
  criterion->normaliser = read_pluggable(table, "normaliser", row, "normaliser", PATRON_NORMALISER_LINEAR, criterion->normaliser_name);
  criterion->transform = transform_of(criterion, log1p);
  criterion->subjective = patron__cell_flag(table, "subjective", row);
  criterion->low = patron__cell_number(table, "low", row);
  criterion->high = patron__cell_number(table, "high", row);
  criterion->target_low = patron__cell_number(table, "target_low", row);
  criterion->target_high = patron__cell_number(table, "target_high", row);
  criterion->given_weight = patron__cell_number(table, "weight", row);
  criterion->rank = patron__cell_number(table, "rank", row);
  criterion->indifference = patron__cell_number(table, "indifference", row);
  criterion->strict = patron__cell_number(table, "strict", row);
  return status;
}

static patron_status read_criteria(const patron_table *table, patron__score_sink *sink, patron__score_cards *out) {
  const int64_t rows = patron__cells_rows(table);
  patron_status status = PATRON_OK;
  out->criteria = patron__allocate_array(out->context, rows + 1, sizeof *out->criteria);
  if (out->criteria == NULL) return patron__memory_status(out->context);
  for (int32_t i = 0; i < out->count && status == PATRON_OK; i++) {
    patron__score_card *card = &out->cards[i];
    card->criteria = out->criteria + out->criterion_count;
    for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
      const int32_t found = sink->found;
      if (!patron__cell_is(table, "scorecard", row, card->name)) continue;
      status = read_criterion(table, row, sink, card, &out->criteria[out->criterion_count]);
      if (sink->found > found) continue;
      card->count++;
      out->criterion_count++;
    }
    if (status == PATRON_OK && card->count == 0) status = patron__score_problem(sink, "scorecards", card->row, "scorecard", card->name, "at least one usable row in criteria");
  }
  return status;
}

/* Criteria of scorecards that nobody declared. */
static patron_status find_strays(const patron__tables *rules, patron__score_sink *sink) {
  const patron_table *cards = patron__tables_find(rules, "scorecards"), *criteria = patron__tables_find(rules, "criteria");
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(criteria) && status == PATRON_OK; row++) {
    char name[PATRON__SCORE_NAME];
    int64_t card = 0;
    if (patron__cell_text(criteria, "scorecard", row, name, PATRON__SCORE_NAME) < 0) name[0] = '\0';
    while (card < patron__cells_rows(cards) && !patron__cell_is(cards, "scorecard", card, name)) card++;
    if (card == patron__cells_rows(cards)) status = patron__score_problem(sink, "criteria", row, "scorecard", name, "a scorecard that stands in scorecards");
  }
  return status;
}

/* Repeatedly takes the first card all of whose nested cards are placed: what is left over stands in a cycle, or waits for one. */
static patron_status put_in_order(patron__score_sink *sink, patron__score_cards *out) {
  int32_t placed = 0, progress = 1;
  uint8_t *done = patron__allocate_array(out->context, out->count + 1, 1);
  patron_status status = PATRON_OK;
  if (done == NULL) return patron__memory_status(out->context);
  while (progress) {
    progress = 0;
    for (int32_t i = 0; i < out->count; i++) {
      int32_t ready = !done[i];
      for (int32_t j = 0; j < out->cards[i].count; j++) ready = ready && (out->cards[i].criteria[j].card < 0 || done[out->cards[i].criteria[j].card]);
      if (!ready) continue;
      done[i] = 1;
      out->order[placed++] = i;
      progress = 1;
    }
  }
  for (int32_t i = 0; i < out->count && status == PATRON_OK; i++)
    if (!done[i]) status = patron__score_problem(sink, "scorecards", out->cards[i].row, "scorecard", out->cards[i].name, "no scorecard that in the end reads itself: take one of the criteria out of the circle");
  patron__release(out->context, done);
  return status;
}

/* Scores by category are the customer's once they are written back. */
static int32_t may_read(const patron__score_card *card, const patron__score_card *nested) {
  return card->table == nested->table || (card->table == PATRON__SCORE_CUSTOMERS && nested->table == PATRON__SCORE_CATEGORIES);
}

patron_status patron__score_cards_read(const patron__tables *rules, patron__score_sink *sink, patron__score_cards *out) {
  patron_status status;
  memset(out, 0, sizeof *out);
  out->context = sink->context;
  status = read_cards(patron__tables_find(rules, "scorecards"), sink, out);
  if (status == PATRON_OK) status = find_strays(rules, sink);
  if (status == PATRON_OK) status = read_criteria(patron__tables_find(rules, "criteria"), sink, out);
  for (int32_t i = 0; i < out->count; i++)
    for (int32_t j = 0; j < out->cards[i].count; j++) {
      const int32_t nested = patron__score_cards_find(out, out->cards[i].criteria[j].column);
      out->cards[i].criteria[j].card = nested >= 0 && may_read(&out->cards[i], &out->cards[nested]) ? nested : -1;
    }
  if (status == PATRON_OK) status = put_in_order(sink, out);
  if (status != PATRON_OK) patron__score_cards_clear(out);
  return status;
}

void patron__score_cards_clear(patron__score_cards *cards) {
  for (int32_t i = 0; i < cards->criterion_count; i++) {
    patron__score_points *points = &cards->criteria[i].points;
    patron__groups_clear(&points->peers);
    patron__release(cards->context, points->first);
    patron__release(cards->context, points->from);
    patron__release(cards->context, points->score);
  }
  patron__release(cards->context, cards->cards);
  patron__release(cards->context, cards->order);
  patron__release(cards->context, cards->criteria);
  memset(cards, 0, sizeof *cards);
}
