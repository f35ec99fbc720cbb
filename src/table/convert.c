/* From the type that a column was given as to the type that the schema wants: text is read by the grammar of CSV, where an empty text is unknown. */
#include "table/convert.h"

typedef struct job {
  patron_context *context;
  const char *table, *name;
  const patron__schema_column *expected;
  const patron__column *given;
  int32_t exponent;
} job;

static patron_status refuse(const job *work, patron_status status, int64_t row, const char *text, int64_t len, const char *sentence) {
  char expectation[PATRON__EXPECTATION];
  patron__describe_column(work->expected, work->exponent, expectation);
  patron__where where = {work->table, work->name, row, text, len, expectation};
  return patron__fail(work->context, status, &where, "%s", sentence);
}

static int32_t is_word(const char *text, int64_t len, const char *word) {
  for (int64_t i = 0; i < len; i++) {
    char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    if (word[i] == 0 || c != word[i]) return 0;
  }
  return word[len] == 0;
}

static int32_t has(const char *text, int64_t len, char sign) { return memchr(text, sign, (size_t)len) != NULL; }

/* What to change is said, for a guess at 1,234 could be wrong a thousandfold. */
const char *patron__why_no_number(const char *text, int64_t len) {
  int64_t digits = 0;
  for (int64_t i = 0; i < len; i++) digits += text[i] >= '0' && text[i] <= '9';
  if (is_word(text, len, "n/a") || is_word(text, len, "na") || is_word(text, len, "null") || is_word(text, len, "none") || is_word(text, len, "-")) return "a word for what is not known cannot be read: leave it empty";
  if (digits == 0) return "a text cannot be read";
  if (has(text, len, ',')) return "a number with a comma cannot be read: decimals follow a point, and nothing separates thousands";
  if (has(text, len, '%')) return "a number with a percent sign cannot be read: a share of 25 percent is 0.25";
  return "a number with something beside its digits cannot be read: no blanks, units or separators of thousands";
}

/* Digits behind the point up to the last that is not 0. */
static int64_t decimals(const char *text, int64_t len) {
  const char *point = memchr(text, '.', (size_t)len);
  while (point != NULL && text[len - 1] == '0') len--;
  return point == NULL ? 0 : text + len - 1 - point;
}

/* A text that could not be taken. */
static patron_status refuse_text(const job *work, patron_status status, int64_t row, const char *text, int64_t len) {
  const int32_t type = work->expected->type, is_number = type == PATRON_MONEY || type == PATRON_NUMBER || type == PATRON_INTEGER;
  const char *sentence = is_number ? patron__why_no_number(text, len) : "a text cannot be read";
  if (type == PATRON_INTEGER && has(text, len, '.') && !has(text, len, ',')) sentence = "a whole number has no decimals: 3, not 3.0";
  if (status == PATRON_E_RANGE && type == PATRON_DATE) sentence = "there is no such day";
  else if (status == PATRON_E_RANGE) sentence = type == PATRON_MONEY && decimals(text, len) > (work->exponent < 0 ? 4 : work->exponent) ? "an amount has more decimals than its currency" : "a value is out of range";
  return refuse(work, status, row, text, len, sentence);
}

static patron_status refuse_type(const job *work) {
  char expectation[PATRON__EXPECTATION];
  patron__describe_column(work->expected, work->exponent, expectation);
  patron__where where = {work->table, work->name, -1, NULL, -1, expectation};
  if (work->expected->type == PATRON_MONEY && (work->given->type == PATRON_NUMBER || work->given->type == PATRON_INTEGER))
    return patron__fail(work->context, PATRON_E_TYPE, &where, "money is given as %s: give MONEY in minor units, or text", patron__type_name(work->given->type));
  return patron__fail(work->context, PATRON_E_TYPE, &where, "a column of type %s is given as %s", patron__type_name(work->expected->type), patron__type_name(work->given->type));
}

static patron_status parse_flag(const char *text, int64_t len, int32_t *out) {
  *out = is_word(text, len, "yes") || is_word(text, len, "true") || is_word(text, len, "1");
  return *out || is_word(text, len, "no") || is_word(text, len, "false") || is_word(text, len, "0") ? PATRON_OK : PATRON_E_FORMAT;
}

