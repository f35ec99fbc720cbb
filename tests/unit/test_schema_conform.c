/* What a table given by a host becomes, and what is refused with table, column, row, value and expectation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "table/schema.h"

static patron_context *context;
static patron_table *given, *made;
static uint64_t used_at_first;

static int start(void **state) {
  (void)state;
  if (patron_context_create(NULL, &context) != PATRON_OK) return -1;
  used_at_first = patron_context_memory_used(context);
  given = made = NULL;
  return 0;
}

static int stop(void **state) {
  (void)state;
  patron_table_destroy(given);
  patron_table_destroy(made);
  int left = patron_context_memory_used(context) != used_at_first;
  patron_context_destroy(context);
  return left ? -1 : 0;
}

/* A fresh table of texts: NULL-terminated column names, then the cells row by row ("?" unknown). */
static void give(const char *name, const char *const *columns, int64_t rows, const char *const *cells) {
  patron_table_destroy(given);
  patron_table_destroy(made);
  made = NULL;
  int64_t count = 0;
  const char *values[8];
  while (columns[count] != NULL) count++;
  assert_int_equal(patron_table_create(context, name, rows, &given), PATRON_OK);
  for (int64_t i = 0; i < count; i++) {
    for (int64_t row = 0; row < rows; row++) {
      const char *cell = cells[row * count + i];
      values[row] = strcmp(cell, "?") == 0 ? NULL : cell;
    }
    assert_int_equal(patron_table_add_strings(given, columns[i], values), PATRON_OK);
  }
}

static void give_one(const char *column, const char *value) {
  const char *const columns[] = {"customer", column, NULL}, *const cells[] = {"C1", value};
  give("customers", columns, 1, cells);
}

static void assert_refused(patron_status expected, const char *column, const char *row, const char *value, const char *expectation) {
  const char *const parts[] = {"column", "row", "value", "expected"}, *const wanted[] = {column, row, value, expectation};
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), expected);
  assert_null(made);
  for (int i = 0; i < 4; i++) {
    char text[600];
    if (wanted[i] == NULL) continue;
    assert_int_equal(patron_context_error_part(context, parts[i], text, sizeof text, NULL), PATRON_OK);
    assert_string_equal(text, wanted[i]);
  }
}

static void assert_cell(const char *column, int64_t row, const char *expected) {
  int64_t index, offsets[2];
  char text[64];
  uint8_t known = 0;
  assert_int_equal(patron_table_find_column(made, column, &index), PATRON_OK);
  assert_int_equal(patron_table_read_text(made, index, row, 1, offsets, text, sizeof text - 1, NULL, &known), PATRON_OK);
  text[offsets[1]] = 0;
  assert_int_equal(known, expected != NULL);
  if (expected != NULL) assert_string_equal(text, expected);
}

static void text_becomes_what_the_schema_says(void **state) {
  (void)state;
  const char *const columns[] = {"customer", "sales", "contribution_rate", "tenure_days", "layer", "joint_objectives", NULL};
  const char *const cells[] = {"C2", "1234.50", "0.15", "17", "KA_RETAIL", "yes",
                               "C1", "", "?", "-0", "Pharmacies", "0",
                               "C3", "-7", "1", "", "", "TRUE"};
  give("customers", columns, 3, cells);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), PATRON_OK);
  assert_int_equal(patron__table_find(made, "sales")->type, PATRON_MONEY);
  assert_cell("sales", 0, "1234.50");
  assert_cell("sales", 1, NULL);
  assert_cell("sales", 2, "-7.00");
  assert_cell("contribution_rate", 0, "0.15");
  assert_cell("contribution_rate", 1, NULL);
  assert_cell("tenure_days", 1, "0");
  assert_cell("tenure_days", 2, NULL);
  assert_cell("layer", 0, "KA_RETAIL");
  assert_cell("layer", 1, "Pharmacies");
  assert_cell("layer", 2, NULL);
  assert_int_equal(patron__column_i32(patron__table_find(made, "layer"), 0), 3);
  assert_int_equal(patron__column_i32(patron__table_find(made, "layer"), 1), 7);
  assert_cell("joint_objectives", 0, "yes");
  assert_cell("joint_objectives", 1, "no");
  assert_cell("joint_objectives", 2, "yes");
  assert_ptr_equal(patron__table_find(made, "customer"), patron__table_find(given, "customer"));
}

