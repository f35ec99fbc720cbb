/* SQLite as it is written. */
#include "io/sqlite_write.h"
#include "io/rows.h"
#include "io/sqlite_read.h"

#include <stdlib.h>
#include <string.h>

patron_status patron__io_sqlite_open(patron_io *io, const char *path, int32_t create, sqlite3 **out)
{
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0), NULL);
  if (code != SQLITE_OK) {
    patron_status status = patron__io_sqlite_fail(io, db, code, path);
    sqlite3_close(db);
    return status;
  }
  sqlite3_busy_timeout(db, 2000);
  *out = db;
  return PATRON_OK;
}

patron_status patron__io_sqlite_run(patron_io *io, sqlite3 *db, const char *sql, const char *where)
{
  if (sql == NULL) return patron__io_no_memory(io);
  int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
  return code == SQLITE_OK ? PATRON_OK : patron__io_sqlite_fail(io, db, code, where);
}

static const char *declared_type(int32_t type)
{
  if (type == PATRON_NUMBER) return "REAL";
  return type == PATRON_INTEGER || type == PATRON_FLAG ? "INTEGER" : "TEXT";
}

/* "CREATE TABLE ..." and "INSERT ..."; NULL: out of memory. */
static char *create_text(const patron__io_rows *rows)
{
  char *sql = sqlite3_mprintf("CREATE TABLE \"%w\" (", rows->name);
  for (int32_t c = 0; c < rows->count && sql != NULL; c++) {
    char *longer = sqlite3_mprintf("%s%s\"%w\" %s", sql, c == 0 ? "" : ", ", rows->columns[c].name, declared_type(rows->columns[c].type));
    sqlite3_free(sql);
    sql = longer;
  }
  char *whole = sql == NULL ? NULL : sqlite3_mprintf("%s)", sql);
  sqlite3_free(sql);
  return whole;
}

static char *insert_text(const patron__io_rows *rows)
{
  char *marks = patron__io_allocate((size_t)rows->count, 2);
  if (marks == NULL) return NULL;
  for (int32_t c = 0; c < rows->count; c++) { marks[2 * c] = '?'; marks[2 * c + 1] = ','; }
  char *sql = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (%.*s)", rows->name, rows->count * 2 - 1, marks);
  free(marks);
  return sql;
}

static int bind_cell(sqlite3_stmt *statement, patron__io_rows *rows, int32_t c, int64_t i)
{
  const patron__io_out_column *column = &rows->columns[c];
  if (!patron__io_rows_known(rows, c, i)) return sqlite3_bind_null(statement, c + 1);
  if (column->numbers != NULL) return sqlite3_bind_double(statement, c + 1, column->numbers[i]);
  if (column->integers != NULL) return sqlite3_bind_int64(statement, c + 1, column->integers[i]);
  int64_t len = 0;
  const char *text = patron__io_rows_text(rows, c, i, &len);
  return sqlite3_bind_text64(statement, c + 1, text, (sqlite3_uint64)len, SQLITE_STATIC, SQLITE_UTF8);
}

static int insert_row(sqlite3_stmt *statement, patron__io_rows *rows, int64_t i)
{
  for (int32_t c = 0; c < rows->count; c++) {
    int code = bind_cell(statement, rows, c, i);
    if (code != SQLITE_OK) return code;
  }
  int code = sqlite3_step(statement);
  return code == SQLITE_DONE ? sqlite3_reset(statement) : code;
}

static patron_status insert_all(patron_io *io, sqlite3 *db, patron__io_rows *rows, const char *where)
{
  sqlite3_stmt *statement = NULL;
  char *sql = insert_text(rows);
  if (sql == NULL) return patron__io_no_memory(io);
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  sqlite3_free(sql);
  patron_status status = code == SQLITE_OK ? PATRON_OK : patron__io_sqlite_fail(io, db, code, where);
  while (status == PATRON_OK && (status = patron__io_rows_next(rows)) == PATRON_OK)
    for (int64_t i = 0; i < rows->block && status == PATRON_OK; i++) {
      code = insert_row(statement, rows, i);
      if (code != SQLITE_OK) status = patron__io_sqlite_fail(io, db, code, where);
    }
  sqlite3_finalize(statement);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}

patron_status patron__io_sqlite_write(patron_io *io, sqlite3 *db, const patron_table *table, const char *where)
{
  patron__io_rows rows;
  patron_status status = patron__io_rows_open(io, table, 1, &rows);
  if (status != PATRON_OK) return status;
  char *drop = sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\"", rows.name), *create = create_text(&rows);
  status = patron__io_sqlite_run(io, db, drop, where);
  if (status == PATRON_OK && rows.count > 0) status = patron__io_sqlite_run(io, db, create, where);
  if (status == PATRON_OK && rows.count > 0) status = insert_all(io, db, &rows, where);
  sqlite3_free(drop);
  sqlite3_free(create);
  patron__io_rows_close(&rows);
  return status;
}
