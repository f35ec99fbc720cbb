/*
 * The stage `position`: where a customer stands in attractiveness and winnability.
 *
 * Both scores (0..100) fall into bands; the cell of the rule table `matrix` gives the intent. In RELATIVE mode winnability is first set against the best
 * competitor: r = own / competitor, 100 r / (1 + r), so that 50 is parity (McDonald & Rogers). Winnable headroom is a margin:
 * headroom * contribution rate * winnability / 100. Example: 400 000.00 * 0.25 * 0.70 = 70 000.00.
 */
#include "stages/position.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/cells.h"
#include "stages/intents.h"
#include "stages/override.h"
#include "stages/score.h"
#include "stages/values.h"
#include "stages/winnability.h"
#include "table/rows.h"

enum { MODE_ABSOLUTE, MODE_RELATIVE };

static const double slack = 1e-9;   /* scores: a bound is reached within it */

int32_t patron__band(double score, const double *bounds, int32_t count) {
  if (count == 1) return score >= bounds[0] - slack ? PATRON__BAND_HIGH : PATRON__BAND_LOW;
  return score >= bounds[1] - slack ? PATRON__BAND_HIGH : score >= bounds[0] - slack ? PATRON__BAND_MEDIUM : PATRON__BAND_LOW;
}

static int64_t ppm(double fraction) { return (int64_t)floor(fraction * 1000000 + 0.5); }

int64_t patron__winnable_headroom(int64_t headroom, double contribution_rate, double winnability) {
  const int64_t factor = ppm(contribution_rate) * ppm(winnability / 100);   /* rates are at most 1000, winnability at most 1: fits */
  return patron__multiply_divide(headroom, factor, INT64_C(1000000000000));
}

patron_status patron__matrix_read(patron_context *context, const patron__tables *rules, patron__matrix *out) {
  const patron_table *matrix = patron__tables_find(rules, "matrix"), *settings = patron__tables_find(rules, "settings");
  for (int32_t a = 0; a < PATRON__BANDS; a++)
    for (int32_t w = 0; w < PATRON__BANDS; w++) out->intent[a][w] = out->approach[a][w] = -1;
  out->bound_count = settings == NULL ? 0 : patron__settings_numbers(settings, "matrix.bands", out->bounds, 2);
  if (matrix == NULL || out->bound_count < 1) return patron__fail(context, PATRON_E_FORMAT, NULL, "the rules lack the matrix or its bands");
  for (int64_t row = 0; row < matrix->rows; row++) {
    const int32_t a = patron__cell_code(matrix, "attractiveness", row, "band"), w = patron__cell_code(matrix, "winnability", row, "band");
    if (a < 0 || a >= PATRON__BANDS || w < 0 || w >= PATRON__BANDS) return patron__fail(context, PATRON_E_FORMAT, NULL, "a row of the matrix names no cell");
    out->intent[a][w] = patron__cell_code(matrix, "intent", row, "intent");
    out->approach[a][w] = patron__cell_code(matrix, "approach", row, "approach");
  }
  return PATRON_OK;
}

static patron_status check(patron_context *context, const patron__tables *rules, patron_table *problems) {
  const patron_table *matrix = patron__tables_find(rules, "matrix"), *settings = patron__tables_find(rules, "settings");
  static const char *const wanted[PATRON__BANDS] = {
    [PATRON__BAND_HIGH] = "a row for every cell: add it with attractiveness HIGH, or set matrix.bands to a single bound",
    [PATRON__BAND_MEDIUM] = "a row for every cell: add it with attractiveness MEDIUM, or set matrix.bands to a single bound",
    [PATRON__BAND_LOW] = "a row for every cell: add it with attractiveness LOW, or set matrix.bands to a single bound"};
  int32_t seen[PATRON__BANDS][PATRON__BANDS] = {{0}};
  double bounds[2];
  const int32_t count = settings == NULL ? 2 : patron__settings_numbers(settings, "matrix.bands", bounds, 2);
  patron_status status = PATRON_OK;
  (void)context;
  for (int64_t row = 0; matrix != NULL && row < matrix->rows && status == PATRON_OK; row++) {
    const int32_t a = patron__cell_code(matrix, "attractiveness", row, "band"), w = patron__cell_code(matrix, "winnability", row, "band");
    if (a < 0 || w < 0) continue;
    if (seen[a][w]++) status = patron__problem_add(problems, "matrix", row, "attractiveness", patron__code_text("band", a), "each cell once: remove one of the rows of this cell");
  }
  for (int32_t a = 0; a < PATRON__BANDS && status == PATRON_OK; a++)
    for (int32_t w = 0; w < PATRON__BANDS && status == PATRON_OK; w++)
      if (!seen[a][w] && (count == 2 || (a != PATRON__BAND_MEDIUM && w != PATRON__BAND_MEDIUM)))
        status = patron__problem_add(problems, "matrix", -1, "winnability", patron__code_text("band", w), wanted[a]);
  return status;
}

