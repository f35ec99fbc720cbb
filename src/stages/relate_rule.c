/* The relationship rule from table `relationship` and its settings, and what follows from it for one row: holding a level, the next step, the value at risk. */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "base/sum.h"
#include "base/text.h"
#include "stages/cells.h"
#include "stages/relate.h"
#include "table/settings.h"

static const double SLACK = 1e-9;   /* of all tests of scores against bounds */

const char *const patron__relate_names[PATRON__RELATE_VALUES] = {"our_commitment", "our_trust", "their_commitment", "their_trust"};

typedef struct sink { patron_context *context; patron_table *problems; patron_status status; int32_t *found; } sink;

static patron_status problem(const sink *to, const char *table, int64_t row, const char *column, const char *value, const char *expectation) {
  const patron__where where = {table, column, row, value, -1, expectation};
  ++*to->found;
  if (to->problems != NULL) return patron__problem_add(to->problems, table, row, column, value, expectation);
  return patron__fail(to->context, to->status, &where, "this rule cannot be used");
}

/* The row of a level; -1: none. */
static int64_t row_of_level(const patron_table *table, int32_t level) {
  for (int64_t row = 0; row < patron__cells_rows(table); row++)
    if (patron__cell_code(table, "level", row, "relationship_level") == level) return row;
  return -1;
}

static patron_status read_bands(const sink *to, const patron_table *table, double bands[3]) {
  double before = -1;
  for (int32_t level = PATRON_LEVEL_TRANSACTIONAL; level <= PATRON_LEVEL_STRATEGIC; level++) {
    const int64_t row = row_of_level(table, level);
    const double from = patron__cell_number(table, "from", row);
    const char *name = patron__code_text("relationship_level", level);
    char text[PATRON__NUMBER_TEXT];
    patron_status status = PATRON_OK;
    if (row < 0) {
      if (level == PATRON_LEVEL_TRANSACTIONAL) continue;   /* it begins at 0 in any case */
      status = problem(to, "relationship", -1, "level", name, "a row for each level; a bound above 100 switches it off");
      if (status != PATRON_OK) return status;
      continue;
    }
    if (patron__is_finite(from)) (void)patron__format_f64(from, text);
    else memcpy(text, "?", 2);
    if (level == PATRON_LEVEL_TRANSACTIONAL) {
      if (from != 0) status = problem(to, "relationship", row, "from", text, "0: the first level takes what lies below the second");
    } else if (!patron__is_finite(from) || !(from > before)) {
      status = problem(to, "relationship", row, "from", text, "a bound above that of the level before: TRANSACTIONAL, COOPERATIVE, COLLABORATIVE, STRATEGIC");
    } else {
      bands[level - 1] = from;
    }
    if (status != PATRON_OK) return status;
    if (patron__is_finite(from)) before = from;
  }
  return PATRON_OK;
}

/* Rows that say nothing that bands can say, and levels that stand twice. */
static patron_status find_strays(const sink *to, const patron_table *table) {
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(table) && status == PATRON_OK; row++) {
    const int32_t level = patron__cell_code(table, "level", row, "relationship_level");
    if (level < PATRON_LEVEL_TRANSACTIONAL || level > PATRON_LEVEL_STRATEGIC) status = problem(to, "relationship", row, "level", NULL, "TRANSACTIONAL, COOPERATIVE, COLLABORATIVE or STRATEGIC");
    else if (row_of_level(table, level) != row) status = problem(to, "relationship", row, "level", patron__code_text("relationship_level", level), "one row per level");
  }
  return status;
}

patron_status patron__relate_read_rule(patron_context *context, const patron__tables *rules, patron_table *problems, patron_status bad, patron__relate_rule *out, int32_t *found) {
  const patron_table *table = patron__tables_find(rules, "relationship"), *settings = patron__tables_find(rules, "settings");
  const sink to = {context, problems, bad, found};
  patron_status status;
  *found = 0;
  out->rule.struct_size = sizeof out->rule;
  (void)patron_relationship_rule_default(&out->rule);
  out->hysteresis = 0;
  status = find_strays(&to, table);
  if (status == PATRON_OK && patron__cells_rows(table) > 0) status = read_bands(&to, table, out->rule.bands);
  out->rule.high = out->rule.bands[1];
  if (status != PATRON_OK || settings == NULL) return status;
  out->rule.side_rule = patron__settings_code(settings, "relationship.side_rule");
  if (patron__settings_is_set(settings, "relationship.high")) out->rule.high = patron__settings_number(settings, "relationship.high");
  out->rule.gap = patron__settings_number(settings, "relationship.gap");
  out->rule.imbalance = patron__settings_number(settings, "relationship.imbalance");
  (void)patron__settings_numbers(settings, "relationship.severity", out->rule.severity, 4);
  out->hysteresis = patron__settings_number(settings, "relationship.hysteresis");
  if (*found == 0 && patron_relationship_rule_check(&out->rule) != PATRON_OK) status = problem(&to, "settings", -1, "relationship.severity", NULL, "four numbers that ascend: 15,25,40,60");
  return status;
}

