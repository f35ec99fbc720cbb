/*
 * Fit of the stage `segment`: for each segment and group the cut-offs, totals and concentration, as the model's tables `groups` and `cuts`.
 *
 * `groups` has a row per segment and group, sorted; `cuts` a row per group and cut: the least value still inside the share.
 */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "patron/rules/concentration.h"
#include "rules/pareto.h"
#include "stages/potential.h"
#include "stages/segment.h"
#include "stages/serve.h"
#include "table/rows.h"

enum { SEGMENT, STATUS, N, N_POSITIVE, N_KEY, N_MINIMUM, CUTOFF, B_CUTOFF, TOTAL_POSITIVE, TOTAL_NET, SHARE_VALUE, SHARE_CUSTOMERS, GINI, GINI_CLIP0, PEAK, PEAK_RANK, EROSION, WARNING,
       CUTOFF_NUMBER, B_CUTOFF_NUMBER, TOTAL_POSITIVE_NUMBER, TOTAL_NET_NUMBER, PEAK_NUMBER, EROSION_NUMBER, FIXED_COLUMNS };
enum { CUT_SEGMENT, CUT_GROUP, CUT_SHARE, CUT_CUTOFF, CUT_CUTOFF_NUMBER, CUT_INSIDE, CUT_MINIMUM };
enum { WARNING_NONE, WARNING_FEW_POSITIVE, WARNING_BROAD_KEY };

static const patron__rows_column group_columns[FIXED_COLUMNS] = {
  {"segment", PATRON_TEXT, NULL}, {"status", PATRON_CODE, "group_status"}, {"n", PATRON_INTEGER, NULL}, {"n_positive", PATRON_INTEGER, NULL}, {"n_key", PATRON_INTEGER, NULL},
  {"n_minimum", PATRON_INTEGER, NULL}, {"cutoff", PATRON_MONEY, NULL}, {"b_cutoff", PATRON_MONEY, NULL}, {"total_positive", PATRON_MONEY, NULL}, {"total_net", PATRON_MONEY, NULL},
  {"key_share_of_value", PATRON_NUMBER, NULL}, {"key_share_of_customers", PATRON_NUMBER, NULL}, {"gini", PATRON_NUMBER, NULL}, {"gini_clip0", PATRON_NUMBER, NULL}, {"peak", PATRON_MONEY, NULL},
  {"peak_rank", PATRON_INTEGER, NULL}, {"erosion", PATRON_MONEY, NULL}, {"warning", PATRON_CODE, "group_warning"}, {"cutoff_number", PATRON_NUMBER, NULL}, {"b_cutoff_number", PATRON_NUMBER, NULL},
  {"total_positive_number", PATRON_NUMBER, NULL}, {"total_net_number", PATRON_NUMBER, NULL}, {"peak_number", PATRON_NUMBER, NULL}, {"erosion_number", PATRON_NUMBER, NULL}};

static const patron__rows_column cut_columns[] = {
  {"segment", PATRON_TEXT, NULL}, {"group", PATRON_INTEGER, NULL}, {"share_ppm", PATRON_INTEGER, NULL}, {"cutoff", PATRON_MONEY, NULL}, {"cutoff_number", PATRON_NUMBER, NULL},
  {"n_inside", PATRON_INTEGER, NULL}, {"n_minimum", PATRON_INTEGER, NULL}};

/* What one segment computes, all arrays of the length of its groups (times cuts), in one block each. */
typedef struct fitting {
  patron__run *run;
  const patron__segment_rule *rule;
  const patron__column *measure;
  patron__groups groups;
  int32_t *row_group;
  int64_t *counts;          /* n, n_positive; then per cut n_inside, n_minimum */
  int64_t *cutoff_i64;
  double *cutoff_f64;
  int8_t *outcome;
  void *gathered;           /* known values, group after group: 8 bytes each */
  int64_t *first;           /* [groups + 1] where a group's values begin */
} fitting;

static int32_t is_money(const fitting *f) { return f->measure->type == PATRON_MONEY; }

