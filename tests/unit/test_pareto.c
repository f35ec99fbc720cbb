/* The Pareto rule: what it promises about cuts, ties, losses, unknown values, ends of the range and its arguments. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/pareto.h"

static const int64_t ABC[] = {800000, 950000};

static void example_of_the_definition(void **state)
{
  const int64_t values[] = {50, 10, 10, 10, 10, 10};
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 6, 800000, NULL, &result), PATRON_OK);
  assert_int_equal(result.outcome, PATRON_PARETO_OK);
  assert_int_equal(result.cutoff_i64, 10);
  assert_true(result.cutoff_f64 == 10.0);
  assert_int_equal(result.total_i64, 100);
  assert_int_equal(result.n_inside, 6);
  assert_int_equal(result.n_minimum, 4);
  assert_int_equal(result.sum_inside_i64, 100);
}

static void equal_customers_get_the_same_class(void **state)
{
  const int64_t values[] = {20, 60, 20};
  int8_t classes[3];
  (void)state;
  assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, 3, 1, ABC, 2, NULL, classes, NULL), PATRON_OK);
  assert_int_equal(classes[0], 0);
  assert_int_equal(classes[1], 0);
  assert_int_equal(classes[2], 0);
}

static void exactly_the_share_is_enough(void **state)
{
  const double tenths[] = {.3, .2, .1, .05, .05, .05};   /* in decimals three make 80 %, as binary fractions they do not quite */
  const int64_t values[] = {30, 50, 20}, one_more[] = {30, 50, 21};
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 3, 800000, NULL, &result), PATRON_OK);
  assert_int_equal(result.cutoff_i64, 30);
  assert_int_equal(result.n_inside, 2);
  assert_int_equal(patron_pareto_cutoff_i64(one_more, NULL, 3, 800000, NULL, &result), PATRON_OK);
  assert_int_equal(result.n_inside, 3);
  assert_int_equal(patron_pareto_cutoff_f64(tenths, NULL, 6, 800000, NULL, &result), PATRON_OK);
  /* The nearest double to 0.3 is under it, those to the others are above: the exact sum of the first three just misses 80 % of the exact total. */
  assert_int_equal(result.n_minimum, 4);
  assert_int_equal(result.n_inside, 6);
}

/* Three of 2^60 and one of each smaller power of two down to 1, which comes twice: together 2^62, too far apart to be counted in the smallest unit. Every cut is met exactly, one of them between equals. */
static void exactly_the_share_is_enough_of_values_far_apart(void **state)
{
  static const int64_t cuts[] = {250000, 500000, 750000, 875000, 1000000};
  static const double expected[] = {1152921504606846976.0, 1152921504606846976.0, 1152921504606846976.0, 576460752303423488.0, 1.0};
  static const int64_t minimum[] = {1, 2, 3, 4, 64}, inside[] = {3, 3, 3, 4, 64};
  double values[64], cutoff[5], sum[5];
  int64_t n_minimum[5], n_inside[5];
  int8_t classes[64];
  const patron_pareto_groups out = {.struct_size = sizeof out, .cutoff_f64 = cutoff, .n_minimum = n_minimum, .n_inside = n_inside, .sum_inside_f64 = sum};
  (void)state;
  for (int i = 0; i < 64; i++) values[i] = ldexp(1.0, i < 3 ? 60 : i < 63 ? 62 - i : 0);
  assert_int_equal(patron_pareto_classes_f64(values, NULL, NULL, 64, 1, cuts, 5, NULL, classes, &out), PATRON_OK);
  for (int k = 0; k < 5; k++) {
    assert_true(cutoff[k] == expected[k]);
    assert_int_equal(n_minimum[k], minimum[k]);
    assert_int_equal(n_inside[k], inside[k]);
  }
  assert_true(sum[0] == ldexp(3.0, 60) && sum[3] == ldexp(7.0, 59) && sum[4] == ldexp(1.0, 62));
  for (int i = 0; i < 64; i++) assert_int_equal(classes[i], i < 3 ? 0 : i == 3 ? 3 : 4);
  /* A last cut between equals, with nothing behind it: those that come after it are let in and cut nothing more. */
  assert_int_equal(patron_pareto_classes_f64(values, NULL, NULL, 64, 1, cuts, 1, NULL, classes, &out), PATRON_OK);
  assert_int_equal(n_minimum[0], 1);
  assert_int_equal(n_inside[0], 3);
  for (int i = 0; i < 64; i++) assert_int_equal(classes[i], i < 3 ? 0 : 1);
}

