/* The stage override by hand: pins, floors and caps, steps and approval, expiry, what is kept and what follows. */
#include "decided.h"

/* V: 84 GOLD, 16 SILVER, 3 and 1 BRONZE of 104 (80 % 83.2, 95 % 98.8). */
static const char customers[] =
  "customer profit strategic_fit market_share our_commitment our_trust their_commitment their_trust customer_margin conditional_terms joint_objectives\n"
  "gold     84.00  90            90           50 50 50 50 1.00 yes yes\n"
  "silver   16.00  50            50           50 50 50 50 1.00 yes yes\n"
  "bronze   3.00   10            10           50 50 50 50 1.00 yes yes\n"
  "other    1.00   -             -            -  -  -  -  1.00 yes yes\n";

static const book_lines plain[] = {
  {"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
  {"criteria", "scorecard criterion column low high\nobjective o current_value 0 100\npriority p objective 0 100\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"}, {NULL, NULL}};

static const book_lines dated[] = {
  {"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
  {"criteria", "scorecard criterion column low high\nobjective o current_value 0 100\npriority p objective 0 100\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"},
  {"settings", "key value\nas_of 2026-07-01\n"}, {NULL, NULL}};

static void check_overrides(const char *overrides, const book_lines *rules, const char *decided, const char *report)
{
  const book_lines facts[] = {{"customers", customers}, {"overrides", overrides}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  expect_decided(result, decided);
  if (report != NULL) expect_rows(result, "overrides", report);
  patron_assessment_destroy(result);
}

static void a_pin_sets_and_keeps_what_was_computed(void **state)
{
  (void)state;
  check_overrides("customer column    kind value  reason author date\n"
                  "silver   held_tier PIN  GOLD   owed   ann    2026-06-01\n"
                  "gold     intent    PIN  PROTECT calm  ann    2026-06-01\n", dated,
                  "customer tier   held_tier held_tier_computed visits_per_year visits_per_year_computed intent    intent_computed overridden tier_value\n"
                  "gold     GOLD   GOLD      GOLD               12              12                       PROTECT   INVEST          intent     84.00\n"
                  "silver   SILVER GOLD      SILVER             12              4                        SELECTIVE SELECTIVE       held_tier  16.00\n"
                  "bronze   BRONZE BRONZE    BRONZE             2               2                        WITHDRAW  WITHDRAW        ''         3.00\n"
                  "other    BRONZE BRONZE    BRONZE             2               2                        -         -               ''         1.00\n",
                  "customer column    kind state   computed value   author reason\n"
                  "gold     intent    PIN  APPLIED INVEST   PROTECT ann    calm\n"
                  "silver   held_tier PIN  APPLIED SILVER   GOLD    ann    owed\n");
}

static void floors_lift_and_caps_lower(void **state)
{
  (void)state;
  check_overrides("customer column              kind  value         reason author date\n"
                  "silver   held_tier           FLOOR GOLD          r      a      2026-06-01\n"
                  "gold     held_tier           FLOOR SILVER        r      a      2026-06-01\n"      /* is better already: closed */
                  "bronze   held_tier           CAP   BRONZE        r      a      2026-06-01\n"
                  "silver   attractiveness_band FLOOR HIGH          r      a      2026-06-01\n"
                  "gold     winnability_band    CAP   MEDIUM        r      a      2026-06-01\n"
                  "silver   target_approach     CAP   TACTICAL      r      a      2026-06-01\n"
                  "bronze   relationship_level  FLOOR COLLABORATIVE r      a      2026-06-01\n"
                  "silver   relationship_level  CAP   COLLABORATIVE r      a      2026-06-01\n"
                  "gold     intent              FLOOR INVEST        r      a      2026-06-01\n", dated,    /* is INVEST: closed */
                  "customer held_tier attractiveness_band winnability_band target_approach relationship_level\n"
                  "gold     GOLD      HIGH                MEDIUM           COLLABORATIVE   COOPERATIVE\n"   /* the cell of its bands */
                  "silver   GOLD      HIGH                MEDIUM           TACTICAL        COOPERATIVE\n"
                  "bronze   BRONZE    LOW                 LOW              TACTICAL        COLLABORATIVE\n",
                  "customer column state\n"
                  "gold held_tier CLOSED\n"
                  "gold intent CLOSED\n"
                  "gold winnability_band APPLIED\n"
                  "silver attractiveness_band APPLIED\n"
                  "silver held_tier APPLIED\n"
                  "silver relationship_level CLOSED\n"
                  "silver target_approach APPLIED\n"
                  "bronze held_tier CLOSED\n"
                  "bronze relationship_level APPLIED\n");
}

/* One step without an approver; chains of overrides cannot walk further than one. */
static void more_steps_need_an_approver(void **state)
{
  static const char two[] = "customer column kind value reason author approver date\n"
                            "bronze held_tier PIN GOLD r a -   2026-06-01\n"
                            "bronze winnability_band PIN HIGH r a max 2026-06-01\n"
                            "gold recommended_approach PIN STRATEGIC r a '' 2026-06-01\n";
  static const char chain[] = "customer column kind value reason author date\n"
                              "bronze held_tier PIN SILVER r a 2026-06-01\n"
                              "bronze held_tier PIN GOLD r a 2026-06-02\n";
  static const book_lines free_two[] = {{"settings", "key value\nas_of 2026-07-01\noverride.steps 2\n"}, {NULL, NULL}};
  static const book_lines none[] = {{"settings", "key value\nas_of 2026-07-01\noverride.steps 0\n"}, {NULL, NULL}};
  (void)state;
  check_overrides(two, dated, "customer held_tier winnability_band target_approach recommended_approach\nbronze BRONZE HIGH CONSULTATIVE CONSULTATIVE\ngold GOLD HIGH STRATEGIC STRATEGIC\n",
                  "customer column state\nbronze held_tier REFUSED\nbronze winnability_band APPLIED\ngold recommended_approach APPLIED\n");
  check_overrides(chain, dated, "customer held_tier\nbronze SILVER\n", "customer value state\nbronze SILVER APPLIED\nbronze GOLD REFUSED\n");
  check_overrides(chain, free_two, "customer held_tier\nbronze GOLD\n", "customer value state\nbronze SILVER APPLIED\nbronze GOLD APPLIED\n");
  check_overrides(chain, none, "customer held_tier\nbronze BRONZE\n", "customer value state\nbronze SILVER REFUSED\nbronze GOLD REFUSED\n");
}

static void the_later_decision_stands_whatever_the_order_of_rows(void **state)
{
  (void)state;
  check_overrides("customer column kind value reason author date\n"
                  "silver held_tier PIN GOLD r b 2026-06-02\n"
                  "silver held_tier PIN BRONZE r a 2026-06-01\n", dated, "customer held_tier held_tier_computed overridden\nsilver GOLD SILVER held_tier\n",
                  "customer value state\nsilver BRONZE APPLIED\nsilver GOLD APPLIED\n");
  check_overrides("customer column kind value reason author date\n"
                  "silver held_tier PIN BRONZE r a 2026-06-01\n"
                  "silver held_tier PIN GOLD r b 2026-06-02\n", dated, "customer held_tier\nsilver GOLD\n", NULL);
  check_overrides("customer column kind value reason author date\n"    /* taken back by hand */
                  "silver held_tier PIN GOLD r a 2026-06-01\n"
                  "silver held_tier PIN SILVER r a 2026-06-02\n", dated, "customer held_tier visits_per_year\nsilver SILVER 4\n", NULL);
}

/* As of 2026-07-01: after `expires`, or 180 days after the date. */
static void overrides_lapse(void **state)
{
  static const char overrides[] =
    "customer column    kind value  reason author date       expires\n"
    "silver   held_tier PIN  GOLD   r      a      2026-01-02 -\n"             /* 2026-07-01 is day 180 */
    "bronze   held_tier PIN  SILVER r      a      2026-01-03 -\n"
    "other    held_tier PIN  SILVER r      a      2020-01-01 2026-07-02\n"
    "gold     held_tier PIN  SILVER r      a      2026-06-30 2026-07-01\n";
  static const book_lines longer[] = {{"settings", "key value\nas_of 2026-07-01\noverride.days 181\n"}, {NULL, NULL}};
  (void)state;
  check_overrides(overrides, dated, "customer held_tier overridden\nsilver SILVER ''\nbronze SILVER held_tier\nother SILVER held_tier\ngold GOLD ''\n",
                  "customer state expires\ngold LAPSED 2026-07-01\nsilver LAPSED 2026-07-01\nbronze APPLIED 2026-07-02\nother APPLIED 2026-07-02\n");
  check_overrides(overrides, longer, "customer held_tier\nsilver GOLD\n", NULL);
  check_overrides(overrides, plain, "customer held_tier\nsilver GOLD\ngold SILVER\n", NULL);   /* without a date to count to nothing lapses */
}

static void visits_follow_the_tier_in_force(void **state)
{
  static const book_lines facts[] = {{"customers", customers}, {"overrides", "customer column kind value reason author date\nsilver held_tier PIN GOLD r a 2026-06-01\n"},
    {"activities", "customer activity per_year cost needs_face_to_face\nsilver v 3 1.00 yes\ngold v 20 1.00 yes\n"}, {NULL, NULL}};
  (void)state;
  check(facts, dated, "customer visits_now visits_per_year visit_gap visit_gap_computed\nsilver 3 12 9 1\ngold 20 12 -8 -8\nbronze - 2 - -\n");
}

static void key_flags_can_be_pinned_and_nothing_else_moves(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales layer\nbig 80.00 -\nsmall 20.00 -\nnone - -\n"},
    {"overrides", "customer column kind value reason author date\nsmall key PIN yes r a 2026-06-01\nnone key PIN no r a 2026-06-01\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL, "customer key key_computed key_sales sales_class overridden\nbig yes yes yes A ''\nsmall yes no no B key\nnone no - - - key\n");
}

static void coverage_goes_from_field_to_inbound(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 50.00\nb 25.00\nc 1.00\nd -\n"},
    {"overrides", "customer column kind value reason author date\na coverage CAP OUTBOUND r a 2026-06-01\nb coverage FLOOR INBOUND r a 2026-06-01\nc coverage PIN FIELD r a 2026-06-01\nd coverage FLOOR INBOUND r a 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nfence.visit_cost 10.00\nfence.minimum_visits 4\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_decided(result, "customer coverage coverage_computed tier\na OUTBOUND FIELD GOLD\nb OUTBOUND OUTBOUND HOUSE\nc INBOUND INBOUND HOUSE\nd - - -\n");
  expect_rows(result, "overrides", "customer state\na APPLIED\nb CLOSED\nc REFUSED\nd REFUSED\n");
  patron_assessment_destroy(result);
}

/* Bands to the intent and the target, these to what is recommended, and that to the gap, what blocks and whether today's approach fits. */
static void what_is_looked_up_by_a_band_follows_it(void **state)
{
  static const char people[] = "customer profit strategic_fit market_share our_commitment our_trust their_commitment their_trust customer_margin conditional_terms joint_objectives actual_approach\n"
                               "x        84.00  90            50           50 50 50 50 1.00 yes no  COLLABORATIVE\ny        16.00  50            50           50 50 50 50 1.00 yes yes STRATEGIC\n";
  static const book_lines one[] = {{"customers", people}, {"overrides", "customer column kind value reason author date\nx winnability_band PIN HIGH r a 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines two[] = {{"customers", people}, {"overrides", "customer column kind value reason author date\nx winnability_band PIN LOW r a 2026-06-01\nx intent PIN PROTECT r a 2026-06-01\n"
                                   "x recommended_approach PIN TACTICAL r a 2026-06-01\ny target_approach PIN COLLABORATIVE r a 2026-06-01\n"}, {NULL, NULL}};
  (void)state;
  check(one, dated, "customer winnability_band intent target_approach target_approach_computed recommended_approach approach_gap approach_gap_computed blocked_by blocked_by_computed engagement overridden\n"
                    "x HIGH INVEST STRATEGIC COLLABORATIVE COLLABORATIVE 1 0 RELATIONSHIP NONE FIT winnability_band\ny MEDIUM SELECTIVE CONSULTATIVE CONSULTATIVE CONSULTATIVE 0 0 NONE NONE OVER_ENGAGED ''\n");
  check(two, dated, "customer intent intent_computed target_approach recommended_approach approach_gap blocked_by engagement engagement_computed\n"
                    "x PROTECT INVEST CONSULTATIVE CONSULTATIVE 0 NONE OVER_ENGAGED FIT\ny SELECTIVE SELECTIVE COLLABORATIVE COLLABORATIVE 0 NONE OVER_ENGAGED OVER_ENGAGED\n");
}

/* A plain level set by hand carries one step more than itself; evidence keeps who is limited on the list, with the level in force beside it. */
static void what_rests_on_the_level_follows_it(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit strategic_fit market_share our_commitment our_trust their_commitment their_trust customer_margin conditional_terms joint_objectives target_level\n"
                                                   "x 84.00 90 90 20 20 20 20 1.00 yes yes STRATEGIC\ny 16.00 90 90 90 90 30 30 1.00 yes yes COOPERATIVE\n"},
    {"overrides", "customer column kind value reason author approver date\nx relationship_level PIN COOPERATIVE r a - 2026-06-01\ny relationship_level PIN COLLABORATIVE r a max 2026-06-01\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, dated);
  (void)state;
  expect_decided(result, "customer relationship_level relationship_level_computed level_gap level_gap_computed recommended_approach recommended_approach_computed\n"
                         "x COOPERATIVE TRANSACTIONAL 2 3 COLLABORATIVE CONSULTATIVE\ny COLLABORATIVE LIMITED_COLLABORATION -1 1 COLLABORATIVE TACTICAL\n");
  expect_rows(result, "danger", "customer relationship_level severity left\ny COLLABORATIVE CRITICAL no\n");
  patron_assessment_destroy(result);
}

/* Who is served in the field belongs to the tier that its value reaches, who is not to the one below the fence; the tier brings visits, state and places. */
static void what_rests_on_coverage_and_tier_follows_them(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit previous_tier small_orders strategic_fit market_share share_of_wallet\na 50.00 GOLD - 90 90 -\nb 45.00 SILVER - 90 90 -\nc 30.00 HOUSE 2 90 90 -\nd -5.00 HOUSE 2 90 90 -\ne 48.00 GOLD - 90 90 -\n"},
    {"overrides", "customer column kind value reason author approver date\na coverage PIN OUTBOUND r a - 2026-06-01\nb held_tier PIN GOLD r a - 2026-06-01\nc coverage FLOOR FIELD r a - 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines rules[] = {
    {"scorecards", "scorecard weighting\nobjective EQUAL\npriority EQUAL\nattractiveness EQUAL\nwinnability EQUAL\n"},
    {"criteria", "scorecard criterion column low high\nobjective o current_value 0 100\npriority p objective 0 100\nattractiveness a strategic_fit 0 100\nwinnability w market_share 0 100\n"},
    {"programs", "tier rank up_to_share above_fence visits_per_year capacity maximum_approach\nGOLD 1 50 yes 12 1 STRATEGIC\nSILVER 2 100 yes 4 - COLLABORATIVE\nHOUSE 3 - no 0 - TACTICAL\n"},
    {"settings", "key value\nas_of 2026-07-01\nfence.visit_cost 10.00\nfence.minimum_visits 4\nhouse.small_order_fee 3.00\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules,
        "customer coverage coverage_computed tier held_tier held_tier_computed tier_state tier_state_computed beyond_capacity beyond_capacity_computed visits_per_year visits_per_year_computed margin_after_rules margin_after_rules_computed advice advice_computed target_approach target_approach_computed\n"
        "a OUTBOUND FIELD GOLD HOUSE GOLD DOWN SAME no no 0 12 50.00 - KEEP - TACTICAL STRATEGIC\n"
        "b FIELD FIELD SILVER GOLD SILVER UP SAME yes no 12 4 - - - - STRATEGIC COLLABORATIVE\n"
        "c FIELD OUTBOUND HOUSE SILVER HOUSE UP SAME no no 4 0 - 36.00 - KEEP COLLABORATIVE TACTICAL\n"
        "d INBOUND INBOUND HOUSE HOUSE HOUSE SAME SAME no no 0 0 1.00 1.00 KEEP KEEP TACTICAL TACTICAL\n");
}

/* Whether one of the sentences about a customer begins so. */
static void expect_sentence(const patron_assessment *result, const char *id, const char *begins)
{
  patron_customer customer;
  patron_table *table = NULL;
  int64_t rows = 0, found = 0;
  char cell[BOOK_CELL];
  expect_ok(patron_assessment_find_customer(result, id, -1, &customer));
  expect_ok(patron_assessment_explain(result, customer, &table));
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) found += strncmp(book_cell(table, "text", row, cell), begins, strlen(begins)) == 0;
  patron_table_destroy(table);
  if (found != 1) fail_msg("%s: %lld sentences begin with: %s", id, (long long)found, begins);
}

static void who_reads_of_a_customer_reads_why_an_override_is_not_in_force(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 50.00\nb 25.00\nc 1.00\nd -\n"},
    {"overrides", "customer column kind value reason author date\na coverage CAP OUTBOUND r ann 2026-06-01\nb coverage FLOOR INBOUND r ann 2026-06-01\nc coverage PIN FIELD r ann 2026-06-01\nd coverage FLOOR INBOUND r ann 2026-06-01\na coverage PIN INBOUND r bob 2020-01-01\nb coverage PIN FIELD r bob 2026-07-02\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nas_of 2026-07-01\nfence.visit_cost 10.00\nfence.minimum_visits 4\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_sentence(result, "a", "Set by hand: coverage to at most OUTBOUND, where FIELD is computed, by ann until 2026-11-28: r.");
  expect_sentence(result, "a", "A pin of coverage has lapsed: INBOUND is what bob wanted, as long as it ran.");
  expect_sentence(result, "b", "A bound of coverage by ann changes nothing: what is computed agrees with INBOUND.");
  expect_sentence(result, "c", "A pin of coverage to FIELD by ann is refused: from INBOUND, which is computed, that is further than override.steps (1) lets anybody go without an approver.");
  expect_sentence(result, "b", "A pin of coverage to FIELD by bob is not in force yet: it is dated after the as-of date.");
  expect_sentence(result, "d", "A bound of coverage to INBOUND by ann is refused: nothing is computed that it could change.");
  patron_assessment_destroy(result);
}

/* What cannot be understood is an error with table, column and value, and nothing is assessed. */
static void nonsense_is_refused_with_its_cell(void **state)
{
  static const struct { const char *row, *column, *value; } cases[] = {
    {"silver tier PIN GOLD r a 2026-06-01", "column", "tier"}, {"silver held PIN GOLD r a 2026-06-01", "column", "held"}, {"silver sales_class PIN A r a 2026-06-01", "column", "sales_class"},
    {"silver key,intent PIN yes r a 2026-06-01", "column", "key,intent"}, {"silver held_tier PIN PLATINUM r a 2026-06-01", "value", "PLATINUM"}, {"silver key PIN perhaps r a 2026-06-01", "value", "perhaps"},
    {"silver intent PIN TACTICAL r a 2026-06-01", "value", "TACTICAL"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char overrides[300], text[300];
    snprintf(overrides, sizeof overrides, "customer column kind value reason author date\n%s\n", cases[i].row);
    const book_lines facts[] = {{"customers", "customer profit sales strategic_fit market_share\nsilver 16.00 5.00 50 50\n"}, {"overrides", overrides}, {NULL, NULL}};
    patron_assessment *result = NULL;
    if (try_to_decide("EUR", facts, dated, &result) != PATRON_E_RANGE) fail_msg("%s was not refused", cases[i].row);
    expect_ok(patron_context_error_part(context, "table", text, sizeof text, NULL));
    assert_string_equal(text, "overrides");
    expect_ok(patron_context_error_part(context, "column", text, sizeof text, NULL));
    assert_string_equal(text, cases[i].column);
    expect_ok(patron_context_error_part(context, "value", text, sizeof text, NULL));
    assert_string_equal(text, cases[i].value);
  }
}

/* A tier of a program that is not the customer's. */
static void a_tier_of_another_program_is_refused(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer profit\na KA_RETAIL 5.00\nb SMALL_RETAIL 5.00\n"}, {"overrides", "customer column kind value reason author date\na held_tier PIN STAR r a 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"programs", "program tier rank up_to_share above_fence layers\nshops STAR 1 100 yes SMALL_RETAIL\nbig GOLD 1 100 yes -\n"}, {NULL, NULL}};
  patron_assessment *result = NULL;
  (void)state;
  expect_status(try_to_decide("EUR", facts, rules, &result), PATRON_E_RANGE);
}

static void too_many_overridden_customers_are_warned_of(void **state)
{
  static const char ten[] = "customer profit\na 9.00\nb 8.00\nc 7.00\nd 6.00\ne 5.00\nf 4.00\ng 3.00\nh 2.00\ni 1.00\nj 0.50\n";
  static const book_lines one[] = {{"customers", ten}, {"overrides", "customer column kind value reason author date\na held_tier PIN SILVER r a 2026-06-01\na coverage PIN FIELD r a 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines two[] = {{"customers", ten}, {"overrides", "customer column kind value reason author date\na held_tier PIN SILVER r a 2026-06-01\nb held_tier PIN SILVER r a 2026-06-01\n"}, {NULL, NULL}};
  const struct { const book_lines *facts; int64_t warnings; } cases[] = {{one, 0}, {two, 1}};
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    patron_assessment *result = decide(cases[i].facts, NULL);
    patron_table *warnings = NULL;
    int64_t rows = 0, found = 0;
    char code[BOOK_CELL];
    expect_ok(patron_assessment_table(result, "warnings", &warnings));
    expect_ok(patron_table_rows(warnings, &rows));
    for (int64_t row = 0; row < rows; row++) found += strcmp(book_cell(warnings, "code", row, code), "MANY_OVERRIDES") == 0;
    assert_int_equal(found, cases[i].warnings);
    patron_table_destroy(warnings);
    patron_assessment_destroy(result);
  }
}

/* Tiers may be called A and B. */
static void names_of_one_letter_have_a_direction_too(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\nx 90.00\ny 10.00\n"}, {"overrides", "customer column kind value reason author date\nx held_tier PIN B r ann 2026-06-01\ny held_tier PIN A r bob 2026-06-01\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"programs", "program tier rank up_to_share above_fence\n- A 1 80 yes\n- B 2 100 yes\n"}, {"settings", "key value\nas_of 2026-07-01\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, rules);
  (void)state;
  expect_rows(result, "override_authors", "author n applied raised lowered net_direction\nann 1 1 0 1 -1\nbob 1 1 1 0 1\n");
  patron_assessment_destroy(result);
}

/* Rows in the order of the authors' names. Of two by bob on one customer the customer counts once; an intent has no better and worse. */
static void authors_are_told_how_much_and_which_way_they_override(void **state)
{
  const book_lines facts[] = {{"customers", customers}, {"overrides",
    "customer column           kind value   reason author date\n"
    "bronze   held_tier        CAP  BRONZE  r      bob    2026-06-01\n"
    "silver   held_tier        PIN  GOLD    r      ann    2026-06-01\n"
    "bronze   held_tier        PIN  GOLD    r      eve    2026-06-02\n"
    "gold     winnability_band CAP  MEDIUM  r      bob    2026-06-01\n"
    "gold     intent           PIN  PROTECT r      ann    2026-06-01\n"
    "gold     held_tier        CAP  SILVER  r      bob    2026-06-01\n"
    "silver   intent           PIN  INVEST  r      eve    2025-06-01\n"}, {NULL, NULL}};
  static const book_lines nobody[] = {{"customers", customers}, {NULL, NULL}};
  patron_assessment *result = decide(facts, dated);
  patron_table *none = NULL;
  (void)state;
  expect_rows(result, "override_authors",
              "author n applied raised lowered net_direction kept lapsed refused customers share_of_customers\n"
              "ann    2 2       1      0       1             0    0      0       2         0.5\n"
              "bob    3 2       0      2       -2            1    0      0       1         0.25\n"
              "eve    2 0       0      0       0             0    1      1       0         0\n");
  patron_assessment_destroy(result);
  result = decide(nobody, dated);
  expect_status(patron_assessment_table(result, "override_authors", &none), PATRON_E_NOT_FOUND);
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_pin_sets_and_keeps_what_was_computed, start, stop),
    cmocka_unit_test_setup_teardown(floors_lift_and_caps_lower, start, stop),
    cmocka_unit_test_setup_teardown(more_steps_need_an_approver, start, stop),
    cmocka_unit_test_setup_teardown(the_later_decision_stands_whatever_the_order_of_rows, start, stop),
    cmocka_unit_test_setup_teardown(overrides_lapse, start, stop),
    cmocka_unit_test_setup_teardown(visits_follow_the_tier_in_force, start, stop),
    cmocka_unit_test_setup_teardown(key_flags_can_be_pinned_and_nothing_else_moves, start, stop),
    cmocka_unit_test_setup_teardown(coverage_goes_from_field_to_inbound, start, stop),
    cmocka_unit_test_setup_teardown(what_is_looked_up_by_a_band_follows_it, start, stop),
    cmocka_unit_test_setup_teardown(what_rests_on_the_level_follows_it, start, stop),
    cmocka_unit_test_setup_teardown(what_rests_on_coverage_and_tier_follows_them, start, stop),
    cmocka_unit_test_setup_teardown(who_reads_of_a_customer_reads_why_an_override_is_not_in_force, start, stop),
    cmocka_unit_test_setup_teardown(nonsense_is_refused_with_its_cell, start, stop),
    cmocka_unit_test_setup_teardown(a_tier_of_another_program_is_refused, start, stop),
    cmocka_unit_test_setup_teardown(too_many_overridden_customers_are_warned_of, start, stop),
    cmocka_unit_test_setup_teardown(authors_are_told_how_much_and_which_way_they_override, start, stop),
    cmocka_unit_test_setup_teardown(names_of_one_letter_have_a_direction_too, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
