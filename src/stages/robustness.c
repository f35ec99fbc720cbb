/*
 * How much of the rankings is the customers' and how much the weights'.
 *
 * `stability`: for each criterion of a weighted sum the exact interval of its weight over which a decision stays as it is: the first place, the first robust.top, the
 * whole order (the scorecard of score.rank_by), the bands of attractiveness and winnability, and the tiers (winnability, and scorecards nested in it).
 * `acceptability`: in what share of all weights a customer ranks first, among the first robust.top, and is in each tier; robust.samples weights drawn evenly by robust.seed.
 * `agreement`: Kendall's tau-b and Spearman's rho between the score and the same criteria weighted otherwise.
 */
#include "stages/robustness.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "patron/rules/robustness.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/robustness_parts.h"
#include "stages/values.h"

enum { CRITERIA = PATRON__ROBUST_CRITERIA, DECISIONS = 4 };

typedef patron__robust_view view;

static void clear_view(view *v) {
  for (int32_t i = 0; i < v->count; i++) patron__column_drop(v->columns[i]);
}

/* Known values of a normalised column. */
static int64_t known_rows(const patron__column *column) { return column->rows - patron__column_unknown_count(column); }

/* Whether a row knows all criteria that weigh: only such rows take part in an interval. */
static int32_t has_complete_row(const view *v, int64_t rows) {
  for (int64_t row = 0; row < rows; row++) {
    int32_t complete = 1;
    for (int32_t i = 0; i < v->count && complete; i++) complete = !(v->weights[i] > 0) || patron__column_known(v->columns[i], row);
    if (complete) return 1;
  }
  return 0;
}

/* Why there is no view, as a row of `skipped`: the column that would enable it. */
static patron_status skip_view(patron__run *run, const char *column) {
  const patron_status status = patron__run_skip(run, "robustness", column);
  return status == PATRON_OK ? PATRON_UNKNOWN : status;
}

/* Fills the criteria that somebody knows. *missing: the column of the first that nobody does. */
static patron_status fill_view(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, const char **missing, view *v) {
  for (int32_t j = 0; j < card->count; j++) {
    patron__column *column = NULL;
    if (!(card->criteria[j].weight >= 0)) continue;
    if (sources[j].column != NULL) {
      const patron_status status = patron__score_normalised_column(call, card, j, &sources[j], &column);
      if (status != PATRON_OK) return status;
    }
    if (column == NULL || known_rows(column) == 0) {
      if (*missing == NULL) *missing = card->criteria[j].column;
      if (column != NULL) patron__column_drop(column);
      continue;
    }
    v->index[v->count] = j;
    v->columns[v->count] = column;
    v->values[v->count] = column->values;
    v->validity[v->count] = column->validity;
    v->weights[v->count++] = card->criteria[j].weight;
  }
  return PATRON_OK;
}

/* The column of the criterion that the fewest rows know. */
static const char *least_known(const view *v) {
  int32_t least = 0;
  for (int32_t i = 1; i < v->count; i++)
    if (v->weights[i] > 0 && (!(v->weights[least] > 0) || known_rows(v->columns[i]) < known_rows(v->columns[least]))) least = i;
  return v->card->criteria[v->index[least]].column;
}

/* PATRON_UNKNOWN: nothing can be said of this card, and `skipped` says why. */
static patron_status open_view(patron__run *run, const patron__score_card *card, view *v) {
  patron__score_source sources[CRITERIA];
  patron__score_call call;
  const char *missing = NULL;
  int32_t known = 0, sets = 0;
  patron_status status;
  memset(v, 0, sizeof *v);
  v->card = card;
  if (card->table == PATRON__SCORE_CATEGORIES) return skip_view(run, "scorecards.table");   /* weights act on categories, not on customers */
  if (card->table != PATRON__SCORE_CUSTOMERS || card->count < 2) return PATRON_UNKNOWN;   /* one criterion alone: no weight can change anything */
  if (card->count > CRITERIA) return skip_view(run, "criteria.criterion");
  if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_SUM) return skip_view(run, "scorecards.aggregation");   /* intervals are those of a weighted sum */
  for (int32_t j = 0; j < card->count; j++)
    if (card->criteria[j].peer_set >= sets) sets = card->criteria[j].peer_set + 1;
  status = patron__score_call_begin(run, sets, &call);
  if (status == PATRON_OK) status = patron__score_sources(run, card, NULL, sources, &known);
  if (status == PATRON_OK) status = fill_view(&call, card, sources, &missing, v);
  patron__score_call_end(&call);
  if (status == PATRON_OK && v->count < 2) status = skip_view(run, missing != NULL ? missing : "criteria.weight");
  else if (status == PATRON_OK && !has_complete_row(v, run->rows)) status = patron__run_skip(run, "robustness", least_known(v));   /* no intervals; the rest takes rows as they are */
  if (status != PATRON_OK) clear_view(v);
  return status;
}

