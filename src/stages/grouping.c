/*
 * Rows grouped by the values of some columns.
 *
 * Each column becomes codes into its sorted distinct names (an unknown value comes after them); the columns are combined one after the other, and after
 * each the pairs that occur are numbered anew in their order, so that numbers stay small, and groups come out sorted by their names whatever the order of the rows.
 */
#include "stages/grouping_names.h"

#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "stages/cells.h"
#include "stages/lists.h"

/* Code of a name in a sorted dictionary; -1: none. */
int32_t patron__group_name_find(const patron__dictionary *names, const char *name, int64_t len) {
  int32_t low = 0, high = names->count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    int64_t middle_len;
    const char *middle_name = patron__dictionary_name(names, middle, &middle_len);
    const int32_t order = patron__text_compare(middle_name, middle_len, name, len);
    if (order == 0) return middle;
    if (order < 0) low = middle + 1; else high = middle;
  }
  return -1;
}

static int32_t is_smaller(const void *context, const void *a, const void *b) {
  (void)context;
  return *(const int64_t *)a < *(const int64_t *)b;
}

/* The names of a column after `merge`, sorted, and for each old code its new one. */
static patron_status merge_names(patron_context *context, const patron__dictionary *names, const char *merge, int32_t *recode, patron__dictionary **out) {
  const char **merged = patron__allocate_array(context, names->count + 1, sizeof *merged);
  int64_t *lengths = patron__allocate_array(context, names->count + 1, sizeof *lengths);
  int32_t count = 0;
  patron_status status = PATRON_OK;
  if (merged == NULL || lengths == NULL) { status = patron__memory_status(context); goto done; }
  for (int32_t code = 0; code < names->count; code++) {
    int64_t len, into_len;
    const char *name = patron__dictionary_name(names, code, &len);
    const char *into = patron__list_merged(merge, name, len, &into_len);
    int32_t at = 0;
    while (at < count && patron__text_compare(merged[at], lengths[at], into, into_len) < 0) at++;
    if (at < count && patron__text_equal(merged[at], lengths[at], into, into_len)) continue;
    memmove(merged + at + 1, merged + at, (size_t)(count - at) * sizeof *merged);
    memmove(lengths + at + 1, lengths + at, (size_t)(count - at) * sizeof *lengths);
    merged[at] = into;
    lengths[at] = into_len;
    count++;
  }
  status = patron__dictionary_create(context, merged, lengths, count, out);
  for (int32_t code = 0; status == PATRON_OK && code < names->count; code++) {
    int64_t len, into_len;
    const char *name = patron__dictionary_name(names, code, &len);
    const char *into = patron__list_merged(merge, name, len, &into_len);
    recode[code] = patron__group_name_find(*out, into, into_len);
  }
done:
  patron__release(context, merged);
  patron__release(context, lengths);
  return status;
}

/* The first row of a rule table whose list names a column; -1: none. */
static int64_t row_that_names(const patron_table *rules, const char *column, const char *name) {
  char list[512];   /* as long as the check of rules lets it be */
  for (int64_t row = 0; row < patron__cells_rows(rules); row++)
    if (patron__cell_text(rules, column, row, list, sizeof list) > 0 && patron__list_has(list, name, (int64_t)strlen(name))) return row;
  return -1;
}

/* Which rule it was that asked for the column, and what it perhaps meant. */
static patron_status refuse_column(const patron__run *run, const char *name) {
  static const char *const lists[][2] = {{"segments", "by"}, {"criteria", "within"}, {"settings", "value"}};
  patron__where where = {"segments", "by", -1, name, -1, "a column of customers, one of your own among them, or of an earlier stage"};
  const char *near = patron__schema_likely("customers", name, PATRON__FACT);
  patron__guess guess = patron__guess_begin(name);
  for (size_t i = 0; i < sizeof lists / sizeof *lists && where.row < 0; i++) {
    where.row = row_that_names(patron__tables_find(run->rules, lists[i][0]), lists[i][1], name);
    if (where.row < 0) continue;
    where.table = lists[i][0];
    where.column = lists[i][1];
  }
  if (near != NULL) patron__guess_offer(&guess, near);
  for (int32_t i = 0; i < run->input->column_count; i++) patron__guess_offer(&guess, run->input->columns[i].name);
  if (guess.name != NULL) return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "there is no column %s to group by: did you mean %s?", name, guess.name);
  return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "there is no column %s to group by", name);
}

