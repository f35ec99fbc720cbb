/**
 * @file table.h
 * Tables: named, typed columns with validity, in Arrow's memory layout; and the schema of every table that Patron knows.
 *
 * A table is made with its number of rows, gets its columns one by one (or further rows by patron_table_append()), and is finished when it is put into a portfolio or policy, or when
 * Patron hands it out. From then on it never changes: it may be read from any thread and used with any context, and a change needs a new table.
 *
 * **Threads.** Until then a table belongs, with its context, to one thread at a time. A finished one is read from any thread, and patron_table_destroy() may be called on any thread
 * while no call uses that reference. Calls that build a table set the error text of its context; calls that only read one answer with a status alone.
 *
 * **Validity** is a bitmap: bit i (lowest bit of the first byte first) is 1 where the value of row i is known. NULL stands for all known. Unknown is not 0 and not NaN: what lies under a 0 bit
 * is never read by Patron, so it may be anything, and is 0 in what Patron writes. Bits behind the last row are not read, and are 0 where Patron writes.
 *
 * **What a column may be given as.** Facts and rules are converted when the table is put: MONEY, NUMBER, INTEGER, DATE, CODE and FLAG also from TEXT (`1234.50`, `2026-11-22`, the name of the
 * code, `yes`, `no`, `true`, `false`, `1`, `0`; an empty text is unknown), NUMBER also from INTEGER up to 2^53; TEXT also as CODE or INTEGER, and comes back as given. MONEY is never taken from doubles.
 */
#ifndef PATRON_TABLE_H
#define PATRON_TABLE_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A set of named columns of one length. Destroy it once with patron_table_destroy(). @since 0.1.0 */
typedef struct patron_table patron_table;

/** The types of columns, and the C type each is read and written as. */
enum {
  PATRON_MONEY = 1,     /**< int64_t: minor units (cents) of the portfolio's currency. @since 0.1.0 */
  PATRON_NUMBER = 2,    /**< double: finite. @since 0.1.0 */
  PATRON_INTEGER = 3,   /**< int64_t. @since 0.1.0 */
  PATRON_DATE = 4,      /**< int32_t: days since 1970-01-01, from 0001-01-01 (-719162) to 9999-12-31 (2932896). @since 0.1.0 */
  PATRON_TEXT = 5,      /**< UTF-8: offsets into bytes. @since 0.1.0 */
  PATRON_CODE = 6,      /**< int32_t: place of a name in the column's dictionary. @since 0.1.0 */
  PATRON_FLAG = 7       /**< int32_t: 0 or 1 (kept as bits). @since 0.1.0 */
};

/**
 * Makes a table without columns.
 * @param context whose memory it uses and that it keeps alive; not NULL
 * @param name of the table, such as "customers": 1 to 255 bytes of UTF-8 without control characters; copied; not NULL
 * @param rows of every column to come: 0 or more
 * @param out gets a table of your own; not NULL; untouched on failure
 * @return #PATRON_OK; #PATRON_E_INVALID_ARGUMENT, #PATRON_E_RANGE (more rows than can be), #PATRON_E_STATE (the context is at work), #PATRON_E_NO_MEMORY, #PATRON_E_MEMORY_LIMIT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_create(patron_context *context, const char *name, int64_t rows, patron_table **out);

/**
 * Gives a reference up; the last one frees the table and its columns and runs the `release` of memory lent to it.
 * @param table NULL is a no-op
 * @since 0.1.0
 */
PATRON_API void patron_table_destroy(patron_table *table);

