/* Typed reading of a `settings` table in which every key stands (defaults filled in; "" = not set). */
#ifndef PATRON_SRC_TABLE_SETTINGS_H
#define PATRON_SRC_TABLE_SETTINGS_H

#include "table/schema.h"

enum { PATRON__SETTING_EXPECTATION = PATRON__EXPECTATION + 80 };

/* The text in force, as long-lived as the table and NOT NUL-terminated (it stands in a TEXT column); length 0 when not set; NULL: no such key. */
const char *patron__settings_value(const patron_table *settings, const char *key, int64_t *len);
/* The same as text of the caller's, NUL-terminated; "" when not set. PATRON_E_RANGE: longer than the room. */
patron_status patron__settings_copy(const patron_table *settings, const char *key, char *out, int64_t capacity);
int32_t patron__settings_is_set(const patron_table *settings, const char *key);
double patron__settings_number(const patron_table *settings, const char *key);        /* checked when it was put: cannot fail; 0 when not set */
int64_t patron__settings_integer(const patron_table *settings, const char *key);
int32_t patron__settings_code(const patron_table *settings, const char *key);
int32_t patron__settings_flag(const patron_table *settings, const char *key);
int32_t patron__settings_numbers(const patron_table *settings, const char *key, double *out, int32_t capacity);   /* count */
patron_status patron__settings_date(const patron_table *settings, const char *key, int32_t *out);                 /* PATRON_UNKNOWN when not set */
patron_status patron__settings_money(const patron_table *settings, const char *key, int32_t exponent, int64_t *out);   /* PATRON_UNKNOWN; PATRON_E_RANGE: more decimals than the currency has */

/* Checks one value against the schema; the error (text on the context) names key, value and expectation. PATRON_E_NOT_FOUND: no such key, with the one that was perhaps meant. */
patron_status patron__settings_check(patron_context *context, const char *key, const char *value, int64_t len);
/* The same of row `row` of a `settings` table that is put; -1: no row. */
patron_status patron__settings_check_row(patron_context *context, int64_t row, const char *key, const char *value, int64_t len);
/* What the setting takes, as in "a number from 0 to 1". */
void patron__settings_expectation(const patron__setting *setting, char expected[PATRON__SETTING_EXPECTATION]);

#endif
