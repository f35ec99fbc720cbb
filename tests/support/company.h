/* A fictional drinks maker with facts of every kind, for tests that want a whole assessment. Two years of a ledger, or the same told as history. */
#ifndef PATRON_TESTS_COMPANY_H
#define PATRON_TESTS_COMPANY_H

#include "book.h"

static const char company_customers[] =
  "customer  layer                 territory owner sales      sales_previous profit     cost_to_serve gross_margin potential  contribution_rate market_growth strategic_fit market_share new_product_rate service_level "
  "our_commitment our_trust their_commitment their_trust willingness tenure_days alignment customer_margin actual_approach conditional_terms joint_objectives previous_tier previous_level target_level competitor_strength capability conditions small_orders channel customer_intent\n"
  "ALPHA     KA_RETAIL             North     ann   120000.00  100000.00      24000.00   6000.00       30000.00     200000.00  0.30              0.10          80            70           60               90            "
  "85             90        45               50          -           2000        70        9000.00         COLLABORATIVE   yes               yes              GOLD          STRATEGIC      STRATEGIC    40 70 60 2 Modern GROW_SHARE\n"
  "BRAVO     KA_RETAIL             North     ann   60000.00   80000.00       9000.00    2000.00       11000.00     65000.00   0.25              -0.05         40            60           30               70            "
  "60             60        60               60          50          900         40        -100.00         TACTICAL        no                no               SILVER        COLLABORATIVE  STRATEGIC    60 50 60 0 Modern CUT_COST\n"
  "CHARLY    KA_RETAIL             South     bob   20000.00   20000.00       -500.00    2500.00       2000.00      20000.00   0.20              0.02          50            20           10               80            "
  "30             35        20               25          30          400         -         500.00          CONSULTATIVE    no                no               BRONZE        TRANSACTIONAL  COOPERATIVE  80 60 50 9 Modern -\n"
  "DELTA     KA_RETAIL             South     bob   15000.00   0.00           3000.00    500.00        3500.00      90000.00   0.40              0.30          95            80           90               95            "
  "65             70        50               55          80          30          90        -               TACTICAL        yes               no               -             -              COLLABORATIVE 20 80 70 1 Online GROW_CATEGORY\n"
  "ECHO      SMALL_RETAIL          North     ann   900.00     1000.00        100.00     50.00         150.00       1500.00    0.20              0.00          10            10           -                50            "
  "40             40        40               40          10          3000        60        50.00           TACTICAL        no                -                HOUSE         COOPERATIVE    -            50 - - 14 - -\n"
  "FOXTROT   SMALL_RETAIL          North     ann   -100.00    300.00         -200.00    180.00        -20.00       400.00     0.20              -0.20         5             5            0                40            "
  "10             90        10               90          5           100         10        10.00           CONSULTATIVE    -                 -                HOUSE         -              -            50 10 10 20 - EXIT\n"
  "GOLF      SMALL_RETAIL          South     eve   2500.00    2500.00        400.00     100.00        500.00       -          0.20              0.05          30            30           20               60            "
  "79.999         79.999    80               80          60          1500        55        200.00          CONSULTATIVE    yes               yes              BRONZE        COLLABORATIVE  -            50 60 - 3 Corner -\n"
  "HOTEL     SMALL_RETAIL          -         -     -          -              -          -             -            5000.00    0.20              -             -             -            -                -             "
  "-              -         -                -           -           -           -         -               -               -                 -                -             -              -            - - - - - GROW_SHARE\n"
  "INDIA     DISTRIBUTOR           North     bob   500000.00  450000.00      40000.00   15000.00      55000.00     600000.00  0.12              0.04          70            90           80               85            "
  "80             80        80               80          70          5000        80        30000.00        STRATEGIC       yes               yes              GOLD          STRATEGIC      STRATEGIC    30 90 90 0 Wholesale -\n"
  "JULIET    FIRST_TIER_WHOLESALER South     bob   300000.00  310000.00      21000.00   9000.00       30000.00     500000.00  0.10              0.01          60            50           40               75            "
  "62             70        50               58          40          2500        50        12000.00        CONSULTATIVE    yes               no               SILVER        COOPERATIVE    COLLABORATIVE 50 70 80 0 Wholesale -\n"
  "KILO      FIRST_TIER_WHOLESALER North     eve   90000.00   60000.00       5000.00    1000.00       6000.00      90000.00   0.10              0.15          55            40           50               65            "
  "55             58        10               15          55          700         49.9      4000.00         TACTICAL        no                no               BRONZE        -              -            55 60 40 5 Wholesale MARRIAGE\n"
  "LIMA      FIRST_TIER_WHOLESALER North     eve   90000.00   95000.00       5000.00    1000.00       6000.00      90000.00   0.10              0.15          55            40           50               65            "
  "90             30        85               88          55          700         50        4000.00         TACTICAL        no                no               BRONZE        LIMITED_COLLABORATION -     55 60 40 5 Wholesale -\n";

