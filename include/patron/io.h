/**
 * @file io.h
 * libpatron-io: facts and rules from CSV, JSON and SQLite, decisions to CSV, JSON and SQLite. Uses libpatron's public interface only.
 *
 * **Files.** A table is a CSV file named after it (`customers.csv`), a list of objects in JSON (`{"customers": [{"customer": "C1", ...}, ...]}`, also under a key `tables`, as decisions are
 * written), or a table or view of a SQLite database. Names of tables, columns and codes are those of the schema (`patron_schema`).
 *
 * **CSV** is UTF-8 with or without a byte order mark, separated by commas, quoted as RFC 4180 says and checked strictly; one field is at most 1 MiB, so a quote that never closes ends there even through a pipe. The
 * first line names the columns; every other line has as many fields. Blank lines are passed over; blanks around an unquoted field do not count.
 *
 * **Values.** A blank cell, an empty text and null are unknown. Money, dates, codes and flags are texts in the grammar of `patron_money_parse`, `patron_date_parse`, and so on, whatever the file: JSON numbers and SQLite
 * integers are read as the text they show, a SQLite REAL and a JSON fraction as the shortest decimal that gives the same binary number, so money that was computed in binary and is off by a hair is refused and
 * never rounded. A column that the schema does not know is kept: as INTEGER where every known cell is a whole number, as NUMBER where every one is a number (written without leading zeros), else as TEXT.
 * Ids are INTEGER when every id column of the inputs is stored as whole numbers in SQLite or JSON, else TEXT.
 *
 * **Paths** are UTF-8 with a NUL, on every system.
 *
 * **Memory.** Tables, portfolios, policies and models are made in the session's context, with its allocator and under its limit. Buffers for reading and writing, and what libcsv, jansson and SQLite keep
 * while they work, come from the C library: some MiB for CSV and databases, the whole document for JSON. All of it is given back before the call returns, and when the session is destroyed.
 *
 * **Threads.** A session belongs to one thread at a time, as its context does. Sessions of different contexts do not know of each other.
 *
 * **Errors.** Every function that reads or writes may answer PATRON_E_MEMORY_LIMIT (the limit of the session's context) and PATRON_E_STATE (a call is at work on that context), and does not say so again. Every failing call leaves a sentence in the session (`patron_io_error`) that names file, line or row, column, value and what was expected, and leaves everything as it was.
 */
#ifndef PATRON_IO_H
#define PATRON_IO_H

#include "patron/patron.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A session of reading and writing: a context, the text of the last error, progress, and where the rows of the tables read last stand in their files. One thread at a time: the one that its context belongs to.
 * @since 0.1.0
 */
typedef struct patron_io patron_io;

/**
 * The number of libpatron-io's binary interface, that of its SONAME: programs built against one number run with every libpatron-io of that number that is not older. #PATRON_ABI is what a program was built with.
 * @return the number
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API uint32_t patron_io_abi_version(void);

/**
 * Opens a session.
 * @param context Where tables are made; the session keeps it alive. Not NULL.
 * @param out The session, to be destroyed with patron_io_destroy(). Untouched unless PATRON_OK.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_create(patron_context *context, patron_io **out);

/**
 * Closes a session. What it read lives on, and its context as long as somebody else holds it.
 * @param io NULL is a no-op; not from its own progress function.
 * @par Threads
 * Any, while no call uses the session.
 * @since 0.1.0
 */
PATRON_API void patron_io_destroy(patron_io *io);

