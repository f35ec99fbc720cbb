/*
 * The figures whose change is tried, each in steps that can be written down: minor units of money, whole numbers, hundredths of a mark (0..100), ten-thousandths of a share or a rate.
 *
 * A figure is one column of the customer's facts: what stages read of it, what criteria and segments name. The past (sales_previous, previous_tier, tenure) cannot be changed and is left out.
 * Amounts are tried up to a thousand times as large, and down to 0, margins also as far below it; others within the range that the schema gives.
 */
#include <math.h>
#include <string.h>

#include "engine/smallest_change.h"
#include "stages/cells.h"
#include "stages/values.h"

static const char *const usual[] = {
  "sales", "profit", "gross_margin", "cost_to_serve", "gross_sales", "on_invoice_terms", "off_invoice_terms", "cogs", "potential", "wallet_proxy", "contribution_rate", "market_growth", "customer_margin",
  "strategic_fit", "market_share", "new_product_rate", "service_level", "alignment", "competitor_strength", "capability", "conditions", "our_commitment", "our_trust", "their_commitment", "their_trust",
  "willingness", "loyalty", "on_time_share", "conditional_terms", "joint_objectives"};
static const char *const margins[] = {"profit", "gross_margin", "customer_margin"};

#define FAR (INT64_C(1) << 60)   /* steps: sums of two fit */
static const double FAR_AWAY = 1e15;

static int32_t may_be_negative(const char *name) {
  for (size_t i = 0; i < sizeof margins / sizeof *margins; i++)
    if (strcmp(name, margins[i]) == 0) return 1;
  return 0;
}

/* Where the figure stands: as patron__what_if_ask puts it into the row. */
static const patron__column *column_of(const patron__run *run, const char *name) {
  const patron__column *found = NULL;
  static const char *const used[] = {"our_commitment", "our_trust", "their_commitment", "their_trust"};
  for (size_t i = 0; i < sizeof used / sizeof *used; i++)
    if (strcmp(name, used[i]) == 0) found = patron__table_find(run->customers, name);
  if (found == NULL && run->derived != NULL) found = patron__table_find(run->derived, name);
  return found != NULL ? found : patron__run_fact(run, name);
}

/* Steps at or around a number: value(below) <= from <= value(above). */
static void place(patron__factor *factor) {
  factor->below = (int64_t)floor(factor->from / patron__factor_value(factor, 1));
  while (patron__factor_value(factor, factor->below) > factor->from) factor->below--;
  while (patron__factor_value(factor, factor->below + 1) <= factor->from) factor->below++;
  factor->above = patron__factor_value(factor, factor->below) < factor->from ? factor->below + 1 : factor->below;
}

/* The last step that is not beyond a bound. */
static int64_t step_within(const patron__factor *factor, double bound, int32_t upper) {
  int64_t step = (int64_t)floor(bound / patron__factor_value(factor, 1));
  if (upper) {
    while (patron__factor_value(factor, step) > bound) step--;
    while (patron__factor_value(factor, step + 1) <= bound) step++;
  } else {
    while (patron__factor_value(factor, step) < bound) step++;
    while (patron__factor_value(factor, step - 1) >= bound) step--;
  }
  return step;
}

/* How fine a number is tried: in powers of ten, at least 10 000 steps to its range, or to its size where it has none. */
static int32_t digits_of(const patron__factor *factor) {
  const double size = factor->bounded ? factor->span : fabs(factor->from), finest = size / 10000 * 1.0001;   /* a unit of 0.01 is fine enough for 100, whatever the rounding */
  double unit = 1;
  int32_t digits = 0;
  if (!(size > 0)) return 4;
  for (; unit > finest && digits < 12; digits++) unit /= 10;
  for (; digits <= 0 && 10 * unit <= finest && digits > -12; digits--) unit *= 10;
  return digits;
}

