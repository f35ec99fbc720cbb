/* The stage `score` through patron_assess: worked scores, what an unknown does, peers, ranks, explanations. */
#include "checks.h"
#include "text_tables.h"

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_model *model; patron_assessment *result; patron_table *customers; } desk;

static void open_desk(desk *d, const char *customers, const char *scorecards, const char *criteria) {
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(put_facts(d->context, d->book, "customers", customers));
  if (scorecards != NULL) expect_ok(put_rules(d->context, d->policy, "scorecards", scorecards));
  if (criteria != NULL) expect_ok(put_rules(d->context, d->policy, "criteria", criteria));
}

static void assess(desk *d) {
  patron_status status = patron_fit(d->book, d->policy, &d->model);
  char text[512] = "";
  if (status == PATRON_OK) status = patron_apply(d->model, d->book, &d->result);
  (void)patron_context_error(d->context, text, sizeof text, NULL);
  if (status != PATRON_OK) print_error("%s\n", text);
  expect_status(status, PATRON_OK);
  expect_ok(patron_assessment_table(d->result, "customers", &d->customers));
}

static void close_desk(desk *d) {
  patron_table_destroy(d->customers);
  patron_assessment_destroy(d->result);
  patron_model_destroy(d->model);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

static void expect_near(double got, double expected) {
  if (!(got >= expected - 1e-9 && got <= expected + 1e-9)) fail_msg("%.17g instead of %.17g", got, expected);
}

static const char nested_cards[] = "scorecard|weighting\nobjective|EQUAL\npriority|DIRECT\n";
static const char nested_criteria[] =
  "scorecard|criterion|column|low|high|weight|subjective\n"
  "priority|objective|objective|0|100|0.75|no\npriority|people|people_factor|0|100|0.25|yes\n"
  "objective|size|size|0|100||no\nobjective|growth|speed|0|100||no\nobjective|profitability|gain|0|100||no\n";

static void the_worked_priority_of_the_domain_model(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "customer|size:n|speed:n|gain:n|willingness\nA|80|55|65|59.444\n", nested_cards, nested_criteria);
  assess(&d);
  assert_true(cell_number(d.customers, "objective", 0) > 66.666 && cell_number(d.customers, "objective", 0) < 66.667);
  assert_true(cell_number(d.customers, "priority", 0) > 64.860 && cell_number(d.customers, "priority", 0) < 64.862);
  expect_near(cell_number(d.customers, "priority_coverage", 0), 1);
  assert_string_equal(cell_text(d.customers, "rank", 0), "1");
  close_desk(&d);
}

static void contributions_add_up_to_the_score_to_the_last_bit(void **state) {
  desk d;
  patron_table *why = NULL;
  patron_customer customer;
  (void)state;
  open_desk(&d, "customer|a:n|b:n|c:n|d:n|e:n\nA|81.7|55.123|65.3||99.9\nB|0.1|0.2|0.3|0.7|\nC|100|100|100|100|100\n", "scorecard|weighting\nobjective|DIRECT\n",
            "scorecard|criterion|column|low|high|weight\nobjective|a|a|0|100|0.1\nobjective|b|b|0|100|0.7\nobjective|c|c|0|100|0.3\nobjective|d|d|0|100|1.9\nobjective|e|e|0|100|0.013\n");
  assess(&d);
  for (int64_t row = 0; row < 3; row++) {
    double sum = 0;
    int32_t parts = 0;
    expect_ok(patron_assessment_customer_at(d.result, row, &customer));
    expect_ok(patron_assessment_explain(d.result, customer, &why));
    for (int64_t i = 0; i < table_rows(why); i++) {
      if (strcmp(cell_text(why, "stage", i), "score") != 0 || strncmp(cell_text(why, "factor", i), "objective.", 10) != 0) continue;
      sum += cell_number(why, "contribution", i);
      parts++;
    }
    assert_int_equal(parts, 5);
    assert_true(sum == cell_number(d.customers, "objective", row));
    patron_table_destroy(why);
  }
  close_desk(&d);
}

static const char half_known[] = "customer|a:n|b:n\nA|80|\nB||\nC|80|40\n";
static const char half_criteria[] = "scorecard|criterion|column|low|high|weight\nvalue|a|a|0|100|3\nvalue|b|b|0|100|1\n";

static void an_unknown_criterion_does_what_the_policy_says(void **state) {
  static const struct { const char *cards; double of_a, of_b; } cases[] = {
    {"scorecard|weighting|missing\nvalue|DIRECT|RENORMALISE\n", 80, -1e300}, {"scorecard|weighting|missing\nvalue|DIRECT|FAIL\n", -1e300, -1e300},
    {"scorecard|weighting|missing\nvalue|DIRECT|NEUTRAL\n", 72.5, -1e300}, {"scorecard|weighting|missing\nvalue|DIRECT|WORST\n", 60, -1e300}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    desk d;
    open_desk(&d, half_known, cases[i].cards, half_criteria);
    assess(&d);
    expect_near(cell_number(d.customers, "value", 0), cases[i].of_a);
    expect_near(cell_number(d.customers, "value", 1), cases[i].of_b);
    expect_near(cell_number(d.customers, "value", 2), 70);
    expect_near(cell_number(d.customers, "value_coverage", 0), 0.75);
    expect_near(cell_number(d.customers, "value_coverage", 1), 0);
    expect_near(cell_number(d.customers, "value_coverage", 2), 1);
    close_desk(&d);
  }
}

