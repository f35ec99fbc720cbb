/* patron_relationship, patron_exposed and patron_severity: what four values of 0 to 100 say of a relationship, each as the name of a code. */
#include "patron_sqlite.h"

/* What one function answers with. */
typedef struct answer {
  const char *function, *column;
  int32_t (*code)(const patron_relationship_result *result);
} answer;

static int32_t level_of(const patron_relationship_result *result) { return result->level; }
static int32_t exposed_of(const patron_relationship_result *result) { return result->exposed; }
static int32_t severity_of(const patron_relationship_result *result) { return result->severity; }

static const answer answers[] = {
  { "patron_relationship", "relationship_level", level_of },
  { "patron_exposed", "exposed", exposed_of },
  { "patron_severity", "severity", severity_of },
};

static void classify(sqlite3_context *context, int count, sqlite3_value **arguments)
{
  const answer *one = sqlite3_user_data(context);
  patron_relationship_result result = { .struct_size = sizeof result };
  double values[4] = { 0.0 };
  uint32_t unknown = 0;
  for (int i = 0; i < count; i++) {
    int type = sqlite3_value_numeric_type(arguments[i]);
    if (type == SQLITE_NULL) {
      unknown |= 1u << i;
      continue;
    }
    values[i] = sqlite3_value_double(arguments[i]);
    if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) || !(values[i] >= 0.0 && values[i] <= 100.0)) {
      char *text = sqlite3_mprintf("%s: commitment and trust are numbers from 0 to 100", one->function);
      if (text == NULL) sqlite3_result_error_nomem(context);
      else sqlite3_result_error(context, text, -1);
      sqlite3_free(text);
      return;
    }
  }
  patron_status status = patron_relationship_classify(NULL, values, unknown, &result);
  if (status != PATRON_OK) patron_sqlite_fail(context, one->function, status);
  else sqlite3_result_text(context, patron_code_name(one->column, one->code(&result)), -1, SQLITE_STATIC);
}

int patron_sqlite_add_relationship(sqlite3 *db)
{
  int code = SQLITE_OK;
  for (size_t i = 0; i < sizeof answers / sizeof answers[0] && code == SQLITE_OK; i++)
    code = sqlite3_create_function_v2(db, answers[i].function, 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, (void *)&answers[i], classify, NULL, NULL, NULL);
  return code;
}
