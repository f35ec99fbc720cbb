/*
 * The stage `relate`: from the four values of a relationship to its level, the exposed side, the severity, what is at risk, and what would lift it.
 *
 * The rule itself is patron_relationship_classify_batch (Morgan & Hunt's commitment and trust, both needed); here its input is found and its answer written as columns, block by block,
 * so that every row is read once and a row's answer does not depend on the rows beside it.
 */
#include "stages/relate.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "base/unreachable.h"
#include "stages/evidence.h"
#include "stages/trend.h"

enum { ROWS_PER_JOB = 16 * PATRON__RELATE_BLOCK };

static patron_status check(patron_context *context, const patron__tables *rules, patron_table *problems) {
  patron__relate_rule rule;
  int32_t found;
  return patron__relate_read_rule(context, rules, problems, PATRON_E_RANGE, &rule, &found);
}

static patron_status fit(patron__run *run) {
  patron__relate_rule rule;
  int32_t found;
  return patron__relate_read_rule(run->context, run->rules, NULL, PATRON_E_RANGE, &rule, &found);
}

static patron_status prepare(patron_context *context, const patron__tables *model, void **state) {
  patron__relate_rule *rule = patron__allocate_array(context, 1, sizeof *rule);
  int32_t found;
  patron_status status;
  if (rule == NULL) return patron__memory_status(context);
  status = patron__relate_read_rule(context, model, NULL, PATRON_E_FORMAT, rule, &found);
  if (status != PATRON_OK) { patron__release(context, rule); return status; }
  *state = rule;
  return PATRON_OK;
}

static void release(patron_context *context, void *state) { patron__release(context, state); }

/* Columns of a run, read and written by the workers. */
typedef struct work {
  const patron__relate_rule *rule;
  int64_t rows;
  const double *value[PATRON__RELATE_VALUES];
  const uint8_t *validity[PATRON__RELATE_VALUES];
  const patron__column *margin, *target, *previous;   /* any may be NULL */
  const int32_t *target_codes, *previous_codes;       /* dictionary code -> level, -1 other */
  patron__column *side_us, *side_them, *mutual, *gap, *level, *base, *repaired, *exposed, *severity, *level_gap, *at_risk, *next_side, *next_dimension, *next_points;
  uint32_t *flags;
  int8_t *failed;                                     /* per job */
} work;

/* One block as the rule answers. */
typedef struct block {
  int8_t level[PATRON__RELATE_BLOCK], base[PATRON__RELATE_BLOCK], repaired[PATRON__RELATE_BLOCK], exposed[PATRON__RELATE_BLOCK], severity[PATRON__RELATE_BLOCK];
} block;

static void set_i32(patron__column *column, int64_t row, int32_t value) {
  ((int32_t *)column->values)[row] = value;
  if (column->validity != NULL) patron__bit_set(column->validity, row);
}

/* Level of a CODE column's row, through the map of its dictionary; -1: unknown. */
static int32_t level_at(const patron__column *column, const int32_t *codes, int64_t row) {
  return column == NULL || !patron__column_known(column, row) ? -1 : codes[patron__column_i32(column, row)];
}

/* Holds, advises and values one row of which all four values are known. */
static void finish_row(const work *w, int64_t row, const block *b, int64_t i) {
  patron__relate_row r = {b->level[i], b->base[i], b->exposed[i], b->severity[i], w->flags[row], {0}, {0}, 0, 0};
  double points = 0;
  int32_t next;
  for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++) r.value[v] = w->value[v][row];
  r.side[0] = patron__column_f64(w->side_us, row);
  r.side[1] = patron__column_f64(w->side_them, row);
  r.mutual = patron__column_f64(w->mutual, row);
  r.gap = patron__column_f64(w->gap, row);
  patron__relate_hold(w->rule, level_at(w->previous, w->previous_codes, row), &r);
  set_i32(w->level, row, r.level);
  set_i32(w->exposed, row, r.exposed);
  set_i32(w->severity, row, r.severity);
  w->flags[row] = r.flags;
  next = patron__relate_next(&w->rule->rule, &r, &points);
  if (next >= 0) {
    set_i32(w->next_side, row, next / 2);
    set_i32(w->next_dimension, row, next % 2);
    ((double *)w->next_points->values)[row] = points;
    patron__bit_set(w->next_points->validity, row);
  }
  if (r.level == PATRON_LEVEL_LIMITED_COLLABORATION && w->at_risk != NULL && patron__column_known(w->margin, row)) {
    ((int64_t *)w->at_risk->values)[row] = patron__relate_value_at_risk(patron__column_i64(w->margin, row), r.gap);
    patron__bit_set(w->at_risk->validity, row);
  }
}

