/* What every fuzz target has. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

const fuzz_session *fuzz_begin(void)
{
  static fuzz_session session;
  if (session.io != NULL) return &session;
  patron_context_options options = { .struct_size = sizeof options, .memory_limit = UINT64_C(1) << 28, .max_threads = 1 };
  if (patron_context_create(&options, &session.context) != PATRON_OK || patron_io_create(session.context, &session.io) != PATRON_OK) abort();
  return &session;
}

void fuzz_check(const fuzz_session *session, patron_status status, uint64_t used)
{
  char text[4096] = "";
  if (status != PATRON_OK && (patron_io_error(session->io, text, (int64_t)sizeof text, NULL) != PATRON_OK || text[0] == 0)) {
    fprintf(stderr, "%s without a text\n", patron_status_name(status));
    abort();
  }
  if (patron_context_memory_used(session->context) == used) return;
  fprintf(stderr, "memory is left behind\n");
  abort();
}
