/* The life of a table, and what it says about itself: name, rows, columns, types, codes. */
#include "base/text.h"
#include "table/store.h"

enum { NAME_BYTES_MAX = 255 };

/* Whether all bytes are ASCII without control characters, eight at a time: each is at least 0x20, has no eighth bit and is not 0x7f (Mycroft's test for a zero byte, of the byte less its bound). */
static int32_t is_plain(const char *name, size_t len) {
  const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
  uint64_t odd = 0;
  for (size_t at = 0; at < len; at += 8) {
    uint64_t word = ones * 'a', deleted;
    memcpy(&word, name + at, len - at < 8 ? len - at : 8);
    deleted = word ^ ones * 0x7f;
    odd |= word | ((word - ones * 0x20) & ~word) | ((deleted - ones) & ~deleted);
  }
  return (odd & high) == 0;
}

/* Names end up in files, SQL and messages: some text, and nothing that a line could break on. */
int32_t patron__table_name_fits(const char *name) {
  const size_t len = strlen(name);
  int32_t right = len >= 1 && len <= NAME_BYTES_MAX;
  if (right && is_plain(name, len)) return 1;
  right = right && patron__text_is_utf8(name, (int64_t)len);
  for (size_t i = 0; right && i < len; i++)
    if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f) right = 0;
  return right;
}

static patron_status check_name(patron_context *context, const char *name, const char *what) {
  patron__where where = {NULL, NULL, -1, name, -1, "1 to 255 bytes of UTF-8 without control characters"};
  if (patron__table_name_fits(name)) return PATRON_OK;
  return patron__fail(context, PATRON_E_INVALID_ARGUMENT, &where, "%s cannot have this name", what);
}

static patron_status copy_name(patron_context *context, patron__arena *arena, const char *name, char **out) {
  size_t size = strlen(name) + 1;
  char *copy = arena != NULL ? patron__arena_take(arena, size) : patron__allocate(context, size);
  if (copy == NULL) return patron__memory_status(context);
  memcpy(copy, name, size);
  *out = copy;
  return PATRON_OK;
}

/* Length and three letters of a name: names that differ mostly differ here. */
uint32_t patron__table_name_key(const char *name) {
  const size_t len = strlen(name);
  if (len == 0) return 0;
  return (uint32_t)(unsigned char)name[0] | (uint32_t)(unsigned char)name[len - 1] << 8 | (uint32_t)(unsigned char)name[len / 2] << 16 | (uint32_t)(len & 255) << 24;
}

/* patron_table_create without the question whether the context is at work: stages make tables, too. */
patron_status patron__table_create(patron_context *context, const char *name, int64_t rows, patron_table **out) {
  patron_status status = check_name(context, name, "a table");
  if (status != PATRON_OK) return status;
  if (rows < 0) return patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "the number of rows of table %s is negative", name);
  if (rows > PATRON__ROWS_MAX) return patron__fail(context, PATRON_E_RANGE, NULL, "table %s cannot have so many rows", name);
  patron_table *table = patron__allocate_array(context, 1, sizeof *table);
  if (table == NULL) return patron__memory_status(context);
  status = copy_name(context, NULL, name, &table->name);
  if (status != PATRON_OK) {
    patron__release(context, table);
    return status;
  }
  patron__count_add(&table->references, 1);
  table->context = context;
  patron__context_retain(context);
  table->rows = rows;
  table->money_exponent = 2;
  *out = table;
  return PATRON_OK;
}

patron_status patron__table_create_in(patron__arena *arena, const char *name, int64_t rows, patron_table **out) {
  patron_table *table = patron__arena_take(arena, sizeof *table);
  if (table == NULL || copy_name(arena->context, arena, name, &table->name) != PATRON_OK) return patron__memory_status(arena->context);
  patron__arena_keep(arena);
  table->arena = arena;
  table->context = arena->context;
  patron__count_set(&table->references, 1);
  table->rows = rows;
  table->money_exponent = 2;
  *out = table;
  return PATRON_OK;
}

patron_status patron_table_create(patron_context *context, const char *name, int64_t rows, patron_table **out) {
  if (context == NULL || name == NULL || out == NULL) return patron__refuse_arguments(context, "patron_table_create");
  patron_status status = patron__context_idle(context);
  return status != PATRON_OK ? status : patron__table_create(context, name, rows, out);
}

