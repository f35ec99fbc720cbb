/* The numbers behind each decision by hand: what was looked at, the line that decides and how far it is, of classes and tiers, places, potential keys, intents, gates, investment and overrides. */
#include "decided.h"

typedef struct expectation { const char *customer, *factor, *code, *raw, *threshold, *margin, *text; } expectation;

/* The one row of the customer about that factor with that code; a text that is NULL is not looked at. */
static void expect_reason(const patron_assessment *result, const expectation *wanted)
{
  patron_customer customer;
  patron_table *why = NULL;
  int64_t rows, found = 0;
  char cell[BOOK_CELL];
  expect_ok(patron_assessment_find_customer(result, wanted->customer, -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_ok(patron_table_rows(why, &rows));
  for (int64_t row = 0; row < rows; row++) {
    const char *const numbers[][2] = {{"raw", wanted->raw}, {"threshold", wanted->threshold}, {"margin", wanted->margin}};
    if (strcmp(book_cell(why, "factor", row, cell), wanted->factor) != 0 || strcmp(book_cell(why, "code", row, cell), wanted->code) != 0) continue;
    if (found++ > 0) continue;
    for (size_t i = 0; i < 3; i++)
      if (!is_as_expected(book_cell(why, numbers[i][0], row, cell), numbers[i][1])) fail_msg("%s %s: %s is %s instead of %s", wanted->customer, wanted->factor, numbers[i][0], cell, numbers[i][1]);
    book_cell(why, "text", row, cell);
    if (wanted->text != NULL && strcmp(cell, wanted->text) != 0) fail_msg("%s %s is told\n%s\ninstead of\n%s", wanted->customer, wanted->factor, cell, wanted->text);
  }
  patron_table_destroy(why);
  if (found != 1) fail_msg("%s: %lld rows of %s with %s", wanted->customer, (long long)found, wanted->factor, wanted->code);
}

static void expect_no_reason(const patron_assessment *result, const char *id, const char *factor, const char *code)
{
  patron_customer customer;
  patron_table *why = NULL;
  int64_t rows;
  char cell[BOOK_CELL];
  expect_ok(patron_assessment_find_customer(result, id, -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &why));
  expect_ok(patron_table_rows(why, &rows));
  for (int64_t row = 0; row < rows; row++)
    if (strcmp(book_cell(why, "factor", row, cell), factor) == 0 && (code == NULL || strcmp(book_cell(why, "code", row, cell), code) == 0)) fail_msg("%s is told of %s", id, factor);
  patron_table_destroy(why);
}

static void check_reasons(const book_lines *facts, const book_lines *rules, const expectation *wanted, size_t count)
{
  patron_assessment *result = decide(facts, rules);
  for (size_t i = 0; i < count; i++) expect_reason(result, &wanted[i]);
  patron_assessment_destroy(result);
}

#define CHECK_REASONS(facts, rules, wanted) check_reasons(facts, rules, wanted, sizeof wanted / sizeof *wanted)

/* Of 100.00 in R 60.00 and 30.00 make 80 percent, 8.00 more 95. A shop of ONLINE is judged with them. */
static void each_class_says_where_it_begins_and_ends(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer sales\na R 60.00\nb R 30.00\nc ONLINE 8.00\nd R 2.00\ne R 0.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nvalue layer current_value 80,95 SALES a b\n"}, {"settings", "key value\nsegment.merge ONLINE:R\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"a", "value", "CLASS", "60", "30", "30", "Segment value: class A of R, by sales of 60.00, 30.00 above the cut-off 30.00 at 80 percent."},
    {"b", "value", "CLASS", "30", "30", "0", "Segment value: class A of R, by sales of 30.00, 0.00 above the cut-off 30.00 at 80 percent: it is the last one in."},
    {"c", "value", "CLASS", "8", "30", "-22", "Segment value: class B of R (its layer ONLINE is judged as R), by sales of 8.00, 22.00 short of 30.00, where A begins."},
    {"c", "value", "CLASS_END", "8", "8", "0", "Segment value: class B ends at 8.00, the cut-off at 95 percent, which is 0.00 below."},
    {"d", "value", "CLASS", "2", "8", "-6", "Segment value: class C of R, by sales of 2.00, 6.00 short of 8.00, where B begins."},
    {"d", "value", "CLASS_END", "2", "0", "2", "Segment value: class C ends at 0, which is 2.00 below."},
    {"e", "value", "CLASS", "0", "0", "0", NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) expect_reason(result, &wanted[i]);
  expect_no_reason(result, "a", "value", "CLASS_END");
  expect_no_reason(result, "e", "value", "CLASS_END");
  patron_assessment_destroy(result);
}

/* The same of a measure that is a number: 40, 30 and 20 make 90 of 100, 10 more 100. */
static void classes_of_numbers_say_it_too(void **state)
{
  static const book_lines facts[] = {{"customers", "customer strategic_fit fit_previous_class\na 40 -\nb 30 B\nc 12.5 B\nd 10 B\ne 7.5 -\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nfit - strategic_fit 70,90 NONE a b\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"a", "fit", "CLASS", "40", "30", "10", "Segment fit: class A of all customers, by strategic_fit of 40, 10 above the cut-off 30 at 70 percent."},
    {"b", "fit", "HELD", "30", "33", "-3", "Segment fit: class B is held from before: A begins at 33, 10 percent over the cut-off, which is 3 away."},
    {"c", "fit", "CLASS_END", "12.5", "10", "2.5", "Segment fit: class B ends at 10, the cut-off at 90 percent, which is 2.5 below."},
    {"e", "fit", "CLASS_END", "7.5", "0", "7.5", "Segment fit: class C ends at 0, which is 7.5 below."}};
  (void)state;
  CHECK_REASONS(facts, rules, wanted);
}

/* A begins at 30.00, B at 8.00; hysteresis asks for 10 percent on either side. Who holds what its value says, and who has nothing, holds nothing. */
static void a_held_class_says_where_it_is_lost(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales value_previous_class\na 50.00 -\nb 30.00 B\nc 7.55 B\nd 2.45 C\ne 10.00 A\nf 0.00 A\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by measure cuts bit purpose use\nvalue - current_value 80,97 SALES a b\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"b", "value", "CLASS", "30", "30", "0", NULL},
    {"b", "value", "HELD", "30", "33", "-3", "Segment value: class B is held from before: A begins at 33.00, 10 percent over the cut-off, which is 3.00 away."}};
  static const book_lines low[] = {{"customers", "customer sales value_previous_class\na 60.01 -\nb 27.02 A\nc 30.01 -\nd 2.96 -\n"}, {NULL, NULL}};
  static const book_lines two[] = {{"segments", "segment by measure cuts bit purpose use\nvalue - current_value 75 SALES a b\n"}, {NULL, NULL}};
  static const expectation below[] = {
    {"b", "value", "HELD", "27.02", "27.01", "0.01", "Segment value: class A is held from before: it is lost below 27.01, 10 percent under the cut-off, which is 0.01 away."}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer value_class value_held\na A A\nb A B\nc B B\nd C C\ne B B\nf N N\n");
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) expect_reason(result, &wanted[i]);
  expect_no_reason(result, "c", "value", "HELD");
  expect_no_reason(result, "f", "value", "HELD");
  patron_assessment_destroy(result);
  CHECK_REASONS(low, two, below);
}