static patron_status cut(fitting *f) {
  const int32_t groups = f->groups.count, cuts = f->rule->cut_count;
  const patron_allocator *scratch = patron__context_scratch(f->run->context);
  patron_pareto_groups out;
  memset(&out, 0, sizeof out);
  out.struct_size = sizeof out;
  f->counts = patron__allocate_array(f->run->context, (int64_t)groups * (2 + 2 * cuts) + 1, sizeof *f->counts);
  f->cutoff_i64 = patron__allocate_array(f->run->context, (int64_t)groups * cuts + 1, sizeof *f->cutoff_i64);
  f->cutoff_f64 = patron__allocate_array(f->run->context, (int64_t)groups * cuts + 1, sizeof *f->cutoff_f64);
  f->outcome = patron__allocate_array(f->run->context, groups + 1, 1);
  if (f->counts == NULL || f->cutoff_i64 == NULL || f->cutoff_f64 == NULL || f->outcome == NULL) return patron__memory_status(f->run->context);
  out.outcome = f->outcome;
  out.n = f->counts;
  out.n_positive = f->counts + groups;
  out.n_inside = f->counts + 2 * (int64_t)groups;
  out.n_minimum = out.n_inside + (int64_t)groups * cuts;
  if (is_money(f)) out.cutoff_i64 = f->cutoff_i64; else out.cutoff_f64 = f->cutoff_f64;
  return is_money(f) ? patron__pareto_classes_i64(f->measure->values, f->measure->validity, f->row_group, f->run->rows, groups, f->rule->cuts_ppm, cuts, f->run->threads, scratch, NULL, &out)
                     : patron__pareto_classes_f64(f->measure->values, f->measure->validity, f->row_group, f->run->rows, groups, f->rule->cuts_ppm, cuts, f->run->threads, scratch, NULL, &out);
}

/* Known values of each group side by side. */
static patron_status gather(fitting *f) {
  const int64_t *values = f->measure->values;   /* doubles are moved as the 64 bits they are */
  int64_t *into, *at;
  f->first = patron__allocate_array(f->run->context, (int64_t)f->groups.count + 2, sizeof *f->first);
  f->gathered = patron__allocate(f->run->context, (uint64_t)f->run->rows * 8);
  if (f->first == NULL || f->gathered == NULL) return patron__memory_status(f->run->context);
  for (int32_t group = 0; group < f->groups.count; group++) f->first[group + 1] = f->first[group] + f->counts[group];
  at = patron__allocate_array(f->run->context, (int64_t)f->groups.count + 1, sizeof *at);
  if (at == NULL) return patron__memory_status(f->run->context);
  memcpy(at, f->first, (size_t)f->groups.count * sizeof *at);
  into = f->gathered;
  for (int64_t row = 0; row < f->run->rows; row++) {
    const int32_t group = f->row_group[row];
    if (group >= 0 && (f->measure->validity == NULL || patron__bit_get(f->measure->validity, row))) into[at[group]++] = values[row];
  }
  patron__release(f->run->context, at);
  return PATRON_OK;
}

/* Share of the positive total that values at or above the cut-off make. */
static double key_share(const fitting *f, int32_t group, const patron_concentration *whole) {
  const int64_t from = f->first[group], to = f->first[group + 1];
  const int64_t at = (int64_t)group * f->rule->cut_count;
  if (is_money(f)) {
    const int64_t *values = f->gathered;
    patron__i128 inside = {0, 0}, all = {0, 0};
    for (int64_t i = from; i < to; i++) {
      if (values[i] >= f->cutoff_i64[at]) patron__i128_add(&inside, values[i]);
      if (values[i] > 0) patron__i128_add(&all, values[i]);
    }
    return patron__i128_to_double(inside) / patron__i128_to_double(all);
  }
  const double *values = f->gathered;
  patron__exact_sum inside;
  patron__exact_sum_clear(&inside);
  for (int64_t i = from; i < to; i++)
    if (values[i] >= f->cutoff_f64[at]) patron__exact_sum_add(&inside, values[i]);
  return patron__exact_sum_round(&inside) / whole->peak_f64;
}

