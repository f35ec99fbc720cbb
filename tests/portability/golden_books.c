/* Portfolios, drawn and from the examples, assessed under rules that use every weighting, normaliser and aggregation; each decision table, the model as bytes and Arrow count. */
#include <stdarg.h>

#include "golden_books.h"

enum { CUSTOMERS = 300, LONGEST = 1 << 20 };

void golden_check(const golden_book *b, patron_status status, const char *what)
{
  char text[1024] = "";
  if (status < 0 && patron_context_error(b->context, text, sizeof text, NULL) == PATRON_OK) fprintf(stderr, "%s\n", text);
  need(status, what);
}

golden_book golden_open(int32_t threads)
{
  golden_book b = { NULL, NULL, NULL };
  const patron_context_options options = { .struct_size = sizeof options, .max_threads = threads };
  need(patron_context_create(&options, &b.context), "context");
  golden_check(&b, patron_portfolio_create(b.context, "EUR", &b.portfolio), "portfolio");
  golden_check(&b, patron_policy_create(b.context, NULL, &b.policy), "policy");
  return b;
}

void golden_close(golden_book *b)
{
  patron_policy_destroy(b->policy);
  patron_portfolio_destroy(b->portfolio);
  patron_context_destroy(b->context);
}

patron_status golden_try(golden_book *b, int32_t rules, const char *name, char *text)
{
  patron_table *table = golden_csv_table(b->context, name, text);
  const patron_status status = rules ? patron_policy_put(b->policy, table) : patron_portfolio_put(b->portfolio, table);
  patron_table_destroy(table);
  return status;
}

void golden_put(golden_book *b, int32_t rules, const char *name, char *text) { golden_check(b, golden_try(b, rules, name, text), name); }

void golden_put_rules(golden_book *b, const char *name, const char *text)
{
  char *copy = malloc(strlen(text) + 1);
  if (copy == NULL) need(PATRON_E_NO_MEMORY, name);
  memcpy(copy, text, strlen(text) + 1);
  golden_put(b, 1, name, copy);
  free(copy);
}

static void line(char *text, size_t *at, const char *format, ...)
{
  va_list values;
  va_start(values, format);
  int length = vsnprintf(text + *at, LONGEST - *at, format, values);
  va_end(values);
  if (length < 0 || (size_t)length >= LONGEST - *at) need(PATRON_E_BUFFER_TOO_SMALL, format);
  *at += (size_t)length;
}

/* Cells of one row, drawn one after another and joined by commas: `w` one of the words, `?` perhaps a whole number, `u` a whole number, `s` one that may be negative, `d` one with two decimals. */
static void draw_cells(char *text, size_t *at, const char *kinds, const unsigned *below, const char *const *const *words)
{
  for (size_t i = 0; kinds[i] != '\0'; i++) {
    const unsigned value = (unsigned)draw(below[i]);
    const unsigned other = (unsigned)draw(900);
    line(text, at, i == 0 ? "" : ",");
    if (kinds[i] == 'w') line(text, at, "%s", (*words++)[value]);
    else if (kinds[i] == 's') line(text, at, "%s%u", other % 3 == 0 ? "-" : "", value);
    else if (kinds[i] == 'd') line(text, at, "%u.%02u", value, other % 100);
    else if (kinds[i] == 'u' || other % 9 != 0) line(text, at, "%u", value);
  }
}

static const char *const layers[] = { "KA_RETAIL", "SMALL_RETAIL", "DISTRIBUTOR", "SECOND_TIER_WHOLESALER" }, *const tiers[] = { "", "GOLD", "SILVER", "BRONZE" }, *const classes[] = { "", "A", "B", "C" };
static const char *const levels[] = { "", "TRANSACTIONAL", "COOPERATIVE", "COLLABORATIVE", "STRATEGIC" }, *const marks[] = { "A", "B", "C" }, *const growths[] = { "-0.31", "-0.05", "0", "0.013", "0.27", "1.1", "" };
static const char *const rates[] = { "", "0.07", "0.13", "0.29", "0.31" }, *const parties[] = { "US", "THEM" }, *const dimensions[] = { "COMMITMENT", "TRUST" }, *const roles[] = { "USER", "INFLUENCER" };
static const char *const sources[] = { "RECORDED", "OBSERVED", "CUSTOMER_SAID", "ESTIMATED", "" }, *const confidences[] = { "", "", "0.37" }, *const categories[] = { "Water", "Juice", "Beer", "Tea" };
static const char *const scales[] = { "0,6", "0,10" };

