/* The mergeable state: any partition and merge order gives the plan and the result of all rows at once; plans are read as hostile input; nothing is lost when memory is. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/sum.h"
#include "patron/rules/pareto.h"
#include "rules/pareto_plan.h"

enum { ROWS = 24000, PLAN = 16384, PARTS = 7, CUTS = 3 };

static const int64_t CUT[CUTS] = {500000, 800000, 950000};

static uint64_t seed;

static uint64_t next_random(void)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

typedef struct book { int32_t kind; int64_t n; int64_t whole[ROWS]; double real[ROWS]; uint8_t validity[ROWS / 8 + 1]; } book;
typedef struct plan { unsigned char bytes[PLAN]; int64_t len; } plan;

static book rows;

enum { ORDINARY, FEW, TIES, DECADES, NESTED, LOSSES, KINDS };

static void make(int32_t shape, int32_t kind, int64_t n)
{
  rows.kind = kind;
  rows.n = n;
  memset(rows.validity, 0xff, sizeof rows.validity);
  for (int64_t i = 0; i < n; i++) {
    const uint64_t r = next_random();
    const double unit = (double)(r >> 12 & 0xffffffffu) / 4294967296.0;
    double value = (1.0 + unit) * (double)((int64_t)1 << r % 20);
    if (shape == FEW) value = r % 3 == 0 ? 5.0 : r % 3 == 1 ? 70.0 : 900.0;
    if (shape == TIES) value = (double)(r % 9000 + 1);
    if (shape == DECADES) value = patron__double_from_bits((r % 2040 << 52) | r >> 12);
    if (shape == NESTED) value = 1048576.0 * (1.0 + (double)(r & 63) / 64.0 + (double)(r >> 8 & 63) / 2097152.0 + (double)(r >> 16 & 63) / 68719476736.0);
    if (shape == LOSSES || r % 37 == 0) value = value - 20000.0;
    if (r % 41 == 0) value = 0.0;
    rows.real[i] = value;
    rows.whole[i] = value > 9e15 ? INT64_MAX - (int64_t)(r % 5000) : (int64_t)(value * 100.0);
    if (next_random() % 23 == 0) {
      rows.validity[i / 8] = (uint8_t)(rows.validity[i / 8] & ~(1u << i % 8));
      rows.real[i] = NAN;
    }
  }
}

static patron_pareto_state *state_of(const plan *with)
{
  patron_pareto_state *state = NULL;
  assert_int_equal(patron_pareto_state_create(NULL, rows.kind, with ? with->bytes : NULL, with ? with->len : 0, &state), PATRON_OK);
  return state;
}

static void add(patron_pareto_state *state, int64_t first, int64_t count)
{
  /* Validity begins with the first row of a call, so parts begin at a multiple of 8. */
  if (rows.kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_state_accumulate_i64(state, rows.whole + first, rows.validity + first / 8, count), PATRON_OK);
  else assert_int_equal(patron_pareto_state_accumulate_f64(state, rows.real + first, rows.validity + first / 8, count), PATRON_OK);
}

