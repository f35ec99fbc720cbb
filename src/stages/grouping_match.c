/*
 * Rows matched against the groups of a model, and the groups rebuilt from the model's table.
 *
 * Groups are sorted by their names, an unknown value last, so that a group is found by halving.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stages/grouping_names.h"
#include "stages/lists.h"

/* Group whose key has `codes` (-1 unknown, last in order); PATRON__GROUP_UNSEEN. */
static int32_t find_group(const patron__groups *groups, const int32_t *codes) {
  int32_t low = 0, high = groups->count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    const int32_t *key = groups->keys + (int64_t)middle * groups->by_count;
    int32_t order = 0;
    for (int32_t i = 0; i < groups->by_count && order == 0; i++) {
      const uint32_t a = (uint32_t)key[i], b = (uint32_t)codes[i];   /* -1 is the largest */
      order = a < b ? -1 : a > b;
    }
    if (order == 0) return middle;
    if (order < 0) low = middle + 1; else high = middle;
  }
  return PATRON__GROUP_UNSEEN;
}

enum { MATCH_UNKNOWN = -1, MATCH_NONE = -2, FEW_ROWS = 16 };

/* Codes of one column in the model's names: MATCH_NONE where the model has no such name. */
static patron_status match_codes(patron__run *run, const char *name, const char *merge, const patron__dictionary *model_names, int32_t *codes) {
  patron__dictionary *names = NULL;
  int32_t *recode;
  patron_status status = patron__group_codes(run, name, merge, codes, &names);
  if (status != PATRON_OK) return status;
  recode = patron__allocate_array(run->context, names->count + 1, sizeof *recode);
  if (recode == NULL) { patron__dictionary_drop(names); return patron__memory_status(run->context); }
  for (int32_t code = 0; code < names->count; code++) {
    int64_t len;
    const char *text = patron__dictionary_name(names, code, &len);
    recode[code] = patron__group_name_find(model_names, text, len);
    if (recode[code] < 0) recode[code] = MATCH_NONE;
  }
  for (int64_t row = 0; row < run->rows; row++) codes[row] = codes[row] < 0 ? MATCH_UNKNOWN : recode[codes[row]];
  patron__release(run->context, recode);
  patron__dictionary_drop(names);
  return PATRON_OK;
}

/* The text of a grouping cell after `merge`; NULL: unknown. `number` is room for the digits of an integer. */
static const char *cell_name(const patron__run *run, const char *name, const char *merge, int64_t row, char *number, int64_t *len) {
  const patron__column *column = patron__run_find(run, name);
  const char *text;
  if (column == NULL || !patron__column_known(column, row)) return NULL;
  if (column->type == PATRON_CODE) text = patron__dictionary_name(column->dictionary, patron__column_i32(column, row), len);
  else if (column->type == PATRON_INTEGER) { *len = patron__format_i64(patron__column_i64(column, row), number); text = number; }
  else text = patron__column_text(column, row, len);
  return strcmp(name, "layer") == 0 ? patron__list_merged(merge, text, *len, len) : text;
}

static int32_t row_is_covered(const patron__run *run, const char *merge, const char *layers, int64_t row) {
  char number[PATRON__NUMBER_TEXT];
  const char *item, *layer;
  int64_t item_len, len = 0;
  if (layers[0] == '\0') return 1;
  layer = cell_name(run, "layer", merge, row, number, &len);
  while (layer != NULL && patron__list_next(&layers, &item, &item_len)) {
    int64_t into_len;
    const char *into = patron__list_merged(merge, item, item_len, &into_len);
    if (patron__text_equal(into, into_len, layer, len)) return 1;
  }
  return 0;
}

int32_t patron__groups_match_row(const patron__run *run, const patron__groups *groups, const char *merge, const char *layers, int64_t row) {
  int32_t key[PATRON__GROUP_COLUMNS];
  if (!row_is_covered(run, merge, layers, row)) return PATRON__GROUP_NOT_COVERED;
  if (groups->by_count == 0) return 0;
  for (int32_t i = 0; i < groups->by_count; i++) {
    char number[PATRON__NUMBER_TEXT];
    int64_t len;
    const char *name = cell_name(run, groups->by[i], merge, row, number, &len);
    key[i] = name == NULL ? MATCH_UNKNOWN : patron__group_name_find(groups->names[i], name, len);
    if (name != NULL && key[i] < 0) return PATRON__GROUP_UNSEEN;
  }
  return find_group(groups, key);
}

enum { TABLE_CELLS = 1 << 20 };

/* Number of combinations of the names of all columns, each with one more for unknown; beyond TABLE_CELLS: 0. */
static int64_t combinations(const patron__groups *groups) {
  int64_t cells = 1;
  for (int32_t i = 0; i < groups->by_count; i++) {
    cells *= (int64_t)groups->names[i]->count + 1;   /* fits: 2^20 * 2^31 */
    if (cells > TABLE_CELLS) return 0;
  }
  return cells;
}

