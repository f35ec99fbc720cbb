/* What scorecards may not say: every contradiction that shows without looking at customers, each with a sentence that says what to change. */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "base/text.h"
#include "patron/rules/comparison.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "stages/cells.h"
#include "stages/score.h"
#include "table/settings.h"

static patron_status problem(patron__score_sink *sink, const patron__score_criterion *criterion, const char *column, double value, const char *expectation) {
  char text[PATRON__NUMBER_TEXT];
  if (value == value) (void)patron__format_f64(value, text);
  return patron__score_problem(sink, "criteria", criterion->row, column, value == value ? text : NULL, "%s", expectation);
}

static int32_t is_weight(double weight) { return patron__is_finite(weight) && weight >= 0; }

static patron_status check_weights(const patron__score_card *card, patron__score_sink *sink) {
  const int32_t ranked = card->weighting >= PATRON_WEIGHTING_RANK_ORDER_CENTROID && card->weighting <= PATRON_WEIGHTING_RANK_RECIPROCAL;
  double sum = 0;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < card->count && status == PATRON_OK; i++) {
    const patron__score_criterion *criterion = &card->criteria[i];
    const int32_t given = criterion->given_weight == criterion->given_weight;
    if (given && !is_weight(criterion->given_weight)) status = problem(sink, criterion, "weight", criterion->given_weight, "a weight of 0 or more");
    else if (!given && card->weighting == PATRON_WEIGHTING_DIRECT) status = problem(sink, criterion, "weight", NAN, "a weight of 0 or more, or another weighting than DIRECT");
    else if (given) sum += criterion->given_weight;
    if (status == PATRON_OK && ranked && !(criterion->rank >= 1 && patron__is_finite(criterion->rank))) status = problem(sink, criterion, "rank", criterion->rank, "a rank from 1 (most important) on");
  }
  if (status == PATRON_OK && card->weighting == PATRON_WEIGHTING_DIRECT && card->count > 0 && !(sum > 0 && patron__is_finite(sum)))
    status = patron__score_problem(sink, "criteria", card->criteria[0].row, "weight", NULL, "weights of scorecard %s whose sum is above 0", card->name);
  return status;
}

static patron_status check_bounds(const patron__score_card *card, const patron__score_criterion *criterion, patron__score_sink *sink) {
  const int32_t target = criterion->direction == PATRON_DIRECTION_TARGET;
  if (target && criterion->normaliser != PATRON_NORMALISER_LINEAR) return problem(sink, criterion, "direction", NAN, "HIGHER or LOWER: TARGET goes with LINEAR only");
  if (criterion->normaliser != PATRON_NORMALISER_LINEAR || (card->aggregation == PATRON_AGGREGATION_PROMETHEE && !target && criterion->low != criterion->low && criterion->high != criterion->high)) return PATRON_OK;
  if (!patron__is_finite(criterion->low) || !patron__is_finite(criterion->high)) return problem(sink, criterion, criterion->low == criterion->low ? "high" : "low", NAN, "both bounds, low and high (LINEAR)");
  if (!(criterion->low < criterion->high)) return problem(sink, criterion, "high", criterion->high, "a number above low");
  if (!target) return PATRON_OK;
  if (!patron__is_finite(criterion->target_low) || !patron__is_finite(criterion->target_high)) return problem(sink, criterion, "target_low", NAN, "both ends of the target interval, target_low and target_high");
  if (!(criterion->low <= criterion->target_low && criterion->target_low <= criterion->target_high && criterion->target_high <= criterion->high))
    return problem(sink, criterion, "target_low", criterion->target_low, "low <= target_low <= target_high <= high");
  return PATRON_OK;
}

/* Rows of the guide of one criterion: there are some, their scores lie in 0..100, and a `from` stands once (PIECEWISE: twice, which is a step). */
static patron_status check_guide(const patron_table *guide, const patron__score_card *card, const patron__score_criterion *criterion, patron__score_sink *sink) {
  const int32_t allowed = criterion->normaliser == PATRON_NORMALISER_STEP ? 1 : 2;
  int32_t count = 0;
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(guide) && status == PATRON_OK; row++) {
    const double from = patron__cell_number(guide, "from", row), score = patron__cell_number(guide, "score", row);
    int32_t same = 1;
    if (!patron__cell_is(guide, "scorecard", row, card->name) || !patron__cell_is(guide, "criterion", row, criterion->name)) continue;
    count++;
    for (int64_t other = 0; other < row; other++)
      same += patron__cell_is(guide, "scorecard", other, card->name) && patron__cell_is(guide, "criterion", other, criterion->name) && patron__cell_number(guide, "from", other) == from;
    if (!patron__is_finite(from)) status = patron__score_problem(sink, "scoring_guide", row, "from", NULL, "a number");
    else if (!(score >= 0 && score <= 100)) status = patron__score_problem(sink, "scoring_guide", row, "score", NULL, "a number from 0 to 100");
    else if (same > allowed) status = patron__score_problem(sink, "scoring_guide", row, "from", NULL, "a value that stands %s for this criterion", allowed == 1 ? "once" : "at most twice");
  }
  if (status == PATRON_OK && count == 0) status = problem(sink, criterion, "normaliser", NAN, "rows for this criterion in scoring_guide");
  return status;
}

