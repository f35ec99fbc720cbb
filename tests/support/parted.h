/* A small company in two parts, for tests of a fit over parts: rules that ask for every kind of thing, and facts of which each part has its own. */
#ifndef PATRON_TESTS_PARTED_H
#define PATRON_TESTS_PARTED_H

#include "book.h"
#include "patron/fitting.h"

enum { PARTED_PARTS = 2 };

/* Wallets by proxy, scores with peers and weights from the data, segments with a past, programs with places, channels. */
static inline patron_status parted_policy(patron_context *context, patron_policy **out)
{
  patron_policy *policy = NULL;
  patron_status status = patron_policy_create(context, NULL, &policy);
  if (status == PATRON_OK) status = book_rule(context, policy, "settings", "key value\nwallet.estimate PROXY\nwallet.minimum_positive 2\nperiod.months 3\nfence.visit_cost 100.00\nfence.minimum_visits 4\n");
  if (status == PATRON_OK)
    status = book_rule(context, policy, "scorecards", "scorecard table weighting aggregation\nvalue CUSTOMERS CRITIC VIKOR\npriority CUSTOMERS EQUAL WEIGHTED_SUM\nroute CHANNELS EQUAL WEIGHTED_SUM\n");
  if (status == PATRON_OK)
    status = book_rule(context, policy, "criteria",
      "scorecard criterion column normaliser low high within\nvalue fit strategic_fit MINMAX - - -\nvalue trust our_trust ZSCORE - - layer\npriority value value LINEAR 0 100 -\n"
      "priority service service_level PERCENT_RANK - - layer\nroute size size MINMAX - - -\n");
  if (status == PATRON_OK)
    status = book_rule(context, policy, "segments", "segment by layers measure cuts bit purpose use\nsales layer - current_value 80,95 SALES a b\nbest - - priority 50 NONE a b\n");
  if (status == PATRON_OK)
    status = book_rule(context, policy, "programs", "program tier rank up_to_share above_fence visits_per_year capacity layers\nmain GOLD 1 60 yes 12 1 -\nmain SILVER 2 100 yes 4 - -\nmain HOUSE 3 - no 0 - -\n");
  if (status != PATRON_OK) patron_policy_destroy(policy);
  else *out = policy;
  return status;
}

/* The facts of one part, or (part PARTED_PARTS) of the whole company. */
static inline patron_status parted_book(patron_context *context, int32_t part, patron_portfolio **out)
{
  static const char names[] = "customer layer channel sales profit wallet_proxy strategic_fit our_trust service_level previous_tier\n";
  static const char *const customers[PARTED_PARTS] = {
    "A1 KA_RETAIL Shops 1200.00 300.00 12 80 70.5 60 GOLD\nA2 KA_RETAIL Shops 400.50 -20.00 7 60 20 - -\nA3 SMALL_RETAIL - 80.00 30.00 2 10 55 90 HOUSE\n",
    "B1 KA_RETAIL Online 700.25 90.00 - 70 70.5 60 -\nB2 SMALL_RETAIL Online - 15.00 3 35 40 75 SILVER\nB3 - Shops 60.00 1.00 1 - - 20 -\nB4 SMALL_RETAIL Shops 80.00 30.00 2 10 55 90 HOUSE\n"};
  static const char *const ledger[PARTED_PARTS] = {
    "A1 2025-01-10 500.00\nA1 2025-04-02 900.00\nA1 2025-08-11 1000.00\nA2 2025-02-01 300.00\nA2 2025-05-30 150.00\nA3 2025-03-09 70.00\n",
    "B1 2025-01-20 100.00\nB1 2025-06-15 400.00\nB1 2025-09-14 600.25\nB2 2025-04-28 -5.00\nB4 2025-07-01 90.00\nB4 2024-12-31 10.00\n"};
  char text[3][2048];
  const book_lines facts[] = {{"customers", text[0]}, {"ledger", text[1]}, {"channels", text[2]}, {NULL, NULL}};
  snprintf(text[0], sizeof text[0], "%s%s%s", names, part == 1 ? "" : customers[0], part == 0 ? "" : customers[1]);
  snprintf(text[1], sizeof text[1], "customer date amount\n%s%s", part == 1 ? "" : ledger[0], part == 0 ? "" : ledger[1]);
  snprintf(text[2], sizeof text[2], "channel name size\nShops all 5000.00\nOnline web -\n");
  return book_open(context, "EUR", facts, out);
}

#endif
