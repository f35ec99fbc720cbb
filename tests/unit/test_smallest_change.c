/* The smallest single change of each decision: made, it alters the decision as told; made a step smaller, it does not; and no smaller change of another figure does. */
#include "decided.h"

#include "company.h"
#include "crowd.h"
#include "told.h"

/* The decision with a figure changed; the book is as before afterwards. */
static const char *decision_with(const patron_model *model, patron_portfolio *book, const char *id, const figure *was, const figure *is, const char *decision, char *out)
{
  patron_assessment *result = NULL;
  put_figure(book, id, is);
  expect_ok(patron_apply(model, book, &result));
  decision_of(result, id, decision, out);
  patron_assessment_destroy(result);
  put_figure(book, id, was);
  return out;
}

typedef struct counts { int64_t made, smaller, none, others; uint64_t seed; } counts;

static const char *const marks[] = {"strategic_fit", "market_share", "new_product_rate", "service_level", "alignment", "capability", "conditions", "our_commitment", "our_trust", "their_commitment", "their_trust", "contribution_rate"};

/* Some mark of the customer, moved by less than the change that is told to be the smallest: the decision stays. */
static void try_another(const patron_model *model, patron_portfolio *book, const patron_table *customers, const char *id, int64_t row, const char *now, const told *t, counts *c)
{
  const char *name = marks[crowd_random(&c->seed, sizeof marks / sizeof *marks)];
  const double range = strcmp(name, "contribution_rate") == 0 ? 1 : 100, least = t->change < 1 ? t->change : 1;
  const double by = range * least * (double)crowd_random(&c->seed, 1000) / 1000 * (crowd_random(&c->seed, 2) ? 1 : -1);
  figure was, is;
  char after[128];
  if (!read_figure(customers, row, name, &was) || !was.known) return;
  is = was;
  is.number = floor((was.number + by) * steps_of(name) + 0.5) / steps_of(name);   /* changes are tried in steps */
  if (is.number < 0 || is.number > range || fabs(is.number - was.number) / range >= least - 1e-12) return;   /* the same step but for rounding is no smaller one */
  decision_with(model, book, id, &was, &is, t->decision, after);
  if (strcmp(after, now) != 0 && strcmp(after, "?") != 0) fail_msg("%s: %s, but %s from %.17g to %.17g makes it %s: %s", id, t->decision, name, was.number, is.number, after, t->text);
  c->others++;
}

static void check_told(const patron_model *model, patron_portfolio *book, const patron_table *customers, const patron_assessment *before, const char *id, int64_t row, const told *t, counts *c)
{
  char now[128], after[128];
  figure was, is, less;
  decision_of(before, id, t->decision, now);
  if (strcmp(t->code, "UNKNOWN") == 0) { assert_string_equal(now, "?"); return; }
  assert_string_not_equal(now, "?");
  if (strcmp(t->code, "MISSING") == 0) { assert_string_equal(now, "UNDETERMINED"); return; }
  if (strcmp(t->code, "SMALLEST_CHANGE") != 0) {
    assert_string_equal(t->code, "NO_SINGLE_CHANGE");
    c->none++;
  } else {
    if (!read_figure(customers, row, t->factor, &was)) return;   /* what activities cost is no column of customers */
    if (was.type != PATRON_FLAG && fabs((was.type == PATRON_NUMBER ? was.number : (double)was.whole / (was.type == PATRON_MONEY ? 100 : 1)) - t->raw) > 1e-9) return;   /* from evidence or a ledger */
    is = figure_at(&was, t->threshold, t->raw, 0);
    decision_with(model, book, id, &was, &is, t->decision, after);
    if (strcmp(after, t->becomes) != 0) fail_msg("%s: %s is %s, but with the change it is %s: %s", id, t->decision, now, after, t->text);
    assert_string_not_equal(after, now);
    c->made++;
    if (was.type != PATRON_FLAG) {
      less = figure_at(&was, t->threshold, t->raw, 1);
      if (moved_at_all(&was, &less, t->threshold)) {
        decision_with(model, book, id, &was, &less, t->decision, after);
        if (strcmp(after, now) != 0) fail_msg("%s: %s becomes %s a step before: %s", id, t->decision, after, t->text);
        c->smaller++;
      }
    }
  }
  try_another(model, book, customers, id, row, now, t, c);
}