static void a_row_below_the_minimum_coverage_is_flagged_and_not_ranked(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "customer|a:n|b:n\nA|90|\nB|80|40\nC||50\n", "scorecard|weighting\npriority|DIRECT\n", "scorecard|criterion|column|low|high|weight\npriority|a|a|0|100|3\npriority|b|b|0|100|2\n");
  assess(&d);
  assert_string_equal(cell_text(d.customers, "rank", 0), "1");   /* 0.6 is enough */
  assert_string_equal(cell_text(d.customers, "rank", 1), "2");
  assert_string_equal(cell_text(d.customers, "rank", 2), "?");
  assert_null(strstr(cell_text(d.customers, "data_flags", 0), "INCOMPLETE"));
  assert_non_null(strstr(cell_text(d.customers, "data_flags", 2), "INCOMPLETE:priority"));
  close_desk(&d);
}

static void a_nested_score_counts_with_its_own_coverage(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "customer|size:n|speed:n|gain:n|willingness\nA|80|55||60\n", nested_cards, nested_criteria);
  assess(&d);
  expect_near(cell_number(d.customers, "objective", 0), 67.5);
  expect_near(cell_number(d.customers, "objective_coverage", 0), 2.0 / 3);
  expect_near(cell_number(d.customers, "priority", 0), 0.75 * 67.5 + 0.25 * 60);
  expect_near(cell_number(d.customers, "priority_coverage", 0), 0.75 * 2 / 3 + 0.25);
  close_desk(&d);
}

static void every_normaliser_gives_the_worked_values(void **state) {
  static const struct { const char *criterion; double expected[4]; } cases[] = {   /* of 1, 2, 2, 5 */
    {"a|x|HIGHER|NONE|LINEAR|0|10||", {10, 20, 20, 50}}, {"a|x|LOWER|NONE|LINEAR|1|5||", {100, 75, 75, 0}}, {"a|x|TARGET|NONE|LINEAR|0|6|2|3", {50, 100, 100, 100.0 / 3}},
    {"a|x|TARGET|NONE|LINEAR|0|5|2|5", {50, 100, 100, 100}}, {"a|x|HIGHER|NONE|PERCENT_RANK|||| ", {12.5, 50, 50, 87.5}}, {"a|x|LOWER|NONE|PERCENT_RANK|||| ", {87.5, 50, 50, 12.5}},
    {"a|x|HIGHER|NONE|MINMAX|||| ", {0, 25, 25, 100}}, {"a|x|LOWER|NONE|MINMAX|||| ", {100, 75, 75, 0}}, {"a|x|HIGHER|NONE|MAX|||| ", {20, 40, 40, 100}}, {"a|x|LOWER|NONE|MAX|||| ", {100, 50, 50, 20}},
    {"a|x|HIGHER|NONE|SUM|||| ", {10, 20, 20, 50}}, {"a|x|LOWER|NONE|SUM|||| ", {100 / 2.2, 50 / 2.2, 50 / 2.2, 20 / 2.2}},
    {"a|x|HIGHER|NONE|ZSCORE|||| ", {50 - 150 / 1.5 * 0.1111111111111111 * 4.5, 0, 0, 0}}, {"a|x|HIGHER|NONE|STEP|||| ", {0, 50, 50, 100}}, {"a|x|HIGHER|NONE|PIECEWISE|||| ", {50, 50, 50, 100}}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    desk d;
    char criteria[512];
    (void)snprintf(criteria, sizeof criteria, "scorecard|criterion|column|direction|transform|normaliser|low|high|target_low|target_high|weight\nvalue|%s|1\n", cases[i].criterion);
    open_desk(&d, "customer|x:n\nA|1\nB|2\nC|2\nD|5\n", "scorecard|weighting\nvalue|EQUAL\n", criteria);
    expect_ok(put_rules(d.context, d.policy, "scoring_guide", strstr(criteria, "STEP") != NULL || strstr(criteria, "PIECEWISE") != NULL ? "scorecard|criterion|from|score\nvalue|a|5|100\nvalue|a|2|50\n" : "scorecard|criterion|from|score\n"));
    assess(&d);
    if (strstr(criteria, "ZSCORE") != NULL) {   /* mean 2.5, deviation 1.5 */
      expect_near(cell_number(d.customers, "value", 0), 50 - 100.0 / 6);
      expect_near(cell_number(d.customers, "value", 1), 50 - 100.0 / 18);
      expect_near(cell_number(d.customers, "value", 3), 50 + 100 * (2.5 / 1.5) / 6);
    } else {
      for (int64_t row = 0; row < 4; row++) expect_near(cell_number(d.customers, "value", row), cases[i].expected[row]);
    }
    close_desk(&d);
  }
}

