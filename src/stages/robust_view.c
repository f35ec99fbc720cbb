/* The criteria of a weighted sum as columns, and a row's score as a curve over the weight of one of them. */
#include <string.h>

#include "patron/rules/score.h"
#include "stages/robustness_parts.h"
#include "stages/values.h"

enum { CRITERIA = PATRON__ROBUST_CRITERIA };

typedef patron__robust_view view;

void patron__robust_view_close(patron__run *run, view *v) {
  for (int32_t i = 0; i < v->seen; i++) patron__column_drop(v->columns[i]);
  patron__release(run->context, v->ones);
  patron__release(run->context, v->zeros);
  patron__release(run->context, v->nobody);
}

/* Known values of a normalised column. */
static int64_t known_rows(const patron__column *column) { return column->rows - patron__column_unknown_count(column); }

/* Why there is no view, as a row of `skipped`: the column that would enable it. */
static patron_status skip_view(patron__run *run, const char *column) {
  const patron_status status = patron__run_skip(run, "robustness", column);
  return status == PATRON_OK ? PATRON_UNKNOWN : status;
}

/* The column of a criterion, where somebody knows it; else NULL. */
static patron_status known_column(patron__score_call *call, const patron__score_card *card, int32_t j, const patron__score_source *source, patron__column **out) {
  patron_status status = PATRON_OK;
  *out = NULL;
  if (source->column != NULL) status = patron__score_normalised_column(call, card, j, source, out);
  if (status != PATRON_OK || *out == NULL || known_rows(*out) > 0) return status;
  patron__column_drop(*out);
  *out = NULL;
  return PATRON_OK;
}

static void add_criterion(view *v, int32_t j, patron__column *column, const patron__column *coverage) {
  const int32_t i = v->count++;
  v->index[i] = j;
  v->columns[i] = column;
  v->values[i] = column == NULL ? v->zeros : column->values;
  v->validity[i] = column == NULL ? v->nobody : column->validity;
  v->covered[i] = column == NULL || coverage == NULL ? v->ones : coverage->values;
  v->weights[i] = v->card->criteria[j].weight;
}

/* *missing: the column of the first criterion that nobody knows. */
static patron_status fill_view(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, const char **missing, view *v) {
  int32_t unseen[CRITERIA], count = 0;
  for (int32_t j = 0; j < card->count; j++) {
    patron__column *column;
    if (!(card->criteria[j].weight >= 0)) continue;
    const patron_status status = known_column(call, card, j, &sources[j], &column);
    if (status != PATRON_OK) return status;
    if (column != NULL) { add_criterion(v, j, column, sources[j].coverage); v->seen++; continue; }
    if (*missing == NULL) *missing = card->criteria[j].column;
    if (card->criteria[j].weight > 0) unseen[count++] = j;
  }
  for (int32_t i = 0; i < count; i++) add_criterion(v, unseen[i], NULL, NULL);
  return PATRON_OK;
}

patron_status patron__robust_rows(patron__run *run, double **const *numbers, int32_t number_count, uint8_t **const *bitmaps, int32_t bitmap_count) {
  for (int32_t i = 0; i < number_count; i++)
    if ((*numbers[i] = patron__allocate_array(run->context, run->rows + 1, sizeof **numbers[i])) == NULL) return patron__memory_status(run->context);
  for (int32_t i = 0; i < bitmap_count; i++)
    if ((*bitmaps[i] = patron__allocate_array(run->context, patron__bitmap_bytes(run->rows) + 1, 1)) == NULL) return patron__memory_status(run->context);
  return PATRON_OK;
}

static patron_status start_view(patron__run *run, const patron__score_card *card, view *v) {
  memset(v, 0, sizeof *v);
  v->card = card;
  double **const numbers[] = {&v->ones, &v->zeros};
  uint8_t **const bitmaps[] = {&v->nobody};
  const patron_status status = patron__robust_rows(run, numbers, 2, bitmaps, 1);
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++) v->ones[row] = 1;
  return status;
}

