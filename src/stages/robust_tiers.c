/*
 * How much of the tiers is the weights': rows TIER of `stability` and TIER:<tier> of `acceptability`.
 *
 * Tiers are cut by V, and what a weight moves of V is winnable headroom, so only the weights of winnability reach them, and those of scorecards nested in it. Cut-offs follow from all customers and are
 * found anew for each weighting.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "patron/rules/robustness.h"
#include "patron/rules/score.h"
#include "stages/robust_lines.h"
#include "stages/robustness_parts.h"
#include "stages/values.h"

typedef struct question {
  patron__run *run;
  const patron__robust_view *view;
  const patron__tier_state *tiers;
  patron__lines lines;
  int32_t nested;                    /* the card is not winnability itself */
  patron__robust_way way;
  patron__robust_others others;
} question;

static patron_status open_question(patron__run *run, const patron__robust_view *view, const patron__tier_state *tiers, question *out) {
  patron_status status;
  memset(out, 0, sizeof *out);
  out->run = run;
  out->view = view;
  out->tiers = tiers;
  status = patron__robust_others_create(run, &out->others);
  if (status == PATRON_OK) status = patron__robust_way_create(run, &out->way);
  return status == PATRON_OK ? patron__lines_create(run, tiers, &out->lines) : status;
}

static void close_question(question *q) {
  if (q->lines.run != NULL) patron__lines_release(&q->lines);
  patron__robust_others_release(q->run, &q->others);
  patron__robust_way_release(q->run, &q->way);
}

/* How a line's winnability follows the scorecard, for a row that has a score, or has none. */
static void join_path(const question *q, int32_t scored, patron__line *line) {
  const patron__robust_way *way = &q->way;
  line->known = !q->nested ? scored : patron__bit_get(scored ? way->known : way->known_without, line->row);
  line->base = !q->nested ? 0 : scored ? way->base[line->row] : way->without[line->row];
  line->slope = !scored ? 0 : q->nested ? way->slope[line->row] : 100;
}

/* The lines as functions of the weight of one criterion. PATRON_UNKNOWN: the others weigh nothing. */
static patron_status open_criterion(question *q, int32_t criterion) {
  const patron_status status = patron__robust_weigh_others(q->view, criterion, q->run->rows, &q->others);
  for (int64_t i = 0; i < q->lines.count && status == PATRON_OK; i++) {
    patron__line *line = &q->lines.lines[i];
    join_path(q, patron__robust_curve(q->view, criterion, &q->others, line->row, &line->curve), line);
  }
  return status;
}

static const char *tier_name(const patron__tier_state *tiers, int32_t code, int64_t *len) { return patron__dictionary_name(tiers->tier_names, code, len); }

static void write_end(const question *q, const patron__line_end *end, int32_t customer, int32_t from, patron__rows *rows) {
  const char *name;
  int64_t len;
  patron__robust_customer(q->run, rows, customer, end->row[0]);
  patron__robust_customer(q->run, rows, customer + 1, end->row[1]);
  if (end->row[0] < 0) return;
  name = tier_name(q->tiers, end->from[0], &len);
  patron__rows_text(rows, from, name, len);
  name = tier_name(q->tiers, end->to[0], &len);
  patron__rows_text(rows, from + 1, name, len);
}

static patron_status write_interval(question *q, int32_t criterion, patron__rows *rows) {
  const double weight = patron__robust_weight(q->view, criterion);
  patron__line_end low, high;
  patron_status status = open_criterion(q, criterion);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  status = patron__lines_walk(&q->lines, weight, 0, &low);
  if (status == PATRON_OK) status = patron__lines_walk(&q->lines, weight, 1, &high);
  if (status != PATRON_OK) return status;
  patron__robust_interval(q->view, criterion, "TIER", low.weight, high.weight, rows);
  write_end(q, &low, PATRON__STABILITY_LOW_CUSTOMER, PATRON__STABILITY_LOW_FROM, rows);
  write_end(q, &high, PATRON__STABILITY_HIGH_CUSTOMER, PATRON__STABILITY_HIGH_FROM, rows);
  return rows->status;
}

