/* The verbs: fit, apply, assess. A run goes through the stages in order; fit fills the model on the way, finish rounds the decisions off. */
#include <string.h>

#include "base/text.h"
#include "engine/fit.h"
#include "engine/given.h"
#include "engine/policy.h"
#include "engine/portfolio.h"
#include "engine/smallest_change.h"
#include "stages/history.h"
#include "stages/robustness.h"
#include "stages/rollup.h"
#include "stages/score.h"
#include "stages/tier.h"
#include "table/rows.h"

/* A table of the run's own goes into the assessment and is reached through it from then on. */
static patron_status adopt(patron_assessment *assessment, patron_table *table) {
  const patron_status status = patron__tables_put(&assessment->tables, table);
  patron_table_destroy(table);
  return status;
}

/* The warnings of the portfolio, to which those of the run will be appended. */
static patron_status keep_warnings(patron_assessment *assessment, const patron_portfolio *portfolio) {
  patron_status status = patron__portfolio_warnings(portfolio, &assessment->warnings);
  return status == PATRON_OK ? adopt(assessment, assessment->warnings) : status;
}

/* What the run noted goes into the two tables. */
static patron_status write_notes(patron_assessment *assessment) {
  const patron_status status = patron__notes_skipped(assessment->run.notes, assessment->skipped);
  return status == PATRON_OK ? patron__notes_warnings(assessment->run.notes, assessment->warnings) : status;
}

/* An empty table of the assessment's arena. */
static patron_status add_table(patron_assessment *assessment, const char *name, int64_t rows, patron_table **out) {
  patron_table *table = NULL;
  patron_status status = patron__table_create_in(assessment->arena, name, rows, &table);
  if (status == PATRON_OK) status = adopt(assessment, table);
  if (status == PATRON_OK) *out = table;
  return status;
}

enum { COLUMNS_EXPECTED = 96, COLUMN_BYTES = 224, OTHER_BYTES = 4096 };

/* All of what a few rows need, as a rule; of many rows the columns have blocks of their own. */
static uint64_t arena_bytes(int64_t rows) {
  const uint64_t few = rows <= PATRON__FEW_ROWS ? COLUMNS_EXPECTED * (uint64_t)(8 * rows) : 0;
  return few + COLUMNS_EXPECTED * COLUMN_BYTES + OTHER_BYTES;
}

static patron_status begin(patron_assessment *assessment, const patron_portfolio *portfolio) {
  patron__run *run = &assessment->run;
  patron_context *context = assessment->context;
  const patron__column *ids;
  patron_status status = patron__portfolio_snapshot(portfolio, &assessment->facts);
  if (status != PATRON_OK) return status;
  run->context = context;
  run->facts = &assessment->facts;
  run->out = &assessment->tables;
  run->input = patron__tables_find(&assessment->facts, "customers");
  run->exponent = patron__portfolio_exponent(portfolio);
  run->threads = patron__context_threads(context);
  assessment->tag = patron__portfolio_tag(portfolio);
  ids = patron__run_fact(run, "customer");
  if (ids == NULL) return patron__fail(context, PATRON_E_STATE, NULL, "the portfolio has no customers: put a table customers, or add customers first");
  status = patron__given_complete(assessment->model, &assessment->facts);
  if (status != PATRON_OK) return status;
  run->input = patron__tables_find(&assessment->facts, "customers");
  run->rows = run->input->rows;
  status = patron__arena_create(context, arena_bytes(run->rows), &assessment->arena);
  if (status == PATRON_OK) status = patron__notes_create(assessment->arena, &run->notes);
  if (status == PATRON_OK) status = add_table(assessment, "customers", run->rows, &run->customers);
  if (status == PATRON_OK) status = patron__table_reserve_columns(run->customers, COLUMNS_EXPECTED);
  if (status == PATRON_OK) status = patron__table_attach(run->customers, "customer", patron__table_find(run->input, "customer"));
  if (status != PATRON_OK) return status;
  run->customers->money_exponent = run->exponent;
  status = add_table(assessment, "skipped", 0, &assessment->skipped);
  if (status != PATRON_OK) return status;
  return patron__portfolio_has_warnings(portfolio) ? keep_warnings(assessment, portfolio) : add_table(assessment, "warnings", 0, &assessment->warnings);
}

