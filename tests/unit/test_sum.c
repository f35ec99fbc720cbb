/* Exact sums: what they promise about order, rounding, overflow and the ends of the range. */
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/natural.h"
#include "base/sum.h"

static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

static double power_of_two(int exponent)
{
  double result = 1.0;
  for (; exponent > 0; exponent--) result *= 2.0;
  for (; exponent < 0; exponent++) result /= 2.0;
  return result;
}

static void assert_same_double(double got, double expected)
{
  assert_true(patron__double_bits(got) == patron__double_bits(expected));
}

static double exact(const double *values, int64_t n)
{
  patron__exact_sum sum;
  patron__exact_sum_clear(&sum);
  for (int64_t i = 0; i < n; i++) patron__exact_sum_add(&sum, values[i]);
  return patron__exact_sum_round(&sum);
}

static double exact_array(const double *values, const uint8_t *validity, int64_t n)
{
  patron__exact_sum sum;
  patron__exact_sum_clear(&sum);
  patron__exact_sum_add_array(&sum, values, validity, n);
  return patron__exact_sum_round(&sum);
}

static void cancellation_leaves_what_is_small(void **state)
{
  const double values[] = {1e300, 1.0, -1e300, DBL_MIN, -1.0};
  (void)state;
  assert_same_double(exact(values, 3), 1.0);
  assert_same_double(exact(values, 5), DBL_MIN);
  assert_same_double(exact_array(values, NULL, 5), DBL_MIN);
}

static void the_sum_of_nothing_is_zero(void **state)
{
  (void)state;
  assert_same_double(exact(NULL, 0), 0.0);
  assert_same_double(exact_array(NULL, NULL, 0), 0.0);
}

static void one_value_comes_back_as_it_was(void **state)
{
  const double values[] = {0.1, -0.1, DBL_MAX, -DBL_MAX, DBL_MIN, 4.9406564584124654e-324, -4.9406564584124654e-324, 2.2250738585072009e-308, 1.0, 3.0, 1e22, 1e-22};
  (void)state;
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) assert_same_double(exact(values + i, 1), values[i]);
}

static void ties_go_to_even_and_a_hair_more_goes_up(void **state)
{
  const double half = DBL_EPSILON / 2.0;
  const double tie_down[] = {1.0, half}, tie_up[] = {1.0 + DBL_EPSILON, half}, above[] = {1.0, half, 4.9406564584124654e-324}, below[] = {1.0 + DBL_EPSILON, half, -4.9406564584124654e-324};
  const double carries[] = {2.0 - DBL_EPSILON, half, half / 2.0};
  (void)state;
  assert_same_double(exact(tie_down, 2), 1.0);
  assert_same_double(exact(tie_up, 2), 1.0 + 2.0 * DBL_EPSILON);
  assert_same_double(exact(above, 3), 1.0 + DBL_EPSILON);
  assert_same_double(exact(below, 3), 1.0 + DBL_EPSILON);
  assert_same_double(exact(carries, 3), 2.0);
}

static void beyond_the_range_is_the_largest_double(void **state)
{
  const double values[] = {DBL_MAX, DBL_MAX, -DBL_MAX, -DBL_MAX, -DBL_MAX, -DBL_MAX};
  (void)state;
  assert_same_double(exact(values, 2), DBL_MAX);
  assert_same_double(exact(values, 3), DBL_MAX);
  assert_same_double(exact(values, 4), 0.0);
  assert_same_double(exact(values, 6), -DBL_MAX);
}

static void subnormals_add_up_to_normal_numbers(void **state)
{
  double values[64];
  (void)state;
  for (int i = 0; i < 64; i++) values[i] = DBL_MIN / 64.0;
  assert_same_double(exact(values, 64), DBL_MIN);
  assert_same_double(exact_array(values, NULL, 64), DBL_MIN);
}

