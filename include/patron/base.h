/**
 * @file base.h
 * What everything else stands on: export, version, status, context, allocator, progress and cancel, text of money, dates and numbers.
 *
 * Conventions of all headers:
 * - A call that can fail answers with a #patron_status: 0 is success, negative is an error, positive is an answer that is no value. Results come through out-parameters, which stay untouched unless the status is #PATRON_OK.
 * - NULL handles and NULL pointers are #PATRON_E_INVALID_ARGUMENT unless a function says what NULL means; to destroy NULL does nothing.
 * - Every handle that a call hands out is the caller's own, to be destroyed once, in any order, on any thread. Arguments stay the caller's, on success and on failure: what an object goes on needing it keeps alive by itself, and plain memory is
 *   read or written during the call only; but memory that is lent (patron_table_borrow_f64() and its kin) until its `release` runs, and what Arrow imports take over, as the Arrow C interfaces ask.
 * - Text and bytes out are `(buf, cap, *needed)`: `needed` may be NULL and gets the capacity in bytes that the whole result takes, the NUL of a text included; `buf` NULL with `cap` 0 asks for it and is #PATRON_OK; a `cap` that is too small is #PATRON_E_BUFFER_TOO_SMALL, with `needed` set and `buf` untouched.
 * - Values of text in are a pointer and a length in bytes, -1: up to the NUL. Names, keys of settings and their values, and paths are NUL-terminated. All text is UTF-8.
 * - Bitmaps are (rows + 7) / 8 bytes, lowest bit first; bits behind the last row are written as 0 and never read.
 * - Structs begin with `struct_size`, which the caller sets to the size of the struct it was compiled with. Fields that an older caller does not have count as 0; a newer caller's fields that the library does not know must be 0, else #PATRON_E_ABI (so clear a struct before it is filled). In a struct that is only written they are set to 0.
 * - Callbacks have the C calling convention and may not unwind. They and their `user` may not be freed, collected or moved before the release or destroy that belongs to them has returned, or, for
 *   progress, before another one is set or the context is gone. A `release` is best one function for all lent memory, told apart by `user`: a closure of its own would be freed while it runs.
 * - A context and what is being built in it belong to one thread at a time. Finished objects (tables in use, models, assessments) may be read by many threads at once.
 *
 * @since 0.1.0
 */
#ifndef PATRON_BASE_H
#define PATRON_BASE_H

#include <stdint.h>

/** @def PATRON_API
 * Marks what the library exports. A program on Windows that uses the shared library defines PATRON_SHARED before it includes this header.
 * @since 0.1.0
 */
#if defined(_WIN32) && defined(PATRON_SHARED)
#  if defined(PATRON_BUILDING)
#    define PATRON_API __declspec(dllexport)
#  else
#    define PATRON_API __declspec(dllimport)
#  endif
#elif defined(__GNUC__) && defined(PATRON_BUILDING)
#  define PATRON_API __attribute__((visibility("default")))
#else
#  define PATRON_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** How a call ended: 0 success, negative an error, positive an answer that is no value. Numbers are never reused. @since 0.1.0 */
typedef int32_t patron_status;

