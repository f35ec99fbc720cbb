/* A model fitted over parts: patron_fitting_begin makes the first plan of rules, patron_fitting_partial a state of the rows of a part, patron_fitting_merge one state of many, patron_fitting_next the next plan, and
   patron_fitting_model the model. The bytes of the model are those of patron_fit over all rows, however they were parted.

   While an aggregate runs, its state is an expanded object with a live fitting of libpatron. Rows are gathered as tables and taken into the fitting when they fill some memory or the state is asked for. */
#include "assess.h"
#include "package.h"

#include <mb/pg_wchar.h>
#include <utils/builtins.h>
#include <utils/expandeddatum.h>
#include <utils/memutils.h>

#define BATCH ((Size)64 << 20)   /* the library joins what it has seen with each batch, so few large ones are best */

typedef struct fit {
  ExpandedObjectHeader header;   /* first: PostgreSQL knows no more of it */
  job work, batch;               /* the second has memory that ends with the rows that are gathered in it */
  package about;
  patron_policy *policy;
  patron_fitting *fitting;
  outline *columns;              /* in the first pass what was seen, later what every part has */
  List *common;                  /* tables; NIL until rows are taken */
  receiver rows;
  bytea *plan;                   /* that of the first row; NULL: made from a state */
} fit;

static Jsonb *json_of(const char *utf8, uint32_t len)
{
  char *text = pg_any_to_server(pnstrdup(utf8, len), (int)len, PG_UTF8);
  return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));
}

static void read_rules(fit *all)
{
  MemoryContext before = MemoryContextSwitchTo(all->batch.memory);
  receiver rules = { .kind = "RULE" };
  patron_status status = patron_policy_create(all->work.patron, NULL, &all->policy);
  if (status != PATRON_OK) job_fail(&all->work, status);
  rules.policy = all->policy;
  if (all->about.lengths[PACKAGE_RULES] > 0) read_json(&all->batch, json_of(all->about.parts[PACKAGE_RULES], all->about.lengths[PACKAGE_RULES]), &rules);
  MemoryContextSwitchTo(before);
  MemoryContextReset(all->batch.memory);
}

/* The tables of nobody in particular. */
static void read_common(fit *all)
{
  ListCell *cell;
  job reading = all->work;
  receiver tables = { .kind = "FACT" };
  if (all->common != NIL || all->about.lengths[PACKAGE_COMMON] == 0) return;
  reading.memory = all->batch.memory;
  read_rows(&reading, json_of(all->about.parts[PACKAGE_COMMON], all->about.lengths[PACKAGE_COMMON]), &tables);
  MemoryContext before = MemoryContextSwitchTo(all->work.memory);
  foreach(cell, tables.frames) all->common = lappend(all->common, frame_table(lfirst(cell)));
  MemoryContextSwitchTo(before);
}

/* The gathered rows as a portfolio. */
static void take_rows(fit *all)
{
  ListCell *cell;
  patron_status status;
  if (all->rows.frames == NIL) return;
  MemoryContext before = MemoryContextSwitchTo(all->batch.memory);
  read_common(all);
  if (!all->about.first) outline_expect(all->columns, &all->batch, &all->rows);
  status = patron_portfolio_create(all->work.patron, all->about.currency, &all->rows.portfolio);
  foreach(cell, all->common)
    if (status == PATRON_OK) status = patron_portfolio_put(all->rows.portfolio, lfirst(cell));
  if (status != PATRON_OK) job_fail(&all->work, status);
  receiver_finish(&all->batch, &all->rows);
  status = patron_fitting_accumulate(all->fitting, all->rows.portfolio);
  if (status != PATRON_OK) job_fail(&all->work, status);
  patron_portfolio_destroy(all->rows.portfolio);
  MemoryContextSwitchTo(before);
  MemoryContextReset(all->batch.memory);
}

