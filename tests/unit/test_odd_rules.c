/* Rules that people write by mistake, one at a time: each is refused with the table, the column and what was expected. */
#include "decided.h"

static const book_lines facts[] = {{"customers", "customer layer sales strategic_fit market_growth conditional_terms\na K 5.00 10 0.5 yes\nb K 4.00 20 0 no\nc S 3.00 30 0.1 -\n"}, {NULL, NULL}};

/* Puts the rules, where one may be refused already, and assesses; the last error's text. */
static patron_status refuse(const book_lines *rules, char *text, int64_t capacity)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_status status = PATRON_OK;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; status == PATRON_OK && rules->name != NULL; rules++) status = book_rule(context, policy, rules->name, rules->text);
  if (status == PATRON_OK) status = patron_assess(book, policy, &result);
  text[0] = 0;
  if (status != PATRON_OK) expect_ok(patron_context_error(context, text, capacity, NULL));
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

/* Rule tables, and a part of what is said of them. */
typedef struct mistake { const char *place, *says; book_lines rules[4]; } mistake;

static void expect_refusals(const mistake *mistakes, size_t count)
{
  char text[1200];
  for (size_t i = 0; i < count; i++) {
    const patron_status status = refuse(mistakes[i].rules, text, sizeof text);
    if (status == PATRON_OK || strstr(text, mistakes[i].place) == NULL || strstr(text, mistakes[i].says) == NULL) fail_msg("mistake %d: %s, %s", (int)i, patron_status_name(status), text);
  }
}

#define EXPECT_REFUSALS(...) do { static const mistake mistakes[] = {__VA_ARGS__}; expect_refusals(mistakes, sizeof mistakes / sizeof *mistakes); } while (0)
#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
#define LONGER LONG LONG LONG LONG LONG LONG LONG

static void programs_that_cannot_be_followed_are_refused(void **state)
{
  (void)state;
  EXPECT_REFUSALS({"table programs, column tier, row 1", "a value in every row", {{"programs", "program tier rank up_to_share above_fence\n- - 1 80 yes\n"}}}, {"table programs, column up_to_share, row 1", "a share above 0, with at most four decimals", {{"programs", "program tier rank up_to_share above_fence\n- A 1 0 yes\n"}}}, {"table programs, column up_to_share, row 1", "a number from 0 to 100", {{"programs", "program tier rank up_to_share above_fence\n- A 1 101 yes\n"}}},
    {"table programs, column program, row 1", "at most 63 bytes", {{"programs", "program tier rank up_to_share above_fence\n" LONG " A 1 80 yes\n"}}}, {"table programs, column tier, row 1", "at most 63 bytes", {{"programs", "program tier rank up_to_share above_fence\n- " LONG " 1 80 yes\n"}}},
    {"table programs, column layers, row 1", "at most 511 bytes", {{"programs", "program tier rank up_to_share above_fence layers\n- A 1 80 yes " LONGER "\n"}}}, {"table programs, column up_to_share, row 1", "a share above 0, with at most four decimals", {{"programs", "program tier rank up_to_share above_fence\n- A 1 0.00001 yes\n"}}},
    {"table programs, column tier, row 25", "at most 24 tiers in a program", {{"programs", "program tier rank up_to_share above_fence\n- T0 1 1 yes\n- T1 2 2 yes\n- T2 3 3 yes\n- T3 4 4 yes\n- T4 5 5 yes\n- T5 6 6 yes\n- T6 7 7 yes\n- T7 8 8 yes\n- T8 9 9 yes\n- T9 10 10 yes\n- T10 11 11 yes\n- T11 12 12 yes\n- T12 13 13 yes\n- T13 14 14 yes\n- T14 15 15 yes\n- T15 16 16 yes\n- T16 17 17 yes\n- T17 18 18 yes\n- T18 19 19 yes\n- T19 20 20 yes\n- T20 21 21 yes\n- T21 22 22 yes\n- T22 23 23 yes\n- T23 24 24 yes\n- T24 25 25 yes\n"}}}, {"table programs, column program, row 65", "at most 64 programs", {{"programs", "program tier rank up_to_share above_fence layers\np0 T 1 100 yes L0\np1 T 1 100 yes L1\np2 T 1 100 yes L2\np3 T 1 100 yes L3\np4 T 1 100 yes L4\np5 T 1 100 yes L5\np6 T 1 100 yes L6\np7 T 1 100 yes L7\np8 T 1 100 yes L8\np9 T 1 100 yes L9\np10 T 1 100 yes L10\np11 T 1 100 yes L11\np12 T 1 100 yes L12\np13 T 1 100 yes L13\np14 T 1 100 yes L14\np15 T 1 100 yes L15\np16 T 1 100 yes L16\np17 T 1 100 yes L17\np18 T 1 100 yes L18\np19 T 1 100 yes L19\np20 T 1 100 yes L20\np21 T 1 100 yes L21\np22 T 1 100 yes L22\np23 T 1 100 yes L23\np24 T 1 100 yes L24\np25 T 1 100 yes L25\np26 T 1 100 yes L26\np27 T 1 100 yes L27\np28 T 1 100 yes L28\np29 T 1 100 yes L29\np30 T 1 100 yes L30\np31 T 1 100 yes L31\np32 T 1 100 yes L32\np33 T 1 100 yes L33\np34 T 1 100 yes L34\np35 T 1 100 yes L35\np36 T 1 100 yes L36\np37 T 1 100 yes L37\np38 T 1 100 yes L38\np39 T 1 100 yes L39\np40 T 1 100 yes L40\np41 T 1 100 yes L41\np42 T 1 100 yes L42\np43 T 1 100 yes L43\np44 T 1 100 yes L44\np45 T 1 100 yes L45\np46 T 1 100 yes L46\np47 T 1 100 yes L47\np48 T 1 100 yes L48\np49 T 1 100 yes L49\np50 T 1 100 yes L50\np51 T 1 100 yes L51\np52 T 1 100 yes L52\np53 T 1 100 yes L53\np54 T 1 100 yes L54\np55 T 1 100 yes L55\np56 T 1 100 yes L56\np57 T 1 100 yes L57\np58 T 1 100 yes L58\np59 T 1 100 yes L59\np60 T 1 100 yes L60\np61 T 1 100 yes L61\np62 T 1 100 yes L62\np63 T 1 100 yes L63\np64 T 1 100 yes L64\n"}}},
    {"", "the cost of a visit has more decimals than the currency", {{"settings", "key value\nfence.visit_cost 1.234\n"}}}, {"", "the cost of a visit has more decimals than the currency", {{"settings", "key value\nfence.field_cost 1.234\nfence.people 1\nfence.weeks 1\nfence.visits_per_week 1\n"}}});
}

