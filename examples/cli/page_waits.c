/* What a part of the page waits for, where it cannot be computed: exactly the columns that nobody has, and the file that they belong in. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 118 };

int page_known(const patron_table *table, const char *name)
{
  column c;
  int found = 0;
  if (!column_load(table, name, AS_VALUES, &c)) return 1;   /* out of memory: nothing is said to be missing */
  for (int64_t row = 0; row < c.rows && !found; row++) found = column_known(&c, row) && !column_is(&c, row, "");
  column_free(&c);
  return found;
}

int page_has(const page *p, const char *table_name, const char *name)
{
  patron_table *table = work_facts(p->w, table_name);
  const int found = table != NULL && page_known(table, name);
  patron_table_destroy(table);
  return found;
}

int page_gives(const page *p, const char *name) { return page_known(p->customers, name) || page_known(p->facts, name); }

const char *page_source(const page *p, const char *name)
{
  static const char *const sources[][2] = { { "potential_value", "potential" }, { "headroom", "potential" }, { "share_of_wallet", "potential" }, { "people_factor", "willingness" },
                                            { "current_value", "sales" }, { "net_margin", "profit" }, { "net_margin_rate", "profit" }, { "growth", "sales_previous" } };
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
    if (strcmp(sources[i][0], name) == 0) return page_gives(p, sources[i][1]) ? "sales" : sources[i][1];   /* all of them are set against the sales */
  return name;
}

void wait_for(waiting *w, const char *what)
{
  for (int i = 0; i < w->count; i++)
    if (strcmp(w->names[i], what) == 0) return;
  if (w->count < MOST_WAITING) snprintf(w->names[w->count++], sizeof w->names[0], "%s", what);
}

void wait_words(const waiting *w, const char *last, char *out, size_t cap)
{
  size_t used = 0;
  out[0] = 0;
  for (int i = 0; i < w->count && used < cap; i++)
    used += (size_t)snprintf(out + used, cap - used, "%s%s", i == 0 ? "" : i + 1 == w->count ? last : ", ", w->names[i]);
}

void wait_text(const waiting *columns, const char *behind, const waiting *others, char *out, size_t cap)
{
  size_t used;
  wait_words(columns, " and ", out, cap);
  used = strlen(out);
  if (columns->count > 0 && used < cap) used += (size_t)snprintf(out + used, cap - used, " in customers%s%s", behind, others->count > 0 ? ", and " : "");
  if (used < cap) wait_words(others, " and ", out + used, cap - used);
}

/* Of a scorecard: the columns of its criteria that nobody has; those of another scorecard among them in its place. */
static void wait_for_criteria(const page *p, const char *card, waiting *w)
{
  patron_table *criteria = page_rules(p->w, "criteria");
  int64_t rows = 0;
  if (criteria != NULL) (void)patron_table_rows(criteria, &rows);
  for (int64_t row = 0; row < rows; row++) {
    char name[128];
    cell_text(criteria, "scorecard", row, name, sizeof name);
    if (strcmp(name, card) != 0 || !cell_text(criteria, "column", row, name, sizeof name)) continue;
    if (!page_gives(p, name)) wait_for(w, page_source(p, name));
  }
  patron_table_destroy(criteria);
}

/* What a section waits for: columns of the table customers, and phrases that stand for themselves. */
typedef struct wants { waiting columns, others; } wants;

/* "attractiveness (potential, market_growth or strategic_fit in customers)"; nothing where the score is known. */
static void add_score(const page *p, const char *card, wants *w)
{
  char text[200], list[160];
  waiting *lacking = calloc(1, sizeof *lacking);
  if (lacking != NULL && !page_known(p->customers, card)) {
    wait_for_criteria(p, card, lacking);
    wait_words(lacking, " or ", list, sizeof list);
    if (lacking->count > 0) snprintf(text, sizeof text, "%s (%s in customers)", card, list);
    else snprintf(text, sizeof text, "the scorecard %s", card);
    wait_for(&w->others, text);
  }
  free(lacking);
}

/* The cost to serve is given, or made of activities. */
static int knows_cost(const page *p) { return page_known(p->facts, "cost_to_serve") || page_has(p, "activities", "cost"); }

static void want_column(const page *p, const char *name, const char *said, wants *w)
{
  if (!page_gives(p, name)) wait_for(&w->columns, said);
}

static void want_sales(const page *p, wants *w) { want_column(p, "current_value", "sales (or a table ledger or history)", w); }

static void want_keys(const page *p, wants *w)
{
  const segment sales = page_segment(p, "SALES");
  if (!sales.found) wait_for(&w->others, "a row with the bit SALES in the policy's segments");
  else if (strcmp(sales.measure, "current_value") == 0) want_sales(p, w);
  else want_column(p, sales.measure, page_source(p, sales.measure), w);
}

static void want_answers(const page *p, wants *w)
{
  static const char *const answers[] = { "our_commitment", "our_trust", "their_commitment", "their_trust" };
  for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) want_column(p, answers[i], answers[i], w);
}

static void want_approaches(const page *p, wants *w)
{
  want_column(p, "actual_approach", "actual_approach", w);
  if (page_known(p->customers, "recommended_approach")) return;
  add_score(p, "attractiveness", w);
  add_score(p, "winnability", w);
}

static void want_return(const page *p, wants *w)
{
  char estimate[32];
  page_setting(p, "wallet.estimate", estimate, sizeof estimate);
  want_sales(p, w);
  want_column(p, "potential_value", strcmp(estimate, "PROXY") == 0 ? "wallet_proxy" : "potential", w);
  want_column(p, "contribution_rate", "contribution_rate (the margin rate of what is sold more)", w);
  if (!knows_cost(p)) wait_for(&w->columns, "cost_to_serve (or a table activities with costs)");
  add_score(p, "winnability", w);
}

static void want_margin(const page *p, wants *w)
{
  const int gross = page_known(p->facts, "gross_margin") || page_known(p->facts, "cogs") || page_has(p, "ledger", "margin");
  if (page_known(p->customers, "net_margin")) return;
  if (gross && !knows_cost(p)) wait_for(&w->others, "cost_to_serve in customers (or a table activities with costs), or profit (the net margin)");
  else if (knows_cost(p)) wait_for(&w->others, "profit (the net margin) in customers, or gross_margin");
  else wait_for(&w->others, "profit (the net margin) in customers, or gross_margin and cost_to_serve");
}

void page_waits(const page *p, int section, const char *title, const char *otherwise)
{
  static void (*const wanted[])(const page *, wants *) = { want_keys, want_answers, want_approaches, want_return, want_margin };
  char text[2400];
  wants *w = calloc(1, sizeof *w);
  printf("\n%s%s%s   ", colour(COLOUR_BOLD), title, plain());
  if (w != NULL) {
    wanted[section - 1](p, w);
    wait_text(&w->columns, section == 2 ? ", or in evidence" : "", &w->others, text, sizeof text);
    if (text[0] != 0) printf("waits for ");
    print_words(text[0] != 0 ? text : otherwise, display_width(title) + 3 + (text[0] != 0 ? 10 : 0), 2, LINE_WIDTH);
  }
  printf("\n");
  free(w);
}
