/*
 * Rows as a multiset: sorted, equal ones counted. However rows came together, the same ones make the same table.
 *
 * Values are in the order of their numbers (of doubles: of their patterns, so that 0 and -0 stay apart), names in that of their bytes, unknown last.
 */
#include <string.h>

#include "base/sort.h"
#include "base/sum.h"
#include "engine/fitting.h"
#include "table/take.h"

typedef struct sorting { const patron__column **columns; int32_t count; } sorting;

/* An integer in the order of the values of a column. */
static int64_t order_of(const patron__column *column, int64_t row) {
  int64_t bits;
  switch (column->type) {
    case PATRON_FLAG: return patron__column_flag(column, row);
    case PATRON_DATE: case PATRON_CODE: return patron__column_i32(column, row);
    case PATRON_NUMBER:
      memcpy(&bits, (const double *)column->values + row, sizeof bits);
      return bits < 0 ? INT64_MIN - bits - 1 : bits;   /* negative patterns grow with the magnitude; fits: bits is at least INT64_MIN */
    default: return patron__column_i64(column, row);
  }
}

static int32_t compare(const sorting *by, int64_t a, int64_t b) {
  for (int32_t i = 0; i < by->count; i++) {
    const patron__column *column = by->columns[i];
    const int32_t known = patron__column_known(column, a), other = patron__column_known(column, b);
    int64_t x, y;
    if (known != other) return known ? -1 : 1;
    if (!known) continue;
    x = order_of(column, a);
    y = order_of(column, b);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

static int32_t comes_before(const void *context, const void *a, const void *b) { return compare(context, *(const int64_t *)a, *(const int64_t *)b) < 0; }

/* Texts and codes as codes into the sorted names that occur; other columns as they are. */
static patron_status canonical_column(patron_context *context, patron__column *from, patron__column **out) {
  patron__column *column = NULL;
  patron_status status;
  if (from->type != PATRON_TEXT && from->type != PATRON_CODE) {
    patron__column_retain(from);
    *out = from;
    return PATRON_OK;
  }
  status = patron__column_create(context, PATRON_CODE, from->rows, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  if (status == PATRON_OK) status = patron__column_encode(context, from, column->values, &column->dictionary);
  for (int64_t row = 0; status == PATRON_OK && row < from->rows; row++)
    if (patron__column_i32(column, row) < 0) patron__column_set_unknown(column, row);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  *out = column;
  return PATRON_OK;
}

static int32_t is_count(const char *name) { return strcmp(name, PATRON__FITTING_COUNT) == 0; }

/* The columns but that of counts, ascending by name. */
static patron_status arrange(patron_context *context, const patron_table *in, patron_table **out) {
  patron_table *table = NULL;
  patron_status status = patron__table_create(context, in->name, in->rows, &table);
  const char *last = "";
  for (int32_t done = 0; status == PATRON_OK && done < in->column_count; done++) {
    int32_t next = -1;
    patron__column *column = NULL;
    for (int32_t i = 0; i < in->column_count; i++)
      if (!is_count(in->columns[i].name) && strcmp(in->columns[i].name, last) > 0 && (next < 0 || strcmp(in->columns[i].name, in->columns[next].name) < 0)) next = i;
    if (next < 0) break;
    last = in->columns[next].name;
    status = canonical_column(context, in->columns[next].column, &column);
    if (status == PATRON_OK) status = patron__table_attach(table, last, column);
    patron__column_drop(column);
  }
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  table->money_exponent = in->money_exponent;
  *out = table;
  return PATRON_OK;
}

/* The first row of each block of equal ones, and how many they are. */
static int64_t count_blocks(const sorting *by, const patron__column *counts, const int64_t *order, int64_t rows, int64_t *first, int64_t *total) {
  int64_t blocks = 0;
  for (int64_t i = 0; i < rows; i++) {
    const int64_t here = counts == NULL ? 1 : patron__column_i64(counts, order[i]);
    if (i == 0 || compare(by, order[i - 1], order[i]) != 0) {
      first[blocks] = order[i];
      total[blocks++] = 0;
    }
    total[blocks - 1] += here;   /* fits: customers are at most 2^48 */
  }
  return blocks;
}

static patron_status take_blocks(patron_context *context, const patron_table *arranged, const int64_t *first, const int64_t *total, int64_t blocks, int32_t counted, patron_table **out) {
  patron_table *table = NULL;
  patron__column *column = NULL;
  patron_status status = patron__table_create(context, arranged->name, blocks, &table);
  for (int32_t i = 0; status == PATRON_OK && i < arranged->column_count; i++) {
    status = patron__column_take(arranged->columns[i].column, context, first, blocks, &column);
    if (status == PATRON_OK) status = patron__table_attach(table, arranged->columns[i].name, column);
    patron__column_drop(column);
    column = NULL;
  }
  if (status == PATRON_OK && counted) status = patron__table_new_column(table, PATRON__FITTING_COUNT, PATRON_INTEGER, &column);
  if (status == PATRON_OK && counted && blocks > 0) memcpy(column->values, total, (size_t)blocks * sizeof *total);
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  table->money_exponent = arranged->money_exponent;
  patron__table_finish(table);
  *out = table;
  return PATRON_OK;
}

patron_status patron__fitting_group(patron_context *context, const patron_table *in, int32_t counted, patron_table **out) {
  patron_table *arranged = NULL;
  const patron__column *counts = counted ? patron__table_find(in, PATRON__FITTING_COUNT) : NULL;
  int64_t *order = patron__allocate_array(context, in->rows + 1, sizeof *order), *first = patron__allocate_array(context, in->rows + 1, sizeof *first);
  int64_t *total = patron__allocate_array(context, in->rows + 1, sizeof *total);
  sorting by = {NULL, 0};
  patron_status status = order == NULL || first == NULL || total == NULL ? patron__memory_status(context) : arrange(context, in, &arranged);
  if (status == PATRON_OK) {
    by.columns = patron__allocate_array(context, arranged->column_count + 1, sizeof *by.columns);
    if (by.columns == NULL) status = patron__memory_status(context);
  }
  if (status == PATRON_OK) {
    for (; by.count < arranged->column_count; by.count++) by.columns[by.count] = arranged->columns[by.count].column;
    for (int64_t row = 0; row < in->rows; row++) order[row] = row;
    patron__sort_items(order, in->rows, sizeof *order, comes_before, &by);
    status = take_blocks(context, arranged, first, total, count_blocks(&by, counts, order, in->rows, first, total), counted, out);
  }
  patron__release(context, (void *)by.columns);
  patron__release(context, total);
  patron__release(context, first);
  patron__release(context, order);
  patron_table_destroy(arranged);
  return status;
}

patron_status patron__fitting_join(patron_context *context, const patron_table *a, const patron_table *b, int32_t counted, patron_table **out) {
  const patron_table *one = a != NULL ? a : b;
  patron_table *both = NULL;
  patron_status status = patron__table_copy(one, one->name, &both);
  if (status == PATRON_OK) both->money_exponent = one->money_exponent;
  if (status == PATRON_OK && a != NULL && b != NULL) status = patron__table_append(both, b);
  if (status == PATRON_OK) status = patron__fitting_group(context, both, counted, out);
  patron_table_destroy(both);
  return status;
}

patron_status patron__fitting_spread(const patron_table *grouped, patron_table *into) {
  patron_context *context = into->context;
  const patron__column *counts = patron__table_find(grouped, PATRON__FITTING_COUNT);
  int64_t *rows = patron__allocate_array(context, into->rows + 1, sizeof *rows), at = 0;
  patron_status status = rows == NULL ? patron__memory_status(context) : PATRON_OK;
  for (int64_t row = 0; status == PATRON_OK && row < grouped->rows; row++)
    for (int64_t i = 0; i < patron__column_i64(counts, row) && at < into->rows; i++) rows[at++] = row;
  for (int32_t i = 0; status == PATRON_OK && i < grouped->column_count; i++) {
    patron__column *column = NULL;
    if (is_count(grouped->columns[i].name)) continue;
    status = patron__column_take(grouped->columns[i].column, context, rows, into->rows, &column);
    if (status == PATRON_OK) status = patron__table_attach(into, grouped->columns[i].name, column);
    patron__column_drop(column);
  }
  patron__release(context, rows);
  return status;
}
