/* JSON as it is read: tables as arrays of objects. */
#ifndef PATRON_SRC_IO_JSON_READ_H
#define PATRON_SRC_IO_JSON_READ_H

#include "io/frame.h"

/* {"criteria": [{...}, ...], "settings": [{...}] or {"key": value}}, or the same under "tables" as in an assessment's JSON.
   `kind`: a table that the schema does not know is refused. `only` (may be NULL): the one table that is wanted, whatever its kind; the others are passed over. */
patron_status patron__io_json_memory(patron_io *io, const char *origin, const char *bytes, int64_t len, int32_t kind, const char *only, patron__io_frames *frames);
patron_status patron__io_json_file(patron_io *io, const char *path, int32_t kind, const char *only, patron__io_frames *frames);

#endif