static Size flat_size(ExpandedObjectHeader *header)
{
  fit *all = (fit *)header;
  int64_t needed = 0;
  StringInfoData text;
  take_rows(all);
  patron_status status = patron_fitting_save(all->fitting, NULL, 0, &needed);
  if (status != PATRON_OK) job_fail(&all->work, status);
  MemoryContext before = MemoryContextSwitchTo(all->batch.memory);   /* empty now */
  initStringInfo(&text);
  outline_text(all->columns, &text);
  MemoryContextSwitchTo(before);
  all->about.kind = PACKAGE_STATE;
  all->about.parts[PACKAGE_OUTLINE] = text.data;
  all->about.lengths[PACKAGE_OUTLINE] = (uint32_t)text.len;
  all->about.lengths[PACKAGE_BYTES] = (uint32_t)Min(needed, (int64_t)MaxAllocSize);   /* too many are refused */
  return package_size(all->work.function, &all->about) + VARHDRSZ;
}

static void flatten_into(ExpandedObjectHeader *header, void *result, Size size)
{
  fit *all = (fit *)header;
  patron_status status = patron_fitting_save(all->fitting, package_write(&all->about, VARDATA(result)), all->about.lengths[PACKAGE_BYTES], NULL);
  if (status != PATRON_OK) job_fail(&all->work, status);
  package_close(VARDATA(result), size - VARHDRSZ);
  SET_VARSIZE(result, size);
}

static const ExpandedObjectMethods methods = { flat_size, flatten_into };

/* The object in a datum; NULL: it is bytes, or the object of somebody else. */
static fit *fit_in(Datum value)
{
  if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value))) return NULL;
  ExpandedObjectHeader *header = DatumGetEOHP(value);
  return header->eoh_methods == &methods ? (fit *)header : NULL;
}

static void read_outline(const char *function, const package *from, outline *columns)
{
  if (!outline_read(columns, from->parts[PACKAGE_OUTLINE], from->lengths[PACKAGE_OUTLINE])) patron_pg_fail(function, PATRON_E_FORMAT);
}

/* A fitting of a plan or from a state. */
static fit *fit_open(MemoryContext parent, const char *function, const package *from)
{
  MemoryContext memory = AllocSetContextCreate(parent, "patron fit", ALLOCSET_DEFAULT_SIZES), before = MemoryContextSwitchTo(memory);
  fit *all = palloc0(sizeof *all);
  EOH_init_header(&all->header, &methods, memory);
  all->about = *from;
  for (int i = PACKAGE_RULES; i <= PACKAGE_COMMON; i++) all->about.parts[i] = pnstrdup(from->parts[i], from->lengths[i]);
  job_open(&all->work, function);
  outline_open(&all->columns, memory);
  read_outline(function, from, all->columns);
  all->batch = all->work;
  all->batch.memory = AllocSetContextCreate(memory, "patron rows", ALLOCSET_DEFAULT_SIZES);
  read_rules(all);
  if (from->first) all->batch.seen = all->columns;
  all->rows.kind = "FACT";
  const char *bytes = from->lengths[PACKAGE_BYTES] == 0 ? NULL : from->parts[PACKAGE_BYTES];
  patron_status status = from->kind == PACKAGE_PLAN ? patron_fitting_create(all->work.patron, all->policy, bytes, from->lengths[PACKAGE_BYTES], &all->fitting)
                                                    : patron_fitting_load(all->work.patron, all->policy, from->parts[PACKAGE_BYTES], from->lengths[PACKAGE_BYTES], &all->fitting);
  if (status != PATRON_OK) job_fail(&all->work, status);
  MemoryContextSwitchTo(before);
  return all;
}

static fit *fit_of_state(MemoryContext memory, const char *function, Datum value)
{
  bytea *bytes = (bytea *)PG_DETOAST_DATUM_PACKED(value);   /* which flattens an object */
  package from = package_open(function, PACKAGE_STATE, bytes);
  return fit_open(memory, function, &from);
}

static fit *fit_of_plan(MemoryContext memory, const char *function, const bytea *plan)
{
  package from = package_open(function, PACKAGE_PLAN, plan);
  fit *all = fit_open(memory, function, &from);
  all->plan = MemoryContextAlloc(all->work.memory, VARSIZE_ANY(plan));
  memcpy(all->plan, plan, VARSIZE_ANY(plan));
  return all;
}

