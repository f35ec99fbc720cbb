/* Output: written beside, then renamed. */
#define _POSIX_C_SOURCE 200809L
#include "io/output.h"
#include "io/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef _WIN32
#  include <direct.h>
#  define make_folder(path) _mkdir(path)
#  define remove_folder(path) _rmdir(path)
#else
#  include <unistd.h>
#  define make_folder(path) mkdir(path, 0777)
#  define remove_folder(path) rmdir(path)
#endif

enum { TRIES = 1000 };

static patron_status refuse(patron_io *io, const char *path, const char *what)
{
  return patron__io_fail(io, PATRON_E_IO, "%s: %s: %s", path, what, strerror(errno));
}

/* Slashes at the end of a folder's name go. */
char *patron__io_beside(const char *path, int32_t number)
{
  char suffix[32];
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  snprintf(suffix, sizeof suffix, ".%d.part", (int)number);
  char *start = patron__io_copy(path, (int64_t)length);
  char *name = start == NULL ? NULL : patron__io_concat(start, suffix);
  free(start);
  return name;
}

static patron_status rename_over(patron_io *io, const char *from, const char *to)
{
#ifdef _WIN32
  remove(to);
#endif
  return rename(from, to) == 0 ? PATRON_OK : refuse(io, to, "cannot be put in place");
}

static patron_status start(patron_io *io, const char *path, patron__io_output *out)
{
  memset(out, 0, sizeof *out);
  out->io = io;
  out->durable = 1;
  out->path = patron__io_copy(path, -1);
  out->buffer = malloc(PATRON__IO_BUFFER);
  if (out->path == NULL || out->buffer == NULL) {
    patron__io_output_abandon(out);
    return patron__io_no_memory(io);
  }
  if (!patron__io_path_is_folder(path)) return PATRON_OK;
  patron__io_output_abandon(out);
  return patron__io_fail(io, PATRON_E_IO, "%s: is a folder (expected the name of a file)", path);
}

patron_status patron__io_output_open(patron_io *io, const char *path, patron__io_output *out)
{
  patron_status status = start(io, path, out);
  if (status != PATRON_OK) return status;
  if (strcmp(path, "-") == 0) { out->file = stdout; return PATRON_OK; }
  for (int32_t number = 0; number < TRIES && out->file == NULL; number++) {
    out->temporary = patron__io_beside(path, number);
    if (out->temporary == NULL) { status = patron__io_no_memory(io); break; }
    out->file = fopen(out->temporary, "wbx");
    if (out->file != NULL) break;
    int32_t taken = errno == EEXIST;
    status = refuse(io, path, "cannot be written");
    free(out->temporary);
    out->temporary = NULL;
    if (!taken) break;
  }
  if (out->file != NULL) return PATRON_OK;
  patron__io_output_abandon(out);
  return status;
}

patron_status patron__io_output_reserve(patron_io *io, const char *path, patron__io_output *out)
{
  patron_status status = patron__io_output_open(io, path, out);
  if (status != PATRON_OK) return status;
  fclose(out->file);   /* the empty file keeps the name ours */
  out->file = NULL;
  return PATRON_OK;
}

static void write_through(patron__io_output *output, const char *bytes, int64_t len)
{
  if (output->status != PATRON_OK || len == 0) return;
  if (fwrite(bytes, 1, (size_t)len, output->file) != (size_t)len) output->status = refuse(output->io, output->path, "cannot be written");
}

static void flush(patron__io_output *output)
{
  write_through(output, output->buffer, output->length);
  output->length = 0;
}

void patron__io_output_bytes(patron__io_output *output, const char *bytes, int64_t len)
{
  if (len > PATRON__IO_BUFFER - output->length) flush(output);
  if (len > PATRON__IO_BUFFER) { write_through(output, bytes, len); return; }
  memcpy(output->buffer + output->length, bytes, (size_t)len);
  output->length += len;
}