static void the_logarithm_comes_before_the_bounds(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "customer|x:n\nA|0\nB|9\nC|99\n", "scorecard|weighting\nvalue|EQUAL\n", "scorecard|criterion|column|transform|normaliser\nvalue|a|x|LOG1P|MINMAX\n");
  assess(&d);
  expect_near(cell_number(d.customers, "value", 1), 50);
  close_desk(&d);
}

static void a_value_that_the_transform_cannot_take_is_refused_with_its_row(void **state) {
  desk d;
  char text[256];
  (void)state;
  open_desk(&d, "customer|x:n\nA|3\nB|-2\n", "scorecard|weighting\nvalue|EQUAL\n", "scorecard|criterion|column|transform|normaliser|low|high\nvalue|a|x|LOG1P|LINEAR|0|1\n");
  expect_status(patron_fit(d.book, d.policy, &d.model), PATRON_E_RANGE);
  expect_ok(patron_context_error_part(d.context, "column", text, sizeof text, NULL));
  assert_string_equal(text, "x");
  expect_ok(patron_context_error_part(d.context, "row", text, sizeof text, NULL));
  assert_string_equal(text, "2");
  expect_ok(patron_context_error_part(d.context, "value", text, sizeof text, NULL));
  assert_string_equal(text, "-2");
  close_desk(&d);
}

static void peers_are_ranked_among_themselves_and_strangers_stay_unknown(void **state) {
  desk d;
  patron_portfolio *tomorrow = NULL;
  patron_assessment *result = NULL;
  patron_table *customers = NULL;
  (void)state;
  open_desk(&d, "customer|layer|x:n\nA|KA_RETAIL|10\nB|KA_RETAIL|20\nC|END_USER|5\nD||1\nE||2\n", "scorecard|weighting\nvalue|EQUAL\n", "scorecard|criterion|column|normaliser|within\nvalue|a|x|PERCENT_RANK|layer\n");
  assess(&d);
  expect_near(cell_number(d.customers, "value", 0), 25);
  expect_near(cell_number(d.customers, "value", 1), 75);
  expect_near(cell_number(d.customers, "value", 2), 50);
  expect_near(cell_number(d.customers, "value", 3), 25);   /* no layer: a group of its own */
  expect_ok(patron_portfolio_create(d.context, "EUR", &tomorrow));
  expect_ok(put_facts(d.context, tomorrow, "customers", "customer|layer|x:n\nZ|DISTRIBUTOR|10\nB|KA_RETAIL|15\n"));
  expect_ok(patron_apply(d.model, tomorrow, &result));
  expect_ok(patron_assessment_table(result, "customers", &customers));
  assert_string_equal(cell_text(customers, "value", 0), "?");
  expect_near(cell_number(customers, "value_coverage", 0), 0);
  expect_near(cell_number(customers, "value", 1), 50);
  patron_table_destroy(customers);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(tomorrow);
  close_desk(&d);
}

static void one_row_gets_what_it_got_in_the_batch(void **state) {
  static const char *const rows[] = {"A|KA_RETAIL|120.50|0.2|70", "B|KA_RETAIL|99|-0.1|", "C|END_USER|5|0.7|10", "D||7||100", "E|END_USER|6|0|0"};
  desk d;
  char all[1024] = "customer|layer|sales|rate:n|mark:n\n";
  (void)state;
  for (size_t i = 0; i < 5; i++) strcat(strcat(all, rows[i]), "\n");
  open_desk(&d, all, "scorecard|weighting\nvalue|RANK_ORDER_CENTROID\npriority|DIRECT\n",
            "scorecard|criterion|column|normaliser|within|low|high|rank|weight\nvalue|size|current_value|PERCENT_RANK|layer|||1|\nvalue|rate|rate|ZSCORE||||2|\nvalue|mark|mark|LINEAR||0|100|3|\npriority|v|value|MINMAX|||||2\npriority|m|mark|LINEAR||0|100||1\n");
  assess(&d);
  for (int64_t i = 0; i < 5; i++) {
    static const char *const columns[] = {"value", "value_coverage", "priority", "priority_coverage"};
    patron_portfolio *one = NULL;
    patron_assessment *result = NULL;
    patron_table *customers = NULL;
    char text[256];
    (void)snprintf(text, sizeof text, "customer|layer|sales|rate:n|mark:n\n%s\n", rows[i]);
    expect_ok(patron_portfolio_create(d.context, "EUR", &one));
    expect_ok(put_facts(d.context, one, "customers", text));
    expect_ok(patron_apply(d.model, one, &result));
    expect_ok(patron_assessment_table(result, "customers", &customers));
    for (size_t c = 0; c < 4; c++) {
      const double alone = cell_number(customers, columns[c], 0), batch = cell_number(d.customers, columns[c], i);
      assert_memory_equal(&alone, &batch, sizeof alone);
    }
    assert_string_equal(cell_text(customers, "data_flags", 0), cell_text(d.customers, "data_flags", i));
    patron_table_destroy(customers);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(one);
  }
  close_desk(&d);
}