/** The values of #patron_status. Tens are groups; new ones may be added, so a caller treats what it does not know by its sign. @since 0.1.0 */
enum {
  PATRON_OK = 0,                     /**< Success. @since 0.1.0 */
  PATRON_UNKNOWN = 1,                /**< The value is unknown (null), or there is none yet; the out-parameter is untouched. @since 0.1.0 */
  PATRON_E_INVALID_ARGUMENT = -10,   /**< An argument is NULL or outside of what the function takes. @since 0.1.0 */
  PATRON_E_STATE = -12,              /**< The object is not in a state that allows the call, or a call on its context is at work. @since 0.1.0 */
  PATRON_E_NO_MEMORY = -20,          /**< The allocator gave no memory. @since 0.1.0 */
  PATRON_E_MEMORY_LIMIT = -22,       /**< The memory limit of the context does not allow it. @since 0.1.0 */
  PATRON_E_BUFFER_TOO_SMALL = -30,   /**< The buffer is too small; `needed` says how large it must be. @since 0.1.0 */
  PATRON_E_NOT_FOUND = -40,          /**< No such name, key, code or customer. @since 0.1.0 */
  PATRON_E_TYPE = -42,               /**< The column or value is of another type. @since 0.1.0 */
  PATRON_E_NOT_FINITE = -44,         /**< NaN or infinity where a number is wanted; unknown is said by validity. @since 0.1.0 */
  PATRON_E_RANGE = -46,              /**< The value is outside of its range. @since 0.1.0 */
  PATRON_E_DUPLICATE = -48,          /**< The name or id is there already. @since 0.1.0 */
  PATRON_E_STALE = -50,              /**< The customer handle is of a table that was replaced, or of another portfolio. @since 0.1.0 */
  PATRON_E_CANCELLED = -60,          /**< The progress callback or patron_context_cancel() ended the call. @since 0.1.0 */
  PATRON_E_CALLBACK = -62,           /**< A callback of the host answered with another status than #PATRON_OK, or did not fill its output. @since 0.1.0 */
  PATRON_E_ABI = -70,                /**< A struct_size that is none, or fields that this version does not know. @since 0.1.0 */
  PATRON_E_FORMAT = -80,             /**< Text or bytes are not in the expected form. @since 0.1.0 */
  PATRON_E_IO = -82,                 /**< A file could not be read or written (libpatron-io only). @since 0.1.0 */
  PATRON_E_INTERNAL = -90            /**< The library broke a rule of its own: please report it. @since 0.1.0 */
};

/**
 * The name of a status, as it stands in this header.
 * @param status any number
 * @return static text, never NULL: "PATRON_E_RANGE"; "PATRON_E_UNLISTED" or "PATRON_UNLISTED" for numbers that are no status
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API const char *patron_status_name(patron_status status);

/**
 * What a status means, in a short English sentence without a full stop.
 * @param status any number
 * @return static text, never NULL, different for each status
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API const char *patron_status_message(patron_status status);

/**
 * The version of the library at run time, as one number that grows.
 * @return major * 1000000 + minor * 1000 + patch
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API uint32_t patron_version_number(void);

/**
 * The version of the library at run time, as text.
 * @return static text such as "0.1.0"
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API const char *patron_version_string(void);

/** The binary interface of these headers: what a caller was built with, and writes where a struct has `abi_version`. @since 0.1.0 */
enum { PATRON_ABI = 1 /**< A constant of the program, while patron_abi_version() is that of the library it runs with. @since 0.1.0 */ };

/**
 * The number of the binary interface: programs built against one number run with every library of that number that is not older.
 * @return the number in the library's SONAME
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API uint32_t patron_abi_version(void);

/**
 * Asks whether the library has a feature, for hosts that run with several versions.
 * @param name of a feature: "arrow", "changes", "compare", "comparison", "concentration", "fitting", "matrix", "model", "natural_breaks", "pareto", "plugins", "relationship", "robustness", "scores", "threads", "weights"; NULL is no feature
 * @return 1: it has; 0: it has not, or does not know the name
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API int32_t patron_feature_supported(const char *name);

/**
 * Where memory comes from. The struct is copied by whatever takes it; `user` and the functions must stay good until the last of it is gone: the context and everything that was made in it (tables, models, assessments, exported Arrow arrays, wherever they went), a Pareto state, or else the call. No callback tells when that is.
 * Blocks aligned to 8 are enough: Patron aligns further itself. The functions may return NULL for "none" and must not unwind (no exception, no longjmp). Sizes are never 0.
 * They are called by the thread that works in the context, and by any thread that destroys an object or reads from a finished one (the first table of a report or first find of an assessment, an explanation, an export make something): a host that does so on several threads gives functions that several may call at once. Worker threads never allocate. Whatever takes an allocator answers #PATRON_E_INVALID_ARGUMENT when a required function is NULL or `reserved` not 0, and #PATRON_E_ABI when `struct_size` is none: functions do not say so again.
 * @since 0.1.0
 */
typedef struct patron_allocator {
  uint32_t struct_size;   /**< sizeof(patron_allocator). @since 0.1.0 */
  uint32_t reserved;      /**< 0. @since 0.1.0 */
  void *user;             /**< Handed to each function; may be NULL. @since 0.1.0 */
  void *(*allocate)(void *user, uint64_t size);   /**< A block of `size` bytes, uninitialised, or NULL. Required. @since 0.1.0 */
  void *(*reallocate)(void *user, void *block, uint64_t old_size, uint64_t new_size);   /**< Resizes, moving the content where needed; NULL leaves the old block as it was. The function may be NULL: Patron then allocates, copies and releases. @since 0.1.0 */
  void (*release)(void *user, void *block, uint64_t size);   /**< Takes a block back; `size` is the one it was allocated or last reallocated with. Required. @since 0.1.0 */
} patron_allocator;

