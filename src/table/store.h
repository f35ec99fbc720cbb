/* Tables from inside, and sets of tables (a portfolio, a policy, a model and an assessment each hold one). */
#ifndef PATRON_SRC_TABLE_STORE_H
#define PATRON_SRC_TABLE_STORE_H

#include "base/text.h"
#include "table/column.h"

typedef struct patron__table_column {
  char *name;
  patron__column *column;
  uint32_t key;              /* of the name: what most comparisons of names end at */
  int32_t next;              /* the column before this one in its place of `heads`; -1: none */
} patron__table_column;

enum { PATRON__TABLE_HEADS = 64 };

struct patron_table {
  patron__count references;
  patron_context *context;
  char *name;
  int64_t rows;
  int32_t finished;          /* immutable from then on */
  int32_t money_exponent;    /* digits of MONEY text; 2 until a portfolio says otherwise */
  int32_t column_count, column_capacity;
  patron__table_column *columns;
  int16_t heads[PATRON__TABLE_HEADS];   /* the latest column whose name has that key, + 1; 0: none. Columns are found by name hundreds of times in a call */
  patron__arena *arena;      /* the table, its names and the list of its columns are pieces of it; NULL: blocks of their own */
};

/* patron_table_create for calls that are at work themselves. */
patron_status patron__table_create(patron_context *context, const char *name, int64_t rows, patron_table **out);
/* The same as pieces of an arena, which the table then keeps; the name is one of ours. */
patron_status patron__table_create_in(patron__arena *arena, const char *name, int64_t rows, patron_table **out);
void patron__table_retain(patron_table *table);
/* patron_table_append for calls that are at work themselves. */
patron_status patron__table_append(patron_table *table, const patron_table *rows);
/* Whether a column of this name may be added: the name is one, the table is not finished (PATRON_E_STATE), and has none such (PATRON_E_DUPLICATE). */
patron_status patron__table_may_add(const patron_table *table, const char *name);
/* Room for that many more columns: storing them then cannot fail. */
patron_status patron__table_reserve_columns(patron_table *table, int32_t more);
/* Adds a column of `rows` rows by reference (takes one of its own). PATRON_E_DUPLICATE. */
patron_status patron__table_attach(patron_table *table, const char *name, patron__column *column);
/* The same with the caller's reference, which is taken over or, when that fails, given back. */
patron_status patron__table_adopt(patron_table *table, const char *name, patron__column *column);
/* Makes the column at that place findable, for those who put it there themselves. */
void patron__table_index(patron_table *table, int32_t column);
/* patron__column_create + attach; the pointer is the table's. */
patron_status patron__table_new_column(patron_table *table, const char *name, int32_t type, patron__column **out);
/* 1: tables and columns can have this name. */
int32_t patron__table_name_fits(const char *name);
uint32_t patron__table_name_key(const char *name);   /* length and three letters */
patron__column *patron__table_find(const patron_table *table, const char *column);   /* NULL: none; the table's */
patron_status patron__table_copy(const patron_table *table, const char *name, patron_table **out);   /* a new table that shares all columns */
patron_status patron__table_copy_for(patron_context *context, const patron_table *table, const char *name, patron_table **out);   /* the same, of another context; `table` is finished then */
/* Puts a column in the place of the one of that name, or at the end. */
patron_status patron__table_replace(patron_table *table, const char *name, patron__column *column);
void patron__table_finish(patron_table *table);
/* Digits of the minor unit of a column of money. */
static inline int32_t patron__money_decimals(const patron_table *table, const patron__column *column) { return column->decimals >= 0 ? column->decimals : table->money_exponent; }
/* The text of one value as read_text gives it, "" where unknown; not NUL-terminated. `digits` is room for what has to be formatted. */
const char *patron__table_value_text(const patron_table *table, const patron__column *column, int64_t row, char digits[PATRON__NUMBER_TEXT], int64_t *len);

typedef struct patron__tables {
  patron_context *context;
  int32_t count, capacity;
  patron_table **items;
} patron__tables;

void patron__tables_init(patron__tables *set, patron_context *context);
void patron__tables_clear(patron__tables *set);
/* Replaces the table of the same name, or adds; takes a reference of its own. */
patron_status patron__tables_put(patron__tables *set, patron_table *table);
patron_table *patron__tables_find(const patron__tables *set, const char *name);      /* NULL: none; the set's */
patron_status patron__tables_copy(const patron__tables *from, patron__tables *to);   /* `to` initialised and empty */
/* The listing that the name "tables" answers: a TEXT column `table` and an INTEGER column `rows`. */
patron_status patron__tables_list(const patron__tables *set, patron_table **out);
/* Public rule of every *_table(): a reference of the caller's own, "tables" lists, PATRON_E_NOT_FOUND. */
patron_status patron__tables_get(const patron__tables *set, const char *name, patron_table **out);

/* Bytes of a set of tables: little-endian, versioned, checksummed, canonical; loaded as hostile input, field by field. */
patron_status patron__tables_save(const patron__tables *set, void *buf, int64_t cap, int64_t *needed);
patron_status patron__tables_load(patron_context *context, const void *bytes, int64_t len, patron__tables *out);

#endif
