/* Flows of one criterion by sorting (Calders & Van Assche 2018, Expert Systems with Applications 97; arXiv 1603.00091): on ascending values, the rivals that a value beats outright are a prefix, and those
 * that it beats in part a window behind it; both move forward only. The part is then a count, or a difference of prefix sums.
 *
 *   USUAL 1 where d > 0;  U 1 where d > q;  V d/p up to 1;  LEVEL 1/2 where d > q, 1 where d > p;  LINEAR (d - q)/(p - q), 0 up to q, 1 beyond p;  GAUSSIAN 1 - exp(-d^2/(2 s^2)) where d > 0
 *
 * d is the difference of doubles that a comparison of all pairs would take; it does not fall along the order, so the windows are exact. */
#include "base/mathematics.h"
#include "patron/rules/comparison.h"
#include "rules/promethee_flows.h"

static double_pair plus(double_pair a, double b) {
  double_pair sum = exact_sum(a.high, b);
  sum.low += a.low;
  return sum;
}

/* Sum of x - x_k over the rivals first .. end - 1. */
static double window_sum(double x, int64_t first, int64_t end, const double_pair *prefix) {
  double_pair whole = exact_product((double)(end - first), x), sum = plus(whole, -prefix[end].high);
  sum = plus(sum, prefix[first].high);
  sum = plus(sum, -prefix[end].low);
  sum = plus(sum, prefix[first].low);
  return sum.high + sum.low;
}

static void gaussian(const double *x, int64_t n, double s, double *flow) {
  for (int64_t i = 0; i < n; i++) {
    flow[i] = 0.0;
    for (int64_t k = 0; k < n; k++) {
      double d = (x[i] - x[k]) / s;
      if (d > 0.0) flow[i] += 1.0 - patron__exp(-0.5 * d * d);
    }
  }
}

void patron__promethee_flows(const double *x, int64_t n, int32_t type, double indifference, double strict, double_pair *prefix, double *flow) {
  double q = type == PATRON_PREFERENCE_USUAL || type == PATRON_PREFERENCE_V ? 0.0 : indifference, p = type == PATRON_PREFERENCE_USUAL || type == PATRON_PREFERENCE_U ? q : strict;
  int64_t outright = 0, beaten = 0;   /* rivals with d > p, with d > q */
  if (type == PATRON_PREFERENCE_GAUSSIAN) {
    gaussian(x, n, strict, flow);
    return;
  }
  prefix[0] = (double_pair){0.0, 0.0};
  for (int64_t i = 0; i < n; i++) prefix[i + 1] = plus(prefix[i], x[i]);
  for (int64_t i = 0; i < n; i++) {
    while (outright < n && x[i] - x[outright] > p) outright++;
    while (beaten < n && x[i] - x[beaten] > q) beaten++;
    flow[i] = (double)outright;
    if (beaten <= outright) continue;
    if (type == PATRON_PREFERENCE_LEVEL) flow[i] += 0.5 * (double)(beaten - outright);
    else flow[i] += (window_sum(x[i], outright, beaten, prefix) - q * (double)(beaten - outright)) / (p - q);
  }
}
