/*
 * Scorecards over customers by category, scored by the same engine as customers: a run of their own, with a row per customer and category that it buys.
 *
 *   current_value     the category's revenue of the current period
 *   growth            arc growth of that revenue, where the previous period is known
 *   net_margin_rate   the category's margin rate, less what the customer's margin rate over all categories is above its net margin rate: cost to serve falls on categories by revenue
 *   category          its name, for `within`
 *
 * Every other column is the customer's. A customer without categories is one row, whose category is unknown and whose values are the customer's: so a card without categories gives what the same
 * card over customers gives. Back at the customer, score and coverage are means weighted by the shares of revenue (categories without revenue count only where there is nothing else, all alike).
 */
#include <math.h>
#include <string.h>

#include "stages/lists.h"
#include "stages/score.h"
#include "stages/values.h"
#include "table/rows.h"
#include "table/take.h"

int32_t patron__score_categories_used(const patron__score_cards *cards) {
  int32_t used = 0;
  for (int32_t i = 0; i < cards->count; i++) used |= cards->cards[i].table == PATRON__SCORE_CATEGORIES;
  return used;
}

static double number_of(const patron__column *column, int64_t row) {
  return column != NULL && column->type == PATRON_NUMBER && patron__column_known(column, row) ? patron__column_f64(column, row) : NAN;
}

enum { CUSTOMER, CATEGORY, VALUE, GROWTH, RATE, COLUMNS };

/* What the rows of one customer are made from. */
typedef struct maker { const patron__column *ids, *value, *growth, *rate; patron__rows rows; patron__score_categories *out; } maker;

static void start_row(maker *m, int64_t customer, int64_t cell) {
  const int64_t row = m->out->run.rows++;
  m->out->customer[row] = customer;
  m->out->cell[row] = cell;
  patron__rows_next(&m->rows);
  patron__rows_cell(&m->rows, CUSTOMER, m->ids, customer);
}

static void add_whole(maker *m, int64_t customer) {
  start_row(m, customer, -1);
  if (patron__known(m->value, customer)) patron__rows_i64(&m->rows, VALUE, patron__column_i64(m->value, customer));
  patron__rows_f64(&m->rows, GROWTH, number_of(m->growth, customer));
  patron__rows_f64(&m->rows, RATE, number_of(m->rate, customer));
}

/* By how much the margin rate over all categories [first, end) is above the net margin rate; NAN: one of both is not known. */
static double cost_rate(const maker *m, int64_t first, int64_t end, int64_t customer) {
  double margin = 0, value = 0;
  for (int64_t i = first; i < end; i++) {
    if (m->out->cells.items[i].unknown > 0) return NAN;
    margin += (double)m->out->cells.items[i].margin;
    value += (double)m->out->cells.items[i].now;
  }
  return value > 0 ? margin / value - number_of(m->rate, customer) : NAN;
}

static void add_categories(maker *m, int64_t first, int64_t end, int64_t customer) {
  const double cost = cost_rate(m, first, end, customer);
  for (int64_t i = first; i < end; i++) {
    const patron__category_cell *cell = &m->out->cells.items[i];
    int64_t len;
    const char *name = patron__dictionary_name(m->out->cells.names, cell->category, &len);
    start_row(m, customer, i);
    patron__rows_text(&m->rows, CATEGORY, name, len);
    patron__rows_i64(&m->rows, VALUE, cell->now);
    patron__rows_f64(&m->rows, GROWTH, patron__category_growth(&m->out->cells, cell));
    if (end - first == 1) patron__rows_f64(&m->rows, RATE, number_of(m->rate, customer));   /* nothing to divide */
    else if (cell->now > 0) patron__rows_f64(&m->rows, RATE, (double)cell->margin / (double)cell->now - cost);
  }
}

static const patron__column *money(const patron__run *run, const char *name) {
  const patron__column *column = patron__run_find(run, name);
  return column != NULL && column->type == PATRON_MONEY ? column : NULL;
}