static void use_rules(patron__run *run, const patron__tables *rules) {
  run->rules = rules;
  run->settings = patron__tables_find(rules, "settings");
}

/* Latest known date of a fact column, plus `days`; 0: none. */
static int32_t latest(const patron__run *run, const char *table, const char *column, int32_t days, int32_t *out) {
  const patron_table *facts = patron__tables_find(run->facts, table);
  const patron__column *dates = facts == NULL ? NULL : patron__table_find(facts, column);
  int32_t found = 0;
  if (dates == NULL || dates->type != PATRON_DATE) return 0;
  for (int64_t row = 0; row < dates->rows; row++) {
    if (!patron__column_known(dates, row)) continue;
    if (!found || patron__column_i32(dates, row) + days > *out) *out = patron__column_i32(dates, row) + days;
    found = 1;
  }
  return found;
}

/* The setting, else the day after the latest transaction, else the end of the last period of history, else the latest answer; the clock is never read. */
static patron_status find_as_of(patron_model *model, const patron__run *run) {
  const patron_status status = patron__settings_date(run->settings, "as_of", &model->as_of);
  int32_t newest;
  if (status < 0) return status;
  model->as_of_known = status == PATRON_OK || latest(run, "ledger", "date", 1, &model->as_of) || patron__history_end(run, &newest, &model->as_of) || latest(run, "evidence", "date", 0, &model->as_of);
  return PATRON_OK;
}

static patron_status fit_stages(patron_model *model, patron__run *run) {
  const patron__stage *stage;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL; i++) {
    status = patron__context_tick(run->context, stage->name, 0, 1);
    if (status == PATRON_OK && stage->fit != NULL) status = stage->fit(run);
    if (status == PATRON_OK) status = patron__model_prepare_stage(model, i);
    if (status == PATRON_OK) status = stage->apply(run, model->states[i]);
    if (status == PATRON_OK) status = patron__context_tick(run->context, stage->name, 1, 1);
  }
  return status;
}

static patron_status apply_stages(const patron_model *model, patron__run *run) {
  const patron__stage *stage;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL; i++) {
    status = patron__context_tick(run->context, stage->name, 0, 1);
    if (status == PATRON_OK) status = stage->apply(run, model->states[i]);
  }
  return status;
}

enum { EXPLAIN_NONE, EXPLAIN_KEY, EXPLAIN_ALL };

static patron_status explain_rows(patron_assessment *assessment, int32_t whom) {
  const patron__run *run = &assessment->run;
  const patron__column *key = patron__table_find(run->customers, "key");
  const int32_t changes = patron__settings_flag(run->settings, "output.smallest_changes");
  const patron__stage *stage;
  patron__what_if what_if;
  patron_table *table = NULL;
  patron_status status = patron__explain_create(&assessment->run, &table);
  memset(&what_if, 0, sizeof what_if);
  if (status == PATRON_OK && changes) status = patron__what_if_begin(run, assessment->model, assessment->fitted, assessment->criteria, &what_if);
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++) {
    if (whom == EXPLAIN_KEY && (key == NULL || !patron__column_known(key, row) || !patron__column_flag(key, row))) continue;
    for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL; i++)
      if (stage->explain != NULL) status = stage->explain(run, assessment->model->states[i], row, table);
    if (status == PATRON_OK && changes) status = patron__explain_smallest_changes(&what_if, row, table);
  }
  patron__what_if_end(&what_if);
  if (status == PATRON_OK && whom == EXPLAIN_ALL) status = patron__score_channels_explain(run, patron__model_state(assessment->model, &patron__stage_score), table);
  if (status == PATRON_OK) return adopt(assessment, table);
  patron_table_destroy(table);
  return status;
}

/* Hosts find their customers row by row, as they gave them. */
static patron_status spread_families(patron_assessment *assessment) {
  patron_table *customers = NULL;
  const patron_status status = patron__rollup_expand(&assessment->run, &customers);
  if (status != PATRON_OK) return status;
  patron__table_finish(assessment->run.customers);
  return adopt(assessment, customers);
}

