/* Bytes to tables. The bytes may come from anywhere: each field is checked before it is used, nothing is allocated that the rest of the bytes could not fill, and what is
   accepted is written back by save.c as the very same bytes. */
#include "table/bytes.h"
#include "table/check.h"

typedef struct source {
  patron_context *context;
  const uint8_t *bytes;
  int64_t length, at;
} source;

static patron_status broken(const source *from, const char *what) {
  return patron__fail(from->context, PATRON_E_FORMAT, NULL, "these bytes cannot be loaded: %s (at byte %lld of %lld)", what, (long long)from->at, (long long)from->length);
}

static int64_t rest(const source *from) { return from->length - from->at; }

static patron_status get_number(source *from, int32_t width, uint64_t *out) {
  if (rest(from) < width) return broken(from, "they end too early");
  uint64_t value = 0;
  for (int32_t i = 0; i < width; i++) value |= (uint64_t)from->bytes[from->at + i] << (8 * i);
  from->at += width;
  *out = value;
  return PATRON_OK;
}

/* A count of things that take at least `each` bytes: never more than the rest holds. */
static patron_status get_count(source *from, int32_t width, int64_t each, int64_t *out) {
  uint64_t value = 0;
  patron_status status = get_number(from, width, &value);
  if (status != PATRON_OK) return status;
  if (value > (uint64_t)(rest(from) / each)) return broken(from, "a count is larger than what follows");
  *out = (int64_t)value;
  return PATRON_OK;
}

static patron_status get_name(source *from, const char **name, int64_t *len) {
  patron_status status = get_count(from, 4, 1, len);
  if (status != PATRON_OK) return status;
  *name = (const char *)from->bytes + from->at;
  from->at += *len;
  return patron__text_is_utf8(*name, *len) ? PATRON_OK : broken(from, "a name is not UTF-8");
}

/* Names of tables and columns: NUL-terminated for the rest of the house. */
static patron_status get_identifier(source *from, char out[256]) {
  const char *name = NULL;
  int64_t len = 0;
  patron_status status = get_name(from, &name, &len);
  if (status != PATRON_OK) return status;
  if (len > 255 || memchr(name, 0, (size_t)len) != NULL) return broken(from, "a name is none");
  memcpy(out, name, (size_t)len);
  out[len] = 0;
  return PATRON_OK;
}

static patron_status get_bitmap(source *from, uint8_t *bitmap, int64_t rows) {
  int64_t bytes = patron__bitmap_bytes(rows);
  if (rest(from) < bytes) return broken(from, "they end too early");
  if (bytes > 0) memcpy(bitmap, from->bytes + from->at, (size_t)bytes);
  if ((rows & 7) != 0 && (bitmap[bytes - 1] >> (rows & 7)) != 0) return broken(from, "a bitmap goes on behind the last row");
  from->at += bytes;
  return PATRON_OK;
}

static patron_status get_validity(source *from, patron__column *column) {
  uint64_t there = 0;
  patron_status status = get_number(from, 1, &there);
  if (status != PATRON_OK || there == 0) return status;
  if (there != 1) return broken(from, "a mark is neither 0 nor 1");
  status = patron__column_need_validity(column);
  if (status == PATRON_OK) status = get_bitmap(from, column->validity, column->rows);
  if (status == PATRON_OK && patron__column_unknown_count(column) == 0) status = broken(from, "a bitmap says nothing");
  return status;
}

static patron_status get_flags(source *from, patron__column *column) {
  patron_status status = get_bitmap(from, column->values, column->rows);
  for (int64_t row = 0; row < column->rows && status == PATRON_OK; row++)
    if (!patron__column_known(column, row) && patron__column_flag(column, row)) status = broken(from, "an unknown is not 0");
  return status;
}

/* 8 bytes each, or 4; only that unknowns are 0 is looked at here. */
static patron_status get_values(source *from, patron__column *column, int32_t width) {
  for (int64_t row = 0; row < column->rows; row++) {
    uint64_t bits = 0;
    patron_status status = get_number(from, width, &bits);
    if (status != PATRON_OK) return status;
    if (bits != 0 && !patron__column_known(column, row)) return broken(from, "an unknown is not 0");
    if (width == 4) {
      uint32_t half = (uint32_t)bits;
      memcpy((char *)column->values + row * 4, &half, 4);
    } else {
      memcpy((char *)column->values + row * 8, &bits, 8);
    }
  }
  return PATRON_OK;
}

