/* Frames: cells appended column by column into growing buffers, and where in the file each row stands. */
#include "io/frame.h"
#include "io/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

patron_status patron__io_frame_create(patron_io *io, const char *name, const char *origin, patron__io_frame **out)
{
  patron__io_frame *frame = calloc(1, sizeof *frame);
  if (frame != NULL) {
    frame->name = patron__io_copy(name, -1);
    frame->origin = patron__io_copy(origin, -1);
  }
  if (frame == NULL || frame->name == NULL || frame->origin == NULL) {
    patron__io_frame_destroy(frame);
    return patron__io_no_memory(io);
  }
  *out = frame;
  return PATRON_OK;
}

void patron__io_frame_strip(patron__io_frame *frame)
{
  for (int32_t c = 0; c < frame->count; c++) {
    free(frame->columns[c].name);
    free(frame->columns[c].offsets);
    free(frame->columns[c].bytes);
    free(frame->columns[c].validity);
  }
  free(frame->columns);
  frame->columns = NULL;
  frame->count = 0;
  frame->capacity = 0;
}

void patron__io_frame_destroy(patron__io_frame *frame)
{
  if (frame == NULL) return;
  patron__io_frame_strip(frame);
  free(frame->lines);
  free(frame->name);
  free(frame->origin);
  free(frame);
}

static int32_t append_unknown(patron__io_cells *cells);

patron_status patron__io_frame_add(patron_io *io, patron__io_frame *frame, const char *name, int64_t len, int32_t *index)
{
  if (patron__io_frame_find(frame, name, len) >= 0) return PATRON_E_DUPLICATE;
  void *columns = frame->columns;
  if (!patron__io_grow(&columns, &frame->capacity, frame->count + 1, sizeof *frame->columns)) return patron__io_no_memory(io);
  frame->columns = columns;
  patron__io_cells *cells = &frame->columns[frame->count];
  memset(cells, 0, sizeof *cells);
  cells->name = patron__io_copy(name, len);
  if (cells->name == NULL) return patron__io_no_memory(io);
  *index = frame->count++;
  for (int64_t row = 0; row < frame->rows; row++)
    if (!append_unknown(cells)) return patron__io_no_memory(io);
  return PATRON_OK;
}

int32_t patron__io_frame_find(const patron__io_frame *frame, const char *name, int64_t len)
{
  size_t length = len < 0 ? strlen(name) : (size_t)len;
  for (int32_t c = 0; c < frame->count; c++)
    if (strlen(frame->columns[c].name) == length && memcmp(frame->columns[c].name, name, length) == 0) return c;
  return -1;
}

/* Room for one more cell of `len` bytes; the first call gives the offset 0. */
static int32_t make_room(patron__io_cells *cells, int64_t len)
{
  int64_t end = cells->count == 0 ? 0 : cells->offsets[cells->count];
  if (cells->count + 2 > cells->offsets_capacity) {
    void *offsets = cells->offsets;
    if (!patron__io_grow(&offsets, &cells->offsets_capacity, cells->count + 2, sizeof *cells->offsets)) return 0;
    cells->offsets = offsets;
    if (cells->count == 0) cells->offsets[0] = 0;
  }
  if (end + len > cells->bytes_capacity) {
    void *bytes = cells->bytes;
    if (!patron__io_grow(&bytes, &cells->bytes_capacity, end + len, 1)) return 0;
    cells->bytes = bytes;
  }
  if (cells->count / 8 >= cells->validity_capacity) {
    void *validity = cells->validity;
    int64_t before = cells->validity_capacity;
    if (!patron__io_grow(&validity, &cells->validity_capacity, cells->count / 8 + 1, 1)) return 0;
    cells->validity = validity;
    memset(cells->validity + before, 0, (size_t)(cells->validity_capacity - before));
  }
  return 1;
}

static int32_t append_unknown(patron__io_cells *cells)
{
  if (!make_room(cells, 0)) return 0;
  cells->offsets[cells->count + 1] = cells->offsets[cells->count];
  cells->unknown++;
  cells->count++;
  return 1;
}

int32_t patron__io_cells_append(patron__io_cells *cells, const char *text, int64_t len)
{
  if (len == 0) return append_unknown(cells);
  if (!make_room(cells, len)) return 0;
  int64_t at = cells->count, start = cells->offsets[at];
  memcpy(cells->bytes + start, text, (size_t)len);
  cells->offsets[at + 1] = start + len;
  cells->validity[at >> 3] = (uint8_t)(cells->validity[at >> 3] | (1u << (at & 7)));
  cells->count++;
  return 1;
}

const char *patron__io_cells_text(const patron__io_cells *cells, int64_t row, int64_t *len)
{
  if (((cells->validity[row >> 3] >> (row & 7)) & 1) == 0) return NULL;
  *len = cells->offsets[row + 1] - cells->offsets[row];
  return cells->bytes + cells->offsets[row];
}

int32_t patron__io_frame_end_row(patron__io_frame *frame)
{
  for (int32_t c = 0; c < frame->count; c++)
    if (frame->columns[c].count <= frame->rows && !append_unknown(&frame->columns[c])) return 0;
  frame->rows++;
  return 1;
}

int32_t patron__io_frame_note_line(patron__io_frame *frame, int64_t line)
{
  if (frame->lines == NULL && line == frame->rows + 2) return 1;
  int64_t before = frame->lines == NULL ? 0 : frame->rows;
  void *lines = frame->lines;
  if (!patron__io_grow(&lines, &frame->lines_capacity, frame->rows + 1, sizeof *frame->lines)) return 0;
  frame->lines = lines;
  for (int64_t row = before; row < frame->rows; row++) frame->lines[row] = row + 2;
  frame->lines[frame->rows] = line;
  return 1;
}

