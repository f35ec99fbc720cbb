/*
 * What looks odd in the facts of a call. No decision changes by it: it is told.
 *
 * SMALL_MARKS. Marks go from 0 to 100, those of surveys mostly from 1 to 5, 7 or 10, and taken as they are these make everybody distrustful. A column of marks is doubted when none is above 10 and one is above 0
 * (0 throughout is an empty form), and the doubted columns have ten marks between them: no usual scale ends between 10 and 100, fractions and means of items are below 10, too, and ten marks of customers that one
 * deals with do not all lie in the lowest tenth. Shares that are measured may, so of these only what could be fractions is doubted: none above 1.
 *
 * SPELLINGS. "Retail", "retail" and "RETAIL " are three groups. Names are told that differ in nothing but capitals (of ASCII and Latin-1), blanks at the ends or several for one, and underscores for blanks; hyphens and
 * digits stay what they are, since "A-" and "A" are two grades.
 *
 * TOTAL_ROW. One customer of six or more has exactly the sales of all others together. SMALL_SHARE. Cuts or shares of tiers below 1 percent, which are fractions, as a rule.
 */
#include "stages/doubts.h"

#include <stdio.h>
#include <string.h>

#include "base/sort.h"
#include "base/sum.h"
#include "base/text.h"
#include "stages/cells.h"
#include "stages/segment.h"
#include "stages/values.h"

enum { LEAST_SUMMED = 5, PERCENT_PPM = 10000, LEAST_MARKS = 10, LONGEST_SCALE = 10, MOST_NAMES = 20, MOST_SPELLINGS = 4, NAME_BYTES = 60, SENTENCE = 640 };

/* How many marks are known, and the greatest; 0: one is above the limit, or none above 0. Rows with an end of a scale of their own are passed over. */
static int64_t small_marks(const patron__column *marks, const patron__column *low, const patron__column *high, double limit, double *greatest) {
  int64_t known = 0;
  *greatest = 0;
  for (int64_t row = 0; row < marks->rows; row++) {
    if (!patron__column_known(marks, row) || patron__known(low, row) || patron__known(high, row)) continue;
    const double mark = patron__column_f64(marks, row);
    if (mark > limit) return 0;
    if (mark > *greatest) *greatest = mark;
    known++;
  }
  return *greatest > 0 ? known : 0;
}

/* The same of a fact column of `customers`, where it holds marks. */
static int64_t small_marks_of(const patron__table_column *given, double *greatest) {
  const patron__schema_column *known = patron__schema_find("customers", given->name, PATRON__FACT);
  const int32_t is_share = strcmp(given->name, "market_share") == 0 || strcmp(given->name, "new_product_rate") == 0;
  if (known == NULL || known->type != PATRON_NUMBER || patron__schema_low(known) != 0 || patron__schema_high(known) != 100) return 0;
  return small_marks(given->column, NULL, NULL, is_share ? 1 : LONGEST_SCALE, greatest);
}

static patron_status doubt_marks(patron__run *run) {
  char text[SENTENCE], number[PATRON__NUMBER_TEXT];
  double greatest;
  int64_t all = 0;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < run->input->column_count; i++) all += small_marks_of(&run->input->columns[i], &greatest);
  for (int32_t i = 0; i < run->input->column_count && all >= LEAST_MARKS && status == PATRON_OK; i++) {
    const char *name = run->input->columns[i].name;
    const int64_t known = small_marks_of(&run->input->columns[i], &greatest);
    if (known == 0) continue;
    (void)patron__format_f64(greatest, number);
    (void)snprintf(text, sizeof text, "no mark of %s is above %s (%lld known), and marks go from 0 to 100: multiply them so that the best possible mark is 100, or give answers on commitment and trust in the table evidence, with scale_low and scale_high",
                   name, number, (long long)known);
    status = patron__run_warn(run, name, "SMALL_MARKS", text);
  }
  return status;
}

