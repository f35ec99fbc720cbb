/* The parts of the extension of PostgreSQL share how memory is taken, how failures become errors of SQL, and how shares and states are read. */
#ifndef PATRON_POSTGRES_EXTENSION_H
#define PATRON_POSTGRES_EXTENSION_H

#include <postgres.h>

#include <fmgr.h>
#include <patron/patron.h>
#include <utils/palloc.h>

#define PATRON_PG_MOST_SHARES 24   /* what libpatron takes */

typedef struct patron_pg_shares {
  int64_t ppm[PATRON_PG_MOST_SHARES];
  int32_t count;
} patron_pg_shares;

/* Memory of a context of PostgreSQL. It answers NULL when there is none: an error raised here would jump out of libpatron with its work half done. */
patron_allocator patron_pg_allocator(MemoryContext memory);

/* Raises the error of a failed call; libpatron has returned. */
void patron_pg_fail(const char *function, patron_status status) pg_attribute_noreturn();

/* A share such as 0.8, or an array of shares that ascend. */
void patron_pg_shares_read(Oid type, Datum value, patron_pg_shares *out);

/* The letter of a class: A to Z without N, which stands for known values that are not positive. */
Datum patron_pg_class_text(int32_t class);

/* Integers of bytes that travel, little-endian. */
uint32_t patron_pg_get_u32(const char *at);
void patron_pg_put_u32(char *at, uint32_t value);

/* Where what an aggregate holds lives; an error outside of one. */
MemoryContext patron_pg_aggregate_memory(FunctionCallInfo fcinfo);

/* The state in a datum: that of an expanded object, or one that is loaded into the current memory context. Not to be changed. */
const patron_pareto_state *patron_pg_state(const char *function, Datum value);

#endif
