/* The stage `relate` through patron_assess: the worked examples of the domain model, danger, advice, hysteresis, evidence. */
#include "checks.h"
#include "text_tables.h"

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_assessment *result; patron_table *customers; } desk;

static void open_desk(desk *d, const char *customers) {
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(put_facts(d->context, d->book, "customers", customers));
}

static void assess(desk *d) {
  char text[512] = "";
  const patron_status status = patron_assess(d->book, d->policy, &d->result);
  (void)patron_context_error(d->context, text, sizeof text, NULL);
  if (status != PATRON_OK) print_error("%s\n", text);
  expect_status(status, PATRON_OK);
  expect_ok(patron_assessment_table(d->result, "customers", &d->customers));
}

static void close_desk(desk *d) {
  patron_table_destroy(d->customers);
  patron_assessment_destroy(d->result);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

static void expect_near(double got, double expected) {
  if (!(got >= expected - 1e-9 && got <= expected + 1e-9)) fail_msg("%.17g instead of %.17g", got, expected);
}

static const char marks[] = "customer|our_commitment|our_trust|their_commitment|their_trust\n";

/* Customer, level, base level, exposed, severity, flags: the table of the domain model. */
static const struct { const char *facts, *level, *base, *exposed, *severity, *flags; } worked[] = {
  {"E01|30|35|20|25", "TRANSACTIONAL", "TRANSACTIONAL", "NONE", "NONE", ""},
  {"E02|40|40|40|40", "COOPERATIVE", "COOPERATIVE", "NONE", "NONE", ""},
  {"E03|39.999|80|80|80", "LIMITED_COLLABORATION", "TRANSACTIONAL", "THEM", "HIGH", "US_TRUSTING_NOT_COMMITTED"},
  {"E04|60|60|60|60", "COLLABORATIVE", "COLLABORATIVE", "NONE", "NONE", ""},
  {"E05|80|80|80|80", "STRATEGIC", "STRATEGIC", "NONE", "NONE", ""},
  {"E08|85|90|45|50", "LIMITED_COLLABORATION", "COOPERATIVE", "US", "HIGH", ""},
  {"E09|62|70|50|58", "COOPERATIVE", "COOPERATIVE", "NONE", "NONE", "NEAR_LIMITED"},
  {"E10|65|70|50|55", "LIMITED_COLLABORATION", "COOPERATIVE", "US", "LOW", ""},
  {"E11|95|95|65|70", "COLLABORATIVE", "COLLABORATIVE", "NONE", "NONE", "ASYMMETRIC"},
  {"E12|55|58|10|15", "TRANSACTIONAL", "TRANSACTIONAL", "NONE", "NONE", "ASYMMETRIC"},
  {"E13|90|30|85|88", "LIMITED_COLLABORATION", "TRANSACTIONAL", "THEM", "HIGH", "US_COMMITTED_NOT_TRUSTING"},
  {"E14|80|80|75|", "UNDETERMINED", "?", "NONE", "NONE", "MISSING_THEIR_TRUST"},
  {"E15|100|100|0|0", "LIMITED_COLLABORATION", "TRANSACTIONAL", "US", "CRITICAL", ""},
  {"E16|50|50|83.33|83.33", "LIMITED_COLLABORATION", "COOPERATIVE", "THEM", "MEDIUM", ""},
  {"E17|79.999|79.999|80|80", "COLLABORATIVE", "COLLABORATIVE", "NONE", "NONE", ""},
  {"E18|59.999|60|74.998|80", "COOPERATIVE", "COOPERATIVE", "NONE", "NONE", "NEAR_LIMITED"},
  {"E20|60|60|20|20", "LIMITED_COLLABORATION", "TRANSACTIONAL", "US", "HIGH", ""},
};
enum { WORKED = sizeof worked / sizeof *worked };

static void the_worked_examples_get_their_levels(void **state) {
  char facts[4096];
  desk d;
  (void)state;
  memcpy(facts, marks, sizeof marks);
  for (int32_t i = 0; i < WORKED; i++) strcat(strcat(facts, worked[i].facts), "\n");
  open_desk(&d, facts);
  assess(&d);
  for (int32_t i = 0; i < WORKED; i++) {
    assert_string_equal(cell_text(d.customers, "relationship_level", i), worked[i].level);
    assert_string_equal(cell_text(d.customers, "base_level", i), worked[i].base);
    assert_string_equal(cell_text(d.customers, "exposed", i), worked[i].exposed);
    assert_string_equal(cell_text(d.customers, "severity", i), worked[i].severity);
    assert_string_equal(cell_text(d.customers, "relationship_flags", i), worked[i].flags);
  }
  expect_near(cell_number(d.customers, "side_us", 11), 80);
  assert_string_equal(cell_text(d.customers, "side_them", 11), "?");
  assert_string_equal(cell_text(d.customers, "gap", 11), "?");
  close_desk(&d);
}

static void the_next_step_is_the_largest_and_the_danger_is_worth_money(void **state) {
  desk d;
  (void)state;
  open_desk(&d, "customer|our_commitment|our_trust|their_commitment|their_trust|profit|target_level\n"
                "A|42|50|45|41|1000|STRATEGIC\nB|85|90|45|50|1000.01|COLLABORATIVE\nC|85|90|45|50|-5|\nD|90|90|90|90|1|TRANSACTIONAL\nE|85|90|45|50|0.05|\nF|70|70|70||9|STRATEGIC\n");
  assess(&d);
  assert_string_equal(cell_text(d.customers, "next_level_side", 0), "THEM");
  assert_string_equal(cell_text(d.customers, "next_level_dimension", 0), "TRUST");
  expect_near(cell_number(d.customers, "next_level_points", 0), 19);
  assert_string_equal(cell_text(d.customers, "level_gap", 0), "2");
  assert_string_equal(cell_text(d.customers, "next_level_side", 1), "THEM");   /* only the weaker side, to 60 */
  assert_string_equal(cell_text(d.customers, "next_level_dimension", 1), "COMMITMENT");
  expect_near(cell_number(d.customers, "next_level_points", 1), 15);
  assert_string_equal(cell_text(d.customers, "value_at_risk", 1), "400.00");
  assert_string_equal(cell_text(d.customers, "value_at_risk", 2), "0.00");
  assert_string_equal(cell_text(d.customers, "value_at_risk", 4), "0.02");
  assert_string_equal(cell_text(d.customers, "value_at_risk", 0), "?");
  assert_string_equal(cell_text(d.customers, "next_level_side", 3), "?");
  assert_string_equal(cell_text(d.customers, "level_gap", 3), "-3");
  assert_string_equal(cell_text(d.customers, "level_gap", 5), "?");
  close_desk(&d);
}

static void danger_lists_all_by_severity_then_gap_and_who_left(void **state) {
  static const char *const order[] = {"crit", "wide", "aaa", "zzz", "cooled", "repaired", "same"};
  patron_table *danger = NULL;
  desk d;
  (void)state;
  open_desk(&d, "customer|name|our_commitment|our_trust|their_commitment|their_trust|sales|profit|previous_level\n"
                "zzz|Z|85|90|45|50|10|5|\naaa|A|85|90|45|50|1|1|LIMITED_COLLABORATION\nwide|W|90|90|45|50|1||\ncrit|C|0|0|100|100|1|1|\nnone|N|70|70|70|70|1|1|COOPERATIVE\n"
                "repaired|R|65|66|80|80|1|1|LIMITED_COLLABORATION\ncooled|K|30|30|50|50|1|1|LIMITED_COLLABORATION\nsame|S|50|50|50|50|1|1|LIMITED_COLLABORATION\n");
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "danger", &danger));
  assert_int_equal(table_rows(danger), 7);
  for (int64_t row = 0; row < 7; row++) assert_string_equal(cell_text(danger, "customer", row), order[row]);
  assert_string_equal(cell_text(danger, "name", 0), "C");
  assert_string_equal(cell_text(danger, "severity", 0), "CRITICAL");
  assert_string_equal(cell_text(danger, "exposed", 0), "THEM");
  assert_string_equal(cell_text(danger, "value_at_risk", 0), "1.00");
  assert_string_equal(cell_text(danger, "how", 3), "?");
  assert_string_equal(cell_text(danger, "how", 4), "COOLED");
  assert_string_equal(cell_text(danger, "moved", 4), "THEM");
  assert_string_equal(cell_text(danger, "how", 5), "REPAIRED");
  assert_string_equal(cell_text(danger, "moved", 5), "US");
  assert_string_equal(cell_text(danger, "moved", 6), "?");
  patron_table_destroy(danger);
  close_desk(&d);
}

