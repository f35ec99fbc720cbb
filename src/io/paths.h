/* Paths: what kind of thing stands there, what a folder holds, and a file's bytes. */
#ifndef PATRON_SRC_IO_PATHS_H
#define PATRON_SRC_IO_PATHS_H

#include "io/session.h"

#include <stdio.h>

enum { PATRON__IO_PATH_FOLDER = 1, PATRON__IO_PATH_CSV = 2, PATRON__IO_PATH_JSON = 3, PATRON__IO_PATH_SQLITE = 4, PATRON__IO_PATH_OTHER = 5 };

/* By what stands there (a folder), else by the name's ending: .csv, .json, .sqlite, .sqlite3, .db. */
int32_t patron__io_path_kind(const char *path);
int32_t patron__io_path_is_folder(const char *path);
int32_t patron__io_path_exists(const char *path);
/* "customers" of "data/customers.csv". NULL: out of memory. */
char *patron__io_path_stem(const char *path);

/* ": did you mean data/customers.csv?": what lies in the folder of a path that is not there, and has nearly its name; "": nothing. */
enum { PATRON__IO_HINT = 512 };
void patron__io_path_hint(const char *path, char hint[PATRON__IO_HINT]);
/* Opened for reading; *total is its length, 0 for pipes. PATRON_E_IO names the path and the reason. */
patron_status patron__io_open_file(patron_io *io, const char *path, FILE **out, int64_t *total);
/* All bytes with a NUL behind them; at most `limit`. */
patron_status patron__io_read_file(patron_io *io, const char *path, int64_t limit, char **bytes, int64_t *len);

/* The names in a folder that end in `.csv`, sorted; hidden ones are left out. */
typedef struct patron__io_names { char **items; int32_t count; int64_t capacity; } patron__io_names;
patron_status patron__io_list_csv(patron_io *io, const char *folder, patron__io_names *out);
void patron__io_names_clear(patron__io_names *names);

#endif
