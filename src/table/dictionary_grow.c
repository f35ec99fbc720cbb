/* A dictionary that grows name by name: layers and other free lists that setters write. One that others hold, or that is full, is first copied with half as much room again. */
#include "base/text.h"
#include "table/column.h"

/* The slot of a name that is not there yet. */
static int64_t free_slot(const patron__dictionary *dictionary, const char *name, int64_t len) {
  const int64_t mask = dictionary->slot_count - 1;
  int64_t slot = (int64_t)(patron__hash_bytes(name, len) & (uint64_t)mask);
  while (dictionary->slots[slot] != 0) slot = (slot + 1) & mask;
  return slot;
}

static patron_status copy_with_room(patron_context *context, const patron__dictionary *from, int64_t more_bytes, patron__dictionary **out) {
  const int32_t count = from == NULL ? 0 : from->count, room = count + count / 2 + 8;
  const int64_t bytes = count == 0 ? 0 : from->offsets[count], room_bytes = bytes + bytes / 2 + more_bytes + 64;
  int64_t slots = 16, len;
  patron__dictionary *made = NULL;
  patron_status status = patron__dictionary_reserve(context, room, room_bytes, &made);
  if (status != PATRON_OK) return status;
  while (slots < 2 * (int64_t)room) slots *= 2;
  made->slots = patron__allocate_array(context, slots, sizeof *made->slots);
  if (made->slots == NULL) {
    status = patron__memory_status(context);
    patron__dictionary_drop(made);
    return status;
  }
  made->slot_count = slots;
  made->sorted = 0;
  made->count = count;
  made->room = room;
  made->bytes_room = room_bytes;
  if (count > 0) {
    memcpy(made->offsets, from->offsets, ((size_t)count + 1) * sizeof *made->offsets);
    if (bytes > 0) memcpy(made->bytes, from->bytes, (size_t)bytes);
  }
  for (int32_t code = 0; code < count; code++) {
    const char *name = patron__dictionary_name(made, code, &len);
    made->slots[free_slot(made, name, len)] = code + 1;
  }
  *out = made;
  return PATRON_OK;
}

patron_status patron__dictionary_add(patron_context *context, patron__dictionary **dictionary, const char *name, int64_t len, int32_t *code) {
  patron__dictionary *into = *dictionary;
  len = patron__text_length(name, len);
  if (into != NULL) {
    *code = patron__dictionary_find(into, name, len);
    if (*code >= 0) return PATRON_OK;
    if (into->count >= INT32_MAX / 2) return patron__fail(context, PATRON_E_RANGE, NULL, "a dictionary cannot hold so many names");
  }
  if (into == NULL || into->count >= into->room || into->offsets[into->count] + len > into->bytes_room || patron__count_get(&into->references) > 1) {
    patron_status status = copy_with_room(context, into, len, &into);
    if (status != PATRON_OK) return status;
    patron__dictionary_drop(*dictionary);
    *dictionary = into;
  }
  const int64_t end = into->offsets[into->count];
  if (len > 0) memcpy(into->bytes + end, name, (size_t)len);
  into->offsets[into->count + 1] = end + len;
  into->slots[free_slot(into, name, len)] = into->count + 1;
  *code = into->count++;
  return PATRON_OK;
}
