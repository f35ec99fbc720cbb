/* A fit over parts gives the model of one machine, to the last byte: random customers and rules, any number of parts (some empty), any tree of merges, every state and plan carried as bytes. */
#include "checks.h"

#include "crowd.h"
#include "patron/fitting.h"

enum { CUSTOMERS = 130, MOST_PARTS = 7, ROUNDS = 36 };

static uint64_t seed;

static uint64_t any(uint64_t below) { return crowd_random(&seed, below); }

typedef struct blob { uint8_t *bytes; int64_t length; } blob;

static void must(patron_context *context, patron_status status, const char *what)
{
  char text[1200];
  if (status == PATRON_OK) return;
  patron_context_error(context, text, sizeof text, NULL);
  fail_msg("%s: %s: %s", what, patron_status_name(status), text);
}

static void forget(blob *b)
{
  free(b->bytes);
  memset(b, 0, sizeof *b);
}

static blob saved(patron_context *context, const patron_fitting *fitting)
{
  blob out = {NULL, 0};
  must(context, patron_fitting_save(fitting, NULL, 0, &out.length), "size");
  out.bytes = malloc((size_t)out.length);
  expect_status(patron_fitting_save(fitting, out.bytes, out.length - 1, NULL), PATRON_E_BUFFER_TOO_SMALL);
  must(context, patron_fitting_save(fitting, out.bytes, out.length, NULL), "save");
  return out;
}

static blob model_bytes(const patron_model *model)
{
  blob out = {NULL, 0};
  expect_ok(patron_model_save(model, NULL, 0, &out.length));
  out.bytes = malloc((size_t)out.length);
  expect_ok(patron_model_save(model, out.bytes, out.length, NULL));
  return out;
}

/* Through bytes and back. */
static patron_fitting *carried(patron_context *context, const patron_policy *policy, patron_fitting *fitting)
{
  patron_fitting *loaded = NULL;
  blob there = saved(context, fitting), back;
  patron_fitting_destroy(fitting);
  must(context, patron_fitting_load(context, policy, there.bytes, there.length, &loaded), "load");
  back = saved(context, loaded);
  assert_int_equal(back.length, there.length);
  assert_memory_equal(back.bytes, there.bytes, (size_t)there.length);
  forget(&there);
  forget(&back);
  return loaded;
}

/* The lines of a crowd that are about customers of one part; tables of nobody in particular are in all. */
static void take_part(crowd *all, int32_t part, int32_t parts, uint64_t salt, crowd *out)
{
  memset(out, 0, sizeof *out);
  out->count = all->count;
  out->money_scale = all->money_scale;
  for (int32_t t = 0; t < all->count; t++) {
    const crowd_table *from = &all->tables[t];
    crowd_table *to = &out->tables[t];
    to->name = from->name;
    memcpy(to->header, from->header, sizeof to->header);
    for (int64_t i = 0; i < from->count; i++) {
      long long id = 0;
      uint64_t mix;
      if (sscanf(from->lines[i], strcmp(from->name, "contacts") == 0 ? "%*s %lld" : "%lld", &id) == 1) {
        mix = salt + (uint64_t)(id - (id - 1000) % 3);   /* families stay together */
        if ((int32_t)crowd_random(&mix, (uint64_t)parts) != part) continue;
      }
      crowd_add_line(to, from->lines[i]);
    }
  }
}

typedef struct world { patron_context *context; const patron_policy *policy; patron_portfolio *books[MOST_PARTS]; int32_t parts; } world;

/* One pass: a fitting per part, two for the first part, all merged two at a time in random order; most go through bytes at every step. */
static patron_fitting *pass(const world *w, const blob *plan)
{
  patron_fitting *states[MOST_PARTS + 1];
  int32_t count = w->parts + 1;
  for (int32_t p = 0; p < count; p++) {
    must(w->context, patron_fitting_create(w->context, w->policy, plan->bytes, plan->length, &states[p]), "create");
    if (any(2)) states[p] = carried(w->context, w->policy, states[p]);
    if (p < w->parts) must(w->context, patron_fitting_accumulate(states[p], w->books[p]), "accumulate");   /* the last one stays empty */
    states[p] = carried(w->context, w->policy, states[p]);
  }
  for (; count > 1; count--) {
    const int32_t a = (int32_t)any((uint64_t)count), other = (int32_t)any((uint64_t)count - 1), b = other < a ? other : other + 1;
    must(w->context, patron_fitting_merge(states[a], states[b]), "merge");
    patron_fitting_destroy(states[b]);
    if (any(2)) states[a] = carried(w->context, w->policy, states[a]);
    states[b] = states[count - 1];
  }
  return states[0];
}

