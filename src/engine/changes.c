/* What changed between what a host stored and an assessment. */
#include "engine/changes.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stages/values.h"
#include "table/rows.h"

enum { CHANGED_CUSTOMER, CHANGED_ROW, CHANGED_COLUMN, CHANGED_BEFORE, CHANGED_AFTER, CHANGED_WHY, CHANGED_BECAUSE };
enum { ROWS_PER_TICK = 4096 };

/* The row of a customer in the decisions: that of the head where families are judged. */
static int64_t public_row(const patron__comparison *c, int64_t row) { return c->after->run.family == NULL ? row : c->after->run.heads[row]; }

/* Before as money of the portfolio, from MONEY or text. */
int32_t patron__money_before(const patron__comparison *c, const char *column, int64_t row, int64_t *out) {
  const patron__column *found = patron__table_find(c->before, column);
  int64_t len;
  const char *text;
  if (!patron__known(found, row)) return 0;
  if (found->type == PATRON_MONEY) { *out = patron__column_i64(found, row); return 1; }
  if (found->type != PATRON_TEXT) return 0;
  text = patron__column_text(found, row, &len);
  return patron_money_parse(text, len, c->after->run.exponent, out) == PATRON_OK;
}

int32_t patron__number_before(const patron__comparison *c, const char *column, int64_t row, double *out) {
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

/* Flags are stored as texts, or as 0 and 1 where there are no flags. */
static int32_t says_yes(const char *text, int64_t len) { return patron__text_equal(text, len, "yes", 3) || patron__text_equal(text, len, "1", 1) || patron__text_equal(text, len, "true", 4); }

/* Whether a decision says what was stored. Text is compared as the type of the decision reads it, so 1.50 and 1.5 are one. */
static int32_t is_same(const patron__comparison *c, const char *name, const patron__column *stored, int64_t stored_row, const patron__column *now, int64_t row) {
  char stored_digits[PATRON__NUMBER_TEXT], digits[PATRON__NUMBER_TEXT];
  const char *stored_text, *text;
  int64_t stored_len, len, money;
  double number;
  int32_t was = patron__known(stored, stored_row);
  const int32_t is = patron__known(now, row);
  stored_text = patron__table_value_text(c->before, stored, stored_row, stored_digits, &stored_len);
  if (was && stored_len == 0 && now->type != PATRON_TEXT) was = 0;   /* CSV: a blank cell is unknown */
  if (!was || !is) return was == is || (!was && is && now->type == PATRON_TEXT && now->offsets[row] == now->offsets[row + 1]);
  if (now->type == PATRON_MONEY && patron__money_before(c, name, stored_row, &money)) return money == patron__column_i64(now, row);
  if (now->type == PATRON_NUMBER && patron__number_before(c, name, stored_row, &number)) return number == patron__column_f64(now, row);
  if (now->type == PATRON_FLAG) return says_yes(stored_text, stored_len) == patron__column_flag(now, row);
  text = patron__table_value_text(c->customers, now, row, digits, &len);
  return patron__text_equal(stored_text, stored_len, text, len);
}

int32_t patron__moved(const patron__comparison *c, const char *name, int64_t stored_row, int64_t row) {
  const patron__column *stored = patron__table_find(c->before, name), *now = patron__run_find(&c->after->run, name);
  return stored != NULL && now != NULL && !is_same(c, name, stored, stored_row, now, row);
}

int32_t patron__yes_before(const patron__comparison *c, const char *column, int64_t stored_row) {
  const patron__column *stored = patron__table_find(c->before, column);
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  const char *text;
  if (!patron__known(stored, stored_row)) return 0;
  text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
  return says_yes(text, len);
}

static void write_because(patron__comparison *c, patron__rows *rows, const char *column, int64_t stored_row, int64_t row) {
  const patron__segment *segment = patron__segment_behind(c, column, stored_row, row);
  int64_t mover;
  if (segment == NULL || rows->status != PATRON_OK) return;
  rows->status = patron__mover_of(c, segment, stored_row, row, &mover);
  if (rows->status == PATRON_OK && mover >= 0) patron__rows_cell(rows, CHANGED_BECAUSE, patron__table_find(c->customers, "customer"), mover);
}

static void write_change(const patron__comparison *c, patron__rows *rows, const patron__column *ids, int64_t id_row, int64_t row, const char *column, const patron__column *stored, int64_t stored_row, int32_t reason) {
  const patron__column *now = row < 0 ? NULL : patron__table_find(c->customers, column);
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  const char *text;
  patron__rows_next(rows);
  patron__rows_cell(rows, CHANGED_CUSTOMER, ids, id_row);
  if (row >= 0) patron__rows_i64(rows, CHANGED_ROW, public_row(c, row));
  patron__rows_text(rows, CHANGED_COLUMN, column, -1);
  if (stored != NULL && patron__known(stored, stored_row)) {
    text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
    if (now != NULL && now->type == PATRON_FLAG && len > 0) { text = says_yes(text, len) ? "yes" : "no"; len = -1; }
    patron__rows_text(rows, CHANGED_BEFORE, text, len);
  }
  if (now != NULL && patron__known(now, row)) {
    text = patron__table_value_text(c->customers, now, row, digits, &len);
    patron__rows_text(rows, CHANGED_AFTER, text, len);
  }
  patron__rows_i32(rows, CHANGED_WHY, reason);
}

static void compare_customer(patron__comparison *c, patron__rows *rows, const patron__column *ids, int64_t row) {
  const int64_t stored_row = c->stored[row];
  for (int32_t i = 0; i < c->before->column_count && rows->status == PATRON_OK; i++) {
    const char *name = c->before->columns[i].name;
    const patron__column *now = patron__table_find(c->customers, name);
    int32_t reason;
    if (now == NULL || strcmp(name, "customer") == 0 || is_same(c, name, c->before->columns[i].column, stored_row, now, row)) continue;
    reason = patron__why(c, name, stored_row, row);
    write_change(c, rows, ids, row, row, name, c->before->columns[i].column, stored_row, reason);
    if (reason == PATRON__CUTOFF) write_because(c, rows, name, stored_row, row);
  }
}

patron_status patron__changes_list(patron__comparison *c, patron_table **out) {
  static const patron__rows_column columns[] = {{"customer", PATRON_TEXT, NULL}, {"row", PATRON_INTEGER, NULL}, {"column", PATRON_TEXT, NULL}, {"before", PATRON_TEXT, NULL},
                                                {"after", PATRON_TEXT, NULL}, {"why", PATRON_CODE, "change_reason"}, {"because", PATRON_TEXT, NULL}};
  const patron__column *ids = patron__table_find(c->customers, "customer");
  patron__rows rows;
  patron_status status = patron__rows_create(c->context, "changes", columns, 7, &rows);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < c->customers->rows && rows.status == PATRON_OK; row++) {
    if (row % ROWS_PER_TICK == 0) rows.status = patron__context_tick(c->context, "changes", row, c->customers->rows);
    if (c->stored[row] < 0) write_change(c, &rows, ids, row, row, "customer", NULL, 0, PATRON__NEW);
    else compare_customer(c, &rows, ids, row);
  }
  for (int64_t i = 0; i < c->lost_count && rows.status == PATRON_OK; i++) write_change(c, &rows, c->before_ids, c->lost[i], -1, "customer", c->before_ids, c->lost[i], PATRON__LOST);
  if (rows.status == PATRON_OK) return patron__rows_finish(&rows, out);
  status = rows.status;
  patron__rows_abandon(&rows);
  return status;
}

