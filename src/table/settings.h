/* Typed reading of a `settings` table in which every key stands (defaults filled in; "" = not set). */
#ifndef PATRON_SRC_TABLE_SETTINGS_H
#define PATRON_SRC_TABLE_SETTINGS_H

#include "table/schema.h"

/* The text in force, NUL-terminated and as long-lived as the table; "" when not set; NULL: no such key. */
const char *patron__settings_text(const patron_table *settings, const char *key, int64_t *len);
int32_t patron__settings_is_set(const patron_table *settings, const char *key);
double patron__settings_number(const patron_table *settings, const char *key);        /* checked when it was put: cannot fail; 0 when not set */
int64_t patron__settings_integer(const patron_table *settings, const char *key);
int32_t patron__settings_code(const patron_table *settings, const char *key);
int32_t patron__settings_numbers(const patron_table *settings, const char *key, double *out, int32_t capacity);   /* count */
patron_status patron__settings_date(const patron_table *settings, const char *key, int32_t *out);                 /* PATRON_UNKNOWN when not set */
patron_status patron__settings_money(const patron_table *settings, const char *key, int32_t exponent, int64_t *out);   /* PATRON_UNKNOWN; PATRON_E_RANGE: more decimals than the currency has */
/* Checks one value against the schema; the error (text on the context) names key, value and expectation. */
patron_status patron__settings_check(patron_context *context, const char *key, const char *value, int64_t len);

#endif
