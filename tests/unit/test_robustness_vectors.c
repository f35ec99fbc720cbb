/* Weight stability intervals and SMAA acceptabilities against vectors/mcdm. */
#include "scoring.h"

#include "patron/rules/robustness.h"

enum { SAMPLES = 100000 };

static void check_pair(const int64_t pair[2], const json_t *expected) {
  if (expected == NULL) {
    assert_true(pair[0] == -1 && pair[1] == -1);
  } else {
    for (size_t i = 0; i < 2; i++) assert_int_equal(pair[i], json_integer_value(json_array_get(expected, i)));
  }
}

static void intervals_end_where_the_published_pairs_tie(void **state) {
  json_t *file = vectors_load("mcdm/robustness_stability.json"), *item;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "vectors"), index, item) {
    json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance");
    int32_t whole = strcmp(vectors_text(input, "preserve"), "full_order") == 0;
    patron_stability found = {.struct_size = sizeof found};
    double weights[MOST_CRITERIA];
    matrix m;
    print_message("%s\n", vectors_text(item, "id"));
    read_matrix(vectors_get(input, "values"), NULL, &m);
    assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
    assert_int_equal(patron_weight_stability(m.columns, NULL, weights, m.rows, m.n, (int32_t)vectors_number(input, "criterion"), whole ? PATRON_STABILITY_ORDER : PATRON_STABILITY_TOP,
                                             (int64_t)vectors_number(input, "top"), 0.0, NULL, &found), PATRON_OK);
    assert_close(found.low, json_number_value(json_array_get(vectors_get(expected, "interval"), 0)), tolerance);
    assert_close(found.high, json_number_value(json_array_get(vectors_get(expected, "interval"), 1)), tolerance);
    assert_close(found.current, vectors_number(expected, "current"), tolerance);
    check_pair(found.low_pair, json_object_get(expected, "lower_swap"));
    check_pair(found.high_pair, json_object_get(expected, "upper_swap"));
  }
  assert_int_equal(index, vectors_number(file, "count"));
  json_decref(file);
}

static double cell(const json_t *rows, int32_t i, int32_t j) {
  const json_t *value = json_array_get(json_array_get(rows, (size_t)i), (size_t)j);
  return json_is_null(value) ? NAN : json_number_value(value);
}

/* Drawn weights: shares within four standard errors, central weights within 0.01 where they rest on enough samples. */
static void check_drawn(const json_t *item) {
  const json_t *expected = vectors_get(item, "expected"), *ranks = vectors_get(expected, "rank_acceptability"), *central = vectors_get(expected, "central_weights");
  double tiers[MOST_ROWS * MOST_ROWS], weights[MOST_ROWS * MOST_CRITERIA];
  uint8_t firsts[MOST_ROWS / 8 + 1];
  patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = tiers, .central_weights = weights, .central_validity = firsts};
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = SAMPLES, .seed = 1};
  int64_t bounds[MOST_ROWS];
  matrix m;
  read_matrix(vectors_get(vectors_get(item, "input"), "values"), NULL, &m);
  for (int32_t i = 0; i < m.rows; i++) bounds[i] = i + 1;
  assert_int_equal(patron_acceptability(m.columns, NULL, m.rows, m.n, &samples, bounds, m.rows, NULL, &out), PATRON_OK);
  for (int32_t i = 0; i < m.rows; i++) {
    for (int32_t r = 0; r < m.rows; r++) {
      double p = cell(ranks, i, r);
      if (!(fabs(tiers[i * m.rows + r] - p) <= 4.0 * sqrt(p * (1.0 - p) / SAMPLES) + 1e-9)) fail_msg("row %d rank %d: %g instead of %g", i, r + 1, tiers[i * m.rows + r], p);
    }
    for (int32_t j = 0; j < m.n; j++) {
      double mean = cell(central, i, j);
      if (isnan(mean)) assert_true(!(firsts[i / 8] >> i % 8 & 1) && weights[i * m.n + j] == 0.0);
      else if (cell(ranks, i, 0) > 0.05) assert_true(fabs(weights[i * m.n + j] - mean) <= 0.01);
    }
  }
}

static void check_pairwise(const json_t *item) {
  const json_t *input = vectors_get(item, "input");
  double differences[16], zeros[16] = {0}, pairwise[4], p = vectors_number(vectors_get(item, "expected"), "p"), cells[16][2];
  const double *columns[16];
  int32_t n = read_numbers(vectors_get(input, "value_differences"), differences, 16);
  patron_acceptability_columns out = {.struct_size = sizeof out, .pairwise = pairwise};
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = SAMPLES, .seed = 7};
  for (int32_t j = 0; j < n; j++) cells[j][0] = differences[j], cells[j][1] = zeros[j], columns[j] = cells[j];
  assert_int_equal(patron_acceptability(columns, NULL, 2, n, &samples, NULL, 0, NULL, &out), PATRON_OK);
  assert_true(fabs(pairwise[1] - p) <= 4.0 * sqrt(p * (1.0 - p) / SAMPLES));
  assert_true(fabs(pairwise[1] + pairwise[2] - 1.0) < 1e-12 && pairwise[0] == 0.0 && pairwise[3] == 0.0);
}

