/* Every smallest single change that is told is true: put into the facts and assessed again it makes the decision what was told, and a step less leaves it as it was. Cut-offs, scales and the other customers
   move with it as they do. */
#include "patron/io.h"

#include "crowd.h"
#include "told.h"

#include "company.h"

enum { KINDS = 40 };

/* What was tried, by the decision. */
typedef struct tried { char decision[128]; int64_t made, smaller; } tried;
typedef struct trial { patron_context *context; patron_portfolio *book; patron_policy *policy; tried kinds[KINDS]; int32_t kind_count; int64_t made, smaller, held, wrong, skipped; } trial;

static void must(const trial *t, patron_status status, const char *what)
{
  char text[1200];
  if (status == PATRON_OK) return;
  patron_context_error(t->context, text, sizeof text, NULL);
  fail_msg("%s: %s: %s", what, patron_status_name(status), text);
}

static tried *kind_of(trial *t, const char *decision)
{
  int32_t i = 0;
  while (i < t->kind_count && strcmp(t->kinds[i].decision, decision) != 0) i++;
  assert_true(i < KINDS);
  if (i == t->kind_count) snprintf(t->kinds[t->kind_count++].decision, sizeof t->kinds[i].decision, "%s", decision);
  return &t->kinds[i];
}

/* The figure as the book has it; what a ledger says of it is money that the customers table does not give. */
static figure figure_of(const trial *t, int64_t row, const told *change)
{
  patron_table *customers = NULL;
  figure out;
  expect_ok(patron_portfolio_table(t->book, "customers", &customers));
  memset(&out, 0, sizeof out);
  if (!read_figure(customers, row, change->factor, &out)) {
    snprintf(out.name, sizeof out.name, "%s", change->factor);
    out.type = PATRON_MONEY;
  }
  patron_table_destroy(customers);
  return out;
}

static const char *assess_with(const trial *t, const char *id, const figure *was, const figure *is, const char *decision, char *out)
{
  patron_assessment *result = NULL;
  put_figure(t->book, id, is);
  must(t, patron_assess(t->book, t->policy, &result), "assessed again");
  decision_of(result, id, decision, out);
  patron_assessment_destroy(result);
  put_figure(t->book, id, was);
  return out;
}

static void try_change(trial *t, const patron_assessment *before, const char *id, int64_t row, const told *change)
{
  const figure was = figure_of(t, row, change), is = figure_at(&was, change->threshold, change->raw, 0), less = figure_at(&was, change->threshold, change->raw, 1);
  tried *kind = kind_of(t, change->decision);
  figure now_is = is;
  char now[128], after[128];
  decision_of(before, id, change->decision, now);
  assess_with(t, id, &was, &is, change->decision, after);
  kind->made++;
  t->made++;
  if (strcmp(after, change->becomes) != 0 || strcmp(after, now) == 0) { print_error("%s %s was %s, is %s: %s\n", id, change->decision, now, after, change->text); t->wrong++; return; }
  if (was.type == PATRON_FLAG) return;
  now_is.known = 1;
  if (was.type == PATRON_NUMBER) now_is.number = change->raw; else now_is.whole = (int64_t)round(change->raw * (was.type == PATRON_MONEY ? 100 : 1));
  if (!moved_at_all(&now_is, &less, change->threshold)) return;
  assess_with(t, id, &was, &less, change->decision, after);
  kind->smaller++;
  t->smaller++;
  if (strcmp(after, now) != 0) { print_error("%s %s is %s a step before: %s\n", id, change->decision, after, change->text); t->wrong++; }
}

/* The four values of each relationship as they were judged, given in the place of the answers that they came from: a change of one can be given, too. */
static void give_answers(const trial *t)
{
  static const char *const names[] = {"our_commitment", "our_trust", "their_commitment", "their_trust"};
  patron_assessment *before = NULL;
  patron_table *empty = NULL, *customers = NULL;
  int64_t rows;
  must(t, patron_assess(t->book, t->policy, &before), "assessed");
  expect_ok(patron_assessment_table(before, "customers", &customers));
  expect_ok(patron_table_rows(customers, &rows));
  for (int64_t row = 0; row < rows; row++) {
    char id[128];
    patron_customer customer = 0, judged = 0;
    word_of(customers, "customer", row, id, sizeof id);
    expect_ok(patron_portfolio_find_customer(t->book, id, -1, &customer));
    expect_ok(patron_assessment_find_customer(before, id, -1, &judged));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
      double value = 0;
      if (patron_assessment_number(before, judged, names[i], &value) == PATRON_OK) expect_ok(patron_customer_set_number(t->book, customer, names[i], value));
    }
  }
  must(t, book_table(t->context, "evidence", "customer party dimension item value date\n", &empty), "no answers");
  must(t, patron_portfolio_put(t->book, empty), "no answers");
  patron_table_destroy(empty);
  patron_table_destroy(customers);
  patron_assessment_destroy(before);
}

