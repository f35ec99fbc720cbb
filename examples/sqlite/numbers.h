/* Values as they come from SQL: integers while all of them are, else doubles. First in, first out, as frames of window functions move. */
#ifndef PATRON_SQLITE_NUMBERS_H
#define PATRON_SQLITE_NUMBERS_H

#include "patron_sqlite.h"

typedef struct numbers {
  int64_t *integers;
  double *reals;
  uint8_t *is_real;
  int64_t first, count, capacity, real_count;
} numbers;

/* PATRON_OK; PATRON_E_TYPE: neither a number nor a text that is one; PATRON_E_NOT_FINITE; PATRON_E_NO_MEMORY. */
patron_status numbers_add(numbers *all, sqlite3_value *value);
void numbers_drop_first(numbers *all);
void numbers_clear(numbers *all);

/* The cut-off of a share over what is held. */
patron_status numbers_cutoff(const numbers *all, int64_t share_ppm, patron_pareto_result *out);

#endif
