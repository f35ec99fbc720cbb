/* Error texts: made in buffers of the context, so that they can be made when memory is out. */
#include "base/context_parts.h"
#include "base/text.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* A text that grows in a fixed buffer; what no longer fits is left out. */
typedef struct growing {
  char *text;
  int64_t length, capacity;
} growing;

static void append(growing *to, const char *format, ...) PATRON__PRINTF(2, 3);

static void append(growing *to, const char *format, ...)
{
  va_list arguments;
  int64_t room = to->capacity - to->length;
  va_start(arguments, format);
  int64_t length = patron__text_format(to->text + to->length, room, format, arguments);
  va_end(arguments);
  to->length += length < room ? length : room - 1;
}

/* Copies what fits and can be shown; NULL is "". A value that is cut ends in three points. */
static void keep(char *part, int64_t capacity, const char *text, int64_t len)
{
  part[0] = 0;
  if (text == NULL) return;
  growing to = { part, 0, capacity };
  int64_t length = patron__text_length(text, len);
  if (length < capacity) append(&to, "%.*s", (int)length, text);
  else append(&to, "%.*s...", (int)patron__text_cut(text, capacity - 4), text);
  patron__text_clean(part, (int64_t)strlen(part));
}

static void keep_parts(patron__error *error, const patron__where *where)
{
  static const patron__where nowhere = { NULL, NULL, -1, NULL, 0, NULL };
  if (where == NULL) where = &nowhere;
  keep(error->table, PATRON__ERROR_NAME, where->table, -1);
  keep(error->column, PATRON__ERROR_NAME, where->column, -1);
  keep(error->value, PATRON__ERROR_VALUE, where->value, where->value_length);
  keep(error->expected, PATRON__ERROR_EXPECTED, where->expected, -1);
  error->value_known = where->value != NULL;
  error->row = where->row;
}

/* " (table customers, column sales, row 13, value \"x\"; expected a number)": only what is known. */
static void append_parts(growing *to, const patron__error *error)
{
  const char *before = " (";
  if (error->table[0] != 0) { append(to, "%stable %s", before, error->table); before = ", "; }
  if (error->column[0] != 0) { append(to, "%scolumn %s", before, error->column); before = ", "; }
  if (error->row >= 0) { append(to, "%srow %lld", before, (long long)error->row + 1); before = ", "; }
  if (error->value_known) { append(to, "%svalue \"%s\"", before, error->value); before = "; "; }
  if (error->expected[0] != 0) { append(to, "%sexpected %s", before, error->expected); before = ", "; }
  if (before[1] != '(') append(to, ")");
}

/* Readers of one assessment may run out of memory at once: then one text after the other is written, each as a whole. What is done while it is held takes a microsecond and calls nobody. */
static void hold(patron_context *context)
{
  while (!patron__count_replace(&context->error_held, 0, 1)) {}
}

static void let_go(patron_context *context) { patron__count_set(&context->error_held, 0); }

patron_status patron__fail(patron_context *context, patron_status status, const patron__where *where, const char *format, ...)
{
  if (context == NULL) return status;
  patron__error *error = &context->error;
  va_list arguments;
  hold(context);
  va_start(arguments, format);
  int64_t length = patron__text_format(error->text, PATRON__ERROR_TEXT, format, arguments);
  va_end(arguments);
  growing to = { error->text, length < PATRON__ERROR_TEXT ? length : (int64_t)strlen(error->text), PATRON__ERROR_TEXT };
  keep_parts(error, where);
  append_parts(&to, error);
  patron__text_clean(error->text, (int64_t)strlen(error->text));
  let_go(context);
  return status;
}

patron_status patron__refuse_arguments(patron_context *context, const char *function)
{
  return patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "%s: a pointer that is needed is NULL, or a length is negative", function);
}

patron_status patron_context_error(const patron_context *context, char *buf, int64_t cap, int64_t *needed)
{
  if (context == NULL) return PATRON_E_INVALID_ARGUMENT;
  hold((patron_context *)(uintptr_t)context);
  const patron_status status = patron__text_out(context->error.text, -1, buf, cap, needed);
  let_go((patron_context *)(uintptr_t)context);
  return status;
}

/* The text of a part; NULL: there is none of that name. `known`: whether this error has it. */
static const char *part_text(const patron__error *error, const char *part, char row[PATRON__NUMBER_TEXT], int32_t *known)
{
  const char *text = strcmp(part, "table") == 0 ? error->table : strcmp(part, "column") == 0 ? error->column : strcmp(part, "expected") == 0 ? error->expected : NULL;
  if (text != NULL) { *known = text[0] != 0; return text; }
  if (strcmp(part, "value") == 0) { *known = error->value_known; return error->value; }
  if (strcmp(part, "row") != 0) return NULL;
  *known = error->row >= 0;
  patron__format_i64(*known ? error->row + 1 : 0, row);
  return row;
}

patron_status patron_context_error_part(const patron_context *context, const char *part, char *buf, int64_t cap, int64_t *needed)
{
  if (context == NULL || part == NULL) return PATRON_E_INVALID_ARGUMENT;
  char row[PATRON__NUMBER_TEXT];
  int32_t known = 0;
  hold((patron_context *)(uintptr_t)context);
  const char *text = part_text(&context->error, part, row, &known);
  const patron_status status = text == NULL ? PATRON_E_NOT_FOUND : known ? patron__text_out(text, -1, buf, cap, needed) : PATRON_UNKNOWN;
  let_go((patron_context *)(uintptr_t)context);
  return status;
}
