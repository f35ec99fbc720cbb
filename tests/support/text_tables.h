/* Small tables written as text in a test, and cells read back as text or numbers. */
#ifndef PATRON_TESTS_TEXT_TABLES_H
#define PATRON_TESTS_TEXT_TABLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "patron/patron.h"

enum { TEXT_TABLE_ROWS = 512, TEXT_TABLE_COLUMNS = 32 };

/* A column of numbers, for columns that the schema does not know. `name` loses its ":n". */
static inline patron_status text_numbers(patron_table *table, const char *name, const char *const *cells, int64_t rows) {
  double values[TEXT_TABLE_ROWS] = {0};
  uint8_t validity[TEXT_TABLE_ROWS / 8] = {0};
  char plain[64] = "";
  memcpy(plain, name, strlen(name) - 2);
  for (int64_t row = 0; row < rows; row++) {
    if (cells[row] == NULL) continue;
    if (patron_number_parse(cells[row], -1, &values[row]) != PATRON_OK) return PATRON_E_FORMAT;
    validity[row / 8] = (uint8_t)(validity[row / 8] | 1 << row % 8);
  }
  return patron_table_add_f64(table, plain, PATRON_NUMBER, values, validity);
}

/* Lines of cells between '|', the first the names; an empty cell is unknown. Blanks around cells are cut off. Columns are TEXT, which a put reads by the schema; those named "...:n" are NUMBER. */
static inline patron_status text_table(patron_context *context, const char *name, const char *text, patron_table **out) {
  const size_t size = strlen(text) + 1;
  char *copy = malloc(size);
  const char **cells = calloc((size_t)(TEXT_TABLE_ROWS + 1) * TEXT_TABLE_COLUMNS, sizeof *cells);
  const char **column = calloc(TEXT_TABLE_ROWS, sizeof *column);
  int64_t rows = -1, columns = 0;
  patron_table *table = NULL;
  patron_status status = PATRON_E_NO_MEMORY;
  if (copy == NULL || cells == NULL || column == NULL) goto done;
  memcpy(copy, text, size);
  for (char *line = copy; line != NULL && *line != '\0' && rows < TEXT_TABLE_ROWS; rows++) {
    char *end = strchr(line, '\n');
    int64_t at = 0;
    if (end != NULL) *end++ = '\0';
    for (char *cell = line; cell != NULL && at < TEXT_TABLE_COLUMNS; at++) {
      char *next = strchr(cell, '|'), *last;
      if (next != NULL) *next++ = '\0';
      while (*cell == ' ') cell++;
      for (last = cell + strlen(cell); last > cell && last[-1] == ' ';) *--last = '\0';
      cells[(rows + 1) * TEXT_TABLE_COLUMNS + at] = *cell == '\0' ? NULL : cell;
      cell = next;
    }
    if (rows < 0) columns = at;
    line = end;
  }
  status = patron_table_create(context, name, rows, &table);
  for (int64_t at = 0; at < columns && status == PATRON_OK; at++) {
    for (int64_t row = 0; row < rows; row++) column[row] = cells[(row + 1) * TEXT_TABLE_COLUMNS + at];
    const size_t len = strlen(cells[at]);
    if (len > 2 && strcmp(cells[at] + len - 2, ":n") == 0) status = text_numbers(table, cells[at], column, rows);
    else status = patron_table_add_strings(table, cells[at], column);
  }
  if (status == PATRON_OK) {
    *out = table;
    table = NULL;
  }
done:
  patron_table_destroy(table);
  free(column);
  free(cells);
  free(copy);
  return status;
}

static inline patron_status put_facts(patron_context *context, patron_portfolio *portfolio, const char *name, const char *text) {
  patron_table *table = NULL;
  patron_status status = text_table(context, name, text, &table);
  if (status == PATRON_OK) status = patron_portfolio_put(portfolio, table);
  patron_table_destroy(table);
  return status;
}

static inline patron_status put_rules(patron_context *context, patron_policy *policy, const char *name, const char *text) {
  patron_table *table = NULL;
  patron_status status = text_table(context, name, text, &table);
  if (status == PATRON_OK) status = patron_policy_put(policy, table);
  patron_table_destroy(table);
  return status;
}

/* A cell as text, "?" where unknown, "-" where there is no such column; in one of a few buffers that take turns. */
static inline const char *cell_text(const patron_table *table, const char *column, int64_t row) {
  static char buffers[8][512];
  static int turn;
  char *out = buffers[turn = (turn + 1) % 8];
  int64_t at, offsets[2], needed = 0;
  uint8_t known = 0;
  memset(out, 0, sizeof buffers[0]);
  if (patron_table_find_column(table, column, &at) != PATRON_OK) return "-";
  if (patron_table_read_text(table, at, row, 1, offsets, out, sizeof buffers[0] - 1, &needed, &known) != PATRON_OK) return "!";
  return (known & 1) ? out : "?";
}

/* A NUMBER cell; -1e300 where unknown, -2e300 where there is no such column. */
static inline double cell_number(const patron_table *table, const char *column, int64_t row) {
  int64_t at;
  double value = 0;
  uint8_t known = 0;
  if (patron_table_find_column(table, column, &at) != PATRON_OK || patron_table_read_f64(table, at, row, 1, &value, &known) != PATRON_OK) return -2e300;
  return (known & 1) ? value : -1e300;
}

static inline int64_t table_rows(const patron_table *table) {
  int64_t rows = -1;
  return patron_table_rows(table, &rows) == PATRON_OK ? rows : -1;
}

/* The first row whose cells say `a` and (where `second` is given) `b`; -1: none. */
static inline int64_t find_row(const patron_table *table, const char *first, const char *a, const char *second, const char *b) {
  for (int64_t row = 0; row < table_rows(table); row++)
    if (strcmp(cell_text(table, first, row), a) == 0 && (second == NULL || strcmp(cell_text(table, second, row), b) == 0)) return row;
  return -1;
}

#endif
