/* Bands and cells, factor scores and the worked figures of scoring against vectors/domain. */
#include "scoring.h"

#include "patron/rules/matrix.h"

static int32_t find(const char *name, const char *const *names, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    if (strcmp(names[i], name) == 0) return i;
  }
  fail_msg("unknown name %s", name);
  return -1;
}

static void every_pair_of_scores_finds_its_cell(void **state) {
  static const char *const bands[] = {"L", "M", "H"}, *const intents[] = {"INVEST", "PROTECT", "SELECTIVE", "CASH", "WITHDRAW"};
  static const char *const approaches[] = {"TACTICAL", "CONSULTATIVE", "COLLABORATIVE", "STRATEGIC"};
  json_t *file = vectors_load("domain/matrix-placement.json"), *thresholds = vectors_get(file, "thresholds"), *item;
  const double bounds[2] = {vectors_number(thresholds, "low_to_medium"), vectors_number(thresholds, "medium_to_high")};
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "cases"), index, item) {
    json_t *expected = vectors_get(item, "expected");
    const double scores[2] = {vectors_number(item, "attractiveness"), vectors_number(item, "winnability")};
    int32_t intent = -1, approach = -1;
    int8_t found[2];
    print_message("%s\n", vectors_text(item, "id"));
    assert_int_equal(patron_matrix_bands(scores, NULL, 2, bounds, 2, found), PATRON_OK);
    assert_int_equal(found[0], find(vectors_text(expected, "attractiveness_band"), bands, 3));
    assert_int_equal(found[1], find(vectors_text(expected, "winnability_band"), bands, 3));
    assert_int_equal(patron_matrix_cell(3, found[0], found[1], &intent, &approach), PATRON_OK);
    assert_int_equal(intent, find(vectors_text(expected, "intent"), intents, 5));
    assert_int_equal(approach, find(vectors_text(expected, "target_engagement"), approaches, 4));
  }
  assert_int_equal(index, 10);
  json_decref(file);
}

static void two_bands_are_the_four_corners(void **state) {
  const double scores[4] = {49.9, 50.0 - 1e-10, 50, 100}, half = 50, nan = NAN, wrong[2] = {67, 33};
  const uint8_t known = 13;
  int8_t found[4];
  int32_t intent, approach;
  (void)state;
  assert_int_equal(patron_matrix_bands(scores, &known, 4, &half, 1, found), PATRON_OK);
  assert_true(found[0] == PATRON_BAND_LOW && found[1] == -1 && found[2] == PATRON_BAND_HIGH && found[3] == PATRON_BAND_HIGH);
  assert_int_equal(patron_matrix_bands(scores + 1, NULL, 1, &half, 1, found), PATRON_OK);
  assert_int_equal(found[0], PATRON_BAND_HIGH);
  assert_int_equal(patron_matrix_cell(2, PATRON_BAND_LOW, PATRON_BAND_LOW, &intent, &approach), PATRON_OK);
  assert_true(intent == PATRON_INTENT_CASH && approach == PATRON_APPROACH_TACTICAL);
  assert_int_equal(patron_matrix_cell(2, PATRON_BAND_HIGH, PATRON_BAND_LOW, &intent, NULL), PATRON_OK);
  assert_int_equal(intent, PATRON_INTENT_SELECTIVE);
  assert_int_equal(patron_matrix_cell(2, PATRON_BAND_MEDIUM, PATRON_BAND_LOW, &intent, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_matrix_cell(3, 3, 0, &intent, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_matrix_cell(4, 0, 0, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_matrix_bands(scores, NULL, 4, wrong, 2, found), PATRON_E_RANGE);
  assert_int_equal(patron_matrix_bands(scores, NULL, 4, &nan, 1, found), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_matrix_bands(&nan, NULL, 1, &half, 1, found), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_matrix_bands(NULL, NULL, 1, &half, 1, found), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_matrix_bands(scores, NULL, 4, wrong, 3, found), PATRON_E_INVALID_ARGUMENT);
}

/* The weighted sum of the factors' `rating`, on the scale of the ratings. */
static double factor_score(const json_t *factors) {
  double weights[MOST_CRITERIA], ratings[MOST_CRITERIA], score = -1;
  const double *columns[MOST_CRITERIA];
  int32_t n = 0;
  size_t index;
  json_t *factor;
  json_array_foreach(factors, index, factor) {
    int32_t points = json_object_get(factor, "max_points") != NULL;
    weights[n] = vectors_number(factor, points ? "max_points" : "weight");
    ratings[n] = points ? vectors_number(factor, "points") / weights[n] : vectors_number(factor, "rating");
    columns[n] = ratings + n;
    n++;
  }
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, weights, 1, n, PATRON_MISSING_FAIL, &score, NULL, NULL), PATRON_OK);
  return score;
}

static void published_factor_scores_come_out(void **state) {
  json_t *file = vectors_load("domain/weighted-factor-scores.json"), *item;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "cases"), index, item) {
    json_t *expected = vectors_get(item, "expected"), *groups = json_object_get(item, "groups"), *group;
    double score, weights[8], scores[8];
    const double *columns[8];
    size_t g;
    print_message("%s\n", vectors_text(item, "id"));
    if (groups == NULL) {
      score = factor_score(vectors_get(item, "factors"));
    } else {
      json_array_foreach(groups, g, group) {
        scores[g] = factor_score(vectors_get(group, "factors"));
        weights[g] = vectors_number(group, "weight");
        columns[g] = scores + g;
        assert_true(fabs(scores[g] - vectors_number(group, "expected_group_score")) <= 1e-9);
      }
      assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, weights, 1, (int32_t)json_array_size(groups), PATRON_MISSING_FAIL, &score, NULL, NULL), PATRON_OK);
    }
    if (json_object_get(expected, "total_points")) assert_true(fabs(100.0 * score - vectors_number(expected, "total_points")) <= 1e-9);
    else assert_true(fabs(score - vectors_number(expected, groups ? "overall_score" : "weighted_score")) <= 1e-9);
  }
  assert_int_equal(index, 8);
  json_decref(file);
}