static void check_book(patron_portfolio *book, patron_policy *policy, counts *c)
{
  patron_model *model = NULL;
  patron_assessment *before = NULL;
  patron_table *customers = NULL;
  int64_t rows;
  if (patron_fit(book, policy, &model) != PATRON_OK) {
    char text[1200];
    patron_context_error(context, text, sizeof text, NULL);
    fail_msg("not fitted: %s", text);
  }
  expect_ok(patron_apply(model, book, &before));
  expect_ok(patron_portfolio_table(book, "customers", &customers));
  expect_ok(patron_table_rows(customers, &rows));
  for (int64_t row = 0; row < rows; row++) {
    patron_customer customer;
    patron_table *why = NULL;
    int64_t lines;
    char id[128];
    word_of(customers, "customer", row, id, sizeof id);
    expect_ok(patron_assessment_customer_at(before, row, &customer));
    expect_ok(patron_assessment_explain(before, customer, &why));
    expect_ok(patron_table_rows(why, &lines));
    for (int64_t line = 0; line < lines; line++) {
      told t;
      if (read_told(why, line, &t)) check_told(model, book, customers, before, id, row, &t, c);
    }
    patron_table_destroy(why);
  }
  patron_table_destroy(customers);
  patron_assessment_destroy(before);
  patron_model_destroy(model);
}

static void the_change_alters_the_decision_and_a_step_less_does_not(void **state)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  counts c = {0, 0, 0, 0, 5};
  crowd some;
  (void)state;
  expect_ok(book_open(context, "EUR", company_facts, &book));
  expect_ok(company_policy(context, &policy));
  check_book(book, policy, &c);
  assert_true(c.made > 60 && c.smaller > 50 && c.none > 3);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  crowd_make(&some, 77, 40, 1);
  expect_ok(crowd_open(context, "EUR", &some, 0, &book));
  expect_ok(crowd_policy(context, 1, NULL, &policy));
  expect_ok(patron_policy_set(policy, "output.explanations", "NONE"));
  check_book(book, policy, &c);
  assert_true(c.made > 220 && c.smaller > 180 && c.others > 100);
  crowd_clear(&some);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

