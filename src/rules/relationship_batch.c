/* Relationship levels by the million.
 *
 * Usage is batches of a million rows: rows go through in blocks that stay in the first cache, and each step is a loop without branches. A test value >= bound is the sign of value - bound, which
 * rounding never turns, and a level is a sum of signs: integers that every compiler keeps in vectors. Outputs stay untouched when a value is bad, so all values are looked at before any is judged; but where only codes are wanted, reading
 * millions of values twice would take most of the time: then codes are kept aside, in memory that may be refused, until the last value has been seen. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/processor.h"
#include "rules/columns.h"
#include "rules/relationship.h"

enum { BLOCK = 512, US = 0, THEM = 1, ALL_KNOWN = 15, FEW = 256, MANY = 16384, AHEAD = 2 * BLOCK * 8 };

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

static inline uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* 1 where value < bound. */
static inline uint64_t below(double value, double bound) { return bits_of(value - bound) >> 63; }

static const uint8_t *validity_of(const patron__relationship_batch *b, int32_t v) { return b->validity ? b->validity[v] : NULL; }

/* The pattern of a number from 0 to 100 is at most that of 100; negative numbers and NaN have a larger one, or the sign. Answers in the highest bit; -0 is 0. */
PATRON__INLINE uint64_t outside(const double *values, int64_t n) {
  uint64_t bad = 0, most = bits_of(100.0);
  for (int64_t i = 0; i < n; i++) {
    uint64_t bits = bits_of(values[i] + 0.0);
    bad |= bits | (most - bits);
  }
  return bad >> 63;
}

/* 1 when a known value of the rows is no number from 0 to 100; from is a multiple of 8. */
PATRON__INLINE int32_t find_bad(const patron__relationship_batch *b, int64_t from, int64_t rows) {
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

PATRON__INLINE double smaller(double a, double b) { return a < b ? a : b; }
PATRON__INLINE double larger(double a, double b) { return a < b ? b : a; }

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

PATRON__INLINE void make_indices(const patron__relationship_batch *b, block *at, int32_t side_rule) {
  compare_sides(side_rule, at->value, at->n, at->low, at->high);
  if (b->out->exposed == NULL && b->out->side_us == NULL && b->out->side_them == NULL) return;
  make_side(side_rule, at->value[0], at->value[1], at->n, at->side[US]);
  make_side(side_rule, at->value[2], at->value[3], at->n, at->side[THEM]);
}

/* 1 where the stronger side is high, the weaker is not, and the gap reaches. */
PATRON__INLINE uint64_t is_limited(const patron__relationship_batch *b, double low, double high) { return ~below(high, b->high) & below(low, b->high) & ~below(high - low, b->gap) & 1; }

PATRON__INLINE uint64_t band_of(const patron__relationship_batch *b, double index) { return 3 - below(index, b->bands[0]) - below(index, b->bands[1]) - below(index, b->bands[2]); }

/* Results as int8; rows that are not complete get `instead`. */
PATRON__INLINE void write_codes(const block *at, const uint64_t *restrict codes, int8_t instead, int8_t *restrict out) {
  for (int64_t i = 0; i < at->n; i++) out[i] = (int8_t)codes[i];
  for (int64_t i = 0; !at->complete && i < at->n; i++) out[i] = at->mask[i] == ALL_KNOWN ? out[i] : instead;
}

PATRON__INLINE void write_levels(const patron__relationship_batch *b, const block *at, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) {
    uint64_t limited = is_limited(b, at->low[i], at->high[i]);
    codes[i] = (band_of(b, at->low[i]) & (limited - 1)) | limited * PATRON_LEVEL_LIMITED_COLLABORATION;
  }
  write_codes(at, codes, PATRON_LEVEL_UNDETERMINED, out);
}

PATRON__INLINE void write_bands(const patron__relationship_batch *b, const block *at, const double *restrict index, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) codes[i] = band_of(b, index[i]);
  write_codes(at, codes, -1, out);
}

