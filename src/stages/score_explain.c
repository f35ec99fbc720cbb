/*
 * Why a customer has its scores: a row for the score itself (factor: the scorecard), then a row per criterion (factor: <scorecard>.<criterion>) in the order of the rules.
 * Added up in that order the contributions of a weighted sum give the score to the last bit; other aggregations have no parts that add up, and say so.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/score.h"
#include "stages/score.h"

/* Two decimals are enough to read; the numbers stand beside the sentence. */
static const char *readable(double value, char out[PATRON__NUMBER_TEXT]) {
  (void)patron__format_f64(fabs(value) < 1e12 ? floor(value * 100 + 0.5) / 100 : value, out);
  return out;
}

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

static patron_status explain_part(const patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, const part *p, int64_t row, patron_table *explanations) {
  char factor[2 * PATRON__SCORE_NAME + 2], raw[PATRON__NUMBER_TEXT], normalised[PATRON__NUMBER_TEXT], weight[PATRON__NUMBER_TEXT], contribution[PATRON__NUMBER_TEXT];
  const char *judged = criterion->subjective ? " (a judgement, not a measurement)" : "";
  const size_t len = strlen(card->name);
  const patron__reason reason = {factor, p->known ? (criterion->subjective ? "SUBJECTIVE" : "FACTOR") : "UNKNOWN", p->raw, p->normalised, p->weight, card->aggregation == PATRON_AGGREGATION_WEIGHTED_SUM ? p->contribution : NAN, NAN, NAN};
  memcpy(factor, card->name, len);
  factor[len] = '.';
  memcpy(factor + len + 1, criterion->name, strlen(criterion->name) + 1);
  if (!p->known && p->weight > 0)
    return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is not known and counts as %s of 100.", card->name, criterion->column, readable(p->normalised, normalised));
  if (!p->known) return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is not known and is left out.", card->name, criterion->column);
  if (card->aggregation == PATRON_AGGREGATION_PROMETHEE)
    return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is %s, compared with every other customer; it has %s percent of the weight%s.", card->name, criterion->column, readable(p->raw, raw), readable(100 * p->weight, weight), judged);
  if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_SUM)
    return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is %s, that is %s of 100; it has %s percent of the weight (this aggregation has no parts that add up)%s.", card->name, criterion->column,
                               readable(p->raw, raw), readable(p->normalised, normalised), readable(100 * p->weight, weight), judged);
  return patron__explain_add(explanations, run, row, "score", &reason, "%s: %s is %s, that is %s of 100; with %s percent of the weight it contributes %s points%s.", card->name, criterion->column,
                             readable(p->raw, raw), readable(p->normalised, normalised), readable(100 * p->weight, weight), readable(p->contribution, contribution), judged);
}

static patron_status explain_card(const patron__run *run, const patron__score_card *card, int64_t row, patron_table *explanations) {
  const patron__column *score = patron__table_find(run->customers, card->name);
  patron__score_source *sources = patron__allocate_array(run->context, card->count + 1, sizeof *sources);
  part *parts = patron__allocate_array(run->context, card->count + 1, sizeof *parts);
  patron__reason reason = {card->name, "SCORE", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT];
  int32_t known = 0;
  patron_status status;
  if (sources == NULL || parts == NULL) { status = patron__memory_status(run->context); goto done; }
  status = patron__score_sources(run, card, NULL, sources, &known);
  if (status != PATRON_OK) goto done;
  for (int32_t j = 0; j < card->count; j++) read_part(run, &card->criteria[j], &sources[j], row, &parts[j]);
  weigh_parts(card, parts);
  if (patron__column_known(score, row)) {
    reason.normalised = patron__column_f64(score, row);
    status = patron__explain_add(explanations, run, row, "score", &reason, "%s is %s of 100.", card->name, readable(reason.normalised, text));
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

patron_status patron__score_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations) {
  const patron__score_cards *cards = state;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards->cards[cards->order[i]];
    if (patron__table_find(run->customers, card->name) != NULL) status = explain_card(run, card, row, explanations);
  }
  return status;
}
