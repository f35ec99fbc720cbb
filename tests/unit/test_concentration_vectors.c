/* The cases of domain/pareto.json and domain/whale-curve.json. Left out: concentration-P5, two indices of shares (Kvalseth's CK, which the vector itself does not ask for, and the Herfindahl-Hirschman
   index), since concentration is told by Gini, Lorenz and whale curves. */
#include "vectors.h"

#include "patron/rules/concentration.h"
#include "patron/rules/pareto.h"

enum { MOST = 40 };

static int64_t values_of(const json_t *inputs, const char *member, int64_t *values)
{
  const int64_t n = (int64_t)json_array_size(inputs);
  assert_true(n <= MOST);
  for (int64_t i = 0; i < n; i++) values[i] = json_integer_value(vectors_get(json_array_get(inputs, (size_t)i), member));
  return n;
}

static int listed(const json_t *names, const char *name)
{
  size_t i;
  const json_t *one;
  json_array_foreach((json_t *)names, i, one) {
    if (strcmp(json_string_value(one), name) == 0) return 1;
  }
  return 0;
}

static void key_customers_are_those_of_the_cases(void **state)
{
  json_t *root = vectors_load("domain/pareto.json"), *one;
  const int64_t cut[] = {800000};
  size_t c, run = 0;
  (void)state;
  json_array_foreach(vectors_get(root, "cases"), c, one) {
    const json_t *inputs = vectors_get(one, "inputs"), *expected = vectors_get(one, "expected");
    int64_t values[MOST], n, inside, total, sum;
    int8_t classes[MOST];
    const patron_pareto_groups out = {.struct_size = sizeof out, .n_inside = &inside, .total_i64 = &total, .sum_inside_i64 = &sum};
    if (strcmp(vectors_text(one, "id"), "concentration-P5") == 0) continue;
    n = values_of(inputs, "value", values);
    assert_int_equal(patron_pareto_classes_i64(values, NULL, NULL, n, 1, cut, 1, NULL, classes, &out), PATRON_OK);
    assert_int_equal(inside, json_integer_value(vectors_get(expected, "count")));
    assert_int_equal(total, json_integer_value(vectors_get(expected, "positive_total")));
    assert_int_equal(sum, json_integer_value(vectors_get(expected, "cumulative")));
    for (int64_t i = 0; i < n; i++) {
      assert_int_equal(classes[i] == 0, listed(vectors_get(expected, "key"), vectors_text(json_array_get(inputs, (size_t)i), "customer")));
    }
    run++;
  }
  assert_int_equal(run, 7);
  json_decref(root);
}

static void assert_percent(const json_t *expected, int known, double share)
{
  const double got = 100.0 * share, value = json_number_value(expected), difference = got - value;
  assert_int_equal(json_is_null(expected), !known);
  if (known) assert_true(difference <= 1e-12 * value && -difference <= 1e-12 * value);
}

static void check_curve(const int64_t *values, int64_t n, const json_t *expected, int has_net)
{
  const json_t *points = vectors_get(expected, "points");
  int64_t rank[MOST + 1], sum[MOST + 1];
  assert_int_equal(patron_whale_points_i64(values, NULL, n, n + 1, NULL, rank, sum), PATRON_OK);
  assert_int_equal(json_array_size(points), n);
  for (int64_t k = 1; k <= n; k++) {
    const json_t *point = json_array_get(points, (size_t)k - 1);
    assert_int_equal(rank[k], json_integer_value(vectors_get(point, "rank")));
    assert_int_equal(sum[k], json_integer_value(vectors_get(point, "cumulative")));
    assert_int_equal(sum[k] - sum[k - 1], json_integer_value(vectors_get(point, "profit")));
    assert_percent(vectors_get(point, "cumulative_pct_of_total"), has_net, (double)sum[k] / (double)(sum[n] != 0 ? sum[n] : 1));
  }
}

static void whale_curves_are_those_of_the_cases(void **state)
{
  json_t *root = vectors_load("domain/whale-curve.json"), *one;
  size_t c;
  (void)state;
  assert_int_equal(json_array_size(vectors_get(root, "cases")), 3);
  json_array_foreach(vectors_get(root, "cases"), c, one) {
    const json_t *expected = vectors_get(one, "expected");
    int64_t values[MOST];
    const int64_t n = values_of(vectors_get(one, "inputs"), "profit", values);
    patron_concentration found = {.struct_size = sizeof found};
    patron_top_share top = {.struct_size = sizeof top};
    int has_net;
    assert_int_equal(patron_concentration_i64(values, NULL, n, NULL, &found), PATRON_OK);
    assert_int_equal(patron_top_share_i64(values, NULL, n, 200000, NULL, &top), PATRON_OK);
    has_net = (found.flags & PATRON_CONCENTRATION_OVER_NET) != 0;
    assert_int_equal(found.net_i64, json_integer_value(vectors_get(expected, "total")));
    assert_int_equal(found.peak_rank, json_integer_value(vectors_get(expected, "peak_rank")));
    assert_int_equal(found.peak_i64, json_integer_value(vectors_get(expected, "peak_cumulative")));
    assert_percent(vectors_get(expected, "peak_pct_of_total"), has_net, found.peak_over_net);
    assert_int_equal(found.n_negative, json_integer_value(vectors_get(expected, "loss_makers")));
    assert_int_equal(found.erosion_i64, json_integer_value(vectors_get(expected, "erosion")));
    assert_percent(vectors_get(expected, "erosion_pct_of_total"), has_net, found.erosion_f64 / (has_net ? found.net_f64 : 1.0));
    assert_int_equal(top.count, json_integer_value(vectors_get(expected, "top20_count")));
    assert_int_equal(top.sum_i64, json_integer_value(vectors_get(expected, "top20_cumulative")));
    assert_percent(vectors_get(expected, "top20_pct_of_total"), has_net, top.share_of_net);
    check_curve(values, n, expected, has_net);
  }
  json_decref(root);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(key_customers_are_those_of_the_cases),
    cmocka_unit_test(whale_curves_are_those_of_the_cases),
  };
  return cmocka_run_group_tests_name("concentration_vectors", tests, NULL, NULL);
}
