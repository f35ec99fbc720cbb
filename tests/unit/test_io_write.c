/* Decisions out: the same values in CSV, JSON and SQLite, whole or not at all, and back again. */
#include "io_session.h"

#include <jansson.h>
#include <sqlite3.h>

/* A table with every type, unknowns, and texts that every format must escape. */
static patron_table *mixed_table(io_session *s, int64_t rows)
{
  static const char *const texts[] = { "plain", "comma, \"quote\"", "two\nlines", NULL, "\xE6\xB5\xB7\xE6\xA3\xA0", "back\\slash\ttab\x01", " blanks ", "" };
  static const char *const names[] = { "LOW", "HIGH" };
  patron_table *table = NULL;
  const char **t = calloc((size_t)rows, sizeof *t);
  int64_t *money = calloc((size_t)rows, sizeof *money), *whole = calloc((size_t)rows, sizeof *whole);
  double *number = calloc((size_t)rows, sizeof *number);
  int32_t *day = calloc((size_t)rows, sizeof *day), *code = calloc((size_t)rows, sizeof *code), *flag = calloc((size_t)rows, sizeof *flag);
  uint8_t *known = calloc((size_t)rows / 8 + 1, 1);
  for (int64_t i = 0; i < rows; i++) {
    t[i] = texts[i % 8];
    money[i] = i * 37 - 50;
    whole[i] = i % 3 == 0 ? INT64_MIN : i;
    number[i] = 0.1 * (double)i;
    day[i] = (int32_t)(20000 + i);
    code[i] = (int32_t)(i % 2);
    flag[i] = i % 5 == 0;
    if (i % 4 != 1) known[i / 8] = (uint8_t)(known[i / 8] | (1u << (i % 8)));
  }
  expect_ok(patron_table_create(s->context, "mixed", rows, &table));
  expect_ok(patron_table_add_strings(table, "text", t));
  expect_ok(patron_table_add_i64(table, "money", PATRON_MONEY, money, known));
  expect_ok(patron_table_add_i64(table, "whole", PATRON_INTEGER, whole, NULL));
  expect_ok(patron_table_add_f64(table, "number", PATRON_NUMBER, number, known));
  expect_ok(patron_table_add_i32(table, "day", PATRON_DATE, day, known));
  expect_ok(patron_table_add_i32(table, "flag", PATRON_FLAG, flag, known));
  expect_ok(patron_table_add_code(table, "code \"name\"", code, known, names, 2));
  free(t); free(money); free(whole); free(number); free(day); free(code); free(flag); free(known);
  return table;
}

static void assert_same(const patron_table *given, const patron_table *back)
{
  int64_t columns = 0;
  expect_ok(patron_table_columns(given, &columns));
  assert_int_equal(io_rows(given), io_rows(back));
  for (int64_t c = 0; c < columns; c++) {
    char name[64];
    expect_ok(patron_table_column_name(given, c, name, sizeof name, NULL));
    for (int64_t row = 0; row < io_rows(given); row++) assert_string_equal(io_cell(given, name, row), io_cell(back, name, row));
  }
}

static void every_format_gives_back_what_was_written(void **state)
{
  io_session *s = *state;
  static const char *const names[] = { "mixed.csv", "mixed.json", "mixed.db" };
  static const int64_t sizes[] = { 0, 1, 17, 2048, 4100 };
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 5; k++) {
      patron_table *given = mixed_table(s, sizes[k]), *back = NULL;
      remove(files_path(names[i]));
      expect_ok(patron_io_write_table(s->io, given, files_path(names[i])));
      expect_ok(patron_io_read_table(s->io, files_path(names[i]), "mixed", &back));
      if (i == 2) {   /* flags are 1 and 0 there, and yes and no here */
        assert_int_equal(io_rows(given), io_rows(back));
        for (int64_t row = 0; row < io_rows(given); row++) assert_string_equal(io_cell(given, "money", row), io_cell(back, "money", row));
      } else if (sizes[k] > 0) assert_same(given, back);
      patron_table_destroy(given);
      patron_table_destroy(back);
    }
  assert_int_equal(files_count(""), 3);
}

