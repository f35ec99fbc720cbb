/* Weighted selection and sorting of keys, against the plain way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/select.h"

enum { N = 5000 };

static uint64_t seed = 362436069;

static uint64_t next_random(void)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

static int ascending(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y ? 1 : 0;
}

static int64_t keys[N], sorted[N], buffer[N];

static void fill(int64_t n, int32_t is_double, int32_t kind)
{
  for (int64_t i = 0; i < n; i++) {
    const uint64_t r = next_random();
    if (is_double) keys[i] = (int64_t)(((uint64_t)(kind == 0 ? 1023 + r % 50 : kind == 1 ? 1023 : r % 40) << 52) | (kind == 1 ? r >> 60 : r >> 12));
    else keys[i] = kind == 0 ? (int64_t)(r >> 1 >> r % 60) + 1 : kind == 1 ? (int64_t)(r % 5) + 1 : (int64_t)(r >> 1);
  }
}

static void the_key_is_where_the_running_sum_reaches_the_target(void **state)
{
  static const int64_t sizes[] = {1, 2, 24, 25, 300, N};
  (void)state;
  for (int32_t round = 0; round < 36; round++) {
    const int64_t n = sizes[round % 6];
    const int32_t is_double = round / 6 % 2, kind = round / 12;
    const patron__scale scale = {is_double ? kind == 2 ? 1 : 1023 : 0};
    patron__i128 total = {0, 0};
    fill(n, is_double, kind);
    memcpy(sorted, keys, sizeof sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, ascending);
    for (int64_t i = 0; i < n; i++) patron__i128_add_i128(&total, patron__key_weight(scale, keys[i]));
    for (int32_t part = 0; part <= 10; part++) {
      patron__natural share;
      patron__i128 target, sum = {0, 0}, above = {0, 0}, equal_sum;
      patron__selection found;
      int64_t at = n, first;
      patron__natural_clear(&share);
      patron__natural_add(&share, total, 0);
      patron__natural_multiply(&share, (uint32_t)part);
      target = part == 0 ? (patron__i128){1, 0} : patron__natural_divide_up(&share, 0, 10);
      do {
        above = sum;
        first = at;
        do patron__i128_add_i128(&sum, patron__key_weight(scale, sorted[--at])); while (at > 0 && sorted[at - 1] == sorted[at]);
      } while (patron__i128_compare(sum, target) < 0);
      patron__select_weighted(keys, n, scale, target, &found);   /* on the same keys again and again: none may get lost */
      assert_int_equal(found.key, sorted[at]);
      assert_int_equal(found.above, n - first);
      assert_int_equal(found.equal, first - at);
      assert_int_equal(patron__i128_compare(found.sum_above, above), 0);
      assert_int_equal(patron__i128_compare(found.sum, sum), 0);
      equal_sum = sum;
      patron__i128_add_i128(&equal_sum, patron__i128_negate(above));
      {
        const patron__i128 weight = patron__key_weight(scale, found.key);
        const int64_t needed = patron__weights_to_reach(target, above, weight);
        patron__i128 reached = above;
        for (int64_t i = 1; i < needed; i++) patron__i128_add_i128(&reached, weight);
        assert_true(needed >= 1 && needed <= found.equal);
        assert_int_equal(patron__i128_compare(reached, target), -1);
        patron__i128_add_i128(&reached, weight);
        assert_true(patron__i128_compare(reached, target) >= 0);
      }
    }
  }
}

static void sorting_keeps_every_key(void **state)
{
  static const int64_t sizes[] = {0, 1, 2, 23, 24, 25, 47, 100, 1023, 1024, 1025, 4000, N};
  (void)state;
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    for (int32_t kind = 0; kind < 4; kind++) {
      const int64_t n = sizes[s];
      if (kind < 3) fill(n, 0, kind);
      else for (int64_t i = 0; i < n; i++) keys[i] = (int64_t)next_random();
      memcpy(sorted, keys, sizeof sorted);
      qsort(sorted, (size_t)n, sizeof *sorted, ascending);
      patron__sort_keys(keys, n, buffer);
      assert_memory_equal(keys, sorted, (size_t)n * sizeof *keys);
    }
  }
}

static void sums_of_keys_are_sums_of_values(void **state)
{
  (void)state;
  for (int32_t kind = 0; kind < 3; kind++) {
    const patron__scale scale = {kind == 2 ? 1 : 1023};
    patron__natural sum;
    patron__exact_sum exact;
    fill(N, 1, kind);
    patron__exact_sum_clear(&exact);
    patron__natural_clear(&sum);
    for (int64_t i = 0; i < N; i++) patron__exact_sum_add(&exact, patron__double_from_bits((uint64_t)keys[i]));
    patron__natural_add_keys(&sum, keys, N, scale);
    assert_true(patron__natural_round(&sum, scale.lowest - 1) == patron__exact_sum_round(&exact));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_key_is_where_the_running_sum_reaches_the_target),
    cmocka_unit_test(sorting_keeps_every_key),
    cmocka_unit_test(sums_of_keys_are_sums_of_values),
  };
  return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
