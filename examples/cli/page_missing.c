/* The last section of the page: what is missing or weak, and which column would fill it. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 118, MOST_NAMES = 5 };

/* Findings stand behind each other; one that does not fit begins a line. */
typedef struct findings { int used, count; } findings;

static void print_finding(findings *f, const char *text)
{
  int width = display_width(text);
  if (f->used + 3 + width > LINE_WIDTH) { printf("\n  "); f->used = 2; } else { printf("   "); f->used += 3; }
  print_cell(text, width, 0);
  f->used += width;
  f->count++;
}

/* Which customers a finding is about. */
typedef int (*is_meant)(const page *p, const column *c, int64_t row);

static int is_unknown(const page *p, const column *c, int64_t row) { (void)p; return !column_known(c, row) || column_is(c, row, ""); }
static int is_above(const page *p, const column *c, int64_t row)
{
  return column_known(c, row) && column_known(&p->value, row) && c->integers != NULL && p->value.integers != NULL && p->value.integers[row] > c->integers[row];
}
static int is_prospect(const page *p, const column *c, int64_t row) { return column_is(c, row, "PROSPECT") && !column_known(&p->value, row); }
static int is_unsold(const page *p, const column *c, int64_t row) { return !column_known(&p->value, row) && !column_is(c, row, "PROSPECT"); }
static int is_marginless(const page *p, const column *c, int64_t row) { return column_known(&p->value, row) && !column_known(c, row); }

/* "potential unknown: F03 K11 W08 S29"; a column that was never given is a matter of the lines below. */
static void print_ids(const page *p, findings *f, const char *what, const column *c, is_meant meant)
{
  char text[1024];
  int64_t shown = 0, more = 0;
  if (c->rows == 0) return;
  snprintf(text, sizeof text, "%s:", what);
  for (int64_t row = 0; row < p->rows; row++) {
    char id[64];
    if (!meant(p, c, row)) continue;
    if (shown == MOST_NAMES) { more++; continue; }
    column_text(&p->id, row, id, sizeof id);
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, " %s", id);
    shown++;
  }
  size_t used = strlen(text);
  if (more > 0) snprintf(text + used, sizeof text - used, " + %lld", (long long)more);
  if (shown > 0) print_finding(f, text);
}

static int print_of_facts(const page *p, findings *f, const char *what, const char *name, int as, is_meant meant)
{
  column c;
  if (!column_load(p->facts, name, as, &c)) return 0;
  print_ids(p, f, what, &c, meant);
  column_free(&c);
  return 1;
}

/* "no contact: 26": too many to name, since nobody has to have one. */
static int print_contacts(const page *p, findings *f)
{
  patron_table *contacts = NULL;
  column customer;
  int64_t without = 0;
  char text[64];
  if (patron_portfolio_table(p->w->portfolio, "contacts", &contacts) != PATRON_OK) return 1;
  int loaded = column_load(contacts, "customer", AS_TEXT, &customer);
  patron_table_destroy(contacts);
  if (!loaded) return 0;
  piece *met = malloc(((size_t)customer.rows + 1) * sizeof *met);
  for (int64_t i = 0; met != NULL && i < customer.rows; i++) met[i] = column_piece(&customer, i);
  if (met != NULL && customer.rows > 1) qsort(met, (size_t)customer.rows, sizeof *met, compare_pieces);
  for (int64_t row = 0; met != NULL && row < p->rows; row++) {
    piece id = column_piece(&p->id, row);
    without += bsearch(&id, met, (size_t)customer.rows, sizeof *met, compare_pieces) == NULL;
  }
  snprintf(text, sizeof text, "no contact: %lld", (long long)without);
  if (customer.rows > 0 && without > 0) print_finding(f, text);
  column_free(&customer);
  free(met);
  return met != NULL;
}

