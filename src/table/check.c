/* Bulk checks of given values: a column of 1e7 numbers is looked at in blocks, and row by row only where something is wrong. */
#include "table/check.h"

#include "base/text.h"

enum { BLOCK = 64, FIRST_DAY = -719162, LAST_DAY = 2932896 };

static uint64_t bits_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/* An exponent of all ones (NaN, infinity) plus one carries into bit 63. */
static int32_t block_is_finite(const double *values) {
  uint64_t carried = 0;
  for (int i = 0; i < BLOCK; i++) carried |= (bits_of(values[i]) & UINT64_C(0x7ff0000000000000)) + UINT64_C(0x0010000000000000);
  return (carried >> 63) == 0;
}

static int32_t is_finite(double value) { return (bits_of(value) & UINT64_C(0x7ff0000000000000)) != UINT64_C(0x7ff0000000000000); }

static int32_t block_is_known(const uint8_t *validity, int64_t row) {
  static const uint8_t all[BLOCK / 8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  return validity == NULL || memcmp(validity + row / 8, all, sizeof all) == 0;
}

int64_t patron__find_not_finite(const double *values, const uint8_t *validity, int64_t rows) {
  for (int64_t row = 0; row < rows;) {
    if (row % BLOCK == 0 && rows - row >= BLOCK && block_is_known(validity, row) && block_is_finite(values + row)) {
      row += BLOCK;
      continue;
    }
    if ((validity == NULL || patron__bit_get(validity, row)) && !is_finite(values[row])) return row;
    row++;
  }
  return -1;
}

patron_status patron__table_check_finite(const patron_table *table, const char *column, const double *values, const uint8_t *validity) {
  int64_t row = patron__find_not_finite(values, validity, table->rows);
  if (row < 0) return PATRON_OK;
  patron__where where = {table->name, column, row, values[row] != values[row] ? "NaN" : values[row] < 0 ? "-inf" : "inf", -1, "a finite number, or a 0 bit in the validity for unknown"};
  return patron__fail(table->context, PATRON_E_NOT_FINITE, &where, "a number is not finite");
}

patron_status patron__table_check_dates(const patron_table *table, const char *column, const int32_t *days, const uint8_t *validity) {
  for (int64_t row = 0; row < table->rows; row++) {
    if ((validity != NULL && !patron__bit_get(validity, row)) || (days[row] >= FIRST_DAY && days[row] <= LAST_DAY)) continue;
    char text[PATRON__NUMBER_TEXT];
    patron__where where = {table->name, column, row, text, patron__format_i64(days[row], text), "days since 1970-01-01, from 0001-01-01 (-719162) to 9999-12-31 (2932896)"};
    return patron__fail(table->context, PATRON_E_RANGE, &where, "a date is out of range");
  }
  return PATRON_OK;
}

patron_status patron__table_check_offsets(const patron_table *table, const char *column, const int64_t *offsets, const char *bytes) {
  int64_t row = 0;
  if (offsets[0] >= 0)
    for (; row < table->rows && offsets[row] <= offsets[row + 1]; row++) {}
  patron__where where = {table->name, column, row, NULL, -1, "offsets of rows + 1 entries, none negative, none below the one before"};
  if (offsets[0] < 0 || row < table->rows) return patron__fail(table->context, PATRON_E_RANGE, &where, "the offsets of a text column do not ascend");
  if (bytes == NULL && offsets[table->rows] > offsets[0]) return patron__fail(table->context, PATRON_E_INVALID_ARGUMENT, NULL, "the bytes of text column %s are NULL", column);
  return PATRON_OK;
}

/* All rows known: one look at all bytes, and one at where each row begins. */
static int32_t all_is_utf8(const int64_t *offsets, const char *bytes, int64_t rows) {
  int64_t first = offsets[0], end = offsets[rows];
  if (end == first) return 1;
  if (!patron__text_is_utf8(bytes + first, end - first)) return 0;
  for (int64_t row = 1; row < rows; row++)
    if (offsets[row] < end && ((unsigned char)bytes[offsets[row]] & 0xc0) == 0x80) return 0;
  return 1;
}

patron_status patron__table_check_utf8(const patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity) {
  if (validity == NULL && all_is_utf8(offsets, bytes, table->rows)) return PATRON_OK;
  for (int64_t row = 0; row < table->rows; row++) {
    int64_t len = offsets[row + 1] - offsets[row];
    if (len == 0 || (validity != NULL && !patron__bit_get(validity, row)) || patron__text_is_utf8(bytes + offsets[row], len)) continue;
    patron__where where = {table->name, column, row, bytes + offsets[row], len, "UTF-8"};
    return patron__fail(table->context, PATRON_E_FORMAT, &where, "a text is not UTF-8");
  }
  return PATRON_OK;
}
