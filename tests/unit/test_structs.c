/*
 * Every public struct that a caller fills or has filled, with a struct_size that is none, too small, too large, or larger than this version knows:
 * what is behind the fields known here must be 0 where the struct is read; where it is written, nothing is written behind the caller's size, and nothing at all when the call fails.
 */
#include "checks.h"

#include "patron/patron.h"

enum { ROOM = 8192, N = 3 };

/* A call on a struct in a buffer of ROOM bytes that the filler below has prepared. */
typedef patron_status (*call_fn)(void *given);
typedef void (*fill_fn)(void *given);
typedef struct layout {
  const char *name;
  uint32_t size;          /* of this version */
  int32_t written;        /* a result, else something that is read */
  fill_fn fill;
  call_fn call;
} layout;

static const double X[N] = {1, 2, 4}, Y[N] = {3, 1, 2};
static const double *const COLUMNS[2] = {X, Y};
static const double HALVES[2] = {0.5, 0.5};
static const int64_t MONEY[N] = {50, 30, 20};
static double numbers[16 * N];

static void *give(void *user, uint64_t size) { (void)user; return malloc((size_t)size); }
static void take(void *user, void *block, uint64_t size) { (void)user, (void)size; free(block); }

static void fill_allocator(void *at) { patron_allocator *s = at; s->allocate = give; s->release = take; }
static patron_status call_allocator(void *at) {
  const patron_context_options options = {sizeof options, 0, at, 0, 0, 0};
  patron_context *context = NULL;
  const patron_status status = patron_context_create(&options, &context);
  patron_context_destroy(context);
  return status;
}

static void fill_nothing(void *at) { (void)at; }
static patron_status call_options(void *at) {
  patron_context *context = NULL;
  const patron_status status = patron_context_create(at, &context);
  patron_context_destroy(context);
  return status;
}

static patron_status weigh(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out) {
  (void)user, (void)criteria, (void)raw, (void)normalised;
  for (int64_t i = 0; i < count; i++) weights_out[i] = 1;
  return PATRON_OK;
}

static patron_status fit_points(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out) {
  (void)user, (void)values, (void)count, (void)capacity;
  from_out[0] = score_out[0] = 0;
  *points_out = 1;
  return PATRON_OK;
}

static int destroyed;
static void count_destroyed(void *user) { (void)user; destroyed++; }

/* Also: a refused registration has a text, and has run the destroy. */
static patron_status call_plugin(const patron_weighting *weighting, const patron_normaliser *normaliser) {
  patron_context *context = NULL;
  patron_policy *policy = NULL;
  char text[512] = "";
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron_policy_create(context, NULL, &policy));
  destroyed = 0;
  const patron_status status = weighting != NULL ? patron_policy_register_weighting(policy, weighting, NULL, count_destroyed) : patron_policy_register_normaliser(policy, normaliser, NULL, count_destroyed);
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  assert_int_equal(strstr(text, "struct_size of the ") != NULL, status == PATRON_E_ABI);
  assert_int_equal(destroyed, status != PATRON_OK);
  patron_policy_destroy(policy);
  assert_int_equal(destroyed, 1);
  patron_context_destroy(context);
  return status;
}

static void fill_weighting(void *at) { patron_weighting *s = at; s->abi_version = patron_abi_version(); s->name = "MINE"; s->weigh = weigh; }
static patron_status call_weighting(void *at) { return call_plugin(at, NULL); }
static void fill_normaliser(void *at) { patron_normaliser *s = at; s->abi_version = patron_abi_version(); s->name = "MINE"; s->fit = fit_points; }
static patron_status call_normaliser(void *at) { return call_plugin(NULL, at); }

static patron_status call_cutoff(void *at) { return patron_pareto_cutoff_i64(MONEY, NULL, N, 800000, NULL, at); }
static void fill_groups(void *at) { patron_pareto_groups *s = at; s->n = (int64_t *)(void *)numbers; }
static patron_status call_groups(void *at) {
  const int64_t cut = 800000;
  return patron_pareto_classes_i64(MONEY, NULL, NULL, N, 1, &cut, 1, NULL, NULL, at);
}
static patron_status call_concentration(void *at) { return patron_concentration_i64(MONEY, NULL, N, NULL, at); }
static patron_status call_top_share(void *at) { return patron_top_share_i64(MONEY, NULL, N, 200000, NULL, at); }

