/*
 * One part of the rows, as a step of the fit sees it: the stages before it are applied with what is fitted so far, and of the columns that the step asks for the different rows are counted.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/fitting.h"
#include "engine/given.h"
#include "stages/rollup.h"

const char *patron__fitting_question(int32_t question, char out[32]) {
  (void)snprintf(out, 32, "question %d", (int)question);
  return out;
}

static patron_status keep(patron__tables *seen, patron_table *table) {
  const patron_status status = patron__tables_put(seen, table);
  patron_table_destroy(table);
  return status;
}

static patron_status see_dates(patron_fitting *fitting, const patron_portfolio *portfolio) {
  const patron_table *settings = patron__tables_find(&fitting->plan.rules, "settings"), *customers;
  patron__tables facts;
  const char *name;
  patron_status status;
  patron__tables_init(&facts, fitting->context);
  status = patron__portfolio_snapshot(portfolio, &facts);
  customers = patron__tables_find(&facts, "customers");
  if (status == PATRON_OK && customers == NULL) status = patron__fail(fitting->context, PATRON_E_STATE, NULL, "the portfolio has no customers: put a table customers, or add customers first");
  for (int32_t i = 0; status == PATRON_OK && (name = patron__fitting_dated(i)) != NULL; i++) {
    patron_table *table = NULL;
    status = patron__fitting_dates(fitting->context, &facts, settings, name, &table);
    if (status == PATRON_OK && table != NULL) status = keep(&fitting->seen, table);
  }
  if (status == PATRON_OK) {
    patron_table *given = NULL;
    fitting->customers = customers->rows;
    status = patron__given_list(fitting->context, &facts, &given);
    if (status == PATRON_OK) status = keep(&fitting->seen, given);
  }
  patron__tables_clear(&facts);
  return status;
}

/* Applies what comes before the step; of wallets the values that they are estimated from. */
static patron_status apply_before(const patron_fitting *fitting, patron__run *run) {
  const int32_t stages = fitting->plan.step == PATRON__STEP_WALLETS ? 1 : fitting->plan.step - PATRON__STEP_STAGES + 1;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < stages && status == PATRON_OK; i++) {
    const patron__stage *stage = patron__stage_at(i);
    status = patron__context_tick(run->context, stage->name, 0, 1);
    if (status == PATRON_OK) status = stage->apply(run, fitting->plan.model->states[i]);
  }
  return status;
}

static patron_status answer(patron_fitting *fitting, patron__run *run, int32_t question) {
  patron_table *answers = NULL, *grouped = NULL;
  char name[32];
  patron_status status = patron__table_create(run->context, patron__fitting_question(question, name), run->rows, &answers);
  if (status == PATRON_OK) answers->money_exponent = run->exponent;
  for (int32_t i = 0; status == PATRON_OK && i < fitting->plan.needs.count; i++) {
    const patron__need *need = &fitting->plan.needs.items[i];
    patron__column *column = NULL;
    if (need->question != question) continue;
    if (strcmp(need->name, PATRON__NEED_HISTORY) == 0) { status = patron__fitting_read_past(run, &fitting->plan, answers); continue; }
    column = need->fact ? patron__run_fact(run, need->name) : patron__run_find(run, need->name);
    if (column != NULL) status = patron__table_attach(answers, need->name, column);
  }
  if (status == PATRON_OK) status = patron__fitting_group(run->context, answers, 1, &grouped);
  if (status == PATRON_OK) status = keep(&fitting->seen, grouped);
  patron_table_destroy(answers);
  return status;
}

static patron_status see_channels(patron_fitting *fitting, const patron__run *run) {
  const patron_table *channels = patron__tables_find(run->facts, "channels");
  patron_table *some = NULL, *grouped = NULL;
  patron_status status;
  if (channels == NULL) return PATRON_OK;
  status = patron__table_create(run->context, "channels", channels->rows, &some);
  if (status == PATRON_OK) some->money_exponent = run->exponent;
  for (int32_t i = 0; status == PATRON_OK && i < channels->column_count; i++)
    if (patron__needs_channel_column(&fitting->plan.rules, channels->columns[i].name)) status = patron__table_attach(some, channels->columns[i].name, channels->columns[i].column);
  if (status == PATRON_OK) status = patron__fitting_group(run->context, some, 0, &grouped);
  if (status == PATRON_OK) status = keep(&fitting->seen, grouped);
  patron_table_destroy(some);
  return status;
}

/* Families are judged as one where the rules say so; the periods are those of all rows. */
static patron_status roll_up(const patron_fitting *fitting, patron__run *run) {
  patron__windows windows;
  const patron_status status = patron__windows_read(run->context, &fitting->plan.model->tables, &windows);
  return status == PATRON_OK ? patron__rollup_begin(run, &windows) : status;
}

static patron_status see_rows(patron_fitting *fitting, const patron_portfolio *portfolio) {
  patron_assessment *assessment = NULL;
  patron_status status = patron__fit_begin(fitting->plan.model, portfolio, NULL, &assessment);
  if (status != PATRON_OK) return status;
  assessment->run.model = NULL;   /* nothing is fitted here */
  fitting->customers = assessment->run.rows;
  status = roll_up(fitting, &assessment->run);
  if (status == PATRON_OK) status = apply_before(fitting, &assessment->run);
  for (int32_t i = 0; status == PATRON_OK && i < fitting->plan.needs.questions; i++) status = answer(fitting, &assessment->run, i);
  if (status == PATRON_OK && fitting->plan.needs.channels) status = see_channels(fitting, &assessment->run);
  fitting->rows = assessment->run.rows;
  patron_assessment_destroy(assessment);
  return status;
}

patron_status patron__fitting_see(patron_fitting *fitting, const patron_portfolio *portfolio) {
  memcpy(fitting->currency, patron__portfolio_currency(portfolio), 3);
  return fitting->plan.step == PATRON__STEP_DATES ? see_dates(fitting, portfolio) : see_rows(fitting, portfolio);
}
