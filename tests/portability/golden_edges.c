/* Portfolios drawn from a few values each, so that what the other books hardly meet is common: equal values, values on a bound, zero, one minor unit, groups of one, nothing known. Their sizes and
   settings differ; each is assessed, compared with the one before it, and asked why. */
#include "golden_books.h"

enum { LINE = 64 };

static const golden_column customers[] = {
  {"customer", "#"}, {"parent", "%|||||"}, {"layer", "KA_RETAIL|KA_RETAIL|SMALL_RETAIL|DISTRIBUTOR|FIRST_TIER_WHOLESALER|Own|"}, {"channel", "c1|c1|c2|c3|"}, {"territory", "t1|t1|t2|"}, {"owner", "p1|p2|p3|"},
  {"status", "PROSPECT|ACTIVE|ACTIVE|DORMANT|"}, {"sales", "0|0.01|100|100|200|200.01|400|1000|-50|"}, {"gross_margin", "0|0.01|20|20|40|100|-10|"}, {"cost_to_serve", "0|10|20|40|"}, {"gross_sales", "0|110|200|500|"},
  {"on_invoice_terms", "0|10||"}, {"off_invoice_terms", "0|10||"}, {"sales_previous", "0|0.01|100|200|400|-50|"}, {"profit_previous", "0|10|20|-10|"}, {"potential", "0|100|200|400|1000|2000|"},
  {"contribution_rate", "0|0.2|0.5|1|"}, {"wallet_proxy", "0|1|1|2|4|"}, {"market_growth", "-2|-0.1|0|0|0.1|2|"}, {"customer_margin", "-10|0|10|20|"}, {"strategic_fit", "0|33|50|67|100|"}, {"market_share", "0|33|50|67|100|"},
  {"new_product_rate", "0|30|50|100|"}, {"service_level", "0|50|100|"}, {"alignment", "0|49|50|51|100|"}, {"competitor_strength", "0|50|60|100|"}, {"capability", "59|60|61|"}, {"conditions", "49|50|51|"},
  {"our_commitment", "0|40|60|60|80|100|"}, {"our_trust", "0|40|60|65|80|100|"}, {"their_commitment", "0|40|45|60|80|100|"}, {"their_trust", "0|40|60|80|85|100|"}, {"willingness", "0|50|100|"}, {"loyalty", "0|60|100||"},
  {"tenure_days", "0|365|3650|"}, {"on_time_share", "0|0.5|1|"}, {"actual_approach", "TACTICAL|CONSULTATIVE|COLLABORATIVE|STRATEGIC|"}, {"target_level", "COOPERATIVE|COLLABORATIVE|STRATEGIC|"}, {"joint_objectives", "yes|no|"},
  {"conditional_terms", "yes|no|"}, {"credit_mark", "A|B|C|D|"}, {"terms_days", "0|30|"}, {"net_worth", "-5|0|1000|"}, {"credit_limit_previous", "0|50|100|"}, {"selling_ability", "0|50|100|"}, {"orders", "0|1|10|"},
  {"small_orders", "0|1|10|"}, {"previous_tier", "GOLD|SILVER|BRONZE|HOUSE|"}, {"previous_tier_value", "0|20|40|"}, {"tier_periods_below", "0|1|2|"},
  {"previous_level", "TRANSACTIONAL|COOPERATIVE|COLLABORATIVE|STRATEGIC|LIMITED_COLLABORATION|"}, {"sales_previous_class", "A|B|C|"}, {"sales_previous_value", "0|100|200|"}, {NULL, NULL}};
static const golden_column ledger[] = {
  {"customer", "@"}, {"date", "2024-06-30|2024-07-01|2024-12-31|2025-06-30|2025-07-01|2025-12-31|2026-06-30|2026-07-01"}, {"amount", "0|0.01|50|100|100|-50"}, {"margin", "0|0.01|10|20|"}, {"seller", "|||@"},
  {"category", "Beer|Water|"}, {"order", "o1|o2|o3|"}, {"due", "2025-07-31|2025-08-01|"}, {"paid", "2025-07-31|2025-08-01|2025-08-02|"}, {"quantity", "0|1|2|"}, {NULL, NULL}};
static const golden_column history[] = {
  {"customer", "@"}, {"period", "2023-01-01|2023-07-01|2024-01-01|2024-07-01|2025-01-01|2025-07-01"}, {"category", "Beer|Water"}, {"sales", "0|50|100|100|"}, {"profit", "0|10|20|-10|"}, {"potential", "0|100|200|"}, {NULL, NULL}};
