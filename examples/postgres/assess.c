/* patron_assess(facts, policy, decision, currency) over JSON and patron_assess_tables over the tables of schemas: the decision table of that name, a row each; patron_assess_all: every decision table from
   one assessment; patron_explain: why for one customer. patron_schema(name): what tables, columns, codes and settings there are. */
#include "assess.h"

#include <funcapi.h>
#include <mb/pg_wchar.h>
#include <miscadmin.h>
#include <utils/builtins.h>
#include <utils/memutils.h>

void job_fail(const job *work, patron_status status)
{
  char text[1024] = "";
  if (status == PATRON_E_CANCELLED) {
    CHECK_FOR_INTERRUPTS();
    ereport(ERROR, (errcode(ERRCODE_QUERY_CANCELED), errmsg("%s: cancelled", work->function)));
  }
  if (status == PATRON_E_NO_MEMORY) ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("%s: out of memory", work->function)));
  if (work->patron != NULL) patron_context_error(work->patron, text, sizeof text, NULL);
  ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("%s: %s", work->function, text[0] == 0 ? patron_status_message(status) : pg_any_to_server(text, (int)strlen(text), PG_UTF8))));
  pg_unreachable();
}

/* Asks libpatron to end its call, so that the interrupt is served when it has returned. */
static int32_t interrupted(void *user, const char *stage, int64_t done, int64_t total)
{
  (void)user;
  (void)stage;
  (void)done;
  (void)total;
  return QueryCancelPending || ProcDiePending;
}

void job_open(job *work, const char *function)
{
  *work = (job){ .function = function, .memory = AllocSetContextCreate(CurrentMemoryContext, "patron assess", ALLOCSET_DEFAULT_SIZES) };
  work->allocator = patron_pg_allocator(work->memory);
  patron_context_options options = { .struct_size = sizeof options, .allocator = &work->allocator };
  patron_status status = patron_context_create(&options, &work->patron);
  if (status == PATRON_OK) status = patron_context_set_progress(work->patron, interrupted, NULL);
  if (status == PATRON_OK) status = patron_schema(work->patron, "columns", &work->schema);
  if (status != PATRON_OK) job_fail(work, status);
}

void job_close(job *work)
{
  patron_table_destroy(work->schema);
  patron_context_destroy(work->patron);
  MemoryContextDelete(work->memory);
}

bool job_cell_is(const patron_table *table, int64_t column, int64_t row, const char *text)
{
  int64_t offsets[2], needed = 0;
  char buf[128];
  return patron_table_read_text(table, column, row, 1, offsets, buf, sizeof buf, &needed, NULL) == PATRON_OK && (size_t)needed == strlen(text) && memcmp(buf, text, (size_t)needed) == 0;
}

int64_t job_place(const job *work, const char *kind, const char *table, const char *column)
{
  static const char *const names[] = { "table", "kind", "column" };
  int64_t rows = 0, at[3];
  for (int i = 0; i < 3; i++)
    if (patron_table_find_column(work->schema, names[i], &at[i]) != PATRON_OK) return -1;
  patron_table_rows(work->schema, &rows);
  for (int64_t row = 0; row < rows; row++)
    if (job_cell_is(work->schema, at[0], row, table) && job_cell_is(work->schema, at[1], row, kind) && (column == NULL || job_cell_is(work->schema, at[2], row, column))) return row;
  return -1;
}

void receiver_take(job *work, const receiver *to, patron_table *table)
{
  patron_status status = to->portfolio != NULL ? patron_portfolio_put(to->portfolio, table) : patron_policy_put(to->policy, table);
  if (status != PATRON_OK) job_fail(work, status);
  patron_table_destroy(table);
}

frame *receiver_frame(job *work, receiver *to, const char *name)
{
  ListCell *cell;
  foreach(cell, to->frames)
    if (strcmp(frame_name(lfirst(cell)), name) == 0) return lfirst(cell);
  MemoryContext before = MemoryContextSwitchTo(work->memory);
  to->frames = lappend(to->frames, frame_open(work, to->kind, name));
  MemoryContextSwitchTo(before);
  return llast(to->frames);
}

void receiver_finish(job *work, receiver *to)
{
  ListCell *cell;
  foreach(cell, to->frames) receiver_take(work, to, frame_table(lfirst(cell)));
  to->frames = NIL;
}

static char *text_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
  if (PG_ARGISNULL(argument)) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("patron_assess: %s is NULL", name)));
  return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* Facts and rules of one call: from JSON, or from the tables of schemas. */
static void read_argument(job *work, FunctionCallInfo fcinfo, int argument, bool json, receiver *to)
{
  if (json) read_json(work, PG_GETARG_JSONB_P(argument), to);
  else read_schema(work, PG_GETARG_OID(argument), to);
}

void inputs_read(job *work, FunctionCallInfo fcinfo, bool json, const char *currency, inputs *out)
{
  *out = (inputs){ NULL, NULL };
  patron_status status = patron_portfolio_create(work->patron, currency, &out->portfolio);
  if (status == PATRON_OK) status = patron_policy_create(work->patron, NULL, &out->policy);
  if (status != PATRON_OK) job_fail(work, status);
  receiver facts = { .kind = "FACT", .portfolio = out->portfolio }, rules = { .kind = "RULE", .policy = out->policy };
  read_argument(work, fcinfo, 0, json, &facts);
  if (!PG_ARGISNULL(1)) read_argument(work, fcinfo, 1, json, &rules);
}

void inputs_release(inputs *given)
{
  patron_policy_destroy(given->policy);
  patron_portfolio_destroy(given->portfolio);
}

