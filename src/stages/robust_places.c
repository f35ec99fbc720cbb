/*
 * How much of places and bands is the weights': rows FIRST, TOP, ORDER and BAND of `stability`, FIRST and TOP of `acceptability`.
 *
 * Customers are taken as `assess` takes them: what a scorecard does with a missing value makes the curve of its score over a weight, and who ranks is decided by the share of the weight that is known,
 * which a weight changes, too: it is a straight line in it, so that a customer takes part on one stretch of the way.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "patron/rules/robustness.h"
#include "patron/rules/score.h"
#include "rules/robustness.h"
#include "stages/robustness_parts.h"
#include "stages/values.h"
#include "stages/winnability.h"

enum { DECISIONS = 5 };   /* three of places and two bands */

/* A decision whose stability is asked; nested: of the ranked card, by one that it reads. */
typedef struct decision { const char *name; int32_t preserve; int64_t which; double bound; int32_t nested; } decision;

/* Its interval over the weight of one criterion; known 0: nobody has a place, or it is the only weight there is. */
typedef struct answer { int32_t known; patron__interval at; } answer;

typedef struct question {
  patron__run *run;
  const patron__robust_view *view;
  patron__robust_others others;
  patron__candidate *candidates;    /* a weight that leaves its 0 may make two of one row: before and after */
  int64_t count;
  patron__robust_way way;           /* to the ranked card, for what is nested */
  double least;                     /* the share of the weight that must be known for a rank */
  patron__winnability winnability;  /* for the bands of winnability */
} question;

static int32_t rankings(const patron__run *run, int32_t nested, decision *list) {
  const int64_t top = patron__settings_integer(run->settings, "robust.top");
  int32_t count = 0;
  list[count++] = (decision){"FIRST", PATRON_STABILITY_TOP, 1, 0, nested};
  if (top < run->rows) list[count++] = (decision){"TOP", PATRON_STABILITY_TOP, top, 0, nested};
  list[count++] = (decision){"ORDER", PATRON_STABILITY_ORDER, 0, 0, nested};
  return count;
}

static int32_t bands_of(const patron__run *run, const char *card, decision *list) {
  double bounds[2];
  const int32_t count = strcmp(card, "attractiveness") == 0 || strcmp(card, "winnability") == 0 ? patron__settings_numbers(run->settings, "matrix.bands", bounds, 2) : 0;
  for (int32_t i = 0; i < count; i++) list[i] = (decision){"BAND", PATRON_STABILITY_BOUND, 0, bounds[i] / 100, 0};
  return count;
}

static patron_status open_question(patron__run *run, const patron__robust_view *view, question *q) {
  memset(q, 0, sizeof *q);
  q->run = run;
  q->view = view;
  q->least = patron__score_least_coverage(run);
  if (strcmp(view->card->name, "winnability") == 0) q->winnability = patron__winnability_of(run);
  q->candidates = patron__allocate_array(run->context, 2 * run->rows + 1, sizeof *q->candidates);
  return q->candidates == NULL ? patron__memory_status(run->context) : patron__robust_others_create(run, &q->others);
}

static void close_question(question *q) {
  patron__robust_others_release(q->run, &q->others);
  patron__robust_way_release(q->run, &q->way);
  patron__release(q->run->context, q->candidates);
}

/* The score that puts a row into the band: in RELATIVE mode winnability is 100 own / (own + competitor), and 50 of nothing against nothing. */
static double band_bound(const question *q, double bound, int64_t row) {
  double competitor;
  if (!patron__known(q->winnability.competitor, row)) return bound;
  competitor = patron__column_f64(q->winnability.competitor, row) / 100;
  if (!(competitor > 0)) return bound > 0.5 ? DBL_MIN : -1;
  return bound * competitor / (1 - bound);
}

/* What a row's score is made of: its own scorecard's or, nested, the ranked one's; and how much of the weight is known of it at the whole weight and at none. */
typedef struct made_of { patron__curve curve; double own, others; } made_of;

