/* What the session writes: the decision tables of an assessment, or one table, as a folder of CSV files, JSON or SQLite. */
#include "io/csv_write.h"
#include "io/json_write.h"
#include "io/paths.h"
#include "io/rows.h"
#include "io/schema.h"
#include "io/sqlite_read.h"
#include "io/sqlite_write.h"
#include "io/tables.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The table of key and value that says what the decisions were made with. */
static const char about_table[] = "about";

static patron_status write_csv_file(patron_io *io, const patron_table *table, patron__io_output *output)
{
  patron_status status = patron__io_csv_write(io, table, output);
  if (status == PATRON_OK) return patron__io_output_commit(output);
  patron__io_output_abandon(output);
  return status;
}

static patron_status write_in_folder(patron__io_folder *folder, const patron_table *table, const char *name)
{
  patron__io_output output;
  char *file = patron__io_concat(name, ".csv");
  if (file == NULL) return patron__io_no_memory(folder->io);
  patron_status status = patron__io_folder_file(folder, file, &output);
  free(file);
  return status == PATRON_OK ? write_csv_file(folder->io, table, &output) : status;
}

/* Tables that `patron robust` writes, and the schema, which lists what every assessment may have, does not know. */
static const char *const robustness_tables[] = { "stability", "acceptability", "agreement", NULL };

static const char *known_table(const patron_io *io, int32_t index)
{
  int32_t count = 0;
  while (patron__io_schema_table(io, PATRON__IO_DECISION, count) != NULL) count++;
  return index < count ? patron__io_schema_table(io, PATRON__IO_DECISION, index) : robustness_tables[index - count];
}

/* Whether the file is there and begins with these bytes. */
static patron_status begins_with(patron_io *io, const char *path, const char *text, int32_t *same)
{
  char start[128];
  const size_t length = strlen(text) < sizeof start ? strlen(text) : sizeof start;
  int64_t total;
  FILE *file = NULL;
  *same = 0;
  if (!patron__io_path_exists(path) || patron__io_path_is_folder(path)) return PATRON_OK;
  patron_status status = patron__io_open_file(io, path, &file, &total);
  if (status != PATRON_OK) return status;
  const size_t got = fread(start, 1, length, file);
  if (ferror(file)) status = patron__io_fail(io, PATRON_E_IO, "%s: cannot be read: %s", path, strerror(errno));
  *same = got == length && memcmp(start, text, length) == 0;
  fclose(file);
  return status;
}

/* Files without an `about` beside them are the user's; or a run was interrupted while it exchanged them, and what was there before lies beside the folder. */
static patron_status refuse_theirs(patron_io *io, const char *folder, const char *table)
{
  char *beside = patron__io_beside(folder, 0), *earlier = beside == NULL ? NULL : patron__io_join(beside, "earlier");
  patron_status status;
  if (earlier == NULL) status = patron__io_no_memory(io);
  else if (!patron__io_path_is_folder(earlier)) status = patron__io_fail(io, PATRON_E_DUPLICATE, "%s: holds a file %s.csv that Patron did not write (give another folder)", folder, table);
  else status = patron__io_fail(io, PATRON_E_DUPLICATE, "%s: a run was interrupted while it replaced the tables there, and those of before are in %s (remove both folders, or give another one)", folder, earlier);
  free(earlier);
  free(beside);
  return status;
}

/* Whether a file of the folder is one that this run replaces, or that an earlier run wrote and this one does not. */
static patron_status is_earlier(patron_io *io, const char *folder, const char *path, const char *table, int32_t ours, int32_t written, int32_t *earlier)
{
  const patron__io_known *first = patron__io_schema_at(io, PATRON__IO_DECISION, table, 0);
  *earlier = ours;
  if (!patron__io_path_exists(path)) { *earlier = 0; return PATRON_OK; }
  const int32_t theirs = !ours || patron__io_path_is_folder(path);
  if (written) return theirs ? refuse_theirs(io, folder, table) : PATRON_OK;
  if (theirs) *earlier = 0;
  return theirs || first == NULL || first->pattern ? PATRON_OK : begins_with(io, path, first->column, earlier);
}

/* The name of such a file goes on the list. `ours`: Patron wrote in this folder before. */
static patron_status find_earlier(patron_io *io, const char *folder, const char *table, int32_t ours, int32_t written, patron__io_names *earlier)
{
  char *name = patron__io_concat(table, ".csv"), *path = name == NULL ? NULL : patron__io_join(folder, name);
  int32_t listed = 0;
  void *items = earlier->items;
  patron_status status = path == NULL ? patron__io_no_memory(io) : is_earlier(io, folder, path, table, ours, written, &listed);
  if (status == PATRON_OK && listed && !patron__io_grow(&items, &earlier->capacity, earlier->count + 1, sizeof *earlier->items)) status = patron__io_no_memory(io);
  earlier->items = items;
  if (status == PATRON_OK && listed) earlier->items[earlier->count++] = name;
  else free(name);
  free(path);
  return status;
}

