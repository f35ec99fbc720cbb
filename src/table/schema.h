/* The one list of every table, column, code list and setting that Patron knows (schema_*.def, codes.def, settings.def, presets.def), and what follows from it. */
#ifndef PATRON_SRC_TABLE_SCHEMA_H
#define PATRON_SRC_TABLE_SCHEMA_H

#include "table/store.h"

enum { PATRON__FACT = 1, PATRON__RULE = 2, PATRON__DECISION = 3 };
enum {
  PATRON__REQUIRED = 1,        /* the column must be there and no cell unknown or an empty text */
  PATRON__KEY = 2,             /* no two rows have equal values in all key columns of the table; unknown equals unknown */
  PATRON__FREE_CODES = 4,      /* CODE: other names are allowed, too. Names of the list keep their numbers, the others follow, sorted by bytes */
  PATRON__ID = 8,              /* customer, parent, ...: TEXT or INTEGER, one kind a portfolio */
  PATRON__EMPTY_ALLOWED = 16,  /* with REQUIRED: the column must be there, its cells may be empty */
  PATRON__MEASURE = 32,        /* MONEY or NUMBER, as the measure of the segment is */
  PATRON__PATTERN = 64         /* the name stands for columns named after a rule: "<segment>_class" */
};

/* The low end of a range that excludes 0 itself: the smallest double above it. */
#define PATRON__ABOVE_ZERO 4.9406564584124654e-324

/* The texts of a column and of a setting, by number. */
enum {
  PATRON__NAME_TEXT,      /* of a setting, its key */
  PATRON__CODES_TEXT,     /* name of the code list where the type is CODE, else "" */
  PATRON__DEFAULT_TEXT,   /* of a setting, "": not set */
  PATRON__DOC_TEXT,
  PATRON__UNIT_TEXT,      /* of columns only, as what follows */
  PATRON__STAGE_TEXT
};

typedef struct patron__schema_column {
  uint16_t text;               /* read by patron__schema_text */
  uint8_t table, kind, type, flags;
  int8_t low, high;            /* read by patron__schema_low and _high */
} patron__schema_column;

typedef struct patron__setting {
  double low, high;
  uint16_t text;                                     /* read by patron__setting_text */
  uint8_t type;                                      /* PATRON_MONEY, NUMBER, INTEGER, DATE, TEXT, CODE, FLAG; a list: list_minimum > 0 */
  uint8_t list_minimum, list_maximum, ascending;
} patron__setting;

int32_t patron__schema_has_table(const char *table, int32_t kind);
/* NULL: not a well-known column. Columns named by pattern are matched by what follows the angle brackets, after all whole names: "sales_previous_class" is
   "<segment>_previous_class". A pattern with nothing behind the brackets ("<scorecard>", "<group column>") matches no name: any would do. */
const patron__schema_column *patron__schema_find(const char *table, const char *column, int32_t kind);
const patron__schema_column *patron__schema_at(int32_t index);      /* NULL past the end; in the order of tables.md */
const patron__schema_column *patron__schema_of(const char *table, int32_t kind, int32_t index);   /* the columns of one table; NULL past the end, and where there is no such table */
const char *patron__schema_text(const patron__schema_column *column, int32_t which);
const char *patron__schema_table(const patron__schema_column *column);
/* The range of a number (inclusive), of money in major units; low > high: none. */
double patron__schema_low(const patron__schema_column *column);
double patron__schema_high(const patron__schema_column *column);
const char *patron__setting_text(const patron__setting *setting, int32_t which);
const patron__setting *patron__setting_find(const char *key);
const patron__setting *patron__setting_at(int32_t index);
const char *patron__preset_at(int32_t index, const char **doc);     /* NULL past the end */
int32_t patron__code_of(const char *codes, const char *name, int64_t len);   /* code list -> number; -1: none */
const char *patron__code_text(const char *codes, int32_t code);              /* NULL: none */
int32_t patron__code_count(const char *codes);
/* The dictionary of a fixed list, its codes the fixed numbers. */
patron_status patron__code_dictionary(patron_context *context, const char *codes, patron__dictionary **out);
/* Code lists by number, with their line of documentation, and that of a code; NULL past the end. */
const char *patron__code_list_at(int32_t index, const char **doc);
const char *patron__code_doc(const char *codes, int32_t code);

/* The names of tables of a kind, for messages and listings; NULL past the end. */
const char *patron__schema_table_at(int32_t index, int32_t kind);
/* The column that was perhaps meant; NULL: none is near. */
const char *patron__schema_likely(const char *table, const char *column, int32_t kind);
const char *patron__schema_table_doc(const char *table, int32_t kind);
/* "MONEY", "NUMBER", ...; "FACT", "RULE", "DECISION". */
const char *patron__type_name(int32_t type);
const char *patron__kind_name(int32_t kind);

enum { PATRON__EXPECTATION = 512 };   /* room for what a message says that it expected; longer lists of codes are cut */
/* What a value of this type and range must be: "a number from 0 to 100". `exponent` is that of money, < 0: not known. */
void patron__describe(int32_t type, const char *codes, int32_t free_codes, double low, double high, int32_t exponent, char out[PATRON__EXPECTATION]);
void patron__describe_column(const patron__schema_column *column, int32_t exponent, char out[PATRON__EXPECTATION]);

/* One given column as the schema wants it: a reference to `given` where it is right already, else a converted copy. Errors name `table`, column, row, value and expectation. */
patron_status patron__column_convert(patron_context *context, const char *table, const char *name, const patron__schema_column *expected, patron__column *given,
                                     int32_t money_exponent, patron__column **out);

/* Validates a given table against the schema and gives the table to keep: columns of the schema's types (shared where they are right already, converted where given as TEXT, CODE or INTEGER),
   unknown columns kept as they are. Errors name table, column, row, value and expectation, and leave nothing behind. The table is not finished.
   money_exponent < 0: money stays TEXT, only its grammar is checked (rules: the currency is known at fit; MONEY given as minor units stays so).
   `warnings` (may be NULL): a table "warnings" (columns table, column, row, code, text) to append to: UNKNOWN_COLUMN with the likely name. */
patron_status patron__schema_conform(patron_context *context, const patron_table *given, int32_t kind, int32_t money_exponent, patron_table *warnings, patron_table **out);
/* PATRON_E_DUPLICATE when two rows agree in all columns that the schema marks as key. */
patron_status patron__schema_check_keys(patron_context *context, const patron_table *table, int32_t kind);

/* Appends one row to a "warnings" table made by patron__warnings_create (text NUL-terminated; column NULL and row -1: not known). Rows count from 0. */
patron_status patron__warnings_create(patron_context *context, patron_table **out);
patron_status patron__warnings_add(patron_table *warnings, const char *table, const char *column, int64_t row, const char *code, const char *text);
/* Takes back the rows from `rows` on. */
void patron__warnings_cut(patron_table *warnings, int64_t rows);

#endif