/* All that is told of all customers. */
static void try_book(trial *t)
{
  patron_assessment *before = NULL;
  patron_table *customers = NULL;
  int64_t rows;
  must(t, patron_assess(t->book, t->policy, &before), "assessed");
  expect_ok(patron_assessment_table(before, "customers", &customers));
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
      told change;
      if (!read_told(why, line, &change)) continue;
      t->held += strcmp(change.code, "SCALES_STAND") == 0;
      if (strcmp(change.code, "SMALLEST_CHANGE") == 0) try_change(t, before, id, row, &change);
    }
    patron_table_destroy(why);
  }
  patron_table_destroy(customers);
  patron_assessment_destroy(before);
}

static trial open_trial(void)
{
  trial t;
  memset(&t, 0, sizeof t);
  expect_ok(patron_context_create(NULL, &t.context));
  return t;
}

static void close_trial(trial *t)
{
  for (int32_t i = 0; i < t->kind_count; i++) print_message("%-24s %lld, a step less %lld\n", t->kinds[i].decision, (long long)t->kinds[i].made, (long long)t->kinds[i].smaller);
  print_message("%lld of %lld and %lld do not hold\n", (long long)t->wrong, (long long)t->made, (long long)t->smaller);
  patron_policy_destroy(t->policy);
  patron_portfolio_destroy(t->book);
  patron_context_destroy(t->context);
  assert_int_equal(t->wrong, 0);
}

static void what_is_told_of_the_drinks_maker_is_true(void **state)
{
  static const char *const folder = PATRON_EXAMPLES "/fmcg";
  trial t = open_trial();
  patron_io *io = NULL;
  (void)state;
  expect_ok(patron_io_create(t.context, &io));
  must(&t, patron_io_read_portfolio(io, "EUR", &folder, 1, NULL, &t.book), "facts");
  must(&t, patron_io_read_policy(io, NULL, PATRON_EXAMPLES "/fmcg/policy", &t.policy), "rules");
  patron_io_destroy(io);
  give_answers(&t);
  try_book(&t);
  assert_true(t.made > 600 && t.smaller > 500);
  close_trial(&t);
}

static void what_is_told_of_random_customers_is_true(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 3; seed++) {
    trial t = open_trial();
    crowd some;
    crowd_make(&some, seed, 30, 1);
    must(&t, crowd_open(t.context, "EUR", &some, 0, &t.book), "facts");
    must(&t, crowd_policy(t.context, 1, NULL, &t.policy), "rules");
    crowd_clear(&some);
    give_answers(&t);
    try_book(&t);
    assert_true(t.made > 200);
    close_trial(&t);
  }
}

