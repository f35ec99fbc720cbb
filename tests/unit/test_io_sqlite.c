/* SQLite in: typed cells, money stored in binary, views over CSV files and over foreign databases; sources are never written. */
#include "io_session.h"

#include <sqlite3.h>

static const char *database(const char *name, const char *sql)
{
  sqlite3 *db = NULL;
  const char *path = files_path(name);
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  return path;
}

static patron_table *customers_of(io_session *s, const char *path, const char *views)
{
  patron_portfolio *book = NULL;
  patron_table *table = NULL;
  patron_status status = patron_io_read_portfolio(s->io, "EUR", &path, 1, views, &book);
  if (status != PATRON_OK) print_error("%s\n", io_error(s));
  assert_int_equal(status, PATRON_OK);
  expect_ok(patron_portfolio_table(book, "customers", &table));
  patron_portfolio_destroy(book);
  return table;
}

static void cells_keep_what_they_are_stored_as(void **state)
{
  io_session *s = *state;
  const char *path = database("book.sqlite", "CREATE TABLE customers (customer INTEGER, name TEXT, sales, their_trust REAL, joint_objectives, size, zip, share);"
    "INSERT INTO customers VALUES (7, 'Zeta', 1234.5, 70, 1, 3, '0123', 0.1), (8, NULL, 99, 0.5, 0, 4, '', 2), (9, '', '12.34', NULL, NULL, NULL, NULL, NULL);"
    "CREATE TABLE unrelated (x); CREATE VIEW contacts AS SELECT 'P' AS contact, 8 AS customer, '2026-01-31' AS last_contact");
  patron_table *t = customers_of(s, path, NULL);
  assert_int_equal(io_type(t, "customer"), PATRON_INTEGER);
  assert_string_equal(io_cell(t, "customer", 0), "7");
  assert_string_equal(io_cell(t, "sales", 0), "1234.50");
  assert_string_equal(io_cell(t, "sales", 1), "99.00");
  assert_string_equal(io_cell(t, "sales", 2), "12.34");
  assert_false(io_known(t, "name", 1));
  assert_false(io_known(t, "name", 2));
  assert_string_equal(io_cell(t, "their_trust", 1), "0.5");
  assert_string_equal(io_cell(t, "joint_objectives", 0), "yes");
  assert_string_equal(io_cell(t, "joint_objectives", 1), "no");
  assert_int_equal(io_type(t, "size"), PATRON_INTEGER);
  assert_int_equal(io_type(t, "zip"), PATRON_TEXT);
  assert_int_equal(io_type(t, "share"), PATRON_NUMBER);
  patron_table_destroy(t);
}

static void ids_are_texts_as_soon_as_one_of_them_is(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_table *t = NULL;
  const char *paths[] = { database("book.sqlite", "CREATE TABLE customers (customer INTEGER, sales); INSERT INTO customers VALUES (7, 1)"),
                          files_write("contacts.csv", "contact,customer\nP,7\n", -1) };
  expect_ok(patron_io_read_portfolio(s->io, "EUR", paths, 2, NULL, &book));
  expect_ok(patron_portfolio_table(book, "customers", &t));
  assert_int_equal(io_type(t, "customer"), PATRON_TEXT);
  patron_table_destroy(t);
  patron_portfolio_destroy(book);
}

