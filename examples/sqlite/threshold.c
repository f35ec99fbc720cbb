/* patron_threshold(value [, share]): the cut-off of a share (0.8 unless given), as an aggregate and over any frame of a window:
   `sales >= patron_threshold(sales) OVER (PARTITION BY region)` is true for key customers. NULL: nothing positive. */
#include "numbers.h"

#define NAME "patron_threshold"

typedef struct threshold {
  numbers values;
  int64_t share_ppm;
  int32_t fresh;   /* answer is that of the values */
  patron_pareto_result answer;
} threshold;

static int32_t take_share(sqlite3_context *context, threshold *state, int count, sqlite3_value **arguments)
{
  int64_t share = count > 1 ? patron_sqlite_share(context, arguments[1]) : 800000;
  if (share == 0) return 0;
  if (state->share_ppm != 0 && state->share_ppm != share) {
    sqlite3_result_error(context, NAME ": the share must be the same for all rows", -1);
    return 0;
  }
  state->share_ppm = share;
  return 1;
}

static void step(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  threshold *state = sqlite3_aggregate_context(context, sizeof *state);
  if (state == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (!take_share(context, state, count, arguments) || sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  state->fresh = 0;
  patron_status status = numbers_add(&state->values, arguments[0]);
  if (status != PATRON_OK) patron_sqlite_fail(context, NAME, status);
}

/* Frames move forward: the row that leaves is the oldest one that came. */
static void inverse(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  threshold *state = sqlite3_aggregate_context(context, sizeof *state);
  (void)count;
  if (state == NULL || sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  state->fresh = 0;
  numbers_drop_first(&state->values);
}

static void value(sqlite3_context *context)
{
  threshold *state = sqlite3_aggregate_context(context, 0);
  if (state == NULL) return;
  if (!state->fresh) {
    state->answer.struct_size = sizeof state->answer;
    patron_status status = numbers_cutoff(&state->values, state->share_ppm == 0 ? 800000 : state->share_ppm, &state->answer);
    if (status != PATRON_OK) {
      patron_sqlite_fail(context, NAME, status);
      return;
    }
    state->fresh = 1;
  }
  if (state->answer.outcome != PATRON_PARETO_OK) return;
  if (state->values.real_count > 0) sqlite3_result_double(context, state->answer.cutoff_f64);
  else sqlite3_result_int64(context, state->answer.cutoff_i64);
}

static void final(sqlite3_context *context)
{
  threshold *state = sqlite3_aggregate_context(context, 0);
  if (state == NULL) return;
  value(context);
  numbers_clear(&state->values);
}

int patron_sqlite_add_threshold(sqlite3 *db)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int code = sqlite3_create_window_function(db, NAME, 1, flags, NULL, step, final, value, inverse, NULL);
  return code != SQLITE_OK ? code : sqlite3_create_window_function(db, NAME, 2, flags, NULL, step, final, value, inverse, NULL);
}
