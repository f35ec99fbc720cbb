/* Weights from pairwise comparisons (the analytic hierarchy process): how many times as important is criterion i as criterion j.
 *
 *   A w = lambda w, the principal eigenvector (Saaty 1977, Journal of Mathematical Psychology 15(3)); or
 *   w_i = (product of a_ij over j)^(1/n), scaled: the geometric mean of a row (Crawford & Williams 1985, Journal of Mathematical Psychology 29(4)).
 *   CI = (lambda - n)/(n - 1), CR = CI / RI(n); GCI = 2/((n-1)(n-2)) sum_{i<j} ln^2(a_ij w_j / w_i) with the geometric means (Aguaron & Moreno-Jimenez 2003, EJOR 147(1)).
 *
 * The mean of normalised columns is an approximation and is not offered. The upper triangle counts; the lower must be its reciprocal within a tolerance, since people write 0.333.
 *
 * Worked example: 1 3 5 / 1/3 1 2 / 1/5 1/2 1: lambda 3.0037, weights 0.6483, 0.2297, 0.1220, CR 0.0035. */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "base/memory.h"
#include "patron/rules/weights.h"
#include "rules/columns.h"

enum { MOST_CRITERIA = 1000, INDEX_CRITERIA = 15, STEPS = 2000, SQUARINGS = 64 };

static const double LARGEST_RATIO = 1e9, TOLERANCE = 1e-6, INCONSISTENT = 0.10, EPSILON = 0x1p-52;

/* Mean consistency index of random comparisons, n = 1 .. 15: Alonso & Lamata 2006, Int. J. of Uncertainty, Fuzziness and Knowledge-Based Systems 14(4); Saaty 2005. */
static const double RANDOM_INDEX[2][INDEX_CRITERIA] = {
  {0, 0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838},
  {0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59},
};

patron_status patron_random_index(int32_t table, int32_t n, double *out) {
  if (out == NULL || n < 1 || (table != PATRON_RANDOM_INDEX_ALONSO_LAMATA && table != PATRON_RANDOM_INDEX_SAATY)) return PATRON_E_INVALID_ARGUMENT;
  if (n > INDEX_CRITERIA) return PATRON_UNKNOWN;
  *out = RANDOM_INDEX[table][n - 1];
  return PATRON_OK;
}

/* Copies the comparisons with the lower triangle made from the upper. */
static patron_status read_comparisons(const double *matrix, int32_t n, double tolerance, double *a) {
  for (int64_t i = 0; i < (int64_t)n * n; i++) {
    if (!patron__finite(matrix[i])) return PATRON_E_NOT_FINITE;
    if (matrix[i] < 1.0 / LARGEST_RATIO || matrix[i] > LARGEST_RATIO) return PATRON_E_RANGE;
  }
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = i; j < n; j++) {
      double upper = matrix[i * n + j], lower = matrix[j * n + i];
      if (fabs(upper * lower - 1.0) > tolerance) return PATRON_E_RANGE;
      a[i * n + j] = i == j ? 1.0 : upper;
      a[j * n + i] = i == j ? 1.0 : 1.0 / upper;
    }
  }
  return PATRON_OK;
}

static void scale(double *w, int32_t n) {
  double total = 0.0;
  for (int32_t i = 0; i < n; i++) total += w[i];
  for (int32_t i = 0; i < n; i++) w[i] /= total;
}

static void geometric_means(const double *a, int32_t n, double *w) {
  for (int64_t i = 0; i < n; i++) {
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) sum += patron__log(a[i * n + j]);
    w[i] = patron__exp(sum / n);
  }
  scale(w, n);
}

/* Power iteration from w until all (A w)_i / w_i are one number, which is lambda: they always enclose it (Collatz-Wielandt). */
static int32_t iterate(const double *a, int32_t n, double *w, double *next, double *lambda) {
  for (int32_t step = 0; step < STEPS; step++) {
    double least = 0.0, most = 0.0, total = 0.0;
    for (int64_t i = 0; i < n; i++) {
      double sum = 0.0, ratio;
      for (int64_t j = 0; j < n; j++) sum += a[i * n + j] * w[j];
      next[i] = sum;
      total += sum;
      ratio = sum / w[i];
      least = i == 0 || ratio < least ? ratio : least;
      most = ratio > most ? ratio : most;
    }
    for (int64_t i = 0; i < n; i++) w[i] = next[i] / total;
    *lambda = total;   /* w summed to 1 */
    if (most - least <= 4.0 * n * EPSILON * most) return 1;
  }
  return 0;
}

