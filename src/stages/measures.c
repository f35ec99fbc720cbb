/*
 * The stage `measures`: values, growth, share of wallet, headroom and loyalty from what the `customers` table gives.
 *
 *   current_value = sales, else gross_sales - on_invoice_terms - off_invoice_terms
 *   net_margin    = profit, else gross_margin (else sales - cogs) - cost_to_serve
 *   growth        = 2(now - before)/(|now| + |before|)      Davis, Haltiwanger & Schuh 1996: symmetric, defined for every pair
 *
 * Example: sales 120 000.00, sales_previous 100 000.00: growth 0.1818. Potential, share of wallet and headroom are in wallet.c.
 */
#include "stages/measures.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/activities.h"
#include "stages/completeness.h"
#include "stages/history_values.h"
#include "stages/doubts.h"
#include "stages/intents.h"
#include "stages/ledger.h"
#include "stages/people.h"
#include "stages/profit_centres.h"
#include "stages/values.h"
#include "stages/wallet.h"

enum { FLAG_CONFLICT = 1, FLAG_POTENTIAL = 2, FLAG_COST = 4, FLAG_SINGLE_THREAD = 8, FLAGS = 4 };

int64_t patron__money_difference(int64_t a, int64_t b) {
  if (b < 0 && a > INT64_MAX + b) return INT64_MAX;
  if (b > 0 && a < INT64_MIN + b) return INT64_MIN;
  return a - b;
}

double patron__arc_growth(double now, double before, int32_t *state) {
  const double size = fabs(now) + fabs(before);
  if (now == 0 && before == 0) { *state = PATRON__GROWTH_NONE; return 0; }
  if (before == 0) *state = PATRON__GROWTH_NEW;
  else if (now == 0) *state = PATRON__GROWTH_LOST;
  else if (before < 0 && now > 0) *state = PATRON__GROWTH_TURNED_POSITIVE;
  else if (before > 0 && now < 0) *state = PATRON__GROWTH_TURNED_NEGATIVE;
  else *state = PATRON__GROWTH_NORMAL;
  return 2 * (now - before) / size;
}

/* A fact column under the name of a decision column, shared: nothing is copied. */
static patron_status share(patron__run *run, patron__column *fact, const char *name) {
  return patron__table_attach(run->customers, name, fact);
}

static patron_status current_value(patron__run *run) {
  patron__column *sales = patron__run_find(run, "sales"), *gross = patron__run_fact(run, "gross_sales");
  const patron__column *on = patron__run_fact(run, "on_invoice_terms"), *off = patron__run_fact(run, "off_invoice_terms");
  patron__column *out;
  patron_status status;
  if (sales != NULL && gross == NULL) return share(run, sales, "current_value");
  if (sales == NULL && gross == NULL) return patron__run_skip(run, "measures", "sales");
  status = patron__run_add(run, "current_value", PATRON_MONEY, NULL, 0, &out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    if (patron__known(sales, row)) patron__put_i64(out, row, patron__column_i64(sales, row));
    else if (patron__known(gross, row) && patron__known(on, row) && patron__known(off, row))
      patron__put_i64(out, row, patron__money_difference(patron__money_difference(patron__column_i64(gross, row), patron__column_i64(on, row)), patron__column_i64(off, row)));
  }
  return PATRON_OK;
}

/* Gross margin of a row: given, else sales less cost of goods sold. */
static int32_t gross_margin(const patron__run *run, const patron__column *given, const patron__column *cogs, int64_t row, int64_t *out) {
  const patron__column *value = patron__table_find(run->customers, "current_value");
  if (patron__known(given, row)) { *out = patron__column_i64(given, row); return 1; }
  if (!patron__known(cogs, row) || !patron__known(value, row)) return 0;
  *out = patron__money_difference(patron__column_i64(value, row), patron__column_i64(cogs, row));
  return 1;
}

static patron_status net_margin(patron__run *run, uint8_t *flags) {
  patron__column *profit = patron__run_find(run, "profit");
  const patron__column *gross = patron__run_find(run, "gross_margin"), *cogs = patron__run_fact(run, "cogs"), *cost = patron__run_find(run, "cost_to_serve");
  patron__column *out;
  patron_status status;
  if (profit == NULL && (gross == NULL && cogs == NULL)) return patron__run_skip(run, "measures", "profit");
  if (profit == NULL && cost == NULL) return patron__run_skip(run, "measures", "cost_to_serve");
  if (profit != NULL && gross == NULL && cogs == NULL) return share(run, profit, "net_margin");
  status = patron__run_add(run, "net_margin", PATRON_MONEY, NULL, 0, &out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    int64_t margin = 0, computed = 0;
    const int32_t has_margin = gross_margin(run, gross, cogs, row, &margin), has_cost = patron__known(cost, row);
    if (has_margin && has_cost) computed = patron__money_difference(margin, patron__column_i64(cost, row));
    if (patron__known(profit, row)) {
      patron__put_i64(out, row, patron__column_i64(profit, row));
      if (has_margin && has_cost && computed != patron__column_i64(profit, row)) flags[row] |= FLAG_CONFLICT;
    } else if (has_margin && has_cost) {
      patron__put_i64(out, row, computed);
    } else if (has_margin) {
      flags[row] |= FLAG_COST;
    }
  }
  return PATRON_OK;
}

