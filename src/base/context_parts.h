/* What a context is made of: seen by context.c, memory.c and error.c only. */
#ifndef PATRON_SRC_BASE_CONTEXT_PARTS_H
#define PATRON_SRC_BASE_CONTEXT_PARTS_H

#include "base/context.h"
#include "base/memory.h"
#include "base/threads.h"

enum { PATRON__ERROR_TEXT = 1024, PATRON__ERROR_NAME = 96, PATRON__ERROR_EXPECTED = 256, PATRON__ERROR_VALUE = 64 };

/* The state of `work`. Cancel only ever moves WORKING to CANCELLING, so that it is nothing between two calls. */
enum { PATRON__IDLE = 0, PATRON__WORKING = 1, PATRON__CANCELLING = 2 };

/* The last error. Parts that are not known are empty; `row` counts from 0, -1 is not known. */
typedef struct patron__error {
  char text[PATRON__ERROR_TEXT];
  char table[PATRON__ERROR_NAME];
  char column[PATRON__ERROR_NAME];
  char value[PATRON__ERROR_NAME];
  char expected[PATRON__ERROR_EXPECTED];
  int64_t row;
  int32_t value_known;   /* an empty text may be the value that was refused */
} patron__error;

struct patron_context {
  patron_allocator allocator;   /* a copy, complete: `reallocate` may be NULL */
  patron_allocator scratch;     /* charges this context: handed to rules functions */
  void *(*allocate_cleared)(uint64_t size);   /* what `allocate` gives, all zero, where that costs less than clearing; NULL: the allocator is the host's */
  patron__count references;
  patron__count used, peak;     /* bytes; `used` holds the context itself too */
  patron__count work;
  uint64_t memory_limit;        /* 0: none */
  int32_t max_threads;
  uint32_t last_tag;            /* of patron__context_next_tag */
  patron__count memory_status;  /* why the last allocation failed; several threads may read one assessment, and be refused memory at once */
  patron_progress_fn progress;
  void *progress_user;
  patron__count error_held;     /* 1 while a thread writes or reads the error */
  patron__error error;
};

#endif
