/*
 * Pairwise comparisons of criteria, as matrices: row a, column b holds how many times a is as important as b.
 *
 * AHP needs every pair, one way or both (both ways must be reciprocal, which the method tests). Best-worst needs two rows of the matrix: the best is the criterion compared with every other, the
 * worst the one that every other is compared with.
 */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "patron/rules/weights.h"
#include "stages/cells.h"
#include "stages/score.h"

static int32_t criterion_at(const patron__score_card *card, const patron_table *table, const char *column, int64_t row) {
  for (int32_t j = 0; j < card->count; j++)
    if (patron__cell_is(table, column, row, card->criteria[j].name)) return j;
  return -1;
}

/* The comparisons of a card; NaN where none is given, 1 on the diagonal. */
static patron_status read_matrix(const patron_table *table, const patron__score_card *card, patron__score_sink *sink, double *matrix) {
  const int64_t n = card->count;
  patron_status status = PATRON_OK;
  for (int64_t i = 0; i < n * n; i++) matrix[i] = i % (n + 1) == 0 ? 1 : NAN;
  for (int64_t row = 0; row < patron__cells_rows(table) && status == PATRON_OK; row++) {
    const int32_t a = criterion_at(card, table, "a", row), b = criterion_at(card, table, "b", row);
    const double ratio = patron__cell_number(table, "ratio", row);
    if (!patron__cell_is(table, "scorecard", row, card->name)) continue;
    if (a < 0 || b < 0) status = patron__score_problem(sink, "comparisons", row, a < 0 ? "a" : "b", NULL, "a criterion of scorecard %s", card->name);
    else if (!(ratio > 0) || !patron__is_finite(ratio)) status = patron__score_problem(sink, "comparisons", row, "ratio", NULL, "a number above 0");
    else if (a == b) { if (ratio != 1) status = patron__score_problem(sink, "comparisons", row, "ratio", NULL, "1: a criterion is as important as itself"); }
    else if (matrix[a * n + b] == matrix[a * n + b]) status = patron__score_problem(sink, "comparisons", row, "b", card->criteria[b].name, "one comparison of %s with it", card->criteria[a].name);
    else matrix[a * n + b] = ratio;
  }
  return status;
}

static patron_status complete_pairs(const patron__score_card *card, patron__score_sink *sink, double *matrix) {
  const int32_t n = card->count;
  patron_status status = PATRON_OK;
  for (int32_t a = 0; a < n; a++)
    for (int32_t b = a + 1; b < n && status == PATRON_OK; b++) {
      double *one = &matrix[(int64_t)a * n + b], *other = &matrix[(int64_t)b * n + a];
      if (*one != *one && *other != *other)
        status = patron__score_problem(sink, "comparisons", -1, "a", card->criteria[a].name, "a comparison with %s, for scorecard %s needs every pair", card->criteria[b].name, card->name);
      else if (*one != *one) *one = 1 / *other;
      else if (*other != *other) *other = 1 / *one;
    }
  return status;
}

/* Criteria whose row (or column) is complete; the count, and the last of them. */
static int32_t complete_lines(const double *matrix, int32_t n, int32_t by_row, int32_t *line) {
  int32_t found = 0;
  for (int32_t i = 0; i < n; i++) {
    int32_t complete = 1;
    for (int32_t j = 0; j < n; j++) {
      const double ratio = by_row ? matrix[(int64_t)i * n + j] : matrix[(int64_t)j * n + i];
      complete = complete && ratio == ratio;
    }
    if (complete) *line = i;
    found += complete;
  }
  return found;
}

static patron_status find_best_and_worst(const patron__score_card *card, patron__score_sink *sink, const double *matrix, int32_t *best, int32_t *worst) {
  if (complete_lines(matrix, card->count, 1, best) != 1)
    return patron__score_problem(sink, "comparisons", -1, "a", card->name, "exactly one criterion, the best, that stands as a against every other as b");
  if (complete_lines(matrix, card->count, 0, worst) != 1)
    return patron__score_problem(sink, "comparisons", -1, "b", card->name, "exactly one criterion, the worst, that stands as b against every other as a");
  return PATRON_OK;
}

patron_status patron__score_comparisons(const patron__tables *rules, const patron__score_card *card, patron__score_sink *sink, double *matrix, int32_t *best, int32_t *worst) {
  const int32_t found = sink->found;
  patron_status status = read_matrix(patron__tables_find(rules, "comparisons"), card, sink, matrix);
  *best = *worst = -1;
  if (status != PATRON_OK || sink->found > found) return status;
  if (card->weighting == PATRON_WEIGHTING_BEST_WORST) return card->count > 1 ? find_best_and_worst(card, sink, matrix, best, worst) : PATRON_OK;
  return complete_pairs(card, sink, matrix);
}
