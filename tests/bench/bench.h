/* What benchmarks in C share: numbers that are the same each time, clocks, and an end where a call fails. _POSIX_C_SOURCE comes before it. */
#ifndef PATRON_TESTS_BENCH_H
#define PATRON_TESTS_BENCH_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "patron/patron.h"

static uint64_t seed = 20250101;

static inline double unit(void) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return (double)(seed >> 11) / 9007199254740992.0;
}

static inline double normal(void) { return sqrt(-2.0 * log(unit() + 1e-18)) * cos(6.283185307179586 * unit()); }

static inline double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline void must(patron_status status, const char *what) {
  if (status >= 0) return;
  fprintf(stderr, "%s: %s\n", what, patron_status_message(status));
  exit(1);
}

#endif
