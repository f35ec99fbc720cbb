/*
 * The place that a score would have today: the scores of each ranking's groups in the order of their places, laid out once, since a whole portfolio may have moved.
 * Example: scores 90, 80, 80, 60 stand on 1, 2, 2, 4; a score of 70 would have place 4, one of 80 place 2.
 */
#include <math.h>
#include <string.h>

#include "engine/changes.h"
#include "stages/position.h"
#include "stages/values.h"

/* Of each ranking the columns whose codes make its groups. */
static const char names[PATRON__RANKINGS][16] = {"rank", "rank_in_layer", "rank_in_cell"};
static const char makers[PATRON__RANKINGS][2][24] = {{"", ""}, {"layer", ""}, {"attractiveness_band", "winnability_band"}};

static int32_t ranking_of(const char *column) {
  int32_t i = 0;
  while (i < PATRON__RANKINGS && strcmp(names[i], column) != 0) i++;
  return i;
}

int32_t patron__is_place(const char *column) { return ranking_of(column) < PATRON__RANKINGS; }

/* An unknown code is one of its own, the last. */
static int32_t group_of(const patron__comparison *c, int32_t ranking, int64_t row, int32_t *count) {
  int32_t group = 0;
  *count = 1;
  for (int32_t i = 0; i < 2; i++) {
    const patron__column *codes = patron__run_find(&c->after->run, makers[ranking][i]);
    if (codes == NULL || codes->type != PATRON_CODE) continue;
    group = group * (codes->dictionary->count + 1) + (patron__known(codes, row) ? patron__column_i32(codes, row) : codes->dictionary->count);
    *count *= codes->dictionary->count + 1;
  }
  return group;
}

static patron_status read_ranking(patron__comparison *c, int32_t ranking, const patron__column *scores, const patron__column *places) {
  patron__ranking *r = &c->rankings[ranking];
  int32_t count;
  (void)group_of(c, ranking, 0, &count);
  r->first = patron__allocate_array(c->context, (int64_t)count + 2, sizeof *r->first);
  r->scores = patron__allocate_array(c->context, c->customers->rows + 1, sizeof *r->scores);
  if (r->first == NULL || r->scores == NULL) return patron__memory_status(c->context);
  for (int64_t row = 0; row < c->customers->rows; row++) {
    r->scores[row] = NAN;
    if (patron__known(places, row)) r->first[group_of(c, ranking, row, &count) + 1]++;
  }
  for (int32_t g = 0; g < count; g++) r->first[g + 1] += r->first[g];
  for (int64_t row = 0; row < c->customers->rows; row++)
    if (patron__known(places, row)) r->scores[r->first[group_of(c, ranking, row, &count)] + patron__column_i64(places, row) - 1] = patron__column_f64(scores, row);
  for (int64_t i = 1; i < c->customers->rows; i++)
    if (isnan(r->scores[i])) r->scores[i] = r->scores[i - 1];   /* ties leave places out */
  return PATRON_OK;
}

patron_status patron__places_read(patron__comparison *c) {
  const patron__column *scores;
  patron_status status = patron__settings_copy(c->after->run.settings, "score.rank_by", c->rank_by, sizeof c->rank_by);
  if (status != PATRON_OK) return status;
  scores = patron__table_find(c->customers, c->rank_by);
  for (int32_t i = 0; i < PATRON__RANKINGS && status == PATRON_OK; i++) {
    const patron__column *places = patron__table_find(c->customers, names[i]);
    if (scores != NULL && places != NULL && c->customers->rows > 0 && patron__table_find(c->before, names[i]) != NULL) status = read_ranking(c, i, scores, places);
  }
  return status;
}

int64_t patron__place_among(const patron__comparison *c, const char *column, int64_t row, double score) {
  const int32_t ranking = ranking_of(column);
  const patron__ranking *r = &c->rankings[ranking];
  int32_t count;
  const int32_t group = group_of(c, ranking, row, &count);
  int64_t low, high;
  if (r->first == NULL) return 0;
  low = r->first[group];
  high = r->first[group + 1];
  while (low < high) {   /* low - first: how many are better */
    const int64_t middle = low + (high - low) / 2;
    if (r->scores[middle] > score) low = middle + 1; else high = middle;
  }
  return low - r->first[group] + 1;
}
