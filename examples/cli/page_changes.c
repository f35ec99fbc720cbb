/* Section 6 of the page: who is key no longer, who has become it, which relationships and tiers are other ones, and why. */
#include "changes.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEGMENTS = 64 };

enum { NO_LONGER_KEY, KEY_NEW, SALES_NEW, SALES_OUT, MARGIN_NEW, MARGIN_OUT, RELATIONSHIP, KINDS };

static int load_changes(const page *p, const patron_table *table, changes *c)
{
  memset(c, 0, sizeof *c);
  (void)patron_table_rows(table, &c->rows);
  c->first = calloc((size_t)p->rows + 1, sizeof *c->first);
  c->end = calloc((size_t)p->rows + 1, sizeof *c->end);
  if (c->first == NULL || c->end == NULL) return 0;
  if (!column_load(table, "row", AS_VALUES, &c->row) || !column_load(table, "customer", AS_TEXT, &c->customer) || !column_load(table, "column", AS_TEXT, &c->name)
      || !column_load(table, "before", AS_TEXT, &c->before) || !column_load(table, "after", AS_TEXT, &c->after) || !column_load(table, "why", AS_TEXT, &c->why)
      || !column_load(table, "because", AS_TEXT, &c->because)) return 0;
  for (int64_t i = 0; i < c->rows; i++) {
    c->came += column_is(&c->why, i, "NEW");
    c->gone += column_is(&c->why, i, "LOST");
    if (!column_known(&c->row, i)) continue;
    int64_t row = c->row.integers[i];
    if (c->end[row] == 0) c->first[row] = i;
    c->end[row] = i + 1;
  }
  return 1;
}

static void free_changes(changes *c)
{
  column *all[] = { &c->row, &c->customer, &c->name, &c->before, &c->after, &c->why, &c->because };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) column_free(all[i]);
  free(c->first);
  free(c->end);
}

int64_t find_change(const changes *c, int64_t row, const char *name)
{
  for (int64_t i = c->first[row]; i < c->end[row]; i++)
    if (column_is(&c->name, i, name)) return i;
  return -1;
}

static int turned(const changes *c, int64_t row, const char *name, const char *into)
{
  int64_t i = find_change(c, row, name);
  if (i < 0 || !column_is(&c->after, i, into)) return 0;
  if (column_is(&c->before, i, "yes") || column_is(&c->before, i, "no") || column_is(&c->before, i, "1") || column_is(&c->before, i, "0")) return 1;
  return strcmp(into, "yes") == 0 && column_is(&c->why, i, "OWN_VALUE");   /* unknown before: somebody began to buy; no change of mind otherwise */
}

/* What is to be told of a customer; KINDS: nothing. Being key or not goes before the reason for it. */
static int kind_of(const changes *c, int64_t row)
{
  if (turned(c, row, "key", "no")) return NO_LONGER_KEY;
  if (turned(c, row, "key", "yes")) return KEY_NEW;
  if (turned(c, row, "key_sales", "yes")) return SALES_NEW;
  if (turned(c, row, "key_sales", "no")) return SALES_OUT;
  if (turned(c, row, "key_profit", "yes")) return MARGIN_NEW;
  if (turned(c, row, "key_profit", "no")) return MARGIN_OUT;
  return KINDS;
}

/* The segment whose class moved with the key flag. */
static int moved_segment(const page *p, const changes *c, int64_t row, const char *bit, segment *out)
{
  int64_t rows = 0;
  if (p->segments != NULL) (void)patron_table_rows(p->segments, &rows);
  for (int64_t i = 0; i < rows && i < MOST_SEGMENTS; i++) {
    char column_name[96], set[16];
    cell_text(p->segments, "bit", i, set, sizeof set);
    cell_text(p->segments, "segment", i, out->name, sizeof out->name);
    cell_text(p->segments, "measure", i, out->measure, sizeof out->measure);
    cell_text(p->segments, "cuts", i, out->cuts, sizeof out->cuts);
    snprintf(column_name, sizeof column_name, "%s_class", out->name);
    if (strcmp(set, bit) == 0 && find_change(c, row, column_name) >= 0) return 1;
  }
  return 0;
}

