/* The schema, read once from patron_schema() and asked by name. */
#include "io/schema.h"
#include "io/tables.h"

#include <stdlib.h>
#include <string.h>

struct patron__io_schema {
  patron_table *table;         /* patron_schema("columns"): keeps the context alive */
  patron__io_known *columns;   /* tables one after the other */
  int64_t count;
  const char **tables;         /* first column of each table, in order */
  int32_t *kinds;
  int32_t table_count;
};

static char *text_of(const patron_table *table, const char *column, int64_t row, int32_t *failed)
{
  char *text = patron__io_cell(table, column, row);
  if (text == NULL) *failed = 1;
  return text;
}

static int32_t number_of(const char *const *names, int32_t count, const char *name)
{
  for (int32_t i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0) return i + 1;
  return 0;
}

static const char *const kind_names[] = { "FACT", "RULE", "DECISION" };
static const char *const type_names[] = { "MONEY", "NUMBER", "INTEGER", "DATE", "TEXT", "CODE", "FLAG" };

static int32_t read_column(const patron_table *table, int64_t row, patron__io_known *known)
{
  int32_t failed = 0;
  char *kind = text_of(table, "kind", row, &failed), *required = text_of(table, "required", row, &failed), *pattern = text_of(table, "pattern", row, &failed);
  known->table = text_of(table, "table", row, &failed);
  known->column = text_of(table, "column", row, &failed);
  known->type_name = text_of(table, "type", row, &failed);
  known->expected = text_of(table, "expected", row, &failed);
  known->text = text_of(table, "doc", row, &failed);
  if (!failed) {
    known->kind = number_of(kind_names, 3, kind);
    known->type = number_of(type_names, 7, known->type_name);
    known->required = strcmp(required, "yes") == 0;
    known->pattern = strcmp(pattern, "yes") == 0;
  }
  free(kind);
  free(required);
  free(pattern);
  return !failed;
}

/* The names of the tables, by the columns that begin them. */
static int32_t list_tables(patron__io_schema *schema)
{
  schema->tables = patron__io_allocate((size_t)schema->count, sizeof *schema->tables);
  schema->kinds = patron__io_allocate((size_t)schema->count, sizeof *schema->kinds);
  if (schema->tables == NULL || schema->kinds == NULL) return 0;
  for (int64_t i = 0; i < schema->count; i++) {
    const patron__io_known *known = &schema->columns[i], *before = i == 0 ? NULL : &schema->columns[i - 1];
    if (before != NULL && before->kind == known->kind && strcmp(before->table, known->table) == 0) continue;
    schema->tables[schema->table_count] = known->table;
    schema->kinds[schema->table_count++] = known->kind;
  }
  return 1;
}

patron_status patron__io_schema_create(patron_io *io, patron__io_schema **out)
{
  int64_t rows = 0;
  int32_t fine = 1;
  patron__io_schema *schema = calloc(1, sizeof *schema);
  if (schema == NULL) return patron__io_no_memory(io);
  patron_status status = patron_schema(io->context, "columns", &schema->table);
  if (status == PATRON_OK) status = patron_table_rows(schema->table, &rows);
  if (status != PATRON_OK) {
    patron__io_schema_destroy(schema);
    return patron__io_fail_context(io, status, "schema");
  }
  schema->columns = calloc((size_t)rows + 1, sizeof *schema->columns);
  if (schema->columns == NULL) fine = 0;
  for (; fine && schema->count < rows; schema->count++) fine = read_column(schema->table, schema->count, &schema->columns[schema->count]);
  if (fine && list_tables(schema)) { *out = schema; return PATRON_OK; }
  patron__io_schema_destroy(schema);
  return patron__io_no_memory(io);
}

void patron__io_schema_destroy(patron__io_schema *schema)
{
  if (schema == NULL) return;
  for (int64_t i = 0; schema->columns != NULL && i <= schema->count; i++) {   /* the last one may be half read; behind it stands an empty one */
    const patron__io_known *known = &schema->columns[i];
    const char *texts[] = { known->table, known->column, known->type_name, known->expected, known->text };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) free((void *)(uintptr_t)texts[k]);
  }
  free(schema->columns);
  free(schema->tables);
  free(schema->kinds);
  patron_table_destroy(schema->table);
  free(schema);
}

const char *patron__io_schema_table(const patron_io *io, int32_t kind, int32_t index)
{
  const patron__io_schema *schema = io->schema;
  for (int32_t i = 0; i < schema->table_count; i++)
    if (schema->kinds[i] == kind && index-- == 0) return schema->tables[i];
  return NULL;
}

