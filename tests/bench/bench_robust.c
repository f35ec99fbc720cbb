/* Usage: bench_robust ROWS ROUNDS: how much of the rankings of ROWS customers is the weights'. All scorecards of the default policy know all of their criteria; one draw, so that the intervals are what takes the time.
 *
 * Prints "name rows seconds", the least CPU time of all rounds: `assess`; `robust`, which assesses, too; and `places`, the same of
 * a book without profit, which has no tiers. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

static const char *const amounts[] = {"sales", "sales_previous", "potential", "profit"};
static const char *const marks[] = {"contribution_rate", "market_growth", "strategic_fit", "market_share", "new_product_rate", "service_level", "our_commitment", "our_trust", "their_commitment", "their_trust", "willingness"};
enum { AMOUNTS = 4, MARKS = 11 };

static patron_portfolio *open_book(patron_context *context, int64_t rows, int profit) {
  patron_table *table = NULL;
  patron_portfolio *portfolio = NULL;
  int64_t *whole = malloc(8 * (size_t)rows);
  double *numbers = malloc(8 * (size_t)rows);
  if (whole == NULL || numbers == NULL) exit(2);
  must(patron_table_create(context, "customers", rows, &table), "table");
  for (int64_t i = 0; i < rows; i++) whole[i] = i;
  must(patron_table_add_i64(table, "customer", PATRON_INTEGER, whole, NULL), "customer");
  for (int a = 0; a < AMOUNTS - !profit; a++) {
    for (int64_t i = 0; i < rows; i++) whole[i] = (int64_t)(exp(8.0 + 1.5 * normal()) * (a == 3 ? 10.0 : 100.0));
    must(patron_table_add_i64(table, amounts[a], PATRON_MONEY, whole, NULL), amounts[a]);
  }
  for (int m = 0; m < MARKS; m++) {
    for (int64_t i = 0; i < rows; i++) numbers[i] = m < 2 ? 0.5 * unit() : 100.0 * unit();
    must(patron_table_add_f64(table, marks[m], PATRON_NUMBER, numbers, NULL), marks[m]);
  }
  must(patron_portfolio_create(context, "EUR", &portfolio), "portfolio");
  must(patron_portfolio_put(portfolio, table), "put");
  patron_table_destroy(table);
  free(whole);
  free(numbers);
  return portfolio;
}

static double least(const patron_portfolio *book, const patron_policy *policy, int32_t robust, int rounds) {
  double best = 0;
  for (int round = 0; round < rounds; round++) {
    patron_assessment *result = NULL;
    const double began = seconds(CLOCK_PROCESS_CPUTIME_ID);
    must(robust ? patron_robustness(book, policy, &result) : patron_assess(book, policy, &result), "decisions");
    const double took = seconds(CLOCK_PROCESS_CPUTIME_ID) - began;
    patron_assessment_destroy(result);
    if (round == 0 || took < best) best = took;
  }
  return best;
}

int main(int count, char **arguments) {
  const int64_t rows = count > 1 ? atoll(arguments[1]) : 100000;
  const int rounds = count > 2 ? atoi(arguments[2]) : 5;
  patron_context *context = NULL;
  patron_policy *policy = NULL;
  must(patron_context_create(NULL, &context), "context");
  patron_portfolio *book = open_book(context, rows, 1), *untiered = open_book(context, rows, 0);
  must(patron_policy_create(context, NULL, &policy), "policy");
  must(patron_policy_set(policy, "robust.samples", "1"), "robust.samples");
  printf("assess %lld %.6f\n", (long long)rows, least(book, policy, 0, rounds));
  printf("robust %lld %.6f\n", (long long)rows, least(book, policy, 1, rounds));
  printf("places %lld %.6f\n", (long long)rows, least(untiered, policy, 1, rounds));
  patron_policy_destroy(policy);
  patron_portfolio_destroy(untiered);
  patron_portfolio_destroy(book);
  patron_context_destroy(context);
  return 0;
}
