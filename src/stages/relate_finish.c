/* What describes all relationships of a call: the danger list, the grid of both sides; and why one customer has its level. */
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "rules/order.h"
#include "stages/evidence.h"
#include "stages/override.h"
#include "stages/relate.h"
#include "stages/trend.h"
#include "table/rows.h"
#include "table/take.h"

static const double SLACK = 1e-9;

/* The columns that the lists read; all written by apply, or all missing. */
typedef struct related { const patron__column *id, *side_us, *side_them, *mutual, *gap, *level, *computed_level, *severity, *previous; int32_t previously_limited; } related;

static int32_t find_related(const patron__run *run, related *r) {
  r->id = patron__run_fact(run, "customer");
  r->side_us = patron__table_find(run->customers, "side_us");
  r->side_them = patron__table_find(run->customers, "side_them");
  r->mutual = patron__table_find(run->customers, "mutual");
  r->gap = patron__table_find(run->customers, "gap");
  r->level = patron__table_find(run->customers, "relationship_level");
  r->computed_level = patron__computed_column(run->customers, "relationship_level");
  r->severity = patron__table_find(run->customers, "severity");
  r->previous = patron__run_fact(run, "previous_level");
  if (r->previous != NULL && r->previous->type != PATRON_CODE) r->previous = NULL;
  r->previously_limited = r->previous == NULL ? -1 : patron__dictionary_find(r->previous->dictionary, "LIMITED_COLLABORATION", -1);
  return r->id != NULL && r->level != NULL && r->side_us != NULL && r->side_them != NULL && r->mutual != NULL && r->gap != NULL && r->severity != NULL;
}

/* In force, or as computed: what was set by hand takes nobody off the list. */
static int32_t is_limited(const related *r, int64_t row) {
  return patron__column_i32(r->level, row) == PATRON_LEVEL_LIMITED_COLLABORATION || patron__column_i32(r->computed_level, row) == PATRON_LEVEL_LIMITED_COLLABORATION;
}

static int32_t has_left(const related *r, int64_t row) {
  return r->previously_limited >= 0 && !is_limited(r, row) && patron__column_known(r->previous, row) && patron__column_i32(r->previous, row) == r->previously_limited;
}

static int32_t compare_ids(const patron__column *id, int64_t a, int64_t b) {
  int64_t a_len, b_len;
  const char *a_text, *b_text;
  if (id->type == PATRON_INTEGER) return patron__column_i64(id, a) < patron__column_i64(id, b) ? -1 : patron__column_i64(id, a) > patron__column_i64(id, b);
  if (id->type == PATRON_CODE) {
    a_text = patron__dictionary_name(id->dictionary, patron__column_i32(id, a), &a_len);
    b_text = patron__dictionary_name(id->dictionary, patron__column_i32(id, b), &b_len);
  } else {
    a_text = patron__column_text(id, a, &a_len);
    b_text = patron__column_text(id, b, &b_len);
  }
  return patron__text_compare(a_text, a_len, b_text, b_len);
}

static int32_t comes_before(const void *id, const void *a, const void *b) { return compare_ids(id, *(const int64_t *)a, *(const int64_t *)b) < 0; }

/* Rows in ascending order of their ids. */
static void sort_by_id(const patron__column *id, int64_t *rows, int64_t count) { patron__sort_items(rows, count, sizeof *rows, comes_before, id); }

