/*
 * What changed between what a host stored and an assessment, and why.
 *
 * The why of a class or tier is a counterfactual: only this customer's value is set back and judged by today's cut-offs. If the old class returns, its own value
 * moved it (OWN_VALUE), else the cut-off did (CUTOFF), or the rule where both stand as they stood (RULE). Example: sales 95 000 before and 93 000 now, cut-off
 * 75 000 before and 94 000 now: with 95 000 the customer would still be A, so its own value moved it; with 93 500 before it would not: the cut-off did.
 */
#include <string.h>

#include "base/text.h"
#include "engine/assessment.h"
#include "stages/measures.h"
#include "stages/override.h"
#include "stages/segment.h"
#include "stages/tier.h"
#include "stages/values.h"
#include "table/rows.h"

enum { OWN_VALUE, CUTOFF, RULE, OVERRIDE, NEW, LOST };
enum { CHANGED_CUSTOMER, CHANGED_ROW, CHANGED_COLUMN, CHANGED_BEFORE, CHANGED_AFTER, CHANGED_WHY };

typedef struct comparison {
  patron_context *context;
  const patron_table *before;
  const patron_assessment *after;
  const patron_table *customers;       /* decisions */
  const patron__column *before_ids;
  const patron__segment_state *segments;
  const patron__tier_state *tiers;
  patron__rows rows;
} comparison;

static const void *stage_state(const patron_assessment *after, const char *name) {
  const patron__stage *stage;
  for (int32_t i = 0; (stage = patron__stage_at(i)) != NULL; i++)
    if (strcmp(stage->name, name) == 0) return after->model->states[i];
  return NULL;
}

/* Before as money of the portfolio, from MONEY or text. */
static int32_t money_before(const comparison *c, const char *column, int64_t row, int64_t *out) {
  const patron__column *found = patron__table_find(c->before, column);
  int64_t len;
  const char *text;
  if (!patron__known(found, row)) return 0;
  if (found->type == PATRON_MONEY) { *out = patron__column_i64(found, row); return 1; }
  if (found->type != PATRON_TEXT) return 0;
  text = patron__column_text(found, row, &len);
  return patron_money_parse(text, len, c->after->run.exponent, out) == PATRON_OK;
}

static int32_t number_before(const comparison *c, const char *column, int64_t row, double *out) {
  const patron__column *found = patron__table_find(c->before, column);
  int64_t len;
  const char *text;
  if (!patron__known(found, row)) return 0;
  if (found->type == PATRON_NUMBER) { *out = patron__column_f64(found, row); return 1; }
  if (found->type == PATRON_INTEGER) { *out = (double)patron__column_i64(found, row); return 1; }
  if (found->type != PATRON_TEXT) return 0;
  text = patron__column_text(found, row, &len);
  return patron_number_parse(text, len, out) == PATRON_OK;
}

/* Whether a decision says what was stored. Text is compared as the type of the decision reads it, so 1.50 and 1.5 are one. */
static int32_t is_same(const comparison *c, const char *name, const patron__column *stored, int64_t stored_row, const patron__column *now, int64_t row) {
  char stored_digits[PATRON__NUMBER_TEXT], digits[PATRON__NUMBER_TEXT];
  const char *stored_text, *text;
  int64_t stored_len, len, money;
  double number;
  int32_t was = patron__known(stored, stored_row);
  const int32_t is = patron__known(now, row);
  stored_text = patron__table_value_text(c->before, stored, stored_row, stored_digits, &stored_len);
  if (was && stored_len == 0 && now->type != PATRON_TEXT) was = 0;   /* CSV: a blank cell is unknown */
  if (!was || !is) return was == is || (!was && is && now->type == PATRON_TEXT && now->offsets[row] == now->offsets[row + 1]);
  if (now->type == PATRON_MONEY && money_before(c, name, stored_row, &money)) return money == patron__column_i64(now, row);
  if (now->type == PATRON_NUMBER && number_before(c, name, stored_row, &number)) return number == patron__column_f64(now, row);
  if (now->type == PATRON_FLAG && stored->type == PATRON_TEXT) {
    const int32_t yes = patron__text_equal(stored_text, stored_len, "yes", 3) || patron__text_equal(stored_text, stored_len, "1", 1) || patron__text_equal(stored_text, stored_len, "true", 4);
    return yes == patron__column_flag(now, row);
  }
  text = patron__table_value_text(c->customers, now, row, digits, &len);
  return patron__text_equal(stored_text, stored_len, text, len);
}

