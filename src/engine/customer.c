/* Customers by handle: a handle names a row of one `customers` table, and a stale one is told from a good one. */
#include "base/text.h"
#include "engine/portfolio_parts.h"

/* A handle is tag (24 bits) and row (40 bits), mixed so that nobody takes it for a number to count with: 0 stays 0 and every step can be undone. */
enum { ROW_BITS = 40 };
#define TAG_MASK UINT64_C(0xffffff)
#define MIX UINT64_C(0x9e3779b97f4a7c15)
#define UNMIX UINT64_C(0xf1de83e19937733d)   /* MIX * UNMIX = 1 modulo 2^64 */

patron_customer patron__customer_handle(uint32_t tag, int64_t row) {
  uint64_t mixed = ((tag & TAG_MASK) << ROW_BITS | (uint64_t)row) * MIX;
  return mixed ^ mixed >> 32;
}

patron_status patron__customer_resolve(patron_customer customer, uint32_t tag, int64_t rows, int64_t *row) {
  const uint64_t plain = (customer ^ customer >> 32) * UNMIX;
  const int64_t named = (int64_t)(plain & ((UINT64_C(1) << ROW_BITS) - 1));
  if (plain >> ROW_BITS != (tag & TAG_MASK) || customer == 0 || named >= rows) return PATRON_E_STALE;
  *row = named;
  return PATRON_OK;
}

static patron__column *id_column(const patron_portfolio *portfolio) {
  return patron__table_find(portfolio->customers, "customer");
}

/* The index is no part of what the portfolio holds, only a way to it: it may be made behind a const pointer. */
static patron_status ids_of(const patron_portfolio *portfolio, patron__id_index **out) {
  patron_portfolio *own = (patron_portfolio *)portfolio;
  if (own->ids == NULL) {
    patron_status status = patron__id_index_create(own->context, "customers", "customer", id_column(own), &own->ids);
    if (status != PATRON_OK) return status;
  }
  *out = own->ids;
  return PATRON_OK;
}

/* An id of either kind: `text` NULL for integers. */
typedef struct id { const char *text; int64_t len; int64_t number; } id;

static patron_status refuse(const patron_portfolio *portfolio, id one, patron_status status, const char *expected, const char *sentence) {
  char number[PATRON__NUMBER_TEXT];
  patron__where where = {"customers", "customer", -1, one.text, one.len, expected};
  if (one.text == NULL) {
    where.value = number;
    where.value_length = patron__format_i64(one.number, number);
  }
  return patron__fail(portfolio->context, status, &where, "%s", sentence);
}

static patron_status check_kind(const patron_portfolio *portfolio, id one) {
  const int32_t type = one.text != NULL ? PATRON_TEXT : PATRON_INTEGER;
  if (portfolio->id_type == 0 || portfolio->id_type == type) return PATRON_OK;
  return refuse(portfolio, one, PATRON_E_TYPE, type == PATRON_TEXT ? "an id as integer" : "an id as text", "all ids of customers are text or all are integers: this one has the other kind");
}

/* Writes the id into a new last row, for which there is room. */
static patron_status write_id(patron__column *column, id one) {
  const int64_t row = column->rows;
  if (column->type == PATRON_TEXT) return patron__column_append_text(column, one.text, one.len);
  if (column->type == PATRON_CODE) {
    int32_t code = 0;
    patron_status status = patron__dictionary_add(column->context, &column->dictionary, one.text, one.len, &code);
    if (status != PATRON_OK) return status;
    patron__column_extend(column, row + 1);
    ((int32_t *)column->values)[row] = code;
  } else {
    patron__column_extend(column, row + 1);
    ((int64_t *)column->values)[row] = one.number;
  }
  patron__column_set_known(column, row);
  return PATRON_OK;
}

static patron_status add_first(patron_portfolio *portfolio, id one) {
  patron_table *table = NULL;
  patron__column *column = NULL;
  patron_status status = patron_table_create(portfolio->context, "customers", 0, &table);
  if (status != PATRON_OK) return status;
  table->money_exponent = portfolio->exponent;
  status = patron__table_new_column(table, "customer", one.text != NULL ? PATRON_TEXT : PATRON_INTEGER, &column);
  if (status == PATRON_OK) status = write_id(column, one);
  if (status == PATRON_OK) {
    table->rows = 1;
    status = patron__tables_put(&portfolio->facts, table);
  }
  patron_table_destroy(table);
  if (status != PATRON_OK) return status;
  portfolio->id_type = one.text != NULL ? PATRON_TEXT : PATRON_INTEGER;
  patron__portfolio_take_customers(portfolio);
  portfolio->unsettled = 1;
  return PATRON_OK;
}