/* The limited: severity rises with the gap, so the gap alone gives both orders; equal gaps by id. */
static patron_status sort_limited(patron_context *context, const related *r, int64_t *rows, int64_t count) {
  double *gaps = patron__allocate(context, (uint64_t)count * sizeof *gaps);
  uint32_t *places = patron__allocate(context, (uint64_t)count * sizeof *places);
  int64_t *before = patron__allocate(context, (uint64_t)count * sizeof *before), known = 0;
  patron_status status = gaps == NULL || places == NULL || before == NULL ? patron__memory_status(context) : PATRON_OK;
  if (status != PATRON_OK) goto done;
  for (int64_t i = 0; i < count; i++) gaps[i] = patron__column_f64(r->gap, rows[i]);
  status = patron__order(gaps, NULL, count, 1, patron__context_scratch(context), places, &known);
  if (status == PATRON_E_NO_MEMORY) status = patron__memory_status(context);
  if (status != PATRON_OK) goto done;
  memcpy(before, rows, (size_t)count * sizeof *before);
  for (int64_t i = 0; i < count; i++) rows[i] = before[patron__order_row(places[i])];
  for (int64_t first = 0, end; first < count; first = end) {
    end = patron__order_tie_end(places, first, count);
    sort_by_id(r->id, rows + first, end - first);
  }
done:
  patron__release(context, gaps);
  patron__release(context, places);
  patron__release(context, before);
  return status;
}

/* How a customer left: both sides are high now (the weaker one came up), or none is (the stronger one cooled: no repair), or they came near each other. */
static const char *way_out(const patron_relationship_rule *rule, const related *r, int64_t row, int32_t *moved) {
  double us, them;
  *moved = -1;
  if (!patron__column_known(r->mutual, row)) return "UNKNOWN";
  us = patron__column_f64(r->side_us, row);
  them = patron__column_f64(r->side_them, row);
  if (patron__column_f64(r->mutual, row) >= rule->high - SLACK) {
    if (us != them) *moved = us < them ? 0 : 1;
    return "REPAIRED";
  }
  if ((us > them ? us : them) >= rule->high - SLACK) return "NARROWED";
  if (us != them) *moved = us > them ? 0 : 1;
  return "COOLED";
}

/* Columns copied from the decisions, or the facts, under the same name; those that nobody has are left out. */
static const char *const copied[] = {"name", "severity", "relationship_level", "exposed", "side_us", "side_them", "gap", "current_value", "net_margin", "value_at_risk", "key"};
enum { COPIED = sizeof copied / sizeof *copied };

static patron_status add_copies(patron__run *run, const related *r, const int64_t *rows, int64_t count, patron_table *danger) {
  patron__column *column = NULL;
  patron_status status = patron__column_take(r->id, run->context, rows, count, &column);
  if (status == PATRON_OK) status = patron__table_attach(danger, "customer", column);
  patron__column_drop(column);
  for (int32_t i = 0; i < COPIED && status == PATRON_OK; i++) {
    const patron__column *from = patron__run_find(run, copied[i]);
    if (from == NULL) continue;
    column = NULL;
    status = patron__column_take(from, run->context, rows, count, &column);
    if (status == PATRON_OK) status = patron__table_attach(danger, copied[i], column);
    patron__column_drop(column);
  }
  return status;
}

/* Who left, and how: unknown of those who are still limited. */
static patron_status add_ways_out(patron__run *run, const patron_relationship_rule *rule, const related *r, const int64_t *rows, int64_t limited, int64_t count, patron_table *danger) {
  patron__column *left, *moved, *how;
  patron_status status = patron__table_new_column(danger, "left", PATRON_FLAG, &left);
  if (status == PATRON_OK) status = patron__table_new_column(danger, "moved", PATRON_CODE, &moved);
  if (status == PATRON_OK) status = patron__code_dictionary(run->context, "party", &moved->dictionary);
  if (status == PATRON_OK) status = patron__column_need_validity(moved);
  if (status == PATRON_OK) status = patron__table_new_column(danger, "how", PATRON_TEXT, &how);
  if (status == PATRON_OK) status = patron__column_need_validity(how);
  if (status != PATRON_OK) return status;
  memset(moved->validity, 0, (size_t)patron__bitmap_bytes(count));
  memset(how->validity, 0, (size_t)patron__bitmap_bytes(count));
  for (int64_t i = limited; i < count && status == PATRON_OK; i++) {
    int32_t side;
    const char *way = way_out(rule, r, rows[i], &side);
    patron__bit_set(left->values, i);
    status = patron__column_set_text(how, i, way, -1);
    if (side < 0) continue;
    ((int32_t *)moved->values)[i] = side;
    patron__bit_set(moved->validity, i);
  }
  return status;
}

