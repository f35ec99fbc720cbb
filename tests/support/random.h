/* A small generator for tests: the same numbers on every machine. */
#ifndef PATRON_TESTS_RANDOM_H
#define PATRON_TESTS_RANDOM_H

#include <stdint.h>

static uint64_t random_state = 1;

static inline uint64_t random_bits(void) {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return random_state >> 20;
}

static inline double random_share(void) { return (double)(random_bits() % 1000003) / 1000003.0; }

/* A permutation of 0 .. n - 1. */
static inline void random_order(int32_t *order, int32_t n) {
  for (int32_t i = 0; i < n; i++) order[i] = i;
  for (int32_t i = n - 1; i > 0; i--) {
    int32_t other = (int32_t)(random_bits() % (uint64_t)(i + 1)), swap = order[i];
    order[i] = order[other], order[other] = swap;
  }
}

#endif
