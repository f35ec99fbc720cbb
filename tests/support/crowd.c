/* Random customers; see crowd.h. */
#include "crowd.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 (Steele, Lea & Flood 2014). */
uint64_t crowd_random(uint64_t *seed, uint64_t below)
{
  uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return (z ^ (z >> 31)) % below;
}

void crowd_add_line(crowd_table *table, const char *line)
{
  if (table->count == table->capacity) {
    table->capacity = 2 * table->capacity + 64;
    table->lines = realloc(table->lines, (size_t)table->capacity * CROWD_LINE);
    if (table->lines == NULL) abort();
  }
  snprintf(table->lines[table->count++], CROWD_LINE, "%s", line);
}

static crowd_table *add_table(crowd *c, const char *name, const char *header)
{
  crowd_table *table = &c->tables[c->count++];
  table->name = name;
  snprintf(table->header, CROWD_LINE, "%s", header);
  return table;
}

/* A few words of a line: an amount, a number, one of several names; unknown now and then. */
static void add_word(char *line, const char *format, ...)
{
  va_list arguments;
  const size_t length = strlen(line);
  va_start(arguments, format);
  vsnprintf(line + length, CROWD_LINE - length, format, arguments);
  va_end(arguments);
}

static int is_unknown(crowd *c, uint64_t one_in) { return crowd_random(&c->seed, one_in) == 0; }

static void add_money(crowd *c, char *line, int64_t low, int64_t high, uint64_t unknown_one_in)
{
  const int64_t cents = low + (int64_t)crowd_random(&c->seed, (uint64_t)(high - low + 1));
  if (unknown_one_in > 0 && is_unknown(c, unknown_one_in)) add_word(line, " -");
  else if (c->money_scale == 100) add_word(line, " %lld", (long long)cents);
  else add_word(line, " %s%lld.%02lld", cents < 0 ? "-" : "", (long long)(llabs(cents) / 100), (long long)(llabs(cents) % 100));
}

static void add_mark(crowd *c, char *line, uint64_t unknown_one_in)
{
  const uint64_t mark = crowd_random(&c->seed, 1001);
  if (is_unknown(c, unknown_one_in)) add_word(line, " -");
  else add_word(line, " %llu.%llu", (unsigned long long)(mark / 10), (unsigned long long)(mark % 10));
}

static void add_name(crowd *c, char *line, const char *const *names, uint64_t count, uint64_t unknown_one_in)
{
  const uint64_t which = crowd_random(&c->seed, count);
  if (is_unknown(c, unknown_one_in)) add_word(line, " -");
  else add_word(line, " %s", names[which]);
}

static void make_customer(crowd *c, crowd_table *table, int64_t id)
{
  static const char *const layers[] = {"KA_RETAIL", "SMALL_RETAIL", "DISTRIBUTOR", "FIRST_TIER_WHOLESALER"}, *const territories[] = {"North", "South", "East"}, *const owners[] = {"ann", "bob", "eve"};
  static const char *const approaches[] = {"TACTICAL", "CONSULTATIVE", "COLLABORATIVE", "STRATEGIC"}, *const flags[] = {"yes", "no"}, *const tiers[] = {"GOLD", "SILVER", "BRONZE", "TOP", "REST"};
  static const char *const levels[] = {"TRANSACTIONAL", "COOPERATIVE", "COLLABORATIVE", "STRATEGIC", "LIMITED_COLLABORATION"}, *const classes[] = {"A", "B", "C", "N"};
  char line[CROWD_LINE] = "";
  const int small = crowd_random(&c->seed, 3) == 0;   /* many equal values */
  add_word(line, "%lld", (long long)id);
  add_name(c, line, layers, 4, 20);
  add_name(c, line, territories, 3, 10);
  add_name(c, line, owners, 3, 10);
  if (small) add_money(c, line, 10000, 10003, 10); else add_money(c, line, -20000, 5000000, 10);
  add_money(c, line, -20000, 5000000, 5);
  add_money(c, line, -100000, 800000, 6);
  add_money(c, line, 0, 9000000, 4);
  add_word(line, is_unknown(c, 5) ? " -" : " 0.%02llu", (unsigned long long)crowd_random(&c->seed, 100));
  for (int32_t i = 0; i < 4; i++) add_mark(c, line, 6);
  for (int32_t i = 0; i < 4; i++) add_mark(c, line, 8);
  add_mark(c, line, 2);
  add_name(c, line, approaches, 4, 4);
  add_name(c, line, flags, 2, 4);
  add_name(c, line, flags, 2, 4);
  add_name(c, line, tiers, 5, 3);
  add_name(c, line, levels, 5, 3);
  add_name(c, line, classes, 4, 3);
  add_money(c, line, -5000, 100000, 3);
  crowd_add_line(table, line);
}

