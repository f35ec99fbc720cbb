/* What facts were given to a fit: written down as table and column, compiled into tables without rows, from which the facts of a call are completed. */
#include "engine/given.h"

#include "engine/fitting.h"
#include "table/rows.h"
#include "table/schema.h"
#include "table/take.h"

const char patron__given_name[] = "given";

enum { COLUMN, TABLE, TYPE };
enum { NAME_ROOM = 256 };   /* names of tables and columns have 255 bytes at most */

/* A column without a value may have come as any type: it says none. */
static int32_t said_type(const patron__column *column) { return patron__column_unknown_count(column) == column->rows ? 0 : column->type; }

/* Well-known columns have the type that stages rely on, whatever is said; names that are codes are texts here, since none is known. */
static int32_t type_of(const char *table, const char *column, int64_t said, const patron__schema_column **known) {
  *known = patron__schema_find(table, column, PATRON__FACT);
  if (*known == NULL) *known = patron__schema_find(table, column, PATRON__DECISION);
  if (*known != NULL) return (*known)->type;
  return said == PATRON_CODE ? PATRON_TEXT : (int32_t)said;   /* 0: not told */
}

patron_status patron__given_list(patron_context *context, const patron__tables *facts, patron_table **out) {
  static const patron__rows_column columns[] = {{"column", PATRON_TEXT, NULL}, {"table", PATRON_TEXT, NULL}, {"type", PATRON_INTEGER, NULL}};
  const patron__schema_column *known;
  patron_table *list = NULL;
  patron__rows rows;
  patron_status status = patron__rows_create(context, patron__given_name, columns, 3, &rows);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < facts->count; i++) {
    const patron_table *table = facts->items[i];
    for (int32_t c = 0; c < table->column_count; c++) {
      patron__rows_next(&rows);
      patron__rows_text(&rows, COLUMN, table->columns[c].name, -1);
      patron__rows_text(&rows, TABLE, table->name, -1);
      patron__rows_i64(&rows, TYPE, type_of(table->name, table->columns[c].name, said_type(table->columns[c].column), &known));
    }
  }
  status = patron__rows_finish(&rows, &list);
  if (status == PATRON_OK) status = patron__fitting_group(context, list, 0, out);
  patron_table_destroy(list);
  return status;
}

patron_status patron__given_keep(patron_model *model, const patron__tables *facts) {
  patron_table *list = NULL;
  patron_status status = patron__given_list(model->context, facts, &list);
  if (status == PATRON_OK) status = patron__tables_put(&model->tables, list);
  patron_table_destroy(list);
  return status;
}

/* Rows of one column stand together, since they are sorted. */
static int32_t is_of_last(const patron_table *list, int64_t row) {
  const patron__column *column = patron__table_find(list, "column"), *table = patron__table_find(list, "table");
  return row > 0 && patron__column_i32(column, row) == patron__column_i32(column, row - 1) && patron__column_i32(table, row) == patron__column_i32(table, row - 1);
}

/* The type of all parts together, as hosts widen it: whole numbers and fractions are numbers, numbers and names are names. */
static int64_t wider(int64_t a, int64_t b) {
  const int32_t numbers = (a == PATRON_NUMBER || a == PATRON_INTEGER || a == PATRON_MONEY) && (b == PATRON_NUMBER || b == PATRON_INTEGER || b == PATRON_MONEY);
  if (a == b || b == 0) return a;
  return a == 0 ? b : numbers ? PATRON_NUMBER : PATRON_TEXT;
}

patron_status patron__given_settle(patron_context *context, const patron_table *list, patron__tables *into) {
  int64_t *rows = patron__allocate_array(context, list->rows + 1, sizeof *rows), *types = patron__allocate_array(context, list->rows + 1, sizeof *types), count = 0;
  patron_table *settled = NULL;
  patron_status status = rows == NULL || types == NULL ? patron__memory_status(context) : PATRON_OK;
  for (int64_t row = 0; status == PATRON_OK && row < list->rows; row++) {
    const int64_t type = patron__column_i64(patron__table_find(list, "type"), row);
    if (is_of_last(list, row)) { types[count - 1] = wider(types[count - 1], type); continue; }
    types[count] = type;
    rows[count++] = row;
  }
  if (status == PATRON_OK) status = patron__table_create(context, patron__given_name, count, &settled);
  for (int32_t c = 0; c < list->column_count && status == PATRON_OK; c++) {
    patron__column *column = NULL;
    status = patron__column_take(list->columns[c].column, context, rows, count, &column);
    if (status != PATRON_OK) break;
    if (column->type == PATRON_INTEGER && count > 0) memcpy(column->values, types, (size_t)count * sizeof *types);
    status = patron__table_adopt(settled, list->columns[c].name, column);
  }
  if (status == PATRON_OK) status = patron__tables_put(into, settled);
  patron_table_destroy(settled);
  patron__release(context, rows);
  patron__release(context, types);
  return status;
}

