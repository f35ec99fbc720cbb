/* Views: SQL that maps any CSV files or any database to tables of facts. */
#ifndef PATRON_SRC_IO_VIEWS_H
#define PATRON_SRC_IO_VIEWS_H

#include "io/frame.h"

/* `sql` holds CREATE VIEW statements (`sql_origin` names it in messages). CSV files stand as tables of text in the schema `main`, named after the file; a database stands read-only in the schema `source`.
   Names need no schema where they are clear. The views become TEMP views, so nothing is written to a source; those named after fact tables are read, and only those. */
patron_status patron__io_views_read(patron_io *io, const char *const *paths, int32_t count, const char *sql_origin, const char *sql, patron__io_frames *frames);

#endif
