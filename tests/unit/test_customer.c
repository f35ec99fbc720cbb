/* Customers by handle: ids found, handles told apart, setters that check as tables do, and snapshots that setters do not touch. */
#include "facts.h"

#include "engine/portfolio.h"
#include "scenario.h"

static patron_portfolio *book;

static int start_book(void **state) {
  if (start(state) != 0) return -1;
  return patron_portfolio_create(context, "EUR", &book);
}

static int stop_book(void **state) {
  patron_portfolio_destroy(book);
  return stop(state);
}

static patron_table *facts(void) {
  patron_table *table = NULL;
  assert_ok(patron_portfolio_table(book, "customers", &table));
  return table;
}

static void handles_are_unlike_rows_and_bring_them_back(void **state) {
  (void)state;
  const int64_t rows[] = {0, 1, 12345678, (INT64_C(1) << 40) - 1};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (uint32_t tag = 1; tag < 0x1000000; tag = tag * 7 + 1) {
      int64_t row = -1;
      const patron_customer customer = patron__customer_handle(tag, rows[i]);
      assert_true(customer != 0 && customer != (patron_customer)rows[i]);
      assert_ok(patron__customer_resolve(customer, tag, rows[i] + 1, &row));
      assert_true(row == rows[i]);
      assert_refused(patron__customer_resolve(customer, tag, rows[i], &row), PATRON_E_STALE);
      assert_refused(patron__customer_resolve(customer, tag ^ 1, rows[i] + 1, &row), PATRON_E_STALE);
    }
}

static void customers_are_found_by_text(void **state) {
  (void)state;
  static const char *const ids[] = {"M", "C", "Z", "A", "Q", "客户", "B"};   /* the third is the last in order: from the fourth on ids are hashed */
  patron_customer made[7], found = 0;
  int64_t row;
  for (int i = 0; i < 7; i++) assert_ok(patron_portfolio_add_customer(book, ids[i], -1, &made[i]));
  for (int i = 0; i < 7; i++) {
    assert_ok(patron_portfolio_find_customer(book, ids[i], (int64_t)strlen(ids[i]), &found));
    assert_true(found == made[i]);
    assert_ok(patron_customer_row(book, found, &row));
    assert_int_equal(row, i);
    assert_ok(patron_portfolio_customer_at(book, i, &found));
    assert_true(found == made[i]);
  }
  found = 7;
  assert_refused(patron_portfolio_find_customer(book, "D", -1, &found), PATRON_E_NOT_FOUND);
  assert_error_parts("customers|customer||D");
  assert_refused(patron_portfolio_find_customer_i64(book, 1, &found), PATRON_E_TYPE);
  assert_refused(patron_portfolio_customer_at(book, 7, &found), PATRON_E_RANGE);
  assert_refused(patron_portfolio_customer_at(book, -1, &found), PATRON_E_RANGE);
  assert_true(found == 7);
}

static void customers_are_found_by_number(void **state) {
  (void)state;
  patron_customer customer, found;
  int64_t row;
  assert_refused(patron_portfolio_find_customer_i64(book, 1, &found), PATRON_E_NOT_FOUND);
  for (int64_t i = 0; i < 2000; i++) assert_ok(patron_portfolio_add_customer_i64(book, i < 1000 ? i * 10 : (i - 1000) * 10 - 5, &customer));
  assert_refused(patron_portfolio_add_customer_i64(book, 500, &customer), PATRON_E_DUPLICATE);
  assert_error_parts("customers|customer||500");
  assert_refused(patron_portfolio_add_customer(book, "x", -1, &customer), PATRON_E_TYPE);
  for (int64_t i = 0; i < 2000; i++) {
    assert_ok(patron_portfolio_find_customer_i64(book, i < 1000 ? i * 10 : (i - 1000) * 10 - 5, &found));
    assert_ok(patron_customer_row(book, found, &row));
    assert_int_equal(row, i);
  }
  assert_refused(patron_portfolio_find_customer_i64(book, 1, &found), PATRON_E_NOT_FOUND);
}