/**
 * The text of the last error of the session: "data/customers.csv line 14, column sales: ...". Empty before the first.
 * @param io Not NULL.
 * @param buf Receives the text with its NUL; NULL with `cap` 0 asks for the size.
 * @param cap Bytes in `buf`, at least 0.
 * @param needed The capacity to allocate; may be NULL.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_BUFFER_TOO_SMALL (`buf` untouched, `needed` set).
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_error(const patron_io *io, char *buf, int64_t cap, int64_t *needed);

/**
 * Sets the function that hears of progress while files are read (stage "read") and written ("write"), and that can end the call with PATRON_E_CANCELLED.
 * @param io Not NULL.
 * @param progress Called on the calling thread; nonzero cancels, and nothing is left half read or half written. NULL: none. `done` and `total` count bytes or rows; `total` 0: not known.
 * @param user Handed to `progress`.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_set_progress(patron_io *io, patron_progress_fn progress, void *user);

/**
 * The last error text of the session's context (patron_context_error()), told with the place in the file where it is about a row of a table that this session read last:
 * for errors that show only when facts and rules meet, in patron_assess() and patron_fit().
 * @param io Not NULL.
 * @param buf Receives the text with its NUL; NULL with `cap` 0 asks for the size.
 * @param cap Bytes in `buf`, at least 0.
 * @param needed The capacity to allocate; may be NULL.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_BUFFER_TOO_SMALL.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_context_error(const patron_io *io, char *buf, int64_t cap, int64_t *needed);

/**
 * Where a row of a table stands that this session read last: "data/customers.csv line 14", "book.sqlite table customers row 3".
 * @param io Not NULL.
 * @param table Name of the table.
 * @param row Row of the table, from 0; -1: only the file.
 * @param buf Receives the text with its NUL; NULL with `cap` 0 asks for the size.
 * @param cap Bytes in `buf`, at least 0.
 * @param needed The capacity to allocate; may be NULL.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NOT_FOUND (the session read no such table), PATRON_E_BUFFER_TOO_SMALL.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_place(const patron_io *io, const char *table, int64_t row, char *buf, int64_t cap, int64_t *needed);

/**
 * Reads fact tables into a new portfolio. All inputs are read and checked before the portfolio is handed out: all or nothing.
 *
 * Without `views` an input is a folder (each `*.csv` in it is a table; other files are left alone), a CSV file, a JSON file (`.json`) or a database (`.sqlite`, `.sqlite3`, `.db`; its other tables are left alone), all
 * named after fact tables; a CSV or JSON table of another name is refused with the name that was perhaps meant. A table may come once. Tables without rows count as not given.
 *
 * With `views`, the inputs are CSV files of any name and at most one database of any schema; the CSV files stand as tables of text in a database in memory (schema `main`, named after the file), the source database
 * read-only in the schema `source`. The file holds CREATE VIEW statements; they become temporary views, and those named after fact tables are read, nothing else.
 * @param io Not NULL.
 * @param currency ISO 4217 code of all money in the inputs, such as "EUR".
 * @param paths Paths of the inputs, UTF-8.
 * @param count How many, at least 1.
 * @param views Path of a file of SQL; NULL: none.
 * @param out The portfolio, the caller's to destroy. Untouched unless PATRON_OK.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT, PATRON_E_IO, PATRON_E_FORMAT, PATRON_E_NOT_FOUND (no such table, no customers), PATRON_E_DUPLICATE,
 *   PATRON_E_TYPE, PATRON_E_RANGE, PATRON_E_NOT_FINITE, PATRON_E_CANCELLED.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_read_portfolio(patron_io *io, const char *currency, const char *const *paths, int32_t count, const char *views, patron_portfolio **out);

/**
 * Reads rule tables into a new policy that starts as a preset: the tables given replace those of the preset, of `settings` only the keys given. All or nothing.
 * In JSON, `settings` may also be a plain object, and lists may be arrays: `{"settings": {"matrix.bands": [33, 67]}}`.
 * @param io Not NULL.
 * @param preset As in patron_policy_create(); NULL: the default policy.
 * @param path A folder of CSV files, a CSV file, a JSON file or a database, named after rule tables.
 * @param out The policy, the caller's to destroy. Untouched unless PATRON_OK. Rules that contradict each other are found by patron_policy_check() and by patron_fit().
 * @return As patron_io_read_portfolio().
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_read_policy(patron_io *io, const char *preset, const char *path, patron_policy **out);

/**
 * Reads one table of any name, unchecked: every column of a CSV is TEXT, those of JSON and SQLite are INTEGER, NUMBER or TEXT as they are stored.
 * @param io Not NULL.
 * @param path A folder with `<name>.csv` in it, a CSV file of any name, a JSON file or a database.
 * @param name Name of the table. `about` of decisions in JSON is their header.
 * @param out The table, the caller's to destroy. Untouched unless PATRON_OK.
 * @return As patron_io_read_portfolio(); PATRON_E_NOT_FOUND: no such table.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_read_table(patron_io *io, const char *path, const char *name, patron_table **out);

/**
 * Writes every decision table of an assessment. What `path` ends in decides: `.json`, or `-` for the standard output, is JSON
 * (`{"patron": {"version", "abi", "policy", "as_of", "currency"}, "tables": {...}}`: money is a string, unknown is null); `.sqlite`, `.sqlite3` and `.db` are a database (money, dates, codes and texts TEXT, numbers REAL,
 * whole numbers and flags INTEGER); anything else is a folder with a CSV file for each table. Files are written beside their place and renamed when they are whole; in a folder that is there they
 * take the place of those of an earlier run, all or none: what that wrote and this one does not goes, too, everything else stays, and a folder without `about.csv` that has a file of such a name is refused. A database that
 * is there gets the tables in one transaction in the same way.
 * @param io Not NULL.
 * @param assessment Not NULL.
 * @param path Where to.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY, PATRON_E_IO, PATRON_E_DUPLICATE, PATRON_E_CANCELLED.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_write_assessment(patron_io *io, const patron_assessment *assessment, const char *path);

/**
 * Writes one table of any kind, as patron_io_write_assessment() does; a name that ends in `.csv` is a CSV file. JSON is `{"tables": {"<name>": [...]}}`.
 * @param io Not NULL.
 * @param table Not NULL.
 * @param path Where to.
 * @return As patron_io_write_assessment().
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_write_table(patron_io *io, const patron_table *table, const char *path);

/**
 * Saves a model (patron_model_save()) to a file, written beside and renamed.
 * @param io Not NULL.
 * @param model Not NULL.
 * @param path Where to.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY, PATRON_E_IO.
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_write_model(patron_io *io, const patron_model *model, const char *path);

/**
 * Loads a model (patron_model_load()) from a file.
 * @param io Not NULL.
 * @param path The file.
 * @param out The model, the caller's to destroy. Untouched unless PATRON_OK.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT, PATRON_E_IO, PATRON_E_FORMAT (no model, or of a version that is not known).
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_read_model(patron_io *io, const char *path, patron_model **out);

/**
 * Writes what one starts from: a CSV file with its header line for every fact table (that of `customers` with the columns that most answers need), a folder `policy` with the default policy, and a README.md that explains every table, column and setting.
 * @param io Not NULL.
 * @param folder The folder to make; one that is there is refused.
 * @return PATRON_OK, PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT, PATRON_E_IO, PATRON_E_DUPLICATE (something is there).
 * @since 0.1.0
 */
PATRON_API patron_status patron_io_write_template(patron_io *io, const char *folder);

#ifdef __cplusplus
}
#endif

#endif