static void draw_customers(char *text)
{
  static const unsigned below[] = { 4, 5, 3, 4, 900000, 5, 101, 101, 101, 101, 101, 7, 4000, 4, 4, 60000, 5, 60, 12, 3, 2000000, 9000, 500 };
  static const char *const *const words[] = { layers, rates, growths, tiers, classes, levels, marks };
  size_t at = 0;
  line(text, &at, "customer,layer,territory,channel,owner,potential,contribution_rate,strategic_fit,market_share,new_product_rate,service_level,alignment,market_growth,tenure_days,"
       "previous_tier,sales_previous_class,sales_previous_value,previous_level,orders,small_orders,credit_mark,net_worth,cost_to_serve,wallet_proxy\n");
  for (int i = 0; i < CUSTOMERS; i++) {
    line(text, &at, "C%03d,", i);
    draw_cells(text, &at, "wuuu?w?????wuwwdwuuwddd", below, words);
    line(text, &at, "\n");
  }
}

/* Two years of invoices, most of them by few; some are credit notes, some not paid. */
static void draw_ledger(char *text)
{
  size_t at = 0;
  line(text, &at, "customer,date,amount,margin,category,order,due,paid\n");
  for (int i = 0; i < 6000; i++) {
    const unsigned spread = 1 + (unsigned)draw(CUSTOMERS), customer = (unsigned)draw(CUSTOMERS) * spread / CUSTOMERS, amount = (unsigned)draw(4000) * (1 + CUSTOMERS / (customer + 5));
    const unsigned year = 2024 + (unsigned)draw(2), month = 1 + (unsigned)draw(11), day = 1 + (unsigned)draw(28), paid = (unsigned)draw(31), cents = (unsigned)draw(100), credit = draw(25) == 0;
    line(text, &at, "C%03u,%u-%02u-%02u,%s%u.%02u,%s%u.%02u,%s,V%05d,%u-%02u-15,", customer, year, month, day, credit ? "-" : "", amount, cents, credit ? "-" : "", amount / 5, 99 - cents, categories[i % 4], i, year, month + 1);
    if (paid < 28) line(text, &at, "%u-%02u-%02u", year, month + 1, paid + 1);
    line(text, &at, "\n");
  }
}

static void draw_people(golden_book *b, char *text)
{
  static const unsigned answers[] = { CUSTOMERS, 2, 2, 6, 7, 2, 2, 9, 5, 3 }, people[] = { 2, 101, 101, 101 };
  static const char *const *const answer_words[] = { parties, dimensions, scales, sources, confidences }, *const *const people_words[] = { roles };
  size_t at = 0;
  line(text, &at, "customer,party,dimension,item,value,scale_low,scale_high,reversed,weight,source,confidence,date\n");
  for (int i = 0; i < 3000; i++) {
    const unsigned customer = (unsigned)draw(CUSTOMERS), year = 2023 + (unsigned)draw(3), month = 1 + (unsigned)draw(12), day = 1 + (unsigned)draw(28);
    line(text, &at, "C%03u,", customer);
    draw_cells(text, &at, "wwuuwudww", answers + 1, answer_words);
    line(text, &at, ",%u-%02u-%02u\n", year, month, day);
  }
  golden_put(b, 0, "evidence", text);
  at = 0;
  line(text, &at, "contact,customer,role,influence,attitude,willingness\n");
  for (int i = 0; i < 900; i++) {
    line(text, &at, "K%d,C%03u,", i, (unsigned)draw(CUSTOMERS));
    draw_cells(text, &at, "w?s?", people, people_words);
    line(text, &at, "\n");
  }
  golden_put(b, 0, "contacts", text);
}