static patron_status prepare(patron_context *context, const patron__tables *model, void **out) {
  patron__matrix *matrix = patron__allocate_array(context, 1, sizeof *matrix);
  patron_status status;
  if (matrix == NULL) return patron__memory_status(context);
  status = patron__matrix_read(context, model, matrix);
  if (status != PATRON_OK) { patron__release(context, matrix); return status; }
  *out = matrix;
  return PATRON_OK;
}

static void release(patron_context *context, void *state) { patron__release(context, state); }

/* A score column of the right type; NULL: no such scorecard, or it was skipped. */
static const patron__column *score(const patron__run *run, const char *name) {
  const patron__column *column = patron__run_find(run, name);
  return column != NULL && column->type == PATRON_NUMBER ? column : NULL;
}

static patron_status place(patron__run *run, const patron__matrix *matrix, const patron__column *attractiveness, const patron__winnability *winnability) {
  patron__column *a_band, *w_band, *intent;
  patron_status status = patron__run_add(run, "attractiveness_band", PATRON_CODE, "band", 0, &a_band);
  if (status == PATRON_OK) status = patron__run_add(run, "winnability_band", PATRON_CODE, "band", 0, &w_band);
  if (status == PATRON_OK) status = patron__run_add(run, "intent", PATRON_CODE, "intent", 0, &intent);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    int32_t a = -1, w = -1;
    if (patron__known(attractiveness, row)) patron__put_code(a_band, row, a = patron__band(patron__column_f64(attractiveness, row), matrix->bounds, matrix->bound_count));
    if (patron__winnability_known(winnability, row)) patron__put_code(w_band, row, w = patron__band(patron__winnability_at(winnability, row), matrix->bounds, matrix->bound_count));
    if (a >= 0 && w >= 0 && matrix->intent[a][w] >= 0) patron__put_code(intent, row, matrix->intent[a][w]);
  }
  return PATRON_OK;
}

static patron_status winnable(patron__run *run, const patron__winnability *winnability) {
  const patron__column *headroom = patron__run_find(run, "headroom"), *rate = patron__run_fact(run, "contribution_rate");
  patron__column *out;
  patron_status status;
  if (headroom == NULL) return PATRON_OK;   /* measures has said that potential is missing */
  if (rate == NULL) return patron__run_skip(run, "position", "contribution_rate");
  if (winnability->score == NULL) return PATRON_OK;
  status = patron__run_add(run, "winnable_headroom", PATRON_MONEY, NULL, 0, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++)
    if (patron__known(headroom, row) && patron__known(rate, row) && patron__winnability_known(winnability, row))
      patron__put_i64(out, row, patron__winnable_headroom(patron__column_i64(headroom, row), patron__column_f64(rate, row), patron__winnability_at(winnability, row)));
  return status;
}

static patron_status apply(patron__run *run, const void *state) {
  const patron__column *attractiveness = score(run, "attractiveness");
  const patron__winnability winnability = patron__winnability_of(run);
  patron_status status = PATRON_OK;
  if (patron__settings_code(run->settings, "winnability.mode") == MODE_RELATIVE && winnability.competitor == NULL) status = patron__run_skip(run, "position", "competitor_strength");
  if (status == PATRON_OK && attractiveness == NULL) status = patron__run_skip(run, "position", "attractiveness");
  if (status == PATRON_OK && winnability.score == NULL) status = patron__run_skip(run, "position", "winnability");
  if (status == PATRON_OK && (attractiveness != NULL || winnability.score != NULL)) status = place(run, state, attractiveness, &winnability);
  return status == PATRON_OK ? winnable(run, &winnability) : status;
}

