/* The check of a policy: what the engine asks of rule tables among themselves, and what each stage asks of its own. */
#include <stdarg.h>

#include "base/text.h"
#include "engine/policy_check.h"
#include "engine/policy_parts.h"

enum { SHOWN_TEXT = 96, EXPECTED_TEXT = 320 };

int64_t patron__rule_rows(const patron_table *table) { return table == NULL ? 0 : table->rows; }

const char *patron__rule_text(const patron_table *table, const char *column, int64_t row, int64_t *len) {
  const patron__column *from = patron__table_find(table, column);
  *len = 0;
  if (from == NULL || !patron__column_known(from, row)) return "";
  if (from->type == PATRON_CODE) return patron__dictionary_name(from->dictionary, patron__column_i32(from, row), len);
  return from->type == PATRON_TEXT ? patron__column_text(from, row, len) : "";
}

int32_t patron__rule_same(const patron_table *table, const char *column, int64_t row, const patron_table *other, const char *other_column, int64_t other_row) {
  int64_t len, other_len;
  const char *text = patron__rule_text(table, column, row, &len), *other_text = patron__rule_text(other, other_column, other_row, &other_len);
  return patron__text_equal(text, len, other_text, other_len);
}

int32_t patron__rule_is(const patron_table *table, const char *column, int64_t row, const char *text) {
  int64_t len;
  const char *found = patron__rule_text(table, column, row, &len);
  return patron__text_equal(found, len, text, -1);
}

int32_t patron__rule_known(const patron_table *table, const char *column, int64_t row) {
  const patron__column *from = patron__table_find(table, column);
  return from != NULL && patron__column_known(from, row);
}

double patron__rule_number(const patron_table *table, const char *column, int64_t row) {
  const patron__column *from = patron__table_find(table, column);
  return from != NULL && from->type == PATRON_NUMBER && patron__column_known(from, row) ? patron__column_f64(from, row) : 0;
}

int64_t patron__rule_integer(const patron_table *table, const char *column, int64_t row) {
  const patron__column *from = patron__table_find(table, column);
  return from != NULL && from->type == PATRON_INTEGER && patron__column_known(from, row) ? patron__column_i64(from, row) : 0;
}

int32_t patron__rule_flag(const patron_table *table, const char *column, int64_t row) {
  const patron__column *from = patron__table_find(table, column);
  return from != NULL && from->type == PATRON_FLAG && patron__column_known(from, row) && patron__column_flag(from, row);
}

int32_t patron__rule_list_next(const char **at, int64_t *left, const char **item, int64_t *len) {
  if (*left < 0) return 0;
  int64_t end = 0;
  while (end < *left && (*at)[end] != ',') end++;
  *item = *at;
  *len = end;
  while (*len > 0 && (*item)[0] == ' ') { (*item)++; (*len)--; }
  while (*len > 0 && (*item)[*len - 1] == ' ') (*len)--;
  *at += end < *left ? end + 1 : end;
  *left -= end + 1;
  return 1;
}

/* What stands in a cell, cut to what a message shows; NULL: nothing. */
static const char *shown_cell(const patron_table *table, int64_t row, const char *column, char shown[SHOWN_TEXT]) {
  const patron__column *from = table == NULL || column == NULL || row < 0 || row >= table->rows ? NULL : patron__table_find(table, column);
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  if (from == NULL || !patron__column_known(from, row)) return NULL;
  const char *text = patron__table_value_text(table, from, row, digits, &len);
  if (len >= SHOWN_TEXT) len = patron__text_cut(text, SHOWN_TEXT - 1);
  memcpy(shown, text, (size_t)len);
  shown[len] = 0;
  return shown;
}

/* "for relationship.gap: ", the length of which is returned: settings are known by their keys, and stand in rows of nobody's choosing. */
static int64_t name_key(const patron_table *settings, int64_t row, char text[EXPECTED_TEXT]) {
  int64_t len;
  const char *key = patron__rule_text(settings, "key", row, &len);
  memcpy(text, "for ", 4);
  memcpy(text + 4, key, (size_t)len);
  memcpy(text + 4 + len, ": ", 2);
  return len + 6;
}

void patron__find_problem(patron__finding *finding, const patron_table *table, int64_t row, const char *column, const char *format, ...) {
  char shown[SHOWN_TEXT], expected[EXPECTED_TEXT];
  va_list arguments;
  int64_t used = 0;
  if (finding->status != PATRON_OK) return;
  if (row >= 0 && strcmp(table->name, "settings") == 0) used = name_key(table, row, expected);
  va_start(arguments, format);
  (void)patron__text_format(expected + used, EXPECTED_TEXT - used, format, arguments);
  va_end(arguments);
  finding->status = patron__problem_add(finding->problems, table->name, row, column, shown_cell(table, row, column, shown), expected);
}

