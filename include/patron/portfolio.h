/**
 * @file portfolio.h
 * The facts: a portfolio of tables, and its customers by handle.
 *
 * A portfolio belongs, with its context, to one thread at a time. Calls that fail leave everything as it was, and their out-parameters untouched; the error text (table, column, row, value,
 * expectation) is on the context. NULL where a handle, a name or an out-parameter belongs is PATRON_E_INVALID_ARGUMENT. Calls on a context that is at work (from a callback) are PATRON_E_STATE,
 * and any call that needs memory may end in PATRON_E_NO_MEMORY or PATRON_E_MEMORY_LIMIT; this is not repeated below.
 *
 * @since 0.1.0
 */
#ifndef PATRON_PORTFOLIO_H
#define PATRON_PORTFOLIO_H

#include "patron/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The facts: tables of one currency, the customers among them. @since 0.1.0 */
typedef struct patron_portfolio patron_portfolio;

/**
 * Names one row of one `customers` table; 0 names none. It stays good while customers are added, and becomes PATRON_E_STALE for the portfolio when `customers` is put again. A plain number:
 * nothing to destroy. Of a foreign handle nothing worse than PATRON_E_STALE or, rarely, another customer can come.
 * @since 0.1.0
 */
typedef uint64_t patron_customer;

/**
 * Makes an empty portfolio.
 * @param context what pays for it and gets its error texts; kept alive by the portfolio
 * @param currency code of ISO 4217, in capitals ("EUR"): the currency of every amount in it
 * @param out the portfolio; destroy it with patron_portfolio_destroy()
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such currency
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_create(patron_context *context, const char *currency, patron_portfolio **out);

/**
 * Destroys a portfolio. Tables, models and assessments that came from it stay.
 * @param portfolio may be NULL: nothing happens
 * @since 0.1.0
 */
PATRON_API void patron_portfolio_destroy(patron_portfolio *portfolio);

/**
 * Puts a table of facts into the place of the one of its name. All or nothing: every value is checked first (types, ranges, names of lists, required columns, keys).
 *
 * A column may be given as TEXT and is then read by the grammar of CSV files (`1234.50`, `2026-07-01`, `yes`, the name of a code); NUMBER also as INTEGER. Columns that the schema does not
 * know are kept, may be used in rules, and are listed in the table `warnings` with the name that was perhaps meant. Tables may come in any order: whether a customer named in one of them is in
 * `customers` is looked at by fit. Ids of customers are of one kind in all tables, text or integer.
 * @param portfolio of the table's context, unless the table is finished
 * @param table its name says which; it stays the caller's, is shared, and is finished (immutable) from then on, unless it is refused
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such fact table, or a column that is required is missing; PATRON_E_TYPE, PATRON_E_RANGE, PATRON_E_FORMAT: a value or a column is not what it
 *   should be, or a value that is required is missing; PATRON_E_DUPLICATE: an id twice; PATRON_E_STATE: an unfinished table of another context
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_put(patron_portfolio *portfolio, patron_table *table);

/**
 * A table of the portfolio as it is now; what is changed later does not show in it.
 * @param portfolio where from
 * @param name of a fact table that is there; "warnings": what was odd about those put (table, column, row, code, text); "tables": a listing of all
 * @param out the table, finished: the caller's own reference
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such table
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_table(const patron_portfolio *portfolio, const char *name, patron_table **out);

/**
 * Declares a column of `customers` that is the host's own, for the setters, which refuse names that they do not know. It is there from then on, unknown in every row until it is set.
 * A well-known column, or one declared already, may be declared again with its own type.
 * @param portfolio the portfolio
 * @param column 1 to 255 bytes of UTF-8 without control characters
 * @param type PATRON_MONEY to PATRON_FLAG; a CODE has a list of names that grows as they are set
 * @return PATRON_OK; PATRON_E_TYPE: the column is there with another type; PATRON_E_INVALID_ARGUMENT: no such type, or no such name
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_declare(patron_portfolio *portfolio, const char *column, int32_t type);

/**
 * Adds a customer, all of whose columns are unknown. Earlier handles stay good.
 * @param portfolio whose ids are text, or that has none yet
 * @param id the host's own id, UTF-8, not empty
 * @param len its bytes; -1: NUL-terminated
 * @param out the handle of the new customer
 * @return PATRON_OK; PATRON_E_DUPLICATE: there is a customer of this id; PATRON_E_TYPE: the ids of this portfolio are integers; PATRON_E_FORMAT: no UTF-8; PATRON_E_RANGE: empty
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_add_customer(patron_portfolio *portfolio, const char *id, int64_t len, patron_customer *out);

/**
 * Adds a customer whose id is an integer; otherwise as patron_portfolio_add_customer().
 * @param portfolio whose ids are integers, or that has none yet
 * @param id the host's own id, any value
 * @param out the handle of the new customer
 * @return PATRON_OK; PATRON_E_DUPLICATE; PATRON_E_TYPE: the ids of this portfolio are text
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_add_customer_i64(patron_portfolio *portfolio, int64_t id, patron_customer *out);

/**
 * Finds a customer by id.
 * @param portfolio where
 * @param id the id
 * @param len its bytes; -1: NUL-terminated
 * @param out the handle
 * @return PATRON_OK; PATRON_E_NOT_FOUND; PATRON_E_TYPE: the ids of this portfolio are integers
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_find_customer(const patron_portfolio *portfolio, const char *id, int64_t len, patron_customer *out);

/**
 * Finds a customer by an id that is an integer.
 * @param portfolio where
 * @param id the id
 * @param out the handle
 * @return PATRON_OK; PATRON_E_NOT_FOUND; PATRON_E_TYPE: the ids of this portfolio are text
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_find_customer_i64(const patron_portfolio *portfolio, int64_t id, patron_customer *out);

/**
 * The customer in a row of `customers`. Facts and decisions have the same rows.
 * @param portfolio where
 * @param row from 0
 * @param out the handle
 * @return PATRON_OK; PATRON_E_RANGE: there is no such row
 * @since 0.1.0
 */
