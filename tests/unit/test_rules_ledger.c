/* What transactions and activities say of customers, by hand: periods and the as-of date, payments on time, purchases, what serving costs. */
#include "decided.h"

static const char four[] = "customer sales\nA -\nB -\nC -\nE 999.00\n";

/* The latest row is of 2026-06-30: as of 2026-07-01 the current period is [2025-07-01, 2026-07-01), the one before [2024-07-01, 2025-07-01). */
static void periods_end_the_day_after_the_latest_row(void **state)
{
  static const book_lines facts[] = {{"customers", four}, {"ledger",
    "customer date       amount\n"
    "A        2024-06-30 1000.00\n"    /* before both */
    "A        2024-07-01 100.00\n"
    "A        2025-06-30 50.00\n"
    "A        2025-07-01 70.00\n"
    "A        2026-06-30 30.00\n"
    "C        2024-01-01 40.00\n"      /* a customer with rows, none of them in the period: 0 */
    "E        2026-01-01 5.00\n"}, {NULL, NULL}};   /* what the customers table gives wins; B has no row: unknown */
  (void)state;
  check(facts, NULL,
        "customer current_value growth    growth_state recency_days frequency\n"
        "A        100.00        -0.4      NORMAL       1            2\n"
        "B        -             -         -            -            -\n"
        "C        0.00          0         NONE         912          0\n"
        "E        999.00        2         NEW          181          1\n");
}

