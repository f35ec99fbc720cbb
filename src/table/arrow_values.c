/* Arrow's numbers, flags and dates: lent where they are Patron's own, widened into a copy where not. */
#include "table/arrow_parts.h"

static const int64_t MILLISECONDS_OF_A_DAY = 86400000;

/* The bits of a value of 1, 2, 4 or 8 bytes, through memcpy: buffers of other engines may be aligned to less than their values. */
static uint64_t read_bits(const void *values, int64_t row, int32_t width) {
  const char *at = (const char *)values + row * width;
  uint8_t one;
  uint16_t two;
  uint32_t four;
  uint64_t eight;
  switch (width) {
    case 1: memcpy(&one, at, 1); return one;
    case 2: memcpy(&two, at, 2); return two;
    case 4: memcpy(&four, at, 4); return four;
    default: memcpy(&eight, at, 8); return eight;
  }
}

/* Two's complement of fewer bits in 64. */
static int64_t extend_sign(uint64_t bits, int32_t width) {
  uint64_t sign = UINT64_C(1) << (8 * width - 1);
  uint64_t magnitude = (bits ^ sign) - sign;
  return magnitude <= INT64_MAX ? (int64_t)magnitude : -(int64_t)(UINT64_MAX - magnitude) - 1;
}

int32_t patron__arrow_integer(const char *format, const void *values, int64_t row, int64_t *value, int32_t *fits) {
  static const char kinds[] = "cCsSiIlL";
  const char *kind = format[0] != 0 && format[1] == 0 ? strchr(kinds, format[0]) : NULL;
  *fits = 1;
  if (kind == NULL) return 0;
  int32_t width = 1 << ((kind - kinds) / 2), is_signed = (kind - kinds) % 2 == 0;
  uint64_t bits = read_bits(values, row, width);
  if (is_signed) {
    *value = extend_sign(bits, width);
  } else {
    *fits = bits <= INT64_MAX;
    *value = *fits ? (int64_t)bits : 0;
  }
  return 1;
}

/* A value of Arrow's metadata: pairs of length and bytes; NULL: no such key. */
static const char *metadata_of(const char *metadata, const char *key, int32_t *len) {
  int32_t pairs = 0, key_length;
  if (metadata == NULL) return NULL;
  memcpy(&pairs, metadata, 4);
  metadata += 4;
  for (int32_t i = 0; i < pairs; i++) {
    memcpy(&key_length, metadata, 4);
    const char *name = metadata + 4;
    memcpy(len, name + key_length, 4);
    if (patron__text_equal(name, key_length, key, -1)) return name + key_length + 4;
    metadata = name + key_length + 4 + *len;
  }
  return NULL;
}

/* int64 that says that it is money, and of how many digits; -1: it does not. */
static int32_t money_digits(const struct ArrowSchema *schema) {
  int32_t len = 0;
  int64_t digits = -1;
  const char *type = metadata_of(schema->metadata, "patron.type", &len);
  if (type == NULL || !patron__text_equal(type, len, "MONEY", -1)) return -1;
  const char *exponent = metadata_of(schema->metadata, "patron.exponent", &len);
  if (exponent == NULL || patron__parse_i64(exponent, len, &digits) != PATRON_OK || digits > 18) return -1;
  return (int32_t)digits;
}

static patron_status from_int64(const patron__arrow_child *child, const void *values, patron__column **out) {
  const char *first = (const char *)values + child->offset * 8;
  int32_t digits = money_digits(child->schema), type = digits >= 0 ? PATRON_MONEY : PATRON_INTEGER;
  patron_status status;
  if ((uintptr_t)first % sizeof(int64_t) == 0) {
    status = patron__arrow_lend(child, type, first, NULL, out);
  } else {
    status = patron__arrow_new(child, type, 0, out);
    if (status == PATRON_OK) memcpy((*out)->values, first, (size_t)child->rows * 8);
    if (status == PATRON_OK) patron__column_zero_unknown(*out);
  }
  if (status == PATRON_OK) (*out)->decimals = digits;
  return status;
}

static patron_status from_integers(const patron__arrow_child *child, const void *values, patron__column **out) {
  patron_status status = patron__arrow_new(child, PATRON_INTEGER, 0, out);
  if (status != PATRON_OK) return status;
  int64_t *target = (*out)->values;
  for (int64_t row = 0; row < child->rows; row++) {
    int32_t fits = 1;
    target[row] = 0;
    if (!patron__column_known(*out, row)) continue;
    patron__arrow_integer(child->schema->format, values, child->offset + row, &target[row], &fits);
    if (!fits) return patron__arrow_refuse(child, PATRON_E_RANGE, row, NULL, "at most 9223372036854775807", "a whole number is too large");
  }
  return PATRON_OK;
}

