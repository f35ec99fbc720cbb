/* The stage serve by hand: standing by loyalty, sales and profit against the largest of the layer; what is left out, what is clamped, and who has none. */
#include "decided.h"

#include "patron/fitting.h"

/* KA: the largest sales are 1000.00 and the largest profit 40.00, of two customers. D1: alone in its layer, so full marks in both. */
static const char BOOK[] =
  "customer layer       loyalty sales    profit\n"
  "A        KA_RETAIL   80      500.00   30.00\n"     /* 27.2 + 16.5 + 24.75 */
  "B        KA_RETAIL   100     1000.00  40.00\n"
  "C        KA_RETAIL   0       1000.00  -5.00\n"     /* 0 + 33 + 0 */
  "D        KA_RETAIL   -       250.00   20.00\n"     /* (8.25 + 16.5) / 0.66 */
  "E        KA_RETAIL   50      -        10.00\n"
  "F        KA_RETAIL   50      10.00    -\n"
  "G        KA_RETAIL   50      -20.00   0.00\n"      /* 17 + 0 + 0 */
  "D1       DISTRIBUTOR 10      3.00     1.00\n"      /* 3.4 + 33 + 33 */
  "L1       SMALL_RETAIL 90     -1.00    -7.00\n"     /* the largest is not above 0: 30.6 + 0 + 0 */
  "L2       SMALL_RETAIL -      -3.00    -9.00\n"
  "U1       -           20      8.00     4.00\n"      /* no layer is a layer of its own: 6.8 + 33 + 33 */
  "U2       -           20      2.00     1.00\n";     /* 6.8 + 8.25 + 8.25 */

static void standing_is_loyalty_sales_and_profit_against_the_largest_of_the_layer(void **state)
{
  (void)state;
  check_customers(BOOK, NULL,
    "customer identity_index\n"
    "A ~68.45\nB 100\nC ~33.00\nD ~37.50\nE -\nF -\nG ~17.00\nD1 ~69.40\nL1 ~30.60\nL2 0\nU1 ~72.80\nU2 ~23.30\n");
}

/* 2, 1 and 1 instead of 0.34, 0.33, 0.33: A = 100 (2 * 0.8 + 0.5 + 0.75) / 4. */
static void weights_need_not_add_up_to_one(void **state)
{
  (void)state;
  check_customers(BOOK, "key value\nidentity.weights 2,1,1\n", "customer identity_index\nA ~71.25\nD ~37.50\nC 25\n");
  check_customers(BOOK, "key value\nidentity.weights 1,0,0\n", "customer identity_index\nA 80\nD -\nE -\nL1 90\n");
}

/* What nobody of a layer has is left out for all of them: 100 (0.34 * 0.8 + 0.33 * 0.5) / 0.67; the other layer has profit. */
static void what_nobody_of_the_layer_has_does_not_count(void **state)
{
  (void)state;
  check_customers("customer layer loyalty sales\nA KA_RETAIL 80 500.00\nB KA_RETAIL - 1000.00\n", NULL, "customer identity_index\nA ~65.224\nB 100\n");
  check_customers("customer layer sales profit\nA KA_RETAIL 5.00 -\nB KA_RETAIL 10.00 -\nC DISTRIBUTOR 5.00 2.00\nD DISTRIBUTOR 10.00 -\n", NULL,
    "customer identity_index\nA 50\nB 100\nC 75\nD -\n");
  check_customers("customer layer sales profit loyalty\nA KA_RETAIL - - 90\n", NULL, "customer identity_index\nA -\n");   /* loyalty alone is no standing */
}

