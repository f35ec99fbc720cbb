/* Patron as an extension of PostgreSQL: CREATE EXTENSION patron. */
#include "extension.h"

#include <catalog/pg_type.h>
#include <utils/array.h>
#include <utils/builtins.h>
#include <utils/memutils.h>

PG_MODULE_MAGIC;

static void *allocate(void *user, uint64_t size)
{
  return size > MaxAllocHugeSize ? NULL : MemoryContextAllocExtended(user, size, MCXT_ALLOC_NO_OOM | MCXT_ALLOC_HUGE);
}

static void release(void *user, void *block, uint64_t size)
{
  (void)user;
  (void)size;
  pfree(block);
}

patron_allocator patron_pg_allocator(MemoryContext memory)
{
  /* no reallocate: repalloc_huge raises an error when memory is out */
  patron_allocator allocator = { .struct_size = sizeof allocator, .user = memory, .allocate = allocate, .release = release };
  return allocator;
}

void patron_pg_fail(const char *function, patron_status status)
{
  switch (status) {
  case PATRON_E_NO_MEMORY:
    ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("%s: out of memory", function)));
  case PATRON_E_NOT_FINITE:
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("%s: a value is NaN or infinite", function)));
  case PATRON_E_FORMAT:
    ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), errmsg("%s: these bytes are no state or plan of Patron, or damaged", function)));
  case PATRON_E_STATE:
    ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("%s: the states are of different plans or kinds, or the rows are not those that the plan was made from", function),
                    errhint("Give every part the same plan and the same type of value, and let all passes see the same rows (REPEATABLE READ).")));
  default:
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s: %s", function, patron_status_message(status))));
  }
  pg_unreachable();
}

static int64_t share_ppm(double share)
{
  if (!(share >= 0.0000005 && share <= 1.0)) ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("patron: a share is a number over 0 and at most 1, such as 0.8")));
  return (int64_t)(share * 1000000.0 + 0.5);
}

void patron_pg_shares_read(Oid type, Datum value, patron_pg_shares *out)
{
  Datum *shares = &value;
  bool *nulls = NULL;
  int count = 1;
  if (type != FLOAT8OID) deconstruct_array(DatumGetArrayTypeP(value), FLOAT8OID, sizeof(double), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &shares, &nulls, &count);
  if (count < 1 || count > PATRON_PG_MOST_SHARES)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("patron: from 1 to %d shares make classes, not %d", PATRON_PG_MOST_SHARES, count)));
  for (int i = 0; i < count; i++) {
    if (nulls != NULL && nulls[i]) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("patron: a share is NULL")));
    out->ppm[i] = share_ppm(DatumGetFloat8(shares[i]));
    if (i > 0 && out->ppm[i] <= out->ppm[i - 1]) ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("patron: shares ascend, such as 0.8, 0.95")));
  }
  out->count = count;
}

MemoryContext patron_pg_aggregate_memory(FunctionCallInfo fcinfo)
{
  MemoryContext memory = NULL;
  if (!AggCheckCallContext(fcinfo, &memory)) ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("patron: this function is a step of an aggregate; call the aggregate")));
  return memory;
}

uint32_t patron_pg_get_u32(const char *at)
{
  const unsigned char *bytes = (const unsigned char *)at;
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

void patron_pg_put_u32(char *at, uint32_t value)
{
  for (int i = 0; i < 4; i++) at[i] = (char)(unsigned char)(value >> (8 * i));
}

Datum patron_pg_class_text(int32_t class)
{
  char letter = class == PATRON_PARETO_NOT_POSITIVE ? 'N' : (char)('A' + class + (class >= 'N' - 'A' ? 1 : 0));
  return PointerGetDatum(cstring_to_text_with_len(&letter, 1));
}

PG_FUNCTION_INFO_V1(patron_pg_version);

Datum patron_pg_version(PG_FUNCTION_ARGS)
{
  (void)fcinfo;
  PG_RETURN_TEXT_P(cstring_to_text(patron_version_string()));
}
