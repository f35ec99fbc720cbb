/*
 * Aggregations other than the weighted sum, through the pure rules: weighted product, TOPSIS, VIKOR over normalised values, PROMETHEE over raw ones.
 *
 * What they need of all rows (ideal points, the bounds of VIKOR) is fitted and kept in the model, so that one row gets what it got in the batch; PROMETHEE compares the rows of a call with each other
 * and leaves a single row without a score. Scores: 100 times product or closeness, 100 (1 - Q), 50 (1 + phi).
 */
#include <math.h>
#include <string.h>

#include "patron/rules/comparison.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/score.h"
#include "table/settings.h"

/* The columns of a card as the rules take them. */
typedef struct matrix { int32_t n; patron__column **columns; const double **values; const uint8_t **validity; double *weights, *best, *worst; int32_t *directions, *types; double *indifference, *strict; } matrix;

static void matrix_clear(patron_context *context, matrix *m) {
  for (int32_t j = 0; m->columns != NULL && j < m->n; j++) patron__column_drop(m->columns[j]);
  patron__release(context, m->columns);
  patron__release(context, m->values);
  patron__release(context, m->validity);
  patron__release(context, m->weights);
  patron__release(context, m->directions);
}

static patron_status matrix_allocate(patron_context *context, const patron__score_card *card, matrix *m) {
  const int64_t n = card->count;
  memset(m, 0, sizeof *m);
  m->n = card->count;
  m->columns = patron__allocate_array(context, n, sizeof *m->columns);
  m->values = patron__allocate_array(context, n, sizeof *m->values);
  m->validity = patron__allocate_array(context, n, sizeof *m->validity);
  m->weights = patron__allocate_array(context, 5 * n, sizeof *m->weights);
  m->directions = patron__allocate_array(context, 2 * n, sizeof *m->directions);
  if (m->columns == NULL || m->values == NULL || m->validity == NULL || m->weights == NULL || m->directions == NULL) return patron__memory_status(context);
  m->best = m->weights + n, m->worst = m->best + n, m->indifference = m->worst + n, m->strict = m->indifference + n;
  m->types = m->directions + n;
  return PATRON_OK;
}

static double or_zero(double x) { return x == x ? x : 0; }

/* Raw columns for PROMETHEE, else normalised ones. */
static patron_status matrix_read(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, matrix *m) {
  patron__run *run = call->run;
  patron_status status = matrix_allocate(run->context, card, m);
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) {
    const patron__score_criterion *criterion = &card->criteria[j];
    if (card->aggregation == PATRON_AGGREGATION_PROMETHEE) status = patron__score_raw_column(run, card, criterion, &sources[j], criterion->transform & PATRON__TRANSFORM_LOG1P, &m->columns[j]);
    else status = patron__score_normalised_column(call, card, j, &sources[j], &m->columns[j]);
    if (status != PATRON_OK) break;
    m->values[j] = m->columns[j]->values;
    m->validity[j] = m->columns[j]->validity;
    m->weights[j] = criterion->weight;
    m->best[j] = or_zero(criterion->ideal) / 100;
    m->worst[j] = or_zero(criterion->anti_ideal) / 100;
    m->directions[j] = criterion->direction;
    m->types[j] = criterion->preference;
    m->indifference[j] = or_zero(criterion->indifference);
    m->strict[j] = or_zero(criterion->strict);
  }
  if (status != PATRON_OK) matrix_clear(run->context, m);
  return status;
}

static patron_status vikor(const patron__run *run, const patron__score_card *card, const matrix *m, const double *best, const double *worst, const double *bounds, const patron_vikor_columns *out) {
  return patron_aggregate_vikor(m->values, m->validity, m->weights, run->rows, m->n, card->missing, patron__settings_number(run->settings, "score.vikor_v"), best, worst, bounds,
                                patron__context_scratch(run->context), out, NULL);
}

