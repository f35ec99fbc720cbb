/*
 * Winnability as later stages take it: the scorecard's, or in RELATIVE mode the own strength r times the best competitor's as 100 r / (1 + r), so that 50 is parity
 * (McDonald & Rogers). Where the competitor is not known the score stands. Example: 80 against 40: r = 2, 66.67.
 */
#ifndef PATRON_SRC_STAGES_WINNABILITY_H
#define PATRON_SRC_STAGES_WINNABILITY_H

#include "stages/stage.h"
#include "stages/values.h"

typedef struct patron__winnability { const patron__column *score, *competitor; } patron__winnability;   /* NULL: no such column; no competitor in ABSOLUTE mode */

static inline patron__winnability patron__winnability_of(const patron__run *run) {
  enum { RELATIVE = 1 };
  patron__winnability out = {patron__run_find(run, "winnability"), NULL};
  if (out.score != NULL && out.score->type != PATRON_NUMBER) out.score = NULL;
  if (patron__settings_code(run->settings, "winnability.mode") == RELATIVE) out.competitor = patron__run_fact(run, "competitor_strength");
  return out;
}

static inline int32_t patron__winnability_known(const patron__winnability *of, int64_t row) { return patron__known(of->score, row); }

static inline double patron__winnability_at(const patron__winnability *of, int64_t row) {
  const double own = patron__column_f64(of->score, row), competitor = patron__known(of->competitor, row) ? patron__column_f64(of->competitor, row) : 0;
  if (!patron__known(of->competitor, row)) return own;
  return own + competitor > 0 ? 100 * own / (own + competitor) : 50;
}

#endif
