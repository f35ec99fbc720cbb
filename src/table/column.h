/* A column: values in Arrow's layout, shared by reference between tables. */
#ifndef PATRON_SRC_TABLE_COLUMN_H
#define PATRON_SRC_TABLE_COLUMN_H

#include <string.h>

#include "base/context.h"
#include "base/memory.h"
#include "base/threads.h"
#include "patron/table.h"

/* The names behind the codes of a CODE column; immutable, shared. */
typedef struct patron__dictionary {
  patron__count references;
  patron_context *context;
  int32_t count;
  int64_t *offsets;      /* count + 1 */
  char *bytes;
} patron__dictionary;

typedef struct patron__column {
  patron__count references;
  patron_context *context;
  int32_t type;              /* PATRON_MONEY .. PATRON_FLAG */
  int64_t rows;
  int64_t capacity;          /* rows that the buffers have room for; 0: borrowed or shared memory, not to be written */
  uint8_t *validity;         /* bit i of row i, 1 = known; NULL: all known. Under a 0 bit stands 0 in columns of our own */
  void *values;              /* int64_t MONEY INTEGER; double NUMBER; int32_t DATE CODE; bitmap FLAG; char bytes TEXT */
  int64_t *offsets;          /* TEXT: rows + 1 */
  int64_t bytes_capacity;    /* TEXT */
  patron__dictionary *dictionary;   /* CODE */
  patron_release_fn release; /* lent memory */
  void *user;
} patron__column;

/* All rows known and 0 (NUMBER 0.0, TEXT empty, FLAG no). CODE needs its dictionary set by the caller (reference handed over). */
patron_status patron__column_create(patron_context *context, int32_t type, int64_t rows, patron__column **out);
void patron__column_retain(patron__column *column);
void patron__column_drop(patron__column *column);                       /* NULL is a no-op */
/* Gives the column a validity bitmap (all known) where it has none; exclusive columns only. */
patron_status patron__column_need_validity(patron__column *column);
/* Makes *column exclusive and growable with room for `rows` rows (copies when shared or lent, else grows); rows beyond the old end are unknown and 0. */
patron_status patron__column_make_writable(patron__column **column, int64_t rows);
/* Writes text to a row of an exclusive column (rows may be written in any order; ascending order is the fast way). */
patron_status patron__column_set_text(patron__column *column, int64_t row, const char *text, int64_t len);
void patron__column_set_unknown(patron__column *column, int64_t row);   /* validity must be there */
void patron__column_set_known(patron__column *column, int64_t row);     /* no-op without a bitmap */
int64_t patron__column_unknown_count(const patron__column *column);
/* A text column built row by row in ascending order. */
patron_status patron__column_append_text(patron__column *column, const char *text, int64_t len);   /* len < 0 and text NULL: unknown */

static inline int32_t patron__bit_get(const uint8_t *bitmap, int64_t row) { return (bitmap[row >> 3] >> (row & 7)) & 1; }
static inline void patron__bit_set(uint8_t *bitmap, int64_t row) { bitmap[row >> 3] = (uint8_t)(bitmap[row >> 3] | (1u << (row & 7))); }
static inline void patron__bit_clear(uint8_t *bitmap, int64_t row) { bitmap[row >> 3] = (uint8_t)(bitmap[row >> 3] & ~(1u << (row & 7))); }
static inline int64_t patron__bitmap_bytes(int64_t rows) { return (rows + 7) / 8; }
static inline int32_t patron__column_known(const patron__column *column, int64_t row) { return column->validity == NULL || patron__bit_get(column->validity, row); }
static inline int64_t patron__column_i64(const patron__column *column, int64_t row) { return ((const int64_t *)column->values)[row]; }
static inline double patron__column_f64(const patron__column *column, int64_t row) { return ((const double *)column->values)[row]; }
static inline int32_t patron__column_i32(const patron__column *column, int64_t row) { return ((const int32_t *)column->values)[row]; }
static inline int32_t patron__column_flag(const patron__column *column, int64_t row) { return patron__bit_get((const uint8_t *)column->values, row); }
static inline const char *patron__column_text(const patron__column *column, int64_t row, int64_t *len) {
  *len = column->offsets[row + 1] - column->offsets[row];
  return (const char *)column->values + column->offsets[row];
}

/* Dictionaries. Names are copied; duplicates are PATRON_E_DUPLICATE. `lengths` NULL: NUL-terminated. */
patron_status patron__dictionary_create(patron_context *context, const char *const *names, const int64_t *lengths, int32_t count, patron__dictionary **out);
void patron__dictionary_retain(patron__dictionary *dictionary);
void patron__dictionary_drop(patron__dictionary *dictionary);
static inline const char *patron__dictionary_name(const patron__dictionary *d, int32_t code, int64_t *len) {
  *len = d->offsets[code + 1] - d->offsets[code];
  return d->bytes + d->offsets[code];
}
int32_t patron__dictionary_find(const patron__dictionary *dictionary, const char *name, int64_t len);   /* -1: none */

/* Any TEXT, CODE or INTEGER column as codes into a dictionary of its distinct known values, sorted (by bytes; integers by value, their names in decimal), -1 where unknown.
   codes_out holds rows entries. The way every grouping starts. */
patron_status patron__column_encode(patron_context *context, const patron__column *column, int32_t *codes_out, patron__dictionary **dictionary_out);

#endif
