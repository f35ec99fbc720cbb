/* `patron explain`: what was decided on one customer, then why, sentence by sentence. What would be said twice is said once. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct telling {
  const work *w;
  patron_customer customer;
  const patron_table *reasons;
  int64_t rows;
  int32_t exponent;
  char before[64];             /* the stage of the last line */
} telling;

/* A decision; "" when it is not known. */
static const char *decided(const telling *t, const char *column_name, char out[256])
{
  if (patron_assessment_text(t->w->assessment, t->customer, column_name, out, 256, NULL) != PATRON_OK) out[0] = 0;
  return out;
}

static void print_part(int *parts, const char *text)
{
  if (text[0] == 0) return;
  if ((*parts)++ > 0) printf("   ");
  print_cell(text, display_width(text), 0);
}

static void print_money(const telling *t, int *parts, const char *column_name, const char *title)
{
  int64_t value;
  char decimal[64], grouped[64], text[160];
  if (patron_assessment_money(t->w->assessment, t->customer, column_name, &value) != PATRON_OK || patron_money_format(value, t->exponent, decimal, (int64_t)sizeof decimal, NULL) != PATRON_OK) return;
  group_digits(decimal, 1, grouped);
  snprintf(text, sizeof text, "%s %s", title, grouped);
  print_part(parts, text);
}

/* A fact of the customer as text; "" when it is not known. Facts keep the order of the customers. */
static void fact(const telling *t, const char *id, const char *column_name, char *out, size_t cap)
{
  patron_table *facts = NULL;
  column ids;
  out[0] = 0;
  if (patron_portfolio_table(t->w->portfolio, "customers", &facts) != PATRON_OK) return;
  if (column_load(facts, "customer", AS_TEXT, &ids)) {
    for (int64_t row = 0; row < ids.rows; row++)
      if (column_is(&ids, row, id)) { cell_text(facts, column_name, row, out, cap); break; }
    column_free(&ids);
  }
  patron_table_destroy(facts);
}

/* "K04 MegaPreis Discount   KA_RETAIL   Harbour   owner Halden". */
static void print_who(const telling *t, const char *id)
{
  static const char *const columns[] = { "name", "layer", "territory", "owner" };
  int parts = 1;
  printf("%s", colour(COLOUR_BOLD));
  print_cell(id, display_width(id), 0);
  printf("%s", plain());
  for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
    char text[256], shown[264];
    fact(t, id, columns[i], text, sizeof text);
    if (text[0] == 0) continue;
    snprintf(shown, sizeof shown, "%s%s", strcmp(columns[i], "owner") == 0 ? "owner " : "", text);
    if (i > 0) { print_part(&parts, shown); continue; }
    printf(" ");
    print_cell(shown, display_width(shown), 0);
  }
  printf("\n");
}

/* "key by sales and net margin"; "not key, but may become it". */
static void print_key(const telling *t, int *parts)
{
  char key[256], sales[256], profit[256], potential[256], text[128];
  const int by_sales = strcmp(decided(t, "key_sales", sales), "yes") == 0, by_profit = strcmp(decided(t, "key_profit", profit), "yes") == 0;
  decided(t, "key", key);
  if (key[0] == 0) return;
  if (strcmp(key, "yes") == 0) snprintf(text, sizeof text, "key%s%s%s%s", by_sales || by_profit ? " by " : "", by_sales ? "sales" : "", by_sales && by_profit ? " and " : "", by_profit ? "net margin" : "");
  else snprintf(text, sizeof text, "not key%s", strcmp(decided(t, "potential_key", potential), "yes") == 0 ? ", but may become it" : "");
  print_part(parts, text);
}

/* "relationship LIMITED_COLLABORATION (HIGH: we are exposed)". */
static void print_relationship(const telling *t, int *parts)
{
  char level[256], severity[256], exposed[256], text[800];
  if (decided(t, "relationship_level", level)[0] == 0) return;
  decided(t, "severity", severity);
  const char *who = strcmp(decided(t, "exposed", exposed), "US") == 0 ? "we are" : "they are";
  if (severity[0] != 0 && strcmp(severity, "NONE") != 0) snprintf(text, sizeof text, "relationship %s (%s: %s exposed)", level, severity, who);
  else snprintf(text, sizeof text, "relationship %s", level);
  print_part(parts, text);
}

