/* Some rows of a column, in any order: how lists of customers are cut out of the table of all. */
#include "table/take.h"

static void take_8(const uint64_t *from, const int64_t *rows, int64_t count, uint64_t *to) {
  for (int64_t i = 0; i < count; i++) to[i] = from[rows[i]];
}

static void take_4(const uint32_t *from, const int64_t *rows, int64_t count, uint32_t *to) {
  for (int64_t i = 0; i < count; i++) to[i] = from[rows[i]];
}

static void take_bits(const uint8_t *from, const int64_t *rows, int64_t count, uint8_t *to) {
  memset(to, 0, (size_t)patron__bitmap_bytes(count));
  for (int64_t i = 0; i < count; i++)
    if (patron__bit_get(from, rows[i])) patron__bit_set(to, i);
}

static int64_t text_bytes(const patron__column *from, const int64_t *rows, int64_t count) {
  int64_t sum = 0, len;
  for (int64_t i = 0; i < count; i++) {
    (void)patron__column_text(from, rows[i], &len);
    sum += len;
  }
  return sum;
}

static void take_text(const patron__column *from, const int64_t *rows, int64_t count, patron__column *to) {
  int64_t at = 0;
  for (int64_t i = 0; i < count; i++) {
    int64_t len;
    const char *text = patron__column_text(from, rows[i], &len);
    to->offsets[i] = at;
    if (len > 0) memcpy((char *)to->values + at, text, (size_t)len);
    at += len;
  }
  to->offsets[count] = at;
  to->offsets_filled = count;
}

patron_status patron__column_take(const patron__column *from, patron_context *context, const int64_t *rows, int64_t count, patron__column **out) {
  patron__column *column = NULL;
  patron_status status = patron__column_create_raw(context, from->type, count, from->type == PATRON_TEXT ? text_bytes(from, rows, count) : 0, &column);
  if (status == PATRON_OK && from->validity != NULL) status = patron__column_need_validity(column);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  switch (from->type) {
    case PATRON_TEXT: take_text(from, rows, count, column); break;
    case PATRON_FLAG: take_bits(from->values, rows, count, column->values); break;
    case PATRON_DATE: case PATRON_CODE: take_4(from->values, rows, count, column->values); break;
    default: take_8(from->values, rows, count, column->values);
  }
  if (from->validity != NULL) {
    take_bits(from->validity, rows, count, column->validity);
    if (from->type != PATRON_TEXT) patron__column_zero_unknown(column);   /* lent columns may hold anything there */
  }
  if (from->dictionary != NULL) {
    patron__dictionary_retain(from->dictionary);
    column->dictionary = from->dictionary;
  }
  *out = column;
  return PATRON_OK;
}
