/* Worker threads inside one call: they end with it, never allocate and never run host code. */
#ifndef PATRON_SRC_BASE_THREADS_H
#define PATRON_SRC_BASE_THREADS_H

#include "patron/base.h"

typedef void (*patron__job_fn)(void *argument, int64_t job);
/* Runs job 0 .. jobs-1 on up to `threads` threads (the caller's is one of them) and waits. With 1 thread, or where none can be started, all run here. The order is any: jobs write to places of their own. */
void patron__run_jobs(int32_t threads, int64_t jobs, patron__job_fn run, void *argument);

/* Counters that several threads change. Aligned where the system's int64_t is not (i386): an atomic step over the end of a cache line takes a hundred times as long, and elsewhere is a fault. */
typedef struct patron__count { _Alignas(8) volatile int64_t value; } patron__count;
int64_t patron__count_add(patron__count *count, int64_t by);   /* the new value */
int64_t patron__count_get(const patron__count *count);
void patron__count_set(patron__count *count, int64_t value);
/* Puts `value` where `expected` stands. 1: done; 0: another value stands there. */
int32_t patron__count_replace(patron__count *count, int64_t expected, int64_t value);

#endif
