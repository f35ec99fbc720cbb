/*
 * Why a customer has its scores: a row for the score itself (factor: the scorecard), then a row per criterion (factor: <scorecard>.<criterion>) in the order of the rules.
 * Added up in that order the contributions of a weighted sum give the score to the last bit; other aggregations have no parts that add up, and say so.
 * Scores by category have a row per category (factor: the scorecard), which add up, each followed by its criteria, which explain the category's own score.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/score.h"
#include "stages/score.h"

/* Code of a row's value in a group column; -1: unknown, -2: a name that no group has. */
static int32_t name_of_row(const patron__run *run, const patron__groups *peers, int32_t by, int64_t row) {
  const patron__column *column = patron__run_find(run, peers->by[by]);
  char number[PATRON__NUMBER_TEXT];
  const char *text = number;
  int64_t len;
  int32_t code;
  if (column == NULL || !patron__column_known(column, row)) return -1;
  if (column->type == PATRON_TEXT) text = patron__column_text(column, row, &len);
  else if (column->type == PATRON_CODE) text = patron__dictionary_name(column->dictionary, patron__column_i32(column, row), &len);
  else if (column->type == PATRON_INTEGER) len = patron__format_i64(patron__column_i64(column, row), number);
  else return -2;
  code = patron__dictionary_find(peers->names[by], text, len);
  return code < 0 ? -2 : code;
}

/* The peer group of one row, as patron__groups_match finds it for all. */
static int32_t group_of_row(const patron__run *run, const patron__groups *peers, int64_t row) {
  int32_t names[PATRON__GROUP_COLUMNS];
  if (peers->by_count == 0) return 0;
  for (int32_t by = 0; by < peers->by_count; by++) names[by] = name_of_row(run, peers, by, row);
  for (int32_t group = 0; group < peers->count; group++)
    if (memcmp(peers->keys + (int64_t)group * peers->by_count, names, (size_t)peers->by_count * sizeof *names) == 0) return group;
  return PATRON__GROUP_UNSEEN;
}

/* One criterion of one row: what score_apply computes for it. */
typedef struct part { double raw, normalised, weight, contribution; int32_t known; } part;

static void read_part(const patron__run *run, const patron__score_criterion *criterion, const patron__score_source *source, int64_t row, part *out) {
  const int32_t group = group_of_row(run, &criterion->points.peers, row);
  uint8_t known;
  double value;
  out->raw = out->normalised = NAN;
  patron__score_known(source, row, 1, &known);
  if (known) {
    patron__score_raw(source, row, 1, &known, &value);
    out->raw = value;
    if (patron__score_transform(criterion->transform, 1, &known, &value) >= 0) known = 0;
  }
  if (known) patron__score_normalise(&criterion->points, criterion->points.peers.by_count == 0 ? NULL : &group, 1, &value, &known, &out->normalised);
  out->known = known;
  if (!known) out->normalised = NAN;
}

static void weigh_parts(const patron__score_card *card, part *parts) {
  const int32_t filled = card->missing == PATRON_MISSING_NEUTRAL || card->missing == PATRON_MISSING_WORST;
  double total = 0, sum = 0;
  for (int32_t j = 0; j < card->count; j++) {
    const double weight = card->criteria[j].weight;
    if (weight > 0 && (filled || parts[j].known)) total += weight;
  }
  for (int32_t j = 0; j < card->count; j++) {
    const double weight = card->criteria[j].weight;
    const int32_t counts = weight > 0 && (filled || parts[j].known);
    const double before = sum;
    if (!parts[j].known && filled) parts[j].normalised = card->missing == PATRON_MISSING_NEUTRAL ? 50 : 0;
    parts[j].weight = counts && total > 0 ? weight / total : 0;
    parts[j].contribution = counts ? parts[j].weight * parts[j].normalised : 0;
    sum += parts[j].contribution;
    if (sum > 100) {   /* the score is held at 100, and so is the sum */
      parts[j].contribution = 100 - before;
      sum = 100;
    }
  }
}

/* A rate or a growth of less than 1 needs more than two decimals to be told from another. */
static const char *raw_text(double raw, char out[PATRON__NUMBER_TEXT]) {
  if (!(fabs(raw) < 1)) return patron__readable(raw, out);
  (void)patron__format_f64(floor(raw * 10000 + 0.5) / 10000, out);
  return out;
}

