/* An assessment beside an earlier state: what moved, from where to where, who left the danger, and who moved a cut-off; every figure worked out by hand. */
#include "decided.h"

/* 80 % of 240 are 192, which a makes alone: cut-off 200; 95 % are 228, which a, b and c make: 15. Before: 60 + 20 of 100, cut-off 20. */
static const char grown[] = "customer sales\na 200.00\nb 20.00\nc 15.00\nd 5.00\n";
static const char grown_reversed[] = "customer sales\nd 5.00\nc 15.00\nb 20.00\na 200.00\n";
static const char stored[] = "customer current_value sales_cutoff sales_class key_sales key\na 60.00 20.00 A yes yes\nb 20.00 20.00 A yes yes\nc 15.00 20.00 B no no\nz 10.00 20.00 C no no\n";

static patron_assessment *compared_with(const patron_assessment *after, const char *before_text)
{
  patron_assessment *compared = NULL;
  patron_table *before = NULL;
  expect_ok(book_table(context, "stored", before_text, &before));
  expect_ok(patron_compare(context, before, after, &compared));
  patron_table_destroy(before);
  return compared;
}

static patron_assessment *compared(const char *customers, const char *before_text)
{
  const book_lines facts[] = {{"customers", customers}, {NULL, NULL}};
  patron_assessment *after = decide(facts, NULL), *result = compared_with(after, before_text);
  patron_assessment_destroy(after);   /* what was made of it stands by itself */
  return result;
}

static void expect_table(const patron_assessment *result, const char *name, const char *expected)
{
  patron_table *table = NULL;
  expect_ok(patron_assessment_table(result, name, &table));
  char *text = book_text(table);
  const char *rows = strchr(text, '\n') + 1;
  if (strcmp(rows, expected) != 0) fail_msg("%s is now:\n%s", name, rows);
  free(text);
  patron_table_destroy(table);
}

static void the_one_who_grew_moved_the_cutoff(void **state)
{
  static const char *const facts[] = {grown, grown_reversed};
  (void)state;
  for (int i = 0; i < 2; i++) {
    patron_assessment *result = compared(facts[i], stored);
    patron_table *changes = NULL;
    int64_t rows, found = 0;
    char customer[BOOK_CELL], column[BOOK_CELL], cell[BOOK_CELL];
    expect_ok(patron_assessment_table(result, "changes", &changes));
    expect_ok(patron_table_rows(changes, &rows));
    for (int64_t row = 0; row < rows; row++) {
      const int cutoff = strcmp(book_cell(changes, "why", row, cell), "CUTOFF") == 0;
      assert_string_equal(book_cell(changes, "because", row, cell), cutoff ? "a" : "?");
      book_cell(changes, "customer", row, customer);
      book_cell(changes, "column", row, column);
      found += cutoff && strcmp(customer, "b") == 0 && (strcmp(column, "sales_class") == 0 || strcmp(column, "key_sales") == 0 || strcmp(column, "key") == 0 || strcmp(column, "sales_cutoff") == 0);
    }
    assert_int_equal(found, 4);
    patron_table_destroy(changes);
    patron_assessment_destroy(result);
  }
}

/* Both doubled, and either alone would have left the cut-off at 100: the first id is named, whatever the order of rows. */
static void of_two_who_did_the_same_the_first_id_is_named(void **state)
{
  static const char before[] = "customer current_value sales_cutoff\na 100.00 100.00\nb 100.00 100.00\nc 50.00 100.00\n";
  static const char *const facts[] = {"customer sales\na 300.00\nb 300.00\nc 50.00\n", "customer sales\nc 50.00\nb 300.00\na 300.00\n"};
  (void)state;
  for (int i = 0; i < 2; i++) {
    patron_assessment *result = compared(facts[i], before);
    expect_rows(result, "changes", i == 0 ? "customer column before after why because\na current_value 100.00 300.00 OWN_VALUE -\na sales_cutoff 100.00 300.00 CUTOFF a\n"
                                          : "customer column before after why because\nc sales_cutoff 100.00 300.00 CUTOFF a\n");
    patron_assessment_destroy(result);
  }
}