static const double SIDES[4] = {70, 70, 70, 70};
static void fill_rule(void *at) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  expect_ok(patron_relationship_rule_default(&rule));
  memcpy((char *)at + sizeof rule.struct_size, (const char *)&rule + sizeof rule.struct_size, sizeof rule - sizeof rule.struct_size);
}
static patron_status call_rule(void *at) {
  patron_relationship_result result = {.struct_size = sizeof result};
  return patron_relationship_classify(at, SIDES, 0, &result);
}
static patron_status call_relationship(void *at) { return patron_relationship_classify(NULL, SIDES, 0, at); }
static void fill_relationship_columns(void *at) { patron_relationship_columns *s = at; s->mutual = numbers; }
static patron_status call_relationship_columns(void *at) {
  const double *values[4] = {X, X, X, X};
  return patron_relationship_classify_batch(NULL, values, NULL, N, at);
}

static patron_status call_statistics(void *at) { return patron_value_statistics_of(X, NULL, N, at); }
static void fill_statistics(void *at) {
  patron_value_statistics s = {.struct_size = sizeof s};
  expect_ok(patron_value_statistics_of(X, NULL, N, &s));
  memcpy((char *)at + sizeof s.struct_size, (const char *)&s + sizeof s.struct_size, sizeof s - sizeof s.struct_size);
}
static patron_status call_with_statistics(void *at) { return patron_normalise_statistics(X, NULL, N, PATRON_NORMALISER_VECTOR, at, PATRON_DIRECTION_HIGHER, numbers); }

static patron_status call_ahp(void *at) {
  const double pairs[4] = {1, 2, 0.5, 1};
  return patron_weights_ahp(pairs, 2, PATRON_WEIGHTING_AHP, PATRON_RANDOM_INDEX_ALONSO_LAMATA, 0, NULL, numbers, at);
}

static void fill_topsis(void *at) { patron_topsis_columns *s = at; s->score = numbers; }
static patron_status call_topsis(void *at) { return patron_aggregate_topsis(COLUMNS, NULL, HALVES, N, 2, PATRON_MISSING_FAIL, NULL, NULL, NULL, at, NULL); }
static void fill_vikor(void *at) { patron_vikor_columns *s = at; s->compromise = numbers; }
static patron_status call_vikor(void *at) { return patron_aggregate_vikor(COLUMNS, NULL, HALVES, N, 2, PATRON_MISSING_FAIL, 0.5, NULL, NULL, NULL, NULL, at, NULL); }
static patron_status call_preferences(void *at) {
  const patron_promethee_columns out = {.struct_size = sizeof out, .net = numbers};
  return patron_aggregate_promethee(COLUMNS, NULL, NULL, HALVES, at, N, 2, PATRON_MISSING_FAIL, NULL, &out, NULL);
}
static void fill_promethee(void *at) { patron_promethee_columns *s = at; s->net = numbers; }
static patron_status call_promethee(void *at) {
  const patron_promethee_preferences usual = {.struct_size = sizeof usual};
  return patron_aggregate_promethee(COLUMNS, NULL, NULL, HALVES, &usual, N, 2, PATRON_MISSING_FAIL, NULL, at, NULL);
}

static patron_status call_stability(void *at) { return patron_weight_stability(COLUMNS, NULL, HALVES, N, 2, 0, PATRON_STABILITY_TOP, 1, 0, NULL, at); }
static const int64_t LAST[1] = {1};
static void fill_samples(void *at) { patron_acceptability_samples *s = at; s->count = 5; }
static patron_status call_samples(void *at) {
  const patron_acceptability_columns out = {.struct_size = sizeof out, .tiers = numbers};
  return patron_acceptability(COLUMNS, NULL, N, 2, at, LAST, 1, NULL, &out);
}
static void fill_acceptability(void *at) { patron_acceptability_columns *s = at; s->tiers = numbers; }
static patron_status call_acceptability(void *at) {
  const patron_acceptability_samples samples = {.struct_size = sizeof samples, .count = 5};
  return patron_acceptability(COLUMNS, NULL, N, 2, &samples, LAST, 1, NULL, at);
}

