/* Reading the golden vectors of tests/vectors in a unit test: files, members that must be there, arrays of numbers. */
#ifndef PATRON_TESTS_VECTORS_H
#define PATRON_TESTS_VECTORS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

/* The file `name` under tests/vectors; the test fails when it is not there. */
static inline json_t *vectors_load(const char *name) {
  const char *folder = getenv("PATRON_VECTORS");
  char path[1024];
  json_error_t error;
  json_t *root;
  snprintf(path, sizeof path, "%s/%s", folder ? folder : PATRON_VECTORS, name);
  root = json_load_file(path, 0, &error);
  if (root == NULL) fail_msg("%s:%d: %s", path, error.line, error.text);
  return root;
}

/* The member `name`, which must be there. */
static inline json_t *vectors_get(const json_t *object, const char *name) {
  json_t *value = json_object_get(object, name);
  if (value == NULL) fail_msg("no member %s", name);
  return value;
}

static inline const char *vectors_text(const json_t *object, const char *name) {
  const char *text = json_string_value(vectors_get(object, name));
  if (text == NULL) fail_msg("member %s is no text", name);
  return text;
}

static inline double vectors_number(const json_t *object, const char *name) {
  const json_t *value = vectors_get(object, name);
  if (!json_is_number(value)) fail_msg("member %s is no number", name);
  return json_number_value(value);
}

#endif
