/* The groups of the first section, and what the rows of the call make in each. */
#include "groups.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void split_by(lines *all, const char *by)
{
  while (*by != 0 && all->by_count < MOST_BY) {
    size_t length = strcspn(by, ",");
    snprintf(all->by[all->by_count++], sizeof all->by[0], "%.*s", (int)length, by);
    by += length + (by[length] == ',');
  }
}

static void add_value(line *l, const char *by, const char *value, int known)
{
  size_t used = strlen(l->key), shown = strlen(l->title);
  snprintf(l->key + used, sizeof l->key - used, "\037%s%s", known ? "=" : "~", value);   /* unknown last, as in the decision table */
  snprintf(l->title + shown, sizeof l->title - shown, "%s%s%s", shown > 0 ? " / " : "", known ? "" : "no ", known ? value : by);
}

static int compare_lines(const void *a, const void *b) { return strcmp(((const line *)a)->key, ((const line *)b)->key); }

/* A line for each group of the first segment, with the row of the same group of the second. */
static int list_groups(const page *p, lines *all, const char *first, const char *second)
{
  int64_t rows = 0;
  (void)patron_table_rows(p->groups, &rows);
  all->items = calloc((size_t)rows + 1, sizeof *all->items);
  if (all->items == NULL) return 0;
  for (int pass = 0; pass < 2; pass++)
    for (int64_t row = 0; row < rows; row++) {
      char name[64], value[256];
      line l;
      memset(&l, 0, sizeof l);
      cell_text(p->groups, "segment", row, name, sizeof name);
      if (strcmp(name, pass == 0 ? first : second) != 0) continue;
      for (int i = 0; i < all->by_count; i++) {
        int known = cell_text(p->groups, all->by[i], row, value, sizeof value);
        add_value(&l, all->by[i], value, known);
      }
      l.sales_row = row;
      l.margin_row = -1;
      if (pass == 0) all->items[all->count++] = l;
      else {
        line *same = bsearch(&l, all->items, (size_t)all->count, sizeof l, compare_lines);
        if (same != NULL) same->margin_row = row;
      }
      if (all->by_count == 0) snprintf(all->items[0].title, sizeof all->items[0].title, "all");
    }
  return 1;
}

/* The setting segment.merge: "A:B" judges A as B. */
static void merged(const lines *all, const char *column_name, char *value, size_t cap)
{
  if (strcmp(column_name, "layer") != 0) return;
  size_t length = strlen(value);
  for (const char *pair = all->merge; *pair != 0;) {
    size_t end = strcspn(pair, ",");
    if (strncmp(pair, value, length) == 0 && pair[length] == ':') { snprintf(value, cap, "%.*s", (int)(end - length - 1), pair + length + 1); return; }
    pair += end + (pair[end] == ',');
  }
}

/* In major units, as tables write totals. */
static double measured(const page *p, const column *c, int64_t row)
{
  double unit = 1.0;
  if (!column_known(c, row)) return 0.0;
  if (c->numbers != NULL) return c->numbers[row];
  for (int32_t i = 0; i < p->exponent; i++) unit *= 10.0;
  return c->integers == NULL ? 0.0 : (double)c->integers[row] / unit;
}

static int is_in(const line *l, const line *wanted) { return l != NULL && strcmp(l->key, wanted->key) == 0; }

static void add_row(const page *p, const lines *all, line *l, int64_t row)
{
  const int key = column_flag(&p->key, row);
  l->rows++;
  l->keys += key;
  l->both += column_flag(&p->key_sales, row) && column_flag(&p->key_profit, row);
  for (int i = 0; i < 2; i++) {
    const double value = measured(p, &all->measures[i], row);
    l->all[i] += value;
    if (key) l->inside[i] += value;
  }
}

static int is_judged_elsewhere(const lines *all, int64_t row)
{
  for (int i = 0; i < all->other_count; i++)
    if (column_known(&all->others[i], row)) return 1;
  return 0;
}

