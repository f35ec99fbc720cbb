/* Section 2 of the page: relationships in which one side is committed and trusting and the other is not. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEFT = 2, MOST_LOW = 5 };   /* of the lesser severities; HIGH and CRITICAL are all printed */

static int severity_of(const page *p, int64_t row)
{
  static const char *const names[] = { "NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL" };
  for (int i = 4; i > 0; i--)
    if (column_is(&p->severity, row, names[i])) return i;
  return 0;
}

static double number(const column *c, int64_t row) { return column_known(c, row) && c->numbers != NULL ? c->numbers[row] : 0.0; }

static void print_money(const page *p, const column *c, int64_t row, int width)
{
  char text[64] = "-";
  if (column_known(c, row) && c->integers != NULL) page_money(p, c->integers[row], 0, text);
  print_cell(text, width, 1);
}

/* Margin at stake, a sorting aid: nothing for a loss-maker, whose risk is what we spend on it. */
static void print_at_stake(const page *p, int64_t row, int width)
{
  char text[64] = "-";
  int loses = column_known(&p->margin, row) && p->margin.integers != NULL && p->margin.integers[row] <= 0;
  if (loses) { print_cell(text, width, 1); return; }
  if (column_known(&p->at_risk, row) && p->at_risk.integers != NULL) page_money(p, p->at_risk.integers[row], 0, text);
  else if (column_known(&p->margin, row) && p->margin.integers != NULL)
    page_money(p, (int64_t)((double)p->margin.integers[row] * number(&p->gap, row) / 100.0), 0, text);
  print_cell(text, width, 1);
}

/* Evidence keeps on the list whose level was set by hand. */
static int is_by_hand(const page *p, int64_t row) { return column_known(&p->level, row) && !column_is(&p->level, row, "LIMITED_COLLABORATION"); }

static void print_row(const page *p, int64_t row)
{
  char label[256], severity[32], exposed[32];
  int grave = severity_of(p, row) >= 3;
  page_short_label(p, row, 30, label, sizeof label);
  column_text(&p->severity, row, severity, sizeof severity);
  column_text(&p->exposed, row, exposed, sizeof exposed);
  printf("  ");
  print_cell(label, 30, 0);
  printf("%5.0f%6.0f%6.0f  %s", number(&p->us, row), number(&p->them, row), number(&p->gap, row), grave ? colour(COLOUR_RED) : "");
  print_cell(severity, 9, 0);
  printf("%s", grave ? plain() : "");
  print_cell(strcmp(exposed, "THEM") == 0 ? "them" : strcmp(exposed, "US") == 0 ? "us" : "", 8, 0);
  print_money(p, &p->value, row, 13);
  print_money(p, &p->margin, row, 12);
  print_at_stake(p, row, 14);
  printf("%s", column_flag(&p->key, row) ? "  key" : "");
  printf("%s\n", is_by_hand(p, row) ? "  !" : "");
}

static void print_table(const page *p, ranked *rows, int64_t count, int64_t endangered, int64_t sales)
{
  int64_t low = 0, left_out = 0, by_hand = 0;
  printf("\n%s2 DANGER%s    one side committed and trusting, the other not; never filtered by priority", colour(COLOUR_BOLD), plain());
  if (sales > 0) printf("      %.0f %% of sales%s", 100.0 * (double)endangered / (double)sales, p->model != NULL ? " of these rows" : "");
  printf("\n");
  if (count == 0) { printf("  none\n"); return; }
  printf("  %30s%5s%6s%6s  %-9s%-8s%13s%12s%14s\n", "", "us", "them", "gap", "severity", "exposed", "sales", "margin", "margin x gap");
  for (int64_t i = 0; i < count; i++) {
    if (severity_of(p, rows[i].row) < 3 && ++low > MOST_LOW) { left_out++; continue; }
    print_row(p, rows[i].row);
    by_hand += is_by_hand(p, rows[i].row);
  }
  if (left_out > 0) printf("  + %lld small\n", (long long)left_out);
  if (by_hand > 0) printf("  ! another level was set by hand\n");
}

static int has_flag(const page *p, int64_t row, const char *flag)
{
  char flags[256];
  column_text(&p->flags, row, flags, sizeof flags);
  return strstr(flags, flag) != NULL;
}

/* Whose values are missing: "their trust", from MISSING_THEIR_TRUST. */
static void missing_value(const page *p, int64_t row, char *buf, size_t cap)
{
  char flags[256];
  column_text(&p->flags, row, flags, sizeof flags);
  const char *at = strstr(flags, "MISSING_");
  buf[0] = 0;
  if (at == NULL) return;
  at += strlen("MISSING_");
  size_t length = strcspn(at, " ");
  for (size_t i = 0; i < length && i + 1 < cap; i++) {
    buf[i] = at[i] == '_' ? ' ' : at[i] >= 'A' && at[i] <= 'Z' ? (char)(at[i] - 'A' + 'a') : at[i];
    buf[i + 1] = 0;
  }
}

