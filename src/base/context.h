/* The context from inside: references, the call that is at work, progress, cancel, errors. */
#ifndef PATRON_SRC_BASE_CONTEXT_H
#define PATRON_SRC_BASE_CONTEXT_H

#include "patron/base.h"
#include "base/text.h"

/* Children (tables, portfolios, ...) keep their context alive. Atomic, any thread. */
void patron__context_retain(patron_context *context);
void patron__context_drop(patron_context *context);

int32_t patron__context_threads(const patron_context *context);
/* Counts up to 2^24 - 1, then from 1 again; never 0. Tells the handles of one table from those of another. */
uint32_t patron__context_next_tag(patron_context *context);

/* A call that can be cancelled or that runs host callbacks stands between enter and leave. PATRON_E_STATE when the context is at work already. */
patron_status patron__context_enter(patron_context *context);
/* Hands `status` through. */
patron_status patron__context_leave(patron_context *context, patron_status status);
/* PATRON_E_STATE (with text) while a call is at work: first line of every entry point that changes an object of the context. */
patron_status patron__context_idle(patron_context *context);
/* Reports progress and looks at the cancel flag; between enter and leave, on the calling thread. PATRON_E_CANCELLED ends the call. */
patron_status patron__context_tick(patron_context *context, const char *stage, int64_t done, int64_t total);
/* Only the cancel flag, for worker threads. */
int32_t patron__context_cancelled(const patron_context *context);

/* Where an error was found; what is not known is NULL (row: -1). Rows count from 0 here and from 1 in texts. */
typedef struct patron__where {
  const char *table;
  const char *column;
  int64_t row;
  const char *value;      /* as it was given; cut to a readable length in the text */
  int64_t value_length;   /* -1: NUL-terminated */
  const char *expected;   /* "a number from 0 to 100" */
} patron__where;

/* Sets the context's error text and parts, and returns `status`. `format` (as in patron__text_format) is the sentence: what is wrong and what to do.
   `where` may be NULL; table, column, row, value and expectation are appended to the sentence. `context` NULL: only the status. Works when memory is out. */
patron_status patron__fail(patron_context *context, patron_status status, const patron__where *where, const char *format, ...) PATRON__PRINTF(4, 5);
/* PATRON_E_INVALID_ARGUMENT with a text of its own, so that nobody takes that of an earlier failure for its reason. `context` NULL: only the status. */
patron_status patron__refuse_arguments(patron_context *context, const char *function);

#endif
