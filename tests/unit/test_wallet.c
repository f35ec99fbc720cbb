/* Wallets that are estimated: given before proxy before peers, small groups ask their parents, and one row alone gets what it got among all. */
#include "checks.h"

#include "text_tables.h"
#include "scenario.h"

/* Two territories in KA, a third with a customer alone; LAST is in a layer where nobody sells. */
static const char FACTS[] =
  "customer|layer|territory|sales|potential|wallet_proxy\n"
  "A1|KA|N|100.00||10\nA2|KA|N|200.00||10\nA3|KA|N|300.00||10\n"
  "B1|KA|S|1000.00||\nB2|KA|S|2000.00||40\nB3|KA|S|-50.00||\n"
  "C1|KA|W|10.00|500.00|1\nC2|KA|W|0.00||\n"
  "D1|SR|N|400.00|300.00|\nLAST|DISTRIBUTOR|N|||\n";

static const char SEGMENTS[] = "segment|by|measure|cuts|bit|purpose|use\ncells|layer,territory|current_value|80,95|SALES|to see|to serve\n";

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_assessment *result; patron_table *customers; } desk;

static void open_desk(desk *d, const char *facts, const char *estimate)
{
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(put_facts(d->context, d->book, "customers", facts));
  expect_ok(put_rules(d->context, d->policy, "segments", SEGMENTS));
  expect_ok(patron_policy_set(d->policy, "wallet.estimate", estimate));
  expect_ok(patron_policy_set(d->policy, "wallet.minimum_positive", "2"));
}

static void assess(desk *d)
{
  expect_ok(patron_assess(d->book, d->policy, &d->result));
  expect_ok(patron_assessment_table(d->result, "customers", &d->customers));
}

