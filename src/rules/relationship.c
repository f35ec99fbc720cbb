/* The relationship level of two parties, from the commitment to and the trust in each other that both of them have.
 *
 * Commitment and trust are both needed (Morgan & Hunt 1994, Journal of Marketing 58(3)), so a side is as strong as the weaker of its two values (side rule MIN), and the relationship M
 * as strong as its weaker side. With H the stronger side and G = H - M:
 *
 *   H >= high, M < high, G >= gap    limited collaboration; exposed is the stronger side, which has committed and relies
 *   else by M and the three bands    transactional, cooperative, collaborative, strategic
 *
 * Parties that see themselves as the more committed report the worst outcomes (Ross, Anderson & Weitz 1997, Management Science 43(5)). All tests are value >= bound - 1e-9: on 59.999 and
 * 74.999 the difference of the doubles is a little under the 15 that a reader computes.
 *
 * Worked example: our commitment 65, our trust 70, their commitment 50, their trust 55. Sides 65 and 50, M 50, G 15: limited, exposed US, severity LOW; the base level is cooperative, the
 * repaired level collaborative.
 *
 * Usage is batches of a million rows: rows go through in blocks that stay in the first cache, each step is a loop without branches, and a level is a sum of comparisons. */
#include <math.h>
#include <string.h>

#include "patron/rules/relationship.h"
#include "rules/columns.h"

enum { BLOCK = 512, US = 0, THEM = 1, ALL_KNOWN = 15 };

static const double SLACK = 1e-9;

/* One block of rows between two steps. */
typedef struct block {
  int64_t n;
  const double *value[4];          /* Cu, Tu, Ct, Tt: the caller's, or `filled` */
  int32_t complete;                /* every value of the block is known: `mask` is not filled */
  uint8_t mask[BLOCK];             /* bits 0..3: the value is known */
  double filled[4][BLOCK];         /* with 0 in place of the unknown */
  double side[2][BLOCK], low[BLOCK], high[BLOCK], gap[BLOCK];
  int8_t limited[BLOCK];
} block;

/* The rule with the slack taken off every bound. */
typedef struct bounds {
  int32_t side_rule;
  double bands[3], severity[4], high, gap, imbalance;
} bounds;

void patron_relationship_rule_default(patron_relationship_rule *out) {
  static const double bands[3] = {40.0, 60.0, 80.0}, severity[4] = {15.0, 25.0, 40.0, 60.0};
  if (out == NULL) return;
  out->struct_size = (uint32_t)sizeof *out;
  out->side_rule = PATRON_SIDE_RULE_MIN;
  memcpy(out->bands, bands, sizeof bands);
  memcpy(out->severity, severity, sizeof severity);
  out->high = 60.0;
  out->gap = 15.0;
  out->imbalance = 25.0;
}

/* Bounds ascend strictly and start at 0 or above; a bound above 100 is never reached, which is how a level is left out. */
static patron_status check_ascending(const double *values, int32_t n) {
  for (int32_t i = 0; i < n; i++) {
    if (!patron__finite(values[i])) return PATRON_E_NOT_FINITE;
  }
  for (int32_t i = 0; i < n; i++) {
    if (values[i] < 0.0 || (i > 0 && values[i] <= values[i - 1])) return PATRON_E_RANGE;
  }
  return PATRON_OK;
}

patron_status patron_relationship_rule_check(const patron_relationship_rule *rule) {
  patron_status status;
  if (rule == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = patron__check_struct(rule, rule->struct_size, sizeof *rule);
  if (status == PATRON_OK && (rule->side_rule < PATRON_SIDE_RULE_MIN || rule->side_rule > PATRON_SIDE_RULE_GEOMETRIC)) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK) status = check_ascending(rule->bands, 3);
  if (status == PATRON_OK) status = check_ascending(rule->severity, 4);
  if (status == PATRON_OK) status = check_ascending(&rule->high, 1);
  if (status == PATRON_OK) status = check_ascending(&rule->gap, 1);
  if (status == PATRON_OK) status = check_ascending(&rule->imbalance, 1);
  return status;
}