static void write_row(const work *w, int64_t row, const block *b, int64_t i) {
  const uint32_t missing = w->flags[row] / PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT;   /* bits 0..3 as the values */
  const int32_t target = level_at(w->target, w->target_codes, row);
  if ((missing & 3) == 0 && w->side_us->validity != NULL) patron__bit_set(w->side_us->validity, row);
  if ((missing & 12) == 0 && w->side_them->validity != NULL) patron__bit_set(w->side_them->validity, row);
  if (missing != 0) {
    set_i32(w->level, row, b->level[i]);
    return;
  }
  if (w->mutual->validity != NULL) patron__bit_set(w->mutual->validity, row);
  if (w->gap->validity != NULL) patron__bit_set(w->gap->validity, row);
  set_i32(w->base, row, b->base[i]);
  set_i32(w->repaired, row, b->repaired[i]);
  if (w->level_gap != NULL && target >= 0 && target <= PATRON_LEVEL_STRATEGIC) {
    ((int64_t *)w->level_gap->values)[row] = target - b->base[i];
    patron__bit_set(w->level_gap->validity, row);
  }
  finish_row(w, row, b, i);
}

static void run_job(void *argument, int64_t job) {
  const work *w = argument;
  const int64_t end = (job + 1) * ROWS_PER_JOB < w->rows ? (job + 1) * ROWS_PER_JOB : w->rows;
  for (int64_t first = job * ROWS_PER_JOB; first < end; first += PATRON__RELATE_BLOCK) {
    const int64_t count = end - first < PATRON__RELATE_BLOCK ? end - first : PATRON__RELATE_BLOCK;
    const double *values[PATRON__RELATE_VALUES];
    const uint8_t *validity[PATRON__RELATE_VALUES];
    block b;
    const patron_relationship_columns columns = {(uint32_t)sizeof columns, 0, b.level, b.base, b.repaired, b.exposed, b.severity, w->flags + first,
                                                 (double *)w->side_us->values + first, (double *)w->side_them->values + first, (double *)w->mutual->values + first, (double *)w->gap->values + first};
    for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++) {
      values[v] = w->value[v] + first;
      validity[v] = w->validity[v] == NULL ? NULL : w->validity[v] + first / 8;
    }
    if (PATRON__UNREACHABLE(patron_relationship_classify_batch(&w->rule->rule, values, validity, count, &columns) != PATRON_OK)) { w->failed[job] = 1; return; }   /* as below */
    for (int64_t i = 0; i < count; i++) write_row(w, first + i, &b, i);
  }
}

/* The values used, under the names of the marks; a column that nobody knows where there is neither evidence nor a mark. */
static patron_status add_values(patron__run *run, patron__column *const values[PATRON__RELATE_VALUES], work *w, int32_t *complete) {
  *complete = 1;
  for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++) {
    patron__column *column = values[v];
    patron_status status = PATRON_OK;
    if (column != NULL) {
      status = patron__table_attach(run->customers, patron__relate_names[v], column);
    } else {
      status = patron__run_skip(run, "relate", patron__relate_names[v]);
      if (status == PATRON_OK) status = patron__run_add(run, patron__relate_names[v], PATRON_NUMBER, NULL, 0, &column);
    }
    if (status != PATRON_OK) return status;
    w->value[v] = column->values;
    w->validity[v] = column->validity;
    *complete = *complete && column->validity == NULL;
  }
  return PATRON_OK;
}

