/* Natural breaks against every possible cut of small sets, and at the edges. */
#include "checks.h"

#include <math.h>

#include "patron/rules/natural_breaks.h"
#include "random.h"

enum { MOST = 12 };

static double squares(const double *values, int64_t from, int64_t to)
{
  double mean = 0, sum = 0;
  for (int64_t i = from; i < to; i++) mean += values[i] / (double)(to - from);
  for (int64_t i = from; i < to; i++) sum += (values[i] - mean) * (values[i] - mean);
  return sum;
}

/* The least sum over all cuts of sorted values that part no equal ones; INFINITY: there is none. */
static double least(const double *sorted, int64_t from, int64_t n, int32_t k)
{
  double best = INFINITY;
  if (k == 1) return from < n ? squares(sorted, from, n) : INFINITY;
  for (int64_t cut = from + 1; cut < n; cut++) {
    if (sorted[cut - 1] == sorted[cut]) continue;
    const double sum = squares(sorted, from, cut) + least(sorted, cut, n, k - 1);
    if (sum < best) best = sum;
  }
  return best;
}

static int compare(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sizes and breaks must be a cut of the values, and its sum the least of all cuts. */
static void no_other_cut_is_better(void **state)
{
  (void)state;
  for (int trial = 0; trial < 3000; trial++) {
    const int64_t n = 1 + (int64_t)(random_bits() % MOST);
    const int32_t k = 1 + (int32_t)(random_bits() % 4);
    double values[MOST], sorted[MOST], breaks[5], within = -1, sum = 0, expected;
    int64_t sizes[4], at = 0;
    for (int64_t i = 0; i < n; i++) values[i] = sorted[i] = trial % 3 == 0 ? (double)(random_bits() % 6) : trial % 3 == 1 ? (double)(random_bits() % 1000) - 500 : 1e9 + (double)(random_bits() % 100) / 8;
    qsort(sorted, (size_t)n, sizeof *sorted, compare);
    expected = least(sorted, 0, n, k);
    if (expected == INFINITY) {
      assert_int_equal(patron_natural_breaks_f64(values, NULL, n, k, NULL, breaks, sizes, &within), PATRON_UNKNOWN);
      assert_true(within == -1);
      continue;
    }
    assert_int_equal(patron_natural_breaks_f64(values, NULL, n, k, NULL, breaks, sizes, &within), PATRON_OK);
    assert_true(breaks[0] == sorted[0] && breaks[k] == sorted[n - 1]);
    for (int32_t j = 0; j < k; j++) {
      assert_true(sizes[j] > 0 && at + sizes[j] <= n);
      sum += squares(sorted, at, at + sizes[j]);
      at += sizes[j];
      if (j + 1 < k) assert_true(sorted[at - 1] < breaks[j + 1] && breaks[j + 1] <= sorted[at] && breaks[j + 1] == sorted[at - 1] / 2 + sorted[at] / 2);
    }
    assert_int_equal(at, n);
    assert_true(fabs(sum - expected) <= 1e-9 * (1 + expected) && fabs(within - expected) <= 1e-9 * (1 + expected));
  }
}

static void the_worked_example(void **state)
{
  const double values[] = {30, 2, 10, 1, 4, 11};
  double breaks[4], within;
  int64_t sizes[3];
  (void)state;
  assert_int_equal(patron_natural_breaks_f64(values, NULL, 6, 3, NULL, breaks, sizes, &within), PATRON_OK);
  assert_true(breaks[0] == 1 && breaks[1] == 7 && breaks[2] == 20.5 && breaks[3] == 30);
  assert_true(sizes[0] == 3 && sizes[1] == 2 && sizes[2] == 1);
  assert_true(fabs(within - (14.0 / 3 + 0.5)) < 1e-12);
}

/* Between neighbouring doubles there is no midpoint: the break is the upper one, so that it parts the values as the sizes say. */
static void neighbouring_doubles_are_parted(void **state)
{
  const double pairs[][2] = {{1, 1 + 0x1p-52}, {1 + 0x1p-52, 1 + 0x1p-51}, {-1 - 0x1p-52, -1}, {0, 0x1p-1074}, {-0x1p-1074, 0}, {5 * 0x1p-1074, 6 * 0x1p-1074}};
  (void)state;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    double breaks[3];
    int64_t sizes[2];
    assert_int_equal(patron_natural_breaks_f64(pairs[i], NULL, 2, 2, NULL, breaks, sizes, NULL), PATRON_OK);
    assert_true(breaks[0] == pairs[i][0] && breaks[1] == pairs[i][1] && breaks[2] == pairs[i][1]);
    assert_true(sizes[0] == 1 && sizes[1] == 1);
  }
}

