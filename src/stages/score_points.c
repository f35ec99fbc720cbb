/*
 * Points that need no rows: fixed bounds, a target interval, a scoring guide. And the lists of points themselves.
 *
 *   LINEAR    low -> 0, high -> 100 (LOWER: the other way round)
 *   TARGET    low -> 0, target_low -> 100, target_high -> 100, high -> 0: the two-sided desirability of Derringer & Suich 1980, Journal of Quality Technology 12(4)
 *   PIECEWISE the rows of the guide, straight lines between
 *   STEP      from each row's `from` on its score; below the first row 0
 *
 * Example (STEP): 5 -> 50, 10 -> 100. 4.9 gives 0, 5 and 9.9 give 50, 10 gives 100.
 */
#include <math.h>
#include <string.h>

#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/cells.h"
#include "stages/score.h"

patron_status patron__score_points_start(patron_context *context, patron__score_points *points) {
  patron__release(context, points->first);
  points->first = patron__allocate_array(context, (int64_t)points->peers.count + 1, sizeof *points->first);
  return points->first == NULL ? patron__memory_status(context) : PATRON_OK;
}

static patron_status reserve(patron_context *context, patron__score_points *points, int64_t count) {
  int64_t capacity = points->capacity < 8 ? 8 : points->capacity;
  double *from, *score;
  while (capacity < count) capacity *= 2;
  if (count <= points->capacity) return PATRON_OK;
  from = patron__reallocate(context, points->from, (uint64_t)capacity * sizeof *from);
  if (from == NULL) return patron__memory_status(context);
  points->from = from;
  score = patron__reallocate(context, points->score, (uint64_t)capacity * sizeof *score);
  if (score == NULL) return patron__memory_status(context);
  points->score = score;
  points->capacity = capacity;
  return PATRON_OK;
}

patron_status patron__score_points_add(patron_context *context, patron__score_points *points, int32_t group, const double *from, const double *score, int64_t count) {
  const int64_t end = points->first[group + 1] > points->first[group] ? points->first[group + 1] : points->first[group];
  const patron_status status = reserve(context, points, end + count);
  if (status != PATRON_OK) return status;
  if (count > 0) {
    memcpy(points->from + end, from, (size_t)count * sizeof *from);
    memcpy(points->score + end, score, (size_t)count * sizeof *score);
  }
  points->first[group + 1] = end + count;
  return PATRON_OK;
}

/* The next double above a finite x: where the upper bound of a target interval ends, the step down lies just behind it. */
static double next_above(double x) {
  int64_t bits;
  if (x == 0) return 4.9406564584124654e-324;
  memcpy(&bits, &x, sizeof bits);
  bits += x > 0 ? 1 : -1;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* A step at a bound is a pair of points with the same `from`; the later score holds from there on. */
static int64_t target_points(const patron__score_criterion *criterion, double from[4], double score[4]) {
  const double high = criterion->high > criterion->target_high ? criterion->high : next_above(criterion->target_high);
  from[0] = criterion->low, score[0] = 0;
  from[1] = criterion->target_low, score[1] = 100;
  from[2] = criterion->target_high, score[2] = 100;
  from[3] = high, score[3] = 0;
  if (criterion->target_low < criterion->target_high) return 4;
  from[2] = from[3], score[2] = score[3];   /* the interval is one value: two points at it would be a step */
  return 3;
}

/* The guide's rows of a criterion, `from` ascending, rows of one `from` in the order of the table. */
static int64_t read_guide(const patron_table *guide, const patron__score_card *card, const patron__score_criterion *criterion, double *from, double *score) {
  int64_t count = 0;
  for (int64_t row = 0; row < patron__cells_rows(guide); row++) {
    int64_t at = count;
    double bound;
    if (!patron__cell_is(guide, "scorecard", row, card->name) || !patron__cell_is(guide, "criterion", row, criterion->name)) continue;
    bound = patron__cell_number(guide, "from", row);
    for (; at > 0 && from[at - 1] > bound; at--) from[at] = from[at - 1], score[at] = score[at - 1];
    from[at] = bound;
    score[at] = patron__cell_number(guide, "score", row);
    count++;
  }
  return count;
}

static patron_status guide_points(const patron_table *guide, const patron__score_card *card, const patron__score_criterion *criterion, patron__score_points *points, patron_context *context) {
  const int64_t rows = patron__cells_rows(guide);
  double *from = patron__allocate_array(context, 2 * rows + 1, sizeof *from), *score = patron__allocate_array(context, 2 * rows + 1, sizeof *score);
  patron_status status = PATRON_OK;
  int64_t count;
  if (from == NULL || score == NULL) { status = patron__memory_status(context); goto done; }
  count = read_guide(guide, card, criterion, from, score);
  if (criterion->normaliser == PATRON_NORMALISER_STEP) {
    for (int64_t i = count - 1; i >= 0; i--) {   /* from the end, so that nothing is overwritten before it is read */
      const double bound = from[i], mark = score[i];
      from[2 * i] = from[2 * i + 1] = bound;
      score[2 * i + 1] = mark;
      score[2 * i] = i > 0 ? score[i - 1] : 0;
    }
    count *= 2;
  }
  status = patron__score_points_add(context, points, 0, from, score, count);
done:
  patron__release(context, from);
  patron__release(context, score);
  return status;
}

patron_status patron__score_fixed_points(const patron__tables *rules, const patron__score_card *card, const patron__score_criterion *criterion, patron__score_points *points, patron_context *context) {
  double from[4] = {criterion->low, criterion->high, 0, 0}, score[4] = {0, 100, 0, 0};
  patron_status status;
  points->peers.count = 1;
  status = patron__score_points_start(context, points);
  if (status != PATRON_OK) return status;
  if (criterion->normaliser != PATRON_NORMALISER_LINEAR) return guide_points(patron__tables_find(rules, "scoring_guide"), card, criterion, points, context);
  if (criterion->low != criterion->low) {   /* PROMETHEE compares raw values and needs no bounds: one point says that any value will do */
    from[0] = 0, score[0] = 50;
    return patron__score_points_add(context, points, 0, from, score, 1);
  }
  if (criterion->direction == PATRON_DIRECTION_TARGET) return patron__score_points_add(context, points, 0, from, score, target_points(criterion, from, score));
  if (criterion->direction == PATRON_DIRECTION_LOWER) score[0] = 100, score[1] = 0;
  return patron__score_points_add(context, points, 0, from, score, 2);
}

int32_t patron__score_points_need_rows(const patron__score_criterion *criterion) {
  return criterion->normaliser != PATRON_NORMALISER_LINEAR && criterion->normaliser != PATRON_NORMALISER_PIECEWISE && criterion->normaliser != PATRON_NORMALISER_STEP;
}
