/*
 * The stage `override`: what somebody decided otherwise, with who, why and until when.
 *
 * PIN sets a value, FLOOR at least, CAP at most; FLOOR and CAP need an order (tiers by rank, coverage, approaches, bands, the four plain relationship levels, key).
 * An override waits until its date, is refused when it moves a decision by more than override.steps without an approver, lapses after its expiry (none given: date + override.days),
 * and is closed when the computed value agrees with it. What follows from an overridden decision follows it (override_follow.c). The computed value is always kept in
 * `<column>_computed`; scores, cut-offs and other customers never change.
 */
#include "stages/override_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stages/cells.h"
#include "stages/engage.h"
#include "stages/migration.h"
#include "stages/tier.h"
#include "stages/values.h"
#include "table/rows.h"

static void release(patron_context *context, void *opaque) {
  patron__override_state *made = opaque;
  if (made == NULL) return;
  patron__tier_release(context, made->tier);
  patron__stage_engage.release(context, made->engage);
  patron__release(context, made);
}

static patron_status prepare(patron_context *context, const patron__tables *model, void **out) {
  const patron_table *settings = patron__tables_find(model, "settings");
  patron__override_state *made = patron__allocate_array(context, 1, sizeof *made);
  void *tier = NULL;
  patron_status status;
  if (made == NULL) return patron__memory_status(context);
  status = patron__tier_prepare(context, model, &tier);
  made->tier = tier;
  if (status == PATRON_OK) status = patron__stage_engage.prepare(context, model, &made->engage);
  if (status == PATRON_OK) status = patron__matrix_read(context, model, &made->matrix);
  if (status != PATRON_OK) { release(context, made); return status; }
  made->days = patron__settings_integer(settings, "override.days");
  made->steps = patron__settings_integer(settings, "override.steps");
  made->warning_share = patron__settings_number(settings, "override.warning_share");
  *out = made;
  return PATRON_OK;
}

static const char *text_of(const patron__overrides *w, const char *column, int64_t row, char digits[PATRON__NUMBER_TEXT], int64_t *len) {
  const patron__column *found = patron__table_find(w->table, column);
  *len = 0;
  return patron__known(found, row) ? patron__table_value_text(w->table, found, row, digits, len) : "";
}

static int32_t compare_text(const patron__overrides *w, const char *column, int32_t a, int32_t b) {
  char a_digits[PATRON__NUMBER_TEXT], b_digits[PATRON__NUMBER_TEXT];
  int64_t a_len, b_len;
  const char *a_text = text_of(w, column, a, a_digits, &a_len), *b_text = text_of(w, column, b, b_digits, &b_len);
  return patron__text_compare(a_text, a_len, b_text, b_len);
}

/* Later decisions come later; the order of rows never shows. */
static int32_t comes_before(const patron__overrides *w, int32_t a, int32_t b) {
  static const char *const keys[] = {"column", "date", "kind", "value", "author", "reason"};
  int32_t order = (w->customer[a] > w->customer[b]) - (w->customer[a] < w->customer[b]);
  for (size_t i = 0; i < sizeof keys / sizeof *keys && order == 0; i++) order = compare_text(w, keys[i], a, b);
  return order < 0;
}

static void sort(patron__overrides *w) {
  for (int64_t i = 0; i < w->table->rows; i++) {   /* few rows: each is put in its place among those before */
    int64_t at = i;
    for (; at > 0 && comes_before(w, (int32_t)i, w->order[at - 1]); at--) w->order[at] = w->order[at - 1];
    w->order[at] = (int32_t)i;
  }
}

/* The text of a column as it was computed, before any override. */
static const char *computed_text(const patron__overrides *w, const char *name, int64_t row, char digits[PATRON__NUMBER_TEXT], int64_t *len) {
  const patron__column *column = patron__computed_column(w->run->customers, name);
  *len = 0;
  return patron__known(column, row) ? patron__table_value_text(w->run->customers, column, row, digits, len) : "";
}

/* Whether the override changes the value `now`: applied, refused or closed. Steps are counted from the computed value, so that several overrides cannot walk further than one. */
static int32_t judge(const patron__overrides *w, int64_t override_row, const char *column, int64_t row, const char *now, int64_t now_len, const char *value, int64_t value_len) {
  const int32_t kind = patron__cell_code(w->table, "kind", override_row, "override_kind");
  const int32_t have = patron__override_goodness(w, column, row, now, now_len), want = patron__override_goodness(w, column, row, value, value_len);
  char digits[PATRON__NUMBER_TEXT];
  int64_t approver_len, computed_len, steps = 1;
  const char *computed = computed_text(w, column, row, digits, &computed_len);
  const int32_t from = patron__override_goodness(w, column, row, computed, computed_len);
  if (patron__text_equal(now, now_len, value, value_len)) return PATRON__OVERRIDE_CLOSED;
  if (kind != PATRON__OVERRIDE_PIN && (have < 0 || want < 0)) return PATRON__OVERRIDE_REFUSED;
  if (kind == PATRON__OVERRIDE_FLOOR && have >= want) return PATRON__OVERRIDE_CLOSED;
  if (kind == PATRON__OVERRIDE_CAP && have <= want) return PATRON__OVERRIDE_CLOSED;
  if (from >= 0 && want >= 0) steps = from > want ? from - want : want - from;
  (void)text_of(w, "approver", override_row, digits, &approver_len);
  return steps > w->state->steps && approver_len == 0 ? PATRON__OVERRIDE_REFUSED : PATRON__OVERRIDE_APPLIED;
}

