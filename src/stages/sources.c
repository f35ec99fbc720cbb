/*
 * Sources of measures. A measure without a row is RECORDED. Of several rows for one customer and column the newest counts, of one day the kind that comes first in the list of sources, of one kind the least sure:
 * so the order of rows never shows.
 */
#include "stages/sources.h"

#include <string.h>

#include "base/mathematics.h"
#include "stages/values.h"

patron_status patron__sources_open(patron__run *run, patron__sources *out) {
  const patron__column *column;
  patron_status status;
  memset(out, 0, sizeof *out);
  out->context = run->context;
  out->table = patron__tables_find(run->facts, "sources");
  (void)patron__settings_numbers(run->settings, "evidence.confidence", out->by_kind, PATRON__SOURCES);
  if (out->table == NULL) return PATRON_OK;
  out->source = patron__table_find(out->table, "source");
  out->date = patron__table_find(out->table, "date");
  out->confidence = patron__table_find(out->table, "confidence");
  out->half_life = patron__settings_number(run->settings, "evidence.half_life");
  out->as_of = run->as_of;
  out->as_of_known = run->as_of_known;
  column = patron__table_find(out->table, "column");
  status = patron__run_match(run, out->table, "customer", &out->customer);
  if (status != PATRON_OK) return status;
  out->columns = patron__allocate_array(run->context, out->table->rows + 1, sizeof *out->columns);
  out->best = patron__allocate_array(run->context, run->rows + 1, sizeof *out->best);
  if (out->columns == NULL || out->best == NULL) return patron__memory_status(run->context);
  return patron__column_encode(run->context, column, out->columns, &out->names);
}

void patron__sources_close(patron__sources *sources) {
  patron__dictionary_drop(sources->names);
  patron__release(sources->context, sources->customer);
  patron__release(sources->context, sources->columns);
  patron__release(sources->context, sources->best);
}

int32_t patron__sources_day(const patron__sources *sources, int64_t row) { return patron__known(sources->date, row) ? patron__column_i32(sources->date, row) : INT32_MIN; }

int32_t patron__sources_kind(const patron__sources *sources, int64_t row) { return patron__known(sources->source, row) ? patron__column_i32(sources->source, row) : 0; }

double patron__sources_confidence(const patron__sources *sources, int64_t row) {
  const double sure = patron__known(sources->confidence, row) ? patron__column_f64(sources->confidence, row) : sources->by_kind[patron__sources_kind(sources, row)];
  const int32_t day = patron__sources_day(sources, row);
  if (!(sources->half_life > 0) || !sources->as_of_known || day == INT32_MIN || day >= sources->as_of) return sure;
  return sure * patron__pow(0.5, ((double)sources->as_of - (double)day) / sources->half_life);
}

static int32_t is_better(const patron__sources *s, int64_t row, int64_t other) {
  const int32_t day = patron__sources_day(s, row), other_day = patron__sources_day(s, other), kind = patron__sources_kind(s, row), other_kind = patron__sources_kind(s, other);
  if (day != other_day) return day > other_day;
  return kind != other_kind ? kind < other_kind : patron__sources_confidence(s, row) < patron__sources_confidence(s, other);
}

void patron__sources_turn(const patron__run *run, patron__sources *sources, const char *column, int64_t len) {
  const int32_t code = sources->table == NULL ? -1 : patron__dictionary_find(sources->names, column, len);
  if (sources->best != NULL) memset(sources->best, 0, (size_t)run->rows * sizeof *sources->best);
  for (int64_t row = 0; code >= 0 && row < sources->table->rows; row++) {
    int32_t *best = sources->customer[row] < 0 || sources->columns[row] != code ? NULL : &sources->best[sources->customer[row]];
    if (best != NULL && (*best == 0 || is_better(sources, row, *best - 1))) *best = (int32_t)row + 1;
  }
}

int64_t patron__sources_row(const patron__sources *sources, int64_t customer) { return sources->best == NULL ? -1 : (int64_t)sources->best[customer] - 1; }

double patron__sources_sure(const patron__sources *sources, int64_t customer) {
  const int64_t row = patron__sources_row(sources, customer);
  return row < 0 ? sources->by_kind[0] : patron__sources_confidence(sources, row);
}
