/**
 * @file io.h
 * libpatron-io: facts and rules from CSV, JSON and SQLite, decisions to CSV, JSON and SQLite. Uses libpatron's public interface only.
 */
#ifndef PATRON_IO_H
#define PATRON_IO_H

#include "patron/patron.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A session of reading and writing: holds the context and the text of the last error (file, line or row, column, value, expectation). One thread at a time. */
typedef struct patron_io patron_io;
PATRON_API patron_status patron_io_create(patron_context *context, patron_io **out);
PATRON_API void patron_io_destroy(patron_io *io);
PATRON_API patron_status patron_io_error(const patron_io *io, char *buf, int64_t cap, int64_t *needed);

/* INPUT: a directory of CSV files named after fact tables, one such CSV file, a JSON file, or a SQLite database with tables or views of those names.
   views: NULL, or the path of a file of SQL that creates views named after fact tables over the inputs (CSV files become tables named after the file).
   Everything is read first, then put: all or nothing. Warnings (unknown columns, ...) stand in the portfolio's `warnings` table. */
PATRON_API patron_status patron_io_read_portfolio(patron_io *io, patron_portfolio *portfolio, const char *const *paths, int32_t count, const char *views);
PATRON_API patron_status patron_io_read_policy(patron_io *io, patron_policy *policy, const char *path);
PATRON_API patron_status patron_io_read_table(patron_io *io, const char *path, const char *name, patron_table **out);

/* OUT: *.sqlite / *.db (one transaction), *.json, "-" (JSON on the standard output), or a directory (a CSV a table). Written beside and renamed: never half. */
PATRON_API patron_status patron_io_write_assessment(patron_io *io, const patron_assessment *assessment, const char *path);
PATRON_API patron_status patron_io_write_table(patron_io *io, const patron_table *table, const char *path);
PATRON_API patron_status patron_io_model_save(patron_io *io, const patron_model *model, const char *path);
PATRON_API patron_status patron_io_model_load(patron_io *io, const char *path, patron_model **out);
PATRON_API patron_status patron_io_write_template(patron_io *io, const char *directory);
#ifdef __cplusplus
}
#endif

#endif
