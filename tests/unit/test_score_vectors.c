/* The golden vectors of the decision methods once more, through scorecards: facts and rules in, scores and weights out. (The pure functions are held to them elsewhere.) */
#include "checks.h"
#include "scoring.h"
#include "text_tables.h"

enum { TEXT = 1 << 16 };

/* A policy written while a vector is read. */
typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_model *model; patron_assessment *result; patron_table *customers, *criteria; char customer_text[TEXT], criterion_text[TEXT]; } desk;

/* A number as it is read back, whatever the locale; a few buffers take turns. */
static const char *number(double x) {
  static char buffers[8][64];
  static int turn;
  turn = (turn + 1) % 8;
  expect_ok(patron_number_format(x, buffers[turn], sizeof buffers[0], NULL));
  return buffers[turn];
}

static void open_desk(desk *d, const matrix *m, const char *weighting, const char *aggregation) {
  char cards[256];
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  (void)snprintf(cards, sizeof cards, "scorecard|weighting|aggregation\nv|%s|%s\n", weighting, aggregation);
  expect_ok(put_rules(d->context, d->policy, "scorecards", cards));
  strcpy(d->customer_text, "customer");
  for (int32_t j = 0; j < m->n; j++) (void)snprintf(d->customer_text + strlen(d->customer_text), 32, "|x%d:n", (int)j);
  strcat(d->customer_text, "\n");
  for (int32_t i = 0; i < m->rows; i++) {
    (void)snprintf(d->customer_text + strlen(d->customer_text), 32, "c%03d", (int)i);
    for (int32_t j = 0; j < m->n; j++) (void)snprintf(d->customer_text + strlen(d->customer_text), 32, "|%s", number(m->cell[j][i]));
    strcat(d->customer_text, "\n");
  }
  expect_ok(put_facts(d->context, d->book, "customers", d->customer_text));
  strcpy(d->criterion_text, "scorecard|criterion|column|direction|normaliser|low|high|weight|rank|preference|indifference|strict\n");
}

static void add_criterion(desk *d, int32_t j, int32_t direction, const char *normaliser, const char *rest) {
  (void)snprintf(d->criterion_text + strlen(d->criterion_text), 256, "v|c%d|x%d|%s|%s|%s\n", (int)j, (int)j, direction == PATRON_DIRECTION_LOWER ? "LOWER" : "HIGHER", normaliser, rest);
}

static void assess(desk *d) {
  patron_status status;
  char text[512] = "";
  expect_ok(put_rules(d->context, d->policy, "criteria", d->criterion_text));
  status = patron_fit(d->book, d->policy, &d->model);
  if (status == PATRON_OK) status = patron_apply(d->model, d->book, &d->result);
  (void)patron_context_error(d->context, text, sizeof text, NULL);
  if (status != PATRON_OK) print_error("%s\n%s", text, d->criterion_text);
  expect_status(status, PATRON_OK);
  expect_ok(patron_assessment_table(d->result, "customers", &d->customers));
  expect_ok(patron_model_table(d->model, "criteria", &d->criteria));
}

