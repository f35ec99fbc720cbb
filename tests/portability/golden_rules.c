/* Rules functions over arrays: where C libraries, word sizes and byte orders differ, the results may not. */
#include "golden.h"

enum { ROWS = 200, CRITERIA = 5, CELLS = ROWS * CRITERIA, CUTS = 3, SAMPLES = 300 };

uint64_t golden_random = 1;

static double columns[CRITERIA][ROWS];
static uint8_t bits[CRITERIA][ROWS / 8];
static const double *column_list[CRITERIA];
static const uint8_t *validity_list[CRITERIA];
static double scores[ROWS], coverage[ROWS], third[ROWS], fourth[ROWS];

/* Values from 0.001 to 1, about one in eleven unknown. */
static void draw_matrix(void)
{
  golden_random = 7;
  for (int j = 0; j < CRITERIA; j++) {
    memset(bits[j], 0, sizeof bits[j]);
    for (int i = 0; i < ROWS; i++) {
      columns[j][i] = (double)(1 + draw(1000)) / 1000.0;
      if (draw(11) != 0) bits[j][i / 8] = (uint8_t)(bits[j][i / 8] | 1u << i % 8);
    }
    column_list[j] = columns[j];
    validity_list[j] = bits[j];
  }
}

static void weights_from_data(void)
{
  digest entropy = digest_begin(), critic = digest_begin(), deviation = digest_begin();
  double weights[CRITERIA];
  uint32_t warnings = 0;
  need(patron_weights_entropy(column_list, validity_list, NULL, ROWS, CRITERIA, NULL, weights, &warnings), "entropy");
  digest_f64s(&entropy, weights, CRITERIA);
  for (int32_t correlation = PATRON_CORRELATION_PEARSON; correlation <= PATRON_CORRELATION_SPEARMAN; correlation++) {
    need(patron_weights_critic(column_list, validity_list, NULL, ROWS, CRITERIA, correlation, NULL, weights, &warnings), "critic");
    digest_f64s(&critic, weights, CRITERIA);
  }
  need(patron_weights_deviation(column_list, validity_list, NULL, ROWS, CRITERIA, NULL, weights, &warnings), "deviation");
  digest_f64s(&deviation, weights, CRITERIA);
  say("rules-entropy", entropy);
  say("rules-critic", critic);
  say("rules-deviation", deviation);
}

static void weights_from_judgement(void)
{
  static const double matrix[16] = { 1, 3, 5, 7, 1.0 / 3, 1, 2, 4, 1.0 / 5, 1.0 / 2, 1, 3, 1.0 / 7, 1.0 / 4, 1.0 / 3, 1 };
  static const double best[4] = { 1, 2, 5, 8 }, worst[4] = { 8, 5, 3, 1 }, ranks[4] = { 1, 2, 2, 4 };
  digest d = digest_begin();
  double weights[4], xi = 0, ratio = 0;
  for (int32_t method = PATRON_WEIGHTING_AHP; method <= PATRON_WEIGHTING_AHP_GEOMETRIC; method++) {
    patron_ahp_consistency consistency = { .struct_size = sizeof consistency };
    need(patron_weights_ahp(matrix, 4, method, PATRON_RANDOM_INDEX_ALONSO_LAMATA, 1e-9, NULL, weights, &consistency), "ahp");
    digest_f64s(&d, weights, 4);
    digest_f64s(&d, (const double[]){ consistency.lambda_max, consistency.index, consistency.ratio, consistency.geometric_index }, 4);
  }
  need(patron_weights_best_worst(best, worst, 4, 0, 3, NULL, weights, &xi, &ratio), "best-worst");
  digest_f64s(&d, weights, 4);
  digest_f64s(&d, (const double[]){ xi, ratio }, 2);
  for (int32_t method = PATRON_WEIGHTING_RANK_ORDER_CENTROID; method <= PATRON_WEIGHTING_RANK_RECIPROCAL; method++) {
    need(patron_weights_rank(method, ranks, 4, weights), "rank weights");
    digest_f64s(&d, weights, 4);
  }
  say("rules-judged-weights", d);
}

