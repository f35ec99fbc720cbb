/*
 * How the score of a nested scorecard reaches winnability: all cards between are computed by the stage's own code with that score at 0 and at 100.
 *
 * Weighted sums of it are straight lines, as long as each criterion on the way takes it on one line from 0 to 100.
 */
#include <math.h>
#include <string.h>

#include "patron/rules/score.h"
#include "stages/robustness_parts.h"
#include "stages/values.h"

typedef struct path {
  patron__run *run;
  const patron__score_cards *cards;
  int32_t from, to;                 /* cards: the one whose weights move, and winnability */
  uint8_t *moves;                   /* per card: its score follows that of `from` */
  patron__score_nested *nested;     /* per card: columns of the run's, or of the path's where it moves */
} path;

static int32_t takes_straight(const patron__score_criterion *criterion) {
  const patron__score_points *points = &criterion->points;
  for (int32_t g = 0; points->first != NULL && g < points->peers.count; g++) {
    const int64_t at = points->first[g], size = points->first[g + 1] - at;
    if (size != 0 && (size != 2 || points->from[at] > 0 || points->from[at + 1] < 100)) return 0;
  }
  return criterion->transform == 0;
}

static int32_t reads_moving(const path *p, const patron__score_criterion *criterion) { return criterion->card >= 0 && p->moves[criterion->card] && criterion->weight > 0; }

/* Marks what moves; PATRON_UNKNOWN: winnability does not, or not on straight lines. */
static patron_status mark(path *p) {
  const patron__score_cards *cards = p->cards;
  const char *crooked = NULL;
  p->moves[p->from] = 1;
  for (int32_t i = 0; i < cards->count; i++) {
    const patron__score_card *card = &cards->cards[cards->order[i]];
    for (int32_t j = 0; j < card->count; j++) {
      if (!reads_moving(p, &card->criteria[j])) continue;
      p->moves[cards->order[i]] = 1;
      if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_SUM) crooked = "scorecards.aggregation";
      else if (!takes_straight(&card->criteria[j])) crooked = "criteria.normaliser";
    }
  }
  if (!p->moves[p->to]) return PATRON_UNKNOWN;
  if (crooked == NULL) return PATRON_OK;
  const patron_status status = patron__run_skip(p->run, "robustness", crooked);
  return status == PATRON_OK ? PATRON_UNKNOWN : status;
}

static patron_status new_column(const path *p, patron__column **out) {
  patron_status status = patron__column_create(p->run->context, PATRON_NUMBER, p->run->rows, out);
  if (status == PATRON_OK) status = patron__column_need_validity(*out);
  if (status == PATRON_OK) memset((*out)->validity, 0, (size_t)patron__bitmap_bytes(p->run->rows));
  return status;
}

static patron_status compute(path *p, patron__score_call *call, int32_t index) {
  const patron__score_card *card = &p->cards->cards[index];
  patron__score_source *sources = patron__allocate_array(p->run->context, card->count + 1, sizeof *sources);
  int32_t known;
  patron_status status = sources == NULL ? patron__memory_status(p->run->context) : patron__score_sources(p->run, card, p->nested, sources, &known);
  if (status == PATRON_OK) status = patron__score_compute(call, card, sources, p->nested[index].score, p->nested[index].coverage);
  patron__release(p->run->context, sources);
  return status;
}

static void find_columns(path *p) {
  for (int32_t i = 0; i < p->cards->count; i++) {
    char name[PATRON__SCORE_COLUMN];
    p->nested[i].score = p->moves[i] ? NULL : patron__table_find(p->run->customers, p->cards->cards[i].name);
    p->nested[i].coverage = p->moves[i] ? NULL : patron__table_find(p->run->customers, patron__score_column(p->cards->cards[i].name, "_coverage", name));
  }
}

static void drop_columns(path *p) {
  for (int32_t i = 0; i < p->cards->count; i++) {
    if (!p->moves[i]) continue;
    patron__column_drop(p->nested[i].score);
    patron__column_drop(p->nested[i].coverage);
  }
}

/* Winnability where `from` scores `score` for everybody; NaN: has no score. */
static patron_status follow(path *p, patron__score_call *call, double score, double *out, uint8_t *validity) {
  patron_status status = PATRON_OK;
  find_columns(p);
  for (int32_t i = 0; i < p->cards->count && status == PATRON_OK; i++) {
    const int32_t index = p->cards->order[i];
    if (!p->moves[index]) continue;
    status = new_column(p, &p->nested[index].score);
    if (status == PATRON_OK) status = new_column(p, &p->nested[index].coverage);
    if (status == PATRON_OK && index != p->from) status = compute(p, call, index);
    for (int64_t row = 0; status == PATRON_OK && index == p->from && score == score && row < p->run->rows; row++) patron__put_f64(p->nested[index].score, row, score);
  }
  if (status == PATRON_OK) {
    memcpy(out, p->nested[p->to].score->values, (size_t)p->run->rows * sizeof *out);
    memcpy(validity, p->nested[p->to].score->validity, (size_t)patron__bitmap_bytes(p->run->rows));
  }
  drop_columns(p);
  return status;
}

patron_status patron__robust_path(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_way *out) {
  path p = {run, cards, card, patron__score_cards_find(cards, "winnability"), NULL, NULL};
  patron__score_call call = {run, NULL, 0};
  patron_status status;
  if (p.to < 0 || patron__table_find(run->customers, "winnability") == NULL) return PATRON_UNKNOWN;
  p.moves = patron__allocate_array(run->context, cards->count + 1, sizeof *p.moves);
  p.nested = patron__allocate_array(run->context, cards->count + 1, sizeof *p.nested);
  status = p.moves == NULL || p.nested == NULL ? patron__memory_status(run->context) : mark(&p);
  if (status == PATRON_OK) status = patron__score_call_begin(run, cards->peer_sets, &call);
  if (status == PATRON_OK) status = follow(&p, &call, NAN, out->without, out->known_without);
  if (status == PATRON_OK) status = follow(&p, &call, 0, out->base, out->known);
  if (status == PATRON_OK) status = follow(&p, &call, 100, out->slope, out->known);
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++) out->slope[row] -= out->base[row];
  patron__score_call_end(&call);
  patron__release(run->context, p.moves);
  patron__release(run->context, p.nested);
  return status;
}