/* The text of a factor's row; "" where there is none. */
static const char *sentence(const desk *d, int64_t row, const char *factor, char *code, double *contribution) {
  static char text[512];
  patron_table *why = NULL;
  patron_customer customer;
  int64_t at;
  expect_ok(patron_assessment_customer_at(d->result, row, &customer));
  expect_ok(patron_assessment_explain(d->result, customer, &why));
  at = find_row(why, "stage", "score", "factor", factor);
  memset(text, 0, sizeof text);
  if (at >= 0) {
    memcpy(text, cell_text(why, "text", at), sizeof text - 1);
    strcpy(code, cell_text(why, "code", at));
    *contribution = cell_number(why, "contribution", at);
  }
  patron_table_destroy(why);
  return text;
}

static void every_kind_of_score_is_explained_in_a_sentence(void **state) {
  char code[64] = "";
  double contribution = 0;
  desk d;
  (void)state;
  open_desk(&d, "customer|layer|route:n|x:n|y:n\nA|KA_RETAIL|1|10|\nB|KA_RETAIL|2|30|5\nC||1||\n",
            "scorecard|weighting|aggregation|missing\nplain|DIRECT||\nstrict|EQUAL||FAIL\nfilled|EQUAL||NEUTRAL\nideal|EQUAL|TOPSIS|\nflows|EQUAL|PROMETHEE|\n",
            "scorecard|criterion|column|normaliser|within|low|high|weight|subjective\nplain|x|x|PERCENT_RANK|layer|||3|no\nplain|y|y|LINEAR||0|10|1|yes\nstrict|x|x|LINEAR||0|100||no\nstrict|y|y|LINEAR||0|10||no\n"
            "filled|x|x|LINEAR||0|100||no\nfilled|y|y|LINEAR||0|10||no\nideal|x|x|VECTOR|||||no\nideal|y|y|MINMAX|||||yes\nflows|x|x||||||no\n");
  assess(&d);
  assert_string_equal(sentence(&d, 1, "plain.x", code, &contribution), "plain: x is 30, that is 75 of 100; with 75 percent of the weight it contributes 56.25 points.");
  assert_string_equal(code, "FACTOR");
  expect_near(contribution, 56.25);
  assert_string_equal(sentence(&d, 1, "plain.y", code, &contribution), "plain: y is 5, that is 50 of 100; with 25 percent of the weight it contributes 12.5 points (a judgement, not a measurement).");
  assert_string_equal(code, "SUBJECTIVE");
  assert_string_equal(sentence(&d, 0, "plain.y", code, &contribution), "plain: y is not known and is left out.");
  assert_string_equal(code, "UNKNOWN");
  assert_string_equal(sentence(&d, 0, "strict", code, &contribution), "strict is not known: it needs all its criteria.");
  assert_string_equal(sentence(&d, 2, "plain", code, &contribution), "plain is not known: none of its criteria is.");
  assert_string_equal(sentence(&d, 0, "filled.y", code, &contribution), "filled: y is not known and counts as 50 of 100.");
  expect_near(contribution, 25);
  assert_non_null(strstr(sentence(&d, 1, "ideal.x", code, &contribution), "no parts that add up"));
  expect_near(contribution, -1e300);
  assert_non_null(strstr(sentence(&d, 1, "flows.x", code, &contribution), "compared with every other customer"));
  assert_string_equal(sentence(&d, 1, "plain", code, &contribution), "plain is 68.75 of 100.");
  close_desk(&d);
}

static void peers_by_any_kind_of_column_are_explained_as_they_are_scored(void **state) {
  patron_table *customers = NULL;
  static const int64_t routes[] = {7, 7, 8, 0};
  static const uint8_t known = 7;
  char code[64] = "";
  double contribution = 0;
  desk d;
  (void)state;
  open_desk(&d, "customer\nA\n", "scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|normaliser|within\nv|x|x|PERCENT_RANK|route,town\n");
  expect_ok(text_table(d.context, "customers", "customer|town|x:n\nA|Oslo|1\nB|Oslo|2\nC|Oslo|3\nD|Bergen|4\n", &customers));
  expect_ok(patron_table_add_i64(customers, "route", PATRON_INTEGER, routes, &known));
  expect_ok(patron_portfolio_put(d.book, customers));
  patron_table_destroy(customers);
  assess(&d);
  for (int64_t row = 0; row < 4; row++) {
    assert_true(sentence(&d, row, "v.x", code, &contribution)[0] != '\0');
    assert_true(contribution == cell_number(d.customers, "v", row));
  }
  expect_near(cell_number(d.customers, "v", 1), 75);
  close_desk(&d);
}