patron_status patron__score_fit_ideal(patron__score_call *call, patron__score_card *card, const patron__score_source *sources) {
  patron__run *run = call->run;
  patron_vikor_columns out = {.struct_size = sizeof out};
  double bounds[4] = {0, 0, 0, 0};
  matrix m;
  patron_status status;
  if (card->aggregation != PATRON_AGGREGATION_TOPSIS && card->aggregation != PATRON_AGGREGATION_VIKOR) return PATRON_OK;
  status = matrix_read(call, card, sources, &m);
  if (status != PATRON_OK) return status;
  for (int32_t j = 0; j < card->count; j++) {
    double least = 0, most = 0;
    (void)patron_value_range(m.values[j], m.validity[j], run->rows, &least, &most);   /* nothing known: 0 and 0, and nobody reads them */
    card->criteria[j].ideal = 100 * most;
    card->criteria[j].anti_ideal = 100 * least;
    m.best[j] = 100 * most / 100;    /* as it will be read from the model: rounding both ways may not give the same double */
    m.worst[j] = 100 * least / 100;
  }
  out.bounds = bounds;
  out.validity = patron__allocate_array(run->context, patron__bitmap_bytes(run->rows) + 1, 1);
  if (out.validity == NULL) status = patron__memory_status(run->context);
  else if (card->aggregation == PATRON_AGGREGATION_VIKOR) status = vikor(run, card, &m, m.best, m.worst, NULL, &out);
  memcpy(card->bounds, bounds, sizeof bounds);
  patron__release(run->context, out.validity);
  matrix_clear(run->context, &m);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(run->context) : status;
}

static void scale(patron__column *score, int64_t rows, double offset, double factor) {
  double *values = score->values;
  for (int64_t row = 0; row < rows; row++) {
    const double value = offset + factor * values[row];
    values[row] = !patron__bit_get(score->validity, row) ? 0 : value > 100 ? 100 : value < 0 ? 0 : value;
  }
}

static patron_status product(const patron__run *run, const patron__score_card *card, const matrix *m, patron__column *score) {
  const double floor = patron__settings_is_set(run->settings, "score.product_floor") ? patron__settings_number(run->settings, "score.product_floor") : 0;
  const patron_status status = patron_aggregate_weighted_product(m->values, m->validity, m->weights, run->rows, m->n, card->missing, floor, patron__context_scratch(run->context), score->values, NULL, score->validity);
  if (status == PATRON_OK) scale(score, run->rows, 0, 100);
  if (status != PATRON_E_RANGE) return status;
  return patron__fail(run->context, status, NULL, "scorecard %s multiplies, and a criterion of value 0 would make the score 0 whatever else is known: set score.product_floor, as 0.01", card->name);
}

static patron_status promethee(patron__run *run, const patron__score_card *card, const matrix *m, patron__column *score) {
  const patron_promethee_preferences preferences = {sizeof preferences, 0, m->types, m->indifference, m->strict};
  const patron_promethee_columns out = {.struct_size = sizeof out, .net = score->values, .validity = score->validity};
  patron_status status;
  if (run->rows < 2) {   /* nobody to compare with */
    memset(score->validity, 0, (size_t)patron__bitmap_bytes(run->rows));
    memset(score->values, 0, (size_t)run->rows * sizeof(double));
    return patron__run_skip(run, "score", card->name);
  }
  status = patron_aggregate_promethee(m->values, m->validity, m->directions, m->weights, &preferences, run->rows, m->n, card->missing, patron__context_scratch(run->context), &out, NULL);
  if (status == PATRON_OK) scale(score, run->rows, 50, 50);
  if (status != PATRON_E_RANGE) return status;
  return patron__fail(run->context, status, NULL, "scorecard %s cannot be compared pair by pair: GAUSSIAN takes at most 20 000 rows and a strict threshold above 0, LEVEL and LINEAR a strict one not below indifference", card->name);
}

patron_status patron__score_aggregate(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, patron__column *score) {
  patron__run *run = call->run;
  const patron_topsis_columns closeness = {.struct_size = sizeof closeness, .score = score->values, .validity = score->validity};
  const patron_vikor_columns compromise = {.struct_size = sizeof compromise, .compromise = score->values, .validity = score->validity};
  matrix m;
  patron_status status;
  if (card->aggregation == PATRON_AGGREGATION_WEIGHTED_SUM) return PATRON_OK;
  status = matrix_read(call, card, sources, &m);
  if (status != PATRON_OK) return status;
  switch (card->aggregation) {
    case PATRON_AGGREGATION_WEIGHTED_PRODUCT: status = product(run, card, &m, score); break;
    case PATRON_AGGREGATION_TOPSIS:
      status = patron_aggregate_topsis(m.values, m.validity, m.weights, run->rows, m.n, card->missing, m.best, m.worst, patron__context_scratch(run->context), &closeness, NULL);
      if (status == PATRON_OK) scale(score, run->rows, 0, 100);
      break;
    case PATRON_AGGREGATION_VIKOR:
      status = vikor(run, card, &m, m.best, m.worst, card->bounds, &compromise);
      if (status == PATRON_OK) scale(score, run->rows, 100, -100);
      break;
    default: status = promethee(run, card, &m, score);
  }
  matrix_clear(run->context, &m);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(run->context) : status;
}
