/* Aggregations against vectors/mcdm: weighted sum and product, TOPSIS, VIKOR, PROMETHEE II, rank correlation, pipelines. */
#include "scoring.h"

#include "patron/rules/comparison.h"
#include "patron/rules/robustness.h"

typedef struct normalised { double cell[MOST_CRITERIA][MOST_ROWS]; const double *columns[MOST_CRITERIA]; } normalised;

static void by_statistic(const matrix *m, int32_t j, int32_t normaliser, double *out) {
  patron_value_statistics s = {.struct_size = sizeof s};
  assert_int_equal(patron_value_statistics_of(m->columns[j], NULL, m->rows, &s), PATRON_OK);
  assert_int_equal(patron_normalise_statistics(m->columns[j], NULL, m->rows, normaliser, &s, m->directions[j], out), PATRON_OK);
}

/* The step before the aggregation, by the name that the vectors give it. */
static void normalise(const json_t *input, const matrix *m, normalised *out) {
  const char *name = vectors_text(input, "normalisation");
  for (int32_t j = 0; j < m->n; j++) {
    out->columns[j] = out->cell[j];
    if (strcmp(name, "minmax") == 0) {
      assert_int_equal(scale_column(m->columns[j], NULL, m->rows, m->directions[j], out->cell[j]), PATRON_OK);
    } else if (strcmp(name, "minmax_bounds") == 0) {
      double low = json_number_value(json_array_get(vectors_get(input, "lower"), (size_t)j)), high = json_number_value(json_array_get(vectors_get(input, "upper"), (size_t)j));
      assert_int_equal(patron_normalise_linear(m->columns[j], NULL, m->rows, low, high, m->directions[j], out->cell[j]), PATRON_OK);
    } else if (strcmp(name, "max(min_over_x)") == 0) {
      by_statistic(m, j, PATRON_NORMALISER_MAX, out->cell[j]);
    } else if (strcmp(name, "sum(reciprocal)") == 0) {
      by_statistic(m, j, PATRON_NORMALISER_SUM, out->cell[j]);
    } else if (strcmp(name, "vector") == 0) {
      by_statistic(m, j, PATRON_NORMALISER_VECTOR, out->cell[j]);
    } else {
      assert_string_equal(name, "none");
      for (int32_t i = 0; i < m->rows; i++) out->cell[j][i] = m->directions[j] == PATRON_DIRECTION_LOWER ? -m->cell[j][i] : m->cell[j][i];
    }
  }
}

static void check_additive(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected");
  double weights[MOST_CRITERIA], score[MOST_ROWS], coverage[MOST_ROWS];
  normalised v;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
  normalise(input, &m, &v);
  if (strcmp(vectors_text(item, "method"), "wsm") == 0) {
    assert_int_equal(patron_aggregate_weighted_sum(v.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, score, coverage, NULL), PATRON_OK);
  } else {
    assert_string_equal(vectors_text(item, "method"), "wpm");
    assert_int_equal(patron_aggregate_weighted_product(v.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, 0.0, NULL, score, coverage, NULL), PATRON_OK);
  }
  assert_all_close(score, vectors_get(expected, "scores"), vectors_get(item, "tolerance"));
  assert_ranks(score, m.rows, vectors_get(expected, "ranks"));
  if (json_object_get(expected, "spotis_distance")) {
    for (int32_t i = 0; i < m.rows; i++) score[i] = 1.0 - score[i];
    assert_all_close(score, json_object_get(expected, "spotis_distance"), vectors_get(item, "tolerance"));
  }
}

static void check_topsis(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance");
  double weights[MOST_CRITERIA], score[MOST_ROWS], best[MOST_ROWS], worst[MOST_ROWS];
  patron_topsis_columns out = {.struct_size = sizeof out, .score = score, .distance_best = best, .distance_worst = worst};
  uint32_t warnings = 77;
  normalised v;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
  assert_int_equal(patron_weights_direct(weights, m.n, weights), PATRON_OK);
  normalise(input, &m, &v);
  assert_int_equal(patron_aggregate_topsis(v.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, NULL, NULL, NULL, &out, &warnings), PATRON_OK);
  assert_all_close(score, vectors_get(expected, "scores"), tolerance);
  assert_all_close(best, vectors_get(expected, "d_plus"), tolerance);
  assert_all_close(worst, vectors_get(expected, "d_minus"), tolerance);
  assert_int_equal(warnings, 0);
  assert_ranks(score, m.rows, vectors_get(expected, "ranks"));
}