void change_amount(const column *text, int64_t i, char *out)
{
  char plain_text[64];
  if (i >= 0 && column_text(text, i, plain_text, sizeof plain_text) && plain_text[0] != 0) group_digits(plain_text, 0, out);
  else snprintf(out, 64, "unknown");
}

double change_of(const changes *c, int64_t i, double *before)
{
  char text[64];
  double after = 0.0;
  *before = 0.0;
  if (i < 0) return 0.0;
  if (column_text(&c->before, i, text, sizeof text)) (void)patron_number_parse(text, -1, before);
  if (column_text(&c->after, i, text, sizeof text)) (void)patron_number_parse(text, -1, &after);
  return after - *before;
}

static int64_t row_of(const page *p, const char *id)
{
  for (int64_t row = 0; row < p->rows; row++)
    if (column_is(&p->id, row, id)) return row;
  return -1;
}

/* " because W01 grew"; where the cut went the other way than the one who moved it, how that comes: fewer or more customers make the share. */
static void add_because(const page *p, const changes *c, int64_t i, const segment *s, int rose, char *out, size_t cap)
{
  char id[128], does[32];
  double before;
  size_t used = strlen(out);
  if (i < 0 || !column_text(&c->because, i, id, sizeof id)) return;
  int64_t row = row_of(p, id);
  if (row < 0) return;
  const int came = find_change(c, row, "customer") >= 0, grew = came || change_of(c, find_change(c, row, s->measure), &before) > 0.0, share = (int)strcspn(s->cuts, ",");
  snprintf(does, sizeof does, "%s", came ? "came" : grew ? "grew" : "shrank");
  if (rose == grew) snprintf(out + used, cap - used, " because %s %s", id, does);
  else snprintf(out + used, cap - used, ", as %s customers make %.*s %% since %s %s", rose ? "fewer" : "more", share, s->cuts, id, does);
}

void own_change(const changes *c, int64_t own, const char *word, int percent, char *out, size_t cap)
{
  char from[64], to[64];
  double before, moved = change_of(c, own, &before);
  change_amount(&c->before, own, from);
  change_amount(&c->after, own, to);
  if (own < 0) snprintf(out, cap, "own %s the same", word);
  else if (percent && before > 0.0) snprintf(out, cap, "own %s %+.1f %%", word, 100.0 * moved / before);
  else snprintf(out, cap, "own %s %s -> %s", word, from, to);
}

void both_moved(const char *cut_before, const char *cut_after, double own_before, double own_after, int up, char *out, size_t cap)
{
  char from[64], to[64];
  double was = 0.0, is = 0.0;
  (void)patron_number_parse(cut_before, -1, &was);
  (void)patron_number_parse(cut_after, -1, &is);
  group_digits(cut_before, 0, from);
  group_digits(cut_after, 0, to);
  const int by_cut = (own_before >= is) == up, by_own = (own_after >= was) == up;
  if (by_cut == by_own) snprintf(out, cap, by_own ? "; the cut %s, too: %s -> %s" : ", and the cut %s %s -> %s: only both together", is > was ? "rose" : "fell", from, to);
}