/* All weightings, normalisers and aggregations; what the later stages ask for are scorecards, too. */
static void put_scorecards(golden_book *b)
{
  golden_put_rules(b, "scorecards", "scorecard,weighting,aggregation,missing\npriority,BEST_WORST,WEIGHTED_SUM,RENORMALISE\nattractiveness,ENTROPY,WEIGHTED_SUM,NEUTRAL\nwinnability,DIRECT,WEIGHTED_PRODUCT,RENORMALISE\n"
            "critical,CRITIC,TOPSIS,RENORMALISE\nspread,DEVIATION,VIKOR,WORST\nflows,RANK_ORDER_CENTROID,PROMETHEE,RENORMALISE\njudged,AHP,WEIGHTED_SUM,FAIL\nmeans,AHP_GEOMETRIC,WEIGHTED_PRODUCT,NEUTRAL\nnested,RANK_RECIPROCAL,WEIGHTED_SUM,RENORMALISE\n");
  golden_put_rules(b, "criteria", "scorecard,criterion,column,direction,transform,normaliser,low,high,target_low,target_high,preference,indifference,strict,within,weight,rank\n"
            "priority,value,net_worth,,LOG1P,PERCENT_RANK,,,,,,,,layer,,\npriority,fit,strategic_fit,,,LINEAR,0,100,,,,,,,,\npriority,growth,market_growth,,,ZSCORE,,,,,,,,,,\n"
            "attractiveness,value,wallet_proxy,,LOG1P,MINMAX,,,,,,,,,,\nattractiveness,fit,strategic_fit,,,PERCENT_RANK,,,,,,,,,,\nattractiveness,share,market_share,,,MAX,,,,,,,,,,\n"
            "winnability,service,service_level,,,LINEAR,0,100,,,,,,,0.5,\nwinnability,align,alignment,TARGET,,LINEAR,0,100,40,70,,,,,0.3,\nwinnability,news,new_product_rate,,,PIECEWISE,,,,,,,,,0.2,\n"
            "critical,fit,strategic_fit,,,VECTOR,,,,,,,,,,\ncritical,share,market_share,LOWER,,VECTOR,,,,,,,,,,\ncritical,service,service_level,,,SUM,,,,,,,,,,\n"
            "spread,fit,strategic_fit,,,LINEAR,0,100,,,,,,,,\nspread,align,alignment,,,PERCENT_RANK,,,,,,,,layer,,\nspread,news,new_product_rate,,,STEP,,,,,,,,,,\n"
            "flows,fit,strategic_fit,,,LINEAR,0,100,,,GAUSSIAN,,20,,,1\nflows,share,market_share,,,LINEAR,0,100,,,LINEAR,5,30,,,2\nflows,service,service_level,,,LINEAR,0,100,,,LEVEL,5,30,,,3\n"
            "judged,fit,strategic_fit,,,LINEAR,0,100,,,,,,,,\njudged,share,market_share,,,LINEAR,0,100,,,,,,,,\njudged,service,service_level,,,LINEAR,0,100,,,,,,,,\n"
            "means,fit,strategic_fit,,,LINEAR,0,100,,,,,,,,\nmeans,share,market_share,,,LINEAR,0,100,,,,,,,,\nmeans,service,service_level,,,LINEAR,0,100,,,,,,,,\n"
            "nested,one,winnability,,,LINEAR,0,100,,,,,,,,1\nnested,two,judged,,,LINEAR,0,100,,,,,,,,2\n");
  golden_put_rules(b, "comparisons", "scorecard,a,b,ratio\npriority,value,fit,2\npriority,value,growth,6\npriority,fit,growth,3\njudged,fit,share,2\njudged,fit,service,5\njudged,share,service,3\n"
            "means,fit,share,2\nmeans,fit,service,7\nmeans,share,service,3\n");
  golden_put_rules(b, "scoring_guide", "scorecard,criterion,from,score\nwinnability,news,0,5\nwinnability,news,30,45\nwinnability,news,100,100\nspread,news,0,10\nspread,news,50,60\nspread,news,80,90\n");
}

