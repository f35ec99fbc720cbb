/*
 * How well answers hang together: Cronbach 1951, Psychometrika 16(3).
 *
 *   alpha = k/(k - 1) * (1 - sum of the variances of the items / variance of the totals)
 *
 * per party and dimension, over the respondents (of all customers) who answered each of the k items; several answers of one respondent to one item count as their mean. The kind of variance cancels.
 *
 * Example: three items, answers (0,0,0), (50,50,0), (50,100,50), (100,100,100), (100,50,100): variances 1400, 1400, 2000, totals 0, 100, 200, 300, 250 with variance 11600; alpha = 1.5 (1 - 4800/11600) = 0.879.
 */
#include <math.h>
#include <stdio.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/evidence.h"
#include "table/rows.h"

enum { LEAST_ITEMS = 2, LEAST_RESPONDENTS = 5 };

static const double LEAST_ALPHA = 0.70;

/* Mean and population variance of n numbers that stand `stride` apart. */
static void moments(const double *values, int64_t n, int64_t stride, double *variance) {
  patron__exact_sum sum;
  double mean;
  patron__exact_sum_clear(&sum);
  for (int64_t i = 0; i < n; i++) patron__exact_sum_add(&sum, values[i * stride]);
  mean = patron__exact_sum_round(&sum) / (double)n;
  patron__exact_sum_clear(&sum);
  for (int64_t i = 0; i < n; i++) patron__exact_sum_add(&sum, (values[i * stride] - mean) * (values[i * stride] - mean));
  *variance = patron__exact_sum_round(&sum) / (double)n;
}

/* Total of one respondent's answers. */
static double total_of(const double *scores, int64_t items) {
  patron__exact_sum sum;
  patron__exact_sum_clear(&sum);
  for (int64_t i = 0; i < items; i++) patron__exact_sum_add(&sum, scores[i]);
  return patron__exact_sum_round(&sum);
}

patron_status patron__evidence_alpha(const double *scores, int64_t respondents, int64_t items, double *out) {
  patron__exact_sum variances, totals;
  double mean, of_totals, of_item;
  if (items < LEAST_ITEMS || respondents < LEAST_RESPONDENTS) return PATRON_UNKNOWN;
  patron__exact_sum_clear(&variances);
  for (int64_t item = 0; item < items; item++) {
    moments(scores + item, respondents, items, &of_item);
    patron__exact_sum_add(&variances, of_item);
  }
  patron__exact_sum_clear(&totals);
  for (int64_t r = 0; r < respondents; r++) patron__exact_sum_add(&totals, total_of(scores + r * items, items));
  mean = patron__exact_sum_round(&totals) / (double)respondents;
  patron__exact_sum_clear(&totals);
  for (int64_t r = 0; r < respondents; r++) {
    const double distance = total_of(scores + r * items, items) - mean;
    patron__exact_sum_add(&totals, distance * distance);
  }
  of_totals = patron__exact_sum_round(&totals) / (double)respondents;
  if (!(of_totals > 0)) return PATRON_UNKNOWN;
  *out = (double)items / (double)(items - 1) * (1 - patron__exact_sum_round(&variances) / of_totals);
  return PATRON_OK;
}

/* The items of one value, order[first .. end - 1], and which codes they have. */
typedef struct group { const patron__evidence *evidence; int64_t first, end, items; int32_t *place; } group;   /* place[code + 1]: index of the item in the group, -1 none */

static patron_status find_items(group *g, int32_t codes) {
  g->place = patron__allocate_array(g->evidence->context, (int64_t)codes + 2, sizeof *g->place);
  if (g->place == NULL) return patron__memory_status(g->evidence->context);
  for (int64_t i = g->first; i < g->end; i++) g->place[g->evidence->item[g->evidence->order[i]] + 1] = 1;
  for (int32_t code = 0; code <= codes; code++) g->place[code] = g->place[code] ? (int32_t)g->items++ : -1;
  return PATRON_OK;
}

/* The end of the answers of one person, who is a respondent of one customer. */
static int64_t person_end(const group *g, int64_t first) {
  const patron__evidence *e = g->evidence;
  int64_t end = first + 1;
  while (end < g->end && e->customer[e->order[end]] == e->customer[e->order[first]] && e->respondent[e->order[end]] == e->respondent[e->order[first]]) end++;
  return end;
}

/* Whether a person answered each item of the group. Answers stand in the order of their items. */
static int32_t is_complete(const group *g, int64_t first, int64_t end) {
  const patron__evidence *e = g->evidence;
  int64_t answered = 1;
  for (int64_t i = first + 1; i < end; i++) answered += e->item[e->order[i]] != e->item[e->order[i - 1]];
  return answered == g->items;
}

/* A person's mean answer per item into `row`. */
static void read_person(const group *g, int64_t first, int64_t end, double *row) {
  const patron__evidence *e = g->evidence;
  for (int64_t i = first, next; i < end; i = next) {
    const int32_t item = e->item[e->order[i]];
    patron__exact_sum sum;
    patron__exact_sum_clear(&sum);
    for (next = i; next < end && e->item[e->order[next]] == item; next++) patron__exact_sum_add(&sum, e->score[e->order[next]]);
    row[g->place[item + 1]] = patron__exact_sum_round(&sum) / (double)(next - i);
  }
}

