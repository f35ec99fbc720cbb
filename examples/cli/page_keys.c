/* Section 1 of the page: the key customers of each group, and who is key for one reason only. */
#include "groups.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 3, NAMES_WIDTH = 106 };

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

/* Customers with a value. */
static long long members_of(const page *p, const line *l)
{
  char n[32];
  long long count = 0;
  cell_text(p->groups, "n", l->sales_row, n, sizeof n);
  return sscanf(n, "%lld", &count) == 1 ? count : 0;
}

static void print_line(const page *p, const line *l, int two)
{
  char n[32], keys[64];
  const long long count = members_of(p, l);
  snprintf(n, sizeof n, "%lld", count);
  printf("  ");
  print_cell(l->title, 24, 0);
  print_cell(n, 8, 1);
  if (two) snprintf(keys, sizeof keys, "%lld (%lld both)", (long long)l->keys, (long long)l->both);
  else snprintf(keys, sizeof keys, "%lld", (long long)l->keys);
  print_cell(keys, 16, 1);
  snprintf(keys, sizeof keys, "%.0f %% ", count > 0 ? 100.0 * (double)l->keys / (double)count : 0.0);
  print_cell(keys, 8, 1);
  printf("%s", line_is_weak(p, l) ? "!" : " ");
  print_share(p->groups, l->sales_row, l->inside[0], 7);
  if (two) print_share(p->groups, l->margin_row, l->inside[1], 7);
  line_print_amount(p, l->sales_row, "cutoff", "cutoff_number", 1, 15);
  if (two) { printf(" /"); line_print_amount(p, l->margin_row, "cutoff", "cutoff_number", 1, 13); }
  line_print_amount(p, l->sales_row, "total_net", "total_net_number", 0, 17);
  printf("\n");
}