const char *patron__io_schema_spelled(const patron_io *io, int32_t kind, const char *table)
{
  const char *known;
  for (int32_t i = 0; (known = patron__io_schema_table(io, kind, i)) != NULL; i++)
    if (patron__io_equal_ignoring_case(known, table)) return known;
  return NULL;
}

const char *patron__io_schema_spelled_column(const patron_io *io, const char *table, const char *column)
{
  const patron__io_known *known;
  const int32_t kind = patron__io_schema_has(io, PATRON__IO_FACT, table) ? PATRON__IO_FACT : PATRON__IO_RULE;
  for (int32_t i = 0; (known = patron__io_schema_at(io, kind, table, i)) != NULL; i++)
    if (patron__io_equal_ignoring_case(known->column, column)) return known->column;
  return column;
}

int32_t patron__io_schema_has(const patron_io *io, int32_t kind, const char *table)
{
  return patron__io_schema_at(io, kind, table, 0) != NULL;
}

const patron__io_known *patron__io_schema_at(const patron_io *io, int32_t kind, const char *table, int32_t index)
{
  const patron__io_schema *schema = io->schema;
  for (int64_t i = 0; i < schema->count; i++)
    if (schema->columns[i].kind == kind && strcmp(schema->columns[i].table, table) == 0 && index-- == 0) return &schema->columns[i];
  return NULL;
}

/* "<segment>_previous_class" stands for every name that ends so. */
static int32_t matches(const char *pattern, const char *name)
{
  const char *ending = strchr(pattern, '>') + 1;
  size_t tail = strlen(ending), length = strlen(name);
  return tail > 0 && length > tail && strcmp(name + length - tail, ending) == 0;
}

const patron__io_known *patron__io_schema_find(const patron_io *io, int32_t kind, const char *table, const char *column)
{
  const patron__io_known *found = NULL, *known;
  for (int32_t i = 0; (known = patron__io_schema_at(io, kind, table, i)) != NULL; i++) {
    if (strcmp(known->column, column) == 0) return known;   /* a whole name before a pattern */
    if (found == NULL && known->pattern && matches(known->column, column)) found = known;
  }
  return found;
}

char *patron__io_schema_text(const patron_io *io, int32_t kind, const char *table)
{
  patron_table *tables = NULL;
  int64_t rows = 0;
  int32_t failed = 0, found = 0;
  char *text = NULL;
  if (patron_schema(io->context, "tables", &tables) != PATRON_OK) return NULL;
  (void)patron_table_rows(tables, &rows);
  for (int64_t row = 0; row < rows && !found && !failed; row++) {
    char *name = text_of(tables, "table", row, &failed), *kind_name = text_of(tables, "kind", row, &failed);
    found = !failed && strcmp(name, table) == 0 && strcmp(kind_name, kind_names[kind - 1]) == 0;
    if (found) text = patron__io_cell(tables, "doc", row);
    free(name);
    free(kind_name);
  }
  patron_table_destroy(tables);
  return found || failed ? text : patron__io_copy("", 0);
}

enum { NEAR_LENGTH = 63 };

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static int32_t same_letter(char a, char b)
{
  const char one[2] = { a, 0 }, other[2] = { b, 0 };
  return patron__io_equal_ignoring_case(one, other);
}

/* Edit distance by insertion, removal and replacement, a row at a time; the case of letters is no difference. */
static size_t distance(const char *a, const char *b)
{
  size_t row[NEAR_LENGTH + 1], a_length = strlen(a), b_length = strlen(b);
  if (a_length > NEAR_LENGTH || b_length > NEAR_LENGTH) return NEAR_LENGTH;
  for (size_t k = 0; k <= b_length; k++) row[k] = k;
  for (size_t i = 1; i <= a_length; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t k = 1; k <= b_length; k++) {
      size_t replaced = diagonal + !same_letter(a[i - 1], b[k - 1]);
      diagonal = row[k];
      row[k] = smaller(replaced, smaller(row[k], row[k - 1]) + 1);
    }
  }
  return row[b_length];
}

const char *patron__io_schema_likely(const patron_io *io, int32_t kind, const char *name)
{
  const char *best = NULL, *table;
  for (int32_t i = 0; (table = patron__io_schema_table(io, kind, i)) != NULL; i++)
    if (patron__io_is_nearer(name, table, best)) best = table;
  return best;
}

int32_t patron__io_is_nearer(const char *given, const char *name, const char *best)
{
  const size_t limit = strlen(given) < 6 ? 2 : 3;   /* beyond that, a name is another name */
  return distance(given, name) < (best == NULL ? limit : distance(given, best));
}
