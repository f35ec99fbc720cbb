/* patron_class(value, share) OVER (PARTITION BY ...): the class of every row in its partition. The first row of a partition classifies them all; the others look theirs up. What stands after ORDER BY
   or as a frame does not matter: a class is about the whole partition. */
#include "extension.h"

#include <catalog/pg_type.h>
#include <miscadmin.h>
#include <utils/memutils.h>
#include <windowapi.h>

/* One for each partition, in memory that PostgreSQL keeps as long as it. */
typedef struct partition {
  bool classified;
  int8_t classes[FLEXIBLE_ARRAY_MEMBER];
} partition;

typedef struct column {
  int64_t *integers;   /* one of the two */
  double *numbers;
  uint8_t *validity;
  int64_t n;
} column;

static void gather(WindowObject window, Oid type, column *all)
{
  for (int64_t row = 0; row < all->n; row++) {
    bool unknown = false, outside = false;
    Datum value = WinGetFuncArgInPartition(window, 0, (int)row, WINDOW_SEEK_HEAD, false, &unknown, &outside);
    if ((row & 4095) == 0) CHECK_FOR_INTERRUPTS();
    if (!unknown) all->validity[row / 8] = (uint8_t)(all->validity[row / 8] | 1u << (row & 7));
    if (type == FLOAT8OID) all->numbers[row] = unknown ? 0.0 : DatumGetFloat8(value);
    else all->integers[row] = unknown ? 0 : type == INT8OID ? DatumGetInt64(value) : DatumGetInt32(value);
  }
}

static void classify(WindowObject window, FunctionCallInfo fcinfo, int64_t n, int8_t *classes)
{
  bool unknown = false;
  patron_pg_shares shares = { { 800000 }, 1 };
  Oid type = get_fn_expr_argtype(fcinfo->flinfo, 0);
  if (PG_NARGS() > 1) {
    Datum share = WinGetFuncArgCurrent(window, 1, &unknown);
    if (unknown) ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("patron_class: the share is NULL")));
    patron_pg_shares_read(get_fn_expr_argtype(fcinfo->flinfo, 1), share, &shares);
  }
  MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "patron class", ALLOCSET_DEFAULT_SIZES);
  patron_allocator allocator = patron_pg_allocator(memory);
  column all = { .validity = MemoryContextAllocZero(memory, (Size)(n + 7) / 8), .n = n };
  void *values = MemoryContextAllocHuge(memory, (Size)n * 8);
  if (type == FLOAT8OID) all.numbers = values;
  else all.integers = values;
  gather(window, type, &all);
  patron_status status = all.numbers != NULL ? patron_pareto_classes_f64(all.numbers, all.validity, NULL, n, 1, shares.ppm, shares.count, &allocator, classes, NULL)
                                             : patron_pareto_classes_i64(all.integers, all.validity, NULL, n, 1, shares.ppm, shares.count, &allocator, classes, NULL);
  MemoryContextDelete(memory);
  if (status != PATRON_OK) patron_pg_fail("patron_class", status);
}

PG_FUNCTION_INFO_V1(patron_pg_class);

Datum patron_pg_class(PG_FUNCTION_ARGS)
{
  WindowObject window = PG_WINDOW_OBJECT();
  int64_t n = WinGetPartitionRowCount(window), row = WinGetCurrentPosition(window);
  partition *all = WinGetPartitionLocalMemory(window, offsetof(partition, classes) + (Size)n);
  if (!all->classified) {
    classify(window, fcinfo, n, all->classes);
    all->classified = true;
  }
  if (all->classes[row] == PATRON_PARETO_LEFT_OUT) PG_RETURN_NULL();
  return patron_pg_class_text(all->classes[row]);
}