static void check_vikor(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance");
  double weights[MOST_CRITERIA], s[MOST_ROWS], r[MOST_ROWS], q[MOST_ROWS], score[MOST_ROWS];
  patron_vikor_columns out = {.struct_size = sizeof out, .utility = s, .regret = r, .compromise = q};
  uint8_t members[MOST_ROWS];
  int32_t advantage, stability;
  size_t listed = 0;
  normalised v;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
  for (int32_t j = 0; j < m.n; j++) {
    v.columns[j] = v.cell[j];
    for (int32_t i = 0; i < m.rows; i++) v.cell[j][i] = m.directions[j] == PATRON_DIRECTION_LOWER ? -m.cell[j][i] : m.cell[j][i];
  }
  assert_int_equal(patron_aggregate_vikor(v.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, vectors_number(input, "v"), NULL, NULL, NULL, NULL, &out, NULL), PATRON_OK);
  assert_all_close(s, vectors_get(expected, "S"), tolerance);
  assert_all_close(r, vectors_get(expected, "R"), tolerance);
  assert_all_close(q, vectors_get(expected, "Q"), tolerance);
  for (int32_t i = 0; i < m.rows; i++) score[i] = 1.0 - q[i];
  assert_ranks(score, m.rows, vectors_get(expected, "ranks_by_Q"));
  assert_int_equal(patron_vikor_compromise(s, r, q, m.rows, &advantage, &stability, members), PATRON_OK);
  assert_int_equal(advantage, json_is_true(vectors_get(expected, "acceptable_advantage")));
  assert_int_equal(stability, json_is_true(vectors_get(expected, "acceptable_stability")));
  for (int32_t i = 0; i < m.rows; i++) {
    if (members[i]) assert_int_equal(json_integer_value(json_array_get(vectors_get(expected, "compromise_set"), listed++)), i);
  }
  assert_int_equal(listed, json_array_size(vectors_get(expected, "compromise_set")));
}

static int32_t preference_of(const char *name) {
  static const char *const names[] = {"usual", "u", "v", "level", "linear", "gaussian"};
  for (int32_t i = 0; i < 6; i++) {
    if (strcmp(names[i], name) == 0) return i;
  }
  fail_msg("unknown preference %s", name);
  return -1;
}

static void check_promethee(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance");
  double weights[MOST_CRITERIA], q[MOST_CRITERIA], p[MOST_CRITERIA], plus[MOST_ROWS], minus[MOST_ROWS], net[MOST_ROWS];
  int32_t type[MOST_CRITERIA];
  patron_promethee_preferences preferences = {sizeof preferences, 0, type, q, p};
  patron_promethee_columns out = {.struct_size = sizeof out, .plus = plus, .minus = minus, .net = net};
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  assert_int_equal(read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA), m.n);
  for (int32_t j = 0; j < m.n; j++) {
    const json_t *preference = json_array_get(vectors_get(input, "preference"), (size_t)j);
    type[j] = preference_of(vectors_text(preference, "type"));
    q[j] = json_object_get(preference, "q") ? vectors_number(preference, "q") : 0.0;
    p[j] = json_object_get(preference, "s") ? vectors_number(preference, "s") : json_object_get(preference, "p") ? vectors_number(preference, "p") : 0.0;
  }
  for (int32_t again = 0; again < 2; again++) {
    assert_int_equal(patron_aggregate_promethee(m.columns, NULL, m.directions, weights, &preferences, m.rows, m.n, PATRON_MISSING_FAIL, NULL, &out, NULL), PATRON_OK);
    assert_all_close(plus, vectors_get(expected, "flow_plus"), tolerance);
    assert_all_close(minus, vectors_get(expected, "flow_minus"), tolerance);
    assert_all_close(net, vectors_get(expected, "net_flow"), tolerance);
    assert_ranks(net, m.rows, vectors_get(expected, "ranks"));
  }
}

