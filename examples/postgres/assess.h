/* Facts and rules from JSON and from tables, decisions to JSON. */
#ifndef PATRON_POSTGRES_ASSESS_H
#define PATRON_POSTGRES_ASSESS_H

#include "extension.h"

#include <lib/stringinfo.h>
#include <nodes/execnodes.h>
#include <utils/jsonb.h>

/* What is known of the columns of all parts of a fit: see outline.c. */
typedef struct outline outline;

/* A call of patron_assess. Everything of it, libpatron's objects too, is in one memory context: an error anywhere gives all back. */
typedef struct job {
  const char *function;
  MemoryContext memory;
  patron_allocator allocator;
  patron_context *patron;
  patron_table *schema;   /* its columns: table, kind, column, type, ... */
  outline *seen;          /* gets the columns of each table that is read; NULL: nobody asks */
} job;

/* With the memory of the caller's context for a parent. */
void job_open(job *work, const char *function);
void job_close(job *work);

/* Raises the error of a failed call, as the context tells it. */
void job_fail(const job *work, patron_status status) pg_attribute_noreturn();

/* Where the schema lists the column (or the first of the table, when column is NULL) of this kind, FACT or RULE; -1: it knows none. */
int64_t job_place(const job *work, const char *kind, const char *table, const char *column);

bool job_cell_is(const patron_table *table, int64_t column, int64_t row, const char *text);

/* A table as it is read, row by row. */
typedef struct frame frame;
frame *frame_open(job *work, const char *kind, const char *name);
const char *frame_name(const frame *all);
void frame_add_row(frame *all, JsonbContainer *row);
patron_table *frame_table(frame *all);

/* What the values of a column are: columns that the schema does not know get their type by it. */
enum { VALUES_ARE_TEXTS = 1, VALUES_HAVE_FRACTIONS = 2, VALUES_ARE_INTEGERS = 4 };

/* The table has this column, whether its rows tell of it or not, and among its values are such. */
void frame_expect(frame *all, const char *column, int values);

void outline_open(outline **out, MemoryContext memory);
void outline_add(outline *all, const char *table, const char *column, int values);
/* Adds the lines that outline_text() gave; false: they are none. */
bool outline_read(outline *all, const char *text, int64_t len);
void outline_text(const outline *all, StringInfo out);

/* Who takes the tables: a portfolio or a policy. */
typedef struct receiver {
  const char *kind;       /* FACT or RULE */
  patron_portfolio *portfolio;
  patron_policy *policy;
  List *frames;           /* tables that are still read */
} receiver;
/* The table of this name among those that are still read, begun if there is none. */
frame *receiver_frame(job *work, receiver *to, const char *name);
/* The other functions read whole tables, and leave none open. */
void receiver_finish(job *work, receiver *to);
/* Has every table and column of the outline be there. */
void outline_expect(const outline *all, job *work, receiver *to);
void receiver_take(job *work, const receiver *to, patron_table *table);

/* {"customers": [{...}, ...], "settings": {"key": value}, ...}, or the same under "tables". */
void read_json(job *work, Jsonb *tables, receiver *to);
void read_rows(job *work, Jsonb *tables, receiver *to);   /* more of them may follow */

/* The tables and views of a schema of the database that are named after tables of this kind. */
void read_schema(job *work, Oid schema, const receiver *to);

/* Facts and rules of one call, the first two arguments: JSON, or the names of schemas. Without rules: the default policy. */
typedef struct inputs {
  patron_portfolio *portfolio;
  patron_policy *policy;
} inputs;
void inputs_read(job *work, FunctionCallInfo fcinfo, bool json, const char *currency, inputs *out);
void inputs_release(inputs *given);

bytea *model_bytes(const job *work, const patron_model *model);

/* A row of the result for each row of a decision table. */
void answer_decision(job *work, const patron_assessment *assessment, const char *name, const char *title, ReturnSetInfo *result);

/* A row of the result for each row of the table; with a name, that comes first as a column of its own. */
void write_rows(job *work, const patron_table *table, const char *name, ReturnSetInfo *result);

#endif
