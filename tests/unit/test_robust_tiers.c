/* Rows of patron_robustness: tiers by hand, and for all decisions every end of random books against what patron_assess says on either side of it. */
#include "decided.h"
#include "patron/rules/robustness.h"
#include "random.h"

enum { MOST = 24, TEXT = 8192, CRITERIA = 3 };

#define END {NULL, NULL}

static patron_assessment *examine(const book_lines *facts, const book_lines *rules)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (; rules->name != NULL; rules++) expect_ok(book_rule(context, policy, rules->name, rules->text));
  if (patron_robustness(book, policy, &result) != PATRON_OK) {
    char text[1200];
    patron_context_error(context, text, sizeof text, NULL);
    fail_msg("not examined: %s", text);
  }
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return result;
}

static double number(const patron_table *table, const char *column, int64_t row)
{
  char cell[BOOK_CELL];
  double out = NAN;
  if (strcmp(book_cell(table, column, row, cell), "?") != 0) expect_ok(patron_number_parse(cell, -1, &out));
  return out;
}

/* A random book, and the weights of its two scorecards: `inner` is a criterion of winnability. */
typedef struct world {
  char customers[TEXT], settings[320];
  const char *programs, *missing;
  double weights[2][CRITERIA];
} world;

static const char *const cards[2] = {"winnability", "inner"};
static const char *const columns[2][CRITERIA] = {{"strategic_fit", "market_share", "inner"}, {"service_level", "market_share", "competitor_strength"}};

/* A number as Patron reads it, whatever the locale. */
static const char *number_text(double value)
{
  static char text[64];
  expect_ok(patron_number_format(value, text, sizeof text, NULL));
  return text;
}

static size_t add_number(char *text, size_t at, double value, int32_t unknown) { return at + (size_t)snprintf(text + at, TEXT - at, " %s", unknown ? "-" : number_text(round(value * 100) / 100)); }

static void make_world(world *w, int32_t round)
{
  const int32_t rows = 6 + (int32_t)(random_bits() % 14);
  size_t at = (size_t)snprintf(w->customers, TEXT, "customer layer profit sales potential contribution_rate strategic_fit market_share service_level competitor_strength\n");
  for (int32_t i = 0; i < rows; i++) {
    at += (size_t)snprintf(w->customers + at, TEXT - at, "K%d %s", i, random_bits() % 3 ? "KA_RETAIL" : "DISTRIBUTOR");
    at = add_number(w->customers, at, floor(random_share() * 12000 - 2000), 0);
    at = add_number(w->customers, at, floor(random_share() * 20000), 0);
    at = add_number(w->customers, at, floor(20000 + random_share() * 60000), random_bits() % 6 == 0);
    at = add_number(w->customers, at, 0.05 + random_share() / 3, random_bits() % 9 == 0);
    for (int32_t j = 0; j < 4; j++) at = add_number(w->customers, at, floor(random_share() * 101), round % 3 > 0 && random_bits() % 4 == 0);
    at += (size_t)snprintf(w->customers + at, TEXT - at, "\n");
  }
  w->programs = round % 2 ? "program tier layers rank up_to_share above_fence visits_per_year\n- GOLD - 1 60 yes 12\n- SILVER - 2 90 yes 4\n- BRONZE - 3 100 yes 2\n- HOUSE - 4 - no 0\n"
                          : "program tier layers rank up_to_share above_fence visits_per_year\nshops BEST KA_RETAIL 1 50 yes 12\nshops REST KA_RETAIL 2 100 yes 2\nothers FEW - 1 70 yes 6\nothers MANY - 2 100 yes 2\nothers DOOR - 3 - no 0\n";
  w->missing = round % 6 == 4 ? "NEUTRAL" : round % 6 == 5 ? "WORST" : round % 12 == 7 ? "FAIL" : "RENORMALISE";
  snprintf(w->settings, sizeof w->settings, "key value\nscore.rank_by winnability\nscore.minimum_coverage 0.%d\nrobust.samples 20\nrobust.top 3\nwinnability.mode %s\n%s", 3 * (round % 3), round % 4 == 3 ? "RELATIVE" : "ABSOLUTE", round % 5 < 3 ? "fence.visit_cost 1000\n" : "");
  for (int32_t c = 0; c < 2; c++)
    for (int32_t j = 0; j < CRITERIA; j++) w->weights[c][j] = random_bits() % 8 == 0 ? 0 : 0.1 + random_share();
  w->weights[0][0] += 0.1;
  w->weights[1][1] += 0.1;
}

