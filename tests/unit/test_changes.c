/* What changed since the host stored its decisions, and why: each reason by a case worked out by hand. */
#include "decided.h"

/* Cut-off 94 000: 4 * 94 000 of 469 000 are 80.2 %. */
static const char customers[] = "customer sales\na 94000.00\nb 94000.00\nc 93000.00\nd 94000.00\ne 94000.00\n";

/* `before` against an assessment of `facts`; `expected`: lines of customer, column, before, after, why, row. All changes have to be named. */
static void check_changes(const book_lines *facts, const book_lines *rules, const char *before_text, const char *expected, int64_t count)
{
  patron_assessment *result = decide(facts, rules);
  patron_table *before = NULL, *changes = NULL, *want = NULL;
  int64_t rows, wanted;
  expect_ok(book_table(context, "stored", before_text, &before));
  expect_ok(patron_changes(context, before, result, &changes));
  expect_ok(book_table(context, "expected", expected, &want));
  expect_ok(patron_table_rows(changes, &rows));
  expect_ok(patron_table_rows(want, &wanted));
  for (int64_t line = 0; line < wanted; line++) {
    char customer[BOOK_CELL], column[BOOK_CELL], cell[BOOK_CELL], value[BOOK_CELL];
    int64_t row = 0;
    book_cell(want, "customer", line, customer);
    book_cell(want, "column", line, column);
    for (; row < rows; row++)
      if (strcmp(book_cell(changes, "customer", row, cell), customer) == 0 && strcmp(book_cell(changes, "column", row, value), column) == 0) break;
    if (row == rows) {
      char *all = book_text(changes);
      print_error("%s", all);
      free(all);
      fail_msg("no change of %s of %s", column, customer);
    }
    static const char *const parts[] = {"before", "after", "why", "row"};
    for (size_t i = 0; i < 4; i++) {
      if (strcmp(book_cell(want, parts[i], line, value), "!") == 0) continue;
      book_cell(changes, parts[i], row, cell);
      if (strcmp(cell, value) != 0) fail_msg("%s of %s: %s is %s instead of %s", column, customer, parts[i], cell, value);
    }
  }
  if (rows != count) {
    char *all = book_text(changes);
    print_error("%s", all);
    free(all);
    fail_msg("%lld changes instead of %lld", (long long)rows, (long long)count);
  }
  patron_table_destroy(want);
  patron_table_destroy(changes);
  patron_table_destroy(before);
  patron_assessment_destroy(result);
}

static const book_lines plain[] = {{"customers", customers}, {NULL, NULL}};

/* 95 000 before would still be A by today's cut-off: the customer's own value moved it. */
static void the_own_value_moved_it_when_the_old_one_would_bring_the_class_back(void **state)
{
  (void)state;
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 95000.00 75000.00 A yes yes\n",
                "customer column        before   after    why       row\n"
                "c        current_value 95000.00 93000.00 OWN_VALUE 2\n"
                "c        sales_cutoff  75000.00 94000.00 CUTOFF    2\n"
                "c        sales_class   A        B        OWN_VALUE 2\n"
                "c        key_sales     yes      no       OWN_VALUE 2\n"
                "c        key           yes      no       OWN_VALUE 2\n"
                "a        customer      ?        a        NEW       0\n", 9);
}

/* 93 500 would be B today, too: the cut-off moved. */
static void the_cutoff_moved_it_when_the_old_value_would_not(void **state)
{
  (void)state;
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 93500.00 75000.00 A yes yes\n",
                "customer column      before after why\nc sales_class A B CUTOFF\nc key_sales yes no CUTOFF\nc key yes no CUTOFF\n", 9);
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key\nc 93000.00 75000.00 A yes\n", "customer column why\nc sales_class CUTOFF\nc key CUTOFF\n", 7);
}

static void the_rule_moved_it_when_value_and_cutoff_stand(void **state)
{
  (void)state;
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 93000.00 94000.00 A yes yes\n", "customer column why\nc sales_class RULE\nc key_sales RULE\nc key RULE\n", 7);
}