static void the_grid_counts_every_customer_once(void **state) {
  patron_table *grid = NULL;
  int64_t sum = 0;
  desk d;
  (void)state;
  open_desk(&d, "customer|our_commitment|our_trust|their_commitment|their_trust\nA|85|90|45|50\nB|85|90|45|\nC|85|99|41|50\nD||||\n");
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "relationship_grid", &grid));
  assert_int_equal(table_rows(grid), 25);
  for (int64_t row = 0; row < 25; row++) sum += atol(cell_text(grid, "members", row));
  assert_int_equal(sum, 4);
  assert_string_equal(cell_text(grid, "members", find_row(grid, "side_us", "STRATEGIC", "side_them", "COOPERATIVE")), "2");
  assert_string_equal(cell_text(grid, "limited", find_row(grid, "side_us", "STRATEGIC", "side_them", "COOPERATIVE")), "2");
  assert_string_equal(cell_text(grid, "members", find_row(grid, "side_us", "STRATEGIC", "side_them", "?")), "1");
  assert_string_equal(cell_text(grid, "members", find_row(grid, "side_us", "?", "side_them", "?")), "1");
  patron_table_destroy(grid);
  close_desk(&d);
}

static void a_level_is_held_until_its_bound_is_passed_by_the_hysteresis(void **state) {
  static const struct { const char *facts, *level, *severity; } cases[] = {
    {"A|62|70|62|70|COOPERATIVE", "COOPERATIVE", "NONE"}, {"B|65|70|65|70|COOPERATIVE", "COLLABORATIVE", "NONE"}, {"C|57|70|57|70|COLLABORATIVE", "COLLABORATIVE", "NONE"},
    {"D|54|70|54|70|COLLABORATIVE", "COOPERATIVE", "NONE"}, {"E|62|70|62|70|", "COLLABORATIVE", "NONE"}, {"F|65|70|50|55|COOPERATIVE", "COOPERATIVE", "NONE"},
    {"G|85|70|45|55|COOPERATIVE", "LIMITED_COLLABORATION", "MEDIUM"}, {"H|62|70|50|55|LIMITED_COLLABORATION", "LIMITED_COLLABORATION", "LOW"}, {"I|80|80|66|66|LIMITED_COLLABORATION", "COLLABORATIVE", "NONE"}};
  char facts[2048] = "customer|our_commitment|our_trust|their_commitment|their_trust|previous_level\n";
  desk d;
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) strcat(strcat(facts, cases[i].facts), "\n");
  open_desk(&d, facts);
  expect_ok(patron_policy_set(d.policy, "relationship.hysteresis", "5"));
  assess(&d);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    if (strcmp(cell_text(d.customers, "relationship_level", (int64_t)i), cases[i].level) != 0) fail_msg("row %d: %s", (int)i, cell_text(d.customers, "relationship_level", (int64_t)i));
    assert_string_equal(cell_text(d.customers, "severity", (int64_t)i), cases[i].severity);
  }
  close_desk(&d);
}