/**
 * Is told how far a call is, on the thread that made the call. Stages are for display: their names and number may change with any release.
 * @param user what was given to patron_context_set_progress()
 * @param stage what is being done, one lower-case word; valid during the callback
 * @param done steps of this stage that are done, from 0 to `total` where that is known
 * @param total steps of this stage; 0: not known (libpatron-io, which may read from a pipe)
 * @return 0 to go on; anything else cancels the call, which then ends with #PATRON_E_CANCELLED
 *
 * A callback in which something was raised must still answer, and many hosts answer 0 for it, which goes on: catch it, keep it, answer 1 and raise it again after the call. It may not unwind and may not use the context: all but patron_context_cancel(), the error texts and the memory figures answers #PATRON_E_STATE.
 * @since 0.1.0
 */
typedef int32_t (*patron_progress_fn)(void *user, const char *stage, int64_t done, int64_t total);

/**
 * Gives lent memory or a plug-in back to its host: called exactly once, also when the call that took it fails, on the thread that drops the last reference. In hosts that collect garbage that is often the finaliser's thread, so the host's own locks must allow it. It may not unwind, and may call nothing of Patron but destroy functions of other objects.
 * @param user what was handed over with it
 * @since 0.1.0
 */
typedef void (*patron_release_fn)(void *user);

/** Memory, limits, error text and progress of what is built together. Belongs to one thread at a time. @since 0.1.0 */
typedef struct patron_context patron_context;

/** Options of patron_context_create(); all zero but struct_size are the defaults. @since 0.1.0 */
typedef struct patron_context_options {
  uint32_t struct_size;                /**< sizeof(patron_context_options). @since 0.1.0 */
  uint32_t flags;                      /**< 0. @since 0.1.0 */
  const patron_allocator *allocator;   /**< Copied. NULL: the C library's malloc, realloc and free. @since 0.1.0 */
  uint64_t memory_limit;               /**< Bytes that the context and all its objects may hold at once; 0: no limit. @since 0.1.0 */
  int32_t max_threads;                 /**< Threads that a call may use, the caller's included: 1 to 1024; 0: 1. @since 0.1.0 */
  int32_t reserved;                    /**< 0. @since 0.1.0 */
} patron_context_options;

/**
 * Creates a context.
 * @param options NULL: the defaults. Read during the call only.
 * @param out gets the context, to be given to patron_context_destroy()
 * @return #PATRON_OK; #PATRON_E_INVALID_ARGUMENT: `out` NULL, unknown flags, a reserved field that is not 0, an allocator without `allocate` or `release`; #PATRON_E_RANGE: max_threads; #PATRON_E_ABI: struct_size or unknown fields; #PATRON_E_NO_MEMORY; #PATRON_E_MEMORY_LIMIT: the limit is too small for the context itself
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API patron_status patron_context_create(const patron_context_options *options, patron_context **out);

/**
 * Gives up the caller's reference. The context lives on until the last object that was created in it is destroyed.
 * @param context NULL: nothing happens
 * @par Threads
 * Any, also while another thread works in the context.
 * @since 0.1.0
 */
PATRON_API void patron_context_destroy(patron_context *context);

/**
 * Sets an option by name, for hosts that fill no structs.
 * @param context the context
 * @param key "memory_limit" (bytes; 0: none; may be less than is in use, then nothing more is given) or "max_threads" (1 to 1024; 0: 1)
 * @param value the new value
 * @return #PATRON_OK; #PATRON_E_NOT_FOUND: no such key; #PATRON_E_RANGE; #PATRON_E_STATE: a call is at work; #PATRON_E_INVALID_ARGUMENT: NULL
 * @par Threads
 * The one that works in the context.
 * @since 0.1.0
 */
PATRON_API patron_status patron_context_set_i64(patron_context *context, const char *key, int64_t value);

