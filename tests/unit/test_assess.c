/* Assessments of a whole portfolio: what is fitted, saved, loaded and applied decides as the assessment did, whatever fails on the way. */
#include "checks.h"

#include "company.h"

/* With nothing but an id and sales. */
static patron_status the_least_facts(patron_context *context, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", "customer sales\nACME 100.00\nBOLT 60.00\nCORE 10.00\nDORA -5.00\nEMIL -\n"}, {NULL, NULL}};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(book_open(context, "EUR", facts, &book));
  SCENARIO_TRY(patron_assess(book, NULL, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
  return status;
}

static patron_status all_kinds_of_facts(patron_context *context, scenario_output *output)
{
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(book_open(context, "EUR", company_facts, &book));
  SCENARIO_TRY(company_policy(context, &policy));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

/* Fit, save, load, apply; then one customer is asked why, and what was stored is compared. */
static patron_status a_model_that_travels(patron_context *context, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", company_customers}, {"history", company_history}, {"contacts", company_contacts}, {"overrides", company_overrides}, {NULL, NULL}};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL, *loaded = NULL;
  patron_assessment *result = NULL;
  patron_table *why = NULL, *before = NULL, *changes = NULL;
  patron_customer hotel = 0;   /* little is known of it: that failures are survived where much is, test_smallest_change sees to */
  void *bytes = NULL;
  char *text;
  int64_t size = 0;
  SCENARIO_TRY(book_open(context, "EUR", facts, &book));
  SCENARIO_TRY(company_policy(context, &policy));
  SCENARIO_TRY(patron_fit(book, policy, &model));
  SCENARIO_TRY(patron_model_save(model, NULL, 0, &size));
  bytes = malloc((size_t)size);
  SCENARIO_TRY(patron_model_save(model, bytes, size, NULL));
  SCENARIO_TRY(patron_model_load(context, bytes, size, &loaded));
  SCENARIO_TRY(patron_apply(loaded, book, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
  SCENARIO_TRY(patron_assessment_find_customer(result, "HOTEL", -1, &hotel));
  SCENARIO_TRY(patron_assessment_explain(result, hotel, &why));
  text = book_text(why);
  scenario_write_text(output, text);
  free(text);
  SCENARIO_TRY(book_table(context, "before", "customer sales_class key tier\nALPHA B no GOLD\nZULU A yes GOLD\n", &before));
  SCENARIO_TRY(patron_changes(context, before, result, &changes));
  text = book_text(changes);
  scenario_write_text(output, text);
  free(text);
done:
  free(bytes);
  patron_table_destroy(changes);
  patron_table_destroy(before);
  patron_table_destroy(why);
  patron_assessment_destroy(result);
  patron_model_destroy(loaded);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void the_least_facts_survive_every_failure(void **state)
{
  static const scenario_options options = {97, 3, 8, 0};
  (void)state;
  scenario_torture("the least facts", the_least_facts, &options);
}

static void all_kinds_of_facts_survive_every_failure(void **state)
{
  static const scenario_options options = {997, 7, 6, 0};   /* no call of an allocator is left out by it */
  (void)state;
  scenario_torture("all kinds of facts", all_kinds_of_facts, &options);
}

static void a_model_that_travels_survives_every_failure(void **state)
{
  static const scenario_options options = {997, 7, 6, 0};   /* no call of an allocator is left out by it */
  (void)state;
  scenario_torture("a model that travels", a_model_that_travels, &options);
}

/* The first line in which two texts differ, for the message. */
static void assert_same_text(const char *got, const char *expected, const char *what)
{
  int64_t line = 1;
  const char *a = got, *b = expected, *a_line = got, *b_line = expected;
  for (; *a == *b && *a != 0; a++, b++)
    if (*a == '\n') { line++; a_line = a + 1; b_line = b + 1; }
  if (*a != *b) fail_msg("%s: line %lld is\n%.*s\ninstead of\n%.*s\n(at %ld)", what, (long long)line, (int)strcspn(a_line, "\n"), a_line, (int)strcspn(b_line, "\n"), b_line, (long)(a - a_line));
}

/* Decisions of assess, and of a model that was fitted, saved and loaded in another context. */
static void compare_ways(const book_lines *facts, int with_policy)
{
  patron_context *here, *there;
  patron_portfolio *book = NULL, *copy = NULL;
  patron_policy *policy = NULL;
  patron_assessment *assessed = NULL, *applied = NULL;
  patron_model *model = NULL, *loaded = NULL;
  char *expected = NULL, *got = NULL;
  int64_t size = 0, again = 0;
  expect_ok(patron_context_create(NULL, &here));
  expect_ok(patron_context_create(NULL, &there));
  expect_ok(book_open(here, "EUR", facts, &book));
  expect_ok(book_open(there, "EUR", facts, &copy));
  if (with_policy) expect_ok(company_policy(here, &policy));
  expect_ok(patron_assess(book, policy, &assessed));
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_model_save(model, NULL, 0, &size));
  uint8_t *bytes = malloc((size_t)size), *second = malloc((size_t)size);
  expect_ok(patron_model_save(model, bytes, size, NULL));
  expect_ok(patron_model_load(there, bytes, size, &loaded));
  expect_ok(patron_model_save(loaded, second, size, &again));
  assert_int_equal(again, size);
  assert_memory_equal(bytes, second, (size_t)size);
  expect_ok(patron_apply(loaded, copy, &applied));
  expect_ok(book_decisions(assessed, NULL, &expected));
  expect_ok(book_decisions(applied, NULL, &got));
  assert_same_text(got, expected, "a loaded model decides otherwise");
  free(got);
  patron_assessment_destroy(applied);
  expect_ok(patron_apply(model, book, &applied));
  expect_ok(book_decisions(applied, NULL, &got));
  assert_same_text(got, expected, "a fitted model decides otherwise");
  free(got);
  free(expected);
  free(bytes);
  free(second);
  patron_assessment_destroy(applied);
  patron_assessment_destroy(assessed);
  patron_model_destroy(loaded);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(copy);
  patron_portfolio_destroy(book);
  patron_context_destroy(there);
  patron_context_destroy(here);
}

static void a_saved_model_decides_as_the_assessment_did(void **state)
{
  static const book_lines least[] = {{"customers", "customer sales\nACME 100.00\nBOLT 60.00\nCORE -5.00\n"}, {NULL, NULL}};
  static const book_lines past[] = {{"customers", company_customers}, {"history", company_history}, {"contacts", company_contacts}, {"evidence", company_evidence}, {NULL, NULL}};
  static const book_lines none[] = {{"customers", "customer layer sales profit\n"}, {NULL, NULL}};
  static const book_lines empty[] = {{"customers", "customer layer sales profit\nA KA_RETAIL 5.00 1.00\n"}, {"ledger", "customer date amount\n"}, {"history", "customer period sales\n"},
                                     {"contacts", "contact customer influence\n"}, {"activities", "customer activity per_year\n"}, {"staff", "person role\n"}, {"overrides", "customer column kind value reason author date\n"},
                                     {"evidence", "customer party dimension item value\n"}, {NULL, NULL}};
  (void)state;
  compare_ways(company_facts, 1);
  compare_ways(company_facts, 0);
  compare_ways(past, 1);
  compare_ways(least, 0);
  compare_ways(none, 1);
  compare_ways(empty, 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_saved_model_decides_as_the_assessment_did),
    cmocka_unit_test(the_least_facts_survive_every_failure),
    cmocka_unit_test(all_kinds_of_facts_survive_every_failure),
    cmocka_unit_test(a_model_that_travels_survives_every_failure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
