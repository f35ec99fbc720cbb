/* The session: created and destroyed, its error text, progress and memory. */
#include "io/session.h"
#include "io/frame.h"
#include "io/schema.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t patron_io_abi_version(void) { return PATRON_ABI; }   /* both libraries are released together, under one number */

patron_status patron_io_create(patron_context *context, patron_io **out)
{
  if (context == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_status status = PATRON_E_NO_MEMORY;
  patron_io *io = calloc(1, sizeof *io);
  if (io == NULL) return status;
  io->context = context;
  for (int i = 0; i < 2; i++) io->places[i] = calloc(1, sizeof *io->places[i]);
  if (io->places[0] != NULL && io->places[1] != NULL) status = patron__io_schema_create(io, &io->schema);
  if (status == PATRON_OK) *out = io;
  else patron_io_destroy(io);
  return status;
}

void patron_io_destroy(patron_io *io)
{
  if (io == NULL) return;
  for (int i = 0; i < 2; i++) {
    if (io->places[i] != NULL) patron__io_frames_clear(io->places[i]);
    free(io->places[i]);
  }
  patron__io_schema_destroy(io->schema);
  free(io);
}

patron_status patron_io_error(const patron_io *io, char *buf, int64_t cap, int64_t *needed)
{
  if (io == NULL || cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  int64_t size = (int64_t)strlen(io->error) + 1;
  if (needed != NULL) *needed = size;
  if (buf == NULL) return PATRON_OK;
  if (cap < size) return PATRON_E_BUFFER_TOO_SMALL;
  memcpy(buf, io->error, (size_t)size);
  return PATRON_OK;
}

patron_status patron_io_set_progress(patron_io *io, patron_progress_fn progress, void *user)
{
  if (io == NULL) return PATRON_E_INVALID_ARGUMENT;
  io->progress = progress;
  io->progress_user = user;
  return PATRON_OK;
}

/* A text that was cut, and so is long, may end inside a character: the broken rest goes. */
static void end_at_character(char *text)
{
  size_t length = strlen(text), back = 0;
  while (back < 3 && ((unsigned char)text[length - 1 - back] & 0xC0u) == 0x80u) back++;
  unsigned char lead = (unsigned char)text[length - 1 - back];
  size_t wanted = lead >= 0xF0u ? 3 : lead >= 0xE0u ? 2 : lead >= 0xC0u ? 1 : 0;
  if (lead >= 0xC0u && back < wanted) text[length - 1 - back] = 0;
}

patron_status patron__io_fail(patron_io *io, patron_status status, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(io->error, sizeof io->error, format, arguments);
  va_end(arguments);
  if (length >= (int)sizeof io->error) end_at_character(io->error);
  return status;
}

patron_status patron__io_no_memory(patron_io *io)
{
  return patron__io_fail(io, PATRON_E_NO_MEMORY, "out of memory");
}

patron_status patron__io_fail_context(patron_io *io, patron_status status, const char *what)
{
  char text[1024] = "";
  (void)patron_context_error(io->context, text, (int64_t)sizeof text, NULL);   /* as long as a text can be */
  if (text[0] == 0) snprintf(text, sizeof text, "%s", patron_status_message(status));
  return patron__io_fail(io, status, "%s: %s", what, text);
}

patron_status patron__io_tick(patron_io *io, const char *stage, int64_t done, int64_t total)
{
  if (io->progress == NULL || io->progress(io->progress_user, stage, done, total) == 0) return PATRON_OK;
  return patron__io_fail(io, PATRON_E_CANCELLED, "cancelled");
}

void *patron__io_allocate(size_t count, size_t size)
{
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  size_t bytes = count * size;
  return malloc(bytes == 0 ? 1 : bytes);
}

int32_t patron__io_grow(void **block, int64_t *capacity, int64_t needed, size_t size)
{
  if (needed <= *capacity) return 1;
  int64_t wanted = *capacity < 8 ? 8 : *capacity;
  while (wanted < needed) {
    if (wanted > INT64_MAX / 2) return 0;
    wanted *= 2;
  }
  if ((uint64_t)wanted > SIZE_MAX / size) return 0;
  void *larger = realloc(*block, (size_t)wanted * size);
  if (larger == NULL) return 0;
  *block = larger;
  *capacity = wanted;
  return 1;
}

char *patron__io_copy(const char *text, int64_t len)
{
  size_t length = len < 0 ? strlen(text) : (size_t)len;
  char *copy = patron__io_allocate(length + 1, 1);
  if (copy == NULL) return NULL;
  memcpy(copy, text, length);
  copy[length] = 0;
  return copy;
}

char *patron__io_concat(const char *text, const char *suffix)
{
  size_t first = strlen(text), second = strlen(suffix);
  char *both = patron__io_allocate(first + second + 1, 1);
  if (both == NULL) return NULL;
  memcpy(both, text, first);
  memcpy(both + first, suffix, second + 1);
  return both;
}

char *patron__io_join(const char *folder, const char *name)
{
  size_t length = strlen(folder);
  if (length > 0 && folder[length - 1] == '/') return patron__io_concat(folder, name);
  char *start = patron__io_concat(folder, "/");
  if (start == NULL) return NULL;
  char *path = patron__io_concat(start, name);
  free(start);
  return path;
}

int32_t patron__io_equal_ignoring_case(const char *a, const char *b)
{
  for (;; a++, b++) {
    char x = *a, y = *b;
    if (x >= 'A' && x <= 'Z') x = (char)(x - 'A' + 'a');
    if (y >= 'A' && y <= 'Z') y = (char)(y - 'A' + 'a');
    if (x != y) return 0;
    if (x == 0) return 1;
  }
}
