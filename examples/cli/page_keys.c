/* Section 1 of the page: the key customers of each group, and who is key for one reason only. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GROUPS = 16, MOST_BY = 8, MOST_NAMES = 3, NAMES_WIDTH = 106 };

typedef struct segment {
  char name[64], by[256], cuts[64], measure[64];
  int found;
} segment;

/* A line of the table: a group of the first segment, and the same group of the second. */
typedef struct line {
  char key[512];            /* the group's values, each behind a separator */
  char title[256];
  int64_t sales_row, margin_row;   /* of `groups`; -1: none */
  int64_t keys, both;
  double inside[2];                /* what its key customers make, by either measure */
} line;

typedef struct lines {
  line *items;
  int64_t count;
  char by[MOST_BY][64];
  int by_count;
  column values[MOST_BY];
  column measures[2];              /* of the two segments */
  char merge[512], cuts[64];
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
      cell_text(p->segments, "measure", row, s.measure, sizeof s.measure);
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

/* In major units, as tables write totals. */
static double measured(const page *p, const column *c, int64_t row)
{
  double unit = 1.0;
  if (!column_known(c, row)) return 0.0;
  if (c->numbers != NULL) return c->numbers[row];
  for (int32_t i = 0; i < p->exponent; i++) unit *= 10.0;
  return c->integers == NULL ? 0.0 : (double)c->integers[row] / unit;
}

/* Counts the key customers of each line, and what they make. Rows of a group mostly stand together: the last line is tried first. */
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
    for (int i = 0; i < 2; i++) last->inside[i] += measured(p, &all->measures[i], row);
    last->both += column_flag(&p->key_sales, row) && column_flag(&p->key_profit, row);
  }
}

/* What the key customers, by either measure, make of the positive total. */
static void print_share(const patron_table *groups, int64_t row, double inside, int width)
{
  char text[64];
  double total = 0.0;
  int known = row >= 0 && (cell_text(groups, "total_positive", row, text, sizeof text) || cell_text(groups, "total_positive_number", row, text, sizeof text));
  if (known && patron_number_parse(text, -1, &total) == PATRON_OK && total > 0.0) snprintf(text, sizeof text, "%.0f %%", 100.0 * inside / total);
  else snprintf(text, sizeof text, "-");
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
  print_cell(keys, 16, 1);
  snprintf(keys, sizeof keys, "%.0f %% ", count > 0 ? 100.0 * (double)l->keys / (double)count : 0.0);
  print_cell(keys, 8, 1);
  printf("%s", weak ? "!" : " ");
  print_share(p->groups, l->sales_row, l->inside[0], 7);
  if (two) print_share(p->groups, l->margin_row, l->inside[1], 7);
  print_amount(p->groups, l->sales_row, "cutoff", "cutoff_number", 1, 15);
  if (two) { printf(" /"); print_amount(p->groups, l->margin_row, "cutoff", "cutoff_number", 1, 13); }
  print_amount(p->groups, l->sales_row, "total_net", "total_net_number", 0, 17);
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
  if (weak) printf("  ! under 5 customers, or half of them key and more: the %.*s %% line hardly selects here\n", (int)strcspn(all->cuts, ","), all->cuts);
  free(order);
  return 1;
}

/* "busy, but poor", "quiet earners": the few that matter most, those that lose money first, then how many more. */
static int print_names(const page *p, const char *title, int sales, int profit, const column *by)
{
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    double margin = column_known(&p->margin, row) && p->margin.integers != NULL ? (double)p->margin.integers[row] : 0.0;
    if (!column_known(&p->key_sales, row) || !column_known(&p->key_profit, row)) continue;   /* a margin that nobody knows is not a poor one */
    if (column_flag(&p->key_sales, row) != sales || column_flag(&p->key_profit, row) != profit) continue;
    rows[count++] = (ranked){ margin < 0.0 ? -margin : 0.0, column_known(by, row) && by->integers != NULL ? (double)by->integers[row] : 0.0, row };
  }
  rank_rows(rows, count);
  int used = 32;
  int64_t shown = 0;
  if (count > 0) printf("  %-30s", title);
  for (; shown < count && shown < MOST_NAMES; shown++) {
    char label[128], text[64] = "", one[256];
    int64_t row = rows[shown].row;
    page_short_label(p, row, 24, label, sizeof label);
    if (column_known(&p->margin, row) && p->margin.integers != NULL) page_money(p, p->margin.integers[row], 0, text);
    snprintf(one, sizeof one, "%s%s%s%s", shown == 0 ? "" : "   ", label, text[0] != 0 ? " " : "", text);
    used += display_width(one);
    if (used > (shown + 1 == count ? 120 : NAMES_WIDTH)) break;   /* room for how many more there are */
    print_cell(one, display_width(one), 0);
  }
  if (count > shown) printf("   + %lld small", (long long)(count - shown));
  if (count > 0) printf("\n");
  free(rows);
  return 1;
}