/* Answers without a scale are on the scale from 0 to 100. */
static patron_status doubt_answers(patron__run *run) {
  const patron_table *evidence = patron__tables_find(run->facts, "evidence");
  char text[SENTENCE], number[PATRON__NUMBER_TEXT];
  double greatest;
  if (evidence == NULL) return PATRON_OK;
  const int64_t known = small_marks(patron__table_find(evidence, "value"), patron__table_find(evidence, "scale_low"), patron__table_find(evidence, "scale_high"), LONGEST_SCALE, &greatest);
  if (known < LEAST_MARKS) return PATRON_OK;
  (void)patron__format_f64(greatest, number);
  (void)snprintf(text, sizeof text, "no answer without a scale is above %s (%lld of them), and without one it goes from 0 to 100: give scale_low and scale_high", number, (long long)known);
  return patron__run_warn_row(run, "evidence", "value", -1, "SMALL_MARKS", text);
}

/* A name on its way, letter by letter; `last`: the byte before, 0 at the start. */
typedef struct reading { const char *at, *end; unsigned char last; } reading;

static reading read_name(const patron__dictionary *names, int32_t code) {
  int64_t len;
  const char *name = patron__dictionary_name(names, code, &len);
  return (reading){name, name + len, 0};
}

/* The next byte as names are compared; 0: the end. */
static int32_t next_letter(reading *r) {
  const char *from = r->at;
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '_')) r->at++;
  if (r->at == r->end) return 0;
  if (r->at > from && r->last != 0) return ' ';
  unsigned char letter = (unsigned char)*r->at++;
  const int32_t latin = r->last == 0xC3 && letter >= 0x80 && letter <= 0x9E && letter != 0x97;   /* U+00C0 to U+00DE but the sign of multiplication */
  if (latin || (letter >= 'A' && letter <= 'Z')) letter = (unsigned char)(letter + 0x20);
  r->last = letter;
  return letter;
}

static int32_t compare_names(const patron__dictionary *names, int32_t a, int32_t b) {
  reading one = read_name(names, a), other = read_name(names, b);
  int32_t x, y;
  do {
    x = next_letter(&one);
    y = next_letter(&other);
  } while (x == y && x != 0);
  return x - y;
}

static int32_t is_before(const void *context, const void *a, const void *b) {
  const int32_t one = *(const int32_t *)a, other = *(const int32_t *)b, order = compare_names(context, one, other);
  return order < 0 || (order == 0 && one < other);
}

typedef struct spellings { const char *column; const int32_t *codes; const patron__dictionary *names; } spellings;

static patron_status tell_spellings(patron__run *run, const spellings *s, const int32_t *order, int32_t count) {
  char text[SENTENCE];
  int32_t used = snprintf(text, sizeof text, "%.64s is spelled in %d ways, which count as different:", s->column, (int)count);
  for (int32_t i = 0; i < count && i < MOST_SPELLINGS; i++) {
    int64_t customers = 0, len;
    const char *name = patron__dictionary_name(s->names, order[i], &len);
    for (int64_t row = 0; row < run->rows; row++) customers += s->codes[row] == order[i];
    used += snprintf(text + used, sizeof text - (size_t)used, "%s \"%.*s\" (%lld customer%s)", i == 0 ? "" : ",", (int)patron__text_cut(name, len < NAME_BYTES ? len : NAME_BYTES), name, (long long)customers, customers == 1 ? "" : "s");
  }
  return patron__run_warn(run, s->column, "SPELLINGS", text);
}

static patron_status doubt_names(patron__run *run, const spellings *s) {
  const int32_t count = s->names->count;
  int32_t told = 0;
  int32_t *order = patron__allocate_array(run->context, (int64_t)count + 1, sizeof *order);
  patron_status status = order == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int32_t i = 0; order != NULL && i < count; i++) order[i] = i;
  if (order != NULL) patron__sort_items(order, count, sizeof *order, is_before, s->names);
  for (int32_t first = 0, end; first < count && told < MOST_NAMES && status == PATRON_OK; first = end) {
    for (end = first + 1; end < count && compare_names(s->names, order[first], order[end]) == 0;) end++;
    if (end - first < 2) continue;
    status = tell_spellings(run, s, order + first, end - first);
    told++;
  }
  patron__release(run->context, order);
  return status;
}

