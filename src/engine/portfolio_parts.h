/* What a portfolio is made of: seen by portfolio.c and the customer files only. */
#ifndef PATRON_SRC_ENGINE_PORTFOLIO_PARTS_H
#define PATRON_SRC_ENGINE_PORTFOLIO_PARTS_H

#include "engine/portfolio.h"

/* Texts that setters gave to rows before the last, in any order: kept beside the column until it is settled, since each would move all bytes behind it. */
typedef struct patron__edits {
  int64_t *latest;             /* of each row: its last edit + 1; 0: the column's text stands */
  int64_t rows;                /* entries of `latest` */
  int64_t *ends;               /* edit i is bytes ends[i] .. ends[i + 1] - 1 */
  int64_t count, capacity;     /* edits, and how many there is room for */
  char *bytes;
  int64_t bytes_capacity;
} patron__edits;

/* Beside a column of `customers`. */
typedef struct patron__slot {
  const patron__schema_column *schema;   /* NULL: a column of the user's own */
  patron__edits *edits;                  /* NULL: none */
} patron__slot;

struct patron_portfolio {
  patron_context *context;
  char currency[8];
  int32_t exponent;
  int32_t id_type;             /* PATRON_TEXT or PATRON_INTEGER, that of all id columns; 0: there are none yet */
  uint32_t tag;                /* of the handles of this `customers`; 0: there is none yet */
  int32_t unsettled;           /* setters wrote: columns may be shorter than the table, which is nobody else's */
  int32_t undeclared;          /* a declared column may be missing in `customers` */
  patron__tables facts;
  patron_table *customers;     /* the one in `facts`; NULL: none yet */
  patron__tables warnings;     /* of each fact table, under its name; those without any are not there */
  patron_table *declared;      /* no rows: names and types of the user's own columns; NULL: none */
  patron__id_index *ids;       /* made when first asked for */
  patron__slot *slots;         /* of the first slot_count columns of `customers` */
  int32_t slot_count, slot_capacity;
  int32_t next_column;         /* where the next setter looks first: they come in the same order, customer after customer */
};

/* Whether a fact column holds ids of customers: they are all text or all integers. Other ids (territories, owners, ...) may be either. */
int32_t patron__names_customers(const patron__schema_column *schema);
/* Forgets what stands beside the columns. */
void patron__portfolio_clear_slots(patron_portfolio *portfolio);
/* Takes up the `customers` that now stands in `facts`, with a new tag: the old handles are stale. */
void patron__portfolio_take_customers(patron_portfolio *portfolio);
/* Makes `customers` a table of the portfolio's own, open for writing. */
patron_status patron__portfolio_open(patron_portfolio *portfolio);
/* Brings all columns to the rows of the table and finishes it, before anybody else sees it. A portfolio belongs to one thread: this may be done behind a const pointer. */
patron_status patron__portfolio_settle(const patron_portfolio *portfolio);
/* Writes a text, or (NULL) no text, to a row of an exclusive TEXT column; there is room for it at the end of the column. */
patron_status patron__text_set(patron__column *column, patron__slot *slot, int64_t row, const char *text, int64_t len);
/* Brings the edits into the column, which is exclusive. */
patron_status patron__edits_apply(patron__column **column, patron__slot *slot);
void patron__edits_drop(patron_context *context, patron__edits *edits);

/* A setter's cell: where it is, and what may stand there. */
typedef struct patron__cell {
  const char *column;
  int64_t row;
  int32_t index;                         /* of the column; -1: it is not there yet */
  int32_t type;                          /* of the column, or of the one to be made */
  const patron__schema_column *schema;   /* NULL: the user's own */
} patron__cell;

/* Finds the cell and checks handle, name and that the column may hold `type` (0: any). Changes nothing that could be seen. */
patron_status patron__cell_find(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t type, patron__cell *out);
/* Makes the cell writable: the column is there, is exclusive, has the row, room for `text_bytes` more bytes, and a bitmap where `validity` asks. `slot` may be NULL.
   Without a bitmap a new row counts as known: then the caller writes it, and cannot fail. */
patron_status patron__cell_open(patron_portfolio *portfolio, const patron__cell *cell, int64_t text_bytes, int32_t validity, patron__column **out, patron__slot **slot);
/* Refuses a value: the error names table, column and row. */
patron_status patron__cell_refuse(const patron_portfolio *portfolio, const patron__cell *cell, patron_status status, const char *value, int64_t value_length, const char *expected, const char *sentence);

#endif
