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

void fuzz_promise(int32_t holds, const char *promise)
{
  if (holds) return;
  fprintf(stderr, "not so: %s\n", promise);
  abort();
}

void fuzz_check(const fuzz_session *session, patron_status status, uint64_t used)
{
  char text[4096] = "";
  fuzz_promise(status == PATRON_OK || (patron_io_error(session->io, text, (int64_t)sizeof text, NULL) == PATRON_OK && text[0] != 0), "a refusal has a text");
  fuzz_promise(patron_context_memory_used(session->context) == used, "no memory is left behind");
}

void fuzz_check_engine(const fuzz_session *session, patron_status status, uint64_t used)
{
  char text[1200] = "";
  fuzz_promise(status == PATRON_OK || (patron_context_error(session->context, text, (int64_t)sizeof text, NULL) == PATRON_OK && text[0] != 0), "a refusal has a text");
  fuzz_promise(status != PATRON_E_INTERNAL, "the library breaks no rule of its own");
  fuzz_promise(patron_context_memory_used(session->context) == used, "no memory is left behind");
}

uint8_t fuzz_take(fuzz_source *from)
{
  if (from->left == 0) return 0;
  from->left--;
  return *from->at++;
}

uint64_t fuzz_take_number(fuzz_source *from, int32_t bytes)
{
  uint64_t value = 0;
  for (int32_t i = 0; i < bytes; i++) value |= (uint64_t)fuzz_take(from) << (8 * i);
  return value;
}

int64_t fuzz_take_text(fuzz_source *from, char *out, int64_t most)
{
  int64_t length = fuzz_take(from) % (most + 1);
  if ((uint64_t)length > from->left) length = (int64_t)from->left;
  for (int64_t i = 0; i < length; i++) out[i] = (char)fuzz_take(from);
  out[length] = 0;
  return length;
}