void patron__table_retain(patron_table *table) { patron__count_add(&table->references, 1); }

void patron_table_destroy(patron_table *table) {
  if (table == NULL || patron__count_add(&table->references, -1) > 0) return;
  patron_context *context = table->context;
  if (table->arena != NULL) {
    int64_t references = 1;
    for (int32_t i = 0; i < table->column_count; i++) references += patron__column_drop_in(table->columns[i].column, table->arena);
    patron__arena_drop(table->arena, references);
    return;
  }
  for (int32_t i = 0; i < table->column_count; i++) {
    patron__release(context, table->columns[i].name);
    patron__column_drop(table->columns[i].column);
  }
  patron__release(context, table->columns);
  patron__release(context, table->name);
  patron__release(context, table);
  patron__context_drop(context);
}

patron_status patron__table_reserve_columns(patron_table *table, int32_t more) {
  if (more > PATRON__COLUMNS_MAX - table->column_count)
    return patron__fail(table->context, PATRON_E_RANGE, NULL, "table %s cannot have more than %d columns", table->name, (int)PATRON__COLUMNS_MAX);
  int32_t wanted = table->column_count + more;
  if (wanted <= table->column_capacity) return PATRON_OK;
  int32_t capacity = table->column_capacity + table->column_capacity / 2 + 8;
  if (capacity < wanted) capacity = wanted;
  patron__table_column *columns = table->arena != NULL ? patron__arena_take(table->arena, (uint64_t)capacity * sizeof *columns)
                                                       : patron__reallocate(table->context, table->columns, (uint64_t)capacity * sizeof *columns);
  if (columns == NULL) return patron__memory_status(table->context);
  if (table->arena != NULL && table->column_count > 0) memcpy(columns, table->columns, (size_t)table->column_count * sizeof *columns);
  table->columns = columns;
  table->column_capacity = capacity;
  return PATRON_OK;
}

patron_status patron__table_may_add(const patron_table *table, const char *name) {
  patron_status status = check_name(table->context, name, "a column");
  if (status != PATRON_OK) return status;
  patron__where where = {table->name, name, -1, NULL, -1, NULL};
  if (table->finished) return patron__fail(table->context, PATRON_E_STATE, &where, "the table is finished: change a copy");
  if (patron__table_find(table, name) != NULL) return patron__fail(table->context, PATRON_E_DUPLICATE, &where, "the table has a column of this name already");
  return PATRON_OK;
}

static int32_t head_of(uint32_t key) { return (int32_t)((key * UINT32_C(0x9e3779b1)) >> 26); }   /* 6 bits: PATRON__TABLE_HEADS */

void patron__table_index(patron_table *table, int32_t column) {
  patron__table_column *one = &table->columns[column];
  int16_t *head = &table->heads[head_of(one->key)];
  one->next = *head - 1;
  *head = (int16_t)(column + 1);   /* fits: PATRON__COLUMNS_MAX */
}

patron_status patron__table_adopt(patron_table *table, const char *name, patron__column *column) {
  char *copy = NULL;
  patron_status status = patron__table_may_add(table, name);
  if (status == PATRON_OK && column->rows != table->rows) status = patron__fail(table->context, PATRON_E_INTERNAL, NULL, "column %s does not have the rows of table %s", name, table->name);
  if (status == PATRON_OK) status = patron__table_reserve_columns(table, 1);
  if (status == PATRON_OK) status = copy_name(table->context, table->arena, name, &copy);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  table->columns[table->column_count] = (patron__table_column){copy, column, patron__table_name_key(copy), -1};
  patron__table_index(table, table->column_count++);
  return PATRON_OK;
}

patron_status patron__table_attach(patron_table *table, const char *name, patron__column *column) {
  patron__column_retain(column);
  return patron__table_adopt(table, name, column);
}

patron_status patron__table_new_column(patron_table *table, const char *name, int32_t type, patron__column **out) {
  patron__column *column = NULL;
  patron_status status = patron__column_create(table->context, type, table->rows, &column);
  if (status != PATRON_OK) return status;
  status = patron__table_adopt(table, name, column);
  if (status == PATRON_OK) *out = column;
  return status;
}