static patron_status make_bounds(const patron_relationship_rule *rule, bounds *out) {
  patron_relationship_rule standard;
  patron_status status;
  if (rule == NULL) {
    patron_relationship_rule_default(&standard);
    rule = &standard;
  }
  status = patron_relationship_rule_check(rule);
  if (status != PATRON_OK) return status;
  out->side_rule = rule->side_rule;
  for (int32_t i = 0; i < 3; i++) out->bands[i] = rule->bands[i] - SLACK;
  for (int32_t i = 0; i < 4; i++) out->severity[i] = rule->severity[i] - SLACK;
  out->high = rule->high - SLACK;
  out->gap = rule->gap - SLACK;
  out->imbalance = rule->imbalance - SLACK;
  return PATRON_OK;
}

/* 1 when a value is no number from 0 to 100; NaN fails both comparisons. */
static int32_t outside(const double *values, int64_t n) {
  int32_t bad = 0;
  for (int64_t i = 0; i < n; i++) bad |= !((values[i] >= 0.0) & (values[i] <= 100.0));
  return bad;
}

/* The first row with a bad value decides between the two statuses. */
static patron_status check_values(const double *values, const uint8_t *validity, int64_t n) {
  if (!outside(values, n)) return PATRON_OK;
  for (int64_t i = 0; i < n; i++) {
    if (!patron__known(validity, i)) continue;
    if (!patron__finite(values[i])) return PATRON_E_NOT_FINITE;
    if (values[i] < 0.0 || values[i] > 100.0) return PATRON_E_RANGE;
  }
  return PATRON_OK;
}

/* Puts 0 where a value is unknown, so that the steps need not ask. */
static void fill_unknown(const uint8_t *const validity[4], int64_t first, block *b) {
  uint8_t every = ALL_KNOWN;
  if (validity == NULL || (validity[0] == NULL && validity[1] == NULL && validity[2] == NULL && validity[3] == NULL)) return;
  for (int64_t i = 0; i < b->n; i++) {
    uint8_t mask = 0;
    for (int32_t v = 0; v < 4; v++) mask = (uint8_t)(mask | (patron__known(validity[v], first + i) << v));
    b->mask[i] = mask;
    every &= mask;
  }
  if (every == ALL_KNOWN) return;
  b->complete = 0;
  for (int32_t v = 0; v < 4; v++) {
    for (int64_t i = 0; i < b->n; i++) b->filled[v][i] = (b->mask[i] >> v) & 1 ? b->value[v][i] : 0.0;
    b->value[v] = b->filled[v];
  }
}

static void make_sides(int32_t side_rule, block *b) {
  for (int32_t s = US; s <= THEM; s++) {
    const double *restrict commitment = b->value[2 * s], *restrict trust = b->value[2 * s + 1];
    double *restrict side = b->side[s];
    if (side_rule == PATRON_SIDE_RULE_MIN) {
      for (int64_t i = 0; i < b->n; i++) side[i] = commitment[i] < trust[i] ? commitment[i] : trust[i];
    } else if (side_rule == PATRON_SIDE_RULE_MEAN) {
      for (int64_t i = 0; i < b->n; i++) side[i] = (commitment[i] + trust[i]) * 0.5;
    } else {
      for (int64_t i = 0; i < b->n; i++) side[i] = sqrt(commitment[i] * trust[i]);
    }
  }
}

static void compare_sides(const bounds *rule, block *b) {
  const double *restrict us = b->side[US], *restrict them = b->side[THEM];
  double *restrict low = b->low, *restrict high = b->high, *restrict gap = b->gap;
  for (int64_t i = 0; i < b->n; i++) {
    low[i] = us[i] < them[i] ? us[i] : them[i];
    high[i] = us[i] < them[i] ? them[i] : us[i];
    gap[i] = high[i] - low[i];
  }
  for (int64_t i = 0; i < b->n; i++) b->limited[i] = (int8_t)((high[i] >= rule->high) & !(low[i] >= rule->high) & (gap[i] >= rule->gap));
}

