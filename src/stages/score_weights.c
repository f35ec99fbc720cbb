/*
 * Weights of a card by its method: given or ranked in the rules, from comparisons, from the data, or of a plug-in; their sum is 1.
 *
 * Methods that read the data see the criteria as they are scored: after the logarithm, and where only the normalised values say what is better (a target, a guide, a plug-in's points) those.
 * A criterion without a column tells nobody apart and weighs 0.
 */
#include <math.h>
#include <string.h>

#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/score.h"
#include "table/settings.h"

int32_t patron__score_weights_need_rows(const patron__score_card *card) {
  return card->weighting == PATRON__SCORE_PLUGIN || card->weighting >= PATRON_WEIGHTING_ENTROPY;
}

/* What one method is given and answers. */
typedef struct weighing { patron__score_call *call; patron__run *run; patron__score_card *card; const patron__score_source *sources; double *weights; char *warnings; double *consistency; } weighing;

static patron_status by_rank(const weighing *w) {
  double *ranks = patron__allocate_array(w->run->context, w->card->count, sizeof *ranks);
  patron_status status;
  if (ranks == NULL) return patron__memory_status(w->run->context);
  for (int32_t j = 0; j < w->card->count; j++) ranks[j] = w->card->criteria[j].rank;
  status = patron_weights_rank(w->card->weighting, ranks, w->card->count, w->weights);
  patron__release(w->run->context, ranks);
  return status;
}

static patron_status direct(const weighing *w) {
  for (int32_t j = 0; j < w->card->count; j++) w->weights[j] = w->card->criteria[j].given_weight;
  return patron_weights_direct(w->weights, w->card->count, w->weights);
}

/* Codes of what a method warns of go to the first criterion; a criterion that weighs nothing is told itself. */
static void tell(const weighing *w, uint32_t warnings) {
  if (warnings & PATRON_WARNING_DEGENERATE_ALL) patron__score_add_warning(w->warnings, "DEGENERATE_ALL");
  if (warnings & PATRON_WARNING_SINGLE_ALTERNATIVE) patron__score_add_warning(w->warnings, "SINGLE_ALTERNATIVE");
  if (warnings & PATRON_WARNING_NO_RANDOM_INDEX) patron__score_add_warning(w->warnings, "NO_RANDOM_INDEX");
  if (warnings & PATRON_WARNING_NO_CONFLICT) patron__score_add_warning(w->warnings, "NO_CONFLICT");
  for (int32_t j = 0; (warnings & PATRON_WARNING_DEGENERATE_CRITERION) && j < w->card->count; j++)
    if (w->weights[j] == 0) patron__score_add_warning(w->warnings + j * PATRON__SCORE_WARNING, "DEGENERATE_CRITERION");
}

static patron_status by_comparisons(const weighing *w) {
  patron__score_sink sink = {w->run->context, NULL, PATRON_E_RANGE, 0};
  uint32_t warnings = 0;
  const patron_status status = patron__score_weigh_comparisons(w->run->rules, w->card, &sink, w->weights, w->consistency, &warnings);
  if (status != PATRON_OK) return status;
  tell(w, warnings);
  if (w->card->weighting != PATRON_WEIGHTING_BEST_WORST && *w->consistency > patron__settings_number(w->run->settings, "score.ahp_warning")) patron__score_add_warning(w->warnings, "INCONSISTENT");
  return PATRON_OK;
}

/* The column by which the data judges a criterion, and whether low values are good in it. */
static patron_status data_column(const weighing *w, int32_t j, patron__column **out, int32_t *direction) {
  const patron__score_criterion *criterion = &w->card->criteria[j];
  const int32_t shaped = criterion->direction == PATRON_DIRECTION_TARGET || criterion->normaliser == PATRON_NORMALISER_PIECEWISE || criterion->normaliser == PATRON_NORMALISER_STEP || criterion->normaliser == PATRON__SCORE_PLUGIN;
  *direction = shaped ? PATRON_DIRECTION_HIGHER : criterion->direction;
  if (shaped) return patron__score_normalised_column(w->call, w->card, j, &w->sources[j], out);
  return patron__score_raw_column(w->run, w->card, criterion, &w->sources[j], criterion->transform & PATRON__TRANSFORM_LOG1P, out);
}

static patron_status call_data_method(const weighing *w, const double *const *values, const uint8_t *const *validity, const int32_t *directions, int32_t n, double *weights, uint32_t *warnings) {
  const patron_allocator *scratch = patron__context_scratch(w->run->context);
  if (w->card->weighting == PATRON_WEIGHTING_ENTROPY) return patron_weights_entropy(values, validity, directions, w->run->rows, n, scratch, weights, warnings);
  if (w->card->weighting == PATRON_WEIGHTING_CRITIC) return patron_weights_critic(values, validity, directions, w->run->rows, n, PATRON_CORRELATION_PEARSON, scratch, weights, warnings);
  return patron_weights_deviation(values, validity, directions, w->run->rows, n, scratch, weights, warnings);
}