static patron_status make_rows(patron__run *run, int64_t only, patron__score_categories *out) {
  static const patron__rows_column columns[COLUMNS] = {{"customer", PATRON_TEXT, NULL}, {"category", PATRON_TEXT, NULL}, {"current_value", PATRON_MONEY, NULL}, {"growth", PATRON_NUMBER, NULL}, {"net_margin_rate", PATRON_NUMBER, NULL}};
  maker m = {patron__run_fact(run, "customer"), money(run, "current_value"), patron__run_find(run, "growth"), patron__run_find(run, "net_margin_rate"), {0}, out};
  const int64_t most = run->rows + out->cells.count + 1, end = only >= 0 ? only + 1 : run->rows;
  patron_table *table = NULL;
  patron_status status;
  out->customer = patron__allocate_array(run->context, most, sizeof *out->customer);
  out->cell = patron__allocate_array(run->context, most, sizeof *out->cell);
  if (out->customer == NULL || out->cell == NULL) return patron__memory_status(run->context);
  status = patron__rows_create(run->context, "customers", columns, COLUMNS, &m.rows);
  if (status != PATRON_OK) return status;
  m.rows.table->money_exponent = run->exponent;
  for (int64_t customer = only >= 0 ? only : 0, at = 0; customer < end; customer++) {
    const int64_t first = at;
    while (at < out->cells.count && out->cells.items[at].customer == customer) at++;
    if (at == first) add_whole(&m, customer);
    else add_categories(&m, first, at, customer);
  }
  status = patron__rows_finish(&m.rows, &table);
  out->run.input = out->made = table;
  return status;
}

/* A column of the customers, for each of the rows. */
static patron_status repeat(const patron__run *run, const char *name, patron__score_categories *out) {
  const patron__column *from = patron__run_find(run, name);
  patron__column *column;
  patron_status status;
  if (from == NULL || patron__table_find(out->made, name) != NULL || patron__table_find(out->run.derived, name) != NULL) return PATRON_OK;
  status = patron__column_take(from, run->context, out->customer, out->run.rows, &column);
  return status == PATRON_OK ? patron__table_adopt(out->run.derived, name, column) : status;
}

static patron_status repeat_all(const patron__run *run, const patron__score_cards *cards, patron__score_categories *out) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < cards->criterion_count && status == PATRON_OK; i++) {
    const patron__score_criterion *criterion = &cards->criteria[i];
    const char *list = criterion->within, *item;
    int64_t len;
    if (criterion->table != PATRON__SCORE_CATEGORIES) continue;
    if (criterion->card < 0) status = repeat(run, criterion->column, out);
    while (status == PATRON_OK && patron__list_next(&list, &item, &len)) {
      char name[PATRON__SCORE_WITHIN];
      memcpy(name, item, (size_t)len);
      name[len] = '\0';
      status = repeat(run, name, out);
    }
  }
  return status;
}

patron_status patron__score_categories_begin(patron__run *run, const patron__score_cards *cards, int64_t only, patron__score_categories *out) {
  patron_status status;
  memset(out, 0, sizeof *out);
  out->run = *run;
  out->run.input = NULL;
  out->run.customers = out->run.derived = NULL;
  out->run.encoded = NULL;
  out->run.ids = NULL;
  out->run.lent_history = NULL;
  out->run.everybody = NULL;
  out->run.family = NULL;
  out->run.heads = NULL;
  out->run.rows = 0;
  status = patron__category_cells_read(run, &cards->windows, only, &out->cells);
  if (status == PATRON_OK) status = make_rows(run, only, out);
  if (status == PATRON_OK) status = patron__table_create(run->context, "derived", out->run.rows, &out->run.derived);
  if (status == PATRON_OK) status = repeat_all(run, cards, out);
  if (status == PATRON_OK) status = patron__table_create(run->context, "customers", out->run.rows, &out->run.customers);
  if (status == PATRON_OK) {
    out->run.customers->money_exponent = run->exponent;
    status = patron__table_attach(out->run.customers, "customer", patron__table_find(out->made, "customer"));
  }
  if (status != PATRON_OK) patron__score_categories_end(out);
  return status;
}