/* As many cuts as there may be, all of them met by the first of equals that are far from the rest: 96 of 97 values are 2^120. */
static void cuts_between_equals_may_be_as_many_as_there_are(void **state)
{
  enum { MOST = 24, EQUALS = 96 };
  static const double large = 1329227995784915872903807060280344576.0;
  int64_t cuts[MOST], n_inside[MOST], n_minimum[MOST];
  double values[EQUALS + 1], cutoff[MOST];
  int8_t classes[EQUALS + 1];
  const patron_pareto_groups out = {.struct_size = sizeof out, .cutoff_f64 = cutoff, .n_inside = n_inside, .n_minimum = n_minimum};
  (void)state;
  for (int k = 0; k < MOST; k++) cuts[k] = 10000 * (k + 1);
  for (int i = 0; i < EQUALS; i++) values[i] = large;
  values[EQUALS] = 1.0;
  assert_int_equal(patron_pareto_classes_f64(values, NULL, NULL, EQUALS + 1, 1, cuts, MOST, NULL, classes, &out), PATRON_OK);
  for (int k = 0; k < MOST; k++) {
    assert_true(cutoff[k] == large);
    assert_int_equal(n_inside[k], EQUALS);
    assert_int_equal(n_minimum[k], (int64_t)(k + 1) * EQUALS / 100 + 1);   /* k % of 96 and a little, rounded up */
  }
  for (int i = 0; i <= EQUALS; i++) assert_int_equal(classes[i], i < EQUALS ? 0 : MOST);
}

static void losses_and_zeros_do_not_move_the_cut(void **state)
{
  const int64_t values[] = {100, 40, -30, 0};
  int64_t n[1], positive[1], total[1], net[1], inside[2];
  int8_t classes[4], outcome[1];
  const patron_pareto_groups out = {.struct_size = sizeof out, .outcome = outcome, .n = n, .n_positive = positive, .total_i64 = total, .total_net_i64 = net, .n_inside = inside};
  (void)state;
  assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, 4, 1, ABC, 2, NULL, classes, &out), PATRON_OK);
  assert_memory_equal(classes, ((int8_t[]){0, 0, -1, -1}), 4);
  assert_int_equal(outcome[0], PATRON_PARETO_OK);
  assert_int_equal(n[0], 4);
  assert_int_equal(positive[0], 2);
  assert_int_equal(total[0], 140);
  assert_int_equal(net[0], 110);
  assert_int_equal(inside[0], 2);
  assert_int_equal(inside[1], 2);
}

static void groups_without_positive_values_say_so(void **state)
{
  const double values[] = {-1.0, -0.0, 3.0, 0.0};
  const int32_t groups[] = {0, 0, 2, 3};
  int8_t outcome[4], classes[4];
  double cutoff[4], net[4];
  const patron_pareto_groups out = {.struct_size = sizeof out, .outcome = outcome, .cutoff_f64 = cutoff, .total_net_f64 = net};
  (void)state;
  assert_int_equal(patron_pareto_classes_f64(values, NULL, groups, 4, 4, ABC, 1, NULL, classes, &out), PATRON_OK);
  assert_memory_equal(outcome, ((int8_t[]){PATRON_PARETO_NO_POSITIVE, PATRON_PARETO_EMPTY, PATRON_PARETO_OK, PATRON_PARETO_NO_POSITIVE}), 4);
  assert_memory_equal(classes, ((int8_t[]){-1, -1, 0, -1}), 4);
  assert_true(cutoff[0] == 0.0 && cutoff[1] == 0.0 && cutoff[2] == 3.0);
  assert_true(net[0] == -1.0 && net[1] == 0.0 && net[2] == 3.0 && net[3] == 0.0);
}

