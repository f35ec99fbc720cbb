/* Gini coefficients, the whale curve's figures and the share of the top customers.

   Gini. With x ascending, A = sum(i * x_i) and S = sum(x_i) of the m positive values, G = (2 A - (m + 1) S) / (m S). Values clipped to 0 only move the ranks: with n values of which z are
   not positive, A becomes A + z S and m becomes n. Numerator and denominator are whole numbers.
   Whale curve. S_k is the sum of the k largest values; its peak is the sum of the positive ones, its end the net total, the difference is the erosion.
   Sources: C. Gini 1912; R. Kaplan and V. G. Narayanan 2001. Worked example in patron/rules/concentration.h. */
#include "base/memory.h"
#include "patron/rules/concentration.h"

#include <string.h>

#include "rules/ranked.h"

/* sum(i * x_i), i = 1 for the smallest. A mantissa has up to 63 bits and a rank under 44, so runs of equal exponents add up in 128 bits until they are put away. */
static void add_ranked(const patron__ranked *ranked, patron__natural *sum)
{
  patron__i128 run = {0, 0};
  int32_t shift = 0;
  for (int64_t i = 0; i < ranked->n_positive; i++) {
    const int32_t needed = ranked->scale.lowest == 0 ? 0 : patron__key_exponent(ranked->keys[i]) - ranked->scale.lowest;
    if (needed != shift || run.high >> 60 != 0) {
      patron__natural_add(sum, run, shift);
      run.low = 0;
      run.high = 0;
      shift = needed;
    }
    patron__i128_add_i128(&run, patron__u64_multiply((uint64_t)patron__key_mantissa(ranked->scale, ranked->keys[i]), (uint64_t)i + 1));
  }
  patron__natural_add(sum, run, shift);
}

/* (2 (A + skipped S) - (m + 1) S) / (m S); never negative, since the sum of ascending values weighs the large ones more (Chebyshev's sum inequality). */
static double gini(const patron__natural *ranked_sum, const patron__natural *sum, int64_t skipped, int64_t m)
{
  patron__natural numerator = *sum, less = *sum, denominator = *sum;
  patron__natural_multiply_u64(&numerator, (uint64_t)skipped);
  patron__natural_add_natural(&numerator, ranked_sum);
  patron__natural_multiply(&numerator, 2);
  patron__natural_multiply_u64(&less, (uint64_t)m + 1);
  patron__natural_subtract(&numerator, &less);
  patron__natural_multiply_u64(&denominator, (uint64_t)m);
  return patron__natural_ratio(&numerator, &denominator);
}

/* The fewest of the best whose values reach `net`; at most all positive ones. */
static int64_t break_even(const patron__ranked *ranked, const patron__natural *net)
{
  patron__natural sum, unused;
  int64_t low = 0, high = ranked->n_positive;
  patron__natural_clear(&sum);
  patron__natural_clear(&unused);
  /* Halving the rest: what the best `low` bring misses net, what the best `high` bring reaches it. */
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    patron__natural reached = sum;
    patron__ranked_add(ranked, low, middle, &reached, &unused);
    if (patron__natural_compare(&reached, net) >= 0) {
      high = middle;
    } else {
      low = middle;
      sum = reached;
    }
  }
  return high;
}

static void measure(const patron__ranked *ranked, patron_concentration *out)
{
  out->n = ranked->n;
  out->n_negative = ranked->n_negative;
  out->peak_rank = ranked->n_positive;
  out->peak_i64 = patron__ranked_whole(ranked, &ranked->positive);
  out->peak_f64 = patron__ranked_round(ranked, &ranked->positive);
  out->net_i64 = patron__ranked_whole_net(ranked, &ranked->positive, &ranked->negative);
  out->net_f64 = patron__ranked_round_net(ranked, &ranked->positive, &ranked->negative);
  out->erosion_i64 = patron__ranked_whole(ranked, &ranked->negative);
  out->erosion_f64 = patron__ranked_round(ranked, &ranked->negative);
  if (ranked->n_positive > 0) {
    patron__natural ranked_sum;
    patron__natural_clear(&ranked_sum);
    add_ranked(ranked, &ranked_sum);
    out->gini_positive = gini(&ranked_sum, &ranked->positive, 0, ranked->n_positive);
    out->gini_clip0 = gini(&ranked_sum, &ranked->positive, ranked->n - ranked->n_positive, ranked->n);
    out->flags |= PATRON_CONCENTRATION_GINI;
  }
  if (patron__natural_compare(&ranked->positive, &ranked->negative) > 0) {
    patron__natural net = ranked->positive;
    patron__natural_subtract(&net, &ranked->negative);
    out->peak_over_net = patron__natural_ratio(&ranked->positive, &net);
    out->break_even_rank = break_even(ranked, &net);
    out->flags |= PATRON_CONCENTRATION_OVER_NET;
  }
}

