/* The relationship of many rows against its definition, written out once more for one row and without a thought for speed: every output alone and all together, with and without unknown values, for counts
   of rows around each block. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "patron/rules/relationship.h"

enum { MOST = 1025, OUTPUTS = 10 };

static const double SLACK = 1e-9;
static double values[4][MOST];
static uint8_t bits[4][MOST / 8 + 1];

static int32_t is_known(const uint8_t *const validity[4], int32_t v, int64_t i) { return validity == NULL || validity[v] == NULL || (validity[v][i / 8] >> (i % 8) & 1); }

static double side_of(const patron_relationship_rule *rule, double commitment, double trust) {
  if (rule->side_rule == PATRON_SIDE_RULE_MEAN) return (commitment + trust) / 2;
  if (rule->side_rule == PATRON_SIDE_RULE_GEOMETRIC) return sqrt(commitment * trust);
  return commitment < trust ? commitment : trust;
}

static int32_t level_of(const patron_relationship_rule *rule, double index) {
  int32_t level = 0;
  for (int32_t i = 0; i < 3; i++) level += index >= rule->bands[i] - SLACK;
  return level;
}

static uint32_t imbalance_of(const patron_relationship_rule *rule, double commitment, double trust, uint32_t committed, uint32_t trusting) {
  return (commitment - trust >= rule->imbalance - SLACK ? committed : 0) | (trust - commitment >= rule->imbalance - SLACK ? trusting : 0);
}

/* As the head of relationship.h and the comments of its fields say it. */
static patron_relationship_result defined(const patron_relationship_rule *rule, const uint8_t *const validity[4], int64_t i) {
  patron_relationship_result r = {.struct_size = sizeof r, .level = PATRON_LEVEL_UNDETERMINED, .base_level = -1, .repaired_level = -1};
  const int32_t us = is_known(validity, 0, i) && is_known(validity, 1, i), them = is_known(validity, 2, i) && is_known(validity, 3, i);
  const double cu = values[0][i], tu = values[1][i], ct = values[2][i], tt = values[3][i];
  for (int32_t v = 0; v < 4; v++) r.flags |= is_known(validity, v, i) ? 0 : (uint32_t)PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT << v;
  if (us) r.side_us = side_of(rule, cu, tu), r.flags |= imbalance_of(rule, cu, tu, PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING, PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED);
  if (them) r.side_them = side_of(rule, ct, tt), r.flags |= imbalance_of(rule, ct, tt, PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING, PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED);
  if (!us || !them) return r;
  const double high = fmax(r.side_us, r.side_them);
  r.mutual = fmin(r.side_us, r.side_them);
  r.gap = high - r.mutual;
  r.base_level = level_of(rule, r.mutual);
  r.repaired_level = level_of(rule, high);
  const int32_t one_high = high >= rule->high - SLACK && r.mutual < rule->high - SLACK, wide = r.gap >= rule->gap - SLACK;
  r.level = one_high && wide ? PATRON_LEVEL_LIMITED_COLLABORATION : r.base_level;
  if (one_high && !wide) r.flags |= PATRON_RELATIONSHIP_NEAR_LIMITED;
  if (!one_high && wide) r.flags |= PATRON_RELATIONSHIP_ASYMMETRIC;
  if (!one_high || !wide) return r;
  r.exposed = r.side_us > r.side_them ? PATRON_EXPOSED_US : PATRON_EXPOSED_THEM;
  r.severity = PATRON_SEVERITY_LOW;
  for (int32_t k = 1; k < 4; k++) r.severity += r.gap >= rule->severity[k] - SLACK;
  return r;
}

/* What a batch writes; filled with rubbish before. */
static struct outputs { int8_t codes[5][MOST]; uint32_t flags[MOST]; double numbers[4][MOST]; } got;

