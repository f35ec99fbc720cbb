/* States as bytes: any partition, any tree of merges, saved and loaded at every step, gives the bytes and the answers of one machine; hostile bytes do no harm; nothing is lost when memory is. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "pareto_reference.h"
#include "patron/rules/pareto.h"
#include "rules/pareto_bytes.h"
#include "rules/pareto_state.h"

enum { ROWS = 7000, MOST = 1 << 18, PARTS = 7, CUTS = 3 };

static const int64_t CUT[CUTS] = {500000, 800000, 950000};

static uint64_t seed;

static uint64_t next_random(void)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

typedef struct book { int32_t kind; int64_t n; int64_t whole[ROWS]; double real[ROWS]; } book;
typedef struct blob { unsigned char bytes[MOST]; int64_t len; } blob;

static book rows;

enum { ORDINARY, TIES, DECADES, NESTED, SUBNORMAL, KINDS };

static void make(int32_t shape, int32_t kind, int64_t n)
{
  rows.kind = kind;
  rows.n = n;
  for (int64_t i = 0; i < n; i++) {
    const uint64_t r = next_random();
    double value = (1.0 + (double)(r >> 12 & 0xffffffffu) / 4294967296.0) * (double)((int64_t)1 << r % 20);
    if (shape == TIES) value = (double)(r % 900 + 1);
    if (shape == DECADES) value = patron__double_from_bits((r % 2040 << 52) | r >> 12);
    if (shape == NESTED) value = 1048576.0 * (1.0 + (double)(r & 63) / 64.0 + (double)(r >> 8 & 63) / 2097152.0 + (double)(r >> 16 & 63) / 68719476736.0);
    if (shape == SUBNORMAL) value = patron__double_from_bits(r % 400000 + 1);
    if (r % 37 == 0) value = -value;
    if (r % 41 == 0) value = 0.0;
    rows.real[i] = value;
    rows.whole[i] = value > 9e15 ? INT64_MAX - (int64_t)(r % 5000) : value < -9e15 ? INT64_MIN : shape == SUBNORMAL ? (int64_t)(r % 400000) : (int64_t)(value * 100.0);
  }
}

static void save(const patron_pareto_state *state, blob *out)
{
  int64_t needed = 0;
  assert_int_equal(patron_pareto_state_save(state, NULL, 0, &needed), PATRON_OK);
  assert_true(needed > 0 && needed <= MOST);
  assert_int_equal(patron_pareto_state_save(state, out->bytes, needed - 1, &out->len), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(patron_pareto_state_save(state, out->bytes, needed, &out->len), PATRON_OK);
  assert_int_equal(out->len, needed);
}

static patron_pareto_state *reload(patron_pareto_state *state)
{
  static blob there, back;
  patron_pareto_state *loaded = NULL;
  save(state, &there);
  patron_pareto_state_destroy(state);
  assert_int_equal(patron_pareto_state_load(NULL, there.bytes, there.len, &loaded), PATRON_OK);
  save(loaded, &back);
  assert_int_equal(back.len, there.len);
  assert_memory_equal(back.bytes, there.bytes, (size_t)there.len);
  return loaded;
}

static void add(patron_pareto_state *state, int64_t first, int64_t count)
{
  if (rows.kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_state_accumulate_i64(state, rows.whole + first, NULL, count), PATRON_OK);
  else assert_int_equal(patron_pareto_state_accumulate_f64(state, rows.real + first, NULL, count), PATRON_OK);
}

static patron_pareto_state *state_of(const blob *plan)
{
  patron_pareto_state *state = NULL;
  assert_int_equal(patron_pareto_state_create(NULL, rows.kind, plan ? plan->bytes : NULL, plan ? plan->len : 0, &state), PATRON_OK);
  return state;
}

/* Random parts, some of them empty, merged two at a time in random order; every state goes through bytes. */
static patron_pareto_state *in_parts(const blob *plan, int32_t parts)
{
  patron_pareto_state *states[PARTS];
  int64_t ends[PARTS], at = 0;
  for (int32_t p = 0; p + 1 < parts; p++) ends[p] = (int64_t)(next_random() % (uint64_t)(rows.n + 1));
  ends[parts - 1] = rows.n;
  for (int32_t p = 0; p < parts; p++) {
    const int64_t end = ends[p] > at ? ends[p] : p == parts - 1 ? rows.n : at;
    states[p] = reload(state_of(plan));
    add(states[p], at, (end - at) / 2);
    states[p] = reload(states[p]);
    add(states[p], at + (end - at) / 2, end - at - (end - at) / 2);
    states[p] = reload(states[p]);
    at = end;
  }
  for (; parts > 1; parts--) {
    const int32_t a = (int32_t)(next_random() % (uint64_t)parts), other = (int32_t)(next_random() % (uint64_t)(parts - 1)), b = other < a ? other : other + 1;
    assert_int_equal(patron_pareto_state_merge(states[a], states[b]), PATRON_OK);
    patron_pareto_state_destroy(states[b]);
    states[a] = reload(states[a]);
    states[b] = states[parts - 1];
    if (a == parts - 1) states[b] = states[a];
  }
  return states[0];
}

