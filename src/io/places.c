/* Places: where the rows of the tables read last stand in their files. */
#include "io/places.h"
#include "io/schema.h"

#include <string.h>

static patron__io_frames *kept(const patron_io *io, int32_t kind)
{
  return io->places[kind == PATRON__IO_RULE];
}

void patron__io_places_keep(patron_io *io, patron__io_frames *frames, int32_t kind)
{
  for (int32_t i = 0; i < frames->count; i++) patron__io_frame_strip(frames->items[i]);
  patron__io_frames *place = kept(io, kind);
  patron__io_frames_clear(place);
  *place = *frames;
  memset(frames, 0, sizeof *frames);
}

static patron_status answer(const char *text, char *buf, int64_t cap, int64_t *needed)
{
  int64_t size = (int64_t)strlen(text) + 1;
  if (needed != NULL) *needed = size;
  if (buf == NULL) return PATRON_OK;
  if (cap < size) return PATRON_E_BUFFER_TOO_SMALL;
  memcpy(buf, text, (size_t)size);
  return PATRON_OK;
}

patron_status patron_io_place(const patron_io *io, const char *table, int64_t row, char *buf, int64_t cap, int64_t *needed)
{
  char text[1024];
  if (io == NULL || table == NULL || row < -1 || cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  const patron__io_frame *frame = patron__io_frames_find(kept(io, PATRON__IO_FACT), table);
  if (frame == NULL) frame = patron__io_frames_find(kept(io, PATRON__IO_RULE), table);
  if (frame == NULL) return PATRON_E_NOT_FOUND;
  patron__io_frame_place(frame, row, text, sizeof text);
  return answer(text, buf, cap, needed);
}

patron_status patron_io_context_error(const patron_io *io, char *buf, int64_t cap, int64_t *needed)
{
  char table[128], text[PATRON__IO_ERROR_TEXT];
  if (io == NULL || cap < 0 || (buf == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (patron_context_error_part(io->context, "table", table, (int64_t)sizeof table, NULL) == PATRON_OK) {
    const patron__io_frame *frame = patron__io_frames_find(kept(io, PATRON__IO_FACT), table);
    if (frame == NULL) frame = patron__io_frames_find(kept(io, PATRON__IO_RULE), table);
    if (frame != NULL) {
      patron__io_frame_error(io, frame, text, sizeof text);
      return answer(text, buf, cap, needed);
    }
  }
  return patron_context_error(io->context, buf, cap, needed);
}