static patron_status index_of(const int64_t *ids, const char *const *names, const uint8_t *validity, int64_t rows) {
  patron_table *table = NULL;
  patron__id_index *index = NULL;
  int64_t row = -1;
  assert_ok(patron_table_create(context, "territories", rows, &table));
  if (ids != NULL) assert_ok(patron_table_add_i64(table, "territory", PATRON_INTEGER, ids, validity));
  else assert_ok(patron_table_add_strings(table, "territory", names));
  const patron__column *column = patron__table_find(table, "territory");
  const patron_status status = patron__id_index_create(context, "territories", "territory", column, &index);
  for (int64_t i = 0; i < rows && status == PATRON_OK; i++) {
    if (ids != NULL) assert_ok(patron__id_index_find_i64(index, column, ids[i], &row));
    else assert_ok(patron__id_index_find_text(index, column, names[i], -1, &row));
    assert_int_equal(row, i);
  }
  patron__id_index_destroy(index);
  patron_table_destroy(table);
  return status;
}

static void an_index_refuses_ids_that_are_unknown_or_stand_twice(void **state) {
  (void)state;
  const int64_t once[] = {INT64_MAX, 0, INT64_MIN, -1}, twice[] = {4, 9, 4};
  const char *const names[] = {"b", "", "a", "ab"}, *const names_twice[] = {"b", "a", "b"}, *const missing[] = {"b", NULL};
  const uint8_t last_unknown = 3;
  assert_ok(index_of(once, NULL, NULL, 4));
  assert_ok(index_of(NULL, names, NULL, 4));
  assert_ok(index_of(NULL, names, NULL, 0));
  assert_refused(index_of(twice, NULL, NULL, 3), PATRON_E_DUPLICATE);
  assert_error_parts("territories|territory|3|4");
  assert_refused(index_of(NULL, names_twice, NULL, 3), PATRON_E_DUPLICATE);
  assert_error_parts("territories|territory|3|b");
  assert_refused(index_of(NULL, missing, NULL, 2), PATRON_E_INVALID_ARGUMENT);
  assert_error_parts("territories|territory|2|");
  assert_refused(index_of(twice, NULL, &last_unknown, 3), PATRON_E_INVALID_ARGUMENT);
}

static void an_id_is_given_once_and_is_text(void **state) {
  (void)state;
  patron_customer first, second = 0;
  assert_refused(patron_portfolio_add_customer(book, "", -1, &first), PATRON_E_RANGE);
  assert_refused(patron_portfolio_add_customer(book, "\xff", -1, &first), PATRON_E_FORMAT);
  assert_ok(patron_portfolio_add_customer(book, "ACMEx", 4, &first));
  assert_refused(patron_portfolio_add_customer(book, "ACME", -1, &second), PATRON_E_DUPLICATE);
  assert_true(second == 0);
  patron_table *table = facts();
  assert_int_equal(rows_of(table), 1);
  assert_string_equal(cell(table, "customer", 0), "ACME");
  patron_table_destroy(table);
}

static void adding_rows_keeps_handles_and_a_new_table_makes_them_stale(void **state) {
  (void)state;
  patron_customer first, second;
  int64_t row = 9;
  assert_ok(patron_portfolio_add_customer(book, "A", -1, &first));
  assert_ok(patron_portfolio_add_customer(book, "B", -1, &second));
  assert_ok(patron_customer_row(book, first, &row));
  patron_table *table = facts();
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  assert_refused(patron_customer_row(book, first, &row), PATRON_E_STALE);
  assert_refused(patron_customer_set_money(book, second, "sales", 1), PATRON_E_STALE);
  assert_refused(patron_customer_row(book, 0, &row), PATRON_E_STALE);
  assert_refused(patron_customer_row(book, UINT64_MAX, &row), PATRON_E_STALE);
  assert_int_equal(row, 0);
  assert_ok(patron_portfolio_find_customer(book, "A", -1, &first));
  assert_ok(patron_customer_set_money(book, first, "sales", 5));
}

