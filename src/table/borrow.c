/* Columns over memory that the host lends: checked, never copied or changed; `release` runs exactly once, at the latest with the last reference. */
#include "table/check.h"

static patron_status may_borrow(const patron_table *table, const char *column, int32_t has_values) {
  if (table == NULL || column == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_borrow");
  patron_status status = patron__context_idle(table->context);
  if (status == PATRON_OK) status = patron__table_may_add(table, column);
  if (status != PATRON_OK) return status;
  patron__where where = {table->name, column, -1, NULL, -1, NULL};
  if (!has_values && table->rows > 0) return patron__fail(table->context, PATRON_E_INVALID_ARGUMENT, &where, "the values of a column are NULL");
  return PATRON_OK;
}

/* `status` is what the checks have found; from here on either the column or this function runs `release`. */
static patron_status lend(patron_table *table, const char *column, int32_t type, const void *values, const int64_t *offsets, const uint8_t *validity,
                          patron_release_fn release, void *user, patron_status status) {
  patron__column *made = NULL;
  if (status == PATRON_OK) status = patron__column_lend(table->context, type, table->rows, values, offsets, validity, release, user, &made);
  if (status != PATRON_OK) {
    release(user);
    return status;
  }
  status = patron__table_attach(table, column, made);
  patron__column_drop(made);
  return status;
}

static patron_status wrong_type(const patron_table *table, const char *column, const char *expected) {
  patron__where where = {table->name, column, -1, NULL, -1, expected};
  return patron__fail(table->context, PATRON_E_TYPE, &where, "lent values of this kind cannot make a column of the type asked for");
}

/* Values are read where they lie, so they must lie where the machine reads them. */
static patron_status check_aligned(const patron_table *table, const char *column, const void *values, uintptr_t alignment) {
  if ((uintptr_t)values % alignment == 0) return PATRON_OK;
  patron__where where = {table->name, column, -1, NULL, -1, "memory aligned to the size of its values; or add a copy"};
  return patron__fail(table->context, PATRON_E_INVALID_ARGUMENT, &where, "lent memory is not aligned");
}

patron_status patron_table_borrow_f64(patron_table *table, const char *column, int32_t type, const double *values, const uint8_t *validity, patron_release_fn release, void *user) {
  if (release == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_borrow_f64");
  patron_status status = may_borrow(table, column, values != NULL);
  if (status == PATRON_OK && type != PATRON_NUMBER) status = wrong_type(table, column, "NUMBER for doubles (MONEY is int64 minor units)");
  if (status == PATRON_OK) status = check_aligned(table, column, values, sizeof *values);
  if (status == PATRON_OK) status = patron__table_check_finite(table, column, values, validity);
  return lend(table, column, type, values, NULL, validity, release, user, status);
}

patron_status patron_table_borrow_i64(patron_table *table, const char *column, int32_t type, const int64_t *values, const uint8_t *validity, patron_release_fn release, void *user) {
  if (release == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_borrow_i64");
  patron_status status = may_borrow(table, column, values != NULL);
  if (status == PATRON_OK && type != PATRON_MONEY && type != PATRON_INTEGER) status = wrong_type(table, column, "MONEY or INTEGER for int64 values");
  if (status == PATRON_OK) status = check_aligned(table, column, values, sizeof *values);
  return lend(table, column, type, values, NULL, validity, release, user, status);
}

patron_status patron_table_borrow_i32(patron_table *table, const char *column, int32_t type, const int32_t *values, const uint8_t *validity, patron_release_fn release, void *user) {
  if (release == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_borrow_i32");
  if (type == PATRON_FLAG) {   /* flags are kept as bits: int32 cannot be shared, so it is copied and given back at once */
    patron_status copied = patron_table_add_i32(table, column, type, values, validity);
    release(user);
    return copied;
  }
  patron_status status = may_borrow(table, column, values != NULL);
  if (status == PATRON_OK && type != PATRON_DATE) status = wrong_type(table, column, "DATE or FLAG for int32 values (codes bring their names: patron_table_add_code)");
  if (status == PATRON_OK) status = check_aligned(table, column, values, sizeof *values);
  if (status == PATRON_OK) status = patron__table_check_dates(table, column, values, validity);
  return lend(table, column, type, values, NULL, validity, release, user, status);
}

patron_status patron_table_borrow_text(patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity, patron_release_fn release, void *user) {
  static const int64_t none[1] = {0};
  if (release == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_borrow_text");
  patron_status status = may_borrow(table, column, offsets != NULL);
  if (offsets == NULL) offsets = none;
  if (status == PATRON_OK) status = check_aligned(table, column, offsets, sizeof *offsets);
  if (status == PATRON_OK) status = patron__table_check_offsets(table, column, offsets, bytes);
  if (status == PATRON_OK) status = patron__table_check_utf8(table, column, offsets, bytes, validity);
  return lend(table, column, PATRON_TEXT, bytes, offsets, validity, release, user, status);
}