/* Unknown values are not looked at; of two equal cuts the one with the smaller lower class: 0 | 1, 2 rather than 0, 1 | 2. */
static void unknown_values_and_equal_cuts(void **state)
{
  const double values[] = {NAN, 2, 0, INFINITY, 1};
  const uint8_t validity[] = {0x16};
  double breaks[3];
  int64_t sizes[2];
  (void)state;
  assert_int_equal(patron_natural_breaks_f64(values, validity, 5, 2, NULL, breaks, sizes, NULL), PATRON_OK);
  assert_true(sizes[0] == 1 && sizes[1] == 2 && breaks[1] == 0.5);
}

/* Numbers near the ends of a double are cut as small ones are. */
static void extreme_numbers(void **state)
{
  const double large[] = {-1.7e308, 1.7e308, 1.6e308, -1.65e308}, small[] = {1e-310, 2e-310, 9e-310, 8e-310};
  double breaks[3], within;
  int64_t sizes[2];
  (void)state;
  assert_int_equal(patron_natural_breaks_f64(large, NULL, 4, 2, NULL, breaks, sizes, &within), PATRON_OK);
  assert_true(sizes[0] == 2 && breaks[1] > -1e308 && breaks[1] < 1e308 && within == 1.7976931348623157e308);
  assert_int_equal(patron_natural_breaks_f64(small, NULL, 4, 2, NULL, breaks, sizes, &within), PATRON_OK);
  assert_true(sizes[0] == 2 && sizes[1] == 2 && within >= 0);
}

static void bad_arguments_are_refused(void **state)
{
  const double values[] = {1, 2, NAN}, fine[] = {1, 1, 2};
  double breaks[3] = {7, 7, 7};
  (void)state;
  assert_int_equal(patron_natural_breaks_f64(NULL, NULL, 3, 2, NULL, breaks, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_natural_breaks_f64(fine, NULL, -1, 2, NULL, breaks, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_natural_breaks_f64(fine, NULL, 3, 0, NULL, breaks, NULL, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_natural_breaks_f64(fine, NULL, 3, 1001, NULL, breaks, NULL, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_natural_breaks_f64(values, NULL, 3, 2, NULL, breaks, NULL, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_natural_breaks_f64(fine, NULL, 3, 3, NULL, breaks, NULL, NULL), PATRON_UNKNOWN);
  assert_int_equal(patron_natural_breaks_f64(NULL, NULL, 0, 1, NULL, breaks, NULL, NULL), PATRON_UNKNOWN);
  assert_true(breaks[0] == 7 && breaks[1] == 7 && breaks[2] == 7);
  assert_int_equal(patron_natural_breaks_f64(fine, NULL, 3, 2, NULL, NULL, NULL, NULL), PATRON_OK);
}

typedef struct meter { int64_t left, held; } meter;

static void *take(void *user, uint64_t size)
{
  meter *m = user;
  if (m->left-- <= 0) return NULL;
  m->held += (int64_t)size;
  return malloc(size);
}

static void give(void *user, void *block, uint64_t size)
{
  ((meter *)user)->held -= (int64_t)size;
  free(block);
}

static void memory_is_given_back_whatever_fails(void **state)
{
  const double values[] = {30, 2, 10, 1, 4, 11};
  double breaks[4] = {7, 7, 7, 7};
  (void)state;
  for (int64_t allowed = 0; allowed <= 2; allowed++) {
    meter m = {allowed, 0};
    const patron_allocator scratch = {.struct_size = sizeof scratch, .user = &m, .allocate = take, .release = give};
    assert_int_equal(patron_natural_breaks_f64(values, NULL, 6, 3, &scratch, breaks, NULL, NULL), allowed < 2 ? PATRON_E_NO_MEMORY : PATRON_OK);
    assert_int_equal(m.held, 0);
    assert_true(allowed < 2 ? breaks[1] == 7 : breaks[0] == 1);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_other_cut_is_better),
    cmocka_unit_test(the_worked_example),
    cmocka_unit_test(neighbouring_doubles_are_parted),
    cmocka_unit_test(unknown_values_and_equal_cuts),
    cmocka_unit_test(extreme_numbers),
    cmocka_unit_test(bad_arguments_are_refused),
    cmocka_unit_test(memory_is_given_back_whatever_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