/* The day from which an override is not in force; without one of its own it runs for override.days. */
static int32_t last_day_of(const patron__overrides *w, int64_t row) {
  const patron__column *date = patron__table_find(w->table, "date"), *expires = patron__table_find(w->table, "expires");
  int64_t day;
  if (patron__known(expires, row)) return patron__column_i32(expires, row);
  day = patron__column_i32(date, row) + w->state->days;   /* a date is required */
  return day < INT32_MAX ? (int32_t)day : INT32_MAX;
}

static int32_t has_lapsed(const patron__overrides *w, int64_t row) {
  return w->run->as_of_known && last_day_of(w, row) <= w->run->as_of;
}

/* What was decided after the day that is judged is not in force on it. */
static int32_t is_pending(const patron__overrides *w, int64_t row) {
  const patron__column *date = patron__table_find(w->table, "date");
  return w->run->as_of_known && patron__known(date, row) && patron__column_i32(date, row) > w->run->as_of;
}

patron_status patron__override_writable(patron__run *run, const char *name, patron__column **out) {
  char kept[96];
  const size_t length = strlen(name);
  patron_status status = PATRON_OK;
  memcpy(kept, name, length);
  memcpy(kept + length, "_computed", sizeof "_computed");
  if (patron__table_find(run->customers, kept) == NULL) status = patron__table_attach(run->customers, kept, patron__table_find(run->customers, name));
  for (int32_t i = 0; status == PATRON_OK && i < run->customers->column_count; i++)
    if (strcmp(run->customers->columns[i].name, name) == 0) {
      status = patron__column_make_writable(&run->customers->columns[i].column, run->rows);
      *out = run->customers->columns[i].column;
    }
  return status;
}

static patron_status set_value(patron__run *run, const char *name, int64_t row, const char *value, int64_t len) {
  patron__column *column = NULL;
  const patron_status status = patron__override_writable(run, name, &column);
  if (status != PATRON_OK) return status;
  if (column->type == PATRON_FLAG) patron__put_flag(column, row, patron__text_equal(value, len, "yes", 3));
  else patron__put_code(column, row, patron__dictionary_find(column->dictionary, value, len));
  return PATRON_OK;
}

static patron_status refuse(const patron__overrides *w, int64_t row, const char *column, const char *value, int64_t len, const char *expected) {
  const patron__where where = {"overrides", column, row, value, len, expected};
  return patron__fail(w->run->context, PATRON_E_RANGE, &where, "an override cannot be understood");
}

/* One of the names that the column has. */
static patron_status refuse_name(const patron__overrides *w, int64_t row, const patron__column *column, const char *value, int64_t len) {
  char names[256] = "one of";
  size_t used = strlen(names);
  for (int32_t code = 0; code < column->dictionary->count; code++) {
    int64_t name_len;
    const char *name = patron__dictionary_name(column->dictionary, code, &name_len);
    if (used + (size_t)name_len + 8 > sizeof names) { memcpy(names + used, ", ...", 6); break; }
    used += (size_t)snprintf(names + used, sizeof names - used, "%s %.*s", code == 0 ? "" : ",", (int)name_len, name);
  }
  return refuse(w, row, "value", value, len, names);
}

static const char *const overridable[PATRON__OVERRIDABLE] = {"attractiveness_band", "winnability_band", "intent", "relationship_level", "coverage", "held_tier", "target_approach", "recommended_approach", "key"};