void patron__io_frame_place(const patron__io_frame *frame, int64_t row, char *buf, size_t cap)
{
  if (row < 0 || row >= frame->rows) snprintf(buf, cap, "%s", frame->origin);
  else if (!frame->by_line) snprintf(buf, cap, "%s row %" PRId64, frame->origin, row + 1);
  else snprintf(buf, cap, "%s line %" PRId64, frame->origin, frame->lines == NULL ? row + 2 : frame->lines[row]);
}

/* The sentence before the bracket in which libpatron repeats table, column, row, value and expectation. */
static void cut_bracket(char *text)
{
  static const char *const openings[] = { " (table ", " (column ", " (row ", " (value \"", " (expected " };
  char *last = NULL;
  for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
    for (char *found = strstr(text, openings[i]); found != NULL; found = strstr(found + 1, openings[i]))
      if (last == NULL || i == 0) last = found;
  if (last != NULL && text[strlen(text) - 1] == ')') *last = 0;
}

/* "row 1 has the same key" names the line instead where rows are lines. */
static void name_line(const patron__io_frame *frame, char *sentence, size_t cap)
{
  long long row;
  int end = 0;
  if (!frame->by_line || sscanf(sentence, "row %lld%n", &row, &end) != 1 || row < 1 || row > frame->rows) return;
  char rest[256];
  snprintf(rest, sizeof rest, "%s", sentence + end);
  snprintf(sentence, cap, "line %" PRId64 "%s", frame->lines == NULL ? (int64_t)row + 1 : frame->lines[row - 1], rest);
}

static int32_t error_part(const patron_io *io, const char *part, char *buf, int64_t cap)
{
  return patron_context_error_part(io->context, part, buf, cap, NULL) == PATRON_OK;
}

void patron__io_frame_error(const patron_io *io, const patron__io_frame *frame, char *buf, size_t cap)
{
  char sentence[1024], place[512], column[128], row[32], value[256], expected[256];
  sentence[0] = 0;
  (void)patron_context_error(io->context, sentence, (int64_t)sizeof sentence, NULL);
  int64_t at = error_part(io, "row", row, (int64_t)sizeof row) ? (int64_t)strtoll(row, NULL, 10) - 1 : -1;
  patron__io_frame_place(frame, at, place, sizeof place);
  int32_t has_column = error_part(io, "column", column, (int64_t)sizeof column);
  int32_t has_value = error_part(io, "value", value, (int64_t)sizeof value);
  int32_t has_expected = error_part(io, "expected", expected, (int64_t)sizeof expected);
  cut_bracket(sentence);
  name_line(frame, sentence, sizeof sentence);
  snprintf(buf, cap, "%s%s%s: %s%s%s%s%s%s%s", place, has_column ? ", column " : "", has_column ? column : "", sentence, !has_value ? "" : sentence[0] != 0 && sentence[strlen(sentence) - 1] == '?' ? " \"" : ": \"", has_value ? value : "",
           has_value ? "\"" : "", has_expected ? " (expected " : "", has_expected ? expected : "", has_expected ? ")" : "");
}

/* A column that is not there may be there in other letters, or under another name. */
static void add_hint(const patron_io *io, const patron__io_frame *frame, char *text, size_t cap)
{
  char column[128];
  const char *near = NULL;
  size_t used = strlen(text);
  if (!error_part(io, "column", column, (int64_t)sizeof column) || patron__io_frame_find(frame, column, -1) >= 0) return;
  for (int32_t c = 0; c < frame->count; c++)
    if (patron__io_is_nearer(column, frame->columns[c].name, near)) near = frame->columns[c].name;
  if (near != NULL) { snprintf(text + used, cap - used, ": there is a column %.100s, and names are written as %s", near, column); return; }
  for (int32_t c = 0; c < frame->count && used < cap / 2; c++) used += (size_t)snprintf(text + used, cap - used, "%s%.60s", c == 0 ? "; it has " : ", ", frame->columns[c].name);
  snprintf(text + used, cap - used, patron__io_schema_has(io, PATRON__IO_FACT, frame->name) ? ": rename one, add it, or map them by a file of views (--views)" : ": rename one, or add it");
}

patron_status patron__io_frame_fail(patron_io *io, const patron__io_frame *frame, patron_status status)
{
  char text[PATRON__IO_ERROR_TEXT];
  patron__io_frame_error(io, frame, text, sizeof text);
  add_hint(io, frame, text, sizeof text);
  return patron__io_fail(io, status, "%s", text);
}

void patron__io_frames_clear(patron__io_frames *frames)
{
  for (int32_t i = 0; i < frames->count; i++) patron__io_frame_destroy(frames->items[i]);
  free(frames->items);
  memset(frames, 0, sizeof *frames);
}

patron_status patron__io_frames_add(patron_io *io, patron__io_frames *frames, patron__io_frame *frame)
{
  const patron__io_frame *other = patron__io_frames_find(frames, frame->name);
  if (other != NULL) {
    patron__io_fail(io, PATRON_E_DUPLICATE, "table %s is given twice: by %s and by %s", frame->name, other->origin, frame->origin);
    patron__io_frame_destroy(frame);
    return PATRON_E_DUPLICATE;
  }
  void *items = frames->items;
  if (!patron__io_grow(&items, &frames->capacity, frames->count + 1, sizeof *frames->items)) {
    patron__io_frame_destroy(frame);
    return patron__io_no_memory(io);
  }
  frames->items = items;
  frames->items[frames->count++] = frame;
  return PATRON_OK;
}

patron__io_frame *patron__io_frames_find(const patron__io_frames *frames, const char *name)
{
  for (int32_t i = 0; i < frames->count; i++)
    if (strcmp(frames->items[i]->name, name) == 0) return frames->items[i];
  return NULL;
}
