/* The page: what it needs is loaded once, then printed part by part. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_about(page *p)
{
  patron_table *about = NULL;
  if (patron_assessment_table(p->w->assessment, "about", &about) != PATRON_OK) return;
  (void)keyed_text(about, "currency", p->currency, sizeof p->currency);
  (void)keyed_text(about, "as_of", p->as_of, sizeof p->as_of);
  (void)keyed_text(about, "policy", p->policy, sizeof p->policy);
  patron_table_destroy(about);
}

patron_table *page_rules(const work *w, const char *name)
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
  p->segments = page_rules(w, "segments");
  p->settings = page_rules(w, "settings");
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

void page_setting(const page *p, const char *key, char *buf, size_t cap) { (void)keyed_text(p->settings, key, buf, cap); }

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

void page_title(const char *text, const char *behind) { printf("\n%s%s%s%s%s\n", colour(COLOUR_BOLD), text, plain(), behind[0] != 0 ? "   " : "", behind); }

void page_lower_case(char *text)
{
  for (; *text != 0; text++) *text = *text == '_' ? ' ' : *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
}

static segment read_segment(const page *p, int64_t row)
{
  segment s;
  memset(&s, 0, sizeof s);
  cell_text(p->segments, "segment", row, s.name, sizeof s.name);
  cell_text(p->segments, "by", row, s.by, sizeof s.by);
  cell_text(p->segments, "cuts", row, s.cuts, sizeof s.cuts);
  cell_text(p->segments, "measure", row, s.measure, sizeof s.measure);
  s.found = 1;
  return s;
}

segment page_next_segment(const page *p, const char *bit, int earlier)
{
  const segment none = { .found = 0 };
  int64_t rows = 0;
  if (p->segments != NULL) (void)patron_table_rows(p->segments, &rows);
  for (int64_t row = 0; row < rows; row++) {
    char text[32];
    if (cell_text(p->segments, "bit", row, text, sizeof text) && strcmp(text, bit) == 0 && earlier-- == 0) return read_segment(p, row);
  }
  return none;
}

segment page_segment(const page *p, const char *bit)
{
  const segment first = page_next_segment(p, bit, 0);
  int64_t rows = 0;
  if (first.found || strcmp(bit, "SALES") != 0 || p->segments == NULL || patron_table_rows(p->segments, &rows) != PATRON_OK || rows == 0) return first;
  return read_segment(p, 0);
}

const char *page_customers(int64_t count) { return count == 1 ? "customer" : "customers"; }

void page_short_label(const page *p, int64_t row, int width, char *buf, size_t cap)
{
  page_label(p, row, buf, cap);
  display_shorten(buf, cap, width);
}

const char *page_visits(const page *p)
{
  patron_table *activities = work_facts(p->w, "activities");
  column name, per_year, face, now;
  double all = 0.0, in_person = 0.0, counted = 0.0;
  memset(&per_year, 0, sizeof per_year);
  memset(&face, 0, sizeof face);
  memset(&now, 0, sizeof now);
  int fine = column_load(activities, "activity", AS_TEXT, &name) && column_load(activities, "per_year", AS_VALUES, &per_year)
          && column_load(activities, "needs_face_to_face", AS_VALUES, &face) && column_load(p->customers, "visits_now", AS_VALUES, &now);
  for (int64_t row = 0; fine && per_year.numbers != NULL && row < name.rows; row++) {
    if (!column_is(&name, row, "VISIT") || !column_known(&per_year, row)) continue;
    all += per_year.numbers[row];
    if (column_flag(&face, row)) in_person += per_year.numbers[row];
  }
  for (int64_t row = 0; fine && now.numbers != NULL && row < now.rows; row++)
    if (column_known(&now, row)) counted += now.numbers[row];
  column_free(&name);
  column_free(&per_year);
  column_free(&face);
  column_free(&now);
  patron_table_destroy(activities);
  if (!(all > in_person)) return "visits";
  return counted > in_person ? "all visits" : "face-to-face visits";
}

int page_print(const work *w, const char *model, const char *const *inputs, int count)
{
  page p;
  int fine = page_open(&p, w);
  p.model = model;
  if (fine) page_head(&p, inputs, count);
  fine = fine && page_keys(&p) && page_danger(&p) && page_serving(&p) && page_action(&p) && page_tiers(&p) && page_changes(&p) && page_missing(&p);
  page_close(&p);
  return fine;
}
