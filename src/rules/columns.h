/* What the rules share about columns: bits of validity, and the checks that every entry point makes. */
#ifndef PATRON_SRC_RULES_COLUMNS_H
#define PATRON_SRC_RULES_COLUMNS_H

#include <stddef.h>
#include <string.h>

#include "patron/base.h"

/* Arrow's bitmap: bit i, lowest first; NULL: all known. */
static inline int32_t patron__known(const uint8_t *validity, int64_t row) {
  return validity == NULL || ((validity[row >> 3] >> (row & 7)) & 1);
}

static inline void patron__set_known(uint8_t *validity, int64_t row, int32_t known) {
  uint8_t bit = (uint8_t)(1u << (row & 7));
  validity[row >> 3] = (uint8_t)(known ? validity[row >> 3] | bit : validity[row >> 3] & ~bit);
}

/* x - x is 0 for every finite number, and NaN for infinities and NaN. */
static inline int32_t patron__finite(double x) { return x - x == 0.0; }

/* Adding one to an exponent of ones carries into the sign: infinities and NaN have that exponent, and no number has. In the highest bit. */
static inline uint64_t patron__endless(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return (bits & UINT64_C(0x7ff0000000000000)) + UINT64_C(0x0010000000000000);
}

/* PATRON_E_NOT_FINITE when a known value is NaN or infinite. */
patron_status patron__check_finite(const double *values, const uint8_t *validity, int64_t n);

/* Scratch for a call: PATRON_E_NO_MEMORY, or what is wrong with the allocator. Released by patron__scratch_release with the same size. */
patron_status patron__take_scratch(const patron_allocator *scratch, uint64_t size, void *out);

#endif
