/* How sure a score is, by hand: from source, age and coverage. */
#include "decided.h"

static const book_lines rules[] = {
  {"scorecards", "scorecard weighting\nvalue DIRECT\ntop EQUAL\nmove EQUAL\n"},
  {"criteria", "scorecard criterion column low high weight\nvalue s current_value 0 100 2\nvalue f strategic_fit 0 100 1\ntop v value 0 100 -\ntop t our_trust 0 100 -\nmove g growth -1 1 -\n"},
  {"settings", "key value\nas_of 2026-07-01\nscore.rank_by ''\n"}, {NULL, NULL}};

static const char CUSTOMERS[] =
  "customer sales sales_previous strategic_fit our_trust\n"
  "A 50.00 40.00 60 70\nB 50.00 - 60 -\nC 50.00 - - 70\nD - - 60 -\nE - - - -\nF 50.00 40.00 60 70\nG 50.00 40.00 60 70\nH 50.00 40.00 60 70\nI 50.00 40.00 60 70\n";

/* Of several rows for one fact the newest, then RECORDED before ESTIMATED, then the least sure; 365 days of age halve. */
static const char SOURCES[] =
  "customer column source date confidence\n"
  "A strategic_fit ESTIMATED 2025-07-01 -\n"
  "B strategic_fit ESTIMATED - 0.9\n"
  "C strategic_fit ESTIMATED - 0.9\n"               /* tells of what is not known */
  "F sales RECORDED 2025-07-01 -\nF sales ESTIMATED 2026-07-01 -\n"
  "G sales ESTIMATED 2026-07-01 -\nG sales RECORDED 2026-07-01 -\n"
  "H sales OBSERVED 2026-07-01 0.8\nH sales OBSERVED 2026-07-01 0.4\n"
  "I sales_previous CUSTOMER_SAID 2027-01-01 -\nI name ESTIMATED - -\n";   /* what is dated later is not older */

static const book_lines facts[] = {{"customers", CUSTOMERS}, {"sources", SOURCES}, {NULL, NULL}};

static void confidence_is_that_of_the_facts_behind_the_score(void **state)
{
  (void)state;
  check(facts, rules,
    "customer value_confidence value_coverage top_confidence move_confidence\n"
    "A 0.75     1        0.875    1\n"       /* (2 + 0.5 / 2) / 3; (0.75 + 1) / 2 */
    "B ~0.96667 1        ~0.48333 0\n"
    "C ~0.66667 ~0.66667 ~0.83333 0\n"
    "D ~0.33333 ~0.33333 ~0.16667 0\n"
    "E 0        0        0        0\n"
    "F ~0.66667 1        ~0.83333 0.5\n"     /* growth is made from sales, too */
    "G 1        1        1        1\n"
    "H 0.6      1        0.8      0.4\n"
    "I 1        1        1        0.8\n");
}

static void confidence_follows_the_settings(void **state)
{
  const book_lines unsure[] = {rules[0], rules[1], {"settings", "key value\nas_of 2026-07-01\nscore.rank_by ''\nevidence.confidence 0.9,0.8,0.8,0.3\nevidence.half_life 0\n"}, {NULL, NULL}};
  (void)state;
  check(facts, unsure, "customer value_confidence\nA 0.7\nC 0.6\nF 0.5\nI ~0.9\n");   /* no age: (2 * 0.9 + 0.3) / 3; (2 * 0.9) / 3; (2 * 0.3 + 0.9) / 3 */
}

static void without_sources_coverage_says_it_all(void **state)
{
  static const book_lines alone[] = {{"customers", CUSTOMERS}, {NULL, NULL}};
  (void)state;
  check(alone, rules, "customer value_confidence value_coverage\nA ! 1\n");
}

/* sales: 7 known; F's 0.5, G's 1, H's 0.4, four recorded. strategic_fit: A's 0.25, B's 0.9, and five untold. */
static void completeness_tells_the_mean_of_each_source(void **state)
{
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "completeness",
    "column source known confidence\n"
    "sales RECORDED 5 1\nsales OBSERVED 1 0.4\nsales ESTIMATED 1 0.5\n"
    "sales_previous RECORDED 4 1\nsales_previous CUSTOMER_SAID 1 0.8\n"
    "strategic_fit RECORDED 5 1\nstrategic_fit ESTIMATED 2 0.575\n");
  patron_assessment_destroy(result);
}

static void one_row_alone_is_as_sure_as_among_all(void **state)
{
  static const book_lines alone[] = {{"customers", "customer sales sales_previous strategic_fit our_trust\nA 50.00 40.00 60 70\n"}, {"sources", "customer column source date\nA strategic_fit ESTIMATED 2025-07-01\n"}, {NULL, NULL}};
  patron_policy *policy = NULL;
  patron_portfolio *all = NULL, *one = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  (void)state;
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (const book_lines *rule = rules; rule->name != NULL; rule++) expect_ok(book_rule(context, policy, rule->name, rule->text));
  expect_ok(book_open(context, "EUR", facts, &all));
  expect_ok(book_open(context, "EUR", alone, &one));
  expect_ok(patron_fit(all, policy, &model));
  expect_ok(patron_apply(model, one, &result));
  expect_decided(result, "customer value_confidence top_confidence\nA 0.75 0.875\n");
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_portfolio_destroy(one);
  patron_portfolio_destroy(all);
  patron_policy_destroy(policy);
}

/* A's own trust is of two answers, of weights 1 and 3, half as sure and a year old: (1 * 0.5 + 3 * 1 * 0.5) / 4. B's mark is estimated, C has told nothing of where, D lacks one. */
static void a_relationship_is_as_sure_as_the_least_of_its_values(void **state)
{
  static const char marks[] = "customer our_commitment our_trust their_commitment their_trust\nA 50 - 50 50\nB 50 50 50 50\nC 50 50 50 50\nD 50 50 50 -\n";
  static const book_lines told[] = {{"customers", marks},
    {"evidence", "customer party dimension item value weight source confidence date\nA US TRUST a 60 1 ESTIMATED - -\nA US TRUST b 60 3 RECORDED - 2025-07-01\nC THEM TRUST c 40 0 RECORDED - -\n"},
    {"sources", "customer column source\nB their_trust ESTIMATED\nB our_trust OBSERVED\n"}, {NULL, NULL}};
  static const book_lines by_hand[] = {{"customers", marks}, {NULL, NULL}};
  (void)state;
  check(told, rules, "customer our_trust relationship_confidence\nA 60 0.5\nB 50 0.5\nC 50 1\nD 50 0\n");
  check(by_hand, rules, "customer relationship_confidence\nA !\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(confidence_is_that_of_the_facts_behind_the_score, start, stop),
    cmocka_unit_test_setup_teardown(confidence_follows_the_settings, start, stop),
    cmocka_unit_test_setup_teardown(without_sources_coverage_says_it_all, start, stop),
    cmocka_unit_test_setup_teardown(completeness_tells_the_mean_of_each_source, start, stop),
    cmocka_unit_test_setup_teardown(one_row_alone_is_as_sure_as_among_all, start, stop),
    cmocka_unit_test_setup_teardown(a_relationship_is_as_sure_as_the_least_of_its_values, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