static void evidence_makes_the_values_and_marks_fill_in(void **state) {
  patron_table *evidence = NULL;
  desk d;
  (void)state;
  open_desk(&d, "customer|our_commitment|our_trust|their_commitment|their_trust\nA|10|20|30|40\nB|10|20|30|40\n");
  expect_ok(put_facts(d.context, d.book, "evidence",
                      "customer|party|dimension|item|value|scale_low|scale_high|reversed|weight|date|source|confidence|respondent\n"
                      "A|US|COMMITMENT|i1|6|1|7|no||2026-06-30|||x\nA|US|COMMITMENT|i2|2|1|7|yes||2026-06-30|||x\nA|US|COMMITMENT|i3|3|1|7|no||2025-06-30|||x\nA|US|COMMITMENT|i3|1|1|7|no||2026-07-01|||x\n"
                      "A|THEM|TRUST|i1|50||||2|2026-06-30|OBSERVED||\nA|THEM|TRUST|i1|100|||||2026-06-30||0.4|\n"));
  expect_ok(patron_policy_set(d.policy, "as_of", "2026-06-30"));
  assess(&d);
  expect_near(cell_number(d.customers, "our_commitment", 0), (500.0 / 6 + 500.0 / 6 + 0.5 * 200 / 6) / 2.5);
  expect_near(cell_number(d.customers, "our_trust", 0), 20);
  expect_near(cell_number(d.customers, "their_trust", 0), (1.6 * 50 + 0.4 * 100) / 2);
  expect_near(cell_number(d.customers, "our_commitment", 1), 10);
  expect_ok(patron_assessment_table(d.result, "evidence", &evidence));
  assert_int_equal(table_rows(evidence), 2);
  assert_string_equal(cell_text(evidence, "items", 0), "3");
  assert_string_equal(cell_text(evidence, "respondents", 0), "1");
  assert_string_equal(cell_text(evidence, "alpha", 0), "?");
  patron_table_destroy(evidence);
  close_desk(&d);
}