/* "tier BRONZE: to inside sales   visits 26 now, 0 by the programme   approach COLLABORATIVE now, TACTICAL recommended". */
static void print_service(const telling *t, const char *id)
{
  char tier[256], advice[256], now[256], visits[256], actual[256], approach[256], text[640];
  int parts = 0;
  decided(t, "held_tier", tier);
  decided(t, "advice", advice);
  const char *what = strcmp(advice, "MIGRATE") == 0 ? ": to inside sales" : strcmp(advice, "EXIT_REVIEW") == 0 ? ": review whether to go on" : "";
  snprintf(text, sizeof text, "tier %s%s", tier, what);
  if (tier[0] != 0) print_part(&parts, text);
  decided(t, "visits_now", now);
  decided(t, "visits_per_year", visits);
  snprintf(text, sizeof text, "visits %s%s%s%s", now, now[0] != 0 ? " now" : "", now[0] != 0 && visits[0] != 0 ? ", " : "", visits);
  if (now[0] != 0 || visits[0] != 0) { snprintf(text + strlen(text), sizeof text - strlen(text), "%s", visits[0] != 0 ? " by the programme" : ""); print_part(&parts, text); }
  fact(t, id, "actual_approach", actual, sizeof actual);
  decided(t, "recommended_approach", approach);
  const int kept = strcmp(actual, approach) == 0;
  snprintf(text, sizeof text, "approach %s%s%s%s", kept ? "" : actual, kept || actual[0] == 0 ? "" : " now, ", approach, kept ? "" : " recommended");
  if (approach[0] != 0) print_part(&parts, text);
  if (parts > 0) printf("\n");
}

static void print_line(telling *t, const char *stage, const char *text)
{
  const int same = strcmp(stage, t->before) == 0;
  printf("%s  %-10s %s\n", same ? "" : "\n", same ? "" : stage, text);
  snprintf(t->before, sizeof t->before, "%s", stage);
}

static int reason(const telling *t, int64_t row, const char *column_name, char *out, size_t cap) { return row < t->rows && cell_text(t->reasons, column_name, row, out, cap); }

/* The row behind those of a scorecard that begins at `row`: its criteria are called "<scorecard>.<criterion>". */
static int64_t end_of_card(const telling *t, int64_t row, const char *card)
{
  char factor[192], stage[64];
  const size_t length = strlen(card);
  int64_t end = row + 1;
  while (reason(t, end, "factor", factor, sizeof factor) && reason(t, end, "stage", stage, sizeof stage) && strcmp(stage, "score") == 0 && strncmp(factor, card, length) == 0 && factor[length] == '.') end++;
  return end;
}

/* Whether two scorecards say the same of the same criteria: their sentences differ in the card's name alone. */
static int says_the_same(const telling *t, int64_t a, const char *card, int64_t b, const char *other)
{
  const int64_t end = end_of_card(t, a, card);
  if (end_of_card(t, b, other) - b != end - a) return 0;
  for (int64_t i = 0; i < end - a; i++) {
    char mine[1024], theirs[1024];
    if (!reason(t, a + i, "text", mine, sizeof mine) || !reason(t, b + i, "text", theirs, sizeof theirs) || strncmp(mine, card, strlen(card)) != 0 || strncmp(theirs, other, strlen(other)) != 0) return 0;
    if (strcmp(mine + strlen(card), theirs + strlen(other)) != 0) return 0;
  }
  return 1;
}

/* An earlier scorecard that says the same; -1: none. */
static int64_t find_same(const telling *t, int64_t row, const char *card, char *other, size_t cap)
{
  for (int64_t i = 0; i < row; i++) {
    char stage[64];
    if (!reason(t, i, "stage", stage, sizeof stage) || strcmp(stage, "score") != 0 || !reason(t, i, "factor", other, cap) || strchr(other, '.') != NULL) continue;
    if (strcmp(other, card) != 0 && says_the_same(t, row, card, i, other)) return i;
  }
  return -1;
}

/* What is left out stands in the card's own sentence already. */
static int is_left_out(const char *text)
{
  static const char end[] = "is not known and is left out.";
  const size_t length = strlen(text);
  return length >= sizeof end - 1 && strcmp(text + length - (sizeof end - 1), end) == 0;
}

