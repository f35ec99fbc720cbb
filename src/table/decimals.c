/* Money whose column brings its own number of decimals, as tables of other engines do, and its way into the currency of the portfolio: exactly, or not at all. */
#include "table/convert.h"

static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, INT64_C(10000000000), INT64_C(100000000000), INT64_C(1000000000000),
                                 INT64_C(10000000000000), INT64_C(100000000000000), INT64_C(1000000000000000), INT64_C(10000000000000000), INT64_C(100000000000000000), INT64_C(1000000000000000000)};

enum { MOST = 18 };

static int32_t rescale(int64_t value, int32_t from, int32_t to, int64_t *out) {
  int32_t apart = to > from ? to - from : from - to;
  if (value == 0 || apart == 0) {
    *out = value;
    return 1;
  }
  if (apart > MOST) return 0;
  int64_t power = powers[apart];
  if (to < from) {
    *out = value / power;
    return value % power == 0;
  }
  if (value > INT64_MAX / power || value < INT64_MIN / power) return 0;
  *out = value * power;
  return 1;
}

patron_status patron__column_rescale(const patron__column *column, int32_t from, int32_t to, int64_t *row, patron__column **out) {
  patron__column *made = NULL;
  patron_status status = patron__column_create(column->context, column->type, column->rows, &made);
  if (status != PATRON_OK) return status;
  if (column->validity != NULL) status = patron__column_need_validity(made);
  if (status == PATRON_OK && column->validity != NULL) patron__bitmap_copy(made->validity, 0, column->validity, 0, column->rows);
  for (int64_t i = 0; i < column->rows && status == PATRON_OK; i++) {
    if (!patron__column_known(column, i) || rescale(patron__column_i64(column, i), from, to, (int64_t *)made->values + i)) continue;
    *row = i;
    status = PATRON_E_RANGE;
  }
  if (status == PATRON_OK) *out = made;
  else patron__column_drop(made);
  return status;
}

/* Both are exact as doubles in most cases, so that one division rounds once; else the text of the decimal is read. */
static double to_number(int64_t value, int32_t decimals) {
  static const int64_t exact = INT64_C(1) << 53;
  if (value >= -exact && value <= exact) return (double)value / (double)powers[decimals];   /* powers of ten up to 10^22 are exact */
  char text[PATRON__NUMBER_TEXT];
  double number = 0;
  int64_t len = patron__format_money(value, decimals, text);
  (void)patron__parse_f64(text, len, &number);   /* digits and a point: always a number */
  return number;
}

/* Numbers, or (rules, whose currency is not known yet) texts. */
static patron_status convert(patron_context *context, const patron__column *given, int32_t type, patron__column **out) {
  patron__column *made = NULL;
  patron_status status = patron__column_create(context, type, given->rows, &made);
  if (status != PATRON_OK) return status;
  if (given->validity != NULL) status = patron__column_need_validity(made);
  if (status == PATRON_OK && given->validity != NULL) patron__bitmap_copy(made->validity, 0, given->validity, 0, given->rows);
  for (int64_t row = 0; row < given->rows && status == PATRON_OK; row++) {
    if (!patron__column_known(given, row)) continue;
    char text[PATRON__NUMBER_TEXT];
    if (type == PATRON_NUMBER) ((double *)made->values)[row] = to_number(patron__column_i64(given, row), given->decimals);
    else status = patron__column_set_text(made, row, text, patron__format_money(patron__column_i64(given, row), given->decimals, text));
  }
  if (status == PATRON_OK) *out = made;
  else patron__column_drop(made);
  return status;
}

static patron_status to_whole(patron_context *context, const char *table, const char *name, patron__column *given, int32_t decimals, int32_t type, patron__column **out) {
  if (given->decimals == decimals && type == PATRON_MONEY) {
    patron__column_retain(given);
    *out = given;
    return PATRON_OK;
  }
  int64_t row = -1;
  patron_status status = patron__column_rescale(given, given->decimals, decimals, &row, out);
  if (status == PATRON_OK) (*out)->type = type;
  if (status != PATRON_E_RANGE) return status;
  char text[PATRON__NUMBER_TEXT], expectation[PATRON__EXPECTATION];
  int64_t len = patron__format_money(patron__column_i64(given, row), given->decimals, text);
  patron__describe(type, "", 0, 1, 0, decimals, expectation);
  patron__where where = {table, name, row, text, len, expectation};
  return patron__fail(context, PATRON_E_RANGE, &where, "a decimal number has more decimals or digits than fit");
}

patron_status patron__decimals_conform(patron_context *context, const char *table, const char *name, int32_t type, patron__column *given, int32_t money_exponent, patron__column **out) {
  switch (type) {
    case PATRON_MONEY:
      return money_exponent < 0 ? convert(context, given, PATRON_TEXT, out) : to_whole(context, table, name, given, money_exponent, PATRON_MONEY, out);
    case PATRON_INTEGER: return to_whole(context, table, name, given, 0, PATRON_INTEGER, out);
    default: return convert(context, given, PATRON_NUMBER, out);
  }
}
