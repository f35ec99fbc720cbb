/*
 * Rows grouped by the values of some columns.
 *
 * Each column becomes codes into its sorted distinct names (an unknown value comes after them); the columns are combined one after the other, and after
 * each the pairs that occur are numbered anew in their order, so that numbers stay small, and groups come out sorted by their names whatever the order of the rows.
 */
#include "stages/grouping.h"

#include <string.h>

#include "base/text.h"
#include "stages/lists.h"

/* Code of a name in a sorted dictionary; -1: none. */
static int32_t find_sorted(const patron__dictionary *names, const char *name, int64_t len) {
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

static void sift(int64_t *values, int64_t root, int64_t count) {
  for (;;) {
    int64_t child = 2 * root + 1;
    if (child >= count) return;
    if (child + 1 < count && values[child + 1] > values[child]) child++;
    if (values[root] >= values[child]) return;
    const int64_t held = values[root];
    values[root] = values[child];
    values[child] = held;
    root = child;
  }
}

static void sort_values(int64_t *values, int64_t count) {
  for (int64_t root = count / 2; root-- > 0;) sift(values, root, count);
  for (int64_t last = count - 1; last > 0; last--) {
    const int64_t held = values[0];
    values[0] = values[last];
    values[last] = held;
    sift(values, 0, last);
  }
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
    recode[code] = find_sorted(*out, into, into_len);
  }
done:
  patron__release(context, merged);
  patron__release(context, lengths);
  return status;
}

static patron_status find_column(const patron__run *run, const char *name, patron__column **out) {
  const patron__where where = {"segments", name, -1, NULL, 0, "a column of customers or of an earlier stage"};
  *out = patron__run_find(run, name);
  if (*out != NULL || patron__schema_find("customers", name, PATRON__FACT) != NULL) return PATRON_OK;
  return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "there is no column to group by");
}

/* Codes of one column for all rows, names merged; `codes_out` holds rows entries, -1 unknown. A column that is not given is unknown everywhere. */
static patron_status column_codes(patron__run *run, const char *name, const char *merge, int32_t *codes_out, patron__dictionary **names_out) {
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
static patron_status cover(patron__run *run, const char *merge, const char *layers, int32_t *row_group) {
  patron__dictionary *names = NULL;
  int32_t *codes, *wanted = NULL;
  patron_status status;
  memset(row_group, 0, (size_t)run->rows * sizeof *row_group);
  if (layers[0] == '\0') return PATRON_OK;
  codes = patron__allocate(run->context, (uint64_t)run->rows * sizeof *codes);
  if (codes == NULL) return patron__memory_status(run->context);
  status = column_codes(run, "layer", merge, codes, &names);
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
      const int32_t code = find_sorted(names, into, into_len);
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
    sort_values(distinct, capacity);
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

static patron_status parse_by(patron_context *context, const char *by, patron__groups *out) {
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
  patron_status status = parse_by(run->context, by, out);
  if (status == PATRON_OK) status = cover(run, merge, layers, row_group);
  if (status != PATRON_OK) goto done;
  out->count = 1;   /* before the first column: one group of all, even of none */
  if (out->by_count == 0) goto done;
  keys = patron__allocate(run->context, (uint64_t)run->rows * sizeof *keys);
  codes = patron__allocate(run->context, (uint64_t)run->rows * sizeof *codes);
  if (keys == NULL || codes == NULL) { status = patron__memory_status(run->context); goto done; }
  for (int64_t row = 0; row < run->rows; row++) keys[row] = row_group[row];
  for (int32_t i = 0; i < out->by_count && status == PATRON_OK; i++) {
    status = column_codes(run, out->by[i], merge, codes, &out->names[i]);
    if (status == PATRON_OK) status = combine(run->context, out, i, codes, run->rows, keys);
  }
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) row_group[row] = (int32_t)keys[row];
done:
  patron__release(run->context, keys);
  patron__release(run->context, codes);
  if (status != PATRON_OK) patron__groups_clear(out);
  return status;
}

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
  patron_status status = column_codes(run, name, merge, codes, &names);
  if (status != PATRON_OK) return status;
  recode = patron__allocate_array(run->context, names->count + 1, sizeof *recode);
  if (recode == NULL) { patron__dictionary_drop(names); return patron__memory_status(run->context); }
  for (int32_t code = 0; code < names->count; code++) {
    int64_t len;
    const char *text = patron__dictionary_name(names, code, &len);
    recode[code] = find_sorted(model_names, text, len);
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
    key[i] = name == NULL ? MATCH_UNKNOWN : find_sorted(groups->names[i], name, len);
    if (name != NULL && key[i] < 0) return PATRON__GROUP_UNSEEN;
  }
  return find_group(groups, key);
}

static void match_rows(const patron__groups *groups, const int32_t *codes, int64_t rows, int32_t *row_group) {
  int32_t last[PATRON__GROUP_COLUMNS], last_group = PATRON__GROUP_UNSEEN, have = 0;
  for (int64_t row = 0; row < rows; row++) {
    int32_t key[PATRON__GROUP_COLUMNS], none = 0, same = have;
    if (row_group[row] == PATRON__GROUP_NOT_COVERED) continue;
    for (int32_t i = 0; i < groups->by_count; i++) {
      key[i] = codes[i * rows + row];
      none |= key[i] == MATCH_NONE;
      same = same && key[i] == last[i];
    }
    if (!same) {   /* neighbours are often of one group */
      last_group = none ? PATRON__GROUP_UNSEEN : find_group(groups, key);
      memcpy(last, key, sizeof key);
      have = 1;
    }
    row_group[row] = last_group;
  }
}

patron_status patron__groups_match(patron__run *run, const patron__groups *groups, const char *merge, const char *layers, int32_t *row_group) {
  int32_t *codes;
  patron_status status;
  if (run->rows <= FEW_ROWS) {   /* a changed customer on save: no tables of codes for it */
    for (int64_t row = 0; row < run->rows; row++) row_group[row] = patron__groups_match_row(run, groups, merge, layers, row);
    return PATRON_OK;
  }
  status = cover(run, merge, layers, row_group);
  if (status != PATRON_OK || groups->by_count == 0) return status;
  codes = patron__allocate(run->context, (uint64_t)run->rows * (uint64_t)groups->by_count * sizeof *codes);
  if (codes == NULL) return patron__memory_status(run->context);
  for (int32_t i = 0; i < groups->by_count && status == PATRON_OK; i++) status = match_codes(run, groups->by[i], merge, groups->names[i], codes + i * run->rows);
  if (status == PATRON_OK) match_rows(groups, codes, run->rows, row_group);
  patron__release(run->context, codes);
  return status;
}

const char *patron__groups_value(const patron__groups *groups, int32_t group, int32_t by, int64_t *len) {
  const int32_t code = groups->keys[(int64_t)group * groups->by_count + by];
  if (code < 0) { *len = -1; return NULL; }
  return patron__dictionary_name(groups->names[by], code, len);
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
    codes[i] = patron__column_known(column, first + i) ? find_sorted(*names, text, len) : -1;
  }
  patron__release(context, texts);
  patron__release(context, lengths);
  return status;
}

patron_status patron__groups_read(patron_context *context, const patron_table *table, const char *by, int64_t first, int32_t count, patron__groups *out) {
  int32_t *codes = NULL;
  patron_status status = parse_by(context, by, out);
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
