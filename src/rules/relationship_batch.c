/* Whatever may be known of many relationships, some values unknown among them.
 *
 * Rows go through in blocks that stay in the first cache, and each step is a loop without branches. A test value >= bound is the sign of value - bound, which
 * rounding never turns, and a level is a sum of signs: integers that every compiler keeps in vectors. Outputs stay untouched when a value is bad, so all values are looked at before any is judged.
 * Levels alone are the business of relationship_levels.c. */
#include <math.h>

#include "rules/columns.h"
#include "rules/relationship_parts.h"

enum { BLOCK = 512, US = 0, THEM = 1, ALL_KNOWN = 15 };

/* One block of rows between two steps. */
typedef struct block {
  int64_t n;
  const double *value[4];          /* Cu, Tu, Ct, Tt: the caller's, or `filled` */
  int32_t complete;                /* every value of the block is known: `mask` is not filled */
  uint8_t mask[BLOCK];             /* bits 0..3: the value is known */
  double filled[4][BLOCK];         /* with 0 in place of the unknown */
  double side[2][BLOCK];           /* where they are needed */
  double low[BLOCK], high[BLOCK];
} block;

static const uint8_t *validity_of(const patron__relationship_batch *b, int32_t v) { return b->validity ? b->validity[v] : NULL; }

/* The pattern of a number from 0 to 100 is at most that of 100; negative numbers and NaN have a larger one, or the sign. Answers in the highest bit; -0 is 0. */
static uint64_t outside(const double *values, int64_t n) {
  uint64_t bad = 0, most = bits_of(100.0);
  for (int64_t i = 0; i < n; i++) {
    uint64_t bits = bits_of(values[i] + 0.0);
    bad |= bits | (most - bits);
  }
  return bad >> 63;
}

/* 1 when a known value of the rows is no number from 0 to 100; from is a multiple of 8. */
static int32_t find_bad(const patron__relationship_batch *b, int64_t from, int64_t rows) {
  for (int32_t v = 0; v < 4; v++) {
    const uint8_t *validity = validity_of(b, v);
    const double *values = b->values[v];
    if (validity == NULL && outside(values + from, rows)) return 1;
    for (int64_t first = from; validity != NULL && first < from + rows; first += 8) {
      int64_t n = from + rows - first < 8 ? from + rows - first : 8;
      uint8_t known = (uint8_t)(validity[first / 8] & ((1u << n) - 1));
      if (known == 0xff && outside(values + first, 8)) return 1;
      for (int64_t i = 0; known != 0xff && i < n; i++) {
        if ((known >> i & 1) && outside(values + first + i, 1)) return 1;
      }
    }
  }
  return 0;
}

/* Which of the two errors: the first column decides, then the first row. */
static patron_status name_bad(const patron__relationship_batch *b) {
  for (int32_t v = 0; v < 4; v++) {
    for (int64_t i = 0; i < b->rows; i++) {
      double value = b->values[v][i];
      if (patron__known(validity_of(b, v), i) && outside(&value, 1)) return patron__finite(value) ? PATRON_E_RANGE : PATRON_E_NOT_FINITE;
    }
  }
  return PATRON_E_INTERNAL;
}

static int32_t all_bits(const uint8_t *validity, int64_t first, int64_t n) {
  uint32_t every = 0xff;
  if (validity == NULL) return 1;
  for (int64_t i = first / 8; i < (first + n) / 8; i++) every &= validity[i];
  for (int64_t i = (first + n) / 8 * 8; i < first + n; i++) every &= 0u - (uint32_t)patron__known(validity, i);
  return (every & 0xff) == 0xff;
}

