/* Patron as a loadable extension of SQLite: .load ./patron */
#include "patron_sqlite.h"

SQLITE_EXTENSION_INIT1

static void *allocate(void *user, uint64_t size)
{
  (void)user;
  return sqlite3_malloc64(size);
}

static void *reallocate(void *user, void *block, uint64_t old_size, uint64_t new_size)
{
  (void)user;
  (void)old_size;
  return sqlite3_realloc64(block, new_size);
}

static void release(void *user, void *block, uint64_t size)
{
  (void)user;
  (void)size;
  sqlite3_free(block);
}

const patron_allocator *patron_sqlite_allocator(void)
{
  static const patron_allocator allocator = { sizeof allocator, 0, NULL, allocate, reallocate, release };
  return &allocator;
}

int64_t patron_sqlite_share(sqlite3_context *context, sqlite3_value *value)
{
  double share = sqlite3_value_double(value);
  int type = sqlite3_value_numeric_type(value);
  if ((type == SQLITE_FLOAT || type == SQLITE_INTEGER) && share >= 0.0000005 && share <= 1.0) return (int64_t)(share * 1000000.0 + 0.5);
  sqlite3_result_error(context, "patron: a share is a number over 0 and at most 1, such as 0.8", -1);
  return 0;
}

void patron_sqlite_fail(sqlite3_context *context, const char *function, patron_status status)
{
  if (status == PATRON_E_NO_MEMORY) {
    sqlite3_result_error_nomem(context);
    return;
  }
  char *text = status == PATRON_E_TYPE         ? sqlite3_mprintf("%s: a value is no number", function)
               : status == PATRON_E_NOT_FINITE ? sqlite3_mprintf("%s: a value is infinite", function)
                                               : sqlite3_mprintf("%s: %s", function, patron_status_message(status));
  if (text == NULL) sqlite3_result_error_nomem(context);
  else sqlite3_result_error(context, text, -1);
  sqlite3_free(text);
}

static void version(sqlite3_context *context, int count, sqlite3_value **values)
{
  (void)count;
  (void)values;
  sqlite3_result_text(context, patron_version_string(), -1, SQLITE_STATIC);
}

/* The one symbol of the library: SQLite finds it by the name of the file. */
__attribute__((visibility("default"))) int sqlite3_patron_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

int sqlite3_patron_init(sqlite3 *db, char **error, const sqlite3_api_routines *api)
{
  static int (*const parts[])(sqlite3 *) = { patron_sqlite_add_threshold, patron_sqlite_add_states, patron_sqlite_add_relationship, patron_sqlite_add_pareto, patron_sqlite_add_assess };
  SQLITE_EXTENSION_INIT2(api);
  if (sqlite3_libversion_number() < 3037000) {
    *error = sqlite3_mprintf("patron needs SQLite 3.37, this is %s", sqlite3_libversion());
    return SQLITE_ERROR;
  }
  int code = sqlite3_create_function_v2(db, "patron_version", 0, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, version, NULL, NULL, NULL);
  for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == SQLITE_OK; i++) code = parts[i](db);
  return code;
}
