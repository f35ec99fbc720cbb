/*
 * The curves of each segment and group, for drawing: the decision table `curves`.
 *
 * x is a share of the customers with a value. PARETO and LORENZ: y is the share of the positive total that the largest, or the smallest, of them make, losses counting as 0.
 * WHALE: y is the running sum of all values, largest first, as a share of the net total, so that the curve ends at 1 and its peak shows what losses take back.
 * A curve that would divide by nothing (nobody positive, or a net total of 0 or less) has no points. Up to 100 customers each has its point, else each percent.
 * Example 100, 50, 10, -20, -60: the whale rises to 2 at three of five customers and ends at 1.
 */
#include <string.h>

#include "patron/rules/concentration.h"
#include "stages/segment.h"
#include "stages/values.h"
#include "table/rows.h"

enum { PARETO, LORENZ, WHALE };
enum { MOST_STEPS = 100 };

typedef struct drawing {
  patron__run *run;
  patron__rows rows;
  const patron__segment *segment;
  const int32_t *by_columns;      /* per group column of the segment its column of the table */
  int32_t curve, x, y;            /* columns */
  int32_t group, is_money;
  int64_t *values;                /* of all groups side by side, doubles as the 64 bits they are; [rows] */
  int64_t *clipped;               /* of one group, losses as 0; [rows] */
} drawing;

static void point(drawing *d, int32_t curve, double x, double y) {
  patron__rows_next(&d->rows);
  patron__rows_text(&d->rows, 0, d->segment->rule.name, -1);
  for (int32_t by = 0; by < d->segment->groups.by_count; by++) {
    int64_t len;
    const char *value = patron__groups_value(&d->segment->groups, d->group, by, &len);
    patron__rows_text(&d->rows, d->by_columns[by], value, len);
  }
  patron__rows_i32(&d->rows, d->curve, curve);
  patron__rows_f64(&d->rows, d->x, x);
  patron__rows_f64(&d->rows, d->y, y);
}

/* Running sums, largest first, over the last of them. */
static patron_status draw_running(drawing *d, int32_t curve, const int64_t *values, int64_t n, int64_t points) {
  const patron_allocator *scratch = patron__context_scratch(d->run->context);
  int64_t ranks[MOST_STEPS + 1], whole[MOST_STEPS + 1];
  double rounded[MOST_STEPS + 1];
  const patron_status status = d->is_money ? patron_whale_points_i64(values, NULL, n, points, scratch, ranks, whole) : patron_whale_points_f64((const double *)values, NULL, n, points, scratch, ranks, rounded);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; d->is_money && i < points; i++) rounded[i] = (double)whole[i];
  if (!(rounded[points - 1] > 0)) return PATRON_OK;
  for (int64_t i = 0; i < points; i++) point(d, curve, (double)ranks[i] / (double)n, rounded[i] / rounded[points - 1]);
  return PATRON_OK;
}

static patron_status draw_lorenz(drawing *d, const int64_t *values, int64_t n, int64_t points) {
  const patron_allocator *scratch = patron__context_scratch(d->run->context);
  double x[MOST_STEPS + 1], y[MOST_STEPS + 1];
  const patron_status status = d->is_money ? patron_lorenz_points_i64(values, NULL, n, PATRON_LORENZ_CLIP0, points, scratch, x, y)
                                           : patron_lorenz_points_f64((const double *)values, NULL, n, PATRON_LORENZ_CLIP0, points, scratch, x, y);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  for (int64_t i = 0; i < points; i++) point(d, LORENZ, x[i], y[i]);
  return PATRON_OK;
}

static patron_status draw_group(drawing *d, const int64_t *values, int64_t n) {
  const int64_t points = (n < MOST_STEPS ? n : MOST_STEPS) + 1;
  patron_status status;
  if (n == 0) return PATRON_OK;
  memcpy(d->clipped, values, (size_t)n * sizeof *values);
  for (int64_t i = 0; i < n; i++)
    if (d->clipped[i] < 0) d->clipped[i] = 0;   /* a negative double has the sign bit of a negative integer */
  status = draw_running(d, PARETO, d->clipped, n, points);
  if (status == PATRON_OK) status = draw_lorenz(d, values, n, points);
  return status == PATRON_OK ? draw_running(d, WHALE, values, n, points) : status;
}

