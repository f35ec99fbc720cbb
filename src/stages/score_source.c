/* The raw values behind a criterion, block by block: any column of the customers, or the score of another card. */
#include <string.h>

#include "base/mathematics.h"
#include "base/text.h"
#include "stages/score.h"

static double power_of_ten(int32_t exponent) {
  double power = 1;
  while (exponent-- > 0) power *= 10;   /* exact up to 10^22 */
  return power;
}

static const patron__column *coverage_of(const patron__run *run, const char *card) {
  char name[PATRON__SCORE_COLUMN];
  return patron__table_find(run->customers, patron__score_column(card, "_coverage", name));
}

patron_status patron__score_sources(const patron__run *run, const patron__score_card *card, const patron__score_nested *nested, patron__score_source *out, int32_t *known) {
  *known = 0;
  for (int32_t i = 0; i < card->count; i++) {
    const patron__score_criterion *criterion = &card->criteria[i];
    patron__score_source *source = &out[i];
    memset(source, 0, sizeof *source);
    source->scale = 1;
    if (criterion->card >= 0) {   /* a card's score, never a fact of that name */
      source->column = nested != NULL ? nested[criterion->card].score : patron__table_find(run->customers, criterion->column);
      source->coverage = nested != NULL ? nested[criterion->card].coverage : coverage_of(run, criterion->column);
    } else {
      source->column = patron__run_find(run, criterion->column);
    }
    if (source->column == NULL) continue;
    ++*known;
    switch (source->column->type) {
      case PATRON_MONEY: source->scale = power_of_ten(run->exponent); break;
      case PATRON_NUMBER: case PATRON_INTEGER: case PATRON_FLAG: break;
      default: {
        const patron__where where = {"criteria", "column", criterion->row, criterion->column, -1, "a column of money, numbers, integers or flags"};
        return patron__fail(run->context, PATRON_E_TYPE, &where, "scorecard %s cannot score the values of this column", card->name);
      }
    }
  }
  return PATRON_OK;
}

void patron__score_known(const patron__score_source *source, int64_t first, int64_t count, uint8_t *known) {
  const uint8_t *bitmap;
  if (source->column == NULL) { memset(known, 0, (size_t)count); return; }
  bitmap = source->column->validity;
  if (bitmap == NULL) { memset(known, 1, (size_t)count); return; }
  for (int64_t i = 0; i < count; i++) known[i] = (uint8_t)(bitmap[(first + i) >> 3] >> ((first + i) & 7) & 1);
}

void patron__score_raw(const patron__score_source *source, int64_t first, int64_t count, const uint8_t *known, double *out) {
  if (source->column == NULL) { for (int64_t i = 0; i < count; i++) out[i] = 0; return; }
  switch (source->column->type) {
    case PATRON_NUMBER: memcpy(out, (const double *)source->column->values + first, (size_t)count * sizeof *out); break;
    case PATRON_FLAG: for (int64_t i = 0; i < count; i++) out[i] = patron__column_flag(source->column, first + i); break;
    case PATRON_INTEGER: for (int64_t i = 0; i < count; i++) out[i] = (double)patron__column_i64(source->column, first + i); break;
    default: {
      const int64_t *values = (const int64_t *)source->column->values + first;
      const double scale = source->scale;
      for (int64_t i = 0; i < count; i++) out[i] = (double)values[i] / scale;
    }
  }
  if (source->column->validity != NULL)
    for (int64_t i = 0; i < count; i++) out[i] = known[i] ? out[i] : 0;   /* lent columns may hold anything there */
}

int64_t patron__score_transform(int32_t transform, int64_t count, const uint8_t *known, double *values) {
  if (transform & PATRON__TRANSFORM_LOG1P)
    for (int64_t i = 0; i < count; i++) {
      if (!known[i]) continue;
      if (values[i] < 0) return i;
      values[i] = patron__log1p(values[i]);
    }
  if (transform & PATRON__TRANSFORM_RECIPROCAL)
    for (int64_t i = 0; i < count; i++) {
      if (!known[i]) continue;
      if (!(values[i] > 0) || !patron__is_finite(1 / values[i])) return i;
      values[i] = 1 / values[i];
    }
  return -1;
}

patron_status patron__score_refuse_value(const patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, int64_t row, double value) {
  char text[PATRON__NUMBER_TEXT];
  const int32_t reciprocal = (criterion->transform & PATRON__TRANSFORM_RECIPROCAL) != 0;
  const patron__where where = {"customers", criterion->column, row, text, -1, reciprocal ? "a number above 0" : "a number of 0 or more"};
  (void)patron__format_f64(value, text);
  return patron__fail(run->context, PATRON_E_RANGE, &where, "criterion %s of scorecard %s takes %s", criterion->name, card->name,
                      reciprocal ? "the reciprocal of its values; use LINEAR, or PERCENT_RANK, where 0 can be" : "the logarithm of its values; use transform NONE, or PERCENT_RANK, where they can be negative");
}
