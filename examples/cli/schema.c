/* patron schema: every table and column, as text to read, as CSV or JSON to process, or as SQL to create tables with. */
#include "commands.h"
#include "columns.h"
#include "display.h"
#include "work.h"

#include <stdio.h>
#include <string.h>

typedef struct listing {
  const patron_table *table;    /* patron_schema() of all columns or of one table */
  int64_t rows;
} listing;

static void cell(const listing *l, const char *column_name, int64_t row, char *buf, size_t cap) { cell_text(l->table, column_name, row, buf, cap); }

/* Whether the row begins another table than the row before. */
static int begins_table(const listing *l, int64_t row)
{
  char table[64], kind[16], table_before[64], kind_before[16];
  if (row == 0) return 1;
  cell(l, "table", row, table, sizeof table);
  cell(l, "kind", row, kind, sizeof kind);
  cell(l, "table", row - 1, table_before, sizeof table_before);
  cell(l, "kind", row - 1, kind_before, sizeof kind_before);
  return strcmp(table, table_before) != 0 || strcmp(kind, kind_before) != 0;
}

/* A line for each name of those that list something else than columns: settings, codes, presets, and the tables themselves. */
static void print_list(const listing *l, const char *what)
{
  char group[64], before[64] = "", name[128], text[512], expected[600], value[128];
  printf("%s%s%s\n", colour(COLOUR_BOLD), what, plain());
  for (int64_t row = 0; row < l->rows; row++) {
    cell(l, strcmp(what, "settings") == 0 ? "key" : strcmp(what, "codes") == 0 ? "name" : strcmp(what, "presets") == 0 ? "preset" : "table", row, name, sizeof name);
    cell(l, strcmp(what, "codes") == 0 ? "codes" : "kind", row, group, sizeof group);
    cell(l, "expected", row, expected, sizeof expected);
    cell(l, "default", row, value, sizeof value);
    cell(l, "doc", row, text, sizeof text);
    if (strcmp(group, before) != 0) printf("\n%s\n", group);
    printf("  %-28s  %s%s%s%s%s\n", name, text, expected[0] != 0 ? "; " : "", expected, value[0] != 0 ? "; default " : "", value);
    snprintf(before, sizeof before, "%s", group);
  }
}

static void print_text(const listing *l)
{
  for (int64_t row = 0; row < l->rows; row++) {
    char table[64], kind[16], name[64], required[8], expected[600], text[512];
    cell(l, "table", row, table, sizeof table);
    cell(l, "kind", row, kind, sizeof kind);
    cell(l, "column", row, name, sizeof name);
    cell(l, "required", row, required, sizeof required);
    cell(l, "expected", row, expected, sizeof expected);
    cell(l, "doc", row, text, sizeof text);
    if (begins_table(l, row)) printf("%s%s%s%s (%s)\n", row == 0 ? "" : "\n", colour(COLOUR_BOLD), table, plain(), strcmp(kind, "FACT") == 0 ? "facts" : strcmp(kind, "RULE") == 0 ? "rules" : "decisions");
    printf("  %-28s%s %s; %s\n", name, strcmp(required, "yes") == 0 ? "*" : " ", text, expected);
  }
}

/* Facts and rules can be created; decisions are created by --out. */
static void print_sql(const listing *l)
{
  int open = 0;
  for (int64_t row = 0; row < l->rows; row++) {
    char table[64], kind[16], name[64], type[16], required[8], pattern[8];
    cell(l, "kind", row, kind, sizeof kind);
    cell(l, "pattern", row, pattern, sizeof pattern);
    if (strcmp(kind, "DECISION") == 0 || strcmp(pattern, "yes") == 0) continue;
    cell(l, "table", row, table, sizeof table);
    cell(l, "column", row, name, sizeof name);
    cell(l, "type", row, type, sizeof type);
    cell(l, "required", row, required, sizeof required);
    if (begins_table(l, row)) {
      if (open) printf("\n);\n");
      printf("CREATE TABLE \"%s\" (", table);
      open = 1;
    } else printf(",");
    const char *sql = strcmp(type, "NUMBER") == 0 ? "REAL" : strcmp(type, "INTEGER") == 0 || strcmp(type, "FLAG") == 0 ? "INTEGER" : "TEXT";
    printf("\n  \"%s\" %s%s", name, sql, strcmp(required, "yes") == 0 ? " NOT NULL" : "");
  }
  if (open) printf("\n);\n");
}

static void print_field(const char *text)
{
  if (strpbrk(text, ",\"\n\r") == NULL) { fputs(text, stdout); return; }
  putchar('"');
  for (; *text != 0; text++) {
    if (*text == '"') putchar('"');
    putchar(*text);
  }
  putchar('"');
}

static void print_csv(const listing *l)
{
  int64_t columns = 0;
  (void)patron_table_columns(l->table, &columns);
  for (int64_t row = -1; row < l->rows; row++)
    for (int64_t c = 0; c < columns; c++) {
      char name[64], text[1024];
      (void)patron_table_column_name(l->table, c, name, (int64_t)sizeof name, NULL);
      if (row >= 0) cell(l, name, row, text, sizeof text);
      print_field(row < 0 ? name : text);
      putchar(c + 1 < columns ? ',' : '\n');
    }
}

static int print_listing(const work *w, const listing *l, const char *format, const char *name)
{
  int64_t index;
  const int lists_columns = patron_table_find_column(l->table, "column", &index) == PATRON_OK;
  if (strcmp(format, "json") == 0) return patron_io_write_table(w->io, l->table, "-") == PATRON_OK ? 0 : work_refused(w);
  display_start();
  if (strcmp(format, "csv") == 0) print_csv(l);
  else if (!lists_columns && strcmp(format, "sql") == 0) {
    fprintf(stderr, "patron: --format sql: %s lists no columns that a table could be made of (expected the name of a table of facts or rules, or none)\n", name);
    return 2;
  } else if (!lists_columns) print_list(l, name);
  else if (strcmp(format, "sql") == 0) print_sql(l);
  else print_text(l);
  return finish_output();
}

int command_schema(const arguments *given)
{
  work w;
  listing l = { NULL, 0 };
  patron_table *table = NULL;
  const char *format = given->format == NULL ? "text" : given->format;
  if (given->word_count > 1) {
    fprintf(stderr, "patron: schema takes one table at most\n");
    return 2;
  }
  if (strcmp(format, "text") != 0 && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0 && strcmp(format, "sql") != 0) {
    fprintf(stderr, "patron: --format: expected text, csv, json or sql, not %s\n", format);
    return 2;
  }
  int status = work_open(&w, given);
  if (status == 0 && patron_schema(w.context, given->word_count == 0 ? "columns" : given->words[0], &table) != PATRON_OK) status = work_refused_by_context(&w);
  if (status == 0) {
    l.table = table;
    (void)patron_table_rows(table, &l.rows);
    status = print_listing(&w, &l, format, given->word_count == 0 ? "" : given->words[0]);
  }
  patron_table_destroy(table);
  return work_close(&w, status);
}
