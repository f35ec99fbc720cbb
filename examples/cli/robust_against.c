/* Section 4 of patron robust: the same customers judged by a second policy. */
#include "commands.h"
#include "columns.h"
#include "display.h"
#include "page.h"
#include "robust_against.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 256 };

/* Both answers, row by row those of the same customers. */
typedef struct pair { patron_table *ours, *theirs; int64_t rows; } pair;

static int has(const patron_table *table, const char *name, int32_t type)
{
  int64_t at;
  int32_t is = 0;
  return patron_table_find_column(table, name, &at) == PATRON_OK && patron_table_column_type(table, at, &is) == PATRON_OK && is == type;
}

static int64_t known_in_both(const column *a, const column *b)
{
  int64_t count = 0;
  for (int64_t row = 0; row < a->rows; row++) count += column_known(a, row) && column_known(b, row);
  return count;
}

/* Who is first by both, of those who are first by the one; who shares the last place is in. */
static int print_first(const pair *p, int64_t most)
{
  column ours, theirs;
  char label[64];
  int64_t first = 0, both = 0;
  int fine = column_load(p->ours, "rank", AS_VALUES, &ours);
  if (!column_load(p->theirs, "rank", AS_VALUES, &theirs)) fine = 0;
  for (int64_t row = 0; fine && row < p->rows; row++) {
    if (!column_known(&ours, row) || ours.integers[row] > most) continue;
    first++;
    both += column_known(&theirs, row) && theirs.integers[row] <= most;
  }
  snprintf(label, sizeof label, "first %lld", (long long)most);
  if (fine && first > 0) {
    printf("  ");
    print_cell(label, 26, 0);
    printf("%10lld%10lld%8.1f %%\n", (long long)first, (long long)(first - both), 100.0 * (double)both / (double)first);
  }
  column_free(&ours);
  column_free(&theirs);
  return fine;
}

static int print_scorecard(const pair *p, const char *name)
{
  column a, b;
  double tau = 0.0, rho = 0.0;
  if (!has(p->ours, name, PATRON_NUMBER) || !has(p->theirs, name, PATRON_NUMBER)) return 1;
  int fine = column_load(p->ours, name, AS_VALUES, &a);
  if (!column_load(p->theirs, name, AS_VALUES, &b)) fine = 0;
  if (fine) {
    const patron_status status = patron_rank_correlation(a.numbers, a.validity, b.numbers, b.validity, p->rows, NULL, &tau, &rho);
    printf("  ");
    print_cell(name, 26, 0);
    printf("%10lld", (long long)known_in_both(&a, &b));
    if (status == PATRON_OK) printf("%10.3f%10.3f\n", tau, rho);
    else printf("%10s%10s\n", "-", "-");
  }
  column_free(&a);
  column_free(&b);
  return fine;
}

static int is_alike(const column *a, const column *b, int64_t row)
{
  const piece ours = column_piece(a, row), theirs = column_piece(b, row);
  return column_known(a, row) == column_known(b, row) && (!column_known(a, row) || compare_pieces(&ours, &theirs) == 0);
}

/* "K02 GOLD to SILVER". */
static void print_other(const pair *p, const column *a, const column *b, int64_t row)
{
  char ours[64], theirs[64], id[64], text[256];
  if (!column_text(a, row, ours, sizeof ours)) snprintf(ours, sizeof ours, "-");
  if (!column_text(b, row, theirs, sizeof theirs)) snprintf(theirs, sizeof theirs, "-");
  cell_text(p->ours, "customer", row, id, sizeof id);
  snprintf(text, sizeof text, "%s %s to %s", id, ours, theirs);
  display_shorten(text, sizeof text, 54);
  printf("   %s", text);
}

/* How many customers get the same, and the first who does not. Where neither policy decides anything, nothing is told. */
static int print_decision(const pair *p, const char *name)
{
  column a, b;
  int64_t count = 0, other = 0, first = -1;
  int fine = column_load(p->ours, name, AS_TEXT, &a);
  if (!column_load(p->theirs, name, AS_TEXT, &b)) fine = 0;
  for (int64_t row = 0; fine && row < p->rows; row++) {
    count += column_known(&a, row) || column_known(&b, row);
    if (is_alike(&a, &b, row)) continue;
    if (other++ == 0) first = row;
  }
  if (fine && count > 0) {
    printf("  ");
    print_cell(name, 26, 0);
    printf("%10lld%10lld%8.1f %%", (long long)count, (long long)other, 100.0 * (double)(count - other) / (double)count);
    if (first >= 0) print_other(p, &a, &b, first);
    printf("\n");
  }
  column_free(&a);
  column_free(&b);
  return fine;
}

static int ends_with(const char *name, const char *end)
{
  const size_t length = strlen(name), tail = strlen(end);
  return length > tail && strcmp(name + length - tail, end) == 0;
}

static int is_decision(const char *name)
{
  static const char *const decisions[] = { "key", "potential_key", "relationship_level", "attractiveness_band", "winnability_band", "intent", "coverage", "tier", "held_tier", "target_approach", "recommended_approach", "engagement", "investment_level", "advice" };
  for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
    if (strcmp(name, decisions[i]) == 0) return 1;
  return ends_with(name, "_class") && !ends_with(name, "_previous_class");
}

/* In the order of the columns. */
static int print_decisions(const pair *p)
{
  int64_t columns = 0, other;
  int fine = patron_table_columns(p->ours, &columns) == PATRON_OK;
  for (int64_t i = 0; fine && i < columns; i++) {
    char name[NAME];
    if (patron_table_column_name(p->ours, i, name, sizeof name, NULL) == PATRON_OK && is_decision(name) && patron_table_find_column(p->theirs, name, &other) == PATRON_OK) fine = print_decision(p, name);
  }
  return fine;
}

static int print_scorecards(const pair *p, const patron_assessment *ours)
{
  patron_table *criteria = NULL;
  char before[NAME] = "", name[NAME];
  int64_t rows = 0;
  int fine = 1;
  if (patron_assessment_table(ours, "criteria", &criteria) == PATRON_OK) (void)patron_table_rows(criteria, &rows);
  for (int64_t row = 0; fine && row < rows; row++) {
    cell_text(criteria, "scorecard", row, name, sizeof name);
    if (strcmp(name, before) != 0) fine = print_scorecard(p, name);
    snprintf(before, sizeof before, "%s", name);
  }
  patron_table_destroy(criteria);
  return fine;
}

int print_against(const patron_assessment *ours, const patron_assessment *theirs, const char *against, int64_t most)
{
  pair p = { NULL, NULL, 0 };
  int fine = patron_assessment_table(ours, "customers", &p.ours) == PATRON_OK && patron_assessment_table(theirs, "customers", &p.theirs) == PATRON_OK && patron_table_rows(p.ours, &p.rows) == PATRON_OK;
  if (fine) {
    page_title("4 THE SAME BY ANOTHER POLICY?", "");
    printf("  against ");
    print_path(against, 100);
    printf("\n  %-26s%10s%10s%10s\n", "scorecard", "scored", "tau-b", "rho");
    fine = print_scorecards(&p, ours);
    printf("  %-26s%10s%10s%10s   %s\n", "decision", "customers", "other", "alike", "the first that is another");
    if (fine) fine = print_first(&p, most) && print_decisions(&p);
  }
  patron_table_destroy(p.ours);
  patron_table_destroy(p.theirs);
  return fine;
}
