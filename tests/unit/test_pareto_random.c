/* Pareto classes of made-up rows of every kind, against the plain way: sorted and added up one by one. And what must not change anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "pareto_reference.h"
#include "rules/pareto.h"

enum { ROWS = 60000, CUTS = 24 };

static uint64_t seed;

static uint64_t next_random(void)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

typedef struct book {
  int32_t is_double, ngroups, ncuts, threads, portable;
  int64_t n;
  int64_t keys[ROWS];
  int32_t groups[ROWS];
  uint8_t validity[ROWS / 8 + 1];
  int64_t cuts[CUTS];
} book;

typedef struct answer {
  patron_status status;
  int8_t classes[ROWS];
  int8_t outcome[ROWS];
  int64_t n[ROWS], n_positive[ROWS], total_i64[ROWS], net_i64[ROWS];
  double total_f64[ROWS], net_f64[ROWS];
  int64_t cutoff_i64[ROWS * 2], n_inside[ROWS * 2], n_minimum[ROWS * 2], sum_i64[ROWS * 2];
  double cutoff_f64[ROWS * 2], sum_f64[ROWS * 2];
} answer;

static book rows, other;
static answer got, again;

static double scaled(double value, int32_t exponent)
{
  for (; exponent > 0; exponent--) value *= 2.0;
  for (; exponent < 0; exponent++) value /= 2.0;
  return value;
}

/* The kinds of values that choose different ways through the code. */
enum { ORDINARY, EQUAL, THREE, NARROW, DECADES, TIES, OUTLIERS, LARGE, LOSSES, NESTED, KINDS };

static double pick(int32_t kind, uint64_t r)
{
  const double unit = (double)(r >> 12 & 0xffffffffu) / 4294967296.0;
  switch (kind) {
  case EQUAL: return 1234.5;
  case THREE: return r % 3 == 0 ? 1.0 : r % 3 == 1 ? 1000.25 : 1e6;
  case NARROW: return 1e9 + unit;
  case DECADES: return scaled(1.0 + unit, (int32_t)(r % 2000) - 1060);
  case TIES: return (double)(1 + r % 40);
  case OUTLIERS: return r % 1000 == 0 ? 1e12 : r % 1001 == 0 ? 1e-6 : 100.0 + unit;
  case LARGE: return scaled(1.0 + unit, (int32_t)(r % 9) + 53);
  case LOSSES: return (unit - 0.6) * 1e5;
  case NESTED: return scaled(1.0, 40 - (int32_t)(r % 41)) * (1.0 + scaled((double)(r >> 8 & 15), -4) + scaled((double)(r >> 16 & 15), -30) + scaled((double)(r >> 24 & 15), -48));
  default: return scaled(1.0 + unit, (int32_t)(r % 18)) / 3.0;
  }
}

static void make(book *of, int32_t kind, int32_t is_double, int64_t n, int32_t ngroups, int32_t ncuts, int32_t with_unknowns)
{
  of->is_double = is_double;
  of->n = n;
  of->ngroups = ngroups;
  of->ncuts = ncuts;
  of->threads = 1;
  of->portable = 0;
  memset(of->validity, 0xff, sizeof of->validity);
  for (int64_t i = 0; i < n; i++) {
    const double value = pick(kind, next_random());
    const double sign = kind != LOSSES && next_random() % 29 == 0 ? -1.0 : 1.0, factor = next_random() % 31 == 0 ? 0.0 : sign;
    of->groups[i] = (int32_t)(next_random() % (uint64_t)ngroups);
    if (is_double) of->keys[i] = (int64_t)patron__double_bits(value * factor);
    else of->keys[i] = value > 9e18 ? (int64_t)9e18 : (int64_t)(value * (value < 1e15 ? 100.0 : 1.0)) * (int64_t)factor;
    if (with_unknowns && next_random() % 11 == 0) {
      of->validity[i / 8] = (uint8_t)(of->validity[i / 8] & ~(1u << i % 8));
      of->keys[i] = -1;   /* as a double not a number: may not be read */
    }
    if (with_unknowns && next_random() % 13 == 0) of->groups[i] = -1 - (int32_t)(next_random() % 2);
  }
  for (int32_t k = 0; k < ncuts; k++) of->cuts[k] = ncuts == 2 ? (k == 0 ? 800000 : 950000) : 1000000 * (int64_t)(k + 1) / ncuts;
}