static void json_is_valid_and_says_types(void **state)
{
  io_session *s = *state;
  json_error_t error;
  patron_table *given = mixed_table(s, 8);
  expect_ok(patron_io_write_table(s->io, given, files_path("mixed.json")));
  json_t *root = json_load_file(files_path("mixed.json"), JSON_REJECT_DUPLICATES, &error);
  assert_non_null(root);
  json_t *rows = json_object_get(json_object_get(root, "tables"), "mixed"), *first = json_array_get(rows, 0);
  assert_int_equal(json_array_size(rows), 8);
  assert_string_equal(json_string_value(json_object_get(first, "money")), "-0.50");
  assert_true(json_is_integer(json_object_get(first, "whole")));
  assert_true(json_integer_value(json_object_get(first, "whole")) == INT64_MIN);
  assert_true(json_is_number(json_object_get(first, "number")));
  assert_true(json_is_true(json_object_get(first, "flag")));
  assert_string_equal(json_string_value(json_object_get(first, "day")), "2024-10-04");
  assert_string_equal(json_string_value(json_object_get(first, "code \"name\"")), "LOW");
  assert_true(json_is_null(json_object_get(json_array_get(rows, 1), "money")));
  assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 5), "text")), "back\\slash\ttab\x01");
  json_decref(root);
  patron_table_destroy(given);
}