/* Samples that the vectors give: everything is determined. */
static void check_given(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance"), *measured = vectors_get(input, "measurements");
  int32_t count = (int32_t)json_array_size(measured), rows = (int32_t)json_array_size(json_array_get(measured, 0)), n = (int32_t)json_array_size(json_array_get(json_array_get(measured, 0), 0));
  double values[2048], weights[512], tiers[64], central[64], confidence[8], pairwise[64];
  uint8_t firsts;
  int64_t bounds[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = count, .weights = weights, .values = values};
  patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = tiers, .central_weights = central, .confidence = confidence, .pairwise = pairwise, .central_validity = &firsts};
  assert_true(count * rows * n <= 2048 && rows <= 8);
  for (int32_t s = 0; s < count; s++) {
    for (int32_t i = 0; i < rows; i++) assert_int_equal(read_numbers(json_array_get(json_array_get(measured, (size_t)s), (size_t)i), values + (s * rows + i) * n, n), n);
    assert_int_equal(read_numbers(json_array_get(vectors_get(input, "weights"), (size_t)s), weights + s * n, n), n);
  }
  assert_int_equal(patron_acceptability(NULL, NULL, rows, n, &samples, bounds, rows, NULL, &out), PATRON_OK);
  for (int32_t i = 0; i < rows; i++) {
    for (int32_t j = 0; !(firsts >> i & 1) && j < n; j++) central[i * n + j] = confidence[i] = NAN;   /* as the vectors write what is unknown */
    for (int32_t r = 0; r < rows; r++) assert_close(tiers[i * rows + r], cell(vectors_get(expected, "rank_acceptability"), i, r), tolerance);
    for (int32_t j = 0; json_object_get(expected, "central_weights") && j < n; j++) assert_close(central[i * n + j], cell(json_object_get(expected, "central_weights"), i, j), tolerance);
    for (int32_t k = 0; json_object_get(expected, "pairwise_winning") && k < rows; k++) assert_close(pairwise[i * rows + k], cell(json_object_get(expected, "pairwise_winning"), i, k), tolerance);
  }
  if (json_object_get(expected, "confidence")) assert_all_close(confidence, json_object_get(expected, "confidence"), tolerance);
}

/* Normal measurement errors by Box and Muller on the documented generator. */
static void check_confidence(const json_t *item) {
  const json_t *input = vectors_get(item, "input");
  double *values = malloc(4 * SAMPLES * sizeof *values), *weights = malloc(2 * SAMPLES * sizeof *weights), *noise = malloc(8 * SAMPLES * sizeof *noise), given[2], tiers[2];
  double p = vectors_number(vectors_get(item, "expected"), "p_alt1_first");
  const int64_t first = 1;
  patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = SAMPLES, .weights = weights, .values = values};
  patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = tiers};
  assert_int_equal(patron_sample_weights(3, 0, 4 * SAMPLES, 2, NULL, noise), PATRON_OK);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), given, 2), 2);
  for (int32_t s = 0; s < SAMPLES; s++) {
    for (int32_t k = 0; k < 2; k++) {
      double radius = sqrt(-2.0 * log(1.0 - noise[8 * s + 4 * k])), angle = 2.0 * 3.14159265358979323846 * noise[8 * s + 4 * k + 2];
      values[4 * s + 2 * k] = cell(vectors_get(input, "mean"), k, 0) + cell(vectors_get(input, "sd"), k, 0) * radius * cos(angle);
      values[4 * s + 2 * k + 1] = cell(vectors_get(input, "mean"), k, 1) + cell(vectors_get(input, "sd"), k, 1) * radius * sin(angle);
      weights[2 * s + k] = given[k];
    }
  }
  assert_int_equal(patron_acceptability(NULL, NULL, 2, 2, &samples, &first, 1, NULL, &out), PATRON_OK);
  assert_true(fabs(tiers[0] - p) <= 4.0 * sqrt(p * (1.0 - p) / SAMPLES));
  free(values);
  free(weights);
  free(noise);
}

static void acceptabilities_are_the_exact_shares(void **state) {
  json_t *file = vectors_load("mcdm/robustness_smaa.json"), *item;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "vectors"), index, item) {
    const char *method = vectors_text(item, "method");
    print_message("%s\n", vectors_text(item, "id"));
    if (strcmp(method, "smaa_weights_uniform_exact") == 0) check_drawn(item);
    else if (strcmp(method, "smaa_pairwise_winning_exact") == 0) check_pairwise(item);
    else if (strcmp(method, "smaa_from_samples") == 0) check_given(item);
    else if (strcmp(method, "smaa_confidence_given_weights") == 0) check_confidence(item);
    else fail_msg("unknown method %s", method);
  }
  assert_int_equal(index, vectors_number(file, "count"));
  json_decref(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(intervals_end_where_the_published_pairs_tie),
    cmocka_unit_test(acceptabilities_are_the_exact_shares),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