static void check_same(const blob *got, const blob *expected, const char *what)
{
  if (got->length == expected->length && memcmp(got->bytes, expected->bytes, (size_t)got->length) == 0) return;
  int64_t at = 0;
  while (at < got->length && at < expected->length && got->bytes[at] == expected->bytes[at]) at++;
  fail_msg("%s: %lld bytes instead of %lld, the first that differs at %lld", what, (long long)got->length, (long long)expected->length, (long long)at);
}

/* All passes; the states of each are the same bytes as those of `expected` (one per pass; NULL bytes: to be filled). */
static patron_model *fit_in_parts(const world *w, blob *expected, int32_t *passes)
{
  patron_model *model = NULL;
  blob plan = {NULL, 0};
  for (*passes = 0; model == NULL; ++*passes) {
    patron_fitting *all = pass(w, &plan);
    blob state = saved(w->context, all);
    patron_status status;
    assert_true(*passes < 8);
    if (expected[*passes].bytes == NULL) expected[*passes] = state;
    else { check_same(&state, &expected[*passes], "a state"); forget(&state); }
    status = patron_fitting_model(all, &model);
    if (status != PATRON_UNKNOWN) must(w->context, status, "model");
    forget(&plan);
    if (status == PATRON_UNKNOWN) {
      must(w->context, patron_fitting_next(all, NULL, 0, &plan.length), "size of the plan");
      plan.bytes = malloc((size_t)plan.length);
      expect_status(patron_fitting_next(all, plan.bytes, plan.length - 1, NULL), PATRON_E_BUFFER_TOO_SMALL);
      must(w->context, patron_fitting_next(all, plan.bytes, plan.length, NULL), "next");
    } else {
      int64_t none = -7;
      expect_status(patron_fitting_next(all, NULL, 0, &none), PATRON_UNKNOWN);
      assert_int_equal(none, -7);
    }
    patron_fitting_destroy(all);
  }
  return model;
}

static const char *one_of(const char *const *names, uint64_t count) { return names[any(count)]; }

static void add_text(char *text, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text + strlen(text), 8192 - strlen(text), format, arguments);
  va_end(arguments);
}

/* Scorecards of every weighting, normaliser and aggregation that can be fitted part by part, with and without peers, one of them reading two others. */
static void random_scores(char *cards, char *criteria)
{
  static const char *const weightings[] = {"DIRECT", "EQUAL", "ENTROPY", "CRITIC", "DEVIATION", "RANK_SUM"}, *const aggregations[] = {"WEIGHTED_SUM", "TOPSIS", "VIKOR", "WEIGHTED_SUM"};
  static const char *const normalisers[] = {"LINEAR", "PERCENT_RANK", "MINMAX", "ZSCORE", "VECTOR", "MAX", "SUM"}, *const withins[] = {"-", "layer", "layer,territory", "owner"};
  static const char *const columns[] = {"our_trust", "strategic_fit", "service_level", "current_value", "alignment", "market_share", "frequency", "people_factor", "conditional_terms"};
  static const char *const directions[] = {"HIGHER", "LOWER"}, *const transforms[] = {"NONE", "NONE", "NONE", "LOG1P"}, *const missing[] = {"RENORMALISE", "NEUTRAL", "WORST"};
  strcpy(cards, "scorecard table weighting aggregation missing\n");
  strcpy(criteria, "scorecard criterion column direction transform normaliser low high within weight rank\n");
  for (int32_t card = 0; card < 4; card++) {
    const char *weighting = one_of(weightings, 6), *aggregation = one_of(aggregations, 4);
    add_text(cards, "card%d CUSTOMERS %s %s %s\n", card, weighting, card < 3 ? aggregation : "WEIGHTED_SUM", one_of(missing, 3));
    for (int32_t j = 0; j < 3; j++) {
      const char *normaliser = one_of(normalisers, 7), *column = columns[any(3) + 3 * (uint64_t)j];
      const int entropy = strcmp(weighting, "ENTROPY") == 0 || strcmp(normaliser, "SUM") == 0 || strcmp(normaliser, "MAX") == 0;   /* these know no losses */
      const int reciprocal = strcmp(normaliser, "SUM") == 0 || strcmp(normaliser, "MAX") == 0;   /* of low values: 0 has none */
      if (entropy && strcmp(column, "current_value") == 0) column = "our_trust";
      if (card == 3 && j < 2) {
        add_text(criteria, "card3 c%d card%d HIGHER NONE %s 0 100 - 1 %d\n", j, j, any(2) ? "LINEAR" : "PERCENT_RANK", j + 1);
        continue;
      }
      add_text(criteria, "card%d c%d %s %s %s %s %s %s %d\n", card, j, column, reciprocal && any(4) ? "HIGHER" : one_of(directions, 2), strcmp(column, "current_value") == 0 ? "NONE" : one_of(transforms, 4), normaliser,
               strcmp(normaliser, "LINEAR") == 0 ? "0 90 -" : any(2) ? "- - -" : strcmp(withins[any(4)], "-") == 0 ? "- - -" : any(2) ? "- - layer" : "- - layer,territory", j == 0 ? "2" : "1", j + 1);
    }
  }
}

