/* The descriptors of the stages: what they say that they read and write is true, and no stage reads what only a later one decides. */
#include "checks.h"

#include "company.h"
#include "engine/assessment.h"
#include "stages/stage.h"

/* Whether a written name stands for this one: itself, or a pattern such as "<segment>_class". */
static int stands_for(const char *written, const char *name)
{
  if (strcmp(written, name) == 0) return 1;
  const char *tail = written[0] == '<' ? strchr(written, '>') : NULL;
  if (tail == NULL || tail[1] == 0) return 0;
  const size_t tail_length = strlen(tail + 1), length = strlen(name);
  return length > tail_length && strcmp(name + length - tail_length, tail + 1) == 0;
}

static int writes(const patron__stage *stage, const char *name)
{
  for (const char *const *at = stage->writes; *at != NULL; at++)
    if (stands_for(*at, name)) return 1;
  return 0;
}

static int is_scorecard(const char *name)
{
  static const char *const cards[] = {"objective", "priority", "attractiveness", "winnability", "performance"};
  for (size_t i = 0; i < sizeof cards / sizeof *cards; i++)
    if (strcmp(cards[i], name) == 0) return 1;
  return 0;
}

/* "customers.sales" is a fact, "derived.x" something that an earlier stage hands on without deciding it; anything else is a decision of an earlier stage. */
static void a_stage_reads_facts_and_what_earlier_stages_write(void **state)
{
  const patron__stage *stage;
  (void)state;
  for (int32_t i = 0; (stage = patron__stage_at(i)) != NULL; i++)
    for (const char *const *at = stage->reads; *at != NULL; at++) {
      const char *dot = strchr(*at, '.');
      int earlier = 0;
      if (dot != NULL) {
        char table[64];
        snprintf(table, sizeof table, "%.*s", (int)(dot - *at), *at);
        if (strcmp(table, "derived") != 0 && patron__schema_find(table, dot + 1, PATRON__FACT) == NULL) fail_msg("%s reads %s, which is no fact", stage->name, *at);
        continue;
      }
      for (int32_t j = 0; j < i; j++) earlier |= writes(patron__stage_at(j), *at) || (strcmp(patron__stage_at(j)->name, "score") == 0 && is_scorecard(*at));
      if (!earlier) fail_msg("%s reads %s, which no earlier stage writes", stage->name, *at);
    }
}

static void what_a_stage_writes_is_in_the_schema_as_its_own(void **state)
{
  const patron__stage *stage;
  const patron__schema_column *column;
  (void)state;
  for (int32_t i = 0; (stage = patron__stage_at(i)) != NULL; i++)
    for (const char *const *at = stage->writes; *at != NULL; at++) {
      int found = 0;
      for (int32_t c = 0; (column = patron__schema_at(c)) != NULL; c++)
        if (column->kind == PATRON__DECISION && strcmp(patron__schema_table(column), "customers") == 0 && strcmp(patron__schema_text(column, PATRON__NAME_TEXT), *at) == 0 && (strcmp(patron__schema_text(column, PATRON__STAGE_TEXT), stage->name) == 0 || strcmp(*at, "data_flags") == 0)) found = 1;
      if (!found) fail_msg("%s writes %s, which the schema does not know as its column", stage->name, *at);
    }
  for (int32_t c = 0; (column = patron__schema_at(c)) != NULL; c++) {
    if (column->kind != PATRON__DECISION || strcmp(patron__schema_table(column), "customers") != 0) continue;
    for (int32_t i = 0; (stage = patron__stage_at(i)) != NULL; i++)
      if (strcmp(stage->name, patron__schema_text(column, PATRON__STAGE_TEXT)) == 0 && !writes(stage, patron__schema_text(column, PATRON__NAME_TEXT))) fail_msg("the schema says that %s writes %s, its descriptor does not", stage->name, patron__schema_text(column, PATRON__NAME_TEXT));
  }
}

