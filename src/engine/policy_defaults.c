/* The default policy: one table of text a rule table, with the numbers of the published models that it follows. Scalars have their defaults in the schema. */
#include "engine/policy_defaults.h"

#include <stddef.h>

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof *(array)))
#define RULES(table, columns, cells) {table, columns, COUNT(columns), &(cells)[0][0], COUNT(cells)}

/* Who matters, twice: by what a customer buys and by what it leaves (Pareto's 80 of 100 and 95 of 100 in each layer of the channel). */
static const char *const segment_columns[] = {"segment", "by", "layers", "measure", "cuts", "bit", "purpose", "use"};
static const char *const segment_cells[][COUNT(segment_columns)] = {
  {"sales", "layer", NULL, "current_value", "80,95", "SALES", "Who carries the volume of each layer", "first call on scarce stock, joint plans, a named owner"},
  {"profit", "layer", NULL, "net_margin", "80,95", "PROFIT", "Who carries the profit of each layer", "protect from price cuts, first call on service"},
};

static const char *const scorecard_columns[] = {"scorecard", "table", "weighting", "aggregation", "missing"};
static const char *const scorecard_cells[][COUNT(scorecard_columns)] = {
  {"channel_priority", "CHANNELS", "DIRECT", "WEIGHTED_SUM", "RENORMALISE"},
  {"objective", "CUSTOMERS", "DIRECT", "WEIGHTED_SUM", "RENORMALISE"},
  {"priority", "CUSTOMERS", "DIRECT", "WEIGHTED_SUM", "RENORMALISE"},
  {"attractiveness", "CUSTOMERS", "DIRECT", "WEIGHTED_SUM", "RENORMALISE"},
  {"winnability", "CUSTOMERS", "DIRECT", "WEIGHTED_SUM", "RENORMALISE"},
  {"performance", "CUSTOMERS", "DIRECT", "WEIGHTED_SUM", "RENORMALISE"},
};

/* Fixed bounds, so that a score depends on the customer alone; sizes against the customers of the same layer, since layers differ by orders of magnitude. */
static const char *const criterion_columns[] = {"scorecard", "criterion", "column", "direction", "transform", "normaliser", "low", "high", "within", "weight", "subjective"};
static const char *const criterion_cells[][COUNT(criterion_columns)] = {
  {"channel_priority", "size", "size", "HIGHER", "NONE", "PERCENT_RANK", NULL, NULL, NULL, "1", "no"},
  {"channel_priority", "growth", "growth", "HIGHER", "NONE", "LINEAR", "-0.2", "0.2", NULL, "1", "no"},
  {"channel_priority", "profitability", "profitability", "HIGHER", "NONE", "LINEAR", "-0.1", "0.3", NULL, "1", "no"},
  {"objective", "size", "current_value", "HIGHER", "NONE", "PERCENT_RANK", NULL, NULL, "layer", "1", "no"},
  {"objective", "growth", "growth", "HIGHER", "NONE", "LINEAR", "-0.2", "0.2", NULL, "1", "no"},
  {"objective", "profitability", "net_margin_rate", "HIGHER", "NONE", "LINEAR", "-0.1", "0.3", NULL, "1", "no"},
  {"priority", "objective", "objective", "HIGHER", "NONE", "LINEAR", "0", "100", NULL, "0.75", "no"},
  {"priority", "people_factor", "people_factor", "HIGHER", "NONE", "LINEAR", "0", "100", NULL, "0.25", "yes"},
  {"attractiveness", "size", "potential_value", "HIGHER", "NONE", "PERCENT_RANK", NULL, NULL, "layer", "25", "no"},
  {"attractiveness", "growth", "market_growth", "HIGHER", "NONE", "LINEAR", "-0.2", "0.2", NULL, "25", "no"},
  {"attractiveness", "profitability", "contribution_rate", "HIGHER", "NONE", "LINEAR", "0", "0.5", NULL, "25", "no"},
  {"attractiveness", "strategic_fit", "strategic_fit", "HIGHER", "NONE", "LINEAR", "0", "100", NULL, "25", "yes"},
  {"winnability", "market_share", "market_share", "HIGHER", "NONE", "LINEAR", "0", "100", NULL, "20", "no"},
  {"winnability", "growth", "growth", "HIGHER", "NONE", "LINEAR", "-0.2", "0.2", NULL, "20", "no"},
  {"winnability", "profitability", "net_margin_rate", "HIGHER", "NONE", "LINEAR", "-0.1", "0.3", NULL, "20", "no"},
  {"winnability", "new_product_rate", "new_product_rate", "HIGHER", "NONE", "LINEAR", "0", "100", NULL, "20", "no"},
  {"winnability", "service_level", "service_level", "HIGHER", "NONE", "LINEAR", "0", "100", NULL, "20", "no"},
  {"performance", "size", "current_value", "HIGHER", "NONE", "PERCENT_RANK", NULL, NULL, "layer", "1", "no"},
  {"performance", "growth", "growth", "HIGHER", "NONE", "LINEAR", "-0.2", "0.2", NULL, "1", "no"},
  {"performance", "profitability", "net_margin_rate", "HIGHER", "NONE", "LINEAR", "-0.1", "0.3", NULL, "1", "no"},
};

