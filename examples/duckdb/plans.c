/* What is asked of merged states: patron_next(state [, share]) makes a plan, patron_cut(plan) reads the cut-off from it, patron_done(plan) says whether it is there or one more pass is needed.
   patron_combined() counts how often states were added to others in this process: with one thread and one part it stays 0. */
#include "patron_duckdb.h"

#include <stdlib.h>

static void fail(duckdb_function_info info, patron_status status)
{
  const patron_duckdb_scalar *function = duckdb_scalar_function_get_extra_info(info);
  char text[LONGEST_TEXT];
  patron_duckdb_explain(text, function->name, status);
  duckdb_scalar_function_set_error(info, text);
}

static patron_status answer_plan(const patron_pareto_state *state, int64_t share_ppm, duckdb_vector result, idx_t row)
{
  int64_t length = 0;
  patron_status status = patron_pareto_state_next(state, &share_ppm, 1, NULL, 0, &length);
  if (status != PATRON_OK) return status;
  void *bytes = malloc((size_t)length);
  status = bytes == NULL ? PATRON_E_NO_MEMORY : patron_pareto_state_next(state, &share_ppm, 1, bytes, length, &length);
  if (status == PATRON_OK) duckdb_vector_assign_string_element_len(result, row, bytes, (idx_t)length);
  free(bytes);
  return status;
}

static void next(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector result)
{
  const idx_t n = duckdb_data_chunk_get_size(input);
  const patron_duckdb_column states = patron_duckdb_argument(input, 0);
  const patron_duckdb_column shares = duckdb_data_chunk_get_column_count(input) > 1 ? patron_duckdb_argument(input, 1) : (patron_duckdb_column){ NULL, NULL, NULL };
  for (idx_t row = 0; row < n; row++) {
    int64_t share = 800000;
    if (shares.vector != NULL) share = patron_duckdb_is_known(&shares, row) ? patron_duckdb_share(((const double *)shares.values)[row]) : 0;
    if (share == 0) {
      duckdb_scalar_function_set_error(info, patron_duckdb_bad_share);
      return;
    }
    if (!patron_duckdb_is_known(&states, row)) {
      patron_duckdb_answer_null(result, row);
      continue;
    }
    patron_pareto_state *state = NULL;
    const patron_duckdb_bytes bytes = patron_duckdb_blob(&states, row);
    patron_status status = patron_pareto_state_load(NULL, bytes.bytes, bytes.length, &state);
    if (status == PATRON_OK) status = answer_plan(state, share, result, row);
    patron_pareto_state_destroy(state);
    if (status != PATRON_OK) {
      fail(info, status);
      return;
    }
  }
}

/* Reads all plans of a call; `answer` is told what each says. It returns 0 after it has set an error. */
typedef int32_t (*reader)(duckdb_function_info info, patron_status status, const patron_pareto_result *found, duckdb_vector result, idx_t row);

static void read_plans(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector result, reader answer)
{
  const idx_t n = duckdb_data_chunk_get_size(input);
  const patron_duckdb_column plans = patron_duckdb_argument(input, 0);
  for (idx_t row = 0; row < n; row++) {
    patron_pareto_result found = { .struct_size = sizeof found };
    if (!patron_duckdb_is_known(&plans, row)) {
      patron_duckdb_answer_null(result, row);
      continue;
    }
    const patron_duckdb_bytes bytes = patron_duckdb_blob(&plans, row);
    const patron_status status = patron_pareto_plan_result(bytes.bytes, bytes.length, 0, &found);
    if (status != PATRON_OK && status != PATRON_UNKNOWN) {
      fail(info, status);
      return;
    }
    if (!answer(info, status, &found, result, row)) return;
  }
}

static int32_t answer_cut(duckdb_function_info info, patron_status status, const patron_pareto_result *found, duckdb_vector result, idx_t row)
{
  if (status == PATRON_UNKNOWN) {
    duckdb_scalar_function_set_error(info, "patron_cut: the plan asks for one more pass: patron_partial(value, plan), then patron_next");
    return 0;
  }
  if (found->outcome == PATRON_PARETO_OK) ((double *)duckdb_vector_get_data(result))[row] = found->cutoff_f64;
  else patron_duckdb_answer_null(result, row);
  return 1;
}

static int32_t answer_done(duckdb_function_info info, patron_status status, const patron_pareto_result *found, duckdb_vector result, idx_t row)
{
  (void)info;
  (void)found;
  ((bool *)duckdb_vector_get_data(result))[row] = status == PATRON_OK;
  return 1;
}

static void cut(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector result)
{
  read_plans(info, input, result, answer_cut);
}

static void done(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector result)
{
  read_plans(info, input, result, answer_done);
}

static void combined(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector result)
{
  const idx_t n = duckdb_data_chunk_get_size(input);
  (void)info;
  for (idx_t row = 0; row < n; row++) ((int64_t *)duckdb_vector_get_data(result))[row] = (int64_t)patron_duckdb_combined();
}

int32_t patron_duckdb_add_plans(duckdb_connection connection)
{
  static const patron_duckdb_scalar nexts[] = {
    { "patron_next", { DUCKDB_TYPE_BLOB }, DUCKDB_TYPE_BLOB, next, NULL, NULL },
    { "patron_next", { DUCKDB_TYPE_BLOB, DUCKDB_TYPE_DOUBLE }, DUCKDB_TYPE_BLOB, next, NULL, NULL },
  };
  static const patron_duckdb_scalar cuts[] = { { "patron_cut", { DUCKDB_TYPE_BLOB }, DUCKDB_TYPE_DOUBLE, cut, NULL, NULL } };
  static const patron_duckdb_scalar dones[] = { { "patron_done", { DUCKDB_TYPE_BLOB }, DUCKDB_TYPE_BOOLEAN, done, NULL, NULL } };
  static const patron_duckdb_scalar counts[] = { { "patron_combined", { DUCKDB_TYPE_INVALID }, DUCKDB_TYPE_BIGINT, combined, NULL, NULL } };
  return patron_duckdb_add_scalars(connection, nexts, 2, 0) && patron_duckdb_add_scalars(connection, cuts, 1, 0) && patron_duckdb_add_scalars(connection, dones, 1, 0) &&
         patron_duckdb_add_scalars(connection, counts, 1, 1);
}
