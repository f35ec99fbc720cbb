/* Arrow's decimals as int64 with the fewest decimals that all known values of the column need: exact, or refused with the row. */
#include "table/arrow_parts.h"

enum { LIMBS = 8, MOST_DECIMALS = 18 };

/* Sign and magnitude, lowest 32 bits first. */
typedef struct wide {
  uint32_t limbs[LIMBS];
  int32_t negative;
} wide;

static int32_t machine_is_little_endian(void) {
  const uint16_t one = 1;
  uint8_t first;
  memcpy(&first, &one, 1);
  return first == 1;
}

static wide read_wide(const uint8_t *bytes, int32_t width) {
  wide value = {{0}, 0};
  int32_t little = machine_is_little_endian();
  uint8_t highest = bytes[little ? width - 1 : 0];
  value.negative = highest >> 7;
  uint32_t carry = (uint32_t)value.negative;   /* of two's complement: invert and add one */
  for (int32_t i = 0; i < LIMBS; i++) {
    uint32_t limb = 0;
    for (int32_t k = 0; k < 4; k++) {
      int32_t at = i * 4 + k;
      uint8_t byte = at >= width ? (value.negative ? 0xff : 0) : bytes[little ? at : width - 1 - at];
      limb |= (uint32_t)byte << (8 * k);
    }
    if (value.negative) {
      limb = ~limb + carry;
      carry = carry && limb == 0;
    }
    value.limbs[i] = limb;
  }
  return value;
}

/* Divides by a small number and gives the remainder. */
static uint32_t divide(wide *value, uint32_t by) {
  uint64_t rest = 0;
  for (int32_t i = LIMBS - 1; i >= 0; i--) {
    rest = (rest << 32) | value->limbs[i];
    value->limbs[i] = (uint32_t)(rest / by);
    rest %= by;
  }
  return (uint32_t)rest;
}

static int32_t is_zero(const wide *value) {
  uint32_t all = 0;
  for (int32_t i = 0; i < LIMBS; i++) all |= value->limbs[i];
  return all == 0;
}

/* How many zeros, up to `most`, end the value in decimal. */
static int32_t zeros_at_end(wide value, int32_t most) {
  int32_t zeros = 0;
  if (is_zero(&value)) return most;
  while (zeros < most && divide(&value, 10) == 0) zeros++;
  return zeros;
}

static int32_t to_int64(wide value, int32_t zeros, int64_t *out) {
  for (int32_t i = 0; i < zeros; i++) divide(&value, 10);
  for (int32_t i = 2; i < LIMBS; i++)
    if (value.limbs[i] != 0) return 0;
  uint64_t magnitude = ((uint64_t)value.limbs[1] << 32) | value.limbs[0];
  if (magnitude > (uint64_t)INT64_MAX) return 0;
  *out = value.negative ? -(int64_t)magnitude : (int64_t)magnitude;
  return 1;
}

/* "d:precision,scale" or "d:precision,scale,bits". */
static int32_t parse_format(const char *format, int32_t *scale, int32_t *width) {
  int64_t numbers[3] = {0, 0, 128};
  const char *at = format + 2;
  for (int32_t i = 0; i < 3; i++) {
    const char *comma = strchr(at, ',');
    int64_t len = comma != NULL ? comma - at : (int64_t)strlen(at);
    if (patron__parse_i64(at, len, &numbers[i]) != PATRON_OK) return 0;
    at += len;
    if (*at == 0) {
      *scale = (int32_t)numbers[1];
      *width = (int32_t)(numbers[2] / 8);
      return i > 0 && numbers[1] >= 0 && numbers[1] <= 76 && (numbers[2] == 32 || numbers[2] == 64 || numbers[2] == 128 || numbers[2] == 256);
    }
    at++;
  }
  return 0;
}

patron_status patron__arrow_decimal(const patron__arrow_child *child, patron__column **out) {
  int32_t scale = 0, width = 16;
  if (!parse_format(child->schema->format, &scale, &width))
    return patron__arrow_refuse(child, PATRON_E_TYPE, -1, child->schema->format, "decimals of 32, 64, 128 or 256 bits, scale 0 to 76", "an Arrow type cannot be taken: cast it first");
  const uint8_t *values = patron__arrow_buffer(child, 1);
  if (values == NULL && child->rows > 0) return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, NULL, "a buffer of values", "an Arrow array has no values");
  patron_status status = patron__arrow_new(child, PATRON_MONEY, 0, out);
  if (status != PATRON_OK) return status;
  int32_t zeros = scale;
  for (int64_t row = 0; row < child->rows && zeros > 0; row++)
    if (patron__column_known(*out, row)) zeros = zeros_at_end(read_wide(values + (child->offset + row) * width, width), zeros);
  for (int64_t row = 0; row < child->rows; row++) {
    int64_t *target = (int64_t *)(*out)->values + row;
    *target = 0;
    if (!patron__column_known(*out, row)) continue;
    if (scale - zeros > MOST_DECIMALS || !to_int64(read_wide(values + (child->offset + row) * width, width), zeros, target))
      return patron__arrow_refuse(child, PATRON_E_RANGE, row, NULL, "18 digits with the decimals that the column needs", "a decimal number has too many digits");
  }
  (*out)->decimals = scale - zeros;
  (*out)->any_decimal = 1;
  return PATRON_OK;
}
