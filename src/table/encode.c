/* Grouping starts here: the values of a column become codes into the sorted list of its distinct values.
   Profile: up to 1e7 rows, mostly few distinct values, sometimes as many as rows. Rows go through open addressing once; only the distinct values are
   sorted, by radix on the first eight bytes after what all have in common, then by comparison where those are equal. */
#include "base/text.h"
#include "table/column.h"

/* A distinct value: the hash by which it is found, later the key that it is sorted by, the value itself, and its number in order of appearance. */
typedef struct entry {
  uint64_t key;       /* of integers from the beginning their key */
  const char *text;   /* NULL for integers */
  int64_t len;
  int32_t number;
} entry;

typedef struct distinct {
  patron_context *context;
  const patron__column *column;
  entry *entries;
  entry *spare;       /* as many again, for sorting */
  uint64_t *slots;    /* upper half of the hash and number + 1; 0 free */
  int64_t slot_count;
  int64_t count, capacity;
} distinct;

static void distinct_clear(distinct *all) {
  patron__release(all->context, all->entries);
  patron__release(all->context, all->spare);
  patron__release(all->context, all->slots);
}

static uint64_t entry_hash(const entry *value) { return value->text != NULL ? value->key : patron__hash_u64(value->key); }

static int32_t entry_equal(const entry *a, const entry *b) {
  return a->text != NULL ? patron__text_equal(a->text, a->len, b->text, b->len) : a->key == b->key;
}

static const uint64_t TAG = UINT64_C(0xffffffff00000000);

/* Values are compared only where half a hash agrees. */
static int64_t probe(const distinct *all, const entry *value, uint64_t hash) {
  uint64_t mask = (uint64_t)all->slot_count - 1, slot = hash & mask;
  while (all->slots[slot] != 0 && (((all->slots[slot] ^ hash) & TAG) != 0 || !entry_equal(value, &all->entries[(uint32_t)all->slots[slot] - 1]))) slot = (slot + 1) & mask;
  return (int64_t)slot;
}

static patron_status grow(distinct *all) {
  int64_t slots = all->slot_count > 0 ? all->slot_count * 2 : 64;
  int64_t capacity = slots / 2;
  if (capacity > INT32_MAX) return patron__fail(all->context, PATRON_E_RANGE, NULL, "a column has too many distinct values to group by");
  entry *entries = patron__reallocate(all->context, all->entries, (uint64_t)capacity * sizeof(entry));
  if (entries == NULL) return patron__memory_status(all->context);
  all->entries = entries;
  uint64_t *fresh = patron__allocate_array(all->context, slots, sizeof(uint64_t));
  if (fresh == NULL) return patron__memory_status(all->context);
  patron__release(all->context, all->slots);
  all->slots = fresh;
  all->slot_count = slots;
  all->capacity = capacity;
  for (int64_t i = 0; i < all->count; i++) {   /* all are different: the first free slot is theirs */
    uint64_t hash = entry_hash(&all->entries[i]), slot = hash & ((uint64_t)slots - 1);
    while (fresh[slot] != 0) slot = (slot + 1) & ((uint64_t)slots - 1);
    fresh[slot] = (hash & TAG) | (uint64_t)(i + 1);
  }
  return PATRON_OK;
}

/* The number of a value, in order of appearance. */
static patron_status number_of(distinct *all, entry *value, int32_t *number) {
  if (all->count == all->capacity) {
    patron_status status = grow(all);
    if (status != PATRON_OK) return status;
  }
  uint64_t hash = entry_hash(value);
  int64_t slot = probe(all, value, hash);
  if (all->slots[slot] == 0) {
    value->number = (int32_t)all->count;
    all->entries[all->count++] = *value;
    all->slots[slot] = (hash & TAG) | (uint64_t)all->count;
  }
  *number = (int32_t)(uint32_t)all->slots[slot] - 1;
  return PATRON_OK;
}

