/* What tests of facts and rules share: a context whose memory must be given back, cells as text, and the parts of an error. */
#ifndef PATRON_TESTS_FACTS_H
#define PATRON_TESTS_FACTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "patron/engine.h"

static patron_context *context;
static uint64_t used_at_first;

static int start(void **state) {
  (void)state;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  return 0;
}

/* A test that leaves memory behind fails. */
static int stop(void **state) {
  (void)state;
  const int left = patron_context_memory_used(context) != used_at_first;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

#define assert_ok(call) assert_int_equal((call), PATRON_OK)
#define assert_refused(call, status) assert_int_equal((call), (status))

/* "table|column|row|value" of the last error, rows as in texts from 1. */
static inline void assert_error_parts(const char *expected) {
  static const char *const parts[] = {"table", "column", "row", "value"};
  char all[512] = "", one[256];
  for (size_t i = 0; i < 4; i++) {
    if (patron_context_error_part(context, parts[i], one, sizeof one, NULL) != PATRON_OK) one[0] = 0;
    strcat(all, i == 0 ? "" : "|");
    strcat(all, one);
  }
  assert_string_equal(all, expected);
}

static inline void assert_error_says(const char *part) {
  char text[1100];
  assert_ok(patron_context_error(context, text, sizeof text, NULL));
  if (strstr(text, part) == NULL) fail_msg("\"%s\" does not say \"%s\"", text, part);
}

/* A cell as text; "?" where it is unknown. */
static inline const char *cell(const patron_table *table, const char *column, int64_t row) {
  static char texts[4][256];
  static int next;
  char *text = texts[next++ % 4];
  int64_t index, offsets[2];
  uint8_t known = 0;
  assert_ok(patron_table_find_column(table, column, &index));
  assert_ok(patron_table_read_text(table, index, row, 1, offsets, text, 255, NULL, &known));
  text[offsets[1]] = 0;
  return known ? text : "?";
}

static inline int64_t rows_of(const patron_table *table) {
  int64_t rows = -1;
  assert_ok(patron_table_rows(table, &rows));
  return rows;
}

/* A table of text: `columns` names, then rows of cells; NULL is unknown. */
static inline patron_table *text_table(const char *name, const char *const *columns, int32_t column_count, const char *const *cells, int64_t rows) {
  patron_table *table = NULL;
  assert_ok(patron_table_create(context, name, rows, &table));
  for (int32_t i = 0; i < column_count; i++) {
    const char **values = malloc((size_t)(rows + 1) * sizeof *values);
    for (int64_t row = 0; row < rows; row++) values[row] = cells[row * column_count + i];
    assert_ok(patron_table_add_strings(table, columns[i], values));
    free((void *)values);
  }
  return table;
}

#endif
