/* The check of a policy: all that contradicts itself is listed at once, with table, row, column, value and what would do; and what is right is not. */
#include "facts.h"

#include "engine/policy.h"
#include "scenario.h"

static patron_policy *policy;

static int start_policy(void **state) {
  if (start(state) != 0) return -1;
  return patron_policy_create(context, NULL, &policy);
}

static int stop_policy(void **state) {
  patron_policy_destroy(policy);
  return stop(state);
}

#define COLUMNS(...) (const char *const[]){__VA_ARGS__}, (int32_t)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
#define CELLS(...) (const char *const[]){__VA_ARGS__}, (int64_t)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void put(const char *name, const char *const *columns, int32_t column_count, const char *const *cells, int64_t cell_count) {
  patron_table *table = text_table(name, columns, column_count, cells, cell_count / column_count);
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
}

static patron_table *problems(void) {
  patron_table *table = NULL;
  assert_ok(patron_policy_check(policy, &table));
  return table;
}

/* One of the problems is this; `row` from 0, -1: none. */
static void assert_found(const char *table, int64_t row, const char *column, const char *value, const char *expectation) {
  patron_table *list = problems();
  char number[24] = "?";
  int found = 0;
  if (row >= 0) (void)patron_number_format((double)row, number, sizeof number, NULL);
  for (int64_t i = 0; i < rows_of(list); i++)
    if (strcmp(cell(list, "table", i), table) == 0 && strcmp(cell(list, "row", i), number) == 0 && strcmp(cell(list, "column", i), column) == 0 && (value == NULL || strcmp(cell(list, "value", i), value) == 0) &&
        strstr(cell(list, "expectation", i), expectation) != NULL) found = 1;
  for (int64_t i = 0; i < rows_of(list) && !found; i++)
    print_message("%s %s %s %s: %s\n", cell(list, "table", i), cell(list, "row", i), cell(list, "column", i), cell(list, "value", i), cell(list, "expectation", i));
  if (!found) fail_msg("no problem in %s, row %s, column %s that says %s", table, number, column, expectation);
  patron_table_destroy(list);
}

static void assert_count(int64_t count) {
  patron_table *list = problems();
  for (int64_t i = 0; i < rows_of(list) && rows_of(list) != count; i++)
    print_message("%s %s %s %s: %s\n", cell(list, "table", i), cell(list, "row", i), cell(list, "column", i), cell(list, "value", i), cell(list, "expectation", i));
  assert_int_equal(rows_of(list), count);
  patron_table_destroy(list);
}

