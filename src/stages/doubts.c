/*
 * What looks odd in the facts of a call. No decision changes by it: it is told.
 *
 * SMALL_MARKS. Marks go from 0 to 100, those of surveys mostly from 1 to 5, 7 or 10, and taken as they are these make everybody distrustful. A column of marks is doubted when none is above 10 and one is above 0
 * (0 throughout is an empty form), and the doubted columns have ten marks between them: no usual scale ends between 10 and 100, fractions and means of items are below 10, too, and ten marks of customers that one
 * deals with do not all lie in the lowest tenth. Shares that are measured may, so of these only what could be fractions is doubted: none above 1.
 */
#include "stages/doubts.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stages/values.h"

enum { LEAST_MARKS = 10, LONGEST_SCALE = 10, SENTENCE = 512 };

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

patron_status patron__doubts(patron__run *run, const void *state) {
  (void)state;
  if (run->rows < 2) return PATRON_OK;   /* one customer, as when it is saved: nothing to compare, and no time */
  const patron_status status = doubt_marks(run);
  return status == PATRON_OK ? doubt_answers(run) : status;
}
