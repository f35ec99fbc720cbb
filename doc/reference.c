/* Writes the reference page of tables, columns, codes, settings and presets out of the schema itself: reference FILE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "patron/patron.h"

enum { CELL = 1024 };

typedef struct page {
  FILE *file;
  patron_context *context;
  patron_status status;
} page;

/* The text of a cell; "" where it is unknown. */
static const char *cell(page *to, const patron_table *table, int64_t row, const char *name, char text[CELL]) {
  int64_t column = 0, offsets[2] = {0, 0};
  uint8_t known = 0;
  if (to->status == PATRON_OK) to->status = patron_table_find_column(table, name, &column);
  if (to->status == PATRON_OK) to->status = patron_table_read_text(table, column, row, 1, offsets, text, CELL - 1, NULL, &known);
  text[to->status == PATRON_OK ? offsets[1] - offsets[0] : 0] = 0;
  return text;
}

static int is(page *to, const patron_table *table, int64_t row, const char *name, const char *value) {
  char text[CELL];
  return strcmp(cell(to, table, row, name, text), value) == 0;
}

/* Text inside a cell of a Markdown table, for Doxygen. */
static void escaped(page *to, const char *text) {
  for (; *text != 0; text++) {
    if (*text == '<') fputs("&lt;", to->file);
    else if (*text == '>') fputs("&gt;", to->file);
    else if (strchr("|#@\\*_%", *text) != NULL) fprintf(to->file, "\\%c", *text);
    else fputc(*text, to->file);
  }
}

static void print_cell(page *to, const patron_table *table, int64_t row, const char *name, int code) {
  char text[CELL];
  fputs(" ", to->file);
  cell(to, table, row, name, text);
  if (code && text[0] != 0) fprintf(to->file, "`%s`", text);
  else escaped(to, text);
  fputs(" |", to->file);
}

static patron_table *open_schema(page *to, const char *name, int64_t *rows) {
  patron_table *table = NULL;
  *rows = 0;
  if (to->status == PATRON_OK) to->status = patron_schema(to->context, name, &table);
  if (to->status == PATRON_OK) to->status = patron_table_rows(table, rows);
  return table;
}

static void print_columns(page *to, const char *name, const char *kind) {
  int64_t rows = 0;
  patron_table *columns = open_schema(to, "columns", &rows);
  fputs("| Column | Type | Values | Default | Unit | Stage | What |\n|---|---|---|---|---|---|---|\n", to->file);
  for (int64_t row = 0; row < rows && to->status == PATRON_OK; row++) {
    if (!is(to, columns, row, "table", name) || !is(to, columns, row, "kind", kind)) continue;
    fputs("|", to->file);
    print_cell(to, columns, row, "column", 1);
    print_cell(to, columns, row, "type", 0);
    fputs(is(to, columns, row, "required", "yes") ? " required" : " ", to->file);
    fputs(is(to, columns, row, "key", "yes") ? ", key" : "", to->file);
    if (is(to, columns, row, "type", "CODE") || !is(to, columns, row, "low", "")) {
      fputs(is(to, columns, row, "required", "yes") ? "; " : "", to->file);
      char text[CELL];
      escaped(to, cell(to, columns, row, "expected", text));
    }
    fputs(" |", to->file);
    print_cell(to, columns, row, "default", 1);
    print_cell(to, columns, row, "unit", 0);
    print_cell(to, columns, row, "stage", 0);
    print_cell(to, columns, row, "doc", 0);
    fputs("\n", to->file);
  }
  fputs("\n", to->file);
  patron_table_destroy(columns);
}

static void print_tables(page *to, const char *kind, const char *title) {
  int64_t rows = 0;
  patron_table *tables = open_schema(to, "tables", &rows);
  fprintf(to->file, "## %s\n\n", title);
  for (int64_t row = 0; row < rows && to->status == PATRON_OK; row++) {
    char name[CELL], doc[CELL];
    if (!is(to, tables, row, "kind", kind)) continue;
    fprintf(to->file, "### %s {#%s_%s}\n\n", cell(to, tables, row, "table", name), kind, name);
    escaped(to, cell(to, tables, row, "doc", doc));
    fputs("\n\n", to->file);
    print_columns(to, name, kind);
  }
  patron_table_destroy(tables);
}

/* A list with the named columns, the first of them as code. */
static void print_list(page *to, const char *name, const char *title, const char *headings, const char *const *columns, int count) {
  int64_t rows = 0;
  patron_table *table = open_schema(to, name, &rows);
  fprintf(to->file, "## %s\n\n%s\n", title, headings);
  for (int i = 0; i < count; i++) fputs("|---", to->file);
  fputs("|\n", to->file);
  for (int64_t row = 0; row < rows && to->status == PATRON_OK; row++) {
    fputs("|", to->file);
    for (int i = 0; i < count; i++) print_cell(to, table, row, columns[i], i == 0);
    fputs("\n", to->file);
  }
  fputs("\n", to->file);
  patron_table_destroy(table);
}

static void print_page(page *to) {
  fputs("# Tables, columns and settings {#reference}\n\n"
        "Made from the schema, which `patron_schema` hands out as tables. Money is int64 minor units inside and decimal text (`1234.50`) outside; dates are ISO; unknown is a null.\n"
        "Shares and rates are fractions, scores and marks 0 to 100, cuts percent. A column that is not listed is kept and may be used in criteria and segments.\n\n", to->file);
  print_tables(to, "FACT", "Facts: the portfolio");
  print_tables(to, "RULE", "Rules: the policy");
  print_tables(to, "DECISION", "Decisions: the assessment");
  print_list(to, "settings", "Settings", "| Key | Type | Values | Default | What |", (const char *const[]){"key", "type", "expected", "default", "doc"}, 5);
  print_list(to, "presets", "Presets", "| Preset | What |", (const char *const[]){"preset", "doc"}, 2);
  print_list(to, "codes", "Codes", "| List | Number | Name | What |", (const char *const[]){"codes", "code", "name", "doc"}, 4);
}

int main(int argc, char **argv) {
  page to = {NULL, NULL, PATRON_OK};
  if (argc != 2) return 2;
  to.file = fopen(argv[1], "w");
  if (to.file == NULL) return 1;
  to.status = patron_context_create(NULL, &to.context);
  if (to.status == PATRON_OK) print_page(&to);
  if (to.status != PATRON_OK) {
    char text[512] = "";
    patron_context_error(to.context, text, sizeof text, NULL);
    fprintf(stderr, "reference: %s: %s\n", patron_status_name(to.status), text);
  }
  patron_context_destroy(to.context);
  return fclose(to.file) == 0 && to.status == PATRON_OK ? 0 : 1;
}
