/* Files for tests: a folder of their own, what is written into it and what is found there. */
#ifndef PATRON_TESTS_FILES_H
#define PATRON_TESTS_FILES_H

#include <stdint.h>

/* A new empty folder; its name is the test's until files_end. */
const char *files_begin(void);
/* Removes the folder with all that is in it. */
void files_end(void);
/* "<folder>/<name>"; good for eight more calls. */
const char *files_path(const char *name);
/* Writes a file (folders on its way are made) and gives its path. `length` -1: NUL-terminated. */
const char *files_write(const char *name, const char *bytes, int64_t length);
/* The whole file with a NUL behind it, to be freed; NULL: there is none. */
char *files_read(const char *name, int64_t *length);
int files_exists(const char *name);
/* How many names a folder ("" the test's own) holds; -1: there is none. */
int files_count(const char *name);

#endif
