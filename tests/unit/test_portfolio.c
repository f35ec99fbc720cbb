/* Facts: tables put whole, what is refused leaves everything as it was, and what was handed out does not change. */
#include "facts.h"

#include "engine/portfolio.h"

static patron_portfolio *book;

static int start_book(void **state) {
  if (start(state) != 0) return -1;
  return patron_portfolio_create(context, "EUR", &book);
}

static int stop_book(void **state) {
  patron_portfolio_destroy(book);
  return stop(state);
}

static patron_table *customers(const char *const *ids, const char *const *sales, int64_t rows) {
  patron_table *table = NULL;
  assert_ok(patron_table_create(context, "customers", rows, &table));
  assert_ok(patron_table_add_strings(table, "customer", ids));
  assert_ok(patron_table_add_strings(table, "sales", sales));
  return table;
}

static patron_table *contacts_by_number(void) {
  const int64_t ids[] = {1, 2};
  patron_table *table = NULL;
  assert_ok(patron_table_create(context, "contacts", 2, &table));
  assert_ok(patron_table_add_i64(table, "contact", PATRON_INTEGER, ids, NULL));
  assert_ok(patron_table_add_i64(table, "customer", PATRON_INTEGER, ids, NULL));
  return table;
}

static void a_currency_is_one_of_iso_4217(void **state) {
  (void)state;
  patron_portfolio *other = NULL;
  assert_refused(patron_portfolio_create(context, "EURO", &other), PATRON_E_NOT_FOUND);
  assert_error_parts("|||EURO");
  assert_refused(patron_portfolio_create(context, "eur", &other), PATRON_E_NOT_FOUND);
  assert_null(other);
  assert_ok(patron_portfolio_create(context, "KWD", &other));
  assert_int_equal(patron__portfolio_exponent(other), 3);
  assert_string_equal(patron__portfolio_currency(other), "KWD");
  patron_portfolio_destroy(other);
}

