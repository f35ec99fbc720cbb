/* The SQLite reader. A REAL in a MONEY column is taken as its shortest decimal (0.1 is "0.1"), which must fit the currency: what was computed in binary and is
   off by a hair is refused with its row, never rounded in silence. */
#include "io/sqlite_read.h"
#include "io/names.h"
#include "io/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

patron_status patron__io_sqlite_fail(patron_io *io, sqlite3 *db, int code, const char *where)
{
  if (code == SQLITE_NOMEM) return patron__io_no_memory(io);
  if (code == SQLITE_NOTADB) return patron__io_fail(io, PATRON_E_FORMAT, "%s: is no SQLite database", where);
  return patron__io_fail(io, code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_BUSY ? PATRON_E_IO : PATRON_E_FORMAT, "%s: %s", where,
                         db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(db));
}

static patron_status add_columns(patron_io *io, sqlite3_stmt *statement, patron__io_frame *frame)
{
  for (int c = 0; c < sqlite3_column_count(statement); c++) {
    const char *name = sqlite3_column_name(statement, c);
    int32_t index;
    if (name == NULL) return patron__io_no_memory(io);
    if (name[0] == 0) return patron__io_fail(io, PATRON_E_FORMAT, "%s: column %d has no name", frame->origin, c + 1);
    patron_status status = patron__io_frame_add(io, frame, patron__io_schema_spelled_column(io, frame->name, name), -1, &index);
    if (status == PATRON_E_DUPLICATE) return patron__io_fail(io, status, "%s: has column %.100s twice", frame->origin, name);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

static patron_status refuse(patron_io *io, const patron__io_frame *frame, const patron__io_cells *cells, const char *text)
{
  return patron__io_fail(io, PATRON_E_FORMAT, "%s row %" PRId64 ", column %s: %s", frame->origin, frame->rows + 1, cells->name, text);
}

static patron_status take_cell(patron_io *io, sqlite3_stmt *statement, int c, patron__io_frame *frame)
{
  patron__io_cells *cells = &frame->columns[c];
  char buf[64];
  const char *text = buf;
  int64_t len;
  int32_t stored;
  switch (sqlite3_column_type(statement, c)) {
  case SQLITE_NULL:
    return PATRON_OK;
  case SQLITE_INTEGER:
    len = snprintf(buf, sizeof buf, "%lld", (long long)sqlite3_column_int64(statement, c));
    stored = PATRON__IO_INTEGER;
    break;
  case SQLITE_FLOAT:
    if (patron_number_format(sqlite3_column_double(statement, c), buf, (int64_t)sizeof buf, NULL) != PATRON_OK) return refuse(io, frame, cells, "not a finite number");
    len = (int64_t)strlen(buf);
    stored = PATRON__IO_NUMBER;
    break;
  case SQLITE_BLOB:
    return refuse(io, frame, cells, "a BLOB (expected a text or a number)");
  default:
    text = (const char *)sqlite3_column_text(statement, c);
    if (text == NULL) return patron__io_no_memory(io);
    len = sqlite3_column_bytes(statement, c);
    if (len > 0 && memchr(text, 0, (size_t)len) != NULL) return refuse(io, frame, cells, "a text with a NUL character");
    stored = PATRON__IO_TEXT;
  }
  if (len == 0) return PATRON_OK;
  cells->stored |= stored;
  return patron__io_cells_append(cells, text, len) ? PATRON_OK : patron__io_no_memory(io);
}

static patron_status take_rows(patron_io *io, sqlite3 *db, sqlite3_stmt *statement, patron__io_frame *frame)
{
  for (;;) {
    int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return PATRON_OK;
    if (code != SQLITE_ROW) return patron__io_sqlite_fail(io, db, code, frame->origin);
    patron_status status = PATRON_OK;
    for (int32_t c = 0; c < frame->count && status == PATRON_OK; c++) status = take_cell(io, statement, c, frame);
    if (status == PATRON_OK && !patron__io_frame_end_row(frame)) status = patron__io_no_memory(io);
    if (status == PATRON_OK && frame->rows % 4096 == 0) status = patron__io_tick(io, "read", frame->rows, 0);
    if (status != PATRON_OK) return status;
  }
}

patron_status patron__io_sqlite_table(patron_io *io, sqlite3 *db, const char *schema, const char *name, const char *origin, patron__io_frames *frames)
{
  patron__io_frame *frame = NULL;
  sqlite3_stmt *statement = NULL;
  char *place = patron__io_table_origin(origin, name);
  char *sql = sqlite3_mprintf("SELECT * FROM \"%w\".\"%w\"", schema, name);
  patron_status status = place == NULL || sql == NULL ? patron__io_no_memory(io) : patron__io_frame_create(io, name, place, &frame);
  if (status == PATRON_OK) {
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK) status = patron__io_sqlite_fail(io, db, code, place);
  }
  if (status == PATRON_OK) status = add_columns(io, statement, frame);
  for (int32_t c = 0; status == PATRON_OK && c < frame->count; c++) frame->columns[c].stored = 0;
  if (status == PATRON_OK) status = take_rows(io, db, statement, frame);
  sqlite3_finalize(statement);
  sqlite3_free(sql);
  free(place);
  if (status == PATRON_OK) return patron__io_frames_add(io, frames, frame);
  patron__io_frame_destroy(frame);
  return status;
}

patron_status patron__io_sqlite_tables(patron_io *io, sqlite3 *db, const char *origin, int32_t kind, const char *only, patron__io_frames *frames)
{
  sqlite3_stmt *statement = NULL;
  patron_status status = PATRON_OK;
  int code = sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name", -1, &statement, NULL);
  if (code == SQLITE_OK)
    while (status == PATRON_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
      const char *name = (const char *)sqlite3_column_text(statement, 0), *wanted = only;
      if (name == NULL) status = patron__io_no_memory(io);
      else if (only == NULL ? (wanted = patron__io_schema_spelled(io, kind, name)) != NULL : patron__io_equal_ignoring_case(only, name)) status = patron__io_sqlite_table(io, db, "main", wanted, origin, frames);
    }
  if (status == PATRON_OK && code != SQLITE_DONE) status = patron__io_sqlite_fail(io, db, code, origin);
  sqlite3_finalize(statement);
  return status;
}

/* A database may come from anywhere: what its own schema says may call nothing but harmless functions, and may not damage the file. */
void patron__io_sqlite_distrust(sqlite3 *db)
{
  (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

/* Two tables that every output of an assessment has, and no input. */
static int32_t holds_decisions(sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  int32_t found = 0;
  if (sqlite3_prepare_v2(db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('about', 'skipped')", -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
    found = sqlite3_column_int(statement, 0) == 2;
  sqlite3_finalize(statement);
  return found;
}

/* A database with other tables: the one whose name is nearly that of one that we know is told, else what there is. */
static patron_status refuse_tables(patron_io *io, sqlite3 *db, const char *path, int32_t kind)
{
  const char *what = kind == PATRON__IO_RULE ? "rule" : "fact";
  char names[400] = "";
  sqlite3_stmt *statement = NULL;
  patron_status status = PATRON_OK;
  if (sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name", -1, &statement, NULL) == SQLITE_OK)
    while (status == PATRON_OK && sqlite3_step(statement) == SQLITE_ROW) {
      const char *name = (const char *)sqlite3_column_text(statement, 0);
      const size_t used = strlen(names);
      if (name == NULL) continue;
      if (patron__io_schema_likely(io, kind, name) != NULL) status = patron__io_check_name(io, kind, name, path);
      snprintf(names + used, sizeof names - used, "%s%.60s", used == 0 ? "; it has " : ", ", name);
    }
  sqlite3_finalize(statement);
  if (status != PATRON_OK) return status;
  return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no table or view is named after a %s table%s%s%s", path, what, kind == PATRON__IO_RULE ? "" : ", such as customers", names,
                         kind == PATRON__IO_RULE ? "" : " (a file of views can map them: --views)");
}

patron_status patron__io_sqlite_file(patron_io *io, const char *path, int32_t kind, const char *only, patron__io_frames *frames)
{
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
  patron_status status;
  int32_t before = frames->count;
  if (code == SQLITE_OK) patron__io_sqlite_distrust(db);
  if (code != SQLITE_OK) status = patron__io_sqlite_fail(io, db, code, path);
  else if (only == NULL && holds_decisions(db))
    status = patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: holds the decisions of an assessment (tables about and skipped), no %ss (expected the %ss that they were made %s)", path, kind == PATRON__IO_RULE ? "rule" : "fact",
                             kind == PATRON__IO_RULE ? "rule" : "fact", kind == PATRON__IO_RULE ? "by" : "from");
  else status = patron__io_sqlite_tables(io, db, path, kind, only, frames);
  if (status == PATRON_OK && frames->count == before && only == NULL) status = refuse_tables(io, db, path, kind);
  sqlite3_close(db);
  return status;
}