/* The answers 3, 4, 5 and 6 on a scale of 1 to 7 (33.3, 50, 66.7, 83.3) give the four levels in turn. */
static const char *const relationship_columns[] = {"level", "from"};
static const char *const relationship_cells[][COUNT(relationship_columns)] = {
  {"TRANSACTIONAL", "0"}, {"COOPERATIVE", "40"}, {"COLLABORATIVE", "60"}, {"STRATEGIC", "80"},
};
static const char *const relationship_diagnostic[][COUNT(relationship_columns)] = {
  {"TRANSACTIONAL", "0"}, {"COOPERATIVE", "25"}, {"COLLABORATIVE", "58.333333"}, {"STRATEGIC", "91.666667"},
};
static const char *const relationship_three[][COUNT(relationship_columns)] = {
  {"TRANSACTIONAL", "0"}, {"COOPERATIVE", "40"}, {"COLLABORATIVE", "60"}, {"STRATEGIC", "101"},
};

/* The nine cells of attractiveness against ability to win (McDonald; GE and McKinsey), and the four of Millman and Wilson 1995. */
static const char *const matrix_columns[] = {"attractiveness", "winnability", "intent", "approach"};
static const char *const matrix_cells[][COUNT(matrix_columns)] = {
  {"HIGH", "HIGH", "INVEST", "STRATEGIC"}, {"HIGH", "MEDIUM", "INVEST", "COLLABORATIVE"}, {"HIGH", "LOW", "SELECTIVE", "CONSULTATIVE"},
  {"MEDIUM", "HIGH", "INVEST", "COLLABORATIVE"}, {"MEDIUM", "MEDIUM", "SELECTIVE", "CONSULTATIVE"}, {"MEDIUM", "LOW", "CASH", "TACTICAL"},
  {"LOW", "HIGH", "PROTECT", "CONSULTATIVE"}, {"LOW", "MEDIUM", "CASH", "TACTICAL"}, {"LOW", "LOW", "WITHDRAW", "TACTICAL"},
};
static const char *const matrix_four[][COUNT(matrix_columns)] = {
  {"HIGH", "HIGH", "INVEST", "STRATEGIC"}, {"HIGH", "LOW", "SELECTIVE", "CONSULTATIVE"}, {"LOW", "HIGH", "PROTECT", "CONSULTATIVE"}, {"LOW", "LOW", "CASH", "TACTICAL"},
};

static const char *const program_columns[] = {"tier", "rank", "up_to_share", "maximum_approach", "above_fence", "visits_per_year", "purpose"};
static const char *const program_cells[][COUNT(program_columns)] = {
  {"GOLD", "1", "80", "STRATEGIC", "yes", "12", "Joint planning with the few that make most of the value"},
  {"SILVER", "2", "95", "COLLABORATIVE", "yes", "4", "Growth by plan, a visit a quarter"},
  {"BRONZE", "3", "100", "CONSULTATIVE", "yes", "2", "Keep with little face-to-face time"},
  {"HOUSE", "4", NULL, "TACTICAL", "no", "0", "Served by inside sales on rules that pay"},
};

