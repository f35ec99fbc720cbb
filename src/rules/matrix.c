/* The matrix of attractiveness and winnability: bands by lower bounds, and the default meaning of the cells.
 *
 * Bounds 33 and 67 of 100 are the published 3.3 and 6.7 of 10. All tests are score >= bound - 1e-9: a score is a sum of products, and a reader who computes 67 must find it in the upper band.
 *
 * Worked example: attractiveness 72.5, winnability 80 are HIGH and HIGH: INVEST, aimed at STRATEGIC. 58 and 45.5 are MEDIUM and MEDIUM: SELECTIVE, CONSULTATIVE. */
#include "patron/rules/matrix.h"
#include "rules/columns.h"

static const double SLACK = 1e-9;

typedef struct cell { int8_t intent, approach; } cell;

/* [attractiveness][winnability] */
static const cell CELLS[3][3] = {
  {{PATRON_INTENT_WITHDRAW, PATRON_APPROACH_TACTICAL}, {PATRON_INTENT_CASH, PATRON_APPROACH_TACTICAL}, {PATRON_INTENT_PROTECT, PATRON_APPROACH_CONSULTATIVE}},
  {{PATRON_INTENT_CASH, PATRON_APPROACH_TACTICAL}, {PATRON_INTENT_SELECTIVE, PATRON_APPROACH_CONSULTATIVE}, {PATRON_INTENT_INVEST, PATRON_APPROACH_COLLABORATIVE}},
  {{PATRON_INTENT_SELECTIVE, PATRON_APPROACH_CONSULTATIVE}, {PATRON_INTENT_INVEST, PATRON_APPROACH_COLLABORATIVE}, {PATRON_INTENT_INVEST, PATRON_APPROACH_STRATEGIC}},
};

patron_status patron_matrix_bands(const double *scores, const uint8_t *validity, int64_t n, const double *bounds, int32_t count, int8_t *bands) {
  double medium, high;
  if (n < 0 || ((scores == NULL || bands == NULL) && n > 0) || bounds == NULL || count < 1 || count > 2) return PATRON_E_INVALID_ARGUMENT;
  if (!patron__finite(bounds[0]) || !patron__finite(bounds[count - 1])) return PATRON_E_NOT_FINITE;
  if (count == 2 && bounds[1] <= bounds[0]) return PATRON_E_RANGE;
  if (patron__check_finite(scores, validity, n) != PATRON_OK) return PATRON_E_NOT_FINITE;
  medium = bounds[0] - SLACK, high = bounds[count - 1] - SLACK;
  for (int64_t i = 0; i < n; i++) bands[i] = (int8_t)(patron__known(validity, i) ? (scores[i] >= medium) + (scores[i] >= high) : -1);
  return PATRON_OK;
}

patron_status patron_matrix_cell(int32_t bands, int32_t attractiveness, int32_t winnability, int32_t *intent, int32_t *approach) {
  const cell *found;
  if (bands < 2 || bands > 3 || attractiveness < PATRON_BAND_LOW || attractiveness > PATRON_BAND_HIGH || winnability < PATRON_BAND_LOW || winnability > PATRON_BAND_HIGH) {
    return PATRON_E_INVALID_ARGUMENT;
  }
  if (bands == 2 && (attractiveness == PATRON_BAND_MEDIUM || winnability == PATRON_BAND_MEDIUM)) return PATRON_E_INVALID_ARGUMENT;
  found = &CELLS[attractiveness][winnability];
  if (intent) *intent = bands == 2 && found->intent == PATRON_INTENT_WITHDRAW ? PATRON_INTENT_CASH : found->intent;
  if (approach) *approach = found->approach;
  return PATRON_OK;
}
