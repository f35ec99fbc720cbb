/* Paths and whole files, with nothing but the C library and what POSIX and mingw share. */
#define _POSIX_C_SOURCE 200809L
#include "io/paths.h"
#include "io/schema.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int32_t patron__io_path_is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

int32_t patron__io_path_exists(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0;
}

static const char *last_part(const char *path)
{
  const char *slash = strrchr(path, '/');
  const char *part = slash == NULL ? path : slash + 1;
#ifdef _WIN32
  const char *other = strrchr(part, '\\');
  if (other != NULL) part = other + 1;
#endif
  return part;
}

/* Where the ending begins, with its dot; the end of the text where there is none. */
static const char *ending(const char *path)
{
  const char *part = last_part(path), *dot = strrchr(part, '.');
  return dot == NULL || dot == part ? part + strlen(part) : dot;
}

int32_t patron__io_path_kind(const char *path)
{
  static const struct { const char *ending; int32_t kind; } kinds[] = {
    { ".csv", PATRON__IO_PATH_CSV }, { ".json", PATRON__IO_PATH_JSON }, { ".sqlite", PATRON__IO_PATH_SQLITE }, { ".sqlite3", PATRON__IO_PATH_SQLITE }, { ".db", PATRON__IO_PATH_SQLITE } };
  if (patron__io_path_is_folder(path)) return PATRON__IO_PATH_FOLDER;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (patron__io_equal_ignoring_case(ending(path), kinds[i].ending)) return kinds[i].kind;
  return PATRON__IO_PATH_OTHER;
}

char *patron__io_path_stem(const char *path)
{
  const char *part = last_part(path);
  return patron__io_copy(part, ending(path) - part);
}

void patron__io_path_hint(const char *path, char hint[PATRON__IO_HINT])
{
  const char *part = last_part(path);
  char *folder = part == path ? patron__io_copy(".", -1) : patron__io_copy(path, part - path);
  char near[PATRON__IO_HINT / 2] = "";
  DIR *directory = folder == NULL ? NULL : opendir(folder);
  free(folder);
  hint[0] = 0;
  if (directory == NULL) return;
  for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory))
    if (entry->d_name[0] != '.' && strlen(entry->d_name) < sizeof near && patron__io_is_nearer(part, entry->d_name, near[0] == 0 ? NULL : near)) memcpy(near, entry->d_name, strlen(entry->d_name) + 1);
  closedir(directory);
  if (near[0] != 0 && strlen(part) > 2 && part - path < PATRON__IO_HINT / 4) snprintf(hint, PATRON__IO_HINT, ": did you mean %.*s%s?", (int)(part - path), path, near);
}

patron_status patron__io_open_file(patron_io *io, const char *path, FILE **out, int64_t *total)
{
  struct stat info;
  errno = 0;
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    const char *why = strerror(errno);
    char hint[PATRON__IO_HINT] = "";
    if (!patron__io_path_exists(path)) patron__io_path_hint(path, hint);
    return patron__io_fail(io, PATRON_E_IO, "%s: cannot be opened: %s%s", path, why, hint);
  }
  if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
    fclose(file);
    return patron__io_fail(io, PATRON_E_IO, "%s: is a folder (expected a file)", path);
  }
  *total = stat(path, &info) == 0 && S_ISREG(info.st_mode) ? (int64_t)info.st_size : 0;
  *out = file;
  return PATRON_OK;
}

static patron_status read_all(patron_io *io, const char *path, FILE *file, int64_t total, int64_t limit, char **bytes, int64_t *len)
{
  void *block = NULL;
  int64_t capacity = 0, length = 0;
  for (;;) {
    int64_t wanted = length == 0 && total > 0 && total <= limit ? total + 2 : length + 65536;
    if (!patron__io_grow(&block, &capacity, wanted, 1)) { free(block); return patron__io_no_memory(io); }
    size_t room = (size_t)(capacity - length - 1), got = fread((char *)block + length, 1, room, file);
    length += (int64_t)got;
    if (got < room || length > limit) break;
  }
  if (ferror(file)) { free(block); return patron__io_fail(io, PATRON_E_IO, "%s: cannot be read: %s", path, strerror(errno)); }
  if (length > limit) { free(block); return patron__io_fail(io, PATRON_E_RANGE, "%s: longer than %" PRId64 " bytes", path, limit); }
  ((char *)block)[length] = 0;
  *bytes = block;
  *len = length;
  return PATRON_OK;
}

patron_status patron__io_read_file(patron_io *io, const char *path, int64_t limit, char **bytes, int64_t *len)
{
  FILE *file = NULL;
  int64_t total = 0;
  patron_status status = patron__io_open_file(io, path, &file, &total);
  if (status != PATRON_OK) return status;
  status = read_all(io, path, file, total, limit, bytes, len);
  fclose(file);
  return status;
}

static int compare_names(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

patron_status patron__io_list_csv(patron_io *io, const char *folder, patron__io_names *out)
{
  patron__io_names names = { NULL, 0, 0 };
  DIR *directory = opendir(folder);
  if (directory == NULL) return patron__io_fail(io, PATRON_E_IO, "%s: cannot be opened: %s", folder, strerror(errno));
  for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
    if (entry->d_name[0] == '.' || !patron__io_equal_ignoring_case(ending(entry->d_name), ".csv")) continue;
    void *items = names.items;
    int32_t room = patron__io_grow(&items, &names.capacity, names.count + 1, sizeof *names.items);
    names.items = items;
    char *name = room ? patron__io_copy(entry->d_name, -1) : NULL;
    if (name == NULL) {
      closedir(directory);
      patron__io_names_clear(&names);
      return patron__io_no_memory(io);
    }
    names.items[names.count++] = name;
  }
  closedir(directory);
  if (names.count > 1) qsort(names.items, (size_t)names.count, sizeof *names.items, compare_names);
  *out = names;
  return PATRON_OK;
}

void patron__io_names_clear(patron__io_names *names)
{
  for (int32_t i = 0; i < names->count; i++) free(names->items[i]);
  free(names->items);
  memset(names, 0, sizeof *names);
}
