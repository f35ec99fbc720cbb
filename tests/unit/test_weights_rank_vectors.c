/* Weights from rankings against vectors/mcdm/weights_rank.json, and direct weights against the edge rules. */
#include "scoring.h"

static int32_t method_of(const char *name) {
  if (strcmp(name, "roc") == 0) return PATRON_WEIGHTING_RANK_ORDER_CENTROID;
  if (strcmp(name, "rank_sum") == 0) return PATRON_WEIGHTING_RANK_SUM;
  assert_string_equal(name, "rank_reciprocal");
  return PATRON_WEIGHTING_RANK_RECIPROCAL;
}

static void every_ranking_gets_its_weights(void **state) {
  json_t *file = vectors_load("mcdm/weights_rank.json"), *item;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "vectors"), index, item) {
    double ranks[MOST_CRITERIA], weights[MOST_CRITERIA];
    int32_t n = read_numbers(vectors_get(vectors_get(item, "input"), "ranks"), ranks, MOST_CRITERIA);
    print_message("%s\n", vectors_text(item, "id"));
    assert_int_equal(patron_weights_rank(method_of(vectors_text(item, "method")), ranks, n, weights), PATRON_OK);
    assert_all_close(weights, vectors_get(vectors_get(item, "expected"), "weights"), vectors_get(item, "tolerance"));
  }
  assert_int_equal(index, vectors_number(file, "count"));
  json_decref(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_ranking_gets_its_weights)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
