/* The weighting of the example plug-in against the MEREC cases of the golden vectors. */
#include <math.h>
#include "vector_names.h"
#include "vectors.h"

#include "../../examples/plugin/merec.c"

enum { MOST = 16 };

static double cells[MOST][MOST];
static int32_t lower[MOST];

/* Fills cells (criterion first) and lower; answers the number of rows. */
static int64_t read_matrix(const json_t *item, int64_t *criteria) {
  json_t *input = vectors_get(item, "input"), *matrix = vectors_get(input, "matrix"), *directions = vectors_get(input, "directions");
  size_t rows = json_array_size(matrix), columns = json_array_size(directions);
  assert_true(rows <= MOST && columns <= MOST);
  for (size_t j = 0; j < columns; j++) {
    lower[j] = strcmp(json_string_value(json_array_get(directions, j)), "min") == 0;
    for (size_t i = 0; i < rows; i++) cells[j][i] = json_number_value(json_array_get(json_array_get(matrix, i), j));
  }
  *criteria = (int64_t)columns;
  return (int64_t)rows;
}

static patron_status weigh_case(const json_t *item, double *weights, int64_t *criteria) {
  const double *columns[MOST];
  int64_t rows = read_matrix(item, criteria);
  for (int64_t j = 0; j < *criteria; j++) columns[j] = cells[j];
  return merec_weights(columns, lower, rows, *criteria, weights);
}

static void published_and_reference_weights_are_reproduced(void **state) {
  (void)state;
  json_t *root = vectors_load("mcdm/weights_objective.json"), *item;
  size_t index, found = 0;
  json_array_foreach(vectors_get(root, "vectors"), index, item) {
    if (strcmp(vectors_text(item, "method"), "merec") != 0) continue;
    double weights[MOST];
    int64_t criteria = 0;
    assert_int_equal(weigh_case(item, weights, &criteria), PATRON_OK);
    json_t *expected = vectors_get(vectors_get(item, "expected"), "weights");
    for (int64_t j = 0; j < criteria; j++) assert_true(fabs(weights[j] - json_number_value(json_array_get(expected, (size_t)j))) <= 1e-9);
    found++;
  }
  assert_int_equal(found, 2);
  json_decref(root);
}

static void values_that_are_not_positive_are_refused(void **state) {
  (void)state;
  json_t *root = vectors_load("mcdm/edge_cases.json"), *item;
  size_t index, found = 0;
  json_array_foreach(vectors_get(root, "vectors"), index, item) {
    if (strcmp(vectors_text(item, "method"), "merec") != 0) continue;
    double weights[MOST];
    int64_t criteria = 0;
    assert_string_equal(vectors_text(vectors_get(item, "expected"), "error"), "NON_POSITIVE_VALUE");
    assert_int_equal(weigh_case(item, weights, &criteria), vector_status(vectors_get(item, "expected")));
    found++;
  }
  assert_int_equal(found, 1);
  json_decref(root);
}

static void constant_criteria_weigh_nothing_and_nothing_but_constants_is_refused(void **state) {
  (void)state;
  const double constant[3] = {7, 7, 7}, varied[3] = {1, 2, 4};
  const double *mixed[2] = {constant, varied}, *same[2] = {constant, constant};
  const int32_t more[2] = {0, 0};
  double weights[2];
  assert_int_equal(merec_weights(mixed, more, 3, 2, weights), PATRON_OK);
  assert_true(weights[0] == 0.0);
  assert_true(weights[1] == 1.0);
  assert_int_equal(merec_weights(same, more, 3, 2, weights), PATRON_E_RANGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(published_and_reference_weights_are_reproduced),
    cmocka_unit_test(values_that_are_not_positive_are_refused),
    cmocka_unit_test(constant_criteria_weigh_nothing_and_nothing_but_constants_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
