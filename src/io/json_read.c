/* The JSON reader: jansson gives the tree, this file makes frames of it. Policies and single tables are small; a portfolio in JSON is held twice while it is read. */
#include "io/json_read.h"
#include "io/names.h"
#include "io/paths.h"
#include "io/schema.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (INT64_C(1) << 32)

typedef struct reading {
  patron_io *io;
  patron__io_frame *frame;
  char *list;                /* the text of an array of scalars */
  int64_t list_capacity;
} reading;

static patron_status refuse(reading *r, const char *column, const char *text)
{
  return patron__io_fail(r->io, PATRON_E_FORMAT, "%s row %" PRId64 ", column %.100s: %s", r->frame->origin, r->frame->rows + 1, column, text);
}

static int32_t is_a(const json_t *value, json_type type) { return json_typeof(value) == type; }

/* The text of a scalar and how it was stored; NULL for null. */
static const char *scalar_text(const json_t *value, char buf[64], int64_t *len, int32_t *stored)
{
  *stored = PATRON__IO_TEXT;
  switch (json_typeof(value)) {
  case JSON_STRING: *len = (int64_t)json_string_length(value); return json_string_value(value);
  case JSON_TRUE: snprintf(buf, 64, "yes"); break;
  case JSON_FALSE: snprintf(buf, 64, "no"); break;
  case JSON_INTEGER:
    snprintf(buf, 64, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    *stored = PATRON__IO_INTEGER;
    break;
  case JSON_REAL:
    (void)patron_number_format(json_real_value(value), buf, 64, NULL);   /* JSON has finite numbers alone */
    *stored = PATRON__IO_NUMBER;
    break;
  default: return NULL;
  }
  *len = (int64_t)strlen(buf);
  return buf;
}

/* [80, 95] is the list "80,95". */
static patron_status list_text(reading *r, const char *column, const json_t *array, int64_t *len)
{
  int64_t length = 0;
  for (size_t i = 0; i < json_array_size(array); i++) {
    char buf[64];
    int64_t part_length = 0;
    int32_t stored;
    const char *part = scalar_text(json_array_get(array, i), buf, &part_length, &stored);
    if (part == NULL) return refuse(r, column, "a list of something else than texts and numbers");
    void *list = r->list;
    if (!patron__io_grow(&list, &r->list_capacity, length + part_length + 1, 1)) return patron__io_no_memory(r->io);
    r->list = list;
    if (i > 0) r->list[length++] = ',';
    memcpy(r->list + length, part, (size_t)part_length);
    length += part_length;
  }
  *len = length;
  return PATRON_OK;
}

static patron_status take_value(reading *r, int32_t index, const json_t *value)
{
  patron__io_cells *cells = &r->frame->columns[index];
  char buf[64];
  int64_t len = 0;
  int32_t stored = PATRON__IO_TEXT;
  const char *text = NULL;
  if (is_a(value, JSON_OBJECT)) return refuse(r, cells->name, "an object (expected a text, a number, true, false or null)");
  if (is_a(value, JSON_ARRAY)) {
    patron_status status = list_text(r, cells->name, value, &len);
    if (status != PATRON_OK) return status;
    text = r->list;
  } else text = scalar_text(value, buf, &len, &stored);
  if (text == NULL || len == 0) return PATRON_OK;   /* unknown: the end of the row says so */
  cells->stored |= stored;
  return patron__io_cells_append(cells, text, len) ? PATRON_OK : patron__io_no_memory(r->io);
}

/* Rows mostly name their columns in one order: the column after the last one is tried first. */
static patron_status find_column(reading *r, const char *name, int32_t guess, int32_t *index)
{
  if (guess < r->frame->count && strcmp(r->frame->columns[guess].name, name) == 0) { *index = guess; return PATRON_OK; }
  *index = patron__io_frame_find(r->frame, name, -1);
  if (*index >= 0) return PATRON_OK;
  if (name[0] == 0) return patron__io_fail(r->io, PATRON_E_FORMAT, "%s row %" PRId64 ": a column without a name", r->frame->origin, r->frame->rows + 1);
  return patron__io_frame_add(r->io, r->frame, name, -1, index);
}

static patron_status take_row(reading *r, json_t *row)
{
  if (!is_a(row, JSON_OBJECT)) return patron__io_fail(r->io, PATRON_E_FORMAT, "%s row %" PRId64 ": expected an object with a value for each column", r->frame->origin, r->frame->rows + 1);
  const char *name;
  json_t *value;
  int32_t index = -1;
  json_object_foreach(row, name, value) {
    patron_status status = find_column(r, name, index + 1, &index);
    if (status == PATRON_OK) status = take_value(r, index, value);
    if (status != PATRON_OK) return status;
  }
  return patron__io_frame_end_row(r->frame) ? PATRON_OK : patron__io_no_memory(r->io);
}

static patron_status take_array(reading *r, const json_t *array)
{
  size_t rows = json_array_size(array);
  for (size_t i = 0; i < rows; i++) {
    patron_status status = take_row(r, json_array_get(array, i));
    if (status == PATRON_OK && i % 4096 == 0) status = patron__io_tick(r->io, "read", (int64_t)i, (int64_t)rows);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

/* {"pareto.hysteresis": 0.1, ...}: a row for each key. */
static patron_status take_settings(reading *r, json_t *object)
{
  int32_t key_index = -1, value_index = -1;
  patron_status status = patron__io_frame_add(r->io, r->frame, "key", -1, &key_index);
  if (status == PATRON_OK) status = patron__io_frame_add(r->io, r->frame, "value", -1, &value_index);
  if (status != PATRON_OK) return status;
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value) {
    if (!patron__io_cells_append(&r->frame->columns[key_index], key, (int64_t)strlen(key))) return patron__io_no_memory(r->io);
    status = take_value(r, value_index, value);
    if (status != PATRON_OK) return status;
    if (!patron__io_frame_end_row(r->frame)) return patron__io_no_memory(r->io);
  }
  r->frame->columns[key_index].stored = r->frame->columns[value_index].stored = PATRON__IO_TEXT;
  return PATRON_OK;
}

static patron_status take_table(patron_io *io, const char *origin, const char *name, json_t *value, patron__io_frames *frames)
{
  reading r = { io, NULL, NULL, 0 };
  int32_t settings = is_a(value, JSON_OBJECT) && (strcmp(name, "settings") == 0 || strcmp(name, "about") == 0);
  if (!is_a(value, JSON_ARRAY) && !settings)
    return patron__io_fail(io, PATRON_E_FORMAT, "%s: table %s is no list (expected [{\"column\": value, ...}, ...])", origin, name);
  char *place = patron__io_table_origin(origin, name);
  if (place == NULL) return patron__io_no_memory(io);
  patron_status status = patron__io_frame_create(io, name, place, &r.frame);
  free(place);
  if (status != PATRON_OK) return status;
  status = settings ? take_settings(&r, value) : take_array(&r, value);
  free(r.list);
  if (status == PATRON_OK) return patron__io_frames_add(io, frames, r.frame);
  patron__io_frame_destroy(r.frame);
  return status;
}

static patron_status take_tables(patron_io *io, const char *origin, json_t *tables, int32_t kind, const char *only, patron__io_frames *frames)
{
  const char *name;
  json_t *value;
  patron_status status = PATRON_OK;
  json_object_foreach(tables, name, value) {
    if (only != NULL && strcmp(only, name) != 0) continue;
    if (only == NULL) status = patron__io_check_name(io, kind, name, origin);
    if (status == PATRON_OK) status = take_table(io, origin, name, value, frames);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

patron_status patron__io_json_memory(patron_io *io, const char *origin, const char *bytes, int64_t len, int32_t kind, const char *only, patron__io_frames *frames)
{
  json_error_t error;
  memset(&error, 0, sizeof error);
  json_t *root = json_loadb(bytes, (size_t)len, JSON_REJECT_DUPLICATES, &error);
  if (root == NULL) {
    if (json_error_code(&error) == json_error_out_of_memory || error.text[0] == 0) return patron__io_no_memory(io);   /* jansson has a word for everything else */
    if (json_error_code(&error) == json_error_premature_end_of_input) return patron__io_fail(io, PATRON_E_FORMAT, "%s line %d: the file ends in the midst of its JSON (was it cut off?)", origin, error.line);
    return patron__io_fail(io, PATRON_E_FORMAT, "%s line %d, character %d: %s", origin, error.line, error.column, error.text);
  }
  patron_status status;
  if (!is_a(root, JSON_OBJECT)) status = patron__io_fail(io, PATRON_E_FORMAT, "%s: a list (expected an object of tables, {\"%s\": [...], ...})", origin, only != NULL ? only : kind == PATRON__IO_RULE ? "settings" : "customers");
  else {
    json_t *tables = json_object_get(root, "tables");
    json_t *header = json_object_get(root, "patron");   /* decisions: what the other forms have as the table `about` */
    if (only != NULL && strcmp(only, "about") == 0 && header != NULL && is_a(header, JSON_OBJECT)) status = take_table(io, origin, only, header, frames);
    else status = take_tables(io, origin, tables != NULL && is_a(tables, JSON_OBJECT) ? tables : root, kind, only, frames);
  }
  json_decref(root);
  return status;
}

patron_status patron__io_json_file(patron_io *io, const char *path, int32_t kind, const char *only, patron__io_frames *frames)
{
  char *bytes = NULL;
  int64_t len = 0;
  patron_status status = patron__io_read_file(io, path, FILE_LIMIT, &bytes, &len);
  if (status != PATRON_OK) return status;
  status = patron__io_json_memory(io, path, bytes, len, kind, only, frames);
  free(bytes);
  return status;
}
