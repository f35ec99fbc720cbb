/* What all unit tests include, and short ways to say what they expect of texts. */
#ifndef PATRON_TESTS_CHECKS_H
#define PATRON_TESTS_CHECKS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/base.h"

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