/* The third step: what describes the call as a whole, and every table closed. */
static patron_status finish(patron_assessment *assessment, int32_t robustness) {
  static const char *const shared[] = {"groups", "criteria", "potential_calibration", "about", NULL};
  patron__run *run = &assessment->run;
  const patron__stage *stage;
  patron_status status = PATRON_OK;
  int32_t whom;
  for (int32_t i = 0; shared[i] != NULL && status == PATRON_OK; i++) {
    patron_table *table = patron__tables_find(&assessment->model->tables, shared[i]);
    if (table != NULL) status = patron__tables_put(&assessment->tables, table);
  }
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL; i++)
    if (stage->finish != NULL) status = stage->finish(run, assessment->model->states[i]);
  if (status == PATRON_OK && robustness) status = patron__robustness(run, patron__model_state(assessment->model, &patron__stage_score), patron__model_state(assessment->model, &patron__stage_tier));
  whom = patron__settings_code(run->settings, "output.explanations");
  if (status == PATRON_OK && whom != EXPLAIN_NONE) status = explain_rows(assessment, whom);
  if (status == PATRON_OK && run->everybody != NULL) status = spread_families(assessment);
  if (status == PATRON_OK) status = write_notes(assessment);
  for (int32_t i = 0; i < assessment->tables.count; i++) patron__table_finish(assessment->tables.items[i]);
  patron__run_forget(run);
  return status;
}

patron_status patron__fit_begin(patron_model *model, const patron_portfolio *portfolio, const patron__plugins *plugins, patron_assessment **out) {
  patron_assessment *assessment = NULL;
  patron_status status = patron__assessment_create(model->context, &assessment);
  if (status != PATRON_OK) return status;
  patron__model_retain(model);
  assessment->model = model;
  assessment->fitted = 1;
  assessment->criteria = patron__tables_find(&model->tables, "criteria");
  if (assessment->criteria != NULL) patron__table_retain(assessment->criteria);
  status = begin(assessment, portfolio);
  if (status != PATRON_OK) { patron_assessment_destroy(assessment); return status; }
  assessment->run.codes = model->codes;
  memcpy(model->currency, patron__portfolio_currency(portfolio), 3);
  assessment->run.model = &model->tables;
  assessment->run.plugins = plugins;
  use_rules(&assessment->run, &model->tables);
  assessment->run.as_of = model->as_of;
  assessment->run.as_of_known = model->as_of_known;
  *out = assessment;
  return PATRON_OK;
}

patron_status patron__fit_as_of(patron_model *model, patron__run *run) {
  const patron_status status = find_as_of(model, run);
  run->as_of = model->as_of;
  run->as_of_known = model->as_of_known;
  return status;
}

/* Fits and applies in one go. `assessment_out` or `model_out` may be NULL. */
static patron_status build(const patron_portfolio *portfolio, const patron_policy *policy, int32_t robustness, patron_model **model_out, patron_assessment **assessment_out) {
  patron_context *context = patron__portfolio_context(portfolio);
  patron_assessment *assessment = NULL;
  patron_model *model = NULL;
  patron__plugins plugins;
  patron_status status = patron__policy_verify(policy, context);
  if (status == PATRON_OK) status = patron__model_create(context, &model);
  if (status != PATRON_OK) return status;
  patron__policy_plugins(policy, &plugins);
  status = patron__policy_snapshot(policy, &model->tables);
  if (status == PATRON_OK) status = patron__fit_begin(model, portfolio, &plugins, &assessment);
  if (status != PATRON_OK) goto done;
  status = patron__given_keep(model, &assessment->facts);
  if (status == PATRON_OK) status = patron__fit_as_of(model, &assessment->run);
  if (status == PATRON_OK) status = patron__rollup_begin(&assessment->run, NULL);
  if (status == PATRON_OK) status = fit_stages(model, &assessment->run);
  if (status == PATRON_OK) status = patron__model_describe(model, patron__policy_name(policy));
  if (status == PATRON_OK) status = patron__given_prepare(model);
  assessment->run.model = NULL;
  assessment->run.plugins = NULL;
  if (status == PATRON_OK && assessment_out != NULL) status = finish(assessment, robustness);
done:
  if (assessment != NULL) patron__run_forget(&assessment->run);
  if (status == PATRON_OK && model_out != NULL) { patron__model_retain(model); *model_out = model; }
  if (status == PATRON_OK && assessment_out != NULL) *assessment_out = assessment; else patron_assessment_destroy(assessment);
  patron_model_destroy(model);
  return status;
}