/* A scorecard and its criteria: those of one that nobody can know are left out, and what another card has said is not said again. Returns the row behind it. */
static int64_t print_card(telling *t, int64_t row)
{
  char card[192], other[192], code[64] = "", text[1024];
  reason(t, row, "factor", card, sizeof card);
  reason(t, row, "code", code, sizeof code);
  reason(t, row, "text", text, sizeof text);
  const int64_t end = end_of_card(t, row, card);
  const int unknown = strcmp(code, "UNKNOWN") == 0, same = !unknown && end > row + 1 && find_same(t, row, card, other, sizeof other) >= 0;
  if (same) snprintf(text + strlen(text), sizeof text - strlen(text), " Its criteria are those of %s.", other);
  print_line(t, "score", text);
  for (int64_t i = row + 1; i < end && !same && !unknown; i++)
    if (reason(t, i, "text", text, sizeof text) && !is_left_out(text)) print_line(t, "score", text);
  return end;
}

/* Decisions that nothing would alter, or that are not known, together: "Tier GOLD, Danger HIGH". What stands before `mark` names the decision. */
static void print_together(const telling *t, int64_t from, const char *wanted, const char *mark, const char *title)
{
  char code[64], text[1024];
  int count = 0;
  for (int64_t row = from; row < t->rows; row++) {
    if (!reason(t, row, "code", code, sizeof code) || strcmp(code, wanted) != 0 || !reason(t, row, "text", text, sizeof text)) continue;
    char *end = strstr(text, mark);
    if (end != NULL) *end = 0;
    char *colon = strstr(text, ": ");
    if (colon != NULL) memmove(colon, colon + 1, strlen(colon));
    printf("%s%s", count++ == 0 ? title : ", ", text);
  }
  if (count > 0) printf("\n");
}

static void print_changes(telling *t, int64_t from)
{
  printf("\n  %sThe smallest change of one figure that would alter each decision%s (all other customers as they are)\n", colour(COLOUR_BOLD), plain());
  t->before[0] = 0;
  for (int64_t row = from; row < t->rows; row++) {
    char stage[64], code[64], text[1024];
    reason(t, row, "code", code, sizeof code);
    if (strcmp(code, "NO_SINGLE_CHANGE") == 0 || strcmp(code, "UNKNOWN") == 0 || !reason(t, row, "text", text, sizeof text)) continue;
    reason(t, row, "stage", stage, sizeof stage);
    printf("  %-10s %s\n", strcmp(stage, t->before) == 0 ? "" : stage, text);
    snprintf(t->before, sizeof t->before, "%s", stage);
  }
  print_together(t, from, "NO_SINGLE_CHANGE", ";", "  altered by no single figure, with amounts up to a thousand times as large: ");
  print_together(t, from, "UNKNOWN", ":", "  not known, and so is what would alter it: ");
}

void page_explain(const work *w, patron_customer customer, const char *id, const patron_table *reasons)
{
  telling t = { w, customer, reasons, 0, 2, "" };
  char stage[64], text[1024], factor[192], decision[96];
  int parts = 0;
  patron_table *about = NULL;
  if (patron_assessment_table(w->assessment, "about", &about) == PATRON_OK && keyed_text(about, "currency", text, sizeof text)) (void)patron_currency_exponent(text, &t.exponent);
  patron_table_destroy(about);
  (void)patron_table_rows(reasons, &t.rows);
  print_who(&t, id);
  print_money(&t, &parts, "current_value", "sales");
  print_money(&t, &parts, "net_margin", "net margin");
  print_key(&t, &parts);
  print_relationship(&t, &parts);
  if (parts > 0) printf("\n");
  print_service(&t, id);
  for (int64_t row = 0; row < t.rows;) {
    if (reason(&t, row, "decision", decision, sizeof decision)) { page_moved(w, id); print_changes(&t, row); return; }
    reason(&t, row, "stage", stage, sizeof stage);
    if (strcmp(stage, "score") == 0 && reason(&t, row, "factor", factor, sizeof factor) && strchr(factor, '.') == NULL) { row = print_card(&t, row); continue; }
    if (reason(&t, row, "text", text, sizeof text)) print_line(&t, stage, text);
    row++;
  }
  page_moved(w, id);
}