static patron_status net_margin_rate(patron__run *run) {
  const patron__column *value = patron__table_find(run->customers, "current_value"), *margin = patron__table_find(run->customers, "net_margin");
  patron__column *out;
  patron_status status;
  if (value == NULL || margin == NULL) return PATRON_OK;
  status = patron__run_add(run, "net_margin_rate", PATRON_NUMBER, NULL, 0, &out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++)
    if (patron__known(value, row) && patron__known(margin, row) && patron__column_i64(value, row) > 0)
      patron__put_f64(out, row, (double)patron__column_i64(margin, row) / (double)patron__column_i64(value, row));
  return PATRON_OK;
}

static patron_status growth(patron__run *run) {
  const patron__column *now = patron__table_find(run->customers, "current_value"), *before = patron__run_find(run, "sales_previous");
  patron__column *out, *state;
  patron_status status;
  if (now == NULL) return PATRON_OK;
  if (before == NULL) return patron__run_skip(run, "measures", "sales_previous");
  status = patron__run_add(run, "growth", PATRON_NUMBER, NULL, 0, &out);
  if (status == PATRON_OK) status = patron__run_add(run, "growth_state", PATRON_CODE, "growth_state", 0, &state);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    int32_t code;
    if (!patron__known(now, row) || !patron__known(before, row)) continue;
    patron__put_f64(out, row, patron__arc_growth((double)patron__column_i64(now, row), (double)patron__column_i64(before, row), &code));
    patron__put_code(state, row, code);
  }
  return PATRON_OK;
}

/* 0..100: a given value wins; else the weighted mean of what is known of share of wallet, tenure (five years are full marks) and payment on time. Who bought nothing gives us none of its wallet, known or
   not: years on the books alone make nobody loyal. */
static patron_status loyalty(patron__run *run) {
  const double five_years = 1826;
  const patron__column *given = patron__run_fact(run, "loyalty"), *tenure = patron__run_fact(run, "tenure_days"), *on_time = patron__run_find(run, "on_time_share");
  const patron__column *share_of_wallet = patron__table_find(run->customers, "share_of_wallet"), *value = patron__table_find(run->customers, "current_value");
  double weights[3] = {0, 0, 0};
  patron__column *out;
  patron_status status;
  if (given == NULL && tenure == NULL && on_time == NULL && share_of_wallet == NULL) return patron__run_skip(run, "measures", "loyalty");
  (void)patron__settings_numbers(run->settings, "loyalty.weights", weights, 3);
  status = patron__run_add(run, "loyalty", PATRON_NUMBER, NULL, 0, &out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    double sum = 0, weight = 0;
    if (patron__known(given, row)) { patron__put_f64(out, row, patron__column_f64(given, row)); continue; }
    if (patron__known(share_of_wallet, row)) { sum += weights[0] * 100 * patron__column_f64(share_of_wallet, row); weight += weights[0]; }
    if (patron__known(tenure, row)) {
      const double full = 100 * (double)patron__column_i64(tenure, row) / five_years;
      sum += weights[1] * (full > 100 ? 100 : full < 0 ? 0 : full);
      weight += weights[1];
    }
    if (patron__known(on_time, row)) { sum += weights[2] * 100 * patron__column_f64(on_time, row); weight += weights[2]; }
    if (weight > 0 && !patron__known(share_of_wallet, row) && patron__known(value, row) && patron__column_i64(value, row) <= 0) weight += weights[0];
    if (weight > 0) patron__put_f64(out, row, sum / weight);
  }
  return PATRON_OK;
}

static patron_status data_flags(patron__run *run, const uint8_t *flags) {
  static const char *const names[] = {"DATA_CONFLICT", "POTENTIAL_UNKNOWN", "COST_UNKNOWN", "SINGLE_THREAD"};
  patron__column *column = NULL;
  int64_t flagged = 0;
  patron_status status;
  for (int64_t row = 0; row < run->rows; row++) flagged += flags[row] != 0;
  if (flagged == 0) return patron__run_add(run, "data_flags", PATRON_TEXT, NULL, 1, &column);
  status = patron__column_create(run->context, PATRON_TEXT, 0, &column);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    char text[128];
    int64_t len = 0;
    for (int32_t bit = 0; bit < FLAGS; bit++) {
      if (!(flags[row] >> bit & 1)) continue;
      if (len > 0) text[len++] = ' ';
      memcpy(text + len, names[bit], strlen(names[bit]));
      len += (int64_t)strlen(names[bit]);
    }
    status = patron__column_append_text(column, text, len);
  }
  if (status == PATRON_OK) status = patron__table_attach(run->customers, "data_flags", column);
  patron__column_drop(column);
  return status;
}

