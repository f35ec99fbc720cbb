/*
 * From gross sales to net margin, per group of customers: the decision table `profit_centres`.
 *
 * Groups are made by each list of columns that a segment names, and by layer, channel, territory and owner where they are given; `by` says which. Every customer is in one
 * group of each, so the amounts of a list add up to those of the portfolio, to the minor unit. Amounts are sums of what is known; where nobody of the group knows one it is unknown.
 * Sales that a customer made to another one (ledger.seller) are the buyer's value, but were counted when the seller bought: they are left out.
 */
#include "stages/profit_centres.h"

#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/lists.h"
#include "stages/measures.h"
#include "stages/segment.h"
#include "stages/values.h"
#include "table/rows.h"

enum { GROSS_SALES, ON_INVOICE, OFF_INVOICE, SALES, COGS, GROSS_MARGIN, COST, NET_MARGIN, AMOUNTS };
enum { BY_MOST = 32 };

static const char *const names[AMOUNTS] = {"gross_sales", "on_invoice_terms", "off_invoice_terms", "sales", "cogs", "gross_margin", "cost_to_serve", "net_margin"};
static const char *const sources[AMOUNTS] = {"gross_sales", "on_invoice_terms", "off_invoice_terms", "current_value", "cogs", "gross_margin", "cost_to_serve", "net_margin"};

typedef struct centre { patron__i128 sum[AMOUNTS]; int64_t known[AMOUNTS], n, loss_makers; } centre;

typedef struct report {
  patron__run *run;
  patron__rows rows;
  const patron__column *source[AMOUNTS], *secondary;
  char by[BY_MOST][256];
  int32_t by_count;
} report;

static void remember(report *r, const char *by) {
  for (int32_t i = 0; i < r->by_count; i++)
    if (strcmp(r->by[i], by) == 0) return;
  if (r->by_count < BY_MOST && strlen(by) < sizeof r->by[0]) memcpy(r->by[r->by_count++], by, strlen(by) + 1);
}

/* The lists of the segments in the order of the rules, then the usual columns. */
static patron_status find_lists(report *r) {
  static const char *const usual[] = {"layer", "channel", "territory", "owner"};
  const patron_table *segments = patron__tables_find(r->run->rules, "segments");
  for (int64_t row = 0; segments != NULL && row < segments->rows; row++) {
    patron__segment_rule rule;
    const patron_status status = patron__segment_rule_read(r->run->context, segments, row, &rule);
    if (status != PATRON_OK) return status;
    remember(r, rule.by);
  }
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (patron__run_fact(r->run, usual[i]) != NULL) remember(r, usual[i]);
  return PATRON_OK;
}

/* An amount of one customer. Gross margin may be sales less cost of goods; secondary sales are not ours. */
static int32_t amount(const report *r, int32_t which, int64_t row, int64_t *out) {
  if (patron__known(r->source[which], row)) {
    *out = patron__column_i64(r->source[which], row);
    if (which == SALES && patron__known(r->secondary, row)) *out = patron__money_difference(*out, patron__column_i64(r->secondary, row));
    return 1;
  }
  if (which != GROSS_MARGIN || !patron__known(r->source[SALES], row) || !patron__known(r->source[COGS], row)) return 0;
  *out = patron__money_difference(patron__column_i64(r->source[SALES], row), patron__column_i64(r->source[COGS], row));
  return 1;
}

static void add_customer(const report *r, int64_t row, centre *into) {
  int64_t value;
  into->n++;
  for (int32_t i = 0; i < AMOUNTS; i++) {
    if (!amount(r, i, row, &value)) continue;
    patron__i128_add(&into->sum[i], value);
    into->known[i]++;
    into->loss_makers += i == NET_MARGIN && value < 0;
  }
}

