/* Settings: each value is checked against the schema, the error says what would do, and readers give the types back. */
#include "facts.h"

#include "engine/policy.h"

static void the_defaults_are_values_that_the_schema_takes(void **state) {
  (void)state;
  const patron__setting *one;
  for (int32_t i = 0; (one = patron__setting_at(i)) != NULL; i++) assert_ok(patron__settings_check(context, patron__setting_text(one, PATRON__NAME_TEXT), patron__setting_text(one, PATRON__DEFAULT_TEXT), -1));
}

static void a_value_of_another_kind_or_range_is_refused(void **state) {
  (void)state;
  static const struct { const char *key, *value; patron_status status; const char *says; } cases[] = {
    {"wallet.quantile", "1.5", PATRON_E_RANGE, "from 0 to 1"},
    {"wallet.quantile", "half", PATRON_E_FORMAT, "a number"},
    {"wallet.quantile", "", PATRON_E_FORMAT, "a number"},
    {"wallet.quantile", "0,5", PATRON_E_FORMAT, "a number"},
    {"period.months", "12.5", PATRON_E_FORMAT, "whole number from 1 to 60"},
    {"period.months", "61", PATRON_E_RANGE, "whole number"},
    {"rollup.to", "TOP", PATRON_E_RANGE, "NONE, PARENT, ULTIMATE"},
    {"rollup.to", "none", PATRON_E_RANGE, "NONE"},
    {"as_of", "2026-02-30", PATRON_E_RANGE, "a date"},
    {"loyalty.weights", "0.5,0.5", PATRON_E_RANGE, "3 values"},
    {"loyalty.weights", "0.4,0.3,0.2,0.1", PATRON_E_RANGE, "3 values"},
    {"loyalty.weights", "0.4,-0.3,0.9", PATRON_E_RANGE, "negative"},
    {"loyalty.weights", "0.4,,0.3", PATRON_E_FORMAT, "3 values"},
    {"matrix.bands", "67,33", PATRON_E_RANGE, "ascending"},
    {"matrix.bands", "50,50", PATRON_E_RANGE, "ascending"},
    {"matrix.bands", "10,20,30", PATRON_E_RANGE, "1 to 2"},
    {"fence.visit_cost", "0", PATRON_E_RANGE, "above 0"},
    {"fence.visit_cost", "1e3", PATRON_E_FORMAT, "money"},
    {"allocation.key_only", "perhaps", PATRON_E_FORMAT, "yes or no"},
    {"segment.merge", "\xff", PATRON_E_FORMAT, "text"},
    {"fence.visit_cost", "110,00", PATRON_E_FORMAT, "decimals follow a point"},
    {"period.months", "1 2", PATRON_E_FORMAT, "no blanks"},
    {"tier.hysteresis", "10%", PATRON_E_FORMAT, "a share of 25 percent is 0.25"},
    {"loyalty.weights", "0,4;0,3;0,3", PATRON_E_FORMAT, "commas separate the values of a list"},
  };
  char part[64];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    if (patron__settings_check(context, cases[i].key, cases[i].value, -1) != cases[i].status) fail_msg("%s = %s", cases[i].key, cases[i].value);
    assert_error_says(cases[i].key);
    assert_error_says(cases[i].says);
    assert_ok(patron_context_error_part(context, "table", part, sizeof part, NULL));
    assert_string_equal(part, "settings");
  }
}

static void an_unknown_key_names_the_one_that_was_meant(void **state) {
  (void)state;
  assert_refused(patron__settings_check(context, "wallet.quantil", "0.5", -1), PATRON_E_NOT_FOUND);
  assert_error_says("did you mean wallet.quantile?");
  assert_refused(patron__settings_check(context, "zzzzzzzzzzzz", "0.5", -1), PATRON_E_NOT_FOUND);
  assert_error_parts("settings|key||zzzzzzzzzzzz");
}

