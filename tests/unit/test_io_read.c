/* Portfolios, policies and tables from files: types, places, several inputs, and every refusal with its words. */
#include "io_session.h"

static patron_table *facts(const patron_portfolio *portfolio, const char *name)
{
  patron_table *table = NULL;
  expect_ok(patron_portfolio_table(portfolio, name, &table));
  return table;
}

static void a_folder_of_csv_files_is_a_portfolio(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  files_write("facts/customers.csv", "customer,sales,their_trust,joint_objectives\nC1,1234.50,72.5,yes\nC2,,,\n", -1);
  files_write("facts/contacts.csv", "contact,customer,last_contact\nC1.buyer,C1,2026-02-01\n", -1);
  files_write("facts/links.csv", "from,to,flow\n", -1);
  files_write("facts/README.md", "not a table", -1);
  expect_ok(io_read_one(s, files_path("facts"), &book));
  patron_table *customers = facts(book, "customers"), *contacts = facts(book, "contacts"), *links = NULL;
  assert_int_equal(io_rows(customers), 2);
  assert_int_equal(io_type(customers, "sales"), PATRON_MONEY);
  assert_string_equal(io_cell(customers, "sales", 0), "1234.50");
  assert_string_equal(io_cell(customers, "their_trust", 0), "72.5");
  assert_string_equal(io_cell(customers, "joint_objectives", 0), "yes");
  assert_false(io_known(customers, "sales", 1));
  assert_string_equal(io_cell(contacts, "last_contact", 0), "2026-02-01");
  expect_status(patron_portfolio_table(book, "links", &links), PATRON_E_NOT_FOUND);   /* no rows: as if not given */
  patron_table_destroy(customers);
  patron_table_destroy(contacts);
  patron_portfolio_destroy(book);
}

static void columns_of_the_users_become_numbers_where_all_cells_are(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  const char *path = files_write("customers.csv", "customer,whole,fraction,code,mixed,blank,huge\nC1,12,0.5,007,1,,9223372036854775807\nC2,-3,1e3,008,x,,9223372036854775808\nC3,,2,,2,,\n", -1);
  expect_ok(io_read_one(s, path, &book));
  patron_table *customers = facts(book, "customers");
  assert_int_equal(io_type(customers, "customer"), PATRON_TEXT);
  assert_int_equal(io_type(customers, "whole"), PATRON_INTEGER);
  assert_string_equal(io_cell(customers, "whole", 1), "-3");
  assert_int_equal(io_type(customers, "fraction"), PATRON_NUMBER);
  assert_string_equal(io_cell(customers, "fraction", 1), "1000");
  assert_int_equal(io_type(customers, "code"), PATRON_TEXT);
  assert_string_equal(io_cell(customers, "code", 0), "007");
  assert_int_equal(io_type(customers, "mixed"), PATRON_TEXT);
  assert_int_equal(io_type(customers, "blank"), PATRON_TEXT);
  assert_int_equal(io_type(customers, "huge"), PATRON_NUMBER);
  patron_table_destroy(customers);
  patron_portfolio_destroy(book);
}

static void inputs_are_combined_and_a_table_may_come_once(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  files_write("customers.csv", "customer,sales\nC1,1.00\n", -1);
  files_write("more.json", "{\"tables\": {\"contacts\": [{\"contact\": \"P\", \"customer\": \"C1\", \"influence\": 50}]}}", -1);
  const char *paths[] = { files_path("customers.csv"), files_path("more.json") };
  expect_ok(patron_io_read_portfolio(s->io, "EUR", paths, 2, NULL, &book));
  patron_table *contacts = facts(book, "contacts");
  assert_string_equal(io_cell(contacts, "influence", 0), "50");
  patron_table_destroy(contacts);
  patron_portfolio_destroy(book);
  book = NULL;
  const char *twice[] = { files_path("customers.csv"), files_path("more.json"), files_path("more.json") };
  expect_status(patron_io_read_portfolio(s->io, "EUR", twice, 3, NULL, &book), PATRON_E_DUPLICATE);
  assert_null(book);
  assert_string_equal(io_error(s), "table contacts is given twice: by more.json table contacts and by more.json table contacts");
}