/* ": 115 113 short of the cut, wallet 920 000, sales +41 %", as far as it is known. */
static void print_reach(const page *p, const segment *s, int64_t row)
{
  column gap, wallet, growth;
  char name[96], text[64];
  memset(&wallet, 0, sizeof wallet);
  memset(&growth, 0, sizeof growth);
  snprintf(name, sizeof name, "%s_margin", s->name);
  int fine = column_load(p->customers, name, AS_VALUES, &gap) && column_load(p->customers, "potential_value", AS_VALUES, &wallet) && column_load(p->customers, "growth", AS_VALUES, &growth);
  const char *before = ": ";
  if (fine && column_known(&gap, row) && gap.integers != NULL && gap.integers[row] < 0) {
    page_money(p, -gap.integers[row], 0, text);
    printf("%s%s short of the cut", before, text);
    before = ", ";
  }
  if (fine && column_known(&wallet, row) && wallet.integers != NULL) {
    page_money(p, wallet.integers[row], 0, text);
    printf("%swallet %s", before, text);
    before = ", ";
  }
  if (fine && column_known(&growth, row) && growth.numbers != NULL && growth.numbers[row] < 2.0 && growth.numbers[row] > -2.0)
    printf("%ssales %+.0f %%", before, 200.0 * growth.numbers[row] / (2.0 - growth.numbers[row]));   /* from the arc to the year before */
  column_free(&gap);
  column_free(&wallet);
  column_free(&growth);
}

/* The largest potential key customer in full, then how many more. */
static void print_potential(const page *p, const segment *s)
{
  int64_t count = 0, best = -1, most = 0;
  char label[128];
  for (int64_t row = 0; row < p->rows; row++) {
    if (!column_flag(&p->potential, row)) continue;
    int64_t value = column_known(&p->value, row) && p->value.integers != NULL ? p->value.integers[row] : 0;
    count++;
    if (best < 0 || value > most) { best = row; most = value; }
  }
  if (best < 0) return;
  page_short_label(p, best, 32, label, sizeof label);
  printf("  %-30s", "potential");
  print_cell(label, display_width(label), 0);
  print_reach(p, s, best);
  if (count > 1) printf("   + %lld small", (long long)(count - 1));
  printf("\n");
}

/* "sales", "margin", else what the segment is called. */
static const char *word_of(const segment *s) { return strcmp(s->measure, "current_value") == 0 ? "sales" : strcmp(s->measure, "net_margin") == 0 ? "margin" : s->name; }

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
  printf("%8s%16s%8s %7.7s", "n", "key", "of all", word_of(sales));
  if (two) printf("%7.7s", word_of(margin));
  printf("%15s", "cut-off");
  if (two) printf(" /%13.13s", word_of(margin));
  snprintf(whose, sizeof whose, "%.11s%s%.8s", strchr(sales->by, ',') == NULL ? sales->by : "group", sales->by[0] == 0 ? "" : " ", word_of(sales));
  printf("%17s\n", whose);
}

static int load_measure(const page *p, const char *name, column *out)
{
  if (!column_load(p->customers, name, AS_VALUES, out)) return 0;
  return out->rows > 0 || column_load(p->facts, name, AS_VALUES, out);
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
  snprintf(all.cuts, sizeof all.cuts, "%s", sales.cuts);
  int two = margin.found && strcmp(margin.by, sales.by) == 0;
  fine = list_groups(p, &all, sales.name, two ? margin.name : "");
  fine = fine && load_measure(p, sales.measure, &all.measures[0]) && load_measure(p, margin.measure, &all.measures[1]);
  for (int i = 0; i < all.by_count && fine; i++) {
    fine = column_load(p->facts, all.by[i], AS_TEXT, &all.values[i]);
    if (fine && all.values[i].rows == 0) fine = column_load(p->customers, all.by[i], AS_TEXT, &all.values[i]);
  }
  if (fine) {
    count_keys(p, &all);
    print_title(&sales, &margin, two);
    fine = print_lines(p, &all, two);
  }
  if (fine && two) fine = print_names(p, "busy, but poor (sales only)", 1, 0, &p->value) && print_names(p, "quiet earners (margin only)", 0, 1, &p->margin);
  if (fine) print_potential(p, &sales);
  for (int i = 0; i < all.by_count; i++) column_free(&all.values[i]);
  for (int i = 0; i < 2; i++) column_free(&all.measures[i]);
  free(all.items);
  return fine;
}