static patron_assessment *judge(const world *w, int32_t robust)
{
  char scorecards[512], criteria[2048], *at = criteria;
  const book_lines facts[] = {{"customers", w->customers}, END};
  const book_lines rules[] = {{"scorecards", scorecards}, {"criteria", criteria}, {"programs", w->programs}, {"settings", w->settings}, END};
  snprintf(scorecards, sizeof scorecards, "scorecard weighting aggregation missing\nwinnability DIRECT WEIGHTED_SUM %s\ninner DIRECT WEIGHTED_SUM %s\n", w->missing, w->missing);
  at += snprintf(at, 256, "scorecard criterion column low high weight\n");
  for (int32_t c = 0; c < 2; c++)
    for (int32_t j = 0; j < CRITERIA; j++) at += snprintf(at, 256, "%s %s %s 0 100 %s\n", cards[c], columns[c][j], columns[c][j], number_text(w->weights[c][j]));
  return robust ? examine(facts, rules) : decide(facts, rules);
}

/* What a row of `stability` asks of every customer. */
typedef struct question { char card[BOOK_CELL], decision[BOOK_CELL]; int32_t nested, criterion; double which, bound; } question;
typedef char answers[MOST][64];

static void answer(const patron_table *customers, int64_t row, const question *q, char out[64])
{
  const int32_t places = strcmp(q->decision, "FIRST") == 0 || strcmp(q->decision, "TOP") == 0;
  const int32_t band = strcmp(q->decision, "BAND") == 0;
  char cell[BOOK_CELL];
  (void)book_cell(customers, band ? "winnability_band" : places || strcmp(q->decision, "ORDER") == 0 ? "rank" : "tier", row, cell);
  if (places) snprintf(cell, sizeof cell, "%s", strcmp(cell, "?") != 0 && atoi(cell) <= q->which ? "in" : "out");
  if (band && strcmp(cell, "?") != 0) snprintf(cell, sizeof cell, "%s", strcmp(cell, q->bound < 50 ? "LOW" : "HIGH") == 0 ? "edge" : "rest");
  snprintf(out, 64, "%.63s", cell);
}

/* The answers when the weight of one criterion is t of 1 and the others keep their proportions. */
static int32_t answers_at(const world *w, const question *q, double t, answers out)
{
  world other = *w;
  patron_table *customers = NULL;
  patron_assessment *result;
  double rest = 0;
  int64_t rows = 0;
  for (int32_t j = 0; j < CRITERIA; j++) rest += j == q->criterion ? 0 : w->weights[q->nested][j];
  for (int32_t j = 0; j < CRITERIA; j++) other.weights[q->nested][j] = j == q->criterion ? t : w->weights[q->nested][j] / rest * (1 - t);
  result = judge(&other, 0);
  expect_ok(patron_assessment_table(result, "customers", &customers));
  expect_ok(patron_table_rows(customers, &rows));
  for (int64_t row = 0; row < rows; row++) answer(customers, row, q, out[row]);
  patron_table_destroy(customers);
  patron_assessment_destroy(result);
  return (int32_t)rows;
}

static int32_t differ(answers a, answers b, int32_t rows)
{
  for (int32_t row = 0; row < rows; row++)
    if (strcmp(a[row], b[row]) != 0) return 1;
  return 0;
}