static void ask(const book *of, answer *out)
{
  const patron_pareto_groups into = {sizeof into, 0, out->outcome, out->n, out->n_positive, out->total_i64, out->total_f64, out->cutoff_i64, out->cutoff_f64,
                                     out->n_inside, out->n_minimum, out->net_i64, out->net_f64, out->sum_i64, out->sum_f64};
  memset(out, 99, sizeof *out);
  {
    const patron__pareto_call call = {of->is_double ? PATRON_PARETO_F64 : PATRON_PARETO_I64, of->threads, of->portable, of->keys, of->validity, of->groups, of->n, of->ngroups, of->ncuts,
                                      of->cuts, NULL, out->classes, &into};
    out->status = patron__pareto_run(&call);
  }
  assert_int_equal(out->status, PATRON_OK);
}

static int known(const book *of, int64_t row)
{
  return of->groups[row] >= 0 && (of->validity[row / 8] >> row % 8 & 1);
}

static double net_of(const int64_t *keys, int64_t n, int32_t is_double)
{
  patron__exact_sum sum;
  patron__i128 whole = {0, 0};
  patron__exact_sum_clear(&sum);
  for (int64_t i = 0; i < n; i++) {
    if (is_double) patron__exact_sum_add(&sum, patron__double_from_bits((uint64_t)keys[i]));
    else patron__i128_add(&whole, keys[i]);
  }
  return is_double ? patron__exact_sum_round(&sum) : patron__i128_to_double(whole);
}

static void check_group(const book *of, const answer *out, int32_t group)
{
  static int64_t keys[ROWS];
  reference expected;
  int64_t n = 0;
  for (int64_t i = 0; i < of->n; i++) {
    if (known(of, i) && of->groups[i] == group) keys[n++] = of->keys[i];
  }
  assert_true(out->net_f64[group] == net_of(keys, n, of->is_double));
  reference_pareto(keys, n, of->is_double, of->cuts, of->ncuts, &expected);
  assert_int_equal(out->n[group], expected.n);
  assert_int_equal(out->n_positive[group], expected.n_positive);
  assert_true(out->total_f64[group] == expected.total);
  assert_int_equal(out->outcome[group], expected.n == 0 ? PATRON_PARETO_EMPTY : expected.n_positive == 0 ? PATRON_PARETO_NO_POSITIVE : PATRON_PARETO_OK);
  for (int32_t k = 0; k < of->ncuts; k++) {
    const int64_t at = (int64_t)group * of->ncuts + k;
    assert_int_equal(out->cutoff_i64[at], expected.cut[k].cutoff_i64);
    assert_true(out->cutoff_f64[at] == expected.cut[k].cutoff);
    assert_int_equal(out->n_inside[at], expected.cut[k].inside);
    assert_int_equal(out->n_minimum[at], expected.cut[k].minimum);
    assert_true(out->sum_f64[at] == expected.cut[k].sum);
  }
}

static void check_classes(const book *of, const answer *out)
{
  for (int64_t i = 0; i < of->n; i++) {
    int32_t expected = 0;
    if (!known(of, i)) {
      expected = -2;
    } else if (of->is_double ? !(patron__double_from_bits((uint64_t)of->keys[i]) > 0.0) : of->keys[i] <= 0) {
      expected = -1;
    } else {
      for (int32_t k = 0; k < of->ncuts; k++) {
        const int64_t at = (int64_t)of->groups[i] * of->ncuts + k;
        expected += of->is_double ? patron__double_from_bits((uint64_t)of->keys[i]) < out->cutoff_f64[at] : of->keys[i] < out->cutoff_i64[at];
      }
    }
    if (out->classes[i] != expected) fail_msg("row %d is in class %d, not %d", (int)i, out->classes[i], expected);
  }
}