static void flags_and_whole_numbers_are_scored_too(void **state) {
  patron_table *customers = NULL;
  static const int32_t yes[] = {1, 0};
  static const int64_t counts[] = {3, 9};
  desk d;
  (void)state;
  open_desk(&d, "customer\nA\n", "scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|f|joint_objectives|0|1\nv|n|visits|0|10\n");
  expect_ok(text_table(d.context, "customers", "customer\nA\nB\n", &customers));
  expect_ok(patron_table_add_i32(customers, "joint_objectives", PATRON_FLAG, yes, NULL));
  expect_ok(patron_table_add_i64(customers, "visits", PATRON_INTEGER, counts, NULL));
  expect_ok(patron_portfolio_put(d.book, customers));
  patron_table_destroy(customers);
  assess(&d);
  expect_near(cell_number(d.customers, "v", 0), 65);
  expect_near(cell_number(d.customers, "v", 1), 45);
  close_desk(&d);
}

/* Facts and rules that do not go together, which only fit can tell; and one that is refused before: the smallest of MINMAX is always 0. The status, and a word of the text. */
static void what_a_method_cannot_take_is_refused_with_advice(void **state) {
  static const struct { const char *cards, *criteria; patron_status status; const char *word; } cases[] = {
    {"scorecard|weighting\nv|ENTROPY\n", "scorecard|criterion|column|normaliser\nv|a|minus|MINMAX\nv|b|x|MINMAX\n", PATRON_E_RANGE, "CRITIC"},
    {"scorecard|weighting|aggregation\nv|EQUAL|WEIGHTED_PRODUCT\n", "scorecard|criterion|column|low|high\nv|a|x|0|7\n", PATRON_E_RANGE, "score.product_floor"},
    {"scorecard|weighting|aggregation\nv|EQUAL|WEIGHTED_PRODUCT\n", "scorecard|criterion|column|normaliser\nv|a|x|MINMAX\n", PATRON_E_INVALID_ARGUMENT, "score.product_floor"},
    {"scorecard|weighting\nv|CRITIC\n", "scorecard|criterion|column|transform|normaliser\nv|a|minus|LOG1P|MINMAX\nv|b|x||MINMAX\n", PATRON_E_RANGE, "logarithm"},
    {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|direction|normaliser\nv|a|minus|LOWER|MAX\n", PATRON_E_RANGE, "reciprocal"},
    {"scorecard|weighting|aggregation\nv|EQUAL|PROMETHEE\n", "scorecard|criterion|column|transform\nv|a|minus|LOG1P\n", PATRON_E_RANGE, "logarithm"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512] = "";
    desk d;
    open_desk(&d, "customer|x:n|minus:n\nA|0|-3\nB|2|5\nC|7|4\n", cases[i].cards, cases[i].criteria);
    expect_status(patron_assess(d.book, d.policy, &d.result), cases[i].status);
    expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
    if (strstr(text, cases[i].word) == NULL) fail_msg("case %d: %s", (int)i, text);
    close_desk(&d);
  }
}

static void comparisons_that_contradict_each_other_are_told(void **state) {
  patron_table *warnings = NULL;
  desk d;
  (void)state;
  open_desk(&d, "customer|x:n\nA|1\nB|2\n", "scorecard|weighting\nv|AHP\n", "scorecard|criterion|column|low|high\nv|a|x|0|9\nv|b|x|0|9\nv|c|x|0|9\n");
  expect_ok(put_rules(d.context, d.policy, "comparisons", "scorecard|a|b|ratio\nv|a|b|9\nv|c|b|0.2\nv|c|a|9\n"));
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "warnings", &warnings));
  assert_true(find_row(warnings, "code", "INCONSISTENT", NULL, NULL) >= 0);
  patron_table_destroy(warnings);
  close_desk(&d);
}