/* Where either would have moved it, or only both together did, a value that stayed within 1 % was not it. */
static void of_two_that_both_could_have_done_it_a_value_that_stood_did_not(void **state)
{
  static const book_lines fallen[] = {{"customers", "customer sales\na 94000.00\nb 94000.00\nc 30000.00\nd 94000.00\ne 94000.00\n"}, {NULL, NULL}};
  (void)state;
  /* cut-off of 406 000: 94 000. 90 000 would be B by it, and 30 000 by the old one: either, and sales fell by two thirds */
  check_changes(fallen, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 90000.00 75000.00 A yes yes\n", "customer column why\nc sales_class OWN_VALUE\nc key_sales OWN_VALUE\nc key OWN_VALUE\n", 9);
  /* 93 500 and 93 000 with 93 500 as the old cut-off: either, and sales stood within 1 % */
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 93500.00 93500.00 A yes yes\n", "customer column why\nc sales_class CUTOFF\nc key_sales CUTOFF\nc key CUTOFF\n", 9);
  /* 94 100 is A by today's, 93 000 by the old one: only both together */
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 94100.00 75000.00 A yes yes\n", "customer column why\nc sales_class OWN_VALUE\nc key_sales OWN_VALUE\nc key OWN_VALUE\n", 9);
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_class key_sales key\nc 93900.00 93500.00 A yes yes\n", "customer column why\nc sales_class CUTOFF\nc key_sales CUTOFF\nc key CUTOFF\n", 9);
}

/* Nothing sold is no class, wherever the cut-offs are; and sales that rose did not cost the key. */
static void a_value_that_is_gone_is_no_matter_of_cutoffs(void **state)
{
  static const book_lines gone[] = {{"customers", "customer sales\na 60.00\nb 40.00\nc 0.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(gone, NULL, "customer current_value sales_cutoff sales_class\na 60.00 30.00 A\nb 40.00 30.00 A\nc 20.00 30.00 B\n", "customer column before after why\nc sales_class B N OWN_VALUE\n", 5);
  check_changes(plain, NULL, "customer current_value sales_class key_sales\nc 92000.00 A yes\n", "customer column why\nc sales_class CUTOFF\nc key_sales CUTOFF\n", 7);
}

/* Value less cut-off is a sum: -1 000 of 90 000 - 75 000 to 93 000 - 94 000 are 3 000 of its own and 19 000 of the cut-off. */
static void what_is_a_sum_was_moved_by_its_larger_part(void **state)
{
  (void)state;
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_margin\nc 90000.00 75000.00 15000.00\n", "customer column before after why\nc sales_margin 15000.00 -1000.00 CUTOFF\n", 7);
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_margin\nc 60000.00 93000.00 -33000.00\n", "customer column before after why\nc sales_margin -33000.00 -1000.00 OWN_VALUE\n", 7);
  check_changes(plain, NULL, "customer current_value sales_cutoff sales_margin\nc 93000.00 75000.00 18000.00\n", "customer column before after why\nc sales_margin 18000.00 -1000.00 CUTOFF\n", 6);
  check_changes(plain, NULL, "customer sales_margin\nc 18000.00\n", "customer column why\nc sales_margin OWN_VALUE\n", 5);   /* nobody can say more */
}

/* Scores 90, 80, 80, 60 of a, b, c, d. */
static void a_place_was_moved_by_its_score_or_by_the_others(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer strategic_fit\na X 90\nb X 80\nc X 80\nd Y 60\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"scorecards", "scorecard weighting aggregation\nown DIRECT WEIGHTED_SUM\n"}, {"criteria", "scorecard criterion column direction normaliser low high weight\nown fit strategic_fit HIGHER LINEAR 0 100 1\n"},
                                     {"settings", "key value\nscore.rank_by own\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, rules, "customer own rank rank_in_layer\na 90 2 2\nb 85 1 1\nc 60 4 3\nd 60 3 1\n",
                "customer column        before after why\n"
                "a        rank          2      1     CUTOFF\n"      /* its score stands: the others made room */
                "b        rank          1      2     CUTOFF\n"      /* 85 would be second today, too */
                "b        own           85     80    OWN_VALUE\n"
                "c        rank          4      2     OWN_VALUE\n"   /* 60 would still be last */
                "c        rank_in_layer 3      2     OWN_VALUE\n"
                "d        rank          3      4     CUTOFF\n", 9);
  check_changes(facts, rules, "customer rank\na 2\nb 2\nc 2\nd 4\n", "customer column why\na rank OWN_VALUE\n", 1);   /* without the scores of before nobody can say more */
}

/* Half of the mark is a place among the others' sales, half their own fit. */
static void a_score_was_moved_by_the_others_when_its_criteria_stood(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales strategic_fit\na 90.00 50\nb 80.00 50\nc 70.00 50\n"}, {NULL, NULL}};
  static const char cards[] = "scorecard weighting aggregation\nown DIRECT WEIGHTED_SUM\ntop DIRECT WEIGHTED_SUM\n";
  static const book_lines rules[] = {{"scorecards", cards}, {"criteria", "scorecard criterion column direction normaliser low high weight\nown size current_value HIGHER PERCENT_RANK - - 1\nown fit strategic_fit HIGHER LINEAR 0 100 1\ntop own own HIGHER LINEAR 0 100 1\n"},
                                     {"settings", "key value\nscore.rank_by top\n"}, {NULL, NULL}};
  static const book_lines linear[] = {{"scorecards", "scorecard weighting aggregation\nown DIRECT WEIGHTED_SUM\n"}, {"criteria", "scorecard criterion column direction normaliser low high weight\nown fit strategic_fit HIGHER LINEAR 0 100 1\n"},
                                      {"settings", "key value\nscore.rank_by own\n"}, {NULL, NULL}};
  static const book_lines distances[] = {{"scorecards", "scorecard weighting aggregation\nown DIRECT TOPSIS\n"}, {"criteria", "scorecard criterion column direction normaliser low high weight\nown fit strategic_fit HIGHER LINEAR 0 100 1\n"},
                                         {"settings", "key value\nscore.rank_by own\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, rules, "customer own top current_value strategic_fit\na 20 20 90.00 50\nb 20 20 60.00 50\nc 20 20 70.00 40\n",
                "customer column        why\n"
                "a        own           CUTOFF\n"
                "a        top           CUTOFF\n"      /* as the score that it rests on */
                "b        own           OWN_VALUE\n"
                "b        top           OWN_VALUE\n"
                "b        current_value OWN_VALUE\n"
                "c        own           OWN_VALUE\n"
                "c        top           OWN_VALUE\n", 7);
  check_changes(facts, rules, "customer own current_value\na 20 90.00\nb 20 80.00\nc 20 70.00\n", "customer column why\na own OWN_VALUE\n", 3);   /* the fit may have moved: nobody can say */
  check_changes(facts, linear, "customer own strategic_fit\na 20 50\nb 20 50\nc 20 50\n", "customer column why\na own RULE\n", 3);
  check_changes(facts, distances, "customer own strategic_fit\na 20 50\nb 20 50\nc 20 50\n", "customer column why\na own CUTOFF\n", 3);   /* how far it is from the best */
}

/* Identity: 34 of loyalty, 33 of sales and 33 of profit, against the largest of the layer. */
static void what_is_measured_against_others_was_moved_by_them_when_the_own_values_stood(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer sales profit loyalty\na X 100.00 10.00 50\nb X 50.00 5.00 50\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer identity_index current_value net_margin loyalty\na 80 100.00 10.00 50\nb 70 50.20 5.00 50\n", "customer column why\na identity_index CUTOFF\nb identity_index CUTOFF\nb current_value OWN_VALUE\n", 3);
  check_changes(facts, NULL, "customer identity_index current_value net_margin loyalty\na 80 90.00 10.00 50\nb 60 50.00 5.00 50\n", "customer column why\na identity_index OWN_VALUE\na current_value OWN_VALUE\nb identity_index CUTOFF\n", 3);
}

/* A database without flags has 0 and 1, JSON true and false. */
static void flags_are_told_from_numbers_and_words(void **state)
{
  static const char expected[] = "customer column before after why\nc key_sales yes no CUTOFF\nc key yes no CUTOFF\n";
  (void)state;
  check_changes(plain, NULL, "customer current_value sales_cutoff key_sales:i key:i\nc 93000.00 75000.00 1 1\na 94000.00 94000.00 1 1\n", expected, 6);
  check_changes(plain, NULL, "customer current_value sales_cutoff key_sales key\nc 93000.00 75000.00 true 1\na 94000.00 94000.00 true yes\n", expected, 6);
  check_changes(plain, NULL, "customer current_value sales_cutoff key_sales:i key\nc 93000.00 75000.00 0 false\na 94000.00 94000.00 1 true\n", "customer column before after why\nc sales_cutoff 75000.00 94000.00 CUTOFF\n", 4);
}

static void customers_come_and_go(void **state)
{
  (void)state;
  check_changes(plain, NULL, "customer current_value\na 94000.00\nb 94000\nc 93000.0\nd 94000.00\nz 5.00\n",
                "customer column   before after why  row\n"
                "e        customer ?      e     NEW  4\n"
                "z        customer z      ?     LOST ?\n", 2);
}

static void unknown_and_blank_are_the_same_and_columns_of_the_host_are_passed_over(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na -\nb 5.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer current_value sales_class remark\na '' - x\nb 5 A y\n", "customer column\n", 0);
  check_changes(facts, NULL, "customer current_value sales_class\na 7.00 A\nb - -\n",
                "customer column        before after why\n"
                "a        current_value 7.00   ?     OWN_VALUE\n"
                "a        sales_class   A      ?     OWN_VALUE\n"
                "b        current_value ?      5.00  OWN_VALUE\n"
                "b        sales_class   ?      A     OWN_VALUE\n", 4);
}

/* An override that came, and one that went. */
static void overrides_come_and_go(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 84.00\nb 16.00\nc 4.00\n"}, {"overrides", "customer column kind value reason author date\nb held_tier PIN GOLD r a 2026-06-01\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer held_tier tier_value overridden\na GOLD 84.00 -\nb SILVER 16.00 -\nc SILVER 4.00 held_tier\n",
                "customer column     before    after     why\n"
                "b        held_tier  SILVER    GOLD      OVERRIDE\n"
                "b        overridden ?         held_tier OVERRIDE\n"
                "c        held_tier  SILVER    BRONZE    OVERRIDE\n"
                "c        overridden held_tier ''        OVERRIDE\n", 4);
}

/* GOLD from 83.2 of 104: cut-off 84; SILVER 16. */
static void a_tier_moves_by_its_value_or_by_the_cutoff(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 84.00\nb 16.00\nc 4.00\nd 1.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer tier tier_value tier_cutoff\nb GOLD 90.00 84.00\nc SILVER 15.00 4.00\nd SILVER 1.00 1.00\na SILVER 84.00 -\n",
                "customer column before after  why\n"
                "b        tier   GOLD   SILVER OWN_VALUE\n"    /* 90 would be GOLD today */
                "c        tier   SILVER BRONZE CUTOFF\n"       /* 15 would be BRONZE, too */
                "d        tier   SILVER BRONZE CUTOFF\n"       /* its value stands, its cut-off went */
                "a        tier   SILVER GOLD   CUTOFF\n", 10);
}

/* b fell from 16 to 3 where SILVER began at 14 and begins at 20 now: by the old line 3 is not SILVER, by today's 16 is not: either, so the own value. What follows from the tier has its reason. */
static void a_tier_that_either_would_have_moved_goes_by_the_own_value(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 84.00\nb 3.00\nc 20.00\nd 1.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer held_tier tier_value tier_cutoff visits_per_year\na GOLD 84.00 84.00 12\nb SILVER 16.00 14.00 4\nc BRONZE 4.00 - 2\nd SILVER 1.00 14.00 4\n",
                "customer column          before after  why\n"
                "b        held_tier       SILVER BRONZE OWN_VALUE\n"
                "b        visits_per_year 4      2      OWN_VALUE\n"
                "c        held_tier       BRONZE GOLD   OWN_VALUE\n"
                "d        held_tier       SILVER BRONZE CUTOFF\n"
                "d        visits_per_year 4      2      CUTOFF\n", 12);
}