/* Points to the values of a block; puts 0 where a value is unknown, so that the steps need not ask. */
static void read_block(const patron__relationship_batch *b, int64_t first, block *to) {
  to->n = b->rows - first < BLOCK ? b->rows - first : BLOCK;
  to->complete = 1;
  for (int32_t v = 0; v < 4; v++) {
    to->value[v] = b->values[v] + first;
    if (!all_bits(validity_of(b, v), first, to->n)) to->complete = 0;
  }
  if (to->complete) return;
  memset(to->mask, 0, sizeof to->mask);
  for (int32_t v = 0; v < 4; v++) {
    for (int64_t i = 0; i < to->n; i++) {
      int32_t known = patron__known(validity_of(b, v), first + i);
      to->mask[i] = (uint8_t)(to->mask[i] | known << v);
      to->filled[v][i] = known ? to->value[v][i] : 0.0;
    }
    to->value[v] = to->filled[v];
  }
}

PATRON__INLINE double side_of(int32_t side_rule, double commitment, double trust) {
  if (side_rule == PATRON_SIDE_RULE_MIN) return smaller(commitment, trust);
  return side_rule == PATRON_SIDE_RULE_MEAN ? (commitment + trust) * 0.5 : sqrt(commitment * trust);
}

/* The weaker and the stronger side. Written out for each rule, so that no loop asks which it is. */
PATRON__INLINE void compare_sides(int32_t side_rule, const double *const value[4], int64_t n, double *restrict low, double *restrict high) {
  const double *restrict cu = value[0], *restrict tu = value[1], *restrict ct = value[2], *restrict tt = value[3];
  for (int64_t i = 0; i < n; i++) {
    double us = side_of(side_rule, cu[i], tu[i]), them = side_of(side_rule, ct[i], tt[i]);
    low[i] = smaller(us, them);
    high[i] = larger(us, them);
  }
}

PATRON__INLINE void make_side(int32_t side_rule, const double *restrict commitment, const double *restrict trust, int64_t n, double *restrict side) {
  for (int64_t i = 0; i < n; i++) side[i] = side_of(side_rule, commitment[i], trust[i]);
}

static void make_indices(const patron__relationship_batch *b, block *at, int32_t side_rule) {
  compare_sides(side_rule, at->value, at->n, at->low, at->high);
  if (b->out->exposed == NULL && b->out->side_us == NULL && b->out->side_them == NULL) return;
  make_side(side_rule, at->value[0], at->value[1], at->n, at->side[US]);
  make_side(side_rule, at->value[2], at->value[3], at->n, at->side[THEM]);
}

/* Results as int8; rows that are not complete get `instead`. */
static void write_codes(const block *at, const uint64_t *restrict codes, int8_t instead, int8_t *restrict out) {
  for (int64_t i = 0; i < at->n; i++) out[i] = (int8_t)codes[i];
  for (int64_t i = 0; !at->complete && i < at->n; i++) out[i] = at->mask[i] == ALL_KNOWN ? out[i] : instead;
}

static void write_levels(const patron__relationship_batch *b, const block *at, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) {
    uint64_t limited = is_limited(b, at->low[i], at->high[i]);
    codes[i] = (band_of(b, at->low[i]) & (limited - 1)) | limited * PATRON_LEVEL_LIMITED_COLLABORATION;
  }
  write_codes(at, codes, PATRON_LEVEL_UNDETERMINED, out);
}

static void write_bands(const patron__relationship_batch *b, const block *at, const double *restrict index, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) codes[i] = band_of(b, index[i]);
  write_codes(at, codes, -1, out);
}

static void write_exposed(const patron__relationship_batch *b, const block *at, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) codes[i] = is_limited(b, at->low[i], at->high[i]) * (PATRON_EXPOSED_US + below(at->side[US][i], at->side[THEM][i]));
  write_codes(at, codes, PATRON_EXPOSED_NONE, out);
}

/* At least LOW when limited, also where the first bound of severity lies above the gap that makes a limited collaboration. */
static void write_severity(const patron__relationship_batch *b, const block *at, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) {
    double gap = at->high[i] - at->low[i];
    uint64_t short_of = below(gap, b->severity[0]) + below(gap, b->severity[1]) + below(gap, b->severity[2]) + below(gap, b->severity[3]);
    codes[i] = is_limited(b, at->low[i], at->high[i]) * (4 - short_of + (short_of >> 2));
  }
  write_codes(at, codes, PATRON_SEVERITY_NONE, out);
}

