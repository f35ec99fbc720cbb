/* Normalisers against vectors/mcdm/normalisation.json. */
#include "scoring.h"

#include "patron/rules/comparison.h"

static double bound(const json_t *input, const char *name, int32_t j) { return json_number_value(json_array_get(vectors_get(input, name), (size_t)j)); }

static patron_status by_statistic(const matrix *m, int32_t j, int32_t normaliser, double *out) {
  patron_value_statistics s = {.struct_size = sizeof s};
  assert_int_equal(patron_value_statistics_of(m->columns[j], NULL, m->rows, &s), PATRON_OK);
  return patron_normalise_statistics(m->columns[j], NULL, m->rows, normaliser, &s, m->directions[j], out);
}

static patron_status normalise(const char *method, const json_t *item, const matrix *m, int32_t j, double *out) {
  const json_t *input = vectors_get(item, "input"), *variant = json_object_get(item, "variant");
  const double *x = m->columns[j];
  int32_t direction = m->directions[j];
  double high = 0.0, low = 0.0, logs[MOST_ROWS];
  if (strcmp(method, "minmax") == 0) return scale_column(x, NULL, m->rows, direction, out);
  if (strcmp(method, "minmax_bounds") == 0) return patron_normalise_linear(x, NULL, m->rows, bound(input, "lower", j), bound(input, "upper", j), direction, out);
  if (strcmp(method, "sum") == 0) return by_statistic(m, j, PATRON_NORMALISER_SUM, out);
  if (strcmp(method, "vector") == 0) return by_statistic(m, j, PATRON_NORMALISER_VECTOR, out);
  if (strcmp(method, "zscore") == 0) return by_statistic(m, j, PATRON_NORMALISER_ZSCORE, out);
  if (strcmp(method, "percentile_rank") == 0) return patron_normalise_percent_rank(x, NULL, m->rows, direction, NULL, out);
  if (strcmp(method, "target_interval") == 0) {
    return patron_normalise_target(x, NULL, m->rows, bound(input, "lower", j), bound(input, "target_low", j), bound(input, "target_high", j), bound(input, "upper", j), out);
  }
  if (strcmp(method, "log1p_then_minmax") == 0) {
    assert_int_equal(patron_transform_log1p(x, NULL, m->rows, logs), PATRON_OK);
    return scale_column(logs, NULL, m->rows, direction, out);
  }
  assert_string_equal(method, "max");
  if (strcmp(vectors_text(variant, "cost"), "min_over_x") == 0) return by_statistic(m, j, PATRON_NORMALISER_MAX, out);
  assert_int_equal(patron_value_range(x, NULL, m->rows, &low, &high), PATRON_OK);
  return patron_normalise_linear(x, NULL, m->rows, 0.0, high, direction, out);   /* 1 - x/max */
}

static void check_matrix(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance");
  double out[MOST_CRITERIA][MOST_ROWS], weights[MOST_CRITERIA], best[MOST_CRITERIA], worst[MOST_CRITERIA], score[MOST_ROWS];
  const double *columns[MOST_CRITERIA];
  matrix m;
  read_matrix(vectors_get(input, "matrix"), json_object_get(input, "directions"), &m);
  for (int32_t j = 0; j < m.n; j++) {
    columns[j] = out[j];
    assert_int_equal(normalise(vectors_text(item, "method"), item, &m, j, out[j]), PATRON_OK);
    for (int32_t i = 0; i < m.rows; i++) {
      json_t *row = json_array_get(vectors_get(expected, "matrix"), (size_t)i);
      assert_close(out[j][i], json_number_value(json_array_get(row, (size_t)j)), tolerance);
    }
  }
  if (json_object_get(expected, "rim_index") == NULL) return;
  /* the reference ideal method is TOPSIS on these values, with ideal point 1 and worst point 0 */
  read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA);
  for (int32_t j = 0; j < m.n; j++) best[j] = 1.0, worst[j] = 0.0;
  assert_int_equal(patron_aggregate_topsis(columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, best, worst, NULL, &(patron_topsis_columns){.struct_size = sizeof(patron_topsis_columns), .score = score}, NULL), PATRON_OK);
  assert_all_close(score, json_object_get(expected, "rim_index"), tolerance);
}

static void check_points(const json_t *item) {
  const json_t *input = vectors_get(item, "input");
  double x[16], from[16], score[16], out[16];
  int32_t n = read_numbers(vectors_get(input, "x"), x, 16), points = read_numbers(vectors_get(input, "cutoffs"), from, 16);
  assert_int_equal(read_numbers(vectors_get(input, "values"), score, 16), points);
  assert_int_equal(patron_normalise_points(x, NULL, n, from, score, points, out), PATRON_OK);
  assert_all_close(out, vectors_get(vectors_get(item, "expected"), "v"), vectors_get(item, "tolerance"));
}

static void every_normaliser_gives_the_published_values(void **state) {
  json_t *file = vectors_load("mcdm/normalisation.json"), *item;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "vectors"), index, item) {
    const char *method = vectors_text(item, "method");
    print_message("%s\n", vectors_text(item, "id"));
    if (strcmp(method, "piecewise_linear") == 0) check_points(item);
    else if (strcmp(method, "log_share") != 0) check_matrix(item);   /* log_share: not offered, its product overflows */
  }
  assert_int_equal(index, vectors_number(file, "count"));
  json_decref(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_normaliser_gives_the_published_values)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