static const struct { const char *name, *text, *message; } bad[] = {
  { "customers.csv", "customer,sales\nA,10.00\n,3.00\n", "customers.csv line 3, column customer: a value that is required is missing (expected a value in every row)" },
  { "customers.csv", "name,sales\nA,10.00\n", "customers.csv, column customer: a column that is required is missing (expected the host's own id, text or integer); it has name, sales: rename one, add it, or map them by a file of views (--views)" },
  { "customers.csv", "customer,sales\nA,10.00\nB,3.00\nA,1.00\n", "customers.csv line 4, column customer: line 2 has the same key: \"A\" (expected each value once)" },
  { "customers.csv", "customer,their_trust\nA,nan\n", "customers.csv line 2, column their_trust: a text cannot be read: \"nan\" (expected a number from 0 to 100)" },
  { "customers.csv", "customer,their_trust\nA,1\nB,101\n", "customers.csv line 3, column their_trust: a value is out of range: \"101\" (expected a number from 0 to 100)" },
  { "customers.csv", "customer,sales\n\"A\nB\",1.00\nC,ten\n", "customers.csv line 4, column sales: a text cannot be read: \"ten\" (expected an amount of money with at most 2 decimals)" },
  { "customers.csv", "customer,sales\nA,10.005\n", "customers.csv line 2, column sales: an amount has more decimals than its currency: \"10.005\" (expected an amount of money with at most 2 decimals)" },
  { "customers.csv", "customer,status\nA,GONE\n", "customers.csv line 2, column status: a name is not in the list: \"GONE\" (expected one of PROSPECT, ACTIVE, DORMANT)" },
  { "customers.csv", "customer,sales\nA\xFF,1.00\n", "customers.csv line 2, column customer: byte 0xFF is no UTF-8 here (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "customers.csv", "customer,sales\nA,1.00\nB\n", "customers.csv line 3: 1 field (expected 2, as in the header)" },
  { "customers.csv", "", "customers.csv: empty file (expected a header line with the names of the columns)" },
  { "customers.csv", "customer,sales\n", "customers.csv: no customers: the table has columns but no row" },
  { "contacts.csv", "contact,customer\nP,A\n", "contacts.csv: no customers: none of the inputs has the table customers (expected customers.csv, or a table or view of this name)" },
  { "custmers.csv", "customer,sales\nA,1.00\n", "custmers.csv: no fact table is called custmers (is it customers?)" },
  { "settings.csv", "key,value\na,b\n", "settings.csv: settings is a table of the rules, not of the facts" },
  { "facts.txt", "customer\nA\n", "facts.txt: expected a folder of CSV files, or a name that ends in .csv, .json, .sqlite, .sqlite3 or .db; a spreadsheet is saved as CSV UTF-8" },
  { "facts.sqlite", "customer\nA\n", "facts.sqlite: is no SQLite database" },
  { "facts.json", "{\"customers\": [{\"customer\": \"A\", \"sales\": 10.005}]}", "facts.json table customers row 1, column sales: an amount has more decimals than its currency: \"10.005\" (expected an amount of money with at most 2 decimals)" },
  { "facts.json", "{\"customers\": {\"customer\": \"A\"}}", "facts.json: table customers is no list (expected [{\"column\": value, ...}, ...])" },
  { "facts.json", "{\"customers\": [7]}", "facts.json table customers row 1: expected an object with a value for each column" },
  { "facts.json", "{\"customers\": [{\"customer\": {\"id\": 1}}]}", "facts.json table customers row 1, column customer: an object (expected a text, a number, true, false or null)" },
  { "facts.json", "{\"customers\": [{\"customer\": [[1]]}]}", "facts.json table customers row 1, column customer: a list of something else than texts and numbers" },
  { "facts.json", "{\"customers\": [{\"\": 1}]}", "facts.json table customers row 1: a column without a name" },
  { "facts.json", "[]", "facts.json: a list (expected an object of tables, {\"customers\": [...], ...})" },
  { "facts.json", "{\"customers\": [{\"customer\": \"A\",\n", "facts.json line 2: the file ends in the midst of its JSON (was it cut off?)" },
  { "customers.csv", "custmer,sales\nA,1.00\n", "customers.csv, column customer: a column that is required is missing (expected the host's own id, text or integer): there is a column custmer, and names are written as customer" },
  { "customers.csv", "customer,sales\nA,1,50\n", "customers.csv line 2: 3 fields (expected 2, as in the header; a value with a comma in it stands in quotes)" },
  { "customers.csv", "customer,sales\nA,N/A\n", "customers.csv line 2, column sales: a word for what is not known cannot be read: leave it empty: \"N/A\" (expected an amount of money with at most 2 decimals)" },
  { "customers.csv", "customer,status\nA,active\n", "customers.csv line 2, column status: a name is not in the list: did you mean ACTIVE? \"active\" (expected one of PROSPECT, ACTIVE, DORMANT)" },
  { "customers.csv", "\xFF\xFE" "c", "customers.csv line 1: UTF-16 (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "customers.csv", "customer\tsales\nA\t1.00\n", "customers.csv line 1: the header is one column \"customer sales\" (expected commas between columns, not tabs)" },
  { "customers.csv", "customer,sales\nA,\"1,234.50\"\n", "customers.csv line 2, column sales: a number with a comma cannot be read: decimals follow a point, and nothing separates thousands: \"1,234.50\" (expected an amount of money with at most 2 decimals)" },
  { "customers.csv", "customer,on_time_share\nA,80%\n", "customers.csv line 2, column on_time_share: a number with a percent sign cannot be read: a share of 25 percent is 0.25: \"80%\" (expected a number from 0 to 1)" },
  { "customers.csv", "customer,sales\nA,EUR 5\n", "customers.csv line 2, column sales: a number with something beside its digits cannot be read: no blanks, units or separators of thousands: \"EUR 5\" (expected an amount of money with at most 2 decimals)" },
  { "KUNDEN.csv", "customer,sales\nA,1.00\n", "KUNDEN.csv: no fact table is called KUNDEN (expected one of customers, ledger, channels, history, contacts, evidence, past_levels, sources, links, nodes, interactions, products_in_use, activities, initiatives, "
    "territories, staff, deliveries, overrides): rename it, or map it by a file of views (--views)" },
  { "CUSTOMERS.csv", "customer,sales\nA,1.00\n", "CUSTOMERS.csv: no fact table is called CUSTOMERS (is it customers?)" },
  { "facts.json", "{\"customers\": \"A\"}", "facts.json: table customers is no list (expected [{\"column\": value, ...}, ...])" },
  { "facts.json", "7", "facts.json line 1, character 1: '[' or '{' expected near '7'" },
  { "customers.csv", "customer,customer\nA,B\n", "customers.csv line 1: the header names column customer twice" },
  { "customers.csv", "\xFE\xFF" "c", "customers.csv line 1: UTF-16 (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "facts.json", "{\"custmers\": []}", "facts.json: no fact table is called custmers (is it customers?)" },
};

static void bad_inputs_are_refused_in_words_that_say_where(void **state)
{
  io_session *s = *state;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    patron_portfolio *book = NULL;
    const char *path = files_write(bad[i].name, bad[i].text, -1);
    assert_true(io_read_one(s, path, &book) < 0);
    assert_null(book);
    assert_string_equal(io_error(s), bad[i].message);
  }
}

static void what_is_not_there_is_said_so(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_model *model = NULL;
  const char *path = files_path("none.csv");
  expect_status(io_read_one(s, path, &book), PATRON_E_IO);
  assert_string_equal(io_error(s), "none.csv: there is no such file or folder");
  files_write("empty/notes.txt", "", -1);
  expect_status(io_read_one(s, files_path("empty"), &book), PATRON_E_NOT_FOUND);
  assert_string_equal(io_error(s), "empty: no CSV file in this folder (expected customers.csv and others named after tables)");
  expect_status(patron_io_read_model(s->io, files_path("none.model"), &model), PATRON_E_IO);
  assert_string_equal(io_error(s), "none.model: cannot be opened: No such file or directory");
  path = files_write("customers.csv", "customer\nA\n", -1);
  expect_status(patron_io_read_portfolio(s->io, "XXZ", &path, 1, NULL, &book), PATRON_E_NOT_FOUND);
}

static void a_policy_replaces_only_what_it_gives(void **state)
{
  io_session *s = *state;
  patron_policy *policy = NULL;
  char text[64];
  files_write("policy/settings.csv", "key,value\npareto.hysteresis,0.2\nfence.visit_cost,\n", -1);
  files_write("policy/relationship.csv", "level,from\nTRANSACTIONAL,0\nCOOPERATIVE,30\nCOLLABORATIVE,50\nSTRATEGIC,90\n", -1);
  expect_ok(patron_io_read_policy(s->io, NULL, files_path("policy"), &policy));
  expect_ok(patron_policy_get(policy, "pareto.hysteresis", text, sizeof text, NULL));
  assert_string_equal(text, "0.2");
  expect_ok(patron_policy_get(policy, "wallet.quantile", text, sizeof text, NULL));
  assert_string_equal(text, "0.8");
  patron_table *bands = NULL;
  expect_ok(patron_policy_table(policy, "relationship", &bands));
  assert_string_equal(io_cell(bands, "from", 3), "90");
  patron_table_destroy(bands);
  patron_policy_destroy(policy);
}

static void settings_in_json_are_an_object_or_rows_and_lists_may_be_arrays(void **state)
{
  io_session *s = *state;
  static const char *const texts[] = { "{\"settings\": {\"matrix.bands\": [30, 70.5], \"allocation.key_only\": false, \"terms.payment_days\": 3, \"wallet.quantile\": \"0.75\"}}",
                                       "{\"settings\": [{\"key\": \"matrix.bands\", \"value\": \"30,70.5\"}, {\"key\": \"allocation.key_only\", \"value\": \"no\"}, {\"key\": \"terms.payment_days\", \"value\": 3}, {\"key\": \"wallet.quantile\", \"value\": 0.75}]}" };
  for (int i = 0; i < 2; i++) {
    patron_policy *policy = NULL;
    char text[64];
    expect_ok(patron_io_read_policy(s->io, NULL, files_write("policy.json", texts[i], -1), &policy));
    expect_ok(patron_policy_get(policy, "matrix.bands", text, sizeof text, NULL));
    assert_string_equal(text, "30,70.5");
    expect_ok(patron_policy_get(policy, "allocation.key_only", text, sizeof text, NULL));
    assert_string_equal(text, "no");
    expect_ok(patron_policy_get(policy, "terms.payment_days", text, sizeof text, NULL));
    assert_string_equal(text, "3");
    expect_ok(patron_policy_get(policy, "wallet.quantile", text, sizeof text, NULL));
    assert_string_equal(text, "0.75");
    patron_policy_destroy(policy);
  }
}

static const struct { const char *name, *text, *message; } bad_rules[] = {
  { "settings.csv", "key,value\npareto.hysteresi,0.1\n", "settings.csv line 2, column key: there is no such setting: did you mean pareto.hysteresis? \"pareto.hysteresi\"" },
  { "settings.csv", "key,value\npareto.few_positive,5\npareto.hysteresis,-0.1\n", "settings.csv line 3, column value: pareto.hysteresis cannot have this value: \"-0.1\" (expected a number from 0 to 0.5)" },
  { "criteria.csv", "scorecard,criterion,column,weight\nobjective,a,current_value,-1\n", "criteria.csv line 2, column weight: a value is out of range: \"-1\" (expected a number that is not negative)" },
  { "customers.csv", "customer\nA\n", "customers.csv: customers is a table of the facts, not of the rules" },
  { "policy.json", "[]", "policy.json: a list (expected an object of tables, {\"settings\": [...], ...})" },
  { "policy.json", "{\"settings\": {\"robust.top\": {\"n\": 1}}}", "policy.json table settings row 1, column value: an object (expected a text, a number, true, false or null)" },
  { "policy.json", "{\"settings\": {\"robust.top\": [{\"n\": 1}]}}", "policy.json table settings row 1, column value: a list of something else than texts and numbers" },
  { "policy.json", "{\"criteria\": {\"weight\": 1}}", "policy.json: table criteria is no list (expected [{\"column\": value, ...}, ...])" },
  { "criterias.csv", "customer\nA\n", "criterias.csv: no rule table is called criterias (is it criteria?)" },
};

static void bad_rules_are_refused_in_words_that_say_where(void **state)
{
  io_session *s = *state;
  for (size_t i = 0; i < sizeof bad_rules / sizeof bad_rules[0]; i++) {
    patron_policy *policy = NULL;
    assert_true(patron_io_read_policy(s->io, NULL, files_write(bad_rules[i].name, bad_rules[i].text, -1), &policy) < 0);
    assert_null(policy);
    assert_string_equal(io_error(s), bad_rules[i].message);
  }
}

static void rows_are_found_again_in_their_files(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  char text[512];
  int64_t needed = 0;
  files_write("customers.csv", "customer,sales\n\nA,1.00\nB,2.00\n", -1);
  expect_ok(io_read_one(s, files_path("customers.csv"), &book));
  patron_portfolio_destroy(book);
  expect_ok(patron_io_place(s->io, "customers", 1, text, sizeof text, &needed));
  assert_string_equal(text + strlen(files_path("")) + 1, "customers.csv line 4");
  assert_int_equal(needed, (int64_t)strlen(text) + 1);
  expect_ok(patron_io_place(s->io, "customers", -1, text, sizeof text, NULL));
  assert_string_equal(text, files_path("customers.csv"));
  expect_status(patron_io_place(s->io, "customers", 1, text, 3, &needed), PATRON_E_BUFFER_TOO_SMALL);
  expect_status(patron_io_place(s->io, "ledger", 1, text, sizeof text, NULL), PATRON_E_NOT_FOUND);
  expect_status(patron_io_place(NULL, "ledger", 1, text, sizeof text, NULL), PATRON_E_INVALID_ARGUMENT);
}

static void a_single_table_is_read_as_it_stands(void **state)
{
  io_session *s = *state;
  patron_table *table = NULL;
  files_write("stored/anything.csv", "id,sales_class\n7,A\n", -1);
  expect_ok(patron_io_read_table(s->io, files_path("stored"), "anything", &table));
  assert_int_equal(io_type(table, "id"), PATRON_TEXT);
  assert_string_equal(io_cell(table, "sales_class", 0), "A");
  patron_table_destroy(table);
  table = NULL;
  expect_ok(patron_io_read_table(s->io, files_write("stored.json", "{\"anything\": [{\"id\": 7}], \"other\": 3}", -1), "anything", &table));
  assert_int_equal(io_type(table, "id"), PATRON_INTEGER);
  patron_table_destroy(table);
  table = NULL;
  expect_status(patron_io_read_table(s->io, files_path("stored.json"), "nothing", &table), PATRON_E_NOT_FOUND);
  expect_ok(patron_io_read_table(s->io, files_write("decided.json", "{\"patron\": {\"abi\": 1, \"as_of\": null, \"currency\": \"EUR\"}, \"tables\": {\"customers\": []}}", -1), "about", &table));
  assert_string_equal(io_cell(table, "key", 2), "currency");   /* the header of decisions is their table of keys and values */
  assert_string_equal(io_cell(table, "value", 2), "EUR");
  assert_string_equal(io_cell(table, "value", 0), "1");
  patron_table_destroy(table);
  table = NULL;
  assert_null(table);
  expect_status(patron_io_read_table(s->io, files_path("stored.json"), "nothing", &table), PATRON_E_NOT_FOUND);
  assert_string_equal(io_error(s), "stored.json: has no table nothing");
  expect_status(patron_io_read_table(s->io, files_write("list.json", "[]", -1), "groups", &table), PATRON_E_FORMAT);
  assert_string_equal(io_error(s), "list.json: a list (expected an object of tables, {\"groups\": [...], ...})");
  expect_ok(patron_io_read_table(s->io, files_write("odd.json", "{\"patron\": 7, \"tables\": 7, \"about\": {\"currency\": \"SEK\", \"none\": null, \"whole\": true}}", -1), "about", &table));
  assert_int_equal(io_rows(table), 3);   /* no header of decisions: the table of that name */
  assert_string_equal(io_cell(table, "value", 0), "SEK");
  assert_false(io_known(table, "value", 1));
  assert_string_equal(io_cell(table, "value", 2), "yes");
  patron_table_destroy(table);
  table = NULL;
}

static int32_t cancel(void *user, const char *stage, int64_t done, int64_t total)
{
  (void)stage; (void)done; (void)total;
  return ++*(int *)user > 0;
}

static void reading_can_be_cancelled(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  int ticks = 0;
  const char *path = files_write("customers.csv", "customer,sales\nA,1.00\n", -1);
  expect_ok(patron_io_set_progress(s->io, cancel, &ticks));
  expect_status(io_read_one(s, path, &book), PATRON_E_CANCELLED);
  assert_null(book);
  assert_true(ticks > 0);
  expect_ok(patron_io_set_progress(s->io, NULL, NULL));
  expect_ok(io_read_one(s, path, &book));
  patron_portfolio_destroy(book);
}

static void null_arguments_are_refused(void **state)
{
  io_session *s = *state;
  patron_io *io = NULL;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_table *table = NULL;
  const char *path = "x.csv", *none = NULL;
  expect_status(patron_io_create(NULL, &io), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_create(s->context, NULL), PATRON_E_INVALID_ARGUMENT);
  patron_io_destroy(NULL);
  expect_status(patron_io_error(NULL, NULL, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_context_error(NULL, NULL, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_set_progress(NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(NULL, "EUR", &path, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", NULL, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 0, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &none, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_policy(s->io, NULL, NULL, &policy), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_table(s->io, path, NULL, &table), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_assessment(s->io, NULL, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_table(s->io, NULL, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_model(s->io, NULL, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_model(s->io, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_template(s->io, NULL), PATRON_E_INVALID_ARGUMENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, io_session_begin, io_session_end)

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(a_folder_of_csv_files_is_a_portfolio), TEST(columns_of_the_users_become_numbers_where_all_cells_are), TEST(inputs_are_combined_and_a_table_may_come_once),
    TEST(bad_inputs_are_refused_in_words_that_say_where), TEST(what_is_not_there_is_said_so), TEST(a_policy_replaces_only_what_it_gives),
    TEST(settings_in_json_are_an_object_or_rows_and_lists_may_be_arrays), TEST(bad_rules_are_refused_in_words_that_say_where), TEST(rows_are_found_again_in_their_files),
    TEST(a_single_table_is_read_as_it_stands), TEST(reading_can_be_cancelled), TEST(null_arguments_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