static int is_open(const blob *plan)
{
  for (int32_t k = 0; k < CUTS; k++) {
    patron_pareto_result result = {.struct_size = sizeof result};
    if (patron_pareto_plan_result(plan->bytes, plan->len, k, &result) == PATRON_UNKNOWN) return 1;
  }
  return 0;
}

static void check_answers(const blob *plan)
{
  static int64_t keys[ROWS];
  static reference expected;
  for (int64_t i = 0; i < rows.n; i++) keys[i] = rows.kind == PATRON_PARETO_I64 ? rows.whole[i] : (int64_t)(patron__double_bits(rows.real[i]) & ~(rows.real[i] == 0.0 ? UINT64_C(1) << 63 : 0));
  reference_pareto(keys, rows.n, rows.kind == PATRON_PARETO_F64, CUT, CUTS, &expected);
  for (int32_t k = 0; k < CUTS; k++) {
    patron_pareto_result got = {.struct_size = sizeof got}, direct = {.struct_size = sizeof direct};
    assert_int_equal(patron_pareto_plan_result(plan->bytes, plan->len, k, &got), PATRON_OK);
    if (rows.kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_cutoff_i64(rows.whole, NULL, rows.n, CUT[k], NULL, &direct), PATRON_OK);
    else assert_int_equal(patron_pareto_cutoff_f64(rows.real, NULL, rows.n, CUT[k], NULL, &direct), PATRON_OK);
    assert_memory_equal(&got, &direct, sizeof got);
    assert_int_equal(got.n_positive, expected.n_positive);
    if (expected.n_positive == 0) continue;
    assert_true(got.total_f64 == expected.total);
    assert_int_equal(got.n_inside, expected.cut[k].inside);
    assert_int_equal(got.n_minimum, expected.cut[k].minimum);
    assert_true(rows.kind == PATRON_PARETO_I64 ? got.cutoff_i64 == expected.cut[k].cutoff_i64 : got.cutoff_f64 == expected.cut[k].cutoff);
  }
}

static void partitions_merges_and_journeys_change_no_byte(void **state)
{
  static const int64_t sizes[] = {0, 60, 4095, ROWS};
  static const int32_t parts[] = {2, PARTS};
  static blob expected, got, plan, next;
  (void)state;
  seed = 4711;
  for (int32_t shape = 0; shape < KINDS; shape++) {
    for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
      for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const blob *with = NULL;
        int32_t passes = 0;
        make(shape, kind, sizes[s]);
        do {
          patron_pareto_state *one = state_of(with);
          add(one, 0, rows.n);
          save(one, &expected);
          for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            patron_pareto_state *other = in_parts(with, parts[p]);
            save(other, &got);
            assert_int_equal(got.len, expected.len);
            assert_memory_equal(got.bytes, expected.bytes, (size_t)got.len);
            assert_int_equal(patron_pareto_state_next(other, with ? NULL : CUT, with ? 0 : CUTS, next.bytes, MOST, &next.len), PATRON_OK);
            patron_pareto_state_destroy(other);
          }
          patron_pareto_state_destroy(one);
          plan = next;
          with = &plan;
          assert_true(++passes <= 6);
        } while (is_open(&plan));
        check_answers(&plan);
      }
    }
  }
}

static void the_hash_of_the_plan_tells_which_states_merge(void **state)
{
  static blob first, one, two;
  patron_pareto_state *a, *b;
  (void)state;
  seed = 11;
  make(ORDINARY, PATRON_PARETO_I64, ROWS);
  a = state_of(NULL);
  add(a, 0, rows.n);
  assert_int_equal(patron_pareto_state_next(a, CUT, CUTS, first.bytes, MOST, &first.len), PATRON_OK);
  b = reload(state_of(&first));
  save(a, &one);
  save(b, &two);
  assert_memory_not_equal(one.bytes + 16, two.bytes + 16, 8);
  assert_int_equal(patron_pareto_state_merge(a, b), PATRON_E_STATE);
  assert_int_equal(patron_pareto_state_merge(b, a), PATRON_E_STATE);
  patron_pareto_state_destroy(a);
  patron_pareto_state_destroy(b);
}

