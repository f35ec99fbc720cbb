/* Scenarios for what the scenarios of single parts do not come to: many rows, groups by many names, robustness, states that are merged, Arrow's narrow layouts, and a host without reallocate. */
#include "checks.h"
#include "company.h"
#include "crowd.h"

#include "base/memory.h"
#include "patron/arrow.h"
#include "patron/rules/pareto.h"

enum { PEOPLE = 40, CROWD = 270, MANY = 40000, DIFFERENT = 12000 };

/* More rows than are looked at one by one, three columns of many names as one key, wallets from peers; fitted, saved, loaded, applied. */
static patron_status many_rows_in_many_groups(patron_context *context, scenario_output *output)
{
  static char customers[PEOPLE * 120 + 200];
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL, *loaded = NULL;
  patron_assessment *result = NULL;
  void *bytes = NULL;
  int64_t size = 0;
  char *at = customers + sprintf(customers, "customer layer territory x y z sales potential wallet_proxy\n");
  for (int i = 0; i < PEOPLE; i++)
    at += sprintf(at, "c%d %s t%d x%d y%d z%d %d.00 %s %d\n", i, i % 3 == 0 ? "KA_RETAIL" : i % 3 == 1 ? "SMALL_RETAIL" : "END_USER", i % 4, i, i * 7 % PEOPLE, i * 11 % PEOPLE, 100 + i * i, i % 5 == 0 ? "9000.00" : "-", 10 + i % 4);
  SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
  SCENARIO_TRY(book_put(context, book, "customers", customers));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(book_rule(context, policy, "segments",
    "segment by layers measure cuts bit purpose use\nsales layer - current_value 80,95 SALES a b\ncells layer,territory KA_RETAIL,SMALL_RETAIL current_value 50,80 NONE a b\nfine x,y,z - current_value 80 NONE a b\n"));
  SCENARIO_TRY(patron_policy_set(policy, "wallet.estimate", "PEER"));
  SCENARIO_TRY(patron_policy_set(policy, "wallet.minimum_positive", "2"));
  SCENARIO_TRY(patron_fit(book, policy, &model));
  SCENARIO_TRY(patron_model_save(model, NULL, 0, &size));
  bytes = malloc((size_t)size);
  SCENARIO_TRY(patron_model_save(model, bytes, size, NULL));
  SCENARIO_TRY(patron_model_load(context, bytes, size, &loaded));
  SCENARIO_TRY(patron_apply(loaded, book, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  free(bytes);
  patron_assessment_destroy(result);
  patron_model_destroy(loaded);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

/* So many combinations of names that they are sorted instead of counted. */
static patron_status groups_by_many_names(patron_context *context, scenario_output *output)
{
  static char customers[CROWD * 40 + 100];
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_table *groups = NULL;
  char *at = customers + sprintf(customers, "customer x y sales\n");
  for (int i = 0; i < CROWD; i++) at += sprintf(at, "c%d x%d y%d %d.00\n", i, i, i * 7 % CROWD, 100 + i);
  SCENARIO_TRY(patron_portfolio_create(context, "EUR", &book));
  SCENARIO_TRY(book_put(context, book, "customers", customers));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(book_rule(context, policy, "segments", "segment by measure cuts bit purpose use\nfine x,y current_value 80 NONE a b\n"));
  SCENARIO_TRY(patron_fit(book, policy, &model));
  SCENARIO_TRY(patron_model_table(model, "groups", &groups));
  at = book_text(groups);
  scenario_write_text(output, at);
  free(at);
done:
  patron_table_destroy(groups);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static patron_status how_robust_it_is(patron_context *context, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", company_customers}, {NULL, NULL}};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  SCENARIO_TRY(book_open(context, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(book_rule(context, policy, "scorecards", "scorecard weighting\npriority DIRECT\n"));
  SCENARIO_TRY(book_rule(context, policy, "criteria", "scorecard criterion column low high weight\npriority fit strategic_fit 0 100 2\npriority share market_share 0 100 1\npriority growth market_growth -1 1 1\n"));
  SCENARIO_TRY(patron_policy_set(policy, "robust.samples", "40"));
  SCENARIO_TRY(patron_policy_set(policy, "robust.top", "3"));
  SCENARIO_TRY(patron_robustness(book, policy, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

/* A segment that measures a number, and whose cut-off was moved by one customer; families that are judged as one. */
static patron_status what_moved(patron_context *context, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", "customer parent layer sales market_share\nA - KA_RETAIL 5.00 10\nB - KA_RETAIL 4.00 90\nD - KA_RETAIL 3.00 10\nE A KA_RETAIL 2.00 -\n"}, {NULL, NULL}};
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *now = NULL, *compared = NULL;
  patron_table *before = NULL;
  SCENARIO_TRY(book_open(context, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(patron_policy_set(policy, "rollup.to", "ULTIMATE"));
  SCENARIO_TRY(book_rule(context, policy, "segments", "segment by layers measure cuts bit purpose use\nsales layer - market_share 80 SALES a b\n"));
  SCENARIO_TRY(patron_assess(book, policy, &now));
  SCENARIO_TRY(book_table(context, "before", "customer market_share sales_cutoff sales_class key_sales\nA 70 20 A yes\nB 20 20 A yes\nC 10 20 B no\nD 10 5 A yes\n", &before));
  SCENARIO_TRY(patron_compare(context, before, now, &compared));
  SCENARIO_TRY(book_write_decisions(output, compared));
done:
  patron_assessment_destroy(compared);
  patron_table_destroy(before);
  patron_assessment_destroy(now);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

/* More columns of decisions than one assessment is expected to have. */
static patron_status many_segments(patron_context *context, scenario_output *output)
{
  enum { SEGMENTS = 48 };
  static const book_lines facts[] = {{"customers", "customer sales\nA 5.00\nB 4.00\n"}, {NULL, NULL}};
  char segments[SEGMENTS * 48 + 80];
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  char *at = segments + sprintf(segments, "segment measure cuts bit purpose use\n");
  for (int i = 0; i < SEGMENTS; i++) at += sprintf(at, "s%d current_value %d NONE a b\n", i, 50 + i);
  SCENARIO_TRY(book_open(context, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(book_rule(context, policy, "segments", segments));
  SCENARIO_TRY(patron_assess(book, policy, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

/* Rules functions know of no memory, not of its limit: the context says which it was. */
static patron_status as_context(const patron_context *context, patron_status status) { return status == PATRON_E_NO_MEMORY ? patron__memory_status(context) : status; }

/* One pass over the rows in two parts, and the plan after it. */
static patron_status pass(patron_context *context, scenario_output *output, const int64_t *values, const uint8_t *plan, int64_t length, uint8_t **next, int64_t *next_length)
{
  static const int64_t cuts[] = {500000, 800000};
  const patron_allocator *scratch = patron__context_scratch(context);
  const int64_t *asked = plan == NULL ? cuts : NULL;
  const int32_t count = plan == NULL ? 2 : 0;
  patron_pareto_state *one = NULL, *other = NULL, *travelled = NULL;
  patron_status status = PATRON_OK;
  void *bytes = NULL;
  int64_t size = 0;
  SCENARIO_TRY(as_context(context, patron_pareto_state_create(scratch, PATRON_PARETO_I64, plan, length, &one)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_create(scratch, PATRON_PARETO_I64, plan, length, &other)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_accumulate_i64(one, values, NULL, DIFFERENT / 2)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_accumulate_i64(other, values + DIFFERENT / 2, NULL, DIFFERENT - DIFFERENT / 2)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_save(other, NULL, 0, &size)));
  bytes = malloc((size_t)size);
  SCENARIO_TRY(as_context(context, patron_pareto_state_save(other, bytes, size, NULL)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_load(scratch, bytes, size, &travelled)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_merge(one, travelled)));
  SCENARIO_TRY(as_context(context, patron_pareto_state_next(one, asked, count, NULL, 0, next_length)));
  *next = malloc((size_t)*next_length);
  if (*next == NULL) abort();
  SCENARIO_TRY(as_context(context, patron_pareto_state_next(one, asked, count, *next, *next_length, NULL)));
  scenario_write(output, *next, *next_length);
done:
  free(bytes);
  patron_pareto_state_destroy(travelled);
  patron_pareto_state_destroy(other);
  patron_pareto_state_destroy(one);
  return status;
}

static patron_status states_that_are_merged(patron_context *context, scenario_output *output)
{
  static int64_t values[DIFFERENT];
  uint8_t *plan = NULL, *next = NULL;
  int64_t length = 0, next_length = 0;
  patron_status status = PATRON_OK;
  patron_pareto_result result;
  for (int64_t i = 0; i < DIFFERENT; i++) values[i] = 1000000 + i * 7919 % 999983;
  status = pass(context, output, values, NULL, 0, &plan, &length);
  if (status == PATRON_OK) status = pass(context, output, values, plan, length, &next, &next_length);
  memset(&result, 0, sizeof result);
  result.struct_size = sizeof result;
  if (status == PATRON_OK && patron_pareto_plan_result(next, next_length, 0, &result) == PATRON_OK) scenario_write_i64(output, result.cutoff_i64);
  free(next);
  free(plan);
  return status;
}

/* Values so close to each other that one coarse bin holds too many of them. */
static patron_status values_that_lie_close(patron_context *context, scenario_output *output)
{
  static int64_t values[MANY];
  patron_status status = PATRON_OK;
  patron_pareto_result result;
  memset(&result, 0, sizeof result);
  result.struct_size = sizeof result;
  for (int64_t i = 0; i < MANY; i++) values[i] = (INT64_C(1) << 40) + i * 7919 % MANY;
  values[0] = 1;   /* bins are as wide as all values ask for */
  SCENARIO_TRY(as_context(context, patron_pareto_cutoff_i64(values, NULL, MANY, 800000, patron__context_scratch(context), &result)));
  scenario_write_i64(output, result.cutoff_i64);
  scenario_write_i64(output, result.n_inside);
done:
  return status;
}

static void release_nothing_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_nothing_array(struct ArrowArray *array) { array->release = NULL; }

/* 32-bit offsets, and a bitmap that begins inside a byte: both are made anew. The array is made for each call, since the call takes it. */
static patron_status import_narrow(patron_context *context, patron_table **out)
{
  static const int32_t offsets[] = {0, 2, 3, 5, 6};
  static const uint8_t known = 0x0b;
  static const int64_t amounts[] = {1, 2, 3, 4};
  const void *buffers[] = {&known, offsets, "aabccd"}, *numbers[] = {&known, amounts}, *none[1] = {NULL};
  struct ArrowSchema first = {"u", "t", NULL, 2, 0, NULL, NULL, NULL, NULL}, second = {"l", "n", NULL, 2, 0, NULL, NULL, NULL, NULL}, *fields[] = {&first, &second};
  struct ArrowArray text = {3, -1, 1, 3, 0, buffers, NULL, NULL, NULL, NULL}, number = {3, -1, 1, 2, 0, numbers, NULL, NULL, NULL, NULL}, *columns[] = {&text, &number};
  struct ArrowSchema schema = {"+s", "", NULL, 0, 2, fields, NULL, release_nothing_schema, NULL};
  struct ArrowArray array = {3, 0, 0, 1, 2, none, columns, NULL, release_nothing_array, NULL};
  patron_table *table = NULL;
  const patron_status status = patron_table_import_arrow(context, "rows", &schema, &array, &table);
  if (status != PATRON_OK) return status;
  patron_table *copy = NULL;   /* the array's children end with this call */
  patron_status copied = patron_table_create(context, "rows", 0, &copy);
  if (copied == PATRON_OK) copied = patron_table_append(copy, table);
  patron_table_destroy(table);
  if (copied == PATRON_OK) *out = copy;
  else patron_table_destroy(copy);
  return copied;
}

static patron_status arrays_with_narrow_offsets(patron_context *context, scenario_output *output)
{
  patron_status status = PATRON_OK;
  patron_table *table = NULL;
  char *cells;
  SCENARIO_TRY(import_narrow(context, &table));
  cells = book_text(table);
  scenario_write_text(output, cells);
  free(cells);
done:
  patron_table_destroy(table);
  return status;
}

/* A table that grows and grows, for a host that cannot resize a block. */
static patron_status rows_that_are_appended(patron_context *context, scenario_output *output)
{
  patron_status status = PATRON_OK;
  patron_table *all = NULL, *more = NULL;
  char *cells;
  SCENARIO_TRY(book_table(context, "rows", "a b:i\none 1\n", &all));
  SCENARIO_TRY(book_table(context, "rows", "a b:i\ntwo 2\nthree -\n- 4\nand+a+longer+text+than+all+before+it 5\n", &more));
  for (int i = 0; i < 6; i++) SCENARIO_TRY(patron_table_append(all, more));
  cells = book_text(all);
  scenario_write_text(output, cells);
  free(cells);
done:
  patron_table_destroy(more);
  patron_table_destroy(all);
  return status;
}

#define TORTURE(test, scenario, ...) \
  static void test(void **state) \
  { \
    static const scenario_options options = {__VA_ARGS__}; \
    (void)state; \
    scenario_torture(#scenario, scenario, &options); \
  }

TORTURE(many_rows_survive_every_failure, many_rows_in_many_groups, .allocation_stride = 97, .tick_stride = 3, .limit_steps = 6)
TORTURE(many_groups_survive_every_failure, groups_by_many_names, .allocation_stride = 997, .tick_stride = 7, .limit_steps = 3, .one_thread_only = 1)
TORTURE(what_moved_survives_every_failure, what_moved, .allocation_stride = 97, .tick_stride = 3, .limit_steps = 4, .one_thread_only = 1)
TORTURE(many_segments_survive_every_failure, many_segments, .allocation_stride = 997, .tick_stride = 97, .limit_steps = 3, .one_thread_only = 1)
TORTURE(robustness_survives_every_failure, how_robust_it_is, .allocation_stride = 97, .tick_stride = 3, .limit_steps = 6)
TORTURE(merged_states_survive_every_failure, states_that_are_merged, .limit_steps = 4)
TORTURE(close_values_survive_every_failure, values_that_lie_close, .limit_steps = 4)
TORTURE(narrow_arrays_survive_every_failure, arrays_with_narrow_offsets, .limit_steps = 4)

static void appended_rows_survive_every_failure(void **state)
{
  (void)state;
  scenario_torture_without_reallocate("appended rows", rows_that_are_appended);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(many_rows_survive_every_failure),
    cmocka_unit_test(many_groups_survive_every_failure),
    cmocka_unit_test(what_moved_survives_every_failure),
    cmocka_unit_test(many_segments_survive_every_failure),
    cmocka_unit_test(robustness_survives_every_failure),
    cmocka_unit_test(merged_states_survive_every_failure),
    cmocka_unit_test(close_values_survive_every_failure),
    cmocka_unit_test(narrow_arrays_survive_every_failure),
    cmocka_unit_test(appended_rows_survive_every_failure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
