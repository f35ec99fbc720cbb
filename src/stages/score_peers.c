/*
 * Points that the rows give, per peer group:
 *
 *   PERCENT_RANK  (below + half of the equal)/n of every distinct value, or of order statistics at equal ranks
 *   MINMAX        smallest -> 0, largest -> 100
 *   ZSCORE        50 + 100 z/6 clipped: mean - 3 deviations -> 0, mean + 3 deviations -> 100 (deviation of the population)
 *   VECTOR        0 -> 0, Euclidean norm -> 100;  MAX: 0 -> 0, largest -> 100;  SUM: 0 -> 0, sum -> 100
 *   a plug-in     its own points
 *
 * LOWER turns the scores round, but for MAX and SUM, whose cost form is that of the reciprocals (they are transformed before). A constant column gives 50 and the warning DEGENERATE_CRITERION.
 */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "base/sort.h"
#include "base/sum.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/score.h"
#include "table/settings.h"

void patron__score_add_warning(char *warning, const char *code) {
  const size_t len = strlen(warning), more = strlen(code);
  if (strstr(warning, code) != NULL || len + more + 2 > PATRON__SCORE_WARNING) return;
  if (len > 0) warning[len] = ' ';
  memcpy(warning + len + (len > 0), code, more + 1);
}

static patron_status copy_groups(patron_context *context, const patron__groups *from, patron__groups *to) {
  const uint64_t bytes = (uint64_t)from->count * (uint64_t)from->by_count * sizeof *from->keys;
  int32_t *keys = NULL;
  if (from->by_count > 0) {
    keys = patron__allocate(context, bytes);
    if (keys == NULL) return patron__memory_status(context);
    if (bytes > 0) memcpy(keys, from->keys, (size_t)bytes);
  }
  *to = *from;
  to->keys = keys;
  for (int32_t by = 0; by < from->by_count; by++) patron__dictionary_retain(to->names[by]);
  return PATRON_OK;
}

patron_status patron__score_copy_points(patron_context *context, const patron__score_points *from, patron__score_points *to) {
  const int64_t count = from->first[from->peers.count];
  patron_status status = copy_groups(context, &from->peers, &to->peers);
  if (status == PATRON_OK) status = patron__score_points_start(context, to);
  for (int32_t group = 0; group < from->peers.count && status == PATRON_OK; group++)
    status = patron__score_points_add(context, to, group, count > 0 ? from->from + from->first[group] : NULL, count > 0 ? from->score + from->first[group] : NULL, from->first[group + 1] - from->first[group]);
  return status;
}

int32_t patron__score_find_twin(const patron__score_cards *cards, int32_t criterion) {
  const patron__score_criterion *b = &cards->criteria[criterion];
  for (int32_t i = 0; i < cards->criterion_count; i++) {
    const patron__score_criterion *a = &cards->criteria[i];
    if (i == criterion || a->table != b->table || a->points.first == NULL || a->normaliser != b->normaliser || b->normaliser == PATRON__SCORE_PLUGIN || !patron__score_points_need_rows(b)) continue;
    if (a->direction == b->direction && a->transform == b->transform && strcmp(a->column, b->column) == 0 && strcmp(a->within, b->within) == 0) return i;
  }
  return -1;
}

void patron__score_number_peers(patron__score_cards *cards) {
  cards->peer_sets = 0;
  for (int32_t i = 0; i < cards->criterion_count; i++) {
    patron__score_criterion *criterion = &cards->criteria[i];
    criterion->peer_set = -1;
    if (criterion->within[0] == '\0' || !patron__score_points_need_rows(criterion)) continue;
    for (int32_t j = 0; j < i && criterion->peer_set < 0; j++)
      if (cards->criteria[j].peer_set >= 0 && cards->criteria[j].table == criterion->table && strcmp(cards->criteria[j].within, criterion->within) == 0) criterion->peer_set = cards->criteria[j].peer_set;
    if (criterion->peer_set < 0) criterion->peer_set = cards->peer_sets++;
  }
}

