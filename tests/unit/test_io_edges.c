/* Files that are seldom met: names that nothing is called, characters of every length, texts that are cut, arguments that are not there. */
#include "io_session.h"

static void expect_refused(io_session *s, const char *path, patron_status expected, const char *message)
{
  patron_portfolio *book = NULL;
  expect_status(io_read_one(s, path, &book), expected);
  assert_null(book);
  if (strncmp(io_error(s), message, strlen(message)) != 0) fail_msg("\"%s\" does not begin with \"%s\"", io_error(s), message);
}

static void a_name_that_is_like_no_other_is_answered_with_those_there_are(void **state)
{
  io_session *s = *state;
  expect_refused(s, files_write("zzzzzzzzzzzz.csv", "a\n1\n", -1), PATRON_E_NOT_FOUND, "zzzzzzzzzzzz.csv: no fact table is called zzzzzzzzzzzz (expected one of customers, ");
  expect_refused(s, files_write("about.csv", "key,value\na,b\n", -1), PATRON_E_NOT_FOUND, "about.csv: about is a table of decisions, not of facts");
  expect_refused(s, files_write("skipped.csv", "key,value\na,b\n", -1), PATRON_E_NOT_FOUND, "skipped.csv: skipped is a table of decisions, not of facts");
  expect_refused(s, files_write("customers.csv", "customer,current_value\nA,1.00\n", -1), PATRON_E_NOT_FOUND, "customers.csv: holds decisions (column current_value), no facts");
}

/* With sales beside it, current_value is a column of the host's own. */
static void decisions_are_known_by_what_they_lack(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  expect_ok(io_read_one(s, files_write("customers.csv", "customer,current_value,sales\nA,1.00,2.00\n", -1), &book));
  patron_portfolio_destroy(book);
}

static void a_folder_is_no_file(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  const char *path = files_write("customers.csv", "customer,sales\nA,1.00\n", -1);
  files_write("folder/readme.txt", "x", -1);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 1, files_path("folder"), &book), PATRON_E_IO);
  assert_string_equal(io_error(s), "folder: is a folder (expected a file)");
  expect_refused(s, files_path("folder"), PATRON_E_NOT_FOUND, "folder: no CSV file in this folder");
}

