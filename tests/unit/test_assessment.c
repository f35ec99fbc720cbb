/* What an assessment and a model answer to a caller: handles, getters, lives, wrong arguments, groups never seen, other currencies, calls from callbacks. */
#include "checks.h"

#include "company.h"

static patron_context *context;
static uint64_t used_at_first;

static int start(void **state)
{
  (void)state;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  return 0;
}

static int stop(void **state)
{
  (void)state;
  const int left = patron_context_memory_used(context) != used_at_first;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

static patron_portfolio *company(void)
{
  patron_portfolio *book = NULL;
  expect_ok(book_open(context, "EUR", company_facts, &book));
  return book;
}

static patron_assessment *assess(patron_portfolio *book)
{
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  expect_ok(company_policy(context, &policy));
  expect_ok(patron_assess(book, policy, &result));
  patron_policy_destroy(policy);
  return result;
}

static void handles_of_the_portfolio_name_customers_of_the_assessment(void **state)
{
  patron_portfolio *book = company();
  patron_assessment *result = assess(book);
  patron_customer alpha = 0, found = 0, at = 0, other = 0;
  int64_t amount = 0;
  (void)state;
  expect_ok(patron_portfolio_find_customer(book, "ALPHA", -1, &alpha));
  expect_ok(patron_assessment_find_customer(result, "ALPHAX", 5, &found));
  expect_ok(patron_assessment_customer_at(result, 0, &at));
  assert_true(alpha == found && alpha == at);
  expect_ok(patron_assessment_money(result, alpha, "current_value", &amount));
  assert_int_equal(amount, 12000000);

  expect_status(patron_assessment_find_customer(result, "NOBODY", -1, &other), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_find_customer_i64(result, 1, &other), PATRON_E_TYPE);
  expect_status(patron_assessment_customer_at(result, -1, &other), PATRON_E_RANGE);
  expect_status(patron_assessment_customer_at(result, 12, &other), PATRON_E_RANGE);
  assert_true(other == 0);
  expect_status(patron_assessment_money(result, 0, "current_value", &amount), PATRON_E_STALE);
  expect_status(patron_assessment_money(result, alpha + 1000, "current_value", &amount), PATRON_E_STALE);
  expect_status(patron_assessment_money(result, ~(uint64_t)0, "current_value", &amount), PATRON_E_STALE);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

/* Adding customers leaves handles good; putting `customers` anew makes them stale for the portfolio and for what comes later, while the earlier assessment answers on. */
static void an_assessment_outlives_what_it_was_made_of(void **state)
{
  patron_portfolio *book = company();
  patron_assessment *before = assess(book), *after;
  patron_customer alpha = 0, again = 0, added = 0;
  int64_t amount = 0;
  (void)state;
  expect_ok(patron_portfolio_find_customer(book, "ALPHA", -1, &alpha));
  expect_ok(patron_portfolio_add_customer(book, "ZULU", -1, &added));
  expect_ok(patron_customer_set_money(book, alpha, "sales", 1));
  expect_ok(patron_assessment_money(before, alpha, "current_value", &amount));
  assert_int_equal(amount, 12000000);
  expect_status(patron_assessment_money(before, added, "current_value", &amount), PATRON_E_STALE);
  after = assess(book);
  expect_ok(patron_assessment_money(after, alpha, "current_value", &amount));
  assert_int_equal(amount, 1);
  expect_status(patron_assessment_money(after, added, "current_value", &amount), PATRON_UNKNOWN);
  expect_ok(book_put(context, book, "customers", company_customers));
  patron_assessment *third = assess(book);
  expect_ok(patron_assessment_money(before, alpha, "current_value", &amount));
  assert_int_equal(amount, 12000000);
  expect_status(patron_assessment_money(third, alpha, "current_value", &amount), PATRON_E_STALE);
  expect_ok(patron_assessment_find_customer(third, "ALPHA", -1, &again));
  assert_true(again != alpha);
  patron_portfolio_destroy(book);
  expect_ok(patron_assessment_money(third, again, "current_value", &amount));
  assert_int_equal(amount, 12000000);
  patron_assessment_destroy(third);
  patron_assessment_destroy(after);
  patron_assessment_destroy(before);
}

static void what_was_not_decided_is_unknown_and_what_is_no_decision_is_not_found(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 5.00\n"}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  patron_customer alpha = 0;
  int64_t whole = 77;
  int32_t code = 77;
  double number = 77;
  char text[64] = "untouched";
  (void)state;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_assess(book, NULL, &result));
  expect_ok(patron_assessment_customer_at(result, 0, &alpha));
  expect_status(patron_assessment_code(result, alpha, "relationship_level", &code), PATRON_UNKNOWN);
  expect_status(patron_assessment_number(result, alpha, "attractiveness", &number), PATRON_UNKNOWN);
  expect_status(patron_assessment_code(result, alpha, "profit_class", &code), PATRON_UNKNOWN);
  expect_status(patron_assessment_money(result, alpha, "profit_cutoff", &whole), PATRON_UNKNOWN);
  expect_status(patron_assessment_text(result, alpha, "relationship_level", text, sizeof text, NULL), PATRON_UNKNOWN);
  expect_status(patron_assessment_number(result, alpha, "relationship_level", &number), PATRON_E_TYPE);
  expect_status(patron_assessment_number(result, alpha, "attractiveness_coverage", &number), PATRON_UNKNOWN);
  expect_status(patron_assessment_text(result, alpha, "attractiveness_computed", text, sizeof text, NULL), PATRON_E_NOT_FOUND);   /* nothing was overridden */
  expect_status(patron_assessment_number(result, alpha, "sales", &number), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_code(result, alpha, "nonsense_class", &code), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_code(result, alpha, "profit_nonsense", &code), PATRON_E_NOT_FOUND);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

static void every_getter_says_what_it_cannot_give(void **state)
{
  patron_portfolio *book = company();
  patron_assessment *result = assess(book);
  patron_customer alpha = 0, hotel = 0;
  int64_t whole = 77, needed = 0;
  int32_t code = 77;
  double number = 77;
  char text[64] = "untouched";
  (void)state;
  expect_ok(patron_assessment_find_customer(result, "ALPHA", -1, &alpha));
  expect_ok(patron_assessment_find_customer(result, "HOTEL", -1, &hotel));

  expect_status(patron_assessment_money(result, alpha, "growth", &whole), PATRON_E_TYPE);
  expect_status(patron_assessment_integer(result, alpha, "current_value", &whole), PATRON_E_TYPE);
  expect_status(patron_assessment_number(result, alpha, "current_value", &number), PATRON_E_TYPE);
  expect_status(patron_assessment_flag(result, alpha, "tier", &code), PATRON_E_TYPE);
  expect_status(patron_assessment_code(result, alpha, "key", &code), PATRON_E_TYPE);
  expect_status(patron_assessment_number(result, alpha, "nonsense", &number), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_text(result, alpha, "nonsense", text, sizeof text, NULL), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_number(result, alpha, "sales", &number), PATRON_E_NOT_FOUND);   /* a fact, no decision */
  expect_status(patron_assessment_number(result, hotel, "growth", &number), PATRON_UNKNOWN);
  expect_status(patron_assessment_money(result, hotel, "current_value", &whole), PATRON_UNKNOWN);
  expect_status(patron_assessment_integer(result, hotel, "rank", &whole), PATRON_UNKNOWN);
  expect_status(patron_assessment_flag(result, hotel, "key", &code), PATRON_UNKNOWN);
  expect_status(patron_assessment_code(result, hotel, "tier", &code), PATRON_UNKNOWN);
  expect_status(patron_assessment_text(result, hotel, "tier", text, sizeof text, &needed), PATRON_UNKNOWN);
  assert_true(whole == 77 && code == 77 && number == 77 && needed == 0);
  assert_string_equal(text, "untouched");

  expect_ok(patron_assessment_number(result, alpha, "share_of_wallet", &number));
  assert_true(number == 0.6);
  expect_ok(patron_assessment_integer(result, alpha, "rank", &whole));
  assert_int_equal(whole, 1);
  expect_ok(patron_assessment_flag(result, alpha, "key", &code));
  assert_int_equal(code, 1);
  expect_ok(patron_assessment_code(result, alpha, "relationship_level", &code));
  assert_string_equal(patron_code_name("relationship_level", code), "LIMITED_COLLABORATION");
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

static void text_of_any_column_asks_for_its_room(void **state)
{
  static const char *const cells[][2] = {{"customer", "ALPHA"}, {"current_value", "120000.00"}, {"share_of_wallet", "0.6"}, {"rank", "1"}, {"key", "yes"}, {"exposed", "US"}, {"data_flags", ""}};
  patron_portfolio *book = company();
  patron_assessment *result = assess(book);
  patron_customer alpha = 0;
  (void)state;
  expect_ok(patron_assessment_find_customer(result, "ALPHA", -1, &alpha));
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    const int64_t length = (int64_t)strlen(cells[i][1]);
    int64_t needed = 0;
    char text[64] = "untouched";
    expect_ok(patron_assessment_text(result, alpha, cells[i][0], NULL, 0, &needed));
    assert_int_equal(needed, length + 1);
    needed = 0;
    expect_status(patron_assessment_text(result, alpha, cells[i][0], text, length, &needed), PATRON_E_BUFFER_TOO_SMALL);
    assert_int_equal(needed, length + 1);
    assert_string_equal(text, "untouched");
    expect_ok(patron_assessment_text(result, alpha, cells[i][0], text, length + 1, NULL));
    assert_string_equal(text, cells[i][1]);
  }
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

static void integer_ids_are_found_as_integers(void **state)
{
  static const book_lines facts[] = {{"customers", "customer:i sales\n7 10.00\n-3 90.00\n9007199254740993 5.00\n"}, {"ledger", "customer:i date amount\n7 2026-01-01 10.00\n"}, {NULL, NULL}};
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  patron_customer found = 0;
  patron_table *why = NULL;
  int32_t flag = 7, type = 0;
  char text[64];
  (void)state;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_assess(book, NULL, &result));
  expect_ok(patron_assessment_find_customer_i64(result, -3, &found));
  expect_ok(patron_assessment_flag(result, found, "key", &flag));
  assert_int_equal(flag, 1);
  expect_ok(patron_assessment_text(result, found, "customer", text, sizeof text, NULL));
  assert_string_equal(text, "-3");
  expect_ok(patron_assessment_find_customer_i64(result, INT64_C(9007199254740993), &found));
  expect_status(patron_assessment_find_customer_i64(result, INT64_C(9007199254740992), &found), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_find_customer(result, "7", -1, &found), PATRON_E_TYPE);
  expect_ok(patron_assessment_explain(result, found, &why));
  expect_ok(patron_table_column_type(why, 0, &type));
  assert_int_equal(type, PATRON_INTEGER);
  patron_table_destroy(why);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

static void no_entry_point_minds_null(void **state)
{
  patron_portfolio *book = company();
  patron_assessment *result = assess(book), *other = NULL;
  patron_model *model = NULL, *loaded = NULL;
  patron_table *table = NULL;
  patron_customer alpha = 0;
  int64_t whole;
  int32_t code;
  double number;
  char text[8];
  (void)state;
  expect_ok(patron_fit(book, NULL, &model));
  expect_ok(patron_assessment_find_customer(result, "ALPHA", -1, &alpha));
  patron_assessment_destroy(NULL);
  patron_model_destroy(NULL);
  const struct { const char *what; patron_status status; } calls[] = {
    {"fit", patron_fit(NULL, NULL, &loaded)}, {"fit out", patron_fit(book, NULL, NULL)}, {"assess", patron_assess(NULL, NULL, &other)}, {"assess out", patron_assess(book, NULL, NULL)},
    {"apply model", patron_apply(NULL, book, &other)}, {"apply portfolio", patron_apply(model, NULL, &other)}, {"apply out", patron_apply(model, book, NULL)},
    {"save", patron_model_save(NULL, text, 8, &whole)}, {"save buffer", patron_model_save(model, NULL, 8, &whole)}, {"save capacity", patron_model_save(model, text, -1, &whole)},
    {"load context", patron_model_load(NULL, text, 8, &loaded)}, {"load bytes", patron_model_load(context, NULL, 8, &loaded)}, {"load length", patron_model_load(context, text, -1, &loaded)},
    {"load out", patron_model_load(context, text, 8, NULL)}, {"model table", patron_model_table(NULL, "groups", &table)}, {"model table name", patron_model_table(model, NULL, &table)},
    {"model table out", patron_model_table(model, "groups", NULL)}, {"table", patron_assessment_table(NULL, "customers", &table)}, {"table name", patron_assessment_table(result, NULL, &table)},
    {"table out", patron_assessment_table(result, "customers", NULL)}, {"find", patron_assessment_find_customer(NULL, "A", -1, &alpha)}, {"find id", patron_assessment_find_customer(result, NULL, -1, &alpha)},
    {"find length", patron_assessment_find_customer(result, "A", -2, &alpha)}, {"find out", patron_assessment_find_customer(result, "A", -1, NULL)}, {"find i64", patron_assessment_find_customer_i64(NULL, 1, &alpha)},
    {"find i64 out", patron_assessment_find_customer_i64(result, 1, NULL)}, {"at", patron_assessment_customer_at(NULL, 0, &alpha)}, {"at out", patron_assessment_customer_at(result, 0, NULL)},
    {"number", patron_assessment_number(NULL, alpha, "growth", &number)}, {"number column", patron_assessment_number(result, alpha, NULL, &number)}, {"number out", patron_assessment_number(result, alpha, "growth", NULL)},
    {"money", patron_assessment_money(NULL, alpha, "headroom", &whole)}, {"money column", patron_assessment_money(result, alpha, NULL, &whole)}, {"money out", patron_assessment_money(result, alpha, "headroom", NULL)},
    {"integer", patron_assessment_integer(NULL, alpha, "rank", &whole)}, {"integer column", patron_assessment_integer(result, alpha, NULL, &whole)}, {"integer out", patron_assessment_integer(result, alpha, "rank", NULL)},
    {"flag", patron_assessment_flag(NULL, alpha, "key", &code)}, {"flag column", patron_assessment_flag(result, alpha, NULL, &code)}, {"flag out", patron_assessment_flag(result, alpha, "key", NULL)},
    {"code", patron_assessment_code(NULL, alpha, "tier", &code)}, {"code column", patron_assessment_code(result, alpha, NULL, &code)}, {"code out", patron_assessment_code(result, alpha, "tier", NULL)},
    {"date", patron_assessment_date(NULL, alpha, "level_since", &code)}, {"date column", patron_assessment_date(result, alpha, NULL, &code)}, {"date out", patron_assessment_date(result, alpha, "level_since", NULL)},
    {"row", patron_assessment_customer_row(NULL, alpha, &whole)}, {"row out", patron_assessment_customer_row(result, alpha, NULL)},
    {"text", patron_assessment_text(NULL, alpha, "tier", text, 8, NULL)}, {"text column", patron_assessment_text(result, alpha, NULL, text, 8, NULL)}, {"text buffer", patron_assessment_text(result, alpha, "tier", NULL, 8, NULL)},
    {"text capacity", patron_assessment_text(result, alpha, "tier", text, -1, NULL)}, {"explain", patron_assessment_explain(NULL, alpha, &table)}, {"explain out", patron_assessment_explain(result, alpha, NULL)},
    {"changes context", patron_changes(NULL, table, result, &table)}, {"changes before", patron_changes(context, NULL, result, &table)}, {"changes after", patron_changes(context, table, NULL, &table)},
    {"robustness", patron_robustness(NULL, NULL, &other)}, {"robustness out", patron_robustness(book, NULL, NULL)}};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
    if (calls[i].status != PATRON_E_INVALID_ARGUMENT) fail_msg("%s: %s", calls[i].what, patron_status_name(calls[i].status));
  assert_true(other == NULL && loaded == NULL && table == NULL);
  patron_model_destroy(model);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

static void tables_that_are_not_there_are_not_found(void **state)
{
  patron_portfolio *book = company();
  patron_assessment *result = assess(book);
  patron_model *model = NULL;
  patron_table *table = NULL;
  (void)state;
  expect_ok(patron_fit(book, NULL, &model));
  expect_status(patron_assessment_table(result, "ledger", &table), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_table(result, "", &table), PATRON_E_NOT_FOUND);
  expect_status(patron_model_table(model, "customers", &table), PATRON_E_NOT_FOUND);
  assert_null(table);
  expect_ok(patron_model_table(model, "groups", &table));
  patron_model_destroy(model);   /* the table stays */
  int64_t rows = 0;
  expect_ok(patron_table_rows(table, &rows));
  assert_int_equal(rows, 6);
  patron_table_destroy(table);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

/* A group that the model has not seen: its classes are null, never guessed; the others are as they were. */
static void a_group_never_seen_has_no_class(void **state)
{
  static const book_lines known[] = {{"customers", "customer layer sales\nA KA_RETAIL 90.00\nB KA_RETAIL 10.00\n"}, {NULL, NULL}};
  static const book_lines later[] = {{"customers", "customer layer sales\nA KA_RETAIL 90.00\nN DISTRIBUTOR 1000.00\nU - 1000.00\n"}, {NULL, NULL}};
  patron_portfolio *first = NULL, *second = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  patron_table *decisions = NULL, *why = NULL;
  patron_customer customer = 0;
  char cell[BOOK_CELL];
  (void)state;
  expect_ok(book_open(context, "EUR", known, &first));
  expect_ok(book_open(context, "EUR", later, &second));
  expect_ok(patron_fit(first, NULL, &model));
  expect_ok(patron_apply(model, second, &result));
  expect_ok(patron_assessment_table(result, "customers", &decisions));
  assert_string_equal(book_cell(decisions, "sales_class", 0, cell), "A");
  assert_string_equal(book_cell(decisions, "sales_cutoff", 0, cell), "90.00");
  for (int64_t row = 1; row < 3; row++) {
    static const char *const unknown[] = {"sales_class", "sales_cutoff", "sales_margin", "key_sales", "key"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) assert_string_equal(book_cell(decisions, unknown[i], row, cell), "?");
    assert_string_equal(book_cell(decisions, "current_value", row, cell), "1000.00");
    expect_ok(patron_assessment_customer_at(result, row, &customer));
    expect_ok(patron_assessment_explain(result, customer, &why));
    char *text = book_text(why);
    assert_non_null(strstr(text, row == 1 ? "the model has no group for DISTRIBUTOR" : "the model has no group for customers without layer"));
    free(text);
    patron_table_destroy(why);
  }
  patron_table_destroy(decisions);
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_portfolio_destroy(second);
  patron_portfolio_destroy(first);
}

static void a_portfolio_in_another_currency_is_refused(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nA 100\n"}, {NULL, NULL}};
  patron_portfolio *euro = NULL, *yen = NULL, *dollar = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  char text[512];
  (void)state;
  expect_ok(book_open(context, "EUR", facts, &euro));
  expect_ok(book_open(context, "USD", facts, &dollar));
  expect_ok(book_open(context, "JPY", facts, &yen));
  expect_ok(patron_fit(euro, NULL, &model));
  expect_status(patron_apply(model, yen, &result), PATRON_E_STATE);
  expect_ok(patron_context_error_part(context, "value", text, sizeof text, NULL));
  assert_string_equal(text, "JPY");
  expect_status(patron_apply(model, dollar, &result), PATRON_E_STATE);
  expect_ok(patron_context_error_part(context, "expected", text, sizeof text, NULL));
  assert_string_equal(text, "EUR");
  assert_null(result);
  patron_model_destroy(model);
  patron_portfolio_destroy(euro);
  patron_portfolio_destroy(dollar);
  patron_portfolio_destroy(yen);
}

static void without_customers_there_is_nothing_to_assess(void **state)
{
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  patron_model *model = NULL;
  (void)state;
  expect_ok(patron_portfolio_create(context, "EUR", &book));
  expect_status(patron_assess(book, NULL, &result), PATRON_E_STATE);
  expect_status(patron_fit(book, NULL, &model), PATRON_E_STATE);
  expect_ok(book_put(context, book, "ledger", "customer date amount\nA 2026-01-01 5.00\n"));
  expect_status(patron_assess(book, NULL, &result), PATRON_E_STATE);
  assert_true(result == NULL && model == NULL);
  patron_portfolio_destroy(book);
}

static void a_fact_about_a_stranger_is_refused_with_its_row(void **state)
{
  static const char *const tables[][2] = {{"ledger", "customer date amount\nA 2026-01-01 1.00\nX 2026-01-01 5.00\n"}, {"contacts", "contact customer influence\nc A 5\nd X 5\n"},
    {"activities", "customer activity per_year\nA v 1\nX v 1\n"}, {"overrides", "customer column kind value reason author date\nA key PIN yes r a 2026-01-01\nX key PIN yes r a 2026-01-01\n"},
    {"history", "customer period sales\nA 2026-01-01 1.00\nX 2026-01-01 1.00\n"}, {"evidence", "customer party dimension item value\nA US TRUST i 5\nX US TRUST i 5\n"}};
  (void)state;
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    static const book_lines facts[] = {{"customers", "customer sales profit our_trust our_commitment their_trust their_commitment\nA 100 50 1 2 3 4\n"}, {NULL, NULL}};
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    char text[512];
    expect_ok(book_open(context, "EUR", facts, &book));
    expect_ok(book_put(context, book, tables[i][0], tables[i][1]));
    if (patron_assess(book, NULL, &result) != PATRON_E_NOT_FOUND) fail_msg("%s: a stranger was not refused", tables[i][0]);
    expect_ok(patron_context_error_part(context, "table", text, sizeof text, NULL));
    assert_string_equal(text, tables[i][0]);
    expect_ok(patron_context_error_part(context, "value", text, sizeof text, NULL));
    assert_string_equal(text, "X");
    patron_portfolio_destroy(book);
  }
}

typedef struct nosy { patron_portfolio *book; patron_policy *policy; patron_model *model; patron_assessment *earlier; int calls; const char *fault; } nosy;

#define REFUSED(call) do { if ((call) != PATRON_E_STATE) n->fault = #call; } while (0)

/* Calls everything that must not be called from here, and what may. */
static int32_t look_around(void *user, const char *stage, int64_t done, int64_t total)
{
  nosy *n = user;
  patron_assessment *result = NULL;
  patron_model *model = NULL;
  patron_policy *policy = NULL;
  patron_portfolio *book = NULL;
  patron_table *table = NULL;
  patron_customer customer = 0;
  int64_t needed = 0;
  (void)stage; (void)done; (void)total;
  if (n->calls++ > 3) return 0;
  REFUSED(patron_assess(n->book, NULL, &result));
  REFUSED(patron_assess(n->book, n->policy, &result));
  REFUSED(patron_fit(n->book, n->policy, &model));
  REFUSED(patron_apply(n->model, n->book, &result));
  REFUSED(patron_robustness(n->book, n->policy, &result));
  REFUSED(patron_policy_create(context, NULL, &policy));
  REFUSED(patron_policy_set(n->policy, "period.months", "6"));
  REFUSED(patron_policy_set_weight(n->policy, "winnability", "market_share", 1));
  REFUSED(patron_portfolio_create(context, "EUR", &book));
  REFUSED(patron_portfolio_add_customer(n->book, "NEW", -1, &customer));
  REFUSED(patron_model_load(context, "bytes", 5, &model));
  REFUSED(patron_table_create(context, "t", 0, &table));
  if (patron_model_save(n->model, NULL, 0, &needed) != PATRON_OK) n->fault = "a model is shared and may be read";
  if (patron_assessment_customer_at(n->earlier, 0, &customer) != PATRON_OK) n->fault = "an assessment is shared and may be read";
  return 0;
}

static void calls_from_the_progress_callback_are_refused(void **state)
{
  nosy n = {company(), NULL, NULL, NULL, 0, NULL};
  patron_assessment *result = NULL;
  (void)state;
  expect_ok(company_policy(context, &n.policy));
  expect_ok(patron_fit(n.book, n.policy, &n.model));
  n.earlier = assess(n.book);
  expect_ok(patron_context_set_progress(context, look_around, &n));
  expect_ok(patron_assess(n.book, n.policy, &result));
  if (n.fault != NULL) fail_msg("from a callback of assess: %s", n.fault);
  assert_true(n.calls > 4);
  patron_assessment_destroy(result);
  n.calls = 0;
  result = NULL;
  expect_ok(patron_apply(n.model, n.book, &result));
  if (n.fault != NULL) fail_msg("from a callback of apply: %s", n.fault);
  assert_true(n.calls > 4);
  patron_assessment_destroy(result);
  expect_ok(patron_context_set_progress(context, NULL, NULL));
  patron_assessment_destroy(n.earlier);
  patron_model_destroy(n.model);
  patron_policy_destroy(n.policy);
  patron_portfolio_destroy(n.book);
}

static void policy_and_portfolio_must_be_of_one_context(void **state)
{
  patron_context *elsewhere;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_portfolio *book = company();
  (void)state;
  expect_ok(patron_context_create(NULL, &elsewhere));
  expect_ok(patron_policy_create(elsewhere, NULL, &policy));
  expect_status(patron_assess(book, policy, &result), PATRON_E_INVALID_ARGUMENT);
  assert_null(result);
  patron_policy_destroy(policy);
  patron_context_destroy(elsewhere);
  patron_portfolio_destroy(book);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(handles_of_the_portfolio_name_customers_of_the_assessment, start, stop),
    cmocka_unit_test_setup_teardown(an_assessment_outlives_what_it_was_made_of, start, stop),
    cmocka_unit_test_setup_teardown(what_was_not_decided_is_unknown_and_what_is_no_decision_is_not_found, start, stop),
    cmocka_unit_test_setup_teardown(every_getter_says_what_it_cannot_give, start, stop),
    cmocka_unit_test_setup_teardown(text_of_any_column_asks_for_its_room, start, stop),
    cmocka_unit_test_setup_teardown(integer_ids_are_found_as_integers, start, stop),
    cmocka_unit_test_setup_teardown(no_entry_point_minds_null, start, stop),
    cmocka_unit_test_setup_teardown(tables_that_are_not_there_are_not_found, start, stop),
    cmocka_unit_test_setup_teardown(a_group_never_seen_has_no_class, start, stop),
    cmocka_unit_test_setup_teardown(a_portfolio_in_another_currency_is_refused, start, stop),
    cmocka_unit_test_setup_teardown(without_customers_there_is_nothing_to_assess, start, stop),
    cmocka_unit_test_setup_teardown(a_fact_about_a_stranger_is_refused_with_its_row, start, stop),
    cmocka_unit_test_setup_teardown(calls_from_the_progress_callback_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(policy_and_portfolio_must_be_of_one_context, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
