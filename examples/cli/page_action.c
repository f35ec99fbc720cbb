/* Sections 3 to 5 of the page: who is served too much or too little, where the next visit and euro go, and the tiers. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 5, MOST_RETURNS = 4, MOST_IDS = 12 };

static void title(const char *text, const char *behind) { printf("\n%s%s%s%s%s\n", colour(COLOUR_BOLD), text, plain(), behind[0] != 0 ? "   " : "", behind); }

static int64_t money_or_zero(const column *c, int64_t row) { return column_known(c, row) && c->integers != NULL ? c->integers[row] : 0; }

static void lower_case(char *text)
{
  for (; *text != 0; text++) *text = *text == '_' ? ' ' : *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
}

/* What section 3 prints of a customer. */
typedef struct serving { column engagement, actual, recommended, target, blocked, visits_now, visits; } serving;

static int load_serving(const page *p, serving *s)
{
  memset(s, 0, sizeof *s);
  return column_load(p->customers, "engagement", AS_TEXT, &s->engagement) && column_load(p->facts, "actual_approach", AS_TEXT, &s->actual)
      && column_load(p->customers, "recommended_approach", AS_TEXT, &s->recommended) && column_load(p->customers, "target_approach", AS_TEXT, &s->target)
      && column_load(p->customers, "blocked_by", AS_TEXT, &s->blocked) && column_load(p->customers, "visits_now", AS_TEXT, &s->visits_now)
      && column_load(p->customers, "visits_per_year", AS_TEXT, &s->visits);
}

static void free_serving(serving *s)
{
  column *all[] = { &s->engagement, &s->actual, &s->recommended, &s->target, &s->blocked, &s->visits_now, &s->visits };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) column_free(all[i]);
}

/* Too much: down to what is recommended. Too little: up to the target, as far as nothing blocks. */
static void print_serving(const page *p, const serving *s, int64_t row, int too_much)
{
  char label[128], actual[32], recommended[32], target[32], blocked[32], now[32], visits[32], text[160];
  page_label(p, row, label, sizeof label);
  column_text(&s->actual, row, actual, sizeof actual);
  column_text(&s->recommended, row, recommended, sizeof recommended);
  column_text(&s->target, row, target, sizeof target);
  column_text(&s->blocked, row, blocked, sizeof blocked);
  column_text(&s->visits_now, row, now, sizeof now);
  column_text(&s->visits, row, visits, sizeof visits);
  lower_case(blocked);
  int is_blocked = blocked[0] != 0 && strcmp(blocked, "none") != 0;
  snprintf(text, sizeof text, "%s -> %s%s%s%s", actual, too_much ? recommended : target, is_blocked ? " (" : "", is_blocked ? blocked : "", is_blocked ? ")" : "");
  if (!too_much && strcmp(recommended, target) != 0) snprintf(text + strlen(text), sizeof text - strlen(text), ": %s now", recommended);
  print_cell(label, 26, 0);
  printf(" ");
  print_cell(text, 60, 0);
  print_cell(now[0] != 0 ? now : "-", 6, 1);
  printf(" / %s\n", visits[0] != 0 ? visits : "-");
}

/* By margin at stake, the largest first. */
static int print_side(const page *p, const serving *s, const char *name, const char *code, int too_much)
{
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    double margin = (double)money_or_zero(&p->margin, row);
    if (column_is(&s->engagement, row, code)) rows[count++] = (ranked){ margin < 0.0 ? -margin : margin, 0.0, row };
  }
  rank_rows(rows, count);
  if (count == 0) printf("  %-12snone\n", name);
  for (int64_t i = 0; i < count && i < MOST_LINES; i++) {
    printf("  %-12s", i == 0 ? name : "");
    print_serving(p, s, rows[i].row, too_much);
  }
  if (count > MOST_LINES) printf("  %-12s+ %lld small\n", "", (long long)(count - MOST_LINES));
  free(rows);
  return 1;
}

static int print_served(const page *p)
{
  serving s;
  int64_t known = 0;
  int fine = load_serving(p, &s);
  for (int64_t row = 0; fine && row < p->rows; row++) known += column_known(&s.engagement, row);
  if (fine && known == 0) title("3 SERVED TOO MUCH, SERVED TOO LITTLE", "waits for actual_approach in customers, and for marks to score it by");
  else if (fine) {
    title("3 SERVED TOO MUCH, SERVED TOO LITTLE", "approach now -> target (blocked by)                        visits now / programme");
    fine = print_side(p, &s, "too much", "OVER_ENGAGED", 1) && print_side(p, &s, "too little", "UNDER_ENGAGED", 0);
  }
  free_serving(&s);
  return fine;
}

