/* The torture harness; what it promises stands in scenario.h. */
#include "scenario.h"
#include "scenario_memory.h"
#include "scenario_sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { ALWAYS = 64, LIMIT_STEPS = 16 };

/* What a run provokes. */
typedef enum provoked { NOTHING, FAIL_ONCE, FAIL_ON, FAIL_AND_REPEAT, CANCEL_BY_ANSWER, CANCEL_FROM_INSIDE, CANCEL_AND_REPEAT, CALLBACK_FAILS, CALLBACK_FAILS_AND_REPEAT, CALL_FROM_INSIDE, LIMIT } provoked;

static const char *const names[] = {
  "nothing", "an allocation that fails", "allocations that fail from there on", "an allocation that fails, the call repeated", "cancel by the callback's answer",
  "cancel from inside the callback", "cancel, the call repeated", "a callback that fails", "a callback that fails, the call repeated", "a call from inside the callback", "a memory limit"
};

typedef struct run {
  const char *name;
  scenario_fn scenario;
  provoked what;
  int64_t k;
  int32_t threads;
  uint64_t limit;
  scenario_memory memory;
  patron_context *context;
  int64_t ticks;
  int32_t quiet;         /* the undisturbed run after a disturbed one */
  int32_t must_succeed;
  int32_t no_reallocate;
  const char *fault;     /* seen by the progress callback */
  scenario_chains *chains;   /* of a run that is recorded */
  uint64_t peak, base;   /* of a plain run */
} run;

void scenario_write(scenario_output *output, const void *bytes, int64_t length)
{
  if (output->length + length > output->capacity) {
    output->capacity = 2 * (output->length + length) + 256;
    output->bytes = realloc(output->bytes, (size_t)output->capacity);
    if (output->bytes == NULL) abort();
  }
  if (length > 0) memcpy(output->bytes + output->length, bytes, (size_t)length);
  output->length += length;
}

void scenario_write_text(scenario_output *output, const char *text)
{
  if (text == NULL) text = "";
  scenario_write(output, text, (int64_t)strlen(text) + 1);
}

void scenario_write_i64(scenario_output *output, int64_t value) { scenario_write(output, &value, sizeof value); }

void scenario_write_f64(scenario_output *output, double value) { scenario_write(output, &value, sizeof value); }

static int32_t is_provoked(patron_status status) { return status == PATRON_E_NO_MEMORY || status == PATRON_E_MEMORY_LIMIT || status == PATRON_E_CANCELLED || status == PATRON_E_CALLBACK; }

int32_t scenario_again(scenario_output *output, patron_status status)
{
  if (!output->repeat || !is_provoked(status)) return 0;
  output->repeated++;
  return 1;
}

patron_status scenario_callback(scenario_output *output)
{
  output->callbacks++;
  return output->callbacks == output->callback_that_fails ? PATRON_E_INTERNAL : PATRON_OK;   /* any status but OK is the host's failure */
}

static void wrong(run *at, const char *what, patron_status status)
{
  char text[1200] = "";
  if (at->context != NULL) patron_context_error(at->context, text, sizeof text, NULL);
  fail_msg("%s, with %s at %lld: %s (status %s, error \"%s\")", at->name, names[at->what], (long long)at->k, what, patron_status_name(status), text);
}

static int32_t progress(void *user, const char *stage, int64_t done, int64_t total)
{
  run *at = user;
  at->ticks++;
  if (stage == NULL || stage[0] == 0) at->fault = "a tick without the name of a stage";
  if (done < 0 || (total >= 0 && done > total)) at->fault = "a tick that is beyond its total";
  if (at->what == CALL_FROM_INSIDE && patron_context_set_i64(at->context, "max_threads", 1) != PATRON_E_STATE) at->fault = "a call on the context at work was not refused";
  if (at->quiet || at->ticks != at->k) return 0;
  if (at->what == CANCEL_FROM_INSIDE) patron_context_cancel(at->context);
  return at->what == CANCEL_BY_ANSWER || at->what == CANCEL_AND_REPEAT;
}

static void provoke(run *at)
{
  scenario_memory *memory = &at->memory;
  memory->calls = 0;
  memory->failed = 0;
  memory->fail_at = at->what == FAIL_ONCE || at->what == FAIL_ON || at->what == FAIL_AND_REPEAT ? at->k : 0;
  memory->fail_on = at->what == FAIL_ON;
  at->ticks = 0;
  at->quiet = 0;
}