/* Layers, channels and territories, and whatever else the rules made groups of. */
static patron_status doubt_spellings(patron__run *run) {
  static const char *const columns[] = {"layer", "channel", "territory"};
  spellings s;
  patron_status status = PATRON_OK;
  for (size_t i = 0; i < sizeof columns / sizeof *columns && status == PATRON_OK; i++) {
    const patron__column *column = patron__run_fact(run, columns[i]);
    if (column != NULL) status = patron__run_encode(run, column, &s.codes, &s.names);
  }
  for (int32_t i = 0; i < run->input->column_count && status == PATRON_OK; i++) {
    const patron__encoded *one = run->encoded;
    while (one != NULL && one->column != run->input->columns[i].column) one = one->next;
    if (one == NULL) continue;
    s = (spellings){run->input->columns[i].name, one->codes, one->names};
    status = doubt_names(run, &s);
  }
  return status;
}

/* Spreadsheets end with a row of totals, which is no customer. */
static patron_status doubt_total(patron__run *run) {
  const patron__column *value = patron__table_find(run->customers, "current_value");
  patron__i128 all = {0, 0};
  int64_t known = 0;
  if (value == NULL || value->type != PATRON_MONEY) return PATRON_OK;
  for (int64_t row = 0; row < run->rows; row++) {
    if (!patron__known(value, row)) continue;
    patron__i128_add(&all, patron__column_i64(value, row));
    known++;
  }
  for (int64_t row = 0; row < run->rows && known > LEAST_SUMMED; row++)
    if (patron__known(value, row) && patron__column_i64(value, row) > 0 && patron__i128_compare(patron__i128_multiply(patron__column_i64(value, row), 2), all) == 0)
      return patron__run_warn_row(run, "customers", "customer", run->heads != NULL ? run->heads[row] : row, "TOTAL_ROW", "this customer has exactly the sales of all others together: if it is their total, leave it out");
  return PATRON_OK;
}

/* "80" is 80 percent of the total. */
static patron_status doubt_shares(patron__run *run) {
  static const char text[] = "shares of the total are percent here, and this is less than 1: 80 is 80 percent";
  const patron_table *segments = patron__tables_find(run->rules, "segments"), *programs = patron__tables_find(run->rules, "programs");
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(segments) && status == PATRON_OK; row++) {
    int64_t cuts_ppm[PATRON__SEGMENT_CUTS];
    int32_t count = 0;
    char cuts[256];
    if (patron__cell_text(segments, "cuts", row, cuts, sizeof cuts) > 0 && patron__segment_cuts_read(cuts, cuts_ppm, &count) == PATRON_OK && cuts_ppm[count - 1] < PERCENT_PPM)
      status = patron__run_warn_row(run, "segments", "cuts", row, "SMALL_SHARE", text);
  }
  for (int64_t row = 0; row < patron__cells_rows(programs) && status == PATRON_OK; row++) {
    const double share = patron__cell_number(programs, "up_to_share", row);
    if (share > 0 && share < 1) status = patron__run_warn_row(run, "programs", "up_to_share", row, "SMALL_SHARE", text);
  }
  return status;
}

patron_status patron__doubts(patron__run *run, const void *state) {
  (void)state;
  if (run->rows < 2) return PATRON_OK;   /* one customer, as when it is saved: nothing to compare, and no time */
  patron_status status = doubt_marks(run);
  if (status == PATRON_OK) status = doubt_answers(run);
  if (status == PATRON_OK) status = doubt_total(run);
  if (status == PATRON_OK) status = doubt_shares(run);
  return status == PATRON_OK ? doubt_spellings(run) : status;
}