static void ask(const patron_pareto_state *state, const plan *before, plan *out)
{
  int64_t needed = 0;
  assert_int_equal(patron_pareto_state_next(state, before ? NULL : CUT, before ? 0 : CUTS, NULL, 0, &needed), PATRON_OK);
  assert_true(needed > 0 && needed <= PLAN);
  assert_int_equal(patron_pareto_state_next(state, CUT, CUTS, out->bytes, needed - 1, &out->len), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(out->len, needed);
  assert_int_equal(patron_pareto_state_next(state, CUT, CUTS, out->bytes, PLAN, &out->len), PATRON_OK);
  assert_int_equal(out->len, needed);
}

/* One pass over rows in `parts` parts of uneven length, merged in some order. */
static void pass(int32_t parts, int32_t order, const plan *before, plan *out)
{
  patron_pareto_state *states[PARTS];
  int64_t at = 0;
  for (int32_t p = 0; p < parts; p++) {
    const int64_t end = p == parts - 1 ? rows.n : rows.n * (p + 1) * (p + 1) / (parts * parts) / 8 * 8;
    states[p] = state_of(before);
    if (order == 2) {
      for (; at < end; at += 8) add(states[p], at, end - at < 8 ? end - at : 8);
      at = end;
    } else {
      add(states[p], at, end - at);
      at = end;
    }
  }
  for (int32_t p = 1; p < parts; p++) {
    const int32_t from = order == 0 ? p : parts - p;
    if (order == 0) assert_int_equal(patron_pareto_state_merge(states[0], states[from]), PATRON_OK);
    else assert_int_equal(patron_pareto_state_merge(states[from - 1], states[from]), PATRON_OK);
  }
  ask(states[0], before, out);
  for (int32_t p = 0; p < parts; p++) patron_pareto_state_destroy(states[p]);
}

static void assert_result_is_the_direct_one(const plan *of)
{
  for (int32_t k = 0; k < CUTS; k++) {
    patron_pareto_result got, expected;
    memset(&got, 0, sizeof got);
    memset(&expected, 0, sizeof expected);
    got.struct_size = expected.struct_size = sizeof got;
    if (rows.kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_cutoff_i64(rows.whole, rows.validity, rows.n, CUT[k], NULL, &expected), PATRON_OK);
    else assert_int_equal(patron_pareto_cutoff_f64(rows.real, rows.validity, rows.n, CUT[k], NULL, &expected), PATRON_OK);
    assert_int_equal(patron_pareto_plan_result(of->bytes, of->len, k, &got), PATRON_OK);
    assert_memory_equal(&got, &expected, sizeof got);
  }
}

static int is_open(const plan *of)
{
  for (int32_t k = 0; k < CUTS; k++) {
    patron_pareto_result result = {.struct_size = sizeof result};
    if (patron_pareto_plan_result(of->bytes, of->len, k, &result) == PATRON_UNKNOWN) return 1;
  }
  return 0;
}

static void partitions_and_merge_order_change_no_byte(void **state)
{
  static const int64_t sizes[] = {0, 1, 50, 4000, ROWS};
  static plan one, other, before;
  (void)state;
  seed = 99;
  for (int32_t shape = 0; shape < KINDS; shape++) {
    for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
      for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const plan *with = NULL;
        int32_t passes = 0;
        make(shape, kind, sizes[s]);
        do {
          pass(1, 0, with, &one);
          for (int32_t order = 0; order < 3; order++) {
            pass(order == 1 ? PARTS : 3, order, with, &other);
            assert_int_equal(other.len, one.len);
            assert_memory_equal(other.bytes, one.bytes, (size_t)one.len);
          }
          before = one;
          with = &before;
          assert_true(++passes <= 6);
        } while (is_open(&one));
        if (sizes[s] <= 4000) assert_int_equal(passes, 1);
        if (shape != NESTED) assert_true(passes <= 2);
        assert_result_is_the_direct_one(&one);
      }
    }
  }
}

/* 50, 30, 15 and 5 are 100: each of the cuts at 50, 80 and 95 % is met exactly by the value that it falls on. */
static void exactly_the_share_is_enough(void **state)
{
  static const int64_t whole[] = {15, 50, 5, 30}, expected[] = {50, 30, 15}, inside[] = {50, 80, 95};
  static const double real[] = {15.0, 50.0, 5.0, 30.0};
  static plan of;
  (void)state;
  for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
    patron_pareto_state *held;
    rows.kind = kind;
    held = state_of(NULL);
    if (kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_state_accumulate_i64(held, whole, NULL, 4), PATRON_OK);
    else assert_int_equal(patron_pareto_state_accumulate_f64(held, real, NULL, 4), PATRON_OK);
    ask(held, NULL, &of);
    for (int32_t k = 0; k < CUTS; k++) {
      patron_pareto_result result = {.struct_size = sizeof result};
      assert_int_equal(patron_pareto_plan_result(of.bytes, of.len, k, &result), PATRON_OK);
      assert_true(result.cutoff_f64 == (double)expected[k]);
      assert_true(result.sum_inside_f64 == (double)inside[k]);
      assert_int_equal(result.n_inside, k + 1);
      assert_int_equal(result.n_minimum, k + 1);
    }
    patron_pareto_state_destroy(held);
  }
}