static void one_row_gets_what_it_got_in_the_batch_of_any_aggregation_but_promethee(void **state) {
  static const char *const rows[] = {"A|KA_RETAIL|120.50|0.2|70", "B|KA_RETAIL|99|0.1|", "C|END_USER|5|0.7|10", "D||7||100", "E|END_USER|6|0.3|5"};
  static const char *const cards[] = {"product", "ideal", "compromise", "flows"};
  desk d;
  char all[1024] = "customer|layer|sales|rate:n|mark:n\n";
  (void)state;
  for (size_t i = 0; i < 5; i++) strcat(strcat(all, rows[i]), "\n");
  open_desk(&d, all, "scorecard|weighting|aggregation\nproduct|EQUAL|WEIGHTED_PRODUCT\nideal|CRITIC|TOPSIS\ncompromise|DEVIATION|VIKOR\nflows|EQUAL|PROMETHEE\n",
            "scorecard|criterion|column|normaliser|low|high\nproduct|a|rate|MAX||\nproduct|b|mark|LINEAR|0|100\nideal|a|rate|VECTOR||\nideal|b|current_value|VECTOR||\ncompromise|a|rate|MINMAX||\ncompromise|b|mark|MINMAX||\nflows|a|rate|||\nflows|b|mark|||\n");
  assess(&d);
  assert_true(cell_number(d.customers, "flows", 0) >= 0);
  for (int64_t i = 0; i < 5; i++) {
    patron_portfolio *one = NULL;
    patron_assessment *result = NULL;
    patron_table *customers = NULL, *skipped = NULL;
    char text[256];
    (void)snprintf(text, sizeof text, "customer|layer|sales|rate:n|mark:n\n%s\n", rows[i]);
    expect_ok(patron_portfolio_create(d.context, "EUR", &one));
    expect_ok(put_facts(d.context, one, "customers", text));
    expect_ok(patron_apply(d.model, one, &result));
    expect_ok(patron_assessment_table(result, "customers", &customers));
    expect_ok(patron_assessment_table(result, "skipped", &skipped));
    for (size_t c = 0; c < 3; c++) {
      const double alone = cell_number(customers, cards[c], 0), batch = cell_number(d.customers, cards[c], i);
      assert_memory_equal(&alone, &batch, sizeof alone);
    }
    assert_string_equal(cell_text(customers, "flows", 0), "?");
    assert_true(find_row(skipped, "stage", "score", "column", "flows") >= 0);
    patron_table_destroy(customers);
    patron_table_destroy(skipped);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(one);
  }
  close_desk(&d);
}

static void equal_scores_share_the_better_rank_in_all_and_in_layers(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "customer|layer|x:n\nA|KA_RETAIL|50\nB|END_USER|70\nC|END_USER|50\nD|KA_RETAIL|10\nE||90\nF|END_USER|\n", "scorecard|weighting\npriority|EQUAL\n", "scorecard|criterion|column|low|high\npriority|a|x|0|100\n");
  assess(&d);
  static const char *const ranks[] = {"3", "2", "3", "5", "1", "?"}, *const in_layer[] = {"1", "1", "2", "2", "1", "?"};
  for (int64_t row = 0; row < 6; row++) {
    assert_string_equal(cell_text(d.customers, "rank", row), ranks[row]);
    assert_string_equal(cell_text(d.customers, "rank_in_layer", row), in_layer[row]);
  }
  close_desk(&d);
}

static void what_is_missing_is_named_and_a_card_without_columns_writes_nothing(void **state) {
  desk d;
  patron_table *skipped = NULL;
  (void)state;
  open_desk(&d, "customer|a:n\nA|50\n", "scorecard|weighting\nvalue|EQUAL\nother|EQUAL\npriority|EQUAL\n",
            "scorecard|criterion|column|low|high\nvalue|a|a|0|100\nvalue|b|service_level|0|100\nother|c|market_share|0|100\npriority|o|other|0|100\npriority|v|value|0|100\n");
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "skipped", &skipped));
  assert_true(find_row(skipped, "stage", "score", "column", "service_level") >= 0);
  assert_true(find_row(skipped, "stage", "score", "column", "market_share") >= 0);
  assert_string_equal(cell_text(d.customers, "other", 0), "-");
  expect_near(cell_number(d.customers, "value", 0), 50);
  expect_near(cell_number(d.customers, "priority", 0), 50);
  expect_near(cell_number(d.customers, "priority_coverage", 0), 0.25);
  patron_table_destroy(skipped);
  close_desk(&d);
}

static void the_model_says_what_was_used(void **state) {
  desk d;
  patron_table *criteria = NULL, *points = NULL, *peers = NULL, *shown = NULL;
  (void)state;
  open_desk(&d, "customer|layer|x:n|y:n\nA|KA_RETAIL|10|3\nB|KA_RETAIL|20|3\nC|END_USER|5|3\n", "scorecard|weighting\nvalue|DIRECT\n",
            "scorecard|criterion|column|normaliser|within|low|high|weight|subjective\nvalue|x|x|PERCENT_RANK|layer|||3|no\nvalue|y|y|LINEAR||0|100|1|yes\nvalue|z|y|MINMAX||||0|no\nvalue|w|x|MINMAX||||0|no\n");
  assess(&d);
  expect_ok(patron_model_table(d.model, "criteria", &criteria));
  expect_ok(patron_model_table(d.model, "points", &points));
  expect_ok(patron_model_table(d.model, "peers", &peers));
  expect_ok(patron_assessment_table(d.result, "criteria", &shown));
  expect_near(cell_number(criteria, "weight", 0), 0.75);
  expect_near(cell_number(criteria, "weight", 1), 0.25);
  assert_string_equal(cell_text(criteria, "method", 0), "DIRECT");
  assert_string_equal(cell_text(shown, "subjective", 1), cell_text(criteria, "subjective", 1));
  assert_string_equal(cell_text(criteria, "warning", 2), "DEGENERATE_CRITERION");
  expect_near(cell_number(criteria, "low", 3), 5);
  expect_near(cell_number(criteria, "high", 3), 20);
  expect_near(cell_number(criteria, "high", 1), 100);
  assert_string_equal(cell_text(criteria, "low", 0), "?");
  assert_int_equal(table_rows(peers), 2);
  assert_string_equal(cell_text(peers, "layer", 0), "END_USER");
  assert_int_equal(table_rows(points), 1 + 2 + 2 + 1 + 2);
  patron_table_destroy(criteria);
  patron_table_destroy(points);
  patron_table_destroy(peers);
  patron_table_destroy(shown);
  close_desk(&d);
}