static patron_status get_texts(source *from, const patron_table *table, const char *name, int64_t total, patron__column *column) {
  uint64_t end = 0, last = 0;
  for (int64_t row = 0; row < column->rows; row++) {
    patron_status status = get_number(from, 8, &end);
    if (status != PATRON_OK) return status;
    if (end < last || end > (uint64_t)total) return broken(from, "the ends of texts do not ascend");
    if (end != last && !patron__column_known(column, row)) return broken(from, "an unknown text has a length");
    column->offsets[row + 1] = (int64_t)(last = end);
  }
  if (last != (uint64_t)total) return broken(from, "texts have another length than they say");
  if (rest(from) < total) return broken(from, "they end too early");
  if (total > 0) memcpy(column->values, from->bytes + from->at, (size_t)total);
  from->at += total;
  column->offsets_filled = column->rows;
  return patron__table_check_utf8(table, name, column->offsets, column->values, column->validity);
}

static patron_status get_dictionary(source *from, patron__dictionary **out) {
  int64_t count = 0, bytes = 0, len = 0;
  const char *name = NULL;
  patron_status status = get_count(from, 4, 4, &count);
  if (status == PATRON_OK && count > INT32_MAX) status = broken(from, "a dictionary is too long");
  source ahead = *from;
  for (int64_t i = 0; i < count && status == PATRON_OK; i++, bytes += len) status = get_name(&ahead, &name, &len);
  if (status != PATRON_OK) return status;
  patron__dictionary *made = NULL;
  status = patron__dictionary_reserve(from->context, (int32_t)count, bytes, &made);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0, end = 0; i < count && status == PATRON_OK; i++) {
    status = get_name(from, &name, &len);
    if (status != PATRON_OK) break;
    if (len > 0) memcpy(made->bytes + end, name, (size_t)len);
    made->offsets[i + 1] = end += len;
  }
  if (status == PATRON_OK) status = patron__dictionary_index(made);
  if (status == PATRON_E_DUPLICATE) status = broken(from, "a name stands twice in a dictionary");
  if (status == PATRON_OK) *out = made;
  else patron__dictionary_drop(made);
  return status;
}

static patron_status get_codes(source *from, patron__column *column) {
  patron_status status = get_dictionary(from, &column->dictionary);
  if (status == PATRON_OK) status = get_values(from, column, 4);
  for (int64_t row = 0; row < column->rows && status == PATRON_OK; row++) {
    int32_t code = patron__column_i32(column, row);
    if (patron__column_known(column, row) && (code < 0 || code >= column->dictionary->count)) status = broken(from, "a code has no name");
  }
  return status;
}

/* Bytes that a row takes at least, in eighths of a byte: what a count of rows is held against before memory is asked for. */
static int64_t eighths_of_row(uint64_t type) {
  switch (type) {
    case PATRON_FLAG: return 1;
    case PATRON_DATE: case PATRON_CODE: return 32;
    default: return 64;
  }
}

static patron_status fill_column(source *from, const patron_table *table, const char *name, int64_t texts, patron__column *column) {
  switch (column->type) {
    case PATRON_FLAG: return get_flags(from, column);
    case PATRON_TEXT: return get_texts(from, table, name, texts, column);
    case PATRON_CODE: return get_codes(from, column);
    case PATRON_DATE: {
      patron_status status = get_values(from, column, 4);
      return status != PATRON_OK ? status : patron__table_check_dates(table, name, column->values, column->validity);
    }
    case PATRON_NUMBER: {
      patron_status status = get_values(from, column, 8);
      if (status == PATRON_OK && patron__find_not_finite(column->values, column->validity, column->rows) >= 0) status = broken(from, "a number is not finite");
      return status;
    }
    default: return get_values(from, column, 8);
  }
}

