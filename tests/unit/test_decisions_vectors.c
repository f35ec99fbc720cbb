/* The golden vectors of the domain through whole assessments: cells, fence, wallets, cost to serve, people, priority, investment, engagement. */
#include "decided.h"
#include "vectors.h"

/* Attractiveness and winnability are what the customer's strategic_fit and market_share say. */
static const char plain_scorecards[] = "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n";
static const char plain_criteria[] =
  "scorecard      criterion column        low high\n"
  "objective      o         current_value 0   100\n"
  "priority       p         objective     0   100\n"
  "attractiveness a         strategic_fit 0   100\n"
  "winnability    w         market_share  0   100\n";

static const char *const bands[][2] = {{"L", "LOW"}, {"M", "MEDIUM"}, {"H", "HIGH"}};

static const char *band_name(const char *letter)
{
  for (size_t i = 0; i < 3; i++)
    if (strcmp(bands[i][0], letter) == 0) return bands[i][1];
  fail_msg("no band %s", letter);
  return NULL;
}

static void every_placement_of_the_matrix(void **state)
{
  json_t *file = vectors_load("domain/matrix-placement.json"), *cases = vectors_get(file, "cases"), *one;
  static const book_lines rules[] = {{"scorecards", plain_scorecards}, {"criteria", plain_criteria}, {NULL, NULL}};
  char facts_text[4000] = "customer strategic_fit market_share sales profit\n", expected[4000] = "customer attractiveness_band winnability_band intent target_approach\n";
  size_t index;
  (void)state;
  json_array_foreach(cases, index, one) {
    const json_t *want = vectors_get(one, "expected");
    char line[300];
    plain_snprintf(line, sizeof line, "%s %.17g %.17g 1.00 1.00\n", vectors_text(one, "id"), vectors_number(one, "attractiveness"), vectors_number(one, "winnability"));
    strcat(facts_text, line);
    plain_snprintf(line, sizeof line, "%s %s %s %s %s\n", vectors_text(one, "id"), band_name(vectors_text(want, "attractiveness_band")), band_name(vectors_text(want, "winnability_band")),
             vectors_text(want, "intent"), vectors_text(want, "target_engagement"));
    strcat(expected, line);
  }
  assert_int_equal(json_array_size(cases), 10);
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  const book_lines without_caps[] = {rules[0], rules[1], {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"}, {NULL, NULL}};
  check(facts, without_caps, expected);
  json_decref(file);
}

static json_t *case_of(json_t *file, const char *id)
{
  json_t *one;
  size_t index;
  json_array_foreach(vectors_get(file, "cases"), index, one)
    if (strcmp(vectors_text(one, "id"), id) == 0) return one;
  fail_msg("no case %s", id);
  return NULL;
}

static void the_fence_admits_by_margin_or_by_reach(void **state)
{
  json_t *file = vectors_load("domain/coverage-break-even.json"), *fence = case_of(file, "fence"), *inputs = vectors_get(fence, "inputs"), *one;
  json_t *expected_flags = vectors_get(vectors_get(fence, "expected"), "face_to_face");
  char settings[200], facts_text[1000] = "customer profit sales potential contribution_rate market_share\n", expected[1000] = "customer coverage margin_before_visits\n", line[200];
  size_t index;
  (void)state;
  plain_snprintf(settings, sizeof settings, "key value\nfence.visit_cost %.2f\nfence.minimum_visits %.17g\n", vectors_number(inputs, "cost_of_visit") / 100, vectors_number(inputs, "minimum_visits"));
  json_array_foreach(vectors_get(inputs, "cases"), index, one) {
    const double margin = vectors_number(one, "cv_margin"), reach = vectors_number(one, "pv_margin");
    /* the reach beyond the margin is headroom that is all margin and can all be won */
    plain_snprintf(line, sizeof line, "c%zu %.2f 0.00 %.2f 1 100\n", index, margin / 100, (reach - margin) / 100);
    strcat(facts_text, line);
    plain_snprintf(line, sizeof line, "c%zu %s %.2f\n", index, json_is_true(json_array_get(expected_flags, index)) ? "FIELD" : "OUTBOUND", margin / 100);
    strcat(expected, line);
  }
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  const book_lines rules[] = {{"settings", settings}, {"scorecards", plain_scorecards}, {"criteria", plain_criteria}, {NULL, NULL}};
  check(facts, rules, expected);
  json_decref(file);
}

static void the_cost_of_a_visit_comes_from_the_field(void **state)
{
  json_t *file = vectors_load("domain/coverage-break-even.json"), *inputs = vectors_get(case_of(file, "merrifield"), "inputs"), *exact = vectors_get(case_of(file, "merrifield"), "expected_exact");
  char settings[400], customers[100];
  const double visits = vectors_number(inputs, "a_account_calls_per_year");
  (void)state;
  plain_snprintf(settings, sizeof settings, "key value\nfence.field_cost %.2f\nfence.people %.17g\nfence.weeks %.17g\nfence.visits_per_week %.17g\nfence.minimum_visits %.17g\n", vectors_number(inputs, "total_selling_expense"),
           vectors_number(inputs, "reps"), vectors_number(inputs, "working_weeks"), vectors_number(inputs, "calls_per_week"), visits);
  const double fence = visits * round(100 * vectors_number(exact, "cost_per_call")) / 100;   /* 12 visits of 108.70 */
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}}, rules[] = {{"settings", settings}, {NULL, NULL}};
  plain_snprintf(customers, sizeof customers, "customer profit\nover %.2f\nunder %.2f\n", fence, fence - 0.01);
  patron_assessment *result = decide(facts, rules);
  expect_decided(result, "customer coverage\nover FIELD\nunder OUTBOUND\n");
  patron_assessment_destroy(result);
  json_decref(file);
}