/* Levels of the codes of a column's own dictionary. */
static patron_status map_levels(const patron__run *run, const patron__column *column, int32_t **out) {
  if (column == NULL) return PATRON_OK;
  *out = patron__allocate_array(run->context, (int64_t)column->dictionary->count + 1, sizeof **out);
  if (*out == NULL) return patron__memory_status(run->context);
  for (int32_t code = 0; code < column->dictionary->count; code++) {
    int64_t len;
    const char *name = patron__dictionary_name(column->dictionary, code, &len);
    (*out)[code] = patron__code_of("relationship_level", name, len);
  }
  return PATRON_OK;
}

static const patron__column *code_fact(const patron__run *run, const char *name) {
  const patron__column *column = patron__run_fact(run, name);
  return column != NULL && column->type == PATRON_CODE ? column : NULL;
}

static patron_status add_columns(patron__run *run, work *w, int32_t complete) {
  const struct { const char *name; int32_t type; const char *codes; int32_t known; patron__column **out; int32_t wanted; } columns[] = {
    {"side_us", PATRON_NUMBER, NULL, complete, &w->side_us, 1}, {"side_them", PATRON_NUMBER, NULL, complete, &w->side_them, 1},
    {"mutual", PATRON_NUMBER, NULL, complete, &w->mutual, 1}, {"gap", PATRON_NUMBER, NULL, complete, &w->gap, 1},
    {"relationship_level", PATRON_CODE, "relationship_level", 1, &w->level, 1}, {"base_level", PATRON_CODE, "relationship_level", complete, &w->base, 1},
    {"repaired_level", PATRON_CODE, "relationship_level", complete, &w->repaired, 1}, {"exposed", PATRON_CODE, "exposed", 1, &w->exposed, 1}, {"severity", PATRON_CODE, "severity", 1, &w->severity, 1},
    {"level_gap", PATRON_INTEGER, NULL, 0, &w->level_gap, w->target != NULL}, {"value_at_risk", PATRON_MONEY, NULL, 0, &w->at_risk, w->margin != NULL},
    {"next_level_side", PATRON_CODE, "party", 0, &w->next_side, 1}, {"next_level_dimension", PATRON_CODE, "dimension", 0, &w->next_dimension, 1}, {"next_level_points", PATRON_NUMBER, NULL, 0, &w->next_points, 1}};
  patron_status status = PATRON_OK;
  for (size_t i = 0; i < sizeof columns / sizeof *columns && status == PATRON_OK; i++)
    if (columns[i].wanted) status = patron__run_add(run, columns[i].name, columns[i].type, columns[i].codes, columns[i].known, columns[i].out);
  return status;
}

static patron_status write_flags(patron__run *run, const uint32_t *flags) {
  char text[PATRON__RELATE_FLAGS_TEXT];
  patron__column *column = NULL;
  int64_t bytes = 0, at = 0;
  patron_status status;
  for (int64_t row = 0; row < run->rows; row++) bytes += flags[row] == 0 ? 0 : patron__relate_flags_text(flags[row], text);
  status = patron__column_create_raw(run->context, PATRON_TEXT, run->rows, bytes, &column);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    const int64_t len = flags[row] == 0 ? 0 : patron__relate_flags_text(flags[row], text);
    column->offsets[row] = at;
    if (len > 0) memcpy((char *)column->values + at, text, (size_t)len);
    at += len;
  }
  column->offsets[run->rows] = at;
  column->offsets_filled = run->rows;
  status = patron__table_attach(run->customers, "relationship_flags", column);
  patron__column_drop(column);
  return status;
}

/* Classifies all rows and writes what the rule, the margin, the target and the previous level say. */
static patron_status classify(patron__run *run, work *w, int32_t complete) {
  const int64_t jobs = (run->rows + ROWS_PER_JOB - 1) / ROWS_PER_JOB;
  int32_t *target_codes = NULL, *previous_codes = NULL, failed = 0;
  patron_status status = map_levels(run, w->target, &target_codes);
  if (status == PATRON_OK) status = map_levels(run, w->previous, &previous_codes);
  w->target_codes = target_codes;
  w->previous_codes = previous_codes;
  if (status == PATRON_OK) status = add_columns(run, w, complete);
  w->flags = patron__allocate(run->context, (uint64_t)run->rows * sizeof *w->flags);
  w->failed = patron__allocate_array(run->context, jobs + 1, sizeof *w->failed);
  if (status == PATRON_OK && (w->flags == NULL || w->failed == NULL)) status = patron__memory_status(run->context);
  if (status == PATRON_OK) {
    patron__run_jobs(run->threads, jobs, run_job, w);
    for (int64_t job = 0; job < jobs; job++) failed |= w->failed[job];
    if (PATRON__UNREACHABLE(failed)) status = patron__fail(run->context, PATRON_E_INTERNAL, NULL, "the relationship rule refused values and settings that were checked before");   /* marks and rules are checked when they are read */
    else status = write_flags(run, w->flags);
  }
  patron__release(run->context, w->flags);
  patron__release(run->context, w->failed);
  patron__release(run->context, target_codes);
  patron__release(run->context, previous_codes);
  return status;
}