/* "own sales -1.8 %; the cut rose 75 493 -> 93 600 because W01 grew"; where the own value moved it, what the cut did, if that would have done as much, or had to help. */
static void explain_class(const page *p, const changes *c, int64_t row, const char *flag, char *out, size_t cap)
{
  int64_t i = find_change(c, row, flag);
  segment s;
  char name[96], from[64], to[64];
  double before;
  if (i < 0 || !moved_segment(p, c, row, strcmp(flag, "key_sales") == 0 ? "SALES" : "PROFIT", &s)) { snprintf(out, cap, "why was not stored"); return; }
  if (column_is(&c->why, i, "OVERRIDE")) { snprintf(out, cap, "set by hand"); return; }
  if (column_is(&c->why, i, "RULE")) { snprintf(out, cap, "neither its value nor the cut moved: a rule is another one"); return; }
  const char *word = strcmp(s.measure, "current_value") == 0 ? "sales" : strcmp(s.measure, "net_margin") == 0 ? "margin" : s.measure;
  snprintf(name, sizeof name, "%s_cutoff", s.name);
  const int64_t own = find_change(c, row, s.measure), cut = find_change(c, row, name);
  const int by_cut = column_is(&c->why, i, "CUTOFF"), is_key = column_is(&c->after, i, "yes"), rose = change_of(c, cut, &before) > 0.0;
  own_change(c, own, word, by_cut, out, cap);
  if (cut < 0) return;
  size_t used = strlen(out);
  change_amount(&c->before, cut, from);
  change_amount(&c->after, cut, to);
  if (by_cut) {
    snprintf(out + used, cap - used, "; the cut %s %s -> %s", rose ? "rose" : "fell", from, to);
    add_because(p, c, i, &s, rose, out, cap);
  } else if (own >= 0 && column_text(&c->before, cut, from, sizeof from) && column_text(&c->after, cut, to, sizeof to)) {
    const double moved = change_of(c, own, &before);
    both_moved(from, to, before, before + moved, is_key, out + used, cap - used);
  }
}

static void level_name(const column *text, int64_t i, char *out, size_t cap)
{
  column_text(text, i, out, cap);
  if (strcmp(out, "LIMITED_COLLABORATION") == 0) snprintf(out, cap, "LIMITED");
  else if (out[0] == 0) snprintf(out, cap, "UNDETERMINED");
}

/* Whether somebody answered since the earlier state; -1: nobody can say. */
static int has_new_answers(const page *p, int64_t row)
{
  patron_table *evidence = NULL;
  column customer, date;
  char id[128], text[32];
  int32_t since, day;
  int found = 0;
  if (p->w->earlier_as_of[0] == 0 || patron_date_parse(p->w->earlier_as_of, -1, &since) != PATRON_OK || patron_portfolio_table(p->w->portfolio, "evidence", &evidence) != PATRON_OK) return -1;
  memset(&date, 0, sizeof date);
  column_text(&p->id, row, id, sizeof id);
  if (column_load(evidence, "customer", AS_TEXT, &customer) && column_load(evidence, "date", AS_TEXT, &date))
    for (int64_t i = 0; i < customer.rows && !found; i++)
      found = column_is(&customer, i, id) && column_text(&date, i, text, sizeof text) && patron_date_parse(text, -1, &day) == PATRON_OK && day >= since;
  column_free(&customer);
  column_free(&date);
  patron_table_destroy(evidence);
  return found;
}

/* "LIMITED -> COOPERATIVE: new answers, their side 67 -> 55 (they cooled)". */
static void explain_relationship(const page *p, const changes *c, int64_t row, char *out, size_t cap)
{
  char from[64], to[64];
  double us_before, them_before;
  int64_t i = find_change(c, row, "relationship_level"), us = find_change(c, row, "side_us"), them = find_change(c, row, "side_them");
  double we = change_of(c, us, &us_before), they = change_of(c, them, &them_before);
  int theirs = (they < 0.0 ? -they : they) > (we < 0.0 ? -we : we);
  int64_t side = theirs ? them : us;
  double by = theirs ? they : we, before = theirs ? them_before : us_before;
  level_name(&c->before, i, from, sizeof from);
  level_name(&c->after, i, to, sizeof to);
  snprintf(out, cap, "%s -> %s", from, to);
  size_t used = strlen(out);
  if (column_is(&c->why, i, "OVERRIDE")) { snprintf(out + used, cap - used, ": set by hand"); return; }
  if (side < 0) { snprintf(out + used, cap - used, ": the bounds are other ones"); return; }
  int answers = has_new_answers(p, row);
  snprintf(out + used, cap - used, ": %s", answers > 0 ? "new answers, " : answers == 0 ? "no new answer, old ones count less, " : "");
  used = strlen(out);
  if (!column_known(&c->before, side) || !column_known(&c->after, side)) snprintf(out + used, cap - used, "%s side %s", theirs ? "their" : "our", column_known(&c->after, side) ? "is known now" : "is not known any more");
  else snprintf(out + used, cap - used, "%s side %.0f -> %.0f (%s %s)", theirs ? "their" : "our", before, before + by, theirs ? "they" : "we", by < 0.0 ? "cooled" : "came nearer");
}