static void draw_book(golden_book *b)
{
  char *text = malloc(LONGEST);
  if (text == NULL) need(PATRON_E_NO_MEMORY, "text");
  golden_random = 2026;
  golden_put_rules(b, "segments", "segment,by,layers,measure,cuts,bit,purpose,use\nsales,layer,,current_value,\"80,95\",SALES,who carries the volume,calls\nprofit,layer,,net_margin,\"80,95\",PROFIT,who carries the profit,care\n"
            "patch,\"layer,territory\",,current_value,\"70,90\",NONE,no patch without a key customer,rounds\nfitting,,,strategic_fit,\"50,80\",NONE,who suits us,a NUMBER as measure\n");
  put_scorecards(b);
  draw_customers(text);
  golden_put(b, 0, "customers", text);
  draw_ledger(text);
  golden_put(b, 0, "ledger", text);
  draw_people(b, text);
  free(text);
  static const char *const settings[][2] = { { "as_of", "2026-01-01" }, { "fence.visit_cost", "50" }, { "period.months", "3" }, { "evidence.half_life", "200" }, { "relationship.hysteresis", "3" }, { "relationship.side_rule", "GEOMETRIC" }, { "wallet.estimate", "PEER" },
                                             { "score.product_floor", "0.01" }, { "output.explanations", "ALL" }, { "robust.samples", "400" }, { "robust.seed", "9" }, { "score.rank_by", "judged" } };
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) golden_check(b, patron_policy_set(b->policy, settings[i][0], settings[i][1]), settings[i][0]);
}

void golden_digest(const golden_book *b, const patron_assessment *result, const char *scenario, int32_t each)
{
  digest all = digest_begin(), arrow = digest_begin();
  patron_table *list = NULL;
  int64_t rows = 0;
  char label[96];
  golden_check(b, patron_assessment_table(result, "tables", &list), "tables");
  golden_check(b, patron_table_rows(list, &rows), "tables");
  for (int64_t row = 0; row < rows; row++) {
    char name[64] = "";
    int64_t offsets[2];
    uint8_t known = 0;
    patron_table *table = NULL;
    golden_check(b, patron_table_read_text(list, 0, row, 1, offsets, name, sizeof name - 1, NULL, &known), "tables");
    golden_check(b, patron_assessment_table(result, name, &table), name);
    digest one = digest_begin();
    digest_table(&one, table);
    digest_u64(&all, one.value);
    digest_arrow(&arrow, table, 0);
    digest_arrow(&arrow, table, PATRON_ARROW_DECIMAL);
    patron_table_destroy(table);
    snprintf(label, sizeof label, "%s.%s", scenario, name);
    if (each) say(label, one);
  }
  patron_table_destroy(list);
  snprintf(label, sizeof label, "%s-tables", scenario);
  say(label, all);
  snprintf(label, sizeof label, "%s-arrow", scenario);
  say(label, arrow);
}

void golden_assess(golden_book *b, const char *scenario, int32_t each)
{
  patron_model *model = NULL, *loaded = NULL;
  patron_assessment *result = NULL, *robust = NULL;
  int64_t size = 0;
  char label[96];
  digest d = digest_begin();
  golden_check(b, patron_fit(b->portfolio, b->policy, &model), scenario);
  golden_check(b, patron_model_save(model, NULL, 0, &size), "size of the model");
  unsigned char *bytes = malloc((size_t)size);
  if (bytes == NULL) need(PATRON_E_NO_MEMORY, scenario);
  golden_check(b, patron_model_save(model, bytes, size, &size), "save");
  digest_bytes(&d, bytes, size);
  golden_check(b, patron_model_load(b->context, bytes, size, &loaded), "load");
  golden_check(b, patron_model_save(loaded, bytes, size, &size), "save");
  digest_bytes(&d, bytes, size);
  free(bytes);
  snprintf(label, sizeof label, "%s-model", scenario);
  say(label, d);
  golden_check(b, patron_apply(loaded, b->portfolio, &result), scenario);
  golden_digest(b, result, scenario, each);
  golden_check(b, patron_robustness(b->portfolio, b->policy, &robust), "robustness");
  snprintf(label, sizeof label, "%s-robust", scenario);
  golden_digest(b, robust, label, 0);
  patron_assessment_destroy(robust);
  patron_assessment_destroy(result);
  patron_model_destroy(loaded);
  patron_model_destroy(model);
}

