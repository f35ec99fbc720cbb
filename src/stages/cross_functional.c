/*
 * Cross-functional checks.
 *
 *   beyond_price_share    times a year that an interaction is about more than product and price, of all times a year (where both are told)
 *   functions_in_contact  our departments that have a contact there
 *   functions_gap         departments that the level aimed at asks for (relationship.functions: 1, 2, 4, 5; without an aim the present base level), less those; never below 0
 */
#include "stages/cross_functional.h"

#include "base/sum.h"
#include "stages/activities.h"
#include "stages/values.h"

enum { LEVELS = 4 };

typedef struct times { patron__i128 all, beyond; } times;

static patron_status count_times(patron__run *run, const patron_table *table, times *counts) {
  const patron__column *per_year = patron__table_find(table, "per_year"), *beyond = patron__table_find(table, "beyond_price");
  int32_t *customer = NULL;
  const patron_status status = patron__run_match(run, table, "customer", &customer);
  for (int64_t row = 0; status == PATRON_OK && row < table->rows; row++) {
    int64_t times_a_year;
    if (customer[row] < 0 || !patron__known(per_year, row) || !patron__known(beyond, row)) continue;
    times_a_year = patron__activities_millionths(patron__column_f64(per_year, row));
    patron__i128_add(&counts[customer[row]].all, times_a_year);
    if (patron__column_flag(beyond, row)) patron__i128_add(&counts[customer[row]].beyond, times_a_year);
  }
  patron__release(run->context, customer);
  return status;
}

static patron_status beyond_price(patron__run *run) {
  const patron_table *table = patron__tables_find(run->facts, "interactions");
  patron__column *out;
  times *counts;
  patron_status status;
  if (table == NULL) return PATRON_OK;
  counts = patron__allocate_array(run->context, run->rows + 1, sizeof *counts);
  status = counts == NULL ? patron__memory_status(run->context) : count_times(run, table, counts);
  if (status == PATRON_OK) status = patron__run_add(run, "beyond_price_share", PATRON_NUMBER, NULL, 0, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const double all = patron__i128_to_double(counts[row].all);
    if (all > 0) patron__put_f64(out, row, patron__i128_to_double(counts[row].beyond) / all);
  }
  patron__release(run->context, counts);
  return status;
}

/* A bit for each of our departments. */
static patron_status find_functions(patron__run *run, const patron_table *table, const patron__column *function, uint32_t *found) {
  int32_t *customer = NULL;
  const patron_status status = patron__run_match(run, table, "customer", &customer);
  for (int64_t row = 0; status == PATRON_OK && row < table->rows; row++)
    if (customer[row] >= 0 && patron__known(function, row)) found[customer[row]] |= UINT32_C(1) << patron__column_i32(function, row);
  patron__release(run->context, customer);
  return status;
}

static int32_t count_bits(uint32_t bits) {
  int32_t count = 0;
  for (; bits != 0; bits &= bits - 1) count++;
  return count;
}

static patron_status functions(patron__run *run) {
  const patron_table *table = patron__tables_find(run->facts, "contacts");
  const patron__column *function = table == NULL ? NULL : patron__table_find(table, "counterpart_function"), *target = patron__run_fact(run, "target_level"), *base = patron__run_find(run, "base_level");
  patron__column *count, *gap;
  double needed[LEVELS] = {0, 0, 0, 0};
  uint32_t *found;
  patron_status status;
  if (function == NULL) return PATRON_OK;
  (void)patron__settings_numbers(run->settings, "relationship.functions", needed, LEVELS);
  found = patron__allocate_array(run->context, run->rows + 1, sizeof *found);
  status = found == NULL ? patron__memory_status(run->context) : find_functions(run, table, function, found);
  if (status == PATRON_OK) status = patron__run_add(run, "functions_in_contact", PATRON_INTEGER, NULL, 1, &count);
  if (status == PATRON_OK) status = patron__run_add(run, "functions_gap", PATRON_INTEGER, NULL, 0, &gap);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const int32_t in_contact = count_bits(found[row]), aim = patron__known(target, row) ? patron__column_i32(target, row) : LEVELS;
    const int32_t level = aim < LEVELS ? aim : patron__known(base, row) ? patron__column_i32(base, row) : -1;
    ((int64_t *)count->values)[row] = in_contact;
    if (level >= 0 && level < LEVELS) patron__put_i64(gap, row, needed[level] > in_contact ? (int64_t)needed[level] - in_contact : 0);
  }
  patron__release(run->context, found);
  return status;
}

patron_status patron__cross_functional_apply(patron__run *run) {
  const patron_status status = beyond_price(run);
  return status == PATRON_OK ? functions(run) : status;
}
