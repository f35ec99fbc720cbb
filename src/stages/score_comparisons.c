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
#include "table/settings.h"

static int32_t criterion_at(const patron__score_card *card, const patron_table *table, const char *column, int64_t row) {
  for (int32_t j = 0; j < card->count; j++)
    if (patron__cell_is(table, column, row, card->criteria[j].name)) return j;
  return -1;
}

patron_status patron__score_stray_comparison(const patron_table *table, int64_t row, const patron__score_card *card, patron__score_sink *sink) {
  const char *column = criterion_at(card, table, "a", row) < 0 ? "a" : "b";
  char name[PATRON__SCORE_NAME];
  if (criterion_at(card, table, "a", row) >= 0 && criterion_at(card, table, "b", row) >= 0) return PATRON_OK;
  (void)patron__cell_text(table, column, row, name, sizeof name);
  return patron__score_problem(sink, "comparisons", row, column, name, "a criterion of scorecard %s", card->name);
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
    if (a < 0 || b < 0) status = patron__score_stray_comparison(table, row, card, sink);
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

/* The matrix of a card, and for best-worst who is which. What is wrong goes to the sink. */
static patron_status comparisons(const patron__tables *rules, const patron__score_card *card, patron__score_sink *sink, double *matrix, int32_t *best, int32_t *worst) {
  const int32_t found = sink->found;
  patron_status status = read_matrix(patron__tables_find(rules, "comparisons"), card, sink, matrix);
  *best = *worst = -1;
  if (status != PATRON_OK || sink->found > found) return status;
  if (card->weighting == PATRON_WEIGHTING_BEST_WORST) return card->count > 1 ? find_best_and_worst(card, sink, matrix, best, worst) : PATRON_OK;
  return complete_pairs(card, sink, matrix);
}

/* Row `best` of the matrix, and its column `worst` gathered behind it. */
static patron_status by_extremes(const patron__score_card *card, const patron_allocator *scratch, double *matrix, int32_t best, int32_t worst, double *weights, double *ratio) {
  const int64_t n = card->count;
  double *to_worst = matrix + n * n;
  if (n == 1) { weights[0] = 1; return PATRON_OK; }
  for (int64_t j = 0; j < n; j++) to_worst[j] = matrix[j * n + worst];
  return patron_weights_best_worst(matrix + best * n, to_worst, (int32_t)n, best, worst, scratch, weights, NULL, ratio);
}

patron_status patron__score_weigh_comparisons(const patron__tables *rules, const patron__score_card *card, patron__score_sink *sink, double *weights, double *ratio, uint32_t *warnings) {
  const patron_table *settings = patron__tables_find(rules, "settings");
  const patron_allocator *scratch = patron__context_scratch(sink->context);
  const int64_t n = card->count;
  const int32_t found = sink->found;
  patron_ahp_consistency consistency = {.struct_size = sizeof consistency};
  int32_t best, worst;
  double *matrix = patron__allocate_array(sink->context, n * n + n, sizeof *matrix);
  patron_status status;
  if (matrix == NULL) return patron__memory_status(sink->context);
  *warnings = 0;
  status = comparisons(rules, card, sink, matrix, &best, &worst);
  if (status == PATRON_OK && sink->found == found) {
    if (card->weighting == PATRON_WEIGHTING_BEST_WORST) status = by_extremes(card, scratch, matrix, best, worst, weights, ratio);
    else status = patron_weights_ahp(matrix, card->count, card->weighting, patron__settings_code(settings, "score.ahp_index"), patron__settings_number(settings, "score.ahp_tolerance"), scratch, weights, &consistency);
    if (status == PATRON_OK && card->weighting != PATRON_WEIGHTING_BEST_WORST) *ratio = consistency.warnings & PATRON_WARNING_NO_RANDOM_INDEX ? NAN : consistency.ratio, *warnings = consistency.warnings;
    if (status == PATRON_E_NO_MEMORY) status = patron__memory_status(sink->context);
    if (status == PATRON_E_RANGE)
      status = patron__score_problem(sink, "comparisons", -1, "ratio", card->name, card->weighting == PATRON_WEIGHTING_BEST_WORST ? "ratios of 1 or more, none above that of the best to the worst"
                                                                                                                                 : "ratios from 1e-9 to 1e9 that are reciprocal both ways (score.ahp_tolerance)");
  }
  patron__release(sink->context, matrix);
  return status;
}
