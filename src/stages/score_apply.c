/*
 * A card over rows: weighted sum of normalised values with coverage.
 *
 *   effective weight of a known criterion  e_i = w_i / sum of the weights of the known criteria, added in the order of the rules
 *   score = sum of e_i * v_i, added in that order; coverage = sum of w_i * c_i over the known / sum of all w_i, with c_i the coverage of a nested score, else 1
 *
 * The contributions that an explanation prints are these products, so adding them up in their order gives the score to the last bit.
 * Usage is a million rows at once or one row on save: blocks of rows stay in the first cache, nothing is allocated per row, and a row's result does not depend on its block.
 */
#include <string.h>

#include "patron/rules/score.h"
#include "rules/points.h"
#include "stages/score.h"

enum { ROWS_PER_JOB = 16 * PATRON__SCORE_BLOCK };

typedef struct work {
  const patron__score_card *card;
  const patron__score_source *sources;
  int32_t *const *groups;      /* per criterion, an entry per row; NULL: one group */
  int64_t rows;
  double *score, *coverage;
  uint8_t *validity;           /* of the score: a job's rows start at a multiple of 8 */
  int64_t *refused;            /* per job: the first row with a value that a transform cannot take, and its criterion; -1 none */
  int32_t *refused_by;
} work;

/* One line, which is what LINEAR has: without branches. The same bits as patron__points_value. */
static void normalise_line(const double from[2], const double score[2], int64_t count, const double *values, double *out) {
  const double start = from[0] * 0.5, width = from[1] * 0.5 - from[0] * 0.5, rise = score[1] - score[0];
  for (int64_t i = 0; i < count; i++) {
    const double inside = score[0] + (values[i] * 0.5 - start) / width * rise;
    out[i] = values[i] <= from[0] ? score[0] : values[i] >= from[1] ? score[1] : inside;
  }
}

/* Up to eight rows, each on the points of its group. Side by side where all lists are of one length, as grids mostly are. */
static void normalise_lanes(const patron__score_points *points, const int32_t *row_group, int64_t count, const double *values, uint8_t *known, double *out) {
  const double *from[PATRON__POINTS_LANES], *score[PATRON__POINTS_LANES];
  int32_t sizes[PATRON__POINTS_LANES], together = count == PATRON__POINTS_LANES;
  for (int64_t l = 0; l < count; l++) {
    const int32_t group = row_group == NULL ? 0 : row_group[l];
    const int64_t first = group < 0 ? 0 : points->first[group], size = group < 0 ? 0 : points->first[group + 1] - first;
    from[l] = size > 0 ? points->from + first : NULL;
    score[l] = size > 0 ? points->score + first : NULL;
    sizes[l] = (int32_t)size;
    if (size == 0) known[l] = 0;
    together = together && size > 0 && size == sizes[0];
  }
  if (together) patron__points_lanes(from, score, sizes[0], values, out);   /* unknown values are 0, and so is their score */
  for (int64_t l = 0; l < count; l++) out[l] = !known[l] ? 0 : together ? out[l] : patron__points_value(from[l], score[l], sizes[l], values[l]);
}

void patron__score_normalise(const patron__score_points *points, const int32_t *row_group, int64_t count, const double *values, uint8_t *known, double *out) {
  if (points->first == NULL) { memset(known, 0, (size_t)count); return; }
  if (row_group == NULL && points->first[1] == 2 && points->from[0] < points->from[1]) { normalise_line(points->from, points->score, count, values, out); return; }
  for (int64_t at = 0; at < count; at += PATRON__POINTS_LANES) normalise_lanes(points, row_group == NULL ? NULL : row_group + at, count - at < PATRON__POINTS_LANES ? count - at : PATRON__POINTS_LANES, values + at, known + at, out + at);
}

