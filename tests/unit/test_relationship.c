/* The relationship classifier beyond the worked cases: rules that are refused, unknown values, side rules, and batches. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/relationship.h"

enum { ROWS = 20003 };

static patron_relationship_result classify(const patron_relationship_rule *rule, double cu, double tu, double ct, double tt, uint32_t unknown) {
  patron_relationship_result result = {.struct_size = sizeof result};
  double values[4] = {cu, tu, ct, tt};
  assert_int_equal(patron_relationship_classify(rule, values, unknown, &result), PATRON_OK);
  return result;
}

static void a_limited_collaboration_is_at_least_low(void **state) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  (void)state;
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  rule.gap = 10.0;
  assert_int_equal(classify(&rule, 65, 65, 54, 54, 0).severity, PATRON_SEVERITY_LOW);
  assert_int_equal(classify(&rule, 65, 65, 54, 54, 0).level, PATRON_LEVEL_LIMITED_COLLABORATION);
}

static void a_last_band_above_a_hundred_leaves_three_levels(void **state) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  (void)state;
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  rule.bands[2] = 101.0;
  assert_int_equal(classify(&rule, 100, 100, 100, 100, 0).level, PATRON_LEVEL_COLLABORATIVE);
}

static void side_rules_differ_where_commitment_and_trust_do(void **state) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  (void)state;
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  assert_true(classify(&rule, 90, 40, 85, 88, 0).side_us == 40.0);
  rule.side_rule = PATRON_SIDE_RULE_MEAN;
  assert_true(classify(&rule, 90, 30, 85, 88, 0).side_us == 60.0);
  assert_int_equal(classify(&rule, 90, 30, 85, 88, 0).level, PATRON_LEVEL_COLLABORATIVE);
  rule.side_rule = PATRON_SIDE_RULE_GEOMETRIC;
  assert_true(classify(&rule, 90, 40, 85, 88, 0).side_us == 60.0);
}

static void an_unknown_value_leaves_the_other_side_known(void **state) {
  patron_relationship_result result = classify(NULL, 90, 60, 75, NAN, 8);
  (void)state;
  assert_int_equal(result.level, PATRON_LEVEL_UNDETERMINED);
  assert_int_equal(result.base_level, -1);
  assert_int_equal(result.repaired_level, -1);
  assert_int_equal(result.exposed, PATRON_EXPOSED_NONE);
  assert_int_equal(result.severity, PATRON_SEVERITY_NONE);
  assert_int_equal(result.known, 1);
  assert_true(result.side_us == 60.0);
  assert_true(result.side_them == 0.0 && result.mutual == 0.0 && result.gap == 0.0);
  assert_int_equal(result.flags, PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING | PATRON_RELATIONSHIP_MISSING_THEIR_TRUST);
  assert_int_equal(classify(NULL, NAN, 10, NAN, 10, 5).flags, PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT | PATRON_RELATIONSHIP_MISSING_THEIR_COMMITMENT);
}

static patron_status check(int32_t side_rule, double band, double severity, double high, double gap, double imbalance) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  rule.side_rule = side_rule, rule.bands[1] = band, rule.severity[3] = severity, rule.high = high, rule.gap = gap, rule.imbalance = imbalance;
  return patron_relationship_rule_check(&rule);
}

static void a_rule_out_of_order_is_refused(void **state) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  (void)state;
  assert_int_equal(check(0, 60, 60, 60, 15, 25), PATRON_OK);
  assert_int_equal(check(3, 60, 60, 60, 15, 25), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(check(-1, 60, 60, 60, 15, 25), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(check(0, 40, 60, 60, 15, 25), PATRON_E_RANGE);
  assert_int_equal(check(0, 80, 60, 60, 15, 25), PATRON_E_RANGE);
  assert_int_equal(check(0, 60, 39, 60, 15, 25), PATRON_E_RANGE);
  assert_int_equal(check(0, 60, 60, -1, 15, 25), PATRON_E_RANGE);
  assert_int_equal(check(0, 60, 60, 60, -1, 25), PATRON_E_RANGE);
  assert_int_equal(check(0, 60, 60, 60, 15, -1), PATRON_E_RANGE);
  assert_int_equal(check(0, NAN, 60, 60, 15, 25), PATRON_E_NOT_FINITE);
  assert_int_equal(check(0, 60, INFINITY, 60, 15, 25), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_relationship_rule_check(NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  rule.struct_size = 3;
  assert_int_equal(patron_relationship_rule_check(&rule), PATRON_E_ABI);
  assert_int_equal(patron_relationship_rule_default(NULL), PATRON_E_INVALID_ARGUMENT);
  rule.struct_size = 0;
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_E_ABI);
}

static void what_a_later_version_may_add_is_refused_unless_zero(void **state) {
  struct { patron_relationship_rule rule; uint64_t later; } longer = {{.struct_size = sizeof longer}, 7};
  (void)state;
  assert_int_equal(patron_relationship_rule_default(&longer.rule), PATRON_OK);
  assert_true(longer.later == 0);
  assert_int_equal(patron_relationship_rule_check(&longer.rule), PATRON_OK);
  longer.later = 1;
  assert_int_equal(patron_relationship_rule_check(&longer.rule), PATRON_E_ABI);
}

static void bad_values_are_refused_and_leave_the_result_alone(void **state) {
  patron_relationship_result result = {.struct_size = sizeof result, .level = 77}, small = {.struct_size = 3};
  double high[4] = {1, 2, 3, 100.5}, low[4] = {-0.5, 2, 3, 4}, endless[4] = {1, INFINITY, 3, 4}, nothing[4] = {1, 2, NAN, 4};
  (void)state;
  assert_int_equal(patron_relationship_classify(NULL, high, 0, &result), PATRON_E_RANGE);
  assert_int_equal(patron_relationship_classify(NULL, low, 0, &result), PATRON_E_RANGE);
  assert_int_equal(patron_relationship_classify(NULL, endless, 0, &result), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_relationship_classify(NULL, nothing, 0, &result), PATRON_E_NOT_FINITE);
  assert_int_equal(patron_relationship_classify(NULL, NULL, 0, &result), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_classify(NULL, high, 16, &result), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_classify(NULL, high, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_classify(NULL, high, 8, &small), PATRON_E_ABI);
  assert_int_equal(result.level, 77);
  assert_int_equal(patron_relationship_classify(NULL, high, 8, &result), PATRON_OK);
}

/* Values on and beside every bound, the second of each pair of rows with unknown ones. */
static double values[4][ROWS];
static uint8_t bits[4][(ROWS + 7) / 8];

