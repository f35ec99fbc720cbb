/* Values read out of a table into the host's memory. Read calls may come from any thread, so they answer with a status alone. */
#include "table/store.h"

typedef struct range {
  const patron__column *column;
  int64_t first, count;
} range;

static patron_status find_range(const patron_table *table, int64_t column, int64_t first, int64_t count, range *out) {
  if (table == NULL || first < 0 || count < 0) return PATRON_E_INVALID_ARGUMENT;
  if (column < 0 || column >= table->column_count) return PATRON_E_NOT_FOUND;
  if (first > table->rows || count > table->rows - first) return PATRON_E_RANGE;
  *out = (range){table->columns[column].column, first, count};
  return PATRON_OK;
}

/* An unknown that the caller has no place for is an answer of its own. */
static patron_status check_unknown(const range *rows, const uint8_t *validity_out) {
  if (validity_out != NULL || rows->column->validity == NULL) return PATRON_OK;
  return patron__bitmap_count(rows->column->validity, rows->first, rows->count) == rows->count ? PATRON_OK : PATRON_UNKNOWN;
}

static void validity_of(const range *rows, uint8_t *validity_out) {
  if (validity_out == NULL || rows->count == 0) return;
  validity_out[patron__bitmap_bytes(rows->count) - 1] = 0;   /* the bits behind the last row are 0 */
  if (rows->column->validity == NULL) patron__bitmap_fill(validity_out, 0, rows->count, 1);
  else patron__bitmap_copy(validity_out, 0, rows->column->validity, rows->first, rows->count);
}

static int32_t is_known(const range *rows, int64_t i) { return patron__column_known(rows->column, rows->first + i); }

patron_status patron_table_read_f64(const patron_table *table, int64_t column, int64_t first, int64_t count, double *out, uint8_t *validity_out) {
  range rows;
  patron_status status = find_range(table, column, first, count, &rows);
  if (status != PATRON_OK) return status;
  if (rows.column->type != PATRON_NUMBER) return PATRON_E_TYPE;
  if (out == NULL && count > 0) return PATRON_E_INVALID_ARGUMENT;
  status = check_unknown(&rows, validity_out);
  if (status != PATRON_OK || count == 0) return status;
  memcpy(out, (const double *)rows.column->values + first, (size_t)count * sizeof *out);
  if (rows.column->lent && rows.column->validity != NULL)
    for (int64_t i = 0; i < count; i++) if (!is_known(&rows, i)) out[i] = 0.0;
  validity_of(&rows, validity_out);
  return PATRON_OK;
}

patron_status patron_table_read_i64(const patron_table *table, int64_t column, int64_t first, int64_t count, int64_t *out, uint8_t *validity_out) {
  range rows;
  patron_status status = find_range(table, column, first, count, &rows);
  if (status != PATRON_OK) return status;
  if (rows.column->type != PATRON_MONEY && rows.column->type != PATRON_INTEGER) return PATRON_E_TYPE;
  if (out == NULL && count > 0) return PATRON_E_INVALID_ARGUMENT;
  status = check_unknown(&rows, validity_out);
  if (status != PATRON_OK || count == 0) return status;
  memcpy(out, (const int64_t *)rows.column->values + first, (size_t)count * sizeof *out);
  if (rows.column->lent && rows.column->validity != NULL)
    for (int64_t i = 0; i < count; i++) if (!is_known(&rows, i)) out[i] = 0;
  validity_of(&rows, validity_out);
  return PATRON_OK;
}

patron_status patron_table_read_i32(const patron_table *table, int64_t column, int64_t first, int64_t count, int32_t *out, uint8_t *validity_out) {
  range rows;
  patron_status status = find_range(table, column, first, count, &rows);
  if (status != PATRON_OK) return status;
  int32_t type = rows.column->type;
  if (type != PATRON_DATE && type != PATRON_CODE && type != PATRON_FLAG) return PATRON_E_TYPE;
  if (out == NULL && count > 0) return PATRON_E_INVALID_ARGUMENT;
  status = check_unknown(&rows, validity_out);
  if (status != PATRON_OK || count == 0) return status;
  if (type == PATRON_FLAG) for (int64_t i = 0; i < count; i++) out[i] = patron__column_flag(rows.column, first + i);
  else memcpy(out, (const int32_t *)rows.column->values + first, (size_t)count * sizeof *out);
  if (rows.column->lent && rows.column->validity != NULL)
    for (int64_t i = 0; i < count; i++) if (!is_known(&rows, i)) out[i] = 0;
  validity_of(&rows, validity_out);
  return PATRON_OK;
}

