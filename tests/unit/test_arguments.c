/* Every rule function refuses each argument that is not there or cannot be, one at a time, before it writes anything. */
#include "checks.h"

#include <math.h>

#include "patron/engine.h"
#include "patron/fitting.h"
#include "patron/rules/comparison.h"
#include "patron/rules/matrix.h"
#include "patron/rules/robustness.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"

static const double values[] = {10, 20}, bounds[] = {30, 70}, more[] = {5, 6};
static const double *const columns[] = {values, more};
static const double *const missing_column[] = {values, NULL};
static const double weights[] = {0.5, 0.5};
static double out[8];
static int32_t whole;

#define REFUSED(call) expect_status(call, PATRON_E_INVALID_ARGUMENT)

static void untouched(void)
{
  for (size_t i = 0; i < sizeof out / sizeof *out; i++) assert_true(out[i] == -7);
  assert_int_equal(whole, -7);
}

static int fill(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof out / sizeof *out; i++) out[i] = -7;
  whole = -7;
  return 0;
}

static void ranges_and_normalisers(void **state)
{
  patron_value_statistics statistics = {.struct_size = sizeof statistics};
  int32_t points = 0;
  (void)state;
  REFUSED(patron_value_range(values, NULL, 2, NULL, out));
  REFUSED(patron_value_range(values, NULL, 2, out, NULL));
  REFUSED(patron_value_range(values, NULL, -1, out, out + 1));
  REFUSED(patron_value_range(NULL, NULL, 2, out, out + 1));
  REFUSED(patron_normalise_linear(NULL, NULL, 2, 0, 9, 0, out));
  REFUSED(patron_normalise_linear(values, NULL, 2, 0, 9, 0, NULL));
  REFUSED(patron_normalise_linear(values, NULL, -1, 0, 9, 0, out));
  REFUSED(patron_normalise_target(NULL, NULL, 2, 0, 1, 2, 9, out));
  REFUSED(patron_normalise_target(values, NULL, 2, 0, 1, 2, 9, NULL));
  REFUSED(patron_normalise_target(values, NULL, -1, 0, 1, 2, 9, out));
  REFUSED(patron_normalise_points(NULL, NULL, 2, bounds, values, 2, out));
  REFUSED(patron_normalise_points(values, NULL, 2, NULL, values, 2, out));
  REFUSED(patron_normalise_points(values, NULL, 2, bounds, NULL, 2, out));
  REFUSED(patron_normalise_points(values, NULL, 2, bounds, values, 0, out));
  REFUSED(patron_normalise_points(values, NULL, 2, bounds, values, 2, NULL));
  REFUSED(patron_normalise_points(values, NULL, -1, bounds, values, 2, out));
  REFUSED(patron_normalise_percent_rank(NULL, NULL, 2, 0, NULL, out));
  REFUSED(patron_normalise_percent_rank(values, NULL, -1, 0, NULL, out));
  REFUSED(patron_normalise_percent_rank(values, NULL, 2, 0, NULL, NULL));
  REFUSED(patron_percent_rank_points(values, NULL, 2, 8, 0, NULL, NULL, out, &points));
  REFUSED(patron_percent_rank_points(values, NULL, 2, 8, 0, NULL, out, NULL, &points));
  REFUSED(patron_percent_rank_points(values, NULL, 2, 8, 0, NULL, out, out + 4, NULL));
  REFUSED(patron_value_statistics_of(NULL, NULL, 2, &statistics));
  REFUSED(patron_value_statistics_of(values, NULL, -1, &statistics));
  expect_ok(patron_value_statistics_of(values, NULL, 2, &statistics));
  REFUSED(patron_normalise_statistics(NULL, NULL, 2, PATRON_NORMALISER_ZSCORE, &statistics, 0, out));
  REFUSED(patron_normalise_statistics(values, NULL, 2, PATRON_NORMALISER_ZSCORE, &statistics, 0, NULL));
  REFUSED(patron_normalise_statistics(values, NULL, -1, PATRON_NORMALISER_ZSCORE, &statistics, 0, out));
  REFUSED(patron_transform_log1p(NULL, NULL, 2, out));
  REFUSED(patron_transform_log1p(values, NULL, 2, NULL));
  REFUSED(patron_transform_log1p(values, NULL, -1, out));
  untouched();
  expect_ok(patron_normalise_linear(NULL, NULL, 0, 0, 9, 0, NULL));   /* of no rows nothing is read or written */
  expect_ok(patron_normalise_target(NULL, NULL, 0, 0, 1, 2, 9, NULL));
  expect_ok(patron_transform_log1p(NULL, NULL, 0, NULL));
  expect_status(patron_normalise_target(values, NULL, 2, NAN, 1, 2, 9, out), PATRON_E_NOT_FINITE);
  expect_status(patron_normalise_target(values, NULL, 2, 0, INFINITY, 2, 9, out), PATRON_E_NOT_FINITE);
  expect_status(patron_normalise_target(values, NULL, 2, 0, 1, NAN, 9, out), PATRON_E_NOT_FINITE);
  expect_status(patron_normalise_target(values, NULL, 2, 0, 1, 2, -INFINITY, out), PATRON_E_NOT_FINITE);
  untouched();
}

