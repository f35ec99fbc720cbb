/* Turns that facts seldom take: groups of more names than a table holds, classes of a number that are held, people of one name, periods of odd length, values that a transform cannot take. */
#include "decided.h"

enum { NAMES = 105, LINE = 80 };   /* 106 * 106 * 106 combinations are more than are laid out as a table */

/* Two customers to each combination of names, 100 and 1: the first makes 80 %, so it is A and the second C. A family of names that no other has shares no group with it. */
static void groups_of_very_many_names_are_told_apart(void **state) {
  static char customers[2 * NAMES * LINE], expected[2 * NAMES * LINE];
  char *at = customers + sprintf(customers, "customer x y z sales\n"), *wanted = expected + sprintf(expected, "customer fine_class fine_cutoff\n");
  (void)state;
  for (int i = 0; i < 2 * NAMES; i++) {
    const int name = i / 2, large = i % 2 == 0;
    at += sprintf(at, "c%d x%d y%d z%d %d.00\n", i, name, name * 7 % NAMES, name * 11 % NAMES, large ? 100 + name : 1);
    wanted += sprintf(wanted, "c%d %s %d.00\n", i, large ? "A" : "C", 100 + name);
  }
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}}, rules[] = {{"segments", "segment by measure cuts bit purpose use\nfine x,y,z current_value 80,95 NONE a b\n"}, {NULL, NULL}};
  check(facts, rules, expected);
}

/* The same names in other company are another group, one that the model has not seen, and so is a name of its own. One customer alone makes all of a group: 99 is below each cut-off of 100. */
static void a_combination_that_the_model_has_not_seen_has_no_class(void **state) {
  static char customers[NAMES * LINE], others[NAMES * LINE];
  char *at = customers + sprintf(customers, "customer x y z sales\n"), *other = others + sprintf(others, "customer x y z sales\n");
  patron_portfolio *first = NULL, *second = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  (void)state;
  for (int i = 0; i < NAMES; i++) {
    at += sprintf(at, "c%d x%d y%d z%d 100.00\n", i, i, i, i);
    other += sprintf(other, i == 50 ? "c%d x%d y%d q%d 100.00\n" : "c%d x%d y%d z%d 99.00\n", i, i, i, i == 20 ? 21 : i);
  }
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}}, later[] = {{"customers", others}, {NULL, NULL}};
  expect_ok(book_open(context, "EUR", facts, &first));
  expect_ok(book_open(context, "EUR", later, &second));
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(book_rule(context, policy, "segments", "segment by measure cuts bit purpose use\nfine x,y,z current_value 80,95 NONE a b\n"));
  expect_ok(patron_fit(first, policy, &model));
  expect_ok(patron_apply(model, second, &result));
  expect_decided(result, "customer fine_class fine_cutoff\nc0 C 100.00\nc19 C 100.00\nc20 - -\nc21 C 100.00\nc50 - -\nc104 C 100.00\n");
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(second);
  patron_portfolio_destroy(first);
}