/* A store may have kept as text what are whole numbers here, or the other way round. */
static patron_status find_stored(const patron__comparison *c, const patron__id_index *index, int64_t row, int64_t *out) {
  const patron__column *ids = patron__table_find(c->customers, "customer");
  int64_t len, number;
  char digits[PATRON__NUMBER_TEXT];
  const char *text;
  if (ids->type == PATRON_INTEGER && c->before_ids->type == PATRON_INTEGER) return patron__id_index_find_i64(index, c->before_ids, patron__column_i64(ids, row), out);
  text = patron__table_value_text(c->customers, ids, row, digits, &len);
  if (c->before_ids->type == PATRON_INTEGER)
    return patron__parse_i64(text, len, &number) == PATRON_OK ? patron__id_index_find_i64(index, c->before_ids, number, out) : PATRON_E_NOT_FOUND;
  return patron__id_index_find_text(index, c->before_ids, text, len, out);
}

/* Who is judged with others has no decisions of its own, but is not lost. */
static int32_t is_member(const patron__comparison *c, int64_t stored_row) {
  char digits[PATRON__NUMBER_TEXT];
  int64_t len, number;
  const char *id;
  patron_customer found;
  if (c->after->run.family == NULL) return 0;
  id = patron__table_value_text(c->before, c->before_ids, stored_row, digits, &len);
  if (patron__table_find(c->customers, "customer")->type == PATRON_INTEGER)
    return patron__parse_i64(id, len, &number) == PATRON_OK && patron_assessment_find_customer_i64(c->after, number, &found) == PATRON_OK;
  return patron_assessment_find_customer(c->after, id, len, &found) == PATRON_OK;
}