/* What a change is told to be, by decision. */
static told change_of(const patron_assessment *result, const char *id, const char *decision)
{
  patron_customer customer = 0;
  patron_table *why = NULL;
  int64_t lines;
  told t;
  expect_ok(patron_assessment_find_customer(result, id, -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_ok(patron_table_rows(why, &lines));
  for (int64_t line = 0; line < lines; line++)
    if (read_told(why, line, &t) && strcmp(t.decision, decision) == 0) {
      patron_table_destroy(why);
      return t;
    }
  fail_msg("nothing is told of %s of %s", decision, id);
  return t;
}

static void expect_change(const patron_assessment *result, const char *id, const char *decision, const char *factor, double raw, double threshold, const char *becomes, double change)
{
  const told t = change_of(result, id, decision);
  assert_string_equal(t.factor, factor);
  assert_string_equal(t.becomes, becomes);
  if (fabs(t.raw - raw) > 1e-9 || fabs(t.threshold - threshold) > 1e-9 || fabs(t.change - change) > 1e-9)
    fail_msg("%s of %s: %s from %.17g to %.17g, %.17g: %s", decision, id, factor, t.raw, t.threshold, t.change, t.text);
}

/* Worked by hand. Sales 100, 60, 30, 10 (80 % of 200 is 160: the cut is at 60). The cut moves with the own sales. Below 60, a is still needed for 80 % until 60 and 30 make it alone: 0.8 (100 + x) = 90, x = 12.50.
   c, above 30, takes part of a total of which 100 and 60 no longer make 80 %: 0.8 (170 + x) > 160 from 30.01 on. Attractiveness is the mean of a mark and of points 0:0, 10:20, 20:100 over `size`; what is missing is left out: b has the
   mark alone. Bands at 33 and 67.
   a: mark 60, size 10 (20), together 40 MEDIUM. To HIGH 67 the sum has to be 134: the mark alone would need 114, beyond 100; size 20 + 8 (s - 10) = 74, so 17, an arc change of 2 * 7 / 27 = 0.52.
      To LOW the sum has to fall under 66: the mark to 45.99, 0.1401 of its range, which is the smaller.
   e: mark 100, size 14 (52), together 76 HIGH. To MEDIUM the sum has to fall under 134: the mark to 81.99, 0.1801; or size under 34 points: 20 + 8 * 1 = 28, so 11, 2 * 3 / 25 = 0.24. */
static void worked_changes(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer sales  strategic_fit size:i our_commitment our_trust their_commitment their_trust\n"
    "a        100.00 60    10   70             80        55               58\n"
    "b        60.00  66.99 -    30             35        35               35\n"
    "c        30.00  90    20   90             90        90               90\n"
    "d        10.00  5     0    -              10        10               10\n"
    "e        0.00   100   14   90             90        70               70\n"}, {NULL, NULL}};
  static const book_lines rules[] = {
    {"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser low high\nobjective o current_value LINEAR 0 100\npriority p objective LINEAR 0 100\nattractiveness m strategic_fit LINEAR 0 100\n"
                 "attractiveness s size PIECEWISE - -\nwinnability w strategic_fit LINEAR 0 100\n"},
    {"scoring_guide", "scorecard criterion from score\nattractiveness s 0 0\nattractiveness s 10 20\nattractiveness s 20 100\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  told t;
  (void)state;
  expect_change(result, "a", "key_sales", "sales", 100, 12.5, "no", 2 * 87.5 / 112.5);
  expect_change(result, "c", "key_sales", "sales", 30, 30.01, "yes", 2 * 0.01 / 60.01);
  expect_change(result, "a", "rank", "sales", 100, 59.99, "2", 2 * 40.01 / 159.99);
  expect_change(result, "d", "rank", "sales", 10, 30, "3", 2 * 20.0 / 40);
  expect_change(result, "a", "attractiveness_band", "strategic_fit", 60, 45.99, "LOW", 0.1401);
  expect_change(result, "b", "attractiveness_band", "strategic_fit", 66.99, 67, "HIGH", 0.0001);
  expect_change(result, "e", "attractiveness_band", "strategic_fit", 100, 81.99, "MEDIUM", 0.1801);
  /* 55 and 58 against 70 and 80: 70 - 55 = 15 is the gap of a limited collaboration, and 70 is high: up to 55.01 it is narrower than 15. */
  expect_change(result, "a", "relationship_level", "their_commitment", 55, 55.01, "COOPERATIVE", 0.0001);
  expect_change(result, "a", "severity", "their_commitment", 55, 55.01, "NONE", 0.0001);
  t = change_of(result, "a", "relationship_level");
  assert_string_equal(t.text, "Relationship: LIMITED_COLLABORATION; it would be COOPERATIVE if their commitment rose from 55 to 55.01 (0.01 points more).");
  /* The side is the smaller of 30 and 35: our commitment alone lifts it to 35, which is under 40. */
  t = change_of(result, "b", "relationship_level");
  assert_string_equal(t.code, "NO_SINGLE_CHANGE");
  t = change_of(result, "d", "relationship_level");   /* UNDETERMINED: what nobody knows cannot change, but it can become known */
  assert_string_equal(t.code, "MISSING");
  assert_non_null(strstr(t.text, "UNDETERMINED; it would be determined if this were known: "));
  patron_assessment_destroy(result);
}

/* Every normaliser, transform and aggregation: what is told is still so. PROMETHEE compares customers: what would alter its score cannot be told from one. */
static void every_kind_of_scorecard_is_inverted(void **state)
{
  static const char *const aggregations[] = {"WEIGHTED_SUM", "WEIGHTED_PRODUCT", "TOPSIS", "VIKOR"};
  (void)state;
  for (size_t i = 0; i < sizeof aggregations / sizeof *aggregations; i++) {
    patron_portfolio *book = NULL;
    patron_policy *policy = NULL;
    counts c = {0, 0, 0, 0, 11 + i};
    char cards[512];
    const book_lines facts[] = {{"customers", company_customers}, {"history", company_history}, {NULL, NULL}};
    snprintf(cards, sizeof cards, "scorecard weighting aggregation missing\nobjective EQUAL WEIGHTED_SUM RENORMALISE\npriority EQUAL WEIGHTED_SUM NEUTRAL\nattractiveness RANK_SUM %s RENORMALISE\nwinnability EQUAL %s NEUTRAL\n",
             aggregations[i], aggregations[3 - i]);
    expect_ok(book_open(context, "EUR", facts, &book));
    expect_ok(company_policy(context, &policy));
    expect_ok(book_rule(context, policy, "scorecards", cards));
    expect_ok(book_rule(context, policy, "criteria",
      "scorecard criterion column normaliser transform direction low high target_low target_high within rank\n"
      "objective size current_value PERCENT_RANK NONE HIGHER - - - - - -\nobjective reach potential LINEAR LOG1P HIGHER 0 13 - - - -\n"
      "priority base objective LINEAR NONE HIGHER 0 100 - - - -\npriority cost cost_to_serve MINMAX NONE LOWER - - - - - -\n"
      "attractiveness fit strategic_fit LINEAR NONE TARGET 0 100 40 70 - 1\nattractiveness share market_share STEP NONE HIGHER - - - - - 2\nattractiveness rate contribution_rate ZSCORE NONE HIGHER - - - - - 3\n"
      "winnability level service_level MAX NONE HIGHER - - - - - -\nwinnability rival competitor_strength VECTOR NONE HIGHER - - - - - -\nwinnability news new_product_rate PIECEWISE NONE HIGHER - - - - - -\n"));
    expect_ok(book_rule(context, policy, "scoring_guide",
      "scorecard criterion from score\nattractiveness share 0 10\nattractiveness share 25 40\nattractiveness share 60 100\nwinnability news 0 5\nwinnability news 50 80\nwinnability news 90 60\n"));
    expect_ok(patron_policy_set(policy, "score.product_floor", "0.01"));
    expect_ok(patron_policy_set(policy, "relationship.hysteresis", "2"));
    expect_ok(patron_policy_set(policy, "winnability.mode", i % 2 ? "RELATIVE" : "ABSOLUTE"));
    check_book(book, policy, &c);
    assert_true(c.made > 60 && c.smaller > 40);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(book);
  }
}

static void what_compares_customers_is_not_examined(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales strategic_fit\na 10.00 10\nb 20.00 70\nc 30.00 90\n"}, {NULL, NULL}};
  static const book_lines rules[] = {
    {"scorecards", "scorecard weighting aggregation\npriority EQUAL PROMETHEE\nattractiveness EQUAL PROMETHEE\nwinnability EQUAL WEIGHTED_SUM\n"},
    {"criteria", "scorecard criterion column normaliser low high strict\npriority p strategic_fit LINEAR 0 100 -\nattractiveness a strategic_fit LINEAR 0 100 -\nwinnability w strategic_fit LINEAR 0 100 -\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  told t = change_of(result, "b", "rank");
  (void)state;
  assert_string_equal(t.code, "NOT_EXAMINED");
  t = change_of(result, "b", "winnability_band");
  assert_string_equal(t.code, "SMALLEST_CHANGE");
  assert_string_equal(t.factor, "strategic_fit");
  patron_assessment_destroy(result);
}

/* 0 to 100 for 0 to 50, whoever the others are. */
static patron_status shape(void *user, const double *values, int64_t count, int32_t capacity, double *from, double *score, int32_t *points)
{
  (void)user;
  if (count < 1 || capacity < 2 || values == NULL) return PATRON_E_INVALID_ARGUMENT;
  from[0] = score[0] = 0;
  from[1] = 50;
  score[1] = 100;
  *points = 2;
  return PATRON_OK;
}

/* A scale of a plug-in is the policy's, which may be gone when an explanation is asked for: told as it stands. */
static void what_cannot_be_fitted_again_is_told_on_the_scales_as_they_stand(void **state)
{
  static const char customers[] = "customer sales strategic_fit\na 10.00 10\nb 20.00 20\nc 30.00 40\n";
  static const patron_normaliser vtable = {sizeof vtable, PATRON_ABI, "half", shape};
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  told t;
  (void)state;
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_policy_create(context, NULL, &policy));
  expect_ok(patron_policy_register_normaliser(policy, &vtable, NULL, NULL));
  expect_ok(book_rule(context, policy, "scorecards", "scorecard weighting\npriority EQUAL\n"));
  expect_ok(book_rule(context, policy, "criteria", "scorecard criterion column normaliser\npriority p strategic_fit half\n"));
  expect_ok(patron_assess(book, policy, &result));
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  t = change_of(result, "a", "rank");
  assert_string_equal(t.code, "SCALES_STAND");
  assert_string_equal(t.text, "Rank: 3; it would be 2 if strategic fit rose from 10 to 20 (10 points more), on the scales as they stand.");
  t = change_of(result, "a", "key_sales");   /* which rests on no scale: 20 and 30 are 80 % up to 12.50 */
  assert_string_equal(t.code, "SMALLEST_CHANGE");
  patron_assessment_destroy(result);
}

/* The table of all customers tells changes only where it is asked to; the call for one always does. */
static void the_table_tells_changes_where_it_is_asked_to(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 10.00\nb 20.00\nc 30.00\n"}, {NULL, NULL}};
  static const char *const answers[] = {"key value\noutput.explanations ALL\n", "key value\noutput.explanations ALL\noutput.smallest_changes yes\n"};
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    const book_lines rules[] = {{"settings", answers[i]}, {NULL, NULL}};
    patron_assessment *result = decide(facts, rules);
    patron_table *all = NULL;
    int64_t lines, changes = 0;
    told t;
    expect_ok(patron_assessment_table(result, "explanations", &all));
    expect_ok(patron_table_rows(all, &lines));
    for (int64_t line = 0; line < lines; line++) changes += read_told(all, line, &t);
    if (i == 0) assert_int_equal(changes, 0);
    else assert_true(changes >= 6);
    expect_change(result, "a", "key_sales", "sales", 10, 12.51, "yes", 2 * 2.51 / 22.51);   /* 20 and 30 are 80 % up to 12.50 */
    patron_table_destroy(all);
    patron_assessment_destroy(result);
  }
}

static patron_status changes_are_found(patron_context *owner, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", "customer sales profit potential contribution_rate our_commitment our_trust their_commitment their_trust\na 100.00 10.00 150.00 0.2 70 70 50 50\nb 20.00 3.00 90.00 0.2 40 50 60 70\n"},
                                     {"history", "customer period sales\na 2024-01-01 90.00\nb 2024-01-01 30.00\na 2025-01-01 100.00\nb 2025-01-01 20.00\n"}, {NULL, NULL}};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_table *why = NULL;
  patron_customer b = 0;
  char *text;
  SCENARIO_TRY(book_open(owner, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(owner, NULL, &policy));
  SCENARIO_TRY(book_rule(owner, policy, "segments", "segment by layers measure cuts bit purpose use\nsales layer - current_value 80 SALES a b\nrates - - contribution_rate 50 NONE a b\n"));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  SCENARIO_TRY(patron_assessment_find_customer(result, "b", -1, &b));
  SCENARIO_TRY(patron_assessment_explain(result, b, &why));
  text = book_text(why);
  scenario_write_text(output, text);
  free(text);
done:
  patron_table_destroy(why);
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void finding_them_survives_every_failure(void **state)
{
  static const scenario_options options = {149, 7, 4, 1};
  (void)state;
  scenario_torture("smallest changes", changes_are_found, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_change_alters_the_decision_and_a_step_less_does_not, start, stop),
    cmocka_unit_test_setup_teardown(worked_changes, start, stop),
    cmocka_unit_test_setup_teardown(every_kind_of_scorecard_is_inverted, start, stop),
    cmocka_unit_test_setup_teardown(what_compares_customers_is_not_examined, start, stop),
    cmocka_unit_test_setup_teardown(what_cannot_be_fitted_again_is_told_on_the_scales_as_they_stand, start, stop),
    cmocka_unit_test_setup_teardown(the_table_tells_changes_where_it_is_asked_to, start, stop),
    cmocka_unit_test(finding_them_survives_every_failure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
