/* The parts of the loadable extension: each registers its functions. */
#ifndef PATRON_SQLITE_H
#define PATRON_SQLITE_H

#include <patron/patron.h>
#include <sqlite3ext.h>
#include <stddef.h>

SQLITE_EXTENSION_INIT3

/* Memory of libpatron's calls comes from SQLite, and counts against its limits. */
const patron_allocator *patron_sqlite_allocator(void);

/* A share such as 0.8 in parts per million; 0: it is none, and the text of the error is set. */
int64_t patron_sqlite_share(sqlite3_context *context, sqlite3_value *value);

/* The error of a failed call: memory as SQLite tells it, everything else as a sentence. */
void patron_sqlite_fail(sqlite3_context *context, const char *function, patron_status status);

int patron_sqlite_add_threshold(sqlite3 *db);
int patron_sqlite_add_states(sqlite3 *db);
int patron_sqlite_add_relationship(sqlite3 *db);
int patron_sqlite_add_pareto(sqlite3 *db);
int patron_sqlite_add_assess(sqlite3 *db);

#endif
