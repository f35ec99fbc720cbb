/* The decisions: tables, and one customer's values by handle. Immutable, readable from any thread. */
#include "engine/assessment.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "engine/smallest_change.h"
#include "stages/cells.h"
#include "stages/rollup.h"

patron_status patron__assessment_create(patron_context *context, patron_assessment **out) {
  patron_assessment *assessment = patron__allocate_array(context, 1, sizeof *assessment);
  if (assessment == NULL) return patron__memory_status(context);
  patron__count_add(&assessment->references, 1);
  patron__context_retain(context);
  assessment->context = context;
  patron__tables_init(&assessment->facts, context);
  patron__tables_init(&assessment->tables, context);
  atomic_init(&assessment->ids, NULL);
  atomic_init(&assessment->reports, NULL);
  *out = assessment;
  return PATRON_OK;
}

static void drop_tables(patron_context *context, patron__tables *tables) {
  if (tables == NULL) return;
  patron__tables_clear(tables);
  patron__release(context, tables);
}

void patron_assessment_destroy(patron_assessment *assessment) {
  patron_context *context;
  if (assessment == NULL || patron__count_add(&assessment->references, -1) > 0) return;
  context = assessment->context;
  patron__id_index_destroy(atomic_load(&assessment->ids));
  drop_tables(context, atomic_load(&assessment->reports));
  patron__run_forget(&assessment->run);
  patron_table_destroy(assessment->run.derived);
  patron_table_destroy(assessment->criteria);
  patron__rollup_clear(&assessment->run);
  patron__tables_clear(&assessment->tables);
  patron__tables_clear(&assessment->facts);
  patron_model_destroy(assessment->model);
  patron__arena_drop(assessment->arena, 1);
  patron__release(context, assessment);
  patron__context_drop(context);
}

static patron_status make_reports(const patron_assessment *assessment, patron__tables *out) {
  patron__run run = assessment->run;   /* a copy: only the place for tables is another */
  const patron__stage *stage;
  patron_status status = PATRON_OK;
  run.out = out;
  run.made = &assessment->tables;
  run.encoded = NULL;
  run.notes = NULL;
  run.ids = NULL;
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL; i++)
    if (stage->report != NULL) status = stage->report(&run, assessment->model->states[i]);
  patron__run_forget(&run);
  for (int32_t i = 0; i < out->count; i++) patron__table_finish(out->items[i]);
  return status;
}

/* Two threads may both make them; one of the two equal sets is kept. */
static patron_status reports(const patron_assessment *assessment, const patron__tables **out) {
  patron_assessment *owner = (patron_assessment *)(uintptr_t)assessment;   /* a cache: nothing that a caller can see changes */
  patron__tables *made, *kept = atomic_load(&owner->reports);
  patron_status status;
  if (kept != NULL) { *out = kept; return PATRON_OK; }
  made = patron__allocate_array(assessment->context, 1, sizeof *made);
  if (made == NULL) return patron__memory_status(assessment->context);
  patron__tables_init(made, assessment->context);
  status = make_reports(assessment, made);
  if (status == PATRON_OK && atomic_compare_exchange_strong(&owner->reports, &kept, made)) { *out = made; return PATRON_OK; }
  drop_tables(assessment->context, made);
  *out = kept;
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(assessment->context) : status;   /* rules functions do not know why their scratch was refused */
}

/* All tables: those that came with the call, and the reports. */
static patron_status list_tables(const patron_assessment *assessment, const patron__tables *more, patron_table **out) {
  patron__tables all;
  patron_status status;
  patron__tables_init(&all, assessment->context);
  status = patron__tables_copy(&assessment->tables, &all);
  for (int32_t i = 0; i < more->count && status == PATRON_OK; i++)
    if (patron__tables_find(&all, more->items[i]->name) == NULL) status = patron__tables_put(&all, more->items[i]);
  if (status == PATRON_OK) status = patron__tables_list(&all, out);
  patron__tables_clear(&all);
  return status;
}

