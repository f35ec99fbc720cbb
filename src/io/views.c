/* Views: an SQLite database in memory holds the CSV files, a source database is attached read-only, and the views of the user's SQL map both to fact tables. */
#include "io/views.h"
#include "io/csv_read.h"
#include "io/paths.h"
#include "io/schema.h"
#include "io/sqlite_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A text that is built piece by piece; `text` NULL after a failure. */
static char *add_text(char *text, const char *format, const char *name)
{
  if (text == NULL) return NULL;
  char *longer = sqlite3_mprintf(format, text, name);
  sqlite3_free(text);
  return longer;
}

static patron_status run_sql(patron_io *io, sqlite3 *db, char *sql, const char *where)
{
  if (sql == NULL) return patron__io_no_memory(io);
  int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
  sqlite3_free(sql);
  return code == SQLITE_OK ? PATRON_OK : patron__io_sqlite_fail(io, db, code, where);
}

static patron_status insert_rows(patron_io *io, sqlite3 *db, const patron__io_frame *frame, sqlite3_stmt *statement)
{
  for (int64_t row = 0; row < frame->rows; row++) {
    for (int32_t c = 0; c < frame->count; c++) {
      int64_t len = 0;
      const char *text = patron__io_cells_text(&frame->columns[c], row, &len);
      int code = text == NULL ? sqlite3_bind_null(statement, c + 1) : sqlite3_bind_text(statement, c + 1, text, (int)len, SQLITE_STATIC);
      if (code != SQLITE_OK) return patron__io_sqlite_fail(io, db, code, frame->origin);
    }
    int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) code = sqlite3_reset(statement);
    if (code != SQLITE_OK) return patron__io_sqlite_fail(io, db, code, frame->origin);
    if (row % 4096 == 0) {
      patron_status status = patron__io_tick(io, "read", row, frame->rows);
      if (status != PATRON_OK) return status;
    }
  }
  return PATRON_OK;
}

/* A frame as a table of text columns in `main`. */
static patron_status load_frame(patron_io *io, sqlite3 *db, const patron__io_frame *frame)
{
  char *create = sqlite3_mprintf("CREATE TABLE main.\"%w\" (", frame->name), *insert = sqlite3_mprintf("INSERT INTO main.\"%w\" VALUES (", frame->name);
  for (int32_t c = 0; c < frame->count; c++) {
    create = add_text(create, c == 0 ? "%s\"%w\" TEXT" : "%s, \"%w\" TEXT", frame->columns[c].name);
    insert = add_text(insert, c == 0 ? "%s?%s" : "%s, ?%s", "");
  }
  create = add_text(create, "%s)%s", "");
  insert = add_text(insert, "%s)%s", "");
  sqlite3_stmt *statement = NULL;
  patron_status status = run_sql(io, db, create, frame->origin);
  if (status == PATRON_OK && insert == NULL) status = patron__io_no_memory(io);
  if (status == PATRON_OK) {
    int code = sqlite3_prepare_v2(db, insert, -1, &statement, NULL);
    if (code != SQLITE_OK) status = patron__io_sqlite_fail(io, db, code, frame->origin);
  }
  if (status == PATRON_OK) status = insert_rows(io, db, frame, statement);
  sqlite3_finalize(statement);
  sqlite3_free(insert);
  return status;
}

static patron_status load_csv(patron_io *io, sqlite3 *db, const char *path)
{
  patron__io_frame *frame = NULL;
  char *stem = patron__io_path_stem(path);
  patron_status status = stem == NULL ? patron__io_no_memory(io) : patron__io_csv_file(io, path, stem, &frame);
  if (status == PATRON_OK) status = load_frame(io, db, frame);
  patron__io_frame_destroy(frame);
  free(stem);
  return status;
}

static patron_status load_folder(patron_io *io, sqlite3 *db, const char *folder)
{
  patron__io_names names = { NULL, 0, 0 };
  patron_status status = patron__io_list_csv(io, folder, &names);
  for (int32_t i = 0; i < names.count && status == PATRON_OK; i++) {
    char *path = patron__io_join(folder, names.items[i]);
    status = path == NULL ? patron__io_no_memory(io) : load_csv(io, db, path);
    free(path);
  }
  patron__io_names_clear(&names);
  return status;
}

/* "file:" and the path, with what has a meaning in a URI escaped. */
static char *read_only_uri(const char *path)
{
  static const char digits[] = "0123456789ABCDEF";
  char *uri = patron__io_allocate(strlen(path) + 8, 3), *to = uri;
  if (uri == NULL) return NULL;
  memcpy(to, "file:", 5);
  to += 5;
  for (const char *from = path; *from != 0; from++) {
    if (*from == '%' || *from == '?' || *from == '#') {
      *to++ = '%';
      *to++ = digits[(unsigned char)*from >> 4];
      *to++ = digits[(unsigned char)*from & 15];
    } else *to++ = *from;
  }
  memcpy(to, "?mode=ro", 9);
  return uri;
}

static patron_status attach(patron_io *io, sqlite3 *db, const char *path, int32_t *attached)
{
  if (*attached) return patron__io_fail(io, PATRON_E_DUPLICATE, "%s: views read at most one database", path);
  *attached = 1;
  char *uri = read_only_uri(path);
  if (uri == NULL) return patron__io_no_memory(io);
  char *sql = sqlite3_mprintf("ATTACH %Q AS source; SELECT count(*) FROM source.sqlite_master", uri);
  free(uri);
  return run_sql(io, db, sql, path);
}