/* The known values of each group side by side; first[group] .. first[group + 1] - 1. */
static void gather(const drawing *d, const patron__column *measure, const int32_t *row_group, int64_t *first) {
  const int32_t groups = d->segment->groups.count;
  const int64_t *values = measure->values;
  for (int64_t row = 0; row < d->run->rows; row++)
    if (row_group[row] >= 0 && patron__column_known(measure, row)) first[row_group[row] + 1]++;
  for (int32_t group = 0; group < groups; group++) first[group + 1] += first[group];
  for (int64_t row = 0; row < d->run->rows; row++)
    if (row_group[row] >= 0 && patron__column_known(measure, row)) d->values[first[row_group[row]]++] = values[row];
  for (int32_t group = groups; group > 0; group--) first[group] = first[group - 1];
  first[0] = 0;
}

static patron_status draw_segment(drawing *d, const char *merge, const patron__segment *segment) {
  const patron__column *measure = patron__run_find(d->run, segment->rule.measure);
  int32_t *row_group;
  int64_t *first;
  patron_status status;
  if (measure == NULL || measure->type != segment->type) return PATRON_OK;
  d->segment = segment;
  d->is_money = measure->type == PATRON_MONEY;
  row_group = patron__allocate_array(d->run->context, d->run->rows + 1, sizeof *row_group);
  first = patron__allocate_array(d->run->context, (int64_t)segment->groups.count + 2, sizeof *first);
  status = row_group == NULL || first == NULL ? patron__memory_status(d->run->context) : patron__groups_match(d->run, &segment->groups, merge, segment->rule.layers, row_group);
  if (status == PATRON_OK) gather(d, measure, row_group, first);
  for (d->group = 0; status == PATRON_OK && d->group < segment->groups.count; d->group++) status = draw_group(d, d->values + first[d->group], first[d->group + 1] - first[d->group]);
  patron__release(d->run->context, first);
  patron__release(d->run->context, row_group);
  return status;
}

/* A column of the host's may have the name of one of the table's own. */
static const char *by_name(const char *name) {
  static const char *const own[][2] = {{"segment", "by_segment"}, {"curve", "by_curve"}, {"x", "by_x"}, {"y", "by_y"}};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (strcmp(own[i][0], name) == 0) return own[i][1];
  return name;
}

/* The columns: segment, those of all groups, curve, x, y. `by_columns`: PATRON__GROUP_COLUMNS entries a segment. */
static patron_status open_table(drawing *d, const patron__segment_state *state, int32_t *by_columns) {
  static const patron__rows_column segment[] = {{"segment", PATRON_TEXT, NULL}};
  const patron_status status = patron__rows_create(d->run->context, "curves", segment, 1, &d->rows);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < state->count; i++)
    for (int32_t by = 0; by < state->segments[i].groups.by_count; by++) {
      int32_t *column = &by_columns[i * PATRON__GROUP_COLUMNS + by];
      const char *name = by_name(state->segments[i].groups.by[by]);
      for (int32_t c = 1; *column == 0 && c < d->rows.table->column_count; c++)
        if (strcmp(d->rows.table->columns[c].name, name) == 0) *column = c;
      if (*column == 0) *column = patron__rows_add_column(&d->rows, name, PATRON_TEXT, NULL);
    }
  d->curve = patron__rows_add_column(&d->rows, "curve", PATRON_CODE, "curve");
  d->x = patron__rows_add_column(&d->rows, "x", PATRON_NUMBER, NULL);
  d->y = patron__rows_add_column(&d->rows, "y", PATRON_NUMBER, NULL);
  return d->rows.status;
}

patron_status patron__segment_curves(patron__run *run, const void *opaque) {
  const patron__segment_state *state = opaque;
  drawing d;
  int32_t *by_columns;
  patron_status status;
  if (state->count == 0) return PATRON_OK;
  memset(&d, 0, sizeof d);
  d.run = run;
  d.values = patron__allocate_array(run->context, run->rows + 1, sizeof *d.values);
  d.clipped = patron__allocate_array(run->context, run->rows + 1, sizeof *d.clipped);
  by_columns = patron__allocate_array(run->context, (int64_t)state->count * PATRON__GROUP_COLUMNS, sizeof *by_columns);
  status = d.values == NULL || d.clipped == NULL || by_columns == NULL ? patron__memory_status(run->context) : open_table(&d, state, by_columns);
  for (int32_t i = 0; status == PATRON_OK && i < state->count; i++) {
    d.by_columns = by_columns + i * PATRON__GROUP_COLUMNS;
    status = draw_segment(&d, state->merge, &state->segments[i]);
  }
  if (status == PATRON_OK) status = patron__rows_keep(&d.rows, run->out);
  else patron__rows_abandon(&d.rows);
  patron__release(run->context, by_columns);
  patron__release(run->context, d.clipped);
  patron__release(run->context, d.values);
  return status;
}