static patron_status find_column(const patron__run *run, const char *name, patron__column **out) {
  *out = patron__run_find(run, name);
  return *out != NULL || patron__schema_find("customers", name, PATRON__FACT) != NULL ? PATRON_OK : refuse_column(run, name);
}

/* Codes of one column for all rows, names merged; `codes_out` holds rows entries, -1 unknown. A column that is not given is unknown everywhere. */
patron_status patron__group_codes(patron__run *run, const char *name, const char *merge, int32_t *codes_out, patron__dictionary **names_out) {
  patron__column *column;
  const int32_t *codes;
  const patron__dictionary *names;
  int32_t *recode = NULL;
  patron_status status = find_column(run, name, &column);
  if (status != PATRON_OK) return status;
  if (column == NULL) {
    for (int64_t row = 0; row < run->rows; row++) codes_out[row] = -1;
    return patron__dictionary_create(run->context, NULL, NULL, 0, names_out);
  }
  if (column->type != PATRON_TEXT && column->type != PATRON_CODE && column->type != PATRON_INTEGER) {
    const patron__where where = {"customers", name, -1, NULL, 0, "text, a code or an integer"};
    return patron__fail(run->context, PATRON_E_TYPE, &where, "a column of this type cannot make groups");
  }
  status = patron__run_encode(run, column, &codes, &names);
  if (status != PATRON_OK) return status;
  if (merge[0] == '\0' || strcmp(name, "layer") != 0) {
    memcpy(codes_out, codes, (size_t)run->rows * sizeof *codes);
    *names_out = (patron__dictionary *)(uintptr_t)names;   /* the count of references is all that changes */
    patron__dictionary_retain(*names_out);
    return PATRON_OK;
  }
  recode = patron__allocate_array(run->context, names->count + 1, sizeof *recode);
  if (recode == NULL) return patron__memory_status(run->context);
  status = merge_names(run->context, names, merge, recode, names_out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) codes_out[row] = codes[row] < 0 ? -1 : recode[codes[row]];
  patron__release(run->context, recode);
  return status;
}

/* Marks rows outside `layers`. A row without a layer is covered only where no layers are named. */
patron_status patron__group_cover(patron__run *run, const char *merge, const char *layers, int32_t *row_group) {
  patron__dictionary *names = NULL;
  int32_t *codes, *wanted = NULL;
  patron_status status;
  memset(row_group, 0, (size_t)run->rows * sizeof *row_group);
  if (layers[0] == '\0') return PATRON_OK;
  codes = patron__allocate(run->context, (uint64_t)run->rows * sizeof *codes);
  if (codes == NULL) return patron__memory_status(run->context);
  status = patron__group_codes(run, "layer", merge, codes, &names);
  if (status == PATRON_OK) {
    wanted = patron__allocate_array(run->context, names->count + 1, sizeof *wanted);
    if (wanted == NULL) status = patron__memory_status(run->context);
  }
  if (status == PATRON_OK) {
    const char *item;
    int64_t len;
    while (patron__list_next(&layers, &item, &len)) {
      int64_t into_len;
      const char *into = patron__list_merged(merge, item, len, &into_len);
      const int32_t code = patron__group_name_find(names, into, into_len);
      if (code >= 0) wanted[code] = 1;
    }
    for (int64_t row = 0; row < run->rows; row++)
      if (codes[row] < 0 || !wanted[codes[row]]) row_group[row] = PATRON__GROUP_NOT_COVERED;
  }
  patron__release(run->context, wanted);
  patron__release(run->context, codes);
  patron__dictionary_drop(names);
  return status;
}

/* Numbers the values that occur in keys (those >= 0), in ascending order; distinct_out gets them. Room: as many as occur. */
static patron_status number_distinct(patron_context *context, int64_t *keys, int64_t rows, int64_t range, int64_t **distinct_out, int32_t *count_out) {
  int64_t *distinct = NULL, count = 0, capacity = 0;
  if (range <= 4 * rows + 65536) {
    int32_t *number = patron__allocate_array(context, range, sizeof *number);
    if (number == NULL) return patron__memory_status(context);
    for (int64_t row = 0; row < rows; row++)
      if (keys[row] >= 0) number[keys[row]] = 1;
    for (int64_t key = 0; key < range; key++) count += number[key];
    distinct = patron__allocate_array(context, count, sizeof *distinct);
    if (distinct == NULL) { patron__release(context, number); return patron__memory_status(context); }
    count = 0;
    for (int64_t key = 0; key < range; key++)
      if (number[key]) { distinct[count] = key; number[key] = (int32_t)count++; }
    for (int64_t row = 0; row < rows; row++)
      if (keys[row] >= 0) keys[row] = number[keys[row]];
    patron__release(context, number);
  } else {
    distinct = patron__allocate(context, (uint64_t)rows * sizeof *distinct);
    if (distinct == NULL) return patron__memory_status(context);
    for (int64_t row = 0; row < rows; row++)
      if (keys[row] >= 0) distinct[capacity++] = keys[row];
    patron__sort_items(distinct, capacity, sizeof *distinct, is_smaller, NULL);
    for (int64_t i = 0; i < capacity; i++)
      if (i == 0 || distinct[i] != distinct[count - 1]) distinct[count++] = distinct[i];
    for (int64_t row = 0; row < rows; row++) {
      int64_t low = 0, high = count - 1;
      if (keys[row] < 0) continue;
      while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (distinct[middle] < keys[row]) low = middle + 1; else high = middle;
      }
      keys[row] = low;
    }
  }
  *distinct_out = distinct;
  *count_out = (int32_t)count;
  return PATRON_OK;
}