/* Fence 40: a margin that fell below it moved the tier, whatever the cut-offs are. */
static void the_fence_is_judged_with_the_old_margin(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 84.00\nb 39.00\nc 60.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"settings", "key value\nfence.visit_cost 10.00\nfence.minimum_visits 4\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, rules, "customer tier tier_value margin_before_visits\na GOLD 84.00 84.00\nb GOLD 61.00 61.00\nc GOLD 60.00 60.00\n", "customer column before after why\nb tier GOLD HOUSE OWN_VALUE\n", 3);
  check_changes(facts, rules, "customer tier tier_value margin_before_visits\na GOLD 84.00 84.00\nb BRONZE 38.00 38.00\nc GOLD 60.00 60.00\n", "customer column before after why\nb tier BRONZE HOUSE RULE\n", 3);
}

/* Of several segments with one bit the one that covers the customer counts. */
static void the_segment_that_covers_the_customer_is_asked(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer sales\na KA_RETAIL 100.00\nb KA_RETAIL 10.00\ns SMALL_RETAIL 50.00\nt SMALL_RETAIL 9.00\n"}, {NULL, NULL}};
  static const book_lines rules[] = {{"segments", "segment by layers measure cuts bit purpose use\nlarge layer KA_RETAIL current_value 80 SALES a b\nshops layer SMALL_RETAIL current_value 80 SALES a b\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, rules, "customer current_value key_sales key shops_cutoff\na 100.00 yes yes -\nb 10.00 no no -\ns 50.00 yes yes 50.00\nt 55.00 yes yes 50.00\n",
                "customer column why\nt key_sales OWN_VALUE\nt key OWN_VALUE\nt current_value OWN_VALUE\n", 3);
  check_changes(facts, rules, "customer current_value key_sales key shops_cutoff\na 100.00 yes yes -\nb 10.00 no no -\ns 50.00 yes yes 8.00\nt 12.00 yes yes 8.00\n",
                "customer column why\nt key_sales CUTOFF\nt key CUTOFF\n", 5);
}

static void relationships_move_by_their_values_and_ranks_by_the_scores(void **state)
{
  static const book_lines facts[] = {{"customers", "customer our_commitment our_trust their_commitment their_trust sales\na 50 50 50 50 100.00\nb 70 70 70 70 50.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer our_commitment our_trust their_commitment their_trust relationship_level mutual\na 30 50 50 50 TRANSACTIONAL 30\nb 70 70 70 70 COOPERATIVE 70\n",
                "customer column             before        after         why\n"
                "a        our_commitment     30            50            OWN_VALUE\n"
                "a        relationship_level TRANSACTIONAL COOPERATIVE   OWN_VALUE\n"
                "a        mutual             30            50            OWN_VALUE\n"
                "b        relationship_level COOPERATIVE   COLLABORATIVE RULE\n", 4);
}

/* What came out is what is stored: nothing changed, typed or as text. */
static void an_assessment_does_not_differ_from_itself(void **state)
{
  patron_assessment *result = decide(plain, NULL);
  patron_table *stored = NULL, *changes = NULL;
  int64_t rows = -1;
  (void)state;
  expect_ok(patron_assessment_table(result, "customers", &stored));
  expect_ok(patron_changes(context, stored, result, &changes));
  expect_ok(patron_table_rows(changes, &rows));
  assert_int_equal(rows, 0);
  patron_table_destroy(changes);
  patron_table_destroy(stored);
  patron_assessment_destroy(result);
}

static void what_was_stored_must_have_customers_once(void **state)
{
  patron_assessment *result = decide(plain, NULL);
  patron_table *before = NULL, *changes = NULL;
  (void)state;
  expect_ok(book_table(context, "stored", "id sales_class\na A\n", &before));
  expect_status(patron_changes(context, before, result, &changes), PATRON_E_NOT_FOUND);
  patron_table_destroy(before);
  expect_ok(book_table(context, "stored", "customer sales_class\na A\na B\n", &before));
  expect_status(patron_changes(context, before, result, &changes), PATRON_E_DUPLICATE);
  patron_table_destroy(before);
  assert_null(changes);
  patron_assessment_destroy(result);
}

static void integer_ids_are_found_again_as_text_too(void **state)
{
  static const book_lines facts[] = {{"customers", "customer:i sales\n7 90.00\n-8 10.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer:i sales_class\n7 B\n-8 B\n", "customer column before after row\n7 sales_class B A 0\n", 1);
  check_changes(facts, NULL, "customer sales_class\n7 B\n-8 B\n9 A\n", "customer column before after\n7 sales_class B A\n9 customer 9 ?\n", 2);
}

static void text_ids_are_found_again_as_integers_too(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\n7 90.00\nX8 10.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer:i sales_class\n7 B\n8 B\n", "customer column before after\n7 sales_class B A\nX8 customer ? X8\n8 customer 8 ?\n", 3);
}

static void codes_are_stored_by_name_or_by_number(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 90.00\nb 10.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer sales_class:i\na 0\nb 0\n", "customer column before after\nb sales_class A B\n", 1);
}

/* c falls from A to B since a grew: by names the cut-off is known to have moved it, by numbers, too. */
/* What is no longer positive has no class, wherever the cut-offs went. */
static void a_loss_is_the_customers_own(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 900.00\nb 90.00\nc -5.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer profit_class profit_cutoff net_margin\na A 50.00 900.00\nb A 50.00 90.00\nc A 50.00 55.00\n", "customer column before after why\nb profit_class A B CUTOFF\nc profit_class A N OWN_VALUE\n", 6);
}

/* Where nobody sells any more there is no cut-off: each has fallen by itself, and what it sold before would make it key again. */
static void where_nobody_is_left_above_zero_each_fell_by_itself(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer sales\na X 0.00\nb X 0.00\nc Y 5.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer layer sales_class sales_cutoff key_sales key current_value\na X A 60.00 yes yes 60.00\nb X B 60.00 no no 9.00\nc Y A 5.00 yes yes 5.00\n",
                "customer column       before after why\n"
                "a        sales_class  A      N     OWN_VALUE\n"
                "a        key_sales    yes    no    OWN_VALUE\n"
                "a        key          yes    no    OWN_VALUE\n"
                "b        sales_class  B      N     OWN_VALUE\n"
                "a        sales_cutoff 60.00  ?     CUTOFF\n", 8);
}

/* The first tier is no longer the first at the next assessment, where it is held: no rule had a part in it. */
static void a_tier_that_is_held_is_seen_from_a_later_day(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit previous_tier\na 84.00 GOLD\nb 16.00 GOLD\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer held_tier tier_state tier_value\na GOLD NEW 84.00\nb GOLD NEW 90.00\n",
                "customer column     before after  why\n"
                "a        tier_state NEW    SAME   EARLIER\n"
                "b        tier_state NEW    DOWN   OWN_VALUE\n"
                "b        held_tier  GOLD   SILVER OWN_VALUE\n", 4);
  check_changes(facts, NULL, "customer tier_state\na NEW\nb DOWN\n", "customer column why\na tier_state OWN_VALUE\n", 1);   /* without the tier of before nobody can say more */
}

/* b has gone: a makes 94.7 % alone, so that c is needed for 95 %, while the line of 80 % stays at a. */
static void a_line_that_is_not_stored_is_a_cutoff_too(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 9000.00\nc 400.00\nd 100.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer sales_class sales_cutoff current_value\na A 9000.00 9000.00\nb B 9000.00 500.00\nc C 9000.00 400.00\nd C 9000.00 100.00\n", "customer column before after why\nc sales_class C B CUTOFF\n", 2);
}

static void numbers_of_codes_have_a_why(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 900.00\nb 90.00\nc 10.00\n"}, {NULL, NULL}};
  (void)state;
  check_changes(facts, NULL, "customer sales_class sales_cutoff current_value\na A 90.00 100.00\nb A 90.00 90.00\nc B 90.00 10.00\n", "customer column before after why\na sales_cutoff 90.00 900.00 CUTOFF\na current_value 100.00 900.00 OWN_VALUE\nb sales_class A B CUTOFF\n", 6);
  check_changes(facts, NULL, "customer sales_class:i sales_cutoff current_value\na 0 90.00 100.00\nb 0 90.00 90.00\nc 1 90.00 10.00\n", "customer column before after why\na sales_cutoff 90.00 900.00 CUTOFF\na current_value 100.00 900.00 OWN_VALUE\nb sales_class A B CUTOFF\n", 6);
}

static void a_number_that_is_no_code_is_refused(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 90.00\nb 10.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  (void)state;
  for (int32_t wrong = 0; wrong < 2; wrong++) {
    patron_table *before = NULL, *changes = NULL;
    char text[32];
    expect_ok(book_table(context, "stored", wrong ? "customer sales_class:i\na 0\nb -1\n" : "customer sales_class:i\na 0\nb 99\n", &before));
    expect_status(patron_changes(context, before, result, &changes), PATRON_E_RANGE);
    assert_null(changes);
    expect_ok(patron_context_error_part(context, "value", text, sizeof text, NULL));
    assert_string_equal(text, wrong ? "-1" : "99");
    expect_ok(patron_context_error_part(context, "column", text, sizeof text, NULL));
    assert_string_equal(text, "sales_class");
    patron_table_destroy(before);
  }
  patron_assessment_destroy(result);
}

static int32_t stop_at(void *user, const char *stage, int64_t done, int64_t total)
{
  assert_true(done >= 0 && done <= total);
  return strcmp(stage, user) == 0;
}

static void a_comparison_can_be_cancelled(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 90.00\nb 10.00\n"}, {NULL, NULL}};
  static char stages[3][16] = {"changes", "migration", "danger"};
  patron_assessment *result = decide(facts, NULL), *both = NULL;
  patron_table *before = NULL, *changes = NULL;
  (void)state;
  expect_ok(book_table(context, "stored", "customer sales_class\na B\nb A\n", &before));
  for (int32_t i = 0; i < 3; i++) {
    expect_ok(patron_context_set_progress(context, stop_at, stages[i]));
    if (i == 0) expect_status(patron_changes(context, before, result, &changes), PATRON_E_CANCELLED);
    expect_status(patron_compare(context, before, result, &both), PATRON_E_CANCELLED);
    assert_true(changes == NULL && both == NULL);
  }
  expect_ok(patron_context_set_progress(context, NULL, NULL));
  expect_ok(patron_changes(context, before, result, &changes));
  patron_table_destroy(changes);
  patron_table_destroy(before);
  patron_assessment_destroy(result);
}

static void bare_numbers_are_no_money(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 90.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  patron_table *before = NULL, *changes = NULL;
  char text[32];
  (void)state;
  expect_ok(book_table(context, "stored", "customer current_value:i\na 9000\n", &before));
  expect_status(patron_changes(context, before, result, &changes), PATRON_E_TYPE);
  assert_null(changes);
  expect_ok(patron_context_error_part(context, "column", text, sizeof text, NULL));
  assert_string_equal(text, "current_value");
  patron_table_destroy(before);
  patron_assessment_destroy(result);
}

static void ids_of_no_such_type_are_refused(void **state)
{
  static const book_lines facts[] = {{"customers", "customer sales\na 90.00\n"}, {NULL, NULL}};
  patron_assessment *result = decide(facts, NULL);
  patron_table *before = NULL, *changes = NULL;
  const double number = 1.5;
  char text[16];
  (void)state;
  expect_ok(patron_table_create(context, "stored", 1, &before));
  expect_ok(patron_table_add_f64(before, "customer", PATRON_NUMBER, &number, NULL));
  expect_status(patron_changes(context, before, result, &changes), PATRON_E_TYPE);
  assert_null(changes);
  expect_ok(patron_context_error_part(context, "column", text, sizeof text, NULL));
  assert_string_equal(text, "customer");
  patron_table_destroy(before);
  patron_assessment_destroy(result);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_own_value_moved_it_when_the_old_one_would_bring_the_class_back, start, stop),
    cmocka_unit_test_setup_teardown(the_cutoff_moved_it_when_the_old_value_would_not, start, stop),
    cmocka_unit_test_setup_teardown(of_two_that_both_could_have_done_it_a_value_that_stood_did_not, start, stop),
    cmocka_unit_test_setup_teardown(a_value_that_is_gone_is_no_matter_of_cutoffs, start, stop),
    cmocka_unit_test_setup_teardown(what_is_a_sum_was_moved_by_its_larger_part, start, stop),
    cmocka_unit_test_setup_teardown(a_place_was_moved_by_its_score_or_by_the_others, start, stop),
    cmocka_unit_test_setup_teardown(a_score_was_moved_by_the_others_when_its_criteria_stood, start, stop),
    cmocka_unit_test_setup_teardown(what_is_measured_against_others_was_moved_by_them_when_the_own_values_stood, start, stop),
    cmocka_unit_test_setup_teardown(a_tier_that_either_would_have_moved_goes_by_the_own_value, start, stop),
    cmocka_unit_test_setup_teardown(the_rule_moved_it_when_value_and_cutoff_stand, start, stop),
    cmocka_unit_test_setup_teardown(flags_are_told_from_numbers_and_words, start, stop),
    cmocka_unit_test_setup_teardown(customers_come_and_go, start, stop),
    cmocka_unit_test_setup_teardown(unknown_and_blank_are_the_same_and_columns_of_the_host_are_passed_over, start, stop),
    cmocka_unit_test_setup_teardown(overrides_come_and_go, start, stop),
    cmocka_unit_test_setup_teardown(a_tier_moves_by_its_value_or_by_the_cutoff, start, stop),
    cmocka_unit_test_setup_teardown(the_fence_is_judged_with_the_old_margin, start, stop),
    cmocka_unit_test_setup_teardown(the_segment_that_covers_the_customer_is_asked, start, stop),
    cmocka_unit_test_setup_teardown(relationships_move_by_their_values_and_ranks_by_the_scores, start, stop),
    cmocka_unit_test_setup_teardown(an_assessment_does_not_differ_from_itself, start, stop),
    cmocka_unit_test_setup_teardown(what_was_stored_must_have_customers_once, start, stop),
    cmocka_unit_test_setup_teardown(integer_ids_are_found_again_as_text_too, start, stop),
    cmocka_unit_test_setup_teardown(text_ids_are_found_again_as_integers_too, start, stop),
    cmocka_unit_test_setup_teardown(ids_of_no_such_type_are_refused, start, stop),
    cmocka_unit_test_setup_teardown(codes_are_stored_by_name_or_by_number, start, stop),
    cmocka_unit_test_setup_teardown(a_loss_is_the_customers_own, start, stop),
    cmocka_unit_test_setup_teardown(where_nobody_is_left_above_zero_each_fell_by_itself, start, stop),
    cmocka_unit_test_setup_teardown(a_tier_that_is_held_is_seen_from_a_later_day, start, stop),
    cmocka_unit_test_setup_teardown(a_line_that_is_not_stored_is_a_cutoff_too, start, stop),
    cmocka_unit_test_setup_teardown(numbers_of_codes_have_a_why, start, stop),
    cmocka_unit_test_setup_teardown(a_number_that_is_no_code_is_refused, start, stop),
    cmocka_unit_test_setup_teardown(a_comparison_can_be_cancelled, start, stop),
    cmocka_unit_test_setup_teardown(bare_numbers_are_no_money, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
