/* From an id to its row. Ids that ascend strictly, as exports mostly do, are found by halving and need no memory; all others get open addressing. */
#include "base/text.h"
#include "table/id_index.h"

/* A slot is 0 when free, else row + 1 in the lower 40 bits, under 24 bits of the hash that spare most comparisons of ids. */
enum { ROW_BITS = 40 };
#define ROW_MASK ((UINT64_C(1) << ROW_BITS) - 1)

struct patron__id_index {
  patron_context *context;
  uint64_t *slots;       /* NULL: the ids ascend strictly */
  int64_t slot_count;    /* a power of two, at least 3/2 of `used` */
  int64_t used;
};

/* An id of either kind: `text` NULL for integers. */
typedef struct id { const char *text; int64_t len; int64_t number; } id;

static id id_at(const patron__column *ids, int64_t row) {
  id one = {NULL, 0, 0};
  if (ids->type == PATRON_INTEGER) one.number = patron__column_i64(ids, row);
  else if (ids->type == PATRON_CODE) one.text = patron__dictionary_name(ids->dictionary, patron__column_i32(ids, row), &one.len);
  else one.text = patron__column_text(ids, row, &one.len);
  return one;
}

static int32_t compare(id a, id b) {
  if (a.text != NULL) return patron__text_compare(a.text, a.len, b.text, b.len);
  return (a.number > b.number) - (a.number < b.number);
}

static uint64_t hash(id one) {
  return one.text != NULL ? patron__hash_bytes(one.text, one.len) : patron__hash_u64((uint64_t)one.number);
}

/* The slot of an id, or the free one where it belongs. */
static int64_t find_slot(const patron__id_index *index, const patron__column *ids, id one, uint64_t hashed) {
  const uint64_t mark = hashed & ~ROW_MASK, mask = (uint64_t)index->slot_count - 1;
  uint64_t slot = hashed & mask;
  while (index->slots[slot] != 0) {
    if ((index->slots[slot] & ~ROW_MASK) == mark && compare(id_at(ids, (int64_t)(index->slots[slot] & ROW_MASK) - 1), one) == 0) break;
    slot = (slot + 1) & mask;
  }
  return (int64_t)slot;
}