static void random_policy(patron_context *context, int64_t scale, patron_policy **out)
{
  static const char *const estimates[] = {"GIVEN", "PROXY", "PEER"}, *const bys[] = {"layer", "layer,territory", "owner,layer", "-"}, *const measures[] = {"net_margin", "card0", "card3", "people_factor", "headroom"};
  char cards[8192], criteria[8192], segments[8192];
  random_scores(cards, criteria);
  must(context, crowd_policy(context, scale, NULL, out), "rules");
  must(context, patron_policy_set(*out, "output.explanations", "NONE"), "rules");
  must(context, patron_policy_set(*out, "wallet.estimate", one_of(estimates, 3)), "rules");
  must(context, patron_policy_set(*out, "wallet.minimum_positive", any(2) ? "4" : "10"), "rules");
  must(context, patron_policy_set(*out, "score.percent_rank_points", any(2) ? "16" : "1024"), "rules");
  must(context, patron_policy_set(*out, "score.rank_by", "card1"), "rules");
  must(context, patron_policy_set(*out, "period.months", any(2) ? "3" : "12"), "rules");
  if (any(2)) must(context, patron_policy_set(*out, "segment.merge", NULL), "rules");
  if (any(2)) must(context, patron_policy_set(*out, "rollup.to", any(2) ? "PARENT" : "ULTIMATE"), "rules");
  if (any(4) == 0) must(context, patron_policy_set(*out, "as_of", "2024-07-01"), "rules");
  if (any(4) == 0) must(context, patron_policy_set(*out, "tier.hysteresis", "0"), "rules");
  must(context, book_rule(context, *out, "scorecards", cards), "scorecards");
  must(context, book_rule(context, *out, "criteria", criteria), "criteria");
  strcpy(segments, "segment by layers measure cuts bit purpose use\n");
  add_text(segments, "sales %s %s current_value %s SALES a b\n", one_of(bys, 4), any(3) ? "-" : "SMALL_RETAIL,DISTRIBUTOR", any(2) ? "80,95" : "60,70,80");
  if (any(2)) add_text(segments, "rest %s - current_value 80 SALES a b\n", one_of(bys, 4));
  add_text(segments, "profit %s - net_margin 80,95 PROFIT a b\nother %s - %s 50,80 NONE a b\n", one_of(bys, 4), one_of(bys, 4), one_of(measures, 5));
  must(context, book_rule(context, *out, "segments", segments), "segments");
}

/* Families of up to three: the first of each is the parent of the others. */
static void marry(crowd *c)
{
  crowd_table *customers = crowd_find(c, "customers");
  snprintf(customers->header + strlen(customers->header), CROWD_LINE - strlen(customers->header), " parent");
  for (int64_t i = 0; i < customers->count; i++) {
    char *line = customers->lines[i];
    const long long id = atoll(line), head = id - (id - 1000) % 3;
    if (head == id || any(3) == 0) snprintf(line + strlen(line), CROWD_LINE - strlen(line), " -");
    else snprintf(line + strlen(line), CROWD_LINE - strlen(line), " %lld", head);
  }
}

