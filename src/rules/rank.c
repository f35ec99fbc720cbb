/* Ranks of scores: 1 + the number of rows that are strictly better. Equal scores share the better rank; no tolerance. */
#include "patron/rules/score.h"
#include "rules/columns.h"
#include "rules/order.h"

enum { WINDOW_BITS = 15, WINDOW = 1 << WINDOW_BITS };   /* ranks of a window fill 256 KiB: what a second cache holds */

/* Ranks go to their rows straight away: the fewer rows, the nearer they lie. */
static void write_ranks(const patron__sorted *sorted, int64_t *ranks) {
  int64_t rank = 1;
  for (int64_t i = 0; i < sorted->count; i++) {
    if (!patron__sorted_ties(sorted, i)) rank = i + 1;
    ranks[sorted->words[i] & sorted->rows] = rank;
  }
}

/* Millions of ranks are put with those of their window first, so that no write misses the caches. Every row is known, so a window's place is known, too. */
static void write_windows(const patron__sorted *sorted, int64_t *ranks) {
  uint64_t rank = 1;
  for (int64_t w = 0; w << WINDOW_BITS < sorted->count; w++) sorted->cursors[w] = (uint32_t)(w << WINDOW_BITS);
  for (int64_t i = 0; i < sorted->count; i++) {
    uint64_t row = sorted->words[i] & sorted->rows;
    if (!patron__sorted_ties(sorted, i)) rank = (uint64_t)i + 1;
    sorted->spare[sorted->cursors[row >> WINDOW_BITS]++] = row << 32 | rank;
  }
  for (int64_t i = 0; i < sorted->count; i++) ranks[sorted->spare[i] >> 32] = (int64_t)(sorted->spare[i] & UINT64_C(0xffffffff));
}

patron_status patron_rank(const double *scores, const uint8_t *validity, int64_t n, const patron_allocator *scratch, int64_t *ranks) {
  patron__sorted sorted;
  patron_status status;
  if (n < 0 || ((scores == NULL || ranks == NULL) && n > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__check_finite(scores, validity, n);
  if (status != PATRON_OK || n == 0) return status;
  status = patron__sort(scores, validity, n, 1, scratch, &sorted);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; validity != NULL && i < n; i++) ranks[i] = 0;
  if (sorted.count == n && n > 8 * WINDOW && n <= (int64_t)PATRON__SORTED_CURSORS * WINDOW) write_windows(&sorted, ranks);
  else write_ranks(&sorted, ranks);
  patron__sorted_release(scratch, &sorted);
  return PATRON_OK;
}
