/* A given table against the schema: every column in the type that the rest of the house relies on, or a message that says what to change. */
#include "table/convert.h"

enum { NOTE = 400 };

typedef struct job {
  patron_context *context;
  const patron_table *given;
  int32_t kind, exponent;
  patron_table *warnings;
  patron_table *made;
} job;

const char *patron__schema_likely(const char *table, const char *column, int32_t kind) {
  patron__guess guess = patron__guess_begin(column);
  const patron__schema_column *one;
  for (int32_t i = 0; (one = patron__schema_of(table, kind, i)) != NULL; i++)
    if (!(one->flags & PATRON__PATTERN)) patron__guess_offer(&guess, patron__schema_text(one, PATRON__NAME_TEXT));
  return guess.name;
}

static void format_note(char *text, const char *format, ...) PATRON__PRINTF(2, 3);

static void format_note(char *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  patron__text_format(text, NOTE, format, arguments);
  va_end(arguments);
}

static patron_status warn_unknown(const job *work, const char *column) {
  char text[NOTE];
  const char *likely = patron__schema_likely(work->given->name, column, work->kind);
  if (work->warnings == NULL) return PATRON_OK;
  if (likely != NULL) format_note(text, "column %s of table %s is not known and is kept as it is; perhaps %s was meant", column, work->given->name, likely);
  else format_note(text, "column %s of table %s is not known and is kept as it is", column, work->given->name);
  return patron__warnings_add(work->warnings, work->given->name, column, -1, "UNKNOWN_COLUMN", text);
}

static patron_status check_table(const job *work) {
  const char *name = work->given->name, *other;
  patron__guess guess = patron__guess_begin(name);
  if (patron__schema_has_table(name, work->kind)) return PATRON_OK;
  for (int32_t i = 0; (other = patron__schema_table_at(i, work->kind)) != NULL; i++) patron__guess_offer(&guess, other);
  const char *what = work->kind == PATRON__FACT ? "fact" : work->kind == PATRON__RULE ? "rule" : "decision";
  patron__where where = {name, NULL, -1, NULL, -1, NULL};
  if (guess.name != NULL) return patron__fail(work->context, PATRON_E_NOT_FOUND, &where, "there is no %s table of this name; perhaps %s was meant", what, guess.name);
  return patron__fail(work->context, PATRON_E_NOT_FOUND, &where, "there is no %s table of this name", what);
}

/* Before columns are converted, so that the message is about the table as it was given. */
static patron_status check_required_columns(const job *work) {
  const patron__schema_column *one;
  for (int32_t i = 0; (one = patron__schema_of(work->given->name, work->kind, i)) != NULL; i++) {
    const char *name = patron__schema_text(one, PATRON__NAME_TEXT);
    if (!(one->flags & PATRON__REQUIRED) || patron__table_find(work->given, name) != NULL) continue;
    patron__where where = {work->given->name, name, -1, NULL, -1, patron__schema_text(one, PATRON__DOC_TEXT)};
    return patron__fail(work->context, PATRON_E_NOT_FOUND, &where, "a column that is required is missing");
  }
  return PATRON_OK;
}

static patron_status check_required_cells(const job *work, const char *name, const patron__schema_column *expected, const patron__column *column) {
  if (!(expected->flags & PATRON__REQUIRED) || (expected->flags & PATRON__EMPTY_ALLOWED)) return PATRON_OK;
  if (column->validity == NULL && column->type != PATRON_TEXT) return PATRON_OK;
  for (int64_t row = 0; row < column->rows; row++) {
    int64_t len = 1;
    int32_t known = patron__column_known(column, row);
    if (known && column->type == PATRON_TEXT) patron__column_text(column, row, &len);
    if (known && len > 0) continue;
    patron__where where = {work->given->name, name, row, NULL, -1, "a value in every row"};
    return patron__fail(work->context, PATRON_E_RANGE, &where, "a value that is required is missing");
  }
  return PATRON_OK;
}

/* As it is; only a decimal number of another engine becomes a NUMBER, and money in another unit money of this portfolio. */
static patron_status keep_unknown(const job *work, const patron__table_column *given, patron__column **out) {
  patron__column *column = given->column;
  if (column->type == PATRON_MONEY && column->decimals >= 0 && (column->any_decimal || work->exponent >= 0))
    return patron__decimals_conform(work->context, work->given->name, given->name, column->any_decimal ? PATRON_NUMBER : PATRON_MONEY, column, work->exponent, out);
  patron__column_retain(column);
  *out = column;
  return PATRON_OK;
}

static patron_status conform_column(job *work, const patron__table_column *given) {
  const patron__schema_column *expected = patron__schema_find(work->given->name, given->name, work->kind);
  patron__column *column = NULL;
  if (expected == NULL) {
    patron_status status = warn_unknown(work, given->name);
    if (status == PATRON_OK) status = keep_unknown(work, given, &column);
    if (status == PATRON_OK) status = patron__table_attach(work->made, given->name, column);
    patron__column_drop(column);
    return status;
  }
  patron_status status = patron__column_convert(work->context, work->given->name, given->name, expected, given->column, work->exponent, &column);
  if (status != PATRON_OK) return status;
  status = check_required_cells(work, given->name, expected, column);
  if (status == PATRON_OK) status = patron__table_attach(work->made, given->name, column);
  patron__column_drop(column);
  return status;
}

patron_status patron__schema_conform(patron_context *context, const patron_table *given, int32_t kind, int32_t money_exponent, patron_table *warnings, patron_table **out) {
  job work = {context, given, kind, money_exponent, warnings, NULL};
  int64_t warned = warnings != NULL ? warnings->rows : 0;
  patron_status status = check_table(&work);
  if (status == PATRON_OK) status = check_required_columns(&work);
  if (status == PATRON_OK) status = patron__table_create(context, given->name, given->rows, &work.made);
  if (status != PATRON_OK) return status;
  work.made->money_exponent = money_exponent >= 0 ? money_exponent : given->money_exponent;
  for (int32_t i = 0; i < given->column_count && status == PATRON_OK; i++) status = conform_column(&work, &given->columns[i]);
  if (status == PATRON_OK) status = patron__schema_check_keys(context, work.made, kind);
  if (status == PATRON_OK) {
    *out = work.made;
    return PATRON_OK;
  }
  if (warnings != NULL) patron__warnings_cut(warnings, warned);
  patron_table_destroy(work.made);
  return status;
}