static void make_rows(crowd *c, int64_t customers)
{
  crowd_table *ledger = add_table(c, "ledger", "customer date amount margin order due paid"), *contacts = add_table(c, "contacts", "contact customer influence attitude willingness");
  crowd_table *activities = add_table(c, "activities", "customer activity by minutes per_year cost needs_face_to_face"), *evidence = add_table(c, "evidence", "customer party dimension item value date respondent");
  static const char *const staff[] = {"ann", "bob", "eve"}, *const flags[] = {"yes", "no"}, *const parties[] = {"US", "THEM"}, *const dimensions[] = {"COMMITMENT", "TRUST"};
  for (int64_t i = 0; i < 6 * customers; i++) {
    const int64_t id = 1000 + (int64_t)crowd_random(&c->seed, (uint64_t)customers);
    const uint64_t month = crowd_random(&c->seed, 66), day = 1 + crowd_random(&c->seed, 28);
    const int year = 2020 + (int)(month / 12), in_year = 1 + (int)(month % 12);
    char line[CROWD_LINE] = "";
    add_word(line, "%lld %04d-%02d-%02d", (long long)id, year, in_year, (int)day);
    add_money(c, line, -20000, 400000, 0);
    add_money(c, line, -5000, 90000, 5);
    add_word(line, crowd_random(&c->seed, 3) == 0 ? " -" : " o%llu", (unsigned long long)crowd_random(&c->seed, 500));
    add_word(line, crowd_random(&c->seed, 3) == 0 ? " -" : " %04d-%02d-28", year, in_year);
    add_word(line, crowd_random(&c->seed, 3) == 0 ? " -" : " %04d-%02d-%02d", year, in_year, (int)(1 + crowd_random(&c->seed, 30)) > 28 ? 28 : 27);
    crowd_add_line(ledger, line);
  }
  for (int64_t i = 0; i < 2 * customers; i++) {
    char line[CROWD_LINE] = "";
    const int64_t id = 1000 + (int64_t)crowd_random(&c->seed, (uint64_t)customers);
    add_word(line, "k%llu %lld", (unsigned long long)crowd_random(&c->seed, 50), (long long)id);
    add_mark(c, line, 8);
    add_word(line, is_unknown(c, 6) ? " -" : " %d", (int)crowd_random(&c->seed, 201) - 100);
    add_mark(c, line, 4);
    crowd_add_line(contacts, line);
    line[0] = 0;
    add_word(line, "%lld a%llu", (long long)id, (unsigned long long)crowd_random(&c->seed, 9));
    add_name(c, line, staff, 3, 3);
    add_word(line, is_unknown(c, 4) ? " -" : " %d.5", (int)crowd_random(&c->seed, 60));
    add_word(line, is_unknown(c, 20) ? " -" : " %d", (int)crowd_random(&c->seed, 30));
    add_money(c, line, 0, 5000, 2);
    add_name(c, line, flags, 2, 5);
    crowd_add_line(activities, line);
    line[0] = 0;
    add_word(line, "%lld", (long long)id);
    add_name(c, line, parties, 2, 1000000);
    add_name(c, line, dimensions, 2, 1000000);
    add_word(line, " i%d", (int)crowd_random(&c->seed, 3));
    add_mark(c, line, 1000000);
    add_word(line, is_unknown(c, 5) ? " -" : " 2024-%02d-11", 1 + (int)crowd_random(&c->seed, 12));
    add_word(line, " r%d", (int)crowd_random(&c->seed, 4));
    crowd_add_line(evidence, line);
  }
}

void crowd_make(crowd *out, uint64_t seed, int64_t customers, int64_t scale)
{
  crowd_table *table;
  char line[CROWD_LINE];
  memset(out, 0, sizeof *out);
  out->seed = seed;
  out->money_scale = scale;
  table = add_table(out, "customers",
    "customer layer territory owner sales sales_previous profit potential contribution_rate strategic_fit market_share service_level alignment our_commitment our_trust their_commitment their_trust willingness "
    "actual_approach conditional_terms joint_objectives previous_tier previous_level sales_previous_class customer_margin");
  for (int64_t i = 0; i < customers; i++) make_customer(out, table, 1000 + i);
  make_rows(out, customers);
  table = add_table(out, "staff", "person role cost_per_minute");
  crowd_add_line(table, scale == 100 ? "ann FIELD 150" : "ann FIELD 1.50");
  crowd_add_line(table, scale == 100 ? "bob FIELD 133" : "bob FIELD 1.33");
  crowd_add_line(table, scale == 100 ? "eve INSIDE 80" : "eve INSIDE 0.80");
  table = add_table(out, "overrides", "customer column kind value reason author date");
  for (int64_t i = 0; i < customers / 6; i++) {
    static const char *const what[] = {"key PIN yes", "key PIN no", "coverage FLOOR OUTBOUND", "coverage CAP INBOUND", "recommended_approach CAP CONSULTATIVE", "attractiveness_band PIN HIGH", "intent PIN CASH"};
    snprintf(line, sizeof line, "%lld %s r%d a%d 2025-%02d-01", 1000 + (long long)crowd_random(&out->seed, (uint64_t)customers), what[crowd_random(&out->seed, 7)], (int)crowd_random(&out->seed, 3),
             (int)crowd_random(&out->seed, 3), 1 + (int)crowd_random(&out->seed, 6));
    crowd_add_line(table, line);
  }
}