static void unknown_values_and_rows_of_no_group_are_left_out(void **state)
{
  const double values[] = {1.0, NAN, 5.0, INFINITY, 7.0, -2.0};
  const int32_t groups[] = {0, 0, -1, -2, 0, 0};
  const uint8_t validity[] = {0x75};   /* rows 1 and 3 are unknown */
  int64_t n[1];
  int8_t classes[6];
  const patron_pareto_groups out = {.struct_size = sizeof out, .n = n};
  (void)state;
  assert_int_equal(patron_pareto_classes_f64(values, validity, groups, 6, 1, ABC, 2, NULL, classes, &out), PATRON_OK);
  assert_memory_equal(classes, ((int8_t[]){1, -2, -2, -2, 0, -1}), 6);
  assert_int_equal(n[0], 3);
}

static void a_known_value_that_is_not_finite_is_refused(void **state)
{
  const double bad[] = {NAN, -NAN, INFINITY, -INFINITY};
  (void)state;
  for (int i = 0; i < 4; i++) {
    const double values[] = {1.0, bad[i]};
    int8_t classes[2] = {77, 77};
    assert_int_equal(patron_pareto_classes_f64(values, NULL, NULL, 2, 1, ABC, 2, NULL, classes, NULL), PATRON_E_NOT_FINITE);
    assert_int_equal(classes[0], 77);
  }
}

static void totals_that_overflow_saturate_and_are_still_cut_exactly(void **state)
{
  const int64_t values[] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN};
  const double large[] = {DBL_MAX, DBL_MAX, DBL_MAX / 2.0, 1e-300};
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 8, 600000, NULL, &result), PATRON_OK);
  assert_int_equal(result.total_i64, INT64_MAX);
  assert_true(result.total_f64 == 27670116110564327421.0);
  assert_int_equal(result.total_net_i64, INT64_MIN);
  assert_int_equal(result.n_minimum, 2);
  assert_int_equal(patron_pareto_cutoff_f64(large, NULL, 4, 1000000, NULL, &result), PATRON_OK);
  assert_true(result.total_f64 == DBL_MAX);
  assert_true(result.cutoff_f64 == 1e-300);
  assert_int_equal(patron_pareto_cutoff_f64(large, NULL, 4, 999999, NULL, &result), PATRON_OK);
  assert_true(result.cutoff_f64 == DBL_MAX / 2.0);
}

static void one_part_per_million_is_the_largest_value(void **state)
{
  const int64_t values[] = {3, 9, 9, 1};
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 4, 1, NULL, &result), PATRON_OK);
  assert_int_equal(result.cutoff_i64, 9);
  assert_int_equal(result.n_inside, 2);
  assert_int_equal(result.n_minimum, 1);
}

static void no_rows_are_an_empty_group(void **state)
{
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  assert_int_equal(patron_pareto_cutoff_i64(NULL, NULL, 0, 800000, NULL, &result), PATRON_OK);
  assert_int_equal(result.outcome, PATRON_PARETO_EMPTY);
  assert_int_equal(patron_pareto_classes_i64(NULL, NULL, (const int32_t[]){0}, 0, 0, ABC, 2, NULL, NULL, NULL), PATRON_OK);
}