patron__column *patron__table_find(const patron_table *table, const char *column) {
  const uint32_t key = patron__table_name_key(column);
  for (int32_t i = table->heads[head_of(key)] - 1; i >= 0; i = table->columns[i].next)
    if (table->columns[i].key == key && strcmp(table->columns[i].name, column) == 0) return table->columns[i].column;
  return NULL;
}

patron_status patron__table_copy(const patron_table *table, const char *name, patron_table **out) { return patron__table_copy_for(table->context, table, name, out); }

patron_status patron__table_copy_for(patron_context *context, const patron_table *table, const char *name, patron_table **out) {
  patron_table *copy = NULL;
  patron_status status = patron__table_create(context, name, table->rows, &copy);
  if (status != PATRON_OK) return status;
  copy->money_exponent = table->money_exponent;
  for (int32_t i = 0; i < table->column_count && status == PATRON_OK; i++) status = patron__table_attach(copy, table->columns[i].name, table->columns[i].column);
  if (status != PATRON_OK) {
    patron_table_destroy(copy);
    return status;
  }
  *out = copy;
  return PATRON_OK;
}

patron_status patron__table_replace(patron_table *table, const char *name, patron__column *column) {
  for (int32_t i = 0; i < table->column_count; i++) {
    if (strcmp(table->columns[i].name, name) != 0) continue;
    patron__column_retain(column);
    patron__column_drop(table->columns[i].column);
    table->columns[i].column = column;
    return PATRON_OK;
  }
  return patron__table_attach(table, name, column);
}

void patron__table_finish(patron_table *table) {
  if (table->finished) return;
  for (int32_t i = 0; i < table->column_count; i++) patron__column_settle(table->columns[i].column);
  table->finished = 1;
}

patron_status patron_table_name(const patron_table *table, char *buf, int64_t cap, int64_t *needed) {
  if (table == NULL) return PATRON_E_INVALID_ARGUMENT;
  return patron__text_out(table->name, -1, buf, cap, needed);
}

patron_status patron_table_rows(const patron_table *table, int64_t *out) {
  if (table == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  *out = table->rows;
  return PATRON_OK;
}

patron_status patron_table_columns(const patron_table *table, int64_t *out) {
  if (table == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  *out = table->column_count;
  return PATRON_OK;
}

static patron_status column_at(const patron_table *table, int64_t column, const patron__table_column **out) {
  if (table == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (column < 0 || column >= table->column_count) return PATRON_E_NOT_FOUND;
  *out = &table->columns[column];
  return PATRON_OK;
}

patron_status patron_table_column_name(const patron_table *table, int64_t column, char *buf, int64_t cap, int64_t *needed) {
  const patron__table_column *found = NULL;
  patron_status status = column_at(table, column, &found);
  return status != PATRON_OK ? status : patron__text_out(found->name, -1, buf, cap, needed);
}

patron_status patron_table_column_type(const patron_table *table, int64_t column, int32_t *out) {
  const patron__table_column *found = NULL;
  if (out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_status status = column_at(table, column, &found);
  if (status == PATRON_OK) *out = found->column->type;
  return status;
}

patron_status patron_table_find_column(const patron_table *table, const char *name, int64_t *out) {
  if (table == NULL || name == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t i = 0; i < table->column_count; i++) {
    if (strcmp(table->columns[i].name, name) != 0) continue;
    *out = i;
    return PATRON_OK;
  }
  return PATRON_E_NOT_FOUND;
}

patron_status patron_table_code_count(const patron_table *table, int64_t column, int32_t *out) {
  const patron__table_column *found = NULL;
  if (out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_status status = column_at(table, column, &found);
  if (status != PATRON_OK) return status;
  if (found->column->type != PATRON_CODE) return PATRON_E_TYPE;
  *out = found->column->dictionary->count;
  return PATRON_OK;
}

patron_status patron_table_code_name(const patron_table *table, int64_t column, int32_t code, char *buf, int64_t cap, int64_t *needed) {
  const patron__table_column *found = NULL;
  patron_status status = column_at(table, column, &found);
  if (status != PATRON_OK) return status;
  if (found->column->type != PATRON_CODE) return PATRON_E_TYPE;
  if (code < 0 || code >= found->column->dictionary->count) return PATRON_E_NOT_FOUND;
  int64_t len;
  const char *name = patron__dictionary_name(found->column->dictionary, code, &len);
  return patron__text_out(name, len, buf, cap, needed);
}
