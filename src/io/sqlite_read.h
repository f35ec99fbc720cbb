/* SQLite as it is read: tables and views become frames; nothing is ever written to a source. */
#ifndef PATRON_SRC_IO_SQLITE_READ_H
#define PATRON_SRC_IO_SQLITE_READ_H

#include "io/frame.h"

#include <sqlite3.h>

/* All rows of the table or view `name` of the schema `schema` ("main", "temp"). Whole numbers, numbers and texts keep that they are; BLOBs are refused.
   `origin` is what messages name, "<origin> table <name>". */
patron_status patron__io_sqlite_table(patron_io *io, sqlite3 *db, const char *schema, const char *name, const char *origin, patron__io_frames *frames);
/* Tables and views of `main` that are named after tables of `kind`; the others are passed over. `only` (may be NULL): the one that is wanted, whatever its kind. */
patron_status patron__io_sqlite_tables(patron_io *io, sqlite3 *db, const char *origin, int32_t kind, const char *only, patron__io_frames *frames);
/* To be called on every database before anything of it is used: its schema may call harmless functions only. */
void patron__io_sqlite_distrust(sqlite3 *db);
/* A database file, opened read-only. */
patron_status patron__io_sqlite_file(patron_io *io, const char *path, int32_t kind, const char *only, patron__io_frames *frames);

/* An error of SQLite: "<where>: <its text>", or that the file is no database. */
patron_status patron__io_sqlite_fail(patron_io *io, sqlite3 *db, int code, const char *where);

#endif