/* Whether a criterion has a normalised value, without computing it: known, and the peer group has points. */
static void normalised_known(const work *w, int32_t j, int64_t first, int64_t count, uint8_t *known) {
  const patron__score_points *points = &w->card->criteria[j].points;
  const int32_t *row_group = w->groups[j];
  if (points->first == NULL) { memset(known, 0, (size_t)count); return; }
  patron__score_known(&w->sources[j], first, count, known);
  if (row_group == NULL) {
    if (points->first[1] == 0) memset(known, 0, (size_t)count);
    return;
  }
  for (int64_t i = 0; i < count; i++) {
    const int32_t group = row_group[first + i];
    known[i] = (uint8_t)(known[i] && group >= 0 && points->first[group + 1] > points->first[group]);
  }
}

/* Sum of the weights that count in a row (`total`), sum of those that are known with their coverage (`covered`), and whether anything is known at all. */
static void weigh_block(const work *w, int64_t first, int64_t count, double *total, double *covered, uint8_t *any, uint8_t *complete) {
  const int32_t filled = w->card->missing == PATRON_MISSING_NEUTRAL || w->card->missing == PATRON_MISSING_WORST;
  uint8_t known[PATRON__SCORE_BLOCK];
  for (int64_t i = 0; i < count; i++) total[i] = covered[i] = 0, any[i] = 0, complete[i] = 1;
  for (int32_t j = 0; j < w->card->count; j++) {
    const double weight = w->card->criteria[j].weight;
    const patron__column *coverage = w->sources[j].coverage;
    if (!(weight > 0)) continue;   /* a weight of 0 changes nothing, known or not */
    normalised_known(w, j, first, count, known);
    for (int64_t i = 0; i < count; i++) {
      const double part = known[i] ? weight : 0;
      total[i] += filled ? weight : part;
      any[i] |= known[i];
      complete[i] &= known[i];
      covered[i] += coverage == NULL ? part : known[i] ? weight * patron__column_f64(coverage, first + i) : 0;
    }
  }
}

static double sum_of_weights(const patron__score_card *card) {
  double sum = 0;
  for (int32_t j = 0; j < card->count; j++) sum += card->criteria[j].weight > 0 ? card->criteria[j].weight : 0;
  return sum;
}

/* Adds the contributions of one criterion. The first refused row of the block, -1: none. */
static int64_t add_contributions(const work *w, int32_t j, int64_t first, int64_t count, const double *total, double *score) {
  const patron__score_criterion *criterion = &w->card->criteria[j];
  const double weight = criterion->weight, instead = w->card->missing == PATRON_MISSING_NEUTRAL ? 50 : 0;
  double values[PATRON__SCORE_BLOCK], normalised[PATRON__SCORE_BLOCK];
  uint8_t known[PATRON__SCORE_BLOCK];
  int64_t refused;
  patron__score_known(&w->sources[j], first, count, known);
  patron__score_raw(&w->sources[j], first, count, known, values);
  refused = patron__score_transform(criterion->transform, count, known, values);
  if (refused >= 0) return refused;
  patron__score_normalise(&criterion->points, w->groups[j] == NULL ? NULL : w->groups[j] + first, count, values, known, normalised);
  for (int64_t i = 0; i < count; i++) {
    const double effective = total[i] > 0 ? weight / total[i] : 0;
    score[i] += effective * (known[i] ? normalised[i] : instead);   /* where unknown weights do not count, `instead` is 0 */
  }
  return -1;
}

static void score_block(const work *w, int64_t job, int64_t first, int64_t count) {
  double total[PATRON__SCORE_BLOCK], covered[PATRON__SCORE_BLOCK];
  uint8_t any[PATRON__SCORE_BLOCK], complete[PATRON__SCORE_BLOCK];
  const double all = sum_of_weights(w->card);
  double *score = w->score + first;
  weigh_block(w, first, count, total, covered, any, complete);
  for (int32_t j = 0; j < w->card->count; j++) {
    int64_t refused;
    if (!(w->card->criteria[j].weight > 0)) continue;
    refused = add_contributions(w, j, first, count, total, score);
    if (refused < 0 || w->refused[job] >= 0) continue;
    w->refused[job] = first + refused;
    w->refused_by[job] = j;
  }
  for (int64_t i = 0; i < count; i++) {
    const int32_t scored = any[i] && (complete[i] || w->card->missing != PATRON_MISSING_FAIL);
    score[i] = !scored ? 0 : score[i] > 100 ? 100 : score[i];   /* rounding can put a sum of 100s a bit above */
    w->coverage[first + i] = all > 0 ? covered[i] / all : 0;
    if (scored) patron__bit_set(w->validity, first + i);
  }
}