static void make_rows(int32_t with_unknown) {
  static const double steps[] = {0, 15, 25, 39.999, 40, 59.999, 60, 74.999, 75, 79.999, 80, 100, 100.0 / 3};
  memset(bits, 0xff, sizeof bits);
  for (int32_t i = 0; i < ROWS; i++) {
    for (int32_t v = 0; v < 4; v++) {
      uint32_t mixed = ((uint32_t)i * 2654435761u + (uint32_t)v * 40503u) >> 7;
      values[v][i] = steps[mixed % 13];
      if (with_unknown && (mixed >> 8) % 5 == 0) {
        bits[v][i / 8] = (uint8_t)(bits[v][i / 8] & ~(1u << (i % 8)));
        values[v][i] = NAN;
      }
    }
  }
}

static void check_batch(const patron_relationship_rule *rule, int32_t with_unknown) {
  static int8_t level[ROWS], base[ROWS], repaired[ROWS], exposed[ROWS], severity[ROWS];
  static uint32_t flags[ROWS];
  static double us[ROWS], them[ROWS], mutual[ROWS], gap[ROWS];
  patron_relationship_columns out = {sizeof out, 0, level, base, repaired, exposed, severity, flags, us, them, mutual, gap};
  const double *columns[4] = {values[0], values[1], values[2], values[3]};
  const uint8_t *validity[4] = {bits[0], bits[1], bits[2], bits[3]};
  make_rows(with_unknown);
  assert_int_equal(patron_relationship_classify_batch(rule, columns, with_unknown ? validity : NULL, ROWS, &out), PATRON_OK);
  for (int32_t i = 0; i < ROWS; i++) {
    uint32_t unknown = 0;
    patron_relationship_result one;
    for (uint32_t v = 0; v < 4; v++) unknown |= (uint32_t)!((bits[v][i / 8] >> (i % 8)) & 1) << v;
    one = classify(rule, values[0][i], values[1][i], values[2][i], values[3][i], unknown);
    assert_int_equal(level[i], one.level);
    assert_int_equal(base[i], one.base_level);
    assert_int_equal(repaired[i], one.repaired_level);
    assert_int_equal(exposed[i], one.exposed);
    assert_int_equal(severity[i], one.severity);
    assert_int_equal(flags[i], one.flags);
    assert_true(us[i] == one.side_us && them[i] == one.side_them && mutual[i] == one.mutual && gap[i] == one.gap);
  }
}

static void a_batch_says_what_each_row_says_alone(void **state) {
  patron_relationship_rule rule = {.struct_size = sizeof rule};
  (void)state;
  assert_int_equal(patron_relationship_rule_default(&rule), PATRON_OK);
  for (int32_t side_rule = 0; side_rule < 3; side_rule++) {
    rule.side_rule = side_rule;
    check_batch(&rule, 0);
    check_batch(&rule, 1);
  }
}

