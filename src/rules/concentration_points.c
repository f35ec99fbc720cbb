/* Points of the Lorenz curve and of the whale curve, for drawing.

   Lorenz. L(p) is the share of the total that the smallest p of m customers hold. At p = d / D the position among customers is m d / D: k = floor of it whole customers, and the fraction
   r / D of the next, so L = (D * X_k + r * x_(k+1)) / (D * T): a quotient of whole numbers. Whale: the sum of the ceil(n d / D) largest. */
#include "patron/rules/concentration.h"

#include <stddef.h>

#include "rules/ranked.h"

enum { MOST_POINTS = 1000000 };

/* floor(count * part / whole) and what is left, in parts of `whole`. */
static int64_t part_of(int64_t count, int64_t part, int64_t whole, int64_t *left)
{
  const patron__i128 product = patron__u64_multiply((uint64_t)count, (uint64_t)part);
  uint64_t remainder;
  const int64_t result = (int64_t)patron__u128_divide((uint64_t)product.high, product.low, (uint64_t)whole, &remainder);
  *left = (int64_t)remainder;
  return result;
}

static void draw_lorenz(const patron__ranked *ranked, int32_t base, int64_t points, double *population_out, double *share_out)
{
  const int64_t last = points - 1;
  const int64_t zeros = base == PATRON_LORENZ_CLIP0 ? ranked->n - ranked->n_positive : 0, m = ranked->n_positive + zeros;
  patron__natural sum, total = ranked->positive;
  int64_t added = 0;   /* smallest positive values in sum */
  patron__natural_clear(&sum);
  patron__natural_multiply(&total, (uint32_t)last);
  for (int64_t d = 0; d <= last; d++) {
    int64_t left;
    const int64_t whole = part_of(m, d, last, &left), wanted = whole > zeros ? whole - zeros : 0;
    patron__natural scaled, next;
    patron__natural_add_keys(&sum, ranked->keys + added, wanted - added, ranked->scale);
    added = wanted;
    scaled = sum;
    patron__natural_multiply(&scaled, (uint32_t)last);
    if (left > 0 && whole >= zeros) {
      patron__natural_clear(&next);
      patron__natural_add_keys(&next, ranked->keys + added, 1, ranked->scale);
      patron__natural_multiply(&next, (uint32_t)left);
      patron__natural_add_natural(&scaled, &next);
    }
    if (population_out) population_out[d] = (double)d / (double)last;
    if (share_out) share_out[d] = patron__natural_ratio(&scaled, &total);
  }
}

static patron_status lorenz(int32_t kind, const void *values, const uint8_t *validity, int64_t n, int32_t base, int64_t points, const patron_allocator *scratch, double *population_out,
                            double *share_out)
{
  patron__ranked ranked;
  patron_status status;
  if (base != PATRON_LORENZ_CLIP0 && base != PATRON_LORENZ_POSITIVE) return PATRON_E_INVALID_ARGUMENT;
  if (points < 2 || points > MOST_POINTS) return PATRON_E_RANGE;
  status = patron__ranked_open(kind, values, validity, n, scratch, &ranked);
  if (status != PATRON_OK) return status;
  if (ranked.n_positive > 0) draw_lorenz(&ranked, base, points, population_out, share_out);
  else status = PATRON_UNKNOWN;
  patron__ranked_close(&ranked);
  return status;
}

patron_status patron_lorenz_points_i64(const int64_t *values, const uint8_t *validity, int64_t n, int32_t base, int64_t points, const patron_allocator *scratch, double *population_out,
                                       double *share_out)
{
  return lorenz(PATRON__RANKED_I64, values, validity, n, base, points, scratch, population_out, share_out);
}

patron_status patron_lorenz_points_f64(const double *values, const uint8_t *validity, int64_t n, int32_t base, int64_t points, const patron_allocator *scratch, double *population_out,
                                       double *share_out)
{
  return lorenz(PATRON__RANKED_F64, values, validity, n, base, points, scratch, population_out, share_out);
}

static void draw_whale(const patron__ranked *ranked, int64_t points, int64_t *rank_out, int64_t *whole_out, double *rounded_out)
{
  patron__natural gain, loss;
  int64_t added = 0;
  patron__natural_clear(&gain);
  patron__natural_clear(&loss);
  for (int64_t d = 0; d < points; d++) {
    int64_t left;
    int64_t rank = part_of(ranked->n, d, points - 1, &left);
    rank += left > 0;
    patron__ranked_add(ranked, added, rank, &gain, &loss);
    added = rank;
    if (rank_out) rank_out[d] = rank;
    if (whole_out) whole_out[d] = patron__ranked_whole_net(ranked, &gain, &loss);
    if (rounded_out) rounded_out[d] = patron__ranked_round_net(ranked, &gain, &loss);
  }
}

static patron_status whale(int32_t kind, const void *values, const uint8_t *validity, int64_t n, int64_t points, const patron_allocator *scratch, int64_t *rank_out, int64_t *whole_out,
                           double *rounded_out)
{
  patron__ranked ranked;
  patron_status status;
  if (points < 2 || points > MOST_POINTS) return PATRON_E_RANGE;
  status = patron__ranked_open(kind, values, validity, n, scratch, &ranked);
  if (status != PATRON_OK) return status;
  if (ranked.n > 0) draw_whale(&ranked, points, rank_out, whole_out, rounded_out);
  else status = PATRON_UNKNOWN;
  patron__ranked_close(&ranked);
  return status;
}

patron_status patron_whale_points_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t points, const patron_allocator *scratch, int64_t *rank_out, int64_t *sum_out)
{
  return whale(PATRON__RANKED_I64, values, validity, n, points, scratch, rank_out, sum_out, NULL);
}

patron_status patron_whale_points_f64(const double *values, const uint8_t *validity, int64_t n, int64_t points, const patron_allocator *scratch, int64_t *rank_out, double *sum_out)
{
  return whale(PATRON__RANKED_F64, values, validity, n, points, scratch, rank_out, NULL, sum_out);
}