/* Bounds moved by `h` in favour of staying where `previous` is. */
static int32_t held_limited(const patron_relationship_rule *rule, double h, int32_t was_limited, const patron__relate_row *row) {
  const double shift = was_limited ? -h : h, high = row->side[0] > row->side[1] ? row->side[0] : row->side[1];
  return high >= rule->high + shift - SLACK && !(row->mutual >= rule->high - shift - SLACK) && row->gap >= rule->gap + shift - SLACK;
}

int32_t patron__relate_band(const patron_relationship_rule *rule, double hysteresis, int32_t previous, double mutual) {
  int32_t level = 0;
  for (int32_t i = 0; i < 3; i++) {
    const double shift = previous > PATRON_LEVEL_STRATEGIC ? 0 : i < previous ? -hysteresis : hysteresis;   /* bounds below the old level sink, those above rise */
    level += mutual >= rule->bands[i] + shift - SLACK;
  }
  return level;
}

void patron__relate_hold(const patron__relate_rule *rule, int32_t previous, patron__relate_row *row) {
  const patron_relationship_rule *r = &rule->rule;
  const int32_t wide = row->gap >= r->gap - SLACK, was_limited = previous == PATRON_LEVEL_LIMITED_COLLABORATION;
  int32_t limited;
  if (!(rule->hysteresis > 0) || row->level == PATRON_LEVEL_UNDETERMINED || previous < 0 || previous == PATRON_LEVEL_UNDETERMINED || previous == row->level) return;
  limited = held_limited(r, rule->hysteresis, was_limited, row);
  row->level = limited ? PATRON_LEVEL_LIMITED_COLLABORATION : patron__relate_band(r, rule->hysteresis, previous, row->mutual);
  row->flags &= ~(uint32_t)(PATRON_RELATIONSHIP_NEAR_LIMITED | PATRON_RELATIONSHIP_ASYMMETRIC);
  row->exposed = PATRON_EXPOSED_NONE;
  row->severity = PATRON_SEVERITY_NONE;
  if (limited) {
    row->exposed = row->side[1] > row->side[0] ? PATRON_EXPOSED_THEM : PATRON_EXPOSED_US;
    row->severity = PATRON_SEVERITY_LOW;
    for (int32_t i = 1; i < 4; i++) if (row->gap >= r->severity[i] - SLACK) row->severity = PATRON_SEVERITY_LOW + i;
  } else if (wide) {
    row->flags |= PATRON_RELATIONSHIP_ASYMMETRIC;
  } else {
    const double high = row->side[0] > row->side[1] ? row->side[0] : row->side[1];
    if (high >= r->high - SLACK && !(row->mutual >= r->high - SLACK)) row->flags |= PATRON_RELATIONSHIP_NEAR_LIMITED;
  }
}

int32_t patron__relate_next(const patron_relationship_rule *rule, const patron__relate_row *row, double *points) {
  const int32_t limited = row->level == PATRON_LEVEL_LIMITED_COLLABORATION, weaker = row->side[0] < row->side[1] ? 0 : 1;
  int32_t largest = -1;
  double bound;
  if (row->base_level < 0 || row->level == PATRON_LEVEL_UNDETERMINED) return -1;
  if (!limited && (row->base_level >= PATRON_LEVEL_STRATEGIC || rule->bands[row->base_level] > 100)) return -1;
  bound = limited ? rule->high : rule->bands[row->base_level];
  for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++) {
    if (limited && v / 2 != weaker) continue;
    if (row->value[v] >= bound - SLACK || (largest >= 0 && bound - row->value[v] <= *points)) continue;
    largest = v;
    *points = bound - row->value[v];
  }
  return largest;
}

int64_t patron__relate_value_at_risk(int64_t margin, double gap) {
  return margin <= 0 ? 0 : patron__multiply_divide(margin, (int64_t)floor(gap * 10000 + 0.5), 1000000);
}

int64_t patron__relate_flags_text(uint32_t flags, char *out) {
  static const char *const names[] = {"NEAR_LIMITED", "ASYMMETRIC", "US_COMMITTED_NOT_TRUSTING", "US_TRUSTING_NOT_COMMITTED", "THEM_COMMITTED_NOT_TRUSTING", "THEM_TRUSTING_NOT_COMMITTED",
                                      "MISSING_OUR_COMMITMENT", "MISSING_OUR_TRUST", "MISSING_THEIR_COMMITMENT", "MISSING_THEIR_TRUST"};
  int64_t len = 0;
  for (int32_t bit = 0; bit < (int32_t)(sizeof names / sizeof *names); bit++) {
    const size_t name = strlen(names[bit]);
    if (!(flags >> bit & 1)) continue;
    if (len > 0) out[len++] = ' ';
    memcpy(out + len, names[bit], name);
    len += (int64_t)name;
  }
  return len;
}