static void what_cannot_be_read_is_named(void **state) {
  (void)state;
  give_one("sales", "1234.567");
  assert_refused(PATRON_E_RANGE, "sales", "1", "1234.567", "an amount of money with at most 2 decimals");
  give_one("sales", "12a");
  assert_refused(PATRON_E_FORMAT, "sales", "1", "12a", NULL);
  give_one("our_trust", "101");
  assert_refused(PATRON_E_RANGE, "our_trust", "1", "101", "a number from 0 to 100");
  give_one("our_trust", "nan");
  assert_refused(PATRON_E_FORMAT, "our_trust", "1", "nan", NULL);
  give_one("potential", "-1");
  assert_refused(PATRON_E_RANGE, "potential", "1", "-1.00", "an amount of money with at most 2 decimals that is not negative");
  give_one("tenure_days", "1.5");
  assert_refused(PATRON_E_FORMAT, "tenure_days", "1", "1.5", NULL);
  give_one("status", "SLEEPING");
  assert_refused(PATRON_E_RANGE, "status", "1", "SLEEPING", "one of PROSPECT, ACTIVE, DORMANT");
  give_one("conditional_terms", "perhaps");
  assert_refused(PATRON_E_FORMAT, "conditional_terms", "1", "perhaps", "yes or no");
}

static void assert_told(const char *sentence) {
  char text[1200];
  assert_int_equal(patron_context_error(context, text, sizeof text, NULL), PATRON_OK);
  assert_non_null(strstr(text, sentence));
}

/* What is not known is left empty: the words that stand for it in other programs are told from other texts, and amounts of too many decimals from those that are out of range. */
static void the_reason_of_a_refusal_fits_the_text(void **state) {
  static const char *const words[] = {"n/a", "NA", "Null", "none", "-"};
  (void)state;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    give_one("sales", words[i]);
    assert_refused(PATRON_E_FORMAT, "sales", "1", words[i], NULL);
    assert_told("a word for what is not known cannot be read: leave it empty");
  }
  give_one("sales", "nobody");
  assert_refused(PATRON_E_FORMAT, "sales", "1", "nobody", NULL);
  assert_told("a text cannot be read");
  give_one("sales", "1.2340");
  assert_refused(PATRON_E_RANGE, "sales", "1", "1.2340", NULL);
  assert_told("an amount has more decimals than its currency");
  give_one("sales", "99999999999999999999");
  assert_refused(PATRON_E_RANGE, "sales", "1", "99999999999999999999", NULL);
  assert_told("a value is out of range");
  give_one("sales", "99999999999999999999.10");
  assert_refused(PATRON_E_RANGE, "sales", "1", "99999999999999999999.10", NULL);
  assert_told("a value is out of range");
  give_one("tenure_days", "99999999999999999999");
  assert_refused(PATRON_E_RANGE, "tenure_days", "1", "99999999999999999999", NULL);
  assert_told("a value is out of range");
  give("ledger", (const char *const[]){"customer", "date", "amount", NULL}, 1, (const char *const[]){"a", "2025-02-29", "1"});
  assert_refused(PATRON_E_RANGE, "date", "1", "2025-02-29", NULL);
  assert_told("there is no such day");
  give("ledger", (const char *const[]){"customer", "date", "amount", NULL}, 1, (const char *const[]){"a", "soon", "1"});
  assert_refused(PATRON_E_FORMAT, "date", "1", "soon", NULL);
  assert_told("a text cannot be read");
}

/* 0 and 1 are no and yes; nothing else is, and an unknown number is neither. */
static void whole_numbers_are_flags_where_they_can_be(void **state) {
  static const char *const columns[] = {"customer", NULL}, *const ids[] = {"a", "b", "c"};
  static const int64_t good[] = {1, 7, 0}, bad[] = {1, 0, 2}, low[] = {-1, 0, 1};
  static const uint8_t not_second = 5;
  (void)state;
  give("customers", columns, 3, ids);
  assert_int_equal(patron_table_add_i64(given, "conditional_terms", PATRON_INTEGER, good, &not_second), PATRON_OK);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), PATRON_OK);
  assert_cell("conditional_terms", 0, "yes");
  assert_cell("conditional_terms", 1, NULL);
  assert_cell("conditional_terms", 2, "no");
  give("customers", columns, 3, ids);
  assert_int_equal(patron_table_add_i64(given, "conditional_terms", PATRON_INTEGER, bad, NULL), PATRON_OK);
  assert_refused(PATRON_E_RANGE, "conditional_terms", "3", "2", "yes or no");
  give("customers", columns, 3, ids);
  assert_int_equal(patron_table_add_i64(given, "conditional_terms", PATRON_INTEGER, low, NULL), PATRON_OK);
  assert_refused(PATRON_E_RANGE, "conditional_terms", "1", "-1", NULL);
}

