/* Ranks and the sort beneath them, against counting by hand, on data that radix sorts stumble over. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/score.h"
#include "rules/order.h"

enum { ROWS = 20000 };

static double values[ROWS];
static uint8_t bits[ROWS / 8];
static uint32_t places[ROWS];
static int64_t ranks[ROWS];

static uint64_t state_of_random = 1;
static uint64_t next_random(void) {
  state_of_random = state_of_random * 6364136223846793005u + 1442695040888963407u;
  return state_of_random >> 20;
}
static double next_share(void) { return (double)(next_random() % 1000003) / 1000003.0; }

/* The order is right when neighbours are in order, ties stand by row, ties are marked, and every known row is there once. */
static void check_order(int64_t n, const uint8_t *validity, int32_t descending) {
  static uint8_t seen[ROWS];
  int64_t count = -1, known = 0;
  memset(seen, 0, sizeof seen);
  for (int64_t i = 0; i < n; i++) known += validity == NULL || ((validity[i / 8] >> (i % 8)) & 1);
  assert_int_equal(patron__order(values, validity, n, descending, NULL, places, &count), PATRON_OK);
  assert_int_equal(count, known);
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = patron__order_row(places[i]), last;
    assert_false(seen[row]);
    seen[row] = 1;
    if (validity) assert_true((validity[row / 8] >> (row % 8)) & 1);
    assert_int_equal(patron__order_ties(places[i]), i > 0 && values[row] == values[patron__order_row(places[i - 1])]);
    if (i == 0) continue;
    last = patron__order_row(places[i - 1]);
    if (values[last] == values[row]) assert_true(last < row);
    else assert_true(descending ? values[last] > values[row] : values[last] < values[row]);
  }
}

static void check_both(int64_t n) {
  check_order(n, NULL, 0);
  check_order(n, NULL, 1);
}

static void uniform_values_of_any_number_are_ordered(void **state) {
  static const int64_t counts[] = {0, 1, 2, 3, 25, 100, 2048, 2049, 5000, ROWS};
  (void)state;
  for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
    for (int64_t i = 0; i < counts[c]; i++) values[i] = next_share() - 0.5;
    check_both(counts[c]);
  }
}

static void hostile_values_are_ordered(void **state) {
  static const double three[] = {-1.5, 0.0, 7.25};
  (void)state;
  for (int64_t i = 0; i < ROWS; i++) values[i] = 42.0;
  check_both(ROWS);
  for (int64_t i = 0; i < ROWS; i++) values[i] = three[next_random() % 3];
  check_both(ROWS);
  for (int64_t i = 0; i < ROWS; i++) values[i] = 1.0 + (double)(next_random() % 4096) * DBL_EPSILON;
  check_both(ROWS);
  for (int64_t i = 0; i < ROWS; i++) values[i] = ldexp(next_share(), (int)(next_random() % 2000) - 1000) * (next_random() % 2 ? 1.0 : -1.0);
  check_both(ROWS);
  /* clusters far apart, each narrow: long, middling and short runs below the first 33 bits */
  for (int64_t i = 0; i < ROWS; i++) values[i] = (i % 3 ? 1.0 : i % 2 ? 1e300 : -1e-300) * (1.0 + (double)(next_random() % 100000) * DBL_EPSILON);
  check_both(ROWS);
  for (int64_t i = 0; i < ROWS; i++) values[i] = ldexp(1.0 + (double)(next_random() % 50) * DBL_EPSILON, (int)(i % 100) * 8 - 400);
  check_both(ROWS);
  for (int64_t i = 0; i < ROWS; i++) values[i] = ldexp(1.0 + (double)(next_random() % 50) * DBL_EPSILON, (int)(i % 2000) - 1000);
  check_both(ROWS);
  for (int64_t i = 0; i < ROWS; i++) values[i] = i % 2 ? DBL_MAX : i % 4 ? -DBL_MAX : (i % 8 ? 0.0 : -0.0);
  check_both(ROWS);
}

static void unknown_values_are_left_out(void **state) {
  (void)state;
  for (int64_t i = 0; i < ROWS; i++) values[i] = (double)(next_random() % 500);
  for (int64_t i = 0; i < ROWS / 8; i++) bits[i] = (uint8_t)next_random();
  for (int64_t i = 0; i < ROWS; i++) {
    if (!((bits[i / 8] >> (i % 8)) & 1)) values[i] = NAN;
  }
  check_order(ROWS, bits, 0);
  check_order(ROWS, bits, 1);
  memset(bits, 0, sizeof bits);
  check_order(ROWS, bits, 0);
}

static void a_rank_is_one_more_than_the_number_strictly_better(void **state) {
  enum { FEW = 700 };
  (void)state;
  for (int64_t i = 0; i < FEW; i++) values[i] = (double)(next_random() % 200) / 8.0;
  memset(bits, 0xff, sizeof bits);
  bits[3] = 0x5a;
  assert_int_equal(patron_rank(values, bits, FEW, NULL, ranks), PATRON_OK);
  for (int64_t i = 0; i < FEW; i++) {
    int64_t better = 0;
    int32_t known = (bits[i / 8] >> (i % 8)) & 1;
    for (int64_t k = 0; k < FEW; k++) better += ((bits[k / 8] >> (k % 8)) & 1) && values[k] > values[i];
    assert_int_equal(ranks[i], known ? better + 1 : 0);
  }
}

