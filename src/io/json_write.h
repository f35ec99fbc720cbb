/* JSON as it is written: streamed, one row a line; money, dates, codes and texts are strings, unknown is null. */
#ifndef PATRON_SRC_IO_JSON_WRITE_H
#define PATRON_SRC_IO_JSON_WRITE_H

#include "io/output.h"

/* "text" with what JSON wants escaped. The text is UTF-8. */
void patron__io_json_text(patron__io_output *output, const char *text, int64_t len);
/* "name": [ rows ], without what separates it from other tables. */
patron_status patron__io_json_write(patron_io *io, const patron_table *table, patron__io_output *output);

#endif
