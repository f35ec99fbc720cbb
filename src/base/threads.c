/* Worker threads and counters that threads share, over POSIX threads or those of Windows. */
#if !defined(_WIN32) && !defined(_POSIX_C_SOURCE)
#  define _POSIX_C_SOURCE 200809L   /* pthread_sigmask */
#endif
#include "base/threads.h"

#if defined(_WIN32)
#  include <windows.h>
typedef HANDLE thread_handle;
#else
#  include <pthread.h>
#  include <signal.h>
typedef pthread_t thread_handle;
#endif

enum { MOST_HELPERS = 63 };

int64_t patron__count_add(patron__count *count, int64_t by) { return __atomic_add_fetch(&count->value, by, __ATOMIC_ACQ_REL); }

int64_t patron__count_get(const patron__count *count) { return __atomic_load_n(&count->value, __ATOMIC_ACQUIRE); }

void patron__count_set(patron__count *count, int64_t value) { __atomic_store_n(&count->value, value, __ATOMIC_RELEASE); }

int32_t patron__count_replace(patron__count *count, int64_t expected, int64_t value)
{
  return __atomic_compare_exchange_n(&count->value, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE) ? 1 : 0;
}

/* One crew works off one list of jobs; `taken` is the number of jobs that somebody has begun. */
typedef struct crew {
  patron__count taken;
  int64_t jobs;
  patron__job_fn run;
  void *argument;
} crew;

static void work(crew *shared)
{
  for (;;) {
    int64_t job = patron__count_add(&shared->taken, 1) - 1;
    if (job >= shared->jobs) return;
    shared->run(shared->argument, job);
  }
}

#if defined(_WIN32)

static DWORD WINAPI helper(LPVOID argument) { work((crew *)argument); return 0; }

static int32_t start(crew *shared, thread_handle *handles, int32_t wanted)
{
  int32_t started = 0;
  while (started < wanted && (handles[started] = CreateThread(NULL, 0, helper, shared, 0, NULL)) != NULL) started++;
  return started;
}

static void join(thread_handle handle) { WaitForSingleObject(handle, INFINITE); CloseHandle(handle); }

#else

static void *helper(void *argument) { work((crew *)argument); return NULL; }

/* Helpers inherit a mask that blocks all signals: the handlers of the host run on the threads of the host, as before. Faults of the thread itself stay unblocked. */
static int32_t start(crew *shared, thread_handle *handles, int32_t wanted)
{
  sigset_t all, before;
  sigfillset(&all);
  sigdelset(&all, SIGSEGV);
  sigdelset(&all, SIGBUS);
  sigdelset(&all, SIGFPE);
  sigdelset(&all, SIGILL);
  if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return 0;
  int32_t started = 0;
  while (started < wanted && pthread_create(&handles[started], NULL, helper, shared) == 0) started++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

static void join(thread_handle handle) { pthread_join(handle, NULL); }

#endif

void patron__run_jobs(int32_t threads, int64_t jobs, patron__job_fn run, void *argument)
{
  crew shared = { { 0 }, jobs, run, argument };
  thread_handle handles[MOST_HELPERS];
  int64_t wanted = (int64_t)threads - 1;
  if (wanted > jobs - 1) wanted = jobs - 1;
  if (wanted > MOST_HELPERS) wanted = MOST_HELPERS;
  int32_t started = wanted > 0 ? start(&shared, handles, (int32_t)wanted) : 0;
  work(&shared);
  for (int32_t i = 0; i < started; i++) join(handles[i]);
}