/* Narrows the stretch on which a row takes part to where enough of its weight is known. */
static void narrow_to_covered(const made_of *m, double least, double weight, patron__candidate *c) {
  c->present = c->present && m->own * weight + m->others * (1 - weight) >= least;
  if (m->own > m->others) c->from = patron__larger(c->from, (least - m->others) / (m->own - m->others));
  else if (m->own < m->others) c->to = patron__smaller(c->to, (m->others - least) / (m->others - m->own));
  else if (m->others < least) c->to = -1;
  if (!c->present) return;
  c->from = patron__smaller(c->from, weight);   /* which rounding may have left outside */
  c->to = patron__larger(c->to, weight);
}

/* The score of the ranked card, by a nested one that has a score or has none. 0: it has none itself. */
static int32_t follow_way(const patron__robust_way *way, int64_t row, int32_t scored, made_of *m) {
  const double base = way->base[row] / 100, slope = way->slope[row] / 100, without = way->without[row] / 100;
  const patron__curve inner = m->curve;
  m->own = scored ? way->cover[row] + way->cover_slope[row] * m->own : way->cover_without[row];
  m->others = scored ? way->cover[row] + way->cover_slope[row] * m->others : way->cover_without[row];
  if (scored) m->curve = (patron__curve){base * inner.known + slope * inner.one, base * inner.share + slope * inner.zero, inner.known, inner.share};
  else m->curve = (patron__curve){without, without, 1, 1};
  return patron__bit_get(scored ? way->known : way->known_without, row);
}

/* A row that takes part from one weight to another, if it has a score there. `from` 0 is in force at weight 0, too. */
static void add_candidate(question *q, const decision *asked, int64_t row, double weight, int32_t scored, made_of m, double from, double to) {
  patron__candidate c = {{0, 0, 1, 1}, from, to, band_bound(q, asked->bound, row), (uint32_t)row, from <= weight && weight <= to};
  if (asked->nested ? !follow_way(&q->way, row, scored, &m) : !scored) return;
  c.curve = m.curve;
  if (asked->preserve != PATRON_STABILITY_BOUND) narrow_to_covered(&m, q->least, weight, &c);
  if (c.from <= c.to && c.from <= 1 && c.to >= 0) q->candidates[q->count++] = c;
}

static void draw_candidates(question *q, int32_t criterion, double weight, const decision *asked, int64_t row) {
  const patron__robust_view *view = q->view;
  const int32_t own = patron__column_known(view->columns[criterion], row), others = patron__bit_get(q->others.scored, row);
  made_of m = {{0, 0, 1, 1}, own ? view->covered[criterion][row] : 0, q->others.covered[row]}, none = m;
  const int32_t scored = patron__robust_curve(view, criterion, &q->others, row, &m.curve);
  if (weight > 0 || scored == others) { add_candidate(q, asked, row, weight, scored, m, 0, 1); return; }
  /* A weight of 0 in force: what is known of this criterion alone makes no score, and what FAIL demands is not demanded of it. */
  none.curve = patron__curve_of(q->others.score[row], q->others.score[row], 1, 1);
  add_candidate(q, asked, row, weight, others, none, 0, 0);
  add_candidate(q, asked, row, weight, scored, m, DBL_MIN, 1);
}

static patron_status find_interval(question *q, int32_t criterion, const decision *asked, answer *out) {
  const double weight = patron__robust_weight(q->view, criterion);
  patron_status status;
  q->count = 0;
  for (int64_t row = 0; row < q->run->rows; row++) draw_candidates(q, criterion, weight, asked, row);
  status = patron__find_stability(q->candidates, q->count, weight, asked->preserve, asked->which, patron__context_scratch(q->run->context), &out->at);
  out->known = status == PATRON_OK;
  return status == PATRON_UNKNOWN ? PATRON_OK : status == PATRON_E_NO_MEMORY ? patron__memory_status(q->run->context) : status;
}