static patron_status expected_status(provoked what)
{
  if (what == FAIL_ONCE || what == FAIL_ON) return PATRON_E_NO_MEMORY;
  if (what == CANCEL_BY_ANSWER || what == CANCEL_FROM_INSIDE) return PATRON_E_CANCELLED;
  if (what == CALLBACK_FAILS) return PATRON_E_CALLBACK;
  return what == LIMIT ? PATRON_E_MEMORY_LIMIT : PATRON_OK;
}

/* Destroys the context and looks at what is left. */
static void close_run(run *at)
{
  patron_context_destroy(at->context);
  at->context = NULL;
  if (at->memory.fault != NULL) wrong(at, at->memory.fault, PATRON_OK);
  if (at->fault != NULL) wrong(at, at->fault, PATRON_OK);
  if (at->memory.blocks != 0 || at->memory.bytes != 0) wrong(at, "memory is left when the context is destroyed", PATRON_OK);
  scenario_memory_close(&at->memory);
}

static void check_bytes(run *at, const scenario_output *got, const scenario_output *plain, const char *what)
{
  if (plain == NULL) return;
  if (got->length != plain->length || (got->length > 0 && memcmp(got->bytes, plain->bytes, (size_t)got->length) != 0)) wrong(at, what, PATRON_OK);
}

/* What a scenario that was disturbed may answer: success, or the status that was provoked, with a text. */
static void check_status(run *at, patron_status status, int32_t silent)
{
  char text[1200];
  if (status == PATRON_OK) return;
  if (at->must_succeed) wrong(at, "does not succeed with a limit that is its own peak", status);
  if (status != expected_status(at->what)) wrong(at, "ends with another status than was provoked", status);
  patron_context_error(at->context, text, sizeof text, NULL);
  if ((text[0] == 0) != (silent != 0)) wrong(at, silent ? "gives an error text for a finished object" : "gives no error text", status);
}

/* The scenario once more in the same context, undisturbed. */
static void run_again(run *at, const scenario_output *plain)
{
  scenario_output output = { NULL, 0, 0, 0, 0, 0, 0, 0 };
  at->quiet = 1;
  at->memory.fail_at = 0;
  at->memory.chains = NULL;
  if (at->limit != 0) patron_context_set_i64(at->context, "memory_limit", 0);
  patron_status status = at->scenario(at->context, &output);
  if (status != PATRON_OK) wrong(at, "does not succeed when it is run again", status);
  check_bytes(at, &output, plain, "gives other bytes when it is run again");
  if (patron_context_memory_used(at->context) != at->base) wrong(at, "holds memory after it was run again", PATRON_OK);
  free(output.bytes);
}

/* One disturbed run and the undisturbed one after it. Returns 0 when nothing was left to provoke: k is beyond the last allocation or tick. */
static int32_t run_once(run *at, scenario_output *output, const scenario_output *plain)
{
  scenario_memory_open(&at->memory);
  patron_allocator allocator = scenario_memory_allocator(&at->memory);
  if (at->no_reallocate) allocator.reallocate = NULL;
  patron_context_options options = { sizeof options, 0, &allocator, at->limit, at->threads, 0 };
  provoke(at);
  at->memory.chains = at->chains;
  at->context = NULL;
  patron_status status = patron_context_create(&options, &at->context);
  int32_t reached = 1;
  if (at->context == NULL) {
    if (status != expected_status(at->what) && !(at->what == FAIL_AND_REPEAT && status == PATRON_E_NO_MEMORY)) wrong(at, "no context", status);
  } else {
    at->base = patron_context_memory_used(at->context);
    patron_context_set_progress(at->context, progress, at);
    status = at->scenario(at->context, output);
    reached = output->callback_that_fails > 0 ? output->callbacks >= at->k : at->memory.failed > 0 || (at->memory.fail_at == 0 && at->ticks >= at->k);
    check_status(at, status, output->silent);
    if (status == PATRON_OK) check_bytes(at, output, plain, "succeeds with other bytes");
    if (patron_context_memory_used(at->context) != at->base) wrong(at, "holds memory after it has returned", status);
    at->peak = patron_context_memory_peak(at->context);
    run_again(at, plain);
  }
  close_run(at);
  return reached;
}

