/* CSV as it is written: UTF-8, a header line, LF, quotes only where they are needed; unknown is blank. */
#ifndef PATRON_SRC_IO_CSV_WRITE_H
#define PATRON_SRC_IO_CSV_WRITE_H

#include "io/output.h"

/* Writes into an open output; whether that worked, its commit says. */
patron_status patron__io_csv_write(patron_io *io, const patron_table *table, patron__io_output *output);
/* One field, quoted where it must be. */
void patron__io_csv_field(patron__io_output *output, const char *text, int64_t len);

#endif