/* The order of work within a cell: that of score.rank_by. */
static patron_status finish(patron__run *run, const void *state) {
  const patron__column *a_band = patron__table_find(run->customers, "attractiveness_band"), *w_band = patron__table_find(run->customers, "winnability_band");
  int32_t *cells;
  patron_status status;
  (void)state;
  if (a_band == NULL || w_band == NULL) return PATRON_OK;
  cells = patron__allocate_array(run->context, run->rows + 1, sizeof *cells);
  if (cells == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows; row++)
    cells[row] = patron__known(a_band, row) && patron__known(w_band, row) ? patron__column_i32(a_band, row) * PATRON__BANDS + patron__column_i32(w_band, row) : -1;
  status = patron__score_rank_within(run, "rank_in_cell", cells, PATRON__BANDS * PATRON__BANDS);
  patron__release(run->context, cells);
  return status;
}

typedef struct cell { int64_t members; patron__i128 value, potential; } cell;

static patron_status report(patron__run *run, const void *state) {
  static const patron__rows_column columns[] = {{"attractiveness", PATRON_CODE, "band"}, {"winnability", PATRON_CODE, "band"}, {"intent", PATRON_CODE, "intent"},
                                                {"members", PATRON_INTEGER, NULL}, {"current_value", PATRON_MONEY, NULL}, {"potential_value", PATRON_MONEY, NULL}};
  const patron__matrix *matrix = state;
  const patron__column *a_band = patron__table_find(run->customers, "attractiveness_band"), *w_band = patron__table_find(run->customers, "winnability_band");
  const patron__column *value = patron__table_find(run->customers, "current_value"), *potential = patron__table_find(run->customers, "potential_value");
  cell cells[PATRON__BANDS][PATRON__BANDS];
  patron__rows rows;
  patron_status status;
  if (a_band == NULL || w_band == NULL) return PATRON_OK;
  memset(cells, 0, sizeof cells);
  for (int64_t row = 0; row < run->rows; row++) {
    cell *into;
    if (!patron__known(a_band, row) || !patron__known(w_band, row)) continue;
    into = &cells[patron__column_i32(a_band, row)][patron__column_i32(w_band, row)];
    into->members++;
    if (patron__known(value, row)) patron__i128_add(&into->value, patron__column_i64(value, row));
    if (patron__known(potential, row)) patron__i128_add(&into->potential, patron__column_i64(potential, row));
  }
  status = patron__rows_create(run->context, "matrix", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int32_t a = PATRON__BANDS; a-- > 0;)
    for (int32_t w = PATRON__BANDS; w-- > 0;) {
      if (matrix->intent[a][w] < 0) continue;
      patron__rows_next(&rows);
      patron__rows_i32(&rows, 0, a);
      patron__rows_i32(&rows, 1, w);
      patron__rows_i32(&rows, 2, matrix->intent[a][w]);
      patron__rows_i64(&rows, 3, cells[a][w].members);
      patron__rows_i64(&rows, 4, patron__i128_saturate(cells[a][w].value));
      patron__rows_i64(&rows, 5, patron__i128_saturate(cells[a][w].potential));
    }
  return patron__rows_keep(&rows, run->out);
}

/* The bound that the smallest change of a score would cross. */
static double nearest(double score, const patron__matrix *matrix) {
  if (matrix->bound_count == 1 || fabs(score - matrix->bounds[0]) < fabs(score - matrix->bounds[1])) return matrix->bounds[0];
  return matrix->bounds[1];
}

static patron_status explain_band(const patron__run *run, const patron__matrix *matrix, int64_t row, const char *name, const char *band_name, patron_table *explanations) {
  const patron__column *value = score(run, name), *band = patron__computed_column(run->customers, band_name);
  const patron__winnability winnability = patron__winnability_of(run);
  patron__reason reason = {name, "BAND", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT], bound[PATRON__NUMBER_TEXT], distance[PATRON__NUMBER_TEXT];
  if (!patron__known(value, row) || !patron__known(band, row)) return PATRON_OK;
  reason.raw = strcmp(name, "winnability") == 0 ? patron__winnability_at(&winnability, row) : patron__column_f64(value, row);
  reason.threshold = nearest(reason.raw, matrix);
  reason.margin = reason.raw - reason.threshold;
  (void)patron__format_f64(reason.threshold, bound);
  return patron__explain_add(explanations, run, row, "position", &reason, "%s is %s%s score %s is %s points %s the nearest bound, %s.", name, patron__code_text("band", patron__column_i32(band, row)),
                             patron__score_incomplete(run, name, row) ? " for now, since its INCOMPLETE" : ", since its",
                             patron__readable_beside(reason.raw, reason.threshold, 0, text), patron__readable(fabs(reason.margin), distance), reason.margin < 0 ? "under" : "over", bound);
}