/* Some facts are missing in some crowds, and of some that are there a part has none. */
static void thin_out(crowd *c)
{
  for (int32_t t = 1; t < c->count; t++)
    if (strcmp(c->tables[t].name, "staff") != 0 && any(5) == 0) c->tables[t].count = 0;
  if (any(3) == 0) {
    crowd_table *ledger = crowd_find(c, "ledger");
    ledger->name = "history";
    snprintf(ledger->header, CROWD_LINE, "customer period sales profit potential");
    for (int64_t i = 0; i < ledger->count; i++) {
      long long id;
      char date[16], amount[32];
      sscanf(ledger->lines[i], "%lld %15s %31s", &id, date, amount);
      date[8] = '0';
      date[9] = '1';
      if (date[6] == '5') date[6] = '4';
      snprintf(ledger->lines[i], CROWD_LINE, "%lld %s %s - -", id, date, any(20) == 0 ? "-" : amount);
    }
  }
}

/* Facts that a rule cannot use are refused by a fit over parts with the same status, by the first call that meets them. */
static void assert_parts_fail_as_well(patron_context *context, const patron_policy *policy, const patron_portfolio *whole, patron_status expected)
{
  blob plan = {NULL, 0};
  patron_status status = PATRON_OK;
  for (int32_t passes = 0; status == PATRON_OK && passes < 8; passes++) {
    patron_fitting *all = NULL;
    must(context, patron_fitting_create(context, policy, plan.bytes, plan.length, &all), "create");
    status = patron_fitting_accumulate(all, whole);
    if (status == PATRON_OK) status = patron_fitting_next(all, NULL, 0, &plan.length);
    if (status == PATRON_OK) {
      plan.bytes = realloc(plan.bytes, (size_t)plan.length);
      status = patron_fitting_next(all, plan.bytes, plan.length, NULL);
    }
    patron_fitting_destroy(all);
  }
  forget(&plan);
  expect_status(status, expected);
}

static void parts_give_the_model_of_one_machine(void **state)
{
  static const int32_t parts[] = {1, 2, 3, MOST_PARTS};
  int32_t fitted = 0, most_passes = 0;
  (void)state;
  for (uint64_t round = 0; round < ROUNDS; round++) {
    patron_context *context = NULL;
    patron_portfolio *whole = NULL;
    patron_policy *policy = NULL;
    patron_model *model = NULL;
    blob expected, states[8] = {{NULL, 0}};
    crowd c;
    patron_status status;
    seed = 1000 + round;
    crowd_make(&c, round + 1, (int64_t)any(CUSTOMERS) + 3, 1);
    thin_out(&c);
    marry(&c);
    expect_ok(patron_context_create(NULL, &context));
    random_policy(context, 1, &policy);
    must(context, crowd_open(context, "EUR", &c, (int)any(2), &whole), "facts");
    status = patron_fit(whole, policy, &model);
    if (status == PATRON_OK) {
      expected = model_bytes(model);
      fitted++;
      for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        world w = {context, policy, {NULL}, parts[i]};
        const uint64_t salt = any(1000000);
        const int ids = (int)any(2);
        int32_t passes;
        patron_model *other;
        blob got;
        for (int32_t p = 0; p < w.parts; p++) {
          crowd part;
          take_part(&c, p, w.parts, salt, &part);
          for (int32_t t = 0; t < part.count; t++) crowd_shuffle(&part.tables[t], salt + (uint64_t)t);
          must(context, crowd_open(context, "EUR", &part, ids, &w.books[p]), "facts of a part");
          crowd_clear(&part);
        }
        other = fit_in_parts(&w, states, &passes);
        got = model_bytes(other);
        check_same(&got, &expected, "the model");
        if (passes > most_passes) most_passes = passes;
        forget(&got);
        patron_model_destroy(other);
        for (int32_t p = 0; p < w.parts; p++) patron_portfolio_destroy(w.books[p]);
      }
      forget(&expected);
    } else {
      assert_parts_fail_as_well(context, policy, whole, status);
    }
    for (int32_t i = 0; i < 8; i++) forget(&states[i]);
    patron_model_destroy(model);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(whole);
    crowd_clear(&c);
    patron_context_destroy(context);
  }
  print_message("%d of %d fitted, in at most %d passes\n", (int)fitted, ROUNDS, (int)most_passes);
  assert_true(fitted > ROUNDS * 3 / 4);
  assert_int_equal(most_passes, 5);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(parts_give_the_model_of_one_machine)};
  return cmocka_run_group_tests_name("fitting", tests, NULL, NULL);
}
