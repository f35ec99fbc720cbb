/* Where no thread can be started the work is done all the same: this program stands in for the system and refuses them. */
#if !defined(_POSIX_C_SOURCE)
#  define _POSIX_C_SOURCE 200809L
#endif
#include "checks.h"
#include "base/threads.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

static int32_t masks_refused, threads_asked;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
  (void)thread;
  (void)attributes;
  (void)run;
  (void)argument;
  threads_asked++;
  return EAGAIN;
}

int pthread_sigmask(int how, const sigset_t *mask, sigset_t *before)
{
  (void)how;
  (void)mask;
  if (before != NULL) sigemptyset(before);
  return masks_refused ? EINVAL : 0;
}

static void count(void *argument, int64_t job)
{
  int64_t *sum = argument;
  *sum += job + 1;
}

static void all_jobs_run_on_the_callers_thread(void **state)
{
  (void)state;
  for (masks_refused = 0; masks_refused < 2; masks_refused++) {
    int64_t sum = 0;
    threads_asked = 0;
    patron__run_jobs(8, 100, count, &sum);
    assert_int_equal(sum, 5050);
    assert_int_equal(threads_asked, masks_refused ? 0 : 1);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(all_jobs_run_on_the_callers_thread) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
