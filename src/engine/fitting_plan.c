/*
 * Plans as bytes: a set of tables as models are, `fitting` (key, value) first, then the past periods, then what is fitted so far. The rules are not in it: they are the policy's, and a hash tells whether
 * they are the same. Read as hostile input: what a plan says beyond that is refused, and each fitted table is compiled as a model's is.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/fitting.h"
#include "engine/given.h"
#include "table/bytes.h"
#include "table/rows.h"

enum { HASH_TEXT = 17 };

static const char HEAD[] = "fitting", PAST[] = "past";

void patron__fitting_plan_clear(patron_context *context, patron__fitting_plan *plan) {
  patron_policy_destroy(plan->policy);
  patron__tables_clear(&plan->rules);
  patron_model_destroy(plan->model);
  patron__needs_clear(&plan->needs);
  patron__release(context, plan->bytes);
  memset(plan, 0, sizeof *plan);
  patron__tables_init(&plan->rules, context);
}

/* The rules of the policy, and a model with nothing but these. */
static patron_status start(patron_context *context, const patron_policy *policy, patron__fitting_plan *out) {
  patron_status status;
  memset(out, 0, sizeof *out);
  patron__tables_init(&out->rules, context);
  out->policy = (patron_policy *)(uintptr_t)policy;   /* only its count of references changes */
  patron__policy_retain(out->policy);
  (void)snprintf(out->name, sizeof out->name, "%s", patron__policy_name(policy));
  status = patron__policy_snapshot(policy, &out->rules);
  if (status == PATRON_OK) status = patron__needs_check(context, &out->rules);
  if (status == PATRON_OK) status = patron__model_create(context, &out->model);
  return status == PATRON_OK ? patron__tables_copy(&out->rules, &out->model->tables) : status;
}

patron_status patron__fitting_plan_first(patron_context *context, const patron_policy *policy, patron__fitting_plan *out) {
  const patron_status status = start(context, policy, out);
  return status == PATRON_OK ? patron__fitting_plan_seal(out) : status;
}

/* FNV-1a of the rules as bytes. */
static patron_status hash_rules(const patron__fitting_plan *plan, char out[HASH_TEXT]) {
  patron_context *context = plan->model->context;
  int64_t length = 0;
  uint8_t *bytes;
  patron_status status = patron__tables_save(&plan->rules, NULL, 0, &length);
  if (status != PATRON_OK) return status;
  bytes = patron__allocate(context, (uint64_t)length);
  if (bytes == NULL) return patron__memory_status(context);
  status = patron__tables_save(&plan->rules, bytes, length, &length);
  if (status == PATRON_OK) (void)snprintf(out, HASH_TEXT, "%016llx", (unsigned long long)patron__checksum(bytes, length));
  patron__release(context, bytes);
  return status;
}

static void put(patron__rows *rows, const char *key, const char *value) {
  patron__rows_next(rows);
  patron__rows_text(rows, 0, key, -1);
  patron__rows_text(rows, 1, value, -1);
}

static patron_status put_head(const patron__fitting_plan *plan, const char *kind, const char *currency, int64_t customers, int64_t judged, patron__tables *out) {
  static const patron__rows_column columns[] = {{"key", PATRON_TEXT, NULL}, {"value", PATRON_TEXT, NULL}};
  char number[PATRON__NUMBER_TEXT], hash[HASH_TEXT];
  patron__rows rows;
  patron_status status = hash_rules(plan, hash);
  if (status == PATRON_OK) status = patron__rows_create(plan->model->context, HEAD, columns, 2, &rows);
  if (status != PATRON_OK) return status;
  put(&rows, "kind", kind);
  put(&rows, "version", "1");
  (void)patron__format_i64(plan->step, number);
  put(&rows, "step", number);
  put(&rows, "rules", hash);
  put(&rows, "fitted_currency", plan->step > 0 ? plan->model->currency : "");
  number[0] = '\0';
  if (plan->model->as_of_known) (void)patron__format_date(plan->model->as_of, number);
  put(&rows, "as_of", number);
  put(&rows, "past", plan->past);
  (void)patron__format_i64(plan->customers, number);
  put(&rows, "fitted_customers", number);
  put(&rows, "currency", currency);
  (void)patron__format_i64(customers, number);
  put(&rows, "customers", number);
  (void)patron__format_i64(judged, number);
  put(&rows, "rows", number);
  return patron__rows_keep(&rows, out);
}