/* Which row of `before` each customer is, and which rows nobody is any more. */
static patron_status meet(patron__comparison *c, const patron__id_index *index) {
  uint8_t *met = patron__allocate_array(c->context, c->before->rows + 1, 1);
  patron_status status = PATRON_OK;
  c->stored = patron__allocate_array(c->context, c->customers->rows + 1, sizeof *c->stored);
  c->lost = patron__allocate_array(c->context, c->before->rows + 1, sizeof *c->lost);
  if (met == NULL || c->stored == NULL || c->lost == NULL) status = patron__memory_status(c->context);
  for (int64_t row = 0; row < c->customers->rows && status == PATRON_OK; row++) {
    status = find_stored(c, index, row, &c->stored[row]);
    if (status == PATRON_OK) met[c->stored[row]] = 1;
    else if (status == PATRON_E_NOT_FOUND) { c->stored[row] = -1; status = PATRON_OK; }
  }
  for (int64_t row = 0; row < c->before->rows && status == PATRON_OK; row++)
    if (!met[row] && !is_member(c, row)) c->lost[c->lost_count++] = row;
  patron__release(c->context, met);
  return status;
}

/* A bare number does not say whether it counts minor units. */
static patron_status check_money(const patron__comparison *c) {
  for (int32_t i = 0; i < c->before->column_count; i++) {
    const patron__table_column *stored = &c->before->columns[i];
    const patron__column *now = patron__table_find(c->customers, stored->name);
    const patron__where where = {NULL, stored->name, -1, NULL, 0, "MONEY, or TEXT such as 1234.50"};
    if (now != NULL && now->type == PATRON_MONEY && (stored->column->type == PATRON_NUMBER || stored->column->type == PATRON_INTEGER))
      return patron__fail(c->context, PATRON_E_TYPE, &where, "what was stored has bare numbers for amounts of money");
  }
  return PATRON_OK;
}

static int32_t is_numbered(const patron_table *customers, const patron__table_column *stored) {
  const patron__column *now = patron__table_find(customers, stored->name);
  return now != NULL && now->type == PATRON_CODE && stored->column->type == PATRON_INTEGER;
}

/* Numbers of codes as codes of today's names. */
static patron_status name_column(const patron__comparison *c, const patron__table_column *stored, patron__column **out) {
  patron__dictionary *names = patron__table_find(c->customers, stored->name)->dictionary;
  char text[32], expected[64];
  patron__where where = {c->before->name, stored->name, -1, text, -1, expected};
  patron_status status = patron__column_create(c->context, PATRON_CODE, c->before->rows, out);
  if (status != PATRON_OK) return status;
  patron__dictionary_retain(names);
  (*out)->dictionary = names;
  status = patron__column_need_validity(*out);
  for (int64_t row = 0; row < c->before->rows && status == PATRON_OK; row++) {
    if (!patron__column_known(stored->column, row)) { patron__column_set_unknown(*out, row); continue; }
    const int64_t code = patron__column_i64(stored->column, row);
    ((int32_t *)(*out)->values)[row] = (int32_t)code;
    if (code >= 0 && code < names->count) continue;
    (void)snprintf(text, sizeof text, "%lld", (long long)code);
    (void)snprintf(expected, sizeof expected, "a code from 0 to %d, or its name", (int)names->count - 1);
    where.row = row;
    status = patron__fail(c->context, PATRON_E_RANGE, &where, "what was stored is no code");
  }
  return status;
}

