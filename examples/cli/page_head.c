/* The head of the page: whose facts, of when, against what; how much; and what the tables below must not hide: losses. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first day of the period that ends before `days`, `months` long; the engine counts whole months back the same way. */
static int32_t months_before(int32_t days, int months)
{
  char text[32] = "";
  int year, month, day;
  int32_t found = days;
  (void)patron_date_format(days, text, (int64_t)sizeof text, NULL);
  if (sscanf(text, "%d-%d-%d", &year, &month, &day) != 3) return days;
  int count = year * 12 + month - 1 - months;
  for (; day > 0; day--) {   /* the month may be shorter */
    snprintf(text, sizeof text, "%04d-%02d-%02d", count / 12, count % 12 + 1, day);
    if (patron_date_parse(text, -1, &found) == PATRON_OK) break;
  }
  return found;
}

void page_day_before(const char *date, char *out, size_t cap)
{
  int32_t days;
  snprintf(out, cap, "%s", date);
  if (patron_date_parse(date, -1, &days) == PATRON_OK) (void)patron_date_format(days - 1, out, (int64_t)cap, NULL);
}

static int months_of(const page *p)
{
  char text[16];
  page_setting(p, "period.months", text, sizeof text);
  return text[0] == 0 ? 12 : atoi(text);
}

static patron_table *facts_of(const page *p, const char *name)
{
  patron_table *table = NULL;
  int64_t rows = 0;
  if (patron_portfolio_table(p->w->portfolio, name, &table) != PATRON_OK) return NULL;
  (void)patron_table_rows(table, &rows);
  if (rows > 0) return table;
  patron_table_destroy(table);
  return NULL;
}

/* The ledger that the sales come from; NULL: there is none, or the sales were given. */
static patron_table *own_ledger(const page *p)
{
  int64_t index;
  return p->facts != NULL && patron_table_find_column(p->facts, "sales", &index) == PATRON_OK ? NULL : facts_of(p, "ledger");
}

/* Sales of the period before: given, or out of the ledger, our own invoices only. Known where the engine knows a growth. */
static int sales_before(const page *p, int64_t *out)
{
  column given, days, money, seller, growth;
  int32_t as_of;
  int64_t known = 0;
  int incomplete = 0;
  *out = 0;
  if (!column_load(p->customers, "growth_state", AS_TEXT, &growth)) return 0;
  for (int64_t row = 0; row < p->rows; row++) known += column_known(&growth, row) && !column_is(&growth, row, "NONE");
  column_free(&growth);
  if (known == 0 || !column_load(p->facts, "sales_previous", AS_VALUES, &given)) return 0;
  known = 0;
  for (int64_t row = 0; row < p->rows && given.integers != NULL; row++) {
    if (column_known(&given, row)) { *out += given.integers[row]; known++; }
    else if (column_known(&p->value, row)) incomplete = 1;
  }
  column_free(&given);
  if (known > 0 && incomplete) return 0;   /* the sums would be of different customers */
  patron_table *ledger = known > 0 ? NULL : own_ledger(p);
  if (ledger == NULL || patron_date_parse(p->as_of, -1, &as_of) != PATRON_OK) return known > 0;
  int32_t to = months_before(as_of, months_of(p)), from = months_before(as_of, 2 * months_of(p));
  memset(&money, 0, sizeof money);
  memset(&seller, 0, sizeof seller);
  int fine = column_load(ledger, "date", AS_TEXT, &days) && column_load(ledger, "amount", AS_VALUES, &money) && column_load(ledger, "seller", AS_TEXT, &seller);
  for (int64_t row = 0; fine && row < days.rows; row++) {
    char text[32];
    int32_t day;
    if (!column_text(&days, row, text, sizeof text) || patron_date_parse(text, -1, &day) != PATRON_OK || day < from || day >= to) continue;
    if (column_known(&seller, row) && !column_is(&seller, row, "")) continue;
    if (column_known(&money, row) && money.integers != NULL) { *out += money.integers[row]; known++; }
  }
  column_free(&days);
  column_free(&money);
  column_free(&seller);
  patron_table_destroy(ledger);
  return known > 0;
}