static void write_bands(const bounds *rule, const double *restrict index, int64_t n, int8_t *restrict out) {
  for (int64_t i = 0; i < n; i++) out[i] = (int8_t)((index[i] >= rule->bands[0]) + (index[i] >= rule->bands[1]) + (index[i] >= rule->bands[2]));
}

/* `out` where the row is complete, `instead` elsewhere. */
static void replace_incomplete(const block *b, int8_t instead, int8_t *out) {
  if (b->complete) return;
  for (int64_t i = 0; i < b->n; i++) out[i] = b->mask[i] == ALL_KNOWN ? out[i] : instead;
}

static void write_levels(const bounds *rule, const block *b, int8_t *restrict level) {
  write_bands(rule, b->low, b->n, level);
  for (int64_t i = 0; i < b->n; i++) level[i] = (int8_t)(b->limited[i] ? PATRON_LEVEL_LIMITED_COLLABORATION : level[i]);
  replace_incomplete(b, PATRON_LEVEL_UNDETERMINED, level);
}

static void write_exposed(const block *b, int8_t *restrict exposed) {
  for (int64_t i = 0; i < b->n; i++) exposed[i] = (int8_t)(b->limited[i] * (PATRON_EXPOSED_US + (b->side[THEM][i] > b->side[US][i])));
  replace_incomplete(b, PATRON_EXPOSED_NONE, exposed);
}

/* At least LOW when limited, also where the first bound of severity lies above the gap that makes a limited collaboration. */
static void write_severity(const bounds *rule, const block *b, int8_t *restrict severity) {
  for (int64_t i = 0; i < b->n; i++) {
    double gap = b->gap[i];
    int32_t reached = (gap >= rule->severity[0]) + (gap >= rule->severity[1]) + (gap >= rule->severity[2]) + (gap >= rule->severity[3]);
    severity[i] = (int8_t)(b->limited[i] * (reached + (reached == 0)));
  }
  replace_incomplete(b, PATRON_SEVERITY_NONE, severity);
}

/* Commitment against trust of one side is judged when both are known, whatever is known of the other side. */
static void add_imbalance(double imbalance, const block *b, int32_t side, uint32_t *restrict flags) {
  const double *restrict commitment = b->value[2 * side], *restrict trust = b->value[2 * side + 1];
  uint32_t lock_in = side == US ? PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING : PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING;
  uint32_t goodwill = side == US ? PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED : PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED;
  int32_t both = 3 << (2 * side);
  for (int64_t i = 0; i < b->n; i++) {
    uint32_t found = (commitment[i] - trust[i] >= imbalance ? lock_in : 0u) | (trust[i] - commitment[i] >= imbalance ? goodwill : 0u);
    flags[i] |= b->complete || (b->mask[i] & both) == both ? found : 0u;
  }
}

static void write_flags(const bounds *rule, const block *b, uint32_t *restrict flags) {
  for (int64_t i = 0; i < b->n; i++) {
    int32_t wide = b->gap[i] >= rule->gap, one_high = (b->high[i] >= rule->high) & !(b->low[i] >= rule->high);
    uint32_t found = ((one_high & !wide) ? (uint32_t)PATRON_RELATIONSHIP_NEAR_LIMITED : 0u) | ((wide & !b->limited[i]) ? (uint32_t)PATRON_RELATIONSHIP_ASYMMETRIC : 0u);
    flags[i] = b->complete || b->mask[i] == ALL_KNOWN ? found : 0u;
  }
  add_imbalance(rule->imbalance, b, US, flags);
  add_imbalance(rule->imbalance, b, THEM, flags);
  if (b->complete) return;
  for (int64_t i = 0; i < b->n; i++) flags[i] |= (uint32_t)(~b->mask[i] & ALL_KNOWN) * PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT;
}

static void write_index(const block *b, const double *restrict index, int32_t needed, double *restrict out) {
  for (int64_t i = 0; i < b->n; i++) out[i] = b->complete || (b->mask[i] & needed) == needed ? index[i] : 0.0;
}

