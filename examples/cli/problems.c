/* Contradictions between rules, and warnings: what the library lists, told with the place in the user's files. */
#include "work.h"
#include "columns.h"
#include "progress.h"

#include <stdio.h>
#include <string.h>

enum { MOST_WARNINGS = 10, MOST_VALUES = 4 };

static long long row_of(const patron_table *found, int64_t row)
{
  char at[32];
  long long number = -1;
  return cell_text(found, "row", row, at, sizeof at) && sscanf(at, "%lld", &number) == 1 ? number : -1;
}

/* Where what `found` tells in a row was read: a file and its line, else the table and the row. Returns 0 where no row is named. */
static int find_place(const work *w, const patron_table *found, int64_t row, char *place, size_t cap)
{
  char table[64];
  const long long number = row_of(found, row);
  cell_text(found, "table", row, table, sizeof table);
  if (patron_io_place(w->io, table, number, place, (int64_t)cap, NULL) != PATRON_OK) {
    if (number < 0) snprintf(place, cap, "table %s", table);
    else snprintf(place, cap, "table %s row %lld", table, number + 1);
  }
  return number >= 0;
}

static int is_of_settings(const patron_table *problems, int64_t row)
{
  char table[64];
  return cell_text(problems, "table", row, table, sizeof table) && strcmp(table, "settings") == 0 && row_of(problems, row) >= 0;
}

/* A problem names a row of the settings in force, which are all there are: the row of its key among those that were read; -1: it was not among them. */
static int64_t find_setting(const work *w, const arguments *given, const patron_table *problems, int64_t row)
{
  patron_table *all = NULL, *read = NULL;
  char key[128], other[128];
  int64_t rows = 0, found = -1;
  if (given->policy == NULL || patron_policy_table(w->policy, "settings", &all) != PATRON_OK) return -1;
  cell_text(all, "key", row_of(problems, row), key, sizeof key);
  if (patron_io_read_table(w->io, given->policy, "settings", &read) == PATRON_OK) (void)patron_table_rows(read, &rows);
  for (int64_t at = 0; at < rows && found < 0; at++)
    if (cell_text(read, "key", at, other, sizeof other) && strcmp(key, other) == 0) found = at;
  patron_table_destroy(read);
  patron_table_destroy(all);
  return found;
}

/* The line in "folder/file.csv line 3"; NULL: the place has none. */
static const char *line_in(const char *place)
{
  const char *found = NULL;
  for (const char *at = place; (at = strstr(at, " line ")) != NULL; at++) found = at + 1;
  return found;
}

/* "row 1 has it already" names another row of the table by its number: to the user it is a line of the file, where the rows are lines. */
static void name_lines(const work *w, const char *table, const char *text, char *out, size_t cap)
{
  size_t used = 0;
  out[0] = 0;
  while (*text != 0 && used + 1 < cap) {
    const char *next = strstr(text, "row ");
    char place[1024];
    long long number;
    int end = 0;
    if (next == NULL) next = text + strlen(text);
    used += (size_t)snprintf(out + used, cap - used, "%.*s", (int)(next - text), text);
    text = next;
    if (*text == 0 || used + 1 >= cap) continue;
    if (sscanf(text, "row %lld%n", &number, &end) == 1 && patron_io_place(w->io, table, number - 1, place, (int64_t)sizeof place, NULL) == PATRON_OK && line_in(place) != NULL)
      used += (size_t)snprintf(out + used, cap - used, "%s", line_in(place));
    else
      used += (size_t)snprintf(out + used, cap - used, "%.*s", end = 4, text);
    text += end;
  }
}