#define READ(type, fill, call) {#type, sizeof(type), 0, fill, call}
#define WRITTEN(type, call) {#type, sizeof(type), 1, fill_nothing, call}
static const layout layouts[] = {
  READ(patron_context_options, fill_nothing, call_options),
  READ(patron_allocator, fill_allocator, call_allocator),
  READ(patron_weighting, fill_weighting, call_weighting),
  READ(patron_normaliser, fill_normaliser, call_normaliser),
  READ(patron_pareto_groups, fill_groups, call_groups),
  READ(patron_relationship_rule, fill_rule, call_rule),
  READ(patron_relationship_columns, fill_relationship_columns, call_relationship_columns),
  READ(patron_value_statistics, fill_statistics, call_with_statistics),
  READ(patron_topsis_columns, fill_topsis, call_topsis),
  READ(patron_vikor_columns, fill_vikor, call_vikor),
  READ(patron_promethee_preferences, fill_nothing, call_preferences),
  READ(patron_promethee_columns, fill_promethee, call_promethee),
  READ(patron_acceptability_samples, fill_samples, call_samples),
  READ(patron_acceptability_columns, fill_acceptability, call_acceptability),
  WRITTEN(patron_pareto_result, call_cutoff),
  WRITTEN(patron_concentration, call_concentration),
  WRITTEN(patron_top_share, call_top_share),
  WRITTEN(patron_relationship_result, call_relationship),
  WRITTEN(patron_value_statistics, call_statistics),
  WRITTEN(patron_ahp_consistency, call_ahp),
  WRITTEN(patron_stability, call_stability),
};
enum { LAYOUTS = (int)(sizeof layouts / sizeof *layouts) };

static unsigned char room[ROOM];

/* The struct of this version in its buffer, with another size written into it, and `behind` in every byte behind the fields that this version knows. */
static patron_status try_size(const layout *l, uint32_t size, int behind) {
  memset(room, 0, sizeof room);
  l->fill(room);
  memset(room + l->size, behind, sizeof room - l->size);
  memcpy(room, &size, sizeof size);
  return l->call(room);
}

static void a_size_that_is_none_is_refused(void **state) {
  static const uint32_t none[] = {0, 1, 3, 4097, 65536, 0x7fffffff, 0xffffffff};
  (void)state;
  for (int i = 0; i < LAYOUTS; i++)
    for (size_t k = 0; k < sizeof none / sizeof *none; k++) {
      const patron_status status = try_size(&layouts[i], none[k], 0);
      if (status != PATRON_E_ABI) fail_msg("%s of %u bytes: %s", layouts[i].name, (unsigned)none[k], patron_status_name(status));
    }
}

static void fields_behind_the_size_of_the_caller_count_as_zero(void **state) {
  (void)state;
  for (int i = 0; i < LAYOUTS; i++)
    for (uint32_t size = 4; size <= layouts[i].size; size++) {
      const patron_status status = try_size(&layouts[i], size, 0);
      memset(room, 0, sizeof room);
      layouts[i].fill(room);
      memset(room + size, 0, sizeof room - size);
      memcpy(room, &size, sizeof size);
      const patron_status without = layouts[i].call(room);
      if (status != without || status == PATRON_E_ABI || (status != PATRON_OK && (layouts[i].written || size == layouts[i].size)))
        fail_msg("%s of %u bytes: %s, with zeros behind %s", layouts[i].name, (unsigned)size, patron_status_name(status), patron_status_name(without));
    }
}