static void check_correlation(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance");
  double x[64], y[64], tau, rho;
  int32_t n = read_numbers(vectors_get(input, "x"), x, 64);
  assert_int_equal(read_numbers(vectors_get(input, "y"), y, 64), n);
  assert_int_equal(patron_rank_correlation(x, NULL, y, NULL, n, NULL, &tau, &rho), PATRON_OK);
  assert_close(tau, vectors_number(expected, "kendall_tau_b"), tolerance);
  assert_close(rho, vectors_number(expected, "spearman_rho"), tolerance);
}

/* CRITIC or ranked weights, min-max or percent ranks, weighted sum, ranks, tiers by rank. */
static void check_pipeline(const json_t *item) {
  const json_t *input = vectors_get(item, "input"), *expected = vectors_get(item, "expected"), *tolerance = vectors_get(item, "tolerance"), *tiers = json_object_get(expected, "tiers");
  double weights[MOST_CRITERIA], ranks[MOST_CRITERIA], score[MOST_ROWS];
  int32_t critic = json_object_get(input, "criteria_ranks") == NULL;
  int64_t places[MOST_ROWS];
  normalised v;
  matrix m;
  read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
  if (critic) assert_int_equal(patron_weights_critic(m.columns, NULL, m.directions, m.rows, m.n, PATRON_CORRELATION_PEARSON, NULL, weights, NULL), PATRON_OK);
  else assert_int_equal(patron_weights_rank(PATRON_WEIGHTING_RANK_ORDER_CENTROID, ranks, read_numbers(vectors_get(input, "criteria_ranks"), ranks, MOST_CRITERIA), weights), PATRON_OK);
  assert_all_close(weights, vectors_get(expected, "weights"), tolerance);
  for (int32_t j = 0; j < m.n; j++) {
    v.columns[j] = v.cell[j];
    if (critic) assert_int_equal(scale_column(m.columns[j], NULL, m.rows, m.directions[j], v.cell[j]), PATRON_OK);
    else assert_int_equal(patron_normalise_percent_rank(m.columns[j], NULL, m.rows, m.directions[j], NULL, v.cell[j]), PATRON_OK);
  }
  assert_int_equal(patron_aggregate_weighted_sum(v.columns, NULL, weights, m.rows, m.n, PATRON_MISSING_FAIL, score, NULL, NULL), PATRON_OK);
  assert_all_close(score, vectors_get(expected, "scores"), tolerance);
  assert_ranks(score, m.rows, vectors_get(expected, "ranks"));
  assert_int_equal(patron_rank(score, NULL, m.rows, NULL, places), PATRON_OK);
  for (int32_t i = 0; tiers && i < m.rows; i++) {
    const char *tier = (double)places[i] <= ceil(0.2 * m.rows) ? "A" : (double)places[i] <= ceil(0.5 * m.rows) ? "B" : "C";
    assert_string_equal(json_string_value(json_array_get(tiers, (size_t)i)), tier);
  }
}

static void check_file(const char *name, void (*check)(const json_t *)) {
  json_t *file = vectors_load(name), *item;
  size_t index;
  json_array_foreach(vectors_get(file, "vectors"), index, item) {
    print_message("%s\n", vectors_text(item, "id"));
    check(item);
  }
  assert_int_equal(index, vectors_number(file, "count"));
  json_decref(file);
}

static void weighted_sums_and_products_match(void **state) { (void)state; check_file("mcdm/aggregate_wsm_wpm.json", check_additive); }
static void topsis_matches(void **state) { (void)state; check_file("mcdm/aggregate_topsis.json", check_topsis); }
static void vikor_matches(void **state) { (void)state; check_file("mcdm/aggregate_vikor.json", check_vikor); }
static void promethee_matches_and_a_second_call_says_the_same(void **state) { (void)state; check_file("mcdm/aggregate_promethee.json", check_promethee); }
static void rank_correlations_match(void **state) { (void)state; check_file("mcdm/rank_correlation.json", check_correlation); }
static void whole_pipelines_match(void **state) { (void)state; check_file("mcdm/pipeline.json", check_pipeline); }

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(weighted_sums_and_products_match),
    cmocka_unit_test(topsis_matches),
    cmocka_unit_test(vikor_matches),
    cmocka_unit_test(promethee_matches_and_a_second_call_says_the_same),
    cmocka_unit_test(rank_correlations_match),
    cmocka_unit_test(whole_pipelines_match),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