/* What one call answers with. Arguments: facts, policy, then what is asked for (a decision table or a customer; neither for ASK_ALL), then the currency. */
typedef enum question { ASK_DECISION, ASK_ALL, ASK_WHY } question;

void answer_decision(job *work, const patron_assessment *assessment, const char *name, const char *title, ReturnSetInfo *result)
{
  patron_table *table = NULL;
  patron_status status = patron_assessment_table(assessment, name, &table);
  if (status == PATRON_E_NOT_FOUND)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s: there is no decision table \"%s\"", work->function, name), errhint("The decision table \"tables\" lists them.")));
  if (status != PATRON_OK) job_fail(work, status);
  write_rows(work, table, title, result);
  patron_table_destroy(table);
}

static void answer_all(job *work, const patron_assessment *assessment, ReturnSetInfo *result)
{
  patron_table *names = NULL;
  int64_t count = 0, column = 0, offsets[2], needed;
  char name[128];
  patron_status status = patron_assessment_table(assessment, "tables", &names);
  if (status == PATRON_OK) status = patron_table_find_column(names, "table", &column);
  if (status == PATRON_OK) status = patron_table_rows(names, &count);
  for (int64_t i = 0; i < count && status == PATRON_OK; i++) {
    status = patron_table_read_text(names, column, i, 1, offsets, name, sizeof name - 1, &needed, NULL);
    if (status != PATRON_OK) break;
    name[offsets[1] - offsets[0]] = 0;
    answer_decision(work, assessment, name, name, result);
  }
  if (status != PATRON_OK) job_fail(work, status);
  patron_table_destroy(names);
}

static void answer_why(job *work, const patron_assessment *assessment, const char *id, ReturnSetInfo *result)
{
  patron_table *table = NULL;
  patron_customer customer;
  char *text = pg_server_to_any(id, (int)strlen(id), PG_UTF8);
  patron_status status = patron_assessment_find_customer(assessment, text, (int64_t)strlen(text), &customer);
  if (status != PATRON_OK) ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s: there is no customer \"%s\"", work->function, id)));
  status = patron_assessment_explain(assessment, customer, &table);
  if (status != PATRON_OK) job_fail(work, status);
  write_rows(work, table, NULL, result);
  patron_table_destroy(table);
}

static Datum assess(FunctionCallInfo fcinfo, const char *function, question asked, bool json)
{
  job work;
  inputs given;
  patron_assessment *assessment = NULL;
  ReturnSetInfo *result = (ReturnSetInfo *)fcinfo->resultinfo;
  if (PG_ARGISNULL(0)) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s: the facts are NULL", function)));
  char *name = asked == ASK_ALL ? NULL : text_argument(fcinfo, 2, asked == ASK_WHY ? "the customer" : "the name of the decision table");
  char *currency = text_argument(fcinfo, asked == ASK_ALL ? 2 : 3, "the currency");
  InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
  job_open(&work, function);
  inputs_read(&work, fcinfo, json, currency, &given);
  patron_status status = patron_assess(given.portfolio, given.policy, &assessment);
  if (status != PATRON_OK) job_fail(&work, status);
  if (asked == ASK_ALL) answer_all(&work, assessment, result);
  else if (asked == ASK_WHY) answer_why(&work, assessment, name, result);
  else answer_decision(&work, assessment, name, NULL, result);
  patron_assessment_destroy(assessment);
  inputs_release(&given);
  job_close(&work);
  return (Datum)0;
}

PG_FUNCTION_INFO_V1(patron_pg_assess);
PG_FUNCTION_INFO_V1(patron_pg_assess_tables);
PG_FUNCTION_INFO_V1(patron_pg_assess_all);
PG_FUNCTION_INFO_V1(patron_pg_assess_all_tables);
PG_FUNCTION_INFO_V1(patron_pg_explain);
PG_FUNCTION_INFO_V1(patron_pg_explain_tables);
PG_FUNCTION_INFO_V1(patron_pg_schema);

Datum patron_pg_assess(PG_FUNCTION_ARGS)
{
  return assess(fcinfo, "patron_assess", ASK_DECISION, true);
}

Datum patron_pg_assess_tables(PG_FUNCTION_ARGS)
{
  return assess(fcinfo, "patron_assess_tables", ASK_DECISION, false);
}

Datum patron_pg_assess_all(PG_FUNCTION_ARGS)
{
  return assess(fcinfo, "patron_assess_all", ASK_ALL, true);
}

Datum patron_pg_assess_all_tables(PG_FUNCTION_ARGS)
{
  return assess(fcinfo, "patron_assess_all_tables", ASK_ALL, false);
}

Datum patron_pg_explain(PG_FUNCTION_ARGS)
{
  return assess(fcinfo, "patron_explain", ASK_WHY, true);
}

Datum patron_pg_explain_tables(PG_FUNCTION_ARGS)
{
  return assess(fcinfo, "patron_explain_tables", ASK_WHY, false);
}

Datum patron_pg_schema(PG_FUNCTION_ARGS)
{
  job work;
  patron_table *table = NULL;
  char *name = text_argument(fcinfo, 0, "the name");
  InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
  job_open(&work, "patron_schema");
  patron_status status = patron_schema(work.patron, name, &table);
  if (status != PATRON_OK) job_fail(&work, status);
  write_rows(&work, table, NULL, (ReturnSetInfo *)fcinfo->resultinfo);
  patron_table_destroy(table);
  job_close(&work);
  return (Datum)0;
}
