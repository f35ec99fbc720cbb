/* patron_fit: the model of facts and rules as bytes, those that the program `patron fit` writes. patron_apply: what it decides about other facts, one changed customer or the rows of a shard. */
#include "assess.h"

#include <funcapi.h>
#include <utils/builtins.h>

bytea *model_bytes(const job *work, const patron_model *model)
{
  int64_t needed = 0;
  patron_status status = patron_model_save(model, NULL, 0, &needed);
  if (status != PATRON_OK) job_fail(work, status);
  if (!AllocSizeIsValid((Size)needed + VARHDRSZ)) ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("%s: a model is at most a gigabyte", work->function)));
  bytea *bytes = palloc((Size)needed + VARHDRSZ);
  status = patron_model_save(model, VARDATA(bytes), needed, NULL);
  if (status != PATRON_OK) job_fail(work, status);
  SET_VARSIZE(bytes, (Size)needed + VARHDRSZ);
  return bytes;
}

static Datum fit(FunctionCallInfo fcinfo, const char *function, bool json)
{
  job work;
  patron_model *model = NULL;
  inputs given;
  if (PG_ARGISNULL(0) || PG_ARGISNULL(2)) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s: the %s NULL", function, PG_ARGISNULL(0) ? "facts are" : "currency is")));
  job_open(&work, function);
  inputs_read(&work, fcinfo, json, text_to_cstring(PG_GETARG_TEXT_PP(2)), &given);
  patron_status status = patron_fit(given.portfolio, given.policy, &model);
  if (status != PATRON_OK) job_fail(&work, status);
  bytea *bytes = model_bytes(&work, model);
  patron_model_destroy(model);
  inputs_release(&given);
  job_close(&work);
  PG_RETURN_BYTEA_P(bytes);
}

PG_FUNCTION_INFO_V1(patron_pg_fit);
PG_FUNCTION_INFO_V1(patron_pg_fit_tables);
PG_FUNCTION_INFO_V1(patron_pg_apply);

Datum patron_pg_fit(PG_FUNCTION_ARGS)
{
  return fit(fcinfo, "patron_fit", true);
}

Datum patron_pg_fit_tables(PG_FUNCTION_ARGS)
{
  return fit(fcinfo, "patron_fit_tables", false);
}

/* The currency that a model was fitted in. */
static void currency_of(const job *work, const patron_model *model, char currency[8])
{
  patron_table *about = NULL;
  int64_t keys = 0, values = 0, row = 0, needed = 0, offsets[2] = { 0 };
  patron_status status = patron_model_table(model, "about", &about);
  if (status == PATRON_OK) status = patron_table_find_column(about, "key", &keys);
  if (status == PATRON_OK) status = patron_table_find_column(about, "value", &values);
  while (status == PATRON_OK && !job_cell_is(about, keys, row, "currency")) row++;   /* every model has one */
  if (status == PATRON_OK) status = patron_table_read_text(about, values, row, 1, offsets, currency, 7, &needed, NULL);
  if (status != PATRON_OK) job_fail(work, status);
  currency[offsets[1]] = 0;
  patron_table_destroy(about);
}

/* patron_apply(facts, model, decision). */
Datum patron_pg_apply(PG_FUNCTION_ARGS)
{
  job work;
  patron_model *model = NULL;
  patron_assessment *assessment = NULL;
  char currency[8];
  receiver facts = { .kind = "FACT" };
  bytea *bytes = PG_GETARG_BYTEA_PP(1);
  InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
  job_open(&work, "patron_apply");
  patron_status status = patron_model_load(work.patron, VARDATA_ANY(bytes), (int64_t)VARSIZE_ANY_EXHDR(bytes), &model);
  if (status == PATRON_E_FORMAT) patron_pg_fail("patron_apply", status);
  if (status != PATRON_OK) job_fail(&work, status);
  currency_of(&work, model, currency);
  status = patron_portfolio_create(work.patron, currency, &facts.portfolio);
  if (status != PATRON_OK) job_fail(&work, status);
  read_json(&work, PG_GETARG_JSONB_P(0), &facts);
  status = patron_apply(model, facts.portfolio, &assessment);
  if (status != PATRON_OK) job_fail(&work, status);
  answer_decision(&work, assessment, text_to_cstring(PG_GETARG_TEXT_PP(2)), NULL, (ReturnSetInfo *)fcinfo->resultinfo);
  patron_assessment_destroy(assessment);
  patron_portfolio_destroy(facts.portfolio);
  patron_model_destroy(model);
  job_close(&work);
  return (Datum)0;
}
