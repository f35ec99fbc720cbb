/*
 * Sales per customer and past period. A ledger is cut into periods of period.months that end at the as-of date; a period counts when the ledger begins in its
 * first month or before. Without a ledger the distinct first days in `history` are the periods. Amounts that overflow int64 are held at its end.
 */
#include "stages/history.h"

#include <string.h>

#include "base/sum.h"
#include "stages/periods.h"
#include "stages/values.h"

static int64_t add(int64_t a, int64_t b) {
  patron__i128 sum = {0, 0};
  patron__i128_add(&sum, a);
  patron__i128_add(&sum, b);
  return patron__i128_saturate(sum);
}

static patron_status make_room(patron__run *run, int32_t periods, patron__history *out) {
  out->periods = periods;
  out->first = patron__allocate_array(run->context, run->rows + 1, sizeof *out->first);
  if (out->first == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows; row++) out->first[row] = -1;
  for (int32_t p = 0; p < periods; p++) {
    out->sales[p] = patron__allocate_array(run->context, run->rows + 1, sizeof **out->sales);
    if (out->sales[p] == NULL) return patron__memory_status(run->context);
  }
  return PATRON_OK;
}

static void enter(patron__history *out, int32_t customer, int32_t period, int64_t amount) {
  out->sales[period][customer] = add(out->sales[period][customer], amount);
  if (period > out->first[customer]) out->first[customer] = period;
}

static patron_status from_ledger(patron__run *run, const patron_table *table, int32_t ledger_from, patron__history *out) {
  const int32_t months = (int32_t)patron__settings_integer(run->settings, "period.months");
  const patron__column *date = patron__table_find(table, "date"), *amount = patron__table_find(table, "amount");
  int32_t start[PATRON__PERIODS + 1], periods = 0, *customer;
  patron_status status;
  start[0] = run->as_of;
  while (periods < PATRON__PERIODS) {
    const int32_t from = patron__months_after(run->as_of, -(periods + 1) * months);
    if (ledger_from >= patron__months_after(from, 1)) break;
    start[++periods] = from;
  }
  status = make_room(run, periods, out);
  if (status == PATRON_OK) status = patron__run_match(run, table, "customer", &customer);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < table->rows; row++) {
    int32_t low = 0, high = periods;
    const int32_t day = patron__column_i32(date, row);
    if (customer[row] < 0 || periods == 0 || day >= run->as_of || day < start[periods]) continue;
    while (high - low > 1) {   /* start falls: period p is [start[p + 1], start[p]) */
      const int32_t middle = low + (high - low) / 2;
      if (day < start[middle]) low = middle; else high = middle;
    }
    enter(out, customer[row], low, patron__column_i64(amount, row));
  }
  patron__release(run->context, customer);
  return PATRON_OK;
}

static patron_status from_history(patron__run *run, const patron_table *table, patron__history *out) {
  const patron__column *period = patron__table_find(table, "period"), *sales = patron__table_find(table, "sales");
  int32_t days[PATRON__PERIODS], periods = 0, *customer;
  patron_status status;
  if (period == NULL || sales == NULL) return PATRON_UNKNOWN;
  for (int64_t row = 0; row < table->rows; row++) {   /* distinct first days, newest first; of too many the newest stay */
    const int32_t day = patron__column_i32(period, row);
    int32_t at = 0;
    if (run->as_of_known && day >= run->as_of) continue;
    while (at < periods && days[at] > day) at++;
    if ((at < periods && days[at] == day) || at == PATRON__PERIODS) continue;
    if (periods < PATRON__PERIODS) periods++;
    memmove(days + at + 1, days + at, (size_t)(periods - 1 - at) * sizeof *days);
    days[at] = day;
  }
  status = make_room(run, periods, out);
  if (status == PATRON_OK) status = patron__run_match(run, table, "customer", &customer);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < table->rows; row++)
    for (int32_t p = 0; p < periods; p++)
      if (customer[row] >= 0 && days[p] == patron__column_i32(period, row) && patron__known(sales, row)) enter(out, customer[row], p, patron__column_i64(sales, row));
  patron__release(run->context, customer);
  return PATRON_OK;
}

patron_status patron__history_read(patron__run *run, int32_t ledger_from, int32_t ledger_from_known, patron__history *out) {
  const patron_table *ledger = patron__tables_find(run->facts, "ledger"), *history = patron__tables_find(run->facts, "history");
  patron_status status = PATRON_UNKNOWN;
  memset(out, 0, sizeof *out);
  if (ledger != NULL && ledger_from_known && run->as_of_known) status = from_ledger(run, ledger, ledger_from, out);
  else if (history != NULL) status = from_history(run, history, out);
  if (status != PATRON_OK) patron__history_clear(run->context, out);
  return status;
}

void patron__history_clear(patron_context *context, patron__history *history) {
  for (int32_t p = 0; p < PATRON__PERIODS; p++) patron__release(context, history->sales[p]);
  patron__release(context, history->first);
  memset(history, 0, sizeof *history);
}