/**
 * The text of the last error: what is wrong, in which table, column and row, which value, what was expected, what to do. It stays until the next one.
 * Text may be missing, and the old one stays, where an argument is NULL or a length negative, and from calls that only read a model, an assessment or a table: there show patron_status_message().
 * @param context the context
 * @param buf gets the text, NUL-terminated UTF-8, at most 1023 bytes and the NUL; "" when no call has failed yet
 * @param cap bytes in `buf`
 * @param needed bytes for the whole text with its NUL; may be NULL
 * @return #PATRON_OK; #PATRON_E_BUFFER_TOO_SMALL; #PATRON_E_INVALID_ARGUMENT: `context` NULL, `cap` negative, or `buf` NULL with another `cap` than 0
 * @par Threads
 * The one that works in the context, also from callbacks.
 * @since 0.1.0
 */
PATRON_API patron_status patron_context_error(const patron_context *context, char *buf, int64_t cap, int64_t *needed);

/**
 * One part of the last error, for hosts that put the message beside the cell it is about.
 * @param context the context
 * @param part "table", "column", "row" (in decimal, counted from 1), "value" (as it was given, cut after about 60 bytes) or "expected"
 * @param buf gets the text
 * @param cap bytes in `buf`
 * @param needed bytes for the whole text with its NUL; may be NULL
 * @return #PATRON_OK; #PATRON_UNKNOWN: this error has no such part; #PATRON_E_NOT_FOUND: there is no part of that name; #PATRON_E_BUFFER_TOO_SMALL; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * The one that works in the context, also from callbacks.
 * @since 0.1.0
 */
PATRON_API patron_status patron_context_error_part(const patron_context *context, const char *part, char *buf, int64_t cap, int64_t *needed);

/**
 * Bytes that the context and all its objects hold now, as asked of the allocator.
 * @param context NULL: 0
 * @return bytes; not 0 for an empty context, which counts itself
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API uint64_t patron_context_memory_used(const patron_context *context);

/**
 * The most bytes that the context and its objects ever held at once. A memory limit of as much lets the same calls succeed again.
 * @param context NULL: 0
 * @return bytes
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API uint64_t patron_context_memory_peak(const patron_context *context);

/**
 * Sets who is told how far calls are: fit, apply, assess and the others that take long.
 * @param context the context
 * @param progress called during calls on the context, on the calling thread; NULL: nobody
 * @param user handed to `progress`; stays the caller's
 * @return #PATRON_OK; #PATRON_E_STATE: a call is at work; #PATRON_E_INVALID_ARGUMENT: `context` NULL
 * @par Threads
 * The one that works in the context.
 * @since 0.1.0
 */
PATRON_API patron_status patron_context_set_progress(patron_context *context, patron_progress_fn progress, void *user);

/**
 * Ends the call that is at work in the context: it returns #PATRON_E_CANCELLED soon and leaves everything as it was. Does nothing when no call is at work.
 * @param context NULL: nothing happens. The caller sees to it that a reference is held until this returns: the context may not go away on another thread meanwhile
 * @par Threads
 * Any; also from callbacks and signal handlers.
 * @since 0.1.0
 */
PATRON_API void patron_context_cancel(patron_context *context);

/**
 * Digits of the minor unit of a currency, by ISO 4217: EUR 2, JPY 0, KWD 3, CLF 4.
 * @param code three capital letters
 * @param out gets the digits
 * @return #PATRON_OK; #PATRON_UNKNOWN: a code to which the standard gives no minor unit (gold, special drawing rights); #PATRON_E_NOT_FOUND: no such code; #PATRON_E_INVALID_ARGUMENT: NULL
 * @par Threads
 * Any.
 * @par Source
 * ISO 4217 list one; codes withdrawn since 2015 are still known.
 * @since 0.1.0
 */
PATRON_API patron_status patron_currency_exponent(const char *code, int32_t *out);

/**
 * Decimal text to money in minor units, exactly: "1234.5" with exponent 2 is 123450.
 * @param text an optional '-', digits, optionally a point and digits; no blanks, no separators, no '+'. Zeros beyond the exponent are allowed.
 * @param len bytes, or -1: up to the NUL
 * @param exponent digits of the minor unit, 0 to 18
 * @param out gets the amount; all of int64 can be reached
 * @return #PATRON_OK; #PATRON_E_FORMAT: something else (also the empty text); #PATRON_E_RANGE: more decimals than the exponent, or beyond int64; #PATRON_E_INVALID_ARGUMENT: NULL, `len` or `exponent`
 * @par Threads
 * Any. No locale is used.
 * @since 0.1.0
 */
