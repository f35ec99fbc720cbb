/* What a fit over parts asks the rows for, step by step: which columns, and which of them must be known of the same row. */
#include "checks.h"

#include "parted.h"
#include "decided.h"

#include "engine/policy.h"
#include "stages/needs.h"
#include "stages/score.h"
#include "stages/segment.h"
#include "stages/tier.h"

enum { TEXT = 8192 };

static int32_t step_of(const patron__stage *stage) {
  int32_t step = PATRON__STEP_STAGES;
  while (patron__step_stage(step) != stage) step++;
  return step;
}

/* "name question" of every column, with a star where it is asked of the facts alone. */
static void expect_needs(patron_policy *policy, int32_t step, int32_t channels, int32_t questions, const char *expected) {
  char got[TEXT] = "", *at = got;
  patron__tables rules;
  patron__needs needs;
  patron__tables_init(&rules, context);
  expect_ok(patron__policy_snapshot(policy, &rules));
  expect_ok(patron__needs_of(context, &rules, step, &needs));
  for (int32_t i = 0; i < needs.count; i++) {
    const char *name = needs.items[i].name;
    at += sprintf(at, "%s%s%s %d", i == 0 ? "" : ", ", strcmp(name, PATRON__NEED_HISTORY) == 0 ? "the past" : name, needs.items[i].fact ? "*" : "", needs.items[i].question);
  }
  assert_string_equal(got, expected);
  assert_int_equal(needs.channels, channels);
  assert_int_equal(needs.questions, questions);
  patron__needs_clear(&needs);
  patron__tables_clear(&rules);
}

static patron_policy *policy_of(const book_lines *rules) {
  patron_policy *policy = NULL;
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; rules->name != NULL; rules++) expect_ok(book_rule(context, policy, rules->name, rules->text));
  return policy;
}

/* `value` is weighted by its rows, so its columns are one question; the layers that `service` shares with it bring that in. Channels need sums, by themselves. */
static void each_step_asks_for_its_columns(void **state) {
  patron_policy *policy = NULL;
  (void)state;
  expect_ok(parted_policy(context, &policy));
  expect_needs(policy, PATRON__STEP_WALLETS, 0, 1, "current_value 0, layer* 0, wallet_proxy* 0");
  expect_needs(policy, step_of(&patron__stage_score), 1, 2,
               "channel 0, current_value 0, layer 1, net_margin 0, our_trust 1, sales_previous 0, service_level 1, strategic_fit 1");
  expect_needs(policy, step_of(&patron__stage_segment), 0, 2, "the past 0, current_value 0, layer 0, net_margin 0, priority 1");
  expect_needs(policy, step_of(&patron__stage_tier), 0, 1, "face_to_face_cost 0, layer* 0, net_margin 0, previous_tier* 0, tier_periods_below* 0, winnable_headroom 0");
  patron_policy_destroy(policy);
}

/* Given wallets need no other rows. Only the groups of the first segment of sales are those of wallets. */
static void wallets_ask_for_the_groups_of_the_first_segment_of_sales(void **state) {
  static const book_lines none[] = {{"settings", "key value\nwallet.estimate GIVEN\n"}, {NULL, NULL}};
  static const book_lines some[] = {{"settings", "key value\nwallet.estimate PROXY\n"},
    {"segments", "segment by measure cuts bit purpose use\nz owner net_margin 80 PROFIT a b\ny territory,layer current_value 80 SALES a b\nx region current_value 80 SALES a b\n"}, {NULL, NULL}};
  patron_policy *policy = policy_of(none);
  (void)state;
  expect_needs(policy, PATRON__STEP_WALLETS, 0, 0, "");
  patron_policy_destroy(policy);
  policy = policy_of(some);
  expect_needs(policy, PATRON__STEP_WALLETS, 0, 1, "current_value 0, layer* 0, territory* 0, wallet_proxy* 0");
  patron_policy_destroy(policy);
}

/* a is ranked within x and b within y: two questions. c asks for x and y at once and so makes them one; d stays alone, and e, on a fixed scale, is nobody's peer. */
static void questions_that_share_a_column_are_one(void **state) {
  static const book_lines rules[] = {{"scorecards", "scorecard weighting\ncard EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser low high within\ncard a a PERCENT_RANK - - x\ncard d d PERCENT_RANK - - -\ncard b b PERCENT_RANK - - y\ncard e e LINEAR 0 9 y\n"}, {NULL, NULL}};
  static const char more[] = "scorecard criterion column normaliser low high within\ncard a a PERCENT_RANK - - x\ncard d d PERCENT_RANK - - -\ncard b b PERCENT_RANK - - y\ncard e e LINEAR 0 9 y\n"
                             "card c c PERCENT_RANK - - y,x\n";
  patron_policy *policy = policy_of(rules);
  const int32_t step = step_of(&patron__stage_score);
  (void)state;
  expect_needs(policy, step, 0, 4, "a 0, b 1, d 2, e 3, x 0, y 1");
  expect_ok(book_rule(context, policy, "criteria", more));
  expect_needs(policy, step, 0, 3, "a 0, b 0, c 0, d 1, e 2, x 0, y 0");
  patron_policy_destroy(policy);
}