static void weightings(void **state)
{
  static const double pairs[] = {1, 3, 1.0 / 3, 1}, first[] = {1, 3}, last[] = {3, 1};
  patron_ahp_consistency consistency = {.struct_size = sizeof consistency};
  (void)state;
  REFUSED(patron_random_index(PATRON_RANDOM_INDEX_SAATY, 3, NULL));
  REFUSED(patron_random_index(PATRON_RANDOM_INDEX_SAATY, 0, out));
  REFUSED(patron_random_index(99, 3, out));
  REFUSED(patron_weights_ahp(NULL, 2, 0, 0, 0, NULL, out, &consistency));
  REFUSED(patron_weights_ahp(pairs, 0, 0, 0, 0, NULL, out, &consistency));
  REFUSED(patron_weights_ahp(pairs, 2, 0, 0, 0, NULL, NULL, &consistency));
  REFUSED(patron_weights_best_worst(NULL, last, 2, 0, 1, NULL, out, NULL, NULL));
  REFUSED(patron_weights_best_worst(first, NULL, 2, 0, 1, NULL, out, NULL, NULL));
  REFUSED(patron_weights_best_worst(first, last, 0, 0, 1, NULL, out, NULL, NULL));
  REFUSED(patron_weights_best_worst(first, last, 2, -1, 1, NULL, out, NULL, NULL));
  REFUSED(patron_weights_best_worst(first, last, 2, 2, 1, NULL, out, NULL, NULL));
  REFUSED(patron_weights_best_worst(first, last, 2, 0, -1, NULL, out, NULL, NULL));
  REFUSED(patron_weights_best_worst(first, last, 2, 0, 2, NULL, out, NULL, NULL));
  REFUSED(patron_weights_entropy(NULL, NULL, NULL, 2, 2, NULL, out, NULL));
  REFUSED(patron_weights_entropy(columns, NULL, NULL, 2, 2, NULL, NULL, NULL));
  REFUSED(patron_weights_entropy(columns, NULL, NULL, 2, 0, NULL, out, NULL));
  REFUSED(patron_weights_entropy(columns, NULL, NULL, -1, 2, NULL, out, NULL));
  REFUSED(patron_weights_deviation(missing_column, NULL, NULL, 2, 2, NULL, out, NULL));
  untouched();
  expect_status(patron_weights_deviation(missing_column, NULL, NULL, 0, 2, NULL, out, NULL), PATRON_UNKNOWN);   /* of no rows no column is read */
}