void patron__io_output_text(patron__io_output *output, const char *text)
{
  patron__io_output_bytes(output, text, (int64_t)strlen(text));
}

/* On the disk before the name changes: a crash must not leave a name without its bytes. */
static void synchronise(FILE *file)
{
#ifndef _WIN32
  (void)fsync(fileno(file));   /* some file systems cannot: then the rename has to do */
#else
  (void)file;
#endif
}

patron_status patron__io_output_commit(patron__io_output *output)
{
  if (output->file != NULL) flush(output);
  patron_status status = output->status;
  if (output->file != NULL) {
    if (status == PATRON_OK && fflush(output->file) != 0) status = refuse(output->io, output->path, "cannot be written");
    if (output->temporary != NULL) {
      if (status == PATRON_OK && output->durable) synchronise(output->file);
      if (fclose(output->file) != 0 && status == PATRON_OK) status = refuse(output->io, output->path, "cannot be written");
    }
    output->file = NULL;
  }
  if (status == PATRON_OK && output->temporary != NULL) {
    status = rename_over(output->io, output->temporary, output->path);
    if (status == PATRON_OK) { free(output->temporary); output->temporary = NULL; }
  }
  patron__io_output_abandon(output);
  return status;
}

void patron__io_output_abandon(patron__io_output *output)
{
  if (output->file != NULL && output->temporary != NULL) fclose(output->file);
  if (output->temporary != NULL) remove(output->temporary);
  free(output->temporary);
  free(output->path);
  free(output->buffer);
  memset(output, 0, sizeof *output);
}

patron_status patron__io_folder_open(patron_io *io, const char *path, patron__io_folder *out)
{
  memset(out, 0, sizeof *out);
  out->io = io;
  if (patron__io_path_exists(path) && !patron__io_path_is_folder(path)) return patron__io_fail(io, PATRON_E_IO, "%s: is a file (expected a folder, or a name that ends in .json or .sqlite)", path);
  patron_status status = PATRON_OK;
  for (int32_t number = 0; number < TRIES; number++) {
    out->temporary = patron__io_beside(path, number);
    if (out->temporary == NULL) { status = patron__io_no_memory(io); break; }
    if (make_folder(out->temporary) == 0) break;
    int32_t taken = errno == EEXIST;
    status = refuse(io, path, "cannot be written");
    free(out->temporary);
    out->temporary = NULL;
    if (!taken) break;
  }
  if (out->temporary == NULL) return status;
  out->path = patron__io_copy(path, -1);
  if (out->path != NULL) return PATRON_OK;
  patron__io_folder_abandon(out);
  return patron__io_no_memory(io);
}

patron_status patron__io_folder_inside(patron__io_folder *folder, const char *name)
{
  folder->inner = patron__io_join(folder->temporary, name);
  if (folder->inner == NULL) return patron__io_no_memory(folder->io);
  return make_folder(folder->inner) == 0 ? PATRON_OK : refuse(folder->io, folder->path, "cannot be written");
}

patron_status patron__io_folder_file(patron__io_folder *folder, const char *name, patron__io_output *out)
{
  void *files = folder->files;
  if (!patron__io_grow(&files, &folder->capacity, folder->count + 1, sizeof *folder->files)) return patron__io_no_memory(folder->io);
  folder->files = files;
  char *copy = patron__io_copy(name, -1), *path = patron__io_join(folder->temporary, name);
  if (copy == NULL || path == NULL) {
    free(copy);
    free(path);
    return patron__io_no_memory(folder->io);
  }
  patron_status status = patron__io_output_open(folder->io, path, out);
  free(path);
  if (status != PATRON_OK) { free(copy); return status; }
  out->durable = 0;   /* many small files: waiting for the disk at each would take longer than all the rest */
  folder->files[folder->count++] = copy;
  return PATRON_OK;
}

