/*
 * Calibration of potential key customers (segmentation by the decayed score).
 *
 *   d = (1 - decay) * sum over past periods j of decay^j * v_j  /  c        1: has been exactly at the cut-off c for ever
 *
 * For every past transition t -> t+1 the customers that were not key in t are counted by group and band of d: n, and k of them key one period later.
 * A group's probability is shrunk towards its parent (the group without its last column, at last all rows): p = (k + m * p_parent) / (n + m), m = potential.shrinkage.
 * The minimum is the larger of potential.minimum and potential.base_multiple times the group's base rate k/n over all bands. Fewer than two transitions: no probability.
 */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "rules/pareto.h"
#include "stages/potential.h"
#include "stages/values.h"
#include "table/rows.h"

typedef struct tally { int64_t n, k; } tally;

typedef struct fitting {
  patron__run *run;
  const patron__segment_state *segments;
  const patron__segment *segment;
  patron__history history;
  double bounds[PATRON__POTENTIAL_BANDS], decay;
  int32_t bound_count;
  const int8_t *taken;      /* rows that an earlier segment has judged */
  int32_t *row_group;
  int64_t *cuts;            /* [periods * groups]; INT64_MAX: nobody positive */
  tally *tallies;           /* [groups * bands] */
} fitting;

double patron__decayed_sum(const patron__history *history, int64_t row, int32_t at, double decay) {
  double sum = 0;
  for (int32_t p = history->periods - 1; p >= at; p--) sum = sum * decay + (double)history->sales[p][row];
  return sum;
}

int32_t patron__potential_band(double d, const double *bounds, int32_t count) {
  int32_t band = 0;
  while (band < count && d >= bounds[band]) band++;
  return band;
}

static patron_status cut_periods(fitting *f) {
  const int32_t groups = f->segment->groups.count;
  int8_t *outcome = patron__allocate_array(f->run->context, groups + 1, 1);
  patron_pareto_groups out;
  patron_status status = outcome == NULL ? patron__memory_status(f->run->context) : PATRON_OK;
  for (int32_t p = 0; status == PATRON_OK && p < f->history.periods; p++) {
    memset(&out, 0, sizeof out);
    out.struct_size = sizeof out;
    out.outcome = outcome;
    out.cutoff_i64 = f->cuts + (int64_t)p * groups;
    status = patron__pareto_classes_i64(f->history.sales[p], NULL, f->row_group, f->run->rows, groups, f->segment->rule.cuts_ppm, 1, f->run->threads, patron__context_scratch(f->run->context), NULL, &out);
    for (int32_t g = 0; status == PATRON_OK && g < groups; g++)
      if (outcome[g] != PATRON_PARETO_OK) out.cutoff_i64[g] = INT64_MAX;
  }
  patron__release(f->run->context, outcome);
  return status;
}

static void count_transitions(fitting *f) {
  const int32_t groups = f->segment->groups.count, bands = f->bound_count + 1;
  for (int32_t p = f->history.periods - 1; p > 0; p--)
    for (int64_t row = 0; row < f->run->rows; row++) {
      const int32_t group = f->row_group[row];
      int64_t cut, next;
      tally *into;
      if (group < 0 || f->history.first[row] < p) continue;   /* not a customer yet */
      cut = f->cuts[(int64_t)p * groups + group];
      next = f->cuts[(int64_t)(p - 1) * groups + group];
      if (cut == INT64_MAX || f->history.sales[p][row] >= cut) continue;
      into = &f->tallies[(int64_t)group * bands + patron__potential_band((1 - f->decay) * patron__decayed_sum(&f->history, row, p, f->decay) / (double)cut, f->bounds, f->bound_count)];
      into->n++;
      into->k += next != INT64_MAX && f->history.sales[p - 1][row] >= next;
    }
}

