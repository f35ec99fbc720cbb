/* patron_relationship, patron_exposed and patron_severity: what four values of 0 to 100 say of a relationship, each as the name of a code. NULL is unknown. */
#include "extension.h"

#include <utils/builtins.h>

static void classify(const char *function, FunctionCallInfo fcinfo, patron_relationship_result *result)
{
  double values[4] = { 0.0 };
  uint32_t unknown = 0;
  for (int i = 0; i < 4; i++) {
    if (PG_ARGISNULL(i)) {
      unknown |= 1u << i;
      continue;
    }
    values[i] = PG_GETARG_FLOAT8(i);
    if (!(values[i] >= 0.0 && values[i] <= 100.0)) ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("%s: commitment and trust are numbers from 0 to 100", function)));
  }
  patron_status status = patron_relationship_classify(NULL, values, unknown, result);
  if (status != PATRON_OK) patron_pg_fail(function, status);
}

PG_FUNCTION_INFO_V1(patron_pg_relationship);
PG_FUNCTION_INFO_V1(patron_pg_exposed);
PG_FUNCTION_INFO_V1(patron_pg_severity);

Datum patron_pg_relationship(PG_FUNCTION_ARGS)
{
  patron_relationship_result result = { .struct_size = sizeof result };
  classify("patron_relationship", fcinfo, &result);
  PG_RETURN_TEXT_P(cstring_to_text(patron_code_name("relationship_level", result.level)));
}

Datum patron_pg_exposed(PG_FUNCTION_ARGS)
{
  patron_relationship_result result = { .struct_size = sizeof result };
  classify("patron_exposed", fcinfo, &result);
  PG_RETURN_TEXT_P(cstring_to_text(patron_code_name("exposed", result.exposed)));
}

Datum patron_pg_severity(PG_FUNCTION_ARGS)
{
  patron_relationship_result result = { .struct_size = sizeof result };
  classify("patron_severity", fcinfo, &result);
  PG_RETURN_TEXT_P(cstring_to_text(patron_code_name("severity", result.severity)));
}
