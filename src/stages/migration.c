/*
 * From class to class and from tier to tier since the last assessment, by count and by value. Every customer stands in one cell, so members and values add up to
 * the totals of both sides; who had no class before is NEW, who has none now is LOST. Of those who changed, the cut-off moved when their own value stayed within
 * tier.same_value of what it was, else their own value did; a decision set by hand is OVERRIDE.
 */
#include "stages/migration.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/override.h"
#include "stages/segment.h"
#include "stages/values.h"
#include "table/rows.h"

enum { OWN_VALUE, CUTOFF, RULE, OVERRIDE, NEW, LOST, EARLIER, UNCHANGED, REASONS };
enum { NAMES = 64 };      /* classes or tiers of one decision, and "none" behind them */

typedef struct cell { int64_t members; patron__i128 before, after; } cell;

typedef struct decision {
  const char *name, *column;
  const patron__column *before, *after, *value_before, *value_after;
  char names[NAMES][64];
  int32_t name_count;
  cell *cells;             /* [NAMES][NAMES][REASONS] */
  patron__migration_why why;
  void *user;
} decision;

/* Number of a name; those of the decision's own column come first, in their order. NAMES - 1: none. */
static int32_t name_of(decision *d, const patron_table *table, const patron__column *column, int64_t row) {
  char digits[PATRON__NUMBER_TEXT];
  const char *text;
  int64_t len;
  if (!patron__known(column, row)) return NAMES - 1;
  text = patron__table_value_text(table, column, row, digits, &len);
  if (len == 0 || len >= 64) return NAMES - 1;
  for (int32_t i = 0; i < d->name_count; i++)
    if (patron__text_equal(d->names[i], -1, text, len)) return i;
  if (d->name_count == NAMES - 1) return NAMES - 1;
  memcpy(d->names[d->name_count], text, (size_t)len);
  d->names[d->name_count][len] = '\0';
  return d->name_count++;
}

/* Adds the names of a dictionary that are not there yet: in its order, or sorted where the order of rows made it. */
static void number_names(decision *d, const patron__dictionary *names, int32_t sorted) {
  const int32_t first = d->name_count;
  for (int32_t code = 0; names != NULL && code < names->count && d->name_count < NAMES - 1; code++) {
    int64_t len;
    const char *name = patron__dictionary_name(names, code, &len);
    int32_t at = 0;
    while (at < d->name_count && !patron__text_equal(d->names[at], -1, name, len)) at++;
    if (len >= 64 || at < d->name_count) continue;
    at = d->name_count++;
    for (; sorted && at > first && patron__text_compare(d->names[at - 1], (int64_t)strlen(d->names[at - 1]), name, len) > 0; at--) memcpy(d->names[at], d->names[at - 1], sizeof d->names[at]);
    memcpy(d->names[at], name, (size_t)len);
    d->names[at][len] = '\0';
  }
}

static int32_t reason(const patron__run *run, const decision *d, int32_t before, int32_t after, int64_t row) {
  const double same = patron__settings_number(run->settings, "tier.same_value");
  double was, is;
  if (before == after) return UNCHANGED;
  if (before == NAMES - 1) return NEW;
  if (after == NAMES - 1) return LOST;
  if (d->why != NULL) return d->why(d->user, d->column, row);
  if (patron__decided_by_hand(run->customers, d->column, row)) return OVERRIDE;
  if (!patron__known(d->value_before, row) || !patron__known(d->value_after, row)) return OWN_VALUE;
  was = (double)patron__column_i64(d->value_before, row);
  is = (double)patron__column_i64(d->value_after, row);
  return fabs(is - was) <= same * fabs(was) ? CUTOFF : OWN_VALUE;
}

static void write_cells(const decision *d, patron__rows *rows) {
  for (int32_t b = 0; b < NAMES; b++)
    for (int32_t a = 0; a < NAMES; a++)
      for (int32_t why = 0; why < REASONS; why++) {
        const cell *from = &d->cells[(b * NAMES + a) * REASONS + why];
        if (from->members == 0) continue;
        patron__rows_next(rows);
        patron__rows_text(rows, 0, d->name, -1);
        if (b < d->name_count) patron__rows_text(rows, 1, d->names[b], -1);
        if (a < d->name_count) patron__rows_text(rows, 2, d->names[a], -1);
        patron__rows_i64(rows, 3, from->members);
        if (d->value_before != NULL) patron__rows_i64(rows, 4, patron__i128_saturate(from->before));
        if (d->value_after != NULL) patron__rows_i64(rows, 5, patron__i128_saturate(from->after));
        if (why != UNCHANGED) patron__rows_i32(rows, 6, why);
      }
}

