/* The cut-offs of a group with one value another: whatever it is, those of a cut of all values together. */
#include "checks.h"

#include <string.h>

#include "random.h"
#include "stages/others.h"
#include "patron/rules/pareto.h"

enum { MOST = 12, BOOKS = 4000 };
static const int64_t cuts[] = {1, 500000, 800000, 950000, 1000000};
enum { CUTS = 5 };

/* Values of a few sizes, so that many are equal; some are 0, losses or unknown. */
static int64_t some_value(void) { return (int64_t)(random_bits() % 9) * (random_bits() % 3 ? 10 : 1) - 8; }

static void expect_same(int32_t type, const int64_t *all, int64_t count, int32_t open, const int64_t *money, const double *numbers)
{
  int8_t outcome = 0;
  int64_t wanted[CUTS];
  double wanted_numbers[CUTS], values[MOST + 1];
  patron_pareto_groups out;
  memset(&out, 0, sizeof out);
  out.struct_size = sizeof out;
  out.outcome = &outcome;
  out.cutoff_i64 = type == PATRON_MONEY ? wanted : NULL;
  out.cutoff_f64 = type == PATRON_MONEY ? NULL : wanted_numbers;
  for (int64_t i = 0; i < count; i++) values[i] = (double)all[i] / 4;
  if (type == PATRON_MONEY) expect_ok(patron_pareto_classes_i64(all, NULL, NULL, count, 1, cuts, CUTS, NULL, NULL, &out));
  else expect_ok(patron_pareto_classes_f64(values, NULL, NULL, count, 1, cuts, CUTS, NULL, NULL, &out));
  assert_int_equal(open, outcome == PATRON_PARETO_OK);
  for (int32_t c = 0; open && c < CUTS; c++) {
    if (type == PATRON_MONEY) assert_int_equal(money[c], wanted[c]);
    else assert_true(numbers[c] >= wanted_numbers[c] && numbers[c] <= wanted_numbers[c]);
  }
}

/* The first of the group is the one whose value is another; rows of another group and unknown ones do not count. */
static void try_book(patron_context *context, int32_t type)
{
  const int64_t rows = 1 + (int64_t)(random_bits() % MOST);
  int32_t groups[MOST];
  int64_t all[MOST + 1], count = 0;
  patron__column *column = NULL;
  patron__others others;
  expect_ok(patron__column_create(context, type, rows, &column));
  expect_ok(patron__column_need_validity(column));
  for (int64_t row = 0; row < rows; row++) {
    const int64_t value = some_value();
    groups[row] = row > 0 && (random_bits() % 5) == 0;
    if (row > 0 && (random_bits() % 6) == 0) { patron__column_set_unknown(column, row); continue; }
    if (type == PATRON_MONEY) ((int64_t *)column->values)[row] = value; else ((double *)column->values)[row] = (double)value / 4;
    if (row > 0 && groups[row] == 0) all[count++] = value;
  }
  expect_ok(patron__others_gather(context, column, groups, 0, 0, &others));
  for (int64_t value = -2; value < 100; value += 1 + (int64_t)(random_bits() % 7)) {
    int64_t money[CUTS];
    double numbers[CUTS];
    patron_status status = PATRON_OK;
    int32_t open = 0;
    all[count] = value;
    if (type == PATRON_MONEY) open = patron__others_cut_money(&others, value, cuts, CUTS, money);
    else status = patron__others_cut_number(context, &others, (double)value / 4, cuts, CUTS, numbers);
    if (type == PATRON_NUMBER) { assert_true(status == PATRON_OK || status == PATRON_UNKNOWN); open = status == PATRON_OK; }
    expect_same(type, all, count + 1, open, money, numbers);
  }
  patron__others_clear(context, &others);
  patron__column_drop(column);
}

static void cut_offs_with_another_value_are_those_of_all_values(void **state)
{
  patron_context *context = NULL;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  for (int i = 0; i < BOOKS; i++) try_book(context, i % 2 ? PATRON_MONEY : PATRON_NUMBER);
  patron_context_destroy(context);
}

/* 60, 30, 10 and another 60: 128 of 160 take 60, 60 and 30. With 29.99: 103.992 of 129.99 are not reached by 60 and 30, so that the own value is the cut-off; at 12.50 they are 80 %. */
static void the_worked_example(void **state)
{
  static const int64_t eighty[] = {800000}, values[] = {0, 6000, 1000, 3000};
  static const int64_t own[] = {10000, 6000, 2999, 1251, 1250, 0}, cut[] = {6000, 3000, 2999, 1251, 3000, 3000};
  static const int32_t groups[] = {0, 0, 0, 0};
  patron_context *context = NULL;
  patron__column *column = NULL;
  patron__others others;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(patron__column_create(context, PATRON_MONEY, 4, &column));
  memcpy(column->values, values, sizeof values);
  expect_ok(patron__others_gather(context, column, groups, 0, 0, &others));
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    int64_t found = 0;
    assert_int_equal(patron__others_cut_money(&others, own[i], eighty, 1, &found), 1);
    assert_int_equal(found, cut[i]);
  }
  patron__others_clear(context, &others);
  patron__column_drop(column);
  patron_context_destroy(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(cut_offs_with_another_value_are_those_of_all_values),
    cmocka_unit_test(the_worked_example),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