/* The smallest value that a group can be cut at is 1, of doubles the smallest number there is: plans with them are read back like others. */
static void the_smallest_values_can_be_cut_offs(void **state)
{
  static const int64_t whole[] = {1, 1, 1};
  static const double real[] = {5e-324, 5e-324, 5e-324};
  static plan of;
  (void)state;
  for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
    patron_pareto_result result = {.struct_size = sizeof result};
    patron_pareto_state *held;
    rows.kind = kind;
    held = state_of(NULL);
    if (kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_state_accumulate_i64(held, whole, NULL, 3), PATRON_OK);
    else assert_int_equal(patron_pareto_state_accumulate_f64(held, real, NULL, 3), PATRON_OK);
    ask(held, NULL, &of);
    assert_int_equal(patron_pareto_plan_result(of.bytes, of.len, 0, &result), PATRON_OK);
    assert_int_equal(result.n_inside, 3);
    assert_true(kind == PATRON_PARETO_I64 ? result.cutoff_i64 == 1 : result.cutoff_f64 == 5e-324);
    patron_pareto_state_destroy(held);
  }
}

static void make_plan(const int64_t *values, int64_t n, patron__pareto_plan *out)
{
  static plan of;
  patron_pareto_state *held;
  rows.kind = PATRON_PARETO_I64;
  held = state_of(NULL);
  assert_int_equal(patron_pareto_state_accumulate_i64(held, values, NULL, n), PATRON_OK);
  ask(held, NULL, &of);
  assert_int_equal(patron__pareto_plan_read(of.bytes, of.len, out), PATRON_OK);
  patron_pareto_state_destroy(held);
}

static patron_status read_back(const patron__pareto_plan *of)
{
  static unsigned char bytes[PLAN];
  static patron__pareto_plan again;
  assert_true(patron__pareto_plan_size(of) <= PLAN);
  patron__pareto_plan_write(of, bytes);
  return patron__pareto_plan_read(bytes, patron__pareto_plan_size(of), &again);
}

#define REFUSED_WITH(change) do { patron__pareto_plan changed = good; changed.change; assert_int_equal(read_back(&changed), PATRON_E_FORMAT); } while (0)

/* 50, 30, 15 and 5, cut at 50, 30 and 15; then two values of which none is positive. */
static void each_field_of_a_plan_is_checked(void **state)
{
  static const int64_t values[] = {15, 50, 5, 30}, none[] = {0, -3};
  static patron__pareto_plan good;
  (void)state;
  make_plan(values, 4, &good);
  assert_int_equal(read_back(&good), PATRON_OK);
  REFUSED_WITH(kind = 7);
  REFUSED_WITH(lowest = 1);
  REFUSED_WITH(ncuts = 0);
  REFUSED_WITH(n = -1);
  REFUSED_WITH(n = PATRON__PARETO_MOST_ROWS + 1);
  REFUSED_WITH(n_positive = -1);
  REFUSED_WITH(n_positive = 5);
  REFUSED_WITH(n_positive = 1);
  REFUSED_WITH(total_f64 = -1.0);
  REFUSED_WITH(total_f64 = INFINITY);
  REFUSED_WITH(total_net_f64 = INFINITY);
  REFUSED_WITH(cut[0].share_ppm = 0);
  REFUSED_WITH(cut[2].share_ppm = 1000001);
  REFUSED_WITH(cut[1].share_ppm = good.cut[0].share_ppm);
  REFUSED_WITH(cut[2].low = 0);
  REFUSED_WITH(cut[2].high = 14);
  REFUSED_WITH(cut[1].high = 50);
  REFUSED_WITH(cut[2].above = -1);
  REFUSED_WITH(cut[2].above = 4);
  REFUSED_WITH(cut[2].count = 0);
  REFUSED_WITH(cut[0].need.low = 51);
  REFUSED_WITH(cut[0].need.low = 0);
  REFUSED_WITH(cut[0].inside.used = 0);
  make_plan(none, 2, &good);
  assert_int_equal(read_back(&good), PATRON_OK);
  REFUSED_WITH(total_f64 = -1.0);
  REFUSED_WITH(cut[0].low = 1);
  REFUSED_WITH(cut[0].high = 1);
  REFUSED_WITH(cut[0].above = 1);
  REFUSED_WITH(cut[0].count = 1);
  REFUSED_WITH(cut[0].need.low = 1);
  REFUSED_WITH(cut[0].sum = ((patron__natural){1, {1}}));
  REFUSED_WITH(cut[0].inside = ((patron__natural){1, {1}}));
}