static void write_interval(const question *q, int32_t criterion, const decision *asked, const patron__interval *at, patron__rows *rows) {
  patron__robust_interval(q->view, criterion, asked->name, at->low, at->high, rows);
  if (asked->preserve == PATRON_STABILITY_TOP) patron__rows_i64(rows, PATRON__STABILITY_WHICH, asked->which);
  if (asked->preserve == PATRON_STABILITY_BOUND) patron__rows_f64(rows, PATRON__STABILITY_BOUND, asked->bound * 100);
  patron__robust_customer(q->run, rows, PATRON__STABILITY_LOW_CUSTOMER, at->low_pair[0]);
  patron__robust_customer(q->run, rows, PATRON__STABILITY_LOW_OTHER, at->low_pair[1]);
  patron__robust_customer(q->run, rows, PATRON__STABILITY_HIGH_CUSTOMER, at->high_pair[0]);
  patron__robust_customer(q->run, rows, PATRON__STABILITY_HIGH_OTHER, at->high_pair[1]);
}

/* Criterion by criterion, since all decisions look at the same weight of all others; written decision by decision. */
static patron_status write_intervals(question *q, const decision *list, int32_t count, patron__rows *rows) {
  const int32_t seen = q->view->seen;
  answer *intervals = patron__allocate_array(q->run->context, (int64_t)seen * count + 1, sizeof *intervals);
  patron_status status = intervals == NULL ? patron__memory_status(q->run->context) : PATRON_OK;
  for (int32_t i = 0; i < seen && count > 0 && status == PATRON_OK; i++) {
    status = patron__robust_weigh_others(q->view, i, q->run->rows, &q->others);
    for (int32_t d = 0; d < count && status == PATRON_OK; d++) status = find_interval(q, i, &list[d], &intervals[d * seen + i]);
    if (status == PATRON_UNKNOWN) status = PATRON_OK;   /* it is the only weight there is */
  }
  for (int32_t k = 0; k < seen * count && status == PATRON_OK; k++)
    if (intervals[k].known) write_interval(q, k % seen, &list[k / seen], &intervals[k].at, rows);
  patron__release(q->run->context, intervals);
  return status == PATRON_OK ? rows->status : status;
}

/* Last ranks of the asked sets, ascending and each once; `at`: the place of each decision's. */
static int32_t rank_bounds(const decision *list, int32_t count, int64_t *bounds, int32_t *at) {
  int32_t found = 0;
  for (int32_t i = 0; i < count; i++) {
    if (list[i].preserve != PATRON_STABILITY_TOP) continue;
    if (found == 0 || bounds[found - 1] < list[i].which) bounds[found++] = list[i].which;   /* FIRST comes first */
    at[i] = found - 1;
  }
  return found;
}

/* Whether the share of the weight that is known differs between rows or weightings. */
static int32_t covered_in_part(const question *q) {
  for (int32_t i = 0; i < q->view->count; i++)
    if (q->view->covered[i] != q->view->ones || q->view->columns[i] == NULL || patron__column_unknown_count(q->view->columns[i]) > 0) return 1;
  return 0;
}

/* Scores by one draw of weights; `unused` gets a bit for those who rank. */
static patron_status score_draw(question *q, int64_t draw, int32_t in_part) {
  const patron__robust_view *view = q->view;
  double weights[PATRON__ROBUST_CRITERIA];
  uint8_t *scored = q->others.scored;
  patron_status status = patron_sample_weights(patron__settings_integer(q->run->settings, "robust.seed"), draw, 1, view->count, NULL, weights);
  if (status == PATRON_OK) status = patron_aggregate_weighted_sum(view->values, view->validity, weights, q->run->rows, view->count, view->card->missing, q->others.score, NULL, scored);
  if (status == PATRON_OK && in_part) status = patron_aggregate_weighted_sum(view->covered, view->validity, weights, q->run->rows, view->count, PATRON_MISSING_WORST, q->others.covered, NULL, q->others.unused);
  for (int64_t row = 0; status == PATRON_OK && in_part && row < q->run->rows; row++)
    if (q->others.covered[row] < q->least) patron__bit_clear(scored, row);
  return status;
}

