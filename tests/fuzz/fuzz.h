/* What every fuzz target has: a context and a session that live through all runs, and the promise that is checked. */
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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
