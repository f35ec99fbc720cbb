/* Gini, Lorenz, top shares and whale curve: the worked example, the ends of the range, and what must not matter. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/concentration.h"

static const int64_t EXAMPLE[] = {-20, 100, 10, -60, 50};
static const double EXAMPLE_F64[] = {-0.2, 1.0, 0.1, -0.6, 0.5};

static void example_of_the_header(void **state)
{
  patron_concentration found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_concentration_i64(EXAMPLE, NULL, 5, NULL, &found), PATRON_OK);
  assert_int_equal(found.flags, PATRON_CONCENTRATION_GINI | PATRON_CONCENTRATION_OVER_NET);
  assert_true(found.gini_positive == 0.375);
  assert_true(found.gini_clip0 == 0.625);
  assert_true(found.peak_over_net == 2.0);
  assert_int_equal(found.peak_i64, 160);
  assert_int_equal(found.net_i64, 80);
  assert_int_equal(found.erosion_i64, 80);
  assert_true(found.peak_f64 == 160.0 && found.net_f64 == 80.0 && found.erosion_f64 == 80.0);
  assert_int_equal(found.peak_rank, 3);
  assert_int_equal(found.n, 5);
  assert_int_equal(found.n_negative, 2);
  assert_int_equal(found.break_even_rank, 1);
}

/* The best one brings exactly what is left in the end; the best two exactly, where it is cut in two. */
static void what_reaches_the_net_exactly_breaks_even(void **state)
{
  static const int64_t one[] = {5, 3, 2, -5}, two[] = {4, 1, 3, 2, -5};
  patron_concentration found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_concentration_i64(one, NULL, 4, NULL, &found), PATRON_OK);
  assert_int_equal(found.net_i64, 5);
  assert_int_equal(found.break_even_rank, 1);
  assert_int_equal(patron_concentration_i64(two, NULL, 5, NULL, &found), PATRON_OK);
  assert_int_equal(found.net_i64, 5);
  assert_int_equal(found.break_even_rank, 2);
}

static void doubles_are_measured_like_integers(void **state)
{
  const double scaled[] = {-20 * 0x1p-900, 100 * 0x1p-900, 10 * 0x1p-900, -60 * 0x1p-900, 50 * 0x1p-900};
  patron_concentration found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_concentration_f64(scaled, NULL, 5, NULL, &found), PATRON_OK);
  assert_true(found.gini_positive == 0.375 && found.gini_clip0 == 0.625 && found.peak_over_net == 2.0);
  assert_true(found.peak_f64 == 160 * 0x1p-900 && found.net_f64 == 80 * 0x1p-900 && found.erosion_f64 == 80 * 0x1p-900);
  assert_int_equal(found.peak_i64, 0);
  assert_int_equal(found.break_even_rank, 1);
}

static void top_customers_of_the_example(void **state)
{
  patron_top_share top = {.struct_size = sizeof top};
  (void)state;
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 200000, NULL, &top), PATRON_OK);
  assert_int_equal(top.count, 1);
  assert_int_equal(top.sum_i64, 100);
  assert_true(top.share_of_positive == 0.625 && top.share_of_net == 1.25);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 600001, NULL, &top), PATRON_OK);
  assert_int_equal(top.count, 4);
  assert_int_equal(top.sum_i64, 140);
  assert_true(top.share_of_positive == 1.0 && top.share_of_net == 1.75);
  assert_int_equal(patron_top_share_f64(EXAMPLE_F64, NULL, 5, 1000000, NULL, &top), PATRON_OK);
  assert_int_equal(top.count, 5);
  assert_true(top.share_of_net == 1.0);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 0, NULL, &top), PATRON_OK);
  assert_int_equal(top.count, 0);
  assert_true(top.share_of_positive == 0.0 && top.share_of_net == 0.0);
}