static patron_status write_group(fitting *f, int32_t group, patron__rows *rows, const int32_t *by_columns) {
  const patron_allocator *scratch = patron__context_scratch(f->run->context);
  const int64_t from = f->first[group], n = f->first[group + 1] - from, positive = f->counts[f->groups.count + group];
  const int64_t at = (int64_t)group * f->rule->cut_count, *inside = f->counts + 2 * (int64_t)f->groups.count;
  const int32_t money = is_money(f), open = f->outcome[group] == PATRON_PARETO_OK;
  patron_concentration whole;
  patron_status status;
  memset(&whole, 0, sizeof whole);
  whole.struct_size = sizeof whole;
  status = money ? patron_concentration_i64((const int64_t *)f->gathered + from, NULL, n, scratch, &whole) : patron_concentration_f64((const double *)f->gathered + from, NULL, n, scratch, &whole);
  if (status < 0) return status;
  patron__rows_next(rows);
  patron__rows_text(rows, SEGMENT, f->rule->name, -1);
  for (int32_t by = 0; by < f->groups.by_count; by++) {
    int64_t len;
    const char *value = patron__groups_value(&f->groups, group, by, &len);
    patron__rows_text(rows, by_columns[by], value, len);
  }
  patron__rows_i32(rows, STATUS, f->outcome[group]);
  patron__rows_i64(rows, N, n);
  patron__rows_i64(rows, N_POSITIVE, positive);
  patron__rows_i64(rows, N_KEY, open ? inside[at] : 0);
  patron__rows_i64(rows, N_MINIMUM, open ? inside[(int64_t)f->groups.count * f->rule->cut_count + at] : 0);
  patron__rows_i64(rows, PEAK_RANK, positive);
  if (money) {
    patron__rows_i64(rows, TOTAL_POSITIVE, whole.peak_i64);
    patron__rows_i64(rows, TOTAL_NET, whole.net_i64);
    patron__rows_i64(rows, PEAK, whole.peak_i64);
    patron__rows_i64(rows, EROSION, whole.erosion_i64);
    if (open) patron__rows_i64(rows, CUTOFF, f->cutoff_i64[at]);
    if (open && f->rule->cut_count > 1) patron__rows_i64(rows, B_CUTOFF, f->cutoff_i64[at + 1]);
  } else {
    patron__rows_f64(rows, TOTAL_POSITIVE_NUMBER, whole.peak_f64);
    patron__rows_f64(rows, TOTAL_NET_NUMBER, whole.net_f64);
    patron__rows_f64(rows, PEAK_NUMBER, whole.peak_f64);
    patron__rows_f64(rows, EROSION_NUMBER, whole.erosion_f64);
    if (open) patron__rows_f64(rows, CUTOFF_NUMBER, f->cutoff_f64[at]);
    if (open && f->rule->cut_count > 1) patron__rows_f64(rows, B_CUTOFF_NUMBER, f->cutoff_f64[at + 1]);
  }
  if (open) {
    const double share = (double)inside[at] / (double)n;
    patron__rows_f64(rows, SHARE_VALUE, key_share(f, group, &whole));
    patron__rows_f64(rows, SHARE_CUSTOMERS, share);
    patron__rows_f64(rows, GINI, whole.gini_positive);
    patron__rows_f64(rows, GINI_CLIP0, whole.gini_clip0);
    patron__rows_i32(rows, WARNING, positive < patron__settings_integer(f->run->settings, "pareto.few_positive") ? WARNING_FEW_POSITIVE
                                    : share > patron__settings_number(f->run->settings, "pareto.broad_share") ? WARNING_BROAD_KEY : WARNING_NONE);
  } else {
    patron__rows_i32(rows, WARNING, WARNING_NONE);
  }
  return rows->status;
}