static void a_batch_with_a_bad_row_writes_nothing(void **state) {
  static int8_t level[ROWS];
  patron_relationship_columns out = {.struct_size = sizeof out, .level = level}, none = {.struct_size = sizeof none};
  const double *columns[4] = {values[0], values[1], values[2], values[3]}, *holes[4] = {values[0], NULL, values[2], values[3]};
  (void)state;
  make_rows(0);
  memset(level, 77, sizeof level);
  values[3][ROWS - 1] = -1.0;
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, ROWS, &out), PATRON_E_RANGE);
  values[3][ROWS - 1] = NAN;
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, ROWS, &out), PATRON_E_NOT_FINITE);
  for (int32_t i = 0; i < ROWS; i++) assert_int_equal(level[i], 77);
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, ROWS - 1, &none), PATRON_OK);
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, 0, &out), PATRON_OK);
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, -1, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_classify_batch(NULL, holes, NULL, ROWS, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_classify_batch(NULL, NULL, NULL, ROWS, &out), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, ROWS, NULL), PATRON_E_INVALID_ARGUMENT);
  out.struct_size = 3;
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, ROWS, &out), PATRON_E_ABI);
}

/* Eight rows have one byte of validity each way, which is all that is given: whoever reads a second one is found by AddressSanitizer. A bad value counts where its bit is set, and nowhere else. */
static void no_more_is_read_than_the_rows_have(void **state) {
  const double *columns[4] = {values[0], values[1], values[2], values[3]};
  int8_t level[8];
  const patron_relationship_columns out = {.struct_size = sizeof out, .level = level};
  uint8_t *one = malloc(1);
  const uint8_t *validity[4] = {one, one, one, one};
  (void)state;
  assert_non_null(one);
  make_rows(0);
  values[2][7] = 101;
  *one = 0x7f;
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, validity, 8, &out), PATRON_OK);
  *one = 0xff;
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, validity, 8, &out), PATRON_E_RANGE);
  assert_int_equal(patron_relationship_classify_batch(NULL, columns, validity, 7, &out), PATRON_OK);
  free(one);
}

/* Levels alone are judged by another loop than all that may be known. */
static void levels_alone_are_those_of_each_row(void **state) {
  static int8_t level[ROWS];
  static const int64_t counts[] = {1, 3, 255, 256, 511, 512, 513, 1024, ROWS};
  const patron_relationship_columns out = {.struct_size = sizeof out, .level = level};
  const double *columns[4] = {values[0], values[1], values[2], values[3]};
  (void)state;
  make_rows(0);
  for (int32_t v = 0; v < 4; v++) values[v][7 + v] = -0.0;
  for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
    memset(level, 77, sizeof level);
    assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, counts[k], &out), PATRON_OK);
    for (int64_t i = 0; i < counts[k]; i++) assert_int_equal(level[i], classify(NULL, values[0][i], values[1][i], values[2][i], values[3][i], 0).level);
    for (int64_t i = counts[k]; i < ROWS; i++) assert_int_equal(level[i], 77);
  }
}

static void levels_alone_find_every_bad_value_wherever_it_stands(void **state) {
  static int8_t level[ROWS];
  static const int64_t places[] = {0, 3, 511, 512, 1299};
  const double bad[] = {NAN, -NAN, INFINITY, -INFINITY, -1e-300, 100.00000000000001, 1e300};
  const patron_relationship_columns out = {.struct_size = sizeof out, .level = level};
  const double *columns[4] = {values[0], values[1], values[2], values[3]};
  (void)state;
  make_rows(0);
  memset(level, 77, sizeof level);
  for (int32_t v = 0; v < 4; v++) {
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
      const double right = values[v][places[p]];
      for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        values[v][places[p]] = bad[k];
        assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, 1300, &out), k < 4 ? PATRON_E_NOT_FINITE : PATRON_E_RANGE);
        assert_int_equal(patron_relationship_classify_batch(NULL, columns, NULL, places[p] + 1, &out), k < 4 ? PATRON_E_NOT_FINITE : PATRON_E_RANGE);
      }
      values[v][places[p]] = right;
    }
  }
  for (int32_t i = 0; i < ROWS; i++) assert_int_equal(level[i], 77);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_limited_collaboration_is_at_least_low),
    cmocka_unit_test(a_last_band_above_a_hundred_leaves_three_levels),
    cmocka_unit_test(side_rules_differ_where_commitment_and_trust_do),
    cmocka_unit_test(an_unknown_value_leaves_the_other_side_known),
    cmocka_unit_test(a_rule_out_of_order_is_refused),
    cmocka_unit_test(what_a_later_version_may_add_is_refused_unless_zero),
    cmocka_unit_test(bad_values_are_refused_and_leave_the_result_alone),
    cmocka_unit_test(a_batch_says_what_each_row_says_alone),
    cmocka_unit_test(a_batch_with_a_bad_row_writes_nothing),
    cmocka_unit_test(no_more_is_read_than_the_rows_have),
    cmocka_unit_test(levels_alone_are_those_of_each_row),
    cmocka_unit_test(levels_alone_find_every_bad_value_wherever_it_stands),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
