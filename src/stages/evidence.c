/*
 * From evidence to the four values of a relationship.
 *
 *   v = 100 (r - low)/(high - low), a reversed item first r' = low + high - r
 *   k = weight * confidence * 0.5^(age/half-life)       age in days before the as-of date; without a date, or with half-life 0, no decay
 *   value = sum k v / sum k                             per customer, party and dimension; sums are exact, so the order of the rows never shows
 *
 * Example: answers 6 and 2 reversed on a scale 1..7: 83.33 and 83.33; 3 a year old, half-life 365, counts half of its 33.33: (83.33 + 83.33 + 0.5 * 33.33)/2.5 = 73.33.
 */
#include "stages/evidence.h"

#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "base/sort.h"
#include "base/sum.h"
#include "base/text.h"
#include "base/unreachable.h"
#include "stages/sources.h"
#include "stages/values.h"

typedef struct columns {
  const patron_table *table;
  const patron__column *party, *dimension, *item, *value, *low, *high, *reversed, *weight, *date, *source, *confidence, *respondent;
} columns;

typedef struct decay { double half_life, confidence[4]; } decay;

static double number_or(const patron__column *column, int64_t row, double standard) { return patron__known(column, row) ? patron__column_f64(column, row) : standard; }

static void find_columns(const patron_table *table, columns *c) {
  c->table = table;
  c->party = patron__table_find(table, "party");
  c->dimension = patron__table_find(table, "dimension");
  c->item = patron__table_find(table, "item");
  c->value = patron__table_find(table, "value");
  c->low = patron__table_find(table, "scale_low");
  c->high = patron__table_find(table, "scale_high");
  c->reversed = patron__table_find(table, "reversed");
  c->weight = patron__table_find(table, "weight");
  c->date = patron__table_find(table, "date");
  c->source = patron__table_find(table, "source");
  c->confidence = patron__table_find(table, "confidence");
  c->respondent = patron__table_find(table, "respondent");
}

/* Answer on 0..100. */
static patron_status convert(patron_context *context, const columns *c, int64_t row, double *out) {
  const double low = number_or(c->low, row, 0), high = number_or(c->high, row, 100), answer = patron__column_f64(c->value, row);
  const int32_t reversed = patron__known(c->reversed, row) && patron__column_flag(c->reversed, row);
  char text[PATRON__NUMBER_TEXT];
  if (!(low < high)) {
    const patron__where where = {"evidence", "scale_high", row, NULL, 0, "a number above scale_low"};
    return patron__fail(context, PATRON_E_RANGE, &where, "a scale needs two ends");
  }
  if (!(answer >= low && answer <= high)) {
    const patron__where where = {"evidence", "value", row, text, -1, "a number on its scale, scale_low to scale_high (0 to 100 where not given)"};
    (void)patron__format_f64(answer, text);
    return patron__fail(context, PATRON_E_RANGE, &where, "an answer lies outside its scale");
  }
  *out = 100 * ((reversed ? low + high - answer : answer) - low) / (high - low);
  return PATRON_OK;
}

static double weigh(const patron__run *run, const columns *c, const decay *d, int64_t row) {
  const int32_t source = patron__known(c->source, row) ? patron__column_i32(c->source, row) : 0;
  const double confidence = number_or(c->confidence, row, d->confidence[source >= 0 && source < 4 ? source : 0]);
  double weight = number_or(c->weight, row, 1) * confidence;
  if (d->half_life > 0 && run->as_of_known && patron__known(c->date, row)) weight *= patron__pow(0.5, ((double)run->as_of - (double)patron__column_i32(c->date, row)) / d->half_life);
  return weight;
}

static int32_t is_later(const patron__run *run, const columns *c, int64_t row) {
  return run->as_of_known && patron__known(c->date, row) && patron__column_i32(c->date, row) > run->as_of;
}

/* By value, customer, respondent and item; several answers to one item stand as they come, for sums of them are exact. */
static int32_t comes_before(const void *context, const void *first, const void *second) {
  const patron__evidence *e = context;
  const int32_t a = *(const int32_t *)first, b = *(const int32_t *)second;
  if (e->value[a] != e->value[b]) return e->value[a] < e->value[b];
  if (e->customer[a] != e->customer[b]) return e->customer[a] < e->customer[b];
  if (e->respondent[a] != e->respondent[b]) return e->respondent[a] < e->respondent[b];
  return e->item[a] < e->item[b];
}

static patron_status allocate(patron__evidence *e, int64_t rows) {
  e->item = patron__allocate_array(e->context, rows + 1, sizeof *e->item);
  e->respondent = patron__allocate_array(e->context, rows + 1, sizeof *e->respondent);
  e->value = patron__allocate_array(e->context, rows + 1, sizeof *e->value);
  e->score = patron__allocate_array(e->context, rows + 1, sizeof *e->score);
  e->weight = patron__allocate_array(e->context, rows + 1, sizeof *e->weight);
  e->given = patron__allocate_array(e->context, rows + 1, sizeof *e->given);
  e->order = patron__allocate_array(e->context, rows + 1, sizeof *e->order);
  return e->item == NULL || e->respondent == NULL || e->value == NULL || e->score == NULL || e->weight == NULL || e->given == NULL || e->order == NULL ? patron__memory_status(e->context) : PATRON_OK;
}

