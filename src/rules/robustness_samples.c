/* Weights drawn evenly from all weights there are, the same on every machine.
 *
 * Generator: SplitMix64 (Steele, Lea & Flood 2014, OOPSLA). Output number k of a seed, k = 0, 1, ..., is mix(seed + (k + 1) * 0x9E3779B97F4A7C15) with all arithmetic modulo 2^64 and
 *
 *   mix(z): z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;  z = (z ^ z >> 27) * 0x94D049BB133111EB;  z ^ z >> 31
 *
 * and u = (output >> 11) / 2^53, 0 <= u < 1. Sample s of n criteria takes the outputs s (n - 1) ... s (n - 1) + n - 2, so any part of the sequence can be drawn alone. Sorted, and with 0 and 1 at the
 * ends, their n spacings are evenly distributed over the simplex (Devroye 1986, Non-Uniform Random Variate Generation, V.2.1). With a ranking of the criteria the spacings of a sample are given
 * out largest first, within a block of equal ranks in the order in which the sample had them: that is the even distribution over the weights that keep the ranking.
 *
 * Worked example: seed 1, n = 2, sample 0: output 0x910A2DEC89025CC1, u = 0.5665615751722809: weights u and 1 - u. */
#include <string.h>

#include "patron/rules/robustness.h"
#include "rules/columns.h"
#include "rules/robustness.h"

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static double uniform(uint64_t seed, uint64_t k) { return (double)(mix(seed + (k + 1) * UINT64_C(0x9E3779B97F4A7C15)) >> 11) * 0x1p-53; }

static void sort(double *values, int32_t n) {
  for (int32_t i = 1; i < n; i++) {
    double value = values[i];
    int32_t at = i;
    for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
    values[at] = value;
  }
}

/* The indices 0 .. n - 1 by key, equal keys by index. */
static void order_by(const double *keys, double sign, int32_t n, int32_t *order) {
  for (int32_t i = 0; i < n; i++) {
    int32_t at = i;
    for (; at > 0 && sign * keys[order[at - 1]] > sign * keys[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
}

static void sort_indices(int32_t *indices, int32_t n) {
  for (int32_t i = 1; i < n; i++) {
    int32_t index = indices[i], at = i;
    for (; at > 0 && indices[at - 1] > index; at--) indices[at] = indices[at - 1];
    indices[at] = index;
  }
}

/* Gives the weights out by rank, the largest first. */
static void arrange(const double *ranks, int32_t n, double *weights) {
  double sample[PATRON__SAMPLE_CRITERIA];
  int32_t by_rank[PATRON__SAMPLE_CRITERIA], by_size[PATRON__SAMPLE_CRITERIA];
  order_by(ranks, 1.0, n, by_rank);
  order_by(weights, -1.0, n, by_size);
  memcpy(sample, weights, (size_t)n * sizeof *sample);
  for (int32_t first = 0, end; first < n; first = end) {
    for (end = first + 1; end < n && ranks[by_rank[end]] == ranks[by_rank[first]]; end++) {}
    sort_indices(by_size + first, end - first);
    for (int32_t i = first; i < end; i++) weights[by_rank[i]] = sample[by_size[i]];
  }
}

void patron__sample_weights(uint64_t seed, int64_t sample, int32_t n, const double *ranks, double *weights) {
  double last = 0.0;
  uint64_t first = (uint64_t)sample * (uint64_t)(n - 1);
  for (int32_t j = 0; j < n - 1; j++) weights[j] = uniform(seed, first + (uint64_t)j);
  sort(weights, n - 1);
  for (int32_t j = 0; j < n - 1; j++) {
    double cut = weights[j];
    weights[j] = cut - last;
    last = cut;
  }
  weights[n - 1] = 1.0 - last;
  if (ranks != NULL) arrange(ranks, n, weights);
}

patron_status patron__check_ranks(const double *ranks, int32_t n) {
  for (int32_t j = 0; ranks != NULL && j < n; j++) {
    if (!patron__finite(ranks[j])) return PATRON_E_NOT_FINITE;
  }
  return PATRON_OK;
}

patron_status patron_sample_weights(int64_t seed, int64_t first, int64_t count, int32_t n, const double *ranks, double *weights) {
  if (weights == NULL || n < 1 || first < 0 || count < 0) return PATRON_E_INVALID_ARGUMENT;
  if (n > PATRON__SAMPLE_CRITERIA || first > INT64_MAX - count) return PATRON_E_RANGE;
  if (patron__check_ranks(ranks, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  for (int64_t s = 0; s < count; s++) patron__sample_weights((uint64_t)seed, first + s, n, ranks, weights + s * n);
  return PATRON_OK;
}
