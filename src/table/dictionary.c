/* Dictionaries: the names behind codes. Small and looked up often, or large, sorted and made once by encoding; hence slots for the one and halving for the other. */
#include "base/text.h"
#include "table/column.h"

patron_status patron__dictionary_reserve(patron_context *context, int32_t count, int64_t bytes, patron__dictionary **out) {
  patron__dictionary *made = patron__allocate_array(context, 1, sizeof *made);
  if (made == NULL) return patron__memory_status(context);
  made->context = context;
  patron__context_retain(context);
  patron__count_add(&made->references, 1);
  made->count = count;
  made->sorted = 1;
  made->offsets = patron__allocate_array(context, (int64_t)count + 1, sizeof(int64_t));
  made->bytes = made->offsets == NULL ? NULL : patron__allocate(context, bytes > 0 ? (uint64_t)bytes : 1);
  if (made->bytes == NULL) {
    patron_status status = patron__memory_status(context);
    patron__dictionary_drop(made);
    return status;
  }
  *out = made;
  return PATRON_OK;
}

void patron__dictionary_retain(patron__dictionary *dictionary) { patron__count_add(&dictionary->references, 1); }

void patron__dictionary_drop(patron__dictionary *dictionary) {
  if (dictionary == NULL || patron__count_add(&dictionary->references, -1) > 0) return;
  patron_context *context = dictionary->context;
  patron__release(context, dictionary->offsets);
  patron__release(context, dictionary->bytes);
  patron__release(context, dictionary->slots);
  patron__release(context, dictionary);
  patron__context_drop(context);
}

/* The slot of a name, or the free one where it belongs. */
static int64_t find_slot(const patron__dictionary *dictionary, const char *name, int64_t len) {
  int64_t mask = dictionary->slot_count - 1;
  int64_t slot = (int64_t)(patron__hash_bytes(name, len) & (uint64_t)mask);
  while (dictionary->slots[slot] != 0) {
    int64_t other_len;
    const char *other = patron__dictionary_name(dictionary, dictionary->slots[slot] - 1, &other_len);
    if (patron__text_equal(name, len, other, other_len)) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

patron_status patron__dictionary_index(patron__dictionary *dictionary) {
  int64_t slots = 8;
  while (slots < 2 * (int64_t)dictionary->count) slots *= 2;
  dictionary->slots = patron__allocate_array(dictionary->context, slots, sizeof(int32_t));
  if (dictionary->slots == NULL) return patron__memory_status(dictionary->context);
  dictionary->slot_count = slots;
  dictionary->sorted = 0;
  for (int32_t code = 0; code < dictionary->count; code++) {
    int64_t len;
    const char *name = patron__dictionary_name(dictionary, code, &len);
    int64_t slot = find_slot(dictionary, name, len);
    if (dictionary->slots[slot] != 0) {
      patron__where where = {NULL, NULL, -1, name, len, "each name once"};
      return patron__fail(dictionary->context, PATRON_E_DUPLICATE, &where, "a name stands twice in a dictionary of codes");
    }
    dictionary->slots[slot] = code + 1;
  }
  return PATRON_OK;
}

patron_status patron__dictionary_create(patron_context *context, const char *const *names, const int64_t *lengths, int32_t count, patron__dictionary **out) {
  int64_t bytes = 0;
  for (int32_t i = 0; i < count; i++) bytes += patron__text_length(names[i], lengths != NULL ? lengths[i] : -1);
  patron__dictionary *made = NULL;
  patron_status status = patron__dictionary_reserve(context, count, bytes, &made);
  if (status != PATRON_OK) return status;
  int64_t end = 0;
  for (int32_t i = 0; i < count; i++) {
    int64_t len = patron__text_length(names[i], lengths != NULL ? lengths[i] : -1);
    if (len > 0) memcpy(made->bytes + end, names[i], (size_t)len);
    end += len;
    made->offsets[i + 1] = end;
  }
  status = patron__dictionary_index(made);
  if (status != PATRON_OK) {
    patron__dictionary_drop(made);
    return status;
  }
  *out = made;
  return PATRON_OK;
}

int32_t patron__dictionary_find(const patron__dictionary *dictionary, const char *name, int64_t len) {
  len = patron__text_length(name, len);
  if (!dictionary->sorted) return dictionary->slots[find_slot(dictionary, name, len)] - 1;
  int32_t low = 0, high = dictionary->count - 1;
  while (low <= high) {
    int32_t middle = low + (high - low) / 2;
    int64_t other_len;
    const char *other = patron__dictionary_name(dictionary, middle, &other_len);
    int32_t order = patron__text_compare(name, len, other, other_len);
    if (order == 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
}

int32_t patron__dictionary_equal(const patron__dictionary *a, const patron__dictionary *b) {
  if (a == b) return 1;
  if (a->count != b->count) return 0;
  for (int32_t code = 0; code < a->count; code++) {
    int64_t a_len, b_len;
    const char *a_name = patron__dictionary_name(a, code, &a_len), *b_name = patron__dictionary_name(b, code, &b_len);
    if (!patron__text_equal(a_name, a_len, b_name, b_len)) return 0;
  }
  return 1;
}

patron_status patron__dictionary_merge(patron__dictionary *first, const patron__dictionary *second, int32_t *map_out, patron__dictionary **out) {
  int32_t fresh = 0;
  int64_t bytes = first->offsets[first->count], len;
  for (int32_t code = 0; code < second->count; code++) {
    const char *name = patron__dictionary_name(second, code, &len);
    map_out[code] = patron__dictionary_find(first, name, len);
    if (map_out[code] >= 0) continue;
    if (fresh == INT32_MAX - first->count) return patron__fail(first->context, PATRON_E_RANGE, NULL, "a dictionary cannot hold so many names");
    map_out[code] = first->count + fresh++;
    bytes += len;
  }
  if (fresh == 0) {
    patron__dictionary_retain(first);
    *out = first;
    return PATRON_OK;
  }
  patron__dictionary *made = NULL;
  patron_status status = patron__dictionary_reserve(first->context, first->count + fresh, bytes, &made);
  if (status != PATRON_OK) return status;
  int64_t end = first->offsets[first->count];
  memcpy(made->offsets, first->offsets, ((size_t)first->count + 1) * sizeof(int64_t));
  if (end > 0) memcpy(made->bytes, first->bytes, (size_t)end);
  for (int32_t code = 0; code < second->count; code++) {
    if (map_out[code] < first->count) continue;
    const char *name = patron__dictionary_name(second, code, &len);
    if (len > 0) memcpy(made->bytes + end, name, (size_t)len);
    end += len;
    made->offsets[map_out[code] + 1] = end;
  }
  status = patron__dictionary_index(made);
  if (status != PATRON_OK) {
    patron__dictionary_drop(made);
    return status;
  }
  *out = made;
  return PATRON_OK;
}
