/* The Pareto rule done the slow and plain way, for tests to compare with: sort everything, add up one value after the other in natural numbers. */
#ifndef PATRON_TESTS_PARETO_REFERENCE_H
#define PATRON_TESTS_PARETO_REFERENCE_H

#include <stdlib.h>

#include "base/natural.h"
#include "base/sum.h"

typedef struct reference_cut { double cutoff; int64_t cutoff_i64, inside, minimum; double sum; } reference_cut;
typedef struct reference { int64_t n, n_positive; double total; reference_cut cut[24]; } reference;

static int reference_descending(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* A positive int64, or the pattern of a positive double, as a natural number in units of 1 or 2^-1074. */
static void reference_add(patron__natural *sum, int64_t key, int32_t is_double)
{
  const int32_t field = (int32_t)(key >> 52);
  patron__i128 value = {(uint64_t)key, 0};
  if (is_double) value.low = ((uint64_t)key & ((UINT64_C(1) << 52) - 1)) | (field > 0 ? UINT64_C(1) << 52 : 0);
  patron__natural_add(sum, value, is_double && field > 0 ? field - 1 : 0);
}

/* keys: positive or not, of one group. Results of doubles are in the double fields, of integers in both. */
static void reference_pareto(int64_t *keys, int64_t n, int32_t is_double, const int64_t *cuts_ppm, int32_t ncuts, reference *out)
{
  const int32_t unit = is_double ? 0 : 1074;
  patron__natural total, sum, scaled, target;
  int64_t positive = 0;
  out->n = n;
  qsort(keys, (size_t)n, sizeof *keys, reference_descending);
  patron__natural_clear(&total);
  while (positive < n && keys[positive] > 0) reference_add(&total, keys[positive++], is_double);
  out->n_positive = positive;
  out->total = patron__natural_round(&total, unit);
  for (int32_t k = 0; k < ncuts; k++) {
    reference_cut *cut = out->cut + k;
    int64_t i = 0;
    cut->cutoff = cut->sum = 0.0;
    cut->cutoff_i64 = cut->inside = cut->minimum = 0;
    if (positive == 0) continue;
    target = total;
    patron__natural_multiply(&target, (uint32_t)cuts_ppm[k]);
    patron__natural_clear(&sum);
    do {
      reference_add(&sum, keys[i++], is_double);
      scaled = sum;
      patron__natural_multiply(&scaled, 1000000);
    } while (patron__natural_compare(&scaled, &target) < 0);
    cut->minimum = i;
    while (i < positive && keys[i] == keys[cut->minimum - 1]) reference_add(&sum, keys[i++], is_double);
    cut->inside = i;
    cut->sum = patron__natural_round(&sum, unit);
    cut->cutoff_i64 = is_double ? 0 : keys[i - 1];
    cut->cutoff = is_double ? patron__double_from_bits((uint64_t)keys[i - 1]) : (double)keys[i - 1];
  }
}

#endif