static void what_this_version_does_not_know_must_be_zero_where_it_is_read(void **state) {
  (void)state;
  for (int i = 0; i < LAYOUTS; i++) {
    if (layouts[i].written) continue;
    assert_int_equal(try_size(&layouts[i], layouts[i].size + 8, 0), PATRON_OK);
    if (try_size(&layouts[i], layouts[i].size + 8, 1) != PATRON_E_ABI) fail_msg("%s takes fields that it does not know", layouts[i].name);
    if (try_size(&layouts[i], layouts[i].size, 1) != PATRON_OK) fail_msg("%s looks behind its size", layouts[i].name);
  }
}

static void what_is_reserved_must_be_zero(void **state) {
  static const char *const with[] = {"patron_allocator", "patron_pareto_groups", "patron_relationship_columns", "patron_topsis_columns", "patron_vikor_columns", "patron_promethee_preferences",
                                     "patron_promethee_columns", "patron_acceptability_samples", "patron_acceptability_columns"};
  int found = 0;
  (void)state;
  for (int i = 0; i < LAYOUTS; i++)
    for (size_t k = 0; k < sizeof with / sizeof *with; k++) {
      const uint32_t head[2] = {layouts[i].size, 1};
      if (strcmp(layouts[i].name, with[k]) != 0) continue;
      memset(room, 0, sizeof room);
      layouts[i].fill(room);
      memcpy(room, head, sizeof head);
      if (layouts[i].call(room) != PATRON_E_INVALID_ARGUMENT) fail_msg("%s takes what is reserved", with[k]);
      found++;
    }
  assert_int_equal(found, sizeof with / sizeof *with);
}

static void nothing_is_written_behind_the_size_of_the_caller(void **state) {
  (void)state;
  for (int i = 0; i < LAYOUTS; i++) {
    if (!layouts[i].written) continue;
    for (uint32_t size = 4; size <= layouts[i].size + 16; size++) {
      uint32_t kept;
      memset(room, 0xa5, sizeof room);
      memcpy(room, &size, sizeof size);
      if (layouts[i].call(room) != PATRON_OK) fail_msg("%s of %u bytes", layouts[i].name, (unsigned)size);
      memcpy(&kept, room, sizeof kept);
      assert_int_equal(kept, size);
      for (uint32_t at = layouts[i].size; at < size; at++)
        if (room[at] != 0) fail_msg("%s leaves rubbish in fields that it does not know", layouts[i].name);
      for (uint32_t at = size; at < size + 64; at++)
        if (room[at] != 0xa5) fail_msg("%s of %u bytes is written to byte %u", layouts[i].name, (unsigned)size, (unsigned)at);
    }
  }
}

static void a_version_that_was_never_there_is_refused(void **state) {
  static const uint32_t versions[] = {0, 0xffff};
  (void)state;
  for (int k = 0; k < 2; k++) {
    patron_context *context = NULL;
    patron_policy *policy = NULL;
    patron_weighting weighting = {sizeof weighting, versions[k], "MINE", weigh};
    patron_normaliser normaliser = {sizeof normaliser, versions[k], "MINE", fit_points};
    char text[512] = "";
    expect_ok(patron_context_create(NULL, &context));
    expect_ok(patron_policy_create(context, NULL, &policy));
    expect_status(patron_policy_register_weighting(policy, &weighting, NULL, NULL), PATRON_E_ABI);
    expect_ok(patron_context_error(context, text, sizeof text, NULL));
    assert_non_null(strstr(text, "abi_version"));
    expect_status(patron_policy_register_normaliser(policy, &normaliser, NULL, NULL), PATRON_E_ABI);
    patron_policy_destroy(policy);
    patron_context_destroy(context);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_size_that_is_none_is_refused),
    cmocka_unit_test(fields_behind_the_size_of_the_caller_count_as_zero),
    cmocka_unit_test(what_this_version_does_not_know_must_be_zero_where_it_is_read),
    cmocka_unit_test(what_is_reserved_must_be_zero),
    cmocka_unit_test(nothing_is_written_behind_the_size_of_the_caller),
    cmocka_unit_test(a_version_that_was_never_there_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