/* The text of one value; unknown is "". `digits` is room for what has to be formatted. */
const char *patron__table_value_text(const patron_table *table, const patron__column *column, int64_t row, char digits[PATRON__NUMBER_TEXT], int64_t *len) {
  *len = 0;
  if (!patron__column_known(column, row)) return "";
  switch (column->type) {
    case PATRON_MONEY: *len = patron__format_money(patron__column_i64(column, row), patron__money_decimals(table, column), digits); return digits;
    case PATRON_INTEGER: *len = patron__format_i64(patron__column_i64(column, row), digits); return digits;
    case PATRON_NUMBER: *len = patron__format_f64(patron__column_f64(column, row), digits); return digits;
    case PATRON_DATE: *len = patron__format_date(patron__column_i32(column, row), digits); return digits;
    case PATRON_CODE: return patron__dictionary_name(column->dictionary, patron__column_i32(column, row), len);
    case PATRON_TEXT: return patron__column_text(column, row, len);
    default: *len = patron__column_flag(column, row) ? 3 : 2; return *len == 3 ? "yes" : "no";
  }
}

patron_status patron_table_read_text(const patron_table *table, int64_t column, int64_t first, int64_t count, int64_t *offsets, char *bytes, int64_t cap, int64_t *needed, uint8_t *validity_out) {
  range rows;
  patron_status status = find_range(table, column, first, count, &rows);
  if (status != PATRON_OK) return status;
  if (cap < 0 || (bytes == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  char digits[PATRON__NUMBER_TEXT];
  int64_t total = 0, len;
  for (int64_t i = 0; i < count; i++) {
    patron__table_value_text(table, rows.column, first + i, digits, &len);
    total += len;
  }
  int32_t asks = bytes == NULL && offsets == NULL;   /* with offsets, texts that are all empty can be read without a buffer */
  if (!asks && offsets == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (!asks) status = check_unknown(&rows, validity_out);
  if (status != PATRON_OK) return status;
  if (needed != NULL) *needed = total;
  if (asks) return PATRON_OK;
  if (cap < total) return PATRON_E_BUFFER_TOO_SMALL;
  int64_t end = 0;
  offsets[0] = 0;
  for (int64_t i = 0; i < count; i++) {
    const char *text = patron__table_value_text(table, rows.column, first + i, digits, &len);
    if (len > 0) memcpy(bytes + end, text, (size_t)len);
    end += len;
    offsets[i + 1] = end;
  }
  validity_of(&rows, validity_out);
  return PATRON_OK;
}

/* Views are shared memory: only of a table that no longer changes, and of types whose memory is what the header says. */
static patron_status find_view(const patron_table *table, int64_t column, const void *values, const void *validity, int32_t type, int32_t other_type, const patron__column **out) {
  if (table == NULL || values == NULL || validity == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (column < 0 || column >= table->column_count) return PATRON_E_NOT_FOUND;
  if (!table->finished) return PATRON_E_STATE;
  *out = table->columns[column].column;
  return (*out)->type == type || (*out)->type == other_type ? PATRON_OK : PATRON_E_TYPE;
}

/* Columns of no rows have no memory, but languages whose slices begin somewhere ask for an address. */
static const void *somewhere(const void *values) {
  static const int64_t nothing[1] = {0};
  return values != NULL ? values : nothing;
}

patron_status patron_table_view_f64(const patron_table *table, int64_t column, const double **values, const uint8_t **validity) {
  const patron__column *found = NULL;
  patron_status status = find_view(table, column, values, validity, PATRON_NUMBER, PATRON_NUMBER, &found);
  if (status != PATRON_OK) return status;
  *values = somewhere(found->values);
  *validity = found->validity;
  return PATRON_OK;
}

patron_status patron_table_view_i64(const patron_table *table, int64_t column, const int64_t **values, const uint8_t **validity) {
  const patron__column *found = NULL;
  patron_status status = find_view(table, column, values, validity, PATRON_MONEY, PATRON_INTEGER, &found);
  if (status != PATRON_OK) return status;
  *values = somewhere(found->values);
  *validity = found->validity;
  return PATRON_OK;
}

patron_status patron_table_view_i32(const patron_table *table, int64_t column, const int32_t **values, const uint8_t **validity) {
  const patron__column *found = NULL;
  patron_status status = find_view(table, column, values, validity, PATRON_DATE, PATRON_CODE, &found);
  if (status != PATRON_OK) return status;
  *values = somewhere(found->values);
  *validity = found->validity;
  return PATRON_OK;
}

patron_status patron_table_view_text(const patron_table *table, int64_t column, const int64_t **offsets, const char **bytes, const uint8_t **validity) {
  const patron__column *found = NULL;
  if (bytes == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_status status = find_view(table, column, offsets, validity, PATRON_TEXT, PATRON_TEXT, &found);
  if (status != PATRON_OK) return status;
  *offsets = somewhere(found->offsets);
  *bytes = somewhere(found->values);
  *validity = found->validity;
  return PATRON_OK;
}
