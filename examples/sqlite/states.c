/* The cut-off over tables that lie apart: patron_partial makes a state of a group's values, patron_merge adds states, patron_next makes a plan of one, and patron_cut reads the cut-off from it.
   When patron_done(plan) is 0, one more pass is needed: patron_partial(value, plan), and so on. States and plans are blobs, the same for the same rows in any order. Integers and reals are both
   taken as doubles, so that every part makes states of one kind. */
#include "patron_sqlite.h"

typedef struct holder {
  patron_pareto_state *state;
  int32_t failed;   /* the message is set already: later rows change nothing */
} holder;

static void fail(sqlite3_context *context, holder *state, const char *function, patron_status status)
{
  if (state != NULL) state->failed = 1;
  if (status == PATRON_E_FORMAT || status == PATRON_E_STATE) {
    char *text = sqlite3_mprintf("%s: %s", function, status == PATRON_E_FORMAT ? "a blob is no state or plan of Patron, or damaged" : "the states are of different plans, or the rows are not those of the plan");
    if (text == NULL) sqlite3_result_error_nomem(context);
    else sqlite3_result_error(context, text, -1);
    sqlite3_free(text);
    return;
  }
  patron_sqlite_fail(context, function, status);
}

static void partial_step(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  holder *state = sqlite3_aggregate_context(context, sizeof *state);
  patron_status status = PATRON_OK;
  if (state == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (state->failed) return;
  if (state->state == NULL) {
    const void *plan = count > 1 ? sqlite3_value_blob(arguments[1]) : NULL;
    status = patron_pareto_state_create(patron_sqlite_allocator(), PATRON_PARETO_F64, plan, plan == NULL ? 0 : sqlite3_value_bytes(arguments[1]), &state->state);
  }
  if (status == PATRON_OK && sqlite3_value_type(arguments[0]) != SQLITE_NULL) {
    int type = sqlite3_value_numeric_type(arguments[0]);
    double value = sqlite3_value_double(arguments[0]);
    status = type != SQLITE_INTEGER && type != SQLITE_FLOAT ? PATRON_E_TYPE : patron_pareto_state_accumulate_f64(state->state, &value, NULL, 1);
  }
  if (status != PATRON_OK) fail(context, state, "patron_partial", status);
}

static void merge_step(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  holder *state = sqlite3_aggregate_context(context, sizeof *state);
  patron_pareto_state *other = NULL;
  (void)count;
  if (state == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (state->failed || sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  patron_status status = sqlite3_value_type(arguments[0]) != SQLITE_BLOB ? PATRON_E_FORMAT
                         : patron_pareto_state_load(patron_sqlite_allocator(), sqlite3_value_blob(arguments[0]), sqlite3_value_bytes(arguments[0]), &other);
  if (status == PATRON_OK && state->state != NULL) {
    status = patron_pareto_state_merge(state->state, other);
    patron_pareto_state_destroy(other);
  } else if (status == PATRON_OK) {
    state->state = other;
  }
  if (status != PATRON_OK) fail(context, state, "patron_merge", status);
}

/* Bytes by the convention of the library: asked for their size, then written into memory that SQLite gives back. */
typedef patron_status (*writer)(const void *what, void *buf, int64_t cap, int64_t *needed);

static void answer_bytes(sqlite3_context *context, const char *function, writer write, const void *what)
{
  int64_t needed = 0;
  void *bytes = NULL;
  patron_status status = write(what, NULL, 0, &needed);
  if (status == PATRON_OK && (bytes = sqlite3_malloc64((sqlite3_uint64)needed)) == NULL) status = PATRON_E_NO_MEMORY;
  if (status == PATRON_OK) status = write(what, bytes, needed, &needed);
  if (status == PATRON_OK) {
    sqlite3_result_blob64(context, bytes, (sqlite3_uint64)needed, sqlite3_free);
    return;
  }
  sqlite3_free(bytes);
  fail(context, NULL, function, status);
}

static patron_status write_state(const void *what, void *buf, int64_t cap, int64_t *needed)
{
  return patron_pareto_state_save(what, buf, cap, needed);
}

static void finish(sqlite3_context *context)
{
  holder *state = sqlite3_aggregate_context(context, 0);
  if (state == NULL) return;
  if (!state->failed && state->state != NULL) answer_bytes(context, sqlite3_user_data(context), write_state, state->state);
  patron_pareto_state_destroy(state->state);
}

/* What one plan is made of. */
typedef struct question {
  const patron_pareto_state *state;
  int64_t share_ppm;
} question;

static patron_status write_plan(const void *what, void *buf, int64_t cap, int64_t *needed)
{
  const question *one = what;
  return patron_pareto_state_next(one->state, one->share_ppm == 0 ? NULL : &one->share_ppm, one->share_ppm == 0 ? 0 : 1, buf, cap, needed);
}

static void next(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  patron_pareto_state *state = NULL;
  question one = { NULL, count > 1 ? patron_sqlite_share(context, arguments[1]) : 800000 };
  if (one.share_ppm == 0 || sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  patron_status status = patron_pareto_state_load(patron_sqlite_allocator(), sqlite3_value_blob(arguments[0]), sqlite3_value_bytes(arguments[0]), &state);
  one.state = state;
  if (status == PATRON_OK) answer_bytes(context, "patron_next", write_plan, &one);
  else fail(context, NULL, "patron_next", status == PATRON_E_INVALID_ARGUMENT ? PATRON_E_FORMAT : status);
  patron_pareto_state_destroy(state);
}

/* 1: read the plan's result; 0: the message or NULL is set. */
static int32_t result_of(sqlite3_context *context, const char *function, sqlite3_value *plan, patron_status *status, patron_pareto_result *out)
{
  if (sqlite3_value_type(plan) == SQLITE_NULL) return 0;
  out->struct_size = sizeof *out;
  *status = patron_pareto_plan_result(sqlite3_value_blob(plan), sqlite3_value_bytes(plan), 0, out);
  if (*status == PATRON_OK || *status == PATRON_UNKNOWN) return 1;
  fail(context, NULL, function, *status == PATRON_E_INVALID_ARGUMENT ? PATRON_E_FORMAT : *status);
  return 0;
}

static void cut(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  patron_status status;
  patron_pareto_result result = { 0 };
  (void)count;
  if (!result_of(context, "patron_cut", arguments[0], &status, &result)) return;
  if (status == PATRON_UNKNOWN) sqlite3_result_error(context, "patron_cut: the plan asks for one more pass: patron_partial(value, plan), then patron_next", -1);
  else if (result.outcome == PATRON_PARETO_OK) sqlite3_result_double(context, result.cutoff_f64);
}

static void done(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  patron_status status;
  patron_pareto_result result = { 0 };
  (void)count;
  if (result_of(context, "patron_done", arguments[0], &status, &result)) sqlite3_result_int(context, status == PATRON_OK);
}

int patron_sqlite_add_states(sqlite3 *db)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, code = SQLITE_OK;
  static const struct {
    const char *name;
    int count;
    void (*plain)(sqlite3_context *, int, sqlite3_value **), (*step)(sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
    { "patron_partial", 1, NULL, partial_step }, { "patron_partial", 2, NULL, partial_step }, { "patron_merge", 1, NULL, merge_step },
    { "patron_next", 1, next, NULL }, { "patron_next", 2, next, NULL }, { "patron_cut", 1, cut, NULL }, { "patron_done", 1, done, NULL },
  };
  for (size_t i = 0; i < sizeof functions / sizeof functions[0] && code == SQLITE_OK; i++)
    code = sqlite3_create_function_v2(db, functions[i].name, functions[i].count, flags, (void *)functions[i].name, functions[i].plain, functions[i].step,
                                      functions[i].step == NULL ? NULL : finish, NULL);
  return code;
}
