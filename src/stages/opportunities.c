/*
 * Opportunities, kind by kind, customers in the order of the facts within a kind:
 *
 *   HEADROOM             sales: what the customer spends elsewhere; margin: what of it can be won
 *   CATEGORY_BEHIND      a category in which the customer grew less than all customers together: gap in arc growth; sales: what growing like them would have brought
 *   CATEGORY_EMPTY       a category that the customer does not buy, and more than opportunity.category_share of the buyers of its layer do
 *   NEXT_LEVEL           the largest step to the next level of the relationship, or out of the danger: gap in points
 *   APPROACH             the recommended approach, where today's is below it
 *   MOVABLE_WORK         an activity of the field that needs no visit: minutes, and the margin saved inside
 *   UNLINKED_INITIATIVE  an initiative of one side that nothing of the other answers
 */
#include "stages/opportunities.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/sum.h"
#include "base/text.h"
#include "stages/activities.h"
#include "stages/categories.h"
#include "stages/initiatives.h"
#include "stages/measures.h"
#include "stages/relate.h"
#include "stages/values.h"

enum { UNDER_ENGAGED = 2 };

void patron__opportunity_add(const patron__run *run, patron__rows *rows, int64_t customer, int32_t kind, const char *subject, int64_t len) {
  patron__rows_next(rows);
  patron__rows_cell(rows, PATRON__OPPORTUNITY_CUSTOMER, patron__run_fact(run, "customer"), customer);
  patron__rows_i32(rows, PATRON__OPPORTUNITY_KIND, kind);
  patron__rows_text(rows, PATRON__OPPORTUNITY_SUBJECT, subject, len);
}

static void add_headroom(const patron__run *run, patron__rows *rows) {
  const patron__column *headroom = patron__table_find(run->customers, "headroom"), *winnable = patron__table_find(run->customers, "winnable_headroom");
  for (int64_t row = 0; row < run->rows; row++) {
    if (!patron__known(headroom, row) || patron__column_i64(headroom, row) <= 0) continue;
    patron__opportunity_add(run, rows, row, PATRON__OPPORTUNITY_HEADROOM, NULL, -1);
    patron__rows_i64(rows, PATRON__OPPORTUNITY_SALES, patron__column_i64(headroom, row));
    patron__rows_cell(rows, PATRON__OPPORTUNITY_MARGIN, winnable, row);
  }
}

static void add_categories_behind(const patron__run *run, const patron__category_cells *cells, const patron__category_cell *totals, patron__rows *rows) {
  for (int64_t i = 0; i < cells->count; i++) {
    const patron__category_cell *cell = &cells->items[i], *total = &totals[cell->category];
    const double gap = patron__category_growth(cells, total) - patron__category_growth(cells, cell);
    int64_t len;
    const char *name = patron__dictionary_name(cells->names, cell->category, &len);
    if (!(gap > 0)) continue;
    patron__opportunity_add(run, rows, cell->customer, PATRON__OPPORTUNITY_CATEGORY_BEHIND, name, len);
    patron__rows_f64(rows, PATRON__OPPORTUNITY_GAP, gap);
    if (cell->before > 0 && total->before > 0 && total->now >= 0)
      patron__rows_i64(rows, PATRON__OPPORTUNITY_SALES, patron__money_difference(patron__multiply_divide(cell->before, total->now, total->before), cell->now));
  }
}

/* All customers by category, who buys in a layer, how many of them each category, and which are common there: those of layer i are common[first[i]] .. common[first[i + 1] - 1].
   `bought` says of each category the last customer (and one) that was seen to buy it. */
typedef struct baskets {
  const int32_t *codes;    /* of the layers, per customer; NULL: nobody has one */
  int32_t layers, categories, *common, *bought;
  int64_t *buyers, *buying, *first;
  patron__category_cell *totals;
} baskets;

static int32_t layer_of(const baskets *b, int32_t customer) { return b->codes == NULL || b->codes[customer] < 0 ? b->layers - 1 : b->codes[customer]; }