static patron_status put_past(const patron__fitting_plan *plan, patron__tables *out) {
  static const patron__rows_column columns[] = {{"period", PATRON_DATE, NULL}};
  patron__rows rows;
  const patron_status status = patron__rows_create(plan->model->context, PAST, columns, 1, &rows);
  if (status != PATRON_OK) return status;
  for (int32_t p = 0; p < plan->period_count; p++) {
    patron__rows_next(&rows);
    patron__rows_i32(&rows, 0, plan->periods[p]);
  }
  return patron__rows_keep(&rows, out);
}

patron_status patron__fitting_plan_tables(const patron__fitting_plan *plan, const char *kind, const char *currency, int64_t customers, int64_t judged, patron__tables *out) {
  const patron__tables *tables = &plan->model->tables;
  patron_status status = put_head(plan, kind, currency, customers, judged, out);
  if (status == PATRON_OK && plan->step > 0) status = put_past(plan, out);
  for (int32_t i = 0; status == PATRON_OK && i < tables->count; i++)
    if (patron__tables_find(&plan->rules, tables->items[i]->name) != tables->items[i]) status = patron__tables_put(out, tables->items[i]);
  return status;
}

patron_status patron__fitting_plan_seal(patron__fitting_plan *plan) {
  patron_context *context = plan->model->context;
  patron__tables tables;
  patron_status status;
  patron__tables_init(&tables, context);
  status = patron__fitting_plan_tables(plan, "plan", "", 0, 0, &tables);
  if (status == PATRON_OK) status = patron__tables_save(&tables, NULL, 0, &plan->length);
  if (status == PATRON_OK) {
    plan->bytes = patron__allocate(context, (uint64_t)plan->length);
    status = plan->bytes == NULL ? patron__memory_status(context) : patron__tables_save(&tables, plan->bytes, plan->length, &plan->length);
  }
  patron__tables_clear(&tables);
  return status;
}

const char *patron__fitting_head(const patron__tables *tables, const char *key, int64_t *len) {
  const patron_table *head = patron__tables_find(tables, HEAD);
  const patron__column *keys = head == NULL ? NULL : patron__table_find(head, "key"), *values = head == NULL ? NULL : patron__table_find(head, "value");
  if (keys == NULL || values == NULL || keys->type != PATRON_TEXT || values->type != PATRON_TEXT) return NULL;
  for (int64_t row = 0; row < head->rows; row++) {
    int64_t key_len;
    const char *name = patron__column_text(keys, row, &key_len);
    if (patron__text_equal(name, key_len, key, -1)) return patron__column_known(values, row) ? patron__column_text(values, row, len) : NULL;
  }
  return NULL;
}

static int32_t head_is(const patron__tables *tables, const char *key, const char *expected) {
  int64_t len;
  const char *value = patron__fitting_head(tables, key, &len);
  return value != NULL && patron__text_equal(value, len, expected, -1);
}

int32_t patron__fitting_head_number(const patron__tables *tables, const char *key, int64_t most, int64_t *out) {
  int64_t len;
  const char *value = patron__fitting_head(tables, key, &len);
  return value != NULL && patron__parse_i64(value, len, out) == PATRON_OK && *out >= 0 && *out <= most;
}

