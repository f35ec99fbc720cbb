/* The torture harness against scenarios that are right, and against each kind of mistake that it is there to find. */
#define _POSIX_C_SOURCE 200809L
#include "base/context.h"
#include "base/memory.h"
#include "scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

/* A call as the engine makes them: an array, work with ticks in which it grows, a result. */
static patron_status count_up(patron_context *context, int64_t steps, int64_t *out)
{
  patron_status status = patron__context_enter(context);
  if (status != PATRON_OK) return status;
  int64_t *list = patron__allocate_array(context, 4, sizeof *list);
  if (list == NULL) return patron__context_leave(context, patron__memory_status(context));
  for (int64_t i = 0; i < steps; i++) {
    if (i % 4 == 0) {
      int64_t *more = patron__reallocate(context, list, (uint64_t)(i + 4) * sizeof *list);
      if (more == NULL) { status = patron__memory_status(context); break; }
      list = more;
    }
    list[i] = i == 0 ? 1 : list[i - 1] + i;
    status = patron__context_tick(context, "count", i + 1, steps);
    if (status != PATRON_OK) break;
  }
  if (status == PATRON_OK) *out = list[steps - 1];
  patron__release(context, list);
  return patron__context_leave(context, status);
}

static patron_status right(patron_context *context, scenario_output *output)
{
  patron_status status = PATRON_OK;
  int64_t sum = 0;
  SCENARIO_TRY(count_up(context, 300, &sum));
  SCENARIO_REFUSED(patron_context_set_i64(context, "memory", 1), PATRON_E_NOT_FOUND);
  scenario_write_i64(output, sum);
  scenario_write_f64(output, 0.5);
  scenario_write_text(output, "done");
done:
  return status;
}

/* As the engine calls plug-ins: any status but OK is a failure of the host's. */
static patron_status ask_the_host(patron_context *context, scenario_output *host)
{
  patron_status answer = scenario_callback(host);
  return answer == PATRON_OK ? PATRON_OK : patron__fail(context, PATRON_E_CALLBACK, NULL, "the plug-in answered with %s", patron_status_name(answer));
}

static patron_status with_a_plugin(patron_context *context, scenario_output *output)
{
  patron_status status = PATRON_OK;
  SCENARIO_TRY(ask_the_host(context, output));
  SCENARIO_TRY(ask_the_host(context, output));
  scenario_write_i64(output, 2);
done:
  return status;
}

static patron_status does_not_heed_its_plugin(patron_context *context, scenario_output *output)
{
  (void)context;
  scenario_write_i64(output, scenario_callback(output) == PATRON_OK);
  return PATRON_OK;
}

static patron_status hands_the_plugins_status_through(patron_context *context, scenario_output *output)
{
  (void)context;
  scenario_write_i64(output, 1);
  return scenario_callback(output);
}

static void a_right_scenario_passes_the_torture(void **state)
{
  (void)state;
  scenario_torture("count up", right, NULL);
  scenario_torture("count up in strides", right, &(scenario_options){ 7, 9, 5, 1 });
  scenario_run("count up once", right);
  scenario_torture("with a plug-in", with_a_plugin, NULL);
}

static patron_status forgets_a_block(patron_context *context, scenario_output *output)
{
  void *first = patron__allocate(context, 10), *second = patron__allocate(context, 10);
  if (first == NULL || second == NULL) return patron__memory_status(context);
  scenario_write_i64(output, 1);
  patron__release(context, first);
  patron__release(context, second);
  return PATRON_OK;
}

static patron_status hides_a_failure(patron_context *context, scenario_output *output)
{
  void *block = patron__allocate(context, 10);
  scenario_write_i64(output, block == NULL ? 0 : 1);
  patron__release(context, block);
  return PATRON_OK;
}

static patron_status ignores_cancel(patron_context *context, scenario_output *output)
{
  patron_status status = patron__context_enter(context);
  if (status != PATRON_OK) return status;
  status = patron__context_tick(context, "wait", 1, 2);
  scenario_write_i64(output, status);
  return patron__context_leave(context, PATRON_OK);
}

static patron_status leaves_the_context_at_work(patron_context *context, scenario_output *output)
{
  patron_status status = patron__context_enter(context);
  if (status != PATRON_OK) return status;
  status = patron__context_tick(context, "wait", 1, 2);
  if (status != PATRON_OK) return status;
  scenario_write_i64(output, 1);
  return patron__context_leave(context, PATRON_OK);
}

static patron_status writes_behind_a_block(patron_context *context, scenario_output *output)
{
  char *block = patron__allocate(context, 24);
  if (block == NULL) return patron__memory_status(context);
  memset(block, 1, 32);
  scenario_write(output, block, 1);
  patron__release(context, block);
  return PATRON_OK;
}

static patron_status answers_differently_each_time(patron_context *context, scenario_output *output)
{
  static int64_t runs = 0;
  (void)context;
  scenario_write_i64(output, runs++);
  return PATRON_OK;
}

static patron_status gives_the_wrong_status(patron_context *context, scenario_output *output)
{
  void *block = patron__allocate(context, 10);
  if (block == NULL) return PATRON_E_INTERNAL;
  scenario_write_i64(output, 1);
  patron__release(context, block);
  return PATRON_OK;
}

static scenario_fn suspect;

static void suspected(void **state)
{
  (void)state;
  scenario_torture("a mistake", suspect, NULL);
}

/* The harness fails the test that calls it: so it is called by a test of its own, in a process of its own, that nobody listens to. */
static int32_t is_found(scenario_fn scenario)
{
  fflush(NULL);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(suspected) };
    if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL) _exit(9);
    suspect = scenario;
    _exit(cmocka_run_group_tests(tests, NULL, NULL));
  }
  int answer = 0;
  assert_int_equal(waitpid(child, &answer, 0), child);
  assert_true(WIFEXITED(answer) && WEXITSTATUS(answer) <= 1);
  return WEXITSTATUS(answer);
}

static void mistakes_are_found(void **state)
{
  (void)state;
  assert_int_equal(is_found(right), 0);
  assert_int_equal(is_found(forgets_a_block), 1);
  assert_int_equal(is_found(hides_a_failure), 1);
  assert_int_equal(is_found(ignores_cancel), 1);
  assert_int_equal(is_found(leaves_the_context_at_work), 1);
  assert_int_equal(is_found(writes_behind_a_block), 1);
  assert_int_equal(is_found(answers_differently_each_time), 1);
  assert_int_equal(is_found(does_not_heed_its_plugin), 1);
  assert_int_equal(is_found(hands_the_plugins_status_through), 1);
  assert_int_equal(is_found(gives_the_wrong_status), 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_right_scenario_passes_the_torture),
    cmocka_unit_test(mistakes_are_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
