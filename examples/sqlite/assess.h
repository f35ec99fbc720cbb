/* Tables of a database as facts and rules, decisions as tables of a database. */
#ifndef PATRON_SQLITE_ASSESS_H
#define PATRON_SQLITE_ASSESS_H

#include "patron_sqlite.h"

/* A call of patron_assess: where its memory is, and the sentence that it ends with when it fails. */
typedef struct job {
  sqlite3 *db;
  patron_context *patron;
  patron_table *schema;   /* its columns: table, kind, column, type, ... */
  char *error;            /* of sqlite3_mprintf */
  int32_t no_memory;
} job;

/* Sets the sentence; always 0. */
int32_t job_fail(job *work, const char *format, ...);
/* The same with what the context or the status says. */
int32_t job_fail_status(job *work, patron_status status, const char *what);
int32_t job_fail_sqlite(job *work, const char *what);

/* Whether the schema knows the column (or the table, when column is NULL) of this kind: FACT or RULE. */
int32_t job_knows(job *work, const char *kind, const char *table, const char *column);

/* Reads a table or view of the database under the name that Patron knows it by. 0: the sentence is set. */
int32_t read_table(job *work, const char *from, const char *kind, const char *name, patron_table **out);

/* Writes every decision table as <prefix><name>, in one savepoint. *rows: those of the table of customers. */
int32_t write_decisions(job *work, const patron_assessment *assessment, const char *prefix, int64_t *rows);

#endif