patron_status patron_assessment_table(const patron_assessment *assessment, const char *name, patron_table **out) {
  const patron__tables *more = NULL;
  patron_status status;
  if (assessment == NULL || name == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (patron__tables_find(&assessment->tables, name) != NULL) return patron__tables_get(&assessment->tables, name, out);
  status = reports(assessment, &more);
  if (status != PATRON_OK) return status;
  return strcmp(name, "tables") == 0 ? list_tables(assessment, more, out) : patron__tables_get(more, name, out);
}

const patron_table *patron__assessment_customers(const patron_assessment *assessment) {
  return assessment->run.everybody == NULL ? assessment->run.customers : patron__tables_find(&assessment->tables, "customers");
}

static int64_t row_count(const patron_assessment *assessment) { return patron__assessment_customers(assessment)->rows; }

static const patron__column *id_column(const patron_assessment *assessment) { return patron__table_find(patron__assessment_customers(assessment), "customer"); }

/* Two threads may both build it; one of the two equal indexes is kept. */
static patron_status id_index(const patron_assessment *assessment, const patron__id_index **out) {
  patron_assessment *owner = (patron_assessment *)(uintptr_t)assessment;   /* a cache: nothing that a caller can see changes */
  patron__id_index *index = atomic_load(&owner->ids), *built = NULL;
  if (index == NULL) {
    const patron_status status = patron__id_index_create(assessment->context, "customers", "customer", id_column(assessment), &built);
    if (status != PATRON_OK) return status;
    if (atomic_compare_exchange_strong(&owner->ids, &index, built)) index = built;
    else patron__id_index_destroy(built);
  }
  *out = index;
  return PATRON_OK;
}

patron_status patron_assessment_find_customer(const patron_assessment *assessment, const char *id, int64_t len, patron_customer *out) {
  const patron__id_index *index;
  int64_t row;
  patron_status status;
  if (assessment == NULL || id == NULL || len < -1 || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = id_index(assessment, &index);
  if (status == PATRON_OK) status = patron__id_index_find_text(index, id_column(assessment), id, patron__text_length(id, len), &row);
  if (status == PATRON_OK) *out = patron__customer_handle(assessment->tag, row);
  return status;
}

patron_status patron_assessment_find_customer_i64(const patron_assessment *assessment, int64_t id, patron_customer *out) {
  const patron__id_index *index;
  int64_t row;
  patron_status status;
  if (assessment == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = id_index(assessment, &index);
  if (status == PATRON_OK) status = patron__id_index_find_i64(index, id_column(assessment), id, &row);
  if (status == PATRON_OK) *out = patron__customer_handle(assessment->tag, row);
  return status;
}

patron_status patron_assessment_customer_at(const patron_assessment *assessment, int64_t row, patron_customer *out) {
  if (assessment == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (row < 0 || row >= row_count(assessment)) return PATRON_E_RANGE;
  *out = patron__customer_handle(assessment->tag, row);
  return PATRON_OK;
}

patron_status patron_assessment_customer_row(const patron_assessment *assessment, patron_customer customer, int64_t *row) {
  if (assessment == NULL || row == NULL) return PATRON_E_INVALID_ARGUMENT;
  return patron__customer_resolve(customer, assessment->tag, row_count(assessment), row);
}

/* A column that was not written, since what its stage needs is missing: PATRON_UNKNOWN; what is no decision column is not found. Of columns named after a rule, those of the rules in force. */
static patron_status missing_column(const patron_assessment *assessment, const char *name, int32_t type) {
  static const char *const rules[][2] = {{"segments", "segment"}, {"scorecards", "scorecard"}};
  const patron__schema_column *schema = patron__schema_find("customers", name, PATRON__DECISION);
  const char *pattern = schema != NULL ? patron__schema_text(schema, PATRON__NAME_TEXT) : NULL;   /* "<segment>_class" */
  int32_t named = schema != NULL && !(schema->flags & PATRON__PATTERN);
  for (size_t i = 0; i < sizeof rules / sizeof *rules && !named; i++) {
    const size_t length = strlen(rules[i][1]);
    if (pattern != NULL ? strncmp(pattern + 1, rules[i][1], length) != 0 || pattern[length + 1] != '>' : i == 0) continue;   /* the bare name is that of a scorecard */
    named = patron__cells_name(patron__tables_find(assessment->run.rules, rules[i][0]), rules[i][1], name, pattern != NULL ? pattern + length + 2 : "");
  }
  if (!named) return PATRON_E_NOT_FOUND;
  return schema == NULL || type == 0 || schema->type == type || (schema->flags & PATRON__MEASURE) ? PATRON_UNKNOWN : PATRON_E_TYPE;
}

/* The column of a name; where nothing was overridden there is no `<column>_computed`, and what was computed stands in the column itself. */
static const patron__column *find_column(const patron_assessment *assessment, const char *name) {
  static const char computed[] = "_computed";
  const patron_table *customers = patron__assessment_customers(assessment);
  const patron__column *found = patron__table_find(customers, name);
  const size_t length = strlen(name), tail = sizeof computed - 1;
  char base[64];
  if (found != NULL || length <= tail || length - tail >= sizeof base || strcmp(name + length - tail, computed) != 0) return found;
  memcpy(base, name, length - tail);
  base[length - tail] = '\0';
  return patron__table_find(customers, base);
}

/* The cell of a customer's decision column: OK, PATRON_UNKNOWN, or why there is none. `type` 0: any. */
static patron_status find_cell(const patron_assessment *assessment, patron_customer customer, const char *name, int32_t type, const patron__column **column, int64_t *row) {
  patron_status status;
  if (assessment == NULL || name == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = patron__customer_resolve(customer, assessment->tag, row_count(assessment), row);
  if (status != PATRON_OK) return status;
  *column = find_column(assessment, name);
  if (*column == NULL) return missing_column(assessment, name, type);
  if (type != 0 && (*column)->type != type) return PATRON_E_TYPE;
  return patron__column_known(*column, *row) ? PATRON_OK : PATRON_UNKNOWN;
}

patron_status patron_assessment_number(const patron_assessment *assessment, patron_customer customer, const char *column, double *out) {
  const patron__column *found = NULL;
  int64_t row = 0;
  const patron_status status = out == NULL ? PATRON_E_INVALID_ARGUMENT : find_cell(assessment, customer, column, PATRON_NUMBER, &found, &row);
  if (status == PATRON_OK) *out = patron__column_f64(found, row);
  return status;
}

static patron_status integer_cell(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t type, int64_t *out) {
  const patron__column *found = NULL;
  int64_t row = 0;
  const patron_status status = out == NULL ? PATRON_E_INVALID_ARGUMENT : find_cell(assessment, customer, column, type, &found, &row);
  if (status == PATRON_OK) *out = patron__column_i64(found, row);
  return status;
}

patron_status patron_assessment_money(const patron_assessment *assessment, patron_customer customer, const char *column, int64_t *out) { return integer_cell(assessment, customer, column, PATRON_MONEY, out); }

patron_status patron_assessment_integer(const patron_assessment *assessment, patron_customer customer, const char *column, int64_t *out) { return integer_cell(assessment, customer, column, PATRON_INTEGER, out); }

patron_status patron_assessment_flag(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out) {
  const patron__column *found = NULL;
  int64_t row = 0;
  const patron_status status = out == NULL ? PATRON_E_INVALID_ARGUMENT : find_cell(assessment, customer, column, PATRON_FLAG, &found, &row);
  if (status == PATRON_OK) *out = patron__column_flag(found, row);
  return status;
}

/* Codes and dates both are kept in 32 bits. */
static patron_status short_cell(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t type, int32_t *out) {
  const patron__column *found = NULL;
  int64_t row = 0;
  const patron_status status = out == NULL ? PATRON_E_INVALID_ARGUMENT : find_cell(assessment, customer, column, type, &found, &row);
  if (status == PATRON_OK) *out = patron__column_i32(found, row);
  return status;
}

patron_status patron_assessment_date(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out) { return short_cell(assessment, customer, column, PATRON_DATE, out); }

patron_status patron_assessment_code(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out) { return short_cell(assessment, customer, column, PATRON_CODE, out); }

patron_status patron_assessment_text(const patron_assessment *assessment, patron_customer customer, const char *column, char *buf, int64_t cap, int64_t *needed) {
  const patron__column *found = NULL;
  char number[PATRON__NUMBER_TEXT];
  const char *text = number;
  int64_t row = 0, len = 0;
  patron_status status;
  if (cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = find_cell(assessment, customer, column, 0, &found, &row);
  if (status != PATRON_OK) return status;
  switch (found->type) {
    case PATRON_TEXT: text = patron__column_text(found, row, &len); break;
    case PATRON_CODE: text = patron__dictionary_name(found->dictionary, patron__column_i32(found, row), &len); break;
    case PATRON_MONEY: len = patron__format_money(patron__column_i64(found, row), assessment->run.exponent, number); break;
    case PATRON_INTEGER: len = patron__format_i64(patron__column_i64(found, row), number); break;
    case PATRON_NUMBER: len = patron__format_f64(patron__column_f64(found, row), number); break;
    case PATRON_DATE: len = patron__format_date(patron__column_i32(found, row), number); break;
    default: text = patron__column_flag(found, row) ? "yes" : "no"; len = patron__text_length(text, -1); break;
  }
  return patron__text_out(text, len, buf, cap, needed);
}

/* Who is judged with others is explained by the row of the family, after saying so. */
static patron_status explain_family(const patron__run *run, int64_t *row, patron_table *table) {
  const patron__reason reason = {"judged_as", "FAMILY", NAN, NAN, NAN, NAN, NAN, NAN};
  const patron__column *ids = patron__table_find(run->everybody, "customer");
  const int64_t family = run->family[*row], head = run->heads[family];
  patron__run given = *run;
  char digits[PATRON__NUMBER_TEXT];
  const char *id;
  int64_t len;
  patron_status status = PATRON_OK;
  given.input = run->everybody;
  if (head != *row) {
    id = patron__table_value_text(run->everybody, ids, head, digits, &len);
    status = patron__explain_add(table, &given, *row, "measures", &reason, "Judged as one customer with %.*s; what follows is said of that row.", (int)(len < 200 ? len : 200), id);
  }
  *row = family;
  return status;
}

patron_status patron_assessment_explain(const patron_assessment *assessment, patron_customer customer, patron_table **out) {
  const patron__stage *stage;
  patron__what_if what_if;
  patron_table *table = NULL;
  int64_t row = 0;
  patron_status status;
  if (assessment == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = patron__customer_resolve(customer, assessment->tag, row_count(assessment), &row);
  if (status == PATRON_OK) status = patron__explain_create(&assessment->run, &table);
  if (status == PATRON_OK && assessment->run.family != NULL) status = explain_family(&assessment->run, &row, table);
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL; i++)
    if (stage->explain != NULL) status = stage->explain(&assessment->run, assessment->model->states[i], row, table);
  if (status == PATRON_OK) status = patron__what_if_begin(&assessment->run, assessment->model, assessment->fitted, assessment->criteria, &what_if);
  if (status == PATRON_OK) {
    status = patron__explain_smallest_changes(&what_if, row, table);
    patron__what_if_end(&what_if);
  }
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  patron__table_finish(table);
  *out = table;
  return PATRON_OK;
}
