/* UTF-8, comparison, hashing, numbers and the (buf, cap, *needed) convention. Nothing here knows a locale. */
#ifndef PATRON_SRC_BASE_TEXT_H
#define PATRON_SRC_BASE_TEXT_H

#include "patron/base.h"

#include <stdarg.h>

/* Lets the compiler check the arguments of a sentence; gnu_printf as MinGW's own printf knows no %lld. */
#if defined(__GNUC__) && !defined(__clang__)
#  define PATRON__PRINTF(text, first) __attribute__((format(gnu_printf, text, first)))
#elif defined(__GNUC__)
#  define PATRON__PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#  define PATRON__PRINTF(text, first)
#endif

/* Length of `text`: `len`, or that of the NUL-terminated string where `len` is -1. */
int64_t patron__text_length(const char *text, int64_t len);
int32_t patron__text_is_utf8(const char *text, int64_t len);
/* Bytewise, as memcmp; a prefix comes first. */
int32_t patron__text_compare(const char *a, int64_t a_len, const char *b, int64_t b_len);
int32_t patron__text_equal(const char *a, int64_t a_len, const char *b, int64_t b_len);
/* A fast 64-bit hash; not for storage. */
uint64_t patron__hash_bytes(const void *bytes, int64_t len);
uint64_t patron__hash_u64(uint64_t value);
/* Copies text with its NUL by the convention of the public headers: *needed (may be NULL) is len + 1. */
patron_status patron__text_out(const char *text, int64_t len, char *buf, int64_t cap, int64_t *needed);
/* The longest prefix of at most `most` bytes that does not end inside a UTF-8 character. */
int64_t patron__text_cut(const char *text, int64_t most);
/* Replaces, in place, control characters and bytes that are no UTF-8 by '?', so that the text can be shown. */
void patron__text_clean(char *text, int64_t len);
/* Formats into `buf` without a locale and returns the full length; more than cap - 1 is cut between characters, the NUL is always there. cap > 0.
   Of printf: %s, %.*s, %c, %d, %u, %ld, %lu, %lld, %llu and %%; %g is the shortest text that reads back as the same double. */
int64_t patron__text_format(char *buf, int64_t cap, const char *format, va_list arguments);
/* The text number `index` of those that stand one behind the other from `texts` on, each with its NUL; there are as many. */
const char *patron__text_at(const char *texts, int32_t index);
/* Edit distance (insert, delete, replace, swap neighbours; names up to 63 bytes; the case of ASCII letters is no difference) up to `limit` (more: limit + 1). */
int32_t patron__text_distance(const char *a, const char *b, int32_t limit);

/* "Did you mean": names are offered one after the other, and the first of the nearest is kept; NULL while none is near. */
typedef struct patron__guess { const char *given, *name; int32_t distance; } patron__guess;
patron__guess patron__guess_begin(const char *given);
void patron__guess_offer(patron__guess *guess, const char *name);

enum { PATRON__NUMBER_TEXT = 32 };   /* room for any formatted number, money or date */
/* Shortest decimal text that reads back as the same double; a valid JSON number ("1234.5", "0.1", "1e+300"). Returns the length (NUL added, not counted). */
int64_t patron__format_f64(double value, char out[PATRON__NUMBER_TEXT]);
int64_t patron__format_i64(int64_t value, char out[PATRON__NUMBER_TEXT]);
int64_t patron__format_money(int64_t value, int32_t exponent, char out[PATRON__NUMBER_TEXT]);
int64_t patron__format_date(int32_t days, char out[PATRON__NUMBER_TEXT]);
/* Strict: an optional sign, digits, no blanks. PATRON_E_FORMAT, PATRON_E_RANGE. Numbers: correctly rounded. */
patron_status patron__parse_f64(const char *text, int64_t len, double *out);
patron_status patron__parse_i64(const char *text, int64_t len, int64_t *out);
/* Decimal to parts per million, exactly ("80", "99.95" with scale 10000: percent; scale 1000000: fraction). PATRON_E_FORMAT when it needs more digits. */
patron_status patron__parse_scaled(const char *text, int64_t len, int64_t scale, int64_t *out);

#endif
