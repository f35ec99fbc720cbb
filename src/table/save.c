/* Tables to bytes: the same bytes on every machine. */
#include "table/bytes.h"

uint64_t patron__checksum(const uint8_t *bytes, int64_t len) {
  uint64_t sum = UINT64_C(0xcbf29ce484222325);
  for (int64_t i = 0; i < len; i++) sum = (sum ^ bytes[i]) * UINT64_C(0x100000001b3);
  return sum;
}

/* Counts while `at` is NULL, so that one description of the format gives both the length and the bytes. */
typedef struct sink {
  uint8_t *at;
  int64_t length;
} sink;

static void put_number(sink *to, uint64_t value, int32_t width) {
  if (to->at != NULL)
    for (int32_t i = 0; i < width; i++) to->at[to->length + i] = (uint8_t)(value >> (8 * i));
  to->length += width;
}

static void put_bytes(sink *to, const void *bytes, int64_t len) {
  if (to->at != NULL && len > 0) memcpy(to->at + to->length, bytes, (size_t)len);
  to->length += len;
}

static void put_name(sink *to, const char *name, int64_t len) {
  put_number(to, (uint64_t)len, 4);
  put_bytes(to, name, len);
}

/* A bitmap with 0 behind the last row and, where `known` says so, under unknowns. */
static void put_bitmap(sink *to, const uint8_t *bitmap, const uint8_t *known, int64_t rows) {
  int64_t bytes = patron__bitmap_bytes(rows);
  if (to->at != NULL && bytes > 0) {
    uint8_t *out = to->at + to->length;
    out[bytes - 1] = 0;
    patron__bitmap_copy(out, 0, bitmap, 0, rows);
    for (int64_t row = 0; known != NULL && row < rows; row++)
      if (!patron__bit_get(known, row)) patron__bit_clear(out, row);
  }
  to->length += bytes;
}

static void put_texts(sink *to, const patron__column *column) {
  int64_t total = 0, len;
  for (int64_t row = 0; row < column->rows; row++) {
    patron__column_text(column, row, &len);
    if (patron__column_known(column, row)) total += len;
  }
  put_number(to, (uint64_t)total, 8);
  if (to->at == NULL) {
    to->length += column->rows * 8 + total;
    return;
  }
  int64_t end = 0;
  for (int64_t row = 0; row < column->rows; row++) {
    patron__column_text(column, row, &len);
    if (patron__column_known(column, row)) end += len;
    put_number(to, (uint64_t)end, 8);
  }
  for (int64_t row = 0; row < column->rows; row++) {
    const char *text = patron__column_text(column, row, &len);
    if (patron__column_known(column, row)) put_bytes(to, text, len);
  }
}

static void put_dictionary(sink *to, const patron__dictionary *dictionary) {
  put_number(to, (uint64_t)dictionary->count, 4);
  for (int32_t code = 0; code < dictionary->count; code++) {
    int64_t len;
    const char *name = patron__dictionary_name(dictionary, code, &len);
    put_name(to, name, len);
  }
}

static void put_values(sink *to, const patron__column *column) {
  int32_t width = column->type == PATRON_DATE || column->type == PATRON_CODE ? 4 : 8;
  if (to->at == NULL) {
    to->length += column->rows * width;
    return;
  }
  for (int64_t row = 0; row < column->rows; row++) {
    uint64_t bits = 0;
    if (patron__column_known(column, row)) {
      if (width == 4) bits = (uint32_t)patron__column_i32(column, row);
      else memcpy(&bits, (const char *)column->values + row * 8, 8);
    }
    put_number(to, bits, width);
  }
}

static void put_column(sink *to, const patron__table_column *named) {
  const patron__column *column = named->column;
  int32_t unknown = patron__column_unknown_count(column) > 0;
  put_name(to, named->name, (int64_t)strlen(named->name));
  put_number(to, (uint64_t)column->type, 1);
  put_number(to, (uint64_t)unknown, 1);
  if (unknown) put_bitmap(to, column->validity, NULL, column->rows);
  switch (column->type) {
    case PATRON_FLAG: put_bitmap(to, column->values, column->validity, column->rows); break;
    case PATRON_TEXT: put_texts(to, column); break;
    case PATRON_CODE: put_dictionary(to, column->dictionary); put_values(to, column); break;
    default: put_values(to, column); break;
  }
}

static void put_set(sink *to, const patron__tables *set, int64_t length) {
  put_bytes(to, PATRON__TABLES_MAGIC, 8);
  put_number(to, PATRON__TABLES_VERSION, 4);
  put_number(to, (uint64_t)set->count, 4);
  put_number(to, (uint64_t)length, 8);
  for (int32_t i = 0; i < set->count; i++) {
    const patron_table *table = set->items[i];
    put_name(to, table->name, (int64_t)strlen(table->name));
    put_number(to, (uint64_t)table->rows, 8);
    put_number(to, (uint64_t)table->money_exponent, 4);
    put_number(to, (uint64_t)table->column_count, 4);
    for (int32_t k = 0; k < table->column_count; k++) put_column(to, &table->columns[k]);
  }
}

patron_status patron__tables_save(const patron__tables *set, void *buf, int64_t cap, int64_t *needed) {
  if (cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t i = 0; i < set->count; i++) {
    const patron_table *table = set->items[i];
    if (table->column_count == 0 && table->rows > 0) return PATRON_E_INVALID_ARGUMENT;   /* rows that no byte stands for could not be told from made-up ones */
    for (int32_t k = 0; k < table->column_count; k++)   /* the digits of money are the table's */
      if (table->columns[k].column->type == PATRON_MONEY && patron__money_decimals(table, table->columns[k].column) != table->money_exponent) return PATRON_E_INVALID_ARGUMENT;
  }
  sink to = {NULL, 0};
  put_set(&to, set, 0);
  int64_t length = to.length + PATRON__TABLES_TAIL;
  if (needed != NULL) *needed = length;
  if (buf == NULL) return PATRON_OK;
  if (cap < length) return PATRON_E_BUFFER_TOO_SMALL;
  to = (sink){buf, 0};
  put_set(&to, set, length);
  put_number(&to, patron__checksum(buf, to.length), 8);
  return PATRON_OK;
}
