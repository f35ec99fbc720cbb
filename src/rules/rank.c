/* Ranks of scores: 1 + the number of rows that are strictly better. Equal scores share the better rank; no tolerance. */
#include "base/memory.h"
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/order.h"

patron_status patron_rank(const double *scores, const uint8_t *validity, int64_t n, const patron_allocator *scratch, int64_t *ranks) {
  uint64_t size = (uint64_t)n * sizeof(uint32_t);
  uint32_t *places;
  int64_t known, rank = 1;
  patron_status status;
  if (n < 0 || ((scores == NULL || ranks == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__check_finite(scores, validity, n);
  if (status != PATRON_OK || n == 0) return status;
  status = patron__take_scratch(scratch, size, &places);
  if (status != PATRON_OK) return status;
  status = patron__order(scores, validity, n, 1, scratch, places, &known);
  if (status == PATRON_OK) {
    for (int64_t i = 0; validity != NULL && i < n; i++) ranks[i] = 0;
    for (int64_t i = 0; i < known; i++) {
      if (!patron__order_ties(places[i])) rank = i + 1;
      ranks[patron__order_row(places[i])] = rank;
    }
  }
  patron__scratch_release(scratch, places, size);
  return status;
}
