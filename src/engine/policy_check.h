/* Finding what contradicts itself in rules: a check looks at complete rule tables and lists all that it finds. */
#ifndef PATRON_SRC_ENGINE_POLICY_CHECK_H
#define PATRON_SRC_ENGINE_POLICY_CHECK_H

#include "engine/policy.h"

/* The first failure of a check (memory) is kept, and later findings are passed over. */
typedef struct patron__finding {
  patron_context *context;
  const patron__tables *rules;
  const patron__plugins *plugins;
  patron_table *problems;
  patron_status status;
} patron__finding;

/* `value` NULL: shown is what stands in the cell, if there is one. `format` is the expectation. */
void patron__find_problem(patron__finding *finding, const patron_table *table, int64_t row, const char *column, const char *format, ...);

/* Cells of complete rule tables. A text is not NUL-terminated; unknown is length 0. */
const char *patron__rule_text(const patron_table *table, const char *column, int64_t row, int64_t *len);
int32_t patron__rule_same(const patron_table *table, const char *column, int64_t row, const patron_table *other, const char *other_column, int64_t other_row);
int32_t patron__rule_is(const patron_table *table, const char *column, int64_t row, const char *text);
int32_t patron__rule_known(const patron_table *table, const char *column, int64_t row);
double patron__rule_number(const patron_table *table, const char *column, int64_t row);      /* 0 where unknown */
int64_t patron__rule_integer(const patron_table *table, const char *column, int64_t row);
int32_t patron__rule_flag(const patron_table *table, const char *column, int64_t row);
/* The next item between commas, without blanks around it; 0 at the end. *at and *left move on. */
int32_t patron__rule_list_next(const char **at, int64_t *left, const char **item, int64_t *len);
/* Rows of a table that may not be there. */
int64_t patron__rule_rows(const patron_table *table);

/* The row of a setting, for the listing; -1: none. */
int64_t patron__find_setting(const patron_table *settings, const char *key);
/* Whether no tier of the program has a higher rank above the fence. */
int32_t patron__is_last_above(const patron_table *programs, int64_t row);

/* The checks, by subject. What a stage asks of its own rules stands beside the stage; here is what concerns several of them, or stages that do not exist without facts. */
void patron__check_settings(patron__finding *finding);
void patron__check_columns(patron__finding *finding);
void patron__check_plugins(patron__finding *finding);
void patron__check_programs(patron__finding *finding);
void patron__check_promises(patron__finding *finding);
void patron__check_terms(patron__finding *finding);
void patron__check_gates(patron__finding *finding);

#endif