static void count_baskets(const patron__category_cells *cells, baskets *b) {
  for (int64_t i = 0, last = -1; i < cells->count; i++) {
    const patron__category_cell *cell = &cells->items[i];
    const int32_t layer = layer_of(b, cell->customer);
    if (cell->now <= 0) continue;
    b->buyers[layer] += cell->customer != last;
    b->buying[(int64_t)layer * b->categories + cell->category]++;
    last = cell->customer;
  }
}

static void find_common(double share, baskets *b) {
  int64_t count = 0;
  for (int32_t layer = 0; layer < b->layers; layer++) {
    for (int32_t category = 0; category < b->categories; category++)
      if ((double)b->buying[(int64_t)layer * b->categories + category] > share * (double)b->buyers[layer]) b->common[count++] = category;
    b->first[layer + 1] = count;
  }
}

static void add_empty_categories(const patron__run *run, const patron__category_cells *cells, const baskets *b, patron__rows *rows) {
  for (int64_t first = 0, end; first < cells->count; first = end) {
    const int32_t customer = cells->items[first].customer, layer = layer_of(b, customer);
    int32_t buys = 0;
    for (end = first; end < cells->count && cells->items[end].customer == customer; end++) {
      if (cells->items[end].now <= 0) continue;
      b->bought[cells->items[end].category] = customer + 1;
      buys = 1;
    }
    for (int64_t i = b->first[layer]; buys && i < b->first[layer + 1]; i++) {
      int64_t len;
      const char *name = patron__dictionary_name(cells->names, b->common[i], &len);
      if (b->bought[b->common[i]] == customer + 1) continue;
      patron__opportunity_add(run, rows, customer, PATRON__OPPORTUNITY_CATEGORY_EMPTY, name, len);
    }
  }
}

static patron_status make_baskets(patron__run *run, const patron__category_cells *cells, baskets *b) {
  const patron__column *layer = patron__run_find(run, "layer");
  const patron__dictionary *names = NULL;
  const patron_status status = layer == NULL ? PATRON_OK : patron__run_encode(run, layer, &b->codes, &names);
  if (status != PATRON_OK) return status;
  b->layers = names == NULL ? 1 : names->count + 1;   /* an unknown layer is one of its own */
  b->categories = cells->names->count;
  b->totals = patron__allocate_array(run->context, (int64_t)b->categories + 1, sizeof *b->totals);
  b->bought = patron__allocate_array(run->context, (int64_t)b->categories + 1, sizeof *b->bought);
  b->buyers = patron__allocate_array(run->context, b->layers, sizeof *b->buyers);
  b->buying = patron__allocate_array(run->context, (int64_t)b->layers * b->categories + 1, sizeof *b->buying);
  b->common = patron__allocate_array(run->context, (int64_t)b->layers * b->categories + 1, sizeof *b->common);
  b->first = patron__allocate_array(run->context, (int64_t)b->layers + 1, sizeof *b->first);
  if (b->totals == NULL || b->bought == NULL || b->buyers == NULL || b->buying == NULL || b->common == NULL || b->first == NULL) return patron__memory_status(run->context);
  for (int64_t i = 0; i < cells->count; i++) patron__category_add(&b->totals[cells->items[i].category], &cells->items[i]);
  count_baskets(cells, b);
  find_common(patron__settings_number(run->settings, "opportunity.category_share"), b);
  return PATRON_OK;
}

static void clear_baskets(patron_context *context, baskets *b) {
  patron__release(context, b->totals);
  patron__release(context, b->bought);
  patron__release(context, b->buyers);
  patron__release(context, b->buying);
  patron__release(context, b->common);
  patron__release(context, b->first);
}

static patron_status add_categories(patron__run *run, patron__rows *rows) {
  patron__category_cells cells;
  patron__windows windows;
  baskets b;
  patron_status status = patron__windows_read(run->context, run->rules, &windows);
  memset(&b, 0, sizeof b);
  if (status == PATRON_OK) status = patron__category_cells_read(run, &windows, -1, &cells);
  if (status != PATRON_OK || cells.names == NULL) return status;
  status = make_baskets(run, &cells, &b);
  if (status == PATRON_OK) {
    add_categories_behind(run, &cells, b.totals, rows);
    add_empty_categories(run, &cells, &b, rows);
  }
  clear_baskets(run->context, &b);
  patron__category_cells_clear(run->context, &cells);
  return status;
}