/* The least that each tier is promised; nothing falls as the tier rises. */
static const char *const entitlement_columns[] = {"service", "tier", "quantity", "unit", "response_hours", "controller", "visibility", "also_potential", "provider"};
static const char *const entitlement_cells[][COUNT(entitlement_columns)] = {
  {"S2", "GOLD", "1", "delivery window", "24", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S2", "SILVER", "1", "delivery window", "48", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S2", "BRONZE", "1", "delivery window", "72", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S2", "HOUSE", "1", "delivery window", "72", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S3", "GOLD", "1", "marketing support of its own", NULL, "COMPANY", "OPEN", "no", "DIRECT"},
  {"S3", "SILVER", "0.5", "marketing support, shared", NULL, "COMPANY", "OPEN", "yes", "DIRECT"},
  {"S3", "BRONZE", "0", "marketing support", NULL, "COMPANY", "OPEN", "no", "DIRECT"},
  {"S4", "GOLD", "4", "business review", NULL, "COMPANY", "OPEN", "no", "DIRECT"},
  {"S4", "SILVER", "2", "business review", NULL, "COMPANY", "OPEN", "yes", "DIRECT"},
  {"S4", "BRONZE", "1", "business review", NULL, "COMPANY", "OPEN", "no", "DIRECT"},
  {"S4", "HOUSE", "0", "business review", NULL, "COMPANY", "OPEN", "no", "DIRECT"},
  {"S12", "GOLD", NULL, "complaint answered", "4", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S12", "SILVER", NULL, "complaint answered", "8", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S12", "BRONZE", NULL, "complaint answered", "24", "COMPANY", "OPEN", "no", "DIRECT"},
  {"S12", "HOUSE", NULL, "complaint answered", "24", "COMPANY", "OPEN", "no", "DIRECT"},
};

/* What each level and each approach is, said as what to do. */
static const char *const playbook_columns[] = {"level", "approach", "text"};
static const char *const playbook_cells[][COUNT(playbook_columns)] = {
  {"TRANSACTIONAL", NULL, "Negotiate: trade spend and promotions decide. Know what each deal leaves before it is made."},
  {"COOPERATIVE", NULL, "Sell on facts: name an opportunity of the customer's market, and bring the figures and the tools to take it."},
  {"COLLABORATIVE", NULL, "Grow the category together: start from the consumer, share data, and manage the category by one plan."},
  {"STRATEGIC", NULL, "Create value together: joint objectives, joint investment, and the results shared."},
  {"LIMITED_COLLABORATION", NULL, "Repair first, whatever the priority: raise the weaker side, or cut what the exposed side gives. Build nothing on it until then."},
  {"UNDETERMINED", NULL, "Ask both sides about commitment and trust before anything else."},
  {NULL, "TACTICAL", "Basic selling of the current range, to sales targets."},
  {NULL, "CONSULTATIVE", "Agree a customer business plan that fits their strategy and pays for itself."},
  {NULL, "COLLABORATIVE", "Agree a joint business plan whose terms depend on the performance of both sides."},
  {NULL, "STRATEGIC", "Agree a value-partner plan: joint objectives for years, new business models, geographies and categories, investment priorities set together."},
};

static const patron__default_rules rules[] = {
  RULES("segments", segment_columns, segment_cells),
  RULES("scorecards", scorecard_columns, scorecard_cells),
  RULES("criteria", criterion_columns, criterion_cells),
  RULES("relationship", relationship_columns, relationship_cells),
  RULES("matrix", matrix_columns, matrix_cells),
  RULES("playbook", playbook_columns, playbook_cells),
  RULES("programs", program_columns, program_cells),
  RULES("entitlements", entitlement_columns, entitlement_cells),
};

static const patron__default_rules diagnostic_rules[] = {RULES("relationship", relationship_columns, relationship_diagnostic)};
static const patron__default_rules three_rules[] = {RULES("relationship", relationship_columns, relationship_three)};
static const patron__default_rules four_rules[] = {RULES("matrix", matrix_columns, matrix_four)};
static const char *const four_settings[] = {"matrix.bands", "50"};

static const patron__preset_rules presets[] = {
  {"DEFAULT", NULL, 0, NULL, 0},
  {"KAM_DIAGNOSTIC", diagnostic_rules, COUNT(diagnostic_rules), NULL, 0},
  {"THREE_LEVELS", three_rules, COUNT(three_rules), NULL, 0},
  {"MATRIX_2X2", four_rules, COUNT(four_rules), four_settings, COUNT(four_settings) / 2},
};

const patron__default_rules *patron__default_rules_at(int32_t index) {
  return index >= 0 && index < COUNT(rules) ? &rules[index] : NULL;
}

const patron__preset_rules *patron__preset_rules_at(int32_t index) {
  return index >= 0 && index < COUNT(presets) ? &presets[index] : NULL;
}