/* Without a customer's old value nobody can be named; a new customer's is nothing: 1000 came, without it the cut-off stood at 60. */
static void a_new_customer_can_move_a_cutoff_and_what_was_not_stored_cannot(void **state)
{
  static const char facts[] = "customer sales\na 60.00\nb 40.00\nn 1000.00\n";
  (void)state;
  patron_assessment *result = compared(facts, "customer current_value sales_cutoff\na 60.00 40.00\nb 40.00 40.00\n");
  expect_rows(result, "changes", "customer column before after why because\na sales_cutoff 40.00 1000.00 CUTOFF n\nn customer - n NEW -\n");
  patron_assessment_destroy(result);
  result = compared(facts, "customer sales_cutoff\na 40.00\nb 40.00\n");
  expect_rows(result, "changes", "customer column before after why because\na sales_cutoff 40.00 1000.00 CUTOFF -\n");
  patron_assessment_destroy(result);
}

/* 8 more of each of many: no one of them alone brings the cut-off back. All values double, ten of them, cut-off 10 to 20: one set back leaves it at 20. */
static void where_all_moved_nobody_is_named(void **state)
{
  (void)state;
  patron_assessment *result = compared("customer sales\na 20.00\nb 20.00\nc 20.00\nd 20.00\ne 20.00\n",
                                       "customer current_value sales_cutoff\na 10.00 10.00\nb 10.00 10.00\nc 10.00 10.00\nd 10.00 10.00\ne 10.00 10.00\n");
  expect_rows(result, "changes", "customer column before after why because\na current_value 10.00 20.00 OWN_VALUE -\na sales_cutoff 10.00 20.00 CUTOFF -\n");
  patron_assessment_destroy(result);
}

/* Values of both sides add up: 60 + 20 + 15 + 10 before, 200 + 20 + 15 + 5 now. The reasons are those of `changes`. */
static void migration_adds_up_to_both_totals(void **state)
{
  static const char expected[] = "sales\tA\tA\t1\t60.00\t200.00\t?\nsales\tA\tB\t1\t20.00\t20.00\tCUTOFF\nsales\tB\tB\t1\t15.00\t15.00\t?\nsales\tC\t?\t1\t10.00\t0.00\tLOST\nsales\t?\tC\t1\t0.00\t5.00\tNEW\n";
  (void)state;
  patron_assessment *result = compared(grown, stored);
  expect_table(result, "migration", expected);
  patron_assessment_destroy(result);
  result = compared(grown_reversed, stored);
  expect_table(result, "migration", expected);
  patron_assessment_destroy(result);
}

/* A blank of a CSV is no class, a held class goes before a plain one, and names that are no longer tiers come in the order of their bytes. */
static void tiers_and_held_classes_are_compared_as_they_were_stored(void **state)
{
  static const book_lines facts[] = {{"customers", "customer profit\na 84.00\nb 16.00\nc 4.00\nd 1.00\n"}, {NULL, NULL}};
  (void)state;
  patron_assessment *after = decide(facts, NULL);
  patron_assessment *result = compared_with(after, "customer held_tier tier_value profit_class profit_held net_margin\na ZINC 84.00 B A 84.00\nb IRON 16.00 B '' 16.00\nc '' 4.00 C C 4.00\nd BRONZE 1.00 C C oops\n");
  expect_rows(result, "migration", "before after members value_before value_after why\nIRON SILVER 1 16.00 16.00 RULE\nZINC GOLD 1 84.00 84.00 RULE\n");
  expect_rows(result, "migration", "decision before after members value_before value_after why\nprofit A A 1 84.00 84.00 -\nprofit C C 2 4.00 5.00 -\nprofit - B 1 16.00 16.00 NEW\n");
  patron_assessment_destroy(result);
  patron_assessment_destroy(after);
}

