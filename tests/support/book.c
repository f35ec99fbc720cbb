/* Tables from lines of text and back; see book.h. */
#include "book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct words { char *bytes; char **items; int64_t count, columns; } words;

static void close_words(words *w)
{
  free(w->bytes);
  free(w->items);
}

/* Cuts a copy of the text into words; the first line says how many make a row. */
static void open_words(const char *text, words *out)
{
  const size_t length = strlen(text);
  out->bytes = malloc(length + 1);
  out->items = malloc((length + 1) * sizeof *out->items);
  out->count = out->columns = 0;
  if (out->bytes == NULL || out->items == NULL) abort();
  memcpy(out->bytes, text, length + 1);
  for (char *at = out->bytes; *at != 0;) {
    if (*at == '\n' && out->columns == 0) out->columns = out->count;
    if (*at == ' ' || *at == '\n') { *at++ = 0; continue; }
    out->items[out->count++] = at;
    while (*at != 0 && *at != ' ' && *at != '\n') at++;
  }
  if (out->columns == 0) out->columns = out->count;
  if (out->columns == 0 || out->count % out->columns != 0) {
    fprintf(stderr, "a row of this table has too few or too many words:\n%s\n", text);
    abort();
  }
}

static patron_status add_integers(patron_table *table, const char *name, const words *w, int64_t column, int64_t rows)
{
  int64_t *values = calloc((size_t)rows + 1, sizeof *values);
  uint8_t *known = calloc((size_t)rows / 8 + 1, 1);
  if (values == NULL || known == NULL) abort();
  for (int64_t row = 0; row < rows; row++) {
    const char *word = w->items[(row + 1) * w->columns + column];
    if (strcmp(word, "-") == 0) continue;
    values[row] = strtoll(word, NULL, 10);
    known[row / 8] = (uint8_t)(known[row / 8] | 1u << (row % 8));
  }
  const patron_status status = patron_table_add_i64(table, name, PATRON_INTEGER, values, known);
  free(values);
  free(known);
  return status;
}

static patron_status add_texts(patron_table *table, const char *name, const words *w, int64_t column, int64_t rows)
{
  const char **values = calloc((size_t)rows + 1, sizeof *values);
  if (values == NULL) abort();
  for (int64_t row = 0; row < rows; row++) {
    const char *word = w->items[(row + 1) * w->columns + column];
    values[row] = strcmp(word, "-") == 0 ? NULL : strcmp(word, "''") == 0 ? "" : word;
  }
  const patron_status status = patron_table_add_strings(table, name, values);
  free(values);
  return status;
}

patron_status book_table(patron_context *context, const char *name, const char *text, patron_table **out)
{
  words w;
  patron_table *table = NULL;
  open_words(text, &w);
  const int64_t rows = w.count / w.columns - 1;
  patron_status status = patron_table_create(context, name, rows, &table);
  for (int64_t column = 0; column < w.columns && status == PATRON_OK; column++) {
    char *title = w.items[column];
    const size_t length = strlen(title);
    const int integers = length > 2 && strcmp(title + length - 2, ":i") == 0;
    if (integers) title[length - 2] = 0;
    status = integers ? add_integers(table, title, &w, column, rows) : add_texts(table, title, &w, column, rows);
  }
  close_words(&w);
  if (status != PATRON_OK) {
    patron_table_destroy(table);
    return status;
  }
  *out = table;
  return PATRON_OK;
}

patron_status book_put(patron_context *context, patron_portfolio *portfolio, const char *name, const char *text)
{
  patron_table *table = NULL;
  patron_status status = book_table(context, name, text, &table);
  if (status == PATRON_OK) status = patron_portfolio_put(portfolio, table);
  patron_table_destroy(table);
  return status;
}

patron_status book_rule(patron_context *context, patron_policy *policy, const char *name, const char *text)
{
  patron_table *table = NULL;
  patron_status status = book_table(context, name, text, &table);
  if (status == PATRON_OK) status = patron_policy_put(policy, table);
  patron_table_destroy(table);
  return status;
}

patron_status book_open(patron_context *context, const char *currency, const book_lines *facts, patron_portfolio **out)
{
  patron_portfolio *portfolio = NULL;
  patron_status status = patron_portfolio_create(context, currency, &portfolio);
  for (; status == PATRON_OK && facts->name != NULL; facts++) status = book_put(context, portfolio, facts->name, facts->text);
  if (status != PATRON_OK) {
    patron_portfolio_destroy(portfolio);
    return status;
  }
  *out = portfolio;
  return PATRON_OK;
}

