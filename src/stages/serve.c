/*
 * The stage `serve`: the standing of a customer within its layer.
 *
 *   identity_index = 100 * (w1 * loyalty / 100 + w2 * sales / S + w3 * profit / P) / (w1 + w2 + w3),   S and P: the largest of the layer when the model was fitted
 *
 * What is negative, or set against a largest of 0 or less, counts 0; what has outgrown the largest counts 1. Loyalty that is not known, and sales or profit that nobody of the layer
 * had, are left out with their weight; a customer whose own sales or profit are not known has no standing, since less must not be better. A layer that the model has not seen has none.
 * Example with weights 0.34, 0.33, 0.33: loyalty 80, sales 500.00 of 1 000.00, profit 30.00 of 40.00: 27.2 + 16.5 + 24.75 = 68.45.
 */
#include "stages/serve.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stages/opportunities.h"
#include "stages/playbook.h"
#include "stages/segment.h"
#include "stages/values.h"
#include "table/rows.h"

enum { LOYALTY, SALES, PROFIT, PARTS };
enum { LAYER_SALES, LAYER_PROFIT, LAYER };   /* columns of the model's table; the layer's name is added last */

static const char *const part_names[PARTS] = {"loyalty", "current_value", "net_margin"};

static patron_status broken(patron_context *context) { return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: its standings are broken"); }

typedef struct state {
  double weights[PARTS];
  char merge[PATRON__SEGMENT_MERGE];
  patron__groups layers;
  int64_t *largest[PARTS];     /* of sales and profit, per layer */
  uint8_t *has[PARTS];         /* whether anybody of the layer had any */
} state;

static void release(patron_context *context, void *opaque) {
  state *s = opaque;
  if (s == NULL) return;
  patron__groups_clear(&s->layers);
  for (int32_t part = SALES; part < PARTS; part++) {
    patron__release(context, s->largest[part]);
    patron__release(context, s->has[part]);
  }
  patron__release(context, s);
}

static patron_status create(patron_context *context, const patron_table *settings, state **out) {
  state *s = patron__allocate_array(context, 1, sizeof *s);
  if (s == NULL) return patron__memory_status(context);
  s->layers.context = context;
  (void)patron__settings_numbers(settings, "identity.weights", s->weights, PARTS);
  if (patron__settings_copy(settings, "segment.merge", s->merge, sizeof s->merge) != PATRON_OK) { release(context, s); return broken(context); }
  *out = s;
  return PATRON_OK;
}

static patron_status make_room(patron_context *context, state *s) {
  for (int32_t part = SALES; part < PARTS; part++) {
    s->largest[part] = patron__allocate_array(context, (int64_t)s->layers.count + 1, sizeof *s->largest[part]);
    s->has[part] = patron__allocate_array(context, (int64_t)s->layers.count + 1, 1);
    if (s->largest[part] == NULL || s->has[part] == NULL) return patron__memory_status(context);
  }
  return PATRON_OK;
}

/* Sales and profit are money; a column of the host's own under that name is not. */
static const patron__column *money_of(const patron__run *run, int32_t part) {
  const patron__column *column = patron__run_find(run, part_names[part]);
  return column != NULL && column->type == PATRON_MONEY ? column : NULL;
}

static void find_largest(const patron__run *run, const int32_t *row_layer, state *s) {
  for (int32_t part = SALES; part < PARTS; part++) {
    const patron__column *column = money_of(run, part);
    for (int64_t row = 0; row < run->rows; row++) {
      const int32_t layer = row_layer[row];
      if (!patron__known(column, row) || (s->has[part][layer] && patron__column_i64(column, row) <= s->largest[part][layer])) continue;
      s->largest[part][layer] = patron__column_i64(column, row);
      s->has[part][layer] = 1;
    }
  }
}

static patron_status write(patron__run *run, const state *s) {
  static const patron__rows_column columns[] = {{"largest_sales", PATRON_MONEY, NULL}, {"largest_profit", PATRON_MONEY, NULL}, {"layer", PATRON_TEXT, NULL}};
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "standings", columns, LAYER + 1, &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int32_t layer = 0; layer < s->layers.count; layer++) {
    int64_t len;
    const char *name = patron__groups_value(&s->layers, layer, 0, &len);
    patron__rows_next(&rows);
    for (int32_t part = SALES; part < PARTS; part++)
      if (s->has[part][layer]) patron__rows_i64(&rows, part - SALES, s->largest[part][layer]);
    patron__rows_text(&rows, LAYER, name, len);
  }
  return patron__rows_keep(&rows, run->model);
}