static void a_plan_that_is_done_stays_as_it_is(void **state)
{
  static plan one, two;
  (void)state;
  seed = 5;
  make(FEW, PATRON_PARETO_F64, 1000);
  pass(1, 0, NULL, &one);
  assert_false(is_open(&one));
  pass(3, 1, &one, &two);
  assert_int_equal(two.len, one.len);
  assert_memory_equal(two.bytes, one.bytes, (size_t)one.len);
}

static void other_rows_than_those_of_the_plan_are_noticed(void **state)
{
  static plan first;
  patron_pareto_state *later;
  int64_t needed;
  (void)state;
  seed = 6;
  make(ORDINARY, PATRON_PARETO_F64, ROWS);
  pass(1, 0, NULL, &first);
  assert_true(is_open(&first));
  later = state_of(&first);
  add(later, 0, 8000);
  assert_int_equal(patron_pareto_state_next(later, NULL, 0, NULL, 0, &needed), PATRON_E_STATE);
  for (int64_t i = 0; i < ROWS; i++) rows.real[i] *= 1.5;
  patron_pareto_state_destroy(later);
  later = state_of(&first);
  add(later, 0, ROWS);
  assert_int_equal(patron_pareto_state_next(later, NULL, 0, NULL, 0, &needed), PATRON_E_STATE);
  patron_pareto_state_destroy(later);
}

static void states_of_other_kinds_or_plans_do_not_merge(void **state)
{
  static plan first;
  const int64_t others[] = {1, 2};
  patron_pareto_state *whole, *real, *later, *none = NULL;
  int64_t needed;
  (void)state;
  seed = 7;
  make(ORDINARY, PATRON_PARETO_F64, ROWS);
  pass(1, 0, NULL, &first);
  real = state_of(NULL);
  later = state_of(&first);
  assert_int_equal(patron_pareto_state_create(NULL, PATRON_PARETO_I64, first.bytes, first.len, &none), PATRON_E_STATE);
  rows.kind = PATRON_PARETO_I64;
  whole = state_of(NULL);
  assert_int_equal(patron_pareto_state_merge(whole, real), PATRON_E_STATE);
  assert_int_equal(patron_pareto_state_merge(later, real), PATRON_E_STATE);
  assert_int_equal(patron_pareto_state_merge(real, later), PATRON_E_STATE);
  assert_int_equal(patron_pareto_state_merge(real, real), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_accumulate_i64(real, rows.whole, NULL, 1), PATRON_E_STATE);
  assert_int_equal(patron_pareto_state_accumulate_f64(whole, rows.real, NULL, 1), PATRON_E_STATE);
  assert_int_equal(patron_pareto_state_next(later, others, 2, NULL, 0, &needed), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_next(whole, NULL, 0, NULL, 0, &needed), PATRON_E_INVALID_ARGUMENT);
  assert_null(none);
  patron_pareto_state_destroy(whole);
  patron_pareto_state_destroy(real);
  patron_pareto_state_destroy(later);
}

static void a_value_that_is_not_finite_leaves_the_state_as_it_was(void **state)
{
  const double values[] = {5.0, 7.0, INFINITY};
  static plan before, after;
  patron_pareto_state *of;
  (void)state;
  rows.kind = PATRON_PARETO_F64;
  of = state_of(NULL);
  assert_int_equal(patron_pareto_state_accumulate_f64(of, values, NULL, 2), PATRON_OK);
  ask(of, NULL, &before);
  assert_int_equal(patron_pareto_state_accumulate_f64(of, values, NULL, 3), PATRON_E_NOT_FINITE);
  ask(of, NULL, &after);
  assert_memory_equal(before.bytes, after.bytes, (size_t)before.len);
  patron_pareto_state_destroy(of);
}