/* A decision whose stability is asked. */
typedef struct decision { const char *name; int32_t preserve; int64_t which; double bound; } decision;

static int32_t decisions_of(const patron__run *run, const char *card, const char *ranked, decision *list) {
  const int64_t top = patron__settings_integer(run->settings, "robust.top");
  int32_t count = 0;
  if (strcmp(card, ranked) == 0) {
    list[count++] = (decision){"FIRST", PATRON_STABILITY_TOP, 1, 0};
    if (top < run->rows) list[count++] = (decision){"TOP", PATRON_STABILITY_TOP, top, 0};
    list[count++] = (decision){"ORDER", PATRON_STABILITY_ORDER, 0, 0};
  } else if (strcmp(card, "attractiveness") == 0 || strcmp(card, "winnability") == 0) {
    double bounds[2];
    const int32_t bands = patron__settings_numbers(run->settings, "matrix.bands", bounds, 2);
    for (int32_t i = 0; i < bands; i++) list[count++] = (decision){"BAND", PATRON_STABILITY_BOUND, 0, bounds[i] / 100};
  }
  return count;
}

void patron__robust_customer(const patron__run *run, patron__rows *rows, int32_t column, int64_t row) {
  if (row >= 0) patron__rows_cell(rows, column, patron__run_fact(run, "customer"), row);
}

static patron_status write_stability(patron__run *run, const view *v, const decision *asked, patron__rows *rows) {
  for (int32_t i = 0; i < v->count; i++) {
    patron_stability out;
    patron_status status;
    memset(&out, 0, sizeof out);
    out.struct_size = sizeof out;
    status = patron_weight_stability(v->values, v->validity, v->weights, run->rows, v->count, i, asked->preserve, asked->which, asked->bound, patron__context_scratch(run->context), &out);
    if (status == PATRON_UNKNOWN || status == PATRON_E_RANGE) continue;   /* no row knows this criterion, of weight 0, beside the others; or it is the only weight there is */
    if (status != PATRON_OK) return status;
    patron__rows_next(rows);
    patron__rows_text(rows, PATRON__STABILITY_SCORECARD, v->card->name, -1);
    patron__rows_text(rows, PATRON__STABILITY_CRITERION, v->card->criteria[v->index[i]].name, -1);
    patron__rows_text(rows, PATRON__STABILITY_DECISION, asked->name, -1);
    if (asked->preserve == PATRON_STABILITY_TOP) patron__rows_i64(rows, PATRON__STABILITY_WHICH, asked->which);
    if (asked->preserve == PATRON_STABILITY_BOUND) patron__rows_f64(rows, PATRON__STABILITY_BOUND, asked->bound * 100);
    patron__rows_f64(rows, PATRON__STABILITY_WEIGHT, out.current);
    patron__rows_f64(rows, PATRON__STABILITY_LOW, out.low);
    patron__rows_f64(rows, PATRON__STABILITY_HIGH, out.high);
    patron__robust_customer(run, rows, PATRON__STABILITY_LOW_CUSTOMER, out.low_pair[0]);
    patron__robust_customer(run, rows, PATRON__STABILITY_LOW_OTHER, out.low_pair[1]);
    patron__robust_customer(run, rows, PATRON__STABILITY_HIGH_CUSTOMER, out.high_pair[0]);
    patron__robust_customer(run, rows, PATRON__STABILITY_HIGH_OTHER, out.high_pair[1]);
  }
  return rows->status;
}