/* Of 100.00 of value 70.00 and 20.00 make 80 percent, 6.00 more 95. The two of GOLD share one place, SILVER has more than it needs, BRONZE none. */
static void tiers_say_where_they_end_and_who_has_a_place(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit sales potential\na 70.00 60.00 100.00\nb 20.00 59.99 100.00\nc 6.00 10.00 -\nd 4.00 10.00 10.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"programs", "program tier rank up_to_share above_fence capacity\n- GOLD 1 80 yes 1\n- SILVER 2 95 yes 2\n- BRONZE 3 100 yes 0\n"}, {NULL, NULL}};
  static const book_lines open[] = {{"programs", "program tier rank up_to_share above_fence\n- GOLD 1 80 yes\n- SILVER 2 95 yes\n- BRONZE 3 100 yes\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"a", "beyond_capacity", "CAPACITY", "70", "70", "0", "Places: there is one for it, since GOLD has 1 and its value is 0.00 over 70.00, the last that has one."},
    {"b", "beyond_capacity", "CAPACITY", "20", "70", "-50", "Places: beyond capacity, since GOLD has 1 and its value is 50.00 short of 70.00, the last that has one."},
    {"c", "tier", "TIER", "6", "20", "-14", "Tier SILVER: its value 6.00 is under 20.00, where GOLD begins."},
    {"c", "tier", "TIER_END", "6", "6", "0", "Tier SILVER ends at 6.00, which is 0.00 below."},
    {"c", "beyond_capacity", "CAPACITY", "6", "-", "-", "Places: SILVER has 2, enough for all of its customers."},
    {"d", "beyond_capacity", "CAPACITY", "4", "-", "-", "Places: beyond capacity, since of the 0 that BRONZE has none could be given without parting equals."},
    {"a", "tier_subtype", "LOYAL", "0.6", "0.6", "0", "Subtype LOYAL: it buys 60 percent of its wallet from us; LOYAL begins at 60."},
    {"b", "tier_subtype", "CULTIVATE", "0.5999", "0.6", "~-0.0001", "Subtype CULTIVATE: it buys 59.99 percent of its wallet from us; LOYAL begins at 60."},
    {"d", "tier_subtype", "LOYAL", "1", "0.6", "0.4", NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) expect_reason(result, &wanted[i]);
  expect_no_reason(result, "c", "tier_subtype", NULL);
  expect_no_reason(result, "a", "tier", "TIER_END");
  expect_no_reason(result, "d", "tier", "TIER_END");
  patron_assessment_destroy(result);
  result = decide(facts, open);
  expect_no_reason(result, "a", "beyond_capacity", NULL);
  patron_assessment_destroy(result);
}

/* Three years: only a has ever become key (700.00 in 2024 of a cut of 700.00), one of the five who could have. In 2025 the cut is 800.00. */
static const book_lines past[] = {{"customers", "customer\nbig\na\nb\nc\n"},
  {"history", "customer period sales\nbig 2023-01-01 800.00\nbig 2024-01-01 800.00\nbig 2025-01-01 800.00\na 2023-01-01 60.00\na 2024-01-01 700.00\na 2025-01-01 60.00\n"
              "b 2023-01-01 50.00\nb 2024-01-01 50.00\nb 2025-01-01 50.00\nc 2023-01-01 40.00\nc 2024-01-01 0.00\nc 2025-01-01 0.00\n"}, {NULL, NULL}};
static const char one_segment[] = "segment measure cuts bit purpose use\nkeys current_value 80 SALES a b\n";

static void who_may_become_key_is_told_the_chance_and_what_it_takes(void **state)
{
  static const book_lines likely[] = {{"segments", one_segment}, {"settings", "key value\npotential.bands 1\npotential.minimum 0.1\npotential.base_multiple 0.5\n"}, {NULL, NULL}};
  static const book_lines unlikely[] = {{"segments", one_segment}, {"settings", "key value\npotential.bands 1\npotential.minimum 0.5\n"}, {NULL, NULL}};
  static const expectation may[] = {
    {"a", "potential_key", "WAS_KEY", "0.2", "0.1", "0.1", "Potential key customer: not key yet; it was key a period ago, and 20 percent of those whose last periods were like its own became key (5 of its group were such); it takes 10."},
    {"b", "potential_key", "CLOSE_TO_CUT", "0.2", "0.1", "0.1", "Potential key customer: not key yet; 20 percent of those whose last periods were like its own became key (5 of its group were such); it takes 10."},
    {"c", "potential_key", "NOT_ACTIVE", "0.2", "0.1", "0.1", "Potential key customer: no, since nothing was sold in its last two periods; else 20 percent of those whose last periods were like its own became key (5 of its group were such); it takes 10."}};
  static const expectation may_not[] = {
    {"b", "potential_key", "NOT_LIKELY", "0.2", "0.6", "~-0.4", "Potential key customer: no, since only 20 percent of those whose last periods were like its own became key (5 of its group were such); it takes 60."}};
  patron_assessment *result = decide(past, likely);
  (void)state;
  for (size_t i = 0; i < sizeof may / sizeof *may; i++) expect_reason(result, &may[i]);
  expect_no_reason(result, "big", "potential_key", NULL);
  patron_assessment_destroy(result);
  CHECK_REASONS(past, unlikely, may_not);   /* three times the base rate of 0.2 is more than 0.5 */
}

static void who_may_become_key_is_told_what_is_in_reach(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales potential capability conditions\nbig 800.00 - - -\nnear 100.00 900.00 60 50\nfar 50.00 500.00 - -\nunable 10.00 900.00 40 90\nbarred 10.00 900.00 80 20\nstranger 5.00 - - -\n"},
    {"overrides", "customer column kind value reason author date\nbig key PIN no leaving eve 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", one_segment}, {"settings", "key value\npotential.reach FULL\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"near", "potential_key", "HEADROOM", "900", "800", "100", "Potential key customer: not key yet; its sales and what can be won of its purchases elsewhere come to 900.00, which is 100.00 over the cut-off 800.00."},
    {"far", "potential_key", "NOT_IN_REACH", "500", "800", "-300", "Potential key customer: no; its sales and what can be won of its purchases elsewhere come to 500.00, which is 300.00 short of the cut-off 800.00."},
    {"unable", "potential_key", "NOT_CAPABLE", "40", "60", "-20", "Potential key customer: no, since capability is 40, and takes 60."},
    {"barred", "potential_key", "NO_CONDITIONS", "20", "50", "-30", "Potential key customer: no, since conditions is 20, and takes 50."},
    {"stranger", "potential_key", "NOT_KNOWN", "-", "-", "-", "Potential key customer: no, since neither enough of its past nor a wallet that was given is known."}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) expect_reason(result, &wanted[i]);
  expect_no_reason(result, "big", "potential_key", NULL);   /* it is key, whatever was set by hand */
  patron_assessment_destroy(result);
}

/* Attractiveness and winnability are what strategic_fit and market_share say; no program caps. */
static const book_lines plain[] = {
  {"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
  {"criteria", "scorecard criterion column low high\nobjective o current_value 0 100\npriority p objective 0 100\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"},
  {"programs", "program tier rank up_to_share above_fence\n- ALL 1 100 yes\n"}, {NULL, NULL}};

/* Bands at 33 and 67: the nearest bound of either score whose crossing means another intent, which need not be the nearest bound. */
static void an_intent_says_what_the_next_one_takes(void **state)
{
  static const book_lines facts[] = {{"customers", "customer strategic_fit market_share\nup 60 50\ndown 70 75\nsame 90 70\n"}, {NULL, NULL}};
  const book_lines rules[] = {plain[0], plain[1], plain[2],
    {"matrix", "attractiveness winnability intent approach\nHIGH HIGH INVEST STRATEGIC\nHIGH MEDIUM INVEST COLLABORATIVE\nHIGH LOW SELECTIVE CONSULTATIVE\nMEDIUM HIGH SELECTIVE COLLABORATIVE\n"
               "MEDIUM MEDIUM SELECTIVE CONSULTATIVE\nMEDIUM LOW CASH TACTICAL\nLOW HIGH CASH CONSULTATIVE\nLOW MEDIUM CASH TACTICAL\nLOW LOW WITHDRAW TACTICAL\n"}, {NULL, NULL}};
  const book_lines flat[] = {plain[0], plain[1], plain[2],
    {"matrix", "attractiveness winnability intent approach\nHIGH HIGH CASH STRATEGIC\nHIGH LOW CASH STRATEGIC\nLOW HIGH CASH STRATEGIC\nLOW LOW CASH STRATEGIC\n"}, {"settings", "key value\nmatrix.bands 50\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"up", "intent", "INTENT", "60", "67", "-7", "Both bands together mean the intent SELECTIVE; it would be INVEST with attractiveness at the bound 67, which is 7 points away."},
    {"down", "intent", "INTENT", "70", "67", "3", "Both bands together mean the intent INVEST; it would be SELECTIVE with attractiveness under the bound 67, which is 3 points away."},
    {"same", "intent", "INTENT", "90", "67", "23", "Both bands together mean the intent INVEST; it would be SELECTIVE with attractiveness under the bound 67, which is 23 points away."}};   /* winnability is 3 points from a bound that means nothing */
  static const expectation none[] = {{"up", "intent", "INTENT", "-", "-", "-", "Both bands together mean the intent CASH."}};
  (void)state;
  CHECK_REASONS(facts, rules, wanted);
  CHECK_REASONS(facts, flat, none);
}

static void gates_tell_what_they_look_at_and_what_they_take(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer strategic_fit market_share our_commitment our_trust their_commitment their_trust profit customer_margin conditional_terms joint_objectives alignment\n"
    "open     90            90           90             90        80               80          1.00   1.00            yes               yes              60\n"
    "apart    90            90           90             90        90               90          1.00   1.00            yes               yes              49.99\n"
    "us       90            90           90             90        10               10          1.00   -2.50           no                no               -\n"
    "them     90            90           10             10        90               90          1.00   1.00            yes               yes              60\n"
    "stranger 90            90           -              20        20               20          1.00   1.00            yes               yes              60\n"
    "poor     90            90           90             90        90               90          -3.25  1.00            yes               yes              60\n"
    "alone    90            90           90             90        90               90          1.00   -               yes               yes              60\n"
    "loose    90            90           90             90        90               90          1.00   1.00            no                yes              60\n"
    "low      20            20           90             90        90               90          -1.00  1.00            no                no               10\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"open", "recommended_approach", "NONE", "-", "-", "-", "Approach: STRATEGIC, as the place in the matrix and the programme ask."},
    {"open", "base_level", "GATE_OPEN", "3", "3", "0", "Gate RELATIONSHIP is open: their side is the weaker one, STRATEGIC by itself, which carries STRATEGIC."},
    {"open", "net_margin", "GATE_OPEN", "1", "0", "1", "Gate OUR_MARGIN is open: our net margin is 1.00, which carries STRATEGIC."},
    {"open", "alignment", "GATE_OPEN", "60", "50", "10", "Gate ALIGNMENT is open: alignment is 60, and takes 50."},
    {"open", "customer_margin", "GATE_OPEN", "1", "0", "1", "Gate CUSTOMER_MARGIN is open: what the customer earns with us is 1.00, which carries STRATEGIC."},
    {"open", "conditional_terms", "GATE_OPEN", "1", "1", "0", "Gate CONDITIONAL_TERM is open: a conditional term is on record."},
    {"open", "joint_objectives", "GATE_OPEN", "1", "1", "0", "Gate JOINT_OBJECTIVES is open: joint objectives are on record."},
    {"apart", "recommended_approach", "ALIGNMENT", "49.99", "50", "~-0.01", "Approach: the target is STRATEGIC, recommended for now is TACTICAL; blocked by ALIGNMENT: alignment is 49.99, and takes 50."},
    {"apart", "base_level", "GATE_OPEN", "3", "3", "0", "Gate RELATIONSHIP is open: both sides are alike, STRATEGIC by itself, which carries STRATEGIC."},
    {"us", "recommended_approach", "RELATIONSHIP", "0", "3", "-3", "Approach: the target is STRATEGIC, recommended for now is TACTICAL; blocked by RELATIONSHIP: their side is the weaker one, TRANSACTIONAL by itself, which carries TACTICAL, and no step more while we are the exposed side."},
    {"us", "alignment", "GATE_OPEN", "-", "50", "-", "Gate ALIGNMENT is open: alignment is not known; it takes 50 where it is."},
    {"us", "customer_margin", "GATE_SHUT", "-2.5", "0", "-2.5", "Gate CUSTOMER_MARGIN is shut, too: what the customer earns with us is -2.50, which carries CONSULTATIVE."},
    {"us", "conditional_terms", "GATE_SHUT", "0", "1", "-1", "Gate CONDITIONAL_TERM is shut, too: nothing on record."},
    {"us", "joint_objectives", "GATE_SHUT", "0", "1", "-1", "Gate JOINT_OBJECTIVES is shut, too: nothing on record."},
    {"them", "recommended_approach", "RELATIONSHIP", "1", "3", "-2", "Approach: the target is STRATEGIC, recommended for now is CONSULTATIVE; blocked by RELATIONSHIP: our side is the weaker one, TRANSACTIONAL by itself, which carries CONSULTATIVE."},
    {"stranger", "recommended_approach", "RELATIONSHIP", "1", "3", "-2", "Approach: the target is STRATEGIC, recommended for now is CONSULTATIVE; blocked by RELATIONSHIP: it is not known, which carries CONSULTATIVE."},
    {"poor", "recommended_approach", "OUR_MARGIN", "-3.25", "0", "-3.25", "Approach: the target is STRATEGIC, recommended for now is TACTICAL; blocked by OUR_MARGIN: our net margin is -3.25, which carries TACTICAL."},
    {"alone", "recommended_approach", "CUSTOMER_MARGIN", "-", "0", "-", "Approach: the target is STRATEGIC, recommended for now is COLLABORATIVE; blocked by CUSTOMER_MARGIN: what the customer earns with us is not known, which carries COLLABORATIVE."},
    {"loose", "recommended_approach", "CONDITIONAL_TERM", "0", "1", "-1", "Approach: the target is STRATEGIC, recommended for now is CONSULTATIVE; blocked by CONDITIONAL_TERM: nothing on record."}};
  static const char *const gates[] = {"base_level", "net_margin", "alignment", "customer_margin", "conditional_terms", "joint_objectives"};
  patron_assessment *result = decide(facts, plain);
  (void)state;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) expect_reason(result, &wanted[i]);
  for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {   /* a target of TACTICAL asks no gate; the one that blocks is told once */
    expect_no_reason(result, "low", gates[i], "GATE_OPEN");
    expect_no_reason(result, "low", gates[i], "GATE_SHUT");
  }
  expect_no_reason(result, "apart", "alignment", "GATE_SHUT");
  patron_assessment_destroy(result);
}

/* What can be won is headroom * rate * market_share / 100, over a cost of 10.00. */
static void investment_is_told_with_its_bounds_and_what_caps_it(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer strategic_fit market_share sales potential contribution_rate gross_margin cost_to_serve customer_margin\n"
    "none     50            50           0.00  10.00     1                 100.00       10.00         1.00\n"
    "medium   50            50           0.00  50.00     1                 100.00       10.00         1.00\n"
    "nearly   50            50           0.00  99.00     1                 100.00       10.00         1.00\n"
    "high     50            50           0.00  200.00    1                 100.00       10.00         1.00\n"
    "loss     50            50           0.00  200.00    1                 9.99         10.00         1.00\n"
    "theirs   50            50           0.00  200.00    1                 100.00       10.00         -1.00\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"none", "investment_level", "INVESTMENT", "0.5", "1", "-0.5", "Investment: NONE, since the margin that can be won is 0.5 times the cost to serve; LOW begins at 1, MEDIUM at 2, HIGH at 5."},
    {"medium", "investment_level", "INVESTMENT", "2.5", "2", "0.5", "Investment: MEDIUM, since the margin that can be won is 2.5 times the cost to serve; LOW begins at 1, MEDIUM at 2, HIGH at 5."},
    {"nearly", "investment_level", "INVESTMENT", "4.95", "5", "~-0.05", NULL},
    {"high", "investment_level", "INVESTMENT", "10", "5", "5", NULL},
    {"loss", "investment_level", "INVESTMENT", "10", "5", "5", "Investment: LOW, since the margin that can be won is 10 times the cost to serve; LOW begins at 1, MEDIUM at 2, HIGH at 5, but our net margin is negative: LOW at most."},
    {"theirs", "investment_level", "INVESTMENT", "10", "5", "5", "Investment: MEDIUM, since the margin that can be won is 10 times the cost to serve; LOW begins at 1, MEDIUM at 2, HIGH at 5, but what the customer earns with us is negative: MEDIUM at most."}};
  (void)state;
  CHECK_REASONS(facts, plain, wanted);
}

