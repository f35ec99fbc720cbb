/* Inputs: which reader a path goes to. */
#include "io/inputs.h"
#include "io/csv_read.h"
#include "io/json_read.h"
#include "io/names.h"
#include "io/paths.h"
#include "io/sqlite_read.h"
#include "io/views.h"

#include <stdlib.h>

enum { VIEWS_LIMIT = 1 << 20 };

static patron_status no_such_input(patron_io *io, const char *path)
{
  char hint[PATRON__IO_HINT];
  if (!patron__io_path_exists(path)) {
    patron__io_path_hint(path, hint);
    return patron__io_fail(io, PATRON_E_IO, "%s: there is no such file or folder%s", path, hint);
  }
  return patron__io_fail(io, PATRON_E_FORMAT, "%s: expected a folder of CSV files, or a name that ends in .csv, .json, .sqlite, .sqlite3 or .db; a spreadsheet is saved as CSV UTF-8", path);
}

static patron_status read_csv(patron_io *io, int32_t kind, const char *path, patron__io_frames *frames)
{
  patron__io_frame *frame = NULL;
  char *name = patron__io_path_stem(path);
  patron_status status = name == NULL ? patron__io_no_memory(io) : patron__io_check_name(io, kind, name, path);
  if (status == PATRON_OK) status = patron__io_csv_file(io, path, name, &frame);
  if (status == PATRON_OK) status = patron__io_frames_add(io, frames, frame);
  free(name);
  return status;
}

static patron_status read_folder(patron_io *io, int32_t kind, const char *folder, patron__io_frames *frames)
{
  patron__io_names names = { NULL, 0, 0 };
  patron_status status = patron__io_list_csv(io, folder, &names);
  if (status == PATRON_OK && names.count == 0)
    status = patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no CSV file in this folder (expected %s.csv and others named after tables)", folder, kind == PATRON__IO_RULE ? "settings" : "customers");
  for (int32_t i = 0; i < names.count && status == PATRON_OK; i++) {
    char *path = patron__io_join(folder, names.items[i]);
    status = path == NULL ? patron__io_no_memory(io) : read_csv(io, kind, path, frames);
    free(path);
  }
  patron__io_names_clear(&names);
  return status;
}

patron_status patron__io_input(patron_io *io, int32_t kind, const char *path, patron__io_frames *frames)
{
  switch (patron__io_path_kind(path)) {
  case PATRON__IO_PATH_FOLDER: return read_folder(io, kind, path, frames);
  case PATRON__IO_PATH_CSV: return patron__io_path_exists(path) ? read_csv(io, kind, path, frames) : no_such_input(io, path);
  case PATRON__IO_PATH_JSON: return !patron__io_path_exists(path) ? no_such_input(io, path) : patron__io_json_file(io, path, kind, NULL, frames);
  case PATRON__IO_PATH_SQLITE: return patron__io_path_exists(path) ? patron__io_sqlite_file(io, path, kind, NULL, frames) : no_such_input(io, path);
  default: return no_such_input(io, path);
  }
}

patron_status patron__io_inputs(patron_io *io, int32_t kind, const char *const *paths, int32_t count, const char *views, patron__io_frames *frames)
{
  patron_status status = PATRON_OK;
  if (views != NULL) {
    char *sql = NULL;
    int64_t len = 0;
    status = patron__io_read_file(io, views, VIEWS_LIMIT, &sql, &len);
    if (status == PATRON_OK) status = patron__io_views_read(io, paths, count, views, sql, frames);
    free(sql);
    return status;
  }
  for (int32_t i = 0; i < count && status == PATRON_OK; i++) status = patron__io_input(io, kind, paths[i], frames);
  return status;
}

static patron_status any_csv(patron_io *io, const char *path, const char *name, patron__io_frames *frames)
{
  patron__io_frame *frame = NULL;
  patron_status status = patron__io_csv_file(io, path, name, &frame);
  return status == PATRON_OK ? patron__io_frames_add(io, frames, frame) : status;
}

patron_status patron__io_input_table(patron_io *io, const char *path, const char *name, patron__io_frames *frames)
{
  patron_status status = PATRON_OK;
  int32_t before = frames->count;
  switch (patron__io_path_kind(path)) {
  case PATRON__IO_PATH_FOLDER: {
    char *file = patron__io_concat(name, ".csv"), *whole = file == NULL ? NULL : patron__io_join(path, file);
    status = whole == NULL ? patron__io_no_memory(io) : any_csv(io, whole, name, frames);
    free(file);
    free(whole);
    break;
  }
  case PATRON__IO_PATH_CSV: status = any_csv(io, path, name, frames); break;
  case PATRON__IO_PATH_JSON: status = patron__io_json_file(io, path, 0, name, frames); break;
  case PATRON__IO_PATH_SQLITE: status = patron__io_path_exists(path) ? patron__io_sqlite_file(io, path, 0, name, frames) : no_such_input(io, path); break;
  default: status = no_such_input(io, path);
  }
  if (status == PATRON_OK && frames->count == before) return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: has no table %s", path, name);
  return status;
}
