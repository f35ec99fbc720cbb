/* Classes with memory: a class is held until the value has passed its bound by a margin (a Schmitt trigger per bound). */
#include "rules/hysteresis.h"

#include "base/sum.h"

enum { MILLION = 1000000 };

int32_t patron__held_class_i64(int64_t value, const int64_t *cutoffs, int32_t count, int32_t previous, int64_t band_ppm) {
  if (value <= 0) return -1;
  for (int32_t bound = 0; bound < count; bound++) {
    const int64_t factor = previous < 0 ? MILLION : previous <= bound ? MILLION - band_ppm : MILLION + band_ppm;
    if (patron__i128_compare(patron__i128_multiply(value, MILLION), patron__i128_multiply(cutoffs[bound], factor)) >= 0) return bound;
  }
  return count;
}

int32_t patron__held_class_f64(double value, const double *cutoffs, int32_t count, int32_t previous, int64_t band_ppm) {
  if (!(value > 0)) return -1;
  for (int32_t bound = 0; bound < count; bound++) {
    const int64_t factor = previous < 0 ? MILLION : previous <= bound ? MILLION - band_ppm : MILLION + band_ppm;
    if (value >= cutoffs[bound] * ((double)factor / MILLION)) return bound;
  }
  return count;
}