/* The key customers of each line, and what they make; where a kept model judges the rows, all of them. Rows of a group mostly stand together: the last line is tried first. */
static void count_rows(const page *p, lines *all)
{
  line *last = NULL;
  for (int64_t row = 0; row < p->rows; row++) {
    line wanted;
    if (!column_flag(&p->key, row) && (p->model == NULL || !column_known(&all->measures[0], row))) continue;
    if (!column_known(&all->class, row) && p->model != NULL) {
      if (!is_judged_elsewhere(all, row)) add_row(p, all, &all->without, row);
      continue;
    }
    wanted.key[0] = wanted.title[0] = 0;
    for (int i = 0; i < all->by_count; i++) {
      char value[256];
      int known = column_text(&all->values[i], row, value, sizeof value);
      merged(all, all->by[i], value, sizeof value);
      add_value(&wanted, all->by[i], value, known);
    }
    if (!is_in(last, &wanted)) last = bsearch(&wanted, all->items, (size_t)all->count, sizeof wanted, compare_lines);
    if (last != NULL) add_row(p, all, last, row);
  }
}

/* Layers may have segments of their own. */
static int load_others(const page *p, lines *all, const segment *own)
{
  segment s;
  int fine = 1;
  for (int earlier = 0; fine && all->other_count < MOST_OTHERS && (s = page_next_segment(p, "SALES", earlier)).found; earlier++) {
    char name[96];
    snprintf(name, sizeof name, "%s_class", s.name);
    if (strcmp(s.name, own->name) != 0) fine = column_load(p->customers, name, AS_TEXT, &all->others[all->other_count++]);
  }
  return fine;
}

static int load_measure(const page *p, const char *name, column *out)
{
  if (!column_load(p->customers, name, AS_VALUES, out)) return 0;
  return out->rows > 0 || column_load(p->facts, name, AS_VALUES, out);
}

int lines_open(const page *p, lines *all, const segment *sales, const segment *margin, int two)
{
  char name[96];
  memset(all, 0, sizeof *all);
  split_by(all, sales->by);
  page_setting(p, "segment.merge", all->merge, sizeof all->merge);
  snprintf(name, sizeof name, "%s_class", sales->name);
  snprintf(all->without.title, sizeof all->without.title, "no class");
  int fine = list_groups(p, all, sales->name, two ? margin->name : "") && column_load(p->customers, name, AS_TEXT, &all->class);
  fine = fine && load_measure(p, sales->measure, &all->measures[0]) && load_measure(p, margin->measure, &all->measures[1]);
  for (int i = 0; i < all->by_count && fine; i++) {
    fine = column_load(p->facts, all->by[i], AS_TEXT, &all->values[i]);
    if (fine && all->values[i].rows == 0) fine = column_load(p->customers, all->by[i], AS_TEXT, &all->values[i]);
  }
  fine = fine && load_others(p, all, sales);
  if (fine) count_rows(p, all);
  return fine;
}

void lines_close(lines *all)
{
  for (int i = 0; i < all->by_count; i++) column_free(&all->values[i]);
  for (int i = 0; i < 2; i++) column_free(&all->measures[i]);
  for (int i = 0; i < all->other_count; i++) column_free(&all->others[i]);
  column_free(&all->class);
  free(all->items);
}

ranked *lines_order(const page *p, const lines *all)
{
  ranked *order = malloc(((size_t)all->count + 1) * sizeof *order);
  for (int64_t i = 0; order != NULL && i < all->count; i++) {
    char text[64];
    double total = 0.0;
    if (cell_text(p->groups, "total_net", all->items[i].sales_row, text, sizeof text)) (void)patron_number_parse(text, -1, &total);
    order[i] = (ranked){ total, 0.0, i };
  }
  if (order != NULL && all->count > MOST_GROUPS) rank_rows(order, all->count);
  return order;
}

static int is_weak(const patron_table *groups, int64_t row)
{
  char text[32];
  return row >= 0 && cell_text(groups, "warning", row, text, sizeof text) && strcmp(text, "NONE") != 0;
}

int line_is_weak(const page *p, const line *l) { return is_weak(p->groups, l->sales_row) || is_weak(p->groups, l->margin_row); }

void lines_print_end(const lines *all, const segment *sales, int weak)
{
  if (all->count > MOST_GROUPS) printf("  + %lld smaller groups\n", (long long)(all->count - MOST_GROUPS));
  if (weak) printf("  ! under 5 customers, or half of them key and more: the %.*s %% line hardly selects here\n", (int)strcspn(sales->cuts, ","), sales->cuts);
}

void line_print_amount(const page *p, int64_t row, const char *name, const char *other, int cents, int width)
{
  char text[64], grouped[64] = "-";
  if (row >= 0 && (cell_text(p->groups, name, row, text, sizeof text) || (other != NULL && cell_text(p->groups, other, row, text, sizeof text)))) group_digits(text, cents, grouped);
  print_cell(grouped, width, 1);
}