/* Where the combinations are few, a table says the group of each. */
static patron_status match_by_table(patron_context *context, const patron__groups *groups, const int32_t *codes, int64_t rows, int64_t cells, int32_t *row_group) {
  int32_t *table = patron__allocate_array(context, cells, sizeof *table);
  if (table == NULL) return patron__memory_status(context);
  for (int64_t cell = 0; cell < cells; cell++) table[cell] = PATRON__GROUP_UNSEEN;
  for (int32_t group = 0; group < groups->count; group++) {
    int64_t cell = 0;
    for (int32_t i = 0; i < groups->by_count; i++) {
      const int32_t code = groups->keys[(int64_t)group * groups->by_count + i];
      cell = cell * (groups->names[i]->count + 1) + (code < 0 ? groups->names[i]->count : code);
    }
    table[cell] = group;
  }
  for (int64_t row = 0; row < rows; row++) {
    int64_t cell = 0;
    int32_t none = 0;
    for (int32_t i = 0; i < groups->by_count; i++) {
      const int32_t code = codes[i * rows + row];
      none |= code == MATCH_NONE;
      cell = cell * (groups->names[i]->count + 1) + (code < 0 ? groups->names[i]->count : code);
    }
    if (row_group[row] != PATRON__GROUP_NOT_COVERED) row_group[row] = none ? PATRON__GROUP_UNSEEN : table[cell];
  }
  patron__release(context, table);
  return PATRON_OK;
}

static void match_by_search(const patron__groups *groups, const int32_t *codes, int64_t rows, int32_t *row_group) {
  for (int64_t row = 0; row < rows; row++) {
    int32_t key[PATRON__GROUP_COLUMNS], none = 0;
    if (row_group[row] == PATRON__GROUP_NOT_COVERED) continue;
    for (int32_t i = 0; i < groups->by_count; i++) {
      key[i] = codes[i * rows + row];
      none |= key[i] == MATCH_NONE;
    }
    row_group[row] = none ? PATRON__GROUP_UNSEEN : find_group(groups, key);
  }
}

patron_status patron__groups_match(patron__run *run, const patron__groups *groups, const char *merge, const char *layers, int32_t *row_group) {
  int32_t *codes;
  patron_status status;
  if (run->rows <= FEW_ROWS) {   /* a changed customer on save: no tables of codes for it */
    for (int64_t row = 0; row < run->rows; row++) row_group[row] = patron__groups_match_row(run, groups, merge, layers, row);
    return PATRON_OK;
  }
  status = patron__group_cover(run, merge, layers, row_group);
  if (status != PATRON_OK || groups->by_count == 0) return status;
  codes = patron__allocate(run->context, (uint64_t)run->rows * (uint64_t)groups->by_count * sizeof *codes);
  if (codes == NULL) return patron__memory_status(run->context);
  for (int32_t i = 0; i < groups->by_count && status == PATRON_OK; i++) status = match_codes(run, groups->by[i], merge, groups->names[i], codes + i * run->rows);
  if (status == PATRON_OK) {
    const int64_t cells = combinations(groups);
    if (cells > 0) status = match_by_table(run->context, groups, codes, run->rows, cells, row_group);
    else match_by_search(groups, codes, run->rows, row_group);
  }
  patron__release(run->context, codes);
  return status;
}

const char *patron__groups_value(const patron__groups *groups, int32_t group, int32_t by, int64_t *len) {
  const int32_t code = groups->keys[(int64_t)group * groups->by_count + by];
  if (code < 0) { *len = -1; return NULL; }
  return patron__dictionary_name(groups->names[by], code, len);
}

static void add_name(char *out, int64_t cap, const char *column, const char *value, int64_t len) {
  const int64_t at = (int64_t)strlen(out), room = cap - at;
  const char *between = at == 0 ? "" : ", ", *whose = value != NULL ? "" : at == 0 ? "customers without " : "without ";
  if (value == NULL) { value = column; len = (int64_t)strlen(column); }
  if ((int64_t)(strlen(between) + strlen(whose)) + len < room) (void)snprintf(out + at, (size_t)room, "%s%s%.*s", between, whose, (int)len, value);
}

void patron__groups_name(const patron__groups *groups, int32_t group, char *out, int64_t cap) {
  out[0] = '\0';
  for (int32_t i = 0; i < groups->by_count; i++) {
    int64_t len;
    const char *value = patron__groups_value(groups, group, i, &len);
    add_name(out, cap, groups->by[i], value, len);
  }
  if (out[0] == '\0') (void)snprintf(out, (size_t)cap, "all customers");
}

const char *patron__groups_name_row(const patron__run *run, const patron__groups *groups, const char *merge, int64_t row, char *out, int64_t cap) {
  const char *lacking = NULL;
  out[0] = '\0';
  for (int32_t i = 0; i < groups->by_count; i++) {
    char number[PATRON__NUMBER_TEXT];
    int64_t len = 0;
    const char *value = cell_name(run, groups->by[i], merge, row, number, &len);
    if (value == NULL && lacking == NULL) lacking = groups->by[i];
    add_name(out, cap, groups->by[i], value, len);
  }
  return lacking;
}

