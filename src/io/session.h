/* The session of libpatron-io from inside: error text, progress, memory, and what every reader and writer asks first. */
#ifndef PATRON_SRC_IO_SESSION_H
#define PATRON_SRC_IO_SESSION_H

#include "patron/io.h"

#include <stddef.h>

#if defined(__GNUC__)
#  define PATRON__IO_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#  define PATRON__IO_PRINTF(at, first)
#endif

enum { PATRON__IO_ERROR_TEXT = 2048, PATRON__IO_NAME = 128 };

struct patron__io_schema;
struct patron__io_frames;

struct patron_io {
  patron_context *context;           /* kept alive by `schema`, which holds a table of it */
  struct patron__io_schema *schema;  /* what patron_schema() says, in a form that is quick to ask */
  struct patron__io_frames *places[2];   /* fact tables and rule tables read last, without their cells */
  patron_progress_fn progress;
  void *progress_user;
  char error[PATRON__IO_ERROR_TEXT];
};

/* Sets the session's error text and returns `status`. `format` as printf; a text that does not fit is cut. Works when memory is out. */
patron_status patron__io_fail(patron_io *io, patron_status status, const char *format, ...) PATRON__IO_PRINTF(3, 4);
/* PATRON_E_NO_MEMORY with its text. */
patron_status patron__io_no_memory(patron_io *io);
/* Hands on an error of libpatron: "<what>: <the context's text>". */
patron_status patron__io_fail_context(patron_io *io, patron_status status, const char *what);
/* Reports progress; PATRON_E_CANCELLED (with text) when the host wants to stop. `total` 0: not known. */
patron_status patron__io_tick(patron_io *io, const char *stage, int64_t done, int64_t total);

/* Memory of the C library; sizes may be 0. NULL: out of memory, also when count * size does not fit. */
void *patron__io_allocate(size_t count, size_t size);
/* Makes room for `needed` elements, at least doubling; the old block stays valid on failure. */
int32_t patron__io_grow(void **block, int64_t *capacity, int64_t needed, size_t size);
char *patron__io_copy(const char *text, int64_t len);
/* "a/b" from a folder and a name; NULL: out of memory. */
char *patron__io_join(const char *folder, const char *name);
/* `text` in a new block with `suffix` behind it. */
char *patron__io_concat(const char *text, const char *suffix);
/* Letters of ASCII only. */
int32_t patron__io_equal_ignoring_case(const char *a, const char *b);

#endif
