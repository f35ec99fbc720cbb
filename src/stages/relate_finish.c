/* What describes all relationships of a call: the danger list, the grid of both sides; and why one customer has its level. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stages/evidence.h"
#include "stages/relate.h"
#include "table/rows.h"

static const double SLACK = 1e-9;

/* The columns that the lists read; all written by apply, or all missing. */
typedef struct related { const patron__column *id, *side_us, *side_them, *mutual, *gap, *level, *severity, *previous; int32_t previously_limited; } related;

static int32_t find_related(const patron__run *run, related *r) {
  r->id = patron__run_fact(run, "customer");
  r->side_us = patron__table_find(run->customers, "side_us");
  r->side_them = patron__table_find(run->customers, "side_them");
  r->mutual = patron__table_find(run->customers, "mutual");
  r->gap = patron__table_find(run->customers, "gap");
  r->level = patron__table_find(run->customers, "relationship_level");
  r->severity = patron__table_find(run->customers, "severity");
  r->previous = patron__run_fact(run, "previous_level");
  if (r->previous != NULL && r->previous->type != PATRON_CODE) r->previous = NULL;
  r->previously_limited = r->previous == NULL ? -1 : patron__dictionary_find(r->previous->dictionary, "LIMITED_COLLABORATION", -1);
  return r->id != NULL && r->level != NULL && r->side_us != NULL && r->side_them != NULL && r->mutual != NULL && r->gap != NULL && r->severity != NULL;
}

static int32_t is_limited(const related *r, int64_t row) { return patron__column_i32(r->level, row) == PATRON_LEVEL_LIMITED_COLLABORATION; }

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

/* Whether row a stands before row b: the limited first, by severity and gap; then those who left; ids are unique, so the order is total. */
static int32_t before(const related *r, int64_t a, int64_t b) {
  const int32_t a_limited = is_limited(r, a), b_limited = is_limited(r, b);
  if (a_limited != b_limited) return a_limited;
  if (a_limited) {
    if (patron__column_i32(r->severity, a) != patron__column_i32(r->severity, b)) return patron__column_i32(r->severity, a) > patron__column_i32(r->severity, b);
    if (patron__column_f64(r->gap, a) != patron__column_f64(r->gap, b)) return patron__column_f64(r->gap, a) > patron__column_f64(r->gap, b);
  }
  return compare_ids(r->id, a, b) < 0;
}

/* Heap sort: no memory, and n log n whatever the rows. */
static void sift(const related *r, int64_t *rows, int64_t root, int64_t count) {
  for (int64_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && before(r, rows[child], rows[child + 1])) child++;
    if (!before(r, rows[root], rows[child])) return;
    const int64_t held = rows[root];
    rows[root] = rows[child];
    rows[child] = held;
  }
}

static void sort_rows(const related *r, int64_t *rows, int64_t count) {
  for (int64_t root = count / 2; root-- > 0;) sift(r, rows, root, count);
  for (int64_t last = count - 1; last > 0; last--) {
    const int64_t held = rows[0];
    rows[0] = rows[last];
    rows[last] = held;
    sift(r, rows, 0, last);
  }
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
static const char *const copied[] = {"name", "severity", "exposed", "side_us", "side_them", "gap", "current_value", "net_margin", "value_at_risk", "key"};
enum { COPIED = sizeof copied / sizeof *copied };

static patron_status put_rows(patron__run *run, patron__rows *rows) {
  patron_table *table = NULL;
  patron_status status = patron__rows_finish(rows, &table);
  if (status == PATRON_OK) status = patron__tables_put(run->out, table);
  patron_table_destroy(table);
  return status;
}

static patron_status write_danger(patron__run *run, const patron_relationship_rule *rule, const related *r, const int64_t *order, int64_t count) {
  const patron__rows_column id = {"customer", r->id->type == PATRON_INTEGER ? PATRON_INTEGER : PATRON_TEXT, NULL};
  const patron__column *from[COPIED];
  int32_t to[COPIED], left, moved, how;
  patron__rows rows;
  const patron_status status = patron__rows_create(run->context, "danger", &id, 1, &rows);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < COPIED; i++) {
    const char *codes = strcmp(copied[i], "severity") == 0 ? "severity" : strcmp(copied[i], "exposed") == 0 ? "exposed" : NULL;
    from[i] = patron__run_find(run, copied[i]);
    if (from[i] != NULL) to[i] = patron__rows_add_column(&rows, copied[i], i == 0 ? PATRON_TEXT : from[i]->type, codes);
  }
  left = patron__rows_add_column(&rows, "left", PATRON_FLAG, NULL);
  moved = patron__rows_add_column(&rows, "moved", PATRON_CODE, "party");
  how = patron__rows_add_column(&rows, "how", PATRON_TEXT, NULL);
  for (int64_t i = 0; i < count; i++) {
    const int64_t row = order[i];
    int32_t side;
    patron__rows_next(&rows);
    patron__rows_cell(&rows, 0, r->id, row);
    for (int32_t c = 0; c < COPIED; c++)
      if (from[c] != NULL) patron__rows_cell(&rows, to[c], from[c], row);
    patron__rows_i32(&rows, left, !is_limited(r, row));
    if (is_limited(r, row)) continue;
    patron__rows_text(&rows, how, way_out(rule, r, row, &side), -1);
    patron__rows_i32(&rows, moved, side);
  }
  return put_rows(run, &rows);
}

static patron_status danger(patron__run *run, const patron_relationship_rule *rule, const related *r) {
  int64_t count = 0, at = 0, *order;
  patron_status status;
  for (int64_t row = 0; row < run->rows; row++) count += is_limited(r, row) || has_left(r, row);
  order = patron__allocate(run->context, (uint64_t)count * sizeof *order);
  if (order == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows; row++)
    if (is_limited(r, row) || has_left(r, row)) order[at++] = row;
  sort_rows(r, order, count);
  status = write_danger(run, rule, r, order, count);
  patron__release(run->context, order);
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
  return put_rows(run, &rows);
}

patron_status patron__relate_finish(patron__run *run, const void *state) {
  const patron__relate_rule *rule = state;
  related r;
  patron_status status;
  if (!find_related(run, &r)) return PATRON_OK;
  status = danger(run, &rule->rule, &r);
  if (status == PATRON_OK) status = grid(run, &rule->rule, &r);
  return status == PATRON_OK ? patron__evidence_finish(run) : status;
}