void print_change(const page *p, const char *title, int64_t row, const char *text)
{
  enum { TITLE = 21, LABEL = 26, WIDTH = 120 };
  char label[256];
  page_short_label(p, row, LABEL - 2, label, sizeof label);
  printf("  %-*s", TITLE, title);
  print_cell(label, LABEL, 0);
  print_words(text, 2 + TITLE + LABEL, 2 + TITLE + LABEL, WIDTH);
  printf("\n");
}

static void print_line(const page *p, const changes *c, int kind, int64_t row, const char *title)
{
  char text[512];
  const char *flag = kind == SALES_NEW || kind == SALES_OUT ? "key_sales" : kind == MARGIN_NEW || kind == MARGIN_OUT ? "key_profit" : NULL;
  if (flag == NULL) flag = find_change(c, row, "key_sales") >= 0 ? "key_sales" : "key_profit";
  if (kind == RELATIONSHIP) explain_relationship(p, c, row, text, sizeof text);
  else explain_class(p, c, row, flag, text, sizeof text);
  print_change(p, title, row, text);
}

/* The customers of one kind, the largest first. */
static int print_kind(const page *p, const changes *c, int kind, const char *title, int64_t *shown)
{
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  if (rows == NULL) return 0;
  for (int64_t row = 0; row < p->rows; row++) {
    if (c->end[row] == 0) continue;
    int is_one = kind == RELATIONSHIP ? find_change(c, row, "relationship_level") >= 0 : kind_of(c, row) == kind;
    if (is_one) rows[count++] = (ranked){ column_known(&p->value, row) && p->value.integers != NULL ? (double)p->value.integers[row] : 0.0, 0.0, row };
  }
  rank_rows(rows, count);
  for (int64_t i = 0; i < count && i < MOST_CHANGES; i++) print_line(p, c, kind, rows[i].row, i == 0 ? title : "");
  if (count > MOST_CHANGES) printf("  %-21s+ %lld small\n", "", (long long)(count - MOST_CHANGES));
  *shown += count;
  free(rows);
  return 1;
}

static int print_changes(const page *p, const changes *c)
{
  static const char *const titles[KINDS] = { "no longer key", "key, new", "key by sales, new", "key by sales, out", "key by margin, new", "key by margin, out", "relationship" };
  int64_t shown = 0;
  for (int kind = 0; kind < KINDS; kind++)
    if (!print_kind(p, c, kind, titles[kind], &shown)) return 0;
  if (!page_moves(p, c, &shown)) return 0;
  if (c->came > 0 || c->gone > 0) {
    int64_t keys = 0;
    for (int64_t row = 0; row < p->rows; row++) keys += c->end[row] > 0 && find_change(c, row, "customer") >= 0 && column_flag(&p->key, row);
    printf("  %-21s%lld new", "customers", (long long)c->came);
    if (keys > 0) printf(" (%lld key)", (long long)keys);
    printf(", %lld gone\n", (long long)c->gone);
  }
  else if (shown == 0) printf("  nobody: the same customers are key, with the same relationships and tiers\n");
  return 1;
}

int page_changes(const page *p)
{
  patron_table *table = NULL;
  changes c;
  char since[32], text[64];
  if (!p->w->compared) {
    page_title("6 CHANGED", p->model != NULL ? "apply compares nothing: patron assess does, with --since DATE or --previous PATH" : "no earlier state: give --since DATE (with a ledger or history) or --previous PATH");
    return 1;
  }
  if (patron_assessment_table(p->w->assessment, "changes", &table) != PATRON_OK) return 0;
  page_day_before(p->w->earlier_as_of, since, sizeof since);
  snprintf(text, sizeof text, "6 CHANGED SINCE %s", since[0] != 0 ? since : "THE EARLIER STATE");
  page_title(text, "");
  int fine = load_changes(p, table, &c) && print_changes(p, &c);
  free_changes(&c);
  patron_table_destroy(table);
  return fine;
}
