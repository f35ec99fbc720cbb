/* A card's values as whole columns, raw and normalised, for weightings that look at the data: built in, or of a plug-in. */
#include <string.h>

#include "stages/score.h"

/* A NUMBER column with a bitmap, all unknown. */
static patron_status new_column(patron__run *run, patron__column **out) {
  patron__column *column = NULL;
  patron_status status = patron__column_create(run->context, PATRON_NUMBER, run->rows, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  memset(column->validity, 0, (size_t)patron__bitmap_bytes(run->rows));
  *out = column;
  return PATRON_OK;
}

patron_status patron__score_raw_column(patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, const patron__score_source *source, int32_t transform, patron__column **out) {
  uint8_t known[PATRON__SCORE_BLOCK];
  patron__column *column;
  const patron_status status = new_column(run, &column);
  if (status != PATRON_OK) return status;
  for (int64_t first = 0; first < run->rows; first += PATRON__SCORE_BLOCK) {
    const int64_t count = run->rows - first < PATRON__SCORE_BLOCK ? run->rows - first : PATRON__SCORE_BLOCK;
    int64_t refused;
    patron__score_known(source, first, count, known);
    patron__score_raw(source, first, count, known, (double *)column->values + first);
    refused = patron__score_transform(transform, count, known, (double *)column->values + first);
    if (refused >= 0) {
      const double value = patron__column_f64(column, first + refused);
      patron__column_drop(column);
      return patron__score_refuse_value(run, card, criterion, first + refused, value);
    }
    for (int64_t i = 0; i < count; i++)
      if (known[i]) patron__bit_set(column->validity, first + i);
  }
  *out = column;
  return PATRON_OK;
}

/* The card of this one criterion with weight 1 has the criterion's normalised value as its score. */
patron_status patron__score_normalised_column(patron__score_call *call, const patron__score_card *card, int32_t j, const patron__score_source *source, patron__column **out) {
  patron__run *run = call->run;
  patron__score_criterion alone = card->criteria[j];
  patron__score_card one = *card;
  patron__column *score = NULL, *coverage = NULL;
  patron_status status;
  alone.weight = 1;
  one.count = 1;
  one.criteria = &alone;
  one.missing = 0;       /* RENORMALISE: unknown stays unknown */
  one.aggregation = 0;   /* WEIGHTED_SUM */
  status = new_column(run, &score);
  if (status == PATRON_OK) status = new_column(run, &coverage);
  if (status == PATRON_OK) status = patron__score_compute(call, &one, source, score, coverage);
  patron__column_drop(coverage);
  if (status != PATRON_OK) { patron__column_drop(score); return status; }
  for (int64_t row = 0; row < run->rows; row++) ((double *)score->values)[row] /= 100;
  *out = score;
  return PATRON_OK;
}