static patron_status explain_part(const patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, const part *p, int64_t row, patron_table *explanations) {
  char factor[2 * PATRON__SCORE_NAME + 2], raw[PATRON__NUMBER_TEXT], normalised[PATRON__NUMBER_TEXT], weight[PATRON__NUMBER_TEXT], contribution[PATRON__NUMBER_TEXT];
  const char *judged = criterion->subjective ? " (a judgement, not a measurement)" : "";
  const size_t len = strlen(card->name);
  const patron__reason reason = {factor, p->known ? (criterion->subjective ? "SUBJECTIVE" : "FACTOR") : "UNKNOWN", p->raw, p->normalised, p->weight, card->aggregation == PATRON_AGGREGATION_WEIGHTED_SUM ? p->contribution : NAN, NAN, NAN};
  memcpy(factor, card->name, len);
  factor[len] = '.';
  memcpy(factor + len + 1, criterion->name, strlen(criterion->name) + 1);
  if (!p->known && p->weight > 0)
    return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is not known and counts as %s of 100.", card->name, criterion->column, patron__readable(p->normalised, normalised));
  if (!p->known) return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is not known and is left out.", card->name, criterion->column);
  if (card->aggregation == PATRON_AGGREGATION_PROMETHEE)
    return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is %s, compared with every other customer; it has %s percent of the weight%s.", card->name, criterion->column, raw_text(p->raw, raw), patron__readable(100 * p->weight, weight), judged);
  if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_SUM)
    return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is %s, that is %s of 100; it has %s percent of the weight (this aggregation has no parts that add up)%s.", card->name, criterion->column,
                               raw_text(p->raw, raw), patron__readable(p->normalised, normalised), patron__readable(100 * p->weight, weight), judged);
  return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is %s, that is %s of 100; with %s percent of the weight it contributes %s points%s.", card->name, criterion->column,
                             raw_text(p->raw, raw), patron__readable(p->normalised, normalised), patron__readable(100 * p->weight, weight), patron__readable(p->contribution, contribution), judged);
}

enum { REST_TEXT = 512 };
static const double SLACK = 1e-9;   /* of a sum of weights, as score_finish.c forgives it */

int32_t patron__score_incomplete(const patron__run *run, const char *card, int64_t row) {
  char name[PATRON__SCORE_COLUMN];
  const patron__column *column = patron__table_find(run->customers, patron__score_column(card, "_coverage", name));
  return column != NULL && patron__column_known(column, row) && patron__column_f64(column, row) < patron__score_least_coverage(run);
}

int32_t patron__position_incomplete(const patron__run *run, int64_t row) { return patron__score_incomplete(run, "attractiveness", row) || patron__score_incomplete(run, "winnability", row); }

/* What a score is made from, where that is not all: ", from 40 percent of the weight: INCOMPLETE, as 60 percent are needed; not known: market_share, service_level". */
static void say_coverage(const patron__run *run, const patron__score_card *card, int64_t row, const part *parts, char rest[REST_TEXT]) {
  char name[PATRON__SCORE_COLUMN], share[PATRON__NUMBER_TEXT], needed[PATRON__NUMBER_TEXT];
  const patron__column *covered = patron__table_find(run->customers, patron__score_column(card->name, "_coverage", name));
  const double coverage = covered != NULL && patron__column_known(covered, row) ? patron__column_f64(covered, row) : 1, least = patron__settings_number(run->settings, "score.minimum_coverage");
  size_t used = 0;
  rest[0] = '\0';
  if (coverage >= 1 - SLACK) return;
  used = (size_t)snprintf(rest, REST_TEXT, ", from %s percent of the weight", patron__readable(100 * coverage, share));
  if (coverage < patron__score_least_coverage(run)) used += (size_t)snprintf(rest + used, REST_TEXT - used, ": INCOMPLETE, as %s percent are needed", patron__readable(100 * least, needed));
  for (int32_t j = 0, count = 0; j < card->count && used < REST_TEXT - PATRON__SCORE_NAME - 16; j++)
    if (!parts[j].known) used += (size_t)snprintf(rest + used, REST_TEXT - used, count++ == 0 ? "; not known: %s" : ", %s", card->criteria[j].column);
}