static const char company_contacts[] =
  "contact customer role           influence attitude willingness last_contact counterpart_function\n"
  "c1      ALPHA    DECISION_MAKER 80        50       60          2026-05-01 EXECUTIVE\n"
  "c2      ALPHA    BUYER          40        -20      30          2026-04-01 SALES\n"
  "c3      ALPHA    USER           60        0        80          - -\n"
  "c4      BRAVO    BUYER          50        10       40          2025-01-01 SALES\n"
  "c5      INDIA    SPONSOR        90        80       90          2026-06-01 FINANCE\n"
  "c6      INDIA    USER           20        -40      -           - SALES\n"
  "c7      JULIET   -              -         30       30          - -\n";

static const char company_ledger[] =
  "customer date       amount    margin   category order due        paid       seller\n"
  "ALPHA    2024-07-01 50000.00  12000.00 beer     o1    2024-08-01 2024-08-01 -\n"
  "ALPHA    2025-03-01 50000.00  12000.00 soft     o2    2025-04-01 2025-04-20 -\n"
  "ALPHA    2025-09-01 70000.00  17000.00 beer     o3    2025-10-01 2025-09-20 -\n"
  "ALPHA    2026-02-01 50000.00  13000.00 soft     o4    2026-03-01 2026-03-15 -\n"
  "BRAVO    2024-12-01 80000.00  16000.00 beer     o5    2025-01-01 2025-01-01 -\n"
  "BRAVO    2025-12-01 60000.00  11000.00 beer     o6    2026-01-01 2025-12-24 -\n"
  "CHARLY   2024-10-01 20000.00  2000.00  soft     o7    -          -          -\n"
  "CHARLY   2025-10-01 20000.00  2000.00  soft     o8    2025-11-01 -          -\n"
  "DELTA    2026-05-20 15000.00  3500.00  beer     o9    2026-06-20 2026-06-10 -\n"
  "ECHO     2024-08-01 1000.00   150.00   beer     o10   -          -          INDIA\n"
  "ECHO     2026-01-01 900.00    150.00   beer     o11   -          -          INDIA\n"
  "GOLF     2025-05-01 2500.00   500.00   soft     o12   -          -          JULIET\n"
  "GOLF     2026-04-01 2500.00   500.00   soft     o13   -          -          JULIET\n"
  "INDIA    2024-07-01 225000.00 27000.00 beer     o14   2024-09-01 2024-09-01 -\n"
  "INDIA    2025-02-01 225000.00 27000.00 beer     o15   2025-04-01 2025-04-01 -\n"
  "INDIA    2025-07-15 300000.00 33000.00 beer     o16   2025-09-15 2025-09-15 -\n"
  "INDIA    2026-06-30 200000.00 22000.00 beer     o17   2026-08-31 -          -\n"
  "JULIET   2025-01-01 310000.00 31000.00 soft     o18   -          -          -\n"
  "JULIET   2025-08-01 300000.00 30000.00 soft     o19   2025-09-01 2025-09-05 -\n"
  "KILO     2025-06-30 60000.00  4000.00  beer     o20   -          -          -\n"
  "KILO     2025-07-01 90000.00  6000.00  beer     o21   -          -          -\n"
  "LIMA     2025-02-01 95000.00  6000.00  beer     o22   -          -          -\n"
  "LIMA     2025-11-01 90000.00  6000.00  beer     o23   -          -          -\n";

