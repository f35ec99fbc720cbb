/* Families rolled up through `parent`, by hand: sums, who carries the decisions, what is refused, and that fit and apply agree. */
#include "decided.h"

static const char family[] =
  "customer parent layer        sales  sales_previous profit potential name\n"
  "S2       S1     SMALL_RETAIL 30.00  20.00          -2.00  -         two\n"
  "H        -      KA_RETAIL    100.00 50.00          10.00  500.00    head\n"
  "S1       H      SMALL_RETAIL 50.00  50.00          5.00   -         one\n"
  "X        -      KA_RETAIL    20.00  40.00          1.00   30.00     alone\n"
  "P        X      KA_RETAIL    -      -              -      -         prospect\n";

static const book_lines ultimate[] = {{"settings", "key value\nrollup.to ULTIMATE\n"}, {NULL, NULL}};
static const book_lines to_parent[] = {{"settings", "key value\nrollup.to PARENT\n"}, {NULL, NULL}};

/* 100 + 50 + 30 against 50 + 50 + 20; the wallet of the head stands for all. 80 % of 200 is 160: the family alone is A, and small retail has nobody left. */
static void a_family_is_judged_as_one_customer_on_the_row_of_its_head(void **state)
{
  const book_lines facts[] = {{"customers", family}, {NULL, NULL}};
  patron_assessment *result = decide(facts, ultimate);
  patron_table *groups = NULL;
  int64_t rows;
  (void)state;
  expect_decided(result, "customer judged_as current_value net_margin net_margin_rate growth    potential_value headroom sales_class key rank\n"
                         "S2       H         -             -          -               -         -               -        -           -   -\n"
                         "H        H         180.00        13.00      ~0.072222       0.4       500.00          320.00   A           yes 1\n"
                         "S1       H         -             -          -               -         -               -        -           -   -\n"
                         "X        X         20.00         1.00       0.05            ~-0.66667 30.00           10.00    B           no  2\n"
                         "P        X         -             -          -               -         -               -        -           -   -\n");
  expect_rows(result, "groups", "segment layer n n_key total_net\nsales KA_RETAIL 2 1 200.00\nprofit KA_RETAIL 2 1 14.00\n");
  expect_ok(patron_assessment_table(result, "groups", &groups));
  expect_ok(patron_table_rows(groups, &rows));
  assert_int_equal(rows, 2);
  patron_table_destroy(groups);
  patron_assessment_destroy(result);
}

/* S1 is a parent: it stays a customer of its own, with S2. */
static void up_to_the_parent_each_parent_is_judged_with_its_leaves(void **state)
{
  const book_lines facts[] = {{"customers", family}, {NULL, NULL}};
  patron_assessment *result = decide(facts, to_parent);
  (void)state;
  expect_decided(result, "customer judged_as current_value net_margin growth     potential_value\n"
                         "S2       S1        -             -          -          -\n"
                         "H        H         100.00        10.00      ~0.666667  500.00\n"
                         "S1       S1        80.00         3.00       ~0.133333  -\n"
                         "X        X         20.00         1.00       ~-0.666667 30.00\n"
                         "P        X         -             -          -          -\n");
  expect_rows(result, "groups", "segment layer n total_net\nsales KA_RETAIL 2 120.00\nsales SMALL_RETAIL 1 80.00\n");
  patron_assessment_destroy(result);
}

