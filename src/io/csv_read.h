/* CSV as it is read: RFC 4180 in UTF-8, strictly, in chunks of any size, so that files, pipes and blocks of memory read alike. */
#ifndef PATRON_SRC_IO_CSV_READ_H
#define PATRON_SRC_IO_CSV_READ_H

#include "io/frame.h"

enum { PATRON__IO_FIELD_LIMIT = 1 << 20 };   /* bytes in one field: a quote that never closes ends here */

typedef struct patron__io_csv patron__io_csv;

/* `origin` names the file in messages. The frame is made of what follows. */
patron_status patron__io_csv_open(patron_io *io, const char *name, const char *origin, patron__io_csv **out);
patron_status patron__io_csv_feed(patron__io_csv *csv, const char *bytes, int64_t len);
/* The frame is the caller's; the reader is to be closed all the same. PATRON_E_FORMAT: nothing but blank lines. */
patron_status patron__io_csv_finish(patron__io_csv *csv, patron__io_frame **out);
void patron__io_csv_close(patron__io_csv *csv);

/* A whole file (or pipe), with progress. */
patron_status patron__io_csv_file(patron_io *io, const char *path, const char *name, patron__io_frame **out);
/* A whole text in memory. */
patron_status patron__io_csv_memory(patron_io *io, const char *name, const char *origin, const char *bytes, int64_t len, patron__io_frame **out);

#endif
