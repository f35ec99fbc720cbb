/* Levels alone, by the million: the commonest wish, of rows that are all known, by the weaker value.
 *
 * Usage is batches of a million rows, which run at the speed of memory: so each value is read once, and one loop without branches tests it and judges it. Outputs stay untouched when a value is bad, so the
 * levels of more rows than a block are kept aside until the last value has been seen; where memory for that is refused, the values are read twice. */
#include "base/memory.h"
#include "rules/relationship_parts.h"

enum { BLOCK = 512, FEW = 256 };

/* Counted, since compilers take a chain of tests for NULL for a place that is never reached. */
int32_t patron__relationship_wants_levels(const patron__relationship_batch *b) {
  const patron_relationship_columns *out = b->out;
  int32_t others = (out->base_level != NULL) + (out->repaired_level != NULL) + (out->exposed != NULL) + (out->severity != NULL) + (out->flags != NULL) + (out->side_us != NULL) +
                   (out->side_them != NULL) + (out->mutual != NULL) + (out->gap != NULL);
  if (b->side_rule != PATRON_SIDE_RULE_MIN || out->level == NULL || others != 0) return 0;
  for (int32_t v = 0; b->validity != NULL && v < 4; v++) {
    if (b->validity[v] != NULL) return 0;
  }
  return 1;
}

/* Levels of at most BLOCK rows; 1 when a value is no number from 0 to 100. The smallest and the largest value tell all but NaN, which comparisons may lose and sums keep: whatever is not known to be right is wrong. */
PATRON__INLINE uint64_t judge_block(const patron__relationship_batch *b, int64_t first, int64_t n, int8_t *restrict out) {
  const double *restrict cu = b->values[0] + first, *restrict tu = b->values[1] + first, *restrict ct = b->values[2] + first, *restrict tt = b->values[3] + first;
  uint64_t codes[BLOCK], bad = 0;
  for (int64_t i = 0; i < n; i++) {
    double us = smaller(cu[i], tu[i]), them = smaller(ct[i], tt[i]), low = smaller(us, them);
    double together = (cu[i] + tu[i]) + (ct[i] + tt[i]), largest = larger(larger(cu[i], tu[i]), larger(ct[i], tt[i]));
    uint64_t limited = is_limited(b, low, larger(us, them));
    bad |= (uint64_t)!(low >= 0.0) | (uint64_t)!(largest <= 100.0) | (uint64_t)!(together <= 400.0);
    codes[i] = (band_of(b, low) & (limited - 1)) | limited * PATRON_LEVEL_LIMITED_COLLABORATION;
  }
  for (int64_t i = 0; i < n; i++) out[i] = (int8_t)codes[i];
  return bad;
}

/* 0: a value is bad. */
PATRON__INLINE int32_t judge_all(const patron__relationship_batch *b, int8_t *out, int64_t stride) {
  for (int64_t first = 0; first < b->rows; first += BLOCK) {
    int64_t n = b->rows - first < BLOCK ? b->rows - first : BLOCK;
    if (judge_block(b, first, n, out + first * stride)) return 0;
  }
  return 1;
}

static int32_t judge_anywhere(const patron__relationship_batch *b, int8_t *out, int64_t stride) { return judge_all(b, out, stride); }
PATRON__NEWER_PROCESSOR static int32_t judge_newer(const patron__relationship_batch *b, int8_t *out, int64_t stride) { return judge_all(b, out, stride); }

/* 0: a value is bad. With stride 1 row i is judged at out[i]; with stride 0 every block at out[0]. */
static int32_t judge(const patron__relationship_batch *b, int8_t *out, int64_t stride) {
  return b->rows >= FEW && patron__processor_is_newer() ? judge_newer(b, out, stride) : judge_anywhere(b, out, stride);
}

int32_t patron__relationship_levels(const patron__relationship_batch *b) {
  int8_t block[BLOCK], *aside = b->rows <= BLOCK ? block : patron__scratch_allocate(NULL, (uint64_t)b->rows);
  int32_t good;
  if (aside == NULL) return judge(b, block, 0) && judge(b, b->out->level, 1);
  good = judge(b, aside, 1);
  if (good && b->rows > 0) memcpy(b->out->level, aside, (size_t)b->rows);
  if (aside != block) patron__scratch_release(NULL, aside, (uint64_t)b->rows);
  return good;
}