/* One pass of a fit over parts: the customers twice, once from here and once as bytes from elsewhere. */
static patron_fitting *fit_pass(const golden_book *b, digest *d, const void *plan, int64_t length)
{
  patron_fitting *all = NULL, *received = NULL;
  unsigned char *bytes = malloc(LONGEST);
  int64_t size = 0;
  if (bytes == NULL) need(PATRON_E_NO_MEMORY, "fit over parts");
  golden_check(b, patron_fitting_create(b->context, b->policy, plan, length, &all), "fit over parts");
  golden_check(b, patron_fitting_accumulate(all, b->portfolio), "accumulate");
  golden_check(b, patron_fitting_save(all, bytes, LONGEST, &size), "save");
  digest_bytes(d, bytes, size);
  golden_check(b, patron_fitting_load(b->context, b->policy, bytes, size, &received), "load");
  golden_check(b, patron_fitting_merge(all, received), "merge");
  golden_check(b, patron_fitting_save(all, bytes, LONGEST, &size), "save");
  digest_bytes(d, bytes, size);
  patron_fitting_destroy(received);
  free(bytes);
  return all;
}

static void fit_parts(const golden_book *b, const char *scenario)
{
  static unsigned char plan[LONGEST];
  patron_model *model = NULL;
  digest d = digest_begin();
  int64_t length = 0;
  while (model == NULL) {
    patron_fitting *all = fit_pass(b, &d, length > 0 ? plan : NULL, length);
    golden_check(b, patron_fitting_model(all, &model), "model");
    if (model == NULL) golden_check(b, patron_fitting_next(all, plan, LONGEST, &length), "next");
    else golden_check(b, patron_model_save(model, plan, LONGEST, &length), "save");
    digest_bytes(&d, plan, length);
    patron_fitting_destroy(all);
  }
  patron_model_destroy(model);
  say(scenario, d);
}

static void read_book(golden_book *b, const char *folder, int32_t rules, const char *const *names)
{
  for (; *names != NULL; names++) {
    char file[64];
    snprintf(file, sizeof file, "%s.csv", *names);
    char *text = golden_file(folder, file);
    if (text == NULL) need(PATRON_E_IO, file);
    golden_put(b, rules, *names, text);
    free(text);
  }
}

void golden_books(const char *examples)
{
  static const char *const small[] = { "customers", NULL };
  static const char *const facts[] = { "customers", "activities", "channels", "contacts", "evidence", "ledger", "links", "nodes", "products_in_use", "staff", "territories", NULL };
  static const char *const rules[] = { "segments", "programs", "entitlements", "terms", "rungs", "settings", NULL };
  char folder[1024];
  for (int32_t threads = 1; threads <= 3; threads += 2) {
    golden_book b = golden_open(threads);
    draw_book(&b);
    golden_assess(&b, threads == 1 ? "drawn" : "drawn-threads", threads == 1);
    golden_close(&b);
  }
  golden_book b = golden_open(1);
  snprintf(folder, sizeof folder, "%s/small", examples);
  read_book(&b, folder, 0, small);
  golden_assess(&b, "small", 0);
  fit_parts(&b, "small-parts");
  golden_close(&b);
  b = golden_open(1);
  snprintf(folder, sizeof folder, "%s/fmcg", examples);
  read_book(&b, folder, 0, facts);
  snprintf(folder, sizeof folder, "%s/fmcg/policy", examples);
  read_book(&b, folder, 1, rules);
  golden_assess(&b, "fmcg", 0);
  fit_parts(&b, "fmcg-parts");
  golden_close(&b);
}