/* What an apply has to know of all rows: which days make the periods, and what peers buy. */
typedef struct state {
  patron__windows windows;
  patron__wallet_state wallet;
} state;

/* What the rows say by themselves, before wallets and peers: values of both periods, cost to serve, and whatever else hangs on other tables. */
static patron_status derive(patron__run *run, const patron__windows *windows) {
  patron_status status = patron__ledger_apply(run, windows);
  if (status == PATRON_OK) status = patron__history_values(run, windows);
  return status == PATRON_OK ? patron__activities_apply(run) : status;
}

patron_status patron__measures_own(patron__run *run, const patron__windows *windows) {
  uint8_t *flags = patron__allocate_array(run->context, run->rows + 1, 1);
  patron_status status = flags == NULL ? patron__memory_status(run->context) : derive(run, windows);
  if (status == PATRON_OK) status = current_value(run);
  if (status == PATRON_OK) status = net_margin(run, flags);
  patron__release(run->context, flags);
  return status;
}

/* Wallets are estimated from current values, which only apply writes: they are computed in a run aside. */
static patron_status fit_wallets(patron__run *run, const patron__windows *windows) {
  patron__run aside = *run;
  patron_status status;
  aside.customers = aside.derived = NULL;
  status = patron__table_create(run->context, "aside", run->rows, &aside.customers);
  if (status == PATRON_OK) status = patron__ledger_apply(&aside, windows);
  if (status == PATRON_OK) status = patron__history_values(&aside, windows);
  if (status == PATRON_OK && (patron__run_find(&aside, "sales") != NULL || patron__run_fact(&aside, "gross_sales") != NULL)) status = current_value(&aside);
  run->ids = aside.ids;
  run->encoded = aside.encoded;
  if (status == PATRON_OK) status = patron__wallet_fit(run, patron__table_find(aside.customers, "current_value"));
  patron_table_destroy(aside.customers);
  patron_table_destroy(aside.derived);
  return status;
}

static patron_status fit(patron__run *run) {
  patron__windows windows;
  patron_status status;
  patron__windows_find(run, &windows);
  status = patron__windows_write(run, &windows);
  return status != PATRON_OK || !patron__wallet_asks_peers(run->settings) ? status : fit_wallets(run, &windows);
}

static void release(patron_context *context, void *opaque) {
  state *of_model = opaque;
  if (of_model == NULL) return;
  patron__wallet_clear(context, &of_model->wallet);
  patron__release(context, of_model);
}

static patron_status prepare(patron_context *context, const patron__tables *model, void **out) {
  state *made = patron__allocate_array(context, 1, sizeof *made);
  patron_status status;
  if (made == NULL) return patron__memory_status(context);
  status = patron__windows_read(context, model, &made->windows);
  if (status == PATRON_OK) status = patron__wallet_prepare(context, model, &made->wallet);
  if (status != PATRON_OK) { release(context, made); return status; }
  *out = made;
  return PATRON_OK;
}

static patron_status apply(patron__run *run, const void *opaque) {
  const state *of_model = opaque;
  uint8_t *flags = patron__allocate_array(run->context, run->rows + 1, 1);
  patron_status status;
  if (flags == NULL) return patron__memory_status(run->context);
  status = derive(run, &of_model->windows);
  if (status == PATRON_OK) status = current_value(run);
  if (status == PATRON_OK) status = net_margin(run, flags);
  if (status == PATRON_OK) status = net_margin_rate(run);
  if (status == PATRON_OK) status = growth(run);
  if (status == PATRON_OK) status = patron__wallet_apply(run, &of_model->wallet, flags, FLAG_POTENTIAL, FLAG_CONFLICT);
  if (status == PATRON_OK) status = loyalty(run);
  if (status == PATRON_OK) status = patron__intents_apply(run);
  if (status == PATRON_OK) status = patron__people_apply(run, flags, FLAG_SINGLE_THREAD);
  if (status == PATRON_OK) status = data_flags(run, flags);
  patron__release(run->context, flags);
  return status;
}

static patron_status report(patron__run *run, const void *opaque) {
  patron_status status = patron__activities_finish(run);
  (void)opaque;
  if (status == PATRON_OK) status = patron__completeness_report(run);
  if (status == PATRON_OK) status = patron__profit_centres_report(run);
  return status;
}