/* "time   14 250 minutes a year need no face to face; most: Halden 9 920": the rows of a person stand together. */
static void print_movable(const page *p)
{
  patron_table *movable = NULL;
  char name[128], best[128] = "", before[128] = "", text[64];
  int64_t rows = 0;
  double total = 0.0, of_person = 0.0, most = 0.0, minutes;
  if (patron_assessment_table(p->w->assessment, "movable", &movable) != PATRON_OK) return;
  (void)patron_table_rows(movable, &rows);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(movable, "person", row, name, sizeof name);
    if (!cell_text(movable, "minutes", row, text, sizeof text) || patron_number_parse(text, -1, &minutes) != PATRON_OK) continue;
    of_person = strcmp(name, before) == 0 ? of_person + minutes : minutes;
    total += minutes;
    if (of_person > most) { most = of_person; snprintf(best, sizeof best, "%s", name); }
    snprintf(before, sizeof before, "%s", name);
  }
  patron_table_destroy(movable);
  if (!(total > 0.0)) return;
  snprintf(text, sizeof text, "%.0f", total);
  group_digits(text, 0, name);
  snprintf(text, sizeof text, "%.0f", most);
  group_digits(text, 0, before);
  printf("  time    %s minutes a year need no face to face", name);
  printf("; most: %s %s\n", best[0] != 0 ? best : "nobody's", before);
}

static int print_next(const page *p)
{
  column returns, headroom;
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  memset(&headroom, 0, sizeof headroom);
  int fine = column_load(p->customers, "return_on_serving", AS_VALUES, &returns) && column_load(p->customers, "winnable_headroom", AS_VALUES, &headroom) && rows != NULL;
  for (int64_t row = 0; fine && row < p->rows; row++)
    if (column_known(&returns, row) && returns.numbers != NULL && returns.numbers[row] > 0.0) rows[count++] = (ranked){ returns.numbers[row], 0.0, row };
  if (fine) rank_rows(rows, count);
  if (fine && count == 0) title("4 NEXT VISIT, NEXT EURO", "waits for potential and cost_to_serve in customers");
  else if (fine) title("4 NEXT VISIT, NEXT EURO", "margin we could win per euro of serving");
  for (int64_t i = 0; fine && i < count && i < MOST_RETURNS; i++) {
    char label[128], text[64];
    page_label(p, rows[i].row, label, sizeof label);
    page_money(p, money_or_zero(&headroom, rows[i].row), 0, text);
    int width = display_width(label);
    printf("%s", i == 0 ? "  " : "   ");
    print_cell(label, width < 18 ? width : 18, 0);
    printf(" %.1f (%s)", rows[i].by, text);
  }
  if (fine && count > 0) printf("\n");
  if (fine) print_movable(p);
  column_free(&returns);
  column_free(&headroom);
  free(rows);
  return fine;
}

/* Ids of the customers in which the column says so, the first few. */
static void print_ids(const page *p, const char *before, const column *c, const char *code)
{
  int64_t shown = 0, more = 0;
  for (int64_t row = 0; row < p->rows; row++) {
    char id[64];
    if (c->flags != NULL ? !column_flag(c, row) : !column_is(c, row, code)) continue;
    if (shown == MOST_IDS) { more++; continue; }
    column_text(&p->id, row, id, sizeof id);
    printf("%s%s", shown++ == 0 ? before : " ", id);
  }
  if (more > 0) printf(" + %lld", (long long)more);
  if (shown > 0) printf("\n");
}

static void print_tier(const patron_table *tiers, int64_t row)
{
  static const char *const names[] = { "n", "capacity", "tier_value", "visits_now", "visits_per_year" };
  static const int widths[] = { 8, 9, 14, 13, 0 };
  char program[64], tier[64], label[132], text[64], grouped[64];
  cell_text(tiers, "program", row, program, sizeof program);
  cell_text(tiers, "tier", row, tier, sizeof tier);
  snprintf(label, sizeof label, "%s%s%s", program, program[0] != 0 ? " " : "", tier);
  printf("  ");
  print_cell(label, 24, 0);
  for (int i = 0; i < 5; i++) {
    if (cell_text(tiers, names[i], row, text, sizeof text)) group_digits(text, 0, grouped);
    else snprintf(grouped, sizeof grouped, "-");
    if (i == 4) printf(" / %s\n", grouped);
    else print_cell(grouped, widths[i], 1);
  }
}

static int print_tiers(const page *p)
{
  patron_table *tiers = NULL;
  column beyond, advice;
  int64_t rows = 0;
  memset(&advice, 0, sizeof advice);
  int fine = column_load(p->customers, "beyond_capacity", AS_VALUES, &beyond) && column_load(p->customers, "advice", AS_TEXT, &advice);
  if (patron_assessment_table(p->w->assessment, "tiers", &tiers) == PATRON_OK) (void)patron_table_rows(tiers, &rows);
  if (rows == 0) title("5 TIERS AND COVERAGE", "waits for profit in customers, and the setting fence.visit_cost");
  else {
    title("5 TIERS AND COVERAGE", "         n   places             V   visits now / programme");
    for (int64_t row = 0; row < rows; row++) print_tier(tiers, row);
    print_ids(p, "  no place: ", &beyond, "");
    print_ids(p, "  to inside sales: ", &advice, "MIGRATE");
    print_ids(p, "  review whether to go on: ", &advice, "EXIT_REVIEW");
  }
  patron_table_destroy(tiers);
  column_free(&beyond);
  column_free(&advice);
  return fine;
}

int page_action(const page *p)
{
  int fine = print_served(p) && print_next(p) && print_tiers(p);
  if (fine) title("6 CHANGED", "waits for an earlier state to compare with: this version cannot compare yet");
  return fine;
}