static void print_problem(const work *w, const arguments *given, const patron_table *problems, int64_t row)
{
  char table[64], name[64], value[256], told[512], expected[600], place[1024];
  cell_text(problems, "table", row, table, sizeof table);
  cell_text(problems, "column", row, name, sizeof name);
  cell_text(problems, "expectation", row, told, sizeof told);
  name_lines(w, table, told, expected, sizeof expected);
  (void)find_place(w, problems, row, place, sizeof place);
  if (is_of_settings(problems, row)) {
    const int64_t at = find_setting(w, given, problems, row);
    (void)patron_io_place(w->io, "settings", at, place, (int64_t)sizeof place, NULL);
    if (at < 0) name[0] = 0;   /* a key that is not there has no cell, either */
  }
  fprintf(stderr, "patron: %s%s%s", place, name[0] != 0 ? ", column " : "", name);
  if (cell_text(problems, "value", row, value, sizeof value) && (name[0] != 0 || value[0] != 0)) fprintf(stderr, ": \"%s\"", value);
  fprintf(stderr, " (expected %s)\n", expected);
}

/* Whether the table was read, and is not a default one. */
static int is_given(const work *w, const patron_table *found, int64_t row)
{
  char table[64];
  cell_text(found, "table", row, table, sizeof table);
  return patron_io_place(w->io, table, -1, NULL, 0, NULL) == PATRON_OK;
}

static int same_cell(const patron_table *table, const char *name, int64_t a, int64_t b)
{
  char one[512], other[512];
  cell_text(table, name, a, one, sizeof one);
  cell_text(table, name, b, other, sizeof other);
  return strcmp(one, other) == 0;
}

static int same_problem(const patron_table *problems, int64_t a, int64_t b)
{
  return same_cell(problems, "table", a, b) && same_cell(problems, "column", a, b) && same_cell(problems, "expectation", a, b);
}

/* A default rule that the given tables leave without its counterpart: rows that lack the same are told at once. */
static void print_default_problem(const work *w, const patron_table *problems, int64_t rows, int64_t first)
{
  char table[64], name[64], expected[512], value[256];
  int64_t count = 0;
  for (int64_t row = 0; row < first; row++)
    if (!is_given(w, problems, row) && same_problem(problems, row, first)) return;   /* told already */
  cell_text(problems, "table", first, table, sizeof table);
  cell_text(problems, "column", first, name, sizeof name);
  cell_text(problems, "expectation", first, expected, sizeof expected);
  fprintf(stderr, "patron: the default table %s, column %s", table, name);
  for (int64_t row = first; row < rows; row++) {
    if (!same_problem(problems, row, first) || !cell_text(problems, "value", row, value, sizeof value)) continue;
    if (row > first && same_problem(problems, row - 1, row) && same_cell(problems, "value", row - 1, row)) continue;   /* several rows of one scorecard */
    if (count < MOST_VALUES) fprintf(stderr, "%s \"%s\"", count == 0 ? ":" : ",", value);
    count++;
  }
  if (count > MOST_VALUES) fprintf(stderr, " and %lld more", (long long)(count - MOST_VALUES));
  fprintf(stderr, " (expected %s)\n", expected);
}

int work_check_policy(work *w, const arguments *given)
{
  patron_table *problems = NULL;
  int64_t rows = 0, defaults = 0;
  if (patron_policy_check(w->policy, &problems) != PATRON_OK) return work_refused_by_context(w);
  (void)patron_table_rows(problems, &rows);
  if (rows > 0) progress_clear();
  for (int64_t row = 0; row < rows; row++) {
    if (is_given(w, problems, row)) print_problem(w, given, problems, row);
    else defaults++;
  }
  for (int64_t row = 0; row < rows; row++)
    if (!is_given(w, problems, row)) print_default_problem(w, problems, rows, row);
  if (defaults > 0)
    fprintf(stderr, "patron: each table of %s takes the place of the whole default table (only settings are taken key by key): give the tables that belong together, with all their rows; patron template writes the default ones\n",
            given->policy == NULL ? "the rules" : given->policy);
  patron_table_destroy(problems);
  return rows > 0;
}

static int is_known_of_anybody(const patron_table *customers, const char *name)
{
  column values;
  int known = 0;
  if (!column_load(customers, name, AS_TEXT, &values)) return 1;
  for (int64_t row = 0; row < values.rows && !known; row++) known = column_known(&values, row);
  column_free(&values);
  return known;
}