static void seal(blob *of)
{
  uint32_t sum;
  for (int i = 0; i < 8; i++) of->bytes[8 + i] = (unsigned char)(of->len >> 8 * i);
  sum = patron__crc32(of->bytes, of->len - 4);
  for (int i = 0; i < 4; i++) of->bytes[of->len - 4 + i] = (unsigned char)(sum >> 8 * i);
}

/* Either refused, or a state: then it saves as the very same bytes, and all that can be done with it ends well or with an error. */
static void use(const blob *of, int64_t *accepted)
{
  static blob again, plan;
  patron_pareto_state *state = NULL, *twin = NULL;
  const patron_status status = patron_pareto_state_load(NULL, of->bytes, of->len, &state);
  if (status != PATRON_OK) {
    assert_int_equal(status, PATRON_E_FORMAT);
    assert_null(state);
    return;
  }
  ++*accepted;
  save(state, &again);
  assert_int_equal(again.len, of->len);
  assert_memory_equal(again.bytes, of->bytes, (size_t)of->len);
  assert_true(patron_pareto_state_next(state, CUT, CUTS, plan.bytes, MOST, &plan.len) <= PATRON_OK);
  assert_int_equal(patron_pareto_state_load(NULL, of->bytes, of->len, &twin), PATRON_OK);
  assert_true(patron_pareto_state_merge(state, twin) <= PATRON_OK);
  assert_true(patron_pareto_state_accumulate_i64(state, rows.whole, NULL, 8) <= PATRON_OK);
  assert_true(patron_pareto_state_accumulate_f64(state, rows.real, NULL, 8) <= PATRON_OK);
  assert_int_equal(patron_pareto_state_save(state, again.bytes, MOST, &again.len), PATRON_OK);
  patron_pareto_state_destroy(twin);
  patron_pareto_state_destroy(state);
}