static void segments_that_draw_no_line_are_refused(void **state)
{
  (void)state;
  EXPECT_REFUSALS({"table segments, column cuts, row 1", "ascending percentages above 0 and at most 100 with up to four decimals, at most ", {{"segments", "segment measure cuts bit purpose use\nx current_value 80,80 NONE a b\n"}}}, {"table segments, column cuts, row 1", "ascending percentages above 0 and at most 100 with up to four decimals, at most ", {{"segments", "segment measure cuts bit purpose use\nx current_value 0 NONE a b\n"}}},
    {"table segments, column cuts, row 1", "ascending percentages above 0 and at most 100 with up to four decimals, at most ", {{"segments", "segment measure cuts bit purpose use\nx current_value , NONE a b\n"}}}, {"table segments, column cuts, row 1", "ascending percentages above 0 and at most 100 with up to four decimals, at most ", {{"segments", "segment measure cuts bit purpose use\nx current_value 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25 NONE a b\n"}}},
    {"table segments, column by, row 1", "at most 8 columns with names of at most 63 bytes", {{"segments", "segment by measure cuts bit purpose use\nx a,b,c,d,e,f,g,h,i current_value 80 NONE a b\n"}}}, {"table segments, column by, row 1", "at most 8 columns with names of at most 63 bytes", {{"segments", "segment by measure cuts bit purpose use\nx " LONG " current_value 80 NONE a b\n"}}},
    {"table segments, column by, row 1", "columns of text, codes or integers: conditional_terms is none", {{"segments", "segment by measure cuts bit purpose use\nx conditional_terms current_value 80 NONE a b\n"}}}, {"table segments, column by, row 1", "columns of text, codes or integers: sales is none", {{"segments", "segment by measure cuts bit purpose use\nx sales current_value 80 NONE a b\n"}}},
    {"table segments, column layers, row 1", "at most 511 bytes", {{"segments", "segment layers measure cuts bit purpose use\nx " LONGER " current_value 80 NONE a b\n"}}}, {"table segments, column segment, row 1", "a name of at most 63 bytes without control characters", {{"segments", "segment measure cuts bit purpose use\n" LONG " current_value 80 NONE a b\n"}}},
    {"table segments, column measure, row 1", "a name of at most 63 bytes without control characters", {{"segments", "segment measure cuts bit purpose use\nx " LONG " 80 NONE a b\n"}}}, {"table segments, column purpose, row 1", "a value in every row", {{"segments", "segment measure cuts bit purpose use\nx current_value 80 NONE - b\n"}}}, {"table segments, column measure, row 1", "a column of money or numbers: layer is none", {{"segments", "segment measure cuts bit purpose use\nx layer 80 NONE a b\n"}}},
    {"table segments, column measure, row 1", "a money or number column of customers or of an earlier stage, or a scorecard", {{"segments", "segment measure cuts bit purpose use\nx nothing 80 NONE a b\n"}}}, {"table segments, column cuts, row 1", "ascending percentages above 0 and at most 100 with up to four decimals, at most ", {{"segments", "segment measure cuts bit purpose use\nx current_value 80.00001 NONE a b\n"}}});
}

