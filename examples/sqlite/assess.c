/* patron_assess(prefix [, rules [, currency]]): assesses the tables of the database that have the names of fact tables (`customers`, `contacts`, `ledger`, ...), by the rules in tables named
   <rules><rule table> (none: the default policy), and writes every decision table as <prefix><table>. Answers with the number of customers. It changes the database, so it is for direct calls
   only: neither views nor triggers can use it. */
#include "assess.h"

#include <stdarg.h>
#include <string.h>

int32_t job_fail(job *work, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  sqlite3_free(work->error);
  work->error = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  if (work->error == NULL) work->no_memory = 1;
  return 0;
}

int32_t job_fail_status(job *work, patron_status status, const char *what)
{
  char text[1024] = "";
  if (status == PATRON_E_NO_MEMORY) {
    work->no_memory = 1;
    return 0;
  }
  patron_context_error(work->patron, text, sizeof text, NULL);
  return job_fail(work, "%s: %s", what, text[0] == 0 ? patron_status_message(status) : text);
}

int32_t job_fail_sqlite(job *work, const char *what)
{
  if (sqlite3_errcode(work->db) == SQLITE_NOMEM) {
    work->no_memory = 1;
    return 0;
  }
  return job_fail(work, "%s: %s", what, sqlite3_errmsg(work->db));
}

static int32_t cell_is(const patron_table *table, int64_t column, int64_t row, const char *text)
{
  int64_t offsets[2], needed = 0;
  char buf[128];
  return patron_table_read_text(table, column, row, 1, offsets, buf, sizeof buf, &needed, NULL) == PATRON_OK && (size_t)needed == strlen(text) && memcmp(buf, text, (size_t)needed) == 0;
}

int32_t job_knows(job *work, const char *kind, const char *table, const char *column)
{
  int64_t rows = 0, at[3];
  static const char *const names[] = { "table", "kind", "column" };
  for (int i = 0; i < 3; i++)
    if (patron_table_find_column(work->schema, names[i], &at[i]) != PATRON_OK) return 0;
  patron_table_rows(work->schema, &rows);
  for (int64_t row = 0; row < rows; row++)
    if (cell_is(work->schema, at[0], row, table) && cell_is(work->schema, at[1], row, kind) && (column == NULL || cell_is(work->schema, at[2], row, column))) return 1;
  return 0;
}

typedef patron_status (*taker)(void *taken, patron_table *table);

static patron_status take_facts(void *portfolio, patron_table *table) { return patron_portfolio_put(portfolio, table); }
static patron_status take_rules(void *policy, patron_table *table) { return patron_policy_put(policy, table); }

/* Every table and view of the main database whose name is `prefix` and the name of a table of this kind. */
static int32_t take_tables(job *work, const char *kind, const char *prefix, taker take, void *taken, int64_t *count)
{
  sqlite3_stmt *names = NULL;
  int32_t fine = 1;
  size_t skip = strlen(prefix);
  if (sqlite3_prepare_v2(work->db, "SELECT name FROM main.sqlite_schema WHERE type IN ('table', 'view') AND substr(name, 1, length(?1)) = ?1 ORDER BY name", -1, &names, NULL) != SQLITE_OK ||
      sqlite3_bind_text(names, 1, prefix, -1, SQLITE_STATIC) != SQLITE_OK)
    fine = job_fail_sqlite(work, "patron_assess");
  while (fine && sqlite3_step(names) == SQLITE_ROW) {
    const char *from = (const char *)sqlite3_column_text(names, 0);
    patron_table *table = NULL;
    if (from == NULL || strlen(from) <= skip || !job_knows(work, kind, from + skip, NULL)) continue;
    fine = read_table(work, from, kind, from + skip, &table);
    patron_status status = fine ? take(taken, table) : PATRON_OK;
    if (status != PATRON_OK) fine = job_fail_status(work, status, "patron_assess");
    patron_table_destroy(table);
    ++*count;
  }
  sqlite3_finalize(names);
  return fine;
}

static int32_t assess(job *work, const char *prefix, const char *rules, const char *currency, int64_t *rows)
{
  patron_portfolio *portfolio = NULL;
  patron_policy *policy = NULL;
  patron_assessment *assessment = NULL;
  int64_t facts = 0, tables = 0;
  patron_status status = patron_portfolio_create(work->patron, currency, &portfolio);
  if (status == PATRON_OK) status = patron_policy_create(work->patron, NULL, &policy);
  int32_t fine = status == PATRON_OK || job_fail_status(work, status, "patron_assess");
  if (fine) fine = take_tables(work, "FACT", "", take_facts, portfolio, &facts);
  if (fine && rules != NULL) {
    fine = take_tables(work, "RULE", rules, take_rules, policy, &tables);
    if (fine && tables == 0) fine = job_fail(work, "patron_assess: there is no table of rules whose name begins with %Q, such as \"%w%s\"", rules, rules, "settings");
  }
  if (fine && facts == 0) fine = job_fail(work, "patron_assess: the database has no table or view of facts; it wants at least customers(customer, sales)");
  if (fine && (status = patron_assess(portfolio, policy, &assessment)) != PATRON_OK) fine = job_fail_status(work, status, "patron_assess");
  if (fine) fine = write_decisions(work, assessment, prefix, rows);
  patron_assessment_destroy(assessment);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(portfolio);
  return fine;
}

static const char *text_at(int count, sqlite3_value **arguments, int at, const char *otherwise)
{
  const char *text = at < count ? (const char *)sqlite3_value_text(arguments[at]) : NULL;
  return text == NULL ? otherwise : text;
}

static void run(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  job work = { .db = sqlite3_context_db_handle(context) };
  const char *prefix = text_at(count, arguments, 0, "");
  int64_t rows = 0;
  patron_context_options options = { .struct_size = sizeof options, .allocator = patron_sqlite_allocator() };
  patron_status status = patron_context_create(&options, &work.patron);
  if (status == PATRON_OK) status = patron_schema(work.patron, "columns", &work.schema);
  int32_t fine = status == PATRON_OK || job_fail_status(&work, status, "patron_assess");
  if (fine && prefix[0] == 0) fine = job_fail(&work, "patron_assess: the decision tables want a prefix for their names, such as 'decided_'");
  if (fine) fine = assess(&work, prefix, text_at(count, arguments, 1, NULL), text_at(count, arguments, 2, "EUR"), &rows);
  if (fine) sqlite3_result_int64(context, rows);
  else if (work.no_memory) sqlite3_result_error_nomem(context);
  else sqlite3_result_error(context, work.error, -1);
  sqlite3_free(work.error);
  patron_table_destroy(work.schema);
  patron_context_destroy(work.patron);
}

int patron_sqlite_add_assess(sqlite3 *db)
{
  int code = SQLITE_OK;
  for (int count = 1; count <= 3 && code == SQLITE_OK; count++)
    code = sqlite3_create_function_v2(db, "patron_assess", count, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, run, NULL, NULL, NULL);
  return code;
}
