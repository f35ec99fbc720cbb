/* Section 1 of the page: the key customers of each group, and who is key for one reason only. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GROUPS = 16, MOST_BY = 8, MOST_NAMES = 3 };

typedef struct segment {
  char name[64], by[256], cuts[64];
  int found;
} segment;

/* A line of the table: a group of the first segment, and the same group of the second. */
typedef struct line {
  char key[512];            /* the group's values, each behind a separator */
  char title[256];
  int64_t sales_row, margin_row;   /* of `groups`; -1: none */
  int64_t keys, both;
} line;

typedef struct lines {
  line *items;
  int64_t count;
  char by[MOST_BY][64];
  int by_count;
  column values[MOST_BY];
  char merge[512];
} lines;

/* The first segment with that bit; for SALES, else the first at all. */
static segment find_segment(const page *p, const char *bit)
{
  segment s;
  int64_t rows = 0;
  memset(&s, 0, sizeof s);
  if (p->segments == NULL || patron_table_rows(p->segments, &rows) != PATRON_OK) return s;
  for (int pass = 0; pass < 2 && !s.found; pass++)
    for (int64_t row = 0; row < rows && !s.found; row++) {
      char text[32];
      cell_text(p->segments, "bit", row, text, sizeof text);
      if (pass == 0 ? strcmp(text, bit) != 0 : strcmp(bit, "SALES") != 0) continue;
      cell_text(p->segments, "segment", row, s.name, sizeof s.name);
      cell_text(p->segments, "by", row, s.by, sizeof s.by);
      cell_text(p->segments, "cuts", row, s.cuts, sizeof s.cuts);
      s.found = 1;
    }
  return s;
}

static void split_by(lines *all, const char *by)
{
  while (*by != 0 && all->by_count < MOST_BY) {
    size_t length = strcspn(by, ",");
    snprintf(all->by[all->by_count++], sizeof all->by[0], "%.*s", (int)length, by);
    by += length + (by[length] == ',');
  }
}

static void add_value(line *l, const char *value, int known)
{
  size_t used = strlen(l->key), shown = strlen(l->title);
  snprintf(l->key + used, sizeof l->key - used, "\037%s%s", known ? "=" : "~", value);   /* unknown last, as in the decision table */
  snprintf(l->title + shown, sizeof l->title - shown, "%s%s", shown > 0 ? " / " : "", known ? value : "unknown");
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
        add_value(&l, value, known);
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

/* Counts the key customers of each line. Rows of a group mostly stand together: the last line is tried first. */
static void count_keys(const page *p, lines *all)
{
  line *last = NULL;
  for (int64_t row = 0; row < p->rows; row++) {
    line wanted;
    if (!column_flag(&p->key, row)) continue;
    wanted.key[0] = wanted.title[0] = 0;
    for (int i = 0; i < all->by_count; i++) {
      char value[256];
      int known = column_text(&all->values[i], row, value, sizeof value);
      merged(all, all->by[i], value, sizeof value);
      add_value(&wanted, value, known);
    }
    if (last == NULL || strcmp(last->key, wanted.key) != 0) last = bsearch(&wanted, all->items, (size_t)all->count, sizeof wanted, compare_lines);
    if (last == NULL) continue;
    last->keys++;
    last->both += column_flag(&p->key_sales, row) && column_flag(&p->key_profit, row);
  }
}

static void print_share(const patron_table *groups, int64_t row, const char *name, int width)
{
  char text[64];
  double share;
  if (row < 0 || !cell_text(groups, name, row, text, sizeof text) || patron_number_parse(text, -1, &share) != PATRON_OK) snprintf(text, sizeof text, "-");
  else snprintf(text, sizeof text, "%.0f %%", 100.0 * share);
  print_cell(text, width, 1);
}

/* Cut-offs of money and of numbers stand in columns of their own. */
static void print_amount(const patron_table *groups, int64_t row, const char *name, const char *other, int cents, int width)
{
  char text[64], grouped[64] = "-";
  if (row >= 0 && (cell_text(groups, name, row, text, sizeof text) || (other != NULL && cell_text(groups, other, row, text, sizeof text)))) group_digits(text, cents, grouped);
  print_cell(grouped, width, 1);
}

static int is_weak(const patron_table *groups, int64_t row)
{
  char text[32];
  return row >= 0 && cell_text(groups, "warning", row, text, sizeof text) && strcmp(text, "NONE") != 0;
}

static void print_line(const page *p, const line *l, int two)
{
  char n[32], keys[64];
  int64_t count = 0;
  int weak = is_weak(p->groups, l->sales_row) || is_weak(p->groups, l->margin_row);
  cell_text(p->groups, "n", l->sales_row, n, sizeof n);
  if (sscanf(n, "%lld", (long long *)&count) != 1) count = 0;
  printf("  ");
  print_cell(l->title, 24, 0);
  print_cell(n, 8, 1);
  if (two) snprintf(keys, sizeof keys, "%lld (%lld both)", (long long)l->keys, (long long)l->both);
  else snprintf(keys, sizeof keys, "%lld", (long long)l->keys);
  print_cell(keys, 18, 1);
  snprintf(keys, sizeof keys, "%.0f %% ", count > 0 ? 100.0 * (double)l->keys / (double)count : 0.0);
  print_cell(keys, 8, 1);
  printf("%s", weak ? "!" : " ");
  print_share(p->groups, l->sales_row, "key_share_of_value", 7);
  if (two) print_share(p->groups, l->margin_row, "key_share_of_value", 7);
  print_amount(p->groups, l->sales_row, "cutoff", "cutoff_number", 1, 15);
  if (two) { printf(" /"); print_amount(p->groups, l->margin_row, "cutoff", "cutoff_number", 1, 13); }
  print_amount(p->groups, l->sales_row, "total_net", "total_net_number", 0, 14);
  printf("\n");
}

/* The largest groups, in the order of the decision table. */
static int print_lines(const page *p, const lines *all, int two)
{
  ranked *order = malloc(((size_t)all->count + 1) * sizeof *order);
  int weak = 0;
  if (order == NULL) return 0;
  for (int64_t i = 0; i < all->count; i++) {
    char text[64];
    double total = 0.0;
    if (cell_text(p->groups, "total_net", all->items[i].sales_row, text, sizeof text)) (void)patron_number_parse(text, -1, &total);
    order[i] = (ranked){ total, 0.0, i };
  }
  if (all->count > MOST_GROUPS) rank_rows(order, all->count);
  for (int64_t i = 0; i < all->count && i < MOST_GROUPS; i++) {
    const line *l = &all->items[order[i].row];
    print_line(p, l, two);
    weak |= is_weak(p->groups, l->sales_row) || is_weak(p->groups, l->margin_row);
  }
  if (all->count > MOST_GROUPS) printf("  + %lld smaller groups\n", (long long)(all->count - MOST_GROUPS));
  if (weak) printf("  ! under 5 customers, or half of them key and more: the line hardly selects here\n");
  free(order);
  return 1;
}

/* "busy, but poor", "quiet earners", "potential": the few that matter most, then how many more. */
static int print_names(const page *p, const char *title, int sales, int profit, int potential, const column *by)
{
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    int wanted = potential ? column_flag(&p->potential, row) : column_flag(&p->key_sales, row) == sales && column_flag(&p->key_profit, row) == profit;
    if (wanted) rows[count++] = (ranked){ column_known(by, row) && by->integers != NULL ? (double)by->integers[row] : 0.0, 0.0, row };
  }
  rank_rows(rows, count);
  if (count > 0) printf("  %-30s", title);
  for (int64_t i = 0; i < count && i < MOST_NAMES; i++) {
    char label[128], text[64];
    page_label(p, rows[i].row, label, sizeof label);
    int width = display_width(label);
    printf("%s", i == 0 ? "" : "   ");
    print_cell(label, width < 24 ? width : 24, 0);
    if (column_known(&p->margin, rows[i].row) && p->margin.integers != NULL) {
      page_money(p, p->margin.integers[rows[i].row], 0, text);
      printf(" %s", text);
    }
  }
  if (count > MOST_NAMES) printf("   + %lld", (long long)(count - MOST_NAMES));
  if (count > 0) printf("\n");
  free(rows);
  return 1;
}

