/* A fit over parts whatever fails: allocations, cancel, memory limits; what could not be done leaves fittings as they were. */
#include "checks.h"

#include "parted.h"

enum { MOST = 1 << 16 };

typedef struct bytes { uint8_t *at; int64_t length; } bytes;

/* A rule or two of each kind, so that every step has something to do and little to go through. */
static patron_status small_policy(patron_context *context, patron_policy **out)
{
  patron_policy *policy = NULL;
  patron_status status = patron_policy_create(context, NULL, &policy);
  if (status == PATRON_OK) status = book_rule(context, policy, "settings", "key value\nwallet.estimate PEER\nperiod.months 3\nscore.rank_by value\n");
  if (status == PATRON_OK) status = book_rule(context, policy, "scorecards", "scorecard table weighting aggregation\nvalue CUSTOMERS DEVIATION WEIGHTED_SUM\n");
  if (status == PATRON_OK) status = book_rule(context, policy, "criteria", "scorecard criterion column normaliser low high within\nvalue fit strategic_fit MINMAX - - -\nvalue trust our_trust PERCENT_RANK - - layer\n");
  if (status == PATRON_OK) status = book_rule(context, policy, "segments", "segment by layers measure cuts bit purpose use\nsales layer - current_value 80 SALES a b\n");
  if (status == PATRON_OK) status = book_rule(context, policy, "programs", "program tier rank up_to_share above_fence visits_per_year capacity layers\nmain GOLD 1 60 yes 12 1 -\nmain REST 2 100 yes 4 - -\n");
  if (status != PATRON_OK) patron_policy_destroy(policy);
  else *out = policy;
  return status;
}

typedef struct work { patron_policy *policy; patron_portfolio *book[PARTED_PARTS]; patron_fitting *all, *part; patron_model *model; uint8_t plan[MOST], bytes[MOST]; int64_t plan_length, length; } work;

/* A part of the next pass, through bytes into the whole. */
static patron_status take_part(patron_context *context, scenario_output *output, work *w, int32_t p)
{
  patron_status status = PATRON_OK;
  SCENARIO_TRY(patron_fitting_create(context, w->policy, w->plan_length > 0 ? w->plan : NULL, w->plan_length, &w->part));
  SCENARIO_TRY(patron_fitting_accumulate(w->part, w->book[p]));
  SCENARIO_TRY(patron_fitting_save(w->part, w->bytes, MOST, &w->length));
  patron_fitting_destroy(w->part);
  w->part = NULL;
  SCENARIO_TRY(patron_fitting_load(context, w->policy, w->bytes, w->length, &w->part));
  if (w->all == NULL) {
    w->all = w->part;
    w->part = NULL;
    return PATRON_OK;
  }
  SCENARIO_TRY(patron_fitting_merge(w->all, w->part));
  SCENARIO_TRY(patron_fitting_save(w->all, w->bytes, MOST, &w->length));
  scenario_write(output, w->bytes, w->length);
done:
  patron_fitting_destroy(w->part);
  w->part = NULL;
  return status;
}

static patron_status a_company_in_two_parts(patron_context *context, scenario_output *output)
{
  static work all;
  work *w = &all;
  patron_status status = PATRON_OK;
  memset(w, 0, sizeof *w);
  SCENARIO_TRY(small_policy(context, &w->policy));
  for (int32_t p = 0; p < PARTED_PARTS; p++) SCENARIO_TRY(parted_book(context, p, &w->book[p]));
  while (w->model == NULL) {
    for (int32_t p = 0; p < PARTED_PARTS; p++) {
      status = take_part(context, output, w, p);
      if (status != PATRON_OK) goto done;
    }
    status = patron_fitting_next(w->all, w->plan, MOST, &w->plan_length);
    if (scenario_again(output, status)) status = patron_fitting_next(w->all, w->plan, MOST, &w->plan_length);
    if (status == PATRON_UNKNOWN) SCENARIO_TRY(patron_fitting_model(w->all, &w->model));
    else if (status != PATRON_OK) goto done;
    patron_fitting_destroy(w->all);
    w->all = NULL;
  }
  SCENARIO_TRY(patron_model_save(w->model, w->bytes, MOST, &w->length));
  scenario_write(output, w->bytes, w->length);
done:
  patron_model_destroy(w->model);
  patron_fitting_destroy(w->all);
  for (int32_t p = 0; p < PARTED_PARTS; p++) patron_portfolio_destroy(w->book[p]);
  patron_policy_destroy(w->policy);
  return status;
}

static void whatever_fails_nothing_is_lost(void **state)
{
  const scenario_options options = {.allocation_stride = 2503, .tick_stride = 61, .limit_steps = 3, .one_thread_only = 1};   /* a run allocates thousands of times */
  (void)state;
  scenario_torture("a company in two parts", a_company_in_two_parts, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(whatever_fails_nothing_is_lost)};
  return cmocka_run_group_tests_name("fitting_torture", tests, NULL, NULL);
}