static const patron__column *money(const patron__column *column) { return column != NULL && column->type == PATRON_MONEY ? column : NULL; }

static patron_status migrate(patron__run *run, decision *d, patron__rows *rows) {
  d->value_before = money(d->value_before);
  d->value_after = money(d->value_after);
  d->cells = patron__allocate_array(run->context, NAMES * NAMES * REASONS, sizeof *d->cells);
  if (d->cells == NULL) return patron__memory_status(run->context);
  number_names(d, d->after->dictionary, 0);
  number_names(d, d->before->dictionary, 1);
  for (int64_t row = 0; row < run->rows; row++) {
    const int32_t before = name_of(d, run->input, d->before, row), after = name_of(d, run->customers, d->after, row);
    cell *into;
    if (before == NAMES - 1 && after == NAMES - 1) continue;
    into = &d->cells[(before * NAMES + after) * REASONS + reason(run, d, before, after, row)];
    into->members++;
    if (patron__known(d->value_before, row)) patron__i128_add(&into->before, patron__column_i64(d->value_before, row));
    if (patron__known(d->value_after, row)) patron__i128_add(&into->after, patron__column_i64(d->value_after, row));
  }
  write_cells(d, rows);
  patron__release(run->context, d->cells);
  return rows->status;
}

static patron_status migrate_tiers(patron__run *run, patron__migration_why why, void *user, patron__rows *rows) {
  decision d;
  memset(&d, 0, sizeof d);
  d.why = why;
  d.user = user;
  d.name = "tier";
  d.column = "held_tier";
  d.before = patron__run_fact(run, "previous_tier");
  d.after = patron__table_find(run->customers, "held_tier");
  d.value_before = patron__run_fact(run, "previous_tier_value");
  d.value_after = patron__table_find(run->customers, "tier_value");
  return d.before == NULL || d.after == NULL ? PATRON_OK : migrate(run, &d, rows);
}

static const patron__column *named(const patron__run *run, const char *segment, const char *what, int32_t fact) {
  char name[96];
  patron__segment_column(segment, what, name);
  return fact ? patron__run_fact(run, name) : patron__table_find(run->customers, name);
}

static patron_status migrate_segment(patron__run *run, const patron__segment_rule *rule, patron__migration_why why, void *user, patron__rows *rows) {
  decision d;
  memset(&d, 0, sizeof d);
  d.why = why;
  d.user = user;
  d.name = d.column = rule->name;
  d.before = named(run, rule->name, "_previous_class", 1);
  d.after = named(run, rule->name, "_held", 0);
  d.value_before = named(run, rule->name, "_previous_value", 1);
  if (d.value_before == NULL && strcmp(rule->measure, "current_value") == 0) d.value_before = patron__run_find(run, "sales_previous");
  if (d.value_before == NULL && strcmp(rule->measure, "net_margin") == 0) d.value_before = patron__run_find(run, "profit_previous");
  d.value_after = patron__run_find(run, rule->measure);
  return d.before == NULL || d.after == NULL ? PATRON_OK : migrate(run, &d, rows);
}

patron_status patron__migration_list(patron__run *run, patron__migration_why why, void *user) {
  static const patron__rows_column columns[] = {{"decision", PATRON_TEXT, NULL}, {"before", PATRON_TEXT, NULL}, {"after", PATRON_TEXT, NULL}, {"members", PATRON_INTEGER, NULL},
                                                {"value_before", PATRON_MONEY, NULL}, {"value_after", PATRON_MONEY, NULL}, {"why", PATRON_CODE, "change_reason"}};
  const patron_table *segments = patron__tables_find(run->rules, "segments");
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "migration", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int64_t row = 0; status == PATRON_OK && segments != NULL && row < segments->rows; row++) {
    patron__segment_rule rule;
    status = patron__segment_rule_read(run->context, segments, row, &rule);
    if (status == PATRON_OK) status = migrate_segment(run, &rule, why, user, &rows);
  }
  if (status == PATRON_OK) status = migrate_tiers(run, why, user, &rows);
  if (status != PATRON_OK || rows.row < 0) { patron__rows_abandon(&rows); return status; }
  return patron__rows_keep(&rows, run->out);
}

patron_status patron__migration_finish(patron__run *run) { return patron__migration_list(run, NULL, NULL); }
