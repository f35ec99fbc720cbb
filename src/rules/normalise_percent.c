/* The percent rank of a value among its peers, exactly, and as a grid that a model can keep.
 *
 *   p(x) = (number below + half of the number equal) / n        the value itself counts as equal; lower is better: 1 - p
 *
 * Only the order of the values matters, so no outlier moves anybody else. A constant column gives 0.5. The grid holds p of every distinct value while there are at most `capacity` of them;
 * else of that many values at equal ranks, smallest and largest among them, with straight lines between (patron_normalise_points).
 *
 * Worked example: 10, 20, 20, 50. p = 0.5/4, (1 + 1)/4, (1 + 1)/4, 3.5/4 = 0.125, 0.5, 0.5, 0.875. */
#include "base/memory.h"
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/order.h"

static double percent(int64_t below, int64_t equal, int64_t n, int32_t direction) {
  int64_t before = direction == PATRON_DIRECTION_LOWER ? n - below - equal : below;
  return ((double)before + 0.5 * (double)equal) / (double)n;
}

static patron_status check(const double *values, const uint8_t *validity, int64_t n, int32_t direction) {
  if (n < 0 || (values == NULL && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (direction != PATRON_DIRECTION_HIGHER && direction != PATRON_DIRECTION_LOWER) return PATRON_E_INVALID_ARGUMENT;
  return patron__check_finite(values, validity, n);
}

patron_status patron_normalise_percent_rank(const double *values, const uint8_t *validity, int64_t n, int32_t direction, const patron_allocator *scratch, double *out) {
  uint64_t size = (uint64_t)n * sizeof(uint32_t);
  uint32_t *places;
  int64_t known;
  patron_status status = check(values, validity, n, direction);
  if (status == PATRON_OK && out == NULL && n > 0) status = PATRON_E_INVALID_ARGUMENT;
  if (status != PATRON_OK || n == 0) return status;
  status = patron__take_scratch(scratch, size, &places);
  if (status != PATRON_OK) return status;
  status = patron__order(values, validity, n, 0, scratch, places, &known);
  if (status == PATRON_OK) {
    for (int64_t i = 0; validity != NULL && i < n; i++) out[i] = 0.0;
    for (int64_t first = 0, end; first < known; first = end) {
      end = patron__order_tie_end(places, first, known);
      for (int64_t i = first; i < end; i++) out[patron__order_row(places[i])] = percent(first, end - first, known, direction);
    }
  }
  patron__scratch_release(scratch, places, size);
  return status;
}

/* The points of sorted rows: all distinct values, or those at `capacity` equally spaced ranks. */
static int32_t write_points(const double *values, const uint32_t *places, int64_t known, int32_t capacity, int32_t direction, double *from, double *score) {
  int64_t distinct = 0, last = known - 1;
  int32_t count = 0, step = 0;
  for (int64_t i = 0; i < known; i++) distinct += !patron__order_ties(places[i]);
  for (int64_t first = 0, end; first < known; first = end) {
    int32_t chosen = distinct <= capacity;
    end = patron__order_tie_end(places, first, known);
    /* rank floor(step * last / (capacity - 1)) of the order lies in this block of equal values */
    while (!chosen && step < capacity && (int64_t)step * last / (capacity - 1) < first) step++;
    if (!chosen) chosen = step < capacity && (int64_t)step * last / (capacity - 1) < end;
    if (!chosen) continue;
    from[count] = values[patron__order_row(places[first])] + 0.0;
    score[count] = percent(first, end - first, known, direction);
    count++;
  }
  return count;
}

patron_status patron_percent_rank_points(const double *values, const uint8_t *validity, int64_t n, int32_t capacity, int32_t direction, const patron_allocator *scratch, double *from_out,
                                         double *score_out, int32_t *points_out) {
  uint64_t size = (uint64_t)n * sizeof(uint32_t);
  uint32_t *places;
  int64_t known;
  patron_status status = check(values, validity, n, direction);
  if (status == PATRON_OK && (from_out == NULL || score_out == NULL || points_out == NULL)) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK && (capacity < 2 || capacity > 65536)) status = PATRON_E_RANGE;
  if (status != PATRON_OK) return status;
  if (n == 0) return PATRON_UNKNOWN;
  status = patron__take_scratch(scratch, size, &places);
  if (status != PATRON_OK) return status;
  status = patron__order(values, validity, n, 0, scratch, places, &known);
  if (status == PATRON_OK && known == 0) status = PATRON_UNKNOWN;
  if (status == PATRON_OK) *points_out = write_points(values, places, known, capacity, direction, from_out, score_out);
  patron__scratch_release(scratch, places, size);
  return status;
}