/* "sales_class" is a decision, and "priority" is one, beside which "priority_coverage" stands. Of any other column the name becomes "". */
static void keep_judging(char *name)
{
  static const char coverage[] = "_coverage", class[] = "_class";
  const size_t length = strlen(name), behind = sizeof coverage - 1;
  if (length > behind && strcmp(name + length - behind, coverage) == 0) name[length - behind] = 0;
  else if (length <= sizeof class - 1 || strcmp(name + length - (sizeof class - 1), class) != 0) name[0] = 0;
}

/* Whether anything is known of any customer that it could be judged by: values, a relationship, a class in any segment, a score. */
static int anything_known(const work *w)
{
  static const char *const judged[] = { "current_value", "net_margin", "potential_value", "mutual" };
  patron_table *customers = NULL;
  int64_t columns = 0;
  int known = 0;
  if (patron_assessment_table(w->assessment, "customers", &customers) != PATRON_OK) return 1;
  for (size_t i = 0; i < sizeof judged / sizeof judged[0] && !known; i++) known = is_known_of_anybody(customers, judged[i]);
  (void)patron_table_columns(customers, &columns);
  for (int64_t i = 0; i < columns && !known; i++) {
    char name[128] = "";
    (void)patron_table_column_name(customers, i, name, (int64_t)sizeof name, NULL);
    keep_judging(name);
    if (name[0] != 0) known = is_known_of_anybody(customers, name);
  }
  patron_table_destroy(customers);
  return known;
}

/* Behind "scorecard objective, ", whose name is written to `card`; NULL: the warning is of something else. */
static const char *behind_card(const char *text, char card[64])
{
  const char *comma = strchr(text, ',');
  if (strncmp(text, "scorecard ", 10) != 0 || comma == NULL || strncmp(comma, ", criterion ", 12) != 0) return NULL;
  snprintf(card, 64, "%.*s", (int)(comma - text - 10), text + 10);
  return comma;
}

/* The same criterion stands in several scorecards: said once, with all of them. 0: it was said with an earlier one. */
static int join_cards(const patron_table *warnings, int64_t rows, int64_t row, char *text, size_t cap)
{
  char other[512], card[64], cards[256], all[512];
  const char *behind = behind_card(text, card);
  int joined = 0;
  if (behind == NULL) return 1;
  snprintf(cards, sizeof cards, "%s", card);
  for (int64_t i = 0; i < rows; i++) {
    if (i == row || !cell_text(warnings, "text", i, other, sizeof other)) continue;
    const char *same = behind_card(other, card);
    if (same == NULL || strcmp(same, behind) != 0) continue;
    if (i < row) return 0;
    const size_t used = strlen(cards);
    snprintf(cards + used, sizeof cards - used, ", %s", card);
    joined = 1;
  }
  snprintf(all, sizeof all, "scorecard%s %s%s", joined ? "s" : "", cards, behind);
  snprintf(text, cap, "%s", all);
  return 1;
}

static int names(const patron_table *table, const char *column_name, const char *text)
{
  column texts;
  int found = 0;
  if (!column_load(table, column_name, AS_TEXT, &texts)) return 1;
  for (int64_t row = 0; row < texts.rows && !found; row++) found = column_is(&texts, row, text);
  column_free(&texts);
  return found;
}

static int has_column(const patron_table *table, const char *name)
{
  int64_t index;
  return table != NULL && patron_table_find_column(table, name, &index) == PATRON_OK;
}