static void curves_of_the_example(void **state)
{
  static const double lorenz[] = {0, 0, 0, 0, 0, 0.03125, 0.0625, 0.21875, 0.375, 0.6875, 1}, positive[] = {0, 0.03125, 0.21875, 1};
  static const int64_t whale[] = {0, 100, 150, 160, 140, 80};
  double population[11], share[11], sums[6];
  int64_t rank[6], sum[6];
  (void)state;
  assert_int_equal(patron_lorenz_points_i64(EXAMPLE, NULL, 5, PATRON_LORENZ_CLIP0, 11, NULL, population, share), PATRON_OK);
  assert_memory_equal(share, lorenz, sizeof lorenz);
  assert_true(population[1] == 0.1 && population[10] == 1.0);
  assert_int_equal(patron_lorenz_points_f64((const double[]){2, 14, 3, 45}, NULL, 4, PATRON_LORENZ_POSITIVE, 5, NULL, NULL, share), PATRON_OK);
  assert_true(share[1] == 2.0 / 64.0 && share[2] == 5.0 / 64.0 && share[3] == 19.0 / 64.0);
  assert_int_equal(patron_lorenz_points_i64((const int64_t[]){-9, 60, 4, 0}, NULL, 4, PATRON_LORENZ_POSITIVE, 4, NULL, NULL, share), PATRON_OK);
  assert_true(share[0] == positive[0] && share[1] == 2.0 * 4.0 / 3.0 / 64.0 && share[3] == positive[3]);
  assert_int_equal(patron_whale_points_i64(EXAMPLE, NULL, 5, 6, NULL, rank, sum), PATRON_OK);
  assert_memory_equal(sum, whale, sizeof whale);
  assert_int_equal(rank[0], 0);
  assert_int_equal(rank[5], 5);
  assert_int_equal(patron_whale_points_f64(EXAMPLE_F64, NULL, 5, 6, NULL, NULL, sums), PATRON_OK);
  assert_true(sums[1] == 1.0 && sums[2] == 1.5 && sums[3] == 1.6);
}

static void equal_customers_are_not_concentrated(void **state)
{
  const double values[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
  patron_concentration found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_concentration_f64(values, NULL, 7, NULL, &found), PATRON_OK);
  assert_true(found.gini_positive == 0.0 && found.gini_clip0 == 0.0);
  assert_int_equal(found.break_even_rank, 7);
}

static void row_order_changes_nothing(void **state)
{
  static double values[3000], turned[3000];
  patron_concentration one = {.struct_size = sizeof one}, two = {.struct_size = sizeof two};
  (void)state;
  for (int i = 0; i < 3000; i++) values[i] = (i % 7 == 0 ? -1.0 : 1.0) * (double)((int64_t)i * 7919 % 3001) / 7.0 * (i % 50 == 0 ? 0x1p300 : 1.0);
  for (int i = 0; i < 3000; i++) turned[i] = values[(i * 1009 + 17) % 3000];
  assert_int_equal(patron_concentration_f64(values, NULL, 3000, NULL, &one), PATRON_OK);
  assert_int_equal(patron_concentration_f64(turned, NULL, 3000, NULL, &two), PATRON_OK);
  assert_memory_equal(&one, &two, sizeof one);
}

static void values_of_any_size_keep_their_ratios(void **state)
{
  const double huge[] = {DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX};
  const double wide[] = {DBL_MAX, 4.9406564584124654e-324};
  const int64_t integers[] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};
  patron_concentration found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_concentration_f64(huge, NULL, 4, NULL, &found), PATRON_OK);
  assert_true(found.gini_positive == 0.0 && found.peak_f64 == DBL_MAX && found.peak_over_net == 1.0);
  assert_int_equal(patron_concentration_f64(wide, NULL, 2, NULL, &found), PATRON_OK);
  assert_true(found.gini_positive == 0.5);
  assert_int_equal(patron_concentration_i64(integers, NULL, 5, NULL, &found), PATRON_OK);
  assert_int_equal(found.peak_i64, INT64_MAX);
  assert_int_equal(found.net_i64, INT64_MAX - 2);
  assert_int_equal(found.erosion_i64, INT64_MAX);
  assert_int_equal(found.n_negative, 2);
  assert_int_equal(patron_concentration_i64(integers + 3, NULL, 2, NULL, &found), PATRON_OK);
  assert_int_equal(found.net_i64, INT64_MIN);
}

static void losses_of_different_size_come_in_order(void **state)
{
  const int64_t values[] = {INT64_MIN, -5, 7, -1, 0, INT64_MIN};
  int64_t sum[7];
  (void)state;
  assert_int_equal(patron_whale_points_i64(values, NULL, 6, 7, NULL, NULL, sum), PATRON_OK);
  assert_int_equal(sum[1], 7);
  assert_int_equal(sum[2], 7);
  assert_int_equal(sum[3], 6);
  assert_int_equal(sum[4], 1);
  assert_int_equal(sum[5], INT64_MIN + 1);
  assert_int_equal(sum[6], INT64_MIN);
}