static void without_sales_and_profit_the_stage_says_what_is_missing(void **state)
{
  static const book_lines facts[] = {{"customers", "customer loyalty\nA 90\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_decided(result, "customer identity_index\nA !\n");
  expect_rows(result, "skipped", "stage column\nserve sales\nserve profit\n");
  patron_assessment_destroy(result);
}

/* FIRST_TIER_WHOLESALER is judged as DISTRIBUTOR unless the setting says otherwise. */
static void layers_that_are_judged_as_one_share_their_largest(void **state)
{
  static const char facts[] = "customer layer sales profit\nA FIRST_TIER_WHOLESALER 50.00 5.00\nB DISTRIBUTOR 100.00 20.00\n";
  (void)state;
  check_customers(facts, NULL, "customer identity_index\nA ~37.5\nB 100\n");
  check_customers(facts, "key value\nsegment.merge ''\n", "customer identity_index\nA 100\nB 100\n");
}

static patron_portfolio *book_of(const char *customers)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  expect_ok(book_open(context, "EUR", facts, &book));
  return book;
}

static patron_model *reload(patron_model *model)
{
  patron_model *again = NULL;
  int64_t needed = 0;
  char *bytes;
  expect_ok(patron_model_save(model, NULL, 0, &needed));
  bytes = malloc((size_t)needed);
  assert_non_null(bytes);
  expect_ok(patron_model_save(model, bytes, needed, &needed));
  expect_ok(patron_model_load(context, bytes, needed, &again));
  free(bytes);
  patron_model_destroy(model);
  return again;
}

static void expect_applied(const patron_model *model, const char *customers, const char *expected)
{
  patron_portfolio *book = book_of(customers);
  patron_assessment *result = NULL;
  expect_ok(patron_apply(model, book, &result));
  expect_decided(result, expected);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

/* One row alone is held against the largest of all that were there; who has outgrown them has full marks; a layer that was not there has no standing. */
static void a_saved_model_judges_one_row_alone(void **state)
{
  patron_portfolio *book = book_of(BOOK);
  patron_model *model = NULL;
  (void)state;
  expect_ok(patron_fit(book, NULL, &model));
  patron_portfolio_destroy(book);
  model = reload(model);
  expect_applied(model, "customer layer loyalty sales profit\nA KA_RETAIL 80 500.00 30.00\n", "customer identity_index\nA ~68.45\n");
  expect_applied(model, "customer layer loyalty sales profit\nX KA_RETAIL 50 5000.00 10.00\n", "customer identity_index\nX ~58.25\n");   /* 17 + 33 + 8.25 */
  expect_applied(model, "customer layer loyalty sales profit\nX SMALL_RETAIL 50 5000.00 10.00\n", "customer identity_index\nX ~17.00\n");   /* the largest that was seen lost money */
  expect_applied(model, "customer layer loyalty sales profit\nX END_USER 50 5.00 1.00\n", "customer identity_index\nX -\n");
  expect_applied(model, "customer loyalty sales profit\nX 50 4.00 2.00\n", "customer identity_index\nX ~50.00\n");   /* 17 + 16.5 + 16.5, among those without a layer */
  expect_applied(model, "customer layer sales\nX KA_RETAIL 500.00\n", "customer identity_index\nX -\n");   /* the layer has profit, the row has not said */
  patron_model_destroy(model);
}

static patron_fitting *accumulate(patron_portfolio *const books[2], const char *plan, int64_t length)
{
  patron_fitting *parts[2] = {NULL, NULL};
  for (int i = 0; i < 2; i++) {
    expect_ok(patron_fitting_create(context, NULL, length == 0 ? NULL : plan, length, &parts[i]));
    expect_ok(patron_fitting_accumulate(parts[i], books[i]));
  }
  expect_ok(patron_fitting_merge(parts[0], parts[1]));
  patron_fitting_destroy(parts[1]);
  return parts[0];
}

/* Both halves have seen only their own largest until they are merged. */
static void parts_find_the_largest_of_all(void **state)
{
  static const char *const halves[] = {"customer layer loyalty sales profit\nA KA_RETAIL 80 500.00 30.00\nC KA_RETAIL 0 1000.00 -5.00\n", "customer layer loyalty sales profit\nB KA_RETAIL 100 900.00 40.00\nD1 DISTRIBUTOR 10 3.00 1.00\n"};
  static char plan[1 << 16];
  patron_portfolio *const books[] = {book_of(halves[0]), book_of(halves[1])};
  patron_fitting *all = accumulate(books, NULL, 0);
  patron_model *model = NULL;
  int64_t length = 0;
  (void)state;
  while (patron_fitting_next(all, plan, sizeof plan, &length) == PATRON_OK) {
    patron_fitting_destroy(all);
    all = accumulate(books, plan, length);
  }
  expect_ok(patron_fitting_model(all, &model));
  expect_applied(model, halves[0], "customer identity_index\nA ~68.45\nC ~33.00\n");
  expect_applied(model, halves[1], "customer identity_index\nB ~96.70\nD1 ~69.40\n");   /* 34 + 29.7 + 33 */
  patron_model_destroy(model);
  patron_fitting_destroy(all);
  for (int i = 0; i < 2; i++) patron_portfolio_destroy(books[i]);
}

static void the_parts_of_a_standing_are_told(void **state)
{
  static const book_lines facts[] = {{"customers", BOOK}, {NULL, NULL}}, rules[] = {{"settings", "key value\noutput.explanations ALL\n"}, {NULL, NULL}};
  static const book_lines alone[] = {{"customers", "customer sales profit\nD 250.00 20.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "explanations",
    "code     customer factor         raw    normalised weight contribution threshold margin text\n"
    "STANDING A identity_index ~68.45 - - - - - Standing+within+the+layer,+by+loyalty,+sales+and+net+margin:+68.45+of+100.\n"
    "STANDING A loyalty        80     80 0.34 ~27.2  - -           Standing:+loyalty+of+80+of+100+makes+27.2+points.\n"
    "STANDING A current_value  500    50 0.33 ~16.5  1000 -500     Standing:+sales+of+500.00,+against+1000.00+of+the+largest+in+the+layer,+makes+16.5+points.\n"
    "STANDING A net_margin     30     75 0.33 ~24.75 40   -10      Standing:+a+net+margin+of+30.00,+against+40.00+of+the+largest+in+the+layer,+makes+24.75+points.\n");
  patron_assessment_destroy(result);
  result = decide(alone, rules);
  expect_rows(result, "explanations", "code customer text\nSTANDING D Standing+within+the+layer,+by+sales+and+net+margin:+100+of+100.\n");
  patron_assessment_destroy(result);
}

/* Attractiveness and winnability are what strategic_fit and market_share say; B and C are of one level, D is of none. */
static const book_lines partners[] = {{"customers",
  "customer strategic_fit market_share our_commitment our_trust their_commitment their_trust\n"
  "A 90 90 20 20 20 20\nB 90 90 50 50 50 50\nC 10 10 50 50 50 50\nD 10 10 50 50 50 -\n"}, {NULL, NULL}};
#define PARTNERS_RULES \
  {"scorecards", "scorecard weighting\nattractiveness EQUAL\nwinnability EQUAL\n"}, \
  {"criteria", "scorecard criterion column low high\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"}, \
  {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"}, \
  {"settings", "key value\nscore.rank_by ''\noutput.explanations ALL\n"}

static void the_playbook_says_what_to_do_at_each_level_and_in_each_approach(void **state)
{
  static const book_lines rules[] = {PARTNERS_RULES, {NULL, NULL}};
  patron_assessment *result = decide(partners, rules);
  patron_table *playbook = NULL;
  int64_t rows;
  (void)state;
  expect_decided(result, "customer relationship_level recommended_approach\nA TRANSACTIONAL CONSULTATIVE\nB COOPERATIVE CONSULTATIVE\nC COOPERATIVE TACTICAL\nD UNDETERMINED TACTICAL\n");
  expect_rows(result, "playbook",
    "level approach customers\nTRANSACTIONAL - 1\nCOOPERATIVE - 2\nCOLLABORATIVE - 0\nSTRATEGIC - 0\nLIMITED_COLLABORATION - 0\nUNDETERMINED - 1\n");
  expect_rows(result, "playbook", "approach level customers\nTACTICAL - 2\nCONSULTATIVE - 2\nCOLLABORATIVE - 0\nSTRATEGIC - 0\n");
  expect_ok(patron_assessment_table(result, "playbook", &playbook));
  expect_ok(patron_table_rows(playbook, &rows));
  assert_int_equal(rows, 10);
  expect_rows(result, "explanations",
    "code customer stage factor text\n"
    "PLAYBOOK A serve playbook Negotiate:+trade+spend+and+promotions+decide.+Know+what+each+deal+leaves+before+it+is+made.\n"
    "PLAYBOOK A serve playbook Agree+a+customer+business+plan+that+fits+their+strategy+and+pays+for+itself.\n");
  patron_table_destroy(playbook);
  patron_assessment_destroy(result);
}

/* A row of both holds where both hold. */
static void a_playbook_of_the_host_replaces_that_of_the_policy(void **state)
{
  static const book_lines rules[] = {PARTNERS_RULES, {"playbook", "level approach text\nCOOPERATIVE CONSULTATIVE ask\nCOOPERATIVE - sell\n"}, {NULL, NULL}};
  static const book_lines silent[] = {{"customers", "customer sales\nA 1.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(partners, rules);
  patron_table *playbook = NULL;
  (void)state;
  expect_rows(result, "playbook", "text level approach customers\nask COOPERATIVE CONSULTATIVE 1\nsell COOPERATIVE - 2\n");
  expect_rows(result, "explanations", "code customer text\nPLAYBOOK B ask\nPLAYBOOK B sell\nPLAYBOOK C sell\n");
  patron_assessment_destroy(result);
  result = decide(silent, NULL);   /* nothing is known of levels or approaches */
  expect_status(patron_assessment_table(result, "playbook", &playbook), PATRON_E_NOT_FOUND);
  patron_assessment_destroy(result);
}

static void a_row_of_the_playbook_names_what_it_is_for(void **state)
{
  char long_texts[2][1200];
  const char *const texts[] = {"level approach text\n- - ask\n", "level text\nCOOPERATIVE ask\nCOOPERATIVE sell\n", "level text\nFRIENDLY ask\n", long_texts[0], long_texts[1]};
  static const patron_status expected[] = {PATRON_E_INVALID_ARGUMENT, PATRON_E_DUPLICATE, PATRON_E_RANGE, PATRON_E_INVALID_ARGUMENT, PATRON_OK};
  (void)state;
  snprintf(long_texts[0], sizeof long_texts[0], "level text\nCOOPERATIVE %01024d\n", 0);
  snprintf(long_texts[1], sizeof long_texts[1], "level text\nCOOPERATIVE %01023d\n", 0);
  for (int i = 0; i < 5; i++) {
    patron_policy *policy = NULL;
    patron_portfolio *book = book_of("customer sales\nA 1.00\n");
    patron_assessment *result = NULL;
    patron_status status;
    expect_ok(patron_policy_create(context, NULL, &policy));
    status = book_rule(context, policy, "playbook", texts[i]);
    if (status == PATRON_OK) status = patron_assess(book, policy, &result);
    expect_status(status, expected[i]);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
    patron_policy_destroy(policy);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(standing_is_loyalty_sales_and_profit_against_the_largest_of_the_layer, start, stop),
    cmocka_unit_test_setup_teardown(weights_need_not_add_up_to_one, start, stop),
    cmocka_unit_test_setup_teardown(what_nobody_of_the_layer_has_does_not_count, start, stop),
    cmocka_unit_test_setup_teardown(without_sales_and_profit_the_stage_says_what_is_missing, start, stop),
    cmocka_unit_test_setup_teardown(layers_that_are_judged_as_one_share_their_largest, start, stop),
    cmocka_unit_test_setup_teardown(a_saved_model_judges_one_row_alone, start, stop),
    cmocka_unit_test_setup_teardown(parts_find_the_largest_of_all, start, stop),
    cmocka_unit_test_setup_teardown(the_parts_of_a_standing_are_told, start, stop),
    cmocka_unit_test_setup_teardown(the_playbook_says_what_to_do_at_each_level_and_in_each_approach, start, stop),
    cmocka_unit_test_setup_teardown(a_playbook_of_the_host_replaces_that_of_the_policy, start, stop),
    cmocka_unit_test_setup_teardown(a_row_of_the_playbook_names_what_it_is_for, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