PATRON_API patron_status patron_portfolio_customer_at(const patron_portfolio *portfolio, int64_t row, patron_customer *out);

/**
 * The row of a customer in `customers`.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param row from 0
 * @return PATRON_OK; PATRON_E_STALE: the handle is none of this `customers`
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_row(const patron_portfolio *portfolio, patron_customer customer, int64_t *row);

/**
 * Sets an amount of money of a customer. Setters check as patron_portfolio_put() does, take constant time on average, and change only facts: assessments and tables handed out before stay.
 * The errors of all setters are those given here. The id (`customer`) cannot be set.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column well known, declared, or there; of type MONEY
 * @param value in minor units of the portfolio's currency (cents for EUR)
 * @return PATRON_OK; PATRON_E_STALE: no handle of this `customers`; PATRON_E_NOT_FOUND: no such column (the text names the one that was perhaps meant); PATRON_E_TYPE: the column is of another
 *   type; PATRON_E_RANGE: the value is not one that the column may have; PATRON_E_NOT_FINITE, PATRON_E_FORMAT: no number, no UTF-8; PATRON_E_STATE: the id of a customer
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_money(patron_portfolio *portfolio, patron_customer customer, const char *column, int64_t value);

/**
 * Sets a number of a customer.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of type NUMBER
 * @param value finite, in the unit and range of the column; what is unknown is set by patron_customer_set_unknown(), not as NaN
 * @return as patron_customer_set_money(); PATRON_E_NOT_FINITE: NaN or infinity
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_number(patron_portfolio *portfolio, patron_customer customer, const char *column, double value);

/**
 * Sets an integer of a customer; also an id such as `parent` or `territory` where ids are integers.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of type INTEGER, or a column of ids
 * @param value in the unit and range of the column
 * @return as patron_customer_set_money()
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_integer(patron_portfolio *portfolio, patron_customer customer, const char *column, int64_t value);

/**
 * Sets a date of a customer.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of type DATE
 * @param days days since 1970-01-01; from 0001-01-01 to 9999-12-31
 * @return as patron_customer_set_money()
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_date(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t days);

/**
 * Sets a flag of a customer.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of type FLAG
 * @param value 0 (no) or 1 (yes)
 * @return as patron_customer_set_money()
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_flag(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t value);

/**
 * Sets a text of a customer. An empty text is known, and empty.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of type TEXT
 * @param text UTF-8; copied
 * @param len its bytes; -1: NUL-terminated
 * @return as patron_customer_set_money(); PATRON_E_FORMAT: no UTF-8
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_text(patron_portfolio *portfolio, patron_customer customer, const char *column, const char *text, int64_t len);

/**
 * Sets a code of a customer by its name. `layer`, `previous_tier` and declared columns take any name; the others only those of their list, which the error text gives.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of type CODE
 * @param name NUL-terminated UTF-8 ("KA_RETAIL")
 * @return as patron_customer_set_money(); PATRON_E_RANGE: not in the list
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_code(patron_portfolio *portfolio, patron_customer customer, const char *column, const char *name);

/**
 * Makes a value of a customer unknown.
 * @param portfolio where
 * @param customer a handle of this portfolio
 * @param column of any type
 * @return as patron_customer_set_money()
 * @since 0.1.0
 */
PATRON_API patron_status patron_customer_set_unknown(patron_portfolio *portfolio, patron_customer customer, const char *column);

#ifdef __cplusplus
}
#endif

#endif
