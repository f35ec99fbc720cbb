/* Classes with memory: a class is held until the value has passed its bound by a margin. */
#ifndef PATRON_SRC_RULES_HYSTERESIS_H
#define PATRON_SRC_RULES_HYSTERESIS_H

#include <stdint.h>

/*
 * Class 0 is the best; cutoffs[j] is the least value of class j or better, descending; `count` cut-offs make count + 1 classes of positive values.
 * Who was above bound j stays above while value >= (1 - band) * cutoff, who was below comes above with value >= (1 + band) * cutoff.
 * `previous` -1 (new, or not positive before): the plain rule. A value that is not positive has no class: -1, at once.
 * Example (band 10 %, bounds 100 and 50): A with 95 stays A, B with 105 stays B, B with 110 becomes A, A with 44 becomes C.
 */
int32_t patron__held_class_i64(int64_t value, const int64_t *cutoffs, int32_t count, int32_t previous, int64_t band_ppm);
int32_t patron__held_class_f64(double value, const double *cutoffs, int32_t count, int32_t previous, int64_t band_ppm);

#endif