void crowd_clear(crowd *c)
{
  for (int32_t i = 0; i < c->count; i++) free(c->tables[i].lines);
  memset(c, 0, sizeof *c);
}

crowd_table *crowd_find(crowd *c, const char *name)
{
  for (int32_t i = 0; i < c->count; i++)
    if (strcmp(c->tables[i].name, name) == 0) return &c->tables[i];
  abort();
}

void crowd_shuffle(crowd_table *table, uint64_t seed)
{
  char held[CROWD_LINE];
  for (int64_t i = table->count - 1; i > 0; i--) {
    const int64_t j = (int64_t)crowd_random(&seed, (uint64_t)i + 1);
    memcpy(held, table->lines[i], CROWD_LINE);
    memcpy(table->lines[i], table->lines[j], CROWD_LINE);
    memcpy(table->lines[j], held, CROWD_LINE);
  }
}

char *crowd_text(const crowd_table *table, int integer_ids)
{
  char *text = malloc((size_t)(table->count + 2) * (CROWD_LINE + 1)), *at = text;
  if (text == NULL) abort();
  for (const char *word = table->header; *word != 0;) {
    const size_t length = strcspn(word, " ");
    at += sprintf(at, "%.*s%s ", (int)length, word, integer_ids && ((length == 8 && strncmp(word, "customer", 8) == 0) || (length == 6 && strncmp(word, "parent", 6) == 0)) ? ":i" : "");
    word += length + (word[length] == ' ');
  }
  *at++ = '\n';
  for (int64_t i = 0; i < table->count; i++) at += sprintf(at, "%s\n", table->lines[i]);
  *at = 0;
  return text;
}

patron_status crowd_open(patron_context *context, const char *currency, const crowd *c, int integer_ids, patron_portfolio **out)
{
  patron_portfolio *book = NULL;
  patron_status status = patron_portfolio_create(context, currency, &book);
  for (int32_t i = 0; i < c->count && status == PATRON_OK; i++) {
    char *text = crowd_text(&c->tables[i], integer_ids);
    status = book_put(context, book, c->tables[i].name, text);
    free(text);
  }
  if (status != PATRON_OK) {
    patron_portfolio_destroy(book);
    return status;
  }
  *out = book;
  return PATRON_OK;
}

patron_status crowd_policy(patron_context *context, int64_t scale, const char *criteria, patron_policy **out)
{
  patron_policy *policy = NULL;
  patron_status status = patron_policy_create(context, NULL, &policy);
  if (status == PATRON_OK)
    status = book_rule(context, policy, "programs",
      "program tier rank up_to_share above_fence visits_per_year maximum_approach capacity layers\n"
      "main GOLD 1 60 yes 12 STRATEGIC 9 -\nmain SILVER 2 90 yes 4 COLLABORATIVE - -\nmain BRONZE 3 100 yes 2 CONSULTATIVE - -\nmain HOUSE 4 - no 0 TACTICAL - -\n"
      "shop TOP 1 70 yes 6 CONSULTATIVE 5 SMALL_RETAIL\nshop REST 2 100 yes 2 TACTICAL - SMALL_RETAIL\nshop NONE 3 - no 0 TACTICAL - SMALL_RETAIL\n"
      "new  SOLE 1 100 yes 1 TACTICAL - END_USER\n");
  if (status == PATRON_OK)
    status = book_rule(context, policy, "segments",
      "segment by layers measure cuts bit purpose use\nsales layer - current_value 80,95 SALES a b\nprofit layer - net_margin 80,95 PROFIT a b\nlocal layer,territory SMALL_RETAIL current_value 50,80 NONE a b\n");
  if (status == PATRON_OK)
    status = book_rule(context, policy, "settings", scale == 100 ? "key value\nfence.visit_cost 10000\nfence.minimum_visits 4\nhouse.small_order_fee 300\noutput.explanations ALL\n"
                                                                 : "key value\nfence.visit_cost 100.00\nfence.minimum_visits 4\nhouse.small_order_fee 3.00\noutput.explanations ALL\n");
  if (status == PATRON_OK && criteria != NULL) status = book_rule(context, policy, "criteria", criteria);
  if (status != PATRON_OK) {
    patron_policy_destroy(policy);
    return status;
  }
  *out = policy;
  return PATRON_OK;
}