/* So many rows that ranks are written window by window. */
static void ranks_of_many_rows_count_the_better_too(void **state) {
  enum { MANY = 300000, DISTINCT = 1000 };
  double *scores = malloc(MANY * sizeof *scores);
  int64_t *found = malloc(MANY * sizeof *found), better[DISTINCT + 1] = {0};
  (void)state;
  for (int64_t i = 0; i < MANY; i++) scores[i] = (double)(next_random() % DISTINCT);
  for (int64_t i = 0; i < MANY; i++) better[(int64_t)scores[i]]++;
  for (int64_t d = DISTINCT - 1; d >= 0; d--) better[d] += better[d + 1];   /* rows of at least d */
  assert_int_equal(patron_rank(scores, NULL, MANY, NULL, found), PATRON_OK);
  for (int64_t i = 0; i < MANY; i++) assert_int_equal(found[i], better[(int64_t)scores[i] + 1] + 1);
  free(scores);
  free(found);
}

static void bad_scores_have_no_ranks(void **state) {
  (void)state;
  values[0] = 1, values[1] = NAN, ranks[0] = 77;
  bits[0] = 1;
  assert_int_equal(patron_rank(values, NULL, 2, NULL, ranks), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_rank(NULL, NULL, 2, NULL, ranks), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_rank(values, NULL, 2, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_rank(values, NULL, -1, NULL, ranks), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_rank(NULL, NULL, 0, NULL, NULL), PATRON_OK);
  assert_int_equal(ranks[0], 77);
  assert_int_equal(patron_rank(values, bits, 2, NULL, ranks), PATRON_OK);
  assert_int_equal(ranks[0], 1);
  assert_int_equal(ranks[1], 0);
}

/* An allocator that gives out `left` blocks. */
static int32_t left;
static void *lend(void *user, uint64_t size) { (void)user; return left-- > 0 ? malloc((size_t)size) : NULL; }
static void *resize(void *user, void *block, uint64_t old_size, uint64_t size) { (void)user; (void)old_size; return realloc(block, (size_t)size); }
static void take_back(void *user, void *block, uint64_t size) { (void)user; (void)size; free(block); }

static void without_memory_nothing_is_written(void **state) {
  const patron_allocator scarce = {sizeof scarce, 0, NULL, lend, resize, take_back}, broken = {sizeof broken, 0, NULL, NULL, NULL, NULL};
  double share[8];
  int32_t points = 5;
  (void)state;
  for (int64_t i = 0; i < 8; i++) values[i] = (double)i, ranks[i] = 77, share[i] = 77;
  left = 0;
  assert_int_equal(patron_rank(values, NULL, 8, &scarce, ranks), PATRON_E_NO_MEMORY);
  for (int32_t allowed = 0; allowed < 2; allowed++) {
    left = allowed;
    assert_int_equal(patron_normalise_percent_rank(values, NULL, 8, PATRON_DIRECTION_HIGHER, &scarce, share), PATRON_E_NO_MEMORY);
    left = allowed;
    assert_int_equal(patron_percent_rank_points(values, NULL, 8, 16, PATRON_DIRECTION_HIGHER, &scarce, share, share, &points), PATRON_E_NO_MEMORY);
  }
  assert_int_equal(patron_rank(values, NULL, 8, &broken, ranks), PATRON_E_INVALID_ARGUMENT);
  assert_true(ranks[0] == 77 && share[0] == 77 && points == 5);
  left = 1;
  assert_int_equal(patron_rank(values, NULL, 8, &scarce, ranks), PATRON_OK);
  assert_int_equal(ranks[0], 8);
}

/* So many that ranks go through windows, unless somebody is unknown. */
static void many_ranks_are_those_of_few(void **state) {
  enum { MANY = 400000 };
  double *many = malloc(MANY * sizeof *many);
  uint8_t *known = malloc(MANY / 8);
  int64_t *found = malloc(MANY * sizeof *found);
  (void)state;
  assert_true(many != NULL && known != NULL && found != NULL);
  for (int64_t i = 0; i < MANY; i++) many[i] = (double)(i * 7919 % MANY / 2);   /* each value twice, but in another order */
  memset(known, 0xff, MANY / 8);
  for (int pass = 0; pass < 2; pass++) {
    const int64_t lacking = pass == 0 ? -1 : 123457;
    if (lacking >= 0) known[lacking / 8] &= (uint8_t)~(1u << lacking % 8);
    assert_int_equal(patron_rank(many, pass == 0 ? NULL : known, MANY, NULL, found), PATRON_OK);
    for (int64_t i = 0; i < MANY; i++) {
      const int64_t above = MANY - 2 - 2 * (int64_t)many[i];   /* two of each greater value */
      assert_int_equal(found[i], i == lacking ? 0 : 1 + above - (lacking >= 0 && many[lacking] > many[i]));
    }
  }
  free(many);
  free(known);
  free(found);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(uniform_values_of_any_number_are_ordered),
    cmocka_unit_test(hostile_values_are_ordered),
    cmocka_unit_test(unknown_values_are_left_out),
    cmocka_unit_test(a_rank_is_one_more_than_the_number_strictly_better),
    cmocka_unit_test(ranks_of_many_rows_count_the_better_too),
    cmocka_unit_test(many_ranks_are_those_of_few),
    cmocka_unit_test(bad_scores_have_no_ranks),
    cmocka_unit_test(without_memory_nothing_is_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
