/* The part of conversion that is about codes. */
#ifndef PATRON_SRC_TABLE_CONVERT_H
#define PATRON_SRC_TABLE_CONVERT_H

#include "table/schema.h"

/* A TEXT or CODE column as one with the fixed list's dictionary (free: and further names behind it); the given one, retained, where it is so already. */
patron_status patron__codes_conform(patron_context *context, const char *table, const char *name, const patron__schema_column *expected, patron__column *given, patron__column **out);

#endif