static void answers_that_hang_together_badly_are_told(void **state) {
  static const int32_t answers[5][3] = {{0, 0, 0}, {50, 50, 0}, {50, 100, 50}, {100, 100, 100}, {100, 50, 100}};
  char rows[4096] = "customer|party|dimension|item|value|respondent\n";
  patron_table *evidence = NULL, *warnings = NULL;
  int64_t told;
  desk d;
  (void)state;
  open_desk(&d, "customer\nA\nB\n");
  for (int32_t i = 0; i < 15; i++) {
    char line[128];
    (void)snprintf(line, sizeof line, "%s|US|TRUST|i%d|%d|r%d\n", i < 6 ? "A" : "B", i % 3, answers[i / 3][i % 3], i / 3 % 2 + (i == 12 || i == 13 || i == 14 ? 5 : 0));
    strcat(rows, line);
    (void)snprintf(line, sizeof line, "%s|THEM|TRUST|i%d|%d|r%d\n", i < 6 ? "A" : "B", i % 3, (i * 37 % 11) * 9, i / 3);
    strcat(rows, line);
  }
  expect_ok(put_facts(d.context, d.book, "evidence", rows));
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "warnings", &warnings));   /* before any report is asked for */
  told = table_rows(warnings);
  assert_string_equal(cell_text(warnings, "table", find_row(warnings, "code", "LOW_RELIABILITY", NULL, NULL)), "evidence");
  assert_non_null(strstr(cell_text(warnings, "text", find_row(warnings, "code", "LOW_RELIABILITY", NULL, NULL)), "their trust"));
  expect_ok(patron_assessment_table(d.result, "evidence", &evidence));
  assert_int_equal(table_rows(warnings), told);
  assert_string_equal(cell_text(evidence, "respondents", 0), "5");
  assert_string_equal(cell_text(evidence, "answers", 0), "15");
  expect_near(cell_number(evidence, "alpha", 0), 1.5 * (1 - 4800.0 / 11600));
  assert_true(cell_number(evidence, "alpha", 1) < 0.7);
  patron_table_destroy(evidence);
  patron_table_destroy(warnings);
  close_desk(&d);
}

