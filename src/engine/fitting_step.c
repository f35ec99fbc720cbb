/*
 * From what has been seen of all rows to the next plan, or to the whole model.
 *
 * Rows that answer all questions of a step just as the real ones did are made from the counts, and the stage is fitted to them: by the very code that fits it to the rows of one machine. A fit does not
 * depend on the order of rows, so it makes no difference that answers to different questions, which stand in one row here, were given by different customers.
 */
#include <string.h>

#include "base/text.h"
#include "engine/fitting.h"
#include "engine/given.h"
#include "stages/measures.h"
#include "stages/wallet.h"

patron_status patron__fitting_first_settings(patron_context *context, const patron_table *settings, patron_table **out) {
  static const char *const key = "wallet.estimate", *const value = "GIVEN";
  const int64_t length = 5;
  return patron__settings_build(context, settings, &key, &value, &length, 1, out);
}

/* The measures with wallets as given: what comes of them is only what wallets are estimated from. */
static patron_status prepare_first(patron__fitting_plan *plan) {
  patron_context *context = plan->model->context;
  patron_table *settings = NULL;
  patron__tables tables;
  patron_status status;
  patron__tables_init(&tables, context);
  status = patron__tables_copy(&plan->model->tables, &tables);
  if (status == PATRON_OK) status = patron__fitting_first_settings(context, patron__tables_find(&tables, "settings"), &settings);
  if (status == PATRON_OK) status = patron__tables_put(&tables, settings);
  if (status == PATRON_OK) status = patron__stage_measures.prepare(context, &tables, &plan->model->states[0]);
  patron_table_destroy(settings);
  patron__tables_clear(&tables);
  return status;
}

patron_status patron__fitting_prepare(patron__fitting_plan *plan) {
  patron_status status = PATRON_OK;
  if (plan->step == PATRON__STEP_WALLETS) return prepare_first(plan);
  for (int32_t i = 0; i < plan->step - PATRON__STEP_STAGES + 1 && status == PATRON_OK; i++) status = patron__model_prepare_stage(plan->model, i);
  return status;
}

static patron_status make_customers(patron_context *context, int64_t rows, int32_t exponent, patron_table **out) {
  patron__column *ids;
  patron_status status = patron__table_create(context, "customers", rows, out);
  if (status == PATRON_OK) status = patron__table_new_column(*out, "customer", PATRON_INTEGER, &ids);
  if (status != PATRON_OK) return status;
  (*out)->money_exponent = exponent;
  for (int64_t row = 0; row < rows; row++) ((int64_t *)ids->values)[row] = row;
  return PATRON_OK;
}

static patron_status keep(patron_portfolio *portfolio, patron_table *table) {
  const patron_status status = patron__portfolio_keep(portfolio, table);
  patron_table_destroy(table);
  return status;
}

static patron_status put_seen(const patron_fitting *fitting, patron_table *customers, patron_portfolio *portfolio) {
  patron_table *past = NULL;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && i < fitting->seen.count; i++) {
    patron_table *table = fitting->seen.items[i], *copy = NULL;
    if (strcmp(table->name, patron__given_name) == 0) continue;   /* no fact, but what facts there were */
    if (patron__table_find(table, PATRON__FITTING_COUNT) != NULL) { status = patron__fitting_spread(table, customers); continue; }
    status = patron__table_copy(table, table->name, &copy);
    if (status == PATRON_OK) status = keep(portfolio, copy);
  }
  if (status == PATRON_OK) status = patron__fitting_write_past(fitting->context, &fitting->plan, customers, customers->money_exponent, &past);
  return status == PATRON_OK && past != NULL ? keep(portfolio, past) : status;
}

/* A portfolio that says what the real ones said; without `seen` one of nobody. */
static patron_status make_portfolio(const patron_fitting *fitting, int32_t seen, patron_portfolio **out) {
  patron_portfolio *portfolio = NULL;
  patron_table *customers = NULL;
  const int64_t rows = seen ? fitting->rows : 0;
  patron_status status = patron_portfolio_create(fitting->context, fitting->currency, &portfolio);
  if (status == PATRON_OK) status = make_customers(fitting->context, rows, patron__portfolio_exponent(portfolio), &customers);
  if (status == PATRON_OK && seen) status = put_seen(fitting, customers, portfolio);
  if (status == PATRON_OK) { status = keep(portfolio, customers); customers = NULL; }
  patron_table_destroy(customers);
  if (status != PATRON_OK) { patron_portfolio_destroy(portfolio); return status; }
  *out = portfolio;
  return PATRON_OK;
}