static patron_status parse_into(patron__column *made, int64_t row, const char *text, int64_t len, int32_t exponent) {
  patron_status status = PATRON_OK;
  int32_t flag = 0;
  switch (made->type) {
    case PATRON_MONEY: return patron_money_parse(text, len, exponent, (int64_t *)made->values + row);
    case PATRON_INTEGER: return patron__parse_i64(text, len, (int64_t *)made->values + row);
    case PATRON_NUMBER: return patron__parse_f64(text, len, (double *)made->values + row);
    case PATRON_DATE: return patron_date_parse(text, len, (int32_t *)made->values + row);
    default:
      status = parse_flag(text, len, &flag);
      if (status == PATRON_OK && flag) patron__bit_set(made->values, row);
      return status;
  }
}

static patron_status set_empty_unknown(patron__column *made, int64_t row) {
  patron_status status = patron__column_need_validity(made);
  if (status == PATRON_OK) patron__bit_clear(made->validity, row);
  return status;
}

static patron_status copy_validity(const patron__column *from, patron__column *to) {
  if (from->validity == NULL) return PATRON_OK;
  patron_status status = patron__column_need_validity(to);
  if (status == PATRON_OK) patron__bitmap_copy(to->validity, 0, from->validity, 0, from->rows);
  return status;
}

static patron_status from_text(const job *work, patron__column *made) {
  const patron__column *given = work->given;
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < given->rows && status == PATRON_OK; row++) {
    if (!patron__column_known(given, row)) continue;
    int64_t len;
    const char *text = patron__column_text(given, row, &len);
    if (len == 0) {
      status = set_empty_unknown(made, row);
      continue;
    }
    status = parse_into(made, row, text, len, work->exponent);
    if (status != PATRON_OK) status = refuse_text(work, status, row, text, len);
  }
  return status;
}

static patron_status from_integer(const job *work, patron__column *made) {
  static const int64_t exact = INT64_C(1) << 53;   /* doubles hold every whole number up to here */
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < work->given->rows && status == PATRON_OK; row++) {
    if (!patron__column_known(work->given, row)) continue;
    int64_t value = patron__column_i64(work->given, row);
    char text[PATRON__NUMBER_TEXT];
    if (made->type == PATRON_NUMBER && value >= -exact && value <= exact) ((double *)made->values)[row] = (double)value;
    else if (made->type == PATRON_FLAG && value == 1) patron__bit_set(made->values, row);
    else if (made->type == PATRON_NUMBER || value != 0) status = refuse(work, PATRON_E_RANGE, row, text, patron__format_i64(value, text), "a whole number cannot be taken as it is");
  }
  return status;
}

/* Codes and whole numbers where names are wanted. */
static patron_status from_name(const job *work, patron__column *made) {
  const patron__column *given = work->given;
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < given->rows && status == PATRON_OK; row++) {
    char number[PATRON__NUMBER_TEXT];
    const char *text = number;
    int64_t len;
    if (!patron__column_known(given, row)) continue;
    if (given->type == PATRON_CODE) text = patron__dictionary_name(given->dictionary, patron__column_i32(given, row), &len);
    else len = patron__format_i64(patron__column_i64(given, row), number);
    status = patron__column_set_text(made, row, text, len);
  }
  return status;
}

static patron_status convert(const job *work, int32_t type, patron_status (*fill)(const job *, patron__column *), patron__column **out) {
  patron__column *made = NULL;
  patron_status status = patron__column_create(work->context, type, work->given->rows, &made);
  if (status != PATRON_OK) return status;
  status = copy_validity(work->given, made);
  if (status == PATRON_OK) status = fill(work, made);
  if (status != PATRON_OK) {
    patron__column_drop(made);
    return status;
  }
  *out = made;
  return PATRON_OK;
}