static patron_status write_agreement(patron__run *run, const view *v, patron__rows *rows) {
  static const char *const names[] = {"EQUAL", "ENTROPY", "CRITIC", "DEVIATION"};
  const patron__column *score = patron__table_find(run->customers, v->card->name);
  const patron_allocator *scratch = patron__context_scratch(run->context);
  double *other = patron__allocate_array(run->context, run->rows + 1, sizeof *other);
  uint8_t *known = patron__allocate_array(run->context, patron__bitmap_bytes(run->rows) + 1, 1);
  patron_status status = other == NULL || known == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int32_t k = 0; k < 4 && score != NULL && status == PATRON_OK; k++) {
    double weights[CRITERIA], tau = NAN, rho = NAN;
    int32_t directions[CRITERIA];
    patron_status found;
    for (int32_t i = 0; i < CRITERIA; i++) directions[i] = PATRON_DIRECTION_HIGHER;   /* normalised values: more is better */
    if (k == 0) found = patron_weights_equal(v->count, weights);
    else if (k == 1) found = patron_weights_entropy(v->values, v->validity, directions, run->rows, v->count, scratch, weights, NULL);
    else if (k == 2) found = patron_weights_critic(v->values, v->validity, directions, run->rows, v->count, PATRON_CORRELATION_PEARSON, scratch, weights, NULL);
    else found = patron_weights_deviation(v->values, v->validity, directions, run->rows, v->count, scratch, weights, NULL);
    if (found == PATRON_OK) found = patron_aggregate_weighted_sum(v->values, v->validity, weights, run->rows, v->count, PATRON_MISSING_RENORMALISE, other, NULL, known);
    if (found == PATRON_OK) found = patron_rank_correlation(score->values, score->validity, other, known, run->rows, scratch, &tau, &rho);
    if (found == PATRON_E_NO_MEMORY || found == PATRON_E_MEMORY_LIMIT) status = patron__memory_status(run->context);
    if (found != PATRON_OK) continue;   /* the data give no such weights, or the order is not defined */
    patron__rows_next(rows);
    patron__rows_text(rows, 0, v->card->name, -1);
    patron__rows_text(rows, 1, names[k], -1);
    patron__rows_f64(rows, 2, tau);
    patron__rows_f64(rows, 3, rho);
  }
  patron__release(run->context, other);
  patron__release(run->context, known);
  return status == PATRON_OK ? rows->status : status;
}

/* Last ranks of the asked sets, ascending and each once. */
static int32_t rank_bounds(const decision *list, int32_t count, int64_t *bounds) {
  int32_t found = 0;
  for (int32_t i = 0; i < count; i++) {
    int32_t at = found;
    if (list[i].preserve != PATRON_STABILITY_TOP) continue;
    while (at > 0 && bounds[at - 1] > list[i].which) at--;
    if (at > 0 && bounds[at - 1] == list[i].which) continue;
    memmove(bounds + at + 1, bounds + at, (size_t)(found - at) * sizeof *bounds);
    bounds[at] = list[i].which;
    found++;
  }
  return found;
}

static patron_status write_acceptability(patron__run *run, const view *v, const decision *list, int32_t count, patron__rows *rows) {
  const patron_acceptability_samples samples = {sizeof samples, 0, patron__settings_integer(run->settings, "robust.samples"), patron__settings_integer(run->settings, "robust.seed"), NULL, NULL, NULL};
  int64_t bounds[DECISIONS];
  const int32_t tiers = rank_bounds(list, count, bounds);
  double *shares = patron__allocate_array(run->context, run->rows * tiers + 1, sizeof *shares);
  patron_acceptability_columns out;
  patron_status status;
  if (shares == NULL) return patron__memory_status(run->context);
  memset(&out, 0, sizeof out);
  out.struct_size = sizeof out;
  out.tiers = shares;
  status = patron_acceptability(v->values, v->validity, run->rows, v->count, &samples, bounds, tiers, patron__context_scratch(run->context), &out);
  for (int64_t row = 0; row < run->rows && status == PATRON_OK; row++)
    for (int32_t i = 0; i < count; i++) {
      double share = 0;
      if (list[i].preserve != PATRON_STABILITY_TOP) continue;
      for (int32_t t = 0; t < tiers && bounds[t] <= list[i].which; t++) share += shares[row * tiers + t];
      patron__rows_next(rows);
      patron__robust_customer(run, rows, 0, row);
      patron__rows_text(rows, 1, list[i].name, -1);
      patron__rows_i64(rows, 2, list[i].which);
      patron__rows_f64(rows, 3, share);
    }
  patron__release(run->context, shares);
  return status == PATRON_OK ? rows->status : status;
}

typedef struct tables { patron__rows stability, acceptability, agreement; } tables;