static void levels_and_cells_that_are_out_of_order_are_refused(void **state)
{
  (void)state;
  EXPECT_REFUSALS({"table settings, column value, row 1", "4 values in ascending order, separated by commas, each a number from 0 to 100", {{"settings", "key value\nrelationship.severity 40,25,60,80\n"}}}, {"table relationship, column from, row 3", "a bound above that of the level before: TRANSACTIONAL, COOPERATIVE, COLLABORATIV", {{"relationship", "level from\nTRANSACTIONAL 0\nCOOPERATIVE 40\nCOLLABORATIVE 30\nSTRATEGIC 80\n"}}}, {"table matrix, column approach, row 1", "an approach that some relationship allows, at most CONSULTATIVE: lower it, or se", {{"relationship", "level from\nLIMITED_COLLABORATION 0\n"}}},
    {"table relationship, column level, row 2", "each value once", {{"relationship", "level from\nTRANSACTIONAL 0\nTRANSACTIONAL 40\n"}}}, {"table relationship, column from, row 2", "a value in every row", {{"relationship", "level from\nTRANSACTIONAL 0\nCOOPERATIVE -\nCOLLABORATIVE 30\nSTRATEGIC 80\n"}}}, {"table relationship, column from, row 1", "0: the first level takes what lies below the second", {{"relationship", "level from\nTRANSACTIONAL 5\nCOOPERATIVE 40\nCOLLABORATIVE 60\nSTRATEGIC 80\n"}}},
    {"table matrix, column intent, row 1", "a value in every row", {{"matrix", "attractiveness winnability intent approach\nHIGH HIGH - -\nHIGH HIGH - -\n"}}}, {"table matrix, column intent, row 1", "a value in every row", {{"matrix", "attractiveness winnability intent approach\nHIGH HIGH - -\n"}}});
}

