/* Facts and rules from JSON and from tables, decisions to JSON. */
#ifndef PATRON_POSTGRES_ASSESS_H
#define PATRON_POSTGRES_ASSESS_H

#include "extension.h"

#include <nodes/execnodes.h>
#include <utils/jsonb.h>

/* A call of patron_assess. Everything of it, libpatron's objects too, is in one memory context: an error anywhere gives all back. */
typedef struct job {
  const char *function;
  MemoryContext memory;
  patron_allocator allocator;
  patron_context *patron;
  patron_table *schema;   /* its columns: table, kind, column, type, ... */
} job;

/* Raises the error of a failed call, as the context tells it. */
void job_fail(const job *work, patron_status status) pg_attribute_noreturn();

/* Where the schema lists the column (or the first of the table, when column is NULL) of this kind, FACT or RULE; -1: it knows none. */
int64_t job_place(const job *work, const char *kind, const char *table, const char *column);

/* A table as it is read, row by row. */
typedef struct frame frame;
frame *frame_open(job *work, const char *kind, const char *name);
void frame_add_row(frame *all, JsonbContainer *row);
patron_table *frame_table(frame *all);

/* Who takes the tables: a portfolio or a policy. */
typedef struct receiver {
  const char *kind;       /* FACT or RULE */
  patron_portfolio *portfolio;
  patron_policy *policy;
} receiver;
void receiver_take(job *work, const receiver *to, patron_table *table);

/* {"customers": [{...}, ...], "settings": {"key": value}, ...}, or the same under "tables". */
void read_json(job *work, Jsonb *tables, const receiver *to);

/* The tables and views of a schema of the database that are named after tables of this kind. */
void read_schema(job *work, Oid schema, const receiver *to);

/* A row of the result for each row of the table; with a name, that comes first as a column of its own. */
void write_rows(job *work, const patron_table *table, const char *name, ReturnSetInfo *result);

#endif
