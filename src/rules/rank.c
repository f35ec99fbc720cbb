/* Ranks of scores: 1 + the number of rows that are strictly better. Equal scores share the better rank; no tolerance. */
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/order.h"

patron_status patron_rank(const double *scores, const uint8_t *validity, int64_t n, const patron_allocator *scratch, int64_t *ranks) {
  patron__sorted sorted;
  int64_t rank = 1;
  patron_status status;
  if (n < 0 || ((scores == NULL || ranks == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__check_finite(scores, validity, n);
  if (status != PATRON_OK || n == 0) return status;
  status = patron__sort(scores, validity, n, 1, scratch, &sorted);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; validity != NULL && i < n; i++) ranks[i] = 0;
  for (int64_t i = 0; i < sorted.count; i++) {
    if (!patron__sorted_ties(&sorted, i)) rank = i + 1;
    ranks[sorted.words[i] & sorted.rows] = rank;
  }
  patron__sorted_release(scratch, &sorted);
  return PATRON_OK;
}