static int32_t is_written(const patron__io_tables *tables, const char *name)
{
  return patron__io_tables_find(tables, name) != NULL;
}

/* What an earlier run left in a folder, `about` before the others. */
static patron_status list_earlier(patron_io *io, const patron__io_tables *tables, const char *folder, patron__io_names *earlier)
{
  char *about = patron__io_join(folder, "about.csv");
  int32_t ours = 0;
  const char *name;
  patron_status status = about == NULL ? patron__io_no_memory(io) : begins_with(io, about, "key,value\n", &ours);
  free(about);
  if (status == PATRON_OK) status = find_earlier(io, folder, about_table, ours, is_written(tables, about_table), earlier);
  for (int32_t i = 0; i < tables->count && status == PATRON_OK; i++)
    if (strcmp(tables->names[i], about_table) != 0) status = find_earlier(io, folder, tables->names[i], ours, 1, earlier);
  for (int32_t i = 0; status == PATRON_OK && (name = known_table(io, i)) != NULL; i++)
    if (!is_written(tables, name)) status = find_earlier(io, folder, name, ours, 0, earlier);
  return status;
}

static patron_status write_files(patron__io_folder *folder, const patron__io_tables *tables)
{
  const patron_table *about = patron__io_tables_find(tables, about_table);
  patron_status status = about == NULL ? PATRON_OK : write_in_folder(folder, about, about_table);
  for (int32_t i = 0; i < tables->count && status == PATRON_OK; i++)
    if (tables->items[i] != about) status = write_in_folder(folder, tables->items[i], tables->names[i]);
  return status;
}

static patron_status write_folder(patron_io *io, const patron__io_tables *tables, const char *path)
{
  patron__io_folder folder;
  patron__io_names earlier = { NULL, 0, 0 };
  patron_status status = list_earlier(io, tables, path, &earlier);
  if (status == PATRON_OK) {
    status = patron__io_folder_open(io, path, &folder);
    if (status == PATRON_OK) status = write_files(&folder, tables);
    if (status == PATRON_OK) status = patron__io_folder_commit(&folder, &earlier);
    else patron__io_folder_abandon(&folder);
  }
  patron__io_names_clear(&earlier);
  return status;
}

/* "key": "value", or null where `about` does not know it. */
static patron_status write_about(patron__io_output *output, const patron_table *about, const char *key)
{
  char value[256] = "";
  if (about != NULL && !patron__io_about(about, key, value, sizeof value)) return patron__io_no_memory(output->io);
  patron__io_output_text(output, ", ");
  patron__io_json_text(output, key, (int64_t)strlen(key));
  patron__io_output_text(output, ": ");
  if (value[0] != 0) patron__io_json_text(output, value, (int64_t)strlen(value));
  else patron__io_output_text(output, "null");
  return PATRON_OK;
}

static patron_status write_header(patron__io_output *output, const patron_table *about)
{
  static const char *const keys[] = { "policy", "as_of", "currency" };
  patron_status status = PATRON_OK;
  char abi[32];
  const char *version = patron_version_string();
  snprintf(abi, sizeof abi, ", \"abi\": %" PRIu32, patron_abi_version());
  patron__io_output_text(output, "{\"patron\": {\"version\": ");
  patron__io_json_text(output, version, (int64_t)strlen(version));
  patron__io_output_text(output, abi);
  for (size_t i = 0; i < sizeof keys / sizeof *keys && status == PATRON_OK; i++) status = write_about(output, about, keys[i]);
  patron__io_output_text(output, "},\n");
  return status;
}

/* The tables of an assessment, with the header; or a table alone, without. */
static patron_status write_json(patron_io *io, const patron__io_tables *tables, const char *path)
{
  patron__io_output output;
  patron_status status = patron__io_output_open(io, path, &output);
  if (status != PATRON_OK) return status;
  const patron_table *about = patron__io_tables_find(tables, about_table);
  int32_t whole = about != NULL || tables->count != 1, written = 0;
  if (whole) status = write_header(&output, about);
  patron__io_output_text(&output, whole ? "\"tables\": {\n" : "{\"tables\": {\n");
  for (int32_t i = 0; i < tables->count && status == PATRON_OK; i++) {
    if (tables->items[i] == about) continue;
    if (written++ > 0) patron__io_output_text(&output, ",\n");
    status = patron__io_json_write(io, tables->items[i], &output);
  }
  patron__io_output_text(&output, "\n}}\n");
  if (status == PATRON_OK) return patron__io_output_commit(&output);
  patron__io_output_abandon(&output);
  return status;
}