/* Money whose currency is not known yet: four decimals are the most that any currency has. */
static patron_status check_money_text(const job *work) {
  for (int64_t row = 0; row < work->given->rows; row++) {
    int64_t len, amount = 0;
    if (!patron__column_known(work->given, row)) continue;
    const char *text = patron__column_text(work->given, row, &len);
    patron_status status = len == 0 ? PATRON_OK : patron_money_parse(text, len, 4, &amount);
    double low = patron__schema_low(work->expected), high = patron__schema_high(work->expected);
    if (status == PATRON_OK && len > 0 && low <= high && ((double)amount / 1e4 < low || (double)amount / 1e4 > high)) status = PATRON_E_RANGE;
    if (status != PATRON_OK) return refuse_text(work, status, row, text, len);
  }
  return PATRON_OK;
}

/* Decimal numbers of other engines may become any number; money stays money. */
static int32_t is_decimal_for(const patron__column *given, int32_t type) {
  if (given->type != PATRON_MONEY || given->decimals < 0) return 0;
  return type == PATRON_MONEY || (given->any_decimal && (type == PATRON_NUMBER || type == PATRON_INTEGER));
}

/* PATRON_OK: *type is the type to have, which may be the given one. */
static patron_status target_type(const job *work, int32_t *type) {
  int32_t given = work->given->type, expected = work->expected->type;
  *type = expected;
  if (given == expected) return PATRON_OK;
  if (expected == PATRON_TEXT && (given == PATRON_CODE || given == PATRON_INTEGER)) *type = work->expected->kind == PATRON__RULE ? expected : given;   /* rules are few: all read them as texts */
  else if ((work->expected->flags & PATRON__MEASURE) && (given == PATRON_NUMBER || given == PATRON_MONEY)) *type = given;
  else if (given == PATRON_TEXT && expected == PATRON_MONEY && work->exponent < 0) *type = PATRON_TEXT;
  else if (given == PATRON_INTEGER && (expected == PATRON_NUMBER || expected == PATRON_FLAG)) return PATRON_OK;
  else if (given != PATRON_TEXT) return refuse_type(work);
  return PATRON_OK;
}

/* Values that are there must lie in the schema's range; money's is about its sign only. */
static patron_status check_range(const job *work, const patron__column *column) {
  double low = patron__schema_low(work->expected), high = patron__schema_high(work->expected);
  if (low > high || (column->type != PATRON_MONEY && column->type != PATRON_NUMBER && column->type != PATRON_INTEGER)) return PATRON_OK;
  for (int64_t row = 0; row < column->rows; row++) {
    if (!patron__column_known(column, row)) continue;
    double value = column->type == PATRON_NUMBER ? patron__column_f64(column, row) : (double)patron__column_i64(column, row);
    if (value >= low && value <= high) continue;
    char text[PATRON__NUMBER_TEXT];
    int64_t len = column->type == PATRON_NUMBER ? patron__format_f64(value, text)
                : column->type == PATRON_MONEY  ? patron__format_money(patron__column_i64(column, row), work->exponent < 0 ? 0 : work->exponent, text)
                                                : patron__format_i64(patron__column_i64(column, row), text);
    return refuse(work, PATRON_E_RANGE, row, text, len, "a value is out of range");
  }
  return PATRON_OK;
}

patron_status patron__column_convert(patron_context *context, const char *table, const char *name, const patron__schema_column *expected, patron__column *given,
                                     int32_t money_exponent, patron__column **out) {
  job work = {context, table, name, expected, given, money_exponent};
  int32_t type = given->type;
  patron__column *made = NULL;
  int32_t is_decimal = is_decimal_for(given, expected->type);
  patron_status status = is_decimal ? PATRON_OK : target_type(&work, &type);
  if (status != PATRON_OK) return status;
  if (is_decimal) {
    status = patron__decimals_conform(context, table, name, expected->type, given, money_exponent, &made);
  } else if (expected->type == PATRON_CODE) {
    status = patron__codes_conform(context, table, name, expected, given, &made);
  } else if (type != given->type) {
    status = convert(&work, type, given->type == PATRON_TEXT ? from_text : type == PATRON_TEXT ? from_name : from_integer, &made);
  } else {
    if (type == PATRON_TEXT && expected->type == PATRON_MONEY) status = check_money_text(&work);
    if (status == PATRON_OK) patron__column_retain(made = given);
  }
  if (status == PATRON_OK) status = check_range(&work, made);
  if (status == PATRON_OK) *out = made;
  else patron__column_drop(made);
  return status;
}