static void nothing_is_no_argument(void **state) {
  (void)state;
  patron_portfolio *other = NULL;
  patron_table *table = NULL;
  patron_customer customer = 0;
  int64_t row;
  assert_refused(patron_portfolio_create(NULL, "EUR", &other), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_create(context, NULL, &other), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_create(context, "EUR", NULL), PATRON_E_INVALID_ARGUMENT);
  patron_portfolio_destroy(NULL);
  assert_refused(patron_portfolio_put(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_put(book, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_table(book, NULL, &table), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_table(book, "customers", NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_declare(NULL, "x", PATRON_TEXT), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_declare(book, NULL, PATRON_TEXT), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_add_customer(book, NULL, -1, &customer), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_add_customer(book, "A", -2, &customer), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_add_customer(book, "A", -1, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_add_customer_i64(book, 1, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_find_customer(book, NULL, -1, &customer), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_find_customer_i64(NULL, 1, &customer), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_customer_at(NULL, 0, &customer), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_customer_row(NULL, customer, &row), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_customer_row(book, customer, NULL), PATRON_E_INVALID_ARGUMENT);
}

static void a_put_table_is_finished_shared_and_in_the_types_of_the_schema(void **state) {
  (void)state;
  const char *const ids[] = {"A", "B"}, *const sales[] = {"1234.5", NULL};
  patron_table *table = customers(ids, sales, 2), *kept = NULL;
  int64_t index, amount[2];
  uint8_t known;
  assert_ok(patron_portfolio_put(book, table));
  assert_refused(patron_table_add_strings(table, "name", ids), PATRON_E_STATE);
  patron_table_destroy(table);
  assert_ok(patron_portfolio_table(book, "customers", &kept));
  assert_ok(patron_table_find_column(kept, "sales", &index));
  assert_ok(patron_table_read_i64(kept, index, 0, 2, amount, &known));
  assert_int_equal(amount[0], 123450);
  assert_int_equal(known, 1);
  assert_string_equal(cell(kept, "customer", 1), "B");
  patron_table_destroy(kept);
}

static void a_refused_table_changes_nothing_and_stays_open(void **state) {
  (void)state;
  const char *const ids[] = {"A", "B"}, *const sales[] = {"1.00", "2.00"}, *const wrong[] = {"3.00", "4.005"}, *const twice[] = {"A", "A"}, *const missing[] = {"A", NULL};
  patron_table *good = customers(ids, sales, 2), *bad = customers(ids, wrong, 2), *kept = NULL;
  patron_customer before, after;
  assert_ok(patron_portfolio_put(book, good));
  assert_ok(patron_portfolio_customer_at(book, 1, &before));
  assert_int_not_equal(patron_portfolio_put(book, bad), PATRON_OK);
  assert_error_parts("customers|sales|2|4.005");
  assert_ok(patron_table_add_strings(bad, "name", ids));
  patron_table_destroy(bad);
  bad = customers(twice, sales, 2);
  assert_refused(patron_portfolio_put(book, bad), PATRON_E_DUPLICATE);
  assert_error_parts("customers|customer|2|A");
  patron_table_destroy(bad);
  bad = customers(missing, sales, 2);
  assert_refused(patron_portfolio_put(book, bad), PATRON_E_RANGE);
  assert_error_parts("customers|customer|2|");
  patron_table_destroy(bad);
  bad = NULL;
  assert_ok(patron_table_create(context, "custmers", 0, &bad));
  assert_refused(patron_portfolio_put(book, bad), PATRON_E_NOT_FOUND);
  assert_error_says("customers");
  patron_table_destroy(bad);
  assert_ok(patron_portfolio_customer_at(book, 1, &after));
  assert_true(before == after);
  assert_ok(patron_portfolio_table(book, "customers", &kept));
  assert_string_equal(cell(kept, "sales", 1), "2.00");
  patron_table_destroy(kept);
  patron_table_destroy(good);
}

static void unknown_columns_are_kept_with_a_warning_that_goes_with_its_table(void **state) {
  (void)state;
  const char *const columns[] = {"customer", "sale", "colour"}, *const cells[] = {"A", "1", "red"};
  const char *const few[] = {"customer"}, *const ids[] = {"A"};
  patron_table *table = text_table("customers", columns, 3, cells, 1), *warnings = NULL, *kept = NULL;
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  assert_ok(patron_portfolio_table(book, "warnings", &warnings));
  assert_int_equal(rows_of(warnings), 2);
  assert_string_equal(cell(warnings, "table", 0), "customers");
  assert_string_equal(cell(warnings, "column", 0), "sale");
  assert_string_equal(cell(warnings, "code", 0), "UNKNOWN_COLUMN");
  assert_non_null(strstr(cell(warnings, "text", 0), "sales"));
  assert_string_equal(cell(warnings, "column", 1), "colour");
  patron_table_destroy(warnings);
  assert_ok(patron_portfolio_table(book, "customers", &kept));
  assert_string_equal(cell(kept, "colour", 0), "red");
  patron_table_destroy(kept);
  table = text_table("customers", few, 1, ids, 1);
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  assert_ok(patron_portfolio_table(book, "warnings", &warnings));
  assert_int_equal(rows_of(warnings), 0);
  patron_table_destroy(warnings);
}

static void warnings_about_facts_stand_in_the_assessment(void **state) {
  (void)state;
  const char *const columns[] = {"customer", "sale", "sales"}, *const cells[] = {"A", "1", "2"};
  patron_table *table = text_table("customers", columns, 3, cells, 1), *warnings = NULL;
  patron_assessment *result = NULL;
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  for (int twice = 0; twice < 2; twice++) {
    assert_ok(patron_assess(book, NULL, &result));
    assert_ok(patron_assessment_table(result, "warnings", &warnings));
    assert_true(rows_of(warnings) >= 1);
    assert_string_equal(cell(warnings, "column", 0), "sale");
    patron_table_destroy(warnings);
    patron_assessment_destroy(result);
  }
  assert_ok(patron_portfolio_table(book, "warnings", &warnings));
  assert_int_equal(rows_of(warnings), 1);
  patron_table_destroy(warnings);
}

static void the_listing_names_every_table(void **state) {
  (void)state;
  const char *const ids[] = {"A", "B"}, *const sales[] = {"1", "2"};
  patron_table *table = customers(ids, sales, 2), *list = NULL;
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  assert_ok(patron_portfolio_table(book, "tables", &list));
  assert_int_equal(rows_of(list), 2);
  assert_string_equal(cell(list, "table", 0), "customers");
  assert_string_equal(cell(list, "rows", 0), "2");
  assert_string_equal(cell(list, "table", 1), "warnings");
  patron_table_destroy(list);
  assert_refused(patron_portfolio_table(book, "ledger", &list), PATRON_E_NOT_FOUND);
  assert_error_parts("|||ledger");
}

static void ids_of_customers_are_of_one_kind_in_all_tables(void **state) {
  (void)state;
  const char *const ids[] = {"A", "B"}, *const sales[] = {"1", "2"};
  patron_table *contacts = contacts_by_number(), *table = customers(ids, sales, 2);
  patron_customer customer;
  assert_ok(patron_portfolio_put(book, contacts));
  assert_refused(patron_portfolio_put(book, table), PATRON_E_TYPE);
  assert_error_parts("customers|customer||");
  assert_error_says("contacts.customer");
  assert_refused(patron_portfolio_add_customer(book, "A", -1, &customer), PATRON_E_TYPE);
  assert_ok(patron_portfolio_add_customer_i64(book, 7, &customer));
  patron_table_destroy(table);
  patron_table_destroy(contacts);
}

static void territories_may_be_named_while_customers_are_numbered(void **state) {
  (void)state;
  const int64_t ids[] = {10, 11};
  const char *const territories[] = {"North", "South"};
  patron_table *table = NULL;
  assert_ok(patron_table_create(context, "customers", 2, &table));
  assert_ok(patron_table_add_i64(table, "customer", PATRON_INTEGER, ids, NULL));
  assert_ok(patron_table_add_strings(table, "territory", territories));
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
}

static void the_one_table_of_its_kind_may_change_it(void **state) {
  (void)state;
  const char *const ids[] = {"A", "B"}, *const sales[] = {"1", "2"};
  const int64_t numbers[] = {10, 11};
  patron_table *by_text = customers(ids, sales, 2), *by_number = NULL;
  patron_customer customer;
  assert_ok(patron_table_create(context, "customers", 2, &by_number));
  assert_ok(patron_table_add_i64(by_number, "customer", PATRON_INTEGER, numbers, NULL));
  assert_ok(patron_portfolio_put(book, by_text));
  assert_ok(patron_portfolio_put(book, by_number));
  assert_ok(patron_portfolio_find_customer_i64(book, 11, &customer));
  assert_refused(patron_portfolio_find_customer(book, "A", -1, &customer), PATRON_E_TYPE);
  patron_table_destroy(by_text);
  patron_table_destroy(by_number);
}

static void a_table_of_another_context_must_be_finished(void **state) {
  (void)state;
  const char *const ids[] = {"A"};
  patron_context *other = NULL;
  patron_portfolio *there = NULL;
  patron_table *table = NULL, *kept = NULL;
  assert_ok(patron_context_create(NULL, &other));
  assert_ok(patron_portfolio_create(other, "EUR", &there));
  assert_ok(patron_table_create(other, "customers", 1, &table));
  assert_ok(patron_table_add_strings(table, "customer", ids));
  assert_refused(patron_portfolio_put(book, table), PATRON_E_STATE);
  assert_ok(patron_portfolio_put(there, table));
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  patron_portfolio_destroy(there);
  patron_context_destroy(other);
  assert_ok(patron_portfolio_table(book, "customers", &kept));
  assert_string_equal(cell(kept, "customer", 0), "A");
  patron_table_destroy(kept);
}

int main(void) {
#define BOOK(name) cmocka_unit_test_setup_teardown(name, start_book, stop_book)
  const struct CMUnitTest tests[] = {
    BOOK(a_currency_is_one_of_iso_4217), BOOK(nothing_is_no_argument), BOOK(a_put_table_is_finished_shared_and_in_the_types_of_the_schema), BOOK(a_refused_table_changes_nothing_and_stays_open),
    BOOK(unknown_columns_are_kept_with_a_warning_that_goes_with_its_table), BOOK(warnings_about_facts_stand_in_the_assessment), BOOK(the_listing_names_every_table), BOOK(ids_of_customers_are_of_one_kind_in_all_tables),
    BOOK(territories_may_be_named_while_customers_are_numbered), BOOK(the_one_table_of_its_kind_may_change_it), BOOK(a_table_of_another_context_must_be_finished),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