static void rows_in_any_order_and_any_parts_give_the_same_bits(void **state)
{
  enum { N = 6000 };
  static double values[N], shuffled[N];
  (void)state;
  for (int round = 0; round < 12; round++) {
    const int spread = round < 4 ? 20 : round < 8 ? 120 : 600;
    patron__exact_sum parts[3];
    double expected;
    for (int i = 0; i < N; i++) {
      const double fraction = (double)(int64_t)(next_random() >> 11) / 9007199254740992.0 - (round & 1 ? 0.5 : 0.0);
      values[i] = fraction * power_of_two((int)(next_random() % (uint64_t)spread) - spread / 2);
    }
    memcpy(shuffled, values, sizeof values);
    for (int i = N - 1; i > 0; i--) {
      const int j = (int)(next_random() % (uint64_t)(i + 1));
      const double swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    expected = exact(values, N);
    assert_same_double(exact(shuffled, N), expected);
    assert_same_double(exact_array(values, NULL, N), expected);
    assert_same_double(exact_array(shuffled, NULL, N), expected);
    for (int p = 0; p < 3; p++) {
      patron__exact_sum_clear(parts + p);
      for (int i = p; i < N; i += 3) patron__exact_sum_add(parts + p, values[i]);
    }
    patron__exact_sum_merge(parts + 2, parts);
    patron__exact_sum_merge(parts + 2, parts + 1);
    assert_same_double(patron__exact_sum_round(parts + 2), expected);
  }
}

static void integers_in_doubles_sum_as_integers(void **state)
{
  static double values[4999];
  int64_t sum = 0;
  (void)state;
  for (int i = 0; i < 4999; i++) {
    const int64_t value = (int64_t)(next_random() >> 20) - ((int64_t)1 << 43);
    values[i] = (double)value;
    sum += value;
  }
  assert_same_double(exact(values, 4999), (double)sum);
  assert_same_double(exact_array(values, NULL, 4999), (double)sum);
}

static void what_is_unknown_is_not_read(void **state)
{
  static double values[5000];
  uint8_t validity[625];
  double expected = 0.0;
  (void)state;
  for (int i = 0; i < 5000; i++) {
    values[i] = i % 3 == 0 ? patron__double_from_bits(UINT64_C(0x7ff8000000000000)) : (double)i;
    if (i % 8 == 0) validity[i / 8] = 0;
    if (i % 3 != 0) {
      validity[i / 8] = (uint8_t)(validity[i / 8] | 1u << i % 8);
      expected += (double)i;
    }
  }
  assert_same_double(exact_array(values, validity, 5000), expected);
}

static void sums_of_integers_do_not_overflow(void **state)
{
  patron__i128 sum = {0, 0};
  (void)state;
  for (int i = 0; i < 10; i++) patron__i128_add(&sum, INT64_MAX);
  assert_int_equal(patron__i128_saturate(sum), INT64_MAX);
  assert_false(patron__i128_fits(sum));
  assert_same_double(patron__i128_to_double(sum), 92233720368547758070.0);
  for (int i = 0; i < 10; i++) patron__i128_add(&sum, INT64_MIN);
  assert_true(patron__i128_fits(sum));
  assert_int_equal(patron__i128_saturate(sum), -10);
  for (int i = 0; i < 10; i++) patron__i128_add(&sum, INT64_MIN);
  assert_int_equal(patron__i128_saturate(sum), INT64_MIN);
  assert_int_equal(patron__i128_saturate((patron__i128){UINT64_C(1) << 63, -1}), INT64_MIN);
}

static void products_and_comparisons_have_128_bits(void **state)
{
  const patron__i128 square = patron__i128_multiply(INT64_MIN, INT64_MIN), negative = patron__i128_multiply(INT64_MIN, INT64_MAX);
  (void)state;
  assert_true(square.low == 0 && square.high == (int64_t)1 << 62);
  assert_true(negative.low == UINT64_C(1) << 63 && negative.high == -((int64_t)1 << 62));
  assert_int_equal(patron__i128_compare(negative, square), -1);
  assert_int_equal(patron__i128_compare(square, negative), 1);
  assert_int_equal(patron__i128_compare(square, square), 0);
  assert_int_equal(patron__i128_saturate(patron__i128_multiply(-3, 7)), -21);
  assert_same_double(patron__i128_to_double(patron__i128_multiply(3037000499, -3037000499)), -9223372030926249001.0);
  assert_same_double(patron__i128_to_double(square), power_of_two(126));
  assert_same_double(patron__i128_to_double((patron__i128){0, INT64_MIN}), -power_of_two(127));
  assert_same_double(patron__i128_to_double((patron__i128){UINT64_MAX, INT64_MAX}), power_of_two(127));
}

static void integers_become_the_nearest_double(void **state)
{
  (void)state;
  for (int i = 0; i < 2000; i++) {
    const int64_t value = (int64_t)next_random() >> next_random() % 40;
    patron__i128 wide = {0, 0};
    patron__i128_add(&wide, value);
    assert_same_double(patron__i128_to_double(wide), (double)value);
  }
}

static void shares_are_rounded_half_to_even(void **state)
{
  (void)state;
  assert_int_equal(patron__multiply_divide(5, 1, 2), 2);
  assert_int_equal(patron__multiply_divide(7, 1, 2), 4);
  assert_int_equal(patron__multiply_divide(-5, 1, 2), -2);
  assert_int_equal(patron__multiply_divide(5, -3, 2), -8);
  assert_int_equal(patron__multiply_divide(10, 1, 3), 3);
  assert_int_equal(patron__multiply_divide(11, 1, 3), 4);
  assert_int_equal(patron__multiply_divide(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
  assert_int_equal(patron__multiply_divide(INT64_MIN, INT64_MAX, INT64_MAX), INT64_MIN);
  assert_int_equal(patron__multiply_divide(INT64_MIN, -1, 1), INT64_MAX);
  assert_int_equal(patron__multiply_divide(INT64_MAX, 2, 1), INT64_MAX);
  assert_int_equal(patron__multiply_divide(INT64_MAX, -2, 1), INT64_MIN);
  assert_int_equal(patron__multiply_divide(INT64_MAX, 1000000, 3000000), INT64_MAX / 3);
  assert_int_equal(patron__multiply_divide(INT64_C(999999999999999999), 950000, 1000000), INT64_C(949999999999999999));
  assert_int_equal(patron__multiply_divide(0, INT64_MIN, 1), 0);
}

static void shares_round_up_to_whole_units(void **state)
{
  (void)state;
  assert_int_equal(patron__i128_saturate(patron__i128_share((patron__i128){100, 0}, 800000)), 80);
  assert_int_equal(patron__i128_saturate(patron__i128_share((patron__i128){101, 0}, 800000)), 81);
  assert_int_equal(patron__i128_saturate(patron__i128_share((patron__i128){1, 0}, 1)), 1);
  assert_int_equal(patron__i128_saturate(patron__i128_share((patron__i128){0, 0}, 500000)), 0);
  for (int i = 0; i < 3000; i++) {
    const patron__i128 value = {next_random(), (int64_t)(next_random() >> (21 + next_random() % 40))};
    const int64_t share = (int64_t)(next_random() % 1000001);
    patron__natural number;
    patron__natural_clear(&number);
    patron__natural_add(&number, value, 0);
    patron__natural_multiply(&number, (uint32_t)share);
    assert_int_equal(patron__i128_compare(patron__i128_share(value, share), patron__natural_divide_up(&number, 0, 1000000)), 0);
  }
}

static void long_division_gives_back_its_product(void **state)
{
  (void)state;
  for (int i = 0; i < 5000; i++) {
    const uint64_t divisor = (next_random() >> next_random() % 63) | 1u, quotient = next_random() >> next_random() % 63, remainder = next_random() % divisor;
    patron__i128 product = patron__u64_multiply(divisor, quotient);
    uint64_t got;
    patron__i128_add_i128(&product, (patron__i128){remainder, 0});
    assert_true(patron__u128_divide((uint64_t)product.high, product.low, divisor, &got) == quotient);
    assert_true(got == remainder);
  }
}

static void natural_numbers_agree_with_each_other(void **state)
{
  (void)state;
  for (int i = 0; i < 3000; i++) {
    const int32_t shift = (int32_t)(next_random() % 2000), other = (int32_t)(next_random() % 2000);
    const patron__i128 value = {next_random(), (int64_t)(next_random() >> 1)}, more = {next_random(), (int64_t)(next_random() >> 10)};
    patron__natural a, b, c;
    patron__natural_clear(&a);
    patron__natural_add(&a, value, shift);
    b = a;
    patron__natural_add(&b, more, other);
    assert_int_equal(patron__natural_compare(&b, &a), 1);
    c = b;
    patron__natural_subtract(&c, &a);
    patron__natural_clear(&a);
    patron__natural_add(&a, more, other);
    assert_int_equal(patron__natural_compare(&c, &a), 0);
    patron__natural_multiply(&c, 1000000);
    assert_int_equal(patron__i128_compare(patron__natural_divide_up(&c, other, 1000000), more), 0);
    patron__natural_add(&c, (patron__i128){1, 0}, 0);
    {
      patron__i128 one_up = more;
      patron__i128_add(&one_up, 1);
      assert_int_equal(patron__i128_compare(patron__natural_divide_up(&c, other, 1000000), one_up), 0);
    }
    patron__natural_add_natural(&a, &a);
    patron__natural_clear(&b);
    patron__natural_add(&b, more, other + 1);
    assert_int_equal(patron__natural_compare(&a, &b), 0);
  }
}

static void natural_numbers_round_and_saturate(void **state)
{
  patron__natural number;
  (void)state;
  patron__natural_clear(&number);
  assert_same_double(patron__natural_round(&number, 1074), 0.0);
  assert_int_equal(patron__natural_saturate(&number), 0);
  patron__natural_add(&number, (patron__i128){INT64_MAX, 0}, 0);
  assert_int_equal(patron__natural_saturate(&number), INT64_MAX);
  assert_same_double(patron__natural_round(&number, 1074), 9223372036854775807.0);
  patron__natural_add(&number, (patron__i128){1, 0}, 0);
  assert_int_equal(patron__natural_saturate(&number), INT64_MAX);
  patron__natural_add(&number, (patron__i128){1, 0}, 2300);
  assert_same_double(patron__natural_round(&number, 0), DBL_MAX);
  patron__natural_clear(&number);
  patron__natural_add(&number, (patron__i128){5, 0}, 0);
  assert_int_equal(patron__natural_saturate(&number), 5);
  assert_same_double(patron__natural_round(&number, 1074), 5.0);
  assert_same_double(patron__natural_round(&number, 0), 5 * 4.9406564584124654e-324);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(cancellation_leaves_what_is_small),
    cmocka_unit_test(the_sum_of_nothing_is_zero),
    cmocka_unit_test(one_value_comes_back_as_it_was),
    cmocka_unit_test(ties_go_to_even_and_a_hair_more_goes_up),
    cmocka_unit_test(beyond_the_range_is_the_largest_double),
    cmocka_unit_test(subnormals_add_up_to_normal_numbers),
    cmocka_unit_test(rows_in_any_order_and_any_parts_give_the_same_bits),
    cmocka_unit_test(integers_in_doubles_sum_as_integers),
    cmocka_unit_test(what_is_unknown_is_not_read),
    cmocka_unit_test(sums_of_integers_do_not_overflow),
    cmocka_unit_test(products_and_comparisons_have_128_bits),
    cmocka_unit_test(integers_become_the_nearest_double),
    cmocka_unit_test(shares_are_rounded_half_to_even),
    cmocka_unit_test(shares_round_up_to_whole_units),
    cmocka_unit_test(long_division_gives_back_its_product),
    cmocka_unit_test(natural_numbers_agree_with_each_other),
    cmocka_unit_test(natural_numbers_round_and_saturate),
  };
  return cmocka_run_group_tests_name("sum", tests, NULL, NULL);
}