static void rows_from_the_as_of_date_on_are_not_seen_yet(void **state)
{
  static const book_lines facts[] = {{"customers", four}, {"ledger",
    "customer date       amount\n"
    "A        2024-05-01 1.00\n"
    "A        2025-05-31 10.00\n"
    "A        2026-05-30 30.00\n"
    "A        2026-05-31 500.00\n"
    "B        2026-06-01 9.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nas_of 2026-05-31\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules,
        "customer current_value recency_days frequency growth\n"
        "A        40.00         1            2         2\n"     /* 2025-05-31 is the first day of the period; in the one before there is nothing */
        "B        -             -            -         -\n");
}

/* Months are of the calendar: three months before the end of May is the end of February. */
static void periods_have_the_months_of_the_calendar(void **state)
{
  static const book_lines facts[] = {{"customers", four}, {"ledger",
    "customer date       amount\n"
    "A        2025-11-01 1000.00\n"
    "A        2025-11-30 7.00\n"
    "A        2026-02-27 8.00\n"
    "A        2026-02-28 20.00\n"
    "A        2026-05-30 30.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nas_of 2026-05-31\nperiod.months 3\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer current_value growth\nA 50.00 ~1.076923\n");   /* now 50, before 15: 70/65 */
}

/* Growth against a part of a period would be none: the ledger has to reach back to the first month of the period before. */
static void growth_needs_the_whole_period_before(void **state)
{
  static const book_lines reaches[] = {{"customers", four}, {"ledger", "customer date amount\nA 2024-07-31 60.00\nA 2026-06-30 40.00\nB 2026-01-01 5.00\n"}, {NULL, NULL}};
  static const book_lines too_short[] = {{"customers", four}, {"ledger", "customer date amount\nA 2024-08-01 60.00\nA 2026-06-30 40.00\nB 2026-01-01 5.00\n"}, {NULL, NULL}};
  static const book_lines given[] = {{"customers", "customer sales_previous\nA 20.00\nB -\n"}, {"ledger", "customer date amount\nA 2024-08-01 60.00\nA 2026-06-30 40.00\nB 2026-01-01 5.00\n"}, {NULL, NULL}};
  patron_assessment *result;
  (void)state;
  check(reaches, NULL, "customer current_value growth growth_state\nA 40.00 -0.4 NORMAL\nB 5.00 2 NEW\n");
  result = decide(too_short, NULL);
  expect_decided(result, "customer current_value growth growth_state\nA 40.00 ! !\nB 5.00 ! !\n");
  expect_rows(result, "skipped", "column stage\nsales_previous measures\n");
  patron_assessment_destroy(result);
  check(given, NULL, "customer growth\nA ~0.666667\nB -\n");
}

/* Of what was due before the as-of date the share that was paid in time; open amounts are late, credit notes and what is not due yet do not count. */
static void payments_on_time_are_weighed_by_amount(void **state)
{
  static const book_lines facts[] = {{"customers", "customer on_time_share\nA -\nB 0.25\nC -\nD -\nE -\n"}, {"ledger",
    "customer date       amount  due        paid\n"
    "A        2026-01-01 300.00  2026-02-01 2026-02-01\n"
    "A        2026-01-01 100.00  2026-02-01 2026-02-04\n"   /* three days late */
    "A        2026-02-01 100.00  2026-03-01 -\n"             /* open */
    "A        2026-03-01 -50.00  2026-04-01 -\n"
    "A        2026-06-20 900.00  2026-06-30 -\n"             /* not late before 2026-07-01 with one day of grace */
    "A        2026-06-30 900.00  -          -\n"
    "B        2026-01-01 10.00   2026-02-01 2026-02-01\n"
    "C        2026-01-01 10.00   -          -\n"
    "E        2026-02-01 100.00  2026-06-01 2026-08-01\n"   /* paid later than can be known */
    "D        2024-01-01 10.00   2024-02-01 2024-02-01\n"}, {NULL, NULL}};   /* of an older period */
  static const book_lines one_day[] = {{"settings", "key value\nterms.payment_days 1\n"}, {NULL, NULL}};
  static const book_lines three_days[] = {{"settings", "key value\nterms.payment_days 3\n"}, {NULL, NULL}};
  (void)state;
  check(facts, one_day, "customer on_time_share days_late\nA 0.6 24.6\nB 0.25 0\nC - -\nD - -\nE 0 29\n");   /* (100 * 2 + 100 * 121) / 500 */
  check(facts, three_days, "customer on_time_share days_late\nA 0.8 23.8\n");
  check(facts, NULL, "customer on_time_share days_late\nA ~0.214286 ~9.571429\n");   /* without grace the 900 due on 2026-06-30 are late: 300 of 1400 */
}

/* From the day of the invoice to that of the payment, by amount; what is open, of another period or a credit note does not count, and what was paid ahead took no days. */
static void days_to_settle_are_weighed_by_amount(void **state)
{
  static const book_lines facts[] = {{"customers", "customer\nA\nB\nC\nD\nE\n"}, {"ledger",
    "customer date       amount  paid       disputed\n"
    "A        2026-01-01 100.00  2026-01-11 no\n"
    "A        2026-01-01 300.00  2026-01-31 yes\n"
    "A        2026-06-01 600.00  -          -\n"             /* open, and nobody has said anything */
    "A        2026-06-01 500.00  2026-07-01 -\n"             /* paid later than can be known */
    "A        2026-06-01 -70.00  2026-06-01 yes\n"
    "A        2025-06-30 500.00  2025-06-30 yes\n"           /* of an older period */
    "B        2026-03-01 50.00   2026-03-21 yes\n"           /* half of the amount is settled in 10 days: between these and the next, 20 */
    "B        2026-01-01 20.00   2026-01-05 yes\n"
    "B        2026-02-01 30.00   2026-02-11 yes\n"
    "C        2026-03-10 10.00   2026-03-01 no\n"
    "C        2026-03-10 30.00   2026-03-18 no\n"
    "D        2026-03-10 10.00   -          -\n"
    "E        2026-07-01 10.00   2026-07-01 no\n"}, {NULL, NULL}};
  static const book_lines none[] = {{"customers", "customer\nA\n"}, {"ledger", "customer date amount\nA 2026-01-01 100.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nas_of 2026-07-01\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer days_to_settle days_to_settle_median disputed_share\nA 25 30 0.75\nB 13.8 15 1\nC 6 8 0\nD - - -\nE - - -\n");
  check(none, rules, "customer days_late days_to_settle days_to_settle_median disputed_share\nA - ! ! !\n");
}

/* Orders where they are named, else days; a credit note is no purchase. */
static void purchases_are_counted_once_per_order(void **state)
{
  static const book_lines named[] = {{"customers", four}, {"ledger",
    "customer date       amount order\n"
    "A        2026-01-01 10.00  o1\n"
    "A        2026-01-02 10.00  o1\n"
    "A        2026-01-02 10.00  o2\n"
    "A        2026-01-03 10.00  -\n"
    "A        2026-01-03 10.00  -\n"
    "A        2026-01-04 -10.00 o3\n"
    "B        2026-06-30 10.00  o1\n"}, {NULL, NULL}};
  static const book_lines days[] = {{"customers", four}, {"ledger", "customer date amount\nA 2026-01-01 10.00\nA 2026-01-01 12.00\nA 2026-01-02 10.00\nA 2024-01-02 10.00\n"}, {NULL, NULL}};
  (void)state;
  check(named, NULL, "customer frequency current_value\nA 3 40.00\nB 1 10.00\nC - -\n");
  check(days, NULL, "customer frequency current_value\nA 2 32.00\n");
}

/* Sales of somebody else to the customer are its value in its layer, but no margin of ours. */
static void secondary_sales_are_value_without_margin(void **state)
{
  static const book_lines facts[] = {{"customers", "customer cost_to_serve\nA 1.00\nB 1.00\nW 2.00\n"}, {"ledger",
    "customer date       amount margin seller\n"
    "A        2026-01-01 100.00 30.00  W\n"
    "A        2026-01-01 50.00  15.00  ''\n"
    "B        2026-01-01 10.00  3.00   -\n"
    "W        2026-01-01 80.00  8.00   -\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL, "customer current_value net_margin\nA 150.00 14.00\nB 10.00 2.00\nW 80.00 6.00\n");
}

/* as_of: the setting, else the day after the latest transaction, else the end of the last period of history, else the latest answer; due and paid dates do not count. */
static void the_as_of_date_comes_from_the_facts(void **state)
{
  static const char customers[] = "customer sales\nA 5.00\n";
  static const char ledger[] = "customer date amount due paid\nA 2026-01-31 5.00 2027-01-01 2028-01-01\nA 2025-01-31 5.00 - -\n";
  static const char quarters[] = "customer period sales\nA 2025-07-01 1.00\nA 2025-10-01 1.00\nA 2026-01-01 1.00\n";
  static const char year[] = "customer period sales\nA 2025-07-01 1.00\n";
  static const char answers[] = "customer party dimension item value date\nA US TRUST i 5 2026-03-03\nA US TRUST j 5 2020-03-03\nA US TRUST k 5 -\n";
  const struct { book_lines facts[5]; const char *settings, *as_of; } cases[] = {
    {{{"customers", customers}, {"ledger", ledger}, {"history", quarters}, {"evidence", answers}, {NULL, NULL}}, NULL, "2026-02-01"},
    {{{"customers", customers}, {"ledger", ledger}, {NULL, NULL}}, "key value\nas_of 2024-02-29\n", "2024-02-29"},
    {{{"customers", customers}, {"history", quarters}, {"evidence", answers}, {NULL, NULL}}, NULL, "2026-04-01"},
    {{{"customers", customers}, {"history", year}, {NULL, NULL}}, NULL, "2026-07-01"},
    {{{"customers", customers}, {"history", year}, {NULL, NULL}}, "key value\nperiod.months 3\n", "2025-10-01"},
    {{{"customers", customers}, {"evidence", answers}, {NULL, NULL}}, NULL, "2026-03-03"},
    {{{"customers", customers}, {NULL, NULL}}, NULL, "-"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const book_lines rules[] = {{cases[i].settings == NULL ? NULL : "settings", cases[i].settings}, {NULL, NULL}};
    patron_assessment *result = decide(cases[i].facts, rules);
    char line[64];
    snprintf(line, sizeof line, "key value\nas_of %s\n", cases[i].as_of);
    expect_rows(result, "about", line);
    patron_assessment_destroy(result);
  }
}

/* Numbers of times the cost of one; without a cost minutes at the cost of who does it, else of the owner. */
static void serving_costs_what_is_done(void **state)
{
  static const book_lines facts[] = {{"customers",
    "customer owner sales  gross_margin cost_to_serve\n"
    "A        ann   100.00 5000.00      -\n"
    "B        -     100.00 5000.00      -\n"
    "C        bob   100.00 5000.00      7.00\n"
    "D        ann   100.00 5000.00      -\n"
    "E        zed   100.00 5000.00      -\n"},
    {"staff", "person role cost_per_minute\nann FIELD 1.50\nbob INSIDE 0.33\ncat SERVICE_DESK -\n"},
    {"activities",
    "customer activity by  minutes per_year cost   needs_face_to_face\n"
    "A        visit    -   -       6        145.00 yes\n"
    "A        order    -   -       24       18.00  no\n"          /* 870 + 432 */
    "A        call     -   10      12       -      -\n"           /* 10 * 12 * 1.50 = 180 */
    "A        desk     bob 1       1.5      -      no\n"          /* 1.5 * 0.33 = 0.495: 0.50 in all 1482.495 -> 1482.50 (half to even: 148249.5 -> 148250) */
    "B        visit    -   10      12       -      yes\n"         /* nobody does it: unknown */
    "B        order    -   -       10       1.00   no\n"
    "C        visit    bob 10      10       -      yes\n"         /* given costs win; 33.00 of visits are known */
    "D        odd      cat 10      1        -      no\n"
    "E        odd      -   10      1        -      no\n"
    "-        fair     ann 60      1        -      no\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL,
        "customer net_margin margin_before_visits visits_now data_flags   served_by\n"
        "A        3517.50    4387.50              6          ''           FIELD\n"
        "B        -          -                    12         COST_UNKNOWN -\n"
        "C        4993.00    5026.00              10         ''           INSIDE\n"
        "D        -          -                    0          COST_UNKNOWN FIELD\n"
        "E        -          -                    0          COST_UNKNOWN -\n");
}

/* A year back from the middle of January is the middle of January: 40.00 after 60.00. */
static void periods_end_in_january_too(void **state)
{
  static const book_lines facts[] = {{"customers", "customer\nA\n"}, {"ledger", "customer date amount\nA 2024-01-20 60.00\nA 2025-02-01 40.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nas_of 2026-01-15\n"}, {NULL, NULL}};
  (void)state;
  check(facts, rules, "customer current_value growth\nA 40.00 -0.4\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(periods_end_the_day_after_the_latest_row, start, stop),
    cmocka_unit_test_setup_teardown(rows_from_the_as_of_date_on_are_not_seen_yet, start, stop),
    cmocka_unit_test_setup_teardown(periods_have_the_months_of_the_calendar, start, stop),
    cmocka_unit_test_setup_teardown(periods_end_in_january_too, start, stop),
    cmocka_unit_test_setup_teardown(growth_needs_the_whole_period_before, start, stop),
    cmocka_unit_test_setup_teardown(payments_on_time_are_weighed_by_amount, start, stop),
    cmocka_unit_test_setup_teardown(days_to_settle_are_weighed_by_amount, start, stop),
    cmocka_unit_test_setup_teardown(purchases_are_counted_once_per_order, start, stop),
    cmocka_unit_test_setup_teardown(secondary_sales_are_value_without_margin, start, stop),
    cmocka_unit_test_setup_teardown(the_as_of_date_comes_from_the_facts, start, stop),
    cmocka_unit_test_setup_teardown(serving_costs_what_is_done, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