/* A segment of layers asks for the layer; the sales' own groups are beside the past, those of other measures are not. */
static void segments_ask_for_their_groups_and_layers(void **state) {
  static const book_lines rules[] = {{"segments", "segment by layers measure cuts bit purpose use\none owner KA_RETAIL profit 80 NONE a b\ntwo region - orders 80 NONE a b\nthree territory - current_value 80 SALES a b\n"},
    {NULL, NULL}};
  patron_policy *policy = policy_of(rules);
  (void)state;
  expect_needs(policy, step_of(&patron__stage_segment), 0, 2,
               "the past 0, current_value 0, layer 0, net_margin 0, orders 1, owner 0, profit 0, region 1, territory 0");
  patron_policy_destroy(policy);
}

static void without_programs_tiers_ask_for_nothing(void **state) {
  static const book_lines rules[] = {{"programs", "program tier rank up_to_share above_fence\n"}, {NULL, NULL}};
  patron_policy *policy = policy_of(rules);
  (void)state;
  expect_needs(policy, step_of(&patron__stage_tier), 0, 0, "");
  patron_policy_destroy(policy);
}

/* The longest name of a column has 255 bytes; no table holds a longer one, so that nobody is asked for it. */
static void names_are_asked_for_up_to_their_longest(void **state) {
  char longest[257], criteria[1024], expected[512];
  static const book_lines cards[] = {{"scorecards", "scorecard weighting\ncard EQUAL\n"}, {NULL, NULL}};
  patron_policy *policy = policy_of(cards);
  (void)state;
  memset(longest, 'm', 256);
  longest[256] = '\0';
  snprintf(criteria, sizeof criteria, "scorecard criterion column normaliser within\ncard a a PERCENT_RANK %s,z\n", longest);
  expect_ok(book_rule(context, policy, "criteria", criteria));
  expect_needs(policy, step_of(&patron__stage_score), 0, 1, "a 0, z 0");
  longest[255] = '\0';
  snprintf(criteria, sizeof criteria, "scorecard criterion column normaliser within\ncard a a PERCENT_RANK %s,z\n", longest);
  expect_ok(book_rule(context, policy, "criteria", criteria));
  snprintf(expected, sizeof expected, "a 0, %s 0, z 0", longest);
  expect_needs(policy, step_of(&patron__stage_score), 0, 1, expected);
  patron_policy_destroy(policy);
}

/* Every second one is named before those that are there already. */
static void there_is_room_for_many_columns(void **state) {
  enum { MANY = 70 };
  char criteria[TEXT], expected[TEXT], *at = criteria + sprintf(criteria, "scorecard criterion column normaliser\n"), *wanted = expected;
  static const book_lines cards[] = {{"scorecards", "scorecard weighting\ncard EQUAL\n"}, {NULL, NULL}};
  patron_policy *policy = policy_of(cards);
  (void)state;
  for (int i = 0; i < MANY; i++) {
    at += sprintf(at, "card c%d x%02d MINMAX\n", i, i % 2 == 0 ? i / 2 : MANY - 1 - i / 2);
    wanted += sprintf(wanted, "%sx%02d %d", i == 0 ? "" : ", ", i, i);
  }
  expect_ok(book_rule(context, policy, "criteria", criteria));
  expect_needs(policy, step_of(&patron__stage_score), 0, MANY, expected);
  patron_policy_destroy(policy);
}

static void channels_are_asked_for_what_criteria_name(void **state) {
  static const book_lines rules[] = {{"scorecards", "scorecard table weighting\ncard CHANNELS EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser within\ncard a reach MINMAX region,kind\ncard b size MINMAX -\n"}, {NULL, NULL}};
  static const char *const asked[] = {"channel", "size", "growth", "profitability", "reach", "region", "kind"}, *const not[] = {"name", "region,kind", "card", "kin", "a"};
  patron_policy *policy = policy_of(rules);
  patron__tables tables;
  (void)state;
  patron__tables_init(&tables, context);
  expect_ok(patron__policy_snapshot(policy, &tables));
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) assert_true(patron__needs_channel_column(&tables, asked[i]));
  for (size_t i = 0; i < sizeof not / sizeof *not; i++) assert_false(patron__needs_channel_column(&tables, not[i]));
  patron__tables_clear(&tables);
  patron_policy_destroy(policy);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(each_step_asks_for_its_columns, start, stop),
    cmocka_unit_test_setup_teardown(wallets_ask_for_the_groups_of_the_first_segment_of_sales, start, stop),
    cmocka_unit_test_setup_teardown(questions_that_share_a_column_are_one, start, stop),
    cmocka_unit_test_setup_teardown(segments_ask_for_their_groups_and_layers, start, stop),
    cmocka_unit_test_setup_teardown(without_programs_tiers_ask_for_nothing, start, stop),
    cmocka_unit_test_setup_teardown(names_are_asked_for_up_to_their_longest, start, stop),
    cmocka_unit_test_setup_teardown(there_is_room_for_many_columns, start, stop),
    cmocka_unit_test_setup_teardown(channels_are_asked_for_what_criteria_name, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
