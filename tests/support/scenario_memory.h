/* An allocator that counts, guards and fails on demand. */
#ifndef PATRON_TESTS_SCENARIO_MEMORY_H
#define PATRON_TESTS_SCENARIO_MEMORY_H

#include "patron/base.h"

#include <pthread.h>

typedef struct scenario_memory {
  int64_t calls;         /* of allocate and reallocate, since the counter was set to 0 */
  int64_t fail_at;       /* the call that fails, from 1 on; 0: none */
  int32_t fail_on;       /* not 0: all calls after it fail too */
  int64_t failed;        /* calls that did */
  int64_t blocks, bytes; /* outstanding */
  struct scenario_chains *chains;   /* where each call came from is noted here; NULL: nowhere */
  const char *fault;     /* the first breach of the rules that was seen; NULL: none */
  pthread_t owner;       /* only this thread may allocate */
  pthread_mutex_t lock;
} scenario_memory;

void scenario_memory_open(scenario_memory *memory);
void scenario_memory_close(scenario_memory *memory);
patron_allocator scenario_memory_allocator(scenario_memory *memory);

#endif
