/* The checks that every rules function makes of its columns and structs. */
#include "rules/columns.h"

patron_status patron__check_finite(const double *values, const uint8_t *validity, int64_t n) {
  int32_t bad = 0;
  if (validity == NULL) {
    for (int64_t i = 0; i < n; i++) bad |= !patron__finite(values[i]);
  } else {
    for (int64_t i = 0; i < n; i++) bad |= patron__known(validity, i) & !patron__finite(values[i]);
  }
  return bad ? PATRON_E_NOT_FINITE : PATRON_OK;
}

patron_status patron__check_struct(const void *structure, uint32_t struct_size, uint64_t known) {
  const unsigned char *bytes = structure;
  if (struct_size < known) return PATRON_E_ABI;
  for (uint64_t i = known; i < struct_size; i++) {
    if (bytes[i] != 0) return PATRON_E_ABI;
  }
  return PATRON_OK;
}
