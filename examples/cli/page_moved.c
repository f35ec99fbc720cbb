/* What moved of one customer since an earlier state, for `patron explain`: decisions with their why, then the figures behind them. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 118, INDENT = 13 };

typedef struct moves {
  const patron_table *table;
  int64_t rows;
} moves;

static int is_number(const char *text)
{
  double value;
  return text[0] == 0 || patron_number_parse(text, -1, &value) == PATRON_OK;
}

/* A figure has a number before and after; -1: the row is another customer's. */
static int is_figure(const moves *m, int64_t row, const char *id)
{
  char text[256], after[256];
  cell_text(m->table, "customer", row, text, sizeof text);
  if (strcmp(text, id) != 0) return -1;
  cell_text(m->table, "before", row, text, sizeof text);
  cell_text(m->table, "after", row, after, sizeof after);
  return is_number(text) && is_number(after);
}

/* "the cut-off moved, most by W01". */
static void say_why(const moves *m, int64_t row, const char *id, char *out, size_t cap)
{
  static const char *const reasons[][2] = { { "OWN_VALUE", "its own value moved" }, { "CUTOFF", "the cut-off moved" }, { "RULE", "neither its value nor a cut-off moved: a rule is another one" },
                                            { "OVERRIDE", "an override came or went" }, { "NEW", "a new customer" }, { "LOST", "no longer there" },
                                            { "EARLIER", "it stands; what it is compared with is of a later day" } };
  char why[32], because[128];
  out[0] = 0;
  cell_text(m->table, "why", row, why, sizeof why);
  for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
    if (strcmp(why, reasons[i][0]) == 0) snprintf(out, cap, "%s", reasons[i][1]);
  if (cell_text(m->table, "because", row, because, sizeof because) && because[0] != 0 && strcmp(because, id) != 0) snprintf(out + strlen(out), cap - strlen(out), ", most by %s", because);
}

static void print_decision(const moves *m, int64_t row, const char *id)
{
  char name[96], before[256], after[256], why[256], text[768];
  cell_text(m->table, "column", row, name, sizeof name);
  cell_text(m->table, "before", row, before, sizeof before);
  cell_text(m->table, "after", row, after, sizeof after);
  say_why(m, row, id, why, sizeof why);
  snprintf(text, sizeof text, "%s -> %s", before[0] == 0 ? "none" : before, after[0] == 0 ? "none" : after);
  printf("  ");
  print_cell(name, 26, 0);
  printf(" ");
  print_cell(text, display_width(text) > 40 ? display_width(text) : 40, 0);
  printf("  %s\n", why);
}

/* A number to be read: as many decimals as money has, which are enough for scores and shares. */
static void shorten(char *text)
{
  char *point = strchr(text, '.'), grouped[64];
  double value;
  if (text[0] == 0) { strcpy(text, "none"); return; }
  if (point != NULL && strlen(point) > 3 && patron_number_parse(text, -1, &value) == PATRON_OK) snprintf(text, 64, "%.2f", value);
  group_digits(text, 1, grouped);
  strcpy(text, grouped);
}

/* The row of a column of the customer's; -1: it did not move. */
static int64_t find_figure(const moves *m, const char *id, const char *name)
{
  char text[256];
  for (int64_t row = 0; row < m->rows; row++) {
    cell_text(m->table, "customer", row, text, sizeof text);
    if (strcmp(text, id) != 0) continue;
    cell_text(m->table, "column", row, text, sizeof text);
    if (strcmp(text, name) == 0) return row;
  }
  return -1;
}

/* How much of a score's weight was known and is; 0: as much as then. */
static int known_part(const moves *m, int64_t row, const char *id, double *was, double *is)
{
  char name[96], coverage[128], text[64];
  cell_text(m->table, "column", row, name, sizeof name);
  snprintf(coverage, sizeof coverage, "%s_coverage", name);
  const int64_t at = find_figure(m, id, coverage);
  if (at < 0) return 0;
  return cell_text(m->table, "before", at, text, sizeof text) && patron_number_parse(text, -1, was) == PATRON_OK && cell_text(m->table, "after", at, text, sizeof text) && patron_number_parse(text, -1, is) == PATRON_OK;
}

