/* A column: values in Arrow's layout, shared by reference between tables. */
#ifndef PATRON_SRC_TABLE_COLUMN_H
#define PATRON_SRC_TABLE_COLUMN_H

#include <string.h>

#include "base/arena.h"
#include "base/context.h"
#include "base/memory.h"
#include "base/threads.h"
#include "patron/table.h"

/* More rows than any memory holds, and few enough that no size computed from them overflows. */
#define PATRON__ROWS_MAX (INT64_C(1) << 48)
/* Columns and tables are found by looking at each: more than these would be slow, and are a mistake. */
enum { PATRON__COLUMNS_MAX = 4096, PATRON__TABLES_MAX = 1024 };

/* The names behind the codes of a CODE column; immutable, shared. */
typedef struct patron__dictionary {
  patron__count references;
  patron_context *context;
  int32_t count;
  int32_t sorted;        /* names ascend by bytes: found by halving, without slots */
  int64_t *offsets;      /* count + 1 */
  char *bytes;
  int32_t *slots;        /* open addressing, code + 1, 0 free; NULL when sorted */
  int64_t slot_count;    /* a power of two, at least twice count */
  int32_t room;          /* names, and bytes, that there is room for: set by patron__dictionary_add, else 0 */
  int64_t bytes_room;
} patron__dictionary;

enum { PATRON__LENT_VALUES = 1, PATRON__LENT_VALIDITY = 2, PATRON__LENT_OFFSETS = 4 };

typedef struct patron__column {
  patron__count references;
  patron_context *context;
  int32_t type;              /* PATRON_MONEY .. PATRON_FLAG */
  int32_t lent;              /* PATRON__LENT_*: buffers that `release` gives back; such a column is never written */
  int32_t decimals;          /* MONEY: digits of its minor unit where the column brings its own (Arrow); -1: those of the table */
  int32_t any_decimal;       /* MONEY that was given as a decimal number, not as money: may as well become NUMBER or INTEGER */
  int64_t rows;
  int64_t capacity;          /* rows that the buffers have room for; 0: borrowed or shared memory, not to be written */
  uint8_t *validity;         /* bit i of row i, 1 = known; NULL: all known. Under a 0 bit stands 0 in columns of our own */
  void *values;              /* int64_t MONEY INTEGER; double NUMBER; int32_t DATE CODE; bitmap FLAG; char bytes TEXT */
  int64_t *offsets;          /* TEXT: rows + 1; read texts through patron__column_text, or settle first */
  int64_t offsets_filled;    /* TEXT: offsets[0 .. filled] stand; those of later rows are 0 until settled: such rows are empty */
  int64_t bytes_capacity;    /* TEXT */
  patron__dictionary *dictionary;   /* CODE */
  patron_release_fn release; /* lent memory */
  void *user;
  patron__arena *arena;      /* the column and its buffers are pieces of it, lent for good; NULL: blocks of their own */
} patron__column;

/* Columns of no more rows than these are worth an arena: a changed customer, or a few. */
enum { PATRON__FEW_ROWS = 64 };

/* All rows known and 0 (NUMBER 0.0, TEXT empty, FLAG no). CODE needs its dictionary set by the caller (reference handed over). */
patron_status patron__column_create(patron_context *context, int32_t type, int64_t rows, patron__column **out);
/* The same with the values (TEXT: the offsets) not written yet, for those who write all of them; `text_bytes` of room. */
patron_status patron__column_create_raw(patron_context *context, int32_t type, int64_t rows, int64_t text_bytes, patron__column **out);
/* As patron__column_create, with a bitmap that says unknown for all rows where `unknown` asks; few rows as pieces of the arena (NULL: none), which the column then keeps. */
patron_status patron__column_create_in(patron__arena *arena, patron_context *context, int32_t type, int64_t rows, int32_t unknown, patron__column **out);
/* TEXT, all known, with room for `text_bytes` bytes and the offsets at 0, for those who write all of them. */
patron_status patron__column_create_text(patron__arena *arena, patron_context *context, int64_t rows, int64_t text_bytes, patron__column **out);
/* A column over memory of the host's; on success `release` runs with the last reference, on failure it does not. */
patron_status patron__column_lend(patron_context *context, int32_t type, int64_t rows, const void *values, const int64_t *offsets, const uint8_t *validity,
                                  patron_release_fn release, void *user, patron__column **out);
void patron__column_retain(patron__column *column);
void patron__column_drop(patron__column *column);                       /* NULL is a no-op */
/* The same for a holder of references to `arena` who gives back many at once: 1 says that one to it is left over, the column's. */
int32_t patron__column_drop_in(patron__column *column, const patron__arena *arena);
/* Gives the column a validity bitmap (all known) where it has none; exclusive columns only. */
patron_status patron__column_need_validity(patron__column *column);
/* Makes *column exclusive and growable with room for `rows` rows (copies when shared or lent, else grows); rows beyond the old end are unknown and 0. */
patron_status patron__column_make_writable(patron__column **column, int64_t rows);
/* The first half of make_writable: exclusive, room for `rows` rows and `text_bytes` more bytes of text, a bitmap where `validity` asks; the rows stay as many as they were. */
patron_status patron__column_reserve(patron__column **column, int64_t rows, int64_t text_bytes, int32_t validity);
/* The second half, which cannot fail: rows up to `rows` are there, unknown where there is a bitmap, 0 in any case. */
void patron__column_extend(patron__column *column, int64_t rows);
/* Writes text to a row of an exclusive column (rows may be written in any order; ascending order is the fast way). */
patron_status patron__column_set_text(patron__column *column, int64_t row, const char *text, int64_t len);
void patron__column_set_unknown(patron__column *column, int64_t row);   /* validity must be there */
void patron__column_zero_unknown(patron__column *column);               /* not TEXT: 0 wherever the bitmap says unknown */
/* MONEY with another number of decimals, a new column (decimals -1). PATRON_E_RANGE, with *row, when that is not exact or does not fit. */
patron_status patron__column_rescale(const patron__column *column, int32_t from, int32_t to, int64_t *row, patron__column **out);
int64_t patron__column_unknown_count(const patron__column *column);
/* A text column built row by row in ascending order. */
patron_status patron__column_append_text(patron__column *column, const char *text, int64_t len);   /* len < 0 and text NULL: unknown */
/* Fills the offsets of rows that were never written, so that all rows + 1 may be read. */
void patron__column_settle(patron__column *column);