/* One of those named at an end has another answer beyond it; of tiers, the one told. */
static void check_end(const patron_table *table, int64_t row, const char *end, answers before, answers after)
{
  char column[32], customer[BOOK_CELL], second[BOOK_CELL], from[BOOK_CELL], to[BOOK_CELL];
  snprintf(column, sizeof column, "%s_customer", end);
  int32_t k = atoi(book_cell(table, column, row, customer) + 1), l = k;
  assert_true(customer[0] == 'K');
  snprintf(column, sizeof column, "%s_other", end);
  if (book_cell(table, column, row, second)[0] == 'K') l = atoi(second + 1);
  assert_true(strcmp(before[k], after[k]) != 0 || strcmp(before[l], after[l]) != 0);
  snprintf(column, sizeof column, "%s_from", end);
  if (book_cell(table, column, row, from)[0] == '?') return;
  assert_string_equal(before[k], from);
  snprintf(column, sizeof column, "%s_to", end);
  assert_string_equal(after[k], book_cell(table, column, row, to));
}

static int64_t ends_met, holds_met;

static void check_interval(const world *w, const patron_table *table, int64_t row)
{
  answers before, after;
  char criterion[BOOK_CELL];
  question q = {.which = number(table, "which", row), .bound = number(table, "bound", row)};
  const double weight = number(table, "weight", row), low = number(table, "low", row), high = number(table, "high", row), margin = 1e-4;   /* at a crossing customers may change to and fro, by millionths of winnability and minor units of V */
  int32_t rows;
  q.nested = strcmp(book_cell(table, "scorecard", row, q.card), "inner") == 0;
  book_cell(table, "decision", row, q.decision);
  book_cell(table, "criterion", row, criterion);
  while (strcmp(columns[q.nested][q.criterion], criterion) != 0) q.criterion++;
  assert_true(0 <= low && low <= weight && weight <= high && high <= 1);
  rows = answers_at(w, &q, weight, before);
  for (int32_t i = 0; i < 8 && high - low > 3 * margin; i++) {
    const double t = low + margin + (high - low - 2 * margin) * (i == 0 ? 0 : i == 1 ? 1 : random_share());
    (void)answers_at(w, &q, t, after);
    if (differ(before, after, rows)) fail_msg("%s %s %s at %.9g, in %.9g .. %.9g around %.9g: another answer\n%s%s%s", q.decision, q.card, criterion, t, low, high, weight, w->customers, w->programs, w->settings);
    holds_met++;
  }
  for (int32_t side = 0; side < 2; side++) {
    const double end = side ? high : low;
    if (end == side) continue;
    (void)answers_at(w, &q, side ? end + 1e-7 : end - 1e-7, after);
    if (!differ(before, after, rows)) fail_msg("%s %s %s: nobody changes beyond %.9g, from %.9g\n%s%s%s", q.decision, q.card, criterion, end, weight, w->customers, w->programs, w->settings);
    check_end(table, row, side ? "high" : "low", before, after);
    ends_met++;
  }
}

static void no_answer_differs_inside_an_interval_and_one_does_outside(void **state)
{
  static world w;
  (void)state;
  for (int32_t round = 0; round < 24; round++) {
    patron_table *table = NULL;
    patron_assessment *result;
    int64_t rows = 0;
    char cell[BOOK_CELL];
    make_world(&w, round);
    result = judge(&w, 1);
    expect_ok(patron_assessment_table(result, "stability", &table));
    expect_ok(patron_table_rows(table, &rows));
    for (int64_t row = 0; row < rows; row++)
      if (strcmp(book_cell(table, "scorecard", row, cell), "?") != 0) check_interval(&w, table, row);
    patron_table_destroy(table);
    patron_assessment_destroy(result);
  }
  print_message("%lld ends, %lld points between\n", (long long)ends_met, (long long)holds_met);
  assert_true(ends_met > 500 && holds_met > 3500);
}

