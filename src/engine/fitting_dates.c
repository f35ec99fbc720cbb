/*
 * What all rows of the tables `ledger`, `history` and `evidence` say of dates, in as few days as say the same: the first and the last day of a ledger; of history the newest periods and the first;
 * the latest answer. Periods on or after an as-of date that is set are not seen. A column that is there, though without a value, is kept: that it was given is a fact, too.
 */
#include <string.h>

#include "base/sort.h"
#include "engine/fitting.h"

typedef struct dated { const char *table, *day, *amount; } dated;

static const dated kinds[] = {{"ledger", "date", "amount"}, {"history", "period", "sales"}, {"evidence", "date", NULL}};
enum { KINDS = sizeof kinds / sizeof *kinds, LEDGER = 0, HISTORY = 1 };

const char *patron__fitting_dated(int32_t index) { return index < KINDS ? kinds[index].table : NULL; }

static int32_t comes_before(const void *context, const void *a, const void *b) {
  (void)context;
  return *(const int32_t *)a < *(const int32_t *)b;
}

/* Keeps what has to be kept of days that ascend; how many. */
static int64_t trim(int32_t kind, const patron_table *settings, int32_t *days, int64_t count) {
  int64_t distinct = 0, seen, first;
  int32_t as_of = INT32_MAX;
  for (int64_t i = 0; i < count; i++)
    if (i == 0 || days[i] != days[i - 1]) days[distinct++] = days[i];
  if (distinct < 2) return distinct;
  if (kind == LEDGER) {
    days[1] = days[distinct - 1];
    return 2;
  }
  if (kind != HISTORY) {
    days[0] = days[distinct - 1];
    return 1;
  }
  if (patron__settings_date(settings, "as_of", &as_of) != PATRON_OK) as_of = INT32_MAX;
  for (seen = distinct; seen > 1 && days[seen - 1] >= as_of;) seen--;
  first = seen - 1 > PATRON__PERIODS ? seen - PATRON__PERIODS : 1;   /* days[0] stays, whatever it is */
  memmove(days + 1, days + first, (size_t)(seen - first) * sizeof *days);
  return 1 + seen - first;
}

static const patron__column *find(const patron_table *table, const char *name, int32_t type) {
  const patron__column *column = table == NULL || name == NULL ? NULL : patron__table_find(table, name);
  return column != NULL && column->type == type ? column : NULL;
}

static patron_status build(patron_context *context, int32_t kind, const int32_t *days, int64_t count, int32_t has_day, int32_t has_amount, patron_table **out) {
  patron_table *table = NULL;
  patron__column *column = NULL;
  patron_status status = patron__table_create(context, kinds[kind].table, count, &table);
  if (status == PATRON_OK && has_amount) {
    status = patron__table_new_column(table, kinds[kind].amount, PATRON_MONEY, &column);
    if (status == PATRON_OK) status = patron__column_need_validity(column);
    if (status == PATRON_OK && count > 0) memset(column->validity, 0, (size_t)patron__bitmap_bytes(count));
  }
  if (status == PATRON_OK && has_day) status = patron__table_new_column(table, kinds[kind].day, PATRON_DATE, &column);
  if (status == PATRON_OK && has_day && count > 0) memcpy(column->values, days, (size_t)count * sizeof *days);
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  patron__table_finish(table);
  *out = table;
  return PATRON_OK;
}

static int64_t add_days(const patron__column *column, int32_t *days, int64_t count) {
  for (int64_t row = 0; column != NULL && row < column->rows; row++)
    if (patron__column_known(column, row)) days[count++] = patron__column_i32(column, row);
  return count;
}

static patron_status join(patron_context *context, int32_t kind, const patron_table *settings, const patron_table *a, const patron_table *b, patron_table **out) {
  const patron__column *one = find(a, kinds[kind].day, PATRON_DATE), *two = find(b, kinds[kind].day, PATRON_DATE);
  const int32_t has_amount = find(a, kinds[kind].amount, PATRON_MONEY) != NULL || find(b, kinds[kind].amount, PATRON_MONEY) != NULL;
  int32_t *days = patron__allocate_array(context, (one == NULL ? 0 : one->rows) + (two == NULL ? 0 : two->rows) + 1, sizeof *days);
  int64_t count;
  patron_status status;
  if (days == NULL) return patron__memory_status(context);
  count = add_days(two, days, add_days(one, days, 0));
  patron__sort_items(days, count, sizeof *days, comes_before, NULL);
  count = trim(kind, settings, days, count);
  status = build(context, kind, days, count, one != NULL || two != NULL, has_amount, out);
  patron__release(context, days);
  return status;
}

patron_status patron__fitting_join_dates(patron_context *context, const patron_table *settings, const patron_table *a, const patron_table *b, patron_table **out) {
  const char *name = a != NULL ? a->name : b->name;
  int32_t kind = 0;
  while (strcmp(kinds[kind].table, name) != 0) kind++;
  return join(context, kind, settings, a, b, out);
}

patron_status patron__fitting_dates(patron_context *context, const patron__tables *facts, const patron_table *settings, const char *name, patron_table **out) {
  const patron_table *table = patron__tables_find(facts, name);
  *out = NULL;
  return table == NULL ? PATRON_OK : patron__fitting_join_dates(context, settings, table, NULL, out);
}
