/* The edge rules of vectors/mcdm/edge_cases.json. Names of errors and warnings there are those of vector_names.h. */
#include "scoring.h"

#include "patron/rules/comparison.h"
#include "vector_names.h"

static void check_scaling(const json_t *input, const json_t *expected, const json_t *tolerance) {
  double out[MOST_ROWS], low, high;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  for (int32_t j = 0; j < m.n; j++) {
    assert_int_equal(scale_column(m.columns[j], NULL, m.rows, m.directions[j], out), PATRON_OK);
    for (int32_t i = 0; i < m.rows; i++) assert_close(out[i], json_number_value(json_array_get(json_array_get(vectors_get(expected, "matrix"), (size_t)i), (size_t)j)), tolerance);
  }
  assert_int_equal(patron_value_range(m.columns[0], NULL, m.rows, &low, &high), PATRON_OK);
  assert_true(low == high);   /* how a caller of MINMAX learns of DEGENERATE_CRITERION:0 */
}

static void check_data_weights(const char *method, const json_t *input, const json_t *expected, const json_t *tolerance) {
  double weights[MOST_CRITERIA];
  uint32_t warnings = 77;
  patron_status status;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), json_object_get(input, "directions"), &m);
  if (strcmp(method, "critic") == 0) status = patron_weights_critic(m.columns, NULL, m.directions, m.rows, m.n, PATRON_CORRELATION_PEARSON, NULL, weights, &warnings);
  else status = patron_weights_entropy(m.columns, NULL, NULL, m.rows, m.n, NULL, weights, &warnings);
  assert_int_equal(status, PATRON_OK);
  assert_all_close(weights, vectors_get(expected, "weights"), tolerance);
  assert_int_equal(warnings, vector_warnings(expected));
}

static void check_direct(const json_t *input, const json_t *expected, const json_t *tolerance) {
  double weights[MOST_CRITERIA];
  int32_t n = read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA);
  assert_int_equal(patron_weights_direct(weights, n, weights), vector_status(expected));
  if (vector_status(expected) == PATRON_OK) assert_all_close(weights, vectors_get(expected, "weights"), tolerance);
}

static int32_t policy_of(const json_t *input) {
  const json_t *name = json_object_get(input, "missing");
  return name && strcmp(json_string_value(name), "renormalise") == 0 ? PATRON_MISSING_RENORMALISE : PATRON_MISSING_FAIL;
}

static void check_additive(const char *method, const json_t *input, const json_t *expected, const json_t *tolerance) {
  double weights[MOST_CRITERIA], cell[MOST_CRITERIA][MOST_ROWS], score[MOST_ROWS], coverage[MOST_ROWS], floor = json_number_value(json_object_get(input, "floor"));
  const double *columns[MOST_CRITERIA];
  patron_status status = PATRON_OK;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
  for (int32_t j = 0; j < m.n && status == PATRON_OK; j++) {
    columns[j] = cell[j];
    if (strcmp(vectors_text(input, "normalisation"), "minmax") == 0) {
      status = scale_column(m.columns[j], m.validity[j], m.rows, m.directions[j], cell[j]);
    } else {
      patron_value_statistics s = {.struct_size = sizeof s};
      assert_int_equal(patron_value_statistics_of(m.columns[j], NULL, m.rows, &s), PATRON_OK);
      status = patron_normalise_statistics(m.columns[j], NULL, m.rows, PATRON_NORMALISER_MAX, &s, m.directions[j], cell[j]);
    }
  }
  if (status == PATRON_OK && strcmp(method, "wsm") == 0) status = patron_aggregate_weighted_sum(columns, m.validity, weights, m.rows, m.n, policy_of(input), score, coverage, NULL);
  else if (status == PATRON_OK) status = patron_aggregate_weighted_product(columns, m.validity, weights, m.rows, m.n, policy_of(input), floor, NULL, score, coverage, NULL);
  assert_int_equal(status, vector_status(expected));
  if (status != PATRON_OK) return;
  assert_all_close(score, vectors_get(expected, "scores"), tolerance);
  assert_ranks(score, m.rows, vectors_get(expected, "ranks"));
  if (json_object_get(expected, "coverage")) assert_all_close(coverage, json_object_get(expected, "coverage"), tolerance);
}