static patron_status number_rows(distinct *all, int32_t *codes_out) {
  const patron__column *column = all->column;
  int32_t last = -1;
  for (int64_t row = 0; row < column->rows; row++) {
    if (!patron__column_known(column, row)) {
      codes_out[row] = -1;
      continue;
    }
    entry value = {0, NULL, 0, 0};
    if (column->type == PATRON_TEXT) value.text = patron__column_text(column, row, &value.len);
    else value.key = (uint64_t)patron__column_i64(column, row) ^ (UINT64_C(1) << 63);   /* signed order as unsigned order */
    if (last >= 0 && entry_equal(&value, &all->entries[last])) {   /* sorted facts repeat themselves */
      codes_out[row] = last;
      continue;
    }
    if (value.text != NULL) value.key = patron__hash_bytes(value.text, value.len);
    patron_status status = number_of(all, &value, &last);
    if (status != PATRON_OK) return status;
    codes_out[row] = last;
  }
  return PATRON_OK;
}

/* Codes that occur, by their present number; the names come from the dictionary. */
static patron_status number_codes(distinct *all, int32_t *codes_out) {
  const patron__column *column = all->column;
  const patron__dictionary *names = column->dictionary;
  int32_t *numbers = patron__allocate_array(all->context, names->count > 0 ? names->count : 1, sizeof(int32_t));
  if (numbers == NULL) return patron__memory_status(all->context);
  for (int64_t row = 0; row < column->rows; row++) {
    codes_out[row] = patron__column_known(column, row) ? patron__column_i32(column, row) : -1;
    if (codes_out[row] >= 0) numbers[codes_out[row]] = 1;
  }
  patron_status status = PATRON_OK;
  for (int32_t code = 0; code < names->count && status == PATRON_OK; code++) {
    if (!numbers[code]) continue;
    entry value = {0, NULL, 0, 0};
    value.text = patron__dictionary_name(names, code, &value.len);
    value.key = patron__hash_bytes(value.text, value.len);
    status = number_of(all, &value, &numbers[code]);
  }
  for (int64_t row = 0; row < column->rows && status == PATRON_OK; row++)
    if (codes_out[row] >= 0) codes_out[row] = numbers[codes_out[row]];
  patron__release(all->context, numbers);
  return status;
}

/* Radix keys of texts: eight bytes after the longest common beginning, shorter ones padded with 0. */
static void make_keys(distinct *all) {
  if (all->count == 0 || all->entries[0].text == NULL) return;
  const entry *first = &all->entries[0];
  int64_t common = first->len;
  for (int64_t i = 1; i < all->count; i++) {
    const entry *other = &all->entries[i];
    if (other->len < common) common = other->len;
    for (int64_t k = 0; k < common; k++)
      if (other->text[k] != first->text[k]) common = k;
  }
  for (int64_t i = 0; i < all->count; i++) {
    entry *value = &all->entries[i];
    uint64_t key = 0;
    for (int64_t k = common; k < common + 8; k++) key = (key << 8) | (k < value->len ? (uint8_t)value->text[k] : 0u);
    value->key = key;
  }
}

/* Stable, byte by byte from the lowest; bytes that are the same everywhere cost one look. */
static void sort_by_key(distinct *all) {
  for (unsigned shift = 0; shift < 64; shift += 8) {
    int64_t starts[257] = {0};
    for (int64_t i = 0; i < all->count; i++) starts[((all->entries[i].key >> shift) & 0xff) + 1]++;
    if (starts[((all->entries[0].key >> shift) & 0xff) + 1] == all->count) continue;
    for (int32_t i = 0; i < 256; i++) starts[i + 1] += starts[i];
    for (int64_t i = 0; i < all->count; i++) all->spare[starts[(all->entries[i].key >> shift) & 0xff]++] = all->entries[i];
    entry *swap = all->entries;
    all->entries = all->spare;
    all->spare = swap;
  }
}