static int32_t has_column(sqlite3 *db, const char *table, const char *column)
{
  return sqlite3_table_column_metadata(db, "main", table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* Tables of an earlier run that this one does not write. */
static patron_status drop_earlier(patron_io *io, sqlite3 *db, const patron__io_tables *tables, const char *path)
{
  patron_status status = PATRON_OK;
  const char *name;
  for (int32_t i = 0; status == PATRON_OK && (name = known_table(io, i)) != NULL; i++) {
    const patron__io_known *first = patron__io_schema_at(io, PATRON__IO_DECISION, name, 0);
    if (is_written(tables, name) || !has_column(db, name, first == NULL || first->pattern ? NULL : first->column)) continue;
    char *sql = sqlite3_mprintf("DROP TABLE \"%w\"", name);
    status = patron__io_sqlite_run(io, db, sql, path);
    sqlite3_free(sql);
  }
  return status;
}

/* A database that Patron wrote before has its `about`, and what is not written again goes; in any other, a table of the same name is the user's and stays. */
static patron_status check_theirs(patron_io *io, sqlite3 *db, const patron__io_tables *tables, const char *path)
{
  sqlite3_stmt *statement = NULL;
  if (has_column(db, about_table, "key") && has_column(db, about_table, "value")) return drop_earlier(io, db, tables, path);
  patron_status status = PATRON_OK;
  int code = sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_master WHERE name = ?", -1, &statement, NULL);
  if (code != SQLITE_OK) return patron__io_sqlite_fail(io, db, code, path);
  for (int32_t i = 0; i < tables->count && status == PATRON_OK; i++) {
    code = sqlite3_bind_text(statement, 1, tables->names[i], -1, SQLITE_STATIC);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code == SQLITE_ROW) status = patron__io_fail(io, PATRON_E_DUPLICATE, "%s: has a table %s that Patron did not write (give another file)", path, tables->names[i]);
    else if (code != SQLITE_DONE) status = patron__io_sqlite_fail(io, db, code, path);
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  return status;
}

static patron_status write_database(patron_io *io, const patron__io_tables *tables, const char *file, const char *path, int32_t fresh)
{
  sqlite3 *db = NULL;
  patron_status status = patron__io_sqlite_open(io, file, fresh, &db);
  if (status == PATRON_OK) status = patron__io_sqlite_run(io, db, "BEGIN IMMEDIATE", path);
  if (status == PATRON_OK && !fresh) status = check_theirs(io, db, tables, path);
  for (int32_t i = 0; i < tables->count && status == PATRON_OK; i++) status = patron__io_sqlite_write(io, db, tables->items[i], path);
  if (status == PATRON_OK) status = patron__io_sqlite_run(io, db, "COMMIT", path);
  sqlite3_close(db);   /* what was not committed is rolled back */
  return status;
}

/* A new database is written beside and renamed; into one that is there the tables go in one transaction. */
static patron_status write_sqlite(patron_io *io, const patron__io_tables *tables, const char *path)
{
  if (patron__io_path_exists(path)) return write_database(io, tables, path, path, 0);
  patron__io_output output;
  patron_status status = patron__io_output_reserve(io, path, &output);
  if (status != PATRON_OK) return status;
  status = write_database(io, tables, output.temporary, path, 1);
  if (status == PATRON_OK) return patron__io_output_commit(&output);
  patron__io_output_abandon(&output);
  return status;
}

patron_status patron_io_write_assessment(patron_io *io, const patron_assessment *assessment, const char *path)
{
  if (io == NULL || assessment == NULL || path == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron__io_tables tables;
  int32_t kind = strcmp(path, "-") == 0 ? PATRON__IO_PATH_JSON : patron__io_path_kind(path);
  if (kind == PATRON__IO_PATH_CSV) return patron__io_fail(io, PATRON_E_INVALID_ARGUMENT, "%s: an assessment is many tables (expected a folder, or a name that ends in .json or .sqlite)", path);
  patron_status status = patron__io_tables_of(io, assessment, &tables);
  if (status != PATRON_OK) return status;
  if (kind == PATRON__IO_PATH_JSON) status = write_json(io, &tables, path);
  else if (kind == PATRON__IO_PATH_SQLITE) status = write_sqlite(io, &tables, path);
  else status = write_folder(io, &tables, path);
  patron__io_tables_clear(&tables);
  return status;
}

patron_status patron_io_write_table(patron_io *io, const patron_table *table, const char *path)
{
  if (io == NULL || table == NULL || path == NULL) return PATRON_E_INVALID_ARGUMENT;
  char *name = patron__io_table_name(table);
  if (name == NULL) return patron__io_no_memory(io);
  patron_table *items[1] = { (patron_table *)(uintptr_t)table };   /* only read */
  char *names[1] = { name };
  patron__io_tables tables = { items, names, 1 };
  patron__io_output output;
  int32_t kind = strcmp(path, "-") == 0 ? PATRON__IO_PATH_JSON : patron__io_path_kind(path);
  patron_status status;
  if (kind == PATRON__IO_PATH_JSON) status = write_json(io, &tables, path);
  else if (kind == PATRON__IO_PATH_SQLITE) status = write_sqlite(io, &tables, path);
  else if (kind == PATRON__IO_PATH_CSV) {
    status = patron__io_output_open(io, path, &output);
    if (status == PATRON_OK) status = write_csv_file(io, table, &output);
  } else status = patron__io_fail(io, PATRON_E_INVALID_ARGUMENT, "%s: expected a name that ends in .csv, .json or .sqlite", path);
  free(name);
  return status;
}
