/*
 * What transactions say of each customer.
 *
 * The current period is [as_of - period.months, as_of), the previous one of the same length before it; rows on or after the as-of date are not seen yet.
 * A customer without a single row is unknown (a prospect), one with rows but none in the period is 0. The previous period counts only when the ledger reaches
 * back to its first month: else growth would compare a part with the whole. Rows with a seller are somebody else's sales: they count as the buyer's value, not as our margin.
 * Payment on time: of the amounts due before the as-of date, the share paid at most terms.payment_days after the due date (open ones count as late).
 * Days late: of the same amounts the days after that date, weighted by amount; open ones have been late until now. Example: 100.00 paid 6 days late and 300.00 on time: 1.5.
 * Days to settle: of what has been paid before the as-of date the days from its own date on, mean and median, both weighted by amount: of 100.00 paid after 10 days and 300.00 after 30 the mean is 25, the
 * median 30. Where exactly half of the amount is settled by one day, the median lies in the middle between that day and the next.
 */
#include "stages/ledger.h"

#include <string.h>

#include "base/sort.h"
#include "base/sum.h"
#include "stages/periods.h"
#include "stages/values.h"

typedef struct account {
  patron__i128 now, before, margin, secondary, due, on_time, late_days, settled, settle_days, told, disputed;   /* late_days, settle_days: amount times days; told: it is known whether it is disputed */
  double median;   /* of the days to settle, where anything is settled */
  int64_t orders;
  int32_t seen, last;
} account;

typedef struct ledger {
  const patron_table *table;
  const patron__column *date, *amount, *margin, *seller, *due, *paid, *disputed, *order;
  int32_t *customer;
  int32_t from, previous_from, as_of, grace;
  account *accounts;
} ledger;

static patron_status find_ledger(const patron__run *run, ledger *out) {
  memset(out, 0, sizeof *out);
  out->table = patron__tables_find(run->facts, "ledger");
  if (out->table == NULL) return PATRON_UNKNOWN;
  out->date = patron__table_find(out->table, "date");
  out->amount = patron__table_find(out->table, "amount");
  out->margin = patron__table_find(out->table, "margin");
  out->seller = patron__table_find(out->table, "seller");
  out->due = patron__table_find(out->table, "due");
  out->paid = patron__table_find(out->table, "paid");
  out->disputed = patron__table_find(out->table, "disputed");
  out->order = patron__table_find(out->table, "order");
  return out->date == NULL || out->amount == NULL ? PATRON_UNKNOWN : PATRON_OK;
}

static int32_t has_seller(const ledger *l, int64_t row) {
  int64_t len = 1;
  if (!patron__known(l->seller, row)) return 0;
  if (l->seller->type == PATRON_TEXT) (void)patron__column_text(l->seller, row, &len);
  return len > 0;
}

static void count_payment(const ledger *l, int64_t row, account *a) {
  const int64_t amount = patron__column_i64(l->amount, row);
  int32_t due;
  if (!patron__known(l->due, row) || amount <= 0) return;
  due = patron__column_i32(l->due, row) + l->grace;
  if (due >= l->as_of) return;   /* not late yet */
  patron__i128_add(&a->due, amount);
  const int32_t paid = patron__known(l->paid, row) && patron__column_i32(l->paid, row) < l->as_of ? patron__column_i32(l->paid, row) : l->as_of;
  if (paid <= due) patron__i128_add(&a->on_time, amount);
  else patron__i128_add_i128(&a->late_days, patron__i128_multiply(amount, paid - due));
}

/* The days that it took to settle an invoice of the period, 0 where it was paid ahead; -1: it is none, or open. */
static int32_t days_to_settle(const ledger *l, int64_t row) {
  const int32_t date = patron__column_i32(l->date, row), paid = patron__known(l->paid, row) ? patron__column_i32(l->paid, row) : l->as_of;
  if (l->customer[row] < 0 || date < l->from || date >= l->as_of || paid >= l->as_of || patron__column_i64(l->amount, row) <= 0) return -1;
  return paid > date ? paid - date : 0;
}

static void count_settled(const ledger *l, int64_t row, account *a) {
  const int64_t amount = patron__column_i64(l->amount, row);
  const int32_t days = days_to_settle(l, row);
  if (days >= 0) {
    patron__i128_add(&a->settled, amount);
    patron__i128_add_i128(&a->settle_days, patron__i128_multiply(amount, days));
  }
  if (amount <= 0 || !patron__known(l->disputed, row)) return;
  patron__i128_add(&a->told, amount);
  if (patron__column_flag(l->disputed, row)) patron__i128_add(&a->disputed, amount);
}