static const char company_history[] =
  "customer period     sales\n"
  "ALPHA    2023-01-01 90000.00\nALPHA 2024-01-01 100000.00\nALPHA 2025-01-01 120000.00\n"
  "BRAVO    2023-01-01 95000.00\nBRAVO 2024-01-01 80000.00\nBRAVO 2025-01-01 60000.00\n"
  "CHARLY   2023-01-01 20000.00\nCHARLY 2024-01-01 20000.00\nCHARLY 2025-01-01 20000.00\n"
  "DELTA    2025-01-01 15000.00\n"
  "ECHO     2023-01-01 2500.00\nECHO 2024-01-01 1000.00\nECHO 2025-01-01 900.00\n"
  "GOLF     2023-01-01 1500.00\nGOLF 2024-01-01 2500.00\nGOLF 2025-01-01 2500.00\n"
  "INDIA    2023-01-01 400000.00\nINDIA 2024-01-01 450000.00\nINDIA 2025-01-01 500000.00\n"
  "JULIET   2023-01-01 290000.00\nJULIET 2024-01-01 310000.00\nJULIET 2025-01-01 300000.00\n"
  "KILO     2024-01-01 60000.00\nKILO 2025-01-01 90000.00\n"
  "LIMA     2023-01-01 300000.00\nLIMA 2024-01-01 95000.00\nLIMA 2025-01-01 90000.00\n";

static const char company_activities[] =
  "customer activity by  minutes per_year cost   needs_face_to_face\n"
  "ALPHA    visit    -   90      12       120.00 yes\n"
  "ALPHA    order    eve 10      52       -      no\n"
  "BRAVO    visit    ann 60      6        -      yes\n"
  "BRAVO    call     eve 15      24       -      no\n"
  "CHARLY   visit    bob 60      12       110.00 yes\n"
  "ECHO     visit    ann 30      4        -      yes\n"
  "ECHO     order    ann 10      20       -      no\n"
  "INDIA    visit    bob 120     24       -      yes\n"
  "JULIET   visit    bob 90      12       150.00 yes\n"
  "KILO     call     eve 20      12       -      no\n";

static const char company_staff[] =
  "person role   territory minutes_per_year cost_per_minute\n"
  "ann    FIELD  North     90000            1.50\n"
  "bob    FIELD  South     90000            1.40\n"
  "eve    INSIDE -         90000            0.80\n";

static const char company_evidence[] =
  "customer party dimension  item  value scale_low scale_high reversed weight date       source    respondent\n"
  "KILO     US    COMMITMENT plan  6     1         7          no       1      2026-01-01 OBSERVED  ann\n"
  "KILO     THEM  COMMITMENT stay  4     1         7          no       2      2025-01-01 ESTIMATED x1\n"
  "KILO     THEM  COMMITMENT leave 3     1         7          yes      1      2026-05-01 CUSTOMER_SAID x1\n"
  "KILO     THEM  TRUST      word  70    -         -          -        -      -          -         -\n"
  "HOTEL    US    TRUST      open  55    -         -          no       1      2026-06-01 RECORDED  bob\n";

static const char company_overrides[] =
  "customer column               kind  value         reason    author approver date       expires\n"
  "BRAVO    held_tier            FLOOR GOLD          promised  ann    -        2026-05-01 -\n"
  "CHARLY   recommended_approach PIN   CONSULTATIVE  agreed    bob    max      2026-06-01 2026-12-31\n"
  "ECHO     key                  PIN   yes           founder   ann    -        2026-06-01 -\n"
  "KILO     relationship_level   PIN   STRATEGIC     friends   eve    -        2026-06-01 -\n"
  "LIMA     intent               PIN   PROTECT       taste     eve    max      2024-06-01 -\n";