static void classify_block(const bounds *rule, block *b, int64_t first, const patron_relationship_columns *out) {
  make_sides(rule->side_rule, b);
  compare_sides(rule, b);
  if (out->level) write_levels(rule, b, out->level + first);
  if (out->base_level) {
    write_bands(rule, b->low, b->n, out->base_level + first);
    replace_incomplete(b, -1, out->base_level + first);
  }
  if (out->repaired_level) {
    write_bands(rule, b->high, b->n, out->repaired_level + first);
    replace_incomplete(b, -1, out->repaired_level + first);
  }
  if (out->exposed) write_exposed(b, out->exposed + first);
  if (out->severity) write_severity(rule, b, out->severity + first);
  if (out->flags) write_flags(rule, b, out->flags + first);
  if (out->side_us) write_index(b, b->side[US], 3, out->side_us + first);
  if (out->side_them) write_index(b, b->side[THEM], 12, out->side_them + first);
  if (out->mutual) write_index(b, b->low, ALL_KNOWN, out->mutual + first);
  if (out->gap) write_index(b, b->gap, ALL_KNOWN, out->gap + first);
}

patron_status patron_relationship_classify_batch(const patron_relationship_rule *rule, const double *const values[4], const uint8_t *const validity[4], int64_t n,
                                                 const patron_relationship_columns *out) {
  bounds limits;
  block b;
  patron_status status;
  if (values == NULL || out == NULL || n < 0) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t v = 0; v < 4; v++) {
    if (values[v] == NULL && n > 0) return PATRON_E_INVALID_ARGUMENT;
  }
  status = patron__check_struct(out, out->struct_size, sizeof *out);
  if (status == PATRON_OK) status = make_bounds(rule, &limits);
  for (int32_t v = 0; v < 4 && status == PATRON_OK; v++) status = check_values(values[v], validity ? validity[v] : NULL, n);
  if (status != PATRON_OK) return status;
  for (int64_t first = 0; first < n; first += BLOCK) {
    b.n = n - first < BLOCK ? n - first : BLOCK;
    b.complete = 1;
    for (int32_t v = 0; v < 4; v++) b.value[v] = values[v] + first;
    fill_unknown(validity, first, &b);
    classify_block(&limits, &b, first, out);
  }
  return PATRON_OK;
}

patron_status patron_relationship_classify(const patron_relationship_rule *rule, const double values[4], uint32_t unknown_mask, patron_relationship_result *out) {
  patron_relationship_result result = {0};
  patron_relationship_columns columns = {0};
  const double *value[4];
  const uint8_t *validity[4];
  uint8_t bits[4];
  int8_t level, base, repaired, exposed, severity;
  patron_status status;
  if (values == NULL || out == NULL || unknown_mask > ALL_KNOWN) return PATRON_E_INVALID_ARGUMENT;
  if (out->struct_size < sizeof *out) return PATRON_E_ABI;
  for (int32_t v = 0; v < 4; v++) {
    value[v] = values + v;
    bits[v] = (uint8_t)(~(unknown_mask >> v) & 1u);
    validity[v] = &bits[v];
  }
  columns.struct_size = (uint32_t)sizeof columns;
  columns.level = &level, columns.base_level = &base, columns.repaired_level = &repaired, columns.exposed = &exposed, columns.severity = &severity;
  columns.flags = &result.flags, columns.side_us = &result.side_us, columns.side_them = &result.side_them, columns.mutual = &result.mutual, columns.gap = &result.gap;
  status = patron_relationship_classify_batch(rule, value, validity, 1, &columns);
  if (status != PATRON_OK) return status;
  result.struct_size = out->struct_size;
  result.level = level, result.base_level = base, result.repaired_level = repaired, result.exposed = exposed, result.severity = severity;
  result.known = ((unknown_mask & 3u) == 0 ? 1u : 0u) | ((unknown_mask & 12u) == 0 ? 2u : 0u) | (unknown_mask == 0 ? 4u : 0u);
  *out = result;
  return PATRON_OK;
}
