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

static int32_t ledger_starts(const patron__run *run, int32_t ledger_from, int32_t *starts) {
  const int32_t months = (int32_t)patron__settings_integer(run->settings, "period.months");
  int32_t periods = 0;
  while (periods < PATRON__PERIODS) {
    const int32_t from = patron__months_after(run->as_of, -(periods + 1) * months);
    if (ledger_from >= patron__months_after(from, 1)) break;
    starts[periods++] = from;
  }
  return periods;
}

/* Distinct first days, newest first; of too many the newest stay. */
static int32_t history_starts(const patron__run *run, const patron__column *period, int32_t *starts) {
  int32_t periods = 0;
  for (int64_t row = 0; row < period->rows; row++) {
    const int32_t day = patron__column_i32(period, row);
    int32_t at = 0;
    if (!patron__column_known(period, row) || (run->as_of_known && day >= run->as_of)) continue;
    while (at < periods && starts[at] > day) at++;
    if ((at < periods && starts[at] == day) || at == PATRON__PERIODS) continue;
    if (periods < PATRON__PERIODS) periods++;
    memmove(starts + at + 1, starts + at, (size_t)(periods - 1 - at) * sizeof *starts);
    starts[at] = day;
  }
  return periods;
}

/* The table that tells of the past, and its columns; NULL: none can be used. */
static const patron_table *find_source(const patron__run *run, const patron__column **day, const patron__column **amount) {
  const patron_table *ledger = patron__tables_find(run->facts, "ledger"), *history = patron__tables_find(run->facts, "history");
  const patron_table *table = ledger != NULL && run->as_of_known ? ledger : history;
  if (table == NULL) return NULL;
  *day = patron__table_find(table, table == ledger ? "date" : "period");
  *amount = patron__table_find(table, table == ledger ? "amount" : "sales");
  return *day == NULL || *amount == NULL ? NULL : table;
}

int32_t patron__history_starts(const patron__run *run, int32_t ledger_from, int32_t ledger_from_known, int32_t *starts) {
  const patron__column *day, *amount;
  const patron_table *table = find_source(run, &day, &amount);
  if (table == NULL) return 0;
  if (strcmp(table->name, "history") == 0) return history_starts(run, day, starts);
  return ledger_from_known ? ledger_starts(run, ledger_from, starts) : 0;
}

/* Calendar months where whole ones lie between two days, else their distance in days. */
static int32_t same_step(int32_t from, int32_t to) {
  for (int32_t months = 1; months <= 60; months++)
    if (patron__months_after(from, months) == to) return patron__months_after(to, months);
  return to + (to - from);
}

int32_t patron__history_end(const patron__run *run, int32_t *newest, int32_t *out) {
  const patron_table *history = patron__tables_find(run->facts, "history");
  const patron__column *period = history == NULL ? NULL : patron__table_find(history, "period");
  int32_t starts[PATRON__PERIODS], count;
  if (period == NULL || period->type != PATRON_DATE) return 0;
  count = history_starts(run, period, starts);
  if (count == 0) return 0;
  *newest = starts[0];
  *out = count > 1 ? same_step(starts[1], starts[0]) : patron__months_after(starts[0], (int32_t)patron__settings_integer(run->settings, "period.months"));
  return 1;
}

patron_status patron__history_read(patron__run *run, const int32_t *starts, int32_t periods, patron__history *out) {
  const patron__column *date, *amount;
  const patron_table *table = find_source(run, &date, &amount);
  int32_t *customer = NULL;
  patron_status status;
  memset(out, 0, sizeof *out);
  if (table == NULL || periods == 0) return PATRON_UNKNOWN;
  status = make_room(run, periods, out);
  if (status == PATRON_OK) status = patron__run_match(run, table, "customer", &customer);
  for (int64_t row = 0; status == PATRON_OK && row < table->rows; row++) {
    const int32_t day = patron__column_i32(date, row);
    int32_t low = 0, high = periods - 1;
    if (customer[row] < 0 || !patron__known(amount, row) || day < starts[periods - 1] || (run->as_of_known && day >= run->as_of)) continue;
    while (low < high) {   /* the newest period that starts on the day or before */
      const int32_t middle = low + (high - low) / 2;
      if (starts[middle] <= day) high = middle; else low = middle + 1;
    }
    enter(out, customer[row], low, patron__column_i64(amount, row));
  }
  patron__release(run->context, customer);
  if (status != PATRON_OK) patron__history_clear(run->context, out);
  return status;
}

void patron__history_clear(patron_context *context, patron__history *history) {
  for (int32_t p = 0; p < PATRON__PERIODS; p++) patron__release(context, history->sales[p]);
  patron__release(context, history->first);
  memset(history, 0, sizeof *history);
}