static patron_status apply_one(patron__overrides *w, int64_t index) {
  const patron__column *column;
  char name[64], value[128], now_digits[PATRON__NUMBER_TEXT];
  const char *now = "";
  int64_t row = w->customer[index], now_len = 0, value_len;
  (void)patron__cell_text(w->table, "column", index, name, sizeof name);
  value_len = patron__cell_text(w->table, "value", index, value, sizeof value);
  if (value_len <= 0) return refuse(w, index, "value", value, -1, "a value of the column");
  if (is_pending(w, index)) { w->result[index] = PATRON__OVERRIDE_PENDING; return PATRON_OK; }
  if (has_lapsed(w, index) || row < 0) { w->result[index] = PATRON__OVERRIDE_LAPSED; return PATRON_OK; }
  column = patron__table_find(w->run->customers, name);
  if (column == NULL) { w->result[index] = PATRON__OVERRIDE_REFUSED; return PATRON_OK; }   /* the stage of the column was skipped */
  if (column->type == PATRON_CODE && patron__dictionary_find(column->dictionary, value, value_len) < 0) return refuse_name(w, index, column, value, value_len);
  if (column->type == PATRON_FLAG && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) return refuse(w, index, "value", value, value_len, "yes or no");
  if (strcmp(name, "held_tier") == 0 && patron__override_goodness(w, name, row, value, value_len) < 0) return refuse(w, index, "value", value, value_len, "a tier of the customer's program");
  if (patron__known(column, row)) now = patron__table_value_text(w->run->customers, column, row, now_digits, &now_len);
  w->result[index] = judge(w, index, name, row, now, now_len, value, value_len);
  if (w->result[index] != PATRON__OVERRIDE_APPLIED) return PATRON_OK;
  return set_value(w->run, name, row, value, value_len);
}

static patron_status name_all(const patron__overrides *w) {
  static const char *const names = "held_tier, coverage, intent, relationship_level, target_approach, recommended_approach, attractiveness_band, winnability_band or key";
  for (int64_t i = 0; i < w->table->rows; i++) {
    char name[64] = "";
    int8_t at = 0;
    (void)patron__cell_text(w->table, "column", w->order[i], name, sizeof name);
    while (at < PATRON__OVERRIDABLE && strcmp(name, overridable[at]) != 0) at++;
    if (at == PATRON__OVERRIDABLE) return refuse(w, w->order[i], "column", name, -1, names);
    w->which[w->order[i]] = at;
  }
  return PATRON_OK;
}

/* Column by column: what follows from one is there before the next is set by hand, and the order in which computed values are kept does not come from that of the rows. */
static patron_status apply_all(patron__overrides *w) {
  patron_status status = name_all(w);
  for (int32_t at = 0; at < PATRON__OVERRIDABLE && status == PATRON_OK; at++) {
    for (int64_t i = 0; i < w->table->rows && status == PATRON_OK; i++)
      if (w->which[w->order[i]] == at) status = apply_one(w, w->order[i]);
    if (status == PATRON_OK) status = patron__override_follow(w, at);
  }
  return status;
}

int32_t patron__names_overridden(const patron_table *table, const char *column, int64_t row) {
  const patron__column *names = patron__table_find(table, "overridden");
  const size_t wanted = strlen(column);
  const char *text;
  int64_t len;
  if (!patron__known(names, row) || names->type != PATRON_TEXT) return 0;
  text = patron__column_text(names, row, &len);
  for (int64_t at = 0; at + (int64_t)wanted <= len; at++)
    if ((at == 0 || text[at - 1] == ' ') && memcmp(text + at, column, wanted) == 0 && (at + (int64_t)wanted == len || text[at + (int64_t)wanted] == ' ')) return 1;
  return 0;
}

/* The column `overridden`: names of the columns that were changed, space separated. */
static patron_status name_columns(patron__overrides *w) {
  patron__column *column = NULL;
  int64_t at = 0;
  patron_status status = patron__column_create(w->run->context, PATRON_TEXT, 0, &column);
  for (int64_t row = 0; status == PATRON_OK && row < w->run->rows; row++) {
    char names[512], name[64];
    int64_t len = 0;
    while (at < w->table->rows && w->customer[w->order[at]] < row) at++;
    for (; at < w->table->rows && w->customer[w->order[at]] == row; at++) {
      const int64_t name_len = patron__cell_text(w->table, "column", w->order[at], name, sizeof name);
      if (w->result[w->order[at]] != PATRON__OVERRIDE_APPLIED || len + name_len + 1 >= (int64_t)sizeof names) continue;
      if (len >= name_len && memcmp(names + len - name_len, name, (size_t)name_len) == 0) continue;
      if (len > 0) names[len++] = ' ';
      memcpy(names + len, name, (size_t)name_len);
      len += name_len;
    }
    status = patron__column_append_text(column, names, len);
  }
  if (status == PATRON_OK) status = patron__table_attach(w->run->customers, "overridden", column);
  patron__column_drop(column);
  return status;
}

