/* Names of tables as files give them. */
#include "io/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

patron_status patron__io_check_name(patron_io *io, int32_t kind, const char *name, const char *where)
{
  if (patron__io_schema_has(io, kind, name)) return PATRON_OK;
  const char *what = kind == PATRON__IO_RULE ? "rule" : "fact", *likely = patron__io_schema_likely(io, kind, name);
  if (patron__io_schema_has(io, kind == PATRON__IO_RULE ? PATRON__IO_FACT : PATRON__IO_RULE, name))
    return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: %s is a table of the %s, not of the %s", where, name, kind == PATRON__IO_RULE ? "facts" : "rules", kind == PATRON__IO_RULE ? "rules" : "facts");
  if (strcmp(name, "about") == 0 || patron__io_schema_has(io, PATRON__IO_DECISION, name))
    return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: %s is a table of decisions, not of %ss (expected the %ss that decisions are made %s)", where, name, what, what, kind == PATRON__IO_RULE ? "by" : "from");
  if (likely != NULL) return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no %s table is called %.100s (is it %s?)", where, what, name, likely);
  char all[1024] = "";
  for (int32_t i = 0; patron__io_schema_table(io, kind, i) != NULL; i++) {
    size_t used = strlen(all);
    snprintf(all + used, sizeof all - used, "%s%s", i == 0 ? "" : ", ", patron__io_schema_table(io, kind, i));
  }
  return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no %s table is called %.100s (expected one of %s)%s", where, what, name, all, kind == PATRON__IO_FACT ? ": rename it, or map it by a file of views (--views)" : "");
}

char *patron__io_table_origin(const char *origin, const char *name)
{
  char *start = patron__io_concat(origin, " table ");
  if (start == NULL) return NULL;
  char *both = patron__io_concat(start, name);
  free(start);
  return both;
}
