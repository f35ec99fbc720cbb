/* The tiers in section 6: how many were in each, left it, came and are there, as the table `migration` counts them; and who moved, and why. */
#include "changes.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TIERS = 32, LINE_WIDTH = 118, TITLE_WIDTH = 23 };

/* A tier of the decision table `tiers`, or one that was there before: `row` -1. */
typedef struct tier { char name[64]; int64_t row, before, left, came; } tier;

typedef struct tiers {
  patron_table *table;
  tier items[MOST_TIERS];
  int count;
  tier all;              /* left: gone, came: new customers */
  column held, program;
} tiers;

static tier *find_tier(tiers *t, const char *name)
{
  for (int i = 0; i < t->count; i++)
    if (strcmp(t->items[i].name, name) == 0) return &t->items[i];
  if (t->count == MOST_TIERS) return NULL;
  tier *made = &t->items[t->count++];
  memset(made, 0, sizeof *made);
  snprintf(made->name, sizeof made->name, "%s", name);
  made->row = -1;
  return made;
}

static void count_cell(tiers *t, const char *before, const char *after, int64_t members)
{
  tier *from = before[0] != 0 ? find_tier(t, before) : &t->all, *to = after[0] != 0 ? find_tier(t, after) : &t->all;
  if (from == NULL || to == NULL) return;
  if (before[0] != 0) { from->before += members; t->all.before += members; }
  if (from == to) return;
  if (from == &t->all) t->all.came += members; else from->left += members;
  if (to == &t->all) t->all.left += members; else to->came += members;
}

static int load_tiers(const page *p, tiers *t)
{
  patron_table *migration = NULL;
  char text[64], name[64], after[64];
  int64_t rows = 0;
  memset(t, 0, sizeof *t);
  if (patron_assessment_table(p->w->assessment, "tiers", &t->table) == PATRON_OK) (void)patron_table_rows(t->table, &rows);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(t->table, "tier", row, name, sizeof name);
    tier *one = find_tier(t, name);
    if (one != NULL && one->row < 0) one->row = row;
  }
  if (patron_assessment_table(p->w->assessment, "migration", &migration) == PATRON_OK && patron_table_rows(migration, &rows) != PATRON_OK) rows = 0;
  for (int64_t row = 0; migration != NULL && row < rows; row++) {
    long long members = 0;
    if (!cell_text(migration, "decision", row, text, sizeof text) || strcmp(text, "tier") != 0) continue;
    if (!cell_text(migration, "members", row, text, sizeof text) || sscanf(text, "%lld", &members) != 1) continue;
    cell_text(migration, "before", row, name, sizeof name);
    cell_text(migration, "after", row, after, sizeof after);
    count_cell(t, name, after, members);
  }
  patron_table_destroy(migration);
  return column_load(p->customers, "held_tier", AS_TEXT, &t->held) && column_load(p->customers, "program", AS_TEXT, &t->program);
}

static void close_tiers(tiers *t)
{
  column_free(&t->held);
  column_free(&t->program);
  patron_table_destroy(t->table);
}

/* "SILVER 11 - 1 + 2 = 12"; "GOLD 10" where nobody moved. */
static void print_count(const tier *t, int *used)
{
  char text[160];
  int at = snprintf(text, sizeof text, "%s %lld", t->name, (long long)t->before);
  if (t->left > 0) at += snprintf(text + at, sizeof text - (size_t)at, " - %lld", (long long)t->left);
  if (t->came > 0) at += snprintf(text + at, sizeof text - (size_t)at, " + %lld", (long long)t->came);
  if (t->left + t->came > 0) at += snprintf(text + at, sizeof text - (size_t)at, " = %lld", (long long)(t->before - t->left + t->came));
  if (*used + 3 + at > LINE_WIDTH) { printf("\n%-*s", TITLE_WIDTH, ""); *used = TITLE_WIDTH; }
  else if (*used > TITLE_WIDTH) *used += printf("   ");
  print_cell(text, display_width(text), 0);
  *used += at;
}

static void print_counts(tiers *t)
{
  int used = TITLE_WIDTH;
  printf("  %-21s", "tiers");
  for (int i = 0; i < t->count; i++) print_count(&t->items[i], &used);
  snprintf(t->all.name, sizeof t->all.name, "in all");
  print_count(&t->all, &used);
  printf("\n");
}

/* The tier that a customer was in. */
static void tier_before(const tiers *t, const changes *c, int64_t row, char *out, size_t cap)
{
  const int64_t i = find_change(c, row, "held_tier");
  column_text(i >= 0 ? &c->before : &t->held, i >= 0 ? i : row, out, cap);
}

/* Where a tier began before: as one of its customers had it then, of the same programme. */
static int cut_before(const page *p, const tiers *t, const changes *c, const char *name, const char *program, char *out)
{
  for (int64_t row = 0; row < p->rows; row++) {
    char held[64];
    const int64_t i = c->end[row] == 0 ? -1 : find_change(c, row, "tier_cutoff");
    if (i < 0 || !column_known(&c->before, i) || column_is(&c->before, i, "") || (column_known(&t->program, row) ? !column_is(&t->program, row, program) : program[0] != 0)) continue;
    tier_before(t, c, row, held, sizeof held);
    if (strcmp(held, name) != 0) continue;
    column_text(&c->before, i, out, 64);
    return 1;
  }
  return 0;
}