/* Who begins to buy is key by its own value, though its line was not stored either; and a tier that others moved is no other rule: GOLD began at 110 and begins at 500, where B was and is the last of its tier. */
static void what_was_unknown_moved_itself_and_a_line_that_others_moved_is_a_line(void **state)
{
  static const book_lines begun[] = {{"customers", "customer sales\na 100.00\nn 40.00\n"}, {NULL, NULL}}, grown_gold[] = {{"customers", "customer profit\na 500.00\nb 110.00\nc 14.00\n"}, {NULL, NULL}};
  (void)state;
  patron_assessment *after = decide(begun, NULL);
  patron_assessment *result = compared_with(after, "customer current_value sales_class sales_cutoff key_sales key\na 100.00 A 100.00 yes yes\nn - - - - -\n");
  expect_rows(result, "changes", "column customer before after why\nkey n - yes OWN_VALUE\nkey_sales n - yes OWN_VALUE\nsales_class n - A OWN_VALUE\n");
  patron_assessment_destroy(result);
  patron_assessment_destroy(after);
  after = decide(grown_gold, NULL);
  result = compared_with(after, "customer tier held_tier tier_value tier_cutoff\na GOLD GOLD 230.00 110.00\nb GOLD GOLD 110.00 110.00\nc SILVER SILVER 14.00 14.00\n");
  expect_rows(result, "changes", "column customer before after why\nheld_tier b GOLD SILVER CUTOFF\ntier b GOLD SILVER CUTOFF\n");
  patron_assessment_destroy(result);
  patron_assessment_destroy(after);
}

/* 63 names have room: the four of today, and 59 of those that are no longer tiers. Whoever came from another one is still counted, as if from none. */
static void names_that_have_no_room_are_counted_without_one(void **state)
{
  enum { MANY = 70 };
  char facts_text[MANY * 16 + 32] = "customer profit\n", before[MANY * 24 + 64] = "customer held_tier tier_value\n";
  const book_lines facts[] = {{"customers", facts_text}, {NULL, NULL}};
  patron_table *migration = NULL;
  int64_t rows, members = 0, named = 0;
  (void)state;
  for (int i = 0; i < MANY; i++) {
    snprintf(facts_text + strlen(facts_text), sizeof facts_text - strlen(facts_text), "c%02d 1.00\n", i);
    snprintf(before + strlen(before), sizeof before - strlen(before), "c%02d T%02d 1.00\n", i, i);
  }
  patron_assessment *after = decide(facts, NULL), *result = compared_with(after, before);
  expect_ok(patron_assessment_table(result, "migration", &migration));
  expect_ok(patron_table_rows(migration, &rows));
  for (int64_t row = 0; row < rows; row++) {
    char cell[BOOK_CELL];
    if (strcmp(book_cell(migration, "before", row, cell), "?") != 0 && cell[0] == 'T') named++;
    members += strtoll(book_cell(migration, "members", row, cell), NULL, 10);
  }
  assert_int_equal(named, 59);
  assert_int_equal(members, MANY);
  patron_table_destroy(migration);
  patron_assessment_destroy(result);
  patron_assessment_destroy(after);
}

/* Who sells nothing any more, like all of its group, is still there: from its class to N, and nobody is lost. */
static void a_group_without_a_positive_value_loses_nobody(void **state)
{
  static const book_lines facts[] = {{"customers", "customer layer sales sales_previous_class sales_previous_value\na X 0.00 A 60.00\nb X -2.00 B 9.00\nc Y 5.00 A 5.00\n"}, {NULL, NULL}};
  patron_assessment *after = decide(facts, NULL), *result;
  (void)state;
  expect_decided(after, "customer sales_class sales_held sales_cutoff\na N N -\nb N N -\nc A A 5.00\n");
  expect_table(after, "migration", "sales\tA\tA\t1\t5.00\t5.00\t?\nsales\tA\tN\t1\t60.00\t0.00\tOWN_VALUE\nsales\tB\tN\t1\t9.00\t-2.00\tOWN_VALUE\n");
  result = compared_with(after, "customer layer sales_held current_value\na X A 60.00\nb X B 9.00\nc Y A 5.00\n");
  expect_table(result, "migration", "sales\tA\tA\t1\t5.00\t5.00\t?\nsales\tA\tN\t1\t60.00\t0.00\tOWN_VALUE\nsales\tB\tN\t1\t9.00\t-2.00\tOWN_VALUE\n");
  patron_assessment_destroy(result);
  patron_assessment_destroy(after);
}