/* How far back the ledger goes: growth needs two periods, a probability of becoming key three. */
static void print_history(const page *p, findings *f)
{
  patron_table *ledger = NULL;
  column date;
  int32_t first = 0, day, as_of;
  int known = 0;
  char text[64];
  if (patron_portfolio_table(p->w->portfolio, "ledger", &ledger) != PATRON_OK) return;
  if (column_load(ledger, "date", AS_TEXT, &date)) {
    for (int64_t row = 0; row < date.rows; row++)
      if (column_text(&date, row, text, sizeof text) && patron_date_parse(text, -1, &day) == PATRON_OK && (!known || day < first)) { first = day; known = 1; }
    column_free(&date);
  }
  patron_table_destroy(ledger);
  if (!known || patron_date_parse(p->as_of, -1, &as_of) != PATRON_OK || as_of <= first) return;
  page_setting(p, "period.months", text, sizeof text);
  int period = text[0] == 0 ? 12 : atoi(text), months = (int)((double)(as_of - first) / 30.4375 + 0.5);
  if (period < 1 || months >= 3 * period) return;
  snprintf(text, sizeof text, "history %d months: %s", months, months >= 2 * period ? "growth only for this date" : "no growth");
  print_finding(f, text);
}

/* What a person has to give, where the column alone does not say it. */
static void wanted_words(const page *p, const char *column_name, char *out, size_t cap)
{
  const int months = page_months(p);
  if (strcmp(column_name, "ledger.date") == 0) snprintf(out, cap, "a ledger of three periods (%d months) to tell who becomes key", 3 * months);
  else if (strcmp(column_name, "history.sales") == 0) snprintf(out, cap, "a ledger or history of three periods to tell who becomes key");
  else if (strcmp(column_name, "profit") == 0 || strcmp(column_name, "net_margin") == 0) snprintf(out, cap, "profit (the net margin)");
  else if (strcmp(column_name, "current_value") == 0) snprintf(out, cap, "sales");
  else snprintf(out, cap, "%s", column_name);
}

/* "relate waits for our_trust, their_trust": the columns of a stage stand together. */
static void print_skipped(const page *p, const patron_table *skipped)
{
  char stage[64], column_name[128], wanted[160], before[64] = "";
  int64_t rows = 0;
  int used = 0;
  (void)patron_table_rows(skipped, &rows);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(skipped, "stage", row, stage, sizeof stage);
    cell_text(skipped, "column", row, column_name, sizeof column_name);
    wanted_words(p, column_name, wanted, sizeof wanted);
    if (strcmp(stage, before) != 0) used = printf("%s  %s waits for %s", before[0] != 0 ? "\n" : "", stage, wanted);
    else if (used + 2 + (int)strlen(wanted) > LINE_WIDTH) used = printf(",\n    %s", wanted);
    else used += printf(", %s", wanted);
    snprintf(before, sizeof before, "%s", stage);
  }
  if (rows > 0) printf("\n");
}

/* Prospects are named apart, where the facts say who is one. */
static int print_unsold(const page *p, findings *f)
{
  column status;
  if (!column_load(p->facts, "status", AS_TEXT, &status)) return 0;
  print_ids(p, f, "sales unknown", status.rows > 0 ? &status : &p->value, status.rows > 0 ? is_unsold : is_unknown);
  column_free(&status);
  return 1;
}

int page_missing(const page *p)
{
  patron_table *skipped = NULL;
  int64_t rows = 0;
  findings f = { 20, 0 };
  printf("\n%sNOT COMPUTED OR WEAK%s", colour(COLOUR_BOLD), plain());
  int fine = print_of_facts(p, &f, "potential unknown", "potential", AS_TEXT, is_unknown) && print_of_facts(p, &f, "above its wallet", "potential", AS_VALUES, is_above)
          && print_of_facts(p, &f, "no owner", "owner", AS_TEXT, is_unknown) && print_of_facts(p, &f, "no territory", "territory", AS_TEXT, is_unknown) && print_contacts(p, &f)
          && print_of_facts(p, &f, "prospect without sales", "status", AS_TEXT, is_prospect);
  fine = fine && print_unsold(p, &f);
  print_ids(p, &f, "net margin unknown", &p->margin, is_marginless);
  print_history(p, &f);
  if (patron_assessment_table(p->w->assessment, "skipped", &skipped) == PATRON_OK) (void)patron_table_rows(skipped, &rows);
  printf("%s\n", f.count == 0 && rows == 0 ? "   nothing" : "");
  if (skipped != NULL) print_skipped(p, skipped);
  patron_table_destroy(skipped);
  return fine;
}
