/*
 * How the score of a nested scorecard reaches another: all cards between are computed by the stage's own code with that score, and its coverage, at 0 and at all.
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
  int32_t from, to;                 /* cards: the one whose weights move, and the one that is asked for */
  uint8_t *wanted;                  /* per card: that of `to` follows its score */
  uint8_t *moves;                   /* per card: wanted, and its score follows that of `from` */
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

static int32_t reads(const patron__score_criterion *criterion, const uint8_t *cards) { return criterion->card >= 0 && cards[criterion->card] && criterion->weight > 0; }

static int32_t reads_card(const patron__score_card *card, int32_t index) {
  for (int32_t j = 0; j < card->count; j++)
    if (card->criteria[j].card == index && card->criteria[j].weight > 0) return 1;
  return 0;
}

/* Marks the cards on the way. */
static void mark(path *p) {
  const patron__score_cards *cards = p->cards;
  p->moves[p->from] = 1;
  for (int32_t i = 0; i < cards->count; i++)
    for (int32_t k = 0; k < i; k++)
      if (p->moves[cards->order[k]] && reads_card(&cards->cards[cards->order[i]], cards->order[k])) p->moves[cards->order[i]] = 1;
  for (int32_t i = cards->count - 1; i >= 0; i--) {   /* who reads a card stands after it in the order */
    const int32_t index = cards->order[i];
    int32_t wanted = index == p->to;
    for (int32_t k = 0; k < cards->count && !wanted; k++) wanted = p->wanted[k] && reads_card(&cards->cards[k], index);
    p->wanted[index] = (uint8_t)wanted;
  }
  for (int32_t i = 0; i < cards->count; i++) p->moves[i] = p->moves[i] && p->wanted[i];
}

/* PATRON_UNKNOWN: the weights of `from` do not reach `to`, or (`skipped` says so) on no straight line. */
static patron_status check_way(path *p) {
  const char *crooked = NULL;
  mark(p);
  if (!p->moves[p->from]) return PATRON_UNKNOWN;
  for (int32_t i = 0; i < p->cards->count; i++) {
    const patron__score_card *card = &p->cards->cards[i];
    for (int32_t j = 0; j < card->count && p->moves[i]; j++) {
      if (!reads(&card->criteria[j], p->moves)) continue;
      if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_SUM) crooked = "scorecards.aggregation";
      else if (!takes_straight(&card->criteria[j])) crooked = "criteria.normaliser";
    }
  }
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

/* Score and coverage of `to` where `from` scores `score`, covered to that part, for everybody; NaN: has no score. */
static patron_status follow(path *p, patron__score_call *call, double score, double *out, double *covered, uint8_t *validity) {
  patron_status status = PATRON_OK;
  find_columns(p);
  for (int32_t i = 0; i < p->cards->count && status == PATRON_OK; i++) {
    const int32_t index = p->cards->order[i];
    if (!p->moves[index]) continue;
    status = new_column(p, &p->nested[index].score);
    if (status == PATRON_OK) status = new_column(p, &p->nested[index].coverage);
    if (status == PATRON_OK && index != p->from) status = compute(p, call, index);
    for (int64_t row = 0; status == PATRON_OK && index == p->from && score == score && row < p->run->rows; row++) {
      patron__put_f64(p->nested[index].score, row, score);
      patron__put_f64(p->nested[index].coverage, row, score / 100);
    }
  }
  if (status == PATRON_OK) {
    memcpy(out, p->nested[p->to].score->values, (size_t)p->run->rows * sizeof *out);
    memcpy(covered, p->nested[p->to].coverage->values, (size_t)p->run->rows * sizeof *covered);
    memcpy(validity, p->nested[p->to].score->validity, (size_t)patron__bitmap_bytes(p->run->rows));
  }
  drop_columns(p);
  return status;
}

patron_status patron__robust_way_create(patron__run *run, patron__robust_way *way) {
  double **const numbers[] = {&way->base, &way->slope, &way->without, &way->cover, &way->cover_slope, &way->cover_without};
  uint8_t **const bitmaps[] = {&way->known, &way->known_without};
  return patron__robust_rows(run, numbers, 6, bitmaps, 2);
}

void patron__robust_way_release(patron__run *run, patron__robust_way *way) {
  void *const all[] = {way->base, way->slope, way->without, way->cover, way->cover_slope, way->cover_without, way->known, way->known_without};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) patron__release(run->context, all[i]);
}

patron_status patron__robust_path(patron__run *run, const patron__score_cards *cards, int32_t from, int32_t to, const patron__robust_way *out) {
  path p = {run, cards, from, to, NULL, NULL, NULL};
  patron__score_call call = {run, NULL, 0};
  patron_status status;
  if (to < 0 || patron__table_find(run->customers, cards->cards[to].name) == NULL) return PATRON_UNKNOWN;
  p.moves = patron__allocate_array(run->context, cards->count + 1, sizeof *p.moves);
  p.wanted = patron__allocate_array(run->context, cards->count + 1, sizeof *p.wanted);
  p.nested = patron__allocate_array(run->context, cards->count + 1, sizeof *p.nested);
  status = p.moves == NULL || p.wanted == NULL || p.nested == NULL ? patron__memory_status(run->context) : check_way(&p);
  if (status == PATRON_OK) status = patron__score_call_begin(run, cards->peer_sets, &call);
  if (status == PATRON_OK) status = follow(&p, &call, NAN, out->without, out->cover_without, out->known_without);
  if (status == PATRON_OK) status = follow(&p, &call, 0, out->base, out->cover, out->known);
  if (status == PATRON_OK) status = follow(&p, &call, 100, out->slope, out->cover_slope, out->known);
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++) {
    out->slope[row] -= out->base[row];
    out->cover_slope[row] -= out->cover[row];
  }
  patron__score_call_end(&call);
  patron__release(run->context, p.moves);
  patron__release(run->context, p.wanted);
  patron__release(run->context, p.nested);
  return status;
}
