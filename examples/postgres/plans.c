/* What a plan says: patron_next makes one of a state, patron_done tells whether it holds results, patron_cut reads them, and patron_label and patron_inside apply them to a value, on the shard where it
   lies. patron_inside is for WHERE: postgres_fdw keeps comparisons of text that no column takes part in at home, because of collations. */
#include "extension.h"

#include <catalog/pg_type.h>
#include <funcapi.h>
#include <math.h>
#include <utils/builtins.h>

PG_FUNCTION_INFO_V1(patron_pg_next);
PG_FUNCTION_INFO_V1(patron_pg_done);
PG_FUNCTION_INFO_V1(patron_pg_cut);
PG_FUNCTION_INFO_V1(patron_pg_label_float8);
PG_FUNCTION_INFO_V1(patron_pg_label_int8);
PG_FUNCTION_INFO_V1(patron_pg_label_int4);
PG_FUNCTION_INFO_V1(patron_pg_inside_float8);
PG_FUNCTION_INFO_V1(patron_pg_inside_int8);
PG_FUNCTION_INFO_V1(patron_pg_inside_int4);

/* patron_next(state [, share or shares]). Without shares: those of the plan of this pass, or 0.8 in the first. */
Datum patron_pg_next(PG_FUNCTION_ARGS)
{
  const patron_pareto_state *state = patron_pg_state("patron_next", PG_GETARG_DATUM(0));
  patron_pg_shares shares = { { 800000 }, 0 };
  int64_t needed = 0;
  if (PG_NARGS() > 1) patron_pg_shares_read(get_fn_expr_argtype(fcinfo->flinfo, 1), PG_GETARG_DATUM(1), &shares);
  patron_status status = patron_pareto_state_next(state, shares.count == 0 ? NULL : shares.ppm, shares.count, NULL, 0, &needed);
  if (status == PATRON_E_INVALID_ARGUMENT && shares.count == 0) {
    shares.count = 1;
    status = patron_pareto_state_next(state, shares.ppm, shares.count, NULL, 0, &needed);
  }
  if (status != PATRON_OK) patron_pg_fail("patron_next", status);
  bytea *plan = palloc((Size)needed + VARHDRSZ);
  status = patron_pareto_state_next(state, shares.count == 0 ? NULL : shares.ppm, shares.count, VARDATA(plan), needed, &needed);
  if (status != PATRON_OK) patron_pg_fail("patron_next", status);
  SET_VARSIZE(plan, (Size)needed + VARHDRSZ);
  PG_RETURN_BYTEA_P(plan);
}

/* PATRON_OK; PATRON_UNKNOWN: one more pass; PATRON_E_RANGE: there is no such cut. */
static patron_status result_of(const char *function, const bytea *plan, int32_t cut, patron_pareto_result *out)
{
  *out = (patron_pareto_result){ .struct_size = sizeof *out };
  patron_status status = patron_pareto_plan_result(VARDATA_ANY(plan), (int64_t)VARSIZE_ANY_EXHDR(plan), cut, out);
  if (status != PATRON_OK && status != PATRON_UNKNOWN && status != PATRON_E_RANGE) patron_pg_fail(function, status == PATRON_E_INVALID_ARGUMENT ? PATRON_E_FORMAT : status);
  return status;
}

static void one_more_pass(const char *function) pg_attribute_noreturn();
static void one_more_pass(const char *function)
{
  ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("%s: the plan asks for one more pass", function),
                  errhint("Go over the same rows with patron_partial(value, plan), then patron_next; patron_done tells when no more is needed.")));
  pg_unreachable();
}

static void no_such_cut(const char *function, int32_t cut) pg_attribute_noreturn();
static void no_such_cut(const char *function, int32_t cut)
{
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s: the plan has no cut %d; they count from 1", function, cut)));
  pg_unreachable();
}

Datum patron_pg_done(PG_FUNCTION_ARGS)
{
  bytea *plan = PG_GETARG_BYTEA_PP(0);
  patron_pareto_result result;
  patron_status status = PATRON_OK;
  for (int32_t cut = 0; status == PATRON_OK; cut++) status = result_of("patron_done", plan, cut, &result);
  PG_RETURN_BOOL(status == PATRON_E_RANGE);
}

/* patron_cut(plan, cut): cuts count from 1, as arrays of shares do. */
Datum patron_pg_cut(PG_FUNCTION_ARGS)
{
  static const char *const outcomes[] = { "OK", "EMPTY", "NO_POSITIVE" };
  TupleDesc shape;
  patron_pareto_result result;
  int32_t cut = PG_GETARG_INT32(1);
  patron_status status = cut < 1 ? PATRON_E_RANGE : result_of("patron_cut", PG_GETARG_BYTEA_PP(0), cut - 1, &result);
  if (status == PATRON_E_RANGE) no_such_cut("patron_cut", cut);
  if (status == PATRON_UNKNOWN) one_more_pass("patron_cut");
  if (get_call_result_type(fcinfo, NULL, &shape) != TYPEFUNC_COMPOSITE || shape->natts != 11) elog(ERROR, "patron_cut: the extension's script is of another version");
  bool none = result.outcome != PATRON_PARETO_OK, doubles = !none && result.cutoff_i64 == 0;   /* an integer that is inside is positive */
  Datum values[] = {
    CStringGetTextDatum(outcomes[result.outcome]), Float8GetDatum(result.cutoff_f64), Int64GetDatum(result.cutoff_i64), Float8GetDatum(result.total_f64), Int64GetDatum(result.total_i64),
    Float8GetDatum(result.sum_inside_f64), Int64GetDatum(result.sum_inside_i64), Int64GetDatum(result.n), Int64GetDatum(result.n_positive), Int64GetDatum(result.n_inside), Int64GetDatum(result.n_minimum),
  };
  bool nulls[] = { false, none, none || doubles, false, doubles, false, doubles, false, false, false, false };
  PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(shape), values, nulls)));
}