static patron_status create_tables(patron__run *run, tables *out) {
  static const patron__rows_column stability[] = {{"scorecard", PATRON_TEXT, NULL}, {"criterion", PATRON_TEXT, NULL}, {"decision", PATRON_TEXT, NULL}, {"which", PATRON_INTEGER, NULL},
                                                  {"bound", PATRON_NUMBER, NULL}, {"weight", PATRON_NUMBER, NULL}, {"low", PATRON_NUMBER, NULL}, {"high", PATRON_NUMBER, NULL},
                                                  {"low_customer", PATRON_TEXT, NULL}, {"low_other", PATRON_TEXT, NULL}, {"high_customer", PATRON_TEXT, NULL}, {"high_other", PATRON_TEXT, NULL},
                                                  {"low_from", PATRON_TEXT, NULL}, {"low_to", PATRON_TEXT, NULL}, {"high_from", PATRON_TEXT, NULL}, {"high_to", PATRON_TEXT, NULL}};
  static const patron__rows_column acceptability[] = {{"customer", PATRON_TEXT, NULL}, {"decision", PATRON_TEXT, NULL}, {"which", PATRON_INTEGER, NULL}, {"share", PATRON_NUMBER, NULL}};
  static const patron__rows_column agreement[] = {{"scorecard", PATRON_TEXT, NULL}, {"weighting", PATRON_TEXT, NULL}, {"tau_b", PATRON_NUMBER, NULL}, {"rho", PATRON_NUMBER, NULL}};
  patron_status status;
  memset(out, 0, sizeof *out);
  status = patron__rows_create(run->context, "stability", stability, PATRON__STABILITY_COLUMNS, &out->stability);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "acceptability", acceptability, 4, &out->acceptability);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "agreement", agreement, 4, &out->agreement);
  return status;
}

/* Whether some weight is behind winnable headroom, and that behind a tier. */
static int32_t weights_reach_tiers(const patron__run *run, const patron__score_cards *cards, const patron__tier_state *tiers) {
  const int32_t winnability = patron__score_cards_find(cards, "winnability");
  const patron__score_card *card = winnability < 0 ? NULL : &cards->cards[winnability];
  if (card == NULL || patron__table_find(run->customers, "winnable_headroom") == NULL || (tiers->headroom_ppm == 0 && !tiers->fence.set)) return 0;
  return card->count > 1 || card->criteria[0].card >= 0;
}

static patron_status examine(patron__run *run, const patron__score_cards *cards, int32_t index, const char *ranked, const patron__tier_state *tiers, tables *out) {
  const patron__score_card *card = &cards->cards[index];
  decision list[DECISIONS];
  const int32_t count = decisions_of(run, card->name, ranked, list);
  view v;
  patron_status status = open_view(run, card, &v);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  for (int32_t i = 0; i < count && status == PATRON_OK; i++) status = write_stability(run, &v, &list[i], &out->stability);
  if (status == PATRON_OK) status = write_agreement(run, &v, &out->agreement);
  if (status == PATRON_OK && strcmp(card->name, ranked) == 0 && run->rows > 0) status = write_acceptability(run, &v, list, count, &out->acceptability);
  if (status == PATRON_OK && tiers != NULL) status = patron__robust_tiers(run, cards, index, &v, tiers, &out->stability, &out->acceptability);
  clear_view(&v);
  return status;
}

patron_status patron__robustness(patron__run *run, const patron__score_cards *cards, const patron__tier_state *tiers) {
  const int32_t reached = weights_reach_tiers(run, cards, tiers);
  char ranked[256] = "";
  tables out;
  patron_status status = patron__settings_copy(run->settings, "score.rank_by", ranked, sizeof ranked);
  if (status != PATRON_OK) return status;
  status = create_tables(run, &out);
  if (status == PATRON_OK && patron__score_cards_find(cards, ranked) < 0) status = patron__run_skip(run, "robustness", ranked[0] == '\0' ? "settings.score.rank_by" : ranked);
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    status = patron__context_tick(run->context, "robustness", i, cards->count);
    if (status == PATRON_OK) status = examine(run, cards, cards->order[i], ranked, reached ? tiers : NULL, &out);
  }
  if (status == PATRON_OK && !reached) status = patron__robust_fixed_tiers(run, tiers, &out.stability, &out.acceptability);
  if (status == PATRON_OK) status = patron__rows_keep(&out.stability, run->out); else patron__rows_abandon(&out.stability);
  if (status == PATRON_OK) status = patron__rows_keep(&out.acceptability, run->out); else patron__rows_abandon(&out.acceptability);
  if (status == PATRON_OK) status = patron__rows_keep(&out.agreement, run->out); else patron__rows_abandon(&out.agreement);
  return status;
}