/* The columns that are there, one behind the other. */
typedef struct data { patron__column **columns; const double **values; const uint8_t **validity; int32_t *directions; double *weights; int32_t n; } data;

static patron_status read_data(const weighing *w, data *d) {
  patron_context *context = w->run->context;
  const int64_t n = w->card->count;
  d->columns = patron__allocate_array(context, n, sizeof *d->columns);
  d->values = patron__allocate_array(context, n, sizeof *d->values);
  d->validity = patron__allocate_array(context, n, sizeof *d->validity);
  d->directions = patron__allocate_array(context, n, sizeof *d->directions);
  d->weights = patron__allocate_array(context, n, sizeof *d->weights);
  if (d->columns == NULL || d->values == NULL || d->validity == NULL || d->directions == NULL || d->weights == NULL) return patron__memory_status(context);
  for (int32_t j = 0; j < w->card->count; j++) {
    patron_status status;
    if (w->sources[j].column == NULL) continue;
    status = data_column(w, j, &d->columns[d->n], &d->directions[d->n]);
    if (status != PATRON_OK) return status;
    d->values[d->n] = d->columns[d->n]->values;
    d->validity[d->n] = d->columns[d->n]->validity;
    d->n++;
  }
  return PATRON_OK;
}

static patron_status by_data(const weighing *w) {
  data d = {NULL, NULL, NULL, NULL, NULL, 0};
  uint32_t warnings = 0;
  int32_t at = 0;
  patron_status status = read_data(w, &d);
  if (status == PATRON_OK) status = call_data_method(w, d.values, d.validity, d.directions, d.n, d.weights, &warnings);
  if (status == PATRON_OK) {
    for (int32_t j = 0; j < w->card->count; j++) w->weights[j] = w->sources[j].column == NULL ? 0 : d.weights[at++];
    tell(w, warnings);
  }
  for (int32_t j = 0; d.columns != NULL && j < d.n; j++) patron__column_drop(d.columns[j]);
  patron__release(w->run->context, d.columns);
  patron__release(w->run->context, d.values);
  patron__release(w->run->context, d.validity);
  patron__release(w->run->context, d.directions);
  patron__release(w->run->context, d.weights);
  if (status == PATRON_E_RANGE && w->card->weighting == PATRON_WEIGHTING_ENTROPY)
    return patron__fail(w->run->context, status, NULL, "weighting ENTROPY of scorecard %s needs values of 0 or more in every criterion: use CRITIC, which takes any", w->card->name);
  return status;
}

static patron_status weigh(const weighing *w) {
  switch (w->card->weighting) {
    case PATRON__SCORE_PLUGIN: return patron__score_plugin_weights(w->call, w->card, w->sources, w->weights);
    case PATRON_WEIGHTING_DIRECT: return direct(w);
    case PATRON_WEIGHTING_EQUAL: return patron_weights_equal(w->card->count, w->weights);
    case PATRON_WEIGHTING_RANK_ORDER_CENTROID: case PATRON_WEIGHTING_RANK_SUM: case PATRON_WEIGHTING_RANK_RECIPROCAL: return by_rank(w);
    case PATRON_WEIGHTING_AHP: case PATRON_WEIGHTING_AHP_GEOMETRIC: case PATRON_WEIGHTING_BEST_WORST: return by_comparisons(w);
    default: return by_data(w);
  }
}

patron_status patron__score_fit_weights(patron__score_call *call, patron__score_card *card, const patron__score_source *sources, char *warnings, double *consistency) {
  patron__run *run = call->run;
  weighing w = {call, run, card, sources, patron__allocate_array(run->context, card->count + 1, sizeof(double)), warnings, consistency};
  double sum = 0;
  patron_status status;
  if (w.weights == NULL) return patron__memory_status(run->context);
  *consistency = NAN;
  status = weigh(&w);
  if (status == PATRON_E_NO_MEMORY) status = patron__memory_status(run->context);
  for (int32_t j = 0; j < card->count; j++) sum += w.weights[j];
  for (int32_t j = 0; status == PATRON_OK && j < card->count; j++) card->criteria[j].weight = card->weighting == PATRON__SCORE_PLUGIN ? w.weights[j] / sum : w.weights[j];
  patron__release(run->context, w.weights);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;   /* no row to learn from: the card stays unfitted */
}