static void money_that_is_off_by_a_hair_is_refused(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  static const struct { const char *value, *message; } cases[] = {
    { "0.1 + 0.2", "book.sqlite table customers row 2, column sales: an amount has more decimals than its currency: \"0.30000000000000004\" (expected an amount of money with at most 2 decimals)" },
    { "x'00'", "book.sqlite table customers row 2, column sales: a BLOB (expected a text or a number)" },
    { "9e999", "book.sqlite table customers row 2, column sales: not a finite number" },
    { "'a' || char(0)", "book.sqlite table customers row 2, column sales: a text with a NUL character" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char sql[256];
    snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS customers; CREATE TABLE customers (customer TEXT, sales); INSERT INTO customers VALUES ('A', 1.1), ('B', %s)", cases[i].value);
    assert_true(io_read_one(s, database("book.sqlite", sql), &book) < 0);
    assert_null(book);
    assert_string_equal(io_error(s), cases[i].message);
  }
}

static void what_the_schema_of_a_database_calls_is_not_trusted(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  expect_status(io_read_one(s, database("book.sqlite", "CREATE VIEW customers AS SELECT 'A' AS customer, load_extension('x') AS sales"), &book), PATRON_E_FORMAT);
  assert_null(book);
  assert_non_null(strstr(io_error(s), "unsafe use of load_extension"));
}

static void a_database_without_facts_is_refused(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  expect_status(io_read_one(s, database("book.sqlite", "CREATE TABLE people (id)"), &book), PATRON_E_NOT_FOUND);
  assert_string_equal(io_error(s), "book.sqlite: no table or view is named after a fact table, such as customers; it has people (a file of views can map them: --views)");
  expect_status(io_read_one(s, files_path("none.sqlite"), &book), PATRON_E_IO);
  assert_string_equal(io_error(s), "none.sqlite: there is no such file or folder");
  assert_false(files_exists("none.sqlite"));
}

static void views_map_csv_files_of_any_name(void **state)
{
  io_session *s = *state;
  files_write("raw/export.csv", "Id,Umsatz\n1,10.00\n2,\n", -1);
  files_write("raw/customers.csv", "Id,Region\n1,North\n2,South\n", -1);
  const char *views = files_write("views.sql", "-- maps the export\nCREATE VIEW helper AS SELECT Id AS i, Umsatz AS u FROM export; /* and\nmore */\n create  temp view if not exists customers\n"
    "AS SELECT 'C' || i AS customer, u AS sales, Region AS territory FROM helper JOIN main.customers c ON c.Id = i ORDER BY i;;\n", -1);
  patron_table *t = customers_of(s, files_path("raw"), views);
  assert_int_equal(io_rows(t), 2);
  assert_string_equal(io_cell(t, "customer", 1), "C2");
  assert_string_equal(io_cell(t, "sales", 0), "10.00");
  assert_false(io_known(t, "sales", 1));
  assert_string_equal(io_cell(t, "territory", 1), "South");
  patron_table_destroy(t);
}

static void views_map_a_foreign_database_and_leave_it_as_it_is(void **state)
{
  io_session *s = *state;
  const char *path = database("erp 100%?#.db", "CREATE TABLE customers (no INTEGER, turnover_cents INTEGER); INSERT INTO customers VALUES (1, 1250)");
  int64_t before_length = 0, after_length = 0;
  char *before = files_read("erp 100%?#.db", &before_length);
  const char *views = files_write("views.sql", "CREATE VIEW customers AS SELECT no AS customer, printf('%d.%02d', turnover_cents / 100, turnover_cents % 100) AS sales FROM source.customers", -1);
  patron_table *t = customers_of(s, path, views);
  assert_string_equal(io_cell(t, "sales", 0), "12.50");
  assert_int_equal(io_type(t, "customer"), PATRON_INTEGER);
  patron_table_destroy(t);
  char *after = files_read("erp 100%?#.db", &after_length);
  assert_int_equal(before_length, after_length);
  assert_memory_equal(before, after, (size_t)before_length);
  assert_int_equal(files_count(""), 2);
  free(before);
  free(after);
}

static void bad_views_are_refused_in_words_that_say_where(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  static const struct { const char *sql, *message; } cases[] = {
    { "CREATE VIEW a AS SELECT 1;\n\nDROP TABLE export", "views.sql line 3: expected CREATE VIEW (a file of views holds nothing else)" },
    { "CREATE TABLE customers (x)", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "CREATE VIEW customers AS SELEC 1", "views.sql line 1: near \"SELEC\": syntax error" },
    { "CREATE VIEW customers AS SELECT missing AS customer FROM export", "views.sql table customers: no such column: missing" },
    { "CREATE VIEW custmers AS SELECT 1 AS customer", "views.sql: no view is named after a fact table (expected CREATE VIEW customers AS ...)" },
    { "CREATE VIEW customers AS SELECT Id AS customer, 'ten' AS sales FROM export", "views.sql table customers row 1, column sales: a text cannot be read: \"ten\" (expected an amount of money with at most 2 decimals)" },
    { "CREATE VIEW9 customers AS SELECT 1", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },   /* words that only begin as the keyword does */
    { "CREATE VIEWS AS SELECT 1", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "CREATE views AS SELECT 1", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "CREATE VIEW_ AS SELECT 1", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "CREATE TEMPO VIEW a AS SELECT 1", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "CREATE {", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "- a dash is no comment", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "/ nor is a slash", "views.sql line 1: expected CREATE VIEW (a file of views holds nothing else)" },
    { "-- nothing but a comment", "views.sql: no view is named after a fact table (expected CREATE VIEW customers AS ...)" },
    { ";\f\t\r\n /* and one that does not end", "views.sql: no view is named after a fact table (expected CREATE VIEW customers AS ...)" },
    { "", "views.sql: no view is named after a fact table (expected CREATE VIEW customers AS ...)" },
  };
  const char *path = files_write("export.csv", "Id,Umsatz\n1,10.00\n", -1);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_true(patron_io_read_portfolio(s->io, "EUR", &path, 1, files_write("views.sql", cases[i].sql, -1), &book) < 0);
    assert_null(book);
    assert_string_equal(io_error(s), cases[i].message);
  }
  const char *two[] = { database("a.db", "CREATE TABLE a (x)"), database("b.db", "CREATE TABLE b (x)") };
  expect_status(patron_io_read_portfolio(s->io, "EUR", two, 2, files_path("views.sql"), &book), PATRON_E_DUPLICATE);
  assert_string_equal(io_error(s), "b.db: views read at most one database");
  path = files_write("x.json", "{}", -1);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 1, files_path("views.sql"), &book), PATRON_E_FORMAT);
  path = files_write("x.db", "no database", -1);
  expect_status(patron_io_read_portfolio(s->io, "EUR", &path, 1, files_path("views.sql"), &book), PATRON_E_FORMAT);
  assert_string_equal(io_error(s), "x.db: is no SQLite database");
}

