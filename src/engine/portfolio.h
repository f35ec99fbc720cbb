/* The portfolio from inside: fact tables, and the `customers` table that setters grow row by row. */
#ifndef PATRON_SRC_ENGINE_PORTFOLIO_H
#define PATRON_SRC_ENGINE_PORTFOLIO_H

#include "patron/engine.h"
#include "table/schema.h"

/* A finished snapshot of all facts: tables that share the portfolio's columns (setters copy what is shared before they write). `out` initialised and empty. */
patron_status patron__portfolio_snapshot(const patron_portfolio *portfolio, patron__tables *out);
/* What was odd about the facts: the `warnings` of all tables that were put. */
patron_status patron__portfolio_warnings(const patron_portfolio *portfolio, patron_table **out);
patron_context *patron__portfolio_context(const patron_portfolio *portfolio);
const char *patron__portfolio_currency(const patron_portfolio *portfolio);
int32_t patron__portfolio_exponent(const patron_portfolio *portfolio);

/* Handles: an odd-looking 64-bit number made of a tag (per `customers` table, from a counter of the context's) and a row. Same layout in portfolios and assessments. */
patron_customer patron__customer_handle(uint32_t tag, int64_t row);
/* PATRON_E_STALE: another tag, or a row past the end. */
patron_status patron__customer_resolve(patron_customer customer, uint32_t tag, int64_t rows, int64_t *row);
uint32_t patron__portfolio_tag(const patron_portfolio *portfolio);

/* id -> row over an id column (TEXT or INTEGER); duplicates and unknown ids are errors that name table, column, row and value. */
typedef struct patron__id_index patron__id_index;
patron_status patron__id_index_create(patron_context *context, const char *table, const char *name, const patron__column *ids, patron__id_index **out);
void patron__id_index_destroy(patron__id_index *index);
patron_status patron__id_index_find_text(const patron__id_index *index, const patron__column *ids, const char *id, int64_t len, int64_t *row);   /* PATRON_E_NOT_FOUND; PATRON_E_TYPE */
patron_status patron__id_index_find_i64(const patron__id_index *index, const patron__column *ids, int64_t id, int64_t *row);
/* One more id of the column's kind: prepare before it is written (PATRON_E_DUPLICATE, without text), add when it stands in `row`, the last; add cannot fail. */
patron_status patron__id_index_prepare_text(patron__id_index *index, const patron__column *ids, const char *id, int64_t len);
patron_status patron__id_index_prepare_i64(patron__id_index *index, const patron__column *ids, int64_t id);
void patron__id_index_add(patron__id_index *index, const patron__column *ids, int64_t row);

#endif