/* Comparisons that contradict each other badly converge too slowly: the row sums of A^(2^64) are the eigenvector but for rounding. */
static void square_out(const double *a, int32_t n, double *power, double *next, double *w) {
  memcpy(power, a, (size_t)n * (size_t)n * sizeof *a);
  for (int32_t round = 0; round < SQUARINGS; round++) {
    double most = 0.0;
    for (int64_t i = 0; i < (int64_t)n * n; i++) next[i] = 0.0;
    for (int64_t i = 0; i < n; i++) {
      for (int64_t k = 0; k < n; k++) {
        for (int64_t j = 0; j < n; j++) next[i * n + j] += power[i * n + k] * power[k * n + j];
      }
    }
    for (int64_t i = 0; i < (int64_t)n * n; i++) most = next[i] > most ? next[i] : most;
    for (int64_t i = 0; i < (int64_t)n * n; i++) power[i] = next[i] / most;
  }
  for (int64_t i = 0; i < n; i++) {
    w[i] = 0.0;
    for (int64_t j = 0; j < n; j++) w[i] += power[i * n + j];
  }
  scale(w, n);
}

static double geometric_index(const double *a, int32_t n, const double *w) {
  double sum = 0.0;
  if (n < 3) return 0.0;
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = i + 1; j < n; j++) {
      double error = patron__log(a[i * n + j] * w[j] / w[i]);
      sum += error * error;
    }
  }
  return 2.0 * sum / ((n - 1.0) * (n - 2.0));
}

static void judge(double lambda, int32_t n, int32_t table, patron_ahp_consistency *out) {
  double random;
  out->lambda_max = lambda;
  out->index = n < 3 || lambda <= n ? 0.0 : (lambda - n) / (n - 1.0);
  out->ratio = 0.0;
  if (n < 3) {
    out->lambda_max = n;
  } else if (patron_random_index(table, n, &random) == PATRON_OK) {
    out->ratio = out->index / random;
    out->warnings |= out->ratio > INCONSISTENT ? PATRON_WARNING_INCONSISTENT : 0u;
  } else {
    out->warnings |= PATRON_WARNING_NO_RANDOM_INDEX;
  }
}

/* work: 3 n^2 + 2 n doubles. */
static patron_status weigh(const double *matrix, int32_t n, int32_t method, int32_t table, double tolerance, double *work, double *weights, patron_ahp_consistency *out) {
  int64_t cells = (int64_t)n * n;
  double *a = work, *power = a + cells, *spare = power + cells, *w = spare + cells, *means = w + n, lambda = 0.0;
  patron_status status = read_comparisons(matrix, n, tolerance, a);
  if (status != PATRON_OK) return status;
  geometric_means(a, n, means);
  memcpy(w, means, (size_t)n * sizeof *w);
  if (!iterate(a, n, w, spare, &lambda)) {
    square_out(a, n, power, spare, w);
    iterate(a, n, w, spare, &lambda);   /* what rounding left is below any consistency worth reporting */
  }
  out->geometric_index = geometric_index(a, n, means);
  judge(lambda, n, table, out);
  memcpy(weights, method == PATRON_WEIGHTING_AHP ? w : means, (size_t)n * sizeof *w);
  return PATRON_OK;
}

patron_status patron_weights_ahp(const double *matrix, int32_t n, int32_t method, int32_t random_index, double tolerance, const patron_allocator *scratch, double *weights,
                                 patron_ahp_consistency *consistency) {
  uint64_t size;
  double *work;
  patron_ahp_consistency found = {0};
  patron_status status;
  if (matrix == NULL || weights == NULL || n < 1) return PATRON_E_INVALID_ARGUMENT;
  if (method != PATRON_WEIGHTING_AHP && method != PATRON_WEIGHTING_AHP_GEOMETRIC) return PATRON_E_INVALID_ARGUMENT;
  if (random_index != PATRON_RANDOM_INDEX_ALONSO_LAMATA && random_index != PATRON_RANDOM_INDEX_SAATY) return PATRON_E_INVALID_ARGUMENT;
  if (consistency != NULL && patron__struct_check_size(consistency) != PATRON_OK) return PATRON_E_ABI;
  if (!patron__finite(tolerance)) return PATRON_E_NOT_FINITE;
  if (n > MOST_CRITERIA || tolerance < 0.0) return PATRON_E_RANGE;
  size = (3 * (uint64_t)n * (uint64_t)n + 2 * (uint64_t)n) * sizeof *work;
  status = patron__take_scratch(scratch, size, &work);
  if (status != PATRON_OK) return status;
  status = weigh(matrix, n, method, random_index, tolerance > 0.0 ? tolerance : TOLERANCE, work, weights, &found);
  patron__scratch_release(scratch, work, size);
  return status == PATRON_OK && consistency != NULL ? patron__struct_write(consistency, &found, sizeof found) : status;
}
