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

/* What a stage is to a reader. */
static const char *stage_words(const char *stage)
{
  static const char *const words[][2] = { { "measures", "measures need" }, { "score", "scores need" }, { "segment", "key customers need" }, { "relate", "relationships need" }, { "position", "the matrix needs" },
                                          { "tier", "tiers need" }, { "engage", "approaches need" }, { "serve", "standings need" } };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp(words[i][0], stage) == 0) return words[i][1];
  return NULL;
}

/* What somebody has to give: a column of customers, else `*other` is the whole phrase. */
static void wanted_words(const page *p, const char *column_name, char *out, size_t cap, int *other)
{
  const char *point = strrchr(column_name, '.');
  *other = 1;
  if (strcmp(column_name, "ledger.date") == 0) snprintf(out, cap, "a ledger of three periods (%d months) to tell who becomes key", 3 * page_months(p));
  else if (strcmp(column_name, "history.sales") == 0) snprintf(out, cap, "a ledger or history of three periods to tell who becomes key");
  else if (strncmp(column_name, "settings.", 9) == 0) snprintf(out, cap, "%s in the policy's settings", column_name + 9);
  else if (point != NULL) snprintf(out, cap, "%s in %.*s", point + 1, (int)(point - column_name), column_name);
  else {
    *other = 0;
    snprintf(out, cap, "%s", page_source(p, column_name));
  }
}

/* Whether a column is a score, a band or the like, which are made of columns that are named where they lack. */
static int is_made(const page *p, const char *column_name)
{
  int64_t rows = 0;
  int found = strcmp(column_name, "attractiveness_band") == 0 || strcmp(column_name, "winnability_band") == 0;
  patron_table *cards = page_rules(p->w, "scorecards");
  if (cards != NULL) (void)patron_table_rows(cards, &rows);
  for (int64_t row = 0; row < rows && !found; row++) {
    char name[128];
    found = cell_text(cards, "scorecard", row, name, sizeof name) && strcmp(name, column_name) == 0;
  }
  patron_table_destroy(cards);
  return found;
}

static void print_needs(const char *stage, const waiting *columns, const waiting *others)
{
  char text[4096];
  const char *words = stage_words(stage);
  if (columns->count + others->count == 0) return;
  size_t used = words != NULL ? (size_t)snprintf(text, sizeof text, "%s ", words) : (size_t)snprintf(text, sizeof text, "%s needs ", stage);
  wait_text(columns, "", others, text + used, sizeof text - used);
  printf("  ");
  print_words(text, 2, 4, LINE_WIDTH);
  printf("\n");
}

/* "relationships need our_trust and their_trust in customers": the columns of a stage stand together, each but once on the page. */
static void print_skipped(const page *p, const patron_table *skipped)
{
  waiting *named = calloc(3, sizeof *named), *columns = named + 1, *others = named + 2;   /* named: by the stages before, too */
  char stage[64] = "", before[64], column_name[128], wanted[160];
  int64_t rows = 0;
  (void)patron_table_rows(skipped, &rows);
  for (int64_t row = 0; named != NULL && row < rows; row++) {
    int other;
    snprintf(before, sizeof before, "%s", stage);
    cell_text(skipped, "stage", row, stage, sizeof stage);
    cell_text(skipped, "column", row, column_name, sizeof column_name);
    if (row > 0 && strcmp(stage, before) != 0) {
      print_needs(before, columns, others);
      columns->count = others->count = 0;
    }
    wanted_words(p, column_name, wanted, sizeof wanted, &other);
    const int known = named->count;
    wait_for(named, wanted);
    if (named->count > known && !is_made(p, column_name)) wait_for(other ? others : columns, wanted);
  }
  if (named != NULL) print_needs(stage, columns, others);
  free(named);
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
