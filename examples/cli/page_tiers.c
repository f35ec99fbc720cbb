/* Section 5 of the page: the tiers, who has no place, and whom inside sales takes over. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 5, MOST_IDS = 12, MOST_OWNERS = 32, LINE_WIDTH = 118 };

typedef struct tiering { column tier, program, beyond, advice, value, visits, owner; int visited; } tiering;   /* visited: somebody's visits are known */

static int load_tiering(const page *p, tiering *t)
{
  memset(t, 0, sizeof *t);
  if (!column_load(p->customers, "visits_now", AS_VALUES, &t->visits)) return 0;
  for (int64_t row = 0; row < p->rows && !t->visited; row++) t->visited = column_known(&t->visits, row);
  return column_load(p->customers, "held_tier", AS_TEXT, &t->tier) && column_load(p->customers, "program", AS_TEXT, &t->program)
      && column_load(p->customers, "beyond_capacity", AS_VALUES, &t->beyond) && column_load(p->customers, "advice", AS_TEXT, &t->advice)
      && column_load(p->customers, "tier_value", AS_VALUES, &t->value) && column_load(p->facts, "owner", AS_TEXT, &t->owner);
}

static void free_tiering(tiering *t)
{
  column *all[] = { &t->tier, &t->program, &t->beyond, &t->advice, &t->value, &t->visits, &t->owner };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) column_free(all[i]);
}

static int is_member(const tiering *t, int64_t row, const char *program, const char *tier)
{
  return column_is(&t->tier, row, tier) && (column_known(&t->program, row) ? column_is(&t->program, row, program) : program[0] == 0);
}

/* Who goes to inside sales. */
static int is_mover(const tiering *t, int64_t row, const char *program, const char *tier) { return is_member(t, row, program, tier) && column_is(&t->advice, row, "MIGRATE"); }

/* "    no place: K08 116 356, K06 64 154". */
static int print_beyond(const page *p, const tiering *t, const char *program, const char *tier)
{
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++)
    if (column_flag(&t->beyond, row) && is_member(t, row, program, tier)) rows[count++] = (ranked){ column_known(&t->value, row) && t->value.integers != NULL ? (double)t->value.integers[row] : 0.0, 0.0, row };
  rank_rows(rows, count);
  for (int64_t i = 0; i < count && i < 2; i++) {
    char id[32], value[64] = "-";
    column_text(&p->id, rows[i].row, id, sizeof id);
    if (column_known(&t->value, rows[i].row) && t->value.integers != NULL) page_money(p, t->value.integers[rows[i].row], 0, value);
    printf("%s", i == 0 ? "    no place: " : ", ");
    print_cell(id, display_width(id) < 8 ? display_width(id) : 8, 0);
    printf(" %s", value);
  }
  if (count > 2) printf(" + %lld", (long long)(count - 2));
  free(rows);
  return 1;
}

/* What the visits of those cost who go to inside sales: by the activity VISIT, else nothing is said. */
static int64_t cost_of_visits(const page *p, const tiering *t, const char *program, const char *tier)
{
  patron_table *activities = NULL;
  column customer, activity, cost, per_year;
  int64_t total = 0;
  if (patron_portfolio_table(p->w->portfolio, "activities", &activities) != PATRON_OK) return 0;
  memset(&activity, 0, sizeof activity);
  memset(&cost, 0, sizeof cost);
  memset(&per_year, 0, sizeof per_year);
  int fine = column_load(activities, "customer", AS_TEXT, &customer) && column_load(activities, "activity", AS_TEXT, &activity)
          && column_load(activities, "cost", AS_VALUES, &cost) && column_load(activities, "per_year", AS_VALUES, &per_year) && cost.integers != NULL && per_year.numbers != NULL;
  piece *movers = malloc(((size_t)p->rows + 1) * sizeof *movers);
  size_t count = 0;
  for (int64_t row = 0; fine && movers != NULL && row < p->rows; row++)
    if (is_mover(t, row, program, tier)) movers[count++] = column_piece(&p->id, row);
  if (count > 1) qsort(movers, count, sizeof *movers, compare_pieces);
  for (int64_t i = 0; fine && movers != NULL && i < customer.rows; i++) {
    piece id = column_piece(&customer, i);
    if (column_is(&activity, i, "VISIT") && column_known(&cost, i) && column_known(&per_year, i) && bsearch(&id, movers, count, sizeof *movers, compare_pieces) != NULL)
      total += (int64_t)((double)cost.integers[i] * per_year.numbers[i] + 0.5);
  }
  free(movers);
  column_free(&customer);
  column_free(&activity);
  column_free(&cost);
  column_free(&per_year);
  patron_table_destroy(activities);
  return total;
}

