/* Facts and rules of a test from fields of CSV files, and columns of decisions as plain arrays. */
#ifndef PATRON_TESTS_GOLDEN_FACTS_H
#define PATRON_TESTS_GOLDEN_FACTS_H

#include "checks.h"

#include "golden_csv.h"
#include "patron/patron.h"

typedef struct golden_book { patron_context *context; patron_portfolio *book; patron_policy *policy; } golden_book;

static inline void golden_book_open(golden_book *out, const char *currency)
{
  memset(out, 0, sizeof *out);
  expect_ok(patron_context_create(NULL, &out->context));
  expect_ok(patron_portfolio_create(out->context, currency, &out->book));
  expect_ok(patron_policy_create(out->context, NULL, &out->policy));
}

static inline void golden_book_close(golden_book *book)
{
  patron_policy_destroy(book->policy);
  patron_portfolio_destroy(book->book);
  patron_context_destroy(book->context);
}

/* As expect_ok, with what the context says of the failure. */
#define golden_ok(book, call) golden_ok_at((book), (call), #call, __FILE__, __LINE__)
static inline void golden_ok_at(const golden_book *book, patron_status status, const char *call, const char *file, int line)
{
  char text[1100] = "";
  if (status == PATRON_OK) return;
  (void)patron_context_error(book->context, text, sizeof text, NULL);
  print_error("%s: %s: %s\n", call, patron_status_name(status), text);
  _fail(file, line);
}

/* A table whose columns are texts that the library reads; NULL or "" is unknown. `names` ends with NULL; columns[c][row]. */
static inline patron_table *golden_table(patron_context *context, const char *name, const char *const *names, const char **const *columns, int64_t rows)
{
  patron_table *table = NULL;
  expect_ok(patron_table_create(context, name, rows, &table));
  for (int c = 0; names[c] != NULL; c++) expect_ok(patron_table_add_strings(table, names[c], columns[c]));
  return table;
}

static inline void golden_put_facts(golden_book *book, const char *name, const char *const *names, const char **const *columns, int64_t rows)
{
  patron_table *table = golden_table(book->context, name, names, columns, rows);
  golden_ok(book, patron_portfolio_put(book->book, table));
  patron_table_destroy(table);
}

/* One rule row of text cells. */
static inline void golden_put_rule(golden_book *book, const char *name, const char *const *names, const char *const *cells)
{
  const char *values[16], **columns[16];
  patron_table *table;
  int32_t count = 0;
  for (; names[count] != NULL && count < 16; count++) {
    values[count] = cells[count];
    columns[count] = &values[count];
  }
  table = golden_table(book->context, name, names, (const char **const *)columns, 1);
  golden_ok(book, patron_policy_put(book->policy, table));
  patron_table_destroy(table);
}

/* A field of each row, to be released with free(); empty fields are unknown. */
static inline const char **golden_fields(const golden_csv *csv, const char *column)
{
  const char **out = malloc((size_t)(csv->rows + 1) * sizeof *out);
  assert_non_null(out);
  for (int64_t row = 0; row < csv->rows; row++) {
    const char *field = golden_csv_get(csv, row, column);
    out[row] = *field == '\0' ? NULL : field;
  }
  return out;
}

/* The different ones among `fields`, in their order, where equal ones stand together. */
static inline const char **golden_distinct(const char **fields, int64_t rows, int64_t *count)
{
  const char **out = malloc((size_t)(rows + 1) * sizeof *out);
  assert_non_null(out);
  *count = 0;
  for (int64_t row = 0; row < rows; row++)
    if (*count == 0 || strcmp(out[*count - 1], fields[row]) != 0) out[(*count)++] = fields[row];
  return out;
}

#endif
