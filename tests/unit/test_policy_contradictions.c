/*
 * Policies in which rules contradict each other, or ask what can never be: each is named by the check, with the cell and what to change, and refused by fit with the same words.
 * And policies that look like them but mean something: those are used.
 */
#include "checks.h"
#include "scenario.h"
#include "text_tables.h"

typedef struct rules { const char *table, *text; } rules;
typedef struct contradiction {
  rules given[4];                               /* up to a table that is NULL; "settings" are rows of key|value */
  const char *table, *row, *column, *value, *word;   /* row from 1, "?" for none; value NULL: any */
} contradiction;

#define SEGMENT "segment|by|layers|measure|cuts|bit|purpose|use\n"
#define CARDS "scorecard|table|weighting|aggregation\n"
#define CRITERIA "scorecard|criterion|column|normaliser|within|low|high\n"
#define WEIGHED "scorecard|criterion|column|normaliser|low|high|weight|rank\n"
#define TARGETS "scorecard|criterion|column|normaliser|direction|low|high|target_low|target_high\n"
#define THRESHOLDS "scorecard|criterion|column|normaliser|direction|preference|indifference|strict\n"
#define PROGRAMS "program|tier|layers|rank|up_to_share|above_fence|visits_per_year|maximum_approach\n"

static const contradiction contradictions[] = {
  /* segments: names, and what is measured and grouped by */
  {{{"segments", SEGMENT "tier|layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "segment", "tier", "tier_cutoff"},
  {{{"segments", SEGMENT "net|layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "segment", "net", "net_margin"},
  {{{"segments", SEGMENT "gross|layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "segment", "gross", "gross_margin"},
  {{{"segments", SEGMENT "sales_previous|layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "segment", "sales_previous", "sales_previous_class"},
  {{{"segments", SEGMENT "wide|layer||current_value|80|SALES|a|b\n"}, {"scorecards", CARDS "wide_held||EQUAL|\n"}, {"criteria", CRITERIA "wide_held|a|sales|LINEAR||0|1\n"}}, "segments", "1", "segment", "wide", "wide_held"},
  {{{"segments", SEGMENT "a234567890123456789012345678901234567890123456789012345678901234|layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "segment", NULL, "63 bytes"},
  {{{"segments", SEGMENT "a\001b|layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "segment", NULL, "without control characters"},
  {{{"scorecards", CARDS "a\001b||EQUAL|\n"}, {"criteria", CRITERIA "a\001b|x|sales|LINEAR||0|1\n"}}, "scorecards", "1", "scorecard", NULL, "without control characters"},
  {{{"segments", SEGMENT "mine|layer||layer|80|SALES|a|b\n"}}, "segments", "1", "measure", "layer", "money or numbers"},
  {{{"segments", SEGMENT "mine|layer||orders|80|SALES|a|b\n"}}, "segments", "1", "measure", "orders", "money or numbers"},
  {{{"segments", SEGMENT "mine|layer||recency_days|80|SALES|a|b\n"}}, "segments", "1", "measure", "recency_days", "money or numbers"},
  {{{"segments", SEGMENT "mine|layer||tier_value|80|SALES|a|b\n"}}, "segments", "1", "measure", "tier_value", "written later, by tier"},
  {{{"segments", SEGMENT "mine|layer||mine_margin|80|SALES|a|b\n"}}, "segments", "1", "measure", "mine_margin", "written later, by segment"},
  {{{"segments", SEGMENT "mine|layer||rank|80|SALES|a|b\n"}}, "segments", "1", "measure", "rank", "written later"},
  {{{"segments", SEGMENT "mine|sales||current_value|80|SALES|a|b\n"}}, "segments", "1", "by", "sales", "text, codes or integers"},
  {{{"segments", SEGMENT "mine|layer, held_tier||current_value|80|SALES|a|b\n"}}, "segments", "1", "by", NULL, "held_tier is written later"},
  {{{"segments", SEGMENT "mine|layer,territory,layer||current_value|80|SALES|a|b\n"}}, "segments", "1", "by", NULL, "take one layer out"},
  {{{"segments", SEGMENT "mine|status||current_value|80|SALES|a|b\n"}}, "segments", "1", "by", "status", "a copy of status"},
  {{{"segments", SEGMENT "mine|a,b,c,d,e,f,g,h,i||current_value|80|SALES|a|b\n"}}, "segments", "1", "by", NULL, "at most 8"},
  {{{"segments", SEGMENT "mine|layer||current_value|95,80|SALES|a|b\n"}}, "segments", "1", "cuts", "95,80", "ascending"},
  {{{"segments", SEGMENT "mine|layer||current_value|80,80|SALES|a|b\n"}}, "segments", "1", "cuts", "80,80", "ascending"},
  {{{"segments", SEGMENT "mine|layer||current_value|80,101|SALES|a|b\n"}}, "segments", "1", "cuts", "80,101", "at most 100"},
  {{{"segments", SEGMENT "mine|layer||current_value|0|SALES|a|b\n"}}, "segments", "1", "cuts", "0", "above 0"},
  {{{"segments", SEGMENT "mine|layer||current_value|79.99999|SALES|a|b\n"}}, "segments", "1", "cuts", "79.99999", "four decimals"},
  {{{"segments", "segment|measure|purpose\nmine|current_value|why\n"}}, "segments", "1", "use", NULL, "without use"},
  {{{"settings", "key|value\nsegment.merge|A:B,A:C\n"}}, "settings", "?", "value", "A:B,A:C", "left of two colons"},
  {{{"settings", "key|value\nsegment.merge|A:B,B:C\n"}}, "settings", "?", "value", "A:B,B:C", "take one of those with B out"},
  {{{"settings", "key|value\nsegment.merge|A:B,B:A\n"}}, "settings", "?", "value", "A:B,B:A", "left of one and right of another"},
  /* scorecards: names, what they read, what they cannot multiply */
  {{{"scorecards", CARDS "tier_value||EQUAL|\n"}, {"criteria", CRITERIA "tier_value|a|sales|LINEAR||0|1\n"}}, "scorecards", "1", "scorecard", "tier_value", "no other column has"},
  {{{"scorecards", CARDS "a||EQUAL|\na_coverage||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|1\na_coverage|x|sales|LINEAR||0|1\n"}}, "scorecards", "2", "scorecard", "a_coverage", "coverage of another"},
  {{{"scorecards", CARDS "a||EQUAL|\na_confidence||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|1\na_confidence|x|sales|LINEAR||0|1\n"}}, "scorecards", "2", "scorecard", "a_confidence", "confidence of another"},
  {{{"scorecards", CARDS "key_computed||EQUAL|\n"}, {"criteria", CRITERIA "key_computed|x|sales|LINEAR||0|1\n"}}, "scorecards", "1", "scorecard", "key_computed", "_computed"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|layer|LINEAR||0|1\n"}}, "criteria", "1", "column", "layer", "numbers, integers or flags"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|mutual|LINEAR||0|100\n"}}, "criteria", "1", "column", "mutual", "written later, by relate"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales_margin|LINEAR||0|100\n"}}, "criteria", "1", "column", "sales_margin", "written later, by segment"},
  {{{"scorecards", CARDS "a||EQUAL|\nb||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|100\nb|y|a_coverage|LINEAR||0|1\n"}}, "criteria", "2", "column", "a_coverage", "written later, by score"},
  {{{"scorecards", CARDS "a||EQUAL|\nb|CHANNELS|EQUAL|\n"}, {"criteria", CRITERIA "a|x|b|LINEAR||0|100\nb|y|size|LINEAR||0|1\n"}}, "criteria", "1", "column", "b", "over the same table"},
  {{{"scorecards", CARDS "b|CHANNELS|EQUAL|\n"}, {"criteria", CRITERIA "b|y|trade_type|LINEAR||0|1\n"}}, "criteria", "1", "column", "trade_type", "numbers"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|PERCENT_RANK|profit||\n"}}, "criteria", "1", "within", "profit", "text, codes or integers"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|PERCENT_RANK|layer,layer||\n"}}, "criteria", "1", "within", NULL, "take one layer out"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|PERCENT_RANK|peer||\n"}}, "criteria", "1", "within", "peer", "a copy of peer"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|PERCENT_RANK|intent||\n"}}, "criteria", "1", "within", "intent", "written later, by position"},
  {{{"scorecards", CARDS "a||EQUAL|WEIGHTED_PRODUCT\n"}, {"criteria", CRITERIA "a|x|sales|MINMAX|||\n"}}, "criteria", "1", "normaliser", "MINMAX", "score.product_floor"},
  {{{"scorecards", CARDS "a||EQUAL|WEIGHTED_PRODUCT\n"}, {"criteria", CRITERIA "a|x|sales|MINMAX|||\n"}, {"settings", "key|value\nscore.product_floor|0\n"}}, "criteria", "1", "normaliser", NULL, "score.product_floor"},
  {{{"scorecards", CARDS "a||EQUAL|\nb||EQUAL|\nc||EQUAL|\n"}, {"criteria", CRITERIA "a|x|b|LINEAR||0|100\nb|x|c|LINEAR||0|100\nc|x|a|LINEAR||0|100\n"}}, "scorecards", "1", "scorecard", "a", "out of the circle"},
  {{{"scorecards", CARDS "a||AHP|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|1\na|y|profit|LINEAR||0|1\n"}, {"comparisons", "scorecard|a|b|ratio\na|x|y|2\na|y|x|2\n"}}, "comparisons", "?", "ratio", "a", "reciprocal both ways"},
  {{{"scorecards", CARDS "a||BEST_WORST|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|1\na|y|profit|LINEAR||0|1\na|z|orders|LINEAR||0|1\n"}, {"comparisons", "scorecard|a|b|ratio\na|x|y|9\na|x|z|4\na|y|z|2\n"}},
   "comparisons", "?", "ratio", "a", "none above that of the best to the worst"},
  {{{"comparisons", "scorecard|a|b|ratio\nnobody|x|y|2\n"}}, "comparisons", "1", "scorecard", "nobody", "stands in scorecards"},
  {{{"comparisons", "scorecard|a|b|ratio\nobjective|size|weight|2\n"}}, "comparisons", "1", "b", "weight", "criterion of scorecard objective"},
  {{{"settings", "key|value\nscore.rank_by|channel_priority\n"}}, "settings", "?", "value", "channel_priority", "over customers"},
  /* criteria: weights, bounds, thresholds and guides */
  {{{"scorecards", CARDS "a||DIRECT|\n"}, {"criteria", WEIGHED "a|x|sales|LINEAR|0|1||\n"}}, "criteria", "1", "weight", NULL, "another weighting than DIRECT"},
  {{{"scorecards", CARDS "a||DIRECT|\n"}, {"criteria", WEIGHED "a|x|sales|LINEAR|0|1|0|\na|y|sales|LINEAR|0|1|0|\n"}}, "criteria", "1", "weight", NULL, "sum is above 0"},
  {{{"scorecards", CARDS "a||RANK_SUM|\n"}, {"criteria", WEIGHED "a|x|sales|LINEAR|0|1||1\na|y|sales|LINEAR|0|1||\n"}}, "criteria", "2", "rank", NULL, "a rank from 1"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR|||1\n"}}, "criteria", "1", "low", NULL, "both bounds"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|\n"}}, "criteria", "1", "high", NULL, "both bounds"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||5|5\n"}}, "criteria", "1", "high", "5", "above low"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", TARGETS "a|x|sales|MINMAX|TARGET||||\n"}}, "criteria", "1", "direction", NULL, "TARGET goes with LINEAR only"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", TARGETS "a|x|sales|LINEAR|TARGET|0|9||5\n"}}, "criteria", "1", "target_low", NULL, "both ends"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", TARGETS "a|x|sales|LINEAR|TARGET|0|9|5|\n"}}, "criteria", "1", "target_low", NULL, "both ends"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", TARGETS "a|x|sales|LINEAR|TARGET|1|9|0|5\n"}}, "criteria", "1", "target_low", "0", "low <= target_low"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", TARGETS "a|x|sales|LINEAR|TARGET|1|9|6|5\n"}}, "criteria", "1", "target_low", "6", "target_low <= target_high"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", TARGETS "a|x|sales|LINEAR|TARGET|1|9|5|10\n"}}, "criteria", "1", "target_low", "5", "target_high <= high"},
  {{{"scorecards", CARDS "a||EQUAL|PROMETHEE\n"}, {"criteria", TARGETS "a|x|sales|LINEAR|TARGET|1|9|5|6\n"}}, "criteria", "1", "direction", NULL, "PROMETHEE compares raw values"},
  {{{"scorecards", CARDS "a||EQUAL|PROMETHEE\n"}, {"criteria", THRESHOLDS "a|x|sales|LINEAR||GAUSSIAN||\n"}}, "criteria", "1", "strict", "0", "above 0 for GAUSSIAN"},
  {{{"scorecards", CARDS "a||EQUAL|PROMETHEE\n"}, {"criteria", THRESHOLDS "a|x|sales|LINEAR||LEVEL|5|4\n"}}, "criteria", "1", "strict", "4", "not below indifference"},
  {{{"scorecards", CARDS "a||EQUAL|PROMETHEE\n"}, {"criteria", THRESHOLDS "a|x|sales|LINEAR||LINEAR|5|4\n"}}, "criteria", "1", "strict", "4", "not below indifference"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|STEP|||\n"}}, "criteria", "1", "normaliser", NULL, "rows for this criterion in scoring_guide"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|STEP|||\n"}, {"scoring_guide", "scorecard|criterion|from|score\na|x|1|0\na|x|2|50\na|x|1|100\n"}}, "scoring_guide", "3", "from", NULL, "stands once"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|PIECEWISE|||\n"}, {"scoring_guide", "scorecard|criterion|from|score\na|x|1|0\na|x|1|50\na|x|1|100\n"}}, "scoring_guide", "3", "from", NULL, "at most twice"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|1\n"}, {"scoring_guide", "scorecard|criterion|from|score\na|y|1|0\n"}}, "scoring_guide", "1", "criterion", "y", "stands in criteria"},
  {{{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|sales|LINEAR||0|1\n"}, {"scoring_guide", "scorecard|criterion|from|score\nb|x|1|0\n"}}, "scoring_guide", "1", "criterion", "x", "stands in criteria"},
  /* gates: what one rule promises and another never lets through */
  {{{"relationship", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|40\nCOLLABORATIVE|101\nSTRATEGIC|102\n"}, {"settings", "key|value\nrelationship.high|60\n"}}, "matrix", "1", "approach", "STRATEGIC", "bound of COLLABORATIVE"},
  {{{"relationship", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|101\nCOLLABORATIVE|102\nSTRATEGIC|103\n"}, {"settings", "key|value\nrelationship.high|60\n"}}, "matrix", "2", "approach", "COLLABORATIVE", "at most CONSULTATIVE"},
  {{{"programs", PROGRAMS "|SILVER||1|80|yes|4|COLLABORATIVE\n|BRONZE||2|100|yes|2|TACTICAL\n"}}, "matrix", "1", "approach", "STRATEGIC", "raise maximum_approach"},
  {{{"settings", "key|value\nrelationship.high|0\n"}}, "settings", "?", "value", "0", "no danger is ever found"},
  {{{"relationship", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|40\nCOLLABORATIVE|101\nSTRATEGIC|102\n"}}, "relationship", "3", "from", "101", "relationship.high"},
  {{{"settings", "key|value\nrelationship.gap|25\n"}}, "settings", "?", "value", "25", "no danger would ever be LOW"},
  {{{"settings", "key|value\nevidence.confidence|0,0,0,0\n"}}, "settings", "?", "value", "0,0,0,0", "no answer would ever count"},
  {{{"settings", "key|value\nmatrix.bands|0,67\n"}}, "settings", "?", "value", "0,67", "nobody would ever be LOW"},
  {{{"settings", "key|value\nfence.field_cost|100000\nfence.people|4\n"}}, "settings", "?", "value", "", "fence.weeks"},
  {{{"settings", "key|value\nfence.visit_cost|100\n"}, {"programs", PROGRAMS "|GOLD||1|80|yes|12|STRATEGIC\n|REST||2|100|yes|0|\n"}}, "programs", "2", "visits_per_year", "0", "would keep nobody out"},
  {{{"settings", "key|value\nfence.visit_cost|100\n"}, {"programs", PROGRAMS "|ALL||1|100|yes||\n"}}, "programs", "1", "visits_per_year", NULL, "fence.minimum_visits"},
  /* bands and cells */
  {{{"relationship", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|60\nCOLLABORATIVE|40\nSTRATEGIC|80\n"}}, "relationship", "3", "from", "40", "above that of the level before"},
  {{{"relationship", "level|from\nTRANSACTIONAL|5\nCOOPERATIVE|40\nCOLLABORATIVE|60\nSTRATEGIC|80\n"}}, "relationship", "1", "from", "5", "0: the first level"},
  {{{"relationship", "level|from\nTRANSACTIONAL|0\nCOOPERATIVE|40\nSTRATEGIC|80\n"}}, "relationship", "?", "level", "COLLABORATIVE", "a row for each level"},
  {{{"matrix", "attractiveness|winnability|intent|approach\nHIGH|HIGH|INVEST|STRATEGIC\nHIGH|LOW|SELECTIVE|CONSULTATIVE\nLOW|HIGH|PROTECT|CONSULTATIVE\n"}, {"settings", "key|value\nmatrix.bands|50\n"}}, "matrix", "?", "winnability", "LOW", "with attractiveness LOW"},
  /* programs */
  {{{"programs", PROGRAMS "a|GOLD|KA_RETAIL|1|100|yes|1|\nb|GOLD|SMALL_RETAIL, KA_RETAIL|1|100|yes|1|\n"}}, "programs", "2", "layers", NULL, "has KA_RETAIL already"},
  {{{"programs", PROGRAMS "a|GOLD||1|100|yes|1|\nb|GOLD||1|100|yes|1|\n"}}, "programs", "2", "layers", NULL, "all others already"},
  {{{"programs", PROGRAMS "|GOLD||1|80|yes|1|\n|SILVER||2|100|yes|1|\n|LOW||3||no|0|\n|LOWER||4||no|0|\n"}}, "programs", "4", "above_fence", "no", "row 3 is it already"},
  {{{"programs", PROGRAMS "|GOLD||1|80.00001|yes|2|\n|SILVER||2|80.00004|yes|1|\n|REST||3|100|yes|1|\n"}}, "programs", "2", "up_to_share", NULL, "above 80"},
  {{{"programs", PROGRAMS "|GOLD||1|0.00001|yes|2|\n|REST||2|100|yes|1|\n"}}, "programs", "1", "up_to_share", NULL, "four decimals"},
  {{{"programs", PROGRAMS "|GOLD||3000000000|100|yes|2|\n"}}, "programs", "1", "rank", "3000000000", "a rank from 1"},
  /* promises to tiers that nobody gets */
  {{{"entitlements", "service|tier|quantity\nS1|PLATINUM|1\n"}}, "entitlements", "1", "tier", "PLATINUM", "some program has"},
  {{{"entitlements", "service|program|tier|quantity\nS1|big|GOLD|1\n"}}, "entitlements", "1", "program", "big", "stands in programs"},
  {{{"entitlements", "service|tier|quantity\nS1|GOLD|1\nS1|GOLD|2\n"}}, "entitlements", "2", "service", "S1", "row 1 makes one already"},
  {{{"terms", "term|tier|measure|method\nt|PLATINUM|sales|FIXED\n"}, {"rungs", "term|from|amount\nt|0|5\n"}}, "terms", "1", "tier", "PLATINUM", "some program has"},
  {{{"investment_levels", "level|tier|cost\nHIGH|PLATINUM|5\n"}}, "investment_levels", "1", "tier", "PLATINUM", "some program has"},
  /* terms, and what a plan may spend */
  {{{"terms", "term|measure|method\nt|layer|FIXED\n"}, {"rungs", "term|from|amount\nt|0|5\n"}}, "terms", "1", "measure", "layer", "money, numbers or integers"},
  {{{"terms", "term|measure|method\nt|sales|FIXED\n"}}, "terms", "1", "term", "t", "never pays"},
  {{{"terms", "term|measure|method\nt|sales|LINEAR\n"}, {"rungs", "term|from|rate\nt|0|0.1\n"}}, "terms", "1", "term", "t", "two rows"},
  {{{"terms", "term|measure|method|cap|floor\nt|sales|FIXED|9.50|10\n"}, {"rungs", "term|from|amount\nt|0|5\n"}}, "terms", "1", "floor", "10", "not above the cap"},
  {{{"terms", "term|measure|method|factor_minimum|factor_maximum\nt|sales|FIXED|2|1\n"}, {"rungs", "term|from|amount\nt|0|5\n"}}, "terms", "1", "factor_minimum", "2", "not above factor_maximum"},
  {{{"rungs", "term|from|rate\nghost|0|0.1\n"}}, "rungs", "1", "term", "ghost", "stands in terms"},
  {{{"terms", "term|measure|method\nt|sales|STEPPED\n"}, {"rungs", "term|from|rate\nt|10|0.1\nt|10|0.2\n"}}, "rungs", "2", "from", "10", "row 1 of the same term"},
  {{{"terms", "term|measure|method\nt|sales|STEPPED\n"}, {"rungs", "term|from|rate\nt|10|0.1\nt|5|0.2\n"}}, "rungs", "2", "from", "5", "above 10"},
  {{{"terms", "term|measure|method\nt|sales|STEPPED\n"}, {"rungs", "term|from|rate|amount\nt|10|0.1|3\n"}}, "rungs", "1", "amount", "3", "not both"},
  {{{"terms", "term|measure|method\nt|sales|FIXED\n"}, {"rungs", "term|from|rate\nt|10|0.1\n"}}, "rungs", "1", "rate", "0.1", "FIXED"},
  {{{"terms", "term|measure|method\nt|sales|FIXED\n"}, {"rungs", "term|from|amount\nt|0|5\n"}, {"term_factors", "term|measure|up_to|factor\nt|on_time_share|0.5|0.8\n"}}, "term_factors", "1", "up_to", "0.5", "would have no factor"},
  {{{"terms", "term|measure|method\nt|sales|FIXED\n"}, {"rungs", "term|from|amount\nt|0|5\n"}, {"term_factors", "term|measure|up_to|factor\nt|on_time_share||0.8\nt|on_time_share||1\n"}}, "term_factors", "2", "up_to", NULL, "stands once"},
  {{{"term_factors", "term|measure|up_to|factor\nghost|on_time_share||0.8\n"}}, "term_factors", "1", "term", "ghost", "stands in terms"},
  {{{"capacities", "resource|amount\nBUDGET|5\n"}}, "capacities", "1", "money", NULL, "how much money"},
  {{{"capacities", "resource|money|amount\nFIELD_MINUTES|5|5\n"}}, "capacities", "1", "money", "5", "only a BUDGET"},
  {{{"capacities", "resource|money\nBUDGET|5\nBUDGET|6\n"}}, "capacities", "2", "resource", "BUDGET", "row 1 is it already"},
  {{{"investment_levels", "level|cost\nHIGH|5\nHIGH|6\n"}}, "investment_levels", "2", "level", "HIGH", "row 1 is it already"},
  {{{"investment_levels", "level|cost|response\nHIGH|5|growth\n"}}, "investment_levels", "1", "response", "growth", "a column of money"},
};

/* What means something, and has to be used. */
static const rules accepted[][4] = {
  {{"segments", SEGMENT "mine|layer,territory||priority|50|NONE|a|b\n"}},
  {{"segments", SEGMENT "mine|my_group||my_value|50|NONE|a|b\n"}},   /* columns of the host's own; theirs alone knows the facts */
  {{"segments", SEGMENT "mine|||net_margin_rate|50|NONE|a|b\nyours|||net_margin_rate|50|NONE|a|b\n"}},
  {{"settings", "key|value\nsegment.merge|A:C,B:C\n"}},
  {{"scorecards", CARDS "a||EQUAL|\n"}, {"criteria", CRITERIA "a|x|visits_now|LINEAR||0|12\na|y|market_coverage|LINEAR||0|1\na|z|joint_objectives|LINEAR||0|1\n"}},
  {{"scorecards", CARDS "a||EQUAL|WEIGHTED_PRODUCT\n"}, {"criteria", CRITERIA "a|x|sales|MINMAX|||\n"}, {"settings", "key|value\nscore.product_floor|0.01\n"}},
  {{"comparisons", "scorecard|a|b|ratio\nobjective|size|growth|2\n"}},   /* waits for the day when the scorecard weighs by AHP */
  {{"programs", PROGRAMS "a|GOLD|KA_RETAIL|1|100|yes|1|TACTICAL\n"}},    /* who is in no program has no bound */
  {{"programs", PROGRAMS "|ONE||1|50|yes|9|\n|TWO||2|100|yes|1|\n|OUT||3||no|0|\n"}},   /* the promises of the default policy are to other tiers */
  {{"settings", "key|value\nrelationship.gap|24.9\nmatrix.bands|50\nfence.visit_cost|100\n"}},
  {{"settings", "key|value\nfence.field_cost|100000\nfence.people|4\nfence.weeks|40\nfence.visits_per_week|20\n"}},
  {{"terms", "term|measure|method|cap|floor\nt|GROWTH_INDEX|LINEAR|10|10.00\n"}, {"rungs", "term|from|rate\nt|100|0\nt|120|0.02\n"}, {"term_factors", "term|measure|up_to|factor\nt|on_time_share|0.5|0.8\nt|on_time_share||1\n"}},
  {{"capacities", "resource|scope|money|amount\nBUDGET||5|\nFIELD_MINUTES|North||60\nFIELD_MINUTES|South||60\n"}, {"investment_levels", "level|tier|cost|response\nHIGH|GOLD|5|10.50\nHIGH|SILVER|5|headroom\n"}},
};

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; } desk;

static void open_desk(desk *d, const rules *given, size_t count) {
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(put_facts(d->context, d->book, "customers", "customer|layer|territory|sales|profit|orders|my_group|my_value:n\nA|KA_RETAIL|N|100|10|4|x|1\nB|KA_RETAIL|S|50|5|2|y|2\nC|END_USER|N|20|1|1|x|3\n"));
  for (size_t i = 0; i < count && given[i].table != NULL; i++) {
    char text[1024] = "";
    if (put_rules(d->context, d->policy, given[i].table, given[i].text) == PATRON_OK) continue;
    (void)patron_context_error(d->context, text, sizeof text, NULL);
    fail_msg("%s: %s", given[i].table, text);
  }
}

static void close_desk(desk *d) {
  const uint64_t before = patron_context_memory_used(d->context);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  assert_true(patron_context_memory_used(d->context) < before);
  patron_context_destroy(d->context);
}

static void print_problems(const patron_table *problems) {
  for (int64_t row = 0; row < table_rows(problems); row++)
    print_message("  %s, row %s, %s = %s: %s\n", cell_text(problems, "table", row), cell_text(problems, "row", row), cell_text(problems, "column", row), cell_text(problems, "value", row), cell_text(problems, "expectation", row));
}

/* Problems count rows from 0, messages from 1. */
static int is_problem(const patron_table *problems, int64_t row, const contradiction *c) {
  char number[24] = "?";
  if (c->row[0] != '?') (void)snprintf(number, sizeof number, "%d", atoi(c->row) - 1);
  return strcmp(cell_text(problems, "table", row), c->table) == 0 && (strcmp(c->table, "settings") == 0 || strcmp(cell_text(problems, "row", row), number) == 0) && strcmp(cell_text(problems, "column", row), c->column) == 0 &&
         (c->value == NULL || strcmp(cell_text(problems, "value", row), c->value) == 0) && strstr(cell_text(problems, "expectation", row), c->word) != NULL;
}

static void each_contradiction_is_named_and_refused(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++) {
    const contradiction *c = &contradictions[i];
    patron_table *problems = NULL;
    patron_model *model = NULL;
    int64_t at = 0;
    char text[1100] = "";
    desk d;
    open_desk(&d, c->given, 4);
    expect_ok(patron_policy_check(d.policy, &problems));
    while (at < table_rows(problems) && !is_problem(problems, at, c)) at++;
    if (at == table_rows(problems)) {
      print_problems(problems);
      fail_msg("contradiction %d (%s, %s: %s) is not found", (int)i, c->table, c->column, c->word);
    }
    expect_status(patron_fit(d.book, d.policy, &model), PATRON_E_INVALID_ARGUMENT);
    expect_ok(patron_context_error(d.context, text, sizeof text, NULL));
    if (strstr(text, cell_text(problems, "expectation", 0)) == NULL) fail_msg("contradiction %d: fit says \"%s\"", (int)i, text);
    patron_table_destroy(problems);
    close_desk(&d);
  }
}

static void what_looks_alike_and_means_something_is_used(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
    patron_table *problems = NULL;
    patron_assessment *result = NULL;
    char text[1100] = "";
    desk d;
    open_desk(&d, accepted[i], 4);
    expect_ok(patron_policy_check(d.policy, &problems));
    print_problems(problems);
    if (table_rows(problems) > 0) fail_msg("policy %d is refused", (int)i);
    if (patron_assess(d.book, d.policy, &result) != PATRON_OK) {
      (void)patron_context_error(d.context, text, sizeof text, NULL);
      fail_msg("policy %d passes the check, and is not assessed: %s", (int)i, text);
    }
    patron_table_destroy(problems);
    patron_assessment_destroy(result);
    close_desk(&d);
  }
}

/* A list that its setting allows is used to its last entry: the calibration has one band more than there are bounds. */
static void all_bands_of_a_setting_count(void **state) {
  char bands[512] = "0.02";
  patron_assessment *result = NULL;
  patron_table *calibration = NULL;
  desk d;
  (void)state;
  open_desk(&d, accepted[3], 1);
  for (int i = 2; i <= 64; i++) (void)snprintf(bands + strlen(bands), sizeof bands - strlen(bands), ",0.%02d", i + 10);
  expect_ok(patron_policy_set(d.policy, "potential.bands", bands));
  strcat(bands, ",9");
  expect_status(patron_policy_set(d.policy, "potential.bands", bands), PATRON_E_RANGE);
  expect_ok(put_facts(d.context, d.book, "history", "customer|period|sales\nA|2023-01-01|90\nA|2024-01-01|95\nA|2025-01-01|100\nB|2023-01-01|80\nB|2024-01-01|60\nB|2025-01-01|50\n"));
  expect_ok(patron_assess(d.book, d.policy, &result));
  expect_ok(patron_assessment_table(result, "potential_calibration", &calibration));
  assert_true(table_rows(calibration) > 0);
  assert_int_equal(table_rows(calibration) % 65, 0);
  patron_table_destroy(calibration);
  patron_assessment_destroy(result);
  close_desk(&d);
}

static void an_override_without_a_reason_is_refused(void **state) {
  static const char head[] = "customer|column|kind|value|reason|author|date\n", *const lines[] = {"A|held_tier|PIN|GOLD||ann|2026-01-01\n", "A|held_tier|PIN|GOLD|why||2026-01-01\n", "A|held_tier|PIN|GOLD|why|ann|\n"};
  static const char *const columns[] = {"reason", "author", "date"};
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    char text[256], part[64] = "";
    patron_table *table = NULL;
    desk d;
    open_desk(&d, accepted[3], 0);
    (void)snprintf(text, sizeof text, "%s%s", head, lines[i]);
    expect_status(put_facts(d.context, d.book, "overrides", text), PATRON_E_RANGE);
    expect_ok(patron_context_error_part(d.context, "column", part, sizeof part, NULL));
    assert_string_equal(part, columns[i]);
    expect_ok(patron_context_error_part(d.context, "row", part, sizeof part, NULL));
    assert_string_equal(part, "1");
    expect_status(patron_portfolio_table(d.book, "overrides", &table), PATRON_E_NOT_FOUND);   /* nothing of it was kept */
    close_desk(&d);
  }
}

static patron_status many_contradictions(patron_context *context, scenario_output *output) {
  patron_status status = PATRON_OK;
  patron_policy *policy = NULL;
  patron_table *problems = NULL;
  SCENARIO_TRY(patron_policy_create(context, NULL, &policy));
  SCENARIO_TRY(put_rules(context, policy, "segments", SEGMENT "tier|layer,layer||tier_value|80|SALES|a|b\n"));
  SCENARIO_TRY(put_rules(context, policy, "scorecards", CARDS "a||AHP|\nb||BEST_WORST|WEIGHTED_PRODUCT\n"));
  SCENARIO_TRY(put_rules(context, policy, "criteria", CRITERIA "a|x|layer|LINEAR||0|1\na|y|sales|MINMAX|profit||\nb|x|sales|MINMAX|||\nb|y|profit|LINEAR||0|1\n"));
  SCENARIO_TRY(put_rules(context, policy, "comparisons", "scorecard|a|b|ratio\na|x|y|2\na|y|x|2\nb|x|y|3\nnobody|x|y|3\n"));
  SCENARIO_TRY(put_rules(context, policy, "rungs", "term|from|rate\nghost|0|0.1\n"));
  SCENARIO_TRY(put_rules(context, policy, "settings", "key|value\nrelationship.gap|30\nscore.rank_by|b\nfence.people|3\n"));
  SCENARIO_TRY(patron_policy_check(policy, &problems));
  for (int64_t row = 0; row < table_rows(problems); row++) {
    scenario_write_text(output, cell_text(problems, "column", row));
    scenario_write_text(output, cell_text(problems, "expectation", row));
  }
done:
  patron_table_destroy(problems);
  patron_policy_destroy(policy);
  return status;
}

static void the_check_survives_every_failure(void **state) {
  const scenario_options options = {.allocation_stride = 17, .tick_stride = 1, .limit_steps = 6};
  (void)state;
  scenario_torture("many contradictions", many_contradictions, &options);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_contradiction_is_named_and_refused),
    cmocka_unit_test(what_looks_alike_and_means_something_is_used),
    cmocka_unit_test(all_bands_of_a_setting_count),
    cmocka_unit_test(an_override_without_a_reason_is_refused),
    cmocka_unit_test(the_check_survives_every_failure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