/* Every blank and comment that SQL has, both words for a view that passes, and a name that follows its keyword at once. */
static void views_may_be_written_in_many_ways(void **state)
{
  static const char *const ways[] = {"create\tview\r\ncustomers\fas select Id as customer from export", "\f;;CREATE TEMPORARY VIEW customers AS SELECT Id AS customer FROM export;-- end", "CREATE/* so */VIEW/*near*/customers AS SELECT Id AS customer FROM export /* end */",
                                     "CREATE TEMP VIEW\"customers\"AS SELECT Id AS customer FROM export", "CREATE VIEW[customers] AS SELECT Id AS customer FROM export; /* open", "Create View`customers` AS SELECT Id AS customer FROM export;\r\n--"};
  io_session *s = *state;
  const char *path = files_write("export.csv", "Id,Umsatz\n17,10.00\n", -1);
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    patron_table *t = customers_of(s, path, files_write("views.sql", ways[i], -1));
    assert_int_equal(io_rows(t), 1);
    assert_string_equal(io_cell(t, "customer", 0), "17");
    patron_table_destroy(t);
  }
}

static void a_policy_may_stand_in_a_database(void **state)
{
  io_session *s = *state;
  patron_policy *policy = NULL;
  char text[32];
  const char *path = database("policy.db", "CREATE TABLE settings (key TEXT, value); INSERT INTO settings VALUES ('pareto.hysteresis', 0.25), ('robust.top', 7), ('matrix.bands', '40,60')");
  expect_ok(patron_io_read_policy(s->io, NULL, path, &policy));
  expect_ok(patron_policy_get(policy, "pareto.hysteresis", text, sizeof text, NULL));
  assert_string_equal(text, "0.25");
  expect_ok(patron_policy_get(policy, "robust.top", text, sizeof text, NULL));
  assert_string_equal(text, "7");
  patron_policy_destroy(policy);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, io_session_begin, io_session_end)

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(what_the_schema_of_a_database_calls_is_not_trusted),
    TEST(cells_keep_what_they_are_stored_as), TEST(ids_are_texts_as_soon_as_one_of_them_is), TEST(money_that_is_off_by_a_hair_is_refused), TEST(a_database_without_facts_is_refused),
    TEST(views_map_csv_files_of_any_name), TEST(views_map_a_foreign_database_and_leave_it_as_it_is), TEST(bad_views_are_refused_in_words_that_say_where),
    TEST(views_may_be_written_in_many_ways), TEST(a_policy_may_stand_in_a_database),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