/* Entries of one key, by their whole text: merged from runs of growing width. */
static void sort_by_text(entry *from, entry *spare, int64_t count) {
  entry *source = from, *target = spare;
  for (int64_t width = 1; width < count; width *= 2) {
    for (int64_t start = 0; start < count; start += 2 * width) {
      int64_t middle = start + width < count ? start + width : count, end = start + 2 * width < count ? start + 2 * width : count;
      int64_t left = start, right = middle;
      for (int64_t i = start; i < end; i++) {
        int32_t take_left = right >= end || (left < middle && patron__text_compare(source[left].text, source[left].len, source[right].text, source[right].len) <= 0);
        target[i] = take_left ? source[left++] : source[right++];
      }
    }
    entry *swap = source;
    source = target;
    target = swap;
  }
  if (source != from) memcpy(from, source, (size_t)count * sizeof(entry));
}

static patron_status sort_entries(distinct *all) {
  if (all->count < 2) return PATRON_OK;
  all->spare = patron__allocate_array(all->context, all->count, sizeof(entry));
  if (all->spare == NULL) return patron__memory_status(all->context);
  make_keys(all);
  sort_by_key(all);
  if (all->entries[0].text == NULL) return PATRON_OK;
  for (int64_t start = 0, end; start < all->count; start = end) {
    for (end = start + 1; end < all->count && all->entries[end].key == all->entries[start].key; end++) {}
    if (end - start > 1) sort_by_text(all->entries + start, all->spare, end - start);
  }
  return PATRON_OK;
}

static patron_status make_dictionary(const distinct *all, patron__dictionary **out) {
  char digits[PATRON__NUMBER_TEXT];
  int64_t bytes = 0;
  for (int64_t i = 0; i < all->count; i++) {
    const entry *value = &all->entries[i];
    bytes += value->text != NULL ? value->len : patron__format_i64((int64_t)(value->key ^ (UINT64_C(1) << 63)), digits);
  }
  patron__dictionary *made = NULL;
  patron_status status = patron__dictionary_reserve(all->context, (int32_t)all->count, bytes, &made);
  if (status != PATRON_OK) return status;
  int64_t end = 0;
  for (int64_t i = 0; i < all->count; i++) {
    const entry *value = &all->entries[i];
    const char *text = value->text != NULL ? value->text : digits;
    int64_t len = value->text != NULL ? value->len : patron__format_i64((int64_t)(value->key ^ (UINT64_C(1) << 63)), digits);
    if (len > 0) memcpy(made->bytes + end, text, (size_t)len);
    end += len;
    made->offsets[i + 1] = end;
  }
  if (all->column->type == PATRON_INTEGER) {   /* by value: 9 before 10, so not by bytes */
    status = patron__dictionary_index(made);
    if (status != PATRON_OK) {
      patron__dictionary_drop(made);
      return status;
    }
  }
  *out = made;
  return PATRON_OK;
}

patron_status patron__column_encode(patron_context *context, const patron__column *column, int32_t *codes_out, patron__dictionary **dictionary_out) {
  if (column->type != PATRON_TEXT && column->type != PATRON_CODE && column->type != PATRON_INTEGER)
    return patron__fail(context, PATRON_E_TYPE, NULL, "only columns of type TEXT, CODE or INTEGER can be grouped by");
  distinct all = {context, column, NULL, NULL, NULL, 0, 0, 0};
  patron_status status = grow(&all);
  if (status == PATRON_OK) status = column->type == PATRON_CODE ? number_codes(&all, codes_out) : number_rows(&all, codes_out);
  if (status == PATRON_OK) status = sort_entries(&all);
  if (status == PATRON_OK) {
    /* The slots have done their work: they now say where each number went. */
    for (int64_t i = 0; i < all.count; i++) all.slots[all.entries[i].number] = (uint64_t)i;
    status = make_dictionary(&all, dictionary_out);
  }
  if (status == PATRON_OK)
    for (int64_t row = 0; row < column->rows; row++)
      if (codes_out[row] >= 0) codes_out[row] = (int32_t)all.slots[codes_out[row]];
  distinct_clear(&all);
  return status;
}