/* Sums of the groups that share the first `depth` group columns with `group`. */
static tally pooled(const fitting *f, int32_t group, int32_t depth, int32_t band) {
  const patron__groups *groups = &f->segment->groups;
  const int32_t bands = f->bound_count + 1;
  tally sum = {0, 0};
  for (int32_t other = 0; other < groups->count; other++) {
    if (depth > 0 && memcmp(groups->keys + (int64_t)other * groups->by_count, groups->keys + (int64_t)group * groups->by_count, (size_t)depth * sizeof *groups->keys) != 0) continue;
    for (int32_t b = 0; b < bands; b++) {
      if (band >= 0 && b != band) continue;
      sum.n += f->tallies[(int64_t)other * bands + b].n;
      sum.k += f->tallies[(int64_t)other * bands + b].k;
    }
  }
  return sum;
}

/* NaN: nobody to count anywhere. */
static double shrunk(const fitting *f, int32_t group, int32_t band, double shrinkage) {
  const tally all = pooled(f, group, 0, band);
  double p = all.n > 0 ? (double)all.k / (double)all.n : NAN;
  for (int32_t depth = 1; depth <= f->segment->groups.by_count; depth++) {
    const tally here = pooled(f, group, depth, band);
    if ((double)here.n + shrinkage > 0) p = ((double)here.k + shrinkage * p) / ((double)here.n + shrinkage);
  }
  return p;
}

static double minimum(const fitting *f, int32_t group) {
  const double floor_of_all = patron__settings_number(f->run->settings, "potential.minimum"), multiple = patron__settings_number(f->run->settings, "potential.base_multiple");
  tally base = pooled(f, group, f->segment->groups.by_count, -1);
  if (base.n == 0) base = pooled(f, group, 0, -1);
  if (f->history.periods < 3 || base.n == 0) return NAN;   /* fewer than two transitions */
  return floor_of_all > multiple * (double)base.k / (double)base.n ? floor_of_all : multiple * (double)base.k / (double)base.n;
}

static patron_status write_segment(fitting *f, patron__rows *groups, patron__rows *calibration) {
  const int32_t count = f->segment->groups.count, bands = f->bound_count + 1;
  const double shrinkage = patron__settings_number(f->run->settings, "potential.shrinkage");
  for (int32_t g = 0; g < count; g++) {
    patron__rows_next(groups);
    patron__rows_text(groups, 0, f->segment->rule.name, -1);
    patron__rows_i64(groups, 1, g);
    if (f->cuts[g] != INT64_MAX) patron__rows_i64(groups, 2, f->cuts[g]);
    if (f->history.periods > 1 && f->cuts[count + g] != INT64_MAX) patron__rows_i64(groups, 3, f->cuts[count + g]);
    patron__rows_f64(groups, 4, minimum(f, g));
    patron__rows_i64(groups, 5, f->history.periods - 1);
    for (int32_t b = 0; b < bands; b++) {
      const tally *here = &f->tallies[(int64_t)g * bands + b];
      patron__rows_next(calibration);
      patron__rows_text(calibration, 0, f->segment->rule.name, -1);
      patron__rows_i64(calibration, 1, g);
      patron__rows_f64(calibration, 2, b == 0 ? 0 : f->bounds[b - 1]);
      patron__rows_i64(calibration, 3, here->n);
      patron__rows_i64(calibration, 4, here->k);
      if (f->history.periods >= 3) patron__rows_f64(calibration, 5, shrunk(f, g, b, shrinkage));
    }
  }
  return groups->status != PATRON_OK ? groups->status : calibration->status;
}

static patron_status fit_segment(fitting *f, int8_t *taken, patron__rows *groups, patron__rows *calibration) {
  const int32_t count = f->segment->groups.count;
  patron_status status = patron__groups_match(f->run, &f->segment->groups, f->segments->merge, f->segment->rule.layers, f->row_group);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < f->run->rows; row++) {
    if (taken[row]) f->row_group[row] = PATRON__GROUP_NOT_COVERED;
    else taken[row] = f->row_group[row] != PATRON__GROUP_NOT_COVERED;
  }
  f->cuts = patron__allocate_array(f->run->context, (int64_t)f->history.periods * count + 1, sizeof *f->cuts);
  f->tallies = patron__allocate_array(f->run->context, (int64_t)count * (f->bound_count + 1) + 1, sizeof *f->tallies);
  status = f->cuts == NULL || f->tallies == NULL ? patron__memory_status(f->run->context) : cut_periods(f);
  if (status == PATRON_OK) {
    count_transitions(f);
    status = write_segment(f, groups, calibration);
  }
  patron__release(f->run->context, f->cuts);
  patron__release(f->run->context, f->tallies);
  f->cuts = NULL;
  f->tallies = NULL;
  return status;
}