static patron_status get_column(source *from, patron_table *table) {
  char name[256];
  uint64_t type = 0;
  int64_t texts = 0;
  patron__column *column = NULL;
  patron_status status = get_identifier(from, name);
  if (status == PATRON_OK) status = get_number(from, 1, &type);
  if (status != PATRON_OK) return status;
  if (type < PATRON_MONEY || type > PATRON_FLAG) return broken(from, "a column has an unknown type");
  if (table->rows > rest(from) / eighths_of_row(type) * 8 + 8) return broken(from, "a table has more rows than bytes");
  status = patron__column_create(from->context, (int32_t)type, table->rows, &column);
  if (status != PATRON_OK) return status;
  status = get_validity(from, column);
  if (status == PATRON_OK && type == PATRON_TEXT) status = get_count(from, 8, 1, &texts);
  if (status == PATRON_OK && texts > 0) status = patron__column_reserve(&column, table->rows, texts, 0);
  if (status == PATRON_OK) status = fill_column(from, table, name, texts, column);
  if (status == PATRON_OK) status = patron__table_attach(table, name, column);
  patron__column_drop(column);
  return status;
}

static patron_status get_table(source *from, patron_table **out) {
  char name[256];
  uint64_t rows = 0, exponent = 0;
  int64_t columns = 0;
  patron_status status = get_identifier(from, name);
  if (status == PATRON_OK) status = get_number(from, 8, &rows);
  if (status == PATRON_OK) status = get_number(from, 4, &exponent);
  if (status == PATRON_OK) status = get_count(from, 4, 6, &columns);
  if (status != PATRON_OK) return status;
  if (exponent > 18 || rows > (uint64_t)PATRON__ROWS_MAX || columns > PATRON__COLUMNS_MAX || (columns == 0 && rows > 0)) return broken(from, "a table cannot be so");
  patron_table *made = NULL;
  status = patron__table_create(from->context, name, (int64_t)rows, &made);
  if (status != PATRON_OK) return status;
  made->money_exponent = (int32_t)exponent;
  for (int64_t i = 0; i < columns && status == PATRON_OK; i++) status = get_column(from, made);
  if (status == PATRON_OK) {
    patron__table_finish(made);
    *out = made;
  } else {
    patron_table_destroy(made);
  }
  return status;
}

static patron_status get_head(source *from, int64_t *tables) {
  uint64_t version = 0, length = 0, sum = 0;
  if (from->length < PATRON__TABLES_HEAD + PATRON__TABLES_TAIL) return broken(from, "they are too few");
  if (memcmp(from->bytes, PATRON__TABLES_MAGIC, 8) != 0) return broken(from, "they do not begin as saved tables do");
  from->at = from->length - PATRON__TABLES_TAIL;
  patron_status status = get_number(from, 8, &sum);
  from->at = 8;
  if (status == PATRON_OK) status = get_number(from, 4, &version);
  if (status == PATRON_OK && version != PATRON__TABLES_VERSION) return broken(from, "they are of another version");
  uint64_t count = 0;
  if (status == PATRON_OK) status = get_number(from, 4, &count);
  if (status == PATRON_OK) status = get_number(from, 8, &length);
  if (status != PATRON_OK) return status;
  if (count > PATRON__TABLES_MAX) return broken(from, "they hold too many tables");
  if (length != (uint64_t)from->length) return broken(from, "they have another length than they say");
  from->length -= PATRON__TABLES_TAIL;
  if (sum != patron__checksum(from->bytes, from->length)) return broken(from, "the checksum is wrong: they were changed or damaged");
  *tables = (int64_t)count;
  return PATRON_OK;
}

patron_status patron__tables_load(patron_context *context, const void *bytes, int64_t len, patron__tables *out) {
  if (bytes == NULL || len < 0) return PATRON_E_INVALID_ARGUMENT;
  source from = {context, bytes, len, 0};
  patron__tables loaded;
  int64_t count = 0;
  patron__tables_init(&loaded, context);
  patron_status status = get_head(&from, &count);
  for (int64_t i = 0; i < count && status == PATRON_OK; i++) {
    patron_table *table = NULL;
    status = get_table(&from, &table);
    if (status != PATRON_OK) break;
    if (patron__tables_find(&loaded, table->name) != NULL) status = broken(&from, "two tables have one name");
    else status = patron__tables_put(&loaded, table);
    patron_table_destroy(table);
  }
  if (status == PATRON_OK && rest(&from) != 0) status = broken(&from, "something follows the last table");
  if (status == PATRON_OK) *out = loaded;
  else patron__tables_clear(&loaded);
  /* Names and texts that the rest of the house refuses are refused in its words; here they are all one thing: a wrong format. */
  return status == PATRON_E_INVALID_ARGUMENT || status == PATRON_E_DUPLICATE || status == PATRON_E_RANGE ? PATRON_E_FORMAT : status;
}
