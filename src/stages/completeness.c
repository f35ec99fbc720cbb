/* How much of the facts is known, from where, how old and how sure. Missing stays missing: it is counted, never replaced. */
#include "stages/completeness.h"

#include <string.h>

#include "base/sum.h"
#include "stages/sources.h"
#include "table/rows.h"

typedef struct tally { int64_t known, untold; int32_t oldest, newest, dated; patron__exact_sum confidence; } tally;   /* untold: no row of `sources` tells of them */

static void count(const patron__run *run, const patron__sources *s, const patron__column *column, tally tallies[PATRON__SOURCES]) {
  memset(tallies, 0, PATRON__SOURCES * sizeof *tallies);
  for (int32_t i = 0; i < PATRON__SOURCES; i++) patron__exact_sum_clear(&tallies[i].confidence);
  for (int64_t row = 0; row < run->rows; row++) {
    const int64_t from = patron__sources_row(s, row);
    tally *into;
    int32_t when;
    if (!patron__column_known(column, row)) continue;
    into = &tallies[from < 0 ? 0 : patron__sources_kind(s, from)];
    into->known++;
    if (from < 0) { into->untold++; continue; }
    patron__exact_sum_add(&into->confidence, patron__sources_confidence(s, from));
    if (patron__sources_day(s, from) == INT32_MIN) continue;
    when = patron__sources_day(s, from);
    if (!into->dated || when < into->oldest) into->oldest = when;
    if (!into->dated || when > into->newest) into->newest = when;
    into->dated = 1;
  }
}

static void write_column(const patron__run *run, const patron__sources *s, const char *name, const tally tallies[PATRON__SOURCES], patron__rows *rows) {
  int64_t known = 0;
  for (int32_t i = 0; i < PATRON__SOURCES; i++) known += tallies[i].known;
  for (int32_t i = 0; i < PATRON__SOURCES; i++) {
    if (tallies[i].known == 0 && (known > 0 || i > 0)) continue;   /* a column that nobody knows has one row all the same */
    patron__rows_next(rows);
    patron__rows_text(rows, 0, name, -1);
    patron__rows_i64(rows, 1, tallies[i].known);
    patron__rows_i64(rows, 2, run->rows - known);
    patron__rows_i32(rows, 3, i);
    if (tallies[i].dated) { patron__rows_i32(rows, 4, tallies[i].oldest); patron__rows_i32(rows, 5, tallies[i].newest); }
    if (tallies[i].known > 0) patron__rows_f64(rows, 6, (patron__exact_sum_round(&tallies[i].confidence) + (double)tallies[i].untold * s->by_kind[0]) / (double)tallies[i].known);
  }
}

static patron_status report_rows(patron__run *run) {
  static const patron__rows_column columns[] = {{"column", PATRON_TEXT, NULL}, {"known", PATRON_INTEGER, NULL}, {"unknown", PATRON_INTEGER, NULL}, {"source", PATRON_CODE, "source"},
                                                {"oldest", PATRON_DATE, NULL}, {"newest", PATRON_DATE, NULL}, {"confidence", PATRON_NUMBER, NULL}};
  patron__rows rows;
  patron__sources s;
  patron_status status = patron__sources_open(run, &s);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "completeness", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status == PATRON_OK) {
    for (int32_t i = 0; i < run->input->column_count; i++) {
      const char *name = run->input->columns[i].name;
      tally tallies[PATRON__SOURCES];
      if (strcmp(name, "customer") == 0) continue;
      patron__sources_turn(run, &s, name, -1);
      count(run, &s, run->input->columns[i].column, tallies);
      write_column(run, &s, name, tallies, &rows);
    }
    status = patron__rows_keep(&rows, run->out);
  }
  patron__sources_close(&s);
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