/* Which periods are past, and what tells of them: all later passes read the same. */
static void find_periods(const patron__run *run, patron__fitting_plan *out) {
  const patron_table *periods = patron__tables_find(run->model, "periods");
  const patron__column *from = periods == NULL ? NULL : patron__table_find(periods, "ledger_from");
  const int32_t known = from != NULL && periods->rows > 0 && patron__column_known(from, 0);
  const int32_t ledger = patron__tables_find(run->facts, "ledger") != NULL && run->as_of_known;
  out->period_count = patron__history_starts(run, known ? patron__column_i32(from, 0) : 0, known, out->periods);
  if (out->period_count > 0) memcpy(out->past, ledger ? "ledger" : "history", ledger ? sizeof "ledger" : sizeof "history");
}

static patron_status fit_dates(patron__run *run, patron__fitting_plan *out) {
  patron_table *settings = NULL;
  const patron_table *all = run->settings;
  patron_status status = patron__fit_as_of(out->model, run);
  if (status == PATRON_OK) status = patron__fitting_first_settings(run->context, all, &settings);
  if (status != PATRON_OK) return status;
  run->settings = settings;
  status = patron__stage_measures.fit(run);
  run->settings = all;
  patron_table_destroy(settings);
  if (status == PATRON_OK) find_periods(run, out);
  return status;
}

static patron_status fit_step(patron__run *run, patron__fitting_plan *out) {
  const patron__stage *stage;
  if (out->step == PATRON__STEP_DATES) return fit_dates(run, out);
  if (out->step == PATRON__STEP_WALLETS) return patron__wallet_fit(run, patron__run_find(run, "current_value"));
  stage = patron__step_stage(out->step);
  return stage->fit == NULL ? PATRON_OK : stage->fit(run);
}

static patron_status run_step(const patron_portfolio *portfolio, patron__fitting_plan *out) {
  patron_context *context = out->model->context;
  patron_assessment *assessment = NULL;
  patron__plugins plugins;
  patron_status status = patron__context_enter(context);
  if (status != PATRON_OK) return status;
  patron__policy_plugins(out->policy, &plugins);
  status = patron__context_tick(context, "fitting", out->step, patron__steps());
  if (status == PATRON_OK) status = patron__fit_begin(out->model, portfolio, &plugins, &assessment);
  if (status == PATRON_OK) status = fit_step(&assessment->run, out);
  patron_assessment_destroy(assessment);
  return patron__context_leave(context, status);
}

static patron_status finish_model(patron__fitting_plan *out) {
  patron_status status = patron__model_describe(out->model, out->name);
  if (status == PATRON_OK) status = patron__given_prepare(out->model);
  for (int32_t i = 0; status == PATRON_OK && patron__stage_at(i) != NULL; i++) status = patron__model_prepare_stage(out->model, i);
  return status;
}

/* The plan as it is, to be filled further. */
static patron_status copy_plan(patron_context *context, const patron__fitting_plan *plan, patron__fitting_plan *out) {
  patron_status status;
  memset(out, 0, sizeof *out);
  patron__tables_init(&out->rules, context);
  out->policy = plan->policy;
  patron__policy_retain(out->policy);
  memcpy(out->name, plan->name, sizeof out->name);
  memcpy(out->past, plan->past, sizeof out->past);
  memcpy(out->periods, plan->periods, sizeof out->periods);
  out->period_count = plan->period_count;
  out->step = plan->step;
  status = patron__tables_copy(&plan->rules, &out->rules);
  if (status == PATRON_OK) status = patron__model_create(context, &out->model);
  if (status == PATRON_OK) status = patron__tables_copy(&plan->model->tables, &out->model->tables);
  if (status == PATRON_OK) {
    out->model->as_of = plan->model->as_of;
    out->model->as_of_known = plan->model->as_of_known;
  }
  return status;
}

patron_status patron__fitting_advance(const patron_fitting *fitting, patron__fitting_plan *out) {
  patron_status status = copy_plan(fitting->context, &fitting->plan, out);
  int32_t seen = 1;
  out->customers = fitting->customers;
  if (status == PATRON_OK && out->step == PATRON__STEP_DATES) status = patron__given_settle(fitting->context, patron__tables_find(&fitting->seen, patron__given_name), &out->model->tables);
  do {
    patron_portfolio *portfolio = NULL;
    if (status == PATRON_OK) status = make_portfolio(fitting, seen, &portfolio);
    if (status == PATRON_OK) status = run_step(portfolio, out);
    patron_portfolio_destroy(portfolio);
    if (status != PATRON_OK) return status;
    seen = 0;
    patron__needs_clear(&out->needs);
    if (++out->step < patron__steps()) status = patron__needs_of(fitting->context, &out->rules, out->step, &out->needs);
  } while (status == PATRON_OK && out->step < patron__steps() && out->needs.count == 0 && !out->needs.channels);
  return status == PATRON_OK && out->step == patron__steps() ? finish_model(out) : status;
}