static void add_steps(const patron__run *run, patron__rows *rows) {
  const patron__column *side = patron__table_find(run->customers, "next_level_side"), *dimension = patron__table_find(run->customers, "next_level_dimension"), *points = patron__table_find(run->customers, "next_level_points");
  const patron__column *engagement = patron__table_find(run->customers, "engagement"), *approach = patron__table_find(run->customers, "recommended_approach");
  for (int64_t row = 0; row < run->rows; row++) {
    if (!patron__known(points, row)) continue;
    patron__opportunity_add(run, rows, row, PATRON__OPPORTUNITY_NEXT_LEVEL, patron__relate_names[2 * patron__column_i32(side, row) + patron__column_i32(dimension, row)], -1);
    patron__rows_cell(rows, PATRON__OPPORTUNITY_GAP, points, row);
  }
  for (int64_t row = 0; row < run->rows; row++) {
    if (!patron__known(engagement, row) || patron__column_i32(engagement, row) != UNDER_ENGAGED) continue;
    patron__opportunity_add(run, rows, row, PATRON__OPPORTUNITY_APPROACH, NULL, -1);
    patron__rows_cell(rows, PATRON__OPPORTUNITY_SUBJECT, approach, row);
  }
}

static int32_t comes_before(const void *context, const void *first, const void *second) {
  const patron__initiatives *in = context;
  const int64_t a = *(const int64_t *)first, b = *(const int64_t *)second;
  char a_digits[PATRON__NUMBER_TEXT], b_digits[PATRON__NUMBER_TEXT];
  int64_t a_len, b_len;
  const char *a_name, *b_name;
  if (in->customer[a] != in->customer[b]) return in->customer[a] < in->customer[b];
  a_name = patron__table_value_text(in->table, in->name, a, a_digits, &a_len);
  b_name = patron__table_value_text(in->table, in->name, b, b_digits, &b_len);
  return patron__text_compare(a_name, a_len, b_name, b_len) < 0;
}

static patron_status add_initiatives(patron__run *run, patron__rows *rows) {
  patron__initiatives in;
  int64_t *open, count = 0;
  patron_status status = patron__initiatives_open(run, &in);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  open = patron__allocate_array(run->context, in.table->rows + 1, sizeof *open);
  status = open == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int64_t row = 0; status == PATRON_OK && row < in.table->rows; row++)
    if (in.customer[row] >= 0 && patron__initiative_runs(run, &in, row) && !patron__initiative_is_aligned(&in, row)) open[count++] = row;
  if (status == PATRON_OK) patron__sort_items(open, count, sizeof *open, comes_before, &in);
  for (int64_t i = 0; i < count; i++) {
    char digits[PATRON__NUMBER_TEXT];
    int64_t len;
    const char *name = patron__table_value_text(in.table, in.name, open[i], digits, &len);
    patron__opportunity_add(run, rows, in.customer[open[i]], PATRON__OPPORTUNITY_UNLINKED_INITIATIVE, name, len);
  }
  patron__release(run->context, open);
  patron__initiatives_close(run->context, &in);
  return status;
}

patron_status patron__opportunities_report(patron__run *run) {
  static const patron__rows_column columns[] = {{"customer", PATRON_TEXT, NULL}, {"kind", PATRON_CODE, "opportunity"}, {"subject", PATRON_TEXT, NULL}, {"sales", PATRON_MONEY, NULL},
                                                {"margin", PATRON_MONEY, NULL}, {"gap", PATRON_NUMBER, NULL}, {"minutes", PATRON_NUMBER, NULL}};
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "opportunities", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  add_headroom(run, &rows);
  status = add_categories(run, &rows);
  if (status == PATRON_OK) {
    add_steps(run, &rows);
    status = patron__activities_opportunities(run, &rows);
  }
  if (status == PATRON_OK) status = add_initiatives(run, &rows);
  if (status != PATRON_OK) { patron__rows_abandon(&rows); return status; }
  return patron__rows_keep(&rows, run->out);
}
