/* Scores, ranks, levels and lists with everything failing that can fail; and the same bytes whatever the order of the rows. */
#include "checks.h"
#include "scenario.h"
#include "text_tables.h"

static const char customers[] =
  "customer|name|layer|sales|profit|sales_previous|x:n|our_commitment|our_trust|their_commitment|their_trust|previous_level|target_level\n"
  "A|Alpha|KA_RETAIL|1200.50|100|1000|3|85|90|45|50||STRATEGIC\nB|Beta|KA_RETAIL|800|-20|900|4|70|70|70|70|COOPERATIVE|\nC|Gamma|END_USER|50||60|5|30|40|55|66||STRATEGIC\n"
  "D||END_USER|50|1||6|65|66|80|80|LIMITED_COLLABORATION|\nE|Eps||7|2|3||||||||\n";
static const char evidence[] =
  "customer|party|dimension|item|value|reversed|date|respondent\nE|US|TRUST|a|30|no|2026-01-01|p\nE|US|TRUST|b|40|yes|2025-01-01|p\nC|THEM|COMMITMENT|a|90|no||q\nC|THEM|COMMITMENT|b|80|no||q\n";
static const char scorecards[] = "scorecard|weighting|missing\nobjective|RANK_ORDER_CENTROID|RENORMALISE\npriority|DIRECT|RENORMALISE\nhouse|halves|NEUTRAL\n";
static const char criteria[] =
  "scorecard|criterion|column|normaliser|within|low|high|rank|weight|subjective\nobjective|size|current_value|PERCENT_RANK|layer|||1||no\nobjective|growth|growth|LINEAR||-0.2|0.2|2||no\n"
  "objective|margin|net_margin_rate|MINMAX||||3||no\npriority|objective|objective|ZSCORE||||1|2|no\npriority|x|x|STEP|||||1|yes\nhouse|x|x|bent||||||no\nhouse|size|current_value|SUM||||||no\n";
static const char other_cards[] = "scorecard|weighting|aggregation|table\nideal|CRITIC|TOPSIS|\ncompromise|ENTROPY|VIKOR|\nflows|AHP|PROMETHEE|\nproduct|BEST_WORST|WEIGHTED_PRODUCT|\nroads|EQUAL||CHANNELS\n";
static const char other_criteria[] =
  "scorecard|criterion|column|normaliser|within|low|high|preference|indifference|strict\nideal|x|x|VECTOR||||||\nideal|size|current_value|MINMAX|layer|||||\ncompromise|x|x|MINMAX||||||\ncompromise|size|current_value|PERCENT_RANK|layer|||||\n"
  "flows|x|x|||||LINEAR|0.5|2\nflows|size|current_value|||||USUAL||\nflows|margin|net_margin_rate|||||V||0.1\nproduct|x|x|LINEAR||0|10|||\nproduct|size|current_value|LINEAR||0|2000|||\n"
  "roads|size|size|PERCENT_RANK||||||\nroads|growth|growth|LINEAR||-1|1|||\n";
static const char comparisons[] = "scorecard|a|b|ratio\nflows|x|size|3\nflows|x|margin|5\nflows|size|margin|2\nproduct|x|size|2\n";
static const char channels[] = "channel|name|size\nshops|Shops|100\nstreet|Street|\n";
static const char guide[] = "scorecard|criterion|from|score\npriority|x|4|50\npriority|x|5|100\n";

static patron_status halves(void *user, const patron_table *rows, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out) {
  (void)user, (void)rows, (void)raw, (void)normalised;
  for (int64_t i = 0; i < count; i++) weights_out[i] = 0.5;
  return PATRON_OK;
}

static patron_status bent(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out) {
  (void)user, (void)values, (void)count, (void)capacity;
  from_out[0] = 3, score_out[0] = 0, from_out[1] = 4, score_out[1] = 70, from_out[2] = 6, score_out[2] = 100;
  *points_out = 3;
  return PATRON_OK;
}

static void write_table(scenario_output *output, const patron_table *table) {
  int64_t columns = 0;
  (void)patron_table_columns(table, &columns);
  for (int64_t column = 0; column < columns; column++) {
    char name[128] = "";
    (void)patron_table_column_name(table, column, name, sizeof name, NULL);
    scenario_write_text(output, name);
    for (int64_t row = 0; row < table_rows(table); row++) scenario_write_text(output, cell_text(table, name, row));
  }
}