static void no_two_stages_decide_one_column(void **state)
{
  const patron__stage *a, *b;
  (void)state;
  for (int32_t i = 0; (a = patron__stage_at(i)) != NULL; i++)
    for (int32_t j = 0; j < i; j++) {
      b = patron__stage_at(j);
      for (const char *const *at = a->writes; *at != NULL; at++)
        for (const char *const *other = b->writes; *other != NULL; other++)
          if (strcmp(*at, "data_flags") != 0 && strcmp(*at, *other) == 0) fail_msg("%s and %s both write %s", b->name, a->name, *at);   /* score adds INCOMPLETE to the flags of measures */
    }
}

static int is_known_column(const char *table, const char *name)
{
  if (patron__schema_find(table, name, PATRON__DECISION) != NULL) return 1;
  if (strcmp(table, "customers") == 0) return is_scorecard(name);
  if (strcmp(table, "channels") == 0) return strcmp(name, "channel_priority") == 0;
  return patron__schema_find("customers", name, PATRON__FACT) != NULL && (strcmp(table, "groups") == 0 || strcmp(table, "curves") == 0);   /* a group column */
}

static void same_type(const char *table, const patron__schema_column *expected, const patron__column *column, const char *name)
{
  if (expected == NULL || (expected->flags & (PATRON__MEASURE | PATRON__ID)) != 0 || strcmp(patron__schema_text(expected, PATRON__NAME_TEXT), "<column>_computed") == 0) return;
  if (expected->type != column->type) fail_msg("%s.%s is of type %s, in the schema of %s", table, name, patron__type_name(column->type), patron__type_name(expected->type));
  if (column->type != PATRON_CODE || (expected->flags & PATRON__FREE_CODES) != 0) return;
  for (int32_t code = 0; code < patron__code_count(patron__schema_text(expected, PATRON__CODES_TEXT)); code++) {   /* codes keep their numbers */
    int64_t length;
    const char *text = patron__dictionary_name(column->dictionary, code, &length);
    assert_int_equal(length, strlen(patron__code_text(patron__schema_text(expected, PATRON__CODES_TEXT), code)));
    assert_memory_equal(text, patron__code_text(patron__schema_text(expected, PATRON__CODES_TEXT), code), (size_t)length);
  }
}

/* Every decision table that comes out, and every column in it, can be looked up in patron_schema. */
static void the_schema_describes_all_that_comes_out(void **state)
{
  static const book_lines past[] = {{"customers", company_customers}, {"history", company_history}, {"contacts", company_contacts}, {"evidence", company_evidence}, {"activities", company_activities}, {"staff", company_staff},
                                    {"overrides", company_overrides}, {NULL, NULL}};
  static const book_lines *const sets[] = {company_facts, past};
  (void)state;
  for (size_t set = 0; set < 2; set++) {
    patron_context *context;
    patron_portfolio *book = NULL;
    patron_policy *policy = NULL;
    patron_assessment *result = NULL;
    expect_ok(patron_context_create(NULL, &context));
    expect_ok(book_open(context, "EUR", sets[set], &book));
    expect_ok(company_policy(context, &policy));
    expect_ok(patron_assess(book, policy, &result));
    for (int32_t t = 0; t < result->tables.count; t++) {
      const patron_table *table = result->tables.items[t];
      if (strcmp(table->name, "about") == 0) continue;   /* the model's own */
      if (!patron__schema_has_table(table->name, PATRON__DECISION)) fail_msg("the schema does not know the table %s", table->name);
      for (int32_t c = 0; c < table->column_count; c++) {
        if (!is_known_column(table->name, table->columns[c].name)) fail_msg("the schema does not know the column %s.%s", table->name, table->columns[c].name);
        same_type(table->name, patron__schema_find(table->name, table->columns[c].name, PATRON__DECISION), table->columns[c].column, table->columns[c].name);
      }
    }
    patron_assessment_destroy(result);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(book);
    patron_context_destroy(context);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_stage_reads_facts_and_what_earlier_stages_write),
    cmocka_unit_test(what_a_stage_writes_is_in_the_schema_as_its_own),
    cmocka_unit_test(no_two_stages_decide_one_column),
    cmocka_unit_test(the_schema_describes_all_that_comes_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