/**
 * Adds a column of doubles; they are copied.
 * @param table not finished; not NULL
 * @param column its name, as that of a table; not NULL
 * @param type #PATRON_NUMBER
 * @param values one per row; NULL only without rows
 * @param validity bitmap; NULL: all known
 * @return #PATRON_OK; #PATRON_E_NOT_FINITE (a known value is NaN or infinite: table, column and row are in the error text), #PATRON_E_DUPLICATE (there is a column of this name),
 *         #PATRON_E_TYPE, #PATRON_E_INVALID_ARGUMENT, #PATRON_E_RANGE (too many columns), #PATRON_E_STATE (the table is finished or the context at work), #PATRON_E_NO_MEMORY,
 *         #PATRON_E_MEMORY_LIMIT. On failure the table is as it was
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_add_f64(patron_table *table, const char *column, int32_t type, const double *values, const uint8_t *validity);

/**
 * Adds a column of 64-bit whole numbers; they are copied.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param type #PATRON_MONEY (minor units) or #PATRON_INTEGER
 * @param values one per row; NULL only without rows
 * @param validity bitmap; NULL: all known
 * @return as patron_table_add_f64(), without #PATRON_E_NOT_FINITE
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_add_i64(patron_table *table, const char *column, int32_t type, const int64_t *values, const uint8_t *validity);

/**
 * Adds a column of 32-bit whole numbers; they are copied.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param type #PATRON_DATE or #PATRON_FLAG; codes bring their names with patron_table_add_code()
 * @param values one per row; NULL only without rows
 * @param validity bitmap; NULL: all known
 * @return as patron_table_add_f64(), without #PATRON_E_NOT_FINITE; #PATRON_E_RANGE: a known flag is neither 0 nor 1, or a date is out of range
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_add_i32(patron_table *table, const char *column, int32_t type, const int32_t *values, const uint8_t *validity);

/**
 * Adds a column of codes with a dictionary of its own; both are copied. When the table is put, columns with a fixed list of names get the numbers of that list (patron_code_name()): only names count.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param codes one per row: the place of its name, or -1 for unknown; NULL only without rows
 * @param validity bitmap; NULL: all known but those of -1
 * @param names UTF-8, in any order, each once, none NULL; NULL only with `name_count` 0
 * @param name_count 0 or more
 * @return as patron_table_add_f64(), without #PATRON_E_NOT_FINITE; #PATRON_E_RANGE: a known code has no name; #PATRON_E_DUPLICATE: also a name that stands twice; #PATRON_E_FORMAT: a name is not UTF-8
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_add_code(patron_table *table, const char *column, const int32_t *codes, const uint8_t *validity, const char *const *names, int32_t name_count);

/**
 * Adds a column of texts in Arrow's layout; they are copied.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param offsets rows + 1 of them: row i is bytes[offsets[i]] up to bytes[offsets[i + 1]]; none negative, none below the one before; NULL only without rows
 * @param bytes UTF-8 where known; NULL only when all texts are empty
 * @param validity bitmap; NULL: all known
 * @return as patron_table_add_f64(), without #PATRON_E_NOT_FINITE; #PATRON_E_FORMAT: a known text is not UTF-8; #PATRON_E_RANGE: the offsets do not ascend
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_add_text(patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity);

/**
 * Adds a column of NUL-terminated texts; they are copied.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param values one per row, UTF-8; a NULL is an unknown; the array is NULL only without rows
 * @return as patron_table_add_text()
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_add_strings(patron_table *table, const char *column, const char *const *values);

/**
 * Adds a column of doubles without copying them. The memory may not change until `release` runs: exactly once, with the last reference to the column, on the thread that drops it;
 * when the call fails, before it returns.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param type #PATRON_NUMBER
 * @param values one per row, aligned to 8; NULL only without rows
 * @param validity bitmap, lent with the values; NULL: all known
 * @param release not NULL (without it #PATRON_E_INVALID_ARGUMENT, and nothing is run)
 * @param user handed to `release`; may be NULL
 * @return as patron_table_add_f64(); #PATRON_E_INVALID_ARGUMENT: also memory that is not aligned
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_borrow_f64(patron_table *table, const char *column, int32_t type, const double *values, const uint8_t *validity, patron_release_fn release, void *user);

/**
 * Adds a column of 64-bit whole numbers without copying them; lent as with patron_table_borrow_f64().
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param type #PATRON_MONEY or #PATRON_INTEGER
 * @param values one per row, aligned to 8; NULL only without rows
 * @param validity bitmap, lent with the values; NULL: all known
 * @param release,user as there
 * @return as patron_table_add_i64(); #PATRON_E_INVALID_ARGUMENT: also memory that is not aligned
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_borrow_i64(patron_table *table, const char *column, int32_t type, const int64_t *values, const uint8_t *validity, patron_release_fn release, void *user);

/**
 * Adds a column of 32-bit whole numbers without copying them; lent as with patron_table_borrow_f64(). Flags are kept as bits, so #PATRON_FLAG is copied and released at once.
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param type #PATRON_DATE or #PATRON_FLAG
 * @param values one per row, aligned to 4; NULL only without rows
 * @param validity bitmap, lent with the values; NULL: all known
 * @param release,user as there
 * @return as patron_table_add_i32(); #PATRON_E_INVALID_ARGUMENT: also memory that is not aligned
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_borrow_i32(patron_table *table, const char *column, int32_t type, const int32_t *values, const uint8_t *validity, patron_release_fn release, void *user);

/**
 * Adds a column of texts without copying them; lent as with patron_table_borrow_f64().
 * @param table not finished; not NULL
 * @param column its name; not NULL
 * @param offsets rows + 1 of them, aligned to 8, as in patron_table_add_text(); lent with the bytes
 * @param bytes UTF-8 where known; NULL only when all texts are empty
 * @param validity bitmap, lent with the bytes; NULL: all known
 * @param release,user as there
 * @return as patron_table_add_text(); #PATRON_E_INVALID_ARGUMENT: also offsets that are not aligned
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_borrow_text(patron_table *table, const char *column, const int64_t *offsets, const char *bytes, const uint8_t *validity, patron_release_fn release, void *user);

/**
 * Adds the rows of another table, columns by name: what SQL cursors and files read in chunks need. A column that one side lacks is unknown in its rows; the names of codes are merged.
 * Lent columns of `table` are copied (and given back) first.
 * @param table not finished; not NULL
 * @param rows another table, of any context that belongs to this thread, finished or not; it stays as it is; not NULL, not `table` itself
 * @return #PATRON_OK; #PATRON_E_TYPE (a column of one name has two types, or money other decimals), #PATRON_E_STATE (`table` is finished, or its context at work), #PATRON_E_RANGE (too many rows or columns),
 *         #PATRON_E_INVALID_ARGUMENT, #PATRON_E_NO_MEMORY, #PATRON_E_MEMORY_LIMIT. On failure no row has been added
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_append(patron_table *table, const patron_table *rows);

/**
 * The name of a table.
 * @param table not NULL
 * @param buf,cap get the name and a NUL; NULL and 0 ask for the size
 * @param needed gets the capacity to allocate, also when the buffer is too small; may be NULL
 * @return #PATRON_OK; #PATRON_E_BUFFER_TOO_SMALL (`buf` is untouched), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_name(const patron_table *table, char *buf, int64_t cap, int64_t *needed);

/**
 * The number of rows.
 * @param table not NULL
 * @param out gets it; not NULL
 * @return #PATRON_OK; #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_rows(const patron_table *table, int64_t *out);

/**
 * The number of columns.
 * @param table not NULL
 * @param out gets it; not NULL
 * @return #PATRON_OK; #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_columns(const patron_table *table, int64_t *out);

/**
 * The name of a column.
 * @param table not NULL
 * @param column from 0
 * @param buf,cap get the name and a NUL; NULL and 0 ask for the size
 * @param needed gets the capacity to allocate, also when the buffer is too small; may be NULL
 * @return #PATRON_OK; #PATRON_E_NOT_FOUND (no such column), #PATRON_E_BUFFER_TOO_SMALL (`buf` is untouched), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_column_name(const patron_table *table, int64_t column, char *buf, int64_t cap, int64_t *needed);

/**
 * The type of a column.
 * @param table not NULL
 * @param column from 0
 * @param out gets #PATRON_MONEY .. #PATRON_FLAG; not NULL
 * @return #PATRON_OK; #PATRON_E_NOT_FOUND (no such column), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_column_type(const patron_table *table, int64_t column, int32_t *out);

/**
 * Where the column of a name stands.
 * @param table not NULL
 * @param name compared byte by byte; not NULL
 * @param out gets the place, from 0; not NULL
 * @return #PATRON_OK; #PATRON_E_NOT_FOUND, #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_find_column(const patron_table *table, const char *name, int64_t *out);

/**
 * The number of names in the dictionary of a column of codes.
 * @param table not NULL
 * @param column from 0
 * @param out gets it; not NULL
 * @return #PATRON_OK; #PATRON_E_TYPE (no #PATRON_CODE), #PATRON_E_NOT_FOUND (no such column), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_code_count(const patron_table *table, int64_t column, int32_t *out);

/**
 * A name in the dictionary of a column of codes.
 * @param table not NULL
 * @param column from 0
 * @param code from 0
 * @param buf,cap get the name and a NUL; NULL and 0 ask for the size
 * @param needed gets the capacity to allocate, also when the buffer is too small; may be NULL
 * @return #PATRON_OK; #PATRON_E_TYPE (no #PATRON_CODE), #PATRON_E_NOT_FOUND (no such column or code), #PATRON_E_BUFFER_TOO_SMALL (`buf` is untouched), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_code_name(const patron_table *table, int64_t column, int32_t code, char *buf, int64_t cap, int64_t *needed);

/**
 * Reads rows of a column of doubles.
 * @param table not NULL
 * @param column from 0
 * @param first,count the rows first .. first + count - 1, from 0
 * @param out gets `count` values, 0 where unknown; NULL only with `count` 0
 * @param validity_out gets (count + 7) / 8 bytes; bit 0 is row `first`. NULL: not wanted, and an unknown among the rows gives #PATRON_UNKNOWN with nothing written
 * @return #PATRON_OK; #PATRON_UNKNOWN; #PATRON_E_TYPE (no #PATRON_NUMBER), #PATRON_E_RANGE (rows past the end), #PATRON_E_NOT_FOUND (no such column), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_read_f64(const patron_table *table, int64_t column, int64_t first, int64_t count, double *out, uint8_t *validity_out);

/**
 * Reads rows of a column of money (minor units) or whole numbers.
 * @param table not NULL
 * @param column from 0
 * @param first,count the rows first .. first + count - 1, from 0
 * @param out gets `count` values, 0 where unknown; NULL only with `count` 0
 * @param validity_out gets (count + 7) / 8 bytes; NULL: not wanted, and an unknown gives #PATRON_UNKNOWN with nothing written
 * @return as patron_table_read_f64(); #PATRON_E_TYPE: neither #PATRON_MONEY nor #PATRON_INTEGER
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_read_i64(const patron_table *table, int64_t column, int64_t first, int64_t count, int64_t *out, uint8_t *validity_out);

/**
 * Reads rows of a column of dates, codes or flags.
 * @param table not NULL
 * @param column from 0
 * @param first,count the rows first .. first + count - 1, from 0
 * @param out gets `count` values, 0 where unknown; NULL only with `count` 0
 * @param validity_out gets (count + 7) / 8 bytes; NULL: not wanted, and an unknown gives #PATRON_UNKNOWN with nothing written
 * @return as patron_table_read_f64(); #PATRON_E_TYPE: none of #PATRON_DATE, #PATRON_CODE, #PATRON_FLAG
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_read_i32(const patron_table *table, int64_t column, int64_t first, int64_t count, int32_t *out, uint8_t *validity_out);

/**
 * Reads rows of a column of any type as text: money in decimal with the digits of the currency ("1234.50"), numbers as the shortest text that reads back the same, dates as 2026-11-22, codes as their names,
 * flags as "yes" and "no"; unknown as an empty text.
 * @param table not NULL
 * @param column from 0
 * @param first,count the rows first .. first + count - 1, from 0
 * @param offsets gets count + 1 offsets into `bytes`; NULL only together with `bytes`
 * @param bytes gets the texts one after another, without NULs; NULL with `cap` 0, and `offsets` NULL, asks for the size: only `needed` is written. With `offsets`, texts that are all empty are read without `bytes`, and any others are #PATRON_E_BUFFER_TOO_SMALL
 * @param cap bytes in `bytes`
 * @param needed gets the size of all texts, also when the buffer is too small; may be NULL
 * @param validity_out gets (count + 7) / 8 bytes; NULL: not wanted, and an unknown gives #PATRON_UNKNOWN with nothing written (not when the size is asked for)
 * @return #PATRON_OK; #PATRON_UNKNOWN; #PATRON_E_BUFFER_TOO_SMALL (only `needed` is written), #PATRON_E_RANGE (rows past the end), #PATRON_E_NOT_FOUND (no such column), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_read_text(const patron_table *table, int64_t column, int64_t first, int64_t count, int64_t *offsets, char *bytes, int64_t cap, int64_t *needed, uint8_t *validity_out);

/**
 * Looks at a column of doubles where it lies. What is seen is good while you hold the table; under a 0 bit stands 0, or what the host lent. No pointer to values, offsets or bytes is NULL, also where there are no rows.
 * @param table finished; not NULL
 * @param column from 0
 * @param values gets a pointer to one value per row; not NULL
 * @param validity gets a pointer to the bitmap, or NULL: all known; not NULL
 * @return #PATRON_OK; #PATRON_E_STATE (the table is not finished), #PATRON_E_TYPE (no #PATRON_NUMBER), #PATRON_E_NOT_FOUND (no such column), #PATRON_E_INVALID_ARGUMENT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_view_f64(const patron_table *table, int64_t column, const double **values, const uint8_t **validity);

/**
 * Looks at a column of money or whole numbers where it lies, as patron_table_view_f64().
 * @param table finished; not NULL
 * @param column from 0
 * @param values gets a pointer to one value per row; not NULL
 * @param validity gets a pointer to the bitmap, or NULL: all known; not NULL
 * @return as patron_table_view_f64(); #PATRON_E_TYPE: neither #PATRON_MONEY nor #PATRON_INTEGER
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_view_i64(const patron_table *table, int64_t column, const int64_t **values, const uint8_t **validity);

/**
 * Looks at a column of dates or codes where it lies, as patron_table_view_f64(). Flags are kept as bits and have no view.
 * @param table finished; not NULL
 * @param column from 0
 * @param values gets a pointer to one value per row; not NULL
 * @param validity gets a pointer to the bitmap, or NULL: all known; not NULL
 * @return as patron_table_view_f64(); #PATRON_E_TYPE: neither #PATRON_DATE nor #PATRON_CODE
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_view_i32(const patron_table *table, int64_t column, const int32_t **values, const uint8_t **validity);

/**
 * Looks at a column of texts where it lies, as patron_table_view_f64().
 * @param table finished; not NULL
 * @param column from 0
 * @param offsets gets a pointer to rows + 1 offsets, of which the first need not be 0; not NULL
 * @param bytes gets a pointer to the bytes; not NULL
 * @param validity gets a pointer to the bitmap, or NULL: all known; not NULL
 * @return as patron_table_view_f64(); #PATRON_E_TYPE: no #PATRON_TEXT
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_view_text(const patron_table *table, int64_t column, const int64_t **offsets, const char **bytes, const uint8_t **validity);

/**
 * What Patron knows, as a table: for forms, templates and reference pages.
 * @param context whose memory the table uses; not NULL
 * @param name "columns" or NULL: every column of every fact, rule and decision table (`table`, `kind`, `column`, `type`, `required`, `key`, `pattern`, `codes`, `free_codes`, `low`, `high`, `expected`, `unit`,
 *        `default`, `stage`, `doc`); the name of a table: only its columns; "settings": `key`, `type`, `list_minimum`, `list_maximum`, `ascending`, `codes`, `low`, `high`, `expected`, `default`, `doc`;
 *        "codes": `codes`, `code`, `name`, `doc`; "presets": `preset`, `doc`; "tables": `table`, `kind`, `doc`
 * @param out gets a finished table of your own; not NULL; untouched on failure
 * @return #PATRON_OK; #PATRON_E_NOT_FOUND, #PATRON_E_INVALID_ARGUMENT, #PATRON_E_STATE (the context is at work), #PATRON_E_NO_MEMORY, #PATRON_E_MEMORY_LIMIT
 * @since 0.1.0
 */
PATRON_API patron_status patron_schema(patron_context *context, const char *name, patron_table **out);

/**
 * The name of a code of a fixed list. Codes keep their numbers for ever, so a host may store either. Classes ("sales_class", "class") are A to Z without N as 0 to 24, and N (not positive) as 25.
 * @param column a column ("relationship_level", "sales_class"), a column of a table where several tables have one of that name ("interactions.direction"), a code list of patron_schema()'s "codes", or a
 *        setting ("relationship.side_rule"); NULL is none
 * @param code the number
 * @return static text; NULL: none
 * @since 0.1.0
 */
PATRON_API const char *patron_code_name(const char *column, int32_t code);

#ifdef __cplusplus
}
#endif

#endif
