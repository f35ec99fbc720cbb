/* Files for tests. */
#define _XOPEN_SOURCE 700
#include "files.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[256];

const char *files_begin(void)
{
  const char *parent = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/patron-test-XXXXXX", parent == NULL || parent[0] == 0 ? "/tmp" : parent);
  assert_non_null(mkdtemp(folder));
  return folder;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
  (void)info; (void)kind; (void)at;
  return remove(path);
}

void files_end(void)
{
  if (folder[0] != 0) assert_int_equal(nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
  folder[0] = 0;
}

const char *files_path(const char *name)
{
  static char paths[8][512];
  static int next;
  char *path = paths[next++ % 8];
  snprintf(path, sizeof paths[0], "%s%s%s", folder, name[0] == 0 ? "" : "/", name);
  return path;
}

const char *files_write(const char *name, const char *bytes, int64_t length)
{
  const char *path = files_path(name);
  for (const char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    char part[256];
    snprintf(part, sizeof part, "%.*s", (int)(slash - name), name);
    mkdir(files_path(part), 0777);
  }
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  size_t size = length < 0 ? strlen(bytes) : (size_t)length;
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
  return path;
}

char *files_read(const char *name, int64_t *length)
{
  FILE *file = fopen(files_path(name), "rb");
  if (file == NULL) return NULL;
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)size + 1);
  assert_non_null(bytes);
  assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
  bytes[size] = 0;
  fclose(file);
  if (length != NULL) *length = size;
  return bytes;
}

int files_exists(const char *name) { return access(files_path(name), F_OK) == 0; }

int files_count(const char *name)
{
  DIR *directory = opendir(files_path(name));
  int count = 0;
  if (directory == NULL) return -1;
  for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
  closedir(directory);
  return count;
}