static void normalised(void)
{
  static const double from[4] = { 0.1, 0.4, 0.4, 0.9 }, score[4] = { 0, 30, 45, 100 };
  digest d = digest_begin();
  double grid[16], grid_score[16];
  int32_t points = 0;
  for (int j = 0; j < CRITERIA; j++) {
    patron_value_statistics statistics = { .struct_size = sizeof statistics };
    need(patron_transform_log1p(columns[j], bits[j], ROWS, scores), "log1p");
    digest_f64s(&d, scores, ROWS);
    need(patron_normalise_percent_rank(columns[j], bits[j], ROWS, j % 2, NULL, scores), "percent rank");
    digest_f64s(&d, scores, ROWS);
    need(patron_percent_rank_points(columns[j], bits[j], ROWS, 16, j % 2, NULL, grid, grid_score, &points), "percent rank points");
    digest_f64s(&d, grid, points);
    digest_f64s(&d, grid_score, points);
    need(patron_normalise_points(columns[j], bits[j], ROWS, from, score, 4, scores), "points");
    digest_f64s(&d, scores, ROWS);
    need(patron_normalise_target(columns[j], bits[j], ROWS, 0.1, 0.3, 0.7, 0.95, scores), "target");
    digest_f64s(&d, scores, ROWS);
    need(patron_value_statistics_of(columns[j], bits[j], ROWS, &statistics), "statistics");
    digest_f64s(&d, (const double[]){ statistics.mean, statistics.deviation, statistics.sum, statistics.norm, statistics.reciprocal_sum }, 5);
    for (int32_t normaliser = PATRON_NORMALISER_ZSCORE; normaliser <= PATRON_NORMALISER_SUM; normaliser++) {
      need(patron_normalise_statistics(columns[j], bits[j], ROWS, normaliser, &statistics, PATRON_DIRECTION_LOWER, scores), "statistics");
      digest_f64s(&d, scores, ROWS);
    }
  }
  say("rules-normalised", d);
}

static void aggregated(void)
{
  static const double weights[CRITERIA] = { 0.3, 0.25, 0.2, 0.15, 0.1 };
  static const int32_t shapes[CRITERIA] = { PATRON_PREFERENCE_GAUSSIAN, PATRON_PREFERENCE_LINEAR, PATRON_PREFERENCE_LEVEL, PATRON_PREFERENCE_USUAL, PATRON_PREFERENCE_V };
  static const double indifference[CRITERIA] = { 0, 0.05, 0.1, 0, 0 }, strict[CRITERIA] = { 0.25, 0.5, 0.3, 0, 0.4 };
  digest sum = digest_begin(), product = digest_begin(), compared = digest_begin();
  uint8_t known[ROWS / 8];
  uint32_t warnings = 0;
  for (int32_t missing = PATRON_MISSING_RENORMALISE; missing <= PATRON_MISSING_WORST; missing++) {
    patron_topsis_columns topsis = { .struct_size = sizeof topsis, .score = scores, .distance_best = coverage, .distance_worst = third, .validity = known };
    patron_vikor_columns vikor = { .struct_size = sizeof vikor, .utility = scores, .regret = coverage, .compromise = third, .validity = known };
    patron_promethee_columns flows = { .struct_size = sizeof flows, .plus = scores, .minus = coverage, .net = third, .validity = known };
    const patron_promethee_preferences preferences = { .struct_size = sizeof preferences, .type = shapes, .indifference = indifference, .strict = strict };
    need(patron_aggregate_weighted_sum(column_list, validity_list, weights, ROWS, CRITERIA, missing, scores, coverage, known), "weighted sum");
    digest_f64s(&sum, scores, ROWS);
    digest_f64s(&sum, coverage, ROWS);
    need(patron_aggregate_weighted_product(column_list, validity_list, weights, ROWS, CRITERIA, missing, 0.001, NULL, scores, coverage, known), "weighted product");
    digest_f64s(&product, scores, ROWS);
    need(patron_aggregate_topsis(column_list, validity_list, weights, ROWS, CRITERIA, missing, NULL, NULL, NULL, &topsis, &warnings), "TOPSIS");
    digest_f64s(&compared, scores, ROWS), digest_f64s(&compared, coverage, ROWS), digest_f64s(&compared, third, ROWS);
    need(patron_aggregate_vikor(column_list, validity_list, weights, ROWS, CRITERIA, missing, 0.5, NULL, NULL, NULL, NULL, &vikor, &warnings), "VIKOR");
    digest_f64s(&compared, scores, ROWS), digest_f64s(&compared, coverage, ROWS), digest_f64s(&compared, third, ROWS);
    need(patron_aggregate_promethee(column_list, validity_list, NULL, weights, &preferences, ROWS, CRITERIA, missing, NULL, &flows, &warnings), "PROMETHEE");
    digest_f64s(&compared, scores, ROWS), digest_f64s(&compared, coverage, ROWS), digest_f64s(&compared, third, ROWS);
  }
  say("rules-weighted-sum", sum);
  say("rules-weighted-product", product);
  say("rules-compared", compared);
}