static void count_row(const ledger *l, int64_t row) {
  account *a = &l->accounts[l->customer[row]];
  const int32_t date = patron__column_i32(l->date, row);
  const int64_t amount = patron__column_i64(l->amount, row);
  if (date >= l->as_of) return;
  if (!a->seen || date > a->last) a->last = date;
  a->seen = 1;
  if (date >= l->from) {
    patron__i128_add(&a->now, amount);
    if (has_seller(l, row)) patron__i128_add(&a->secondary, amount);
    if (patron__known(l->margin, row) && !has_seller(l, row)) patron__i128_add(&a->margin, patron__column_i64(l->margin, row));
    count_payment(l, row, a);
    count_settled(l, row, a);
  } else if (date >= l->previous_from) {
    patron__i128_add(&a->before, amount);
  }
}

/* Purchases of the period: distinct orders where they are named, else distinct days, sorted as (customer, key) pairs. */
typedef struct purchase { int32_t customer, key; } purchase;

static int32_t comes_before(const void *context, const void *first, const void *second) {
  const purchase *a = first, *b = second;
  (void)context;
  return a->customer != b->customer ? a->customer < b->customer : a->key < b->key;
}

static patron_status count_orders(patron__run *run, const ledger *l) {
  patron__dictionary *names = NULL;
  int32_t *orders = NULL;
  purchase *list;
  int64_t count = 0;
  patron_status status = PATRON_OK;
  list = patron__allocate(run->context, (uint64_t)l->table->rows * sizeof *list);
  if (list == NULL) return patron__memory_status(run->context);
  if (l->order != NULL) {
    orders = patron__allocate(run->context, (uint64_t)l->table->rows * sizeof *orders);
    status = orders == NULL ? patron__memory_status(run->context) : patron__column_encode(run->context, l->order, orders, &names);
  }
  for (int64_t row = 0; status == PATRON_OK && row < l->table->rows; row++) {
    const int32_t date = patron__column_i32(l->date, row);
    if (l->customer[row] < 0 || date < l->from || date >= l->as_of || patron__column_i64(l->amount, row) <= 0) continue;   /* a credit note is no purchase */
    list[count++] = (purchase){l->customer[row], orders == NULL ? date : orders[row] < 0 ? -1 - (date & 0xfffff) : orders[row]};
  }
  if (status == PATRON_OK) patron__sort_items(list, count, sizeof *list, comes_before, NULL);
  for (int64_t i = 0; status == PATRON_OK && i < count; i++)
    if (i == 0 || list[i].customer != list[i - 1].customer || list[i].key != list[i - 1].key) l->accounts[list[i].customer].orders++;
  patron__dictionary_drop(names);
  patron__release(run->context, orders);
  patron__release(run->context, list);
  return status;
}

/* What was settled, sorted as (customer, days). */
typedef struct settlement { int32_t customer, days; int64_t amount; } settlement;

static int32_t settles_before(const void *context, const void *first, const void *second) {
  const settlement *a = first, *b = second;
  (void)context;
  return a->customer != b->customer ? a->customer < b->customer : a->days < b->days;
}

static patron_status find_medians(patron__run *run, const ledger *l) {
  settlement *list = patron__allocate(run->context, (uint64_t)l->table->rows * sizeof *list);
  int64_t count = 0;
  if (list == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < l->table->rows; row++) {
    const int32_t days = days_to_settle(l, row);
    if (days >= 0) list[count++] = (settlement){l->customer[row], days, patron__column_i64(l->amount, row)};
  }
  patron__sort_items(list, count, sizeof *list, settles_before, NULL);
  for (int64_t first = 0, next; first < count; first = next) {
    account *a = &l->accounts[list[first].customer];
    patron__i128 twice = {0, 0};
    int32_t side = -1;
    for (next = first; next < count && list[next].customer == list[first].customer; next++) {
      if (side == 0) a->median = (a->median + list[next].days) / 2;   /* half by the day before, exactly */
      if (side < 0) a->median = list[next].days;
      patron__i128_add_i128(&twice, patron__i128_multiply(list[next].amount, 2));
      side = side >= 0 ? 1 : patron__i128_compare(twice, a->settled);
    }
  }
  patron__release(run->context, list);
  return PATRON_OK;
}

typedef int32_t (*figure)(const account *a, int64_t *out);

static int32_t sales_now(const account *a, int64_t *out) { *out = patron__i128_saturate(a->now); return a->seen; }
static int32_t sales_before(const account *a, int64_t *out) { *out = patron__i128_saturate(a->before); return a->seen; }
static int32_t bought_elsewhere(const account *a, int64_t *out) { *out = patron__i128_saturate(a->secondary); return a->seen; }
static int32_t margin_now(const account *a, int64_t *out) { *out = patron__i128_saturate(a->margin); return a->seen; }

/* Of the sales that come from the ledger what others sold. */
static patron_status derive_secondary(patron__run *run, const ledger *l) {
  const patron__column *given = patron__run_fact(run, "sales");
  patron__column *out;
  const patron_status status = patron__run_derive(run, "secondary_sales", PATRON_MONEY, NULL, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    int64_t value;
    if (!patron__known(given, row) && bought_elsewhere(&l->accounts[row], &value)) patron__put_i64(out, row, value);
  }
  return status;
}

