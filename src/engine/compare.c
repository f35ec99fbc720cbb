/*
 * An assessment beside an earlier state: `changes`, and `migration` and `danger` against what was stored instead of what the facts remember.
 *
 * The two reports are those of their stages. They read what was before from columns of the facts (`previous_level`, `<segment>_previous_class`, ...), so a run is made for each whose facts say what was
 * stored. That of `migration` has a row more for each customer that is gone, whose decisions are unknown.
 */
#include <string.h>

#include "engine/changes.h"
#include "stages/rollup.h"
#include "stages/migration.h"
#include "stages/relate.h"
#include "stages/values.h"
#include "table/rows.h"
#include "table/take.h"

/* The row of `before` behind row `row` of a widened table; -1: none. */
static int64_t stored_of(const patron__comparison *c, int64_t row) { return row < c->customers->rows ? c->stored[row] : c->lost[row - c->customers->rows]; }

static int64_t widened_rows(const patron__comparison *c) { return c->customers->rows + c->lost_count; }

/* A stored column as codes with the names in the order of their bytes, for `rows` rows; a blank is unknown. */
static patron_status add_codes(patron__comparison *c, const patron__column *stored, int64_t rows, const char *name, patron_table *into) {
  patron__rows texts;
  patron__column *codes = NULL;
  patron_status status = patron__rows_create(c->context, "before", NULL, 0, &texts);
  if (status != PATRON_OK) return status;
  patron__rows_add_column(&texts, "code", PATRON_TEXT, NULL);
  for (int64_t row = 0; row < rows && texts.status == PATRON_OK; row++) {
    char digits[PATRON__NUMBER_TEXT];
    const int64_t stored_row = stored_of(c, row);
    int64_t len = 0;
    const char *text = stored_row < 0 || !patron__known(stored, stored_row) ? NULL : patron__table_value_text(c->before, stored, stored_row, digits, &len);
    patron__rows_next(&texts);
    if (len > 0) patron__rows_text(&texts, 0, text, len);
  }
  status = texts.status;
  if (status == PATRON_OK) status = patron__column_create(c->context, PATRON_CODE, rows, &codes);
  if (status == PATRON_OK) status = patron__column_need_validity(codes);
  if (status == PATRON_OK) {
    patron__column *text = texts.table->columns[0].column;
    patron__column_settle(text);
    status = patron__column_encode(c->context, text, codes->values, &codes->dictionary);
    for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
      if (patron__column_known(text, row)) continue;
      ((int32_t *)codes->values)[row] = 0;
      patron__column_set_unknown(codes, row);
    }
  }
  if (status == PATRON_OK) status = patron__table_attach(into, name, codes);
  patron__column_drop(codes);
  patron__rows_abandon(&texts);
  return status;
}

static patron_status add_money(patron__comparison *c, const char *stored, const char *name, patron_table *into) {
  patron__column *column;
  patron_status status;
  if (patron__table_find(c->before, stored) == NULL) return PATRON_OK;
  status = patron__table_new_column(into, name, PATRON_MONEY, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < into->rows; row++) {
    const int64_t stored_row = stored_of(c, row);
    int64_t value;
    if (stored_row >= 0 && patron__money_before(c, stored, stored_row, &value)) patron__put_i64(column, row, value);
    else patron__column_set_unknown(column, row);
  }
  return PATRON_OK;
}