static void close_desk(desk *d) {
  patron_table_destroy(d->customers);
  patron_table_destroy(d->criteria);
  patron_assessment_destroy(d->result);
  patron_model_destroy(d->model);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

static void expect_near(const char *id, double got, double expected) {
  if (!(fabs(got - expected) <= 1e-7 + 1e-9 * fabs(expected))) fail_msg("%s: %.17g instead of %.17g", id, got, expected);
}

/* The scores of the rows against `scale` * expected + `offset`. */
static void expect_scores(const desk *d, const char *id, const json_t *expected, double offset, double scale) {
  double values[MOST_ROWS];
  const int32_t n = read_numbers(expected, values, MOST_ROWS);
  for (int32_t i = 0; i < n; i++) expect_near(id, cell_number(d->customers, "v", i), offset + scale * values[i]);
}

static void expect_weights(const desk *d, const char *id, const json_t *expected) {
  double values[MOST_CRITERIA];
  const int32_t n = read_numbers(expected, values, MOST_CRITERIA);
  for (int32_t j = 0; j < n; j++) expect_near(id, cell_number(d->criteria, "weight", j), values[j]);
}

/* The built-in normaliser of a vector's name; NULL: none that a scorecard has. */
static const char *normaliser_of(const json_t *input) {
  const json_t *name = json_object_get(input, "normalisation");
  const char *text = name == NULL ? "minmax" : json_string_value(name);
  if (strcmp(text, "minmax") == 0) return "MINMAX";
  if (strcmp(text, "vector") == 0) return "VECTOR";
  if (strcmp(text, "max(min_over_x)") == 0) return "MAX";
  if (strcmp(text, "sum(reciprocal)") == 0) return "SUM";
  return strcmp(text, "minmax_bounds") == 0 ? "LINEAR" : NULL;
}

/* Aggregations over one file: how many vectors were run. */
static int32_t run_aggregations(const char *file, const char *method, const char *aggregation, const char *member, double offset, double scale) {
  json_t *root = vectors_load(file);
  json_t *vector;
  size_t index;
  int32_t run = 0;
  json_array_foreach(vectors_get(root, "vectors"), index, vector) {
    const json_t *input = vectors_get(vector, "input");
    const char *id = vectors_text(vector, "id"), *normaliser = normaliser_of(input);
    double weights[MOST_CRITERIA], low[MOST_CRITERIA] = {0}, high[MOST_CRITERIA] = {0};
    matrix m;
    desk d;
    if (strcmp(vectors_text(vector, "method"), method) != 0 || normaliser == NULL || json_object_get(input, "matrix") == NULL || json_object_get(vectors_get(vector, "expected"), member) == NULL) continue;
    read_matrix(vectors_get(input, "matrix"), json_object_get(input, "directions"), &m);
    (void)read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA);
    if (json_object_get(input, "lower") != NULL) {
      (void)read_numbers(vectors_get(input, "lower"), low, MOST_CRITERIA);
      (void)read_numbers(vectors_get(input, "upper"), high, MOST_CRITERIA);
    }
    open_desk(&d, &m, "DIRECT", aggregation);
    if (json_object_get(input, "v") != NULL) {
      char v[32];
      (void)snprintf(v, sizeof v, "%s", number(vectors_number(input, "v")));
      expect_ok(patron_policy_set(d.policy, "score.vikor_v", v));
    }
    for (int32_t j = 0; j < m.n; j++) {
      char rest[128];
      if (low[j] < high[j]) (void)snprintf(rest, sizeof rest, "%s|%s|%s||||", number(low[j]), number(high[j]), number(weights[j]));
      else (void)snprintf(rest, sizeof rest, "||%s||||", number(weights[j]));
      add_criterion(&d, j, m.directions[j], normaliser, rest);
    }
    assess(&d);
    expect_scores(&d, id, vectors_get(vectors_get(vector, "expected"), member), offset, scale);
    close_desk(&d);
    run++;
  }
  json_decref(root);
  return run;
}

static void the_aggregations_give_their_golden_scores(void **state) {
  (void)state;
  assert_int_equal(run_aggregations("mcdm/aggregate_wsm_wpm.json", "wsm", "WEIGHTED_SUM", "scores", 0, 100), 6);
  assert_int_equal(run_aggregations("mcdm/aggregate_wsm_wpm.json", "wpm", "WEIGHTED_PRODUCT", "scores", 0, 100), 3);
  assert_int_equal(run_aggregations("mcdm/aggregate_topsis.json", "topsis", "TOPSIS", "scores", 0, 100), 7);
  assert_int_equal(run_aggregations("mcdm/aggregate_vikor.json", "vikor", "VIKOR", "Q", 100, -100), 10);
}

static void promethee_gives_its_golden_flows(void **state) {
  static const struct { const char *name, *code; } types[] = {{"usual", "USUAL"}, {"u", "U"}, {"v", "V"}, {"level", "LEVEL"}, {"linear", "LINEAR"}, {"gaussian", "GAUSSIAN"}};
  json_t *root = vectors_load("mcdm/aggregate_promethee.json");
  json_t *vector;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(root, "vectors"), index, vector) {
    const json_t *input = vectors_get(vector, "input");
    double weights[MOST_CRITERIA];
    matrix m;
    desk d;
    read_matrix(vectors_get(input, "matrix"), json_object_get(input, "directions"), &m);
    (void)read_numbers(vectors_get(input, "weights"), weights, MOST_CRITERIA);
    open_desk(&d, &m, "DIRECT", "PROMETHEE");
    for (int32_t j = 0; j < m.n; j++) {
      const json_t *preference = json_array_get(vectors_get(input, "preference"), (size_t)j);
      const char *type = vectors_text(preference, "type"), *code = "";
      const json_t *q = json_object_get(preference, "q"), *p = json_object_get(preference, strcmp(type, "gaussian") == 0 ? "s" : "p");
      char rest[160];
      for (size_t t = 0; t < sizeof types / sizeof *types; t++) if (strcmp(type, types[t].name) == 0) code = types[t].code;
      (void)snprintf(rest, sizeof rest, "||%s||%s|%s|%s", number(weights[j]), code, number(q == NULL ? 0 : json_number_value(q)), number(p == NULL ? 0 : json_number_value(p)));
      add_criterion(&d, j, m.directions[j], "", rest);
    }
    assess(&d);
    expect_scores(&d, vectors_text(vector, "id"), vectors_get(vectors_get(vector, "expected"), "net_flow"), 50, 50);
    close_desk(&d);
  }
  assert_int_equal(index, 11);
  json_decref(root);
}

