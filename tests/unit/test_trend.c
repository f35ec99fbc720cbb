/* Levels over time: more rises than falls, since when, and how many customers stood where. */
#include "decided.h"

/* The present level is that of the marks: 30 TRANSACTIONAL, 50 COOPERATIVE, 70 COLLABORATIVE, 90 STRATEGIC. */
static const char CUSTOMERS[] =
  "customer our_commitment our_trust their_commitment their_trust previous_level\n"
  "down     50 50 50 50 -\n"     /* COLLABORATIVE, COOPERATIVE, and now: two falls */
  "dip      70 70 70 70 -\n"     /* COLLABORATIVE, COOPERATIVE, and now COLLABORATIVE: one each */
  "up       90 90 90 90 -\n"     /* TRANSACTIONAL, COOPERATIVE, and now STRATEGIC: three rises */
  "same     50 50 50 50 -\n"
  "twice    70 70 70 70 -\n"     /* two levels of one day are not compared: one rise, one the same */
  "limited  50 50 50 50 -\n"     /* was limited with a mutual of 65: COLLABORATIVE */
  "nowhere  50 50 50 50 -\n"     /* was limited, and nobody told where */
  "held     30 30 30 30 COOPERATIVE\n"   /* nothing but the last level */
  "stays    50 50 50 50 COOPERATIVE\n"
  "new      50 50 50 50 -\n"
  "silent   -  50 50 50 COOPERATIVE\n";

static const char PAST[] =
  "customer date level mutual\n"
  "down 2025-01-01 COLLABORATIVE -\n"
  "dip 2026-01-01 COOPERATIVE -\ndip 2025-01-01 COLLABORATIVE 61\n"
  "up 2025-01-01 TRANSACTIONAL -\nup 2026-01-01 COOPERATIVE -\nup 2026-07-01 TRANSACTIONAL -\nup 2027-01-01 TRANSACTIONAL -\n"   /* of today and later: not past */
  "same 2024-01-01 COOPERATIVE -\nsame 2025-01-01 COOPERATIVE -\n"
  "twice 2025-01-01 COLLABORATIVE -\ntwice 2025-01-01 COOPERATIVE -\n"
  "limited 2025-01-01 LIMITED_COLLABORATION 65\nlimited 2024-01-01 UNDETERMINED -\n"
  "nowhere 2025-01-01 LIMITED_COLLABORATION -\n"
  "down 2026-01-01 COOPERATIVE -\n"
  "silent 2025-01-01 COOPERATIVE -\n";

static const book_lines facts[] = {{"customers", CUSTOMERS}, {"past_levels", PAST}, {NULL, NULL}};
static const book_lines today[] = {{"settings", "key value\nas_of 2026-07-01\noutput.explanations ALL\n"}, {NULL, NULL}};

static void rises_are_weighed_against_falls(void **state)
{
  (void)state;
  check(facts, today,
    "customer level_trend level_since  level_states\n"
    "down     FALLING     2026-01-01   3\n"
    "dip      STEADY      2026-07-01   3\n"
    "up       RISING      2026-07-01   3\n"
    "same     STEADY      2024-01-01   3\n"
    "twice    RISING      2026-07-01   3\n"
    "limited  FALLING     2026-07-01   2\n"
    "nowhere  -           -            1\n"
    "held     FALLING     2026-07-01   2\n"
    "stays    STEADY      -            2\n"
    "new      -           -            1\n"
    "silent   -           -            -\n");
}

static void a_host_reads_the_day_as_a_number(void **state)
{
  patron_assessment *result = decide(facts, today);
  patron_customer customer = 0;
  int64_t row = -1;
  int32_t day = -1, code = -1;
  (void)state;
  expect_ok(patron_assessment_find_customer(result, "same", -1, &customer));
  expect_ok(patron_assessment_date(result, customer, "level_since", &day));
  assert_int_equal(day, 54 * 365 + 13);   /* 2024-01-01, with the leap days of 1972 to 2020 */
  expect_ok(patron_assessment_customer_row(result, customer, &row));
  assert_int_equal(row, 3);
  day = -1;
  expect_status(patron_assessment_date(result, customer, "level_trend", &day), PATRON_E_TYPE);
  expect_status(patron_assessment_code(result, customer, "level_since", &day), PATRON_E_TYPE);
  expect_status(patron_assessment_date(result, 0, "level_since", &day), PATRON_E_STALE);
  expect_status(patron_assessment_customer_row(result, 0, &row), PATRON_E_STALE);
  expect_ok(patron_assessment_code(result, customer, "relationship_level", &day));
  expect_ok(patron_assessment_code(result, customer, "relationship_level_computed", &code));   /* nothing was overridden */
  assert_int_equal(code, day);
  expect_status(patron_assessment_code(result, customer, "nothing_computed", &code), PATRON_E_NOT_FOUND);
  expect_status(patron_assessment_code(result, customer, "_computed", &code), PATRON_E_NOT_FOUND);
  day = -1;
  expect_ok(patron_assessment_find_customer(result, "new", -1, &customer));
  expect_status(patron_assessment_date(result, customer, "level_since", &day), PATRON_UNKNOWN);
  assert_true(day == -1 && row == 3);
  patron_assessment_destroy(result);
}