static void damaged_bytes_are_refused(void **state)
{
  static blob good, bad;
  patron_pareto_state *of, *none = NULL;
  (void)state;
  seed = 12;
  for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
    make(ORDINARY, kind, 200);
    of = state_of(NULL);
    add(of, 0, rows.n);
    save(of, &good);
    for (int64_t i = 0; i < good.len; i++) {
      bad = good;
      bad.bytes[i] ^= (unsigned char)(1u << i % 8);
      assert_int_equal(patron_pareto_state_load(NULL, bad.bytes, bad.len, &none), PATRON_E_FORMAT);
      assert_int_equal(patron_pareto_state_load(NULL, good.bytes, i, &none), PATRON_E_FORMAT);
    }
    patron_pareto_state_destroy(of);
  }
  assert_int_equal(patron_pareto_state_load(NULL, NULL, 0, &none), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_load(NULL, good.bytes, -1, &none), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_load(NULL, good.bytes, good.len, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(patron_pareto_state_save(NULL, good.bytes, MOST, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_null(none);
}

static void forged_bytes_do_no_harm(void **state)
{
  static blob good, bad, first;
  int64_t accepted = 0;
  (void)state;
  seed = 13;
  for (int32_t round = 0; round < 8; round++) {
    const int32_t kind = round % 2 ? PATRON_PARETO_I64 : PATRON_PARETO_F64, later = round / 4;
    patron_pareto_state *of;
    make(round / 2 % 2 ? NESTED : DECADES, kind, later ? ROWS : round < 2 ? 40 : 6000);
    of = state_of(NULL);
    add(of, 0, rows.n);
    if (later) {
      assert_int_equal(patron_pareto_state_next(of, CUT, CUTS, first.bytes, MOST, &first.len), PATRON_OK);
      patron_pareto_state_destroy(of);
      of = state_of(&first);
      add(of, 0, rows.n);
    }
    save(of, &good);
    patron_pareto_state_destroy(of);
    for (int32_t i = 0; i < 200; i++) {
      memcpy(bad.bytes, good.bytes, (size_t)good.len);
      bad.len = good.len;
      for (uint64_t changes = next_random() % 3 + 1; changes > 0; changes--) {
        const int64_t reach = i % 2 ? good.len - 4 : later ? first.len + 100 : 120;
        const int64_t at = (int64_t)(next_random() % (uint64_t)(reach < good.len - 4 ? reach : good.len - 4));
        bad.bytes[at] = next_random() % 3 == 0 ? 0xff : (unsigned char)(next_random() % 2 ? next_random() : bad.bytes[at] + 1u);
      }
      if (i % 10 == 0) bad.len = (int64_t)(next_random() % (uint64_t)good.len);
      if (bad.len < 16) bad.len = 16;
      seal(&bad);
      use(&bad, &accepted);
    }
  }
  assert_true(accepted > 0);
}

/* Takes the place of one field and seals again. */
static void assert_refused(const blob *good, int64_t at, uint64_t value, int32_t width)
{
  static blob bad;
  patron_pareto_state *none = NULL;
  memcpy(bad.bytes, good->bytes, (size_t)good->len);
  bad.len = good->len;
  for (int32_t i = 0; i < width; i++) bad.bytes[at + i] = (unsigned char)(value >> 8 * i);
  seal(&bad);
  assert_int_equal(patron_pareto_state_load(NULL, bad.bytes, bad.len, &none), PATRON_E_FORMAT);
}

/* The state of 3, 3, 10, -4: offsets by the description of the layout. */
static void each_field_is_checked(void **state)
{
  static const int64_t values[] = {3, 3, 10, -4};
  static blob good;
  patron_pareto_state *of = NULL;
  (void)state;
  assert_int_equal(patron_pareto_state_create(NULL, PATRON_PARETO_I64, NULL, 0, &of), PATRON_OK);
  assert_int_equal(patron_pareto_state_accumulate_i64(of, values, NULL, 4), PATRON_OK);
  save(of, &good);
  patron_pareto_state_destroy(of);
  assert_int_equal(good.len, 40 + 16 + 16 + 8 + 4 + 4);
  assert_refused(&good, 4, 2, 4);                    /* a later version */
  assert_refused(&good, 16, 1, 8);                   /* the hash of no plan */
  assert_refused(&good, 24, 8, 8);                   /* a plan where none is */
  assert_refused(&good, 32, 3, 4);                   /* kind */
  assert_refused(&good, 36, 2, 4);                   /* maps */
  assert_refused(&good, 40, UINT64_MAX, 8);          /* rows under 0 */
  assert_refused(&good, 40, 2, 8);                   /* fewer than the positive ones */
  assert_refused(&good, 40, UINT64_C(1) << 57, 8);   /* more than there can be */
  assert_refused(&good, 48, 2, 8);                   /* positive rows other than the entries have */
  assert_refused(&good, 48, 4, 8);
  assert_refused(&good, 56, 17, 8);                  /* a net sum over that of the positive values */
  assert_refused(&good, 64, INT64_MAX, 8);
  assert_refused(&good, 72, 0, 4);                   /* precision */
  assert_refused(&good, 72, 64, 4);
  assert_refused(&good, 72, 20, 4);                  /* coarser than it need be */
  assert_refused(&good, 76, 1, 4);                   /* entries */
  assert_refused(&good, 76, 4096, 4);
  assert_refused(&good, 80, 0x80, 1);                /* a number that is not as short as it could be */
  assert_refused(&good, 81, 5, 1);                   /* more rows than are left */
}

/* A state of no rows, with one entry written into its first map: as many entries are skipped as there are keys before `key`. */
static patron_status load_with_one_entry(const blob *empty, int64_t key)
{
  static blob forged;
  patron_pareto_state *loaded = NULL;
  patron_status status;
  patron__writer to = {forged.bytes, 0};
  const int64_t maps = 2 * 4, tail = maps * 2 + 4;   /* of two maps precision and entries, then the checksum */
  patron__put_bytes(&to, empty->bytes, empty->len - tail - 16);
  patron__put(&to, 1, 8);   /* one row, positive */
  patron__put(&to, 1, 8);
  patron__put(&to, 63, 4);
  patron__put(&to, 1, 4);
  patron__put_varying(&to, (patron__i128){(uint64_t)key, 0});
  patron__put_varying(&to, (patron__i128){0, 0});
  patron__put_bytes(&to, empty->bytes + empty->len - 4 - maps, maps);
  forged.len = to.length + 4;
  seal(&forged);
  status = patron_pareto_state_load(NULL, forged.bytes, forged.len, &loaded);
  patron_pareto_state_destroy(loaded);
  return status;
}

/* What a later pass counts lies between the two ends of the range that its plan asks for. */
static void entries_outside_the_range_of_the_plan_are_refused(void **state)
{
  static const int64_t cuts[2] = {500000, 950000};
  static blob first, empty;
  int64_t low, high;
  patron_pareto_state *of;
  (void)state;
  seed = 15;
  make(ORDINARY, PATRON_PARETO_I64, ROWS);
  of = state_of(NULL);
  add(of, 0, rows.n);
  assert_int_equal(patron_pareto_state_next(of, cuts, 2, first.bytes, MOST, &first.len), PATRON_OK);
  patron_pareto_state_destroy(of);
  of = state_of(&first);
  assert_int_equal(of->nmaps, 2);
  low = of->plan->cut[0].low;
  high = of->plan->cut[0].high;
  assert_true(low > 1 && low < high);
  save(of, &empty);
  patron_pareto_state_destroy(of);
  assert_int_equal(load_with_one_entry(&empty, low), PATRON_OK);
  assert_int_equal(load_with_one_entry(&empty, high), PATRON_OK);
  assert_int_equal(load_with_one_entry(&empty, low - 1), PATRON_E_FORMAT);
  assert_int_equal(load_with_one_entry(&empty, high + 1), PATRON_E_FORMAT);
}

static void more_rows_than_there_can_be_are_refused(void **state)
{
  static const int64_t values[] = {3, -4};
  static blob good;
  patron_pareto_state *of = NULL, *huge = NULL;
  (void)state;
  assert_int_equal(patron_pareto_state_create(NULL, PATRON_PARETO_I64, NULL, 0, &of), PATRON_OK);
  assert_int_equal(patron_pareto_state_accumulate_i64(of, values, NULL, 2), PATRON_OK);
  save(of, &good);
  for (int i = 0; i < 8; i++) good.bytes[40 + i] = (unsigned char)(UINT64_C(1) << 56 >> 8 * i);
  seal(&good);
  assert_int_equal(patron_pareto_state_load(NULL, good.bytes, good.len, &huge), PATRON_OK);
  assert_int_equal(patron_pareto_state_merge(of, huge), PATRON_E_RANGE);
  assert_int_equal(patron_pareto_state_merge(huge, of), PATRON_E_RANGE);
  assert_int_equal(patron_pareto_state_accumulate_i64(huge, values, NULL, 1), PATRON_E_RANGE);
  patron_pareto_state_destroy(of);
  patron_pareto_state_destroy(huge);
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
  static blob first, good, got;
  patron_pareto_state *of;
  (void)state;
  seed = 14;
  make(ORDINARY, PATRON_PARETO_F64, ROWS);
  of = state_of(NULL);
  add(of, 0, rows.n);
  assert_int_equal(patron_pareto_state_next(of, CUT, CUTS, first.bytes, MOST, &first.len), PATRON_OK);
  patron_pareto_state_destroy(of);
  of = state_of(&first);
  add(of, 0, rows.n);
  save(of, &good);
  patron_pareto_state_destroy(of);
  for (int64_t k = 1;; k++) {
    poor purse = {k, 0};
    const patron_allocator allocator = {.struct_size = sizeof allocator, .user = &purse, .allocate = poor_allocate, .release = poor_release};
    patron_pareto_state *loaded = NULL;
    patron_status status = patron_pareto_state_load(&allocator, good.bytes, good.len, &loaded);
    if (status == PATRON_OK) status = patron_pareto_state_save(loaded, got.bytes, MOST, &got.len);
    patron_pareto_state_destroy(loaded);
    assert_int_equal(purse.outstanding, 0);
    if (status == PATRON_OK) break;
    assert_int_equal(status, PATRON_E_NO_MEMORY);
    assert_true(k < 1000);
  }
  assert_int_equal(got.len, good.len);
  assert_memory_equal(got.bytes, good.bytes, (size_t)got.len);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(partitions_merges_and_journeys_change_no_byte),
    cmocka_unit_test(the_hash_of_the_plan_tells_which_states_merge),
    cmocka_unit_test(damaged_bytes_are_refused),
    cmocka_unit_test(forged_bytes_do_no_harm),
    cmocka_unit_test(each_field_is_checked),
    cmocka_unit_test(entries_outside_the_range_of_the_plan_are_refused),
    cmocka_unit_test(more_rows_than_there_can_be_are_refused),
    cmocka_unit_test(every_failing_allocation_is_survived),
  };
  return cmocka_run_group_tests_name("pareto_state_bytes", tests, NULL, NULL);
}