static const patron__column *find(const patron_table *table, const char *name, int32_t type) {
  const patron__column *column = patron__table_find(table, name);
  return column != NULL && column->type == type && patron__column_unknown_count(column) == 0 ? column : NULL;
}

int32_t patron__given_fits(const patron_table *table) {
  return table->column_count == 3 && find(table, "column", PATRON_CODE) != NULL && find(table, "table", PATRON_CODE) != NULL && find(table, "type", PATRON_INTEGER) != NULL;
}

/* The name in a cell with a NUL at its end; 0: it is no name. */
static int32_t read_name(const patron__column *column, int64_t row, char out[NAME_ROOM]) {
  int64_t len;
  const char *name = patron__dictionary_name(column->dictionary, patron__column_i32(column, row), &len);
  if (len >= NAME_ROOM) return 0;
  memcpy(out, name, (size_t)len);
  out[len] = '\0';
  return patron__table_name_fits(out);
}

static patron_status add_column(patron_table *table, const char *name, int64_t said) {
  const patron__schema_column *known;
  const int32_t type = type_of(table->name, name, said, &known);
  patron__column *column;
  patron_status status = patron__column_create(table->context, type != 0 ? type : PATRON_INTEGER, 0, &column);   /* can be a number as well as a name */
  if (status != PATRON_OK) return status;
  if (column->type == PATRON_CODE) status = patron__code_dictionary(table->context, patron__schema_text(known, PATRON__CODES_TEXT), &column->dictionary);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  return patron__table_adopt(table, name, column);
}

static patron_status find_or_make(patron_model *model, const char *name, patron_table **out) {
  patron_table *table = NULL;
  patron_status status;
  *out = patron__tables_find(&model->given, name);
  if (*out != NULL) return PATRON_OK;
  status = patron__table_create(model->context, name, 0, &table);
  if (status == PATRON_OK) status = patron__tables_put(&model->given, table);
  patron_table_destroy(table);
  *out = table;   /* the set's now */
  return status;
}

static patron_status broken(const patron_model *model, const char *what) { return patron__fail(model->context, PATRON_E_FORMAT, NULL, "the bytes are no model of this version: %s", what); }

/* Two parts of the rows may have called one column money and not: the first wins. */
static patron_status prepare_row(patron_model *model, const patron_table *list, int64_t row) {
  const int64_t type = patron__column_i64(patron__table_find(list, "type"), row);
  char name[NAME_ROOM], column[NAME_ROOM];
  patron_table *table;
  patron_status status;
  if (!read_name(patron__table_find(list, "table"), row, name) || !read_name(patron__table_find(list, "column"), row, column) || !patron__schema_has_table(name, PATRON__FACT) ||
      type < 0 || type > PATRON_FLAG)
    return broken(model, "a fact that it has seen cannot be one");
  status = find_or_make(model, name, &table);
  return status == PATRON_OK && patron__table_find(table, column) == NULL ? add_column(table, column, type) : status;
}

patron_status patron__given_prepare(patron_model *model) {
  const patron_table *list = patron__tables_find(&model->tables, patron__given_name);
  patron_status status = PATRON_OK;
  if (list == NULL || !patron__given_fits(list)) return broken(model, "it does not tell which facts it has seen");
  for (int64_t row = 0; row < list->rows && status == PATRON_OK; row++) status = prepare_row(model, list, row);
  for (int32_t i = 0; i < model->given.count; i++) patron__table_finish(model->given.items[i]);
  return status;
}

/* A copy of the table that has the columns, unknown. */
static patron_status complete(const patron_table *given, const patron_table *table, patron__tables *facts) {
  patron_table *whole = NULL;
  patron_status status = patron__table_copy(table, table->name, &whole);
  for (int32_t i = 0; i < given->column_count && status == PATRON_OK; i++) {
    const patron__table_column *lacking = &given->columns[i];
    patron__column *column;
    if (patron__table_find(table, lacking->name) != NULL) continue;
    status = patron__column_create_in(NULL, whole->context, lacking->column->type, table->rows, 1, &column);
    if (status != PATRON_OK) break;
    column->dictionary = lacking->column->dictionary;
    if (column->dictionary != NULL) patron__dictionary_retain(column->dictionary);
    status = patron__table_adopt(whole, lacking->name, column);
  }
  if (status == PATRON_OK) status = patron__tables_put(facts, whole);
  patron_table_destroy(whole);
  return status;
}

patron_status patron__given_complete(const patron_model *model, patron__tables *facts) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < model->given.count && status == PATRON_OK; i++) {
    patron_table *given = model->given.items[i], *table = patron__tables_find(facts, given->name);
    int32_t has = 0;
    if (table == NULL) { status = patron__tables_put(facts, given); continue; }
    while (has < given->column_count && patron__table_find(table, given->columns[has].name) != NULL) has++;
    if (has < given->column_count) status = complete(given, table, facts);
  }
  return status;
}