static void run_job(void *argument, int64_t job) {
  const work *w = argument;
  const int64_t end = (job + 1) * ROWS_PER_JOB < w->rows ? (job + 1) * ROWS_PER_JOB : w->rows;
  for (int64_t first = job * ROWS_PER_JOB; first < end; first += PATRON__SCORE_BLOCK) score_block(w, job, first, end - first < PATRON__SCORE_BLOCK ? end - first : PATRON__SCORE_BLOCK);
}

static patron_status report_refused(const patron__run *run, const work *w, int64_t jobs) {
  for (int64_t job = 0; job < jobs; job++) {
    double value;
    const uint8_t known = 1;
    if (w->refused[job] < 0) continue;
    patron__score_raw(&w->sources[w->refused_by[job]], w->refused[job], 1, &known, &value);
    return patron__score_refuse_value(run, w->card, &w->card->criteria[w->refused_by[job]], w->refused[job], value);
  }
  return PATRON_OK;
}

/* The peer groups of all rows, for the criteria that have some. */
static patron_status match_groups(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, int32_t **groups) {
  patron__run *run = call->run;
  for (int32_t j = 0; j < card->count; j++) {
    const patron__score_points *points = &card->criteria[j].points;
    const int32_t set = card->criteria[j].peer_set;
    patron_status status = PATRON_OK;
    if (set < 0 || points->first == NULL || points->peers.by_count == 0 || sources[j].column == NULL) continue;
    if (call->row_group[set] == NULL) {
      call->row_group[set] = patron__allocate(run->context, (uint64_t)run->rows * sizeof(int32_t));
      if (call->row_group[set] == NULL) return patron__memory_status(run->context);
      status = patron__groups_match(run, &points->peers, "", "", call->row_group[set]);
    }
    if (status != PATRON_OK) return status;
    groups[j] = call->row_group[set];
  }
  return PATRON_OK;
}

patron_status patron__score_call_begin(patron__run *run, int32_t peer_sets, patron__score_call *out) {
  out->run = run;
  out->peer_sets = peer_sets;
  out->row_group = patron__allocate_array(run->context, (int64_t)peer_sets + 1, sizeof *out->row_group);
  return out->row_group == NULL ? patron__memory_status(run->context) : PATRON_OK;
}

void patron__score_call_end(patron__score_call *call) {
  for (int32_t set = 0; call->row_group != NULL && set < call->peer_sets; set++) patron__release(call->run->context, call->row_group[set]);
  patron__release(call->run->context, call->row_group);
  call->row_group = NULL;
}

patron_status patron__score_compute(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, patron__column *score, patron__column *coverage) {
  patron__run *run = call->run;
  const int64_t jobs = (run->rows + ROWS_PER_JOB - 1) / ROWS_PER_JOB;
  int32_t **groups = patron__allocate_array(run->context, card->count + 1, sizeof *groups);
  int64_t *refused = patron__allocate_array(run->context, jobs + 1, sizeof *refused);
  int32_t *refused_by = patron__allocate_array(run->context, jobs + 1, sizeof *refused_by);
  work w = {card, sources, groups, run->rows, score->values, coverage->values, score->validity, refused, refused_by};
  patron_status status;
  if (groups == NULL || refused == NULL || refused_by == NULL) { status = patron__memory_status(run->context); goto done; }
  for (int64_t job = 0; job < jobs; job++) refused[job] = -1;
  status = match_groups(call, card, sources, groups);
  if (status != PATRON_OK) goto done;
  patron__run_jobs(run->threads, jobs, run_job, &w);
  status = report_refused(run, &w, jobs);
done:
  patron__release(run->context, groups);
  patron__release(run->context, refused);
  patron__release(run->context, refused_by);
  return status;
}
