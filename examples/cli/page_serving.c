/* Section 3 of the page: who is served too much, and who too little. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 5, LABEL = 26, APPROACHES = 42, BLOCKED = 22 };   /* columns of a name, of three approaches, of what is between them */

/* What section 3 prints of a customer. */
typedef struct serving { column engagement, actual, recommended, target, blocked, visits_now, visits, gap, advice, reach; int64_t visit_cost; } serving;

static int load_serving(const page *p, serving *s)
{
  char cost[64];
  memset(s, 0, sizeof *s);
  page_setting(p, "fence.visit_cost", cost, sizeof cost);
  if (patron_money_parse(cost, -1, p->exponent, &s->visit_cost) != PATRON_OK) s->visit_cost = 0;
  return column_load(p->customers, "engagement", AS_TEXT, &s->engagement) && column_load(p->facts, "actual_approach", AS_TEXT, &s->actual)
      && column_load(p->customers, "recommended_approach", AS_TEXT, &s->recommended) && column_load(p->customers, "target_approach", AS_TEXT, &s->target)
      && column_load(p->customers, "blocked_by", AS_TEXT, &s->blocked) && column_load(p->customers, "visits_now", AS_VALUES, &s->visits_now)
      && column_load(p->customers, "visits_per_year", AS_VALUES, &s->visits) && column_load(p->customers, "visit_gap", AS_VALUES, &s->gap)
      && column_load(p->customers, "advice", AS_TEXT, &s->advice) && column_load(p->customers, "winnable_headroom", AS_VALUES, &s->reach);
}

static void free_serving(serving *s)
{
  column *all[] = { &s->engagement, &s->actual, &s->recommended, &s->target, &s->blocked, &s->visits_now, &s->visits, &s->gap, &s->advice, &s->reach };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) column_free(all[i]);
}

static double number(const column *c, int64_t row) { return column_known(c, row) && c->numbers != NULL ? c->numbers[row] : 0.0; }

/* Visits beyond the programme take more than half of the margin there is before them; those that go to inside sales stand in section 5. */
static int visits_eat_margin(const page *p, const serving *s, int64_t row)
{
  if (s->visit_cost <= 0 || !column_known(&p->margin, row) || p->margin.integers == NULL || !(number(&s->gap, row) < 0.0)) return 0;
  if (column_is(&s->advice, row, "MIGRATE") || column_is(&s->advice, row, "EXIT_REVIEW")) return 0;
  double cost = number(&s->visits_now, row) * (double)s->visit_cost, before = (double)p->margin.integers[row] + cost;
  return p->margin.integers[row] > 0 && 2.0 * cost > before;
}

/* Why the visits do not pay: what is earned before them, and what they take of it. */
static void describe_visits(const page *p, const serving *s, int64_t row)
{
  char before[64], cost[64], text[192];
  int64_t visits = (int64_t)(number(&s->visits_now, row) * (double)s->visit_cost);
  page_money(p, p->margin.integers[row] + visits, 0, before);
  page_money(p, visits, 0, cost);
  snprintf(text, sizeof text, "visits cost %s of the %s earned before them", cost, before);
  print_cell(text, APPROACHES + BLOCKED, 0);
}

/* What is done now, what can be done, what is aimed at, and what is between the two: of a one-sided relationship the side that is weak. */
static void describe_approach(const page *p, const serving *s, int64_t row)
{
  const column *const approaches[] = { &s->actual, &s->recommended, &s->target };
  char text[64];
  for (int i = 0; i < 3; i++) {
    column_text(approaches[i], row, text, sizeof text);
    print_cell(text, APPROACHES / 3, 0);
  }
  column_text(&s->blocked, row, text, sizeof text);
  if (strcmp(text, "NONE") == 0) text[0] = 0;
  page_lower_case(text);
  if (strcmp(text, "relationship") == 0 && column_is(&p->exposed, row, "THEM")) snprintf(text, sizeof text, "relationship (ours)");
  if (strcmp(text, "relationship") == 0 && column_is(&p->exposed, row, "US")) snprintf(text, sizeof text, "relationship (theirs)");
  print_cell(text, BLOCKED, 0);
}

static void print_visits(const column *c, int64_t row, int width)
{
  char text[32];
  if (column_known(c, row) && c->numbers != NULL && patron_number_format(c->numbers[row], text, (int64_t)sizeof text, NULL) == PATRON_OK) print_cell(text, width, 1);
  else print_cell("-", width, 1);
}

/* Less than half of the visits that the programme promises, where there is margin to win, though the approach may fit. */
static int visits_fall_short(const serving *s, int64_t row)
{
  const double now = number(&s->visits_now, row);
  return column_known(&s->visits_now, row) && column_known(&s->reach, row) && s->reach.integers != NULL && s->reach.integers[row] > 0 && 2.0 * now < number(&s->visits, row);
}

static int belongs(const page *p, const serving *s, int64_t row, int too_much)
{
  if (!too_much) return column_is(&s->engagement, row, "UNDER_ENGAGED") || (column_is(&s->engagement, row, "FIT") && visits_fall_short(s, row));
  return column_is(&s->engagement, row, "OVER_ENGAGED") || visits_eat_margin(p, s, row);
}

/* By what is at stake: visits that cost too much; the margin that could be won. */
static int print_side(const page *p, const serving *s, const char *name, int too_much)
{
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    double reach = column_known(&s->reach, row) && s->reach.integers != NULL ? (double)s->reach.integers[row] : 0.0;
    if (belongs(p, s, row, too_much)) rows[count++] = (ranked){ too_much ? -number(&s->gap, row) : reach, too_much ? reach : number(&s->gap, row), row };
  }
  rank_rows(rows, count);
  if (count == 0) printf("  %-12snone\n", name);
  for (int64_t i = 0; i < count && i < MOST_LINES; i++) {
    char label[160];
    page_short_label(p, rows[i].row, LABEL - 1, label, sizeof label);
    printf("  %-12s", i == 0 ? name : "");
    print_cell(label, LABEL, 0);
    if (too_much && !column_is(&s->engagement, rows[i].row, "OVER_ENGAGED")) describe_visits(p, s, rows[i].row);
    else describe_approach(p, s, rows[i].row);
    print_visits(&s->visits_now, rows[i].row, 8);
    printf(" /");
    print_visits(&s->visits, rows[i].row, 4);
    printf("\n");
  }
  if (count > MOST_LINES) printf("  %-12s+ %lld with less at stake\n", "", (long long)(count - MOST_LINES));
  free(rows);
  return 1;
}

int page_serving(const page *p)
{
  serving s;
  int64_t known = 0;
  int fine = load_serving(p, &s);
  for (int64_t row = 0; fine && row < p->rows; row++) known += column_known(&s.engagement, row);
  if (fine && known == 0) page_waits(p, 3, "3 SERVED TOO MUCH, SERVED TOO LITTLE", "nobody has both an actual_approach and a place in the matrix");
  else if (fine) {
    char visits[64], behind[128];
    snprintf(visits, sizeof visits, "%s now / programme", page_visits(p));
    snprintf(behind, sizeof behind, "%79s", visits);
    page_title("3 SERVED TOO MUCH, SERVED TOO LITTLE", behind);
    printf("  %-38s%-14s%-14s%-14s%s\n", "", "approach now", "possible now", "target", "blocked by");
    fine = print_side(p, &s, "too much", 1) && print_side(p, &s, "too little", 0);
  }
  free_serving(&s);
  return fine;
}