static patron_status load(patron_io *io, sqlite3 *db, const char *path, int32_t *attached)
{
  int32_t kind = patron__io_path_kind(path);
  if (kind == PATRON__IO_PATH_CSV) return load_csv(io, db, path);
  if (kind == PATRON__IO_PATH_FOLDER) return load_folder(io, db, path);
  if (kind == PATRON__IO_PATH_SQLITE) return attach(io, db, path, attached);
  return patron__io_fail(io, PATRON_E_FORMAT, "%s: views read CSV files (.csv), folders of them and databases (.sqlite, .sqlite3, .db)", path);
}

/* Past blanks and comments. */
static const char *skip_blank(const char *at)
{
  for (;;) {
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n' || *at == '\f' || *at == ';') at++;
    if (at[0] == '-' && at[1] == '-') { while (*at != 0 && *at != '\n') at++; }
    else if (at[0] == '/' && at[1] == '*') {
      const char *end = strstr(at + 2, "*/");
      if (end == NULL) return at + strlen(at);
      at = end + 2;
    } else return at;
  }
}

/* Past the keyword (in capitals) when it stands there, else NULL. */
static const char *after_word(const char *at, const char *word)
{
  at = skip_blank(at);
  for (; *word != 0; at++, word++) {
    char letter = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
    if (letter != *word) return NULL;
  }
  int32_t goes_on = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || *at == '_';
  return goes_on ? NULL : at;
}

static int64_t line_of(const char *text, const char *at)
{
  int64_t line = 1;
  for (; text < at; text++) line += *text == '\n';
  return line;
}

/* Runs one CREATE [TEMP] VIEW as a TEMP view; *next is where the statement ends. */
static patron_status create_view(patron_io *io, sqlite3 *db, const char *origin, const char *sql, const char *start, const char **next)
{
  static const char opening[] = "CREATE TEMP VIEW";
  char where[512];
  sqlite3_snprintf((int)sizeof where, where, "%s line %lld", origin, (long long)line_of(sql, start));
  const char *at = after_word(start, "CREATE"), *temporary = NULL;
  if (at != NULL) {
    temporary = after_word(at, "TEMP");
    if (temporary == NULL) temporary = after_word(at, "TEMPORARY");
    at = after_word(temporary == NULL ? at : temporary, "VIEW");
  }
  if (at == NULL) return patron__io_fail(io, PATRON_E_FORMAT, "%s: expected CREATE VIEW (a file of views holds nothing else)", where);
  char *text = patron__io_concat(opening, at);
  if (text == NULL) return patron__io_no_memory(io);
  const char *tail = NULL;
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(db, text, -1, &statement, &tail);
  if (code == SQLITE_OK) {
    *next = at + (tail - text) - (ptrdiff_t)(sizeof opening - 1);
    code = sqlite3_step(statement);
  }
  patron_status status = code == SQLITE_DONE ? PATRON_OK : patron__io_sqlite_fail(io, db, code, where);
  sqlite3_finalize(statement);
  free(text);
  return status;
}

static patron_status create_views(patron_io *io, sqlite3 *db, const char *origin, const char *sql)
{
  patron_status status = PATRON_OK;
  for (const char *at = skip_blank(sql); *at != 0 && status == PATRON_OK; at = skip_blank(at)) status = create_view(io, db, origin, sql, at, &at);
  return status;
}

static patron_status find_view(patron_io *io, sqlite3 *db, const char *origin, const char *name, int32_t *found)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_temp_master WHERE type = 'view' AND name = ? COLLATE NOCASE", -1, &statement, NULL);
  if (code == SQLITE_OK) code = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  *found = code == SQLITE_ROW;
  sqlite3_finalize(statement);
  return code == SQLITE_ROW || code == SQLITE_DONE ? PATRON_OK : patron__io_sqlite_fail(io, db, code, origin);
}

static patron_status read_views(patron_io *io, sqlite3 *db, const char *origin, patron__io_frames *frames)
{
  int32_t before = frames->count;
  const char *name;
  for (int32_t i = 0; (name = patron__io_schema_table(io, PATRON__IO_FACT, i)) != NULL; i++) {
    int32_t found;
    patron_status status = find_view(io, db, origin, name, &found);
    if (found) status = patron__io_sqlite_table(io, db, "temp", name, origin, frames);
    if (status != PATRON_OK) return status;
  }
  if (frames->count > before) return PATRON_OK;
  return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no view is named after a fact table (expected CREATE VIEW customers AS ...)", origin);
}

patron_status patron__io_views_read(patron_io *io, const char *const *paths, int32_t count, const char *sql_origin, const char *sql, patron__io_frames *frames)
{
  sqlite3 *db = NULL;
  int32_t attached = 0;
  int code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_MEMORY, NULL);
  patron_status status = code == SQLITE_OK ? PATRON_OK : patron__io_sqlite_fail(io, db, code, "memory");
  if (code == SQLITE_OK) patron__io_sqlite_distrust(db);
  for (int32_t i = 0; i < count && status == PATRON_OK; i++) status = load(io, db, paths[i], &attached);
  if (status == PATRON_OK) status = create_views(io, db, sql_origin, sql);
  if (status == PATRON_OK) status = read_views(io, db, sql_origin, frames);
  sqlite3_close(db);
  return status;
}
