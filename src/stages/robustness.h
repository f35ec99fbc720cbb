/* How much of the rankings is the customers' and how much the weights': the tables `stability`, `acceptability` and `agreement`. */
#ifndef PATRON_SRC_STAGES_ROBUSTNESS_H
#define PATRON_SRC_STAGES_ROBUSTNESS_H

#include "stages/score.h"
#include "stages/tier.h"

/* Over the finished decisions of a run; `cards` and `tiers` are the states of the stages score and tier. */
patron_status patron__robustness(patron__run *run, const patron__score_cards *cards, const patron__tier_state *tiers);

#endif
