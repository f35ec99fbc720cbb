/* SQLite as it is written: a table each, money as decimal text, in one transaction. */
#ifndef PATRON_SRC_IO_SQLITE_WRITE_H
#define PATRON_SRC_IO_SQLITE_WRITE_H

#include "io/session.h"

#include <sqlite3.h>

/* Opens `path` for writing, creates the file when `create`. */
patron_status patron__io_sqlite_open(patron_io *io, const char *path, int32_t create, sqlite3 **out);
patron_status patron__io_sqlite_run(patron_io *io, sqlite3 *db, const char *sql, const char *where);
/* Creates the table (replacing one of that name) and inserts all rows; inside the caller's transaction. `where` names the file in messages. */
patron_status patron__io_sqlite_write(patron_io *io, sqlite3 *db, const patron_table *table, const char *where);

#endif
