/* The tables of patron_robustness by hand, and the reason in `skipped` where one of them stays empty. */
#include "decided.h"

static patron_assessment *examine(const char *customers, const book_lines *rules)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; rules->name != NULL; rules++) expect_ok(book_rule(context, policy, rules->name, rules->text));
  if (patron_robustness(book, policy, &result) != PATRON_OK) {
    char text[1200];
    patron_context_error(context, text, sizeof text, NULL);
    fail_msg("not examined: %s", text);
  }
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return result;
}

static int64_t rows_in(const patron_assessment *result, const char *name)
{
  patron_table *table = NULL;
  int64_t rows = -1;
  expect_ok(patron_assessment_table(result, name, &table));
  expect_ok(patron_table_rows(table, &rows));
  patron_table_destroy(table);
  return rows;
}

/* How often `skipped` says that robustness misses a column. */
static int64_t times_skipped(const patron_assessment *result, const char *stage, const char *column)
{
  patron_table *table = NULL;
  int64_t rows = 0, found = 0;
  char cell[BOOK_CELL];
  expect_ok(patron_assessment_table(result, "skipped", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++)
    found += strcmp(book_cell(table, "stage", row, cell), stage) == 0 && strcmp(book_cell(table, "column", row, cell), column) == 0;
  patron_table_destroy(table);
  return found;
}

#define CARD(aggregation) {"scorecards", "scorecard weighting aggregation\nmine DIRECT " aggregation "\n"}, \
  {"criteria", "scorecard criterion column low high weight\nmine a strategic_fit 0 100 3\nmine b market_share 0 100 1\n"}
#define SETTINGS {"settings", "key value\nscore.rank_by mine\nrobust.samples 2000\nrobust.top 1\n"}
#define END {NULL, NULL}

static const char complete[] = "customer strategic_fit market_share\nA 80 20\nB 40 90\nC 10 10\n";

/* f(t) = t a + (1 - t) b in hundredths: A 0.8 t + 0.2 (1 - t), B 0.4 t + 0.9 (1 - t), C 0.1. A = B at 0.7/1.1 = 63.636 % of a; C stays last.
   A is first for all weights of a above that: 1 - 0.63636 = 36.364 % of them. */
static void intervals_and_shares_are_those_of_two_lines(void **state)
{
  static const book_lines rules[] = {CARD("WEIGHTED_SUM"), SETTINGS, END};
  patron_assessment *result = examine(complete, rules);
  (void)state;
  expect_rows(result, "stability",
              "decision criterion scorecard weight low high low_customer low_other high_customer\n"
              "FIRST a mine 0.75 ~0.63636 1 A B -\n"
              "FIRST b mine 0.25 0 ~0.36364 - - A\n"
              "TOP a mine 0.75 ~0.63636 1 A B -\n"
              "TOP b mine 0.25 0 ~0.36364 - - A\n"
              "ORDER a mine 0.75 ~0.63636 1 A B -\n"
              "ORDER b mine 0.25 0 ~0.36364 - - A\n");
  expect_rows(result, "acceptability", "customer decision which\nA FIRST 1\nB FIRST 1\nC FIRST 1\n");
  patron_table *table = NULL;
  char cell[BOOK_CELL];
  double share[3];
  expect_ok(patron_assessment_table(result, "acceptability", &table));
  for (int64_t row = 0; row < 3; row++) expect_ok(patron_number_parse(book_cell(table, "share", 2 * row, cell), -1, &share[row]));   /* FIRST and TOP alternate */
  assert_true(fabs(share[0] - 4.0 / 11) < 0.035);   /* three standard errors of 2000 samples */
  assert_true(fabs(share[0] + share[1] - 1) < 1e-12 && share[2] == 0);
  patron_table_destroy(table);
  assert_int_equal(times_skipped(result, "robustness", "scorecards.aggregation"), 0);
  patron_assessment_destroy(result);
}

static void a_table_without_rows_has_its_reason(void **state)
{
  static const struct { const char *customers; book_lines rules[5]; const char *column; int64_t intervals; } cases[] = {
    {"customer strategic_fit\nA 80\nB 40\n", {CARD("WEIGHTED_SUM"), SETTINGS, END}, "market_share", 0},
    {"customer strategic_fit market_share\nA 80 -\nB 40 -\n", {CARD("WEIGHTED_SUM"), SETTINGS, END}, "market_share", 0},
    {complete, {{"scorecards", "scorecard table weighting\nmine CATEGORIES EQUAL\n"}, {"criteria", "scorecard criterion column low high\nmine a current_value 0 100\nmine b growth 0 1\n"}, SETTINGS, END}, "scorecards.table", 0},
    {complete, {CARD("TOPSIS"), SETTINGS, END}, "scorecards.aggregation", 0},
    {complete, {CARD("PROMETHEE"), SETTINGS, END}, "scorecards.aggregation", 0},
    {complete, {CARD("WEIGHTED_SUM"), {"settings", "key value\nrobust.samples 100\n"}, END}, "priority", 0},   /* the default ranks by a scorecard that this policy does not have */
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    patron_assessment *result = examine(cases[i].customers, cases[i].rules);
    if (times_skipped(result, "robustness", cases[i].column) != 1) fail_msg("case %d: %lld rows name %s", (int)i, (long long)times_skipped(result, "robustness", cases[i].column), cases[i].column);
    assert_int_equal(rows_in(result, "stability"), cases[i].intervals);
    patron_assessment_destroy(result);
  }
}

#define COVERED(share) {"settings", "key value\nscore.rank_by mine\nrobust.samples 2000\nrobust.top 1\nscore.minimum_coverage " share "\n"}

/* A knows only what weighs 3 of 4, B only the rest: where 0.6 is asked for A ranks from 0.6 of a upwards, and B up to 0.4; in between nobody does. Where nothing is asked for B is first, 90 against 80. */
static void who_knows_too_little_has_no_place(void **state)
{
  static const book_lines enough[] = {CARD("WEIGHTED_SUM"), COVERED("0.6"), END}, anything[] = {CARD("WEIGHTED_SUM"), COVERED("0"), END};
  static const char two[] = "customer strategic_fit market_share\nA 80 -\nB - 90\n";
  patron_assessment *result = examine(two, enough);
  patron_table *table = NULL;
  char cell[BOOK_CELL];
  (void)state;
  expect_rows(result, "stability", "decision criterion weight low high low_customer low_other high_customer\nFIRST a 0.75 ~0.6000 1 A - -\nFIRST b 0.25 0 ~0.4000 - - A\n");
  expect_ok(patron_assessment_table(result, "acceptability", &table));
  for (int64_t row = 0; row < 4; row++) {
    double share = 0;
    expect_ok(patron_number_parse(book_cell(table, "share", row, cell), -1, &share));
    assert_true(fabs(share - 0.4) < 0.035);   /* three standard errors of 2000 samples */
  }
  patron_table_destroy(table);
  patron_assessment_destroy(result);
  result = examine(two, anything);
  expect_rows(result, "stability", "decision criterion weight low high low_customer low_other high_customer\nFIRST a 0.75 0 1 - - -\nFIRST b 0.25 0 1 - - -\n");
  expect_rows(result, "acceptability", "customer decision share\nA FIRST 0\nA TOP 0\nB FIRST 1\nB TOP 1\n");
  patron_assessment_destroy(result);
}

/* B's score without market_share is its 70 whatever the weights, A's is 50 t + 90 (1 - t): equal at a half. With 50 in the place of what is missing, B's is 70 t + 50 (1 - t), and A is above it up to 2/3;
   with 0, 70 t, up to 90/110. */
static void what_stands_for_a_missing_value_moves_the_ends(void **state)
{
  static const struct { const char *missing, *expected; } cases[] = {{"RENORMALISE", "FIRST a 0.25 0 ~0.5000 - - A B\n"}, {"NEUTRAL", "FIRST a 0.25 0 ~0.6667 - - A B\n"},
    {"WORST", "FIRST a 0.25 0 ~0.8182 - - A B\n"}, {"FAIL", "FIRST a 0.25 0 1 - - - -\n"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char card[128], expected[256];
    const book_lines rules[] = {{"scorecards", card}, {"criteria", "scorecard criterion column low high weight\nmine a strategic_fit 0 100 1\nmine b market_share 0 100 3\n"}, COVERED("0"), END};
    patron_assessment *result;
    snprintf(card, sizeof card, "scorecard weighting aggregation missing\nmine DIRECT WEIGHTED_SUM %s\n", cases[i].missing);
    snprintf(expected, sizeof expected, "decision criterion weight low high low_customer low_other high_customer high_other\n%s", cases[i].expected);
    result = examine("customer strategic_fit market_share\nA 50 90\nB 70 -\n", rules);
    expect_rows(result, "stability", expected);
    patron_assessment_destroy(result);
  }
}

#define NESTED(card_more, criterion) \
  {{"scorecards", "scorecard weighting aggregation\nouter DIRECT WEIGHTED_SUM\nmiddle DIRECT " card_more "\ninner DIRECT WEIGHTED_SUM\nother DIRECT TOPSIS\n"}, \
   {"criteria", "scorecard criterion column normaliser low high weight\nouter x strategic_fit LINEAR 0 100 1\nouter m middle LINEAR 0 100 1\nmiddle y market_share LINEAR 0 100 1\n" criterion \
                "inner a strategic_fit LINEAR 0 100 1\ninner b market_share LINEAR 0 100 1\nother i inner LINEAR 0 100 1\nother y market_share LINEAR 0 100 1\n"}, \
   {"settings", "key value\nscore.rank_by outer\nrobust.samples 10\nrobust.top 1\n"}, END}

/* How many rows of `stability` a scorecard has. */
static int64_t rows_of(const patron_assessment *result, const char *scorecard)
{
  patron_table *table = NULL;
  int64_t rows = 0, found = 0;
  char cell[BOOK_CELL];
  expect_ok(patron_assessment_table(result, "stability", &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) found += strcmp(book_cell(table, "scorecard", row, cell), scorecard) == 0;
  patron_table_destroy(table);
  return found;
}

/* outer reads middle, middle reads inner: straight lines all the way, and what else reads inner by another aggregation is not on it. A is 50 + 15 t, B 65 - 12.5 t: equal at 15/27.5. */
static void the_way_of_a_nested_score_is_a_straight_line_or_says_why_not(void **state)
{
  static const struct { book_lines rules[4]; const char *skipped; int64_t inner; } cases[] = {
    {NESTED("WEIGHTED_SUM", "middle i inner LINEAR 0 100 1\n"), NULL, 6},
    {NESTED("WEIGHTED_SUM", "middle i inner LINEAR 10 100 1\n"), "criteria.normaliser", 0},
    {NESTED("WEIGHTED_SUM", "middle i inner LINEAR 0 90 1\n"), "criteria.normaliser", 0},
    {NESTED("WEIGHTED_SUM", "middle i inner LINEAR -50 150 1\n"), NULL, 6},
    {NESTED("WEIGHTED_SUM", "middle i inner LINEAR 0 100 0\n"), NULL, 0},   /* without weight inner reaches nothing */
    {NESTED("WEIGHTED_PRODUCT", "middle i inner LINEAR 0 100 1\n"), "scorecards.aggregation", 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    patron_assessment *result = examine(complete, cases[i].rules);
    if (rows_of(result, "inner") != cases[i].inner) fail_msg("case %d: %lld rows", (int)i, (long long)rows_of(result, "inner"));
    if (cases[i].skipped != NULL) assert_true(times_skipped(result, "robustness", cases[i].skipped) >= 1);
    if (i == 0) expect_rows(result, "stability", "scorecard decision criterion low high\ninner FIRST a 0 ~0.5455\n");
    patron_assessment_destroy(result);
  }
}

/* Against nothing winnability is 100 for whoever has some, and 50 of nothing: no weight moves its band but at 0. Bound 30 of 40 against 80: own * 70 = 30 * 80, own = 34.29: A has 0.8 t + 0.2 (1 - t), from t = 0.2381. */
static void bands_against_a_competitor_have_their_own_bounds(void **state)
{
  static const book_lines rules[] = {
    {"scorecards", "scorecard weighting aggregation\nwinnability DIRECT WEIGHTED_SUM\nmine DIRECT WEIGHTED_SUM\n"},
    {"criteria", "scorecard criterion column low high weight\nwinnability a strategic_fit 0 100 1\nwinnability b market_share 0 100 1\nmine c sales 0 100 1\n"},
    {"settings", "key value\nscore.rank_by mine\nwinnability.mode RELATIVE\nmatrix.bands 30,60\nrobust.samples 10\n"}, END};
  patron_assessment *result = examine("customer sales strategic_fit market_share competitor_strength\nA 1 80 20 80\nB 2 40 40 0\nC 3 0 0 0\n", rules);
  (void)state;
  expect_rows(result, "stability", "decision scorecard criterion bound low high low_customer high_customer\nBAND winnability a 30 ~0.2381 1 A -\nBAND winnability b 30 0 ~0.7619 - A\nBAND winnability a 60 0 1 - -\n");
  patron_assessment_destroy(result);
}

/* A criterion that weighs but that nobody knows keeps its weight: with 50 in its place A is 80 t + 44 (1 - t), B 40 t + 58 (1 - t), equal at 14/54; and half of the weight is known of everybody at 0.375, of which
   0.6 is too much. */
static void what_nobody_knows_keeps_its_weight(void **state)
{
  static const struct { const char *share, *expected; } cases[] = {{"0.4", "FIRST a 0.375 ~0.2593 1 A B\n"}, {"0.6", NULL}};
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    char settings[128], expected[128];
    const book_lines rules[] = {{"scorecards", "scorecard weighting aggregation missing\nmine DIRECT WEIGHTED_SUM NEUTRAL\n"},
      {"criteria", "scorecard criterion column low high weight\nmine a strategic_fit 0 100 3\nmine b market_share 0 100 1\nmine z service_level 0 100 4\n"}, {"settings", settings}, END};
    patron_assessment *result;
    snprintf(settings, sizeof settings, "key value\nscore.rank_by mine\nrobust.samples 10\nrobust.top 1\nscore.minimum_coverage %s\n", cases[i].share);
    result = examine(complete, rules);
    if (cases[i].expected != NULL) {
      snprintf(expected, sizeof expected, "decision criterion weight low high low_customer low_other\n%s", cases[i].expected);
      expect_rows(result, "stability", expected);
    } else assert_int_equal(rows_of(result, "mine"), 0);
    patron_assessment_destroy(result);
  }
}

/* PROMETHEE compares the rows of a call: all of them score, one alone has no score, and `skipped` says of which scorecard; what follows from it is unknown, too. */
static void one_row_has_no_net_flow(void **state)
{
  static const book_lines facts[] = {{"customers", "customer strategic_fit market_share\nA 80 20\nB 40 90\nC 10 10\n"}, END}, one[] = {{"customers", "customer strategic_fit market_share\nA 80 20\n"}, END};
  static const book_lines rules[] = {CARD("PROMETHEE"), SETTINGS, END};
  patron_portfolio *book = NULL, *single = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *all = NULL, *alone = NULL;
  (void)state;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(book_open(context, "EUR", one, &single));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (const book_lines *rule = rules; rule->name != NULL; rule++) expect_ok(book_rule(context, policy, rule->name, rule->text));
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_apply(model, book, &all));
  expect_ok(patron_apply(model, single, &alone));
  /* usual preference, weights 3/4 and 1/4: A wins twice by a, once by b: phi = 3/4 + 1/4 (1 - 1)/2 = 0.75; B: a 1 - 1, b 2: 0.25; C: a -2, b -2: -1; score 50 (1 + phi) */
  expect_decided(all, "customer mine rank\nA 87.5 1\nB 62.5 2\nC 0 3\n");
  expect_decided(alone, "customer mine rank\nA - -\n");
  assert_int_equal(times_skipped(alone, "score", "mine"), 1);
  assert_int_equal(times_skipped(all, "score", "mine"), 0);
  patron_assessment_destroy(alone);
  patron_assessment_destroy(all);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(single);
  patron_portfolio_destroy(book);
}

static patron_status examine_everything(patron_context *owner, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", "customer strategic_fit market_share sales profit\nA 80 20 5 1\nB 40 90 7 2\nC 10 - 9 -\n"}, END};
  static const book_lines rules[] = {CARD("WEIGHTED_SUM"), {"settings", "key value\nscore.rank_by mine\nrobust.samples 20\n"}, END};
  return book_write_robustness(owner, facts, rules, output);
}

/* Groups of peers are gathered for the marks of a card, and given back. */
static patron_status examine_among_peers(patron_context *owner, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", "customer layer strategic_fit market_share\nA KA_RETAIL 80 20\nB KA_RETAIL 40 90\nC END_USER 10 5\n"}, END};
  static const book_lines rules[] = {{"scorecards", "scorecard weighting\nmine DIRECT\n"},
    {"criteria", "scorecard criterion column normaliser within weight\nmine a strategic_fit PERCENT_RANK layer 1\nmine b market_share PERCENT_RANK layer 1\n"}, {"settings", "key value\nscore.rank_by mine\nrobust.samples 3\n"}, END};
  return book_write_robustness(owner, facts, rules, output);
}

static void every_failure_is_survived(void **state)
{
  const scenario_options options = {41, 7, 6, 0};
  scenario_torture("robustness among peers", examine_among_peers, &options);
  (void)state;
  scenario_torture("robustness", examine_everything, &options);
}

int main(void)
{
#define DECIDED(name) cmocka_unit_test_setup_teardown(name, start, stop)
  const struct CMUnitTest tests[] = {
    DECIDED(intervals_and_shares_are_those_of_two_lines), DECIDED(a_table_without_rows_has_its_reason), DECIDED(who_knows_too_little_has_no_place), DECIDED(what_stands_for_a_missing_value_moves_the_ends), DECIDED(the_way_of_a_nested_score_is_a_straight_line_or_says_why_not), DECIDED(bands_against_a_competitor_have_their_own_bounds), DECIDED(what_nobody_knows_keeps_its_weight), DECIDED(one_row_has_no_net_flow),
    cmocka_unit_test(every_failure_is_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