static patron_status report(patron__overrides *w) {
  enum { CUSTOMER, COLUMN, KIND, STATE, COMPUTED, FIRST_GIVEN, EXPIRES = 10 };
  const int32_t id_type = patron__run_fact(w->run, "customer")->type == PATRON_INTEGER ? PATRON_INTEGER : PATRON_TEXT;
  const patron__rows_column columns[] = {{"customer", id_type, NULL}, {"column", PATRON_TEXT, NULL}, {"kind", PATRON_CODE, "override_kind"}, {"state", PATRON_CODE, "override_state"},
                                                {"computed", PATRON_TEXT, NULL}, {"value", PATRON_TEXT, NULL}, {"author", PATRON_TEXT, NULL}, {"reason", PATRON_TEXT, NULL}, {"approver", PATRON_TEXT, NULL},
                                                {"date", PATRON_DATE, NULL}, {"expires", PATRON_DATE, NULL}};
  const int32_t count = (int32_t)(sizeof columns / sizeof *columns);
  patron__rows rows;
  patron_status status = patron__rows_create(w->run->context, "overrides", columns, count, &rows);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < w->table->rows; i++) {
    const int32_t index = w->order[i];
    char name[64], digits[PATRON__NUMBER_TEXT];
    int64_t len = 0;
    const char *computed = "";
    (void)patron__cell_text(w->table, "column", index, name, sizeof name);
    if (w->customer[index] >= 0) computed = computed_text(w, name, w->customer[index], digits, &len);
    patron__rows_next(&rows);
    patron__rows_cell(&rows, CUSTOMER, patron__table_find(w->table, "customer"), index);
    patron__rows_text(&rows, COLUMN, name, -1);
    patron__rows_i32(&rows, KIND, patron__cell_code(w->table, "kind", index, "override_kind"));
    patron__rows_i32(&rows, STATE, w->result[index]);
    if (len > 0) patron__rows_text(&rows, COMPUTED, computed, len);
    for (int32_t c = FIRST_GIVEN; c < EXPIRES; c++) patron__rows_cell(&rows, c, patron__table_find(w->table, columns[c].name), index);
    patron__rows_i32(&rows, EXPIRES, last_day_of(w, index));
  }
  return patron__rows_keep(&rows, w->run->out);
}

/* Customers that at least one override changed. */
static int64_t overridden_customers(const patron__overrides *w) {
  int64_t count = 0;
  int32_t last = -1;
  for (int64_t i = 0; i < w->table->rows; i++) {
    const int32_t index = w->order[i];
    if (w->result[index] != PATRON__OVERRIDE_APPLIED || w->customer[index] == last) continue;
    last = w->customer[index];
    count++;
  }
  return count;
}

static patron_status warn_of_many(const patron__overrides *w) {
  const int64_t count = overridden_customers(w);
  char text[192], share[PATRON__NUMBER_TEXT];
  if (!((double)count > w->state->warning_share * (double)w->run->rows)) return PATRON_OK;
  (void)patron__format_f64(w->state->warning_share, share);
  (void)snprintf(text, sizeof text, "%lld of %lld customers are overridden: more than override.warning_share, %s, allows without a second look", (long long)count, (long long)w->run->rows, share);
  return patron__run_warn(w->run, "overridden", "MANY_OVERRIDES", text);
}

static patron_status apply(patron__run *run, const void *opaque) {
  patron__overrides w;
  patron_status status;
  memset(&w, 0, sizeof w);
  w.run = run;
  w.state = opaque;
  w.table = patron__tables_find(run->facts, "overrides");
  if (w.table == NULL) return PATRON_OK;
  w.tiers = patron__tier_inputs_of(run);
  status = patron__run_match(run, w.table, "customer", &w.customer);
  if (status != PATRON_OK) return status;
  w.order = patron__allocate_array(run->context, w.table->rows, sizeof *w.order);
  w.result = patron__allocate_array(run->context, w.table->rows, sizeof *w.result);
  w.which = patron__allocate_array(run->context, w.table->rows, sizeof *w.which);
  if (w.order == NULL || w.result == NULL || w.which == NULL) status = patron__memory_status(run->context);
  if (status == PATRON_OK) sort(&w);
  if (status == PATRON_OK) status = apply_all(&w);
  if (status == PATRON_OK) status = name_columns(&w);
  if (status == PATRON_OK) status = report(&w);
  if (status == PATRON_OK) status = warn_of_many(&w);
  patron__release(run->context, w.customer);
  patron__release(run->context, w.order);
  patron__release(run->context, w.result);
  patron__release(run->context, w.which);
  return status;
}

static const char *const reads[] = {"held_tier", "coverage", "intent", "relationship_level", "target_approach", "recommended_approach", "attractiveness_band", "winnability_band", "key", "visits_now", "customers.layer", NULL};
static const char *const writes[] = {"overridden", "<column>_computed", NULL};

/* Who moved from where to where is known only after the last hand was laid on. */
static patron_status make_report(patron__run *run, const void *opaque) {
  const patron_status status = patron__migration_finish(run);
  return status == PATRON_OK ? patron__override_authors(run, opaque) : status;
}

const patron__stage patron__stage_override = {"override", reads, writes, NULL, NULL, prepare, release, apply, NULL, patron__override_explain, make_report};