/* A program with one tier above the fence has no cut-off: only who crosses the fence changes. */
static void the_fence_bounds_a_program_of_one_tier(void **state)
{
  static world w;
  int64_t intervals = 0;
  (void)state;
  ends_met = 0;
  for (int32_t round = 0; round < 24; round++) {
    patron_table *table = NULL;
    patron_assessment *result;
    int64_t rows = 0;
    char cell[BOOK_CELL];
    make_world(&w, 4 * round);   /* winnability of one's own: it is the weight alone that moves the value */
    w.programs = "program tier layers rank up_to_share above_fence visits_per_year\n- FIELD - 1 100 yes 4\n- HOUSE - 2 - no 0\n";
    snprintf(w.settings, sizeof w.settings, "key value\nscore.rank_by winnability\nrobust.samples 20\nfence.visit_cost 200\n");
    result = judge(&w, 1);
    expect_ok(patron_assessment_table(result, "stability", &table));
    expect_ok(patron_table_rows(table, &rows));
    for (int64_t row = 0; row < rows; row++) {
      if (strcmp(book_cell(table, "decision", row, cell), "TIER") != 0 || strcmp(book_cell(table, "scorecard", row, cell), "?") == 0) continue;
      check_interval(&w, table, row);
      intervals++;
    }
    patron_table_destroy(table);
    patron_assessment_destroy(result);
  }
  print_message("%lld ends of %lld intervals\n", (long long)ends_met, (long long)intervals);
  assert_true(ends_met >= 20 && ends_met < 2 * intervals);
}

/* Every sample's tiers and places again, by an assessment with its weights. */
static void shares_are_those_of_assessments_by_the_drawn_weights(void **state)
{
  enum { SAMPLES = 20, ASKED = 10 };
  static const char *const asked[ASKED] = {"TIER:GOLD", "TIER:SILVER", "TIER:BRONZE", "TIER:HOUSE", "TIER:BEST", "TIER:REST", "TIER:FEW", "TIER:MANY", "FIRST", "TOP"};
  static world w;
  (void)state;
  for (int32_t round = 0; round < 12; round++) {
    double drawn[SAMPLES][CRITERIA], shares[MOST][ASKED] = {{0}};
    char cell[BOOK_CELL];
    answers found;
    patron_table *table = NULL;
    patron_assessment *result;
    int64_t rows = 0, compared = 0;
    int32_t customers = 0;
    make_world(&w, round);
    result = judge(&w, 1);
    expect_ok(patron_sample_weights(1, 0, SAMPLES, CRITERIA, NULL, drawn[0]));
    for (int32_t s = 0; s < SAMPLES; s++)
      for (int32_t a = 7; a < ASKED; a++) {
        question q = {.which = a == 9 ? 3 : 1};
        snprintf(q.decision, sizeof q.decision, "%s", a == 7 ? "TIER" : asked[a]);
        memcpy(w.weights[0], drawn[s], sizeof drawn[s]);
        customers = answers_at(&w, &q, drawn[s][0], found);
        for (int32_t k = 0; k < customers; k++)
          for (int32_t t = a == 7 ? 0 : a; t <= a; t++) shares[k][t] += strcmp(found[k], a == 7 ? asked[t] + 5 : "in") == 0 ? 1.0 / SAMPLES : 0;
      }
    expect_ok(patron_assessment_table(result, "acceptability", &table));
    expect_ok(patron_table_rows(table, &rows));
    for (int64_t row = 0; row < rows; row++)
      for (int32_t t = 0; t < ASKED; t++) {
        char customer[BOOK_CELL];
        if (strcmp(book_cell(table, "decision", row, cell), asked[t]) != 0) continue;
        assert_true(fabs(number(table, "share", row) - shares[atoi(book_cell(table, "customer", row, customer) + 1)][t]) < 1e-12);
        compared++;
      }
    assert_true(compared >= 4 * customers);
    patron_table_destroy(table);
    patron_assessment_destroy(result);
  }
}