static char *query(const char *name, const char *sql)
{
  static char text[256];
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  text[0] = 0;
  assert_int_equal(sqlite3_open(files_path(name), &db), SQLITE_OK);
  assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
  if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0) != NULL) snprintf(text, sizeof text, "%s", (const char *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return text;
}

static void sqlite_has_proper_types(void **state)
{
  io_session *s = *state;
  patron_table *given = mixed_table(s, 8);
  expect_ok(patron_io_write_table(s->io, given, files_path("mixed.sqlite")));
  assert_string_equal(query("mixed.sqlite", "SELECT group_concat(type) FROM pragma_table_info('mixed')"), "TEXT,TEXT,INTEGER,REAL,TEXT,INTEGER,TEXT");
  assert_string_equal(query("mixed.sqlite", "SELECT money || '|' || number || '|' || flag || '|' || day FROM mixed WHERE rowid = 3"), "0.24|0.2|0|2024-10-06");
  assert_string_equal(query("mixed.sqlite", "SELECT count(*) FROM mixed WHERE money IS NULL AND number IS NULL AND flag IS NULL"), "2");
  patron_table_destroy(given);
}

/* A small book with two layers and the four relationship values. */
static patron_assessment *assess(io_session *s, patron_model **model)
{
  patron_portfolio *book = NULL;
  patron_assessment *out = NULL;
  const char *path = files_write("facts/customers.csv", "customer,layer,sales,profit,our_commitment,our_trust,their_commitment,their_trust\nA,KA_RETAIL,900.00,90.00,70,70,70,70\n"
    "B,KA_RETAIL,100.00,-5.00,80,80,20,20\nC,SMALL_RETAIL,50.00,5.00,,,,\n", -1);
  (void)path;
  expect_ok(io_read_one(s, files_path("facts"), &book));
  if (model != NULL) expect_ok(patron_fit(book, NULL, model));
  expect_ok(patron_assess(book, NULL, &out));
  patron_portfolio_destroy(book);
  return out;
}

static void every_decision_table_is_written_in_every_format(void **state)
{
  io_session *s = *state;
  patron_assessment *decisions = assess(s, NULL);
  patron_table *list = NULL;
  static const char *const outs[] = { "out", "out.json", "out.sqlite" };
  for (int i = 0; i < 3; i++) expect_ok(patron_io_write_assessment(s->io, decisions, files_path(outs[i])));
  expect_ok(patron_assessment_table(decisions, "tables", &list));
  for (int64_t row = 0; row < io_rows(list); row++) {
    char name[64];
    patron_table *given = NULL;
    snprintf(name, sizeof name, "%s", io_cell(list, "table", row));
    expect_ok(patron_assessment_table(decisions, name, &given));
    for (int i = 0; i < 3; i++) {
      patron_table *back = NULL;
      if (i == 1 && strcmp(name, "about") == 0) continue;   /* JSON has it as a header */
      expect_ok(patron_io_read_table(s->io, files_path(outs[i]), name, &back));
      if (i < 2 && io_rows(given) > 0) assert_same(given, back);
      assert_int_equal(io_rows(given), io_rows(back));
      patron_table_destroy(back);
    }
    patron_table_destroy(given);
  }
  assert_int_equal(files_count("out"), io_rows(list));
  assert_int_equal(files_count(""), 4);
  patron_table_destroy(list);
  patron_assessment_destroy(decisions);
}

static void json_begins_with_the_header_of_the_contract(void **state)
{
  io_session *s = *state;
  patron_assessment *decisions = assess(s, NULL);
  expect_ok(patron_io_write_assessment(s->io, decisions, files_path("out.json")));
  char *text = files_read("out.json", NULL);
  static const char expected[] = "{\"patron\": {\"version\": \"0.1.0\", \"abi\": 1, \"policy\": \"DEFAULT\", \"as_of\": null, \"currency\": \"EUR\"},\n\"tables\": {\n";
  assert_true(strncmp(text, expected, sizeof expected - 1) == 0);
  free(text);
  patron_assessment_destroy(decisions);
}

static void what_was_there_is_replaced_and_what_is_not_ours_stays(void **state)
{
  io_session *s = *state;
  patron_assessment *decisions = assess(s, NULL);
  files_write("out/customers.csv", "old", -1);
  files_write("out/notes.txt", "mine", -1);
  expect_status(patron_io_write_assessment(s->io, decisions, files_path("out")), PATRON_E_DUPLICATE);
  assert_string_equal(io_error(s), "out: holds a file customers.csv that Patron did not write (give another folder)");
  assert_int_equal(files_count("out"), 2);
  files_write("out/about.csv", "key,value\nversion,0.1.0\n", -1);
  files_write("out/changes.csv", "customer,row,column,before,after,why,because\n", -1);
  files_write("out/stability.csv", "scorecard,criterion\n", -1);
  files_write("out/migration.csv", "from,to\n", -1);   /* of a name that Patron uses, but of other columns */
  expect_ok(patron_io_write_assessment(s->io, decisions, files_path("out")));
  assert_true(files_exists("out/migration.csv") && !files_exists("out/changes.csv") && !files_exists("out/stability.csv"));
  char *text = files_read("out/customers.csv", NULL), *notes = files_read("out/notes.txt", NULL);
  assert_true(strncmp(text, "customer,", 9) == 0);
  assert_string_equal(notes, "mine");
  free(text);
  free(notes);
  for (int i = 0; i < 2; i++) expect_ok(patron_io_write_assessment(s->io, decisions, files_path("out.sqlite")));
  assert_string_equal(query("out.sqlite", "SELECT count(*) FROM customers"), "3");
  (void)query("out.sqlite", "CREATE TABLE changes (customer, row)");
  (void)query("out.sqlite", "CREATE TABLE migration (theirs)");
  expect_ok(patron_io_write_assessment(s->io, decisions, files_path("out.sqlite")));
  assert_string_equal(query("out.sqlite", "SELECT group_concat(name) FROM sqlite_master WHERE name IN ('changes', 'migration')"), "migration");
  (void)query("theirs.db", "CREATE TABLE customers (theirs)");
  expect_status(patron_io_write_assessment(s->io, decisions, files_path("theirs.db")), PATRON_E_DUPLICATE);
  assert_string_equal(io_error(s), "theirs.db: has a table customers that Patron did not write (give another file)");
  assert_string_equal(query("theirs.db", "SELECT count(*) || ':' || group_concat(name) FROM sqlite_master"), "1:customers");
  patron_assessment_destroy(decisions);
}

static void refusals_leave_nothing_behind(void **state)
{
  io_session *s = *state;
  patron_assessment *decisions = assess(s, NULL);
  files_write("file", "x", -1);
  files_write("not.db", "no database at all, but long enough to be looked at as one, surely: one hundred bytes and more are read", -1);
  static const struct { const char *path, *message; } cases[] = {
    { "missing/out.json", "missing/out.json: cannot be written: No such file or directory" },
    { "missing/out.sqlite", "missing/out.sqlite: cannot be written: No such file or directory" },
    { "missing/out", "missing/out: cannot be written: No such file or directory" },
    { "file", "file: is a file (expected a folder, or a name that ends in .json or .sqlite)" },
    { "out.csv", "out.csv: an assessment is many tables (expected a folder, or a name that ends in .json or .sqlite)" },
    { "not.db", "not.db: is no SQLite database" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_true(patron_io_write_assessment(s->io, decisions, files_path(cases[i].path)) < 0);
    assert_string_equal(io_error(s), cases[i].message);
  }
  assert_int_equal(files_count(""), 3);
  patron_assessment_destroy(decisions);
}

static int32_t cancel_at(void *user, const char *stage, int64_t done, int64_t total)
{
  (void)stage; (void)done; (void)total;
  return --*(int *)user == 0;
}

static void a_cancelled_write_leaves_what_was_there(void **state)
{
  io_session *s = *state;
  patron_assessment *decisions = assess(s, NULL);
  static const char *const outs[] = { "new", "new.json", "new.sqlite", "old", "old.json", "old.sqlite" };
  for (int i = 3; i < 6; i++) expect_ok(patron_io_write_assessment(s->io, decisions, files_path(outs[i])));
  for (int i = 0; i < 6; i++) {
    int cancelled = 0;
    for (int k = 1; k < 100; k++) {
      int ticks = k;
      expect_ok(patron_io_set_progress(s->io, cancel_at, &ticks));
      patron_status status = patron_io_write_assessment(s->io, decisions, files_path(outs[i]));
      if (status == PATRON_OK) break;
      assert_int_equal(status, PATRON_E_CANCELLED);
      cancelled++;
      assert_int_equal(files_count(""), i < 3 ? 4 + i : 7);
      assert_int_equal(files_exists(outs[i]), i >= 3);
    }
    assert_true(cancelled > 3);
    assert_true(files_exists(outs[i]));
  }
  patron_assessment_destroy(decisions);
}

static void models_come_back_and_answer_alike(void **state)
{
  io_session *s = *state;
  patron_model *model = NULL, *back = NULL;
  patron_assessment *decisions = assess(s, &model), *again = NULL;
  patron_portfolio *book = NULL;
  patron_table *first = NULL, *second = NULL;
  expect_ok(patron_io_write_model(s->io, model, files_path("book.model")));
  expect_ok(patron_io_read_model(s->io, files_path("book.model"), &back));
  expect_ok(io_read_one(s, files_path("facts"), &book));
  expect_ok(patron_apply(back, book, &again));
  expect_ok(patron_assessment_table(decisions, "customers", &first));
  expect_ok(patron_assessment_table(again, "customers", &second));
  assert_same(first, second);
  patron_table_destroy(first);
  patron_table_destroy(second);
  patron_model_destroy(back);
  back = NULL;
  expect_status(patron_io_read_model(s->io, files_write("bad.model", "rubbish", -1), &back), PATRON_E_FORMAT);
  assert_null(back);
  assert_true(strncmp(io_error(s), "bad.model: ", 11) == 0);
  patron_model_destroy(model);
  patron_portfolio_destroy(book);
  patron_assessment_destroy(again);
  patron_assessment_destroy(decisions);
}

static void a_template_is_a_portfolio_to_fill_and_the_default_policy(void **state)
{
  io_session *s = *state;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL, *standard = NULL;
  patron_table *list = NULL;
  expect_ok(patron_io_write_template(s->io, files_path("start")));
  expect_status(io_read_one(s, files_path("start"), &book), PATRON_E_NOT_FOUND);
  assert_string_equal(io_error(s), "start/customers.csv: no customers: the table has columns but no row");
  expect_ok(patron_io_read_policy(s->io, NULL, files_path("start/policy"), &policy));
  expect_ok(patron_policy_create(s->context, NULL, &standard));
  expect_ok(patron_policy_table(standard, "tables", &list));
  for (int64_t row = 0; row < io_rows(list); row++) {
    char name[64];
    patron_table *given = NULL, *back = NULL;
    snprintf(name, sizeof name, "%s", io_cell(list, "table", row));
    expect_ok(patron_policy_table(standard, name, &given));
    expect_ok(patron_policy_table(policy, name, &back));
    assert_same(given, back);
    patron_table_destroy(given);
    patron_table_destroy(back);
  }
  char *text = files_read("start/customers.csv", NULL);
  assert_string_equal(text, "customer,name,layer,territory,owner,sales,profit,sales_previous,potential,our_commitment,our_trust,their_commitment,their_trust\n");
  free(text);
  text = files_read("start/README.md", NULL);
  assert_non_null(strstr(text, "| `customer` (needed) |"));
  assert_non_null(strstr(text, "| `pareto.hysteresis` |"));
  free(text);
  expect_status(patron_io_write_template(s->io, files_path("start")), PATRON_E_DUPLICATE);
  assert_string_equal(io_error(s), "start: is there already (expected the name of a new folder)");
  expect_status(patron_io_write_template(s->io, files_path("no/start")), PATRON_E_IO);
  assert_int_equal(files_count(""), 1);
  patron_table_destroy(list);
  patron_policy_destroy(policy);
  patron_policy_destroy(standard);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, io_session_begin, io_session_end)

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(every_format_gives_back_what_was_written), TEST(json_is_valid_and_says_types), TEST(sqlite_has_proper_types), TEST(every_decision_table_is_written_in_every_format),
    TEST(json_begins_with_the_header_of_the_contract), TEST(what_was_there_is_replaced_and_what_is_not_ours_stays), TEST(refusals_leave_nothing_behind),
    TEST(a_cancelled_write_leaves_what_was_there), TEST(models_come_back_and_answer_alike), TEST(a_template_is_a_portfolio_to_fill_and_the_default_policy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