typedef struct owner { char name[64]; double visits; int64_t first; } owner;

static int compare_owners(const void *a, const void *b)
{
  const owner *x = a, *y = b;
  if (x->visits != y->visits) return x->visits > y->visits ? -1 : 1;
  return x->first < y->first ? -1 : x->first > y->first;
}

static double visits_at(const tiering *t, int64_t row) { return column_known(&t->visits, row) && t->visits.numbers != NULL ? t->visits.numbers[row] : 0.0; }

/* Who goes to inside sales, by the person who is freed, the most freed first: "S05 S07 (Brand)  S14 S15 (Okoro)". */
static void print_movers(const page *p, const tiering *t, const char *program, const char *tier)
{
  owner owners[MOST_OWNERS];
  int count = 0, used = 2, shown = 0;
  int64_t members = 0;
  for (int64_t row = 0; row < p->rows; row++) {
    char name[64];
    int at = 0;
    if (!is_mover(t, row, program, tier)) continue;
    members++;
    column_text(&t->owner, row, name, sizeof name);
    while (at < count && strcmp(owners[at].name, name) != 0) at++;
    if (at == MOST_OWNERS) continue;
    if (at == count) { snprintf(owners[count].name, sizeof owners[count].name, "%s", name); owners[count].visits = 0.0; owners[count++].first = row; }
    owners[at].visits += visits_at(t, row);
  }
  qsort(owners, (size_t)count, sizeof owners[0], compare_owners);
  printf("  ");
  for (int i = 0; i < count && shown < MOST_IDS; i++) {
    for (int64_t row = 0; row < p->rows && shown < MOST_IDS; row++) {
      char id[32], name[64];
      if (!is_mover(t, row, program, tier)) continue;
      column_text(&t->owner, row, name, sizeof name);
      column_text(&p->id, row, id, sizeof id);
      display_cut(id, 12);
      if (strcmp(name, owners[i].name) != 0 || used + display_width(id) + 20 > LINE_WIDTH) continue;
      used += 1 + display_width(id);
      printf(" ");
      print_cell(id, display_width(id), 0);
      shown++;
    }
    display_cut(owners[i].name, 16);
    const char *whose = owners[i].name[0] != 0 ? owners[i].name : "nobody's";
    printf(" (");
    print_cell(whose, display_width(whose), 0);
    printf(")%s", i + 1 < count ? " " : "");
    used += 4 + display_width(whose);
  }
  if (members > shown) printf(" + %lld", (long long)(members - shown));
  printf("\n");
}

static void print_freed(const page *p, const tiering *t, const char *program, const char *tier)
{
  char text[64], grouped[64];
  double visits = 0.0;
  for (int64_t row = 0; row < p->rows; row++)
    if (is_mover(t, row, program, tier)) visits += visits_at(t, row);
  snprintf(text, sizeof text, "%.0f", visits);
  group_digits(text, 0, grouped);
  printf("    frees %s visits", grouped);
  int64_t cost = cost_of_visits(p, t, program, tier);
  page_money(p, cost, 0, grouped);
  if (cost > 0) printf(", %s a year", grouped);
  printf(":\n");
}

