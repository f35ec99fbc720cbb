/* Inputs: whatever paths a caller names, as the frames of fact or rule tables. */
#ifndef PATRON_SRC_IO_INPUTS_H
#define PATRON_SRC_IO_INPUTS_H

#include "io/frame.h"

/* A folder of CSV files, a CSV file, a JSON file or a database; each CSV is named after its table. */
patron_status patron__io_input(patron_io *io, int32_t kind, const char *path, patron__io_frames *frames);
/* Several, or through a file of views (`views` not NULL). A table that comes twice is PATRON_E_DUPLICATE. */
patron_status patron__io_inputs(patron_io *io, int32_t kind, const char *const *paths, int32_t count, const char *views, patron__io_frames *frames);
/* One table of any kind, unchecked: from "folder/<name>.csv", a CSV file of any name, a JSON file or a database. PATRON_E_NOT_FOUND. */
patron_status patron__io_input_table(patron_io *io, const char *path, const char *name, patron__io_frames *frames);

#endif
