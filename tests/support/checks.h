/* What all unit tests include, and short ways to say what they expect of texts. */
#ifndef PATRON_TESTS_CHECKS_H
#define PATRON_TESTS_CHECKS_H

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/base.h"

/* snprintf with a decimal point: facts are written with one also where a test runs under a decimal comma. */
static inline int plain_snprintf(char *out, size_t size, const char *format, ...)
{
  char locale[128] = "C";
  const char *now = setlocale(LC_NUMERIC, NULL);
  va_list arguments;
  int length;
  if (now != NULL && strlen(now) < sizeof locale) strcpy(locale, now);
  setlocale(LC_NUMERIC, "C");
  va_start(arguments, format);
  length = vsnprintf(out, size, format, arguments);
  va_end(arguments);
  setlocale(LC_NUMERIC, locale);
  return length;
}

static inline void expect_status_at(patron_status got, patron_status expected, const char *what, const char *file, int line)
{
  if (got != expected) {
    print_error("%s: %s instead of %s\n", what, patron_status_name(got), patron_status_name(expected));
    _fail(file, line);
  }
}

/* The status by name where a call answers with another than expected. */
#define expect_status(call, expected) expect_status_at((call), (expected), #call, __FILE__, __LINE__)
#define expect_ok(call) expect_status(call, PATRON_OK)

#endif