static void a_handle_of_another_portfolio_is_stale(void **state) {
  (void)state;
  patron_portfolio *other = NULL;
  patron_customer mine, theirs;
  assert_ok(patron_portfolio_create(context, "EUR", &other));
  assert_ok(patron_portfolio_add_customer(book, "A", -1, &mine));
  assert_ok(patron_portfolio_add_customer(other, "A", -1, &theirs));
  assert_refused(patron_customer_set_money(book, theirs, "sales", 1), PATRON_E_STALE);
  assert_refused(patron_customer_set_money(other, mine, "sales", 1), PATRON_E_STALE);
  patron_portfolio_destroy(other);
}

static void every_type_is_set_and_made_unknown_again(void **state) {
  (void)state;
  static const char *const columns[] = {"sales", "growth_of_mine", "tenure_days", "since", "joint_objectives", "name", "layer", "status", "parent", "owner"};
  static const char *const values[] = {"-120000.05", "0.25", "400", "2026-07-01", "yes", "Äcme", "MY_LAYER", "ACTIVE", "B", "17"};
  patron_customer customer, other;
  assert_ok(patron_portfolio_declare(book, "growth_of_mine", PATRON_NUMBER));
  assert_ok(patron_portfolio_declare(book, "since", PATRON_DATE));
  assert_ok(patron_portfolio_add_customer(book, "A", -1, &customer));
  assert_ok(patron_portfolio_add_customer(book, "B", -1, &other));
  assert_ok(patron_customer_set_money(book, customer, "sales", -12000005));
  assert_ok(patron_customer_set_number(book, customer, "growth_of_mine", 0.25));
  assert_ok(patron_customer_set_integer(book, customer, "tenure_days", 400));
  assert_ok(patron_customer_set_date(book, customer, "since", 20635));
  assert_ok(patron_customer_set_flag(book, customer, "joint_objectives", 1));
  assert_ok(patron_customer_set_text(book, customer, "name", "Äcme Ltd", 5));
  assert_ok(patron_customer_set_code(book, customer, "layer", "MY_LAYER"));
  assert_ok(patron_customer_set_code(book, customer, "status", "ACTIVE"));
  assert_ok(patron_customer_set_text(book, customer, "parent", "B", -1));
  assert_ok(patron_customer_set_integer(book, customer, "owner", 17));
  patron_table *table = facts();
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    assert_string_equal(cell(table, columns[i], 0), values[i]);
    assert_string_equal(cell(table, columns[i], 1), "?");
    assert_ok(patron_customer_set_unknown(book, customer, columns[i]));
    assert_string_equal(cell(table, columns[i], 0), values[i]);
  }
  patron_table_destroy(table);
  assert_ok(patron_customer_set_flag(book, other, "joint_objectives", 0));
  table = facts();
  assert_string_equal(cell(table, "joint_objectives", 1), "no");
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) assert_string_equal(cell(table, columns[i], 0), "?");
  patron_table_destroy(table);
}