static void bounds_that_flatten_the_data_are_told(void **state) {
  desk d;
  patron_table *warnings = NULL;
  (void)state;
  open_desk(&d, "customer|x:n|y:n\nA|1|1\nB|2|20\nC|300|30\nD|400|40\n", "scorecard|weighting\nvalue|EQUAL\n", "scorecard|criterion|column|low|high\nvalue|x|x|0|100\nvalue|y|y|1|100\n");
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "warnings", &warnings));
  assert_true(find_row(warnings, "code", "CLIPPED", "column", "x") >= 0);
  assert_non_null(strstr(cell_text(warnings, "text", find_row(warnings, "code", "CLIPPED", "column", "x")), "scorecard value, criterion x:"));
  assert_int_equal(find_row(warnings, "code", "CLIPPED", "column", "y"), -1);   /* a quarter, not more */
  patron_table_destroy(warnings);
  close_desk(&d);
}

static void a_weight_of_zero_changes_nothing(void **state) {
  desk with, without;
  (void)state;
  open_desk(&with, "customer|x:n|y:n|z:n\nA|10|70|5\nB|20||\nC||90|7\n", "scorecard|weighting\npriority|DIRECT\n", "scorecard|criterion|column|low|high|weight\npriority|x|x|0|100|2\npriority|z|z|0|100|0\npriority|y|y|0|100|1\n");
  open_desk(&without, "customer|x:n|y:n|z:n\nA|10|70|5\nB|20||\nC||90|7\n", "scorecard|weighting\npriority|DIRECT\n", "scorecard|criterion|column|low|high|weight\npriority|x|x|0|100|2\npriority|y|y|0|100|1\n");
  assess(&with);
  assess(&without);
  for (int64_t row = 0; row < 3; row++) {
    assert_true(cell_number(with.customers, "priority", row) == cell_number(without.customers, "priority", row));
    assert_true(cell_number(with.customers, "priority_coverage", row) == cell_number(without.customers, "priority_coverage", row));
    assert_string_equal(cell_text(with.customers, "rank", row), cell_text(without.customers, "rank", row));
  }
  close_desk(&with);
  close_desk(&without);
}

static void channels_are_scored_by_what_is_given_and_by_their_customers(void **state) {
  desk d;
  patron_table *channels = NULL, *skipped = NULL;
  (void)state;
  open_desk(&d, "customer|channel|sales|sales_previous|profit\nA|MT|300|100|60\nB|MT|100|300|-20\nC|GT|50|50|5\nD|GT||10|1\nE|online|7||\nF||9||\n", NULL, NULL);
  expect_ok(put_facts(d.context, d.book, "channels", "channel|name|size|growth|profitability\nMT|Modern||0.1|\nGT|Traditional|1000||0.1\nempty|Nothing|||\n"));
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "channels", &channels));
  expect_ok(patron_assessment_table(d.result, "skipped", &skipped));
  assert_int_equal(table_rows(channels), 3);
  assert_string_equal(cell_text(channels, "channel", 1), "GT");
  expect_near(cell_number(channels, "channel_priority", 0), (25 + 75 + 50) / 3.0);   /* size 400 of 400, 1000; growth 0.1; margin 40 of 400 */
  expect_near(cell_number(channels, "channel_priority", 1), (75 + 50 + 50) / 3.0);   /* customers: growth 0 of 50, 50 */
  assert_string_equal(cell_text(channels, "channel_priority", 2), "?");
  expect_near(cell_number(channels, "channel_priority_coverage", 2), 0);
  assert_string_equal(cell_text(channels, "rank", 0), "2");
  assert_string_equal(cell_text(channels, "rank", 1), "1");
  assert_string_equal(cell_text(channels, "rank", 2), "?");
  assert_string_equal(cell_text(d.customers, "channel_priority", 0), "-");
  patron_table_destroy(channels);
  patron_table_destroy(skipped);
  close_desk(&d);
}