/* A fact column completed by the ledger: what the customers table gives wins. */
static patron_status derive(patron__run *run, const ledger *l, const char *name, figure read) {
  const patron__column *given = patron__run_fact(run, name);
  patron__column *out;
  const patron_status status = patron__run_derive(run, name, PATRON_MONEY, NULL, &out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    int64_t value = 0;
    if (patron__known(given, row)) value = patron__column_i64(given, row);
    else if (run->family != NULL || !read(&l->accounts[row], &value)) continue;   /* families: added up already, where no part is missing */
    ((int64_t *)out->values)[row] = value;
    patron__column_set_known(out, row);
  }
  return PATRON_OK;
}

static patron_status write_behaviour(patron__run *run, const ledger *l) {
  const patron__column *given = patron__run_fact(run, "on_time_share");
  patron__column *recency, *frequency, *on_time, *late;
  patron_status status = patron__run_add(run, "recency_days", PATRON_INTEGER, NULL, 0, &recency);
  if (status == PATRON_OK) status = patron__run_add(run, "frequency", PATRON_INTEGER, NULL, 0, &frequency);
  if (status == PATRON_OK) status = patron__run_add(run, "on_time_share", PATRON_NUMBER, NULL, 0, &on_time);
  if (status == PATRON_OK) status = patron__run_add(run, "days_late", PATRON_NUMBER, NULL, 0, &late);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const account *a = &l->accounts[row];
    const double due = patron__i128_to_double(a->due);
    if (a->seen) {
      ((int64_t *)recency->values)[row] = l->as_of - a->last;
      ((int64_t *)frequency->values)[row] = a->orders;
      patron__column_set_known(recency, row);
      patron__column_set_known(frequency, row);
    }
    if (due > 0) patron__put_f64(late, row, patron__i128_to_double(a->late_days) / due);
    if (!patron__known(given, row) && due <= 0) continue;
    ((double *)on_time->values)[row] = patron__known(given, row) ? patron__column_f64(given, row) : patron__i128_to_double(a->on_time) / due;
    patron__column_set_known(on_time, row);
  }
  return status;
}

/* Columns that only a ledger with such columns has. */
static patron_status write_settled(patron__run *run, const ledger *l) {
  patron__column *mean = NULL, *median = NULL, *disputed = NULL;
  patron_status status = PATRON_OK;
  if (l->paid != NULL) status = patron__run_add(run, "days_to_settle", PATRON_NUMBER, NULL, 0, &mean);
  if (l->paid != NULL && status == PATRON_OK) status = patron__run_add(run, "days_to_settle_median", PATRON_NUMBER, NULL, 0, &median);
  if (l->paid != NULL && status == PATRON_OK) status = find_medians(run, l);
  if (l->disputed != NULL && status == PATRON_OK) status = patron__run_add(run, "disputed_share", PATRON_NUMBER, NULL, 0, &disputed);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const account *a = &l->accounts[row];
    const double settled = patron__i128_to_double(a->settled), told = patron__i128_to_double(a->told);
    if (settled > 0) patron__put_f64(mean, row, patron__i128_to_double(a->settle_days) / settled);
    if (settled > 0) patron__put_f64(median, row, a->median);
    if (told > 0) patron__put_f64(disputed, row, patron__i128_to_double(a->disputed) / told);
  }
  return status;
}

patron_status patron__ledger_apply(patron__run *run, const patron__windows *windows) {
  const int32_t months = (int32_t)patron__settings_integer(run->settings, "period.months");
  ledger l;
  patron_status status = find_ledger(run, &l);
  if (status != PATRON_OK || !run->as_of_known) return PATRON_OK;
  l.as_of = run->as_of;
  l.from = patron__months_after(l.as_of, -months);
  l.previous_from = patron__months_after(l.as_of, -2 * months);
  l.grace = (int32_t)patron__settings_integer(run->settings, "terms.payment_days");
  status = patron__run_match(run, l.table, "customer", &l.customer);
  if (status != PATRON_OK) return status;
  l.accounts = patron__allocate_array(run->context, run->rows + 1, sizeof *l.accounts);
  if (l.accounts == NULL) { status = patron__memory_status(run->context); goto done; }
  for (int64_t row = 0; row < l.table->rows; row++)
    if (l.customer[row] >= 0) count_row(&l, row);
  status = count_orders(run, &l);
  if (status == PATRON_OK) status = derive(run, &l, "sales", sales_now);
  if (status == PATRON_OK && l.seller != NULL && run->family == NULL) status = derive_secondary(run, &l);
  if (status == PATRON_OK && l.margin != NULL) status = derive(run, &l, "gross_margin", margin_now);
  if (status == PATRON_OK && windows->ledger_from_known && windows->ledger_from < patron__months_after(l.previous_from, 1)) status = derive(run, &l, "sales_previous", sales_before);
  if (status == PATRON_OK) status = write_behaviour(run, &l);
  if (status == PATRON_OK) status = write_settled(run, &l);
done:
  patron__release(run->context, l.accounts);
  patron__release(run->context, l.customer);
  return status;
}