/* A host may store codes by name or by number: from here on all of them have names. */
static patron_status name_codes(patron__comparison *c) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < c->before->column_count && status == PATRON_OK; i++) {
    const patron__table_column *stored = &c->before->columns[i];
    patron__column *column = NULL;
    if (!is_numbered(c->customers, stored)) continue;
    if (c->named == NULL) status = patron__table_copy_for(c->context, c->before, c->before->name, &c->named);
    if (status == PATRON_OK) status = name_column(c, stored, &column);
    if (status == PATRON_OK) status = patron__table_replace(c->named, stored->name, column);
    patron__column_drop(column);
  }
  if (status == PATRON_OK && c->named != NULL) c->before = c->named;
  return status;
}

patron_status patron__comparison_open(patron_context *context, const patron_table *before, const patron_assessment *after, patron__comparison *out) {
  const patron__where where = {NULL, "customer", -1, NULL, 0, "the column by which customers are found again"};
  patron__id_index *index = NULL;
  patron_status status;
  memset(out, 0, sizeof *out);
  out->context = context;
  out->before = before;
  out->after = after;
  out->customers = after->run.customers;
  out->before_ids = patron__table_find(before, "customer");
  out->segments = patron__model_state(after->model, &patron__stage_segment);
  out->tiers = patron__model_state(after->model, &patron__stage_tier);
  out->same_value = patron__settings_number(after->run.settings, "tier.same_value");
  if (out->before_ids == NULL) return patron__fail(context, PATRON_E_NOT_FOUND, &where, "what was stored has no customers");
  if (out->before_ids->type != PATRON_TEXT && out->before_ids->type != PATRON_INTEGER && out->before_ids->type != PATRON_CODE)
    return patron__fail(context, PATRON_E_TYPE, &where, "what was stored has neither texts nor whole numbers for its customers");
  status = check_money(out);
  if (status == PATRON_OK) status = name_codes(out);
  if (status == PATRON_OK) status = patron__id_index_create(context, before->name, "customer", out->before_ids, &index);
  if (status == PATRON_OK) status = meet(out, index);
  if (status == PATRON_OK) status = patron__tier_lines(out);
  if (status == PATRON_OK) status = patron__places_read(out);
  patron__id_index_destroy(index);
  if (status != PATRON_OK) patron__comparison_close(out);
  return status;
}

void patron__comparison_close(patron__comparison *c) {
  patron__movers_release(c);
  patron__release(c->context, c->stored);
  patron__release(c->context, c->lost);
  patron__release(c->context, c->lines);
  for (int32_t i = 0; i < PATRON__RANKINGS; i++) {
    patron__release(c->context, c->rankings[i].first);
    patron__release(c->context, c->rankings[i].scores);
  }
  memset(c->rankings, 0, sizeof c->rankings);
  patron_table_destroy(c->named);
  c->named = NULL;
  c->stored = c->lost = c->lines = NULL;
}

static patron_status list_changes(patron_context *context, const patron_table *before, const patron_assessment *after, patron_table **out) {
  patron__comparison c;
  patron_status status = patron__comparison_open(context, before, after, &c);
  if (status != PATRON_OK) return status;
  status = patron__changes_list(&c, out);
  patron__comparison_close(&c);
  return status;
}

patron_status patron_changes(patron_context *context, const patron_table *before, const patron_assessment *after, patron_table **out) {
  if (context == NULL || before == NULL || after == NULL || out == NULL) return patron__refuse_arguments(context, "patron_changes");
  const patron_status status = patron__context_enter(context);
  return status == PATRON_OK ? patron__context_leave(context, list_changes(context, before, after, out)) : status;
}
