/* The classifier between its checks and its loops. */
#ifndef PATRON_SRC_RULES_RELATIONSHIP_H
#define PATRON_SRC_RULES_RELATIONSHIP_H

#include "patron/rules/relationship.h"

/* A batch: the rule with the slack taken off every bound, and what it works on. */
typedef struct patron__relationship_batch {
  int32_t side_rule;
  double bands[3], severity[4], high, gap, imbalance;
  const double *const *values;
  const uint8_t *const *validity;
  int64_t rows;
  const patron_relationship_columns *out;
} patron__relationship_batch;

/* Looks at all values and judges them; PATRON_E_NOT_FINITE and PATRON_E_RANGE leave the outputs alone. */
patron_status patron__relationship_classify(const patron__relationship_batch *batch);
/* relationship_levels.c: whether nothing but levels by the weaker value is wanted, of rows that are all known; and those. 0: a value is bad, and the outputs are as they were. */
int32_t patron__relationship_wants_levels(const patron__relationship_batch *batch);
int32_t patron__relationship_levels(const patron__relationship_batch *batch);

#endif
