/* Usage: bench_pareto ROWS ROUNDS [CSV [W1]]: W1 of the performance page, Pareto classes of sales and profit at 80 and 95 % in 100 groups, beside a sort and beside reading the columns; then, without the word W1, unkind data.

   Prints "name rows seconds", the least CPU time of all rounds, and with CSV writes the rows there, for other programs to do the same. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rules/pareto.h"

void sort_classes_i64(const int64_t *values, const int32_t *groups, int64_t n, int32_t ngroups, int8_t *out);
void sort_classes_f64(const double *values, const int32_t *groups, int64_t n, int32_t ngroups, int8_t *out);

static const int64_t CUTS[] = {800000, 950000};

typedef struct book { int64_t n; int32_t ngroups; int64_t *sales; double *profit; int32_t *groups; int8_t *sales_class, *profit_class, *other; } book;

static uint64_t seed = 20250101;

static uint64_t next_random(void) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

static double unit(void) {
  return (double)(next_random() >> 11) / 9007199254740992.0;
}

static double normal(void) {
  return sqrt(-2.0 * log(unit() + 1e-18)) * cos(6.283185307179586 * unit());
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void fill(book *of, const char *kind, int32_t ngroups) {
  of->ngroups = ngroups;
  for (int64_t i = 0; i < of->n; i++) {
    double sales = exp(8.0 + 1.5 * normal()), margin = 0.25 + 0.3 * normal();
    if (strcmp(kind, "equal") == 0) sales = 1234.5, margin = 1.0;
    if (strcmp(kind, "three") == 0) sales = i % 3 == 0 ? 1.0 : i % 3 == 1 ? 1000.0 : 1e6, margin = 1.0;
    if (strcmp(kind, "narrow") == 0) sales = 1e9 + unit(), margin = 1.0;
    if (strcmp(kind, "decades") == 0) sales = pow(10.0, 600.0 * unit() - 300.0), margin = 1.0;
    of->sales[i] = sales > 9e16 ? (int64_t)9e18 : (int64_t)(sales * 100.0);
    of->profit[i] = sales * margin;
    of->groups[i] = (int32_t)(next_random() % (uint64_t)ngroups);
  }
}

static void patron(book *of, int32_t threads) {
  const patron_status one = patron__pareto_classes_i64(of->sales, NULL, of->groups, of->n, of->ngroups, CUTS, 2, threads, NULL, of->sales_class, NULL);
  const patron_status two = patron__pareto_classes_f64(of->profit, NULL, of->groups, of->n, of->ngroups, CUTS, 2, threads, NULL, of->profit_class, NULL);
  if (one != PATRON_OK || two != PATRON_OK) exit(2);
}

static void patron_one(book *of) {
  patron(of, 1);
}

static void patron_two(book *of) {
  patron(of, 2);
}

static void sorted(book *of) {
  sort_classes_i64(of->sales, of->groups, of->n, of->ngroups, of->other);
  sort_classes_f64(of->profit, of->groups, of->n, of->ngroups, of->other);
}

/* What no way can do without: both measures and the groups are read once for each measure, and a byte is written. */
static void read_once(book *of) {
  for (int64_t i = 0; i < of->n; i++) of->other[i] = (int8_t)((of->sales[i] > 100000) + (of->groups[i] & 1));
  for (int64_t i = 0; i < of->n; i++) of->other[i] = (int8_t)((of->profit[i] > 1000.0) + (of->groups[i] & 1));
}

static double least(double best, void (*work)(book *), book *of, clockid_t clock) {
  const double began = seconds(clock);
  work(of);
  const double took = seconds(clock) - began;
  return best > 0.0 && best < took ? best : took;
}

/* Rounds take turns, so that what else the machine does falls on all alike. */
static void race(book *of, const char *name, int rounds) {
  double mine = 0.0, sort = 0.0;
  for (int r = 0; r < rounds; r++) {
    mine = least(mine, patron_one, of, CLOCK_PROCESS_CPUTIME_ID);
    if (r % 3 == 0) sort = least(sort, sorted, of, CLOCK_PROCESS_CPUTIME_ID);
  }
  printf("%s %lld %.6f\n%s_sort %lld %.6f\n", name, (long long)of->n, mine, name, (long long)of->n, sort);
  fflush(stdout);
}

static void write_csv(const book *of, const char *path) {
  FILE *file = fopen(path, "w");
  if (!file) exit(2);
  fputs("g,sales,profit,sales_class,profit_class\n", file);
  for (int64_t i = 0; i < of->n; i++) fprintf(file, "%d,%lld,%.17g,%d,%d\n", of->groups[i], (long long)of->sales[i], of->profit[i], of->sales_class[i], of->profit_class[i]);
  if (fclose(file) != 0) exit(2);
}

int main(int argc, char **argv) {
  static const struct { const char *name; int32_t ngroups; } unkind[] = {{"equal", 100}, {"three", 100}, {"narrow", 100}, {"decades", 100}, {"tiny_groups", 0}};
  const int rounds = argc > 2 ? atoi(argv[2]) : 9;
  const size_t n = argc > 1 ? (size_t)atoll(argv[1]) : 1000000;
  book of = {(int64_t)n, 0, malloc(8 * n), malloc(8 * n), malloc(4 * n), malloc(n), malloc(n), malloc(n)};
  double bandwidth = 0.0, one = 0.0, two = 0.0;
  if (n < 1000 || !of.sales || !of.profit || !of.groups || !of.sales_class || !of.profit_class || !of.other) return 2;
  fill(&of, "ordinary", 100);
  race(&of, "W1", rounds);
  for (int r = 0; r < rounds; r++) {
    bandwidth = least(bandwidth, read_once, &of, CLOCK_PROCESS_CPUTIME_ID);
    one = least(one, patron_one, &of, CLOCK_MONOTONIC);
    two = least(two, patron_two, &of, CLOCK_MONOTONIC);
  }
  printf("read %lld %.6f\none_thread %lld %.6f\ntwo_threads %lld %.6f\n", (long long)n, bandwidth, (long long)n, one, (long long)n, two);
  if (argc > 3) write_csv(&of, argv[3]);
  for (size_t k = 0; argc < 5 && k < sizeof unkind / sizeof *unkind; k++) {
    fill(&of, unkind[k].name, unkind[k].ngroups > 0 ? unkind[k].ngroups : (int32_t)(n / 10));
    race(&of, unkind[k].name, rounds < 3 ? rounds : 3);
  }
  free(of.sales);
  free(of.profit);
  free(of.groups);
  free(of.sales_class);
  free(of.profit_class);
  free(of.other);
  return 0;
}