/* MT: 400 of sales, 400 before, a margin of 40; GT: 50, nothing before that both know, 5. Ranks of the sizes 25 and 75; growth 0 is 50, unknown for GT; margin 0.1 is 50. */
static void without_a_table_of_channels_they_are_those_that_customers_name(void **state) {
  static const char facts[] = "customer|channel|sales|sales_previous|profit\nA|MT|300|100|60\nB|MT|100|300|-20\nC|GT|50||5\nF||9||\n";
  desk d;
  patron_table *channels = NULL;
  (void)state;
  open_desk(&d, facts, NULL, NULL);
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "channels", &channels));
  assert_int_equal(table_rows(channels), 2);
  assert_string_equal(cell_text(channels, "channel", 0), "GT");
  expect_near(cell_number(channels, "channel_priority", 0), (25 + 50) / 2.0);
  expect_near(cell_number(channels, "channel_priority", 1), (75 + 50 + 50) / 3.0);
  assert_string_equal(cell_text(channels, "rank", 1), "1");
  patron_table_destroy(channels);
  close_desk(&d);
  open_desk(&d, "customer|channel|sales\nA|MT|300\n", NULL, NULL);   /* one customer says nothing of channels */
  assess(&d);
  expect_status(patron_assessment_table(d.result, "channels", &channels), PATRON_E_NOT_FOUND);
  close_desk(&d);
}

static void the_scores_of_channels_are_explained(void **state) {
  desk d;
  patron_table *rows = NULL;
  int64_t row = 0;
  double sum = 0;
  (void)state;
  open_desk(&d, "customer|channel|sales|sales_previous|profit\nA|MT|300|100|60\nB|MT|100|300|-20\nC|GT|50||5\n", NULL, NULL);
  expect_ok(patron_policy_set(d.policy, "output.explanations", "ALL"));
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "explanations", &rows));
  while (row < table_rows(rows) && strcmp(cell_text(rows, "channel", row), "MT") != 0) row++;
  assert_true(row + 3 < table_rows(rows));
  assert_string_equal(cell_text(rows, "customer", row), "?");
  assert_string_equal(cell_text(rows, "factor", row), "channel_priority");
  for (int64_t part = row + 1; part < row + 4; part++) sum += cell_number(rows, "contribution", part);
  assert_true(sum == cell_number(rows, "normalised", row));
  assert_string_equal(cell_text(rows, "text", row + 1), "channel_priority: size is 400, that is 75 of 100; with 33.33 percent of the weight it contributes 25 points.");
  patron_table_destroy(rows);
  close_desk(&d);
  open_desk(&d, "customer|channel|sales|profit\nA|MT|300|60\nC|GT|50|5\n", NULL, NULL);
  expect_ok(patron_policy_set(d.policy, "output.explanations", "KEY"));
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "explanations", &rows));
  for (row = 0; row < table_rows(rows); row++) assert_string_equal(cell_text(rows, "channel", row), "?");
  patron_table_destroy(rows);
  close_desk(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_worked_priority_of_the_domain_model),
    cmocka_unit_test(contributions_add_up_to_the_score_to_the_last_bit),
    cmocka_unit_test(an_unknown_criterion_does_what_the_policy_says),
    cmocka_unit_test(a_row_below_the_minimum_coverage_is_flagged_and_not_ranked),
    cmocka_unit_test(a_nested_score_counts_with_its_own_coverage),
    cmocka_unit_test(every_normaliser_gives_the_worked_values),
    cmocka_unit_test(the_logarithm_comes_before_the_bounds),
    cmocka_unit_test(a_value_that_the_transform_cannot_take_is_refused_with_its_row),
    cmocka_unit_test(peers_are_ranked_among_themselves_and_strangers_stay_unknown),
    cmocka_unit_test(one_row_gets_what_it_got_in_the_batch),
    cmocka_unit_test(every_kind_of_score_is_explained_in_a_sentence),
    cmocka_unit_test(peers_by_any_kind_of_column_are_explained_as_they_are_scored),
    cmocka_unit_test(flags_and_whole_numbers_are_scored_too),
    cmocka_unit_test(what_a_method_cannot_take_is_refused_with_advice),
    cmocka_unit_test(comparisons_that_contradict_each_other_are_told),
    cmocka_unit_test(one_row_gets_what_it_got_in_the_batch_of_any_aggregation_but_promethee),
    cmocka_unit_test(equal_scores_share_the_better_rank_in_all_and_in_layers),
    cmocka_unit_test(what_is_missing_is_named_and_a_card_without_columns_writes_nothing),
    cmocka_unit_test(the_model_says_what_was_used),
    cmocka_unit_test(bounds_that_flatten_the_data_are_told),
    cmocka_unit_test(a_weight_of_zero_changes_nothing),
    cmocka_unit_test(channels_are_scored_by_what_is_given_and_by_their_customers),
    cmocka_unit_test(without_a_table_of_channels_they_are_those_that_customers_name),
    cmocka_unit_test(the_scores_of_channels_are_explained),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
