/* The checks that every rules function makes of its columns and structs. */
#include <string.h>

#include "base/memory.h"
#include "base/processor.h"
#include "rules/columns.h"

PATRON__INLINE uint64_t any_endless(const double *values, int64_t n) {
  uint64_t bad = 0;
  for (int64_t i = 0; i < n; i++) bad |= patron__endless(values[i]);
  return bad >> 63;
}

static uint64_t find_anywhere(const double *values, int64_t n) { return any_endless(values, n); }
PATRON__NEWER_PROCESSOR static uint64_t find_newer(const double *values, int64_t n) { return any_endless(values, n); }

/* Unknown values are not read: they may be uninitialised. */
patron_status patron__check_finite(const double *values, const uint8_t *validity, int64_t n) {
  uint64_t bad = 0;
  if (validity == NULL) return (patron__processor_is_newer() ? find_newer(values, n) : find_anywhere(values, n)) ? PATRON_E_NOT_FINITE : PATRON_OK;
  for (int64_t first = 0; first < n; first += 8) {
    int64_t count = n - first < 8 ? n - first : 8;
    if (count == 8 && validity[first / 8] == 0xff) {
      bad |= any_endless(values + first, 8);
    } else {
      for (int64_t i = first; i < first + count; i++) bad |= patron__known(validity, i) ? any_endless(values + i, 1) : 0;
    }
  }
  return bad ? PATRON_E_NOT_FINITE : PATRON_OK;
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
