/* What a session of libpatron-io does for a living, each piece by itself: read and written once for every way in which it may be disturbed. */
#ifndef PATRON_TESTS_IO_WORK_H
#define PATRON_TESTS_IO_WORK_H

#include "io_session.h"

static int64_t countdown;   /* calls until one fails; 0: nothing fails */
static patron_assessment *io_work_decisions;
static patron_model *io_work_model;

static inline patron_status read_folder(io_session *s)
{
  patron_portfolio *book = NULL;
  patron_status status = io_read_one(s, files_path("facts"), &book);
  assert_int_equal(status == PATRON_OK, book != NULL);
  patron_portfolio_destroy(book);
  return status;
}

static inline patron_status read_json(io_session *s)
{
  patron_portfolio *book = NULL;
  patron_status status = io_read_one(s, files_path("facts.json"), &book);
  patron_portfolio_destroy(book);
  return status;
}

static inline patron_status read_views(io_session *s)
{
  const char *path = files_path("facts");
  patron_portfolio *book = NULL;
  patron_status status = patron_io_read_portfolio(s->io, "EUR", &path, 1, files_path("views.sql"), &book);
  patron_portfolio_destroy(book);
  return status;
}

static inline patron_status read_policy(io_session *s)
{
  patron_policy *policy = NULL;
  patron_status status = patron_io_read_policy(s->io, NULL, files_path("policy.json"), &policy);
  patron_policy_destroy(policy);
  return status;
}

static inline patron_status read_table(io_session *s)
{
  patron_table *table = NULL;
  patron_status status = patron_io_read_table(s->io, files_path("kept.sqlite"), "customers", &table);
  patron_table_destroy(table);
  return status;
}

static inline patron_status open_session(io_session *s)
{
  patron_io *io = NULL;
  patron_status status = patron_io_create(s->context, &io);
  patron_io_destroy(io);
  return status;
}

static inline patron_status write_model(io_session *s) { return patron_io_write_model(s->io, io_work_model, files_path("out.model")); }
static inline patron_status read_model(io_session *s)
{
  patron_model *model = NULL;
  patron_status status = patron_io_read_model(s->io, files_path("kept.model"), &model);
  patron_model_destroy(model);
  return status;
}

static inline patron_status read_one_of_a_folder(io_session *s)
{
  patron_table *table = NULL;
  patron_status status = patron_io_read_table(s->io, files_path("again"), "customers", &table);
  patron_table_destroy(table);
  return status;
}

static inline patron_status write_folder(io_session *s) { return patron_io_write_assessment(s->io, io_work_decisions, files_path("out")); }
/* Over what an earlier run wrote, and a table that this one does not write: all of the new, or all of the old. */
static inline patron_status write_again(io_session *s)
{
  int64_t left = countdown;
  countdown = 0;
  files_write("again/changes.csv", "customer,row,column\n", -1);
  files_write("again/customers.csv", "old", -1);
  const int before = files_count("again");
  countdown = left;
  const patron_status status = patron_io_write_assessment(s->io, io_work_decisions, files_path("again"));
  left = countdown;
  countdown = 0;
  char *text = files_read("again/customers.csv", NULL);
  assert_int_equal(files_count("again"), status == PATRON_OK ? before - 1 : before);
  assert_int_equal(strncmp(text, "customer,", 9) == 0, status == PATRON_OK);
  free(text);
  countdown = left;
  return status;
}

static inline patron_status write_json(io_session *s) { return patron_io_write_assessment(s->io, io_work_decisions, files_path("out.json")); }
static inline patron_status write_sqlite(io_session *s) { return patron_io_write_assessment(s->io, io_work_decisions, files_path("out.sqlite")); }
static inline patron_status write_template(io_session *s) { return patron_io_write_template(s->io, files_path("start")); }

/* `out`: what it writes, NULL: nothing. `step`: of the disturbances beyond the first ones, which repeat for another table what those did. */
static const struct { const char *name; patron_status (*run)(io_session *s); const char *out; int step; } io_works[] = {
  { "a session", open_session, NULL, 97 }, { "a folder of CSV files", read_folder, NULL, 1 }, { "JSON", read_json, NULL, 1 }, { "views", read_views, NULL, 1 }, { "a policy", read_policy, NULL, 1 },
  { "a table", read_table, NULL, 1 }, { "decisions as CSV", write_folder, "out", 5 }, { "decisions as JSON", write_json, "out.json", 5 }, { "decisions as SQLite", write_sqlite, "out.sqlite", 5 },
  { "a template", write_template, "start", 7 }, { "decisions over others", write_again, NULL, 3 },
  { "a model to a file", write_model, "out.model", 1 }, { "a model", read_model, NULL, 1 }, { "a table of a folder", read_one_of_a_folder, NULL, 1 },
};

enum { IO_WORKS = sizeof io_works / sizeof *io_works };

/* The files that are read, and the decisions that are written, to be destroyed by the test. */
static inline void io_work_prepare(io_session *s)
{
  patron_portfolio *book = NULL;
  files_write("facts/customers.csv", "customer,layer,sales,profit,size\nA,KA_RETAIL,900.00,90.00,1\nB,KA_RETAIL,100.00,-5.00,2\n\n\"C\",SMALL_RETAIL,50.00,5.00,x\n", -1);
  files_write("facts/contacts.csv", "contact,customer\nP,A\n", -1);
  files_write("facts.json", "{\"customers\": [{\"customer\": \"A\", \"sales\": \"1.00\", \"size\": 0.5}, {\"customer\": \"B\", \"layers\": [\"a layer\", \"another\"]}]}", -1);
  files_write("views.sql", "CREATE VIEW customers AS SELECT customer, sales FROM main.customers", -1);
  files_write("policy.json", "{\"settings\": {\"matrix.bands\": [30, 70]}, \"relationship\": [{\"level\": \"TRANSACTIONAL\", \"from\": 0}]}", -1);
  expect_ok(io_read_one(s, files_path("facts"), &book));
  expect_ok(patron_assess(book, NULL, &io_work_decisions));
  expect_ok(patron_fit(book, NULL, &io_work_model));
  patron_portfolio_destroy(book);
  expect_ok(patron_io_write_model(s->io, io_work_model, files_path("kept.model")));
  expect_ok(patron_io_write_assessment(s->io, io_work_decisions, files_path("kept.sqlite")));
  expect_ok(patron_io_write_assessment(s->io, io_work_decisions, files_path("again")));
}

#endif