static void write_centre(report *r, const char *by, const patron__groups *groups, int32_t group, const centre *centres) {
  const centre *c = &centres[group];
  const int32_t first = r->rows.table->column_count - AMOUNTS - 3;
  int64_t rank = 1;
  patron__rows_next(&r->rows);
  patron__rows_text(&r->rows, 0, by, -1);
  for (int32_t i = 0; i < groups->by_count; i++)
    for (int32_t column = 1; column < first; column++) {
      int64_t len;
      const char *value = patron__groups_value(groups, group, i, &len);
      if (strcmp(r->rows.table->columns[column].name, groups->by[i]) == 0) patron__rows_text(&r->rows, column, value, len);
    }
  for (int32_t i = 0; i < AMOUNTS; i++)
    if (c->known[i] > 0) patron__rows_i64(&r->rows, first + i, patron__i128_saturate(c->sum[i]));
  patron__rows_i64(&r->rows, first + AMOUNTS, c->n);
  if (c->known[NET_MARGIN] == 0) return;
  patron__rows_i64(&r->rows, first + AMOUNTS + 1, c->loss_makers);
  for (int32_t other = 0; other < groups->count; other++) rank += centres[other].known[NET_MARGIN] > 0 && patron__i128_compare(centres[other].sum[NET_MARGIN], c->sum[NET_MARGIN]) > 0;
  patron__rows_i64(&r->rows, first + AMOUNTS + 2, rank);
}

static patron_status write_list(report *r, const char *by) {
  patron__groups groups;
  centre *centres = NULL;
  int32_t *row_group = patron__allocate_array(r->run->context, r->run->rows + 1, sizeof *row_group);
  patron_status status;
  memset(&groups, 0, sizeof groups);
  groups.context = r->run->context;
  status = row_group == NULL ? patron__memory_status(r->run->context) : patron__groups_fit(r->run, by, "", "", &groups, row_group);
  if (status == PATRON_OK) {
    centres = patron__allocate_array(r->run->context, (int64_t)groups.count + 1, sizeof *centres);
    if (centres == NULL) status = patron__memory_status(r->run->context);
  }
  for (int64_t row = 0; status == PATRON_OK && row < r->run->rows; row++)
    if (row_group[row] >= 0) add_customer(r, row, &centres[row_group[row]]);
  for (int32_t group = 0; status == PATRON_OK && group < groups.count; group++)
    if (centres[group].n > 0) write_centre(r, by, &groups, group, centres);
  patron__release(r->run->context, centres);
  patron__release(r->run->context, row_group);
  patron__groups_clear(&groups);
  return status == PATRON_OK ? r->rows.status : status;
}

static int32_t has_column(const patron_table *table, const char *name) {
  for (int32_t i = 0; i < table->column_count; i++)
    if (strcmp(table->columns[i].name, name) == 0) return 1;
  return 0;
}

/* The columns: by, those of all lists, the amounts, the counts. */
static patron_status open_table(report *r) {
  static const patron__rows_column by[] = {{"by", PATRON_TEXT, NULL}};
  patron_status status = patron__rows_create(r->run->context, "profit_centres", by, 1, &r->rows);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < r->by_count; i++) {
    const char *list = r->by[i], *item;
    int64_t len;
    while (patron__list_next(&list, &item, &len)) {
      char name[64];
      if (len >= (int64_t)sizeof name) continue;
      memcpy(name, item, (size_t)len);
      name[len] = '\0';
      if (!has_column(r->rows.table, name)) (void)patron__rows_add_column(&r->rows, name, PATRON_TEXT, NULL);
    }
  }
  for (int32_t i = 0; i < AMOUNTS; i++) (void)patron__rows_add_column(&r->rows, names[i], PATRON_MONEY, NULL);
  (void)patron__rows_add_column(&r->rows, "n", PATRON_INTEGER, NULL);
  (void)patron__rows_add_column(&r->rows, "loss_makers", PATRON_INTEGER, NULL);
  (void)patron__rows_add_column(&r->rows, "rank", PATRON_INTEGER, NULL);
  r->rows.table->money_exponent = r->run->exponent;
  return r->rows.status;
}

patron_status patron__profit_centres_report(patron__run *run) {
  report r;
  patron_status status;
  memset(&r, 0, sizeof r);
  r.run = run;
  for (int32_t i = 0; i < AMOUNTS; i++) r.source[i] = patron__run_find(run, sources[i]);
  r.secondary = patron__run_find(run, "secondary_sales");
  if (r.source[SALES] == NULL && r.source[NET_MARGIN] == NULL) return PATRON_OK;
  status = find_lists(&r);
  if (status != PATRON_OK) return status;
  status = open_table(&r);
  for (int32_t i = 0; status == PATRON_OK && i < r.by_count; i++) status = write_list(&r, r.by[i]);
  if (status == PATRON_OK) return patron__rows_keep(&r.rows, run->out);
  patron__rows_abandon(&r.rows);
  return status;
}