static void print_near(const page *p)
{
  int64_t shown = 0, more = 0;
  for (int64_t row = 0; row < p->rows; row++) {
    char label[128];
    if (!has_flag(p, row, "NEAR_LIMITED")) continue;
    if (shown == 3) { more++; continue; }
    page_short_label(p, row, 30, label, sizeof label);
    printf("%s", shown++ == 0 ? "  next to it   " : "   ");
    print_cell(label, display_width(label), 0);
    printf(" %.0f / %.0f", number(&p->us, row), number(&p->them, row));
  }
  if (more > 0) printf("   + %lld small", (long long)more);
  if (shown > 0) printf("\n");
}

static int count_missing(const page *p, int64_t row)
{
  char flags[256];
  int count = 0;
  column_text(&p->flags, row, flags, sizeof flags);
  for (const char *at = strstr(flags, "MISSING_"); at != NULL; at = strstr(at + 1, "MISSING_")) count++;
  return count;
}

/* Whom to ask first: the fewest values are missing, then the most sales. */
static void print_unknown(const page *p, int64_t undetermined)
{
  int64_t keys = 0, first = -1, most = 0;
  int fewest = 0;
  char label[128], missing[64];
  for (int64_t row = 0; row < p->rows; row++) {
    if (!column_is(&p->level, row, "UNDETERMINED")) continue;
    int count = count_missing(p, row);
    int64_t value = column_known(&p->value, row) && p->value.integers != NULL ? p->value.integers[row] : 0;
    keys += column_flag(&p->key, row);
    if (first >= 0 && (count > fewest || (count == fewest && value <= most))) continue;
    first = row;
    fewest = count;
    most = value;
  }
  page_short_label(p, first, 32, label, sizeof label);
  missing_value(p, first, missing, sizeof missing);
  printf("  not known   %lld, of them %lld key; first ", (long long)undetermined, (long long)keys);
  print_cell(label, display_width(label), 0);
  if (missing[0] != 0) printf(" (%s%s)", missing, fewest > 1 ? " and more" : "");
  printf("\n");
}

/* Those who were in danger before: "D03 (they cooled: no repair)". */
static void print_left(const page *p)
{
  patron_table *danger = NULL;
  int64_t rows = 0, shown = 0, more = 0;
  if (patron_assessment_table(p->w->assessment, "danger", &danger) != PATRON_OK) return;
  (void)patron_table_rows(danger, &rows);
  for (int64_t row = 0; row < rows; row++) {
    char left[16], id[64], name[128], label[256], moved[16], how[32];
    cell_text(danger, "left", row, left, sizeof left);
    if (strcmp(left, "yes") != 0) continue;
    if (shown == MOST_LEFT) { more++; continue; }
    cell_text(danger, "customer", row, id, sizeof id);
    snprintf(label, sizeof label, cell_text(danger, "name", row, name, sizeof name) ? "%s %s" : "%s", id, name);
    cell_text(danger, "moved", row, moved, sizeof moved);
    cell_text(danger, "how", row, how, sizeof how);
    const char *who = strcmp(moved, "US") == 0 ? "we" : strcmp(moved, "THEM") == 0 ? "they" : "both";
    printf("%s", shown++ == 0 ? "  no longer   " : "   ");
    print_cell(label, display_width(label) < 24 ? display_width(label) : 24, 0);
    if (strcmp(how, "COOLED") == 0) printf(" (%s cooled: no repair)", who);
    else if (strcmp(how, "REPAIRED") == 0) printf(" (repaired: %s came up)", who);
    else printf(strcmp(how, "NARROWED") == 0 ? " (the sides came nearer)" : " (not known any more)");
  }
  if (more > 0) printf("   + %lld small", (long long)more);
  if (shown > 0) printf("\n");
  patron_table_destroy(danger);
}

static void print_levels(const page *p, const int64_t counts[6])
{
  static const char *const names[] = { "strategic", "collaborative", "cooperative", "transactional" };
  print_left(p);
  print_near(p);
  if (counts[5] > 0) print_unknown(p, counts[5]);
  printf("  other levels");
  for (int i = 0; i < 4; i++) printf("  %lld %s", (long long)counts[i], names[i]);
  printf("\n");
}

int page_danger(const page *p)
{
  static const char *const levels[] = { "STRATEGIC", "COLLABORATIVE", "COOPERATIVE", "TRANSACTIONAL", "LIMITED_COLLABORATION", "UNDETERMINED" };
  int64_t counts[6] = { 0 }, count = 0, endangered = 0, sales = 0;
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    int64_t value = column_known(&p->value, row) && p->value.integers != NULL ? p->value.integers[row] : 0;
    for (int i = 0; i < 6; i++) counts[i] += column_is(&p->level, row, levels[i]);
    sales += value;
    if (severity_of(p, row) == 0 && !column_is(&p->level, row, "LIMITED_COLLABORATION")) continue;
    endangered += value;
    rows[count++] = (ranked){ (double)severity_of(p, row), number(&p->gap, row), row };
  }
  rank_rows(rows, count);
  if (p->level.rows == 0 || counts[5] == p->rows)
    page_waits(p, 2, "2 DANGER", "all four answers (our_commitment, our_trust, their_commitment, their_trust) are known of nobody");
  else {
    print_table(p, rows, count, endangered, sales);
    print_levels(p, counts);
  }
  free(rows);
  return 1;
}