/* Where the id stands: -1 nowhere. */
static int64_t find(const patron__id_index *index, const patron__column *ids, id one) {
  if (index->slots != NULL) return (int64_t)(index->slots[find_slot(index, ids, one, hash(one))] & ROW_MASK) - 1;
  int64_t low = 0, high = ids->rows - 1;
  while (low <= high) {
    int64_t middle = low + (high - low) / 2;
    int32_t order = compare(one, id_at(ids, middle));
    if (order == 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
}

/* Fills *where with an id as text; `number` is the room for it. */
static void show(id one, char number[PATRON__NUMBER_TEXT], patron__where *where) {
  where->value = one.text != NULL ? one.text : number;
  where->value_length = one.text != NULL ? one.len : patron__format_i64(one.number, number);
}

static patron_status make_slots(patron_context *context, int64_t rows, uint64_t **slots, int64_t *count) {
  int64_t wanted = 16;
  while (wanted / 3 * 2 < rows) wanted *= 2;
  *slots = patron__allocate_array(context, wanted, sizeof **slots);
  if (*slots == NULL) return patron__memory_status(context);
  *count = wanted;
  return PATRON_OK;
}

/* All rows of `ids` into fresh slots with room for one more. The first row that repeats an id, else -1, goes to *again. */
static patron_status fill(patron__id_index *index, const patron__column *ids, int64_t *again) {
  patron__id_index fresh = {index->context, NULL, 0, ids->rows};
  patron_status status = make_slots(index->context, ids->rows + 1, &fresh.slots, &fresh.slot_count);
  if (status != PATRON_OK) return status;
  *again = -1;
  for (int64_t row = 0; row < ids->rows; row++) {
    const id one = id_at(ids, row);
    const uint64_t hashed = hash(one);
    const int64_t slot = find_slot(&fresh, ids, one, hashed);
    if (fresh.slots[slot] != 0) {
      *again = row;
      patron__release(index->context, fresh.slots);
      return PATRON_OK;
    }
    fresh.slots[slot] = (hashed & ~ROW_MASK) | (uint64_t)(row + 1);
  }
  patron__release(index->context, index->slots);
  index->slots = fresh.slots;
  index->slot_count = fresh.slot_count;
  index->used = fresh.used;
  return PATRON_OK;
}

static int32_t ascends(const patron__column *ids) {
  if (ids->type == PATRON_INTEGER) {
    const int64_t *values = ids->values;
    int64_t row = 1;
    while (row < ids->rows && values[row - 1] < values[row]) row++;
    return row >= ids->rows;
  }
  for (int64_t row = 1; row < ids->rows; row++)
    if (compare(id_at(ids, row - 1), id_at(ids, row)) >= 0) return 0;
  return 1;
}

static patron_status refuse_unknown(patron_context *context, const char *table, const char *name, const patron__column *ids) {
  int64_t row = 0;
  while (row < ids->rows && patron__column_known(ids, row)) row++;
  if (row == ids->rows) return PATRON_OK;
  patron__where where = {table, name, row, NULL, -1, "an id, each only once"};
  return patron__fail(context, PATRON_E_INVALID_ARGUMENT, &where, "a row without its id");
}

patron_status patron__id_index_create(patron_context *context, const char *table, const char *name, const patron__column *ids, patron__id_index **out) {
  patron_status status = PATRON_OK;
  if (ids->type != PATRON_TEXT && ids->type != PATRON_INTEGER && ids->type != PATRON_CODE) return PATRON_E_TYPE;
  if (ids->validity != NULL) status = refuse_unknown(context, table, name, ids);
  if (status != PATRON_OK) return status;
  patron__id_index *index = patron__allocate_array(context, 1, sizeof *index);
  if (index == NULL) return patron__memory_status(context);
  index->context = context;
  if (!ascends(ids)) {
    int64_t again = -1;
    status = fill(index, ids, &again);
    if (status == PATRON_OK && again >= 0) {
      char number[PATRON__NUMBER_TEXT];
      patron__where where = {table, name, again, NULL, -1, "each id only once"};
      show(id_at(ids, again), number, &where);
      status = patron__fail(context, PATRON_E_DUPLICATE, &where, "an id stands in two rows");
    }
  }
  if (status != PATRON_OK) {
    patron__id_index_destroy(index);
    return status;
  }
  index->used = ids->rows;
  *out = index;
  return PATRON_OK;
}

void patron__id_index_destroy(patron__id_index *index) {
  if (index == NULL) return;
  patron__release(index->context, index->slots);
  patron__release(index->context, index);
}

static patron_status find_row(const patron__id_index *index, const patron__column *ids, id one, int64_t *row) {
  const int64_t found = find(index, ids, one);
  if (found < 0) return PATRON_E_NOT_FOUND;
  *row = found;
  return PATRON_OK;
}

patron_status patron__id_index_find_text(const patron__id_index *index, const patron__column *ids, const char *text, int64_t len, int64_t *row) {
  const id one = {text, patron__text_length(text, len), 0};
  return ids->type == PATRON_INTEGER ? PATRON_E_TYPE : find_row(index, ids, one, row);
}

patron_status patron__id_index_find_i64(const patron__id_index *index, const patron__column *ids, int64_t number, int64_t *row) {
  const id one = {NULL, 0, number};
  return ids->type != PATRON_INTEGER ? PATRON_E_TYPE : find_row(index, ids, one, row);
}

/* Makes sure that add finds a place, and that the id is new. */
static patron_status prepare(patron__id_index *index, const patron__column *ids, id one) {
  if (find(index, ids, one) >= 0) return PATRON_E_DUPLICATE;
  if (index->slots == NULL && (ids->rows == 0 || compare(id_at(ids, ids->rows - 1), one) < 0)) return PATRON_OK;
  if (index->slots != NULL && index->slot_count / 3 * 2 > index->used) return PATRON_OK;
  int64_t again;
  return fill(index, ids, &again);
}

patron_status patron__id_index_prepare_text(patron__id_index *index, const patron__column *ids, const char *text, int64_t len) {
  const id one = {text, patron__text_length(text, len), 0};
  return prepare(index, ids, one);
}

patron_status patron__id_index_prepare_i64(patron__id_index *index, const patron__column *ids, int64_t number) {
  const id one = {NULL, 0, number};
  return prepare(index, ids, one);
}

void patron__id_index_add(patron__id_index *index, const patron__column *ids, int64_t row) {
  index->used = row + 1;
  if (index->slots == NULL) return;
  const id one = id_at(ids, row);
  const uint64_t hashed = hash(one);
  index->slots[find_slot(index, ids, one, hashed)] = (hashed & ~ROW_MASK) | (uint64_t)(row + 1);
}
