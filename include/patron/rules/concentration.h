/**
 * @file concentration.h
 * How concentrated a portfolio is: Lorenz curve, Gini coefficients and the whale curve.
 */
#ifndef PATRON_RULES_CONCENTRATION_H
#define PATRON_RULES_CONCENTRATION_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Written by its owner (patron_gini_*, patron_lorenz_*, patron_whale_*; groups like pareto). Internal callers use: */
typedef struct patron_concentration {
  uint32_t struct_size;
  int32_t flags;            /* bits: which of the doubles below are known */
  double gini_positive;     /* unknown without positive values */
  double gini_clip0;
  double peak_over_net;     /* unknown when the net total is not positive */
  int64_t peak_i64, net_i64, erosion_i64;   /* saturating */
  double peak_f64, net_f64, erosion_f64;
  int64_t peak_rank;        /* number of positive values */
  int64_t n;
} patron_concentration;

PATRON_API patron_status patron_concentration_i64(const int64_t *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out);
PATRON_API patron_status patron_concentration_f64(const double *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron_concentration *out);

#ifdef __cplusplus
}
#endif

#endif