PATRON__INLINE void write_exposed(const patron__relationship_batch *b, const block *at, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) codes[i] = is_limited(b, at->low[i], at->high[i]) * (PATRON_EXPOSED_US + below(at->side[US][i], at->side[THEM][i]));
  write_codes(at, codes, PATRON_EXPOSED_NONE, out);
}

/* At least LOW when limited, also where the first bound of severity lies above the gap that makes a limited collaboration. */
PATRON__INLINE void write_severity(const patron__relationship_batch *b, const block *at, int8_t *out) {
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) {
    double gap = at->high[i] - at->low[i];
    uint64_t short_of = below(gap, b->severity[0]) + below(gap, b->severity[1]) + below(gap, b->severity[2]) + below(gap, b->severity[3]);
    codes[i] = is_limited(b, at->low[i], at->high[i]) * (4 - short_of + (short_of >> 2));
  }
  write_codes(at, codes, PATRON_SEVERITY_NONE, out);
}

/* Commitment against trust of one side is judged when both are known, whatever is known of the other side. */
PATRON__INLINE void add_imbalance(double imbalance, const block *at, int32_t side, uint32_t *restrict flags) {
  const double *restrict commitment = at->value[2 * side], *restrict trust = at->value[2 * side + 1];
  uint32_t lock_in = side == US ? PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING : PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING;
  uint32_t goodwill = side == US ? PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED : PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED;
  int32_t both = 3 << (2 * side);
  for (int64_t i = 0; i < at->n; i++) {
    uint32_t found = (uint32_t)(1 - below(commitment[i] - trust[i], imbalance)) * lock_in | (uint32_t)(1 - below(trust[i] - commitment[i], imbalance)) * goodwill;
    flags[i] |= at->complete || (at->mask[i] & both) == both ? found : 0u;
  }
}

PATRON__INLINE void write_flags(const patron__relationship_batch *b, const block *at, uint32_t *restrict flags) {
  for (int64_t i = 0; i < at->n; i++) {
    uint64_t wide = 1 - below(at->high[i] - at->low[i], b->gap), one_high = (1 - below(at->high[i], b->high)) & below(at->low[i], b->high);
    flags[i] = (uint32_t)(one_high & ~wide) * PATRON_RELATIONSHIP_NEAR_LIMITED | (uint32_t)(wide & ~is_limited(b, at->low[i], at->high[i])) * PATRON_RELATIONSHIP_ASYMMETRIC;
  }
  for (int64_t i = 0; !at->complete && i < at->n; i++) flags[i] = at->mask[i] == ALL_KNOWN ? flags[i] : 0u;
  add_imbalance(b->imbalance, at, US, flags);
  add_imbalance(b->imbalance, at, THEM, flags);
  for (int64_t i = 0; !at->complete && i < at->n; i++) flags[i] |= (uint32_t)(~at->mask[i] & ALL_KNOWN) * PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT;
}

PATRON__INLINE void write_index(const block *at, const double *restrict index, int32_t needed, double *restrict out) {
  for (int64_t i = 0; i < at->n; i++) out[i] = at->complete || (at->mask[i] & needed) == needed ? index[i] : 0.0;
}

/* The commonest wish: nothing but levels, of rows that are complete, by the weaker value. All in one loop. */
PATRON__INLINE void write_plain_levels(const patron__relationship_batch *b, const block *at, int8_t *restrict out) {
  const double *restrict cu = at->value[0], *restrict tu = at->value[1], *restrict ct = at->value[2], *restrict tt = at->value[3];
  uint64_t codes[BLOCK];
  for (int64_t i = 0; i < at->n; i++) {
    double us = smaller(cu[i], tu[i]), them = smaller(ct[i], tt[i]), low = smaller(us, them);
    uint64_t limited = is_limited(b, low, larger(us, them));
    codes[i] = (band_of(b, low) & (limited - 1)) | limited * PATRON_LEVEL_LIMITED_COLLABORATION;
  }
  for (int64_t i = 0; i < at->n; i++) out[i] = (int8_t)codes[i];
}