/* Known values of all rows, those of a peer group together. */
typedef struct gathered { int64_t *first; double *values; const int32_t *row_group; } gathered;   /* row_group is the call's */

static void gathered_clear(patron_context *context, gathered *data) {
  patron__release(context, data->first);
  patron__release(context, data->values);
}

/* The peers of a set are found once; later criteria copy them. */
static patron_status find_peers(patron__score_call *call, const patron__score_cards *cards, patron__score_criterion *criterion, gathered *data) {
  patron__run *run = call->run;
  const int32_t set = criterion->peer_set;
  patron_status status;
  if (set < 0) {
    criterion->points.peers.count = 1;
    return PATRON_OK;
  }
  if (call->row_group[set] == NULL) {
    int32_t *row_group = patron__allocate(run->context, (uint64_t)run->rows * sizeof(int32_t));
    if (row_group == NULL) return patron__memory_status(run->context);
    status = patron__groups_fit(run, criterion->within, "", "", &criterion->points.peers, row_group);
    if (status != PATRON_OK) patron__release(run->context, row_group);
    else data->row_group = call->row_group[set] = row_group;
    return status;
  }
  data->row_group = call->row_group[set];
  for (int32_t i = 0; i < cards->criterion_count; i++)
    if (cards->criteria[i].peer_set == set && cards->criteria[i].points.peers.by_count > 0) return copy_groups(run->context, &cards->criteria[i].points.peers, &criterion->points.peers);
  return PATRON_E_INTERNAL;
}

/* One pass over the rows: counts per group into next[group + 1], or with `values` the values to next[group]. */
static patron_status visit(const patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, const patron__score_source *source, const int32_t *row_group, int64_t *next, double *values) {
  double block[PATRON__SCORE_BLOCK];
  uint8_t known[PATRON__SCORE_BLOCK];
  for (int64_t first = 0; first < run->rows; first += PATRON__SCORE_BLOCK) {
    const int64_t count = run->rows - first < PATRON__SCORE_BLOCK ? run->rows - first : PATRON__SCORE_BLOCK;
    patron__score_known(source, first, count, known);
    if (values != NULL) {
      int64_t refused;
      patron__score_raw(source, first, count, known, block);
      refused = patron__score_transform(criterion->transform, count, known, block);
      if (refused >= 0) return patron__score_refuse_value(run, card, criterion, first + refused, block[refused]);
    }
    for (int64_t i = 0; i < count; i++) {
      const int32_t group = row_group == NULL ? 0 : row_group[first + i];
      if (!known[i]) continue;
      if (values == NULL) next[group + 1]++;
      else values[next[group]++] = block[i];
    }
  }
  return PATRON_OK;
}

static patron_status gather(patron__run *run, const patron__score_card *card, patron__score_criterion *criterion, const patron__score_source *source, gathered *data) {
  const int32_t groups = criterion->points.peers.count;
  int64_t *next = patron__allocate_array(run->context, (int64_t)groups + 2, sizeof *next);
  patron_status status = PATRON_OK;
  if (next == NULL) return patron__memory_status(run->context);
  data->first = patron__allocate_array(run->context, (int64_t)groups + 1, sizeof *data->first);
  if (data->first == NULL) { status = patron__memory_status(run->context); goto done; }
  status = visit(run, card, criterion, source, data->row_group, data->first, NULL);
  for (int32_t group = 0; group < groups; group++) data->first[group + 1] += data->first[group];
  memcpy(next, data->first, (size_t)(groups + 1) * sizeof *next);
  data->values = patron__allocate(run->context, (uint64_t)data->first[groups] * sizeof *data->values);
  if (data->values == NULL) { status = patron__memory_status(run->context); goto done; }
  if (status == PATRON_OK) status = visit(run, card, criterion, source, data->row_group, next, data->values);
done:
  patron__release(run->context, next);
  return status;
}