static patron_status read_head(patron_context *context, const patron__tables *tables, const char *kind, patron__fitting_plan *out) {
  char hash[HASH_TEXT];
  const char *value;
  int64_t step, len;
  int32_t exponent;
  patron_status status;
  if (!head_is(tables, "kind", kind) || !head_is(tables, "version", "1")) return patron__fitting_broken(context, "they are of another kind or version");
  status = hash_rules(out, hash);
  if (status != PATRON_OK) return status;
  if (!head_is(tables, "rules", hash)) return patron__fail(context, PATRON_E_STATE, NULL, "the bytes are of a fit with another policy");
  if (!patron__fitting_head_number(tables, "step", patron__steps() - 1, &step) || !patron__fitting_head_number(tables, "fitted_customers", PATRON__ROWS_MAX, &out->customers)) return patron__fitting_broken(context, "a number is out of range");
  out->step = (int32_t)step;
  if (step == 0) return PATRON_OK;
  value = patron__fitting_head(tables, "fitted_currency", &len);
  if (value == NULL || len != 3) return patron__fitting_broken(context, "they have no currency");
  memcpy(out->model->currency, value, 3);
  if (patron_currency_exponent(out->model->currency, &exponent) != PATRON_OK) return patron__fitting_broken(context, "their currency is unknown");
  value = patron__fitting_head(tables, "as_of", &len);
  if (value == NULL) return patron__fitting_broken(context, "they have no as-of date");
  out->model->as_of_known = len > 0;
  if (len > 0 && patron_date_parse(value, len, &out->model->as_of) != PATRON_OK) return patron__fitting_broken(context, "their as-of date is none");
  return PATRON_OK;
}

static patron_status read_past(patron_context *context, const patron__tables *tables, patron__fitting_plan *out) {
  const patron_table *table = patron__tables_find(tables, PAST);
  const patron__column *period = table == NULL ? NULL : patron__table_find(table, "period");
  if (period == NULL || period->type != PATRON_DATE || table->rows > PATRON__PERIODS) return patron__fitting_broken(context, "their periods are missing");
  for (int64_t row = 0; row < table->rows; row++) {
    out->periods[row] = patron__column_i32(period, row);
    if (!patron__column_known(period, row) || (row > 0 && out->periods[row] >= out->periods[row - 1])) return patron__fitting_broken(context, "their periods do not descend");
  }
  out->period_count = (int32_t)table->rows;
  if (out->period_count == 0) return PATRON_OK;
  if (head_is(tables, "past", "ledger")) memcpy(out->past, "ledger", sizeof "ledger");
  else if (head_is(tables, "past", "history")) memcpy(out->past, "history", sizeof "history");
  else return patron__fitting_broken(context, "nothing tells of the past");
  return PATRON_OK;
}

/* Tables that a stage may have fitted: no rules, but the criteria with their weights. */
static int32_t may_be_fitted(const char *name) {
  static const char *const others[] = {"fitting", "past", "about", "ledger", "history", "evidence", "channels"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strcmp(name, others[i]) == 0) return 0;
  if (strncmp(name, "question ", 9) == 0) return 0;
  return strcmp(name, "criteria") == 0 || !patron__schema_has_table(name, PATRON__RULE);
}

patron_status patron__fitting_plan_read(patron_context *context, const patron_policy *policy, const patron__tables *tables, const char *kind, patron__fitting_plan *out) {
  patron_status status = start(context, policy, out);
  if (status == PATRON_OK) status = read_head(context, tables, kind, out);
  if (status == PATRON_OK && out->step > 0) status = read_past(context, tables, out);
  for (int32_t i = 0; status == PATRON_OK && out->step > 0 && i < tables->count; i++) {
    patron__table_finish(tables->items[i]);
    if (may_be_fitted(tables->items[i]->name)) status = patron__tables_put(&out->model->tables, tables->items[i]);
  }
  if (status == PATRON_OK && out->step > 0) status = patron__given_prepare(out->model);
  if (status == PATRON_OK) status = patron__needs_of(context, &out->rules, out->step, &out->needs);
  if (status == PATRON_OK && out->step > 0 && out->needs.count == 0 && !out->needs.channels) status = patron__fitting_broken(context, "their step needs no rows");
  if (status == PATRON_OK && out->step > 0) status = patron__fitting_prepare(out);
  return status == PATRON_OK ? patron__fitting_plan_seal(out) : status;
}