static void wrong_arguments_are_refused_and_nothing_is_written(void **state)
{
  const int64_t values[] = {1, 2}, descending[] = {950000, 800000}, twice[] = {800000, 800000}, nothing[] = {0, 800000}, more[] = {800000, 1000001};
  const int32_t groups[] = {0, 1};
  int8_t classes[2] = {77, 77};
  patron_pareto_result result = {.struct_size = sizeof result, .n = 77};
  const patron_pareto_groups reserved = {.struct_size = sizeof reserved, .reserved = 1}, no_size = {.struct_size = 0};
  const patron_allocator no_functions = {.struct_size = sizeof no_functions}, sizeless = {.struct_size = 0};
  (void)state;
  assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, -1, 1, ABC, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(NULL, NULL, NULL, 2, 1, ABC, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, 2, 2, ABC, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, -1, ABC, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 1, ABC, 2, NULL, classes, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, NULL, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, ABC, 0, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, ABC, 25, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, descending, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, twice, 2, NULL, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, nothing, 2, NULL, classes, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, more, 2, NULL, classes, NULL), PATRON_E_RANGE);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, ABC, 2, NULL, classes, &reserved), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, ABC, 2, NULL, classes, &no_size), PATRON_E_ABI);
  assert_int_equal(patron_pareto_classes_i64(values, NULL, groups, 2, 2, ABC, 2, &no_functions, classes, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 2, 800000, &sizeless, &result), PATRON_E_ABI);
  assert_int_equal(classes[0], 77);
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 2, 800000, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 2, 0, NULL, &result), PATRON_E_RANGE);
  assert_int_equal(result.n, 77);
}

static void a_host_built_for_a_smaller_struct_gets_what_it_knows(void **state)
{
  const int64_t values[] = {50, 10, 10, 10, 10, 10};
  struct { patron_pareto_result result; } host;
  (void)state;
  memset(&host, 77, sizeof host);
  host.result.struct_size = (uint32_t)offsetof(patron_pareto_result, n_minimum);
  assert_int_equal(patron_pareto_cutoff_i64(values, NULL, 6, 800000, NULL, &host.result), PATRON_OK);
  assert_int_equal(host.result.n_inside, 6);
  assert_int_equal(host.result.n_minimum, INT64_C(0x4d4d4d4d4d4d4d4d));
  assert_int_equal(host.result.struct_size, offsetof(patron_pareto_result, n_minimum));
}

static void a_host_built_for_a_larger_struct_may_not_want_what_is_not_there(void **state)
{
  const int64_t values[] = {50, 10};
  struct { patron_pareto_groups groups; int64_t *later; } host;
  int64_t n[1] = {0};
  (void)state;
  memset(&host, 0, sizeof host);
  host.groups.struct_size = sizeof host;
  host.groups.n = n;
  assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, 2, 1, ABC, 2, NULL, NULL, &host.groups), PATRON_OK);
  assert_int_equal(n[0], 2);
  host.later = n;
  assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, 2, 1, ABC, 2, NULL, NULL, &host.groups), PATRON_E_ABI);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(example_of_the_definition),
    cmocka_unit_test(equal_customers_get_the_same_class),
    cmocka_unit_test(exactly_the_share_is_enough),
    cmocka_unit_test(exactly_the_share_is_enough_of_values_far_apart),
    cmocka_unit_test(cuts_between_equals_may_be_as_many_as_there_are),
    cmocka_unit_test(losses_and_zeros_do_not_move_the_cut),
    cmocka_unit_test(groups_without_positive_values_say_so),
    cmocka_unit_test(unknown_values_and_rows_of_no_group_are_left_out),
    cmocka_unit_test(a_known_value_that_is_not_finite_is_refused),
    cmocka_unit_test(totals_that_overflow_saturate_and_are_still_cut_exactly),
    cmocka_unit_test(one_part_per_million_is_the_largest_value),
    cmocka_unit_test(no_rows_are_an_empty_group),
    cmocka_unit_test(wrong_arguments_are_refused_and_nothing_is_written),
    cmocka_unit_test(a_host_built_for_a_smaller_struct_gets_what_it_knows),
    cmocka_unit_test(a_host_built_for_a_larger_struct_may_not_want_what_is_not_there),
  };
  return cmocka_run_group_tests_name("pareto", tests, NULL, NULL);
}