static const char *cell_at(const patron_table *table, int64_t column, int64_t row, char *out)
{
  int64_t offsets[2] = { 0, 0 };
  uint8_t known = 0;
  strcpy(out, "?");
  if (patron_table_read_text(table, column, row, 1, offsets, out, BOOK_CELL - 1, NULL, &known) != PATRON_OK) return strcpy(out, "#");
  if (known == 0) return strcpy(out, "?");
  out[offsets[1]] = 0;
  return out;
}

const char *book_cell(const patron_table *table, const char *column, int64_t row, char *out)
{
  int64_t index;
  if (patron_table_find_column(table, column, &index) != PATRON_OK) return strcpy(out, "!");
  return cell_at(table, index, row, out);
}

typedef struct writing { char *bytes; size_t length, capacity; } writing;

static void add(writing *into, const char *text)
{
  const size_t length = strlen(text);
  if (into->length + length + 1 > into->capacity) {
    into->capacity = 2 * (into->length + length) + 256;
    into->bytes = realloc(into->bytes, into->capacity);
    if (into->bytes == NULL) abort();
  }
  memcpy(into->bytes + into->length, text, length + 1);
  into->length += length;
}

char *book_text(const patron_table *table)
{
  writing text = { NULL, 0, 0 };
  int64_t rows = 0, columns = 0;
  char cell[BOOK_CELL], name[300];
  patron_table_rows(table, &rows);
  patron_table_columns(table, &columns);
  add(&text, "");
  for (int64_t column = 0; column < columns; column++) {
    int32_t type = 0;
    char number[16];
    patron_table_column_name(table, column, name, sizeof name, NULL);
    patron_table_column_type(table, column, &type);
    snprintf(number, sizeof number, ":%d", type);
    add(&text, column > 0 ? "\t" : "");
    add(&text, name);
    add(&text, number);
  }
  add(&text, "\n");
  for (int64_t row = 0; row < rows; row++)
    for (int64_t column = 0; column < columns; column++) {
      add(&text, cell_at(table, column, row, cell));
      add(&text, column + 1 < columns ? "\t" : "\n");
    }
  return text.bytes;
}

static int is_listed(const char *list, const char *name)
{
  const size_t length = strlen(name);
  for (const char *at = list; at != NULL && *at != 0; at = strchr(at, ',') == NULL ? NULL : strchr(at, ',') + 1)
    if (strncmp(at, name, length) == 0 && (at[length] == 0 || at[length] == ',')) return 1;
  return 0;
}

patron_status book_decisions(const patron_assessment *assessment, const char *without, char **out)
{
  writing text = { NULL, 0, 0 };
  patron_table *tables = NULL, *table = NULL;
  int64_t rows = 0;
  char name[BOOK_CELL];
  patron_status status = patron_assessment_table(assessment, "tables", &tables);
  if (status == PATRON_OK) status = patron_table_rows(tables, &rows);
  add(&text, "");
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    book_cell(tables, "table", row, name);
    if (is_listed(without, name)) continue;
    status = patron_assessment_table(assessment, name, &table);
    if (status != PATRON_OK) break;
    char *one = book_text(table);
    add(&text, "== ");
    add(&text, name);
    add(&text, "\n");
    add(&text, one);
    free(one);
    patron_table_destroy(table);
  }
  patron_table_destroy(tables);
  if (status != PATRON_OK) {
    free(text.bytes);
    return status;
  }
  *out = text.bytes;
  return PATRON_OK;
}

patron_status book_write_decisions(scenario_output *output, const patron_assessment *assessment)
{
  char *text = NULL;
  patron_status status = book_decisions(assessment, NULL, &text);
  if (scenario_again(output, status)) status = book_decisions(assessment, NULL, &text);
  if (status == PATRON_OK) scenario_write_text(output, text);
  free(text);
  return status;
}

patron_status book_write_robustness(patron_context *context, const book_lines *facts, const book_lines *rules, scenario_output *output)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_status status = PATRON_OK;
  SCENARIO_TRY(book_open(context, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  for (const book_lines *rule = rules; rule->name != NULL; rule++) SCENARIO_TRY(book_rule(context, policy, rule->name, rule->text));
  SCENARIO_TRY(patron_robustness(book, policy, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}