/* Who asks for classes alone is answered a shorter way. */
static void check_classes_alone(const book *of, const answer *out)
{
  const patron__pareto_call call = {of->is_double ? PATRON_PARETO_F64 : PATRON_PARETO_I64, of->threads, of->portable, of->keys, of->validity, of->groups, of->n, of->ngroups, of->ncuts,
                                    of->cuts, NULL, again.classes, NULL};
  assert_int_equal(patron__pareto_run(&call), PATRON_OK);
  assert_memory_equal(again.classes, out->classes, (size_t)of->n);
}

static void check(const book *of)
{
  ask(of, &got);
  for (int32_t g = 0; g < of->ngroups; g++) check_group(of, &got, g);
  check_classes(of, &got);
  check_classes_alone(of, &got);
}

static void every_kind_of_values_agrees_with_the_plain_way(void **state)
{
  static const int64_t sizes[] = {1, 7, 300, 5000, 40000};
  (void)state;
  seed = 20240229;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    for (int32_t is_double = 0; is_double < 2; is_double++) {
      for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        make(&rows, kind, is_double, sizes[s], 1, 2, (int32_t)(s & 1));
        check(&rows);
        make(&rows, kind, is_double, sizes[s], 5, 3, 1);
        check(&rows);
      }
    }
  }
}

static void many_cuts_agree_with_the_plain_way(void **state)
{
  (void)state;
  seed = 77;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    for (int32_t ncuts = 1; ncuts <= CUTS; ncuts += 23) {
      make(&rows, kind, kind & 1, 20000, 3, ncuts, 0);
      check(&rows);
      make(&rows, kind, !(kind & 1), 3000, 40, ncuts, 0);
      check(&rows);
    }
  }
}

static void many_tiny_groups_agree_with_the_plain_way(void **state)
{
  (void)state;
  seed = 78;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    make(&rows, kind, kind & 1, 4000, 700, 2, 1);
    check(&rows);
    make(&rows, kind, !(kind & 1), 4000, 500, 3, 0);
    check(&rows);
  }
}

/* A few values as large as they can be beside one that is so small that all together just do, or just do not, fit into whole numbers of 128 bits with room for a share. */
static void values_at_the_end_of_what_fits_together_agree_with_the_plain_way(void **state)
{
  enum { EACH = 22, GROUPS = 300 };
  (void)state;
  seed = 79;
  for (int32_t spread = 44; spread < 64; spread++) {
    make(&rows, TIES, 1, (int64_t)EACH * GROUPS, GROUPS, 2, 0);
    for (int64_t i = 0; i < rows.n; i++) {
      const double unit = (double)(next_random() >> 12) / 4503599627370496.0;
      const int32_t group = (int32_t)(i / EACH), large = i % EACH < 1 + group % EACH;
      rows.groups[i] = group;
      rows.keys[i] = (int64_t)patron__double_bits(scaled(1.0 + unit, large ? spread : 0));
    }
    check(&rows);
  }
}

static void row_order_changes_nothing(void **state)
{
  static int64_t place[ROWS];
  (void)state;
  seed = 79;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    make(&rows, kind, 1, 30000, 4, 2, 1);
    ask(&rows, &got);
    other = rows;
    memset(other.validity, 0, sizeof other.validity);
    for (int64_t i = 0; i < rows.n; i++) place[i] = i;
    for (int64_t i = rows.n - 1; i > 0; i--) {
      const int64_t j = (int64_t)(next_random() % (uint64_t)(i + 1)), swap = place[i];
      place[i] = place[j];
      place[j] = swap;
    }
    for (int64_t i = 0; i < rows.n; i++) {
      other.keys[i] = rows.keys[place[i]];
      other.groups[i] = rows.groups[place[i]];
      if (rows.validity[place[i] / 8] >> place[i] % 8 & 1) other.validity[i / 8] = (uint8_t)(other.validity[i / 8] | 1u << i % 8);
    }
    ask(&other, &again);
    for (int64_t i = 0; i < rows.n; i++) assert_int_equal(again.classes[i], got.classes[place[i]]);
    memset(again.classes, 0, sizeof again.classes);
    memset(got.classes, 0, sizeof got.classes);
    assert_memory_equal(&again, &got, sizeof got);
  }
}

