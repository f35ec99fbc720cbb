/* patron_threshold(value [, share]): the cut-off of a share (0.8 unless given) in one pass, as an aggregate and as a window: sales >= patron_threshold(sales) OVER (PARTITION BY region) is true for key
   customers. It keeps the values, 8 bytes each. Integers are compared as integers. NULL: nothing positive. */
#include "patron_duckdb.h"

#include <stdlib.h>
#include <string.h>

typedef union number {
  double real;
  int64_t integer;
} number;

typedef struct holder {
  number *values;
  int64_t count, capacity, share_ppm;   /* share_ppm 0: not given yet */
} holder;

static idx_t size(duckdb_function_info info)
{
  (void)info;
  return sizeof(holder);
}

static void start(duckdb_function_info info, duckdb_aggregate_state state)
{
  (void)info;
  memset(state, 0, sizeof(holder));
}

static void release(duckdb_aggregate_state *states, idx_t count)
{
  for (idx_t i = 0; i < count; i++) {
    holder *one = (holder *)states[i];
    free(one->values);
    memset(one, 0, sizeof *one);
  }
}

static void fail(duckdb_function_info info, patron_status status)
{
  char text[LONGEST_TEXT];
  patron_duckdb_explain(text, "patron_threshold", status);
  duckdb_aggregate_function_set_error(info, text);
}

static patron_status make_room(holder *one, int64_t more)
{
  if (more <= one->capacity - one->count) return PATRON_OK;
  int64_t capacity = one->capacity < 64 ? 64 : one->capacity * 2;
  if (capacity < one->count + more) capacity = one->count + more;
  number *values = realloc(one->values, (size_t)capacity * sizeof *values);
  if (values == NULL) return PATRON_E_NO_MEMORY;
  one->values = values;
  one->capacity = capacity;
  return PATRON_OK;
}

/* NULL: nothing is wrong with the share. */
static const char *take_share(holder *one, const patron_duckdb_column *shares, idx_t row)
{
  int64_t share = 800000;
  if (shares->vector != NULL) share = patron_duckdb_is_known(shares, row) ? patron_duckdb_share(((const double *)shares->values)[row]) : 0;
  if (share == 0) return patron_duckdb_bad_share;
  if (one->share_ppm != 0 && one->share_ppm != share) return "patron_threshold: the share must be the same for all rows";
  one->share_ppm = share;
  return NULL;
}

static int32_t is_finite(double value)
{
  return value - value == 0.0;
}

static int32_t takes_reals(duckdb_function_info info)
{
  const patron_duckdb_aggregate *function = duckdb_aggregate_function_get_extra_info(info);
  return function->result == DUCKDB_TYPE_DOUBLE;
}

static void update(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state *states)
{
  const idx_t n = duckdb_data_chunk_get_size(input);
  const patron_duckdb_column values = patron_duckdb_argument(input, 0);
  const patron_duckdb_column shares = duckdb_data_chunk_get_column_count(input) > 1 ? patron_duckdb_argument(input, 1) : (patron_duckdb_column){ NULL, NULL, NULL };
  const int32_t reals = takes_reals(info);
  for (idx_t row = 0; row < n; row++) {
    holder *one = (holder *)states[row];
    const number *value = (const number *)values.values + row;
    const char *wrong = take_share(one, &shares, row);
    if (wrong != NULL) {
      duckdb_aggregate_function_set_error(info, wrong);
      return;
    }
    if (!patron_duckdb_is_known(&values, row)) continue;
    const patron_status status = reals && !is_finite(value->real) ? PATRON_E_NOT_FINITE : make_room(one, 1);
    if (status != PATRON_OK) {
      fail(info, status);
      return;
    }
    one->values[one->count++] = *value;
  }
}

static void combine(duckdb_function_info info, duckdb_aggregate_state *sources, duckdb_aggregate_state *targets, idx_t count)
{
  patron_duckdb_count_combined(count);
  for (idx_t i = 0; i < count; i++) {
    const holder *source = (const holder *)sources[i];
    holder *target = (holder *)targets[i];
    if (source->share_ppm == 0) continue;
    if (target->share_ppm != 0 && target->share_ppm != source->share_ppm) {
      duckdb_aggregate_function_set_error(info, "patron_threshold: the share must be the same for all rows");
      return;
    }
    if (make_room(target, source->count) != PATRON_OK) {
      fail(info, PATRON_E_NO_MEMORY);
      return;
    }
    target->share_ppm = source->share_ppm;
    if (source->count > 0) memcpy(target->values + target->count, source->values, (size_t)source->count * sizeof *source->values);
    target->count += source->count;
  }
}

static patron_status cutoff(const holder *one, int32_t reals, patron_pareto_result *out)
{
  *out = (patron_pareto_result){ .struct_size = sizeof *out, .outcome = PATRON_PARETO_EMPTY };
  if (one->count == 0) return PATRON_OK;
  return reals ? patron_pareto_cutoff_f64(&one->values->real, NULL, one->count, one->share_ppm, NULL, out)
               : patron_pareto_cutoff_i64(&one->values->integer, NULL, one->count, one->share_ppm, NULL, out);
}

static void finish(duckdb_function_info info, duckdb_aggregate_state *states, duckdb_vector result, idx_t count, idx_t offset)
{
  const int32_t reals = takes_reals(info);
  number *answers = duckdb_vector_get_data(result);
  for (idx_t i = 0; i < count; i++) {
    patron_pareto_result found;
    const patron_status status = cutoff((const holder *)states[i], reals, &found);
    if (status != PATRON_OK) {
      fail(info, status);
      return;
    }
    if (found.outcome != PATRON_PARETO_OK) patron_duckdb_answer_null(result, offset + i);
    else if (reals) answers[offset + i].real = found.cutoff_f64;
    else answers[offset + i].integer = found.cutoff_i64;
  }
}

int32_t patron_duckdb_add_threshold(duckdb_connection connection)
{
  static const patron_duckdb_aggregate overloads[] = {
    { "patron_threshold", { DUCKDB_TYPE_BIGINT }, DUCKDB_TYPE_BIGINT, size, start, update, combine, finish, release },
    { "patron_threshold", { DUCKDB_TYPE_DOUBLE }, DUCKDB_TYPE_DOUBLE, size, start, update, combine, finish, release },
    { "patron_threshold", { DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_DOUBLE }, DUCKDB_TYPE_BIGINT, size, start, update, combine, finish, release },
    { "patron_threshold", { DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_DOUBLE }, DUCKDB_TYPE_DOUBLE, size, start, update, combine, finish, release },
  };
  return patron_duckdb_add_aggregates(connection, overloads, sizeof overloads / sizeof *overloads);
}
