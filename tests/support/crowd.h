/* A crowd of random customers with facts of every kind, as lines that properties reorder, split and scale. */
#ifndef PATRON_TESTS_CROWD_H
#define PATRON_TESTS_CROWD_H

#include "book.h"

enum { CROWD_TABLES = 8, CROWD_LINE = 400 };

/* One fact table: the names, and a line of words per row. */
typedef struct crowd_table {
  const char *name;
  char header[CROWD_LINE];
  char (*lines)[CROWD_LINE];
  int64_t count, capacity;
} crowd_table;

typedef struct crowd {
  crowd_table tables[CROWD_TABLES];
  int32_t count;
  uint64_t seed;
  int64_t money_scale;   /* amounts are multiples of a cent times this, written without decimals when it is 100 */
} crowd;

uint64_t crowd_random(uint64_t *seed, uint64_t below);
/* `scale` 1: amounts in cents, "12.34"; 100: the same digits without the point, "1234". Equal seeds give equal customers. */
void crowd_make(crowd *out, uint64_t seed, int64_t customers, int64_t scale);
void crowd_clear(crowd *c);
crowd_table *crowd_find(crowd *c, const char *name);
void crowd_add_line(crowd_table *table, const char *line);
/* Another order of the rows, told by a seed. */
void crowd_shuffle(crowd_table *table, uint64_t seed);
/* The table as lines, its ids as integers if asked for. To be released with free(). */
char *crowd_text(const crowd_table *table, int integer_ids);
patron_status crowd_open(patron_context *context, const char *currency, const crowd *c, int integer_ids, patron_portfolio **out);
/* Two programs (by layer), a fence, segments by layer and by layer and territory. Amounts as crowd_make() writes them; `criteria` may be NULL. */
patron_status crowd_policy(patron_context *context, int64_t scale, const char *criteria, patron_policy **out);

#endif
