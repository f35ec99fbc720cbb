/* Policies drawn from a few words each, most of them wrong in one way or several: what is refused and why, what the check lists, and what those that can be followed decide. */
#include "golden_books.h"

enum { POLICIES = 400, CUSTOMERS = 12 };

#define CARDS "priority|attractiveness|winnability|own|more"
#define CRITERIA "c1|c2|c3|c4"

static const golden_column segments[] = {
  {"segment", "sales|profit|marks|#|#"}, {"by", "layer|territory|\"layer,territory\"|nowhere|\"layer,layer\"|"}, {"layers", "KA_RETAIL|\"KA_RETAIL,Own\"|\"Own,Own\"|||"}, {"measure", "current_value|current_value|net_margin|strategic_fit|layer|nowhere|own"},
  {"cuts", "80|\"80,95\"|\"95,80\"|\"50,80,95\"|0|100|\"20,20\"|"}, {"bit", "SALES|PROFIT|NONE||"}, {"purpose", "p"}, {NULL, NULL}};
static const golden_column scorecards[] = {
  {"scorecard", CARDS}, {"table", "CUSTOMERS|CHANNELS|CATEGORIES|||"}, {"weighting", "DIRECT|EQUAL|EQUAL|RANK_ORDER_CENTROID|RANK_SUM|RANK_RECIPROCAL|AHP|AHP_GEOMETRIC|BEST_WORST|ENTROPY|CRITIC|DEVIATION|MINE"},
  {"aggregation", "WEIGHTED_SUM|WEIGHTED_PRODUCT|TOPSIS|VIKOR|PROMETHEE|||"}, {"missing", "RENORMALISE|FAIL|NEUTRAL|WORST|"}, {NULL, NULL}};
static const golden_column criteria[] = {
  {"scorecard", CARDS "|gone"}, {"criterion", CRITERIA}, {"column", "strategic_fit|market_share|service_level|alignment|sales|layer|priority|own|more|nowhere|size"}, {"direction", "HIGHER|LOWER|TARGET||"}, {"transform", "LOG1P|||"},
  {"normaliser", "LINEAR|PIECEWISE|STEP|PERCENT_RANK|MINMAX|ZSCORE|VECTOR|MAX|SUM|THEIRS||"}, {"low", "0|0|10|100|"}, {"high", "0|50|100|100|"}, {"target_low", "10|50||"}, {"target_high", "10|50|60|"},
  {"preference", "USUAL|U|V|LEVEL|LINEAR|GAUSSIAN||"}, {"indifference", "0|5||"}, {"strict", "0|5|20|"}, {"within", "layer|\"layer,territory\"|nowhere|||"}, {"weight", "0|1|1|2|"}, {"rank", "1|2|2|3|"}, {"subjective", "yes|no|"}, {NULL, NULL}};
static const golden_column comparisons[] = {{"scorecard", CARDS "|gone"}, {"a", CRITERIA}, {"b", CRITERIA "|c9"}, {"ratio", "0.5|1|2|3|9|10"}, {NULL, NULL}};
static const golden_column scoring_guide[] = {{"scorecard", CARDS "|gone"}, {"criterion", CRITERIA}, {"from", "0|10|50|100"}, {"score", "0|50|100"}, {NULL, NULL}};
static const golden_column relationship[] = {{"level", "TRANSACTIONAL|COOPERATIVE|COLLABORATIVE|STRATEGIC|LIMITED_COLLABORATION"}, {"from", "0|0|40|60|80|101"}, {NULL, NULL}};
static const golden_column matrix[] = {{"attractiveness", "LOW|MEDIUM|HIGH"}, {"winnability", "LOW|MEDIUM|HIGH"}, {"intent", "INVEST|CASH|PROTECT"}, {"approach", "TACTICAL|STRATEGIC"}, {NULL, NULL}};
static const golden_column programs[] = {
  {"program", "main|main|shop|"}, {"tier", "GOLD|SILVER|HOUSE|#"}, {"layers", "KA_RETAIL|Own||"}, {"rank", "1|2|3|4"}, {"up_to_share", "50|80|100|100|"}, {"maximum_approach", "TACTICAL|STRATEGIC|"}, {"above_fence", "yes|yes|no|"},
  {"visits_per_year", "0|1|12|"}, {"capacity", "0|1|5|"}, {NULL, NULL}};
static const golden_column entitlements[] = {
  {"service", "S1|S2|S9|Own"}, {"program", "main|shop|gone|||"}, {"tier", "GOLD|SILVER|HOUSE|NONE"}, {"layer", "KA_RETAIL||"}, {"quantity", "0|1|2|"}, {"response_hours", "4|24|"}, {"controller", "COMPANY|CUSTOMER|"}, {"cost", "0|5|0.001|"},
  {"also_potential", "yes|no|"}, {NULL, NULL}};
static const golden_column terms[] = {
  {"term", "a|b|#|#"}, {"tier", "GOLD|NONE||"}, {"measure", "current_value|GROWTH_INDEX|strategic_fit|layer|nowhere"}, {"method", "RETROACTIVE|STEPPED|ON_EXCESS|FIXED|LINEAR"}, {"period", "YEAR|MONTH|"}, {"conditional", "yes|no|"},
  {"controller", "COMPANY|CUSTOMER|"}, {"baseline", "0|100|"}, {"cap", "0|10|"}, {"floor", "0|20|"}, {"factor_minimum", "0|2|"}, {"factor_maximum", "1|3|"}, {NULL, NULL}};