/* The row of `tiers`; -1: there is no such tier now. */
static int64_t row_of_tier(const tiers *t, const char *program, const char *name)
{
  char text[64];
  int64_t rows = 0;
  if (t->table != NULL) (void)patron_table_rows(t->table, &rows);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(t->table, "program", row, text, sizeof text);
    if (strcmp(text, program) != 0) continue;
    cell_text(t->table, "tier", row, text, sizeof text);
    if (strcmp(text, name) == 0) return row;
  }
  return -1;
}

static int below_fence(const tiers *t, int64_t row)
{
  char text[8];
  return row >= 0 && cell_text(t->table, "above_fence", row, text, sizeof text) && strcmp(text, "no") == 0;
}

/* "BRONZE -> SILVER: own V 12 623 -> 13 675"; "SILVER -> BRONZE: own V -0.5 %; the cut rose 12 636 -> 13 276". */
static void explain_move(const page *p, const tiers *t, const changes *c, int64_t row, int up, char *out, size_t cap)
{
  const int64_t i = find_change(c, row, "held_tier");
  char before[64], after[64], program[64], was[64], text[64], now[64], from[64];
  column_text(&c->before, i, before, sizeof before);
  column_text(&c->after, i, after, sizeof after);
  column_text(&t->program, row, program, sizeof program);
  snprintf(out, cap, "%s -> %s: ", before, after);
  size_t used = strlen(out);
  const int64_t cut = row_of_tier(t, program, up ? after : before), fenced = row_of_tier(t, program, up ? before : after);
  const int over_fence = below_fence(t, cut) != below_fence(t, fenced), by_cut = column_is(&c->why, i, "CUTOFF");
  const int64_t margin = find_change(c, row, "margin_before_visits");
  if (column_is(&c->why, i, "OVERRIDE")) { snprintf(out + used, cap - used, "set by hand"); return; }
  if (over_fence && margin >= 0) { own_change(c, margin, "margin before visits", 0, out + used, cap - used); return; }
  if (column_is(&c->why, i, "RULE")) { snprintf(out + used, cap - used, "neither its value nor the cut moved: a rule is another one"); return; }
  const int64_t own = find_change(c, row, "tier_value");
  own_change(c, own, "V", by_cut, out + used, cap - used);
  used = strlen(out);
  if (cut < 0 || !cell_text(t->table, "cutoff", cut, text, sizeof text) || !cut_before(p, t, c, up ? after : before, program, was)) return;
  if (!by_cut) {
    double value;
    const double moved = change_of(c, own, &value);
    if (own >= 0) both_moved(was, text, value, value + moved, up, out + used, cap - used);
    return;
  }
  group_digits(text, 0, now);
  group_digits(was, 0, from);
  snprintf(out + used, cap - used, "; the cut %s %s -> %s", up ? "fell" : "rose", from, now);
}

/* -1: the customer did not move; else whether upwards: tiers stand in the order of their rank. */
static int direction(tiers *t, const changes *c, int64_t row)
{
  char before[64], after[64];
  const int64_t i = c->end[row] == 0 ? -1 : find_change(c, row, "held_tier");
  if (i < 0 || !column_text(&c->before, i, before, sizeof before) || !column_text(&c->after, i, after, sizeof after) || before[0] == 0 || after[0] == 0) return -1;
  const tier *from = find_tier(t, before), *to = find_tier(t, after);
  return from == NULL || to == NULL ? -1 : to < from;
}

static int print_movers(const page *p, tiers *t, const changes *c, int up, int64_t *shown)
{
  column value;
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL || !column_load(p->customers, "tier_value", AS_VALUES, &value)) { free(rows); return 0; }
  for (int64_t row = 0; row < p->rows; row++)
    if (direction(t, c, row) == up) rows[count++] = (ranked){ column_known(&value, row) && value.integers != NULL ? (double)value.integers[row] : 0.0, 0.0, row };
  rank_rows(rows, count);
  for (int64_t i = 0; i < count && i < MOST_CHANGES; i++) {
    char text[512];
    explain_move(p, t, c, rows[i].row, up, text, sizeof text);
    print_change(p, i > 0 ? "" : up ? "tier, up" : "tier, down", rows[i].row, text);
  }
  if (count > MOST_CHANGES) printf("  %-21s+ %lld small\n", "", (long long)(count - MOST_CHANGES));
  *shown += count;
  column_free(&value);
  free(rows);
  return 1;
}

int page_moves(const page *p, const changes *c, int64_t *shown)
{
  tiers t;
  int fine = load_tiers(p, &t) && print_movers(p, &t, c, 1, shown) && print_movers(p, &t, c, 0, shown);
  int64_t moved = t.all.left + t.all.came;
  for (int i = 0; i < t.count; i++) moved += t.items[i].left;
  if (fine && moved > 0) { print_counts(&t); ++*shown; }
  close_tiers(&t);
  return fine;
}