/* Without the setting nothing is added, whoever is named as a parent. */
static void without_the_setting_everybody_is_judged_alone(void **state)
{
  const book_lines facts[] = {{"customers", "customer parent sales\nA nobody 1.00\nB A 2.00\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL, "customer current_value judged_as\nA 1.00 !\nB 2.00 !\n");
}

/* A part is no sum: B sells and does not know its margin. C, who has nothing, is passed over; the cost of D comes from what is done for it. */
static void an_amount_that_a_member_lacks_is_unknown_for_the_family(void **state)
{
  const book_lines facts[] = {{"customers",
    "customer parent sales  profit gross_margin cost_to_serve sales_previous gross_sales on_invoice_terms off_invoice_terms orders wallet_proxy\n"
    "A        -      100.00 10.00  -            -             90.00          -           -                -                 3      2.5\n"
    "B        A      50.00  -      20.00        -             -              -           -                -                 -      -\n"
    "C        A      -      -      -            -             -              -           -                -                 1      0.1\n"
    "D        -      -      -      30.00        -             10.00          80.00       5.00             5.00              1      -\n"
    "E        D      30.00  -      9.00         4.00          20.00          -           -                -                 2      4\n"},
    {"activities", "customer activity per_year cost needs_face_to_face\nD VISIT 2 3.00 yes\nE VISIT 1 1.00 yes\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, ultimate);
  (void)state;
  expect_decided(result, "customer current_value net_margin growth    data_flags visits_now\n"
                         "A        150.00        -          -         ''         -\n"
                         "D        100.00        29.00      ~1.076923 ''         3\n");   /* margins (30 - 6) + (9 - 4); growth (100 - 30) / 65 */
  patron_assessment_destroy(result);
}

/* Each member by the source that knows it: H by its column, S by the ledger. Purchases, payment and contacts are the family's. */
static void members_bring_their_ledger_and_their_people(void **state)
{
  const book_lines facts[] = {{"customers", "customer parent sales sales_previous willingness\nH - 1000.00 900.00 -\nS H - - 10\nT H - - -\n"},
    {"ledger", "customer date       amount due        paid\n"
               "H        2026-01-10 7.00   2026-02-01 2026-02-01\n"
               "S        2024-07-15 40.00  -          -\n"
               "S        2026-06-30 60.00  2026-06-30 -\n"
               "S        2026-06-29 20.00  2026-06-01 2026-06-05\n"},
    {"contacts", "contact customer influence attitude willingness\nc1 S 60 50 80\nc2 T 40 0 30\n"},
    {"evidence", "customer party dimension item value date\nS US TRUST i 80 2026-06-30\nH US TRUST i 60 2026-06-30\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, ultimate);
  (void)state;
  expect_decided(result, "customer current_value growth     recency_days frequency on_time_share people_index willingness_index our_trust\n"
                         "H        1080.00       ~0.138614  1            3         ~0.080460     65           60                ~70.0000\n"   /* 940 before: 140/1010; 7 of 87 on time */
                         "S        -             -          -            -         -             -            -                 -\n"
                         "T        -             -          -            -         -             -            -                 -\n");
  patron_assessment_destroy(result);
}

/* History and the calibration of potential keys see the family, too. */
static void members_bring_their_history(void **state)
{
  const book_lines facts[] = {{"customers", "customer parent layer\nH - KA_RETAIL\nS H KA_RETAIL\nX - KA_RETAIL\n"}, {"history",
    "customer period     sales  profit\n"
    "H        2024-01-01 10.00  1.00\n"
    "S        2025-01-01 30.00  3.00\n"
    "X        2025-01-01 5.00   1.00\n"}, {NULL, NULL}};
  (void)state;
  check(facts, ultimate, "customer current_value growth net_margin\nH 30.00 1 3.00\nS - - -\nX 5.00 2 1.00\n");
}

static void refused(const char *customers, const char *settings, patron_status expected, const char *row, const char *says)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}}, rules[] = {{"settings", settings}, {NULL, NULL}};
  patron_assessment *result = NULL;
  char text[1200];
  assert_int_equal(try_to_decide("EUR", facts, rules, &result), expected);
  assert_null(result);
  expect_ok(patron_context_error_part(context, "column", text, sizeof text, NULL));
  assert_string_equal(text, "parent");
  expect_ok(patron_context_error_part(context, "row", text, sizeof text, NULL));
  assert_string_equal(text, row);
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  if (strstr(text, says) == NULL) fail_msg("\"%s\" does not say \"%s\"", text, says);
}

static void cycles_and_unknown_parents_are_refused(void **state)
{
  static const char ultimately[] = "key value\nrollup.to ULTIMATE\n", parent[] = "key value\nrollup.to PARENT\n";
  (void)state;
  refused("customer parent sales\nA A 1.00\n", ultimately, PATRON_E_RANGE, "1", "leave the parent of the head of a family empty");
  refused("customer parent sales\nX - 1.00\nA C 1.00\nB A 1.00\nC B 1.00\n", ultimately, PATRON_E_RANGE, "2", "its own ancestor");
  refused("customer parent sales\nX - 1.00\nA C 1.00\nB A 1.00\nC B 1.00\n", parent, PATRON_E_RANGE, "2", "its own ancestor");
  refused("customer parent sales\nA - 1.00\nB Z 1.00\n", parent, PATRON_E_NOT_FOUND, "2", "the whole family belongs in the call");
}

static void without_parents_the_run_says_so(void **state)
{
  const book_lines facts[] = {{"customers", "customer sales\nA 1.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, ultimate);
  (void)state;
  expect_decided(result, "customer current_value judged_as\nA 1.00 !\n");
  expect_rows(result, "skipped", "column stage\nparent measures\n");
  patron_assessment_destroy(result);
}

/* The model of all families answers for one of them, whole, with the same cells; without its head it is refused. */
static void one_family_alone_gets_what_it_got_among_all(void **state)
{
  const book_lines all[] = {{"customers", family}, {NULL, NULL}};
  const book_lines one[] = {{"customers", "customer parent layer sales sales_previous profit potential name\nS1 H SMALL_RETAIL 50.00 50.00 5.00 - one\nS2 S1 SMALL_RETAIL 30.00 20.00 -2.00 - two\nH - KA_RETAIL 100.00 50.00 10.00 500.00 head\n"}, {NULL, NULL}};
  const book_lines part[] = {{"customers", "customer parent layer sales\nS1 H SMALL_RETAIL 50.00\n"}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *among_all = NULL, *alone = NULL, *refused_one = NULL;
  patron_table *batch = NULL, *single = NULL;
  int64_t columns;
  (void)state;
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(book_rule(context, policy, "settings", ultimate[0].text));
  expect_ok(book_open(context, "EUR", all, &book));
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_apply(model, book, &among_all));
  patron_portfolio_destroy(book);
  expect_ok(book_open(context, "EUR", one, &book));
  expect_ok(patron_apply(model, book, &alone));
  patron_portfolio_destroy(book);
  expect_ok(patron_assessment_table(among_all, "customers", &batch));
  expect_ok(patron_assessment_table(alone, "customers", &single));
  expect_ok(patron_table_columns(batch, &columns));
  for (int64_t column = 0; column < columns; column++) {
    static const int64_t there[] = {2, 0, 1};
    char name[200], expected[BOOK_CELL], got[BOOK_CELL];
    expect_ok(patron_table_column_name(batch, column, name, sizeof name, NULL));
    for (int64_t row = 0; row < 3; row++) assert_string_equal(book_cell(single, name, row, got), book_cell(batch, name, there[row], expected));
  }
  expect_ok(book_open(context, "EUR", part, &book));
  assert_int_equal(patron_apply(model, book, &refused_one), PATRON_E_NOT_FOUND);
  patron_portfolio_destroy(book);
  patron_table_destroy(batch);
  patron_table_destroy(single);
  patron_assessment_destroy(among_all);
  patron_assessment_destroy(alone);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
}

/* Handles are those of the portfolio: a member answers unknown, and is explained by its family. */
static void handles_and_explanations_find_the_family(void **state)
{
  const book_lines facts[] = {{"customers", family}, {NULL, NULL}};
  patron_assessment *result = decide(facts, ultimate);
  patron_customer member, head;
  patron_table *why = NULL;
  int64_t value = 0;
  char cell[BOOK_CELL];
  (void)state;
  expect_ok(patron_assessment_find_customer(result, "S1", -1, &member));
  expect_ok(patron_assessment_customer_at(result, 1, &head));
  assert_int_equal(patron_assessment_customer_at(result, 5, &head), PATRON_E_RANGE);
  assert_int_equal(patron_assessment_money(result, member, "current_value", &value), PATRON_UNKNOWN);
  expect_ok(patron_assessment_money(result, head, "current_value", &value));
  assert_int_equal(value, 18000);
  expect_ok(patron_assessment_explain(result, member, &why));
  assert_string_equal(book_cell(why, "customer", 0, cell), "S1");
  assert_string_equal(book_cell(why, "text", 0, cell), "Judged as one customer with H; what follows is said of that row.");
  assert_string_equal(book_cell(why, "customer", 1, cell), "H");
  patron_table_destroy(why);
  expect_ok(patron_assessment_explain(result, head, &why));
  assert_string_equal(book_cell(why, "customer", 0, cell), "H");
  patron_table_destroy(why);
  patron_assessment_destroy(result);
}

/* Ids that are numbers, against numbers and against their digits: who is judged with others is not lost. */
static void members_with_numbers_for_ids_are_not_lost(void **state)
{
  const book_lines facts[] = {{"customers", "customer:i parent:i sales\n1 - 100.00\n2 1 80.00\n3 - 20.00\n"}, {NULL, NULL}};
  static const char *const stored[] = {"customer:i current_value\n1 180.00\n2 -\n3 20.00\n9 5.00\n", "customer current_value\n1 180.00\n2 -\n3 20.00\nX 5.00\n"};
  patron_assessment *result = decide(facts, ultimate);
  (void)state;
  for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
    patron_table *before = NULL, *changes = NULL;
    int64_t rows;
    char cell[BOOK_CELL];
    expect_ok(book_table(context, "before", stored[i], &before));
    expect_ok(patron_changes(context, before, result, &changes));
    expect_ok(patron_table_rows(changes, &rows));
    assert_true(rows >= 1);
    for (int64_t row = 0; row < rows; row++)
      if (strcmp(book_cell(changes, "why", row, cell), "LOST") == 0) assert_string_equal(book_cell(changes, "customer", row, cell), i == 0 ? "9" : "X");
    assert_string_equal(book_cell(changes, "why", rows - 1, cell), "LOST");
    patron_table_destroy(changes);
    patron_table_destroy(before);
  }
  patron_assessment_destroy(result);
}

/* Facts are counted customer by customer, and what changed is found by customer. */
static void lists_by_customer_stay_lists_by_customer(void **state)
{
  const book_lines facts[] = {{"customers", family}, {NULL, NULL}};
  patron_assessment *result = decide(facts, ultimate);
  patron_assessment *compared = NULL;
  patron_table *before = NULL, *changes = NULL;
  int64_t rows;
  char cell[BOOK_CELL];
  (void)state;
  expect_rows(result, "completeness", "column known unknown\nsales 4 1\npotential 2 3\nparent 3 2\n");
  expect_ok(book_table(context, "before", "customer current_value sales_class sales_cutoff\nS2 - - -\nH 25.00 B 180.00\nS1 - - -\nX 20.00 B 180.00\nP - - -\n", &before));
  expect_ok(patron_changes(context, before, result, &changes));
  expect_ok(patron_table_rows(changes, &rows));
  assert_int_equal(rows, 2);
  for (int64_t row = 0; row < rows; row++) {
    assert_string_equal(book_cell(changes, "customer", row, cell), "H");
    assert_string_equal(book_cell(changes, "row", row, cell), "1");
    assert_string_equal(book_cell(changes, "why", row, cell), "OWN_VALUE");
  }
  patron_table_destroy(changes);
  expect_ok(patron_compare(context, before, result, &compared));
  expect_rows(compared, "changes", "customer row why\nH 1 OWN_VALUE\n");
  patron_assessment_destroy(compared);
  expect_decided(result, "customer judged_as current_value\nS1 H -\nH H 180.00\n");   /* the first still stands on its own */
  patron_table_destroy(before);
  patron_assessment_destroy(result);
}

static patron_status roll_up_everything(patron_context *own, scenario_output *output)
{
  const book_lines facts[] = {{"customers", family}, {"contacts", "contact customer influence attitude willingness\nc1 S1 60 50 80\nc2 H 40 0 30\n"},
    {"sources", "customer column source date\nS1 sales CUSTOMER_SAID 2026-01-01\n"},
    {"activities", "customer activity per_year cost needs_face_to_face\nH VISIT 2 3.00 yes\nX VISIT 1 1.00 yes\n"}, {"ledger", "customer date amount margin\nP 2026-01-01 3.00 1.00\nS2 2026-02-01 4.00 2.00\n"}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  patron_status status;
  SCENARIO_TRY(book_open(own, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(own, NULL, &policy));
  SCENARIO_TRY(book_rule(own, policy, "settings", "key value\nrollup.to ULTIMATE\noutput.explanations ALL\n"));
  SCENARIO_TRY(patron_fit(book, policy, &model));
  SCENARIO_TRY(patron_apply(model, book, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void every_failure_is_survived(void **state)
{
  const scenario_options options = {.allocation_stride = 29, .limit_steps = 8};
  (void)state;
  scenario_torture("roll-up", roll_up_everything, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_family_is_judged_as_one_customer_on_the_row_of_its_head, start, stop),
    cmocka_unit_test_setup_teardown(up_to_the_parent_each_parent_is_judged_with_its_leaves, start, stop),
    cmocka_unit_test_setup_teardown(without_the_setting_everybody_is_judged_alone, start, stop),
    cmocka_unit_test_setup_teardown(an_amount_that_a_member_lacks_is_unknown_for_the_family, start, stop),
    cmocka_unit_test_setup_teardown(members_bring_their_ledger_and_their_people, start, stop),
    cmocka_unit_test_setup_teardown(members_bring_their_history, start, stop),
    cmocka_unit_test_setup_teardown(cycles_and_unknown_parents_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(without_parents_the_run_says_so, start, stop),
    cmocka_unit_test_setup_teardown(one_family_alone_gets_what_it_got_among_all, start, stop),
    cmocka_unit_test_setup_teardown(handles_and_explanations_find_the_family, start, stop),
    cmocka_unit_test_setup_teardown(members_with_numbers_for_ids_are_not_lost, start, stop),
    cmocka_unit_test_setup_teardown(lists_by_customer_stay_lists_by_customer, start, stop),
    cmocka_unit_test(every_failure_is_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