static void print_title(const segment *sales, const segment *margin, int two)
{
  char whose[300];
  int cut = (int)strcspn(sales->cuts, ",");
  if (sales->by[0] == 0) snprintf(whose, sizeof whose, "all");
  else if (strchr(sales->by, ',') == NULL) snprintf(whose, sizeof whose, "their %s's", sales->by);
  else snprintf(whose, sizeof whose, "their group's (%s)", sales->by);
  printf("\n%s1 KEY CUSTOMERS%s    the customers that make %.*s %% of %s sales%s\n", colour(COLOUR_BOLD), plain(), cut, sales->cuts, whose, two ? ", or of its net margin" : "");
  printf("  ");
  print_cell(sales->by[0] == 0 ? "" : sales->by, 24, 0);
  printf("%8s%18s%8s %7.7s", "n", "key", "of all", sales->name);
  if (two) printf("%7.7s", margin->name);
  printf("%15s", "cut-off");
  if (two) printf(" /%13.13s", margin->name);
  printf("%14s\n", "sales");
}

int page_keys(const page *p)
{
  lines all;
  segment sales = find_segment(p, "SALES"), margin = find_segment(p, "PROFIT");
  int64_t rows = 0;
  int fine = 1;
  memset(&all, 0, sizeof all);
  if (p->groups != NULL) (void)patron_table_rows(p->groups, &rows);
  if (!sales.found || rows == 0) {
    printf("\n%s1 KEY CUSTOMERS%s   waits for customers.sales (or a ledger), and a rule in segments\n", colour(COLOUR_BOLD), plain());
    return 1;
  }
  split_by(&all, sales.by);
  page_setting(p, "segment.merge", all.merge, sizeof all.merge);
  int two = margin.found && strcmp(margin.by, sales.by) == 0;
  fine = list_groups(p, &all, sales.name, two ? margin.name : "");
  for (int i = 0; i < all.by_count && fine; i++) {
    fine = column_load(p->facts, all.by[i], AS_TEXT, &all.values[i]);
    if (fine && all.values[i].rows == 0) fine = column_load(p->customers, all.by[i], AS_TEXT, &all.values[i]);
  }
  if (fine) {
    count_keys(p, &all);
    print_title(&sales, &margin, two);
    fine = print_lines(p, &all, two);
  }
  if (fine && two) fine = print_names(p, "busy, but poor (sales only)", 1, 0, 0, &p->value) && print_names(p, "quiet earners (margin only)", 0, 1, 0, &p->margin);
  if (fine) fine = print_names(p, "potential", 0, 0, 1, &p->value);
  for (int i = 0; i < all.by_count; i++) column_free(&all.values[i]);
  free(all.items);
  return fine;
}