/* A thousand times as large at most; from 0, as far as an amount or a number is likely to go. */
static void set_reach(patron__factor *factor, const patron__schema_column *known) {
  const int64_t size = factor->below < 0 ? -(factor->below + 1) + 1 : factor->below;
  const int64_t reach = size == 0 ? (factor->type == PATRON_MONEY ? INT64_C(1000000000000) : 100000000) : size > FAR / 1000 ? FAR : size * 1000;
  const int32_t in_range = known != NULL && known->low <= known->high;
  const double low = in_range ? patron__schema_low(known) : -INFINITY, high = in_range ? patron__schema_high(known) : INFINITY;
  factor->least = -reach;
  factor->most = reach;
  if (factor->type != PATRON_NUMBER && factor->from >= 0 && !may_be_negative(factor->name)) factor->least = 0;
  if (low > -FAR_AWAY && step_within(factor, low, 0) > factor->least) factor->least = step_within(factor, low, 0);
  if (high < FAR_AWAY && step_within(factor, high, 1) < factor->most) factor->most = step_within(factor, high, 1);
  if (factor->least > factor->below) factor->least = factor->below;
  if (factor->most < factor->above) factor->most = factor->above;
}

/* A figure of a known value, or a flag; 0: no such figure, or nothing to change. */
static int32_t read_factor(const patron__run *run, int64_t row, const char *name, patron__factor *out) {
  const patron__schema_column *schema = patron__schema_find("customers", name, PATRON__FACT);
  const patron__column *column = column_of(run, name);
  memset(out, 0, sizeof *out);
  if (column == NULL || strlen(name) >= sizeof out->name) return 0;
  out->column = column;
  out->type = column->type;
  out->known = patron__column_known(column, row);
  memcpy(out->name, name, strlen(name) + 1);
  if (out->type == PATRON_FLAG) {
    out->below = out->above = out->known && patron__column_flag(column, row);
    out->from = (double)out->below;
    out->most = 1;
    out->bounded = 1;
    out->span = 1;
    return 1;
  }
  if (!out->known || (out->type != PATRON_MONEY && out->type != PATRON_INTEGER && out->type != PATRON_NUMBER)) return 0;
  if (out->type == PATRON_NUMBER) {
    out->from = patron__column_f64(column, row);
    out->bounded = schema != NULL && schema->low <= schema->high && patron__schema_high(schema) < FAR_AWAY;
    out->span = out->bounded ? patron__schema_high(schema) - patron__schema_low(schema) : NAN;
    if (!(fabs(out->from) < FAR_AWAY)) return 0;
    out->digits = digits_of(out);
    place(out);
  } else {
    const int64_t value = patron__column_i64(column, row);
    if (value > FAR || value < -FAR) return 0;
    out->digits = out->type == PATRON_MONEY ? run->exponent : 0;
    out->below = out->above = value;
    out->from = patron__factor_value(out, value);
    out->span = NAN;
  }
  set_reach(out, schema);
  return 1;
}

static void take(const patron__run *run, int64_t row, const char *name, patron__factor *out, int32_t *count) {
  if (*count == PATRON__FACTORS) return;
  for (int32_t i = 0; i < *count; i++)
    if (strcmp(out[i].name, name) == 0) return;
  *count += read_factor(run, row, name, &out[*count]);
}

static void take_named(const patron__run *run, int64_t row, const char *table, const char *column, patron__factor *out, int32_t *count) {
  const patron_table *rules = patron__tables_find(run->rules, table);
  for (int64_t i = 0; i < patron__cells_rows(rules); i++) {
    char name[64];
    if (patron__cell_text(rules, column, i, name, sizeof name) > 0 && strcmp(name, "sales_previous") != 0 && strcmp(name, "tenure_days") != 0) take(run, row, name, out, count);
  }
}

int32_t patron__factors_of(const patron__run *run, int64_t row, patron__factor *out) {
  int32_t count = 0;
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) take(run, row, usual[i], out, &count);
  take_named(run, row, "criteria", "column", out, &count);
  take_named(run, row, "segments", "measure", out, &count);
  return count;
}

double patron__factor_change(const patron__factor *factor, int64_t step) {
  const double to = patron__factor_value(factor, step), size = fabs(factor->from) + fabs(to);
  if (factor->bounded && factor->below == factor->above) return patron__factor_value(factor, step > factor->below ? step - factor->below : factor->below - step) / factor->span;   /* equal steps are equal */
  if (factor->bounded) return fabs(to - factor->from) / factor->span;
  return size > 0 ? 2 * fabs(to - factor->from) / size : 0;
}