/* The plan that a statement labels its rows by, read once: rows bring it again and again. */
typedef struct labels {
  int64_t len;
  int32_t count;
  int32_t outcome;
  bool integers;
  int64_t cutoff_i64[PATRON_PG_MOST_SHARES];
  double cutoff_f64[PATRON_PG_MOST_SHARES];
  char plan[FLEXIBLE_ARRAY_MEMBER];
} labels;

static void read_cut(labels *all, const bytea *plan)
{
  patron_pareto_result result;
  patron_status status;
  while ((status = result_of("patron_label", plan, all->count, &result)) == PATRON_OK) {
    if (all->count == PATRON_PG_MOST_SHARES) ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("patron_label: the plan has more than %d cuts", PATRON_PG_MOST_SHARES)));
    all->outcome = result.outcome;
    all->integers = result.cutoff_i64 != 0;
    all->cutoff_i64[all->count] = result.cutoff_i64;
    all->cutoff_f64[all->count++] = result.cutoff_f64;
  }
  if (status == PATRON_UNKNOWN) one_more_pass("patron_label");
}

static const labels *labels_of(FunctionCallInfo fcinfo, const bytea *plan)
{
  labels *all = fcinfo->flinfo->fn_extra;
  int64_t len = (int64_t)VARSIZE_ANY_EXHDR(plan);
  if (all != NULL && all->len == len && memcmp(all->plan, VARDATA_ANY(plan), (size_t)len) == 0) return all;
  fcinfo->flinfo->fn_extra = NULL;
  if (all != NULL) pfree(all);
  all = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof *all + (Size)len);
  read_cut(all, plan);
  all->len = len;
  memcpy(all->plan, VARDATA_ANY(plan), (size_t)len);
  fcinfo->flinfo->fn_extra = all;
  return all;
}

/* Exactly, also beyond 2^53 where a double cannot tell integers apart. */
static bool integer_reaches(int64_t value, const labels *all, int32_t cut)
{
  if (all->integers) return value >= all->cutoff_i64[cut];
  double bound = ceil(all->cutoff_f64[cut]);
  return bound < 9223372036854775808.0 && value >= (int64_t)bound;
}

static bool number_reaches(double value, const labels *all, int32_t cut)
{
  if (!all->integers) return value >= all->cutoff_f64[cut];
  return value >= 9223372036854775808.0 || (value > 0 && (int64_t)floor(value) >= all->cutoff_i64[cut]);
}

/* The class of a value: the first cut that it reaches. */
static int32_t class_of(const char *function, const labels *all, bool integer, int64_t whole, double number)
{
  if (!integer && number - number != 0.0) patron_pg_fail(function, PATRON_E_NOT_FINITE);
  if (integer ? whole <= 0 : number <= 0.0) return PATRON_PARETO_NOT_POSITIVE;
  int32_t class = all->outcome == PATRON_PARETO_OK ? 0 : all->count;
  while (class < all->count && !(integer ? integer_reaches(whole, all, class) : number_reaches(number, all, class))) class++;
  return class;
}

static Datum label(FunctionCallInfo fcinfo, bool integer, int64_t whole, double number)
{
  return patron_pg_class_text(class_of("patron_label", labels_of(fcinfo, PG_GETARG_BYTEA_PP(1)), integer, whole, number));
}

/* Whether a value is inside a cut, counted from 1. */
static Datum inside(FunctionCallInfo fcinfo, bool integer, int64_t whole, double number)
{
  const labels *all = labels_of(fcinfo, PG_GETARG_BYTEA_PP(1));
  int32_t cut = PG_GETARG_INT32(2);
  if (cut < 1 || cut > all->count) no_such_cut("patron_inside", cut);
  int32_t class = class_of("patron_inside", all, integer, whole, number);
  PG_RETURN_BOOL(class >= 0 && class < cut);
}

Datum patron_pg_label_float8(PG_FUNCTION_ARGS)
{
  return label(fcinfo, false, 0, PG_GETARG_FLOAT8(0));
}

Datum patron_pg_label_int8(PG_FUNCTION_ARGS)
{
  return label(fcinfo, true, PG_GETARG_INT64(0), 0.0);
}

Datum patron_pg_label_int4(PG_FUNCTION_ARGS)
{
  return label(fcinfo, true, PG_GETARG_INT32(0), 0.0);
}

Datum patron_pg_inside_float8(PG_FUNCTION_ARGS)
{
  return inside(fcinfo, false, 0, PG_GETARG_FLOAT8(0));
}

Datum patron_pg_inside_int8(PG_FUNCTION_ARGS)
{
  return inside(fcinfo, true, PG_GETARG_INT64(0), 0.0);
}

Datum patron_pg_inside_int4(PG_FUNCTION_ARGS)
{
  return inside(fcinfo, true, PG_GETARG_INT32(0), 0.0);
}