static const golden_column contacts[] = {
  {"contact", "#"}, {"customer", "@"}, {"role", "DECISION_MAKER|BUYER|USER|SPONSOR|GATEKEEPER|"}, {"seniority", "TOP|MIDDLE|FRONT|"}, {"function", "SALES|FINANCE|"}, {"influence", "0|50|60|100|"}, {"attitude", "-100|0|50|100|"},
  {"willingness", "0|50|100|"}, {"counterpart", "p1|p2|"}, {"counterpart_function", "SALES|FINANCE|"}, {"last_contact", "2025-07-01|2026-06-30|"}, {NULL, NULL}};
static const golden_column evidence[] = {
  {"customer", "@"}, {"party", "US|THEM"}, {"dimension", "COMMITMENT|TRUST"}, {"item", "i1|i2|i3"}, {"value", "1|3|4|7"}, {"scale_low", "1"}, {"scale_high", "7"}, {"reversed", "yes|no|"}, {"weight", "0|1|2|"},
  {"date", "2025-07-01|2026-06-30|2026-07-02|"}, {"source", "RECORDED|OBSERVED|CUSTOMER_SAID|ESTIMATED|"}, {"confidence", "0|0.5|1|"}, {"respondent", "r1|r2|"}, {NULL, NULL}};
static const golden_column sources[] = {
  {"customer", "@"}, {"column", "potential|sales|strategic_fit|our_trust|willingness"}, {"source", "RECORDED|OBSERVED|CUSTOMER_SAID|ESTIMATED|"}, {"date", "2025-07-01|"}, {"confidence", "0|0.5|1|"}, {"author", "a1|"}, {NULL, NULL}};
static const golden_column activities[] = {
  {"customer", "@|@|@|"}, {"activity", "visit|call|order"}, {"by", "p1|p2|p3|"}, {"minutes", "0|30|60|"}, {"per_year", "0|1|12|"}, {"cost", "0|1|10||"}, {"needs_face_to_face", "yes|no|"}, {NULL, NULL}};
static const golden_column links[] = {
  {"from", "@|n1|n2"}, {"to", "@|n3|n4"}, {"flow", "GOODS|OWNERSHIP|PAYMENT|INFORMATION|PROMOTION|SERVICE"}, {"share", "0|0.5|1|"}, {NULL, NULL}};
static const golden_column products[] = {
  {"customer", "@"}, {"product", "P1|P2"}, {"quantity", "0|1|2|"}, {"start", "2023-07-01|2025-07-01|2026-06-30"}, {"life_days", "1|365|1095"}, {"usage", "0|0.5|1|2|"}, {"importance", "0|50|100|"}, {"influencer", "k1|"}, {NULL, NULL}};
static const golden_column interactions[] = {
  {"customer", "@"}, {"place", "shop|"}, {"kind", "ORDER|VISIT|COMPLAINT|DIGITAL|"}, {"direction", "IN|OUT|"}, {"owner", "p1|"}, {"per_year", "0|1|12|"}, {"beyond_price", "yes|no|"}, {"captured_usage", "yes|no|"}, {NULL, NULL}};
static const golden_column deliveries[] = {{"customer", "@"}, {"service", "S1|S2|S4|S12"}, {"date", "2025-07-01|2026-01-01|2026-06-30"}, {"quantity", "0|1|2|"}, {"by", "p1|"}, {NULL, NULL}};
static const golden_column overrides[] = {
  {"customer", "@"}, {"column", "held_tier"}, {"kind", "PIN|FLOOR|CAP"}, {"value", "GOLD|SILVER|BRONZE|HOUSE"}, {"reason", "r1|r2"}, {"author", "a1|a2|a3"}, {"approver", "b1|"},
  {"date", "2025-12-31|2026-01-01|2026-06-30|2026-07-01"}, {"expires", "2026-06-30|2026-07-01|2026-12-31|"}, {NULL, NULL}};
static const golden_column staff[] = {{"person", "p1"}, {"role", "FIELD"}, {"territory", "t1"}, {"minutes_per_year", "60|600"}, {"cost_per_minute", "0.50"}, {NULL, NULL}};
static const golden_column channels[] = {{"channel", "c1"}, {"name", "one"}, {"trade_type", "MODERN"}, {"size", "0|100|"}, {"growth", "0|0.1|"}, {"profitability", "0|0.2|"}, {NULL, NULL}};