/* A hint that memory will be read soon; nothing where the compiler has none. */
#if defined(__GNUC__)
#  define PATRON__PREFETCH(address) __builtin_prefetch(address)
#else
#  define PATRON__PREFETCH(address) ((void)(address))
#endif

static inline int32_t patron__bit_get(const uint8_t *bitmap, int64_t row) { return (bitmap[row >> 3] >> (row & 7)) & 1; }
static inline void patron__bit_set(uint8_t *bitmap, int64_t row) { bitmap[row >> 3] = (uint8_t)(bitmap[row >> 3] | (1u << (row & 7))); }
static inline void patron__bit_clear(uint8_t *bitmap, int64_t row) { bitmap[row >> 3] = (uint8_t)(bitmap[row >> 3] & ~(1u << (row & 7))); }
static inline int64_t patron__bitmap_bytes(int64_t rows) { return (rows + 7) >> 3; }
static inline int32_t patron__column_known(const patron__column *column, int64_t row) { return column->validity == NULL || patron__bit_get(column->validity, row); }
static inline void patron__column_set_known(patron__column *column, int64_t row) {   /* no-op without a bitmap */
  if (column->validity != NULL) patron__bit_set(column->validity, row);
}
static inline int64_t patron__column_i64(const patron__column *column, int64_t row) { return ((const int64_t *)column->values)[row]; }
static inline double patron__column_f64(const patron__column *column, int64_t row) { return ((const double *)column->values)[row]; }
static inline int32_t patron__column_i32(const patron__column *column, int64_t row) { return ((const int32_t *)column->values)[row]; }
static inline int32_t patron__column_flag(const patron__column *column, int64_t row) { return patron__bit_get((const uint8_t *)column->values, row); }
static inline const char *patron__column_text(const patron__column *column, int64_t row, int64_t *len) {
  int64_t from = column->offsets[row], to = column->offsets[row + 1];
  *len = to > from ? to - from : 0;   /* less: the row after the last one written, its end is not settled */
  return (const char *)column->values + from;
}

/* Bits first .. first + count - 1 of a bitmap. */
void patron__bitmap_copy(uint8_t *to, int64_t to_first, const uint8_t *from, int64_t from_first, int64_t count);
void patron__bitmap_fill(uint8_t *bitmap, int64_t first, int64_t count, int32_t bit);
int64_t patron__bitmap_count(const uint8_t *bitmap, int64_t first, int64_t count);   /* ones */

/* Dictionaries. Names are copied; duplicates are PATRON_E_DUPLICATE. `lengths` NULL: NUL-terminated. */
patron_status patron__dictionary_create(patron_context *context, const char *const *names, const int64_t *lengths, int32_t count, patron__dictionary **out);
/* An empty one whose names (offsets and bytes of the given sizes) the caller fills in: ascending by bytes, or else followed by _index, which also finds duplicates. */
patron_status patron__dictionary_reserve(patron_context *context, int32_t count, int64_t bytes, patron__dictionary **out);
patron_status patron__dictionary_index(patron__dictionary *dictionary);
void patron__dictionary_retain(patron__dictionary *dictionary);
void patron__dictionary_drop(patron__dictionary *dictionary);
static inline const char *patron__dictionary_name(const patron__dictionary *d, int32_t code, int64_t *len) {
  *len = d->offsets[code + 1] - d->offsets[code];
  return d->bytes + d->offsets[code];
}
int32_t patron__dictionary_find(const patron__dictionary *dictionary, const char *name, int64_t len);   /* -1: none */
/* The code of a name, which is put after the others where it is not there. *dictionary (NULL: empty) is copied when others hold it; the caller's reference moves to the copy. */
patron_status patron__dictionary_add(patron_context *context, patron__dictionary **dictionary, const char *name, int64_t len, int32_t *code);
/* Same names in the same order. */
int32_t patron__dictionary_equal(const patron__dictionary *a, const patron__dictionary *b);
/* `first` with the names of `second` that it lacks put after its own, in their order. When it lacks none it is `first` itself. A new reference.
   map_out (second->count entries): code of each name of `second` in the result. */
patron_status patron__dictionary_merge(patron__dictionary *first, const patron__dictionary *second, int32_t *map_out, patron__dictionary **out);

/* Any TEXT, CODE or INTEGER column as codes into a dictionary of its distinct known values, sorted (by bytes; integers by value, their names in decimal), -1 where unknown.
   codes_out holds rows entries. The way every grouping starts. */
patron_status patron__column_encode(patron_context *context, const patron__column *column, int32_t *codes_out, patron__dictionary **dictionary_out);

#endif
