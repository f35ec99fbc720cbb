/* The relationship classifier against the worked cases of vectors/domain/relationship-level.json, one by one and as a batch. */
#include <math.h>

#include "vectors.h"

#include "patron/rules/relationship.h"

static const char *const VALUES[4] = {"our_commitment", "our_trust", "their_commitment", "their_trust"};
static const char *const LEVELS[] = {"TRANSACTIONAL", "COOPERATIVE", "COLLABORATIVE", "STRATEGIC", "LIMITED_COLLABORATION", "UNDETERMINED"};
static const char *const EXPOSED[] = {"NONE", "US", "THEM"};
static const char *const SEVERITY[] = {"NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"};
static const char *const FLAGS[] = {"NEAR_LIMITED", "ASYMMETRIC", "US_COMMITTED_NOT_TRUSTING", "US_TRUSTING_NOT_COMMITTED", "THEM_COMMITTED_NOT_TRUSTING", "THEM_TRUSTING_NOT_COMMITTED"};

static int32_t code_of(const json_t *expected, const char *member, const char *const *names, int32_t count) {
  const char *name = vectors_text(expected, member);
  for (int32_t i = 0; i < count; i++) {
    if (strcmp(names[i], name) == 0) return i;
  }
  fail_msg("unknown %s: %s", member, name);
  return -1;
}

static uint32_t flags_of(const json_t *expected) {
  uint32_t flags = 0;
  size_t index;
  json_t *flag;
  json_array_foreach(vectors_get(expected, "flags"), index, flag) {
    uint32_t bit = 0;
    for (uint32_t i = 0; i < 6; i++) {
      if (strcmp(FLAGS[i], json_string_value(flag)) == 0) bit = 1u << i;
    }
    assert_int_not_equal(bit, 0);
    flags |= bit;
  }
  return flags;
}

static void read_case(const json_t *item, double values[4], uint32_t *unknown) {
  *unknown = 0;
  for (uint32_t v = 0; v < 4; v++) {
    json_t *answer = json_object_get(item, "all_four_answers");
    if (answer != NULL) {
      json_t *scale = vectors_get(item, "scale");
      double low = json_number_value(json_array_get(scale, 0)), high = json_number_value(json_array_get(scale, 1));
      values[v] = 100.0 * (json_number_value(answer) - low) / (high - low);
    } else {
      json_t *value = vectors_get(item, VALUES[v]);
      values[v] = json_number_value(value);
      if (json_is_null(value)) *unknown |= 1u << v;
    }
  }
}

static void check_figures(const json_t *expected, const patron_relationship_result *result) {
  assert_true(fabs(result->side_us - vectors_number(expected, "side_us")) <= 1e-9);
  assert_true(fabs(result->side_them - vectors_number(expected, "side_them")) <= 1e-9);
  assert_true(fabs(result->mutual - vectors_number(expected, "mutual")) <= 1e-9);
  assert_true(fabs(result->gap - vectors_number(expected, "gap")) <= 1e-9);
  assert_int_equal(result->base_level, code_of(expected, "base_level", LEVELS, 4));
  assert_int_equal(result->repaired_level, code_of(expected, "repaired_level", LEVELS, 4));
  assert_int_equal(result->exposed, code_of(expected, "exposed", EXPOSED, 3));
  assert_int_equal(result->severity, code_of(expected, "severity", SEVERITY, 5));
  assert_int_equal(result->flags, flags_of(expected));
  assert_int_equal(result->known, 7);
}

static void every_worked_case_gets_its_level_side_severity_and_flags(void **state) {
  json_t *file = vectors_load("domain/relationship-level.json"), *item;
  size_t index;
  (void)state;
  assert_int_equal(json_array_size(vectors_get(file, "cases")), 32);
  json_array_foreach(vectors_get(file, "cases"), index, item) {
    json_t *expected = vectors_get(item, "expected");
    patron_relationship_result result = {.struct_size = sizeof result};
    double values[4];
    uint32_t unknown;
    read_case(item, values, &unknown);
    print_message("%s\n", vectors_text(item, "id"));
    assert_int_equal(patron_relationship_classify(NULL, values, unknown, &result), PATRON_OK);
    assert_int_equal(result.level, code_of(expected, "level", LEVELS, 6));
    if (json_object_get(expected, "flags")) check_figures(expected, &result);
    if (json_object_get(expected, "score")) assert_true(fabs(result.mutual - vectors_number(expected, "score")) <= 1e-6);
    if (json_object_get(expected, "missing")) assert_int_equal(result.flags, PATRON_RELATIONSHIP_MISSING_THEIR_TRUST);
  }
  json_decref(file);
}

static void the_default_rule_is_that_of_the_vectors(void **state) {
  json_t *file = vectors_load("domain/relationship-level.json"), *defaults = vectors_get(file, "defaults"), *severity = vectors_get(defaults, "severity");
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  (void)state;
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  for (size_t i = 0; i < 3; i++) assert_true(rule.bands[i] == json_number_value(json_array_get(vectors_get(defaults, "thresholds"), i)));
  for (size_t i = 0; i < 4; i++) assert_true(rule.severity[i] == json_number_value(json_array_get(vectors_get(severity, SEVERITY[i + 1]), 0)));
  assert_true(rule.high == vectors_number(defaults, "high"));
  assert_true(rule.gap == vectors_number(defaults, "gap_tolerance"));
  assert_int_equal(rule.side_rule, PATRON_SIDE_RULE_MIN);
  json_decref(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_worked_case_gets_its_level_side_severity_and_flags),
    cmocka_unit_test(the_default_rule_is_that_of_the_vectors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