static const golden_column rungs[] = {{"term", "a|b|c|gone"}, {"from", "0|100|100|200"}, {"rate", "0|0.1|0.5||"}, {"amount", "0|5|||"}, {NULL, NULL}};
static const golden_column term_factors[] = {{"term", "a|b|gone"}, {"measure", "strategic_fit|nowhere|market_share"}, {"up_to", "0|50|100|"}, {"factor", "0|0.5|2"}, {NULL, NULL}};
static const golden_column settings[] = {
  {"key", "as_of|period.months|wallet.estimate|score.rank_by|score.product_floor|winnability.mode|segment.merge|potential.bands|relationship.severity|relationship.high|relationship.gap|matrix.bands|fence.visit_cost|fence.field_cost|fence.people|"
          "fence.weeks|fence.visits_per_week|fence.minimum_visits|tier.hysteresis|tier.demote_after|invest.bounds|allocation.by|rollup.to|loyalty.weights|override.steps|nobody"},
  {"value", "0|1|2|12|0.5|100|\"1,2,5\"|\"10,20,30,40\"|\"60,40\"|\"33,67\"|2026-07-01|own|layer|territory|nowhere|KA_RETAIL:Own|ULTIMATE|RELATIVE|PEER|"}, {NULL, NULL}};

static const golden_drawn tables[] = {
  {"settings", 4, settings}, {"segments", 4, segments}, {"scorecards", 4, scorecards}, {"criteria", 9, criteria}, {"comparisons", 5, comparisons}, {"scoring_guide", 5, scoring_guide}, {"relationship", 4, relationship}, {"matrix", 9, matrix},
  {"programs", 5, programs}, {"entitlements", 4, entitlements}, {"terms", 3, terms}, {"rungs", 5, rungs}, {"term_factors", 3, term_factors}};   /* at most so many rows */

static const golden_column customers[] = {
  {"customer", "#"}, {"layer", "KA_RETAIL|SMALL_RETAIL|Own|"}, {"channel", "x|y|"}, {"territory", "t1|t2|"}, {"sales", "0|100|100|200|-10|"}, {"gross_margin", "0|20|50|"}, {"sales_previous", "0|100|"}, {"strategic_fit", "0|50|100|"}, {"market_share", "0|50|100|"},
  {"service_level", "0|50|"}, {"alignment", "10|50|60|"}, {"our_commitment", "0|60|80|"}, {"our_trust", "0|60|80|"}, {"their_commitment", "0|60|80|"}, {"their_trust", "0|60|80|"}, {"potential", "0|500|"}, {"contribution_rate", "0.2|"}, {NULL, NULL}};

/* The status, and the sentence of what went wrong. */
static void digest_status(const golden_book *b, patron_status status, digest *d)
{
  char text[1200] = "";
  if (status < 0) need(patron_context_error(b->context, text, sizeof text, NULL), "the last error");
  digest_i64(d, status);
  digest_text(d, text);
}

/* A few tables of most policies, half of all of some. */
static void draw_rules(golden_book *b, unsigned most, digest *d)
{
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    const unsigned chosen = (unsigned)draw(13) <= most;
    const unsigned rows = 1 + (unsigned)draw(tables[i].percent);
    if (!chosen) continue;
    char *text = golden_draw_text(tables[i].columns, rows, CUSTOMERS);
    digest_status(b, golden_try(b, 1, tables[i].name, text), d);
    free(text);
  }
}

static void digest_decisions(golden_book *b, digest *d)
{
  static const char *const names[] = {"customers", "groups", "about", "criteria", "entitlements", "explanations"};
  patron_assessment *result = NULL;
  digest_status(b, patron_assess(b->portfolio, b->policy, &result), d);
  for (size_t i = 0; result != NULL && i < sizeof names / sizeof *names; i++) {
    patron_table *table = NULL;
    if (patron_assessment_table(result, names[i], &table) == PATRON_OK) digest_table(d, table);
    patron_table_destroy(table);
  }
  patron_assessment_destroy(result);
}

void golden_policies(void)
{
  digest refused = digest_begin(), listed = digest_begin(), decided = digest_begin();
  golden_random = 4;
  for (int i = 0; i < POLICIES; i++) {
    golden_book b = golden_open(1);
    patron_table *problems = NULL;
    char *text = golden_draw_text(customers, CUSTOMERS, CUSTOMERS);
    golden_put(&b, 0, "customers", text);
    free(text);
    draw_rules(&b, (unsigned)i % 6, &refused);
    digest_status(&b, patron_policy_check(b.policy, &problems), &listed);
    if (problems != NULL) digest_table(&listed, problems);
    patron_table_destroy(problems);
    digest_decisions(&b, &decided);
    golden_close(&b);
  }
  say("policies-refused", refused);
  say("policies-problems", listed);
  say("policies-decisions", decided);
}