static patron_status enter_and_build(const patron_portfolio *portfolio, const patron_policy *policy, int32_t robustness, patron_model **model_out, patron_assessment **assessment_out) {
  patron_context *context = patron__portfolio_context(portfolio);
  patron_policy *standard = NULL;
  patron_status status;
  if (policy != NULL && patron__policy_context(policy) != context) return patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "portfolio and policy must be of one context");
  status = policy == NULL ? patron_policy_create(context, NULL, &standard) : PATRON_OK;
  if (status != PATRON_OK) return status;
  status = patron__context_enter(context);
  if (status == PATRON_OK) status = patron__context_leave(context, build(portfolio, policy == NULL ? standard : policy, robustness, model_out, assessment_out));
  patron_policy_destroy(standard);
  return status;
}

patron_status patron_fit(const patron_portfolio *portfolio, const patron_policy *policy, patron_model **out) {
  if (portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : patron__portfolio_context(portfolio), "patron_fit");
  return enter_and_build(portfolio, policy, 0, out, NULL);
}

patron_status patron_assess(const patron_portfolio *portfolio, const patron_policy *policy, patron_assessment **out) {
  if (portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : patron__portfolio_context(portfolio), "patron_assess");
  return enter_and_build(portfolio, policy, 0, NULL, out);
}

patron_status patron_robustness(const patron_portfolio *portfolio, const patron_policy *policy, patron_assessment **out) {
  if (portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : patron__portfolio_context(portfolio), "patron_robustness");
  return enter_and_build(portfolio, policy, 1, NULL, out);
}

/* The periods are those of the model, whatever rows are in the call. */
static patron_status roll_up(const patron_model *model, patron__run *run) {
  patron__windows windows;
  const patron_status status = patron__windows_read(run->context, &model->tables, &windows);
  return status == PATRON_OK ? patron__rollup_begin(run, &windows) : status;
}

static patron_status apply_model(const patron_model *model, const patron_portfolio *portfolio, patron_assessment **out) {
  patron_context *context = patron__portfolio_context(portfolio);
  const patron__where where = {NULL, NULL, -1, patron__portfolio_currency(portfolio), -1, model->currency};
  patron_model *owner = (patron_model *)(uintptr_t)model;   /* only its count of references changes */
  patron_assessment *assessment = NULL;
  patron_status status;
  if (memcmp(model->currency, patron__portfolio_currency(portfolio), 3) != 0) return patron__fail(context, PATRON_E_STATE, &where, "the model was fitted in another currency");
  status = patron__assessment_create(context, &assessment);
  if (status != PATRON_OK) return status;
  patron__model_retain(owner);
  assessment->model = owner;
  assessment->run.codes = model->codes;
  status = begin(assessment, portfolio);
  if (status == PATRON_OK) {
    use_rules(&assessment->run, &model->tables);
    assessment->run.as_of = model->as_of;
    assessment->run.as_of_known = model->as_of_known;
    status = roll_up(model, &assessment->run);
    if (status == PATRON_OK) status = apply_stages(model, &assessment->run);
  }
  if (status == PATRON_OK) status = finish(assessment, 0);
  patron__run_forget(&assessment->run);
  if (status == PATRON_OK) *out = assessment; else patron_assessment_destroy(assessment);
  return status;
}

patron_status patron_apply(const patron_model *model, const patron_portfolio *portfolio, patron_assessment **out) {
  patron_context *context;
  patron_status status;
  if (model == NULL || portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : patron__portfolio_context(portfolio), "patron_apply");
  context = patron__portfolio_context(portfolio);
  status = patron__context_enter(context);
  return status == PATRON_OK ? patron__context_leave(context, apply_model(model, portfolio, out)) : status;
}