/* The source asks that a share of the margin pay for selling: what it requires of an account is our line divided by that share, and as revenue by the margin rate, too. Patron draws the line in margin and
   divides by no share. Cost of a visit to the cent: what is off is 12 halves of a cent, divided likewise. Numbers of people and savings of the whole field are a calculator's, and no decision on a customer. */
static void the_line_in_margin_is_what_the_source_requires_of_an_account(void **state)
{
  static const char *const compared[] = {"cost_per_call", "required_gp", "required_revenue"};
  json_t *file = vectors_load("domain/coverage-break-even.json"), *merrifield = case_of(file, "merrifield"), *inputs = vectors_get(merrifield, "inputs"), *exact = vectors_get(merrifield, "expected_exact");
  const double visits = vectors_number(inputs, "a_account_calls_per_year"), selling = vectors_number(inputs, "commission_rate"), margin = vectors_number(inputs, "average_gp_rate");
  const double divisors[] = {visits, selling, selling * margin};
  char settings[400];
  patron_customer customer = 0;
  patron_table *why = NULL;
  double line = 0;
  int64_t rows, index;
  uint8_t known = 0;
  (void)state;
  plain_snprintf(settings, sizeof settings, "key value\nfence.field_cost %.2f\nfence.people %.17g\nfence.weeks %.17g\nfence.visits_per_week %.17g\nfence.minimum_visits %.17g\n", vectors_number(inputs, "total_selling_expense"),
           vectors_number(inputs, "reps"), vectors_number(inputs, "working_weeks"), vectors_number(inputs, "calls_per_week"), visits);
  const book_lines facts[] = {{"customers", "customer profit\na 1.00\n"}, {NULL, NULL}}, rules[] = {{"settings", settings}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  expect_ok(patron_assessment_find_customer(result, "a", -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_ok(patron_table_rows(why, &rows));
  expect_ok(patron_table_find_column(why, "threshold", &index));
  for (int64_t row = 0; row < rows && !known; row++) {
    char cell[BOOK_CELL];
    if (strcmp(book_cell(why, "code", row, cell), "COVERAGE") == 0) expect_ok(patron_table_read_f64(why, index, row, 1, &line, &known));
  }
  assert_int_equal(known & 1, 1);
  for (size_t i = 0; i < sizeof compared / sizeof *compared; i++)
    if (fabs(line / divisors[i] - vectors_number(exact, compared[i])) > visits * 0.005 / divisors[i]) fail_msg("%s is %.17g", compared[i], line / divisors[i]);
  assert_int_equal(json_object_size(exact), sizeof compared / sizeof *compared);
  patron_table_destroy(why);
  patron_assessment_destroy(result);
  json_decref(file);
}

static void the_break_even_of_a_person(void **state)
{
  json_t *file = vectors_load("domain/coverage-break-even.json"), *one = case_of(file, "break-even-ratio"), *inputs = vectors_get(one, "inputs"), *want = vectors_get(one, "expected");
  char customers[100], staff[200], expected[200];
  (void)state;
  plain_snprintf(customers, sizeof customers, "customer owner sales gross_margin\na ann 100.00 %.2f\n", 100 * vectors_number(inputs, "gross_margin_rate"));
  plain_snprintf(staff, sizeof staff, "person minutes_per_year cost_per_minute incremental_sales\nann 100000 %.2f %.2f\n", vectors_number(inputs, "annual_cost_of_salesperson") / 100000, vectors_number(inputs, "incremental_sales_per_salesperson"));
  plain_snprintf(expected, sizeof expected, "person break_even_sales break_even_ratio\nann %.2f %.17g\n", vectors_number(want, "break_even_sales"), vectors_number(want, "break_even_ratio"));
  const book_lines facts[] = {{"customers", customers}, {"staff", staff}, {"activities", "customer activity per_year\na visit 1\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  expect_rows(result, "coverage", expected);
  patron_assessment_destroy(result);
  json_decref(file);
}

static void wallets_give_shares_and_headroom(void **state)
{
  json_t *file = vectors_load("domain/share-of-wallet.json"), *one;
  char facts_text[2000] = "customer sales potential\n", line[200];
  size_t index;
  int64_t row = 0;
  (void)state;
  json_array_foreach(vectors_get(file, "cases"), index, one) {
    const json_t *inputs = vectors_get(one, "inputs"), *wallet = json_object_get(inputs, "wallet");
    if (json_object_get(inputs, "current") == NULL) continue;   /* the allocation rule from ranks: below */
    if (json_is_number(wallet)) plain_snprintf(line, sizeof line, "%s %.2f %.2f\n", vectors_text(one, "id"), vectors_number(inputs, "current"), json_number_value(wallet));
    else plain_snprintf(line, sizeof line, "%s %.2f -\n", vectors_text(one, "id"), vectors_number(inputs, "current"));
    strcat(facts_text, line);
  }
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  json_array_foreach(vectors_get(file, "cases"), index, one) {
    const json_t *want = vectors_get(one, "expected"), *share, *headroom;
    patron_customer customer = 0;
    double got = 0;
    int64_t amount = 0;
    char flags[300] = "";
    if (json_object_get(vectors_get(one, "inputs"), "current") == NULL) continue;
    share = vectors_get(want, "share_of_wallet");
    headroom = vectors_get(want, "headroom");
    expect_ok(patron_assessment_customer_at(result, row++, &customer));
    expect_status(patron_assessment_number(result, customer, "share_of_wallet", &got), json_is_null(share) ? PATRON_UNKNOWN : PATRON_OK);
    expect_status(patron_assessment_money(result, customer, "headroom", &amount), json_is_null(headroom) ? PATRON_UNKNOWN : PATRON_OK);
    assert_true(got == (json_is_null(share) ? 0 : json_number_value(share)));
    assert_int_equal(amount, json_is_null(headroom) ? 0 : 100 * json_integer_value(headroom));
    expect_ok(patron_assessment_text(result, customer, "data_flags", flags, sizeof flags, NULL));
    assert_int_equal(strstr(flags, "DATA_CONFLICT") != NULL, json_is_true(json_object_get(want, "data_conflict")));
  }
  assert_int_equal(row, 5);
  patron_assessment_destroy(result);
  json_decref(file);
}

/* One case per rank: a customer whose sales divide without a rest, so that the wallet says the share exactly. */
static void ranks_among_suppliers_give_shares(void **state)
{
  json_t *file = vectors_load("domain/share-of-wallet.json"), *one;
  static const book_lines rules[] = {{"settings", "key value\nwallet.estimate RANK\n"}, {NULL, NULL}};
  char facts_text[2000] = "customer sales supplier_rank suppliers\n", line[200];
  double shares[20];
  int64_t count = 0;
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(file, "cases"), index, one) {
    const json_t *inputs = vectors_get(one, "inputs"), *want = vectors_get(one, "expected"), *ranks = json_object_get(inputs, "ranks");
    if (json_object_get(inputs, "brands") == NULL) continue;
    const int brands = (int)vectors_number(inputs, "brands");
    for (size_t i = 0; i < (ranks == NULL ? 1 : json_array_size(ranks)); i++) {
      const int rank = ranks == NULL ? (int)vectors_number(inputs, "rank") : (int)json_integer_value(json_array_get(ranks, i));
      plain_snprintf(line, sizeof line, "c%d %d.00 %d %d\n", (int)count, 2 * (brands + 1 - rank), rank, brands);
      strcat(facts_text, line);
      shares[count++] = ranks == NULL ? vectors_number(want, "share_of_wallet") : json_number_value(json_array_get(vectors_get(want, "shares"), i));
    }
  }
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  for (int64_t row = 0; row < count; row++) {
    patron_customer customer = 0;
    double got = 0;
    expect_ok(patron_assessment_customer_at(result, row, &customer));
    expect_ok(patron_assessment_number(result, customer, "share_of_wallet", &got));
    if (fabs(got - shares[row]) > 1e-9) fail_msg("share %lld is %.17g instead of %.17g", (long long)row, got, shares[row]);
  }
  assert_int_equal(count, 1 + 3 + 4 + 5);
  patron_assessment_destroy(result);
  json_decref(file);
}

/* Horngren's customers: revenue at the actual price, less goods, less drivers times rates. Money of the vector is in cents. */
static void activities_cost_what_horngren_says(void **state)
{
  json_t *file = vectors_load("domain/cost-to-serve.json"), *one, *driver;
  char customers[2000] = "customer gross_sales on_invoice_terms off_invoice_terms cogs\n", activities[6000] = "customer activity per_year cost\n", expected[2000] = "customer current_value net_margin\n", line[400];
  size_t index, at;
  int64_t count = 0;
  (void)state;
  json_array_foreach(vectors_get(file, "cases"), index, one) {
    const json_t *inputs = vectors_get(one, "inputs"), *want = vectors_get(one, "expected");
    if (json_object_get(inputs, "drivers") == NULL) continue;
    const double cases = vectors_number(inputs, "cases"), list = vectors_number(inputs, "list_price"), actual = vectors_number(inputs, "actual_price");
    plain_snprintf(line, sizeof line, "%s %.2f %.2f 0 %.2f\n", vectors_text(one, "id"), cases * list / 100, cases * (list - actual) / 100, cases * vectors_number(inputs, "unit_cost") / 100);
    strcat(customers, line);
    json_array_foreach(vectors_get(inputs, "drivers"), at, driver) {
      plain_snprintf(line, sizeof line, "%s driver%zu %.17g %.2f\n", vectors_text(one, "id"), at, vectors_number(driver, "quantity"), vectors_number(driver, "rate") / 100);
      strcat(activities, line);
    }
    plain_snprintf(line, sizeof line, "%s %.2f %.2f\n", vectors_text(one, "id"), cases * actual / 100, vectors_number(want, "net_margin") / 100);
    strcat(expected, line);
    count++;
  }
  assert_true(count >= 5);
  const book_lines facts[] = {{"customers", customers}, {"activities", activities}, {NULL, NULL}};
  check(facts, NULL, expected);
  json_decref(file);
}

static void people_and_priority(void **state)
{
  json_t *file = vectors_load("domain/model-worked-figures.json"), *people = case_of(file, "people-factor"), *priority = case_of(file, "customer-priority"), *contact;
  char contacts[600] = "contact customer influence attitude willingness\n", line[200];
  size_t index;
  patron_customer customer = 0;
  double got = 0;
  (void)state;
  json_array_foreach(vectors_get(people, "contacts"), index, contact) {
    plain_snprintf(line, sizeof line, "c%zu A %.17g %.17g %.17g\n", index, vectors_number(contact, "influence"), vectors_number(contact, "attitude"), vectors_number(contact, "willingness"));
    strcat(contacts, line);
  }
  plain_snprintf(line, sizeof line, "customer strategic_fit market_share service_level\nA %.17g %.17g %.17g\n", vectors_number(priority, "size"), vectors_number(priority, "growth"), vectors_number(priority, "profitability"));
  const book_lines facts[] = {{"customers", line}, {"contacts", contacts}, {NULL, NULL}};
  static const book_lines rules[] = {   /* the three parameters as marks, by the default weights */
    {"criteria", "scorecard criterion column low high weight\nobjective size strategic_fit 0 100 1\nobjective growth market_share 0 100 1\nobjective profitability service_level 0 100 1\n"
                 "priority objective objective 0 100 0.75\npriority people people_factor 0 100 0.25\n"},
    {"scorecards", "scorecard weighting\nobjective DIRECT\npriority DIRECT\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  const struct { const char *column; const json_t *expected; } all[] = {{"people_index", vectors_get(people, "expected")}, {"willingness_index", vectors_get(people, "expected")}, {"people_factor", vectors_get(people, "expected")},
    {"objective", vectors_get(priority, "expected")}, {"priority", vectors_get(priority, "expected")}};
  expect_ok(patron_assessment_customer_at(result, 0, &customer));
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    expect_ok(patron_assessment_number(result, customer, all[i].column, &got));
    if (fabs(got - vectors_number(all[i].expected, all[i].column)) > vectors_number(file, "tolerance")) fail_msg("%s is %.17g", all[i].column, got);
  }
  patron_assessment_destroy(result);
  json_decref(file);
}

static void investment_follows_the_margin_that_can_be_won(void **state)
{
  json_t *file = vectors_load("domain/model-worked-figures.json"), *one = case_of(file, "investment-level"), *want = vectors_get(one, "expected");
  char facts_text[600], expected[300];
  (void)state;
  plain_snprintf(facts_text, sizeof facts_text, "customer sales potential contribution_rate market_share cost_to_serve profit customer_margin\n"
           "A 100.00 %.2f %.17g %.17g %.2f 1.00 1.00\nloss 100.00 %.2f %.17g %.17g %.2f -1.00 1.00\ntheirs 100.00 %.2f %.17g 100 %.2f 1.00 -1.00\nfree 100.00 %.2f 0.5 50 0.00 1.00 1.00\n",
           100 + vectors_number(one, "headroom"), vectors_number(one, "contribution_rate"), vectors_number(one, "winnability"), vectors_number(one, "cost_to_serve"),
           100 + vectors_number(one, "headroom"), vectors_number(one, "contribution_rate"), vectors_number(one, "winnability"), vectors_number(one, "cost_to_serve"),
           100 + vectors_number(one, "headroom"), vectors_number(one, "contribution_rate"), vectors_number(one, "cost_to_serve"), 100 + vectors_number(one, "headroom"));
  plain_snprintf(expected, sizeof expected, "customer winnable_headroom return_on_serving investment_level investment_ceiling\nA %.2f %.17g %s %.2f\nloss %.2f %.17g LOW %.2f\ntheirs 100000.00 5 MEDIUM 20000.00\nfree 100000.00 - - 20000.00\n",
           vectors_number(want, "winnable_headroom_margin"), vectors_number(want, "ratio"), vectors_text(want, "level"), vectors_number(want, "ceiling"),
           vectors_number(want, "winnable_headroom_margin"), vectors_number(want, "ratio"), vectors_number(want, "ceiling"));
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  const book_lines rules[] = {{"scorecards", plain_scorecards}, {"criteria", plain_criteria}, {NULL, NULL}};
  check(facts, rules, expected);
  json_decref(file);
}

/* Marks that make the base level, and which side is behind when the collaboration is limited. */
static const char *marks(const json_t *one)
{
  const char *level = vectors_text(one, "base_level");
  const int limited = json_is_true(vectors_get(one, "limited")), us = limited && strcmp(vectors_text(one, "exposed"), "US") == 0;
  if (strcmp(level, "TRANSACTIONAL") == 0) return limited ? (us ? "90 90 20 20" : "20 20 90 90") : "20 20 20 20";
  if (strcmp(level, "COOPERATIVE") == 0) return limited ? (us ? "85 90 45 50" : "45 50 85 90") : "50 50 50 50";
  if (strcmp(level, "COLLABORATIVE") == 0) return "65 65 65 65";
  return "85 85 85 85";
}

static void engagement_is_held_by_relationship_and_gates(void **state)
{
  json_t *file = vectors_load("domain/model-worked-figures.json"), *one;
  char facts_text[3000] = "customer strategic_fit market_share profit customer_margin conditional_terms joint_objectives actual_approach our_commitment our_trust their_commitment their_trust\n";
  char expected[2000] = "customer target_approach recommended_approach engagement\n", line[300];
  size_t index;
  (void)state;
  json_array_foreach(vectors_get(case_of(file, "engagement"), "cases"), index, one) {
    const char *target = vectors_text(one, "target"), *actual = json_string_value(json_object_get(one, "actual")), *flag = json_string_value(json_object_get(one, "flag"));
    const char *cell = strcmp(target, "STRATEGIC") == 0 ? "90 90" : strcmp(target, "COLLABORATIVE") == 0 ? "50 90" : "10 90";
    plain_snprintf(line, sizeof line, "c%zu %s %.2f %.2f yes yes %s %s\n", index, cell, vectors_number(one, "our_margin"), vectors_number(one, "their_margin"), actual == NULL ? "-" : actual, marks(one));
    strcat(facts_text, line);
    plain_snprintf(line, sizeof line, "c%zu %s %s %s\n", index, target, vectors_text(one, "expected"), flag == NULL ? "-" : flag);
    strcat(expected, line);
  }
  assert_int_equal(index, 5);
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  const book_lines rules[] = {{"scorecards", plain_scorecards}, {"criteria", plain_criteria}, {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"}, {NULL, NULL}};
  check(facts, rules, expected);
  json_decref(file);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(every_placement_of_the_matrix, start, stop),
    cmocka_unit_test_setup_teardown(the_fence_admits_by_margin_or_by_reach, start, stop),
    cmocka_unit_test_setup_teardown(the_cost_of_a_visit_comes_from_the_field, start, stop),
    cmocka_unit_test_setup_teardown(the_line_in_margin_is_what_the_source_requires_of_an_account, start, stop),
    cmocka_unit_test_setup_teardown(the_break_even_of_a_person, start, stop),
    cmocka_unit_test_setup_teardown(wallets_give_shares_and_headroom, start, stop),
    cmocka_unit_test_setup_teardown(ranks_among_suppliers_give_shares, start, stop),
    cmocka_unit_test_setup_teardown(activities_cost_what_horngren_says, start, stop),
    cmocka_unit_test_setup_teardown(people_and_priority, start, stop),
    cmocka_unit_test_setup_teardown(investment_follows_the_margin_that_can_be_won, start, stop),
    cmocka_unit_test_setup_teardown(engagement_is_held_by_relationship_and_gates, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