static void aggregations(void **state)
{
  patron_topsis_columns topsis = {.struct_size = sizeof topsis};
  patron_vikor_columns vikor = {.struct_size = sizeof vikor};
  patron_promethee_columns promethee = {.struct_size = sizeof promethee};
  uint8_t members[2] = {9, 9};
  (void)state;
  REFUSED(patron_aggregate_weighted_sum(columns, NULL, weights, 2, 2, 0, NULL, out, NULL));
  REFUSED(patron_aggregate_weighted_sum(columns, NULL, weights, 2, 2, -1, out, NULL, NULL));
  REFUSED(patron_aggregate_weighted_sum(columns, NULL, weights, 2, 2, 99, out, NULL, NULL));
  REFUSED(patron_aggregate_weighted_sum(missing_column, NULL, weights, 2, 2, 0, out, NULL, NULL));
  REFUSED(patron_aggregate_weighted_product(columns, NULL, weights, 2, 2, 0, 1, NULL, NULL, out, NULL));
  REFUSED(patron_aggregate_topsis(columns, NULL, weights, 2, 2, 0, NULL, NULL, NULL, &topsis, NULL));   /* nowhere to put the score */
  vikor.utility = out;
  REFUSED(patron_aggregate_vikor(columns, NULL, weights, 2, 2, 0, 0.5, bounds, NULL, NULL, NULL, &vikor, NULL));
  REFUSED(patron_aggregate_vikor(columns, NULL, weights, 2, 2, 0, 0.5, NULL, bounds, NULL, NULL, &vikor, NULL));
  REFUSED(patron_vikor_compromise(NULL, values, values, 2, &whole, NULL, members));
  REFUSED(patron_vikor_compromise(values, NULL, values, 2, &whole, NULL, members));
  REFUSED(patron_vikor_compromise(values, values, NULL, 2, &whole, NULL, members));
  REFUSED(patron_vikor_compromise(values, values, values, 2, &whole, NULL, NULL));
  REFUSED(patron_vikor_compromise(values, values, values, 0, &whole, NULL, members));
  REFUSED(patron_aggregate_promethee(missing_column, NULL, NULL, weights, NULL, 2, 2, 0, NULL, &promethee, NULL));
  assert_int_equal(members[0], 9);
  untouched();
}

