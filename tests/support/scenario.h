/* The torture harness: one scenario, run again and again with everything failing that can fail.

   A scenario is a function that uses the public API with the context it is given and appends its result to the output:

       static patron_status one_customer_is_assessed(patron_context *context, scenario_output *output)
       {
         patron_status status = PATRON_OK;
         patron_portfolio *book = NULL;
         SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
         ...
         scenario_write_text(output, text);
       done:
         patron_portfolio_destroy(book);
         return status;
       }

       static void torture(void **state) { (void)state; scenario_torture("one customer", one_customer_is_assessed, NULL); }

   Its rules:
   - it destroys all that it created, also when it fails, and returns the first status that is not PATRON_OK (SCENARIO_TRY does: it needs a variable
     `status`, the parameter `output`, and the label `done`);
   - it creates no context of its own, sets neither limit nor progress, and has no memory between two runs;
   - a callback that it gives to the library (a plug-in) is given the output as `user` and answers with scenario_callback(output) before it does its work;
   - calls that must fail (bad input) are made with SCENARIO_REFUSED;
   - the bytes it writes depend on nothing but its facts: no pointers, no handles.

   scenario_torture runs it: plainly, twice; with 2 and 4 worker threads; with the k-th allocation failing for all k: once, from then on, and once with the failed call
   repeated on the same handles; with cancel at the k-th progress tick, by the callback's answer, from inside it, and with the cancelled call repeated; with calls into the
   context at work from the progress callback; with the k-th callback failing, once, and once with the call repeated; and with memory limits from nothing to the peak.
   Each run must end in PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT, PATRON_E_CANCELLED or PATRON_E_CALLBACK (whichever was provoked) with an error text, or succeed with the bytes of the plain run; then
   memory used must be what it was before; run again in the same context, undisturbed, the scenario must succeed with the same bytes; and when the context is destroyed no byte
   may be outstanding. Blocks are aligned to 8 and no more, stand between guards, move at each reallocation, are filled with rubbish before and after use, must be released with
   their size, and must not be allocated by worker threads. */
#ifndef PATRON_TESTS_SCENARIO_H
#define PATRON_TESTS_SCENARIO_H

#include "patron/base.h"

typedef struct scenario_output {
  uint8_t *bytes;
  int64_t length, capacity;
  int32_t repeat;     /* a call that failed for the reason that was provoked is made again */
  int64_t repeated;   /* how often that happened */
  int64_t callbacks, callback_that_fails;
  int32_t silent;     /* set by a scenario that ends in a call on a finished object: that answers by status alone */
} scenario_output;

void scenario_write(scenario_output *output, const void *bytes, int64_t length);
void scenario_write_text(scenario_output *output, const char *text);   /* with its NUL; NULL is "" */
void scenario_write_i64(scenario_output *output, int64_t value);
void scenario_write_f64(scenario_output *output, double value);

typedef patron_status (*scenario_fn)(patron_context *context, scenario_output *output);

/* What a callback of the scenario answers: PATRON_OK, or the failure that is provoked, at which it returns without having done its work. */
patron_status scenario_callback(scenario_output *output);

/* All zero, or NULL: every allocation, every tick, 16 memory limits, 1, 2 and 4 threads. */
typedef struct scenario_options {
  int64_t allocation_stride;   /* of k beyond the first 64 allocations; for scenarios that allocate thousands of times. One allocation of each chain of calls is not left out */
  int64_t tick_stride;         /* the same for ticks */
  int32_t limit_steps;
  int32_t one_thread_only;     /* not 0: no runs with 2 and 4 threads */
} scenario_options;

/* Fails the CMocka test that calls it, with the name, what was provoked and the k at which it went wrong. */
void scenario_torture(const char *name, scenario_fn scenario, const scenario_options *options);
/* The same with the defaults, for a host whose allocator cannot resize a block. */
void scenario_torture_without_reallocate(const char *name, scenario_fn scenario);
/* Only the plain run, with the checks of memory: for scenarios that a vector test runs by the hundred. */
void scenario_run(const char *name, scenario_fn scenario);

/* Is `status` what was provoked in a run that repeats failed calls? Used by the macros below. */
int32_t scenario_again(scenario_output *output, patron_status status);

/* Makes a call that must succeed; otherwise leaves for `done` with its status. The call stands in the text twice: its arguments have no side effects. */
#define SCENARIO_TRY(call) \
  do { \
    status = (call); \
    if (scenario_again(output, status)) status = (call); \
    if (status != PATRON_OK) goto done; \
  } while (0)

/* Makes a call that must be refused with `expected`, which is part of the result; with any other status leaves for `done` (PATRON_OK there becomes PATRON_E_INTERNAL). */
#define SCENARIO_REFUSED(call, expected) \
  do { \
    status = (call); \
    if (scenario_again(output, status)) status = (call); \
    if (status != (expected)) { \
      if (status == PATRON_OK) status = PATRON_E_INTERNAL; \
      goto done; \
    } \
    scenario_write_i64(output, status); \
    status = PATRON_OK; \
  } while (0)

#endif