typedef struct reliability { int64_t items, respondents; double alpha, spread; } reliability;

static patron_status judge(group *g, reliability *out) {
  patron_context *context = g->evidence->context;
  int64_t complete = 0;
  double *matrix = NULL, *scores = patron__allocate_array(context, g->end - g->first + 1, sizeof *scores);
  patron_status status = PATRON_OK;
  if (scores == NULL) return patron__memory_status(context);
  for (int64_t i = g->first, end; i < g->end; i = end) {
    end = person_end(g, i);
    complete += is_complete(g, i, end);
  }
  matrix = patron__allocate_array(context, complete * g->items + 1, sizeof *matrix);   /* no more than there are answers */
  if (matrix == NULL) { status = patron__memory_status(context); goto done; }
  complete = 0;
  for (int64_t i = g->first, end; i < g->end; i = end) {
    end = person_end(g, i);
    if (is_complete(g, i, end)) read_person(g, i, end, matrix + complete++ * g->items);
  }
  for (int64_t i = g->first; i < g->end; i++) scores[i - g->first] = g->evidence->score[g->evidence->order[i]];
  out->items = g->items;
  out->respondents = complete;
  if (patron__evidence_alpha(matrix, complete, g->items, &out->alpha) != PATRON_OK) out->alpha = NAN;
  moments(scores, g->end - g->first, 1, &out->spread);
  out->spread = sqrt(out->spread);
done:
  patron__release(context, scores);
  patron__release(context, matrix);
  return status;
}

static patron_status warn(patron__run *run, int32_t value, double alpha) {
  static const char *const names[] = {"our commitment", "our trust", "their commitment", "their trust"};
  char text[160], number[PATRON__NUMBER_TEXT];
  (void)patron__format_f64(floor(alpha * 100 + 0.5) / 100, number);
  (void)snprintf(text, sizeof text, "answers on %s hang together badly: Cronbach's alpha is %s, below 0.7", names[value], number);
  return patron__run_warn_row(run, "evidence", "value", -1, "LOW_RELIABILITY", text);
}

/* The answers from `first` to `end`, all of one value. */
static patron_status judge_value(const patron__evidence *e, int64_t first, int64_t end, int32_t codes, reliability *out) {
  group g = {e, first, end, 0, NULL};
  patron_status status = find_items(&g, codes);
  *out = (reliability){0, 0, NAN, NAN};
  if (status == PATRON_OK) status = judge(&g, out);
  patron__release(e->context, g.place);
  return status;
}

static void write_row(patron__rows *rows, const patron__evidence *e, int64_t first, int64_t end, const reliability *r) {
  const int32_t value = e->value[e->order[first]];
  patron__rows_next(rows);
  patron__rows_i32(rows, 0, value / 2);
  patron__rows_i32(rows, 1, value % 2);
  patron__rows_i64(rows, 2, r->items);
  patron__rows_i64(rows, 3, r->respondents);
  patron__rows_f64(rows, 4, r->alpha);
  patron__rows_f64(rows, 5, r->spread);
  patron__rows_i64(rows, 6, end - first);
}

/* Value by value, into a row each, or only warned of where answers hang together badly. */
static patron_status judge_all(patron__run *run, const patron__evidence *e, patron__rows *rows) {
  int32_t codes = 0;
  patron_status status = PATRON_OK;
  for (int64_t i = 0; i < e->count; i++) if (e->item[i] >= codes) codes = e->item[i] + 1;
  for (int64_t first = 0, end; first < e->count && status == PATRON_OK; first = end) {
    const int32_t value = e->value[e->order[first]];
    reliability r;
    for (end = first; end < e->count && e->value[e->order[end]] == value;) end++;
    status = judge_value(e, first, end, codes, &r);
    if (status == PATRON_OK && rows != NULL) write_row(rows, e, first, end, &r);
    if (status == PATRON_OK && rows == NULL && r.alpha < LEAST_ALPHA) status = warn(run, value, r.alpha);
  }
  return status;
}

patron_status patron__evidence_warn(patron__run *run) {
  patron__evidence e;
  patron_status status = patron__evidence_read(run, &e);
  if (status == PATRON_OK) status = judge_all(run, &e, NULL);
  patron__evidence_clear(&e);
  return status;
}

patron_status patron__evidence_finish(patron__run *run) {
  static const patron__rows_column columns[] = {{"party", PATRON_CODE, "party"}, {"dimension", PATRON_CODE, "dimension"}, {"items", PATRON_INTEGER, NULL}, {"respondents", PATRON_INTEGER, NULL},
                                                {"alpha", PATRON_NUMBER, NULL}, {"spread", PATRON_NUMBER, NULL}, {"answers", PATRON_INTEGER, NULL}};
  patron__evidence e;
  patron__rows rows;
  patron_status status = patron__evidence_read(run, &e);
  if (status != PATRON_OK || e.count == 0) { patron__evidence_clear(&e); return status; }
  status = patron__rows_create(run->context, "evidence", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status == PATRON_OK) {
    status = judge_all(run, &e, &rows);
    if (status == PATRON_OK) status = patron__rows_keep(&rows, run->out);
    else patron__rows_abandon(&rows);
  }
  patron__evidence_clear(&e);
  return status;
}
