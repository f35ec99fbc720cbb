/* What every fuzz target has: a context and a session that live through all runs, the promise that is checked, and a way to take values from bytes. */
#ifndef PATRON_TESTS_FUZZ_H
#define PATRON_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "patron/io.h"

typedef struct fuzz_session {
  patron_context *context;
  patron_io *io;
} fuzz_session;

/* Made at the first call. */
const fuzz_session *fuzz_begin(void);
/* A refusal has a text; nothing is left of what was made; ends the process where that is not so. `used` is the memory before. */
void fuzz_check(const fuzz_session *session, patron_status status, uint64_t used);
/* The same for calls of the engine, whose text is on the context. */
void fuzz_check_engine(const fuzz_session *session, patron_status status, uint64_t used);
/* Ends the process, with what was promised, where `holds` is 0. */
void fuzz_promise(int32_t holds, const char *promise);

/* Bytes that decide what a run does. Past their end there are zeros. */
typedef struct fuzz_source { const uint8_t *at; size_t left; } fuzz_source;
uint8_t fuzz_take(fuzz_source *from);
uint64_t fuzz_take_number(fuzz_source *from, int32_t bytes);   /* little-endian */
/* Up to `most` bytes, their number first; a text with NUL in `out` (most + 1 bytes). Returns the length. */
int64_t fuzz_take_text(fuzz_source *from, char *out, int64_t most);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