void patron__score_categories_end(patron__score_categories *categories) {
  patron_context *context = categories->run.context;
  patron__run_forget(&categories->run);
  patron_table_destroy(categories->run.customers);
  patron_table_destroy(categories->run.derived);
  patron_table_destroy(categories->made);
  patron__category_cells_clear(context, &categories->cells);
  patron__release(context, categories->customer);
  patron__release(context, categories->cell);
  memset(categories, 0, sizeof *categories);
}

static double revenue_of(const patron__score_categories *categories, int64_t row) {
  const int64_t cell = categories->cell[row];
  return cell >= 0 && categories->cells.items[cell].now > 0 ? (double)categories->cells.items[cell].now : 0;
}

/* Shares of the rows [first, end) of one customer among those that are known (`score` NULL: all of them). */
void patron__score_categories_shares(const patron__score_categories *categories, const patron__column *score, int64_t first, int64_t end, double *shares) {
  double sum = 0;
  int64_t known = 0;
  for (int64_t row = first; row < end; row++) {
    if (score != NULL && !patron__column_known(score, row)) continue;
    sum += revenue_of(categories, row);
    known++;
  }
  for (int64_t row = first; row < end; row++) {
    const int32_t counts = score == NULL || patron__column_known(score, row);
    shares[row - first] = !counts ? 0 : sum > 0 ? revenue_of(categories, row) / sum : 1 / (double)known;
  }
}

int64_t patron__score_categories_next(const patron__score_categories *categories, int64_t first) {
  int64_t end = first + 1;
  while (end < categories->run.rows && categories->customer[end] == categories->customer[first]) end++;
  return end;
}

patron_status patron__score_categories_merge(const patron__score_categories *categories, const patron__column *score, const patron__column *coverage, patron__column *score_out, patron__column *coverage_out) {
  double *shares = patron__allocate_array(categories->run.context, categories->run.rows + 1, sizeof *shares);
  if (shares == NULL) return patron__memory_status(categories->run.context);
  for (int64_t first = 0, end; first < categories->run.rows; first = end) {
    const int64_t customer = categories->customer[first];
    double sum = 0, covered = 0;
    int32_t known = 0;
    end = patron__score_categories_next(categories, first);
    patron__score_categories_shares(categories, score, first, end, shares);
    for (int64_t row = first; row < end; row++) {
      if (!patron__column_known(score, row)) continue;
      sum += shares[row - first] * patron__column_f64(score, row);
      known = 1;
    }
    patron__score_categories_shares(categories, NULL, first, end, shares);
    for (int64_t row = first; row < end; row++) covered += shares[row - first] * patron__column_f64(coverage, row);
    if (known) patron__put_f64(score_out, customer, sum > 100 ? 100 : sum);   /* rounding can put a mean of 100s a bit above */
    ((double *)coverage_out->values)[customer] = covered > 1 ? 1 : covered;
  }
  patron__release(categories->run.context, shares);
  return PATRON_OK;
}

patron_status patron__score_categories_compute(patron__score_categories *categories, const patron__score_cards *cards) {
  patron__score_call call;
  patron_status status = patron__score_call_begin(&categories->run, cards->peer_sets, &call);
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++)
    if (cards->cards[cards->order[i]].table == PATRON__SCORE_CATEGORIES) status = patron__score_apply_card(&call, cards, &cards->cards[cards->order[i]]);
  patron__score_call_end(&call);
  return status;
}

