/* Names of tables as files give them: checked against the schema, with the name that was perhaps meant. */
#ifndef PATRON_SRC_IO_NAMES_H
#define PATRON_SRC_IO_NAMES_H

#include "io/schema.h"

/* PATRON_E_NOT_FOUND: "<where>: customer is no fact table (is it customers?)". */
patron_status patron__io_check_name(patron_io *io, int32_t kind, const char *name, const char *where);
/* "<origin> table <name>"; NULL: out of memory. */
char *patron__io_table_origin(const char *origin, const char *name);

#endif
