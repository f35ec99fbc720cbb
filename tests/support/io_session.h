/* A context and a session of libpatron-io for a test, and short ways to what tests look at. */
#ifndef PATRON_TESTS_IO_SESSION_H
#define PATRON_TESTS_IO_SESSION_H

#include "checks.h"
#include "files.h"
#include "patron/io.h"

#include <errno.h>

typedef struct io_session {
  patron_context *context;
  patron_io *io;
  uint64_t used_at_first;
} io_session;

static inline int io_session_begin(void **state)
{
  io_session *s = calloc(1, sizeof *s);
  assert_non_null(s);
  expect_ok(patron_context_create(NULL, &s->context));
  s->used_at_first = patron_context_memory_used(s->context);
  expect_ok(patron_io_create(s->context, &s->io));
  files_begin();
  *state = s;
  return 0;
}

/* Everything that a test made must be gone by now. */
static inline int io_session_end(void **state)
{
  io_session *s = *state;
  files_end();
  patron_io_destroy(s->io);
  assert_int_equal(patron_context_memory_used(s->context), s->used_at_first);
  patron_context_destroy(s->context);
  free(s);
  return 0;
}

/* The session's error, with the test's folder taken out of its paths, and in English what the system says in the language of the test's locale. */
static inline const char *io_error(const io_session *s)
{
  static char text[2048];
  static char shown[2048];
  const char *folder = files_path("");
  size_t length = strlen(folder), at = 0;
  expect_ok(patron_io_error(s->io, text, sizeof text, NULL));
  for (const char *from = text; *from != 0;) {
    if (strncmp(from, folder, length) == 0 && from[length] == '/') from += length + 1;
    else shown[at++] = *from++;
  }
  shown[at] = 0;
  const char *reason = strerror(ENOENT);
  size_t reason_length = strlen(reason);
  if (at >= reason_length && strcmp(shown + at - reason_length, reason) == 0) snprintf(shown + at - reason_length, 64, "No such file or directory");
  return shown;
}

/* A cell as text; "" where it is unknown. */
static inline const char *io_cell(const patron_table *table, const char *column, int64_t row)
{
  static char texts[4][512];
  static int next;
  char *text = texts[next++ % 4];
  int64_t index, offsets[2];
  uint8_t known = 0;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_read_text(table, index, row, 1, offsets, text, 511, NULL, &known));
  text[offsets[1]] = 0;
  return text;
}

static inline int io_known(const patron_table *table, const char *column, int64_t row)
{
  int64_t index, offsets[2];
  char text[512];
  uint8_t known = 0;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_read_text(table, index, row, 1, offsets, text, 512, NULL, &known));
  return known & 1;
}

static inline int32_t io_type(const patron_table *table, const char *column)
{
  int64_t index;
  int32_t type;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_column_type(table, index, &type));
  return type;
}

static inline int64_t io_rows(const patron_table *table)
{
  int64_t rows;
  expect_ok(patron_table_rows(table, &rows));
  return rows;
}

static inline patron_status io_read_one(io_session *s, const char *path, patron_portfolio **out) { return patron_io_read_portfolio(s->io, "EUR", &path, 1, NULL, out); }

#endif
