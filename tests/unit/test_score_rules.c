/* Scorecards that contradict themselves are refused with the place of the mistake; plug-ins are called once and trusted in nothing. */
#include <math.h>

#include "checks.h"
#include "text_tables.h"

static const char customers[] = "customer|a:n|b:n\nA|1|10\nB|2|40\nC|4|30\n";

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_model *model; } desk;

static void open_desk(desk *d, const char *scorecards, const char *criteria) {
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(put_facts(d->context, d->book, "customers", customers));
  expect_ok(put_rules(d->context, d->policy, "scorecards", scorecards));
  expect_ok(put_rules(d->context, d->policy, "criteria", criteria));
}

static void close_desk(desk *d) {
  patron_model_destroy(d->model);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

static const char three[] = "scorecard|criterion|column|low|high\nv|a|a|0|5\nv|b|b|0|5\nv|c|b|0|5\n";

/* Comparisons of these three: what is wrong with them. */
static const struct { const char *weighting, *comparisons; } judgements[] = {
  {"AHP", "scorecard|a|b|ratio\nv|a|b|2\nv|a|c|3\n"}, {"AHP", "scorecard|a|b|ratio\nv|a|b|2\nv|a|b|3\nv|a|c|3\nv|b|c|2\n"}, {"AHP_GEOMETRIC", "scorecard|a|b|ratio\nv|a|b|2\nv|a|z|3\nv|a|c|3\nv|b|c|2\n"},
  {"AHP", "scorecard|a|b|ratio\nv|a|b|2\nv|a|c|3\nv|b|c|2\nv|a|a|2\n"}, {"BEST_WORST", "scorecard|a|b|ratio\nv|a|b|2\nv|a|c|4\n"}, {"BEST_WORST", "scorecard|a|b|ratio\nv|a|c|4\nv|b|c|2\n"}};

static void comparisons_that_do_not_suffice_are_refused(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof judgements / sizeof *judgements; i++) {
    char cards[64];
    patron_table *problems = NULL;
    desk d;
    (void)snprintf(cards, sizeof cards, "scorecard|weighting\nv|%s\n", judgements[i].weighting);
    open_desk(&d, cards, three);
    expect_ok(put_rules(d.context, d.policy, "comparisons", judgements[i].comparisons));
    expect_ok(patron_policy_check(d.policy, &problems));
    if (table_rows(problems) == 0) fail_msg("judgements %d are not found", (int)i);
    if (patron_fit(d.book, d.policy, &d.model) == PATRON_OK) fail_msg("judgements %d are not refused", (int)i);
    patron_table_destroy(problems);
    close_desk(&d);
  }
}