static void close_desk(desk *d)
{
  patron_table_destroy(d->customers);
  patron_assessment_destroy(d->result);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

static void expect_wallet(const desk *d, const char *customer, const char *source, const char *potential, const char *headroom, const char *flags)
{
  const int64_t row = find_row(d->customers, "customer", customer, NULL, NULL);
  assert_true(row >= 0);
  assert_string_equal(cell_text(d->customers, "wallet_source", row), source);
  assert_string_equal(cell_text(d->customers, "potential_value", row), potential);
  assert_string_equal(cell_text(d->customers, "headroom", row), headroom);
  if (flags != NULL) assert_non_null(strstr(cell_text(d->customers, "data_flags", row), flags));
}

static void what_nobody_said_stays_unknown(void **state)
{
  desk d;
  (void)state;
  open_desk(&d, FACTS, "GIVEN");
  assess(&d);
  expect_wallet(&d, "C1", "GIVEN", "500.00", "490.00", NULL);
  expect_wallet(&d, "D1", "GIVEN", "400.00", "0.00", "DATA_CONFLICT");
  expect_wallet(&d, "A1", "NONE", "?", "?", "POTENTIAL_UNKNOWN");
  close_desk(&d);
}

/* Rates in KA,N: 10, 20, 30: 26 a unit. KA,S and KA,W have one rate each, so KA is asked: 10, 10, 20, 30, 50: h = 3.2, 34. */
static void a_proxy_makes_a_wallet_by_the_rate_of_the_peers(void **state)
{
  desk d;
  (void)state;
  open_desk(&d, FACTS, "PROXY");
  assess(&d);
  expect_wallet(&d, "A1", "PROXY", "260.00", "160.00", NULL);
  expect_wallet(&d, "A3", "PROXY", "300.00", "0.00", NULL);
  assert_null(strstr(cell_text(d.customers, "data_flags", 2), "DATA_CONFLICT"));
  expect_wallet(&d, "B2", "PROXY", "2000.00", "0.00", NULL);
  expect_wallet(&d, "B1", "NONE", "?", "?", "POTENTIAL_UNKNOWN");
  expect_wallet(&d, "C1", "GIVEN", "500.00", "490.00", NULL);
  close_desk(&d);
}

/* KA,S: 1000, 2000: 1800. KA,W has one positive value: KA with 10, 100, 200, 300, 1000, 2000: h = 4, 1000. SR has one: all, with 400: h = 4.8, 400 + 0.8 * 600 = 880. */
static void small_groups_ask_their_parents(void **state)
{
  desk d;
  (void)state;
  open_desk(&d, FACTS, "PEER");
  assess(&d);
  expect_wallet(&d, "A1", "PROXY", "260.00", "160.00", NULL);
  expect_wallet(&d, "B1", "PEER", "1800.00", "800.00", NULL);
  expect_wallet(&d, "B3", "PEER", "1800.00", "1800.00", NULL);
  assert_string_equal(cell_text(d.customers, "share_of_wallet", 5), "0");
  expect_wallet(&d, "C2", "PEER", "1000.00", "1000.00", NULL);
  expect_wallet(&d, "D1", "GIVEN", "400.00", "0.00", "DATA_CONFLICT");
  expect_wallet(&d, "LAST", "PEER", "880.00", "?", NULL);
  close_desk(&d);
}

/* The second of three suppliers has a third, the first of two two thirds. A given wallet comes first; a rank beyond the suppliers, or without sales, says nothing; with PROXY it counts before the peers. */
static void a_rank_among_the_suppliers_makes_a_wallet(void **state)
{
  static const char facts[] =
    "customer|layer|territory|sales|potential|supplier_rank|suppliers|wallet_proxy\nA|KA|N|100.00||2|3|10\nB|KA|N|200.00||1|2|10\nC|KA|N|300.00|400.00|1|2|\n"
    "D|KA|N|10.00||4|3|\nE|KA|N|0.00||1|2|\nF|KA|N|10.00|||2|\nG|KA|N|10.00||1|1|\nH|KA|N|10.00||1|1000001|\nI|KA|N|10.00||1||\n";
  desk d;
  (void)state;
  open_desk(&d, facts, "RANK");
  assess(&d);
  expect_wallet(&d, "A", "RANK", "300.00", "200.00", NULL);
  expect_wallet(&d, "B", "RANK", "300.00", "100.00", NULL);
  expect_wallet(&d, "C", "GIVEN", "400.00", "100.00", NULL);
  for (const char *none = "DEFHI"; *none != 0; none++) expect_wallet(&d, (const char[]){*none, 0}, "NONE", "?", "?", "POTENTIAL_UNKNOWN");
  expect_wallet(&d, "G", "RANK", "10.00", "0.00", NULL);
  close_desk(&d);
  open_desk(&d, facts, "PROXY");
  assess(&d);
  expect_wallet(&d, "A", "RANK", "300.00", "200.00", NULL);
  close_desk(&d);
  open_desk(&d, facts, "GIVEN");
  assess(&d);
  expect_wallet(&d, "A", "NONE", "?", "?", "POTENTIAL_UNKNOWN");
  close_desk(&d);
}

/* An estimate is no promise: only a given wallet makes a potential key customer by its headroom. */
static void an_estimated_wallet_makes_nobody_a_potential_key_customer(void **state)
{
  static const char facts[] = "customer|layer|territory|sales|potential\nA|KA|N|1000.00|\nB|KA|N|90.00|\nC|KA|N|80.00|1000.00\n";
  desk d;
  (void)state;
  open_desk(&d, facts, "PEER");
  expect_ok(patron_policy_set(d.policy, "potential.reach", "FULL"));
  expect_ok(patron_policy_set(d.policy, "wallet.quantile", "1"));
  assess(&d);
  expect_wallet(&d, "B", "PEER", "1000.00", "910.00", NULL);
  assert_string_equal(cell_text(d.customers, "potential_key", 1), "no");
  assert_string_equal(cell_text(d.customers, "potential_key", 2), "yes");
  close_desk(&d);
}

static void one_row_alone_gets_what_it_got_among_all(void **state)
{
  static const char *const columns[] = {"wallet_source", "potential_value", "headroom", "share_of_wallet", "loyalty", "data_flags"};
  patron_model *fitted = NULL, *model = NULL;
  int64_t needed = 0;
  char *bytes;
  desk d;
  (void)state;
  open_desk(&d, FACTS, "PEER");
  assess(&d);
  expect_ok(patron_fit(d.book, d.policy, &fitted));
  expect_ok(patron_model_save(fitted, NULL, 0, &needed));
  bytes = malloc((size_t)needed);
  assert_non_null(bytes);
  expect_ok(patron_model_save(fitted, bytes, needed, &needed));
  expect_ok(patron_model_load(d.context, bytes, needed, &model));
  for (int64_t row = 0; row < table_rows(d.customers); row++) {
    const char *line = FACTS;
    char one[256];
    patron_portfolio *book = NULL;
    patron_assessment *alone = NULL;
    patron_table *customers = NULL;
    for (int64_t skip_lines = row + 1; skip_lines > 0; skip_lines--) line = strchr(line, '\n') + 1;
    (void)snprintf(one, sizeof one, "customer|layer|territory|sales|potential|wallet_proxy\n%.*s", (int)(strchr(line, '\n') + 1 - line), line);
    expect_ok(patron_portfolio_create(d.context, "EUR", &book));
    expect_ok(put_facts(d.context, book, "customers", one));
    expect_ok(patron_apply(model, book, &alone));
    expect_ok(patron_assessment_table(alone, "customers", &customers));
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) assert_string_equal(cell_text(customers, columns[c], 0), cell_text(d.customers, columns[c], row));
    patron_table_destroy(customers);
    patron_assessment_destroy(alone);
    patron_portfolio_destroy(book);
  }
  free(bytes);
  patron_model_destroy(model);
  patron_model_destroy(fitted);
  close_desk(&d);
}

static patron_status wallets_are_estimated(patron_context *context, scenario_output *output)
{
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_table *customers = NULL;
  SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(put_facts(context, book, "customers", FACTS));
  SCENARIO_TRY(put_rules(context, policy, "segments", SEGMENTS));
  SCENARIO_TRY(patron_policy_set(policy, "wallet.estimate", "PEER"));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  SCENARIO_TRY(patron_assessment_table(result, "customers", &customers));
  for (int64_t row = 0; row < table_rows(customers); row++) scenario_write_text(output, cell_text(customers, "potential_value", row));
done:
  patron_table_destroy(customers);
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void every_failure_is_survived(void **state)
{
  const scenario_options options = {.allocation_stride = 37};
  (void)state;
  scenario_torture("estimated wallets", wallets_are_estimated, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_nobody_said_stays_unknown),
    cmocka_unit_test(a_proxy_makes_a_wallet_by_the_rate_of_the_peers),
    cmocka_unit_test(small_groups_ask_their_parents),
    cmocka_unit_test(a_rank_among_the_suppliers_makes_a_wallet),
    cmocka_unit_test(an_estimated_wallet_makes_nobody_a_potential_key_customer),
    cmocka_unit_test(one_row_alone_gets_what_it_got_among_all),
    cmocka_unit_test(every_failure_is_survived),
  };
  return cmocka_run_group_tests_name("wallet", tests, NULL, NULL);
}