/* Combines the groups so far (numbers in keys, -1 outside) with one more column. */
static patron_status combine(patron_context *context, patron__groups *groups, int32_t by, const int32_t *codes, int64_t rows, int64_t *keys) {
  const int64_t radix = (int64_t)groups->names[by]->count + 1;
  int64_t *distinct = NULL;
  int32_t *combined = NULL;
  int32_t count = 0;
  patron_status status;
  for (int64_t row = 0; row < rows; row++)
    if (keys[row] >= 0) keys[row] = keys[row] * radix + (codes[row] < 0 ? radix - 1 : codes[row]);   /* fits: both are below 2^31 */
  status = number_distinct(context, keys, rows, (int64_t)groups->count * radix, &distinct, &count);
  if (status != PATRON_OK) return status;
  combined = patron__allocate_array(context, (int64_t)count * (by + 1) + 1, sizeof *combined);
  if (combined == NULL) { patron__release(context, distinct); return patron__memory_status(context); }
  for (int32_t group = 0; group < count; group++) {
    const int64_t before = distinct[group] / radix, code = distinct[group] % radix;
    for (int32_t i = 0; i < by; i++) combined[group * (by + 1) + i] = groups->keys[before * by + i];
    combined[group * (by + 1) + by] = code == radix - 1 ? -1 : (int32_t)code;
  }
  patron__release(context, distinct);
  patron__release(context, groups->keys);
  groups->keys = combined;
  groups->count = count;
  return PATRON_OK;
}

patron_status patron__group_columns_read(patron_context *context, const char *by, patron__groups *out) {
  const char *item;
  int64_t len;
  memset(out, 0, sizeof *out);
  out->context = context;
  while (patron__list_next(&by, &item, &len)) {
    const patron__where where = {NULL, "by", -1, item, len, "at most 8 column names of at most 63 bytes"};
    if (out->by_count == PATRON__GROUP_COLUMNS || len >= (int64_t)sizeof out->by[0]) return patron__fail(context, PATRON_E_RANGE, &where, "too many or too long names to group by");
    memcpy(out->by[out->by_count++], item, (size_t)len);
  }
  return PATRON_OK;
}

patron_status patron__groups_fit(patron__run *run, const char *by, const char *merge, const char *layers, patron__groups *out, int32_t *row_group) {
  int64_t *keys = NULL;
  int32_t *codes = NULL;
  patron_status status = patron__group_columns_read(run->context, by, out);
  if (status == PATRON_OK) status = patron__group_cover(run, merge, layers, row_group);
  if (status != PATRON_OK) goto done;
  out->count = 1;   /* before the first column: one group of all, even of none */
  if (out->by_count == 0) goto done;
  keys = patron__allocate(run->context, (uint64_t)run->rows * sizeof *keys);
  codes = patron__allocate(run->context, (uint64_t)run->rows * sizeof *codes);
  if (keys == NULL || codes == NULL) { status = patron__memory_status(run->context); goto done; }
  for (int64_t row = 0; row < run->rows; row++) keys[row] = row_group[row];
  for (int32_t i = 0; i < out->by_count && status == PATRON_OK; i++) {
    status = patron__group_codes(run, out->by[i], merge, codes, &out->names[i]);
    if (status == PATRON_OK) status = combine(run->context, out, i, codes, run->rows, keys);
  }
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) row_group[row] = (int32_t)keys[row];
done:
  patron__release(run->context, keys);
  patron__release(run->context, codes);
  if (status != PATRON_OK) patron__groups_clear(out);
  return status;
}

