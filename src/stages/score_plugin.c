/* Calls registered weightings and normalisers, and trusts nothing that comes back: outputs are NaN before the call, so a callback that died is an error, not a weight. */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "patron/rules/weights.h"
#include "stages/score.h"
#include "table/rows.h"

enum { POINT_CAPACITY = 1024 };

static const patron__weighting_plugin *find_weighting(const patron__plugins *plugins, const char *name) {
  for (int32_t i = 0; plugins != NULL && i < plugins->weighting_count; i++)
    if (strcmp(plugins->weightings[i].name, name) == 0) return &plugins->weightings[i];
  return NULL;
}

static const patron__normaliser_plugin *find_normaliser(const patron__plugins *plugins, const char *name) {
  for (int32_t i = 0; plugins != NULL && i < plugins->normaliser_count; i++)
    if (strcmp(plugins->normalisers[i].name, name) == 0) return &plugins->normalisers[i];
  return NULL;
}

/* A row per criterion: criterion, column, direction, weight, rank. */
static patron_status describe(patron__run *run, const patron__score_card *card, patron_table **out) {
  static const patron__rows_column columns[] = {
    {"criterion", PATRON_TEXT, NULL}, {"column", PATRON_TEXT, NULL}, {"direction", PATRON_CODE, "direction"}, {"weight", PATRON_NUMBER, NULL}, {"rank", PATRON_NUMBER, NULL}};
  patron__rows rows;
  const patron_status status = patron__rows_create(run->context, "criteria", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  for (int32_t j = 0; j < card->count; j++) {
    const patron__score_criterion *criterion = &card->criteria[j];
    patron__rows_next(&rows);
    patron__rows_text(&rows, 0, criterion->name, -1);
    patron__rows_text(&rows, 1, criterion->column, -1);
    patron__rows_i32(&rows, 2, criterion->direction);
    patron__rows_f64(&rows, 3, criterion->given_weight);
    patron__rows_f64(&rows, 4, criterion->rank);
  }
  return patron__rows_finish(&rows, out);
}

/* A NUMBER column per criterion, named after it. */
static patron_status matrix(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, const char *name, int32_t normalised, patron_table **out) {
  patron__run *run = call->run;
  patron_table *table = NULL;
  patron_status status = patron__table_create(run->context, name, run->rows, &table);
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) {
    patron__column *column = NULL;
    status = normalised ? patron__score_normalised_column(call, card, j, &sources[j], &column) : patron__score_raw_column(run, card, &card->criteria[j], &sources[j], 0, &column);
    if (status == PATRON_OK) status = patron__table_attach(table, card->criteria[j].name, column);
    patron__column_drop(column);
  }
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  patron__table_finish(table);
  *out = table;
  return PATRON_OK;
}

static patron_status check_weights(patron_context *context, const patron__score_card *card, patron_status answer, const double *weights) {
  double sum = 0;
  if (answer != PATRON_OK) return patron__fail(context, PATRON_E_CALLBACK, NULL, "the weighting plug-in %s of scorecard %s failed with status %d", card->weighting_name, card->name, (int)answer);
  for (int32_t j = 0; j < card->count; j++) {
    if (!patron__is_finite(weights[j])) return patron__fail(context, PATRON_E_CALLBACK, NULL, "the weighting plug-in %s of scorecard %s wrote no weight for criterion %s", card->weighting_name, card->name, card->criteria[j].name);
    if (weights[j] < 0) return patron__fail(context, PATRON_E_CALLBACK, NULL, "the weighting plug-in %s of scorecard %s gave criterion %s a negative weight", card->weighting_name, card->name, card->criteria[j].name);
    sum += weights[j];
  }
  if (!(sum > 0 && patron__is_finite(sum))) return patron__fail(context, PATRON_E_CALLBACK, NULL, "the weights of plug-in %s for scorecard %s must have a sum above 0", card->weighting_name, card->name);
  return PATRON_OK;
}

patron_status patron__score_plugin_weights(patron__score_call *call, patron__score_card *card, const patron__score_source *sources, double *weights) {
  patron__run *run = call->run;
  const patron__weighting_plugin *plugin = find_weighting(run->plugins, card->weighting_name);
  patron_table *criteria = NULL, *raw = NULL, *normalised = NULL;
  const patron__where where = {"scorecards", "weighting", card->row, card->weighting_name, -1, "a built-in weighting, or the name of a registered plug-in"};
  patron_status status;
  if (plugin == NULL) return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "no weighting has this name");
  status = describe(run, card, &criteria);
  if (status == PATRON_OK) status = matrix(call, card, sources, "raw", 0, &raw);
  if (status == PATRON_OK) status = matrix(call, card, sources, "normalised", 1, &normalised);
  if (status == PATRON_OK) {
    for (int32_t j = 0; j < card->count; j++) weights[j] = NAN;
    status = check_weights(run->context, card, plugin->vtable.weigh(plugin->user, criteria, raw, normalised, card->count, weights), weights);
  }
  patron_table_destroy(criteria);
  patron_table_destroy(raw);
  patron_table_destroy(normalised);
  return status;
}

/* What is wrong with the points; NULL: nothing. */
static const char *points_mistake(int32_t count, const double *from, const double *score) {
  if (count < 1 || count > POINT_CAPACITY) return "gave no points, or more than there is room for";
  for (int32_t i = 0; i < count; i++) {
    if (!patron__is_finite(from[i]) || !patron__is_finite(score[i])) return "left a point unwritten";
    if (score[i] < 0 || score[i] > 100) return "gave a score outside 0 to 100";
    if (i > 0 && from[i] < from[i - 1]) return "gave points that do not ascend";
    if (i > 1 && from[i] == from[i - 2]) return "gave three points at one value";
  }
  return NULL;
}

patron_status patron__score_plugin_points(patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, int32_t group, const double *values, int64_t count, patron__score_points *points) {
  const patron__normaliser_plugin *plugin = find_normaliser(run->plugins, criterion->normaliser_name);
  const patron__where where = {"criteria", "normaliser", criterion->row, criterion->normaliser_name, -1, "a built-in normaliser, or the name of a registered plug-in"};
  double *from = NULL, *score = NULL;
  int32_t written = 0;
  patron_status status;
  const char *mistake;
  if (plugin == NULL) return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "no normaliser has this name");
  from = patron__allocate_array(run->context, POINT_CAPACITY, sizeof *from);
  score = patron__allocate_array(run->context, POINT_CAPACITY, sizeof *score);
  if (from == NULL || score == NULL) { status = patron__memory_status(run->context); goto done; }
  for (int32_t i = 0; i < POINT_CAPACITY; i++) from[i] = score[i] = NAN;
  status = plugin->vtable.fit(plugin->user, values, count, POINT_CAPACITY, from, score, &written);
  if (status != PATRON_OK) {
    status = patron__fail(run->context, PATRON_E_CALLBACK, NULL, "the normaliser plug-in %s failed on criterion %s of scorecard %s with status %d", criterion->normaliser_name, criterion->name, card->name, (int)status);
    goto done;
  }
  mistake = points_mistake(written, from, score);
  if (mistake != NULL) status = patron__fail(run->context, PATRON_E_CALLBACK, NULL, "the normaliser plug-in %s %s for criterion %s of scorecard %s", criterion->normaliser_name, mistake, criterion->name, card->name);
  else status = patron__score_points_add(run->context, points, group, from, score, written);
done:
  patron__release(run->context, from);
  patron__release(run->context, score);
  return status;
}