static int32_t moved(const comparison *c, const char *name, int64_t stored_row, int64_t row) {
  const patron__column *stored = patron__table_find(c->before, name), *now = patron__table_find(c->customers, name);
  return stored != NULL && now != NULL && !is_same(c, name, stored, stored_row, now, row);
}

/* An override stands now, or stood when the row was stored. */
static int32_t is_overridden(const comparison *c, const char *column, int64_t stored_row, int64_t row) {
  return strcmp(column, "overridden") == 0 || patron__names_overridden(c->customers, column, row) || patron__names_overridden(c->before, column, stored_row);
}

/* Class of a value by today's cut-offs; -1: the group has none. */
static int32_t class_now(const comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row) {
  const int32_t cuts = segment->rule.cut_count, group = patron__groups_match_row(&c->after->run, &segment->groups, c->segments->merge, segment->rule.layers, row);
  int64_t money;
  double number;
  int32_t class = 0;
  if (group < 0 || segment->outcome[group] != 0) return -1;
  if (segment->type == PATRON_MONEY && money_before(c, segment->rule.measure, stored_row, &money)) {
    const int64_t *cutoffs = segment->cutoff_i64 + (int64_t)group * cuts;
    while (class < cuts && money < cutoffs[class]) class++;
    return money > 0 ? class : PATRON__SEGMENT_NOT_POSITIVE;
  }
  if (segment->type == PATRON_NUMBER && number_before(c, segment->rule.measure, stored_row, &number)) {
    const double *cutoffs = segment->cutoff_f64 + (int64_t)group * cuts;
    while (class < cuts && number < cutoffs[class]) class++;
    return number > 0 ? class : PATRON__SEGMENT_NOT_POSITIVE;
  }
  return -1;
}

static void column_name(const patron__segment *segment, const char *what, char out[96]) {
  const size_t length = strlen(segment->rule.name);
  memcpy(out, segment->rule.name, length);
  memcpy(out + length, what, strlen(what) + 1);
}

static int32_t cutoff_moved(const comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row) {
  char name[96];
  column_name(segment, "_cutoff", name);
  return moved(c, name, stored_row, row);
}

static int32_t why_class(const comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row) {
  const int32_t counterfactual = class_now(c, segment, stored_row, row), own = moved(c, segment->rule.measure, stored_row, row);
  char name[96], digits[PATRON__NUMBER_TEXT];
  const patron__column *stored;
  const char *text;
  int64_t len;
  column_name(segment, "_class", name);
  stored = patron__table_find(c->before, name);
  if (counterfactual >= 0 && own && stored != NULL) {
    text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
    return patron__code_of("class", text, len) == counterfactual ? OWN_VALUE : CUTOFF;
  }
  return cutoff_moved(c, segment, stored_row, row) ? CUTOFF : own ? OWN_VALUE : RULE;
}

static int32_t is_yes(const comparison *c, const char *column, int64_t stored_row) {
  const patron__column *stored = patron__table_find(c->before, column);
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  const char *text;
  if (!patron__known(stored, stored_row)) return 0;
  text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
  return patron__text_equal(text, len, "yes", 3) || patron__text_equal(text, len, "1", 1) || patron__text_equal(text, len, "true", 4);
}

/* A key flag: of the segments that set it and cover the customer, those whose measure was stored are judged by what was stored, the others as they are. `bit` -1: either. */
static int32_t why_key(const comparison *c, const char *column, int32_t bit, int64_t stored_row, int64_t row) {
  int32_t judged = 0, own = 0, cutoff = 0, key = 0;
  for (int32_t i = 0; i < c->segments->count; i++) {
    const patron__segment *segment = &c->segments->segments[i];
    int32_t counterfactual;
    char name[96];
    const patron__column *class;
    if (segment->rule.bit == PATRON__BIT_NONE || (bit >= 0 && segment->rule.bit != bit)) continue;
    if (patron__groups_match_row(&c->after->run, &segment->groups, c->segments->merge, segment->rule.layers, row) == PATRON__GROUP_NOT_COVERED) continue;
    counterfactual = class_now(c, segment, stored_row, row);
    column_name(segment, "_class", name);
    class = patron__table_find(c->customers, name);
    judged |= counterfactual >= 0;
    key |= counterfactual >= 0 ? counterfactual == 0 : patron__known(class, row) && patron__column_i32(class, row) == 0;
    own |= moved(c, segment->rule.measure, stored_row, row);
    cutoff |= cutoff_moved(c, segment, stored_row, row);
  }
  if (judged && own) return is_yes(c, column, stored_row) == key ? OWN_VALUE : CUTOFF;
  return cutoff ? CUTOFF : own ? OWN_VALUE : RULE;
}

