/*
 * What customers buy by category, from a ledger that names categories, or from history where there is no ledger: value of the current period, arc growth on the previous one, and performance, which is the
 * growth at this customer less the growth of the category over all customers.
 */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/sum.h"
#include "stages/completeness.h"
#include "stages/measures.h"
#include "stages/periods.h"
#include "stages/values.h"
#include "table/rows.h"

typedef struct cell { int32_t customer, category; int64_t now, before; } cell;

/* The table that names categories, its columns, and the periods that it is cut into. */
typedef struct source { const patron_table *table; const patron__column *day, *amount, *category; int32_t from, previous, complete; } source;

static int32_t find_source(const patron__run *run, const patron__windows *windows, source *out) {
  const patron_table *ledger = patron__tables_find(run->facts, "ledger");
  const int32_t months = (int32_t)patron__settings_integer(run->settings, "period.months");
  out->table = ledger != NULL ? ledger : patron__tables_find(run->facts, "history");
  if (out->table == NULL || !run->as_of_known || (ledger == NULL && !windows->history_from_known)) return 0;
  out->day = patron__table_find(out->table, ledger != NULL ? "date" : "period");
  out->amount = patron__table_find(out->table, ledger != NULL ? "amount" : "sales");
  out->category = patron__table_find(out->table, "category");
  out->from = ledger != NULL ? patron__months_after(run->as_of, -months) : windows->history_from;
  out->previous = ledger != NULL ? patron__months_after(run->as_of, -2 * months) : windows->before_from_known ? windows->before_from : windows->history_from;
  out->complete = ledger != NULL ? windows->ledger_from_known && windows->ledger_from < patron__months_after(out->previous, 1) : windows->before_from_known;
  return out->day != NULL && out->amount != NULL && out->category != NULL;
}

static int32_t comes_before(const void *context, const void *first, const void *second) {
  const cell *a = first, *b = second;
  (void)context;
  return a->customer != b->customer ? a->customer < b->customer : a->category < b->category;
}

static int64_t add(int64_t a, int64_t b) { return patron__money_difference(a, b == INT64_MIN ? INT64_MAX : -b); }

/* One cell per customer and category that occur, sorted; their number. */
static int64_t gather(const patron__run *run, const source *s, const int32_t *customer, const int32_t *category, cell *cells) {
  int64_t count = 0, kept = 0;
  for (int64_t row = 0; row < s->table->rows; row++) {
    const int32_t day = patron__column_i32(s->day, row);
    const int64_t value = patron__column_i64(s->amount, row);
    if (customer[row] < 0 || category[row] < 0 || !patron__column_known(s->amount, row) || day >= run->as_of || day < s->previous) continue;
    cells[count++] = (cell){customer[row], category[row], day >= s->from ? value : 0, day >= s->from ? 0 : value};
  }
  patron__sort_items(cells, count, sizeof *cells, comes_before, NULL);
  for (int64_t i = 0; i < count; i++) {
    if (kept > 0 && cells[kept - 1].customer == cells[i].customer && cells[kept - 1].category == cells[i].category) {
      cells[kept - 1].now = add(cells[kept - 1].now, cells[i].now);
      cells[kept - 1].before = add(cells[kept - 1].before, cells[i].before);
    } else {
      cells[kept++] = cells[i];
    }
  }
  return kept;
}

static patron_status write(patron__run *run, const cell *cells, int64_t count, const patron__dictionary *names, int32_t complete) {
  static const patron__rows_column columns[] = {{"customer", PATRON_TEXT, NULL}, {"category", PATRON_TEXT, NULL}, {"value", PATRON_MONEY, NULL}, {"growth", PATRON_NUMBER, NULL}, {"performance", PATRON_NUMBER, NULL}};
  const patron__column *ids = patron__run_fact(run, "customer");
  cell *totals = patron__allocate_array(run->context, (int64_t)names->count + 1, sizeof *totals);
  patron__rows rows;
  patron_status status;
  if (totals == NULL) return patron__memory_status(run->context);
  for (int64_t i = 0; i < count; i++) {
    totals[cells[i].category].now = add(totals[cells[i].category].now, cells[i].now);
    totals[cells[i].category].before = add(totals[cells[i].category].before, cells[i].before);
  }
  status = patron__rows_create(run->context, "categories", columns, 5, &rows);
  if (status == PATRON_OK) {
    rows.table->money_exponent = run->exponent;
    for (int64_t i = 0; i < count; i++) {
      const cell *total = &totals[cells[i].category];
      int32_t state;
      int64_t len;
      const char *name = patron__dictionary_name(names, cells[i].category, &len);
      patron__rows_next(&rows);
      patron__rows_cell(&rows, 0, ids, cells[i].customer);
      patron__rows_text(&rows, 1, name, len);
      patron__rows_i64(&rows, 2, cells[i].now);
      if (!complete) continue;
      const double growth = patron__arc_growth((double)cells[i].now, (double)cells[i].before, &state);
      patron__rows_f64(&rows, 3, growth);
      patron__rows_f64(&rows, 4, growth - patron__arc_growth((double)total->now, (double)total->before, &state));
    }
    status = patron__rows_keep(&rows, run->out);
  }
  patron__release(run->context, totals);
  return status;
}

patron_status patron__categories_report(patron__run *run, const patron__windows *windows) {
  source s = {0};
  patron__dictionary *names = NULL;
  int32_t *customer = NULL, *codes = NULL;
  cell *cells = NULL;
  patron_status status;
  if (!find_source(run, windows, &s)) return PATRON_OK;
  status = patron__run_match(run, s.table, "customer", &customer);
  if (status != PATRON_OK) return status;
  codes = patron__allocate_array(run->context, s.table->rows + 1, sizeof *codes);
  cells = patron__allocate_array(run->context, s.table->rows + 1, sizeof *cells);
  status = codes == NULL || cells == NULL ? patron__memory_status(run->context) : patron__column_encode(run->context, s.category, codes, &names);
  if (status == PATRON_OK) status = write(run, cells, gather(run, &s, customer, codes, cells), names, s.complete);
  patron__dictionary_drop(names);
  patron__release(run->context, customer);
  patron__release(run->context, codes);
  patron__release(run->context, cells);
  return status;
}