/* Counts for each row and bound whether the row ranks within it. */
static patron_status count_draw(question *q, int64_t draw, int32_t in_part, const int64_t *bounds, int32_t sets, int64_t *counts) {
  double thresholds[DECISIONS], *sorted = q->others.coverage;
  const patron_status status = score_draw(q, draw, in_part);
  int64_t ranked = 0;
  int32_t within = 0;
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < q->run->rows; row++)
    if (patron__bit_get(q->others.scored, row)) sorted[ranked++] = q->others.score[row];
  while (within < sets && bounds[within] <= ranked) within++;
  patron__select_largest(sorted, 0, ranked, bounds, 0, within, thresholds);
  for (int32_t set = within; set < sets; set++) thresholds[set] = -INFINITY;
  for (int64_t row = 0; row < q->run->rows; row++)
    for (int32_t set = 0; set < sets && patron__bit_get(q->others.scored, row); set++) counts[row * sets + set] += q->others.score[row] >= thresholds[set];
  return PATRON_OK;
}

static patron_status write_shares(question *q, const decision *list, int32_t count, patron__rows *rows) {
  const int64_t draws = patron__settings_integer(q->run->settings, "robust.samples");
  const int32_t in_part = covered_in_part(q);
  int64_t bounds[DECISIONS];
  int32_t at[DECISIONS] = {0};
  const int32_t sets = rank_bounds(list, count, bounds, at);
  int64_t *counts = patron__allocate_array(q->run->context, q->run->rows * sets + 1, sizeof *counts);
  patron_status status = counts == NULL ? patron__memory_status(q->run->context) : PATRON_OK;
  for (int64_t draw = 0; draw < draws && status == PATRON_OK; draw++) {
    if (draw % 64 == 0) status = patron__context_tick(q->run->context, "robustness", draw, draws);
    if (status == PATRON_OK) status = count_draw(q, draw, in_part, bounds, sets, counts);
  }
  for (int64_t row = 0; row < q->run->rows && status == PATRON_OK; row++)
    for (int32_t i = 0; i < count; i++) {
      if (list[i].preserve != PATRON_STABILITY_TOP) continue;
      patron__rows_next(rows);
      patron__robust_customer(q->run, rows, 0, row);
      patron__rows_text(rows, 1, list[i].name, -1);
      patron__rows_i64(rows, 2, list[i].which);
      patron__rows_f64(rows, 3, (double)counts[row * sets + at[i]] / (double)draws);
    }
  patron__release(q->run->context, counts);
  return status == PATRON_OK ? rows->status : status;
}

/* What is asked of a card: the places of the ranked one, its own or by others in between, and its bands. */
static patron_status list_decisions(question *q, const patron__score_cards *cards, int32_t card, int32_t ranked, decision *list, int32_t *count) {
  patron_status status;
  *count = card == ranked ? rankings(q->run, 0, list) : 0;
  *count += bands_of(q->run, q->view->card->name, list + *count);
  if (card == ranked) return PATRON_OK;
  status = patron__robust_way_create(q->run, &q->way);
  if (status == PATRON_OK) status = patron__robust_path(q->run, cards, card, ranked, &q->way);
  if (status == PATRON_OK) *count += rankings(q->run, 1, list + *count);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}

patron_status patron__robust_places(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_view *view, int32_t ranked, patron__rows *stability, patron__rows *acceptability) {
  decision list[DECISIONS];
  int32_t count = 0;
  question q;
  patron_status status = open_question(run, view, &q);
  if (status == PATRON_OK) status = list_decisions(&q, cards, card, ranked, list, &count);
  if (status == PATRON_OK) status = write_intervals(&q, list, count, stability);
  if (status == PATRON_OK && card == ranked && run->rows > 0) status = write_shares(&q, list, count, acceptability);
  close_question(&q);
  return status;
}
