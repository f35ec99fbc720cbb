/* What Pareto and concentration functions do with memory: little of it, all given back, and nothing written when there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/concentration.h"
#include "patron/rules/pareto.h"

enum { ROWS = 200000, GROUPS = 100 };

static int64_t values[ROWS];
static double reals[ROWS];
static int32_t groups[ROWS];
static int8_t classes[ROWS];

/* An allocator that fails at one call, and counts what is out and was at most. */
typedef struct purse { int64_t until_failure, out, most; } purse;

static void *purse_allocate(void *user, uint64_t size)
{
  purse *of = user;
  if (--of->until_failure == 0) return NULL;
  of->out += (int64_t)size;
  of->most = of->out > of->most ? of->out : of->most;
  return malloc((size_t)size);
}

static void purse_release(void *user, void *block, uint64_t size)
{
  ((purse *)user)->out -= (int64_t)size;
  free(block);
}

static patron_allocator allocator_of(purse *of)
{
  const patron_allocator allocator = {.struct_size = sizeof allocator, .user = of, .allocate = purse_allocate, .release = purse_release};
  return allocator;
}

enum { ORDINARY, CORNER, KINDS };

/* CORNER: nearly all values in one corner of the range, so that the crossings have to be narrowed. */
static void make(int32_t kind)
{
  uint64_t seed = 4711;
  for (int64_t i = 0; i < ROWS; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    values[i] = (int64_t)(seed % 1000003) * ((int64_t)1 << seed % 12) + 1;
    if (kind == CORNER) values[i] = i % 5000 == 0 ? (int64_t)1 << 50 : i % 4999 == 0 ? 1 : (int64_t)1000000000 + (int64_t)(seed % 100000);
    reals[i] = (double)values[i] / 8.0;
    groups[i] = (int32_t)(seed >> 32) & 0x7fffffff;
    groups[i] %= GROUPS;
  }
}

static void little_memory_is_needed_beside_the_columns(void **state)
{
  const int64_t cuts[] = {800000, 950000};
  (void)state;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    purse of = {0, 0, 0};
    const patron_allocator allocator = allocator_of(&of);
    make(kind);
    assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, ROWS, GROUPS, cuts, 2, &allocator, classes, NULL), PATRON_OK);
    assert_int_equal(patron_pareto_classes_f64(reals, NULL, groups, ROWS, GROUPS, cuts, 2, &allocator, classes, NULL), PATRON_OK);
    assert_int_equal(of.out, 0);
    assert_true(of.most > 0 && of.most <= (kind == ORDINARY ? 2000000 : 6000000) + ROWS * 12 / 10);
  }
}

/* Runs one call with its k-th allocation failing, for every k, until it succeeds. */
static void survive(patron_status (*call)(const patron_allocator *))
{
  patron_status status = PATRON_E_NO_MEMORY;
  int64_t k = 0;
  while (status != PATRON_OK) {
    purse of = {++k, 0, 0};
    const patron_allocator allocator = allocator_of(&of);
    memset(classes, 77, sizeof classes);
    status = call(&allocator);
    assert_int_equal(of.out, 0);
    assert_true(k < 100);
    if (status == PATRON_OK) break;
    assert_int_equal(status, PATRON_E_NO_MEMORY);
    for (int64_t i = 0; i < ROWS; i += 997) assert_int_equal(classes[i], 77);
  }
  assert_true(k > 1);
}

static patron_status classify(const patron_allocator *allocator)
{
  const int64_t cuts[] = {800000, 950000};
  return patron_pareto_classes_f64(reals, NULL, groups, ROWS, GROUPS, cuts, 2, allocator, classes, NULL);
}

static patron_status classify_tiny_groups(const patron_allocator *allocator)
{
  const int64_t cuts[] = {800000};
  return patron_pareto_classes_i64(values, NULL, groups, 5000, GROUPS, cuts, 1, allocator, classes, NULL);
}

static patron_status measure(const patron_allocator *allocator)
{
  patron_concentration found = {.struct_size = sizeof found};
  const patron_status status = patron_concentration_i64(values, NULL, ROWS, allocator, &found);
  assert_int_equal(found.n, status == PATRON_OK ? ROWS : 0);
  return status;
}

static patron_status top(const patron_allocator *allocator)
{
  patron_top_share found = {.struct_size = sizeof found};
  const patron_status status = patron_top_share_f64(reals, NULL, ROWS, 200000, allocator, &found);
  assert_int_equal(found.n, status == PATRON_OK ? ROWS : 0);
  return status;
}

static patron_status draw(const patron_allocator *allocator)
{
  double share[5] = {7.0, 7.0, 7.0, 7.0, 7.0}, sum[5] = {7.0, 7.0, 7.0, 7.0, 7.0};
  const patron_status one = patron_lorenz_points_f64(reals, NULL, ROWS, PATRON_LORENZ_CLIP0, 5, allocator, NULL, share);
  const patron_status two = one == PATRON_OK ? patron_whale_points_f64(reals, NULL, ROWS, 5, allocator, NULL, sum) : one;
  assert_true(one == PATRON_OK ? share[4] == 1.0 : share[4] == 7.0);
  assert_true(two == PATRON_OK ? sum[0] == 0.0 : sum[0] == 7.0);
  return two;
}

static void every_failing_allocation_is_survived(void **state)
{
  (void)state;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    make(kind);
    survive(classify);
    survive(classify_tiny_groups);
  }
  survive(measure);
  survive(top);
  survive(draw);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(little_memory_is_needed_beside_the_columns),
    cmocka_unit_test(every_failing_allocation_is_survived),
  };
  return cmocka_run_group_tests_name("pareto_memory", tests, NULL, NULL);
}