/* The bound whose crossing by the fewest points of one score would mean another intent; -1: none would. */
typedef struct step { double score, bound; int32_t intent, axis; } step;

static step nearest_intent(const patron__matrix *matrix, const double scores[2], int32_t intent) {
  const int32_t own[2] = {patron__band(scores[0], matrix->bounds, matrix->bound_count), patron__band(scores[1], matrix->bounds, matrix->bound_count)};
  step best = {NAN, NAN, -1, 0};
  for (int32_t axis = 0; axis < 2; axis++)
    for (int32_t b = 0; b < matrix->bound_count; b++) {
      const double bound = matrix->bounds[b];
      int32_t other[2] = {own[0], own[1]};
      other[axis] = patron__band(scores[axis] >= bound - slack ? bound - 1e-6 : bound, matrix->bounds, matrix->bound_count);   /* across the bound */
      const int32_t across = matrix->intent[other[0]][other[1]];
      if (across < 0 || across == intent || fabs(scores[axis] - bound) >= fabs(best.score - best.bound)) continue;
      best = (step){scores[axis], bound, across, axis};
    }
  return best;
}

static patron_status explain_intent(const patron__run *run, const patron__matrix *matrix, int32_t intent, int64_t row, patron_table *explanations) {
  static const char *const axes[] = {"attractiveness", "winnability"};
  const char *for_now = patron__position_incomplete(run, row) ? " for now: a score of the two is INCOMPLETE, and more facts may move it" : "";
  const patron__winnability winnability = patron__winnability_of(run);
  const patron__column *attractiveness = score(run, axes[0]);
  patron__reason reason = {"intent", "INTENT", NAN, NAN, NAN, NAN, NAN, NAN};
  char bound[PATRON__NUMBER_TEXT], points[PATRON__NUMBER_TEXT];
  step next = {NAN, NAN, -1, 0};
  if (patron__known(attractiveness, row) && patron__winnability_known(&winnability, row)) next = nearest_intent(matrix, (const double[]){patron__column_f64(attractiveness, row), patron__winnability_at(&winnability, row)}, intent);
  if (next.intent < 0) return patron__explain_add(explanations, run, row, "position", &reason, "Both bands together mean the intent %s%s.", patron__code_text("intent", intent), for_now);
  reason.raw = next.score;
  reason.threshold = next.bound;
  reason.margin = next.score - next.bound;
  return patron__explain_add(explanations, run, row, "position", &reason, "Both bands together mean the intent %s%s; it would be %s with %s %s the bound %s, which is %s points away.", patron__code_text("intent", intent), for_now, patron__code_text("intent", next.intent),
                             axes[next.axis], reason.margin < 0 ? "at" : "under", patron__readable(next.bound, bound), patron__readable(fabs(reason.margin), points));
}

static patron_status explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations) {
  const patron__column *intent = patron__computed_column(run->customers, "intent"), *winnable_headroom = patron__table_find(run->customers, "winnable_headroom");
  patron_status status = explain_band(run, state, row, "attractiveness", "attractiveness_band", explanations);
  if (status == PATRON_OK) status = explain_band(run, state, row, "winnability", "winnability_band", explanations);
  if (status == PATRON_OK) status = patron__intents_explain(run, row, explanations);
  if (status == PATRON_OK && patron__known(intent, row)) status = explain_intent(run, state, patron__column_i32(intent, row), row, explanations);
  if (status == PATRON_OK && patron__known(winnable_headroom, row)) {
    char text[PATRON__NUMBER_TEXT];
    patron__reason reason = {"winnable_headroom", "MEASURE", NAN, NAN, NAN, NAN, NAN, NAN};
    (void)patron__format_money(patron__column_i64(winnable_headroom, row), run->exponent, text);
    (void)patron_number_parse(text, -1, &reason.raw);
    status = patron__explain_add(explanations, run, row, "position", &reason, "Margin that can be won (headroom, contribution rate and winnability multiplied): %s.", text);
  }
  return status;
}

static const char *const reads[] = {"attractiveness", "winnability", "headroom", "customers.contribution_rate", "customers.competitor_strength", "customers.customer_intent", "customers.customer_intent_text", NULL};
static const char *const writes[] = {"attractiveness_band", "winnability_band", "intent", "winnable_headroom", "rank_in_cell", NULL};

const patron__stage patron__stage_position = {"position", reads, writes, check, NULL, prepare, release, apply, finish, explain, report};
