/* Usage: bench_assess ROWS ROUNDS [CSV]: the whole default assessment of ROWS customers (id, layer, sales, profit), all stages, from portfolio to decisions.
 *
 * Prints "name rows seconds", the least CPU time of all rounds (`assess`, with the decisions read and dropped; `wall_1` and `wall_2`: the least time by the clock of one and of two threads) and "peak rows bytes".
 * With CSV the layers (as numbers) and amounts are written there, in the form that pareto_duckdb.mjs reads, for W1 alone to be done by DuckDB. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <string.h>

enum { LAYERS = 100 };

typedef struct book { int64_t rows; int64_t *ids, *sales, *profit; int32_t *layers; char names[LAYERS][16]; const char *name_of[LAYERS]; } book;

static void fill(book *of) {
  for (int32_t i = 0; i < LAYERS; i++) {
    (void)snprintf(of->names[i], sizeof of->names[i], "LAYER_%03d", (int)i);
    of->name_of[i] = of->names[i];
  }
  for (int64_t i = 0; i < of->rows; i++) {
    const double sales = exp(8.0 + 1.5 * normal());
    of->ids[i] = i + 1;
    of->sales[i] = (int64_t)(sales * 100.0);
    of->profit[i] = (int64_t)(sales * (0.25 + 0.3 * normal()) * 100.0);
    of->layers[i] = (int32_t)(unit() * LAYERS);
  }
}

static patron_portfolio *open_book(patron_context *context, const book *of) {
  patron_table *table = NULL;
  patron_portfolio *portfolio = NULL;
  must(patron_table_create(context, "customers", of->rows, &table), "table");
  must(patron_table_add_i64(table, "customer", PATRON_INTEGER, of->ids, NULL), "customer");
  must(patron_table_add_code(table, "layer", of->layers, NULL, of->name_of, LAYERS), "layer");
  must(patron_table_add_i64(table, "sales", PATRON_MONEY, of->sales, NULL), "sales");
  must(patron_table_add_i64(table, "profit", PATRON_MONEY, of->profit, NULL), "profit");
  must(patron_portfolio_create(context, "EUR", &portfolio), "portfolio");
  must(patron_portfolio_put(portfolio, table), "put");
  patron_table_destroy(table);
  return portfolio;
}

/* One assessment: some decisions of every hundredth customer are read, so that nothing can be left undone. */
static int64_t assess(const book *of, int32_t threads, double *cpu, double *wall, uint64_t *peak) {
  const patron_context_options options = {.struct_size = sizeof options, .max_threads = threads};
  patron_context *context = NULL;
  patron_assessment *result = NULL;
  int64_t sum = 0;
  must(patron_context_create(&options, &context), "context");
  patron_portfolio *portfolio = open_book(context, of);
  const double cpu_began = seconds(CLOCK_PROCESS_CPUTIME_ID), wall_began = seconds(CLOCK_MONOTONIC);
  must(patron_assess(portfolio, NULL, &result), "assess");
  for (int64_t row = 0; row < of->rows; row += 100) {
    patron_customer handle;
    int32_t key = 0, class = 0;
    must(patron_assessment_customer_at(result, row, &handle), "handle");
    must(patron_assessment_flag(result, handle, "key", &key), "key");
    must(patron_assessment_code(result, handle, "sales_class", &class), "sales_class");
    sum += key + class;
  }
  patron_assessment_destroy(result);
  const double cpu_took = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_began, wall_took = seconds(CLOCK_MONOTONIC) - wall_began;
  if (*cpu == 0.0 || cpu_took < *cpu) *cpu = cpu_took;
  if (*wall == 0.0 || wall_took < *wall) *wall = wall_took;
  *peak = patron_context_memory_peak(context);
  patron_portfolio_destroy(portfolio);
  patron_context_destroy(context);
  return sum;
}

/* The classes that DuckDB is held against are those of patron_pareto_classes. */
static void write_csv(const book *of, const char *path) {
  static const int64_t cuts[] = {800000, 950000};
  int8_t *sales = malloc((size_t)of->rows), *profit = malloc((size_t)of->rows);
  double *margin = malloc((size_t)of->rows * sizeof *margin);
  FILE *file = fopen(path, "w");
  if (file == NULL || sales == NULL || profit == NULL || margin == NULL) exit(2);
  for (int64_t i = 0; i < of->rows; i++) margin[i] = (double)of->profit[i];
  must(patron_pareto_classes_i64(of->sales, NULL, of->layers, of->rows, LAYERS, cuts, 2, NULL, sales, NULL), "classes");
  must(patron_pareto_classes_f64(margin, NULL, of->layers, of->rows, LAYERS, cuts, 2, NULL, profit, NULL), "classes");
  fputs("g,sales,profit,sales_class,profit_class\n", file);
  for (int64_t i = 0; i < of->rows; i++) fprintf(file, "%d,%lld,%.17g,%d,%d\n", of->layers[i], (long long)of->sales[i], margin[i], sales[i], profit[i]);
  if (fclose(file) != 0) exit(2);
  free(sales);
  free(profit);
  free(margin);
}

int main(int count, char **arguments) {
  const size_t n = count > 1 ? (size_t)atoll(arguments[1]) : 1000000;
  const int rounds = count > 2 ? atoi(arguments[2]) : 5;
  book of = {.rows = (int64_t)n, .ids = malloc(8 * n), .sales = malloc(8 * n), .profit = malloc(8 * n), .layers = malloc(4 * n)};
  double cpu = 0, wall = 0, two_cpu = 0, two_wall = 0;
  uint64_t peak = 0, two_peak = 0;
  int64_t sum = 0;
  if (n < 1000 || !of.ids || !of.sales || !of.profit || !of.layers) return 2;
  fill(&of);
  if (count > 3) write_csv(&of, arguments[3]);
  for (int round = 0; round < rounds; round++) {
    sum += assess(&of, 1, &cpu, &wall, &peak);
    sum -= assess(&of, 2, &two_cpu, &two_wall, &two_peak);
  }
  printf("assess %lld %.6f\nwall_1 %lld %.6f\nwall_2 %lld %.6f\npeak %lld %llu\n", (long long)n, cpu, (long long)n, wall, (long long)n, two_wall, (long long)n, (unsigned long long)peak);
  free(of.ids);
  free(of.sales);
  free(of.profit);
  free(of.layers);
  return sum != 0;
}
