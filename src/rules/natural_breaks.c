/* Natural breaks: classes of sorted values with the least sum of squares within.

   Let x_1 < ... < x_m be the different values with counts c_i, and S(a, b) the sum of squares of x_a .. x_b about their mean. The best sum for the first i values in j classes is
       D_j(i) = min over a <= i of D_(j-1)(a - 1) + S(a, i),
   and the best a never falls as i grows: with the middle of a range solved, its halves look only to their side of its answer, so a class costs m log m. S comes from prefix sums of
   counts, values and squares in O(1): S(a, b) = sum c x^2 - (sum c x)^2 / sum c, of values about the median, which keeps the two terms small. Example: 1, 2, 4: 21 - 49/3 = 14/3. */
#include "patron/rules/natural_breaks.h"

#include <float.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/sort.h"
#include "rules/columns.h"

enum { CLASSES_MOST = 1000 };

typedef struct search {
  int64_t m;                   /* different values */
  double *value;               /* [m] ascending */
  double scale;                /* a power of two that keeps squares of distances within the numbers */
  double *count, *sum, *square;   /* [m + 1] over the first i values, about the median */
  double *before, *best;       /* [m] D_(j-1) and D_j */
  int32_t *start;              /* [k * m] where the last of j classes begins */
} search;

static int32_t is_less(const void *context, const void *a, const void *b) {
  (void)context;
  return *(const double *)a < *(const double *)b;
}

/* Sum of squares of values a .. b about their mean. */
static double within(const search *s, int64_t a, int64_t b) {
  const double count = s->count[b + 1] - s->count[a], sum = s->sum[b + 1] - s->sum[a], square = s->square[b + 1] - s->square[a] - sum * sum / count;
  return a == b || square < 0 ? 0 : square;
}

/* D_j for values first .. last, whose last class begins in low .. high. */
static void solve(const search *s, int32_t *start, int64_t first, int64_t last, int64_t low, int64_t high) {
  while (first <= last) {
    const int64_t middle = first + (last - first) / 2, until = high < middle ? high : middle;
    int64_t at = low;
    double least = s->before[low - 1] + within(s, low, middle);
    for (int64_t a = low + 1; a <= until; a++) {
      const double sum = s->before[a - 1] + within(s, a, middle);
      if (sum < least) { least = sum; at = a; }
    }
    s->best[middle] = least;
    start[middle] = (int32_t)at;
    solve(s, start, first, middle - 1, low, at);
    first = middle + 1;
    low = at;
  }
}

static void solve_all(search *s, int32_t k) {
  for (int64_t i = 0; i < s->m; i++) { s->best[i] = within(s, 0, i); s->start[i] = 0; }
  for (int32_t j = 1; j < k; j++) {
    double *swap = s->before;
    s->before = s->best;
    s->best = swap;
    solve(s, s->start + (int64_t)j * s->m, j, s->m - 1, j, s->m - 1);   /* j classes below need j values */
  }
}

/* 1 for all but extreme numbers, and exact in any case. */
static double find_scale(double least, double most) {
  const double half = most / 2 - least / 2;
  double scale = 1;
  while (half * scale > 1e100) scale /= 2;
  while (half > 0 && half * scale < 1e-100 && scale < 1e300) scale *= 2;
  return scale;
}

/* Sorts the known values and folds equal ones: different values in place, prefix sums beside them. */
static void fold(const double *values, const uint8_t *validity, int64_t n, search *s) {
  int64_t known = 0;
  double median, times = 0;
  for (int64_t row = 0; row < n; row++)
    if (patron__known(validity, row)) s->value[known++] = values[row] + 0.0;   /* -0 is 0 */
  patron__sort_items(s->value, known, sizeof *s->value, is_less, NULL);
  if (known == 0) { s->m = 0; return; }
  s->scale = find_scale(s->value[0], s->value[known - 1]);
  median = s->value[known / 2] * s->scale;
  s->count[0] = s->sum[0] = s->square[0] = 0;
  s->m = 0;
  for (int64_t i = 0; i < known; i++) {
    const double value = s->value[i], apart = value * s->scale - median;
    times++;
    if (i + 1 < known && s->value[i + 1] == value) continue;
    s->count[s->m + 1] = s->count[s->m] + times;
    s->sum[s->m + 1] = s->sum[s->m] + times * apart;
    s->square[s->m + 1] = s->square[s->m] + times * apart * apart;
    s->value[s->m++] = value;
    times = 0;
  }
}

/* Squares about the mean of values a .. b, in two steps: closer than `within` where values are large and close together. */
static double within_exactly(const search *s, int64_t a, int64_t b) {
  const double from = s->value[a] * s->scale;
  double sum = 0, squares = 0, count = s->count[b + 1] - s->count[a];
  for (int64_t i = a; i <= b; i++) sum += (s->count[i + 1] - s->count[i]) * (s->value[i] * s->scale - from);
  for (int64_t i = a; i <= b; i++) {
    const double apart = s->value[i] * s->scale - from - sum / count;
    squares += (s->count[i + 1] - s->count[i]) * (apart * apart);
  }
  return squares;
}

/* Classes from the last to the first. */
static void write(const search *s, int32_t k, double *breaks, int64_t *sizes, double *within_out) {
  int64_t end = s->m - 1;
  double sum = 0;
  if (breaks) { breaks[0] = s->value[0]; breaks[k] = s->value[s->m - 1]; }
  for (int32_t j = k; j-- > 0;) {
    const int64_t first = s->start[(int64_t)j * s->m + end];
    if (sizes) sizes[j] = (int64_t)(s->count[end + 1] - s->count[first]);
    if (breaks && j > 0) {
      const double below = s->value[first - 1], above = s->value[first], middle = below / 2 + above / 2;
      breaks[j] = middle > below ? middle : above;   /* neighbouring doubles have no number between them */
    }
    sum += within_exactly(s, first, end);
    end = first - 1;
  }
  sum = sum / s->scale / s->scale;
  if (within_out) *within_out = sum <= DBL_MAX ? sum : DBL_MAX;
}

patron_status patron_natural_breaks_f64(const double *values, const uint8_t *validity, int64_t n, int32_t k, const patron_allocator *scratch, double *breaks_out, int64_t *sizes_out,
                                        double *within_out) {
  search s;
  double *numbers = NULL;
  int32_t *start = NULL;
  uint64_t number_bytes, start_bytes = 0;
  patron_status status;
  if (n < 0 || (values == NULL && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  if (n > INT32_MAX || k < 1 || k > CLASSES_MOST) return PATRON_E_RANGE;
  status = patron__check_finite(values, validity, n);
  if (status != PATRON_OK) return status;
  number_bytes = (uint64_t)(6 * n + 3) * sizeof *numbers;
  status = patron__take_scratch(scratch, number_bytes, &numbers);
  if (status != PATRON_OK) return status;
  s.value = numbers;
  s.count = s.value + n;
  s.sum = s.count + n + 1;
  s.square = s.sum + n + 1;
  s.before = s.square + n + 1;
  s.best = s.before + n;
  fold(values, validity, n, &s);
  if (s.m < k) { status = PATRON_UNKNOWN; goto done; }
  start_bytes = (uint64_t)k * (uint64_t)s.m * sizeof *start;
  status = patron__take_scratch(scratch, start_bytes, &start);
  if (status != PATRON_OK) { start = NULL; goto done; }
  s.start = start;
  solve_all(&s, k);
  write(&s, k, breaks_out, sizes_out, within_out);
done:
  if (start != NULL) patron__scratch_release(scratch, start, start_bytes);
  patron__scratch_release(scratch, numbers, number_bytes);
  return status;
}
