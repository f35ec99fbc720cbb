/* Reading and writing while the disk, the file system or the database fails at the k-th call, for all k: told as such, nothing half done is left, and the next try works. */
#define _POSIX_C_SOURCE 200809L
#include "io_work.h"

#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>

static const FILE *unreadable; /* the file that could not be read */

static int fails(void) { return countdown > 0 && --countdown == 0; }

/* Fails with the errno that a worn-out disk gives. */
static int breaks(void)
{
  if (!fails()) return 0;
  errno = EIO;
  return 1;
}

FILE *__real_fopen(const char *path, const char *mode);
size_t __real_fread(void *into, size_t size, size_t count, FILE *file);
int __real_ferror(FILE *file);
size_t __real_fwrite(const void *from, size_t size, size_t count, FILE *file);
int __real_fflush(FILE *file);
int __real_fclose(FILE *file);
int __real_rename(const char *from, const char *to);
int __real_mkdir(const char *path, mode_t mode);
DIR *__real_opendir(const char *path);
int __real_sqlite3_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs);
int __real_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int bytes, sqlite3_stmt **statement, const char **tail);
int __real_sqlite3_step(sqlite3_stmt *statement);
int __real_sqlite3_reset(sqlite3_stmt *statement);
int __real_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *user, char **error);
int __real_sqlite3_bind_null(sqlite3_stmt *statement, int at);
int __real_sqlite3_bind_double(sqlite3_stmt *statement, int at, double value);
int __real_sqlite3_bind_int64(sqlite3_stmt *statement, int at, sqlite3_int64 value);
int __real_sqlite3_bind_text(sqlite3_stmt *statement, int at, const char *text, int bytes, void (*destroy)(void *));

FILE *__wrap_fopen(const char *path, const char *mode);
size_t __wrap_fread(void *into, size_t size, size_t count, FILE *file);
int __wrap_ferror(FILE *file);
size_t __wrap_fwrite(const void *from, size_t size, size_t count, FILE *file);
int __wrap_fflush(FILE *file);
int __wrap_fclose(FILE *file);
int __wrap_rename(const char *from, const char *to);
int __wrap_mkdir(const char *path, mode_t mode);
DIR *__wrap_opendir(const char *path);
int __wrap_sqlite3_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs);
int __wrap_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int bytes, sqlite3_stmt **statement, const char **tail);
int __wrap_sqlite3_step(sqlite3_stmt *statement);
int __wrap_sqlite3_reset(sqlite3_stmt *statement);
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *user, char **error);
int __wrap_sqlite3_bind_null(sqlite3_stmt *statement, int at);
int __wrap_sqlite3_bind_double(sqlite3_stmt *statement, int at, double value);
int __wrap_sqlite3_bind_int64(sqlite3_stmt *statement, int at, sqlite3_int64 value);
int __wrap_sqlite3_bind_text(sqlite3_stmt *statement, int at, const char *text, int bytes, void (*destroy)(void *));

FILE *__wrap_fopen(const char *path, const char *mode) { return breaks() ? NULL : __real_fopen(path, mode); }

size_t __wrap_fread(void *into, size_t size, size_t count, FILE *file)
{
  if (!breaks()) return __real_fread(into, size, count, file);
  unreadable = file;
  return 0;
}

int __wrap_ferror(FILE *file) { return file == unreadable ? 1 : __real_ferror(file); }
size_t __wrap_fwrite(const void *from, size_t size, size_t count, FILE *file) { return breaks() ? 0 : __real_fwrite(from, size, count, file); }
int __wrap_fflush(FILE *file) { return breaks() ? EOF : __real_fflush(file); }

int __wrap_fclose(FILE *file)
{
  if (file == unreadable) unreadable = NULL;
  const int closed = __real_fclose(file);
  return breaks() ? EOF : closed;
}

int __wrap_rename(const char *from, const char *to) { return breaks() ? -1 : __real_rename(from, to); }
int __wrap_mkdir(const char *path, mode_t mode) { return breaks() ? -1 : __real_mkdir(path, mode); }
DIR *__wrap_opendir(const char *path) { return breaks() ? NULL : __real_opendir(path); }

int __wrap_sqlite3_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs)
{
  const int code = __real_sqlite3_open_v2(path, db, flags, vfs);
  return fails() ? SQLITE_CANTOPEN : code;   /* with a handle that is to be closed, as SQLite says */
}

int __wrap_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int bytes, sqlite3_stmt **statement, const char **tail)
{
  *statement = NULL;
  return fails() ? SQLITE_IOERR : __real_sqlite3_prepare_v2(db, sql, bytes, statement, tail);
}

int __wrap_sqlite3_step(sqlite3_stmt *statement) { return fails() ? SQLITE_IOERR : __real_sqlite3_step(statement); }
int __wrap_sqlite3_reset(sqlite3_stmt *statement) { return fails() ? SQLITE_IOERR : __real_sqlite3_reset(statement); }
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *user, char **error) { return fails() ? SQLITE_FULL : __real_sqlite3_exec(db, sql, row, user, error); }
int __wrap_sqlite3_bind_null(sqlite3_stmt *statement, int at) { return fails() ? SQLITE_IOERR : __real_sqlite3_bind_null(statement, at); }
int __wrap_sqlite3_bind_double(sqlite3_stmt *statement, int at, double value) { return fails() ? SQLITE_IOERR : __real_sqlite3_bind_double(statement, at, value); }
int __wrap_sqlite3_bind_int64(sqlite3_stmt *statement, int at, sqlite3_int64 value) { return fails() ? SQLITE_IOERR : __real_sqlite3_bind_int64(statement, at, value); }
int __wrap_sqlite3_bind_text(sqlite3_stmt *statement, int at, const char *text, int bytes, void (*destroy)(void *)) { return fails() ? SQLITE_IOERR : __real_sqlite3_bind_text(statement, at, text, bytes, destroy); }

/* A file that was read whole may fail to be closed, and a name that is reserved, too: that is no loss. All other failures are told. */
static void every_call_of_the_system_may_fail(void **state)
{
  io_session *s = *state;
  io_work_prepare(s);
  int names = files_count("");
  for (size_t i = 0; i < IO_WORKS; i++) {
    const char *out = io_works[i].out;
    int64_t failed = 0, passed = 0;
    for (int64_t k = 1;; k += k < 60 ? 1 : 3 * io_works[i].step) {
      const uint64_t used = patron_context_memory_used(s->context);
      countdown = k;
      const patron_status status = io_works[i].run(s);
      const int over = countdown > 0;
      countdown = 0;
      if (over) { expect_ok(status); break; }
      if (status == PATRON_OK) {
        passed++;
        if (out != NULL) assert_int_equal(remove(files_path(out)), 0);
      } else {
        failed++;
        if (status != PATRON_E_IO && status != PATRON_E_FORMAT) fail_msg("%s, call %d: %s: %s", io_works[i].name, (int)k, patron_status_name(status), io_error(s));
        assert_true(io_error(s)[0] != 0);
      }
      assert_int_equal(files_count(""), names);
      assert_int_equal(patron_context_memory_used(s->context), used);
    }
    if (i > 0) assert_true(failed > 0 && passed < failed + 60);
    if (out != NULL) { assert_true(files_exists(out)); names++; }
  }
  patron_assessment_destroy(io_work_decisions);
  patron_model_destroy(io_work_model);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(every_call_of_the_system_may_fail, io_session_begin, io_session_end) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