patron_status patron__standings_fit(patron__run *run) {
  int32_t *row_layer = patron__allocate_array(run->context, run->rows + 1, sizeof *row_layer);
  state *s = NULL;
  patron_status status = row_layer == NULL ? patron__memory_status(run->context) : create(run->context, run->settings, &s);
  if (status == PATRON_OK) status = patron__groups_fit(run, "layer", s->merge, "", &s->layers, row_layer);
  if (status == PATRON_OK) status = make_room(run->context, s);
  if (status == PATRON_OK) {
    find_largest(run, row_layer, s);
    status = write(run, s);
  }
  patron__release(run->context, row_layer);
  release(run->context, s);
  return status;
}

static patron_status read_largest(patron_context *context, const patron_table *table, state *s) {
  static const char *const names[] = {"largest_sales", "largest_profit"};
  patron_status status = patron__groups_read(context, table, "layer", 0, (int32_t)table->rows, &s->layers);
  if (status == PATRON_OK) status = make_room(context, s);
  for (int32_t part = SALES; status == PATRON_OK && part < PARTS; part++) {
    const patron__column *column = patron__table_find(table, names[part - SALES]);
    if (column == NULL || column->type != PATRON_MONEY) return broken(context);
    for (int32_t layer = 0; layer < s->layers.count; layer++) {
      s->has[part][layer] = (uint8_t)patron__known(column, layer);
      s->largest[part][layer] = patron__column_i64(column, layer);
    }
  }
  return status;
}

static patron_status prepare(patron_context *context, const patron__tables *model, void **out) {
  const patron_table *table = patron__tables_find(model, "standings");
  state *s;
  patron_status status;
  if (table == NULL || table->rows > INT32_MAX) return broken(context);
  status = create(context, patron__tables_find(model, "settings"), &s);
  if (status != PATRON_OK) return status;
  status = read_largest(context, table, s);
  if (status != PATRON_OK) { release(context, s); return status; }
  *out = s;
  return PATRON_OK;
}

typedef struct inputs { const patron__column *of[PARTS]; } inputs;

static inputs find_inputs(const patron__run *run) {
  inputs in = {{patron__run_find(run, part_names[LOYALTY]), money_of(run, SALES), money_of(run, PROFIT)}};
  if (in.of[LOYALTY] != NULL && in.of[LOYALTY]->type != PATRON_NUMBER) in.of[LOYALTY] = NULL;
  return in;
}

/* What each part counts, 0..1; NAN: left out. The weights of those that count, added up; 0: no standing. */
static double weigh(const inputs *in, const state *s, int32_t layer, int64_t row, double shares[PARTS]) {
  double weight = 0;
  for (int32_t part = LOYALTY; part < PARTS; part++) {
    const int32_t known = patron__known(in->of[part], row);
    shares[part] = NAN;
    if (part == LOYALTY) {
      if (!known) continue;
      shares[part] = patron__column_f64(in->of[part], row) / 100;
    } else {
      if (!s->has[part][layer]) continue;
      if (!known) return 0;
      const int64_t value = patron__column_i64(in->of[part], row), largest = s->largest[part][layer];
      shares[part] = value <= 0 || largest <= 0 ? 0 : value >= largest ? 1 : (double)value / (double)largest;
    }
    weight += s->weights[part];
  }
  return s->has[SALES][layer] || s->has[PROFIT][layer] ? weight : 0;
}

static double index_of(const state *s, const double shares[PARTS], double weight) {
  double sum = 0;
  for (int32_t part = LOYALTY; part < PARTS; part++)
    if (!isnan(shares[part])) sum += s->weights[part] * shares[part];
  return 100 * (sum / weight);
}

static patron_status apply(patron__run *run, const void *opaque) {
  const state *s = opaque;
  const inputs in = find_inputs(run);
  patron__column *out = NULL;
  int32_t *row_layer;
  patron_status status = PATRON_OK;
  if (in.of[SALES] == NULL) status = patron__run_skip(run, "serve", "sales");
  if (status == PATRON_OK && in.of[PROFIT] == NULL) status = patron__run_skip(run, "serve", "profit");
  if (status != PATRON_OK || (in.of[SALES] == NULL && in.of[PROFIT] == NULL)) return status;
  row_layer = patron__allocate_array(run->context, run->rows + 1, sizeof *row_layer);
  status = row_layer == NULL ? patron__memory_status(run->context) : patron__groups_match(run, &s->layers, s->merge, "", row_layer);
  if (status == PATRON_OK) status = patron__run_add(run, "identity_index", PATRON_NUMBER, NULL, 0, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    double shares[PARTS];
    const double weight = row_layer[row] < 0 ? 0 : weigh(&in, s, row_layer[row], row, shares);
    if (weight > 0) patron__put_f64(out, row, index_of(s, shares, weight));
  }
  patron__release(run->context, row_layer);
  return status;
}