static void null_is_refused_and_destroying_it_does_nothing(void **state)
{
  patron_pareto_state *of = NULL;
  patron_pareto_result result = {.struct_size = sizeof result};
  const patron_allocator no_functions = {.struct_size = sizeof no_functions};
  (void)state;
  patron_pareto_state_destroy(NULL);
  assert_int_equal(patron_pareto_state_create(&no_functions, PATRON_PARETO_I64, NULL, 0, &of), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_create(NULL, PATRON_PARETO_I64, NULL, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_create(NULL, 3, NULL, 0, &of), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_create(NULL, PATRON_PARETO_I64, NULL, 5, &of), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_create(NULL, PATRON_PARETO_I64, "", 0, &of), PATRON_E_FORMAT);
  assert_int_equal(patron_pareto_state_accumulate_i64(NULL, NULL, NULL, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_accumulate_f64(NULL, NULL, NULL, 0), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_merge(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_next(NULL, CUT, CUTS, NULL, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_plan_result(NULL, 0, 0, &result), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_plan_result("", 0, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  result.struct_size = 0;
  assert_int_equal(patron_pareto_plan_result("", 0, 0, &result), PATRON_E_ABI);
  assert_null(of);
}

static uint32_t checksum(const unsigned char *bytes, int64_t len)
{
  uint32_t crc = 0xffffffffu;
  for (int64_t i = 0; i < len; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1u ? 0xedb88320u : 0u);
  }
  return ~crc;
}

/* Uses a plan that may be anything: each call must answer, and what it answers must be of use or an error. */
static void use(const plan *of)
{
  static plan next;
  patron_pareto_state *state = NULL;
  const patron_status status = patron_pareto_state_create(NULL, rows.kind, of->bytes, of->len, &state);
  for (int32_t k = 0; k < CUTS; k++) {
    patron_pareto_result result = {.struct_size = sizeof result};
    const patron_status answer = patron_pareto_plan_result(of->bytes, of->len, k, &result);
    assert_true(answer == PATRON_OK || answer == PATRON_UNKNOWN || answer == PATRON_E_FORMAT || answer == PATRON_E_RANGE);
  }
  if (status != PATRON_OK) {
    assert_true(status == PATRON_E_FORMAT || status == PATRON_E_STATE);
    return;
  }
  add(state, 0, rows.n);
  assert_true(patron_pareto_state_next(state, NULL, 0, next.bytes, PLAN, &next.len) <= PATRON_OK);
  patron_pareto_state_destroy(state);
}

static void damaged_plans_are_refused(void **state)
{
  static plan good, bad;
  patron_pareto_result result = {.struct_size = sizeof result};
  (void)state;
  seed = 8;
  for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
    make(ORDINARY, kind, 6000);
    pass(1, 0, NULL, &good);
    assert_true(is_open(&good));
    for (int64_t i = 0; i < good.len; i++) {
      bad = good;
      bad.bytes[i] ^= (unsigned char)(1u << i % 8);
      assert_int_equal(patron_pareto_plan_result(bad.bytes, bad.len, 0, &result), PATRON_E_FORMAT);
      assert_int_equal(patron_pareto_plan_result(good.bytes, i, 0, &result), PATRON_E_FORMAT);
    }
  }
}

static void forged_plans_do_no_harm(void **state)
{
  static plan good, bad;
  (void)state;
  seed = 9;
  for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
    make(ORDINARY, kind, 5000);
    pass(1, 0, NULL, &good);
    for (int32_t round = 0; round < 3000; round++) {
      uint32_t crc;
      bad = good;
      for (uint64_t changes = next_random() % 3 + 1; changes > 0; changes--) {
        const int64_t at = round < 1500 ? (int64_t)(next_random() % (uint64_t)(good.len - 4)) : (int64_t)(next_random() % 160);
        bad.bytes[at] = next_random() % 3 == 0 ? 0xff : (unsigned char)next_random();
      }
      if (round % 10 == 0) bad.len = (int64_t)(next_random() % (uint64_t)good.len);
      if (bad.len < 8) bad.len = 8;
      for (int i = 0; i < 8; i++) bad.bytes[8 + i] = (unsigned char)(bad.len >> 8 * i);
      crc = checksum(bad.bytes, bad.len - 4);
      for (int i = 0; i < 4; i++) bad.bytes[bad.len - 4 + i] = (unsigned char)(crc >> 8 * i);
      if (round % 20 == 0) use(&bad);
      else {
        patron_pareto_result result = {.struct_size = sizeof result};
        const patron_status answer = patron_pareto_plan_result(bad.bytes, bad.len, (int32_t)(next_random() % 4), &result);
        assert_true(answer == PATRON_OK || answer == PATRON_UNKNOWN || answer == PATRON_E_FORMAT || answer == PATRON_E_RANGE);
      }
    }
  }
}

/* An allocator that fails at one call and counts what is out. */
typedef struct poor { int64_t until_failure, outstanding; } poor;

static void *poor_allocate(void *user, uint64_t size)
{
  poor *of = user;
  if (--of->until_failure == 0) return NULL;
  of->outstanding += (int64_t)size;
  return malloc(size);
}

static void poor_release(void *user, void *block, uint64_t size)
{
  ((poor *)user)->outstanding -= (int64_t)size;
  free(block);
}

static void every_failing_allocation_is_survived(void **state)
{
  static plan expected, later, got;
  (void)state;
  seed = 10;
  make(ORDINARY, PATRON_PARETO_F64, 20000);
  pass(1, 0, NULL, &expected);
  pass(1, 0, &expected, &later);
  for (int32_t second = 0; second < 2; second++) {
    const plan *with = second ? &expected : NULL;
    int finished = 0;
    for (int64_t k = 1; !finished; k++) {
      poor purse = {k, 0};
      const patron_allocator allocator = {.struct_size = sizeof allocator, .user = &purse, .allocate = poor_allocate, .release = poor_release};
      patron_pareto_state *one = NULL, *two = NULL;
      patron_status status;
      finished = 1;
      while ((status = patron_pareto_state_create(&allocator, rows.kind, with ? with->bytes : NULL, with ? with->len : 0, &one)) != PATRON_OK) finished = 0;
      while (patron_pareto_state_create(&allocator, rows.kind, with ? with->bytes : NULL, with ? with->len : 0, &two) != PATRON_OK) finished = 0;
      while (patron_pareto_state_accumulate_f64(one, rows.real, rows.validity, 16) != PATRON_OK) finished = 0;
      while (patron_pareto_state_accumulate_f64(one, rows.real + 16, rows.validity + 2, 7984) != PATRON_OK) finished = 0;
      while (patron_pareto_state_accumulate_f64(two, rows.real + 8000, rows.validity + 1000, 12000) != PATRON_OK) finished = 0;
      while (patron_pareto_state_merge(one, two) != PATRON_OK) finished = 0;
      while ((status = patron_pareto_state_next(one, CUT, CUTS, got.bytes, PLAN, &got.len)) != PATRON_OK) {
        assert_int_equal(status, PATRON_E_NO_MEMORY);
        finished = 0;
      }
      assert_int_equal(got.len, second ? later.len : expected.len);
      assert_memory_equal(got.bytes, second ? later.bytes : expected.bytes, (size_t)got.len);
      patron_pareto_state_destroy(one);
      patron_pareto_state_destroy(two);
      assert_int_equal(purse.outstanding, 0);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(partitions_and_merge_order_change_no_byte),
    cmocka_unit_test(exactly_the_share_is_enough),
    cmocka_unit_test(the_smallest_values_can_be_cut_offs),
    cmocka_unit_test(each_field_of_a_plan_is_checked),
    cmocka_unit_test(a_plan_that_is_done_stays_as_it_is),
    cmocka_unit_test(other_rows_than_those_of_the_plan_are_noticed),
    cmocka_unit_test(states_of_other_kinds_or_plans_do_not_merge),
    cmocka_unit_test(a_value_that_is_not_finite_leaves_the_state_as_it_was),
    cmocka_unit_test(null_is_refused_and_destroying_it_does_nothing),
    cmocka_unit_test(damaged_plans_are_refused),
    cmocka_unit_test(forged_plans_do_no_harm),
    cmocka_unit_test(every_failing_allocation_is_survived),
  };
  return cmocka_run_group_tests_name("pareto_state", tests, NULL, NULL);
}
