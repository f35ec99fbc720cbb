/* The parts of the extension: each registers its functions, which are overloads of a few names. */
#ifndef PATRON_DUCKDB_H
#define PATRON_DUCKDB_H

#include <duckdb_extension.h>
#include <patron/patron.h>

DUCKDB_EXTENSION_EXTERN

enum { MOST_PARAMETERS = 4 };

/* One aggregate with its parameters. DuckDB hands the struct to the functions as their extra information. */
typedef struct patron_duckdb_aggregate {
  const char *name;
  duckdb_type parameters[MOST_PARAMETERS];   /* DUCKDB_TYPE_INVALID ends them */
  duckdb_type result;
  duckdb_aggregate_state_size size;
  duckdb_aggregate_init_t start;
  duckdb_aggregate_update_t update;
  duckdb_aggregate_combine_t combine;
  duckdb_aggregate_finalize_t finish;
  duckdb_aggregate_destroy_t release;
} patron_duckdb_aggregate;

typedef struct patron_duckdb_scalar {
  const char *name;
  duckdb_type parameters[MOST_PARAMETERS];
  duckdb_type result;
  duckdb_scalar_function_t call;
  int32_t (*code)(const patron_relationship_columns *columns, idx_t row);   /* of the classifier: which answer is wanted */
  const char *column;                                                       /* and whose names it has */
} patron_duckdb_scalar;

/* `count` overloads of one name. 0: DuckDB refused them. */
int32_t patron_duckdb_add_aggregates(duckdb_connection connection, const patron_duckdb_aggregate *overloads, idx_t count);
int32_t patron_duckdb_add_scalars(duckdb_connection connection, const patron_duckdb_scalar *overloads, idx_t count, int32_t is_volatile);

int32_t patron_duckdb_add_states(duckdb_connection connection);
int32_t patron_duckdb_add_plans(duckdb_connection connection);
int32_t patron_duckdb_add_threshold(duckdb_connection connection);
int32_t patron_duckdb_add_relationship(duckdb_connection connection);

/* An argument or a result of a call, as DuckDB keeps it: values and a bitmap of what is known (NULL: all). */
typedef struct patron_duckdb_column {
  duckdb_vector vector;
  void *values;
  uint64_t *validity;
} patron_duckdb_column;

patron_duckdb_column patron_duckdb_argument(duckdb_data_chunk input, idx_t number);
int32_t patron_duckdb_is_known(const patron_duckdb_column *column, idx_t row);
void patron_duckdb_answer_null(duckdb_vector result, idx_t row);

/* The bytes of a BLOB argument; they stay DuckDB's. */
typedef struct patron_duckdb_bytes {
  const void *bytes;
  int64_t length;
} patron_duckdb_bytes;

patron_duckdb_bytes patron_duckdb_blob(const patron_duckdb_column *column, idx_t row);

/* A share such as 0.8 in parts per million; 0: it is none. */
int64_t patron_duckdb_share(double share);

/* "patron_merge: the bytes are no state ..." for a status, into `text`. */
enum { LONGEST_TEXT = 256 };
void patron_duckdb_explain(char text[LONGEST_TEXT], const char *function, patron_status status);
extern const char patron_duckdb_bad_share[];

/* States added to others since the extension was loaded: work was done in parts. */
uint64_t patron_duckdb_combined(void);
void patron_duckdb_count_combined(idx_t count);

#endif
