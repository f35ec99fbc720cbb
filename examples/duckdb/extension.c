/* Patron as an extension of DuckDB, through its C extension API, version 1.2. */
#define DUCKDB_EXTENSION_NAME patron
#include "patron_duckdb.h"

#include <stdatomic.h>
#include <stdio.h>

const char patron_duckdb_bad_share[] = "a share is a number over 0 and at most 1, such as 0.8";

static atomic_ullong combined;

uint64_t patron_duckdb_combined(void)
{
  return atomic_load(&combined);
}

void patron_duckdb_count_combined(idx_t count)
{
  atomic_fetch_add(&combined, count);
}

patron_duckdb_column patron_duckdb_argument(duckdb_data_chunk input, idx_t number)
{
  const duckdb_vector vector = duckdb_data_chunk_get_vector(input, number);
  return (patron_duckdb_column){ vector, duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector) };
}

int32_t patron_duckdb_is_known(const patron_duckdb_column *column, idx_t row)
{
  return column->validity == NULL || (column->validity[row / 64] >> row % 64 & 1) != 0;
}

void patron_duckdb_answer_null(duckdb_vector result, idx_t row)
{
  duckdb_vector_ensure_validity_writable(result);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(result), row);
}

patron_duckdb_bytes patron_duckdb_blob(const patron_duckdb_column *column, idx_t row)
{
  duckdb_string_t *blob = (duckdb_string_t *)column->values + row;
  return (patron_duckdb_bytes){ duckdb_string_t_data(blob), duckdb_string_t_length(*blob) };
}

int64_t patron_duckdb_share(double share)
{
  return share >= 0.0000005 && share <= 1.0 ? (int64_t)(share * 1000000.0 + 0.5) : 0;
}

void patron_duckdb_explain(char text[LONGEST_TEXT], const char *function, patron_status status)
{
  const char *why = status == PATRON_E_FORMAT || status == PATRON_E_INVALID_ARGUMENT ? "a blob is no state or plan of Patron, or damaged"
                    : status == PATRON_E_STATE                                       ? "the states are of different plans, or the rows are not those of the plan"
                    : status == PATRON_E_NOT_FINITE                                  ? "a value is NaN or infinite"
                                                                                     : patron_status_message(status);
  snprintf(text, LONGEST_TEXT, "%s: %s", function, why);
}

static void add_types(const duckdb_type *types, void *function, void (*add)(void *function, duckdb_logical_type type))
{
  for (int32_t i = 0; i < MOST_PARAMETERS && types[i] != DUCKDB_TYPE_INVALID; i++) {
    duckdb_logical_type type = duckdb_create_logical_type(types[i]);
    add(function, type);
    duckdb_destroy_logical_type(&type);
  }
}

static void add_aggregate_parameter(void *function, duckdb_logical_type type)
{
  duckdb_aggregate_function_add_parameter(function, type);
}

static void add_scalar_parameter(void *function, duckdb_logical_type type)
{
  duckdb_scalar_function_add_parameter(function, type);
}

/* NULL is handled by the functions themselves: it means an unknown value here, which is an answer, too. */
int32_t patron_duckdb_add_aggregates(duckdb_connection connection, const patron_duckdb_aggregate *overloads, idx_t count)
{
  duckdb_aggregate_function_set set = duckdb_create_aggregate_function_set(overloads[0].name);
  int32_t right = 1;
  for (idx_t i = 0; i < count; i++) {
    const patron_duckdb_aggregate *one = &overloads[i];
    duckdb_aggregate_function function = duckdb_create_aggregate_function();
    duckdb_logical_type result = duckdb_create_logical_type(one->result);
    duckdb_aggregate_function_set_name(function, one->name);
    add_types(one->parameters, function, add_aggregate_parameter);
    duckdb_aggregate_function_set_return_type(function, result);
    duckdb_aggregate_function_set_functions(function, one->size, one->start, one->update, one->combine, one->finish);
    duckdb_aggregate_function_set_destructor(function, one->release);
    duckdb_aggregate_function_set_special_handling(function);
    duckdb_aggregate_function_set_extra_info(function, (void *)one, NULL);
    right = right && duckdb_add_aggregate_function_to_set(set, function) == DuckDBSuccess;
    duckdb_destroy_logical_type(&result);
    duckdb_destroy_aggregate_function(&function);
  }
  right = right && duckdb_register_aggregate_function_set(connection, set) == DuckDBSuccess;
  duckdb_destroy_aggregate_function_set(&set);
  return right;
}

int32_t patron_duckdb_add_scalars(duckdb_connection connection, const patron_duckdb_scalar *overloads, idx_t count, int32_t is_volatile)
{
  duckdb_scalar_function_set set = duckdb_create_scalar_function_set(overloads[0].name);
  int32_t right = 1;
  for (idx_t i = 0; i < count; i++) {
    const patron_duckdb_scalar *one = &overloads[i];
    duckdb_scalar_function function = duckdb_create_scalar_function();
    duckdb_logical_type result = duckdb_create_logical_type(one->result);
    duckdb_scalar_function_set_name(function, one->name);
    add_types(one->parameters, function, add_scalar_parameter);
    duckdb_scalar_function_set_return_type(function, result);
    duckdb_scalar_function_set_function(function, one->call);
    duckdb_scalar_function_set_special_handling(function);
    if (is_volatile) duckdb_scalar_function_set_volatile(function);
    duckdb_scalar_function_set_extra_info(function, (void *)one, NULL);
    right = right && duckdb_add_scalar_function_to_set(set, function) == DuckDBSuccess;
    duckdb_destroy_logical_type(&result);
    duckdb_destroy_scalar_function(&function);
  }
  right = right && duckdb_register_scalar_function_set(connection, set) == DuckDBSuccess;
  duckdb_destroy_scalar_function_set(&set);
  return right;
}

DUCKDB_EXTENSION_ENTRYPOINT(duckdb_connection connection, duckdb_extension_info info, struct duckdb_extension_access *access)
{
  const int32_t right = patron_duckdb_add_states(connection) && patron_duckdb_add_plans(connection) && patron_duckdb_add_threshold(connection) && patron_duckdb_add_relationship(connection);
  if (!right) access->set_error(info, "patron: DuckDB refused a function; is the extension loaded twice under two names?");
  return right != 0;
}