void patron__groups_merged(const patron__run *run, const patron__groups *groups, const char *merge, int64_t row, char *out, int64_t cap) {
  out[0] = '\0';
  for (int32_t i = 0; i < groups->by_count; i++) {
    char number[PATRON__NUMBER_TEXT], other[PATRON__NUMBER_TEXT];
    int64_t len = 0, into_len = 0;
    const char *value = cell_name(run, groups->by[i], "", row, number, &len), *into = cell_name(run, groups->by[i], merge, row, other, &into_len);
    if (value == NULL || patron__text_equal(value, len, into, into_len)) continue;
    if (snprintf(out, (size_t)cap, " (its %s %.*s is judged as %.*s)", groups->by[i], (int)len, value, (int)into_len, into) >= cap) (void)snprintf(out, (size_t)cap, " (its %s is judged so)", groups->by[i]);
  }
}

/* Sorted distinct names of some rows of a TEXT column, and their codes. */
static patron_status read_names(patron_context *context, const patron__column *column, int64_t first, int32_t count, patron__dictionary **names, int32_t *codes) {
  const char **texts = patron__allocate_array(context, count + 1, sizeof *texts);
  int64_t *lengths = patron__allocate_array(context, count + 1, sizeof *lengths);
  int32_t distinct = 0;
  patron_status status = texts == NULL || lengths == NULL ? patron__memory_status(context) : PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && i < count; i++) {
    int64_t len;
    const char *text;
    int32_t low = 0, high = distinct;
    if (!patron__column_known(column, first + i)) continue;
    text = patron__column_text(column, first + i, &len);
    while (low < high) {
      const int32_t middle = low + (high - low) / 2;
      if (patron__text_compare(texts[middle], lengths[middle], text, len) < 0) low = middle + 1; else high = middle;
    }
    if (low < distinct && patron__text_equal(texts[low], lengths[low], text, len)) continue;
    memmove(texts + low + 1, texts + low, (size_t)(distinct - low) * sizeof *texts);
    memmove(lengths + low + 1, lengths + low, (size_t)(distinct - low) * sizeof *lengths);
    texts[low] = text;
    lengths[low] = len;
    distinct++;
  }
  if (status == PATRON_OK) status = patron__dictionary_create(context, texts, lengths, distinct, names);
  for (int32_t i = 0; status == PATRON_OK && i < count; i++) {
    int64_t len;
    const char *text = patron__column_text(column, first + i, &len);
    codes[i] = patron__column_known(column, first + i) ? patron__group_name_find(*names, text, len) : -1;
  }
  patron__release(context, texts);
  patron__release(context, lengths);
  return status;
}

patron_status patron__groups_read(patron_context *context, const patron_table *table, const char *by, int64_t first, int32_t count, patron__groups *out) {
  int32_t *codes = NULL;
  patron_status status = patron__group_columns_read(context, by, out);
  if (status != PATRON_OK) return status;
  out->count = count;
  out->keys = patron__allocate_array(context, (int64_t)count * out->by_count + 1, sizeof *out->keys);
  codes = patron__allocate_array(context, count + 1, sizeof *codes);
  if (out->keys == NULL || codes == NULL) { status = patron__memory_status(context); goto done; }
  for (int32_t i = 0; i < out->by_count && status == PATRON_OK; i++) {
    const patron__column *column = patron__table_find(table, out->by[i]);
    if (column == NULL || column->type != PATRON_TEXT) { status = patron__fail(context, PATRON_E_FORMAT, NULL, "the groups of the model lack the column %s", out->by[i]); break; }
    status = read_names(context, column, first, count, &out->names[i], codes);
    for (int32_t group = 0; status == PATRON_OK && group < count; group++) out->keys[(int64_t)group * out->by_count + i] = codes[group];
  }
  for (int32_t group = 0; status == PATRON_OK && out->by_count > 0 && group < count; group++)   /* sorted, none twice: else a search would miss */
    if (find_group(out, out->keys + (int64_t)group * out->by_count) != group) status = patron__fail(context, PATRON_E_FORMAT, NULL, "the groups of the model are not in order");
  if (status == PATRON_OK && out->by_count == 0 && count != 1) status = patron__fail(context, PATRON_E_FORMAT, NULL, "a segment without group columns has one group");
done:
  patron__release(context, codes);
  if (status != PATRON_OK) patron__groups_clear(out);
  return status;
}

void patron__groups_clear(patron__groups *groups) {
  for (int32_t i = 0; i < groups->by_count; i++) patron__dictionary_drop(groups->names[i]);
  patron__release(groups->context, groups->keys);
  memset(groups->names, 0, sizeof groups->names);
  groups->keys = NULL;
  groups->count = 0;
}