/* "2025-07-01 .. 2026-06-30   against the 12 months to 2026-03-31"; without facts in time the as-of date alone. Returns the columns printed. */
static int print_when(const page *p)
{
  char from[32] = "", to[32], before[32];
  int32_t as_of;
  int used = 0;
  patron_table *ledger = own_ledger(p);
  int known = patron_date_parse(p->as_of, -1, &as_of) == PATRON_OK;
  page_day_before(p->as_of, to, sizeof to);
  page_day_before(p->w->earlier_as_of, before, sizeof before);
  if (ledger != NULL && known) {
    (void)patron_date_format(months_before(as_of, months_of(p)), from, (int64_t)sizeof from, NULL);
    used += printf("   %s .. %s", from, to);
    if (p->w->compared && before[0] != 0) used += printf("   against the %d months to %s", months_of(p), before);
  } else {
    used += printf("   %s%s", known ? "as of " : "no as-of date", p->as_of);
    if (p->w->compared && before[0] != 0) used += printf("   against %s", p->w->earlier_as_of);
  }
  if (p->w->compared && before[0] == 0) used += printf("   against an earlier state");
  patron_table_destroy(ledger);
  return used;
}

void page_first_line(const page *p, const char *const *inputs, int count)
{
  enum { PAGE = 120, INPUT = 28 };
  printf("%s", colour(COLOUR_BOLD));
  int used = print_path(inputs[0], INPUT);
  used += printf("%s%s   %s", plain(), count > 1 ? " ..." : "", p->currency);   /* counts the colours, too: a little less room then */
  used += print_when(p);
  used += printf("   policy ");
  print_path(p->policy[0] != 0 ? p->policy : "not named", used + 8 < PAGE ? PAGE - used : 8);
  putchar('\n');
}

/* Sum of the known values, and how many there are. */
static int64_t sum(const column *c, int64_t rows, int64_t *known)
{
  int64_t total = 0;
  *known = 0;
  if (c->integers == NULL) return 0;
  for (int64_t row = 0; row < rows; row++)
    if (column_known(c, row)) { total += c->integers[row]; (*known)++; }
  return total;
}

static int64_t count_flags(const column *c, int64_t rows)
{
  int64_t count = 0;
  for (int64_t row = 0; row < rows; row++) count += column_flag(c, row);
  return count;
}

static void print_losses(const page *p)
{
  char text[64];
  int64_t losing = 0, lost = 0;
  for (int64_t row = 0; row < p->rows && p->margin.integers != NULL; row++)
    if (column_known(&p->margin, row) && p->margin.integers[row] < 0) { losing++; lost -= p->margin.integers[row]; }
  page_money(p, lost, 0, text);
  if (losing > 0) printf("%lld customer%s lose%s %s   ", (long long)losing, losing == 1 ? "" : "s", losing == 1 ? "s" : "", text);
}

void page_head(const page *p, const char *const *inputs, int count)
{
  char text[64], margin_text[64];
  int64_t with_value, with_margin, before = 0;
  int64_t sales = sum(&p->value, p->rows, &with_value), margin = sum(&p->margin, p->rows, &with_margin);
  patron_table *ledger = own_ledger(p);
  page_first_line(p, inputs, count);
  printf("%lld customers, %lld %s", (long long)p->rows, (long long)with_value, ledger != NULL ? "invoiced" : "with sales");
  patron_table_destroy(ledger);
  page_money(p, sales, 0, text);
  if (with_value > 0) printf("   sales %s", text);
  if (with_value > 0 && sales_before(p, &before) && before > 0) {
    int months = months_of(p);
    printf(" (%+.1f %% on the ", 100.0 * ((double)sales - (double)before) / (double)before);
    if (months == 12) printf("year before)");
    else printf("%d months before)", months);
  }
  page_money(p, margin, 0, margin_text);
  if (with_margin == 0) printf("   net margin not known");
  else if (with_margin == with_value && sales > 0) printf("   net margin %s (%.1f %%)", margin_text, 100.0 * (double)margin / (double)sales);
  else printf("   net margin %s (of %lld customers)", margin_text, (long long)with_margin);
  printf("\n");
  print_losses(p);
  printf("%lld of %lld are key in their %s\n", (long long)count_flags(&p->key, p->rows), (long long)with_value, page_group_word(p));
}