/* The first and last character of each length that UTF-8 has, and the bytes on either side of what it allows (RFC 3629). */
static void characters_of_every_length_are_read_and_others_refused(void **state)
{
  static const char *const good[] = {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xEC\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF1\x80\x80\x80", "\xF3\xBF\xBF\xBF", "\xF4\x8F\xBF\xBF"};
  static const char *const bad[] = {"\x80", "\xC1\xBF", "\xC2\x7F", "\xE0\x9F\xBF", "\xE1\x80\x7F", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF1\x80\xC0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"};
  io_session *s = *state;
  char text[64];
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    patron_portfolio *book = NULL;
    patron_table *customers = NULL;
    snprintf(text, sizeof text, "customer,name\nA,x%sy\n", good[i]);
    expect_ok(io_read_one(s, files_write("customers.csv", text, -1), &book));
    expect_ok(patron_portfolio_table(book, "customers", &customers));
    snprintf(text, sizeof text, "x%sy", good[i]);
    assert_string_equal(io_cell(customers, "name", 0), text);
    patron_table_destroy(customers);
    patron_portfolio_destroy(book);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    snprintf(text, sizeof text, "customer,name\nA,x%sy\n", bad[i]);
    expect_refused(s, files_write("customers.csv", text, -1), PATRON_E_FORMAT, "customers.csv line 2, column name: byte 0x");
  }
}

/* An error text ends where its room ends, but never inside a character, wherever the cut falls. */
static void a_text_that_is_cut_ends_with_a_whole_character(void **state)
{
  static const char *const characters[] = {"x", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  io_session *s = *state;
  for (size_t width = 1; width <= 4; width++)
    for (size_t shift = 0; shift < 4; shift++) {
      char path[4000] = "", text[4000];
      patron_table *table = NULL;
      size_t length = shift;
      memset(path, '-', shift);
      for (; length + 4 < 3000; length += width) memcpy(path + length, characters[width - 1], width + 1);
      assert_true(patron_io_read_table(s->io, path, "customers", &table) < 0);
      expect_ok(patron_io_error(s->io, text, sizeof text, NULL));
      assert_true(strlen(text) < 2048 && strlen(text) >= 2044);
      assert_memory_equal(text, path, strlen(text));
      assert_int_equal((strlen(text) - shift) % width, 0);
    }
}

static void texts_may_be_measured_before_they_are_read(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  char text[256];
  int64_t needed = 0;
  expect_ok(io_read_one(s, files_write("customers.csv", "customer,sales\nA,1.00\n", -1), &book));
  patron_portfolio_destroy(book);
  expect_status(io_read_one(s, files_path("none.csv"), &book), PATRON_E_IO);
  expect_ok(patron_io_error(s->io, NULL, 0, &needed));
  expect_status(patron_io_error(s->io, text, needed - 1, NULL), PATRON_E_BUFFER_TOO_SMALL);
  expect_ok(patron_io_error(s->io, text, needed, NULL));
  assert_int_equal(strlen(text) + 1, needed);
  expect_ok(io_read_one(s, files_path("customers.csv"), &book));
  patron_portfolio_destroy(book);
  expect_ok(patron_io_place(s->io, "customers", 0, NULL, 0, NULL));
  expect_ok(patron_io_place(s->io, "customers", 0, NULL, 0, &needed));
  expect_status(patron_io_place(s->io, "customers", 0, text, needed - 1, NULL), PATRON_E_BUFFER_TOO_SMALL);
  expect_ok(patron_io_place(s->io, "customers", 0, text, needed, NULL));
  expect_status(patron_io_place(s->io, "customers", -2, text, 256, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_place(s->io, "customers", 0, NULL, 1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_place(s->io, "customers", 0, text, -1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_place(s->io, NULL, 0, text, 256, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_error(NULL, text, 256, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_error(s->io, text, -1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_error(s->io, NULL, 1, NULL), PATRON_E_INVALID_ARGUMENT);
}

/* What libpatron refuses later is told with the file's place; of what stands in no file, libpatron's own words. */
static void errors_of_the_engine_are_told_with_their_place(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  char text[1024], own[1024];
  expect_ok(io_read_one(s, files_write("customers.csv", "customer,sales\nA,1.00\n", -1), &book));
  expect_ok(patron_io_read_policy(s->io, NULL, files_write("policy.json", "{\"segments\": [{\"segment\": \"s\", \"measure\": \"nowhere\", \"cuts\": \"80\", \"bit\": \"NONE\", \"purpose\": \"a\", \"use\": \"b\"}]}", -1), &policy));
  assert_true(patron_assess(book, policy, &result) < 0);
  expect_ok(patron_io_context_error(s->io, text, sizeof text, NULL));
  assert_non_null(strstr(text, "policy.json table segments row 1"));
  expect_status(patron_currency_exponent("???", NULL), PATRON_E_INVALID_ARGUMENT);
  patron_policy_destroy(policy);
  assert_true(patron_policy_create(s->context, "NO_SUCH_PRESET", &policy) < 0);
  expect_ok(patron_context_error(s->context, own, sizeof own, NULL));
  expect_ok(patron_io_context_error(s->io, text, sizeof text, NULL));
  assert_string_equal(text, own);
  expect_status(patron_io_context_error(NULL, text, sizeof text, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_context_error(s->io, NULL, 1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_context_error(s->io, text, -1, NULL), PATRON_E_INVALID_ARGUMENT);
  patron_portfolio_destroy(book);
}

static void each_argument_that_is_not_there_is_refused(void **state)
{
  io_session *s = *state;
  const char *path = files_write("customers.csv", "customer,sales\nA,1.00\n", -1), *none = NULL;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_table *table = NULL;
  patron_assessment *decisions = NULL;
  patron_io *io = NULL;
  expect_ok(io_read_one(s, path, &book));
  expect_ok(patron_assess(book, NULL, &decisions));
  expect_ok(patron_portfolio_table(book, "customers", &table));
  expect_ok(patron_fit(book, NULL, &model));
  expect_status(patron_io_create(s->context, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_create(NULL, &io), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(NULL, "EUR", &path, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, NULL, &path, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", NULL, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &none, 1, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 0, NULL, &book), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 1, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_policy(NULL, NULL, path, &policy), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_policy(s->io, NULL, NULL, &policy), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_policy(s->io, NULL, path, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_table(NULL, path, "customers", &table), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_table(s->io, NULL, "customers", &table), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_table(s->io, path, "", &table), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_table(s->io, path, "customers", NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_model(NULL, path, &model), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_model(s->io, NULL, &model), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_read_model(s->io, path, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_assessment(NULL, decisions, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_assessment(s->io, decisions, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_table(NULL, table, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_table(s->io, table, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_model(NULL, model, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_model(s->io, model, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_write_template(NULL, path), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_io_set_progress(NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  patron_table_destroy(table);
  patron_model_destroy(model);
  patron_assessment_destroy(decisions);
  patron_portfolio_destroy(book);
}

/* Cells of one table in every form that JSON has, rows that name their columns in another order, and lists of what is neither text nor number. */
static void json_takes_values_of_every_form(void **state)
{
  static const struct { const char *text; patron_status status; const char *message; } refused[] = {
    {"{\"customers\": [", PATRON_E_FORMAT, "x.json line 1: the file ends in the midst of its JSON"}, {"", PATRON_E_FORMAT, "x.json line 1: the file ends in the midst of its JSON"}, {"{\"customers\": \"A\"}", PATRON_E_FORMAT, "x.json: table customers is no list"},
    {"{\"customers\": [{\"customer\": [null]}]}", PATRON_E_FORMAT, "x.json table customers row 1, column customer: a list of something else than texts and numbers"},
    {"{\"tables\": 3}", PATRON_E_NOT_FOUND, "x.json: no fact table is called tables"}};
  io_session *s = *state;
  patron_table *table = NULL;
  const char *text = "{\"t\": [{\"a\": true, \"b\": false, \"c\": 7, \"d\": 0.5, \"e\": null, \"f\": [1, \"x\", 2.5, true], \"g\": \"\", \"h\": []}, {\"c\": -8, \"a\": \"no\"}, {}]}";
  expect_ok(patron_io_read_table(s->io, files_write("x.json", text, -1), "t", &table));
  assert_string_equal(io_cell(table, "a", 0), "yes");
  assert_string_equal(io_cell(table, "a", 1), "no");
  assert_string_equal(io_cell(table, "b", 0), "no");
  assert_string_equal(io_cell(table, "c", 0), "7");
  assert_string_equal(io_cell(table, "c", 1), "-8");
  assert_string_equal(io_cell(table, "d", 0), "0.5");
  assert_string_equal(io_cell(table, "f", 0), "1,x,2.5,yes");
  for (int64_t row = 0; row < 3; row++) assert_false(io_known(table, "e", row) || io_known(table, "g", row) || io_known(table, "h", row));
  assert_false(io_known(table, "c", 2));
  patron_table_destroy(table);
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) expect_refused(s, files_write("x.json", refused[i].text, -1), refused[i].status, refused[i].message);
}

/* A table of rules that holds nothing still has its columns: it takes the place of the preset's. */
static void an_empty_list_of_rules_is_a_table_without_rows(void **state)
{
  io_session *s = *state;
  patron_policy *policy = NULL;
  patron_table *table = NULL;
  int64_t index;
  expect_ok(patron_io_read_policy(s->io, "KAM_DIAGNOSTIC", files_write("policy.json", "{\"criteria\": []}", -1), &policy));
  expect_ok(patron_policy_table(policy, "criteria", &table));
  assert_int_equal(io_rows(table), 0);
  expect_ok(patron_table_find_column(table, "normaliser", &index));
  patron_table_destroy(table);
  patron_policy_destroy(policy);
}

/* Texts that a reader would cut or part unless they are quoted come back as they were, from every format. */
static void texts_come_back_as_they_were(void **state)
{
  static const char *const texts[] = {"plain", "\"", "a\"b\"\"c", "a,b", "two\nlines", "back\rforth", " before", "behind ", "\tbefore", "behind\t", "\\", "\x01", "\xE2\x82\xAC", "'"};
  static const char *const names[] = {"t.csv", "t.json", "t.sqlite"};
  enum { COUNT = sizeof texts / sizeof *texts };
  io_session *s = *state;
  patron_table *table = NULL;
  expect_ok(patron_table_create(s->context, "t", COUNT, &table));
  expect_ok(patron_table_add_strings(table, "a \"quoted\", name", texts));
  for (size_t i = 0; i < 3; i++) {
    patron_table *back = NULL;
    expect_ok(patron_io_write_table(s->io, table, files_path(names[i])));
    expect_ok(patron_io_read_table(s->io, files_path(names[i]), "t", &back));
    for (int64_t row = 0; row < COUNT; row++) assert_string_equal(io_cell(back, "a \"quoted\", name", row), texts[row]);
    patron_table_destroy(back);
  }
  assert_true(patron_io_write_table(s->io, table, files_path("t.txt")) < 0);
  assert_string_equal(io_error(s), "t.txt: expected a name that ends in .csv, .json or .sqlite");
  patron_table_destroy(table);
}

/* Lines as the editor counts them, whatever ends them, also within quotes. */
static void lines_are_counted_whatever_ends_them(void **state)
{
  static const char *const texts[] = {
    "customer,name\nA,\"x\ry\"\nB,\"x\r\ny\r\"\nC\n", "customer,name\rA,x\nB,\"\r\n\r\"\r\n\r\nC,x,y", "\n\n\ncustomer,name\nA,x\n\rC\r", "customer,name\r\nA,x\r\n\r\nB,x\r\n\r\nC\n"};
  static const char *const told[] = {"customers.csv line 7: 1 field", "customers.csv line 7: 3 fields", "customers.csv line 7: 1 field", "customers.csv line 6: 1 field"};
  io_session *s = *state;
  for (size_t i = 0; i < 4; i++) expect_refused(s, files_write("customers.csv", texts[i], -1), PATRON_E_FORMAT, told[i]);
  expect_refused(s, files_write("customers.csv", "customer,name\nA,x\n\xFE,y\n", -1), PATRON_E_FORMAT, "customers.csv line 3, column customer: byte 0xFE is no UTF-8 here");
  expect_refused(s, files_write("customers.csv", "\xFF\xFE" "c", -1), PATRON_E_FORMAT, "customers.csv line 1: UTF-16");
}

static void a_name_that_stands_twice_is_told_though_it_is_long(void **state)
{
  io_session *s = *state;
  char text[700], told[200];
  char name[201];
  memset(name, 'n', 200);
  name[200] = 0;
  snprintf(text, sizeof text, "customer,%s,%s\nA,1,2\n", name, name);
  snprintf(told, sizeof told, "customers.csv line 1: the header names column %.100s twice", name);
  expect_refused(s, files_write("customers.csv", text, -1), PATRON_E_DUPLICATE, told);
}

/* A row that would be an empty line stands in quotes; texts larger than any buffer come back. */
static void tables_of_every_shape_come_back(void **state)
{
  io_session *s = *state;
  patron_table *table = NULL, *back = NULL;
  char *large = malloc(200001);
  const char *texts[3] = {"x", NULL, NULL}, *names[] = {"t.csv", "t.json", "t.sqlite"};
  memset(large, 'y', 200000);
  large[200000] = 0;
  texts[2] = large;
  expect_ok(patron_table_create(s->context, "t", 3, &table));
  expect_ok(patron_table_add_strings(table, "only", texts));
  for (size_t i = 0; i < 3; i++) {
    char *text;
    expect_ok(patron_io_write_table(s->io, table, files_path(names[i])));
    expect_ok(patron_io_read_table(s->io, files_path(names[i]), "t", &back));
    assert_int_equal(io_rows(back), 3);
    assert_false(io_known(back, "only", 1));
    patron_table_destroy(back);
    text = files_read(names[i], NULL);
    assert_true(i == 2 || strstr(text, large) != NULL);
    if (i == 0) assert_int_equal(strncmp(text, "only\nx\n\"\"\nyyy", 13), 0);
    free(text);
  }
  patron_table_destroy(table);
  free(large);
  expect_ok(patron_table_create(s->context, "empty", 2, &table));
  expect_ok(patron_io_write_table(s->io, table, files_path("empty.json")));
  expect_ok(patron_io_read_table(s->io, files_path("empty.json"), "empty", &back));
  assert_int_equal(io_rows(back), 2);
  patron_table_destroy(back);
  patron_table_destroy(table);
}

static void inputs_that_are_not_there_are_told_in_their_order(void **state)
{
  io_session *s = *state;
  const char *paths[] = {files_path("none.json"), files_write("customers.csv", "customer,sales\nA,1.00\n", -1)};
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_table *table = NULL;
  expect_status(patron_io_read_portfolio(s->io, "EUR", paths, 2, NULL, &book), PATRON_E_IO);
  assert_string_equal(io_error(s), "none.json: there is no such file or folder");
  files_write("rules/readme.txt", "x", -1);
  expect_status(patron_io_read_policy(s->io, NULL, files_path("rules"), &policy), PATRON_E_NOT_FOUND);
  assert_string_equal(io_error(s), "rules: no CSV file in this folder (expected settings.csv and others named after tables)");
  expect_refused(s, files_path("nowhere/at/all.csv"), PATRON_E_IO, "nowhere/at/all.csv: there is no such file or folder");
  expect_refused(s, files_write("names/.csv", "a\n", -1), PATRON_E_FORMAT, "names/.csv: expected a folder of CSV files, or a name that ends in .csv");
  files_write("names/ab.csv", "a\n", -1);
  expect_refused(s, files_path("names/ac"), PATRON_E_IO, "names/ac: there is no such file or folder");
  files_write("names/customers.csv", "customer,sales\nA,1.00\n", -1);
  expect_refused(s, files_path("names/custmers.csv"), PATRON_E_IO, "names/custmers.csv: there is no such file or folder: did you mean ");
  expect_status(patron_io_read_table(s->io, files_path("none.sqlite"), "customers", &table), PATRON_E_IO);
  expect_ok(patron_io_read_table(s->io, files_path("names/"), "customers", &table));   /* a slash at the end changes nothing */
  patron_table_destroy(table);
}

static void what_is_longer_than_anybody_writes_is_refused(void **state)
{
  io_session *s = *state;
  const char *path = files_write("customers.csv", "customer,sales\nA,1.00\n", -1);
  const int64_t most = 1 << 20;
  char *views = malloc((size_t)most + 2);
  patron_portfolio *book = NULL;
  memset(views, ' ', (size_t)most + 1);
  views[most + 1] = 0;
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 1, files_write("views.sql", views, most + 1), &book), PATRON_E_RANGE);
  assert_string_equal(io_error(s), "views.sql: longer than 1048576 bytes");
  memcpy(views, "CREATE VIEW customers AS SELECT * FROM main.customers;", 54);
  expect_ok(patron_io_read_portfolio(s->io, "EUR", &path, 1, files_write("views.sql", views, most), &book));
  patron_portfolio_destroy(book);
  free(views);
}

/* Ids of one kind: whole numbers only where every table has them so, the customers' parents among them. */
static void parents_are_ids_as_well(void **state)
{
  io_session *s = *state;
  static const char *const texts[] = {"{\"customers\": [{\"customer\": 1, \"sales\": 10}, {\"customer\": 2, \"parent\": 1}]}", "{\"customers\": [{\"customer\": 1, \"sales\": 10}, {\"customer\": 2, \"parent\": \"x\"}]}"};
  for (int i = 0; i < 2; i++) {
    patron_portfolio *book = NULL;
    patron_table *customers = NULL;
    expect_ok(io_read_one(s, files_write("customers.json", texts[i], -1), &book));
    expect_ok(patron_portfolio_table(book, "customers", &customers));
    assert_int_equal(io_type(customers, "customer"), i == 0 ? PATRON_INTEGER : PATRON_TEXT);
    assert_int_equal(io_type(customers, "parent"), i == 0 ? PATRON_INTEGER : PATRON_TEXT);
    patron_table_destroy(customers);
    patron_portfolio_destroy(book);
  }
}

/* A thousand runs that were broken off have left every name that a file could be written under first. */
static void when_every_name_is_taken_nothing_is_written(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_assessment *decisions = NULL;
  patron_model *model = NULL;
  expect_ok(io_read_one(s, files_write("customers.csv", "customer,sales\nA,1.00\n", -1), &book));
  expect_ok(patron_assess(book, NULL, &decisions));
  expect_ok(patron_fit(book, NULL, &model));
  for (int i = 0; i < 1000; i++) {
    char name[64];
    snprintf(name, sizeof name, "out.json.%d.part", i);
    files_write(name, "", 0);
    snprintf(name, sizeof name, "out.%d.part/x", i);
    files_write(name, "", 0);
  }
  expect_status(patron_io_write_assessment(s->io, decisions, files_path("out.json")), PATRON_E_IO);
  expect_status(patron_io_write_assessment(s->io, decisions, files_path("out")), PATRON_E_IO);
  assert_false(files_exists("out.json") || files_exists("out"));
  expect_status(patron_io_write_model(s->io, model, files_path("out.0.part")), PATRON_E_IO);
  assert_string_equal(io_error(s), "out.0.part: is a folder (expected the name of a file)");
  patron_model_destroy(model);
  patron_assessment_destroy(decisions);
  patron_portfolio_destroy(book);
}

/* Folders where files belong are the user's, and stay. */
static void folders_in_the_place_of_tables_are_left_alone(void **state)
{
  static const char *const places[] = {"a/about.csv/x", "b/customers.csv/x", "c/changes.csv/x"};
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_assessment *decisions = NULL;
  expect_ok(io_read_one(s, files_write("customers.csv", "customer,sales\nA,1.00\n", -1), &book));
  expect_ok(patron_assess(book, NULL, &decisions));
  for (int i = 0; i < 3; i++) {
    const char folder[2] = {places[i][0], 0};
    files_write(places[i], "mine", -1);
    if (i > 0) files_write(i == 1 ? "b/about.csv" : "c/about.csv", "key,value\n", -1);
    const patron_status status = patron_io_write_assessment(s->io, decisions, files_path(folder));
    assert_int_equal(status, i == 2 ? PATRON_OK : PATRON_E_DUPLICATE);   /* a table that is not written now does not stand in the way */
    assert_true(files_exists(places[i]));
  }
  patron_assessment_destroy(decisions);
  patron_portfolio_destroy(book);
}

/* Decisions need memory of the context to be written; without it nothing is. */
static void a_context_that_is_full_writes_nothing(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_assessment *decisions = NULL;
  expect_ok(io_read_one(s, files_write("customers.csv", "customer,layer,sales,profit\nA,KA_RETAIL,1.00,0.50\n", -1), &book));
  expect_ok(patron_assess(book, NULL, &decisions));
  expect_ok(patron_context_set_i64(s->context, "memory_limit", 1));
  expect_status(patron_io_write_assessment(s->io, decisions, files_path("out")), PATRON_E_MEMORY_LIMIT);
  assert_false(files_exists("out"));
  expect_ok(patron_context_set_i64(s->context, "memory_limit", 0));
  expect_ok(patron_io_write_assessment(s->io, decisions, files_path("out")));
  assert_int_equal(patron_io_abi_version(), PATRON_ABI);
  patron_assessment_destroy(decisions);
  patron_portfolio_destroy(book);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, io_session_begin, io_session_end)

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(a_name_that_is_like_no_other_is_answered_with_those_there_are), TEST(decisions_are_known_by_what_they_lack), TEST(a_folder_is_no_file), TEST(characters_of_every_length_are_read_and_others_refused),
    TEST(a_text_that_is_cut_ends_with_a_whole_character), TEST(texts_may_be_measured_before_they_are_read), TEST(errors_of_the_engine_are_told_with_their_place), TEST(each_argument_that_is_not_there_is_refused),
    TEST(json_takes_values_of_every_form), TEST(an_empty_list_of_rules_is_a_table_without_rows), TEST(texts_come_back_as_they_were),
    TEST(lines_are_counted_whatever_ends_them), TEST(a_name_that_stands_twice_is_told_though_it_is_long), TEST(tables_of_every_shape_come_back), TEST(inputs_that_are_not_there_are_told_in_their_order),
    TEST(what_is_longer_than_anybody_writes_is_refused), TEST(parents_are_ids_as_well), TEST(when_every_name_is_taken_nothing_is_written), TEST(folders_in_the_place_of_tables_are_left_alone), TEST(a_context_that_is_full_writes_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