static void readers_give_types_and_say_what_is_not_set(void **state) {
  (void)state;
  const char *const keys[] = {"as_of", "fence.visit_cost", "allocation.key_only", "potential.bands", "relationship.severity", "period.months"};
  const char *const values[] = {"2026-07-01", "110.5", "no", "0.5,1", "1,2,3,4", "24"};
  const int64_t lengths[] = {-1, -1, -1, -1, -1, 1};
  patron_table *defaults = NULL, *settings = NULL;
  double numbers[8];
  char text[8];
  int64_t len, money;
  int32_t days;
  assert_ok(patron__settings_build(context, NULL, NULL, NULL, NULL, 0, &defaults));
  assert_ok(patron__settings_build(context, defaults, keys, values, lengths, 6, &settings));
  assert_int_equal(patron__settings_date(defaults, "as_of", &days), PATRON_UNKNOWN);
  assert_int_equal(patron__settings_money(defaults, "fence.visit_cost", 2, &money), PATRON_UNKNOWN);
  assert_int_equal(patron__settings_is_set(defaults, "as_of"), 0);
  assert_true(patron__settings_number(defaults, "relationship.high") == 0);
  assert_int_equal(patron__settings_integer(defaults, "period.months"), 12);
  assert_int_equal(patron__settings_flag(defaults, "allocation.key_only"), 1);
  assert_int_equal(patron__settings_code(defaults, "output.explanations"), 0);
  assert_true(patron__settings_number(defaults, "wallet.quantile") == 0.8);
  assert_ok(patron__settings_date(settings, "as_of", &days));
  assert_int_equal(days, 20635);
  assert_ok(patron__settings_money(settings, "fence.visit_cost", 2, &money));
  assert_int_equal(money, 11050);
  assert_refused(patron__settings_money(settings, "fence.visit_cost", 0, &money), PATRON_E_RANGE);
  assert_int_equal(patron__settings_flag(settings, "allocation.key_only"), 0);
  assert_int_equal(patron__settings_numbers(settings, "potential.bands", numbers, 8), 2);
  assert_true(numbers[0] == 0.5 && numbers[1] == 1);
  assert_int_equal(patron__settings_numbers(settings, "relationship.severity", numbers, 3), 3);
  assert_int_equal(patron__settings_integer(settings, "period.months"), 2);
  assert_null(patron__settings_value(settings, "no.such.key", &len));
  assert_int_equal(patron__settings_code(settings, "no.such.key"), -1);
  assert_null(patron__settings_value(NULL, "as_of", &len));
  assert_ok(patron__settings_copy(settings, "rollup.to", text, sizeof text));
  assert_string_equal(text, "NONE");
  assert_refused(patron__settings_copy(settings, "as_of", text, sizeof text), PATRON_E_RANGE);
  patron_table_destroy(settings);
  patron_table_destroy(defaults);
}

static void settings_in_any_order_are_read(void **state) {
  (void)state;
  const char *const columns[] = {"key", "value"}, *const cells[] = {"wallet.quantile", "0.5", "as_of", NULL, "period.months", "3"};
  patron_table *settings = text_table("settings", columns, 2, cells, 3);
  int64_t len = 7;
  assert_int_equal(patron__settings_integer(settings, "period.months"), 3);
  assert_true(patron__settings_number(settings, "wallet.quantile") == 0.5);
  assert_non_null(patron__settings_value(settings, "as_of", &len));
  assert_int_equal(len, 0);
  patron_table_destroy(settings);
}

static void every_key_stands_once_and_ascending(void **state) {
  (void)state;
  patron_table *settings = NULL;
  int32_t known = 0;
  while (patron__setting_at(known) != NULL) known++;
  assert_ok(patron__settings_build(context, NULL, NULL, NULL, NULL, 0, &settings));
  assert_int_equal(rows_of(settings), known);
  for (int64_t row = 1; row < known; row++) assert_true(strcmp(cell(settings, "key", row - 1), cell(settings, "key", row)) < 0);
  patron_table_destroy(settings);
}

int main(void) {
#define HERE(name) cmocka_unit_test_setup_teardown(name, start, stop)
  const struct CMUnitTest tests[] = {
    HERE(the_defaults_are_values_that_the_schema_takes), HERE(a_value_of_another_kind_or_range_is_refused), HERE(an_unknown_key_names_the_one_that_was_meant),
    HERE(readers_give_types_and_say_what_is_not_set), HERE(settings_in_any_order_are_read), HERE(every_key_stands_once_and_ascending),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
