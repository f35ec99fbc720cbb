/*
 * The past of customers as columns beside the others of a question: sales of each period, newest first, and the oldest period with an entry. The coordinator turns them back into rows of the table
 * that they came from, so that the stage that reads it finds what it would have found.
 */
#include <stdio.h>
#include <string.h>

#include "engine/fitting.h"

static const char OLDEST[] = "history oldest", PREFIX[] = "history ";

int32_t patron__fitting_is_past(const char *column) { return strncmp(column, PREFIX, sizeof PREFIX - 1) == 0; }

static const char *name_of(int32_t period, char out[32]) {
  (void)snprintf(out, 32, "%s%03d", PREFIX, (int)period);
  return out;
}

static patron_status add_column(patron_table *into, const char *name, int64_t **values) {
  patron__column *column;
  const patron_status status = patron__table_new_column(into, name, PATRON_INTEGER, &column);
  if (status == PATRON_OK) *values = column->values;
  return status;
}

patron_status patron__fitting_read_past(patron__run *run, const patron__fitting_plan *plan, patron_table *into) {
  patron__history history;
  int64_t *values = NULL;
  char name[32];
  patron_status status = PATRON_UNKNOWN;
  memset(&history, 0, sizeof history);
  if (plan->period_count == 0) return PATRON_OK;
  if (patron__tables_find(run->facts, plan->past) != NULL) status = patron__history_read(run, plan->periods, plan->period_count, &history);
  if (status < 0) return status;
  status = PATRON_OK;
  for (int32_t p = 0; p < plan->period_count && status == PATRON_OK; p++) {
    status = add_column(into, name_of(p, name), &values);
    if (status == PATRON_OK && history.periods > 0 && run->rows > 0) memcpy(values, history.sales[p], (size_t)run->rows * sizeof *values);
  }
  if (status == PATRON_OK) status = add_column(into, OLDEST, &values);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) values[row] = history.periods > 0 ? history.first[row] : -1;
  patron__history_clear(run->context, &history);
  return status;
}

typedef struct entries { int64_t *customer, *amount; int32_t *day; uint8_t *known; int64_t count; } entries;

static void add_entry(entries *to, int64_t customer, int32_t day, int64_t amount, int32_t known) {
  if (to->customer != NULL) {
    to->customer[to->count] = customer;
    to->day[to->count] = day;
    to->amount[to->count] = known ? amount : 0;
    if (known) patron__bit_set(to->known, to->count);
  }
  to->count++;
}

/* Counts while there is no room. A period without any entry is told by one that knows no amount. */
static void list_entries(const patron__fitting_plan *plan, const patron__column *const *sales, const patron__column *oldest, int64_t rows, entries *to) {
  for (int32_t p = 0; p < plan->period_count && rows > 0; p++) {
    add_entry(to, 0, plan->periods[p], 0, 0);
    for (int64_t row = 0; sales[p] != NULL && row < rows; row++) {
      const int64_t first = patron__column_i64(oldest, row);
      if (!patron__column_known(oldest, row) || first < p || !patron__column_known(sales[p], row)) continue;
      if (p == first || patron__column_i64(sales[p], row) != 0) add_entry(to, row, plan->periods[p], patron__column_i64(sales[p], row), 1);
    }
  }
}

static patron_status make_table(patron_context *context, const patron__fitting_plan *plan, int64_t rows, int32_t exponent, patron_table **out, entries *to) {
  const int32_t ledger = strcmp(plan->past, "ledger") == 0;
  patron__column *customer, *day, *amount;
  patron_status status = patron__table_create(context, plan->past, rows, out);
  if (status == PATRON_OK) status = patron__table_new_column(*out, "customer", PATRON_INTEGER, &customer);
  if (status == PATRON_OK) status = patron__table_new_column(*out, ledger ? "date" : "period", PATRON_DATE, &day);
  if (status == PATRON_OK) status = patron__table_new_column(*out, ledger ? "amount" : "sales", PATRON_MONEY, &amount);
  if (status == PATRON_OK) status = patron__column_need_validity(amount);
  if (status != PATRON_OK) return status;
  (*out)->money_exponent = exponent;
  if (rows > 0) memset(amount->validity, 0, (size_t)patron__bitmap_bytes(rows));
  *to = (entries){customer->values, amount->values, day->values, amount->validity, 0};
  return PATRON_OK;
}

patron_status patron__fitting_write_past(patron_context *context, const patron__fitting_plan *plan, const patron_table *customers, int32_t exponent, patron_table **out) {
  const patron__column *sales[PATRON__PERIODS], *oldest = patron__table_find(customers, OLDEST);
  patron_table *table = NULL;
  entries to = {NULL, NULL, NULL, NULL, 0};
  char name[32];
  patron_status status;
  *out = NULL;
  if (plan->period_count == 0 || oldest == NULL) return PATRON_OK;
  for (int32_t p = 0; p < plan->period_count; p++) sales[p] = patron__table_find(customers, name_of(p, name));
  list_entries(plan, sales, oldest, customers->rows, &to);
  status = make_table(context, plan, to.count, exponent, &table, &to);
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  list_entries(plan, sales, oldest, customers->rows, &to);
  *out = table;
  return PATRON_OK;
}
