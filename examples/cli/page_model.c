/* Section 1 of the page of `patron apply`: what belongs to the model, and what to the rows of the call, apart. Shares are the model's own; of a part of the customers they would say nothing. */
#include "groups.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>

static void print_share(const page *p, int64_t row, const char *name, const char *after, int width)
{
  char text[64];
  double share;
  if (row >= 0 && cell_text(p->groups, name, row, text, sizeof text) && patron_number_parse(text, -1, &share) == PATRON_OK) snprintf(text, sizeof text, "%.0f %%%s", 100.0 * share, after);
  else snprintf(text, sizeof text, "-%s", after);
  print_cell(text, width, 1);
}

/* Of one segment: how many were key, their shares, and the cut-off. */
static void print_half(const page *p, int64_t row, const char *mark)
{
  char keys[32] = "-";
  if (row >= 0) cell_text(p->groups, "n_key", row, keys, sizeof keys);
  print_cell(keys, 6, 1);
  print_share(p, row, "key_share_of_customers", mark, 9);
  print_share(p, row, "key_share_of_value", "", 8);
  line_print_amount(p, row, "cutoff", "cutoff_number", 1, 15);
}

static void print_fitted(const page *p, const line *l, int two)
{
  char n[32];
  cell_text(p->groups, "n", l->sales_row, n, sizeof n);
  printf("  ");
  print_cell(l->title, 24, 0);
  print_cell(n, 8, 1);
  print_half(p, l->sales_row, line_is_weak(p, l) ? " !" : "  ");
  if (two) print_half(p, l->margin_row, "");
  printf("\n");
}

/* In major units, without cents. */
static void print_sum(double value, int known, int width)
{
  char text[64] = "-", decimal[64];
  snprintf(decimal, sizeof decimal, "%.2f", value);
  if (known) group_digits(decimal, 0, text);
  print_cell(text, width, 1);
}

static void print_applied(const lines *all, const line *l, int two)
{
  char text[32];
  printf("  ");
  print_cell(l->title, 24, 0);
  snprintf(text, sizeof text, "%lld", (long long)l->rows);
  print_cell(text, 8, 1);
  snprintf(text, sizeof text, l == &all->without ? "-" : two ? "%lld (%lld both)" : "%lld", (long long)l->keys, (long long)l->both);
  print_cell(text, 16, 1);
  print_sum(l->all[0], 1, 15);
  if (two) print_sum(l->all[1], all->measures[1].rows > 0, 15);
  printf("\n");
}

int page_model_keys(const page *p, const lines *all, const segment *sales, int two, int first)
{
  ranked *order = lines_order(p, all);
  int weak = 0;
  if (order == NULL) return 0;
  if (first) page_title("1 KEY CUSTOMERS", "these rows by the model's cut-offs; shares belong to the customers that the model was fitted to");
  printf("  %-24s%8s%6s%9s%8s%15s", "the model", "n", "key", "of all  ", "sales", "cut-off");
  if (two) printf("%6s%9s%8s%15s", "key", "of all", "margin", "cut-off");
  printf("\n");
  for (int64_t i = 0; i < all->count && i < MOST_GROUPS; i++) {
    print_fitted(p, &all->items[order[i].row], two);
    weak |= line_is_weak(p, &all->items[order[i].row]);
  }
  lines_print_end(all, sales, weak);
  const int margins = two && page_known(p->customers, "net_margin");
  printf("  %-24s%8s%16s%15s", "these rows", "n", "key", "sales");
  if (margins) printf("%15s", "margin");
  printf("\n");
  for (int64_t i = 0; i < all->count && i < MOST_GROUPS; i++)
    if (all->items[order[i].row].rows > 0) print_applied(all, &all->items[order[i].row], margins);
  if (first && all->without.rows > 0) print_applied(all, &all->without, margins);
  free(order);
  return 1;
}
