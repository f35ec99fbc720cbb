/* Plug-ins whatever fails: allocations, the callback itself, cancel. Each destroy runs exactly once per registration, also of those that were refused. */
#include "checks.h"

#include "company.h"

typedef struct guest {
  patron_context *context;
  scenario_output *output;
  patron_portfolio *book;
  int64_t registered, destroyed, calls;
  const char *fault;
} guest;

static void leave(void *user) { ((guest *)user)->destroyed++; }

/* What a callback must not do is refused, what it may is answered. */
static void look_around(guest *g, const patron_table *raw)
{
  patron_assessment *result = NULL;
  patron_table *table = NULL;
  int64_t rows = 0;
  if (patron_assess(g->book, NULL, &result) != PATRON_E_STATE) g->fault = "assess from a plug-in";
  if (patron_table_create(g->context, "t", 1, &table) != PATRON_E_STATE) g->fault = "a table from a plug-in";
  if (patron_context_set_i64(g->context, "max_threads", 1) != PATRON_E_STATE) g->fault = "a setting from a plug-in";
  if (raw != NULL && (patron_table_rows(raw, &rows) != PATRON_OK || rows != 12)) g->fault = "the table that is given";
}

static patron_status weigh(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out)
{
  guest *g = user;
  const patron_status status = scenario_callback(g->output);
  int64_t columns = 0;
  g->calls++;
  if (status != PATRON_OK) return status;
  look_around(g, raw);
  if (patron_table_columns(normalised, &columns) != PATRON_OK || columns != count) g->fault = "a column per criterion";
  if (patron_table_rows(criteria, &columns) != PATRON_OK || columns != count) g->fault = "a row per criterion";
  for (int64_t i = 0; i < count; i++) weights_out[i] = 1.0 + (double)i;   /* 1, 2, ...: scaled by Patron */
  return PATRON_OK;
}

static patron_status shape(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out)
{
  guest *g = user;
  const patron_status status = scenario_callback(g->output);
  g->calls++;
  if (status != PATRON_OK) return status;
  look_around(g, NULL);
  if (capacity < 2 || count < 1 || values[0] != values[0]) g->fault = "what a normaliser is given";
  from_out[0] = 0;
  score_out[0] = 10;
  from_out[1] = 100;
  score_out[1] = 90;
  *points_out = 2;
  return PATRON_OK;
}

static patron_status register_weighting(guest *g, patron_policy *policy)
{
  const patron_weighting vtable = {sizeof vtable, patron_abi_version(), "rising", weigh};
  g->registered++;
  return patron_policy_register_weighting(policy, &vtable, g, leave);
}

static patron_status register_normaliser(guest *g, patron_policy *policy)
{
  const patron_normaliser vtable = {sizeof vtable, patron_abi_version(), "tamed", shape};
  g->registered++;
  return patron_policy_register_normaliser(policy, &vtable, g, leave);
}

static patron_status rules_with_guests(patron_context *context, scenario_output *output)
{
  static const char scorecards[] = "scorecard weighting\nobjective rising\npriority EQUAL\nattractiveness rising\nwinnability EQUAL\n";
  static const char criteria[] =
    "scorecard criterion column normaliser low high within\n"
    "objective size current_value PERCENT_RANK - - layer\nobjective growth growth LINEAR -0.2 0.2 -\npriority o objective LINEAR 0 100 -\npriority p people_factor tamed - - layer\n"
    "attractiveness fit strategic_fit tamed - - -\nattractiveness growth market_growth LINEAR -1 1 -\nwinnability w market_share LINEAR 0 100 -\n";
  guest g = {context, output, NULL, 0, 0, 0, NULL};
  patron_status status = PATRON_OK;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(book_open(context, "EUR", company_facts, &g.book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(book_rule(context, policy, "scorecards", scorecards));
  SCENARIO_TRY(book_rule(context, policy, "criteria", criteria));
  SCENARIO_TRY(register_weighting(&g, policy));
  SCENARIO_REFUSED(register_weighting(&g, policy), PATRON_E_DUPLICATE);
  SCENARIO_TRY(register_normaliser(&g, policy));
  SCENARIO_TRY(patron_fit(g.book, policy, &model));
  patron_policy_destroy(policy);   /* a model holds numbers: it needs no plug-in any more */
  policy = NULL;
  const int64_t calls = g.calls;
  if (g.destroyed != g.registered) status = PATRON_E_INTERNAL;
  if (status != PATRON_OK) goto done;
  SCENARIO_TRY(patron_apply(model, g.book, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
  if (g.calls != calls) g.fault = "apply calls a plug-in";
done:
  patron_assessment_destroy(result);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(g.book);
  if (g.fault != NULL) print_error("wrong: %s\n", g.fault);
  if (g.destroyed != g.registered) print_error("%lld registrations, destroyed %lld times\n", (long long)g.registered, (long long)g.destroyed);
  return g.fault != NULL || g.destroyed != g.registered ? PATRON_E_INTERNAL : status;
}

static void guests_survive_every_failure(void **state)
{
  static const scenario_options options = {53, 3, 8, 0};
  (void)state;
  scenario_torture("rules with guests", rules_with_guests, &options);
}

/* Every registration that is refused destroys its user, once, and leaves the policy usable. */
static void a_refused_registration_destroys_once(void **state)
{
  patron_context *context;
  patron_policy *policy = NULL;
  guest g = {NULL, NULL, NULL, 0, 0, 0, NULL};
  char long_name[70];
  (void)state;
  memset(long_name, 'x', sizeof long_name - 1);
  long_name[sizeof long_name - 1] = 0;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron_policy_create(context, NULL, &policy));
  const struct { patron_policy *policy; patron_weighting vtable; patron_status expected; } cases[] = {
    {NULL, {sizeof(patron_weighting), 1, "one", weigh}, PATRON_E_INVALID_ARGUMENT}, {policy, {sizeof(patron_weighting), 1, NULL, weigh}, PATRON_E_INVALID_ARGUMENT},
    {policy, {sizeof(patron_weighting), 1, "", weigh}, PATRON_E_INVALID_ARGUMENT}, {policy, {sizeof(patron_weighting), 1, long_name, weigh}, PATRON_E_INVALID_ARGUMENT},
    {policy, {sizeof(patron_weighting), 1, "one", NULL}, PATRON_E_INVALID_ARGUMENT}, {policy, {4, 1, "one", weigh}, PATRON_E_INVALID_ARGUMENT},   /* a structure without the name */
    {policy, {3, 1, "one", weigh}, PATRON_E_ABI},
    {policy, {sizeof(patron_weighting), 99, "one", weigh}, PATRON_E_ABI},
    {policy, {sizeof(patron_weighting), 1, "EQUAL", weigh}, PATRON_E_DUPLICATE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    g.destroyed = 0;
    if (patron_policy_register_weighting(cases[i].policy, &cases[i].vtable, &g, leave) != cases[i].expected) fail_msg("case %zu", i);
    assert_int_equal(g.destroyed, 1);
  }
  g.destroyed = 0;
  expect_status(patron_policy_register_weighting(policy, NULL, &g, leave), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_policy_register_normaliser(policy, NULL, &g, leave), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(g.destroyed, 2);
  g.destroyed = 0;
  expect_ok(register_weighting(&g, policy));
  expect_ok(register_normaliser(&g, policy));
  assert_int_equal(g.destroyed, 0);
  patron_policy_destroy(policy);
  assert_int_equal(g.destroyed, 2);
  patron_context_destroy(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(guests_survive_every_failure),
    cmocka_unit_test(a_refused_registration_destroys_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