static patron_status explain_card(const patron__run *run, const patron__score_card *card, int64_t row, patron_table *explanations) {
  const patron__column *score = patron__table_find(run->customers, card->name);
  patron__score_source *sources = patron__allocate_array(run->context, card->count + 1, sizeof *sources);
  part *parts = patron__allocate_array(run->context, card->count + 1, sizeof *parts);
  patron__reason reason = {card->name, "SCORE", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT], rest[REST_TEXT];
  int32_t known = 0;
  patron_status status;
  if (sources == NULL || parts == NULL) { status = patron__memory_status(run->context); goto done; }
  status = patron__score_sources(run, card, NULL, sources, &known);
  if (status != PATRON_OK) goto done;
  for (int32_t j = 0; j < card->count; j++) read_part(run, &card->criteria[j], &sources[j], row, &parts[j]);
  weigh_parts(card, parts);
  if (patron__column_known(score, row)) {
    reason.normalised = patron__column_f64(score, row);
    say_coverage(run, card, row, parts, rest);
    status = patron__explain_add(explanations, run, row, "score", &reason, "%s is %s of 100%s.", card->name, patron__readable(reason.normalised, text), rest);
  } else {
    reason.code = "UNKNOWN";
    status = patron__explain_add(explanations, run, row, "score", &reason, "%s is not known: %s.", card->name, card->missing == PATRON_MISSING_FAIL ? "it needs all its criteria" : "none of its criteria is");
  }
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) status = explain_part(run, card, &card->criteria[j], &parts[j], row, explanations);
done:
  patron__release(run->context, sources);
  patron__release(run->context, parts);
  return status;
}

enum { CATEGORY_TEXT = 128 };

/* The category's name, cut between characters. */
static const char *category_of(const patron__score_categories *categories, int64_t row, char out[CATEGORY_TEXT]) {
  int64_t len;
  const char *name;
  if (categories->cell[row] < 0) return NULL;
  name = patron__dictionary_name(categories->cells.names, categories->cells.items[categories->cell[row]].category, &len);
  if (len >= CATEGORY_TEXT)
    for (len = CATEGORY_TEXT - 1; len > 0 && ((unsigned char)name[len] & 0xC0) == 0x80;) len--;
  memcpy(out, name, (size_t)len);
  out[len] = '\0';
  return out;
}

/* The criteria of one category; their parts add up to its score, not to the customer's. */
static patron_status explain_category_parts(const patron__run *run, const patron__score_categories *categories, const patron__score_card *card, const char *category, int64_t row, int64_t customer, patron_table *explanations) {
  patron__score_source *sources = patron__allocate_array(run->context, card->count + 1, sizeof *sources);
  part *parts = patron__allocate_array(run->context, card->count + 1, sizeof *parts);
  char factor[2 * PATRON__SCORE_NAME + 2], raw[PATRON__NUMBER_TEXT], normalised[PATRON__NUMBER_TEXT], weight[PATRON__NUMBER_TEXT];
  int32_t known = 0;
  patron_status status = sources == NULL || parts == NULL ? patron__memory_status(run->context) : patron__score_sources(&categories->run, card, NULL, sources, &known);
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) read_part(&categories->run, &card->criteria[j], &sources[j], row, &parts[j]);
  if (status == PATRON_OK) weigh_parts(card, parts);
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) {
    const patron__reason reason = {factor, parts[j].known ? "FACTOR" : "UNKNOWN", parts[j].raw, parts[j].normalised, parts[j].weight, NAN, NAN, NAN};
    (void)snprintf(factor, sizeof factor, "%s.%s", card->name, card->criteria[j].name);
    if (!parts[j].known) status = patron__explain_add(explanations, run, customer, "score", &reason, "%s, %s: %s is not known.", card->name, category, card->criteria[j].column);
    else status = patron__explain_add(explanations, run, customer, "score", &reason, "%s, %s: %s is %s, that is %s of 100; it has %s percent of the weight.", card->name, category, card->criteria[j].column,
                                      patron__readable(parts[j].raw, raw), patron__readable(parts[j].normalised, normalised), patron__readable(100 * parts[j].weight, weight));
  }
  patron__release(run->context, sources);
  patron__release(run->context, parts);
  return status;
}