/* Places all lines by one sample of weights and counts their tiers. */
static patron_status count_sample(question *q, int64_t sample, int64_t *counts) {
  const patron__robust_view *view = q->view;
  double weights[PATRON__ROBUST_CRITERIA], rise;
  patron_status status = patron_sample_weights(patron__settings_integer(q->run->settings, "robust.seed"), sample, 1, view->count, NULL, weights);
  if (status == PATRON_OK) status = patron_aggregate_weighted_sum(view->values, view->validity, weights, q->run->rows, view->count, view->card->missing, q->others.score, NULL, q->others.scored);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < q->lines.count; i++) {
    patron__line *line = &q->lines.lines[i];
    join_path(q, patron__bit_get(q->others.scored, line->row), line);
    line->winnability = line->known ? patron__line_winnability(line, q->others.score[line->row], &rise) : NAN;
  }
  status = patron__lines_place(&q->lines);
  for (int64_t i = 0; i < q->lines.count && status == PATRON_OK; i++) counts[i * PATRON__TIERS + q->lines.lines[i].tier]++;
  return status;
}

static void write_tiers_of(const question *q, int64_t line, const int64_t *counts, int64_t samples, patron__rows *rows) {
  const patron__program *program = &q->tiers->programs[q->lines.lines[line].standing.program];
  for (int32_t t = 0; t < program->tier_count; t++) {
    char decision[PATRON__SCORE_NAME + 8];
    (void)snprintf(decision, sizeof decision, "TIER:%s", program->tiers[t].tier);
    patron__rows_next(rows);
    patron__robust_customer(q->run, rows, 0, q->lines.lines[line].row);
    patron__rows_text(rows, 1, decision, -1);
    patron__rows_f64(rows, 3, (double)counts[line * PATRON__TIERS + t] / (double)samples);
  }
}

/* In the order of the customers, while lines stand by program. */
static patron_status write_shares(question *q, const int64_t *counts, int64_t samples, patron__rows *rows) {
  int32_t *line_of = q->lines.groups;
  for (int64_t row = 0; row < q->run->rows; row++) line_of[row] = -1;
  for (int64_t i = 0; i < q->lines.count; i++) line_of[q->lines.lines[i].row] = (int32_t)i;
  for (int64_t row = 0; row < q->run->rows; row++)
    if (line_of[row] >= 0) write_tiers_of(q, line_of[row], counts, samples, rows);
  return rows->status;
}

/* `samples` 0: no weight reaches the tiers, so that those in force are those of all weightings. */
static patron_status write_acceptability(question *q, int64_t samples, patron__rows *rows) {
  int64_t *counts = patron__allocate_array(q->run->context, q->lines.count * PATRON__TIERS, sizeof *counts);
  patron_status status = counts == NULL ? patron__memory_status(q->run->context) : PATRON_OK;
  for (int64_t s = 0; s < samples && status == PATRON_OK; s++) {
    if (s % 64 == 0) status = patron__context_tick(q->run->context, "robustness", s, samples);
    if (status == PATRON_OK) status = count_sample(q, s, counts);
  }
  for (int64_t i = 0; i < q->lines.count && status == PATRON_OK && samples == 0; i++) counts[i * PATRON__TIERS + q->lines.lines[i].given] = 1;
  if (status == PATRON_OK) status = write_shares(q, counts, samples == 0 ? 1 : samples, rows);
  patron__release(q->run->context, counts);
  return status;
}

patron_status patron__robust_tiers(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_view *view, const patron__tier_state *tiers, patron__rows *stability,
                                   patron__rows *acceptability) {
  question q;
  const int32_t winnability = patron__score_cards_find(cards, "winnability");
  patron_status status = open_question(run, view, tiers, &q);
  q.nested = card != winnability;
  if (status == PATRON_OK && q.nested) status = patron__robust_path(run, cards, card, winnability, &q.way);
  for (int32_t i = 0; i < view->seen && status == PATRON_OK; i++) status = write_interval(&q, i, stability);
  if (status == PATRON_OK && !q.nested) status = write_acceptability(&q, patron__settings_integer(run->settings, "robust.samples"), acceptability);
  close_question(&q);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}

patron_status patron__robust_fixed_tiers(patron__run *run, const patron__tier_state *tiers, patron__rows *stability, patron__rows *acceptability) {
  question q;
  patron_status status = open_question(run, NULL, tiers, &q);
  if (status == PATRON_OK) {
    patron__rows_next(stability);
    patron__rows_text(stability, PATRON__STABILITY_DECISION, "TIER", -1);
    patron__rows_f64(stability, PATRON__STABILITY_LOW, 0);
    patron__rows_f64(stability, PATRON__STABILITY_HIGH, 1);
    status = write_acceptability(&q, 0, acceptability);
  }
  close_question(&q);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}