static patron_status concentration(int32_t kind, const void *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out)
{
  patron_concentration result;
  patron__ranked ranked;
  patron_status status;
  if (!out) return PATRON_E_INVALID_ARGUMENT;
  if (patron__struct_check_size(out) != PATRON_OK) return PATRON_E_ABI;
  status = patron__ranked_open(kind, values, validity, n, scratch, &ranked);
  if (status != PATRON_OK) return status;
  memset(&result, 0, sizeof result);
  measure(&ranked, &result);
  patron__ranked_close(&ranked);
  return patron__struct_write(out, &result, sizeof result);
}

patron_status patron_concentration_i64(const int64_t *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out)
{
  return concentration(PATRON__RANKED_I64, values, validity, n, scratch, out);
}

patron_status patron_concentration_f64(const double *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out)
{
  return concentration(PATRON__RANKED_F64, values, validity, n, scratch, out);
}

static void measure_top(const patron__ranked *ranked, int64_t share_ppm, patron_top_share *out)
{
  const patron__i128 product = patron__u64_multiply((uint64_t)ranked->n, (uint64_t)share_ppm);
  uint64_t remainder;
  patron__natural gain, loss;
  out->n = ranked->n;
  out->count = (int64_t)patron__u128_divide((uint64_t)product.high, product.low, 1000000, &remainder);
  out->count += remainder != 0;
  patron__natural_clear(&gain);
  patron__natural_clear(&loss);
  patron__ranked_add(ranked, 0, out->count, &gain, &loss);
  out->sum_i64 = patron__ranked_whole_net(ranked, &gain, &loss);
  out->sum_f64 = patron__ranked_round_net(ranked, &gain, &loss);
  if (ranked->n_positive > 0) {
    out->share_of_positive = patron__natural_ratio(&gain, &ranked->positive);
    out->flags |= PATRON_CONCENTRATION_GINI;
  }
  if (patron__natural_compare(&ranked->positive, &ranked->negative) > 0) {
    patron__natural net = ranked->positive;
    const int32_t lost = patron__natural_compare(&gain, &loss) < 0;
    patron__natural top = lost ? loss : gain;
    patron__natural_subtract(&net, &ranked->negative);
    patron__natural_subtract(&top, lost ? &gain : &loss);
    out->share_of_net = lost ? -patron__natural_ratio(&top, &net) : patron__natural_ratio(&top, &net);
    out->flags |= PATRON_CONCENTRATION_OVER_NET;
  }
}

static patron_status top_share(int32_t kind, const void *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_top_share *out)
{
  patron_top_share result;
  patron__ranked ranked;
  patron_status status;
  if (!out) return PATRON_E_INVALID_ARGUMENT;
  if (patron__struct_check_size(out) != PATRON_OK) return PATRON_E_ABI;
  if (share_ppm < 0 || share_ppm > 1000000) return PATRON_E_RANGE;
  status = patron__ranked_open(kind, values, validity, n, scratch, &ranked);
  if (status != PATRON_OK) return status;
  memset(&result, 0, sizeof result);
  measure_top(&ranked, share_ppm, &result);
  patron__ranked_close(&ranked);
  return patron__struct_write(out, &result, sizeof result);
}

patron_status patron_top_share_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_top_share *out)
{
  return top_share(PATRON__RANKED_I64, values, validity, n, share_ppm, scratch, out);
}

patron_status patron_top_share_f64(const double *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_top_share *out)
{
  return top_share(PATRON__RANKED_F64, values, validity, n, share_ppm, scratch, out);
}