/* 100, 95 and 5: 80 % of 200 are reached with 195, so B begins at 95 and A, at 50 %, at 100. A band of 10 % holds A from 90 and lets into A from 110, into B from 104.5. */
static void the_class_of_a_number_is_held(void **state) {
  static const book_lines facts[] = {{"customers",
    "customer strategic_fit marks_previous_class\na 100 -\nb 95 -\nc 5 -\nz 0 A\n"}, {NULL, NULL}};
  static const book_lines held_facts[] = {{"customers", "customer strategic_fit marks_previous_class\na 100 C\nb 95 A\nc 5 B\nz 0 A\n"}, {NULL, NULL}};
  static const book_lines risen[] = {{"customers", "customer strategic_fit marks_previous_class\na 100 B\nb 95 B\nc 5 C\nz 0 -\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment measure cuts bit purpose use\nmarks strategic_fit 50,80 NONE a b\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer marks_class marks_held marks_cutoff marks_margin\na A A 100 0\nb B B 100 -5\nc C C 100 -95\nz N N 100 -100\n");
  check(held_facts, rules, "customer marks_class marks_held\na A C\nb B A\nc C C\nz N N\n");
  check(risen, rules, "customer marks_class marks_held\na A B\nb B B\nc C C\nz N N\n");
}

/* What a model found nobody positive for says N of those who are not, and nothing of others. */
static void a_group_without_anyone_positive_has_no_cutoffs(void **state) {
  static const book_lines facts[] = {{"customers", "customer territory strategic_fit sales\na t 0 0.00\nb t 0 -1.00\nc u 5 1.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nmarks territory strategic_fit 80 NONE a b\nmoney territory current_value 80 NONE a b\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer marks_class marks_cutoff money_class money_cutoff\na N - N -\nb N - N -\nc A 5 A 1.00\n");
}

/* The order of rows shows nowhere, also where all that tells two people of one name apart is what they think. */
static void people_of_one_name_are_summed_in_one_order(void **state) {
  static const char *const lines[] = {"k1 a 10 -20 30\n", "k1 a 70 0.1 -\n", "k1 a 70 0.7 10\n", "k1 a 70 0.7 0.3\n", "k1 a - 0.3 60\n"};
  char *expected = NULL;
  (void)state;
  for (int turn = 0; turn < 5; turn++) {
    char contacts[400] = "contact customer influence attitude willingness\n", *got = NULL;
    const book_lines facts[] = {{"customers", "customer sales\na 5.00\n"}, {"contacts", contacts}, {NULL, NULL}};
    for (int i = 0; i < 5; i++) strcat(contacts, lines[(i * 2 + turn) % 5]);
    patron_assessment *result = decide(facts, NULL);
    expect_ok(book_decisions(result, NULL, &got));
    patron_assessment_destroy(result);
    if (expected == NULL) expected = got;
    else { assert_string_equal(got, expected); free(got); }
  }
  free(expected);
}

/* Four layers, of which one is judged as another that nobody has: its name is longer than those before and after it. 20.00 and 1.00 of DD make 80 % with the first alone. */
static void a_merged_layer_takes_the_place_of_its_new_name(void **state) {
  static const book_lines facts[] = {{"customers", "customer layer sales\na A 10.00\nc CCCC 30.00\nd DD 20.00\ne DD 1.00\nx X 7.00\ny X 0.50\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nfine layer current_value 80,95 NONE a b\n"}, {"settings", "key value\nsegment.merge X:BBBBBB\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer fine_class fine_cutoff\na A 10.00\nc A 30.00\nd A 20.00\ne C 20.00\nx A 7.00\ny B 7.00\n");
  expect_rows(result, "groups", "layer n_positive\nA 1\nBBBBBB 2\nCCCC 1\nDD 2\n");
  patron_assessment_destroy(result);
}

/* Whom the first segment judges the second leaves out: of the shops `little` was twice no key customer and stayed none; of the others nobody could become one. */
static void chances_are_counted_among_those_that_a_segment_judges(void **state) {
  static const book_lines facts[] = {{"customers", "customer layer\nlarge K\nshop S\nlittle S\n"},
    {"history", "customer period sales\nlarge 2023-01-01 500.00\nlarge 2024-01-01 500.00\nlarge 2025-01-01 500.00\nshop 2023-01-01 100.00\nshop 2024-01-01 100.00\nshop 2025-01-01 100.00\n"
                "little 2023-01-01 10.00\nlittle 2024-01-01 10.00\nlittle 2025-01-01 10.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment layers measure cuts bit purpose use\nkeys K current_value 80,95 SALES a b\nrest - current_value 80,95 SALES a b\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "potential_calibration", "segment band n k\nkeys 0 0 0\n");
  expect_rows(result, "potential_calibration", "segment band n k\nrest 0 2 0\n");
  patron_assessment_destroy(result);
}

/* Five people answer two items alike, one of them the first item twice, with 10 and 12: 11 is what counts. Sums of 100 to 104 in steps of 0.5 vary by little, and all of it is common: alpha is 1. */
static void answers_count_per_person_and_item_whatever_their_order(void **state) {
  static const char *const lines[] = {"A US TRUST i 50 p\n", "A US TRUST j 50 p\n", "A US TRUST i 50.25 q\n", "B US TRUST j 50.5 q\n", "A US TRUST j 50.25 q\n", "B US TRUST i 50.5 q\n",
                                      "B US TRUST i 50.75 r\n", "B US TRUST j 50.75 r\n", "B US TRUST i 50.5 s\n", "B US TRUST j 51 s\n", "B US TRUST i 51.5 s\n"};
  enum { LINES = sizeof lines / sizeof *lines };
  (void)state;
  for (int turn = 0; turn < LINES; turn++) {
    char evidence[600] = "customer party dimension item value respondent\n";
    const book_lines facts[] = {{"customers", "customer\nA\nB\n"}, {"evidence", evidence}, {NULL, NULL}};
    patron_assessment *result;
    for (int i = 0; i < LINES; i++) strcat(evidence, lines[(i * 7 + turn) % LINES]);
    result = decide(facts, NULL);
    expect_decided(result, "customer our_trust\nA 50.125\nB ~50.7857143\n");
    expect_rows(result, "evidence", "dimension items respondents alpha answers\nTRUST 2 5 1 11\n");
    patron_assessment_destroy(result);
  }
}

/* Two scorecards with the same criteria and nothing behind them score the same. */
static void scorecards_that_are_the_same_score_the_same(void **state) {
  static const book_lines facts[] = {{"customers", "customer strategic_fit\na 5\nb 80\nc -\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"scorecards", "scorecard weighting\none EQUAL\ntwo EQUAL\n"}, {"criteria", "scorecard criterion column normaliser within low high\none f strategic_fit LINEAR - 0 100\ntwo f strategic_fit LINEAR - 0 100\n"},
                                     {"settings", "key value\nscore.rank_by two\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer one two one_coverage two_coverage rank\na 5 5 1 1 2\nb 80 80 1 1 1\nc - - 0 0 -\n");
}

/* No segment has the bit SALES: all customers are peers of each other, and the wallet of who tells none is the largest value among them. */
static void without_a_segment_of_sales_all_are_peers(void **state) {
  static const book_lines facts[] = {{"customers", "customer layer sales\na K 100.00\nb S 50.00\nc T 10.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nfine layer current_value 80,95 NONE a b\n"}, {"settings", "key value\nwallet.estimate PEER\nwallet.quantile 1\nwallet.minimum_positive 1\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer potential_value wallet_source\na 100.00 PEER\nb 100.00 PEER\nc 100.00 PEER\n");
}

static void expect_refusal(const book_lines *facts, const book_lines *rules, patron_status expected, const char *const *parts) {
  char text[1200] = "";
  patron_assessment *result = NULL;
  expect_status(try_to_decide("EUR", facts, rules, &result), expected);
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  for (; *parts != NULL; parts++)
    if (strstr(text, *parts) == NULL) fail_msg("\"%s\" does not say %s", text, *parts);
}

#define REFUSED(facts, rules, status, ...) expect_refusal(facts, rules, status, (const char *const[]){__VA_ARGS__, NULL})

/* ln(1 + x) of what is below 0: in the sum of each row, and in the matrix of all. */
static void a_value_that_a_transform_cannot_take_is_named_with_its_row(void **state) {
  static const book_lines facts[] = {{"customers", "customer sales strategic_fit market_growth\na 5.00 10 0.5\nb 4.00 20 -1\nc 3.00 30 0\n"}, {NULL, NULL}};
  static const book_lines sum[] = {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column transform low high\npriority fit strategic_fit - 0 100\npriority growth market_growth LOG1P 0 1\n"}, {NULL, NULL}};
  static const book_lines matrix[] = {{"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\n"},
                                      {"criteria", "scorecard criterion column transform low high\npriority fit strategic_fit - 0 100\npriority growth market_growth LOG1P 0 1\n"}, {NULL, NULL}};
  (void)state;
  REFUSED(facts, sum, PATRON_E_RANGE, "market_growth", "row 2", "-1");
  REFUSED(facts, matrix, PATRON_E_RANGE, "market_growth", "row 2", "-1");
}

static void a_scale_has_two_ends(void **state) {
  static const book_lines facts[] = {{"customers", "customer\na\n"}, {"evidence", "customer party dimension item value scale_low scale_high\na US TRUST i 3 1 7\na US TRUST j 3 7 1\n"}, {NULL, NULL}};
  static const book_lines equal[] = {{"customers", "customer\na\n"}, {"evidence", "customer party dimension item value scale_low scale_high\na US TRUST i 3 3 3\n"}, {NULL, NULL}};
  (void)state;
  REFUSED(facts, NULL, PATRON_E_RANGE, "scale_high", "row 2");
  REFUSED(equal, NULL, PATRON_E_RANGE, "scale_high", "row 1");
}

/* Periods of ten days: no whole months lie between them. */
static void periods_need_not_be_months(void **state) {
  static const book_lines facts[] = {{"customers", "customer\na\nb\n"}, {"history",
    "customer period sales\na 2026-01-05 10.00\na 2026-01-15 20.00\na 2026-01-25 40.00\nb 2026-01-05 5.00\nb 2026-01-25 5.00\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL, "customer current_value sales_class\na 70.00 A\nb 10.00 B\n");
}

/* 60 and 40 of 112 make 80 %, 12 is needed for 95 %; who stands on a cut-off keeps the class of before. What a customer made before is read where it was said for the segment, else of the year before; a segment of
   potentials has no year before. */
static void classes_move_by_the_value_they_are_cut_by(void **state) {
  static const book_lines facts[] = {{"customers",
    "customer sales sales_previous sales_previous_class profit profit_previous profit_previous_class potential wish_previous_class\n"
    "a 100.00 90.00 A 60.00 50.00 B 500.00 B\nb 100.00 80.00 A 40.00 30.00 B 1.00 A\nc 100.00 70.00 C 12.00 13.00 C 1.00 -\n"}, {NULL, NULL}};
  static const book_lines told[] = {{"customers",
    "customer profit profit_previous profit_previous_class profit_previous_value\na 60.00 50.00 B 44.00\nb 40.00 30.00 B 5.00\nc 12.00 13.00 C 6.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment measure cuts bit purpose use\nsales current_value 80,95 SALES a b\nprofit net_margin 80,95 PROFIT a b\nwish potential 80,95 NONE a b\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "migration", "decision before after members value_before value_after why\n"
                                   "sales A A 2 170.00 200.00 -\nsales C C 1 70.00 100.00 -\n"
                                   "profit B A 1 50.00 60.00 OWN_VALUE\nprofit B B 1 30.00 40.00 -\nprofit C C 1 13.00 12.00 -\n"
                                   "wish A C 1 - 1.00 OWN_VALUE\nwish B B 1 - 500.00 -\nwish - C 1 - 1.00 NEW\n");
  patron_assessment_destroy(result);
  result = decide(told, rules);
  expect_rows(result, "migration", "decision before after members value_before value_after why\nprofit B A 1 44.00 60.00 OWN_VALUE\nprofit B B 1 5.00 40.00 -\nprofit C C 1 6.00 12.00 -\n");
  patron_assessment_destroy(result);
}

/* Two scorecards with a criterion that is the same for all: of channels and of customers. */
static void warnings_name_the_table_that_is_scored(void **state) {
  static const book_lines facts[] = {{"customers", "customer strategic_fit channel\na 5 web\nb 5 shop\n"}, {"channels", "channel size\nweb 7.00\nshop 7.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"scorecards", "scorecard table weighting\nfit CUSTOMERS EQUAL\nroute CHANNELS EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser\nfit f strategic_fit MINMAX\nroute s size MINMAX\n"}, {"settings", "key value\nscore.rank_by fit\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "warnings", "column table code text\n"
    "strategic_fit customers DEGENERATE_CRITERION scorecard+fit,+criterion+f:+all+values+are+equal:+the+criterion+tells+nobody+apart+and+scores+50\n"
    "size channels DEGENERATE_CRITERION scorecard+route,+criterion+s:+all+values+are+equal:+the+criterion+tells+nobody+apart+and+scores+50\n");
  patron_assessment_destroy(result);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(groups_of_very_many_names_are_told_apart, start, stop),
    cmocka_unit_test_setup_teardown(a_combination_that_the_model_has_not_seen_has_no_class, start, stop),
    cmocka_unit_test_setup_teardown(the_class_of_a_number_is_held, start, stop),
    cmocka_unit_test_setup_teardown(a_group_without_anyone_positive_has_no_cutoffs, start, stop),
    cmocka_unit_test_setup_teardown(people_of_one_name_are_summed_in_one_order, start, stop),
    cmocka_unit_test_setup_teardown(a_merged_layer_takes_the_place_of_its_new_name, start, stop),
    cmocka_unit_test_setup_teardown(chances_are_counted_among_those_that_a_segment_judges, start, stop),
    cmocka_unit_test_setup_teardown(answers_count_per_person_and_item_whatever_their_order, start, stop),
    cmocka_unit_test_setup_teardown(scorecards_that_are_the_same_score_the_same, start, stop),
    cmocka_unit_test_setup_teardown(without_a_segment_of_sales_all_are_peers, start, stop),
    cmocka_unit_test_setup_teardown(a_value_that_a_transform_cannot_take_is_named_with_its_row, start, stop),
    cmocka_unit_test_setup_teardown(a_scale_has_two_ends, start, stop),
    cmocka_unit_test_setup_teardown(periods_need_not_be_months, start, stop),
    cmocka_unit_test_setup_teardown(classes_move_by_the_value_they_are_cut_by, start, stop),
    cmocka_unit_test_setup_teardown(warnings_name_the_table_that_is_scored, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
