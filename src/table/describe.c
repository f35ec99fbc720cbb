/* What a value must be, in words: the "expected ..." of every message about data and rules. */
#include <float.h>
#include <stdarg.h>

#include "table/schema.h"

typedef struct growing {
  char *text;
  int64_t length;
} growing;

static void add(growing *to, const char *format, ...) PATRON__PRINTF(2, 3);

static void add(growing *to, const char *format, ...) {
  va_list arguments;
  int64_t room = PATRON__EXPECTATION - to->length;
  va_start(arguments, format);
  int64_t length = patron__text_format(to->text + to->length, room, format, arguments);
  va_end(arguments);
  to->length += length < room ? length : room - 1;
}

static void add_range(growing *to, double low, double high) {
  if (low > high) return;
  if (low == PATRON__ABOVE_ZERO) add(to, " above 0");
  else if (high >= DBL_MAX) add(to, low == 0 ? " that is not negative" : " of at least %g", low);
  else if (high >= 1e9) add(to, " of at least %g", low);
  else add(to, " from %g to %g", low, high);
}

static void add_codes(growing *to, const char *codes, int32_t free_codes) {
  int32_t count = patron__code_count(codes);
  if (count == 0) {
    add(to, "a name");
    return;
  }
  add(to, count == 1 ? "" : "one of ");
  for (int32_t code = 0; code < count; code++) {
    if (to->length > PATRON__EXPECTATION - 80) {
      add(to, ", ...");
      break;
    }
    add(to, code == 0 ? "%s" : ", %s", patron__code_text(codes, code));
  }
  if (free_codes) add(to, ", or a name of your own");
}

void patron__describe(int32_t type, const char *codes, int32_t free_codes, double low, double high, int32_t exponent, char out[PATRON__EXPECTATION]) {
  growing to = {out, 0};
  out[0] = 0;
  switch (type) {
    case PATRON_MONEY:
      add(&to, "an amount of money");
      if (exponent == 0) add(&to, " without decimals");
      else if (exponent > 0) add(&to, " with at most %d decimals", (int)exponent);
      add_range(&to, low, high);
      break;
    case PATRON_NUMBER: add(&to, "a number"); add_range(&to, low, high); break;
    case PATRON_INTEGER: add(&to, "a whole number"); add_range(&to, low, high); break;
    case PATRON_DATE: add(&to, "a date such as 2026-11-22"); break;
    case PATRON_CODE: add_codes(&to, codes, free_codes); break;
    case PATRON_FLAG: add(&to, "yes or no"); break;
    default: add(&to, "text"); break;
  }
}

void patron__describe_column(const patron__schema_column *column, int32_t exponent, char out[PATRON__EXPECTATION]) {
  patron__describe(column->type, patron__schema_text(column, PATRON__CODES_TEXT), column->flags & PATRON__FREE_CODES, patron__schema_low(column), patron__schema_high(column), exponent, out);
}
