/*
 * The windows of both periods, over all rows of `ledger` and `history`.
 *
 * History comes in periods of one length, which need not end where the calendar would cut: the current period is made of those that begin within period.months before
 * the last of them ends, the previous one of those that begin within as many months before. Example: months from 2025-01-01 to 2026-06-01 and period.months 12: the
 * last one ends on 2026-07-01, the current period is [2025-07-01, 2026-07-01), and the six months before are no whole previous period.
 */
#include "stages/windows.h"

#include <string.h>

#include "stages/history.h"
#include "stages/periods.h"
#include "table/rows.h"

enum { LEDGER_FROM, HISTORY_FROM, BEFORE_FROM, COLUMNS };

static const patron__rows_column columns[COLUMNS] = {{"ledger_from", PATRON_DATE, NULL}, {"history_from", PATRON_DATE, NULL}, {"before_from", PATRON_DATE, NULL}};

/* The first day in a column of dates. */
static int32_t first_day(const patron__column *days, int32_t *out) {
  int32_t any = 0;
  for (int64_t row = 0; days != NULL && row < days->rows; row++) {
    if (!patron__column_known(days, row)) continue;
    if (!any || patron__column_i32(days, row) < *out) *out = patron__column_i32(days, row);
    any = 1;
  }
  return any;
}

static const patron__column *dates(const patron_table *table, const char *name) {
  const patron__column *column = table == NULL ? NULL : patron__table_find(table, name);
  return column != NULL && column->type == PATRON_DATE ? column : NULL;
}

static void find_history(const patron__run *run, patron__windows *out) {
  const patron_table *history = patron__tables_find(run->facts, "history");
  const int32_t months = (int32_t)patron__settings_integer(run->settings, "period.months");
  int32_t end, newest, oldest = 0;
  if (!patron__history_end(run, &newest, &end) || !first_day(dates(history, "period"), &oldest)) return;
  out->history_from = patron__months_after(end, -months);
  if (newest < out->history_from) return;   /* its periods are longer than the current one */
  out->history_from_known = 1;
  out->before_from = patron__months_after(end, -2 * months);
  out->before_from_known = oldest < patron__months_after(out->before_from, 1);
}

void patron__windows_find(const patron__run *run, patron__windows *out) {
  const patron_table *ledger = patron__tables_find(run->facts, "ledger");
  memset(out, 0, sizeof *out);
  out->ledger_from_known = first_day(dates(ledger, "date"), &out->ledger_from);
  if (ledger == NULL) find_history(run, out);
}

patron_status patron__windows_write(patron__run *run, const patron__windows *windows) {
  patron__rows rows;
  const patron_status status = patron__rows_create(run->context, "periods", columns, COLUMNS, &rows);
  if (status != PATRON_OK) return status;
  patron__rows_next(&rows);
  if (windows->ledger_from_known) patron__rows_i32(&rows, LEDGER_FROM, windows->ledger_from);
  if (windows->history_from_known) patron__rows_i32(&rows, HISTORY_FROM, windows->history_from);
  if (windows->before_from_known) patron__rows_i32(&rows, BEFORE_FROM, windows->before_from);
  return patron__rows_keep(&rows, run->model);
}

patron_status patron__windows_read(patron_context *context, const patron__tables *model, patron__windows *out) {
  const patron_table *periods = patron__tables_find(model, "periods");
  const patron__column *days[COLUMNS];
  int32_t value[COLUMNS], known[COLUMNS];
  for (int32_t i = 0; i < COLUMNS; i++) {
    days[i] = dates(periods, columns[i].name);
    if (days[i] == NULL || periods->rows != 1) return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: its periods are broken");
    known[i] = patron__column_known(days[i], 0);
    value[i] = known[i] ? patron__column_i32(days[i], 0) : 0;
  }
  *out = (patron__windows){value[LEDGER_FROM], known[LEDGER_FROM], value[HISTORY_FROM], known[HISTORY_FROM], value[BEFORE_FROM], known[BEFORE_FROM]};
  return PATRON_OK;
}
