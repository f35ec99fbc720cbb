/* The smallest change of one figure that would alter a decision of a customer. */
#ifndef PATRON_SRC_ENGINE_SMALLEST_CHANGE_H
#define PATRON_SRC_ENGINE_SMALLEST_CHANGE_H

#include "engine/what_if.h"

enum { PATRON__FACTORS = 96, PATRON__DECISIONS = 48 };
enum { PATRON__RANK_WORSE, PATRON__RANK_SAME, PATRON__RANK_BETTER };   /* codes of the decision `rank` */

/* A decision that may change: a CODE or FLAG column, or the rank. */
typedef struct patron__decision {
  char column[96];
  const char *stage;
  const patron__column *decided;    /* as computed, before any override */
  int32_t is_rank, held;            /* held: the stages cannot decide it again from the one row */
  int32_t now;                      /* its code; -1: unknown */
  double score, better, worse;      /* of a rank: the own score, that of the next above and of the next below (at most the own), NaN where there is none */
} patron__decision;

/* The answer for one decision: factor -1 where no single change was found. `rank`: the one that it would have, 0 where that has not been asked. */
enum { PATRON__CHANGE_HOLDS, PATRON__CHANGE_STANDS, PATRON__CHANGE_FAILS };   /* assessed again it is so; it would be on the fitted scales as they stand, and: but with them moved none was found */
typedef struct patron__smallest { int32_t factor, becomes; int64_t step; double change; int32_t standing; int64_t rank; } patron__smallest;

/* The figures of a row that can be changed one by one. `out` holds PATRON__FACTORS. */
int32_t patron__factors_of(const patron__run *run, int64_t row, patron__factor *out);
/* 0..1 as a share of the factor's range, or for a factor without one 2|b - a|/(|a| + |b|), 0..2 (as growth: Davis, Haltiwanger & Schuh 1996). A flag is 1. */
double patron__factor_change(const patron__factor *factor, int64_t step);

/* The smallest change of each decision. PATRON_UNKNOWN: the questions could not be answered. */
patron_status patron__smallest_changes(const patron__what_if *what_if, int64_t row, patron__factor *factors, int32_t factor_count, patron__decision *decisions, int32_t decision_count, patron__smallest *out);

/* smallest_again.c: asks everybody again where a change moves what is fitted, and mends what does not hold. */
patron_status patron__smallest_again(patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__decision *decisions, int32_t count, patron__smallest *found);
/* The rank of a score among those of the run. */
int64_t patron__rank_with(const patron__run *run, int64_t row, const patron__decision *rank, double score);

/* The decisions of a row that the assessment has taken. `out` holds PATRON__DECISIONS. */
int32_t patron__decisions_of(const patron__run *run, int64_t row, patron__decision *out);
/* Rows and sentences of one customer. */
patron_status patron__explain_smallest_changes(patron__what_if *what_if, int64_t row, patron_table *explanations);

#endif
