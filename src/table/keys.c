/* Whether rows are told apart by their key columns. Up to 1e7 ids, mostly in ascending order already: that is seen in one look; else rows go through open addressing. */
#include "table/schema.h"

enum { MOST_KEY_COLUMNS = 4 };

typedef struct job {
  patron_context *context;
  const patron_table *table;
  const patron__column *columns[MOST_KEY_COLUMNS];
  const char *names[MOST_KEY_COLUMNS];
  int32_t count;
} job;

static uint64_t hash_value(const patron__column *column, int64_t row) {
  int64_t len;
  if (!patron__column_known(column, row)) return UINT64_C(0x9e3779b97f4a7c15);
  switch (column->type) {
    case PATRON_TEXT: {
      const char *text = patron__column_text(column, row, &len);
      return patron__hash_bytes(text, len);
    }
    case PATRON_CODE: return patron__hash_u64((uint64_t)patron__column_i32(column, row));
    default: return patron__hash_u64((uint64_t)patron__column_i64(column, row));
  }
}

static int32_t equal_values(const patron__column *column, int64_t a, int64_t b) {
  int32_t known = patron__column_known(column, a);
  if (known != patron__column_known(column, b)) return 0;
  if (!known) return 1;
  int64_t a_len, b_len;
  switch (column->type) {
    case PATRON_TEXT: {
      const char *a_text = patron__column_text(column, a, &a_len), *b_text = patron__column_text(column, b, &b_len);
      return patron__text_equal(a_text, a_len, b_text, b_len);
    }
    case PATRON_CODE: return patron__column_i32(column, a) == patron__column_i32(column, b);
    default: return patron__column_i64(column, a) == patron__column_i64(column, b);
  }
}

static int32_t ascends(const patron__column *column) {
  int64_t len, last_len = 0;
  const char *text, *last = NULL;
  if (column->validity != NULL) return 0;
  for (int64_t row = 1; row < column->rows; row++) {
    if (column->type == PATRON_INTEGER) {
      if (patron__column_i64(column, row - 1) >= patron__column_i64(column, row)) return 0;
    } else {
      if (last == NULL) last = patron__column_text(column, 0, &last_len);
      text = patron__column_text(column, row, &len);
      if (patron__text_compare(last, last_len, text, len) >= 0) return 0;
      last = text;
      last_len = len;
    }
  }
  return 1;
}

static patron_status refuse(const job *work, int64_t first, int64_t row) {
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  const char *value = patron__table_value_text(work->table, work->columns[work->count - 1], row, digits, &len);
  patron__where where = {work->table->name, work->names[work->count - 1], row, value, len, work->count > 1 ? "each combination of key columns once" : "each value once"};
  return patron__fail(work->context, PATRON_E_DUPLICATE, &where, "row %lld has the same key", (long long)first + 1);
}

static uint64_t hash_row(const job *work, int64_t row) {
  uint64_t hash = 0;
  for (int32_t i = 0; i < work->count; i++) hash = patron__hash_u64(hash ^ hash_value(work->columns[i], row));
  return hash;
}

static int32_t equal_rows(const job *work, int64_t a, int64_t b) {
  for (int32_t i = 0; i < work->count; i++)
    if (!equal_values(work->columns[i], a, b)) return 0;
  return 1;
}

/* A slot holds the upper half of the hash and row + 1, 0 where it is free: rows are compared only where half a hash agrees, so that few looks go to the texts themselves.
   Hashes are made ahead, a block at a time, so that the slots of a block are on their way while the block before is worked on. */
enum { BLOCK = 32 };

static void hash_block(const job *work, int64_t first, int64_t count, const uint64_t *slots, uint64_t mask, uint64_t *hashes) {
  for (int64_t i = 0; i < count; i++) {
    hashes[i] = hash_row(work, first + i);
    PATRON__PREFETCH(&slots[hashes[i] & mask]);
  }
}

static patron_status find_twins(const job *work) {
  int64_t rows = work->table->rows, slot_count = 8;
  if (rows >= UINT32_MAX) return patron__fail(work->context, PATRON_E_RANGE, NULL, "table %s has too many rows to be checked for equal keys", work->table->name);
  while (slot_count < rows + rows / 2) slot_count *= 2;
  uint64_t *slots = patron__allocate_array(work->context, slot_count, sizeof(uint64_t)), hashes[2][BLOCK];
  if (slots == NULL) return patron__memory_status(work->context);
  uint64_t mask = (uint64_t)slot_count - 1;
  patron_status status = PATRON_OK;
  hash_block(work, 0, rows < BLOCK ? rows : BLOCK, slots, mask, hashes[0]);
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    int64_t next = row + BLOCK;
    if (row % BLOCK == 0 && next < rows) hash_block(work, next, rows - next < BLOCK ? rows - next : BLOCK, slots, mask, hashes[next / BLOCK % 2]);
    uint64_t hash = hashes[row / BLOCK % 2][row % BLOCK], tag = hash & UINT64_C(0xffffffff00000000), slot = hash & mask;
    while (slots[slot] != 0 && ((slots[slot] & UINT64_C(0xffffffff00000000)) != tag || !equal_rows(work, (int64_t)(uint32_t)slots[slot] - 1, row))) slot = (slot + 1) & mask;
    if (slots[slot] != 0) status = refuse(work, (int64_t)(uint32_t)slots[slot] - 1, row);
    else slots[slot] = tag | (uint64_t)(row + 1);
  }
  patron__release(work->context, slots);
  return status;
}

patron_status patron__schema_check_keys(patron_context *context, const patron_table *table, int32_t kind) {
  job work = {context, table, {NULL}, {NULL}, 0};
  for (int32_t i = 0; i < table->column_count && work.count < MOST_KEY_COLUMNS; i++) {
    const patron__schema_column *column = patron__schema_find(table->name, table->columns[i].name, kind);
    if (column == NULL || !(column->flags & PATRON__KEY)) continue;
    work.columns[work.count] = table->columns[i].column;
    work.names[work.count++] = table->columns[i].name;
  }
  if (work.count == 0 || table->rows < 2) return PATRON_OK;
  if (work.count == 1 && work.columns[0]->type != PATRON_CODE && ascends(work.columns[0])) return PATRON_OK;
  return find_twins(&work);
}