/* Codes of a name column in place; an unknown column has no codes. */
static patron_status encode(patron_context *context, const patron__column *column, int64_t rows, int32_t *codes) {
  patron__dictionary *names = NULL;
  patron_status status;
  for (int64_t row = 0; row < rows; row++) codes[row] = -1;
  if (column == NULL) return PATRON_OK;
  status = patron__column_encode(context, column, codes, &names);
  patron__dictionary_drop(names);
  return status;
}

/* Keeps the rows that say something, in place: a kept row never stands behind the row it comes from. */
static patron_status keep_rows(patron__run *run, const columns *c, const decay *d, patron__evidence *e) {
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < c->table->rows && status == PATRON_OK; row++) {
    const int64_t to = e->count;
    int32_t party, dimension;
    if (e->customer[row] < 0 || !patron__known(c->party, row) || !patron__known(c->dimension, row) || !patron__known(c->value, row) || is_later(run, c, row)) continue;
    party = patron__column_i32(c->party, row);
    dimension = patron__column_i32(c->dimension, row);
    if (PATRON__UNREACHABLE(party < 0 || party > 1 || dimension < 0 || dimension > 1)) continue;   /* codes of two lists of two names, checked when the table was put */
    status = convert(run->context, c, row, &e->score[to]);
    e->customer[to] = e->customer[row];
    e->item[to] = e->item[row];
    e->respondent[to] = e->respondent[row];
    e->value[to] = (int8_t)(2 * party + dimension);
    e->weight[to] = weigh(run, c, d, row);
    e->given[to] = number_or(c->weight, row, 1);
    e->count++;
  }
  return status;
}

patron_status patron__evidence_read(patron__run *run, patron__evidence *out) {
  const patron_table *table = patron__tables_find(run->facts, "evidence");
  decay d = {0, {1, 1, 1, 1}};
  columns c;
  patron_status status;
  memset(out, 0, sizeof *out);
  out->context = run->context;
  if (table == NULL || table->rows == 0) return PATRON_OK;
  d.half_life = patron__settings_number(run->settings, "evidence.half_life");
  (void)patron__settings_numbers(run->settings, "evidence.confidence", d.confidence, 4);
  find_columns(table, &c);
  status = patron__run_match(run, table, "customer", &out->customer);
  if (status == PATRON_OK) status = allocate(out, table->rows);
  if (status == PATRON_OK) status = encode(run->context, c.item, table->rows, out->item);
  if (status == PATRON_OK) status = encode(run->context, c.respondent, table->rows, out->respondent);
  if (status == PATRON_OK) status = keep_rows(run, &c, &d, out);
  if (status != PATRON_OK) { patron__evidence_clear(out); return status; }
  for (int64_t i = 0; i < out->count; i++) out->order[i] = (int32_t)i;
  patron__sort_items(out->order, out->count, sizeof *out->order, comes_before, out);
  return PATRON_OK;
}

void patron__evidence_clear(patron__evidence *evidence) {
  patron__release(evidence->context, evidence->customer);
  patron__release(evidence->context, evidence->item);
  patron__release(evidence->context, evidence->respondent);
  patron__release(evidence->context, evidence->value);
  patron__release(evidence->context, evidence->score);
  patron__release(evidence->context, evidence->weight);
  patron__release(evidence->context, evidence->given);
  patron__release(evidence->context, evidence->order);
  evidence->customer = evidence->item = evidence->respondent = evidence->order = NULL;
  evidence->value = NULL;
  evidence->score = evidence->weight = evidence->given = NULL;
  evidence->count = 0;
}

patron_status patron__evidence_mean(const patron__evidence *evidence, int64_t first, int64_t end, double *out) {
  patron__exact_sum weighted, weights;
  double total, mean;
  patron__exact_sum_clear(&weighted);
  patron__exact_sum_clear(&weights);
  for (int64_t i = first; i < end; i++) {
    const int32_t at = evidence->order[i];
    patron__exact_sum_add(&weighted, evidence->weight[at] * evidence->score[at]);
    patron__exact_sum_add(&weights, evidence->weight[at]);
  }
  total = patron__exact_sum_round(&weights);
  if (!(total > 0)) return PATRON_UNKNOWN;
  mean = patron__exact_sum_round(&weighted) / total;
  *out = mean < 0 ? 0 : mean > 100 ? 100 : mean;   /* products and quotient are rounded: a mean of 100s can come out a bit above */
  return PATRON_OK;
}

