/*
 * Where the cut-offs of a group would lie, were one of its values another. A customer's own value is part of the total that is cut, so its own cut-off moves when the value does.
 *
 *   Others v_1 >= v_2 >= ... >= v_m, S_i the sum of the first i of them; own value x. The cut-off of a share p is the largest value c with
 *
 *     S_i + (x if x >= c) >= p * (S_m + max(x, 0)),   i values of the others being c or more.
 *
 * The left side grows as c falls, so a look for the first i at which it reaches the share, x counted where v_i <= x, finds it among the others; it is x itself where the values above x are enough with it.
 *
 * Example: 60, 30, 10 and x = 100, p = 80 %: 160 of 200 are reached at 60. With x = 29.99, 103.992 of 129.99: 60 + 30 are not enough, with x they are: 29.99 is the cut-off, and x is still inside. Only where 60 + 30
 * are 80 % without it, at x = 12.50, is the cut-off 30.
 */
#include "stages/others.h"

#include <string.h>

#include "base/select.h"
#include "rules/pareto.h"
#include "stages/values.h"

static patron_status add_up(patron_context *context, patron__others *others) {
  int64_t *money = others->money, *buffer = patron__allocate_array(context, others->count + 1, sizeof *buffer);
  others->sums = patron__allocate_array(context, others->count + 1, sizeof *others->sums);
  if (buffer == NULL || others->sums == NULL) {
    patron__release(context, buffer);
    return patron__memory_status(context);
  }
  patron__sort_keys(money, others->count, buffer);
  for (int64_t i = 0; i < others->count / 2; i++) {
    const int64_t least = money[i];
    money[i] = money[others->count - 1 - i];
    money[others->count - 1 - i] = least;
  }
  for (int64_t i = 0; i < others->count; i++) {
    others->sums[i + 1] = others->sums[i];
    patron__i128_add(&others->sums[i + 1], money[i]);
  }
  patron__release(context, buffer);
  return PATRON_OK;
}

patron_status patron__others_gather(patron_context *context, const patron__column *measure, const int32_t *row_group, int32_t group, int64_t row, patron__others *out) {
  const int64_t rows = measure->rows;
  memset(out, 0, sizeof *out);
  out->type = measure->type;
  out->group = group;
  for (int64_t i = 0; i < rows; i++) out->count += row_group[i] == group && i != row && patron__known(measure, i);
  if (out->type == PATRON_MONEY) out->money = patron__allocate_array(context, out->count + 1, sizeof *out->money);
  else out->numbers = patron__allocate_array(context, out->count + 1, sizeof *out->numbers);
  if (out->money == NULL && out->numbers == NULL) return patron__memory_status(context);
  out->count = 0;
  for (int64_t i = 0; i < rows; i++) {
    if (row_group[i] != group || i == row || !patron__known(measure, i)) continue;
    if (out->numbers != NULL) out->numbers[out->count++] = patron__column_f64(measure, i);
    else if (patron__column_i64(measure, i) > 0) out->money[out->count++] = patron__column_i64(measure, i);
  }
  return out->money == NULL ? PATRON_OK : add_up(context, out);
}

void patron__others_clear(patron_context *context, patron__others *others) {
  patron__release(context, others->money);
  patron__release(context, others->sums);
  patron__release(context, others->numbers);
  memset(others, 0, sizeof *others);
}

/* The first `i` others, and the own value where it is not under the last of them. */
static patron__i128 reached(const patron__others *others, int64_t i, int64_t own) {
  patron__i128 sum = others->sums[i];
  if (own > 0 && i > 0 && others->money[i - 1] <= own) patron__i128_add(&sum, own);
  return sum;
}

static int64_t cut_money(const patron__others *others, int64_t own, patron__i128 target) {
  const int64_t *money = others->money;
  int64_t low = 1, high = others->count + 1, above = 0, not_above = others->count;
  patron__i128 with_own;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (patron__i128_compare(reached(others, middle, own), target) >= 0) high = middle; else low = middle + 1;
  }
  if (low > others->count) return own;                      /* the others do not reach it without the own value, which is the least */
  if (money[low - 1] > own || own <= 0) return money[low - 1];
  while (above < not_above) {
    const int64_t middle = above + (not_above - above) / 2;
    if (money[middle] > own) above = middle + 1; else not_above = middle;
  }
  with_own = others->sums[above];
  patron__i128_add(&with_own, own);
  return patron__i128_compare(with_own, target) >= 0 ? own : money[low - 1];
}

int32_t patron__others_cut_money(const patron__others *others, int64_t value, const int64_t *cuts_ppm, int32_t cuts, int64_t *cutoffs) {
  patron__i128 total = others->sums[others->count];
  if (value > 0) patron__i128_add(&total, value);
  for (int32_t c = 0; c < cuts; c++) cutoffs[c] = cut_money(others, value, patron__i128_share(total, cuts_ppm[c]));
  return value > 0 || others->count > 0;
}

patron_status patron__others_cut_number(patron_context *context, const patron__others *others, double value, const int64_t *cuts_ppm, int32_t cuts, double *cutoffs) {
  int8_t outcome = 0;
  patron_pareto_groups out;
  patron_status status;
  memset(&out, 0, sizeof out);
  out.struct_size = sizeof out;
  out.outcome = &outcome;
  out.cutoff_f64 = cutoffs;
  others->numbers[others->count] = value;
  status = patron__pareto_classes_f64(others->numbers, NULL, NULL, others->count + 1, 1, cuts_ppm, cuts, 1, patron__context_scratch(context), NULL, &out);
  return status == PATRON_OK && outcome != PATRON_PARETO_OK ? PATRON_UNKNOWN : status;
}