/* An expiry of its own, and one that follows from the date and override.days. */
static void an_override_says_who_why_and_until_when(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\nbig 80.00\nmiddle 12.00\nsmall 8.00\n"},
    {"overrides", "customer column kind value reason author date expires\nsmall key PIN yes promised ann 2026-06-01 2026-12-31\nmiddle key FLOOR yes growing bob 2026-06-01 -\nbig key CAP no leaving eve 2026-06-01 2027-01-31\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", one_segment}, {"settings", "key value\nas_of 2026-07-01\noverride.days 90\n"}, {NULL, NULL}};
  static const expectation wanted[] = {
    {"small", "overridden", "OVERRIDE", "-", "-", "-", "Set by hand: key to yes, where no is computed, by ann until 2026-12-31: promised."},
    {"middle", "overridden", "OVERRIDE", "-", "-", "-", "Set by hand: key to at least yes, where no is computed, by bob until 2026-08-30: growing."},
    {"big", "overridden", "OVERRIDE", "-", "-", "-", "Set by hand: key to at most no, where yes is computed, by eve until 2027-01-31: leaving."}};
  (void)state;
  CHECK_REASONS(facts, rules, wanted);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(each_class_says_where_it_begins_and_ends, start, stop),
    cmocka_unit_test_setup_teardown(classes_of_numbers_say_it_too, start, stop),
    cmocka_unit_test_setup_teardown(a_held_class_says_where_it_is_lost, start, stop),
    cmocka_unit_test_setup_teardown(tiers_say_where_they_end_and_who_has_a_place, start, stop),
    cmocka_unit_test_setup_teardown(who_may_become_key_is_told_the_chance_and_what_it_takes, start, stop),
    cmocka_unit_test_setup_teardown(who_may_become_key_is_told_what_is_in_reach, start, stop),
    cmocka_unit_test_setup_teardown(an_intent_says_what_the_next_one_takes, start, stop),
    cmocka_unit_test_setup_teardown(gates_tell_what_they_look_at_and_what_they_take, start, stop),
    cmocka_unit_test_setup_teardown(investment_is_told_with_its_bounds_and_what_caps_it, start, stop),
    cmocka_unit_test_setup_teardown(an_override_says_who_why_and_until_when, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