static patron_status danger(patron__run *run, const patron_relationship_rule *rule, const related *r) {
  int64_t limited = 0, count = 0, at = 0, *rows;
  patron_table *table = NULL;
  patron_status status;
  for (int64_t row = 0; row < run->rows; row++) {
    limited += is_limited(r, row);
    count += is_limited(r, row) || has_left(r, row);
  }
  rows = patron__allocate(run->context, (uint64_t)count * sizeof *rows);
  if (rows == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows; row++) if (is_limited(r, row)) rows[at++] = row;
  for (int64_t row = 0; row < run->rows && at < count; row++) if (has_left(r, row)) rows[at++] = row;
  status = sort_limited(run->context, r, rows, limited);
  sort_by_id(r->id, rows + limited, count - limited);
  if (status == PATRON_OK) status = patron__table_create(run->context, "danger", count, &table);
  if (status == PATRON_OK) table->money_exponent = run->exponent;
  if (status == PATRON_OK) status = add_copies(run, r, rows, count, table);
  if (status == PATRON_OK) status = add_ways_out(run, rule, r, rows, limited, count, table);
  if (status == PATRON_OK) status = patron__tables_put(run->out, table);
  patron_table_destroy(table);
  patron__release(run->context, rows);
  return status;
}

enum { BANDS = 4, CELLS = (BANDS + 1) * (BANDS + 1) };

static int32_t band_of(const patron_relationship_rule *rule, const patron__column *side, int64_t row) {
  int32_t band = 0;
  if (!patron__column_known(side, row)) return BANDS;
  for (int32_t i = 0; i < 3; i++) band += patron__column_f64(side, row) >= rule->bands[i] - SLACK;
  return band;
}

/* All cells, also empty ones, so that the grid can be drawn as it stands; an unknown band is one of its own. */
static patron_status grid(patron__run *run, const patron_relationship_rule *rule, const related *r) {
  static const patron__rows_column columns[] = {{"side_us", PATRON_CODE, "relationship_level"}, {"side_them", PATRON_CODE, "relationship_level"}, {"members", PATRON_INTEGER, NULL}, {"limited", PATRON_INTEGER, NULL}};
  int64_t members[CELLS] = {0}, limited[CELLS] = {0};
  patron__rows rows;
  patron_status status;
  for (int64_t row = 0; row < run->rows; row++) {
    const int32_t cell = band_of(rule, r->side_us, row) * (BANDS + 1) + band_of(rule, r->side_them, row);
    members[cell]++;
    limited[cell] += is_limited(r, row);
  }
  status = patron__rows_create(run->context, "relationship_grid", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  for (int32_t cell = 0; cell < CELLS; cell++) {
    const int32_t us = cell / (BANDS + 1), them = cell % (BANDS + 1);
    patron__rows_next(&rows);
    patron__rows_i32(&rows, 0, us < BANDS ? us : -1);
    patron__rows_i32(&rows, 1, them < BANDS ? them : -1);
    patron__rows_i64(&rows, 2, members[cell]);
    patron__rows_i64(&rows, 3, limited[cell]);
  }
  return patron__rows_keep(&rows, run->out);
}

patron_status patron__relate_finish(patron__run *run, const void *state) {
  const patron__relate_rule *rule = state;
  related r;
  patron_status status;
  if (!find_related(run, &r)) return PATRON_OK;
  status = danger(run, &rule->rule, &r);
  if (status == PATRON_OK) status = grid(run, &rule->rule, &r);
  if (status == PATRON_OK) status = patron__trend_report(run, &rule->rule);
  return status == PATRON_OK ? patron__evidence_finish(run) : status;
}
