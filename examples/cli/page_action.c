/* Section 4 of the page: where the next visit and euro go. */
#include "page.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RETURNS = 4, LINE_WIDTH = 118 };

typedef struct person { char name[64]; double minutes; } person;

/* Minutes a year of all activities, and of those that need no face to face. */
static double minutes_of(const page *p, double *movable)
{
  patron_table *activities = NULL;
  column minutes, per_year, face;
  int64_t index;
  double total = 0.0;
  *movable = 0.0;
  if (patron_portfolio_table(p->w->portfolio, "activities", &activities) != PATRON_OK) return 0.0;
  memset(&minutes, 0, sizeof minutes);
  memset(&per_year, 0, sizeof per_year);
  memset(&face, 0, sizeof face);
  int fine = patron_table_find_column(activities, "needs_face_to_face", &index) == PATRON_OK && column_load(activities, "minutes", AS_VALUES, &minutes);
  fine = fine && column_load(activities, "per_year", AS_VALUES, &per_year) && column_load(activities, "needs_face_to_face", AS_VALUES, &face);
  for (int64_t row = 0; fine && row < minutes.rows; row++) {
    if (!column_known(&minutes, row) || !column_known(&per_year, row) || minutes.numbers == NULL || per_year.numbers == NULL) continue;
    double all = minutes.numbers[row] * per_year.numbers[row];
    total += all;
    if (column_known(&face, row) && !column_flag(&face, row)) *movable += all;
  }
  column_free(&minutes);
  column_free(&per_year);
  column_free(&face);
  patron_table_destroy(activities);
  return total;
}

/* The two whose time would be freed most; the rows of a person stand together in `movable`. */
static void find_people(const patron_table *movable, person best[2])
{
  char name[64], text[64];
  int64_t rows = 0;
  person one = { "", 0.0 };
  best[0] = best[1] = one;
  (void)patron_table_rows(movable, &rows);
  for (int64_t row = 0; row <= rows; row++) {
    double minutes = 0.0;
    name[0] = 0;
    if (row < rows) {
      cell_text(movable, "person", row, name, sizeof name);
      if (cell_text(movable, "minutes", row, text, sizeof text)) (void)patron_number_parse(text, -1, &minutes);
    }
    if (row < rows && strcmp(name, one.name) == 0) { one.minutes += minutes; continue; }
    if (one.minutes > best[0].minutes) { best[1] = best[0]; best[0] = one; }
    else if (one.minutes > best[1].minutes) best[1] = one;
    snprintf(one.name, sizeof one.name, "%s", name);
    one.minutes = minutes;
  }
}

static void print_minutes(const char *before, double minutes)
{
  char text[64], grouped[64];
  snprintf(text, sizeof text, "%.0f", minutes);
  group_digits(text, 0, grouped);
  printf("%s%s", before, grouped);
}

/* "time    36 650 of 72 035 minutes a year need no face to face; most: Halden 9 920, Stroe 9 220". */
static void print_movable(const page *p)
{
  patron_table *movable = NULL;
  person best[2];
  double free_minutes, total = minutes_of(p, &free_minutes);
  if (!(free_minutes > 0.0) || patron_assessment_table(p->w->assessment, "movable", &movable) != PATRON_OK) return;
  find_people(movable, best);
  patron_table_destroy(movable);
  print_minutes("  time    ", free_minutes);
  print_minutes(" of ", total);
  printf(" minutes a year need no face to face");
  for (int i = 0; i < 2 && best[i].minutes > 0.0; i++) {
    printf(i == 0 ? "; most: " : ", ");
    print_cell(best[i].name, display_width(best[i].name) < 24 ? display_width(best[i].name) : 24, 0);
    print_minutes(" ", best[i].minutes);
  }
  printf("\n");
}

int page_action(const page *p)
{
  column returns, headroom;
  ranked *rows = malloc(((size_t)p->rows + 1) * sizeof *rows);
  int64_t count = 0;
  int used = 0;
  memset(&headroom, 0, sizeof headroom);
  int fine = column_load(p->customers, "return_on_serving", AS_VALUES, &returns) && column_load(p->customers, "winnable_headroom", AS_VALUES, &headroom) && rows != NULL;
  for (int64_t row = 0; fine && row < p->rows; row++)
    if (column_known(&returns, row) && returns.numbers != NULL && returns.numbers[row] > 0.0) rows[count++] = (ranked){ returns.numbers[row], 0.0, row };
  if (fine) rank_rows(rows, count);
  if (fine && count == 0) page_waits(p, 4, "4 NEXT VISIT, NEXT EURO", "nobody has margin within reach and a known cost to serve");
  else if (fine) {
    char behind[96];
    snprintf(behind, sizeof behind, "margin we could win per %s of serving (and in all)", p->currency);
    page_title("4 NEXT VISIT, NEXT EURO", behind);
  }
  for (int64_t i = 0; fine && i < count && i < MOST_RETURNS; i++) {
    char label[160], text[64] = "-", line[256];
    page_short_label(p, rows[i].row, 16, label, sizeof label);
    if (column_known(&headroom, rows[i].row) && headroom.integers != NULL) page_money(p, headroom.integers[rows[i].row], 0, text);
    snprintf(line, sizeof line, "%s%s %.1f (%s)", i == 0 ? "  " : "   ", label, rows[i].by, text);
    used += display_width(line);
    if (used > LINE_WIDTH) break;
    print_cell(line, display_width(line), 0);
  }
  if (fine && count > 0) printf("\n");
  if (fine) print_movable(p);
  column_free(&returns);
  column_free(&headroom);
  free(rows);
  return fine;
}