#define PROGRAM {"programs", "program tier layers rank up_to_share above_fence\n- GOLD - 1 55 yes\n- SILVER - 2 100 yes\n- HOUSE - 3 - no\n"}
#define CARD(aggregation, more) {"scorecards", "scorecard weighting aggregation\nwinnability DIRECT " aggregation "\n" more}
#define CRITERIA_OF(more) {"criteria", "scorecard criterion column normaliser low high weight\nwinnability a strategic_fit LINEAR 0 100 1\nwinnability b market_share LINEAR 0 100 1\n" more}
#define SETTINGS(more) {"settings", "key value\nscore.rank_by winnability\nrobust.samples 2000\n" more}

static const book_lines two[] = {{"customers", "customer profit sales potential contribution_rate strategic_fit market_share\nA 1000 0 10000 0.1 100 0\nB 1000 0 10000 0.1 0 100\nC - 0 10000 0.1 0 100\n"}, END};

/* V = 1000 + 500 t of A, 1000 + 500 (1 - t) of B, 2500 in all: one alone makes 55 %, 1375, from t = 0.75 or up to t = 0.25. C has no margin and so no tier. */
static void an_interval_by_hand(void **state)
{
  static const book_lines rules[] = {CARD("WEIGHTED_SUM", ""), CRITERIA_OF(""), PROGRAM, SETTINGS(""), END};
  patron_assessment *result = examine(two, rules);
  patron_table *table = NULL;
  (void)state;
  expect_rows(result, "stability", "decision scorecard criterion weight which low high low_customer low_other low_from low_to high_customer high_other high_from high_to\n"
              "TIER winnability a 0.5 - ~0.2500 ~0.7500 A - GOLD SILVER B - GOLD SILVER\nTIER winnability b 0.5 - ~0.2500 ~0.7500 B - GOLD SILVER A - GOLD SILVER\n");
  expect_rows(result, "acceptability", "decision customer which share\nTIER:HOUSE A - 0\nTIER:HOUSE B - 0\n");
  expect_ok(patron_assessment_table(result, "acceptability", &table));
  for (int64_t row = 0; row < 12; row++) {
    char cell[BOOK_CELL];
    if (strcmp(book_cell(table, "decision", row, cell), "TIER:GOLD") == 0) assert_true(fabs(number(table, "share", row) - 0.75) < 0.03);   /* three standard errors of 2000 samples */
  }
  patron_table_destroy(table);
  patron_assessment_destroy(result);
}

/* How often `skipped` says that robustness misses `column`, and how many rows TIER there are. */
static void count_answers(const patron_assessment *result, const char *column, int64_t *skipped, int64_t *intervals)
{
  static const char *const names[] = {"skipped", "stability"}, *const keys[] = {"column", "decision"};
  int64_t *const counts[] = {skipped, intervals};
  for (int32_t i = 0; i < 2; i++) {
    patron_table *table = NULL;
    int64_t rows = 0;
    char cell[BOOK_CELL];
    expect_ok(patron_assessment_table(result, names[i], &table));
    expect_ok(patron_table_rows(table, &rows));
    *counts[i] = 0;
    for (int64_t row = 0; row < rows; row++) *counts[i] += strcmp(book_cell(table, keys[i], row, cell), i == 0 ? column : "TIER") == 0;
    patron_table_destroy(table);
  }
}