static void robust(void)
{
  static const double weights[3] = { 0.5, 0.3, 0.2 }, ranks[3] = { 1, 2, 3 };
  static const int64_t bounds[3] = { 1, 5, 20 };
  static double drawn[SAMPLES * 3], tiers[40 * 3], central[40 * 3], confidence[40], pairwise[40 * 40];
  static uint8_t firsts[5];
  digest d = digest_begin();
  int64_t order[ROWS];
  double tau = 0, rho = 0;
  need(patron_sample_weights(42, 5, SAMPLES, 3, ranks, drawn), "samples");
  digest_f64s(&d, drawn, SAMPLES * 3);
  patron_acceptability_samples samples = { .struct_size = sizeof samples, .count = SAMPLES, .seed = 42 };
  patron_acceptability_columns out = { .struct_size = sizeof out, .tiers = tiers, .central_weights = central, .confidence = confidence, .pairwise = pairwise, .central_validity = firsts };
  need(patron_acceptability(column_list, validity_list, 40, 3, &samples, bounds, 3, NULL, &out), "acceptability");
  digest_f64s(&d, tiers, 40 * 3), digest_f64s(&d, central, 40 * 3), digest_f64s(&d, confidence, 40), digest_f64s(&d, pairwise, 40 * 40);
  for (int i = 0; i < 5; i++) digest_i64(&d, firsts[i]);
  for (int32_t preserve = PATRON_STABILITY_ORDER; preserve <= PATRON_STABILITY_BOUND; preserve++) {
    patron_stability stability = { .struct_size = sizeof stability };
    need(patron_weight_stability(column_list, NULL, weights, 40, 3, 1, preserve, 6, 0.5, NULL, &stability), "stability");
    digest_f64s(&d, (const double[]){ stability.current, stability.low, stability.high }, 3);
    digest_i64s(&d, stability.low_pair, 2), digest_i64s(&d, stability.high_pair, 2);
  }
  need(patron_rank_correlation(columns[0], bits[0], columns[1], bits[1], ROWS, NULL, &tau, &rho), "correlation");
  digest_f64s(&d, (const double[]){ tau, rho }, 2);
  need(patron_rank(columns[2], bits[2], ROWS, NULL, order), "rank");
  for (int i = 0; i < ROWS; i++) digest_i64(&d, (bits[2][i / 8] >> i % 8 & 1) ? order[i] : -1);
  say("rules-robustness", d);
}