/* What each category adds to the score: its own, by its share of the revenue. Added up in their order, and held at 100, they give the score to the last bit. */
static patron_status explain_categories(const patron__run *run, const patron__score_categories *categories, const patron__score_card *card, int64_t first, int64_t end, double *shares, patron_table *explanations) {
  const patron__column *scores = patron__table_find(categories->run.customers, card->name);
  const int64_t customer = categories->customer[first];
  double sum = 0;
  patron_status status = PATRON_OK;
  patron__score_categories_shares(categories, scores, first, end, shares);
  for (int64_t row = first; row < end && status == PATRON_OK; row++) {
    char text[CATEGORY_TEXT], score[PATRON__NUMBER_TEXT], share[PATRON__NUMBER_TEXT], points[PATRON__NUMBER_TEXT];
    const char *category = category_of(categories, row, text);
    patron__reason reason = {card->name, "CATEGORY", NAN, NAN, shares[row - first], NAN, NAN, NAN};
    if (category == NULL) category = "all categories together";
    if (!patron__column_known(scores, row)) {
      reason.code = "UNKNOWN";
      status = patron__explain_add(explanations, run, customer, "score", &reason, "%s: %s cannot be scored and is left out.", card->name, category);
    } else {
      const double before = sum;
      reason.normalised = patron__column_f64(scores, row);
      reason.contribution = shares[row - first] * reason.normalised;
      sum += reason.contribution;
      if (sum > 100) { reason.contribution = 100 - before; sum = 100; }
      status = patron__explain_add(explanations, run, customer, "score", &reason, "%s: %s is %s of 100; with %s percent of the revenue it contributes %s points.", card->name, category, patron__readable(reason.normalised, score),
                                   patron__readable(100 * reason.weight, share), patron__readable(reason.contribution, points));
    }
    if (status == PATRON_OK) status = explain_category_parts(run, categories, card, category, row, customer, explanations);
  }
  return status;
}

static patron_status explain_by_category(const patron__run *run, const patron__score_cards *cards, const patron__score_card *card, int64_t row, patron_table *explanations) {
  const patron__column *score = patron__table_find(run->customers, card->name);
  patron__reason reason = {card->name, patron__column_known(score, row) ? "SCORE" : "UNKNOWN", NAN, NAN, NAN, NAN, NAN, NAN};
  patron__score_categories categories;
  patron__run aside = *run;
  char text[PATRON__NUMBER_TEXT];
  double *shares = NULL;
  int32_t compares = 0;
  patron_status status;
  for (int32_t i = 0; i < cards->count; i++) compares |= cards->cards[i].table == PATRON__SCORE_CATEGORIES && cards->cards[i].aggregation == PATRON_AGGREGATION_PROMETHEE;
  aside.ids = NULL;
  aside.encoded = NULL;
  aside.notes = NULL;   /* what is missing has been told */
  status = patron__score_categories_begin(&aside, cards, compares ? -1 : row, &categories);
  if (status != PATRON_OK) { patron__run_forget(&aside); return status; }
  status = patron__score_categories_compute(&categories, cards);
  if (status == PATRON_OK) {
    shares = patron__allocate_array(run->context, categories.run.rows + 1, sizeof *shares);
    if (shares == NULL) status = patron__memory_status(run->context);
  }
  if (status == PATRON_OK && reason.code[0] == 'U') status = patron__explain_add(explanations, run, row, "score", &reason, "%s is not known: no category can be scored.", card->name);
  else if (status == PATRON_OK) {
    reason.normalised = patron__column_f64(score, row);
    status = patron__explain_add(explanations, run, row, "score", &reason, "%s is %s of 100, by category.", card->name, patron__readable(reason.normalised, text));
  }
  for (int64_t first = 0, end; first < categories.run.rows && status == PATRON_OK; first = end) {
    end = patron__score_categories_next(&categories, first);
    if (categories.customer[first] == row) status = explain_categories(run, &categories, card, first, end, shares, explanations);
  }
  patron__release(run->context, shares);
  patron__score_categories_end(&categories);
  patron__run_forget(&aside);
  return status;
}

patron_status patron__score_explain_cards(const patron__run *run, const patron__score_cards *cards, int32_t table, int64_t row, patron_table *explanations) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards->cards[cards->order[i]];
    if (card->table == table && patron__table_find(run->customers, card->name) != NULL) status = explain_card(run, card, row, explanations);
  }
  return status;
}

patron_status patron__score_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations) {
  const patron__score_cards *cards = state;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards->cards[cards->order[i]];
    if (patron__table_find(run->customers, card->name) == NULL) continue;
    if (card->table == PATRON__SCORE_CATEGORIES) status = explain_by_category(run, cards, card, row, explanations);
    else status = explain_card(run, card, row, explanations);
  }
  return status;
}