static double exact_total(const double *values, int64_t n) {
  patron__exact_sum sum;
  patron__exact_sum_clear(&sum);
  patron__exact_sum_add_array(&sum, values, NULL, n);
  return patron__exact_sum_round(&sum);
}

/* Sum of squared distances from `centre`, whatever the order of the values. */
static double squares(const double *values, int64_t n, double centre) {
  patron__exact_sum sum;
  patron__exact_sum_clear(&sum);
  for (int64_t i = 0; i < n; i++) patron__exact_sum_add(&sum, (values[i] - centre) * (values[i] - centre));
  return patron__exact_sum_round(&sum);
}

/* Two points of the formula; 0 where the group is constant or the formula has no scale. */
static int32_t two_points(const patron__score_criterion *criterion, const double *values, int64_t n, double from[2], double score[2]) {
  const int32_t lower = criterion->direction == PATRON_DIRECTION_LOWER;
  double least = 0, most = 0, mean, deviation;
  (void)patron_value_range(values, NULL, n, &least, &most);
  score[0] = 0, score[1] = 100;
  from[0] = 0;
  switch (criterion->normaliser) {
    case PATRON_NORMALISER_MAX: from[1] = most; break;
    case PATRON_NORMALISER_SUM: from[1] = exact_total(values, n); break;
    case PATRON_NORMALISER_VECTOR: from[1] = sqrt(squares(values, n, 0)); break;
    case PATRON_NORMALISER_ZSCORE:
      mean = exact_total(values, n) / (double)n;
      deviation = least < most ? sqrt(squares(values, n, mean) / (double)n) : 0;
      from[0] = mean - 3 * deviation, from[1] = mean + 3 * deviation;
      break;
    default: from[0] = least, from[1] = most;
  }
  if (lower && !(criterion->transform & PATRON__TRANSFORM_RECIPROCAL)) score[0] = 100, score[1] = 0;
  return from[0] < from[1] && patron__is_finite(from[0]) && patron__is_finite(from[1]);
}

static patron_status range_points(patron__run *run, patron__score_criterion *criterion, int32_t group, const double *values, int64_t n, char *warning) {
  double from[2], score[2];
  double least = 0, most = 0;
  (void)patron_value_range(values, NULL, n, &least, &most);
  const int32_t constant = least == most && criterion->normaliser != PATRON_NORMALISER_SUM && criterion->normaliser != PATRON_NORMALISER_MAX && criterion->normaliser != PATRON_NORMALISER_VECTOR;
  if (!constant && two_points(criterion, values, n, from, score)) return patron__score_points_add(run->context, &criterion->points, group, from, score, 2);
  from[0] = least;
  score[0] = 50;
  patron__score_add_warning(warning, n == 1 ? "SINGLE_ALTERNATIVE" : "DEGENERATE_CRITERION");
  return patron__score_points_add(run->context, &criterion->points, group, from, score, 1);
}

static patron_status percent_points(patron__run *run, patron__score_criterion *criterion, int32_t group, const double *values, int64_t n, double *from, double *score, int32_t capacity) {
  int32_t count = 0;
  const patron_status status = patron_percent_rank_points(values, NULL, n, capacity, criterion->direction, patron__context_scratch(run->context), from, score, &count);
  if (status == PATRON_E_NO_MEMORY) return patron__memory_status(run->context);
  if (status != PATRON_OK) return patron__fail(run->context, status, NULL, "the percent ranks of criterion %s could not be fitted", criterion->name);
  for (int32_t i = 0; i < count; i++) score[i] *= 100;
  return patron__score_points_add(run->context, &criterion->points, group, from, score, count);
}

/* A plug-in is given the values in the order of their size, so that what it adds up does not depend on that of the rows. */
static int32_t is_smaller(const void *context, const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  (void)context;
  return x < y || (x == y && signbit(x) > signbit(y));
}

