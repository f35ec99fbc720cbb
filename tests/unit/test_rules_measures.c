/* The stage measures by hand: values, growth, wallets, loyalty, people, what serving costs. */
#include "decided.h"

/* 2(now - before)/(|now| + |before|): Davis, Haltiwanger & Schuh 1996. */
static void growth_is_the_arc_with_its_state(void **state)
{
  (void)state;
  check_customers("customer sales     sales_previous\n"
                  "grown    120.00    100.00\n"
                  "shrunk   80.00     100.00\n"
                  "new      50.00     0.00\n"
                  "lost     0.00      50.00\n"
                  "up       50.00     -50.00\n"
                  "down     -50.00    50.00\n"
                  "none     0.00      0.00\n"
                  "losing   -100.00   -50.00\n"
                  "unknown  -         50.00\n"
                  "fresh    50.00     -\n", NULL,
                  "customer growth     growth_state\n"
                  "grown    ~0.181818  NORMAL\n"
                  "shrunk   ~-0.222222 NORMAL\n"
                  "new      2          NEW\n"
                  "lost     -2         LOST\n"
                  "up       2          TURNED_POSITIVE\n"
                  "down     -2         TURNED_NEGATIVE\n"
                  "none     0          NONE\n"
                  "losing   ~-0.666667 NORMAL\n"
                  "unknown  -          -\n"
                  "fresh    -          -\n");
}

/* share-of-wallet.json and `segmentation.md` 4.3: potential = max(wallet, value), headroom = potential - value, the whole wallet for a negative value. */
static void a_wallet_gives_share_and_headroom(void **state)
{
  (void)state;
  check_customers("customer sales   potential\n"
                  "quarter  2500.00 10000.00\n"
                  "full     100.00  100.00\n"
                  "over     120.00  100.00\n"
                  "negative -20.00  100.00\n"
                  "nothing  0.00    0.00\n"
                  "unknown  50.00   -\n"
                  "prospect -       400.00\n", NULL,
                  "customer potential_value wallet_source share_of_wallet headroom data_flags\n"
                  "quarter  10000.00        GIVEN         0.25            7500.00  ''\n"
                  "full     100.00          GIVEN         1               0.00     ''\n"
                  "over     120.00          GIVEN         1               0.00     DATA_CONFLICT\n"
                  "negative 100.00          GIVEN         0               100.00   ''\n"
                  "nothing  0.00            GIVEN         -               0.00     ''\n"
                  "unknown  -               NONE          -               -        POTENTIAL_UNKNOWN\n"
                  "prospect 400.00          GIVEN         -               -        ''\n");
}

static void margins_are_after_cost_to_serve(void **state)
{
  (void)state;
  check_customers("customer sales  profit gross_margin cost_to_serve cogs\n"
                  "given    100.00 10.00  -            -             -\n"
                  "computed 100.00 -      30.00        12.50         -\n"
                  "cogs     100.00 -      -            5.00          60.00\n"
                  "agrees   100.00 20.00  30.00        10.00         -\n"
                  "differs  100.00 21.00  30.00        10.00         -\n"
                  "uncosted 100.00 -      30.00        -             -\n"
                  "nothing  100.00 -      -            10.00         -\n"
                  "loss     -50.00 -10.00 -            -             -\n", NULL,
                  "customer net_margin net_margin_rate data_flags\n"
                  "given    10.00      0.1             ''\n"
                  "computed 17.50      0.175           ''\n"
                  "cogs     35.00      0.35            ''\n"
                  "agrees   20.00      0.2             ''\n"
                  "differs  21.00      0.21            DATA_CONFLICT\n"
                  "uncosted -          -               COST_UNKNOWN\n"
                  "nothing  -          -               ''\n"
                  "loss     -10.00     -               ''\n");
}

/* Net revenue = gross sales less the terms on and off invoice; sales that are given win. */
static void sales_come_from_gross_sales_less_both_terms(void **state)
{
  (void)state;
  check_customers("customer sales gross_sales on_invoice_terms off_invoice_terms\n"
                  "derived  -     100.00      10.00            5.50\n"
                  "given    90.00 100.00      20.00            5.00\n"
                  "part     -     100.00      10.00            -\n", NULL,
                  "customer current_value\n"
                  "derived  84.50\n"
                  "given    90.00\n"
                  "part     -\n");
}