static void classified(void)
{
  static double hundredths[4][ROWS];
  const double *values[4] = { hundredths[0], hundredths[1], hundredths[2], hundredths[3] };
  const uint8_t *known[4] = { bits[0], bits[1], bits[2], bits[3] };
  static int8_t level[ROWS], exposed[ROWS], severity[ROWS];
  static uint32_t flags[ROWS];
  digest d = digest_begin();
  for (int j = 0; j < 4; j++) for (int i = 0; i < ROWS; i++) hundredths[j][i] = columns[j][i] * 100;
  for (int32_t side = PATRON_SIDE_RULE_MIN; side <= PATRON_SIDE_RULE_GEOMETRIC; side++) {
    patron_relationship_rule rule = { .struct_size = sizeof rule };
    need(patron_relationship_rule_default(&rule), "default rule");
    rule.side_rule = side;
    patron_relationship_columns out = { .struct_size = sizeof out, .level = level, .exposed = exposed, .severity = severity, .flags = flags, .side_us = scores, .side_them = coverage, .mutual = third, .gap = fourth };
    need(patron_relationship_classify_batch(&rule, values, known, ROWS, &out), "relationship");
    for (int i = 0; i < ROWS; i++) digest_i64(&d, level[i]), digest_i64(&d, exposed[i]), digest_i64(&d, severity[i]), digest_i64(&d, flags[i]);
    digest_f64s(&d, scores, ROWS), digest_f64s(&d, coverage, ROWS), digest_f64s(&d, third, ROWS), digest_f64s(&d, fourth, ROWS);
  }
  say("rules-relationship", d);
}

static void concentrated(void)
{
  static double values[ROWS], population[21], share[21], breaks[5], within;
  static int64_t sizes[4];
  digest d = digest_begin();
  for (int i = 0; i < ROWS; i++) values[i] = (columns[0][i] - 0.1) * columns[1][i] * 1e6 / columns[2][i];
  patron_concentration c = { .struct_size = sizeof c };
  patron_top_share top = { .struct_size = sizeof top };
  need(patron_concentration_f64(values, bits[0], ROWS, NULL, &c), "concentration");
  digest_f64s(&d, (const double[]){ c.gini_positive, c.gini_clip0, c.peak_over_net, c.peak_f64, c.net_f64, c.erosion_f64 }, 6);
  digest_i64s(&d, (const int64_t[]){ c.peak_rank, c.n, c.n_negative, c.break_even_rank }, 4);
  need(patron_top_share_f64(values, bits[0], ROWS, 200000, NULL, &top), "top share");
  digest_f64s(&d, (const double[]){ top.sum_f64, top.share_of_positive, top.share_of_net }, 3);
  need(patron_lorenz_points_f64(values, bits[0], ROWS, PATRON_LORENZ_POSITIVE, 21, NULL, population, share), "Lorenz");
  digest_f64s(&d, population, 21), digest_f64s(&d, share, 21);
  need(patron_natural_breaks_f64(values, bits[0], ROWS, 4, NULL, breaks, sizes, &within), "natural breaks");
  digest_f64s(&d, breaks, 5), digest_i64s(&d, sizes, 4), digest_f64(&d, within);
  say("rules-concentration", d);
}

/* Doubles of any bits to text and back; text of money and dates. */
static void written(void)
{
  digest d = digest_begin();
  char text[64];
  golden_random = 11;
  for (int i = 0; i < 3000; i++) {
    uint64_t pattern = draw(1u << 30) << 34;
    pattern ^= draw(1u << 30) << 17;
    pattern ^= draw(1u << 30);
    double value, back = 0;
    int64_t money = 0;
    int32_t days = 0;
    memcpy(&value, &pattern, sizeof value);
    if (patron_number_format(value, text, sizeof text, NULL) == PATRON_OK) {
      digest_text(&d, text);
      need(patron_number_parse(text, -1, &back), text);
      digest_f64(&d, back);
    }
    need(patron_money_format((int64_t)pattern, i % 5, text, sizeof text, NULL), "money");
    digest_text(&d, text);
    need(patron_money_parse(text, -1, i % 5, &money), text);
    digest_i64(&d, money);
    need(patron_date_format((int32_t)draw(1000000) - 500000, text, sizeof text, NULL), "date");
    digest_text(&d, text);
    need(patron_date_parse(text, -1, &days), text);
    digest_i64(&d, days);
  }
  say("text-of-values", d);
}

void golden_rules(void)
{
  draw_matrix();
  weights_from_data();
  weights_from_judgement();
  normalised();
  aggregated();
  robust();
  classified();
  concentrated();
  written();
}