static void thread_count_changes_nothing(void **state)
{
  static const int32_t counts[] = {2, 3, 7};
  (void)state;
  seed = 80;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    make(&rows, kind, kind & 1, 50000, 6, 2, 1);
    ask(&rows, &got);
    for (int32_t t = 0; t < 3; t++) {
      rows.threads = counts[t];
      ask(&rows, &again);
      assert_memory_equal(&again, &got, sizeof got);
    }
  }
}

static void loops_for_newer_processors_give_the_same_bytes(void **state)
{
  (void)state;
  seed = 85;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    make(&rows, kind, !(kind & 1), 50000, 6, kind % 4 + 1, kind % 3 == 0);
    ask(&rows, &got);
    rows.portable = 1;
    ask(&rows, &again);
    assert_memory_equal(&again, &got, sizeof got);
  }
}

/* A range that was guessed from some rows, and one row between those that proves it wrong. */
static void surprises_change_nothing(void **state)
{
  (void)state;
  seed = 86;
  for (int32_t is_double = 0; is_double < 2; is_double++) {
    for (int32_t surprise = 0; surprise < 7; surprise++) {
      const int64_t row = 41230 + surprise, at_end = surprise % 2 ? row : 10;
      make(&rows, ORDINARY, is_double, 60000, 4, 2, 0);
      check(&rows);
      if (surprise == 0) rows.keys[at_end] = is_double ? (int64_t)0x7fe << 52 : INT64_MAX;
      if (surprise == 1) rows.keys[at_end] = 1;
      if (surprise == 2) rows.keys[at_end] = is_double ? (int64_t)patron__double_bits(-1e300) : INT64_MIN;
      if (surprise == 3) rows.keys[at_end] = is_double ? (int64_t)patron__double_bits(-1e-300) : -1;
      if (surprise == 4) rows.groups[at_end] = -1;
      if (surprise == 5) rows.validity[at_end / 8] = 0;
      if (surprise == 6) rows.keys[at_end] = 0;
      check(&rows);
      rows.threads = 3;
      ask(&rows, &again);
      assert_memory_equal(&again, &got, sizeof got);
    }
  }
}

static void a_wrong_row_among_ordinary_ones_is_found(void **state)
{
  (void)state;
  seed = 87;
  make(&rows, ORDINARY, 1, 60000, 4, 2, 0);
  rows.groups[41231] = 4;
  assert_int_equal(patron__pareto_classes_f64((const double *)(const void *)rows.keys, NULL, rows.groups, rows.n, 4, rows.cuts, 2, 2, NULL, NULL, NULL), PATRON_E_RANGE);
  assert_int_equal(patron__pareto_classes_i64(rows.keys, NULL, rows.groups, rows.n, 4, rows.cuts, 2, 2, NULL, NULL, NULL), PATRON_E_RANGE);
  rows.groups[41231] = 3;
  rows.keys[41231] = (int64_t)0x7ff << 52;
  assert_int_equal(patron__pareto_classes_f64((const double *)(const void *)rows.keys, NULL, rows.groups, rows.n, 4, rows.cuts, 2, 2, NULL, NULL, NULL), PATRON_E_NOT_FINITE);
  rows.keys[41231] = -1;
  assert_int_equal(patron__pareto_classes_f64((const double *)(const void *)rows.keys, NULL, rows.groups, rows.n, 4, rows.cuts, 2, 2, NULL, NULL, NULL), PATRON_E_NOT_FINITE);
}