static const char company_sources[] =
  "customer column    source        date       confidence author\n"
  "ALPHA    potential CUSTOMER_SAID 2026-01-01 0.8        ann\n"
  "DELTA    potential ESTIMATED     2026-02-01 0.4        bob\n";

static const char company_initiatives[] =
  "customer initiative kind           side  linked_to start      end\n"
  "ALPHA    cooler     INVESTMENT     JOINT -         2026-01-01 -\n"
  "BRAVO    shelf      CATEGORY       THEM  -         -          -\n"
  "BRAVO    promise    CATEGORY       US    shelf     -          -\n"
  "DELTA    online     BUSINESS_MODEL JOINT -         2025-01-01 2026-01-01\n"
  "INDIA    depot      GEOGRAPHY      US    -         -          -\n"
  "INDIA    app        BUSINESS_MODEL US    -         -          -\n";

static const char company_interactions[] =
  "customer kind   per_year beyond_price\n"
  "ALPHA    VISIT  12       yes\n"
  "ALPHA    ORDER  52       no\n"
  "INDIA    CALL   -        yes\n";

static const char company_past_levels[] =
  "customer date       level                 mutual\n"
  "ALPHA    2024-07-01 STRATEGIC             81\n"
  "ALPHA    2025-07-01 COLLABORATIVE         -\n"
  "BRAVO    2025-07-01 COOPERATIVE           -\n"
  "LIMA     2025-07-01 LIMITED_COLLABORATION 41\n";

static const char company_intents[] = "intent fit\nGROW_SHARE 90\nCUT_COST 20\n";

static const char company_programs[] =
  "program tier   rank up_to_share above_fence visits_per_year maximum_approach capacity layers\n"
  "main    GOLD   1    80          yes         12              STRATEGIC        2        -\n"
  "main    SILVER 2    95          yes         4               COLLABORATIVE    1        -\n"
  "main    BRONZE 3    100         yes         2               CONSULTATIVE     -        -\n"
  "main    HOUSE  4    -           no          0               TACTICAL         -        -\n"
  "shop    TOP    1    70          yes         6               CONSULTATIVE     -        SMALL_RETAIL\n"
  "shop    REST   2    100         yes         2               TACTICAL         -        SMALL_RETAIL\n"
  "shop    NONE   3    -           no          0               TACTICAL         -        SMALL_RETAIL\n";

static const char company_settings[] =
  "key                     value\n"
  "as_of                   2026-07-01\n"
  "fence.visit_cost        108.70\n"
  "house.small_order_fee   15.00\n"
  "house.self_service_cost 20.00\n"
  "output.explanations     ALL\n";

/* Everything but the history: a ledger is there. */
static const book_lines company_facts[] = {
  {"customers", company_customers}, {"contacts", company_contacts}, {"ledger", company_ledger}, {"activities", company_activities}, {"staff", company_staff}, {"evidence", company_evidence},
  {"overrides", company_overrides}, {"sources", company_sources}, {"initiatives", company_initiatives}, {"interactions", company_interactions}, {"past_levels", company_past_levels}, {NULL, NULL}};

/* The default policy with a fence, two programs and explanations of all customers. */
static inline patron_status company_policy(patron_context *owner, patron_policy **out)
{
  patron_policy *policy = NULL;
  patron_status status = patron_policy_create(owner, NULL, &policy);
  if (status == PATRON_OK) status = book_rule(owner, policy, "programs", company_programs);
  if (status == PATRON_OK) status = book_rule(owner, policy, "customer_intents", company_intents);
  if (status == PATRON_OK) status = book_rule(owner, policy, "settings", company_settings);
  if (status != PATRON_OK) { patron_policy_destroy(policy); return status; }
  *out = policy;
  return PATRON_OK;
}

#endif