/* Weights that reach no tier leave all of them as they are; where they reach it on no straight line, no interval is made up. */
static void weights_that_reach_no_tier_say_so(void **state)
{
  static const char fixed[] = "decision scorecard criterion weight low high low_customer high_customer high_to\nTIER - - - 0 1 - - -\n";
  static const struct { book_lines facts[2], rules[6]; const char *skipped; int64_t intervals; } cases[] = {
    {{{"customers", "customer profit strategic_fit market_share\nA 1000 100 0\nB 10 0 100\n"}, END}, {CARD("WEIGHTED_SUM", ""), CRITERIA_OF(""), PROGRAM, SETTINGS(""), END}, NULL, 1},
    {{{"customers", "customer profit sales potential contribution_rate strategic_fit market_share\nA 1000 0 10000 0.1 100 0\n"}, END},
     {CARD("WEIGHTED_SUM", ""), CRITERIA_OF(""), PROGRAM, SETTINGS("tier.headroom_weight 0\n"), END}, NULL, 1},
    {{{"customers", "customer profit sales potential contribution_rate strategic_fit market_share\nA 1000 0 10000 0.1 100 0\nB 1000 0 10000 0.1 1 2\n"}, END},
     {CARD("TOPSIS", ""), CRITERIA_OF(""), PROGRAM, SETTINGS(""), END}, "scorecards.aggregation", 0},
    {{{"customers", "customer profit sales potential contribution_rate strategic_fit market_share\nA 1000 0 10000 0.1 100 0\nB 1000 0 10000 0.1 1 2\n"}, END},
     {CARD("WEIGHTED_SUM", "inner DIRECT WEIGHTED_SUM\n"), CRITERIA_OF("winnability c inner PERCENT_RANK - - 1\ninner d strategic_fit LINEAR 0 100 1\ninner e market_share LINEAR 0 100 1\n"), PROGRAM, SETTINGS(""), END},
     "criteria.normaliser", 3},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    patron_assessment *result = examine(cases[i].facts, cases[i].rules);
    int64_t skipped, intervals;
    if (cases[i].skipped == NULL) expect_rows(result, "stability", fixed);
    if (cases[i].skipped == NULL) expect_rows(result, "acceptability", "decision customer share\nTIER:GOLD A 1\nTIER:SILVER A 0\n");
    count_answers(result, cases[i].skipped == NULL ? "" : cases[i].skipped, &skipped, &intervals);
    if (intervals != cases[i].intervals || skipped != (cases[i].skipped != NULL)) fail_msg("case %d: %lld rows TIER, %lld skipped", (int)i, (long long)intervals, (long long)skipped);
    patron_assessment_destroy(result);
  }
}

#define LONGEST "A_TIER_WITH_A_NAME_AS_LONG_AS_NAMES_OF_TIERS_MAY_BE_63_BYTES_OK"

static void the_longest_name_of_a_tier_is_told_whole(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit strategic_fit market_share\nA 1000 100 0\n"}, END};
  static const book_lines rules[] = {CARD("WEIGHTED_SUM", ""), CRITERIA_OF(""), {"programs", "program tier layers rank up_to_share above_fence\n- " LONGEST " - 1 100 yes\n- HOUSE - 2 - no\n"}, SETTINGS(""), END};
  patron_assessment *result = examine(facts, rules);
  (void)state;
  assert_int_equal(strlen(LONGEST), 63);
  expect_rows(result, "acceptability", "decision customer share\nTIER:" LONGEST " A 1\nTIER:HOUSE A 0\n");
  patron_assessment_destroy(result);
}

static patron_status examine_a_world(patron_context *owner, scenario_output *output)
{
  static const book_lines rules[] = {CARD("WEIGHTED_SUM", "inner DIRECT WEIGHTED_SUM\n"), CRITERIA_OF("winnability c inner LINEAR 0 100 1\ninner d strategic_fit LINEAR 0 100 1\ninner e market_share LINEAR 0 100 1\n"), PROGRAM,
                                    {"settings", "key value\nrobust.samples 3\n"}, END};
  return book_write_robustness(owner, two, rules, output);
}

static void every_failure_is_survived(void **state)
{
  const scenario_options options = {41, 7, 6, 0};
  (void)state;
  scenario_torture("robust tiers", examine_a_world, &options);
}

int main(void)
{
#define DECIDED(name) cmocka_unit_test_setup_teardown(name, start, stop)
  const struct CMUnitTest tests[] = {
    DECIDED(an_interval_by_hand), DECIDED(weights_that_reach_no_tier_say_so), DECIDED(no_answer_differs_inside_an_interval_and_one_does_outside), DECIDED(shares_are_those_of_assessments_by_the_drawn_weights),
    DECIDED(the_fence_bounds_a_program_of_one_tier), DECIDED(the_longest_name_of_a_tier_is_told_whole),
    cmocka_unit_test(every_failure_is_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