PG_FUNCTION_INFO_V1(patron_pg_fitting_begin);
PG_FUNCTION_INFO_V1(patron_pg_fitting_partial);
PG_FUNCTION_INFO_V1(patron_pg_fitting_merge);
PG_FUNCTION_INFO_V1(patron_pg_fitting_next);
PG_FUNCTION_INFO_V1(patron_pg_fitting_model);

static void set_part(package *all, int part, const char *text, uint32_t len)
{
  all->parts[part] = text;
  all->lengths[part] = len;
}

static void set_json(package *all, int part, FunctionCallInfo fcinfo, int argument)
{
  set_part(all, part, "", 0);
  if (PG_ARGISNULL(argument)) return;
  Jsonb *json = PG_GETARG_JSONB_P(argument);
  char *text = JsonbToCString(NULL, &json->root, (int)VARSIZE(json));
  text = pg_server_to_any(text, (int)strlen(text), PG_UTF8);
  set_part(all, part, text, (uint32_t)strlen(text));
}

static bytea *package_bytes(const char *function, const package *all)
{
  Size size = package_size(function, all);
  bytea *result = palloc(size + VARHDRSZ);
  char *last = package_write(all, VARDATA(result));
  if (all->lengths[PACKAGE_BYTES] > 0) memcpy(last, all->parts[PACKAGE_BYTES], all->lengths[PACKAGE_BYTES]);
  package_close(VARDATA(result), size);
  SET_VARSIZE(result, size + VARHDRSZ);
  return result;
}

/* patron_fitting_begin(policy, common, currency): the plan of the first pass. What is wrong about rules and tables is said here, and not by every part. */
Datum patron_pg_fitting_begin(PG_FUNCTION_ARGS)
{
  static const char function[] = "patron_fitting_begin";
  package plan = { .kind = PACKAGE_PLAN, .first = true };
  patron_portfolio *portfolio = NULL;
  job check;
  if (PG_ARGISNULL(2)) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s: the currency is NULL", function)));
  char *currency = text_to_cstring(PG_GETARG_TEXT_PP(2));
  job_open(&check, function);
  patron_status status = patron_portfolio_create(check.patron, currency, &portfolio);
  if (status != PATRON_OK) job_fail(&check, status);
  patron_portfolio_destroy(portfolio);
  job_close(&check);
  memcpy(plan.currency, currency, 3);
  set_json(&plan, PACKAGE_RULES, fcinfo, 0);
  set_json(&plan, PACKAGE_COMMON, fcinfo, 1);
  set_part(&plan, PACKAGE_OUTLINE, "", 0);
  set_part(&plan, PACKAGE_BYTES, "", 0);
  read_common(fit_open(CurrentMemoryContext, function, &plan));
  PG_RETURN_BYTEA_P(package_bytes(function, &plan));
}

/* patron_fitting_partial(facts, plan): a row brings whole customers, {"customers": [...], "ledger": [...], ...}. */
Datum patron_pg_fitting_partial(PG_FUNCTION_ARGS)
{
  static const char function[] = "patron_fitting_partial";
  MemoryContext memory = patron_pg_aggregate_memory(fcinfo);
  if (PG_ARGISNULL(2)) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s: the plan is NULL", function), errhint("patron_fitting_begin makes the first one.")));
  bytea *plan = PG_GETARG_BYTEA_PP(2);
  fit *all = PG_ARGISNULL(0) ? fit_of_plan(memory, function, plan) : fit_in(PG_GETARG_DATUM(0));
  if (all == NULL) all = fit_of_state(memory, function, PG_GETARG_DATUM(0));
  if (all->plan != NULL && (VARSIZE_ANY_EXHDR(all->plan) != VARSIZE_ANY_EXHDR(plan) || memcmp(VARDATA_ANY(all->plan), VARDATA_ANY(plan), VARSIZE_ANY_EXHDR(plan)) != 0))
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s: the rows of one state bring different plans", function)));
  if ((Pointer)plan != DatumGetPointer(PG_GETARG_DATUM(2))) pfree(plan);
  if (!PG_ARGISNULL(1)) read_rows(&all->batch, PG_GETARG_JSONB_P(1), &all->rows);
  if (MemoryContextMemAllocated(all->batch.memory, true) > BATCH) take_rows(all);
  return EOHPGetRWDatum(&all->header);
}