/* 0.4 share of wallet, 0.3 tenure of 1826 days, 0.3 on time, over what is known; a given value wins. */
static void loyalty_is_weighed_over_what_is_known(void **state)
{
  (void)state;
  check_customers("customer sales potential tenure_days on_time_share loyalty\n"
                  "all      50.00 100.00    913         0.8           -\n"
                  "old      50.00 100.00    4000        1             -\n"
                  "tenure   -     -         913         -             -\n"
                  "given    50.00 100.00    913         0.8           12\n"
                  "gone     -5.00 -         4000        -             -\n"
                  "empty    0     -         -           -             -\n"
                  "nothing  50.00 -         -           -             -\n", NULL,
                  "customer loyalty\n"
                  "all      59\n"     /* 0.4*50 + 0.3*50 + 0.3*80 */
                  "old      80\n"     /* 0.4*50 + 0.3*100 + 0.3*100 */
                  "tenure   50\n"
                  "given    12\n"
                  "gone     ~42.857\n"   /* 0.3*100 of 0.7: none of its wallet, whatever that is */
                  "empty    -\n"
                  "nothing  -\n");
  check_customers("customer sales potential tenure_days on_time_share\nA 50.00 100.00 913 0.8\n", "key value\nloyalty.weights 1,0,3\n", "customer loyalty\nA 72.5\n");   /* (50 + 3*80) / 4 */
}

/* domain-model.md 4: contacts (80, 50, 60), (40, -20, 30), (60, 0, 80). */
static void people_weigh_by_influence(void **state)
{
  static const book_lines facts[] = {{"customers", "customer willingness\nthree -\none 10\nnone 40\nsilent -\nmixed 30\nnobody -\n"},
    {"contacts", "contact customer influence attitude willingness\na three 80 50 60\nb three 40 -20 30\nc three 60 0 80\nd one 50 100 -\ne silent 0 50 50\nf silent 0 10 10\ng mixed - 20 20\nh mixed 70 -100 90\ni mixed 30 100 -\n"}, {NULL, NULL}};
  static const book_lines half[] = {{"settings", "key value\npeople.willingness_share 0.25\n"}, {NULL, NULL}};
  (void)state;
  check(facts, NULL,
        "customer people_index       willingness_index people_factor      data_flags\n"
        "three    ~58.888888888889   60                ~59.444444444444   ''\n"
        "one      100                10                55                 SINGLE_THREAD\n"
        "none     -                  40                40                 ''\n"
        "silent   -                  -                 -                  ''\n"
        "mixed    30                 90                60                 SINGLE_THREAD\n"
        "nobody   -                  -                 -                  ''\n");
  check(facts, half, "customer people_factor\none 77.5\nnone 40\nmixed 45\n");   /* 0.75*100 + 0.25*10; willingness alone; 0.75*30 + 0.25*90 */
}

/* v + h >= c, whatever v is, where it is known: who buys nothing now, or gave back more than it bought, has the whole wallet before it. The cut-off is 100.00. */
static void a_known_value_of_nothing_can_be_within_reach(void **state)
{
  (void)state;
  check_customers("customer sales  potential\n"
                  "A        100.00 -\n"
                  "B        0.00   150.00\n"
                  "C        -20.00 119.99\n"
                  "D        -20.00 120.00\n"
                  "E        -      500.00\n", "key value\npotential.reach FULL\n",
                  "customer sales_class potential_key potential_reason headroom\n"
                  "A        A           no            NONE             -\n"
                  "B        N           yes           HEADROOM         150.00\n"
                  "C        N           no            NONE             119.99\n"
                  "D        N           yes           HEADROOM         120.00\n"
                  "E        -           -             -                -\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(growth_is_the_arc_with_its_state, start, stop),
    cmocka_unit_test_setup_teardown(a_wallet_gives_share_and_headroom, start, stop),
    cmocka_unit_test_setup_teardown(margins_are_after_cost_to_serve, start, stop),
    cmocka_unit_test_setup_teardown(sales_come_from_gross_sales_less_both_terms, start, stop),
    cmocka_unit_test_setup_teardown(loyalty_is_weighed_over_what_is_known, start, stop),
    cmocka_unit_test_setup_teardown(people_weigh_by_influence, start, stop),
    cmocka_unit_test_setup_teardown(a_known_value_of_nothing_can_be_within_reach, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