/* Two checks may look at one cell: its first problem is enough. */
static int32_t is_first(const patron_table *problems, int64_t row) {
  const patron__column *rows = patron__table_find(problems, "row");
  if (!patron__column_known(rows, row)) return 1;
  for (int64_t other = 0; other < row; other++) {
    if (!patron__column_known(rows, other) || patron__column_i64(rows, row) != patron__column_i64(rows, other)) continue;
    if (patron__rule_same(problems, "table", row, problems, "table", other) && patron__rule_same(problems, "column", row, problems, "column", other)) return 0;
  }
  return 1;
}

/* The texts of a problem are no longer than this: those of the checks are cut, and names of tables and columns are short. */
static const char *as_text(const patron_table *problems, const char *column, int64_t row, char text[EXPECTED_TEXT]) {
  int64_t len;
  const char *found = patron__rule_text(problems, column, row, &len);
  if (!patron__rule_known(problems, column, row)) return NULL;
  if (len >= EXPECTED_TEXT) len = patron__text_cut(found, EXPECTED_TEXT - 1);
  memcpy(text, found, (size_t)len);
  text[len] = 0;
  return text;
}

/* Stages that name no value get that of the cell. */
static patron_status add_first_ones(const patron__tables *rules, const patron_table *found, patron_table *problems) {
  char table[EXPECTED_TEXT], column[EXPECTED_TEXT], value[EXPECTED_TEXT], expectation[EXPECTED_TEXT], shown[SHOWN_TEXT];
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < found->rows && status == PATRON_OK; row++) {
    const int64_t at = patron__rule_known(found, "row", row) ? patron__rule_integer(found, "row", row) : -1;
    const char *table_name = as_text(found, "table", row, table), *column_name = as_text(found, "column", row, column), *given = as_text(found, "value", row, value);
    if (!is_first(found, row)) continue;
    if (given == NULL && table_name != NULL) given = shown_cell(patron__tables_find(rules, table_name), at, column_name, shown);
    status = patron__problem_add(problems, table_name, at, column_name, given, as_text(found, "expectation", row, expectation));
  }
  return status;
}

patron_status patron__rules_check(patron_context *context, const patron__tables *rules, const patron__plugins *plugins, patron_table *problems) {
  const patron__stage *stage;
  patron__finding finding = {context, rules, plugins, NULL, PATRON_OK};
  finding.status = patron__problems_create(context, &finding.problems);
  if (finding.status != PATRON_OK) return finding.status;
  patron__check_settings(&finding);
  patron__check_columns(&finding);
  patron__check_plugins(&finding);
  patron__check_programs(&finding);
  patron__check_promises(&finding);
  patron__check_terms(&finding);
  patron__check_gates(&finding);
  for (int32_t i = 0; (stage = patron__stage_at(i)) != NULL && finding.status == PATRON_OK; i++)
    if (stage->check != NULL) finding.status = stage->check(context, rules, finding.problems);
  if (finding.status == PATRON_OK) finding.status = add_first_ones(rules, finding.problems, problems);
  patron_table_destroy(finding.problems);
  return finding.status;
}

static patron_status list_problems(const patron_policy *policy, patron_context *context, patron_table **out) {
  patron_table *problems = NULL;
  patron__plugins plugins;
  patron_status status = patron__problems_create(context, &problems);
  if (status != PATRON_OK) return status;
  patron__policy_plugins(policy, &plugins);
  status = patron__rules_check(context, &policy->rules, &plugins, problems);
  if (status != PATRON_OK) {
    patron_table_destroy(problems);
    return status;
  }
  patron__table_finish(problems);
  *out = problems;
  return PATRON_OK;
}

patron_status patron_policy_check(const patron_policy *policy, patron_table **problems) {
  if (policy == NULL || problems == NULL) return patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_check");
  patron_status status = patron__context_idle(policy->context);
  return status != PATRON_OK ? status : list_problems(policy, policy->context, problems);
}

patron_status patron__policy_verify(const patron_policy *policy, patron_context *error_context) {
  char table[EXPECTED_TEXT], column[EXPECTED_TEXT], value[EXPECTED_TEXT], expectation[EXPECTED_TEXT];
  patron_table *problems = NULL;
  patron_status status = list_problems(policy, error_context, &problems);
  if (status != PATRON_OK) return status;
  if (problems->rows > 0) {
    const int32_t has_row = patron__rule_known(problems, "row", 0) && !patron__rule_is(problems, "table", 0, "settings");   /* those of settings are not the host's rows */
    const patron__where where = {as_text(problems, "table", 0, table), as_text(problems, "column", 0, column), has_row ? patron__rule_integer(problems, "row", 0) : -1,
                                 as_text(problems, "value", 0, value), -1, as_text(problems, "expectation", 0, expectation)};
    if (problems->rows == 1) status = patron__fail(error_context, PATRON_E_INVALID_ARGUMENT, &where, "a rule of the policy cannot be followed");
    else status = patron__fail(error_context, PATRON_E_INVALID_ARGUMENT, &where, "%lld rules of the policy cannot be followed (patron_policy_check lists them); the first", (long long)problems->rows);
  }
  patron_table_destroy(problems);
  return status;
}
