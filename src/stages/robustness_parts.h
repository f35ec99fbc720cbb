/* What the files of robustness share: the criteria of a scorecard as columns, and the tiers. */
#ifndef PATRON_SRC_STAGES_ROBUSTNESS_PARTS_H
#define PATRON_SRC_STAGES_ROBUSTNESS_PARTS_H

#include "stages/score.h"
#include "stages/tier.h"
#include "table/rows.h"

enum { PATRON__ROBUST_CRITERIA = 64 };

/* The criteria of one scorecard that are known for anybody, as the rules functions want them: values of 0..1. */
typedef struct patron__robust_view {
  const patron__score_card *card;
  int32_t count, index[PATRON__ROBUST_CRITERIA];
  patron__column *columns[PATRON__ROBUST_CRITERIA];
  const double *values[PATRON__ROBUST_CRITERIA];
  const uint8_t *validity[PATRON__ROBUST_CRITERIA];
  double weights[PATRON__ROBUST_CRITERIA];
} patron__robust_view;

enum { PATRON__STABILITY_SCORECARD, PATRON__STABILITY_CRITERION, PATRON__STABILITY_DECISION, PATRON__STABILITY_WHICH, PATRON__STABILITY_BOUND, PATRON__STABILITY_WEIGHT, PATRON__STABILITY_LOW,
       PATRON__STABILITY_HIGH, PATRON__STABILITY_LOW_CUSTOMER, PATRON__STABILITY_LOW_OTHER, PATRON__STABILITY_HIGH_CUSTOMER, PATRON__STABILITY_HIGH_OTHER, PATRON__STABILITY_LOW_FROM,
       PATRON__STABILITY_LOW_TO, PATRON__STABILITY_HIGH_FROM, PATRON__STABILITY_HIGH_TO, PATRON__STABILITY_COLUMNS };

void patron__robust_customer(const patron__run *run, patron__rows *rows, int32_t column, int64_t row);   /* row -1: nobody */

/* How a scorecard's score of 0..1 becomes winnability, per row: base + slope * score, or `without` where there is no score; the bitmaps say where that is known. */
typedef struct patron__robust_way { double *base, *slope, *without; uint8_t *known, *known_without; } patron__robust_way;
/* PATRON_UNKNOWN: the scorecard's weights do not reach winnability, or (`skipped` says so) on no straight line. */
patron_status patron__robust_path(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_way *out);
/* Rows TIER of `stability`, for a card whose view is given; of `acceptability`, where it is winnability. */
patron_status patron__robust_tiers(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_view *view, const patron__tier_state *tiers, patron__rows *stability,
                                   patron__rows *acceptability);
/* The same where no weight reaches the tiers. */
patron_status patron__robust_fixed_tiers(patron__run *run, const patron__tier_state *tiers, patron__rows *stability, patron__rows *acceptability);

#endif
