/* Decision tables as tables of the database. Tables that an earlier call made are replaced, others never: a comment in the statement that made a table tells, which SQLite keeps. */
#include "assess.h"

#include <string.h>

#define MARK "/* written by patron_assess */"

static int32_t execute(job *work, char *sql)
{
  if (sql == NULL) {
    work->no_memory = 1;
    return 0;
  }
  int code = sqlite3_exec(work->db, sql, NULL, NULL, NULL);
  sqlite3_free(sql);
  return code == SQLITE_OK || job_fail_sqlite(work, "patron_assess");
}

static int32_t exists(job *work, const char *sql, const char *name)
{
  sqlite3_stmt *statement = NULL;
  int32_t found = sqlite3_prepare_v2(work->db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_bind_text(statement, 1, name, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
                  sqlite3_step(statement) == SQLITE_ROW;
  sqlite3_finalize(statement);
  return found;
}

static const char *affinity_of(int32_t type)
{
  switch (type) {
  case PATRON_MONEY: return " NUMERIC";
  case PATRON_NUMBER: return " REAL";
  case PATRON_INTEGER:
  case PATRON_FLAG: return " INTEGER";
  default: return "";
  }
}

static int32_t create(job *work, const patron_table *table, const char *place, int64_t columns)
{
  sqlite3_str *sql = sqlite3_str_new(work->db);
  char name[256];
  int32_t type;
  sqlite3_str_appendf(sql, "CREATE TABLE main.\"%w\"(", place);
  for (int64_t c = 0; c < columns; c++) {
    patron_status status = patron_table_column_name(table, c, name, sizeof name, NULL);
    if (status == PATRON_OK) status = patron_table_column_type(table, c, &type);
    if (status != PATRON_OK) {
      sqlite3_free(sqlite3_str_finish(sql));
      return job_fail_status(work, status, place);
    }
    sqlite3_str_appendf(sql, "%s\"%w\"%s", c == 0 ? "" : ", ", name, affinity_of(type));
  }
  sqlite3_str_appendall(sql, " " MARK ")");
  return execute(work, sqlite3_str_finish(sql));
}

static int32_t bind_cell(job *work, sqlite3_stmt *statement, const patron_table *table, int64_t column, int64_t row, char **buf, int64_t *room)
{
  int64_t offsets[2] = { 0 }, needed = 0, integer;
  double number;
  int32_t type = 0, flag;
  uint8_t known = 0;
  int at = (int)column + 1, code;
  patron_table_column_type(table, column, &type);
  patron_status status = type == PATRON_INTEGER  ? patron_table_read_i64(table, column, row, 1, &integer, &known)
                         : type == PATRON_NUMBER ? patron_table_read_f64(table, column, row, 1, &number, &known)
                         : type == PATRON_FLAG   ? patron_table_read_i32(table, column, row, 1, &flag, &known)
                                                 : patron_table_read_text(table, column, row, 1, offsets, *buf, *room, &needed, &known);
  if (status == PATRON_E_BUFFER_TOO_SMALL) {
    char *larger = sqlite3_realloc64(*buf, (sqlite3_uint64)needed + 64);
    if (larger == NULL) {
      work->no_memory = 1;
      return 0;
    }
    *buf = larger;
    *room = needed + 64;
    status = patron_table_read_text(table, column, row, 1, offsets, *buf, *room, &needed, &known);
  }
  if (status != PATRON_OK) return job_fail_status(work, status, "patron_assess");
  if ((known & 1) == 0) code = sqlite3_bind_null(statement, at);
  else if (type == PATRON_INTEGER) code = sqlite3_bind_int64(statement, at, integer);
  else if (type == PATRON_NUMBER) code = sqlite3_bind_double(statement, at, number);
  else if (type == PATRON_FLAG) code = sqlite3_bind_int(statement, at, flag);
  else code = sqlite3_bind_text64(statement, at, *buf, (sqlite3_uint64)(offsets[1] - offsets[0]), SQLITE_TRANSIENT, SQLITE_UTF8);
  return code == SQLITE_OK || job_fail_sqlite(work, "patron_assess");
}

static int32_t fill(job *work, const patron_table *table, const char *place, int64_t rows, int64_t columns)
{
  sqlite3_stmt *statement = NULL;
  sqlite3_str *sql = sqlite3_str_new(work->db);
  int64_t room = 256;
  char *buf = sqlite3_malloc64((sqlite3_uint64)room);
  sqlite3_str_appendf(sql, "INSERT INTO main.\"%w\" VALUES (", place);
  for (int64_t c = 0; c < columns; c++) sqlite3_str_appendall(sql, c == 0 ? "?" : ", ?");
  sqlite3_str_appendall(sql, ")");
  char *text = sqlite3_str_finish(sql);
  int32_t fine = buf != NULL && text != NULL && sqlite3_prepare_v2(work->db, text, -1, &statement, NULL) == SQLITE_OK;
  if (buf == NULL || text == NULL) work->no_memory = 1;
  else if (!fine) job_fail_sqlite(work, place);
  sqlite3_free(text);
  for (int64_t row = 0; row < rows && fine; row++) {
    for (int64_t c = 0; c < columns && fine; c++) fine = bind_cell(work, statement, table, c, row, &buf, &room);
    if (fine && sqlite3_step(statement) != SQLITE_DONE) fine = job_fail_sqlite(work, place);
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  sqlite3_free(buf);
  return fine;
}

static int32_t write_table(job *work, const patron_table *table, const char *prefix, const char *name, int64_t *written)
{
  int64_t rows = 0, columns = 0;
  char *place = sqlite3_mprintf("%s%s", prefix, name);
  int32_t fine = place != NULL;
  if (!fine) work->no_memory = 1;
  patron_table_rows(table, &rows);
  patron_table_columns(table, &columns);
  if (fine && exists(work, "SELECT 1 FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE", place))
    fine = job_fail(work, "patron_assess: the database has a table %s already, which is not Patron's; give another prefix", place);
  fine = fine && create(work, table, place, columns) && fill(work, table, place, rows, columns);
  *written = rows;
  sqlite3_free(place);
  return fine;
}

/* The tables of an earlier call with this prefix, also those that this call does not write: <prefix>tables lists them. */
static int32_t drop_earlier(job *work, const char *prefix)
{
  sqlite3_stmt *statement = NULL;
  sqlite3_str *drops = sqlite3_str_new(work->db);
  char *sql = sqlite3_mprintf("SELECT s.name FROM main.sqlite_schema AS s WHERE s.type = 'table' AND instr(s.sql, '" MARK "') > 0"
                              " AND s.name IN (SELECT '%q' || l.\"table\" FROM main.\"%wtables\" AS l UNION ALL SELECT '%qtables')", prefix, prefix, prefix);
  int32_t listed = sql != NULL && sqlite3_prepare_v2(work->db, sql, -1, &statement, NULL) == SQLITE_OK;   /* not so: there is no such list */
  sqlite3_free(sql);
  while (listed && sqlite3_step(statement) == SQLITE_ROW) sqlite3_str_appendf(drops, "DROP TABLE main.\"%w\";", sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  int32_t any = sqlite3_str_length(drops) > 0 || sqlite3_str_errcode(drops) != SQLITE_OK;
  char *text = sqlite3_str_finish(drops);
  return !any || execute(work, text);
}

static int32_t write_all(job *work, const patron_assessment *assessment, const char *prefix, int64_t *rows)
{
  patron_table *names = NULL, *table = NULL;
  int64_t count = 0, column = 0, offsets[2], written;
  char name[128];
  patron_status status = patron_assessment_table(assessment, "tables", &names);
  if (status == PATRON_OK) status = patron_table_find_column(names, "table", &column);
  if (status == PATRON_OK) status = patron_table_rows(names, &count);
  for (int64_t i = 0; i < count && status == PATRON_OK; i++) {
    int64_t needed = 0;
    status = patron_table_read_text(names, column, i, 1, offsets, name, sizeof name - 1, &needed, NULL);
    if (status == PATRON_OK) name[offsets[1] - offsets[0]] = 0;
    if (status != PATRON_OK || strcmp(name, "tables") == 0) continue;
    if ((status = patron_assessment_table(assessment, name, &table)) != PATRON_OK) break;
    int32_t fine = write_table(work, table, prefix, name, &written);
    if (strcmp(name, "customers") == 0) *rows = written;
    patron_table_destroy(table);
    table = NULL;
    if (!fine) {
      patron_table_destroy(names);
      return 0;
    }
  }
  int32_t fine = status == PATRON_OK ? write_table(work, names, prefix, "tables", &written) : job_fail_status(work, status, "patron_assess");
  patron_table_destroy(names);
  return fine;
}

int32_t write_decisions(job *work, const patron_assessment *assessment, const char *prefix, int64_t *rows)
{
  if (!execute(work, sqlite3_mprintf("SAVEPOINT patron_assess"))) return 0;
  if (drop_earlier(work, prefix) && write_all(work, assessment, prefix, rows)) return execute(work, sqlite3_mprintf("RELEASE patron_assess"));
  sqlite3_exec(work->db, "ROLLBACK TO patron_assess; RELEASE patron_assess", NULL, NULL, NULL);
  return 0;
}