static patron_status explain_part(const patron__run *run, const state *s, const inputs *in, int32_t part, int32_t layer, int64_t row, double share, double weight, patron_table *explanations) {
  patron__reason reason = {part_names[part], "STANDING", NAN, 100 * share, s->weights[part] / weight, 100 * s->weights[part] * share / weight, NAN, NAN};
  char mark[PATRON__NUMBER_TEXT], points[PATRON__NUMBER_TEXT], value[PATRON__NUMBER_TEXT], largest[PATRON__NUMBER_TEXT];
  (void)patron__readable(reason.contribution, points);
  if (part == LOYALTY) {
    reason.raw = reason.normalised;
    return patron__explain_add(explanations, run, row, "serve", &reason, "Standing: loyalty of %s of 100 makes %s points.", patron__readable(reason.raw, mark), points);
  }
  (void)patron__format_money(patron__column_i64(in->of[part], row), run->exponent, value);
  (void)patron__format_money(s->largest[part][layer], run->exponent, largest);
  (void)patron_number_parse(value, -1, &reason.raw);
  (void)patron_number_parse(largest, -1, &reason.threshold);
  reason.margin = reason.raw - reason.threshold;
  return patron__explain_add(explanations, run, row, "serve", &reason, "Standing: %s of %s, against %s of the largest in the layer, makes %s points.", part == SALES ? "sales" : "a net margin", value, largest, points);
}

static patron_status explain_standing(const patron__run *run, const state *s, int64_t row, patron_table *explanations) {
  static const char *const counted[] = {"", "", "sales", "loyalty and sales", "net margin", "loyalty and net margin", "sales and net margin", "loyalty, sales and net margin"};
  const inputs in = find_inputs(run);
  const int32_t layer = patron__groups_match_row(run, &s->layers, s->merge, "", row);
  patron__reason reason = {"identity_index", "STANDING", NAN, NAN, NAN, NAN, NAN, NAN};
  char text[PATRON__NUMBER_TEXT], merged[128];
  double shares[PARTS];
  const double weight = layer < 0 || patron__table_find(run->customers, reason.factor) == NULL ? 0 : weigh(&in, s, layer, row, shares);
  patron_status status;
  if (!(weight > 0)) return PATRON_OK;
  reason.raw = index_of(s, shares, weight);
  patron__groups_merged(run, &s->layers, s->merge, row, merged, sizeof merged);
  status = patron__explain_add(explanations, run, row, "serve", &reason, "Standing within the layer%s, by %s: %s of 100.", merged, counted[!isnan(shares[LOYALTY]) + 2 * !isnan(shares[SALES]) + 4 * !isnan(shares[PROFIT])], patron__readable(reason.raw, text));
  for (int32_t part = LOYALTY; part < PARTS && status == PATRON_OK; part++)
    if (!isnan(shares[part])) status = explain_part(run, s, &in, part, layer, row, shares[part], weight, explanations);
  return status;
}

static patron_status explain(const patron__run *run, const void *opaque, int64_t row, patron_table *explanations) {
  const patron_status status = explain_standing(run, opaque, row, explanations);
  return status == PATRON_OK ? patron__playbook_explain(run, row, explanations) : status;
}

static patron_status check(patron_context *context, const patron__tables *rules, patron_table *problems) {
  (void)context;
  return patron__playbook_check(rules, problems);
}

static patron_status report(patron__run *run, const void *opaque) {
  const patron_status status = patron__playbook_report(run);
  (void)opaque;
  return status == PATRON_OK ? patron__opportunities_report(run) : status;
}

static const char *const reads[] = {"loyalty", "current_value", "net_margin", "customers.layer", NULL};
static const char *const writes[] = {"identity_index", NULL};

const patron__stage patron__stage_serve = {"serve", reads, writes, check, NULL, prepare, release, apply, NULL, explain, report};