static patron_status write_cuts(const fitting *f, patron__rows *rows) {
  const int64_t *inside = f->counts + 2 * (int64_t)f->groups.count, *minimum = inside + (int64_t)f->groups.count * f->rule->cut_count;
  for (int32_t group = 0; group < f->groups.count; group++) {
    if (f->outcome[group] != PATRON_PARETO_OK) continue;
    for (int32_t c = 0; c < f->rule->cut_count; c++) {
      const int64_t at = (int64_t)group * f->rule->cut_count + c;
      patron__rows_next(rows);
      patron__rows_text(rows, CUT_SEGMENT, f->rule->name, -1);
      patron__rows_i64(rows, CUT_GROUP, group);
      patron__rows_i64(rows, CUT_SHARE, f->rule->cuts_ppm[c]);
      if (is_money(f)) patron__rows_i64(rows, CUT_CUTOFF, f->cutoff_i64[at]); else patron__rows_f64(rows, CUT_CUTOFF_NUMBER, f->cutoff_f64[at]);
      patron__rows_i64(rows, CUT_INSIDE, inside[at]);
      patron__rows_i64(rows, CUT_MINIMUM, minimum[at]);
    }
  }
  return rows->status;
}

static patron_status write_segment(fitting *f, patron__rows *groups, patron__rows *cuts) {
  int32_t by_columns[PATRON__GROUP_COLUMNS];
  patron_status status = PATRON_OK;
  for (int32_t by = 0; by < f->groups.by_count; by++) {
    by_columns[by] = -1;
    for (int32_t i = FIXED_COLUMNS; i < groups->table->column_count; i++)
      if (strcmp(groups->table->columns[i].name, f->groups.by[by]) == 0) by_columns[by] = i;
    if (by_columns[by] < 0) by_columns[by] = patron__rows_add_column(groups, f->groups.by[by], PATRON_TEXT, NULL);
  }
  if (groups->status != PATRON_OK) return groups->status;
  for (int32_t group = 0; group < f->groups.count && status == PATRON_OK; group++) status = write_group(f, group, groups, by_columns);
  return status == PATRON_OK ? write_cuts(f, cuts) : status;
}

/* The measure of a segment: PATRON_UNKNOWN where a well-known column was not given (the segment is then skipped). */
static patron_status find_measure(patron__run *run, const patron__segment_rule *rule, int64_t row, const patron__column **out) {
  patron__where where = {"segments", "measure", row, rule->measure, -1, "a money or number column of customers or of an earlier stage, or a scorecard"};
  *out = patron__run_find(run, rule->measure);
  if (*out != NULL && (*out)->type != PATRON_MONEY && (*out)->type != PATRON_NUMBER) return patron__fail(run->context, PATRON_E_TYPE, &where, "the measure of a segment is money or a number");
  if (*out != NULL) return PATRON_OK;
  if (patron__schema_find("customers", rule->measure, PATRON__FACT) != NULL || patron__schema_find("customers", rule->measure, PATRON__DECISION) != NULL) return PATRON_UNKNOWN;
  const patron_table *scorecards = patron__tables_find(run->rules, "scorecards");
  const patron__column *names = scorecards == NULL ? NULL : patron__table_find(scorecards, "scorecard");
  for (int64_t i = 0; names != NULL && i < names->rows; i++) {
    int64_t len;
    const char *name = patron__column_text(names, i, &len);
    if (patron__text_equal(name, len, rule->measure, -1)) return PATRON_UNKNOWN;
  }
  return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "a segment measures a column that does not exist");
}

static patron_status fit_segment(patron__run *run, const patron__segment_rule *rule, const patron__column *measure, patron__rows *groups, patron__rows *cuts) {
  char merge[PATRON__SEGMENT_MERGE];
  fitting f;
  patron_status status;
  memset(&f, 0, sizeof f);
  f.run = run;
  f.rule = rule;
  f.measure = measure;
  f.groups.context = run->context;
  f.row_group = patron__allocate(run->context, (uint64_t)run->rows * sizeof *f.row_group);
  status = f.row_group == NULL ? patron__memory_status(run->context) : patron__settings_copy(run->settings, "segment.merge", merge, sizeof merge);
  if (status == PATRON_OK) status = patron__groups_fit(run, rule->by, merge, rule->layers, &f.groups, f.row_group);
  if (status == PATRON_OK) status = cut(&f);
  if (status == PATRON_OK) status = gather(&f);
  patron__release(run->context, f.row_group);
  if (status == PATRON_OK) status = write_segment(&f, groups, cuts);
  patron__release(run->context, f.counts);
  patron__release(run->context, f.cutoff_i64);
  patron__release(run->context, f.cutoff_f64);
  patron__release(run->context, f.outcome);
  patron__release(run->context, f.gathered);
  patron__release(run->context, f.first);
  patron__groups_clear(&f.groups);
  return status;
}

