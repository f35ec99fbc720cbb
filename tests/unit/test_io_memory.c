/* Reading and writing with the k-th allocation failing, for all k: refused as out of memory, nothing half done, and the next try works. */
#include "io_session.h"

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);

static int64_t countdown;   /* 0: nothing fails */

static int fails(void) { return countdown > 0 && --countdown == 0; }

void *__wrap_malloc(size_t size) { return fails() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return fails() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *block, size_t size) { return fails() ? NULL : __real_realloc(block, size); }

typedef patron_status (*scenario)(io_session *s);

static patron_assessment *decisions;

static patron_status read_folder(io_session *s)
{
  patron_portfolio *book = NULL;
  patron_status status = io_read_one(s, files_path("facts"), &book);
  assert_int_equal(status == PATRON_OK, book != NULL);
  patron_portfolio_destroy(book);
  return status;
}

static patron_status read_json(io_session *s)
{
  patron_portfolio *book = NULL;
  patron_status status = io_read_one(s, files_path("facts.json"), &book);
  patron_portfolio_destroy(book);
  return status;
}

static patron_status read_views(io_session *s)
{
  const char *path = files_path("facts");
  patron_portfolio *book = NULL;
  patron_status status = patron_io_read_portfolio(s->io, "EUR", &path, 1, files_path("views.sql"), &book);
  patron_portfolio_destroy(book);
  return status;
}

static patron_status read_policy(io_session *s)
{
  patron_policy *policy = NULL;
  patron_status status = patron_io_read_policy(s->io, NULL, files_path("policy.json"), &policy);
  patron_policy_destroy(policy);
  return status;
}

static patron_status read_table(io_session *s)
{
  patron_table *table = NULL;
  patron_status status = patron_io_read_table(s->io, files_path("kept.sqlite"), "customers", &table);
  patron_table_destroy(table);
  return status;
}

static patron_status open_session(io_session *s)
{
  patron_io *io = NULL;
  patron_status status = patron_io_create(s->context, &io);
  patron_io_destroy(io);
  return status;
}

static patron_status write_folder(io_session *s) { return patron_io_write_assessment(s->io, decisions, files_path("out")); }
static patron_status write_json(io_session *s) { return patron_io_write_assessment(s->io, decisions, files_path("out.json")); }
static patron_status write_sqlite(io_session *s) { return patron_io_write_assessment(s->io, decisions, files_path("out.sqlite")); }
static patron_status write_template(io_session *s) { return patron_io_write_template(s->io, files_path("start")); }

static const struct { const char *name; scenario run; const char *out; int step; } scenarios[] = {
  { "a session", open_session, NULL, 97 }, { "a folder of CSV files", read_folder, NULL, 1 }, { "JSON", read_json, NULL, 1 }, { "views", read_views, NULL, 1 }, { "a policy", read_policy, NULL, 3 },
  { "a table", read_table, NULL, 1 }, { "decisions as CSV", write_folder, "out", 5 }, { "decisions as JSON", write_json, "out.json", 5 }, { "decisions as SQLite", write_sqlite, "out.sqlite", 5 },
  { "a template", write_template, "start", 29 },
};

static void prepare(io_session *s)
{
  patron_portfolio *book = NULL;
  files_write("facts/customers.csv", "customer,layer,sales,profit,size\nA,KA_RETAIL,900.00,90.00,1\nB,KA_RETAIL,100.00,-5.00,2\n\n\"C\",SMALL_RETAIL,50.00,5.00,x\n", -1);
  files_write("facts/contacts.csv", "contact,customer\nP,A\n", -1);
  files_write("facts.json", "{\"customers\": [{\"customer\": \"A\", \"sales\": \"1.00\", \"size\": 0.5}]}", -1);
  files_write("views.sql", "CREATE VIEW customers AS SELECT customer, sales FROM main.customers", -1);
  files_write("policy.json", "{\"settings\": {\"matrix.bands\": [30, 70]}, \"relationship\": [{\"level\": \"TRANSACTIONAL\", \"from\": 0}]}", -1);
  expect_ok(io_read_one(s, files_path("facts"), &book));
  expect_ok(patron_assess(book, NULL, &decisions));
  patron_portfolio_destroy(book);
  expect_ok(patron_io_write_assessment(s->io, decisions, files_path("kept.sqlite")));
}

/* Beyond the first hundred every step-th allocation: the later ones repeat what the earlier did, for another table. */
static void every_allocation_may_fail(void **state)
{
  io_session *s = *state;
  prepare(s);
  int names = files_count("");
  for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
    int64_t failed = 0;
    for (int64_t k = 1;; k += k < 100 ? 1 : scenarios[i].step) {
      uint64_t used = patron_context_memory_used(s->context);
      countdown = k;
      patron_status status = scenarios[i].run(s);
      int over = countdown > 0;
      countdown = 0;
      if (over) { assert_int_equal(status, PATRON_OK); break; }
      if (status != PATRON_OK) {
        failed++;
        if (status != PATRON_E_NO_MEMORY) print_error("%s, allocation %d: %s: %s\n", scenarios[i].name, (int)k, patron_status_name(status), io_error(s));
        assert_int_equal(status, PATRON_E_NO_MEMORY);
        assert_int_equal(files_count(""), names);
      } else if (scenarios[i].out != NULL) break;   /* written all the same: an allocation that can be done without */
      assert_int_equal(patron_context_memory_used(s->context), used);
    }
    assert_true(failed > 5);
    if (scenarios[i].out != NULL) { assert_true(files_exists(scenarios[i].out)); names++; }
    else expect_ok(scenarios[i].run(s));
  }
  patron_assessment_destroy(decisions);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(every_allocation_may_fail, io_session_begin, io_session_end) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
