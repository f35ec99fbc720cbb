/* Output: a file or folder that is written beside its place and renamed when it is whole, so that nothing is ever half there. */
#ifndef PATRON_SRC_IO_OUTPUT_H
#define PATRON_SRC_IO_OUTPUT_H

#include "io/paths.h"

enum { PATRON__IO_BUFFER = 1 << 16 };

/* A file being written. The first failure is kept; writes after it do nothing, so that a writer asks once, at the end. */
typedef struct patron__io_output {
  patron_io *io;
  FILE *file;            /* NULL: a database, or nothing open */
  char *path;            /* as messages name it */
  char *temporary;       /* NULL: the standard output */
  patron_status status;
  char *buffer;          /* bytes that are not in the file yet: most are written one cell at a time */
  int64_t length;
  int32_t durable;       /* on the disk before it is renamed */
} patron__io_output;

/* The name that is tried as number `number` for what is written beside `path`: "report.json" -> "report.json.7.part". To be freed; NULL: out of memory. */
char *patron__io_beside(const char *path, int32_t number);
/* `path` "-": the standard output, which cannot be taken back. */
patron_status patron__io_output_open(patron_io *io, const char *path, patron__io_output *out);
/* A free name beside `path`, for what is written by others (SQLite); nothing is created. */
patron_status patron__io_output_reserve(patron_io *io, const char *path, patron__io_output *out);
void patron__io_output_bytes(patron__io_output *output, const char *bytes, int64_t len);
void patron__io_output_text(patron__io_output *output, const char *text);
/* Flushes, closes and renames. On failure nothing is left and what was there before stays. */
patron_status patron__io_output_commit(patron__io_output *output);
/* Takes back what was written; nothing after a commit. */
void patron__io_output_abandon(patron__io_output *output);

/* A folder of files being written. */
typedef struct patron__io_folder {
  patron_io *io;
  char *path, *temporary;
  char *inner;           /* a folder inside; NULL: none */
  char **files;          /* names inside */
  int32_t count;
  int64_t capacity;
} patron__io_folder;

patron_status patron__io_folder_open(patron_io *io, const char *path, patron__io_folder *out);
/* One folder inside, for files named "inner/...". */
patron_status patron__io_folder_inside(patron__io_folder *folder, const char *name);
/* Opens `name` inside; the folder's own name is what messages show. */
patron_status patron__io_folder_file(patron__io_folder *folder, const char *name, patron__io_output *out);
/* A new folder takes its place at once. In one that is there the `earlier` files (NULL: none) are set aside, the new ones put in their place, and then the earlier ones removed; where one cannot be moved
   all go back. The first of `earlier` goes first and the first file comes last: a program that is killed in between leaves a folder without it. */
patron_status patron__io_folder_commit(patron__io_folder *folder, const patron__io_names *earlier);
void patron__io_folder_abandon(patron__io_folder *folder);

#endif