static void money_is_never_a_double(void **state) {
  (void)state;
  const double number = 1.0;
  const int64_t whole = 1;
  give_one("name", "Acme");
  assert_int_equal(patron_table_add_f64(given, "sales", PATRON_NUMBER, &number, NULL), PATRON_OK);
  assert_refused(PATRON_E_TYPE, "sales", NULL, NULL, NULL);
  give_one("name", "Acme");
  assert_int_equal(patron_table_add_i64(given, "sales", PATRON_INTEGER, &whole, NULL), PATRON_OK);
  assert_refused(PATRON_E_TYPE, "sales", NULL, NULL, NULL);
}

static void whole_numbers_are_taken_as_numbers_where_that_is_exact(void **state) {
  (void)state;
  const int64_t exact = INT64_C(1) << 53, beyond = exact + 1, below = -beyond, small = 3;
  give_one("name", "Acme");
  assert_int_equal(patron_table_add_i64(given, "wallet_proxy", PATRON_INTEGER, &exact, NULL), PATRON_OK);
  assert_int_equal(patron_table_add_i64(given, "territory", PATRON_INTEGER, &small, NULL), PATRON_OK);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), PATRON_OK);
  assert_true(patron__column_f64(patron__table_find(made, "wallet_proxy"), 0) == 9007199254740992.0);
  assert_int_equal(patron__table_find(made, "territory")->type, PATRON_INTEGER);
  give_one("name", "Acme");
  assert_int_equal(patron_table_add_i64(given, "wallet_proxy", PATRON_INTEGER, &beyond, NULL), PATRON_OK);
  assert_refused(PATRON_E_RANGE, "wallet_proxy", "1", "9007199254740993", NULL);
  give_one("name", "Acme");
  assert_int_equal(patron_table_add_i64(given, "wallet_proxy", PATRON_INTEGER, &below, NULL), PATRON_OK);
  assert_refused(PATRON_E_RANGE, "wallet_proxy", "1", "-9007199254740993", NULL);
}

static void codes_of_a_host_get_the_fixed_numbers(void **state) {
  (void)state;
  const char *const names[] = {"DORMANT", "PROSPECT", "never used"}, *const columns[] = {"customer", NULL}, *const ids[] = {"a", "b", "c"};
  const int32_t codes[] = {0, -1, 1}, wrong[] = {0, 2, 1};
  give("customers", columns, 3, ids);
  assert_int_equal(patron_table_add_code(given, "status", codes, NULL, names, 3), PATRON_OK);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), PATRON_OK);
  assert_int_equal(patron__column_i32(patron__table_find(made, "status"), 0), 2);
  assert_cell("status", 1, NULL);
  assert_cell("status", 2, "PROSPECT");
  patron_table *again = NULL;
  assert_int_equal(patron__schema_conform(context, made, PATRON__FACT, 2, NULL, &again), PATRON_OK);
  assert_ptr_equal(patron__table_find(again, "status"), patron__table_find(made, "status"));
  patron_table_destroy(again);
  give("customers", columns, 3, ids);
  assert_int_equal(patron_table_add_code(given, "status", wrong, NULL, names, 3), PATRON_OK);
  assert_refused(PATRON_E_RANGE, "status", "2", "never used", NULL);
}

static void required_columns_and_cells_must_be_there(void **state) {
  (void)state;
  const char *const columns[] = {"name", NULL}, *const ids[] = {"customer", NULL}, *const names[] = {"a"}, *const missing[] = {"a", "?"}, *const empty[] = {"a", ""};
  give("customers", columns, 1, names);
  assert_refused(PATRON_E_NOT_FOUND, "customer", NULL, NULL, "the host's own id, text or integer");
  give("customers", ids, 2, missing);
  assert_refused(PATRON_E_RANGE, "customer", "2", NULL, "a value in every row");
  give("customers", ids, 2, empty);
  assert_refused(PATRON_E_RANGE, "customer", "2", NULL, "a value in every row");
}

static void keys_are_unique(void **state) {
  (void)state;
  const char *const columns[] = {"customer", NULL}, *const ids[] = {"b", "a", "c", "a"};
  give("customers", columns, 4, ids);
  assert_refused(PATRON_E_DUPLICATE, "customer", "4", "a", NULL);
  const char *const pair[] = {"program", "tier", "rank", NULL}, *const same[] = {"?", "GOLD", "1", "P", "GOLD", "1", "?", "GOLD", "2"}, *const other[] = {"?", "GOLD", "1", "P", "GOLD", "1"};
  give("programs", pair, 3, same);
  assert_int_equal(patron__schema_conform(context, given, PATRON__RULE, -1, NULL, &made), PATRON_E_DUPLICATE);
  give("programs", pair, 2, other);
  assert_int_equal(patron__schema_conform(context, given, PATRON__RULE, -1, NULL, &made), PATRON_OK);
}

