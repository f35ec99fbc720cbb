/*
 * Current and previous values of customers from the table `history`: the last source, after the customers' own column and the ledger.
 *
 * The rows of a period (of several categories, too) add up exactly. A customer without a row is unknown (a prospect), one with rows but none in a period has sold
 * nothing there: 0. Where a row of the period does not know an amount, the sum would be a part: it is unknown. A wallet is never taken for 0.
 */
#include "stages/history_values.h"

#include <string.h>

#include "base/sum.h"
#include "stages/values.h"

enum { SALES, PROFIT, POTENTIAL, SALES_BEFORE, PROFIT_BEFORE, MEASURES };

static const struct { const char *derived, *column; int32_t before; } measures[MEASURES] = {
  {"sales", "sales", 0}, {"profit", "profit", 0}, {"potential", "potential", 0}, {"sales_previous", "sales", 1}, {"profit_previous", "profit", 1}};

/* `seen`: rows of the customer before the as-of date; `rows` of the period. */
typedef struct account { patron__i128 sum; int32_t rows; uint8_t seen, lacking; } account;

typedef struct past { const patron_table *table; const patron__column *period; int32_t *customer; account *accounts; int32_t as_of, as_of_known; } past;

static void add_rows(const past *p, const patron__column *amount, int32_t from, int32_t to, int32_t to_known) {
  for (int64_t row = 0; row < p->table->rows; row++) {
    const int32_t day = patron__column_i32(p->period, row);
    account *a;
    if (p->customer[row] < 0 || !patron__column_known(p->period, row) || (p->as_of_known && day >= p->as_of)) continue;
    a = &p->accounts[p->customer[row]];
    a->seen = 1;
    if (day < from || (to_known && day >= to)) continue;
    a->rows++;
    if (patron__column_known(amount, row)) patron__i128_add(&a->sum, patron__column_i64(amount, row));
    else a->lacking = 1;
  }
}

static patron_status derive(patron__run *run, const past *p, int32_t measure) {
  const patron__column *given = patron__run_fact(run, measures[measure].derived);
  patron__column *out;
  const patron_status status = patron__run_derive(run, measures[measure].derived, PATRON_MONEY, NULL, &out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    const account *a = &p->accounts[row];
    if (patron__known(given, row)) patron__put_i64(out, row, patron__column_i64(given, row));
    else if (a->seen && !a->lacking && (measure != POTENTIAL || a->rows > 0)) patron__put_i64(out, row, patron__i128_saturate(a->sum));
  }
  return PATRON_OK;
}

static patron_status derive_all(patron__run *run, past *p, const patron__windows *windows) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && i < MEASURES; i++) {
    const patron__column *amount = patron__table_find(p->table, measures[i].column);
    if (amount == NULL || (measures[i].before && !windows->before_from_known)) continue;
    memset(p->accounts, 0, (size_t)run->rows * sizeof *p->accounts);
    if (measures[i].before) add_rows(p, amount, windows->before_from, windows->history_from, 1);
    else add_rows(p, amount, windows->history_from, 0, 0);
    status = derive(run, p, i);
  }
  return status;
}

patron_status patron__history_values(patron__run *run, const patron__windows *windows) {
  past p = {.table = patron__tables_find(run->facts, "history"), .as_of = run->as_of, .as_of_known = run->as_of_known};
  patron_status status;
  if (run->family != NULL) return PATRON_OK;   /* added up already */
  if (p.table == NULL || !windows->history_from_known || patron__tables_find(run->facts, "ledger") != NULL) return PATRON_OK;
  p.period = patron__table_find(p.table, "period");
  if (p.period == NULL) return PATRON_OK;
  status = patron__run_match(run, p.table, "customer", &p.customer);
  if (status != PATRON_OK) return status;
  p.accounts = patron__allocate_array(run->context, run->rows + 1, sizeof *p.accounts);
  status = p.accounts == NULL ? patron__memory_status(run->context) : derive_all(run, &p, windows);
  patron__release(run->context, p.accounts);
  patron__release(run->context, p.customer);
  return status;
}