static patron_relationship_columns columns_of(uint32_t wanted) {
  patron_relationship_columns c = {.struct_size = sizeof c};
  int8_t **codes[] = {&c.level, &c.base_level, &c.repaired_level, &c.exposed, &c.severity};
  double **numbers[] = {&c.side_us, &c.side_them, &c.mutual, &c.gap};
  memset(&got, 0x55, sizeof got);
  for (int32_t k = 0; k < 5; k++)
    if (wanted >> k & 1) *codes[k] = got.codes[k];
  for (int32_t k = 0; k < 4; k++)
    if (wanted >> (5 + k) & 1) *numbers[k] = got.numbers[k];
  if (wanted >> 9 & 1) c.flags = got.flags;
  return c;
}

static void expect_row(uint32_t wanted, int64_t i, const patron_relationship_result *r) {
  const int32_t codes[] = {r->level, r->base_level, r->repaired_level, r->exposed, r->severity};
  const double numbers[] = {r->side_us, r->side_them, r->mutual, r->gap};
  for (int32_t k = 0; k < 5; k++)
    if (got.codes[k][i] != (wanted >> k & 1 ? codes[k] : 0x55)) fail_msg("row %lld: code %d is %d instead of %d", (long long)i, k, got.codes[k][i], codes[k]);
  for (int32_t k = 0; k < 4; k++)
    if ((wanted >> (5 + k) & 1) && got.numbers[k][i] != numbers[k]) fail_msg("row %lld: number %d is %.17g instead of %.17g", (long long)i, k, got.numbers[k][i], numbers[k]);
  if (got.flags[i] != (wanted >> 9 & 1 ? r->flags : 0x55555555u)) fail_msg("row %lld: flags are %x instead of %x", (long long)i, got.flags[i], r->flags);
}

static void check_batch(const patron_relationship_rule *rule, const uint8_t *const validity[4], int64_t n, uint32_t wanted) {
  const double *const columns[4] = {values[0], values[1], values[2], values[3]};
  const patron_relationship_columns out = columns_of(wanted);
  assert_int_equal(patron_relationship_classify_batch(rule, columns, validity, n, &out), PATRON_OK);
  for (int64_t i = 0; i < n; i++) {
    const patron_relationship_result expected = defined(rule, validity, i);
    expect_row(wanted, i, &expected);
  }
  if (n < MOST) assert_int_equal(got.codes[0][n], 0x55);
}

/* On and beside every bound; the unknown hold what must not be read. `unknown` in a thousand. */
static void make_rows(uint32_t seed, uint32_t unknown) {
  static const double steps[] = {0, 10, 15, 24.999999998, 25, 39.999, 40, 50, 59.9999999995, 60, 65, 74.999, 75, 79.999, 80, 99, 100, 100.0 / 3};
  memset(bits, 0xff, sizeof bits);
  for (int32_t i = 0; i < MOST; i++) {
    for (int32_t v = 0; v < 4; v++) {
      seed = seed * 1664525u + 1013904223u;
      values[v][i] = steps[(seed >> 8) % (sizeof steps / sizeof *steps)];
      if ((seed >> 16) % 1000 >= unknown) continue;
      bits[v][i / 8] = (uint8_t)(bits[v][i / 8] & ~(1u << (i % 8)));
      values[v][i] = i % 2 == 0 ? NAN : -5.0;
    }
  }
}

static void check_counts(const patron_relationship_rule *rule, const uint8_t *const validity[4]) {
  static const int64_t counts[] = {0, 1, 7, 8, 9, 64, 511, 512, 513, MOST};
  const uint32_t all = (1u << OUTPUTS) - 1;
  for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) check_batch(rule, validity, counts[k], all);
  for (uint32_t one = 0; one < OUTPUTS; one++) {
    check_batch(rule, validity, 700, 1u << one);
    check_batch(rule, validity, 521, all & ~(1u << one));
  }
}

