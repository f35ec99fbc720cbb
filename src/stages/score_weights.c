/* Weights of a card by its method, scaled to sum 1 where the method does not do so itself. */
#include <math.h>
#include <string.h>

#include "patron/rules/weights.h"
#include "stages/score.h"

int32_t patron__score_weights_need_rows(const patron__score_card *card) {
  return card->weighting == PATRON__SCORE_PLUGIN || card->weighting >= PATRON_WEIGHTING_ENTROPY;
}

static patron_status by_rank(const patron__score_card *card, double *ranks, double *weights) {
  for (int32_t j = 0; j < card->count; j++) ranks[j] = card->criteria[j].rank;
  return patron_weights_rank(card->weighting, ranks, card->count, weights);
}

static patron_status direct(const patron__score_card *card, double *given, double *weights) {
  for (int32_t j = 0; j < card->count; j++) given[j] = card->criteria[j].given_weight;
  return patron_weights_direct(given, card->count, weights);
}

/* The method's weights; PATRON_UNKNOWN where no row gives any. */
static patron_status weigh(patron__run *run, patron__score_card *card, const patron__score_source *sources, double *scratch, double *weights) {
  switch (card->weighting) {
    case PATRON__SCORE_PLUGIN: return patron__score_plugin_weights(run, card, sources, weights);
    case PATRON_WEIGHTING_DIRECT: return direct(card, scratch, weights);
    case PATRON_WEIGHTING_EQUAL: return patron_weights_equal(card->count, weights);
    case PATRON_WEIGHTING_RANK_ORDER_CENTROID: case PATRON_WEIGHTING_RANK_SUM: case PATRON_WEIGHTING_RANK_RECIPROCAL: return by_rank(card, scratch, weights);
    default: {
      const patron__where where = {"scorecards", "weighting", card->row, card->weighting_name, -1, "DIRECT, EQUAL, a rank method, or a registered plug-in"};
      return patron__fail(run->context, PATRON_E_NOT_FOUND, &where, "this weighting is not offered yet");
    }
  }
}

patron_status patron__score_fit_weights(patron__run *run, patron__score_card *card, const patron__score_source *sources, char *warnings, double *consistency) {
  double *scratch = patron__allocate_array(run->context, card->count + 1, sizeof *scratch), *weights = patron__allocate_array(run->context, card->count + 1, sizeof *weights);
  double sum = 0;
  patron_status status;
  (void)warnings;
  *consistency = NAN;
  if (scratch == NULL || weights == NULL) { status = patron__memory_status(run->context); goto done; }
  status = weigh(run, card, sources, scratch, weights);
  if (status == PATRON_E_NO_MEMORY) status = patron__memory_status(run->context);
  if (status != PATRON_OK) goto done;
  for (int32_t j = 0; j < card->count; j++) sum += weights[j];
  for (int32_t j = 0; j < card->count; j++) card->criteria[j].weight = card->weighting == PATRON__SCORE_PLUGIN ? weights[j] / sum : weights[j];
done:
  patron__release(run->context, scratch);
  patron__release(run->context, weights);
  return status;
}
