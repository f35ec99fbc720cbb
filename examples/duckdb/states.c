/* patron_partial(value [, plan]) and patron_merge(state): the aggregates that make and add states, as blobs. DuckDB gives each thread a state of its own for a group and combines them in any order;
   so the bytes of a state are the same for any number of threads. Integers are taken as doubles, so that all parts make states of one kind, here and in the extension of SQLite. */
#include "patron_duckdb.h"

#include <stdlib.h>
#include <string.h>

/* All zero: nothing was seen yet. */
typedef struct holder {
  patron_pareto_state *state;
  void *plan;              /* patron_partial: what the state was made with; NULL: first pass */
  int64_t plan_length;
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
    patron_pareto_state_destroy(one->state);
    free(one->plan);
    memset(one, 0, sizeof *one);
  }
}

static void fail(duckdb_function_info info, patron_status status)
{
  const patron_duckdb_aggregate *function = duckdb_aggregate_function_get_extra_info(info);
  char text[LONGEST_TEXT];
  patron_duckdb_explain(text, function->name, status);
  duckdb_aggregate_function_set_error(info, text);
}

static patron_status keep_plan(holder *one, const void *plan, int64_t length)
{
  if (length == 0) return PATRON_OK;
  one->plan = malloc((size_t)length);
  if (one->plan == NULL) return PATRON_E_NO_MEMORY;
  memcpy(one->plan, plan, (size_t)length);
  one->plan_length = length;
  return PATRON_OK;
}

/* A state for `plan`, which is that of all rows of a group. */
static patron_status prepare(holder *one, patron_duckdb_bytes plan)
{
  if (one->state != NULL) return plan.length == one->plan_length && (plan.length == 0 || memcmp(plan.bytes, one->plan, (size_t)plan.length) == 0) ? PATRON_OK : PATRON_E_STATE;
  const patron_status status = keep_plan(one, plan.bytes, plan.length);
  return status == PATRON_OK ? patron_pareto_state_create(NULL, PATRON_PARETO_F64, one->plan, one->plan_length, &one->state) : status;
}

/* A plan of no bytes is none: a blob of that kind is refused, where NULL means the first pass. */
static patron_status plan_of(const patron_duckdb_column *plans, idx_t row, patron_duckdb_bytes *out)
{
  *out = (patron_duckdb_bytes){ NULL, 0 };
  if (plans->vector == NULL || !patron_duckdb_is_known(plans, row)) return PATRON_OK;
  *out = patron_duckdb_blob(plans, row);
  return out->length > 0 ? PATRON_OK : PATRON_E_FORMAT;
}

static void partial_update(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state *states)
{
  const idx_t n = duckdb_data_chunk_get_size(input);
  const patron_duckdb_column values = patron_duckdb_argument(input, 0);
  const patron_duckdb_column plans = duckdb_data_chunk_get_column_count(input) > 1 ? patron_duckdb_argument(input, 1) : (patron_duckdb_column){ NULL, NULL, NULL };
  patron_status status = PATRON_OK;
  for (idx_t row = 0, next; row < n && status == PATRON_OK; row = next) {
    holder *one = (holder *)states[row];
    patron_duckdb_bytes plan;
    next = row + 1;
    /* Rows of one group that stand together are taken together. */
    while (values.validity == NULL && plans.vector == NULL && next < n && states[next] == states[row]) next++;
    status = plan_of(&plans, row, &plan);
    if (status == PATRON_OK) status = prepare(one, plan);
    if (status == PATRON_OK && patron_duckdb_is_known(&values, row))
      status = patron_pareto_state_accumulate_f64(one->state, (const double *)values.values + row, NULL, (int64_t)(next - row));
  }
  if (status != PATRON_OK) fail(info, status);
}

static void merge_update(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state *states)
{
  const idx_t n = duckdb_data_chunk_get_size(input);
  const patron_duckdb_column blobs = patron_duckdb_argument(input, 0);
  patron_status status = PATRON_OK;
  for (idx_t row = 0; row < n && status == PATRON_OK; row++) {
    if (!patron_duckdb_is_known(&blobs, row)) continue;
    holder *one = (holder *)states[row];
    patron_pareto_state *other = NULL;
    const patron_duckdb_bytes bytes = patron_duckdb_blob(&blobs, row);
    status = patron_pareto_state_load(NULL, bytes.bytes, bytes.length, &other);
    if (status == PATRON_OK && one->state == NULL) {
      one->state = other;
      continue;
    }
    if (status == PATRON_OK) status = patron_pareto_state_merge(one->state, other);
    patron_pareto_state_destroy(other);
  }
  if (status != PATRON_OK) fail(info, status);
}

static patron_status save(const patron_pareto_state *state, void **bytes, int64_t *length)
{
  patron_status status = patron_pareto_state_save(state, NULL, 0, length);
  if (status != PATRON_OK) return status;
  *bytes = malloc((size_t)*length);
  return *bytes == NULL ? PATRON_E_NO_MEMORY : patron_pareto_state_save(state, *bytes, *length, length);
}

/* Windows combine one source into several targets, so the source is copied, not taken. */
static patron_status copy(holder *target, const holder *source)
{
  void *bytes = NULL;
  int64_t length = 0;
  patron_status status = save(source->state, &bytes, &length);
  if (status == PATRON_OK) status = keep_plan(target, source->plan, source->plan_length);
  if (status == PATRON_OK) status = patron_pareto_state_load(NULL, bytes, length, &target->state);
  free(bytes);
  return status;
}

static patron_status add(holder *target, const holder *source)
{
  if (source->state == NULL) return PATRON_OK;
  return target->state == NULL ? copy(target, source) : patron_pareto_state_merge(target->state, source->state);
}

static void combine(duckdb_function_info info, duckdb_aggregate_state *sources, duckdb_aggregate_state *targets, idx_t count)
{
  patron_status status = PATRON_OK;
  for (idx_t i = 0; i < count && status == PATRON_OK; i++) status = add((holder *)targets[i], (const holder *)sources[i]);
  patron_duckdb_count_combined(count);
  if (status != PATRON_OK) fail(info, status);
}

/* NULL of no rows. */
static void finish(duckdb_function_info info, duckdb_aggregate_state *states, duckdb_vector result, idx_t count, idx_t offset)
{
  patron_status status = PATRON_OK;
  for (idx_t i = 0; i < count && status == PATRON_OK; i++) {
    const holder *one = (const holder *)states[i];
    void *bytes = NULL;
    int64_t length = 0;
    if (one->state == NULL) {
      patron_duckdb_answer_null(result, offset + i);
      continue;
    }
    status = save(one->state, &bytes, &length);
    if (status == PATRON_OK) duckdb_vector_assign_string_element_len(result, offset + i, bytes, (idx_t)length);
    free(bytes);
  }
  if (status != PATRON_OK) fail(info, status);
}

int32_t patron_duckdb_add_states(duckdb_connection connection)
{
  static const patron_duckdb_aggregate partial[] = {
    { "patron_partial", { DUCKDB_TYPE_DOUBLE }, DUCKDB_TYPE_BLOB, size, start, partial_update, combine, finish, release },
    { "patron_partial", { DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_BLOB }, DUCKDB_TYPE_BLOB, size, start, partial_update, combine, finish, release },
  };
  static const patron_duckdb_aggregate merge[] = {
    { "patron_merge", { DUCKDB_TYPE_BLOB }, DUCKDB_TYPE_BLOB, size, start, merge_update, combine, finish, release },
  };
  return patron_duckdb_add_aggregates(connection, partial, 2) && patron_duckdb_add_aggregates(connection, merge, 1);
}
