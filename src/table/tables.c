/* Sets of tables by name: the facts of a portfolio, the rules of a policy, what a model keeps, what an assessment answers. A dozen or two: searched in order. */
#include "table/store.h"

void patron__tables_init(patron__tables *set, patron_context *context) { *set = (patron__tables){context, 0, 0, NULL}; }

void patron__tables_clear(patron__tables *set) {
  for (int32_t i = 0; i < set->count; i++) patron_table_destroy(set->items[i]);
  patron__release(set->context, set->items);
  patron__tables_init(set, set->context);
}

static patron_status make_room(patron__tables *set, int32_t wanted) {
  if (wanted <= set->capacity) return PATRON_OK;
  int32_t capacity = wanted > 2 * set->capacity ? wanted + 8 : 2 * set->capacity;
  patron_table **items = patron__reallocate(set->context, set->items, (uint64_t)capacity * sizeof *items);
  if (items == NULL) return patron__memory_status(set->context);
  set->items = items;
  set->capacity = capacity;
  return PATRON_OK;
}

patron_status patron__tables_put(patron__tables *set, patron_table *table) {
  for (int32_t i = 0; i < set->count; i++) {
    if (strcmp(set->items[i]->name, table->name) != 0) continue;
    patron__table_retain(table);
    patron_table_destroy(set->items[i]);
    set->items[i] = table;
    return PATRON_OK;
  }
  if (set->count == PATRON__TABLES_MAX) return patron__fail(set->context, PATRON_E_RANGE, NULL, "there are too many tables");
  patron_status status = make_room(set, set->count + 1);
  if (status != PATRON_OK) return status;
  patron__table_retain(table);
  set->items[set->count++] = table;
  return PATRON_OK;
}

patron_table *patron__tables_find(const patron__tables *set, const char *name) {
  for (int32_t i = 0; i < set->count; i++)
    if (strcmp(set->items[i]->name, name) == 0) return set->items[i];
  return NULL;
}

patron_status patron__tables_copy(const patron__tables *from, patron__tables *to) {
  patron_status status = make_room(to, from->count);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < from->count; i++) {
    patron__table_retain(from->items[i]);
    to->items[to->count++] = from->items[i];
  }
  return PATRON_OK;
}

patron_status patron__tables_list(const patron__tables *set, patron_table **out) {
  patron_table *list = NULL;
  patron__column *names = NULL, *rows = NULL;
  patron_status status = patron__table_create(set->context, "tables", set->count, &list);
  if (status != PATRON_OK) return status;
  status = patron__table_new_column(list, "table", PATRON_TEXT, &names);
  if (status == PATRON_OK) status = patron__table_new_column(list, "rows", PATRON_INTEGER, &rows);
  for (int32_t i = 0; i < set->count && status == PATRON_OK; i++) {
    status = patron__column_set_text(names, i, set->items[i]->name, -1);
    ((int64_t *)rows->values)[i] = set->items[i]->rows;
  }
  if (status != PATRON_OK) {
    patron_table_destroy(list);
    return status;
  }
  patron__table_finish(list);
  *out = list;
  return PATRON_OK;
}

patron_status patron__tables_get(const patron__tables *set, const char *name, patron_table **out) {
  if (name == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_table *found = patron__tables_find(set, name);
  if (found == NULL) return strcmp(name, "tables") == 0 ? patron__tables_list(set, out) : PATRON_E_NOT_FOUND;
  patron__table_retain(found);
  *out = found;
  return PATRON_OK;
}