static int print_tier(const page *p, const tiering *t, const patron_table *tiers, int64_t row)
{
  const char *const names[] = { "n", p->model != NULL ? "cutoff" : "capacity", "tier_value", "visits_now", "visits_per_year" };   /* places are for all customers, not for the rows of a call */
  static const int widths[] = { 8, 13, 14, 13, 5 };
  char program[64], tier[64], label[160], text[64], grouped[64];
  int64_t movers = 0;
  cell_text(tiers, "program", row, program, sizeof program);
  cell_text(tiers, "tier", row, tier, sizeof tier);
  for (int64_t i = 0; i < p->rows; i++) movers += is_mover(t, i, program, tier);
  snprintf(label, sizeof label, "%s%s%s%s", program, program[0] != 0 ? " " : "", tier, movers > 0 ? ", to inside sales" : "");
  printf("  ");
  print_cell(label, 24, 0);
  for (int i = 0; i < 5; i++) {
    if (cell_text(tiers, names[i], row, text, sizeof text) && (i != 3 || t->visited)) group_digits(text, 0, grouped);
    else snprintf(grouped, sizeof grouped, "-");
    if (i == 4) printf(" /");
    print_cell(grouped, widths[i], 1);
  }
  int fine = p->model != NULL || print_beyond(p, t, program, tier);
  if (movers == 0) { printf("\n"); return fine; }
  print_freed(p, t, program, tier);
  print_movers(p, t, program, tier);
  return fine;
}

static void print_reviews(const page *p, const tiering *t)
{
  int64_t shown = 0, more = 0;
  for (int64_t row = 0; row < p->rows; row++) {
    char label[160];
    if (!column_is(&t->advice, row, "EXIT_REVIEW")) continue;
    if (shown == MOST_NAMES) { more++; continue; }
    page_short_label(p, row, 16, label, sizeof label);
    printf("%s", shown++ == 0 ? "  review whether to go on: " : "   ");
    print_cell(label, display_width(label), 0);
  }
  if (more > 0) printf("   + %lld small", (long long)more);
  if (shown > 0) printf("\n");
}

/* Who has no tier, and tiers that nobody can be in: nothing is empty without a word. */
static void print_empty(const page *p, const tiering *t, const patron_table *tiers, int64_t rows)
{
  char text[64], above[8];
  int64_t without = 0, members = 0, unknown = 0;
  for (int64_t row = 0; row < p->rows; row++) {
    if (!column_known(&p->value, row) || column_known(&t->tier, row)) continue;
    without++;
    unknown += !column_known(&p->margin, row);
  }
  for (int64_t row = 0; row < rows; row++) {
    long long count = 0;
    cell_text(tiers, "above_fence", row, above, sizeof above);
    if (strcmp(above, "yes") == 0 && cell_text(tiers, "n", row, text, sizeof text) && sscanf(text, "%lld", &count) == 1) members += count;
  }
  if (without > 0) printf("  no tier   %lld %s with sales%s\n", (long long)without, page_customers(without), unknown == without ? ": the net margin is not known" : "");
  if (members == 0) printf("  nobody is above the fence: whose net margin is known earns too little before visits\n");
}

int page_tiers(const page *p)
{
  patron_table *tiers = NULL;
  tiering t;
  int64_t rows = 0;
  int fine = load_tiering(p, &t);
  if (fine && patron_assessment_table(p->w->assessment, "tiers", &tiers) == PATRON_OK) (void)patron_table_rows(tiers, &rows);
  if (fine && rows == 0) page_title("5 TIERS AND COVERAGE", "waits for profit (the net margin) in customers, or gross_margin and cost_to_serve");
  else if (fine) {
    page_title("5 TIERS AND COVERAGE", p->model != NULL ? "         n    model's cut             V   visits now / programme" : "         n       places             V   visits now / programme");
    for (int64_t row = 0; row < rows && fine; row++) fine = print_tier(p, &t, tiers, row);
    print_empty(p, &t, tiers, rows);
    print_reviews(p, &t);
  }
  patron_table_destroy(tiers);
  free_tiering(&t);
  return fine;
}
