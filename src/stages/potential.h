/* Potential key customers: who is likely to become key, from the decayed score with a calibrated probability, and who could be by the headroom of a given wallet. */
#ifndef PATRON_SRC_STAGES_POTENTIAL_H
#define PATRON_SRC_STAGES_POTENTIAL_H

#include "stages/history.h"
#include "stages/segment.h"

enum { PATRON__POTENTIAL_BANDS = 64 };
enum { PATRON__REASON_WAS_KEY, PATRON__REASON_CLOSE_TO_CUT, PATRON__REASON_HEADROOM, PATRON__REASON_NONE };

/* Of one segment with the bit SALES over `current_value`; per group. */
typedef struct patron__potential_segment {
  int32_t segment;                /* index in the segment state */
  int32_t groups, bands;          /* bands: bounds + 1 */
  int64_t *cut, *cut_before;      /* of the newest period and the one before; INT64_MAX: nobody positive */
  double *minimum;                /* p_min; NaN: no probability */
  double *probability;            /* [groups * bands]; NaN: nobody to count */
  int64_t *counted;               /* [groups * bands] customers of the group itself behind it */
} patron__potential_segment;

typedef struct patron__potential_state {
  int32_t periods, starts[PATRON__PERIODS];
  double bounds[PATRON__POTENTIAL_BANDS];
  int32_t bound_count;
  double decay, capability, conditions;
  int32_t full_reach;
  int32_t count;
  patron__potential_segment *segments;
} patron__potential_state;

/* Writes the model's tables `history_periods`, `potential_groups` and `potential_calibration`. */
patron_status patron__potential_fit(patron__run *run, const patron__segment_state *segments);
patron_status patron__potential_prepare(patron_context *context, const patron__tables *model, const patron__segment_state *segments, patron__potential_state **out);
void patron__potential_release(patron_context *context, patron__potential_state *state);
patron_status patron__potential_apply(patron__run *run, const patron__segment_state *segments, const patron__potential_state *state);
/* Why a customer that is not key may become it, or may not: its probability against the minimum, and what a given wallet lets it reach against the cut-off. */
patron_status patron__potential_explain(const patron__run *run, const patron__segment_state *segments, int64_t row, patron_table *explanations);
/* d of all rows at period `at` (0 newest): (1 - decay) * sum of decay^j v / cut; 0 where the cut is not positive. */
double patron__decayed_sum(const patron__history *history, int64_t row, int32_t at, double decay);
/* Index of the band of d: the number of bounds at or below it. */
int32_t patron__potential_band(double d, const double *bounds, int32_t count);

#endif
