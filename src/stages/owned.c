/*
 * Whether a person pays.
 *
 *   break-even sales = cost of the person's year / gross margin rate of the customers owned,   ratio = incremental sales / break-even sales
 *
 * The cost is minutes_per_year * cost_per_minute; incremental sales are those that there would not be without the person (A. Zoltners et al., sizing the sales force, in HBR's 10 Must Reads on Sales).
 * The rate is that of our own sales whose gross margin is known. Example: 150 000.00 a year at a rate of 0.3: 500 000.00 of sales; 1 000 000.00 of incremental sales are 2 times that.
 */
#include "stages/owned.h"


#include "base/sum.h"
#include "base/text.h"
#include "stages/activities.h"
#include "stages/measures.h"
#include "stages/values.h"

typedef struct owned { int64_t customers; patron__i128 sales, margin; } owned;

/* Gross margin may be sales less cost of goods; what a customer sold to another is not ours. */
static void add_margin(const patron__run *run, int64_t row, owned *into) {
  const patron__column *value = patron__run_find(run, "current_value"), *secondary = patron__run_find(run, "secondary_sales"), *gross = patron__run_find(run, "gross_margin"), *cogs = patron__run_fact(run, "cogs");
  if (!patron__known(value, row) || (!patron__known(gross, row) && !patron__known(cogs, row))) return;
  const int64_t sales = patron__money_difference(patron__column_i64(value, row), patron__known(secondary, row) ? patron__column_i64(secondary, row) : 0);
  patron__i128_add(&into->sales, sales);
  patron__i128_add(&into->margin, patron__known(gross, row) ? patron__column_i64(gross, row) : patron__money_difference(sales, patron__column_i64(cogs, row)));
}

static owned sum_owned(const patron__run *run, const patron_table *staff, int64_t person) {
  const patron__column *owner = patron__run_fact(run, "owner");
  char digits[PATRON__NUMBER_TEXT], name_digits[PATRON__NUMBER_TEXT];
  int64_t len, name_len;
  const char *name = patron__table_value_text(staff, patron__table_find(staff, "person"), person, name_digits, &name_len);
  owned out = {0};
  for (int64_t row = 0; owner != NULL && row < run->rows; row++) {
    const char *text = patron__table_value_text(run->input, owner, row, digits, &len);
    if (!patron__known(owner, row) || !patron__text_equal(text, len, name, name_len)) continue;
    out.customers++;
    add_margin(run, row, &out);
  }
  return out;
}

void patron__owned_write(const patron__run *run, const patron_table *staff, int64_t person, patron__rows *rows, int32_t customers, int32_t even) {
  const patron__column *minutes = patron__table_find(staff, "minutes_per_year"), *cost = patron__table_find(staff, "cost_per_minute"), *incremental = patron__table_find(staff, "incremental_sales");
  const owned own = sum_owned(run, staff, person);
  const int64_t sales = patron__i128_saturate(own.sales), margin = patron__i128_saturate(own.margin);
  patron__rows_i64(rows, customers, own.customers);
  if (sales <= 0 || margin <= 0 || !patron__known(minutes, person) || !patron__known(cost, person)) return;
  const int64_t year = patron__multiply_divide(patron__column_i64(cost, person), patron__activities_millionths(patron__column_f64(minutes, person)), 1000000), enough = patron__multiply_divide(year, sales, margin);
  patron__rows_i64(rows, even, enough);
  if (enough > 0 && patron__known(incremental, person)) patron__rows_f64(rows, even + 1, (double)patron__column_i64(incremental, person) / (double)enough);
}
