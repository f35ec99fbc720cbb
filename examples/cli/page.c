/* The page: what it needs is loaded once, then printed part by part. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_about(page *p)
{
  patron_table *about = NULL;
  int64_t rows = 0;
  if (patron_assessment_table(p->w->assessment, "about", &about) != PATRON_OK) return;
  (void)patron_table_rows(about, &rows);
  for (int64_t row = 0; row < rows; row++) {
    char key[32];
    cell_text(about, "key", row, key, sizeof key);
    if (strcmp(key, "currency") == 0) cell_text(about, "value", row, p->currency, sizeof p->currency);
    if (strcmp(key, "as_of") == 0) cell_text(about, "value", row, p->as_of, sizeof p->as_of);
    if (strcmp(key, "policy") == 0) cell_text(about, "value", row, p->policy, sizeof p->policy);
  }
  patron_table_destroy(about);
}

static patron_table *rules(const work *w, const char *name)
{
  patron_table *table = NULL;
  if (w->policy != NULL) (void)patron_policy_table(w->policy, name, &table);
  else (void)patron_model_table(w->model, name, &table);
  return table;
}

int page_open(page *p, const work *w)
{
  memset(p, 0, sizeof *p);
  p->w = w;
  read_about(p);
  (void)patron_currency_exponent(p->currency, &p->exponent);
  (void)patron_assessment_table(w->assessment, "customers", &p->customers);
  (void)patron_assessment_table(w->assessment, "groups", &p->groups);
  (void)patron_portfolio_table(w->portfolio, "customers", &p->facts);
  p->segments = rules(w, "segments");
  p->settings = rules(w, "settings");
  if (p->customers != NULL) (void)patron_table_rows(p->customers, &p->rows);
  return column_load(p->customers, "customer", AS_TEXT, &p->id) && column_load(p->facts, "name", AS_TEXT, &p->name)
      && column_load(p->customers, "current_value", AS_VALUES, &p->value) && column_load(p->customers, "net_margin", AS_VALUES, &p->margin)
      && column_load(p->customers, "key", AS_VALUES, &p->key) && column_load(p->customers, "key_sales", AS_VALUES, &p->key_sales)
      && column_load(p->customers, "key_profit", AS_VALUES, &p->key_profit) && column_load(p->customers, "potential_key", AS_VALUES, &p->potential)
      && column_load(p->customers, "relationship_level", AS_TEXT, &p->level) && column_load(p->customers, "side_us", AS_VALUES, &p->us)
      && column_load(p->customers, "side_them", AS_VALUES, &p->them) && column_load(p->customers, "gap", AS_VALUES, &p->gap)
      && column_load(p->customers, "severity", AS_TEXT, &p->severity) && column_load(p->customers, "exposed", AS_TEXT, &p->exposed)
      && column_load(p->customers, "relationship_flags", AS_TEXT, &p->flags) && column_load(p->customers, "value_at_risk", AS_VALUES, &p->at_risk);
}

void page_close(page *p)
{
  column *all[] = { &p->id, &p->name, &p->value, &p->margin, &p->key, &p->key_sales, &p->key_profit, &p->potential, &p->level, &p->us, &p->them, &p->gap, &p->severity, &p->exposed, &p->flags, &p->at_risk };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) column_free(all[i]);
  patron_table_destroy(p->customers);
  patron_table_destroy(p->facts);
  patron_table_destroy(p->groups);
  patron_table_destroy(p->segments);
  patron_table_destroy(p->settings);
}

void page_label(const page *p, int64_t row, char *buf, size_t cap)
{
  char id[128], name[256];
  column_text(&p->id, row, id, sizeof id);
  if (column_text(&p->name, row, name, sizeof name)) snprintf(buf, cap, "%s %s", id, name);
  else snprintf(buf, cap, "%s", id);
}

void page_money(const page *p, int64_t value, int cents, char *out)
{
  char decimal[64] = "";
  (void)patron_money_format(value, p->exponent, decimal, (int64_t)sizeof decimal, NULL);
  group_digits(decimal, cents, out);
}

void page_setting(const page *p, const char *key, char *buf, size_t cap)
{
  int64_t rows = 0;
  buf[0] = 0;
  if (p->settings == NULL || patron_table_rows(p->settings, &rows) != PATRON_OK) return;
  for (int64_t row = 0; row < rows; row++) {
    char name[64];
    if (cell_text(p->settings, "key", row, name, sizeof name) && strcmp(name, key) == 0) { cell_text(p->settings, "value", row, buf, cap); return; }
  }
}

static int compare_ranked(const void *a, const void *b)
{
  const ranked *x = a, *y = b;
  if (x->by != y->by) return x->by > y->by ? -1 : 1;
  if (x->then != y->then) return x->then > y->then ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

void rank_rows(ranked *rows, int64_t count)
{
  if (count > 1) qsort(rows, (size_t)count, sizeof *rows, compare_ranked);
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

/* Three lines: whose facts, how much, and what the tables below must not hide: losses. */
static void print_head(const page *p, const char *const *inputs, int count)
{
  char text[64], margin_text[64];
  int64_t with_value, with_margin, losing = 0, lost = 0;
  int64_t sales = sum(&p->value, p->rows, &with_value), margin = sum(&p->margin, p->rows, &with_margin);
  printf("%s%s%s%s", colour(COLOUR_BOLD), inputs[0], plain(), count > 1 ? " ..." : "");
  printf("   %s   %s%s   policy %s\n", p->currency, p->as_of[0] != 0 ? "as of " : "no as-of date", p->as_of, p->policy[0] != 0 ? p->policy : "not named");
  printf("%lld customers, %lld with sales", (long long)p->rows, (long long)with_value);
  page_money(p, sales, 0, text);
  if (with_value > 0) printf("   sales %s", text);
  page_money(p, margin, 0, margin_text);
  if (with_margin == 0) printf("   net margin not known");
  else if (with_margin == with_value && sales > 0) printf("   net margin %s (%.1f %%)", margin_text, 100.0 * (double)margin / (double)sales);
  else printf("   net margin %s (of %lld customers)", margin_text, (long long)with_margin);
  printf("\n");
  for (int64_t row = 0; row < p->rows && p->margin.integers != NULL; row++)
    if (column_known(&p->margin, row) && p->margin.integers[row] < 0) { losing++; lost -= p->margin.integers[row]; }
  page_money(p, lost, 0, text);
  if (losing > 0) printf("%lld customer%s lose%s %s   ", (long long)losing, losing == 1 ? "" : "s", losing == 1 ? "s" : "", text);
  printf("%lld of %lld are key in their group\n", (long long)count_flags(&p->key, p->rows), (long long)with_value);
}

int page_print(const work *w, const char *const *inputs, int count)
{
  page p;
  int fine = page_open(&p, w);
  if (fine) print_head(&p, inputs, count);
  fine = fine && page_keys(&p) && page_danger(&p) && page_action(&p) && page_missing(&p);
  page_close(&p);
  return fine;
}
