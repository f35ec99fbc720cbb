/**
 * @file table.h
 * Tables: named, typed columns with validity, in Arrow's memory layout; and the schema of every table that Patron knows.
 */
#ifndef PATRON_TABLE_H
#define PATRON_TABLE_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct patron_table patron_table;

enum {
  PATRON_MONEY = 1,
  PATRON_NUMBER = 2,
  PATRON_INTEGER = 3,
  PATRON_DATE = 4,
  PATRON_TEXT = 5,
  PATRON_CODE = 6,
  PATRON_FLAG = 7
};

PATRON_API patron_status patron_table_create(patron_context *context, const char *name, int64_t rows, patron_table **out);
PATRON_API void patron_table_destroy(patron_table *table);

PATRON_API patron_status patron_table_add_f64(patron_table *table, const char *column, int32_t type, const double *values, const uint8_t *validity);
PATRON_API patron_status patron_table_add_i64(patron_table *table, const char *column, int32_t type, const int64_t *values, const uint8_t *validity);
PATRON_API patron_status patron_table_add_i32(patron_table *table, const char *column, int32_t type, const int32_t *values, const uint8_t *validity);
PATRON_API patron_status patron_table_add_code(patron_table *table, const char *column, const int32_t *codes, const uint8_t *validity, const char *const *names, int32_t name_count);
PATRON_API patron_status patron_table_add_text(patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity);
PATRON_API patron_status patron_table_add_strings(patron_table *table, const char *column, const char *const *values);
PATRON_API patron_status patron_table_borrow_f64(patron_table *table, const char *column, int32_t type, const double *values, const uint8_t *validity, patron_release_fn release, void *user);
PATRON_API patron_status patron_table_borrow_i64(patron_table *table, const char *column, int32_t type, const int64_t *values, const uint8_t *validity, patron_release_fn release, void *user);
PATRON_API patron_status patron_table_borrow_i32(patron_table *table, const char *column, int32_t type, const int32_t *values, const uint8_t *validity, patron_release_fn release, void *user);
PATRON_API patron_status patron_table_borrow_text(patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity, patron_release_fn release, void *user);
PATRON_API patron_status patron_table_append(patron_table *table, const patron_table *rows);

PATRON_API patron_status patron_table_name(const patron_table *table, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_table_rows(const patron_table *table, int64_t *out);
PATRON_API patron_status patron_table_columns(const patron_table *table, int64_t *out);
PATRON_API patron_status patron_table_column_name(const patron_table *table, int64_t column, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_table_column_type(const patron_table *table, int64_t column, int32_t *out);
PATRON_API patron_status patron_table_find_column(const patron_table *table, const char *name, int64_t *out);
PATRON_API patron_status patron_table_code_count(const patron_table *table, int64_t column, int32_t *out);
PATRON_API patron_status patron_table_code_name(const patron_table *table, int64_t column, int32_t code, char *buf, int64_t cap, int64_t *needed);

PATRON_API patron_status patron_table_read_f64(const patron_table *table, int64_t column, int64_t first, int64_t count, double *out, uint8_t *validity_out);
PATRON_API patron_status patron_table_read_i64(const patron_table *table, int64_t column, int64_t first, int64_t count, int64_t *out, uint8_t *validity_out);
PATRON_API patron_status patron_table_read_i32(const patron_table *table, int64_t column, int64_t first, int64_t count, int32_t *out, uint8_t *validity_out);
PATRON_API patron_status patron_table_read_text(const patron_table *table, int64_t column, int64_t first, int64_t count, int64_t *offsets, char *bytes, int64_t cap, int64_t *needed, uint8_t *validity_out);

PATRON_API patron_status patron_table_view_f64(const patron_table *table, int64_t column, const double **values, const uint8_t **validity);
PATRON_API patron_status patron_table_view_i64(const patron_table *table, int64_t column, const int64_t **values, const uint8_t **validity);
PATRON_API patron_status patron_table_view_i32(const patron_table *table, int64_t column, const int32_t **values, const uint8_t **validity);
PATRON_API patron_status patron_table_view_text(const patron_table *table, int64_t column, const int64_t **offsets, const char **bytes, const uint8_t **validity);

PATRON_API patron_status patron_schema(patron_context *context, const char *name, patron_table **out);
PATRON_API const char *patron_code_name(const char *column, int32_t code);

#ifdef __cplusplus
}
#endif

#endif