static void another_currency_changes_no_class(void **state)
{
  (void)state;
  seed = 81;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    if (kind == DECADES || kind == LARGE) continue;   /* these fill the range already */
    make(&rows, kind, 0, 30000, 3, 2, 0);
    ask(&rows, &got);
    for (int64_t i = 0; i < rows.n; i++) rows.keys[i] *= 1000;
    ask(&rows, &again);
    assert_memory_equal(again.classes, got.classes, (size_t)rows.n);
    for (int32_t at = 0; at < 6; at++) assert_int_equal(again.cutoff_i64[at], got.cutoff_i64[at] * 1000);
  }
}

static void customers_of_another_group_change_nothing(void **state)
{
  (void)state;
  seed = 82;
  for (int32_t is_double = 0; is_double < 2; is_double++) {
    make(&rows, ORDINARY, is_double, 30000, 3, 2, 0);
    ask(&rows, &got);
    for (int64_t i = 0; i < rows.n; i++) {
      const double huge = 1e15 * (double)(i + 1);
      if (rows.groups[i] == 2) rows.keys[i] = is_double ? (int64_t)patron__double_bits(huge) : (int64_t)1 << 60;
    }
    ask(&rows, &again);
    for (int64_t i = 0; i < rows.n; i++) {
      if (rows.groups[i] != 2) assert_int_equal(again.classes[i], got.classes[i]);
    }
    assert_memory_equal(again.n_inside, got.n_inside, 4 * sizeof *got.n_inside);
    assert_memory_equal(again.sum_f64, got.sum_f64, 4 * sizeof *got.sum_f64);
  }
}

static void class_a_is_sufficient_and_minimal(void **state)
{
  (void)state;
  seed = 83;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    int64_t total = 0, inside = 0, least = INT64_MAX, ties = 0, members = 0;
    if (kind == DECADES || kind == LARGE) continue;   /* the sums of this test are int64 */
    make(&rows, kind, 0, 20000, 1, 2, 0);
    ask(&rows, &got);
    for (int64_t i = 0; i < rows.n; i++) {
      if (rows.keys[i] > 0) total += rows.keys[i];
      if (got.classes[i] != 0) continue;
      inside += rows.keys[i];
      least = rows.keys[i] < least ? rows.keys[i] : least;
      members++;
    }
    for (int64_t i = 0; i < rows.n; i++) ties += rows.keys[i] == least;
    assert_true(inside >= total - total / 5 - 1 && (inside - total) * 5 + total >= 0);
    assert_true((inside - least * ties - total) * 5 + total < 0);
    assert_int_equal(members, got.n_inside[0]);
    assert_int_equal(inside, got.sum_i64[0]);
    assert_int_equal(total, got.total_i64[0]);
  }
}

static void classes_add_up_to_all_rows(void **state)
{
  (void)state;
  seed = 84;
  for (int32_t kind = 0; kind < KINDS; kind++) {
    int64_t counted = 0;
    make(&rows, kind, kind & 1, 30000, 9, 3, 1);
    ask(&rows, &got);
    for (int64_t i = 0; i < rows.n; i++) counted += got.classes[i] >= -1;
    for (int32_t g = 0; g < rows.ngroups; g++) counted -= got.n[g];
    assert_int_equal(counted, 0);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_kind_of_values_agrees_with_the_plain_way),
    cmocka_unit_test(many_cuts_agree_with_the_plain_way),
    cmocka_unit_test(many_tiny_groups_agree_with_the_plain_way),
    cmocka_unit_test(values_at_the_end_of_what_fits_together_agree_with_the_plain_way),
    cmocka_unit_test(row_order_changes_nothing),
    cmocka_unit_test(thread_count_changes_nothing),
    cmocka_unit_test(loops_for_newer_processors_give_the_same_bytes),
    cmocka_unit_test(surprises_change_nothing),
    cmocka_unit_test(a_wrong_row_among_ordinary_ones_is_found),
    cmocka_unit_test(another_currency_changes_no_class),
    cmocka_unit_test(customers_of_another_group_change_nothing),
    cmocka_unit_test(class_a_is_sufficient_and_minimal),
    cmocka_unit_test(classes_add_up_to_all_rows),
  };
  return cmocka_run_group_tests_name("pareto_random", tests, NULL, NULL);
}
