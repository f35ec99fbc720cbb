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

enum { CRITERIA = PATRON__ROBUST_CRITERIA };

typedef patron__robust_view view;

void patron__robust_customer(const patron__run *run, patron__rows *rows, int32_t column, int64_t row) {
  if (row >= 0) patron__rows_cell(rows, column, patron__run_fact(run, "customer"), row);
}

void patron__robust_interval(const view *v, int32_t criterion, const char *decision, double low, double high, patron__rows *rows) {
  patron__rows_next(rows);
  patron__rows_text(rows, PATRON__STABILITY_SCORECARD, v->card->name, -1);
  patron__rows_text(rows, PATRON__STABILITY_CRITERION, v->card->criteria[v->index[criterion]].name, -1);
  patron__rows_i32(rows, PATRON__STABILITY_SUBJECTIVE, v->card->criteria[v->index[criterion]].subjective);
  patron__rows_text(rows, PATRON__STABILITY_DECISION, decision, -1);
  patron__rows_f64(rows, PATRON__STABILITY_WEIGHT, patron__robust_weight(v, criterion));
  patron__rows_f64(rows, PATRON__STABILITY_LOW, low);
  patron__rows_f64(rows, PATRON__STABILITY_HIGH, high);
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
    if (k == 0) found = patron_weights_equal(v->seen, weights);
    else if (k == 1) found = patron_weights_entropy(v->values, v->validity, directions, run->rows, v->seen, scratch, weights, NULL);
    else if (k == 2) found = patron_weights_critic(v->values, v->validity, directions, run->rows, v->seen, PATRON_CORRELATION_PEARSON, scratch, weights, NULL);
    else found = patron_weights_deviation(v->values, v->validity, directions, run->rows, v->seen, scratch, weights, NULL);
    if (found == PATRON_OK) found = patron_aggregate_weighted_sum(v->values, v->validity, weights, run->rows, v->seen, PATRON_MISSING_RENORMALISE, other, NULL, known);
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

typedef struct tables { patron__rows stability, acceptability, agreement; } tables;

static patron_status create_tables(patron__run *run, tables *out) {
  static const patron__rows_column stability[] = {{"scorecard", PATRON_TEXT, NULL}, {"criterion", PATRON_TEXT, NULL}, {"decision", PATRON_TEXT, NULL}, {"which", PATRON_INTEGER, NULL},
                                                  {"bound", PATRON_NUMBER, NULL}, {"weight", PATRON_NUMBER, NULL}, {"low", PATRON_NUMBER, NULL}, {"high", PATRON_NUMBER, NULL},
                                                  {"low_customer", PATRON_TEXT, NULL}, {"low_other", PATRON_TEXT, NULL}, {"high_customer", PATRON_TEXT, NULL}, {"high_other", PATRON_TEXT, NULL},
                                                  {"low_from", PATRON_TEXT, NULL}, {"low_to", PATRON_TEXT, NULL}, {"high_from", PATRON_TEXT, NULL}, {"high_to", PATRON_TEXT, NULL}, {"subjective", PATRON_FLAG, NULL}};
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

static patron_status examine(patron__run *run, const patron__score_cards *cards, int32_t index, int32_t ranked, const patron__tier_state *tiers, tables *out) {
  view v;
  patron_status status = patron__robust_view_open(run, &cards->cards[index], &v);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  status = patron__robust_places(run, cards, index, &v, ranked, &out->stability, &out->acceptability);
  if (status == PATRON_OK) status = write_agreement(run, &v, &out->agreement);
  if (status == PATRON_OK && tiers != NULL) status = patron__robust_tiers(run, cards, index, &v, tiers, &out->stability, &out->acceptability);
  patron__robust_view_close(run, &v);
  return status;
}

patron_status patron__robustness(patron__run *run, const patron__score_cards *cards, const patron__tier_state *tiers) {
  const int32_t reached = weights_reach_tiers(run, cards, tiers);
  char name[256] = "";
  tables out;
  patron_status status = patron__settings_copy(run->settings, "score.rank_by", name, sizeof name);
  if (status != PATRON_OK) return status;
  status = create_tables(run, &out);
  const int32_t ranked = patron__score_cards_find(cards, name);
  if (status == PATRON_OK && ranked < 0) status = patron__run_skip(run, "robustness", name[0] == '\0' ? "settings.score.rank_by" : name);
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
