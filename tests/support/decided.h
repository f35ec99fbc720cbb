/* Decisions against what was worked out by hand: facts and rules in, a few cells expected, all written as lines of words (book.h). */
#ifndef PATRON_TESTS_DECIDED_H
#define PATRON_TESTS_DECIDED_H

#include <math.h>

#include "checks.h"
#include "book.h"

static patron_context *context;
static uint64_t used_at_first;

static int start(void **state)
{
  (void)state;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  return 0;
}

static int stop(void **state)
{
  (void)state;
  const int left = patron_context_memory_used(context) != used_at_first;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

/* Assesses `facts` in `currency` with the default policy changed by `rules` (may be NULL); the status, and on success the assessment. */
static inline patron_status try_to_decide(const char *currency, const book_lines *facts, const book_lines *rules, patron_assessment **out)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_status status;
  expect_ok(book_open(context, currency, facts, &book));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; rules != NULL && rules->name != NULL; rules++)
    if (book_rule(context, policy, rules->name, rules->text) != PATRON_OK) {
      char text[1200];
      patron_context_error(context, text, sizeof text, NULL);
      fail_msg("the rule table %s: %s", rules->name, text);
    }
  status = patron_assess(book, policy, out);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static inline patron_assessment *decide(const book_lines *facts, const book_lines *rules)
{
  patron_assessment *result = NULL;
  if (try_to_decide("EUR", facts, rules, &result) != PATRON_OK) {
    char text[1200];
    patron_context_error(context, text, sizeof text, NULL);
    fail_msg("not assessed: %s", text);
  }
  return result;
}

/* "~58.889" means within half a unit of the last digit; "-" unknown; "!" no such column; anything else the exact text. */
static inline int is_as_expected(const char *got, const char *expected)
{
  if (strcmp(expected, "-") == 0) return strcmp(got, "?") == 0;
  if (strcmp(expected, "''") == 0) return got[0] == 0;
  if (expected[0] != '~') return strcmp(got, expected) == 0;
  const char *point = strchr(expected, '.');
  const double unit = point == NULL ? 1 : pow(10, -(double)strlen(point + 1));
  double value, wanted;
  if (patron_number_parse(got, -1, &value) != PATRON_OK || patron_number_parse(expected + 1, -1, &wanted) != PATRON_OK) return 0;
  return fabs(value - wanted) <= 0.5 * unit * (1 + 1e-9);
}

/* Spaces within a cell are written as "+". Of data_flags the words INCOMPLETE:<scorecard> are left out: nearly every small table of facts has them. */
static inline void make_word(const char *column, char *cell)
{
  char *into = cell;
  const int flags = strcmp(column, "data_flags") == 0;
  for (const char *at = cell; *at != 0;) {
    const size_t length = strcspn(at, " ");
    if (!flags || strncmp(at, "INCOMPLETE:", 11) != 0) {
      if (into != cell) *into++ = '+';
      memmove(into, at, length);
      into += length;
    }
    at += length + (at[length] == ' ');
  }
  *into = 0;
}

/* `lines`: the first names columns, the first of which finds the row by its text; of several rows with that text the n-th for the n-th line. */
static inline void expect_rows(const patron_assessment *result, const char *table_name, const char *lines)
{
  patron_table *table = NULL, *expected = NULL;
  int64_t rows, columns, wanted;
  expect_ok(patron_assessment_table(result, table_name, &table));
  expect_ok(book_table(context, "expected", lines, &expected));
  expect_ok(patron_table_rows(table, &rows));
  expect_ok(patron_table_rows(expected, &wanted));
  expect_ok(patron_table_columns(expected, &columns));
  for (int64_t line = 0; line < wanted; line++) {
    char id[BOOK_CELL], name[300], cell[BOOK_CELL], want[BOOK_CELL], key[300];
    int64_t row = 0, before = 0;
    expect_ok(patron_table_column_name(expected, 0, key, sizeof key, NULL));
    book_cell(expected, key, line, id);
    for (int64_t earlier = 0; earlier < line; earlier++) before += strcmp(book_cell(expected, key, earlier, cell), id) == 0;
    for (; row < rows; row++)
      if (strcmp(book_cell(table, key, row, cell), id) == 0 && before-- == 0) break;
    if (row == rows) fail_msg("%s has no row %s", table_name, id);
    for (int64_t column = 1; column < columns; column++) {
      expect_ok(patron_table_column_name(expected, column, name, sizeof name, NULL));
      book_cell(expected, name, line, want);
      if (strcmp(want, "?") == 0) strcpy(want, "-");
      if (want[0] == 0) strcpy(want, "''");
      book_cell(table, name, row, cell);
      make_word(name, cell);
      if (!is_as_expected(cell, want)) fail_msg("%s: %s of %s is %s instead of %s", table_name, name, id, cell, want);
    }
  }
  patron_table_destroy(expected);
  patron_table_destroy(table);
}

static inline void expect_decided(const patron_assessment *result, const char *lines) { expect_rows(result, "customers", lines); }

/* Facts, rules and what must come of them. */
static inline void check(const book_lines *facts, const book_lines *rules, const char *expected)
{
  patron_assessment *result = decide(facts, rules);
  expect_decided(result, expected);
  patron_assessment_destroy(result);
}

/* For tables that are the same but for `customers`. */
static inline void check_customers(const char *customers, const char *settings, const char *expected)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  const book_lines rules[] = {{settings == NULL ? NULL : "settings", settings}, {NULL, NULL}};
  check(facts, rules, expected);
}

#endif