static void scorecards_that_cannot_score_are_refused(void **state)
{
  (void)state;
  EXPECT_REFUSALS({"table criteria, column weight, row 1", "a number that is not negative", {{"scorecards", "scorecard weighting\npriority DIRECT\n"}, {"criteria", "scorecard criterion column weight\npriority f strategic_fit -1\n"}}}, {"table criteria, column weight, row 1", "weights of scorecard priority whose sum is above 0", {{"scorecards", "scorecard weighting\npriority DIRECT\n"}, {"criteria", "scorecard criterion column weight\npriority f strategic_fit 0\n"}}},
    {"table criteria, column weight, row 1", "a weight of 0 or more, or another weighting than DIRECT", {{"scorecards", "scorecard weighting\npriority DIRECT\n"}, {"criteria", "scorecard criterion column weight\npriority f strategic_fit -\n"}}}, {"table criteria, column rank, row 1", "a whole number above 0", {{"scorecards", "scorecard weighting\npriority RANK_SUM\n"}, {"criteria", "scorecard criterion column rank\npriority f strategic_fit 0\n"}}},
    {"table criteria, column rank, row 1", "a rank from 1 (most important) on", {{"scorecards", "scorecard weighting\npriority RANK_SUM\n"}, {"criteria", "scorecard criterion column rank\npriority f strategic_fit -\n"}}}, {"table criteria, column low, row 1", "both bounds, low and high (LINEAR)", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser\npriority f strategic_fit LINEAR\n"}}},
    {"table criteria, column normaliser, row 1", "rows for this criterion in scoring_guide", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser\npriority f strategic_fit STEP\n"}}}, {"table scoring_guide, column score, row 1", "a number from 0 to 100", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser\npriority f strategic_fit STEP\n"}, {"scoring_guide", "scorecard criterion from score\npriority f 0 101\n"}}},
    {"table scoring_guide, column from, row 2", "a value that stands once for this criterion", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser\npriority f strategic_fit STEP\n"}, {"scoring_guide", "scorecard criterion from score\npriority f 0 10\npriority f 0 20\n"}}},
    {"table criteria, column indifference, row 1", "a number that is not negative", {{"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\n"}, {"criteria", "scorecard criterion column preference indifference strict\npriority f strategic_fit LINEAR -1 2\n"}}}, {"table criteria, column strict, row 1", "a number that is not negative", {{"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\n"}, {"criteria", "scorecard criterion column preference indifference strict\npriority f strategic_fit LINEAR 1 -2\n"}}},
    {"table criteria, column strict, row 1", "a number of 0 or more, above 0 for GAUSSIAN", {{"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\n"}, {"criteria", "scorecard criterion column preference indifference strict\npriority f strategic_fit GAUSSIAN 1 0\n"}}}, {"table criteria, column strict, row 1", "a number not below indifference", {{"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\n"}, {"criteria", "scorecard criterion column preference indifference strict\npriority f strategic_fit LINEAR 3 2\n"}}},
    {"table criteria, column normaliser, row 1", "another normaliser than MINMAX, or the setting score.product_floor, as 0.01: its", {{"scorecards", "scorecard weighting aggregation\npriority EQUAL WEIGHTED_PRODUCT\n"}, {"criteria", "scorecard criterion column normaliser\npriority f strategic_fit MINMAX\n"}}}, {"table criteria, column within, row 1", "a column of customers, one of your own among them, or of an earlier stage", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser within\npriority f strategic_fit MINMAX nothing\n"}}},
    {"table criteria, column within, row 1", "columns of text, codes or integers: sales is none", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser within\npriority f strategic_fit MINMAX sales\n"}}}, {"table criteria, column column, row 1", "a column of money, numbers, integers or flags: layer is none", {{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column\npriority f layer\n"}}});
}

/* Columns of a host's own, which no rule can be checked against before there are facts: days make no groups and are no measure, and a text is no criterion. */
static void own_columns_of_the_wrong_type_are_found_by_fit(void **state)
{
  static const int32_t days[] = {1, 2};
  static const struct { book_lines rules[3]; const char *says; } cases[] = {
    {{{"segments", "segment by measure cuts bit purpose use\nx founded current_value 80 NONE a b\n"}}, "a column of this type cannot make groups (table customers, column founded, expected text, a code or an integer)"},
    {{{"segments", "segment measure cuts bit purpose use\nx founded 80 NONE a b\n"}}, "the measure of a segment is money or a number (table segments, column measure, row 1, value \"founded\""},
    {{{"scorecards", "scorecard weighting\npriority EQUAL\n"}, {"criteria", "scorecard criterion column normaliser\npriority f founded MINMAX\n"}}, "column column, row 1, value \"founded\""}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    patron_portfolio *book = NULL;
    patron_policy *policy = NULL;
    patron_assessment *result = NULL;
    patron_table *customers = NULL;
    char text[1200];
    expect_ok(patron_portfolio_create(context, "EUR", &book));
    expect_ok(book_table(context, "customers", "customer sales\na 5.00\nb 4.00\n", &customers));
    expect_ok(patron_table_add_i32(customers, "founded", PATRON_DATE, days, NULL));
    expect_ok(patron_portfolio_put(book, customers));
    expect_ok(patron_policy_create(context, NULL, &policy));
    for (const book_lines *rule = cases[i].rules; rule->name != NULL; rule++) expect_ok(book_rule(context, policy, rule->name, rule->text));
    expect_status(patron_assess(book, policy, &result), PATRON_E_TYPE);
    expect_ok(patron_context_error(context, text, sizeof text, NULL));
    if (strstr(text, cases[i].says) == NULL) fail_msg("\"%s\" does not say %s", text, cases[i].says);
    assert_null(result);
    patron_table_destroy(customers);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(book);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(programs_that_cannot_be_followed_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(segments_that_draw_no_line_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(levels_and_cells_that_are_out_of_order_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(scorecards_that_cannot_score_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(own_columns_of_the_wrong_type_are_found_by_fit, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
