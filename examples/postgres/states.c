/* patron_partial and patron_merge: states of the Pareto segmenter as bytea. While an aggregate runs, its state is an expanded object, a live state of libpatron in a memory context of its own; where it
   leaves the process, for the leader of a parallel plan or for another server, PostgreSQL asks for its bytes. They are the same for the same rows, however the rows were split. */
#include "extension.h"

#include <utils/expandeddatum.h>
#include <utils/memutils.h>

typedef struct held {
  ExpandedObjectHeader header;   /* first: PostgreSQL knows no more of it */
  patron_pareto_state *state;
  char *plan;                    /* that of the first row; NULL with plan_len 0: the first pass */
  int64_t plan_len;
  bool checked;                  /* later rows must bring the same plan; not so for a state that was loaded or merged */
} held;

static Size flat_size(ExpandedObjectHeader *header)
{
  int64_t needed = 0;
  patron_status status = patron_pareto_state_save(((held *)header)->state, NULL, 0, &needed);
  if (status != PATRON_OK) patron_pg_fail("patron_partial", status);
  return (Size)needed + VARHDRSZ;
}

static void flatten_into(ExpandedObjectHeader *header, void *result, Size size)
{
  int64_t needed = 0;
  patron_status status = patron_pareto_state_save(((held *)header)->state, VARDATA(result), (int64_t)(size - VARHDRSZ), &needed);
  if (status != PATRON_OK) patron_pg_fail("patron_partial", status);
  SET_VARSIZE(result, size);
}

static const ExpandedObjectMethods methods = { flat_size, flatten_into };

/* The object in a datum; NULL: it is bytes, or the object of somebody else. */
static held *held_in(Datum value)
{
  if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value))) return NULL;
  ExpandedObjectHeader *header = DatumGetEOHP(value);
  return header->eoh_methods == &methods ? (held *)header : NULL;
}

static patron_pareto_state *load(const char *function, Datum value, MemoryContext memory)
{
  patron_pareto_state *state = NULL;
  patron_allocator allocator = patron_pg_allocator(memory);
  bytea *bytes = (bytea *)PG_DETOAST_DATUM_PACKED(value);
  patron_status status = patron_pareto_state_load(&allocator, VARDATA_ANY(bytes), (int64_t)VARSIZE_ANY_EXHDR(bytes), &state);
  if ((Pointer)bytes != DatumGetPointer(value)) pfree(bytes);
  if (status != PATRON_OK) patron_pg_fail(function, status);
  return state;
}

const patron_pareto_state *patron_pg_state(const char *function, Datum value)
{
  held *object = held_in(value);
  return object != NULL ? object->state : load(function, value, CurrentMemoryContext);
}

/* An object without a state yet. Its memory goes when the aggregate's does. */
static held *new_held(MemoryContext parent)
{
  MemoryContext memory = AllocSetContextCreate(parent, "patron state", ALLOCSET_START_SMALL_SIZES);
  held *object = MemoryContextAllocZero(memory, sizeof *object);
  EOH_init_header(&object->header, &methods, memory);
  return object;
}

static held *loaded(const char *function, Datum value, MemoryContext parent)
{
  held *object = new_held(parent);
  object->state = load(function, value, object->header.eoh_context);
  return object;
}

static held *first_row(MemoryContext parent, int32_t kind, const bytea *plan)
{
  held *object = new_held(parent);
  patron_allocator allocator = patron_pg_allocator(object->header.eoh_context);
  object->checked = true;
  if (plan != NULL) {
    object->plan_len = (int64_t)VARSIZE_ANY_EXHDR(plan);
    object->plan = MemoryContextAlloc(object->header.eoh_context, (Size)object->plan_len + 1);
    memcpy(object->plan, VARDATA_ANY(plan), (size_t)object->plan_len);
  }
  patron_status status = patron_pareto_state_create(&allocator, kind, object->plan, object->plan_len, &object->state);
  if (status != PATRON_OK) patron_pg_fail("patron_partial", status);
  return object;
}