static patron_status explain_money(const patron__run *run, int64_t row, const char *column, const char *sentence, patron_table *explanations) {
  const patron__column *value = patron__table_find(run->customers, column);
  patron__reason reason = {column, "MEASURE", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT];
  if (!patron__known(value, row)) return PATRON_OK;
  (void)patron__format_money(patron__column_i64(value, row), run->exponent, text);
  (void)patron_number_parse(text, -1, &reason.raw);
  return patron__explain_add(explanations, run, row, "measures", &reason, "%s %s.", sentence, text);
}

/* Rounded to `digits` for reading, times `scale` (100: percent); the number stands beside the sentence. */
typedef struct reading { const char *column, *sentence, *unit; double scale, digits; } reading;

static patron_status explain_number(const patron__run *run, int64_t row, const reading *as, patron_table *explanations) {
  const patron__column *value = patron__table_find(run->customers, as->column);
  patron__reason reason = {as->column, "MEASURE", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT];
  if (!patron__known(value, row)) return PATRON_OK;
  reason.raw = patron__column_f64(value, row);
  (void)patron__format_f64(floor(reason.raw * as->scale * as->digits + 0.5) / as->digits, text);
  return patron__explain_add(explanations, run, row, "measures", &reason, "%s %s%s.", as->sentence, text, as->unit);
}

/* In percent, as people say it, where both periods are positive. */
static patron_status explain_growth(const patron__run *run, int64_t row, patron_table *explanations) {
  const patron__column *growth = patron__table_find(run->customers, "growth"), *now = patron__table_find(run->customers, "current_value");
  patron__reason reason = {"growth", "MEASURE", NAN, NAN, NAN, NAN, NAN, NAN};
  char percent[PATRON__NUMBER_TEXT], arc[PATRON__NUMBER_TEXT];
  if (!patron__known(growth, row)) return PATRON_OK;
  reason.raw = patron__column_f64(growth, row);
  (void)patron__format_f64(floor(reason.raw * 10000 + 0.5) / 10000, arc);
  if (fabs(reason.raw) >= 2 || patron__column_i64(now, row) <= 0)
    return patron__explain_add(explanations, run, row, "measures", &reason, "Growth on the previous period (-2 lost, 0 same, 2 new): %s.", arc);
  return patron__explain_add(explanations, run, row, "measures", &reason, "Growth on the previous period: %s percent (on the scale from -2 lost to 2 new: %s).", patron__readable(200 * reason.raw / (2 - reason.raw), percent), arc);
}

static patron_status explain(const patron__run *run, const void *opaque, int64_t row, patron_table *explanations) {
  static const reading rate = {"net_margin_rate", "Net margin as a share of current value:", " percent", 100, 100}, wallet = {"share_of_wallet", "Share of wallet (what the customer buys from us of all it buys):", " percent", 100, 100}, loyal = {"loyalty", "Loyalty:", " of 100", 1, 100};
  patron_status status = explain_money(run, row, "current_value", "Current value (sales of the period):", explanations);
  (void)opaque;
  if (status == PATRON_OK) status = explain_money(run, row, "net_margin", "Net margin, after cost to serve:", explanations);
  if (status == PATRON_OK) status = explain_number(run, row, &rate, explanations);
  if (status == PATRON_OK) status = explain_growth(run, row, explanations);
  if (status == PATRON_OK) status = explain_money(run, row, "headroom", "Headroom (what the customer spends elsewhere):", explanations);
  if (status == PATRON_OK) status = explain_number(run, row, &wallet, explanations);
  if (status == PATRON_OK) status = explain_number(run, row, &loyal, explanations);
  return status;
}

static const char *const reads[] = {
  "customers.sales", "customers.gross_sales", "customers.on_invoice_terms", "customers.off_invoice_terms", "customers.profit", "customers.gross_margin", "customers.cogs", "customers.cost_to_serve",
  "customers.sales_previous", "customers.potential", "customers.wallet_proxy", "customers.supplier_rank", "customers.suppliers", "customers.loyalty", "customers.tenure_days", "customers.on_time_share", "customers.willingness", "customers.owner", "customers.parent", "customers.strategic_fit", "customers.customer_intent",
  "history.period", "history.sales", "history.profit", "history.potential", NULL};
static const char *const writes[] = {
  "current_value", "net_margin", "net_margin_rate", "growth", "growth_state", "potential_value", "wallet_source", "share_of_wallet", "headroom", "loyalty", "people_index", "willingness_index", "people_factor", "recency_days", "frequency", "on_time_share", "days_late", "days_to_settle", "days_to_settle_median", "disputed_share", "data_flags", NULL};

const patron__stage patron__stage_measures = {"measures", reads, writes, NULL, fit, prepare, release, apply, patron__doubts, explain, report};
