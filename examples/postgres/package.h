/* Plans and states of a fit as SQL hands them about: the library's bytes, with all that reading them again takes. */
#ifndef PATRON_POSTGRES_PACKAGE_H
#define PATRON_POSTGRES_PACKAGE_H

#include "extension.h"

#include <lib/stringinfo.h>

enum { PACKAGE_PLAN = 'P', PACKAGE_STATE = 'S' };
enum { PACKAGE_RULES, PACKAGE_COMMON, PACKAGE_OUTLINE, PACKAGE_BYTES, PACKAGE_PARTS };

typedef struct package {
  char kind;
  bool first;           /* of the first pass, whose plan has no bytes */
  char currency[4];
  const char *parts[PACKAGE_PARTS];   /* rules and common tables as JSON in UTF-8 (empty: none), the outline, the library's plan or state */
  uint32_t lengths[PACKAGE_PARTS];
} package;

/* Points into the value. An error when the value is no such package, or damaged. */
package package_open(const char *function, char kind, const bytea *value);

/* The bytes that package_write() writes; an error when they are too many for a value. */
Size package_size(const char *function, const package *all);

/* Everything but the last part, for which room is left: the caller fills that in and closes the package. Returns where. */
char *package_write(const package *all, char *to);
void package_close(char *bytes, Size size);

#endif