static patron_status from_doubles(const patron__arrow_child *child, const void *values, patron__column **out) {
  const char *first = (const char *)values + child->offset * 8;
  patron_status status;
  if ((uintptr_t)first % sizeof(double) == 0) {
    status = patron__arrow_lend(child, PATRON_NUMBER, first, NULL, out);
  } else {
    status = patron__arrow_new(child, PATRON_NUMBER, 0, out);
    if (status == PATRON_OK) memcpy((*out)->values, first, (size_t)child->rows * 8);
    if (status == PATRON_OK) patron__column_zero_unknown(*out);
  }
  return status != PATRON_OK ? status : patron__table_check_finite(child->table, child->name, (*out)->values, (*out)->validity);
}

static patron_status from_floats(const patron__arrow_child *child, const void *values, patron__column **out) {
  patron_status status = patron__arrow_new(child, PATRON_NUMBER, 0, out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < child->rows; row++) {
    float value = 0;
    if (patron__column_known(*out, row)) memcpy(&value, (const char *)values + (child->offset + row) * 4, 4);
    ((double *)(*out)->values)[row] = (double)value;
  }
  return patron__table_check_finite(child->table, child->name, (*out)->values, (*out)->validity);
}

static patron_status from_bits(const patron__arrow_child *child, const void *values, patron__column **out) {
  if (child->offset % 8 == 0) return patron__arrow_lend(child, PATRON_FLAG, (const uint8_t *)values + child->offset / 8, NULL, out);
  patron_status status = patron__arrow_new(child, PATRON_FLAG, 0, out);
  if (status != PATRON_OK) return status;
  patron__bitmap_copy((*out)->values, 0, values, child->offset, child->rows);
  patron__column_zero_unknown(*out);
  return PATRON_OK;
}

static patron_status from_days(const patron__arrow_child *child, const void *values, patron__column **out) {
  const char *first = (const char *)values + child->offset * 4;
  patron_status status;
  if ((uintptr_t)first % sizeof(int32_t) == 0) {
    status = patron__arrow_lend(child, PATRON_DATE, first, NULL, out);
  } else {
    status = patron__arrow_new(child, PATRON_DATE, 0, out);
    if (status == PATRON_OK) memcpy((*out)->values, first, (size_t)child->rows * 4);
    if (status == PATRON_OK) patron__column_zero_unknown(*out);
  }
  return status != PATRON_OK ? status : patron__table_check_dates(child->table, child->name, (*out)->values, (*out)->validity);
}

static patron_status from_milliseconds(const patron__arrow_child *child, const void *values, patron__column **out) {
  patron_status status = patron__arrow_new(child, PATRON_DATE, 0, out);
  if (status != PATRON_OK) return status;
  int32_t *target = (*out)->values;
  for (int64_t row = 0; row < child->rows; row++) {
    target[row] = 0;
    if (!patron__column_known(*out, row)) continue;
    int64_t value = extend_sign(read_bits(values, child->offset + row, 8), 8), days = value / MILLISECONDS_OF_A_DAY;
    if (value % MILLISECONDS_OF_A_DAY != 0 || days > INT32_MAX || days < INT32_MIN) return patron__arrow_refuse(child, PATRON_E_RANGE, row, NULL, "whole days", "a date is none");
    target[row] = (int32_t)days;
  }
  return patron__table_check_dates(child->table, child->name, target, (*out)->validity);
}

patron_status patron__arrow_number(const patron__arrow_child *child, patron__column **out) {
  const void *values = patron__arrow_buffer(child, 1);
  const char *format = child->schema->format;
  if (values == NULL && child->rows > 0) return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, NULL, "a buffer of values", "an Arrow array has no values");
  if (values == NULL) values = "";
  if (strcmp(format, "l") == 0) return from_int64(child, values, out);
  if (strcmp(format, "g") == 0) return from_doubles(child, values, out);
  if (strcmp(format, "f") == 0) return from_floats(child, values, out);
  if (strcmp(format, "b") == 0) return from_bits(child, values, out);
  if (strcmp(format, "tdD") == 0) return from_days(child, values, out);
  if (strcmp(format, "tdm") == 0) return from_milliseconds(child, values, out);
  return from_integers(child, values, out);
}
