/* Names of errors and warnings in the golden vectors, which are proposals: the one table that says which status or warning each of them is here. A name that is not in it fails the test. */
#ifndef PATRON_TESTS_VECTOR_NAMES_H
#define PATRON_TESTS_VECTOR_NAMES_H

#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "vectors.h"

static const struct { const char *name; patron_status status; uint32_t warning; } VECTOR_NAMES[] = {
  {"WEIGHTS_SUM_ZERO", PATRON_E_RANGE, 0},
  {"WEIGHT_NEGATIVE", PATRON_E_RANGE, 0},
  {"NON_POSITIVE_VALUE", PATRON_E_RANGE, 0},      /* of the example plug-in */
  {"BWM_BEST_NOT_ONE", PATRON_E_RANGE, 0},
  {"VALUE_NOT_FINITE", PATRON_E_NOT_FINITE, 0},
  {"MISSING_VALUE", PATRON_UNKNOWN, 0},           /* an answer that is no value, where no validity is asked for */
  {"DEGENERATE_CRITERION", PATRON_OK, PATRON_WARNING_DEGENERATE_CRITERION},
  {"DEGENERATE_ALL", PATRON_OK, PATRON_WARNING_DEGENERATE_ALL},
  {"SINGLE_ALTERNATIVE", PATRON_OK, PATRON_WARNING_SINGLE_ALTERNATIVE},
};

/* The row of a name, which may be followed by ":" and the number of a criterion. */
static inline size_t vector_name(const char *text) {
  const size_t length = strcspn(text, ":"), count = sizeof VECTOR_NAMES / sizeof *VECTOR_NAMES;
  for (size_t i = 0; i < count; i++)
    if (strlen(VECTOR_NAMES[i].name) == length && strncmp(VECTOR_NAMES[i].name, text, length) == 0) return i;
  fail_msg("the vectors name %s, which the table does not have", text);
  return 0;
}

/* The status that an `expected` asks for: that of its error, else OK. */
static inline patron_status vector_status(const json_t *expected) {
  const json_t *error = json_object_get(expected, "error");
  return error == NULL ? PATRON_OK : VECTOR_NAMES[vector_name(json_string_value(error))].status;
}

/* The bits of its warnings. */
static inline uint32_t vector_warnings(const json_t *expected) {
  uint32_t found = 0;
  size_t index;
  json_t *item;
  json_array_foreach(json_object_get(expected, "warnings"), index, item) found |= VECTOR_NAMES[vector_name(json_string_value(item))].warning;
  return found;
}

#endif