static patron_status add_next(patron_portfolio *portfolio, id one) {
  patron__id_index *index = NULL;
  patron_status status = ids_of(portfolio, &index);
  if (status == PATRON_OK) status = one.text != NULL ? patron__id_index_prepare_text(index, id_column(portfolio), one.text, one.len) : patron__id_index_prepare_i64(index, id_column(portfolio), one.number);
  if (status == PATRON_E_DUPLICATE) return refuse(portfolio, one, status, "an id that no customer has yet", "there is a customer of this id already");
  if (status == PATRON_OK) status = patron__portfolio_open(portfolio);
  if (status != PATRON_OK) return status;
  patron_table *table = portfolio->customers;
  int32_t at = 0;
  while (strcmp(table->columns[at].name, "customer") != 0) at++;
  patron__column **column = &table->columns[at].column;
  status = patron__column_reserve(column, table->rows + 1, (*column)->type == PATRON_TEXT ? one.len : 0, 0);
  if (status == PATRON_OK) status = write_id(*column, one);
  if (status != PATRON_OK) return status;
  patron__id_index_add(index, *column, table->rows);
  table->rows++;
  portfolio->unsettled = 1;
  return PATRON_OK;
}

static patron_status add(patron_portfolio *portfolio, id one, patron_customer *out) {
  patron_status status = patron__context_idle(portfolio->context);
  if (status == PATRON_OK) status = check_kind(portfolio, one);
  if (status == PATRON_OK) status = portfolio->customers == NULL ? add_first(portfolio, one) : add_next(portfolio, one);
  if (status == PATRON_OK) *out = patron__customer_handle(portfolio->tag, portfolio->customers->rows - 1);
  return status;
}

patron_status patron_portfolio_add_customer(patron_portfolio *portfolio, const char *text, int64_t len, patron_customer *out) {
  if (portfolio == NULL || text == NULL || len < -1 || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_add_customer");
  const id one = {text, patron__text_length(text, len), 0};
  if (one.len == 0) return refuse(portfolio, one, PATRON_E_RANGE, "an id", "a customer without id");
  if (!patron__text_is_utf8(text, one.len)) return refuse(portfolio, one, PATRON_E_FORMAT, "UTF-8", "the id is no UTF-8");
  return add(portfolio, one, out);
}

patron_status patron_portfolio_add_customer_i64(patron_portfolio *portfolio, int64_t number, patron_customer *out) {
  if (portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_add_customer_i64");
  const id one = {NULL, 0, number};
  return add(portfolio, one, out);
}

static patron_status find(const patron_portfolio *portfolio, id one, patron_customer *out) {
  patron__id_index *index = NULL;
  int64_t row = -1;
  patron_status status = check_kind(portfolio, one);
  if (status != PATRON_OK) return status;
  if (portfolio->customers == NULL) status = PATRON_E_NOT_FOUND;
  if (status == PATRON_OK) status = ids_of(portfolio, &index);
  if (status == PATRON_OK) status = one.text != NULL ? patron__id_index_find_text(index, id_column(portfolio), one.text, one.len, &row) : patron__id_index_find_i64(index, id_column(portfolio), one.number, &row);
  if (status == PATRON_E_NOT_FOUND) return refuse(portfolio, one, status, "the id of a customer of the portfolio", "there is no such customer");
  if (status == PATRON_OK) *out = patron__customer_handle(portfolio->tag, row);
  return status;
}

patron_status patron_portfolio_find_customer(const patron_portfolio *portfolio, const char *text, int64_t len, patron_customer *out) {
  if (portfolio == NULL || text == NULL || len < -1 || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_find_customer");
  const id one = {text, patron__text_length(text, len), 0};
  return find(portfolio, one, out);
}

patron_status patron_portfolio_find_customer_i64(const patron_portfolio *portfolio, int64_t number, patron_customer *out) {
  if (portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_find_customer_i64");
  const id one = {NULL, 0, number};
  return find(portfolio, one, out);
}

patron_status patron_portfolio_customer_at(const patron_portfolio *portfolio, int64_t row, patron_customer *out) {
  if (portfolio == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_customer_at");
  const int64_t rows = portfolio->customers == NULL ? 0 : portfolio->customers->rows;
  if (row < 0 || row >= rows) return patron__fail(portfolio->context, PATRON_E_RANGE, NULL, "the portfolio has %lld customers, counted from 0: there is none at %lld", (long long)rows, (long long)row);
  *out = patron__customer_handle(portfolio->tag, row);
  return PATRON_OK;
}

patron_status patron_customer_row(const patron_portfolio *portfolio, patron_customer customer, int64_t *row) {
  if (portfolio == NULL || row == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_customer_row");
  patron_status status = patron__customer_resolve(customer, portfolio->tag, portfolio->customers == NULL ? 0 : portfolio->customers->rows, row);
  if (status == PATRON_OK) return status;
  return patron__fail(portfolio->context, status, NULL, "the handle names no customer of this portfolio: `customers` was put again, or it belongs to another portfolio");
}