patron_status patron__score_categories_apply(patron__run *run, const patron__score_cards *cards) {
  patron__score_categories categories;
  patron_status status;
  if (!patron__score_categories_used(cards)) return PATRON_OK;
  status = patron__score_categories_begin(run, cards, -1, &categories);
  if (status != PATRON_OK) return status;
  status = patron__score_categories_compute(&categories, cards);
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards->cards[cards->order[i]];
    char name[PATRON__SCORE_COLUMN];
    const patron__column *score = patron__table_find(categories.run.customers, card->name), *coverage = patron__table_find(categories.run.customers, patron__score_column(card->name, "_coverage", name));
    patron__column *columns[2];
    if (card->table != PATRON__SCORE_CATEGORIES || score == NULL || coverage == NULL) continue;
    status = patron__run_add(run, card->name, PATRON_NUMBER, NULL, 0, &columns[0]);
    if (status == PATRON_OK) status = patron__run_add(run, name, PATRON_NUMBER, NULL, 1, &columns[1]);
    if (status == PATRON_OK) status = patron__score_categories_merge(&categories, score, coverage, columns[0], columns[1]);
  }
  patron__score_categories_end(&categories);
  return status;
}

static void add_cell(const patron__run *run, const patron__score_categories *categories, const patron__category_cell *totals, const patron__column *score, int64_t row, patron__rows *rows) {
  const patron__category_cell *cell = &categories->cells.items[categories->cell[row]];
  const double growth = patron__category_growth(&categories->cells, cell);
  int64_t len;
  const char *name = patron__dictionary_name(categories->cells.names, cell->category, &len);
  patron__rows_next(rows);
  patron__rows_cell(rows, 0, patron__run_fact(run, "customer"), cell->customer);
  patron__rows_text(rows, 1, name, len);
  patron__rows_i64(rows, 2, cell->now);
  patron__rows_f64(rows, 3, growth);
  patron__rows_f64(rows, 4, growth - patron__category_growth(&categories->cells, &totals[cell->category]));
  patron__rows_f64(rows, 5, number_of(score, row));
}

/* The score that the table shows: that of the first card, in the order of the rules, that has one. */
static const patron__column *shown(const patron__score_categories *categories, const patron__score_cards *cards) {
  const patron__column *found = NULL;
  for (int32_t i = 0; i < cards->count && found == NULL; i++)
    if (cards->cards[i].table == PATRON__SCORE_CATEGORIES) found = patron__table_find(categories->run.customers, cards->cards[i].name);
  return found;
}

static patron_status write_cells(patron__run *run, const patron__score_cards *cards, const patron__score_categories *categories) {
  static const patron__rows_column columns[] = {{"customer", PATRON_TEXT, NULL}, {"category", PATRON_TEXT, NULL}, {"value", PATRON_MONEY, NULL}, {"growth", PATRON_NUMBER, NULL}, {"growth_above_category", PATRON_NUMBER, NULL}, {"performance", PATRON_NUMBER, NULL}};
  patron__category_cell *totals = patron__allocate_array(run->context, (int64_t)categories->cells.names->count + 1, sizeof *totals);
  patron__rows rows;
  patron_status status = totals == NULL ? patron__memory_status(run->context) : patron__rows_create(run->context, "categories", columns, 6, &rows);
  if (status != PATRON_OK) { patron__release(run->context, totals); return status; }
  for (int64_t i = 0; i < categories->cells.count; i++) patron__category_add(&totals[categories->cells.items[i].category], &categories->cells.items[i]);
  rows.table->money_exponent = run->exponent;
  for (int64_t row = 0; row < categories->run.rows; row++)
    if (categories->cell[row] >= 0) add_cell(run, categories, totals, shown(categories, cards), row, &rows);
  patron__release(run->context, totals);
  return patron__rows_keep(&rows, run->out);
}

patron_status patron__score_categories_report(patron__run *run, const void *state) {
  const patron__score_cards *cards = state;
  patron__score_categories categories;
  patron_status status = patron__score_categories_begin(run, cards, -1, &categories);
  if (status != PATRON_OK) return status;
  if (categories.cells.names != NULL) {
    status = patron__score_categories_compute(&categories, cards);
    if (status == PATRON_OK) status = write_cells(run, cards, &categories);
  }
  patron__score_categories_end(&categories);
  return status;
}