static void what_a_table_would_refuse_a_setter_refuses(void **state) {
  (void)state;
  patron_customer customer;
  patron_table *table;
  int64_t columns;
  const double zero = 0;
  assert_ok(patron_portfolio_add_customer(book, "A", -1, &customer));
  assert_refused(patron_customer_set_number(book, customer, "their_trust", 100.5), PATRON_E_RANGE);
  assert_error_parts("customers|their_trust|1|100.5");
  assert_error_says("0 to 100");
  assert_refused(patron_customer_set_number(book, customer, "their_trust", zero / zero), PATRON_E_NOT_FINITE);
  assert_refused(patron_customer_set_number(book, customer, "their_trust", 1 / zero), PATRON_E_NOT_FINITE);
  assert_refused(patron_customer_set_money(book, customer, "potential", -1), PATRON_E_RANGE);
  assert_error_parts("customers|potential|1|-0.01");
  assert_refused(patron_customer_set_integer(book, customer, "orders", -1), PATRON_E_RANGE);
  assert_refused(patron_customer_set_flag(book, customer, "joint_objectives", 2), PATRON_E_RANGE);
  assert_refused(patron_customer_set_code(book, customer, "status", "ASLEEP"), PATRON_E_RANGE);
  assert_error_says("PROSPECT, ACTIVE, DORMANT");
  assert_refused(patron_customer_set_code(book, customer, "layer", "\xc0"), PATRON_E_FORMAT);
  assert_refused(patron_customer_set_text(book, customer, "name", "\xc0", -1), PATRON_E_FORMAT);
  assert_refused(patron_customer_set_money(book, customer, "their_trust", 1), PATRON_E_TYPE);
  assert_error_says("a number");
  assert_refused(patron_customer_set_number(book, customer, "sales", 1), PATRON_E_TYPE);
  assert_refused(patron_customer_set_integer(book, customer, "name", 1), PATRON_E_TYPE);
  assert_refused(patron_customer_set_integer(book, customer, "parent", 1), PATRON_E_TYPE);
  assert_refused(patron_customer_set_money(book, customer, "sale", 1), PATRON_E_NOT_FOUND);
  assert_error_says("did you mean sales?");
  assert_refused(patron_customer_set_unknown(book, customer, "zzz"), PATRON_E_NOT_FOUND);
  assert_error_says("patron_portfolio_declare");
  assert_refused(patron_customer_set_text(book, customer, "customer", "B", -1), PATRON_E_STATE);
  assert_refused(patron_customer_set_unknown(book, customer, "customer"), PATRON_E_STATE);
  assert_refused(patron_customer_set_text(book, customer, "name", NULL, 0), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_customer_set_text(book, customer, "name", "x", -2), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_customer_set_code(book, customer, "layer", NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_customer_set_money(book, customer, NULL, 1), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_customer_set_money(NULL, customer, "sales", 1), PATRON_E_INVALID_ARGUMENT);
  assert_ok(patron_portfolio_declare(book, "since", PATRON_DATE));
  assert_refused(patron_customer_set_date(book, customer, "since", INT32_MAX), PATRON_E_RANGE);
  table = facts();
  assert_ok(patron_table_columns(table, &columns));
  assert_int_equal(columns, 2);   /* the id and what was declared: refused values leave no column behind */
  patron_table_destroy(table);
}

static void a_declared_column_keeps_its_type(void **state) {
  (void)state;
  const char *const columns[] = {"customer", "colour"}, *const cells[] = {"A", "red"};
  patron_customer customer;
  patron_table *table = text_table("customers", columns, 2, cells, 1);
  assert_refused(patron_portfolio_declare(book, "shelf", 0), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_declare(book, "shelf", 8), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_portfolio_declare(book, "", PATRON_TEXT), PATRON_E_INVALID_ARGUMENT);
  assert_ok(patron_portfolio_declare(book, "sales", PATRON_MONEY));
  assert_refused(patron_portfolio_declare(book, "sales", PATRON_NUMBER), PATRON_E_TYPE);
  assert_ok(patron_portfolio_declare(book, "shelf", PATRON_CODE));
  assert_ok(patron_portfolio_declare(book, "shelf", PATRON_CODE));
  assert_refused(patron_portfolio_declare(book, "shelf", PATRON_TEXT), PATRON_E_TYPE);
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  assert_refused(patron_portfolio_declare(book, "colour", PATRON_CODE), PATRON_E_TYPE);
  assert_ok(patron_portfolio_customer_at(book, 0, &customer));
  assert_ok(patron_customer_set_text(book, customer, "colour", "blue", -1));
  assert_ok(patron_customer_set_code(book, customer, "shelf", "TOP"));
  assert_refused(patron_customer_set_text(book, customer, "shelf", "TOP", -1), PATRON_E_TYPE);
  assert_refused(patron_customer_set_code(book, customer, "shelve", "TOP"), PATRON_E_NOT_FOUND);
  assert_error_says("did you mean shelf?");
  table = facts();
  assert_string_equal(cell(table, "colour", 0), "blue");
  assert_string_equal(cell(table, "shelf", 0), "TOP");
  patron_table_destroy(table);
}

static void previous_values_of_segments_are_money_or_numbers(void **state) {
  (void)state;
  patron_customer customer;
  assert_ok(patron_portfolio_add_customer(book, "A", -1, &customer));
  assert_ok(patron_customer_set_money(book, customer, "sales_previous_value", 100));
  assert_ok(patron_customer_set_number(book, customer, "visits_previous_value", 1.5));
  assert_refused(patron_customer_set_text(book, customer, "shelf_previous_value", "x", -1), PATRON_E_TYPE);
  assert_ok(patron_customer_set_code(book, customer, "sales_previous_class", "A"));
  assert_refused(patron_customer_set_code(book, customer, "sales_previous_class", "gold"), PATRON_E_RANGE);
}

static void a_table_that_was_handed_out_does_not_change(void **state) {
  (void)state;
  patron_customer customer, other;
  patron_table *before, *after;
  patron__tables snapshot;
  assert_ok(patron_portfolio_add_customer(book, "A", -1, &customer));
  assert_ok(patron_customer_set_money(book, customer, "sales", 100));
  assert_ok(patron_customer_set_code(book, customer, "layer", "X"));
  assert_ok(patron_customer_set_text(book, customer, "name", "old", -1));
  before = facts();
  patron__tables_init(&snapshot, context);
  assert_ok(patron__portfolio_snapshot(book, &snapshot));
  assert_ptr_equal(patron__tables_find(&snapshot, "customers"), before);
  assert_ok(patron_customer_set_money(book, customer, "sales", 200));
  assert_ok(patron_customer_set_code(book, customer, "layer", "Y"));
  assert_ok(patron_customer_set_text(book, customer, "name", "newer", -1));
  assert_ok(patron_customer_set_number(book, customer, "willingness", 50));
  assert_ok(patron_portfolio_add_customer(book, "B", -1, &other));
  assert_int_equal(rows_of(before), 1);
  assert_string_equal(cell(before, "sales", 0), "1.00");
  assert_string_equal(cell(before, "layer", 0), "X");
  assert_string_equal(cell(before, "name", 0), "old");
  after = facts();
  assert_int_equal(rows_of(after), 2);
  assert_string_equal(cell(after, "sales", 0), "2.00");
  assert_string_equal(cell(after, "sales", 1), "?");
  assert_string_equal(cell(after, "layer", 0), "Y");
  assert_string_equal(cell(after, "name", 0), "newer");
  assert_string_equal(cell(after, "willingness", 0), "50");
  patron__tables_clear(&snapshot);
  patron_table_destroy(before);
  patron_table_destroy(after);
}

static void released(void *user) { ++*(int *)user; }

static void borrowed_columns_are_copied_before_they_are_written(void **state) {
  (void)state;
  const int64_t ids[] = {3, 1, 2};
  const double trust[] = {10, 20, 30};
  int gone = 0;
  patron_table *table = NULL;
  patron_customer customer;
  assert_ok(patron_table_create(context, "customers", 3, &table));
  assert_ok(patron_table_borrow_i64(table, "customer", PATRON_INTEGER, ids, NULL, released, &gone));
  assert_ok(patron_table_borrow_f64(table, "our_trust", PATRON_NUMBER, trust, NULL, released, &gone));
  assert_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  assert_ok(patron_portfolio_find_customer_i64(book, 2, &customer));
  assert_ok(patron_customer_set_number(book, customer, "our_trust", 99));
  assert_true(trust[2] == 30);
  assert_int_equal(gone, 1);
  assert_ok(patron_portfolio_add_customer_i64(book, 9, &customer));
  assert_int_equal(gone, 2);
  assert_refused(patron_portfolio_add_customer_i64(book, 1, &customer), PATRON_E_DUPLICATE);
  table = facts();
  assert_string_equal(cell(table, "our_trust", 2), "99");
  assert_string_equal(cell(table, "our_trust", 3), "?");
  assert_string_equal(cell(table, "customer", 3), "9");
  patron_table_destroy(table);
}

static void ids_and_names_that_came_as_codes_grow_with_the_portfolio(void **state) {
  (void)state;
  const char *const names[] = {"B", "A"}, *const owners[] = {"Kim", "Lee"};
  const int32_t codes[] = {0, 1}, owner_codes[] = {1, 1};
  patron_table *table = NULL;
  patron_customer customer;
  assert_ok(patron_table_create(context, "customers", 2, &table));
  assert_ok(patron_table_add_code(table, "customer", codes, NULL, names, 2));
  assert_ok(patron_table_add_code(table, "owner", owner_codes, NULL, owners, 2));
  assert_ok(patron_portfolio_put(book, table));
  assert_ok(patron_portfolio_find_customer(book, "A", -1, &customer));
  assert_ok(patron_customer_set_text(book, customer, "owner", "Ann", -1));
  assert_ok(patron_portfolio_add_customer(book, "C", -1, &customer));
  assert_refused(patron_portfolio_add_customer(book, "B", -1, &customer), PATRON_E_DUPLICATE);
  assert_string_equal(cell(table, "owner", 1), "Lee");
  patron_table_destroy(table);
  table = facts();
  assert_string_equal(cell(table, "owner", 0), "Lee");
  assert_string_equal(cell(table, "owner", 1), "Ann");
  assert_string_equal(cell(table, "owner", 2), "?");
  assert_string_equal(cell(table, "customer", 2), "C");
  patron_table_destroy(table);
}

static void values_stay_with_their_customers_however_they_come(void **state) {
  (void)state;
  enum { CUSTOMERS = 500, CHANGES = 20000 };
  static int64_t sales[CUSTOMERS];
  static char names[CUSTOMERS][16];
  static patron_customer handles[CUSTOMERS];
  uint32_t random = 12345;
  int32_t count = 0;
  for (int32_t i = 0; i < CHANGES; i++) {
    random = random * 1664525u + 1013904223u;
    const int32_t pick = (int32_t)((random >> 8) % CUSTOMERS);
    if (count < CUSTOMERS && (count == 0 || pick % 7 == 0)) {
      sales[count] = -1;
      assert_ok(patron_portfolio_add_customer_i64(book, (int64_t)(random >> 4), &handles[count++]));
      continue;
    }
    const int32_t one = pick % count;
    if (pick % 3 == 0) {
      sales[one] = random >> 5;
      assert_ok(patron_customer_set_money(book, handles[one], "sales", sales[one]));
    } else {
      const size_t len = (random >> 3) % 15;
      memset(names[one], 'a' + (int)(random >> 20) % 26, len);
      names[one][len] = 0;
      assert_ok(patron_customer_set_text(book, handles[one], "name", names[one], -1));
    }
    if (pick == 5) patron_table_destroy(facts());
  }
  patron_table *table = facts();
  assert_int_equal(rows_of(table), count);
  assert_int_equal(count, CUSTOMERS);
  int64_t index, value;
  uint8_t known;
  assert_ok(patron_table_find_column(table, "sales", &index));
  for (int32_t i = 0; i < count; i++) {
    assert_ok(patron_table_read_i64(table, index, i, 1, &value, &known));
    assert_int_equal(known, sales[i] >= 0);
    if (known) assert_true(value == sales[i]);
    assert_string_equal(names[i][0] == 0 && cell(table, "name", i)[0] == '?' ? "" : cell(table, "name", i), names[i]);
  }
  patron_table_destroy(table);
}

static patron_status facts_by_handle(patron_context *scenario_context, scenario_output *output) {
  patron_status status = PATRON_OK;
  patron_portfolio *portfolio = NULL;
  patron_table *table = NULL, *before = NULL;
  patron_customer acme, other;
  char text[64];
  int64_t index, offsets[2];
  SCENARIO_TRY(patron_portfolio_create(scenario_context, "EUR", &portfolio));
  SCENARIO_TRY(patron_portfolio_declare(portfolio, "shelf", PATRON_CODE));
  SCENARIO_TRY(patron_portfolio_add_customer(portfolio, "Z", -1, &acme));
  SCENARIO_TRY(patron_portfolio_add_customer(portfolio, "ACME", -1, &acme));
  SCENARIO_REFUSED(patron_portfolio_add_customer(portfolio, "ACME", -1, &other), PATRON_E_DUPLICATE);
  SCENARIO_TRY(patron_customer_set_money(portfolio, acme, "sales", 12000000));
  SCENARIO_TRY(patron_customer_set_code(portfolio, acme, "layer", "KA_RETAIL"));
  SCENARIO_TRY(patron_customer_set_code(portfolio, acme, "shelf", "TOP"));
  SCENARIO_TRY(patron_portfolio_table(portfolio, "customers", &before));
  SCENARIO_TRY(patron_customer_set_text(portfolio, acme, "name", "Acme", -1));
  SCENARIO_TRY(patron_customer_set_code(portfolio, acme, "layer", "MINE"));
  SCENARIO_TRY(patron_customer_set_number(portfolio, acme, "their_trust", 72.0));
  SCENARIO_REFUSED(patron_customer_set_number(portfolio, acme, "their_trust", 720.0), PATRON_E_RANGE);
  SCENARIO_TRY(patron_portfolio_find_customer(portfolio, "Z", -1, &other));
  SCENARIO_TRY(patron_customer_set_unknown(portfolio, acme, "sales"));
  SCENARIO_TRY(patron_portfolio_table(portfolio, "customers", &table));
  for (int64_t column = 0; patron_table_read_text(table, column, 1, 1, offsets, text, sizeof text - 1, NULL, NULL) != PATRON_E_NOT_FOUND && column < 8; column++) {
    uint8_t known = 0;
    if (patron_table_read_text(table, column, 1, 1, offsets, text, sizeof text - 1, NULL, &known) != PATRON_OK) break;
    scenario_write(output, text, offsets[1]);
    scenario_write_i64(output, known);
  }
  status = patron_table_find_column(before, "name", &index) == PATRON_E_NOT_FOUND ? PATRON_OK : PATRON_E_INTERNAL;
done:
  patron_table_destroy(before);
  patron_table_destroy(table);
  patron_portfolio_destroy(portfolio);
  return status;
}

static patron_status facts_by_table(patron_context *scenario_context, scenario_output *output) {
  static const char *const ids[] = {"B", "A", "C"}, *const sales[] = {"1.50", NULL, "3"}, *const wrong[] = {"1", "2", "x"};
  patron_status status = PATRON_OK;
  patron_portfolio *portfolio = NULL;
  patron_table *table = NULL, *bad = NULL, *warnings = NULL, *list = NULL;
  patron_customer customer;
  int64_t rows;
  SCENARIO_TRY(patron_portfolio_create(scenario_context, "EUR", &portfolio));
  SCENARIO_TRY(patron_table_create(scenario_context, "customers", 3, &table));
  SCENARIO_TRY(patron_table_add_strings(table, "customer", ids));
  SCENARIO_TRY(patron_table_add_strings(table, "sales", sales));
  SCENARIO_TRY(patron_table_add_strings(table, "sails", sales));
  SCENARIO_TRY(patron_portfolio_put(portfolio, table));
  SCENARIO_TRY(patron_table_create(scenario_context, "customers", 3, &bad));
  SCENARIO_TRY(patron_table_add_strings(bad, "customer", ids));
  SCENARIO_TRY(patron_table_add_strings(bad, "sales", wrong));
  SCENARIO_REFUSED(patron_portfolio_put(portfolio, bad), PATRON_E_FORMAT);
  SCENARIO_TRY(patron_portfolio_find_customer(portfolio, "C", -1, &customer));
  SCENARIO_TRY(patron_customer_set_money(portfolio, customer, "profit", 7));
  SCENARIO_TRY(patron_portfolio_put(portfolio, table));
  SCENARIO_TRY(patron_portfolio_table(portfolio, "warnings", &warnings));
  SCENARIO_TRY(patron_portfolio_table(portfolio, "tables", &list));
  SCENARIO_TRY(patron_table_rows(warnings, &rows));
  scenario_write_i64(output, rows);
done:
  patron_table_destroy(list);
  patron_table_destroy(warnings);
  patron_table_destroy(bad);
  patron_table_destroy(table);
  patron_portfolio_destroy(portfolio);
  return status;
}

static patron_status texts_in_any_order(patron_context *scenario_context, scenario_output *output) {
  enum { ROWS = 400 };
  static const char *names[ROWS];
  static int64_t ids[ROWS];
  patron_status status = PATRON_OK;
  patron_portfolio *portfolio = NULL;
  patron_table *table = NULL;
  patron_customer customer;
  char text[32];
  uint8_t validity[ROWS / 8];
  int64_t index, offsets[ROWS + 1];
  static char bytes[ROWS * 32];
  for (int i = 0; i < ROWS; i++) { ids[i] = i; names[i] = "as it was"; }
  SCENARIO_TRY(patron_portfolio_create(scenario_context, "EUR", &portfolio));
  SCENARIO_TRY(patron_table_create(scenario_context, "customers", ROWS, &table));
  SCENARIO_TRY(patron_table_add_i64(table, "customer", PATRON_INTEGER, ids, NULL));
  SCENARIO_TRY(patron_table_add_strings(table, "name", names));
  SCENARIO_TRY(patron_portfolio_put(portfolio, table));
  patron_table_destroy(table);
  table = NULL;
  for (int i = 0; i < 1200; i++) {
    SCENARIO_TRY(patron_portfolio_customer_at(portfolio, i * 7 % 40, &customer));
    (void)patron_number_format(i * 1e9, text, sizeof text, NULL);
    if (i % 50 == 49) SCENARIO_TRY(patron_customer_set_unknown(portfolio, customer, "name"));
    else SCENARIO_TRY(patron_customer_set_text(portfolio, customer, "name", text, i % 11));
  }
  SCENARIO_TRY(patron_portfolio_table(portfolio, "customers", &table));
  SCENARIO_TRY(patron_table_find_column(table, "name", &index));
  SCENARIO_TRY(patron_table_read_text(table, index, 0, ROWS, offsets, bytes, sizeof bytes, NULL, validity));
  scenario_write(output, bytes, offsets[ROWS]);
  scenario_write(output, offsets, (int64_t)sizeof offsets);
done:
  patron_table_destroy(table);
  patron_portfolio_destroy(portfolio);
  return status;
}

static void torture(void **state) {
  (void)state;
  const scenario_options few = {5, 0, 0, 1};
  scenario_torture("texts in any order", texts_in_any_order, &few);
  scenario_torture("facts by handle", facts_by_handle, NULL);
  scenario_torture("facts by table", facts_by_table, NULL);
}

int main(void) {
#define BOOK(name) cmocka_unit_test_setup_teardown(name, start_book, stop_book)
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(handles_are_unlike_rows_and_bring_them_back), BOOK(customers_are_found_by_text), BOOK(customers_are_found_by_number), BOOK(an_id_is_given_once_and_is_text), BOOK(an_index_refuses_ids_that_are_unknown_or_stand_twice),
    BOOK(adding_rows_keeps_handles_and_a_new_table_makes_them_stale), BOOK(a_handle_of_another_portfolio_is_stale), BOOK(every_type_is_set_and_made_unknown_again),
    BOOK(what_a_table_would_refuse_a_setter_refuses), BOOK(a_declared_column_keeps_its_type), BOOK(previous_values_of_segments_are_money_or_numbers),
    BOOK(a_table_that_was_handed_out_does_not_change), BOOK(borrowed_columns_are_copied_before_they_are_written), BOOK(ids_and_names_that_came_as_codes_grow_with_the_portfolio),
    BOOK(values_stay_with_their_customers_however_they_come), cmocka_unit_test(torture),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