static bool same_part(const package *a, const package *b, int part)
{
  return a->lengths[part] == b->lengths[part] && memcmp(a->parts[part], b->parts[part], a->lengths[part]) == 0;
}

static void merge(fit *into, Datum value)
{
  patron_fitting *other = NULL;
  package from = package_open(into->work.function, PACKAGE_STATE, (bytea *)PG_DETOAST_DATUM_PACKED(value));
  if (!same_part(&into->about, &from, PACKAGE_RULES) || !same_part(&into->about, &from, PACKAGE_COMMON) || into->about.first != from.first || strcmp(into->about.currency, from.currency) != 0)
    patron_pg_fail(into->work.function, PATRON_E_STATE);
  read_outline(into->work.function, &from, into->columns);
  patron_status status = patron_fitting_load(into->work.patron, into->policy, from.parts[PACKAGE_BYTES], from.lengths[PACKAGE_BYTES], &other);
  if (status == PATRON_OK) status = patron_fitting_merge(into->fitting, other);
  if (status != PATRON_OK) job_fail(&into->work, status);
  patron_fitting_destroy(other);
}

/* Both the step of patron_fitting_merge and what puts the states of parallel workers together. */
Datum patron_pg_fitting_merge(PG_FUNCTION_ARGS)
{
  static const char function[] = "patron_fitting_merge";
  MemoryContext memory = patron_pg_aggregate_memory(fcinfo);
  fit *into = PG_ARGISNULL(0) ? NULL : fit_in(PG_GETARG_DATUM(0));
  if (into == NULL && !PG_ARGISNULL(0)) into = fit_of_state(memory, function, PG_GETARG_DATUM(0));
  if (into == NULL && PG_ARGISNULL(1)) PG_RETURN_NULL();
  if (into == NULL) into = fit_of_state(memory, function, PG_GETARG_DATUM(1));
  else if (!PG_ARGISNULL(1)) merge(into, PG_GETARG_DATUM(1));
  return EOHPGetRWDatum(&into->header);
}

static fit *whole(const char *function, Datum value)
{
  fit *all = fit_in(value);
  if (all == NULL) return fit_of_state(CurrentMemoryContext, function, value);
  take_rows(all);
  return all;
}

/* patron_fitting_next(state): the plan of the next pass; NULL: there is none, take the model. */
Datum patron_pg_fitting_next(PG_FUNCTION_ARGS)
{
  static const char function[] = "patron_fitting_next";
  fit *all = whole(function, PG_GETARG_DATUM(0));
  package plan = all->about;
  StringInfoData text;
  int64_t needed = 0;
  patron_status status = patron_fitting_next(all->fitting, NULL, 0, &needed);
  if (status == PATRON_UNKNOWN) PG_RETURN_NULL();
  char *bytes = status == PATRON_OK ? MemoryContextAllocHuge(CurrentMemoryContext, (Size)needed) : NULL;
  if (status == PATRON_OK) status = patron_fitting_next(all->fitting, bytes, needed, NULL);
  if (status != PATRON_OK) job_fail(&all->work, status);
  initStringInfo(&text);
  outline_text(all->columns, &text);
  plan.kind = PACKAGE_PLAN;
  plan.first = false;
  set_part(&plan, PACKAGE_OUTLINE, text.data, (uint32_t)text.len);
  set_part(&plan, PACKAGE_BYTES, bytes, (uint32_t)Min(needed, (int64_t)MaxAllocSize));
  PG_RETURN_BYTEA_P(package_bytes(function, &plan));
}

/* patron_fitting_model(state): the bytes of the model; NULL: one more pass, with the plan of patron_fitting_next. */
Datum patron_pg_fitting_model(PG_FUNCTION_ARGS)
{
  fit *all = whole("patron_fitting_model", PG_GETARG_DATUM(0));
  patron_model *model = NULL;
  patron_status status = patron_fitting_model(all->fitting, &model);
  if (status == PATRON_UNKNOWN) PG_RETURN_NULL();
  if (status != PATRON_OK) job_fail(&all->work, status);
  bytea *bytes = model_bytes(&all->work, model);
  patron_model_destroy(model);
  PG_RETURN_BYTEA_P(bytes);
}