/* The segment that writes a column `<segment>_class` or `<segment>_held`. */
static const patron__segment *segment_of(const comparison *c, const char *column) {
  for (int32_t i = 0; i < c->segments->count; i++) {
    const patron__segment *segment = &c->segments->segments[i];
    const size_t length = strlen(segment->rule.name);
    if (strncmp(column, segment->rule.name, length) == 0 && (strcmp(column + length, "_class") == 0 || strcmp(column + length, "_held") == 0)) return segment;
  }
  return NULL;
}

static int32_t why_tier(const comparison *c, const char *column, int64_t stored_row, int64_t row) {
  const patron__tier_inputs in = patron__tier_inputs_of(&c->after->run);
  patron__standing standing = patron__stand(&in, c->tiers, row);
  const patron__column *stored = patron__table_find(c->before, column);
  char digits[PATRON__NUMBER_TEXT];
  const char *text;
  int64_t len, value, margin, reach;
  int32_t is_above;
  if (!moved(c, "tier_value", stored_row, row)) return moved(c, "margin_before_visits", stored_row, row) ? OWN_VALUE : moved(c, "tier_cutoff", stored_row, row) ? CUTOFF : RULE;
  if (standing.program < 0 || !money_before(c, "tier_value", stored_row, &value)) return OWN_VALUE;
  if (!money_before(c, "margin_before_visits", stored_row, &margin)) margin = patron__money_difference(standing.margin_before_visits, patron__money_difference(standing.value, value));
  if (!money_before(c, "winnable_headroom", stored_row, &reach)) reach = patron__known(in.winnable, row) ? patron__column_i64(in.winnable, row) : 0;
  is_above = standing.above;
  standing.value = value;
  standing.margin_before_visits = margin;
  patron__stand_at_fence(&c->tiers->fence, reach, &standing);
  text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
  if (patron__tier_find(&c->tiers->programs[standing.program], text, len) == patron__plain_tier(&c->tiers->programs[standing.program], &standing)) return OWN_VALUE;
  return is_above ? CUTOFF : RULE;   /* below it the fence decided, which is a rule */
}

/* Which values a decision rests on, where it is neither a class nor a tier. */
static const char *const *drivers(const char *column) {
  static const char *const relationship[] = {"our_commitment", "our_trust", "their_commitment", "their_trust", NULL};
  static const char *const ranked[] = {"priority", "objective", NULL};
  static const char *const none[] = {NULL};
  static const char *const of_relationship[] = {"relationship_level", "base_level", "repaired_level", "exposed", "severity", "mutual", "gap", "side_us", "side_them", "relationship_flags", "level_gap"};
  for (size_t i = 0; i < sizeof of_relationship / sizeof *of_relationship; i++)
    if (strcmp(column, of_relationship[i]) == 0) return relationship;
  return strcmp(column, "rank") == 0 || strcmp(column, "rank_in_layer") == 0 ? ranked : none;
}

static int32_t why(const comparison *c, const char *column, int64_t stored_row, int64_t row) {
  const patron__segment *segment = segment_of(c, column);
  const char *const *driver = drivers(column);
  const size_t length = strlen(column);
  int32_t any = 0;
  if (is_overridden(c, column, stored_row, row)) return OVERRIDE;
  if (segment != NULL) return why_class(c, segment, stored_row, row);
  if (strcmp(column, "key") == 0) return why_key(c, column, -1, stored_row, row);
  if (strcmp(column, "key_sales") == 0) return why_key(c, column, PATRON__BIT_SALES, stored_row, row);
  if (strcmp(column, "key_profit") == 0) return why_key(c, column, PATRON__BIT_PROFIT, stored_row, row);
  if (strcmp(column, "tier") == 0 || strcmp(column, "held_tier") == 0) return why_tier(c, column, stored_row, row);
  if (length > 7 && strcmp(column + length - 7, "_cutoff") == 0) return CUTOFF;
  for (; *driver != NULL; driver++) {
    if (moved(c, *driver, stored_row, row)) return OWN_VALUE;
    any |= patron__table_find(c->before, *driver) != NULL;
  }
  if (any) return strncmp(column, "rank", 4) == 0 ? CUTOFF : RULE;
  return OWN_VALUE;
}