static void comparisons_that_are_no_judgement_are_refused_by_fit(void **state) {
  static const struct { const char *weighting, *comparisons; } cases[] = {
    {"AHP", "scorecard|a|b|ratio\nv|a|b|2\nv|b|a|2\nv|a|c|3\nv|b|c|2\n"}, {"BEST_WORST", "scorecard|a|b|ratio\nv|a|b|9\nv|a|c|4\nv|b|c|2\n"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char cards[64], text[512] = "";
    desk d;
    (void)snprintf(cards, sizeof cards, "scorecard|weighting\nv|%s\n", cases[i].weighting);
    open_desk(&d, cards, three);
    expect_ok(put_rules(d.context, d.policy, "comparisons", cases[i].comparisons));
    assert_true(patron_fit(d.book, d.policy, &d.model) < 0);
    expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
    assert_true(text[0] != '\0');
    close_desk(&d);
  }
}

static const struct { const char *scorecards, *criteria, *guide, *table, *column; } mistakes[] = {
  {"scorecard|weighting|aggregation\nv|EQUAL|PROMETHEE\n", "scorecard|criterion|column|direction|low|high|target_low|target_high\nv|a|a|TARGET|0|9|3|4\n", NULL, "criteria", "direction"},
  {"scorecard|weighting|aggregation\nv|EQUAL|PROMETHEE\n", "scorecard|criterion|column|preference|strict\nv|a|a|GAUSSIAN|0\n", NULL, "criteria", "strict"},
  {"scorecard|weighting|aggregation\nv|EQUAL|PROMETHEE\n", "scorecard|criterion|column|preference|indifference|strict\nv|a|a|LEVEL|3|2\n", NULL, "criteria", "strict"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|direction|low|high|target_low\nv|a|a|TARGET|0|9|3\n", NULL, "criteria", "target_low"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|a|a|5|5\n", NULL, "criteria", "high"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|a|a||5\n", NULL, "criteria", "low"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|direction|low|high|target_low|target_high\nv|a|a|TARGET|0|10|6|5\n", NULL, "criteria", "target_low"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|direction|normaliser\nv|a|a|TARGET|MINMAX\n", NULL, "criteria", "direction"},
  {"scorecard|weighting\nv|DIRECT\n", "scorecard|criterion|column|low|high|weight\nv|a|a|0|5|\n", NULL, "criteria", "weight"},
  {"scorecard|weighting\nv|DIRECT\n", "scorecard|criterion|column|low|high|weight\nv|a|a|0|5|0\n", NULL, "criteria", "weight"},
  {"scorecard|weighting\nv|RANK_SUM\n", "scorecard|criterion|column|low|high\nv|a|a|0|5\n", NULL, "criteria", "rank"},
  {"scorecard|weighting\nv|EQUAL\nw|EQUAL\n", "scorecard|criterion|column|low|high\nv|w|w|0|100\nw|v|v|0|100\n", NULL, "scorecards", "scorecard"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|v|v|0|100\n", NULL, "scorecards", "scorecard"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|a|a|0|5\nw|a|a|0|5\n", NULL, "criteria", "scorecard"},
  {"scorecard|weighting\nv|EQUAL\nw|EQUAL\n", "scorecard|criterion|column|low|high\nv|a|a|0|5\n", NULL, "scorecards", "scorecard"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|a|a|0|5\nv|a|b|0|5\n", NULL, "criteria", "criterion"},
  {"scorecard|weighting\nloyalty|EQUAL\n", "scorecard|criterion|column|low|high\nloyalty|a|a|0|5\n", NULL, "scorecards", "scorecard"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|normaliser\nv|a|a|STEP\n", NULL, "criteria", "normaliser"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|normaliser\nv|a|a|STEP\n", "scorecard|criterion|from|score\nv|a|1|10\nv|a|1|20\n", "scoring_guide", "from"},
  {"scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|low|high\nv|a|a|0|5\n", "scorecard|criterion|from|score\nv|b|1|10\n", "scoring_guide", "criterion"},
};

static void each_contradiction_is_found_by_check_and_refused_by_fit(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
    desk d;
    patron_table *problems = NULL;
    patron_status status;
    open_desk(&d, mistakes[i].scorecards, mistakes[i].criteria);
    if (mistakes[i].guide != NULL) expect_ok(put_rules(d.context, d.policy, "scoring_guide", mistakes[i].guide));
    expect_ok(patron_policy_check(d.policy, &problems));
    if (find_row(problems, "table", mistakes[i].table, "column", mistakes[i].column) < 0) fail_msg("mistake %d is not found", (int)i);
    status = patron_fit(d.book, d.policy, &d.model);
    if (status == PATRON_OK) fail_msg("mistake %d is not refused", (int)i);
    patron_table_destroy(problems);
    close_desk(&d);
  }
}

static void the_default_policy_has_no_problem(void **state) {
  patron_context *context = NULL;
  patron_policy *policy = NULL;
  patron_table *problems = NULL;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(patron_policy_check(policy, &problems));
  assert_int_equal(table_rows(problems), 0);
  patron_table_destroy(problems);
  patron_policy_destroy(policy);
  patron_context_destroy(context);
}

/* What the plug-in of a test saw and what it answers. */
typedef struct script { int32_t calls, destroyed; int64_t rows, count; double first_normalised, weights[2]; patron_status answer; int32_t write; } script;

static patron_status weigh(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out) {
  script *s = user;
  s->calls++;
  s->count = count;
  (void)patron_table_rows(raw, &s->rows);
  s->first_normalised = cell_number(normalised, "a", 1);
  assert_string_equal(cell_text(criteria, "criterion", 1), "b");
  for (int64_t i = 0; i < count; i++) assert_true(isnan(weights_out[i]));
  if (s->write > 0) weights_out[0] = s->weights[0];
  if (s->write > 1) weights_out[1] = s->weights[1];
  return s->answer;
}

static void destroyed(void *user) { ((script *)user)->destroyed++; }

static const patron_weighting weighting = {sizeof(patron_weighting), 1, "house", weigh};
static const char two_criteria[] = "scorecard|criterion|column|low|high\nv|a|a|0|5\nv|b|b|0|50\n";

static void a_registered_weighting_sees_the_whole_matrix_and_its_weights_are_scaled(void **state) {
  script s = {0, 0, 0, 0, 0, {3, 1}, PATRON_OK, 2};
  patron_table *criteria = NULL;
  desk d;
  (void)state;
  open_desk(&d, "scorecard|weighting\nv|house\n", two_criteria);
  expect_ok(patron_policy_register_weighting(d.policy, &weighting, &s, destroyed));
  expect_ok(patron_fit(d.book, d.policy, &d.model));
  assert_int_equal(s.calls, 1);
  assert_int_equal(s.count, 2);
  assert_int_equal(s.rows, 3);
  assert_true(s.first_normalised == 0.4);
  expect_ok(patron_model_table(d.model, "criteria", &criteria));
  assert_true(cell_number(criteria, "weight", 0) == 0.75);
  assert_string_equal(cell_text(criteria, "method", 0), "house");
  patron_table_destroy(criteria);
  close_desk(&d);
  assert_int_equal(s.destroyed, 1);
}

static void a_weighting_that_answers_wrongly_is_refused(void **state) {
  static const struct { double weights[2]; patron_status answer; int32_t write; patron_status expected; } cases[] = {
    {{1, 1}, PATRON_E_RANGE, 2, PATRON_E_CALLBACK}, {{1, 1}, 77, 2, PATRON_E_CALLBACK}, {{1, 1}, PATRON_OK, 1, PATRON_E_CALLBACK}, {{1, 1}, PATRON_OK, 0, PATRON_E_CALLBACK},
    {{1, -1}, PATRON_OK, 2, PATRON_E_CALLBACK}, {{0, 0}, PATRON_OK, 2, PATRON_E_CALLBACK}, {{INFINITY, 1}, PATRON_OK, 2, PATRON_E_CALLBACK}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    script s = {0, 0, 0, 0, 0, {cases[i].weights[0], cases[i].weights[1]}, cases[i].answer, cases[i].write};
    char text[512];
    desk d;
    open_desk(&d, "scorecard|weighting\nv|house\n", two_criteria);
    expect_ok(patron_policy_register_weighting(d.policy, &weighting, &s, destroyed));
    expect_status(patron_fit(d.book, d.policy, &d.model), cases[i].expected);
    expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
    assert_non_null(strstr(text, "house"));
    assert_non_null(strstr(text, "scorecard v"));
    close_desk(&d);
    assert_int_equal(s.destroyed, 1);
  }
}

static void a_plugin_that_nobody_registered_is_refused(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "scorecard|weighting\nv|nobody\n", two_criteria);
  assert_true(patron_fit(d.book, d.policy, &d.model) < 0);
  close_desk(&d);
}

typedef struct shape { double from[3], score[3]; int32_t points; patron_status answer; int64_t count; } shape;

static patron_status normalise(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out) {
  shape *s = user;
  s->count = count;
  assert_int_equal(capacity, 1024);
  assert_true(values[0] > 0);
  for (int32_t i = 0; i < s->points && i < 3; i++) from_out[i] = s->from[i], score_out[i] = s->score[i];
  *points_out = s->points;
  return s->answer;
}

static void a_registered_normaliser_gives_points_or_is_refused(void **state) {
  static const struct { shape s; patron_status expected; } cases[] = {
    {{{1, 3, 4}, {0, 80, 100}, 3, PATRON_OK, 0}, PATRON_OK}, {{{1, 3, 4}, {0, 80, 100}, 0, PATRON_OK, 0}, PATRON_E_CALLBACK}, {{{1, 3, 4}, {0, 80, 100}, 2000, PATRON_OK, 0}, PATRON_E_CALLBACK},
    {{{3, 1, 4}, {0, 80, 100}, 3, PATRON_OK, 0}, PATRON_E_CALLBACK}, {{{1, 3, 4}, {0, 80, 101}, 3, PATRON_OK, 0}, PATRON_E_CALLBACK}, {{{1, 3, NAN}, {0, 80, 100}, 3, PATRON_OK, 0}, PATRON_E_CALLBACK},
    {{{1, 1, 1}, {0, 80, 100}, 3, PATRON_OK, 0}, PATRON_E_CALLBACK}, {{{1, 3, 4}, {0, 80, 100}, 3, PATRON_E_IO, 0}, PATRON_E_CALLBACK}};
  static const patron_normaliser vtable = {sizeof(patron_normaliser), 1, "curve", normalise};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    shape s = cases[i].s;
    desk d;
    open_desk(&d, "scorecard|weighting\nv|EQUAL\n", "scorecard|criterion|column|normaliser\nv|a|a|curve\n");
    expect_ok(patron_policy_register_normaliser(d.policy, &vtable, &s, NULL));
    expect_status(patron_fit(d.book, d.policy, &d.model), cases[i].expected);
    assert_int_equal(s.count, 3);
    if (cases[i].expected == PATRON_OK) {
      patron_assessment *result = NULL;
      patron_table *table = NULL;
      expect_ok(patron_apply(d.model, d.book, &result));
      expect_ok(patron_assessment_table(result, "customers", &table));
      assert_true(cell_number(table, "v", 1) == 40);
      patron_table_destroy(table);
      patron_assessment_destroy(result);
    }
    close_desk(&d);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_contradiction_is_found_by_check_and_refused_by_fit),
    cmocka_unit_test(comparisons_that_do_not_suffice_are_refused),
    cmocka_unit_test(comparisons_that_are_no_judgement_are_refused_by_fit),
    cmocka_unit_test(the_default_policy_has_no_problem),
    cmocka_unit_test(a_registered_weighting_sees_the_whole_matrix_and_its_weights_are_scaled),
    cmocka_unit_test(a_weighting_that_answers_wrongly_is_refused),
    cmocka_unit_test(a_plugin_that_nobody_registered_is_refused),
    cmocka_unit_test(a_registered_normaliser_gives_points_or_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