/* How much of the weight of items is left, once confidence and age have taken from it. */
static double certainty(const patron__evidence *e, int64_t first, int64_t end) {
  patron__exact_sum left, given;
  patron__exact_sum_clear(&left);
  patron__exact_sum_clear(&given);
  for (int64_t i = first; i < end; i++) {
    patron__exact_sum_add(&left, e->weight[e->order[i]]);
    patron__exact_sum_add(&given, e->given[e->order[i]]);
  }
  return patron__exact_sum_round(&left) / patron__exact_sum_round(&given);
}

/* The confidence of the marks, before evidence covers them; 0 where there is none. */
static void certainty_of_marks(const patron__run *run, patron__sources *sources, const char *name, double *out) {
  const patron__column *marks = patron__run_fact(run, name);
  patron__sources_turn(run, sources, name, -1);
  for (int64_t row = 0; row < run->rows; row++)
    out[row] = patron__known(marks, row) ? patron__sources_sure(sources, row) : 0;
}

/* The marks given, to be covered by what the evidence says. */
static patron_status copy_marks(patron__run *run, const patron__column *marks, patron__column **out) {
  patron__column *column = NULL;
  patron_status status = patron__column_create(run->context, PATRON_NUMBER, run->rows, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  memset(column->validity, 0, (size_t)patron__bitmap_bytes(run->rows));
  for (int64_t row = 0; row < run->rows; row++)
    if (patron__known(marks, row)) patron__put_f64(column, row, patron__column_f64(marks, row));
  *out = column;
  return PATRON_OK;
}

/* Column v: shared with the facts where no evidence touches it. `at` moves past the items of the value. `sure` (may be NULL) is how sure the marks are, and gets how sure the evidence is. */
static patron_status value_column(patron__run *run, const patron__evidence *e, int32_t v, const char *name, int64_t *at, patron__column **out, double *sure) {
  patron__column *marks = patron__run_fact(run, name);
  patron_status status;
  if (marks != NULL && PATRON__UNREACHABLE(marks->type != PATRON_NUMBER)) return patron__fail(run->context, PATRON_E_TYPE, NULL, "the marks of a relationship must be numbers");   /* the schema says so, and the table was checked */
  if (*at == e->count || e->value[e->order[*at]] != v) {
    if (marks != NULL) patron__column_retain(marks);
    *out = marks;
    return PATRON_OK;
  }
  status = copy_marks(run, marks, out);
  while (status == PATRON_OK && *at < e->count && e->value[e->order[*at]] == v) {
    const int64_t first = *at;
    const int32_t customer = e->customer[e->order[first]];
    double mean;
    while (*at < e->count && e->value[e->order[*at]] == v && e->customer[e->order[*at]] == customer) ++*at;
    if (patron__evidence_mean(e, first, *at, &mean) != PATRON_OK) continue;
    patron__put_f64(*out, customer, mean);
    if (sure != NULL) sure[customer] = certainty(e, first, *at);
  }
  return status;
}

/* All four columns; `least` (may be NULL) gets the least confidence of them, by way of `each`. */
static patron_status value_columns(patron__run *run, const patron__evidence *e, const char *const names[PATRON__EVIDENCE_VALUES], patron__column *out[PATRON__EVIDENCE_VALUES], patron__sources *sources, double *each, double *least) {
  int64_t at = 0;
  patron_status status = PATRON_OK;
  for (int64_t row = 0; least != NULL && row < run->rows; row++) least[row] = 1;
  for (int32_t v = 0; v < PATRON__EVIDENCE_VALUES && status == PATRON_OK; v++) {
    if (least != NULL) certainty_of_marks(run, sources, names[v], each);
    status = value_column(run, e, v, names[v], &at, &out[v], least == NULL ? NULL : each);
    for (int64_t row = 0; least != NULL && row < run->rows; row++)
      if (each[row] < least[row]) least[row] = each[row];
  }
  return status;
}

patron_status patron__evidence_columns(patron__run *run, const char *const names[PATRON__EVIDENCE_VALUES], patron__column *out[PATRON__EVIDENCE_VALUES], double *sure) {
  patron__evidence evidence;
  patron__sources sources = {0};
  double *each = NULL;
  patron_status status = patron__evidence_read(run, &evidence);
  for (int32_t v = 0; v < PATRON__EVIDENCE_VALUES; v++) out[v] = NULL;
  if (status == PATRON_OK && sure != NULL) {
    status = patron__sources_open(run, &sources);
    each = patron__allocate_array(run->context, run->rows + 1, sizeof *each);
    if (status == PATRON_OK && each == NULL) status = patron__memory_status(run->context);
  }
  if (status == PATRON_OK) status = value_columns(run, &evidence, names, out, &sources, each, sure);
  for (int32_t v = 0; v < PATRON__EVIDENCE_VALUES && status != PATRON_OK; v++) {
    patron__column_drop(out[v]);
    out[v] = NULL;
  }
  patron__release(run->context, each);
  patron__sources_close(&sources);
  patron__evidence_clear(&evidence);
  return status;
}
