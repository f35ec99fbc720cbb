/* The portfolio from inside: fact tables, and the `customers` table that setters grow row by row. */
#ifndef PATRON_SRC_ENGINE_PORTFOLIO_H
#define PATRON_SRC_ENGINE_PORTFOLIO_H

#include "patron/engine.h"
#include "table/id_index.h"
#include "table/schema.h"

/* A finished snapshot of all facts: tables that share the portfolio's columns (setters copy what is shared before they write). `out` initialised and empty. */
patron_status patron__portfolio_snapshot(const patron_portfolio *portfolio, patron__tables *out);
/* What was odd about the facts: the `warnings` of all tables that were put, in a table that is open for more. */
patron_status patron__portfolio_warnings(const patron_portfolio *portfolio, patron_table **out);
int32_t patron__portfolio_has_warnings(const patron_portfolio *portfolio);
patron_context *patron__portfolio_context(const patron_portfolio *portfolio);
const char *patron__portfolio_currency(const patron_portfolio *portfolio);
int32_t patron__portfolio_exponent(const patron_portfolio *portfolio);

/* Puts a table that is known to be right: it was taken from portfolios. */
patron_status patron__portfolio_keep(patron_portfolio *portfolio, patron_table *table);

/* Handles: an odd-looking 64-bit number made of a tag (per `customers` table, from a counter of the context's) and a row. Same layout in portfolios and assessments. */
patron_customer patron__customer_handle(uint32_t tag, int64_t row);
/* PATRON_E_STALE: another tag, or a row past the end. */
patron_status patron__customer_resolve(patron_customer customer, uint32_t tag, int64_t rows, int64_t *row);
uint32_t patron__portfolio_tag(const patron_portfolio *portfolio);

#endif
