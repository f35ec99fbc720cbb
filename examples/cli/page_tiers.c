/* Section 5 of the page: the tiers, who has no place, and whom inside sales takes over. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_IDS = 24, LINE_WIDTH = 118 };

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

/* Whom the tier gives this advice: MIGRATE goes to inside sales. */
static int has_advice(const tiering *t, int64_t row, const char *program, const char *tier, const char *advice) { return is_member(t, row, program, tier) && column_is(&t->advice, row, advice); }

static int is_mover(const tiering *t, int64_t row, const char *program, const char *tier) { return has_advice(t, row, program, tier, "MIGRATE"); }

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

static int compare_names(const void *a, const void *b) { return strcmp(((const owner *)a)->name, ((const owner *)b)->name); }

/* The persons who serve those that get an advice, and their visits, the most visits first. Returns how many; -1: out of memory. */
static int find_owners(const page *p, const tiering *t, const char *program, const char *tier, const char *advice, owner **out)
{
  int count = 0, all = 0;
  for (int64_t row = 0; row < p->rows; row++) all += has_advice(t, row, program, tier, advice);
  *out = calloc((size_t)all + 1, sizeof **out);
  all = 0;
  if (*out == NULL) return -1;
  for (int64_t row = 0; row < p->rows; row++) {
    if (!has_advice(t, row, program, tier, advice)) continue;
    column_text(&t->owner, row, (*out)[all].name, sizeof (*out)[0].name);
    (*out)[all].visits = visits_at(t, row);
    (*out)[all++].first = row;
  }
  qsort(*out, (size_t)all, sizeof **out, compare_names);
  for (int i = 0; i < all; i++) {
    if (count == 0 || strcmp((*out)[count - 1].name, (*out)[i].name) != 0) { (*out)[count++] = (*out)[i]; continue; }
    (*out)[count - 1].visits += (*out)[i].visits;
    if ((*out)[i].first < (*out)[count - 1].first) (*out)[count - 1].first = (*out)[i].first;
  }
  qsort(*out, (size_t)count, sizeof **out, compare_owners);
  return count;
}

/* Who gets an advice, by the person who serves them: "to inside sales: S13 S14 S15 (Okoro)  S05 S07 (Brand)". 0: out of memory. */
static int print_advised(const page *p, const tiering *t, const char *program, const char *tier, const char *advice, const char *before)
{
  enum { INDENT = 4, PIECE = 96 };
  owner *owners;
  const int count = find_owners(p, t, program, tier, advice, &owners);
  int used = INDENT + display_width(before), shown = 0;
  int64_t members = 0;
  if (count < 0) return 0;
  for (int64_t row = 0; row < p->rows; row++) members += has_advice(t, row, program, tier, advice);
  if (members > 0) printf("    %s", before);
  for (int i = 0; i < count && shown < MOST_IDS; i++) {
    char line[PIECE + 64] = "";
    for (int64_t row = owners[i].first; row < p->rows && shown < MOST_IDS; row++) {
      char id[32], name[64];
      if (!has_advice(t, row, program, tier, advice)) continue;
      column_text(&t->owner, row, name, sizeof name);
      if (strcmp(name, owners[i].name) != 0) continue;
      column_text(&p->id, row, id, sizeof id);
      display_cut(id, 12);
      size_t length = strlen(line);
      if (display_width(line) + display_width(id) > PIECE - 24) break;
      snprintf(line + length, sizeof line - length, "%s%s", length > 0 ? " " : "", id);
      shown++;
    }
    display_shorten(owners[i].name, sizeof owners[i].name, 16);
    size_t length = strlen(line);
    if (t->owner.rows > 0) snprintf(line + length, sizeof line - length, " (%s)", owners[i].name[0] != 0 ? owners[i].name : "nobody's");
    const int width = display_width(line);
    if (used + 2 + width > LINE_WIDTH) { printf("\n%*s", INDENT, ""); used = INDENT; }
    used += printf("%s", used == INDENT || i == 0 ? "" : "  ") + width;
    print_cell(line, width, 0);
  }
  if (members > shown) printf("  + %lld", (long long)(members - shown));
  if (members > 0) printf("\n");
  free(owners);
  return 1;
}

