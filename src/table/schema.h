/* The one list of every table, column, code list and setting that Patron knows (schema.def), and what follows from it. */
#ifndef PATRON_SRC_TABLE_SCHEMA_H
#define PATRON_SRC_TABLE_SCHEMA_H

#include "table/store.h"

enum { PATRON__FACT = 1, PATRON__RULE = 2, PATRON__DECISION = 3 };
enum { PATRON__REQUIRED = 1, PATRON__KEY = 2, PATRON__FREE_CODES = 4, PATRON__ID = 8 };   /* ID: customer, parent, ...: TEXT or INTEGER, one kind a portfolio */

typedef struct patron__schema_column {
  const char *table, *name;
  int32_t kind, type, flags;
  const char *codes;           /* name of the code list of a CODE column, else "" */
  double low, high;            /* range of a number (inclusive); low > high: none */
  const char *unit, *default_value, *stage, *doc;
} patron__schema_column;

typedef struct patron__setting {
  const char *key;
  int32_t type;                /* PATRON_MONEY, NUMBER, INTEGER, DATE, TEXT, CODE, FLAG; a list: list_minimum > 0 */
  int32_t list_minimum, list_maximum, ascending;
  double low, high;
  const char *codes;
  const char *default_value;   /* "" : not set */
  const char *doc;
} patron__setting;

int32_t patron__schema_has_table(const char *table, int32_t kind);
/* NULL: not a well-known column. Columns named by pattern (<segment>_previous_class) are matched too. */
const patron__schema_column *patron__schema_find(const char *table, const char *column, int32_t kind);
const patron__schema_column *patron__schema_at(int32_t index);      /* NULL past the end; in the order of tables.md */
const patron__setting *patron__setting_find(const char *key);
const patron__setting *patron__setting_at(int32_t index);
int32_t patron__code_of(const char *codes, const char *name, int64_t len);   /* code list -> number; -1: none */
const char *patron__code_text(const char *codes, int32_t code);              /* NULL: none */
int32_t patron__code_count(const char *codes);
/* The dictionary of a fixed list, its codes the fixed numbers. */
patron_status patron__code_dictionary(patron_context *context, const char *codes, patron__dictionary **out);

/* The names of tables of a kind, for messages and listings; NULL past the end. */
const char *patron__schema_table_at(int32_t index, int32_t kind);

/* Validates a given table against the schema and gives the table to keep: columns of the schema's types (shared where they are right already, converted where given as TEXT, CODE or INTEGER),
   unknown columns kept as they are. Errors name table, column, row, value and expectation, and leave nothing behind.
   money_exponent < 0: money stays TEXT, only its grammar is checked (rules: the currency is known at fit).
   `warnings` (may be NULL): a table "warnings" (columns table, column, row, code, text) to append to: UNKNOWN_COLUMN with the likely name. */
patron_status patron__schema_conform(patron_context *context, const patron_table *given, int32_t kind, int32_t money_exponent, patron_table *warnings, patron_table **out);
/* Appends one row to a "warnings" table made by patron__warnings_create (text NUL-terminated; column NULL and row -1: not known). */
patron_status patron__warnings_create(patron_context *context, patron_table **out);
patron_status patron__warnings_add(patron_table *warnings, const char *table, const char *column, int64_t row, const char *code, const char *text);

#endif
