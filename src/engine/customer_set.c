/* Setters: one value of one customer, checked as a table of facts would be, before anything changes. */
#include "base/mathematics.h"
#include "base/text.h"
#include "engine/portfolio_parts.h"

enum { DATE_FIRST = -719162, DATE_LAST = 2932896 };   /* 0001-01-01 to 9999-12-31 */

static patron_status refuse_value(const patron_portfolio *portfolio, const patron__cell *cell, patron_status status, const char *shown, const char *sentence) {
  char expected[PATRON__EXPECTATION];
  patron__describe_column(cell->schema, portfolio->exponent, expected);
  return patron__cell_refuse(portfolio, cell, status, shown, -1, expected, sentence);
}

/* Whether a number is out of the range of a well-known column; `value` in major units where it is money. */
static int32_t is_out_of_range(const patron__cell *cell, double value) {
  const patron__schema_column *schema = cell->schema;
  return schema != NULL && schema->low <= schema->high && (value < patron__schema_low(schema) || value > patron__schema_high(schema));
}

/* The sign is kept, and ranges of money are about the sign. */
static double major_units(const patron_portfolio *portfolio, int64_t value) {
  double units = (double)value;
  for (int32_t i = 0; i < portfolio->exponent; i++) units /= 10;
  return units;
}

static patron_status set_i64(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t type, int64_t value) {
  char shown[PATRON__NUMBER_TEXT];
  patron__cell cell;
  patron__column *into = NULL;
  patron_status status = patron__cell_find(portfolio, customer, column, type, &cell);
  if (status == PATRON_OK && is_out_of_range(&cell, type == PATRON_MONEY ? major_units(portfolio, value) : (double)value)) {
    if (type == PATRON_MONEY) (void)patron__format_money(value, portfolio->exponent, shown);
    else (void)patron__format_i64(value, shown);
    status = refuse_value(portfolio, &cell, PATRON_E_RANGE, shown, "the value is out of range");
  }
  if (status == PATRON_OK) status = patron__cell_open(portfolio, &cell, 0, 0, &into, NULL);
  if (status != PATRON_OK) return status;
  ((int64_t *)into->values)[cell.row] = value;
  patron__column_set_known(into, cell.row);
  return PATRON_OK;
}

patron_status patron_customer_set_money(patron_portfolio *portfolio, patron_customer customer, const char *column, int64_t value) {
  return set_i64(portfolio, customer, column, PATRON_MONEY, value);
}

patron_status patron_customer_set_integer(patron_portfolio *portfolio, patron_customer customer, const char *column, int64_t value) {
  return set_i64(portfolio, customer, column, PATRON_INTEGER, value);
}

patron_status patron_customer_set_number(patron_portfolio *portfolio, patron_customer customer, const char *column, double value) {
  char shown[PATRON__NUMBER_TEXT];
  patron__cell cell;
  patron__column *into = NULL;
  patron_status status = patron__cell_find(portfolio, customer, column, PATRON_NUMBER, &cell);
  if (status != PATRON_OK) return status;
  if (!patron__is_finite(value)) return patron__cell_refuse(portfolio, &cell, PATRON_E_NOT_FINITE, value != value ? "NaN" : value > 0 ? "infinity" : "-infinity", -1, "a number; what is unknown is set with patron_customer_set_unknown", "the value is no number");
  if (is_out_of_range(&cell, value)) {
    (void)patron__format_f64(value, shown);
    return refuse_value(portfolio, &cell, PATRON_E_RANGE, shown, "the value is out of range");
  }
  status = patron__cell_open(portfolio, &cell, 0, 0, &into, NULL);
  if (status != PATRON_OK) return status;
  ((double *)into->values)[cell.row] = value + 0.0;   /* -0 becomes 0: equal values have equal bytes */
  patron__column_set_known(into, cell.row);
  return PATRON_OK;
}

patron_status patron_customer_set_date(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t days) {
  char shown[PATRON__NUMBER_TEXT];
  patron__cell cell;
  patron__column *into = NULL;
  patron_status status = patron__cell_find(portfolio, customer, column, PATRON_DATE, &cell);
  if (status == PATRON_OK && (days < DATE_FIRST || days > DATE_LAST)) {
    (void)patron__format_i64(days, shown);
    status = patron__cell_refuse(portfolio, &cell, PATRON_E_RANGE, shown, -1, "days since 1970-01-01, for a date from 0001-01-01 to 9999-12-31", "the date is out of range");
  }
  if (status == PATRON_OK) status = patron__cell_open(portfolio, &cell, 0, 0, &into, NULL);
  if (status != PATRON_OK) return status;
  ((int32_t *)into->values)[cell.row] = days;
  patron__column_set_known(into, cell.row);
  return PATRON_OK;
}