/* Commitment against trust of one side is judged when both are known, whatever is known of the other side. */
static void add_imbalance(double imbalance, const block *at, int32_t side, uint32_t *restrict flags) {
  const double *restrict commitment = at->value[2 * side], *restrict trust = at->value[2 * side + 1];
  uint32_t lock_in = side == US ? PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING : PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING;
  uint32_t goodwill = side == US ? PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED : PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED;
  int32_t both = 3 << (2 * side);
  for (int64_t i = 0; i < at->n; i++) {
    uint32_t found = (uint32_t)(1 - below(commitment[i] - trust[i], imbalance)) * lock_in | (uint32_t)(1 - below(trust[i] - commitment[i], imbalance)) * goodwill;
    flags[i] |= at->complete || (at->mask[i] & both) == both ? found : 0u;
  }
}

static void write_flags(const patron__relationship_batch *b, const block *at, uint32_t *restrict flags) {
  for (int64_t i = 0; i < at->n; i++) {
    uint64_t wide = 1 - below(at->high[i] - at->low[i], b->gap), one_high = (1 - below(at->high[i], b->high)) & below(at->low[i], b->high);
    flags[i] = (uint32_t)(one_high & ~wide) * PATRON_RELATIONSHIP_NEAR_LIMITED | (uint32_t)(wide & ~is_limited(b, at->low[i], at->high[i])) * PATRON_RELATIONSHIP_ASYMMETRIC;
  }
  for (int64_t i = 0; !at->complete && i < at->n; i++) flags[i] = at->mask[i] == ALL_KNOWN ? flags[i] : 0u;
  add_imbalance(b->imbalance, at, US, flags);
  add_imbalance(b->imbalance, at, THEM, flags);
  for (int64_t i = 0; !at->complete && i < at->n; i++) flags[i] |= (uint32_t)(~at->mask[i] & ALL_KNOWN) * PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT;
}

static void write_index(const block *at, const double *restrict index, int32_t needed, double *restrict out) {
  for (int64_t i = 0; i < at->n; i++) out[i] = at->complete || (at->mask[i] & needed) == needed ? index[i] : 0.0;
}

static void classify_block(const patron__relationship_batch *b, block *at, int64_t first) {
  const patron_relationship_columns *out = b->out;
  if (b->side_rule == PATRON_SIDE_RULE_MIN) make_indices(b, at, PATRON_SIDE_RULE_MIN);
  else if (b->side_rule == PATRON_SIDE_RULE_MEAN) make_indices(b, at, PATRON_SIDE_RULE_MEAN);
  else make_indices(b, at, PATRON_SIDE_RULE_GEOMETRIC);
  if (out->level) write_levels(b, at, out->level + first);
  if (out->base_level) write_bands(b, at, at->low, out->base_level + first);
  if (out->repaired_level) write_bands(b, at, at->high, out->repaired_level + first);
  if (out->exposed) write_exposed(b, at, out->exposed + first);
  if (out->severity) write_severity(b, at, out->severity + first);
  if (out->flags) write_flags(b, at, out->flags + first);
  if (out->side_us) write_index(at, at->side[US], 3, out->side_us + first);
  if (out->side_them) write_index(at, at->side[THEM], 12, out->side_them + first);
  if (out->mutual) write_index(at, at->low, ALL_KNOWN, out->mutual + first);
  for (int64_t i = 0; out->gap && i < at->n; i++) at->high[i] -= at->low[i];
  if (out->gap) write_index(at, at->high, ALL_KNOWN, out->gap + first);
}

patron_status patron__relationship_classify(const patron__relationship_batch *b) {
  block at;
  if (patron__relationship_wants_levels(b)) return patron__relationship_levels(b) ? PATRON_OK : name_bad(b);
  if (find_bad(b, 0, b->rows)) return name_bad(b);
  for (int64_t first = 0; first < b->rows; first += BLOCK) {
    read_block(b, first, &at);
    classify_block(b, &at, first);
  }
  return PATRON_OK;
}