/* Where nothing tells how sure a value is, nothing is said of it. */
static patron_status make_room_for_confidence(const patron__run *run, double **out) {
  if (patron__tables_find(run->facts, "sources") == NULL && patron__tables_find(run->facts, "evidence") == NULL) return PATRON_OK;
  *out = patron__allocate_array(run->context, run->rows + 1, sizeof **out);
  return *out == NULL ? patron__memory_status(run->context) : PATRON_OK;
}

static patron_status write_confidence(patron__run *run, const double *sure) {
  patron__column *out;
  const patron_status status = patron__run_add(run, "relationship_confidence", PATRON_NUMBER, NULL, 1, &out);
  if (status == PATRON_OK && run->rows > 0) memcpy(out->values, sure, (size_t)run->rows * sizeof *sure);
  return status;
}

static patron_status apply(patron__run *run, const void *state) {
  patron__column *values[PATRON__RELATE_VALUES];
  work w = {.rule = state, .rows = run->rows};
  int32_t given = 0, complete = 1;
  double *sure = NULL;
  patron_status status = patron__context_tick(run->context, "relate", 0, run->rows);
  if (status == PATRON_OK) status = make_room_for_confidence(run, &sure);
  if (status == PATRON_OK) status = patron__evidence_columns(run, patron__relate_names, values, sure);
  if (status != PATRON_OK) { patron__release(run->context, sure); return status; }
  for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++) given += values[v] != NULL;
  for (int32_t v = 0; v < PATRON__RELATE_VALUES && status == PATRON_OK && given == 0; v++) status = patron__run_skip(run, "relate", patron__relate_names[v]);
  if (status == PATRON_OK && given > 0) {
    w.margin = patron__run_find(run, "net_margin");
    if (w.margin != NULL && w.margin->type != PATRON_MONEY) w.margin = NULL;
    w.target = code_fact(run, "target_level");
    w.previous = code_fact(run, "previous_level");
    status = add_values(run, values, &w, &complete);
    if (status == PATRON_OK) status = classify(run, &w, complete);
    if (status == PATRON_OK) status = patron__trend_apply(run, &w.rule->rule);
    if (status == PATRON_OK && sure != NULL) status = write_confidence(run, sure);
  }
  for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++) patron__column_drop(values[v]);
  patron__release(run->context, sure);
  return status;
}

static patron_status finish(patron__run *run, const void *state) {
  patron_status status = patron__table_find(run->customers, "relationship_level") == NULL ? PATRON_OK : patron__evidence_warn(run);
  (void)state;
  return status == PATRON_OK ? patron__trend_warn(run) : status;
}

static const char *const reads[] = {
  "net_margin", "customers.our_commitment", "customers.our_trust", "customers.their_commitment", "customers.their_trust", "customers.target_level", "customers.previous_level", "evidence.value", "past_levels.date", "past_levels.level", "past_levels.mutual", "evidence.confidence", "sources.confidence", NULL};
static const char *const writes[] = {
  "our_commitment", "our_trust", "their_commitment", "their_trust", "side_us", "side_them", "mutual", "gap", "relationship_level", "base_level", "repaired_level", "exposed", "severity",
  "relationship_flags", "level_gap", "value_at_risk", "next_level_side", "next_level_dimension", "next_level_points", "level_trend", "level_since", "level_states", "relationship_confidence", NULL};

const patron__stage patron__stage_relate = {"relate", reads, writes, check, fit, prepare, release, apply, finish, patron__relate_explain, patron__relate_finish};
