/* The time that the page is about: its periods, and the sales of the one before, as far as ledger, history or sales_previous tell them. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t page_months_before(int32_t days, int months)
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

int page_months(const page *p)
{
  char text[16];
  page_setting(p, "period.months", text, sizeof text);
  return text[0] == 0 ? 12 : atoi(text);
}

patron_table *page_own_ledger(const page *p)
{
  int64_t index;
  return p->facts != NULL && patron_table_find_column(p->facts, "sales", &index) == PATRON_OK ? NULL : work_facts(p->w, "ledger");
}

/* The day of a row in a column of dates. */
static int day_of(const column *days, int64_t row, int32_t *out)
{
  char text[32];
  return column_text(days, row, text, sizeof text) && patron_date_parse(text, -1, out) == PATRON_OK;
}

/* Adds up the amounts of days from `from` to before `to`. 0: one of them is not known; then the sum would be a part. Deliveries by others are not ours. */
static int add_between(const patron_table *table, const char *day_name, const char *amount_name, int32_t from, int32_t to, int64_t *out, int64_t *known)
{
  column days, money, seller;
  int whole = 1;
  memset(&money, 0, sizeof money);
  memset(&seller, 0, sizeof seller);
  int fine = column_load(table, day_name, AS_TEXT, &days) && column_load(table, amount_name, AS_VALUES, &money) && column_load(table, "seller", AS_TEXT, &seller);
  for (int64_t row = 0; fine && row < days.rows; row++) {
    int32_t day;
    if (!day_of(&days, row, &day) || day < from || day >= to) continue;
    if (column_known(&seller, row) && !column_is(&seller, row, "")) continue;
    if (column_known(&money, row) && money.integers != NULL) { *out += money.integers[row]; ++*known; } else whole = 0;
  }
  column_free(&days);
  column_free(&money);
  column_free(&seller);
  return fine && whole;
}

/* The first days of periods in `history` before the as-of date: the first, the last, and the one before the last, which is the last where there is but one. */
static int find_starts(const page *p, const patron_table *history, int32_t *first, int32_t *before, int32_t *last)
{
  column days;
  int32_t day, as_of;
  int found = 0;
  const int bounded = patron_date_parse(p->as_of, -1, &as_of) == PATRON_OK;
  if (!column_load(history, "period", AS_TEXT, &days)) return 0;
  for (int64_t row = 0; row < days.rows; row++) {
    if (!day_of(&days, row, &day) || (bounded && day >= as_of)) continue;
    if (!found) { *first = *before = *last = day; found = 1; }
    if (day < *first) *first = day;
    if (day > *last) { *before = *last; *last = day; }
    else if (day < *last && (day > *before || *before == *last)) *before = day;
  }
  column_free(&days);
  return found;
}

/* The day on which the last period ends: as long after its first day as that is after the one before it. */
static int32_t end_of_history(const page *p, int32_t before, int32_t last)
{
  if (before == last) return page_months_before(last, -page_months(p));
  for (int months = 1; months <= 60; months++)
    if (page_months_before(before, -months) == last) return page_months_before(last, -months);
  return last + (last - before);
}

static int earlier_of_ledger(const page *p, const patron_table *ledger, int64_t *out)
{
  int32_t as_of;
  int64_t known = 0;
  if (patron_date_parse(p->as_of, -1, &as_of) != PATRON_OK) return 0;
  return add_between(ledger, "date", "amount", page_months_before(as_of, 2 * page_months(p)), page_months_before(as_of, page_months(p)), out, &known) && known > 0;
}

/* As the engine does: the current period is made of the periods that begin within its months before the end, the previous one of those within as many months before. */
static int earlier_of_history(const page *p, const patron_table *history, int64_t *out)
{
  int32_t first = 0, before = 0, last = 0;
  int64_t known = 0;
  if (!find_starts(p, history, &first, &before, &last)) return 0;
  const int32_t end = end_of_history(p, before, last), to = page_months_before(end, page_months(p)), from = page_months_before(end, 2 * page_months(p));
  return last >= to && first < page_months_before(from, -1) && add_between(history, "period", "sales", from, to, out, &known) && known > 0;
}

/* Sales of the period before that are given with the customers: 1: of all who have sales; 0: of none; -1: of some, so that the sums would be of different customers. */
static int earlier_given(const page *p, int64_t *out)
{
  column given;
  int64_t known = 0, lacking = 0;
  if (!column_load(p->facts, "sales_previous", AS_VALUES, &given)) return -1;
  for (int64_t row = 0; row < p->rows; row++) {
    if (given.integers != NULL && column_known(&given, row)) { *out += given.integers[row]; known++; }
    else lacking += column_known(&p->value, row);
  }
  column_free(&given);
  return known == 0 ? 0 : lacking == 0 ? 1 : -1;
}

/* Known where the engine knows the growth of everybody who has sales. */
static int growth_is_known(const page *p)
{
  column growth;
  int64_t known = 0, lacking = 0;
  if (!column_load(p->customers, "growth_state", AS_TEXT, &growth)) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    known += column_known(&growth, row) && !column_is(&growth, row, "NONE");
    lacking += column_known(&p->value, row) && !column_known(&growth, row);
  }
  column_free(&growth);
  return known > 0 && lacking == 0;
}

/* Sales of the period before: given, else out of the ledger (our own invoices only), else out of the history. */
static int find_earlier(const page *p, int64_t *out)
{
  *out = 0;
  const int given = growth_is_known(p) ? earlier_given(p, out) : -1;
  if (given != 0) return given > 0;
  patron_table *ledger = page_own_ledger(p), *history = work_facts(p->w, "history");
  const int found = ledger != NULL ? earlier_of_ledger(p, ledger, out) : history != NULL && earlier_of_history(p, history, out);
  patron_table_destroy(ledger);
  patron_table_destroy(history);
  return found;
}

void page_growth(const page *p, int64_t sales)
{
  int64_t before;
  const int months = page_months(p);
  if (!find_earlier(p, &before) || before <= 0) return;
  printf(" (%+.1f %% on the ", 100.0 * ((double)sales - (double)before) / (double)before);
  if (months == 12) printf("year before)");
  else printf("%d month%s before)", months, months == 1 ? "" : "s");
}