static void unknown_values_are_left_out(void **state)
{
  const double values[] = {NAN, 1.0, INFINITY, 3.0};
  const uint8_t validity[] = {0x0a};
  patron_concentration found = {.struct_size = sizeof found};
  (void)state;
  assert_int_equal(patron_concentration_f64(values, validity, 4, NULL, &found), PATRON_OK);
  assert_int_equal(found.n, 2);
  assert_true(found.gini_positive == 0.25);
  assert_int_equal(patron_concentration_f64(values, NULL, 4, NULL, &found), PATRON_E_NOT_FINITE);
}

static void nothing_positive_has_no_ratios(void **state)
{
  const int64_t values[] = {0, -5};
  patron_concentration found = {.struct_size = sizeof found};
  patron_top_share top = {.struct_size = sizeof top};
  double share[2] = {77.0, 77.0};
  int64_t sum[2] = {77, 77};
  (void)state;
  assert_int_equal(patron_concentration_i64(values, NULL, 2, NULL, &found), PATRON_OK);
  assert_int_equal(found.flags, 0);
  assert_int_equal(found.net_i64, -5);
  assert_int_equal(patron_top_share_i64(values, NULL, 2, 500000, NULL, &top), PATRON_OK);
  assert_int_equal(top.flags, 0);
  assert_int_equal(patron_lorenz_points_i64(values, NULL, 2, PATRON_LORENZ_CLIP0, 2, NULL, NULL, share), PATRON_UNKNOWN);
  assert_int_equal(patron_whale_points_i64(NULL, NULL, 0, 2, NULL, NULL, sum), PATRON_UNKNOWN);
  assert_true(share[0] == 77.0 && sum[0] == 77);
  assert_int_equal(patron_concentration_i64(NULL, NULL, 0, NULL, &found), PATRON_OK);
  assert_int_equal(found.n, 0);
}

static void wrong_arguments_are_refused(void **state)
{
  patron_concentration found = {.struct_size = 0};
  patron_top_share top = {.struct_size = 0};
  const patron_allocator no_functions = {.struct_size = sizeof no_functions}, sizeless = {.struct_size = 0};
  double share[2];
  (void)state;
  assert_int_equal(patron_concentration_i64(EXAMPLE, NULL, 5, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_concentration_i64(EXAMPLE, NULL, 5, NULL, &found), PATRON_E_ABI);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 1, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 1, NULL, &top), PATRON_E_ABI);
  top.struct_size = sizeof top;
  found.struct_size = sizeof found;
  assert_int_equal(patron_concentration_i64(EXAMPLE, NULL, -1, NULL, &found), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_concentration_i64(NULL, NULL, 1, NULL, &found), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_concentration_i64(EXAMPLE, NULL, 5, &no_functions, &found), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 1, &sizeless, &top), PATRON_E_ABI);
  assert_int_equal(patron_whale_points_i64(EXAMPLE, NULL, 5, 2, &no_functions, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, -1, NULL, &top), PATRON_E_RANGE);
  assert_int_equal(patron_top_share_i64(EXAMPLE, NULL, 5, 1000001, NULL, &top), PATRON_E_RANGE);
  assert_int_equal(patron_lorenz_points_i64(EXAMPLE, NULL, 5, 2, 2, NULL, share, share), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_lorenz_points_i64(EXAMPLE, NULL, 5, PATRON_LORENZ_CLIP0, 1, NULL, share, share), PATRON_E_RANGE);
  assert_int_equal(patron_whale_points_i64(EXAMPLE, NULL, 5, 1000001, NULL, NULL, NULL), PATRON_E_RANGE);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(example_of_the_header),
    cmocka_unit_test(what_reaches_the_net_exactly_breaks_even),
    cmocka_unit_test(doubles_are_measured_like_integers),
    cmocka_unit_test(top_customers_of_the_example),
    cmocka_unit_test(curves_of_the_example),
    cmocka_unit_test(equal_customers_are_not_concentrated),
    cmocka_unit_test(row_order_changes_nothing),
    cmocka_unit_test(values_of_any_size_keep_their_ratios),
    cmocka_unit_test(losses_of_different_size_come_in_order),
    cmocka_unit_test(unknown_values_are_left_out),
    cmocka_unit_test(nothing_positive_has_no_ratios),
    cmocka_unit_test(wrong_arguments_are_refused),
  };
  return cmocka_run_group_tests_name("concentration", tests, NULL, NULL);
}