static void data_gives_the_golden_weights(void **state) {
  static const struct { const char *method, *weighting; } methods[] = {{"entropy", "ENTROPY"}, {"critic", "CRITIC"}, {"standard_deviation", "DEVIATION"}};
  json_t *root = vectors_load("mcdm/weights_objective.json");
  json_t *vector;
  size_t index;
  int32_t run = 0;
  (void)state;
  json_array_foreach(vectors_get(root, "vectors"), index, vector) {
    const json_t *input = vectors_get(vector, "input"), *variant = json_object_get(vector, "variant");
    const char *weighting = NULL;
    matrix m;
    desk d;
    for (size_t i = 0; i < 3; i++) if (strcmp(vectors_text(vector, "method"), methods[i].method) == 0) weighting = methods[i].weighting;
    if (weighting == NULL || (json_is_object(variant) && json_object_get(variant, "correlation") != NULL && strcmp(vectors_text(variant, "correlation"), "pearson") != 0)) continue;
    read_matrix(vectors_get(input, "matrix"), json_object_get(input, "directions"), &m);
    open_desk(&d, &m, weighting, "WEIGHTED_SUM");
    for (int32_t j = 0; j < m.n; j++) add_criterion(&d, j, m.directions[j], "MINMAX", "||||||");
    assess(&d);
    expect_weights(&d, vectors_text(vector, "id"), vectors_get(vectors_get(vector, "expected"), "weights"));
    assert_string_equal(cell_text(d.criteria, "method", 0), weighting);
    close_desk(&d);
    run++;
  }
  assert_int_equal(run, 10);
  json_decref(root);
}

/* A card whose criteria are compared; the facts do not matter. */
static void open_comparisons(desk *d, int32_t n, const char *weighting, const char *comparisons) {
  static matrix m;
  memset(&m, 0, sizeof m);
  m.rows = 2;
  m.n = n;
  open_desk(d, &m, weighting, "WEIGHTED_SUM");
  expect_ok(put_rules(d->context, d->policy, "comparisons", comparisons));
  for (int32_t j = 0; j < n; j++) add_criterion(d, j, PATRON_DIRECTION_HIGHER, "LINEAR", "0|1|||||");
}

static void comparisons_give_the_golden_weights(void **state) {
  json_t *root = vectors_load("mcdm/weights_ahp.json");
  json_t *vector;
  size_t index;
  int32_t run = 0;
  (void)state;
  json_array_foreach(vectors_get(root, "vectors"), index, vector) {
    const char *method = vectors_text(vector, "method"), *weighting = strcmp(method, "ahp_eigenvector") == 0 ? "AHP" : strcmp(method, "ahp_geometric_mean") == 0 ? "AHP_GEOMETRIC" : NULL;
    const json_t *input = vectors_get(vector, "input"), *pairwise = json_object_get(input, "pairwise"), *expected = vectors_get(vector, "expected"), *table = json_object_get(input, "random_index");
    char text[TEXT] = "scorecard|a|b|ratio\n";
    int32_t n = (int32_t)json_array_size(pairwise);
    desk d;
    if (weighting == NULL || pairwise == NULL || json_object_get(expected, "weights") == NULL || n > MOST_CRITERIA) continue;
    for (int32_t a = 0; a < n; a++)
      for (int32_t b = a + 1; b < n; b++)
        (void)snprintf(text + strlen(text), 64, "v|c%d|c%d|%s\n", (int)a, (int)b, number(json_number_value(json_array_get(json_array_get(pairwise, (size_t)a), (size_t)b))));
    open_comparisons(&d, n, weighting, text);
    if (table != NULL && strcmp(json_string_value(table), "saaty_2005") == 0) expect_ok(patron_policy_set(d.policy, "score.ahp_index", "SAATY"));
    assess(&d);
    expect_weights(&d, vectors_text(vector, "id"), vectors_get(expected, "weights"));
    if (strcmp(weighting, "AHP") == 0 && table != NULL && (strcmp(json_string_value(table), "saaty_2005") == 0 || strcmp(json_string_value(table), "alonso_lamata_2006") == 0) && json_is_number(json_object_get(expected, "consistency_ratio")))
      expect_near(vectors_text(vector, "id"), cell_number(d.criteria, "consistency_ratio", 0), vectors_number(expected, "consistency_ratio"));
    close_desk(&d);
    run++;
  }
  assert_int_equal(run, 14);
  json_decref(root);
}

