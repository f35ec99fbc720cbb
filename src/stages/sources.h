/* Where the measures of customers come from, and how far they are to be believed: the fact table `sources`. */
#ifndef PATRON_SRC_STAGES_SOURCES_H
#define PATRON_SRC_STAGES_SOURCES_H

#include "stages/stage.h"

enum { PATRON__SOURCES = 4 };   /* kinds */

typedef struct patron__sources {
  patron_context *context;
  const patron_table *table;      /* NULL: nobody has told, and everything is recorded */
  const patron__column *source, *date, *confidence;
  int32_t *customer;              /* per row of the table */
  int32_t *columns;               /* per row of the table the code of its column */
  patron__dictionary *names;      /* of the columns */
  int32_t *best;                  /* per customer: row + 1 that tells of the column at hand; 0: none */
  double by_kind[PATRON__SOURCES], half_life;
  int32_t as_of, as_of_known;
} patron__sources;

/* To be closed, also after a failure; to close one that is all zero does nothing. */
patron_status patron__sources_open(patron__run *run, patron__sources *out);
void patron__sources_close(patron__sources *sources);
/* Turns to a column. */
void patron__sources_turn(const patron__run *run, patron__sources *sources, const char *column, int64_t len);
/* The row of the table that tells of the column at hand for a customer; -1: none. */
int64_t patron__sources_row(const patron__sources *sources, int64_t customer);
/* How sure the column at hand is for a customer: what nobody tells of is recorded. */
double patron__sources_sure(const patron__sources *sources, int64_t customer);
/* Kind, day (INT32_MIN: not told) and confidence of the row of the table. */
int32_t patron__sources_kind(const patron__sources *sources, int64_t row);
int32_t patron__sources_day(const patron__sources *sources, int64_t row);
/* The confidence given, else that of the kind (evidence.confidence), halved for every evidence.half_life days of age. */
double patron__sources_confidence(const patron__sources *sources, int64_t row);

#endif
