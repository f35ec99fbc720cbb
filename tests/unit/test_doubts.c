/* Facts that look odd are told, and decided all the same: marks on another scale, and names in several spellings. */
#include "decided.h"

/* How many warnings have the code. */
static int64_t told(const patron_assessment *result, const char *code) {
  patron_table *warnings = NULL;
  char cell[BOOK_CELL];
  int64_t rows, count = 0;
  expect_ok(patron_assessment_table(result, "warnings", &warnings));
  expect_ok(patron_table_rows(warnings, &rows));
  for (int64_t row = 0; row < rows; row++) count += strcmp(book_cell(warnings, "code", row, cell), code) == 0;
  patron_table_destroy(warnings);
  return count;
}

static int64_t told_of(const char *customers, const char *evidence, const char *code) {
  const book_lines facts[] = {{"customers", customers}, {evidence == NULL ? NULL : "evidence", evidence}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  const int64_t count = told(result, code);
  patron_assessment_destroy(result);
  return count;
}

/* Three customers times four marks are twelve. */
static void marks_of_a_survey_from_1_to_7_are_told(void **state) {
  static const book_lines facts[] = {{"customers",
    "customer sales our_commitment our_trust their_commitment their_trust alignment\na 9.00 7 6 5 6.5 100\nb 5.00 6 6 7 5 20\nc 1.00 1 2 3 4 -\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  assert_int_equal(told(result, "SMALL_MARKS"), 4);
  expect_rows(result, "warnings", "column table code text\n"
    "their_trust customers SMALL_MARKS no+mark+of+their_trust+is+above+6.5+(3+known),+and+marks+go+from+0+to+100:+"
    "multiply+them+so+that+the+best+possible+mark+is+100,+or+give+answers+on+commitment+and+trust+in+the+table+evidence,+with+scale_low+and+scale_high\n");
  expect_decided(result, "customer relationship_level mutual\na TRANSACTIONAL 5\n");
  patron_assessment_destroy(result);
}

static void ten_marks_of_one_column_are_enough(void **state) {
  static const book_lines facts[] = {{"customers", "customer alignment\na 10\nb 9\nc 8\nd 7\ne 6\nf 5\ng 4\nh 3\ni 2\nj 1\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_rows(result, "warnings", "column code text\nalignment SMALL_MARKS no+mark+of+alignment+is+above+10+(10+known),+and+marks+go+from+0+to+100:+multiply+them+so+that+the+best+possible+mark+is+100,+or+give+answers+on+commitment+and+trust+in+the+table+evidence,+with+scale_low+and+scale_high\n");
  patron_assessment_destroy(result);
  assert_int_equal(told_of("alignment customer\n10 a\n9 b\n8 c\n7 d\n6 e\n5 f\n4 g\n3 h\n2 i\n1 j\n", NULL, "SMALL_MARKS"), 1);   /* in whatever order columns come */
}

/* What stands below a spreadsheet, and shares written as fractions. */
static void totals_and_fractions_are_told(void **state) {
  static const book_lines fractions[] = {{"segments", "segment by measure cuts bit purpose use\nsales layer current_value 0.8,0.95 SALES a b\nprofit layer net_margin 0.9,95 PROFIT a b\n"},
    {"programs", "program tier rank up_to_share above_fence\n- GOLD 1 0.8 yes\n- SILVER 2 100 yes\n"}, {NULL, NULL}};
  static const book_lines two[] = {{"customers", "customer sales profit\na 1.00 1.00\nb 2.00 1.00\n"}, {NULL, NULL}};
  (void)state;
  assert_int_equal(told_of("customer sales\na 1.00\nb 2.00\nc 3.00\nd 4.00\ne -1.00\nTotal 9.00\n", NULL, "TOTAL_ROW"), 1);
  assert_int_equal(told_of("customer sales\na 1.00\nb 2.00\nc 3.00\nd 4.00\ne -1.00\nTotal 9.01\n", NULL, "TOTAL_ROW"), 0);
  assert_int_equal(told_of("customer sales\na 1.00\nb 2.00\nc 3.00\nd -\nTotal 6.00\n", NULL, "TOTAL_ROW"), 0);   /* too few for it to be no chance */
  assert_int_equal(told_of("customer sales\na 0.00\nb 0.00\nc 0.00\nd 0.00\ne 0.00\nf 0.00\n", NULL, "TOTAL_ROW"), 0);
  patron_assessment *result = decide(two, fractions);
  assert_int_equal(told(result, "SMALL_SHARE"), 2);
  expect_rows(result, "warnings", "column table row code\ncuts segments 0 SMALL_SHARE\nup_to_share programs 0 SMALL_SHARE\n");
  patron_assessment_destroy(result);
  assert_int_equal(told_of("customer sales\na 1.00\nb 2.00\n", NULL, "SMALL_SHARE"), 0);
}

/* Nine marks, one mark above 10, nothing but 0, and small shares of a market. */
static void marks_that_may_be_meant_are_not_told(void **state) {
  (void)state;
  assert_int_equal(told_of("customer alignment\na 10\nb 9\nc 8\nd 7\ne 6\nf 5\ng 4\nh 3\ni 2\nj -\n", NULL, "SMALL_MARKS"), 0);
  assert_int_equal(told_of("customer alignment\na 10.5\nb 9\nc 8\nd 7\ne 6\nf 5\ng 4\nh 3\ni 2\nj 1\n", NULL, "SMALL_MARKS"), 0);
  assert_int_equal(told_of("customer alignment\na 0\nb 0\nc 0\nd 0\ne 0\nf 0\ng 0\nh 0\ni 0\nj 0\n", NULL, "SMALL_MARKS"), 0);
  assert_int_equal(told_of("customer market_share new_product_rate\na 9 2\nb 0.5 2\nc 1 2\nd 1 2\ne 1 2\n", NULL, "SMALL_MARKS"), 0);
  assert_int_equal(told_of("customer market_share new_product_rate\na 0.9 0.2\nb 0.5 0.2\nc 0.1 0.2\nd 1 0.2\ne 1 0.2\n", NULL, "SMALL_MARKS"), 2);
  assert_int_equal(told_of("customer wallet_proxy tenure_days\na 9 2\nb 5 2\nc 1 2\nd 1 2\ne 1 2\n", NULL, "SMALL_MARKS"), 0);
}

/* Answers with one end of a scale have another scale than that from 0 to 100. */
static void answers_without_a_scale_are_told(void **state) {
  static const char customers[] = "customer\na\nb\n";
  static const char plain[] = "customer party dimension item value\na US TRUST i 7\na US TRUST j 6\na US TRUST k 5\na US COMMITMENT l 7\na US COMMITMENT m 6\na THEM TRUST i 7\na THEM TRUST j 6\na THEM TRUST k 5\na THEM COMMITMENT l 7\nb THEM COMMITMENT m 6\n";
  static const char scaled[] =
    "customer party dimension item value scale_low scale_high\na US TRUST i 7 - -\na US TRUST j 6 - -\na US TRUST k 5 - -\na US COMMITMENT l 7 - -\na US COMMITMENT m 6 - -\na THEM TRUST i 7 - -\na THEM TRUST j 6 - -\na THEM TRUST k 5 - 10\n"
    "a THEM COMMITMENT l 7 1 -\nb THEM COMMITMENT m 6 1 7\n";
  const book_lines facts[] = {{"customers", customers}, {"evidence", plain}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  expect_rows(result, "warnings", "column table code text\nvalue evidence SMALL_MARKS no+answer+without+a+scale+is+above+7+(10+of+them),+and+without+one+it+goes+from+0+to+100:+give+scale_low+and+scale_high\n");
  patron_assessment_destroy(result);
  assert_int_equal(told_of(customers, scaled, "SMALL_MARKS"), 0);
}

/* They stay three layers: 9 and 3 in Retail, where 80 % need both. */
static void names_in_several_spellings_are_told_with_their_customers(void **state) {
  static const book_lines facts[] = {{"customers", "customer sales layer\na 9.00 Retail\nb 5.00 retail\nc 4.00 RETAIL\nd 3.00 Retail\ne 3.00 Retailer\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  assert_int_equal(told(result, "SPELLINGS"), 1);
  expect_rows(result, "warnings", "column table code text\nlayer customers SPELLINGS layer+is+spelled+in+3+ways,+which+count+as+different:+\"RETAIL\"+(1+customer),+\"Retail\"+(2+customers),+\"retail\"+(1+customer)\n");
  expect_decided(result, "customer sales_class sales_cutoff\na A 3.00\nb A 5.00\nc A 4.00\ne A 3.00\n");
  patron_assessment_destroy(result);
}

static void blanks_underscores_and_umlauts_are_no_difference(void **state) {
  const char *const names[][2] = {{"KA_RETAIL", " Ka  Retail "}, {"\303\234bersee", "\303\274bersee"}, {"North\tEast", "north_east"}};
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    patron_customer one, other;
    expect_ok(patron_portfolio_create(context, "EUR", &book));
    expect_ok(patron_portfolio_add_customer(book, "a", -1, &one));
    expect_ok(patron_customer_set_text(book, one, "territory", names[i][0], -1));
    expect_ok(patron_portfolio_add_customer(book, "b", -1, &other));
    expect_ok(patron_customer_set_text(book, other, "territory", names[i][1], -1));
    expect_ok(patron_assess(book, NULL, &result));
    assert_int_equal(told(result, "SPELLINGS"), 1);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
  }
}

/* Grades, numbers, a multiplication and a division sign (U+00D7, U+00F7), and what is longer. */
static void names_that_differ_otherwise_are_not_told(void **state) {
  (void)state;
  assert_int_equal(told_of("customer territory channel layer\na A A1 1-1\nb A- A_1 11\nc B \303\227 North\nd A+ \303\267 Northeast\n", NULL, "SPELLINGS"), 0);
}

/* A column of the user's own, as soon as a rule makes groups of it; of more than four spellings the first four, of more than twenty names twenty. */
static void any_column_of_groups_is_looked_at(void **state) {
  static const book_lines facts[] = {{"customers", "customer sales channel region\na 9.00 x es\nb 5.00 X Es\nc 1.00 y eS\nd 1.00 z ES\ne 1.00 z _es\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nregional region current_value 80,95 NONE a b\n"}, {NULL, NULL}};
  char customers[1000] = "customer channel\n";
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "warnings", "column code text\nchannel SPELLINGS channel+is+spelled+in+2+ways,+which+count+as+different:+\"X\"+(1+customer),+\"x\"+(1+customer)\n"
    "region UNKNOWN_COLUMN column+region+of+table+customers+is+not+known+and+is+kept+as+it+is\nregion SPELLINGS region+is+spelled+in+5+ways,+which+count+as+different:+\"ES\"+(1+customer),+\"Es\"+(1+customer),+\"_es\"+(1+customer),+\"eS\"+(1+customer)\n");
  assert_int_equal(told(result, "SPELLINGS"), 2);
  patron_assessment_destroy(result);
  for (int i = 0; i < 42; i++) snprintf(customers + strlen(customers), 20, "%d %c%d\n", i, i % 2 == 0 ? 'A' : 'a', i / 2);
  assert_int_equal(told_of(customers, NULL, "SPELLINGS"), 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(marks_of_a_survey_from_1_to_7_are_told, start, stop),
    cmocka_unit_test_setup_teardown(ten_marks_of_one_column_are_enough, start, stop),
    cmocka_unit_test_setup_teardown(marks_that_may_be_meant_are_not_told, start, stop),
    cmocka_unit_test_setup_teardown(totals_and_fractions_are_told, start, stop),
    cmocka_unit_test_setup_teardown(answers_without_a_scale_are_told, start, stop),
    cmocka_unit_test_setup_teardown(names_in_several_spellings_are_told_with_their_customers, start, stop),
    cmocka_unit_test_setup_teardown(blanks_underscores_and_umlauts_are_no_difference, start, stop),
    cmocka_unit_test_setup_teardown(names_that_differ_otherwise_are_not_told, start, stop),
    cmocka_unit_test_setup_teardown(any_column_of_groups_is_looked_at, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