static void rows_are_classified_as_the_definition_says(void **state) {
  static const patron_relationship_rule rules[] = {
    {sizeof(patron_relationship_rule), PATRON_SIDE_RULE_MIN, {40, 60, 80}, {15, 25, 40, 60}, 60, 15, 25}, {sizeof(patron_relationship_rule), PATRON_SIDE_RULE_MEAN, {10, 50, 101}, {0, 10, 25, 99}, 50, 0, 10},
    {sizeof(patron_relationship_rule), PATRON_SIDE_RULE_GEOMETRIC, {0, 65, 75}, {25, 40, 50, 60}, 75, 25, 0}};
  (void)state;
  for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
    make_rows(7 + (uint32_t)k, 0);
    check_counts(&rules[k], NULL);
    const uint8_t *const all_known[4] = {bits[0], bits[1], bits[2], bits[3]};
    check_counts(&rules[k], all_known);
    make_rows(17 + (uint32_t)k, 150);
    check_counts(&rules[k], all_known);
    make_rows(27 + (uint32_t)k, 1);   /* one in a block of bytes that are known otherwise */
    check_counts(&rules[k], all_known);
  }
}

/* A column without a bitmap is known, whatever the others have. */
static void each_column_has_a_bitmap_of_its_own(void **state) {
  const patron_relationship_rule rule = {sizeof rule, PATRON_SIDE_RULE_MIN, {40, 60, 80}, {15, 25, 40, 60}, 60, 15, 25};
  (void)state;
  for (int32_t v = 0; v < 4; v++) {
    const uint8_t *validity[4] = {NULL, NULL, NULL, NULL};
    make_rows(41 + (uint32_t)v, 200);
    for (int32_t other = 0; other < 4; other++)
      for (int64_t i = 0; other != v && i < MOST; i++) values[other][i] = fmax(fmin(values[other][i], 100), 0);
    validity[v] = bits[v];
    for (int64_t i = 0; i < MOST; i++)
      for (int32_t other = 0; other < 4; other++)
        if (other != v && !(values[other][i] >= 0)) values[other][i] = 20;
    check_counts(&rule, validity);
  }
}

/* The first column decides which error it is, then the first row; a value that is bad but unknown is none. */
static void a_bad_value_is_found_wherever_it_stands_and_nothing_is_written(void **state) {
  const double *const columns[4] = {values[0], values[1], values[2], values[3]};
  (void)state;
  for (int64_t at = 0; at < 530; at++) {
    for (int32_t v = 0; v < 4; v++) {
      make_rows(3, 0);
      bits[v][70 / 8] = 0;   /* a byte of the bitmap that is not whole */
      const uint8_t *const validity[4] = {bits[0], bits[1], bits[2], bits[3]};
      values[v][at] = at % 2 == 0 ? 100.0000001 : NAN;
      values[3][529] = at % 2 == 0 ? NAN : -1e-300;
      const patron_relationship_columns out = columns_of((1u << OUTPUTS) - 1);
      const int32_t is_second = at / 8 == 70 / 8 || (v == 3 && at == 529);   /* the first is unknown, or was written over */
      const patron_status wanted = is_second == (at % 2 == 0) ? PATRON_E_NOT_FINITE : PATRON_E_RANGE;
      assert_int_equal(patron_relationship_classify_batch(NULL, columns, validity, 530, &out), wanted);
      for (int64_t i = 0; i < 530; i++) assert_int_equal(got.codes[0][i], 0x55);
      bits[3][529 / 8] = (uint8_t)(bits[3][529 / 8] & ~(1u << 529 % 8));
      bits[v][at / 8] = (uint8_t)(bits[v][at / 8] & ~(1u << at % 8));
      assert_int_equal(patron_relationship_classify_batch(NULL, columns, validity, 530, &out), PATRON_OK);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(rows_are_classified_as_the_definition_says),
    cmocka_unit_test(each_column_has_a_bitmap_of_its_own),
    cmocka_unit_test(a_bad_value_is_found_wherever_it_stands_and_nothing_is_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