/* No date is later than another that is not known: all rows are past, and what began now began on no day. */
static void without_a_date_all_rows_are_past(void **state)
{
  static const book_lines two[] = {{"customers", "customer our_commitment our_trust their_commitment their_trust\nup 90 90 90 90\nsame 30 30 30 30\n"},
    {"past_levels", "customer date level\nup 2025-01-01 COOPERATIVE\nup 2027-01-01 TRANSACTIONAL\nsame 2025-01-01 TRANSACTIONAL\n"}, {NULL, NULL}};
  (void)state;
  check(two, NULL, "customer level_trend level_since level_states\nup RISING - 3\nsame STEADY 2025-01-01 2\n");   /* a fall and two rises */
}

static void falls_are_warned_of_and_told(void **state)
{
  patron_assessment *result = decide(facts, today);
  (void)state;
  expect_rows(result, "warnings", "code column text\nRELATIONSHIP_FALLS level_trend relationships+that+fall+over+all+levels+on+record:+3\n");
  expect_rows(result, "explanations",
    "code customer factor raw text\n"
    "TREND down level_trend 3 Over+the+3+levels+on+record,+this+one+the+last,+the+relationship+is+FALLING;+the+present+level+began+2026-01-01.\n"
    "TREND dip level_trend 3 Over+the+3+levels+on+record,+this+one+the+last,+the+relationship+is+STEADY;+the+present+level+began+2026-07-01.\n"
    "TREND up level_trend 3 Over+the+3+levels+on+record,+this+one+the+last,+the+relationship+is+RISING;+the+present+level+began+2026-07-01.\n");
  patron_assessment_destroy(result);
}

static void history_counts_customers_by_date_and_level(void **state)
{
  patron_assessment *result = decide(facts, today);
  patron_table *history = NULL;
  int64_t rows = 0;
  (void)state;
  expect_rows(result, "level_history",
    "date level customers\n"
    "2024-01-01 COOPERATIVE   1\n"
    "2025-01-01 TRANSACTIONAL 1\n2025-01-01 COOPERATIVE 3\n2025-01-01 COLLABORATIVE 4\n"
    "2026-01-01 COOPERATIVE   3\n"
    "2026-07-01 TRANSACTIONAL 1\n2026-07-01 COOPERATIVE 6\n2026-07-01 COLLABORATIVE 2\n2026-07-01 STRATEGIC 1\n");
  expect_ok(patron_assessment_table(result, "level_history", &history));
  expect_ok(patron_table_rows(history, &rows));
  assert_int_equal(rows, 9);
  patron_table_destroy(history);
  patron_assessment_destroy(result);
}

static void without_past_levels_nothing_is_said(void **state)
{
  static const book_lines alone[] = {{"customers", CUSTOMERS}, {NULL, NULL}};
  patron_assessment *result = decide(alone, today);
  patron_table *history = NULL;
  (void)state;
  expect_decided(result, "customer level_trend\ndown !\n");
  expect_status(patron_assessment_table(result, "level_history", &history), PATRON_E_NOT_FOUND);
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(rises_are_weighed_against_falls, start, stop),
    cmocka_unit_test_setup_teardown(a_host_reads_the_day_as_a_number, start, stop),
    cmocka_unit_test_setup_teardown(without_a_date_all_rows_are_past, start, stop),
    cmocka_unit_test_setup_teardown(falls_are_warned_of_and_told, start, stop),
    cmocka_unit_test_setup_teardown(history_counts_customers_by_date_and_level, start, stop),
    cmocka_unit_test_setup_teardown(without_past_levels_nothing_is_said, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