/* "to inside sales, which frees 50 all visits, 5 500 a year: ". */
static void say_freed(const page *p, const tiering *t, const char *program, const char *tier, char *out, size_t cap)
{
  char text[64], grouped[64], money[64] = "";
  double visits = 0.0;
  for (int64_t row = 0; row < p->rows; row++)
    if (is_mover(t, row, program, tier)) visits += visits_at(t, row);
  snprintf(text, sizeof text, "%.0f", visits);
  group_digits(text, 0, grouped);
  int64_t cost = cost_of_visits(p, t, program, tier);
  page_money(p, cost, 0, money);
  if (!t->visited) snprintf(out, cap, "to inside sales: ");
  else snprintf(out, cap, "to inside sales, which frees %s visits%s%s%s: ", grouped, cost > 0 ? ", " : "", cost > 0 ? money : "", cost > 0 ? " a year" : "");
}

static int print_tier(const page *p, const tiering *t, const patron_table *tiers, int64_t row)
{
  const char *const names[] = { "n", p->model != NULL ? "cutoff" : "capacity", "tier_value", "visits_now", "visits_per_year" };   /* places are for all customers, not for the rows of a call */
  static const int widths[] = { 8, 13, 14, 13, 5 };
  char program[64], tier[64], label[160], text[192], grouped[64];
  int64_t movers = 0;
  cell_text(tiers, "program", row, program, sizeof program);
  cell_text(tiers, "tier", row, tier, sizeof tier);
  for (int64_t i = 0; i < p->rows; i++) movers += is_mover(t, i, program, tier);
  snprintf(label, sizeof label, "%s%s%s", program, program[0] != 0 ? " " : "", tier);
  printf("  ");
  print_cell(label, 24, 0);
  for (int i = 0; i < 5; i++) {
    if (cell_text(tiers, names[i], row, text, sizeof text) && (i != 3 || t->visited)) group_digits(text, 0, grouped);
    else snprintf(grouped, sizeof grouped, "-");
    if (i == 4) printf(" /");
    print_cell(grouped, widths[i], 1);
  }
  int fine = p->model != NULL || print_beyond(p, t, program, tier);
  printf("\n");
  say_freed(p, t, program, tier, text, sizeof text);
  if (fine && movers > 0) fine = print_advised(p, t, program, tier, "MIGRATE", text);
  return fine && print_advised(p, t, program, tier, "KEEP", t->visited ? "to keep, since the margin carries even today's visits: " : "to keep, since the margin pays for how they are served: ") && print_advised(p, t, program, tier, "EXIT_REVIEW", "review whether to go on: ");
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

/* What V is. */
static void print_value(const page *p)
{
  char share[32];
  double weight = 0.0;
  page_setting(p, "tier.headroom_weight", share, sizeof share);
  if (patron_number_parse(share, -1, &weight) == PATRON_OK && weight > 0.0 && page_known(p->customers, "winnable_headroom"))
    printf("  V: net margin plus %.0f %% of the margin that could still be won; the tiers are cut by it\n", 100.0 * weight);
  else printf("  V: net margin; the tiers are cut by it\n");
  if (strcmp(page_visits(p), "all visits") == 0) printf("  all visits: whether somebody has to be there or not; margin before visits adds back face-to-face work only\n");
}

int page_tiers(const page *p)
{
  patron_table *tiers = NULL;
  tiering t;
  int64_t rows = 0;
  int fine = load_tiering(p, &t);
  if (fine && patron_assessment_table(p->w->assessment, "tiers", &tiers) == PATRON_OK) (void)patron_table_rows(tiers, &rows);
  if (fine && (rows == 0 || !page_known(p->customers, "net_margin"))) page_waits(p, 5, "5 TIERS AND COVERAGE", "no programme covers anybody");
  else if (fine) {
    char behind[96];
    snprintf(behind, sizeof behind, "         n  %11s             V   %s now / programme", p->model != NULL ? "model's cut" : "places", page_visits(p));
    page_title("5 TIERS AND COVERAGE", behind);
    for (int64_t row = 0; row < rows && fine; row++) fine = print_tier(p, &t, tiers, row);
    print_empty(p, &t, tiers, rows);
    print_value(p);
  }
  patron_table_destroy(tiers);
  free_tiering(&t);
  return fine;
}