static void check_plan(const held *object, const bytea *plan)
{
  int64_t len = plan == NULL ? 0 : (int64_t)VARSIZE_ANY_EXHDR(plan);
  if (!object->checked || ((plan == NULL) == (object->plan == NULL) && len == object->plan_len && (len == 0 || memcmp(VARDATA_ANY(plan), object->plan, (size_t)len) == 0))) return;
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("patron_partial: the rows of one group bring different plans")));
}

/* The object that takes this row: that of the rows before, or a new one. */
static held *object_of_row(FunctionCallInfo fcinfo, int32_t kind)
{
  MemoryContext memory = patron_pg_aggregate_memory(fcinfo);
  bytea *plan = PG_NARGS() > 2 && !PG_ARGISNULL(2) ? PG_GETARG_BYTEA_PP(2) : NULL;
  held *object = PG_ARGISNULL(0) ? first_row(memory, kind, plan) : held_in(PG_GETARG_DATUM(0));
  if (object == NULL) object = loaded("patron_partial", PG_GETARG_DATUM(0), memory);
  check_plan(object, plan);
  if (plan != NULL && (Pointer)plan != DatumGetPointer(PG_GETARG_DATUM(2))) pfree(plan);
  return object;
}

static Datum taken(held *object, patron_status status)
{
  if (status != PATRON_OK) patron_pg_fail("patron_partial", status);
  return EOHPGetRWDatum(&object->header);
}

PG_FUNCTION_INFO_V1(patron_pg_partial_float8);
PG_FUNCTION_INFO_V1(patron_pg_partial_int8);
PG_FUNCTION_INFO_V1(patron_pg_partial_int4);
PG_FUNCTION_INFO_V1(patron_pg_merge);

Datum patron_pg_partial_float8(PG_FUNCTION_ARGS)
{
  held *object = object_of_row(fcinfo, PATRON_PARETO_F64);
  double value = PG_ARGISNULL(1) ? 0.0 : PG_GETARG_FLOAT8(1);
  return taken(object, patron_pareto_state_accumulate_f64(object->state, &value, NULL, PG_ARGISNULL(1) ? 0 : 1));
}

static Datum take_integer(FunctionCallInfo fcinfo, int64_t value)
{
  held *object = object_of_row(fcinfo, PATRON_PARETO_I64);
  return taken(object, patron_pareto_state_accumulate_i64(object->state, &value, NULL, PG_ARGISNULL(1) ? 0 : 1));
}

Datum patron_pg_partial_int8(PG_FUNCTION_ARGS)
{
  return take_integer(fcinfo, PG_ARGISNULL(1) ? 0 : PG_GETARG_INT64(1));
}

Datum patron_pg_partial_int4(PG_FUNCTION_ARGS)
{
  return take_integer(fcinfo, PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1));
}

/* Both the step of patron_merge and what puts the states of parallel workers together. */
Datum patron_pg_merge(PG_FUNCTION_ARGS)
{
  MemoryContext memory = patron_pg_aggregate_memory(fcinfo);
  held *into = PG_ARGISNULL(0) ? NULL : held_in(PG_GETARG_DATUM(0));
  if (into == NULL && !PG_ARGISNULL(0)) into = loaded("patron_merge", PG_GETARG_DATUM(0), memory);
  if (PG_ARGISNULL(1) && into == NULL) PG_RETURN_NULL();
  if (PG_ARGISNULL(1)) return EOHPGetRWDatum(&into->header);
  held *object = held_in(PG_GETARG_DATUM(1));
  if (into == NULL) into = loaded("patron_merge", PG_GETARG_DATUM(1), memory);   /* an object is flattened on the way: a state has no copy function */
  else {
    patron_pareto_state *other = object != NULL ? object->state : load("patron_merge", PG_GETARG_DATUM(1), CurrentMemoryContext);
    patron_status status = patron_pareto_state_merge(into->state, other);
    if (object == NULL) patron_pareto_state_destroy(other);
    if (status != PATRON_OK) patron_pg_fail("patron_merge", status);
  }
  return EOHPGetRWDatum(&into->header);
}