/* In the order in which books grow: a book has the first few, or all. */
static const golden_drawn tables[] = {
  {"customers", 100, customers}, {"overrides", 30, overrides}, {"contacts", 120, contacts}, {"evidence", 300, evidence}, {"sources", 60, sources}, {"products_in_use", 40, products}, {"links", 40, links},
  {"interactions", 60, interactions}, {"deliveries", 50, deliveries}, {"staff", 0, staff}, {"channels", 0, channels}, {"activities", 100, activities}, {"history", 500, history}, {"ledger", 500, ledger}};

static const char *const rules[][2] = {
  {"segments", "segment,by,layers,measure,cuts,bit,purpose,use\nsales,layer,,current_value,\"50,80,95\",SALES,p,u\nprofit,\"layer,territory\",,net_margin,\"80\",PROFIT,p,u\nmarks,,,strategic_fit,\"20,50,80\",NONE,p,u\n"
               "small,territory,\"SMALL_RETAIL,Own\",potential,\"80,95\",NONE,p,u\n"},
  {"programs", "program,tier,layers,rank,up_to_share,above_fence,visits_per_year,maximum_approach,capacity\n,GOLD,,1,50,1,12,STRATEGIC,3\n,SILVER,,2,80,1,4,COLLABORATIVE,2\n,BRONZE,,3,100,1,1,CONSULTATIVE,\n,HOUSE,,4,,0,0,TACTICAL,\n"},
  {"entitlements", "service,program,tier,layer,quantity,response_hours,controller,visibility,cost,also_potential,provider\nS1,,GOLD,,1,4,COMPANY,OPEN,10,0,DIRECT\nS1,,SILVER,,2,8,COMPANY,OPEN,10,1,DIRECT\n"
                   "S2,,GOLD,KA_RETAIL,,24,CUSTOMER,INTERNAL,0,0,DELEGATED\nS4,,BRONZE,,4,,COMPANY,OPEN,5,1,DIRECT\nS12,,HOUSE,,1,,COMPANY,OPEN,0,0,DIRECT\n"},
  {"terms", "term,tier,bucket,measure,method,period,on_invoice,conditional,controller,baseline,cap,floor,factor_minimum,factor_maximum\na,GOLD,PERFORMANCE,current_value,STEPPED,YEAR,0,1,CUSTOMER,,10,1,0.5,1.5\n"
            "b,,PERFORMANCE,GROWTH_INDEX,ON_EXCESS,YEAR,1,0,COMPANY,100,,,,\nc,SILVER,EFFICIENCY,current_value,RETROACTIVE,QUARTER,0,1,CUSTOMER,,5,,,\nd,,EFFICIENCY,on_time_share,LINEAR,YEAR,0,1,CUSTOMER,,,,,\n"
            "e,,ACTIVATION,new_product_rate,FIXED,YEAR,0,1,CUSTOMER,,,,,\n"},
  {"rungs", "term,from,rate,amount\na,100,0.01,\na,200,0.02,\na,400,0.05,\nb,100,0.02,\nb,200,0.04,\nc,100,0.01,\nc,200,0.03,\nd,0.5,,1\nd,1,,2\ne,30,,5\ne,50,,7\n"},
  {"term_factors", "term,measure,up_to,factor\na,strategic_fit,33,0.5\na,strategic_fit,67,1\na,strategic_fit,,2\n"},
  {"scorecards", "scorecard,table,weighting,aggregation,missing\npriority,CUSTOMERS,DIRECT,WEIGHTED_SUM,RENORMALISE\nattractiveness,CUSTOMERS,EQUAL,WEIGHTED_SUM,NEUTRAL\nwinnability,CUSTOMERS,RANK_SUM,WEIGHTED_SUM,WORST\n"
                 "product,CUSTOMERS,ENTROPY,WEIGHTED_PRODUCT,NEUTRAL\nplaces,CHANNELS,DIRECT,WEIGHTED_SUM,RENORMALISE\nflows,CUSTOMERS,CRITIC,PROMETHEE,NEUTRAL\nideal,CUSTOMERS,DEVIATION,TOPSIS,NEUTRAL\nregret,CUSTOMERS,EQUAL,VIKOR,WORST\n"},
  {"criteria", "scorecard,criterion,column,direction,transform,normaliser,low,high,target_low,target_high,preference,indifference,strict,within,weight,rank\n"
               "priority,fit,strategic_fit,,,LINEAR,0,100,,,,,,,2,\npriority,service,service_level,,,PERCENT_RANK,,,,,,,,layer,1,\npriority,align,alignment,TARGET,,LINEAR,0,100,50,50,,,,,0,\npriority,news,new_product_rate,,,PIECEWISE,,,,,,,,,1,\n"
               "attractiveness,value,current_value,,,MINMAX,,,,,,,,layer,,\nattractiveness,growth,market_growth,,,ZSCORE,,,,,,,,territory,,\nattractiveness,fit,strategic_fit,,,STEP,,,,,,,,,,\n"
               "winnability,rival,competitor_strength,LOWER,,LINEAR,0,100,,,,,,,,1\nwinnability,service,service_level,,,MAX,,,,,,,,layer,,2\nwinnability,share,market_share,,,SUM,,,,,,,,,,2\n"
               "product,fit,strategic_fit,,,LINEAR,0,100,,,,,,,,\nproduct,share,market_share,,LOG1P,MINMAX,,,,,,,,layer,,\nproduct,align,alignment,TARGET,,LINEAR,0,100,49,51,,,,,,\n"
               "places,size,size,,,MINMAX,,,,,,,,,1,\nplaces,growth,growth,,,LINEAR,-1,1,,,,,,,1,\n"
               "flows,fit,strategic_fit,,,LINEAR,0,100,,,USUAL,,,,,\nflows,share,market_share,,,LINEAR,0,100,,,U,33,,,,\nflows,service,service_level,,,LINEAR,0,100,,,V,,50,,,\n"
               "ideal,fit,strategic_fit,,,VECTOR,,,,,,,,,,\nideal,rival,competitor_strength,LOWER,,VECTOR,,,,,,,,,,\nregret,fit,strategic_fit,,,LINEAR,0,100,,,,,,,,\nregret,news,new_product_rate,,,STEP,,,,,,,,,,\n"},
  {"scoring_guide", "scorecard,criterion,from,score\npriority,news,0,0\npriority,news,50,80\npriority,news,100,100\nattractiveness,fit,0,0\nattractiveness,fit,33,33\nattractiveness,fit,67,67\nregret,news,0,10\nregret,news,30,50\n"},
  {"investment_levels", "level,tier,cost,field_minutes,response\nnone,,0,0,0\nsome,,10,30,20\nmuch,GOLD,40,60,headroom\n"},
  {"capacities", "resource,scope,money,amount\nBUDGET,,100,\nFIELD_MINUTES,t1,,60\n"}};