PATRON_API patron_status patron_money_parse(const char *text, int64_t len, int32_t exponent, int64_t *out);

/**
 * Money in minor units to decimal text with all decimals of the currency: 123450 with exponent 2 is "1234.50". Reads back as the same amount.
 * @param value minor units
 * @param exponent digits of the minor unit, 0 to 18
 * @param buf gets the text; 22 bytes are always enough
 * @param cap bytes in `buf`
 * @param needed bytes for the whole text with its NUL; may be NULL
 * @return #PATRON_OK; #PATRON_E_BUFFER_TOO_SMALL; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any. No locale is used.
 * @since 0.1.0
 */
PATRON_API patron_status patron_money_format(int64_t value, int32_t exponent, char *buf, int64_t cap, int64_t *needed);

/**
 * A date as ISO 8601 text to days since 1970-01-01, in the Gregorian calendar, also before it was in use.
 * @param text YYYY-MM-DD, years 0001 to 9999
 * @param len bytes, or -1: up to the NUL
 * @param out gets the days, negative before 1970
 * @return #PATRON_OK; #PATRON_E_FORMAT: not of that form; #PATRON_E_RANGE: no such day (2023-02-29); #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API patron_status patron_date_parse(const char *text, int64_t len, int32_t *out);

/**
 * Days since 1970-01-01 to ISO 8601 text.
 * @param days from -719162 (0001-01-01) to 2932896 (9999-12-31)
 * @param buf gets the text; always 11 bytes with the NUL
 * @param cap bytes in `buf`
 * @param needed bytes for the whole text with its NUL; may be NULL
 * @return #PATRON_OK; #PATRON_E_RANGE: `days`; #PATRON_E_BUFFER_TOO_SMALL; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API patron_status patron_date_format(int32_t days, char *buf, int64_t cap, int64_t *needed);

/**
 * Decimal text to the nearest double, ties to even, whatever the number of digits.
 * @param text an optional sign, digits, optionally a point and digits, optionally e or E with an optional sign and digits; no blanks. NaN and infinity are no numbers.
 * @param len bytes, or -1: up to the NUL
 * @param out gets the number; what is too small for a double is 0
 * @return #PATRON_OK; #PATRON_E_FORMAT: something else; #PATRON_E_RANGE: beyond the largest double; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any. No locale is used.
 * @since 0.1.0
 */
PATRON_API patron_status patron_number_parse(const char *text, int64_t len, double *out);

/**
 * A double to the shortest decimal text that reads back as the same double: "0.1", "1234.5", "1e+300". Always a valid JSON number.
 * @param value a finite number; -0 is "-0"
 * @param buf gets the text; 32 bytes are always enough
 * @param cap bytes in `buf`
 * @param needed bytes for the whole text with its NUL; may be NULL
 * @return #PATRON_OK; #PATRON_E_NOT_FINITE; #PATRON_E_BUFFER_TOO_SMALL; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any. No locale is used.
 * @par Source
 * Layout of ECMA-262, Number::toString; digits by Steele and White (1990).
 * @since 0.1.0
 */
PATRON_API patron_status patron_number_format(double value, char *buf, int64_t cap, int64_t *needed);

/**
 * One byte a row to a validity bitmap, for hosts that cannot set bits: bit i of the bitmap (lowest first) is 1 where bytes[i] is not 0.
 * @param bytes `n` bytes, 0: unknown; may be NULL when `n` is 0
 * @param n rows, not negative
 * @param bitmap gets (n + 7) / 8 bytes; bits behind the last row are 0. May not overlap `bytes`; may be NULL when `n` is 0
 * @return #PATRON_OK; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API patron_status patron_bitmap_pack(const uint8_t *bytes, int64_t n, uint8_t *bitmap);

/**
 * A validity bitmap to one byte a row: 1 known, 0 unknown.
 * @param bitmap (n + 7) / 8 bytes; NULL: all rows are known
 * @param n rows, not negative
 * @param bytes gets `n` bytes; may be NULL when `n` is 0
 * @return #PATRON_OK; #PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API patron_status patron_bitmap_unpack(const uint8_t *bitmap, int64_t n, uint8_t *bytes);

#ifdef __cplusplus
}
#endif

#endif
