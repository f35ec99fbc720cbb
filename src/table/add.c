/* Columns that are copied from the host: checked first, then copied as a whole, so that a call that fails leaves the table as it was. */
#include "base/text.h"
#include "table/check.h"

/* What every way to add a column begins with. */
static patron_status may_add(const patron_table *table, const char *column, int32_t has_values) {
  if (table == NULL || column == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_add");
  patron_status status = patron__context_idle(table->context);
  if (status == PATRON_OK) status = patron__table_may_add(table, column);
  if (status != PATRON_OK) return status;
  patron__where where = {table->name, column, -1, NULL, -1, NULL};
  if (!has_values && table->rows > 0) return patron__fail(table->context, PATRON_E_INVALID_ARGUMENT, &where, "the values of a column are NULL");
  return PATRON_OK;
}

static patron_status wrong_type(const patron_table *table, const char *column, const char *expected) {
  patron__where where = {table->name, column, -1, NULL, -1, expected};
  return patron__fail(table->context, PATRON_E_TYPE, &where, "values of this kind cannot make a column of the type asked for");
}

static patron_status copy_validity(patron__column *column, const uint8_t *validity) {
  if (validity == NULL || patron__bitmap_count(validity, 0, column->rows) == column->rows) return PATRON_OK;
  patron_status status = patron__column_need_validity(column);
  if (status == PATRON_OK) patron__bitmap_copy(column->validity, 0, validity, 0, column->rows);
  return status;
}

/* Hands a finished column to the table, whatever became of it. */
static patron_status attach(patron_table *table, const char *name, patron__column *column, patron_status status) {
  if (status == PATRON_OK) status = patron__table_attach(table, name, column);
  patron__column_drop(column);
  return status;
}

static patron_status add_copy(patron_table *table, const char *column, int32_t type, const void *values, size_t width, const uint8_t *validity) {
  patron__column *made = NULL;
  patron_status status = patron__column_create_raw(table->context, type, table->rows, 0, &made);
  if (status != PATRON_OK) return status;
  status = copy_validity(made, validity);
  if (status == PATRON_OK && table->rows > 0) memcpy(made->values, values, (size_t)table->rows * width);
  if (status == PATRON_OK) patron__column_zero_unknown(made);
  return attach(table, column, made, status);
}

patron_status patron_table_add_f64(patron_table *table, const char *column, int32_t type, const double *values, const uint8_t *validity) {
  patron_status status = may_add(table, column, values != NULL);
  if (status != PATRON_OK) return status;
  if (type != PATRON_NUMBER) return wrong_type(table, column, "NUMBER for doubles (MONEY is int64 minor units)");
  status = patron__table_check_finite(table, column, values, validity);
  return status != PATRON_OK ? status : add_copy(table, column, type, values, sizeof *values, validity);
}

patron_status patron_table_add_i64(patron_table *table, const char *column, int32_t type, const int64_t *values, const uint8_t *validity) {
  patron_status status = may_add(table, column, values != NULL);
  if (status != PATRON_OK) return status;
  if (type != PATRON_MONEY && type != PATRON_INTEGER) return wrong_type(table, column, "MONEY or INTEGER for int64 values");
  return add_copy(table, column, type, values, sizeof *values, validity);
}

static patron_status add_flags(patron_table *table, const char *column, const int32_t *values, const uint8_t *validity) {
  patron__column *made = NULL;
  patron_status status = patron__column_create(table->context, PATRON_FLAG, table->rows, &made);
  if (status != PATRON_OK) return status;
  status = copy_validity(made, validity);
  for (int64_t row = 0; row < table->rows && status == PATRON_OK; row++) {
    if (!patron__column_known(made, row)) continue;
    if (values[row] == 1) {
      patron__bit_set(made->values, row);
    } else if (values[row] != 0) {
      char text[PATRON__NUMBER_TEXT];
      patron__where where = {table->name, column, row, text, patron__format_i64(values[row], text), "0 or 1"};
      status = patron__fail(table->context, PATRON_E_RANGE, &where, "a flag is neither 0 nor 1");
    }
  }
  return attach(table, column, made, status);
}

patron_status patron_table_add_i32(patron_table *table, const char *column, int32_t type, const int32_t *values, const uint8_t *validity) {
  patron_status status = may_add(table, column, values != NULL);
  if (status != PATRON_OK) return status;
  if (type == PATRON_FLAG) return add_flags(table, column, values, validity);
  if (type != PATRON_DATE) return wrong_type(table, column, "DATE or FLAG for int32 values (codes bring their names: patron_table_add_code)");
  status = patron__table_check_dates(table, column, values, validity);
  return status != PATRON_OK ? status : add_copy(table, column, type, values, sizeof *values, validity);
}

static patron_status check_names(const patron_table *table, const char *column, const char *const *names, int32_t count) {
  patron__where where = {table->name, column, -1, NULL, -1, "names of codes in UTF-8, none of them NULL"};
  if (count < 0 || (names == NULL && count > 0)) return patron__fail(table->context, PATRON_E_INVALID_ARGUMENT, &where, "the names of codes are not given");
  for (int32_t i = 0; i < count; i++) {
    if (names[i] == NULL) return patron__fail(table->context, PATRON_E_INVALID_ARGUMENT, &where, "the name of code %d is NULL", (int)i);
    where.value = names[i];
    if (!patron__text_is_utf8(names[i], -1)) return patron__fail(table->context, PATRON_E_FORMAT, &where, "the name of a code is not UTF-8");
  }
  return PATRON_OK;
}

/* Codes below the number of names; -1 is unknown, whatever the bitmap says. */
static patron_status copy_codes(const patron_table *table, const char *column, const int32_t *codes, const uint8_t *validity, patron__column *made) {
  int32_t *target = made->values, count = made->dictionary->count;
  patron_status status = copy_validity(made, validity);
  for (int64_t row = 0; row < table->rows && status == PATRON_OK; row++) {
    target[row] = 0;
    if (!patron__column_known(made, row)) continue;
    if (codes[row] >= 0 && codes[row] < count) {
      target[row] = codes[row];
    } else if (codes[row] == -1) {
      status = patron__column_need_validity(made);
      if (status == PATRON_OK) patron__bit_clear(made->validity, row);
    } else {
      char text[PATRON__NUMBER_TEXT];
      patron__where where = {table->name, column, row, text, patron__format_i64(codes[row], text), "a code below the number of names, or -1 for unknown"};
      status = patron__fail(table->context, PATRON_E_RANGE, &where, "a code has no name");
    }
  }
  return status;
}

patron_status patron_table_add_code(patron_table *table, const char *column, const int32_t *codes, const uint8_t *validity, const char *const *names, int32_t name_count) {
  patron_status status = may_add(table, column, codes != NULL);
  if (status == PATRON_OK) status = check_names(table, column, names, name_count);
  if (status != PATRON_OK) return status;
  patron__column *made = NULL;
  status = patron__column_create_raw(table->context, PATRON_CODE, table->rows, 0, &made);
  if (status != PATRON_OK) return status;
  status = patron__dictionary_create(table->context, names, NULL, name_count, &made->dictionary);
  if (status == PATRON_OK) status = copy_codes(table, column, codes, validity, made);
  return attach(table, column, made, status);
}

/* Rows whose bytes stand one after another are copied at once; where something lies under a 0 bit, row by row without it. */
static void copy_text(patron__column *made, const int64_t *offsets, const char *bytes) {
  int64_t end = 0, rows = made->rows;
  if (made->validity == NULL) {
    for (int64_t row = 0; row <= rows; row++) made->offsets[row] = offsets[row] - offsets[0];
    end = made->offsets[rows];
    if (end > 0) memcpy(made->values, bytes + offsets[0], (size_t)end);
  } else {
    for (int64_t row = 0; row < rows; row++) {
      int64_t len = patron__bit_get(made->validity, row) ? offsets[row + 1] - offsets[row] : 0;
      if (len > 0) memcpy((char *)made->values + end, bytes + offsets[row], (size_t)len);
      end += len;
      made->offsets[row + 1] = end;
    }
  }
  made->offsets_filled = rows;
}

patron_status patron_table_add_text(patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity) {
  static const int64_t none[1] = {0};
  patron_status status = may_add(table, column, offsets != NULL);
  if (status != PATRON_OK) return status;
  if (offsets == NULL) offsets = none;
  status = patron__table_check_offsets(table, column, offsets, bytes);
  if (status == PATRON_OK) status = patron__table_check_utf8(table, column, offsets, bytes, validity);
  if (status != PATRON_OK) return status;
  patron__column *made = NULL;
  status = patron__column_create_raw(table->context, PATRON_TEXT, table->rows, offsets[table->rows] - offsets[0], &made);
  if (status != PATRON_OK) return status;
  status = copy_validity(made, validity);
  if (status == PATRON_OK) copy_text(made, offsets, bytes);
  return attach(table, column, made, status);
}

patron_status patron_table_add_strings(patron_table *table, const char *column, const char *const *values) {
  patron_status status = may_add(table, column, values != NULL);
  if (status != PATRON_OK) return status;
  int64_t bytes = 0, unknown = 0;
  for (int64_t row = 0; row < table->rows; row++) {
    if (values[row] == NULL) unknown++;
    else bytes += (int64_t)strlen(values[row]);
  }
  patron__column *made = NULL;
  status = patron__column_create_raw(table->context, PATRON_TEXT, table->rows, bytes, &made);
  if (status != PATRON_OK) return status;
  if (unknown > 0) status = patron__column_need_validity(made);
  int64_t end = 0;
  for (int64_t row = 0; row < table->rows && status == PATRON_OK; row++) {
    int64_t len = 0;
    if (values[row] == NULL) {
      patron__bit_clear(made->validity, row);
    } else {
      len = (int64_t)strlen(values[row]);
      memcpy((char *)made->values + end, values[row], (size_t)len);
    }
    end += len;
    made->offsets[row + 1] = end;
  }
  made->offsets_filled = table->rows;
  if (status == PATRON_OK) status = patron__table_check_utf8(table, column, made->offsets, made->values, made->validity);
  return attach(table, column, made, status);
}
