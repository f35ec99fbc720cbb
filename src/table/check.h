/* What is looked at in values before a column takes them: finite, in range, UTF-8, offsets that ascend. Values under a 0 bit are not looked at. */
#ifndef PATRON_SRC_TABLE_CHECK_H
#define PATRON_SRC_TABLE_CHECK_H

#include "table/store.h"

/* The row of the first known value that is NaN or infinite; -1: none. */
int64_t patron__find_not_finite(const double *values, const uint8_t *validity, int64_t rows);
/* PATRON_E_NOT_FINITE, PATRON_E_RANGE, PATRON_E_FORMAT with table, column and row. */
patron_status patron__table_check_finite(const patron_table *table, const char *column, const double *values, const uint8_t *validity);
/* Days from 0001-01-01 to 9999-12-31, the dates that have a text. */
patron_status patron__table_check_dates(const patron_table *table, const char *column, const int32_t *days, const uint8_t *validity);
patron_status patron__table_check_offsets(const patron_table *table, const char *column, const int64_t *offsets, const char *bytes);
patron_status patron__table_check_utf8(const patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity);

#endif