/* The columns in the order of reading: segment, group columns, figures; those of number measures only where one was used. */
static patron_status arrange(const patron_table *from, patron_table **out) {
  patron_table *table = NULL;
  patron_status status = patron__table_create(from->context, from->name, from->rows, &table);
  if (status == PATRON_OK) status = patron__table_attach(table, from->columns[SEGMENT].name, from->columns[SEGMENT].column);
  for (int32_t i = FIXED_COLUMNS; i < from->column_count && status == PATRON_OK; i++) status = patron__table_attach(table, from->columns[i].name, from->columns[i].column);
  for (int32_t i = STATUS; i < FIXED_COLUMNS && status == PATRON_OK; i++) {
    const patron__column *column = from->columns[i].column;
    if (i >= CUTOFF_NUMBER && patron__column_unknown_count(column) == column->rows) continue;
    status = patron__table_attach(table, from->columns[i].name, from->columns[i].column);
  }
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  patron__table_finish(table);
  *out = table;
  return PATRON_OK;
}

static patron_status keep_arranged(patron__run *run, patron__rows *rows) {
  patron_table *table = NULL, *better = NULL;
  patron_status status = patron__rows_finish(rows, &table);
  if (status == PATRON_OK) status = arrange(table, &better);
  if (status == PATRON_OK) status = patron__tables_put(run->model, better);
  patron_table_destroy(better);
  patron_table_destroy(table);
  return status;
}

/* Potential keys are calibrated in the groups that were just fitted. */
static patron_status fit_potential(patron__run *run) {
  patron__segment_state *state;
  patron_status status = patron__segment_state_read(run->context, run->model, &state);
  if (status != PATRON_OK) return status;
  status = patron__potential_fit(run, state);
  patron__segment_release(run->context, state);
  return status;
}

patron_status patron__segment_fit(patron__run *run) {
  const patron_table *segments = patron__tables_find(run->rules, "segments");
  patron__rows groups, cuts;
  patron_status status = patron__rows_create(run->context, "groups", group_columns, FIXED_COLUMNS, &groups);
  if (status != PATRON_OK) return status;
  status = patron__rows_create(run->context, "cuts", cut_columns, (int32_t)(sizeof cut_columns / sizeof *cut_columns), &cuts);
  if (status != PATRON_OK) { patron__rows_abandon(&groups); return status; }
  for (int64_t row = 0; segments != NULL && row < segments->rows && status == PATRON_OK; row++) {
    patron__segment_rule rule;
    const patron__column *measure = NULL;
    status = patron__segment_rule_read(run->context, segments, row, &rule);
    if (status == PATRON_OK) status = find_measure(run, &rule, row, &measure);
    if (status == PATRON_OK) status = fit_segment(run, &rule, measure, &groups, &cuts);
    if (status == PATRON_UNKNOWN) status = PATRON_OK;   /* apply says that it was skipped: a loaded model says so, too */
    if (status == PATRON_OK) status = patron__context_tick(run->context, "segment", row + 1, segments->rows);
  }
  if (status == PATRON_OK) status = keep_arranged(run, &groups); else patron__rows_abandon(&groups);
  if (status == PATRON_OK) status = patron__rows_keep(&cuts, run->model); else patron__rows_abandon(&cuts);
  if (status == PATRON_OK) status = fit_potential(run);
  return status == PATRON_OK ? patron__standings_fit(run) : status;   /* they wait for no stage after the measures: one look at the rows does for both */
}