static void matrix_and_robustness(void **state)
{
  patron_stability stability = {.struct_size = sizeof stability};
  int8_t bands[2] = {9, 9};
  int32_t approach = -7;
  (void)state;
  REFUSED(patron_matrix_bands(NULL, NULL, 2, bounds, 2, bands));
  REFUSED(patron_matrix_bands(values, NULL, 2, bounds, 2, NULL));
  REFUSED(patron_matrix_bands(values, NULL, -1, bounds, 2, bands));
  REFUSED(patron_matrix_bands(values, NULL, 2, NULL, 2, bands));
  REFUSED(patron_matrix_bands(values, NULL, 2, bounds, 0, bands));
  REFUSED(patron_matrix_bands(values, NULL, 2, bounds, 3, bands));
  REFUSED(patron_matrix_cell(2, PATRON_BAND_MEDIUM, PATRON_BAND_LOW, &whole, &approach));
  REFUSED(patron_matrix_cell(2, PATRON_BAND_LOW, PATRON_BAND_MEDIUM, &whole, &approach));
  REFUSED(patron_weight_stability(NULL, NULL, weights, 2, 2, 0, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, NULL, 2, 2, 0, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, weights, 2, 0, 0, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, weights, -1, 2, 0, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, weights, 2, 2, -1, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, weights, 2, 2, 2, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, weights, 2, 2, 0, PATRON_STABILITY_ORDER - 1, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(columns, NULL, weights, 2, 2, 0, PATRON_STABILITY_BOUND + 1, 0, 0, NULL, &stability));
  REFUSED(patron_weight_stability(missing_column, NULL, weights, 2, 2, 0, PATRON_STABILITY_ORDER, 0, 0, NULL, &stability));
  REFUSED(patron_sample_weights(1, 0, 1, 2, NULL, NULL));
  REFUSED(patron_sample_weights(1, 0, 1, 0, NULL, out));
  REFUSED(patron_sample_weights(1, -1, 1, 2, NULL, out));
  REFUSED(patron_sample_weights(1, 0, -1, 2, NULL, out));
  assert_int_equal(bands[0], 9);
  assert_int_equal(approach, -7);
  untouched();
}

/* Tables, and states as bytes: what is to be written needs room, and room needs a place. */
static void tables_and_fittings(void **state)
{
  static const int64_t numbers[] = {1, 2};
  static const int32_t codes[] = {0, 0};
  static const char *const names[] = {"A", NULL};
  patron_context *context = NULL;
  patron_table *table = NULL;
  patron_policy *policy = NULL, *theirs = NULL;
  patron_fitting *fitting = NULL, *foreign = NULL;
  patron_model *model = NULL;
  patron_context *other = NULL;
  uint8_t bytes[64];
  int64_t rows = -7;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron_table_create(context, "t", 2, &table));
  REFUSED(patron_table_rows(NULL, &rows));
  REFUSED(patron_table_rows(table, NULL));
  REFUSED(patron_table_columns(NULL, &rows));
  REFUSED(patron_table_columns(table, NULL));
  REFUSED(patron_table_column_type(table, 0, NULL));
  REFUSED(patron_table_find_column(NULL, "a", &rows));
  REFUSED(patron_table_find_column(table, NULL, &rows));
  REFUSED(patron_table_find_column(table, "a", NULL));
  expect_ok(patron_table_add_i64(table, "a", PATRON_INTEGER, numbers, NULL));
  REFUSED(patron_table_read_i64(table, 0, 0, 2, NULL, NULL));
  REFUSED(patron_table_read_i64(table, 0, -1, 1, &rows, NULL));
  REFUSED(patron_table_read_i64(table, 0, 0, -1, &rows, NULL));
  REFUSED(patron_table_read_i64(NULL, 0, 0, 1, &rows, NULL));
  REFUSED(patron_table_add_code(table, "b", codes, NULL, NULL, 1));
  REFUSED(patron_table_add_code(table, "b", codes, NULL, names, -1));
  REFUSED(patron_table_add_code(table, "b", codes, NULL, names, 2));
  assert_int_equal(rows, -7);
  expect_ok(patron_context_create(NULL, &other));
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(patron_fitting_create(context, policy, NULL, 0, &fitting));
  REFUSED(patron_fitting_save(NULL, bytes, 64, &rows));
  REFUSED(patron_fitting_save(fitting, bytes, -1, &rows));
  REFUSED(patron_fitting_save(fitting, NULL, 1, &rows));
  REFUSED(patron_fitting_next(NULL, bytes, 64, &rows));
  REFUSED(patron_fitting_next(fitting, bytes, -1, &rows));
  REFUSED(patron_fitting_next(fitting, NULL, 1, &rows));
  REFUSED(patron_fitting_model(NULL, &model));
  REFUSED(patron_fitting_model(fitting, NULL));
  REFUSED(patron_fitting_load(NULL, policy, bytes, 64, &foreign));
  REFUSED(patron_fitting_load(context, policy, NULL, 64, &foreign));
  REFUSED(patron_fitting_load(context, policy, bytes, -1, &foreign));
  REFUSED(patron_fitting_load(context, policy, bytes, 64, NULL));
  assert_null(foreign);
  expect_ok(patron_policy_create(other, NULL, &theirs));
  expect_ok(patron_fitting_create(other, theirs, NULL, 0, &foreign));
  REFUSED(patron_fitting_merge(fitting, foreign));   /* of another context */
  patron_fitting_destroy(foreign);
  patron_fitting_destroy(fitting);
  patron_policy_destroy(theirs);
  patron_policy_destroy(policy);
  patron_table_destroy(table);
  patron_context_destroy(other);
  patron_context_destroy(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(ranges_and_normalisers, fill), cmocka_unit_test_setup(weightings, fill), cmocka_unit_test_setup(aggregations, fill), cmocka_unit_test_setup(matrix_and_robustness, fill),
    cmocka_unit_test_setup(tables_and_fittings, fill),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