/* Rows of the guide that no criterion reads are a slip of the pen. */
static patron_status check_stray_guide(const patron__tables *rules, patron__score_sink *sink) {
  const patron_table *guide = patron__tables_find(rules, "scoring_guide"), *criteria = patron__tables_find(rules, "criteria");
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(guide) && status == PATRON_OK; row++) {
    char card[PATRON__SCORE_NAME], criterion[PATRON__SCORE_NAME];
    int64_t at = 0;
    (void)patron__cell_text(guide, "scorecard", row, card, sizeof card);
    (void)patron__cell_text(guide, "criterion", row, criterion, sizeof criterion);
    while (at < patron__cells_rows(criteria) && !(patron__cell_is(criteria, "scorecard", at, card) && patron__cell_is(criteria, "criterion", at, criterion))) at++;
    if (at == patron__cells_rows(criteria)) status = patron__score_problem(sink, "scoring_guide", row, "criterion", criterion, "a criterion that stands in criteria");
  }
  return status;
}

/* The comparisons that AHP and best-worst need are all there, and their method takes them. */
static patron_status check_comparisons(const patron__tables *rules, const patron__score_card *card, patron__score_sink *sink) {
  double *weights, ratio = NAN;
  uint32_t warnings;
  patron_status status;
  if (card->weighting < PATRON_WEIGHTING_AHP || card->weighting > PATRON_WEIGHTING_BEST_WORST) return PATRON_OK;
  weights = patron__allocate_array(sink->context, (int64_t)card->count + 1, sizeof *weights);
  if (weights == NULL) return patron__memory_status(sink->context);
  status = patron__score_weigh_comparisons(rules, card, sink, weights, &ratio, &warnings);
  patron__release(sink->context, weights);
  return status;
}

/* Rows of comparisons that speak of no criterion of a scorecard. Those of a card that weighs otherwise may wait for it. */
static patron_status check_stray_comparisons(const patron__tables *rules, const patron__score_cards *cards, patron__score_sink *sink) {
  const patron_table *table = patron__tables_find(rules, "comparisons");
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(table) && status == PATRON_OK; row++) {
    int32_t card = 0;
    while (card < cards->count && !patron__cell_is(table, "scorecard", row, cards->cards[card].name)) card++;
    status = card < cards->count ? patron__score_stray_comparison(table, row, &cards->cards[card], sink) : patron__score_problem(sink, "comparisons", row, "scorecard", NULL, "a scorecard that stands in scorecards");
  }
  return status;
}

/* PROMETHEE compares raw values, with thresholds in their order. */
static patron_status check_preference(const patron__score_card *card, const patron__score_criterion *criterion, patron__score_sink *sink) {
  const double indifference = criterion->indifference == criterion->indifference ? criterion->indifference : 0, strict = criterion->strict == criterion->strict ? criterion->strict : 0;
  if (card->aggregation != PATRON_AGGREGATION_PROMETHEE) return PATRON_OK;
  if (criterion->direction == PATRON_DIRECTION_TARGET) return problem(sink, criterion, "direction", NAN, "HIGHER or LOWER: PROMETHEE compares raw values");
  if (indifference < 0) return problem(sink, criterion, "indifference", indifference, "a number of 0 or more");
  if (strict < 0 || (criterion->preference == PATRON_PREFERENCE_GAUSSIAN && !(strict > 0))) return problem(sink, criterion, "strict", strict, "a number of 0 or more, above 0 for GAUSSIAN");
  if ((criterion->preference == PATRON_PREFERENCE_LEVEL || criterion->preference == PATRON_PREFERENCE_LINEAR) && strict < indifference) return problem(sink, criterion, "strict", strict, "a number not below indifference");
  return PATRON_OK;
}

/* The smallest value of MINMAX is 0, and a product with it is 0 whatever else is known. */
static patron_status check_product(const patron__tables *rules, const patron__score_card *card, const patron__score_criterion *criterion, patron__score_sink *sink) {
  const patron_table *settings = patron__tables_find(rules, "settings");
  if (card->aggregation != PATRON_AGGREGATION_WEIGHTED_PRODUCT || criterion->normaliser != PATRON_NORMALISER_MINMAX || criterion->given_weight == 0) return PATRON_OK;
  if (settings == NULL || (patron__settings_is_set(settings, "score.product_floor") && patron__settings_number(settings, "score.product_floor") > 0)) return PATRON_OK;
  return problem(sink, criterion, "normaliser", NAN, "another normaliser than MINMAX, or the setting score.product_floor, as 0.01: its smallest value is 0 and would make every product with it 0");
}

patron_status patron__score_check_values(const patron__tables *rules, const patron__score_cards *cards, patron__score_sink *sink) {
  const patron_table *guide = patron__tables_find(rules, "scoring_guide");
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    const patron__score_card *card = &cards->cards[i];
    status = check_weights(card, sink);
    if (status == PATRON_OK) status = check_comparisons(rules, card, sink);
    for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) {
      const patron__score_criterion *criterion = &card->criteria[j];
      status = check_bounds(card, criterion, sink);
      if (status == PATRON_OK) status = check_preference(card, criterion, sink);
      if (status == PATRON_OK) status = check_product(rules, card, criterion, sink);
      if (status == PATRON_OK && (criterion->normaliser == PATRON_NORMALISER_PIECEWISE || criterion->normaliser == PATRON_NORMALISER_STEP)) status = check_guide(guide, card, criterion, sink);
    }
  }
  if (status == PATRON_OK) status = check_stray_guide(rules, sink);
  if (status == PATRON_OK) status = check_stray_comparisons(rules, cards, sink);
  return status;
}