static void best_and_worst_give_the_golden_weights(void **state) {
  json_t *root = vectors_load("mcdm/weights_bwm.json");
  json_t *vector;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(root, "vectors"), index, vector) {
    const json_t *input = vectors_get(vector, "input");
    const int32_t best = (int32_t)vectors_number(input, "best"), worst = (int32_t)vectors_number(input, "worst");
    double to_others[MOST_CRITERIA], to_worst[MOST_CRITERIA];
    const int32_t n = read_numbers(vectors_get(input, "best_to_others"), to_others, MOST_CRITERIA);
    char text[4096] = "scorecard|a|b|ratio\n";
    desk d;
    (void)read_numbers(vectors_get(input, "others_to_worst"), to_worst, MOST_CRITERIA);
    for (int32_t j = 0; j < n; j++) {
      if (j != best) (void)snprintf(text + strlen(text), 64, "v|c%d|c%d|%s\n", (int)best, (int)j, number(to_others[j]));
      if (j != worst && j != best) (void)snprintf(text + strlen(text), 64, "v|c%d|c%d|%s\n", (int)j, (int)worst, number(to_worst[j]));
    }
    open_comparisons(&d, n, "BEST_WORST", text);
    assess(&d);
    expect_weights(&d, vectors_text(vector, "id"), vectors_get(vectors_get(vector, "expected"), "weights"));
    expect_near(vectors_text(vector, "id"), cell_number(d.criteria, "consistency_ratio", 0), vectors_number(vectors_get(vector, "expected"), "consistency_ratio_input"));
    close_desk(&d);
  }
  assert_int_equal(index, 4);
  json_decref(root);
}

static void whole_pipelines_give_their_golden_scores_and_ranks(void **state) {
  json_t *root = vectors_load("mcdm/pipeline.json");
  json_t *vector;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(root, "vectors"), index, vector) {
    const json_t *input = vectors_get(vector, "input"), *expected = vectors_get(vector, "expected"), *ranks = json_object_get(input, "criteria_ranks");
    double positions[MOST_CRITERIA] = {0}, places[MOST_ROWS];
    matrix m;
    desk d;
    read_matrix(vectors_get(input, "matrix"), vectors_get(input, "directions"), &m);
    if (ranks != NULL) (void)read_numbers(ranks, positions, MOST_CRITERIA);
    open_desk(&d, &m, ranks != NULL ? "RANK_ORDER_CENTROID" : "CRITIC", "WEIGHTED_SUM");
    expect_ok(patron_policy_set(d.policy, "score.rank_by", "v"));
    for (int32_t j = 0; j < m.n; j++) {
      char rest[64];
      (void)snprintf(rest, sizeof rest, ranks != NULL ? "|||%d|||" : "||||||", (int)positions[j]);
      add_criterion(&d, j, m.directions[j], ranks != NULL ? "PERCENT_RANK" : "MINMAX", rest);
    }
    assess(&d);
    expect_weights(&d, vectors_text(vector, "id"), vectors_get(expected, "weights"));
    expect_scores(&d, vectors_text(vector, "id"), vectors_get(expected, "scores"), 0, 100);
    (void)read_numbers(vectors_get(expected, "ranks"), places, MOST_ROWS);
    for (int32_t i = 0; i < m.rows; i++) assert_int_equal(atoi(cell_text(d.customers, "rank", i)), (int)places[i]);
    close_desk(&d);
  }
  assert_int_equal(index, 2);
  json_decref(root);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_aggregations_give_their_golden_scores),
    cmocka_unit_test(promethee_gives_its_golden_flows),
    cmocka_unit_test(data_gives_the_golden_weights),
    cmocka_unit_test(comparisons_give_the_golden_weights),
    cmocka_unit_test(best_and_worst_give_the_golden_weights),
    cmocka_unit_test(whole_pipelines_give_their_golden_scores_and_ranks),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
