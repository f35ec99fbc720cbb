/* The last section of the page, and `patron explain`. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <string.h>

/* "sales unknown: F03 K11 + 3". */
static int print_unknown(const page *p, const char *what, const column *c, int first)
{
  int64_t shown = 0, more = 0;
  if (c->rows == 0) return first;
  for (int64_t row = 0; row < p->rows; row++) {
    char id[128];
    if (column_known(c, row)) continue;
    if (shown == 5) { more++; continue; }
    column_text(&p->id, row, id, sizeof id);
    if (shown++ == 0) printf("%s%s unknown:", first ? "   " : "   ", what);
    printf(" %s", id);
  }
  if (more > 0) printf(" + %lld", (long long)more);
  return first && shown == 0;
}

enum { LINE_WIDTH = 118 };

/* "relate waits for our_trust, their_trust": the columns of a stage stand together. */
static void print_skipped(const patron_table *skipped)
{
  char stage[64], column_name[128], before[64] = "";
  int64_t rows = 0;
  int used = 0;
  (void)patron_table_rows(skipped, &rows);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(skipped, "stage", row, stage, sizeof stage);
    cell_text(skipped, "column", row, column_name, sizeof column_name);
    if (strcmp(stage, before) != 0) used = printf("%s  %s waits for %s", before[0] != 0 ? "\n" : "", stage, column_name);
    else if (used + 2 + (int)strlen(column_name) > LINE_WIDTH) used = printf(",\n    %s", column_name);
    else used += printf(", %s", column_name);
    snprintf(before, sizeof before, "%s", stage);
  }
  if (rows > 0) printf("\n");
}

int page_missing(const page *p)
{
  patron_table *skipped = NULL;
  int64_t rows = 0;
  printf("\n%sNOT COMPUTED OR WEAK%s", colour(COLOUR_BOLD), plain());
  int none = print_unknown(p, "sales", &p->value, 1);
  none = print_unknown(p, "net margin", &p->margin, none);
  if (patron_assessment_table(p->w->assessment, "skipped", &skipped) == PATRON_OK) (void)patron_table_rows(skipped, &rows);
  printf("%s\n", none && rows == 0 ? "   nothing" : "");
  if (skipped != NULL) print_skipped(skipped);
  patron_table_destroy(skipped);
  return 1;
}

static void print_decision(const work *w, patron_customer customer, const char *column_name, const char *title)
{
  char text[256];
  if (patron_assessment_text(w->assessment, customer, column_name, text, (int64_t)sizeof text, NULL) == PATRON_OK && text[0] != 0) printf("   %s %s", title, text);
}

void page_explain(const work *w, patron_customer customer, const char *id, const patron_table *reasons)
{
  int64_t rows = 0;
  char before[64] = "";
  printf("%s%s%s", colour(COLOUR_BOLD), id, plain());
  print_decision(w, customer, "current_value", "sales");
  print_decision(w, customer, "net_margin", "net margin");
  print_decision(w, customer, "key", "key");
  print_decision(w, customer, "relationship_level", "relationship");
  printf("\n");
  (void)patron_table_rows(reasons, &rows);
  for (int64_t row = 0; row < rows; row++) {
    char stage[64], text[1024];
    cell_text(reasons, "stage", row, stage, sizeof stage);
    if (!cell_text(reasons, "text", row, text, sizeof text)) continue;
    printf("%s  %-10s %s\n", strcmp(stage, before) == 0 ? "" : "\n", strcmp(stage, before) == 0 ? "" : stage, text);
    snprintf(before, sizeof before, "%s", stage);
  }
}