static patron_status plugin_points(patron__run *run, const patron__score_card *card, patron__score_criterion *criterion, int32_t group, double *values, int64_t n) {
  patron__sort_items(values, n, sizeof *values, is_smaller, NULL);
  return patron__score_plugin_points(run, card, criterion, group, values, n, &criterion->points);
}

static patron_status group_points(patron__run *run, const patron__score_card *card, patron__score_criterion *criterion, const gathered *data, char *warning) {
  const int32_t capacity = (int32_t)patron__settings_integer(run->settings, "score.percent_rank_points");
  double *from = patron__allocate_array(run->context, capacity + 1, sizeof *from), *score = patron__allocate_array(run->context, capacity + 1, sizeof *score);
  patron_status status = from == NULL || score == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int32_t group = 0; group < criterion->points.peers.count && status == PATRON_OK; group++) {
    double *values = data->values + data->first[group];
    const int64_t n = data->first[group + 1] - data->first[group];
    if (n == 0) status = patron__score_points_add(run->context, &criterion->points, group, NULL, NULL, 0);
    else if (criterion->normaliser == PATRON__SCORE_PLUGIN) status = plugin_points(run, card, criterion, group, values, n);
    else if (criterion->normaliser == PATRON_NORMALISER_PERCENT_RANK) status = percent_points(run, criterion, group, values, n, from, score, capacity);
    else status = range_points(run, criterion, group, values, n, warning);
  }
  patron__release(run->context, from);
  patron__release(run->context, score);
  return status;
}

/* LINEAR whose bounds do not fit the data flattens differences: told when more than a quarter of the known values lie on or beyond a bound. */
static patron_status warn_clipped(const patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, const patron__score_source *source, char *warning) {
  double block[PATRON__SCORE_BLOCK];
  uint8_t known[PATRON__SCORE_BLOCK];
  int64_t clipped = 0, values = 0;
  if (source->column == NULL || criterion->card >= 0) return PATRON_OK;
  for (int64_t first = 0; first < run->rows; first += PATRON__SCORE_BLOCK) {
    const int64_t count = run->rows - first < PATRON__SCORE_BLOCK ? run->rows - first : PATRON__SCORE_BLOCK;
    int64_t refused;
    patron__score_known(source, first, count, known);
    patron__score_raw(source, first, count, known, block);
    refused = patron__score_transform(criterion->transform, count, known, block);
    if (refused >= 0) return patron__score_refuse_value(run, card, criterion, first + refused, block[refused]);
    for (int64_t i = 0; i < count; i++) {
      values += known[i];
      clipped += known[i] & (block[i] <= criterion->low || block[i] >= criterion->high);
    }
  }
  if (4 * clipped > values) patron__score_add_warning(warning, "CLIPPED");
  return PATRON_OK;
}

patron_status patron__score_fit_points(patron__score_call *call, const patron__score_cards *cards, const patron__score_card *card, patron__score_criterion *criterion, const patron__score_source *source, char *warning) {
  patron__run *run = call->run;
  gathered data = {NULL, NULL, NULL};
  patron_status status;
  if (!patron__score_points_need_rows(criterion)) {
    status = patron__score_fixed_points(run->rules, card, criterion, &criterion->points, run->context);
    if (status == PATRON_OK && criterion->normaliser == PATRON_NORMALISER_LINEAR) status = warn_clipped(run, card, criterion, source, warning);
    return status;
  }
  status = find_peers(call, cards, criterion, &data);
  if (status == PATRON_OK) status = gather(run, card, criterion, source, &data);
  if (status == PATRON_OK) status = patron__score_points_start(run->context, &criterion->points);
  if (status == PATRON_OK) status = group_points(run, card, criterion, &data, warning);
  gathered_clear(run->context, &data);
  return status;
}