/* p is limited, q was: nobody is high now, so the stronger side cooled; r was, and both sides are high: repaired by the weaker one. s never was. What the facts remember does not count. */
static void those_who_left_danger_are_named_with_the_side_that_moved(void **state)
{
  static const char facts[] = "customer our_commitment our_trust their_commitment their_trust previous_level\ns 50 50 50 50 LIMITED_COLLABORATION\nr 70 70 80 80 -\nq 50 50 55 55 -\np 70 70 50 50 -\n";
  (void)state;
  patron_assessment *result = compared(facts, "customer relationship_level\np COOPERATIVE\nq LIMITED_COLLABORATION\nr LIMITED_COLLABORATION\ns COOPERATIVE\n");
  patron_table *danger = NULL, *listing = NULL;
  int64_t rows = 0, listed = -1;
  char cell[BOOK_CELL];
  expect_rows(result, "danger", "customer left moved how\np no - -\nq yes THEM COOLED\nr yes US REPAIRED\n");
  expect_ok(patron_assessment_table(result, "danger", &danger));
  expect_ok(patron_table_rows(danger, &rows));
  assert_int_equal(rows, 3);
  expect_ok(patron_assessment_table(result, "tables", &listing));
  for (int64_t row = 0, all = 0; patron_table_rows(listing, &all) == PATRON_OK && row < all; row++)
    if (strcmp(book_cell(listing, "table", row, cell), "danger") == 0) listed = strtoll(book_cell(listing, "rows", row, cell), NULL, 10);
  assert_int_equal(listed, rows);   /* the listing speaks of the same table */
  patron_table_destroy(listing);
  patron_table_destroy(danger);
  patron_assessment_destroy(result);
}

/* Handles, explanations and every other table are those of the assessment, which stays as it was. */
static void the_decisions_stay_the_same(void **state)
{
  static const book_lines facts[] = {{"customers", grown}, {NULL, NULL}};
  patron_assessment *after = decide(facts, NULL), *result;
  patron_table *mine = NULL, *theirs = NULL, *none = NULL, *why = NULL;
  patron_customer b = 0;
  char text[64];
  (void)state;
  expect_ok(patron_assessment_find_customer(after, "b", -1, &b));
  result = compared_with(after, stored);
  expect_status(patron_assessment_table(after, "changes", &none), PATRON_E_NOT_FOUND);
  expect_ok(patron_assessment_table(after, "customers", &mine));
  expect_ok(patron_assessment_table(result, "customers", &theirs));
  char *left = book_text(mine), *right = book_text(theirs);
  assert_string_equal(left, right);
  free(left);
  free(right);
  patron_table_destroy(mine);
  patron_table_destroy(theirs);
  patron_assessment_destroy(after);
  expect_ok(patron_assessment_text(result, b, "sales_class", text, sizeof text, NULL));
  assert_string_equal(text, "B");
  expect_ok(patron_assessment_explain(result, b, &why));
  patron_table_destroy(why);
  patron_assessment_destroy(result);
}

static void a_comparison_can_be_compared_again_and_with_itself(void **state)
{
  patron_assessment *result = compared(grown, stored), *again = NULL;
  patron_table *before = NULL;
  (void)state;
  expect_ok(patron_assessment_table(result, "customers", &before));
  expect_ok(patron_compare(context, before, result, &again));
  expect_table(again, "changes", "");
  expect_table(again, "migration", "sales\tA\tA\t1\t200.00\t200.00\t?\nsales\tB\tB\t2\t35.00\t35.00\t?\nsales\tC\tC\t1\t5.00\t5.00\t?\n");
  patron_table_destroy(before);
  patron_assessment_destroy(again);
  patron_assessment_destroy(result);
}