static void unknown_names_are_met_with_the_likely_one(void **state) {
  (void)state;
  char text[300];
  give_one("sale", "1");
  patron_table *warnings = NULL;
  assert_int_equal(patron__warnings_create(context, &warnings), PATRON_OK);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, warnings, &made), PATRON_OK);
  assert_cell("sale", 0, "1");
  assert_int_equal(warnings->rows, 1);
  int64_t len;
  const char *note = patron__column_text(patron__table_find(warnings, "text"), 0, &len);
  assert_non_null(note);
  assert_true(len > 0 && (size_t)len < sizeof text);
  memcpy(text, note, (size_t)len);
  text[len] = 0;
  assert_non_null(strstr(text, "perhaps sales was meant"));
  const char *const columns[] = {"customer", "nonsense", "status", NULL}, *const cells[] = {"C1", "x", "WRONG"};
  give("customers", columns, 1, cells);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, warnings, &made), PATRON_E_RANGE);
  assert_int_equal(warnings->rows, 1);
  patron_table_destroy(warnings);
  const char *const one[] = {"customer", NULL}, *const id[] = {"C1"};
  give("customer", one, 1, id);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_context_error(context, text, sizeof text, NULL), PATRON_OK);
  assert_non_null(strstr(text, "perhaps customers was meant"));
  give("programs", one, 1, id);
  assert_int_equal(patron__schema_conform(context, given, PATRON__FACT, 2, NULL, &made), PATRON_E_NOT_FOUND);
}

static void money_of_rules_stays_text_until_the_currency_is_known(void **state) {
  (void)state;
  const char *const columns[] = {"term", "measure", "method", "cap", NULL}, *const cells[] = {"t", "sales", "FIXED", "12.3456"}, *const wrong[] = {"t", "sales", "FIXED", "1,5"};
  give("terms", columns, 1, cells);
  assert_int_equal(patron__schema_conform(context, given, PATRON__RULE, -1, NULL, &made), PATRON_OK);
  assert_cell("cap", 0, "12.3456");
  assert_int_equal(patron__table_find(made, "cap")->type, PATRON_TEXT);
  patron_table *fitted = NULL;
  assert_int_equal(patron__schema_conform(context, made, PATRON__RULE, 2, NULL, &fitted), PATRON_E_RANGE);
  assert_int_equal(patron__schema_conform(context, made, PATRON__RULE, 4, NULL, &fitted), PATRON_OK);
  assert_int_equal(patron__column_i64(patron__table_find(fitted, "cap"), 0), 123456);
  patron_table_destroy(fitted);
  give("terms", columns, 1, wrong);
  assert_int_equal(patron__schema_conform(context, given, PATRON__RULE, -1, NULL, &made), PATRON_E_FORMAT);
}

static void a_setting_may_be_empty(void **state) {
  (void)state;
  const char *const columns[] = {"key", "value", NULL}, *const cells[] = {"segment.merge", "", "as_of", "?"};
  give("settings", columns, 2, cells);
  assert_int_equal(patron__schema_conform(context, given, PATRON__RULE, -1, NULL, &made), PATRON_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(text_becomes_what_the_schema_says, start, stop),
    cmocka_unit_test_setup_teardown(what_cannot_be_read_is_named, start, stop),
    cmocka_unit_test_setup_teardown(the_reason_of_a_refusal_fits_the_text, start, stop),
    cmocka_unit_test_setup_teardown(whole_numbers_are_flags_where_they_can_be, start, stop),
    cmocka_unit_test_setup_teardown(money_is_never_a_double, start, stop),
    cmocka_unit_test_setup_teardown(whole_numbers_are_taken_as_numbers_where_that_is_exact, start, stop),
    cmocka_unit_test_setup_teardown(codes_of_a_host_get_the_fixed_numbers, start, stop),
    cmocka_unit_test_setup_teardown(required_columns_and_cells_must_be_there, start, stop),
    cmocka_unit_test_setup_teardown(keys_are_unique, start, stop),
    cmocka_unit_test_setup_teardown(unknown_names_are_met_with_the_likely_one, start, stop),
    cmocka_unit_test_setup_teardown(money_of_rules_stays_text_until_the_currency_is_known, start, stop),
    cmocka_unit_test_setup_teardown(a_setting_may_be_empty, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
