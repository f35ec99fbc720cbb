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
 * repaired level collaborative. */
#include <string.h>

#include "base/memory.h"
#include "patron/rules/relationship.h"
#include "rules/columns.h"
#include "rules/relationship.h"

enum { ALL_KNOWN = 15 };

static const double SLACK = 1e-9;

static const patron_relationship_rule STANDARD = {sizeof STANDARD, PATRON_SIDE_RULE_MIN, {40.0, 60.0, 80.0}, {15.0, 25.0, 40.0, 60.0}, 60.0, 15.0, 25.0};

patron_status patron_relationship_rule_default(patron_relationship_rule *out) { return out != NULL ? patron__struct_write(out, &STANDARD, sizeof STANDARD) : PATRON_E_INVALID_ARGUMENT; }

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

static patron_status check_rule(const patron_relationship_rule *rule) {
  patron_status status = PATRON_OK;
  if ((rule->side_rule < PATRON_SIDE_RULE_MIN || rule->side_rule > PATRON_SIDE_RULE_GEOMETRIC)) status = PATRON_E_INVALID_ARGUMENT;
  if (status == PATRON_OK) status = check_ascending(rule->bands, 3);
  if (status == PATRON_OK) status = check_ascending(rule->severity, 4);
  if (status == PATRON_OK) status = check_ascending(&rule->high, 1);
  if (status == PATRON_OK) status = check_ascending(&rule->gap, 1);
  if (status == PATRON_OK) status = check_ascending(&rule->imbalance, 1);
  return status;
}

patron_status patron_relationship_rule_check(const patron_relationship_rule *rule) {
  patron_relationship_rule known;
  const patron_status status = patron__struct_take(rule, &known, sizeof known);
  return status == PATRON_OK ? check_rule(&known) : status;
}

static patron_status read_rule(const patron_relationship_rule *given, patron__relationship_batch *out) {
  patron_relationship_rule rule;
  patron_status status = patron__struct_take(given != NULL ? given : &STANDARD, &rule, sizeof rule);
  if (status == PATRON_OK) status = check_rule(&rule);
  if (status != PATRON_OK) return status;
  out->side_rule = rule.side_rule;
  for (int32_t i = 0; i < 3; i++) out->bands[i] = rule.bands[i] - SLACK;
  for (int32_t i = 0; i < 4; i++) out->severity[i] = rule.severity[i] - SLACK;
  out->high = rule.high - SLACK;
  out->gap = rule.gap - SLACK;
  out->imbalance = rule.imbalance - SLACK;
  return PATRON_OK;
}

patron_status patron_relationship_classify_batch(const patron_relationship_rule *rule, const double *const values[4], const uint8_t *const validity[4], int64_t n,
                                                 const patron_relationship_columns *out) {
  patron_relationship_columns into;
  patron__relationship_batch b = {.values = values, .validity = validity, .rows = n, .out = &into};
  patron_status status;
  if (values == NULL || n < 0) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t v = 0; v < 4; v++) {
    if (values[v] == NULL && n > 0) return PATRON_E_INVALID_ARGUMENT;
  }
  status = patron__struct_take_reserved(out, &into, sizeof into);
  if (status == PATRON_OK) status = read_rule(rule, &b);
  if (status != PATRON_OK) return status;
  return patron__relationship_classify(&b);
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
  if (patron__struct_check_size(out) != PATRON_OK) return PATRON_E_ABI;
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
  result.level = level, result.base_level = base, result.repaired_level = repaired, result.exposed = exposed, result.severity = severity;
  result.known = ((unknown_mask & 3u) == 0 ? 1u : 0u) | ((unknown_mask & 12u) == 0 ? 2u : 0u) | (unknown_mask == 0 ? 4u : 0u);
  return patron__struct_write(out, &result, sizeof result);
}
