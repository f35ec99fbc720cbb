/* Every scoring function that takes scratch memory, with its k-th block refused: an error, nothing written, nothing kept; and with memory the answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/comparison.h"
#include "patron/rules/robustness.h"
#include "patron/rules/weights.h"
#include "random.h"

enum { ROWS = 3000, N = 4, ROOM = ROWS };

static double cells[N][ROWS];
static const double *columns[N] = {cells[0], cells[1], cells[2], cells[3]};
static const double weights[N] = {1, 2, 3, 4};
static double out[3][ROOM], before[3][ROOM];
static int64_t ranks[ROWS];

/* Lends `left` blocks and counts what is out. Blocks are aligned to 8 only, as some hosts' are. */
static int64_t left, lent;
static void *lend(void *user, uint64_t size) {
  char *block = left-- > 0 ? malloc((size_t)size + 16) : NULL;
  (void)user;
  lent += block != NULL;
  return block ? block + 8 : NULL;
}
static void *resize(void *user, void *block, uint64_t old_size, uint64_t size) { (void)user; (void)block; (void)old_size; (void)size; return NULL; }
static void take_back(void *user, void *block, uint64_t size) {
  (void)user;
  (void)size;
  lent--;
  free((char *)block - 8);
}
static const patron_allocator scarce = {sizeof scarce, 0, NULL, lend, resize, take_back};

static patron_status rank_them(void) { return patron_rank(cells[0], NULL, ROWS, &scarce, ranks); }
static patron_status percent_rank(void) { return patron_normalise_percent_rank(cells[0], NULL, ROWS, PATRON_DIRECTION_HIGHER, &scarce, out[0]); }
static patron_status percent_points(void) {
  int32_t points;
  return patron_percent_rank_points(cells[0], NULL, ROWS, 64, PATRON_DIRECTION_HIGHER, &scarce, out[0], out[1], &points);
}
static patron_status multiply(void) { return patron_aggregate_weighted_product(columns, NULL, weights, ROWS, N, 0, 1e-6, &scarce, out[0], NULL, NULL); }
static patron_status topsis(void) {
  patron_topsis_columns to = {.struct_size = sizeof to, .score = out[0]};
  return patron_aggregate_topsis(columns, NULL, weights, ROWS, N, 0, NULL, NULL, &scarce, &to, NULL);
}
static patron_status vikor(void) {
  patron_vikor_columns to = {.struct_size = sizeof to, .utility = out[0], .regret = out[1], .compromise = out[2]};
  return patron_aggregate_vikor(columns, NULL, weights, ROWS, N, 0, 0.5, NULL, NULL, NULL, &scarce, &to, NULL);
}
static patron_status promethee(void) {
  patron_promethee_columns to = {.struct_size = sizeof to, .plus = out[0], .minus = out[1], .net = out[2]};
  patron_promethee_preferences usual = {.struct_size = sizeof usual};
  return patron_aggregate_promethee(columns, NULL, NULL, weights, &usual, ROWS, N, 0, &scarce, &to, NULL);
}
static patron_status critic(void) { return patron_weights_critic(columns, NULL, NULL, ROWS, N, PATRON_CORRELATION_SPEARMAN, &scarce, out[0], NULL); }
static patron_status entropy(void) { return patron_weights_entropy(columns, NULL, NULL, ROWS, N, &scarce, out[0], NULL); }
static patron_status deviation(void) { return patron_weights_deviation(columns, NULL, NULL, ROWS, N, &scarce, out[0], NULL); }
static patron_status compare_pairs(void) {
  const double ratios[9] = {1, 3, 5, 1.0 / 3, 1, 2, 0.2, 0.5, 1};
  return patron_weights_ahp(ratios, 3, PATRON_WEIGHTING_AHP, 0, 0, &scarce, out[0], NULL);
}
static patron_status best_worst(void) {
  const double best[3] = {1, 2, 4}, worst[3] = {4, 2, 1};
  return patron_weights_best_worst(best, worst, 3, 0, 2, &scarce, out[0], NULL, NULL);
}
static patron_status correlate(void) { return patron_rank_correlation(cells[0], NULL, cells[1], NULL, ROWS, &scarce, out[0], out[1]); }
static patron_status stability(void) {
  patron_stability to = {.struct_size = sizeof to};
  patron_status status = patron_weight_stability(columns, NULL, weights, ROWS, N, 1, PATRON_STABILITY_TOP, 10, 0, &scarce, &to);
  if (status == PATRON_OK) out[0][0] = to.high;
  return status;
}
static patron_status acceptability(void) {
  const int64_t ten = 10;
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = 20, .seed = 1};
  patron_acceptability_columns to = {.struct_size = sizeof to, .tiers = out[0]};
  return patron_acceptability(columns, NULL, ROWS, N, &samples, &ten, 1, &scarce, &to);
}

static void refused_memory_leaves_everything_as_it_was(void **state) {
  static patron_status (*const calls[])(void) = {rank_them, percent_rank, percent_points, multiply, topsis, vikor, promethee, critic, entropy, deviation, compare_pairs, best_worst, correlate, stability, acceptability};
  (void)state;
  for (int32_t j = 0; j < N; j++) {
    for (int32_t i = 0; i < ROWS; i++) cells[j][i] = random_share();
  }
  for (size_t c = 0; c < sizeof calls / sizeof *calls; c++) {
    for (int64_t allowed = 0;; allowed++) {
      patron_status status;
      assert_true(allowed < 100);
      memset(out, 0x5a, sizeof out);
      memset(before, 0x5a, sizeof before);
      left = allowed;
      status = calls[c]();
      assert_int_equal(lent, 0);
      if (status == PATRON_OK) break;
      assert_int_equal(status, PATRON_E_NO_MEMORY);
      assert_memory_equal(out, before, sizeof out);
    }
    assert_true(calls[c] == rank_them || memcmp(out, before, sizeof out) != 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(refused_memory_leaves_everything_as_it_was)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
