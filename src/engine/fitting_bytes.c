/*
 * States as bytes: the plan of their pass, and what has been seen, as a set of tables. Read as hostile input: each table is brought into the form that it must have, and what is then saved must be the
 * very bytes that were given. So rows that do not ascend, counts that could be one, names out of order and columns that nobody asked for are refused by one comparison.
 */
#include <string.h>

#include "base/text.h"
#include "engine/fitting.h"
#include "engine/given.h"

patron_status patron__fitting_broken(patron_context *context, const char *what) {
  return patron__fail(context, PATRON_E_FORMAT, NULL, "the bytes are no plan or state of a fit of this version: %s", what);
}

/* By name: in which order they came must not show. */
static patron_status put_seen(const patron__tables *seen, patron__tables *out) {
  const char *last = "";
  patron_status status = PATRON_OK;
  for (int32_t done = 0; done < seen->count && status == PATRON_OK; done++) {
    patron_table *next = NULL;
    for (int32_t i = 0; i < seen->count; i++)
      if (strcmp(seen->items[i]->name, last) > 0 && (next == NULL || strcmp(seen->items[i]->name, next->name) < 0)) next = seen->items[i];
    last = next->name;
    status = patron__tables_put(out, next);
  }
  return status;
}

patron_status patron_fitting_save(const patron_fitting *fitting, void *buf, int64_t cap, int64_t *needed) {
  patron__tables tables;
  patron_status status;
  if (fitting == NULL || cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__context_idle(fitting->context);
  if (status != PATRON_OK) return status;
  patron__tables_init(&tables, fitting->context);
  status = patron__fitting_plan_tables(&fitting->plan, "state", fitting->currency, fitting->customers, fitting->rows, &tables);
  if (status == PATRON_OK) status = put_seen(&fitting->seen, &tables);
  if (status == PATRON_OK) status = patron__tables_save(&tables, buf, cap, needed);
  patron__tables_clear(&tables);
  return status;
}

/* A column that the schema knows has its type; texts are codes here. */
static int32_t has_right_type(const char *table, const char *name, const patron__column *column) {
  const patron__schema_column *fact = patron__schema_find(table, name, PATRON__FACT), *decision = patron__schema_find(table, name, PATRON__DECISION);
  const patron__schema_column *expected = fact != NULL ? fact : decision;
  if (column->type == PATRON_TEXT) return 0;
  if (expected == NULL || column->type == expected->type || (decision != NULL && column->type == decision->type)) return 1;
  if (expected->type == PATRON_TEXT) return column->type == PATRON_CODE || (column->type == PATRON_INTEGER && (expected->flags & PATRON__ID) != 0);
  return (expected->flags & PATRON__MEASURE) != 0 && (column->type == PATRON_MONEY || column->type == PATRON_NUMBER);
}

static int32_t is_asked_for(const patron__needs *needs, int32_t question, const char *name) {
  for (int32_t i = 0; i < needs->count; i++) {
    if (needs->items[i].question != question) continue;
    if (strcmp(needs->items[i].name, name) == 0 || (strcmp(needs->items[i].name, PATRON__NEED_HISTORY) == 0 && patron__fitting_is_past(name))) return 1;
  }
  return 0;
}

static patron_status check_question(const patron_fitting *fitting, int32_t question, const patron_table *table) {
  const patron__column *counts = patron__table_find(table, PATRON__FITTING_COUNT);
  int64_t left = fitting->rows;
  if (counts == NULL || counts->type != PATRON_INTEGER || counts->validity != NULL) return patron__fitting_broken(fitting->context, "an answer is not counted");
  for (int64_t row = 0; row < table->rows; row++) {
    const int64_t count = patron__column_i64(counts, row);
    if (count < 1 || count > left) return patron__fitting_broken(fitting->context, "answers are counted wrong");
    left -= count;
  }
  if (left != 0) return patron__fitting_broken(fitting->context, "somebody has not answered");
  for (int32_t i = 0; i < table->column_count; i++) {
    const patron__column *column = table->columns[i].column;
    if (column == counts) continue;
    if (!is_asked_for(&fitting->plan.needs, question, table->columns[i].name)) return patron__fitting_broken(fitting->context, "an answer has a column that was not asked for");
    if (patron__fitting_is_past(table->columns[i].name) ? column->type != PATRON_INTEGER : !has_right_type("customers", table->columns[i].name, column))
      return patron__fitting_broken(fitting->context, "a column is of another type");
  }
  return PATRON_OK;
}

static patron_status keep(patron_fitting *fitting, patron_table *table) {
  const patron_status status = patron__tables_put(&fitting->seen, table);
  patron_table_destroy(table);
  return status;
}

static patron_status take_questions(patron_fitting *fitting, const patron__tables *tables) {
  patron_status status = PATRON_OK;
  for (int32_t q = 0; q < fitting->plan.needs.questions && status == PATRON_OK; q++) {
    patron_table *table, *grouped = NULL;
    char name[32];
    table = patron__tables_find(tables, patron__fitting_question(q, name));
    status = table == NULL ? patron__fitting_broken(fitting->context, "a question is not answered") : check_question(fitting, q, table);
    if (status == PATRON_OK) status = patron__fitting_group(fitting->context, table, 1, &grouped);
    if (status == PATRON_OK) status = keep(fitting, grouped);
  }
  return status;
}

static patron_status take_channels(patron_fitting *fitting, const patron__tables *tables) {
  const patron_table *table = patron__tables_find(tables, "channels");
  patron_table *grouped = NULL;
  patron_status status;
  if (table == NULL || !fitting->plan.needs.channels) return PATRON_OK;
  for (int32_t i = 0; i < table->column_count; i++) {
    if (!patron__needs_channel_column(&fitting->plan.rules, table->columns[i].name) || !has_right_type("channels", table->columns[i].name, table->columns[i].column))
      return patron__fitting_broken(fitting->context, "a column of the channels is of another type");
  }
  if (patron__table_find(table, "channel") == NULL) return patron__fitting_broken(fitting->context, "channels have no names");
  status = patron__fitting_group(fitting->context, table, 0, &grouped);
  return status == PATRON_OK ? keep(fitting, grouped) : status;
}

static patron_status take_given(patron_fitting *fitting, const patron__tables *tables) {
  const patron_table *table = patron__tables_find(tables, patron__given_name);
  patron_table *grouped = NULL;
  patron_status status;
  if (table == NULL || !patron__given_fits(table)) return patron__fitting_broken(fitting->context, "they do not tell which facts they have seen");
  status = patron__fitting_group(fitting->context, table, 0, &grouped);
  return status == PATRON_OK ? keep(fitting, grouped) : status;
}

static patron_status take_dates(patron_fitting *fitting, const patron__tables *tables) {
  const patron_table *settings = patron__tables_find(&fitting->plan.rules, "settings");
  const char *name;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && (name = patron__fitting_dated(i)) != NULL; i++) {
    patron_table *table = NULL;
    status = patron__fitting_dates(fitting->context, tables, settings, name, &table);
    if (status == PATRON_OK && table != NULL) status = keep(fitting, table);
  }
  if (status == PATRON_OK) status = take_given(fitting, tables);
  return status;
}

