/*
 * How much of the facts is known, and from where. A measure without a row in `sources` is RECORDED; of several rows for one customer and column the newest counts
 * (of one day the one that comes first in the list of sources). Missing stays missing: it is counted, never replaced.
 */
#include "stages/completeness.h"

#include <string.h>

#include "base/text.h"
#include "stages/values.h"
#include "table/rows.h"

enum { SOURCES = 4 };

typedef struct sources {
  const patron_table *table;
  const patron__column *column, *source, *date;
  int32_t *customer;     /* per row of `sources` */
  int32_t *best;         /* per customer: row of `sources` + 1 for the column at hand; 0: none */
} sources;

typedef struct tally { int64_t known; int32_t oldest, newest, dated; } tally;

static int32_t day(const sources *s, int64_t row) { return patron__known(s->date, row) ? patron__column_i32(s->date, row) : INT32_MIN; }

static int32_t kind(const sources *s, int64_t row) { return patron__known(s->source, row) ? patron__column_i32(s->source, row) : 0; }

static void find_best(const patron__run *run, const sources *s, const char *column) {
  memset(s->best, 0, (size_t)run->rows * sizeof *s->best);
  for (int64_t row = 0; row < s->table->rows; row++) {
    char digits[PATRON__NUMBER_TEXT];
    int64_t len, other;
    const char *name;
    if (s->customer[row] < 0 || !patron__known(s->column, row)) continue;
    name = patron__table_value_text(s->table, s->column, row, digits, &len);
    if (!patron__text_equal(name, len, column, -1)) continue;
    other = s->best[s->customer[row]] - 1;
    if (other < 0 || day(s, row) > day(s, other) || (day(s, row) == day(s, other) && kind(s, row) < kind(s, other))) s->best[s->customer[row]] = (int32_t)row + 1;
  }
}

static void count(const patron__run *run, const sources *s, const patron__column *column, tally tallies[SOURCES]) {
  memset(tallies, 0, SOURCES * sizeof *tallies);
  for (int64_t row = 0; row < run->rows; row++) {
    const int64_t from = s->table == NULL ? -1 : (int64_t)s->best[row] - 1;
    tally *into;
    int32_t when;
    if (!patron__column_known(column, row)) continue;
    into = &tallies[from < 0 ? 0 : kind(s, from)];
    into->known++;
    if (from < 0 || day(s, from) == INT32_MIN) continue;
    when = day(s, from);
    if (!into->dated || when < into->oldest) into->oldest = when;
    if (!into->dated || when > into->newest) into->newest = when;
    into->dated = 1;
  }
}

static void write_column(const patron__run *run, const char *name, const tally tallies[SOURCES], patron__rows *rows) {
  int64_t known = 0;
  for (int32_t i = 0; i < SOURCES; i++) known += tallies[i].known;
  for (int32_t i = 0; i < SOURCES; i++) {
    if (tallies[i].known == 0 && (known > 0 || i > 0)) continue;   /* a column that nobody knows has one row all the same */
    patron__rows_next(rows);
    patron__rows_text(rows, 0, name, -1);
    patron__rows_i64(rows, 1, tallies[i].known);
    patron__rows_i64(rows, 2, run->rows - known);
    patron__rows_i32(rows, 3, i);
    if (tallies[i].dated) { patron__rows_i32(rows, 4, tallies[i].oldest); patron__rows_i32(rows, 5, tallies[i].newest); }
  }
}

static patron_status open_sources(patron__run *run, sources *s) {
  patron_status status;
  memset(s, 0, sizeof *s);
  s->table = patron__tables_find(run->facts, "sources");
  if (s->table == NULL) return PATRON_OK;
  s->column = patron__table_find(s->table, "column");
  s->source = patron__table_find(s->table, "source");
  s->date = patron__table_find(s->table, "date");
  status = patron__run_match(run, s->table, "customer", &s->customer);
  if (status != PATRON_OK) return status;
  s->best = patron__allocate_array(run->context, run->rows + 1, sizeof *s->best);
  return s->best == NULL ? patron__memory_status(run->context) : PATRON_OK;
}

static patron_status report_rows(patron__run *run) {
  static const patron__rows_column columns[] = {{"column", PATRON_TEXT, NULL}, {"known", PATRON_INTEGER, NULL}, {"unknown", PATRON_INTEGER, NULL}, {"source", PATRON_CODE, "source"},
                                                {"oldest", PATRON_DATE, NULL}, {"newest", PATRON_DATE, NULL}};
  patron__rows rows;
  sources s;
  patron_status status = open_sources(run, &s);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "completeness", columns, 6, &rows);
  if (status == PATRON_OK) {
    for (int32_t i = 0; i < run->input->column_count; i++) {
      const char *name = run->input->columns[i].name;
      tally tallies[SOURCES];
      if (strcmp(name, "customer") == 0) continue;
      if (s.table != NULL) find_best(run, &s, name);
      count(run, &s, run->input->columns[i].column, tallies);
      write_column(run, name, tallies, &rows);
    }
    status = patron__rows_keep(&rows, run->out);
  }
  patron__release(run->context, s.customer);
  patron__release(run->context, s.best);
  return status;
}

/* Facts are counted as they were given, customer by customer, not by families. */
patron_status patron__completeness_report(patron__run *run) {
  patron__run given = *run;
  patron_status status;
  if (run->everybody == NULL) return report_rows(run);
  given.input = run->everybody;
  given.rows = run->everybody->rows;
  given.everybody = NULL;
  given.family = NULL;
  given.ids = NULL;
  given.encoded = NULL;
  status = report_rows(&given);
  patron__run_forget(&given);
  return status;
}
