/*
 * The place that a score would have today: the scores of each ranking's groups in the order of their places, laid out once, since a whole portfolio may have moved.
 * Example: scores 90, 80, 80, 60 stand on 1, 2, 2, 4; a score of 70 would have place 4, one of 80 place 2.
 */
#include <math.h>
#include <string.h>

#include "engine/changes.h"
#include "stages/position.h"
#include "stages/values.h"

/* Of each ranking the column of its places, and the columns whose codes make its groups. */
static const char names[PATRON__RANKINGS][16] = {"rank", "rank_in_layer", "rank_in_cell"};
static const char makers[PATRON__RANKINGS][2][24] = {{"", ""}, {"layer", ""}, {"attractiveness_band", "winnability_band"}};

int32_t patron__ranking_of(const char *column) {
  int32_t i = PATRON__RANKINGS - 1;
  while (i >= 0 && strcmp(names[i], column) != 0) i--;
  return i;
}

/* An unknown code is one of its own, the last; row -1: of all columns, so the last group. */
static int64_t group_of(const patron__ranking *r, int64_t row) {
  int64_t group = 0;
  for (int32_t i = 0; i < 2 && r->codes[i] != NULL; i++) {
    const int32_t unknown = r->codes[i]->dictionary->count;
    group = group * (unknown + 1) + (row >= 0 && patron__known(r->codes[i], row) ? patron__column_i32(r->codes[i], row) : unknown);
  }
  return group;
}

static patron_status read_ranking(patron__comparison *c, patron__ranking *r, const patron__column *scores, const patron__column *places) {
  const int64_t rows = c->customers->rows, last = group_of(r, -1);
  r->first = patron__allocate_array(c->context, last + 2, sizeof *r->first);
  r->scores = patron__allocate_array(c->context, rows + 1, sizeof *r->scores);
  if (r->first == NULL || r->scores == NULL) return patron__memory_status(c->context);
  for (int64_t row = 0; row < rows; row++) {
    r->scores[row] = NAN;
    if (patron__known(places, row)) r->first[group_of(r, row) + 1]++;
  }
  for (int64_t g = 0; g <= last; g++) r->first[g + 1] += r->first[g];
  for (int64_t row = 0; row < rows; row++)
    if (patron__known(places, row)) r->scores[r->first[group_of(r, row)] + patron__column_i64(places, row) - 1] = patron__column_f64(scores, row);
  for (int64_t i = 1; i < rows; i++)
    if (isnan(r->scores[i])) r->scores[i] = r->scores[i - 1];   /* ties leave places out */
  return PATRON_OK;
}

patron_status patron__places_read(patron__comparison *c) {
  patron_status status = patron__settings_copy(c->after->run.settings, "score.rank_by", c->rank_by, sizeof c->rank_by);
  for (int32_t i = 0; i < PATRON__RANKINGS && status == PATRON_OK; i++) {
    const patron__column *scores = patron__table_find(c->customers, c->rank_by), *places = patron__table_find(c->customers, names[i]);
    for (int32_t k = 0; k < 2; k++) {
      const patron__column *codes = patron__run_find(&c->after->run, makers[i][k]);
      if (codes != NULL && codes->type == PATRON_CODE) c->rankings[i].codes[k] = codes;
    }
    if (scores != NULL && places != NULL && patron__table_find(c->before, names[i]) != NULL) status = read_ranking(c, &c->rankings[i], scores, places);
  }
  return status;
}

int64_t patron__place_among(const patron__comparison *c, int32_t ranking, int64_t row, double score) {
  const patron__ranking *r = &c->rankings[ranking];
  const int64_t first = r->first[group_of(r, row)];
  int64_t low = first, high = r->first[group_of(r, row) + 1];
  while (low < high) {   /* low - first: how many are better */
    const int64_t middle = low + (high - low) / 2;
    if (r->scores[middle] > score) low = middle + 1; else high = middle;
  }
  return low - first + 1;
}