patron_status patron__robust_view_open(patron__run *run, const patron__score_card *card, view *v) {
  patron__score_source sources[CRITERIA];
  patron__score_call call = {run, NULL, 0};
  const char *missing = NULL;
  int32_t known = 0, sets = 0;
  patron_status status;
  if (card->table == PATRON__SCORE_CATEGORIES) return skip_view(run, "scorecards.table");   /* weights act on categories, not on customers */
  if (card->table != PATRON__SCORE_CUSTOMERS || card->count < 2) return PATRON_UNKNOWN;   /* one criterion alone: no weight can change anything */
  if (card->count > CRITERIA) return skip_view(run, "criteria.criterion");
  if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_SUM) return skip_view(run, "scorecards.aggregation");   /* intervals are those of a weighted sum */
  for (int32_t j = 0; j < card->count; j++)
    if (card->criteria[j].peer_set >= sets) sets = card->criteria[j].peer_set + 1;
  status = start_view(run, card, v);
  if (status == PATRON_OK) status = patron__score_call_begin(run, sets, &call);
  if (status == PATRON_OK) status = patron__score_sources(run, card, NULL, sources, &known);
  if (status == PATRON_OK) status = fill_view(&call, card, sources, &missing, v);
  patron__score_call_end(&call);
  if (status == PATRON_OK && v->seen < 2) status = skip_view(run, missing != NULL ? missing : "criteria.weight");
  if (status != PATRON_OK) patron__robust_view_close(run, v);
  return status;
}

patron_status patron__robust_others_create(patron__run *run, patron__robust_others *out) {
  double **const numbers[] = {&out->score, &out->coverage, &out->covered};
  uint8_t **const bitmaps[] = {&out->scored, &out->unused};
  return patron__robust_rows(run, numbers, 3, bitmaps, 2);
}

void patron__robust_others_release(patron__run *run, patron__robust_others *others) {
  patron__release(run->context, others->score);
  patron__release(run->context, others->coverage);
  patron__release(run->context, others->covered);
  patron__release(run->context, others->scored);
  patron__release(run->context, others->unused);
}

double patron__robust_weight(const view *v, int32_t criterion) {
  double total = 0;
  for (int32_t i = 0; i < v->count; i++) total += v->weights[i];
  return v->weights[criterion] / total;
}

patron_status patron__robust_weigh_others(const view *v, int32_t criterion, int64_t rows, patron__robust_others *out) {
  double weights[CRITERIA];
  patron_status status;
  memcpy(weights, v->weights, sizeof weights);
  weights[criterion] = 0;
  status = patron_aggregate_weighted_sum(v->values, v->validity, weights, rows, v->count, v->card->missing, out->score, out->coverage, out->scored);
  if (status == PATRON_OK) status = patron_aggregate_weighted_sum(v->covered, v->validity, weights, rows, v->count, PATRON_MISSING_WORST, out->covered, NULL, out->unused);
  return status == PATRON_E_RANGE ? PATRON_UNKNOWN : status;
}

int32_t patron__robust_curve(const view *v, int32_t criterion, const patron__robust_others *others, int64_t row, patron__curve *out) {
  const int32_t own = patron__column_known(v->columns[criterion], row), rest = patron__bit_get(others->scored, row), missing = v->card->missing;
  const int32_t filled = missing == PATRON_MISSING_NEUTRAL || missing == PATRON_MISSING_WORST;
  const double instead = missing == PATRON_MISSING_NEUTRAL ? 0.5 : 0;
  *out = (patron__curve){0, 0, 1, 1};
  if (missing == PATRON_MISSING_FAIL ? !own || !rest : !own && !rest) return 0;
  *out = patron__curve_of(own ? v->values[criterion][row] : instead, rest ? others->score[row] : instead, own || filled, filled ? 1 : rest ? others->coverage[row] : 0);
  return 1;
}
