/* The checks that every rules function makes of its columns and structs. */
#include <string.h>

#include "base/memory.h"
#include "rules/columns.h"

enum { LANES = 8 };

/* x * 0 is 0 for finite numbers and NaN for the others, and NaN stays in a sum: lanes keep the adder busy. Unknown values are not read: they may be uninitialised. */
patron_status patron__check_finite(const double *values, const uint8_t *validity, int64_t n) {
  double lanes[LANES] = {0}, sum = 0.0;
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    if (validity == NULL || validity[i / LANES] == 0xff) {
      for (int32_t k = 0; k < LANES; k++) lanes[k] += values[i + k] * 0.0;
    } else {
      for (int32_t k = 0; k < LANES; k++) {
        if (patron__known(validity, i + k)) sum += values[i + k] * 0.0;
      }
    }
  }
  for (; i < n; i++) {
    if (patron__known(validity, i)) sum += values[i] * 0.0;
  }
  for (int32_t k = 0; k < LANES; k++) sum += lanes[k];
  return sum == 0.0 ? PATRON_OK : PATRON_E_NOT_FINITE;
}

patron_status patron__check_struct(const void *structure, uint32_t struct_size, uint64_t known) {
  const unsigned char *bytes = structure;
  if (struct_size < known) return PATRON_E_ABI;
  for (uint64_t i = known; i < struct_size; i++) {
    if (bytes[i] != 0) return PATRON_E_ABI;
  }
  return PATRON_OK;
}

patron_status patron__take_scratch(const patron_allocator *scratch, uint64_t size, void *out) {
  patron_status status = patron__allocator_check(scratch);
  void *block;
  if (status != PATRON_OK) return status;
  block = patron__scratch_allocate(scratch, size);
  if (block == NULL) return PATRON_E_NO_MEMORY;
  memcpy(out, &block, sizeof block);   /* a pointer of any type */
  return PATRON_OK;
}