static patron_status write_starts(patron__run *run, const int32_t *starts, int32_t periods) {
  static const patron__rows_column columns[] = {{"period", PATRON_DATE, NULL}};
  patron__rows rows;
  const patron_status status = patron__rows_create(run->context, "history_periods", columns, 1, &rows);
  if (status != PATRON_OK) return status;
  for (int32_t p = 0; p < periods; p++) {
    patron__rows_next(&rows);
    patron__rows_i32(&rows, 0, starts[p]);
  }
  return patron__rows_keep(&rows, run->model);
}

static patron_status fit_all(fitting *f, patron__rows *groups, patron__rows *calibration) {
  int8_t *taken = patron__allocate_array(f->run->context, f->run->rows + 1, 1);
  patron_status status = PATRON_OK;
  f->row_group = patron__allocate_array(f->run->context, f->run->rows + 1, sizeof *f->row_group);
  if (taken == NULL || f->row_group == NULL) status = patron__memory_status(f->run->context);
  for (int32_t i = 0; status == PATRON_OK && f->history.periods > 0 && i < f->segments->count; i++) {
    f->segment = &f->segments->segments[i];
    if (f->segment->rule.bit != PATRON__BIT_SALES || strcmp(f->segment->rule.measure, "current_value") != 0) continue;
    status = fit_segment(f, taken, groups, calibration);
  }
  patron__release(f->run->context, f->row_group);
  patron__release(f->run->context, taken);
  return status;
}

patron_status patron__potential_fit(patron__run *run, const patron__segment_state *segments) {
  static const patron__rows_column group_columns[] = {{"segment", PATRON_TEXT, NULL}, {"group", PATRON_INTEGER, NULL}, {"cut", PATRON_MONEY, NULL}, {"cut_before", PATRON_MONEY, NULL},
                                                      {"minimum", PATRON_NUMBER, NULL}, {"transitions", PATRON_INTEGER, NULL}};
  static const patron__rows_column calibration_columns[] = {{"segment", PATRON_TEXT, NULL}, {"group", PATRON_INTEGER, NULL}, {"band", PATRON_NUMBER, NULL}, {"n", PATRON_INTEGER, NULL},
                                                            {"k", PATRON_INTEGER, NULL}, {"p", PATRON_NUMBER, NULL}};
  const patron_table *periods = patron__tables_find(run->model, "periods");
  const patron__column *from = periods == NULL ? NULL : patron__table_find(periods, "ledger_from");
  int32_t starts[PATRON__PERIODS], count;
  fitting f;
  patron__rows groups, calibration;
  patron_status status;
  memset(&f, 0, sizeof f);
  f.run = run;
  f.segments = segments;
  f.decay = patron__settings_number(run->settings, "potential.decay");
  f.bound_count = patron__settings_numbers(run->settings, "potential.bands", f.bounds, PATRON__POTENTIAL_BANDS);
  count = patron__history_starts(run, patron__known(from, 0) ? patron__column_i32(from, 0) : 0, patron__known(from, 0), starts);
  status = write_starts(run, starts, count);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "potential_groups", group_columns, 6, &groups);
  if (status != PATRON_OK) return status;
  status = patron__rows_create(run->context, "potential_calibration", calibration_columns, 6, &calibration);
  if (status != PATRON_OK) { patron__rows_abandon(&groups); return status; }
  groups.table->money_exponent = run->exponent;
  status = patron__history_read(run, starts, count, &f.history);
  if (status == PATRON_OK || status == PATRON_UNKNOWN) status = fit_all(&f, &groups, &calibration);
  patron__history_clear(run->context, &f.history);
  if (status == PATRON_OK) status = patron__rows_keep(&groups, run->model); else patron__rows_abandon(&groups);
  if (status == PATRON_OK) status = patron__rows_keep(&calibration, run->model); else patron__rows_abandon(&calibration);
  return status;
}