static json_t *worked(const json_t *file, const char *id) {
  size_t index;
  json_t *item;
  json_array_foreach(vectors_get(file, "cases"), index, item) {
    if (strcmp(vectors_text(item, "id"), id) == 0) return item;
  }
  fail_msg("no case %s", id);
  return NULL;
}

static double weigh(const double *weights, const double *values, int32_t n) {
  const double *columns[MOST_CRITERIA];
  double score = -1;
  for (int32_t j = 0; j < n; j++) columns[j] = values + j;
  assert_int_equal(patron_aggregate_weighted_sum(columns, NULL, weights, 1, n, PATRON_MISSING_RENORMALISE, &score, NULL, NULL), PATRON_OK);
  return score;
}

static void the_worked_people_factor_and_priority_come_out(void **state) {
  json_t *file = vectors_load("domain/model-worked-figures.json"), *people = worked(file, "people-factor"), *priority = worked(file, "customer-priority"), *contact;
  double influence[8], attitude[8], willingness[8], factors[2], tolerance = vectors_number(file, "tolerance");
  const double third[3] = {1, 1, 1}, half[2] = {1, 1}, shares[2] = {0.75, 0.25};
  size_t n;
  (void)state;
  json_array_foreach(vectors_get(people, "contacts"), n, contact) {
    influence[n] = vectors_number(contact, "influence");
    attitude[n] = (vectors_number(contact, "attitude") + 100.0) / 2.0;
    willingness[n] = vectors_number(contact, "willingness");
  }
  factors[0] = weigh(influence, attitude, (int32_t)n), factors[1] = weigh(influence, willingness, (int32_t)n);
  assert_true(fabs(factors[0] - vectors_number(vectors_get(people, "expected"), "people_index")) <= tolerance);
  assert_true(fabs(factors[1] - vectors_number(vectors_get(people, "expected"), "willingness_index")) <= tolerance);
  assert_true(fabs(weigh(half, factors, 2) - vectors_number(vectors_get(people, "expected"), "people_factor")) <= tolerance);
  const double parts[3] = {vectors_number(priority, "size"), vectors_number(priority, "growth"), vectors_number(priority, "profitability")};
  const double both[2] = {weigh(third, parts, 3), weigh(half, factors, 2)};
  assert_true(fabs(both[0] - vectors_number(vectors_get(priority, "expected"), "objective")) <= tolerance);
  assert_true(fabs(weigh(shares, both, 2) - vectors_number(vectors_get(priority, "expected"), "priority")) <= tolerance);
  json_decref(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_pair_of_scores_finds_its_cell),
    cmocka_unit_test(two_bands_are_the_four_corners),
    cmocka_unit_test(published_factor_scores_come_out),
    cmocka_unit_test(the_worked_people_factor_and_priority_come_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