static patron_status everything_is_scored_and_related(patron_context *context, scenario_output *output) {
  static const char *const tables[] = {"customers", "criteria", "danger", "relationship_grid", "evidence", "skipped", "warnings", "explanations"};
  static const patron_weighting weighting = {sizeof weighting, 1, "halves", halves};
  static const patron_normaliser normaliser = {sizeof normaliser, 1, "bent", bent};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(put_facts(context, book, "customers", customers));
  SCENARIO_TRY(put_facts(context, book, "evidence", evidence));
  SCENARIO_TRY(put_rules(context, policy, "scorecards", scorecards));
  SCENARIO_TRY(put_rules(context, policy, "criteria", criteria));
  SCENARIO_TRY(put_rules(context, policy, "scoring_guide", guide));
  SCENARIO_TRY(patron_policy_register_weighting(policy, &weighting, NULL, NULL));
  SCENARIO_TRY(patron_policy_register_normaliser(policy, &normaliser, NULL, NULL));
  SCENARIO_TRY(patron_policy_set(policy, "output.explanations", "ALL"));
  SCENARIO_TRY(patron_policy_set(policy, "relationship.hysteresis", "2"));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    patron_table *table = NULL;
    SCENARIO_TRY(patron_assessment_table(result, tables[i], &table));
    write_table(output, table);
    patron_table_destroy(table);
  }
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void scoring_and_relating_survive_every_failure(void **state) {
  const scenario_options options = {.allocation_stride = 7, .tick_stride = 1, .limit_steps = 8};
  (void)state;
  scenario_torture("score and relate", everything_is_scored_and_related, &options);
}

static patron_status refused(patron_context *context, scenario_output *output) {
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(put_facts(context, book, "customers", "customer|remark\nA|good\nB|\n"));   /* a column of the host's own: only the facts can tell that it is a text */
  SCENARIO_TRY(put_rules(context, policy, "scorecards", "scorecard|weighting\nv|EQUAL\n"));
  SCENARIO_TRY(put_rules(context, policy, "criteria", "scorecard|criterion|column|low|high\nv|a|remark|0|5\n"));
  SCENARIO_REFUSED(patron_fit(book, policy, &model), PATRON_E_TYPE);
done:
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static patron_status every_method_is_used(patron_context *context, scenario_output *output) {
  static const char *const tables[] = {"customers", "criteria", "channels", "warnings", "skipped"};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(put_facts(context, book, "customers", "customer|channel|layer|sales|profit|sales_previous|x:n\nA|shops|K|100|5|90|3\nB|street|K|700|50|600|7\nC|shops|E|30||40|5\n"));
  SCENARIO_TRY(put_facts(context, book, "channels", channels));
  SCENARIO_TRY(put_rules(context, policy, "scorecards", other_cards));
  SCENARIO_TRY(put_rules(context, policy, "criteria", other_criteria));
  SCENARIO_TRY(put_rules(context, policy, "comparisons", comparisons));
  SCENARIO_TRY(patron_policy_set(policy, "score.rank_by", "flows"));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    patron_table *table = NULL;
    SCENARIO_TRY(patron_assessment_table(result, tables[i], &table));
    write_table(output, table);
    patron_table_destroy(table);
  }
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void every_method_survives_every_failure(void **state) {
  const scenario_options options = {.allocation_stride = 11, .tick_stride = 3, .limit_steps = 8};
  (void)state;
  scenario_torture("every method", every_method_is_used, &options);
}

static void a_text_column_as_a_criterion_is_refused(void **state) {
  const scenario_options options = {.allocation_stride = 7, .tick_stride = 1, .limit_steps = 4};
  (void)state;
  scenario_torture("a text is no criterion", refused, &options);
}

/* The rows of `customers` in another order: row i of the result belongs to row order[i] of the facts above. */
static void the_order_of_rows_changes_no_answer(void **state) {
  static const int32_t orders[][5] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}};
  char results[3][5][4096];
  (void)state;
  memset(results, 0, sizeof results);
  for (int32_t o = 0; o < 3; o++) {
    char text[2048] = "", *lines[7], copy[2048];
    patron_context *context = NULL;
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    patron_table *table = NULL;
    int64_t columns = 0;
    memcpy(copy, customers, sizeof customers);
    lines[0] = strtok(copy, "\n");
    for (int32_t i = 1; i < 6; i++) lines[i] = strtok(NULL, "\n");
    strcat(strcat(text, lines[0]), "\n");
    for (int32_t i = 0; i < 5; i++) strcat(strcat(text, lines[1 + orders[o][i]]), "\n");
    expect_ok(patron_context_create(NULL, &context));
    expect_ok(patron_context_set_i64(context, "max_threads", o + 1));
    expect_ok(patron_portfolio_create(context, "EUR", &book));
    expect_ok(put_facts(context, book, "customers", text));
    expect_ok(patron_assess(book, NULL, &result));
    expect_ok(patron_assessment_table(result, "customers", &table));
    expect_ok(patron_table_columns(table, &columns));
    for (int64_t row = 0; row < 5; row++)
      for (int64_t column = 0; column < columns; column++) {
        char name[128];
        expect_ok(patron_table_column_name(table, column, name, sizeof name, NULL));
        strcat(strcat(results[o][orders[o][row]], cell_text(table, name, row)), ";");
      }
    patron_table_destroy(table);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
    patron_context_destroy(context);
  }
  for (int32_t o = 1; o < 3; o++)
    for (int32_t row = 0; row < 5; row++) assert_string_equal(results[o][row], results[0][row]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(scoring_and_relating_survive_every_failure),
    cmocka_unit_test(every_method_survives_every_failure),
    cmocka_unit_test(a_text_column_as_a_criterion_is_refused),
    cmocka_unit_test(the_order_of_rows_changes_no_answer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
