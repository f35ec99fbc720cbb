/* Relationship evidence: dated answers and observed behaviour become the four values of a relationship, and are judged for how well they hang together. */
#ifndef PATRON_SRC_STAGES_EVIDENCE_H
#define PATRON_SRC_STAGES_EVIDENCE_H

#include "stages/stage.h"

enum { PATRON__EVIDENCE_VALUES = 4 };   /* our commitment, our trust, their commitment, their trust */

/* The items of a portfolio, grouped. Items after the as-of date, and items without customer, party or dimension, are left out. */
typedef struct patron__evidence {
  patron_context *context;
  int64_t count;
  int32_t *customer, *item, *respondent;   /* row of the customer; codes, -1 unknown */
  int8_t *value;                           /* 0..3 */
  double *score, *weight, *given;          /* 0..100 after reversing; weight * confidence * 0.5^(age / half-life); the weight alone */
  int32_t *order;                          /* by value, customer, respondent, item, score, weight: the same for any order of the rows */
} patron__evidence;

/* `out->count` 0 where there is no table `evidence`. PATRON_E_RANGE, with row, for an answer that is not on its scale. */
patron_status patron__evidence_read(patron__run *run, patron__evidence *out);
void patron__evidence_clear(patron__evidence *evidence);

/* The values used, as NUMBER columns (references of the caller's own): evidence where there is some for a customer, else the mark given. NULL: neither for anybody.
   `sure` (rows entries; NULL: not wanted): the least confidence of the four, 0 where one is not known. */
patron_status patron__evidence_columns(patron__run *run, const char *const names[PATRON__EVIDENCE_VALUES], patron__column *out[PATRON__EVIDENCE_VALUES], double *sure);

/* The table `evidence` of the decisions: per party and dimension items, respondents, Cronbach's alpha and spread. */
patron_status patron__evidence_finish(patron__run *run);
/* Warnings where alpha is below 0.70: told with the call, since nothing may be added to its warnings when a table is asked for later. */
patron_status patron__evidence_warn(patron__run *run);

/* Sum k v / sum k of one group of items, exact in any order. PATRON_UNKNOWN: no weight. */
patron_status patron__evidence_mean(const patron__evidence *evidence, int64_t first, int64_t end, double *out);
/* Cronbach's alpha of complete answers: `scores` holds respondents * items numbers, a row per respondent. PATRON_UNKNOWN: fewer than 2 items or 5 respondents, or all totals equal. */
patron_status patron__evidence_alpha(const double *scores, int64_t respondents, int64_t items, double *out);

#endif