/* A file of a name, from one folder into another; where there is none, nothing is done. */
static patron_status move_file(patron_io *io, const char *from_folder, const char *to_folder, const char *name)
{
  char *from = patron__io_join(from_folder, name), *to = patron__io_join(to_folder, name);
  patron_status status = from == NULL || to == NULL ? patron__io_no_memory(io) : patron__io_path_exists(from) ? rename_over(io, from, to) : PATRON_OK;
  free(from);
  free(to);
  return status;
}

/* Room for the path of any of the files; NULL: out of memory. */
static char *room_for_paths(const char *folder, char *const *names, int32_t count)
{
  size_t longest = 0;
  for (int32_t i = 0; i < count; i++)
    if (strlen(names[i]) > longest) longest = strlen(names[i]);
  return patron__io_allocate(strlen(folder) + longest + 2, 1);
}

static void remove_files(const char *folder, char *const *names, int32_t count, char *room)
{
  const size_t length = strlen(folder);
  for (int32_t i = 0; i < count; i++) {
    memcpy(room, folder, length);
    room[length] = '/';
    memcpy(room + length + 1, names[i], strlen(names[i]) + 1);
    remove(room);
  }
}

/* The earlier files go aside and the new ones come in, or everything is as it was. */
static patron_status exchange(patron__io_folder *folder, const char *aside, const patron__io_names *earlier)
{
  patron_status status = PATRON_OK;
  int32_t out = 0, in = folder->count;
  char *room = room_for_paths(aside, earlier->items, earlier->count);   /* before anything moves: what was set aside must be removable */
  if (room == NULL) return patron__io_no_memory(folder->io);
  while (out < earlier->count && status == PATRON_OK) status = move_file(folder->io, folder->path, aside, earlier->items[out++]);
  while (in > 0 && status == PATRON_OK) status = move_file(folder->io, folder->temporary, folder->path, folder->files[--in]);
  if (status == PATRON_OK) remove_files(aside, earlier->items, earlier->count, room);
  free(room);
  if (status == PATRON_OK) return PATRON_OK;
  char *text = patron__io_copy(folder->io->error, -1);   /* what went wrong first is what is told */
  for (; in < folder->count; in++) (void)move_file(folder->io, folder->path, folder->temporary, folder->files[in]);
  while (out-- > 0) (void)move_file(folder->io, aside, folder->path, earlier->items[out]);
  if (text != NULL) patron__io_fail(folder->io, status, "%s", text);
  free(text);
  return status;
}

static patron_status replace(patron__io_folder *folder, const patron__io_names *earlier)
{
  static const patron__io_names none = { NULL, 0, 0 };
  char *aside = patron__io_join(folder->temporary, "earlier");
  if (aside == NULL) return patron__io_no_memory(folder->io);
  patron_status status = make_folder(aside) == 0 ? exchange(folder, aside, earlier == NULL ? &none : earlier) : refuse(folder->io, folder->path, "cannot be written");
  remove_folder(aside);
  free(aside);
  return status;
}

patron_status patron__io_folder_commit(patron__io_folder *folder, const patron__io_names *earlier)
{
  patron_status status;
  if (patron__io_path_exists(folder->path)) {
    status = replace(folder, earlier);
    if (status == PATRON_OK) remove_folder(folder->temporary);
  } else status = rename_over(folder->io, folder->temporary, folder->path);
  if (status == PATRON_OK) { free(folder->temporary); folder->temporary = NULL; }
  patron__io_folder_abandon(folder);
  return status;
}

void patron__io_folder_abandon(patron__io_folder *folder)
{
  if (folder->temporary != NULL) {
    char *room = room_for_paths(folder->temporary, folder->files, folder->count);
    if (room != NULL) remove_files(folder->temporary, folder->files, folder->count, room);
    free(room);
    if (folder->inner != NULL) remove_folder(folder->inner);
    remove_folder(folder->temporary);
  }
  for (int32_t i = 0; i < folder->count; i++) free(folder->files[i]);
  free(folder->files);
  free(folder->inner);
  free(folder->path);
  free(folder->temporary);
  memset(folder, 0, sizeof *folder);
}