static int32_t disturb(const run *like, provoked what, int64_t k, uint64_t limit, const scenario_output *plain)
{
  run at = *like;
  scenario_output output = { NULL, 0, 0, what == FAIL_AND_REPEAT || what == CANCEL_AND_REPEAT || what == CALLBACK_FAILS_AND_REPEAT, 0, 0, 0, 0 };
  if (what == CALLBACK_FAILS || what == CALLBACK_FAILS_AND_REPEAT) output.callback_that_fails = k;
  at.what = what;
  at.k = k;
  at.limit = limit;
  at.must_succeed = what == LIMIT && limit == like->peak;
  int32_t reached = run_once(&at, &output, plain);
  free(output.bytes);
  return reached;
}

/* The next k: by the stride, but no allocation that comes from somewhere new is left out (`chains` NULL: by the stride alone). */
static int64_t next_of(int64_t k, int64_t stride, const scenario_chains *chains)
{
  const int64_t step = (k < ALWAYS && stride < 100) || stride < 1 ? 1 : stride, fresh = chains == NULL ? INT64_MAX : scenario_chains_next(chains, k);
  return k + step < fresh ? k + step : fresh;
}

static void disturb_each(const run *like, provoked first, provoked last, int64_t stride, const scenario_chains *chains, const scenario_output *plain)
{
  for (int32_t what = (int32_t)first; what <= (int32_t)last; what++)
    for (int64_t k = 1; disturb(like, (provoked)what, k, 0, plain);) k = next_of(k, stride, what == FAIL_ONCE ? chains : NULL);
}

/* PATRON_TORTURE_STRIDE in the environment takes the place of all strides, and nothing is visited besides: 1 misses nothing, a large one makes runs under valgrind bearable. */
static int64_t stride_of(int64_t given)
{
  const char *wanted = getenv("PATRON_TORTURE_STRIDE");
  return wanted != NULL && atoll(wanted) > 0 ? atoll(wanted) : given;
}

static void plain_run(run *at, int32_t threads, scenario_output *output, const scenario_output *plain)
{
  at->what = NOTHING;
  at->k = 0;
  at->threads = threads;
  run_once(at, output, plain);
}

void scenario_run(const char *name, scenario_fn scenario)
{
  run at = { .name = name, .scenario = scenario };
  scenario_output first = { NULL, 0, 0, 0, 0, 0, 0, 0 };
  plain_run(&at, 1, &first, NULL);
  free(first.bytes);
}

static void torture(run at, const scenario_options *options)
{
  scenario_output first = { NULL, 0, 0, 0, 0, 0, 0, 0 };
  plain_run(&at, 1, &first, NULL);
  const uint64_t base = at.base, peak = at.peak;
  for (int32_t threads = 1; threads <= (options->one_thread_only ? 1 : 4); threads *= 2) {
    scenario_output other = { NULL, 0, 0, 0, 0, 0, 0, 0 };
    plain_run(&at, threads, &other, &first);
    free(other.bytes);
  }
  static scenario_chains chains;
  scenario_output recorded = { NULL, 0, 0, 0, 0, 0, 0, 0 };
  scenario_chains_begin(&chains);
  at.chains = getenv("PATRON_TORTURE_STRIDE") == NULL ? &chains : NULL;
  plain_run(&at, 1, &recorded, &first);
  free(recorded.bytes);
  at.chains = NULL;
  at.peak = peak;
  disturb_each(&at, FAIL_ONCE, FAIL_AND_REPEAT, stride_of(options->allocation_stride), getenv("PATRON_TORTURE_STRIDE") == NULL ? &chains : NULL, &first);
  disturb_each(&at, CANCEL_BY_ANSWER, CANCEL_AND_REPEAT, stride_of(options->tick_stride), NULL, &first);
  disturb_each(&at, CALLBACK_FAILS, CALLBACK_FAILS_AND_REPEAT, 0, NULL, &first);
  disturb(&at, CALL_FROM_INSIDE, 0, 0, &first);
  int32_t steps = options->limit_steps > 0 ? options->limit_steps : LIMIT_STEPS;
  for (int32_t step = 0; step <= steps; step++) disturb(&at, LIMIT, 0, step == 0 ? 1 : base + (peak - base) / (uint64_t)steps * (uint64_t)step, &first);
  if (peak > base) disturb(&at, LIMIT, 0, peak, &first);
  free(first.bytes);
}

static const scenario_options defaults = { 0, 0, 0, 0 };

void scenario_torture(const char *name, scenario_fn scenario, const scenario_options *options)
{
  torture((run){ .name = name, .scenario = scenario }, options == NULL ? &defaults : options);
}

void scenario_torture_without_reallocate(const char *name, scenario_fn scenario)
{
  torture((run){ .name = name, .scenario = scenario, .no_reallocate = 1 }, &defaults);
}