static void write_change(comparison *c, const patron__column *ids, int64_t id_row, int64_t row, const char *column, const patron__column *stored, int64_t stored_row, int32_t reason) {
  const patron__column *now = row < 0 ? NULL : patron__table_find(c->customers, column);
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  const char *text;
  patron__rows_next(&c->rows);
  patron__rows_cell(&c->rows, CHANGED_CUSTOMER, ids, id_row);
  if (row >= 0) patron__rows_i64(&c->rows, CHANGED_ROW, row);
  patron__rows_text(&c->rows, CHANGED_COLUMN, column, -1);
  if (stored != NULL && patron__known(stored, stored_row)) {
    text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
    patron__rows_text(&c->rows, CHANGED_BEFORE, text, len);
  }
  if (now != NULL && patron__known(now, row)) {
    text = patron__table_value_text(c->customers, now, row, digits, &len);
    patron__rows_text(&c->rows, CHANGED_AFTER, text, len);
  }
  patron__rows_i32(&c->rows, CHANGED_WHY, reason);
}

static patron_status find_stored(const comparison *c, const patron__id_index *index, int64_t row, int64_t *out) {
  const patron__column *ids = patron__table_find(c->customers, "customer");
  const char *text;
  int64_t len;
  char digits[PATRON__NUMBER_TEXT];
  if (ids->type == PATRON_INTEGER && c->before_ids->type == PATRON_INTEGER) return patron__id_index_find_i64(index, c->before_ids, patron__column_i64(ids, row), out);
  text = patron__table_value_text(c->customers, ids, row, digits, &len);
  return patron__id_index_find_text(index, c->before_ids, text, len, out);
}

static patron_status compare_all(comparison *c, const patron__id_index *index, uint8_t *met) {
  const patron__column *ids = patron__table_find(c->customers, "customer");
  for (int64_t row = 0; row < c->customers->rows && c->rows.status == PATRON_OK; row++) {
    int64_t stored_row;
    const patron_status found = find_stored(c, index, row, &stored_row);
    if (found != PATRON_OK && found != PATRON_E_NOT_FOUND) return found;
    if (found == PATRON_E_NOT_FOUND) { write_change(c, ids, row, row, "customer", NULL, 0, NEW); continue; }
    met[stored_row] = 1;
    for (int32_t i = 0; i < c->before->column_count; i++) {
      const char *name = c->before->columns[i].name;
      const patron__column *now = patron__table_find(c->customers, name);
      if (now == NULL || strcmp(name, "customer") == 0 || is_same(c, name, c->before->columns[i].column, stored_row, now, row)) continue;
      write_change(c, ids, row, row, name, c->before->columns[i].column, stored_row, why(c, name, stored_row, row));
    }
  }
  for (int64_t stored_row = 0; stored_row < c->before->rows && c->rows.status == PATRON_OK; stored_row++)
    if (!met[stored_row]) write_change(c, c->before_ids, stored_row, -1, "customer", c->before_ids, stored_row, LOST);
  return c->rows.status;
}

patron_status patron_changes(patron_context *context, const patron_table *before, const patron_assessment *after, patron_table **out) {
  static const patron__rows_column columns[] = {{"customer", PATRON_TEXT, NULL}, {"row", PATRON_INTEGER, NULL}, {"column", PATRON_TEXT, NULL}, {"before", PATRON_TEXT, NULL},
                                                {"after", PATRON_TEXT, NULL}, {"why", PATRON_CODE, "change_reason"}};
  const patron__where where = {NULL, "customer", -1, NULL, 0, "the column by which customers are found again"};
  comparison c;
  patron__id_index *index = NULL;
  uint8_t *met;
  patron_status status;
  if (context == NULL || before == NULL || after == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  memset(&c, 0, sizeof c);
  c.context = context;
  c.before = before;
  c.after = after;
  c.customers = after->run.customers;
  c.before_ids = patron__table_find(before, "customer");
  c.segments = stage_state(after, "segment");
  c.tiers = stage_state(after, "tier");
  if (c.before_ids == NULL) return patron__fail(context, PATRON_E_NOT_FOUND, &where, "what was stored has no customers");
  status = patron__id_index_create(context, before->name, "customer", c.before_ids, &index);
  if (status != PATRON_OK) return status;
  met = patron__allocate_array(context, before->rows + 1, 1);
  status = met == NULL ? patron__memory_status(context) : patron__rows_create(context, "changes", columns, 6, &c.rows);
  if (status == PATRON_OK) {
    status = compare_all(&c, index, met);
    if (status == PATRON_OK) status = patron__rows_finish(&c.rows, out); else patron__rows_abandon(&c.rows);
  }
  patron__release(context, met);
  patron__id_index_destroy(index);
  return status;
}
