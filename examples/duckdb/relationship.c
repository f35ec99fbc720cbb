/* patron_relationship, patron_exposed and patron_severity(our_commitment, our_trust, their_commitment, their_trust): DuckDB's vectors go to the classifier as they are, some two thousand rows a call.
   NULL is an unknown value. */
#include "patron_duckdb.h"

#include <stdlib.h>
#include <string.h>

static int32_t level_of(const patron_relationship_columns *columns, idx_t row) { return columns->level[row]; }
static int32_t exposed_of(const patron_relationship_columns *columns, idx_t row) { return columns->exposed[row]; }
static int32_t severity_of(const patron_relationship_columns *columns, idx_t row) { return columns->severity[row]; }

/* DuckDB's bitmaps are words of 64 bits, lowest first: on machines that store the lowest byte first, the bytes that Patron reads. */
static void classify(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector result)
{
  const patron_duckdb_scalar *function = duckdb_scalar_function_get_extra_info(info);
  const idx_t n = duckdb_data_chunk_get_size(input);
  const double *values[4];
  const uint8_t *validity[4];
  char text[LONGEST_TEXT];
  for (idx_t i = 0; i < 4; i++) {
    const patron_duckdb_column column = patron_duckdb_argument(input, i);
    values[i] = column.values;
    validity[i] = (const uint8_t *)column.validity;
  }
  int8_t *codes = malloc(n + 1);
  patron_relationship_columns out = { .struct_size = sizeof out };
  if (function->code == level_of) out.level = codes;
  if (function->code == exposed_of) out.exposed = codes;
  if (function->code == severity_of) out.severity = codes;
  const patron_status status = codes == NULL ? PATRON_E_NO_MEMORY : patron_relationship_classify_batch(NULL, values, validity, (int64_t)n, &out);
  for (idx_t row = 0; row < n && status == PATRON_OK; row++) {
    const char *name = patron_code_name(function->column, function->code(&out, row));
    duckdb_vector_assign_string_element_len(result, row, name, strlen(name));
  }
  free(codes);
  if (status == PATRON_OK) return;
  patron_duckdb_explain(text, function->name, status);
  duckdb_scalar_function_set_error(info, status == PATRON_E_RANGE || status == PATRON_E_NOT_FINITE ? "patron: commitment and trust are numbers from 0 to 100" : text);
}

int32_t patron_duckdb_add_relationship(duckdb_connection connection)
{
#define FOUR_NUMBERS { DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_DOUBLE }
  static const patron_duckdb_scalar functions[] = {
    { "patron_relationship", FOUR_NUMBERS, DUCKDB_TYPE_VARCHAR, classify, level_of, "relationship_level" },
    { "patron_exposed", FOUR_NUMBERS, DUCKDB_TYPE_VARCHAR, classify, exposed_of, "exposed" },
    { "patron_severity", FOUR_NUMBERS, DUCKDB_TYPE_VARCHAR, classify, severity_of, "severity" },
  };
#undef FOUR_NUMBERS
  int32_t right = 1;
  for (idx_t i = 0; i < sizeof functions / sizeof *functions && right; i++) right = patron_duckdb_add_scalars(connection, &functions[i], 1, 0);
  return right;
}