/* One line of settings per book. */
static const char *const settings[] = {
  "as_of=2026-07-01 fence.visit_cost=5 output.explanations=ALL output.smallest_changes=yes robust.samples=30 score.product_floor=0.01",
  "as_of=2026-06-30 fence.visit_cost=10 output.explanations=KEY rollup.to=ULTIMATE wallet.estimate=PEER wallet.minimum_positive=1 potential.reach=FULL relationship.side_rule=MEAN robust.samples=30 score.product_floor=0.01 allocation.key_only=no allocation.by=territory",
  "as_of=2026-07-01 period.months=6 fence.visit_cost=20 fence.minimum_visits=1 output.explanations=ALL wallet.estimate=PROXY relationship.side_rule=GEOMETRIC relationship.hysteresis=5 tier.demote_after=2 pareto.hysteresis=0 robust.samples=30 score.product_floor=0.01 score.minimum_coverage=1",
  "as_of=2026-07-02 output.explanations=ALL winnability.mode=RELATIVE tier.hysteresis=0.5 tier.headroom_weight=1 matrix.bands=50 override.steps=0 override.days=1 evidence.half_life=0 robust.samples=30 score.product_floor=0.01 segment.merge=Own:KA_RETAIL pareto.few_positive=0 credit.cap=60",
};

static void draw_cell(const char *cells, char **at, unsigned row, unsigned count)
{
  const char *from = cells;
  unsigned words = 1, customer = (unsigned)draw(count);
  for (const char *bar = cells; *bar != '\0'; bar++) words += *bar == '|';
  for (unsigned skip = (unsigned)draw(words); skip > 0; from++) skip -= *from == '|';
  const int length = (int)strcspn(from, "|");
  if (length == 1 && *from == '%') { if (row > 0) *at += sprintf(*at, "C%03u", customer % row / 2); }
  else if (length == 1 && *from == '@') *at += sprintf(*at, "C%03u", customer);
  else if (length == 1 && *from == '#') *at += sprintf(*at, "C%03u", row);
  else *at += sprintf(*at, "%.*s", length, from);
}