static void every_preset_can_be_used(void **state) {
  (void)state;
  const char *name, *doc;
  for (int32_t i = 0; (name = patron__preset_at(i, &doc)) != NULL; i++) {
    patron_policy_destroy(policy);
    assert_ok(patron_policy_create(context, name, &policy));
    assert_count(0);
    assert_ok(patron__policy_verify(policy, context));
  }
  assert_refused(patron_policy_check(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_check(policy, NULL), PATRON_E_INVALID_ARGUMENT);
}

static void bands_ascend_and_are_complete(void **state) {
  (void)state;
  put("relationship", COLUMNS("level", "from"), CELLS("TRANSACTIONAL", "5", "COOPERATIVE", "60", "COLLABORATIVE", "40", "LIMITED_COLLABORATION", "90"));
  assert_count(4);
  assert_found("relationship", 0, "from", "5", "0");
  assert_found("relationship", 2, "from", "40", "above");
  assert_found("relationship", 3, "level", NULL, "TRANSACTIONAL");
  assert_found("relationship", -1, "level", "STRATEGIC", "a row");
  assert_refused(patron__policy_verify(policy, context), PATRON_E_INVALID_ARGUMENT);
  assert_error_says("4 rules");
}

static void a_danger_that_cannot_be_seen_is_refused(void **state) {
  (void)state;
  put("relationship", COLUMNS("level", "from"), CELLS("TRANSACTIONAL", "0", "COOPERATIVE", "40", "COLLABORATIVE", "101", "STRATEGIC", "102"));
  assert_count(2);
  assert_found("relationship", 2, "from", "101", "relationship.high");
  assert_found("matrix", 0, "approach", "STRATEGIC", "at most COLLABORATIVE");   /* one step above COOPERATIVE, the best level left */
  assert_refused(patron__policy_verify(policy, context), PATRON_E_INVALID_ARGUMENT);
  assert_error_parts("relationship|from|3|101");
  assert_ok(patron_policy_set(policy, "relationship.high", "60"));
  assert_count(1);
}

static void the_matrix_has_every_cell_of_its_bands(void **state) {
  (void)state;
  assert_ok(patron_policy_set(policy, "matrix.bands", "50"));
  assert_count(0);
  put("matrix", COLUMNS("attractiveness", "winnability", "intent", "approach"), CELLS("HIGH", "HIGH", "INVEST", "STRATEGIC", "LOW", "LOW", "CASH", "TACTICAL"));
  assert_count(2);
  assert_ok(patron_policy_set(policy, "matrix.bands", NULL));
  assert_count(7);
  assert_found("matrix", -1, "winnability", NULL, "a row for every cell");
}

static void programs_share_no_layer_and_rise_with_their_ranks(void **state) {
  (void)state;
  put("programs", COLUMNS("program", "tier", "layers", "rank", "up_to_share", "above_fence"),
      CELLS("key", "GOLD", "KA_RETAIL, DISTRIBUTOR", "1", "80", "yes", "key", "SILVER", "KA_RETAIL, DISTRIBUTOR", "2", "70", "yes", "key", "HOUSE", "KA_RETAIL", "1", NULL, "no",
            "street", "GOLD", "SMALL_RETAIL,DISTRIBUTOR", "1", NULL, "yes", "rest", "GOLD", NULL, "1", "0", "yes", "more", "GOLD", NULL, "1", "100", "yes"));
  assert_found("programs", 1, "up_to_share", "70", "above 80");
  assert_found("programs", 2, "layers", "KA_RETAIL", "same layers");
  assert_found("programs", 2, "rank", "1", "no other tier");
  assert_found("programs", 3, "layers", NULL, "has DISTRIBUTOR already");
  assert_found("programs", 3, "up_to_share", NULL, "a share for a tier above the fence");
  assert_found("programs", 4, "up_to_share", "0", "above 0");
  assert_found("programs", 5, "layers", NULL, "has all others already");
}

static void the_last_tier_above_the_fence_takes_the_rest(void **state) {
  (void)state;
  put("programs", COLUMNS("tier", "rank", "up_to_share", "above_fence"), CELLS("GOLD", "1", "80", "yes", "SILVER", "2", "95", "yes", "HOUSE", "3", NULL, "no"));
  assert_count(1);
  assert_found("programs", 1, "up_to_share", "95", "100");
  put("programs", COLUMNS("tier", "rank", "up_to_share", "above_fence"), CELLS("HOUSE", "1", NULL, "no", "GOLD", "2", "80", "yes", "SILVER", "3", "100", "yes"));
  assert_count(1);
  assert_found("programs", 0, "rank", "1", "below all tiers above the fence");
  put("programs", COLUMNS("tier", "rank", "up_to_share", "visits_per_year"), CELLS("GOLD", "1", "80", "4", "SILVER", "2", "100", "12"));
  assert_count(1);
  assert_found("programs", 1, "visits_per_year", "12", "no more visits");
}

static patron_status weigh(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out) {
  (void)user; (void)criteria; (void)raw; (void)normalised;
  for (int64_t i = 0; i < count; i++) weights_out[i] = 1;
  return PATRON_OK;
}

static patron_status fit_points(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out) {
  (void)user; (void)values; (void)count; (void)capacity;
  from_out[0] = score_out[0] = 0;
  *points_out = 1;
  return PATRON_OK;
}

static void a_plug_in_that_a_rule_names_must_be_registered(void **state) {
  (void)state;
  const patron_weighting weighting = {sizeof weighting, 1, "MEREC", weigh};
  const patron_normaliser normaliser = {sizeof normaliser, 1, "SIGMOID", fit_points};
  assert_ok(patron_policy_set(policy, "score.rank_by", "mine"));
  put("scorecards", COLUMNS("scorecard", "weighting"), CELLS("mine", "MEREC"));
  put("criteria", COLUMNS("scorecard", "criterion", "column", "normaliser"), CELLS("mine", "size", "current_value", "SIGMOID", "mine", "growth", "growth", "PERCENT_RANK"));
  assert_count(2);
  assert_found("scorecards", 0, "weighting", "MEREC", "plug-in");
  assert_found("criteria", 0, "normaliser", "SIGMOID", "plug-in");
  assert_ok(patron_policy_register_weighting(policy, &weighting, NULL, NULL));
  assert_count(1);
  assert_ok(patron_policy_register_normaliser(policy, &normaliser, NULL, NULL));
  assert_count(0);
}

static void comparisons_are_as_many_as_the_method_needs(void **state) {
  (void)state;
  assert_ok(patron_policy_set(policy, "score.rank_by", "mine"));
  put("scorecards", COLUMNS("scorecard", "weighting"), CELLS("mine", "AHP"));
  put("criteria", COLUMNS("scorecard", "criterion", "column", "normaliser"),
      CELLS("mine", "size", "current_value", "PERCENT_RANK", "mine", "growth", "growth", "PERCENT_RANK", "mine", "margin", "net_margin", "PERCENT_RANK"));
  assert_found("comparisons", -1, "a", "size", "a comparison with growth");
  put("comparisons", COLUMNS("scorecard", "a", "b", "ratio"), CELLS("mine", "size", "growth", "2", "mine", "margin", "growth", "3"));
  assert_found("comparisons", -1, "a", "size", "a comparison with margin");
  put("comparisons", COLUMNS("scorecard", "a", "b", "ratio"), CELLS("mine", "size", "growth", "4", "mine", "margin", "growth", "3", "mine", "size", "margin", "1"));
  assert_count(0);
  put("scorecards", COLUMNS("scorecard", "weighting"), CELLS("mine", "BEST_WORST"));
  assert_count(0);   /* size is the best, growth the worst: all that this method needs is there */
  put("comparisons", COLUMNS("scorecard", "a", "b", "ratio"), CELLS("mine", "size", "growth", "8", "mine", "margin", "growth", "4"));
  assert_found("comparisons", -1, "a", "mine", "exactly one criterion, the best");
  put("comparisons", COLUMNS("scorecard", "a", "b", "ratio"), CELLS("mine", "size", "growth", "8", "mine", "size", "margin", "2"));
  assert_found("comparisons", -1, "b", "mine", "exactly one criterion, the worst");
  put("comparisons", COLUMNS("scorecard", "a", "b", "ratio"), CELLS("mine", "size", "growth", "8", "mine", "size", "margin", "2", "mine", "margin", "growth", "4"));
  assert_count(0);
  put("comparisons", COLUMNS("scorecard", "a", "b", "ratio"), CELLS("mine", "size", "growth", "8", "mine", "size", "margin", "2", "mine", "margin", "growth", "4", "mine", "size", "weight", "2"));
  assert_found("comparisons", 3, "b", "weight", "a criterion of scorecard mine");
}

static void settings_fit_together(void **state) {
  patron_portfolio *book = NULL;
  patron_model *model = NULL;
  (void)state;
  assert_ok(patron_policy_set(policy, "loyalty.weights", "0,0,0"));
  assert_ok(patron_policy_set(policy, "segment.merge", "A:B,C"));
  assert_ok(patron_policy_set(policy, "score.rank_by", "nobody"));
  assert_count(3);
  patron_table *list = problems();
  for (int64_t row = 0; row < 3; row++) {
    assert_string_equal(cell(list, "table", row), "settings");
    assert_string_equal(cell(list, "column", row), "value");
  }
  assert_string_equal(cell(list, "value", 0), "0,0,0");
  assert_string_equal(cell(list, "expectation", 0), "for loyalty.weights: weights whose sum is above 0");
  assert_string_equal(cell(list, "expectation", 2), "for score.rank_by: the name of a scorecard over customers");
  patron_table_destroy(list);
  assert_ok(patron_portfolio_create(context, "EUR", &book));
  assert_refused(patron_fit(book, policy, &model), PATRON_E_INVALID_ARGUMENT);
  assert_error_parts("settings|value||0,0,0");   /* no row: the settings in force stand in an order of their own */
  patron_portfolio_destroy(book);
  assert_ok(patron_policy_set(policy, "loyalty.weights", "0,0,1"));
  assert_ok(patron_policy_set(policy, "segment.merge", ""));
  assert_ok(patron_policy_set(policy, "score.rank_by", "objective"));
  assert_count(0);
}

static void stages_are_asked_too(void **state) {
  (void)state;
  put("segments", COLUMNS("segment", "measure", "cuts", "purpose", "use"), CELLS("mine", "current_value", "95,80", "why", "what for"));
  assert_found("segments", 0, "cuts", NULL, "ascending");
  put("criteria", COLUMNS("scorecard", "criterion", "column", "low", "high", "weight"), CELLS("objective", "size", "current_value", "0", "1", "0"));
  assert_found("criteria", 0, "weight", NULL, "above 0");
}

static patron_status a_policy_is_checked(patron_context *scenario_context, scenario_output *output) {
  static const char *const levels[] = {"TRANSACTIONAL", "COOPERATIVE"}, *const bounds[] = {"7", "3"};
  patron_status status = PATRON_OK;
  patron_policy *one = NULL;
  patron_table *table = NULL, *list = NULL;
  int64_t rows;
  SCENARIO_TRY(patron_policy_create(scenario_context, NULL, &one));
  SCENARIO_TRY(patron_table_create(scenario_context, "relationship", 2, &table));
  SCENARIO_TRY(patron_table_add_strings(table, "level", levels));
  SCENARIO_TRY(patron_table_add_strings(table, "from", bounds));
  SCENARIO_TRY(patron_policy_put(one, table));
  SCENARIO_TRY(patron_policy_check(one, &list));
  SCENARIO_TRY(patron_table_rows(list, &rows));
  scenario_write_i64(output, rows);
done:
  patron_table_destroy(list);
  patron_table_destroy(table);
  patron_policy_destroy(one);
  return status;
}

static void torture(void **state) {
  (void)state;
  const scenario_options options = {23, 0, 0, 1};
  scenario_torture("a policy is checked", a_policy_is_checked, &options);
}

int main(void) {
#define RULES(name) cmocka_unit_test_setup_teardown(name, start_policy, stop_policy)
  const struct CMUnitTest tests[] = {
    RULES(every_preset_can_be_used), RULES(bands_ascend_and_are_complete), RULES(a_danger_that_cannot_be_seen_is_refused), RULES(the_matrix_has_every_cell_of_its_bands),
    RULES(programs_share_no_layer_and_rise_with_their_ranks), RULES(the_last_tier_above_the_fence_takes_the_rest), RULES(a_plug_in_that_a_rule_names_must_be_registered),
    RULES(comparisons_are_as_many_as_the_method_needs), RULES(settings_fit_together), RULES(stages_are_asked_too), cmocka_unit_test(torture),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