/* Whether the row is the coverage of a score that moved: it is told beside that. */
static int is_told_with_score(const moves *m, int64_t row, const char *id)
{
  static const char end[] = "_coverage";
  char name[96];
  cell_text(m->table, "column", row, name, sizeof name);
  const size_t length = strlen(name);
  if (length < sizeof end || strcmp(name + length + 1 - sizeof end, end) != 0) return 0;
  name[length + 1 - sizeof end] = 0;
  return find_figure(m, id, name) >= 0;
}

/* Alike in all decimals that are shown. */
static int looks_alike(const char *before, const char *after)
{
  char was[64], is[64];
  double one, other;
  if (patron_number_parse(before, -1, &one) != PATRON_OK || patron_number_parse(after, -1, &other) != PATRON_OK) return strcmp(before, after) == 0;
  snprintf(was, sizeof was, "%.2f", one);
  snprintf(is, sizeof is, "%.2f", other);
  return strcmp(was, is) == 0;
}

/* Figures one behind the other, as many as the line holds. */
static void print_figure(const moves *m, int64_t row, const char *id, int *used)
{
  char name[96], before[64], after[64], text[320];
  double was, is;
  cell_text(m->table, "column", row, name, sizeof name);
  cell_text(m->table, "before", row, before, sizeof before);
  cell_text(m->table, "after", row, after, sizeof after);
  const int part = known_part(m, row, id, &was, &is);
  if (is_told_with_score(m, row, id) || (looks_alike(before, after) && !part)) return;
  shorten(before);
  shorten(after);
  int length = snprintf(text, sizeof text, "%s %s -> %s", name, before, after);
  if (part) length += snprintf(text + length, sizeof text - (size_t)length, " (%.0f %% -> %.0f %% known)", 100 * was, 100 * is);
  if (*used == 0) printf("  %-*s", INDENT - 2, "figures");
  else if (*used + 3 + length > LINE) { printf("\n%*s", INDENT, ""); *used = 0; }
  else *used += printf("   ");
  *used += printf("%s", text) + (*used == 0 ? INDENT : 0);
}

/* Scores of then and now that rest on another part of their weight, by name, and what that means. */
static void say_what_is_known(const moves *m, const char *id)
{
  char names[256] = "", name[96];
  int more = 0, less = 0;
  for (int64_t row = 0; row < m->rows; row++) {
    double was, is;
    if (is_figure(m, row, id) <= 0 || !known_part(m, row, id, &was, &is)) continue;
    cell_text(m->table, "column", row, name, sizeof name);
    if (strlen(names) + strlen(name) + 3 > sizeof names) continue;
    if (names[0] != 0) strcat(names, ", ");
    strcat(names, name);
    more += is > was;
    less += is < was;
  }
  if (names[0] == 0) return;
  display_cut(names, LINE - INDENT - 40);
  printf("  %-*s%s: made of %s of the weight now,\n", INDENT - 2, "known", names, less == 0 ? "more" : more == 0 ? "less" : "another part");
  printf("%*sso that part of the way is what is known, not what happened. A rank follows what is known of others, too.\n", INDENT, "");
}

void page_moved(const work *w, const char *id)
{
  moves m = { NULL, 0 };
  patron_table *table = NULL;
  int decisions = 0, used = 0;
  if (!w->compared || patron_assessment_table(w->assessment, "changes", &table) != PATRON_OK) return;
  m.table = table;
  char day[32];
  page_day_before(w->earlier_as_of, day, sizeof day);
  (void)patron_table_rows(table, &m.rows);
  printf("\n  %sWhat changed%s%s%s\n", colour(COLOUR_BOLD), day[0] != 0 ? " since " : "", day, plain());
  for (int64_t row = 0; row < m.rows; row++)
    if (is_figure(&m, row, id) == 0) { print_decision(&m, row, id); decisions++; }
  if (decisions == 0) printf("  no decision\n");
  for (int64_t row = 0; row < m.rows; row++)
    if (is_figure(&m, row, id) > 0) print_figure(&m, row, id, &used);
  if (used > 0) printf("\n");
  say_what_is_known(&m, id);
  patron_table_destroy(table);
}