/* Counted, since compilers take a chain of tests for NULL for a place that is never reached. */
static int32_t wants_plain_levels(const patron__relationship_batch *b) {
  const patron_relationship_columns *out = b->out;
  int32_t others = (out->base_level != NULL) + (out->repaired_level != NULL) + (out->exposed != NULL) + (out->severity != NULL) + (out->flags != NULL) + (out->side_us != NULL) +
                   (out->side_them != NULL) + (out->mutual != NULL) + (out->gap != NULL);
  return (b->side_rule == PATRON_SIDE_RULE_MIN) + (out->level != NULL) == 2 + others;
}

PATRON__INLINE void classify_block(const patron__relationship_batch *b, block *at, int64_t first) {
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

/* Asks for the values of the block after next while this one is worked on: four columns are more than processors look ahead in by themselves. */
PATRON__INLINE void fetch_block(const patron__relationship_batch *b, int64_t first) {
  for (int32_t v = 0; v < 4; v++) {
    for (int64_t i = 0; i < BLOCK; i += 8) patron__fetch_ahead(b->values[v] + first + i, AHEAD);
  }
}

/* 0: a value is bad. What `out` says has then been written in part, unless all values are looked at beforehand. */
PATRON__INLINE int32_t classify_all(const patron__relationship_batch *b, int32_t beforehand) {
  int32_t plain = wants_plain_levels(b);
  block at;
  if (beforehand && find_bad(b, 0, b->rows)) return 0;
  for (int64_t first = 0; first < b->rows; first += BLOCK) {
    if (!beforehand) fetch_block(b, first);
    if (!beforehand && find_bad(b, first, b->rows - first < BLOCK ? b->rows - first : BLOCK)) return 0;
    read_block(b, first, &at);
    if (plain && at.complete) write_plain_levels(b, &at, b->out->level + first);
    else classify_block(b, &at, first);
  }
  return 1;
}

static int32_t classify_anywhere(const patron__relationship_batch *b, int32_t beforehand) { return classify_all(b, beforehand); }
PATRON__NEWER_PROCESSOR static int32_t classify_newer(const patron__relationship_batch *b, int32_t beforehand) { return classify_all(b, beforehand); }

static int32_t classify(const patron__relationship_batch *b, int32_t beforehand) {
  return b->rows >= FEW && patron__processor_is_newer() ? classify_newer(b, beforehand) : classify_anywhere(b, beforehand);
}

/* Points to the five columns of codes. */
static void codes_of(patron_relationship_columns *columns, int8_t **to[5]) {
  to[0] = &columns->level, to[1] = &columns->base_level, to[2] = &columns->repaired_level, to[3] = &columns->exposed, to[4] = &columns->severity;
}

/* One reading of the values, codes kept aside. -1: not worth it, or no memory for it. */
static int32_t classify_aside(const patron__relationship_batch *b) {
  patron_relationship_columns aside = *b->out, wanted = *b->out;
  int8_t **codes[5], **targets[5], *memory;
  int32_t columns = 0, done;
  uint64_t size;
  patron__relationship_batch once = *b;
  if (b->rows < MANY || b->out->flags || b->out->side_us || b->out->side_them || b->out->mutual || b->out->gap) return -1;
  codes_of(&aside, codes);
  codes_of(&wanted, targets);
  for (int32_t c = 0; c < 5; c++) columns += *codes[c] != NULL;
  size = (uint64_t)b->rows * (uint64_t)columns;
  memory = patron__scratch_allocate(NULL, size);
  if (memory == NULL) return -1;
  for (int32_t c = 0, used = 0; c < 5; c++) {
    if (*codes[c] != NULL) *codes[c] = memory + b->rows * used++;
  }
  once.out = &aside;
  done = classify(&once, 0);
  for (int32_t c = 0; done && c < 5; c++) {
    if (*targets[c] != NULL) memcpy(*targets[c], *codes[c], (size_t)b->rows);
  }
  patron__scratch_release(NULL, memory, size);
  return done;
}

patron_status patron__relationship_classify(const patron__relationship_batch *batch) {
  int32_t done = classify_aside(batch);
  if (done < 0) done = classify(batch, 1);
  return done ? PATRON_OK : name_bad(batch);
}