char *golden_draw_text(const golden_column *columns, unsigned rows, unsigned count)
{
  char *text = malloc((size_t)(rows + 1) * LINE * 24), *at = text;
  if (text == NULL) need(PATRON_E_NO_MEMORY, columns->name);
  for (const golden_column *column = columns; column->name != NULL; column++) at += sprintf(at, "%s%s", column == columns ? "" : ",", column->name);
  for (unsigned row = 0; row < rows; row++) {
    for (const golden_column *column = columns; column->name != NULL; column++) {
      *at++ = column == columns ? '\n' : ',';
      draw_cell(column->cells, &at, row, count);
    }
  }
  strcpy(at, "\n");
  return text;
}

static void draw_table(golden_book *b, const golden_drawn *table, unsigned count)
{
  char *text = golden_draw_text(table->columns, table->percent == 0 ? 1 : (count * table->percent + 99) / 100, count);
  golden_put(b, 0, table->name, text);
  free(text);
}

static void set_all(golden_book *b, const char *list)
{
  while (*list != '\0') {
    char key[LINE], value[LINE];
    const int length = (int)strcspn(list, " "), split = (int)strcspn(list, "=");
    snprintf(key, sizeof key, "%.*s", split, list);
    snprintf(value, sizeof value, "%.*s", length - split - 1, list + split + 1);
    golden_check(b, patron_policy_set(b->policy, key, value), key);
    list += length + (list[length] == ' ');
  }
}

/* What changed against a book of other customers and another policy, and every reason. */
static void digest_reasons(golden_book *b, const char *scenario, const patron_assessment *result, const patron_table *before)
{
  patron_assessment *compared = NULL;
  patron_table *customers_table = NULL;
  digest reasons = digest_begin();
  int64_t rows = 0;
  char label[48];
  golden_check(b, patron_compare(b->context, before, result, &compared), scenario);
  snprintf(label, sizeof label, "%s-compared", scenario);
  golden_digest(b, compared, label, 0);
  patron_assessment_destroy(compared);
  golden_check(b, patron_assessment_table(result, "customers", &customers_table), "customers");
  golden_check(b, patron_table_rows(customers_table, &rows), "customers");
  for (int64_t row = 0; row < rows; row += 7) {
    patron_customer customer = 0;
    patron_table *why = NULL;
    golden_check(b, patron_assessment_customer_at(result, row, &customer), "customer");
    golden_check(b, patron_assessment_explain(result, customer, &why), "explain");
    digest_table(&reasons, why);
    patron_table_destroy(why);
  }
  patron_table_destroy(customers_table);
  snprintf(label, sizeof label, "%s-reasons", scenario);
  say(label, reasons);
}

void golden_edges(void)
{
  static const unsigned sizes[] = {60, 7, 1, 90, 25, 2};
  golden_random = 60;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const size_t most = sizeof tables / sizeof *tables, count = most - i * 2 % 5;
    golden_book b = golden_open(1 + (int32_t)(i % 2));
    patron_assessment *result = NULL;
    patron_table *before = NULL;
    char name[32];
    snprintf(name, sizeof name, "edges-%u", sizes[i]);
    for (size_t rule = 0; rule < sizeof rules / sizeof *rules; rule++) golden_put_rules(&b, rules[rule][0], rules[rule][1]);
    set_all(&b, settings[i % (sizeof settings / sizeof *settings)]);
    for (size_t table = 0; table < count; table++) draw_table(&b, &tables[table], sizes[i]);
    golden_check(&b, patron_assess(b.portfolio, b.policy, &result), name);
    golden_check(&b, patron_assessment_table(result, "customers", &before), name);
    patron_assessment_destroy(result);
    result = NULL;
    draw_table(&b, &tables[0], sizes[i]);
    golden_assess(&b, name, 0);
    golden_check(&b, patron_assess(b.portfolio, b.policy, &result), name);
    digest_reasons(&b, name, result, before);
    patron_table_destroy(before);
    patron_assessment_destroy(result);
    golden_close(&b);
  }
}
