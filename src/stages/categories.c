/*
 * What customers buy by category: the amounts of both periods and the margin of the current one, per customer and category.
 */
#include "stages/categories.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "stages/measures.h"
#include "stages/periods.h"

/* The table that names categories, its columns, and the periods that it is cut into. */
typedef struct source { const patron_table *table; const patron__column *day, *amount, *margin, *category; int32_t from, previous, complete; } source;

static int32_t find_source(const patron__run *run, const patron__windows *windows, source *out) {
  const patron_table *ledger = patron__tables_find(run->facts, "ledger");
  const int32_t months = (int32_t)patron__settings_integer(run->settings, "period.months");
  out->table = ledger != NULL ? ledger : patron__tables_find(run->facts, "history");
  if (out->table == NULL || !run->as_of_known || (ledger == NULL && !windows->history_from_known)) return 0;
  out->day = patron__table_find(out->table, ledger != NULL ? "date" : "period");
  out->amount = patron__table_find(out->table, ledger != NULL ? "amount" : "sales");
  out->margin = patron__table_find(out->table, ledger != NULL ? "margin" : "profit");
  out->category = patron__table_find(out->table, "category");
  out->from = ledger != NULL ? patron__months_after(run->as_of, -months) : windows->history_from;
  out->previous = ledger != NULL ? patron__months_after(run->as_of, -2 * months) : windows->before_from_known ? windows->before_from : windows->history_from;
  out->complete = ledger != NULL ? windows->ledger_from_known && windows->ledger_from < patron__months_after(out->previous, 1) : windows->before_from_known;
  return out->day != NULL && out->amount != NULL && out->category != NULL;
}

static int32_t comes_before(const void *context, const void *first, const void *second) {
  const patron__category_cell *a = first, *b = second;
  (void)context;
  return a->customer != b->customer ? a->customer < b->customer : a->category < b->category;
}

void patron__category_add(patron__category_cell *sum, const patron__category_cell *cell) {
  sum->now = patron__money_sum(sum->now, cell->now);
  sum->before = patron__money_sum(sum->before, cell->before);
  sum->margin = patron__money_sum(sum->margin, cell->margin);
  sum->unknown += cell->unknown;
}

static patron__category_cell cell_of_row(const source *s, int64_t row, int32_t now) {
  const int64_t value = patron__column_i64(s->amount, row);
  const int32_t measured = s->margin != NULL && patron__column_known(s->margin, row);
  patron__category_cell cell = {0};
  if (!now) { cell.before = value; return cell; }
  cell.now = value;
  cell.margin = measured ? patron__column_i64(s->margin, row) : 0;
  cell.unknown = !measured;
  return cell;
}

static int64_t gather(const patron__run *run, const source *s, const int32_t *customer, const int32_t *category, int64_t only, patron__category_cell *cells) {
  int64_t count = 0, kept = 0;
  for (int64_t row = 0; row < s->table->rows; row++) {
    const int32_t day = patron__column_i32(s->day, row);
    if (customer[row] < 0 || (only >= 0 && customer[row] != only) || category[row] < 0 || !patron__column_known(s->amount, row) || day >= run->as_of || day < s->previous) continue;
    cells[count] = cell_of_row(s, row, day >= s->from);
    cells[count].customer = customer[row];
    cells[count++].category = category[row];
  }
  patron__sort_items(cells, count, sizeof *cells, comes_before, NULL);
  for (int64_t i = 0; i < count; i++) {
    patron__category_cell *into = kept == 0 ? NULL : &cells[kept - 1];
    if (into == NULL || into->customer != cells[i].customer || into->category != cells[i].category) { cells[kept++] = cells[i]; continue; }
    patron__category_add(into, &cells[i]);
  }
  return kept;
}

patron_status patron__category_cells_read(patron__run *run, const patron__windows *windows, int64_t only, patron__category_cells *out) {
  source s = {0};
  int32_t *customer = NULL, *codes = NULL;
  patron_status status;
  memset(out, 0, sizeof *out);
  if (!find_source(run, windows, &s)) return PATRON_OK;
  status = patron__run_match(run, s.table, "customer", &customer);
  if (status != PATRON_OK) return status;
  codes = patron__allocate_array(run->context, s.table->rows + 1, sizeof *codes);
  out->items = patron__allocate_array(run->context, s.table->rows + 1, sizeof *out->items);
  status = codes == NULL || out->items == NULL ? patron__memory_status(run->context) : patron__column_encode(run->context, s.category, codes, &out->names);
  if (status == PATRON_OK) out->count = gather(run, &s, customer, codes, only, out->items);
  out->complete = s.complete;
  patron__release(run->context, customer);
  patron__release(run->context, codes);
  if (status != PATRON_OK) patron__category_cells_clear(run->context, out);
  return status;
}

void patron__category_cells_clear(patron_context *context, patron__category_cells *cells) {
  patron__dictionary_drop(cells->names);
  patron__release(context, cells->items);
  memset(cells, 0, sizeof *cells);
}

double patron__category_growth(const patron__category_cells *cells, const patron__category_cell *cell) {
  int32_t state;
  return cells->complete ? patron__arc_growth((double)cell->now, (double)cell->before, &state) : NAN;
}
