/* Scoring (W2) and relationship levels (W3) on made columns: CPU seconds, the least of several rounds, one line each: name, rows, seconds.
 *
 * W2: eight criteria scaled by their range, weighted, ranked. W3: the level of four values. Beside them a sort of the scores with the C library and a sum over the same columns, since ratios to
 * them cancel the machine's drift. Usage: bench_scoring ROWS [ROUNDS]. */
#define _POSIX_C_SOURCE 199309L   /* clock_gettime */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "patron/patron.h"

enum { CRITERIA = 8, BLOCK = 256 };

static const double WEIGHTS[CRITERIA] = {0.1, 0.2, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1};

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static uint64_t state = 1;
static double share(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) * 0x1p-53;
}

static void stop(const char *what) {
  fprintf(stderr, "bench_scoring: %s failed\n", what);
  exit(1);
}

/* Blocks that stay in the first cache: scaled, then weighted. */
static void score(const double *const *columns, int64_t rows, double *out) {
  static double scaled[CRITERIA][BLOCK];
  const double *block[CRITERIA];
  double low[CRITERIA], high[CRITERIA];
  for (int32_t j = 0; j < CRITERIA; j++) {
    block[j] = scaled[j];
    if (patron_value_range(columns[j], NULL, rows, &low[j], &high[j]) != PATRON_OK) stop("range");
  }
  for (int64_t first = 0; first < rows; first += BLOCK) {
    int64_t n = rows - first < BLOCK ? rows - first : BLOCK;
    for (int32_t j = 0; j < CRITERIA; j++) {
      if (patron_normalise_linear(columns[j] + first, NULL, n, low[j], high[j], PATRON_DIRECTION_HIGHER, scaled[j]) != PATRON_OK) stop("normalise");
    }
    if (patron_aggregate_weighted_sum(block, NULL, WEIGHTS, n, CRITERIA, PATRON_MISSING_FAIL, out + first, NULL, NULL) != PATRON_OK) stop("sum");
  }
}

static int compare(const void *a, const void *b) {
  double x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return (x < y) - (x > y);
}

static void keep_least(double *least, double began) {
  double took = seconds() - began;
  if (*least == 0.0 || took < *least) *least = took;
}

int main(int count, char **arguments) {
  int64_t rows = count > 1 ? atoll(arguments[1]) : 1000000;
  int rounds = count > 2 ? atoi(arguments[2]) : 9;
  double *cells[CRITERIA], *scores = malloc((size_t)rows * sizeof *scores), *sorted = malloc((size_t)rows * sizeof *sorted), total = 0.0;
  double w2 = 0, ranking = 0, w3 = 0, sort = 0, read = 0, began;
  const double *columns[CRITERIA];
  int64_t *ranks = malloc((size_t)rows * sizeof *ranks);
  int8_t *levels = malloc((size_t)rows);
  patron_relationship_columns out = {.struct_size = sizeof out, .level = levels};
  for (int32_t j = 0; j < CRITERIA; j++) {
    cells[j] = malloc((size_t)rows * sizeof *cells[j]);
    for (int64_t i = 0; i < rows; i++) cells[j][i] = 100.0 * share();
    columns[j] = cells[j];
  }
  for (int round = 0; round < rounds; round++) {
    began = seconds();
    score(columns, rows, scores);
    if (patron_rank(scores, NULL, rows, NULL, ranks) != PATRON_OK) stop("rank");
    keep_least(&w2, began);
    began = seconds();
    if (patron_rank(scores, NULL, rows, NULL, ranks) != PATRON_OK) stop("rank");
    keep_least(&ranking, began);
    began = seconds();
    if (patron_relationship_classify_batch(NULL, columns, NULL, rows, &out) != PATRON_OK) stop("classify");
    keep_least(&w3, began);
    began = seconds();
    for (int32_t j = 0; j < 4; j++) {
      double lanes[8] = {0};
      for (int64_t i = 0; i + 8 <= rows; i += 8) {
        for (int32_t k = 0; k < 8; k++) lanes[k] += cells[j][i + k];
      }
      for (int32_t k = 0; k < 8; k++) total += lanes[k];
    }
    keep_least(&read, began);
    if (round >= 3) continue;
    memcpy(sorted, scores, (size_t)rows * sizeof *sorted);
    began = seconds();
    qsort(sorted, (size_t)rows, sizeof *sorted, compare);
    keep_least(&sort, began);
  }
  printf("W2 %lld %.6f\nrank %lld %.6f\nW3 %lld %.6f\nsort %lld %.6f\nread %lld %.6f\n", (long long)rows, w2, (long long)rows, ranking, (long long)rows, w3, (long long)rows, sort, (long long)rows, read);
  for (int32_t j = 0; j < CRITERIA; j++) free(cells[j]);
  free(scores);
  free(sorted);
  free(ranks);
  free(levels);
  return total > 0.0 ? 0 : 1;
}