static patron_status take_seen(patron_fitting *fitting, const patron__tables *tables) {
  int64_t len;
  int32_t exponent;
  const char *value;
  if (!patron__fitting_head_number(tables, "customers", PATRON__ROWS_MAX, &fitting->customers) || !patron__fitting_head_number(tables, "rows", fitting->customers, &fitting->rows))
    return patron__fitting_broken(fitting->context, "the number of customers is none");
  value = patron__fitting_head(tables, "currency", &len);
  if (value == NULL || (len != 0 && len != 3)) return patron__fitting_broken(fitting->context, "the currency is none");
  memcpy(fitting->currency, value, (size_t)len);
  if (len == 0) return PATRON_OK;   /* no portfolio yet */
  if (patron_currency_exponent(fitting->currency, &exponent) != PATRON_OK) return patron__fitting_broken(fitting->context, "the currency is unknown");
  if (fitting->plan.step > 0 && memcmp(fitting->currency, fitting->plan.model->currency, 3) != 0) return patron__fitting_broken(fitting->context, "there are two currencies");
  if (fitting->plan.step == PATRON__STEP_DATES) return take_dates(fitting, tables);
  for (int32_t i = 0; i < tables->count; i++)   /* money is in minor units of the one currency */
    if (strncmp(tables->items[i]->name, "question ", 9) == 0 && tables->items[i]->money_exponent != exponent) return patron__fitting_broken(fitting->context, "money has other digits than the currency");
  const patron_status status = take_questions(fitting, tables);
  return status == PATRON_OK ? take_channels(fitting, tables) : status;
}

/* Whether saving gives the bytes back. */
static patron_status compare(const patron_fitting *fitting, const void *bytes, int64_t len) {
  int64_t needed = 0;
  void *again;
  patron_status status = patron_fitting_save(fitting, NULL, 0, &needed);
  if (status != PATRON_OK) return status;
  if (needed != len) return patron__fitting_broken(fitting->context, "they are not in their one order");
  again = patron__allocate(fitting->context, (uint64_t)len);
  if (again == NULL) return patron__memory_status(fitting->context);
  status = patron_fitting_save(fitting, again, len, &needed);
  if (status == PATRON_OK && memcmp(again, bytes, (size_t)len) != 0) status = patron__fitting_broken(fitting->context, "they are not in their one order");
  patron__release(fitting->context, again);
  return status;
}

patron_status patron__fitting_read(patron_fitting *fitting, const patron_policy *policy, const void *bytes, int64_t len) {
  patron__tables tables;
  patron_status status;
  patron__tables_init(&tables, fitting->context);
  status = patron__tables_load(fitting->context, bytes, len, &tables);
  if (status == PATRON_OK) status = patron__fitting_plan_read(fitting->context, policy, &tables, "state", &fitting->plan);
  if (status == PATRON_OK) status = take_seen(fitting, &tables);
  if (status == PATRON_OK) status = compare(fitting, bytes, len);
  patron__tables_clear(&tables);
  return status;
}