patron_status patron_customer_set_flag(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t value) {
  char shown[PATRON__NUMBER_TEXT];
  patron__cell cell;
  patron__column *into = NULL;
  patron_status status = patron__cell_find(portfolio, customer, column, PATRON_FLAG, &cell);
  if (status == PATRON_OK && value != 0 && value != 1) {
    (void)patron__format_i64(value, shown);
    status = patron__cell_refuse(portfolio, &cell, PATRON_E_RANGE, shown, -1, "0 (no) or 1 (yes)", "the value is no flag");
  }
  if (status == PATRON_OK) status = patron__cell_open(portfolio, &cell, 0, 0, &into, NULL);
  if (status != PATRON_OK) return status;
  if (value) patron__bit_set(into->values, cell.row);
  else patron__bit_clear(into->values, cell.row);
  patron__column_set_known(into, cell.row);
  return PATRON_OK;
}

static int32_t is_fixed(const patron__cell *cell) {
  return cell->schema != NULL && cell->schema->type == PATRON_CODE && !(cell->schema->flags & PATRON__FREE_CODES);
}

/* The bitmap is there before the row: a dictionary that cannot grow leaves the row unknown, as it was. */
static patron_status write_code(patron_portfolio *portfolio, const patron__cell *cell, const char *name, int64_t len) {
  patron__column *into = NULL;
  int32_t code = 0;
  patron_status status = patron__cell_open(portfolio, cell, 0, 1, &into, NULL);
  if (status == PATRON_OK) status = patron__dictionary_add(portfolio->context, &into->dictionary, name, len, &code);
  if (status != PATRON_OK) return status;
  ((int32_t *)into->values)[cell->row] = code;
  patron__column_set_known(into, cell->row);
  return PATRON_OK;
}

patron_status patron_customer_set_code(patron_portfolio *portfolio, patron_customer customer, const char *column, const char *name) {
  patron__cell cell;
  if (name == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_customer_set_code");
  patron_status status = patron__cell_find(portfolio, customer, column, PATRON_CODE, &cell);
  if (status != PATRON_OK) return status;
  if (is_fixed(&cell) && patron__code_of(patron__schema_text(cell.schema, PATRON__CODES_TEXT), name, -1) < 0) return refuse_value(portfolio, &cell, PATRON_E_RANGE, name, "the name is not in the list of the column");
  if (!patron__text_is_utf8(name, (int64_t)strlen(name))) return patron__cell_refuse(portfolio, &cell, PATRON_E_FORMAT, name, -1, "UTF-8", "the name is no UTF-8");
  return write_code(portfolio, &cell, name, -1);
}

patron_status patron_customer_set_text(patron_portfolio *portfolio, patron_customer customer, const char *column, const char *text, int64_t len) {
  patron__cell cell;
  patron__slot *slot = NULL;
  patron__column *into = NULL;
  if (text == NULL || len < -1) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_customer_set_text");
  len = patron__text_length(text, len);
  patron_status status = patron__cell_find(portfolio, customer, column, PATRON_TEXT, &cell);
  if (status != PATRON_OK) return status;
  if (!patron__text_is_utf8(text, len)) return patron__cell_refuse(portfolio, &cell, PATRON_E_FORMAT, text, len, "UTF-8", "the text is no UTF-8");
  if (cell.type == PATRON_CODE) return write_code(portfolio, &cell, text, len);
  status = patron__cell_open(portfolio, &cell, len, 0, &into, &slot);
  return status != PATRON_OK ? status : patron__text_set(into, slot, cell.row, text, len);
}

patron_status patron_customer_set_unknown(patron_portfolio *portfolio, patron_customer customer, const char *column) {
  patron__cell cell;
  patron__slot *slot = NULL;
  patron__column *into = NULL;
  patron_status status = patron__cell_find(portfolio, customer, column, 0, &cell);
  if (status != PATRON_OK || cell.index < 0) return status;
  status = patron__cell_open(portfolio, &cell, 0, 1, &into, &slot);
  if (status == PATRON_OK && cell.type == PATRON_TEXT) status = patron__text_set(into, slot, cell.row, NULL, 0);
  else if (status == PATRON_OK) patron__column_set_unknown(into, cell.row);
  return status;
}