static void check_compared(const char *method, const json_t *input, const json_t *expected, const json_t *tolerance) {
  double weights[MOST_CRITERIA], a[MOST_ROWS], b[MOST_ROWS], c[MOST_ROWS];
  patron_topsis_columns topsis = {.struct_size = sizeof topsis, .score = a};
  patron_vikor_columns vikor = {.struct_size = sizeof vikor, .utility = a, .regret = b, .compromise = c};
  patron_promethee_preferences usual = {.struct_size = sizeof usual};
  patron_promethee_columns flows = {.struct_size = sizeof flows, .net = a};
  uint32_t warnings = 77;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
  if (strcmp(method, "topsis") == 0) {
    assert_int_equal(patron_aggregate_topsis(m.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, NULL, NULL, NULL, &topsis, &warnings), PATRON_OK);
    assert_all_close(a, vectors_get(expected, "scores"), tolerance);
  } else if (strcmp(method, "vikor") == 0) {
    assert_int_equal(patron_aggregate_vikor(m.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, vectors_number(input, "v"), NULL, NULL, NULL, NULL, &vikor, &warnings), PATRON_OK);
    assert_all_close(a, vectors_get(expected, "S"), tolerance);
    assert_all_close(b, vectors_get(expected, "R"), tolerance);
    assert_all_close(c, vectors_get(expected, "Q"), tolerance);
  } else {
    assert_int_equal(patron_aggregate_promethee(m.columns, NULL, m.directions, weights, &usual, m.rows, m.n, PATRON_MISSING_FAIL, NULL, &flows, &warnings), PATRON_OK);
    assert_all_close(a, vectors_get(expected, "net_flow"), tolerance);
  }
  /* one row alone is constant in every column, too; the vectors name the single row only */
  assert_int_equal(warnings & ~(m.rows == 1 ? (uint32_t)PATRON_WARNING_DEGENERATE_ALL : 0u), vector_warnings(expected));
  if (json_object_get(expected, "ranks")) assert_ranks(a, m.rows, json_object_get(expected, "ranks"));
}

static void check_order(const json_t *input, const json_t *expected) {
  double scores[MOST_ROWS];
  int64_t ranks[MOST_ROWS];
  int32_t n = read_numbers(vectors_get(input, "scores"), scores, MOST_ROWS);
  const json_t *order = json_object_get(expected, "order_by_index");
  assert_int_equal(patron_rank(scores, NULL, n, NULL, ranks), PATRON_OK);
  if (json_object_get(expected, "ranks")) assert_ranks(scores, n, json_object_get(expected, "ranks"));
  for (int32_t place = 0; order && place + 1 < n; place++) {   /* by rank, and rows of equal rank as they stand */
    int64_t one = json_integer_value(json_array_get(order, (size_t)place)), next = json_integer_value(json_array_get(order, (size_t)place + 1));
    assert_true(ranks[one] < ranks[next] || (ranks[one] == ranks[next] && one < next));
  }
}

static void check_comparisons(const char *method, const json_t *input, const json_t *expected) {
  double ratios[64], weights[8], best[8], worst[8];
  if (strcmp(method, "ahp_eigenvector") == 0) {
    for (size_t i = 0; i < 3; i++) read_numbers(json_array_get(vectors_get(input, "pairwise"), i), ratios + 3 * i, 3);
    assert_true(json_is_true(vectors_get(expected, "accepted")));
    assert_int_equal(patron_weights_ahp(ratios, 3, PATRON_WEIGHTING_AHP, 0, vectors_number(input, "reciprocal_tol"), NULL, weights, NULL), PATRON_OK);
  } else {
    int32_t n = read_numbers(vectors_get(input, "best_to_others"), best, 8);
    read_numbers(vectors_get(input, "others_to_worst"), worst, 8);
    assert_int_equal(patron_weights_best_worst(best, worst, n, (int32_t)vectors_number(input, "best"), (int32_t)vectors_number(input, "worst"), NULL, weights, NULL, NULL), vector_status(expected));
  }
}

static void every_edge_rule_holds(void **state) {
  json_t *file = vectors_load("mcdm/edge_cases.json"), *item;
  size_t index;
  int32_t elsewhere = 0;
  (void)state;
  json_array_foreach(vectors_get(file, "vectors"), index, item) {
    const char *method = vectors_text(item, "method");
    const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = json_object_get(item, "tolerance");
    print_message("%s\n", vectors_text(item, "id"));
    if (strcmp(method, "minmax") == 0) check_scaling(input, expected, tolerance);
    else if (strcmp(method, "critic") == 0 || strcmp(method, "entropy") == 0) check_data_weights(method, input, expected, tolerance);
    else if (strcmp(method, "direct") == 0) check_direct(input, expected, tolerance);
    else if (strcmp(method, "wsm") == 0 || strcmp(method, "wpm") == 0) check_additive(method, input, expected, tolerance);
    else if (strcmp(method, "topsis") == 0 || strcmp(method, "vikor") == 0 || strcmp(method, "promethee_ii") == 0) check_compared(method, input, expected, tolerance);
    else if (strcmp(method, "ranks") == 0 || strcmp(method, "order") == 0) check_order(input, expected);
    else if (strcmp(method, "merec") == 0) elsewhere++;   /* the example plug-in's */
    else check_comparisons(method, input, expected);
  }
  assert_int_equal(index, vectors_number(file, "count"));
  assert_int_equal(elsewhere, 1);
  json_decref(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_edge_rule_holds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