/* Criteria over columns that neither the facts, nor a stage, nor a scorecard has: each would be left out in silence. A column that the schema knows and the facts lack is told on the page. */
static void warn_of_criteria(const work *w)
{
  patron_table *criteria = NULL, *schema = NULL, *decided = NULL, *customers = work_facts(w, "customers"), *channels = work_facts(w, "channels");
  char name[128], place[1024];
  int64_t rows = 0;
  if (w->policy != NULL && patron_policy_table(w->policy, "criteria", &criteria) == PATRON_OK && patron_schema(w->context, "columns", &schema) == PATRON_OK
      && patron_assessment_table(w->assessment, "customers", &decided) == PATRON_OK) (void)patron_table_rows(criteria, &rows);
  for (int64_t row = 0; row < rows; row++) {
    if (patron_io_place(w->io, "criteria", row, place, (int64_t)sizeof place, NULL) != PATRON_OK) break;   /* the default ones */
    if (!cell_text(criteria, "column", row, name, sizeof name) || has_column(customers, name) || has_column(channels, name) || has_column(decided, name)) continue;
    if (!names(schema, "column", name) && !names(criteria, "scorecard", name))
      fprintf(stderr, "patron: warning: %s, column column: there is no column %s, so the criterion counts for nobody (expected a column of customers, of a stage, or a scorecard)\n", place, name);
  }
  patron_table *all[] = { criteria, schema, decided, customers, channels };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) patron_table_destroy(all[i]);
}

/* The warnings of the assessment; or those of columns that the schema does not know, or all but them. */
enum { ALL_WARNINGS, OF_COLUMNS, NOT_OF_COLUMNS };

static void print_warnings(const work *w, int which)
{
  patron_table *warnings = NULL;
  int64_t rows = 0, told = 0, more = 0;
  if (patron_assessment_table(w->assessment, "warnings", &warnings) != PATRON_OK) return;
  (void)patron_table_rows(warnings, &rows);
  progress_clear();
  for (int64_t row = 0; row < rows; row++) {
    char text[512], place[1024], code[64];
    cell_text(warnings, "code", row, code, sizeof code);
    if (which != ALL_WARNINGS && (strcmp(code, "UNKNOWN_COLUMN") == 0) != (which == OF_COLUMNS)) continue;
    if (told == MOST_WARNINGS) { more++; continue; }
    const int placed = find_place(w, warnings, row, place, sizeof place);
    if (!cell_text(warnings, "text", row, text, sizeof text) || (!placed && !join_cards(warnings, rows, row, text, sizeof text))) continue;
    fprintf(stderr, "patron: warning: %s%s%s\n", placed ? place : "", placed ? ": " : "", text);
    told++;
  }
  if (more > 0) fprintf(stderr, "patron: + %lld more in the decision table warnings\n", (long long)more);
  patron_table_destroy(warnings);
}

static void say_nothing_known(const work *w, const char *what)
{
  print_warnings(w, OF_COLUMNS);   /* a column under another name is why nothing is known */
  fprintf(stderr, "patron: %snothing can be decided: of no customer is anything known that it could be judged by (expected customers with sales, profit, potential, or the answers on commitment and trust; or a table ledger)\n", what);
}

/* Whether a column has nearly the name of one that the schema knows. */
static int is_misspelt(const work *w)
{
  patron_table *warnings = NULL;
  char text[512], code[64];
  int64_t rows = 0;
  int found = 0;
  if (patron_assessment_table(w->assessment, "warnings", &warnings) != PATRON_OK) return 0;
  (void)patron_table_rows(warnings, &rows);
  for (int64_t row = 0; row < rows && !found; row++)
    found = cell_text(warnings, "code", row, code, sizeof code) && strcmp(code, "UNKNOWN_COLUMN") == 0 && cell_text(warnings, "text", row, text, sizeof text) && strstr(text, "; perhaps ") != NULL;
  patron_table_destroy(warnings);
  return found;
}

int work_check_names(const work *w)
{
  if (anything_known(w) || !is_misspelt(w)) return 0;
  progress_clear();
  say_nothing_known(w, "");
  return 1;
}

void work_warn(const work *w, const arguments *given)
{
  const int nothing = !anything_known(w);
  progress_clear();
  if (!given->quiet) warn_of_criteria(w);
  if (nothing) say_nothing_known(w, "warning: ");
  if (!given->quiet) print_warnings(w, nothing ? NOT_OF_COLUMNS : ALL_WARNINGS);
}