/* The largest groups, in the order of the decision table. */
static int print_lines(const page *p, const lines *all, const segment *sales, int two)
{
  ranked *order = lines_order(p, all);
  int weak = 0;
  for (int64_t i = 0; order != NULL && i < all->count && i < MOST_GROUPS; i++) {
    if (members_of(p, &all->items[order[i].row]) == 0) continue;   /* nobody there sold anything: nothing to divide */
    print_line(p, &all->items[order[i].row], two);
    weak |= line_is_weak(p, &all->items[order[i].row]);
  }
  if (order != NULL) lines_print_end(all, sales, weak);
  free(order);
  return order != NULL;
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

/* How far the customer is from the cut-off of the segment of sales that it is judged in. */
static int load_gap(const page *p, const segment *first, int64_t row, column *out)
{
  segment s = *first;
  for (int more = 1;; more++) {
    char name[96];
    snprintf(name, sizeof name, "%s_margin", s.name);
    if (!column_load(p->customers, name, AS_VALUES, out)) return 0;
    s = page_next_segment(p, "SALES", more);
    if (column_known(out, row) || !s.found) return 1;
    column_free(out);
  }
}

/* ": 115 113 short of the cut, wallet 920 000, sales +41 %", as far as it is known. */
static void print_reach(const page *p, const segment *s, int64_t row)
{
  column gap, wallet, growth;
  char text[64];
  memset(&wallet, 0, sizeof wallet);
  memset(&growth, 0, sizeof growth);
  int fine = load_gap(p, s, row, &gap) && column_load(p->customers, "potential_value", AS_VALUES, &wallet) && column_load(p->customers, "growth", AS_VALUES, &growth);
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

/* "sales", "margin", else the column that is measured. */
static const char *word_of(const segment *s) { return strcmp(s->measure, "current_value") == 0 ? "sales" : strcmp(s->measure, "net_margin") == 0 ? "margin" : s->measure; }

/* The columns that make the groups: "layer / territory". */
static void segment_by(const segment *s, const char *between, char *out, size_t cap)
{
  size_t used = 0;
  out[0] = 0;
  for (const char *at = s->by; *at != 0 && used < cap;) {
    const size_t length = strcspn(at, ",");
    used += (size_t)snprintf(out + used, cap - used, "%s%.*s", used > 0 ? between : "", (int)length, at);
    at += length + (at[length] == ',');
  }
}

static int is_of_sales(const segment *s) { return strcmp(s->measure, "net_margin") != 0; }

/* What the list is; `grouped`: somebody's group is known, and without one the customers are judged together. */
static void print_title(const segment *sales, const segment *margin, int two, int grouped)
{
  char whose[300], by[256];
  int cut = (int)strcspn(sales->cuts, ",");
  if (!grouped) snprintf(whose, sizeof whose, "all");
  else {
    segment_by(sales, " and ", by, sizeof by);
    snprintf(whose, sizeof whose, "their %s's", by);
  }
  printf("\n%s1 KEY CUSTOMERS%s    the customers that make %.*s %% of %s %s%s\n", colour(COLOUR_BOLD), plain(), cut, sales->cuts, whose, word_of(sales), two ? grouped ? ", or of its net margin" : ", or of all net margin" : margin->found && strcmp(margin->by, sales->by) == 0 ? is_of_sales(sales) ? "; the net margin is not known" : "; the sales are not known" : "");
  printf("  ");
  segment_by(sales, " / ", by, sizeof by);
  print_cell(grouped ? by : "", 24, 0);
  printf("%8s%16s%8s %7.7s", "n", "key", "of all", word_of(sales));
  if (two) printf("%7.7s", word_of(margin));
  printf("%15s", "cut-off");
  if (two) printf(" /%13.13s", word_of(margin));
  snprintf(whose, sizeof whose, "%.11s%s%.8s", !grouped ? "" : strchr(sales->by, ',') == NULL ? sales->by : "group", grouped ? " " : "", word_of(sales));
  printf("%17s\n", whose);
}

/* Segments that make key customers by sales, too: of other layers, or by another line. */
static int print_more_segments(const page *p, const segment *margin)
{
  segment s;
  int fine = 1;
  for (int more = 1; fine && (s = page_next_segment(p, "SALES", more)).found; more++) {
    lines all;
    char by[256];
    const int two = margin->found && strcmp(margin->by, s.by) == 0 && (p->model != NULL || page_gives(p, margin->measure));
    fine = lines_open(p, &all, &s, margin, two);
    segment_by(&s, " and ", by, sizeof by);
    if (fine && all.count > 0) {
      printf("  and %s: those that make %.*s %% of %s%s%s%s\n", s.name, (int)strcspn(s.cuts, ","), s.cuts, by[0] != 0 ? "their " : "all ", by, by[0] != 0 ? "'s " : "", word_of(&s));
      fine = p->model != NULL ? page_model_keys(p, &all, &s, two, 0) : print_lines(p, &all, &s, two);
    }
    lines_close(&all);
  }
  return fine;
}

int page_keys(const page *p)
{
  lines all;
  segment sales = page_segment(p, "SALES"), margin = page_segment(p, "PROFIT");
  int64_t rows = 0;
  if (p->groups != NULL) (void)patron_table_rows(p->groups, &rows);
  if (!sales.found || rows == 0) {
    page_waits(p, 1, "1 KEY CUSTOMERS", "nobody has a value to be judged by");
    return 1;
  }
  const int grouped = page_has_groups(p, sales.by);
  int two = margin.found && strcmp(margin.by, sales.by) == 0 && (p->model != NULL || page_gives(p, margin.measure));
  if (two && p->model == NULL && !page_gives(p, sales.measure)) { sales = margin; two = 0; }   /* the margin alone makes the key customers */
  int fine = lines_open(p, &all, &sales, &margin, two);
  for (int64_t i = 0; fine && !grouped && i < all.count; i++) snprintf(all.items[i].title, sizeof all.items[i].title, "all customers");
  if (fine && p->model != NULL) fine = page_model_keys(p, &all, &sales, two, 1) && print_more_segments(p, &margin);
  else if (fine) {
    print_title(&sales, &margin, two, grouped);
    fine = print_lines(p, &all, &sales, two) && (!is_of_sales(&sales) || print_more_segments(p, &margin));
  }
  if (fine && two) fine = print_names(p, "busy, but poor (sales only)", 1, 0, &p->value) && print_names(p, "quiet earners (margin only)", 0, 1, &p->margin);
  if (fine) print_potential(p, &sales);
  lines_close(&all);
  return fine;
}
