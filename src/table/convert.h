/* The parts of conversion that are about codes and about numbers. */
#ifndef PATRON_SRC_TABLE_CONVERT_H
#define PATRON_SRC_TABLE_CONVERT_H

#include "table/schema.h"

/* A TEXT or CODE column as one with the fixed list's dictionary (free: and further names behind it); the given one, retained, where it is so already. */
patron_status patron__codes_conform(patron_context *context, const char *table, const char *name, const patron__schema_column *expected, patron__column *given, patron__column **out);

/* A column with decimals of its own as MONEY (money_exponent < 0: TEXT), INTEGER or NUMBER; the given one, retained, where it is so already. PATRON_E_RANGE: not exact. */
patron_status patron__decimals_conform(patron_context *context, const char *table, const char *name, int32_t type, patron__column *given, int32_t money_exponent, patron__column **out);

/* Numbers as people and spreadsheets write them, and other programs do not: what is wrong with one, as a sentence. */
const char *patron__why_no_number(const char *text, int64_t len);

#endif