/* A column of the assessment with an unknown row for each customer that is gone. */
static patron_status add_widened(const patron__comparison *c, const patron__column *from, const char *name, const int64_t *rows, patron_table *into) {
  patron__column *column = NULL;
  patron_status status;
  if (from == NULL || patron__table_find(into, name) != NULL) return PATRON_OK;
  status = patron__column_take(from, c->context, rows, into->rows, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  for (int64_t row = c->customers->rows; row < into->rows && status == PATRON_OK; row++) patron__column_set_unknown(column, row);
  if (status == PATRON_OK && column->type != PATRON_TEXT) patron__column_zero_unknown(column);
  if (status == PATRON_OK) status = patron__table_attach(into, name, column);
  patron__column_drop(column);
  return status;
}

static patron_status add_segment(patron__comparison *c, const patron__segment *segment, const int64_t *rows, patron_table *facts, patron_table *decisions) {
  const patron__run *run = &c->after->run;
  const char *name = segment->rule.name, *measure = segment->rule.measure;
  char held[96], column[96], previous[96];
  const patron__column *stored, *now;
  patron_status status;
  patron__segment_column(name, "_held", held);
  patron__segment_column(name, "_class", column);
  now = patron__table_find(c->customers, held);
  status = add_widened(c, now != NULL ? now : patron__table_find(c->customers, column), held, rows, decisions);   /* nothing is held where the facts remember no class */
  if (status == PATRON_OK) status = add_widened(c, patron__run_find(run, measure), measure, rows, decisions);
  stored = patron__table_find(c->before, held);
  if (stored == NULL) stored = patron__table_find(c->before, column);
  if (status != PATRON_OK || stored == NULL) return status;
  patron__segment_column(name, "_previous_class", previous);
  status = add_codes(c, stored, facts->rows, previous, facts);
  patron__segment_column(name, "_previous_value", previous);
  return status == PATRON_OK && segment->type == PATRON_MONEY ? add_money(c, measure, previous, facts) : status;
}

static patron_status add_tiers(patron__comparison *c, const int64_t *rows, patron_table *facts, patron_table *decisions) {
  const patron__column *stored = patron__table_find(c->before, "held_tier");
  patron_status status = add_widened(c, patron__table_find(c->customers, "held_tier"), "held_tier", rows, decisions);
  if (status == PATRON_OK) status = add_widened(c, patron__table_find(c->customers, "tier_value"), "tier_value", rows, decisions);
  if (status == PATRON_OK && stored != NULL) status = add_codes(c, stored, facts->rows, "previous_tier", facts);
  return status == PATRON_OK && stored != NULL ? add_money(c, "tier_value", "previous_tier_value", facts) : status;
}

/* The counterfactual of `changes`: a held class is named by its segment. */
static int32_t why_moved(void *user, const char *column, int64_t row) {
  const patron__comparison *c = user;
  char held[96];
  if (strcmp(column, "held_tier") == 0) return patron__why(c, column, c->stored[row], row);
  patron__segment_column(column, "_held", held);
  return patron__why(c, held, c->stored[row], row);
}

static patron_status create_like(const patron__comparison *c, int64_t rows, patron_table **out) {
  const patron_status status = patron__table_create(c->context, "customers", rows, out);
  if (status == PATRON_OK) (*out)->money_exponent = c->after->run.exponent;
  return status;
}

/* The run of the assessment, for tables of its own in the memory of the call. */
static patron__run run_of(const patron__comparison *c, const patron_table *input, patron__tables *out) {
  patron__run run = c->after->run;
  run.context = c->context;
  run.input = input;
  run.out = out;
  run.encoded = NULL;
  run.ids = NULL;
  return run;
}

static patron_status list_migration(patron__comparison *c, patron__tables *out) {
  const int64_t rows = widened_rows(c);
  patron__run run;
  patron_table *facts = NULL, *decisions = NULL;
  int64_t *from = patron__allocate_array(c->context, rows + 1, sizeof *from);
  patron_status status = from == NULL ? patron__memory_status(c->context) : create_like(c, rows, &facts);
  if (status == PATRON_OK) status = create_like(c, rows, &decisions);
  for (int64_t row = 0; row < c->customers->rows && status == PATRON_OK; row++) from[row] = row;   /* the others are set unknown behind */
  if (status == PATRON_OK) status = add_widened(c, patron__table_find(c->customers, "overridden"), "overridden", from, decisions);
  for (int32_t i = 0; c->segments != NULL && i < c->segments->count && status == PATRON_OK; i++) status = add_segment(c, &c->segments->segments[i], from, facts, decisions);
  if (status == PATRON_OK) status = add_tiers(c, from, facts, decisions);
  run = run_of(c, facts, out);
  run.customers = decisions;
  run.derived = NULL;
  run.rows = rows;
  if (status == PATRON_OK) status = patron__migration_list(&run, why_moved, c);
  patron_table_destroy(facts);
  patron_table_destroy(decisions);
  patron__release(c->context, from);
  return status;
}

/* The facts, with the stored level for the one they remember. */
static patron_status with_stored_level(patron__comparison *c, patron_table **out) {
  const patron_table *facts = c->after->run.input;
  const patron__column *stored = patron__table_find(c->before, "relationship_level");
  patron_status status = create_like(c, facts->rows, out);
  for (int32_t i = 0; i < facts->column_count && status == PATRON_OK; i++)
    if (stored == NULL || strcmp(facts->columns[i].name, "previous_level") != 0) status = patron__table_attach(*out, facts->columns[i].name, facts->columns[i].column);
  return status == PATRON_OK && stored != NULL ? add_codes(c, stored, facts->rows, "previous_level", *out) : status;
}

static patron_status list_danger(patron__comparison *c, patron__tables *out) {
  patron__run run;
  patron__tables reports;
  patron_table *facts = NULL;
  patron_status status = with_stored_level(c, &facts);
  patron__tables_init(&reports, c->context);
  run = run_of(c, facts, &reports);
  if (status == PATRON_OK) status = patron__relate_finish(&run, patron__model_state(c->after->model, &patron__stage_relate));
  patron__run_forget(&run);
  if (status == PATRON_OK && patron__tables_find(&reports, "danger") != NULL) status = patron__tables_put(out, patron__tables_find(&reports, "danger"));
  patron__tables_clear(&reports);
  patron_table_destroy(facts);
  return status;
}

/* Another handle on the same decisions, to which tables can be added. */
static patron_status share(patron_context *context, const patron_assessment *after, patron_assessment **out) {
  patron_assessment *copy = NULL;
  patron_status status = patron__assessment_create(context, &copy);
  if (status != PATRON_OK) return status;
  copy->tag = after->tag;
  copy->run = after->run;
  copy->run.context = context;
  copy->run.facts = &copy->facts;
  copy->run.out = &copy->tables;
  copy->run.encoded = NULL;
  copy->run.ids = NULL;
  copy->run.everybody = NULL;
  if (copy->run.derived != NULL) patron__table_retain(copy->run.derived);
  copy->model = after->model;
  patron__model_retain(copy->model);
  status = patron__tables_copy(&after->facts, &copy->facts);
  if (status == PATRON_OK) status = patron__tables_copy(&after->tables, &copy->tables);
  if (status == PATRON_OK) status = patron__rollup_share(&after->run, &copy->run);
  if (status == PATRON_OK) *out = copy; else patron_assessment_destroy(copy);
  return status;
}

static patron_status compare(patron__comparison *c, patron_assessment *into) {
  patron_table *changes = NULL;
  patron_status status = patron__changes_list(c, &changes);
  if (status == PATRON_OK) status = patron__tables_put(&into->tables, changes);
  patron_table_destroy(changes);
  if (status == PATRON_OK) status = patron__context_tick(c->context, "migration", 0, 1);
  if (status == PATRON_OK) status = list_migration(c, &into->tables);
  if (status == PATRON_OK) status = patron__context_tick(c->context, "danger", 0, 1);
  if (status == PATRON_OK) status = list_danger(c, &into->tables);
  for (int32_t i = 0; i < into->tables.count && status == PATRON_OK; i++) patron__table_finish(into->tables.items[i]);
  return status;
}

static patron_status compare_with(patron_context *context, const patron_table *before, const patron_assessment *after, patron_assessment **out) {
  patron_assessment *made = NULL;
  patron__comparison c;
  patron_status status = patron__comparison_open(context, before, after, &c);
  if (status != PATRON_OK) return status;
  status = share(context, after, &made);
  if (status == PATRON_OK) status = compare(&c, made);
  patron__comparison_close(&c);
  if (status == PATRON_OK) *out = made; else patron_assessment_destroy(made);
  return status;
}

patron_status patron_compare(patron_context *context, const patron_table *before, const patron_assessment *after, patron_assessment **out) {
  if (context == NULL || before == NULL || after == NULL || out == NULL) return patron__refuse_arguments(context, "patron_compare");
  const patron_status status = patron__context_enter(context);
  return status == PATRON_OK ? patron__context_leave(context, compare_with(context, before, after, out)) : status;
}