static void what_cannot_be_compared_is_refused(void **state)
{
  static const book_lines facts[] = {{"customers", grown}, {NULL, NULL}};
  patron_assessment *after = decide(facts, NULL), *out = NULL;
  patron_table *before = NULL;
  (void)state;
  expect_ok(book_table(context, "stored", "id sales_class\na A\n", &before));
  expect_status(patron_compare(NULL, before, after, &out), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_compare(context, before, NULL, &out), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_compare(context, NULL, after, &out), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_compare(context, before, after, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_compare(context, before, after, &out), PATRON_E_NOT_FOUND);
  patron_table_destroy(before);
  expect_ok(book_table(context, "stored", "customer sales_class\na A\na B\n", &before));
  expect_status(patron_compare(context, before, after, &out), PATRON_E_DUPLICATE);
  patron_table_destroy(before);
  assert_null(out);
  patron_assessment_destroy(after);
}

/* Everything that a comparison makes: movers, codes, money, lost customers, danger. */
static patron_status all_is_compared(patron_context *ours, scenario_output *output)
{
  static const book_lines facts[] = {{"customers", "customer layer sales profit loyalty our_commitment our_trust their_commitment their_trust\na X 200.00 84.00 10 70 70 50 50\nb X 20.00 16.00 20 50 50 55 55\nc X 15.00 4.00 30 - - - -\nd Y 5.00 1.00 40 - - - -\n"}, {NULL, NULL}};
  static const char before_text[] = "customer current_value net_margin sales_cutoff sales_class profit_class key_sales key held_tier tier_value tier_cutoff relationship_level objective rank rank_in_layer rank_in_cell\n"
                                    "a 60.00 84.00 20.00 A A yes yes GOLD 84.00 80.00 COOPERATIVE 50 2 2 1\nb 20.00 30.00 20.00 A B yes yes GOLD 30.00 80.00 LIMITED_COLLABORATION 60 1 1 1\nz 10.00 1.00 20.00 C C no no IRON 1.00 - UNDETERMINED 1 3 3 1\n";
  patron_status status = PATRON_OK;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *after = NULL, *result = NULL;
  patron_table *before = NULL;
  SCENARIO_TRY(book_open(ours, "EUR", facts, &book));
  SCENARIO_TRY(patron_policy_create(ours, NULL, &policy));
  SCENARIO_TRY(patron_policy_set(policy, "score.rank_by", "objective"));   /* more than half of it is known */
  SCENARIO_TRY(patron_assess(book, policy, &after));
  SCENARIO_TRY(book_table(ours, "stored", before_text, &before));
  SCENARIO_TRY(patron_compare(ours, before, after, &result));
  SCENARIO_TRY(book_write_decisions(output, result));
done:
  patron_assessment_destroy(result);
  patron_assessment_destroy(after);
  patron_table_destroy(before);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  return status;
}

static void it_fails_whole_whatever_fails(void **state)
{
  const scenario_options options = {.allocation_stride = 41};
  (void)state;
  scenario_torture("an assessment beside an earlier state", all_is_compared, &options);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_one_who_grew_moved_the_cutoff, start, stop),
    cmocka_unit_test_setup_teardown(of_two_who_did_the_same_the_first_id_is_named, start, stop),
    cmocka_unit_test_setup_teardown(a_new_customer_can_move_a_cutoff_and_what_was_not_stored_cannot, start, stop),
    cmocka_unit_test_setup_teardown(where_all_moved_nobody_is_named, start, stop),
    cmocka_unit_test_setup_teardown(migration_adds_up_to_both_totals, start, stop),
    cmocka_unit_test_setup_teardown(tiers_and_held_classes_are_compared_as_they_were_stored, start, stop),
    cmocka_unit_test_setup_teardown(names_that_have_no_room_are_counted_without_one, start, stop),
    cmocka_unit_test_setup_teardown(what_was_unknown_moved_itself_and_a_line_that_others_moved_is_a_line, start, stop),
    cmocka_unit_test_setup_teardown(a_group_without_a_positive_value_loses_nobody, start, stop),
    cmocka_unit_test_setup_teardown(those_who_left_danger_are_named_with_the_side_that_moved, start, stop),
    cmocka_unit_test_setup_teardown(the_decisions_stay_the_same, start, stop),
    cmocka_unit_test_setup_teardown(a_comparison_can_be_compared_again_and_with_itself, start, stop),
    cmocka_unit_test_setup_teardown(what_cannot_be_compared_is_refused, start, stop),
    cmocka_unit_test(it_fails_whole_whatever_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