/* Scales of every kind that are fitted to all customers, weights out of the data, and wallets that are estimated from those of others. */
static void what_is_told_on_fitted_scales_is_true(void **state)
{
  static const char *const aggregations[] = {"WEIGHTED_SUM", "WEIGHTED_PRODUCT", "TOPSIS", "VIKOR"};
  static const char *const weightings[] = {"EQUAL", "DEVIATION", "CRITIC", "EQUAL"};
  static const book_lines facts[] = {{"customers", company_customers}, {"history", company_history}, {NULL, NULL}};
  (void)state;
  for (size_t i = 0; i < 4; i++) {
    trial t = open_trial();
    char cards[512];
    snprintf(cards, sizeof cards, "scorecard weighting aggregation missing\nobjective %s WEIGHTED_SUM RENORMALISE\npriority EQUAL WEIGHTED_SUM NEUTRAL\nattractiveness %s %s RENORMALISE\nwinnability EQUAL %s NEUTRAL\n",
             weightings[i], weightings[3 - i], aggregations[i], aggregations[3 - i]);
    must(&t, book_open(t.context, "EUR", facts, &t.book), "facts");
    must(&t, crowd_policy(t.context, 1, NULL, &t.policy), "rules");
    must(&t, book_rule(t.context, t.policy, "scorecards", cards), "scorecards");
    must(&t, book_rule(t.context, t.policy, "criteria",
      "scorecard criterion column normaliser transform direction low high\n"
      "objective size current_value MINMAX NONE HIGHER - -\nobjective reach potential LINEAR LOG1P HIGHER 0 13\npriority base objective LINEAR NONE HIGHER 0 100\npriority cost cost_to_serve PERCENT_RANK NONE LOWER - -\n"
      "attractiveness fit strategic_fit LINEAR NONE HIGHER 0 100\nattractiveness share market_share MINMAX NONE HIGHER - -\nattractiveness rate contribution_rate ZSCORE NONE HIGHER - -\n"
      "winnability level service_level MAX NONE HIGHER - -\nwinnability rival competitor_strength VECTOR NONE HIGHER - -\nwinnability size current_value SUM NONE HIGHER - -\n"), "criteria");
    must(&t, book_rule(t.context, t.policy, "segments", "segment by layers measure cuts bit purpose use\nsales layer - current_value 80,95 SALES a b\nprofit layer - net_margin 80,95 PROFIT a b\nmarks - - priority 50,80 NONE a b\nfits - - strategic_fit 30,60 NONE a b\n"), "segments");
    expect_ok(patron_policy_set(t.policy, "score.product_floor", "0.01"));
    expect_ok(patron_policy_set(t.policy, "wallet.estimate", i % 2 ? "PEER" : "GIVEN"));
    expect_ok(patron_policy_set(t.policy, "wallet.minimum_positive", "2"));
    try_book(&t);
    assert_true(t.made > 60);
    close_trial(&t);
  }
}

/* A figure that counts in a score and makes groups as well: with the change the cut-offs of two groups move, and its peers are others. */
static void what_is_told_of_a_figure_that_makes_groups_is_true(void **state)
{
  uint64_t seed = 7;
  char lines[4000] = "customer layer suppliers sales profit potential strategic_fit market_share service_level\n";
  const book_lines facts[] = {{"customers", lines}, {NULL, NULL}};
  trial t = open_trial();
  (void)state;
  for (int i = 0; i < 30; i++) {
    const int sales = 100 + (int)crowd_random(&seed, 900);
    snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "g%02d L%d %d %d.00 %d.00 %d.00 %d %d %d\n", i, (int)crowd_random(&seed, 2), 1 + (int)crowd_random(&seed, 3), sales, sales / 10 + (int)crowd_random(&seed, 100),
             2 * sales + (int)crowd_random(&seed, 900), (int)crowd_random(&seed, 101), (int)crowd_random(&seed, 101), (int)crowd_random(&seed, 101));
  }
  must(&t, book_open(t.context, "EUR", facts, &t.book), "facts");
  must(&t, crowd_policy(t.context, 1, "scorecard criterion column normaliser within low high\nobjective size current_value PERCENT_RANK suppliers - -\nattractiveness suppliers suppliers LINEAR - 0 5\nattractiveness fit strategic_fit MINMAX suppliers - -\n"
                                      "winnability share market_share PERCENT_RANK layer,suppliers - -\nwinnability level service_level LINEAR - 0 100\n", &t.policy), "rules");
  must(&t, book_rule(t.context, t.policy, "scorecards", "scorecard weighting\nobjective EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"), "scorecards");
  must(&t, book_rule(t.context, t.policy, "segments", "segment by layers measure cuts bit purpose use\nsales suppliers - current_value 60,90 SALES a b\nprofit layer,suppliers - net_margin 60,90 PROFIT a b\nmarks suppliers - objective 50,80 NONE a b\n"), "segments");
  expect_ok(patron_policy_set(t.policy, "score.rank_by", "objective"));
  try_book(&t);
  assert_true(t.made > 100);
  close_trial(&t);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_told_of_the_drinks_maker_is_true),
    cmocka_unit_test(what_is_told_of_random_customers_is_true),
    cmocka_unit_test(what_is_told_on_fitted_scales_is_true),
    cmocka_unit_test(what_is_told_of_a_figure_that_makes_groups_is_true),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