static void an_answer_off_its_scale_is_refused(void **state) {
  char text[256];
  desk d;
  (void)state;
  open_desk(&d, "customer\nA\n");
  expect_ok(put_facts(d.context, d.book, "evidence", "customer|party|dimension|item|value|scale_low|scale_high\nA|US|TRUST|i|3|1|7\nA|US|TRUST|i|8|1|7\n"));
  expect_status(patron_assess(d.book, d.policy, &d.result), PATRON_E_RANGE);
  expect_ok(patron_context_error_part(d.context, "table", text, sizeof text, NULL));
  assert_string_equal(text, "evidence");
  expect_ok(patron_context_error_part(d.context, "row", text, sizeof text, NULL));
  assert_string_equal(text, "2");
  close_desk(&d);
}

static void without_marks_the_stage_names_what_it_needs(void **state) {
  patron_table *skipped = NULL;
  desk d;
  (void)state;
  open_desk(&d, "customer|sales\nA|10\n");
  assess(&d);
  expect_ok(patron_assessment_table(d.result, "skipped", &skipped));
  assert_true(find_row(skipped, "stage", "relate", "column", "our_commitment") >= 0);
  assert_true(find_row(skipped, "stage", "relate", "column", "their_trust") >= 0);
  assert_string_equal(cell_text(d.customers, "relationship_level", 0), "-");
  patron_table_destroy(skipped);
  close_desk(&d);
}

static void bands_that_do_not_rise_are_refused(void **state) {
  static const char *const tables[] = {
    "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|40\nCOLLABORATIVE|40\nSTRATEGIC|80\n", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|70\nCOLLABORATIVE|60\nSTRATEGIC|80\n",
    "level|from\nTRANSACTIONAL|5\nCOOPERATIVE|40\nCOLLABORATIVE|60\nSTRATEGIC|80\n", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|40\nSTRATEGIC|80\n"};
  (void)state;
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    patron_table *problems = NULL;
    desk d;
    open_desk(&d, "customer|our_commitment|our_trust|their_commitment|their_trust\nA|1|2|3|4\n");
    expect_ok(put_rules(d.context, d.policy, "relationship", tables[i]));
    expect_ok(patron_policy_check(d.policy, &problems));
    assert_true(find_row(problems, "table", "relationship", NULL, NULL) >= 0);
    assert_true(patron_assess(d.book, d.policy, &d.result) < 0);
    patron_table_destroy(problems);
    close_desk(&d);
  }
}

static void a_level_is_explained_with_both_sides_and_the_next_step(void **state) {
  static const char *const factors[] = {"relationship_level", "side_us", "side_them", "gap", "mutual", "their_commitment"};
  patron_table *why = NULL;
  patron_customer customer;
  desk d;
  (void)state;
  open_desk(&d, "customer|our_commitment|our_trust|their_commitment|their_trust\nA|85|90|45|50\n");
  assess(&d);
  expect_ok(patron_assessment_customer_at(d.result, 0, &customer));
  expect_ok(patron_assessment_explain(d.result, customer, &why));
  for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) assert_true(find_row(why, "stage", "relate", "factor", factors[i]) >= 0);
  expect_near(cell_number(why, "margin", find_row(why, "stage", "relate", "factor", "side_them")), -15);
  expect_near(cell_number(why, "margin", find_row(why, "stage", "relate", "factor", "gap")), 25);
  assert_non_null(strstr(cell_text(why, "text", find_row(why, "stage", "relate", "factor", "relationship_level")), "severity HIGH"));
  patron_table_destroy(why);
  close_desk(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_worked_examples_get_their_levels),
    cmocka_unit_test(the_next_step_is_the_largest_and_the_danger_is_worth_money),
    cmocka_unit_test(danger_lists_all_by_severity_then_gap_and_who_left),
    cmocka_unit_test(the_grid_counts_every_customer_once),
    cmocka_unit_test(a_level_is_held_until_its_bound_is_passed_by_the_hysteresis),
    cmocka_unit_test(evidence_makes_the_values_and_marks_fill_in),
    cmocka_unit_test(answers_that_hang_together_badly_are_told),
    cmocka_unit_test(an_answer_off_its_scale_is_refused),
    cmocka_unit_test(without_marks_the_stage_names_what_it_needs),
    cmocka_unit_test(bands_that_do_not_rise_are_refused),
    cmocka_unit_test(a_level_is_explained_with_both_sides_and_the_next_step),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
